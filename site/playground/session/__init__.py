"""The state, what changes it, and what is told of it: commands, history, links, notices, files."""
