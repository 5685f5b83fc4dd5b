"""What is wrong with an input, and the bounds within which inputs are read."""

from __future__ import annotations

from importlib import import_module
from types import ModuleType
from typing import NamedTuple

from allreport.errors import InputError
from allreport.source import Key

BYTES_A_CHARACTER = 4  # at most, in UTF-8
ROW_BYTES_A_CHARACTER = 6  # in JSON: \u00e9
BINARY_BYTES = 100_000_000  # of a file whose text is not its bytes: PDF, DOCX, RTF, HTML, JSON


class Failure(NamedTuple):
    """One input that gave no report: its id, a code, and what to do."""

    id: Key
    error: str
    message: str


class Unreadable(InputError):  # noqa: N818  it is one
    """An input that gives no text: a code, what is wrong and what to do, and where in the input (`, line 3`)."""

    def __init__(self, code: str, what: str, where: str = "") -> None:
        super().__init__(what, code=code)
        self.what = what
        self.where = where

    def named(self, name: str) -> str:
        """The message with the name of the input before it, on one line."""
        return f"{name}{self.where}: {self.what}"

    def failure(self, key: Key, name: str) -> Failure:
        """The record of it."""
        return Failure(key, self.code, self.named(name))


class Limits(NamedTuple):
    """How long a text may be, in characters."""

    characters: int

    @property
    def file(self) -> int:
        """Bytes that a text of this length can have; the mark of the encoding may stand before it."""
        return self.characters * BYTES_A_CHARACTER + 3

    @property
    def row(self) -> int:
        """Bytes that a line of JSON Lines with such a text can have."""
        return self.characters * ROW_BYTES_A_CHARACTER + 100_000

    @property
    def binary(self) -> int:
        """Bytes that a file with pictures and layout can have."""
        return max(BINARY_BYTES, self.file)

    def check(self, text: str) -> str:
        """The text, if it is one: not blank, not too long, of characters only."""
        if not text or text.isspace():
            raise Unreadable("empty", "empty; leave it out or check the export that wrote it")
        if len(text) > self.characters:
            raise self.too_long()
        if "\0" in text:
            raise Unreadable("not_text", "holds NUL characters, so it is not UTF-8 text; convert it to UTF-8")
        if any_surrogate(text):
            raise Unreadable("undecodable", "holds half of a surrogate pair; write the character whole")
        return text

    def too_long(self, where: str = "") -> Unreadable:
        return Unreadable("too_long", f"longer than {self.characters:,} characters; split it into one file or line for each report", where)


def library(module: str, kind: str, extra: str) -> ModuleType:
    """A module that reads one kind of file; it is installed with an extra of this package."""
    try:
        return import_module(module)
    except ImportError:
        raise Unreadable("missing_extra", f"{kind} needs the package {module.partition('.')[0]!r}; install it with pip install 'allreport[{extra}]'") from None


def damaged(kind: str, what: str = "cannot be opened", where: str = "") -> Unreadable:
    """A file that begins like its kind and does not go on like it."""
    return Unreadable("damaged", f"a damaged {kind} ({what}); export it again", where)


def any_surrogate(text: str) -> bool:
    """Whether a text holds a code point that is no character and cannot be written as UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False


def clean(text: str) -> str:
    """A text as it can be written as UTF-8."""
    return text.encode("utf-8", "replace").decode("utf-8")
