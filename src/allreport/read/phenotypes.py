"""Tables of markers with a column for each time: the phenotype of diagnosis beside that of today."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from allreport.document import Document, Line
from allreport.patterns import compile  # noqa: A004
from allreport.vocabulary.words import COLUMN_TIMES

CELL = compile(r"[^\s|](?:[^\t|\n ]|[ ](?![ \t|\n]))*")  # cells stand two blanks, a tab or a bar apart
HEAD = compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in COLUMN_TIMES.items()))
ROWS = 40  # lines of a table


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


def rows(document: Document) -> dict[int, list[tuple[str, Cell]]]:
    """The rows below heads with several times: start of the line -> (current or previous, cell)."""
    found: dict[int, list[tuple[str, Cell]]] = {}
    if document.words.isdisjoint(GATE):
        return found
    lines = document.lines
    for index, line in enumerate(lines):
        columns = columns_of(document, line) if line.table else []
        if columns:
            for row in lines[index + 1 : index + 1 + ROWS]:
                if row.empty or columns_of(document, row):
                    break
                found[row.start] = list(cells_by_time(document, row, columns))
    return found


GATE = frozenset({"diagnosis", "diagnostic", "initial", "baseline", "presentation", "d", "dx", "day", "date", "today", "current", "previous", "laip", "relapse"})


def columns_of(document: Document, line: Line) -> list[Column]:
    """The columns that a line heads, if at least two of them are times and one of those is an earlier one."""
    cells = cells_of(document.folded, line)
    heads = [HEAD.search(document.folded, cell.start, cell.end) for cell in cells]
    kinds = [head.lastgroup if head else None for head in heads]
    times = [index for index, kind in enumerate(kinds) if kind in {"earlier", "own", "time"}]
    if len(times) < 2 or len(cells) > len(times) + 3 or not any(kinds[index] != "earlier" for index in times):
        return []
    own = max((index for index in times if kinds[index] == "own"), default=max(index for index in times if kinds[index] != "earlier"))
    return [Column(cell, None if index not in times else "current" if index == own else "previous") for index, cell in enumerate(cells)]


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
