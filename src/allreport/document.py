"""A report with addresses: the raw text, a folded copy of the same length, lines, sections and sentences.

Folding maps one character to one, so an offset in one is an offset in the other. Nothing is normalised away: grammars
accept line breaks and look-alikes instead.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise
from typing import NamedTuple

from allreport.lexicon import headings, normal, spaced
from allreport.patterns import compile  # noqa: A004
from allreport.vocabulary.rows import Heading

FOLD = {
    "\u00a0": " ", "\u2007": " ", "\u2009": " ", "\u202f": " ", "\u2002": " ", "\u2003": " ", "\ufeff": " ", "\u200b": " ", "\u3000": " ",
    "\u2010": "-", "\u2011": "-", "\u2012": "-", "\u2013": "-", "\u2014": "-", "\u2212": "-", "\u00ad": "-",
    "\u2018": "'", "\u2019": "'", "\u2032": "'", "\u00b4": "'", "\u201c": '"', "\u201d": '"', "\u201e": '"', "\u00ab": '"', "\u00bb": '"',
    "\u00d7": "x", "\u2715": "x", "\u00b5": "\u03bc", "\u223c": "~", "\uff5e": "~", "\u2248": "~", "\u2022": "*", "\u25cf": "*", "\u00b7": ".", "\u2219": ".", "\u2236": ":", "\u2265": "\u2265", "\u2a7e": "\u2265", "\u2a7d": "\u2264",
    "\u00a6": "|", "\u2502": "|", "\u2192": ">", "\uff05": "%", "\uff0c": ",", "\uff1a": ":", "\uff08": "(", "\uff09": ")", "\u0391": "a", "\ufb01": "\ufb01",
}  # fmt: skip
HL7_BREAK = "\\.br\\"

# Damage of scanners: a letter l inside a word of capitals is an I; a digit 1 inside a word is an l; O and l inside a number are digits.
# Each begins with one character, which the engine finds ten times faster than one of several.
DAMAGE = tuple(
    compile(source).search
    for source in (
        r"l(?=[A-Z])", r"1(?<=[a-z]1)(?=[a-z]{2})", r"1(?<=\b[A-Z]1)(?=[a-z]{4})", r"0(?<=[a-z]0)(?=[a-z]{3})", r"1(?<=\b[A-Z]1)(?=[A-Z]{4})", r"l(?<!\wl)(?=mm[a-z]|t\b|[04-9]|[.,]\d|\d\d)",
        r"O(?=[\d.,%^])(?:(?<=[\d.,]O)|(?<![A-Za-z]O)(?=\d))", r"l(?<=[\d.,]l)(?=[\d.,%]\d)", r"I(?<=\dI)(?=[\d.,%])",
    )
)  # fmt: skip
CAPITAL_L = compile(r"\b[A-Zl]*[A-Z]l[A-Zl]*\b|\bl[A-Z]{2}[A-Zl]*\b")
DIGIT_L = compile(r"(?<=[a-z])1(?=[a-z]{2})|(?<=\b[A-Z])1(?=[a-z]{4})")
DIGIT_O = compile(r"(?<=[a-z])0(?=[a-z]{3})")
DIGIT_I = compile(r"(?<=\b[A-Z])1(?=[A-Z]{4})|\bl(?=mm[a-z])")
DIGITS = compile(r"(?<![A-Za-z])O(?=\d)|(?<!\w)l(?=[04-9]|[.,]\d|\d\d)|(?<=\d)[OIl](?=[\d.,%^])|(?<=[\d.,])[OIl](?=\d)")

EMPTY_LINE = compile(r"\n[ \t]*(?=\n)")
BULLET = compile(r"[ \t]*(?:[*\u2022\u25aa>]|-{1,2}[ \t]|\(?\d{1,2}[.)][ \t]|\(?[a-hA-H][.)][ \t]|[ivx]{1,4}[.)][ \t]|[(\[][+-]{1,3}[)\]])")
LABEL = compile(r"[ \t]*[A-Za-z\u00c0-\u024f][\w /().,&+'%-]{0,44}?[ \t]{0,12}[:=](?!:)(?![0-9])")
FULL_STOP = compile(r"\.(?=[\"')\]]{0,2}(?:\s|$))")
OTHER_STOP = compile(r"[!?;*](?:(?<=[!?])(?=[\"')\]]{0,2}(?:\s|$))|(?<=;)(?=\s)|(?<=\*)(?=[ ]{1,3}[a-z]))")
LONGEST = 1600  # characters of a sentence
ABBREVIATIONS = frozenset(
    ["dr", "mr", "mrs", "ms", "prof", "approx", "ca", "e.g", "i.e", "vs", "no", "fig", "st", "resp", "incl", "excl", "inc", "dept", "neg", "pos", "min", "max", "abs", "neut", "plt", "hb", "wt", "ref", "dg", "cf", "al", "cyt", "conc", "quant", "neutro", "segm", "p.o", "jr", "sr", "vol", "temp", "diff", "sept", "oct", "nov", "dec", "jan", "feb", "mar", "apr", "aug", "hom", "het", "exp", "std", "suppl", "ed", "pt", "hx", "dx", "m.e", "wk", "mos", "yrs", "yr", "clin", "details", "lab", "ctr", "surf", "intermed", "y.o", "n.d", "lymph", "mono", "eos", "baso", "rearr", "hem", "med", "cytopl"]
)
LONG_ABBREVIATIONS = tuple(word for word in ABBREVIATIONS if len(word) >= 5)
OPEN_WORDS = frozenset(
    ["and", "or", "of", "with", "the", "for", "in", "to", "by", "from", "a", "an", "is", "are", "was", "were", "no", "not", "on", "as", "at", "that", "which", "than", "but", "per", "cytoplasmic", "surface", "partial", "dim", "bright", "expressing", "including", "about", "approximately", "showed", "shows", "positive", "negative", "nor", "both"]
)
DATED = compile(r"(?:on |of )?[(]?\d{1,4}[-./ ](?:\d{1,2}|[a-z]{3,9})[-./ ]\d{2,4}[)]?[ ]?(?:at |,)?(?:\d{1,2}[:.]\d\d)?[ ]{0,3}(?:[:(-]|$|ref)")
STAMP = compile(r"-{1,2}[ ](?:collected|resulted|received|reported|final result|performed|drawn)\b")
TITLE = compile(r"[ \t]*[A-Z][A-Z0-9 /&().,'-]{3,70}[ \t]*:?[ \t]*$")
RULE_LINE = compile(r"[ \t]*[=_*~-]{4,}[ \t]*$")


@dataclass(slots=True, eq=False)
class Section:
    """A stretch of the report under one heading."""

    start: int  # where its content starts
    end: int
    name: str
    role: str
    site: str | None
    method: str | None
    heading_start: int


class Line(NamedTuple):
    """A line of the report, without its break."""

    start: int
    end: int
    table: bool  # cells stand apart from each other
    title: bool
    empty: bool  # blank, or a ruled line
    bullet: bool  # begins as an item of a list
    text: str  # folded, without the blanks at either end


class Document:
    """One report, folded and cut into sections, lines and sentences."""

    def __init__(self, raw: str) -> None:
        self.raw = raw
        self.folded = fold(raw)
        self.spaced = spaced(self.folded)
        self.word_list = self.spaced.split()
        self.words = frozenset(self.word_list)
        self._places: dict[str, list[int]] = {}
        self.lines = split_lines(self.folded, raw)
        self.line_starts = [line.start for line in self.lines]
        self.sections = split_sections(self)
        self.section_starts = [section.heading_start for section in self.sections]
        self.sentences = split_sentences(self)
        self.sentence_starts = [start for start, _ in self.sentences]

    @cached_property
    def tokens(self) -> list[tuple[int, str]]:
        """Every run of letters with its place; worked out when first asked."""
        found, find, position = [], self.spaced.find, 0
        for word in self.word_list:
            position = find(word, position)  # between two runs stand no letters, so the next place is the run's own
            found.append((position - 1, word))
            position += len(word)
        return found

    def places_of(self, words: Iterable[str], end: int | None = None) -> list[int]:
        """Where any of the words (runs of letters) stands, in order: readers look there instead of searching the text."""
        found = [place for word in self.words.intersection(words) for place in self._places.get(word) or self._find(word)]
        return sorted(found if end is None else [place for place in found if place < end])

    def _find(self, word: str) -> list[int]:
        """Every place of one word; searched for when first asked."""
        found = self._places[word] = []
        alone, find = f" {word} ", self.spaced.find
        place = find(alone)
        while place >= 0:
            found.append(place)
            place = find(alone, place + len(word))
        return found

    def line_at(self, position: int) -> Line:
        return self.lines[bisect_right(self.line_starts, position) - 1]

    def section_at(self, position: int) -> Section:
        return self.sections[bisect_right(self.section_starts, position) - 1]

    def sentence_number(self, position: int) -> int:
        return bisect_right(self.sentence_starts, position) - 1

    def sentence_at(self, position: int) -> tuple[int, int]:
        return self.sentences[self.sentence_number(position)]


def fold(raw: str) -> str:
    """The text in lower case with look-alikes mapped one character to one; the same length as `raw`."""
    text = raw
    for damaged in DAMAGE:
        if damaged(raw):
            text = fold_scan(raw)
            break
    if text.isascii():
        folded = text.lower()
    else:
        folded = text.lower()
        if len(folded) != len(text):
            folded = "".join(map(lower, text))
        for character in FOLD.keys() & set(folded):
            folded = folded.replace(character, FOLD[character])
    if "\r" in folded:
        folded = folded.replace("\r\n", " \n").replace("\r", "\n")
    if HL7_BREAK in folded:
        folded = folded.replace(HL7_BREAK, "    \n").replace("\\t\\", " & ").replace("\\s\\", " ^ ").replace("\\r\\", " ~ ").replace("\\f\\", " | ")
    return folded


def lower(character: str) -> str:
    small = character.lower()
    return small if len(small) == 1 else character


def fold_scan(text: str) -> str:
    """Undo the usual mistakes of optical character recognition, character for character."""
    text = CAPITAL_L.sub(lambda match: match.group().replace("l", "I") if match.group().count("l") < len(match.group()) - 1 else match.group(), text)
    text = DIGIT_O.sub("o", DIGIT_L.sub("l", text))
    text = DIGIT_I.sub("I", text)
    return DIGITS.sub(lambda match: "0" if match.group() == "O" else "1", text)


def split_lines(folded: str, raw: str) -> list[Line]:
    lines = []
    start = 0
    last = ""  # the last character of the line before: what goes on is no title
    for piece in folded.split("\n"):
        end = start + len(piece)
        text = piece.strip()
        if text:
            table = "   " in text or "\t" in piece or "|" in piece or "...." in piece
            title = not table and 4 <= end - start <= 80 and last not in ",/(" and raw[start:end].isupper() and TITLE.match(raw, start, end) is not None
            ruled = text[0] in "=_*~-" and RULE_LINE.match(piece) is not None
            lines.append(Line(start, end, table, title, ruled, bulleted_line(raw, start, end, text), text))
            last = text[-1]
        else:
            lines.append(Line(start, end, False, False, True, False, ""))
            last = "\n"
        start = end + 1
    return lines


def bulleted_line(raw: str, start: int, end: int, text: str) -> bool:
    """Whether a line begins as an item of a list: with a sign, a number or a letter."""
    return (not text[0].isalpha() or text[1:2] in {".", ")"} or text[0] in "ivx") and BULLET.match(raw, start, end) is not None


def split_sections(document: Document) -> list[Section]:
    """Sections by known headings; a heading in capitals that is not known ends what shadows results (history, method …)."""
    folded, raw = document.folded, document.raw
    pattern, table = headings()
    marks: list[tuple[int, int, Heading | None]] = []
    for line in document.lines:
        match = None if line.empty else pattern.match(folded, line.start)
        if match is not None:
            row = table[normal(match.group(1))]
            start, end = match.span(1)
            if is_heading(raw, folded, start, end, row) or decorated(raw, folded, line, end):
                marks.append((start, end, row))
            else:
                joint = joined_heading(raw, folded, line, end, row, table)
                if joint is not None:
                    marks.append((start, end, joint))
    known = {start for start, _, _ in marks}
    marks.extend((line.start, line.end, None) for line in document.lines if line.title and known.isdisjoint(range(line.start, min(line.end, line.start + 48))))
    marks.sort(key=lambda mark: mark[0])
    return join_sections(marks, folded, raw)


def join_sections(marks: list[tuple[int, int, Heading | None]], folded: str, raw: str) -> list[Section]:
    length = len(folded)
    sections = [Section(0, length, "header", "header", None, None, 0)]
    for start, end, row in marks:
        while len(sections) > 1 and sections[-1].heading_start >= start:
            sections.pop()
        last = sections[-1]
        if row is None:
            if last.role in {"result", "diagnosis", "comment", "addendum", "amended", "header", "presentation"}:
                continue
            row = Heading("other", (), "result")
        elif row.section == "header" and last.role == "header":
            continue
        last.end = start
        site, method = row.site, row.method
        if (last.role in {"history", "prior", "presentation"} and bulleted(folded, start)) or (last.role == "amended" and bracketed(folded, start)):
            row = row._replace(role=last.role)
        if row.section in {"comment", "findings", "differential"} and site is None:
            site = last.site
        sections.append(Section(end, length, row.section, row.role, site, method, start))
        close = closing(raw, folded, start, end, row)
        if close is not None:
            sections[-1].end = close
            keep = last if row.role == "method" and in_table(folded, end) else Section(close, length, "other", "result", None, None, close)
            sections.append(Section(close, length, keep.name, keep.role, keep.site, keep.method, close))
    return sections


def closing(raw: str, folded: str, start: int, end: int, row: Heading) -> int | None:
    """Where a section ends that must not shadow what follows it under no heading; None where the next heading ends it."""
    labelled = folded[end : end + 3].lstrip(" \t").startswith(":")
    if row.role == "prior":
        match = EMPTY_LINE.search(folded, folded.find("\n", end) + 1 or end)
        close = match.end() if match else None
        return line_after(raw, folded, end, close) if labelled and not bulleted(folded, start) else close
    if row.role == "negatives":
        return paragraph_end(folded, end + 1) or paragraph_end(folded, folded.find("\n", end) + 1)
    if row.role not in SHADOWS or not labelled:
        return None
    if row.role == "family":
        return sentence_end(folded, end)
    if row.role == "method" and in_table(folded, end):
        return folded.find("\n", end) + 1
    close = paragraph_end(folded, end)
    return label_after(raw, folded, end, close) if row.role == "history" else close


def line_after(raw: str, folded: str, start: int, close: int | None) -> int | None:
    """Where the line behind a label with its text on the same line begins, if the text ended with a full stop and no list goes on."""
    line = folded.find("\n", start) + 1
    told = folded[start : line - 1].strip(" \t:")
    ended = line > 0 and told.endswith(".") and raw[line : line + 1].isupper() and not DATE_FIRST.match(folded, line)
    return line if ended and (close is None or line < close) else close


DATE_FIRST = compile(r"(?:tp|day|d)?[ ]?\d")


def label_after(raw: str, folded: str, start: int, close: int | None) -> int | None:
    """Where a later line of the paragraph begins with a label of its own: what follows is no history."""
    line = folded.find("\n", start) + 1
    while 0 < line < min(start + 3000, len(folded) if close is None else close):
        if not folded[max(0, line - 40) : line].rstrip(" \t\n").endswith((",", "-", "/", "(")) and raw[line : line + 1].isupper() and LABEL.match(raw, line, line + 60):
            return line
        line = folded.find("\n", line) + 1
    return close


def in_table(folded: str, position: int) -> bool:
    """Whether the line below a label is a row of a table."""
    start = folded.find("\n", position) + 1
    end = folded.find("\n", start)
    return start > 0 and "   " in folded[start : end if end >= 0 else len(folded)].strip()


def bulleted(folded: str, start: int) -> bool:
    """Whether a heading's wording is the label of a list item."""
    line_start = folded.rfind("\n", 0, start) + 1
    return folded[line_start:start].strip() in {"-", "*", "--", ">"}


