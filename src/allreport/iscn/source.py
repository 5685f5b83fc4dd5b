"""The string under the cursor: folded to one alphabet, blanks taken out, and the way back to the characters as written."""

from __future__ import annotations

from bisect import bisect_left

from allreport import patterns
from allreport.vocabulary.iscn import SEVERITIES

_ALIKE = {
    "-": "–—−‐‑‒―﹣－", "~": "∼～˜〜", "x": "×✕✖ⅹ", ">": "→⇒＞", "'": "’‘′´`ʹ", '"': "″“”", ";": "；", ",": "，、", ":": "：∷", "(": "（", ")": "）",
    "[": "［【", "]": "］】", "/": "／⁄∕", "+": "＋﹢", ".": "．", "?": "？", "<": "〈‹＜", " ": "\u00a0\u2007\u2009\u202f\u200b\ufeff\u00ad",
}  # fmt: skip
_FOLD = str.maketrans({look: letter for letter, looks in _ALIKE.items() for look in looks} | {chr(0xFF10 + n): str(n) for n in range(10)})


def fold(text: str) -> str:
    """`text` in lower case with look-alikes mapped one character to one: the length stays."""
    folded = text.translate(_FOLD) if not text.isascii() else text
    lowered = folded.lower()
    if len(lowered) != len(text):
        lowered = "".join(low if len(low := letter.lower()) == 1 else letter for letter in folded)
    return lowered


_WORD = patterns.compile(r"[ \s]{1,8}(?:\d|nuc|ish|arr|(?!idem|mark|dmin|psu|pseu|der|trans|ring|dir|inv|karyo|nonc)[a-z]{4})")


def _keeps_blank(s: str, before: str, index: int, depth: int) -> bool:
    """Whether the blank at `index` must stay: outside parentheses it keeps two numbers apart, and words from what they follow."""
    if depth:
        return False
    if before.isdigit():
        return _WORD.match(s, index) is not None
    match = _WORD.match(s, index) if before.isalpha() or before in ")]}." else None
    return match is not None and not match[0][-1].isdigit()


_BLANK = patterns.compile(r"\s++|-(?=[\r\n])")


def _squeeze(s: str) -> tuple[str, list[int]]:
    """`s` without blanks, line breaks and hyphens of line wraps, and where each character stood."""
    pieces: list[str] = []
    places: list[int] = []
    depth, last = 0, 0
    for match in _BLANK.finditer(s):
        start, end = match.span()
        piece = s[last:start]
        depth = max(0, depth + sum(map(piece.count, "([{")) - sum(map(piece.count, ")]}")))
        before = s[start - 1] if start else ""
        if s[start] == "-" and not (depth or before.isalpha() or before in "()"):
            end = start
        pieces.append(piece)
        places += range(last, start)
        if end > start and s[start] != "-" and _keeps_blank(s, before, start, depth):
            pieces.append(" ")
            places.append(start)
        last = end
    pieces.append(s[last:])
    places += range(last, len(s))
    return "".join(pieces), places


class Source:
    """One string: `s` is what the grammar reads. Issues are recorded here with spans of the string as written."""

    __slots__ = ("clones_from", "issues", "offset", "places", "raw", "s")

    def __init__(self, raw: str, offset: int = 0) -> None:
        self.raw, self.offset = raw, offset
        folded = fold(raw)
        self.places: list[int] | None = None
        self.s = folded
        if folded.split(None, 1) != [folded]:
            self.s, self.places = _squeeze(folded)
        self.issues: list[dict[str, object]] = []

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Where s[start:end] stands in the string as written (without the offset)."""
        if self.places is None or start >= end:
            first = start if self.places is None else (self.places[start] if start < len(self.places) else len(self.raw))
            return first, (end if self.places is None else first)
        return self.places[start], self.places[end - 1] + 1

    def text(self, start: int, end: int) -> str:
        """s[start:end] as written."""
        first, last = self.span(start, end)
        return self.raw[first:last]

    def gap(self, index: int) -> bool:
        """Whether a blank stood in front of s[index]."""
        return self.places is not None and 0 < index < len(self.places) and self.places[index] - self.places[index - 1] > 1

    def squeezed(self, index: int) -> int:
        """The index in `s` of the character at raw `index`."""
        return index if self.places is None else bisect_left(self.places, index)

    def issue(self, code: str, message: str, start: int, end: int) -> None:
        """Record a doubt about s[start:end]."""
        first, last = self.span(start, end)
        self.issues.append(
            {"code": code, "severity": SEVERITIES[code], "field": "karyotype", "message": message, "start": first + self.offset, "end": last + self.offset}
        )
