"""Blood count, differential, chemistry, and the counts of the spinal fluid: which label stands where, and whose value it has."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from typing import Any

from allreport.document import Line
from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read import hl7
from allreport.read.blocks import block_site, marrow_count, row_site
from allreport.read.columns import Columns, Table
from allreport.read.context import Place, Reading
from allreport.read.differential import LETTER, before_cell, letters, nucleated, number_first, second_value, without_units
from allreport.read.earlier import Dates
from allreport.read.printed import Printed, tail, value_behind
from allreport.read.tables import dated_rows, labelled_block, read_row, transposed
from allreport.read.values import BY_ID, PERCENT_UNIT, Values
from allreport.scan import Clause
from allreport.vocabulary.rows import Cell

A_RANGE = compile(r"[ ]?%?[ ]?-[ ]?\d{1,3}[ ]?%")
NO_VALUE_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
BLOOD_SECTIONS = frozenset({"cbc", "pb_smear"})
COUNTED_SECTIONS = BLOOD_SECTIONS | {"differential"}
COUNTED_BY_LAB = frozenset({"flow", "FISH", "karyotype", "ihc"})
OTHER_SITES = frozenset({"pleural_fluid", "lymph_node", "other"})
CBC_IDS = frozenset({"wbc", "hgb", "plt", "rbc", "hct"})
BLOOD_ONLY_IDS = frozenset({"hgb", "plt"})  # never counted in the spinal fluid
# Cells that a flow cytometer counted, among other populations, are no blood count.
FLOW_WORDS = frozenset({"flow", "cytometry", "immunophenotyping", "scatter", "fcm"})
POPULATIONS = compile(r"\b(?:t|b|nk)[ -](?:cells?|lymphocytes)[ :=<>~]{1,4}\d|\b(?:events|gated|scatter|nk[ -]cells|residual (?:gran|mono|lymph))")
SHARES = frozenset({"pct", "ratio"})
MARROW_METHODS = frozenset({"aspirate", "biopsy", "touch_prep"})
LABELS = frozenset({"analyte", "cell"})
HL7_VALUE = "obx|"
CORRECTED = "corrected for "
LETTERS_WITHIN = 300  # characters
SHORT = 16  # characters; a differential of letters is longer
BLAST_CELL = Cell("blasts", "blast_pct", "blast_abs", ())

Target = tuple[Hit, Any]  # a label with its row


def read(reading: Reading, columns: Columns, dates: Dates) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Blood values and spinal-fluid counts."""
    counts = Counts(reading, columns)
    for clause in counts.clauses():
        counts.read(clause)
    blood = counts.values.blood
    if blood and counts.letters:
        counts.letters_alone()
    dates.mark(blood, "analyte")
    for finding in blood:
        if "then" in reading.document.folded[finding["cue_start"] : finding["start"]].split():
            finding["temporality"] = "previous"  # 'at diagnosis, WCC then 8.4'
        if finding["_clause"].section.role == "history" and dates.past_course(finding["_clause"]):
            finding["temporality"] = "previous"
    return blood, counts.values.fluid


def start_of_clause(clause: Clause) -> int:
    return clause.start


def has_letters(clause: Clause) -> bool:
    """Whether a clause holds a differential of letters."""
    return len(LETTER.findall(clause.document.raw, clause.start, min(clause.end, clause.start + LETTERS_WITHIN))) > 2


def start_of(target: Target) -> int:
    return target[0].start


