"""A report as it comes in: its text, where its pages begin, whose keys it carries, and how it was stored."""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from typing import Any, NamedTuple

Key = str | int


class Place(NamedTuple):
    """A place as a reader of the paper counts it: page and line of that page, both from 1."""

    page: int
    line: int


@dataclass(frozen=True, slots=True, repr=False)
class Document:
    """The text of one report. Offsets of a `Report` count its characters.

    id, part, patient: the caller's own keys, only passed through; `part` numbers the reports of one file.
    pages: the offset at which each page begins; one page where the format knows none.
    parsed: the JSON of a report that was read before, where such are taken instead of its text.
    metadata: `format` (`text`, `pdf`, `docx` ...), and for text its `encoding` and whether it was guessed (`encoding_guessed`).
    """

    text: str
    id: Key = ""
    part: str | None = None
    patient: str | None = None
    pages: tuple[int, ...] = (0,)
    metadata: dict[str, str | bool] = field(default_factory=dict)
    parsed: dict[str, Any] | None = None

    def place(self, offset: int) -> Place:
        """The page and the line on it of a character, such as the `start` of a value."""
        page = max(bisect_right(self.pages, offset), 1)
        start = self.pages[page - 1] if self.pages else 0
        return Place(page, lines_between(self.text, start, offset) + 1)

    def __repr__(self) -> str:
        """Without the text: a report must not end in a log by accident."""
        return f"Document({len(self.text):,} characters, {len(self.pages)} page(s), {self.metadata.get('format', 'text')})"


def lines_between(text: str, start: int, end: int) -> int:
    """How many line ends (`\\n`, `\\r\\n`, `\\r`) stand in a stretch."""
    stretch = text[start:end]
    returns = stretch.count("\r") - stretch.count("\r\n")
    return stretch.count("\n") + returns
