"""The source cut into lines and pieces: what overlaps is settled here, so that a page and a terminal only write one piece after another."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import NamedTuple

from allreport.view.reading import Doubt, Row, Span, View


class Cue(NamedTuple):
    """Words that decided the status or the time of some values."""

    number: int
    span: Span
    rows: tuple[int, ...]


class Piece(NamedTuple):
    """Characters that all belong to the same marks. They lead to `target`, the smallest value that they are part of.

    `extras` are values with the very same words as others: their link stands behind the piece.
    """

    start: int
    end: int
    target: int | None = None
    extras: tuple[int, ...] = ()
    cues: tuple[int, ...] = ()
    lost: tuple[int, ...] = ()  # values against which these words lost
    issues: tuple[int, ...] = ()
    unread: tuple[int, ...] = ()
    ids: tuple[str, ...] = ()  # of the marks that begin here: `m7` a value, `c2` a cue, `x7-1` what lost, `u3` unread


class Line(NamedTuple):
    """A line of the source; `rows` and `issues` begin in it."""

    number: int
    start: int
    end: int
    pieces: tuple[Piece, ...]
    rows: tuple[int, ...]
    issues: tuple[int, ...]


class Layout(NamedTuple):
    """The source in lines, and the words that decided."""

    lines: tuple[Line, ...]
    cues: tuple[Cue, ...]

    def line_at(self, position: int) -> int:
        """The number of the line of a place."""
        return max(1, bisect_right(self.lines, position, key=attrgetter("start")))


class Mark(NamedTuple):
    """One span to be marked; `kind` is the attribute of `Piece` that it fills."""

    start: int
    end: int
    kind: str
    number: int
    id: str | None


def lay_out(view: View) -> Layout:
    """Lines and pieces of the source, in one sweep over the ends of all marks."""
    cues = cues_of(view.rows)
    breaks = line_spans(view.source)
    marks = [mark for mark in marks_of(view, cues) if mark.start < mark.end]
    pieces = Pieces(view.rows).settled(list(swept(view.source, marks, breaks)))
    begun = sorted((row.start, row.derived, row.number) for row in view.rows)
    doubts = sorted((issue.start, False, issue.number) for issue in view.issues if issue.start is not None)
    lines = []
    first = 0
    for number, (start, end) in enumerate(breaks, 1):
        last = first
        while last < len(pieces) and pieces[last].start < end:
            last += 1
        after = breaks[number][0] if number < len(breaks) else len(view.source) + 1
        lines.append(Line(number, start, end, tuple(pieces[first:last]), within(begun, start, after), within(doubts, start, after)))
        first = last
    return Layout(tuple(lines), cues)


def within(found: Sequence[tuple[int, bool, int]], start: int, end: int) -> tuple[int, ...]:
    """The numbers noted for places of a stretch, in the order of the places."""
    return tuple(number for _, _, number in found[bisect_left(found, (start,)) : bisect_left(found, (end,))])


def line_spans(source: str) -> list[Span]:
    """Start and end of every line, without its break: LF, CR LF or CR."""
    spans = []
    start = 0
    for line in source.replace("\r\n", " \n").replace("\r", "\n").split("\n"):
        end = start + len(line)
        broken = source[end - 1 : end + 1] == "\r\n" and end > start
        spans.append(Span(start, end - 1 if broken else end))
        start = end + 1
    return spans


def cues_of(rows: Sequence[Row]) -> tuple[Cue, ...]:
    """Every deciding word once, with the values that it decides."""
    found: defaultdict[Span, list[int]] = defaultdict(list)
    for row in rows:
        if row.cue:
            found[row.cue].append(row.number)
    return tuple(Cue(number, span, tuple(found[span])) for number, span in enumerate(sorted(found), 1))


def marks_of(view: View, cues: Sequence[Cue]) -> Iterator[Mark]:
    for row in view.rows:
        yield Mark(row.start, row.end, "value", row.number, None)
        for number, lost in enumerate(row.alternatives, 1):
            yield Mark(lost.start, lost.end, "lost", row.number, f"x{row.number}-{number}")
    for cue in cues:
        yield Mark(*cue.span, "cues", cue.number, f"c{cue.number}")
    for issue in view.issues:
        if issue.start is not None and issue.end is not None:
            yield Mark(issue.start, issue.end, "issues", issue.number, None)
    for number, unread in enumerate(view.unread, 1):
        yield Mark(unread.start, unread.end, "unread", number, f"u{number}")


def swept(source: str, marks: Sequence[Mark], breaks: Sequence[Span]) -> Iterator[tuple[Span, list[Mark], list[Mark]]]:
    """Stretches of the lines with the marks that cover each, and those that begin in it. Blanks alone bear no mark: there is nothing to see."""
    opened: defaultdict[int, list[Mark]] = defaultdict(list)
    closed: defaultdict[int, list[Mark]] = defaultdict(list)
    for mark in marks:
        opened[mark.start].append(mark)
        closed[mark.end].append(mark)
    places = sorted({*opened, *closed})
    active: dict[Mark, None] = {}
    fresh: list[Mark] = []
    index = 0
    for start, end in breaks:
        position = start
        while position <= end:
            while index < len(places) and places[index] <= position:
                for mark in closed[places[index]]:
                    active.pop(mark, None)
                for mark in opened[places[index]]:
                    active[mark] = None
                    fresh.append(mark)
                index += 1
            stop = min(end, places[index]) if index < len(places) else end
            if source[position:stop].isspace():
                yield Span(position, stop), [], []
            elif position < stop:
                yield Span(position, stop), list(active), [mark for mark in fresh if mark in active]
                fresh.clear()
            position = stop if stop > position else end + 1


class Pieces:
    """Gives every piece its target, and every value a place where its link stands."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rank = {row.number: (row.end - row.start, row.derived, row.number) for row in rows}

    def settled(self, stretches: list[tuple[Span, list[Mark], list[Mark]]]) -> list[Piece]:
        """The pieces of all stretches, in order."""
        pieces = []
        first_of: dict[int, int] = {}
        last_of: dict[int, int] = {}
        for index, (span, active, fresh) in enumerate(stretches):
            if not active:
                pieces.append(Piece(*span))
                continue
            found: dict[str, list[int]] = {"value": [], "cues": [], "lost": [], "issues": [], "unread": []}
            for mark in active:
                found[mark.kind].append(mark.number)
            values = found.pop("value")
            target = min(values, key=self.rank.__getitem__) if values else None
            if target is not None:
                first_of.setdefault(target, index)
                last_of.update(dict.fromkeys(values, index))
            ids = tuple([mark.id for mark in fresh if mark.id])
            pieces.append(Piece(*span, target, ids=ids, **{kind: tuple(numbers) for kind, numbers in found.items()}))  # type: ignore[arg-type]
        for number, index in first_of.items():
            pieces[index] = pieces[index]._replace(ids=(f"m{number}", *pieces[index].ids))
        for number, index in last_of.items():
            if number not in first_of:
                pieces[index] = pieces[index]._replace(extras=(*pieces[index].extras, number))
        return pieces


MOST = 48  # characters of a quote


def quoted(source: str, start: int, end: int) -> str:
    """Words of the report in one line and not too long, without the dots or dashes that lead to a value."""
    text = " ".join(source[start:end].split())
    text = text.rstrip(" .:_-·|=") or text
    return text if len(text) <= MOST else text[: MOST - 1] + "…"


def touching(issues: Sequence[Doubt]) -> dict[int, list[Doubt]]:
    """The issues of each value."""
    found: defaultdict[int, list[Doubt]] = defaultdict(list)
    for issue in issues:
        for number in issue.rows:
            found[number].append(issue)
    return found
