"""From bytes to documents, by kind; and the public `read_document`, `read_documents`."""

from __future__ import annotations

import io
import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from itertools import chain
from pathlib import Path
from typing import Any, NamedTuple

from allreport.documents import plain
from allreport.documents.kinds import HEAD, KINDS, kind_of, kind_of_text
from allreport.documents.problem import Failure, Limits, Unreadable, clean
from allreport.documents.tables import Fields, Stream, csv_rows, documents, json_rows, key_of, lines, parquet_rows, text_of
from allreport.errors import InputError
from allreport.options import MAX_CHARS
from allreport.source import Document


class How(NamedTuple):
    """How inputs are read: bounds, columns, and what the caller knows of them."""

    limits: Limits = Limits(MAX_CHARS)
    fields: Fields = Fields()
    encoding: str | None = None
    kind: str | None = None
    parsed: bool = False  # whether reports that were read before are taken, too


def read_document(source: str | Path | bytes, *, encoding: str | None = None, kind: str | None = None, max_chars: int = MAX_CHARS) -> Document:
    """The one report of a file (a path, or its bytes): text, PDF, DOCX, RTF, HTML, HL7 v2, FHIR JSON, by content.

    encoding: of text that is neither UTF-8 nor UTF-16 with a mark, where it is known; else Windows-1252 is guessed and said.
    kind: `text`, `pdf`, `docx`, `rtf`, `html`, `hl7`, `json`, where the content is not to decide.
    Raises `InputError` with a `code`; for a file of several reports with the code `several_reports` (see `read_documents`).
    """
    found = read_documents(source, encoding=encoding, kind=kind, max_chars=max_chars)
    if len(found) != 1:
        raise InputError(f"{name_of(source)}: holds {len(found)} reports; use read_documents", code="several_reports")
    return found[0]


def read_documents(source: str | Path | bytes, *, encoding: str | None = None, kind: str | None = None, max_chars: int = MAX_CHARS) -> tuple[Document, ...]:
    """All reports of a file (a path, or its bytes), such as an HL7 batch, a FHIR Bundle or JSON Lines. As `read_document` else."""
    if kind is not None and kind not in KINDS:
        raise InputError(f"no kind of input is called so; one of {', '.join(KINDS)}", code="input")
    how = How(Limits(max_chars), Fields(), encoding, kind)
    name = name_of(source)
    data = source if isinstance(source, bytes) else content(Path(source), how.limits, name)
    found = []
    for item in from_bytes(data, name, how):
        if isinstance(item, Failure):
            raise InputError(item.message, code=item.error)
        found.append(item)
    return tuple(found)


def name_of(source: object) -> str:
    """What messages call an input."""
    return clean(str(source)) if isinstance(source, (str, Path)) else "the input"


def content(path: Path, limits: Limits, name: str) -> bytes:
    """The bytes of a file within the bounds."""
    try:
        with path.open("rb") as stream:
            data = stream.read(limits.binary + 1)
    except OSError as error:
        problem = not_open(error)
        raise InputError(problem.named(name), code=problem.code) from None
    return data


def not_open(error: OSError) -> Unreadable:
    """Why a file cannot be opened."""
    if isinstance(error, FileNotFoundError):
        return Unreadable("not_found", "no such file; check the path")
    return Unreadable("unreadable", f"cannot be opened ({error.strerror or type(error).__name__}); check its permissions")


def from_file(path: Path, name: str, how: How) -> Stream:
    """The reports of a file that is read at once."""
    try:
        with path.open("rb") as stream:
            data = stream.read(how.limits.binary + 1)
    except OSError as error:
        yield not_open(error).failure(name, name)
    else:
        yield from from_bytes(data, name, how)


def from_bytes(data: bytes, name: str, how: How) -> Stream:
    """The reports of a file's bytes; several are numbered as its parts."""
    try:
        kind = how.kind or kind_of(data[:HEAD], name)
        if kind in {"jsonl", "csv", "parquet", "hl7"}:
            yield from from_stream(io.BytesIO(data), kind, name, how)
            return
        found = whole(data, kind, how)
    except Unreadable as error:
        yield error.failure(name, name)
        return
    for number, document in enumerate(found, 1):
        alone = len(found) == 1 or bool(document.id)
        yield replace(document, id=document.id or name, part=None if alone else str(number))


def whole(data: bytes, kind: str, how: How) -> list[Document]:
    """The reports of a file of one kind. What reads it is imported here, so that no kind costs those who do not meet it."""
    if not data:
        raise Unreadable("empty", "empty; leave it out or check the export that wrote it")
    if kind == "text":
        return plain.read(data, how.limits, how.encoding)
    if len(data) > how.limits.binary:
        raise Unreadable("too_large", f"larger than {how.limits.binary // 1_000_000} MB; split it into one file for each report")
    if kind == "pdf":
        from allreport.documents import pdf

        return pdf.read(data, how.limits)
    if kind == "docx":
        from allreport.documents import docx

        return docx.read(data, how.limits)
    if kind == "rtf":
        from allreport.documents import rtf

        return rtf.read(data, how.limits)
    if kind == "html":
        from allreport.documents import html

        return html.read(data, how.limits, how.encoding)
    return from_json(data, how)


