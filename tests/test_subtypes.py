"""The subtype rests on findings of this patient, on a lineage that the report states, and on no contradiction."""

from __future__ import annotations

import pytest

import allreport
from allreport.model.report import Subtype
from allreport.vocabulary import subtypes as rows
from allreport.vocabulary.subtypes import ENTITIES

WHO = "B-lymphoblastic leukaemia/lymphoma with "
OTHER = WHO + "other defined genetic alterations: "
T_NOS = "T-lymphoblastic leukaemia/lymphoma, NOS"
ETP = "Early T-precursor lymphoblastic leukaemia/lymphoma"
HYPERDIPLOID = "Karyotype: 55,XX,+X,+4,+6,+10,+14,+17,+18,+21,+21[12]/46,XX[8]"
EARLY_T = "Flow cytometry: positive for cCD3, CD7, CD34, CD13; dim CD5; negative for CD1a, CD8, MPO."

# Every entity: what the report says behind its diagnosis, and the rows of the table it must give.
ENTITY = [
    ("B", "FISH: BCR::ABL1 positive.", "bcr_abl1", WHO + "BCR::ABL1 fusion", "B-ALL with t(9;22)(q34.1;q11.2)/BCR::ABL1"),
    ("B", "FISH: KMT2A rearrangement detected.", "kmt2a", WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged"),
    ("B", "RT-PCR: KMT2A::AFF1 detected.", "kmt2a", WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged"),
    ("B", "FISH: ETV6::RUNX1 fusion in 78 % of nuclei.", "etv6_runx1", WHO + "ETV6::RUNX1 fusion", "B-ALL with t(12;21)(p13.2;q22.1)/ETV6::RUNX1"),
    ("B", "RT-PCR: TCF3::PBX1 detected.", "tcf3_pbx1", WHO + "TCF3::PBX1 fusion", "B-ALL with t(1;19)(q23.3;p13.3)/TCF3::PBX1"),
    ("B", "RNA sequencing: TCF3::HLF detected.", "tcf3_hlf", WHO + "TCF3::HLF fusion", "B-ALL with HLF rearrangement"),
    ("B", "Karyotype: 46,XX,t(5;14)(q31;q32)[12]/46,XX[8]", "igh_il3", WHO + "IGH::IL3 fusion", "B-ALL with t(5;14)(q31.1;q32.3)/IL3::IGH"),
    ("B", "FISH: iAMP21 present.", "iamp21", WHO + "iAMP21", "B-ALL with iAMP21"),
    ("B", HYPERDIPLOID, "hyperdiploid", WHO + "high hyperdiploidy", "B-ALL, hyperdiploid"),
    ("B", "Karyotype: 35,XX,-2,-3,-4,-7,-9,-12,-13,-15,-16,-17,-20[15]", "low_hypodiploid", WHO + "hypodiploidy", "B-ALL, low hypodiploid"),
    ("B", "Karyotype: 27,X,+X,+14,+18,+21[14]/46,XX[6]", "near_haploid", WHO + "hypodiploidy", "B-ALL, near haploid"),
    ("B", "RNA sequencing: IGH::DUX4 detected.", "dux4", OTHER + "DUX4 rearrangement", "B-ALL with DUX4 rearrangement"),
    ("B", "RNA sequencing: MEF2D::BCL9 detected.", "mef2d", OTHER + "MEF2D rearrangement", "B-ALL with MEF2D rearrangement"),
    ("B", "RNA sequencing: EP300::ZNF384 detected.", "znf384", OTHER + "ZNF384 rearrangement", "B-ALL with ZNF384(ZNF362) rearrangement"),
    ("B", "RNA sequencing: ACIN1::NUTM1 detected.", "nutm1", OTHER + "NUTM1 rearrangement", "B-ALL with NUTM1 rearrangement"),
    ("B", "FISH: IGH::MYC fusion detected.", "ig_myc", OTHER + "IG::MYC fusion", "B-ALL with MYC rearrangement"),
    ("B", "FISH: MYC rearrangement detected.", "myc", None, "B-ALL with MYC rearrangement"),
    ("B", "RNA sequencing: PAX5::ETV6 detected.", "pax5alt", OTHER + "PAX5alt", "B-ALL with PAX5 alteration"),
    ("B", "NGS: PAX5 c.239C>G p.(Pro80Arg) VAF 45 %", "pax5_p80r", OTHER + "PAX5 p.P80R", "B-ALL with mutated PAX5 P80R"),
    ("B", "NGS: IKZF1 c.475A>T p.Asn159Tyr VAF 40 %", "ikzf1_n159y", None, "B-ALL with mutated IKZF1 N159Y"),
    ("B", "RNA sequencing: UBTF::ATXN7L3 detected.", "ubtf", None, "B-ALL with UBTF::ATXN7L3/PAN3,CDX2"),
    ("B", "RNA sequencing: IGH::CEBPE detected.", "cebpe", None, "B-ALL with mutated ZEB2 (p.H1038R)/IGH::CEBPE"),
    ("B", "NGS: ZEB2 p.His1038Arg VAF 38 %", "cebpe", None, "B-ALL with mutated ZEB2 (p.H1038R)/IGH::CEBPE"),
    ("B", "Gene expression: BCR::ABL1-like signature present.", "bcr_abl1_like", WHO + "BCR::ABL1-like features", "B-ALL, BCR::ABL1-like"),
    ("B", "RNA sequencing: EBF1::PDGFRB detected.", "abl_class", WHO + "BCR::ABL1-like features", "B-ALL, BCR::ABL1-like: ABL-1 class rearranged"),
    ("B", "FISH: P2RY8::CRLF2 detected.", "jak_stat", WHO + "BCR::ABL1-like features", "B-ALL, BCR::ABL1-like: JAK-STAT activated"),
    ("B", "Gene expression: ETV6::RUNX1-like signature present.", "etv6_runx1_like", WHO + "ETV6::RUNX1-like features", "B-ALL, ETV6::RUNX1-like"),
    ("T", "RNA panel: STIL::TAL1 fusion detected.", "tal1", None, "T-ALL with TAL1-2 rearrangement"),
    ("T", "FISH: TLX1 rearrangement detected.", "tlx1", None, "T-ALL with TLX1 rearrangement"),
    ("T", "FISH: TLX3 rearrangement detected.", "tlx3", None, "T-ALL with TLX3 rearrangement"),
    ("T", "FISH: LMO2 rearrangement detected.", "lmo", None, "T-ALL with LMO1-2 rearrangement"),
    ("T", "FISH: NKX2-1 rearrangement detected.", "nkx2", None, "T-ALL with NKX2 rearrangement"),
    ("T", "RNA sequencing: STMN1::SPI1 detected.", "spi1", None, "T-ALL with SPI1 rearrangement"),
    ("T", "RT-PCR: PICALM::MLLT10 detected.", "hoxa", None, "T-ALL with HOXA dysregulation"),
    ("T", "RNA sequencing: SET::NUP214 detected.", "hoxa", None, "T-ALL with HOXA dysregulation"),
    ("T", "FISH: KMT2A rearrangement detected.", "hoxa", None, "T-ALL with HOXA dysregulation"),
    ("T", EARLY_T, "etp", ETP, "Early T-cell precursor ALL, NOS"),
    ("T", "Flow cytometry: positive for cCD3, CD7, CD5, CD1a, CD8; negative for MPO.", "t_nos", T_NOS, None),
]

# Findings that compete: the entity that stands, or None.
COMPETING = [
    ("B", "Karyotype: 55,XX,+X,+4,+6,t(9;22)(q34;q11.2),+10,+14,+17,+18,+21,+21[12]", "bcr_abl1"),
    ("B", "FISH: BCR::ABL1 positive. MLPA: IKZF1 deletion, PAX5 deletion.", "bcr_abl1"),
    ("B", "FISH: BCR::ABL1 positive. iAMP21 present.", "bcr_abl1"),
    ("B", "FISH: BCR::ABL1 positive.\nRNA sequencing: P2RY8::CRLF2 detected.", "bcr_abl1"),
    ("B", "FISH: BCR::ABL1 positive.\nKaryotype: 35,XX,-2,-3,-4,-7,-9,-12,-13,-15,-16,-17,-20[15]", "bcr_abl1"),
    ("B", "Karyotype: 27,X,+X,+14,+18,+21[12]/54,idem×2[6]/46,XX[2]", "near_haploid"),
    ("B", "Karyotype: 35,XX,-2,-3,-4,-7,-9,-12,-13,-15,-16,-17,-20[10]/70,idem×2[6]", "low_hypodiploid"),
    ("B", "RT-PCR: ETV6::RUNX1 detected.\n" + HYPERDIPLOID, "etv6_runx1"),
    ("B", "RT-PCR: ETV6::RUNX1 detected.\nFISH: five or more clustered RUNX1 signals; iAMP21 present.", "etv6_runx1"),
    ("B", "FISH: KMT2A rearrangement detected.\nNGS: NRAS p.G12D VAF 12 %, KRAS p.G13D VAF 4 %", "kmt2a"),
    ("B", "RT-PCR: TCF3::PBX1 detected.\n" + HYPERDIPLOID, "tcf3_pbx1"),
    ("B", "FISH: iAMP21 present. P2RY8::CRLF2 detected.", "iamp21"),
    ("B", HYPERDIPLOID + "\nFISH: CRLF2 rearrangement detected.", "hyperdiploid"),
    ("B", "RNA sequencing: IGH::DUX4 detected.\nMLPA: ERG deletion, IKZF1 deletion.", "dux4"),
    ("B", "RNA sequencing: MEF2D::CSF1R detected.", "mef2d"),
    ("B", "RNA sequencing: PAX5::JAK2 detected.", "jak_stat"),
    ("B", "RNA sequencing: TCF3::ZNF384 detected.", "znf384"),
    ("B", "NGS: PAX5 p.P80R VAF 48 %.\nRNA sequencing: PAX5alt present.", "pax5_p80r"),
    ("B", "Gene expression: BCR::ABL1-like signature present.\nRNA sequencing: IGH::CRLF2 detected.", "jak_stat"),
    ("B", "Gene expression: BCR::ABL1-like signature present.\nRNA sequencing: PAX5::ETV6 detected.", "pax5alt"),
    ("B", "MLPA: PAX5 deletion, CDKN2A deletion.", None),  # secondary lesions
    ("B", "FISH: BCR::ABL1 positive. ETV6::RUNX1 positive.", None),  # two that contradict
    ("B", "FISH: BCR::ABL1 positive.\nRT-PCR: BCR::ABL1 not detected.", None),
    ("B", "FISH: BCR::ABL1 negative.", None),
    ("B", "NGS: PAX5 p.P80R, variant of uncertain significance, VAF 48 %", None),
    ("T", "FISH: BCL11B::TLX3 detected.", "tlx3"),
    ("T", "RNA sequencing: NUP214::ABL1 detected.", None),  # a secondary lesion in T-ALL
]


def derived(text: str) -> dict[str, Subtype]:
    return {subtype.scheme: subtype for subtype in allreport.parse(text).subtypes if subtype.basis == "derived"}


@pytest.mark.parametrize(("lineage", "told", "rule", "who", "icc"), ENTITY, ids=[f"{row[2]}-{number}" for number, row in enumerate(ENTITY)])
def test_entity(lineage: str, told: str, rule: str, who: str | None, icc: str | None) -> None:
    text = f"Diagnosis: {lineage}-ALL.\n{told}"
    found = derived(text)
    assert (found["WHO-HAEM5"].value if "WHO-HAEM5" in found else None) == who
    assert (found["ICC-2022"].value if "ICC-2022" in found else None) == icc
    for subtype in found.values():
        assert subtype.rule == f"subtype.{rule}"
        assert subtype.rests_on
        assert text[subtype.start : subtype.end] == subtype.text


@pytest.mark.parametrize(("lineage", "told", "rule"), COMPETING, ids=[f"{row[2]}-{number}" for number, row in enumerate(COMPETING)])
def test_competing(lineage: str, told: str, rule: str | None) -> None:
    found = derived(f"Diagnosis: {lineage}-ALL.\n{told}")
    assert {subtype.rule for subtype in found.values()} == ({f"subtype.{rule}"} if rule else set())
    assert all(subtype.rests_on for subtype in found.values())


@pytest.mark.parametrize("disease", ["acute lymphoblastic leukemia", "acute myeloid leukemia"])
def test_no_subtype_without_lineage_or_in_another_disease(disease: str) -> None:
    assert allreport.parse(f"Diagnosis: {disease}.\nFISH: BCR::ABL1 positive.").subtypes == ()


def test_every_entity_has_a_row_here() -> None:
    told = {row[2] for row in ENTITY}
    assert {entity.id for entity in ENTITIES} <= told


def test_what_is_missing() -> None:
    subtype = derived("Diagnosis: B-ALL.\nFISH: BCR::ABL1 negative, KMT2A not rearranged.\n" + HYPERDIPLOID)["WHO-HAEM5"]
    assert "BCR::ABL1" not in subtype.missing
    assert "KMT2A rearrangement" not in subtype.missing
    assert "ETV6::RUNX1" in subtype.missing
    report = allreport.parse("Diagnosis: B-ALL.\nFISH: BCR::ABL1 negative.")
    assert report.subtypes == ()
    assert "KMT2A rearrangement" in report.subtypes_missing
    assert "BCR::ABL1" not in report.subtypes_missing


NEGATIVE = (
    "Diagnosis: B-ALL.\nKaryotype: 46,XX[20]\nFISH: BCR::ABL1, ETV6::RUNX1, KMT2A, TCF3, IGH, MYC and iAMP21 negative.\n"
    "RNA sequencing: no BCR::ABL1-like signature; DUX4 rearrangement, MEF2D rearrangement, ZNF384 rearrangement, NUTM1 rearrangement "
    "and PAX5 rearrangement not detected.\n"
)


def test_not_otherwise_specified() -> None:
    assert derived(NEGATIVE)["WHO-HAEM5"].value == rows.B_NOS.who
    assert "ICC-2022" not in derived(NEGATIVE)  # two of its entities were not looked for
    assert derived(NEGATIVE.replace("DUX4 rearrangement, ", "")) == {}
    assert derived(NEGATIVE + "Flow cytometry: DNA index 1.20.") == {}  # possibly hyperdiploid


def test_what_the_report_names_stands_apart() -> None:
    report = allreport.parse("DIAGNOSIS\nB-ALL with BCR::ABL1 fusion.\n\nFISH\nBCR::ABL1 fusion in 88 % of nuclei.")
    assert sorted((subtype.basis, subtype.scheme) for subtype in report.subtypes) == [
        ("derived", "ICC-2022"),
        ("derived", "WHO-HAEM5"),
        ("stated", "ICC-2022"),
        ("stated", "WHO-HAEM5"),
    ]
    assert not any(issue.field == "subtype" for issue in report.issues)
    report = allreport.parse("DIAGNOSIS\nEarly T-cell precursor ALL (ETP-ALL).")
    assert [subtype.basis for subtype in report.subtypes] == ["stated", "stated"]


def test_a_name_that_the_findings_contradict() -> None:
    report = allreport.parse("DIAGNOSIS\nB-ALL, NOS.\n\nFISH\nBCR::ABL1 fusion in 88 % of nuclei.")
    assert any(issue.field == "subtype" and issue.code == "conflict" for issue in report.issues)


def test_early_t_is_a_hint() -> None:
    for subtype in derived("Diagnosis: T-ALL.\n" + EARLY_T).values():
        assert subtype.certainty == "possible"
        assert {"CD1a", "CD8", "CD5", "CD34"} <= set(subtype.rests_on)
    assert derived("Diagnosis: T-ALL.\n" + EARLY_T.replace("CD1a, ", "")) == {}  # not looked for


def test_codes() -> None:
    codes = {(code.system.rsplit("/", 1)[-1], code.code) for code in derived("Diagnosis: B-ALL.\nFISH: BCR::ABL1 positive.")["WHO-HAEM5"].codes}
    assert codes == {("icd-o-3", "9812/3"), ("Thesaurus.owl", "C80331"), ("sct", "450950002")}


def test_rows() -> None:
    assert len({entity.id for entity in ENTITIES}) == len(ENTITIES)
    for entity in ENTITIES:
        assert entity.lineage in {"B", "T"}
        assert entity.findings or entity.partners or entity.variants
