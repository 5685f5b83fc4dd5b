"""Tables with a row for each report: JSON Lines, CSV, Parquet. Columns for id, text and patient are named; rows are read one by one."""

from __future__ import annotations

import codecs
import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from typing import Any, BinaryIO, NamedTuple

from allreport.documents.problem import Failure, Limits, Unreadable, any_surrogate, clean, damaged, library
from allreport.source import Document, Key

EXAMPLE = 'each line must be one object like {"id": "1", "text": "..."}'
SEPARATORS = ",;\t|"
BATCH = 200  # rows of a Parquet file that are in memory at once
CSV_HEAD = 1 << 16


class Fields(NamedTuple):
    """The names of the columns. `patient` is also `PID-3` (HL7) or `subject` (FHIR), if the patient's number is to go along."""

    id: str = "id"
    text: str = "text"
    patient: str = "patient"


class Row(NamedTuple):
    """What a row gives: its number, its place for messages, its cells or what is wrong with it."""

    number: int
    where: str
    cells: dict[str, Any]
    problem: Unreadable | None = None


Stream = Iterator[Document | Failure]


def documents(rows: Iterable[Row], name: str, fields: Fields, meant: Callable[[dict[str, Any]], list[Document]]) -> Stream:
    """The reports of each row under its id (else file and row stand for it). `meant` says what the cells of a row are."""
    empty = True
    for row in rows:
        empty = False
        key = key_of(row.cells.get(fields.id), f"{name}:{row.number}" if row.number else name)
        try:
            if row.problem:
                raise row.problem
            found = meant(row.cells)
        except Unreadable as error:
            error.where = row.where + error.where
            yield error.failure(key, name)
            continue
        patient = row.cells.get(fields.patient)
        for number, document in enumerate(found, 1):
            known = document.patient if patient is None or patient == "" else clean(str(patient))
            yield replace(document, id=key, patient=known, part=str(number) if len(found) > 1 else None)
    if empty:
        yield Unreadable("empty", "empty; leave it out or check the export that wrote it").failure(name, name)


def text_of(cells: dict[str, Any], fields: Fields) -> str:
    """The text of a row."""
    text = cells.get(fields.text)
    if not isinstance(text, str):
        kind = type(text).__name__ if fields.text in cells else "missing"
        raise Unreadable("not_text", f'"{fields.text}" is {kind}; it must be a string with the text of the report (--text-field names another column)')
    return text


def key_of(given: object, otherwise: str) -> Key:
    """The caller's own id, if there is one that can be a key."""
    if isinstance(given, int) and not isinstance(given, bool):
        return given
    return clean(given) if isinstance(given, str) and given else otherwise


# --- JSON Lines


