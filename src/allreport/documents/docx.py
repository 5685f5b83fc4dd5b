"""Word files (.docx): the text as printed, with its tables, headers, notes and text boxes. Deleted text of tracked changes is not read."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from typing import Any

from allreport.documents.flow import joined, raised, row
from allreport.documents.problem import Limits, Unreadable, damaged, library
from allreport.source import Document

KIND = "Word file"
MAIN = "word/document.xml"
UNPACKED_BYTES = 200_000_000  # of all that is in a file
XML_BYTES = 50_000_000  # of its text and layout
WORD = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
SKIPPED = frozenset({f"{WORD}del", f"{WORD}moveFrom", f"{WORD}pPr", f"{WORD}sectPr", f"{WORD}tblPr", f"{WORD}instrText",
    "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"})  # fmt: skip
SIGNS = {"tab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "-"}
NOTES = ("footnotes", "endnotes")


def read(data: bytes, limits: Limits) -> list[Document]:
    """The text of a Word file: headers, body, footnotes, footers."""
    check_archive(data)
    package = library("docx", KIND, "docx").Document
    try:
        document = package(io.BytesIO(data))
        lines = list(parts(document))
    except Exception as error:  # noqa: BLE001  the library raises what its parsers raise
        raise damaged(KIND, type(error).__name__) from None
    return [Document(limits.check(joined(lines)), metadata={"format": "docx"})]


def check_archive(data: bytes) -> None:
    """Refuse what is no Word file, unpacks to more than the bound, or declares entities."""
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            sizes = {entry.filename: entry.file_size for entry in archive.infolist()}
            if MAIN not in sizes:
                raise Unreadable("unsupported", "a zipped file that is no .docx; unpack it, or save it as .docx or PDF")
            layout = [name for name in sizes if name.endswith((".xml", ".rels"))]
            if sum(sizes.values()) > UNPACKED_BYTES or sum(sizes[name] for name in layout) > XML_BYTES:
                raise Unreadable("too_large", "unpacks to more than a report can be; save it anew without what is hidden in it")
            for name in layout:
                if b"<!DOCTYPE" in archive.read(name):
                    raise Unreadable("damaged", "declares a document type, which no Word file does; it is not opened")
    except (zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, OSError, ValueError, NotImplementedError, RuntimeError) as error:
        if isinstance(error, Unreadable):
            raise
        raise damaged(KIND, "the archive is cut off or not whole") from None
    except Exception as error:  # noqa: BLE001  zlib.error and its like: the message of none of them is shown
        raise damaged(KIND, type(error).__name__) from None


def parts(document: Any) -> Iterator[str]:
    """The lines of all parts. The header of a section that repeats the one before is printed once."""
    headers, footers = furniture(document, "header"), furniture(document, "footer")
    yield from headers
    yield from block(document.element.body)
    for relation in document.part.rels.values():
        if not relation.is_external and relation.reltype.rpartition("/")[2] in NOTES:
            from lxml.etree import XMLParser, fromstring

            yield from block(fromstring(relation.target_part.blob, XMLParser(resolve_entities=False, no_network=True)))
    yield from footers


def furniture(document: Any, kind: str) -> list[str]:
    """The lines of the headers or footers, each once."""
    lines: dict[str, None] = {}
    for section in document.sections:
        for prefix in ("first_page_", "") if section.different_first_page_header_footer else ("",):
            part = getattr(section, prefix + kind)
            if not part.is_linked_to_previous:
                lines.update(dict.fromkeys(line for line in block(part._element) if line.strip()))  # noqa: SLF001
    return list(lines)


def block(element: Any) -> Iterator[str]:
    """The lines of paragraphs and tables below an element, in order."""
    for child in element:
        if child.tag == f"{WORD}p":
            yield from paragraph(child)
        elif child.tag == f"{WORD}tr":
            yield from row([list(block(cell)) for cell in cells(child)])
        elif child.tag not in SKIPPED and isinstance(child.tag, str):
            yield from block(child)


def cells(line: Any) -> Iterator[Any]:
    """The cells of a row; content controls may stand around them."""
    for child in line:
        if child.tag == f"{WORD}tc":
            yield child
        elif child.tag not in SKIPPED and isinstance(child.tag, str):
            yield from cells(child)


def paragraph(element: Any) -> Iterator[str]:
    """A paragraph, and what stands in text boxes that are anchored in it."""
    boxes: list[Any] = []
    yield "".join(inline(element, boxes))
    for box in boxes:
        yield from block(box)


def inline(element: Any, boxes: list[Any]) -> Iterator[str]:
    """The text of the runs of a paragraph."""
    for child in element:
        if child.tag in SKIPPED or not isinstance(child.tag, str):
            continue
        name = child.tag.rpartition("}")[2]
        if name == "t":
            yield raised(child.text or "") if is_raised(element) else child.text or ""
        elif name in SIGNS:
            yield SIGNS[name]
        elif name == "txbxContent":
            boxes.append(child)
        elif name == "r" and is_hidden(child):
            continue
        else:
            yield from inline(child, boxes)


def is_raised(run: Any) -> bool:
    return run.find(f"{WORD}rPr/{WORD}vertAlign[@{WORD}val='superscript']") is not None


def is_hidden(run: Any) -> bool:
    """Whether a run is not printed: hidden, or struck through."""
    for name in ("vanish", "strike", "dstrike"):
        mark = run.find(f"{WORD}rPr/{WORD}{name}")
        if mark is not None and mark.get(f"{WORD}val", "1") not in {"0", "false", "off"}:
            return True
    return False
