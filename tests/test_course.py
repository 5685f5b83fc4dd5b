"""Several reports as one course: invented cases with the course written by hand."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest

import allreport
from allreport.course.families import says
from allreport.course.families import FAMILIES
from allreport.model.course import Course, Entry

CASES = sorted((Path(__file__).parent / "fixtures" / "courses").glob("*.txt"))
DOCUMENT = re.compile(r"^=== (\S+)\n", re.MULTILINE)
FAMILY = {family.name: family for family in FAMILIES}


def documents(path: Path) -> dict[str, str]:
    """The texts of a case by their ids."""
    parts = DOCUMENT.split(path.read_text("utf-8"))[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


def course_of(path: Path) -> Course:
    return allreport.timeline({key: allreport.parse(text) for key, text in documents(path).items()})


def evidence(entry: Entry[Any]) -> str:
    """The reports that give a result, and in brackets those that recall it."""
    return " ".join(place.report if place.temporality == "current" else f"({place.report})" for place in entry.evidence)


def line(family: str, entry: Entry[Any]) -> str:
    """A result as the gold writes it."""
    result = entry.result
    told = says(FAMILY[family], result)
    number = f"{told.comparator} {told.number:g}" if told.number is not None else ""
    columns = {
        "mrd": [entry.timepoint_standard, getattr(result, "method", ""), getattr(result, "site", ""), getattr(result, "target", ""), f"{told.word} {number}".strip()],
        "blasts": [getattr(result, "site", ""), number],
        "genetic_findings": [getattr(result, "name", ""), getattr(result, "method", ""), told.word],
        "cbc": [getattr(result, "analyte", ""), number],
        "cns": [told.word],
    }[family]
    checked = ["check"] if entry.review == "check" else []
    return " | ".join([entry.date or "-", *(column or "" for column in columns), evidence(entry), *checked]).replace("  ", " ")


def shown(course: Course) -> dict[str, Any]:
    """A course as the gold writes it."""
    diagnosis = course.diagnosis
    values = [sorted({entry.result.value for entry in (*getattr(course, name), *getattr(course.undated, name))}) for name in ("disease", "lineage")]
    return {
        "order": [report.id for report in course.reports],
        "replaced": [f"{report.id} by {report.replaced_by}" for report in course.reports if report.replaced_by],
        "diagnosis": f"{diagnosis.date} | {diagnosis.rule}" if diagnosis else None,
        "disease": " ".join(value for found in values for value in found),
        "subtypes": [
            f"{subtype.value} | {' '.join(subtype.rests_on)} | {' '.join(place.report for place in subtype.evidence)}"
            for subtype in (diagnosis.subtypes if diagnosis else ())
            if subtype.scheme == "WHO-HAEM5" or len(diagnosis.subtypes if diagnosis else ()) == 1
        ],
        "mrd": [line("mrd", entry) for entry in course.mrd if not entry.at_diagnosis],
        "blasts": [line("blasts", entry) for entry in course.blasts],
        "genetics": sorted(line("genetic_findings", entry) for entry in course.genetic_findings),
        "cns": [line("cns", entry) for entry in course.cns],
        "cbc": [line("cbc", entry) for entry in course.cbc],
        "undated_cbc": [line("cbc", entry) for entry in course.undated.cbc],
        "undated_blasts": [line("blasts", entry) for entry in course.undated.blasts],
        "changes": [f"{change.name} | {change.method} | {change.before} > {change.after} | {change.date_before} > {change.date_after}" for change in course.changes],
        "issues": sorted(f"{issue.code} {issue.field} {' '.join(issue.reports)}".strip() for issue in course.issues),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_course(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    del gold["notes"]
    unordered = {"issues", "changes"}
    found = shown(course_of(path))
    assert {key: sorted(found[key]) if key in unordered else found[key] for key in gold} == {key: sorted(value) if key in unordered else value for key, value in gold.items()}
