"""Dates of a report: collected, received, reported … A date whose day and month cannot be told apart is said to be ambiguous."""

from __future__ import annotations

from bisect import bisect_right
from calendar import monthrange
from datetime import date
from typing import TYPE_CHECKING, Any, NamedTuple

from allreport.patterns import Match, compile  # noqa: A004

if TYPE_CHECKING:
    from allreport.read.context import Reading

Parts = tuple[int, int, int]

MONTHS = {name: number for number, names in enumerate(("jan", "feb", "mar maer", "apr", "may mai", "jun", "jul", "aug", "sep", "oct okt", "nov", "dec dez"), 1) for name in names.split()}
MONTH = "jan|feb|mar|maer|apr|may|mai|jun|jul|aug|sep|oct|okt|nov|dec|dez"
# How the name of a month goes on: "2 marrow 45" is no date.
MONTH_END = r"(?:uary|ruary|uar|ruar|ch|z|il|e|y|i|ust|t|tember|tembre|ober|obre|ember|embre|zember)?(?![a-z])"
# One pattern that begins at a digit, so that the engine can skip to digits: year first, numeric, day and month word, month word and day
# (the month stands before), eight digits.
DATE = compile(
    r"(?P<first>\d(?<!\d\d)(?:\d{3}(?=[./-])|\d?(?!\d)|\d(?=\d{6}(?!\d))))(?:"
    r"(?<=\d\d\d\d)(?P<ysep>[./-])(?P<ymonth>\d{1,2})(?P=ysep)(?P<yday>\d{1,2})(?![\d/])|"
    r"(?<=\d\d\d\d)[./-](?P<ynamed>" + MONTH + ")" + MONTH_END + r"[./-](?P<ynday>\d{1,2})(?!\d)|"
    r"(?P<sep>[./-])[ ]?(?P<second>\d{1,2})(?P=sep)[ ]?(?P<year>\d{4}|\d{2})(?![\d/]|[.,-]\d)|"
    r"(?:st|nd|rd|th)?[ ./-]{0,2}(?P<month>" + MONTH + ")" + MONTH_END + r"\.?[ ,./-]{0,3}(?P<myear>\d{4}|\d{2})(?!\d)|"
    r"(?:st|nd|rd|th)?,?[ -]{1,2}(?P<uyear>(?:19|20)\d\d)(?!\d)|"
    r"(?P<compact>\d{2}(?:0[1-9]|1[0-2])[0-3]\d)(?!\d))"
)
MONTH_BEFORE = compile(r"\b(?P<month>" + MONTH + ")" + MONTH_END + r"\.?[ -]$")
# A month and its year: the year is looked for, then what stands before or behind it.
YEARS = tuple(compile(century + r"(?<!\d\d\d)\d\d(?!\d)") for century in ("19", "20"))
NAME_BEFORE = compile(r"(?<![a-z])(?P<month>" + MONTH + ")" + MONTH_END + r"(?:\.?,?[ \n/-]{0,2}(?:of )?|\.)$")
NUMBER_BEFORE = compile(r"(?<![\w./-])(?P<number>0?[1-9]|1[0-2])(?:[ ]?/[ ]?|(?<=\d\d)[-.])$")
NUMBER_BEHIND = compile(r"[-/](?P<number>0[1-9]|1[0-2])(?![\d/-]|\.\d)")
NO_MONTH_YEAR = compile(r"[/-]?\d|\.\d|[ ]?(?:%|x10|x 10|/[^ \n]|cells|ml\b|mg|g/)")  # a number of another kind goes on
# What a date has within it: two equal marks, the name of a month, or eight digits. A report holds hundreds of digits and few of these, and
# a pattern that begins with characters that stand for themselves is fast.
SEPARATED = tuple(compile(mark + r"(?<=\d" + mark + r")(?=[ ]?\d{1,2}" + mark + ")") for mark in ("/", "-", r"\."))
NAMED = tuple(
    compile(rf"{month}(?:(?P<day_after>[a-z]{{0,6}}\.?[ -]\n?(?=\d))|(?<=\d{month})|(?<=[\d ./tdh-][ ./-]{month})|(?<=[snrt][tdh]{month}))")
    for month in ("jan", "feb", "mar", "maer", "apr", "may", "mai", "ju[nl]", "aug", "sep", "oct", "okt", "nov", "dec", "dez")
)
EIGHT = tuple(compile(century + r"(?<!\d\d\d)(?=\d{6}(?!\d))") for century in ("19", "20"))
DIGITS = "0123456789"
KIND = compile(
    r"(?P<collected>(?:date )?(?:of )?(?:collect(?:ed|ion)|sampl(?:ed|ing)|specimen date|sample date|taken|drawn|procedure|obtained|biopsied)(?: date| on)?(?:/time| time| and time)?|collection(?: date)?(?:/time| time| and time)?|date(?:/time| and time)? of (?:collection|sampling|sample|procedure|biopsy|exam|aspirate)|coll\.?|obtd|entnahme|entnommen|afname)|"
    r"(?P<received>(?:date )?receiv(?:ed|al)(?: date)?(?:/time| time)?|recd\.?|rec'd|entry of material|date of receipt|receipt|eingang|eingegangen)|"
    r"(?P<reported>(?:date )?(?:report(?:ed)?|validated|authori[sz]ed|signed|resulted|released|issued|printed|verified|final)(?: date| on)?(?:/time| time)?|report date|date of report|date report(?:ed)?|signed out|sign-out|befund(?:datum)?)|"
    r"(?P<addended>addend(?:um|ed)|supplementary)|(?P<amended>amended|corrected|correction)|(?P<dated>\bdate\b|\bdatum\b|\bfecha\b)"
)
BEFORE = 30


