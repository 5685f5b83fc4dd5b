"""The subtype rests on findings of this patient, on a lineage that the report states, and on no contradiction."""

from __future__ import annotations

import pytest

from allreport import parse
from allreport.vocabulary.subtypes import ENTITIES

WHO = "B-lymphoblastic leukaemia/lymphoma with "

TABLE = [
    ("Diagnosis: B-ALL.\nFISH: BCR::ABL1 positive.", WHO + "BCR::ABL1 fusion", "B-ALL with t(9;22)(q34.1;q11.2)/BCR::ABL1"),
    ("Diagnosis: B-ALL.\nFISH: KMT2A rearrangement detected.", WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged"),
    ("Diagnosis: B-ALL.\nRT-PCR: KMT2A::AFF1 detected.", WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged"),
    ("Diagnosis: B-ALL.\nKaryotype: 55,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21[12]/46,XX[8]", WHO + "high hyperdiploidy", "B-ALL, hyperdiploid"),
    # a fusion stands before a ploidy class
    (
        "Diagnosis: B-ALL.\nKaryotype: 55,XX,+X,+4,+6,t(9;22)(q34;q11.2),+10,+14,+17,+18,+21,+21[12]",
        WHO + "BCR::ABL1 fusion",
        "B-ALL with t(9;22)(q34.1;q11.2)/BCR::ABL1",
    ),
    ("Diagnosis: T-ALL.\nRNA panel: STIL::TAL1 fusion detected.", None, "T-ALL with TAL1-2 rearrangement"),
    ("Diagnosis: B-ALL.\nNGS: PAX5 c.239C>G p.(Pro80Arg) VAF 45 %", None, "B-ALL with mutated PAX5 P80R"),
    # none: denied, lineage not stated, another disease, two that contradict
    ("Diagnosis: B-ALL.\nFISH: BCR::ABL1 negative.", None, None),
    ("Diagnosis: acute lymphoblastic leukemia.\nFISH: BCR::ABL1 positive.", None, None),
    ("Diagnosis: acute myeloid leukemia.\nFISH: BCR::ABL1 positive.", None, None),
    ("Diagnosis: B-ALL.\nFISH: BCR::ABL1 positive. ETV6::RUNX1 positive.", None, None),
    ("Diagnosis: B-ALL.\nFISH: BCR::ABL1 positive.\nRT-PCR: BCR::ABL1 not detected.", None, None),
]


@pytest.mark.parametrize(("text", "who", "icc"), TABLE)
def test_entity(text: str, who: str | None, icc: str | None) -> None:
    found = {subtype.scheme: subtype for subtype in parse(text).subtypes}
    assert (found["WHO-HAEM5"].value if "WHO-HAEM5" in found else None) == who
    assert (found["ICC-2022"].value if "ICC-2022" in found else None) == icc
    for subtype in found.values():
        assert subtype.basis == "derived"
        assert subtype.rests_on
        assert text[subtype.start : subtype.end] == subtype.text


def test_rows() -> None:
    assert len({entity.id for entity in ENTITIES}) == len(ENTITIES)
    for entity in ENTITIES:
        assert entity.lineage in {"B", "T"}
        assert entity.findings or entity.partners or entity.variants
