"""The plot of the data and the fit."""
