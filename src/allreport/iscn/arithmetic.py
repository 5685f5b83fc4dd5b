"""The number of chromosomes that the listed changes add up to, and the level that they count against."""

from __future__ import annotations

from allreport.vocabulary.iscn import KINDS

from .tree import CloneNode, Item

FUSED = frozenset(kind.symbol for kind in KINDS if kind.fused)
_ONE_CHROMOSOME = FUSED | {"i", "idic", "ider", "r", "del", "add", "dup", "trp", "qdp", "hsr", "fra", "fis", "neo", "rec", "upd"}
_SEX = ("X", "Y")


def count_chromosomes(clones: list[CloneNode]) -> None:
    """Fill `computed`, `resolved_level` and `letters` of each clone; a clone referred to must come first."""
    for clone in clones:
        if clone.inner is not None:
            _count_plain(clone.inner)
        if clone.base is None and clone.resolved:
            _count_plain(clone)
        elif clone.base is not None:
            _count_inherited(clone, clone.base)


def _count_plain(clone: CloneNode) -> None:
    clone.resolved_level = level = infer_level(clone)
    clone.letters = clone.sex
    letters = _letters(clone, level)
    changes = _changes(clone, max(0, level - letters))
    clone.computed = None if changes is None else 22 * level + letters + changes


def _letters(clone: CloneNode, level: int) -> int:
    """How many sex chromosomes the field shows. Without a field: none where the changes name them, else a full set."""
    if clone.sex is not None and clone.sex[0] != "U":
        return len(clone.sex)
    named = any(chromosome in _SEX for item in clone.items for chromosome in item.main.chromosomes)
    return 0 if named and clone.sex is None else level


def _count_inherited(clone: CloneNode, base: CloneNode) -> None:
    doubled = base.resolved_level * clone.multiplier
    clone.resolved_level = clone.level or doubled
    clone.letters = base.letters or clone.sex
    if base.computed is None or clone.resolved_level != doubled:
        clone.computed = None
        return
    changes = _changes(clone, 0)
    clone.computed = None if changes is None else base.computed * clone.multiplier + changes


def infer_level(clone: CloneNode) -> int:
    """The ploidy level: `<kn>`, else the sex field together with the number of chromosomes."""
    if clone.level:
        return clone.level
    if clone.sex_constitutional:
        return 2
    low = clone.low or 46
    letters = len(clone.sex) if clone.sex and clone.sex[0] != "U" else 0
    if letters == 2 and 34 < low < 58:
        return 2
    by_range = 2 if low < 58 else 3 if low <= 80 else 4 if low <= 103 else 5 if low <= 126 else 6
    gains = sum(item.copies for item in clone.items if item.sign == "+")
    losses = sum(item.copies for item in clone.items if item.sign == "-")
    if letters == 0:
        return by_range
    if letters == 1:
        touched = any(chromosome in _SEX and item.sign != "+" for item in clone.items for chromosome in item.main.chromosomes)
        return 1 if low < 46 and gains >= 2 and losses <= gains and not touched else 2
    if letters == 2 and low < 58:
        return 1 if gains > losses else 2  # up to 34, and more gained than lost: cannot be 2n
    if letters == 2:
        return by_range if losses > gains else 2
    return by_range


def _changes(clone: CloneNode, deficit: int) -> int | None:
    """What the clone's own items add. `deficit`: sex chromosomes that the field leaves out. None if it cannot be known."""
    if clone.incomplete or clone.unread:
        return None
    total = 0
    full = clone.sex_constitutional
    for item in clone.items:
        if not item.known:
            return None
        if item.sign == "+" and item.main.kind == "chromosome":
            total += item.copies
            continue
        if item.sign == "-" and item.main.kind != "chromosome" and _joined_anew(clone, item):
            continue
        delta, deficit = _change(item, 0 if full else deficit)
        if delta is None:
            return None
        total += delta
    return total


def _joined_anew(clone: CloneNode, lost: Item) -> bool:
    """Whether a changed chromosome that a clone has no more is part of a new one: of `-del(9)(p22),dic(9;12)(p13;p13)` the dic takes its place."""
    chromosomes = lost.main.chromosomes
    if clone.base is None or len(chromosomes) != 1 or lost.copies != 1:
        return False
    if not any(item.sign == "" and (item.main.kind, item.main.chromosomes) == (lost.main.kind, chromosomes) for item in clone.base.expanded):
        return False
    return any(item.sign == "" and item.main.kind in FUSED and len(item.main.chromosomes) > 1 and chromosomes[0] in item.main.chromosomes for item in clone.items)


def _change(item: Item, deficit: int) -> tuple[int | None, int]:
    """What one item adds, and the sex chromosomes still left out of the field."""
    kind, chromosomes = item.main.kind, item.main.chromosomes
    if kind in ("variant", "dmin") or kind.startswith("dmin"):
        return 0, deficit
    if item.sign == "-" and deficit and chromosomes and chromosomes[0] in _SEX and (kind == "chromosome" or item.removes is None):
        return 1 - item.copies, deficit - 1
    made = 1 if kind in _ONE_CHROMOSOME else max(1, len(chromosomes))
    if item.sign:
        signed = 1 if kind != "t" or len(chromosomes) < 2 else (0 if item.removes is not None or item.sign == "-" else None)
        return (None if signed is None else signed * item.copies * (1 if item.sign == "+" else -1)), deficit
    if kind == "chromosome" or not chromosomes:
        return None, deficit
    delta = made
    for chromosome in chromosomes:
        if chromosome in _SEX and deficit:
            deficit -= 1
        else:
            delta -= 1
    if item.copies > 1 and delta:
        delta += (item.copies - 1) * (made - len(chromosomes))
    return delta, deficit
