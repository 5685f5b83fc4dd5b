"""Courses as tables for statistics: patients, residual disease, blood counts and genetics at diagnosis, and their codebook."""

from __future__ import annotations

import types
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, Literal, NamedTuple, Union, get_args, get_origin

from allreport.course.days import WHOLE_DATE, days_between
from allreport.course.families import FAMILIES, OPEN
from allreport.model.base import Model, Quantity
from allreport.model.course import Course, Entry
from allreport.model.report import BloodValue, GeneticFinding, MRDResult, MRDTarget
from allreport.model.tables import CodebookRow, CountRow, GeneticsRow, MRDRow, PatientRow, Presence
from allreport.vocabulary.subtypes import ENTITIES

BAR = "|"
ANALYTES = ("WBC", "HGB", "PLT", "ANC", "ALC", "BLAST%", "LDH")  # these first, the others by name
# Of several statuses of one finding the first of these stands; present and absent together are conflicting.
STANDING: tuple[Presence, ...] = ("present", "absent", "indeterminate", "failed", "pending", "not_tested")
CELL = "status of the finding by all methods of the diagnostic episode; conflicting: present by one, absent by another; empty: no diagnosis is dated"


class Table(NamedTuple):
    """A table: its name, its columns with the type of each, and its rows."""

    name: str
    columns: dict[str, Any]
    rows: list[tuple[Any, ...]]


def tables(courses: Iterable[Course]) -> list[Table]:
    """The tables of some courses, each of one patient with a key, and the codebook. The order of the courses is kept."""
    everything = list(courses)
    made = [
        table("patients", PatientRow, [patient_row(course) for course in everything]),
        table("mrd", MRDRow, [row for course in everything for row in mrd_rows(course)]),
        table("cbc_at_diagnosis", CountRow, [row for course in everything for row in count_rows(course)]),
        genetics(everything),
    ]
    return [*made, table("codebook", CodebookRow, [row for one in made for row in described(one)])]


def table(name: str, model: type[Model], rows: Sequence[Model]) -> Table:
    columns = {column: field.annotation for column, field in model.model_fields.items()}
    return Table(name, columns, [tuple(getattr(row, column) for column in columns) for row in rows])


def patient_row(course: Course) -> PatientRow:
    diagnosis = course.diagnosis
    subtypes = {subtype.scheme: subtype.value for subtype in diagnosis.subtypes} if diagnosis else {}
    dates = sorted(entry.date for family in FAMILIES for entry in getattr(course, family.name) if entry.date)
    counted = [report for report in course.reports if report.replaced_by is None]
    return PatientRow(
        patient=course.patient or "",
        sex=course.sex,
        age_at_diagnosis=diagnosis.age if diagnosis else None,
        diagnosis_date=diagnosis.date if diagnosis else None,
        diagnosis_rule=diagnosis.rule if diagnosis else None,
        diagnosis_review=diagnosis.review if diagnosis else None,
        window_days=diagnosis.window_days if diagnosis else None,
        disease=diagnosis.disease if diagnosis else agreed(course.disease, course.undated.disease),
        lineage=diagnosis.lineage if diagnosis else agreed(course.lineage, course.undated.lineage),
        subtype_who=subtypes.get("WHO-HAEM5"),
        subtype_icc=subtypes.get("ICC-2022"),
        first_date=dates[0] if dates else None,
        last_date=dates[-1] if dates else None,
        reports=len(counted),
        undated_reports=sum(report.date is None for report in counted),
        issues=" ".join(sorted({issue.code for issue in course.issues})),
    )


def agreed(*held: tuple[Entry[Any], ...]) -> str | None:
    """What all reports say alike."""
    told = {entry.result.value for entries in held for entry in entries if entry.result.certainty == "stated"} - OPEN
    return told.pop() if len(told) == 1 else None


def mrd_rows(course: Course) -> Iterator[MRDRow]:
    """A row for each result, and one for each target that has a result of its own beside it."""
    for entry in (*course.mrd, *course.undated.mrd):
        yield mrd_row(course, entry, entry.result, entry.result.target)
        for target in entry.result.targets:
            yield mrd_row(course, entry, target, target.target)


def mrd_row(course: Course, entry: Entry[MRDResult], told: MRDResult | MRDTarget, target: str | None) -> MRDRow:
    result = entry.result
    level = told.level
    detection = told.detection_limit if told.detection_limit is not None else result.detection_limit
    censored, lower, upper = bounds(told.status, level, detection)
    return MRDRow(
        patient=course.patient or "",
        date=entry.date,
        date_kind=entry.date_kind,
        days_from_diagnosis=days_since(course, entry.date),
        timepoint=result.timepoint,
        timepoint_standard=entry.timepoint_standard,
        placed_by=entry.placed_by,
        at_diagnosis=entry.at_diagnosis,
        method=result.method,
        site=result.site,
        target=target,
        status=told.status,
        level=level.value if level else None,
        approximate=level is not None and level.comparator == "~",
        censored=censored,
        lower=lower,
        upper=upper,
        detection_limit=detection,
        quantification_limit=told.quantification_limit if told.quantification_limit is not None else result.quantification_limit,
        cutoff=result.cutoff,
        scale=result.scale,
        denominator=result.denominator,
        protocol=result.protocol,
        recalled=all(place.temporality == "previous" for place in entry.evidence),
        review=entry.review,
        reports=sources(entry),
    )


Bounds = tuple[Literal["no", "left", "right", "interval"] | None, float | None, float | None]


