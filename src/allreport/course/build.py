"""`timeline`: the whole flow on one screen."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any

from allreport.course import checks, episode
from allreport.course.merge import Doubt, Group, Merger
from allreport.course.order import Calendar
from allreport.course.sources import REPLACED, Source, all_said, sources
from allreport.model.course import Course
from allreport.model.report import Report


def timeline(reports: Iterable[Report] | Mapping[str, Report], *, patient: str | None = None, window_days: int = episode.WINDOW) -> Course:
    """Several reports of one patient as one course, by their dates and time points; each result once, with every report that says it.

    A mapping gives each report its id; without one, the first characters of its digest stand for it. The order of the reports
    does not matter. `window_days`: how many days before and after the diagnosis count as the diagnostic episode.
    """
    found, copies = sources(reports)
    merger = Merger()
    merger.merge(said for source in found for said in all_said(source))
    standing = [group for group in merger.groups if group.standing != REPLACED]
    calendar = Calendar(standing)
    changed, doubts = checks.changes(standing)
    doubts += [*merger.doubts, *checks.of_reports(found), *checks.undated(found, standing), *replacements([*found, *copies])]
    diagnosed = episode.find(standing)
    diagnosis = describe(diagnosed, standing, found, window_days) if diagnosed else None
    if diagnosis is None:
        doubts.append(Doubt("no_diagnosis", "info", "diagnosis", "no report tells when the disease was found: nothing is said of that time", ()))
    elif diagnosis["review"] == "check":
        doubts.append(Doubt("diagnosis_assumed", "warning", "diagnosis", "the first report that names the disease stands for the diagnosis", ()))
    members = {id(group) for group in standing if diagnosed and episode.within(group, diagnosed, window_days)}
    data: dict[str, Any] = {
        "patient": patient,
        "sex": sex_of(found),
        "diagnosis": diagnosis,
        "reports": [described(source) for source in [*found, *sorted(copies, key=lambda source: source.id)]],
        "changes": changed,
        "undated": lists([group for group in standing if calendar.place(group) is None], calendar, members),
        "replaced": lists([group for group in merger.groups if group.standing == REPLACED], calendar, set()),
        "issues": issues(doubts),
        **lists([group for group in standing if calendar.place(group) is not None], calendar, members),
    }
    return Course.model_validate(data)


def lists(groups: list[Group], calendar: Calendar, members: set[int]) -> dict[str, list[dict[str, Any]]]:
    """The entries of each family in the order of time, then by test and place."""
    made: dict[str, list[tuple[Any, dict[str, Any]]]] = defaultdict(list)
    for group in groups:
        said = group.first
        placed = calendar.place(group)
        entry = {
            "result": said.result,
            "date": said.date,
            "date_kind": said.date_kind,
            "timepoint_standard": group.moment,
            "placed_by": placed[1] if placed else None,
            "at_diagnosis": id(group) in members,
            "review": "check" if group.check else said.result.review,
            "evidence": group.evidence(),
            "superseded": group.losers(),
        }
        key = (placed[0] if placed else ("", 0), said.source.order, said.result.start, said.result.end, repr(said.exact))
        made[said.family.name].append((key, entry))
    return {name: [entry for _, entry in sorted(found, key=lambda pair: pair[0])] for name, found in made.items()}


def describe(found: episode.Found, groups: list[Group], reports: list[Source], window: int) -> dict[str, Any]:
    """The diagnostic episode as the model takes it."""
    own = [group for group in groups if episode.within(group, found, window)]
    disease, lineage, subtypes = episode.classify(own, groups)
    return {
        "date": found.date,
        "rule": found.rule,
        "window_days": window,
        "review": "check" if found.rule == "diagnosis.first_report" else "none",
        "reports": tuple(sorted({key for group in own for key in group.reports})),
        "disease": disease and disease.first.result.value,
        "lineage": lineage and lineage.first.result.value,
        "age": episode.age_at(found, reports, window),
        "subtypes": subtypes,
    }


def described(source: Source) -> dict[str, Any]:
    """A report as the course lists it."""
    report = source.report
    return {
        "id": source.id,
        "date": source.date,
        "date_kind": source.date_kind,
        "timepoint_standard": source.moment,
        "status": report.status and report.status.value,
        "age": report.patient.age_years,
        "sex": report.patient.sex and report.patient.sex.value,
        "replaced_by": source.replaced_by,
        "source_sha256": report.source_sha256,
        "producer": report.producer,
    }


def replacements(found: list[Source]) -> list[Doubt]:
    """What is said of reports that others replace, and of second copies."""
    hashes = {source.id: source.report.source_sha256 for source in found}
    doubts = []
    for source in found:
        if source.replaced_by is None:
            continue
        pair = tuple(sorted((source.id, source.replaced_by)))
        if hashes[source.replaced_by] == hashes[source.id]:
            doubts.append(Doubt("duplicate", "info", "reports", "the same document twice: it counts once", pair))
        else:
            doubts.append(Doubt("replaced", "info", "reports", "a final or amended report of the same tests replaces an earlier one", pair))
    return doubts


def sex_of(found: list[Source]) -> str | None:
    """The sex that the reports tell, where no two tell another."""
    told = {source.report.patient.sex.value for source in found if source.report.patient.sex}
    return told.pop() if len(told) == 1 else None


def issues(doubts: list[Doubt]) -> list[dict[str, Any]]:
    """Doubts as issues, each once, in an order of their own."""
    return [doubt._asdict() for doubt in sorted(set(doubts))]
