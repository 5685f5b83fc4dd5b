"""Invented case texts: whether a disease is this patient's acute lymphoblastic leukemia, and which. Floors may only rise."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

import allreport

CASES = [json.loads(line) for line in (Path(__file__).parent / "fixtures" / "cases.jsonl").read_text("utf-8").splitlines() if line.strip()]
OURS = {"ALL", "LBL", "MPAL"}
MOST_READ_AS_OURS = 2  # texts of other diseases that are read as ALL, LBL or MPAL
LEAST_RIGHT_OF_OURS = 0.93
LEAST_RIGHT = 0.9


@pytest.fixture(scope="module")
def readings() -> list[tuple[dict[str, Any], str]]:
    """Each case with the disease that is read from it; `none` where nothing is."""
    return [(case, report.disease.value if report.disease else "none") for case in CASES for report in [allreport.parse(case["text"])]]


def test_others_are_not_read_as_ours(readings: list[tuple[dict[str, Any], str]]) -> None:
    wrong = [(case["id"], got) for case, got in readings if case["disease"] not in OURS and got in OURS]
    assert len(wrong) <= MOST_READ_AS_OURS, wrong


def test_ours_are_read_right(readings: list[tuple[dict[str, Any], str]]) -> None:
    ours = [(case["id"], case["disease"], got) for case, got in readings if case["disease"] in OURS]
    wrong = [row for row in ours if row[1] != row[2]]
    assert 1 - len(wrong) / len(ours) >= LEAST_RIGHT_OF_OURS, wrong


def test_diseases_are_read_right(readings: list[tuple[dict[str, Any], str]]) -> None:
    wrong = [(case["id"], case["disease"], got) for case, got in readings if case["disease"] != got]
    assert 1 - len(wrong) / len(readings) >= LEAST_RIGHT, wrong
