"""Blood counts laid out in columns: cumulative tables with a column for each date, labels above their values."""

from __future__ import annotations

from bisect import bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from allreport.document import Document, Line
from allreport.lexicon import Hit, units
from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.date import Parts, sortable
from allreport.read.number import NUMBER
from allreport.read.phenotypes import GATE, cells_of, columns_of
from allreport.read.phenotypes import Cell as Cells
from allreport.read.printed import MONTH, Printed, find_flag, flag_of, skip_flag, tail
from allreport.read.values import BY_ID, Values
from allreport.scan import Clause
from allreport.vocabulary.rows import Analyte, Cell

Target = tuple[Hit, Any]  # a label with its row

MONTH_MARK = compile(rf"\d[- ]?(?:{MONTH})")
DATES = compile(r"\d(?<![\w./-]\d)(?:\d?([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{3}([./-])\d{1,2}\2\d{1,2}|\d?[- ]?(?:" + MONTH +
    r")[a-z]{0,6}[- ]?(?:\d{4}|\d{2})?)(?![\w/-])")
ROW_LABEL = compile(r"[ \t|]*(?P<label>results?|values?|units?|flags?|ref(?:erence)?\.?(?: ?range)?|normal(?: range)?|range)[ \t|:.]")
WORD = compile(r"\S+")
ONLY_HEADS = compile(r"(?:[^\d()\n]|\([^()\n]{0,24}\)){1,300}+\Z")  # digits stand in brackets only, as in units
DIGIT = compile(r"\d")
BETWEEN = compile(r"[ \t|*()hl\u2191\u2193<>~]*+(?:\n[ \t|*()hl\u2191\u2193<>~]*+)?\Z")
COUNT_MARKS = ("/mm", "/ul", "/\u03bcl", "10^9", "10*9", "/cumm", "g/l", "x10")
NEAR = 9  # characters between the middles of a value and of the head of its column
TABLE_LINES = 40
ROW_LENGTH = 1000  # characters of a row that are looked at
MOST_COLUMNS = 40


class Head(NamedTuple):
    """The head of a column: its middle and its offset in the line, its words, its place, its cell in a table with bars or tabs."""

    middle: float
    offset: int
    text: str
    start: int
    cell: int
    time: bool  # else it heads units, a reference range, or names
    date: Parts | None  # what its words or the line below them say


class Table(NamedTuple):
    """A table with a column for each date or time of treatment; `own` is the column of the report's own sample."""

    start: int
    end: int
    heads: list[Head]
    own: int
    bar: str  # what divides the cells, where not blanks do


