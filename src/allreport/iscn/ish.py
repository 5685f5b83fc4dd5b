"""In-situ hybridisation.

hybridisations = hybridisation { ("," | "/" | "//") hybridisation }
hybridisation  = { [ location ] "(" probes ")" [ "amp" ] [ "x" copies ] [ "," ] } [ "[" digits [ "/" digits ] "]" ]
probes         = probe { ("," | ";") probe }
probe          = name [ "x" copies | "amp" | "+" | "-" ] | name { ("con" | "sep") name } [ "x" copies ]
name           = [ "5'" | "3'" ] symbol
copies         = [">"] digits [ ("~" | "-") digits ] [ "c" ]
location       = band | abnormality
"""

from __future__ import annotations

from typing import Any

from allreport import patterns
from allreport.vocabulary.iscn import SYMBOLS, X_SYMBOLS

from .source import Source

GROUP = patterns.compile(r"\(([^()]{0,300})\)")
COUNT = patterns.compile(r"\s{0,3}x\s{0,2}(>?)\s?(\d{1,3})(?:\s?[~-]\s?(\d{1,3}))?\s?(c)?(?![a-z0-9])")
AMPLIFIED = patterns.compile(r"\s{0,3}amp\w{0,8}")
CELLS = patterns.compile(r"\s{0,3}\[\s?(?:cp)?\s?(\d{1,4})?\s?(?:/\s?(\d{1,5}))?\s?(?:%|cells?|nuclei)?\s?\]")
PLACES = patterns.compile(r"[\s\d;xyqp.~?,:>-]{1,60}$|(?:2[0-2]|1?\d|x|y)\??$")
_X = "|".join(X_SYMBOLS)
NAME = patterns.compile(
    rf"\s{{0,3}}((?:[35]\s?'\s?)?(?:(?:{_X})(?![a-wyz0-9])|[a-z0-9@][a-z0-9@./'-]{{0,24}}?)(?:\s?[35]\s?'(?!\w))?)\s{{0,3}}"
    r"(?:x\s{0,2}(>?)\s?(\d{1,3})(?:\s?[~-]\s?(\d{1,3}))?\s?(c)?|(amp\w{0,8})|([+-]{1,4}|dim|st))?\s{0,3}$"
)
LINK = patterns.compile(r"\s(con|sep)\s|(?<=[a-z0-9@])(con|sep)(?=[35]'|\s)")
_END = patterns.compile(r"([35])\s?'")


def symbol(name: str) -> tuple[str, str]:
    """The approved symbol and the end (`5'`, `3'` or nothing) of a probe as written: `MLL3'` is (`KMT2A`, `3'`)."""
    match = _END.search(name)
    end = f"{match[1]}'" if match else ""
    plain = (name[: match.start()] + name[match.end() :] if match else name).strip(" '-")
    return SYMBOLS.get(plain, plain.upper()), end


def read_hybridisations(source: Source, s: str, pos: int, end: int, kind: str, *, donor: bool) -> list[dict[str, Any]]:
    """hybridisations of s[pos:end]."""
    found: list[dict[str, Any]] = []
    clone, current, location = 0, _blank(kind, donor, 0, pos), pos
    while pos < end:
        letter = s[pos]
        if letter == "(":
            group = GROUP.match(s, pos, end)
            if group is None:
                _unparsed(source, pos, end)
                break
            pos = _take_group(source, s, group.start(1), group.end(1), group.end(), end, current, source.raw[location:pos])
            current["end"] = pos
            location = pos if s[pos : pos + 1] in (",", "[", "") else location
        elif letter == "[":
            cells = CELLS.match(s, pos, end)
            close = cells.end() if cells else min(end, s.find("]", pos, end) + 1 or end)
            if cells and not s.startswith("[", pos + 1):
                current["cells"], current["total"] = (int(n) if n else None for n in cells.group(1, 2))
            current["end"] = pos = location = close
            if current["signals"] or current["links"] or current["marks"]:
                found.append(current)
            current = _blank(kind, donor, clone, pos)
        elif letter == "/":
            donor = donor or s.startswith("//", pos)
            if current["signals"] or current["links"] or current["marks"]:
                found.append(current)
            clone += 1
            pos += 1
            current, location = _blank(kind, donor, clone, pos), pos
        else:
            location = _skip(source, s, location, pos)
            pos += 1
    if current["signals"] or current["links"] or current["marks"]:
        found.append(current)
    elif any(letter.isalpha() for letter in s[location:end]) and location > current["start"] - 1:
        _remark(source, location, end)
    for row in found:
        _close(source, row)
    return found


