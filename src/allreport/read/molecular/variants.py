"""Sequence variants in HGVS, each tied to its gene: in prose, in brackets, in the columns of a table.

coding  = "c." position [ "_" position ] change          change = base ">" base | "del" … | "dup" … | "ins" … | "inv" | "="
protein = "p." [ "(" ] amino position [ "_" amino position ] effect [ ")" ]      amino = `Arg` | `R` | `Ter` | `*`
effect  = amino | "del" | "dup" | "ins" aminos | "delins" aminos | [ amino ] "fs" [ "Ter" | "*" | "X" [ digits ] ] | "="

What begins like HGVS and is none is kept as written, with an issue.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from allreport.patterns import Match, compile  # noqa: A004
from allreport.presence import Context
from allreport.read.context import Reading
from allreport.read.number import readings
from allreport.scan import Clause

_AMINO = r"(?:ala|arg|asn|asp|cys|gln|glu|gly|his|ile|leu|lys|met|phe|pro|ser|thr|trp|tyr|val|ter|sec|[acdefghiklmnpqrstvwyx*](?![b-z]{3}))"
_PLACE = r"[-*]?\d{1,5}(?:[+-]\d{1,4})?"
HGVS_C = compile(rf"c\.[ ]?\(?{_PLACE}(?:_{_PLACE})?(?:[acgt]{{1,3}}>[acgt]{{1,3}}|del(?:[acgt]{{1,40}}|\d{{1,3}})?(?:ins[acgt]{{1,60}})?|dup[acgt]{{0,60}}|ins(?:[acgt]{{1,60}}|\d{{1,3}}|\[[^\]\n]{{1,30}}\])?|inv|=)(?![a-z0-9>])")
HGVS_P = compile(
    rf"p\.[ ]?\(?{_AMINO}\d{{1,4}}(?:_{_AMINO}\d{{1,4}})?(?:delins(?:{_AMINO}){{1,20}}|del(?![a-z])|dup(?![a-z])|ins(?:(?:{_AMINO}){{1,20}}|\d{{1,3}}|\([\dx]+\))?|(?:{_AMINO})?fs(?:(?:ter|\*|x)(?:\d{{1,4}}|\?)?)?|{_AMINO}|=|\?)(?![a-z0-9])\)?"
)
LOOSE = compile(r"[cp]\.\(?[\w*>+=-]{2,40}\)?")
SHORT_P = compile(r"(?<![\w.])(?P<p>[acdefghiklmnpqrstvwy]\d{2,4}(?:[acdefghiklmnpqrstvwy*]|[acdefghiklmnpqrstvwy]?fs(?:\*|x|ter)?\d{0,3}))(?![\w])")
VAF = compile(r"(?:vaf|allele (?:frequency|fraction|burden)|variant allele (?:frequency|fraction))[ \t]*(?:of|:|=|is)?[ \t]*(?P<a>\d{1,3}(?:[.,]\d{1,3})?)[ ]?(?P<pct>%)?|(?P<b>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%")
TRANSCRIPT = compile(r"(?:nm_\d{4,9}|enst\d{8,12})(?:\.\d{1,2})?")
TIER = compile(r"\btier[ ]?(?P<tier>i{1,3}v?|iv|[1-4])(?:[- ]?[a-d])?\b")
DEPTH = compile(r"(?:\b(?:depth|coverage|reads)[ :=]{1,3}(?P<a>\d{1,2}[,.’' ]?\d{3}|\d{2,5})|\b(?P<b>\d{1,2}[,.’']?\d{3}|\d{2,5})[ ]?(?:x\b|reads\b))")
CLASSES = (
    ("likely pathogenic", "likely pathogenic"), ("pathogenic", "pathogenic"), ("likely benign", "likely benign"), ("benign", "benign"), ("uncertain significance", "uncertain significance"),
    ("unknown significance", "uncertain significance"), ("vus", "uncertain significance"),
)  # fmt: skip
REACH = 200  # characters from a gene to its variant
LINE = 240  # characters of a table's row
HEADERS = 14  # lines above a row in which its heading stands
COLUMNS = compile(r"\t|[ ]*\|[ ]*|[ ]{2,}")
TITLES = (("depth", ("depth", "coverage", "reads")), ("tier", ("tier",)), ("vaf", ("vaf", "allele", "freq", "%")))


class Cell(NamedTuple):
    """A cell of a table's row: its heading and where it stands."""

    title: str
    start: int
    end: int


