"""PDF files with a text layer: characters with their places from pdfium, put into reading order by `layout`.

What pictures show is not read: a scanned file is an error that says so, a scanned page among others is named in the metadata.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allreport.documents.layout import Glyph, page_lines
from allreport.documents.problem import Limits, Unreadable, damaged, library
from allreport.source import Document

KIND = "PDF file"
REPEATED_LINES = 4  # at the top and bottom of a page are looked at as headers and footers
PAGES = 5000
PAGE_CHARACTERS = 200_000
UNMAPPED_SHARE = 0.2  # of characters without a meaning; above it the text is no text
PASSWORD_ERROR = 4  # FPDF_ERR_PASSWORD
PAGE_WORDS = ("page", "pg", "seite", "blatt", "sheet", "página", "pagina")


def read(data: bytes, limits: Limits) -> list[Document]:
    """The text of a PDF file, with the places where its pages begin."""
    pdfium = library("pypdfium2", KIND, "pdf")
    try:
        pdf = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if getattr(error, "err_code", None) == PASSWORD_ERROR:
            raise Unreadable("encrypted", "a PDF file with a password; save it without one") from None
        raise damaged(KIND) from None
    try:
        pages, scanned = all_pages(pdf, limits)
    except (pdfium.PdfiumError, ValueError) as error:
        if isinstance(error, Unreadable):
            raise
        raise damaged(KIND, "a page cannot be read") from None
    finally:
        pdf.close()
    if not any(pages):
        raise Unreadable("no_text_layer", "a PDF file without text, as scanners write them; run text recognition first (such as ocrmypdf)")
    text, starts = joined(without_repeats(pages))
    metadata: dict[str, str | bool] = {"format": "pdf"}
    if scanned:
        metadata["pages_without_text"] = ",".join(map(str, scanned))
    return [Document(limits.check(text), pages=starts, metadata=metadata)]


def all_pages(pdf: Any, limits: Limits) -> tuple[list[list[str]], list[int]]:
    """The lines of each page, and the numbers of the pages that are pictures without text."""
    import pypdfium2.raw as raw

    if len(pdf) > PAGES:
        raise Unreadable("too_large", f"more than {PAGES:,} pages; split it into one file for each report")
    if pdf.get_formtype():
        pdf.init_forms()
    pages: list[list[str]] = []
    scanned, size, unmapped = [], 0, 0
    for index in range(len(pdf)):
        page = pdf[index]
        if pdf.formenv:
            page.flatten()  # the contents of form fields become text
        found = list(glyphs(page, raw))
        size += len(found)
        unmapped += sum(not is_character(glyph.text) for glyph in found)
        if size > limits.characters:
            raise limits.too_long(f", page {index + 1}")
        pages.append(page_lines([glyph for glyph in found if is_character(glyph.text)]))
        if not pages[-1] and any(page.get_objects(filter=[raw.FPDF_PAGEOBJ_IMAGE])):
            scanned.append(index + 1)
        page.close()
    if unmapped > UNMAPPED_SHARE * max(size, 1):
        raise Unreadable("no_text_layer", "a PDF file whose fonts do not say which characters they print; run text recognition first (such as ocrmypdf)")
    return pages, scanned


def is_character(text: str) -> bool:
    """Whether a code point stands for something: no control, no private use, no replacement."""
    return text.isprintable() and text != "\ufffd"


def glyphs(page: Any, raw: Any) -> Iterator[Glyph]:
    """The characters of a page in the order of the file, with their boxes on the page as it is shown."""
    textpage = page.get_textpage()
    count = textpage.count_chars()
    if count > PAGE_CHARACTERS:
        raise Unreadable("too_large", f"a page with more than {PAGE_CHARACTERS:,} characters; save it as text")
    box = raw.FS_RECTF()
    rotation = page.get_rotation()
    width, height = page.get_size() if rotation in {0, 180} else reversed(page.get_size())
    unicode, place = raw.FPDFText_GetUnicode, raw.FPDFText_GetLooseCharBox
    for index in range(count):
        code = unicode(textpage, index)
        if code in {9, 10, 13, 32, 160}:
            yield Glyph(" ", 0, 0, 0, 0)
        elif code and not 0xD800 <= code < 0xE000 and place(textpage, index, box):
            yield turned(Glyph(chr(code), box.left, box.right, box.bottom, box.top), rotation, width, height)
    textpage.close()


def turned(glyph: Glyph, rotation: int, width: float, height: float) -> Glyph:
    """A box of the page as it is stored on the page as it is shown."""
    text, left, right, bottom, top = glyph
    if rotation == 90:
        return Glyph(text, bottom, top, width - right, width - left)
    if rotation == 180:
        return Glyph(text, width - right, width - left, height - top, height - bottom)
    if rotation == 270:
        return Glyph(text, height - top, height - bottom, left, right)
    return glyph


def without_repeats(pages: list[list[str]]) -> list[list[str]]:
    """Headers and footers that all pages share stand once: where they first come, or, at the foot, where they last do."""
    tops = [dict.fromkeys(key(line, number) for line in page[:REPEATED_LINES] if line) for number, page in enumerate(pages, 1)]
    feet = [dict.fromkeys(key(line, number) for line in page[-REPEATED_LINES:] if line) for number, page in enumerate(pages, 1)]
    kept = []
    for index, page in enumerate(pages):
        above = tops[index - 1] if index else {}
        below = feet[index + 1] if index + 1 < len(pages) else {}
        head, foot = 0, len(page)
        while head < min(REPEATED_LINES, len(page)) and (not page[head] or key(page[head], index + 1) in above):
            head += 1
        while foot > max(head, len(page) - REPEATED_LINES) and (not page[foot - 1] or key(page[foot - 1], index + 1) in below):
            foot -= 1
        kept.append(page[head:foot])
    return kept


def key(line: str, number: int) -> str:
    """A line without blanks and without the number of its page, where it is one that numbers pages."""
    words = line.casefold().split()
    bare = [word.strip(".,:;-()[]|/") for word in words]
    if any(word in PAGE_WORDS for word in bare) or not any(word.isalpha() for word in bare):
        at = next((place for place, word in enumerate(bare) if word.partition("/")[0] == str(number)), None)
        if at is not None:
            words[at] = words[at].replace(str(number), "#", 1)
    return " ".join(words)


def joined(pages: list[list[str]]) -> tuple[str, tuple[int, ...]]:
    """One text, and where its pages begin."""
    text, starts = "", []
    parts: list[str] = []
    size = 0
    for page in pages:
        starts.append(size)
        text = "".join(f"{line}\n" for line in page)
        parts.append(text)
        size += len(text)
    return "".join(parts), tuple(starts)
