"""Where reports come from: files, directories, standard input, JSON Lines. What cannot be read becomes a `Failure`; the rest goes on.

Texts keep their line ends and their characters as they are, so that offsets count in the file as it is on disk.
Messages name the input, the place and the remedy, never what the input says.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import BinaryIO, NamedTuple

STDIN = "-"
BOM = b"\xef\xbb\xbf"
ENDINGS = frozenset({".txt", ".jsonl"})
LINES_ENDING = ".jsonl"
JSON_ENDING = ".json"
JSON_BYTES = 1_000_000_000
BYTES_A_CHARACTER = 4  # at most, in UTF-8
ROW_BYTES_A_CHARACTER = 6  # in JSON: \u00e9
BLANK_LINES = 1000  # of standard input, before its first character
FORMATS = (
    (b"%PDF-", "a PDF file"),
    (b"PK\x03\x04", "a zipped file (Word, OpenDocument)"),
    (b"{\\rtf", "an RTF file"),
    (b"\xd0\xcf\x11\xe0", "an old Word file"),
    (b"\xff\xfe", "UTF-16 text"),
    (b"\xfe\xff", "UTF-16 text"),
)

Key = str | int


class Input(NamedTuple):
    """One report: the caller's id or the path, and the text; or, where those are taken, the JSON of a report that was read before."""

    id: Key
    text: str
    patient: Key | None = None
    parsed: dict[str, object] | None = None


class Failure(NamedTuple):
    """One input that gave no report: its id, a code, and what to do."""

    id: Key
    error: str
    message: str


class Limits(NamedTuple):
    """How long a text may be, in characters; and what else is taken: `patient`, the column of rows with the patient's key, and reports as JSON."""

    characters: int
    patient: str | None = None
    parsed: bool = False

    @property
    def file(self) -> int:
        """Bytes that a text of this length can have."""
        return self.characters * BYTES_A_CHARACTER + len(BOM)

    @property
    def json(self) -> int:
        """Bytes that a file of reports as JSON can have."""
        return max(self.file, JSON_BYTES)

    @property
    def row(self) -> int:
        """Bytes that a line of JSON Lines with such a text can have."""
        return self.characters * ROW_BYTES_A_CHARACTER + 100_000


Stream = Iterator[Input | Failure]


def open_inputs(
    paths: Iterable[str], stdin: BinaryIO, max_chars: int, skip: Iterable[Path] = (), *, patient: str | None = None, parsed: bool = False
) -> tuple[bool, Stream]:
    """Whether the inputs are several (or may be), and the inputs one by one. Files of `skip` in directories are left out.

    `patient`: the column of rows that holds the patient's key. `parsed`: reports that were read before are taken too, as JSON.
    """
    limits, names = Limits(max_chars, patient, parsed), list(paths)
    own = frozenset(path.resolve() for path in skip)
    if names == [STDIN]:
        head = read_head(stdin, limits)
        return looks_like_rows(head), from_stdin(head, stdin, limits)
    several = len(names) > 1 or Path(names[0]).is_dir() or Path(names[0]).suffix.lower() == LINES_ENDING
    return several, chain.from_iterable(from_name(name, stdin, limits, own) for name in names)


def from_name(name: str, stdin: BinaryIO, limits: Limits, own: frozenset[Path]) -> Stream:
    """The inputs behind one argument of the command line."""
    if name == STDIN:
        yield from from_stdin(read_head(stdin, limits), stdin, limits)
    elif Path(name).is_dir():
        yield from from_directory(Path(name), limits, own)
    else:
        yield from from_file(Path(name), limits)


def from_directory(directory: Path, limits: Limits, own: frozenset[Path]) -> Stream:
    """All text and JSON Lines files below a directory, by path."""
    endings = ENDINGS | {JSON_ENDING} if limits.parsed else ENDINGS
    files = sorted(path for path in directory.rglob("*") if path.suffix.lower() in endings and path.is_file() and path.resolve() not in own)
    if not files:
        named = ", ".join(sorted(endings))
        yield Failure(shown(directory), "no_reports", f"{shown(directory)}: no file in this directory or below that ends in {named}; name another one")
    for path in files:
        yield from from_file(path, limits)


