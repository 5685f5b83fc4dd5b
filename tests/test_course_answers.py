"""The findings of several documents judged together, as those of one report are."""

from __future__ import annotations

import allreport


def test_answers_of_several_documents_together() -> None:
    """What one document cannot see another explains, and findings of two documents make a third."""
    texts = {
        "marrow": "Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts.",
        "karyotype": "CYTOGENETICS\nSpecimen: bone marrow\nCollected: 2025-01-10\nKaryotype: 46,XX[20]\nNo t(12;21) was seen. ETV6::RUNX1 absent.",
        "fish": "FISH\nSpecimen: bone marrow\nCollected: 2025-01-10\nETV6::RUNX1 fusion detected in 80% of nuclei.",
        "mlpa": "MLPA\nSpecimen: bone marrow\nCollected: 2025-01-10\nIKZF1 deletion detected. ERG deletion not detected.",
        "array": "SNP ARRAY\nSpecimen: bone marrow\nCollected: 2025-01-10\nCDKN2A deletion detected.",
    }
    course = allreport.timeline({key: allreport.parse(text) for key, text in texts.items()})
    assert course.diagnosis is not None
    answers = {answer.name: (answer.status, answer.agreement) for answer in course.diagnosis.genetic_answers}
    assert answers["ETV6::RUNX1"] == ("present", "explained")
    assert answers["IKZF1plus"][0] == "present"
    assert {subtype.rests_on for subtype in course.diagnosis.subtypes} == {("ETV6::RUNX1",)}
    assert "conflict" not in {issue.code for issue in course.issues}
