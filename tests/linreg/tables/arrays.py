"""Arrays as the bytes of the files that NumPy writes."""

import io

import numpy as np

XY = [[1.0, 2.0], [3.0, 4.5]]


def npy(array, **options):
    stream = io.BytesIO()
    np.save(stream, array, **options)
    return stream.getvalue()


def npz(**arrays):
    stream = io.BytesIO()
    np.savez(stream, **arrays)
    return stream.getvalue()
