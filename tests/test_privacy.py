"""Nothing that a report says is in an error, a log or a warning; nothing leaves the machine; no name is in the model."""

from __future__ import annotations

import json
import logging
import socket
import subprocess
import sys
import tempfile
import traceback
import warnings
from pathlib import Path
from typing import Any, NoReturn

import pytest
from pydantic import BaseModel, ValidationError

from allreport import InputError, ParseOptions, ParseTimeout, Report, cli, facts, parse, parse_karyotype, relevance
from allreport.model.base import Model

NAME, NUMBER, BIRTH, STREET = "Quillfeather", "T998877", "17/08/1961", "Umbrella Lane"
TEXT = f"""Patient: {NAME}, Zebulon   MRN: {NUMBER}   DOB: {BIRTH}   Address: 12 {STREET}
Referring physician: Dr. {NAME}-Moss   Age: 63 Y   Sex: M   Collected: 12/03/2025
FINAL DIAGNOSIS: B-lymphoblastic leukemia. Bone marrow blasts 92 %.
WBC 45.2 x10^9/L
Karyotype: 46,XY,t(9;22)(q34;q11.2)[18]/46,XY[2]
MRD day 29: 0.03 %
Comment: discussed with Mr {NAME} and his wife on the telephone.
"""
IDENTIFIERS = (NAME, "Zebulon", NUMBER, BIRTH, STREET)


def subclasses(model: type[BaseModel]) -> list[type[BaseModel]]:
    return [model, *(below for child in model.__subclasses__() for below in subclasses(child))]


def assert_silent(shown: str) -> None:
    for word in IDENTIFIERS:
        assert word not in shown


def test_no_identifier_in_the_model() -> None:
    report = parse(TEXT)
    assert report.disease is not None
    assert report.patient.age_years == 63
    assert_silent(report.model_dump_json())
    assert_silent(repr(report))
    assert_silent(repr(facts(report)))
    assert_silent(repr(relevance(TEXT)))


def test_a_report_keeps_no_source() -> None:
    """Evidence is cut to the finding: together far less than the report."""
    text = "The specimen was handled with the usual care. " * 200 + "Bone marrow blasts 92 %."
    assert len(parse(text).model_dump_json()) < len(text) / 2


def test_dates_can_be_left_out() -> None:
    shown = parse(TEXT, ParseOptions(dates="drop")).model_dump_json()
    assert "2025" not in shown
    assert "12/03" not in shown


def test_every_model_hides_its_input() -> None:
    assert len(subclasses(Model)) > 20
    for model in subclasses(Model):
        assert model.model_config.get("hide_input_in_errors") is True, model


@pytest.mark.parametrize(
    "data",
    [
        {"disease": NAME},
        {"language": [NAME]},
        {"patient": {"age": {"value": NAME}}},
        {NUMBER: 1},
    ],
    ids=["disease", "language", "age", "unknown key"],
)
def test_validation_errors_hide_values(data: dict[str, Any]) -> None:
    base = json.loads(parse("B-ALL").model_dump_json())
    with pytest.raises(ValidationError) as caught:
        Report.model_validate({**base, **data})
    assert NAME not in "".join(traceback.format_exception_only(caught.value))
    with pytest.raises(ValidationError) as caught:
        Report.model_validate_json(json.dumps({**base, **data}))
    assert NAME not in str(caught.value)


@pytest.mark.parametrize("broken", [TEXT[:200].encode(), None, 7, [TEXT]], ids=["bytes", "None", "int", "list"])
def test_misuse_does_not_show_the_input(broken: Any) -> None:
    with pytest.raises(InputError) as caught:
        parse(broken)
    assert_silent(f"{caught.value} {caught.value!r} {caught.value.args}")


def test_limits_do_not_show_the_input() -> None:
    with pytest.raises(InputError) as long:
        parse(TEXT, ParseOptions(max_chars=10))
    with pytest.raises(ParseTimeout) as late:
        parse(TEXT, ParseOptions(deadline=0.0))
    assert_silent(f"{long.value!r} {late.value!r}")


def test_issues_hold_no_report_text() -> None:
    """Messages may name a field or an analyte, never what a report says; spans point at the place."""
    text = f"WBC 5 and WBC 99 x10^9/L {NAME}. Hemoglobin 912 g/dL {NAME}. Karyotype: 46,XX,t(9;22)({NAME})[20]. Collected: 03/04/2025 {NAME}"
    report = parse(text)
    assert report.issues
    for issue in report.issues:
        assert NAME not in issue.message
    for issue in parse_karyotype(f"46,XX,{NAME}[20]").issues:
        assert NAME not in issue.message


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.txt", TEXT.encode() + "ä".encode() + b"\xff"),
        ("a.txt", TEXT.encode("utf-16")[:-1]),
        ("a.pdf", b"%PDF-1.7\n" + TEXT.encode()),
        ("a.rtf", b"{\\rtf1 " + TEXT.encode()),
        ("a.docx", b"PK\x03\x04" + TEXT.encode()),
        ("a.hl7", b"MSH|^~\\&|||||||ADT^A08\rOBX|1|TX|||" + TEXT.encode()),
        ("a.json", b"{" + TEXT.encode()),
        ("a.csv", TEXT.encode()),
        ("a.parquet", b"PAR1" + TEXT.encode()),
        ("a.jsonl", TEXT.encode()),
        ("a.jsonl", json.dumps({"text": [TEXT]}).encode()),
        ("a.jsonl", json.dumps({"text": TEXT}).encode()[:-2]),
        ("a.jsonl", json.dumps([TEXT]).encode()),
    ],
)
def test_error_records_hold_no_report_text(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str, content: bytes) -> None:
    (tmp_path / name).write_bytes(content)
    assert cli.main(["parse", str(tmp_path / name)]) == 1
    out, err = capfd.readouterr()
    assert out == ""
    assert_silent(err)
    assert "DIAGNOSIS" not in err


def test_no_network_no_log_no_warning_no_file(monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    def refuse(*_: object, **__: object) -> NoReturn:
        raise AssertionError("reading a report opens nothing")

    parse(TEXT)  # whatever is loaded at first use
    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "create_connection", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr("builtins.open", refuse)
    monkeypatch.setattr(tempfile, "mkstemp", refuse)
    with warnings.catch_warnings(), caplog.at_level(logging.DEBUG):
        warnings.simplefilter("error")
        report = parse(TEXT)
        facts(report)
        report.model_dump_json()
        relevance(TEXT)
    monkeypatch.undo()
    assert caplog.records == []
    assert capfd.readouterr() == ("", "")


def test_first_reading_opens_no_connection() -> None:
    """In a fresh process, the loading of tables included."""
    code = (
        "import sys\n"
        "def watch(event, arguments):\n"
        "    if event.startswith('socket.') or event in {'subprocess.Popen', 'os.system'}: raise SystemExit(event)\n"
        "sys.addaudithook(watch)\n"
        "import allreport\n"
        "allreport.parse('WBC 45.2 x10^9/L')\n"
    )
    subprocess.run([sys.executable, "-c", code], check=True)  # noqa: S603


def test_nothing_keeps_texts() -> None:
    """No cache of the package is keyed by report text: a word of a report that was read is nowhere in its modules."""
    word = "qqxzv" + NAME.lower()
    parse(f"{TEXT} {word} WBC 45.2 x10^9/L {word}: CD19 positive, {word}")
    for name, module in list(sys.modules.items()):
        if name.startswith("allreport"):
            for value in vars(module).values():
                cached = getattr(value, "cache_parameters", None)
                if cached is None:
                    assert not (isinstance(value, (dict, list, set)) and word in repr(value)), name
