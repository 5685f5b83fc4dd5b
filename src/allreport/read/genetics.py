"""FISH, PCR, NGS, array and MLPA results: fusions, rearrangements, deletions, mutations, ploidy; HGVS variants.

A list of genes tested, a disclaimer, a reference or an advised test is not a finding: a target counts only where a status
word, a number of nuclei, a variant or the diagnosis itself says so.
"""

from __future__ import annotations

import itertools
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache
from typing import Any, NamedTuple

from allreport.lexicon import Hit
from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.presence import NO_CONTEXT, Context, Status, polarity
from allreport.read.context import Reading
from allreport.read.course import inside, mark_old, past_stretches
from allreport.read.disease import AFTER_TALK
from allreport.read.number import readings
from allreport.scan import Clause
from allreport.vocabulary.fusions import FUSIONS
from allreport.vocabulary.genes import GENES

NO_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
TESTS = frozenset({"karyotype", "FISH", "PCR", "NGS", "array", "MLPA", "flow", "Sanger", "ogm"})
TARGETS = ("gene", "fusion", "genetic")  # the kinds of words that name what a test may find
SECTION_TESTS = {"karyotype": "karyotype", "FISH": "FISH", "PCR": "PCR", "NGS": "NGS", "array": "array", "MLPA": "MLPA", "flow": "flow"}
CONTEXT = frozenset({"family", "donor", "treated", "question", "definition", "advice", "possible", "probable", "previous", "withdrawn"})  # effects that change a finding
RECEPTORS = frozenset({"IGH", "IGK", "IGL", "TRA", "TRB", "TRD", "TRG"})
FISH_DELETION = frozenset({"CDKN2A", "CDKN2B", "TP53", "ATM", "RB1", "IKZF1", "PTEN", "EBF1", "BTG1", "PAX5"})
FISH_NONE = frozenset({"RUNX1", "ETV6", "BCR", "AFF1", "PBX1", "MLLT3", "MLLT10"})
EXON = r"(?:[ \t]*\(?(?:ex(?:on)?s?\.?[ ]?\d{1,2}(?:-\d{1,2})?|e\d{1,2}|nm_\d+(?:\.\d+)?)\)?)?"
ALIAS = r"(?:[ ]?\([a-z][a-z0-9-]{1,9}\))?"
PAIR = compile(ALIAS + EXON + r"[ \t]*(?P<sep>::|:|/|--?|>|\u2013)[ \t\n]{0,3}$")
BANDS = compile(r"(?:\([pq][^()\n]{0,24}(?:\n[^()\n]{0,24})?\)?)|[\d.]{0,4};[pq][\d.]{1,5}\)|[\d.]{1,4}(?:;[pq][\d.]{1,5})?\)")
BAND_FIRST = frozenset("(0123456789.;)")
LESION_AFTER = compile(
    r"(?:/2?b\b)?[ \t]*+(?:\([^()\n]{0,30}\))?[ \t]*+(?:\[[^\]\n]{0,20}\])?[ \t]*+(?:gene|whole|entire|complete|copy|cn\b|locus|kinase|domain|region|probe|[a-z]\d{2,4}[a-z](?![a-z0-9])|het\.|hom\.|lsi|exons?[ \d-]*|[15][pq]?|\d{1,2}[pq][\d.]*|dual[- ]colou?r|,|:|\.{2,}|is|was|were|are|not|shows?|the|5'|3'|signal|-(?!r\b)|one|two|copy|heterozygous|homozygous|biallelic|hemizygous|monoallelic|focal|intragenic|partial|[ \t]{1,30}+|\n){0,9}+[ \t\n]*+"
    r"(?P<lesion>-r\b|rearrang\w*|unrearranged|unmutated|break-?[ ]?apart|\bba\b|\bbap\b|split|separat\w+|translocation|fusions?|delet\w+|\bdel\b|loss\b|lost\b|\bx[01]\b|mutat\w+|variants?|wild[- ]?type|\bwt\b|p\.|c\.\d|amplif\w+|overexpress\w*|expression|frameshift|insertion|\u03b4[ ]?\(?(?:ex(?:on)?s?[ ]?)?\d|without copy number|exon \d+ (?:frameshift|insertion|mutation))"
)
LESION_OF = {"r": "rearrangement", "s": "rearrangement", "b": "rearrangement", "t": "rearrangement", "f": "rearrangement", "-": "rearrangement", "u": "rearrangement", "d": "deletion", "l": "deletion", "x": "deletion", "m": "mutation", "v": "mutation", "w": "mutation", "p": "mutation", "c": "mutation", "a": "amplification", "o": "expression", "e": "expression", "i": "mutation", "\u03b4": "deletion"}
LESION_BEFORE = compile(r"(?P<lesion>rearrangements?|translocations?|deletions?|loss(?:es)?|mutations?|variants?|mutated|amplification|(?:over)?expression|fusions?)(?:[ \t\n](?:of|in|involving|for|affecting|detected in|found in|identified in|within|were found in|was found in|were detected in|was detected in|with)(?:[ \t\n](?:the|genes?|either))*|:)[ \t\n]{0,3}(?:(?:[\w/,() \n-]|::){0,160})$")
HGVS_C = compile(r"c\.[-*]?\d[\w+>*=-]{1,40}(?:_[-*]?\d[\w+>*=-]*)?")
HGVS_P = compile(r"p\.\(?[a-z]{1,3}\d{1,4}(?:[a-z*]{1,3})?(?:_[a-z]{1,3}\d{1,4})?(?:delins[a-z]*|del|ins[a-z]*|dup|fs(?:ter|\*|x)?\d{0,3}|ter|\*)?(?:fs(?:ter|\*|x)?\d{0,3})?\)?")
SHORT_P = compile(r"(?<![\w.])(?P<p>[acdefghiklmnpqrstvwy]\d{2,4}(?:[acdefghiklmnpqrstvwy*]|fs\*?\d{0,3}))(?![\w])")
VAF = compile(r"(?:vaf|allele (?:frequency|fraction|burden)|variant allele (?:frequency|fraction))[ \t]*(?:of|:|=|is)?[ \t]*(?P<a>\d{1,3}(?:[.,]\d{1,2})?)[ ]?(?P<pct>%)?|(?P<b>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%")
TRANSCRIPT = compile(r"nm_\d{4,9}(?:\.\d{1,2})?")
TIER = compile(r"\btier[ ]?(?P<tier>i{1,3}v?|iv|[1-4])(?:[- ]?[a-d])?\b")
DIGIT = compile(r"\d")
NUCLEI = compile(r"(?P<count>\d{1,4})[ ]?(?:/|of|out of)[ ]?(?P<total>\d{2,4})\b")
PERCENT = compile(r"(?<![<>\u2264\u2265\d.,])(?P<value>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%")
CUTOFF = compile(r"(?:cut-?[ ]?off|threshold|normal|ref(?:erence)?|limit)[^\d\n<]{0,24}[<\u2264]?[ ]?(?P<value>\d{1,2}(?:[.,]\d{1,2})?)(?P<frac>/\d{2,4})?[ ]?%?|\((?:<|\u2264)[ ]?(?P<value2>\d{1,2}(?:[.,]\d{1,2})?)[ ]?%\)")
OTHERS = frozenset({"other", "others", "remaining", "rest"})  # without one of them OTHERS_ABSENT cannot match
OTHERS_ABSENT = compile(r"\b(?:the )?(?:other|others|remaining|all other|rest of the)\b[^.\n]{0,60}?\b(?:not detected|negative|not found|absent|normal|within normal|not present|not identified)")
BELOW = compile(r"below (?:the )?(?:reporting|detection|validated)|not (?:to be )?considered a (?:result|finding)|under the validated|not reportable|uncertain significance|\bvus\b|unknown significance|tier iii\b")
CUTOFF_WORDS = ("cut", "threshold", "normal", "ref", "limit", "(<", "(\u2264")  # without one of them CUTOFF cannot match
BELOW_WORDS = ("below", "considered", "validated", "reportable", "significance", "vus", "tier iii")
ABSENT_IN = compile(r"\bno (?:[\w-]+ ){0,3}$")
SENTENCE_TEST = compile(r"\b(?:probe set|panel of|we tested|genes (?:tested|covered|analy)|targets?:|covers|includes? the following|is designed|screening for|screen for|analy[sz]ed for|tested for|investigated for|looked for|panel \()")