class Found(NamedTuple):
    """A date in place; `parts` are year, month, day, None where day and month cannot be told apart."""

    start: int
    end: int
    parts: Parts | None
    swapped: Parts | None


class MonthYear(NamedTuple):
    """A month of a year without its day, in place."""

    start: int
    end: int
    year: int
    month: int

    def last(self) -> date:
        """The last day of the month: a result is not older than this by chance."""
        return date(self.year, self.month, monthrange(self.year, self.month)[1])


def month_years(folded: str, dates: list[Found]) -> list[MonthYear]:
    """The months that are told with a year and no day (`05/2022`, `Mar 2025`, `2022-05`) outside the whole dates."""
    taken = [found.start for found in dates]
    made = []
    for pattern in YEARS:
        for match in pattern.finditer(folded, 0, LIMIT):
            index = bisect_right(taken, match.start()) - 1
            if index < 0 or dates[index].end <= match.start():
                found = month_year(folded, match)
                if found is not None:
                    made.append(found)
    return sorted(made)


def month_year(folded: str, match: Match[str]) -> MonthYear | None:
    """The month whose year a match of `YEARS` is."""
    start, end = match.span()
    year = int(match.group())
    behind = NUMBER_BEHIND.match(folded, end)
    if behind:
        whole = folded[start - 1 : start].isalnum() or folded[start - 1 : start] in NO_DATE
        return None if whole else MonthYear(start, behind.end(), year, int(behind["number"]))
    before = NUMBER_BEFORE.search(folded, max(0, start - 8), start) or NAME_BEFORE.search(folded, max(0, start - 16), start)
    if before is None or NO_MONTH_YEAR.match(folded, end):
        return None
    groups = before.groupdict()
    return MonthYear(before.start(), end, year, int(groups["number"]) if "number" in groups else MONTHS[groups["month"]])


def year_of(text: str) -> int:
    year = int(text)
    return year if year > 99 else 2000 + year if year < 70 else 1900 + year


