"""A report as a FHIR R4 Bundle (collection): plain dictionaries, the same for the same input, ids made from the content."""

from __future__ import annotations

from collections import Counter
from typing import Any
from uuid import UUID, uuid5

from allreport.fhir.elements import Resource, absent, concept, evidence
from allreport.fhir.observations import GENOMIC, implication, observation
from allreport.fhir.places import listed, reason
from allreport.flat import Fact, facts
from allreport.model.base import Alternative, Sourced
from allreport.model.report import Report
from allreport.vocabulary import fhir as codes

NAMESPACE = UUID("5b0c4a53-1d2e-5f6b-9c0a-7a1e5d3c8f42")  # of this package's ids; made once, never changed
COLLECTED = frozenset({"collected"})
DISEASES = frozenset({"ALL", "LBL", "MPAL", "AML", "other"})
Place = tuple[int | None, int | None]


def to_bundle(
    report: Report,
    *,
    id: str | None = None,  # noqa: A002
    patient: str | None = None,
    recorded: str | None = None,
    quotes: bool = True,
) -> dict[str, Any]:
    """A report as a Bundle of type `collection`.

    `id` and `patient` are the caller's own keys and only passed through, as identifiers. `recorded`, when the reading was made
    (an instant, `2026-01-31T12:00:00Z`), goes into the Provenance; the library has no clock. `quotes=False` leaves out the report's
    own words; values and their places stay.
    """
    return Bundle(report, id, patient, quotes=quotes).made(recorded)