class Counts:
    """The course of reading: what was found, and what is looked up once for the report."""

    def __init__(self, reading: Reading, columns: Columns) -> None:
        self.reading = reading
        self.document = reading.document
        self.folded = reading.document.folded
        self.values = Values(reading)
        self.columns = columns
        words = self.document.words
        self.message = "obx" in words
        self.corrected = "corrected" in words or "uncorrected" in words
        self.letters = [place for place in self.document.places_of(("n", "p")) if LETTER.match(self.document.raw, place)]

    def clauses(self) -> list[Clause]:
        """The clauses that hold a label, in sections that tell values."""
        by_kind = self.reading.by_kind
        found = {clause.index: clause for clause in by_kind.get("analyte", ())}
        for clause in by_kind.get("cell", ()):
            found[clause.index] = clause
        for clause in by_kind.get("word", ()):  # blasts
            counted = clause.section.name in COUNTED_SECTIONS or clause.section.site == "peripheral_blood" or self.in_message(clause.start)
            if counted or (clause.index - 1 in found and self.below_counts(clause)):
                found[clause.index] = clause
        return [found[index] for index in sorted(found) if found[index].section.role not in NO_VALUE_ROLES or self.in_message(found[index].start)]

    def below_counts(self, clause: Clause) -> bool:
        """Whether a clause is a row of a cumulative table of counts, which begins with the clause's first known word."""
        line = self.document.line_at(clause.hits[0].start)
        begins = line.table and not self.folded[line.start : clause.hits[0].start].strip(" \t|*-")
        return begins and self.columns.timed_at(line) is not None

    def in_message(self, start: int) -> bool:
        """Whether a segment of an HL7 message begins here, which no heading governs."""
        return self.message and self.folded.startswith(HL7_VALUE, start)

    def read(self, clause: Clause) -> None:
        """The values of one clause, whichever way it is laid out."""
        targets = self.targets_of(clause)
        if not targets or (self.folded[clause.start - 1] == ";" and of_other_person(self.reading, clause)) or of_donor(self.reading, clause):
            return
        values = self.values
        if len(targets) > 2:
            if labelled_block(values, clause, targets):
                return
            consumed = dated_rows(values, clause, targets) or transposed(values, clause, targets)
            targets = [target for target in targets if target[0].start >= consumed]
        if number_first(self.folded, clause, targets):
            self.numbers_before(clause, targets)
            return
        bare = self.labelled_values(clause, targets)
        if bare:
            without_units(values, clause, bare)
        if values.blood and clause.end - clause.start > SHORT and self.letters_within(clause.start, clause.end):
            letters(values, clause)

    def letters_within(self, start: int, end: int) -> bool:
        """Whether a letter for neutrophils stands in a stretch with its number."""
        first = bisect_left(self.letters, start)
        return first < len(self.letters) and self.letters[first] < end

    def letters_alone(self) -> None:
        """Differentials of letters in a sentence or line without any label: 'TLC 45,000/cumm. DLC: N 12 L 80 M 3 E 4 B 1'."""
        taken = {finding["start"] for finding in self.values.blood}
        clauses = self.reading.clauses
        last = -1
        for place in self.letters:
            start, end = self.document.sentence_at(place)
            index = bisect_left(clauses, start, key=start_of_clause) - 1
            if start == last or index < 0 or not taken.isdisjoint(range(place, place + 6)):
                continue
            last = start
            section = self.document.section_at(place)
            of_blood = section.site in {None, "peripheral_blood"} and section.method not in COUNTED_BY_LAB and section.role not in NO_VALUE_ROLES
            if of_blood and count_above(self.reading, index, place):
                letters(self.values, Clause(self.document, start, end, [Hit(place, place + 1, {})], section, -1))

    def targets_of(self, clause: Clause) -> list[Target]:
        """The labels of a clause in order."""
        kinds = clause.kinds
        found = kinds["analyte"].copy() if "analyte" in kinds else []
        if "cell" in kinds:
            found += [target for target in kinds["cell"] if "analyte" not in target[0].rows]
        if "word" in kinds:
            found += [(hit, BLAST_CELL) for hit, row in kinds["word"] if row.id == "blasts" and LABELS.isdisjoint(hit.rows)]
        if len(found) > 1:
            found.sort(key=start_of)
            found = self.with_brackets(found)
        if self.corrected:  # white cells corrected for nucleated red cells
            return [(hit, BY_ID["wbc"] if row.id == "nrbc" and self.folded.endswith(CORRECTED, 0, hit.start) else row) for hit, row in found]
        return found

    def with_brackets(self, found: list[Target]) -> list[Target]:
        """A name and its short form in brackets are one label: 'Packed Cell Volume (PCV)'."""
        kept: list[Target] = []
        for hit, row in found:
            if kept and kept[-1][1] is row and 0 < hit.start - kept[-1][0].end <= 2 and self.folded[hit.start - 1] == "(" and self.folded.startswith(")", hit.end):
                kept[-1] = (kept[-1][0]._replace(end=hit.end + 1), row)
            else:
                kept.append((hit, row))
        return kept

    def labelled_values(self, clause: Clause, targets: list[Target]) -> list[tuple[Hit, Any, Printed]]:
        """Read the value behind each label; given back are cells without a unit, which their neighbours decide."""
        bare: list[tuple[Hit, Any, Printed]] = []
        line: Line | None = None
        closed = clause.end if self.folded[clause.end - 1] == ";" else len(self.folded)
        for index, target in enumerate(targets):
            end = target[0].end
            if line is None or not line.start <= end < line.end:
                line = self.document.line_at(end)
            stop = line.end if line.end < closed else closed
            for following, _ in targets[index + 1 : index + 3]:
                if following.start > end:
                    stop = min(stop, following.start)
                    break
            one = self.labelled(clause, target, line, stop)
            if one is not None:
                bare.append((*target, one))
        return bare

    def labelled(self, clause: Clause, target: Target, line: Line, stop: int) -> Printed | None:
        """Read the value behind one label; given back is the value of a cell without a unit."""
        hit, row = target
        if self.message and self.in_message(line.start):
            if not (isinstance(row, Cell) and self.reading.message_site(line.start) not in {None, "peripheral_blood"}):
                hl7.add_value(self.values, clause, hit, row, line)
            return None
        sited = self.columns.sited_at(line) if line.table else None
        if sited is not None:
            self.value_of_blood(clause, target, line, sited)
            return None
        site = self.site_of(clause, hit, row)
        table = self.columns.timed_at(line) if line.table and site != "csf" else None
        if site is None or (table is not None and not table.results and read_row(self.columns, table, hit, row, self.values)):
            return None
        one = value_behind(self.reading, hit, stop, clause) or (nucleated(self.reading, hit) if row.id == "nrbc" else None)
        if one is None:
            return None
        if table is not None and table.results and one.unit is not None:
            self.earlier_value(clause, target, line, table, one)
        if isinstance(row, Cell):
            return self.cell_value(clause, target, one, site, line, stop)
        if site == "csf":
            self.values.add_fluid(clause, row, one)
        else:
            self.values.add(clause, row, one)
        return None

    def earlier_value(self, clause: Clause, target: Target, line: Line, table: Table, own: Printed) -> None:
        """The value in the column of earlier results, in the unit of the sample's own."""
        _, row = target
        for head, match in self.columns.under(table, line, own.end):
            if head.time == "previous":
                before = len(self.values.blood)
                self.values.add(clause, row, own._replace(start=match.start(), end=match.end(), number=match.group(), flag=None))
                for finding in self.values.blood[before:]:
                    finding |= {"_date": head.date, "temporality": "previous", "timepoint": self.document.raw[head.cell.start : head.cell.end]}

    def site_of(self, clause: Clause, hit: Hit, row: Any) -> str | None:
        """Where a value belongs: `blood`, `differential`, `csf`, or nowhere this reader serves."""
        own = self.columns.block_site(hit.start)
        if row is BLAST_CELL and "bone_marrow" not in {self.reading.specimen_site, clause.section.site} and self.below_counts(clause):
            return "differential"
        if own is None or own == "csf":
            return blood_site(self.reading, clause, hit, row)
        if own != "peripheral_blood":
            return None
        return "differential" if isinstance(row, Cell) or row.kind in SHARES else "blood"

    def value_of_blood(self, clause: Clause, target: Target, line: Line, table: Table) -> None:
        """The value of the blood in a table that has columns for several sites."""
        hit, row = target
        for head, match in self.columns.under(table, line, hit.end):
            if head.site == "peripheral_blood":
                one = tail(self.reading, hit.start, match.start(), match.end(), match.end() + 1)
                if one.unit is None and "%" in self.folded[head.cell.start : head.cell.end]:
                    one = one._replace(unit=PERCENT_UNIT)
                if one.unit is not None or not isinstance(row, Cell):
                    self.values.add(clause, row, one, "header")

    def cell_value(self, clause: Clause, target: Target, one: Printed, site: str, line: Line, stop: int) -> Printed | None:
        """The value or the two values of a cell; given back is one without a unit."""
        hit, row = target
        if site == "csf" or A_RANGE.match(self.folded, one.start + len(one.number)):
            return None
        marked = one.unit_text is not None and self.folded[one.start + len(one.number) : one.end - len(one.unit_text)].strip() != ""
        if row is BLAST_CELL and (site == "blood" or (one.unit is not None and not line.table and not marked)):
            return None  # a percentage in prose is for the reader of blasts, who knows its site
        if one.unit is None:
            return one
        self.values.add(clause, row, one)
        second = second_value(self.values, hit, one, stop)
        if second is not None:
            self.values.add(clause, row, second)
        return None

    def numbers_before(self, clause: Clause, targets: list[Target]) -> None:
        """The percentages that stand before their cells."""
        for hit, row in targets:
            match = before_cell(self.folded, clause, hit)
            if match is None or self.site_of(clause, hit, row) != "differential":
                continue
            one = Printed(match.start("number"), match.end("number"), match["number"], "=", PERCENT_UNIT, "%", None, None, hit.start, match.end())
            self.values.add(clause, row, one, "stated", BY_ID[row.percent])


