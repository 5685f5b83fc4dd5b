"""The status of a target: by its sign, its numbers, its words, its place in the report, or its section."""

from __future__ import annotations

from typing import NamedTuple

from allreport.patterns import Pattern, compile  # noqa: A004
from allreport.presence import Status
from allreport.read.context import Reading
from allreport.read.molecular.lesions import LESION_BEFORE, of_copies
from allreport.read.molecular.measured import NOT_CLONAL, clonality
from allreport.read.molecular.methods import READS
from allreport.read.molecular.names import Target
from allreport.read.molecular.numbers import BELOW, BELOW_WORDS, by_numbers, by_ratio, search_with
from allreport.read.molecular.signals import by_signals
from allreport.read.molecular.variants import variant_near
from allreport.scan import Clause

ABSENT_IN = compile(r"\bno (?:[\w-]+ ){0,3}$")
SENTENCE_TEST = compile(r"\b(?:probe set|panel of|we tested|genes (?:tested|covered|analy)|targets?:|covers|includes? the following|is designed|screening for|screen for|analy[sz]ed for|tested for|investigated for|looked for|panel \()")


def status_of(reading: Reading, clause: Clause, target: Target, targets: list[Target], status: Status | None, stop: int, method: str | None) -> Status | None:
    """The status of a target: by its numbers, its words, its place, or its section."""
    sign = SIGN_BEHIND.match(reading.document.folded, target.end, min(stop, target.end + 40))
    if sign is not None:
        return Status("present" if sign["sign"][0] == "+" else "absent", *sign.span("sign"))
    if target.name.endswith(" clonality"):
        return by_clonality(reading, clause, target)
    decided = by_signals(reading, target, min(stop, clause.end)) if method in {"FISH", None} and target.kind != "genetic" and (status is None or status.value == "present") else None
    if decided is None:
        decided = by_numbers(reading, clause, target, status, stop, method)
    if decided is None and method == "MLPA" and target.name.endswith("deletion"):
        decided = by_ratio(reading, target, min(stop, clause.end))
    if decided is None:
        decided = by_place(reading, clause, target, targets, method, stop)
    role = clause.section.role
    if decided is None and role == "negatives":
        return Status("absent", clause.section.heading_start, clause.section.start)
    if role == "uncertain" and target.name.endswith("mutation"):
        return Status("indeterminate", clause.section.heading_start, clause.section.start)
    return decided


def by_clonality(reading: Reading, clause: Clause, target: Target) -> Status | None:
    """Whether the rearrangement of a receptor gene is clonal."""
    folded = reading.document.folded
    word = clonality(folded, target.start, target.end, max(clause.start, target.start - 70), min(clause.end, target.end + 60))
    if word is None or word == "clonality":
        return None
    place = folded.find(word, max(clause.start, target.start - 70))
    denied = DENIED_CLONE.search(folded, max(clause.start, place - 24), place) is not None
    return Status("absent" if denied or word in NOT_CLONAL else "present", place, place + len(word))


DENIED_CLONE = compile(r"\b(?:no|not|non|without)[ -](?:evidence of (?:an? )?)?(?:[a-z]+ )?$")
SIGN_BEHIND = compile(r"(?:[ ]?(?:gene|fusion|rearrangement|mutation|deletion|(?:\u03b4|del|ex(?:on)?s?)?[ .]?\d{1,2}(?:-\d{1,2})?)){0,2}[ :]{0,2}\((?P<sign>\+{1,3}|-)\)")
DETAIL = compile(r"exons?[ ]?\d|\bex\d|reads\b|vaf\b|\d[ ]?%|in-?[ ]?frame|c\.\d|p\.\(?[a-z]|class 1|tier")


class Stand(NamedTuple):
    """Where a target stands that no status word governs."""

    clause: Clause
    target: Target
    targets: int  # of its clause
    method: str | None
    stop: int
    role: str

    @property
    def folded(self) -> str:
        return self.clause.document.folded

    @property
    def diagnosis(self) -> bool:
        """Whether it is one of few in the diagnosis itself."""
        return self.clause.section.role == self.clause.section.name == "diagnosis" and self.targets <= 3

    def behind(self, pattern: Pattern[str], reach: int) -> bool:
        return pattern.match(self.folded, self.target.end, min(self.stop, self.target.end + reach)) is not None

    def before(self, pattern: Pattern[str], reach: int) -> bool:
        return pattern.search(self.folded, max(self.clause.start, self.target.start - reach), self.target.start) is not None


