"""Invented reports as files of many kinds, made anew for each test: PDF in several layouts, DOCX, RTF, HTML. Needs the extra `test`."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from html import escape
from itertools import groupby
from typing import Any

from reportlab.lib.enums import TA_JUSTIFY
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.pdfgen.canvas import Canvas
from reportlab.platypus import BaseDocTemplate, Frame, PageTemplate, Paragraph, Preformatted, Spacer, Table
from reportlab.platypus.flowables import BalancedColumns

LAYOUTS = ("typewriter", "one column", "two columns")
CELLS = re.compile(r"\t| *\| *| {2,}")
FEW = 6  # paragraphs; fewer are not set in columns
LONG = 75  # characters of a line that fills the page
RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻]+")
LOWERED = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-")
PLAIN = str.maketrans({"–": "-", "—": "-", "−": "-", "’": "'", "‘": "'", "“": '"', "”": '"', "μ": "µ", "≥": ">=", "≤": "<=", "→": "->", "\u00a0": " "})
MARGIN = 50
LINE = ParagraphStyle("line", fontName="Times-Roman", fontSize=9, leading=11, alignment=TA_JUSTIFY)
CELL = ParagraphStyle("cell", fontName="Helvetica", fontSize=7, leading=8.5)
PADDING = [("LEFTPADDING", (0, 0), (-1, -1), 2), ("RIGHTPADDING", (0, 0), (-1, -1), 4), ("VALIGN", (0, 0), (-1, -1), "TOP")]
TYPED = ParagraphStyle("typed", fontName="Courier", fontSize=7.5, leading=9)


def pdf_of(text: str, layout: str = "one column", furniture: bool = True) -> bytes:
    """A report as a PDF file: lines that hang together as paragraphs, lines of cells as tables."""
    output = io.BytesIO()
    width, height = A4
    usable = width - 2 * MARGIN
    frame = Frame(MARGIN, MARGIN, usable, height - 2 * MARGIN, 0, 0, 0, 0, id="page")
    document = BaseDocTemplate(output, pagesize=A4, invariant=1)
    document.addPageTemplates(PageTemplate(frames=[frame], onPage=print_furniture if furniture else nothing))
    parts = typed(text) if layout == "typewriter" else list(story(text, usable))
    document.build(in_columns(parts) if layout == "two columns" else parts)
    return output.getvalue()


def in_columns(parts: list[Any]) -> list[Any]:
    """What stands between tables in two columns, where it is more than a few lines."""
    whole: list[Any] = []
    for is_table, some in groupby(parts, key=lambda part: isinstance(part, Table)):
        members = list(some)
        whole += members if is_table or len(members) < FEW else [BalancedColumns(members, nCols=2, innerPadding=20)]
    return whole


def nothing(canvas: Canvas, document: Any) -> None:
    """No furniture."""


def print_furniture(canvas: Canvas, document: Any) -> None:
    """What stands on every page."""
    canvas.setFont("Helvetica", 7)
    canvas.drawString(MARGIN, A4[1] - 30, "Department of Invented Medicine")
    canvas.drawRightString(A4[0] - MARGIN, A4[1] - 30, "Confidential")
    canvas.drawCentredString(A4[0] / 2, 25, f"Page {document.page}")


def typed(text: str) -> list[Any]:
    lines = [line.translate(PLAIN).translate(LOWERED) for line in text.expandtabs(8).splitlines()]
    return [Preformatted(line, TYPED) if line.strip() else Spacer(1, TYPED.leading) for line in lines]


def story(text: str, width: float) -> list[Any]:
    """Paragraphs and tables of a text: a line that is as long as the page goes on in the next one."""
    parts: list[Any] = []
    rows: list[str] = []
    paragraph = ""
    for line in [*text.splitlines(), ""]:
        is_row = sum(map(bool, CELLS.split(line.strip()))) > 1
        if paragraph and (is_row or len(paragraph) < LONG or not line.strip() or paragraph.endswith((".", ":"))):
            parts.append(Paragraph(markup(paragraph), LINE))
            paragraph = ""
        if is_row or (rows and is_rule(line)):
            rows += [line] * is_row
            continue
        if rows:
            parts.append(table(cells_of(rows), width))
            rows = []
        if line.strip():
            paragraph = f"{paragraph} {line.strip()}".strip() if paragraph else line.strip()
            if len(line) < LONG:
                parts.append(Paragraph(markup(paragraph), LINE))
                paragraph = ""
        else:
            parts.append(Spacer(1, 8))
    return parts


def is_rule(line: str) -> bool:
    """Whether a line is drawn across a table."""
    return bool(line.strip()) and not set(line) - set("-=_+| ")


def cells_of(rows: list[str]) -> list[list[str]]:
    """The cells of rows: between tabs or bars, else between what is blank in all rows."""
    for sign in "\t|":
        if any(sign in row for row in rows):
            return [[cell.strip() for cell in row.strip("|").split(sign)] for row in rows if not is_rule(row)]
    length = max(map(len, rows))
    padded = [row.ljust(length) for row in rows]
    blank = "".join(" " if all(row[place] == " " for row in padded) else "x" for place in range(length))
    places = [match.span() for match in re.finditer(r"x(?:x| (?! ))*", blank)]
    return [[row[start:end].strip() for start, end in places] for row in padded]


def table(rows: list[list[str]], width: float) -> Any:
    """A table whose columns are as wide as their words ask for."""
    count = max(map(len, rows))
    full = [row + [""] * (count - len(row)) for row in rows]
    asked = [max(6, *(min(len(row[column]), 40) for row in full)) for column in range(count)]
    widths = [width * share / sum(asked) for share in asked]
    return Table([[Paragraph(markup(cell), CELL) for cell in row] for row in full], colWidths=widths, hAlign="LEFT", style=PADDING)


def markup(text: str) -> str:
    """Text for reportlab; raised digits are set as such, in a smaller size."""
    return RAISED.sub(lambda match: f"<super>{match.group().translate(LOWERED)}</super>", escape(text.translate(PLAIN)))


def blocks(text: str) -> Iterator[str | list[list[str]]]:
    """Lines, and tables as lists of rows."""
    rows: list[str] = []
    for line in [*text.splitlines(), ""]:
        if sum(map(bool, CELLS.split(line.strip()))) > 1:
            rows.append(line)
            continue
        if rows and is_rule(line):
            continue
        if rows:
            yield cells_of(rows)
            rows = []
        yield line


def docx_of(text: str) -> bytes:
    """A report as a Word file: paragraphs, tables, raised digits as such, a header, and a line that was deleted."""
    from docx import Document
    from docx.oxml import parse_xml

    document = Document()
    document.sections[0].header.paragraphs[0].text = "Department of Invented Medicine"
    for part in blocks(text):
        if isinstance(part, str):
            add_runs(document.add_paragraph(), part)
            continue
        table = document.add_table(0, max(map(len, part)))
        for row in part:
            for cell, content in zip(table.add_row().cells, row, strict=False):
                add_runs(cell.paragraphs[0], content)
    namespace = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    document.paragraphs[-1]._p.append(parse_xml(f'<w:del {namespace}><w:r><w:delText>T-ALL, blasts 11 %</w:delText></w:r></w:del>'))
    output = io.BytesIO()
    document.save(output)
    return output.getvalue()


def add_runs(paragraph: Any, text: str) -> None:
    start = 0
    for match in RAISED.finditer(text):
        paragraph.add_run(text[start : match.start()])
        paragraph.add_run(match.group().translate(LOWERED)).font.superscript = True
        start = match.end()
    paragraph.add_run(text[start:])


def rtf_of(text: str) -> bytes:
    """A report as RTF: a paragraph for each line, rows of tables as such, other than Latin letters as Unicode."""
    parts = [r"{\rtf1\ansi\ansicpg1252\deff0{\fonttbl{\f0 Arial;}}{\*\generator none;}" + "\n"]
    for part in blocks(text):
        if isinstance(part, str):
            parts.append(coded(part) + r"\par" + "\n")
            continue
        for cells in part:
            edges = "".join(rf"\cellx{1000 * number}" for number in range(1, len(cells) + 1))
            parts.append(r"\trowd" + edges + " " + "".join(rf"{coded(cell)}\cell " for cell in cells) + r"\row" + "\n")
    return "".join([*parts, "}"]).encode("ascii")


def coded(text: str) -> str:
    text = text.replace("\\", r"\\").replace("{", r"\{").replace("}", r"\}")
    text = RAISED.sub(lambda match: rf"{{\super {match.group().translate(LOWERED)}}}", text)
    return "".join(sign if sign.isascii() else rf"\u{ord(sign)}?" for sign in text)


def html_of(text: str) -> bytes:
    """A report as HTML: paragraphs and tables, a script and a style that are no text."""
    parts = ["<!DOCTYPE html><html><head><title>T-ALL</title><style>p {color: red}</style></head><body><script>blasts = '11 %'</script>"]
    for part in blocks(text):
        if isinstance(part, str):
            parts.append(f"{html_markup(part)}<br>" if part.strip() else "<p>")
        else:
            rows = ("".join(f"<td>{html_markup(cell)}</td>" for cell in cells) for cells in part)
            parts.append("<table>" + "".join(f"<tr>{row}</tr>" for row in rows) + "</table>")
    return "\n".join([*parts, "</body></html>"]).encode()


def html_markup(text: str) -> str:
    return RAISED.sub(lambda match: f"<sup>{match.group().translate(LOWERED)}</sup>", escape(text))
