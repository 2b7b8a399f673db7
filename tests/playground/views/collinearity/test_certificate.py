"""The NIST certificate as the page runs, shows and saves it."""

import json

import pytest
from playground.session.jobs import Jobs
from playground.views.collinearity.certificate import (
    FLOATS,
    CertificatePart,
    heads,
    kept_rows,
    title,
    verdict,
    whole_rows,
)

from linreg.certify import SETS, certify


class Stopped:
    """A clock on which every part takes a whole frame."""

    now = 0.0

    def __call__(self) -> float:
        self.now += 1.0
        return self.now


@pytest.fixture
def part() -> CertificatePart:
    return CertificatePart(Jobs(Stopped()))


def finish(part: CertificatePart) -> int:
    frames = 0
    while part.jobs:
        part.jobs.frame()
        frames += 1
    return frames


def told(part: CertificatePart) -> str:
    return "".join(text for text, _ in part.said.parts)


def test_a_set_a_frame_and_in_the_end_a_verdict(part: CertificatePart) -> None:
    part.begin()
    assert part.run.disabled
    part.jobs.frame()
    part.jobs.frame()
    assert told(part) == "Running: 1 of 11 data sets done."
    assert len(part.tables["kept"].rows) == 1
    assert finish(part) >= 10
    assert "every digit correct on 11 of 11 data sets" in told(part)
    assert "float64 can represent the Filip data to 7.6 digits" in told(part)
    assert not part.run.disabled
    assert not part.save.disabled


def test_the_file_is_made_when_it_is_asked_for(part: CertificatePart) -> None:
    part.begin()
    finish(part)
    assert part.save.content == ""
    part._give()
    saved = json.loads(part.save.content)
    assert saved["passed"]
    assert [one["name"] for one in saved["sets"]] == list(SETS)
    assert len(saved["sets"][0]["entries"]) == 9


def test_a_second_click_while_it_runs_changes_nothing(part: CertificatePart) -> None:
    part.begin()
    part.jobs.frame()
    part.jobs.frame()
    part.begin()
    assert len(part.found) == 1


def test_rows_mark_what_is_whole() -> None:
    filip = certify("filip")
    (row,), (whole,) = kept_rows([filip], FLOATS), whole_rows([filip])
    shown = dict(zip(heads(FLOATS), (cell[0] for cell in row), strict=True))
    assert shown["norm."] == ("0", "")
    assert [cell[0][0] for cell in whole] == ["Filip", "15 ✓", "15 ✓", "14 ✓", "7.6"]
    assert whole[1][0][1] == "truth"


def test_nothing_found_says_what_it_is() -> None:
    assert verdict([])[0][0].startswith("NIST's eleven reference problems")


@pytest.mark.parametrize(
    ("name", "shown"), [("noint1", "NoInt1"), ("norris", "Norris"), ("wampler5", "Wampler5")]
)
def test_sets_are_written_as_nist_writes_them(name: str, shown: str) -> None:
    assert title(name) == shown
