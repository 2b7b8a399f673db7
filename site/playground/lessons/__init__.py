"""Lessons: what an author writes, made into what the page shows, and checked."""
