"""Times of residual disease: time points and dates as printed, their keys, and the time of the report's own sample."""

from __future__ import annotations

from bisect import bisect_left
from typing import NamedTuple

from allreport.document import Document
from allreport.lexicon import Hit, normal
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.residual.levels import at_numbers
from allreport.read.residual.words import concerned, moments_pattern
from allreport.read.residual.words import moments as moment_wordings
from allreport.scan import Clause
from allreport.vocabulary.residual import OWN_TIME

TIME = compile(
    r"(?<![\w-])(?:tp ?\d[ ,/:(-]{1,3})?(?P<day>(?:(?:day|d)[ ]?\+?[ ]?\d{1,3}(?! ?%)(?![\d.,]\d)|(?:week|wk)s?\.?[ ]?\d{1,3}|months?[ ]?\+?\d{1,2}|day\+\d{1,3}|d\+\d{1,3}|tp[ -]?[1-9](?!\d))(?:[ ]post[- ](?:hsct|hct|transplant|bmt|allo\w*|car-?t\w*|blina\w*))?)(?![\w])"
)
DAY_NUMBER = compile(r"(?P<unit>day|d|week|wk|month)s?\.?[ ]?\+?[ ]?(?P<number>\d{1,3})")
POINT_NUMBER = compile(r"(?:tp|mrd|time ?point)[ -]?(?P<number>[1-9])(?!\d)")
TIME_WORDS = ("tp", "day", "d", "week", "weeks", "wk", "wks", "month", "months")  # what every match of TIME begins with
DATE = compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|(?P<d>\d{1,2})[ ]?[-/. ][ ]?(?P<m>\d{1,2}|[a-z]{3})[a-z]{0,6}[ ]?[-/. ][ ]?(?P<y>(?:19|20)?\d\d))(?![\d/])"
)
MONTHS = {name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
DAYS = {"day": 1, "d": 1, "week": 7, "wk": 7, "month": 30}
JOINT = compile(r"joint|two samples|both samples|two time ?points")
OWN_DATE = compile(
    r"(?:sample|specimen|material|collected|drawn|taken|sampled|collection date|date of sample|sample of this report)[^\n]{0,60}?\d{2}[-/. ]\w{2,9}[-/. ]\d{2,4}"
)


class Time(NamedTuple):
    """A time point as written, with its place."""

    written: str
    start: int
    end: int


class Times:
    """The time points of one report: tried only at the words they begin with."""

    __slots__ = ("folded", "places", "raw")

    def __init__(self, document: Document) -> None:
        self.raw = document.raw
        self.folded = document.folded
        self.places = document.places_of(TIME_WORDS)

    def matches(self, start: int, end: int) -> list[Match[str]]:
        """The matches of `TIME` in a stretch."""
        places, found = self.places, []
        for index in range(bisect_left(places, start), len(places)):
            place = places[index]
            if place >= end:
                break
            match = TIME.match(self.folded, place, end) if place >= start else None
            if match is not None:
                start = match.end()
                found.append(match)
        return found

    def within(self, start: int, end: int) -> list[Time]:
        """The days and weeks of a stretch as written."""
        if not self.places:
            return []
        return [Time(self.raw[match.start("day") : match.end("day")], *match.span("day")) for match in self.matches(start, end)]

    def points(self, clause: Clause, start: int, end: int) -> list[Time]:
        """Time points of a stretch: days and weeks, else named ones; else the last of the sentence before it."""
        found = self.within(start, end)
        if not found and "word" in clause.kinds:
            found = [
                Time(self.raw[hit.start : hit.end], hit.start, hit.end)
                for hit, row in clause.kinds["word"]
                if row.kind == "timepoint" and start <= hit.start < end and (row.id != "relapse" or self.folded.startswith("at ", hit.start))
            ]
        if not found and start > clause.start:
            found = self.points(clause, clause.start, start)[-1:]
        return found


def nearest_time(times: list[Time], position: int) -> Time | None:
    """The last time before a place, else the first."""
    before = [time for time in times if time.start < position]
    return before[-1] if before else (times[0] if times else None)


def first_date(folded: str, start: int, end: int) -> Match[str] | None:
    return next(at_numbers(DATE, folded, start, end), None)


def time_keys(written: str) -> set[tuple[str, object]]:
    """Keys of a time point as written: its day, its number, the name of the moment."""
    if not written:
        return set()
    text = written.lower()
    keys: set[tuple[str, object]] = set()
    match = DAY_NUMBER.search(text)
    if match:
        keys.add(("day", int(match["number"]) * DAYS[match["unit"]]))
    match = POINT_NUMBER.search(text)
    if match:
        keys.add(("point", match["number"]))
    match = moments_pattern().search(text)
    if match:
        _, name = moment_wordings().table[normal(match.group())]
        if not name.startswith("tp"):
            keys.add(("name", name))
    return keys


def own_times(reading: Reading) -> list[str]:
    """The time point of the report's own sample, from its head, in all the ways it is named there (`TP2`, `day +78`)."""
    document = reading.document
    folded, raw = document.folded, document.raw
    if not concerned(folded):
        return []
    times = Times(document)
    places = iter(times.places)
    place = next(places, -1)
    for clause in reading.clauses:
        if clause.start > 1500:
            break
        while 0 <= place < clause.start:
            place = next(places, -1)
        matches = times.matches(clause.start, clause.end) if 0 <= place < clause.end else None
        named = named_moment(clause) if "word" in clause.kinds and not matches else None
        if not (matches or named) or clause.section.role in {"prior", "advice", "definition", "method"} or not speaks_of_own(clause.folded):
            continue
        if named is not None:
            return [raw[named.start : named.end]]
        found = [raw[match.start("day") : match.end("day")] for match in matches or ()]
        point = POINT_NUMBER.search(folded, clause.start, clause.end)
        if point is not None and raw[point.start() : point.end()] not in found:
            found.append(raw[point.start() : point.end()])
        if len({time.lower()[:2] for time in found}) == len(found) or JOINT.search(folded, clause.start, clause.end):
            return found
    return []


def named_moment(clause: Clause) -> Hit | None:
    """The first moment of treatment that a sentence names."""
    for hit, row in clause.of("word"):
        if row.kind == "timepoint" and row.id not in {"diagnosis", "relapse"}:
            return hit
    return None


def speaks_of_own(text: str) -> bool:
    """Whether a sentence is about the report's own sample."""
    return any(word in text for word in OWN_TIME)


def own_date(folded: str) -> str | None:
    """The date of the report's own sample, where its head prints one beside words of sampling."""
    match = OWN_DATE.search(folded, 0, min(len(folded), 2500))
    return iso(match.group()) if match else None


def iso(text: str) -> str | None:
    """The first date of a text, day before month unless that cannot be, as it sorts."""
    match = first_date(text, 0, len(text))
    if match is None:
        return None
    if match["year"]:
        return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    day, month, year = int(match["d"]), match["m"], match["y"]
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    if number > 12:
        day, number = number, day
    return f"{year if len(year) == 4 else '20' + year}-{number:02}-{day:02}" if 0 < number <= 12 and day <= 31 else None


