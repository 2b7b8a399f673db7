"""What rounding does to the numbers that are shown."""