def from_json(data: bytes, how: How) -> list[Document]:
    """One JSON value over several lines: a FHIR resource, an object with the text, or a list of either."""
    from allreport.documents import fhir

    try:
        value = json.loads(plain.decode(data, how.encoding)[0], parse_float=str)
    except json.JSONDecodeError as error:
        raise Unreadable("broken_json", "not JSON from here on; export it again", f", line {error.lineno}, column {error.colno}") from None
    except (ValueError, RecursionError) as error:
        if isinstance(error, Unreadable):
            raise
        raise Unreadable("broken_json", "JSON that cannot be read; export it again") from None
    found = []
    for item in value if isinstance(value, list) else [value]:
        if not isinstance(item, dict):
            raise Unreadable("broken_json", 'neither a resource nor an object like {"id": "1", "text": "..."}; export it again')
        if how.parsed and (report := parsed_of(item)):
            found.append(Document("", id=key_of(item.get("id"), ""), parsed=report))
        elif "resourceType" not in item and isinstance(item.get(how.fields.text), str):
            found.append(Document(how.limits.check(item[how.fields.text]), metadata={"format": "json"}))
        else:
            found += fhir.read(item, how.limits, attached_to(how), patient=how.fields.patient == "subject")
    if not found:
        raise Unreadable("empty", "no report; leave it out or check the export that wrote it")
    return found


def attached_to(how: How) -> Callable[[bytes], str]:
    """What reads a file within a message or resource: its text, of any kind but those that hold files themselves."""

    def attached(data: bytes) -> str:
        kind = kind_of(data[:HEAD])
        if kind in {"hl7", "json", "jsonl", "parquet", "csv"}:
            raise Unreadable("unsupported", f"an attached file of kind {kind}; send its reports by themselves")
        return "\n".join(document.text for document in whole(data, kind, how))

    return attached


def from_stream(stream: Any, kind: str, name: str, how: How, head: Sequence[bytes] = ()) -> Stream:
    """The reports of a file that is read piece by piece. `head`: first lines that were read already, of JSON Lines only."""
    if kind == "hl7":
        return from_hl7(stream, name, how)
    if kind == "csv":
        rows = csv_rows(stream, how.limits, how.encoding, how.fields)
    elif kind == "parquet":
        rows = parquet_rows(stream, how.fields)
    else:
        rows = json_rows(chain(enumerate(head, 1), lines(stream, how.limits, first=len(head) + 1)), how.limits)
    return documents(rows, name, how.fields, partial(from_cells, how=how))


def from_cells(cells: dict[str, Any], how: How) -> list[Document]:
    """What a row of a table holds: a text, maybe marked up, a FHIR resource, or a report that was read before."""
    if how.parsed and (report := parsed_of(cells)):
        return [Document("", parsed=report)]
    if "resourceType" in cells and how.fields.text not in cells:
        from allreport.documents import fhir

        return fhir.read(cells, how.limits, attached_to(how), patient=how.fields.patient == "subject")
    text = text_of(cells, how.fields)
    begin = text[:100].lstrip()
    if begin.startswith("{\\rtf"):
        from allreport.documents import rtf

        return [Document(how.limits.check(rtf.shown(text)), metadata={"format": "rtf"})]
    if begin.startswith("<") and kind_of_text(text[:HEAD]) == "html":
        from allreport.documents import html

        return [Document(how.limits.check(html.shown(text)), metadata={"format": "html"})]
    return [Document(how.limits.check(text))]


def parsed_of(cells: dict[str, Any]) -> dict[str, Any] | None:
    """The JSON of a report that was read before, itself or beside its id."""
    report = cells if "source_sha256" in cells else cells.get("report")
    return report if isinstance(report, dict) else None


def from_hl7(stream: Any, name: str, how: How) -> Stream:
    """The reports of HL7 messages; several are numbered as parts of their file."""
    from allreport.documents import hl7

    def numbered() -> Iterator[Document | Failure]:
        found = hl7.stream(stream, how.limits, how.encoding, attached_to(how), patient=how.fields.patient == "PID-3")
        for number, item in enumerate(found, 1):
            if isinstance(item, Unreadable):
                yield item.failure(f"{name}#{number}", name)
            else:
                yield replace(item, id=name, part=str(number))

    items = numbered()
    first, second = next(items, None), next(items, None)
    if second is None and isinstance(first, Document):
        first = replace(first, part=None)
    yield from chain(filter(None, (first, second)), items)
