"""Tables of markers with a column for each time: the phenotype of diagnosis beside that of today."""

from __future__ import annotations

from collections.abc import Iterator, Set

from allreport.document import Line
from allreport.read.columns import Cell, Columns, Table, cells_of, head_over

LEAST = 2  # rows of a table


def rows(columns: Columns, begun: Set[int]) -> dict[int, list[tuple[str, Cell]]]:
    """The rows of markers below heads with several times: start of the line -> (current or previous, cell).

    `begun`: the starts of the lines that begin with a marker; a table has at least two of them.
    """
    found: dict[int, dict[int, list[tuple[str, Cell]]]] = {}
    for start in begun if len(begun) >= LEAST else ():
        line = columns.document.line_at(start)
        table = columns.timed_at(line)
        if table is not None and labelled(columns, line, table):
            found.setdefault(table.start, {})[start] = list(cells_by_time(columns, line, table))
    return {start: cells for table in found.values() if len(table) >= LEAST for start, cells in table.items()}


def labelled(columns: Columns, line: Line, table: Table) -> bool:
    """Whether a row begins with a label, before the first column that is of a time."""
    label = cells_of(columns.document.folded, line)[0]
    first = next(head.cell for head in table.heads if head.time)
    if label.column is not None and first.column is not None:
        return label.column < first.column
    return label.offset < first.offset


def cells_by_time(columns: Columns, line: Line, table: Table) -> Iterator[tuple[str, Cell]]:
    """The cells of a row that stand below a time."""
    for cell in cells_of(columns.document.folded, line)[1:]:
        head = head_over(table, cell)
        if head is not None and head.time is not None:
            yield head.time, cell
