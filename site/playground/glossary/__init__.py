"""The terms of the field, each in words and as a formula."""