def find_dates(folded: str, start: int, end: int, order: str | None) -> list[Found]:
    """All dates of a stretch. `order` is `dmy` or `mdy` for numeric dates; None leaves the ambiguous ones open."""
    return [found for match in DATE.finditer(folded, start, end) if (found := date_of(folded, match, order)) is not None]


def date_of(folded: str, match: Match[str], order: str | None) -> Found | None:
    """The date that a match of `DATE` is, if it is one."""
    start, end = match.span()
    before = folded[start - 1 : start]
    first, word = int(match["first"]), match["month"]
    swapped = None
    if match["ysep"]:
        parts = None if before in NO_DATE or len(match["first"]) < 4 else _valid(first, int(match["ymonth"]), int(match["yday"]))
    elif match["ynamed"]:
        parts = _valid(first, MONTHS[match["ynamed"]], int(match["ynday"])) if len(match["first"]) == 4 else None
    elif match["sep"]:
        if before in NO_DATE or len(match["first"]) > 2:
            return None
        parts, swapped = numeric(first, int(match["second"]), year_of(match["year"]), match["sep"], order)
    elif word:
        parts = None if before.isalpha() or before == "." else _valid(year_of(match["myear"]), MONTHS[word], first)
    elif match["compact"]:
        digits = match["first"] + match["compact"]
        parts = _valid(int(digits[:4]), int(digits[4:6]), int(digits[6:8])) if digits.startswith(("19", "20")) and not before.isalpha() else None
    else:
        month = MONTH_BEFORE.search(folded, max(0, start - 12), start)
        parts = _valid(int(match["uyear"]), MONTHS[month["month"]], first) if month else None
        start = month.start() if month else start
    return Found(start, end, parts, swapped) if parts else None


NO_DATE = frozenset(".,/-")


def numeric(first: int, second: int, year: int, sep: str, order: str | None) -> tuple[Parts | None, Parts | None]:
    """(the date, the other reading where day and month cannot be told apart)."""
    day_first, month_first = _valid(year, second, first), _valid(year, first, second)
    if sep == "." or order == "dmy":
        month_first = None if day_first else month_first
    elif order == "mdy":
        day_first = None if month_first else day_first
    return day_first or month_first, month_first if day_first and month_first and first != second else None


def _valid(year: int, month: int, day: int) -> Parts | None:
    try:
        date(year, month, day)
    except ValueError:
        return None
    return (year, month, day) if 1900 <= year <= 2100 else None


def sortable(text: str, order: str | None) -> Parts | None:
    """A key that orders dates of one table; `order` is the report's, day first where it has none."""
    found = find_dates(text, 0, len(text), order or "dmy")
    return found[0].parts if found else None


def date_matches(folded: str, end: int) -> list[Match[str]]:
    """The matches of `DATE` in order, looked for only where the text has what a date needs."""
    found = []
    last = 0
    for start in sorted(date_starts(folded, end)):
        match = DATE.match(folded, start, end) if start >= last else None
        if match:
            found.append(match)
            last = match.end()
    return found


def date_starts(folded: str, end: int) -> set[int]:
    """Where the number begins that a date would begin with."""
    starts = set()
    for pattern in SEPARATED:
        for match in pattern.finditer(folded, 0, end):
            starts.add(number_start(folded, match.start()))
    for pattern in NAMED:
        for match in pattern.finditer(folded, 0, end):
            if match["day_after"]:
                starts.add(match.end())
            starts.add(day_before(folded, match.start()))
    for pattern in EIGHT:
        for match in pattern.finditer(folded, 0, end):
            starts.add(match.start())
    return starts


def number_start(folded: str, end: int) -> int:
    """Where the digits begin that end at a place; no more than five are looked at."""
    before = folded[max(0, end - 5) : end]
    return end - len(before) + len(before.rstrip(DIGITS))


