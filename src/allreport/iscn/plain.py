"""Abnormalities written exactly as ISCN writes them: the short way through the grammar of `items`, for most of them."""

from __future__ import annotations

from allreport import patterns
from allreport.vocabulary.iscn import KINDS

from .tree import Item, Rearrangement

ONE = r"(?:2[0-2]|1\d|[1-9]|[xy])"
SYMBOL: dict[str, str] = {wording: kind.symbol for kind in KINDS for wording in kind.wordings}
_BAND = r"[pq]\d{1,2}(?:\.\d{1,3})?"
PLAIN = patterns.compile(rf"([a-z]{{1,4}})\(({ONE}(?:;{ONE}){{0,5}})\)(?:\(((?:{_BAND}){{1,4}}(?:;(?:{_BAND}){{1,4}}){{0,5}})\))?")
ONE_BAND = patterns.compile(_BAND)


def take_plain(text: str) -> Item | None:
    """[sign] rearrangement { part }, each with its chromosomes and bands as ISCN writes them; None if anything is otherwise."""
    pos = start = int(text[0] in "+-")
    found: list[Rearrangement] = []
    while pos < len(text):
        match = PLAIN.match(text, pos)
        if match is None or match[1] not in SYMBOL or match[1] == "y":
            return None
        chromosomes = tuple(match[2].upper().split(";"))
        bands = tuple([tuple(ONE_BAND.findall(group)) for group in match[3].split(";")]) if match[3] else ()
        if bands and len(bands) != len(chromosomes):
            return None
        found.append(Rearrangement(SYMBOL[match[1]], chromosomes, bands))
        pos = match.end()
    if not found or SYMBOL[found[0].kind.replace(" ", "")] != found[0].kind:
        return None
    return Item(0, len(text), text[0] if start else "", found[0], tuple(found[1:]))
