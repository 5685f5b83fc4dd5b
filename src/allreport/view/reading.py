"""A report and its source as rows to show: the one place of `view` that knows the model. What is shown where is decided elsewhere."""

from __future__ import annotations

import hashlib
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import cache
from typing import Any, NamedTuple

from allreport.errors import InputError
from allreport.model.base import Model, Quantity, Sourced
from allreport.model.report import BlastCount, Extramedullary, MRDResult, Report, ReportDate, Specimen
from allreport.view.unread import Unread, find_unread

# Headings of the reading and the fields below them, in the order in which they are shown. Fields are those of `facts`.
GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("Diagnosis", ("disease", "lineage", "maturation", "subtype")),
    ("Blasts and marrow", ("blasts", "cellularity", "marrow_class")),
    ("Blood", ("cbc",)),
    ("Immunophenotype", ("marker",)),
    ("Karyotype", ("karyotype", "iscn_other")),
    ("Genetics", ("genetic_finding", "variant")),
    ("Residual disease", ("mrd",)),
    ("Central nervous system", ("cns", "csf", "csf_cells", "traumatic_tap")),
    ("Course and other sites", ("response", "extramedullary", "chimerism")),
    ("Patient, specimen, dates", ("age", "sex", "specimen", "date", "report_status")),
)
OTHER = "Other"  # for fields that no heading names
FIELDS = {field: place for place, field in enumerate(field for _, fields in GROUPS for field in fields)}
STATUSES = ("present", "absent", "previous", "possible", "open", "withheld")
REVIEWS = ("none", "check", "withheld")
ABSENT = frozenset({"absent", "negative", "none"})
OPEN = frozenset({"indeterminate", "not_tested", "pending", "failed"})
NO_VALUE = "no value"
OBVIOUS = frozenset({"method", "basis", "certainty"})  # labels of details that their values do without


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
    entry: Sourced  # for drawings


class Inferred(NamedTuple):
    """What follows from values by a rule, and has no words of its own."""

    field: str
    name: str
    value: str
    rests_on: tuple[str, ...]


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
    inferred: tuple[Inferred, ...]
    issues: tuple[Doubt, ...]
    unread: tuple[Unread, ...]
    made_by: str


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
    made_by = f"{report.producer.name} {report.producer.version}, vocabulary {report.producer.vocabulary}"
    hint = report.cns_hint
    inferred = (Inferred("cns_hint", "CNS, by counts and cells", hint.value, hint.rests_on),) if hint else ()
    return View(source, rows, inferred, issues, find_unread(source, known, spared), made_by)


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
    name, value = NAMED.get(field, single(words(field)))(entry)
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
        entry,
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


def plain(number: float) -> str:
    """A number as it is written by hand: `0.00001`, `88`, never `1e-05`."""
    if number == int(number) and abs(number) < 10**15:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def amount(value: Any, unit: str | None) -> str:
    """`< 0.01 %`, `2 to 5 %`, `18.4 10*9/L` of a quantity or of an entry with the same attributes."""
    if value.low is not None and value.high is not None and value.value is None:
        number = f"{plain(value.low)} to {plain(value.high)}"
    elif value.value is None:
        return NO_VALUE
    else:
        sign = "" if value.comparator == "=" else f"{value.comparator} "
        number = sign + plain(value.value)
    return f"{number} {unit}" if unit else number


def percent(quantity: Quantity | None) -> str:
    return amount(quantity, quantity.unit) if quantity is not None else ""


def words(code: str | None) -> str:
    """A code of the model as words: `bone marrow` of `bone_marrow`."""
    return (code or "").replace("_", " ")


def joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def single(name: str) -> Any:
    """Names a value that is alone in its field."""
    return lambda entry: (name, words(str(getattr(entry, "value", entry.text))))


def residual(entry: Any) -> tuple[str, str]:
    level = percent(entry.level)
    return joined("MRD", entry.target or ""), joined(words(entry.status), "" if level == NO_VALUE else level)


def share(entry: Any) -> str:
    return f"{plain(entry.percent)} %" if entry.percent is not None else ""


def fluid(entry: Any) -> tuple[str, str]:
    return f"CSF {entry.analyte}", f"{'' if entry.comparator == '=' else entry.comparator + ' '}{plain(entry.value)} {entry.unit}"


def response(entry: Any) -> tuple[str, str]:
    number = f" {entry.number}" if entry.number is not None else ""
    return joined(words(entry.kind) + number, words(entry.timing), words(entry.extent)), words(entry.status)


def age(entry: Any) -> tuple[str, str]:
    return "age", f"{plain(round(entry.value, 2))} years"


