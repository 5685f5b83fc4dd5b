"""What the rows do not show of residual disease: each target's own result, intervals, DNA, and what a correction replaced."""

from __future__ import annotations

import pytest

import allreport

TARGETS = """MRD REPORT (IG/TR PCR)
Marker                            Sensitivity    Quantitative range      TP1 (day 33)     TP2 (day 78)
1  IGH   VH3-23 / JH6             1 x 10^-5      5 x 10^-5               4 x 10^-4        pos < 5 x 10^-5
2  TRD   Vd2-Dd3                  1 x 10^-4      1 x 10^-4               3 x 10^-4        negative

Final MRD result TP2: POSITIVE, not quantifiable, below 5 x 10^-5.
"""


def test_each_target_keeps_its_own_result() -> None:
    report = allreport.parse(TARGETS)
    (result,) = report.mrd
    assert [(target.target, target.status) for target in result.targets] == [("IGH VH3-23 / JH6", "positive"), ("TRD Vd2-Dd3", "negative")]
    assert all(TARGETS[target.start : target.end] == target.text for target in result.targets)
    assert sorted(earlier.level.value for earlier in report.previous.mrd if earlier.level and earlier.level.value) == [0.03, 0.04]


def test_an_interval_is_kept_with_its_level() -> None:
    (result,) = allreport.parse("NGS MRD: 4 clonal cells per million (95% CI 1-9)").mrd
    assert result.interval is not None
    assert (result.interval.low, result.interval.high) == (0.0001, 0.0009)


@pytest.mark.parametrize(("words", "nanograms"), [("DNA input 500 ng.", 500.0), ("0.65 \u00b5g of DNA tested.", 650.0), ("Control DNA 500 ng.", None)])
def test_dna(words: str, nanograms: float | None) -> None:
    (result,) = allreport.parse(f"MRD REPORT\nIG/TR PCR: MRD negative, sensitivity 10-5.\n{words}").mrd
    assert result.dna_ng == nanograms


def test_a_corrected_result_keeps_what_it_replaces() -> None:
    (result,) = allreport.parse("MRD BY FLOW, DAY 29\nOriginal report: MRD positive, 0.4 %.\n\nAMENDED REPORT: MRD positive, 0.04 %.").mrd
    assert result.level is not None
    assert result.level.value == 0.04
    assert [other.value for other in result.alternatives] == ["0.4"]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("Second early isolated marrow relapse.", (2, "early", "isolated")),
        ("Combined relapse.", (None, None, "combined")),
        ("Very early relapse.", (None, "very_early", None)),
    ],
)
def test_relapse_is_told_apart(words: str, told: tuple[int | None, str | None, str | None]) -> None:
    (response,) = allreport.parse(words).responses
    assert (response.number, response.timing, response.extent) == told


def test_the_hint_is_no_class() -> None:
    report = allreport.parse("CSF: WBC 3 /uL, RBC 850/uL. Cytology: single lymphoblasts.")
    assert report.cns is not None
    assert report.cns.value == "positive"
    assert report.cns_hint is not None
    assert (report.cns_hint.value, report.cns_hint.basis) == ("CNS2b", "derived")
    assert report.cns_hint.rests_on == ("blasts by cytology", "WBC 3/uL", "RBC 850/uL")
