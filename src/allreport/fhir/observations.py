"""One fact, one Observation. Columns that FHIR has an element for go there; every other one becomes a component, so that none is lost."""

from __future__ import annotations

from functools import cache
from typing import Any

from allreport.fhir.elements import COMPARATORS, Resource, coding, component, concept, evidence, named, quantity, span
from allreport.flat import Fact
from allreport.vocabulary import fhir as codes

Columns = dict[str, Any]

GENOMIC = frozenset({"genetic_finding", "variant", "karyotype", "iscn_other", "subtype"})
# What stands elsewhere: in the ids, in the evidence note, in `effective`, or says only that nothing is out of the ordinary.
ELSEWHERE = ("id", "part", "patient", "field", "rule", "start", "end", "text", "section", "date", "date_kind")
ORDINARY = {"review": "none", "temporality": "current", "certainty": "stated", "basis": "stated", "comparator": "="}
UNITS = {"detection_limit": "%", "quantification_limit": "%", "cutoff": "%", "dna_ng": "ng"}
PERCENT = frozenset({"marker", "genetic_finding"})  # their number is a percentage of cells


def observation(fact: Fact, status: str) -> Resource:
    """The Observation of a fact, without ids and references. `status` is what the report says of itself, in FHIR's words."""
    left = columns(fact)
    genomic = fact.field in GENOMIC
    code, parts = code_of(fact, left)
    made: Resource = {
        "resourceType": "Observation",
        "status": status,
        "category": [concept(codes.LABORATORY), *([concept(codes.GENETICS)] if genomic else [])],
        "code": code,
        **reference_range(left),
    }
    made.update(method_and_site(left))
    parts += genetics(fact, left)
    made.update(result(fact, left))
    parts += [rest(fact, column, value) for column, value in left.items()]
    if parts:
        made["component"] = parts
    made["note"] = [evidence(fact)]
    return made


def columns(fact: Fact) -> Columns:
    """The columns that say something, and are not said elsewhere."""
    said = {column: value for column, value in fact._asdict().items() if value is not None and value != ""}
    return {column: value for column, value in said.items() if column not in ELSEWHERE and ORDINARY.get(column) != value}


def code_of(fact: Fact, left: Columns) -> tuple[Resource, list[Resource]]:
    """What is observed; and the gene of an antigen, which FHIR keeps beside it."""
    system, code, name = left.pop("code_system", None), left.pop("code", None), left.pop("name", None)
    if fact.field in GENOMIC - {"subtype"}:
        named_genes = genes(str(name)) if name else []
        return concept(codes.VARIANT_ASSESSMENT), named_genes or ([gene(code)] if system == codes.HGNC else [])
    if fact.field == "age":
        return concept(codes.AGE), []
    if fact.field == "blasts" and fact.site == "peripheral_blood" and fact.method == "smear":
        return concept(codes.BLOOD_BLASTS), []
    title = codes.TITLES.get(fact.field, "{name}").format(name=name or fact.field.replace("_", " "))
    made = concept(text=title)
    if system == codes.LOINC:
        made = {"coding": [{"system": system, "code": code}], "text": title}
    return made, [gene(code)] if system == codes.HGNC else []


def gene(hgnc: str, symbol: str | None = None) -> Resource:
    """The component that names a gene studied."""
    code = {"system": codes.HGNC, "code": hgnc, **({"display": symbol} if symbol else {})}
    return component(concept(codes.GENE_STUDIED), {"valueCodeableConcept": {"coding": [code]}})


@cache
def hgnc_ids() -> dict[str, str]:
    from allreport.vocabulary.genes import GENES

    return {row.symbol: row.hgnc for row in GENES if row.hgnc}


def genes(name: str) -> list[Resource]:
    """The genes that a finding is about: the partners of a fusion, or the gene that its name begins with. None for a signature such as `BCR::ABL1-like`."""
    known = hgnc_ids()
    symbols = name.split("::") if "::" in name else name.split(" ", 1)[:1]
    return [gene(known[symbol], symbol) for symbol in symbols] if all(symbol in known for symbol in symbols) else []


def genetics(fact: Fact, left: Columns) -> list[Resource]:
    """The components that the Genomics Reporting guide has for a variant."""
    if fact.field in {"karyotype", "iscn_other"}:
        parts = [component(concept(codes.VARIANT_ISCN), {"valueCodeableConcept": iscn(left.pop("value"))})]
        return [*parts, named("technique", str(fact.name))] if fact.field == "iscn_other" else parts
    if fact.field == "genetic_finding":
        return [component(concept(codes.VARIATION), {"valueCodeableConcept": concept(text=fact.name)})]
    return sequence_variant(fact, left) if fact.field == "variant" else []


def iscn(string: str) -> Resource:
    """The string as written is the code; FHIR codes hold no two blanks in a row, so such a string goes as text."""
    return {"text": string} if string != " ".join(string.split()) else {"coding": [{"system": codes.ISCN, "code": string}]}


