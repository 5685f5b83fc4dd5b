"""OMOP-ready rows: the facts of a report in the shape of the CDM 5.4 tables `measurement`, `condition_occurrence` and `note_nlp`.

Concept ids are left to the site's own vocabulary: `*_concept_id` columns are 0 (OMOP's "no matching concept"), and each row has the
source code with the vocabulary to look it up in. The ids of rows and persons are the site's too.
"""

from __future__ import annotations

from typing import NamedTuple

from allreport.collection import collected
from allreport.flat import Fact, facts
from allreport.model.report import Report

LOINC = "http://loinc.org"
DISEASES = frozenset({"ALL", "LBL", "MPAL", "AML", "other"})
NO_MEASUREMENT = frozenset({"disease", "subtype", "age", "sex", "report_status", "specimen", "date", "response"})
NO_RESULT = frozenset({"not_tested", "pending", "failed"})
NEGATIVE = frozenset({"absent", "negative"})
DAY = len("2026-01-31")


class Measurement(NamedTuple):
    """A row of `measurement`. The last three columns are not OMOP's: where to look the codes up, and the comparator as a sign."""

    person_id: str | None
    measurement_concept_id: int
    measurement_date: str | None
    operator_concept_id: int
    value_as_number: float | None
    value_as_concept_id: int
    unit_concept_id: int
    range_low: float | None
    range_high: float | None
    measurement_source_value: str
    unit_source_value: str | None
    value_source_value: str | None
    source_vocabulary_id: str | None
    unit_vocabulary_id: str | None
    operator_source_value: str | None


class ConditionOccurrence(NamedTuple):
    """A row of `condition_occurrence`."""

    person_id: str | None
    condition_concept_id: int
    condition_start_date: str | None
    condition_source_value: str
    condition_status_source_value: str | None


class NoteNLP(NamedTuple):
    """A row of `note_nlp`: the evidence of a fact, and in `term_modifiers` the fact. `term_exists` is null where nothing was found out."""

    note_id: str | None
    snippet: str | None
    offset: str
    lexical_variant: str | None
    note_nlp_concept_id: int
    nlp_system: str
    term_exists: str | None
    term_temporal: str
    term_modifiers: str


class Tables(NamedTuple):
    """The rows of one report."""

    measurement: list[Measurement]
    condition_occurrence: list[ConditionOccurrence]
    note_nlp: list[NoteNLP]


def to_omop(report: Report, *, person: str | None = None, note: str | None = None, date: str | None = None) -> Tables:
    """The facts of a report as rows for OMOP.

    `person` and `note` are the site's keys and only passed through. `date` (ISO 8601) stands where neither a fact nor the report
    has a whole date: OMOP wants one, and none is invented. An earlier result without a date of its own is in `note_nlp` only.
    """
    system = f"{report.producer.name} {report.producer.version} {report.producer.vocabulary}"
    rows = facts(report)

    def day(fact: Fact) -> str | None:
        return whole(fact.date) or whole(collected(report, fact.specimen)) or date

    diseases = [fact for fact in rows if fact.field == "disease" and fact.value in DISEASES and fact.temporality == "current"]
    return Tables(
        [measurement(fact, person, day(fact)) for fact in rows if is_measured(fact)],
        [condition(fact, person, day(fact)) for fact in diseases],
        [note_row(fact, note, system) for fact in rows if fact.start is not None],
    )


def whole(date: str | None) -> str | None:
    """A date with its day; OMOP takes no part of one."""
    return date if date and len(date) == DAY else None


def is_measured(fact: Fact) -> bool:
    """Whether something was measured or looked for, with a result that the report gives, and of a known time."""
    told = fact.status not in NO_RESULT and fact.review != "withheld" and fact.certainty != "possible" and fact.basis != "derived"
    return told and fact.field not in NO_MEASUREMENT and (fact.temporality == "current" or whole(fact.date) is not None)


def measurement(fact: Fact, person: str | None, date: str | None) -> Measurement:
    number = float(fact.value) if isinstance(fact.value, (int, float)) else None
    words = fact.value if isinstance(fact.value, str) else fact.value_as_written
    percent = number is not None and fact.unit is None and fact.field in {"marker", "genetic_finding"}
    unit = "%" if percent else fact.unit
    return Measurement(
        person_id=person,
        measurement_concept_id=0,
        measurement_date=date,
        operator_concept_id=0,
        value_as_number=number,
        value_as_concept_id=0,
        unit_concept_id=0,
        range_low=fact.reference_low,
        range_high=fact.reference_high,
        measurement_source_value=source(fact),
        unit_source_value=unit,
        value_source_value=fact.status or fact.hgvs or words,
        source_vocabulary_id="LOINC" if fact.code_system == LOINC else None,
        unit_vocabulary_id="UCUM" if unit else None,
        operator_source_value=fact.comparator,
    )


def source(fact: Fact) -> str:
    """The code, where there is one for what was measured; else what it is called, where, and by which method. A gene's code names no measurement."""
    if fact.code and fact.code_system == LOINC:
        return fact.code
    parts = (fact.field, fact.name, fact.target, fact.site, fact.method, fact.timepoint)
    return "|".join(part for part in parts if part)


def condition(fact: Fact, person: str | None, date: str | None) -> ConditionOccurrence:
    name = f"{fact.value}|{fact.name}" if fact.name else str(fact.value)
    return ConditionOccurrence(person, 0, date, name, fact.certainty)


def note_row(fact: Fact, note: str | None, system: str) -> NoteNLP:
    exists = None if fact.status in NO_RESULT or fact.status == "indeterminate" else "N" if fact.status in NEGATIVE or fact.value == "none" else "Y"
    columns = ("field", "name", "value", "unit", "status", "certainty", "method", "site", "section", "review")
    said = {column: getattr(fact, column) for column in columns}
    return NoteNLP(
        note_id=note,
        snippet=fact.text,
        offset=str(fact.start),
        lexical_variant=fact.text,
        note_nlp_concept_id=0,
        nlp_system=system,
        term_exists=exists,
        term_temporal="past" if fact.temporality == "previous" else "present",
        term_modifiers=";".join(f"{key}={value}" for key, value in said.items() if value is not None),
    )