def bracketed(folded: str, start: int) -> bool:
    """Whether a heading's wording is the label of an item with its letter in brackets, as in `(b) Aspirate: 68 %`."""
    line_start = folded.rfind("\n", 0, start) + 1
    return folded[line_start:start].strip().startswith("(")


def sentence_end(folded: str, start: int) -> int | None:
    """The end of the sentence behind a label."""
    match = SENTENCE_END.search(folded, start)
    return match.end() if match else None


SENTENCE_END = compile(r"\.(?:[ ]{1,3}|\n)|\n[ \t]*(?=\n)")
SHADOWS = frozenset({"advice", "family", "definition", "method", "history"})


def paragraph_end(folded: str, start: int) -> int | None:
    """The next blank line after a label with its text; None where there is none, or the text begins on a later line."""
    line_end = folded.find("\n", start)
    if line_end < 0 or not folded[start:line_end].strip(" \t:"):
        return None
    match = EMPTY_LINE.search(folded, line_end)
    return match.end() if match else None


def is_heading(raw: str, folded: str, start: int, end: int, row: Heading) -> bool:
    """Whether a heading's wording at the start of a line stands as one: before a colon, alone, or in capitals before text."""
    stop = folded.find("\n", end, end + 90)
    line_end = stop if stop >= 0 else min(len(folded), end + 90)
    rest = folded[end:line_end].lstrip(" \t*")
    written = raw[start:end]
    if not rest:
        return row.section != "header" or written.isupper() or written.istitle()
    if rest[0] == ":":
        return not rest.startswith("::")
    if rest[0] == "(":
        close = rest.find(")")
        after = rest[close + 1 :].lstrip(" \t") if close >= 0 else ""
        return (close >= 0 and (not after or after[0] in ":-" or written.isupper())) or (close < 0 and written.isupper()) or (close >= 0 and folded[end : end + 2] == "  ")
    if row.section in {"header", "specimen"}:
        return False
    if DATED.match(rest):
        return written.isupper() or written.istitle() or folded[start - 2 : start].strip(" ") in {")", "."}
    if STAMP.match(rest):
        return True  # 'CBC w/ Differential - Collected 01/09/24'
    if rest[0] == "," and len(rest) < 44 and not any(character.isdigit() or character == "%" for character in rest):
        return folded[max(0, start - 4) : start].strip(" \t")[-1:] in {".", ")"}
    if rest.startswith(("unit", "ref", "normal", "flag", "range", "interval")):
        return False  # the head of a table
    gap = folded[end : end + 3]
    if gap.startswith(("  ", "\t")):
        return written.isupper() or (written[:1].isupper() and row.role in {"diagnosis", "comment", "advice", "prior"} and rest[0].isalpha())
    if rest[0] in "-|,;/.&=":
        return written.isupper() and rest[0] in "-|,&" and (row.role != "header")
    if rest[0].isalpha() and raw[end:line_end].lstrip(" \t*")[:1].islower():
        return False
    return written.isupper() and len(written) > 2 and not capitals(raw, end, line_end)