class Bundle:
    """The resources of one bundle while they are made: each with an id that its content gives."""

    def __init__(self, report: Report, key: str | None, patient: str | None, *, quotes: bool) -> None:
        self.report = report
        self.key = key
        self.quotes = quotes
        found = facts(report)
        self.facts = found if quotes else [fact._replace(text=None, value_as_written=None, unit_as_written=None) for fact in found]
        self.entries: dict[str, Resource] = {}
        self.keys: Counter[str] = Counter()
        self.status = report.status.value if report.status else None
        self.more = alternatives(report)
        self.rests = {("genetic_finding", entry.name, entry.start): entry.rests_on for entry in report.genetic_findings if entry.basis == "derived"}
        self.rests.update({("subtype", entry.scheme, entry.start): entry.rests_on for entry in report.subtypes})
        self.source = self.add("DocumentReference", "source", self.document())
        self.subject = self.add("Patient", "patient", self.patient(patient))
        self.specimens = {specimen.number: self.add("Specimen", f"specimen {specimen.number}", self.specimen(specimen)) for specimen in report.specimens}

    def add(self, kind: str, key: str, resource: Resource) -> str:
        """Enter a resource; its reference."""
        self.keys[key] += 1
        name = f"{self.report.source_sha256}|{self.key or ''}|{kind}|{key}|{self.keys[key]}"
        made = str(uuid5(NAMESPACE, name))
        reference = f"urn:uuid:{made}"
        self.entries[reference] = {"resourceType": kind, "id": made, **resource}
        return reference

    def made(self, recorded: str | None) -> dict[str, Any]:
        """The whole bundle."""
        placed = [fact for fact in self.facts if reason(fact) is None and fact.field != "specimen"]
        subtypes = [fact for fact in placed if fact.field == "subtype"]
        current: list[tuple[str, bool]] = []
        found: dict[str, list[str]] = {}
        for fact in (*(fact for fact in placed if fact.field != "subtype"), *subtypes):
            if fact.field == "disease" and fact.value in DISEASES and fact.temporality == "current":
                self.enter("Condition", fact, self.condition(fact))
                continue
            reference = self.enter("Observation", fact, self.observed(fact, found))
            if fact.field == "genetic_finding" and fact.status == "present":
                found.setdefault(str(fact.name), []).append(reference)
            if fact.temporality != "previous":
                current.append((reference, fact.field in GENOMIC))
        self.reports(current)
        self.provenance(recorded)
        self.outcome()
        entry = [{"fullUrl": reference, "resource": resource} for reference, resource in self.entries.items()]
        made = str(uuid5(NAMESPACE, f"{self.report.source_sha256}|{self.key or ''}|Bundle"))
        return {"resourceType": "Bundle", "id": made, "type": "collection", "entry": entry}

    def enter(self, kind: str, fact: Fact, resource: Resource) -> str:
        return self.add(kind, f"{fact.field}|{fact.name}|{fact.method}|{fact.start}|{fact.end}|{fact.temporality}", resource)

    # -- the source, the patient, the specimens

    def document(self) -> Resource:
        """The text that was read: its digest, not itself."""
        said = [{"system": codes.SHA256, "value": self.report.source_sha256}]
        given = [{"value": self.key}] if self.key is not None else []
        content = {"attachment": {"contentType": "text/plain", "language": self.report.language}}
        return {"identifier": [*said, *given], "status": "current", "content": [content]}

    def patient(self, key: str | None) -> Resource:
        sex = self.report.patient.sex
        given = {"identifier": [{"value": key}]} if key is not None else {}
        return {**given, **({"gender": sex.value} if sex else {})}

    def specimen(self, specimen: Any) -> Resource:
        collection: Resource = {}
        if specimen.procedure:
            collection["method"] = concept(text=specimen.procedure)
        if date := self.collected(specimen.number):
            collection["collectedDateTime"] = date
        made: Resource = {
            "identifier": [{"value": str(specimen.number)}],
            "type": concept(codes.SPECIMENS.get(specimen.site), specimen.site.replace("_", " ")),
            "subject": {"reference": self.subject},
        }
        if collection:
            made["collection"] = collection
        if specimen.adequacy:
            made["condition"] = [concept(text=specimen.adequacy)]
        fact = next(fact for fact in self.facts if fact.field == "specimen" and fact.specimen == specimen.number)
        return {**made, "note": [evidence(fact)]}

    def collected(self, specimen: int | None) -> str | None:
        """When a specimen was collected: its own date, or the only one of the report."""
        dates = [date for date in self.report.dates if date.kind in COLLECTED and date.value]
        own = {date.value for date in dates if date.specimen == specimen and specimen is not None}
        only = own or {date.value for date in dates}
        return only.pop() if len(only) == 1 else None

    # -- facts

    def observed(self, fact: Fact, found: dict[str, list[str]]) -> Resource:
        """The Observation of a fact with its references."""
        made = observation(fact, codes.OBSERVATION_STATUS.get(self.status or "", "unknown"))
        rests = self.rests.get((fact.field, str(fact.name), fact.start or 0), ())
        derived = [reference for name in rests for reference in found.get(name, ())]
        if fact.field == "subtype" and derived:
            made = implication(made, fact, derived)
            made["meta"] = {"profile": [f"{codes.GUIDE}/StructureDefinition/diagnostic-implication"]}
        elif fact.field in GENOMIC - {"subtype"}:
            made["meta"] = {"profile": [f"{codes.GUIDE}/StructureDefinition/variant"]}
        if fact.specimen is not None and fact.specimen in self.specimens:
            made["specimen"] = {"reference": self.specimens[fact.specimen]}
        if (date := fact.date if fact.field != "date" else self.collected(None)) or (fact.temporality == "current" and (date := self.collected(fact.specimen))):
            made["effectiveDateTime"] = date
        made["subject"] = {"reference": self.subject}
        made["derivedFrom"] = [*made.get("derivedFrom", ()), {"reference": self.source}]
        made["note"] = [*made["note"], *self.notes(fact, rests)]
        return made

    def notes(self, fact: Fact, rests: tuple[str, ...]) -> list[Resource]:
        """What the finding rests on, and what another place of the report says of the same thing."""
        said = [f"Rests on: {', '.join(rests)}"] if rests else []
        for other in self.more.get((fact.start, fact.end), ()):
            quoted = f'"{other.text}"; ' if self.quotes else ""
            said.append(f"Another place says {other.value}: {quoted}characters {other.start} to {other.end}, section {other.section}")
        return [{"text": text} for text in said]

    def condition(self, fact: Fact) -> Resource:
        """What the patient has, or had and is followed for. FHIR's code where the report states disease and lineage, and the report's own words."""
        lineage = self.report.lineage.value if self.report.lineage and self.report.lineage.certainty == "stated" else None
        code = codes.DISEASES.get((str(fact.value), lineage)) or codes.DISEASES.get((str(fact.value), None))
        detail = f"{fact.value} ({fact.name})" if fact.name else str(fact.value)
        made: Resource = {
            "verificationStatus": concept(codes.VERIFICATION[fact.certainty or "stated"]),
            "code": concept(code, fact.text or str(fact.value)),
            "subject": {"reference": self.subject},
            "evidence": [{"detail": [{"reference": self.source}]}],
            "note": [evidence(fact), {"text": f"Disease: {detail}"}, *self.notes(fact, ())],
        }
        if fact.review != "none":
            made["note"].append({"text": f"Review: {fact.review}"})
        return made

    # -- what holds it together

    def reports(self, current: list[tuple[str, bool]]) -> None:
        """Of what is current: one DiagnosticReport by the Genomics Reporting guide of what is genetic, one of all else. No result stands twice."""
        shared: Resource = {"status": codes.REPORT_STATUS.get(self.status or "", "unknown"), "subject": {"reference": self.subject}}
        if self.specimens:
            shared["specimen"] = [{"reference": reference} for reference in self.specimens.values()]
        if date := self.collected(None):
            shared["effectiveDateTime"] = date
        others = [{"reference": reference} for reference, is_genomic in current if not is_genomic]
        genomic = [{"reference": reference} for reference, is_genomic in current if is_genomic]
        whole: Resource = {**shared, "category": [concept(codes.LAB_SECTION)], "code": concept(text="Report read by allreport")}
        self.add("DiagnosticReport", "report", {**whole, **({"result": others} if others else {})})
        if genomic:
            profile = {"profile": [f"{codes.GUIDE}/StructureDefinition/genomic-report"]}
            part = {"meta": profile, **shared, "category": [concept(codes.GENETICS)], "code": concept(codes.GENETIC_REPORT), "result": genomic}
            self.add("DiagnosticReport", "genomic report", part)

    def provenance(self, recorded: str | None) -> None:
        """What made the reading, with all that may change it: version, vocabulary, options, editions."""
        stamp = self.report.producer
        targets = [{"reference": reference} for reference in self.entries if reference not in {self.source}]
        versions = {"version": stamp.version, "vocabulary": stamp.vocabulary, "options": stamp.options, "schema": self.report.schema_version, **stamp.editions}
        device = {
            "deviceName": [{"name": stamp.name, "type": "model-name"}],
            "version": [{"type": concept(text=kind), "value": value} for kind, value in versions.items()],
        }
        agent = {"type": concept(codes.ASSEMBLER), "who": {"reference": self.add("Device", "device", device)}}
        when: Resource = {"recorded": recorded} if recorded else {"_recorded": absent()}
        source = {"role": "source", "what": {"reference": self.source}}
        self.add("Provenance", "provenance", {"target": targets, **when, "agent": [agent], "entity": [source]})

    def outcome(self) -> None:
        """The doubts of the reading, and the facts that FHIR has no place for."""
        issues: list[Resource] = []
        for issue in self.report.issues:
            place = f"; characters {issue.start} to {issue.end}" if issue.start is not None else ""
            kind = "conflict" if issue.code == "conflict" else "processing"
            details = concept(text=f"{issue.code}: {issue.field}" if issue.field else issue.code)
            issues.append({"severity": codes.SEVERITIES[issue.severity], "code": kind, "details": details, "diagnostics": issue.message + place})
        for left in listed(self.facts):
            details = concept(text=f"not in the bundle: {left.field}{f' {left.name}' if left.name else ''}")
            said = f"{left.reason}; characters {left.start} to {left.end}"
            issues.append({"severity": "information", "code": "not-supported", "details": details, "diagnostics": said})
        if issues:
            self.add("OperationOutcome", "outcome", {"issue": issues})


def alternatives(report: Report) -> dict[Place, tuple[Alternative, ...]]:
    """What lost against a better statement, by the place of the winner."""
    found: dict[Place, tuple[Alternative, ...]] = {}

    def walk(value: Any) -> None:
        if isinstance(value, Sourced) and value.alternatives:
            found[value.start, value.end] = value.alternatives
        elif isinstance(value, tuple):
            for item in value:
                walk(item)

    for block in (report, report.patient, report.cbc, report.markers):
        for name in type(block).model_fields:
            walk(getattr(block, name))
    return found
