"""The files of dist/: how they are made and checked."""
