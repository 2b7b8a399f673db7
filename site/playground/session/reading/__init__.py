"""Files and typed numbers as points: how they were read, and how else they could be."""