def from_file(path: Path, limits: Limits) -> Stream:
    """The report of a text file, or the reports of a JSON Lines file."""
    name = shown(path)
    try:
        with path.open("rb") as stream:
            if path.suffix.lower() == LINES_ENDING:
                yield from rows(numbered(stream, limits), name, limits)
            elif limits.parsed:
                yield from text_or_json(stream.read(limits.json + 1), name, limits)
            else:
                yield whole(stream.read(limits.file + 1), name, limits)
    except FileNotFoundError:
        yield Failure(name, "not_found", f"{name}: no such file; check the path")
    except OSError as error:
        yield Failure(name, "unreadable", f"{name}: cannot be opened ({error.strerror or type(error).__name__}); check its permissions")


def read_head(stdin: BinaryIO, limits: Limits) -> list[bytes]:
    """The first line of standard input that is not blank, with the blank ones before it."""
    head: list[bytes] = []
    while len(head) < BLANK_LINES:
        head.append(stdin.readline(limits.row + 1))
        if not head[-1] or head[-1].strip(b"\r\n\t " + BOM):
            break
    return head


def looks_like_rows(head: list[bytes]) -> bool:
    """Whether standard input is JSON Lines: its first line is a JSON object, or begins like one. No report begins with `{"`."""
    first = head[-1].removeprefix(BOM).strip()
    if not first.startswith(b"{"):
        return False
    return first.startswith(b'{"') or first == b"{}" or isinstance(as_json(first.decode("utf-8", "replace")), dict)


def from_stdin(head: list[bytes], stdin: BinaryIO, limits: Limits) -> Stream:
    """The reports of standard input, whose first lines are in `head`."""
    if looks_like_rows(head):
        lines = chain(enumerate(head, 1), numbered(stdin, limits, first=len(head) + 1))
        return rows(lines, STDIN, limits)
    if limits.parsed:
        return text_or_json(b"".join(head) + stdin.read(limits.json + 1), STDIN, limits)
    return iter((whole(b"".join(head) + stdin.read(limits.file + 1), STDIN, limits),))


def text_or_json(data: bytes, name: str, limits: Limits) -> Stream:
    """The report of one file, or the reports that it holds as JSON: an object, or a list of objects."""
    content = data.removeprefix(BOM)
    value = as_json(content.decode("utf-8", "replace")) if content.lstrip()[:1] in {b"{", b"["} else None
    found = value if isinstance(value, list) else [value]
    if found and all(isinstance(entry, dict) for entry in found):
        for number, entry in enumerate(found, 1):
            yield from_row(entry, name if found is not value else f"{name}:{number}", name, limits)
    elif name.lower().endswith(JSON_ENDING):
        yield Failure(name, "broken_json", f"{name}: neither a report as JSON nor a list of such; write it with allreport parse")
    else:
        yield whole(data, name, limits)


def whole(data: bytes, name: str, limits: Limits) -> Input | Failure:
    """The text of one file."""
    for magic, kind in FORMATS:
        if data.startswith(magic):
            return Failure(name, "not_text", f"{name}: {kind}, not UTF-8 text; save it as UTF-8 text first")
    if len(data) > limits.file:
        return too_long(name, name, limits)
    try:
        text = data.removeprefix(BOM).decode("utf-8")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        return Failure(name, "undecodable", f"{name}, line {line}: byte {error.start} is not UTF-8; convert the file to UTF-8")
    return checked(name, text, name, limits)


def checked(key: Key, text: str, place: str, limits: Limits) -> Input | Failure:
    """A text that can be read, or why not."""
    if not text or text.isspace():
        return Failure(key, "empty", f"{place}: empty; leave it out or check the export that wrote it")
    if len(text) > limits.characters:
        return too_long(key, place, limits)
    if "\0" in text:
        return Failure(key, "not_text", f"{place}: holds NUL characters, so it is not UTF-8 text; convert it to UTF-8")
    if any_surrogate(text):
        return Failure(key, "undecodable", f"{place}: holds half of a surrogate pair; write the character whole")
    return Input(key, text)


