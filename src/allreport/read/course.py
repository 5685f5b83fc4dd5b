"""Lists of dated lines, the course of a disease: what stands below an old date is an earlier result."""

from __future__ import annotations

from bisect import bisect_right
from datetime import date
from operator import itemgetter
from typing import Any

from allreport.read.context import Reading
from allreport.read.earlier import Dates, days

RESULTS = frozenset({"result", "diagnosis"})  # what their sections say is of the sample
FOLLOW_UP = frozenset({"mrd", "residual"})
Stretch = tuple[int, int]
Entry = tuple[int, date, date]  # the number of a line, its date, and that date with day and month the other way
OLD = 28  # days before the newest line of the list
LEAST = 2  # dated lines of a list
MOST = 12  # lines of one entry


def past_stretches(reading: Reading) -> list[Stretch]:
    """The entries of dated lists that are weeks older than the newest one."""
    if len(reading.dates) < LEAST:
        return []
    lines, starts = reading.document.lines, reading.document.line_starts
    folded = reading.document.folded
    blocks: list[list[Entry]] = []
    for found in reading.dates:
        if found.parts is None:
            continue
        number = bisect_right(starts, found.start) - 1
        if folded[starts[number] : found.start].strip(" \t|*-\u2022"):
            continue
        entry = number, date(*found.parts), date(*(found.swapped or found.parts))
        if blocks and number - blocks[-1][-1][0] <= MOST and not any(line.empty for line in lines[blocks[-1][-1][0] : number]):
            blocks[-1].append(entry)
        else:
            blocks.append([entry])
    return [stretch for block in blocks if len(block) >= LEAST for stretch in old_entries(reading, block)]


def old_entries(reading: Reading, block: list[Entry]) -> list[Stretch]:
    """The old entries of one list, whichever way its dates are read: each goes on to the next dated line, or to an empty one."""
    lines = reading.document.lines
    newest, swapped = max(day for _, day, _ in block), max(day for _, _, day in block)
    ends = [number for number, _, _ in block[1:]] + [block[-1][0] + MOST]
    found = []
    for (number, day, other), following in zip(block, ends, strict=True):
        if (newest - day).days > OLD and (swapped - other).days > OLD:
            last = next((index for index in range(number, min(following, len(lines))) if lines[index].empty), min(following, len(lines)))
            found.append((lines[number].start, lines[last - 1].end))
    return found


def inside(stretches: list[Stretch], place: int) -> bool:
    """Whether a place lies in one of the stretches, which are in order."""
    index = bisect_right(stretches, place, key=itemgetter(0)) - 1
    return index >= 0 and place < stretches[index][1]


def mark_old(reading: Reading, findings: list[dict[str, Any]]) -> None:
    """Findings whose own sentence has an old date, in a report of residual disease: 'FIRST RELAPSE 12/2023: CD19 POS'."""
    if not findings or reading.document.words.isdisjoint(FOLLOW_UP):
        return
    dates = Dates(reading)
    for finding in findings:
        if finding.get("temporality") == "previous" or finding["_clause"].section.role in RESULTS:
            continue
        date_of = dates.of(finding)
        if date_of and dates.head and days(date_of, dates.head) > OLD:
            finding["temporality"] = "previous"