def lines(stream: BinaryIO, limits: Limits, first: int = 1) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream with their numbers; of a line that is too long, its beginning, one byte above the limit."""
    number = first
    while line := stream.readline(limits.row + 1):
        yield number, line
        number += 1
        while len(line) > limits.row and not line.endswith(b"\n"):
            line = stream.readline(limits.row)
            if len(line) < limits.row:
                break


def json_rows(numbered: Iterable[tuple[int, bytes]], limits: Limits) -> Iterator[Row]:
    """The rows of JSON Lines. Blank lines are passed over."""
    for number, line in numbered:
        content = line.removeprefix(codecs.BOM_UTF8) if number == 1 else line
        if content.strip():
            where = f", line {number}"
            try:
                yield Row(number, where, json_row(content, limits))
            except Unreadable as error:
                yield Row(number, where, {}, error)


def json_row(line: bytes, limits: Limits) -> dict[str, Any]:
    """The object of one line. Numbers with a point stay as they are written."""
    if len(line) > limits.row:
        raise limits.too_long()
    try:
        data = json.loads(line.decode("utf-8"), parse_float=str)
    except UnicodeDecodeError as error:
        raise Unreadable("undecodable", f"byte {error.start} is not UTF-8; convert the file to UTF-8") from None
    except json.JSONDecodeError as error:
        raise Unreadable("broken_json", f"not JSON; {EXAMPLE}", f", column {error.colno}") from None
    except (ValueError, RecursionError):
        raise Unreadable("broken_json", f"JSON that cannot be read; {EXAMPLE}") from None
    if not isinstance(data, dict):
        raise Unreadable("broken_json", f"not an object; {EXAMPLE}")
    return data


# --- CSV


def csv_rows(stream: BinaryIO, limits: Limits, encoding: str | None, fields: Fields) -> Iterator[Row]:
    """The rows of a CSV file whose first line names the columns. The sign between cells is the commonest of that line."""
    head = stream.read(CSV_HEAD)
    code = encoding or ("utf-16" if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else "utf-8-sig")
    try:
        text = io.TextIOWrapper(io.BufferedReader(Joined(head, stream)), encoding=code, errors="surrogateescape", newline="")
        first = text.readline(CSV_HEAD)
    except (LookupError, UnicodeError):
        yield Row(1, ", line 1", {}, Unreadable("undecodable", "the encoding that was told does not fit; name one such as utf-8 or cp1252"))
        return
    separator = max(SEPARATORS, key=lambda sign: (first.count(sign), -SEPARATORS.index(sign)))
    if first.strip():
        names = next(csv.reader([first], delimiter=separator), [])
        if fields.text not in names:
            yield Row(1, ", line 1", {}, Unreadable("no_column", f'no column "{fields.text}"; name the column of the text with --text-field'))
            return
        yield from csv_cells(text, names, separator, limits)


def csv_cells(text: io.TextIOWrapper, names: list[str], separator: str, limits: Limits) -> Iterator[Row]:
    """The rows below the head."""
    csv.field_size_limit(max(csv.field_size_limit(), limits.characters + 1))  # the module's own bound is for the process; it only grows
    reader = csv.reader(bounded(text, limits), delimiter=separator, strict=True)
    number = 1
    while True:
        where = f", line {reader.line_num + 2}"
        try:
            cells = next(reader)
        except StopIteration:
            return
        except (csv.Error, UnicodeError):
            number += 1
            yield Row(number, where, {}, Unreadable("broken_csv", "quotes or line ends that do not close, or a cell that is too long; export it again"))
            continue
        number += 1
        if not any(cells):
            continue
        if len(cells) != len(names):
            what = f"{len(cells)} cells under {len(names)} names; put cells that hold the separator into quotes"
            yield Row(number, where, {}, Unreadable("broken_csv", what))
            continue
        row = dict(zip(names, cells, strict=True))
        yield Row(number, where, row, None if not any(map(any_surrogate, cells)) else mended(row))


def mended(row: dict[str, Any]) -> Unreadable | None:
    """Read the cells of a row that are not UTF-8 as Windows-1252, in place; or what is wrong with them."""
    from allreport.documents.plain import decode

    for name, cell in row.items():
        try:
            row[name] = decode(cell.encode("utf-8", "surrogateescape"))[0]
        except (Unreadable, UnicodeEncodeError):
            return Unreadable("undecodable", "a cell that is not UTF-8; convert the file to UTF-8, or tell its encoding")
    return None


def bounded(text: io.TextIOWrapper, limits: Limits) -> Iterator[str]:
    """Lines of bounded length, so that a file without line ends does not fill the memory."""
    while line := text.readline(limits.characters + 2):
        yield line


class Joined(io.RawIOBase):
    """A stream whose beginning was read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self.head = head
        self.rest = rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        data = self.head[: len(buffer)] if self.head else self.rest.read(len(buffer))
        self.head = self.head[len(data) :]
        buffer[: len(data)] = data
        return len(data)


# --- Parquet


def parquet_rows(path: str, fields: Fields) -> Iterator[Row]:
    """The rows of a Parquet file, some hundred at a time."""
    parquet = library("pyarrow.parquet", "a Parquet file", "parquet")
    try:
        with parquet.ParquetFile(path) as file:
            names = file.schema_arrow.names
            if fields.text not in names:
                raise Unreadable("no_column", f'no column "{fields.text}"; name the column of the text with --text-field')
            number = 0
            for batch in file.iter_batches(batch_size=BATCH, columns=[name for name in dict.fromkeys(fields) if name in names]):
                for cells in batch.to_pylist():
                    number += 1
                    yield Row(number, f", row {number}", cells)
    except Unreadable as error:
        yield Row(0, "", {}, error)
    except Exception as error:  # noqa: BLE001  the library's own errors quote the file
        yield Row(0, "", {}, damaged("Parquet file", type(error).__name__))
