"""Invented reports, built from the model: every field in every state it can have. What the tests of the library go through."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allreport.model.report import Report

BASE: dict[str, Any] = {
    "producer": {"version": "0", "vocabulary": "0", "options": "0"},
    "source_length": 1000,
    "source_sha256": "0" * 64,
    "disease": {"text": "B-ALL", "start": 900, "end": 905, "section": "diagnosis", "rule": "t", "value": "ALL", "name": "b_all"},
    "lineage": {"text": "B-ALL", "start": 900, "end": 905, "section": "diagnosis", "rule": "t", "value": "B"},
}
SITES = ("bone_marrow", "peripheral_blood", "csf", "lymph_node", "pleural_fluid", "other", None)
PERCENTS: tuple[dict[str, Any], ...] = (
    {"value": 92.0, "written": "92%"}, {"value": 92.5}, {"value": 90.0, "comparator": ">"}, {"value": 5.0, "comparator": "<"}, {"value": 70.0, "comparator": "~"}, {"value": 20.0, "comparator": ">="},
    {"low": 80.0, "high": 90.0}, {"value": 3.0}, {"value": 12.0}, {"value": 0.0}, {"value": 0.123456},
)  # fmt: skip


def sourced(text: str, start: int = 10, **values: Any) -> dict[str, Any]:
    """A value with evidence."""
    return {"text": text, "start": start, "end": start + len(text), "section": "result", "rule": "t", **values}


def issue(code: str, field: str, start: int = 10, end: int = 20) -> dict[str, Any]:
    return {"code": code, "field": field, "message": "t", "start": start, "end": end}


def sections(*names: str) -> list[dict[str, Any]]:
    return [{"name": name, "role": "diagnosis" if name == "diagnosis" else "result", "start": 0, "end": 9} for name in names]


def report(**values: Any) -> Report:
    return Report.model_validate({**BASE, **values})


def other(text: str = "other") -> list[dict[str, Any]]:
    """What another place says."""
    return [{"value": text, "text": text, "start": 40, "end": 40 + len(text), "section": "result", "rule": "t"}]


DISPUTED: dict[str, Any] = {"review": "check", "alternatives": other()}
UNREAD: dict[str, Any] = {"review": "withheld"}


def age(years: float) -> dict[str, Any]:
    return {"age": sourced(f"{years}", value=years)}


def disease() -> Iterator[tuple[str, Report]]:
    for value in ("ALL", "LBL", "MPAL"):
        for lineage in ("B", "T", "mixed", "unspecified", None):
            for certainty in ("stated", "probable"):
                row = {"disease": {**BASE["disease"], "value": value, "certainty": certainty}, "lineage": lineage and sourced("x", 300, value=lineage)}
                yield f"disease {value} {lineage} {certainty}", report(**row)
    for stage in ("ETP", "near-ETP", "common", "pre-B"):
        yield f"maturation {stage}", report(maturation=sourced(stage, value=stage))
    for kind, extra, code in (("conflict", DISPUTED, "conflict"), ("unreadable", UNREAD, "other")):
        yield f"disease {kind}", report(disease={**BASE["disease"], **extra}, issues=[issue(code, "disease", 900, 905)])
    yield "lineage conflict", report(lineage=sourced("T-lineage", value="T", **DISPUTED), issues=[issue("conflict", "lineage")])
    yield "disease not mentioned", report(disease=None, lineage=None, sections=sections("diagnosis"), mrd=[sourced("x", status="pending")])
    for name in ("B-ALL with BCR::ABL1", "B-ALL, NOS"):
        yield f"subtype {name}", report(subtypes=[sourced(name, scheme="ICC-2022", value=name, basis="stated")])


def around() -> Iterator[tuple[str, Report]]:
    for value in ("final", "preliminary", "amended", "addendum"):
        yield f"status {value}", report(status=sourced(value, value=value))
    for site in SITES[:-1]:
        for adequacy in (None, "adequate", "dry tap"):
            yield f"specimen {site} {adequacy}", report(specimens=[sourced("x", number=1, site=site, adequacy=adequacy)])


def marrow() -> Iterator[tuple[str, Report]]:
    for site in SITES:
        for percent in PERCENTS:
            yield f"blasts {site} {percent}", report(blasts=[sourced("x", percent=percent, site=site, method="flow")])
        yield f"blasts {site} conflict", report(blasts=[sourced("x", percent={"value": 9.0}, site=site, **DISPUTED)], issues=[issue("conflict", "blasts")])
        yield f"blasts {site} unreadable", report(blasts=[sourced("x", percent={"value": 9.0}, site=site, **UNREAD)])
        yield f"blasts {site} previous", report(previous={"blasts": [sourced("x", percent={"value": 9.0}, site=site, temporality="previous")]})
    yield "blasts limited", report(blasts=[sourced("x", percent={"value": 0.0}, site="bone_marrow")], specimens=[sourced("x", number=1, site="bone_marrow", adequacy="dry tap")])
    yield "blasts without a name", report(disease=None, lineage=None, blasts=[sourced("x", percent={"value": 3.0}, site="bone_marrow"), sourced("y", 30, percent={"value": 30.0}, site="peripheral_blood")])
    yield "blasts not mentioned", report(sections=sections("aspirate"), cellularity=[sourced("x", percent={"value": 90.0})])
    for years in (0.4, 6, 15, 30, 60):
        yield f"cellularity {years}", report(patient=age(years), cellularity=[sourced("x", percent={"value": 95.0, "written": "95%"})])
    for word in ("hypercellular", "normocellular", "hypocellular", "acellular", "mixed"):
        yield f"cellularity {word}", report(cellularity=[sourced(word, word=word)])
    yield "cellularity conflict", report(cellularity=[sourced("x", percent={"value": 95.0}, **DISPUTED)], issues=[issue("conflict", "cellularity")])
    yield "cellularity unreadable", report(cellularity=[sourced("x", percent={"value": 95.0}, **UNREAD)])
    yield "cellularity not mentioned", report(sections=sections("core"), blasts=[sourced("x", percent={"value": 92.0}, site="bone_marrow")])
    for word in ("M1", "M2", "M3"):
        yield f"marrow class {word}", report(marrow_class=sourced(word, value=word))
    yield "marrow class conflict", report(marrow_class=sourced("M1", value="M1", **DISPUTED), issues=[issue("conflict", "marrow_class")])


STATUSES = ("positive", "negative", "dim", "bright", "partial", "variable", "indeterminate", "not_tested")


def markers() -> Iterator[tuple[str, Report]]:
    for status in STATUSES:
        for names in (("CD19",), ("CD19", "CD34", "MPO", "CD20", "cCD3")):
            yield f"marker {status} {len(names)}", report(markers={"results": [sourced(name, 10 + 10 * place, marker=name, status=status) for place, name in enumerate(names)]})
    yield "marker conflict", report(markers={"results": [sourced("CD19", marker="CD19", status="positive")]}, issues=[issue("conflict", "marker", 10, 14)])
    yield "marker unreadable", report(markers={"results": [sourced("CD19", marker="CD19", status="positive", **UNREAD)]})
    yield "marker limited", report(markers={"results": [sourced("CD19", marker="CD19", status="negative")]}, specimens=[sourced("x", number=1, site="bone_marrow", adequacy="hemodilute")])
    yield "flow unread", report(sections=sections("flow"))


FINDINGS = ("present", "absent", "indeterminate", "not_tested", "pending", "failed")
NAMES = (
    "BCR::ABL1", "BCR::ABL1-like", "ETV6::RUNX1", "ETV6::RUNX1-like", "KMT2A rearrangement", "KMT2A::AFF1", "TCF3::PBX1", "TCF3::HLF", "IGH::IL3", "iAMP21", "high hyperdiploidy",
    "low hypodiploidy", "near-haploidy", "P2RY8::CRLF2", "CRLF2 rearrangement", "ABL-class fusion", "EBF1::PDGFRB", "DUX4 rearrangement", "TLX1 rearrangement", "STIL::TAL1", "PICALM::MLLT10",
    "NOTCH1 mutation", "TP53 mutation", "TP53 deletion", "CDKN2A deletion", "IKZF1 deletion", "PAX5 mutation", "PTEN deletion", "NRAS mutation", "trisomy 21", "monosomy 7", "PML::RARA", "NPM1 mutation", "dup(1q)",
)  # fmt: skip


def genes() -> Iterator[tuple[str, Report]]:
    for name in NAMES:
        for status in FINDINGS:
            yield f"gene {name} {status}", report(genetic_findings=[sourced(name, name=name, status=status, method="FISH", percent=85.0 if status == "present" else None)])
    for method in ("FISH", "NGS", "PCR", "array", "MLPA", "karyotype", None):
        for status in ("present", "absent"):
            yield f"gene {method} {status}", report(genetic_findings=[sourced("KRAS", name="KRAS mutation", status=status, method=method, percent=12.3)])
    for years in (0.4, 6, 15, 30, 60):
        for name in ("BCR::ABL1", "BCR::ABL1-like", "KMT2A rearrangement", "ETV6::RUNX1", "high hyperdiploidy", "iAMP21"):
            yield f"gene {name} at {years}", report(patient=age(years), genetic_findings=[sourced(name, name=name, status="present")])
    for status in FINDINGS[1:]:
        many = [sourced(name, 10 + 20 * place, name=name, status=status, method="FISH") for place, name in enumerate(("ETV6::RUNX1", "KMT2A rearrangement", "PML::RARA"))]
        yield f"genes {status}", report(genetic_findings=many, specimens=[sourced("x", number=1, site="bone_marrow", adequacy="dry tap")])
    derived = sourced("x", name="iAMP21", status="present", basis="derived", method="karyotype")
    yield "gene derived", report(genetic_findings=[derived], subtypes=[sourced("x", scheme="ICC-2022", value="B-ALL with iAMP21", basis="derived", rests_on=["iAMP21"])])
    yield "gene possible", report(genetic_findings=[sourced("x", name="iAMP21", status="present", certainty="possible")])
    yield "gene by two methods", report(genetic_findings=[sourced("x", name="ETV6::RUNX1", status="present", method="FISH"), sourced("y", 30, name="ETV6::RUNX1", status="absent", method="karyotype")])
    yield "gene conflict", report(genetic_findings=[sourced("x", name="iAMP21", status="present", **DISPUTED)], issues=[issue("conflict", "genetic_finding")])
    yield "gene unreadable", report(genetic_findings=[sourced("x", name="iAMP21", status="present", **UNREAD)])
    yield "gene not mentioned", report(sections=sections("fish"), genetic_findings=[sourced("x", name="iAMP21", status="absent")])
    yield "fish unread", report(sections=sections("fish"))
    old = sourced("x", 50, name="iAMP21", status="present", temporality="previous")
    yield "gene changed", report(status=sourced("AMENDED", 90, value="amended"), genetic_findings=[sourced("x", name="iAMP21", status="absent")], previous={"genetic_findings": [old]})
    for status in ("present", "absent"):
        yield f"gene previous {status}", report(previous={"genetic_findings": [sourced("x", name="iAMP21", status=status, temporality="previous")]})
    for gene in ("TP53", "NRAS"):
        yield f"variant {gene}", report(variants=[sourced("x", gene=gene, coding="c.524G>A", protein="p.(Arg175His)", allele_percent=45.0, tier="I")])
    yield "variant conflict", report(variants=[sourced("x", gene="NRAS", coding="c.35G>A", **DISPUTED)], issues=[issue("conflict", "variant")])
    yield "variant unreadable", report(variants=[sourced("x", gene="NRAS", coding="c.35G>A", **UNREAD)])


def clone(text: str, *changes: dict[str, Any]) -> dict[str, Any]:
    return {"text": text, "start": 10, "end": 10 + len(text), "abnormalities": list(changes)}


def change(text: str, **values: Any) -> dict[str, Any]:
    return {"text": text, "start": 10, "end": 10 + len(text), "kind": "t", **values}


def karyotypes() -> Iterator[tuple[str, Report]]:
    normal = sourced("46,XX[20]", iscn="46,XX[20]", clones=[clone("46,XX[20]")])
    changed = sourced("46,XY,t(9;22)[12]/46,XY[8]", iscn="46,XY,t(9;22)[12]/46,XY[8]", clones=[clone("46,XY,t(9;22)[12]", change("t(9;22)")), clone("46,XY[8]")])
    yield "karyotype normal", report(karyotypes=[normal], specimens=[sourced("x", number=1, site="bone_marrow", adequacy="dry tap")])
    yield "karyotype changed", report(karyotypes=[{**changed, "findings": [{"name": "BCR::ABL1"}]}])
    yield "karyotype changed unread", report(karyotypes=[changed])
    yield "karyotype constitutional", report(karyotypes=[sourced("47,XX,+21c[20]", iscn="47,XX,+21c[20]", clones=[clone("47,XX,+21c", change("+21c", constitutional="yes"))])])
    yield "karyotype unreadable", report(karyotypes=[sourced("46,?", iscn="46,?", clones=[])])
    yield "karyotype conflict", report(karyotypes=[{**normal, **DISPUTED}], issues=[issue("conflict", "karyotype")])
    yield "karyotype not read", report(sections=sections("cyto"))
    for name in ("normal karyotype", "complex karyotype"):
        for status in FINDINGS:
            yield f"{name} {status}", report(genetic_findings=[sourced(name, name=name, status=status, method="karyotype")])
    yield "iscn other", report(iscn_other=[sourced("nuc ish(ABL1x2)", iscn="nuc ish(ABL1x2)", technique="nuc ish")])


def fluid() -> Iterator[tuple[str, Report]]:
    for value in ("CNS1", "CNS2", "CNS2a", "CNS3", "CNS3b", "negative", "positive"):
        yield f"cns {value}", report(cns=sourced(value, value=value))
    yield "cns with counts", report(cns=sourced("CNS1", value="CNS1"), csf=[sourced("2/uL", 40, analyte="WBC", value=2.0), sourced("10/uL", 60, analyte="RBC", value=10.0)])
    yield "cns limited", report(cns=sourced("CNS1", value="CNS1"), specimens=[sourced("x", number=1, site="csf", adequacy="clotted")])
    yield "cns not mentioned", report(csf=[sourced("2/uL", analyte="WBC", value=2.0), sourced("2/uL", 40, analyte="other", value=2.0)])
    yield "csf unread", report(sections=sections("csf"))
    yield "cns conflict", report(cns=sourced("CNS1", value="CNS1", **DISPUTED), issues=[issue("conflict", "cns")])
    yield "cns unreadable", report(cns=sourced("CNS1", value="CNS1", **UNREAD))


KINDS = ("remission", "CR", "CRi", "CRh", "MLFS", "partial_remission", "molecular_remission", "relapse", "molecular_relapse", "refractory", "regeneration", "lineage_switch", "CD19_negative_relapse")
PLACES = ("testis", "mediastinum", "lymph_nodes", "liver", "spleen", "skin", "kidney", "bone", "eye", "ovary", "breast", "pleura", "soft_tissue")


def course() -> Iterator[tuple[str, Report]]:
    for status in ("present", "absent", "indeterminate"):
        for kind in KINDS:
            yield f"response {kind} {status}", report(responses=[sourced("the report's word", kind=kind, status=status)])
        for site in PLACES:
            yield f"place {site} {status}", report(extramedullary=[sourced(site, site=site, status=status)])
        for method in ("cytology", "flow", None):
            yield f"fluid cells {method} {status}", report(csf_cells=[sourced("cells", status=status, method=method)])
    fields: dict[str, dict[str, Any]] = {"responses": {"kind": "CR"}, "extramedullary": {"site": "skin", "status": "present"}, "csf_cells": {"status": "present"}, "chimerism": {"word": "mixed"}}
    for field, own in fields.items():
        yield f"{field} conflict", report(**{field: [sourced("x", **own, **DISPUTED)]}, issues=[issue("conflict", field)])
        yield f"{field} unreadable", report(**{field: [sourced("x", **own, **UNREAD)]})
    donors: tuple[dict[str, Any], ...] = ({"donor": {"value": 98.0, "written": "98%"}}, {"word": "complete"})
    for row in donors:
        yield f"chimerism {row}", report(chimerism=[sourced("x", **row)])
    yield "course previous", report(previous={"responses": [sourced("CR1", kind="CR", temporality="previous")], "chimerism": [sourced("x", word="mixed", temporality="previous")]})
    recalled: dict[str, dict[str, Any]] = {
        "disease": {"value": "ALL"}, "markers": {"marker": "CD19", "status": "positive"}, "karyotypes": {"iscn": "46,XX[20]", "clones": [clone("46,XX[20]")]}, "cns": {"value": "CNS1"}, "extramedullary": {"site": "testis", "status": "present"},
    }  # fmt: skip
    for field, own in recalled.items():
        yield f"{field} previous", report(previous={field: [sourced("x", **own, temporality="previous")]})
    for tap in (True, False):
        yield f"traumatic tap {tap}", report(cns=sourced("CNS1", value="CNS1"), traumatic_tap=sourced("x", 40, value=tap))


def value(analyte: str = "PLT", number: float | None = 22.0, **values: Any) -> dict[str, Any]:
    return sourced("22", analyte=analyte, value=number, unit="10*9/L", value_as_written="22", unit_as_written="x10^9/L", **values)


RANGE = {"reference_low": 10.0, "reference_high": 30.0}


def blood(analytes: tuple[str, ...] = ("PLT", "WBC", "HGB")) -> Iterator[tuple[str, Report]]:
    for analyte in analytes:
        for state, extra in (
            ("low", {"reference_low": 150.0, "reference_high": 400.0, "flag": "L"}), ("high", {"reference_low": 1.0, "reference_high": 4.0}), ("inside", RANGE), ("no range", {}), ("flag low", {"flag": "L"}),
            ("flag high", {"flag": "H"}), ("one-sided", {"reference_high": 30.0}), ("disagree", {**RANGE, "flag": "H"}),
        ):  # fmt: skip
            yield f"cbc {analyte} {state}", report(cbc={"values": [value(analyte, **extra)]})
        yield f"cbc {analyte} unreadable", report(cbc={"values": [value(analyte, None)]})
    yield "cbc without unit", report(cbc={"values": [{**value(), "unit_as_written": None, "unit_basis": "inferred"}]})
    yield "cbc conflict", report(cbc={"values": [value(**DISPUTED)]}, issues=[issue("conflict", "cbc")])
    yield "cbc not mentioned", report(sections=sections("cbc"), cbc={"values": [value("MCV"), value("RDW")]})
    yield "cbc previous", report(previous={"cbc": [value(temporality="previous")]})
    yield "cbc of no known name", report(cbc={"values": [value("site value")]})


def residual() -> Iterator[tuple[str, Report]]:
    for site in SITES:
        yield f"mrd {site}", report(mrd=[sourced("x", status="positive", level={"value": 0.15, "written": "0.15%"}, detection_limit=0.01, site=site, method="flow", timepoint="Day 29")])
    for method in ("flow", "PCR", "NGS", "FISH", None):
        for limit in (0.0001, 0.01, 0.1, 0.0333333, None):
            yield f"mrd negative {method} {limit}", report(mrd=[sourced("x", status="negative", detection_limit=limit, site="bone_marrow", method=method)])
    for level in ({"value": 0.15}, {"value": 12.0}, {"value": 0.01, "comparator": "<"}, {"value": 1.0, "comparator": ">"}, {"value": 0.0333333}, None):
        yield f"mrd positive {level}", report(mrd=[sourced("x", status="positive", level=level, detection_limit=0.01)])
    for status in ("indeterminate", "not_tested", "pending", "failed"):
        yield f"mrd {status}", report(mrd=[sourced("x", status=status)])
    yield "mrd limited", report(mrd=[sourced("x", status="negative", detection_limit=0.01)], specimens=[sourced("x", number=1, site="bone_marrow", adequacy="hemodilute")])
    yield "mrd with a cut-off", report(mrd=[sourced("x", status="positive", level={"value": 0.15}, cutoff=0.01, targets=[sourced(name, target=name, status="positive") for name in ("T1", "T2")])])
    yield "mrd two methods", report(mrd=[sourced("x", status="negative", method="flow"), sourced("y", 30, status="positive", level={"value": 0.0003}, method="NGS")])
    yield "mrd conflict", report(mrd=[sourced("x", status="negative", **DISPUTED)], issues=[issue("conflict", "mrd")])
    yield "mrd unreadable", report(mrd=[sourced("x", status="negative", **UNREAD)])
    yield "mrd not read", report(sections=sections("mrd"))
    for status, level in (("positive", {"value": 0.03, "written": "0.03%"}), ("positive", None), ("negative", None), ("pending", None)):
        earlier = {"mrd": [sourced("x", status=status, level=level, temporality="previous")]}
        yield f"mrd previous {status} {level}", report(previous=earlier)
        yield f"mrd amended {status} {level}", report(previous=earlier, status=sourced("AMENDED", 50, value="amended"), mrd=[sourced("y", 30, status="negative", detection_limit=0.01)])


def situations() -> Iterator[tuple[str, Report]]:
    """Every situation, with a name."""
    for family in (disease, around, marrow, markers, genes, karyotypes, fluid, course, blood, residual):
        yield from family()
