"""One printed value: a number behind its label, with the sign before it and the unit, flag and reference range around it."""

from __future__ import annotations

from typing import Any, NamedTuple

from allreport.lexicon import Hit, units
from allreport.patterns import Match, compile, trie  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import NUMBER, Range, readings
from allreport.scan import Clause
from allreport.vocabulary.rows import expand
from allreport.vocabulary.units import UNIT_DENOMINATORS

# The same label in a script that is not Latin, or the day of the count, may stand between a label and its value.
OTHER_SCRIPT = "\u0400-\u04ff\u0530-\u06ff\u0900-\u0e7f\u3040-\u30ff\u3400-\u9fff\uac00-\ud7a3"
LEADING = (
    r"(?:[ \t:=|*!.\u2026_#^-]|[\[(][^()\[\]\n]{0,10}[/%][^()\[\]\n]{0,10}[)\]](?=[ \t:=|.])|\((?:hb|hgb|hct|pcv|plt|wbc|rbc|ldh|tlc|abs|"
    r"absolute|automated|calculated|fbc|total|[a-z]{2,5})\)|,(?=[ \t])|(?:was|were|is|of|at|count|result|level|\u2191|\u2193|value|abs\.?|total|"
    r"came back|measured|now|today|currently|on|the|time|serum|plasma|referral|diagnosis|presentation|admission|onset|relapse|arrival|discharge|follow-up|raised|"
    r"elevated|increased|reduced|decreased|low|high|markedly|to|then)\b|"
    rf"[{OTHER_SCRIPT}]{{1,30}}+|\([{OTHER_SCRIPT} ]{{1,30}}\)){{0,60}}+"
)
SIGNED = (
    r"[ \t]*(?:\(?(?P<flag>hh|ll|[hlna*!\u2191\u2193]{1,2})\)?[ \t]+)?(?P<compare><=|>=|<|>|\u2264|\u2265|~|"
    r"approx(?:imately\b|\.|\b)|about\b|around\b|nearly\b|circa\b|ca\.)?[ \t]{0,2}"
)
LEAD = compile(f"(?>{LEADING})(?>{SIGNED})")
MORE_LEAD = compile(SIGNED)
DASH = r"[ \t]*(?:-|to|a|\u00f7|and)[ \t]*\d"
# The beginnings of months; not of marrow, marked, febrile, separate, decreased.
MONTH = "jan|feb(?!ri)|mar(?![rkg])|apr(?!o)|may|jun(?!c)|jul|aug(?!m)|sep(?![sa])|oct|nov(?!o|el)|dec(?![rl])"
# `odd` is set where a number may be the beginning of a date or of a range.
SIGNED_NUMBER = rf"(?>{SIGNED})(?P<number>{NUMBER.pattern})(?P<odd>(?=[./-]\d|{DASH}|[-/ ](?:{MONTH})))?"
LIMIT = r"\d{1,3}(?:[ .,]?\d{1,6}){0,3}"
INTERVAL = (
    rf"(?:(?P<low>{LIMIT})[ \t]*(?:-|to|a|\u2013|\u00f7|and)[ \t]*(?P<high>{LIMIT})"
    rf"|(?P<below><|\u2264|<=|up to|bis|upto)[ \t]*(?P<max>\d{{1,3}}(?:[.,]?\d{{1,6}}){{0,3}})"
    rf"|(?P<above>>|\u2265|>=)[ \t]*(?P<min>\d{{1,3}}(?:[.,]?\d{{1,6}}){{0,3}}))(?![\d/])"
)
# All that most lines hold: number, flag, unit, reference range.
VALUE = compile(
    f"(?>{LEADING}){SIGNED_NUMBER}"
    r"(?:(?:[ \t]{1,12}+(?P<mark>hh?|ll?|\u2191|\u2193)[ \t]{1,14}+|[ \t|_*]{0,60}+)(?P<unit>(?:x[ ])?[^\s|,;()\[\]]{0,20}[^\s|,;()\[\].])"
    rf"[ \t|_*,;.]*+(?:[(\[]?(?P<range>{INTERVAL})[)\]]?[ \t|]*+)?)?"
)
VALUE_BELOW = compile(SIGNED_NUMBER)
LONG = 5  # characters; only a longer number can be a whole date
DATE_LIKE = compile(rf"\d{{1,4}}[./-]\d{{1,2}}[./-]\d{{2,4}}|\d{{1,2}}[-/ ](?:{MONTH})")
# A flag is no litre behind a bar or `per`: 10^9 / L.
FLAG = compile(r"(?:(?<![\w/.,\u00b5\u03bc])(?<!/ )(?<![Pp]er )|(?=[\u2191\u2193]))[(\[*!>]?(HH|LL|H|L|HIGH|LOW|High|Low|high|low|HI|LO|Hi|Lo|ALTO|BAJO|Alto|Bajo|CH|CL|"
    r"\u2191{1,2}|\u2193{1,2}|\+{1,2}|-{1,2}|crit(?:ical)?\.? (?:high|low)|N|A|[YD](?=\)|[ \t]*(?:\n|$)))[)\]*!<]?(?![\w/.%]|,\d)(?=[ \t|)\n;,\\]|$)")
