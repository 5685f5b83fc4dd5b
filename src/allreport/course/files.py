"""Tables as CSV that a spreadsheet can open without harm, and as Parquet."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

from allreport.course.tables import Table, plain_type
from allreport.errors import MissingExtraError

EXECUTED = ("=", "+", "-", "@", "\t", "\r", "\n", "\uff1d", "\uff0b", "\uff0d", "\uff20")  # what a spreadsheet takes for a formula, also in full width


def as_csv(table: Table) -> bytes:
    """A table as CSV in UTF-8: a head, commas, `\\n`; empty cells for what is not there, `true` and `false`."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([cell(column) for column in table.columns])
    writer.writerows([cell(value) for value in row] for row in table.rows)
    return out.getvalue().encode()


def cell(value: Any) -> Any:
    """A value as a cell. A text that a spreadsheet would execute is quoted by an apostrophe before it."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, str) and value.lstrip(" ").startswith(EXECUTED):
        return f"'{value}"
    return value


def write_parquet(table: Table, path: Path) -> None:
    """A table as Parquet. Needs `pyarrow`, which is loaded only here."""
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:
        raise MissingExtraError("Parquet needs pyarrow: pip install 'allreport[parquet]', or write CSV") from None
    kinds = {str: pa.string(), float: pa.float64(), int: pa.int64(), bool: pa.bool_()}
    schema = pa.schema([(column, kinds[plain_type(annotation)]) for column, annotation in table.columns.items()])
    columns = list(zip(*table.rows, strict=True)) or [()] * len(table.columns)
    arrays = [pa.array(column, type=field.type) for column, field in zip(columns, schema, strict=True)]
    pq.write_table(pa.Table.from_arrays(arrays, schema=schema), path)
