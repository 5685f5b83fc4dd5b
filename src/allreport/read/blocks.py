"""What a paragraph below a blood count is of: its first line, the first cell of a table's row, or its cells say that it is another specimen."""

from __future__ import annotations

from bisect import bisect_left, bisect_right

from allreport.document import Document
from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading, site_named
from allreport.scan import Clause

BLOCK_LINES = 30
BLOCK_LENGTH = 3000  # characters of a paragraph that are looked at
TITLE = 70  # characters; a longer line is no heading
COLON = 50  # characters within which the colon of a heading stands
# A differential of hundreds of cells, or of the precursors of red cells, is one of the marrow.
MARROW_COUNT = compile(r"(?<![\d.,])(?:[3-9]00|1[ ,.]?000)[ ]?(?:nucleated |cell)|\berythroid\b|\berythro(?:blast|id)s?[ \t.:]{1,40}\d|"
    r"\b(?:poly|ortho|baso|pro)(?:chrom\w{3,8}|phil\w{1,3})? ?(?:normo|erythro)blasts?\b|\bm ?: ?e\b|total nucleated")
BLOOD_VALUES = frozenset({"wbc", "hgb", "plt", "rbc", "hct"})


def start_of(clause: Clause) -> int:
    return clause.start


def end_of(clause: Clause) -> int:
    return clause.end


def block_start(document: Document, clause: Clause) -> int:
    """The index of the first line of the paragraph that holds a clause; the heading of its section begins one, too."""
    index = bisect_right(document.line_starts, clause.hits[0].start) - 1
    heading = bisect_right(document.line_starts, clause.section.heading_start) - 1
    first = max(heading, index - BLOCK_LINES)
    while index > first and not document.lines[index - 1].empty:
        index -= 1
    return index


def title_hit(reading: Reading, clause: Clause) -> Hit | None:
    """The known word that the first line of a paragraph begins with, if the line is a heading."""
    document = reading.document
    line = document.lines[block_start(document, clause)]
    start = line.start
    while start < line.end and document.folded[start] in " \t*-#|":
        start += 1
    if not document.raw[start : start + 1].isupper():
        return None
    heading = document.folded.find(":", start, min(line.end, start + COLON)) >= 0 or (line.end - start < TITLE and "%" not in line.text)
    return hit_at(reading, start, start + 1) if heading else None


def hit_at(reading: Reading, start: int, end: int) -> Hit | None:
    """The first known word that begins within a stretch."""
    clauses = reading.clauses
    index = bisect_left(clauses, start, key=end_of)
    for clause in clauses[index : index + 2]:
        for hit in clause.hits:
            if start <= hit.start < end:
                return hit
    return None


def block_site(reading: Reading, clause: Clause) -> str | None:
    """The site that the heading of a paragraph names; `flow` where it names only the method."""
    hit = title_hit(reading, clause)
    if hit is None:
        return None
    site = site_named(reading.document.folded, hit)
    if site is None and "method" in hit.rows and hit.rows["method"].id == "flow":
        return "flow"
    return site


def row_site(reading: Reading, position: int) -> str | None:
    """The site that the first cell of a row names, in a table with bars; a row goes on where the first cell is empty."""
    document = reading.document
    folded = document.folded
    index = bisect_right(document.line_starts, position) - 1
    for line in reversed(document.lines[max(0, index - BLOCK_LINES) : index + 1]):
        first = folded.find("|", line.start, line.end) + 1
        end = folded.find("|", first, line.end)
        if end < 0 or not line.text.startswith("|"):
            return None
        if folded[first:end].strip():
            hit = hit_at(reading, first, end) if end < position else None
            return site_named(folded, hit) if hit else None
    return None


def marrow_count(reading: Reading, clause: Clause) -> bool:
    """Whether a paragraph without blood values counts marrow cells, in a report on marrow."""
    if (reading.specimen_site or reading.default_site) != "bone_marrow":
        return False
    document = reading.document
    first = block_start(document, clause)
    start = document.lines[first].start
    last = next((line.start for line in document.lines[first : first + BLOCK_LINES] if line.empty), clause.end)
    last = min(last, start + BLOCK_LENGTH)
    clauses = reading.by_kind.get("analyte", [])
    within = clauses[bisect_left(clauses, start, key=start_of) : bisect_left(clauses, last, key=start_of)]
    if any(row.id in BLOOD_VALUES for other in within for _, row in other.of("analyte")):
        return False
    return MARROW_COUNT.search(document.folded, start, last) is not None
