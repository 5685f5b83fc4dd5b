"""Counting abnormalities (ISCN 2024) and cells: complex karyotype, normal karyotype, clonality."""

from __future__ import annotations

from allreport.vocabulary.iscn import KINDS

from .tree import CloneNode, Item

_COUNTED: dict[str, int] = {kind.symbol: kind.counted for kind in KINDS}


def weigh(item: Item) -> int:
    """For how many abnormalities one structural item counts: an unbalanced translocation for two."""
    kind = item.main.kind
    if kind == "der" and len(item.parts) == 1 and item.parts[0].kind in ("del", "add", "inv", "dup"):
        return 1
    return _COUNTED.get(kind, 1)


def count_abnormalities(clones: list[CloneNode]) -> int:
    """Distinct acquired abnormalities over all clones, each counted once; of a chromosome gained twice both count."""
    if sum([len(clone.items) for clone in clones]) < 3:
        return 0  # an item counts for two at most: below every threshold
    most: dict[tuple[object, ...], int] = {}
    for clone in clones:
        here: dict[tuple[object, ...], int] = {}
        for meaning in clone.meanings:
            if meaning.acquired and meaning.weight:
                key = meaning.key
                here[key] = here.get(key, 0) + meaning.weight if key[1] else meaning.weight
        for name, number in here.items():
            if number > most.get(name, 0):
                most[name] = number
    return sum(most.values())


def is_normal(clone: CloneNode) -> bool:
    """46 chromosomes and no change but constitutional variants: inversions, heterochromatin, satellites."""
    if clone.unread or clone.incomplete or not clone.resolved or clone.sex_constitutional or clone.low != 46 or clone.high != 46:
        return False
    if clone.sex not in ("XX", "XY", None):
        return False
    return not clone.expanded or all(item.constitutional == "yes" and item.main.kind in ("variant", "inv") for item in clone.expanded)


def is_constitutional(clone: CloneNode, *, mosaic: bool) -> bool:
    """Whether the clone has changes, and all are constitutional."""
    changed = bool(clone.expanded) or clone.sex_constitutional
    return changed and (mosaic or not clone.acquired)


def is_clonal(clone: CloneNode) -> bool | None:
    """Two cells for a gain or a structural change, three for losses alone. None without a count, and for a line without change."""
    if clone.cells is None or not clone.acquired:
        return None
    if clone.cells != 2:
        return clone.cells > 2
    return any(meaning.acquired and not meaning.loss for meaning in clone.meanings)
