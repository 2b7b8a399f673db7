"""Other samples of the data, and what a coefficient is in each."""
