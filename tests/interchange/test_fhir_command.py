"""`allreport parse --format fhir`: a Bundle on each line."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

import allreport
from allreport.cli import main
from allreport.fhir import to_bundle


def test_a_bundle_on_each_line(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    texts = {"a": "FISH: BCR::ABL1 not detected.", "b": "MRD by flow cytometry: negative."}
    source = tmp_path / "in.jsonl"
    source.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()), encoding="utf-8")
    assert main(["parse", str(source), "--format", "fhir"]) == 0
    made = [json.loads(line) for line in capsysbinary.readouterr().out.splitlines()]
    assert made == [to_bundle(allreport.parse(text), id=key) for key, text in texts.items()]


def test_without_the_words_of_the_report(tmp_path: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    source = tmp_path / "in.txt"
    source.write_text("Diagnosis: precursor B-cell acute lymphoblastic leukaemia.", encoding="utf-8")
    assert main(["parse", str(source), "--format", "fhir", "--no-text"]) == 0
    assert b"precursor" not in capsysbinary.readouterr().out
