"""Which counts are of an earlier day: the date in a value's own sentence or line, against its rivals and the head of the report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.scan import Clause

Date = tuple[int, ...]  # (year, month, day), (year, month), (year,) or nothing
NO_YEAR = r"(?![\d/]|[.,-]\d|[ ]?(?:[/x%]|cells|events|nuclei))"
# One for each century: a pattern that begins with two known digits is found many times faster.
YEARS = (compile(r"19(?<![\d./-]..)[5-9]\d" + NO_YEAR), compile(r"20(?<![\d./-]..)\d\d" + NO_YEAR))
MONTH_BEFORE = compile(r"(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[ \n](?:of )?$")
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
PAST_COURSE = compile(r"oncolog|past|course|treatment|disease history")
HEAD = 1500
SAME_SAMPLE = 2  # days
REQUEST = 28  # days by which a result that the request tells may be older than the head of the report
BEHIND = 40  # characters


class Dates:
    """The dates of one report, looked up where a value asks for them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document

    @cached_property
    def stamps(self) -> list[tuple[int, Date]]:
        """Every date with its place; the month and year, or the year alone, where no day is printed."""
        folded = self.document.folded
        found: list[tuple[int, Date]] = [(entry.start, entry.parts) for entry in self.reading.dates if entry.parts and not entry.swapped]
        taken = [(entry.start, entry.end) for entry in self.reading.dates]
        for match in (*YEARS[0].finditer(folded), *YEARS[1].finditer(folded)):
            start = match.start()
            place = bisect_right(taken, (start, len(folded))) - 1
            if place >= 0 and start < taken[place][1]:
                continue
            month = MONTH_BEFORE.search(folded, max(0, start - 16), start)
            year = int(match.group())
            found.append((start, (year, MONTHS.index(month["month"]) + 1) if month else (year,)))
        return sorted(found)

    @cached_property
    def head(self) -> Date:
        """The latest date at the head of the report."""
        return max((entry.parts for entry in self.reading.dates if entry.parts and entry.start < HEAD), default=())

    def of(self, finding: dict[str, Any]) -> Date:
        """The date that stands with a value: before it in its sentence or line, or right behind it."""
        stamps = self.stamps
        clause, place = finding["_clause"], finding["start"]
        index = bisect_left(stamps, (place,))
        if index:
            before, date = stamps[index - 1]
            if before >= clause.start or self.document.folded.find("\n", before, place) < 0:
                return date
        if index < len(stamps) and stamps[index][0] < min(clause.end, finding["end"] + BEHIND):
            return stamps[index][1]
        return ()

    def mark(self, findings: list[dict[str, Any]], key: str) -> None:
        """Mark values of an older date than a rival's (same `key`), or than the head of the report, as previous."""
        if not findings or not self.stamps:
            return
        dated = [(self.of(finding), finding) for finding in findings if finding.get("temporality") != "previous" and finding["_clause"].index >= 0]
        for date, finding in dated:
            if date and self.older(date, finding, [(other, entry) for other, entry in dated if entry is not finding and entry[key] == finding[key]]):
                finding["temporality"] = "previous"

    def past_course(self, clause: Clause) -> bool:
        """Whether a clause belongs to the story of the disease, under whichever of its sub-headings."""
        document = self.document
        index = bisect_right(document.section_starts, clause.start) - 1
        while index >= 0 and document.sections[index].role == "history":
            section = document.sections[index]
            if PAST_COURSE.search(document.folded, section.heading_start, section.start):
                return True
            index -= 1
        return False

    def older(self, date: Date, finding: dict[str, Any], rivals: list[tuple[Date, dict[str, Any]]]) -> bool:
        """Whether a value of this date is an earlier one."""
        if any(len(other) == 3 and days(date, other) > SAME_SAMPLE for other, _ in rivals):
            return True
        if not self.head:
            return False
        age = days(date, self.head)
        own = any(not other and entry["_clause"] is not finding["_clause"] for other, entry in rivals)
        return age > (SAME_SAMPLE if own else 3 * REQUEST if finding["_clause"].section.role == "history" else REQUEST)


def days(first: Date, second: Date) -> int:
    """About how many days `second` is later than `first`; what is missing of a date is taken as close as can be."""
    low = (*first, *(12, 31)[len(first) - 1 :])[:3]
    high = (*second, *(1, 1)[len(second) - 1 :])[:3]
    return (high[0] - low[0]) * 365 + (high[1] - low[1]) * 30 + high[2] - low[2]
