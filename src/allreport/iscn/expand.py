"""Inherited changes: breakpoints that later clones leave out, and `idem`, `sl`, `sdl`.

`idem` is the first clone; `sl` the stemline, `sl2` the second; `sdl1` the first side-line. Stemlines are clones that
name no other and are not normal; side-lines are clones that do, in print order. Recipient and donor are counted apart.
"""

from __future__ import annotations

from .source import Source
from .tree import Bands, CloneNode, Item, Rearrangement

_Key = tuple[str, tuple[str, ...]]


def fill_breakpoints(clones: list[CloneNode]) -> None:
    """Give `t(9;22)` the breakpoints of its first use in the same string."""
    written = [item for clone in clones for item in ((*clone.items, *clone.inner.items) if clone.inner else clone.items)]
    if not any(map(_lacks, written)):
        return
    known: dict[_Key, Bands] = {}
    for item in written:
        for one in (item.main, *item.parts):
            if one.bands:
                known.setdefault((one.kind, one.chromosomes), one.bands)
    if known:
        for clone in clones:
            clone.items = [_filled(item, known) for item in clone.items]


def _lacks(item: Item) -> bool:
    """Whether a change is written without its bands; a derivative chromosome is named by its parts."""
    main = item.main
    if main.kind == "chromosome":
        return False
    if not main.bands and main.chromosomes and main.kind != "der":
        return True
    return bool(item.parts) and any(part.chromosomes and not part.bands and part.kind != "der" for part in item.parts)


def _filled(item: Item, known: dict[_Key, Bands]) -> Item:
    if item.main.kind == "chromosome" or (item.main.bands and not item.parts):
        return item
    main, parts = _fill(item.main, known), tuple(_fill(part, known) for part in item.parts)
    return item._replace(main=main, parts=parts)


def _fill(one: Rearrangement, known: dict[_Key, Bands]) -> Rearrangement:
    if one.bands or one.detail or not one.chromosomes:
        return one
    bands = known.get((one.kind, one.chromosomes))
    return one._replace(bands=bands) if bands else one


def expand(source: Source, clones: list[CloneNode]) -> None:
    """Fill `expanded` and `base` of each clone."""
    if all(clone.inner is None and clone.reference is None for clone in clones):
        for clone in clones:
            clone.expanded = clone.items
        return
    for donor in (False, True):
        side = [clone for clone in clones if clone.donor is donor]
        stemlines: list[CloneNode] = []
        sidelines: list[CloneNode] = []
        for index, clone in enumerate(side):
            if clone.inner is not None:
                clone.inner.expanded = clone.inner.items
                clone.base = clone.inner
            elif clone.reference is not None:
                clone.base = _referred(source, clone, side[0] if index else None, stemlines, sidelines)
                clone.resolved = clone.base is not None
            _inherit(clone)
            if clone.reference is not None:
                sidelines.append(clone)
            elif clone.expanded or not stemlines:
                stemlines.append(clone)


def _referred(source: Source, clone: CloneNode, first: CloneNode | None, stemlines: list[CloneNode], sidelines: list[CloneNode]) -> CloneNode | None:
    """The clone that a reference names, None (and an issue) if there is none."""
    number, found = clone.reference_number, None
    if clone.reference == "idem":
        found = first
    elif clone.reference == "sl":
        abnormal = [stemline for stemline in stemlines if stemline.expanded] or stemlines
        found = abnormal[(number or 1) - 1] if 0 < (number or 1) <= len(abnormal) else None
    elif number is None:
        found = sidelines[-1] if sidelines else None
    else:
        found = sidelines[number - 1] if 0 < number <= len(sidelines) else None
    if found is None:
        source.issue("unknown_reference", "the clone that this refers to is not there", *clone.reference_span)
    return found


def _inherit(clone: CloneNode) -> None:
    """The changes of the clone referred to, without those that a minus takes back, then the clone's own."""
    base = clone.base
    if base is None:
        clone.expanded = clone.items
        return
    inherited = [
        item._replace(inherited=clone.inner is None, copies=item.copies * clone.multiplier, copies_high=item.copies_high * clone.multiplier)
        for item in base.expanded
    ]
    own: list[Item] = []
    for item in clone.items:
        if item.sign == "-" and item.main.kind != "chromosome":
            item = _take_back(item, inherited)
        own.append(item)
    clone.expanded = inherited + own


def _take_back(item: Item, inherited: list[Item]) -> Item:
    """Remove the inherited change that a minus names: by type and chromosomes, and by bands if they are given."""
    for index, other in enumerate(inherited):
        if other.sign == "-" or not _same(item, other):
            continue
        if other.copies > item.copies:
            inherited[index] = other._replace(copies=other.copies - item.copies, copies_high=other.copies_high - item.copies)
        else:
            del inherited[index]
        return item._replace(removes=other.sign)
    return item


def _same(item: Item, other: Item) -> bool:
    one, two = item.main, other.main
    if one.kind.rstrip("0123456789") != two.kind.rstrip("0123456789") or one.chromosomes != two.chromosomes:
        return False
    if not one.chromosomes:
        return one.kind == two.kind
    if item.parts and [part.chromosomes for part in item.parts] != [part.chromosomes for part in other.parts[: len(item.parts)]]:
        return False
    return not one.bands or one.bands == two.bands
