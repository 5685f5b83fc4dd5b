"""One pass over a report: the known words of each sentence, with the section they stand in."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from typing import Any

from allreport.document import Document, Section
from allreport.lexicon import Hit, lexicon, spaced
from allreport.patterns import compile  # noqa: A004

MOST = 160  # hits of one clause: a longer one is no sentence
HYPHENATED = compile(r"-(?<=[a-z]{3}-)[ \t]?\n[ \t]{0,40}(?=([a-z]{3,}))")


class Clause:
    """A sentence with its hits in order, and the same hits by the kind of their rows."""

    __slots__ = ("document", "end", "hits", "index", "kinds", "section", "start")

    def __init__(self, document: Document, start: int, end: int, hits: list[Hit], section: Section, index: int) -> None:
        self.document = document
        self.start = start
        self.end = end
        self.hits = hits
        self.section = section
        self.index = index
        kinds: dict[str, list[tuple[Hit, Any]]] = {}  # a clause is looked at by many readers: each finds its hits here
        for hit in hits:
            for kind, row in hit.rows.items():
                if kind in kinds:
                    kinds[kind].append((hit, row))
                else:
                    kinds[kind] = [(hit, row)]
        self.kinds = kinds

    @property
    def folded(self) -> str:
        return self.document.folded[self.start : self.end]

    def of(self, kind: str) -> Sequence[tuple[Hit, Any]]:
        """The hits of one kind with their rows."""
        return self.kinds.get(kind, ())

    def words(self, kind: str) -> list[tuple[Hit, Any]]:
        """The hits of one word class with their rows."""
        return [found for found in self.kinds.get("word", ()) if found[1].kind == kind]


def scan(document: Document, spared: list[tuple[int, int]]) -> list[Clause]:
    """All clauses of a report. Words inside `spared` spans (karyotypes) are left out."""
    hits = within_sentences(document, known_words(document))
    if spared:
        starts = [start for start, _ in spared]
        ends = [end for _, end in spared]
        hits = [hit for hit in hits if not inside(hit, starts, ends)]
    clauses: list[Clause] = []
    sentences, position = document.sentences, 0
    while position < len(hits):
        first = position
        index = document.sentence_number(hits[first].start)
        start, end = sentences[index]
        while position < len(hits) and hits[position].start < end:
            position += 1
        clauses.append(Clause(document, start, end, hits[first : min(position, first + MOST)], document.section_at(hits[position - 1].start), index))
    return clauses


def within_sentences(document: Document, hits: list[Hit]) -> list[Hit]:
    """The hits, with those that go on in another sentence read again on either side: 'Bone marrow' above 'Blasts' is no 'bone marrow blasts'."""
    found: list[Hit] = []
    for hit in hits:
        cut = document.folded.find("\n", hit.start, hit.end) + 1
        if cut and document.sentence_at(cut)[0] == cut:
            found += [*again(document, hit.start, cut), *again(document, cut, hit.end)]
        else:
            found.append(hit)
    return found


def again(document: Document, start: int, end: int) -> list[Hit]:
    """The known words of a stretch read for itself."""
    folded = document.folded[start:end]
    alone = spaced(folded)
    hits = lexicon().scan(folded, document.raw[start:end], alone, alone.split())
    return [Hit(hit.start + start, hit.end + start, hit.rows) for hit in hits]


def inside(hit: Hit, starts: list[int], ends: list[int]) -> bool:
    index = bisect_right(starts, hit.start) - 1
    return index >= 0 and hit.start < ends[index]


def known_words(document: Document) -> list[Hit]:
    """The scan; words that a line break divides (lympho- / blastic) are closed up first and their ends put back after."""
    folded = document.folded
    moved: list[tuple[int, int, int]] = []
    pieces = []
    last = 0
    for match in HYPHENATED.finditer(folded) if "-\n" in folded or "- \n" in folded else ():
        start, stop = match.span()
        tail = match.end(1)
        if start >= last:
            pieces.append(folded[last:start] + folded[stop:tail] + " " * (stop - start))
            moved.append((start, start + tail - stop, stop - start))
            last = tail
    if not moved:
        return lexicon().scan(folded, document.raw, document.spaced, document.word_list)
    closed = "".join(pieces) + folded[last:]
    alone = spaced(closed)
    hits = lexicon().scan(closed, document.raw, alone, alone.split())
    starts = [start for start, _, _ in moved]
    return [put_back(hit, starts, moved) for hit in hits]


def put_back(hit: Hit, starts: list[int], moved: list[tuple[int, int, int]]) -> Hit:
    index = bisect_left(starts, hit.end) - 1
    if index >= 0 and starts[index] < hit.end <= moved[index][1]:
        return hit._replace(end=hit.end + moved[index][2])
    return hit
