"""Dates of a report: collected, received, reported … A date whose day and month cannot be told apart is said to be ambiguous."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading

MONTHS = {name: number for number, names in enumerate(("jan", "feb", "mar maer", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1) for name in names.split()}
NUMERIC = compile(r"(?<![\d.,/-])(\d{1,2})([./-])[ ]?(\d{1,2})\2[ ]?(\d{4}|\d{2})(?![\d/]|[.,-]\d)")
ISO = compile(r"(?<![\d.,/-])(\d{4})([./-])(\d{1,2})\2(\d{1,2})(?![\d/])")
COMPACT = compile(r"(?<!\d)((?:19|20)\d{2})(0[1-9]|1[0-2])([0-3]\d)(?:\d{4,6})?(?!\d)")
NAMED = compile(r"(?<![\w.])(\d{1,2})(?:st|nd|rd|th)?[ .-]{0,2}(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|okt|nov|dec|dez)[a-z]{0,6}\.?[ ,.-]{0,3}(\d{4}|\d{2})(?!\d)")
NAMED_US = compile(r"\b(jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]{0,6}\.?[ -](\d{1,2})(?:st|nd|rd|th)?,?[ -]{1,2}(\d{4})(?!\d)")
KIND = compile(
    r"(?P<collected>(?:date )?(?:of )?(?:collect(?:ed|ion)|sampl(?:ed|ing)|specimen date|sample date|taken|drawn|procedure|obtained|biopsied)(?: date| on)?|collection(?: date)?|date of (?:collection|sampling|procedure|biopsy|exam|aspirate)|coll\.?|entnahme)|"
    r"(?P<received>(?:date )?receiv(?:ed|al)|recd\.?|rec'd|entry of material|date of receipt|receipt|eingang)|"
    r"(?P<reported>(?:date )?(?:report(?:ed)?|validated|authori[sz]ed|signed|resulted|released|issued|printed|verified|final)(?: date| on)?|report date|date of report|date report(?:ed)?|signed out|sign-out)|"
    r"(?P<addended>addend(?:um|ed)|supplementary)|(?P<amended>amended|corrected|correction)|(?P<dated>\bdate\b|\bdatum\b|\bfecha\b)"
)
BEFORE = 30


class Found(NamedTuple):
    """A date in place; `parts` are year, month, day, None where day and month cannot be told apart."""

    start: int
    end: int
    parts: tuple[int, int, int] | None
    swapped: tuple[int, int, int] | None


def year_of(text: str) -> int:
    year = int(text)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def find_dates(folded: str, start: int, end: int, order: str | None) -> list[Found]:
    """All dates of a stretch. `order` is `dmy` or `mdy` for numeric dates; None leaves the ambiguous ones open."""
    found = []
    for match in ISO.finditer(folded, start, end):
        found.append(Found(match.start(), match.end(), _valid(int(match[1]), int(match[3]), int(match[4])), None))
    for match in NUMERIC.finditer(folded, start, end):
        first, second, year = int(match[1]), int(match[3]), year_of(match[4])
        day_first, month_first = _valid(year, second, first), _valid(year, first, second)
        if match[2] == "." or order == "dmy":
            month_first = None if day_first else month_first
        elif order == "mdy":
            day_first = None if month_first else day_first
        if day_first or month_first:
            found.append(Found(match.start(), match.end(), day_first or month_first, month_first if day_first and month_first and first != second else None))
    for match in NAMED.finditer(folded, start, end):
        found.append(Found(match.start(), match.end(), _valid(year_of(match[3]), MONTHS[match[2]], int(match[1])), None))
    for match in NAMED_US.finditer(folded, start, end):
        found.append(Found(match.start(), match.end(), _valid(int(match[3]), MONTHS[match[1]], int(match[2])), None))
    return sorted(entry for entry in found if entry.parts)


def _valid(year: int, month: int, day: int) -> tuple[int, int, int] | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return (year, month, day) if 1900 <= year <= 2100 else None


def sortable(text: str) -> tuple[int, int, int] | None:
    """A key that orders dates of one table."""
    found = find_dates(text, 0, len(text), "dmy")
    return found[0].parts if found else None


def report_order(folded: str) -> str | None:
    """Day or month first, where one numeric date of the report settles it for all."""
    dmy = mdy = False
    for match in NUMERIC.finditer(folded):
        first, second = int(match[1]), int(match[3])
        if match[2] == "." or first > 12:
            dmy = True
        elif second > 12:
            mdy = True
    return None if dmy == mdy else "dmy" if dmy else "mdy"


def read(reading: Reading, order: str | None) -> list[dict[str, Any]]:
    """The dates of the report with their kinds."""
    folded = reading.document.folded
    order = report_order(folded) or order
    result: list[dict[str, Any]] = []
    seen = set()
    position = 0
    for found in find_dates(folded, 0, min(len(folded), 20_000), order):
        kind = kind_before(folded, max(position, found.start - BEFORE), found.start)
        position = found.end
        if kind is None:
            continue
        ambiguous = found.swapped is not None
        value = None if ambiguous or found.parts is None else date(*found.parts).isoformat()
        if (kind, value) in seen:
            continue
        seen.add((kind, value))
        if ambiguous:
            reading.issue("ambiguous_date", "date", f"day and month of the date {kind} cannot be told apart", found.start, found.end, "info")
        result.append(reading.sourced(found.start, found.end, f"date.{kind}", kind=kind, value=value, ambiguous=ambiguous, review="check" if ambiguous else "none"))
    return result


def kind_before(folded: str, start: int, end: int) -> str | None:
    last = None
    for match in KIND.finditer(folded, start, end):
        if "\n" not in folded[match.end() : end] and len(folded[match.end() : end].strip(" :.\t-on")) < 4:
            last = match.lastgroup
    return last