def variant_near(folded: str, start: int, end: int) -> bool:
    """Whether a stretch holds a variant."""
    return HGVS_C.search(folded, start, end) is not None or HGVS_P.search(folded, start, end) is not None or SHORT_P.search(folded, start, min(end, start + 16)) is not None


def read_variants(reading: Reading, clause: Clause, variants: list[dict[str, Any]], decided: dict[int, str]) -> None:
    """HGVS variants of a clause, each tied to the gene before it, or to the one behind it ('c.35G>A in NRAS').

    `decided`: the status of the mutation of each gene, by its place; what is not there is no variant, and `R175H` alone is
    one only where it is said to be there.
    """
    folded = reading.document.folded
    end = row_end(reading, clause)
    if folded.find("c.", clause.start, end) < 0 and folded.find("p.", clause.start, end) < 0 and not any(character.isdigit() for character in folded[clause.start : end]):
        return
    genes = clause.of("gene")
    for index, (hit, row) in enumerate(genes):
        stop = genes[index + 1][0].start if index + 1 < len(genes) else end
        status = decided.get(hit.start)
        if row.symbol in PHARMACOGENES or status in NOT_THERE or not_said(reading.context(clause, hit.start, hit.end)):
            continue
        found = changes(folded, hit.end, min(stop, hit.end + REACH), short=status is not None)
        if not found and index == 0:
            before = OF_GENE.search(folded, max(clause.start, hit.start - 80), hit.start)
            found = changes(folded, clause.start, hit.start, short=False) if before else []
        for position, pieces in enumerate(found):
            behind = found[position + 1][0].start() if position + 1 < len(found) else max(stop, pieces[-1].end())
            variants.append(described(reading, clause, hit, row.symbol, pieces, behind))


OF_GENE = compile(r"[ \n](?:in|of|within)[ \n](?:the[ \n])?$")
PHARMACOGENES = frozenset({"TPMT", "NUDT15"})  # they tell the dose of drugs, nothing of the leukaemia


NOT_THERE = frozenset({"absent", "not_tested", "pending", "failed"})


def not_said(effects: Context) -> bool:
    """Whether a sentence says nothing of this patient."""
    return effects.has("family", "donor", "treated", "withdrawn", "question", "advice") is not None


def row_end(reading: Reading, clause: Clause) -> int:
    """Where the row of a table ends that a semicolon in one of its cells cuts: 'c.4799T>C; p.Leu1600Pro | 37 %'."""
    following = reading.numbered.get(clause.index + 1)
    if reading.document.folded[clause.end - 1 : clause.end] != ";" or (following is not None and "gene" in following.kinds):
        return clause.end
    line = reading.document.line_at(clause.end - 1)
    return min(line.end, clause.start + LINE) if line.table else clause.end


def changes(folded: str, start: int, stop: int, *, short: bool) -> list[list[Match[str]]]:
    """The variants of a stretch, each with its change in DNA and in protein as far as they are told; `short`: also `R175H`."""
    found: list[list[Match[str]]] = []
    marks = sorted([*HGVS_C.finditer(folded, start, stop), *HGVS_P.finditer(folded, start, stop)], key=lambda match: match.start())
    if not marks:
        led = LED.match(folded, start, stop) if short else None
        plain = SHORT_P.match(folded, led.end(), min(stop, led.end() + 12)) if led else None
        mark = plain or LOOSE.search(folded, start, stop)
        return [[mark]] if mark else []
    for mark in marks:
        protein = mark.group()[0] == "p"
        if found and len(found[-1]) == 1 and protein != (found[-1][0].group()[0] == "p") and mark.start() - found[-1][0].end() < 90:
            found[-1].append(mark)
        else:
            found.append([mark])
    return found


