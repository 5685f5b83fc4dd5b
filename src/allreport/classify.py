"""The genetic subtype by WHO-HAEM5 and ICC 2022, from the findings of the report; and a hint at the class of the nervous system.

A subtype is derived only from what is stated as present of this patient now, by no method denied, in a disease whose lineage
the report states. Fusions stand before ploidy classes, these before single mutations and expression classes. Where two that
contradict remain, none is given: that is for a person. `NOS` is said only where the report's own tests exclude the others.
What the report itself names is a row of its own; where the two differ, an issue says so.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.vocabulary import subtypes as rows
from allreport.vocabulary.subtypes import ENTITIES, Entity

SCHEMES = (("WHO-HAEM5", "who"), ("ICC-2022", "icc"))
ICDO3, NCIT, SNOMED = "http://terminology.hl7.org/CodeSystem/icd-o-3", "http://ncicb.nci.nih.gov/xml/owl/EVS/Thesaurus.owl", "http://snomed.info/sct"
ANSWERS = frozenset({"present", "absent"})
BY_DISEASE = {"all_ph": "bcr_abl1", "all_ph_like": "bcr_abl1_like", "all_iamp21": "iamp21", "t_all_etp": "etp"}
NOS = compile(r"[ ]?,?[ ]?\(?(?:nos|not otherwise specified)\b")


def subtypes(data: dict[str, Any], reading: Reading | None = None) -> tuple[tuple[dict[str, Any], ...], tuple[str, ...]]:
    """The subtypes of a report that is read, each with its evidence and rule; what was not looked for where none can be said.

    Without a `reading`, of several reports together, nothing is stated and no issue is raised.
    """
    disease, lineage = data.get("disease"), data.get("lineage")
    if disease is None or lineage is None or disease["value"] not in {"ALL", "LBL"} or lineage["value"] not in {"B", "T"}:
        return (), ()
    answers = answered(data)
    missing = {scheme: [question for question in asked(lineage["value"], scheme) if answers.isdisjoint(question.answers)] for scheme, _ in SCHEMES}
    derived = list(by_findings(data, lineage["value"], reading))
    if lineage["value"] == "T":
        derived = [*by_phenotype(data), *derived]
    named = list(by_name(reading, data, lineage["value"])) if reading else []
    made = [*present_rows(named, "stated", missing), *present_rows(derived, "derived", missing)]
    if not made:
        made = list(not_otherwise_specified(data, lineage["value"], missing))
    if reading:
        contradicted(reading, named, derived)
    open_questions = missing["WHO-HAEM5"] if not made else ()
    return tuple(made), tuple(question.name for question in open_questions)


Found = tuple[Entity, dict[str, Any], tuple[str, ...]]  # an entity, its evidence, and the findings it rests on


def present_rows(found: Iterable[Found], basis: str, missing: dict[str, list[rows.Question]]) -> Iterator[dict[str, Any]]:
    """A row for each scheme that knows the entity."""
    for entity, evidence, rests_on in found:
        codes = tuple({"system": system, "code": code} for system, code in ((ICDO3, entity.icdo3), (NCIT, entity.ncit), (SNOMED, entity.snomed)) if code)
        for scheme, attribute in SCHEMES:
            name = getattr(entity, attribute)
            if name:
                before = tuple(question.name for question in missing[scheme] if question.before < entity.before)
                made = {"rule": f"subtype.{entity.id}", "basis": basis, "rests_on": rests_on, "missing": before, "scheme": scheme, "value": name}
                yield {**evidence, **made, "codes": codes}


def evidence_of(finding: dict[str, Any]) -> dict[str, Any]:
    return {key: finding[key] for key in ("text", "start", "end", "section")}


def by_findings(data: dict[str, Any], lineage: str, reading: Reading | None) -> Iterator[Found]:
    """The entity that the findings define; none where two that contradict define different ones."""
    present = [*certain(data["genetic_findings"]), *(variant for variant in data["variants"] if variant.get("significance") != "uncertain significance")]
    matches = [(entity, finding) for entity in ENTITIES if entity.lineage == lineage for finding in present if defines(entity, finding)] if present else []
    rank = min((entity.before for entity, _ in matches), default=0)
    matches = [match for match in matches if match[0].before == rank]
    ids = {entity.id for entity, _ in matches}
    for first, second in rows.FIRST:
        if {first, second} <= ids:
            matches = [match for match in matches if match[0].id != second]
            ids.discard(second)
    if len(ids) == 1:
        entity, first_finding = matches[0]
        yield entity, evidence_of(first_finding), tuple(dict.fromkeys(name_of(finding) for _, finding in matches))
    elif len(ids) > 1 and lineage == "B" and reading:
        place = matches[-1][1]
        reading.issue("conflict", "subtype", "findings that define different subtypes", place["start"], place["end"])


def name_of(finding: dict[str, Any]) -> str:
    """The name of a finding, or gene and change of a variant."""
    return str(finding.get("name") or f"{finding['gene']} {short(finding)}")


def certain(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The findings that are stated as present and denied by no method that can see them."""
    denied = {finding["name"] for finding in findings if finding["status"] == "absent" and finding["method"] != "karyotype"}
    present = [finding for finding in findings if finding["status"] == "present" and finding["name"] not in denied]
    return [finding for finding in present if finding.get("certainty", "stated") == "stated"]