class Columns:
    """Cumulative tables: one column for each date or time. The last date is the report's own; the rest are earlier."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def tables(self) -> list[Table]:
        """The tables of the report in their order."""
        document = self.reading.document
        found = []
        folded = document.folded
        timed, order = self.timed_lines(), self.reading.date_order
        for index, line in enumerate(document.lines):
            if not line.table:
                continue
            dates = list(DATES.finditer(folded, line.start, line.end)) if may_hold_dates(folded, line.start, line.end) else []
            bar = "\t" if folded.find("\t", line.start, line.end) >= 0 else "|" if folded.find("|", line.start, line.end) >= 0 else ""
            heads: list[Head] = []
            own = 0
            if len(dates) > 1:
                heads = [head_of(folded, line, match.start(), match.end(), bar, True, order) for match in dates[:MOST_COLUMNS]]
                own = newest(heads)
            elif line.start in timed:
                columns = columns_of(document, line)
                heads = [head_of(folded, line, column.cell.start, column.cell.end, bar, column.time is not None, order) for column in columns[:MOST_COLUMNS]]
                if columns and index + 1 < len(document.lines):
                    heads = with_dates(heads, folded, document.lines[index + 1], order)
                own = next((place for place, column in enumerate(columns) if column.time == "current"), 0)
            if heads:
                found.append(Table(line.end, document.lines[last_row(document, index)].end, heads, own, bar))
        return found

    def timed_lines(self) -> set[int]:
        """Where the lines start that hold a word of time, as the heads of columns do."""
        document = self.reading.document
        return {document.line_at(place).start for place in document.places_of(TIME_WORDS)}

    def covers(self, line: Line) -> bool:
        return bool(self.tables) and any(table.start <= line.start < table.end for table in self.tables)

    def at(self, line: Line) -> Table:
        """The table that holds a line."""
        return next(table for table in self.tables if table.start <= line.start < table.end)

    def read(self, hit: Hit, row: Any, values: Values) -> bool:
        """The values of one row, each under its date."""
        document = self.reading.document
        line = document.line_at(hit.start)
        table = self.at(line)
        numbers = self.under(table, line, hit.end)
        if not numbers or (len(numbers) < 2 and numbers[0][1].start() - hit.end <= NEAR):
            return False
        last = numbers[-1][1]
        rest = tail(self.reading, hit.start, last.start(), last.end(), line.end)
        analyte = row if isinstance(row, Analyte) else BY_ID[row.percent if rest.percent else row.absolute]
        clause = Clause(document, line.start, line.end, [hit], document.section_at(hit.start), -1)
        for place, (index, match) in enumerate(numbers):
            stop = numbers[place + 1][1].start() if place + 1 < len(numbers) else match.end() + 4
            flag = find_flag(document.raw, match.end(), min(stop, line.end), None)
            before = len(values.blood)
            values.add(clause, row, rest._replace(start=match.start(), end=match.end(), number=match.group(), flag=flag), "stated", analyte)
            if len(values.blood) > before:
                head = table.heads[index]
                values.blood[-1]["_date"] = head.date
                if index != table.own:
                    values.blood[-1]["temporality"] = "previous"
                    values.blood[-1]["timepoint"] = document.raw[head.start : head.start + len(head.text)]
        return True

    def under(self, table: Table, line: Line, start: int, pattern: Pattern[str] = NUMBER) -> list[tuple[int, Match[str]]]:
        """The numbers of a line with the columns they stand under, the first of each column that is a time."""
        found: dict[int, Match[str]] = {}
        folded = self.reading.document.folded
        in_order = cells_in_order(self.reading.document, table, line, start)
        if in_order:
            numbers = [(index, pattern.search(folded, cell.start, cell.end)) for index, cell in in_order]
            return [(index, match) for index, match in numbers if match is not None and table.heads[index].time]
        for match in pattern.finditer(folded, start, min(line.end, line.start + ROW_LENGTH)):
            index = column_of(folded, table, line, match)
            if index is not None and table.heads[index].time:
                found.setdefault(index, match)
        return list(found.items())


TIME_WORDS = GATE | {"week", "weeks", "wk", "w", "month", "mrd", "induction", "consolidation", "follow", "discharge", "admission"}


def cells_in_order(document: Document, table: Table, line: Line, start: int) -> list[tuple[int, Cells]]:
    """The cells of a row with their columns where there are as many of them as heads; empty where their places must decide."""
    if table.bar or line.end - line.start > ROW_LENGTH:
        return []
    cells = [cell for cell in cells_of(document.folded, line) if cell.start >= start]
    heads = [index for index, head in enumerate(table.heads) if index or head.time or head.offset > start - line.start]
    return list(zip(heads, cells, strict=True)) if len(heads) == len(cells) and len(heads) > 1 else []


def head_of(folded: str, line: Line, start: int, end: int, bar: str, time: bool, order: str | None) -> Head:
    """The head that stands between two places of a line."""
    text = folded[start:end]
    cell = folded.count(bar, line.start, start) if bar else 0
    return Head((start + end) / 2 - line.start, start - line.start, text, start, cell, time, sortable(text, order) if time else None)


def column_of(folded: str, table: Table, line: Line, match: Match[str]) -> int | None:
    """The column that a number stands under: by its cell, or by the nearest head."""
    heads = table.heads
    if table.bar and folded.find(table.bar, line.start, line.end) >= 0:
        cell = folded.count(table.bar, line.start, match.start())
        return next((index for index, head in enumerate(heads) if head.cell == cell), None)
    middle, offset = (match.start() + match.end()) / 2 - line.start, match.start() - line.start
    distances = [min(abs(head.middle - middle), abs(head.offset - offset)) for head in heads]
    nearest = min(range(len(heads)), key=distances.__getitem__)
    return nearest if distances[nearest] <= NEAR else None


def with_dates(heads: list[Head], folded: str, below: Line, order: str | None) -> list[Head]:
    """The heads of times with the dates of the line below them, one for each."""
    dates = list(DATES.finditer(folded, below.start, below.end)) if may_hold_dates(folded, below.start, below.end) else []
    if len(dates) != sum(head.time for head in heads):
        return heads
    dated = iter(dates)
    return [head._replace(date=sortable(next(dated).group(), order)) if head.time else head for head in heads]


def may_hold_dates(folded: str, start: int, end: int) -> bool:
    """A cheap look before `DATES`: two dates need two pairs of marks, or a month."""
    count = folded.count
    pairs = count("/", start, end) // 2 + count("-", start, end) // 2 + count(".", start, end) // 2
    return pairs > 1 or MONTH_MARK.search(folded, start, end) is not None


def last_row(document: Document, head: int) -> int:
    """The last line of the table whose head is line `head`."""
    lines, folded = document.lines, document.folded
    last = head
    while last + 1 < len(lines) and last - head < TABLE_LINES:
        line = lines[last + 1]
        text = folded[line.start : line.end]
        if not line.table and text.strip(" -=_"):
            break
        last += 1
        if not text.strip():
            break
    return last


def newest(heads: list[Head]) -> int:
    """The column of the latest date, by year, month and day where they can be read, else the last one."""
    keys = [head.date for head in heads]
    if all(key is not None for key in keys):
        return max(range(len(keys)), key=lambda place: keys[place] or (0, 0, 0))
    return len(heads) - 1


def transposed(values: Values, clause: Clause, targets: list[Target]) -> int:
    """A row of labels followed by a row of values: WBC HGB PLT / 88.1 H 8.3 L 27 L / K/uL g/dL K/uL. Returns where it ends, 0 if there is none."""
    folded, raw = values.folded, values.raw
    head = label_row(folded, targets)
    numbers = numbers_below(folded, head[-1][0].end, len(head)) if len(head) >= 3 else []
    if not numbers:
        return 0
    after = numbers[-1].end()
    found, position = units_below(raw, folded, after, len(head))
    for index, ((hit, row), match) in enumerate(zip(head, numbers, strict=True)):
        next_start = numbers[index + 1].start() if index + 1 < len(numbers) else min(len(raw), match.end() + 6)
        flag = find_flag(raw, match.end(), next_start, None)
        unit, unit_text = found[index] if index < len(found) else (None, None)
        one = Printed(match.start(), match.end(), match.group(), "=", unit, unit_text, flag, None, hit.start, match.end())
        values.add(clause, row, one, "header")
    return max(position, after)


def dated_rows(values: Values, clause: Clause, targets: list[Target]) -> int:
    """A row of labels above rows that begin with a date: the newest is the report's own. Returns where they end, 0 if there are none."""
    document = values.document
    line = document.line_at(targets[0][0].start)
    heads = [target for target in targets if target[0].end <= line.end]
    if len(heads) < 2 or not line.table or not ONLY_HEADS.match(document.folded, line.start, line.end):
        return 0
    rows: list[tuple[Parts, Line, list[Cells]]] = []
    first = bisect_right(document.line_starts, line.start)
    for below in document.lines[first : first + TABLE_LINES]:
        cells = cells_of(document.folded, below) if below.table and below.end - below.start <= ROW_LENGTH else []
        when = sortable(below.text[:16], values.reading.date_order) if cells else None
        if when is None or len(cells) != len(heads) + 1:
            break
        rows.append((when, below, cells[1:]))
    last = max((when for when, _, _ in rows), default=(0, 0, 0))
    for when, _, cells in rows:
        for target, cell in zip(heads, cells, strict=True):
            dated_cell(values, clause, target, cell, when, last)
    return rows[-1][1].end if rows else 0


