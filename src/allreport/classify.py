"""The genetic subtype: which entity the findings define by WHO-HAEM5 and by ICC 2022; and a hint at the class of the nervous system.

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


WHITE, RED = 5, 10  # cells a microlitre of the fluid, from which the Children's Oncology Group counts them as raised
RATIO = 2  # Steinherz and Bleyer: of white to red cells in the fluid, against that of the blood


def cns_hint(data: dict[str, Any]) -> dict[str, Any] | None:
    """The class that cytology and counts give by the rule of the Children's Oncology Group, where the report states none; None where one input is missing."""
    stated = data.get("cns")
    seen = [cells for cells in data["csf_cells"] if cells["method"] != "flow"]
    if (stated is not None and stated["value"].startswith("CNS")) or len(seen) != 1 or seen[0]["status"] == "indeterminate":
        return None
    if seen[0]["status"] == "absent":
        return hint(seen[0], "CNS1", ["no blasts by cytology"])
    white, red = (one_count(data["csf"], name) for name in ("WBC", "RBC"))
    if white is None or red is None:
        return None
    rests_on = ["blasts by cytology", f"WBC {white:g}/uL", f"RBC {red:g}/uL"]
    if red < RED:
        return hint(seen[0], "CNS2a" if white < WHITE else "CNS3a", rests_on)
    if white < WHITE:
        return hint(seen[0], "CNS2b", rests_on)
    blood = {value["analyte"]: value["value"] for value in data["cbc"]["values"]}
    cells, carriers = blood.get("WBC"), blood.get("RBC")
    if not cells or not carriers:
        return None
    raised = white / red > RATIO * (cells * 1e9) / (carriers * 1e12)
    return hint(seen[0], "CNS3b" if raised else "CNS2c", [*rests_on, f"blood WBC {cells:g} 10*9/L", f"blood RBC {carriers:g} 10*12/L"])


def hint(cells: dict[str, Any], value: str, rests_on: list[str]) -> dict[str, Any]:
    evidence = {key: cells[key] for key in ("text", "start", "end", "section")}
    return {**evidence, "value": value, "rule": "cns.hint.cog", "rests_on": tuple(rests_on)}


def one_count(counts: list[dict[str, Any]], name: str) -> float | None:
    """The count of one kind of cells; None where there is none, or several that differ."""
    values = {count["value"] for count in counts if count["analyte"] == name and count["comparator"] == "="}
    return values.pop() if len(values) == 1 else None
