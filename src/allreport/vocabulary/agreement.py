"""Why two tests may differ on one finding without contradicting each other: rows of biology and of what a test can see.

`found` and `not_found` are tests; `kind` is the end of the finding's name (`::` for a fusion, empty for any). A pair of answers
that no row explains is an issue.
"""

from __future__ import annotations

from typing import NamedTuple


class Explained(NamedTuple):
    """One test may find what the other cannot; `names`: only these findings."""

    reason: str
    found: frozenset[str]
    not_found: frozenset[str]
    kind: str = ""
    names: frozenset[str] = frozenset()


_ALL = frozenset({"FISH", "PCR", "NGS", "array", "MLPA", "flow"})

# Fusions of neighbouring genes: no probe sees the loss between them as a split, and no band shows it.
SMALL = frozenset({"P2RY8::CRLF2", "CRLF2 rearrangement", "STIL::TAL1", "TAL1 rearrangement", "SET::NUP214", "EBF1::PDGFRB", "MEF2D::BCL9", "IGH::DUX4", "DUX4 rearrangement", "NUP214::ABL1"})

EXPLAINED = (
    Explained("banding sees only dividing cells, and no small change", _ALL, frozenset({"karyotype"})),
    Explained("the genes are neighbours: a probe cannot part them", frozenset({"PCR", "NGS", "array", "MLPA"}), frozenset({"FISH"}), names=SMALL),
    Explained("a deletion smaller than the probe", frozenset({"MLPA", "array", "NGS"}), frozenset({"FISH"}), "deletion"),
    Explained("a subclone below the limit of a test on all cells", frozenset({"FISH", "NGS"}), frozenset({"MLPA", "array"}), "deletion"),
    Explained("a deletion of single exons", frozenset({"MLPA"}), frozenset({"array", "NGS"}), "deletion"),
    Explained("dividing cells of the clone in culture only", frozenset({"karyotype"}), frozenset({"flow"}), "ploidy"),
)  # fmt: skip
