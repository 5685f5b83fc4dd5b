"""Small drawings as SVG: a value on the report's own range, and results over time. Each says in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, NamedTuple

from allreport.iscn import svg as gains_and_losses
from allreport.model.report import BlastCount, MRDResult, ReportedKaryotype
from allreport.read.residual.times import day_of
from allreport.view.characters import safe
from allreport.view.reading import Row, plain

_INK, _SOFT, _BAND = "#1c1e21", "#565b63", "#bfe3c8"


def number_line(value: float, low: float, high: float, words: str) -> str:
    """A value on a line whose middle fifth is the range `low` to `high`; an arrow at the end where it lies further out."""
    span = (high - low) or abs(high) or 1.0
    share = (value - low + 2 * span) / (5 * span)
    if share > 1:
        mark = '<path d="M285 9l12 8l-12 8z"'
    elif share < 0:
        mark = '<path d="M15 9l-12 8l12 8z"'
    else:
        mark = f'<circle cx="{10 + 280 * share:.1f}" cy="17" r="6"'
    return (
        f'<svg viewBox="0 0 300 46" role="img" aria-label="{safe(words)}" font-family="sans-serif" font-size="15" fill="{_SOFT}">'
        f'<path d="M10 17h280" stroke="#8a9099" stroke-width="2"/><rect x="122" y="9" width="56" height="16" fill="{_BAND}" stroke="#1c6b35"/>'
        f'<text x="126" y="43" text-anchor="end">{plain(low)}</text><text x="174" y="43">{plain(high)}</text>{mark} fill="{_INK}"/></svg>'
    )


class Point(NamedTuple):
    """One result of a course. `value` is None for a negative result without a limit; `below` where it lies below `value`."""

    when: str
    value: float | None
    below: bool
    current: bool


def blast_points(rows: Sequence[Row]) -> list[Point]:
    """The blasts of the marrow over time, if the report recalls earlier ones."""
    counts = [row.entry for row in rows if isinstance(row.entry, BlastCount) and row.entry.site == "bone_marrow" and row.entry.percent.value is not None]
    return in_time([(count, Point(moment(count), count.percent.value, count.percent.comparator in {"<", "<="}, is_current(count))) for count in counts])


def residual_points(rows: Sequence[Row]) -> list[Point]:
    """Residual disease over time, if the report recalls earlier results."""
    results = [row.entry for row in rows if isinstance(row.entry, MRDResult) and row.entry.status in {"positive", "negative"}]
    found = []
    for result in results:
        level = result.level.value if result.level else None
        below = result.status == "negative" or (result.level is not None and result.level.comparator in {"<", "<="})
        value = result.detection_limit if result.status == "negative" and not level else level
        if value or below:
            found.append((result, Point(moment(result), value or None, below, is_current(result))))
    return in_time(found)


def is_current(entry: Any) -> bool:
    return bool(entry.temporality == "current")


def moment(entry: Any) -> str:
    return entry.timepoint or entry.date or ("this report" if is_current(entry) else "earlier")


def in_time(found: Sequence[tuple[Any, Point]]) -> list[Point]:
    """Points by date, else by day of treatment, else earlier ones first; none where nothing is earlier, each time and value once."""
    if len({point.current for _, point in found}) < 2 and len({point.when for _, point in found}) < 2:
        return []
    dates = [entry.date or (point.when if point.when[:2] in {"19", "20"} else None) for entry, point in found]
    days = [day_of(entry.timepoint) for entry, _ in found]
    if all(dates):
        order = sorted(range(len(found)), key=lambda index: str(dates[index]))
    elif all(day is not None for day in days):
        order = sorted(range(len(found)), key=lambda index: days[index] or 0)
    else:
        order = sorted(range(len(found)), key=lambda index: found[index][1].current)
    points = list(dict.fromkeys(found[index][1] for index in order))
    return points if len(points) > 1 else []


def course(points: Sequence[Point], title: str, *, logarithmic: bool) -> str:
    """Percent over time: filled for a result, hollow with an arrow for one below a limit. Places are even: order is told, not distance."""
    known = [point.value for point in points if point.value]
    top = 100.0 if not logarithmic or max(known, default=1) > 10 else 10.0
    bottom = 10.0 ** math.floor(math.log10(min([*known, 0.01]))) if logarithmic else 0.0
    ticks = [10.0**power for power in range(round(math.log10(bottom)), round(math.log10(top)) + 1)] if logarithmic else [0.0, 25.0, 50.0, 75.0, 100.0]

    def height(value: float) -> float:
        share = math.log10(value / bottom) / math.log10(top / bottom) if logarithmic else value / top
        return 170 - 150 * min(1.0, max(0.0, share))

    step = 560 / len(points)
    places = [(80 + step * (index + 0.5), height(point.value or bottom)) for index, point in enumerate(points)]
    words = f"{title}: " + "; ".join(f"{point.when} {shown(point)}" for point in points)
    parts = [f'<svg viewBox="0 0 650 215" role="img" aria-label="{safe(words)}" font-family="sans-serif" font-size="13" fill="{_SOFT}">']
    parts += [f'<path d="M80 {height(tick):.1f}h560" stroke="#d5d9de"/><text x="72" y="{height(tick) + 4:.1f}" text-anchor="end">{plain(tick)} %</text>' for tick in ticks]
    parts.append(f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in places)}" fill="none" stroke="#888" stroke-width="1.2"/>')
    for point, (x, y) in zip(points, places, strict=True):
        arrow = f'<path d="M{x:.1f} {y + 5:.1f}v10m-3 -4l3 4l3 -4" fill="none" stroke="{_INK}" stroke-width="1.4"/>' if point.below else ""
        parts.append(f'{arrow}<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{"#fff" if point.below else _INK}" stroke="{_INK}" stroke-width="1.4"/>')
        parts.append(f'<text x="{x:.1f}" y="{y - 11:.1f}" text-anchor="middle" fill="{_INK}">{safe(shown(point))}</text>')
        weight = ' font-weight="bold"' if point.current else ""
        parts.append(f'<text x="{x:.1f}" y="195" text-anchor="middle"{weight}>{safe(short(point.when, step))}</text>')
    return "".join([*parts, "</svg>"])


def shown(point: Point) -> str:
    if point.value is None:
        return "negative"
    return f"< {plain(point.value)} %" if point.below else f"{plain(point.value)} %"


def short(words: str, room: float) -> str:
    """A label cut to the room it has."""
    most = max(4, int(room / 7.5))
    return words if len(words) <= most else words[: most - 1] + "…"


def chromosomes(karyotype: ReportedKaryotype) -> str | None:
    """Gains and losses of a karyotype along the chromosomes, None where nothing is gained or lost."""
    return gains_and_losses(karyotype) if any(clone.lost or clone.gained for clone in karyotype.clones if not clone.donor) else None
