"""What the changes are known for: fusions by pairs of bands, ploidy, double trisomy, complex and normal karyotype."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from allreport.vocabulary.iscn import COMPLEX_THRESHOLD, FUSIONS, NOT_PARTNERS, PROMISCUOUS, SYMBOLS, Fusion

from . import ploidy
from .counting import acquired, count_abnormalities, is_normal
from .source import Source
from .tree import CloneNode, Item, Rearrangement

Breaks = tuple[tuple[str, tuple[str, ...]], ...]
_BY_PAIR: dict[tuple[str, str], list[Fusion]] = {}
for _row in FUSIONS:
    _BY_PAIR.setdefault((min(_row.one[0], _row.two[0]), max(_row.one[0], _row.two[0])), []).append(_row)
_DICENTRIC = {"psu dic": "dic", "tdic": "dic", "der dic": "dic", "der psu dic": "dic"}


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
        return any(name in names and status == "present" for name, status in self.rows)


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
    if not one.bands or len(one.bands) != len(one.chromosomes):
        return ()
    return tuple(dict.fromkeys(_names(_DICENTRIC.get(one.kind, one.kind), tuple(zip(one.chromosomes, one.bands, strict=True)))))


def _junctions(one: Rearrangement) -> Iterator[Breaks]:
    for (_, (name, band)), ((other, band_to), _) in zip(one.detail, one.detail[1:], strict=False):
        yield ((name, (band,)), (other, (band_to,)))


def _names(kind: str, breaks: Breaks) -> list[tuple[str, bool]]:
    if kind not in ("t", "ins", "inv", "dic"):
        return []
    found: list[tuple[str, bool]] = []
    pairs = [(breaks[0], breaks[0])] if len(breaks) == 1 else [(one, two) for i, one in enumerate(breaks) for two in breaks[i + 1 :]]
    for one, two in pairs:
        for row in _BY_PAIR.get((min(one[0], two[0]), max(one[0], two[0])), ()):
            if kind in row.kinds and _pair_fits(row, one, two):
                found.append((row.name, row.candidate))
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
    if kind == "dic":
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


def find(source: Source, clones: list[CloneNode], findings: Findings, *, mosaic: bool) -> None:
    """All findings of the patient's own clones; a single cell makes a finding uncertain."""
    own = [(index, clone) for index, clone in enumerate(clones) if not clone.donor]
    if mosaic or not own:
        return
    for index, clone in own:
        for item in clone.expanded:
            if item.main.kind != "chromosome" and item.constitutional != "yes" and item.removes is None and item.sign != "-":
                _find_structural(source, index, clone, item, findings)
        _find_double_trisomy(index, clone, findings)
    _find_ploidy(own, findings)
    _find_summary(own, findings, source)


def _find_structural(source: Source, index: int, clone: CloneNode, item: Item, findings: Findings) -> None:
    text = ""
    for one in (item.main, *item.parts):
        for name, candidate in known_for(one) if one.bands or one.detail else ():
            text = text or source.text(item.start, item.end)
            findings.add(name, "bands", clone=index, text=text, uncertain=candidate or item.uncertain or one.uncertain or clone.cells == 1)
    if any(part.kind == "amp" and part.chromosomes == ("21",) and part.bands and fits(part.bands[0][0], ("q22",)) for part in item.parts):
        findings.add("iAMP21", "amplification", clone=index, text=source.text(item.start, item.end), uncertain=item.uncertain)
    for probes in item.amplified:
        if "21" in item.main.chromosomes and any(SYMBOLS.get(probe, probe.upper()) == "RUNX1" for probe in probes.split(",")):
            findings.add("iAMP21", "amplification", clone=index, text=source.text(item.start, item.end), uncertain=item.uncertain)


def _find_double_trisomy(index: int, clone: CloneNode, findings: Findings) -> None:
    if clone.resolved_level != 2 or clone.multiplier > 1 or len(clone.expanded) < 2:
        return
    if (clone.computed or clone.high or 0) < 47:
        return
    gained = ploidy.copies(clone)
    if gained.get("4", 0) >= 1 and gained.get("10", 0) >= 1 and not ploidy.looks_doubled(clone):
        doubt = any(item.uncertain and item.main.chromosomes in (("4",), ("10",)) for item in clone.expanded)
        findings.add("double trisomy 4,10", "copies", clone=index, uncertain=doubt or clone.cells == 1)


def _find_ploidy(own: list[tuple[int, CloneNode]], findings: Findings) -> None:
    classes: dict[int, str] = {}
    for index, clone in own:
        if not acquired(clone) and clone.low in (45, 46, 47):
            continue
        doubled = ploidy.doubled_base(clone)
        found = doubled or ploidy.class_of(clone)
        if found:
            classes[index] = found
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
    return any(ploidy.class_of(other) in ploidy.DOUBLED_FROM and 2 * (other.low or 0) - 4 <= high and low <= 2 * (other.high or 0) + 4 for _, other in own if other is not clone)


def _find_summary(own: list[tuple[int, CloneNode]], findings: Findings, source: Source) -> None:
    clones = [clone for _, clone in own]
    if all(is_normal(clone) for clone in clones):
        if not any(issue["code"] == "unparsed" for issue in source.issues):
            findings.add("normal karyotype", "count", clone=own[0][0])
        return
    classed = frozenset({"near-haploidy", "low hypodiploidy", "high hypodiploidy", "high hyperdiploidy", "near-triploidy", "near-tetraploidy"})
    if findings.has(classed):
        return
    if count_abnormalities([clone for clone in clones if clone.cells != 1 or len(clones) == 1]) >= COMPLEX_THRESHOLD:
        for index, clone in own:
            if acquired(clone):
                findings.add("complex karyotype", "count", clone=index)
