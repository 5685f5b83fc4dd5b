"""From the tree to plain data, ready for the models."""

from __future__ import annotations

from typing import Any

from .counting import is_clonal, is_constitutional
from .effects import clone_effect
from .meaning import Meaning
from .source import Source
from .tree import CloneNode, Item

_FAULTS = {"unknown_band": "a band that this chromosome does not have", "band_count": "more bands than chromosomes"}


class Emitter:
    """Writes clones of one source as dictionaries."""

    __slots__ = ("mosaic", "source")

    def __init__(self, source: Source, *, mosaic: bool) -> None:
        self.source, self.mosaic = source, mosaic

    def clone(self, clone: CloneNode) -> dict[str, Any]:
        """One clone."""
        source = self.source
        start, end = source.span(clone.start, clone.end)
        row: dict[str, Any] = {
            "text": source.raw[start:end],
            "start": start + source.offset,
            "end": end + source.offset,
            "modal_number_low": clone.low,
            "modal_number_high": clone.high,
            "computed_number": clone.computed,
            "ploidy_level": clone.resolved_level,
            "sex_chromosomes": clone.letters if clone.letters is not None else clone.sex,
            "abnormalities": tuple([self.item(item, meaning) for item, meaning in zip(clone.expanded, clone.meanings, strict=True)]) if clone.expanded else (),
            "cells": clone.cells,
            "composite": clone.composite,
            "donor": clone.donor,
        }
        if clone.expanded:
            net = clone_effect(clone)
            row["lost"], row["gained"], row["joined"] = net.lost, net.gained, net.joined
            row["clonal"] = None if self.mosaic else is_clonal(clone)
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

    def item(self, item: Item, meaning: Meaning) -> dict[str, Any]:
        """One abnormality."""
        source = self.source
        start, end = (item.start, item.end) if source.places is None else source.span(item.start, item.end)
        row = meaning.row | {"text": source.raw[start:end], "start": start + source.offset, "end": end + source.offset}
        if item.inherited:
            row["inherited"] = True
        if item.alternatives:
            row["alternatives"] = tuple([source.text(*span) for span in item.alternatives])
        if self.mosaic:
            row["constitutional"] = "yes"
        return row


def check(source: Source, clones: list[CloneNode]) -> None:
    """Numbers that do not add up, and bands that a chromosome does not have."""
    for clone in clones:
        made, low, high = clone.computed, clone.low, clone.high
        if made is not None and low is not None and high is not None and not low <= made <= high:
            source.issue("count_mismatch", f"the listed changes add up to {made}", clone.start, clone.end)
        for item, meaning in zip(clone.expanded, clone.meanings, strict=True) if clone.expanded else ():
            if meaning.fault and not item.inherited:
                source.issue(meaning.fault, _FAULTS[meaning.fault], item.start, item.end)
