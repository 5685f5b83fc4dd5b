"""What is compared when `facts` rows are scored: readings of the gold and of the code in the same terms (docs/gold-format.md)."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any, NamedTuple

from allreport.flat import Fact

ANALYTES = frozenset(
    {"WBC", "RBC", "HGB", "HCT", "MCV", "MCH", "MCHC", "RDW", "PLT", "MPV", "ANC", "ALC", "AMC", "AEC", "ABC", "NEUT%", "LYMPH%", "MONO%", "EOS%", "BASO%"}
    | {"BAND%", "BLAST%", "NRBC", "RETIC%", "LDH", "URIC"}
)  # those that the gold judges
PLOIDY = frozenset({"high hyperdiploidy", "high hypodiploidy", "low hypodiploidy", "near-haploidy", "near-triploidy", "near-tetraploidy"})
NAMED = PLOIDY | {"iAMP21", "BCR::ABL1-like", "double trisomy 4,10", "normal karyotype", "complex karyotype", "FLT3-ITD"}
LESIONS = frozenset({"rearrangement", "deletion", "mutation"})
RECEPTORS = frozenset({"TRA", "TRB", "TRD", "TRG", "IGH", "IGK", "IGL"})
SHADES = frozenset({"positive", "dim", "bright", "partial", "variable"})
TOLERANCE = {"blasts": 0.001, "cbc": 0.005, "mrd": 0.01}
SIDES = {"<": "<", "<=": "<", ">": ">", ">=": ">"}
FLT3 = frozenset({"FLT3-ITD", "FLT3 mutation"})  # they say each other


class Answer(NamedTuple):
    """One reading in the terms that are compared, whether of the gold or of a row."""

    field: str
    name: str = ""
    word: str = ""
    site: str = ""
    side: str = ""
    value: float | None = None
    low: float | None = None
    high: float | None = None

    def agrees(self, other: Answer) -> bool:
        return self[:5] == other[:5] and all(close(mine, theirs, TOLERANCE.get(self.field, 0.0)) for mine, theirs in zip(self[5:], other[5:], strict=True))


def close(mine: float | None, theirs: float | None, tolerance: float) -> bool:
    if mine is None or theirs is None:
        return mine is theirs
    return math.isclose(mine, theirs, rel_tol=tolerance, abs_tol=1e-12)


def of_row(row: Fact) -> Answer:
    """A row as an answer: reduced to what its field is judged by."""
    return answer(row.field, row.name, row.status, row.site, row.comparator, row.value, row.low, row.high)


def answer(kind: str, name: Any, status: Any, site: Any, comparator: Any, value: Any, low: Any, high: Any) -> Answer:
    if kind == "karyotype":
        return Answer(kind, name="".join(str(value).split()).replace("\u2013", "-").replace("\u2212", "-"))
    if kind == "marker":
        return Answer(kind, name=str(name).casefold(), word="positive" if status in SHADES else str(status))
    if kind == "genetic_finding":
        return Answer(kind, name=str(name), word=str(status))
    if kind == "cbc":
        return Answer(kind, name=str(name), value=value)
    side = SIDES.get(str(comparator), "") if value is not None else ""
    if kind == "blasts":
        return Answer(kind, site=str(site), side=side, value=value, low=low if value is None else None, high=high if value is None else None)
    return Answer(kind, word=str(status), side=side, value=value)


def of_gold(kind: str, item: Any) -> Answer:
    """An entry of the gold JSON as an answer."""
    if kind == "karyotype":
        return answer(kind, None, None, None, None, item, None, None)
    key = {"blasts": "percent", "mrd": "value_percent", "cbc": "value_canonical"}.get(kind, "")
    value = item.get("value") if item.get(key) is None else item[key]
    name = item.get("analyte") or item.get("marker") or item.get("finding")
    return answer(kind, name, item.get("status"), item.get("site"), item.get("comparator"), value, item.get("low"), item.get("high"))


def distinct(answers: Iterable[Answer]) -> list[Answer]:
    kept: list[Answer] = []
    for one in answers:
        if not any(one.agrees(other) for other in kept):
            kept.append(one)
    return kept


def scored(one: Answer) -> bool:
    """Whether the gold judges this name; others (ALT, trisomy 8 ...) may be given."""
    if one.field != "genetic_finding":
        return one.field != "cbc" or one.name in ANALYTES
    return one.name in NAMED or "::" in one.name or one.name.partition(" ")[2] in LESIONS


def implied(one: Answer, wanted: list[Answer]) -> bool:
    """Whether a present finding only repeats what a present finding of the gold says already."""
    if one.field != "genetic_finding" or one.word != "present":
        return False
    present = {want.name for want in wanted if want.word == "present"}
    partners = set(one.name.split("::"))
    gene, _, lesion = one.name.partition(" ")
    if lesion == "rearrangement":
        return any(gene in fusion.split("::") for fusion in present if "::" in fusion)
    if len(partners) == 2 and partners & RECEPTORS:
        return any(f"{partner} rearrangement" in present for partner in partners - RECEPTORS)
    return one.name in FLT3 and bool(FLT3 & present)
