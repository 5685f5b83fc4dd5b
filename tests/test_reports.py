"""The reports of tests/fixtures/reports against their gold: a floor for each field. Floors may only rise."""

from __future__ import annotations

import pytest

from gold import REPORTS, problems
from score import Score, pairs, score_folder

FLOORS = {
    "age": 0.99,
    "blasts": 0.93,
    "cbc": 0.98,
    "cns": 0.92,
    "disease": 0.97,
    "genetic_finding": 0.90,
    "karyotype": 0.99,
    "lineage": 0.96,
    "marker": 0.95,
    "mrd": 0.99,
    "report_status": 0.98,
    "sex": 0.97,
}
OVERALL = 0.95
MEAN = 0.96


@pytest.fixture(scope="module")
def score() -> Score:
    return score_folder(REPORTS)


def test_there_are_enough_reports(score: Score) -> None:
    assert score.documents >= 60


@pytest.mark.parametrize(("name", "text", "gold"), list(pairs(REPORTS)), ids=lambda value: value if isinstance(value, str) and len(value) < 80 else "")
def test_the_gold_is_well_formed(name: str, text: str, gold: dict[str, object]) -> None:
    assert problems(gold, text) == [], name


def test_every_judged_field_has_a_floor(score: Score) -> None:
    assert set(score.fields) == set(FLOORS)


@pytest.mark.parametrize("name", FLOORS)
def test_field_reaches_its_floor(score: Score, name: str) -> None:
    assert score.fields[name].f1 >= FLOORS[name], "\n".join(f"{document} {what}" for document, kind, what in score.errors if kind == name)


def test_overall_floors(score: Score) -> None:
    assert score.overall.f1 >= OVERALL
    assert score.mean >= MEAN


def test_every_row_stands_at_its_offsets(score: Score) -> None:
    assert score.misplaced == 0
