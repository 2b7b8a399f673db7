"""What a scene is downloaded as: a module, a notebook, JSON."""