def decorated(raw: str, folded: str, line: Line, end: int) -> bool:
    """Whether signs close a heading's wording: `[FLOW]`, `=== Flow ===`, `<b>Flow</b>`."""
    rest = folded[end : line.end].strip(" \t*")
    if rest.startswith(("]", "}", "</")) or (rest.startswith('"') and '"' in folded[line.start : end]):
        return True
    if rest.strip("=_~#|<>-.; \t"):
        return False
    return (rest[:1] not in {".", ";"}) or rest.startswith("..") or raw[line.start : end].isupper()


def joined_heading(raw: str, folded: str, line: Line, end: int, row: Heading, table: dict[str, Heading]) -> Heading | None:
    """The row of a heading of several wordings or with its site: `Flow / immunophenotyping`, `Flow cytometry on bone marrow:`."""
    rest = folded[end : line.end].strip(" \t*")
    of_site = rest.startswith(OF_SITE)
    if not rest or len(rest) > LONGEST_REST or (rest[0] not in "/,&" and not of_site):
        return None
    label = rest.rstrip(" \t:")
    rows = [table.get(normal(piece)) for piece in pieces(label)]
    if None in rows or not (label != rest or raw[line.start : end].isupper() or rest[0] in "/&"):
        return None
    found = [other for other in rows if other is not None]
    if of_site:
        return row._replace(site=found[0].site) if found and found[0].site else None
    method = next((other for other in found if other.method and other.site is None), None)
    return method._replace(site=row.site) if row.site and method else row


