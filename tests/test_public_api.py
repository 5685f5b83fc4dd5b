"""The names that other code relies on, and the shape of a report.

`tests/schema.json` is the JSON Schema as last agreed. After a change of the models that is meant, write it anew with
`python tests/test_public_api.py` and read the difference: a new optional field raises the minor number of `schema_version`.
"""

from __future__ import annotations

import inspect
import json
import subprocess
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

import allreport

SCHEMA = Path(__file__).with_name("schema.json")
NAMES = {
    "AllReportError",
    "Course",
    "Document",
    "ExplanationError",
    "Fact",
    "InputError",
    "KaryotypeSyntaxError",
    "Outcome",
    "ParseOptions",
    "ParseTimeout",
    "Relevance",
    "Report",
    "VocabularyError",
    "course_facts",
    "facts",
    "parse",
    "parse_karyotype",
    "parse_many",
    "read_document",
    "read_documents",
    "relevance",
    "timeline",
}
COLUMNS = """
    id part patient field name status value low high comparator unit hgvs transcript allele_percent tier value_as_written unit_as_written flag
    reference_low reference_high site method timepoint specimen date date_kind timepoint_standard denominator count total target detection_limit
    quantification_limit basis review temporality certainty code_system code rule start end text section
    cutoff scale protocol
"""
FIRST = (
    "import allreport.pipeline",
    "import allreport.flat",
    "import allreport.cli",
    "import allreport.triage",
    "from allreport import parse, facts",
    "from allreport import *",
    "import allreport.course.build",
)


def written(schema: dict[str, Any]) -> str:
    return json.dumps(schema, indent=1, sort_keys=True, ensure_ascii=False) + "\n"


def test_names() -> None:
    assert set(allreport.__all__) == NAMES
    assert set(dir(allreport)) >= NAMES
    for name in NAMES:
        assert not isinstance(getattr(allreport, name), ModuleType), name
    assert not hasattr(allreport, "no_such_name")


def test_public_names_have_docstrings() -> None:
    for name in NAMES:
        assert inspect.getdoc(getattr(allreport, name)), name


@pytest.mark.parametrize("first", FIRST)
def test_functions_are_functions_whatever_was_imported_first(first: str) -> None:
    code = f"{first}\nimport allreport\nr = allreport.parse('WBC 5 x10^9/L')\nassert allreport.facts(r)\nassert allreport.relevance('').level == 'no'"
    subprocess.run([sys.executable, "-W", "error", "-c", code], check=True)  # noqa: S603


def test_import_loads_no_parser() -> None:
    code = "import sys, allreport, allreport.cli\nassert not {'pydantic', 'regex', 'dateutil'} & set(sys.modules)"
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_columns_of_facts() -> None:
    assert allreport.Fact._fields == tuple(COLUMNS.split())


def test_errors() -> None:
    assert issubclass(allreport.InputError, allreport.AllReportError)
    assert issubclass(allreport.InputError, ValueError)
    assert issubclass(allreport.KaryotypeSyntaxError, ValueError)
    assert issubclass(allreport.VocabularyError, ValueError)
    assert issubclass(allreport.ParseTimeout, TimeoutError)
    assert issubclass(allreport.ExplanationError, LookupError)


def test_misuse_raises() -> None:
    with pytest.raises(allreport.InputError, match="takes text"):
        allreport.parse(b"WBC 5")  # type: ignore[arg-type]
    with pytest.raises(allreport.InputError, match="max_chars"):
        allreport.parse("blasts 5 %", allreport.ParseOptions(max_chars=9))
    with pytest.raises(allreport.ParseTimeout):
        allreport.parse("blasts 5 %", allreport.ParseOptions(deadline=0.0))
    with pytest.raises(allreport.KaryotypeSyntaxError, match=r"\^"):
        allreport.parse_karyotype("46,XX,t(9;22", strict=True)


def test_models_are_frozen_and_closed() -> None:
    report = allreport.parse("WBC 5 x10^9/L")
    with pytest.raises(ValueError, match="frozen"):
        report.language = "de"  # type: ignore[misc]
    with pytest.raises(ValueError, match="extra"):
        allreport.Report.model_validate({**report.model_dump(), "unknown": 1})


def test_schema_is_as_agreed() -> None:
    assert written(allreport.Report.model_json_schema()) == SCHEMA.read_text("utf-8"), "changed on purpose? python tests/test_public_api.py"


if __name__ == "__main__":
    SCHEMA.write_bytes(written(allreport.Report.model_json_schema()).encode())
