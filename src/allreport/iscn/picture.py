"""A picture of gains and losses along the chromosomes, as SVG, and rows for cohort tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from allreport.model.karyotype import Clone, Karyotype

from .chromosomes import CENTROMERE, CHROMOSOMES, LENGTH, locate, split

_STEP, _TOP, _SCALE = 34, 24, 0.12  # pixels between chromosomes, above them, and for 100,000 base pairs
_LOST, _GAINED = "#c0392b", "#2471a3"


class AbnormalityRow(NamedTuple):
    """One abnormality of one clone, for a table of a cohort. Lists are joined with a blank."""

    clone: int
    donor: bool
    cells: int | None
    kind: str
    text: str
    chromosomes: str
    breakpoints: str
    copies: int
    inherited: bool
    constitutional: str
    uncertain: bool
    lost: str
    gained: str
    joined: str


def rows(karyotype: Karyotype) -> Iterator[AbnormalityRow]:
    """One row an abnormality, in the order of the clones."""
    for index, clone in enumerate(karyotype.clones):
        for one in clone.abnormalities:
            bands = ";".join("".join(group) for group in one.breakpoints)
            yield AbnormalityRow(
                index,
                clone.donor,
                clone.cells,
                one.kind,
                one.text,
                ";".join(one.chromosomes),
                bands,
                one.copies,
                one.inherited,
                one.constitutional,
                one.uncertain,
                " ".join(one.lost),
                " ".join(one.gained),
                " ".join(one.joined),
            )


def svg(karyotype: Karyotype) -> str:
    """Gains (blue, right) and losses (red, left) of all clones of the patient along each chromosome, one lane a clone."""
    clones = [clone for clone in karyotype.clones if not clone.donor]
    height = round(_TOP + max(LENGTH.values()) * _SCALE + 20)
    width = _STEP * len(CHROMOSOMES) + 20
    parts = [f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="10" text-anchor="middle">']
    parts.append("<title>Gains and losses along the chromosomes</title>")
    for place, name in enumerate(CHROMOSOMES):
        left = 20 + place * _STEP
        parts += _chromosome(name, left)
    for lane, clone in enumerate(clones):
        parts += _lane(clone, min(lane, 3))
    return "\n".join([*parts, "</svg>"])


def _chromosome(name: str, left: int) -> list[str]:
    length, centre = LENGTH[name] * _SCALE, _TOP + CENTROMERE[name] * _SCALE
    return [
        f'<text x="{left}" y="14">{name}</text>',
        f'<rect x="{left - 4}" y="{_TOP}" width="8" height="{length:.1f}" rx="4" fill="#eee" stroke="#999"/>',
        f'<path d="M{left - 4} {centre:.1f}h8" stroke="#555"/>',
    ]


def _lane(clone: Clone, lane: int) -> list[str]:
    found = []
    for stretches, side, colour in ((clone.lost, -1, _LOST), (clone.gained, 1, _GAINED)):
        for stretch in stretches:
            first, _, last = stretch.partition("->")
            chromosome = split(first)[0]
            start, end = locate(*split(first)), locate(*split(last))
            if start is None or end is None or chromosome not in LENGTH:
                continue
            top, bottom = min(start[0], end[0]) * _SCALE, max(start[1], end[1]) * _SCALE
            x = 20 + CHROMOSOMES.index(chromosome) * _STEP + side * (7 + 3 * lane) - 1
            found.append(f'<rect x="{x}" y="{_TOP + top:.1f}" width="2" height="{max(1.0, bottom - top):.1f}" fill="{colour}"><title>{stretch}</title></rect>')
    return found
