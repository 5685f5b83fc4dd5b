"""Tables: the cells of a line, and what the head of each column says: a time, a site, or neither.

The readers of counts, blasts and markers ask here which column a place stands in.
"""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from typing import NamedTuple

from allreport.document import Document, Line
from allreport.lexicon import headings, normal
from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.context import Reading, site_of_words
from allreport.read.date import MONTH, Parts, sortable
from allreport.read.number import NUMBER
from allreport.vocabulary.words import COLUMN_PREVIOUS, COLUMN_RESULTS, COLUMN_TIMES, COLUMN_WORDS, OTHER_CELLS, OWN_CELLS, RESULT_WORDS

CELL = compile(r"[^\s|](?:[^\t|\n ]|[ ](?![ \t|\n]))*")  # cells stand two blanks, a tab or a bar apart
HEAD = compile("|".join(f"(?P<{kind}>{'|'.join(words)})" for kind, words in COLUMN_TIMES.items()))
RESULT_HEAD, PREVIOUS_HEAD = compile("|".join(COLUMN_RESULTS)), compile("|".join(COLUMN_PREVIOUS))
NORMAL_CELLS, ABNORMAL_CELLS = compile("|".join(OTHER_CELLS)), compile("|".join(OWN_CELLS))
MONTH_MARK = compile(rf"\d[- ]?(?:{MONTH})")
DATES = compile(r"\d(?<![\w./-]\d)(?:\d?([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{3}([./-])\d{1,2}\2\d{1,2}|\d?[- ]?(?:" + MONTH +
    r")[a-z]{0,6}[- ]?(?:\d{4}|\d{2})?)(?![\w/-])")
NO_SITE = compile(r"[\d:.]|\bnormal\b|\bref")  # heads a reference, or is no head
NEAR = 9  # characters between the middles of a value and of the head of its column
TABLE_LINES = 40
ROW_LENGTH = 1000  # characters of a row that are looked at
MOST_COLUMNS = 40
SUBHEADING = 40  # characters of a line that may stand between the rows of a table
SITE_HEAD = 32  # characters of a head that names a site
BLOCK = 4  # characters; a first head that stands further left has no labels before it


class Cell(NamedTuple):
    """The place of a cell, its column in a table with tabs or bars, its offset in the line."""

    start: int
    end: int
    column: int | None
    offset: int

    @property
    def middle(self) -> float:
        return self.offset + (self.end - self.start) / 2


class Head(NamedTuple):
    """The head of a column: of the sample's own values (`current`), of earlier ones (`previous`), or neither; the date and the site that it names."""

    cell: Cell
    time: str | None = None
    date: Parts | None = None
    site: str | None = None


class Table(NamedTuple):
    """The stretch below a line of heads; `bar` is what divides its cells, where not blanks do."""

    start: int
    end: int
    heads: list[Head]
    bar: str
    results: bool = False  # one column of the sample's results, and one of earlier ones behind their units and ranges

    @property
    def block(self) -> bool:
        """Whether labels and values stand together under each head, two columns of a page side by side."""
        return self.heads[0].site is not None and self.heads[0].cell.offset < BLOCK


