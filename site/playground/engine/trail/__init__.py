"""The drawn path of descent: which iterates the eye can tell apart, and the lines through them."""
