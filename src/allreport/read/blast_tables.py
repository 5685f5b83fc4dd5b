"""Blasts in tables: a column for each date or site, the row of the diagnosis, differentials without percent signs."""

from __future__ import annotations

from bisect import bisect_left

from allreport.document import Line
from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.blast_numbers import N
from allreport.read.blast_sites import State, add
from allreport.read.columns import Table
from allreport.read.columns import cells_of as label_cells
from allreport.read.date import find_dates
from allreport.read.number import readings
from allreport.scan import Clause


def tabled(state: State, clause: Clause, targets: list[tuple[Hit, str]]) -> bool:
    """Blasts of a cumulative table: one column for each date, or one row for each date under a heading `Blasts %`."""
    hit, kind = targets[0]
    if kind != "blasts" or len(targets) > 1:
        return False
    line = state.reading.document.line_at(hit.start)
    sited = state.columns.sited_at(line)
    if sited is not None:
        return sited_row(state, clause, hit, line, sited)
    table = state.columns.timed_at(line)
    if table is not None:
        return timed_row(state, clause, hit, line, table)
    cells = dated_column(state, hit, line)
    if len(cells) < 2:
        return False
    newest = max(date for date, _, _ in cells)
    for date, start, end in cells:
        before = len(state.found)
        add_cell(state, clause, hit, start, end, date == newest)
        if clause.section.site == "csf" and len(state.found) > before:
            state.found[-1]["site"] = state.reading.default_site  # a table of its own below a line on the spinal fluid
    return True


def add_cell(state: State, clause: Clause, hit: Hit, start: int, end: int, own: bool) -> None:
    """The number of one cell."""
    value = readings(state.reading.document.folded[start:end].rstrip(" %"), True)[0]
    before = len(state.found)
    if value <= 100:
        add(state, clause, hit, {"value": value, "comparator": "="}, start, end)
    if len(state.found) > before and not own:
        state.found[-1]["temporality"] = "previous"


def timed_row(state: State, clause: Clause, hit: Hit, line: Line, table: Table) -> bool:
    """The percentages of a row under dates or times of treatment; the head of a column may name its site: `D8 (PB)`."""
    folded = state.reading.document.folded
    label = "%" in folded[line.start : label_end(folded, line, hit)]
    cells = [(head, match) for head, match in state.columns.under(table, line, hit.end, CELL_NUMBER) if label or "%" in match.group()]
    for head, match in cells:
        before = len(state.found)
        add_cell(state, clause, hit, match.start(), match.end(), head.time != "previous")
        for finding in state.found[before:]:
            finding["_date"] = head.date
            if head.site:
                finding["site"] = head.site
            if head.time == "previous":
                finding["timepoint"] = state.reading.document.raw[head.cell.start : head.cell.end]
    return bool(cells)


def label_end(folded: str, line: Line, hit: Hit) -> int:
    """Where the cell of a row ends that holds its label."""
    return next((cell.end for cell in label_cells(folded, line) if cell.end > hit.start), hit.end)


def sited_row(state: State, clause: Clause, hit: Hit, line: Line, table: Table) -> bool:
    """The percentages of a row under heads that name several sites."""
    folded = state.reading.document.folded
    label = "%" in folded[line.start : label_end(folded, line, hit)]
    cells = state.columns.under(table, line, hit.end, CELL_NUMBER)
    for head, match in cells:
        if label or "%" in match.group() or "%" in folded[head.cell.start : head.cell.end]:
            before = len(state.found)
            add_cell(state, clause, hit, match.start(), match.end(), own=True)
            for finding in state.found[before:]:
                finding["site"] = head.site
    return bool(cells)


CELL_NUMBER = compile(rf"{N}(?:[ ]?%)?(?![\w/.,])")


def dated_column(state: State, hit: Hit, line: Line) -> list[tuple[tuple[int, int, int], int, int]]:
    """The numbers under the heading `Blasts %` of a table with bars or tabs, with the dates of their rows: (date, start, end)."""
    folded, lines = state.reading.document.folded, state.reading.document.lines
    bar = "|" if "|" in folded[line.start : line.end] else "\t"
    column = folded.count(bar, line.start, hit.start)
    if not column or "%" not in folded[hit.start : hit.end + 6]:
        return []
    found = []
    first = bisect_left(state.reading.document.line_starts, line.start) + 1
    for below in lines[first : first + 40]:
        if not below.table and not RULE.match(folded, below.start, below.end):
            break
        cells = cells_of(folded, below, bar)
        match = CELL_NUMBER.match(folded, cells[column][0], cells[column][1]) if column < len(cells) else None
        when = find_dates(folded, below.start, below.end, state.reading.date_order or "dmy") if match else []
        if match and when and when[0].parts:
            found.append((when[0].parts, match.start(), match.end()))
    return found


