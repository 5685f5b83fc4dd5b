"""The karyotype engine: reads ISCN strings as laboratories write them, and says what they mean.

Usable alone. `parse_karyotype` gives the typed model; `read` and `read_ish` give plain data for a reader of reports.
"""

from __future__ import annotations

from typing import Any

from allreport.model.karyotype import Karyotype

from . import strict as _strict
from .arithmetic import count_chromosomes
from .chromosomes import bands_of
from .emit import Emitter, check
from .expand import expand, fill_breakpoints
from .findings import Findings, find
from .grammar import Grammar
from .meaning import give_meanings
from .picture import AbnormalityRow, rows, svg
from .source import Source
from .techniques import read_techniques
from .writing import format_karyotype

__all__ = ["AbnormalityRow", "bands_of", "format_karyotype", "parse_karyotype", "read", "read_ish", "rows", "svg"]


def parse_karyotype(text: str, *, strict: bool = False) -> Karyotype:
    """The karyotype that `text` describes. No string raises; doubt becomes an issue.

    With `strict`, the first departure from ISCN raises `KaryotypeSyntaxError`, with a caret at the place.
    """
    data = read(text)
    if strict:
        _strict.check(text, data)
    return Karyotype.model_validate(data)


def read(text: str, offset: int = 0) -> dict[str, Any]:
    """What `parse_karyotype` validates, as plain data. All spans are shifted by `offset`, where `text` begins in a report."""
    source = Source(text, offset)
    node = Grammar(source).take_karyotype()
    clones = node.clones
    fill_breakpoints(clones)
    expand(source, clones)
    count_chromosomes(clones)
    for clone in clones:
        if clone.expanded:
            give_meanings(clone)
    check(source, clones)
    findings = Findings()
    find(source, clones, findings, mosaic=node.mosaic)
    hybridisations: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    for start, end, donor in node.techniques:
        first, last = source.span(start, end)
        source.issue("other_technique", "another technique follows the karyotype", start, end)
        read_techniques(source, first, last, findings, hybridisations, segments, donor=donor)
    emitter = Emitter(source, mosaic=node.mosaic)
    return {
        "text": text,
        "start": offset,
        "end": offset + len(text),
        "clones": [emitter.clone(clone) for clone in clones],
        "findings": [row for row in findings.rows.values() if row["status"] == "present"],
        "hybridisations": hybridisations,
        "segments": segments,
        "mosaic": node.mosaic,
        "chimeric": node.chimeric,
        "issues": source.issues,
    }


def read_ish(text: str, offset: int = 0) -> dict[str, Any]:
    """`ish`, `nuc ish`, `arr`, `sseq` or `ogm` standing alone, as data for `MolecularCytogenetics`: findings present and absent."""
    source = Source(text, offset)
    findings = Findings()
    hybridisations: list[dict[str, Any]] = []
    segments: list[dict[str, Any]] = []
    read_techniques(source, 0, len(text), findings, hybridisations, segments, donor=False)
    return {
        "text": text,
        "start": offset,
        "end": offset + len(text),
        "hybridisations": hybridisations,
        "segments": segments,
        "findings": list(findings.rows.values()),
        "issues": source.issues,
    }
