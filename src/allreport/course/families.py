"""The kinds of results: where they stand in a report, what names the test, what it says."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any, NamedTuple

from allreport.model.base import Quantity, Sourced
from allreport.model.report import Report


class Says(NamedTuple):
    """What a result says: a word, and a number with its side where it has one."""

    word: str
    comparator: str = "="
    number: float | None = None
    upper: float | None = None  # of a range

    def shown(self) -> str:
        numbers = "–".join(f"{number:g}" for number in (self.number, self.upper) if number is not None)
        side = "" if self.comparator == "=" or not numbers else self.comparator
        return " ".join(filter(None, (self.word, side + numbers)))


class Family(NamedTuple):
    """One list of a report. A test is named by the attributes `exact` and `soft`; a report may leave out the soft ones.

    `words` and `number` are the attributes that hold what the result says.
    """

    name: str
    exact: tuple[str, ...] = ()
    soft: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    number: str | None = None


FAMILIES = (
    Family("disease", words=("value",)),
    Family("lineage", words=("value",)),
    Family("blasts", exact=("site",), soft=("method", "denominator"), number="percent"),
    Family("cellularity", exact=("word", "percent")),
    Family("marrow_class", words=("value",)),
    Family("cbc", exact=("analyte",), number="value"),
    Family("markers", exact=("marker", "population"), soft=("method",), words=("status",)),
    Family("karyotypes", words=("iscn",)),
    Family("iscn_other", exact=("technique", "iscn")),
    Family("genetic_findings", exact=("name",), soft=("method",), words=("status",)),
    Family("variants", exact=("gene", "coding", "protein")),
    Family("mrd", soft=("method", "site", "target", "scale"), words=("status",), number="level"),
    Family("cns", words=("value",)),
    Family("csf", exact=("analyte",), number="value"),
    Family("csf_cells", soft=("method",), words=("status",)),
    Family("extramedullary", exact=("site",), words=("status",)),
    Family("responses", exact=("kind",), words=("status",)),
    Family("chimerism", exact=("cells",), soft=("method",), words=("word",), number="donor"),
)

# Kinds that do not tell where their sample is from: the only specimen of the report does.
SITELESS = frozenset({"markers", "karyotypes", "iscn_other", "genetic_findings", "variants"})

# Words that say less than any other of the same test: a later result completes them.
OPEN = frozenset({"pending", "not_tested", "failed", "unspecified", "none"})
NO_METHOD = "unspecified"
APART = 0.2  # of the greater number; what is further apart is no rounding of the other


def current(report: Report, family: Family) -> Iterator[Sourced]:
    """The results of a family that are the report's own."""
    return entries(getattr(report, family.name))


def recalled(report: Report, family: Family) -> Iterator[Sourced]:
    """The earlier results that a report recalls."""
    return entries(getattr(report.previous, family.name, None))


def entries(held: Any) -> Iterator[Sourced]:
    """The entries of an attribute that holds one, several or none."""
    if isinstance(held, Sourced):
        yield held
    elif held is not None:
        yield from held


def exact(family: Family, result: Any) -> tuple[Any, ...]:
    """The attributes without which a result is of another test."""
    return tuple(plain(getattr(result, name)) for name in family.exact)


def soft(family: Family, result: Any) -> tuple[Any, ...]:
    """The attributes that a report may leave out; None where it does."""
    values = (plain(getattr(result, name)) for name in family.soft)
    return tuple(None if value == NO_METHOD else value for value in values)


def plain(value: Any) -> Any:
    """A value that can be a key."""
    return (value.comparator, value.value, value.low, value.high) if isinstance(value, Quantity) else value


def says(family: Family, result: Any) -> Says:
    """What a result says."""
    word = " ".join(str(said) for name in family.words if (said := getattr(result, name)) is not None)
    if family.number is None:
        return Says("".join(word.split()) if family.name == "karyotypes" else word)
    held = getattr(result, family.number)
    if isinstance(held, Quantity):
        return Says(word, held.comparator, held.value if held.value is not None else held.low, held.high if held.value is None else None)
    return Says(word, result.comparator, held) if held is not None else Says(word)


def agree(one: Says, other: Says) -> bool:
    """Whether two say the same: one number may be the other one rounded, or be left out."""
    if one.word != other.word:
        return False
    if one.number is None or other.number is None:
        return True
    if one.comparator != other.comparator or not close(one.number, other.number):
        return False
    return one.upper is None or other.upper is None or close(one.upper, other.upper)


def close(one: float, other: float) -> bool:
    """Whether two numbers are the same, or one is the other rounded to fewer digits. Nothing is rounded to zero."""
    if one == other:
        return True
    if not one or not other:
        return False
    coarser = max(last_digit(one), last_digit(other))
    return abs(one - other) <= coarser / 2 * (1 + 1e-9) and abs(one - other) <= APART * max(abs(one), abs(other))


def last_digit(number: float) -> float:
    """What the last printed digit of a number counts: 0.01 for 0.35, and 1 for 120."""
    exponent = Decimal(f"{number:.12g}").normalize().as_tuple().exponent
    return float(10 ** min(exponent, 0)) if isinstance(exponent, int) else 0.0


def fits(one: tuple[Any, ...], other: tuple[Any, ...]) -> bool:
    """Whether two tests may be one: no attribute that both tell differs."""
    return all(mine is None or theirs is None or mine == theirs for mine, theirs in zip(one, other, strict=True))
