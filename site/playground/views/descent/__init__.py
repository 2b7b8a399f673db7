"""The tab Descent."""
