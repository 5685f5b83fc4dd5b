"""The words of residual disease in a report: looked up at the words they begin with, and read in any stretch."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import NamedTuple

from allreport.lexicon import TOKEN, normal
from allreport.patterns import Match, Pattern, compile, trie  # noqa: A004
from allreport.vocabulary.residual import BESIDE, HEADS, HOW, NAMES, SAID, TRANSCRIPT_TRIGGERS, TRIGGERS
from allreport.vocabulary.rows import Word, expand
from allreport.vocabulary.words import MRD, TIMEPOINTS

LEFT, RIGHT = r"(?<![a-z0-9])", r"(?![a-z0-9])"
SIGN_REACH = 34  # how far before and behind its first letter a wording such as '< lod' may go

Runs = list[tuple[int, str]]  # runs of letters with their places
Matcher = Callable[[str, int, int], Match[str] | None]


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
        self.after_sign: set[str] = set()
        for key in sorted(self.table):
            first = TOKEN.search(key)
            if first is None:
                continue
            at_word = self.begin.setdefault(first.group(), [])
            if first.start():
                signed[key] = key[: first.start()].rstrip()
                self.after_sign.add(first.group())
            else:
                at_word.append(key)
        self.signed = pattern_of(signed)
        self.signs = tuple({sign[-1] for sign in signed.values()})
        self.seconds = {word: self.seconds_of(word) for word in self.begin}

    def seconds_of(self, word: str) -> frozenset[str] | None:
        """The second runs of letters of the wordings that begin with a word; None where one of them has a single run."""
        runs = [TOKEN.findall(key) for key in self.begin[word]]
        return None if word in self.after_sign or any(len(run) < 2 for run in runs) else frozenset(run[1] for run in runs)

    def within(self, folded: str, tokens: Runs, start: int, end: int) -> Iterator[Token]:
        """The words of a stretch of a report in order; `tokens` are the runs of letters of the report."""
        seconds = self.seconds
        first = bisect_left(tokens, (start,))
        last = bisect_left(tokens, (end,), first)
        for index in range(first, last):
            place, word = tokens[index]
            if word not in seconds or place < start:
                continue  # unknown, or inside the word before
            following = seconds[word]
            if following is not None and (index + 1 >= last or tokens[index + 1][1] not in following):
                continue
            matcher = self.matchers.get(word) or self.matcher(word)
            match = (word in self.after_sign and self.with_sign(folded, start, place, end)) or matcher(folded, place, end)
            if match:
                begin, start = match.span()
                text = match.group()
                kind, name = self.table.get(text) or self.table[normal(text)]
                yield Token(begin, start, kind, name)

    def matcher(self, word: str) -> Matcher:
        """What finds the longest wording that begins with a word; compiled when first met."""
        found = self.matchers[word] = pattern_of(self.begin[word]).match
        return found

    def with_sign(self, folded: str, start: int, place: int, end: int) -> Match[str] | None:
        """The wording that begins with a sign before the run of letters at `place`."""
        start = max(start, place - SIGN_REACH)
        if folded[start:place].rstrip(" \t\n-").endswith(self.signs):
            for match in self.signed.finditer(folded, start, min(end, place + SIGN_REACH)):
                if match.start() < place < match.end():
                    return match
        return None


def pattern_of(wordings: Iterable[str]) -> Pattern[str]:
    """A pattern of wordings that stand as words; of none, one that matches nowhere."""
    return compile(LEFT + (trie(wordings) or r"(?!)") + RIGHT)


@cache
def speech() -> Wordings:
    """What is said of residual disease: limits and states of words.py, and what residual.py adds."""
    return Wordings((*(row for row in MRD if row.kind in {"limit", "not_quantifiable", "not_evaluable"}), *SAID, *BESIDE))


@cache
def names() -> Wordings:
    """The names of residual disease."""
    return Wordings((*(row for row in MRD if row.kind == "mrd"), *NAMES))


@cache
def first_words() -> frozenset[str]:
    """What the names begin with that are looked for apart from the words of the lexicon."""
    return frozenset({"residual", "mrd", *Wordings(NAMES).begin})


def name_at(folded: str, place: int, end: int) -> Match[str] | None:
    """The name of residual disease that begins at a place."""
    word = TOKEN.match(folded, place)
    if word is None:
        return None
    known = names()
    return (known.matchers.get(word.group()) or known.matcher(word.group()))(folded, place, end)


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


@cache
def head_words() -> frozenset[str]:
    """The words that begin what one column of a table on residual disease is headed with."""
    columns = heads()
    labels = (word for word, keys in columns.begin.items() if any(columns.table[key][1] not in NO_RESULT_HEADS for key in keys) or word in columns.after_sign)
    return frozenset({*labels, *methods().begin})


NO_RESULT_HEADS = frozenset({"other", "date", "time"})


def concerned(folded: str) -> bool:
    """Whether a report can say anything of residual disease."""
    for word in TRIGGERS:  # a plain loop: this is asked of every report
        if word in folded:
            return True
    return all(any(word in folded for word in words) for words in TRANSCRIPT_TRIGGERS)
