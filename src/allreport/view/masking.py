"""A report without what is not of the field: a draft for a bug report, which a person must check before it is shared."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from allreport.document import ABBREVIATIONS, Document
from allreport.lexicon import headings, lexicon, units
from allreport.scan import known_words
from allreport.vocabulary import iscn
from allreport.vocabulary.analytes import BLAST_LEADS, BLAST_QUALIFIERS

DIGIT, SMALL, CAPITAL = "9", "x", "X"
LETTERS_OF_ISCN = ("p", "q", "x", "y", "xx", "xy", "cp", "mar", "inc", "idem", "sl", "sdl", "con", "sep", "ish", "nuc", "arr", "grch")


def mask(source: str) -> str:
    """The text with every word outside the vocabulary as x, every digit as 9; of the same length, with the same breaks.

    Known words stay whole, with their digits (`CD19`, `x10^9/L`). A name that is also a known word stays as well.
    """
    document = Document(source)
    masked = [covered(character) for character in source]
    for start, end in kept(document):
        masked[start:end] = source[start:end]
    return "".join(masked)


def covered(character: str) -> str:
    """What stands for one character of a word that is not known."""
    category = unicodedata.category(character)
    if category[0] == "N":
        return DIGIT
    if category[0] in "LM":
        return CAPITAL if category == "Lu" else SMALL
    return character


def kept(document: Document) -> Iterator[tuple[int, int]]:
    """The places of known words: wordings in place, units, and single words that stand in a wording."""
    yield from ((hit.start, hit.end) for hit in known_words(document) if has_letter(document.raw[hit.start : hit.end]))
    folded = document.folded
    for match in units().pattern.finditer(folded):
        if has_letter(match.group()) and not folded[max(0, match.start() - 1) : match.start()].isalpha():
            yield match.span()
    known = vocabulary_words()
    for start, end in runs(folded):
        if folded[start:end] in known:
            yield start, end
        else:
            yield from ((first, last) for first, last in runs(folded, start, end, letters=True) if folded[first:last] in known)


def has_letter(text: str) -> bool:
    return any(character.isalpha() for character in text)


def runs(text: str, start: int = 0, end: int | None = None, *, letters: bool = False) -> Iterator[tuple[int, int]]:
    """Runs of letters and digits, or of letters only."""
    stop = len(text) if end is None else end
    begun = -1
    for index in range(start, stop):
        character = text[index]
        inside = character.isalpha() if letters else character.isalnum()
        if inside and begun < 0:
            begun = index
        elif not inside and begun >= 0:
            yield begun, index
            begun = -1
    if begun >= 0:
        yield begun, stop


@cache
def vocabulary_words() -> frozenset[str]:
    """Every run of letters and digits in a wording, a heading, a unit or an ISCN symbol; numbers alone are none."""
    symbols = (kind.symbol for kind in (*iscn.KINDS, *iscn.MARKERS))
    wordings: Iterable[str] = (*lexicon().table, *headings()[1], *units().table, *ABBREVIATIONS, *BLAST_LEADS, *BLAST_QUALIFIERS, *LETTERS_OF_ISCN, *symbols)
    found = {wording[start:end].lower() for wording in wordings for start, end in runs(wording)}
    return frozenset(word for word in found if has_letter(word))