class Columns:
    """The tables of a report whose columns have times or sites."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document

    @cached_property
    def tables(self) -> list[Table]:
        """The tables with a column for each date or time of treatment, in order."""
        document = self.document
        timed = {document.line_at(place).start for place in document.places_of(COLUMN_WORDS)}
        of_results = {document.line_at(place).start for place in document.places_of(RESULT_WORDS)}
        found = []
        for index, line in enumerate(document.lines):
            heads = self.timed_heads(line, index, line.start in timed) if line.table else []
            if heads:
                found.append(table_below(document, index, with_sites(heads, document.folded)))
            elif line.start in of_results and (heads := self.result_heads(line)):
                found.append(table_below(document, index, heads)._replace(results=True))
        return found

    def result_heads(self, line: Line) -> list[Head]:
        """The heads of a line that names one column of results and one of earlier ones: `Result   Units   Range   11 Feb 24`."""
        folded, order = self.document.folded, self.reading.date_order
        times: list[str | None] = []
        cells = cells_of(folded, line)
        dates = [sortable(folded[cell.start : cell.end], order) for cell in cells]
        for cell, date in zip(cells, dates, strict=True):
            before = date is None or PREVIOUS_HEAD.match(folded, cell.start) or any(found.parts and found.parts > date for found in self.reading.dates)
            own = RESULT_HEAD.fullmatch(folded, cell.start, cell.end)
            times.append("current" if own else "previous" if before and heads_earlier(folded, cell) else None)
        if times.count("current") != 1 or times.count("previous") != 1:
            return []
        return [Head(cell, time, date if time else None) for cell, time, date in zip(cells, times, dates, strict=True)]

    @cached_property
    def sited(self) -> list[Table]:
        """The tables with columns for several sites, in order."""
        found: list[Table] = []
        document = self.document
        lines = {bisect_right(document.line_starts, hit.start) - 1 for clause in self.reading.clauses_with("site") for hit, _ in clause.of("site")}
        for index in sorted(index for index in lines if document.lines[index].table):
            heads = [Head(cell, site=site_of_head(document.folded, cell)) for cell in cells_of(document.folded, document.lines[index])]
            known = [head.site for head in heads if head.site]
            if len(set(known)) > 1 and (heads[0].site is None or len(known) == len(heads)):
                found.append(table_below(document, index, heads))
        return found

    def timed_heads(self, line: Line, index: int, worded: bool) -> list[Head]:
        """The heads of a line that names several times."""
        document, order = self.document, self.reading.date_order
        dates = dates_in(document.folded, line)
        cells = cells_of(document.folded, line) if worded or len(dates) > 1 else []
        heads = heads_of(document.folded, cells, order)
        if len(dates) > 1:
            if sum(head.date is not None for head in heads) < len(dates):
                bar = bar_of(document.folded, line)
                heads = [Head(cell_at(document.folded, line, bar, *match.span()), "previous", sortable(match.group(), order)) for match in dates[:MOST_COLUMNS]]
            return newest_own(heads)
        if heads and index + 1 < len(document.lines):
            heads = with_dates(heads, document.folded, document.lines[index + 1], order)
        return heads[:MOST_COLUMNS]

    def timed_at(self, line: Line) -> Table | None:
        """The table with times that holds a line."""
        return table_of(self.tables, line)

    def sited_at(self, line: Line) -> Table | None:
        """The table with columns for several sites, behind a column of labels, that holds a line."""
        table = table_of(self.sited, line)
        return None if table is None or table.block else table

    def block_site(self, place: int) -> str | None:
        """The site of the column of a page that a place stands in, where several stand side by side."""
        if not self.sited:
            return None
        line = self.document.line_at(place)
        table = table_of(self.sited, line)
        if table is None or not table.block:
            return None
        return next((head.site for head in reversed(table.heads) if head.cell.offset <= place - line.start), table.heads[0].site)

    def under(self, table: Table, line: Line, start: int, pattern: Pattern[str] = NUMBER) -> list[tuple[Head, Match[str]]]:
        """The numbers of a line with the heads they stand under, the first of each column that has a time or a site."""
        found: dict[int, Match[str]] = {}
        folded = self.document.folded
        in_order = cells_in_order(folded, table, line, start)
        if in_order:
            numbers = [(head, pattern.search(folded, cell.start, cell.end)) for head, cell in in_order]
            return [(head, match) for head, match in numbers if match is not None and (head.time or head.site)]
        for match in pattern.finditer(folded, start, min(line.end, line.start + ROW_LENGTH)):
            index = column_of(folded, table, line, match)
            if index is not None and (table.heads[index].time or table.heads[index].site):
                found.setdefault(index, match)
        return [(table.heads[index], match) for index, match in found.items()]


def table_of(tables: list[Table], line: Line) -> Table | None:
    """The first table that holds a line: dates may stand below the heads of times."""
    return next((table for table in tables if table.start <= line.start < table.end), None)


def table_below(document: Document, index: int, heads: list[Head]) -> Table:
    """The table whose heads stand on line `index`."""
    line = document.lines[index]
    return Table(line.end, document.lines[last_row(document, index)].end, heads, bar_of(document.folded, line))


def bar_of(folded: str, line: Line) -> str:
    """What divides the cells of a line, where not blanks do."""
    return "\t" if folded.find("\t", line.start, line.end) >= 0 else "|" if folded.find("|", line.start, line.end) >= 0 else ""


def cells_of(folded: str, line: Line) -> list[Cell]:
    """The cells of a line."""
    bar = bar_of(folded, line)
    return [cell_at(folded, line, bar, *match.span()) for match in CELL.finditer(folded, line.start, line.end)]


def cell_at(folded: str, line: Line, bar: str, start: int, end: int) -> Cell:
    """The cell between two places of a line."""
    return Cell(start, end, folded.count(bar, line.start, start) if bar else None, start - line.start)


def site_of_head(folded: str, cell: Cell) -> str | None:
    """The site that a head names, itself or as the heading of a section (`<CBC>`); none of a reference range."""
    text = folded[cell.start : cell.end].strip("<>[]* ").partition(",")[0]
    if len(text) > SITE_HEAD or NO_SITE.search(text):
        return None
    row = headings()[1].get(normal(text))
    return site_of_words(text) or (row.site if row is not None else None)


def heads_of(folded: str, cells: list[Cell], order: str | None) -> list[Head]:
    """The heads of a line: at least two times and one of them no earlier one, or the blasts beside normal cells."""
    found = [HEAD.search(folded, cell.start, cell.end) for cell in cells]
    kinds = [head.lastgroup if head else None for head in found]
    times = [index for index, kind in enumerate(kinds) if kind in {"earlier", "own", "time"}]
    late = [index for index in times if kinds[index] != "earlier"]
    if len(times) < 2 or len(cells) > len(times) + 3 or not late:
        return populations_of(folded, cells)
    named = [index for index in late if kinds[index] == "own"]
    newest = late[0] if kinds[times[-1]] == "earlier" else late[-1]  # the newest stands first, or last
    own = named[-1] if named else newest
    return [
        Head(cell, "current" if index == own else "previous", sortable(folded[cell.start : cell.end], order)) if index in times else Head(cell)
        for index, cell in enumerate(cells)
    ]


def heads_earlier(folded: str, cell: Cell) -> bool:
    """Whether a cell is a word for earlier results, a date, or both: 'Previous', '11Feb24', 'Prior (11/02/24)'."""
    word = PREVIOUS_HEAD.match(folded, cell.start, cell.end)
    last = start = word.end() if word else cell.start
    while last < cell.end and folded[last] in " (:":
        last += 1
    dated = DATES.match(folded, last, cell.end)
    last = dated.end() if dated else start
    return (word is not None or dated is not None) and cell.end - last <= 1


def populations_of(folded: str, cells: list[Cell]) -> list[Head]:
    """The heads of a line with one column for the blasts and others for normal cells."""
    normal = [NORMAL_CELLS.search(folded, cell.start, cell.end) is not None for cell in cells]
    own = [cell for cell, other in zip(cells, normal, strict=True) if not other and ABNORMAL_CELLS.search(folded, cell.start, cell.end)]
    if not any(normal) or len(own) != 1 or len(cells) > 6:
        return []
    return [Head(cell, "current" if cell is own[0] else None) for cell in cells]


def newest_own(heads: list[Head]) -> list[Head]:
    """The heads of dates: the latest is the sample's own, the last one where their order cannot be told."""
    timed = [index for index, head in enumerate(heads) if head.time]
    keys = [heads[index].date for index in timed]
    own = max(timed, key=lambda index: heads[index].date or (0, 0, 0)) if None not in keys else timed[-1]
    return [head._replace(time="current" if index == own else "previous") if head.time else head for index, head in enumerate(heads)]