def defines(entity: Entity, finding: dict[str, Any]) -> bool:
    """Whether a finding is one that defines the entity."""
    if "gene" in finding:
        return f"{finding['gene']} {short(finding)}" in entity.variants
    name = finding["name"]
    if name in entity.findings:
        return True
    genes = name.split("::")
    return len(genes) == 2 and not name.endswith("-like") and any(gene in entity.partners for gene in genes) and not any(gene in entity.but for gene in genes)


def short(variant: dict[str, Any]) -> str:
    """A protein change in one-letter form, as far as the rows need it: `p.(Pro80Arg)` -> `P80R`."""
    written = (variant.get("protein") or "").removeprefix("p.").strip("()")
    for letters, letter in LETTERS.items():
        written = written.replace(letters, letter)
    return written


LETTERS = {"Pro": "P", "Arg": "R", "Asn": "N", "Tyr": "Y", "His": "H"}


def by_name(reading: Reading, data: dict[str, Any], lineage: str) -> Iterator[Found]:
    """The entity that the diagnosis itself names: 'B-ALL with BCR::ABL1', 'ETP-ALL', 'B-ALL, NOS'."""
    known = {entity.id: entity for entity in (*ENTITIES, rows.ETP)}
    present = certain(data["genetic_findings"])
    seen: set[str] = set()
    for clause in reading.clauses_with("disease"):
        for hit, row in clause.of("disease") if clause.section.role == "diagnosis" else ():
            entity, end = known.get(BY_DISEASE.get(row.id, "")), hit.end
            rests_on: tuple[str, ...] = ()
            if NOS.match(reading.document.folded, hit.end, hit.end + 30):
                entity = rows.B_NOS if lineage == "B" else rows.T_NOS
            inside = [finding for finding in present if hit.end <= finding["start"] < clause.end] if present else present
            named = [(other, finding) for other in ENTITIES if other.lineage == lineage for finding in inside if defines(other, finding)]
            if entity is None and named:
                entity, first = min(named, key=lambda match: match[0].before)
                rests_on, end = (first["name"],), max(end, first["end"])
            if entity is None or entity.lineage != lineage or entity.id in seen or row.value not in {"ALL", "LBL"}:
                continue
            denied = DENIED.search(reading.document.folded, max(clause.start, hit.start - 60), hit.start)
            if denied or not NOT_NOW.isdisjoint(reading.context(clause, hit.start, hit.end).effects):
                continue
            seen.add(entity.id)
            yield entity, evidence_of(reading.sourced(hit.start, end, "")), rests_on


DENIED = compile(r"\b(?:no|not|without|unlike|nor|excludes?|against)\b[^.;:]{0,40}$")
NOT_NOW = frozenset({"absent", "after:absent", "question", "possible", "after:possible", "family", "donor", "treated", "withdrawn", "previous"})