def blood_site(reading: Reading, clause: Clause, hit: Hit, row: Any) -> str | None:
    """Where the value belongs: `blood`, `differential`, `csf`, or nowhere this reader serves."""
    kinds = clause.kinds
    place = reading.site_at(clause, hit.start) if "site" in kinds or "method" in kinds else reading.places[clause.index]
    if isinstance(row, Cell) or row.kind in SHARES:
        return cell_site(reading, clause, hit, row, place)
    if place.site != "csf" and place.site != "pleural_fluid":
        return "blood"
    if place.basis != "words" and with_blood(reading, clause):
        return "blood"
    fluid = row.id == "wbc" or row.id == "rbc"
    if place.site == "csf":
        return "csf" if fluid else None
    return None if fluid and place.basis != "specimen" else "blood"


def with_blood(reading: Reading, clause: Clause) -> bool:
    """Whether the lines of a clause, or the line above them, hold a value that only blood has."""
    if any(row.id in BLOOD_ONLY_IDS for _, row in clause.of("analyte")):
        return True
    lines, starts = reading.document.lines, reading.document.line_starts
    first = bisect_right(starts, clause.hits[0].start) - 1
    start = starts[first - 1] if first and not lines[first - 1].empty else starts[first]
    clauses = reading.clauses_with("analyte")
    near = clauses[bisect_left(clauses, start, key=start_of_clause) : bisect_left(clauses, lines[first].end, key=start_of_clause)]
    return any(row.id in BLOOD_ONLY_IDS for other in near for _, row in other.of("analyte"))