GLUED_FLAG = compile(r"(HH|LL|H|L)(?=[ \t|)\]\n;,*]|$)")
HIGH, LOW = frozenset({"h", "hh", "high", "hi", "ch", "\u2191", "\u2191\u2191", "+", "++", "critical high", "crit high", "alto", "y"}), frozenset({"l",
    "ll", "low", "lo", "cl", "\u2193", "\u2193\u2193", "-", "--", "critical low", "crit low", "bajo", "d"})
RANGE = compile(r"[(\[{]?[ \t]*+(?:ref(?:erence)?\.?|normal|range|nv|n|ri|vr|nr|usual|bio\.? ref\.?)?[ \t]*+(?:range|interval|values?|int\.?|"
    r"ranges)?[ \t]*+[:=]?[ \t]*+" + INTERVAL)
BARE_RANGE = compile(INTERVAL)
RANGE_START = compile(r"[\d<>\u2264\u2265ub]")
RANGE_WORDS = frozenset({"reference", "normal", "norm", "range", "usual", "interval", "value", "values", "ranges"})
RANGE_GAP = compile(r"[a-z]{4,}")
AFTER_RANGE = compile(r"[ \t]*[)\]}]?[ \t]*(?:\(?[hln*\u2191\u2193]\)?(?=[ \t]))?")
DASHED = compile(DASH)
SIGNS = {"\u2264": "<=", "\u2265": ">="} | dict.fromkeys(("approx", "approx.", "approximately", "about", "around", "nearly", "circa", "ca."), "~")
UNIT_BEFORE = compile(r"[\[(][ \t]*(?=[^\s()])")
# The marks between a value and its unit; more than one may stand there: `97* L g/L`, `18 CRIT LO K/uL`.
FLAG_HERE = compile(r"[ \t|]{0,12}(?:[(\[>*!]{0,2}(?:H(?:IGH|igh|[HI])?|L(?:OW|ow|[LO])?|Hi|Lo|C[HL]?|A(?:BN?)?|N|[Cc](?:RIT|rit)(?:ICAL|ical)?|"
    r"[Aa]bnormal|ABNORMAL|[Pp]anic|PANIC|high|low|\u2191{1,2}|\u2193{1,2}|\+{1,2}|-{1,2}|[*!](?![*!]))[)\]<*!]{0,2}(?![\w/%])[ \t|]{0,14}){0,4}[(\[]?[ \t]{0,4}")
LETTER_CELL = compile(r"[NPLMEB][ ]\d{1,2}[ ]?(?:%|%?[,;)]|[ ]{1,2}[NPLMEB][ ]?[:=-]?[ ]?\d)")  # L 26, of a differential
MARKS = {"H": "H", "HH": "H", "\u2191": "H", "L": "L", "LL": "L", "\u2193": "L"}
DENOMINATORS = sorted({spelling for wording in UNIT_DENOMINATORS for spelling in expand(wording)})
SPOILT = str.maketrans("o", "0")  # letters read for digits
UNIT_LENGTH = 24  # characters within which its stroke stands
BEHIND = 110  # characters within which unit, flag and range stand


UNKNOWN_UNIT = compile(rf"(?:[a-z\u03bc][a-z\u03bc0-9^*]{{0,14}}+|x? ?10 ?[\^*e] ?\d{{1,2}})[ ]?/[ ]?{trie(DENOMINATORS)}(?![a-z0-9])")


