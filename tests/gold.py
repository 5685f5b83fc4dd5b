"""The gold format of the fixtures (docs/gold-format.md) and a check that a pair is well formed.

`python tests/gold.py [NAME...]` checks `tests/fixtures/reports/NAME.json` against its report.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from allreport.evaluate.answers import ANALYTES

REPORTS = Path(__file__).parent / "fixtures" / "reports"
DISEASES = {"ALL", "LBL", "MPAL", "AML", "other", "none"}
LINEAGES = {"B", "T", "mixed", "unspecified"}
SITES = {"bone_marrow", "peripheral_blood", "csf", "lymph_node", "pleural_fluid", "other"}
METHODS = {"aspirate", "biopsy", "touch_prep", "smear", "flow", "unspecified", None}
TESTS = {"karyotype", "FISH", "PCR", "NGS", "array", "MLPA", "flow", None}
STATUSES = {"positive", "negative", "dim", "bright", "partial", "variable"}
CNS = {"CNS1", "CNS2", "CNS2a", "CNS2b", "CNS2c", "CNS3", "CNS3a", "CNS3b", "CNS3c", "negative", "positive", "not stated"}
KEYS = {
    "disease",
    "lineage",
    "blasts",
    "cbc",
    "immunophenotype",
    "karyotypes",
    "iscn_other",
    "genetic_findings",
    "mrd",
    "cns",
    "age_years",
    "sex",
    "report_status",
    "previous",
    "tolerated",
    "notes",
}


def problems(gold: dict[str, Any], text: str) -> list[str]:
    """What is wrong with one gold file."""
    found = [f"unknown key {key}" for key in gold.keys() - KEYS]
    checks = {"disease": DISEASES, "lineage": LINEAGES, "cns": CNS, "sex": {"male", "female"}, "report_status": {"final", "preliminary", "amended", "addendum"}}
    found += [f"{key}: {gold[key]!r}" for key, words in checks.items() if gold.get(key) is not None and gold[key] not in words]
    for block in (gold, gold.get("previous") or {}, gold.get("tolerated") or {}):
        found += list(list_problems(block))
    squeezed = "".join(text.split())
    for karyotype in [*(gold.get("karyotypes") or []), *(gold.get("iscn_other") or [])]:
        if "".join(karyotype.split()) not in squeezed:
            found.append(f"ISCN string not in the report: {karyotype}")
    return found


def list_problems(block: dict[str, Any]) -> list[str]:
    found = []
    for item in block.get("blasts") or []:
        if item.get("site") not in SITES or item.get("method") not in METHODS:
            found.append(f"blasts: {item}")
        if (item.get("percent") is None) != (item.get("low") is not None):
            found.append(f"blasts: percent or low and high: {item}")
    for item in block.get("cbc") or []:
        if item.get("analyte") not in ANALYTES or not isinstance(item.get("value"), (int, float)):
            found.append(f"cbc: {item}")
        if "value_canonical" not in item or item.get("flag") not in {"H", "L", None}:
            found.append(f"cbc: value_canonical or flag: {item}")
    found += [f"immunophenotype: {item}" for item in block.get("immunophenotype") or [] if item.get("status") not in STATUSES or not item.get("marker")]
    for item in block.get("genetic_findings") or []:
        if item.get("status") not in {"present", "absent", "indeterminate", "not_tested"} or item.get("method") not in TESTS:
            found.append(f"genetic_findings: {item}")
    for item in block.get("mrd") or []:
        if item.get("status") not in {"positive", "negative", "indeterminate"} or item.get("method") not in {"flow", "PCR", "NGS", None}:
            found.append(f"mrd: {item}")
    return found


def main() -> int:
    names = sys.argv[1:] or sorted(path.stem for path in REPORTS.glob("*.json"))
    bad = 0
    for name in names:
        gold = json.loads((REPORTS / f"{name}.json").read_text("utf-8"))
        text = (REPORTS / f"{name}.txt").open(encoding="utf-8", newline="").read()
        for problem in problems(gold, text):
            bad += 1
            sys.stdout.write(f"{name}: {problem}\n")
    sys.stdout.write(f"{len(names)} checked, {bad} problems\n")
    return 1 if bad else 0


if __name__ == "__main__":
    sys.exit(main())