def _skip(source: Source, s: str, location: int, pos: int) -> int:
    """Where the location of the next group begins, once s[pos] is passed. A word before a comma is a remark."""
    letter = s[pos]
    if letter in ",;":
        words = s[location:pos].strip()
        if len(words) > 5 and words.isalpha():
            _remark(source, location, pos)
        return pos + 1
    return pos + 1 if letter == "." or (letter == " " and location == pos) else location


def _blank(kind: str, donor: bool, clone: int, pos: int) -> dict[str, Any]:
    return {
        "kind": kind,
        "donor": donor,
        "clone": clone,
        "start": pos,
        "end": pos,
        "signals": [],
        "links": [],
        "marks": [],
        "chromosome": None,
        "cells": None,
        "total": None,
    }


def _close(source: Source, row: dict[str, Any]) -> None:
    start, end = row["start"], row["end"]
    while start < end and source.raw[start] in " ,;./\r\n\t":
        start += 1
    row["text"] = source.raw[start:end]
    row["start"], row["end"] = start + source.offset, end + source.offset


def _unparsed(source: Source, start: int, end: int) -> None:
    source.issue("unparsed", "not understood as a hybridisation", source.squeezed(start), max(source.squeezed(end), source.squeezed(start) + 1))


def _remark(source: Source, start: int, end: int) -> None:
    source.issue("remark", "words beside a hybridisation", source.squeezed(start), source.squeezed(end))


def _take_group(source: Source, s: str, start: int, stop: int, pos: int, end: int, row: dict[str, Any], location: str) -> int:
    """ "(" probes ")" [ "amp" ] [ "x" copies ]. Bands and chromosomes in parentheses belong to the location."""
    content = s[start:stop]
    if PLACES.match(content) and not any(letter.isalpha() and letter not in "xypq" for letter in content):
        return pos
    if row["kind"] == "ish" and row["chromosome"] is None:
        row["chromosome"] = location.strip(" ,;./") or None
    amplified = AMPLIFIED.match(s, pos, end)
    if amplified:
        pos = amplified.end()
    outside = COUNT.match(s, pos, end)
    count = _count(outside.groups()) if outside else None
    pieces = content.replace(";", ",;").split(",")
    for piece in pieces:
        semicolon, plain = piece.startswith(";"), piece.lstrip("; ")
        if semicolon:
            row["marks"].append(";")
        if plain and not _take_probe(plain, row, count, amplified=bool(amplified)):
            _unparsed(source, start, stop)
            break
    return outside.end() if outside else pos


def _count(groups: tuple[str | None, ...]) -> tuple[int | None, int | None, bool]:
    more, low, high, constitutional = groups
    first = int(low) if low else None
    last = None if more else int(high) if high else first
    return (None if first is None else first + 1 if more else first), last, constitutional is not None


def _take_probe(piece: str, row: dict[str, Any], count: tuple[int | None, int | None, bool] | None, *, amplified: bool) -> bool:
    link = LINK.search(piece)
    if link:
        return _take_link(piece, link[1] or link[2], row, count)
    match = NAME.match(piece)
    if match is None:
        return False
    name, more, low, high, constitutional, amp, mark = match.groups()
    gene, end = symbol(name.strip())
    if mark or (row["kind"] == "ish" and count is None and low is None and not amp):
        row["marks"].append(f"{end}{gene}{'amp' if amplified else mark or ''}")
        return True
    copies = _count((more, low, high, constitutional)) if low else count
    if amp or amplified:
        copies = (None, None, False)
    first, last, congenital = copies or (None, None, False)
    if copies is None and not amp:
        row["marks"].append(f"{end}{gene}")
        return True
    row["signals"].append({"probe": f"{end}{gene}", "low": first, "high": last, "constitutional": congenital})
    return True


def _take_link(piece: str, kind: str, row: dict[str, Any], count: tuple[int | None, int | None, bool] | None) -> bool:
    """name { ("con" | "sep") name } [ "x" copies ]."""
    probes: list[str] = []
    number = count[0] if count else None
    parts: list[str] = []
    rest = piece
    while (match := LINK.search(rest)) and len(parts) < 6:
        parts.append(rest[: match.start()])
        rest = rest[match.end() :]
    for part in (*parts, rest):
        name = NAME.match(part)
        if name is None:
            return False
        if name[3]:
            number = int(name[3])
        gene, end = symbol(name[1].strip())
        probes.append(f"{end}{gene}")
    row["links"].append({"kind": kind, "probes": probes, "count": number})
    return True
