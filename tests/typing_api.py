"""Type-checked, never run: what a caller writes must be fully typed. `mypy` fails if an expression has another type."""

from __future__ import annotations

from typing import assert_type

import allreport
from allreport import Course, Fact, ParseOptions, Relevance, Report, course_facts, facts, parse, parse_karyotype, relevance, timeline
from allreport.model.base import Quantity
from allreport.model.karyotype import Abnormality, Clone, Karyotype
from allreport.model.report import BloodValue, Disease, GeneticFinding, MarkerResult, MRDResult

text = "B-ALL"

report = parse(text)
assert_type(report, Report)
assert_type(allreport.parse(text, ParseOptions(date_order="dmy", deadline=1.0)), Report)
assert_type(allreport.parse(text, options=None), Report)
assert_type(report.disease, Disease | None)
assert_type(report.cbc.wbc, BloodValue | None)
assert_type(report.markers["CD19"], MarkerResult)
assert_type(report.markers.get("CD19"), MarkerResult | None)
assert_type(report.genetic_findings, tuple[GeneticFinding, ...])
assert_type(report.mrd, tuple[MRDResult, ...])
assert_type(report.mrd[0].level, Quantity | None)
assert_type(report.blasts[0].percent.value, float | None)
assert_type(report.patient.age_years, float | None)
assert_type([issue.code for issue in report.issues], list[str])
course = timeline({"a": report}, patient="7", window_days=14)
assert_type(timeline([report]), Course)
assert_type(course.mrd[0].result, MRDResult)
assert_type(course.cbc[0].result.value, float | None)
assert_type(course.undated.blasts[0].date, str | None)
assert_type(course_facts(course), list[Fact])
assert_type(Report.model_validate_json(report.model_dump_json()), Report)
for value in report.cbc:
    assert_type(value, BloodValue)

rows = facts(report, id="1", part=None, patient="p")
assert_type(rows, list[Fact])
assert_type(rows[0].field, str)
assert_type(rows[0].value, str | float | int | None)

found = relevance(text)
assert_type(found, Relevance)
assert_type([word for word, start, end in found.words], list[str])

karyotype = parse_karyotype(text, strict=True)
assert_type(karyotype, Karyotype)
assert_type(karyotype.clones[0], Clone)
assert_type(karyotype.clones[0].abnormalities, tuple[Abnormality, ...])

try:
    parse(text)
except allreport.InputError as error:
    assert_type(error.code, str)
except allreport.KaryotypeSyntaxError as error:
    assert_type(error.span, tuple[int, int])

parse(b"bytes")  # type: ignore[arg-type]
parse(text, ParseOptions(date_order="ymd"))  # type: ignore[arg-type]
report.language = "de"  # type: ignore[misc]
