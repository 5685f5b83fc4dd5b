"""Chromosomes and bands in parentheses.

chromosomes = "(" chromosome { ";" chromosome } ")"          (";" also ":" or ",")
chromosome  = ["?"] ( 1..22 | "X" | "Y" | "?" ) { "*" | "'" }
bands       = "(" band-set { ";" band-set } ")"
band-set    = band { band }
band        = ["?"] [chromosome] ("p" | "q") [digits ["." digits]] ["?"] [ ("~" | "-" | "or") (band | digits) ] | "?" | "cen"
detailed    = "(" segment { "::" segment } ")"
segment     = [chromosome] point "->" [chromosome] point      (point = band | "pter" | "qter" | "cen")
"""

from __future__ import annotations

from functools import lru_cache
from typing import NamedTuple

from allreport import patterns

from .tree import Bands

_CHROMOSOME = r"(?:\??(?:2[0-2]|1\d|[1-9]|[xy])|\?)(?:[*'?]|c(?=\))){0,2}"
CHROMOSOMES = patterns.compile(rf"\??\((\??{_CHROMOSOME}(?:[;:,/]{{1,2}}{_CHROMOSOME}){{0,7}})(?:[;:,](?=\)))?(\))?")
CHROMOSOMES_TWICE = patterns.compile(rf"\(({_CHROMOSOME}(?:;{_CHROMOSOME}){{1,7}})\)(?=\([pq?])")
CHROMOSOMES_UNOPENED = patterns.compile(rf"({_CHROMOSOME}(?:[;:,]{_CHROMOSOME}){{0,7}})\)")
_ONE = r"(?:2[0-2]|1\d|[1-9]|[xy])"
ARMED = patterns.compile(rf"\(({_ONE})(?=[pq])")  # del(9p21): the band inside the first parentheses
UNPARENTHESISED = patterns.compile(rf"({_ONE})(?=[pq]\d)")  # del9p21
_POINT = r"(?:[pq]?ter|cen|[pq]\??(?:[\dlo]{0,3}(?:\.[\dlo]{1,3})?))"
_DIGIT = r"(?:[\dl]|o(?!r))"  # letters that stand for digits; `or` is a word
_BAND_START = r"\??(?:(?:2[0-2]|1\d|[1-9]|[xy])(?=[pq]))?"
BAND = patterns.compile(
    rf"{_BAND_START}([pq])\??((?:ter|(?:\d|l(?=\d)){_DIGIT}{{0,2}}\??{_DIGIT}?(?:\.{{1,2}}\??{_DIGIT}{{0,3}})?)?)\??"
    rf"(?:\(?(?:[~-]{{1,2}}|or|to|->)\)?([pq]?)\??({_DIGIT}{{1,3}}(?:\.\??{_DIGIT}{{1,3}})?|ter)\??)?"
    r"|(\?)|(cen)"
)
SEGMENT = patterns.compile(rf":{{0,2}}(?:(\?)(?=:|\))|({_ONE})?\??({_POINT})\??-?>({_ONE})?\??({_POINT})\??)")
DETAILED = patterns.compile(rf":{{0,2}}(?:{_ONE})?\??{_POINT}\??-?>|:{{0,2}}\?::")
ARMLESS = patterns.compile(r"\d{1,2}(?:\.\d{1,2})?(?=[;:)])")  # `(q13;21)`: which arm is not said
OCR = str.maketrans("lo", "10")


class BandList(NamedTuple):
    """The bands read: where they end, whether any is uncertain, and what had to be repaired."""

    bands: Bands
    end: int
    uncertain: bool
    repairs: tuple[str, ...]
    detail: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()


@lru_cache(maxsize=4096)
def chromosome_names(written: str) -> tuple[tuple[str, ...], bool, bool]:
    """The names in `9;22`, whether one is uncertain, and whether a separator had to be repaired."""
    repaired = ":" in written or "," in written or "/" in written or ";;" in written
    separated = written.replace(":", ";").replace(",", ";").replace("/", ";") if repaired else written
    names = tuple(name.strip("*'c").strip("?").rstrip("*'").upper() or "?" for name in separated.split(";") if name)
    return names, "?" in written, repaired


