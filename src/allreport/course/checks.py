"""What is in doubt about a course as a whole: reports of two patients, findings that come and go, what has no date."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from allreport.course.days import day
from allreport.course.families import fits
from allreport.course.merge import Doubt, Group
from allreport.course.sources import Source
from allreport.model.course import Change

YEAR = 365.25  # days
SLACK = 366  # days by which a stated age may be wrong: the age of the request, or of the day of reporting
SIGNS = {
    "genetic_findings": {"present": True, "absent": False},
    "markers": {"positive": True, "dim": True, "bright": True, "partial": True, "variable": True, "negative": False},
}


def of_reports(sources: list[Source]) -> list[Doubt]:
    """What the reports say of themselves."""
    return [*two_patients(sources), *several_dates(sources)]


def two_patients(sources: list[Source]) -> list[Doubt]:
    """Whether sex or age tell that not all reports are of one patient."""
    doubts = []
    sexes = [(source.report.patient.sex.value, source.id) for source in sources if source.report.patient.sex]
    if len({sex for sex, _ in sexes}) > 1:
        message = "the reports tell both sexes: are they of one patient?"
        doubts.append(Doubt("two_patients", "error", "sex", message, tuple(sorted(key for _, key in sexes))))
    births = []
    for source in sources:
        age = source.report.patient.age
        if age and source.date:
            told = day(source.date).toordinal()
            births.append((told - (age.value + 1) * YEAR - SLACK, told - age.value * YEAR + SLACK, source.id))
    if births and max(first for first, _, _ in births) > min(last for _, last, _ in births):
        message = "the ages do not fit the dates: are the reports of one patient?"
        doubts.append(Doubt("two_patients", "error", "age", message, tuple(sorted(key for _, _, key in births))))
    return doubts


def changes(groups: list[Group]) -> tuple[list[Change], list[Doubt]]:
    """Findings and markers that one report denies and the next one states, or the other way round, by one method."""
    tests: dict[tuple[object, ...], list[Group]] = defaultdict(list)
    for group in groups:
        said = group.first
        signs = SIGNS.get(said.family.name)
        if signs and said.date and said.says.word in signs and not group.check and said.result.certainty == "stated":
            tests[said.family.name, said.exact, said.result.method].append(group)
    found: list[Change] = []
    doubts: list[Doubt] = []
    for (field, names, _), told in tests.items():
        signs = SIGNS[str(field)]
        told.sort(key=lambda group: (group.first.date or "", group.first.preference))
        for one, other in pairwise(told):
            before, after = one.first, other.first
            if signs[before.says.word] == signs[after.says.word] or not fits(before.soft, after.soft):
                continue
            found.append(
                Change.model_validate(
                    {
                        "field": field,
                        "name": names[0] if isinstance(names, tuple) else "",
                        "method": after.result.method,
                        "before": before.says.word,
                        "after": after.says.word,
                        "date_before": before.date,
                        "date_after": after.date,
                    }
                )
            )
            reports = tuple(sorted({before.source.id, after.source.id}))
            doubts.append(appears(str(field), reports) if signs[after.says.word] else vanishes(str(field), reports))
    return sorted(found, key=lambda change: (change.date_after, change.field, change.name, change.method or "")), doubts


def appears(field: str, reports: tuple[str, ...]) -> Doubt:
    return Doubt("finding_appears", "info", field, "a later report states what an earlier one denies", reports)


def vanishes(field: str, reports: tuple[str, ...]) -> Doubt:
    return Doubt("finding_vanishes", "info", field, "a later report denies what an earlier one states", reports)


def several_dates(sources: list[Source]) -> list[Doubt]:
    """Reports that name several sample dates."""
    message = "the report names several sample dates: its results stand at the latest one, unless another date stands beside them"
    return [Doubt("several_dates", "info", "reports", message, (source.id,)) for source in sources if source.several_dates]


def undated(sources: list[Source], groups: list[Group]) -> list[Doubt]:
    """Reports without a date, and earlier results that a report recalls without one."""
    doubts = [
        Doubt("undated", "warning", "reports", "the report has no date that can be read: its results stand by their time point, else apart", (source.id,))
        for source in sources
        if source.date is None and source.replaced_by is None
    ]
    recalled = {(group.first.family.name, group.first.source.id) for group in groups if group.first.recalled and group.first.date is None}
    message = "earlier results are recalled without a date: they stand by their time point, else apart"
    return doubts + [Doubt("undated", "info", field, message, (key,)) for field, key in sorted(recalled)]
