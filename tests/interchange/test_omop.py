"""Rows for OMOP: what was found is measured, what was not is not, and every fact is at its place in the note."""

from __future__ import annotations

from pathlib import Path

import pytest

import allreport
from allreport.omop import Tables, to_omop

FIXTURES = sorted((Path(__file__).parents[1] / "fixtures").glob("*/*.txt"))
TEXT = """Collected: 2025-03-12
Diagnosis: B-ALL.
WBC 45.2 H x10^9/L (4.0-11.0)
FISH: BCR::ABL1 not detected. KMT2A rearrangement: not tested.
MRD by flow cytometry: positive, <0.01%.
Previous MRD: 0.5%.
"""


def rows(text: str = TEXT) -> Tables:
    return to_omop(allreport.parse(text), person="17", note="4", date="2025-04-01")


def test_a_count_has_its_loinc_code_its_unit_and_its_range() -> None:
    (row,) = [row for row in rows().measurement if row.measurement_source_value == "6690-2"]
    assert (row.value_as_number, row.unit_source_value, row.unit_vocabulary_id, row.source_vocabulary_id) == (45.2, "10*9/L", "UCUM", "LOINC")
    assert (row.range_low, row.range_high, row.measurement_date, row.person_id) == (4.0, 11.0, "2025-03-12", "17")


def test_concepts_are_left_to_the_site() -> None:
    for table in rows():
        assert table
        for row in table:
            assert {value for name, value in row._asdict().items() if name.endswith("concept_id")} == {0}


def test_absent_is_measured_and_not_tested_is_not() -> None:
    found = {row.measurement_source_value: row.value_source_value for row in rows().measurement}
    assert found["genetic_finding|BCR::ABL1|FISH"] == "absent"
    assert not [source for source in found if "KMT2A" in source]
    exists = {row.term_modifiers.split(";")[1]: row.term_exists for row in rows().note_nlp}
    assert (exists["name=BCR::ABL1"], exists["name=KMT2A rearrangement"]) == ("N", None)


def test_an_earlier_result_without_a_date_is_in_the_note_only() -> None:
    made = rows()
    assert [(row.value_as_number, row.operator_source_value) for row in made.measurement if row.measurement_source_value.startswith("mrd")] == [(0.01, "<")]
    assert [row.term_temporal for row in made.note_nlp if row.term_modifiers.startswith("field=mrd")] == ["present", "past"]


def test_no_disease_is_no_condition() -> None:
    assert [row.condition_source_value for row in rows().condition_occurrence] == ["ALL|b_all"]
    assert rows("Diagnosis: Iron deficiency anemia. No evidence of leukemia.").condition_occurrence == []


def test_the_date_of_the_caller_stands_where_the_report_has_none() -> None:
    assert {row.measurement_date for row in rows("WBC 45.2 x10^9/L").measurement} == {"2025-04-01"}
    assert {row.measurement_date for row in to_omop(allreport.parse("WBC 45.2 x10^9/L")).measurement} == {None}


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_fact_is_at_its_place_in_the_note(path: Path) -> None:
    text = path.read_bytes().decode()
    made = to_omop(allreport.parse(text)).note_nlp
    assert len(made) == len([fact for fact in allreport.facts(allreport.parse(text)) if fact.start is not None])
    for row in made:
        assert text[int(row.offset) :].startswith(row.lexical_variant or "")
