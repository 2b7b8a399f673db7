"""The documentation site: site/docs/*.md and the docstrings of linreg, checked, then MkDocs."""