def pieces(label: str) -> list[str]:
    """The wordings that stand behind a heading's first: of `/ immunophenotyping, bone marrow`."""
    for site in OF_SITE:
        label = label.removeprefix(site)
    for sign in "/&,":
        label = label.replace(sign, "\n")
    return [piece.strip(" \t-").removeprefix("the ") for piece in label.split("\n") if piece.strip(" \t-") not in CONTINUED]


OF_SITE = ("on ", "of ", "from ")
CONTINUED = frozenset(["", "continued", "cont", "cont'd", "cont."])
LONGEST_REST = 60


def capitals(raw: str, start: int, end: int) -> bool:
    """Whether the rest of the line is in capitals too, so that capitals say nothing."""
    rest = [character for character in raw[start:end] if character.isalpha()]
    return bool(rest) and sum(character.isupper() for character in rest) > 0.8 * len(rest)


def split_sentences(document: Document) -> list[tuple[int, int]]:
    """Sentences: pieces of text within which one word may govern another. Wrapped lines are joined, table rows are not."""
    folded = document.folded
    cuts = line_cuts(document)
    cuts.extend([match.end() for match in FULL_STOP.finditer(folded) if stops(document, match.start())])
    if ";" in folded or "*" in folded or "?" in folded or "!" in folded:
        cuts.extend([match.end() - (folded[match.start()] == "*") for match in OTHER_STOP.finditer(folded)])
    cuts.extend([section.heading_start for section in document.sections[1:]])
    cuts.append(len(folded))
    sentences = []
    start = 0
    for cut in sorted(set(cuts)):
        while cut - start > LONGEST:
            sentences.append((start, start + LONGEST))
            start += LONGEST
        if cut > start:
            sentences.append((start, cut))
            start = cut
    return sentences or [(0, 0)]