def by_place(reading: Reading, clause: Clause, target: Target, targets: list[Target], method: str | None, stop: int) -> Status | None:
    """What stands without a status word: said in the diagnosis, or alone with its details in a result."""
    folded = reading.document.folded
    section = clause.section
    role = "result" if reading.narrative and section.role == "header" else section.role  # a text without headings
    present = Status("present", target.start, target.end)
    if target.kind == "lesion" and target.name.endswith("mutation") and variant_near(folded, target.end, min(stop, target.end + 110)):
        below = search_with(BELOW_WORDS, BELOW, folded, target.start, min(clause.end, stop))
        return present._replace(value="indeterminate") if below else present
    if SENTENCE_TEST.search(folded, clause.start, clause.end) or TEST_NAME.match(folded, target.end) or ABSENT_IN.search(folded[max(clause.start, target.start - 30) : target.start]):
        return None
    stand = Stand(clause, target, len(targets), method, stop, role)
    said = {"lesion": lesion_said, "fusion": fusion_said}.get(target.kind, genetic_said)(stand)
    return present if said else None


def lesion_said(stand: Stand) -> bool:
    """Whether the change of a gene is said by its details, by `-r`, or in the diagnosis."""
    folded, clause, target = stand.folded, stand.clause, stand.target
    if target.name.endswith("deletion"):
        if stand.behind(ALLELE, 90):
            return True
        if of_copies(stand.method, clause):
            if (stand.role not in {"header", "history"} or COUNTED_BY.match(folded, target.end, min(stand.stop, target.end + 60))) and deleted_alone(folded, target):
                return True
            if LOST_BAND.search(folded, max(0, clause.start - 2, target.start - 60), target.start):
                return True
    if target.name.endswith("mutation") and stand.behind(OWN_VAF, 80):
        return True
    if (clause.section.role == "diagnosis" or "disease" in clause.kinds) and SUFFIX.match(folded, target.end):
        return True
    return stand.diagnosis and stand.before(LESION_BEFORE, 80)


def fusion_said(stand: Stand) -> bool:
    """Whether a fusion stands alone with its reads or details, is what was concluded, or is part of the diagnosis."""
    folded, clause, target = stand.folded, stand.clause, stand.target
    tested = stand.method in {"NGS", "PCR", "FISH"}
    if target.strong and tested and stand.role in {"result", "comment", "addendum"} and alone(stand):
        return True
    if stand.behind(FEW_READS, 60):
        return False
    if target.strong and stand.role != "header" and READS.search(folded, target.end, min(stand.stop, target.end + 60)):
        return True
    if tested and stand.role != "header" and DETAIL.search(folded, target.end, min(stand.stop, target.end + 90)):
        return True
    return stand.diagnosis or (target.strong and stand.before(I_E, 40)) or (stand.targets == 1 and "disease" in clause.kinds)


def alone(stand: Stand) -> bool:
    """Whether a fusion is all that a sentence says behind its label: 'RNA sequencing: PAX5::JAK2 fusion.'"""
    first = max(0, first_of_line(stand.folded, stand.clause, stand.target) - 1)
    return ALONE_BEFORE.search(stand.folded, first, stand.target.start) is not None and ALONE_BEHIND.match(stand.folded, stand.target.end, stand.clause.end + 1) is not None


NEED_WORDS = frozenset({"double trisomy 4,10", "iAMP21", "BCR::ABL1-like", "hypodiploidy"})


def genetic_said(stand: Stand) -> bool:
    """Whether a ploidy or signature is the one thing that a result says, or what was concluded."""
    if stand.diagnosis or stand.before(CONCLUDED, 24):
        return True
    return stand.targets == 1 and stand.role in {"result", "diagnosis", "comment", "addendum"} and stand.target.name not in NEED_WORDS


