"""From the keys of the model, or its formula, to the matrix that is fitted."""

from __future__ import annotations

import numpy as np
import pytest
from playground.engine.limits.data_error import DataError
from playground.engine.model.designed import designed

X = np.array([1.0, 2.0, 4.0])
Y = np.array([1.0, 10.0, 100.0])


def test_keys_and_formula_make_the_same_matrix() -> None:
    by_keys = designed({"x": X}, Y, {"degree": 2})
    by_formula = designed({"x": X}, Y, {"formula": "y ~ x + x^2"})
    np.testing.assert_array_equal(by_keys.X.high, np.column_stack([X**0, X, X**2]))
    np.testing.assert_array_equal(by_formula.X.high, by_keys.X.high)
    assert by_keys.formula is None
    assert by_formula.formula is not None


def test_left_side_is_what_is_fitted() -> None:
    np.testing.assert_allclose(
        designed({"x": X}, Y, {"formula": "log10(y) ~ x"}).y, [0, 1, 2], rtol=1e-15
    )


@pytest.mark.parametrize(
    ("values", "state", "where"),
    [
        ([1.0, 2.0, 1e200], {"degree": 2}, "degree"),
        ([1.0, 2.0, 1e200], {"formula": "y ~ x^2"}, "formula"),
        ([1.0, 2.0, 1e200], {"degree": 2, "standardise": 1}, "degree"),
    ],
)
def test_terms_beyond_floats_are_refused(
    values: list[float], state: dict[str, object], where: str
) -> None:
    with pytest.raises(DataError, match="too large for float64") as refused:
        designed({"x": np.array(values)}, Y, state)
    assert refused.value.key == where


def test_errors_name_the_rows_of_the_table() -> None:
    with pytest.raises(DataError, match="row 7"):
        designed({"x": X - 2}, Y, {"formula": "y ~ log(x)"}, rows=np.array([4, 6, 9]))