RULE = compile(r"[ \t+=_|-]*$")


def cells_of(folded: str, line: Line, bar: str) -> list[tuple[int, int]]:
    """Start and end of each cell of a line, without blanks at its sides."""
    cells = []
    start = line.start
    for piece in folded[line.start : line.end].split(bar):
        lead = len(piece) - len(piece.lstrip())
        cells.append((start + lead, start + lead + len(piece.strip())))
        start += len(piece) + 1
    return cells


BARE = compile(rf"[ \t|]*+(?:\(?%\)?)?[ \t|]*+[:=]?[ \t]*+(?:\.{{2,60}})?[ \t]*+(?:\([^()\n]{{0,12}}\)[ \t]*+)?(?P<low>{N})(?![\w/%*]|"
    rf"[.,]\d)(?![ \t]*+(?:/|=|x ?10|cells|days?|weeks?|\u00d7|k\b|g/l|%|-))")
ABSOLUTE = compile(r"[ \t]*(?:/ ?[u\u03bc]l|/ ?cumm|/ ?mm|x ?10|10\^|\*10|g/l|k/)")
LETTER_CELL = compile(r"(?<![\w/^.])[nplmeb][ ]?[:=-]?[ ]?\d{1,2}(?![\w.]\d)")
IN_PERCENT = compile(r"\(%\)[ :]{0,3}\n(?:[^\n]{1,200}\n){0,12}[^\n]{0,200}\Z")  # the paragraph below a heading that ends in the unit
NEXT_ROW = 60  # characters
ROW_VALUE = compile(rf"\b(?:diagnosis|dx|d(?:ay)?[ ]?0|presentation|initial)\b[^\n]{{0,60}}?[ \t|](?P<low>{N})[ \t|(]{{1,30}}\Z")


def diagnosis_row(state: State, clause: Clause, hit: Hit) -> bool:
    """The row of the diagnosis in a table of residual disease: 'Diagnosis   BM   87 (blasts)' under a heading with `%`."""
    folded = state.reading.document.folded
    line = state.reading.document.line_at(hit.start)
    match = ROW_VALUE.search(folded, max(line.start, hit.start - 120), hit.start) if line.table else None
    if match is None or folded.find("%", max(0, line.start - 420), line.start) < 0:
        return False
    value = readings(match["low"], state.reading.comma)[0]
    before = len(state.found)
    if value <= 100:
        add(state, clause, hit, {"value": value, "comparator": "="}, match.start("low"), match.end("low"))
    after = bisect_left(state.time_words, line.end)
    if len(state.found) > before and after < len(state.time_words) and state.time_words[after] < line.end + NEXT_ROW:
        state.found[-1]["temporality"] = "previous"  # later times stand below it
    return value <= 100


FRACTIONS = compile(r"\b0[.,]\d\d?\b")


def bare_number(state: State, clause: Clause, hit: Hit) -> None:
    """'Blasts 34' in a differential printed without percent signs."""
    reading = state.reading
    folded = reading.document.folded
    match = BARE.match(folded, hit.end, min(len(folded), clause.end))
    if match is None:
        return
    above = folded[max(clause.section.heading_start, clause.start - 420) : clause.end]
    letters = len(LETTER_CELL.findall(folded, max(clause.start, hit.start - 200), min(clause.end, hit.end + 200))) > 2
    if not (letters or "%" in above or "differential" in above or "500 cells" in above or sum("cell" in other.rows for other in clause.hits) >= 2):
        return
    if not (letters or "cell" in clause.kinds or IN_PERCENT.search(above) or reading.document.line_at(hit.start).table or clause.section.name in {"aspirate", "differential", "pb_smear"}):
        return
    low = readings(match["low"], reading.comma)[0]
    if low > 100 or ABSOLUTE.match(folded, match.end()):
        return
    if low <= 1 and len(FRACTIONS.findall(folded, clause.start, clause.end)) > 2:
        low = round(low * 100, 4)
    add(state, clause, hit, {"value": low, "comparator": "="}, match.start("low"), match.end("low"))
