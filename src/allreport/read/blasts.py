"""Blast percentages: by site, method and denominator; other percentages near them are left alone. Cellularity, M1/M2/M3."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Any

from allreport.document import Line
from allreport.lexicon import Hit
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.blocks import block_site, marrow_count, row_site
from allreport.read.columns import Columns, Table
from allreport.read.columns import cells_of as label_cells
from allreport.read.context import SPECIMEN_LINE, Place, Reading, site_named, site_of_words
from allreport.read.counts import clause_before, in_blood_count, with_blood
from allreport.read.date import find_dates
from allreport.read.earlier import HEAD, Dates
from allreport.read.mrd import TIME
from allreport.read.number import comparator_before, readings
from allreport.scan import Clause
from allreport.vocabulary.analytes import BLAST_LEADS, BLAST_QUALIFIERS
from allreport.vocabulary.words import SPECIMEN_LABELS

N = r"\d{1,3}(?:[.,]\d{1,3})?"
PERCENT = compile(
    rf"(?P<low>\d(?<![\w.,/].)\d{{0,2}}(?:[.,]\d{{1,3}})?)(?:[ \t]?%?(?:[ \t]?[-\u2013][ \t]?|[ \t\n]{{1,12}}(?:to|"
    rf"and)[ \t\n]{{1,12}})(?P<high>{N}))?(?:[ \t\n]{{0,3}}(?:%|percent\b|per cent\b|pct\b|p\.c\.)|[ \t|]{{1,20}}+(?:(?:hh?|ll?|a|crit|high|low|hi|lo|\*)[ \t|]{{1,20}}+)?%)"
)
COUNTED = compile(r"(?P<count>\d(?<![\w.,/].)\d{0,3})[ \t]*(?:of|out of|/)[ \t]*(?:the )?(?P<total>\d{2,6})[ \t\n]+(?:\w+[ \t\n]+){0,2}(?:cells|"
    r"leu[ck]ocytes|wbcs?|events)\b")
WORD = compile(r"[a-z\u00c0-\u024f]+[0-9]?|[^\s\w]|\d+|\s")
BRACKETS = compile(r"\([^()\n]{0,50}\)")
MARKS = frozenset(" \t\n\r:=|.,\u2026-()~<>\u2264\u2265'\"*_%")
CELL_WORDS = frozenset({"cells", "events", "leucocytes", "leukocytes", "cellularity", "elements", "wbc", "wbcs", "cell", "mnc", "tnc", "nucleated",
    "population"})
VERBS = frozenset({"are", "were", "is", "was", "being", "as", "consist", "consists", "of", "represent", "be"})
OTHER_OWNER = compile(
    r"[^.;\n)]{0,13}(?:of (?:the )?(?:blasts|blast cells|lymphoblasts|them|these|leuk\w+ cells)\b|(?<!of )(?<!the )\bcellular|"
    r"(?<!of )viab|nuclei|donor|recipient|of lymphocytes|vaf|necrosis|\bmitos|cut-?off|threshold)|[^.;,\n)]{0,13}(?:\bpositiv|\bexpress)"
)
OF_POPULATION = compile(r"[ \t\n]*\(?of[ \t\n]+(?:the |all |total |viable |gated |live )*(?:cd\d+\w?[ -]?(?:\+|positive|pos\.?)[ -]?)?(?:gated |"
    r"dim )?(?:leu[ck]ocytes|cells|events|wbcs?|white cells|nucleated cells|mononuclear cells)\b")
DENOMINATOR = compile(
    r"[ \t\n]*(?:\(?[ \t]*of[ \t\n]+(?:the[ \t\n]+|all[ \t\n]+|total[ \t\n]+|marrow[ \t\n]+)*"
    r"(?P<of>[a-z0-9+/ -]{0,14}(?:events|cells|leu[ck]ocytes|wbcs?|white cells|nucleated cells|mononuclear cells|nucleated elements|cellularity|mnc|"
    r"tnc|anc))|(?:/|per)[ ]?\d{2,4}[ ]cells)"
)
# Talk of a limit, not of this patient: 'defined as', 'the assay requires', 'are needed to call', 'would have made it'.
LIMIT_BEFORE = compile(r"\b(?:(?:is|are|as) defined|defined (?:as|by)|require[sd]?|criteri\w+|need[s]?|classified|protocol|threshold|cut-?off|"
    r"remission (?:is|means)|relapse is)\b[^.;%]{0,60}$")
LIMIT_AFTER = compile(r"[^.;%]{0,70}\b(?:(?:is|are) (?:needed|required|defined|called|considered|necessary)|by convention|conventionally|would (?:have|"
    r"be)|the term|is classified|distinguish\w*|separat\w+)\b")
LIMIT_STEMS = ("defin", "requi", "criteri", "need", "classif", "protocol", "threshold", "cut", "remission", "relapse", "call", "consider", "necess",
    "convention", "would", "term", "distinguish", "separat")  # one of them stands in both
OR_MORE = compile(r"[ \t\n]*(?:or|and) (?:more|greater|higher|above|over)\b")
POSITIVE_BLASTS = compile(r"(?:mpo|pas|sbb|sudan|peroxidase|nse|cd\d+\w?|tdt|hla-?dr|positive|positivity|expression|co-?expression)[^.;\n]{0,40}$")
ABSOLUTE = compile(r"[ \t]*(?:/ ?[u\u03bc]l|/ ?cumm|/ ?mm|x ?10|10\^|\*10|g/l|k/)")
ANC = compile(r"\banc\b")
SILENT_ROLES = frozenset({"definition", "advice", "family", "chimerism"})
TIME_WORDS = ("tp", "d", "day", "week", "weeks", "wk", "wks", "month", "months")  # `TIME` begins with one of them
DIGIT = compile(r"\d")
M_CLASS = compile(r"m[123](?<!\w..)(?=[ -]?(?:marrow|bone marrow|status|remission|response|\)|,|\.|;|[ \t]*$|\n))")
SHARE = rf"(?P<low>{N})(?:[ ]?%?[ ]?(?:-|to)[ ]?(?P<high>{N}))?[ ]?%"
CELLULARITY_AFTER = compile(rf"ity[ \t]*(?:\([^()\n]{{0,30}}\))?[ \t:=]*(?:of|is|was|estimated at|approximately|about|~|around|overall|"
    rf"[ \t]){{0,5}}[ \t]*{SHARE}")
CELLULARITY_IN_BRACKETS = compile(rf"(?:\s\w+){{0,2}}\s?\((?:near |nearly |approximately |about |~)?{SHARE}\)")
CELLULARITY_BEFORE = compile(rf"(?<![\d.]){SHARE}[ -]?\Z")
CELLULAR_WORDS = frozenset({"hypercellular", "hypocellular", "normocellular", "acellular"})


class State:
    """The course of reading: what was found, and what is looked up once where a finding asks for it."""

    def __init__(self, reading: Reading, columns: Columns, dates: Dates) -> None:
        self.reading = reading
        self.found: list[dict[str, Any]] = []
        self.columns = columns
        self.dates = dates

    @cached_property
    def time_words(self) -> list[int]:
        return self.reading.document.places_of(TIME_WORDS)

    def time_in(self, clause: Clause) -> Match[str] | None:
        """The day or week of treatment that a clause names."""
        words = self.time_words
        for place in words[bisect_left(words, clause.start) : bisect_left(words, clause.end)]:
            match = TIME.match(self.reading.document.folded, place, clause.end)
            if match:
                return match
        return None

    @cached_property
    def specimen(self) -> str | None:
        """The site of what was sent; a line on the specimen that names no marrow and no blood may name another fluid or tissue."""
        if self.reading.specimen_site is None:
            for text in [text for _, text in self.reading.specimen_lines] or self.specimen_texts():
                site = next((name for name, pattern in PART_SITES if pattern.search(text)), None) or site_of_words(text)
                if site is not None:
                    return site
        return self.reading.default_site or ("bone_marrow" if "bma" in self.reading.document.words else None)

    def specimen_texts(self) -> list[str]:
        """What stands behind `Specimen` where it is the second word of a label: 'Prélèvement / Specimen : liquide pleural'."""
        document = self.reading.document
        matches = [SPECIMEN_LINE.match(document.folded, place) for place in document.places_of(SPECIMEN_LABELS, HEAD)]
        return [match.group(1) for match in matches if match]

    @cached_property
    def parts(self) -> list[tuple[int, str | None]]:
        return parts_of(self.reading)


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
def nearest(reading: Reading, clause: Clause, hit: Hit, numbers: list[Any], used: set[int], previous_end: int, next_start: int) -> Any:
    """The percentage that belongs to a blast word: right after it ('Blasts: 88 %'), else right before it ('88 % blasts')."""
    folded = reading.document.folded
    after = before = None
    for match in numbers:
        start = match.start()
        if start >= hit.end:
            after = match if start < next_start else None
            break
        if match.end() <= hit.start and start >= previous_end - 1 and start not in used and not owned(clause, folded, match):
            before = match
    if after is not None and after.start() not in used and COLON.match(folded, hit.end, after.start()) and not foreign(folded, after):
        return after  # 'E: 01%  Blasts: 75%'
    if before is not None and not of_positive(folded, clause.start, before.start()) and owner_before(folded, before, hit):
        return before
    if after is not None and after.start() not in used and owner_after(folded, hit, after) and not foreign(folded, after):
        return after
    return None


def of_positive(folded: str, first: int, start: int) -> bool:
    """Whether a stain stands before a number, which counts the cells positive for it: 'MPO positive in 3 % blasts', but not 'TdT (7 % blasts)'."""
    return not folded.endswith("(", first, start) and POSITIVE_BLASTS.search(folded, max(first, start - 50), start) is not None


COLON = compile(r"[ \t]{0,3}[:=][ \t]{0,8}[<>~]?[ \t]{0,2}\Z")
LETTER_BEFORE = compile(r"(?<![a-z])[nplmeb][ ]?[:=-]?[ ]{0,2}$")  # the cells of a differential


def owned(clause: Clause, folded: str, match: Any) -> bool:
    """Whether a number has its own label right before it ('Neutrophils 2 %   BLASTS 8 %'), in a table across a wider gap."""
    start = match.start()
    if LETTER_BEFORE.search(folded, max(clause.start, start - 5), start):
        return True
    reach = CELL_WIDTH if clause.document.line_at(start).table else LABEL_GAP
    for kind in ("cell", "analyte"):
        for hit, _ in clause.of(kind):
            if 0 <= start - hit.end <= reach and not folded[hit.end : start].strip(" \t:=."):
                return True
    return False


LABEL_GAP, CELL_WIDTH = 4, 14  # characters between a label and its number


def words_of(between: str) -> list[str]:
    """The words of a stretch, without what stands in brackets; blanks and plain punctuation are left out."""
    return [word for word in WORD.findall(BRACKETS.sub(" ", between)) if word not in MARKS]


SHORTENED = compile(r"\b(approx|ca|est)\.")  # the stop of an abbreviation ends nothing


def owner_after(folded: str, hit: Hit, match: Any) -> bool:
    """Whether only words that lead to a value stand between the blast word and the number."""
    if not folded[hit.end : match.start()].strip(" \t:=~-"):
        return bool(match.start() - hit.end <= 110)
    between = SHORTENED.sub(r"\1 ", NOT_OVER.sub(" under ", folded[hit.end : match.start()]))
    if len(between) > 110 or STOP.search(between):
        return False
    relative = RELATIVE.match(between)
    words = words_of(EQUALS.sub(" ", between[relative.end() :] if relative else between))
    return len(words) <= 12 and all(word in BLAST_LEADS for word in words)


NOT_OVER = compile(r"(?:do(?:es)? |did )?not exceed(?:ing)?\b|not more than\b")
STOP = compile(r"(?<![. ])\.(?=\s)")
# 'blasts with little cytoplasm, which make up', 'the blasts, CD34+ and TdT+, occupy'
RELATIVE = compile(r"[^.;%]{0,70}[ \n](?:which|that|they|and)[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])|"
    r",[^.;%]{1,50},[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])")
EQUALS = compile(r"\d{1,3}[.,]\d{1,2}[ ]?=")


def owner_before(folded: str, match: Any, hit: Hit) -> bool:
    """Whether the number before a blast word counts blasts: '88 % blasts', '94 % of nucleated cells are blasts'."""
    between = folded[match.end() : hit.start]
    if len(between) > 80 or between.lstrip(" \t\n)")[:1] == ",":
        return False
    if not between.strip(" \t\n"):
        return True
    words = words_of(between)
    if len(words) > 9:
        return False
    if words[:2] in OF_WHICH and len(words) == 3 and words[2] in VERBS:
        return True  # '3400 cells, 90 % of which are blasts'
    if words and words[0] == "of":
        if any(word in CELL_WORDS for word in words):
            return all(word in BLAST_QUALIFIERS or word in CELL_WORDS or word in VERBS for word in words)
        return all(word in BLAST_QUALIFIERS or word == "of" for word in words) and INFILTRATION.search(folded, max(0, match.start() - 60),
            match.start()) is not None
    return all(word in BLAST_QUALIFIERS for word in words)


OF_WHICH = (["of", "which"], ["of", "these"], ["of", "them"], ["of", "those"])
INFILTRATION = compile(
    r"(?:infiltrat\w*|replace\w*|involve\w*|occupied|composed|presence|showed|consist\w*|made up)(?:[ \t\n]\w+){0,2}[ \t\n](?:by|of|with)?[ \t\n]*"
    r"(?:approximately |about |some |an estimated |around |nearly |up to )?$|(?:infiltrat\w*|presence|with|showed) $"
)


CELLULAR = compile(r"[ ]?cellular")  # '90% cellular, sheets of blasts'


def foreign(folded: str, match: Any) -> bool:
    """Whether the number is of something else: 'of blasts' (a share of the blasts), nuclei, positivity."""
    if OF_POPULATION.match(folded, match.end(), match.end() + 60):
        return False
    first = OTHER_OWNER.match(folded, match.end(), match.end() + 40)
    return first is not None


def limit(clause: Clause, folded: str, start: int, end: int) -> bool:
    """Whether a definition or a requirement gives the number, not a count."""
    if OR_MORE.match(folded, end, end + 20):
        return True
    text = clause.folded
    for stem in LIMIT_STEMS:
        if stem in text:
            return LIMIT_BEFORE.search(folded, clause.start, start) is not None or LIMIT_AFTER.match(folded, end, clause.end) is not None
    return False


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


def add(state: State, clause: Clause, hit: Hit, quantity: dict[str, Any], start: int, end: int) -> None:
    """One count with its place, method and time."""
    reading = state.reading
    folded, raw = reading.document.folded, reading.document.raw
    if limit(clause, folded, start, end):
        return
    site, method = site_and_method(state, clause, hit, start, end)
    if site is None and clause.section.role in {"header"} and "tumo" in folded[max(0, start - 30) : start]:
        return
    quantity["written"] = raw[start:end]
    time = state.time_in(clause)
    denominator = DENOMINATOR.match(folded, end)
    finding = reading.sourced(start, end, "blasts.percent", percent=quantity, site=site, method=method, cue_start=hit.start, cue_end=hit.end, _clause=clause)
    if time is not None:
        finding["timepoint"] = raw[time.start("day") : time.end("day")]
    if denominator and denominator["of"]:
        finding["denominator"] = denominator["of"].strip()
    state.found.append(finding)


def site_and_method(state: State, clause: Clause, hit: Hit, start: int, end: int) -> tuple[str | None, str]:
    """Where the blasts were counted, and how."""
    method = method_of(clause, start)
    site = site_of(state, clause, hit, start, end)
    if site is None:
        site = "bone_marrow" if method in {"aspirate", "biopsy", "touch_prep"} else state.specimen
    if method == "unspecified" and state.reading.flow_title:
        method = "flow"
    if method == "unspecified" and site in {"bone_marrow", "peripheral_blood"} and clause.section.role != "history":
        method = "aspirate" if site == "bone_marrow" else "smear"
    if site == "peripheral_blood" and method in {"aspirate", "biopsy"}:
        method = "smear"
    return site, method


def site_of(state: State, clause: Clause, hit: Hit, start: int, end: int) -> str | None:
    """The site that words name, of the blasts, around the number or earlier in the clause.

    Else that of the numbered specimen, of the count they stand in, of the section.
    """
    reading = state.reading
    folded = reading.document.folded
    block = state.columns.block_site(hit.start)
    if block is not None:
        return block
    named = NAMED_SITE.match(folded, hit.start, hit.end) or WORD_BEHIND.match(folded, hit.end, hit.end + 8) or WORD_BEFORE.search(folded, max(clause.start, hit.start - 16), hit.start)
    if named:
        return "bone_marrow" if named["marrow"] else "peripheral_blood" if named["blood"] else "csf"
    placed = "site" in clause.kinds or "method" in clause.kinds
    if placed:
        for other in clause.hits:
            if hit.end <= other.start < start and (site := site_named(folded, other)):
                return site
    place = reading.site_at(clause, min(hit.start, start)) if placed else reading.places[clause.index]
    part = part_at(state, start)
    if place.basis == "words" and not (place.site == "csf" and part and "cytospin" in folded[clause.start : start]):
        return place.site
    own = own_block(state, clause, hit, place)
    if own:
        return own
    last = max(hit.end, end)
    for other, row in clause.of("site"):
        if last <= other.start < last + 48 and NEAR.match(folded, last, other.start):
            return str(row.id)
    if BY_ASPIRATE.match(folded, end, end + 24):
        return "bone_marrow"
    if part:
        return part
    before = same_line_site(reading, clause)
    if before:
        return before
    if place.site == "csf" and place.basis == "specimen" and with_blood(reading, clause):
        return "peripheral_blood"
    if place.site in {None, "bone_marrow"} and in_blood_count(reading, clause, hit) and not with_diagnosis(state, clause, start):
        return "peripheral_blood"
    if place.site == "peripheral_blood" and place.basis == "section" and ERYTHROID.search(folded, clause.start, clause.end):
        return "bone_marrow"
    if place.site == "peripheral_blood" and (reading.specimen_site or reading.default_site) == "bone_marrow" and MARROW_POPULATION.match(folded, end, end + 40):
        return "bone_marrow"
    return place.site


def with_diagnosis(state: State, clause: Clause, start: int) -> bool:
    """Whether a diagnosis stands right before a number on its line, in a report on marrow: 'B-ALL, 85% blasts'."""
    if state.specimen != "bone_marrow" and "bone_marrow" not in {place.site for place in state.reading.places.values()}:
        return False
    folded = state.reading.document.folded
    return any(0 <= start - hit.end < NAME_GAP and folded[hit.end : start].strip() in NAME_MARKS for hit, _ in clause.of("disease"))


NAME_GAP = 8  # characters
NAME_MARKS = frozenset({"", ",", ":", "-", "with", "(", ", with"})


def own_block(state: State, clause: Clause, hit: Hit, place: Place) -> str | None:
    """The site that the row of a table or the paragraph of its own says, below a blood count."""
    reading = state.reading
    site = row_site(reading, hit.start)
    if site is None and place.site == "peripheral_blood" and place.basis == "section":
        site = block_site(reading, clause)
        if site is None and marrow_count(reading, clause):
            site = "bone_marrow"
    return reading.specimen_site or reading.default_site if site == "flow" else site


def same_line_site(reading: Reading, clause: Clause) -> str | None:
    """The site named before a semicolon: 'Biopsy of marrow: cellularity 90 %; the blasts occupy 65 %'."""
    other = clause_before(reading, clause)
    if other is None:
        return None
    return next((site for hit in reversed(other.hits) if (site := site_named(reading.document.folded, hit))), None)


BY_ASPIRATE = compile(r"(?: blasts?| lymphoblasts?)?[ ]?\((?:by |on |from |in )?(?:the )?(?:bm |marrow )?(?:aspirat|asp\b|core|trephine|touch|clot)")
NAMED_SITE = compile(r"(?P<blood>circulating|peripheral|pb )|(?P<marrow>marrow|bm |bone marrow)|(?P<csf>csf )")
WORD_BEFORE = compile(r"(?:(?P<blood>\bblood)|(?P<marrow>\bmarrow|\bbm)|(?P<csf>\bcsf))[ \t]$")
WORD_BEHIND = compile(r"[ ]\(?(?:(?P<blood>ps|p/s|pbs|pbf|pb)|(?P<marrow>bm|bma)|(?P<csf>csf))\b(?![/-])")
MARROW_POPULATION = compile(r"[ \t\n]*\(?of (?:the |all |total )*(?:nucleated|(?:\w+ )?events)")
ERYTHROID = compile(r"erythroblasts[ .:]{1,40}\d")  # counted in a differential of the marrow only
PART_START = (
    r"[ \t]{0,8}\(?(?P<first>[a-h]|\d(?!\d))(?:[ ]?[-,&][ ]?(?P<last>[a-h]|\d(?!\d)))?"
    r"(?:(?<=[a-h])[.):][ \t]+|(?<=\d)[.):]?[ \t]+)(?P<text>[a-z][^\n]{2,90})"
)
PART, FIRST_PART = compile(r"\n" + PART_START), compile(PART_START)
PART_SITES = (
    ("csf", compile(r"\bcsf\b|cerebrospinal|spinal fluid|\bliquor\b")),
    ("pleural_fluid", compile(r"pleura|effusion|\bfluid\b|\bliquid\b")),
    ("bone_marrow", compile(r"\bmarrow|\bbm\b|aspirat|trephin|iliac")),
    ("peripheral_blood", compile(r"\bblood\b|\bpb\b")),
    ("lymph_node", compile(r"lymph node|\bnode\b")),
    ("other", compile(r"testi|\bmass\b|mediastin|\bskin\b|tonsil")),
)


def parts_of(reading: Reading) -> list[tuple[int, str | None]]:
    """Where the text turns to a numbered or lettered specimen, and the site of each: 'A. CSF', '2 Pleural fluid', 'B) see A'."""
    known: dict[str, str] = {}
    found: list[tuple[int, str | None]] = []
    folded = reading.document.folded
    first = FIRST_PART.match(folded)
    for match in (*((first,) if first else ()), *PART.finditer(folded)):
        site = next((name for name, pattern in PART_SITES if pattern.search(match["text"])), None)
        label = match["first"]
        if site is not None:
            known.setdefault(label, site)
        found.append((match.start("first"), site or known.get(label)))
    return found if len(set(known.values())) > 1 else []


def part_at(state: State, position: int) -> str | None:
    """The site of the numbered specimen whose stretch holds a place; a new heading ends it."""
    parts = state.parts
    index = bisect_left(parts, (position, ""), key=lambda part: (part[0], "")) - 1
    if index < 0 or parts[index][0] + 12 < state.reading.document.section_at(position).heading_start:
        return None
    return parts[index][1]


NEAR = compile(r"[^.;\n,]{0,46}(?:in|on|from|of|by)[ \t\n](?:the |his |her |a |this )?(?:left |right |posterior )?[^.;,]{0,16}$")


METHODS = {"aspirate": "aspirate", "biopsy": "biopsy", "touch_prep": "touch_prep", "smear": "smear", "flow": "flow", "ihc": "biopsy"}


def method_of(clause: Clause, start: int) -> str:
    """How the blasts were counted: the nearest method of the clause, else that of the section."""
    best, nearest = 160, None
    for other, row in clause.of("method"):
        distance = abs(other.start - start)
        if row.id in METHODS and (distance < best or (distance == best and nearest is not None)):
            best, nearest = distance, row.id
    if nearest is not None:
        return METHODS[nearest]
    return METHODS.get(clause.section.method or "", "unspecified")


BARE = compile(rf"[ \t|]*+(?:\(?%\)?)?[ \t|]*+[:=]?[ \t]*+(?:\.{{2,60}})?[ \t]*+(?:\([^()\n]{{0,12}}\)[ \t]*+)?(?P<low>{N})(?![\w/%*]|"
    rf"[.,]\d)(?![ \t]*+(?:/|=|x ?10|cells|days?|weeks?|\u00d7|k\b|g/l|%|-))")


CELL_GAP = 4  # characters
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


def read_cellularity(reading: Reading) -> list[dict[str, Any]]:
    """Cellularity of the marrow, in percent or by word."""
    folded = reading.document.folded
    found = []
    word: tuple[int, int] | None = None
    last, place = 0, folded.find("cellular")
    while place >= 0:
        match, start, end = cellularity_at(folded, place, last)
        low, high = share(match) if match else (101.0, None)
        if match:
            last = end
        if match and low <= 100:
            quantity = {"low": low, "high": high} if high is not None else {"value": low}
            found.append(reading.sourced(start, end, "cellularity.percent", percent=quantity))
        word = word or cellular_word(folded, place)
        place = folded.find("cellular", place + 8)
    if not found and word is not None:
        found.append(reading.sourced(*word, "cellularity.word", word=folded[word[0] : word[1]]))
    return found


def cellularity_at(folded: str, place: int, last: int) -> tuple[Any, int, int]:
    """The percentage that belongs to the word `cellular` at `place`, and its span: '95 % cellular', 'cellularity: 95 %', 'hypercellular (95 %)'."""
    start, end = word_start(folded, place), place + len("cellular")
    match = CELLULARITY_BEFORE.search(folded, max(last, place - 24), place)
    if match:
        return match, match.start(), end + (3 if folded.startswith("ity", end) else 0)
    match = CELLULARITY_AFTER.match(folded, end) or CELLULARITY_IN_BRACKETS.match(folded, end)
    return match, start, match.end() if match else end


def share(match: Any) -> tuple[float, float | None]:
    """Percent, or the two ends of a range."""
    return readings(match["low"], True)[0], readings(match["high"], True)[0] if match["high"] else None


def word_start(folded: str, place: int) -> int:
    """Where the word begins that goes on at `place`."""
    while place and folded[place - 1].isalpha():
        place -= 1
    return place


def cellular_word(folded: str, place: int) -> tuple[int, int] | None:
    """The span of the word that `cellular` at `place` ends, where it says how rich in cells the marrow is."""
    start, end = word_start(folded, place), place + len("cellular")
    return (start, end) if folded[start:end] in CELLULAR_WORDS and not folded[end : end + 1].isalnum() else None


def read_marrow_class(reading: Reading) -> dict[str, Any] | None:
    """M1, M2 or M3 as a class of the marrow; the FAB types of AML are not."""
    folded = reading.document.folded
    if not ("m1" in folded or "m2" in folded or "m3" in folded):
        return None
    for match in M_CLASS.finditer(folded):
        window = folded[max(0, match.start() - 40) : match.end() + 14]
        if "aml" in window or "fab" in window or not ("marrow" in window or "remission" in window or "blast" in window or "bm" in window):
            continue
        return reading.sourced(match.start(), match.end(), "marrow.class", value=match.group().upper())
    return None
