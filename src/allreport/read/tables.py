"""Blood counts laid out in columns: cumulative tables with a column for each date, labels above their values."""

from __future__ import annotations

from bisect import bisect_right
from itertools import pairwise
from typing import Any

from allreport.document import Document, Line
from allreport.lexicon import Hit, units
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.columns import NEAR, ROW_LENGTH, TABLE_LINES, Columns, Table, cells_of
from allreport.read.columns import Cell as Cells
from allreport.read.date import Parts, sortable
from allreport.read.number import NUMBER
from allreport.read.printed import Printed, find_flag, flag_of, skip_flag, tail
from allreport.read.values import BY_ID, Values
from allreport.scan import Clause
from allreport.vocabulary.rows import Analyte, Cell

Target = tuple[Hit, Any]  # a label with its row

ROW_LABEL = compile(r"[ \t|]*(?P<label>results?|values?|units?|flags?|ref(?:erence)?\.?(?: ?range)?|normal(?: range)?|range)[ \t|:.]")
WORD = compile(r"\S+")
ONLY_HEADS = compile(r"(?:[^\d()\n]|\([^()\n]{0,24}\)){1,300}+\Z")  # digits stand in brackets only, as in units
DIGIT = compile(r"\d")
BETWEEN = compile(r"[ \t|*()hl\u2191\u2193<>~]*+(?:\n[ \t|*()hl\u2191\u2193<>~]*+)?\Z")
COUNT_MARKS = ("/mm", "/ul", "/\u03bcl", "10^9", "10*9", "/cumm", "g/l", "x10")
UNIT_CELL = compile(r"(?<![^ \t|])[^\s|\d](?:[^\s|]|[ ](?![ |\t])){0,18}+")


def read_row(columns: Columns, table: Table, hit: Hit, row: Any, values: Values) -> bool:
    """The values of one row of a cumulative table, each under its date: the last date is the report's own, the rest are earlier."""
    document = columns.document
    line = document.line_at(hit.start)
    numbers = columns.under(table, line, hit.end)
    if not numbers or (len(numbers) < 2 and numbers[0][1].start() - hit.end <= NEAR):
        return False
    last = numbers[-1][1]
    rest = tail(columns.reading, hit.start, last.start(), last.end(), line.end)
    if rest.unit is None:
        rest = rest._replace(unit=unit_between(document, hit.end, numbers[0][1].start()))
    analyte = row if isinstance(row, Analyte) else BY_ID[row.percent if rest.percent else row.absolute]
    clause = Clause(document, line.start, line.end, [hit], document.section_at(hit.start), -1)
    for place, (head, match) in enumerate(numbers):
        stop = numbers[place + 1][1].start() if place + 1 < len(numbers) else match.end() + 4
        flag = find_flag(document.raw, match.end(), min(stop, line.end), None)
        before = len(values.blood)
        values.add(clause, row, rest._replace(start=match.start(), end=match.end(), number=match.group(), flag=flag), "stated", analyte)
        if len(values.blood) > before:
            values.blood[-1]["_date"] = head.date
            if head.time == "previous":
                values.blood[-1]["temporality"] = "previous"
                values.blood[-1]["timepoint"] = document.raw[head.cell.start : head.cell.end]
    return True


def unit_between(document: Document, start: int, end: int) -> Any:
    """The unit in a column of its own between a label and its first value."""
    for match in UNIT_CELL.finditer(document.folded, start, end):
        unit = units().at(document.folded, match.start(), end)
        if unit is not None and unit[0] >= match.end():
            return unit[1]
    return None


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
