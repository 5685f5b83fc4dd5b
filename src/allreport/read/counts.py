"""Blood count, differential, chemistry, and the counts of the spinal fluid: which label stands where, and whose value it has."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from allreport.document import Line
from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Place, Reading
from allreport.read.differential import LETTER, before_cell, letters, nucleated, number_first, second_value, without_units
from allreport.read.earlier import Dates
from allreport.read.printed import Printed, value_behind
from allreport.read.tables import Columns, hl7_value, labelled_block, transposed
from allreport.read.values import BY_ID, PERCENT_UNIT, Values
from allreport.scan import Clause
from allreport.vocabulary.rows import Cell

A_RANGE = compile(r"[ ]?%?[ ]?-[ ]?\d{1,3}[ ]?%")
NO_VALUE_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
BLOOD_SECTIONS = frozenset({"cbc", "pb_smear"})
COUNTED_BY_LAB = frozenset({"flow", "FISH", "karyotype", "ihc"})
OTHER_SITES = frozenset({"pleural_fluid", "lymph_node", "other"})
CBC_IDS = frozenset({"wbc", "hgb", "plt", "rbc", "hct"})
BLOOD_ONLY_IDS = frozenset({"hgb", "plt"})  # never counted in the spinal fluid
SHARES = frozenset({"pct", "ratio"})
MARROW_METHODS = frozenset({"aspirate", "biopsy", "touch_prep"})
LABELS = frozenset({"analyte", "cell"})
HL7_VALUE = "obx|"
CORRECTED = "corrected for "
SHORT = 16  # characters; a differential of letters is longer
BLAST_CELL = Cell("blasts", "blast_pct", "blast_abs", ())

Target = tuple[Hit, Any]  # a label with its row


def read(reading: Reading, columns: Columns, dates: Dates) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Blood values and spinal-fluid counts."""
    counts = Counts(reading, columns)
    for clause in counts.clauses():
        counts.read(clause)
    blood = counts.values.blood
    dates.mark(blood, "analyte")
    for finding in blood:
        if finding["_clause"].section.role == "history" and dates.past_course(finding["_clause"]):
            finding["temporality"] = "previous"
    return blood, counts.values.fluid


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
        self.hl7 = "obx" in words
        self.corrected = "corrected" in words or "uncorrected" in words
        self.letters = [place for place in self.document.places_of(("n", "p")) if LETTER.match(self.document.raw, place)]

    def clauses(self) -> list[Clause]:
        """The clauses that hold a label, in sections that tell values."""
        by_kind = self.reading.by_kind
        found = {clause.index: clause for clause in by_kind.get("analyte", ())}
        for clause in by_kind.get("cell", ()):
            found[clause.index] = clause
        if self.hl7 or any(section.name in BLOOD_SECTIONS for section in self.document.sections):
            for clause in by_kind.get("word", ()):  # blasts
                if clause.section.name in BLOOD_SECTIONS or self.in_message(clause.start):
                    found[clause.index] = clause
        return [found[index] for index in sorted(found) if found[index].section.role not in NO_VALUE_ROLES or self.in_message(found[index].start)]

    def in_message(self, start: int) -> bool:
        """Whether a segment of an HL7 message begins here, which no heading governs."""
        return self.hl7 and self.folded.startswith(HL7_VALUE, start)

    def read(self, clause: Clause) -> None:
        """The values of one clause, whichever way it is laid out."""
        targets = self.targets_of(clause)
        if not targets or (self.folded[clause.start - 1] == ";" and of_other_person(self.reading, clause)):
            return
        values = self.values
        if len(targets) > 2:
            if labelled_block(values, clause, targets):
                return
            consumed = transposed(values, clause, targets)
            targets = [target for target in targets if target[0].start >= consumed]
        if number_first(self.folded, clause, targets):
            self.numbers_before(clause, targets)
            return
        bare = self.labelled_values(clause, targets)
        if bare:
            without_units(values, clause, bare)
        if values.blood and clause.end - clause.start > SHORT and self.has_letters(clause):
            letters(values, clause)

    def has_letters(self, clause: Clause) -> bool:
        """Whether a letter for neutrophils stands in the clause with its number."""
        first = bisect_left(self.letters, clause.start)
        return first < len(self.letters) and self.letters[first] < clause.end

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
        if self.corrected:  # white cells corrected for nucleated red cells
            return [(hit, BY_ID["wbc"] if row.id == "nrbc" and self.folded.endswith(CORRECTED, 0, hit.start) else row) for hit, row in found]
        return found

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
        if self.hl7 and self.in_message(line.start):
            hl7_value(self.values, clause, hit, row, line)
            return None
        site = blood_site(self.reading, clause, hit, row)
        if site is None or (line.table and site != "csf" and self.columns.covers(line) and self.columns.read(hit, row, self.values)):
            return None
        one = value_behind(self.reading, hit, stop, clause) or (nucleated(self.reading, hit) if row.id == "nrbc" else None)
        if one is None:
            return None
        if isinstance(row, Cell):
            return self.cell_value(clause, target, one, site, line, stop)
        if site == "csf":
            self.values.add_fluid(clause, row, one)
        else:
            self.values.add(clause, row, one)
        return None

    def cell_value(self, clause: Clause, target: Target, one: Printed, site: str, line: Line, stop: int) -> Printed | None:
        """The value or the two values of a cell; given back is one without a unit."""
        hit, row = target
        if site == "csf" or A_RANGE.match(self.folded, one.start + len(one.number)):
            return None
        if row is BLAST_CELL and (site == "blood" or (one.unit is not None and not line.table)):
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
            if match is None or blood_site(self.reading, clause, hit, row) != "differential":
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
    if place.basis != "words" and any(other.id in BLOOD_ONLY_IDS for _, other in clause.of("analyte")):
        return "blood"
    fluid = row.id == "wbc" or row.id == "rbc"
    if place.site == "csf":
        return "csf" if fluid else None
    return None if fluid and place.basis != "specimen" else "blood"


