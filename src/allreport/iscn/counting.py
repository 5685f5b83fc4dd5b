"""Counting abnormalities (ISCN 2024) and cells: complex karyotype, normal karyotype, clonality."""

from __future__ import annotations

from allreport.vocabulary.iscn import KINDS

from .tree import CloneNode, Item

_COUNTED: dict[str, int] = {kind.symbol: kind.counted for kind in KINDS}
_UNBALANCED = frozenset({"der", "der dic", "der psu dic", "dic", "psu dic", "rec"})


def acquired(clone: CloneNode) -> list[Item]:
    """The changes of a clone that are not constitutional."""
    return [item for item in clone.expanded if item.constitutional != "yes"]


def weight(item: Item) -> int:
    """For how many abnormalities one item counts: an unbalanced translocation two, a tetrasomy one for each extra copy."""
    kind = item.main.kind
    if kind == "der" and len(item.parts) == 1 and item.parts[0].kind in ("del", "add", "inv", "dup"):
        return 1
    return _COUNTED.get(kind, 1)


def count_abnormalities(clones: list[CloneNode]) -> int:
    """Distinct acquired abnormalities over all clones, each counted once, in as many copies as one clone has at most."""
    if sum(len(clone.items) for clone in clones) < 3:
        return 0  # an item counts for two at most: below every threshold
    most: dict[tuple[object, ...], int] = {}
    for clone in clones:
        here: dict[tuple[object, ...], int] = {}
        for item in acquired(clone):
            if item.removes is not None:
                continue
            numeric = item.main.kind == "chromosome"
            key = (item.main.kind, item.sign if numeric else "", item.main.chromosomes, tuple((part.kind, part.chromosomes) for part in item.parts))
            here[key] = here.get(key, 0) + item.copies if numeric else weight(item)
        for name, number in here.items():
            most[name] = max(most.get(name, 0), number)
    return sum(most.values())


def is_normal(clone: CloneNode) -> bool:
    """46 chromosomes and no change but constitutional variants: inversions, heterochromatin, satellites."""
    if clone.unread or clone.incomplete or not clone.resolved or clone.sex_constitutional or clone.low != 46 or clone.high != 46:
        return False
    variants = all(item.constitutional == "yes" and item.main.kind in ("variant", "inv") for item in clone.expanded)
    return variants and clone.sex in ("XX", "XY", None)


def is_constitutional(clone: CloneNode, *, mosaic: bool) -> bool:
    """Whether the clone has changes, and all are constitutional."""
    changed = bool(clone.expanded) or clone.sex_constitutional
    return changed and (mosaic or not acquired(clone))


def is_clonal(clone: CloneNode) -> bool | None:
    """Two cells for a gain or a structural change, three for a loss alone. None without a count, and for a line without change."""
    changes = acquired(clone)
    if not changes or clone.cells is None:
        return None
    only_losses = all(item.main.kind == "chromosome" and item.sign == "-" for item in changes)
    return clone.cells >= (3 if only_losses else 2)
