"""Blood count, differential, chemistry, and the counts of the spinal fluid."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from functools import cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from allreport.document import Document, Line
from allreport.lexicon import Hit, units
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.earlier import Dates
from allreport.read.number import NUMBER, Range, readings
from allreport.scan import Clause
from allreport.vocabulary.analytes import ANALYTES, LETTERS
from allreport.vocabulary.rows import Analyte, Cell

BY_ID = {row.id: row for row in ANALYTES}
LEAD = compile(r"(?:[ \t:=|*!.\u2026_#^-]|[\[(][^()\[\]\n]{0,10}[/%][^()\[\]\n]{0,10}[)\]](?=[ \t:=|.])|\((?:hb|hgb|hct|pcv|plt|wbc|rbc|ldh|tlc|abs|"
    r"absolute|automated|calculated|fbc|total|[a-z]{2,5})\)|,(?=[ \t])|(?:was|were|is|of|at|count|result|level|\u2191|\u2193|value|abs\.?|total|"
    r"came back|measured)\b){0,60}")
MORE_LEAD = compile(r"[ \t]*(?:\(?(?P<flag>hh|ll|[hlna*!\u2191\u2193]{1,2})\)?[ \t]+)?(?P<compare><=|>=|<|>|\u2264|\u2265|~)?[ \t]{0,2}")
FLAG = compile(r"(?<![\w/.,\u00b5\u03bc])[(*]?(HH|LL|H|L|HIGH|LOW|High|Low|high|low|ALTO|BAJO|Alto|Bajo|CH|CL|\u2191{1,2}|\u2193{1,2}|\+{1,2}|-{1,2}|"
    r"crit(?:ical)?\.? (?:high|low)|N|A|[YD](?=[ \t]*(?:\n|$)))[)*]?(?![\w/.%]|,\d)(?=[ \t|)\n;,\\]|$)")
HIGH, LOW = frozenset({"h", "hh", "high", "ch", "\u2191", "\u2191\u2191", "+", "++", "critical high", "crit high", "alto", "y"}), frozenset({"l", "ll", "low",
    "cl", "\u2193", "\u2193\u2193", "-", "--", "critical low", "crit low", "bajo", "d"})
LIMIT = r"\d{1,3}(?:[ .,]?\d{1,6}){0,3}"
INTERVAL = (
    rf"(?:(?P<low>{LIMIT})[ \t]*(?:-|to|a|\u2013|\u00f7|and)[ \t]*(?P<high>{LIMIT})"
    rf"|(?P<below><|\u2264|<=|up to|bis|upto)[ \t]*(?P<max>\d{{1,3}}(?:[.,]?\d{{1,6}}){{0,3}})"
    rf"|(?P<above>>|\u2265|>=)[ \t]*(?P<min>\d{{1,3}}(?:[.,]?\d{{1,6}}){{0,3}}))(?![\d/])"
)
RANGE = compile(r"[(\[{]?[ \t]*+(?:ref(?:erence)?\.?|normal|range|nv|n|ri|vr|nr|usual|bio\.? ref\.?)?[ \t]*+(?:range|interval|values?|int\.?|"
    r"ranges)?[ \t]*+[:=]?[ \t]*+" + INTERVAL)
BARE_RANGE = compile(INTERVAL)
RANGE_START = compile(r"[\d<>\u2264\u2265ub]")
RANGE_WORDS = frozenset({"reference", "normal", "norm", "range", "usual", "interval", "value", "values", "ranges"})
DATE_LIKE = compile(r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}|\d{1,2}[-/ ](?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)")
DATE_MARK = compile(r"[./-](?<=\d.)\d{1,2}[./-]\d\d")  # a cheap look before `DATES`
MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
DATES = compile(r"\d(?<![\w./-]\d)(?:\d?([./-])\d{1,2}\1(?:\d{4}|\d{2})|\d{3}([./-])\d{1,2}\2\d{1,2}|\d?[- ]?(?:jan|feb|mar|apr|may|jun|jul|aug|sep|"
    r"oct|nov|dec)[a-z]{0,6}[- ]?(?:\d{4}|\d{2})?)(?![\w/-])")


NO_VALUE_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
BLOOD_SECTIONS = frozenset({"cbc", "pb_smear"})
HL7_VALUE = "obx|"


class Reading1(NamedTuple):
    """One printed value: the number, and what stands with it."""

    start: int
    end: int
    number: str
    compare: str
    unit: dict[str, Any] | None
    unit_text: str | None
    flag: str | None
    range: Range | None
    analyte_start: int
    stop: int


def read(reading: Reading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Blood values and spinal-fluid counts."""
    blood: list[dict[str, Any]] = []
    fluid: list[dict[str, Any]] = []
    columns = Columns(reading)
    hl7 = HL7_VALUE in reading.document.folded
    for clause in reading.clauses:
        if clause.section.role in NO_VALUE_ROLES and not (hl7 and reading.document.folded.startswith(HL7_VALUE, clause.start)):
            continue
        kinds = clause.kinds
        if "analyte" in kinds or "cell" in kinds or ("word" in kinds
            and (clause.section.name in BLOOD_SECTIONS or (hl7 and reading.document.folded.startswith(HL7_VALUE, clause.start)))):
            read_clause(reading, clause, columns, blood, fluid)
    dates = Dates(reading)
    dates.mark(blood, "analyte")
    for finding in blood:
        if finding["_clause"].section.role == "history" and dates.past_course(finding["_clause"]):
            finding["temporality"] = "previous"
    return blood, fluid