def day_before(folded: str, month: int) -> int:
    """Where the day would begin that stands before the name of a month: `3rd `, `12-`."""
    before = folded[max(0, month - 9) : month]
    day = before.rstrip(" ./-")
    day = day[:-2] if day.endswith(ORDINAL) else day
    return month - len(before) + len(day.rstrip(DIGITS))


ORDINAL = ("st", "nd", "rd", "th")
LIMIT = 20_000


def dates_of(folded: str, order: str | None) -> tuple[list[Found], str | None]:
    """The dates of a report, and whether its numeric dates have the day or the month first, where one of them settles it for all."""
    matches = date_matches(folded, min(len(folded), LIMIT))
    seen = set()
    for match in matches:
        if match["sep"] and len(match["first"]) < 3 and folded[match.start() - 1 : match.start()] not in NO_DATE:
            if match["sep"] == "." or int(match["first"]) > 12:
                seen.add("dmy")
            elif int(match["second"]) > 12:
                seen.add("mdy")
    order = seen.pop() if len(seen) == 1 else order
    return [found for match in matches if (found := date_of(folded, match, order)) is not None], order


def read(reading: Reading) -> list[dict[str, Any]]:
    """The dates of the report with their kinds; the month alone where no day is told."""
    folded = reading.document.folded
    result: list[dict[str, Any]] = []
    seen = set()
    position = 0
    every: list[Found | MonthYear] = [*reading.dates, *reading.month_years]
    for found in sorted(every, key=lambda found: found.start):
        kind = kind_before(folded, max(position, found.start - BEFORE), found.start, position)
        position = found.end
        if kind is None:
            continue
        value = iso(found)
        ambiguous = value is None
        if (kind, value) in seen:
            continue
        seen.add((kind, value))
        if ambiguous:
            reading.issue("ambiguous_date", "date", f"day and month of the date {kind} cannot be told apart", found.start, found.end, "info")
        result.append(reading.sourced(found.start, found.end, f"date.{kind}", kind=kind, value=value, ambiguous=ambiguous, review="check" if ambiguous else "none"))
    return result


def iso(found: Found | MonthYear) -> str | None:
    """ISO 8601, `2025-03` for a month; None where day and month cannot be told apart."""
    if isinstance(found, MonthYear):
        return f"{found.year}-{found.month:02}"
    return None if found.swapped is not None or found.parts is None else date(*found.parts).isoformat()


def kind_before(folded: str, start: int, end: int, position: int) -> str | None:
    """What the words before a date, on its line, say that it is the date of. `position`: where the date before it ends."""
    line = folded.rfind("\n", max(0, end - SAMPLE_BEFORE), end) + 1
    last = None
    for match in KIND.finditer(folded, max(start, line), end):
        gap = folded[match.end() : end].strip(" :.\t-on")
        if len(gap) < 4 or FOREIGN_LABEL.fullmatch(gap):
            last = match.lastgroup
    if last is None and SAMPLE.search(folded, max(line, position), end) is not None:
        return "collected"
    return last


SAMPLE_BEFORE = 90  # characters
# The same label in another script: 'Collection / (Arabic) : 14/11/2023'.
FOREIGN_LABEL = compile(r"[^a-z0-9\n]{1,24}")
# 'Sample: bone marrow, day 15, 11.06.2021': what is between the label and the date names the sample, and no other date.
SAMPLE = compile(
    r"(?:^|(?<=\n)|(?<=[ ]{2}|\t[ ]|[.;|][ ]))[ \t]*(?:sample|specimen|material)[ ]?(?:\(?(?:bm|pb)\)?)?[ ]?(?::[ ]?|[ ]{2,}|[ ](?=day|d[ ]?\d|tp))"
    r"(?:(?:bone marrow|marrow|peripheral blood|blood|bm|pb|csf|aspirate|biopsy|edta|day|d|tp|week|eoi)[ ]?\+?\d{0,3}[ ,.()/-]{1,3}|\(){1,6}(?:of |from |taken |on )?$"
)
