"""Names that are no finding: contents of a panel, definitions, contrasts, frequencies, what is said of others."""

from __future__ import annotations

import itertools

from allreport.patterns import compile  # noqa: A004
from allreport.presence import Context, Status
from allreport.read.context import Reading
from allreport.read.molecular.names import Target
from allreport.read.molecular.numbers import NUCLEI
from allreport.read.molecular.variants import HGVS_P
from allreport.scan import Clause

ADJECTIVES = "ploid"


def described(folded: str, targets: list[Target], index: int, status: Status | None) -> bool:
    """Whether a denial behind a later target is none of a clone that an adjective describes: 'hyperdiploid, BCR::ABL1 absent'."""
    if status is None or status.value != "absent" or index + 1 == len(targets) or not folded.endswith(ADJECTIVES, targets[index].start, targets[index].end):
        return False
    return status.start > targets[index + 1].start


COLON = compile(r"[ ]?:[ \n]{0,2}$")


def announced_list(folded: str, targets: list[Target]) -> int:
    """How many targets only announce what was looked for: 'PCR for A, B, C: B positive, rest negative' names B again behind the colon."""
    for index in range(1, len(targets)):
        if targets[index].name in {target.name for target in targets[:index]} and COLON.search(folded, targets[index - 1].end, targets[index].start):
            return index
    return 0


DELETION_NAMED = compile(r"(?:/2?b\b)?[ ]?(?:\([^()\n]{0,24}\)[ ]?)?(?:gene )?(?:ex(?:on)?s?[ ]?[\d -]{1,6})?(?:(?:het|hom|heterozygous|homozygous|hemizygous|mono-?allelic|bi-?allelic|intragenic|focal|partial)\.?[ ])?(?:deletion|del|loss)\b")


def named_deletion(folded: str, targets: list[Target], index: int, status: Status | None) -> bool:
    """Whether a denial is of a later gene only: 'IKZF1 exon 4-7 deletion, CDKN2A normal' names the first as deleted."""
    target = targets[index]
    if status is None or status.value != "absent" or not target.name.endswith("deletion") or index + 1 == len(targets) or status.start < targets[index + 1].start:
        return False
    last = next((other for other in reversed(targets) if other.end <= status.start), target)
    return DELETION_NAMED.match(folded, target.end) is not None and not folded[last.end : status.start].strip()


def general(reading: Reading, clause: Clause, target: Target, decided: Status, effects: Context, stop: int) -> bool:
    """Whether a clause with a definition or an advice says nothing of this patient's target."""
    if not effects.has("definition", "advice") or clause.section.role == "negatives" or certain(reading, target, stop, advised=effects.has("advice") is not None):
        return False
    return decided.value not in {"not_tested", "pending"} or not effects.has("advice")


def certain(reading: Reading, target: Target, stop: int, *, advised: bool) -> bool:
    """Whether a number of nuclei or a variant stands with the target, so that general words do not matter; a variant may be what an advice names."""
    folded = reading.document.folded
    if NUCLEI.search(folded, target.end, min(stop, target.end + 80)) is not None or SHARE_OF.search(folded, target.end, min(stop, target.end + 80)) is not None:
        return True
    return HGVS_P.search(folded, target.end, min(stop, target.end + 90)) is not None and (not advised or folded.find("%", target.end, min(stop, target.end + 120)) >= 0)


SHARE_OF = compile(r"\d[ ]?%[ ]of[ ](?:the[ ])?(?:cells|nuclei|interphase)")
DOUBLED = compile(r"(?:doubled|doubling of|duplicated)[^.;]{0,24}$")
BENIGN = compile(r"\bpolymorphism|\bbenign\b")
RANGE_WORD = compile(r"[ \t\n]?(?:range|leukemia|cells|sub-?population|region)")
CONTRASTED = ("the", "a", "an", "than", "to", "unlike", "from", "of", "with")  # the last word of a contrast
CONTRAST = compile(r"(?:not the|not a|not an|rather than|as opposed to|unlike|distinguish\w* from|distinct from|instead of|differs? (?:clearly )?from|different from|in contrast (?:to|with))[ \t\n]*(?:the )?$")
NOT_WITH = compile(r"\b(?:is|was|are) (?:not|no) (?:an? |the )?[\w -]{1,30} with[ \n]+(?:the )?$")
MAY_BE = compile(r"-rearranged (?:clone|cells?|subclone|population)s? (?:can|could|may|might)\b")
FREQUENCY = compile(r"(?:about|approximately|around|roughly|some|up to|in|over|nearly) (?:\d{1,2}(?:-| to )?)?\d{1,3}[ ]?% of (?!(?:the |all |these )?(?:\d|cells|nuclei|blasts|metaphases|interphase|leuk|reads|alleles|cases? cells|200))")
OF_FAMILY = compile(r"[ ](?:mutation|variant|deletion)s? (?:in|of) (?:the|his|her|their) (?:family|mother|father|brother|sister|sibling|parents|twin)")


CONDITION = compile(r"(?<![\w-])(?:if|should|once|unless|in case of|provided that|assuming)[ \n](?:the |an? |fish (?:for |shows? )|there is )?$")
MEANS = compile(r"[ ](?:means|refers to|denotes|stands for)[ ]")


def skipped(folded: str, clause: Clause, target: Target) -> bool:
    """Names that only contrast or describe: 'not the t(11;14) of mantle cell lymphoma', a doubled clone, 'near-triploid range'."""
    first, end = max(clause.start, target.start - 50), target.end
    if CONDITION.search(folded, first, target.start) or MEANS.match(folded, end, end + 40):
        return True
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


EXPLAINED = compile(r"\b(?:is|are|means|indicates?|denotes?|represents?|corresponds? to)[ \n](?:an?[ \n]|the[ \n])?(?:normal (?:for|pattern|signal)|typical|expected)|\b(?:typical|expected|normal) (?:signal )?patterns?[ ]?(?:is|are|:)")
NOT_OF_PATIENT = compile(r"\b(?:of|in|during) (?:the |our |its )?validation\b|\bvalidation[ ]?:|\b(?:positive|negative|process) controls?\b|\bcell lines?\b|\breference (?:material|sample)s?\b|\bcannot (?:tell|distinguish|separate) ")
OF_ASSAY = ("validation", "control", "controls", "line", "lines", "material", "materials", "cannot")
EXPLAINING = ("typical", "expected", "patterns", "normal")


def of_assay(reading: Reading, clause: Clause) -> bool:
    """Whether a sentence is about the test: its validation, its controls, what its signals mean ('2F is normal for the KMT2A probe')."""
    folded = reading.document.folded
    if not reading.document.words.isdisjoint(OF_ASSAY) and NOT_OF_PATIENT.search(folded, clause.start, clause.end):
        return True
    if reading.document.words.isdisjoint(EXPLAINING):
        return False
    return EXPLAINED.search(folded, clause.start, clause.end) is not None and not NUCLEI.search(folded, clause.start, clause.end)
