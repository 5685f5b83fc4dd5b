"""Plain text: UTF-8, UTF-16 with its mark, or a code page that was told or follows from the bytes."""

from __future__ import annotations

import codecs

from allreport.documents.problem import Limits, Unreadable
from allreport.source import Document

UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
GUESS = "cp1252"  # what Windows writes in the west; read only where the bytes cannot be UTF-8
CONTROLS = frozenset(range(32)) - frozenset(b"\t\n\r\f\v\x1a\x1b\x1c\x1d\x1e\x1f\x08")


def read(data: bytes, limits: Limits, encoding: str | None = None) -> list[Document]:
    """The text of a file with its encoding."""
    if len(data) > limits.file:
        raise limits.too_long()
    text, metadata = decode(data, encoding)
    return [Document(limits.check(text), metadata={"format": "text", **metadata})]


def decode(data: bytes, encoding: str | None = None) -> tuple[str, dict[str, str | bool]]:
    """The characters, and how they were stored. An encoding that was told is not doubted; a mark at the beginning is no text."""
    if encoding:
        return told(data, encoding), {"encoding": encoding}
    if data.startswith(UTF16):
        return told(data, "utf-16"), {"encoding": "utf-16"}
    try:
        return data.removeprefix(codecs.BOM_UTF8).decode("utf-8"), {"encoding": "utf-8"}
    except UnicodeDecodeError as error:
        return guessed(data, error), {"encoding": GUESS, "encoding_guessed": True}


def told(data: bytes, encoding: str) -> str:
    """The characters in an encoding that is known."""
    try:
        return data.decode(encoding).removeprefix("\ufeff")
    except LookupError:
        raise Unreadable("undecodable", "the encoding that was told is not known; name one such as utf-8 or cp1252") from None
    except (UnicodeDecodeError, ValueError) as error:
        start = getattr(error, "start", 0)
        raise Unreadable("undecodable", f"byte {start} is not {encoding}; tell the right encoding or convert the file to UTF-8") from None


def guessed(data: bytes, error: UnicodeDecodeError) -> str:
    """What is not UTF-8 as Windows-1252, unless it is UTF-8 with damaged places, or no text at all: then a wrong unit would be read."""
    line = data.count(b"\n", 0, error.start) + 1
    refusal = Unreadable("undecodable", f"byte {error.start} is not UTF-8; convert the file to UTF-8, or tell its encoding", f", line {line}")
    if not data.decode("utf-8", "ignore").isascii() or CONTROLS.intersection(data) or is_halves(data):
        raise refusal from None
    try:
        return data.decode(GUESS)
    except UnicodeDecodeError:
        raise refusal from None


def is_halves(data: bytes) -> bool:
    """Whether bytes are UTF-8 but for halves of surrogate pairs."""
    try:
        data.decode("utf-8", "surrogatepass")
    except UnicodeDecodeError:
        return False
    return True
