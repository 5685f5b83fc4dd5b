"""Sequence variants in HGVS, each tied to the gene before it."""

from __future__ import annotations

from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import readings
from allreport.scan import Clause

HGVS_C = compile(r"c\.[-*]?\d[\w+>*=-]{1,40}(?:_[-*]?\d[\w+>*=-]*)?")
HGVS_P = compile(r"p\.\(?[a-z]{1,3}\d{1,4}(?:[a-z*]{1,3})?(?:_[a-z]{1,3}\d{1,4})?(?:delins[a-z]*|del|ins[a-z]*|dup|fs(?:ter|\*|x)?\d{0,3}|ter|\*)?(?:fs(?:ter|\*|x)?\d{0,3})?\)?")
SHORT_P = compile(r"(?<![\w.])(?P<p>[acdefghiklmnpqrstvwy]\d{2,4}(?:[acdefghiklmnpqrstvwy*]|fs\*?\d{0,3}))(?![\w])")
VAF = compile(r"(?:vaf|allele (?:frequency|fraction|burden)|variant allele (?:frequency|fraction))[ \t]*(?:of|:|=|is)?[ \t]*(?P<a>\d{1,3}(?:[.,]\d{1,2})?)[ ]?(?P<pct>%)?|(?P<b>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%")
TRANSCRIPT = compile(r"nm_\d{4,9}(?:\.\d{1,2})?")
TIER = compile(r"\btier[ ]?(?P<tier>i{1,3}v?|iv|[1-4])(?:[- ]?[a-d])?\b")


def variant_near(folded: str, start: int, end: int) -> bool:
    return HGVS_C.search(folded, start, end) is not None or HGVS_P.search(folded, start, end) is not None or SHORT_P.search(folded, start, min(end, start + 16)) is not None


def read_variants(reading: Reading, clause: Clause, variants: list[dict[str, Any]]) -> None:
    """HGVS variants of a clause, each tied to the gene before it."""
    folded, raw = reading.document.folded, reading.document.raw
    if folded.find("c.", clause.start, clause.end) < 0 and folded.find("p.", clause.start, clause.end) < 0:
        return
    genes = clause.of("gene")
    for index, (hit, row) in enumerate(genes):
        stop = genes[index + 1][0].start if index + 1 < len(genes) else clause.end
        coding = HGVS_C.search(folded, hit.end, min(stop, hit.end + 120))
        protein = HGVS_P.search(folded, hit.end, min(stop, hit.end + 160))
        if coding is None and protein is None:
            continue
        last = max(match.end() for match in (coding, protein) if match)
        vaf = VAF.search(folded, last, min(stop, last + 60))
        transcript = TRANSCRIPT.search(folded, hit.end, min(stop, hit.end + 60))
        tier = TIER.search(folded, last, min(stop, last + 90))
        variant = reading.sourced(hit.start, last, "variant.hgvs", gene=row.symbol, _clause=clause)
        if coding:
            variant["coding"] = raw[coding.start() : coding.end()].rstrip(".,;")
        if protein:
            variant["protein"] = raw[protein.start() : protein.end()]
        if transcript:
            variant["transcript"] = raw[transcript.start() : transcript.end()]
        if tier:
            variant["tier"] = raw[tier.start("tier") : tier.end("tier")].upper()
        if vaf:
            number = readings(vaf["a"] or vaf["b"], True)[0]
            variant["allele_percent"] = number * 100 if vaf["a"] and not vaf["pct"] and number <= 1 else number
        variants.append(variant)
