"""A report and its source as rows to show. With `values` and `figures` the one place of `view` that knows the model."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from allreport.errors import InputError
from allreport.model.base import Model, Sourced
from allreport.model.karyotype import Karyotype
from allreport.model.report import MRDResult, Report, ReportedKaryotype
from allreport.view.figures import Course, Scale, clones_of, courses_of, scale_of
from allreport.view.unread import Unread, find_unread
from allreport.view.values import NO_VALUE, details, named, words

# Headings of the reading and the fields below them, in the order in which they are shown. Fields are those of `facts`.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Diagnosis", ("disease", "lineage", "maturation", "subtype")),
    ("Blasts and marrow", ("blasts", "cellularity", "marrow_class")),
    ("Blood", ("cbc",)),
    ("Immunophenotype", ("marker",)),
    ("Karyotype", ("karyotype", "iscn_other")),
    ("Genetics", ("genetic_finding", "variant")),
    ("Residual disease", ("mrd",)),
    ("Central nervous system", ("cns", "cns_hint", "csf", "csf_cells", "traumatic_tap")),
    ("Course and other sites", ("response", "extramedullary", "chimerism")),
    ("Patient, specimen, dates", ("age", "sex", "specimen", "date", "report_status")),
)
OTHER = "Other"  # for fields that no heading names
FIELDS = {field: place for place, field in enumerate(field for _, fields in GROUPS for field in fields)}
STATUSES = ("present", "absent", "previous", "possible", "open", "withheld")
REVIEWS = ("none", "check", "withheld")
ABSENT = frozenset({"absent", "negative", "none"})
OPEN = frozenset({"indeterminate", "not_tested", "pending", "failed"})


class Span(NamedTuple):
    """Characters `start` to `end` (exclusive) of the source."""

    start: int
    end: int


class Lost(NamedTuple):
    """What another place says of the same thing, and was not taken."""

    value: str
    start: int
    end: int


class Row(NamedTuple):
    """One value to show. `status` is what its mark says, in one word of `STATUSES`; `value` is canonical."""

    number: int  # from 1 on, in the order of the reading
    field: str
    name: str
    value: str
    status: str
    temporality: str
    certainty: str
    review: str
    start: int
    end: int
    section: str
    rule: str
    derived: bool  # follows from other findings; the words are theirs
    cue: Span | None  # the words that decided status or time, where they are others than the value's own
    details: tuple[tuple[str, str], ...]
    alternatives: tuple[Lost, ...]
    scale: Scale | None  # of a blood count with a range
    clones: tuple[str, ...]  # of a karyotype, in words
    karyotype: Karyotype | None  # for its picture


class Doubt(NamedTuple):
    """An issue of the report. `rows` are the values whose words it touches."""

    number: int
    code: str
    severity: str
    field: str | None
    message: str
    start: int | None
    end: int | None
    rows: tuple[int, ...]


class View(NamedTuple):
    """All there is to show of one report."""

    source: str
    rows: tuple[Row, ...]
    courses: tuple[Course, ...]
    issues: tuple[Doubt, ...]
    unread: tuple[Unread, ...]
    made_by: str  # program and vocabulary
    made_with: str  # options and editions


def read_view(report: Report, source: str) -> View:
    """The rows of `report`, which must have been read from `source`."""
    if len(source) != report.source_length or digest(source) != report.source_sha256:
        raise InputError("the text is not the one that this report was read from", code="other_source")
    found = sorted(entries(report), key=lambda pair: (FIELDS.get(pair[0], len(FIELDS)), pair[1].temporality == "previous"))
    rows = tuple(row_of(number, field, entry, source) for number, (field, entry) in enumerate(found, 1))
    issues = tuple(doubts(report, rows))
    known = [Span(row.start, row.end) for row in rows]
    known += [row.cue for row in rows if row.cue] + [Span(lost.start, lost.end) for row in rows for lost in row.alternatives]
    known += [Span(issue.start, issue.end) for issue in issues if issue.start is not None and issue.end is not None]
    spared = [(row.start, row.end) for row in rows if row.field in {"karyotype", "iscn_other"}]
    maker = report.producer
    made_by = f"{maker.name} {maker.version}, vocabulary {maker.vocabulary}"
    made_with = f"options {maker.options}; editions {', '.join(f'{name} {edition}' for name, edition in maker.editions.items())}"
    return View(source, rows, tuple(courses_of(found)), issues, find_unread(source, known, spared), made_by, made_with)


def grouped(rows: Sequence[Row]) -> Iterator[tuple[str, list[Row]]]:
    """The rows below their headings; headings without rows are left out."""
    for heading, fields in (*GROUPS, (OTHER, tuple({row.field for row in rows} - FIELDS.keys()))):
        below = [row for row in rows if row.field in fields]
        if below:
            yield heading, below


def digest(source: str) -> str:
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()


# Attributes of the model whose name in `facts` is another one; `results` and `values` are lists inside a field.
FIELD_OF = {
    "dates": "date",
    "genetic_findings": "genetic_finding",
    "karyotypes": "karyotype",
    "markers": "marker",
    "responses": "response",
    "specimens": "specimen",
    "status": "report_status",
    "subtypes": "subtype",
    "variants": "variant",
}
LISTS = frozenset({"results", "values"})


def entries(model: Model, field: str = "") -> Iterator[tuple[str, Sourced]]:
    """Every value with the name of its field, as `facts` calls it: whatever the model has, also what is added to it one day."""
    for attribute in type(model).model_fields:
        held = getattr(model, attribute)
        name = field if attribute in LISTS else FIELD_OF.get(attribute, attribute)
        for value in held if isinstance(held, tuple) else (held,):
            if isinstance(value, Sourced):
                yield name, value
                yield from ((name, target) for target in (value.targets if isinstance(value, MRDResult) else ()))
            elif isinstance(value, Model):
                yield from entries(value, name)


def row_of(number: int, field: str, entry: Sourced, source: str) -> Row:
    name, value = named(field, entry)
    more = tuple(details(entry))
    return Row(
        number,
        field,
        name,
        value,
        status_of(entry, value),
        entry.temporality,
        entry.certainty,
        entry.review,
        entry.start,
        entry.end,
        entry.section,
        entry.rule,
        ("basis", "derived") in more,
        cue_of(entry, source),
        more,
        tuple(Lost(other.value, other.start, other.end) for other in entry.alternatives),
        scale_of(entry),
        clones_of(entry),
        entry if isinstance(entry, ReportedKaryotype) else None,
    )


def called(field: str, names: str) -> str:
    """Names with their field before them, where they do not begin with it: `marker CD19, CD22`, `blasts, bone marrow`."""
    field = words(field)
    return names if names.lower().startswith(field) else f"{field} {names}"


def status_of(entry: Any, value: str) -> str:
    """The one word that a mark shows: what forbids the value's use first, then its time, then its sureness, then what it says."""
    if entry.review == "withheld" or value == NO_VALUE:
        return "withheld"
    if entry.temporality == "previous":
        return "previous"
    if entry.certainty != "stated":
        return "possible"
    said = entry.status if "status" in type(entry).model_fields else entry.value if "value" in type(entry).model_fields else None
    if said in OPEN:
        return "open"
    return "absent" if said in ABSENT else "present"


def cue_of(entry: Sourced, source: str) -> Span | None:
    """The deciding words without the blanks around them; None where they are the value's own."""
    if entry.cue_start is None or entry.cue_end is None:
        return None
    text = source[entry.cue_start : entry.cue_end]
    start = entry.cue_start + len(text) - len(text.lstrip())
    end = entry.cue_start + len(text.rstrip())
    inside = entry.start <= start and end <= entry.end
    return None if start >= end or inside else Span(start, end)


def doubts(report: Report, rows: Sequence[Row]) -> Iterator[Doubt]:
    """The issues, each with the values whose own words, or those of what lost, it touches."""
    spans = sorted((start, end, row.number) for row in rows for start, end in ((row.start, row.end), *(lost[1:] for lost in row.alternatives)))
    longest = max((end - start for start, end, _ in spans), default=0)
    for number, issue in enumerate(report.issues, 1):
        touched: set[int] = set()
        if issue.start is not None and issue.end is not None:
            near = spans[bisect_left(spans, (issue.start - longest,)) : bisect_left(spans, (issue.end,))]
            touched = {key for _, end, key in near if issue.start < end}
        yield Doubt(number, issue.code, issue.severity, issue.field, issue.message, issue.start, issue.end, tuple(sorted(touched)))
