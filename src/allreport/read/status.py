"""The state of the report: preliminary, final, amended, or with an addendum."""

from __future__ import annotations

from typing import Any

from allreport.document import Document
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading, at
from allreport.read.hl7 import states

STATUS_WORDS = ["definitive", "amended", "corrected", "revised", "correction", "amendment", "replaces", "supersedes", "addendum", "addenda", "supplementary", "supplemental", "preliminary", "interim", "provisional", "prelim", "draft", "unauthorised", "unauthorized", "unverified", "final", "finalised", "finalized"]
STATUS = compile(
    r"(?P<amended>\b(?:amended|corrected|revised)\b(?: report| copy| version)?|\bcorrection\b(?! for)|\bamendment\b|replaces (?:that|the report|version)|supersedes the (?:report|version))|"
    r"(?P<addendum>\baddend(?:um|a)\b|\bsupplement(?:ary|al)\b(?: report| comment)?)|(?P<preliminary>\b(?:(?:preliminary|interim|provisional|prelim\.?) ?(?:report|result)?s?\b|draft(?: report| copy| version)?\b|(?:unauthori[sz]ed|unverified)(?: report| result| copy)?s?\b))|(?P<final>\b(?:final(?:i[sz]ed)?|definitive)\b(?: report)?)"
)
ORDER = {"preliminary": 1, "final": 2, "addendum": 3, "amended": 4}
SPACED_WORDS = {" ".join(word): word for word in ("preliminary", "final", "addendum", "amended")}  # of a title printed in spaced letters
HEAD = 1400  # characters


def read(reading: Reading) -> dict[str, Any] | None:
    """The newest word on the report's state: amended over addendum over final over preliminary."""
    folded, raw = reading.document.folded, reading.document.raw
    found = []
    for match in at(STATUS, folded, reading.document.places_of(STATUS_WORDS)):
        word = match.lastgroup or ""
        if stands(folded, raw, match.start(), match.end(), word):
            found.append((word, match.start(), match.end()))
    found += states(reading.document) or in_spaced_letters(reading.document)
    if not found:
        found = final_diagnosis(reading)
    if not found:
        return None
    state, start, end = max(found, key=lambda entry: ORDER[entry[0]])
    return reading.sourced(start, end, f"status.{state}", value=state)


def in_spaced_letters(document: Document) -> list[tuple[str, int, int]]:
    """The state in a title whose letters stand apart: 'F I N A L   R E P O R T'."""
    places = [(word, document.spaced.find(f" {spaced} ", 0, HEAD), len(spaced)) for spaced, word in SPACED_WORDS.items()]
    return [(word, start, start + length) for word, start, length in places if start >= 0]


def final_diagnosis(reading: Reading) -> list[tuple[str, int, int]]:
    """The heading `FINAL DIAGNOSIS` in capitals says that a report is final where nothing else tells its state."""
    document = reading.document
    for section in document.sections:
        start = document.folded.find("final", section.heading_start, section.start)
        if section.role == "diagnosis" and start >= 0 and document.raw[start : section.start].isupper() and not AWAITED.match(document.folded, section.start):
            return [("final", start, section.start)]
    return []


AWAITED = compile(r"[ \t:]{0,4}(?:to follow|pending|awaited|will |deferred)")
LEADING = compile(r"(?:^|\n|[ \t]{2,}|\t|\||\*{2,} ?|[-\u2013:(] ?|\. )[ \t]*$")
FOLLOWS = compile(r"[ \t]*(?:$|\n|[:)*(.,|-]|[ \t]{2,}|report\b|\d|on\b|of\b|from\b|dated\b|copy\b|version\b|signed|issued)")
NOT_STATUS = compile(r"\b(?:will|to follow|(?<!this is )an?|further|upon|after|until|awaiting|no|not|original|the|issue|await)\s{1,2}$")
NOT_AFTER = compile(r"[ \t]*(?:diagnos|interpretation|impression|opinion|conclusion|will|to follow|dilution|volume|result will|is to|concentration|count|clinical|pathologic|assessment|common|stage|follow|report will)|(?: report)?[ ](?:will|to|after|upon|once|when|follows|pending|awaited|expected|is (?:pending|awaited|expected))\b")


def stands(folded: str, raw: str, start: int, end: int, word: str) -> bool:
    """Whether a status word stands as the report's own."""
    before, after = folded[max(0, start - 24) : start], folded[end : end + 24]
    if NOT_AFTER.match(after):
        return False
    shouted = raw[start:end].split()[0].isupper()
    if NOT_STATUS.search(folded, max(0, start - 24), start) and not (shouted and word in {"amended", "final"}):
        return False
    labelled = before.rstrip().endswith((":", "="))
    if not labelled and raw[start].islower() and start > 300 and not before.rstrip().endswith(("report", "status")):
        return False  # a word of a sentence
    if (shouted or "report" in folded[start:end]) and folded.endswith(("this is the ", "this is a ", "this is an "), 0, start):
        return True
    leads = LEADING.search(before) is not None
    if labelled or (leads and FOLLOWS.match(after)):
        return True
    return start < HEAD and (leads or raw[start:end].isupper() or "report" in before or "report" in folded[start:end])
