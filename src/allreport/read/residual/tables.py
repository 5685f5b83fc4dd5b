"""Tables that have a head: what each column says, then each cell under its head as a result or a limit."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any, NamedTuple

from allreport.document import Line
from allreport.patterns import compile  # noqa: A004
from allreport.read.number import readings
from allreport.read.residual.case import OTHER_PARTS, Case, Limit, indent, site_of
from allreport.read.residual.levels import BARE, at_numbers, has_level, in_percent, percent_of, printed_levels
from allreport.read.residual.statements import in_cell
from allreport.read.residual.times import DATE, HEAD_MONTH, day_of, first_date
from allreport.read.residual.words import head_words, moments
from allreport.vocabulary.residual import MILLION, SEGMENTS
from allreport.vocabulary.words import COLUMN_TIMES

UNIT_POWER = compile(r"x[ ]?10[ ]?\^?[ ]?(?P<exponent>-[ ]?[2-6])(?!\d)")  # 'MRD (x10-4)'
OWN_HEAD = compile(rf"(?:{'|'.join(COLUMN_TIMES['own'])})")
CELL = compile(r"[^\s|]+(?: [^\s|]+)*")
REFERENCE = compile(r"\bref|\bnormal|\bexpected")
OF_LIMITS = frozenset({"detection_limit", "quantification_limit"})
ROLE_OF_LIMIT = {"detection_limit": "lod", "quantification_limit": "loq"}
MOMENT_IF = frozenset({"", "weak_result", "time", "target", "date", "site"})  # what a head may say beside a day or a date
NAMED_MOMENT_IF = frozenset({"", "weak_result", "time"})
NO_VALUE = frozenset({"", "date", "time", "target", "moment", "site"})  # heads over the label of a row
NO_VALUE_ROW = frozenset({"moment", "result", "detection_limit", "quantification_limit", "target"})
NO_TIME = frozenset({"result", "by flow", "by PCR", "by NGS", "target"})
NAMED_VALUE = frozenset({"result", "detection_limit", "quantification_limit"})
INTERVAL = compile(r"[ ]?(?:ci\b|confidence)")
BOUNDS = compile(r"\([ ]?\d[\d.,]*[ ]?(?:-|to)[ ]?\d[\d.,]*[ ]?\)")  # '(16 - 42)' in a cell of its own
NUMBERING = compile(r"\d{1,2}[.)]?")
SHORT = 4  # characters of an abbreviation such as 'No.'
REACH = 12  # how many lines under its head a table is looked for


class Cell(NamedTuple):
    """A cell of a table line: its place in the text and in the line (`left`, `right`), or its number where cells are counted."""

    start: int
    end: int
    left: int
    right: int


Head = list[tuple[Cell, str]]


class Row(NamedTuple):
    """A row of a table: its label, what the label says, its time point and its date (as written), its site and method."""

    line: Line
    label: Cell
    kind: str
    moment: tuple[str, str]
    site: str | None
    method: str | None
    target: str | None  # the clonal target it is of, as written
    unit: str  # the unit printed in a cell of its own


def read_tables(case: Case) -> list[tuple[int, int]]:
    """Reads the tables that have a head; the stretches of text they fill."""
    taken: list[tuple[int, int]] = []
    lines = case.document.lines
    after = 0
    for index in head_lines(case):
        line = lines[index]
        if index < after or not line.table:
            continue
        head = table_head(case, line, index)
        before = len(case.results)
        stop = rows(case, head, index) if head is not None else index
        if head is not None and stop > index + 1:
            own_column(case, head, case.results[before:])
            taken.append((line.start, lines[stop - 1].end + 1))
            after = stop
    return taken


def own_column(case: Case, head: Head, results: list[dict[str, Any]]) -> None:
    """Of columns for several times, the one said to be of this report is its own, else that of the last day; the others are earlier."""
    moments = {cell.start: case.folded[cell.start : cell.end] for cell, kind in head if kind == "moment"}
    timed = [finding for finding in results if finding.get("_top") in moments]
    if make_dated_columns_earlier(case, moments, timed) or len({finding["_top"] for finding in timed}) < 2:
        return
    own = {start for start, text in moments.items() if OWN_HEAD.search(text)}
    if len(own) != 1:
        days = {start: day_of(text) for start, text in moments.items() if any(finding["_top"] == start for finding in timed)}
        known = [day for day in days.values() if day is not None]
        if case.own or len(known) < len(days):
            return
        own = {start for start, day in days.items() if day == max(known)}
    for finding in timed:
        if finding["_top"] in own:
            finding["_now"] = True
            finding.pop("temporality", None)
        else:
            finding["temporality"] = "previous"


def make_dated_columns_earlier(case: Case, moments: dict[int, str], timed: list[dict[str, Any]]) -> bool:
    """Marks the results of all columns but that of the last date, which may hold none; whether all columns are headed by dates."""
    dates = {start: case.iso(text) for start, text in moments.items()}
    known = [date for date in dates.values() if date]
    if len(set(known)) < 2 or len(known) < len(dates):
        return False
    for finding in timed:
        if dates[finding["_top"]] != max(known):
            finding["temporality"] = "previous"
    return True


def head_lines(case: Case) -> list[int] | range:
    """The numbers of the lines that may be heads: all in an MRD report, else those over or with a cell that names residual disease."""
    document, folded = case.document, case.folded
    if case.titled or case.ratios:
        return range(len(document.lines))
    found: set[int] = set()
    for word in ("mrd", "residual"):
        place = folded.find(word)
        while place >= 0:
            number = bisect_right(document.line_starts, place) - 1
            if document.lines[number].table:
                found.update(range(max(0, number - REACH), number + 1))
            place = folded.find(word, document.lines[number].end)
    return sorted(found)


def table_head(case: Case, line: Line, index: int) -> Head | None:
    """The cells of a head line with their kinds; None where the line is no head of a table on residual disease."""
    folded = case.folded
    if folded.startswith(SEGMENTS, line.start) or not may_be_head(case, line):
        return None
    cells = cells_of(folded, line)
    if len(cells) < 2 or folded.find(":", cells[0].start, cells[0].end) >= 0 or ends_sentence(folded, cells[0]) or holds_value(case, line, cells):
        return None
    kinds = [(cell, head_kind(case, cell)) for cell in cells]
    first, names = kinds[0][1], [kind for _, kind in kinds if kind]
    if len(names) * 3 < len(cells) or (first == "moment" and cells[0].left < (1 if is_counted(folded, line) else 8)):
        return None  # the second: a row of a course: date, moment, result
    inner = names[1:] if first and cells[0].left < 2 else names
    return kinds if heads_results(case, line, inner) and concerns(case, index) else None


def ends_sentence(folded: str, cell: Cell) -> bool:
    """Whether the first cell of a line ends like a sentence, or only numbers the line: then it is no head. 'No.' heads numbers."""
    text = folded[cell.start : cell.end]
    return (text.endswith(".") and len(text) > SHORT) or NUMBERING.fullmatch(text) is not None


def holds_value(case: Case, line: Line, cells: list[Cell]) -> bool:
    """Whether a line holds a level or ends with a bare number: then it is a row; the width of an interval ('95% CI') is no level."""
    folded = case.folded
    if any(not INTERVAL.match(folded, match.end()) for match in printed_levels(folded, line.start, line.end)):
        return True
    return len(cells) == 2 and case.label_id(cells[0].start, cells[0].end) in NAMED_VALUE and BARE.fullmatch(folded, cells[1].start, cells[1].end) is not None


def may_be_head(case: Case, line: Line) -> bool:
    """A quick look: a head has a word of results, limits, targets, sites or methods in it, or two moments."""
    tokens, known, moment_words = case.document.tokens, head_words(), moments().begin
    found = 0
    for index in range(bisect_left(tokens, (line.start,)), len(tokens)):
        place, word = tokens[index]
        if place >= line.end:
            break
        if word in known:
            return True
        found += word in moment_words
    found += len(case.times.within(line.start, line.end))
    return found > 1 or found + sum(1 for _ in at_numbers(DATE, case.folded, line.start, line.end)) > 1


def heads_results(case: Case, line: Line, inner: list[str]) -> bool:
    """Whether the columns of a table, that of the labels left out, are of results."""
    return (
        "result" in inner
        or inner.count("moment") > 1
        or inner.count("site") > 1
        or inner.count("target") > 1
        or (len(inner) > 1 and not OF_LIMITS.isdisjoint(inner))
        or any(kind.startswith("by ") for kind in inner)
        or ("weak_result" in inner and (REFERENCE.search(case.folded, line.start, line.end) is not None or (case.titled and "method" in inner)))
    )


def concerns(case: Case, index: int) -> bool:
    """Whether the lines under a head, or the head, name residual disease; in an MRD report all tables with times or limits may."""
    if case.titled:
        return True
    lines = case.document.lines
    text = case.folded[lines[index].start : lines[min(len(lines), index + REACH + 2) - 1].end]
    return "mrd" in text or "residual" in text or (case.ratios and "ratio" in text)


def head_kind(case: Case, cell: Cell) -> str:
    """What a head says of its column."""
    kind = case.label_id(cell.start, cell.end)
    if kind in MOMENT_IF and is_timed(case, cell):
        return "moment"
    if kind in NAMED_MOMENT_IF and names_moment(case, cell):
        return "moment"
    if kind in {"", "target"}:
        method = case.method_in(cell.start, cell.end)
        return f"by {method}" if method is not None else kind
    return kind


def is_timed(case: Case, cell: Cell) -> bool:
    """Whether a cell holds a day or a date."""
    return HEAD_MONTH.match(case.folded, cell.start, cell.end) is not None or bool(case.times.within(cell.start, cell.end)) or first_date(case.folded, cell.start, cell.end) is not None


def names_moment(case: Case, cell: Cell) -> bool:
    """Whether a cell names a moment of treatment: 'End of induction', 'Diagnosis'."""
    first = next(moments().within(case.folded, case.document.tokens, cell.start, cell.end), None)
    return first is not None and first.start - cell.start < 12


def rows(case: Case, head: Head, index: int) -> int:
    """Reads the rows under a head; the number of the line after the last."""
    lines, folded = case.document.lines, case.folded
    counted = is_counted(folded, lines[index])
    gap, stop = 0, index + 1
    for position in range(index + 1, min(len(lines), index + 40)):
        if gap > 1:
            break
        line = lines[position]
        text = folded[line.start : line.end]
        if not any(map(str.isalnum, text)):
            gap += not text.strip()
            continue
        if not line.table or (gap and table_head(case, line, position) is not None) or begins_section(case, line, text):
            break
        cells = cells_of(folded, line)
        if ":" in text[:30] or (case.label_id(cells[0].start, cells[0].end) == "weak_result" and not any(kind in {"moment", "site"} for _, kind in head[1:])):
            break
        if gap and len(cells) < 3 and sum(kind == "moment" for _, kind in head) > 1:
            break  # behind a blank line, a lone value is of no column
        gap = 0
        read_row(case, head, line, cells, counted)
        stop = position + 1
    return stop


def begins_section(case: Case, line: Line, text: str) -> bool:
    """Whether a comment, a method or a conclusion begins with a line."""
    section = case.document.section_at(line.start)
    return section.heading_start == line.start + indent(text) and (section.role in {"comment", "method", "diagnosis"} or section.name in OTHER_PARTS)


def read_row(case: Case, head: Head, line: Line, cells: list[Cell], counted: bool) -> None:
    """One row: what its label says, then each cell under its head; a number before the label only counts the rows."""
    if len(cells) > 2 and NUMBERING.fullmatch(case.folded, cells[0].start, cells[0].end) and not numbers_wanted(case, head[0]):
        cells = cells[1:]
    label, of_row = cells[0], head_kind(case, cells[0])
    if of_row == "other" and not is_timed(case, label):
        return
    columns = columns_of(cells, head, counted)
    moment = row_moment(case, columns)
    site = next((site_of(case.folded[cell.start : cell.end]) for cell, _, kind in columns if kind == "site"), None)
    method = next((case.method_in(cell.start, cell.end) for cell, _, kind in columns if kind == "method"), None)
    unit = "%" if any(case.folded[cell.start : cell.end] == "%" for cell in cells) else ""
    row = Row(line, label, of_row, moment, site, method, target_named(case, label, columns), unit)
    before = len(case.results)
    for cell, top, kind in columns:
        if cell is not label or (kind not in NO_VALUE and of_row not in NO_VALUE_ROW):
            read_cell(case, head, row, cell, top, kind)
    for cell, _, kind in columns[2:] if len(case.results) > before else ():
        if kind == "weak_result":
            heed_verdict(case, case.results[before:], cell)


def numbers_wanted(case: Case, first: tuple[Cell, str]) -> bool:
    """Whether the first column is headed as one of days or of results, whose numbers are no mere count of the rows."""
    return first[1] in {"time", "moment", "result", "weak_result"} or day_of(case.folded[first[0].start : first[0].end]) is not None


def target_named(case: Case, label: Cell, columns: list[tuple[Cell, Cell | None, str]]) -> str | None:
    """The clonal target that a row is of: what stands under the head of the targets, else a label that names one."""
    cells = [cell for cell, _, kind in columns if kind == "target"]
    if not cells or cells[0] is not label:
        cells = [label] if case.label_id(label.start, label.end) == "target" else []
    return " ".join(" ".join(case.document.raw[cell.start : cell.end].split()) for cell in cells) or None


def columns_of(cells: list[Cell], head: Head, counted: bool) -> list[tuple[Cell, Cell | None, str]]:
    """Each cell with its head; where two cells of a crooked row are under one head, and none is missing, they are told by their order."""
    placed = [(cell, *under(cell, head, counted)) for cell in cells]
    labels = 1 if head[0][0].left > 1 and cells[0].left < 2 else 0  # a column of labels without a head
    tops = [top.start for _, top, _ in placed[labels:] if top is not None]
    if counted or len(cells) - labels != len(head) or len(set(tops)) == len(tops):
        return placed
    return [*placed[:labels], *((cell, *top) for cell, top in zip(cells[labels:], head, strict=True))]


def heed_verdict(case: Case, row: list[dict[str, Any]], verdict: Cell) -> None:
    """A level under the positivity of the laboratory is no positive result: '0.009   negative (<0.01 %)'."""
    said = [word.id for word in case.tokens(verdict.start, verdict.end) if word.kind == "said"]
    leveled = [finding for finding in row if finding["status"] == "positive" and "level" in finding and not verdict.start <= finding["start"] < verdict.end]
    if len(leveled) != 1 or not said or said[0] != "negative":
        return
    finding = leveled[0]
    finding["status"] = "negative"
    finding["rule"] = "mrd.status"
    del finding["level"]
    bounds = [bound.percent for bound in case.levels(verdict.start, verdict.end, [], in_cell=True)]
    if bounds:
        finding["detection_limit"] = bounds[0]


def row_moment(case: Case, columns: list[tuple[Cell, Cell | None, str]]) -> tuple[str, str]:
    """The time point of a row and its date, as written."""
    date, written = "", ""
    label = columns[0][0]
    for cell, _, kind in columns:
        if (kind in NO_TIME and cell is not label) or (kind == "target" and cell is label):
            continue
        stamp = first_date(case.folded, cell.start, cell.end) if not date else None
        date = stamp.group() if stamp is not None else date
        if not written and (kind != "moment" or cell is label) and (case.times.within(cell.start, cell.end) or names_moment(case, cell)):
            written = case.document.raw[cell.start : cell.end].partition(";")[0]
    return written, date


def read_cell(case: Case, table: Head, row: Row, cell: Cell, top: Cell | None, kind: str) -> None:
    """A cell that holds a limit or a result."""
    folded = case.folded
    if names_its_limit(case, row, cell, top):
        return
    head = folded[top.start : top.end] if top is not None else ""
    label = folded[row.label.start : row.label.end]
    limit = row.kind if row.kind in OF_LIMITS else kind if kind in OF_LIMITS else None
    if limit is None and not holds_result(case, row, kind):
        return
    moment = row.moment
    if moment == ("", ""):
        stamp = first_date(head, 0, len(head))
        moment = (case.document.raw[top.start : top.end] if kind == "moment" and top is not None else "", stamp.group() if stamp is not None else "")
    if limit is not None:
        unit = unit_of(head, label) or row.unit
        read_limits(case, cell, ROLE_OF_LIMIT[limit], cell_method(case, row, top), moment[0] if kind == "moment" else None, unit)
        return
    unit = unit_of(head, label) or row.unit or ("%" if "ratio" in head else "")
    outcome = in_cell(case, cell.start, cell.end, unit) if BOUNDS.fullmatch(folded, cell.start, cell.end) is None else None
    if outcome is None:
        return
    place = row.site or (site_of(head) if kind in {"site", "moment"} else None) or (site_beside(case, table) if kind == "moment" else None)
    finding = case.finding(case.clause_at(cell.start), outcome, cell_method(case, row, top), place)
    finding["_cell"] = True
    finding["_summary"] = is_summary(row, kind)
    finding["_top"] = top.start if top is not None else None
    if row.target is not None:
        finding["target"] = row.target
    elif kind == "target" and top is not None:
        finding["target"] = case.document.raw[top.start : top.end]
    case.stamp(finding, moment[0] or moment[1], moment[1])


def names_its_limit(case: Case, row: Row, cell: Cell, top: Cell | None) -> bool:
    """Keeps the limits of a cell that names them itself: 'LOD (20 events) 0.0009 %', 'not detectable, LOD 0,001 %'. True where it holds nothing else."""
    if not has_level(case.folded, cell.start, cell.end):
        return False
    words = case.tokens(cell.start, cell.end)
    if not any(word.kind == "limit" and word.id != "threshold" for word in words):
        return False
    levels = case.levels(cell.start, cell.end, words)
    method, time = case.method_in(cell.start, cell.end) or cell_method(case, row, top), row.moment[0] or None
    case.limits.extend(Limit(level.start, level.percent, level.role, method, time, 0) for level in levels if level.role in {"lod", "loq"})
    return all(level.role in {"lod", "loq"} for level in levels) and not any(word.kind == "said" for word in words)


def site_beside(case: Case, head: Head) -> str | None:
    """The marrow, for a column without a site beside columns that name theirs: 'D8 (PB)   D15   D33'."""
    return "bone_marrow" if any(kind == "moment" and site_of(case.folded[cell.start : cell.end]) for cell, kind in head) else None


def is_summary(row: Row, kind: str) -> bool:
    """Whether a cell is of the result as a whole, not of one target."""
    return row.target is None and kind != "target" and "result" in {row.kind, kind}


def holds_result(case: Case, row: Row, kind: str) -> bool:
    """Whether a cell stands where a result stands, by its row and its column."""
    if kind in {"other", "date", "time"} or row.kind == "other" or (row.kind == "" and row.target is None and not row.moment[0] and not row.moment[1]):
        return False
    if kind == "target" and row.target is not None:
        return False  # the name of the target itself
    if not (case.titled or row.moment != ("", "") or kind in {"moment", "weak_result", "site"}):
        return False
    of_result = row.target is not None or row.kind in {"result", "moment"} or row.kind.startswith("by ")
    return kind in {"target", "result"} or kind.startswith("by ") or (kind in {"weak_result", "moment"} and of_result) or is_summary(row, kind)


def unit_of(head: str, label: str) -> str:
    """The unit that the head of a column or the label of a row names for bare numbers: percent, cells per million, a power of ten."""
    if any(mark in head or mark in label for mark in MILLION):
        return "million"
    if "%" in head or "%" in label:
        return "%"
    power = UNIT_POWER.search(head) or UNIT_POWER.search(label) if "10" in head or "10" in label else None
    return "e" + power["exponent"] if power is not None else ""


def cell_method(case: Case, row: Row, top: Cell | None) -> str | None:
    """The method of a cell: that of its row, its head, its label, its section or the report."""
    return (
        row.method
        or (case.method_in(top.start, top.end) if top is not None else None)
        or case.method_in(row.label.start, row.label.end)
        or case.section_method(case.document.section_at(row.line.start))
        or case.method
    )


def read_limits(case: Case, cell: Cell, role: str, method: str | None, time: str | None, unit: str) -> None:
    """The limits in a cell; a bare number is in the unit that its head or label names."""
    bare = BARE.match(case.folded, cell.start, cell.end) if unit else None
    if bare is not None:
        case.limits.append(Limit(cell.start, readings(bare["bare"], case.reading.comma)[0] * in_percent(unit), role, method, None, 0))
    for match in printed_levels(case.folded, cell.start, cell.end):
        level = percent_of(match, case.reading.comma)[0]
        if level is not None:
            case.limits.append(Limit(cell.start, level, role, method, time, 0))


def cells_of(folded: str, line: Line) -> list[Cell]:
    """The cells of a line: between tabs or bars where it has them, else between wide gaps."""
    text = folded[line.start : line.end]
    mark = "|" if "|" in text else "\t" if "\t" in text else ""
    if not mark:
        return [Cell(line.start + match.start(), line.start + match.end(), match.start(), match.end()) for match in CELL.finditer(text)]
    cells = []
    place = 0
    for number, part in enumerate(text.strip(mark if mark == "|" else "\r\n").split(mark)):
        begin = text.find(part, place)
        place = begin + len(part)
        body = part.strip()
        if body:
            start = line.start + begin + part.find(body)
            cells.append(Cell(start, start + len(body), number, number + 1))
    return cells


def is_counted(folded: str, line: Line) -> bool:
    """Whether the cells of a line are told apart by tabs or bars, and so have numbers."""
    return folded.find("\t", line.start, line.end) >= 0 or folded.find("|", line.start, line.end) >= 0


def under(cell: Cell, head: Head, counted: bool) -> tuple[Cell | None, str]:
    """The head over a cell: of the same number, or the one that overlaps it most, else the nearest."""
    best: tuple[float, Cell | None, str] = (-4.0, None, "")
    for top, kind in head:
        overlap = min(cell.right, top.right) - max(cell.left, top.left)
        if overlap > best[0]:
            best = (overlap, top, kind)
    if counted and best[0] <= 0:
        return None, ""
    return best[1], best[2]
