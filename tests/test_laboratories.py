"""Reports of 140 more invented laboratories, whose gold was written before the parser saw them: floors for all fields together.

They are kept apart from `reports`, whose floors stand field by field: here the whole counts, and nothing that is earlier may
come out as current more often than it does today.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from gold import problems
from score import Score, pairs, score_folder

LABORATORIES = Path(__file__).parent / "fixtures" / "laboratories"
OVERALL = 0.95
MEAN = 0.95


@pytest.fixture(scope="module")
def score() -> Score:
    return score_folder(LABORATORIES)


def test_the_gold_is_well_formed() -> None:
    assert {name: problems(gold, text) for name, text, gold in pairs(LABORATORIES) if problems(gold, text)} == {}


def test_floors(score: Score) -> None:
    assert score.documents >= 140
    assert score.overall.f1 >= OVERALL
    assert score.mean >= MEAN
    assert score.misplaced == 0
