"""The vocabulary made ready for scanning: one trie of all wordings, one table from wording to its rows. Built once, at first use."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import cache, partial
from operator import itemgetter
from typing import Any, NamedTuple

from allreport.errors import VocabularyError
from allreport.patterns import Match, Pattern, compile, trie  # noqa: A004
from allreport.vocabulary.analytes import ANALYTES, CELLS
from allreport.vocabulary.cues import CUES
from allreport.vocabulary.diseases import DISEASES
from allreport.vocabulary.fusions import FUSIONS, GENETICS
from allreport.vocabulary.genes import GENES
from allreport.vocabulary.markers import MARKERS
from allreport.vocabulary.rows import Unit, expand
from allreport.vocabulary.sections import HEADINGS
from allreport.vocabulary.units import UNITS
from allreport.vocabulary.words import METHODS, SITES, WORDS

# What may follow a word: no letter or digit, but for an intensity glued to a marker (CD45dim, CD10pos).
RIGHT = r"(?!(?!(?:dim|bright|pos|neg|lo|weak|part|hi)(?![a-z]{5}))[a-z0-9])"
GLUED = ("dim", "bright", "pos", "neg", "lo", "low", "weak", "partial", "hi", "high", "part", "positive", "negative")
TOKEN = compile("[a-z\u00b5\u00df-\u024f\u03b1-\u03c9\ufb01][a-z\u00b5\u00df-\u024f\u03b1-\u03c9\ufb01]*")


class Spaced(dict[int, int]):
    """For `str.translate`: what is no letter of a `TOKEN` becomes a blank."""

    def __missing__(self, code: int) -> int:
        kept = code if TOKEN.match(chr(code)) else 32
        if code < 0x3000:
            self[code] = kept
        return kept


SPACED = Spaced()
SPACED_ASCII = bytes(SPACED[code] if code < 128 else 32 for code in range(256))  # many times faster, for most reports


def spaced(folded: str) -> str:
    """The text with blanks for all that is no letter, and a blank at either end: `' word '` at i is the word at i of the text."""
    if folded.isascii():
        return f" {folded.encode('ascii').translate(SPACED_ASCII).decode('ascii')} "
    return f" {folded.translate(SPACED)} "


Matcher = Callable[[str, int], "Match[str] | None"]


class Entry(NamedTuple):
    """What one wording may be: its rows by kind, and those of them that count only in the case given."""

    rows: dict[str, Any]
    exact: tuple[tuple[str, str, Any], ...]  # (wording in its case, kind, row)

    def rows_of(self, written: str) -> dict[str, Any]:
        """The rows that hold for the report's own spelling."""
        rows = self.rows
        if self.exact:
            written = normal(written)
            for wording, kind, row in self.exact:
                if wording == written:
                    rows = {**rows, kind: row}
        return rows


class Hit(NamedTuple):
    """A known word in place."""

    start: int
    end: int
    rows: dict[str, Any]


KINDS: tuple[tuple[str, tuple[Any, ...]], ...] = (
    ("analyte", ANALYTES),
    ("cell", CELLS),
    ("marker", MARKERS),
    ("gene", GENES),
    ("fusion", FUSIONS),
    ("genetic", GENETICS),
    ("disease", DISEASES),
    ("cue", CUES),
    ("site", SITES),
    ("method", METHODS),
    ("word", WORDS),
)


def wordings_of(kind: str, row: Any) -> Iterator[str]:
    """All lower-case spellings of a row; symbols and names stand for themselves."""
    for wording in row.wordings:
        yield from expand(wording)
    if kind == "gene" and row.plain:
        yield row.symbol.lower()


LIGATURE = "\ufb01"  # one character in the print-outs of some systems


def normal(text: str) -> str:
    """The key of a matched wording: blanks, hyphens and line breaks are one blank."""
    if LIGATURE in text:
        text = text.replace(LIGATURE, "fi")
    return " ".join(text.replace("-", " ").split())


