"""`relevance`: whether a document is worth reading for ALL. A few substring searches, no parse: for whoever has millions.

Letters outside ASCII become `?` one for one, so that places in the searched text are places in the document.
"""

from __future__ import annotations

from functools import cache
from typing import Literal, NamedTuple

from allreport.patterns import compile, trie  # noqa: A004
from allreport.vocabulary.relevance import ABBREVIATION, CLUES, Clue
from allreport.vocabulary.rows import expand

GAP = r"(?:[ \t?-]{1,3}|-?[ \t]?\r?\n[ \t]{0,24})"  # a line break may have a hyphen before it and an indent behind
GAP_SLACK = 28
Place = tuple[int, int]


class RelevantWord(NamedTuple):
    """A word that decided: `source[start:end] == word`."""

    word: str
    start: int
    end: int


class Relevance(NamedTuple):
    """`likely`: names ALL, LBL or MPAL. `possible`: blasts, leukemia or residual disease are mentioned. `no`: none of these.

    `words` are those that decided; for `likely` the first of its kind is enough.
    """

    level: Literal["likely", "possible", "no"]
    words: tuple[RelevantWord, ...]


def relevance(text: str) -> Relevance:
    """How likely `text` is about ALL, LBL or MPAL: a preselection that keeps every such report, not a diagnosis."""
    plain = text.encode("ascii", "replace").decode("ascii")
    folded = plain.lower()
    possible = []
    for search in searches():
        level, place = look(folded, search)
        if level == "likely" and place:
            return Relevance("likely", (word(text, place),))
        if place:
            possible.append(place)
    place = abbreviation(plain)
    if place:
        return Relevance("likely", (word(text, place),))
    return Relevance("possible" if possible else "no", tuple(word(text, place) for place in sorted(possible)))


def word(text: str, place: Place) -> RelevantWord:
    return RelevantWord(text[place[0] : place[1]], *place)


def look(folded: str, search: Search) -> tuple[Literal["likely", "possible"], Place | None]:
    """The first place of a likely wording of one anchor, else the first of a possible one."""
    anchor, likely, possible = search
    first: Place | None = None
    place = folded.find(anchor)
    while place >= 0:
        found = likely.around(folded, place) if likely else None
        if found:
            return "likely", found
        if first is None and possible:
            first = possible.around(folded, place)
        if first and likely is None:
            break
        place = folded.find(anchor, place + len(anchor))
    return "possible", first


def abbreviation(plain: str) -> Place | None:
    """The first `ALL` that is no shouted "all": alone in its capitals, with small letters around it."""
    place = plain.find(ABBREVIATION)
    while place >= 0:
        end = place + len(ABBREVIATION)
        before, after = plain[max(0, place - 12) : place], plain[end : end + 12]
        glued = before[-1:].isalnum() or after[:1].isalnum()
        shouted = (before + after).isupper() or (after[1:3].isalpha() and after[1:3].isupper())
        if not glued and not shouted:
            return place, end
        place = plain.find(ABBREVIATION, end)
    return None


class Wordings:
    """The wordings around one anchor as a pattern, and how far they reach."""

    def __init__(self, clue: Clue) -> None:
        spellings = [spelling for wording in clue.wordings for spelling in expand(wording)]
        source = trie(spellings, gap=GAP)
        self.pattern = compile(source if clue.glued else rf"(?<![a-z0-9]){source}(?![a-z0-9])")
        self.before = max(spelling.index(clue.anchor) + GAP_SLACK * gaps(spelling) for spelling in spellings)
        self.behind = max(len(spelling) - spelling.index(clue.anchor) + GAP_SLACK * gaps(spelling) for spelling in spellings)

    def around(self, folded: str, place: int) -> Place | None:
        """Where a wording lies whose anchor was found at `place`."""
        match = self.pattern.search(folded, max(0, place - self.before), place + self.behind)
        return match.span() if match else None


def gaps(spelling: str) -> int:
    """Where a line break may stand, and one for the edges."""
    return spelling.count(" ") + spelling.count("-") + 1


class Search(NamedTuple):
    """One run of letters to look for, and the wordings that may lie around it."""

    anchor: str
    likely: Wordings | None
    possible: Wordings | None


@cache
def searches() -> tuple[Search, ...]:
    """One search for each anchor, in the order of the rows."""
    anchors = dict.fromkeys(clue.anchor for clue in CLUES)
    wordings = {(clue.level, clue.anchor): Wordings(clue) for clue in CLUES}
    return tuple(Search(anchor, wordings.get(("likely", anchor)), wordings.get(("possible", anchor))) for anchor in anchors)
