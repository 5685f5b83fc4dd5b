"""Blast percentages: by site, method and denominator; other percentages near them are left alone."""

from __future__ import annotations

from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.blast_numbers import CELLULAR, COUNTED, OF_POPULATION, PERCENT, N, nearest, owner_after, owner_before
from allreport.read.blast_sites import State, add
from allreport.read.blast_tables import bare_number, diagnosis_row, tabled
from allreport.read.columns import Columns
from allreport.read.context import Reading
from allreport.read.earlier import Dates
from allreport.read.number import comparator_before, readings
from allreport.scan import Clause

SILENT_ROLES = frozenset({"definition", "advice", "family", "chimerism"})
DIGIT = compile(r"\d")


def read(reading: Reading, columns: Columns, dates: Dates) -> list[dict[str, Any]]:
    """All blast percentages of the report, earlier ones marked so where dates or columns say it."""
    state = State(reading, columns, dates)
    for clause in clauses_of(reading):
        if clause.section.role in SILENT_ROLES and not hl7_line(reading, clause):
            continue
        targets = targets_of(clause)
        if targets:
            read_clause(state, clause, targets)
    place_in_time(state)
    return state.found


def clauses_of(reading: Reading) -> list[Clause]:
    """The clauses that may name blasts, in order."""
    counted = [clause for clause in reading.clauses_with("analyte") if any(row.id == "blast_pct" for _, row in clause.of("analyte"))]
    named = [clause for clause in reading.clauses_with("word") if any(row.kind in TARGETS for _, row in clause.of("word"))]
    return named if not counted else sorted({clause.index: clause for clause in (*named, *counted)}.values(), key=index_of)


def index_of(clause: Clause) -> int:
    return clause.index


def hl7_line(reading: Reading, clause: Clause) -> bool:
    """Whether a clause stands in a segment of an HL7 message, which no heading governs."""
    start = reading.document.line_at(clause.start).start
    return reading.document.folded.startswith(("obx|", "nte|"), start)


def targets_of(clause: Clause) -> list[tuple[Hit, str]]:
    """The blast words of a clause with their kinds."""
    found = [(hit, word.kind) for hit, word in clause.of("word") if word.kind in TARGETS]
    words = len(found)
    found += [(hit, "blasts") for hit, row in clause.of("analyte") if row.id == "blast_pct" and "word" not in hit.rows]
    if 0 < words < len(found):
        found.sort(key=start_of)
    return found


def start_of(target: tuple[Hit, str]) -> int:
    return target[0].start


TARGETS = frozenset({"blasts", "blast_gate"})


def read_clause(state: State, clause: Clause, targets: list[tuple[Hit, str]]) -> None:
    """Each blast word of a clause with its number."""
    reading = state.reading
    folded = reading.document.folded
    if reading.document.line_at(targets[0][0].start).table and tabled(state, clause, targets):
        return
    if not DIGIT.search(folded, clause.start, clause.end):
        return
    numbers = [match for match in PERCENT.finditer(folded, clause.start, min(len(folded), clause.end + 1)) if match.start() < clause.end and not CELLULAR.match(folded, match.end())]
    used: set[int] = set()
    for index, (hit, kind) in enumerate(targets):
        previous_end = targets[index - 1][0].end if index else clause.start
        next_start = targets[index + 1][0].start if index + 1 < len(targets) else clause.end
        match = nearest(reading, clause, hit, numbers, used, previous_end, next_start)
        if match is not None:
            used.add(match.start())
        if kind != "blasts":
            if match is not None and BLAST_POPULATION.search(folded, hit.start, hit.end) and OF_POPULATION.match(folded, match.end()):
                emit(state, clause, hit, match)  # 'an abnormal blast population comprising 93 % of all white cells'
            continue
        if match is None:
            if not (counted(state, clause, hit, previous_end, next_start) or diagnosis_row(state, clause, hit)):
                bare_number(state, clause, hit)
        elif clause.section.role != "method" or OF_POPULATION.match(folded, match.end()):
            emit(state, clause, hit, match)


BLAST_POPULATION = compile(r"blasts?[ \n]{1,3}populations?\Z")  # a gate is none: it may hold other cells


def counted(state: State, clause: Clause, hit: Hit, left: int, right: int) -> bool:
    """'Blasts were 172 of 200 cells', '172 of 200 cells were blasts': the share that the count makes."""
    folded = state.reading.document.folded
    match = COUNTED.search(folded, hit.end, min(right, hit.end + 80))
    if match is None or not owner_after(folded, hit, match):
        match = next((found for found in COUNTED.finditer(folded, max(left, hit.start - 80), hit.start) if owner_before(folded, found, hit)), None)
    if match is None or int(match["count"]) > int(match["total"]):
        return False
    count, total = int(match["count"]), int(match["total"])
    before = len(state.found)
    add(state, clause, hit, {"value": round(100 * count / total, 2), "comparator": "="}, match.start(), match.end("total"))
    for finding in state.found[before:]:
        finding.update(rule="blasts.counted", count=count, total=total)
    return True


def place_in_time(state: State) -> None:
    """Mark earlier counts: of an older date, told in a past course, or of the onset where the report brings its own."""
    state.dates.mark(state.found, "site")
    folded = state.reading.document.folded
    now = [finding for finding in state.found if finding.get("temporality") != "previous"]
    for finding in now:
        clause = finding["_clause"]
        others = any(entry is not finding and entry["site"] == finding["site"] and entry.get("temporality") != "previous" and entry["_clause"] is not clause
            for entry in now)
        if (others and AT_ONSET.search(folded, clause.start, clause.end)) or state.dates.past_course(clause):
            finding["temporality"] = "previous"


AT_ONSET = compile(r"\b(?:onset|exordium|esordio|debut|at (?:first )?diagnosis|diagnostic (?:pcr|sample|marrow|specimen)|day [01]\b|d[01]\b)")


def emit(state: State, clause: Clause, hit: Hit, match: Any) -> None:
    low = readings(match["low"], True)[0]
    high = readings(match["high"], True)[0] if match["high"] else None
    if low > 100 or (high is not None and (high > 100 or high < low)):
        return
    folded = state.reading.document.folded
    compare, start = comparator_before(folded, clause.start, match.start("low"))
    end = match.end()
    number = match.end("high") if match["high"] else match.end("low")
    if end - number > CELL_GAP and match.group().endswith("%"):
        end = number  # the unit stands in a column of its own
    quantity: dict[str, Any] = {"low": low, "high": high} if high is not None else {"value": low, "comparator": compare}
    add(state, clause, hit, quantity, min(start, match.start()), end)
    exact = EXACT.match(folded, max(end, hit.end), clause.end) if compare in {"<", "<="} and high is None else None
    if exact is not None and readings(exact["low"], True)[0] <= low:
        add(state, clause, hit, {"value": readings(exact["low"], True)[0], "comparator": "="}, exact.start("low"), exact.end("low") + 1)


EXACT = compile(rf"[ \n]\((?P<low>{N})%(?! of the (?:blasts|gated))[^()\n]{{0,30}}\)")  # 'less than 5 % (1.5 % of 200 cells)'
CELL_GAP = 4  # characters