class Target(NamedTuple):
    """Something a test may find: its name, where it stands, and what it is."""

    name: str
    start: int
    end: int
    kind: str  # fusion, lesion, genetic
    gene: str | None
    strong: bool  # named so that it needs no list word: `A::B` in a result, a variant


class Waiting(NamedTuple):
    """A target without a status, with its clause and the test that looked for it."""

    target: Target
    clause: Clause
    method: str | None


def search_with(words: tuple[str, ...], pattern: Pattern[str], folded: str, start: int, stop: int) -> Match[str] | None:
    """The first match of a pattern that cannot match without one of the words: they are found much faster."""
    text = folded[start:stop]
    for word in words:
        if word in text:
            return pattern.search(folded, start, stop)
    return None


@cache
def fusion_names() -> dict[frozenset[str], str]:
    """The name the literature uses for a pair of partners."""
    return {frozenset(row.name.split("::")): row.name for row in FUSIONS if "::" in row.name}


@cache
def gene_codes() -> dict[str, str]:
    return {row.symbol: row.hgnc for row in GENES if row.hgnc}


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


def read(reading: Reading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Genetic findings and sequence variants."""
    findings: list[dict[str, Any]] = []
    variants: list[dict[str, Any]] = []
    tested = {clause.section for kind in TARGETS for clause in reading.by_kind.get(kind, ()) if clause.section.role not in NO_ROLES}
    if not tested and "disease" not in reading.by_kind:
        return findings, variants
    past = past_stretches(reading)
    others = not OTHERS.isdisjoint(reading.document.words)
    method: str | None = None
    section = None
    unresolved: list[Waiting] = []
    waiting: Waiting | None = None
    for clause in reading.clauses:
        kinds = clause.kinds
        if "disease" in kinds:
            implied(reading, clause, findings)
        if clause.section not in tested:
            continue
        if clause.section is not section:
            section, unresolved, waiting = clause.section, [], None
            method = SECTION_TESTS.get(section.method or "")
        if "method" in kinds:
            method = own_method(clause) or method
        if "gene" in kinds or "fusion" in kinds or "genetic" in kinds:
            alone = read_clause(reading, clause, method, findings, variants)
            unresolved += alone
            waiting = alone[0] if len(alone) == 1 and sum(len(clause.of(kind)) for kind in TARGETS) <= 2 else None
        elif waiting is not None:
            next_line(reading, clause, waiting, findings)
            waiting = None
        if unresolved and others:
            resolve_others(reading, clause, unresolved, findings)
    for finding in findings if past else ():
        if inside(past, finding["start"]):
            finding["temporality"] = "previous"
    mark_old(reading, findings)
    return findings, variants


def implied(reading: Reading, clause: Clause, findings: list[dict[str, Any]]) -> None:
    """What a disease name itself states: 'Ph+ ALL'."""
    for hit, row in clause.of("disease"):
        if row.implies is None or clause.section.role in NO_ROLES:
            continue
        effects = reading.context(clause, hit.start, hit.end)
        if effects.has("absent", "question", "possible", "family", "donor", "treated", "withdrawn", "definition", "after:possible", "after:absent") or "argues" in reading.document.folded[clause.start : hit.start] or AFTER_TALK.match(reading.document.folded, hit.end, hit.end + 60) or UNSURE.match(reading.document.folded, hit.end, hit.end + 60):
            continue
        name, status = row.implies
        emit(reading, clause, Target(name, hit.start, hit.end, "fusion", None, False), Status(status, hit.start, hit.end), None, findings, effects)


UNSURE = compile(
    r"[ \n](?:(?:is|was|are|be|being|seems?|appears?|therefore|very|more|less|most|rather|quite|un)[ \n]?){0,4}(?:un)?(?:likely|probable|possible|conceivable|expected|suspected|feared|considered)\b|[ \n](?:should|must|needs?|has to|remains to)\b"
)


def next_line(reading: Reading, clause: Clause, waiting: Waiting, findings: list[dict[str, Any]]) -> None:
    """A target alone on its line has its status, or its variant, on the next one."""
    target, where, method = waiting
    folded = reading.document.folded
    if target.kind == "lesion" and clause.start - where.end < 160 and HGVS_P.search(folded, where.end, clause.end):
        name = f"{target.gene} mutation"
        emit(reading, where, target._replace(name=name), Status("present", clause.start, clause.end), method, findings)
        return
    if clause.start - where.end > 4 or folded.find("\n", where.end - 1, clause.start + 1) < 0:
        return
    if not context_free(where, target.end):
        return  # 'FISH for t(9;22) is recommended'
    status = polarity(clause, [(clause.start, clause.start)])[0]
    first = next((hit.start for hit, cue in clause.of("cue") if cue.effect in {"absent", "present"}), None)
    if status is not None and first is not None and first - clause.start < 24:
        emit(reading, where, target, status, method, findings)


def tests_in(clause: Clause) -> list[tuple[int, int, str]]:
    """The tests that a clause names: (start, end, test)."""
    return [(hit.start, hit.end, row.id) for hit, row in clause.of("method") if row.id in TESTS]


def own_method(clause: Clause) -> str | None:
    """The test a clause names itself; the last one that stands before its first target, else the first behind."""
    tests = tests_in(clause)
    if not tests:
        return None
    targets = [clause.of(kind)[0][0].start for kind in TARGETS if kind in clause.kinds]
    before = [test for start, _, test in tests if start <= min(targets)] if targets else [tests[-1][2]]
    return before[-1] if before else tests[0][2]


def resolve_others(reading: Reading, clause: Clause, unresolved: list[Waiting], findings: list[dict[str, Any]]) -> None:
    """'The other fusions of the panel were not detected' resolves against the list named before."""
    match = OTHERS_ABSENT.search(reading.document.folded, clause.start, clause.end)
    if match is None:
        return
    present = {finding["name"] for finding in findings if finding["status"] == "present"}
    for target, where, method in unresolved:
        if target.name not in present:
            emit(reading, where, target, Status("absent", match.start(), match.end()), method, findings)
    unresolved.clear()


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
        if "genetic" in rows:
            found.append(Target(rows["genetic"].name, hit.start, hit.end, "genetic", None, False))
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


SIGNALS = compile(r"[^.;\n]{0,26}?\b(?:signals?\b|copies|copy\b|amplif|gain\b)|[ ]?x[0-9]|[ ]?amp\b")
SPLIT = compile(r"[^.;\n]{0,40}\b(?:split|separat|break|rearrang|fusion|bap?\b)")
END_PIECE = compile(r"[35]'[ ]?$")


def lesion_of(reading: Reading, clause: Clause, hit: Hit, method: str | None) -> str | None:
    """What is said to have happened to a gene: by the word behind it, before its list, or by what the test looks for."""
    folded = reading.document.folded
    symbol = hit.rows["gene"].symbol
    if symbol in WORDS and not CHANGED.match(folded, hit.end, min(len(folded), hit.end + 50)):
        return None
    if "marker" in hit.rows and not folded.startswith((" p.", " c."), hit.end) and marker_talk(reading, clause, hit):
        return None
    if "marker" in hit.rows and folded.startswith("p53", hit.start) and STAINED.search(folded, clause.start, min(clause.end, hit.end + 40)):
        return None
    if folded.find("'", max(0, hit.start - 4), hit.start) >= 0 and END_PIECE.search(folded, max(0, hit.start - 4), hit.start):
        return None
    if folded.endswith(("signal of ", "signals of ", "signal of the "), max(0, hit.start - 16), hit.start):
        return None  # 'the 5' signal of CRLF2 was retained'
    if symbol in RECEPTORS and not SPLIT.match(folded, hit.end, min(len(folded), hit.end + 44)):
        return None
    if symbol == "PAR1":
        return "deletion" if method in {"MLPA", "array", None} else None
    match = LESION_AFTER.match(folded, hit.end, min(len(folded), hit.end + 120, clause.end))
    if match:
        lesion = "mutation" if match["lesion"].startswith(("frame", "unmut")) else "deletion" if match["lesion"].startswith("without") else LESION_OF[match["lesion"][0]]
        if lesion == "rearrangement" and match["lesion"].startswith("s") and not match["lesion"].startswith(("split", "separat")):
            return None
        return None if lesion in {"expression", "amplification"} else lesion
    before = LESION_BEFORE.search(folded, max(clause.start, hit.start - 200), hit.start)
    if before:
        lesion = LESION_OF[before["lesion"][0]]
        if not between_breaks(folded, before.end("lesion"), hit.start):
            return None if lesion in {"expression", "amplification"} else lesion
    later = LESION_ANY.search(folded, hit.end, min(clause.end, hit.end + 180))
    if later and gene_list(folded, hit.end, later.start()):
        return "deletion" if later.group().startswith("without") else "mutation" if later.group().startswith("unmut") else LESION_OF[later.group()[0]]
    if HGVS_C.search(folded, hit.end, min(clause.end, hit.end + 100)) or HGVS_P.search(folded, hit.end, min(clause.end, hit.end + 100)):
        return "mutation"
    return looked_for(folded, clause, hit, method)


def looked_for(folded: str, clause: Clause, hit: Hit, method: str | None) -> str | None:
    """What a test looks for in a gene, where no word says it."""
    symbol = hit.rows["gene"].symbol
    if method == "FISH":
        if SIGNALS.match(folded, hit.end, min(len(folded), hit.end + 40)) and not SPLIT.match(folded, hit.end, min(len(folded), hit.end + 50)):
            return None
        return None if symbol in FISH_NONE else "deletion" if symbol in FISH_DELETION else "rearrangement"
    if method == "MLPA":
        return "deletion"
    if method == "array":
        return "deletion"
    if method in {"PCR", "NGS"} and symbol in FUSED and of_fusions(folded, clause):
        return "rearrangement"
    if method == "PCR":
        return "mutation" if symbol in PCR_MUTATION else None
    line = max(0, folded.rfind("\n", 0, hit.start), hit.start - 200)
    if folded.find(":", line, hit.start) >= 0 and COPIES.search(folded, line, hit.start):
        return "deletion"
    if method in {"NGS", "Sanger"} and clause.section.role not in {"header", "history"}:
        return "rearrangement" if RNA.search(folded, clause.start, hit.start) else "mutation"
    return None


COPIES = compile(r"(?:^|[\n.;])[^.;:\n]{0,12}(?:\bcnvs?|\bcnas?|\bcopy[- ]numbers?(?: variants?| alterations?| changes?| aberrations?)?)[ ]?(?:\([^()\n]{0,24}\))?[ ]?:[^.\n]*$")  # the label of a list of copy numbers
LESION_ANY = compile(r"without copy number|\b(?:rearrang\w+|break-?apart|mutations?|mutated|variants?|deletions?|deleted|wild[- ]?type|translocations?|unmutated)")
PCR_MUTATION = frozenset({"NPM1", "CEBPA", "FLT3", "JAK2", "CALR", "MPL", "KIT", "IDH1", "IDH2", "BRAF", "MYD88", "NOTCH1"})
RNA = compile(r"\brna\b|fusion")


FUSED = frozenset({"KMT2A", "TCF3", "ZNF384", "MEF2D", "NUTM1", "DUX4", "CRLF2", "ABL1", "ABL2", "PDGFRB", "PDGFRA", "CSF1R", "JAK2", "EPOR", "NUP98", "NUP214", "PAX5", "FGFR1", "NTRK3", "TYK2", "HLF", "MLLT10", "BCL11B", "TLX3", "TLX1", "TAL1", "LMO2", "MYC", "BCL2", "BCL6", "ERG", "PICALM", "CREBBP", "EP300", "ETV6"})  # of which a list of fusions names one partner


def of_fusions(folded: str, clause: Clause) -> bool:
    """Whether the heading of a section says that it is of fusions: 'GENE FUSIONS (RNA)'."""
    heading = folded[clause.section.heading_start : clause.section.start]
    return len(heading) < 80 and "fusion" in heading and "dna" not in heading and "mutation" not in heading and "variant" not in heading


def between_breaks(folded: str, start: int, end: int) -> bool:
    return any(mark in folded[start:end] for mark in (".", ";", " but ", " while "))


def gene_list(folded: str, start: int, end: int) -> bool:
    """Whether only a list of symbols stands between a gene and the lesion word that governs it."""
    between = folded[start:end]
    if ";" in between or ". " in between or "\n\n" in between:
        return False
    words = [word.strip("(),/") for word in between.replace("/", " ").split()]
    if not NO_LIST.isdisjoint(words):
        return False
    if words and words[-1] == "without":
        words.pop()  # 'KMT2A and JAK2 without rearrangement'
    return all(word in LIST_WORDS or any(character.isdigit() for character in word) or len(word) <= 6 for word in words)


NO_LIST = frozenset(["intact", "spite", "with", "but", "while", "despite", "normal", "seen", "found", "lost", "absent"])
LIST_WORDS = frozenset(["and", "or", "nor", "had", "have", "has", "no", "were", "was", "are", "is", "not", "any", "the", "also", "showed", "reportable", "pathogenic", "genes"])
STAINED = compile(r"stain|immuno|\bihc\b")
WORDS = frozenset({"KIT", "SET"})  # symbols that are words in capitals
CHANGED = compile(r"[ \t:]{0,3}(?:exons? ?\d[\d, ]{0,6})?[ \t:]{0,3}(?:\(?nm_[\d.]+\)?[ :]*)?(?:gene )?(?:c\.|p\.|d816|mutat|variant)")
MARKER_SIGN = compile(r"[ \t]?\(?[+-](?![\w>]|[ ](?:no|normal|het|hom|del|loss|two|one|1|2)\b)|[ \t]*(?:\(?(?:bright|dim|partial|weak|strong|focal)\b)")


def marker_talk(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether a symbol that is both gene and protein stands as a protein."""
    folded = reading.document.folded
    if clause.section.method in {"flow", "ihc"} or MARKER_SIGN.match(folded, hit.end):
        return True
    markers = sum("gene" not in other.rows for other, _ in clause.of("marker"))
    return markers >= 2 and clause.section.method not in SECTION_TESTS


def read_clause(reading: Reading, clause: Clause, method: str | None, findings: list[dict[str, Any]], variants: list[dict[str, Any]]) -> list[Waiting]:
    """Adds the findings of a clause; its targets without a status."""
    if gene_panel(clause):
        return []
    targets = targets_of(reading, clause, method)
    if "gene" in clause.kinds:
        read_variants(reading, clause, variants)
    if not targets:
        return []
    folded = reading.document.folded
    statuses = polarity(clause, [(target.start, target.end) for target in targets])
    statuses = [None if described(folded, targets, index, status) else status for index, status in enumerate(statuses)]
    named = hand_on(folded, targets, statuses)
    unresolved: list[Waiting] = []
    decisions: list[tuple[Target, Status, Context, int]] = []
    plain = context_free(clause, targets[-1].start)
    fused = {gene for target in targets if target.kind == "fusion" for gene in target.name.split("::")}
    tests = tests_in(clause) if "method" in clause.kinds else []
    later: Status | None = None
    stop = clause.end
    for target, status in zip(reversed(targets), reversed(statuses), strict=True):
        behind, stop = stop, target.start
        effects = NO_CONTEXT
        if not plain:
            effects = reading.context(clause, target.start, target.end)
            if effects.has("family", "donor", "treated", "withdrawn"):
                continue
            if effects.has("question"):
                unresolved.append(Waiting(target, clause, method))
                continue
        if skipped(folded, clause, target):
            continue
        decided = status_of(reading, clause, target, targets, status, behind, tested_in(folded, tests, target, behind) or method)
        if decided is None and later is not None and not folded.endswith(ADJECTIVES, target.start, target.end) and (behind <= target.end or folded[target.end : behind].strip() in {"/", "and", ","}):
            decided = later
        later = decided
        if target.kind == "lesion" and target.gene in fused and target not in named and (decided is None or decided.value != "absent"):
            continue
        if decided is None:
            unresolved.append(Waiting(target, clause, method))
        elif plain or not general(reading, clause, target, decided, effects, behind):
            decisions.append((target, decided, effects, behind))
    for target, decided, effects, behind in reversed(decisions):
        near = able(reading, target, method_near(tests, target, method), behind)
        made = emit(reading, clause, target, decided, near, findings, effects)
        if made is not None and near == "FISH":
            made.update(cells(reading, target, min(behind, clause.end)))
    return unresolved[::-1]


ADJECTIVES = "ploid"


def described(folded: str, targets: list[Target], index: int, status: Status | None) -> bool:
    """Whether a denial behind a later target is none of a clone that an adjective describes: 'hyperdiploid, BCR::ABL1 absent'."""
    if status is None or status.value != "absent" or index + 1 == len(targets) or not folded.endswith(ADJECTIVES, targets[index].start, targets[index].end):
        return False
    return status.start > targets[index + 1].start


BRACKET = compile(r"[^.;()\n]{0,40}(?:\([ ]?(?:i\.e\.,? )?|, i\.e\.,? )$")


def hand_on(folded: str, targets: list[Target], statuses: list[Status | None]) -> list[Target]:
    """The one fusion in brackets behind a rearranged gene has its status: 'KMT2A rearranged (KMT2A::AFF1)'; those genes."""
    found = []
    for index, target in enumerate(targets[:-1]):
        status, following = statuses[index], targets[index + 1]
        if status is None or status.value != "present" or statuses[index + 1] is not None or target.kind != "lesion" or following.kind != "fusion":
            continue
        named = {other.name for other in targets[index + 1 : index + 3] if other.kind == "fusion"}
        if target.gene in following.name.split("::") and BRACKET.match(folded, target.end, following.start) and len(named) == 1:
            statuses[index + 1] = status
            found.append(target)
    return found


def context_free(clause: Clause, last: int) -> bool:
    """Whether no word of a clause says more of its targets than whether they are there."""
    for _, cue in clause.of("cue"):
        if cue.effect in CONTEXT:
            return False
    return clause.document.folded.find("?", clause.start, last) < 0


def status_of(reading: Reading, clause: Clause, target: Target, targets: list[Target], status: Status | None, stop: int, method: str | None) -> Status | None:
    """The status of a target: by its numbers, its words, its place, or its section."""
    sign = SIGN_BEHIND.match(reading.document.folded, target.end, min(stop, target.end + 40))
    if sign is not None:
        return Status("present" if sign["sign"][0] == "+" else "absent", *sign.span("sign"))
    decided = by_numbers(reading, clause, target, status, stop, method)
    if decided is None:
        decided = by_place(reading, clause, target, targets, method, stop)
    role = clause.section.role
    if decided is None and role == "negatives":
        return Status("absent", clause.section.heading_start, clause.section.start)
    if role == "uncertain" and target.name.endswith("mutation"):
        return Status("indeterminate", clause.section.heading_start, clause.section.start)
    return decided


SIGN_BEHIND = compile(r"(?:[ ]?(?:gene|fusion|rearrangement|mutation|deletion|(?:\u03b4|del|ex(?:on)?s?)?[ .]?\d{1,2}(?:-\d{1,2})?)){0,2}[ :]{0,2}\((?P<sign>\+{1,3}|-)\)")


def general(reading: Reading, clause: Clause, target: Target, decided: Status, effects: Context, stop: int) -> bool:
    """Whether a clause with a definition or an advice says nothing of this patient's target."""
    if not effects.has("definition", "advice") or clause.section.role == "negatives" or certain(reading, target, stop):
        return False
    return decided.value not in {"not_tested", "pending"} or not effects.has("advice")


DOUBLED = compile(r"(?:doubled|doubling of|duplicated)[^.;]{0,24}$")
BENIGN = compile(r"\bpolymorphism|\bbenign\b")
RANGE_WORD = compile(r"[ \t\n]?(?:range|leukemia|cells|sub-?population|region)")
CONTRASTED = ("the", "a", "an", "than", "to", "unlike", "from", "of")  # the last word of a contrast
CONTRAST = compile(r"(?:not the|not a|not an|rather than|as opposed to|unlike|distinguish\w* from|distinct from|instead of)[ \t\n]*(?:the )?$")


NOT_WITH = compile(r"\b(?:is|was|are) (?:not|no) (?:an? |the )?[\w -]{1,30} with[ \n]+(?:the )?$")
MAY_BE = compile(r"-rearranged (?:clone|cells?|subclone|population)s? (?:can|could|may|might)\b")
FREQUENCY = compile(r"(?:about|approximately|around|roughly|some|up to|in|over|nearly) (?:\d{1,2}(?:-| to )?)?\d{1,3}[ ]?% of (?!(?:the |all |these )?(?:\d|cells|nuclei|blasts|metaphases|interphase|leuk|reads|alleles|cases? cells|200))")
OF_FAMILY = compile(r"[ ](?:mutation|variant|deletion)s? (?:in|of) (?:the|his|her|their) (?:family|mother|father|brother|sister|sibling|parents|twin)")


def skipped(folded: str, clause: Clause, target: Target) -> bool:
    """Names that only contrast or describe: 'not the t(11;14) of mantle cell lymphoma', a doubled clone, 'near-triploid range'."""
    first, end = max(clause.start, target.start - 50), target.end
    if folded.find("% of ", clause.start, target.start) >= 0 and FREQUENCY.search(folded, clause.start, target.start):
        return True
    if folded.startswith("-rearranged", end) and MAY_BE.match(folded, end, end + 60):
        return True
    if target.kind == "lesion" and OF_FAMILY.match(folded, end, end + 60):
        return True
    if target.kind == "fusion":
        before = folded[first : target.start].rstrip(" \t\n")
        if before.endswith("with") and NOT_WITH.search(folded, first, target.start):
            return True
        return before.endswith(CONTRASTED) and CONTRAST.search(folded, first, target.start) is not None
    if target.kind == "genetic":
        return target.name.endswith("ploidy") and (
            DOUBLED.search(folded, first, target.start) is not None or (target.name.startswith("near-t") and RANGE_WORD.match(folded, end) is not None)
        )
    stop = min(clause.end, end + 80)
    return (folded.find("polymorphism", end, stop) >= 0 or folded.find("benign", end, stop) >= 0) and BENIGN.search(folded, end, stop) is not None


def gene_panel(clause: Clause) -> bool:
    """Whether a sentence is only a list of symbols with nothing but blanks between them: the content of a panel."""
    genes = clause.of("gene")
    if len(genes) < 6:
        return False
    folded = clause.document.folded
    gaps = sum(not folded[left.end : right.start].strip() for (left, _), (right, _) in itertools.pairwise(genes))
    return gaps >= 5 and gaps > 0.5 * len(genes)


BY_DELETION = frozenset({"P2RY8::CRLF2", "STIL::TAL1", "SET::NUP214", "NUP214::ABL1", "EBF1::PDGFRB"})  # fusions that a count of copies sees


def able(reading: Reading, target: Target, method: str | None, stop: int) -> str | None:
    """The test that can have found a thing: reads are of sequencing, and a count of copies sees no rearrangement."""
    if method in {None, "array", "MLPA"} and target.kind == "fusion" and target.strong and READS.search(reading.document.folded, target.end, min(stop, target.end + 60)):
        return "NGS"
    joined = target.name.endswith("rearrangement") or (target.kind == "fusion" and target.name not in BY_DELETION)
    if joined and method in {"array", "MLPA"} and "fish" in reading.document.words:
        return "FISH"
    return method


def method_near(tests: list[tuple[int, int, str]], target: Target, method: str | None) -> str | None:
    """The test named nearest before a target in its clause, or right behind it ('positive (FISH)')."""
    if not tests:
        return method
    before = [test for _, end, test in tests if end <= target.start]
    if before:
        return before[-1]
    return next((test for start, _, test in tests if start >= target.end), method)


def tested_in(folded: str, tests: list[tuple[int, int, str]], target: Target, stop: int) -> str | None:
    """The test in brackets right behind a target: 'RB1 deletion (array)'."""
    return next((test for start, end, test in tests if target.end < start < min(stop, target.end + 50) and folded[start - 1] == "(" and folded[end : end + 1] == ")"), None)


def cells(reading: Reading, target: Target, stop: int) -> dict[str, Any]:
    """The nuclei counted for a FISH result: `164 of 200 nuclei (82%)`. A cut-off is none."""
    folded = reading.document.folded
    stop = min(stop, target.end + 90)
    if not DIGIT.search(folded, target.end, stop):
        return {}
    cut = search_with(CUTOFF_WORDS, CUTOFF, folded, target.end, stop)
    count = NUCLEI.search(folded, target.end, cut.start() if cut else stop)
    percent = PERCENT.search(folded, target.end, cut.start() if cut else stop) if folded.find("%", target.end, stop) >= 0 else None
    made: dict[str, Any] = {}
    if count and int(count["count"]) <= int(count["total"]) and int(count["total"]) >= 20 and not covered(reading.spans, count.start()):
        made["count"], made["total"] = int(count["count"]), int(count["total"])
    if percent and not covered(reading.spans, percent.start()):
        value = readings(percent["value"], reading.comma)[0]
        if value <= 100:
            made["percent"] = value
    return made


def certain(reading: Reading, target: Target, stop: int) -> bool:
    """Whether a number of nuclei, a variant or a plain result stands with the target, so that general words do not matter."""
    folded = reading.document.folded
    return NUCLEI.search(folded, target.end, min(stop, target.end + 80)) is not None or HGVS_P.search(folded, target.end, min(stop, target.end + 90)) is not None


def by_numbers(reading: Reading, clause: Clause, target: Target, status: Status | None, stop: int, method: str | None) -> Status | None:
    """A percentage against the report's own cut-off decides where it is printed; words stand over it."""
    folded = reading.document.folded
    if status is not None and status.value == "absent" and folded[status.start : status.end] in {"lost", "lacking"}:
        status = None
    if status is None and NOT_BEFORE.search(folded, max(clause.start, target.start - 12), target.start):
        return Status("absent", target.start - 4, target.start)
    if target.kind == "lesion" and target.name.endswith("mutation") and search_with(BELOW_WORDS, BELOW, folded, target.start, min(clause.end, target.end + 150)):
        return Status("indeterminate", target.start - 1, target.start - 1)
    if status is None and method == "PCR" and target.kind == "fusion" and RATIO.match(folded, target.end, min(len(folded), target.end + 60)):
        return Status("present", target.start, target.end)
    if status is not None and status.value != "present":
        return status
    if target.name == "double trisomy 4,10" and not GAINED.search(folded, target.start, min(stop, target.end + 60)):
        return status  # of probes for the two: a number of two signals
    window = min(stop, target.end + 170, clause.end)
    if not DIGIT.search(folded, target.end, window):
        return status
    cut = search_with(CUTOFF_WORDS, CUTOFF, folded, target.end, window)
    spans = reading.spans
    value = next((match for match in PERCENT.finditer(folded, target.end, window) if (cut is None or not cut.start() <= match.start() < cut.end()) and not covered(spans, match.start())), None)
    count = next((match for match in NUCLEI.finditer(folded, target.end, window) if not covered(spans, match.start())), None)
    if cut is not None and (value is not None or count is not None):
        limit = float((cut["value"] or cut["value2"]).replace(",", "."))
        if cut["frac"]:
            limit = 100 * limit / float(cut["frac"][1:])
        number = readings(value["value"], True)[0] if value is not None else 100 * int(count["count"]) / max(1, int(count["total"]))  # type: ignore[index]
        return Status("present" if number > limit else "absent", cut.start(), cut.end())
    if status is None and method == "FISH" and value is None and count is None:
        return of_scored(folded, clause, target, window)
    if status is None and method == "FISH" and (value is not None or count is not None):
        if count is not None:
            share = 100 * int(count["count"]) / max(1, int(count["total"]))
            return Status("present" if share >= 5 else "absent", count.start(), count.end()) if int(count["total"]) >= 50 else None
        number = readings(value["value"], True)[0] if value is not None else 0
        return Status("present", value.start(), value.end()) if number >= 10 and value is not None else None
    return status


GAINED = compile(r"\b(?:three|3|trisom\w*|gains?|gained|extra|additional|positive|present|detected)\b")
SCORED = compile(r"\((?:in |of )?(\d{2,3}) (?:interphase )?(?:nuclei|cells)(?: scored| counted| analysed)?\)")
SEEN_IN = compile(r"[ ](?:dual )?(?:fusions?|rearrange\w*|split(?: signals?)?|signals?|deletions?|loss|deleted|lost)(?: (?:was|were) (?:seen|found|present))?[ ]in[ ](\d{1,3})(?: nuclei| cells)?(?=[ ]?[;,.\n)]|$)")


def of_scored(folded: str, clause: Clause, target: Target, window: int) -> Status | None:
    """'FISH (100 nuclei): ETV6::RUNX1 fusion in 91': a count whose total stands before the list."""
    count = SEEN_IN.match(folded, target.end, window)
    total = SCORED.search(folded, clause.start, target.start) if count else None
    if count is None or total is None or int(total[1]) < 50:
        return None
    return Status("present" if 20 * int(count[1]) >= int(total[1]) else "absent", *count.span())


NOT_BEFORE = compile(r"\bnot (?:an? |the )?$|\bno (?:\w+ )?$")
RATIO = compile(r"[^\n]{0,24}?(?:copies|ratio|/[ ]?abl1?)[^\n\d]{0,24}[1-9]")


def covered(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a place lies inside an ISCN string."""
    index = bisect_right(spans, (position, 1 << 60)) - 1
    return index >= 0 and position < spans[index][1]


DETAIL = compile(r"exons?[ ]?\d|\bex\d|reads\b|vaf\b|\d[ ]?%|in-?[ ]?frame|c\.\d|p\.\(?[a-z]|class 1|tier")


def by_place(reading: Reading, clause: Clause, target: Target, targets: list[Target], method: str | None, stop: int) -> Status | None:
    """What stands without a status word: said in the diagnosis, or alone with its details in a result."""
    folded = reading.document.folded
    section = clause.section
    role = "result" if reading.narrative and section.role == "header" else section.role  # a text without headings
    if target.kind == "lesion" and target.name.endswith("mutation") and variant_near(folded, target.end, min(stop, target.end + 110)):
        if search_with(BELOW_WORDS, BELOW, folded, target.start, min(clause.end, stop)):
            return Status("indeterminate", target.start, target.end)
        return Status("present", target.start, target.end)
    if SENTENCE_TEST.search(folded, clause.start, clause.end) or TEST_NAME.match(folded, target.end) or ABSENT_IN.search(folded[max(clause.start, target.start - 30) : target.start]):
        return None
    if target.kind == "lesion" and target.name.endswith("deletion") and ALLELE.match(folded, target.end, min(stop, target.end + 90)):
        return Status("present", target.start, target.end)
    if target.kind == "lesion" and target.name.endswith("deletion") and method in {"MLPA", "array"} and (role not in {"header", "history"} or COUNTED_BY.match(folded, target.end, min(stop, target.end + 60))) and deleted_alone(folded, target):
        return Status("present", target.start, target.end)
    if target.kind == "lesion" and target.name.endswith("mutation") and OWN_VAF.match(folded, target.end, min(stop, target.end + 80)):
        return Status("present", target.start, target.end)
    if target.kind == "fusion" and FEW_READS.match(folded, target.end, min(stop, target.end + 60)):
        return None
    if target.kind == "fusion" and target.strong and role != "header" and READS.search(folded, target.end, min(stop, target.end + 60)):
        return Status("present", target.start, target.end)
    if section.role == "diagnosis" and section.name == "diagnosis" and len(targets) <= 3 and (target.kind != "lesion" or LESION_BEFORE.search(folded, max(clause.start, target.start - 80), target.start)):
        return Status("present", target.start, target.end)
    if target.kind == "genetic" and role in {"result", "diagnosis", "comment", "addendum"} and target.name not in {"double trisomy 4,10", "iAMP21", "BCR::ABL1-like", "hypodiploidy"} and len(targets) == 1:
        return Status("present", target.start, target.end)
    if target.kind == "genetic" and CONCLUDED.search(folded, max(clause.start, target.start - 24), target.start):
        return Status("present", target.start, target.end)
    if target.kind == "fusion" and method in {"NGS", "PCR", "FISH"} and DETAIL.search(folded, target.end, min(stop, target.end + 90)) and role != "header":
        return Status("present", target.start, target.end)
    if target.kind == "fusion" and len(targets) == 1 and "disease" in clause.kinds:
        return Status("present", target.start, target.end)
    return None


CONCLUDED = compile(r"\b(?:thus|hence|therefore|i\.e\.,?|indicating|indicates|diagnostic of|amounts to|defines|defining)[ \n](?:an? |the )?$")
OWN_VAF = compile(r"[^.;\n]{0,60}?\b(?:vaf|allele (?:frequency|fraction|burden))[ \t]?[:=(]?[ \t]*(?:of[ \t]+)?\d")
FEW_READS = compile(r"[^.;\n]{0,40}?(?<![\d.,])\d (?:[a-z]{2,12} ){0,2}reads\b")
READS = compile(r"\d reads\b|\breads\b|ex(?:on)?[ ]?\d{1,2}[ ]?(?:-|::|/|to)[ ]?ex(?:on)?[ ]?\d")
COUNTED_BY = compile(r"(?:/2?b\b)?[ ]?(?:[a-z.-]{2,14} ){0,2}(?:deletion|loss|del)\b[^.;()\n]{0,20}\((?:snp[ -]?)?(?:array|mlpa|a?cgh)\b")
DELETED = compile(
    r"(?:/2?b\b)?[ ]?(?:gene )?(?:(?:het|hom|heterozygous|homozygous|hemizygous|mono-?allelic|bi-?allelic|intragenic|focal|partial|whole[- ]gene|one[- ]copy)\.?[ ])?(?:deletion|del|loss)\b(?=[ ]*(?:[,;.()\[\n]|\band\b|ex|$))"
)
DELETIONS_OF = compile(r"[:.;\n][ ]*(?:(?:het|hom|mono|bi|focal|intragenic|partial)[a-z.-]{0,12} ){0,2}(?:deletions?|loss(?:es)?) of (?:[a-z0-9/]{2,12}(?:, | and | and of |, of | of )(?:the )?){0,6}$")
ASKED = ("for ", "of ", "if ", "to ", "no ", "any ", "without ", "exclude ", "detects ", "or ", "? ")


def deleted_alone(folded: str, target: Target) -> bool:
    """'RB1 deletion ex 19-26' in a result of copy numbers says it all, and so does 'MLPA: deletions of RB1 and of ETV6'."""
    if DELETIONS_OF.search(folded, max(0, target.start - 120), target.start):
        return True
    return DELETED.match(folded, target.end, min(len(folded), target.end + 60)) is not None and not folded.endswith(ASKED, 0, target.start)


TEST_NAME = compile(r"[ \t]+(?:fish|(?:rt-|q)?pcr|test(?:s|ing)?|probes?|stud(?:y|ies)|analysis|assay|screen(?:ing)?|panel)\b")
ALLELE = compile(r"[^.;\n]{0,60}?(?:exons?[ ]?\d|homozyg|heterozyg|hemizyg|biallelic|monoallelic|intragenic|\d[ ]?%|copy number (?:loss|of [01]|[=:]?[ ]?[01]\b)|log2|kb\b)")


def variant_near(folded: str, start: int, end: int) -> bool:
    return HGVS_C.search(folded, start, end) is not None or HGVS_P.search(folded, start, end) is not None or SHORT_P.search(folded, start, min(end, start + 16)) is not None


def emit(reading: Reading, clause: Clause, target: Target, status: Status, method: str | None, findings: list[dict[str, Any]], effects: Context | None = None) -> dict[str, Any] | None:
    """One finding with its evidence; None where the name is none that is reported."""
    name, value = target.name, status.value
    if value == "not_tested" and reading.document.folded[status.start : status.end] in {"nd", "n/d"} and reading.nd_not_detected:
        value = "absent"
    if name in {"hypodiploidy", "near-diploidy"} or name.endswith(("amplification", "expression")):
        return None
    if name in {"normal karyotype", "complex karyotype"}:
        method = "karyotype"
        if name == "normal karyotype" and value == "absent" and (status.start > target.end + 12 or "normal" in reading.document.folded[status.start : status.end]):
            value = "present"
    elif method in {"Sanger", "ogm"}:
        method = None
    if effects is None:
        effects = reading.context(clause, target.start, target.end)
    finding = {
        "text": reading.document.raw[target.start : target.end], "start": target.start, "end": target.end, "section": clause.section.name, "rule": "genetic." + target.kind,
        "name": name, "status": value, "method": method, "cue_start": status.start, "cue_end": status.end, "_clause": clause,
    }  # fmt: skip
    if value == "present" and effects.effects:
        if effects.has("possible", "after:possible"):
            finding["certainty"] = "possible"
        elif effects.has("probable"):
            finding["certainty"] = "probable"
    if clause.section.role == "prior" or "previous" in effects.effects:
        finding["temporality"] = "previous"
    code = gene_codes().get(target.gene) if target.gene else None
    if code:
        finding["codes"] = ({"system": "http://www.genenames.org", "code": code},)
    findings.append(finding)
    return finding


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
