"""Where outcomes are written: JSON Lines, one JSON value, CSV or Parquet. Each takes what a worker made, and knows how it ends."""

from __future__ import annotations

import json
from typing import Any, BinaryIO, Protocol

from allreport.batch.work import Done, Form
from allreport.commands.output import indented

FORMATS = ("json", "jsonl", "csv", "parquet")
ENDINGS = {".json": "json", ".jsonl": "jsonl", ".ndjson": "jsonl", ".csv": "csv", ".parquet": "parquet"}
APPENDED = frozenset({"jsonl", "csv"})  # what can go on where it stopped


class Sink(Protocol):
    """Takes outcomes with a body; `close` writes what belongs at the end."""

    def write(self, done: Done) -> None: ...
    def close(self) -> None: ...


def form_of(kind: str, *, facts: bool, several: bool) -> Form:
    """What workers are to make for a format."""
    if kind == "csv" or (kind == "parquet" and facts):
        return "rows"
    if facts:
        return "facts"
    return "report" if kind == "parquet" or (kind == "json" and not several) else "record"


def sink_of(kind: str, out: BinaryIO, form: Form, *, begun: bool = False) -> Sink:
    """The sink of a format. `begun`: the output has a head already."""
    if kind == "jsonl":
        return Lines(out)
    if kind == "csv":
        return CsvFacts(out, begun=begun)
    if kind == "parquet":
        return ParquetFacts(out) if form == "rows" else ParquetReports(out)
    return Whole(out) if form == "report" else Listed(out)


class Lines:
    """JSON Lines as they come."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def write(self, done: Done) -> None:
        self.out.write(done.body)

    def close(self) -> None:
        """Nothing is left to be written."""


class Whole:
    """One report, indented."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out

    def write(self, done: Done) -> None:
        self.out.write(indented(done.body) + b"\n")

    def close(self) -> None:
        """Nothing is left to be written."""


class Listed:
    """One list, indented."""

    def __init__(self, out: BinaryIO) -> None:
        self.out = out
        self.separator = b"[\n"

    def write(self, done: Done) -> None:
        for line in done.body.splitlines():
            self.out.write(self.separator + indented(line))
            self.separator = b",\n"

    def close(self) -> None:
        self.out.write(b"[]\n" if self.separator == b"[\n" else b"\n]\n")


class CsvFacts:
    """Facts as CSV."""

    def __init__(self, out: BinaryIO, *, begun: bool) -> None:
        from allreport.flat import COLUMNS
        from allreport.rows_out import CsvRows

        self.rows = CsvRows(out, COLUMNS, head=not begun)

    def write(self, done: Done) -> None:
        self.rows.write(done.body)

    def close(self) -> None:
        self.rows.close()


class ParquetFacts:
    """Facts as Parquet."""

    def __init__(self, out: BinaryIO) -> None:
        from allreport.rows_out import ParquetRows, fact_columns

        self.rows = ParquetRows(out, fact_columns())

    def write(self, done: Done) -> None:
        from allreport.rows_out import fact_row

        self.rows.write(map(fact_row, done.body))

    def close(self) -> None:
        self.rows.close()


class ParquetReports:
    """Whole reports as Parquet: their keys, and their JSON as text."""

    def __init__(self, out: BinaryIO) -> None:
        from allreport.rows_out import REPORTS, ParquetRows

        self.rows = ParquetRows(out, REPORTS)

    def write(self, done: Done) -> None:
        report: dict[str, Any] = json.loads(done.body)
        self.rows.write([(str(done.id), done.part, done.patient, report["schema_version"], report["source_sha256"], done.body.decode())])

    def close(self) -> None:
        self.rows.close()
