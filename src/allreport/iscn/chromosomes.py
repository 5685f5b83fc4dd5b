"""Where bands lie: the band table as numbers, and names of stretches.

Positions count along a chromosome from pter (0) to qter in units of 100,000 base pairs.
"""

from __future__ import annotations

from functools import lru_cache

from allreport.vocabulary.bands import BANDS_400, BANDS_550, BANDS_850

CHROMOSOMES: tuple[str, ...] = (*(str(n) for n in range(1, 23)), "X", "Y")
ORDER: dict[str, int] = {name: index for index, name in enumerate(("X", "Y", *CHROMOSOMES[:22]))}


def _table(rows: dict[str, str]) -> dict[str, tuple[tuple[str, int, int], ...]]:
    table = {}
    for chromosome, row in rows.items():
        bands, start = [], 0
        for word in row.split():
            name, end = word.split(":")
            bands.append((name, start, int(end)))
            start = int(end)
        table[chromosome] = tuple(bands)
    return table


BANDS = _table(BANDS_850)
LENGTH: dict[str, int] = {chromosome: bands[-1][2] for chromosome, bands in BANDS.items()}
CENTROMERE: dict[str, int] = {chromosome: max(end for name, _, end in bands if name[0] == "p") for chromosome, bands in BANDS.items()}
_LEVELS: dict[int, dict[str, str]] = {400: BANDS_400, 550: BANDS_550}


@lru_cache(maxsize=4096)
def locate(chromosome: str, band: str) -> tuple[int, int] | None:
    """Start and end of `band` (digits may be fewer than the table's), None if the chromosome has no such band."""
    if chromosome not in BANDS or not band:
        return None
    length, centromere = LENGTH[chromosome], CENTROMERE[chromosome]
    fixed = {"pter": (0, 0), "qter": (length, length), "cen": (centromere, centromere), "p10": (centromere, centromere), "q10": (centromere, centromere)}
    if band in fixed:
        return fixed[band]
    return _spans(chromosome).get(band.replace(".", ""))


@lru_cache(maxsize=32)
def _spans(chromosome: str) -> dict[str, tuple[int, int]]:
    """Every band of the chromosome, and every coarser name that its digits begin with."""
    spans: dict[str, tuple[int, int]] = {}
    for name, start, end in BANDS[chromosome]:
        digits = name.replace(".", "")
        for length in range(1, len(digits) + 1):
            prefix = digits[:length]
            first = spans.get(prefix)
            spans[prefix] = (first[0], end) if first else (start, end)
    return spans


@lru_cache(maxsize=4096)
def levels(chromosome: str, band: str) -> tuple[int, ...]:
    """The levels of resolution (400, 550, 850) at which `band` stands, or a part of it."""
    wanted = band.replace(".", "")
    found = [level for level, rows in _LEVELS.items() if any(name.replace(".", "").startswith(wanted) for name in rows[chromosome].split())]
    return (*found, 850) if locate(chromosome, band) else ()


def place(chromosome: str, band: str, *, toward: int = 0) -> int | None:
    """The position of a breakpoint: the middle of its band, which is not known more exactly."""
    span = locate(chromosome, band)
    if span is None:
        return None
    return (span[0] + span[1]) // 2 if not toward else span[toward > 0]


@lru_cache(maxsize=8192)
def band_at(chromosome: str, position: int) -> str:
    """The band of the 850 level at `position`; `pter`, `qter` and `cen` at the ends and the middle."""
    if position <= 0:
        return "pter"
    if position >= LENGTH[chromosome]:
        return "qter"
    if position == CENTROMERE[chromosome]:
        return "cen"
    return next(name for name, start, end in BANDS[chromosome] if start <= position < end)


def bands_of(stretch: str) -> tuple[str, ...]:
    """All bands of the 850 level that a stretch such as `9pter->9p21` touches, from pter to qter: `9p24.3`, `9p24.2` ..."""
    first, _, last = stretch.partition("->")
    chromosome, low, high = split(first)[0], locate(*split(first)), locate(*split(last))
    if low is None or high is None:
        return ()
    start, end = min(low[0], high[0]), max(low[1], high[1])
    return tuple(chromosome + name for name, a, b in BANDS[chromosome] if a < end and b > start)


def split(band: str) -> tuple[str, str]:
    """`9q34.1` as (`9`, `q34.1`)."""
    for index, letter in enumerate(band):
        if letter in "pqc":
            return band[:index], band[index:]
    return band, ""
