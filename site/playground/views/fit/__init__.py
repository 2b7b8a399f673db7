"""The tab Fit."""