def cell_site(reading: Reading, clause: Clause, hit: Hit, row: Any, place: Place) -> str | None:
    """Where the share of a cell belongs."""
    site, basis = place
    section = clause.section
    if site == "csf" and basis == "specimen" and with_blood(reading, clause):
        return "differential"  # 'CBC same day: Hgb 92 g/L' in a report on the spinal fluid
    if site == "csf":
        return "csf"
    if site in OTHER_SITES and basis != "specimen":
        return None
    in_count = section.name in BLOOD_SECTIONS
    if FLOW_WORDS & reading.document.words and POPULATIONS.search(reading.document.folded, max(clause.start, hit.start - 300), min(clause.end, hit.end + 200)):
        return None
    if basis != "words" and section.site == "peripheral_blood" and other_block(reading, clause, hit):
        return None
    if in_count and (site is None or site == "peripheral_blood"):
        return "differential"
    if (row is not BLAST_CELL or section.name == "differential") and basis != "words" and in_blood_count(reading, clause, hit):
        return "differential"
    if site == "bone_marrow" and not (basis == "specimen" and in_count):
        return None
    if basis != "words" and section.method in COUNTED_BY_LAB:
        return None
    if site == "peripheral_blood" or in_count:
        return "differential"
    return "differential" if row is not BLAST_CELL and reading.has_counts else None


