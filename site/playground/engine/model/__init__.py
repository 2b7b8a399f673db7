"""The model as a formula: its columns, its settings, and the way back from its left side."""
