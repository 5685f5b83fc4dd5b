"""Classes of chromosome number, doubled clones, copies of single chromosomes."""

from __future__ import annotations

from allreport.vocabulary.iscn import PLOIDY

from .tree import CloneNode

HYPODIPLOID = frozenset({"near-haploidy", "low hypodiploidy", "high hypodiploidy"})
DOUBLED_FROM = frozenset({"near-haploidy", "low hypodiploidy"})


_CLASS: dict[int, str] = {number: row.name for row in PLOIDY for number in range(row.low, row.high + 1)}


def class_of_number(number: int | None) -> str | None:
    """The class of a number of chromosomes, None between the classes."""
    return _CLASS.get(number) if number is not None else None


def class_of(clone: CloneNode) -> str | None:
    """The class of a clone by its number. Of a range: low and high agree, or the listed changes and the middle of the range do."""
    low, high, number = clone.low, clone.high, clone.computed
    if low is None or high is None:
        return None
    found = class_of_number(low)
    if found != class_of_number(high):
        middle = class_of_number((low + high) // 2)
        found = middle if number is not None and low <= number <= high and class_of_number(number) == middle else None
    if found == "high hyperdiploidy" and clone.resolved_level >= 3 and number is not None:
        return "near-triploidy"
    return found


def doubled_base(clone: CloneNode) -> str | None:
    """The class of the hypodiploid clone that this clone is the double of, as the string itself says."""
    base = clone.base
    if base is None or clone.multiplier < 2:
        return None
    found = class_of(base)
    return found if found in DOUBLED_FROM else None


def copies(clone: CloneNode) -> dict[str, int]:
    """Whole chromosomes gained or lost against the level: acquired ones only."""
    if clone.whole is None:
        found = clone.whole = {}
        for item in clone.expanded:
            if item.main.kind == "chromosome" and item.constitutional != "yes" and item.sign:
                name = item.main.chromosomes[0]
                found[name] = found.get(name, 0) + (item.copies if item.sign == "+" else -item.copies)
    return clone.whole


def looks_doubled(clone: CloneNode) -> bool:
    """Whether a hyperdiploid or near-triploid clone shows even copy numbers as a doubled hypodiploid clone does.

    Against 2n: at least four chromosomes in four copies and hardly one in three. Against 3n: at least five chromosomes in
    two copies and more of them than gains.
    """
    number = clone.low
    if number is None or not 46 <= number <= 80:
        return False
    changes = [change for name, change in copies(clone).items() if name not in ("X", "Y")]
    if clone.resolved_level == 2:
        fours = changes.count(2)
        return fours >= 4 and changes.count(1) + changes.count(3) <= max(1, fours // 4)
    if clone.resolved_level == 3:
        twos, fours = changes.count(-1), changes.count(1)
        return twos >= 5 and twos + fours >= 7 and len(changes) - twos - fours <= 2
    return False
