"""Files for spreadsheets hold no formulas, and read back as what was written."""

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import linreg
from linreg.tables import csv_line

CASES = json.loads((Path(__file__).parent / "guarded_cells.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize(("cell", "written"), CASES)
def test_a_formula_becomes_text_and_a_number_stays(cell: str, written: str) -> None:
    assert csv_line([cell]) == written + "\r\n"


@given(st.text(alphabet="=+-@'\"a1,.;\uff1d", min_size=1, max_size=8))
def test_no_line_begins_with_a_formula(cell: str) -> None:
    plain = csv_line([cell])[:-2].removeprefix('"')
    if plain[0] in "=+-@\uff1d":
        # Nothing but digits and their signs.
        assert set(plain) <= set('+-0123456789.,_eE"')


NAMES = [cell for cell, _ in CASES if cell.strip() == cell and re.search("[a-df-zA-Z]", cell)]


@given(st.lists(st.sampled_from(NAMES), min_size=2, max_size=5, unique=True))
def test_names_survive_a_file(names: list[str]) -> None:
    text = csv_line(["first", *names]) + csv_line(["1"] * (len(names) + 1)) * 3
    assert linreg.read_table(text).columns == ("first", *names)
