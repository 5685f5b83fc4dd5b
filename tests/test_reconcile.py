"""Answers of several tests to one genetic question, and what findings amount to together."""

from __future__ import annotations

import pytest

import allreport

# What two tests say, the question, the answer to it, and how they agree.
TABLE = [
    ("Karyotype: 46,XX[20]\nFISH: ETV6::RUNX1 fusion in 82 % of nuclei.", "ETV6::RUNX1", "present", "agreed"),
    ("FISH: BCR::ABL1 positive.\nRT-PCR: BCR::ABL1 detected.", "BCR::ABL1", "present", "agreed"),
    ("FISH: BCR::ABL1 negative.\nRT-PCR: BCR::ABL1 not detected.", "BCR::ABL1", "absent", "agreed"),
    ("FISH: BCR::ABL1 positive.\nRT-PCR: BCR::ABL1 not detected.", "BCR::ABL1", "present", "conflict"),
    ("FISH: KMT2A rearrangement not detected.\nRT-PCR: KMT2A::AFF1 detected.", "KMT2A rearrangement", "present", "conflict"),
    ("FISH: CRLF2 rearrangement not detected.\nRNA sequencing: P2RY8::CRLF2 detected.", "CRLF2 rearrangement", "present", "explained"),
    ("FISH: IKZF1 deletion not detected.\nMLPA: IKZF1 deletion (exons 4-7).", "IKZF1 deletion", "present", "explained"),
    ("FISH: CDKN2A deletion in 12 % of nuclei.\nSNP array: no copy number change of CDKN2A.", "CDKN2A deletion", "present", "explained"),
    ("FISH: BCR::ABL1 is pending.\nRT-PCR: BCR::ABL1 detected.", "BCR::ABL1", "present", "agreed"),
]


@pytest.mark.parametrize(("text", "name", "status", "agreement"), TABLE)
def test_answers(text: str, name: str, status: str, agreement: str) -> None:
    report = allreport.parse(text)
    found = next(answer for answer in report.genetic_answers if answer.name == name)
    assert (found.status, found.agreement) == (status, agreement)
    assert bool(found.reasons) is (agreement == "explained")
    assert any(issue.code == "conflict" and issue.field == "genetic_finding" for issue in report.issues) is (agreement == "conflict")
    assert all(text[evidence.start : evidence.end] == evidence.text for evidence in found.evidence)
    assert len({evidence.method for evidence in found.evidence}) == len(found.evidence)


def test_a_finding_that_tests_disagree_on_is_to_be_checked() -> None:
    report = allreport.parse("FISH: BCR::ABL1 positive.\nRT-PCR: BCR::ABL1 not detected.")
    assert {finding.review for finding in report.genetic_findings} == {"check"}


# Findings that follow from others: the text, the name, its certainty; None where it does not follow.
FOLLOWED = [
    ("MLPA: IKZF1 deletion, CDKN2A deletion; ERG normal.", "IKZF1plus", "stated"),
    ("MLPA: IKZF1 deletion, PAX5 deletion.", "IKZF1plus", "possible"),
    ("MLPA: IKZF1 deletion, PAX5 deletion, ERG deletion.", "IKZF1plus", None),
    ("MLPA: IKZF1 deletion; CDKN2A, PAX5, ERG normal.", "IKZF1plus", None),
    ("FLOW CYTOMETRY: CRLF2 (TSLPR) overexpressed on 95 % of blasts.", "CRLF2 overexpression", "stated"),
    ("FLOW CYTOMETRY: TSLPR negative.", "CRLF2 overexpression", None),
]


@pytest.mark.parametrize(("text", "name", "certainty"), FOLLOWED)
def test_what_follows(text: str, name: str, certainty: str | None) -> None:
    found = [finding for finding in allreport.parse(text).genetic_findings if finding.name == name]
    assert [finding.certainty for finding in found] == ([certainty] if certainty else [])
    assert all(finding.basis == "derived" and finding.rests_on for finding in found)


# What belongs to a finding or variant beside its name.
def test_ratio_and_length_of_a_duplication() -> None:
    finding = allreport.parse("NGS: FLT3-ITD positive, allelic ratio 0.45, length 36 bp.").genetic_findings[0]
    assert (finding.name, finding.ratio, finding.length) == ("FLT3-ITD", 0.45, 36)


def test_peaks_of_the_dna_index() -> None:
    found = {finding.name: finding.ratio for finding in allreport.parse("DNA index 0.98 and 1.21").genetic_findings}
    assert (found["DNA index"], found["DNA index, second peak"]) == (0.98, 1.21)


VARIANTS = [
    ("NGS: TP53 NM_000546.6:c.524G>A p.(Arg175His), VAF 42.5 %, depth 1,240x, Tier I", ("c.524G>A", "p.(Arg175His)", "NM_000546.6", 42.5, 1240, "I", None)),
    ("NGS: TP53 c.524G>A (p.Arg175His) VAF: 42%", ("c.524G>A", "p.Arg175His", None, 42.0, None, None, None)),
    ("NGS: TP53 R175H (42%)", (None, "R175H", None, 42.0, None, None, None)),
    ("NGS: NOTCH1 p.P2514Rfs*4 (VAF 0.31), likely pathogenic", (None, "p.P2514Rfs*4", None, 31.0, None, None, "likely pathogenic")),
    (
        "NGS\nGene\tTranscript\tcDNA\tProtein\tVAF (%)\tDepth\tTier\nTP53\tNM_000546.6\tc.524G>A\tp.(Arg175His)\t42.5\t1240\tI",
        ("c.524G>A", "p.(Arg175His)", "NM_000546.6", 42.5, 1240, "I", None),
    ),
    ("Gene | Variant | VAF | Class\nPHF6 | c.820C>T; p.Arg274* | 80% | Pathogenic", ("c.820C>T", "p.Arg274*", None, 80.0, None, None, "pathogenic")),
    ("NGS: KRAS c.35G>A p.G12D (VUS) VAF 50%", ("c.35G>A", "p.G12D", None, 50.0, None, None, "uncertain significance")),
    ("NGS: c.182A>G p.(Gln61Arg) in NRAS, VAF 18%", ("c.182A>G", "p.(Gln61Arg)", None, 18.0, None, None, None)),
]


@pytest.mark.parametrize(("text", "wanted"), VARIANTS)
def test_variant(text: str, wanted: tuple[object, ...]) -> None:
    (variant,) = allreport.parse(text).variants
    assert (variant.coding, variant.protein, variant.transcript, variant.allele_percent, variant.depth, variant.tier, variant.significance) == wanted


def test_two_variants_of_one_gene() -> None:
    found = [(variant.protein, variant.allele_percent) for variant in allreport.parse("NGS: NRAS p.Gly12Asp (12 %), p.Gly13Asp (5 %)").variants]
    assert found == [("p.Gly12Asp", 12.0), ("p.Gly13Asp", 5.0)]


NO_VARIANT = ["NGS: TP53 p.R175H not detected.", "JAK2 V617F: not detected.", "NGS: TPMT c.719A>G, VAF 50 %.", "Analysis for NRAS p.G12D is advised."]


@pytest.mark.parametrize("text", NO_VARIANT)
def test_no_variant(text: str) -> None:
    assert allreport.parse(text).variants == ()


def test_what_is_no_hgvs_is_an_issue() -> None:
    report = allreport.parse("NGS: NOTCH1 p.Leu1600Pxx VAF 20 %")
    assert [(issue.code, issue.field) for issue in report.issues if issue.field == "variant"] == [("unparsed", "variant")]
    assert report.variants[0].protein == "p.Leu1600Pxx"
