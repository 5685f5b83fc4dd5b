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
    ("WBC 45.2 zorks/L", "unit_unknown", True),
    ("CSF: WBC 5 zorks/L, RBC 1 /uL", "unit_unknown", True),
    ("CSF: WBC 5 cells/cu mm, RBC 1 x10^6/L", "unit_unknown", False),
    ("WBC 4500 leuc/\u00b5L", "unit_unknown", False),
    ("WBC 45.2 cells/hpf", "unit_unknown", True),
    ("WBC 45.2 x10^7/L", "unit_unknown", True),
    ("Hb 9.1 mg/L", "unit_unknown", True),
    ("OBX|1|NM|WBC^WBC||5.6|blobs/L|5.0-14.5|N|||F", "unit_unknown", True),
    ("OBX|1|NM|WBC^WBC||5.6|10\\S\\3/uL|5.0-14.5|N|||F", "unit_unknown", False),
    ("WBC 45.2 H x10^9/L (4-11)", "unit_unknown", False),
    ("Plt 22 x1O3/uL", "unit_unknown", False),
    ("WBC 1.2.3 x10^9/L", "ambiguous_number", True),
    ("WBC 1,42,300 /cumm", "ambiguous_number", False),
    ("WBC 142.300 /mm3", "ambiguous_number", False),
    (GERMAN, "language_unsupported", True),
    ("The blasts express CD19 and CD10. There is no evidence of a fusion of the gene in this sample.", "language_unsupported", False),
]


@pytest.mark.parametrize(("text", "code", "carried"), CASES)
def test_doubt_is_said(text: str, code: str, carried: bool) -> None:
    assert (code in {issue.code for issue in allreport.parse(text).issues}) is carried
