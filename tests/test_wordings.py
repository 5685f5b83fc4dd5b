"""One value in many wordings: the tables of tests/wordings, one line a wording.

`text => field key=value ... ; field key=value ...` asks for a row of each kind; `! text => field key=value ...` forbids it.
Keys are columns of the facts; `\\n` and `\\t` stand for a line break and a tab, values with blanks stand in quotes, `null` is None.
Rows are current and not `possible` unless the line says `temporality=` or `certainty=`.
"""

from __future__ import annotations

import math
import shlex
from pathlib import Path
from typing import NamedTuple

import pytest

import allreport

TABLES = sorted((Path(__file__).parent / "wordings").glob("*.txt"))
LEAST = 25


class Line(NamedTuple):
    """One line of a table: the text, and the rows it must (or must not) give."""

    place: str
    text: str
    forbidden: bool
    wanted: tuple[tuple[str, dict[str, str]], ...]


def lines(table: Path) -> list[Line]:
    found = []
    for number, line in enumerate(table.read_text("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        forbidden = line.startswith("! ")
        text, arrow, rows = line.removeprefix("! ").rpartition(" => ")
        assert arrow, f"{table.name}:{number} has no ' => '"
        text = text.replace("\\n", "\n").replace("\\t", "\t")
        found.append(Line(f"{table.stem}:{number}", text, forbidden, tuple(wanted(row) for row in rows.split(" ; "))))
    return found


def wanted(row: str) -> tuple[str, dict[str, str]]:
    field, *columns = shlex.split(row)
    return field, dict(column.split("=", 1) for column in columns)


def fits(fact: allreport.Fact, field: str, columns: dict[str, str]) -> bool:
    columns = {"temporality": "current", **columns}
    if "certainty" not in columns and fact.certainty == "possible":
        return False
    return fact.field == field and all(same(getattr(fact, name), value) for name, value in columns.items())


def same(got: object, want: str) -> bool:
    if got is None or want == "null":
        return got is None and want == "null"
    if isinstance(got, (int, float)):
        return math.isclose(got, float(want), rel_tol=1e-3)
    return str(got) == want


def failures(line: Line) -> list[str]:
    """What a line asks for and does not get, or gets and forbids."""
    facts = allreport.facts(allreport.parse(line.text))
    return [f"{line.place}: {field} {columns}" for field, columns in line.wanted if any(fits(fact, field, columns) for fact in facts) is line.forbidden]


@pytest.mark.parametrize("line", [line for table in TABLES for line in lines(table)], ids=lambda line: line.place)
def test_wording(line: Line) -> None:
    assert failures(line) == [], line.text


@pytest.mark.parametrize("table", TABLES, ids=lambda table: table.stem)
def test_a_table_has_both_kinds_of_lines(table: Path) -> None:
    found = lines(table)
    assert len(found) >= LEAST
    assert any(line.forbidden for line in found)
    assert len({(line.text, line.forbidden) for line in found}) == len(found), "a line stands twice"
