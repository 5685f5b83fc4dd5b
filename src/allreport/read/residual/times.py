"""Times of residual disease: time points and dates as printed, their keys, and the time of the report's own sample."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from datetime import date
from typing import NamedTuple

from allreport.document import Document
from allreport.lexicon import Hit, normal
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.residual.levels import at_numbers
from allreport.read.residual.words import concerned, moments_pattern
from allreport.read.residual.words import moments as moment_wordings
from allreport.scan import Clause
from allreport.vocabulary.residual import COUNTED_FROM, JOINT_SAMPLES, MONTH_NAMES, NO_SAMPLING, OWN_TIME, SAMPLING

TIME = compile(
    r"(?<![\w-])(?:tp ?\d[ ,/:(-]{1,3})?(?P<day>(?:j[ ]?\+?\d{2,3}|(?:day|d|tag|jour|d[i\u00ed]a|giorno)[ ]?\+?[ ]?\d{1,3}(?! ?%)(?![\d.,]\d)|(?:(?:week|wk)s?\.?[ ]?\+?|(?<!ward )w\+?)\d{1,3}(?![ ]?(?:ward|bed))|(?:months?|mo|mth)\.?[ ]?\+?\d{1,2}|day\+\d{1,3}|d\+\d{1,3}|tp[ -]?[1-9](?!\d))(?:[ ]post[- ](?:hsct|hct|transplant|bmt|allo\w*|car-?t\w*|blina\w*))?)(?![\w])"
)
HEAD_MONTH = compile(r"m[ +]{0,2}\d{1,2}(?![\w.])")  # 'M6' over a column; elsewhere M1 is a marrow and M5 a leukaemia
DAY_NUMBER = compile(r"(?P<unit>day|d|week|wk|month)s?\.?[ ]?\+?[ ]?(?P<number>\d{1,3})")
DAY_OF = compile(r"(?<![a-z])(?P<unit>day|d\u00eda|dia|tag|jour|giorno|j|d|week|wk|w|month|mth|mo|m)s?\.?[ ]?\+?[ ]?(?P<number>\d{1,3})")
POINT_NUMBER = compile(r"(?:tp|mrd|time ?point)[ -]?(?P<number>[1-9])(?!\d)")
TIME_WORDS = ("tp", "day", "d", "tag", "jour", "j", "dia", "d\u00eda", "giorno", "week", "weeks", "wk", "wks", "w", "month", "months", "mo", "mth")  # what every match of TIME begins with
DATE = compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|(?P<d>\d{1,2})(?:[ ]?[-/.][ ]?|[ ](?=[a-z]))(?P<m>\d{1,2}|[a-z]{3})(?:(?<=[a-z])[a-z]{0,6})?(?:[ ]?[-/.][ ]?|(?<=[a-z])[ ])(?P<y>(?:19|20)?\d\d))(?![\d/])"
)
MONTHS = {name: number for number, name in enumerate(MONTH_NAMES, 1)}
DAYS = {"day": 1, "d": 1, "tag": 1, "jour": 1, "j": 1, "dia": 1, "d\u00eda": 1, "giorno": 1, "week": 7, "wk": 7, "w": 7, "month": 30, "mth": 30, "mo": 30, "m": 30}
MONTH_YEAR = compile(
    rf"(?<![\d./-])(?P<m>0?[1-9]|1[0-2])[/.-](?P<y>(?:19|20)\d\d)(?![\d/-]|\.\d)|(?<![a-z])(?P<name>{'|'.join(MONTHS)})[a-z]{{0,6}}\.?[ ,'/-]{{0,2}}(?P<of>(?:19|20)\d\d)|(?:(?<![a-z])in |\()(?P<year>(?:19|20)\d\d)(?![\d/-]|\.\d)"
)
REQUEST_SEGMENT = "obr|"
JOINT = compile("|".join(JOINT_SAMPLES))
JOINT_WORDS = frozenset({"joint", "two", "both"})
OWN_DATE = compile(rf"(?:{'|'.join(SAMPLING)})[^\n]{{0,60}}?\d{{2}}[-/. ]\w{{2,9}}[-/. ]\d{{2,4}}")
OTHER_DATE = compile(rf"\b(?:{'|'.join(NO_SAMPLING)})")  # on the line of the sample's date


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


AFTER = compile(rf"(?:after|post|following|since|from)[ -](?:[\w-]{{2,12}}[ ]){{0,2}}?(?P<name>{'|'.join(sign for _, signs in COUNTED_FROM for sign in signs)})")


BEFORE_DAY = compile(rf"(?P<name>{'|'.join(sign for _, signs in COUNTED_FROM for sign in signs)})[ -](?:infusion[ ]|cells[ ])?$")  # 'CAR-T day 28'


def therapy_beside(folded: str, start: int, begin: int, end: int) -> str | None:
    """The therapy that a time point is counted from, as a standard term: 'day +30 after transplant', 'after CAR-T day 28'."""
    match = AFTER.search(folded, end, min(len(folded), end + 28)) or AFTER.search(folded, max(start, begin - 34), begin) or BEFORE_DAY.search(folded, max(start, begin - 24), begin)
    if match is None or "," in folded[end : match.start()]:
        return None
    return next(term for term, signs in COUNTED_FROM if match["name"] in signs)


def first_date(folded: str, start: int, end: int) -> Match[str] | None:
    return next(at_numbers(DATE, folded, start, end), None)


def day_of(written: str | None) -> int | None:
    """The day number of a time point as written: `Day 15`, `week 12`, `W22`, `D+96`."""
    match = DAY_OF.search((written or "").lower())
    return int(match["number"]) * DAYS[match["unit"]] if match else None


def time_keys(written: str) -> set[tuple[str, object]]:
    """Keys of a time point as written: its day, its number, the name of the moment."""
    if not written:
        return set()
    text = written.lower()
    keys: set[tuple[str, object]] = set()
    day = day_of(text)
    if day is not None:
        keys.add(("day", day))
    match = POINT_NUMBER.search(text)
    if match:
        keys.add(("point", int(match["number"])))
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
    for clause in sentences_of_head(reading):
        while 0 <= place < clause.start:
            place = next(places, -1)
        matches = times.matches(clause.start, clause.end) if 0 <= place < clause.end else None
        named = named_moment(clause) if "word" in clause.kinds and not matches else None
        if not (matches or named) or clause.section.role in {"prior", "advice", "definition", "method"} or not (speaks_of_own(clause.folded) or clause.folded.startswith(REQUEST_SEGMENT)) or advises(clause):
            continue
        if named is not None:
            return [raw[named.start : named.end]]
        if matches and speaks_of_today(clause, matches[-1].end("day")):
            continue
        found = [raw[match.start("day") : match.end("day")] for match in matches or ()]
        point = POINT_NUMBER.search(folded, clause.start, clause.end)
        if point is not None and raw[point.start() : point.end()] not in found:
            found.append(raw[point.start() : point.end()])
        if len({time.lower()[:2] for time in found}) == len(found) or JOINT.search(folded, clause.start, clause.end):
            return found
    return joint_times(document, times)


HEAD = 1500  # characters


def sentences_of_head(reading: Reading) -> Iterator[Clause]:
    """The sentences at the head of the report, those without a known word as well."""
    document = reading.document
    for index, (start, end) in enumerate(document.sentences):
        if start > HEAD:
            break
        clause = reading.numbered.get(index)
        yield clause if clause is not None else Clause(document, start, end, [], document.section_at(start), index)


def joint_times(document: Document, times: Times) -> list[str]:
    """The times of a report on two samples, from the rows that begin with them."""
    folded = document.folded
    if not times.places or JOINT_WORDS.isdisjoint(document.words) or JOINT.search(folded, 0, min(len(folded), 1500)) is None:
        return []
    rows = [times.within(line.start, min(line.end, line.start + 60))[:1] for line in document.lines if line.table]
    found = [time.written for row in rows for time in row]
    return found if len(found) == 2 else []


def speaks_of_today(clause: Clause, position: int) -> bool:
    """Whether a sentence goes from a time point on to today: 'day 29 showed 0.15 % … and the current sample is negative'."""
    return any(row.effect == "current" and hit.start > position + 25 for hit, row in clause.of("cue"))


def advises(clause: Clause) -> bool:
    """Whether a sentence asks for a sample: 'Please send a week 14 sample'."""
    return any(row.effect == "advice" for _, row in clause.of("cue"))


def named_moment(clause: Clause) -> Hit | None:
    """The first moment of treatment that a sentence names."""
    for hit, row in clause.of("word"):
        if row.kind == "timepoint" and row.id not in {"diagnosis", "relapse"}:
            return hit
    return None


def speaks_of_own(text: str) -> bool:
    """Whether a sentence is about the report's own sample."""
    return any(word in text for word in OWN_TIME)


