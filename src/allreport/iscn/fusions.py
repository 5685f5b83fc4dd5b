"""Fusions by pairs of bands: both bands must fit, by digit prefix."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from allreport.vocabulary.iscn import FUSIONS, NOT_PARTNERS, PROMISCUOUS, Fusion

from .tree import Rearrangement

Breaks = tuple[tuple[str, tuple[str, ...]], ...]
_BY_PAIR: dict[tuple[str, str], list[Fusion]] = {}
for _row in FUSIONS:
    _BY_PAIR.setdefault((min(_row.one[0], _row.two[0]), max(_row.one[0], _row.two[0])), []).append(_row)
_PROMISCUOUS_ON = frozenset(chromosome for _, chromosome, _ in PROMISCUOUS)
_NAMED = frozenset({"t", "ins", "inv", "dic"})  # what brings bands together
_DICENTRIC = {"psu dic": "dic", "tdic": "dic", "der dic": "dic", "der psu dic": "dic"}


def fits(written: str, known: tuple[str, ...]) -> bool:
    """Whether a band as written is one of `known`: by digit prefix, either may be the shorter."""
    for part in written.split("~"):
        digits = part.replace(".", "")
        for band in known:
            wanted = band.replace(".", "")
            if len(digits) > 1 and (digits.startswith(wanted) or wanted.startswith(digits)):
                return True
    return False


@lru_cache(maxsize=8192)
def known_for(one: Rearrangement) -> tuple[tuple[str, bool], ...]:
    """Names, and whether each is only a candidate, for one rearrangement."""
    if one.detail:
        return tuple({name: None for pair in _junctions(one) for name in _names("t", pair)})
    kind = _DICENTRIC.get(one.kind, one.kind)
    if kind not in _NAMED or not one.bands or len(one.bands) != len(one.chromosomes):
        return ()
    return tuple(dict.fromkeys(_names(kind, tuple(zip(one.chromosomes, one.bands, strict=True)))))


def _junctions(one: Rearrangement) -> Iterator[Breaks]:
    for (_, (name, band)), ((other, band_to), _) in zip(one.detail, one.detail[1:], strict=False):
        yield ((name, (band,)), (other, (band_to,)))


def _names(kind: str, breaks: Breaks) -> list[tuple[str, bool]]:
    found: list[tuple[str, bool]] = []
    pairs = [(breaks[0], breaks[0])] if len(breaks) == 1 else [(one, two) for i, one in enumerate(breaks) for two in breaks[i + 1 :]]
    for one, two in pairs:
        rows = _BY_PAIR.get((min(one[0], two[0]), max(one[0], two[0])), ())
        found += [(row.name, row.candidate) for row in rows if kind in row.kinds and _pair_fits(row, one, two)]
    return _promiscuous(kind, breaks, found)


def _pair_fits(row: Fusion, one: tuple[str, tuple[str, ...]], two: tuple[str, tuple[str, ...]]) -> bool:
    for first, second in ((one, two), (two, one)):
        if first[0] != row.one[0] or second[0] != row.two[0]:
            continue
        left = [band for band in first[1] if fits(band, row.one[1])]
        right = [band for band in second[1] if fits(band, row.two[1])]
        if left and right and (one is not two or left != right):
            return True
    return False


def _promiscuous(kind: str, breaks: Breaks, found: list[tuple[str, bool]]) -> list[tuple[str, bool]]:
    """A broken gene with a partner that no row names, or that two rows claim."""
    if kind == "dic" or not any(chromosome in _PROMISCUOUS_ON for chromosome, _ in breaks):
        return found
    for name, chromosome, band in PROMISCUOUS:
        gene = name.split()[0] + "::"
        fused = [row for row in found if row[0].startswith(gene)]
        if len(fused) == 1:
            continue
        broken = any(c == chromosome and any(fits(b, (band,)) and b.startswith(band) for b in bands) for c, bands in breaks)
        partners = [(c, b) for c, bands in breaks for b in bands if not (c == chromosome and fits(b, (band,)))]
        excluded = partners and all(any(c == other and fits(b, (at,)) for other, at in NOT_PARTNERS) for c, b in partners)
        if fused or (broken and partners and not excluded):
            found = [row for row in found if row not in fused] + [(name, False)]
    return found
