"""The same fit in other libraries and in R: a script for each, for who does not use linreg."""
