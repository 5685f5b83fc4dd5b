"""What was not read: sentences with words of the field and no value, and why."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from allreport.document import Document
from allreport.scan import Clause, scan

TARGETS = ("analyte", "marker", "gene", "fusion", "genetic", "disease")
COUNTED = frozenset({"blasts", "cellularity", "mrd"})  # word classes that matter where a number stands beside them
# Roles of sections whose content is never a finding of this patient.
WHY = {
    "method": "a section on methods",
    "definition": "a section of definitions",
    "advice": "a section of advice or treatment",
    "family": "a section about relatives or donors",
    "history": "a section of history",
    "chimerism": "a section on chimerism",
    "uncertain": "variants of uncertain meaning",
}
NOTHING = "known words, no value"


class Unread(NamedTuple):
    """A sentence that holds known words and gave no value; `why` in a few words."""

    start: int
    end: int
    why: str


def find_unread(source: str, used: Iterable[tuple[int, int]], spared: Iterable[tuple[int, int]]) -> tuple[Unread, ...]:
    """Sentences with a known analyte, marker, gene or disease that no span of `used` touches. `spared`: ISCN strings."""
    clauses = scan(Document(source), sorted(spared))
    spans = merged(used)
    return tuple(
        Unread(*trimmed(source, clause), WHY.get(clause.section.role, NOTHING))
        for clause in clauses
        if tells(clause) and not touched(clause, spans)
    )


def tells(clause: Clause) -> bool:
    """Whether a sentence holds words that could have given a value."""
    if any(kind in clause.kinds for kind in TARGETS):
        return True
    return any(row.kind in COUNTED for _, row in clause.of("word")) and any(character.isdigit() for character in clause.folded)


def merged(spans: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, overlapping ones as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def touched(clause: Clause, spans: Sequence[tuple[int, int]]) -> bool:
    index = bisect_left(spans, (clause.start + 1,))  # the first span that starts behind the clause's start
    before = index > 0 and spans[index - 1][1] > clause.start
    return before or (index < len(spans) and spans[index][0] < clause.end)


def trimmed(source: str, clause: Clause) -> tuple[int, int]:
    """Start and end of a clause without the blanks around it."""
    text = source[clause.start : clause.end]
    return clause.start + len(text) - len(text.lstrip()), clause.start + len(text.rstrip())
