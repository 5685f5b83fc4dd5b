"""Other techniques than banding, behind a karyotype or alone.

techniques = technique { "." technique }
technique  = ("ish" | "nuc ish") hybridisations | ("arr" | "sseq" | "ogm" | "rsa" | "seq") segments
"""

from __future__ import annotations

from typing import Any

from allreport import patterns

from .findings import Findings
from .ish import read_hybridisations
from .regions import read_segments
from .signals import find_in_signals
from .source import Source, fold

_START = patterns.compile(
    r"(?:(?<=[.;,:/\]\)\s])|^)\s{0,4}(nuc\s{0,3}ish|(?:rev\s{0,3})?ish|nuc(?=\s?\()|arr|sseq|ogm|rsa|seq)(?![a-z]{2,}\s[a-z]|uenc|ay)", ignore_case=True
)


def read_techniques(
    source: Source, first: int, last: int, findings: Findings, hybridisations: list[dict[str, Any]], segments: list[dict[str, Any]], *, donor: bool
) -> None:
    """Read raw[first:last] into `hybridisations`, `segments` and `findings`. What is not understood is an issue."""
    folded = fold(source.raw[:last]) if first else fold(source.raw)[:last]
    starts = list(_START.finditer(folded, first, last))
    lead = starts[0].start() if starts else last
    _report_gap(source, folded, first, lead)
    donor = donor or folded.startswith("//", first)
    for index, match in enumerate(starts):
        end = starts[index + 1].start() if index + 1 < len(starts) else last
        kind = match[1]
        if "ish" in kind or kind == "nuc":
            name = "nuc ish" if kind.startswith("nuc") else "ish"
            found = read_hybridisations(source, folded, match.end(), end, name, donor=donor)
            hybridisations.extend(found)
            find_in_signals(found, findings)
        else:
            segments.extend(read_segments(source, folded, match.end(), end, kind, findings))


def _report_gap(source: Source, folded: str, first: int, last: int) -> None:
    """What stands before the first technique and is more than punctuation."""
    if any(letter.isalnum() for letter in folded[first:last]):
        start, end = source.squeezed(first), source.squeezed(last)
        source.issue("unparsed", "not understood as ISCN", start, end)