I_E = compile(r"(?:\bi\.e\.,?|\bthat is,?|\bthus|\bhence|\bcorresponding to|\b(?:gives|giving)(?: rise to)?|\b(?:creates|creating|leading to|resulting in)|\bindicating|\bconfirming)[ \n](?:an? |the )?(?:[a-z]+ ){0,3}$")
ALONE_BEFORE = compile(r"(?:^|[\n;.])[ \t]*(?:[a-z][a-z /()-]{1,40}:[ \t]*)?(?:an? )?$")
ALONE_BEHIND = compile(r" (?:gene )?fusion(?: (?:gene|transcript))?(?:[ ]?\([^()\n]{0,60}\))?\.(?!\d)")


def first_of_line(folded: str, clause: Clause, target: Target) -> int:
    """Where the line of a target begins, in its clause."""
    return max(clause.start, folded.rfind("\n", clause.start, target.start), target.start - 80)


LOST_BAND = compile(r"(?:^|[;:.,\n][ ]?|\band )(?:(?:focal|partial|interstitial|heterozygous|homozygous|mosaic)[ ]){0,2}(?:loss|deletion) (?:of|at|in) (?:chromosome )?(?:band )?\d{1,2}[pq][\d.]{0,6}(?:[pq][\d.]{1,6})?[ ]?(?:\(|including |with )$")
SUFFIX = compile(r"-r(?![\w-])(?![ ]?[:=?]|[ ](?:neg|status|not|by))")
CONCLUDED = compile(r"\b(?:thus|hence|therefore|i\.e\.,?|indicating|indicates|diagnostic of|amounts to|defines|defining|consistent with|in keeping with|compatible with)[ \n](?:an? |the )?$|\b(?:signals|nuclei|cells|copies)[ ,]{0,2}\($")
OWN_VAF = compile(r"[^.;\n]{0,60}?\b(?:vaf|allele (?:frequency|fraction|burden))[ \t]?[:=(]?[ \t]*(?:of[ \t]+)?\d")
FEW_READS = compile(r"[^.;\n]{0,40}?(?<![\d.,])\d (?:[a-z]{2,12} ){0,2}reads\b")
COUNTED_BY = compile(r"(?:/2?b\b)?[ ]?(?:[a-z.-]{2,14} ){0,2}(?:deletion|loss|del)\b[^.;()\n]{0,20}\((?:snp[ -]?)?(?:array|mlpa|a?cgh)\b")
DELETED = compile(
    r"(?:/2?b\b)?[ ]?(?:gene )?(?:(?:het|hom|heterozygous|homozygous|hemizygous|mono-?allelic|bi-?allelic|intragenic|focal|partial|whole[- ]gene|one[- ]copy)\.?[ ])?(?:deletion|del|loss)\b(?=[ ]*(?:[,;.()\[\n]|\b(?:and|with)\b|ex|$))"
)
DELETIONS_OF = compile(r"[:.;\n][ ]*(?:(?:het|hom|mono|bi|focal|intragenic|partial)[a-z.-]{0,12} ){0,2}(?:deletions?|loss(?:es)?) of (?:[a-z0-9/]{2,12}(?:, | and | and of |, of | of )(?:the )?){0,6}$")
ASKED = ("for ", "of ", "if ", "to ", "no ", "any ", "without ", "exclude ", "detects ", "or ", "? ")


def deleted_alone(folded: str, target: Target) -> bool:
    """'RB1 deletion ex 19-26' in a result of copy numbers says it all, and so does 'MLPA: deletions of RB1 and of ETV6'."""
    if DELETIONS_OF.search(folded, max(0, target.start - 120), target.start):
        return True
    return DELETED.match(folded, target.end, min(len(folded), target.end + 60)) is not None and not folded.endswith(ASKED, 0, target.start)


TEST_NAME = compile(r"[ \t]+(?:fish|(?:rt-|q)?pcr|test(?:s|ing)?|probes?|stud(?:y|ies)|analysis|diagnostics|work-?up|assay|screen(?:ing)?|panel)\b")
ALLELE = compile(r"[^.;\n]{0,60}?(?:exons?[ ]?\d|homozyg|heterozyg|hemizyg|biallelic|monoallelic|intragenic|\d[ ]?%|copy number (?:loss|of [01]|[=:]?[ ]?[01]\b)|log2|kb\b)")