def targets_of(clause: Clause) -> list[tuple[Hit, Any]]:
    found: list[tuple[Hit, Any]] = []
    for hit in clause.hits:
        row = hit.rows.get("analyte") or hit.rows.get("cell")
        if row is not None and row.id == "nrbc" and clause.document.folded.endswith("corrected for ", 0, hit.start):
            row = BY_ID["wbc"]  # white cells corrected for nucleated red cells
        if row is None:
            word = hit.rows.get("word")
            row = BLAST_CELL if word is not None and word.id == "blasts" else None
        if row is not None:
            found.append((hit, row))
    return found


BLAST_CELL = Cell("blasts", "blast_pct", "blast_abs", ())


def read_clause(reading: Reading, clause: Clause, columns: Columns, blood: list[dict[str, Any]], fluid: list[dict[str, Any]]) -> None:
    """The values of one clause, whichever way it is laid out."""
    targets = targets_of(clause)
    if not targets or of_other_person(reading, clause):
        return
    if len(targets) > 2:
        if labelled_block(reading, clause, targets, blood):
            return
        consumed = transposed(reading, clause, targets, blood)
        targets = [(hit, row) for hit, row in targets if hit.start >= consumed]
    if number_first(reading, clause, targets):
        numbers_before(reading, clause, targets, blood)
        return
    bare: list[tuple[Hit, Any, Reading1]] = []
    line: Line | None = None
    folded = reading.document.folded
    closed = clause.end if folded[clause.end - 1] == ";" else len(folded)
    for index, (hit, row) in enumerate(targets):
        if line is None or not line.start <= hit.end < line.end:
            line = reading.document.line_at(hit.end)
        following = next((other.start for other, _ in targets[index + 1 : index + 3] if other.start > hit.end), line.end)
        one = labelled(reading, clause, columns, (hit, row), line, min(line.end, following, closed), blood, fluid)
        if one is not None:
            bare.append((hit, row, one))
    if bare:
        bare_differential(reading, clause, bare, blood)
    if blood and clause.end - clause.start > 16:
        letters(reading, clause, blood)


def labelled(reading: Reading, clause: Clause, columns: Columns, target: tuple[Hit, Any], line: Line, stop: int, blood: list[dict[str, Any]],
    fluid: list[dict[str, Any]]) -> Reading1 | None:
    """Read the value behind one label; given back is the value of a cell without a unit, which its neighbours decide."""
    hit, row = target
    folded = reading.document.folded
    if folded.startswith(HL7_VALUE, line.start):
        hl7_value(reading, clause, hit, row, line, blood)
        return None
    site = blood_site(reading, clause, hit, row)
    if site is None or (line.table and site != "csf" and columns.covers(line) and columns.read(hit, row, blood)):
        return None
    one = read_value(reading, hit, stop, clause) or (nucleated(reading, hit) if row.id == "nrbc" else None)
    if one is None or (row is BLAST_CELL and site == "blood"):
        return None
    cell = isinstance(row, Cell)
    if cell and A_RANGE.match(folded, one.start + len(one.number)):
        return None
    if row is BLAST_CELL and one.unit is not None and not line.table:
        return None  # a percentage in prose is for the reader of blasts, who knows its site
    if site == "csf":
        fluid_value(reading, clause, row, one, fluid)
        return None
    if cell and one.unit is None:
        return one
    emit(reading, clause, row, one, blood)
    second = read_more(reading, hit, one, stop, blood) if cell else None
    if second is not None:
        emit(reading, clause, row, second, blood)
    return None


NUMBER_BEFORE = compile(r"(?<![\d.,])\d{1,3}[ \n]$")
PER_HUNDRED = compile(r"[ \n]{1,3}(?:per|/)[ \n]?100[ \n]?(?:wbcs?|leu[ck]ocytes|white)")


def nucleated(reading: Reading, hit: Hit) -> Reading1 | None:
    """'2 nucleated red cells per 100 leucocytes'."""
    folded = reading.document.folded
    number = NUMBER_BEFORE.search(folded, max(0, hit.start - 5), hit.start)
    hundred = PER_HUNDRED.match(folded, hit.end)
    if number is None or hundred is None:
        return None
    written = reading.document.raw[hit.end : hundred.end()].strip()
    unit = {"ratio": UNITS_OF["ratio"][0]}
    return Reading1(number.start(), hundred.end(), number.group().strip(), "=", unit, written, None, None, hit.start, hundred.end())


LETTER = compile(r"(?P<cell>[NPLMEB])(?<![\w/^.].)[ ]?[-:=]?[ ]?(?P<number>\d{1,2}(?:[.,]\d)?)[ ]?%?(?=[ ,;/)\n.]|$)")


def letters(reading: Reading, clause: Clause, blood: list[dict[str, Any]]) -> None:
    """A differential of letters: N 66, L 26, M 5, E 3."""
    found = list(LETTER.finditer(reading.document.raw, clause.start, clause.end))
    cells = {match["cell"] for match in found}
    if len(cells) < 3 or not cells & {"N", "P"}:
        return
    for match in found:
        one = Reading1(match.start("number"), match.end("number"), match["number"], "=", PERCENT_UNIT, None, None, None, match.start(), match.end())
        emit(reading, clause, None, one, blood, "header", BY_ID[LETTERS[match["cell"].lower()]])


