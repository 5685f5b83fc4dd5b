"""The rows: no wording twice within a kind, lower case, every unit converts, codes that check."""

from __future__ import annotations

import importlib
import math
import pkgutil
from collections import Counter
from collections.abc import Iterator
from types import FunctionType
from typing import Any

import pytest

from allreport import vocabulary
from allreport.lexicon import KINDS, headings, lexicon, normal, units, wordings_of
from allreport.vocabulary.analytes import ANALYTES, CELLS
from allreport.vocabulary.genes import GENES
from allreport.vocabulary.markers import MARKERS
from allreport.vocabulary.rows import expand
from allreport.vocabulary.sections import HEADINGS
from allreport.vocabulary.units import UNITS

TABLES: list[tuple[str, tuple[Any, ...]]] = [*KINDS, ("heading", HEADINGS), ("unit", UNITS)]
SHARED = {"cue", "unit", "word"}  # a cue may be of two kinds, a unit serve several quantities, a word several readers


def spellings(row: Any) -> Iterator[str]:
    for wording in row.wordings:
        yield from expand(wording)


def name_of(row: Any) -> str:
    return str(row[0])


@pytest.mark.parametrize(("kind", "rows"), TABLES, ids=[kind for kind, _ in TABLES])
def test_wordings_are_lower_case_and_whole(kind: str, rows: tuple[Any, ...]) -> None:
    for row in rows:
        for spelling in spellings(row):
            assert spelling == spelling.lower(), f"{kind} {name_of(row)}: {spelling!r}"
            assert normal(spelling), f"{kind} {name_of(row)}: empty"
            assert not set(spelling) & set("{}|\n\t"), f"{kind} {name_of(row)}: {spelling!r}"


@pytest.mark.parametrize(("kind", "rows"), [table for table in TABLES if table[0] not in SHARED], ids=[kind for kind, _ in TABLES if kind not in SHARED])
def test_no_wording_of_two_rows(kind: str, rows: tuple[Any, ...]) -> None:
    """One wording, one meaning within a kind."""
    owners: dict[str, str] = {}
    for number, row in enumerate(rows):
        for wording in {normal(spelling) for spelling in (wordings_of(kind, row) if kind in dict(KINDS) else spellings(row))}:
            owner = owners.setdefault(wording, f"{number} {name_of(row)}")
            assert owner == f"{number} {name_of(row)}", f"{wording!r} is in two rows"


@pytest.mark.parametrize(("kind", "rows"), TABLES, ids=[kind for kind, _ in TABLES])
def test_no_wording_twice_in_a_row(kind: str, rows: tuple[Any, ...]) -> None:
    for row in rows:
        twice = [wording for wording, count in Counter(row.wordings).items() if count > 1]
        assert twice == [], f"{kind} {name_of(row)}"


def test_a_wording_has_two_cues_at_most() -> None:
    """More are not kept (`cue` and `cue2` of the lexicon), and two must say different things."""
    owners: dict[str, set[tuple[str, str]]] = {}
    for row in dict(KINDS)["cue"]:
        for wording in {normal(spelling) for spelling in spellings(row)}:
            owners.setdefault(wording, set()).add((row.effect, row.direction))
    assert {wording: cues for wording, cues in owners.items() if len(cues) > 2} == {}


def test_exact_wordings_have_capitals() -> None:
    for kind, rows in KINDS:
        for row in rows:
            for wording in row.exact:
                assert wording != wording.lower(), f"{kind} {name_of(row)}: {wording!r} belongs to wordings"


def test_every_wording_is_found_by_the_scan() -> None:
    table = lexicon().table
    for kind, rows in KINDS:
        for row in rows:
            for spelling in wordings_of(kind, row):
                assert kind in table[normal(spelling)].rows, spelling


def test_every_unit_converts() -> None:
    """Every spelling is read whole, and its factor is a positive number."""
    table = units()
    for unit in UNITS:
        assert math.isfinite(unit.factor)
        assert unit.factor > 0
        assert unit.ucum
        for spelling in map(str.strip, spellings(unit)):
            found = table.at(spelling, 0, len(spelling))
            assert found is not None, f"{unit.ucum}: {spelling!r} is not read"
            assert found[0] == len(spelling), f"{unit.ucum}: {spelling!r} is read to {found[0]}"
            assert unit.kind in found[1], spelling


def test_every_analyte_has_a_unit() -> None:
    """The canonical unit of an analyte is a unit of its kind, with factor 1; its bounds make sense."""
    canonical = {(unit.kind, unit.ucum) for unit in UNITS if unit.factor == 1}
    printed = {unit.kind for unit in UNITS}
    for analyte in ANALYTES:
        assert (analyte.kind, analyte.unit) in canonical or analyte.kind not in printed, analyte.id
        assert analyte.low < analyte.high, analyte.id


def test_ids_are_unique() -> None:
    for rows in (ANALYTES, CELLS, MARKERS, GENES):
        names = [name_of(row) for row in rows]
        assert [name for name, count in Counter(names).items() if count > 1] == []


def test_cells_name_their_analytes() -> None:
    ids = {analyte.id for analyte in ANALYTES}
    for cell in CELLS:
        assert {cell.percent, cell.absolute} - {""} <= ids, cell.id


def check_digit(number: str) -> int:
    """LOINC's: Luhn modulo 10."""
    total = 0
    for place, digit in enumerate(reversed(number)):
        value = int(digit) * (2 if place % 2 == 0 else 1)
        total += value - 9 if value > 9 else value
    return -total % 10


def test_loinc_codes() -> None:
    codes = [analyte.loinc for analyte in ANALYTES if analyte.loinc]
    assert len(codes) > 15
    for code in codes:
        number, digit = code.split("-")
        assert check_digit(number) == int(digit), code
    assert len(set(codes)) == len(codes)


def test_hgnc_ids() -> None:
    """Digits, and one gene each."""
    ids = [gene.hgnc for gene in GENES if gene.hgnc]
    assert all(number.removeprefix("HGNC:").isdigit() for number in ids)
    assert [number for number, count in Counter(ids).items() if count > 1] == []


def test_tables_build() -> None:
    """None of them holds a wording of two rows; they are built once."""
    assert lexicon() is lexicon()
    assert units() is units()
    pattern, table = headings()
    assert pattern.pattern
    assert table


def test_rows_only() -> None:
    """Vocabulary modules are data: no functions but those of rows.py."""
    for module in pkgutil.iter_modules(vocabulary.__path__):
        names = vars(importlib.import_module(f"{vocabulary.__name__}.{module.name}"))
        own = [name for name, value in names.items() if isinstance(value, FunctionType) and value.__module__ == names["__name__"]]
        assert module.name == "rows" or own == [], module.name
