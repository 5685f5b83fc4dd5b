"""What one abnormality means by itself, worked out once for all strings that hold the same one."""

from __future__ import annotations

from functools import lru_cache
from typing import Any, NamedTuple

from .chromosomes import BANDS, locate
from .counting import weigh
from .effects import Net, effect
from .fusions import known_for
from .tree import CloneNode, Item, Rearrangement


class Meaning(NamedTuple):
    """`row`: the abnormality as data without its place; `net`: its effect; `names`: what its bands are known for, and whether only perhaps."""

    row: dict[str, Any]
    net: tuple[Net, ...]
    joined: tuple[str, ...]
    names: tuple[tuple[str, bool], ...]
    fault: str  # the code of an issue that its bands raise, or nothing
    acquired: bool  # not constitutional
    loss: bool  # of a whole chromosome
    key: tuple[object, ...]  # the same for the same abnormality in another clone
    weight: int  # for how many abnormalities it counts; 0 where it takes an inherited one back


@lru_cache(maxsize=16384)
def _meaning(content: tuple[Any, ...]) -> Meaning:
    item = Item(0, 0, *content)
    main = item.main
    one = effect(item)
    net = one.net if item.copies == 1 else tuple((name, a, b, copies * item.copies, label) for name, a, b, copies, label in one.net)
    names: tuple[tuple[str, bool], ...] = ()
    fault = ""
    if main.kind != "chromosome":
        every = (main, *item.parts)
        fault = next((code for part in every if part.bands and (code := _fault(part))), "")
        if item.constitutional != "yes" and item.removes is None and item.sign != "-":
            names = tuple(
                (name, candidate or item.uncertain or part.uncertain) for part in every if part.bands or part.detail for name, candidate in known_for(part)
            )
    numeric = main.kind == "chromosome"
    key = (main.kind, item.sign if numeric else "", main.chromosomes, tuple([(part.kind, part.chromosomes) for part in item.parts]))
    weight = 0 if item.removes is not None else item.copies if numeric else weigh(item)
    acquired = item.constitutional != "yes"
    return Meaning(_row(item, one.lost, one.gained, one.joined), net, one.joined, names, fault, acquired, numeric and item.sign == "-", key, weight)


def give_meanings(clone: CloneNode) -> None:
    """Fill `meanings` and `acquired` of a clone."""
    clone.meanings = meanings = [_meaning(item[2:-1]) for item in clone.expanded]
    for one in meanings:
        if one.acquired:
            clone.acquired = True
            return


def _row(item: Item, lost: tuple[str, ...], gained: tuple[str, ...], joined: tuple[str, ...]) -> dict[str, Any]:
    main = item.main
    row: dict[str, Any] = {"kind": main.kind, "chromosomes": main.chromosomes}
    if main.kind == "chromosome":
        row["kind"] = "loss" if item.sign == "-" else "gain"
    if main.bands:
        row["breakpoints"] = main.bands
    if item.parts:
        row["parts"] = tuple(
            [{"kind": part.kind, "chromosomes": part.chromosomes, "breakpoints": part.bands, "uncertain": part.uncertain} for part in item.parts]
        )
    if joined:
        row["joined"] = joined
    if lost:
        row["lost"] = lost
    if gained:
        row["gained"] = gained
    if item.cells is not None:
        row["cells"] = item.cells
    if item.uncertain:
        row["uncertain"] = True
    if item.sign:
        row["gain" if item.sign == "+" else "loss"] = True
    if item.copies != 1 or item.copies_high != 1:
        row["copies"], row["copies_high"] = item.copies, item.copies_high
    if item.constitutional != "no":
        row["constitutional"] = item.constitutional
    return row


def _fault(one: Rearrangement) -> str:
    if len(one.bands) > len(one.chromosomes):
        return "band_count"
    for chromosome, bands in zip(one.chromosomes, one.bands, strict=False):
        if chromosome not in BANDS:
            continue
        for band in bands:
            if locate(chromosome, band) is not None:
                continue
            for name in band.split("~"):
                if len(name) > 1 and name[0] in "pq" and name[1:] not in ("ter", "10", "?") and locate(chromosome, name) is None:
                    return "unknown_band"
    return ""
