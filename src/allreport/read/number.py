"""Numbers as laboratories print them: decimal points and commas, thousands of several countries, powers of ten, ranges."""

from __future__ import annotations

from typing import NamedTuple

from allreport.patterns import Pattern, compile, trie  # noqa: A004
from allreport.vocabulary.rows import expand
from allreport.vocabulary.units import UNITS

DIGITS = r"\d{1,12}+(?:[.,]\d{1,9}+){0,4}+"
SPACED = r"\d{1,3}+(?: \d{3}){1,2}+(?![\d.,]\d)"
LETTERS = "abcdefghijklmnopqrstuvwxyz\u03bc"


def unit_starts() -> str:
    """A pattern of what a unit printed right behind its number begins with: its letters, and the sign or digit behind them."""
    alone, led = set(), set()
    for spelling in {spelling for unit in UNITS for wording in unit.wordings for spelling in expand(wording)}:
        letters = len(spelling) - len(spelling.lstrip(LETTERS))
        if letters == len(spelling):
            alone.add(spelling)
        elif letters:
            led.add(spelling[: letters + 1])
    return rf"(?:{trie(sorted(alone))}(?![a-z0-9])|{trie(sorted(led))})"


# A unit may be glued to the number (31.5x10^9/L, 9.1gm/dL); another letter makes it something else, and never its first digits alone.
NUMBER = compile(rf"(?<![\w.,])(?:{SPACED}|{DIGITS})(?!\d)(?:(?![a-z](?!\b))|(?={unit_starts()}))")
WORDS_BEFORE = compile(
    r"(?:(?P<about>approx(?:imately|\.)?|about|around|nearly|ca\.?|circa|roughly|some|almost|estimated(?: at| to be)?|an estimated|close to|~)|"
    r"(?P<less>less[ \n]than|fewer[ \n]than|under|below|not more than|not exceed(?:ing)?|up to|<|\u2264|<=|no more than)|(?P<more>more[ \n]than|greater[ \n]than|over|above|at least|"
    r"exceeding|>|\u2265|>=|in excess of|upwards of))[ \t]{0,2}(?:\n[ \t]{0,20})?(?:of |to be |at |the |a |an )?$"
)
# Written from their mark on: a pattern that begins with one character is found many times faster than one that begins with digits.
DECIMAL_COMMA = compile(r",(?<=\d,)\d{1,2}(?![\d,]|\.\d)")
DECIMAL_POINT = compile(r"\.(?<=\d\.)\d{1,2}(?![\d.]|,\d)")

GROUPED = compile(r"\d{1,3}(?:(?:,\d{3}){1,4}|(?:\.\d{3}){1,4}|(?:[.,]\d\d){1,3}[.,]\d{3})?")  # thousands; or lakhs and crores


class Range(NamedTuple):
    """A printed interval; either end may be open."""

    low: float | None
    high: float | None


def decimal_comma(folded: str) -> bool:
    """Whether a report writes decimals with a comma."""
    commas = decimals(DECIMAL_COMMA, folded, ".,")
    return commas > 1 and commas > 2 * decimals(DECIMAL_POINT, folded, ".,q:p/")


def decimals(pattern: Pattern[str], folded: str, barred: str) -> int:
    """How many numbers of at most three digits before their mark there are; one of `barred` before them makes them something else."""
    count = 0
    for match in pattern.finditer(folded):
        head = match.start() - 1
        while head > match.start() - 4 and head > 0 and folded[head - 1].isdigit():
            head -= 1
        before = folded[head - 1] if head > 0 else ""
        count += match.start() - head <= 3 and not (before.isdigit() or (before != "" and before in barred))
    return count


def value(text: str, comma: bool) -> float:
    """The value of a printed number; `comma` says whether the report writes decimals with a comma.

    >>> value("1,42,300", False), value("98.300", True), value("34,8", True), value("120 000", False)
    (142300.0, 98300.0, 34.8, 120000.0)
    """
    return readings(text, comma)[0]


def readings(text: str, comma: bool) -> list[float]:
    """What a printed number may mean, likeliest first; one entry where it is plain.

    >>> readings("1.234", False), readings("12,345", False)
    ([1.234, 1234.0], [12345.0, 12.345])
    """
    head, _, tail = text.partition(".")
    if head.isdigit() and len(tail) != 3 and (not tail or tail.isdigit()):
        return [float(text)]  # nearly all
    text = text.replace(" ", "")
    dots, commas = text.count("."), text.count(",")
    if not dots and not commas:
        return [float(text)]
    if dots and commas:
        decimal = max(text.rfind("."), text.rfind(","))
        whole = "".join(filter(str.isdigit, text[:decimal]))
        return [float(f"{whole}.{text[decimal + 1:]}")]
    mark = "." if dots else ","
    if dots + commas > 1:
        return [float(text.replace(mark, ""))]
    head, tail = text.split(mark)
    as_decimal, as_whole = float(f"{head}.{tail}"), float(head + tail)
    if len(tail) != 3 or len(head) > 3 or head.startswith("0"):
        return [as_decimal]
    grouped_by_comma = not comma
    if (mark == ",") == grouped_by_comma:
        return [as_whole, as_decimal]
    return [as_decimal, as_whole]


def misgrouped(text: str) -> bool:
    """Whether the marks of a printed number divide it where no thousands stand: no reading of it is sure.

    >>> misgrouped("1.2.3"), misgrouped("1,42,300"), misgrouped("1.234.567,8"), misgrouped("1,2")
    (True, False, False, False)
    """
    if text.count(".") + text.count(",") < 2:
        return False
    whole = text if "." not in text or "," not in text else text[: max(text.rfind("."), text.rfind(","))]
    return GROUPED.fullmatch(whole) is None


def comparator_before(folded: str, start: int, position: int) -> tuple[str, int]:
    """The comparator whose sign or words end right before `position`: (`<`, where it starts); `=` if there is none."""
    match = WORDS_BEFORE.search(folded, max(start, position - 28), position)
    if match is None:
        return "=", position
    if match["about"]:
        return "~", match.start()
    sign = match.group().strip()
    if match["less"]:
        return ("<=" if sign in {"\u2264", "<=", "up to", "not more than", "no more than", "not exceed", "not exceeding"} else "<"), match.start()
    return (">=" if sign in {"\u2265", ">=", "at least"} else ">"), match.start()
