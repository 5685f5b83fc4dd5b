"""Rows as CSV that a spreadsheet can open without harm, and as Parquet."""

from __future__ import annotations

import csv
import io
import types
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any, BinaryIO, get_args, get_type_hints

from allreport.errors import MissingExtraError

EXECUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what a spreadsheet takes for a formula, also in full width
ROW_GROUP = 50_000  # rows that are written together
REPORTS = {"id": str, "part": str, "patient": str, "schema_version": str, "source_sha256": str, "report": str}


def cell(value: Any) -> Any:
    """A value as a cell. A text that a spreadsheet would run is quoted by an apostrophe before it; a sign alone is none."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and len(value.strip()) > 1 and (value.startswith(EXECUTED) or value.lstrip().startswith(EXECUTED)):
        return f"'{value}"
    return value


class CsvRows:
    """Writes rows as CSV in UTF-8: a head, commas, `\\n`; empty cells for what is not there."""

    def __init__(self, out: BinaryIO, columns: Sequence[str], *, head: bool = True) -> None:
        self.out = out
        if head:
            self.write([columns])

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        text = io.StringIO()
        csv.writer(text, lineterminator="\n").writerows([cell(value) for value in row] for row in rows)
        self.out.write(text.getvalue().encode())

    def close(self) -> None:
        """Nothing is left to be written."""


class ParquetRows:
    """Writes rows as Parquet, every column nullable. Needs `pyarrow`, which is loaded only here."""

    def __init__(self, out: BinaryIO | Path, columns: dict[str, Any]) -> None:
        try:
            import pyarrow
            import pyarrow.parquet
        except ImportError:
            raise MissingExtraError("Parquet needs pyarrow; install it with pip install 'allreport[parquet]', or write CSV") from None
        kinds = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64(), bool: pyarrow.bool_()}
        self.arrow = pyarrow
        self.schema = pyarrow.schema([(name, kinds[kind]) for name, kind in columns.items()])
        self.writer = pyarrow.parquet.ParquetWriter(out, self.schema, compression="zstd")
        self.rows: list[Sequence[Any]] = []

    def write(self, rows: Iterable[Sequence[Any]]) -> None:
        self.rows.extend(rows)
        if len(self.rows) >= ROW_GROUP:
            self.flush()

    def flush(self) -> None:
        columns = zip(*self.rows, strict=True) if self.rows else [()] * len(self.schema)
        arrays = [self.arrow.array(column, type=field.type) for column, field in zip(columns, self.schema, strict=True)]
        self.writer.write_table(self.arrow.Table.from_arrays(arrays, schema=self.schema))
        self.rows = []

    def close(self) -> None:
        """Write what is left, and the foot without which the file cannot be read."""
        self.flush()
        self.writer.close()


def fact_columns() -> dict[str, Any]:
    """The columns of facts with one plain type each. A value that is a number or a word comes as text, and as number in `value_number`."""
    from allreport.flat import Fact

    hints = get_type_hints(Fact)
    kinds: dict[str, Any] = {}
    for name in Fact._fields:
        options = [kind for kind in get_args(hints[name]) if kind is not types.NoneType] or [hints[name]]
        kinds[name] = options[0] if len(options) == 1 else str
    return {**kinds, "value_number": float}


def fact_row(row: Sequence[Any]) -> tuple[Any, ...]:
    """A fact with its value as text and as number."""
    from allreport.flat import COLUMNS

    place = COLUMNS.index("value")
    value = row[place]
    number = float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    text = None if value is None else value if isinstance(value, str) else f"{value:g}" if float(f"{value:g}") == value else repr(value)
    return (*row[:place], text, *row[place + 1 :], number)