class Printed(NamedTuple):
    """One printed value: the number, and what stands with it."""

    start: int
    end: int
    number: str
    compare: str
    unit: dict[str, Any] | None
    unit_text: str | None
    flag: str | None
    range: Range | None
    label: int
    stop: int

    @property
    def percent(self) -> bool:
        return self.unit is not None and "pct" in self.unit


def value_behind(reading: Reading, hit: Hit, stop: int, clause: Clause) -> Printed | None:
    """The value printed after a label, on its line or, where the label stands alone, on the next one."""
    match = VALUE.match(reading.document.folded, hit.end, stop + 1)
    if match is None:
        return value_below(reading, hit, stop, clause)
    whole = whole_value(reading, match, hit.start, stop)
    return whole if whole is not None else looked_into(reading, hit, match, stop)


def whole_value(reading: Reading, match: Match[str], label: int, stop: int) -> Printed | None:
    """The value that a match tells in full; None where a spelling needs a closer look."""
    flag, compare, number, odd, mark, unit, ranged = match.group("flag", "compare", "number", "odd", "mark", "unit", "range")
    if unit is None or flag is not None or odd is not None or len(number) > LONG:
        return None
    meaning = units().table.get(unit)
    start, end = match.span("unit")
    if meaning is None or end > stop or not stop <= match.end() <= match.end("number") + BEHIND:
        return None
    raw = reading.document.raw
    if mark is not None:
        flag = MARKS.get(raw[match.start("mark") : match.end("mark")])
        if flag is None or RANGE_GAP.search(unit):
            return None
    compare = SIGNS.get(compare, compare) if compare else "="
    return Printed(match.start("number"), end, number, compare, meaning, raw[start:end], flag, range_of(match, reading.comma) if ranged else None, label, stop)


def value_below(reading: Reading, hit: Hit, stop: int, clause: Clause) -> Printed | None:
    """The value on the line below a label that stands alone."""
    folded = reading.document.folded
    if folded[LEAD.match(folded, hit.end, stop).end() : stop].strip():  # type: ignore[union-attr]
        return None
    line = reading.document.line_at(hit.end)
    if stop != line.end or not (folded[line.start : hit.start].strip() == "" or clause.end > stop + 2):
        return None
    after = folded.find("\n", stop, stop + 2)
    if after < 0:
        return None
    end = folded.find("\n", after + 1, after + 120)
    end = end if end >= 0 else min(len(folded), after + 120)
    match = VALUE_BELOW.match(folded, after + 1, end)
    return looked_into(reading, hit, match, end) if match else None


def looked_into(reading: Reading, hit: Hit, match: Match[str], stop: int) -> Printed | None:
    """The value of a matched number, if it is no date; a line may print the range before the result."""
    start, end = match.span("number")
    if end > stop:
        return None
    if match["odd"] is not None or end - start > LONG:
        later = range_first(reading, hit, start, end, stop)
        if later is not None:
            return later
        if DATE_LIKE.match(reading.document.folded, start, stop):
            return None
    compare = match["compare"] or "="
    return tail(reading, hit.start, start, end, stop, SIGNS.get(compare, compare), match["flag"])


def range_first(reading: Reading, hit: Hit, start: int, end: int, stop: int) -> Printed | None:
    """A line that prints the reference range and the unit before the result."""
    folded, raw = reading.document.folded, reading.document.raw
    if not DASHED.match(folded, end, stop):
        return None
    ranged = RANGE.match(folded, start, stop)
    if ranged is None or not ranged["low"] or not reading.document.line_at(hit.start).table:
        return None
    place = skip(folded, ranged.end(), stop)
    unit = units().at(folded, place, stop)
    if unit is None:
        return None
    unit_text = raw[place : unit[0]]
    lead = MORE_LEAD.match(folded, skip(folded, unit[0], stop), stop)
    number = NUMBER.match(folded, lead.end(), min(len(folded), stop + 1)) if lead else None
    if lead is None or number is None or number.end() > stop:
        return None
    flag = flag_of(lead["flag"]) or find_flag(raw, number.end(), stop, None)
    return Printed(number.start(), number.end(), number.group(), "=", unit[1], unit_text, flag, range_of(ranged, reading.comma), hit.start, stop)


