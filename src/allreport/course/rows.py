"""A course as flat rows: the columns of `facts`, with the date and time point of the course; one row a result."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allreport.course.families import FAMILIES
from allreport.flat import Fact, rows
from allreport.model.base import Model
from allreport.model.course import Course, CourseSubtype, Entry, Results
from allreport.model.report import BloodCount, Markers, Producer, Report

EMPTY = Report(producer=Producer(version="", vocabulary="", options=""), source_length=0, source_sha256="")
SINGLE = frozenset({"disease", "lineage", "marrow_class", "cns"})


def course_facts(course: Course) -> list[Fact]:
    """The results of a course as rows. `id` is the report that gives the evidence, `temporality` `previous` where all only recall it."""
    made = [Fact(**{**row, "patient": course.patient}) for block in (course, course.undated) for row in results(block)]
    if course.diagnosis is not None:
        made += [subtype_row(course, subtype, course.diagnosis.date) for subtype in course.diagnosis.subtypes]
    return made


def subtype_row(course: Course, subtype: CourseSubtype, date: str) -> Fact:
    """A subtype over the diagnostic episode; its place is that of the first finding it rests on."""
    first = subtype.evidence[0] if subtype.evidence else None
    sure = {"temporality": "current", "certainty": "stated", "review": "none"}
    told = {"name": subtype.scheme, "value": subtype.value, "basis": subtype.basis, "rule": subtype.rule, "date": date}
    where = {name: getattr(first, name) for name in ("start", "end", "text", "section")} if first else {}
    return Fact(**{"id": first and first.report, "patient": course.patient, "field": "subtype", **told, **where, **sure})


def results(block: Results) -> Iterator[dict[str, Any]]:
    """The rows of all entries, family by family."""
    for family in FAMILIES:
        for entry in getattr(block, family.name):
            yield {**row(family.name, entry), **place(entry)}


def row(family: str, entry: Entry[Any]) -> dict[str, Any]:
    """The row of one result, as it would be in its own report."""
    held: Any = entry.result if family in SINGLE else (entry.result,)
    if family == "cbc":
        held = BloodCount.model_construct(values=held)
    elif family == "markers":
        held = Markers.model_construct(results=held)
    report: Model = EMPTY.model_copy(update={family: held})
    return next(rows(report))  # type: ignore[arg-type]


def place(entry: Entry[Any]) -> dict[str, Any]:
    """What the course knows of a result better than its report."""
    return {
        "id": entry.evidence[0].report,
        "date": entry.date,
        "date_kind": entry.date_kind,
        "timepoint_standard": entry.timepoint_standard,
        "temporality": entry.evidence[0].temporality,
        "review": entry.review,
    }
