"""The app in its worker: its start, its bridge to the page, its memory image."""