def bounds(status: str, level: Quantity | None, detection: float | None) -> Bounds:
    """How a level is censored, and between which percentages it lies. A positive result without a level lies above its detection limit."""
    if status == "negative":
        return "left", 0.0, level.value if level and level.value is not None and level.comparator in {"<", "<="} else detection
    if status != "positive":
        return None, None, None
    if level is None:
        return "right", detection, None
    if level.value is None:
        return "interval", level.low, level.high
    if level.comparator in {"<", "<="}:
        return "interval", detection if detection is not None and detection < level.value else 0.0, level.value
    return ("right", level.value, None) if level.comparator in {">", ">="} else ("no", level.value, level.value)


def days_since(course: Course, date: str | None) -> int | None:
    """Days from the diagnosis; None where one of the dates has no day."""
    if course.diagnosis is None or date is None or len(date) < WHOLE_DATE or len(course.diagnosis.date) < WHOLE_DATE:
        return None
    return days_between(course.diagnosis.date, date)


def sources(entry: Entry[Any]) -> str:
    return BAR.join(dict.fromkeys(place.report for place in entry.evidence))


def count_rows(course: Course) -> Iterator[CountRow]:
    """The value of each analyte that is nearest to the diagnosis; entries come in order of time, so that of two the earlier stands."""
    nearest: dict[str, tuple[int, Entry[BloodValue]]] = {}
    for entry in course.cbc:
        days = days_since(course, entry.date)
        if not entry.at_diagnosis or days is None or entry.result.value is None:
            continue
        known = nearest.get(entry.result.analyte)
        if known is None or abs(days) < abs(known[0]):
            nearest[entry.result.analyte] = (days, entry)
    order = {analyte: index for index, analyte in enumerate(ANALYTES)}
    for analyte in sorted(nearest, key=lambda name: (order.get(name, len(order)), name)):
        days, entry = nearest[analyte]
        result = entry.result
        side: Literal["no", "left", "right"] = "left" if result.comparator in {"<", "<="} else "right" if result.comparator in {">", ">="} else "no"
        yield CountRow(
            patient=course.patient or "",
            analyte=analyte,
            value=result.value,
            unit=result.unit,
            censored=side,
            flag=result.flag,
            date=entry.date or "",
            days_from_diagnosis=days,
            review=entry.review,
            reports=sources(entry),
        )


def genetics(courses: list[Course]) -> Table:
    """A column for each finding: those that define subtypes in the order of their table, then the others that the reports name."""
    found = [episode_findings(course) for course in courses]
    defining = list(dict.fromkeys(name for entity in ENTITIES for name in entity.findings))
    others = sorted({name for statuses in found for name in statuses} - set(defining))
    names = [*defining, *others]
    columns: dict[str, Any] = {"patient": GeneticsRow.model_fields["patient"].annotation, **dict.fromkeys(names, Presence | None)}
    rows = []
    for course, statuses in zip(courses, found, strict=True):
        cells = [statuses.get(name, "not_mentioned") if course.diagnosis else None for name in names]
        rows.append((course.patient or "", *cells))
    return Table("genetics", columns, rows)


def episode_findings(course: Course) -> dict[str, Presence]:
    """The status of each finding over the diagnostic episode."""
    told: dict[str, set[str]] = {}
    for entry in course.genetic_findings:
        if entry.at_diagnosis:
            told.setdefault(entry.result.name, set()).add(status_of(entry.result))
    return {name: together(statuses) for name, statuses in told.items()}


def together(statuses: set[str]) -> Presence:
    """Several statuses of one finding as one."""
    return "conflicting" if {"present", "absent"} <= statuses else next(word for word in STANDING if word in statuses)


def status_of(finding: GeneticFinding) -> str:
    """The status; what is only possible is indeterminate."""
    return "indeterminate" if finding.certainty == "possible" and finding.status in {"present", "absent"} else finding.status


MODELS: dict[str, type[Model]] = {"patients": PatientRow, "mrd": MRDRow, "cbc_at_diagnosis": CountRow, "genetics": GeneticsRow}


def described(one: Table) -> Iterator[CodebookRow]:
    """The codebook's rows of a table, from its model."""
    fields = MODELS[one.name].model_fields
    for column, annotation in one.columns.items():
        field = fields.get(column)
        extra = field.json_schema_extra if field else None
        kinds = set(plain_types(annotation))
        words = [word for word in words_of(annotation) if word]
        yield CodebookRow(
            table=one.name,
            column=column,
            type=shown_type(kinds),
            unit=str(extra["unit"]) if isinstance(extra, dict) else None,
            words=BAR.join(words) or None,
            empty=type(None) in kinds,
            meaning=(field.description if field else CELL) or "",
        )


def plain_types(annotation: Any) -> Iterator[type]:
    """The plain types of an annotation: `str`, `float`, `int`, `bool`, `NoneType`."""
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        yield str
    elif origin in (Union, types.UnionType):
        for argument in arguments:
            yield from plain_types(argument)
    else:
        yield annotation


def words_of(annotation: Any) -> Iterator[str]:
    if get_origin(annotation) is Literal:
        yield from get_args(annotation)
    else:
        for argument in get_args(annotation):
            yield from words_of(argument)


def plain_type(annotation: Any) -> type:
    """The one plain type of a column."""
    return next(kind for kind in plain_types(annotation) if kind is not type(None))


def shown_type(kinds: set[type]) -> str:
    names = {str: "text", float: "number", int: "whole number", bool: "yes or no"}
    return next(names[kind] for kind in names if kind in kinds)
