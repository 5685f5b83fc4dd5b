"""Which counts are of an earlier day: the date in a value's own sentence or line, against its rivals and the head of the report."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.date import find_dates, report_order

Date = tuple[int, ...]  # (year, month, day), (year, month), (year,) or nothing
DATE_SIGN = compile(r"\d\d(?:[./-]|(?<=19|20)\d\d|[ -][a-z]{3})")
YEARED = compile(
    r"(?:(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?,?[ \n](?:of )?)?(?P<year>(?:19|20)\d\d)(?<![\d./-]....)(?![\d/]|[.,-]\d|[ ]?(?:[/x%]|cells|events|nuclei))"
)
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
HEAD = 1500
SAME_SAMPLE = 2  # days
REQUEST = 28  # days by which a result that the request tells may be older than the head of the report


class Dates:
    """The dates of one report, looked up where a value asks for them."""

    def __init__(self, reading: Reading) -> None:
        self.document = reading.document

    @cached_property
    def order(self) -> str | None:
        return report_order(self.document.folded)

    @cached_property
    def head(self) -> Date:
        """The latest date at the head of the report."""
        folded = self.document.folded
        return max((entry.parts for entry in find_dates(folded, 0, min(len(folded), HEAD), self.order or "dmy") if entry.parts), default=())

    def of(self, finding: dict[str, Any]) -> Date:
        """The date that stands with a value: before it in its sentence or line, or right behind it."""
        clause, place = finding["_clause"], finding["start"]
        line = self.document.line_at(place)
        for start, end in ((clause.start, place), (line.start, place), (finding["end"], min(clause.end, finding["end"] + 40))):
            if start < end and DATE_SIGN.search(self.document.folded, start, end):
                date = self.date_in(start, end, last=start < place)
                if date:
                    return date
        return ()

    def date_in(self, start: int, end: int, last: bool) -> Date:
        """The first or last date of a stretch; month and year, or the year alone, where there is no day."""
        folded = self.document.folded
        full = [entry.parts for entry in find_dates(folded, start, end, self.order) if entry.parts and not entry.swapped]
        if full:
            return full[-1] if last else full[0]
        match = YEARED.search(folded, start, end)
        if match is None:
            return ()
        return (int(match["year"]), MONTHS.index(match["month"]) + 1) if match["month"] else (int(match["year"]),)

    def mark(self, findings: list[dict[str, Any]], key: str) -> None:
        """Mark values of an older date than a rival's (same `key`), or than the head of the report, as previous."""
        dated = [(self.of(finding), finding) for finding in findings if finding.get("temporality") != "previous" and finding["_clause"].index >= 0]
        for date, finding in dated:
            if date and self.older(date, finding, [(other, entry) for other, entry in dated if entry is not finding and entry[key] == finding[key]]):
                finding["temporality"] = "previous"

    def older(self, date: Date, finding: dict[str, Any], rivals: list[tuple[Date, dict[str, Any]]]) -> bool:
        if any(len(other) == 3 and days(date, other) > SAME_SAMPLE for other, _ in rivals):
            return True
        if not self.head:
            return False
        role = finding["_clause"].section.role
        age = days(date, self.head)
        own = any(not other and entry["_clause"] is not finding["_clause"] for other, entry in rivals)
        return age > (SAME_SAMPLE if own else 3 * REQUEST if role == "history" else REQUEST)


def days(first: Date, second: Date) -> int:
    """About how many days `second` is later than `first`; what is missing of a date is taken as close as can be."""
    low = (*first, *(12, 31)[len(first) - 1 :])[:3]
    high = (*second, *(1, 1)[len(second) - 1 :])[:3]
    return (high[0] - low[0]) * 365 + (high[1] - low[1]) * 30 + high[2] - low[2]
