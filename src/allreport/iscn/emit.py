"""From the tree to plain data, ready for the models."""

from __future__ import annotations

from typing import Any

from .chromosomes import BANDS, locate
from .counting import is_clonal, is_constitutional
from .effects import clone_effect, effect
from .source import Source
from .tree import CloneNode, Item, Rearrangement


class Emitter:
    """Writes clones of one source as dictionaries."""

    __slots__ = ("mosaic", "source")

    def __init__(self, source: Source, *, mosaic: bool) -> None:
        self.source, self.mosaic = source, mosaic

    def clone(self, clone: CloneNode) -> dict[str, Any]:
        """One clone."""
        source = self.source
        start, end = source.span(clone.start, clone.end)
        net = clone_effect(clone)
        row: dict[str, Any] = {
            "text": source.raw[start:end],
            "start": start + source.offset,
            "end": end + source.offset,
            "modal_number_low": clone.low,
            "modal_number_high": clone.high,
            "computed_number": clone.computed,
            "ploidy_level": clone.resolved_level,
            "sex_chromosomes": clone.letters if clone.letters is not None else clone.sex,
            "abnormalities": tuple([self.item(item) for item in clone.expanded]),
            "cells": clone.cells,
            "composite": clone.composite,
            "donor": clone.donor,
        }
        if clone.expanded:
            row["lost"], row["gained"], row["joined"] = net.lost, net.gained, net.joined
            row["clonal"] = is_clonal(clone)
            row["constitutional"] = is_constitutional(clone, mosaic=self.mosaic)
        if clone.reference is not None:
            row["reference"] = f"{clone.reference}{clone.reference_number or ''}"
        if clone.multiplier != 1:
            row["multiplier"] = clone.multiplier
        if clone.total is not None:
            row["total"] = clone.total
        if clone.incomplete:
            row["incomplete"] = True
        return row

    def item(self, item: Item) -> dict[str, Any]:
        """One abnormality."""
        source, main = self.source, item.main
        start, end = source.span(item.start, item.end)
        one = effect(item)
        row: dict[str, Any] = {"text": source.raw[start:end], "start": start + source.offset, "end": end + source.offset, "chromosomes": main.chromosomes}
        if main.kind == "chromosome":
            row["kind"] = "loss" if item.sign == "-" else "gain"
        else:
            row["kind"] = main.kind
            if main.bands:
                row["breakpoints"] = main.bands
            if item.parts:
                row["parts"] = tuple([_part(part) for part in item.parts])
            if one.joined:
                row["joined"] = one.joined
            if item.alternatives:
                row["alternatives"] = tuple([source.text(*span) for span in item.alternatives])
        if item.sign:
            row["gain" if item.sign == "+" else "loss"] = True
        if item.copies != 1 or item.copies_high != 1:
            row["copies"], row["copies_high"] = item.copies, item.copies_high
        if item.cells is not None:
            row["cells"] = item.cells
        if item.uncertain:
            row["uncertain"] = True
        if self.mosaic or item.constitutional != "no":
            row["constitutional"] = "yes" if self.mosaic else item.constitutional
        if item.inherited:
            row["inherited"] = True
        if one.lost:
            row["lost"] = one.lost
        if one.gained:
            row["gained"] = one.gained
        return row


def _part(part: Rearrangement) -> dict[str, Any]:
    return {"kind": part.kind, "chromosomes": part.chromosomes, "breakpoints": part.bands, "uncertain": part.uncertain}


def check(source: Source, clones: list[CloneNode]) -> None:
    """Numbers that do not add up, and bands that a chromosome does not have."""
    for clone in clones:
        made, low, high = clone.computed, clone.low, clone.high
        if made is not None and low is not None and high is not None and not low <= made <= high:
            source.issue("count_mismatch", f"the listed changes add up to {made}", clone.start, clone.end)
        for item in clone.items:
            if item.main.kind == "chromosome":
                continue
            for one in (item.main, *item.parts):
                if one.bands and not _bands_exist(one):
                    source.issue("unknown_band", "a band that this chromosome does not have", item.start, item.end)
                    break


def _bands_exist(one: Rearrangement) -> bool:
    if len(one.bands) > len(one.chromosomes):
        return False
    for chromosome, bands in zip(one.chromosomes, one.bands, strict=False):
        if chromosome not in BANDS:
            continue
        for band in bands:
            for name in band.split("~"):
                if len(name) > 1 and name[0] in "pq" and name[1:] not in ("ter", "10") and locate(chromosome, name) is None:
                    return False
    return True
