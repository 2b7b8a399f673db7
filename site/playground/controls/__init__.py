"""The models and widgets of the page, and its colours. They know nothing of regression."""
