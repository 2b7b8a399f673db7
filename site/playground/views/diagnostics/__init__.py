"""The tab Diagnostics."""
