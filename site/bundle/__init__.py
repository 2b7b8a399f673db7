"""The steps of build.py that are too long for one file. Run through build.py, inside .venv."""
