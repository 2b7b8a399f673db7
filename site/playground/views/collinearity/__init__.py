"""The tab Collinearity."""