def blood_site(reading: Reading, clause: Clause, hit: Hit, row: Any) -> str | None:
    """Where the value belongs: `blood`, `differential`, `csf`, or nowhere this reader serves."""
    place = reading.site_at(clause, hit.start)
    cell = isinstance(row, Cell) or row.kind in {"pct", "ratio"}
    fluid = cell or row.id in {"wbc", "rbc"}
    if not cell and place.basis != "words" and any("analyte" in other.rows and other.rows["analyte"].id in {"hgb", "plt"} for other in clause.hits):
        return "blood"
    if place.site == "csf":
        return "csf" if fluid else None
    if place.site is not None and fluid and (place.site == "pleural_fluid" or (cell and place.site in {"lymph_node", "other"})) and place.basis != "specimen":
        return None
    if not cell:
        return "blood"
    if place.site in {None, "peripheral_blood"} and clause.section.name in BLOOD_SECTIONS:
        return "differential"
    if row is not BLAST_CELL and place.basis != "words" and in_blood_count(reading, clause, hit):
        return "differential"
    if place.site == "bone_marrow" and (place.basis != "specimen" or clause.section.name not in {"cbc", "pb_smear"}):
        return None
    if place.basis != "words" and clause.section.method in {"flow", "FISH", "karyotype", "ihc"}:
        return None
    if place.site == "peripheral_blood" or clause.section.name in {"cbc", "pb_smear"}:
        return "differential"
    if row is BLAST_CELL:
        return None
    return "differential" if reading.has_counts else None


def clause_before(reading: Reading, clause: Clause) -> Clause | None:
    """The clause that a semicolon divides from this one."""
    if clause.start == 0 or reading.document.folded[clause.start - 1] != ";":
        return None
    at = bisect_left(reading.clauses, clause.index, key=lambda other: other.index)
    if at == 0:
        return None
    other = reading.clauses[at - 1]
    return other if other.end == clause.start else None


CBC_IDS = frozenset({"wbc", "hgb", "plt", "rbc", "hct"})


def of_other_person(reading: Reading, clause: Clause) -> bool:
    """Whether a semicolon divides the clause from one that speaks of a donor or a relative."""
    other = clause_before(reading, clause)
    for _ in range(4):
        if other is None:
            return False
        if any(hit.rows["cue"].effect in {"donor", "family"} for hit in other.hits if "cue" in hit.rows):
            return True
        other = clause_before(reading, other)
    return False