class Start:
    """What may begin with one run of letters: that word alone, and longer wordings by the run that follows it."""

    __slots__ = ("alone", "matchers", "other", "padded")

    def __init__(self, word: str, spellings: list[str], table: dict[str, Entry]) -> None:
        self.padded = f" {word} "
        self.alone = table.get(normal(word)) if word in spellings else None
        self.matchers: dict[str, Matcher] = {}  # by the run that follows
        self.other: Matcher | None = None  # where a digit or a sign may follow
        for follower, group in by_follower(word, spellings, table).items():
            if follower:
                self.matchers[follower] = partial(self._first, follower, group)
            else:
                self.other = partial(self._first, follower, group)

    def _first(self, follower: str, group: list[str], folded: str, place: int) -> Match[str] | None:
        """Compiles the pattern of a group when it is first met."""
        matcher = compile(trie(group) + RIGHT).match
        if follower:
            self.matchers[follower] = matcher
        else:
            self.other = matcher
        return matcher(folded, place)


def by_follower(word: str, spellings: list[str], table: dict[str, Entry]) -> dict[str, list[str]]:
    """Wordings of more than `word` by the run of letters that comes second; all under `""` where a digit or a sign may follow."""
    found: dict[str, list[str]] = {}
    for spelling in spellings:
        rest = spelling[len(word) :]
        if spelling == word:
            continue
        second = TOKEN.match(rest, 1)
        if second is None or rest[0] not in " -":
            return {"": spellings}
        found.setdefault(second.group(), []).append(spelling)
        if second.end() == len(rest) and "marker" in table[normal(spelling)].rows:
            for suffix in GLUED:
                found.setdefault(second.group() + suffix, []).append(spelling)
    return found


class Lexicon:
    """All wordings as one pattern and one table."""

    def __init__(self, kinds: Iterable[tuple[str, tuple[Any, ...]]] = KINDS) -> None:
        self.table: dict[str, Entry] = {}
        exact: dict[str, list[tuple[str, str, Any]]] = {}
        rows: dict[str, dict[str, Any]] = {}
        for kind, table in kinds:
            for row in table:
                for wording in wordings_of(kind, row):
                    key = normal(wording)
                    known = rows.setdefault(key, {})
                    if kind != "cue" and known.get(kind, row) is not row:
                        raise VocabularyError(f"two rows of kind {kind!r} claim the wording {wording!r}")
                    if kind == "cue" and kind in known:
                        known.setdefault("cue2", row)
                    else:
                        known[kind] = row
                for wording in row.exact:
                    exact.setdefault(normal(wording.lower()), []).append((normal(wording), kind, row))
        for key in rows.keys() | exact.keys():
            self.table[key] = Entry(rows.get(key, {}), tuple(exact.get(key, ())))
        self._group()

    def _group(self) -> None:
        """The wordings by their first run of letters: a report's words are looked up in a table, patterns only finish them."""
        begin: dict[str, list[str]] = {}
        others = []
        for key in sorted(self.table):
            for spelling in {key, key.replace("fi", LIGATURE)}:
                first = TOKEN.match(spelling)
                if first is None:
                    others.append(spelling)
                    continue
                begin.setdefault(first.group(), []).append(spelling)
                if "marker" in self.table[key].rows and first.group() == spelling:
                    for suffix in GLUED:
                        begin.setdefault(spelling + suffix, [spelling])
        self.starts = {word: Start(word, spellings, self.table) for word, spellings in begin.items()}
        self.others = compile(trie(others) + RIGHT)

    def scan(self, folded: str, raw: str, spaced: str, words: list[str]) -> list[Hit]:
        """Every known word of a report, leftmost-longest, in order. `words` are its runs of letters, `spaced` the text with only those."""
        hits: list[Hit] = []
        starts, find, table = self.starts, spaced.find, self.table
        position = last = 0
        passed: list[str] = []  # known words that begin nothing here, since the last place: they may stand before the next one of their kind
        for word, follower in zip(words, [*words[1:], ""], strict=False):
            if word not in starts:
                continue
            start = starts[word]
            matcher = start.matchers.get(follower, start.other)
            if matcher is None and start.alone is None:
                passed.append(word)
                continue
            place = find(start.padded, position)  # words are met in order, so the next place is this word's own
            if word in passed:
                for _ in range(passed.count(word)):
                    place = find(start.padded, place + 1)
            passed.clear()
            position = place + len(word)
            if place < last:
                continue
            match = None if matcher is None else matcher(folded, place)
            if match is not None:
                last = match.end()
                text = folded[place:last]
                entry = table[text] if text in table else table[normal(text)]
            elif start.alone is None or "0" <= folded[position : position + 1] <= "9":
                continue
            else:
                last = position
                entry = start.alone
            rows = entry.rows_of(raw[place:last]) if entry.exact else entry.rows
            if not rows or ("gene" in rows and folded[place - 1 : place].isdigit()):
                continue  # the Arg of p.Pro80Arg is no gene
            hits.append(Hit(place, last, rows))
        return self._with_others(hits, folded, raw)

    def _with_others(self, hits: list[Hit], folded: str, raw: str) -> list[Hit]:
        """Adds the wordings that begin with a sign or a digit; of two that overlap, the first stays."""
        more = []
        for match in self.others.finditer(folded):
            start, end = match.span()
            entry = self.table.get(match.group()) or self.table[normal(match.group())]
            rows = entry.rows_of(raw[start:end])
            if rows and not (start and "a" <= folded[start - 1] <= "z"):
                more.append(Hit(start, end, rows))
        if not more:
            return hits
        kept: list[Hit] = []
        for hit in sorted(hits + more, key=itemgetter(0)):
            if not kept or hit.start >= kept[-1].end:
                kept.append(hit)
        return kept


