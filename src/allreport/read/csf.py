"""Central nervous system: the class as stated; where the fluid is described without a class, `negative` or `positive`."""

from __future__ import annotations

from typing import Any

from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.context import Reading, at

ROMAN = {"i": "1", "ii": "2", "iii": "3"}
CLASS = compile(r"cns[ \t]*(?:leuk\w+ )?(?:status|stage|class|grade|involvement|disease|classification)?[ \t]*(?:is|was|:|=|\(|-)?[ \t]*(?:cns)?[ -]{0,2}(?P<class>[123][abc]?|iii[abc]?|ii[abc]?|i)(?![\w%]|\.\d|[ ]?(?:\u03bcl|/|x |cells|days|weeks))")
ABOUT = frozenset(["cns", "csf", "cerebrospinal", "spinal", "lumbar", "liquor", "lcr", "cytospin", "intrathecal", "central", "meningeal", "meningitis"])
NO_CLASS = frozenset({"method", "definition", "advice", "family", "reference"})
CSF_BLASTS = compile(r"(?P<no>no (?:definite |unequivocal |malignant |leuk\w+ |atypical |immature )*(?:cells|blasts|lymphoblasts|leuk\w+ cells|malignant cells|atypical cells|blast cells)|without (?:any )?(?:blasts|malignant|leuk\w+|lymphoblasts)|negative for (?:blasts|malig\w+|leuk\w+|lymphoblasts|involvement|atypical)|blasts?:? (?:were |are )?(?:not (?:seen|identified|detected|found|present)|absent|none|nil|0\b)|free of (?:blasts|leuk\w+|malig)|(?:csf|fluid|cytolog\w+|cytospin)[^.\n]{0,30}(?:\bclear\b|negative|normal|unremarkable)|acellular|no evidence of (?:leuk\w+|cns|central nervous|malig|involvement))|(?P<yes>(?:blasts|lymphoblasts|leuk\w+ cells) (?:are |were |is |was )?(?:present|seen|identified|detected|found|noted)|positive for (?:blasts|lymphoblasts|malig\w+|leuk\w+)|(?:few|occasional|many|numerous|scattered|\d+ ?%) (?:atypical )?(?:blasts|lymphoblasts|leuk\w+ cells)|shows? (?:\d+ ?% )?(?:blasts|lymphoblasts)|involvement (?:is )?(?:present|confirmed)|infiltrat)")
STATED_NEGATIVE = compile(r"(?<!\w)(?:cns(?: is| was| status)?[ ]?:?[ ]{0,4}(?:negative|not involved|clear|uninvolved|free\b)|cns (?:disease|involvement|leuk\w+|infiltration) (?:was |is |has been )?(?:excluded|ruled out|not (?:found|seen|present|detected))|no (?:evidence of )?(?:cns|central nervous system|meningeal) (?:disease|involvement|leuk\w+|infiltration)|without (?:cns|central nervous system) (?:disease|involvement)|cns involvement:? (?:no|none|absent|negative|nil))")
STATED_POSITIVE = compile(r"(?<!\w)(?:cns (?:status )?:?[ ]?positive|cns (?:involvement|disease|leuk\w+|relapse|infiltration) (?:is |was )?(?:present|confirmed|detected|documented)|(?:with|isolated|overt|combined) cns (?:involvement|disease|leuk\w+|relapse|infiltration)|meningeal (?:leuk\w+|involvement|relapse|infiltration)|leuk\w+ meningitis)")


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
        rank = (-1 if role in {"history", "prior", "presentation"} or EARLIER.search(folded, max(0, match.start() - 90), match.start()) else 0, len(value))
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
    folded = reading.document.folded
    stated = stated_class(reading)
    if stated is not None or reading.document.words.isdisjoint(ABOUT):
        return stated
    for clause in reading.clauses:
        if clause.section.role in NO_CLASS or clause.section.role in {"prior"}:
            continue
        in_csf = clause.section.name == "csf" or any("site" in hit.rows and hit.rows["site"].id == "csf" for hit in clause.hits) or reading.places[clause.index].site == "csf"
        match = STATED_NEGATIVE.search(folded, clause.start, clause.end)
        if match:
            return reading.sourced(match.start(), match.end(), "cns.words", value="negative")
        match = STATED_POSITIVE.search(folded, clause.start, clause.end)
        if match and not reading.context(clause, match.start(), match.end()).has("absent", "question", "possible", "family", "previous"):
            return reading.sourced(match.start(), match.end(), "cns.words", value="positive")
        if in_csf:
            match = CSF_BLASTS.search(folded, clause.start, clause.end)
            if match and not reading.context(clause, match.start(), match.end()).has("advice", "question", "family", "definition"):
                return reading.sourced(match.start(), match.end(), "cns.fluid", value="negative" if match["no"] else "positive")
    return None


TALK = compile(r"criteria (?:are|for)|defined as|definition|\bvs\b|or cns|status:? not|if cns|cns ?1 ?/|/ ?cns")
AFTER = compile(r"[ \t]*(?:=[ \t]*[a-z<>\d]|(?:is|are) defined|/[ ]?cns|[^.\n]{0,16}prophyla|-directed|[^.\n]{0,12}\bvs\b)")
EARLIER = compile(r"(?:at (?:initial )?(?:diagnosis|presentation)|initial(?:ly)?|\bdx\b|previous(?:ly)?|(?:19|20)\d\d)[^.\n]{0,60}$")
