"""Results that are numbers or regions, not genes: DNA index, copy-neutral loss of heterozygosity, ratio and length of FLT3-ITD, clonality of receptor genes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.patterns import compile  # noqa: A004
from allreport.presence import Status
from allreport.read.context import Reading, at
from allreport.read.molecular.names import Target
from allreport.read.number import readings

INDEX_WORDS = ("dna", "di")
INDEX = compile(r"(?:dna[ -]index(?:es)?|dna[ -]indices|di(?=[ ]?[:=]))(?:[ ]?\(di\))?(?:[ ](?:by|in|of)[ ](?:the[ ])?(?:flow(?: cytometry)?|blasts?|leuk\w+ cells|abnormal population))?[ \t]*(?:[:=]|of|is|was|were)?[ \t]*(?P<first>[0-2][.,]\d{1,2})(?![\d%])(?:[ ]?(?:and|/|,|;)[ ]?(?P<second>[0-2][.,]\d{1,2})(?![\d%]))?")
HIGH = 1.16  # as 51 chromosomes and more (children's protocols of the nineties on)
HYPODIPLOID = 0.95  # a peak below it beside one above HIGH: the higher may be the lower doubled

LOH_WORDS = ("loh", "cnloh", "neutral", "upd", "uniparental")
LOH = compile(
    r"(?:(?:copy[- ](?:number[- ])?neutral[- ]|cn-?)?(?:loh\b|loss of heterozygosity)(?:[ ]?\(cn-?loh\))?|(?:acquired )?(?:uniparental disomy|upd\b))[ \n](?:of|at|in|on|for|involving|affecting)?[ \n]?(?:the )?(?:chromosomes?[ ]|whole chromosome )?(?:arms? )?(?P<arm>(?:1\d|2[0-2]|[1-9]|x)[pq]?)(?:[\d.]{1,5})?\b"
)
LOH_WHICH = compile(r"neutral|cn-?loh|uniparental|upd\b")
NO_LOH = compile(r"\b(?:no|without|not any)\b[^.;:\n]{0,40}$")

RATIO = compile(r"(?:[^.\n]|\.(?=\d)){0,60}?\b(?:allelic ratio|allele ratio|ratio|ar|itd/wt|mutant/wild[- ]?type)(?:[ ]?(?:of|is|was|[:=]))?[ ]{0,2}(?P<ratio>\d{1,2}[.,]\d{1,3})(?![ ]?%)")
LENGTH = compile(r"(?:[^.\n]|\.(?=\d)){0,70}?(?P<length>\d{1,3})[ ]?(?:bp\b|base[- ]pairs?|nucleotides|nt\b)")

CLONAL = compile(r"[^.;:\n]{0,40}?\b(?P<word>monoclonal|oligoclonal|biclonal|polyclonal|clonal|germ-?line|clonality)\b")
CLONAL_BEFORE = compile(r"\b(?P<word>monoclonal|oligoclonal|biclonal|polyclonal|clonal|clonality)(?: (?:rearrangements?|products?|peaks?|population))?(?: (?:of|in|for))?[ \n](?:the )?(?:(?:ig[hkl]|tr[abgd]|tcr[abgd]?)[a-z0-9-]{0,6}(?:, | and |/)){0,4}$")
NOT_CLONAL = frozenset({"polyclonal", "germline", "germ-line"})


MEASURED_WORDS = frozenset({*INDEX_WORDS, *LOH_WORDS})


class Measured(NamedTuple):
    """A result by number or region: what it is called, whether it is there, its number, and whether it only hints."""

    target: Target
    status: Status
    ratio: float | None
    hint: bool


def dna_indices(reading: Reading) -> Iterator[Measured]:
    """Every DNA index, each peak apart, and the ploidy that one alone hints at."""
    for match in at(INDEX, reading.document.folded, reading.document.places_of(INDEX_WORDS)):
        peaks = [readings(match[name], True)[0] for name in ("first", "second") if match[name]]
        for peak, name in zip(peaks, ("first", "second"), strict=False):
            yield Measured(Target("DNA index" if name == "first" else "DNA index, second peak", match.start(), match.end(), "genetic", None, False), Status("present", *match.span(name)), peak, hint=False)
        if max(peaks) >= HIGH and min(peaks) >= HYPODIPLOID:
            yield Measured(Target("high hyperdiploidy", match.start(), match.end(), "genetic", None, False), Status("present", *match.span("first")), max(peaks), hint=True)


def losses_of_heterozygosity(reading: Reading) -> Iterator[Measured]:
    """Copy-neutral loss of heterozygosity by chromosome or arm."""
    document = reading.document
    if document.words.isdisjoint(LOH_WORDS):
        return
    for match in LOH.finditer(document.folded):
        if LOH_WHICH.search(match.group()):
            arm = match["arm"].upper() if match["arm"].startswith("x") else match["arm"]
            line = max(0, match.start() - 60)
            value = "absent" if NO_LOH.search(document.folded, line, match.start()) else "present"
            yield Measured(Target(f"CN-LOH {arm}", match.start(), match.end(), "genetic", None, False), Status(value, *match.span("arm")), None, hint=False)


def duplication(reading: Reading, target: Target, stop: int) -> dict[str, Any]:
    """Ratio of alleles and length in base pairs of an internal tandem duplication."""
    folded = reading.document.folded
    ratio, length = RATIO.match(folded, target.end, stop), LENGTH.match(folded, target.end, stop)
    made: dict[str, Any] = {}
    if ratio:
        made["ratio"] = readings(ratio["ratio"], True)[0]
    if length:
        made["length"] = int(length["length"])
    return made


def clonality(folded: str, start: int, end: int, first: int, last: int) -> str | None:
    """The word that says whether the rearrangement of a receptor gene is clonal, which no translocation is."""
    match = CLONAL_BEFORE.search(folded, first, start) or CLONAL.match(folded, end, last)
    return match["word"] if match else None
