"""From a printed value to a finding: the unit's factor, the bounds of what is possible, and what may be inferred without a unit."""

from __future__ import annotations

from typing import Any

from allreport.document import Document
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import Range, misgrouped, readings
from allreport.read.printed import Printed
from allreport.scan import Clause
from allreport.vocabulary.analytes import ANALYTES
from allreport.vocabulary.rows import Analyte, Cell, Unit
from allreport.vocabulary.units import UNITS

BY_ID = {row.id: row for row in ANALYTES}
CODES = {row.id: ({"system": "http://loinc.org", "code": row.loinc},) for row in ANALYTES if row.loinc}
UNITS_OF: dict[str, list[Unit]] = {}
for _unit in UNITS:
    UNITS_OF.setdefault(_unit.kind, []).append(_unit)
PERCENT_UNIT = {"pct": UNITS_OF["pct"][0]}
FRACTION_UNIT = {"pct": UNITS_OF["pct"][0]._replace(factor=100.0)}
RATIO_UNIT = {"ratio": UNITS_OF["ratio"][0]}
COUNT_UNIT = {"count": next(unit for unit in UNITS_OF["count"] if unit.ucum == "10*9/L")}
MOST_NEUTROPHILS = 60.0  # 10*9/L; a larger number without a unit may be of cells per microlitre
NEEDS_UNIT = frozenset({"count", "count12"})
PLAIN = frozenset({"ratio", "fl", "pg"})  # always printed in the same unit, often without it
PLAIN_FACTOR = frozenset({"fl", "pg", "ratio", "esr", "enzyme"})
THIRDS = compile(r"[ ]?/[ ]?3(?![\d/]|[.,]\d)")
PER_UL = {"/uL": 1.0, "10*9/L": 1000.0, "10*3/uL": 1000.0, "10*6/L": 1.0}