@cache
def lexicon() -> Lexicon:
    """The built-in vocabulary."""
    return Lexicon()


class Units:
    """Unit spellings: one pattern, and the units each spelling may be, by kind."""

    def __init__(self, units: tuple[Unit, ...] = UNITS) -> None:
        self.table: dict[str, dict[str, Unit]] = {}
        for unit in units:
            for wording in unit.wordings:
                for spelling in expand(wording):
                    self.table.setdefault(normal(spelling), {}).setdefault(unit.kind, unit)
        self.pattern = compile(trie(sorted(self.table)) + r"(?![a-z0-9/^])")

    def at(self, folded: str, position: int, end: int) -> tuple[int, dict[str, Unit]] | None:
        """The unit that starts at `position`: its end, and what it means for each kind."""
        match = self.pattern.match(folded, position, end)
        if match is None:
            return None
        text = match.group()
        return match.end(), self.table.get(text) or self.table[normal(text)]


@cache
def units() -> Units:
    """The built-in units."""
    return Units()


@cache
def headings() -> tuple[Pattern[str], dict[str, Any]]:
    """The pattern of a heading at the start of a line, and the rows by wording."""
    table: dict[str, Any] = {}
    for row in HEADINGS:
        for wording in row.wordings:
            for spelling in expand(wording):
                if table.setdefault(normal(spelling), row) is not row:
                    raise VocabularyError(f"two headings claim the wording {spelling!r}")
    # Signs and tags, then a number or a letter: "=== 2.1 ", "<b>", "Part B - ".
    lead = r"[ \t>*#=_|~\[{\"\u00a7-]{0,40}(?:<[a-z]{1,6}\d?>){0,2}(?:(?:section|part|item)[ ](?=[\da-hivx]{1,4}[ ]?[.):-]))?"
    lead += r"(?:\(?(?:\d{1,2}(?:\.\d{1,2})?|[a-h]|[ivx]{1,4})(?:[.):]|[ ]-|(?<=\.\d)(?=[ ]))[ \t]{0,3}(?:[a-h][.)][ \t]{0,2})?)?(?:\*{1,3})?"
    return compile(lead + "(" + trie(sorted(table), gap=r"[ \t-]{1,3}") + r")(?![a-z0-9%+-]|/(?![a-z]{3}))"), table
