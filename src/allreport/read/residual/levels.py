"""Printed levels: any notation to percent, and what a level is by the words beside it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.number import comparator_before, readings
from allreport.read.residual.words import Token
from allreport.vocabulary.residual import BEHIND_NUMBER, COUNTED_CELLS, METHOD_SIGNS

SUPERSCRIPT = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
N = r"\d{1,9}(?:[.,]\d{1,9}){0,3}"
EDGE = r"(?<![\w.,/-])"
COUNTED = "|".join(COUNTED_CELLS)
# Percentages are most levels and cheap to find; no other notation matches where they do.
PERCENT = compile(rf"(?<=between )(?P<low>{N})[ ]?%?[ ]and[ ](?P<top>{N})[ ]?%(?!\w)|{EDGE}(?P<pct>(?>{N}))(?:[ ]?-[ ]?(?P<pct2>(?>{N})))?[ \n]?[ ]{{0,12}}(?:%|per ?cent|pct)(?!\w)")
TIMES = r"[x*.\u22c5\u2219]"
DIGITS_UP = r"(?:[-\u207b]|minus )[ ]?[0-9\u00b9\u00b2\u00b3\u2070-\u2079]{1,2}"
EXPONENT = rf"(?:[({{]{DIGITS_UP}[)}}]|{DIGITS_UP})"
# '7.10E-4' is 7.1 x 10^-4, and so E-notation is tried first.
POWER = compile(
    rf"{EDGE}(?P<emant>\d{{1,4}}(?:[.,]\d{{1,4}})?)[ ]?e[ ]?(?P<eexp>-[ ]?0?\d{{1,2}})(?!\w)|"
    rf"{EDGE}(?:(?P<mant>{N})[ ]?{TIMES}[ ]?\n?[ ]{{0,12}})?10[ ]?(?:\^|\*\*|e|exp\.?|to the (?:power (?:of )?)?)?[ ]?(?P<exp>{EXPONENT})(?![\d.]\d|\d|[ ]?(?:years|days|/|%))|"
    rf"(?<![\w.,:/-])(?:(?P<count>\d{{1,4}}(?:[.,]\d{{1,3}})?)[ ]?(?:(?:(?:{COUNTED})[ ]){{0,4}}(?:in|per|out of)|/(?=[ ]?10))|1[ ]?[:/])[ ]?(?P<onein>10[ ]?[\^e][ ]?[3-6]|10[\u00b3-\u2079]|"
    rf"\d{{1,3}}(?:[ .,]\d{{3}}){{1,2}}|(?!(?:19|20)\d\d(?!\d))\d{{4,7}}|(?:1 |one |a )?lakh)(?!\d)|"
    rf"{EDGE}(?P<million>(?>{N}))[ ]?(?:\([^()\n]{{0,24}}\)[ ]?)?(?:[a-z-]{{3,12}}[ ]){{0,4}}(?:per|/|in)[ ]?(?:1 |one |a )?(?:million|10\^6|10\u2076|1,000,000|1 000 000|mio)(?!\w)"
)
# A factor that is not understood before '10-4': the power of ten is no level by itself.
FACTOR = compile(r"(?:\d[ ]?(?:x|[^\w\s<>=~:;,()|\[\]\u2264\u2265])|(?<![a-z0-9])x)[ ]?$")
# A count behind its unit begins with no number; it is tried where a text speaks of millions.
COUNT = compile(rf"(?:per|/)[ ]?(?:1 )?(?:million|10\^6)(?:[ ](?:nucleated |mononuclear )?cells)?[ \t]*[:=.]{{1,20}}[ \t]*(?P<after>{N})(?![\w%.])")
LEVEL = compile(f"{PERCENT.pattern}|{POWER.pattern}|{COUNT.pattern}")
LEVEL_SIGNS = ("10", "e-", "e -", "million", "mio", "lakh", "percent", "per cent", "pct", "1:", "1/", "1 in", "1 per", "1 out", *METHOD_SIGNS)  # where a level may be that is no percentage
LABELLED = compile(r"%[^\d\n;:=]{0,44}[:=][ \t]*[<>~]?[ \t]*(?P<bare>\d{1,3}(?:[.,]\d{1,6})?)(?![\d%]|[ ]?[x*/]|[ ]?%)")
GAPPED = compile(r"%[ \t)]*[ \t]{3,}(?P<bare>\d{1,3}(?:[.,]\d{1,6})?)[ \t]*$")  # 'Ratio BCR-ABL1/ABL1 (%)        0.0147', nothing behind it
BARE = compile(r"(?<![\w.,/-])(?P<bare>\d{1,3}(?:[., ]\d{3}){1,2}|\d{1,7}(?:[.,]\d{1,6})?)(?![\w%/-]|[.,]\d)")
DIGITS = compile(r"[0-9][0-9]*+")  # a set comes first: the engine skips to it

DAY_AND_MONTH = compile(r"10-0\d")
UNIT_AFTER = compile(r"[ ]?[)\]][ ]{0,3}[:=]?[ ]{0,12}\d")  # 'MRD (10^-4): 3': the unit of the number behind it


class Level(NamedTuple):
    """A printed level, in percent; `role` is result, lod, loq, cut or other."""

    start: int
    end: int
    percent: float
    high: float | None
    comparator: str
    role: str
    ambiguous: bool = False


def at_numbers(pattern: Pattern[str], folded: str, start: int, end: int) -> Iterator[Match[str]]:
    """The matches of a pattern that begins with a number; tried at numbers only, which is faster than a search."""
    for digits in DIGITS.finditer(folded, start, end):
        place = digits.start()
        if place >= start:
            match = pattern.match(folded, place, end)
            if match is not None:
                start = match.end()
                yield match


def printed_levels(folded: str, start: int, end: int) -> Iterator[Match[str]]:
    """All levels that are printed in a stretch."""
    text = folded[start:end]
    if "million" in text or "10^6" in text:
        return LEVEL.finditer(folded, start, end)
    if holds_any(text, LEVEL_SIGNS):
        return at_numbers(LEVEL, folded, start, end)
    return at_numbers(PERCENT, folded, start, end) if "%" in text else iter(())


def has_level(folded: str, start: int, end: int) -> bool:
    return next(printed_levels(folded, start, end), None) is not None


def may_hold_level(text: str) -> bool:
    """A quick look: whether a stretch may hold a level; a technique that is named alone on its line counts for the lines under it."""
    return "%" in text or holds_any(text, LEVEL_SIGNS)


def comparator_at(folded: str, start: int, position: int) -> tuple[str, int]:
    """The comparator before a level, looked for only behind a letter or a sign that may end one."""
    before = folded[max(start, position - 24) : position].rstrip()
    return comparator_before(folded, start, position) if before and (before[-1].isalpha() or before[-1] in "<>=~.\u2264\u2265") else ("=", position)


def holds_any(text: str, signs: tuple[str, ...]) -> bool:
    for sign in signs:  # noqa: SIM110 - a plain loop is faster, and this is asked of every sentence
        if sign in text:
            return True
    return False


def percent_of(match: Match[str], comma: bool) -> tuple[float | None, float | None, bool]:
    """A match of `LEVEL` in percent: value, high end of a range, and whether the notation has two meanings."""
    notation = match.lastgroup
    if notation == "pct":
        return plain(match["pct"], comma), None, False
    if notation == "top":
        return plain(match["low"], comma), plain(match["top"], comma), False
    if notation == "pct2":
        return plain(match["pct"], comma), plain(match["pct2"], comma), False
    if notation == "exp":
        if match["mant"] is None and DAY_AND_MONTH.fullmatch(match.group()):
            return None, None, False
        exponent = -int("".join(filter(str.isdigit, match["exp"].translate(SUPERSCRIPT))))
        if match["mant"] is None and (UNIT_AFTER.match(match.string, match.end()) or FACTOR.search(match.string, max(0, match.start() - 4), match.start())):
            return None, None, False
        mantissa = readings(match["mant"], comma)[0] if match["mant"] else 1.0
        return mantissa * 10.0**exponent * 100, None, False
    if notation == "eexp":
        exponent = int(match["eexp"].replace(" ", ""))
        if match["emant"] == "10":
            return 10.0**exponent * 100, None, True  # as a limit is printed, '< 10E-5'; a calculator would mean ten times that
        return readings(match["emant"], comma)[0] * 10.0**exponent * 100, None, False
    if notation == "onein":
        one = one_in(match["onein"])
        return (readings(match["count"], comma)[0] if match["count"] else 1.0) * one if one else None, None, False
    return readings(match[notation or 0], comma)[0] / 10_000, None, False


def one_in(text: str) -> float | None:
    """One cell in so many, in percent: '10 000', '10^4', 'lakh'."""
    if text.endswith("lakh"):
        return 100 / 100_000
    power = text.removeprefix("10").strip(" ^e").translate(SUPERSCRIPT)
    is_power = text.startswith("10") and len(power) == 1 and power in "3456789" and (len(text) <= 3 or not text.replace(" ", "").isdigit())
    number = 10.0 ** int(power) if is_power else float("".join(filter(str.isdigit, text)))
    return 100 / number if number >= 100 else None


def in_percent(unit: str) -> float:
    """How many percent one of a unit is: `million` (cells in a million), `e-4`, else percent itself."""
    return 1e-4 if unit == "million" else 100 * 10.0 ** int(unit[1:].replace(" ", "")) if unit.startswith("e") else 1.0


def plain(text: str, comma: bool) -> float:
    """A percentage: one mark in it is a decimal mark."""
    return float(text.replace(",", ".")) if text.count(",") + text.count(".") == 1 else readings(text, comma)[0]


ROLES = {name: "|".join(parts) for name, parts in BEHIND_NUMBER.items()}
AFTER_ROLE = compile(
    rf"[ \t]{{0,2}}(?:\([^()\n]{{0,24}}\)[ \t]*)?(?P<cut>{ROLES['cut']})|[ \t]{{0,2}}\)?[ \t]{{0,2}}(?:\([^()\n]{{0,16}}\)[ \t]{{0,2}})?(?P<lod>{ROLES['lod']})|"
    rf"[ \t]{{0,2}}(?P<loq>{ROLES['loq']})|[ \t]{{0,2}}(?P<other>{ROLES['other']})"
)
COUNTED_VIABLE = compile(r"\d viab")  # 'in 1,000,000 viable cells'
OF_MRD = compile(r"[ ](?:of|for|in|to detect)[ ](?:the |this |our |flow |pcr |ngs |b-all |t-all )*")
ROLE_OF_LIMIT = {"detection": "lod", "quantification": "loq", "threshold": "cut"}


def role_of(folded: str, low: int, start: int, end: int, comparator: str, words: list[Token]) -> str:
    """What a level is, by the words nearest to it: a result, a limit of detection or quantification, a threshold, or something else."""
    after = AFTER_ROLE.match(folded, end, min(len(folded), end + 40))
    if after and not (after.lastgroup == "other" and "normal" in after.group() and "%" not in folded[start:end]):  # 'one in 10,000 normal cells'
        return after.lastgroup or "result"
    if after is None and is_the_level(folded, start, end, words):
        return "lod"
    role, place = "", -1
    for word in words:
        if word.start >= start:
            break
        if start - word.end > 80 or folded.startswith("of ", word.start) or ";" in folded[word.end : start] or COUNTED_VIABLE.match(folded, max(0, word.start - 2)):
            continue
        if word.kind == "limit":
            role, place = ROLE_OF_LIMIT[word.id], word.end
        elif role in {"lod", "loq"} and word.id == "own" and OF_MRD.match(folded, place, word.start):
            place = word.end
        elif word.kind == "beside" and word.id != "denominator":
            role, place = ("other" if word.id == "other" else ""), word.end
        elif word.kind == "said" and word.id in {"positive", "negative"}:
            role, place = "", word.end
        elif word.kind == "said" and word.id in {"policy", "weak_policy"} and not role:
            role, place = "cut", word.end
    if "  |" in folded[max(place, low) : start]:
        role = ""
    if role == "cut" and comparator == "=" and "mrd" in folded[place:start]:
        role = ""
    if comparator in {">=", ">"}:
        return "lod" if role != "cut" and seen_none(folded, start, words) else "cut"
    return role if role and not crossed(unbracketed(folded, place, start, words), role) else "result"


def is_the_level(folded: str, start: int, end: int, words: list[Token]) -> bool:
    """Whether a level is the one that a test can see: 'negative at the 0.01 % level'; where something was found there, it is the result."""
    return folded.endswith("at the ", max(0, start - 7), start) and folded.startswith(" level", end) and not any(word.id == "positive" for word in words)


def seen_none(folded: str, start: int, words: list[Token]) -> bool:
    """Whether nothing was seen above a level: 'no abnormal population identified above 0.001 %'."""
    said = next((word for word in reversed(words) if word.start < start and word.kind == "said"), None)
    first = next((word for word in words if word.id == "negative" and word.start < start), None)
    return said is not None and said.id in {"negative", "positive"} and first is not None and not any(mark in folded[first.end : start] for mark in ";:,.(")


def unbracketed(folded: str, place: int, start: int, words: list[Token]) -> str:
    """The text between a word and a level without the bracket that closes right behind the word: 'precursors (hematogones) 6.2 %', '(LOD) 0.01 %'."""
    between = folded[place:start]
    if not between.startswith(")"):
        return between
    word = next(word for word in words if word.end == place)
    own = any(other.id == "own" and 0 <= word.start - other.end <= 2 for other in words)
    return between if own or folded[word.start - 1] != "(" else between[1:]


def crossed(between: str, role: str) -> bool:
    """Whether another value or a closed bracket stands between the limit word and the level."""
    if role in {"lod", "loq"} and "=" in between and "%" not in between:
        return False
    return (")" in between and "(" not in between) or ("%" in between and "/" not in between)