def month_of(folded: str, start: int, end: int) -> tuple[Match[str], int] | None:
    """The first month with its year in a stretch ('11/2022', 'Nov 2022', 'in 2022'), and its number counted from the year 0."""
    match = MONTH_YEAR.search(folded, start, end)
    if match is None:
        return None
    if match["year"]:
        return match, int(match["year"]) * 12 + 12
    month = int(match["m"]) if match["m"] else MONTHS[match["name"]]
    return match, int(match["y"] or match["of"]) * 12 + month


def own_date(folded: str, order: str | None) -> str | None:
    """The date of the report's own sample, where its head prints one beside words of sampling."""
    match = OWN_DATE.search(folded, 0, min(len(folded), 2500))
    if match is None:
        return None
    first = iso(match.group(), order)
    stop = folded.find("\n", match.end())
    other = OTHER_DATE.search(folded, match.end(), stop if stop >= 0 else len(folded))
    stop = other.start() if other is not None else stop
    after = [iso(found.group(), order) for found in at_numbers(DATE, folded, match.end(), stop if stop >= 0 else len(folded))]
    return max([day for day in (first, *after) if day], default=None)  # a row of the dates of several samples ends with its own


def iso(text: str, order: str | None = None) -> str | None:
    """The first date of a text as it sorts; day before month unless that cannot be, or the report's `order` is `mdy`."""
    match = first_date(text, 0, len(text))
    if match is None:
        return None
    if match["year"]:
        return valid(int(match["year"]), int(match["month"]), int(match["day"]))
    day, month, year = int(match["d"]), match["m"], match["y"]
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    if number > 12 or (order == "mdy" and month.isdigit() and day <= 12):
        day, number = number, day
    return valid(int(year) if len(year) == 4 else 2000 + int(year), number, day)


def valid(year: int, month: int, day: int) -> str | None:
    """ISO 8601, if there is such a day."""
    try:
        return date(year, month, day).isoformat()
    except ValueError:
        return None


def is_sure(text: str, order: str | None) -> bool:
    """Whether the day of the first date of a text cannot be its month."""
    match = first_date(text, 0, len(text))
    if match is None:
        return False
    return bool(match["year"]) or order is not None or not match["m"].isdigit() or int(match["d"]) > 12 or int(match["m"]) > 12
