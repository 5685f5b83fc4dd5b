"""What a clause names that a test may find: fusions, lesions of a gene, ploidy and other findings, in order."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.molecular.lesions import lesion_of
from allreport.read.molecular.names import Target, fusion_name
from allreport.scan import Clause

EXON = r"(?:[ \t]*\(?(?:ex(?:on)?s?\.?[ ]?\d{1,2}(?:-\d{1,2})?|e\d{1,2}|nm_\d+(?:\.\d+)?)\)?)?"
ALIAS = r"(?:[ ]?\([a-z][a-z0-9-]{1,9}\))?"
PAIR = compile(ALIAS + EXON + r"[ \t]*(?P<sep>::|:|/|--?|>|\u2013)[ \t\n]{0,3}$")
BANDS = compile(r"(?:\([pq][^()\n]{0,24}(?:\n[^()\n]{0,24})?\)?)|[\d.]{0,4};[pq][\d.]{1,5}\)|[\d.]{1,4}(?:;[pq][\d.]{1,5})?\)")
BAND_FIRST = frozenset("(0123456789.;)")


CHROMOSOMES = compile(r"[^.;:\n\d]{0,24}(\d\d)(?:[ ]?[-~][ ]?(\d\d))?[ ]chromosomes")
HYPODIPLOID = ((24, 31, "near-haploidy"), (32, 39, "low hypodiploidy"), (40, 43, "high hypodiploidy"))  # classes of ALL by the number of chromosomes


def by_number(folded: str, hit: Hit) -> str | None:
    """The class of a hypodiploidy by the number of chromosomes told behind it."""
    match = CHROMOSOMES.match(folded, hit.end, hit.end + 60) if hit.rows["genetic"].name == "hypodiploidy" else None
    if match is None:
        return None
    low, high = int(match[1]), int(match[2] or match[1])
    return next((name for first, last, name in HYPODIPLOID if first <= low and high <= last), None)


LOCUS_TESTS = frozenset({"FISH", "array", "MLPA", "NGS"})


def targets_of(reading: Reading, clause: Clause, method: str | None) -> list[Target]:
    """Fusions, lesions and other findings that a clause names, in order."""
    folded = reading.document.folded
    genes = clause.of("gene")
    number = -1
    taken: set[int] = set()  # genes that are part of a fusion named before
    found: list[Target] = []
    for hit in clause.hits:
        rows = hit.rows
        if "gene" in rows:
            number += 1
            if number in taken:
                continue
        if "genetic" in rows and rows["genetic"].name == "CDKN2A deletion" and method not in LOCUS_TESTS:
            continue  # a band of a karyotype is no gene
        if "genetic" in rows:
            found.append(Target(by_number(folded, hit) or rows["genetic"].name, hit.start, hit.end, "genetic", None, False))
            if rows["genetic"].name == "FLT3-ITD" and "tkd" in folded[hit.start : hit.end]:
                found.append(Target("FLT3 mutation", hit.start, hit.end, "lesion", "FLT3", False))
        elif "fusion" in rows:
            name = rows["fusion"].name
            if name != "BCR::ABL1" or not folded.startswith("ph", hit.start) or ph_context(folded, hit):
                found.append(Target(name, hit.start, behind_bands(folded, hit.end), "fusion", None, False))
        elif "gene" in rows:
            fusion = fusion_at(folded, genes, number, taken) if number + 1 < len(genes) else None
            if fusion is not None:
                found.append(fusion)
                continue
            lesion = lesion_of(reading, clause, hit, method)
            if lesion is not None:
                symbol = rows["gene"].symbol
                found.append(Target(f"{symbol} {lesion}", hit.start, hit.end, "lesion", symbol, False))
                if symbol == "CDKN2A" and folded.startswith(("/b", "/2b"), hit.end) and not folded[hit.end + 2 : hit.end + 3].isalnum():
                    found.append(Target(f"CDKN2B {lesion}", hit.start, hit.end + 2, "lesion", "CDKN2B", False))
    return found


def behind_bands(folded: str, end: int) -> int:
    """The end of a translocation with the bands behind it."""
    while folded[end : end + 1] in BAND_FIRST and (bands := BANDS.match(folded, end)):
        end = bands.end()
    return end


def fusion_at(folded: str, genes: Sequence[tuple[Hit, Any]], number: int, taken: set[int]) -> Target | None:
    """The fusion that a gene forms with one behind it, by a sign (`A::B`) or by words; its other genes become `taken`."""
    hit, row = genes[number]
    last = with_alias(folded, genes, number)
    separator = separator_behind(folded, genes, last)
    if separator is not None:
        other, partner = genes[last + 1]
        name = fusion_name(row.symbol, partner.symbol, separator)
        if name is not None:
            end = with_alias(folded, genes, last + 1)
            taken.update(range(number + 1, end + 1))
            if separator == "/" and separator_behind(folded, genes, end) == "/":
                taken.add(end + 1)
            return Target(name, hit.start, genes[end][0].end + (end > last + 1), "fusion", None, separator == "::")
    joint = joined_by_word(folded, genes, number)
    if joint is not None:
        other, partner = genes[joint]
        name = fusion_name(row.symbol, partner.symbol, "::")
        if name is not None:
            taken.add(joint)
            return Target(name, hit.start, other.end, "fusion", None, True)
    return None


def with_alias(folded: str, genes: Sequence[tuple[Hit, Any]], number: int) -> int:
    """The last of the names of one gene: 'ETV6(TEL)' is written with two."""
    if number + 1 < len(genes) and genes[number + 1][1].symbol == genes[number][1].symbol:
        between, behind = folded[genes[number][0].end : genes[number + 1][0].start], genes[number + 1][0].end
        if between.strip() == "(" and folded.startswith(")", behind):
            return number + 1
    return number


PH_TALK = compile(r"[+-]?[ -]?(?:\+|-|positive|negative|pos|neg|chromosome|all\b|b-all|:|\n|,|\.|\)|;|status|clone|$)")


def ph_context(folded: str, hit: Hit) -> bool:
    """Whether 'Ph' is the Philadelphia chromosome and no pH or Ph.D."""
    return PH_TALK.match(folded, hit.end, min(len(folded), hit.end + 14)) is not None and not folded.startswith(".d", hit.end)


def separator_behind(folded: str, genes: Sequence[tuple[Hit, Any]], number: int) -> str | None:
    """The sign that joins a gene to the next one."""
    if number + 1 == len(genes):
        return None
    end = genes[number][0].end
    if folded.startswith(")", end):
        end += 1  # an older name in brackets
    match = PAIR.match(folded, end, genes[number + 1][0].start)
    return match["sep"] if match else None


FUSION_OF = compile(r"fusion (?:gene )?(?:of|between|involving) (?:the )?(?:5' |3' )?(?:portion of |part of )?$")
AND = compile(r"[^.;,]{0,16}?\b(?:and|with|to)[ \t\n](?:the )?(?:5' |3' )?$")


def joined_by_word(folded: str, genes: Sequence[tuple[Hit, Any]], number: int) -> int | None:
    """'fusion of TCF3 (E2A) and PBX1': the partner that a word joins."""
    hit, row = genes[number]
    if not FUSION_OF.search(folded, max(0, hit.start - 44), hit.start):
        return None
    for place in range(number + 1, len(genes)):
        other, partner = genes[place]
        if partner.symbol != row.symbol:
            return place if AND.match(folded, hit.end, other.start) else None
    return None