# For each field: name and canonical value of an entry.
NAMED: dict[str, Any] = {
    "disease": single("disease"),
    "lineage": single("lineage"),
    "maturation": single("maturation"),
    "subtype": lambda entry: (entry.scheme, entry.value),
    "blasts": lambda entry: (joined("blasts", words(entry.site)), percent(entry.percent)),
    "cellularity": lambda entry: ("cellularity", percent(entry.percent) or entry.word or NO_VALUE),
    "marrow_class": single("marrow class"),
    "cbc": lambda entry: (entry.analyte, amount(entry, entry.unit)),
    "marker": lambda entry: (entry.marker, joined(words(entry.status), share(entry))),
    "karyotype": lambda entry: ("karyotype", entry.iscn),
    "iscn_other": lambda entry: (entry.technique, entry.iscn),
    "genetic_finding": lambda entry: (entry.name, joined(words(entry.status), share(entry))),
    "variant": lambda entry: (entry.gene, joined(entry.coding or "", entry.protein or "") or "present"),
    "mrd": residual,
    "cns": single("CNS"),
    "csf": fluid,
    "csf_cells": lambda entry: ("leukemic cells in CSF", words(entry.status)),
    "traumatic_tap": lambda entry: ("traumatic tap", "yes" if entry.value else "no"),
    "response": response,
    "extramedullary": lambda entry: (words(entry.site), words(entry.status)),
    "chimerism": lambda entry: (joined("donor chimerism", entry.cells or ""), percent(entry.donor) or entry.word or NO_VALUE),
    "age": age,
    "sex": single("sex"),
    "specimen": lambda entry: (f"specimen {entry.number}", joined(words(entry.site), words(entry.procedure))),
    "date": lambda entry: (words(entry.kind), entry.value or NO_VALUE),
    "report_status": single("report status"),
}

# Attributes that are shown in small print where they say something: name, words.
SHOWN: tuple[tuple[str, str], ...] = (
    ("method", "method"),
    ("site", "site"),
    ("population", "population"),
    ("denominator", "of"),
    ("timepoint", "time point"),
    ("date", "date"),
    ("flag", "flag"),
    ("unit_basis", "unit"),
    ("detection_limit", "detection limit"),
    ("quantification_limit", "quantification limit"),
    ("cutoff", "cut-off"),
    ("scale", "scale"),
    ("protocol", "protocol"),
    ("transcript", "transcript"),
    ("allele_percent", "allele fraction"),
    ("tier", "tier"),
    ("adequacy", "adequacy"),
    ("basis", "basis"),
)
USUAL = frozenset({None, "unspecified", "blasts", "stated"})  # what goes without saying
IN_PERCENT = frozenset({"detection_limit", "quantification_limit", "cutoff", "allele_percent"})
AS_WRITTEN = frozenset({"date", "denominator", "protocol", "tier", "timepoint", "transcript"})  # the report's own characters, no codes
IN_NAME = frozenset({(BlastCount, "site"), (Specimen, "site"), (ReportDate, "date"), (Extramedullary, "site")})


@cache
def shown_of(kind: type[Sourced]) -> tuple[tuple[str, str], ...]:
    """The rows of `SHOWN` that a kind of value has."""
    return tuple((attribute, label) for attribute, label in SHOWN if attribute in kind.model_fields and (kind, attribute) not in IN_NAME)


def details(entry: Any) -> Iterator[tuple[str, str]]:
    """What else the value says, as pairs of words."""
    for attribute, label in shown_of(entry.__class__):
        value = getattr(entry, attribute)
        if value not in USUAL:
            yield label, detail(attribute, value)
    fields = type(entry).model_fields
    if "total" in fields and entry.total is not None and entry.count is not None:
        yield "count", f"{entry.count} of {entry.total}"
    if "reference_low" in fields and (entry.reference_low, entry.reference_high) != (None, None):
        yield "range", reference(entry)
    if "rests_on" in fields and entry.rests_on:
        yield "rests on", " ".join(entry.rests_on)
    if entry.certainty != "stated":
        yield "certainty", entry.certainty


def detail(attribute: str, value: Any) -> str:
    """One attribute in words."""
    if attribute in IN_PERCENT:
        return f"{plain(value)} %"
    if value == "inferred":
        return "inferred from the value's size"
    return str(value) if attribute in AS_WRITTEN else words(str(value))


def reference(entry: Any) -> str:
    """The report's own range in the canonical unit."""
    if entry.reference_low is None:
        return f"up to {plain(entry.reference_high)}"
    if entry.reference_high is None:
        return f"from {plain(entry.reference_low)}"
    return f"{plain(entry.reference_low)} to {plain(entry.reference_high)}"
