"""`build.py serve --watch`: what is saved is seen in the browser within seconds."""
