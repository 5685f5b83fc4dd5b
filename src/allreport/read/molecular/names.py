"""The names of what a test may find, under which the literature has them."""

from __future__ import annotations

from functools import cache
from typing import NamedTuple

from allreport.vocabulary.fusions import FUSIONS

RECEPTORS = frozenset({"IGH", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG"})
TARGETS = ("gene", "fusion", "genetic")  # the kinds of words that name what a test may find
SECTION_TESTS = {"karyotype": "karyotype", "FISH": "FISH", "PCR": "PCR", "NGS": "NGS", "array": "array", "MLPA": "MLPA", "flow": "flow"}


class Target(NamedTuple):
    """Something a test may find: its name, where it stands, and what it is."""

    name: str
    start: int
    end: int
    kind: str  # fusion, lesion, genetic
    gene: str | None
    strong: bool  # named so that it needs no list word: `A::B` in a result, a variant


@cache
def fusion_names() -> dict[frozenset[str], str]:
    """The name the literature uses for a pair of partners."""
    return {frozenset(row.name.split("::")): row.name for row in FUSIONS if "::" in row.name}


def fusion_name(left: str, right: str, separator: str) -> str | None:
    """The canonical name of a pair; None where the pair is rather a list of two genes."""
    known = fusion_names().get(frozenset((left, right)))
    if known:
        return known
    if left == right:
        return None
    if "KMT2A" in (left, right):
        other = right if left == "KMT2A" else left
        return None if other in RECEPTORS else f"KMT2A::{other}"
    if separator in {"::", "--"}:
        return f"{right}::{left}" if right in RECEPTORS and left not in RECEPTORS else f"{left}::{right}"
    return None
