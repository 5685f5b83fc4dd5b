"""Cells of the blood differential: as letters, with their numbers before them, with two values each, or without units."""

from __future__ import annotations

from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import NUMBER, readings
from allreport.read.printed import BARE_RANGE, MORE_LEAD, Printed, tail
from allreport.read.tables import column_units
from allreport.read.values import BY_ID, COUNT_UNIT, FRACTION_UNIT, PERCENT_UNIT, RATIO_UNIT, Values
from allreport.scan import Clause
from allreport.vocabulary.analytes import LETTERS
from allreport.vocabulary.rows import Cell

LETTER = compile(r"(?P<cell>[NPLMEB])(?<![\w/^.].)[ ]?[-:=]?[ ]?(?P<number>\d{1,2}(?:[.,]\d)?)[ ]?%?(?=[ ,;/)\n.]|$)")
NUMBER_BEFORE = compile(r"(?<![\d.,])\d{1,3}[ \n]$")
PER_HUNDRED = compile(r"[ \n]{0,3}(?:per|/)[ \n]?100[ \n]?(?:wbcs?|leu[ck]ocytes|white)")
BEFORE_CELL = compile(r"(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?:[ ]?%|[ \n]per ?cent)[ \t\n]{1,3}(?:of |were |are |small |mature |segmented |reactive |circulating |"
    r"atypical |lymphoid |large )*$")

Target = tuple[Hit, Any]  # a label with its row
Bare = tuple[Hit, Any, Printed]  # a cell with a value that has no unit


def letters(values: Values, clause: Clause) -> None:
    """A differential of letters: N 66, L 26, M 5, E 3."""
    found = list(LETTER.finditer(values.raw, clause.start, clause.end))
    cells = {match["cell"] for match in found}
    if len(cells) < 3 or cells.isdisjoint("NP"):
        return
    for match in found:
        one = Printed(match.start("number"), match.end("number"), match["number"], "=", PERCENT_UNIT, None, None, None, match.start(), match.end())
        values.add(clause, None, one, "header", BY_ID[LETTERS[match["cell"].lower()]])


def nucleated(reading: Reading, hit: Hit) -> Printed | None:
    """'2 nucleated red cells per 100 leucocytes'."""
    folded = reading.document.folded
    number = NUMBER_BEFORE.search(folded, max(0, hit.start - 5), hit.start)
    stroke = folded.find("/", hit.start, hit.end)  # 'nRBC/100 WBC' is one word
    hundred = PER_HUNDRED.match(folded, stroke if stroke > 0 else hit.end)
    if number is None or hundred is None:
        return None
    written = reading.document.raw[hundred.start() : hundred.end()].strip()
    return Printed(number.start(), hundred.end(), number.group().strip(), "=", RATIO_UNIT, written, None, None, hit.start, hundred.end())


def before_cell(folded: str, clause: Clause, hit: Hit) -> Any:
    """The percentage right before a cell."""
    start = max(clause.start, hit.start - 40)
    return BEFORE_CELL.search(folded, start, hit.start) if "%" in folded[start : hit.start] or "cent" in folded[start : hit.start] else None


def number_first(folded: str, clause: Clause, targets: list[Target]) -> bool:
    """Whether numbers stand before their cells: '64 % blasts, 8 % segmented, 24 % lymphocytes'."""
    if len(targets) < 2 or not (before_cell(folded, clause, targets[0][0]) and before_cell(folded, clause, targets[-1][0])):
        return False
    return all(isinstance(row, Cell) for _, row in targets)


def second_value(values: Values, hit: Hit, one: Printed, stop: int) -> Printed | None:
    """A second value of the same cell on its line: percent and absolute count side by side."""
    if one.end >= stop:
        return None
    folded = values.folded
    lead = MORE_LEAD.match(folded, one.end, stop)
    position = lead.end() if lead else one.end
    while position < stop and folded[position] in " (,;/=":
        position += 1
    match = NUMBER.match(folded, position, min(len(folded), stop + 1))
    if match is None or match.end() > stop or BARE_RANGE.match(folded, position, stop):
        return None
    second = tail(values.reading, hit.start, match.start(), match.end(), stop)
    if second.unit is not None:
        return second if second.percent != one.percent else None
    white = values.white_cells
    if not one.percent or white is None:
        return None
    comma = values.reading.comma
    expected = white * (readings(one.number, comma)[0] / 100)
    near = abs(readings(second.number, comma)[0] - expected) <= 0.06 * expected + 0.06
    return second._replace(unit=COUNT_UNIT) if near else None


def without_units(values: Values, clause: Clause, bare: list[Bare]) -> None:
    """Cells of a differential without units: percent if they add up to about 100, absolute counts if they add up to the white cells."""
    header = column_units(values.document, bare[0][0].start) if len(bare) <= 2 else None
    if header:
        for hit, row, one in bare:
            paired(values, clause, hit, row, one, header)
        return
    numbers = [readings(one.number, values.reading.comma)[0] for _, _, one in bare]
    unit = unit_of_sum(values, clause, [*numbers, *blasts_beside(values, clause, {hit.start for hit, _, _ in bare})])
    for _, row, one in bare if unit is not None else ():
        values.add(clause, row, one._replace(unit=unit) if unit else one, "header", BY_ID[row.absolute if unit is COUNT_UNIT else row.percent])


BLASTS_VALUE = compile(r"[ \t]{0,3}[:=-]?[ \t]{0,3}(?P<number>\d{1,3}(?:[.,]\d{1,2})?)(?![\w/%]|[.,]\d)")


def blasts_beside(values: Values, clause: Clause, known: set[int]) -> list[float]:
    """The blasts of a differential, which belong into its sum: 'blast 41, band 8, seg 22, lymph 3'."""
    found = []
    for hit, row in clause.of("word"):
        match = BLASTS_VALUE.match(values.folded, hit.end, clause.end) if row.id == "blasts" and hit.start not in known else None
        if match:
            found.append(readings(match["number"], values.reading.comma)[0])
    return found[:1]


def unit_of_sum(values: Values, clause: Clause, numbers: list[float]) -> dict[str, Any] | None:
    """The unit that the sum of a differential speaks for; empty where it is percent, but nothing says so."""
    total, count = sum(numbers), len(numbers)
    white = values.white_cells
    if white is not None and total < 88 and abs(total - white) <= 0.08 * white + 0.05:
        return COUNT_UNIT
    if count >= 3 and 0.95 <= total <= 1.05:
        return FRACTION_UNIT
    if count >= 2 and 0.8 <= total <= 1.05 and white is not None and white > 2 * total:
        return FRACTION_UNIT  # some cells are not printed; as counts they would be far from the white cells
    whole = all(number == int(number) for number in numbers)
    if (count >= 2 and 88 <= total <= 106) or (count >= 3 and 60 < total <= 101 and whole):
        return {}
    if total <= 106 and ("%" in clause.folded or "percent" in clause.folded):
        return {}
    if white is not None and (abs(total - white) <= 0.15 * white + 0.1 or (not whole and total <= white * 1.05)):
        return COUNT_UNIT
    return None


def paired(values: Values, clause: Clause, hit: Hit, row: Any, one: Printed, header: list[tuple[str, Any]]) -> None:
    """The values of one cell under a head that names a percentage and a count."""
    numbers = list(NUMBER.finditer(values.folded, one.start, one.stop))[:2]
    for match, (kind, unit) in zip(numbers, header, strict=False):
        value = tail(values.reading, hit.start, match.start(), match.end(), match.end())._replace(unit=unit)
        values.add(clause, row, value, "header", BY_ID[row.percent if kind == "pct" else row.absolute])
