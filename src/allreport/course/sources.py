"""Reports as sources: each with its date, its time point and its standing among the versions of one document; and what each says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from allreport.course.families import FAMILIES, SITELESS, Family, Says, current, exact, recalled, says, soft
from allreport.course.moments import term
from allreport.model.base import Sourced
from allreport.model.report import Report

ID_LENGTH = 12  # characters of the digest that names a report without an id
DATE_KINDS = ("collected", "received", "dated", "reported")  # the first of these that a report has is its date
REPLACING = {"preliminary": 0, "amended": 2}  # a report of a higher rank replaces one of a lower; all others stand between
FINAL = 1
REPLACED = -2  # a report that another one replaces; what is only recalled stands above it
NO_TEST = frozenset({"disease", "lineage"})  # said in every report, whatever it is about


class Source(NamedTuple):
    """A report and what places it."""

    id: str
    report: Report
    date: str | None
    date_kind: str | None
    moment: str | None  # the only standard time point of its own results
    issued: str | None  # when it was reported
    site: str | None  # of its only specimen
    several_dates: bool  # of samples
    replaced_by: str | None = None

    @property
    def rank(self) -> int:
        """Its rank among the versions of one document; below all others where another report has replaced it."""
        status = self.report.status
        if self.replaced_by is not None:
            return REPLACED
        return REPLACING.get(status.value, FINAL) if status else FINAL

    @property
    def order(self) -> tuple[str, str, str]:
        """By date of the sample, then of the report, then by id; undated ones last. A month stands before its days."""
        return (self.date or LAST, self.issued or LAST, self.id)


LAST = "~"  # sorts behind all dates


Version = tuple[int, frozenset[Any], frozenset[str]]  # rank, tests, specimens


class Place(NamedTuple):
    """Which report says a kind of result, and of when."""

    family: Family
    source: Source
    date: str | None
    date_kind: str | None
    moment: str | None
    recalled: bool = False


class Said(NamedTuple):
    """One result that one report says, now or of an earlier time."""

    family: Family
    result: Any
    source: Source
    recalled: bool
    date: str | None
    date_kind: str | None
    moment: str | None
    says: Says
    exact: tuple[Any, ...]  # what names the test
    soft: tuple[Any, ...]  # what may be left out: method, site, target

    def same_test(self, other: Said) -> bool:
        """Whether another one of the same name tells the same method, site and target."""
        return soft(self.family, self.result) == soft(other.family, other.result)

    @property
    def preference(self) -> tuple[Any, ...]:
        """The smaller, the better: own before recalled, by standing, by how much it tells, then by order and place."""
        told = sum(1 for name in type(self.result).model_fields if getattr(self.result, name) is not None)
        digits = len(f"{self.says.number:g}") if self.says.number is not None else 0
        return (self.recalled, -self.source.rank, -told, -digits, self.source.order, self.result.start, self.result.end)


def sources(reports: Iterable[Report] | Mapping[str, Report]) -> tuple[list[Source], list[Source]]:
    """The reports in order, those that others replace marked so; and second copies of a document, which say nothing new."""
    named = reports.items() if isinstance(reports, Mapping) else ((report.source_sha256[:ID_LENGTH], report) for report in reports)
    first: dict[tuple[str, int], Source] = {}
    copies: list[Source] = []
    for key, report in sorted(named, key=lambda pair: (pair[0], pair[1].source_sha256)):
        source = placed(str(key), report)
        document = (report.source_sha256, report.source_length)
        if document in first:
            copies.append(source._replace(replaced_by=first[document].id))
        else:
            first[document] = source
    return sorted(mark_replaced(list(first.values())), key=lambda source: source.order), copies


def placed(key: str, report: Report) -> Source:
    """A report with its date, of the latest sample where it names several, its time point and its specimen."""
    dates: dict[str, set[str]] = defaultdict(set)
    for found in report.dates:
        if found.value:
            dates[found.kind].add(found.value)
    kind = next((kind for kind in DATE_KINDS if kind in dates), None)
    moments = {standard(result) for family in FAMILIES for result in current(report, family)} - {None}
    sites = {specimen.site for specimen in report.specimens}
    return Source(
        key,
        report,
        date=max(dates[kind]) if kind else None,
        date_kind=kind,
        moment=moments.pop() if len(moments) == 1 else None,
        issued=max(dates["reported"], default=None),
        site=sites.pop() if len(sites) == 1 else None,
        several_dates=len(dates["collected"]) > 1,
    )


def standard(result: Sourced) -> str | None:
    """The time point of a result as a standard term; with its day where the term alone has none ('day +100 post transplant')."""
    told, own = result.timepoint_standard, term(result.timepoint)
    return own if told is None or (own is not None and own.startswith(told)) else told


def mark_replaced(found: list[Source]) -> list[Source]:
    """A report is replaced by a final or amended one of the same sample date and specimens that brings all of its tests."""
    days: dict[str, dict[Version, Source]] = defaultdict(dict)
    for source in sorted(found, key=lambda source: source.order):
        if source.date and source.date_kind == "collected":
            days[source.date][source.rank, tests(source.report), specimens(source.report)] = source
    marked = []
    for source in found:
        better = replacement(source, days.get(source.date or "", {})) if source.date_kind == "collected" else None
        marked.append(source._replace(replaced_by=better) if better else source)
    return marked


def replacement(source: Source, day: dict[Version, Source]) -> str | None:
    """The report that replaces another, the highest of several: `preliminary` gives way to `final` and `amended`, all to `amended`."""
    own, where = tests(source.report), specimens(source.report)
    better = [
        (rank, other.order, other.id)
        for (rank, others, place), other in day.items()
        if own and rank > source.rank and own <= others and where == place and said_final(other) and not_earlier(source, other)
    ]
    return max(better)[-1] if better else None


def said_final(source: Source) -> bool:
    """Whether a report says that it is final or amended."""
    return source.report.status is not None and source.report.status.value in {"final", "amended"}


def not_earlier(source: Source, other: Source) -> bool:
    """Whether the other report was not issued before this one, as far as both tell."""
    return source.issued is None or other.issued is None or other.issued >= source.issued


def tests(report: Report) -> frozenset[Any]:
    """What a report tests: its kinds of results, each with its method where it has one."""
    return frozenset(
        (family.name, getattr(result, "method", None)) for family in FAMILIES if family.name not in NO_TEST for result in current(report, family)
    )


def specimens(report: Report) -> frozenset[str]:
    return frozenset(specimen.site for specimen in report.specimens)


def all_said(source: Source) -> Iterator[Said]:
    """Every result that a report says, now and of earlier times."""
    for family in FAMILIES:
        for result in current(source.report, family):
            moment = standard(result) or (source.moment if result.date in {None, source.date} else None)
            dated = (result.date, result.date_kind) if result.date else (source.date, source.date_kind)
            yield say(Place(family, source, *dated, moment), result, source.site)
        for result in recalled(source.report, family):
            yield say(Place(family, source, result.date, result.date_kind, standard(result), recalled=True), result, None)


def say(place: Place, result: Sourced, site: str | None) -> Said:
    """A result with the names of its test; `site` where its kind does not tell its own."""
    family = place.family
    left_out = soft(family, result)
    named = (*left_out, site) if family.name in SITELESS else left_out
    return Said(family, result, place.source, place.recalled, place.date, place.date_kind, place.moment, says(family, result), exact(family, result), named)