def in_blood_count(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether the nearest known thing before a differential is a blood count, not a word of the marrow."""
    beside = clause_before(reading, clause) or clause
    if clause.section.site == "bone_marrow" or not (clause.kinds.keys() | beside.kinds.keys()) & {"cell", "analyte"}:
        return False
    at = bisect_left(reading.clauses, clause.index, key=lambda other: other.index)
    for other in reversed(reading.clauses[max(0, at - 9) : at + 1]):
        if hit.start - other.end > 600:
            return False
        for known in reversed(other.hits):
            if known.start >= hit.start:
                continue
            if "analyte" in known.rows and known.rows["analyte"].id in CBC_IDS:
                return True
            if "site" in known.rows or ("method" in known.rows and known.rows["method"].id in {"aspirate", "biopsy", "touch_prep"}):
                return False
    return False


def read_value(reading: Reading, hit: Hit, stop: int, clause: Clause) -> Reading1 | None:
    """The value printed after a label, on its line or, where the label stands alone, on the next one."""
    folded = reading.document.folded
    position = LEAD.match(folded, hit.end, stop).end()  # type: ignore[union-attr]
    lead = MORE_LEAD.match(folded, position, stop)
    position = lead.end() if lead else position
    match = NUMBER.match(folded, position, min(len(folded), stop + 1)) if position < stop else None
    if match is None and not folded[position:stop].strip():
        line = reading.document.line_at(hit.end)
        if stop == line.end and (folded[line.start : hit.start].strip() == "" or clause.end > stop + 2):
            after = folded.find("\n", stop, stop + 2)
            if after >= 0:
                next_stop = folded.find("\n", after + 1, after + 120)
                next_stop = next_stop if next_stop >= 0 else min(len(folded), after + 120)
                lead = MORE_LEAD.match(folded, after + 1, next_stop)
                match = NUMBER.match(folded, lead.end(), next_stop) if lead else None
                stop = next_stop
    if match is not None and match.end() <= stop:
        later = range_first(reading, hit, match, stop)
        if later is not None:
            return later
    if match is None or match.end() > stop or DATE_LIKE.match(folded, match.start(), min(stop, match.start() + 12)):
        return None
    return tail(reading, hit.start, match.start(), match.end(), stop, (lead["compare"] or "=") if lead else "=", (lead["flag"] if lead else None))


DASHED = compile(r"[ \t]*(?:-|to|a|\u00f7|and)[ \t]*\d")


def range_first(reading: Reading, hit: Hit, match: Any, stop: int) -> Reading1 | None:
    """A line that prints the reference range and the unit before the result."""
    folded = reading.document.folded
    if not DASHED.match(folded, match.end(), stop):
        return None
    ranged = RANGE.match(folded, match.start(), stop)
    if ranged is None or not ranged["low"] or not reading.document.line_at(hit.start).table:
        return None
    place = skip(folded, ranged.end(), stop)
    unit = units().at(folded, place, stop)
    if unit is None:
        return None
    place = skip(folded, unit[0], stop)
    lead = MORE_LEAD.match(folded, place, stop)
    place = lead.end() if lead else place
    number = NUMBER.match(folded, place, min(len(folded), stop + 1))
    if number is None or number.end() > stop:
        return None
    raw = reading.document.raw
    unit_start = skip(folded, ranged.end(), stop)
    flag = flag_of(lead["flag"] if lead else None) or find_flag(raw, number.end(), stop, None)
    return Reading1(number.start(), number.end(), number.group(), "=", unit[1], raw[unit_start : unit[0]], flag, range_of(ranged, reading.comma), hit.start,
        stop)


A_RANGE = compile(r"[ ]?%?[ ]?-[ ]?\d{1,3}[ ]?%")
SIGNS = {"\u2264": "<=", "\u2265": ">=", "": "="}


def tail(reading: Reading, label: int, start: int, end: int, stop: int, compare: str, flag: str | None) -> Reading1:
    """What stands behind a number: unit, flag, reference range, in any order."""
    folded, raw = reading.document.folded, reading.document.raw
    stop = min(stop, end + 110)
    table = units()
    place = skip(folded, end, stop)
    unit = table.at(folded, place, stop)
    last = unit[0] if unit else end
    rest = skip(folded, last, stop)
    ranged = None
    if rest < stop:  # most lines end with the unit
        ranged = range_within(folded, last, stop)
        if unit is None and ranged:
            place = skip(folded, AFTER_RANGE.match(folded, ranged.end(), stop).end(), stop)  # type: ignore[union-attr]
            unit = table.at(folded, place, stop)
        if unit is None:
            place = skip_flag(raw, folded, end, stop)
            unit = table.at(folded, place, stop)
            last = unit[0] if unit else end
    if unit is None:
        unit, place = unit_before(folded, label, start)
    # The flag may stand before the unit, in the middle or at the end; none where the unit ends the line.
    found = flag_of(flag) or (find_flag(raw, end, stop, ranged) if rest < stop else None)
    return Reading1(start, last, folded[start:end], SIGNS.get(compare, compare), unit[1] if unit else None, raw[place : unit[0]] if unit else None, found,
        range_of(ranged, reading.comma) if ranged else None, label, stop)


AFTER_RANGE = compile(r"[ \t]*[)\]}]?[ \t]*(?:\(?[hln*\u2191\u2193]\)?(?=[ \t]))?")
UNIT_BEFORE = compile(r"[\[(][ \t]*(?=[^\s()])")


def unit_before(folded: str, label: int, start: int) -> tuple[Any, int]:
    """The unit that stands in brackets between a label and its number: 'WBC (x10^9/L): 45.2'."""
    for bracket in UNIT_BEFORE.finditer(folded, label, start):
        unit = units().at(folded, bracket.end(), start)
        if unit and folded[unit[0] : unit[0] + 2].lstrip()[:1] in {")", "]"}:
            return unit, bracket.end()
    return None, start


def range_within(folded: str, start: int, stop: int) -> Any:
    """The reference range printed between `start` and `stop`; other words before it say that it is of something else."""
    for first in RANGE_START.finditer(folded, start, stop):
        ranged = BARE_RANGE.match(folded, first.start(), stop)
        if ranged:
            foreign = any(word not in RANGE_WORDS for word in RANGE_GAP.findall(folded, start, ranged.start()))
            return None if foreign else ranged
    return None


RANGE_GAP = compile(r"[a-z]{4,}")
FLAG_HERE = compile(r"[ \t]{0,12}[(\[*]?(?:HH|LL|H|L|High|Low|HIGH|LOW|\*|\u2191|\u2193|N)?[)\]*]?[ \t]{0,14}")


def skip(folded: str, position: int, stop: int) -> int:
    while position < stop and folded[position] in " \t|_*":
        position += 1
    return position


def skip_flag(raw: str, folded: str, position: int, stop: int) -> int:
    match = FLAG_HERE.match(raw, position, stop)
    return skip(folded, match.end() if match else position, stop)


def flag_of(text: str | None) -> str | None:
    word = (text or "").strip("() *").lower()
    return "H" if word in HIGH else "L" if word in LOW else None


LETTER_CELL = compile(r"[NPLMEB][ ]\d{1,2}[ ]?%?[,;)]")  # L 26, of a differential


def find_flag(raw: str, start: int, stop: int, ranged: Any) -> str | None:
    for match in FLAG.finditer(raw, start, stop):
        if (ranged and ranged.start() <= match.start() < ranged.end()) or LETTER_CELL.match(raw, match.start(), stop):
            continue
        flag = flag_of(match.group(1))
        if flag:
            return flag
    return None


def range_of(match: Any, comma: bool) -> Range | None:
    if match is None:
        return None

    def number(text: str | None) -> float | None:
        return readings(text.strip(), comma)[0] if text else None

    if match["low"]:
        return Range(number(match["low"]), number(match["high"]))
    return Range(None, number(match["max"])) if match["max"] else Range(number(match["min"]), None)


def read_more(reading: Reading, hit: Hit, one: Reading1, stop: int, blood: list[dict[str, Any]]) -> Reading1 | None:
    """A second value of the same cell on its line: percent and absolute count side by side."""
    folded = reading.document.folded
    lead = MORE_LEAD.match(folded, one.end, stop)
    position = lead.end() if lead else one.end
    while position < stop and folded[position] in " (,;/=":
        position += 1
    match = NUMBER.match(folded, position, min(len(folded), stop + 1))
    if match is None or match.end() > stop:
        return None
    if BARE_RANGE.match(folded, match.start(), stop):
        return None
    second = tail(reading, hit.start, match.start(), match.end(), stop, "=", None)
    first_pct = one.unit is not None and "pct" in one.unit
    if second.unit is None and first_pct:
        white = next((value["value"] for value in blood if value["analyte"] == "WBC" and value["value"]), None)
        share = readings(one.number, reading.comma)[0] / 100
        number = readings(second.number, reading.comma)[0]
        if white is not None and abs(number - white * share) <= 0.06 * white * share + 0.06:
            return second._replace(unit={"count": COUNT})
        return None
    return second if second.unit is not None and ("pct" in second.unit) != first_pct else None


def analyte_of(row: Any, one: Reading1) -> Analyte:
    if isinstance(row, Analyte):
        return row
    percent = one.unit is not None and "pct" in one.unit
    return BY_ID[row.percent if percent else row.absolute]


def emit(reading: Reading, clause: Clause, row: Any, one: Reading1, blood: list[dict[str, Any]], basis: str = "stated", analyte: Analyte | None = None) -> None:
    """One blood value as a finding; a value outside physical bounds is an issue and no value."""
    analyte = analyte or analyte_of(row, one)
    unit = (one.unit or {}).get(analyte.kind)
    numbers = readings(one.number, reading.comma)
    factor: float | None
    if one.unit is not None and unit is None:
        if analyte.kind in {"count", "count12"}:
            return
        unit_basis, factor, review = "inferred", 1.0, "check"
    elif unit is not None:
        factor, unit_basis, review = unit.factor, basis, "none"
    else:
        guess = infer(analyte, numbers[0], one.range)
        if analyte.unit != "%" and analyte.kind not in {"ratio", "fl", "pg"}:
            reading.issue("unit_missing", "cbc", f"no unit is printed for {analyte.name}", one.start, one.end, "info")
        factor, unit_basis, review = guess, "inferred", "check"
        if factor is None and isinstance(row, Cell):
            return
    canonical = None
    if factor is not None:
        if unit is not None and unit.ucum == "/uL" and analyte.kind == "count":
            numbers = sorted(numbers, reverse=True)  # cells are counted in whole numbers: 23.000/mm3
        fitting = [number * factor for number in numbers if analyte.low <= number * factor <= analyte.high]
        if not fitting:
            reading.issue("implausible_value", "cbc", f"{analyte.name} is outside what is possible", one.start, one.end)
            return
        canonical = fitting[0]
    finding = reading.sourced(one.start, one.end, f"analyte.{analyte.id}", analyte=analyte.name, value=None if canonical is None else round(canonical, 6),
        unit=analyte.unit, comparator=one.compare if one.compare != "=" else "=",
        value_as_written=reading.document.raw[one.start : one.start + len(one.number)], unit_as_written=one.unit_text, unit_basis=unit_basis, flag=one.flag,
        review=review, cue_start=min(one.analyte_start, one.start), cue_end=max(one.analyte_start, one.start))
    if one.range and factor is not None:
        finding["reference_low"] = None if one.range.low is None else round(one.range.low * factor, 6)
        finding["reference_high"] = None if one.range.high is None else round(one.range.high * factor, 6)
    if analyte.loinc:
        finding["codes"] = ({"system": "http://loinc.org", "code": analyte.loinc},)
    finding["_clause"] = clause
    blood.append(finding)


def infer(analyte: Analyte, number: float, interval: Range | None) -> float | None:
    """The factor where no unit is printed: given only if physical bounds leave one."""
    if analyte.unit == "%" and analyte.kind != "frac":
        return 1.0
    candidates = {unit.factor for unit in UNITS_OF.get(analyte.kind, ()) if analyte.low <= number * unit.factor <= analyte.high}
    if analyte.kind == "hgb":
        candidates = {1.0} if 2 <= number < 25 else {0.1} if number >= 30 else set()
    elif analyte.kind == "count":
        if analyte.id == "wbc":
            candidates = {0.001} if number >= 1000 else {1.0}
        elif analyte.id == "plt":
            candidates = {0.001} if number >= 3000 else {1.0} if 3 <= number < 2000 else set()
        else:
            candidates = {0.001} if number >= 100 else {1.0} if interval is not None else set()
    elif analyte.kind == "count12":
        candidates = {1.0} if number < 12 else set()
    elif analyte.kind == "frac":
        candidates = {100.0} if number < 1 else {1.0}
    elif len(candidates) > 1:
        candidates = {1.0} if analyte.kind in {"fl", "pg", "ratio", "esr", "enzyme"} else set()
    return candidates.pop() if len(candidates) == 1 else None


def _units_by_kind() -> dict[str, tuple[Any, ...]]:
    from allreport.vocabulary.units import UNITS

    kinds: dict[str, list[Any]] = {}
    for unit in UNITS:
        kinds.setdefault(unit.kind, []).append(unit)
    return {kind: tuple(rows) for kind, rows in kinds.items()}


UNITS_OF = _units_by_kind()


def bare_differential(reading: Reading, clause: Clause, bare: list[tuple[Hit, Any, Reading1]], blood: list[dict[str, Any]]) -> None:
    """Cells of a differential without units: percent if they add up to about 100, absolute counts if they add up to the white cells."""
    pct = [entry for entry in bare if entry[1].percent]
    numbers = [readings(one.number, reading.comma)[0] for _, _, one in pct]
    total = sum(numbers)
    white = next((value["value"] for value in blood if value["analyte"] == "WBC" and value["value"]), None)
    header = column_units(reading, bare[0][0])
    if header and len(bare) <= 2:
        for hit, row, one in bare:
            paired(reading, clause, hit, row, one, header, blood)
        return
    line = reading.document.folded[max(0, clause.start) : clause.end]
    if white is not None and total < 88 and abs(total - white) <= 0.08 * white + 0.05:
        for _, row, one in bare:
            emit(reading, clause, row, one._replace(unit={"count": COUNT}), blood, "header", BY_ID[row.absolute])
        return
    if len(bare) >= 3 and 0.95 <= total <= 1.05:
        for _, row, one in bare:
            emit(reading, clause, row, one._replace(unit={"pct": FRACTION}), blood, "header", BY_ID[row.percent])
        return
    says_percent = "%" in line or "percent" in line
    if (len(bare) >= 2 and 88 <= total <= 106) or (says_percent and total <= 106) or (len(bare) >= 3 and total > 60 and total <= 101
        and all(number == int(number) for number in numbers)):
        for _, row, one in bare:
            emit(reading, clause, row, one, blood, "header", BY_ID[row.percent])
        return
    if (white is not None and abs(total - white) <= 0.15 * white + 0.1) or (white is not None and any(number != int(number) for number in numbers)
        and total <= white * 1.05):
        for _, row, one in bare:
            with_unit = one._replace(unit={"count": COUNT}, unit_text=None)
            emit(reading, clause, row, with_unit, blood, "header", BY_ID[row.absolute])


PERCENT_UNIT = {"pct": UNITS_OF["pct"][0]}
FRACTION = PERCENT_UNIT["pct"]._replace(factor=100.0)
COUNT = next(unit for unit in UNITS_OF["count"] if unit.ucum == "10*9/L")


def column_units(reading: Reading, hit: Hit) -> list[tuple[str, Any]] | None:
    """The units at the head of the columns above a line: `%` and a count unit, in their order."""
    document = reading.document
    index = bisect_right(document.line_starts, hit.start) - 1
    for above in range(index - 1, max(-1, index - 14), -1):
        line = document.lines[above]
        text = document.folded[line.start : line.end]
        if "%" in text and any(mark in text for mark in ("/mm", "/ul", "/\u03bcl", "10^9", "10*9", "/cumm", "g/l", "x10")):
            found = []
            position = 0
            while position < len(text):
                unit = units().at(text, position, len(text))
                if unit and ("pct" in unit[1] or "count" in unit[1]) and (position == 0 or text[position - 1] in " \t|("):
                    found.append(("pct" if "pct" in unit[1] else "count", unit[1]))
                    position = unit[0]
                else:
                    position += 1
            return found if len(found) >= 2 else None
        if not text.strip():
            continue
    return None


def paired(reading: Reading, clause: Clause, hit: Hit, row: Any, one: Reading1, header: list[tuple[str, Any]], blood: list[dict[str, Any]]) -> None:
    folded = reading.document.folded
    numbers = list(NUMBER.finditer(folded, one.start, one.stop))[:2]
    for match, (kind, unit) in zip(numbers, header, strict=False):
        value = tail(reading, hit.start, match.start(), match.end(), match.end(), "=", None)._replace(unit=unit)
        emit(reading, clause, row, value, blood, "header", BY_ID[row.percent if kind == "pct" else row.absolute])


def fluid_value(reading: Reading, clause: Clause, row: Any, one: Reading1, fluid: list[dict[str, Any]]) -> None:
    """A count of the spinal fluid, per microlitre."""
    if not isinstance(row, Analyte) or row.id not in {"wbc", "rbc"}:
        return
    factor = 1.0
    if one.unit is not None and "count" in one.unit:
        factor = {"/uL": 1.0, "10*9/L": 1000.0, "10*3/uL": 1000.0}.get(one.unit["count"].ucum, 1.0)
    value = readings(one.number, reading.comma)[0] * factor
    fluid.append(reading.sourced(one.start, one.end, f"csf.{row.id}", analyte=row.name, value=value, comparator=one.compare, _clause=clause))


def hl7_value(reading: Reading, clause: Clause, hit: Hit, row: Any, line: Any, blood: list[dict[str, Any]]) -> None:
    """An OBX segment: value in field 5, unit in 6, range in 7, flag in 8."""
    folded, raw = reading.document.folded, reading.document.raw
    fields = []
    position = line.start
    for piece in folded[line.start : line.end].split("|"):
        fields.append((position, position + len(piece)))
        position += len(piece) + 1
    if len(fields) < 7 or not fields[3][0] <= hit.start < fields[3][1]:
        return
    start, stop = fields[5]
    match = NUMBER.search(folded, start, stop)
    if match is None:
        return
    unit = units().at(folded, fields[6][0], fields[6][1])
    ranged = RANGE.match(folded, fields[7][0], fields[7][1]) if len(fields) > 7 else None
    flag = flag_of(raw[slice(*fields[8])]) if len(fields) > 8 else None
    compare = next((SIGNS.get(sign, sign) for sign in ("<=", ">=", "<", ">") if sign in folded[start : match.start()]), "=")
    one = Reading1(match.start(), match.end(), match.group(), compare, unit[1] if unit else None, raw[slice(*fields[6])] or None, flag,
        range_of(ranged, reading.comma), hit.start, line.end)
    emit(reading, clause, row, one, blood)


BEFORE_CELL = compile(r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%[ \t\n]{1,3}(?:of |were |are |small |mature |segmented |reactive |circulating |"
    r"atypical |lymphoid |large )*$")


def number_first(reading: Reading, clause: Clause, targets: list[tuple[Hit, Any]]) -> bool:
    """Whether numbers stand before their cells: '64 % blasts, 8 % segmented, 24 % lymphocytes'."""
    cells = [hit for hit, row in targets if isinstance(row, Cell)]
    if len(cells) < 2 or len(cells) != len(targets):
        return False
    folded = reading.document.folded
    return all(BEFORE_CELL.search(folded, max(clause.start, hit.start - 40), hit.start) for hit in (cells[0], cells[-1]))


def numbers_before(reading: Reading, clause: Clause, targets: list[tuple[Hit, Any]], blood: list[dict[str, Any]]) -> None:
    folded = reading.document.folded
    for hit, row in targets:
        match = BEFORE_CELL.search(folded, max(clause.start, hit.start - 40), hit.start)
        if match is None or blood_site(reading, clause, hit, row) != "differential":
            continue
        one = Reading1(match.start("number"), match.end("number"), match["number"], "=", PERCENT_UNIT, "%", None, None, hit.start, match.end())
        emit(reading, clause, row, one, blood, "stated", BY_ID[row.percent])


def transposed(reading: Reading, clause: Clause, targets: list[tuple[Hit, Any]], blood: list[dict[str, Any]]) -> int:
    """A row of labels followed by a row of values: WBC HGB PLT / 88.1 H 8.3 L 27 L / K/uL g/dL K/uL. Returns where it ends, 0 if there is none."""
    document = reading.document
    folded, raw = document.folded, document.raw
    run = [(hit, row) for hit, row in targets if isinstance(row, Analyte)]
    if len(run) < 3:
        return 0
    head = run[:1]
    for (left, _), (right, row) in pairwise(run):
        if folded[left.end : right.start].strip(" \t|"):
            break
        head.append((right, row))
    if len(head) < 3:
        return 0
    start = head[-1][0].end
    stop = min(len(folded), start + 400)
    if folded[start:stop].lstrip(" \t|\n")[:1] in {":"}:
        return 0
    numbers = []
    position = start
    for match in NUMBER.finditer(folded, start, stop):
        between = folded[position : match.start()]
        if any(word for word in between.split() if word.strip("|*()hl\u2191\u2193<>~")) or between.count("\n") > 1:
            break
        numbers.append(match)
        position = match.end()
        if len(numbers) == len(head):
            break
    if len(numbers) < len(head):
        return 0
    after = numbers[-1].end()
    unit_hits: list[tuple[int, Any]] = []
    position = skip_flag(raw, folded, after, len(folded))
    while position < len(folded) and len(unit_hits) < len(head):
        while position < len(folded) and folded[position] in " \t|\n":
            position += 1
        unit = units().at(folded, position, min(len(folded), position + 30))
        if unit is None:
            break
        unit_hits.append((position, unit))
        position = unit[0]
    for index, ((hit, row), match) in enumerate(zip(head, numbers, strict=True)):
        next_start = numbers[index + 1].start() if index + 1 < len(numbers) else min(len(raw), match.end() + 6)
        flag = find_flag(raw, match.end(), next_start, None)
        unit = unit_hits[index][1] if index < len(unit_hits) else None
        one = Reading1(match.start(), match.end(), match.group(), "=", unit[1] if unit else None, raw[unit_hits[index][0] : unit[0]] if unit else None, flag,
            None, hit.start, match.end())
        emit(reading, clause, row, one, blood, "header")
    return max(position, after)


ROW_LABEL = compile(r"[ \t|]*(?P<label>results?|values?|units?|flags?|ref(?:erence)?\.?(?: ?range)?|normal(?: range)?|range)[ \t|:.]")


def labelled_block(reading: Reading, clause: Clause, targets: list[tuple[Hit, Any]], blood: list[dict[str, Any]]) -> bool:
    """Labels in one line, and below it lines named result, unit, flag and range, in any order, column under column."""
    document = reading.document
    folded = document.folded
    heads = [(hit, row) for hit, row in targets if isinstance(row, Analyte) or row is not BLAST_CELL]
    line = document.line_at(clause.start)
    if len(heads) < 3 or heads[-1][0].end > line.end or any(character.isdigit() for character in folded[line.start : line.end]):
        return False
    rows: dict[str, Any] = {}
    start = line.end + 1
    for _ in range(6):
        below = document.line_at(min(start, len(folded) - 1)) if folded else line
        match = ROW_LABEL.match(folded, below.start, below.end)
        if match:
            rows.setdefault(match["label"][:4], below)
        elif not folded[below.start : below.end].strip() or below.start < start:
            break
        start = below.end + 1
    values = rows.get("resu") or rows.get("valu")
    if values is None:
        return False
    middles = [(hit.start + hit.end) / 2 - line.start for hit, _ in heads]
    for match in NUMBER.finditer(folded, values.start, values.end):
        place = (match.start() + match.end()) / 2 - values.start
        index = min(range(len(heads)), key=lambda column: abs(middles[column] - place))
        hit, row = heads[index]
        unit_text, unit = column_unit(reading, rows.get("unit"), middles[index], middles)
        flag = flag_of(column_text(folded, rows.get("flag"), middles[index], middles))
        one = Reading1(match.start(), match.end(), match.group(), "=", unit, unit_text, flag, None, hit.start, match.end())
        if unit is None and isinstance(row, Cell):
            continue
        emit(reading, clause, row, one, blood, "header")
    return True


def column_text(folded: str, line: Any, middle: float, middles: list[float]) -> str | None:
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


WORD = compile(r"\S+")


def column_unit(reading: Reading, line: Any, middle: float, middles: list[float]) -> tuple[str | None, Any]:
    text = column_text(reading.document.folded, line, middle, middles)
    found = units().at(text + " ", 0, len(text)) if text else None
    return (text, found[1]) if found else (None, None)


class Columns:
    """A cumulative table: one column for each date. The last date is the report's own; the rest are earlier."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading

    @cached_property
    def tables(self) -> list[tuple[int, int, list[tuple[float, str, int]]]]:
        """Start and end of each table, and the middle, words and place of each date at its head."""
        document = self.reading.document
        found = []
        folded = document.folded
        months = any(month in folded for month in MONTHS)
        for index, line in enumerate(document.lines):
            dated = line.table and (months or DATE_MARK.search(folded, line.start, line.end))
            dates = list(DATES.finditer(folded, line.start, line.end)) if dated else []
            if len(dates) > 1:
                columns = [((match.start() + match.end()) / 2 - line.start, match.group(), match.start()) for match in dates]
                found.append((line.end, document.lines[last_row(document, index)].end, columns))
        return found

    def covers(self, line: Line) -> bool:
        return any(start <= line.start < end for start, end, _ in self.tables)

    def at(self, line: Line) -> list[tuple[float, str, int]]:
        """The columns of the table that holds a line."""
        return next(columns for start, end, columns in self.tables if start <= line.start < end)

    def heads(self, line: Line) -> list[str]:
        """The dates at the head of the table that holds a line, as written."""
        return [text for _, text, _ in self.at(line)]

    def read(self, hit: Hit, row: Any, blood: list[dict[str, Any]]) -> bool:
        """The values of one row, each under its date."""
        document = self.reading.document
        line = document.line_at(hit.start)
        columns = self.at(line)
        numbers: dict[int, Any] = {}
        for match in NUMBER.finditer(document.folded, hit.end, line.end):
            middle = (match.start() + match.end()) / 2 - line.start
            index = min(range(len(columns)), key=lambda place: abs(columns[place][0] - middle))
            if abs(columns[index][0] - middle) <= 9 and index not in numbers:
                numbers[index] = match
        if len(numbers) < 2:
            return False
        last = max(numbers.values(), key=lambda match: match.start())
        own = newest(columns)
        rest = tail(self.reading, hit.start, last.start(), last.end(), line.end, "=", None)
        ordered = sorted(numbers.items(), key=lambda item: item[1].start())
        for place, (index, match) in enumerate(ordered):
            stop = ordered[place + 1][1].start() if place + 1 < len(ordered) else match.end() + 4
            flag = find_flag(document.raw, match.end(), min(stop, line.end), None)
            one = rest._replace(start=match.start(), end=match.end(), number=match.group(), flag=flag)
            analyte = row if isinstance(row, Analyte) else BY_ID[row.percent if rest.unit and "pct" in rest.unit else row.absolute]
            clause = Clause(document, line.start, line.end, [hit], document.section_at(hit.start), -1)
            before = len(blood)
            emit(self.reading, clause, row, one, blood, "stated", analyte)
            if len(blood) > before and index != own:
                blood[-1]["temporality"] = "previous"
                blood[-1]["timepoint"] = document.raw[columns[index][2] : columns[index][2] + len(columns[index][1])]
        return True


def last_row(document: Document, head: int) -> int:
    """The last line of the table whose head is line `head`."""
    lines, folded = document.lines, document.folded
    last = head
    while last + 1 < len(lines) and last - head < 40 and (lines[last + 1].table or not folded[lines[last + 1].start : lines[last + 1].end].strip(" -=_")):
        last += 1
        if not folded[lines[last].start : lines[last].end].strip():
            break
    return last


def newest(columns: list[tuple[float, str, int]]) -> int:
    """The column of the latest date, by year, month and day where they can be read, else the last one."""
    from allreport.read.date import sortable

    keys = [sortable(text) for _, text, _ in columns]
    if all(key is not None for key in keys):
        return max(range(len(keys)), key=lambda place: keys[place] or (0, 0, 0))
    return len(columns) - 1