def take_band_set(s: str, pos: int, limit: int) -> tuple[tuple[str, ...], int, bool, bool]:
    """band-set = band { band }. Gives the bands, where they end, whether one is uncertain, whether one was repaired."""
    bands: list[str] = []
    uncertain = repaired = False
    while pos < limit and len(bands) < 12:
        match = BAND.match(s, pos, limit)
        if match is None or match.end() == pos:
            break
        arm, digits, arm_to, digits_to, unknown, centromere = match.groups()
        whole = match[0]
        uncertain = uncertain or "?" in whole
        if unknown:
            bands.append("?")
        elif centromere:
            bands.append("cen")
        else:
            if "l" in digits or "o" in digits:
                digits, repaired = digits.translate(OCR), True
            name = arm + (digits.replace("?", "").rstrip(".").replace("..", ".") if digits else "?" if "?" in whole else "")
            if digits_to:
                name, uncertain = f"{name}~{arm_to or arm}{digits_to.replace('?', '')}", True
            bands.append(name)
        pos = match.end()
    return tuple(bands), pos, uncertain, repaired


def take_bands(s: str, pos: int, chromosomes: tuple[str, ...]) -> BandList | None:
    """bands | detailed, at "(" (or where it is missing). None if no band stands here."""
    end, repairs = len(s), []
    if s.startswith("(", pos):
        pos += 1
        if s.startswith("[", pos):
            pos, repairs = pos + 1, ["parenthesis doubled"]
    else:
        repairs.append("opening parenthesis missing")
    if DETAILED.match(s, pos):
        return take_detail(s, pos, chromosomes, repairs)
    return _band_sets(s, pos, end, repairs)


def _band_sets(s: str, pos: int, end: int, repairs: list[str]) -> BandList | None:
    sets: list[tuple[str, ...]] = []
    uncertain = False
    while True:
        bands, after, doubt, repaired = take_band_set(s, pos, end)
        armless = None if bands else ARMLESS.match(s, pos)
        if armless:
            bands, after, doubt, repaired = ("?",), armless.end(), True, False
            repairs.append("arm of the band missing")
        if not bands:
            break
        sets.append(bands)
        pos, uncertain = after, uncertain or doubt
        if repaired:
            repairs.append("letter read as digit")
        letter = s[pos : pos + 1]
        if (
            letter
            and letter in ";:,"
            and (BAND.match(s, pos + 1) or (letter == ";" and ARMLESS.match(s, pos + 1)))
            and not (letter == "," and s[pos + 1 : pos + 2] == "?" and s[pos + 2 : pos + 3] not in (")", ";"))
        ):
            repairs += ["separator read as `;`"] if letter != ";" else []
            pos += 1 + (s[pos + 1 : pos + 2] == ";")
            continue
        break
    if not sets:
        return None
    if s.startswith((";)", ":)", ",)", ".)"), pos):
        pos += 1
    if s.startswith(")", pos):
        pos += 1
    else:
        repairs.append("closing parenthesis missing")
    return BandList(tuple(sets), pos, uncertain, tuple(repairs))


def take_detail(s: str, pos: int, chromosomes: tuple[str, ...], repairs: list[str]) -> BandList:
    """detailed = segment { "::" segment }."""
    segments: list[tuple[tuple[str, str], tuple[str, str]]] = []
    home = chromosomes[0] if chromosomes else "?"
    while len(segments) < 20:
        match = SEGMENT.match(s, pos)
        if match is None:
            break
        unknown, first, point, last, point_to = match.groups()
        one = "?" if unknown else (first or home).upper()
        two = (last or one).upper()
        segments.append(((one, (point or "").replace("?", "")), (two, (point_to or "").replace("?", ""))))
        pos = match.end()
        while pos < len(s) and s[pos] in ":;":
            pos += 1
    if s.startswith(")", pos):
        pos += 1
    else:
        repairs.append("closing parenthesis missing")
    return BandList((), pos, False, tuple(repairs), tuple(segments))
