"""What an amended report replaces: the text of the report as first issued, printed again below or above its amendment."""

from __future__ import annotations

from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading, at

AMENDING = frozenset({"amended", "amendment", "corrected", "correction", "supersedes", "superseded", "replaces", "revised"})
ORIGINAL_WORDS = ("original", "previous", "first", "superseded", "initial")
ORIGINAL = compile(r"(?:original|previous|first|superseded|initial)(?:ly)?(?: issued)? (?:report|version|text|result|results)\b[^\n]{0,60}(?:\n|$)")
LEAD = " \t>*=#|-"
RULE = compile(r"\n[ \t]*(?:[-=_*]{8,}|(?:>>|#)[ ])")
MOST = 6000  # characters


def replaced_stretches(reading: Reading) -> list[tuple[int, int]]:
    """Where the text of a version stands that the report replaces: under a heading that says so, to the next rule or amendment."""
    document = reading.document
    if AMENDING.isdisjoint(document.words):
        return []
    found = []
    for match in at(ORIGINAL, document.folded, document.places_of(ORIGINAL_WORDS)):
        line = document.line_at(match.start())
        if document.folded[line.start : match.start()].strip(LEAD) or line.text.rstrip().endswith("."):
            continue
        rule = RULE.search(document.folded, line.end + 1, min(len(document.folded), line.end + MOST))
        amended = next((section.heading_start for section in document.sections if section.heading_start > line.end and section.name == "amended"), len(document.folded))
        found.append((line.end, min(rule.start() if rule else line.end + MOST, amended)))
    return found


def without_replaced(findings: list[dict[str, Any]], stretches: list[tuple[int, int]]) -> list[dict[str, Any]]:
    """The findings without those of a replaced version that the report tells anew; one told only there stays."""
    old = [finding for finding in findings if any(start <= finding["start"] < end for start, end in stretches)]
    anew = {finding["name"] for finding in findings if finding not in old and finding["status"] in {"present", "absent"}}
    return [finding for finding in findings if finding not in old or finding["name"] not in anew]
