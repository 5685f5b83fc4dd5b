"""Tables as CSV that a spreadsheet can open without harm, and as Parquet."""

from __future__ import annotations

import io
from pathlib import Path

from allreport.course.tables import Table, plain_type
from allreport.rows_out import CsvRows, ParquetRows, cell

__all__ = ["as_csv", "cell", "write_parquet"]


def as_csv(table: Table) -> bytes:
    """A table as CSV in UTF-8: a head, commas, `\\n`; empty cells for what is not there, `true` and `false`."""
    out = io.BytesIO()
    CsvRows(out, list(table.columns)).write(table.rows)
    return out.getvalue()


def write_parquet(table: Table, path: Path) -> None:
    """A table as Parquet."""
    rows = ParquetRows(path, {name: plain_type(annotation) for name, annotation in table.columns.items()})
    rows.write(table.rows)
    rows.close()
