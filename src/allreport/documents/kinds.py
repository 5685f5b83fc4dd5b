"""What kind of file something is, by its first bytes; its name decides only where bytes cannot (CSV)."""

from __future__ import annotations

import codecs
import json
from pathlib import PurePath

from allreport.documents.problem import Unreadable

HEAD = 4096  # bytes that are looked at
KINDS = ("text", "pdf", "docx", "rtf", "html", "hl7", "json", "jsonl", "csv", "parquet")
MAY_BE_SEVERAL = frozenset({"hl7", "json", "jsonl", "csv", "parquet"})
STREAMED = frozenset({"hl7", "jsonl", "csv", "parquet"})  # read piece by piece, however long they are
ENDINGS = frozenset({".txt", ".text", ".pdf", ".docx", ".rtf", ".html", ".htm", ".hl7", ".oru", ".json", ".jsonl", ".ndjson", ".csv", ".tsv", ".parquet"})
TABLES = frozenset({".csv", ".tsv"})
LINES = frozenset({".jsonl", ".ndjson"})
PDF_MARK, PDF_WITHIN = b"%PDF-", 1024
MAGIC = ((b"PK\x03\x04", "docx"), (b"{\\rtf", "rtf"), (b"PAR1", "parquet"))
FOREIGN = (
    (b"\xd0\xcf\x11\xe0", "an old Office file (.doc, .xls, .msg); save it as .docx, PDF or text"),
    (b"\xff\xd8\xff", "a picture; run text recognition first (such as ocrmypdf)"),
    (b"\x89PNG", "a picture; run text recognition first (such as ocrmypdf)"),
    (b"GIF8", "a picture; run text recognition first (such as ocrmypdf)"),
    (b"II*\0", "a picture; run text recognition first (such as ocrmypdf)"),
    (b"MM\0*", "a picture; run text recognition first (such as ocrmypdf)"),
    (b"\x1f\x8b", "a packed file; unpack it first"),
    (b"7z\xbc\xaf", "a packed file; unpack it first"),
    (b"Rar!", "a packed file; unpack it first"),
    (b"ARROW1", "an Arrow file; save it as Parquet"),
)
HTML = ("<!doctype html", "<html", "<head", "<body", "<div", "<p>", "<p ", "<table", "<pre", "<span", "<meta", "<h1", "<h2", "<h3", "<br")
HL7 = ("MSH", "FHS", "BHS")


def kind_of(head: bytes, name: str = "") -> str:
    """The kind of a file whose first bytes are `head`. `name` may be a path."""
    if PDF_MARK in head[:PDF_WITHIN]:
        return "pdf"
    bare = head.removeprefix(codecs.BOM_UTF8).lstrip(b" \t\r\n\v\f")
    for magic, kind in MAGIC:
        if bare.startswith(magic):
            return kind
    for magic, what in FOREIGN:
        if head.startswith(magic):
            raise Unreadable("unsupported", what)
    suffix = PurePath(name).suffix.lower()
    if suffix in TABLES:
        return "csv"
    return kind_of_text(head_text(head), suffix)


def head_text(head: bytes) -> str:
    """The first characters, as far as they can be told."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return head[: len(head) & ~1].decode("utf-16", "replace")
    return head.removeprefix(codecs.BOM_UTF8).decode("latin-1")


def kind_of_text(text: str, suffix: str = "") -> str:
    """The kind of what is text; a suffix of JSON Lines is believed, so that a broken first line costs that line only."""
    bare = text.lstrip(" \t\r\n\v\f")
    if suffix in LINES:
        return "jsonl"
    if bare.startswith(HL7) and (bare[3:4] == "|" or "~" in bare[4:9]):
        return "hl7"
    if is_rows(bare):
        return "jsonl"
    if suffix == ".json" or is_resource(bare):
        return "json"
    low = bare[:2000].lower()
    if low.startswith(("<?xml", "<!--")):
        if "<html" not in low:
            if low.startswith("<?xml"):
                raise Unreadable("unsupported", "an XML file (such as CDA or FHIR); save it as text, PDF or FHIR JSON")
            return "text"
        return "html"
    return "html" if low.startswith(HTML) else "text"


def is_rows(bare: str) -> bool:
    """Whether text is JSON Lines: its first line is a JSON object, or begins like one. No report begins with `{"`."""
    if not bare.startswith("{"):
        return False
    first = bare.splitlines()[0].strip()
    if first == "{}" or isinstance(as_json(first), dict):
        return True
    return first.startswith('{"') and '"resourceType"' not in bare and not (first.endswith((",", "{", "[")) and "\n" in bare)


def is_resource(bare: str) -> bool:
    """Whether text is one JSON value over several lines: a resource, or a list of objects."""
    squeezed = "".join(bare[:200].split())
    return squeezed.startswith(('{"', "[{"))


def as_json(text: str) -> object:
    """The value of a JSON text, or None."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value