def with_sites(heads: list[Head], folded: str) -> list[Head]:
    """The heads of times with the sites that some of them name: 'D8 (PB)'; the others are of the marrow."""
    sites = [site_of_words(folded[head.cell.start : head.cell.end]) if head.time else None for head in heads]
    if not any(sites):
        return heads
    return [head._replace(site=site or "bone_marrow") if head.time else head for head, site in zip(heads, sites, strict=True)]


def with_dates(heads: list[Head], folded: str, below: Line, order: str | None) -> list[Head]:
    """The heads of times with the dates of the line below them, one for each."""
    dates = dates_in(folded, below)
    if len(dates) != sum(head.time is not None for head in heads):
        return heads
    dated = iter(dates)
    return [head._replace(date=sortable(next(dated).group(), order)) if head.time else head for head in heads]


def dates_in(folded: str, line: Line) -> list[Match[str]]:
    """The dates of a line; none is looked for where there are too few marks for two."""
    count, start, end = folded.count, line.start, line.end
    pairs = count("/", start, end) // 2 + count("-", start, end) // 2 + count(".", start, end) // 2
    if pairs > 1 or MONTH_MARK.search(folded, start, end) is not None:
        return list(DATES.finditer(folded, start, end))
    return []


def last_row(document: Document, head: int) -> int:
    """The last line of the table whose head is line `head`; a short line may stand between its rows."""
    lines, folded = document.lines, document.folded
    last = head
    while last + 1 < len(lines) and last - head < TABLE_LINES:
        line = lines[last + 1]
        text = folded[line.start : line.end]
        if not line.table and text.strip(" -=_") and not (len(text.strip()) < SUBHEADING and last + 2 < len(lines) and lines[last + 2].table):
            break
        last += 1
        if not text.strip():
            break
    return last


def cells_in_order(folded: str, table: Table, line: Line, start: int) -> list[tuple[Head, Cell]]:
    """The cells of a row with their heads where there are as many of them; empty where their places must decide."""
    if table.bar or line.end - line.start > ROW_LENGTH:
        return []
    cells = [cell for cell in cells_of(folded, line) if cell.start >= start]
    heads = [head for index, head in enumerate(table.heads) if index or head.time or head.cell.offset > start - line.start]
    return list(zip(heads, cells, strict=True)) if len(heads) == len(cells) and len(heads) > 1 else []


def column_of(folded: str, table: Table, line: Line, match: Match[str]) -> int | None:
    """The column that a number stands under: by its cell, or by the nearest head."""
    heads = table.heads
    if table.bar and folded.find(table.bar, line.start, line.end) >= 0:
        cell = folded.count(table.bar, line.start, match.start())
        return next((index for index, head in enumerate(heads) if head.cell.column == cell), None)
    middle, offset = (match.start() + match.end()) / 2 - line.start, match.start() - line.start
    distances = [min(abs(head.cell.middle - middle), abs(head.cell.offset - offset)) for head in heads]
    nearest = min(range(len(heads)), key=distances.__getitem__)
    return nearest if distances[nearest] <= NEAR else None


def head_over(table: Table, cell: Cell) -> Head | None:
    """The head that a cell of words stands under: by its column, or the one that begins nearest."""
    if cell.column is not None:
        return next((head for head in table.heads if head.cell.column == cell.column), None)
    return min(table.heads, key=lambda head: abs(head.cell.offset - cell.offset))
