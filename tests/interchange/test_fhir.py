"""FHIR out: every fixture gives a valid bundle, and no fact is lost on the way."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from fhir.resources.R4B.bundle import Bundle
from profiles import problems, tables

import allreport
from allreport.fhir import to_bundle, unplaced
from allreport.fhir.elements import evidence
from allreport.fhir.observations import observation
from allreport.fhir.places import reason
from allreport.flat import Fact, facts
from allreport.model.report import Report
from allreport.vocabulary import fhir as codes

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*/*.txt"))
SAMPLE = Path(allreport.__file__).parent / "data" / "sample.txt"


@cache
def read(path: Path) -> Report:
    return allreport.parse(path.read_bytes().decode())


@cache
def bundle_of(path: Path) -> dict[str, Any]:
    return to_bundle(read(path), id=path.stem, patient="p1")


def resources(bundle: dict[str, Any], kind: str) -> list[dict[str, Any]]:
    return [entry["resource"] for entry in bundle["entry"] if entry["resource"]["resourceType"] == kind]


def observed(text: str, word: str) -> dict[str, Any]:
    """The one Observation of a text whose JSON holds a word."""
    found = [made for made in resources(to_bundle(allreport.parse(text)), "Observation") if f'"{word}"' in json.dumps(made)]
    assert len(found) == 1, [made["code"] for made in found]
    return found[0]


def answer(made: dict[str, Any]) -> str:
    return answer_code(made["valueCodeableConcept"])


def answer_code(concept: dict[str, Any]) -> str:
    code: str = concept["coding"][0]["code"]
    return code


def reading(made: dict[str, Any]) -> list[str]:
    return [part["coding"][0]["code"] for part in made.get("interpretation", [])]


# -- valid


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_a_fhir_library_takes_the_bundle(path: Path) -> None:
    made = bundle_of(path)
    again = Bundle.model_validate(json.loads(json.dumps(made)))
    assert len(again.entry or ()) == len(made["entry"])


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_resources_keep_to_the_profiles_they_name(path: Path) -> None:
    for entry in bundle_of(path)["entry"]:
        made = entry["resource"]
        for url in made.get("meta", {}).get("profile", []):
            assert problems(made, url) == [], (made["resourceType"], made["code"])


def test_the_profile_check_can_fail() -> None:
    url = f"{codes.GUIDE}/StructureDefinition/variant"
    made = observed("FISH: BCR::ABL1 not detected.", "BCR::ABL1")
    assert problems(made, url) == []
    assert problems({**made, "category": made["category"][:1]}, url)
    assert problems({**made, "code": {"text": "variant"}}, url)
    wrong = {"code": {"coding": [{"system": codes.LOINC, "code": "81291-7"}]}, "valueString": "46,XX"}
    assert problems({**made, "component": [wrong]}, url)
    right = {**wrong, "valueCodeableConcept": {"text": "46,XX"}}
    del right["valueString"]
    assert problems({**made, "component": [right, right]}, url)


def test_codes_mean_what_their_systems_say() -> None:
    systems = tables()["systems"]
    rows = [row for value in vars(codes).values() for row in (value.values() if isinstance(value, dict) else [value])]
    coded = [part for row in rows for part in (row if isinstance(row, tuple) and not isinstance(row, codes.Coded) else (row,)) if isinstance(part, codes.Coded)]
    known = [row for row in coded if row.system in systems]
    assert len(known) > 20
    for row in known:
        assert systems[row.system][row.code].casefold() in {row.display.casefold(), ""}, row


def test_references_lead_to_entries_and_no_id_stands_twice() -> None:
    for path in FIXTURES:
        made = bundle_of(path)
        urls = [entry["fullUrl"] for entry in made["entry"]]
        assert len(urls) == len(set(urls))
        assert set(found_references(made)) <= set(urls)


def test_every_current_result_is_in_one_diagnostic_report() -> None:
    made = to_bundle(read(SAMPLE))
    inside = [row["reference"] for report in resources(made, "DiagnosticReport") for row in report["result"]]
    current = [entry["fullUrl"] for entry in made["entry"] if entry["resource"]["resourceType"] == "Observation"]
    assert sorted(inside) == sorted(current)


def found_references(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        if isinstance(value.get("reference"), str):
            yield value["reference"]
        for part in value.values():
            yield from found_references(part)
    elif isinstance(value, list):
        for part in value:
            yield from found_references(part)


# -- nothing lost


def leaves(value: Any) -> Iterator[str | float]:
    if isinstance(value, dict):
        for part in value.values():
            yield from leaves(part)
    elif isinstance(value, list):
        for part in value:
            yield from leaves(part)
    else:
        yield value


def is_said(column: str, value: Any, fact: Fact, made: dict[str, Any]) -> bool:
    """Whether a resource says what a column says."""
    said = list(leaves(made))
    if column == "status":
        return says_status(str(value), fact, made)
    if column == "certainty" and made["resourceType"] == "Condition":
        return answer_code(made["verificationStatus"]) == codes.VERIFICATION[value].code
    if column == "comparator" and value == "=":
        return "comparator" not in json.dumps(made)
    if isinstance(value, (int, float)):
        return any(not isinstance(leaf, str) and leaf == value for leaf in said) or str(value) in said
    words = value.replace("_", " ") if column == "site" else value
    if column == "hgvs":
        return all(any(str(leaf).endswith(part) for leaf in said) for part in words.split())
    return any(isinstance(leaf, str) and words in leaf for leaf in said)


def says_status(status: str, fact: Fact, made: dict[str, Any]) -> bool:
    if fact.certainty == "possible":
        status = "indeterminate"
    if status in codes.WITHOUT_RESULT:
        return bool(made["dataAbsentReason"]["text"] == status)
    coded = {row.code for row in (codes.ANSWERS.get(status), codes.INTERPRETATIONS.get(status)) if row}
    return bool(coded & {leaf for leaf in leaves(made) if isinstance(leaf, str)}) or status in list(leaves(made))


HIDDEN = {"id", "part", "patient", "field", "text", "start", "end", "section", "rule", "date_kind", "temporality", "specimen"}
PLAIN = {"review": "none", "certainty": "stated", "basis": "stated"}


def unsaid(fact: Fact, made: dict[str, Any]) -> dict[str, Any]:
    """The columns of a fact that a resource does not say."""
    said = {column: value for column, value in fact._asdict().items() if value is not None and column not in HIDDEN and PLAIN.get(column) != value}
    return {column: value for column, value in said.items() if not is_said(column, value, fact, made)}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fact_is_in_the_bundle_or_on_the_list(path: Path) -> None:
    made = bundle_of(path)
    report = read(path)
    by_note: dict[str, list[dict[str, Any]]] = {}
    for entry in made["entry"]:
        for note in entry["resource"].get("note", ())[:1]:
            by_note.setdefault(note["text"], []).append(entry["resource"])
    out = {(left.field, left.name, left.start, left.end) for left in unplaced(report)}
    for fact in facts(report):
        if (fact.field, fact.name, fact.start, fact.end) in out and fact.temporality == "previous":
            continue
        held = by_note.get(evidence(fact)["text"], [])
        assert held, fact
        lost = min((unsaid(fact, part) for part in held), key=len)
        assert not lost, (fact, lost)


def test_what_has_no_place_is_listed_in_the_bundle_too() -> None:
    report = allreport.parse("Diagnosis: B-ALL.\nPrevious MRD: 0.5%.\nMRD by flow cytometry: negative.")
    left = unplaced(report)
    assert [(fact.field, fact.reason.split(":")[0]) for fact in left] == [("mrd", "earlier result without a date")]
    outcome = resources(to_bundle(report), "OperationOutcome")[0]
    assert [issue["details"]["text"] for issue in outcome["issue"] if issue["code"] == "not-supported"] == ["not in the bundle: mrd"]


def test_an_earlier_result_with_a_date_has_a_place() -> None:
    earlier = Fact(field="mrd", status="positive", value=0.5, unit="%", temporality="previous")
    assert reason(earlier)
    assert reason(earlier._replace(date="2025-01")) is None


EVIDENCE = {"review": "none", "temporality": "current", "certainty": "stated", "text": "x", "start": 0, "end": 1}


def fact_of(**columns: Any) -> Fact:
    return Fact(**{**EVIDENCE, **columns})


# -- absent, failed, not tested: each in FHIR's own way


@pytest.mark.parametrize(
    ("text", "status", "code", "read"),
    [
        ("FISH: BCR::ABL1 rearrangement detected.", "unknown", "LA9633-4", ["POS"]),
        ("FISH: BCR::ABL1 not detected.", "unknown", "LA9634-2", ["NEG"]),
        ("FINAL REPORT\nFISH: BCR::ABL1 not detected.", "final", "LA9634-2", ["NEG"]),
    ],
)
def test_present_and_absent(text: str, status: str, code: str, read: list[str]) -> None:
    made = observed(text, "BCR::ABL1")
    assert (made["status"], answer(made), reading(made)) == (status, code, read)
    assert "dataAbsentReason" not in made
    genes = [part["valueCodeableConcept"]["coding"][0]["code"] for part in made["component"] if "HGNC" in json.dumps(part)]
    assert genes == ["HGNC:1014", "HGNC:76"]


@pytest.mark.parametrize(
    ("status", "fhir", "reason"),
    [("not_tested", "cancelled", "not-performed"), ("failed", "cancelled", "error"), ("pending", "registered", "temp-unknown")],
)
def test_without_result(status: str, fhir: str, reason: str) -> None:
    row = fact_of(field="genetic_finding", name="KMT2A rearrangement", status=status, method="FISH")
    made = observation(row, "final")
    assert (made["status"], made["dataAbsentReason"]["coding"][0]["code"]) == (fhir, reason)
    assert not [key for key in made if key.startswith("value")]
    assert "interpretation" not in made


def test_what_is_only_possible_is_not_present() -> None:
    row = fact_of(field="genetic_finding", name="BCR::ABL1", status="present", certainty="possible")
    made = observation(row, "final")
    assert (answer(made), reading(made)) == ("LA11884-6", ["IND"])


def test_what_is_withheld_has_no_value() -> None:
    row = fact_of(field="cbc", name="WBC", value=9.0, unit="10*9/L", flag="H", review="withheld")
    made = observation(row, "final")
    assert made["dataAbsentReason"]["text"] == "withheld"
    assert not [key for key in made if key.startswith("value") or key == "interpretation"]


# -- values


def test_a_blood_count_with_flag_and_range_as_printed() -> None:
    made = observed("CBC\nWBC 45.2 H x10^9/L (4.0-11.0)\n", "WBC")
    assert made["code"]["coding"] == [{"system": "http://loinc.org", "code": "6690-2"}]
    assert made["valueQuantity"] == {"value": 45.2, "unit": "10*9/L", "system": codes.UCUM, "code": "10*9/L"}
    assert reading(made) == ["H"]
    assert [made["referenceRange"][0][end]["value"] for end in ("low", "high")] == [4, 11]


def test_a_comparator_stays_and_a_limit_is_no_result() -> None:
    made = observed("MRD by flow cytometry: positive, <0.01%.", "Measurable residual disease")
    assert made["valueQuantity"]["comparator"] == "<"
    made = observed("MRD by flow cytometry: negative (sensitivity 0.01%).", "Measurable residual disease")
    assert answer(made) == "LA6577-6"
    assert [part["code"]["text"] for part in made["component"]] == ["detection limit"]


def test_the_date_of_one_specimen_is_not_that_of_another() -> None:
    report = read(SAMPLE)
    date = next(date for date in report.dates if date.kind == "collected")
    own = report.model_copy(update={"dates": (date.model_copy(update={"specimen": 1}),)})
    assert [row.get("collection", {}).get("collectedDateTime") for row in resources(to_bundle(own), "Specimen")] == [date.value, None]
    for made in resources(to_bundle(own), "Observation"):
        assert "effectiveDateTime" not in made or made["specimen"] == {"reference": to_bundle(own)["entry"][2]["fullUrl"]}
    assert [row["collection"]["collectedDateTime"] for row in resources(to_bundle(report), "Specimen")] == [date.value] * 2


def test_a_karyotype_is_one_iscn_value_as_written() -> None:
    written = "46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]"
    made = observed(f"Karyotype: {written}", written)
    iscn = next(part for part in made["component"] if part["code"]["coding"][0]["code"] == "81291-7")
    assert iscn["valueCodeableConcept"]["coding"] == [{"system": "https://iscn.karger.com", "code": written}]
    assert made["method"]["coding"][0]["code"] == "LA26406-1"


def test_a_subtype_is_an_implication_of_its_variant() -> None:
    made = to_bundle(allreport.parse("Diagnosis: B-ALL.\nFISH: ETV6::RUNX1 fusion in 78% of nuclei."))
    implied = [row for row in resources(made, "Observation") if row.get("meta", {}).get("profile", [""])[0].endswith("implication")]
    present = [entry for entry in made["entry"] if "LA9633-4" in json.dumps(entry)]
    variant = next(entry["fullUrl"] for entry in present if "ETV6::RUNX1" in json.dumps(entry["resource"]["component"]))
    assert len(implied) == 2
    assert all(row["derivedFrom"][0]["reference"] == variant for row in implied)


# -- the same again, the caller's keys, the stamp


def test_the_same_input_gives_the_same_bundle_and_another_another() -> None:
    report = read(SAMPLE)
    assert to_bundle(report) == to_bundle(report)
    ids = [{entry["fullUrl"] for entry in to_bundle(report, id=key)["entry"]} for key in ("a", "b")]
    assert not ids[0] & ids[1]


def test_provenance_says_what_made_it_and_has_no_clock() -> None:
    made = to_bundle(read(SAMPLE))
    stamp = read(SAMPLE).producer
    device = resources(made, "Device")[0]
    assert {row["type"]["text"]: row["value"] for row in device["version"]}["vocabulary"] == stamp.vocabulary
    provenance = resources(made, "Provenance")[0]
    assert provenance["_recorded"]["extension"][0]["valueCode"] == "unknown"
    assert resources(to_bundle(read(SAMPLE), recorded="2026-01-31T12:00:00Z"), "Provenance")[0]["recorded"] == "2026-01-31T12:00:00Z"


def test_the_words_of_the_report_can_be_left_out() -> None:
    report = allreport.parse("Diagnosis: precursor B-cell acute lymphoblastic leukaemia.\nWBC 45,200 /cumm")
    words = ("precursor B-cell", "45,200", "cumm")
    told, silent = (json.dumps(to_bundle(report, quotes=quotes)) for quotes in (True, False))
    assert all(word in told for word in words)
    assert not [word for word in words if word in silent]
    assert '"value": 45.2' in silent


def test_it_needs_no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(socket.socket, "connect", refuse)
    assert to_bundle(read(SAMPLE))["entry"]
