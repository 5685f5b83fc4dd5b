"""What all tests of a report say of one genetic question, together; what follows from several findings.

The findings of each test stay as they are. Answers to one question that differ are explained by a row of
`vocabulary/agreement.py` or are an issue; a fusion answers for the rearrangement of its genes.
"""

from __future__ import annotations

from typing import Any

from allreport.read.context import Reading
from allreport.vocabulary.agreement import EXPLAINED

ANSWERS = frozenset({"present", "absent"})
ORDER = ("present", "absent", "indeterminate", "failed", "pending", "not_tested")
OF_PLUS = ("CDKN2A deletion", "CDKN2B deletion", "PAX5 deletion", "PAR1 deletion")
SHOWN = frozenset({"positive", "bright"})


def reconcile(reading: Reading, findings: list[dict[str, Any]]) -> tuple[dict[str, Any], ...]:
    """One answer for each question, with what each test says; adds an issue where tests contradict each other."""
    questions: dict[str, list[dict[str, Any]]] = {}
    for finding in findings:
        if finding.get("temporality") != "previous":
            questions.setdefault(finding["name"], []).append(finding)
    return tuple(answer(reading, name, rows) for name, rows in with_partners(questions).items())


def with_partners(questions: dict[str, list[dict[str, Any]]]) -> dict[str, list[dict[str, Any]]]:
    """The questions, each rearrangement with the fusions of its gene that were found."""
    fusions = [(name.split("::"), rows) for name, rows in questions.items() if "::" in name and not name.endswith("-like")]
    made = {}
    for name, rows in questions.items():
        gene = name.removesuffix(" rearrangement")
        found = [row for genes, others in fusions if gene in genes for row in others if row["status"] == "present"] if gene != name else []
        made[name] = [*rows, *found]
    return made


def answer(reading: Reading, name: str, rows: list[dict[str, Any]]) -> dict[str, Any]:
    """The answer to one question: found by one test is found, if why another did not can be explained."""
    sure = [row for row in rows if row.get("certainty", "stated") != "possible"] or rows
    status = min((row["status"] for row in sure), key=ORDER.index)
    found, denied = [row for row in sure if row["status"] == "present"], [row for row in sure if row["status"] == "absent"]
    reasons = [reason_for(name, one, other) for one in found for other in denied]
    agreement = "agreed" if not reasons else "explained" if all(reasons) else "conflict"
    if agreement == "conflict":
        row = denied[0]
        reading.issue("conflict", "genetic_finding", f"tests disagree on {name}", row["start"], row["end"])
        for row in (*found, *denied):
            row["review"] = "check"
    evidence = tuple({key: row[key] for key in ("text", "start", "end", "section", "rule", "name", "status", "method")} for row in rows)
    return {"name": name, "status": status, "agreement": agreement, "reasons": tuple(dict.fromkeys(filter(None, reasons))), "evidence": evidence}


def reason_for(name: str, found: dict[str, Any], denied: dict[str, Any]) -> str | None:
    """Why one test found what the other did not; None where no row explains it."""
    for row in EXPLAINED:
        fits = name.endswith(row.kind) or (row.kind == "::" and "::" in name)
        if found["method"] in row.found and denied["method"] in row.not_found and fits and (not row.names or name in row.names or found["name"] in row.names):
            return row.reason
    return None


def followed(findings: list[dict[str, Any]], markers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """What findings of the report amount to: IKZF1plus, an overexpressed CRLF2."""
    current = [finding for finding in findings if finding.get("temporality") != "previous"]
    made = [row for row in (ikzf1_plus(current),) if row]
    made += [crlf2 for crlf2 in (crlf2_expressed(markers),) if crlf2]
    return [row for row in made if not any(finding["name"] == row["name"] for finding in current)]


def ikzf1_plus(findings: list[dict[str, Any]]) -> dict[str, Any] | None:
    """IKZF1 deleted with CDKN2A, CDKN2B, PAX5 or PAR1, and ERG not (Stanulla et al., J Clin Oncol 2018;36:1240); possible where ERG was not looked at."""
    present = {finding["name"]: finding for finding in reversed(findings) if finding["status"] == "present" and finding.get("certainty", "stated") == "stated"}
    company = [name for name in OF_PLUS if name in present]
    ikzf1 = present.get("IKZF1 deletion")
    erg = {finding["status"] for finding in findings if finding["name"] == "ERG deletion"}
    if ikzf1 is None or not company or "present" in erg:
        return None
    made = derived(ikzf1, "IKZF1plus", "genetic.ikzf1_plus", ("IKZF1 deletion", *company, *(("no ERG deletion",) if "absent" in erg else ())))
    return {**made, "method": ikzf1["method"], "certainty": "stated" if "absent" in erg else "possible"}


def crlf2_expressed(markers: list[dict[str, Any]]) -> dict[str, Any] | None:
    """CRLF2 on the surface of the blasts: a sign of a rearrangement, and none of BCR::ABL1-like disease by itself."""
    for marker in markers:
        if marker["marker"] == "CRLF2" and marker["status"] in SHOWN and marker.get("temporality") != "previous":
            return {**derived(marker, "CRLF2 overexpression", "genetic.crlf2_flow", ("CRLF2",)), "method": "flow"}
    return None


def derived(source: dict[str, Any], name: str, rule: str, rests_on: tuple[str, ...]) -> dict[str, Any]:
    """A finding that follows from others, in the place of the first of them."""
    place = {key: source[key] for key in ("text", "start", "end", "section", "_clause")}
    return {**place, "rule": rule, "name": name, "status": "present", "basis": "derived", "rests_on": rests_on}
