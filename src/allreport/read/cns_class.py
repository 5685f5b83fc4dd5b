"""The class of the central nervous system as printed: CNS1 to CNS3c. Which of several stands is told by correction, time, date, order."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any, NamedTuple

from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.context import Reading, at
from allreport.read.earlier import Dates, days
from allreport.vocabulary import fluid as words

NO_CLASS = frozenset({"method", "definition", "advice", "family", "reference"})
HISTORY = frozenset({"history", "prior", "presentation"})
REACH = 90  # characters before a class in which words may speak of its time
MOST = 60  # classes that may stand within the reach of a legend
BEFORE = 40  # characters before a class in which words may take it back
YEAR, SAME_COURSE = 365, 4  # days


def any_of(parts: tuple[str, ...]) -> str:
    return f"(?:{'|'.join(parts)})"


CLASS = compile(
    rf"cns[ \t]*(?:{words.LEUKEMIA})?{any_of(words.CLASS_LABELS)}?[ \t]*(?:is|was|:|=|\(|-)?[ \t]*{any_of(words.CLASS_LABELS_AGAIN)}?[ \t]*(?:cns)?[ -]{{0,2}}"
    rf"(?P<class>[123][abc]?|iii[abc]?|ii[abc]?|i)(?![\w%]|\.\d|[ ]?{any_of(words.NO_CLASS_AFTER)})"
)
TALK = compile("|".join(words.CLASS_TALK))
AFTER = compile(rf"[ \t]*{any_of(words.CLASS_TALK_AFTER)}")
SUPPOSED = compile(rf"\b{any_of(words.SUPPOSED)}\b[^.;\n]{{0,40}}$")
SUPPOSED_AFTER = compile(rf"[ \t\n]{{1,3}}{any_of(words.SUPPOSED_AFTER)}\b")
INITIAL = compile(rf"{any_of(words.INITIAL)}[^.;\n]{{0,60}}$")
YEAR_BEFORE = compile(rf"{words.A_YEAR}[^.;\n]{{0,60}}$")
INITIAL_AFTER = compile(rf"[ \t\n,(]{{1,3}}{any_of(words.INITIAL)}")
NOW = compile(rf"\b{any_of(words.NOW)}\b[^.;\n]{{0,30}}$")
TAKEN_BACK = compile(rf"\b{any_of(words.TAKEN_BACK)}[ \n](?:as )?(?:cns status )?$")
TAKEN_BACK_AFTER = compile(rf"[ \t\n]{any_of(words.TAKEN_BACK_AFTER)}")
CORRECTED = compile(rf"\b{any_of(words.CORRECTED)}\b")


class Stated(NamedTuple):
    """A class in place. `initial`: said to be of diagnosis; `old`: of a year or more before the report."""

    start: int
    end: int
    value: str
    taken_back: bool
    corrected: bool
    earlier: bool
    initial: bool
    old: bool
    date: tuple[int, ...]


class Classes(NamedTuple):
    """The class that stands, those before it, and whether two disagree with nothing to decide between them."""

    now: Stated | None
    before: list[Stated]
    conflict: bool


def classes(reading: Reading) -> Classes:
    """The classes that are said of this patient."""
    folded = reading.document.folded
    matches = list(at(CLASS, folded, reading.document.places_of(("cns",))))
    dates = Dates(reading)
    matches = [match for match in matches if reading.document.section_at(match.start()).role not in NO_CLASS]
    found = [stated(reading, match, dates) for index, match in enumerate(matches) if says(reading, match, matches[max(0, index - MOST) : index + MOST])]
    standing = [one for one in found if not one.taken_back]
    if not standing:
        return Classes(None, [], conflict=False)
    newest = max(one.date for one in standing)
    if newest and all(one.date for one in standing):
        standing = [one._replace(earlier=one.earlier or days(one.date, newest) > SAME_COURSE) for one in standing]
    rank = max((one.corrected, not one.earlier) for one in standing)
    first = [one for one in standing if (one.corrected, not one.earlier) == rank]
    last = first[-1]
    now = max((one for one in first if one.value[:4] == last.value[:4]), key=lambda one: len(one.value))
    before = [one for one in standing if one.earlier and one.value != now.value]
    return Classes(now, before, conflict=any(one.value[:4] != now.value[:4] for one in first))


def says(reading: Reading, match: Match[str], matches: list[Match[str]]) -> bool:
    """Whether a class is said of this patient: it explains nothing, is not asked for, and is not only supposed."""
    folded, start, end = reading.document.folded, match.start(), match.end()
    if legend(match, matches):
        return False
    return not (
        TALK.search(folded, max(0, start - 60), end)
        or AFTER.match(folded, end)
        or SUPPOSED.search(folded, max(0, start - REACH), start)
        or SUPPOSED_AFTER.match(folded, end)
    )


def legend(match: Match[str], matches: list[Match[str]]) -> bool:
    """Of the classes around one: whether a class is one line of a list that explains all three."""
    near = {other["class"].rstrip("abc") for other in matches if abs(other.start() - match.start()) < 260}
    return len(near) > 2


def stated(reading: Reading, match: Match[str], dates: Dates) -> Stated:
    """A class with what its surroundings say of it."""
    folded, start, end = reading.document.folded, match.start(), match.end("class")
    line, (sentence, _) = reading.document.line_at(start), reading.document.sentence_at(start)
    word = match["class"]
    digits = word.rstrip("abc")
    date = last_date(dates, min(sentence, line.start), start)
    initial = INITIAL.search(folded, max(0, start - REACH), start) or INITIAL_AFTER.match(folded, end)
    dated = len(date) == 3
    past = (
        initial is not None
        or (not dated and YEAR_BEFORE.search(folded, max(0, start - REACH), start) is not None)
        or reading.document.section_at(start).role in HISTORY
    )
    earlier = past and NOW.search(folded, max(0, start - 60), start) is None
    return Stated(
        start,
        end,
        f"CNS{words.ROMAN.get(digits, digits)}{word[len(digits) :]}",
        TAKEN_BACK.search(folded, max(0, start - BEFORE), start) is not None or TAKEN_BACK_AFTER.match(folded, end) is not None,
        CORRECTED.search(folded, min(sentence, line.start), start) is not None,
        earlier,
        earlier and initial is not None,
        earlier and is_old(reading, dates, start),
        date,
    )


def last_date(dates: Dates, start: int, end: int) -> tuple[int, ...]:
    """The last date of a stretch."""
    index = bisect_left(dates.stamps, (end,)) - 1
    return dates.stamps[index][1] if index >= 0 and dates.stamps[index][0] >= start else ()


def is_old(reading: Reading, dates: Dates, place: int) -> bool:
    """Whether the last date before a class, in its section, lies a year or more before the head of the report."""
    section = reading.document.section_at(place)
    date = last_date(dates, min(section.heading_start, reading.document.line_at(place).start), place)
    return bool(date and dates.head) and days(date, dates.head) > YEAR


def sourced(reading: Reading, one: Stated, **more: Any) -> dict[str, Any]:
    return reading.sourced(one.start, one.end, "cns.class", value=one.value, **more)