def too_long(key: Key, place: str, limits: Limits) -> Failure:
    return Failure(key, "too_long", f"{place}: longer than {limits.characters:,} characters; split it into one file or line for each report")


def any_surrogate(text: str) -> bool:
    """Whether a text holds a code point that is no character and cannot be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def numbered(stream: BinaryIO, limits: Limits, first: int = 1) -> Iterator[tuple[int, bytes]]:
    """The lines of a stream with their numbers; of a line that is too long, its beginning, one byte above the limit."""
    number = first
    while line := stream.readline(limits.row + 1):
        yield number, line
        number += 1
        while len(line) > limits.row and not line.endswith(b"\n"):
            line = stream.readline(limits.row)
            if len(line) < limits.row:
                break


def rows(lines: Iterable[tuple[int, bytes]], name: str, limits: Limits) -> Stream:
    """The reports of JSON Lines. Blank lines are passed over; each other line gives an input or a failure."""
    empty = True
    for number, line in lines:
        content = line.removeprefix(BOM) if number == 1 else line
        if content.strip():
            empty = False
            yield row(content, number, name, limits)
    if empty:
        yield Failure(name, "empty", f"{name}: empty; leave it out or check the export that wrote it")


def row(line: bytes, number: int, name: str, limits: Limits) -> Input | Failure:
    """The report of one line: an object with `text`, and an `id` (else file and line stand for it)."""
    key: Key = f"{name}:{number}"
    place = f"{name}, line {number}"
    if len(line) > limits.row:
        return too_long(key, place, limits)
    try:
        data = json.loads(line.decode("utf-8"))
    except UnicodeDecodeError as error:
        return Failure(key, "undecodable", f"{place}: byte {error.start} is not UTF-8; convert the file to UTF-8")
    except json.JSONDecodeError as error:
        return Failure(key, "broken_json", f'{place}, column {error.colno}: not JSON; each line must be one object like {{"id": "1", "text": "..."}}')
    except (ValueError, RecursionError):
        return Failure(key, "broken_json", f'{place}: JSON that cannot be read; each line must be one object like {{"id": "1", "text": "..."}}')
    if not isinstance(data, dict):
        return Failure(key, "broken_json", f'{place}: not an object; each line must be one object like {{"id": "1", "text": "..."}}')
    return from_row(data, key, place, limits)


def from_row(data: dict[str, object], key: Key, place: str, limits: Limits) -> Input | Failure:
    """The report of one object: its text, or the report itself where that is taken."""
    given = data.get("id")
    if isinstance(given, (str, int)) and not isinstance(given, bool):
        key = given if isinstance(given, int) else clean(given)
    patient = None
    if limits.patient is not None:
        found = data.get(limits.patient)
        if isinstance(found, bool) or not isinstance(found, (str, int)) or found == "":
            return Failure(key, "no_patient", f"{place}: the column of --patient is missing or empty; give every row the key of its patient")
        patient = clean(found) if isinstance(found, str) else found
    if limits.parsed:
        report = data if "source_sha256" in data else data.get("report")
        if isinstance(report, dict):
            return Input(key, "", patient, report)
    text = data.get("text")
    if not isinstance(text, str):
        kind = type(text).__name__ if "text" in data else "missing"
        return Failure(key, "not_text", f'{place}: "text" is {kind}; it must be a string with the text of the report')
    made = checked(key, text, place, limits)
    return made if isinstance(made, Failure) else made._replace(patient=patient)


def as_json(text: str) -> object:
    """The value of a JSON text, or None."""
    try:
        value: object = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return value


def shown(path: Path) -> str:
    """A path as it can be written as UTF-8."""
    return clean(str(path))


def clean(text: str) -> str:
    return text.encode("utf-8", "replace").decode("utf-8")