def other_block(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether the row or the paragraph of a cell is of another specimen than the blood count above it."""
    site = row_site(reading, hit.start) or block_site(reading, clause)
    return site not in {None, "peripheral_blood"} or (site is None and marrow_count(reading, clause))


def clause_before(reading: Reading, clause: Clause) -> Clause | None:
    """The clause that a semicolon divides from this one."""
    if clause.start == 0 or reading.document.folded[clause.start - 1] != ";":
        return None
    at = place_of(reading, clause)
    if at == 0:
        return None
    other = reading.clauses[at - 1]
    return other if other.end == clause.start else None


def place_of(reading: Reading, clause: Clause) -> int:
    """Where the clause stands among those of the report, which are the sentences that hold a known word."""
    return bisect_left(reading.clauses, clause.index, key=index_of)


def index_of(clause: Clause) -> int:
    return clause.index


def of_other_person(reading: Reading, clause: Clause) -> bool:
    """Whether a semicolon divides the clause from one that speaks of a donor or a relative."""
    other = clause_before(reading, clause)
    for _ in range(4):
        if other is None:
            return False
        if any(cue.effect in {"donor", "family"} for _, cue in other.of("cue")):
            return True
        other = clause_before(reading, other)
    return False


def below_cell(reading: Reading, clause: Clause) -> bool:
    """Whether a row of a table stands right below a row of the blood count."""
    at = place_of(reading, clause)
    if at == 0 or not reading.document.line_at(clause.hits[0].start).table:
        return False
    other = reading.clauses[at - 1]
    return not {"cell", "analyte"}.isdisjoint(other.kinds) and clause.start - other.end <= 1


PRONOUN = compile(r"[ \t]*(?:her|his|their)[ \n]")


def of_donor(reading: Reading, clause: Clause) -> bool:
    """Whether a sentence goes on about the donor of the one before it: 'Donor: sister, 46 y. Her WBC is 5.5.'"""
    folded = reading.document.folded
    if not PRONOUN.match(folded, clause.start):
        return False
    at = place_of(reading, clause)
    if at and folded.find("\n", reading.clauses[at - 1].start + 1, clause.start) < 0 and any(
        cue.effect == "donor" for _, cue in reading.clauses[at - 1].of("cue")
    ):
        return True
    index = bisect_left(reading.document.section_starts, clause.start) - 1
    heading = reading.document.sections[index - 1] if index > 0 else clause.section
    return any(
        section.role == "family" and folded.find("\n", section.heading_start, clause.start) < 0 and folded.startswith("donor", section.heading_start)
        for section in (clause.section, heading)
    )


def in_blood_count(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether the nearest known thing before a differential is a blood count, not a word of the marrow."""
    section = clause.section
    if section.site == "bone_marrow" or section.method in COUNTED_BY_LAB or block_site(reading, clause) not in {None, "peripheral_blood"}:
        return False
    kinds = (clause_before(reading, clause) or clause).kinds
    counted = "cell" in clause.kinds or "analyte" in clause.kinds or "cell" in kinds or "analyte" in kinds
    if reading.specimen_site != "bone_marrow" and not counted:
        counted = section.name == "differential" or below_cell(reading, clause)
    if not (counted or has_letters(clause)):
        return False
    return count_above(reading, place_of(reading, clause), hit.start)


def count_above(reading: Reading, at: int, position: int) -> bool:
    """Whether the nearest known thing before a place, from clause `at` upwards, is a blood count."""
    for other in reversed(reading.clauses[max(0, at - 15) : at + 1]):
        if position - other.end > 600:
            return False
        if other.kinds.keys().isdisjoint(DECIDING):
            continue
        for known in reversed(other.hits):
            if known.start >= position:
                continue
            rows = known.rows
            if "analyte" in rows and rows["analyte"].id in CBC_IDS:
                return True
            if "site" in rows or ("method" in rows and rows["method"].id in MARROW_METHODS):
                return False
    return False


DECIDING = frozenset({"analyte", "site", "method"})
