"""Stretches of chromosomes between two points, and the two pieces that a break makes.

A stretch is (chromosome, from, to); a point is (position, band as written).
"""

from __future__ import annotations

from .chromosomes import CENTROMERE, LENGTH, place
from .tree import Rearrangement

Point = tuple[int, str]
Stretch = tuple[str, Point, Point]
Derivative = list[Stretch]

UNKNOWN: Stretch = ("?", (0, ""), (0, ""))


def whole(chromosome: str) -> Derivative:
    """A normal chromosome."""
    return [(chromosome, (0, "pter"), (LENGTH[chromosome], "qter"))] if chromosome in LENGTH else [UNKNOWN]


def point(chromosome: str, band: str) -> Point | None:
    """Where a break lies. Of a range of bands, the first."""
    name = band.partition("~")[0]
    position = place(chromosome, name)
    return None if position is None else (position, name)


def points_of(one: Rearrangement, index: int = 0) -> list[Point] | None:
    """The breaks of the chromosome at `index`, None if one of them is not known."""
    if index >= len(one.bands):
        return None
    points = [point(one.chromosomes[index], band) for band in one.bands[index]]
    return None if any(p is None for p in points) else [p for p in points if p is not None]


def _on_short_arm(chromosome: str, p: Point) -> bool:
    return p[1].startswith("p") if p[1] else p[0] < CENTROMERE[chromosome]


def centric(chromosome: str, p: Point) -> Stretch:
    """The piece that keeps the centromere, from its telomere to the break."""
    if _on_short_arm(chromosome, p):
        return (chromosome, (LENGTH[chromosome], "qter"), p)
    return (chromosome, (0, "pter"), p)


def acentric(chromosome: str, p: Point) -> Stretch:
    """The piece that is broken off, from the break to its telomere."""
    if _on_short_arm(chromosome, p):
        return (chromosome, p, (0, "pter"))
    return (chromosome, p, (LENGTH[chromosome], "qter"))


def turned(stretch: Stretch) -> Stretch:
    """The same stretch, read from its other end."""
    return (stretch[0], stretch[2], stretch[1])
