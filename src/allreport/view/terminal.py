"""A reading in the terminal: the source with a row of signs below its lines, and what was read in the margin. Colours only repeat the signs."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Sequence
from itertools import groupby, zip_longest
from typing import NamedTuple

from allreport.view.characters import visible, width
from allreport.view.layout import Line, Piece, lay_out, quoted
from allreport.view.reading import Row, View, called
from allreport.view.values import OBVIOUS

SIGNS = {"present": "+", "absent": "-", "previous": "<", "possible": "?", "open": "o", "withheld": "#"}
CUE, LOST, ISSUE, UNREAD = "~", "x", "!", "."
LEGEND = (
    "+ present   - absent   < previous   ? probable or possible   o no result (pending, not tested, failed, unclear)   # withheld",
    "~ words that decided   x lost against another value   ! issue   . known words, nothing read",
)
# Select Graphic Rendition: what each sign adds to its words.
STYLES = {"+": "32", "-": "34", "<": "35", "?": "33", "o": "36", "#": "31", CUE: "4", LOST: "9", ISSUE: "1;31", UNREAD: "2"}
TAB = 8
NARROW = 100  # columns; below, the margin stands under its line
MARGIN, GUTTER = 46, 8  # columns of the margin at least; of line number and rules




class Cell(NamedTuple):
    """One character of the source as shown, and the sign below it."""

    shown: str
    sign: str


def to_text(view: View, *, columns: int = 120, colour: bool = False) -> str:
    """The whole reading for a screen of so many columns."""
    return "\n".join([*Screen(view, columns, colour=colour).lines(), ""])


class Screen:
    """Writes one reading line by line."""

    def __init__(self, view: View, columns: int, *, colour: bool) -> None:
        self.view = view
        self.layout = lay_out(view)
        self.colour = colour
        self.row = {row.number: row for row in view.rows}
        self.beside = columns >= NARROW
        longest = max((line.end - line.start for line in self.layout.lines), default=0)
        self.left = min(longest, columns - GUTTER - MARGIN) if self.beside else columns - GUTTER
        self.left = max(self.left, 20)
        self.right = columns - GUTTER - self.left if self.beside else columns - GUTTER

    def lines(self) -> Iterator[str]:
        view = self.view
        yield f"{visible(view.made_by)}: {len(view.rows)} values, {len(view.issues)} issues, {len(view.unread)} sentences with known words not read"
        yield from LEGEND
        yield ""
        for line in self.layout.lines:
            yield from self.source_line(line)
        yield from self.ending()

    def source_line(self, line: Line) -> Iterator[str]:
        """A line of the source, its signs, and its margin beside or below."""
        left: list[str] = []
        for number, cells in enumerate(wrapped(self.cells(line), self.left)):
            left.append((f"{line.number:>4} | " if number == 0 else "     | ") + self.painted(cells))
            if any(cell.sign != " " for cell in cells):
                left.append("     | " + self.signs(cells))
        right = [part for item in self.margin(line) for part in textwrap.wrap(item, self.right - 1, subsequent_indent="    ")]
        if self.beside:
            yield from self.two_columns(left, right)
        else:
            yield from (text.rstrip() for text in left)
            yield from (f"     = {self.styled(note)}" for note in right)

    def two_columns(self, left: Sequence[str], right: Sequence[str]) -> Iterator[str]:
        for text, note in zip_longest(left, right):
            shown = "     |" if text is None else text
            gap = " " * max(1, GUTTER + self.left - shown_width(shown))
            yield f"{shown}{gap}{self.styled(note)}" if note else shown.rstrip()

    def cells(self, line: Line) -> list[Cell]:
        found: list[Cell] = []
        column = 0
        for piece in line.pieces:
            sign = self.sign(piece)
            for character in self.view.source[piece.start : piece.end]:
                shown = " " * (TAB - column % TAB) if character == "\t" else visible(character)
                column += width(shown)
                found.append(Cell(shown, sign))
        return found

    def sign(self, piece: Piece) -> str:
        if piece.target is not None:
            return SIGNS[self.row[piece.target].status]
        for numbers, sign in ((piece.lost, LOST), (piece.cues, CUE), (piece.issues, ISSUE), (piece.unread, UNREAD)):
            if numbers:
                return sign
        return " "

    def painted(self, cells: Sequence[Cell]) -> str:
        if not self.colour:
            return "".join(cell.shown for cell in cells)
        return "".join(self.paint("".join(cell.shown for cell in group), sign) for sign, group in groupby(cells, key=lambda cell: cell.sign))

    def signs(self, cells: Sequence[Cell]) -> str:
        row = "".join(cell.sign * width(cell.shown) for cell in cells).rstrip()
        return "".join(self.paint("".join(group), sign) for sign, group in groupby(row)) if self.colour else row

    def styled(self, note: str) -> str:
        return self.paint(note, note[:1]) if self.colour and note[:1] in STYLES and note[1:2] == " " else note

    def paint(self, text: str, sign: str) -> str:
        style = STYLES.get(sign) if self.colour else None
        return f"\x1b[{style}m{text}\x1b[0m" if style else text

    def margin(self, line: Line) -> Iterator[str]:
        """What was read from a line, what lost there, what is in doubt, what was not read."""
        rows = [self.row[number] for number in line.rows]
        for _, group in groupby(rows, key=lambda row: (row.field, row.value, row.status, row.cue, row.details, row.review, row.alternatives)):
            yield self.item(list(group), line)
        for number in dict.fromkeys(number for piece in line.pieces for number in piece.lost):
            yield f"{LOST} lost against {visible(self.row[number].name)} in line {self.layout.line_at(self.row[number].start)}"
        for number in line.issues:
            yield self.issue(number)
        begun = (self.view.unread[number - 1] for piece in line.pieces for number in piece.unread)
        for why in dict.fromkeys(part.why for part in begun if part.start >= line.start):
            yield f"{UNREAD} not read: {why}"

    def item(self, rows: Sequence[Row], line: Line) -> str:
        """Values that differ in their names only, in one line."""
        row = rows[0]
        notes = [value if label in OBVIOUS else f"{label} {value}" for label, value in row.details]
        if row.status != "previous" and row.temporality == "previous":
            notes.append("previous")
        if row.review == "check":
            notes.append("to check")
        notes += self.cue(row, line)
        notes += [f"not {lost.value} in line {self.layout.line_at(lost.start)}" for lost in row.alternatives]
        names = called(row.field, ", ".join(one.name for one in rows))
        text = f"{SIGNS[row.status]} {names}: {row.value}" + (f" ({'; '.join(notes)})" if notes else "")
        return visible(" ".join(text.split()))

    def cue(self, row: Row, line: Line) -> Iterator[str]:
        """The words that decided, where they stand elsewhere or changed what a value means; on its own line their signs tell."""
        if row.cue:
            far = not line.start <= row.cue.start < line.end
            if far or row.status != "present":
                place = f" in line {self.layout.line_at(row.cue.start)}" if far else ""
                yield f'by "{quoted(self.view.source, *row.cue)}"{place}'

    def issue(self, number: int) -> str:
        issue = self.view.issues[number - 1]
        return f"{ISSUE} {issue.code}: {visible(issue.message)}"

    def ending(self) -> Iterator[str]:
        """Issues that have no place in the source."""
        for issue in self.view.issues:
            if issue.start is None:
                yield self.styled(self.issue(issue.number))


def shown_width(text: str) -> int:
    """Columns of a line, its colours left out."""
    total, coloured = 0, False
    for part in text.split("\x1b["):
        total += width(part.partition("m")[2] if coloured else part)
        coloured = True
    return total


def wrapped(cells: Sequence[Cell], columns: int) -> list[list[Cell]]:
    """The cells in rows of at most so many columns, cut behind a blank where there is one."""
    rows: list[list[Cell]] = [[]]
    used = 0
    for cell in cells:
        size = width(cell.shown)
        if used + size > columns and rows[-1]:
            cut = last_blank(rows[-1])
            rows.append(rows[-1][cut:])
            del rows[-2][cut:]
            used = sum(width(kept.shown) for kept in rows[-1])
        rows[-1].append(cell)
        used += size
    return [bare(row) for row in rows]


def bare(cells: Sequence[Cell]) -> list[Cell]:
    """A row without the blanks at its end."""
    end = len(cells)
    while end and cells[end - 1].shown.isspace():
        end -= 1
    return list(cells[:end])


def last_blank(cells: Sequence[Cell]) -> int:
    """Behind the last blank of the second half of a row; its end if there is none."""
    for index in range(len(cells) - 1, len(cells) // 2, -1):
        if cells[index].shown.isspace():
            return index + 1
    return len(cells)
