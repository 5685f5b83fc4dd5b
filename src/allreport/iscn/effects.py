"""What a change does: stretches lost, gained and joined, of one abnormality and of a whole clone."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import NamedTuple

from .arithmetic import _ONE_CHROMOSOME
from .chromosomes import LENGTH, ORDER, band_at
from .stretches import Derivative, Point, acentric, point, whole
from .structure import derivatives
from .tree import CloneNode, Item, Rearrangement


class Effect(NamedTuple):
    """`net`: (chromosome, from, to, copies, name) with points in order along the chromosome; the name is `9pter->9p21`."""

    net: tuple[tuple[str, Point, Point, int, str], ...] = ()
    lost: tuple[str, ...] = ()
    gained: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


_NOTHING = Effect()
Net = tuple[str, Point, Point, int, str]


def effect(item: Item) -> Effect:
    """The effect of one abnormality, once for each of its copies."""
    return _effect(item.sign, item.removes, item.main, item.parts)


@lru_cache(maxsize=16384)
def _effect(sign: str, removes: str | None, main: Rearrangement, parts: tuple[Rearrangement, ...]) -> Effect:
    if not main.chromosomes or main.kind == "variant":
        return _NOTHING
    if main.kind == "chromosome":
        return _of_net([_net(name, a, b, 1 if sign == "+" else -1) for name, a, b in whole(main.chromosomes[0])], ())
    replaced = [stretch for chromosome in main.chromosomes for stretch in whole(chromosome)]
    if removes is not None:
        return _of_net([_net(name, a, b, -1) for name, a, b in replaced if not removes and not _balanced(main)], ())
    simple = _SIMPLE.get(main.kind) if not (sign or parts or main.detail) else None
    if simple:
        found = simple(main)
        if found is not None:
            return found
    made = derivatives(main, parts)
    if made is None:
        return _NOTHING
    if not sign and main.kind in ("t", "inv") and not parts:
        return Effect(joined=_joints(made, ring=False))  # balanced: nothing lost, nothing gained
    copies = -1 if sign == "-" else 1
    net = [_forward(stretch, copies) for derivative in made for stretch in derivative]
    if not sign:
        net += [(name, a, b, -1, "") for name, a, b in replaced]
    return _of_net(net, () if sign == "-" else _joints(made, ring=main.kind == "r"))


# The commonest changes say their effect themselves; a test holds these against the general way.


def _breaks(main: Rearrangement, wanted: int) -> list[Point] | None:
    """The `wanted` breaks of one chromosome, in order from pter to qter."""
    if len(main.chromosomes) != 1 or not main.bands or len(main.bands[0]) != wanted:
        return None
    points = [point(main.chromosomes[0], band) for band in main.bands[0]]
    known = [p for p in points if p is not None and p[1] not in ("p10", "q10", "cen")]
    return sorted(known) if len(known) == wanted else None


def _terminal(main: Rearrangement) -> Effect | None:
    points = _breaks(main, 1)
    if points is None:
        return None
    one = _net(*_forward(acentric(main.chromosomes[0], points[0]), -1)[:4])
    return Effect((one,), (one[4],))


def _del(main: Rearrangement) -> Effect | None:
    points = _breaks(main, 2)
    if points is None or points[0][0] == points[1][0]:
        return _terminal(main)
    name, (a, b) = main.chromosomes[0], points
    one = _net(name, a, b, -1)
    return Effect((one,), (one[4],), (), (f"{name}{a[1]}::{name}{b[1]}",))


def _t(main: Rearrangement) -> Effect | None:
    names, ends = main.chromosomes, []
    if len(names) != len(main.bands) or len(names) < 2:
        return None
    for name, bands in zip(names, main.bands, strict=True):
        p = point(name, bands[0])
        if p is None or p[1] in ("p10", "q10"):
            return None
        ends.append(name + p[1])
    return Effect(joined=tuple(dict.fromkeys([f"{ends[i]}::{ends[i - 1]}" for i in range(len(ends))])))


_SIMPLE: dict[str, Callable[[Rearrangement], Effect | None]] = {"add": _terminal, "del": _del, "t": _t}


def _balanced(main: Rearrangement) -> bool:
    return main.kind not in _ONE_CHROMOSOME and len(main.chromosomes) > 1


def _forward(stretch: tuple[str, Point, Point], copies: int) -> Net:
    name, a, b = stretch
    return (name, a, b, copies, "") if a[0] <= b[0] else (name, b, a, copies, "")


def _net(name: str, a: Point, b: Point, copies: int) -> Net:
    label = f"{name}{a[1] or band_at(name, a[0])}->{name}{b[1] or band_at(name, b[0])}" if name in LENGTH else ""
    return (name, a, b, copies, label)


def _joints(made: list[Derivative], *, ring: bool) -> tuple[str, ...]:
    """Bands that lie side by side now and did not before."""
    found: dict[str, None] = {}
    for derivative in made:
        for (one, before, end), (two, start, after) in zip(derivative, [*derivative[1:], *(derivative[:1] if ring else [])], strict=False):
            contiguous = (one, end) == (two, start) and (end[0] >= before[0]) == (after[0] >= start[0])
            if not contiguous and one != "?" and two != "?":
                found.setdefault(f"{one}{end[1]}::{two}{start[1]}", None)
    return tuple(found)


def _of_net(net: list[Net], joined: tuple[str, ...]) -> Effect:
    merged = [entry if entry[4] else _net(*entry[:4]) for entry in merge(net)]
    return Effect(tuple(merged), named(merged, -1), named(merged, 1), joined)


def _order(entry: Net) -> int:
    return ORDER[entry[0]]


def merge(net: list[Net]) -> list[Net]:
    """Overlapping stretches added up; what cancels is left out."""
    if len(net) == 1:
        return net if net[0][0] != "?" else []
    net = [entry for entry in net if entry[0] in LENGTH]
    if len({entry[0] for entry in net}) == len(net):
        net.sort(key=_order)
        return net
    chromosomes: dict[str, list[Net]] = {}
    for entry in net:
        chromosomes.setdefault(entry[0], []).append(entry)
    merged: list[Net] = []
    for name in sorted(chromosomes, key=ORDER.__getitem__):
        entries = chromosomes[name]
        if len(entries) == 1:
            merged += entries
        else:
            merged += _sweep(name, entries)
    return merged


def _sweep(name: str, entries: list[Net]) -> list[Net]:
    steps: dict[int, int] = {}
    bands: dict[int, str] = {}
    for _, (start, first), (end, last), copies, _label in entries:
        steps[start] = steps.get(start, 0) + copies
        steps[end] = steps.get(end, 0) - copies
        bands.setdefault(start, first)
        bands.setdefault(end, last)
    found: list[Net] = []
    depth, previous = 0, 0
    for position in sorted(steps):
        if depth and position > previous:
            point = (previous, bands[previous])
            if found and found[-1][2][0] == previous and found[-1][3] == depth:
                found[-1] = _net(name, found[-1][1], (position, bands[position]), depth)
            else:
                found.append(_net(name, point, (position, bands[position]), depth))
        depth += steps[position]
        previous = position
    return found


def named(net: list[Net], direction: int) -> tuple[str, ...]:
    """Stretches of one direction in ISCN's words: `9pter->9p21`."""
    return tuple([entry[4] for entry in net if entry[3] * direction > 0])


def clone_effect(clone: CloneNode) -> Effect:
    """Net effect of all changes of a clone, inherited ones with it, against its ploidy level."""
    if len(clone.meanings) == 1:
        only = clone.meanings[0]
        return Effect(only.net, only.row.get("lost", ()), only.row.get("gained", ()), only.joined)
    net: list[Net] = []
    joined: dict[str, None] = {}
    for one in clone.meanings:
        net += one.net
        if one.joined:
            joined.update(dict.fromkeys(one.joined))
    merged = merge(net)
    return Effect(tuple(merged), named(merged, -1), named(merged, 1), tuple(joined))
