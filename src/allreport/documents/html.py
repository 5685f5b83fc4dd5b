"""HTML: the text as shown, with its tables. Scripts, hidden and deleted text are not read. The standard library's parser knows no entities of others."""

from __future__ import annotations

from html.parser import HTMLParser

from allreport.documents.flow import joined, raised, row
from allreport.documents.plain import decode
from allreport.documents.problem import Limits
from allreport.source import Document

BLOCKS = frozenset({"address", "article", "blockquote", "body", "caption", "center", "dd", "div", "dl", "dt", "fieldset", "footer", "form", "h1", "h2",
    "h3", "h4", "h5", "h6", "header", "hr", "html", "legend", "li", "main", "nav", "ol", "p", "pre", "section", "ul"})  # fmt: skip
SPACED = frozenset({"blockquote", "h1", "h2", "h3", "h4", "h5", "h6", "p", "pre", "table"})  # room above and below
UNSHOWN = frozenset({"del", "head", "noscript", "s", "script", "strike", "style", "template", "title"})
EMPTY = frozenset({"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"})
DEPTH = 200  # tables within tables; what is deeper is read as text of the innermost


def read(data: bytes, limits: Limits, encoding: str | None = None) -> list[Document]:
    """The text of an HTML file."""
    text, metadata = decode(data, encoding or declared(data))
    return [Document(limits.check(shown(text)), metadata={"format": "html", **metadata})]


def declared(data: bytes) -> str | None:
    """The encoding that the head of the file names, where it is a code page."""
    head = data[:2000].lower()
    place = head.find(b"charset=")
    name = head[place + 8 : place + 40].lstrip(b"\"'").split(b'"')[0].split(b"'")[0].split(b">")[0].strip(b" /;").decode("ascii", "replace")
    return "cp1252" if place >= 0 and name in {"iso-8859-1", "windows-1252", "latin1", "us-ascii"} and not data.startswith(b"\xef\xbb\xbf") else None


def shown(text: str) -> str:
    """The text of HTML as a reader sees it."""
    page = Page()
    page.feed(text)
    page.close()
    return page.whole()


class Page(HTMLParser):
    """Collects lines; of a table, cells, until its row ends."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.lines: list[str] = []
        self.line: list[str] = []
        self.outer: list[tuple[list[str], list[list[str]]]] = []  # what a table or cell stands in
        self.cells: list[list[str]] = []
        self.unshown: list[str] = []  # open tags from the first one that is not shown
        self.kept = 0  # open <pre>
        self.raised = 0  # open <sup>

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        hidden = tag in UNSHOWN or any(name == "hidden" or (name == "style" and "display:none" in (value or "").replace(" ", "")) for name, value in attrs)
        if self.unshown or (hidden and tag not in EMPTY):
            if tag not in EMPTY:
                self.unshown.append(tag)
        elif tag == "br":
            self.line.append("\n")
        elif tag == "tr":
            self.end_line()
            self.cells = []
        elif tag in {"td", "th"} and len(self.outer) < DEPTH:
            self.end_line()
            self.outer.append((self.lines, self.cells))
            self.lines, self.cells = [], []
        elif tag in BLOCKS or tag == "table":
            self.end_block(tag)
            self.kept += tag == "pre"
        self.raised += tag == "sup" and not self.unshown

    def handle_endtag(self, tag: str) -> None:
        if self.unshown:
            if tag in self.unshown:
                while self.unshown.pop() != tag:
                    pass
        elif tag in {"td", "th"} and self.outer:
            self.end_line()
            content = self.lines
            self.lines, self.cells = self.outer.pop()
            self.cells.append(content)
        elif tag == "tr":
            self.end_row()
        elif tag in BLOCKS or tag == "table":
            self.end_block(tag)
            self.kept -= tag == "pre" and self.kept > 0
        elif tag == "sup":
            self.raised -= self.raised > 0

    def handle_data(self, data: str) -> None:
        if self.unshown:
            return
        if self.kept:
            self.line.append(data)
        else:
            blank = " " if data[:1].isspace() else ""
            end = " " if data[-1:].isspace() else ""
            self.line.append(raised(data) if self.raised else blank + " ".join(data.split()) + end)

    def end_line(self) -> None:
        """What was collected becomes a line; an empty one is none."""
        text = "".join(self.line)
        self.line = []
        if text.strip():
            self.lines.extend(line.rstrip() if self.kept else " ".join(line.split()) for line in text.split("\n"))

    def end_block(self, tag: str) -> None:
        self.end_line()
        if tag in SPACED:
            self.lines.append("")

    def end_row(self) -> None:
        self.end_line()
        self.lines.extend(row(self.cells))
        self.cells = []

    def whole(self) -> str:
        """The text; a table that is not closed is taken as it is."""
        self.end_line()
        while self.outer:
            content = self.lines
            self.lines, self.cells = self.outer.pop()
            self.cells.append(content)
            self.end_row()
        return joined(self.lines)
