"""The words of residual disease in a report: looked up at the words they begin with, and read in any stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable
from functools import cache
from typing import Any, NamedTuple

from allreport.document import Document
from allreport.lexicon import TOKEN, normal
from allreport.patterns import Pattern, compile, trie  # noqa: A004
from allreport.vocabulary.residual import BESIDE, HEADS, HOW, SAID, TRANSCRIPT_TRIGGERS, TRIGGERS
from allreport.vocabulary.rows import Word, expand
from allreport.vocabulary.words import MRD, TIMEPOINTS

LEFT, RIGHT = r"(?<![a-z0-9])", r"(?![a-z0-9])"
SIGN_REACH = 34  # how far before its first letter a wording such as '< lod' may begin

Matcher = Callable[[str, int, int], Any]


class Token(NamedTuple):
    """A word of a statement: `kind` and `id` of its row."""

    start: int
    end: int
    kind: str
    id: str


class Wordings:
    """All wordings of some rows by their first run of letters; the longest that stands at a place wins, so that 'not detected' is never 'detected'."""

    def __init__(self, rows: tuple[Word, ...]) -> None:
        self.table = {normal(spelling): (row.kind, str(row.id)) for row in rows for wording in row.wordings for spelling in expand(wording)}
        self.begin: dict[str, list[str]] = {}
        self.matchers: dict[str, Matcher] = {}  # compiled when first met
        signed: dict[str, str] = {}  # wordings that begin with a sign or a digit, and what stands before their letters
        for key in sorted(self.table):
            first = TOKEN.search(key)
            if first is None:
                continue
            at_word = self.begin.setdefault(first.group(), [])
            if first.start():
                signed[key] = key[: first.start()].rstrip()
            else:
                at_word.append(key)
        self.signed = pattern_of(signed) if signed else None
        self.signs = tuple({sign[-1] for sign in signed.values()})

    def places(self, document: Document) -> list[tuple[int, Matcher]]:
        """Where a wording may begin in a report, in order, and what finds it there."""
        found: list[tuple[int, Matcher]] = []
        for word in document.words.keys() & self.begin.keys():
            matcher = self.matchers.get(word)
            if matcher is None:
                matcher = self.matchers[word] = pattern_of(self.begin[word]).match
            for place in document.words[word]:
                found.append((place, matcher))
                if self.signed is not None:
                    self.add_signed(document.folded, place, found)
        found.sort(key=lambda entry: entry[0])
        return found

    def add_signed(self, folded: str, place: int, found: list[tuple[int, Matcher]]) -> None:
        """Adds the wording with a sign that a word may be part of."""
        if self.signed is None or not folded[max(0, place - SIGN_REACH) : place].rstrip(" \t\n-").endswith(self.signs):
            return
        for match in self.signed.finditer(folded, max(0, place - SIGN_REACH)):
            if match.start() >= place:
                return
            if match.end() > place:
                found.append((match.start(), self.signed.match))


def pattern_of(wordings: Any) -> Pattern[str]:
    return compile(LEFT + trie(wordings) + RIGHT)


class Spots:
    """The places in one report at which wordings may begin."""

    __slots__ = ("folded", "matchers", "starts", "table")

    def __init__(self, document: Document, wordings: Wordings) -> None:
        places = wordings.places(document)
        self.folded = document.folded
        self.table = wordings.table
        self.starts = [place for place, _ in places]
        self.matchers = [matcher for _, matcher in places]

    def any(self, start: int, end: int) -> bool:
        """Whether a wording may begin in a stretch."""
        index = bisect_left(self.starts, start)
        return index < len(self.starts) and self.starts[index] < end

    def within(self, start: int, end: int) -> list[Token]:
        """The words of a stretch in order."""
        starts, found = self.starts, []
        for index in range(bisect_left(starts, start), len(starts)):
            place = starts[index]
            if place >= end:
                break
            if place < start:
                continue  # inside the word before
            match = self.matchers[index](self.folded, place, end)
            if match is not None:
                text = match.group()
                start = match.end()
                kind, name = self.table.get(text) or self.table[normal(text)]
                found.append(Token(place, start, kind, name))
        return found


@cache
def speech() -> Wordings:
    """What is said of residual disease: limits and states of words.py, and what residual.py adds."""
    return Wordings((*(row for row in MRD if row.kind in {"limit", "not_quantifiable", "not_evaluable"}), *SAID, *BESIDE))


@cache
def methods() -> Wordings:
    return Wordings(HOW)


@cache
def heads() -> Wordings:
    return Wordings(HEADS)


@cache
def moments() -> Wordings:
    return Wordings(TIMEPOINTS)


@cache
def moments_pattern() -> Pattern[str]:
    """All moments as one pattern, for a time point as written."""
    return pattern_of(sorted(moments().table))


def concerned(folded: str) -> bool:
    """Whether a report can say anything of residual disease."""
    for word in TRIGGERS:  # a plain loop: this is asked of every report
        if word in folded:
            return True
    return all(any(word in folded for word in words) for words in TRANSCRIPT_TRIGGERS)