class Values:
    """The values found so far in one report."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document: Document = reading.document
        self.folded = reading.document.folded
        self.raw = reading.document.raw
        self.blood: list[dict[str, Any]] = []
        self.fluid: list[dict[str, Any]] = []
        self.white_cells: float | None = None  # the first count of them
        self.fractions = False  # a common cell was printed as a part of one

    def add(self, clause: Clause, row: Any, one: Printed, basis: str = "stated", analyte: Analyte | None = None) -> None:
        """One blood value as a finding; a value outside physical bounds is an issue and no value."""
        if analyte is None:
            analyte = row if isinstance(row, Analyte) else BY_ID[row.percent if one.percent else row.absolute]
        if misgrouped(one.number):
            self.reading.issue("ambiguous_number", "cbc", f"the marks of the number of {analyte.name} divide no thousands", one.start, one.end)
            return
        numbers = readings(one.number, self.reading.comma)
        factor: float | None
        unit = one.unit.get(analyte.kind) if one.unit else None
        if is_fraction(row, one, numbers[0], self.fractions):
            self.fractions = True
            analyte, factor, basis, review = BY_ID[row.percent], 100.0, "inferred", "check"
        elif unit is not None:
            factor, review = unit.factor, "none"
            if unit.ucum == "/uL" and analyte.kind == "count":
                numbers = sorted(numbers, reverse=True)  # cells are counted in whole numbers: 23.000/mm3
        elif one.unit is not None:
            if analyte.kind in NEEDS_UNIT:
                return
            factor, basis, review = None, "inferred", "check"
            self.unknown_unit(analyte, one)
        elif one.unit_text:
            factor, basis, review = None, "inferred", "check"
            self.unknown_unit(analyte, one)
        else:
            factor, basis, review = infer(analyte, numbers[0], one.range), "inferred", "check"
            if factor is None and analyte.kind == "count":
                factor = infer_small_count(numbers[0], one.number, self.white_cells)
            if analyte.unit != "%" and analyte.kind not in PLAIN:
                self.reading.issue("unit_missing", "cbc", f"no unit is printed for {analyte.name}", one.start, one.end, "info")
            if factor is None and (isinstance(row, Cell) or analyte.kind == "count"):
                return
        value = None
        if factor is not None:
            value = fitting(analyte, numbers, factor)
            if value is None:
                self.reading.issue("implausible_value", "cbc", f"{analyte.name} is outside what is possible", one.start, one.end)
                return
        if analyte.id == "wbc" and value:
            self.white_cells = self.white_cells or value
        self.blood.append(self.finding(clause, analyte, one, value, basis, review, factor))

    def unknown_unit(self, analyte: Analyte, one: Printed) -> None:
        """Say that a unit is printed which this value cannot have."""
        self.reading.issue("unit_unknown", "cbc", f"the unit printed for {analyte.name} is not known", one.start, one.end)

    def finding(self, clause: Clause, analyte: Analyte, one: Printed, value: float | None, basis: str, review: str, factor: float | None) -> dict[str, Any]:
        """The value with its evidence."""
        start, label = one.start, one.label
        first, last = (label, start) if label < start else (start, label)
        finding = self.reading.sourced(start, one.end, "analyte." + analyte.id)
        finding |= {"analyte": analyte.name, "value": value, "unit": analyte.unit, "comparator": one.compare,
            "value_as_written": self.raw[start : start + len(one.number)], "unit_as_written": one.unit_text, "unit_basis": basis, "flag": one.flag,
            "review": review, "cue_start": first, "cue_end": last, "_clause": clause}
        if one.range and factor is not None:
            low, high = one.range
            finding["reference_low"] = None if low is None else round(low * factor, 6)
            finding["reference_high"] = None if high is None else round(high * factor, 6)
        if analyte.id in CODES:
            finding["codes"] = CODES[analyte.id]
        return finding

    def add_fluid(self, clause: Clause, row: Any, one: Printed) -> None:
        """A count of the spinal fluid, per microlitre."""
        if not isinstance(row, Analyte) or row.id not in {"wbc", "rbc"}:
            return
        if misgrouped(one.number):
            self.reading.issue("ambiguous_number", "csf", f"the marks of the number of {row.name} divide no thousands", one.start, one.end)
            return
        if one.unit_text and not (one.unit and "count" in one.unit):
            self.reading.issue("unit_unknown", "csf", f"the unit printed for {row.name} is not known", one.start, one.end)
            return
        factor = PER_UL.get(one.unit["count"].ucum, 1.0) if one.unit is not None and "count" in one.unit else 1.0
        number = readings(one.number, self.reading.comma)[0]
        if factor > 1 and number >= 1:
            return  # thousands in a microlitre are counted in the blood, whose values a report on the fluid may recall
        value = number * factor
        if THIRDS.match(self.document.folded, one.start + len(one.number)):
            value = round(value / 3, 6)  # '12/3': three microlitres of the chamber were counted
        self.fluid.append(self.reading.sourced(one.start, one.end, f"csf.{row.id}", analyte=row.name, value=value, comparator=one.compare, _clause=clause))


def fitting(analyte: Analyte, numbers: list[float], factor: float) -> float | None:
    """The first of the numbers that is possible, in the canonical unit."""
    for number in numbers:
        value = number * factor
        if analyte.low <= value <= analyte.high:
            return round(value, 6)
    return None


def is_fraction(row: Any, one: Printed, number: float, others: bool) -> bool:
    """Whether a cell of the differential is printed as a part of one: 'Segmenters 0.31 (0.50 - 0.70)'. `others`: a common cell is."""
    if not isinstance(row, Cell) or one.unit is not None or one.unit_text or one.percent or number > 1:
        return False
    if one.range is None:
        return others
    return one.range.high is not None and one.range.high <= 1 and (others or row.id not in RARE_CELLS)


RARE_CELLS = frozenset({"basophils", "eosinophils", "monocytes", "bands", "blasts", "plasma cells"})  # their counts may lie below one, and so may their range


def infer(analyte: Analyte, number: float, interval: Range | None) -> float | None:
    """The factor where no unit is printed: given only if physical bounds leave one."""
    kind = analyte.kind
    if kind == "frac":
        return 100.0 if number < 1 else 1.0
    if analyte.unit == "%":
        return 1.0
    if kind == "hgb":
        return 1.0 if 2 <= number < 25 else 0.1 if number >= 30 else None
    if kind == "count12":
        return 1.0 if number < 12 else None
    if kind == "count":
        return infer_count(analyte, number, interval)
    candidates = {unit.factor for unit in UNITS_OF.get(kind, ()) if analyte.low <= number * unit.factor <= analyte.high}
    if len(candidates) > 1:
        return 1.0 if kind in PLAIN_FACTOR else None
    return candidates.pop() if candidates else None


def infer_count(analyte: Analyte, number: float, interval: Range | None) -> float | None:
    if analyte.id == "wbc":
        return 0.001 if number >= 1000 else 1.0
    if analyte.id == "plt":
        return 0.001 if number >= 3000 else 1.0 if 3 <= number < 2000 else None
    return 0.001 if number >= 100 else 1.0 if interval is not None else None


def infer_small_count(number: float, written: str, white: float | None) -> float | None:
    """The factor of a part of the white cells: decimals, or a number that fits into the white cells, are thousands ('WBC 3.2, ANC 0.78')."""
    if number > MOST_NEUTROPHILS:
        return None
    decimal = "." in written or "," in written
    return 1.0 if decimal or (white is not None and number <= white) else None
