"""Tables of markers with a column for each time: the phenotype of diagnosis beside that of today."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Set
from typing import NamedTuple

from allreport.document import Document, Line
from allreport.patterns import compile  # noqa: A004
from allreport.vocabulary.words import COLUMN_TIMES

CELL = compile(r"[^\s|](?:[^\t|\n ]|[ ](?![ \t|\n]))*")  # cells stand two blanks, a tab or a bar apart
HEAD = compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in COLUMN_TIMES.items()))
OTHER_CELLS = compile(r"h(?:a)?ematogone|\b(?:normal|mature|background|reactive|residual|polyclonal)[ ](?:b\b|t\b|cells|lympho|precursor|counterpart|populat)|\bt[- ]cells\b|\blymphocytes\b")
OWN_CELLS = compile(r"blast|leuk|\babnormal|\bclon|neoplas|aberrant|tumou?r|\bmrd\b|\blaip\b|atypical")
ROWS = 40  # lines of a table
NEAR = 6  # lines below a head until its rows begin


class Cell(NamedTuple):
    """The place of a cell, its column in a table with tabs or bars, its offset in the line."""

    start: int
    end: int
    column: int | None
    offset: int


class Column(NamedTuple):
    """A column of a table: `current`, `previous`, or None for what is no time of the patient's cells."""

    cell: Cell
    time: str | None


GATE = frozenset([
    "diagnosis", "diagnostic", "initial", "baseline", "presentation", "onset", "d", "dx", "day", "today", "current", "now", "previous", "prior", "laip", "relapse", "residual",
    "hematogones", "haematogones", "hematogone", "haematogone", "tp", "week", "follow", "normal", "mature",
])  # fmt: skip


def rows(document: Document, begun: Set[int]) -> dict[int, list[tuple[str, Cell]]]:
    """The rows of markers below heads with several times: start of the line -> (current or previous, cell).

    `begun`: the starts of the lines that begin with a marker; a table has at least two of them.
    """
    found: dict[int, list[tuple[str, Cell]]] = {}
    if len(begun) < 2 or document.words.isdisjoint(GATE):
        return found
    lines, starts = document.lines, document.line_starts
    for number in sorted({bisect_right(starts, place) - 1 for place in document.places_of(GATE)}):
        if lines[number].start in begun or not any(start in begun for start in starts[number + 1 : number + 1 + NEAR]):
            continue
        columns = columns_of(document, lines[number])
        table: dict[int, list[tuple[str, Cell]]] = {}
        for row in lines[number + 1 : number + 1 + ROWS] if columns else ():
            if row.empty and table:
                break
            if row.start in begun and row.start not in found:
                table[row.start] = list(cells_by_time(document, row, columns))
        if len(table) > 1:
            found.update(table)
    return found


def columns_of(document: Document, line: Line) -> list[Column]:
    """The columns that a line heads: at least two times and one of them no earlier one, or the blasts beside normal cells."""
    folded = document.folded
    cells = cells_of(folded, line)
    heads = [HEAD.search(folded, cell.start, cell.end) for cell in cells]
    kinds = [head.lastgroup if head else None for head in heads]
    times = [index for index, kind in enumerate(kinds) if kind in {"earlier", "own", "time"}]
    late = [index for index in times if kinds[index] != "earlier"]
    if len(times) < 2 or len(cells) > len(times) + 3 or not late:
        return populations_of(folded, cells)
    named = [index for index in late if kinds[index] == "own"]
    newest = late[0] if kinds[times[-1]] == "earlier" else late[-1]  # the newest stands first, or last
    own = named[-1] if named else newest
    return [Column(cell, None if index not in times else "current" if index == own else "previous") for index, cell in enumerate(cells)]


def populations_of(folded: str, cells: list[Cell]) -> list[Column]:
    """The columns of a head with one column for the blasts and others for normal cells."""
    normal = [OTHER_CELLS.search(folded, cell.start, cell.end) is not None for cell in cells]
    own = [cell for cell, other in zip(cells, normal, strict=True) if not other and OWN_CELLS.search(folded, cell.start, cell.end)]
    if not any(normal) or len(own) != 1 or len(cells) > 6:
        return []
    return [Column(cell, "current" if cell is own[0] else None) for cell in cells]


def cells_of(folded: str, line: Line) -> list[Cell]:
    mark = "\t" if folded.find("\t", line.start, line.end) >= 0 else "|" if folded.find("|", line.start, line.end) >= 0 else ""
    return [
        Cell(match.start(), match.end(), folded.count(mark, line.start, match.start()) if mark else None, match.start() - line.start)
        for match in CELL.finditer(folded, line.start, line.end)
    ]


def cells_by_time(document: Document, line: Line, columns: list[Column]) -> Iterator[tuple[str, Cell]]:
    """The cells of a row that stand below a time."""
    for cell in cells_of(document.folded, line)[1:]:
        if cell.column is not None:
            under = next((column for column in columns if column.cell.column == cell.column), None)
        else:
            under = min(columns, key=lambda column: abs(column.cell.offset - cell.offset))
        if under is not None and under.time is not None:
            yield under.time, cell
