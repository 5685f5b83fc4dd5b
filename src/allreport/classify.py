"""The genetic subtype: which entity the findings define by WHO-HAEM5 and by ICC 2022.

Only what is stated of this patient now counts, only where the report calls the disease ALL or lymphoblastic lymphoma and
names its lineage (BCR::ABL1 and KMT2A occur in both, and in acute leukemia of mixed phenotype). Where two findings of one
rank define different entities, or methods disagree, none is given: that is for a person.
"""

from __future__ import annotations

from typing import Any

from allreport.vocabulary.subtypes import ENTITIES, Entity


def subtypes(data: dict[str, Any]) -> tuple[dict[str, Any], ...]:
    """The subtypes of a report that is read; the findings each rests on, and the row of the table that gave it."""
    disease, lineage = data.get("disease"), data.get("lineage")
    if disease is None or lineage is None or disease["value"] not in {"ALL", "LBL"}:
        return ()
    present = certain(data["genetic_findings"])
    own = [entity for entity in ENTITIES if entity.lineage == lineage["value"]]
    matches = [(entity, finding) for entity in own for finding in [*present, *data["variants"]] if defines(entity, finding)]
    rank = min((entity.before for entity, _ in matches), default=0)
    matches = [match for match in matches if match[0].before == rank]
    if len({entity.id for entity, _ in matches}) != 1:
        return ()
    entity, first = matches[0]
    found = {
        **{key: first[key] for key in ("text", "start", "end", "section")},
        "rule": f"subtype.{entity.id}",
        "basis": "derived",
        "rests_on": tuple(dict.fromkeys(finding.get("name") or f"{finding['gene']} {short(finding)}" for _, finding in matches)),
    }
    return tuple({**found, "scheme": scheme, "value": name} for scheme, name in (("WHO-HAEM5", entity.who), ("ICC-2022", entity.icc)) if name)


def certain(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings that are stated as present and denied by no method."""
    denied = {finding["name"] for finding in findings if finding["status"] == "absent"}
    present = [finding for finding in findings if finding["status"] == "present" and finding["name"] not in denied]
    return [finding for finding in present if finding.get("certainty", "stated") == "stated"]


def defines(entity: Entity, finding: dict[str, Any]) -> bool:
    """Whether a finding is one that defines the entity."""
    if "gene" in finding:
        return f"{finding['gene']} {short(finding)}" in entity.variants
    name = finding["name"]
    return name in entity.findings or ("::" in name and not name.endswith("-like") and any(gene in entity.partners for gene in name.split("::")))


def short(variant: dict[str, Any]) -> str:
    """A protein change in one-letter form, as far as the rows need it: `p.(Pro80Arg)` -> `P80R`."""
    written = (variant.get("protein") or "").removeprefix("p.").strip("()")
    for letters, letter in LETTERS.items():
        written = written.replace(letters, letter)
    return written


LETTERS = {"Pro": "P", "Arg": "R", "Asn": "N", "Tyr": "Y"}