def sequence_variant(fact: Fact, left: Columns) -> list[Resource]:
    parts = [] if fact.name in hgnc_ids() else [named("gene", str(fact.name))]
    for change in str(left.pop("hgvs", "")).split():
        title = codes.PROTEIN_CHANGE if change.startswith("p.") else codes.CODING_CHANGE
        whole = f"{fact.transcript}:{change}" if fact.transcript and title is codes.CODING_CHANGE else change
        parts.append(component(concept(title), {"valueCodeableConcept": {"coding": [{"system": codes.HGVS, "code": whole}]}}))
    transcript, allele = left.pop("transcript", None), left.pop("allele_percent", None)
    if transcript:
        parts.append(component(concept(codes.TRANSCRIPT), {"valueCodeableConcept": concept(text=transcript)}))
    if allele is not None:
        parts.append(component(concept(codes.ALLELE_FREQUENCY), {"valueQuantity": quantity(allele, "%")}))
    return parts


def method_and_site(left: Columns) -> Resource:
    """`method` by the list that the guide binds, else in words; `bodySite` in words."""
    made: Resource = {}
    method, site = left.pop("method", None), left.pop("site", None)
    if method:
        made["method"] = concept(codes.METHODS.get(method), method)
    if site:
        made["bodySite"] = concept(text=site.replace("_", " "))
    return made


def reference_range(left: Columns) -> Resource:
    """The report's own range; never one by age and sex."""
    found = span(left.pop("reference_low", None), left.pop("reference_high", None), left.get("unit"))
    return {"referenceRange": [found]} if found else {}


def result(fact: Fact, left: Columns) -> Resource:
    """Value, interpretation, or the reason why there is none. What the report holds back or could not give has no value."""
    made: Resource = {}
    if fact.status in codes.WITHOUT_RESULT:
        status, reason = codes.WITHOUT_RESULT[left.pop("status")]
        return {"status": status, "dataAbsentReason": concept(reason, fact.status)}
    if fact.review == "withheld":
        for column in ("status", "value", "low", "high", "comparator", "unit", "flag"):
            left.pop(column, None)
        return {"dataAbsentReason": concept(codes.NO_VALUE, "withheld")}
    said = [word for word in (assessment(fact, left), left.pop("flag", None)) if word in codes.INTERPRETATIONS]
    if said:
        made["interpretation"] = [concept(codes.INTERPRETATIONS[word]) for word in said]
    made.update(value(fact, left) or {"dataAbsentReason": concept(codes.NO_VALUE)})
    return made


def assessment(fact: Fact, left: Columns) -> str | None:
    """The status of the fact; what is only possible is indeterminate. A karyotype that is given was found."""
    if fact.field in {"karyotype", "iscn_other"}:
        left["status"] = "present"
    elif fact.certainty == "possible" and fact.status in {"present", "absent", "positive", "negative"}:
        left["status"] = "indeterminate"
    status: str | None = left.get("status")
    return status


def value(fact: Fact, left: Columns) -> Resource:
    """The value: a quantity with its unit, a range, a date, an entity, a word; else the status."""
    if fact.field == "subtype":
        left.pop("value", None)
        return {"valueCodeableConcept": phenotype_of(fact)}
    if left.get("unit") and "value" in left and not isinstance(left["value"], str):
        if left.get("status") in codes.INTERPRETATIONS:
            left.pop("status")
        comparator = left.pop("comparator") if left.get("comparator") in COMPARATORS else None
        return {"valueQuantity": quantity(left.pop("value"), left.pop("unit"), comparator)}
    if left.get("unit") and ("low" in left or "high" in left):
        if left.get("status") in codes.INTERPRETATIONS:
            left.pop("status")
        return {"valueRange": span(left.pop("low", None), left.pop("high", None), left.pop("unit"))}
    if "status" in left:
        status = left.pop("status")
        return {"valueCodeableConcept": concept(codes.ANSWERS.get(status), None if status in codes.ANSWERS else status)}
    if fact.field == "age":
        return {"valueQuantity": quantity(left.pop("value"), "a")}
    if "value" not in left:
        return {}
    found = left.pop("value")
    if fact.field == "date":
        return {"valueDateTime": found}
    return {"valueCodeableConcept": concept(text=found)} if isinstance(found, str) else {"valueQuantity": quantity(found)}


def rest(fact: Fact, column: str, value: str | float) -> Resource:
    """A column that FHIR has no element for, by its own name."""
    if column == "value" and fact.field in PERCENT and not isinstance(value, str):
        return named("percent of cells", value, "%")
    return named(column.replace("_", " "), value, UNITS.get(column))


def implication(made: Resource, fact: Fact, variants: list[str]) -> Resource:
    """A genetic subtype as the guide has it: what variants mean for the diagnosis."""
    phenotype = component(concept(codes.PHENOTYPE), {"valueCodeableConcept": phenotype_of(fact)})
    kept = {key: part for key, part in made.items() if not key.startswith("value")}
    code = {"coding": [coding(codes.DIAGNOSTIC_IMPLICATION)], "text": made["code"]["text"]}
    derived = [{"reference": variant} for variant in variants]
    return {**kept, "code": code, "derivedFrom": derived, "component": [phenotype, *made.get("component", [])]}


def phenotype_of(fact: Fact) -> Resource:
    """The entity by its name, and by its code where a verified one is known."""
    coded = {"coding": [{"system": fact.code_system, "code": fact.code}]} if fact.code else {}
    return {**coded, "text": str(fact.value)}