def dated_cell(values: Values, clause: Clause, target: Target, cell: Cells, when: Parts, newest_date: Parts) -> None:
    """One value of a row with a date; cells of a differential need their unit in the head."""
    hit, row = target
    number = NUMBER.search(values.folded, cell.start, cell.end)
    if number is None:
        return
    one = tail(values.reading, hit.start, number.start(), number.end(), cell.end)
    if one.unit is None:
        after = hit.end + len(values.folded[hit.end : hit.end + 3]) - len(values.folded[hit.end : hit.end + 3].lstrip(" ,("))
        unit = units().at(values.folded, after, after + 20)
        one = one._replace(unit=unit[1] if unit else None)
    if one.unit is None and isinstance(row, Cell):
        return
    before = len(values.blood)
    values.add(clause, row, one, "header", row if isinstance(row, Analyte) else BY_ID[row.absolute if one.unit and not one.percent else row.percent])
    for finding in values.blood[before:]:
        finding["_date"] = when
        if when != newest_date:
            finding["temporality"] = "previous"


def label_row(folded: str, targets: list[Target]) -> list[Target]:
    """The labels at the beginning that stand one beside the other."""
    run = [target for target in targets if isinstance(target[1], Analyte)]
    head = run[:1]
    for (left, _), right in pairwise(run):
        if folded[left.end : right[0].start].strip(" \t|"):
            break
        head.append(right)
    return head


