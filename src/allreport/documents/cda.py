"""CDA (HL7 Clinical Document Architecture): the narrative of its sections, or the file that it carries. Coded entries say the same and are not read.

The file is read as it streams, so that no nesting is too deep; document types, and with them entities, are refused.
"""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from xml.etree.ElementTree import ParseError, XMLParser

from allreport.documents.coded import iso
from allreport.documents.html import Page
from allreport.documents.plain import decode
from allreport.documents.problem import Limits, Unreadable, damaged
from allreport.source import Document

Attached = Callable[[bytes], str]

SPACE = "{urn:hl7-org:v3}"
SEX = {"F": "female", "M": "male"}
# The narrative's own elements as those of HTML that a reader sees alike. What is deleted (`revised="delete"`) is not shown.
SHOWN = {"paragraph": "p", "list": "ul", "item": "li", "table": "table", "tr": "tr", "td": "td", "th": "th", "caption": "caption", "br": "br", "sup": "sup"}
ROOT = "ClinicalDocument"


def read(data: bytes, limits: Limits, encoding: str | None, attached: Attached) -> list[Document]:
    """The report of a CDA document."""
    text, _ = decode(data, encoding)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise damaged("CDA file", "it names a document type")
    narrative = Narrative(attached)
    parser = XMLParser(target=narrative)  # noqa: S314  no document type gets here, and nothing is built
    try:
        parser.feed(text)
        parser.close()
    except ParseError as error:
        raise damaged("CDA file", "no XML from here on", f", line {error.position[0]}, column {error.position[1] + 1}") from None
    if not narrative.known:
        raise Unreadable("unsupported", "an XML file that is no CDA document; save it as text, PDF or FHIR JSON")
    return [Document(limits.check("\n".join(narrative.lines()) + "\n"), metadata={"format": "cda"})]


class Narrative:
    """What a reader of the document would see. `path` holds the elements that are open."""

    def __init__(self, attached: Attached) -> None:
        self.attached = attached
        self.known = False  # whether it is a CDA document
        self.path: list[str] = []
        self.depth = 0  # of the narrative block that is open; 0: none
        self.head: list[str] = []
        self.title: list[str] = []
        self.page = Page()
        self.file: list[str] = []
        self.kind = ("", "")  # media type and representation of the file

    def start(self, tag: str, attributes: dict[str, str]) -> None:
        name = tag.removeprefix(SPACE)
        self.known = self.known or (not self.path and name == ROOT)
        self.path.append(name)
        if self.depth:
            self.tag(name, attributes)
        elif self.path[-2:] == ["section", "text"]:
            self.depth = len(self.path)
        elif self.path[-2:] == ["section", "title"]:
            self.page.handle_starttag("h2", [])
        elif self.path[-2:] == ["nonXMLBody", "text"]:
            self.kind = (attributes.get("mediaType", "").lower(), attributes.get("representation", "").upper())
        else:
            self.header(name, attributes)

    def header(self, name: str, attributes: dict[str, str]) -> None:
        """Sex and the date of the document: no name, number or address is read."""
        if self.path[1:2] == ["recordTarget"] and name == "administrativeGenderCode" and attributes.get("code") in SEX:
            self.head.append(f"Sex: {SEX[attributes['code']]}")
        elif self.path == [ROOT, "effectiveTime"] and iso(attributes.get("value", "")):
            self.head.append(f"Reported: {iso(attributes['value'])[:10]}")

    def tag(self, name: str, attributes: dict[str, str]) -> None:
        """An element of the narrative begins."""
        if name == "content" and attributes.get("revised") == "delete":
            self.page.handle_starttag("del", [])
        elif name in SHOWN:
            self.page.handle_starttag(SHOWN[name], [])
        elif self.page.unshown:
            self.page.handle_starttag("span", [])

    def end(self, tag: str) -> None:
        name = tag.removeprefix(SPACE)
        if self.depth and len(self.path) == self.depth:
            self.depth = 0
            self.page.end_block("p")
        elif self.depth and name != "br":
            self.page.handle_endtag(self.closed(name))
        elif self.path[-2:] == ["section", "title"]:
            self.page.handle_endtag("h2")
        self.path.pop()

    def closed(self, name: str) -> str:
        """The element of HTML that ends; within deleted text, the last that is open there."""
        return self.page.unshown[-1] if self.page.unshown else SHOWN.get(name, "span")

    def data(self, text: str) -> None:
        if self.depth or self.path[-2:] == ["section", "title"]:
            self.page.handle_data(text)
        elif self.path == [ROOT, "title"]:
            self.title.append(text)
        elif self.path[-2:] == ["nonXMLBody", "text"]:
            self.file.append(text)

    def close(self) -> None:
        """The parser asks for it."""

    def lines(self) -> Iterator[str]:
        """The report: its title and head, its sections, or the file it carries."""
        title = " ".join("".join(self.title).split())
        yield from [title] if title else []
        yield from self.head
        yield from self.page.whole().splitlines()
        yield from self.carried().splitlines()

    def carried(self) -> str:
        """The text of the file in `nonXMLBody`."""
        content = "".join(self.file)
        if not content.strip():
            return ""
        media, representation = self.kind
        if representation != "B64":
            return content if media in {"", "text/plain"} else self.attached(content.encode())
        try:
            carried = base64.b64decode("".join(content.split()), validate=True)
        except (binascii.Error, ValueError):
            raise Unreadable("damaged", "a carried file (nonXMLBody) that is not base 64; export it again") from None
        return self.attached(carried)
