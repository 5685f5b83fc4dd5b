"""HL7 v2: each report of the ORU and MDM messages of a file as one document; OBX and NTE in their order, escapes decoded.

Own code, for the libraries at hand fall short: none forgives line feeds within text or units with an unescaped `^`, and they take ten
to five hundred times as long. A report is what has one order number (OBR-3) in one patient's group of a message.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, NamedTuple

from allreport.documents.coded import iso, result_line
from allreport.documents.plain import decode
from allreport.documents.problem import Limits, Unreadable
from allreport.patterns import Match, compile  # noqa: A004
from allreport.source import Document

CHUNK = 1 << 16
FRAMES = b"\x0b\x1c"  # of the wire protocol
SEGMENT = compile(r"[A-Z][A-Z0-9]{2}(?:[^A-Za-z0-9\s]|\Z)")
ESCAPE = compile(r"\\([A-Za-z.][^\\\n]{0,40}|[0-9][^\\\n]{0,8})\\")
BREAKS = (".br", ".sp", ".ce")
REPORTS = frozenset({"ORU", "MDM"})
NARRATIVE = frozenset({"TX", "FT", ""})
NUMERIC = frozenset({"NM", "SN"})
WITHDRAWN = frozenset({"D", "W"})
STATUS = {"F": "final", "P": "preliminary", "C": "corrected", "A": "preliminary", "R": "preliminary"}
SEX = {"F": "female", "M": "male"}
CHARSETS = {"8859/1": "cp1252", "UNICODE UTF-8": "utf-8", "UTF-8": "utf-8", "ASCII": None, "": None}

Attached = Callable[[bytes], str]  # what reads an attached file


class Marks(NamedTuple):
    """The separators of a message: fields, components, repetitions, escapes, subcomponents."""

    field: str
    component: str = "^"
    repetition: str = "~"
    escape: str = "\\"
    sub: str = "&"


class Segment(NamedTuple):
    """One segment: its name, and its fields; `get(5)` is field 5 as the standard counts."""

    name: str
    fields: list[str]
    marks: Marks

    def get(self, number: int) -> str:
        """A field, undecoded; empty where it is not there or explicitly null."""
        value = self.fields[number] if number < len(self.fields) else ""
        return "" if value == '""' else value

    def component(self, number: int, component: int = 1) -> str:
        """A component of the first repetition, decoded."""
        parts = self.get(number).split(self.marks.repetition)[0].split(self.marks.component)
        return unescaped(parts[component - 1].split(self.marks.sub)[0], self.marks).strip() if component <= len(parts) else ""

    def name_of(self, number: int) -> str:
        """The words of a coded field: its text, else its alternate text, else its code."""
        return self.component(number, 2) or self.component(number, 5) or self.component(number)


def stream(source: BinaryIO, limits: Limits, encoding: str | None, attached: Attached, *, patient: bool = False) -> Iterator[Document | Unreadable]:
    """The reports of all messages, in their order. `patient`: whether the patient's number (PID-3) goes along as key."""
    number = 0
    for message in messages(source, limits):
        number += 1
        try:
            found = [*reports(message, limits, encoding, attached, patient=patient)]
        except Unreadable as error:
            error.where = f", message {number}{error.where}"
            yield error
            continue
        yield from found
    if not number:
        yield Unreadable("damaged", "no MSH segment, so no HL7 message; check the export")


def messages(source: BinaryIO, limits: Limits) -> Iterator[list[bytes]]:
    """The segments of each message. Batch headers and trailers are passed over; of a message that is too long, more than the bound is dropped."""
    message: list[bytes] = []
    size = 0
    for line in pieces(source, limits.binary):
        start = line[:3]
        if start in {b"FHS", b"BHS", b"BTS", b"FTS"} or start == b"MSH":
            if message:
                yield message
            message, size = ([line] if start == b"MSH" else []), 0
        elif message:
            size += len(line)
            if size <= limits.binary or size - len(line) <= limits.binary:
                message.append(line)
    if message:
        yield message


