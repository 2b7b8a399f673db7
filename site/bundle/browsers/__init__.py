"""The browsers that the tests run in: finding and installing them."""
