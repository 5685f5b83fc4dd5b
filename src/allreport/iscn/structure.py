"""Derivative chromosomes as stretches in order: what a rearrangement is made of.

A stretch is (chromosome, from, to); a point is (position, band as written). `None` for the whole means that the
breakpoints are not known.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from .chromosomes import CENTROMERE, LENGTH
from .stretches import UNKNOWN, Derivative, Point, Stretch, acentric, centric, point, points_of, turned, whole
from .tree import Rearrangement


def derivatives(main: Rearrangement, parts: tuple[Rearrangement, ...]) -> list[Derivative] | None:
    """The chromosomes that a rearrangement makes, None where its breakpoints do not say."""
    if main.detail:
        return [_detailed(main)]
    if main.kind == "t" and len(main.chromosomes) > 1 and not parts:
        return _translocated(main)
    first = _first(main, parts)
    if first is None:
        return None
    for part in parts:
        if not apply(first, part, main.chromosomes):
            return None
    if main.kind == "ider":
        first = _mirrored(first, main)
    made = [first]
    if main.kind == "ins" and len(main.chromosomes) == 2 and not parts:
        donor = whole(main.chromosomes[1])
        made.append(donor if apply(donor, main, main.chromosomes[1:]) else whole(main.chromosomes[1]))
    return made


def _detailed(one: Rearrangement) -> Derivative:
    stretches = []
    for (chromosome, band), (other, band_to) in one.detail:
        start, end = point(chromosome, _end(chromosome, band)), point(other, _end(other, band_to))
        stretches.append((chromosome, start, end) if start and end and chromosome == other else UNKNOWN)
    return stretches


def _end(chromosome: str, band: str) -> str:
    return "qter" if band == "ter" and chromosome in LENGTH else band


def _translocated(one: Rearrangement) -> list[Derivative] | None:
    """t(a;b;c): the piece of each goes to the next, of the last to the first."""
    breaks = [points_of(one, index) for index in range(len(one.chromosomes))]
    if any(not points for points in breaks):
        return None
    made = []
    for index, chromosome in enumerate(one.chromosomes):
        here, there = breaks[index], breaks[index - 1]
        if not here or not there:
            return None
        made.append([_arm(chromosome, here[0]) or centric(chromosome, here[0]), _other_arm(one.chromosomes[index - 1], there[0])])
    return made


def _arm(chromosome: str, p: Point) -> Stretch | None:
    """Of a whole-arm break (`p10`, `q10`), that arm up to the centromere."""
    if p[1] not in ("p10", "q10"):
        return None
    telomere = (0, "pter") if p[1] == "p10" else (LENGTH[chromosome], "qter")
    return (chromosome, telomere, (CENTROMERE[chromosome], p[1]))


def _other_arm(chromosome: str, p: Point) -> Stretch:
    if p[1] in ("p10", "q10"):
        other = (CENTROMERE[chromosome], "q10" if p[1] == "p10" else "p10")
        return turned(_arm(chromosome, other) or (chromosome, p, p))
    return acentric(chromosome, p)


def _first(main: Rearrangement, parts: tuple[Rearrangement, ...]) -> Derivative | None:
    """The derivative before its parts are applied."""
    kind, chromosomes = main.kind, main.chromosomes
    if not chromosomes:
        return None
    if len(chromosomes) > 1 and kind != "ins":
        return _joined(main)
    derivative = whole(chromosomes[0])
    if kind in ("der", "rec", "ider", "hsr", "fra", "upd", "variant") and (parts or kind in ("hsr", "fra", "variant")):
        return derivative
    if kind == "r" and not main.bands:
        return derivative
    return derivative if apply(derivative, main, chromosomes) else None


def _joined(one: Rearrangement) -> Derivative | None:
    """dic, whole-arm der, rob, tas: the centric pieces (or the named arms) end to end."""
    if len(one.chromosomes) != 2:
        return None
    first, second = points_of(one, 0), points_of(one, 1)
    if not first or not second:
        return None
    a, b = one.chromosomes
    return [_arm(a, first[0]) or centric(a, first[0]), turned(_arm(b, second[0]) or centric(b, second[0]))]


def _mirrored(derivative: Derivative, main: Rearrangement) -> Derivative:
    """ider: one arm of the derivative twice."""
    home, index = main.chromosomes[0], _home(derivative, main.chromosomes[0])
    if home not in CENTROMERE or not main.bands or not main.bands[0]:
        return derivative
    name, start, end = derivative[index]
    middle = (CENTROMERE[home], "cen")
    long_arm = main.bands[0][0].startswith("q")
    half = (
        [(name, middle, end), *derivative[index + 1 :]]
        if long_arm == (end[0] >= start[0])
        else [turned((name, start, middle)), *(turned(s) for s in derivative[:index][::-1])]
    )
    return [*(turned(s) for s in half[::-1]), *half]


def _home(derivative: Derivative, chromosome: str) -> int:
    """Which stretch holds the centromere of the chromosome that the derivative is named for."""
    middle = CENTROMERE.get(chromosome, 0)
    for index, (name, start, end) in enumerate(derivative):
        if name == chromosome and min(start[0], end[0]) <= middle <= max(start[0], end[0]):
            return index
    return 0


def apply(derivative: Derivative, one: Rearrangement, home: tuple[str, ...]) -> bool:
    """Change `derivative` by one rearrangement. False where its breakpoints do not say how."""
    if one.detail:
        derivative[:] = _detailed(one)
        return True
    step = _STEPS.get(one.kind)
    return step is not None and step(derivative, one, home[0])


def _find(derivative: Derivative, chromosome: str, p: Point) -> int | None:
    for index, (name, start, end) in enumerate(derivative):
        if name == chromosome and min(start[0], end[0]) <= p[0] <= max(start[0], end[0]):
            return index
    return None


def _cut(derivative: Derivative, index: int, p: Point, home: str) -> bool:
    """Cut the stretch at `p` and drop what lies beyond, seen from the centromere. True if the end was dropped, False if the start."""
    centre = min(_home(derivative, home), len(derivative) - 1)
    name, start, end = derivative[index]
    if index != centre:
        beyond = index > centre
    else:
        middle = CENTROMERE.get(home, 0)
        beyond = (p[0] > middle or (p[0] == middle and p[1].startswith("q"))) == (end[0] > start[0])
    if beyond:
        derivative[index:] = [(name, start, p)]
    else:
        derivative[: index + 1] = [(name, p, end)]
    return beyond


def _t(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    if not derivative:
        return False
    order = sorted(range(len(one.chromosomes)), key=lambda i: one.chromosomes[i] != home)
    for i in order:
        here, there = points_of(one, i), points_of(one, (i - 1) % len(order))
        if not here:
            continue
        index = _find(derivative, one.chromosomes[i], here[0])
        if index is None:
            continue
        gained = acentric(one.chromosomes[i - 1], there[0]) if there else UNKNOWN
        if _cut(derivative, index, here[0], home):
            derivative.append(gained)
        else:
            derivative.insert(0, turned(gained))
        return True
    if "?" in one.chromosomes and derivative[0] == UNKNOWN:
        i = one.chromosomes.index("?")
        there = points_of(one, (i - 1) % len(order))
        derivative.append(acentric(one.chromosomes[i - 1], there[0]) if there else UNKNOWN)
        return True
    return False


def _terminal(derivative: Derivative, one: Rearrangement, home: str, added: list[Stretch]) -> bool:
    points = points_of(one)
    index = _find(derivative, one.chromosomes[0], points[0]) if points else None
    if index is None or not points:
        return False
    if _cut(derivative, index, points[0], home):
        derivative.extend(added)
    else:
        derivative[:0] = added
    return True


def _add(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    return _terminal(derivative, one, home, [UNKNOWN])


def _del(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    points = points_of(one)
    if points and len(points) >= 2:
        return _inner(derivative, one, points, 0)
    return _terminal(derivative, one, home, [])


def _inner(derivative: Derivative, one: Rearrangement, points: list[Point], copies: int) -> bool:
    """Replace the stretch between the first two points by `copies` of itself; -1 turns it round."""
    low, high = sorted(points[:2])
    index = _find(derivative, one.chromosomes[0], low)
    if index is None:
        return False
    name, start, end = derivative[index]
    forward = start[0] <= end[0]
    a, b = (low, high) if forward else (high, low)
    inner = [(name, b, a)] if copies < 0 else [(name, a, b)] * copies
    derivative[index : index + 1] = [(name, start, a), *inner, (name, b, end)]
    return True


def _same(derivative: Derivative, one: Rearrangement, home: str) -> bool:  # noqa: ARG001
    """Nothing lost, gained or joined that bands could name."""
    return True


def _repeated(copies: int, derivative: Derivative, one: Rearrangement, home: str) -> bool:  # noqa: ARG001
    points = points_of(one)
    if points and len(points) == 1:  # dup(1)(q21): from there to the end is not said
        return False
    return bool(points) and _inner(derivative, one, points or [], copies)


def _inv(derivative: Derivative, one: Rearrangement, home: str) -> bool:  # noqa: ARG001
    points = points_of(one)
    return bool(points) and len(points or []) > 1 and _inner(derivative, one, points or [], -1)


def _ins(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    """ins(recipient;donor)(break;two breaks) or, within one chromosome, three breaks."""
    within = len(one.chromosomes) == 1
    first, second = points_of(one, 0), None if within else points_of(one, 1)
    if within:
        if not first or len(first) < 3:
            return False
        first, second = first[:1], first[1:3]
    recipient, donor = one.chromosomes[0], one.chromosomes[-1]
    if home == donor != recipient and second and len(second) > 1:
        return _inner(derivative, one._replace(chromosomes=(donor,)), second, 0)
    index = _find(derivative, recipient, first[0]) if first else None
    if index is None or not first:
        return False
    if within and second and not _inner(derivative, one, second, 0):
        return False
    index = _find(derivative, recipient, first[0])
    if index is None:
        return False
    name, start, end = derivative[index]
    inserted = (donor, second[0], second[1]) if second and len(second) > 1 else UNKNOWN
    derivative[index : index + 1] = [(name, start, first[0]), inserted, (name, first[0], end)]
    return True


def _i(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    points = points_of(one)
    if not points or home not in LENGTH:
        return False
    half = _arm(home, points[0]) if one.kind == "i" or points[0][1] in ("p10", "q10") else centric(home, points[0])
    if half is None:
        half = _arm(home, (0, points[0][1][0] + "10")) or centric(home, points[0])
    derivative[:] = [half, turned(half)]
    return True


def _r(derivative: Derivative, one: Rearrangement, home: str) -> bool:
    points = points_of(one)
    if not points or len(points) < 2:
        return bool(not points)
    derivative[:] = [(home, *sorted(points[:2]))]  # type: ignore[list-item]
    return True


_STEPS: dict[str, Callable[[Derivative, Rearrangement, str], bool]] = {
    "t": _t, "add": _add, "del": _del, "inv": _inv, "ins": _ins, "i": _i, "idic": _i, "r": _r, "dic": _t, "psu dic": _t, "der": _t, "tdic": _t,
    "dup": partial(_repeated, 2), "trp": partial(_repeated, 3), "qdp": partial(_repeated, 4), "amp": _same, "hsr": _same, "fra": _same, "variant": _same,
}  # fmt: skip
