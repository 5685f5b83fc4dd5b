"""The order in time: by date; what has only a time point stands between the dated results around it, where those leave one place."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import NamedTuple

from allreport.course.days import days_between
from allreport.course.merge import Group
from allreport.course.moments import order
from allreport.model.course import PlacedBy

SAME = 7  # days within which the samples of one time point are taken


class Position(NamedTuple):
    """Where a result stands: behind `after` (a date), then by its day of treatment."""

    after: str
    day: int


class Calendar:
    """The days of the dated results by their time points; it places what has a time point only."""

    def __init__(self, groups: Iterable[Group]) -> None:
        known: dict[int, set[str]] = {}
        for group in groups:
            said = group.first
            day = order(group.moment)
            if said.date and day is not None and not said.recalled:
                known.setdefault(day, set()).add(said.date)
        self.days = sorted(known)
        self.first = [min(known[day]) for day in self.days]
        self.last = [max(known[day]) for day in self.days]
        # Days that come again weeks later, or against the order of dates, are of a second treatment: a time point alone says no place then.
        together = all(days_between(first, last) <= SAME for first, last in zip(self.first, self.last, strict=True))
        self.sure = together and self.first == sorted(self.first)

    def place(self, group: Group) -> tuple[Position, PlacedBy] | None:
        """Where a result stands, and by what; None where nothing tells."""
        said = group.first
        if said.date:
            return Position(said.date, -1), "date"
        day = order(group.moment)
        if day is None or not self.sure:
            return None
        index = bisect_right(self.days, day)
        if index:
            return Position(self.last[index - 1], day), "timepoint"
        # Before all dated time points: behind what is dated before the first of them.
        return Position(before(self.first[0]) if self.first else "", day), "timepoint"


def before(date: str) -> str:
    """What sorts right before a date."""
    return date[:-1] + chr(ord(date[-1]) - 1) + "~"
