"""Two readings of the same reports against each other: facts gained, lost, changed, and evidence that moved.

A report whose text changed (its SHA-256 differs) is kept apart from one that is only read otherwise.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.flat import Fact, facts
from allreport.model.report import Report

KEY = ("field", "name", "site", "method", "temporality", "timepoint", "target", "specimen")
VALUE = ("status", "value", "low", "high", "comparator", "unit", "certainty", "review", "hgvs", "flag", "detection_limit")


class Difference(NamedTuple):
    """One fact that is not the same: `gained`, `lost`, `changed` or `moved`; old and new reading of it without the report's words."""

    kind: str
    field: str
    name: str | None
    rule: str | None
    old: dict[str, Any] | None
    new: dict[str, Any] | None


def differences(old: Report, new: Report) -> Iterator[Difference]:
    """What differs between two readings of one report."""
    before, after = by_key(old), by_key(new)
    same_text = old.source_sha256 == new.source_sha256
    for key in sorted({*before, *after}, key=repr):
        yield from of_key(before[key], after[key], places=same_text)


def by_key(report: Report) -> defaultdict[tuple[Any, ...], list[Fact]]:
    """The facts of a report by what they are about."""
    found: defaultdict[tuple[Any, ...], list[Fact]] = defaultdict(list)
    for fact in facts(report):
        found[tuple(getattr(fact, name) for name in KEY)].append(fact)
    return found


def of_key(old: list[Fact], new: list[Fact], *, places: bool) -> Iterator[Difference]:
    """What differs among facts about one thing. The same values are paired first, then what is left in order."""
    left_old, left_new = list(old), list(new)
    for fact in old:
        twin = next((other for other in left_new if value_of(other) == value_of(fact)), None)
        if twin is not None:
            left_old.remove(fact)
            left_new.remove(twin)
            if places and (fact.start, fact.end) != (twin.start, twin.end):
                yield Difference("moved", fact.field, fact.name, twin.rule, place_of(fact), place_of(twin))
    for fact, twin in zip(left_old, left_new, strict=False):
        yield Difference("changed", fact.field, fact.name, twin.rule, shown(fact), shown(twin))
    paired = min(len(left_old), len(left_new))
    for fact in left_old[paired:]:
        yield Difference("lost", fact.field, fact.name, fact.rule, shown(fact), None)
    for fact in left_new[paired:]:
        yield Difference("gained", fact.field, fact.name, fact.rule, None, shown(fact))


def value_of(fact: Fact) -> tuple[Any, ...]:
    return tuple(getattr(fact, name) for name in VALUE)


def place_of(fact: Fact) -> dict[str, Any]:
    return {"start": fact.start, "end": fact.end}


def shown(fact: Fact) -> dict[str, Any]:
    """A fact as far as it says something."""
    return {name: value for name in (*KEY[2:], *VALUE) if (value := getattr(fact, name)) is not None}


class Totals:
    """Counts of differences, of reports that are read otherwise and of those whose text changed."""

    def __init__(self) -> None:
        self.reports: Counter[str] = Counter()
        self.reader: Counter[tuple[str, str, str]] = Counter()
        self.source: Counter[tuple[str, str, str]] = Counter()

    def add(self, old: Report, new: Report) -> list[Difference]:
        """The differences of one report, counted."""
        found = list(differences(old, new))
        same_text = old.source_sha256 == new.source_sha256
        self.reports["same" if not found and same_text else "read otherwise" if same_text else "text changed"] += 1
        counts = self.reader if same_text else self.source
        counts.update((difference.kind, difference.field, difference.rule or "") for difference in found)
        return found

    def by(self, place: int) -> dict[str, dict[str, int]]:
        """Differences of the reader by kind, and by field (1) or rule (2)."""
        found: defaultdict[str, Counter[str]] = defaultdict(Counter)
        for entry, count in self.reader.items():
            found[entry[0]][entry[place]] += count
        return {kind: dict(counts.most_common()) for kind, counts in sorted(found.items())}
