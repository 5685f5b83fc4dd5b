"""Central nervous system: the class as stated; where the fluid is described without a class, `negative` or `positive`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.document import Document
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.context import Reading, at
from allreport.scan import Clause

ROMAN = {"i": "1", "ii": "2", "iii": "3"}
CLASS = compile(
    r"cns[ \t]*(?:leuk\w+ )?(?:status|stage|staging|class|grade|involvement|disease|classification)?[ \t]*(?:is|was|:|=|\(|-)?[ \t]*(?:status|stage|grade|class)?[ \t]*(?:cns)?[ -]{0,2}"
    r"(?P<class>[123][abc]?|iii[abc]?|ii[abc]?|i)(?![\w%]|\.\d|[ ]?(?:\u03bcl|/|x |cells|days|weeks))"
)
SYSTEM = ("cns", "central", "meningeal", "leptomeningeal")
FLUID = ("csf", "cerebrospinal", "spinal", "liquor", "lcr", "lp", "lumbar", "cytospin")
DOTTED = ("c.n.s", "c.s.f")
ABOUT = frozenset([*SYSTEM, *FLUID, "meningitis", "tlp", "traumatic"])
NO_CLASS = frozenset({"method", "definition", "advice", "family", "reference"})
REQUEST = frozenset({"history", "presentation"})

# A subject, what links it to a verdict, and the verdict.
LINK = r"(?:[ \t:=(,]|-(?!ve)|\n(?=[ \t]*[a-z])|(?:is|was|remains?|has been|currently|status|assessment|evaluation|staging|at (?:diagnosis|dx|presentation|relapse))\b){0,6}"
ENDS = r"(?=[ \t]*(?:[.,;)\n|]|$))"
ABSENT = r"(?:negative|neg\b|-ve\b|clear\b|uninvolved|not involved|free\b|not (?:infiltrated|affected)|unaffected|no (?:evidence of )?(?:disease|involvement|leuk\w+|infiltrat\w+|blasts)"
PRESENT = r"(?:positive|pos\b|\+ve|involved|infiltrated"
DISEASE = r"[ -](?:leuk\w+ )?(?:disease|involvement|leuk\w+|infiltration|lymphoma|manifestation)"
STATED = compile(
    r"(?:c\.?n\.?s\b\.?|central nervous system|(?:lepto)?meningeal)(?:"
    rf"(?P<no>{LINK}{ABSENT})|{DISEASE}{LINK}{ABSENT}|absent|none\b|nil\b|no{ENDS}|excluded|ruled out|(?:could|can) be (?:excluded|ruled out)|not (?:found|seen|present|detected|evident|identified)))|"
    rf"(?P<yes>{LINK}{PRESENT})|{DISEASE}{LINK}{PRESENT}|present|yes\b|confirmed|detected|documented|found))|"
    rf"(?P<noun>{DISEASE}|[ -]relapse))"
)
DENIED = compile(r"\b(?:no|without|absence of|free of|negative for|excludes?|excluded|no evidence of|no signs? of)[ \n](?:(?:any|evidence of|signs? of|overt|clinical|definite|concurrent)[ \n]){0,2}$")
AFFIRMED = compile(r"\b(?:with|isolated|overt|combined|documented|proven)[ \n](?:\w+[ \n])?$")
MENINGITIS = compile(r"leuk\w+[ ]$")
TRAUMATIC = compile(r"(?:tlp|traumatic (?:tap|lp|lumbar puncture))[ ,:(]{0,3}(?:(?P<yes>\+|positive|with blasts|blasts (?:are |were )?(?:present|seen))|(?P<no>-|negative|without blasts|no blasts))")
KIND = r"(?:malignant|leuk\w+|atypical|immature|abnormal|neoplastic|blast|tumou?r|circulating)"
CELLS = rf"(?:(?:{KIND}[ -]|[bt][ -]){{0,3}}(?:blasts?|blasten|lymphoblasts?)|(?:{KIND}[ -]){{1,3}}cells?)"
ARE = r"(?:[ \t:=(,]|(?:are|is|was|were|count|cells?)\b){0,4}"
WHOLE = rf"(?:csf|c\.s\.f\.?|fluid|cytolog\w+|cytospins?|cytometry|flow|lp|puncture|examination|analysis|liquor|lcr){LINK}"
BLASTS = compile(
    r"(?P<no>\b(?:no|nil|zero|0[ ]?%?|without(?: any)?|absence of|negative for|free (?:of|from)|keine)[ ](?:(?:definite|unequivocal|evidence of|evident|obvious|clear|identifiable|morphological(?:ly)?)[ ]){0,2}"
    rf"(?:{CELLS}|(?:leuk\w+|malig\w+)(?:[ ](?:infiltrat\w+|involvement|cells?\b|disease))?|infiltrat\w+|involvement|disease\b|cells\b|cns\b|central nervous)|"
    rf"\b{CELLS}{ARE}(?:not (?:seen|identified|detected|found|present)|absent|none\b|nil\b|negative|neg\b|no\b|0\b|-{ENDS})|\bacellular|\buninvolved|\bnot (?:involved|infiltrated)|\binvolvement{ARE}(?:no{ENDS}|none\b|nil\b|absent|negative))|"
    rf"(?P<yes>\b{CELLS}{ARE}(?:present|seen|identified|detected|found|noted|positive|pos\b|yes\b|\+|[1-9])|\bpositive for (?:malig\w+|leuk\w+|{CELLS})|"
    r"\b(?:few|occasional|many|numerous|scattered|rare|single|frequent|full of|contain(?:s|ed|ing)?|show(?:s|ed|ing)?|with|revealed|\d+[ ]?%?)[ ](?:\d+[ ]?%[ ]|(?:few|occasional|many|numerous|scattered|some)[ ])?"
    rf"{CELLS}\b|\b(?:involvement|infiltration) (?:is )?(?:present|confirmed)|\binfiltrat|\binvolved\b)|"
    # of the fluid as a whole, where no cells are spoken of
    rf"\b{WHOLE}(?:(?P<well>negative|neg\b|-ve\b|clear\b(?!,? (?:and )?colou?rless)|normal|unremarkable|unauff\u00e4llig|no{ENDS})|(?P<ill>positive|pos\b|\+ve))"
)
OTHER_SITE = compile(r"\b(?:marrow|bm|blood(?!y|[ -]?(?:stain|contam))|pb|film|testi\w+|nodes?|aspirate)\b")


class Verdict(NamedTuple):
    """What one place says of the system or its fluid; the request's comes after the report's own."""

    asked: bool
    start: int
    end: int
    rule: str
    value: str


def stated_class(reading: Reading) -> dict[str, Any] | None:
    """The class as printed. What the report found comes before what its request tells; of two, the finer."""
    folded = reading.document.folded
    matches = list(at(CLASS, folded, reading.document.places_of(("cns",))))
    best: tuple[int, int] | None = None
    made = None
    for match in matches:
        role = reading.document.section_at(match.start()).role
        if role in NO_CLASS or legend(match, matches) or TALK.search(folded, max(0, match.start() - 60), match.end()) or AFTER.match(folded, match.end()):
            continue
        word = match["class"]
        digits = word.rstrip("abc")
        value = "CNS" + ROMAN.get(digits, digits) + word[len(digits) :]
        earlier = (role in {"history", "prior", "presentation"}) + (EARLIER.search(folded, max(0, match.start() - 90), match.start()) is not None)
        rank = (-earlier, len(value))
        if best is None or rank > best:
            best = rank
            made = reading.sourced(match.start(), match.end("class"), "cns.class", value=value)
    return made


def legend(match: Match[str], matches: list[Match[str]]) -> bool:
    """Whether a class is one line of a list that explains all three."""
    near = {other["class"].rstrip("abc") for other in matches if abs(other.start() - match.start()) < 260}
    return len(near) > 2


def read(reading: Reading) -> dict[str, Any] | None:
    """The CNS status of the report."""
    stated = stated_class(reading)
    if stated is not None:
        return stated
    document = reading.document
    if document.words.isdisjoint(ABOUT) and not any(word in document.folded for word in DOTTED):
        return None
    clauses = {clause.start: clause for clause in reading.clauses}
    best = min((verdict for verdict in (*of_system(reading), *of_fluid(reading)) if counts(reading, verdict, clauses)), default=None)
    return best and reading.sourced(best.start, best.end, best.rule, value=best.value)


def places(document: Document, words: tuple[str, ...], dotted: str) -> list[int]:
    """Where a word stands, or its letters with stops between them."""
    found = document.places_of(words)
    start = document.folded.find(dotted)
    while start >= 0:
        found.append(start)
        start = document.folded.find(dotted, start + 1)
    return found


def of_system(reading: Reading) -> Iterator[Verdict]:
    """What is said of the system itself: `CNS disease absent`, `no CNS involvement`."""
    document, folded = reading.document, reading.document.folded
    for place in places(document, SYSTEM, DOTTED[0]):
        match = STATED.match(folded, place)
        if match is None:
            continue
        denied = DENIED.search(folded, max(0, place - 60), place)
        positive = match["yes"] is not None
        if match["noun"]:
            positive = AFFIRMED.search(folded, max(0, place - 60), place) is not None or folded.startswith(("mening", "leptomening"), place)
            if not positive and not denied:
                continue
        yield verdict(reading, denied.start() if denied else match.start(), match.end(), "cns.words", positive=positive and not denied)
    for match in at(TRAUMATIC, folded, document.places_of(("tlp", "traumatic"))):
        yield verdict(reading, match.start(), match.end(), "cns.words", positive=match["yes"] is not None)
    for place in document.places_of(("meningitis",)):
        found = MENINGITIS.search(folded, max(0, place - 20), place)
        if found:
            yield verdict(reading, found.start(), place + len("meningitis"), "cns.words", positive=DENIED.search(folded[max(0, found.start() - 60) : found.start()]) is None)


def of_fluid(reading: Reading) -> Iterator[Verdict]:
    """What the sentences about the fluid say of its cells."""
    document, folded = reading.document, reading.document.folded
    named: dict[tuple[int, int], int] = {}  # sentence -> the word for the fluid
    for place in places(document, FLUID, DOTTED[1]):
        named.setdefault(document.sentence_at(place), place)
    for clause in reading.clauses:
        if clause.section.name == "csf" or reading.places[clause.index].site == "csf":
            named.setdefault((clause.start, clause.end), clause.start)
    for (start, end), place in named.items():
        others = [match.span() for match in OTHER_SITE.finditer(folded, start, end)]
        first = max((stop for _, stop in others if stop <= place), default=start)
        last = min((begin for begin, _ in others if begin > place), default=end)
        found = {match.lastgroup: match for match in reversed(list(BLASTS.finditer(folded, first, last)))}
        for group in ("yes", "no", "ill", "well"):
            if group in found:
                yield verdict(reading, found[group].start(), found[group].end(), "cns.fluid", positive=group in {"yes", "ill"})
                break


def verdict(reading: Reading, start: int, end: int, rule: str, *, positive: bool) -> Verdict:
    return Verdict(reading.document.section_at(start).role in REQUEST, start, end, rule, "positive" if positive else "negative")


def counts(reading: Reading, verdict: Verdict, clauses: dict[int, Clause]) -> bool:
    """Whether a verdict is of this patient and time: not asked for, advised, or another's."""
    role = reading.document.section_at(verdict.start).role
    if role in NO_CLASS or role == "prior" or TALK.search(reading.document.folded, max(0, verdict.start - 60), verdict.end):
        return False
    clause = clauses.get(reading.document.sentence_at(verdict.start)[0])
    return clause is None or not reading.context(clause, verdict.start, verdict.end).has(*(OF_NO_RESULT if verdict.value == "positive" else OF_NO_SIGN))


OF_NO_SIGN = ("advice", "question", "family", "definition")
OF_NO_RESULT = (*OF_NO_SIGN, "possible", "previous")
TALK = compile(r"criteria (?:are|for)|defined as|definition|\bvs\b|or cns|status:? not|if cns|cns ?1 ?/|/ ?cns")
AFTER = compile(r"[ \t]*(?:=[ \t]*[a-z<>\d]|(?:is|are) defined|/[ ]?cns|[^.\n]{0,16}prophyla|-directed|[^.\n]{0,12}\bvs\b)")
EARLIER = compile(r"(?:at (?:initial )?(?:diagnosis|presentation)|initial(?:ly)?|\bdx\b|previous(?:ly)?|(?:19|20)\d\d)[^.\n]{0,60}$")
