"""Characters of a report as they can be shown: what would steer a terminal or turn the direction of text is spelled out."""

from __future__ import annotations

import unicodedata
from html import escape

PICTURES = 0x2400  # the block of pictures for control characters: U+2400 stands for U+0000
HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})  # control, format, surrogate, private use, line and paragraph separators


class Visible(dict[int, str]):
    """For `str.translate`: characters that cannot be seen, or that steer, as a picture or as `[U+202E]`."""

    def __missing__(self, code: int) -> str:
        shown = chr(code) if unicodedata.category(chr(code)) not in HIDDEN else chr(PICTURES + code) if code < 32 else f"[U+{code:04X}]"
        if code < 0x3000:
            self[code] = shown
        return shown


class Marked(dict[int, str]):
    """For `str.translate`: the same as HTML, set apart from what the report says; tabs stay. `&`, `<` and quotes are escaped."""

    def __missing__(self, code: int) -> str:
        shown = VISIBLE[code]
        made = f'<b class="control" title="{escape(name(code))}">{shown}</b>' if shown != chr(code) else escape(shown)
        made = "\t" if code == TAB else made
        if code < 0x3000:
            self[code] = made
        return made


TAB = 9
VISIBLE = Visible()
MARKED = Marked()


def name(code: int) -> str:
    return f"U+{code:04X} {unicodedata.name(chr(code), 'control character')}"


def visible(text: str) -> str:
    """The text without anything that steers a terminal or a browser; a tab is one picture, a line break too."""
    return text if text.isascii() and text.isprintable() else text.translate(VISIBLE)


def marked(text: str) -> str:
    """The text as HTML content, with what steers or cannot be seen as a mark of its own."""
    return escape(text) if text.isascii() and text.isprintable() else text.translate(MARKED)


def safe(text: str) -> str:
    """The text for an attribute or a drawing: escaped, and without anything that steers."""
    return escape(visible(text))


def width(text: str) -> int:
    """Columns of a terminal that the text takes: two for wide characters, none for combining ones."""
    if text.isascii():
        return len(text)
    return sum(0 if unicodedata.combining(character) else 2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)
