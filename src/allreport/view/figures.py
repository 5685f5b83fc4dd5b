"""What of a report can be drawn, as plain numbers and words: blood counts on their ranges, clones, results over time."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from allreport.model.base import Sourced
from allreport.model.karyotype import Clone
from allreport.model.report import BlastCount, BloodValue, MRDResult, ReportedKaryotype
from allreport.read.residual.times import day_of
from allreport.view.values import plain


class Scale(NamedTuple):
    """A value and the report's own range, in one unit; `words` say the same."""

    value: float
    low: float
    high: float
    words: str


class Point(NamedTuple):
    """One result of a course. `value` is None for a negative result without a limit; `sign` is `<` where it lies below the value."""

    when: str
    value: float | None
    sign: str  # "", "<" or ">"
    current: bool


class Course(NamedTuple):
    """Results in percent over time, as one report tells them; shown with the values of `field`."""

    field: str
    title: str
    logarithmic: bool
    points: tuple[Point, ...]


def scale_of(entry: Sourced) -> Scale | None:
    """A blood value on the range that the report prints, if it prints one."""
    if not isinstance(entry, BloodValue) or entry.value is None or entry.reference_low is None or entry.reference_high is None:
        return None
    low, high = entry.reference_low, entry.reference_high
    said = f"{entry.analyte} {plain(entry.value)} on the report's range {plain(low)} to {plain(high)} {entry.unit}"
    return Scale(entry.value, low, high, said)


def clones_of(entry: Sourced) -> tuple[str, ...]:
    """Each clone of a karyotype in words: as written, its cells, what it gains, loses and joins."""
    return tuple(clone_words(clone) for clone in entry.clones) if isinstance(entry, ReportedKaryotype) else ()


def clone_words(clone: Clone) -> str:
    text = " ".join(clone.text.split()) + (" (donor)" if clone.donor else "")
    cells = f", {clone.cells} cell{'' if clone.cells == 1 else 's'}" if clone.cells is not None else ""
    parts = [("gained", map(stretch, clone.gained)), ("lost", map(stretch, clone.lost)), ("joined", iter(clone.joined))]
    said = [f"; {label} {', '.join(names)}" for label, names in ((label, list(names)) for label, names in parts) if names]
    return f"{text}{cells}{''.join(said)}"


def stretch(ends: str) -> str:
    """`9pter to 9p21` of `9pter->9p21`; `21` of a whole chromosome."""
    first, _, last = ends.partition("->")
    whole = first.removesuffix("pter")
    return whole if first != whole and last == f"{whole}qter" else f"{first} to {last}"


def courses_of(found: Sequence[tuple[str, Sourced]]) -> Iterator[Course]:
    """Marrow blasts, and residual disease by each method, where a report recalls earlier results."""
    entries = [entry for _, entry in found]
    blasts = in_time([point for entry in entries if isinstance(entry, BlastCount) for point in blast_points(entry)])
    if blasts:
        yield Course("blasts", "Marrow blasts over time", False, blasts)
    residual = [entry for entry in entries if isinstance(entry, MRDResult)]
    for method in dict.fromkeys(entry.method for entry in residual):
        points = in_time([timed for entry in residual if entry.method == method for timed in residual_points(entry)])
        if points:
            yield Course("mrd", "Residual disease over time" + (f" by {method}" if method else ""), True, points)


Timed = tuple[Sourced, Point]


def blast_points(entry: BlastCount) -> Iterator[Timed]:
    if entry.site == "bone_marrow" and entry.percent.value is not None:
        yield entry, Point(moment(entry), entry.percent.value, side(entry.percent.comparator), entry.temporality == "current")


def residual_points(entry: MRDResult) -> Iterator[Timed]:
    """A result with a conclusion. What is negative lies below its limit, if it has one."""
    value = entry.level.value if entry.level else None
    sign = side(entry.level.comparator) if entry.level else ""
    if entry.status == "negative":
        value, sign = value or entry.detection_limit, "<"
    if entry.status in {"positive", "negative"} and (value or sign == "<"):
        yield entry, Point(moment(entry), value or None, sign, entry.temporality == "current")


def side(comparator: str) -> str:
    """Whether a value is known as a bound only."""
    return comparator[0] if comparator[0] in "<>" else ""


def moment(entry: Sourced) -> str:
    return entry.timepoint or entry.date or ("this report" if entry.temporality == "current" else "earlier")


def in_time(found: Sequence[tuple[Sourced, Point]]) -> tuple[Point, ...]:
    """Points by date, else by day of treatment, else earlier ones first; none where there is one time only; none twice."""
    if len({(point.current, point.when) for _, point in found}) < 2:
        return ()
    dates = [entry.date or (point.when if point.when[:2] in {"19", "20"} else "") for entry, point in found]
    days = [day_of(entry.timepoint) for entry, _ in found]
    if all(dates):
        order = sorted(range(len(found)), key=lambda index: dates[index])
    elif None not in days:
        order = sorted(range(len(found)), key=lambda index: days[index] or 0)
    else:
        order = sorted(range(len(found)), key=lambda index: found[index][1].current)
    return tuple(dict.fromkeys(found[index][1] for index in order))
