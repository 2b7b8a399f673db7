"""Rational arithmetic: the exact solutions, and what only it can decide."""
