"""Strict reading: the first departure from ISCN is an error with a caret."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.errors import KaryotypeSyntaxError

from .chromosomes import ORDER


class Departure(NamedTuple):
    """Where and how a string departs from ISCN."""

    start: int
    end: int
    message: str


_ALLOWED = ("psu dic", "der dic", "der psu dic", "mos ", "chi ", " or ", "nuc ish", "ish ", "arr", "mar c", "sseq", "ogm")
_RANK = {"gain": 0, "loss": 1}
_PER_BREAK = ("t", "dic", "psu dic", "rob", "tas")


def check(text: str, data: dict[str, Any]) -> None:
    """Raise `KaryotypeSyntaxError` at the first place where `text` departs from ISCN."""
    first = min(departures(text, data), key=lambda departure: departure.start, default=None)
    if first is not None:
        raise KaryotypeSyntaxError(first.message, text, (first.start, first.end))


def departures(text: str, data: dict[str, Any]) -> Iterator[Departure]:
    """All departures: what the tolerant reading had to repair, then what it does not mind."""
    for issue in data["issues"]:
        if issue["code"] != "other_technique":
            yield Departure(issue["start"], max(issue["end"], issue["start"] + 1), issue["message"])
    if not data["clones"] and not data["issues"]:
        yield Departure(0, max(1, len(text)), "no karyotype")
    last = data["clones"][-1]["end"] if data["clones"] else 0
    yield from _letters(text[:last])
    for clone in data["clones"]:
        yield from _clone(clone)
        own = [row for row in clone["abnormalities"] if not row.get("inherited")]
        yield from _order(own)
        for row in own:
            yield from _breaks(row)


def _letters(text: str) -> Iterator[Departure]:
    """Blanks, dashes and letter cases that ISCN does not have."""
    allowed = {i for words in _ALLOWED for i in _places(text, words)}
    for index, letter in enumerate(text):
        if letter.isspace() and index not in allowed:
            yield Departure(index, index + 1, "blank")
        elif letter in "–—−‐":
            yield Departure(index, index + 1, "write a plain minus")
        elif letter in "xy" and (index == 0 or text[index - 1] in ",;(+-") and not text[index + 1 : index + 2].isdigit():
            yield Departure(index, index + 1, "sex chromosomes are written in capitals")


def _places(text: str, words: str) -> Iterator[int]:
    start = text.find(words)
    while start >= 0:
        yield from (start + i for i, letter in enumerate(words) if letter == " ")
        start = text.find(words, start + 1)


def _clone(clone: dict[str, Any]) -> Iterator[Departure]:
    start, end = clone["start"], clone["end"]
    if clone["cells"] is None:
        yield Departure(end - 1, end, "number of cells missing")
    if clone["sex_chromosomes"] is None:
        yield Departure(start, end, "sex chromosomes missing")
    if clone["modal_number_high"] != clone["modal_number_low"] and not clone["composite"]:
        yield Departure(start, end, "a range of chromosome numbers belongs to a composite karyotype, [cp]")


def _order(rows: list[dict[str, Any]]) -> Iterator[Departure]:
    """Chromosome order (X, Y, 1 to 22, unidentified); within one chromosome gains, losses, structural changes by type."""
    before: tuple[int, int, str] = (-1, 0, "")
    for row in rows:
        chromosomes = row["chromosomes"]
        structural = row["kind"] not in _RANK
        here = (ORDER.get(chromosomes[0], 98) if chromosomes else 99, _RANK.get(row["kind"], 2), row["kind"] if structural and chromosomes else "")
        if here < before:
            yield Departure(row["start"], row["end"], "wrong order: X, Y, 1 to 22; gains, losses, then structural changes by type")
        before = here


def _breaks(row: dict[str, Any]) -> Iterator[Departure]:
    """As many bands as chromosomes in `t` and `dic`; one or two in `del`."""
    for one in (row, *row.get("parts", ())):
        kind, bands, chromosomes = one["kind"], one.get("breakpoints", ()), one["chromosomes"]
        if kind in _PER_BREAK and bands and (len(bands) != len(chromosomes) or any(len(group) != 1 for group in bands)):
            yield Departure(row["start"], row["end"], f"{len(chromosomes)} chromosomes need as many bands")
        if kind in ("t", "ins") and len(chromosomes) < 2 and kind == "t":
            yield Departure(row["start"], row["end"], "a translocation needs two chromosomes")
        if kind in ("del", "add", "inv", "dup") and bands and len(bands[0]) > (1 if kind == "add" else 2):
            yield Departure(row["start"], row["end"], "too many bands")
