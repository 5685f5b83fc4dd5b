"""What the changes are known for: fusions by pairs of bands, ploidy, double trisomy, complex and normal karyotype."""

from __future__ import annotations

from allreport.vocabulary.iscn import COMPLEX_THRESHOLD, SYMBOLS

from . import ploidy
from .counting import count_abnormalities, is_normal
from .fusions import fits
from .source import Source
from .tree import CloneNode, Item


class Findings:
    """Findings by name, each with the clones and changes it rests on."""

    __slots__ = ("rows",)

    def __init__(self) -> None:
        self.rows: dict[tuple[str, str], dict[str, object]] = {}

    def add(self, name: str, basis: str, *, clone: int | None = None, text: str = "", uncertain: bool = False, status: str = "present") -> None:
        """Record one finding; a second time it gains a clone, and is certain if it is certain once."""
        row = self.rows.get((name, status))
        if row is None:
            row = self.rows[name, status] = {"name": name, "status": status, "uncertain": uncertain, "clones": [], "abnormalities": [], "basis": basis}
        row["uncertain"] = bool(row["uncertain"]) and uncertain
        clones, texts = row["clones"], row["abnormalities"]
        if isinstance(clones, list) and clone is not None and clone not in clones:
            clones.append(clone)
        if isinstance(texts, list) and text and text not in texts:
            texts.append(text)

    def has(self, names: frozenset[str]) -> bool:
        """Whether one of `names` is present."""
        return bool(self.rows) and any(name in names and status == "present" for name, status in self.rows)


def find(source: Source, clones: list[CloneNode], findings: Findings, *, mosaic: bool) -> None:
    """All findings of the patient's own clones; a single cell makes a finding uncertain."""
    own = [(index, clone) for index, clone in enumerate(clones) if not clone.donor]
    if mosaic or not own:
        return
    for index, clone in own:
        if not clone.expanded:
            continue
        for item, meaning in zip(clone.expanded, clone.meanings, strict=True):
            if meaning.names:
                text = source.text(item.start, item.end)
                for name, uncertain in meaning.names:
                    findings.add(name, "bands", clone=index, text=text, uncertain=uncertain or clone.cells == 1)
            if item.amplified or item.parts:
                _find_amplified(source, index, item, findings)
        _find_double_trisomy(index, clone, findings)
    _find_ploidy(own, findings)
    _find_summary(own, findings, source)


def _find_amplified(source: Source, index: int, item: Item, findings: Findings) -> None:
    """`r(21)amp(AML1)`, `der(21)amp(21)(q22)`: RUNX1 amplified within one chromosome 21."""
    shown = any(part.kind == "amp" and part.chromosomes == ("21",) and part.bands and fits(part.bands[0][0], ("q22",)) for part in item.parts)
    probed = "21" in item.main.chromosomes and any(SYMBOLS.get(probe, probe.upper()) == "RUNX1" for probes in item.amplified for probe in probes.split(","))
    if shown or probed:
        findings.add("iAMP21", "amplification", clone=index, text=source.text(item.start, item.end), uncertain=item.uncertain)


def _find_double_trisomy(index: int, clone: CloneNode, findings: Findings) -> None:
    if clone.resolved_level != 2 or clone.multiplier > 1 or len(clone.expanded) < 2 or (clone.computed or clone.high or 0) < 47:
        return
    gained = ploidy.copies(clone)
    if gained.get("4", 0) >= 1 and gained.get("10", 0) >= 1 and not ploidy.looks_doubled(clone):
        doubt = any(item.uncertain and item.main.chromosomes in (("4",), ("10",)) for item in clone.expanded)
        findings.add("double trisomy 4,10", "copies", clone=index, uncertain=doubt or clone.cells == 1)


def _find_ploidy(own: list[tuple[int, CloneNode]], findings: Findings) -> None:
    classes: dict[int, str] = {}
    for index, clone in own:
        if clone.low is None or (clone.low > 43 and (clone.high or 0) < 51 and clone.multiplier < 2) or (clone.expanded and not clone.acquired):
            continue
        doubled = ploidy.doubled_base(clone)
        found = doubled or ploidy.class_of(clone)
        if found:
            classes[index] = found
    if not classes:
        return
    hypodiploid = next((name for name in classes.values() if name in ploidy.DOUBLED_FROM), None)
    for index, clone in own:
        found = classes.get(index)
        if found is None:
            continue
        if found not in ploidy.HYPODIPLOID and (ploidy.looks_doubled(clone) or (hypodiploid and _is_double(clone, own))):
            findings.add(hypodiploid or ("near-haploidy" if (clone.low or 0) < 63 else "low hypodiploidy"), "ploidy", clone=index, uncertain=not hypodiploid)
            continue
        findings.add(found, "ploidy", clone=index, uncertain=clone.cells == 1 or (clone.low != clone.high and clone.computed is None))


def _is_double(clone: CloneNode, own: list[tuple[int, CloneNode]]) -> bool:
    """Whether the clone has about twice the number of a hypodiploid clone of the same string."""
    low, high = clone.low or 0, clone.high or 0
    return any(
        ploidy.class_of(other) in ploidy.DOUBLED_FROM and 2 * (other.low or 0) - 4 <= high and low <= 2 * (other.high or 0) + 4
        for _, other in own
        if other is not clone
    )


_CLASSED = frozenset({"near-haploidy", "low hypodiploidy", "high hypodiploidy", "high hyperdiploidy", "near-triploidy", "near-tetraploidy"})


def _find_summary(own: list[tuple[int, CloneNode]], findings: Findings, source: Source) -> None:
    clones = [clone for _, clone in own]
    if all(map(is_normal, clones)):
        if not source.issues or not any(issue["code"] == "unparsed" for issue in source.issues):
            findings.add("normal karyotype", "count", clone=own[0][0])
        return
    if findings.has(_CLASSED):
        return
    if count_abnormalities([clone for clone in clones if clone.cells != 1 or len(clones) == 1]) >= COMPLEX_THRESHOLD:
        for index, clone in own:
            if clone.acquired:
                findings.add("complex karyotype", "count", clone=index)
