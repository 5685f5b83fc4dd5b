"""A first draft of the gold of a report, to be corrected by hand: what the parser reads, in the terms of docs/gold-format.md."""

from __future__ import annotations

from typing import Any

from allreport.evaluate.answers import ANALYTES
from allreport.flat import Fact, facts
from allreport.model.report import Report

SITES = frozenset({"bone_marrow", "peripheral_blood", "csf", "lymph_node", "pleural_fluid", "other"})
NOTE = "Draft by the parser: compare every line with the report, add what is missing, delete what it does not say, then delete this note."


def draft(report: Report) -> dict[str, Any]:
    """The gold of a report as the parser would write it. Nothing in it was judged yet."""
    rows = [row for row in facts(report) if row.certainty != "possible" and is_judged(row)]
    current = [row for row in rows if row.temporality != "previous"]
    singles = {key: first(current, key) for key in ("disease", "lineage", "cns", "sex", "report_status")}
    return {
        "disease": singles["disease"] or "none",
        "lineage": singles["lineage"],
        **lists(current),
        "cns": singles["cns"] or "not stated",
        "age_years": first(current, "age"),
        "sex": singles["sex"],
        "report_status": singles["report_status"],
        "previous": {key: found for key, found in lists([row for row in rows if row.temporality == "previous"]).items() if found},
        "notes": NOTE,
    }


def is_judged(row: Fact) -> bool:
    """Whether the gold has a word for this status."""
    return row.status not in {"pending", "failed"} and not (row.field == "mrd" and row.status == "not_tested")


def first(rows: list[Fact], field: str) -> Any:
    """The value of a single-valued field."""
    return next((row.value for row in rows if row.field == field), None)


def lists(rows: list[Fact]) -> dict[str, list[Any]]:
    """The fields that hold several entries."""
    of = {field: [row for row in rows if row.field == field] for field in ("blasts", "cbc", "marker", "karyotype", "iscn_other", "genetic_finding", "mrd")}
    return {
        "blasts": [blast(row) for row in of["blasts"]],
        "cbc": [count(row) for row in of["cbc"] if row.name in ANALYTES],
        "immunophenotype": [{"marker": row.name, "status": row.status} for row in of["marker"]],
        "karyotypes": [row.value for row in of["karyotype"]],
        "iscn_other": [row.value for row in of["iscn_other"]],
        "genetic_findings": [{"finding": row.name, "status": row.status, "method": row.method} for row in of["genetic_finding"]],
        "mrd": [residual(row) for row in of["mrd"]],
    }


def blast(row: Fact) -> dict[str, Any]:
    site = row.site if row.site in SITES else "other"
    return {"site": site, "percent": row.value, "comparator": row.comparator, "low": row.low, "high": row.high, "method": row.method}


def count(row: Fact) -> dict[str, Any]:
    limits = {"ref_low": row.reference_low, "ref_high": row.reference_high}
    return {"analyte": row.name, "value": row.value, "unit": row.unit_as_written, "value_canonical": row.value, "flag": row.flag, **limits}


def residual(row: Fact) -> dict[str, Any]:
    value = {"status": row.status, "value_percent": row.value, "comparator": row.comparator}
    return {**value, "method": row.method, "lod_percent": row.detection_limit, "timepoint": row.timepoint, "site": row.site}
