"""The memory image: taking it and packing it."""
