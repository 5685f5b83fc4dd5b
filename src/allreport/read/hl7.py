"""Segments of an HL7 v2 message that came as text: fields between bars, under no heading."""

from __future__ import annotations

from typing import Any

from allreport.document import Document, Line
from allreport.lexicon import Hit, units
from allreport.read.number import NUMBER
from allreport.read.printed import RANGE, Printed, flag_of, range_of
from allreport.read.values import Values
from allreport.scan import Clause
from allreport.vocabulary.residual import SEGMENTS

OF_RESULTS = tuple(name for name in SEGMENTS if name != "pid|")
REQUEST_STATUS, VALUE_STATUS = 25, 11  # the fields of OBR and OBX that tell the state of a result
STATES = {"f": "final", "p": "preliminary", "r": "preliminary", "i": "preliminary", "s": "preliminary", "a": "preliminary", "c": "amended"}


def in_segment(document: Document, place: int) -> bool:
    """Whether a place stands in a segment that is not the patient's own (PID)."""
    return document.folded.startswith(OF_RESULTS, document.line_at(place).start)


def fields_of(folded: str, line: Line) -> list[tuple[int, int]]:
    """Where each field of a segment begins and ends; the segment's name is field 0."""
    fields = []
    position = line.start
    for piece in folded[line.start : line.end].split("|"):
        fields.append((position, position + len(piece)))
        position += len(piece) + 1
    return fields


def states(document: Document) -> list[tuple[str, int, int]]:
    """What the requests of a message, or else its values, tell of their own state, with the place of the letter."""
    for segment, field in (("obr", REQUEST_STATUS), ("obx", VALUE_STATUS)):
        found = []
        for place in document.places_of((segment,)):
            line = document.line_at(place)
            fields = fields_of(document.folded, line) if line.start == place and document.folded.startswith("|", place + 3) else []
            if len(fields) > field and (state := STATES.get(document.folded[slice(*fields[field])].strip())):
                found.append((state, fields[field][0], fields[field][0] + 1))
        if found:
            return found
    return []


def add_value(values: Values, clause: Clause, hit: Hit, row: Any, line: Line) -> None:
    """The count of an OBX segment: value in field 5, unit in 6, range in 7, flag in 8."""
    folded, raw = values.folded, values.raw
    fields = fields_of(folded, line)
    if len(fields) < 7 or not fields[3][0] <= hit.start < fields[3][1]:
        return
    start, stop = fields[5]
    match = NUMBER.search(folded, start, stop)
    if match is None:
        return
    measure = folded[slice(*fields[6])].replace("\\s\\", "^").replace("\\t\\", "&")  # as the standard writes its own marks
    unit = units().at(measure, 0, len(measure)) or units().at("".join(measure.split()), 0, len(measure))
    ranged = RANGE.match(folded, *fields[7]) if len(fields) > 7 else None
    flag = flag_of(raw[slice(*fields[8])]) if len(fields) > 8 else None
    before = folded[start : match.start()]
    compare = next((sign for sign in ("<=", ">=", "<", ">") if sign in before), "=")
    one = Printed(match.start(), match.end(), match.group(), compare, unit[1] if unit else None, raw[slice(*fields[6])] or None, flag,
        range_of(ranged, values.reading.comma), hit.start, line.end)
    values.add(clause, row, one)