def described(reading: Reading, clause: Clause, hit: Any, gene: str, pieces: list[Match[str]], stop: int) -> dict[str, Any]:
    """A variant with what stands beside it: transcript, share of alleles, depth, tier, class."""
    document = reading.document
    folded, raw = document.folded, document.raw
    first, last = min(hit.start, pieces[0].start()), max(hit.end, pieces[-1].end())
    variant = reading.sourced(first, last, "variant.hgvs", gene=gene, _clause=clause)
    for piece in pieces:
        variant["protein" if piece.group()[0] != "c" or piece.group()[1:2] != "." else "coding"] = balanced(raw[piece.start() : piece.end()])
        if not (HGVS_C.fullmatch(piece.group()) or HGVS_P.fullmatch(piece.group()) or SHORT_P.fullmatch(piece.group())):
            reading.issue("unparsed", "variant", "a variant that is not in the form of HGVS", piece.start(), piece.end())
    stop = max(stop, last)
    transcript = TRANSCRIPT.search(folded, hit.end, min(stop, hit.end + 60)) or TRANSCRIPT.search(folded, last, min(stop, last + 60))
    vaf = VAF.search(folded, last, min(stop, last + 60))
    tier, depth = TIER.search(folded, last, min(stop, last + 90)), DEPTH.search(folded, last, min(stop, last + 90))
    if transcript:
        variant["transcript"] = raw[transcript.start() : transcript.end()]
    if vaf:
        number = readings(vaf["a"] or vaf["b"], True)[0]
        variant["allele_percent"] = number * 100 if vaf["a"] and not vaf["pct"] and number <= 1 else number
    if tier:
        variant["tier"] = raw[tier.start("tier") : tier.end("tier")].upper()
    if depth:
        variant["depth"] = int("".join(character for character in depth["a"] or depth["b"] if character.isdigit()))
    told = folded[last : min(stop, last + 110)]
    significance = next((name for words, name in CLASSES if words in told), "uncertain significance" if clause.section.role == "uncertain" else None)
    if significance:
        variant["significance"] = significance
    for cell in cells_of(reading, last) if document.line_at(last - 1).table else ():
        by_column(raw, cell, variant)
    return variant


LED = compile(r"(?:[ ](?:kinase domain|gene|hotspot))?(?:[ ](?:mutation|variant))?[ :\t]{1,3}")


def balanced(written: str) -> str:
    """A variant as written, without a bracket or stop that belongs to the sentence."""
    written = written.rstrip(".,;")
    return written[:-1] if written.endswith(")") and "(" not in written else written


def cells_of(reading: Reading, place: int) -> list[Cell]:
    """The cells of a row under the heading above it, where the heading names a share of alleles and has as many cells."""
    document = reading.document
    number = bisect_right(document.line_starts, place - 1) - 1
    line = document.lines[number]
    row = spans(document.folded, line.start, line.end)
    for above in range(number - 1, max(-1, number - 1 - HEADERS), -1):
        heading = document.lines[above]
        text = document.folded[heading.start : heading.end]
        if ("vaf" in text or "allele" in text) and ("gene" in text or "protein" in text or "transcript" in text or "variant" in text):
            titles = spans(document.folded, heading.start, heading.end)
            if len(titles) != len(row):
                return []
            return [Cell(document.folded[start:end], *place) for (start, end), place in zip(titles, row, strict=True)]
    return []


def spans(folded: str, start: int, end: int) -> list[tuple[int, int]]:
    """Where the cells of a line stand; a rule at its ends divides nothing."""
    while start < end and folded[start] in " |\t":
        start += 1
    while end > start and folded[end - 1] in " |\t":
        end -= 1
    found, first = [], start
    for gap in COLUMNS.finditer(folded, start, end):
        found.append((first, gap.start()))
        first = gap.end()
    return [*found, (first, end)]


def by_column(raw: str, cell: Cell, variant: dict[str, Any]) -> None:
    """What a cell says under its heading, where its own words did not."""
    kind = next((name for name, words in TITLES if any(word in cell.title for word in words)), None)
    written = raw[cell.start : cell.end].strip()
    digits = written.rstrip("%x ").strip()
    if kind == "tier" and "tier" not in variant and written and len(written) < 6:
        variant["tier"] = written.upper().removeprefix("TIER").strip()
    elif kind == "depth" and "depth" not in variant and (plain := "".join(character for character in digits if character not in ",.’' ")).isdigit():
        variant["depth"] = int(plain)
    elif kind == "vaf" and "allele_percent" not in variant and digits.replace(".", "", 1).replace(",", "", 1).isdigit():
        number = readings(digits, True)[0]
        variant["allele_percent"] = number * 100 if number <= 1 and "%" not in cell.title + written else number