def numbers_below(folded: str, start: int, count: int) -> list[Match[str]]:
    """As many numbers as there are labels before `start`, with nothing but flags between them; none if there are fewer."""
    stop = min(len(folded), start + 400)
    if folded[start:stop].lstrip(" \t|\n")[:1] == ":":
        return []
    numbers: list[Match[str]] = []
    position = start
    for match in NUMBER.finditer(folded, start, stop):
        if not BETWEEN.match(folded, position, match.start()):
            break
        numbers.append(match)
        position = match.end()
        if len(numbers) == count:
            return numbers
    return []


def units_below(raw: str, folded: str, after: int, count: int) -> tuple[list[tuple[Any, str]], int]:
    """The units behind a row of values, each with its spelling, and where they end."""
    found: list[tuple[Any, str]] = []
    position = skip_flag(raw, folded, after, len(folded))
    while position < len(folded) and len(found) < count:
        while position < len(folded) and folded[position] in " \t|\n":
            position += 1
        unit = units().at(folded, position, min(len(folded), position + 30))
        if unit is None:
            break
        found.append((unit[1], raw[position : unit[0]]))
        position = unit[0]
    return found, position


def labelled_block(values: Values, clause: Clause, targets: list[Target]) -> bool:
    """Labels in one line, and below it lines named result, unit, flag and range, in any order, column under column."""
    document, folded = values.document, values.folded
    line = document.line_at(clause.start)
    heads = [target for target in targets if target[1].id != "blasts"]
    if len(heads) < 3 or heads[-1][0].end > line.end or DIGIT.search(folded, line.start, line.end):
        return False
    rows = named_rows(document, line)
    results = rows.get("resu") or rows.get("valu")
    if results is None:
        return False
    middles = [(hit.start + hit.end) / 2 - line.start for hit, _ in heads]
    for match in NUMBER.finditer(folded, results.start, results.end):
        place = (match.start() + match.end()) / 2 - results.start
        index = min(range(len(heads)), key=lambda column: abs(middles[column] - place))
        hit, row = heads[index]
        unit_text, unit = column_unit(folded, rows.get("unit"), middles[index], middles)
        if unit is None and isinstance(row, Cell):
            continue
        flag = flag_of(column_text(folded, rows.get("flag"), middles[index], middles))
        values.add(clause, row, Printed(match.start(), match.end(), match.group(), "=", unit, unit_text, flag, None, hit.start, match.end()), "header")
    return True


def named_rows(document: Document, line: Line) -> dict[str, Line]:
    """The lines below a line that begin with a name (result, unit, flag, range), by the first letters of it."""
    folded = document.folded
    rows: dict[str, Line] = {}
    start = line.end + 1
    for _ in range(6):
        below = document.line_at(min(start, len(folded) - 1))
        match = ROW_LABEL.match(folded, below.start, below.end)
        if match:
            rows.setdefault(match["label"][:4], below)
        elif below.start < start or not folded[below.start : below.end].strip():
            break
        start = below.end + 1
    return rows


def column_text(folded: str, line: Line | None, middle: float, middles: list[float]) -> str | None:
    """The word of a line that stands nearest under a column."""
    if line is None:
        return None
    best: tuple[float, str] | None = None
    for match in WORD.finditer(folded, line.start, line.end):
        place = (match.start() + match.end()) / 2 - line.start
        nearest = min(middles, key=lambda column: abs(column - place))
        if nearest == middle and (best is None or abs(place - middle) < best[0]):
            best = (abs(place - middle), match.group())
    return best[1] if best else None


def column_unit(folded: str, line: Line | None, middle: float, middles: list[float]) -> tuple[str | None, Any]:
    text = column_text(folded, line, middle, middles)
    found = units().at(text + " ", 0, len(text)) if text else None
    return (text, found[1]) if found else (None, None)


def column_units(document: Document, place: int) -> list[tuple[str, Any]] | None:
    """The units at the head of the columns above a line: `%` and a count unit, in their order."""
    index = bisect_right(document.line_starts, place) - 1
    for above in range(index - 1, max(-1, index - 14), -1):
        line = document.lines[above]
        text = document.folded[line.start : line.end]
        if "%" in text and any(mark in text for mark in COUNT_MARKS):
            found = units_of_head(text)
            return found if len(found) >= 2 else None
    return None


def units_of_head(text: str) -> list[tuple[str, Any]]:
    """Percent and count units of a line, in their order."""
    found = []
    position = 0
    while position < len(text):
        unit = units().at(text, position, len(text))
        if unit and ("pct" in unit[1] or "count" in unit[1]) and (position == 0 or text[position - 1] in " \t|("):
            found.append(("pct" if "pct" in unit[1] else "count", unit[1]))
            position = unit[0]
        else:
            position += 1
    return found
