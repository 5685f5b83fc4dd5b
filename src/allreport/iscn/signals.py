"""What hybridisation signals say: fusions, rearrangements, deletions, trisomies; present and absent."""

from __future__ import annotations

from typing import Any

from allreport import patterns
from allreport.vocabulary.iscn import BREAK_APART, FUSIONS, LOSABLE, PROBE_FUSIONS, SILENT_WHEN_WHOLE

from .findings import Findings

_FUSION: dict[frozenset[str], str] = {frozenset(name.split("::")): name for name in (*(row.name for row in FUSIONS if "::" in row.name), *PROBE_FUSIONS)}
_LOSABLE = frozenset(gene.symbol for gene in LOSABLE)
CENTROMERE = patterns.compile(r"(?:D(\d{1,2}|X|Y)Z\d|CEP\s?(\d{1,2}|X|Y)|CEN\s?(\d{1,2}|X|Y)|(\d{1,2}|X|Y)CEN)$")


def find_in_signals(rows: list[dict[str, Any]], findings: Findings) -> None:
    """Findings of all hybridisations of one technique. The donor's cells say nothing of the patient."""
    centromeres: dict[str, tuple[int, int]] = {}
    for row in rows:
        if row["donor"]:
            continue
        if row["cells"] == 0:
            continue
        text = row["text"]
        if row["kind"] == "ish" and row["marks"]:
            _metaphase(row, findings, text)
        if row["signals"] or row["links"]:
            _interphase(row, findings, text)
        for signal in row["signals"]:
            match = CENTROMERE.match(signal["probe"])
            if match and signal["low"] is not None and row["clone"] == 0 and not signal["constitutional"]:
                name = next(group for group in match.groups() if group)
                centromeres.setdefault(name, (signal["low"], signal["high"] or signal["low"]))
    _trisomies(centromeres, findings)


def _trisomies(centromeres: dict[str, tuple[int, int]], findings: Findings) -> None:
    four, ten = centromeres.get("4"), centromeres.get("10")
    for name, (low, _) in centromeres.items():
        if low == 3 and name not in ("X", "Y"):
            findings.add(f"trisomy {name}", "signals")
    if four and ten:
        present = four[0] >= 3 and ten[0] >= 3
        findings.add("double trisomy 4,10", "signals", status="present" if present else "absent")


def _plain(probe: str) -> str:
    return probe.removeprefix("5'").removeprefix("3'")


def _interphase(row: dict[str, Any], findings: Findings, text: str) -> None:
    """Links first; then pairs of genes known to fuse; then genes alone."""
    signals = {signal["probe"]: signal for signal in row["signals"]}
    genes = dict.fromkeys(_plain(probe) for probe in signals if not CENTROMERE.match(probe))
    said: set[str] = set()
    broken: set[str] = set()
    for link in row["links"]:
        _link(link, signals, findings, text, said, broken)
    names = list(genes)
    for index, one in enumerate(names):
        for two in names[index + 1 :]:
            fusion = _FUSION.get(frozenset((one, two)))
            if fusion and not said & {one, two}:
                findings.add(fusion, "signals", text=text, status="absent")
                said |= {one, two}
    for probe, signal in signals.items():
        _gene(probe, signal, signals, said, findings, text)


def _link(link: dict[str, Any], signals: dict[str, Any], findings: Findings, text: str, said: set[str], broken: set[str]) -> None:
    genes = list(dict.fromkeys(_plain(probe) for probe in link["probes"]))
    if link["count"] == 0:
        return
    if len(genes) == 1:
        expected = signals.get(genes[0]) or signals.get(f"5'{genes[0]}") or signals.get(f"3'{genes[0]}")
        ends = [signals[probe]["low"] for probe in (f"5'{genes[0]}", f"3'{genes[0]}") if probe in signals]
        apart = link["kind"] == "sep" or (
            link["count"] is not None and (len(set(ends)) > 1 or (expected is not None and expected["low"] is not None and link["count"] < expected["low"]))
        )
        findings.add(f"{genes[0]} rearrangement", "signals", text=text, status="present" if apart else "absent")
        said.add(genes[0])
        broken.add(genes[0])
        return
    if link["kind"] == "con":
        for index, one in enumerate(genes):
            for two in genes[index + 1 :]:
                name = _FUSION.get(frozenset((one, two)))
                if name or len(genes) == 2:
                    findings.add(name or f"{one}::{two}", "signals", text=text)
                    said |= {one, two}
    else:
        for gene in genes:
            findings.add(f"{gene} rearrangement", "signals", text=text)
            said.add(gene)


def _gene(probe: str, signal: dict[str, Any], signals: dict[str, Any], said: set[str], findings: Findings, text: str) -> None:
    """One gene: fewer copies than two beside a control that has two is a deletion; whole break-apart signals are "not rearranged"."""
    gene = _plain(probe)
    low = signal["low"]
    if low is not None and gene in _LOSABLE and probe == gene:
        controls = [other["low"] for name, other in signals.items() if name != probe and other["low"] is not None]
        lost = low < 2 and (low == 0 or not controls or any(control > low for control in controls))
        if lost or (low >= 2 and gene not in said and gene not in SILENT_WHEN_WHOLE):
            findings.add(f"{gene} deletion", "signals", text=text, status="present" if lost else "absent")
    if gene in said or gene not in BREAK_APART or probe != gene or gene in SILENT_WHEN_WHOLE or low is None:
        return
    others = [name for name in signals if name != probe and not CENTROMERE.match(name)]
    if not others and low >= 2:
        findings.add(f"{gene} rearrangement", "signals", text=text, status="absent")


def _metaphase(row: dict[str, Any], findings: Findings, text: str) -> None:
    """Signals on derivative chromosomes: two genes of a known pair on one, or the two ends of one gene on different ones."""
    derivatives: list[list[str]] = [[]]
    for mark in row["marks"]:
        if mark == ";":
            derivatives.append([])
        else:
            derivatives[-1].append(mark)
    ends: dict[str, set[int]] = {}
    for index, marks in enumerate(derivatives):
        seen = [mark.rstrip("+") for mark in marks if mark.endswith("+")]
        for one_index, one in enumerate(seen):
            for two in seen[one_index + 1 :]:
                name = _FUSION.get(frozenset((_plain(one), _plain(two))))
                if name:
                    findings.add(name, "signals", text=text)
        for mark in seen:
            if mark.startswith(("5'", "3'")):
                ends.setdefault(_plain(mark), set()).add(index * 2 + mark.startswith("5"))
        if any(_plain(mark) == "RUNX1amp" for mark in marks) and "21" in (row["chromosome"] or ""):
            findings.add("iAMP21", "amplification", text=text)
    for gene, places in ends.items():
        if {place % 2 for place in places} == {0, 1} and len({place // 2 for place in places}) > 1:
            findings.add(f"{gene} rearrangement", "signals", text=text)
