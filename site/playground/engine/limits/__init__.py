"""How large a problem may be: known before anything is computed, and said with numbers."""