def pieces(source: BinaryIO, most: int) -> Iterator[bytes]:
    """What stands between carriage returns and line feeds, without the marks of the wire. A piece longer than `most` comes in parts."""
    rest = b""
    while chunk := source.read(CHUNK):
        parts = (rest + chunk.replace(b"\n", b"\r")).split(b"\r")
        rest = parts.pop()
        if len(rest) > most:
            parts.append(rest)
            rest = b""
        yield from (line for part in parts if (line := part.strip(FRAMES)))
    if line := rest.strip(FRAMES):
        yield line


def reports(message: list[bytes], limits: Limits, encoding: str | None, attached: Attached, *, patient: bool) -> Iterator[Document]:
    """The reports of one message."""
    if sum(map(len, message)) > limits.binary:
        raise limits.too_long()
    segments = parsed(message, encoding)
    kind = segments[0].component(8)  # MSH-1 is the separator itself, so fields count one less
    if kind not in REPORTS:
        raise Unreadable("not_a_report", "a message that is no report; only ORU and MDM hold reports")
    found = False
    for group in groups(segments):
        text = "\n".join(lines(group, attached)) + "\n"
        if not text.isspace():
            found = True
            key = next((segment.component(3) for segment in group if segment.name == "PID"), "") if patient else ""
            yield Document(limits.check(text), patient=key or None, metadata={"format": "hl7"})
    if not found:
        raise Unreadable("empty", "a message without results (OBX); leave it out or check the export")


def parsed(message: list[bytes], encoding: str | None) -> list[Segment]:
    """The segments of a message as text. A line that begins like no segment goes on with the one before it."""
    head = message[0].decode("latin-1")
    marks = Marks(head[3], *head[4:8].split(head[3])[0])
    fields = head.split(marks.field)
    charset = fields[17].split(marks.repetition)[0].strip() if len(fields) > 17 else ""
    text, _ = decode(b"\r".join(message), encoding or CHARSETS.get(charset))
    segments: list[str] = []
    for line in text.split("\r"):
        if segments and not SEGMENT.match(line):
            segments[-1] += "\n" + line
        else:
            segments.append(line)
    return [Segment(segment[:3], segment.split(marks.field), marks) for segment in segments]


def groups(segments: list[Segment]) -> Iterator[list[Segment]]:
    """The segments of each report, those of its patient before them."""
    patient: list[Segment] = []
    group: list[Segment] = []
    order = ""
    for segment in segments[1:]:
        if segment.name == "PID":
            if group:
                yield [*patient, *group]
            patient, group, order = [segment], [], ""
            continue
        if segment.name == "OBR":
            number = segment.component(3)
            if group and order and number and number != order:
                yield [*patient, *group]
                group = []
            order = number or order
        group.append(segment)
    if any(segment.name in {"OBX", "NTE"} for segment in group):
        yield [*patient, *group]


def lines(group: list[Segment], attached: Attached) -> Iterator[str]:
    """A report as it would be printed: who, what, when; then results and notes in their order."""
    if not any(segment.name in {"OBX", "NTE"} for segment in group):
        return
    heading = ""
    dated: set[str] = set()
    for segment in group:
        if segment.name == "PID" and segment.component(8) in SEX:
            yield f"Sex: {SEX[segment.component(8)]}"
        elif segment.name == "OBR":
            heading = ""
            for line in order_lines(segment):
                if line not in dated:
                    dated.add(line)
                    yield line
        elif segment.name == "SPM" and segment.name_of(4):
            yield f"Specimen: {segment.name_of(4)}"
        elif segment.name == "NTE":
            yield from narrative(segment, 3)
        elif segment.name == "OBX" and segment.get(11) not in WITHDRAWN:
            name = segment.name_of(3)
            yield from observation(segment, name, attached, headed=name == heading)
            heading = name


