"""The tab Closed form."""
