"""Paragraphs and tables as plain text: a line for each paragraph, a line with bars for each row. Shared by the formats that have both."""

from __future__ import annotations

from collections.abc import Iterable

BAR = " | "
PROSE = 2  # paragraphs of a cell; a cell with more is a page laid out with a table
SUPERSCRIPTS = str.maketrans("0123456789+-\u2212", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁻")


def raised(text: str) -> str:
    """Superscript digits as characters of their own, so that 10⁹ does not become 109; other raised text stays as it is."""
    digits = text.strip().lstrip("+-\u2212")
    return text.translate(SUPERSCRIPTS) if digits.isascii() and digits.isdigit() else text


def joined(paragraphs: Iterable[str]) -> str:
    """Paragraphs as lines; more than one blank line in a row becomes one."""
    lines: list[str] = []
    for paragraph in paragraphs:
        for line in paragraph.split("\n"):
            line = line.replace("\xa0", " ").rstrip()
            if line or (lines and lines[-1]):
                lines.append(line)
    return "\n".join(lines).rstrip("\n") + "\n" if lines else ""


def row(cells: list[list[str]]) -> list[str]:
    """The lines of one row of a table. A table that lays out a page (cells of several paragraphs) is read cell by cell."""
    filled = [[paragraph.strip() for paragraph in cell if paragraph.strip()] for cell in cells]
    if not any(filled):
        return []
    if len(filled) == 1 or any(len(cell) > PROSE for cell in filled):
        return [paragraph for cell in cells for paragraph in cell]
    return [BAR.join(" ".join(" ".join(cell).split()) for cell in filled)]