def by_phenotype(data: dict[str, Any]) -> Iterator[Found]:
    """ETP-ALL as the markers suggest it, as a hint; with BCL11B where that is rearranged in a disease that is said to be ETP."""
    stage = data.get("maturation")
    if stage is not None and stage["value"] == "ETP":
        activated = [finding for finding in certain(data["genetic_findings"]) if defines(rows.ETP_BCL11B, finding)]
        if activated:
            yield rows.ETP_BCL11B, evidence_of(activated[0]), (activated[0]["name"], "ETP")
        return
    status: dict[str, dict[str, Any]] = {}
    for marker in data.get("markers", ()):
        status.setdefault(marker["marker"], marker)
    used = etp_markers(status)
    if used:
        yield rows.ETP, {**evidence_of(status[used[0]]), "certainty": "possible"}, used


def etp_markers(status: dict[str, dict[str, Any]]) -> tuple[str, ...]:
    """The markers by which a T lineage is an early one; none where one of them is missing or speaks against it."""

    def shown(name: str) -> bool:
        return name in status and status[name]["status"] in {"positive", "bright", "dim", "partial", "variable"}

    def without(name: str) -> bool:
        return name in status and status[name]["status"] == "negative"

    weak = rows.ETP_WEAK in status and status[rows.ETP_WEAK]["status"] in {"negative", "dim", "partial"}
    lineage = [name for name in rows.ETP_LINEAGE if shown(name)]
    stem = [name for name in rows.ETP_STEM if shown(name)]
    if not all(map(without, rows.ETP_ABSENT)) or not weak or not lineage or not stem or shown(rows.ETP_NOT):
        return ()
    return (*lineage, *rows.ETP_ABSENT, rows.ETP_WEAK, *stem)


@cache
def asked(lineage: str, scheme: str) -> tuple[rows.Question, ...]:
    """The questions of a lineage and scheme."""
    return tuple(question for question in rows.QUESTIONS if question.lineage == lineage and question.scheme in {"", scheme})


def answered(data: dict[str, Any]) -> set[str]:
    """The findings that a test of the report found or denied, also with their test (`A@FISH`); a fusion answers for its genes."""
    answers: set[str] = set()
    for finding in data["genetic_findings"]:
        name, status = finding["name"], finding["status"]
        if status in ANSWERS:
            answers.update((name, f"{name}@{finding['method']}"))
            if name.endswith(("ploidy", "DNA index", "normal karyotype")):
                answers.add(rows.PLOIDY)
            if status == "present" and "::" in name:
                answers.update(f"{gene} rearrangement" for gene in name.split("::"))
    if data.get("karyotypes"):
        answers.add(rows.PLOIDY)
    return answers


def not_otherwise_specified(data: dict[str, Any], lineage: str, missing: dict[str, list[rows.Question]]) -> Iterator[dict[str, Any]]:
    """`NOS` of each scheme whose other entities the report's own tests exclude; nothing possible or unsure may be left."""
    findings = data["genetic_findings"]
    if any(unsure(finding, lineage) for finding in findings):
        return
    entity = rows.B_NOS if lineage == "B" else rows.T_NOS
    rests_on = tuple(dict.fromkeys(finding["name"] for finding in findings if finding["status"] == "absent"))
    if lineage == "T":
        shown = {marker["marker"] for marker in data.get("markers", ()) if marker["status"] in {"positive", "bright"}}
        excluding = tuple(name for name in (*rows.ETP_ABSENT, rows.ETP_WEAK) if name in shown)
        if not excluding:
            return
        rests_on = (*excluding, *rests_on)
    for row in present_rows([(entity, evidence_of(data["disease"]), rests_on)], "derived", missing):
        if not missing[row["scheme"]]:
            yield row


def unsure(finding: dict[str, Any], lineage: str) -> bool:
    """Whether a finding may define an entity: it is there after all, only possible, or its test gave no answer."""
    if finding["status"] == "present":
        return finding.get("certainty") == "possible" or any(entity.lineage == lineage and defines(entity, finding) for entity in ENTITIES)
    return finding["status"] != "absent" and any(finding["name"] in question.answers for question in rows.QUESTIONS)


def contradicted(reading: Reading, named: list[Found], derived: list[Found]) -> None:
    """An issue where the report names another subtype than its findings define."""
    for entity, evidence, _ in named:
        others = [other for other, found, _ in derived if found.get("certainty") != "possible"]
        if others and all({other.who, other.icc}.isdisjoint({entity.who, entity.icc} - {""}) for other in others):
            reading.issue("conflict", "subtype", "the report names another subtype than its findings define", evidence["start"], evidence["end"])


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
