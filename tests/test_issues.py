"""What is in doubt says so: a text, a code of docs/issues.md, and whether the report carries it."""

from __future__ import annotations

import pytest

import allreport

GERMAN = "Der Patient wurde mit der Verdachtsdiagnose einer akuten Leukämie in die Klinik und auf die Station verlegt. Das ist nicht die Regel. " * 4

CASES = [
    ("MRD by flow: negative.", "low_sensitivity", True),
    ("MRD by PCR negative, LOD 0.1%", "low_sensitivity", True),
    ("MRD by flow: negative (<0.01%).", "low_sensitivity", False),
    ("MRD by flow: 0.5%, sensitivity 0.1%", "low_sensitivity", False),
    ("Collected: 03/04/2025", "ambiguous_date", True),
    ("Collected: 13/04/2025", "ambiguous_date", False),
    ("WBC 5.4", "unit_missing", True),
    ("WBC 5.4 x10^9/L", "unit_missing", False),
    (GERMAN, "language_unsupported", True),
    ("The blasts express CD19 and CD10. There is no evidence of a fusion of the gene in this sample.", "language_unsupported", False),
]


@pytest.mark.parametrize(("text", "code", "carried"), CASES)
def test_doubt_is_said(text: str, code: str, carried: bool) -> None:
    assert (code in {issue.code for issue in allreport.parse(text).issues}) is carried