def tail(reading: Reading, label: int, start: int, end: int, stop: int, compare: str = "=", flag: str | None = None) -> Printed:
    """What stands behind a number: unit, flag, reference range, in any order."""
    folded, raw = reading.document.folded, reading.document.raw
    stop = min(stop, end + BEHIND)
    place = skip(folded, end, stop)
    unit = units().at(folded, place, stop)
    last = unit[0] if unit else end
    ranged = None
    found = flag_of(flag) if flag else None
    if more_behind(folded, place, last, stop):
        if unit is None:
            place = skip_flag(raw, folded, end, stop)
            unit = units().at(folded, place, stop)
            last = unit[0] if unit else end
        ranged = range_within(folded, last, stop)
        if unit is None and ranged:
            place = skip(folded, AFTER_RANGE.match(folded, ranged.end(), stop).end(), stop)  # type: ignore[union-attr]
            unit = units().at(folded, place, stop)
        found = found or find_flag(raw, end, stop, ranged)
    text = raw[place : unit[0]] if unit else None
    if unit is None:
        unknown = unknown_unit(folded, end, stop)
        if unknown is not None:
            last, text = unknown.end(), raw[unknown.start() : unknown.end()]
        else:
            unit, place = unit_before(folded, label, start)
            text = raw[place : unit[0]] if unit else None
    return Printed(start, last, folded[start:end], compare, unit[1] if unit else None, text, found, range_of(ranged, reading.comma) if ranged else None, label,
        stop)


def unknown_unit(folded: str, end: int, stop: int) -> Match[str] | None:
    """The unit of no row right behind a number; a spelling that the reading of a picture spoiled (`x1O3/uL`) is none."""
    if folded.find("/", end, min(stop, end + UNIT_LENGTH)) < 0:
        return None
    match = UNKNOWN_UNIT.match(folded, skip(folded, end, stop), stop)
    if match is None or match.group().translate(SPOILT) in units().table:
        return None
    return match


def more_behind(folded: str, place: int, last: int, stop: int) -> bool:
    """Whether a flag or a range may stand behind a number; most lines end with the unit."""
    return folded[last:stop].strip(" \t|_*,;.") != "" or (last > place and " " in folded[place:last] and skip(folded, last, stop) < stop)


def unit_before(folded: str, label: int, start: int) -> tuple[Any, int]:
    """The unit that stands in brackets between a label and its number: 'WBC (x10^9/L): 45.2'."""
    for bracket in UNIT_BEFORE.finditer(folded, label, start):
        unit = units().at(folded, bracket.end(), start)
        if unit and folded[unit[0] : unit[0] + 2].lstrip()[:1] in {")", "]"}:
            return unit, bracket.end()
    return None, start


def range_within(folded: str, start: int, stop: int) -> Match[str] | None:
    """The reference range printed between `start` and `stop`; other words before it say that it is of something else."""
    for first in RANGE_START.finditer(folded, start, stop):
        ranged = BARE_RANGE.match(folded, first.start(), stop)
        if ranged:
            return ranged if RANGE_WORDS.issuperset(RANGE_GAP.findall(folded, start, ranged.start())) else None
    return None


def skip(folded: str, position: int, stop: int) -> int:
    while position < stop and folded[position] in " \t|_*":
        position += 1
    return position


def skip_flag(raw: str, folded: str, position: int, stop: int) -> int:
    match = FLAG_HERE.match(raw, position, stop)
    return skip(folded, match.end() if match else position, stop)


def flag_of(text: str | None) -> str | None:
    if not text:
        return None
    word = text.strip("()[] *!").lower()
    return "H" if word in HIGH else "L" if word in LOW else None


def find_flag(raw: str, start: int, stop: int, ranged: Match[str] | None) -> str | None:
    """The first flag of a stretch, outside the reference range; one may be glued to the number that ends at `start`."""
    glued = GLUED_FLAG.match(raw, start, stop)
    if glued:
        return flag_of(glued.group())
    for match in FLAG.finditer(raw, start, stop):
        if (ranged and ranged.start() <= match.start() < ranged.end()) or LETTER_CELL.match(raw, match.start(), stop):
            continue
        flag = flag_of(match.group(1))
        if flag:
            return flag
    return None


def range_of(match: Match[str] | None, comma: bool) -> Range | None:
    if match is None:
        return None
    low, high, below, above = match.group("low", "high", "max", "min")
    if low:
        return Range(number_of(low, comma), number_of(high, comma))
    return Range(None, number_of(below, comma)) if below else Range(number_of(above, comma), None)


def number_of(text: str | None, comma: bool) -> float | None:
    return readings(text.strip(), comma)[0] if text else None
