"""RTF: the text as printed. Raised digits are kept apart, so that 10⁹ does not become 109."""

from __future__ import annotations

from allreport.documents.flow import joined, row
from allreport.documents.problem import Limits, damaged, library
from allreport.patterns import Match, compile  # noqa: A004
from allreport.source import Document

KIND = "RTF file"
RAISED = compile(r"(?<=\\super) ?([+-]?\d{1,3}+)(?=[\\}\s])")
PICTURE = compile(r"\\(?:pict|objdata)\b[^{}]{200,}+")  # hexadecimal digits: no text
SUPERSCRIPTS = {"+": 0x207A, "-": 0x207B, "0": 0x2070, "1": 0xB9, "2": 0xB2, "3": 0xB3, **{str(digit): 0x2070 + digit for digit in range(4, 10)}}


def read(data: bytes, limits: Limits) -> list[Document]:
    """The text of an RTF file."""
    return [Document(limits.check(shown(data.decode("latin-1"))), metadata={"format": "rtf"})]


def shown(source: str) -> str:
    """The text of RTF as a reader sees it."""
    strip = library("striprtf.striprtf", KIND, "rtf").rtf_to_text
    if not source.rstrip("\0 \r\n\t").endswith("}"):
        raise damaged(KIND, "cut off before its end")
    try:
        text: str = strip(RAISED.sub(as_characters, PICTURE.sub("", source)), encoding="cp1252", errors="strict")
    except Exception as error:  # noqa: BLE001  the library raises what its parsers raise
        raise damaged(KIND, type(error).__name__) from None
    return joined(as_row(line) if line.endswith("|") else line for line in text.replace("\r\n", "\n").split("\n"))


def as_row(line: str) -> str:
    """A row of a table; the library ends each cell with a bar."""
    return "\n".join(row([[cell] for cell in line[:-1].split("|")]))


def as_characters(match: Match[str]) -> str:
    return "".join(rf"\u{SUPERSCRIPTS[sign]}?" for sign in match.group(1))
