"""Nuclei counted, percentages and cut-offs: what the numbers of a FISH result say."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.presence import Status
from allreport.read.context import Reading
from allreport.read.molecular.names import Target
from allreport.read.number import readings
from allreport.scan import Clause

DIGIT = compile(r"\d")
NUCLEI = compile(r"(?P<count>\d{1,4})[ ]?(?:/|of|out of)[ ]?(?P<total>\d{2,4})\b")
PERCENT = compile(r"(?<![<>\u2264\u2265\d.,])(?P<value>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%")
CUTOFF = compile(r"(?:cut-?[ ]?off|threshold|normal|ref(?:erence)?|limit)[^\d\n<]{0,24}[<\u2264]?[ ]?(?P<value>\d{1,2}(?:[.,]\d{1,2})?)(?P<frac>/\d{2,4})?[ ]?%?|\((?:<|\u2264)[ ]?(?P<value2>\d{1,2}(?:[.,]\d{1,2})?)[ ]?%\)")
CUTOFF_WORDS = ("cut", "threshold", "normal", "ref", "limit", "(<", "(\u2264")  # without one of them CUTOFF cannot match


def search_with(words: tuple[str, ...], pattern: Pattern[str], folded: str, start: int, stop: int) -> Match[str] | None:
    """The first match of a pattern that cannot match without one of the words: they are found much faster."""
    text = folded[start:stop]
    for word in words:
        if word in text:
            return pattern.search(folded, start, stop)
    return None


def percent_of(cut: Match[str]) -> float:
    """The percentage of a cut-off, which may be printed as a count ('8/200')."""
    limit = float((cut["value"] or cut["value2"]).replace(",", "."))
    return 100 * limit / float(cut["frac"][1:]) if cut["frac"] else limit


def limit_in(reading: Reading, start: int, stop: int) -> float | None:
    """The cut-off that a stretch prints, in percent."""
    cut = search_with(CUTOFF_WORDS, CUTOFF, reading.document.folded, start, stop)
    return percent_of(cut) if cut else None


def share_in(reading: Reading, start: int, stop: int) -> float | None:
    """The percent of nuclei that a stretch tells before any cut-off: '164/200', '82 %'."""
    folded = reading.document.folded
    cut = search_with(CUTOFF_WORDS, CUTOFF, folded, start, stop)
    stop = cut.start() if cut else stop
    count, percent = NUCLEI.search(folded, start, stop), PERCENT.search(folded, start, stop)
    if percent is not None and (count is None or percent.start() < count.start()):
        return readings(percent["value"], True)[0]
    return 100 * int(count["count"]) / max(1, int(count["total"])) if count else None


MOSTLY = 20  # percent; what more nuclei show beside a thing that is denied is the normal pattern


def cells(reading: Reading, target: Target, stop: int, status: str) -> dict[str, Any]:
    """The nuclei counted for a FISH result: `164 of 200 nuclei (82%)`. A cut-off is none, nor are nuclei with a normal pattern."""
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
    share = made["percent"] if "percent" in made else 100 * made["count"] / made["total"] if "count" in made else 0
    return {} if status == "absent" and share > MOSTLY else made


def covered(spans: list[tuple[int, int]], position: int) -> bool:
    """Whether a place lies inside an ISCN string."""
    index = bisect_right(spans, (position, 1 << 60)) - 1
    return index >= 0 and position < spans[index][1]


COPY_RATIO = compile(r"[ ]?(?:(?:ex(?:on)?s?\.?[ ]?[\d -]{1,6}|\([^()\n]{1,24}\)|probes?|(?:mean |relative )?(?:ratio|copy number|dosage(?: quotient)?|quotient|dq)|[:=|,\t]|of)[ ]{0,20}|[ ]){0,6}(?P<low>[0-2][.,]\d{1,2})(?:[ ]?-[ ]?(?P<high>[0-2][.,]\d{1,2}))?(?![\d%]|[.,]\d|[ ]?%)")
RATIO_WORDS = frozenset({"ratio", "ratios", "quotient", "quotients", "dosage", "dq", "relative"})
ONE_COPY, NORMAL_FROM = 0.70, 0.80  # ratios of MLPA: 0.5 is one copy of two; between the two limits nothing is said


def by_ratio(reading: Reading, target: Target, stop: int) -> Status | None:
    """What a ratio of MLPA says of a deletion: 'IKZF1 exon 4-7 0.52', 'CDKN2A 0.04'."""
    if RATIO_WORDS.isdisjoint(reading.document.words):
        return None
    match = COPY_RATIO.match(reading.document.folded, target.end, min(stop, target.end + 80))
    if match is None:
        return None
    numbers = [float(number.replace(",", ".")) for number in (match["low"], match["high"] or match["low"])]
    value = "present" if max(numbers) < ONE_COPY else "absent" if min(numbers) >= NORMAL_FROM else "indeterminate"
    return Status(value, match.start("low"), match.end())


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
RATIO = compile(r"[^\n]{0,24}?(?:copies|ratio|/[ ]?abl1?)[^\n\d]{0,24}[1-9]|[ ]?(?:mrna|transcripts?)(?: \(is\))?[ ]{1,3}[1-9][\d.,]*[ ]?(?:x[ ]?10|%|copies)")
BELOW = compile(r"below (?:the )?(?:reporting|detection|validated)|not (?:to be )?considered a (?:result|finding)|under the validated|not reportable|uncertain significance|\bvus\b|unknown significance|tier iii\b")
BELOW_WORDS = ("below", "considered", "validated", "reportable", "significance", "vus", "tier iii")


def by_numbers(reading: Reading, clause: Clause, target: Target, status: Status | None, stop: int, method: str | None) -> Status | None:
    """A percentage against the report's own cut-off decides where it is printed; words stand over it."""
    folded = reading.document.folded
    if status is not None and status.value == "absent" and folded[status.start : status.end] in {"lost", "lacking"}:
        status = None
    if status is None and NOT_BEFORE.search(folded, max(clause.start, target.start - 12), target.start):
        return Status("absent", target.start - 4, target.start)
    if target.kind == "lesion" and target.name.endswith("mutation") and search_with(BELOW_WORDS, BELOW, folded, target.start, min(clause.end, target.end + 150)):
        return Status("indeterminate", target.start - 1, target.start - 1)
    aside = status is not None and status.value == "absent" and folded.find("(", target.end, status.start) >= 0  # of another transcript: '(major: not detected)'
    if (status is None or aside) and method == "PCR" and target.kind == "fusion" and RATIO.match(folded, target.end, min(len(folded), target.end + 60)):
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
        limit = percent_of(cut)
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
