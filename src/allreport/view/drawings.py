"""Small drawings as SVG: a value on a range, results over time, gains and losses. Each says in words what it shows."""

from __future__ import annotations

import math
from collections.abc import Iterator

from allreport.iscn import svg as gains_and_losses
from allreport.model.karyotype import Karyotype
from allreport.view.characters import safe
from allreport.view.figures import Course, Point, Scale
from allreport.view.values import plain

_INK, _SOFT, _BAND = "#1c1e21", "#565b63", "#bfe3c8"


def number_line(scale: Scale) -> str:
    """A value on a line whose middle fifth is the range; an arrow at the end where it lies further out."""
    span = (scale.high - scale.low) or abs(scale.high) or 1.0
    share = (scale.value - scale.low + 2 * span) / (5 * span)
    if share > 1:
        mark = '<path d="M285 9l12 8l-12 8z"'
    elif share < 0:
        mark = '<path d="M15 9l-12 8l12 8z"'
    else:
        mark = f'<circle cx="{10 + 280 * share:.1f}" cy="17" r="6"'
    return (
        f'<svg viewBox="0 0 300 46" role="img" aria-label="{safe(scale.words)}" font-family="sans-serif" font-size="15" fill="{_SOFT}">'
        f'<path d="M10 17h280" stroke="#8a9099" stroke-width="2"/><rect x="122" y="9" width="56" height="16" fill="{_BAND}" stroke="#1c6b35"/>'
        f'<text x="126" y="43" text-anchor="end">{plain(scale.low)}</text><text x="174" y="43">{plain(scale.high)}</text>{mark} fill="{_INK}"/></svg>'
    )


def course(told: Course) -> str:
    """Percent over time: filled for a result, hollow with an arrow for one below a limit. Places are even: order is told, not distance."""
    points, logarithmic = told.points, told.logarithmic
    known = [point.value for point in points if point.value]
    top = 100.0 if not logarithmic or max(known, default=1) > 10 else 10.0
    bottom = 10.0 ** math.floor(math.log10(min([*known, 0.01]))) if logarithmic else 0.0
    ticks = [10.0**power for power in range(round(math.log10(bottom)), round(math.log10(top)) + 1)] if logarithmic else [0.0, 25.0, 50.0, 75.0, 100.0]

    def height(value: float) -> float:
        share = math.log10(value / bottom) / math.log10(top / bottom) if logarithmic else value / top
        return 168 - 146 * min(1.0, max(0.0, share))

    moments = list(dict.fromkeys(point.when for point in points))
    step = 560 / len(moments)
    places = [(80 + step * (moments.index(point.when) + 0.5), height(point.value or bottom)) for point in points]
    words = f"{told.title}: " + "; ".join(f"{point.when} {shown(point)}" for point in points)
    parts = [f'<svg viewBox="0 0 650 215" role="img" aria-label="{safe(words)}" font-family="sans-serif" font-size="13" fill="{_SOFT}">']
    parts += [
        f'<path d="M80 {height(tick):.1f}h560" stroke="#d5d9de"/><text x="72" y="{height(tick) + 4:.1f}" text-anchor="end">{plain(tick)} %</text>' for tick in ticks
    ]
    parts.append(f'<path d="M{" L".join(f"{x:.1f} {y:.1f}" for x, y in places)}" fill="none" stroke="#888" stroke-width="1.2"/>')
    seen: set[str] = set()
    for point, (x, y) in zip(points, places, strict=True):
        parts += marked_point(point, x, y, aside=point.when in seen)
        if point.when not in seen:
            weight = ' font-weight="bold"' if point.current else ""
            parts.append(f'<text x="{x:.1f}" y="203" text-anchor="middle"{weight}>{safe(short(point.when, step))}</text>')
        seen.add(point.when)
    return "".join([*parts, "</svg>"])


def marked_point(point: Point, x: float, y: float, *, aside: bool) -> Iterator[str]:
    """The mark of a result and its value: above it, or at its side where another stands above."""
    below = point.sign == "<"
    if below:
        yield f'<path d="M{x:.1f} {y + 5:.1f}v10m-3 -4l3 4l3 -4" fill="none" stroke="{_INK}" stroke-width="1.4"/>'
    yield f'<circle cx="{x:.1f}" cy="{y:.1f}" r="5" fill="{"#fff" if below else _INK}" stroke="{_INK}" stroke-width="1.4"/>'
    place = f'x="{x + 10:.1f}" y="{y + 4:.1f}"' if aside else f'x="{x:.1f}" y="{y - 11:.1f}" text-anchor="middle"'
    yield f'<text {place} fill="{_INK}" stroke="#fff" stroke-width="3" paint-order="stroke">{safe(shown(point))}</text>'


def shown(point: Point) -> str:
    """The value of a point in words."""
    if point.value is None:
        return "negative"
    return f"< {plain(point.value)} %" if point.sign == "<" else f"{plain(point.value)} %"


def short(words: str, room: float) -> str:
    """A label cut to the room it has."""
    most = max(4, int(room / 7.5))
    return words if len(words) <= most else words[: most - 1] + "…"


def chromosomes(karyotype: Karyotype) -> str | None:
    """Gains and losses of a karyotype along the chromosomes, None where nothing is gained or lost."""
    if not any(clone.lost or clone.gained for clone in karyotype.clones if not clone.donor):
        return None
    label = "Gains and losses along the chromosomes; in words above"
    return gains_and_losses(karyotype).replace("<svg ", f'<svg role="img" aria-label="{label}" ', 1)