def order_lines(segment: Segment) -> Iterator[str]:
    """What was asked for, when the sample was taken, and how far the report is."""
    if segment.name_of(4):
        yield segment.name_of(4)
    if iso(segment.component(7)):
        yield f"Collected: {iso(segment.component(7))}"
    if segment.component(15):
        yield f"Specimen: {segment.component(15, 2) or segment.component(15)}"
    if segment.component(25) in STATUS:
        yield f"Report status: {STATUS[segment.component(25)]}"


def observation(segment: Segment, name: str, attached: Attached, *, headed: bool) -> Iterator[str]:
    """One OBX: running text under its name, a value beside it, an attached file as its text."""
    kind = segment.get(2)
    if kind == "ED":
        yield from attachment(segment, attached)
    elif kind in NARRATIVE or (kind == "ST" and not segment.get(6) and (headed or len(segment.get(5)) > 60)):
        if name and not headed and segment.get(5):
            yield f"{name}:"
        yield from narrative(segment, 5)
    elif segment.get(5):
        values = [value_of(part, kind, segment.marks) for part in segment.get(5).split(segment.marks.repetition)]
        reference, flag = unescaped(segment.get(7), segment.marks), segment.component(8)
        yield result_line(name, ", ".join(filter(None, values)), unit_of(segment), reference, flag)


def narrative(segment: Segment, number: int) -> Iterator[str]:
    """Running text; its repetitions are lines."""
    for part in segment.get(number).split(segment.marks.repetition):
        yield from unescaped(part, segment.marks).split("\n")


def value_of(part: str, kind: str, marks: Marks) -> str:
    """A value: a structured number joined, of a coded one its words, any other as it is."""
    if kind == "SN":
        return "".join(piece.strip() for piece in part.split(marks.component))
    if kind in {"CE", "CWE", "CNE", "CF"}:
        pieces = [unescaped(piece, marks).strip() for piece in part.split(marks.component)]
        return next(filter(None, (*pieces[1:2], *pieces[8:9], *pieces[4:5], pieces[0])), "")
    return unescaped(part, marks).strip()


def unit_of(segment: Segment) -> str:
    """The unit of a result; `10^9/L` with its `^` unescaped is put together again."""
    first, second = segment.component(6), segment.component(6, 2)
    return f"{first}^{second}" if first.endswith("10") and second[:1].isdigit() else first or second


def attachment(segment: Segment, attached: Attached) -> Iterator[str]:
    """The text of a file that a message carries in base 64."""
    data = segment.get(5).split(segment.marks.component)[-1]
    try:
        content = base64.b64decode("".join(data.split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("damaged", "an attached file (OBX of type ED) is not base 64; export it again") from None
    yield from attached(content).splitlines()


def unescaped(text: str, marks: Marks) -> str:
    """Text with its escapes decoded; `\\n` stands for a line break. What is no escape stays as it is."""
    if marks.escape not in text:
        return text
    if marks.escape != "\\":
        text = text.replace(marks.escape, "\\")
    signs = {"F": marks.field, "S": marks.component, "T": marks.sub, "R": marks.repetition, "E": "\\", "H": "", "N": ""}

    def meant(match: Match[str]) -> str:
        code = match.group(1)
        if code in signs:
            return signs[code]
        if code.lower().startswith(BREAKS):
            return "\n"
        if code[0] == "." or code[0] in "ZCM":
            return ""
        if code[0] == "X":
            return from_hexadecimal(code[1:]) or match.group()
        return match.group()

    return ESCAPE.sub(meant, text)


def from_hexadecimal(digits: str) -> str:
    """The characters of `\\X0D0A\\`."""
    try:
        text, _ = decode(bytes.fromhex(digits))
    except (ValueError, Unreadable):
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n")


def whole(items: Iterable[Document | Unreadable]) -> list[Document]:
    """The reports of a file that is read at once; the first that cannot be read is the file's error."""
    found = []
    for item in items:
        if isinstance(item, Unreadable):
            raise item
        found.append(item)
    return found
