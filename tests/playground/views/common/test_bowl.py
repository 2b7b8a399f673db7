"""The level sets of a quadratic, also where their numbers are near the end of the floats."""

from __future__ import annotations

import numpy as np
import pytest
from playground.views.common.valley import Bowl, frame

SLANTED = np.array([[-1.0, 1.0], [1.0, 1.0]]) / np.sqrt(2)


@pytest.mark.parametrize("size", [1.0, 1e100, 6e151])
def test_frame_grows_with_the_place(size: float) -> None:
    bowl = Bowl(
        centre=np.array([-5.9, -6.0]) * size,
        floor=0.0,
        curvatures=np.array([1.4e-4, 4.0]),
        directions=SLANTED,
    )
    for extent, centre in zip(frame(bowl, np.zeros(2)), bowl.centre, strict=True):
        assert np.isfinite(extent.span)
        assert extent.middle == pytest.approx(centre)
        assert extent.start < 0 < extent.end


def test_reach_is_that_of_the_ellipse() -> None:
    bowl = Bowl(np.zeros(2), 0.0, np.array([1.0, 4.0]), SLANTED)
    outline = bowl.ellipses([2.0], sight=1e-3)[0]
    np.testing.assert_allclose(bowl.reach(2.0), np.abs(outline).max(axis=0), rtol=1e-3)
    np.testing.assert_allclose([bowl.excess(place) for place in outline], 2.0)
