"""The count of cells in brackets.

cells = "[" [ "cp" ] [ "?" ] [ digits ] [ "/" digits | "%" ] [ remark ] "]"
"""

from __future__ import annotations

from typing import NamedTuple

from allreport import patterns

from .breakpoints import OCR
from .source import Source

COUNT = patterns.compile(
    r"(?:\(?(cp|ep|c)\)?)?[:;,.]?[~?]?(\d[\dlo]{1,3}(?![a-z])|\d{1,4})?\??(?:(?:cells?|metaphases?|mets?|nuclei|interphases?)\b)?(?:(?:/|of)(\d{1,5}))?(%)?(cp)?"
)
PLAIN = patterns.compile(r"\[(cp)?(\d{1,4})\]")
CLOSE = patterns.compile(r"[^\[\]{}]{0,120}")


class Count(NamedTuple):
    """Cells, of how many, composite or not, and where the bracket ends."""

    cells: int | None
    total: int | None
    composite: bool
    end: int


def take_cells(source: Source, pos: int) -> Count:
    """cells, at "[" or "{". A bracket that is not closed ends before the next "/" or at the end."""
    s = source.s
    plain = PLAIN.match(s, pos)
    if plain:
        return Count(int(plain[2]), None, plain[1] is not None, plain.end())
    inside = CLOSE.match(s, pos + 1)
    end = inside.end() if inside else pos + 1
    closed = s[end : end + 1] in ("]", "}")
    match = COUNT.match(s, pos + 1, end)
    stop = match.end() if match else pos + 1
    if not closed:
        slash = s.find("/", stop, end)
        end = slash if slash >= 0 else end
        source.issue("repaired", "count bracket not closed", pos, max(end, pos + 1))
        end = stop if stop < end else end
    elif s[pos] == "{" or s[end] == "}":
        source.issue("repaired", "curly bracket", pos, end + 1)
    after = end + 1 if closed else end
    if match is None or not (match[1] or match[2]):
        source.issue("remark" if stop == end else "unparsed", "count bracket without a number", pos, after)
        return Count(None, None, False, after)
    if stop < end and any(letter.isalnum() for letter in s[stop:end]):
        source.issue("remark", "words beside the number of cells", stop, end)
    if match[4]:
        source.issue("repaired", "percent in place of a number of cells", pos, after)
        return Count(None, None, bool(match[1] or match[5]), after)
    if match[3]:
        source.issue("repaired", "cells written as a fraction", pos, after)
    digits = match[2]
    if digits and not digits.isdigit():
        digits = digits.translate(OCR)
        source.issue("repaired", "letter read as digit", pos, after)
    return Count(int(digits) if digits else None, int(match[3]) if match[3] else None, bool(match[1] or match[5]), after)