def cell_site(reading: Reading, clause: Clause, hit: Hit, row: Any, place: Place) -> str | None:
    """Where the share of a cell belongs."""
    site, basis = place
    section = clause.section
    if site == "csf":
        return "csf"
    if site in OTHER_SITES and basis != "specimen":
        return None
    in_count = section.name in BLOOD_SECTIONS
    if in_count and (site is None or site == "peripheral_blood"):
        return "differential"
    if row is not BLAST_CELL and basis != "words" and in_blood_count(reading, clause, hit):
        return "differential"
    if site == "bone_marrow" and not (basis == "specimen" and in_count):
        return None
    if basis != "words" and section.method in COUNTED_BY_LAB:
        return None
    if site == "peripheral_blood" or in_count:
        return "differential"
    return "differential" if row is not BLAST_CELL and reading.has_counts else None


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


def in_blood_count(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether the nearest known thing before a differential is a blood count, not a word of the marrow."""
    if clause.section.site == "bone_marrow":
        return False
    kinds = (clause_before(reading, clause) or clause).kinds
    if not ("cell" in clause.kinds or "analyte" in clause.kinds or "cell" in kinds or "analyte" in kinds):
        return False
    at = place_of(reading, clause)
    for other in reversed(reading.clauses[max(0, at - 9) : at + 1]):
        if hit.start - other.end > 600:
            return False
        if other.kinds.keys().isdisjoint(DECIDING):
            continue
        for known in reversed(other.hits):
            if known.start >= hit.start:
                continue
            rows = known.rows
            if "analyte" in rows and rows["analyte"].id in CBC_IDS:
                return True
            if "site" in rows or ("method" in rows and rows["method"].id in MARROW_METHODS):
                return False
    return False


DECIDING = frozenset({"analyte", "site", "method"})
