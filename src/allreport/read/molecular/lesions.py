"""What is said to have happened to a gene: rearrangement, deletion or mutation, by a word near it or by what the test looks for."""

from __future__ import annotations

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.molecular.measured import clonality
from allreport.read.molecular.names import RECEPTORS, SECTION_TESTS
from allreport.read.molecular.variants import HGVS_C, HGVS_P
from allreport.scan import Clause

FISH_DELETION = frozenset({"CDKN2A", "CDKN2B", "TP53", "ATM", "RB1", "IKZF1", "PTEN", "EBF1", "BTG1", "PAX5"})
FISH_NONE = frozenset({"RUNX1", "ETV6", "BCR", "AFF1", "PBX1", "MLLT3", "MLLT10"})
LESION_AFTER = compile(
    r"(?:/2?b\b)?[ \t]*+(?:\([^()\n]{0,30}\))?[ \t]*+(?:\[[^\]\n]{0,20}\])?[ \t]*+(?:gene|whole|entire|complete|copy|cn\b|locus|kinase|domain|region|probe|[a-z]\d{2,4}[a-z](?![a-z0-9])|het\.|hom\.|lsi|exons?[ \d-]*|[15][pq]?|\d{1,2}[pq][\d.]*|dual[- ]colou?r|,|:|\.{2,}|is|was|were|are|not|shows?|the|5'|3'|signal|-(?!r\b)|one|two|copy|heterozygous|homozygous|biallelic|hemizygous|monoallelic|focal|intragenic|partial|[ \t]{1,30}+|\n){0,9}+[ \t\n]*+"
    r"(?P<lesion>-r\b|rearrang\w*|unrearranged|unmutated|break-?[ ]?apart|\bba\b|\bbap\b|split|separat\w+|translocation|fusions?|delet\w+|\bdel\b|loss\b|lost\b|\bx[01]\b|mutat\w+|variants?|wild[- ]?type|\bwt\b|p\.|c\.\d|amplif\w+|overexpress\w*|expression|frameshift|insertion|\u03b4[ ]?\(?(?:ex(?:on)?s?[ ]?)?\d|without copy number|exon \d+ (?:frameshift|insertion|mutation))"
)
LESION_OF = {"r": "rearrangement", "s": "rearrangement", "b": "rearrangement", "t": "rearrangement", "f": "rearrangement", "-": "rearrangement", "u": "rearrangement", "d": "deletion", "l": "deletion", "x": "deletion", "m": "mutation", "v": "mutation", "w": "mutation", "p": "mutation", "c": "mutation", "a": "amplification", "o": "expression", "e": "expression", "i": "mutation", "\u03b4": "deletion"}
LESION_BEFORE = compile(r"(?P<lesion>rearrangements?|translocations?|deletions?|loss(?:es)?|mutations?|variants?|mutated|amplification|(?:over)?expression|fusions?)(?:[ \t\n](?:of|in|involving|for|affecting|detected in|found in|identified in|within|were found in|was found in|were detected in|was detected in|with)(?:[ \t\n](?:the|genes?|either))*|:)[ \t\n]{0,3}(?:(?:[\w/,() \n.-]|::){0,160})$")
SIGNALS = compile(r"[^.;\n]{0,26}?\b(?:signals?\b|copies|copy\b|amplif|gain\b)|[ ]?x[0-9]|[ ]?amp\b")
SPLIT = compile(r"[^.;\n]{0,40}\b(?:intact|split|separat|break|rearrang|fusion|bap?\b)")
LISTED = compile(r"(?:,|[ ](?:and|or|nor)\b|[ ]?:?[ \t]?(?:neg|normal|not[ ]))")
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
    if symbol in RECEPTORS and clonality(folded, hit.start, hit.end, max(clause.start, hit.start - 70), min(clause.end, hit.end + 60)):
        return "clonality"
    in_list = method == "FISH" and symbol == "IGH" and LISTED.match(folded, hit.end, hit.end + 12)
    if symbol in RECEPTORS and not in_list and not SPLIT.match(folded, hit.end, min(len(folded), hit.end + 44)):
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


ANSWERED = compile(r"(?:[ ]?\((?:mll|11q23[\d.]*)\))?[ \t]*[:=-]?[ \t]*(?:neg|pos|not detected|detected|absent|-ve|\+ve)")


def of_copies(method: str | None, clause: Clause) -> bool:
    """Whether copies are counted: by MLPA, by an array, or from sequencing under a heading of its own."""
    return method in {"MLPA", "array"} or (method == "NGS" and clause.section.method in {"MLPA", "array"})


def looked_for(folded: str, clause: Clause, hit: Hit, method: str | None) -> str | None:
    """What a test looks for in a gene, where no word says it."""
    symbol = hit.rows["gene"].symbol
    if method == "FISH":
        if SIGNALS.match(folded, hit.end, min(len(folded), hit.end + 40)) and not SPLIT.match(folded, hit.end, min(len(folded), hit.end + 50)):
            return None
        return None if symbol in FISH_NONE else "deletion" if symbol in FISH_DELETION else "rearrangement"
    if of_copies(method, clause):
        return "deletion"
    if method in {"PCR", "NGS"} and symbol in FUSED and of_fusions(folded, clause):
        return "rearrangement"
    if method == "PCR" or (method is None and clause.section.name == "molecular"):
        return "mutation" if symbol in PCR_MUTATION else None
    if symbol == "KMT2A" and ANSWERED.match(folded, hit.end, hit.end + 20):
        return "rearrangement"
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
    between = folded[start:end]
    return any(mark in between for mark in (". ", ".\n", ";", " but ", " while ")) or between.endswith(".")


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