def line_cuts(document: Document) -> list[int]:
    """Where a line begins that does not go on from the one before."""
    lines = document.lines
    width = wrap_width(lines)
    return [following.start for line, following in pairwise(lines) if line.empty or following.empty or following.title or not joins(document.raw, line, following, width)]


def wrap_width(lines: list[Line]) -> int:
    """The length from which a line of prose is taken to be wrapped; a very large number where lines are not wrapped."""
    lengths = sorted([line.end - line.start for line in lines if not line.table and line.end - line.start > 30])
    if not lengths:
        lengths = sorted([line.end - line.start for line in lines if not line.table and line.end - line.start > NARROW])
        return max(NARROW, int(0.72 * lengths[int(0.95 * len(lengths))])) if len(lengths) > FEW else 60  # a report in one narrow column
    longest = lengths[min(len(lengths) - 1, int(0.95 * len(lengths)))]
    return 10_000 if longest > 240 else max(48, int(0.72 * longest))


NARROW = 14  # characters
FEW = 12  # lines; fewer tell no width


def joins(raw: str, line: Line, following: Line, width: int) -> bool:
    """Whether a line goes on in the next one."""
    text = line.text
    if text[-1] in ",(/+-" or text[text.rfind(" ") + 1 :] in OPEN_WORDS:  # it ends in the middle of something
        labelled = text[-1] in "+-" and following.text[0] != raw[following.start : following.end].lstrip()[0] and LABEL.match(raw, following.start, min(following.end, following.start + 60))  # the sign of a marker ends it
        return not (following.table and line.table) and not following.bullet and not labelled
    if line.table or following.table or following.bullet:
        return False
    first = raw[following.end - len(raw[following.start : following.end].lstrip())]
    length = len(raw[line.start : line.end].rstrip())
    if first.islower() or first == "(":
        return length >= 0.5 * width if width < 10_000 else text[-1] not in ".:"
    if length < width or text[-1] == ":":
        return False
    return not LABEL.match(raw, following.start, min(following.end, following.start + 60))


def stops(document: Document, position: int) -> bool:
    """Whether the full stop at `position` ends a sentence."""
    folded, raw = document.folded, document.raw
    if raw[position] != ".":
        return True
    if position and (folded[position - 1] == "." or folded[position - 2 : position] == ". " or folded.startswith(" .", position + 1)):
        return False  # a dotted leader
    after = raw[position + 1 : position + 6].lstrip(" \t\"')]")
    ends_line = not after or after[0] == "\n"
    if not folded[position - 5 : position].isalpha() or folded.endswith(LONG_ABBREVIATIONS, 0, position):  # what else is no abbreviation
        before = folded[max(0, position - 14) : position]
        word = before[max(before.rfind(" "), before.rfind("\n"), before.rfind("(")) + 1 :]
        if word in ABBREVIATIONS or (len(word) == 1 and word.isalpha()):
            return ends_line and word in {"neg", "pos", "abs", "l", "g"}
        if word.isdigit() and len(word) < 3 and before.lstrip(" \t")[: len(word)] == word and "\n" in folded[max(0, position - 8) : position]:
            return False  # the number of a list item
    return ends_line or not after[0].islower() or any(map(str.isupper, after)) or folded[position - 1] in ")]%"
