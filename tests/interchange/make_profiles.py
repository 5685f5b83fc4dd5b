"""Cuts what the tests need out of the FHIR packages: profiles and code systems as rows.

`python tests/interchange/make_profiles.py DIRECTORY` wants, unpacked in it, the npm packages `hl7.fhir.uv.genomics-reporting`
(3.0.0) and `hl7.terminology.r4` (7.0.1), both CC0. It writes `profiles.json` beside itself.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

PROFILES = ("variant", "diagnostic-implication", "genomic-report")
SYSTEMS = (
    "data-absent-reason",
    "v3-ObservationInterpretation",
    "condition-ver-status",
    "v2-0487",
    "v2-0074",
    "observation-category",
    "provenance-participant-type",
)


def load(path: Path) -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(path.read_text("utf-8"))
    return loaded


def elements(profile: dict[str, Any]) -> list[dict[str, Any]]:
    """What the snapshot asks of each element: how often, of which types, with which fixed content."""
    rows = []
    for element in profile["snapshot"]["element"]:
        fixed = next((value for key, value in element.items() if key.startswith(("pattern", "fixed"))), None)
        types = [kind["code"] for kind in element.get("type", [])]
        if ".extension" in element["id"] or ".modifierExtension" in element["id"] or element["id"].endswith(".id"):
            continue
        row = {"id": element["id"], "min": element["min"], "max": element["max"], "types": types}
        rows.append({**row, "pattern": fixed} if fixed else row)
    return rows


def concepts(system: dict[str, Any]) -> dict[str, str]:
    found: dict[str, str] = {}
    waiting = list(system["concept"])
    while waiting:
        concept = waiting.pop()
        found[concept["code"]] = concept.get("display", "")
        waiting += concept.get("concept", [])
    return dict(sorted(found.items()))


def main(folder: Path) -> None:
    structures = {path.name: path for path in folder.rglob("StructureDefinition-*.json")}
    systems = {path.name: path for path in folder.rglob("CodeSystem-*.json")}
    profiles = [load(structures[f"StructureDefinition-{name}.json"]) for name in PROFILES]
    guide = [load(systems["CodeSystem-tbd-codes-cs.json"]), *(load(systems[f"CodeSystem-{name}.json"]) for name in SYSTEMS)]
    made = {
        "profiles": {profile["url"]: elements(profile) for profile in profiles},
        "systems": {system["url"]: concepts(system) for system in guide},
    }
    lines = json.dumps(made, ensure_ascii=False, indent=1)
    Path(__file__).with_name("profiles.json").write_text(lines + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
