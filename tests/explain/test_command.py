"""`allreport explain` on the command line, the catalogue, and the pages of the documentation that are made from the library."""

from __future__ import annotations

import csv
import io
import json
import runpy
from datetime import date
from pathlib import Path

import pytest

import allreport
from allreport.cli import main
from allreport.explain.library import LANGUAGES, library

ROOT = Path(__file__).parent.parent.parent
SAMPLE = str(ROOT / "src" / "allreport" / "data" / "sample.txt")


def output(capfdbinary: pytest.CaptureFixture[bytes], *arguments: str) -> str:
    assert main(["explain", *arguments]) == 0
    return capfdbinary.readouterr().out.decode()


def test_the_four_formats(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    assert output(capfdbinary, SAMPLE).startswith("THE REPORT IN PLAIN WORDS")
    assert output(capfdbinary, SAMPLE, "--format", "markdown").startswith("# The report in plain words")
    assert output(capfdbinary, SAMPLE, "--format", "html", "--language", "es", "--reader", "parent_of_child").startswith('<!DOCTYPE html>\n<html lang="es">')
    assert json.loads(output(capfdbinary, SAMPLE, "--format", "json"))["schema_version"] == "1.0"


def test_json_is_told_from_text(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    """By its first character: a report alone, or beside its id."""
    report = allreport.parse(Path(SAMPLE).read_text("utf-8")).model_dump_json()
    for content in (report, f'{{"id": 1, "report": {report}}}'):
        path = tmp_path / "report.dat"
        path.write_text(content, encoding="utf-8")
        page = json.loads(output(capfdbinary, str(path), "--format", "json"))
        assert len(page["blocks"]) > 20
        assert page["lines"] == []


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        ((SAMPLE, "--reader", "adult_self"), "explanation"),  # the sample is of a child
        (("no/such/file.txt",), "input"),
        ((SAMPLE, "--site", "no/such/site.toml"), "explanation"),
    ],
)
def test_failures_are_records(capfdbinary: pytest.CaptureFixture[bytes], arguments: tuple[str, ...], code: str) -> None:
    assert main(["explain", *arguments]) == 1
    record = json.loads(capfdbinary.readouterr().err)
    assert record["error"] == code
    assert set(record) == {"id", "error", "message"}


def test_a_json_that_is_no_report(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    for content in ("{", '{"a": 1}', '{"report": [1]}'):
        path.write_text(content, encoding="utf-8")
        assert main(["explain", str(path)]) == 1
        assert json.loads(capfdbinary.readouterr().err)["error"] == "input"


@pytest.mark.parametrize("arguments", [(), (SAMPLE, "--catalogue", "csv"), (SAMPLE, "--signed-only"), (SAMPLE, "--today", "soon"), (SAMPLE, "--reveal", "survival")])
def test_wrong_usage(arguments: tuple[str, ...]) -> None:
    with pytest.raises(SystemExit) as ended:
        main(["explain", *arguments])
    assert ended.value.code == 2


def test_doors_open_on_the_command_line(capfdbinary: pytest.CaptureFixture[bytes], tmp_path: Path) -> None:
    path = tmp_path / "report.txt"
    path.write_text("DIAGNOSIS: B-ALL.\nPrognosis is adverse.\n", encoding="utf-8")
    assert "adverse" not in output(capfdbinary, str(path))
    assert "adverse" in output(capfdbinary, str(path), "--reveal", "report_outlook")


def test_the_catalogue_is_whole(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    """Every text for every reader in every language, with a hash of its own."""
    rows = list(csv.DictReader(io.StringIO(output(capfdbinary, "--catalogue", "csv"))))
    readers = {"adult_self", "parent_of_child", "teen_self", "family_of_adult", "neutral"}
    for language in LANGUAGES:
        covered: dict[str, set[str]] = {}
        for row in rows:
            if row["language"] == language:
                covered.setdefault(row["id"], set()).update(row["reader"].split())
                assert row["trigger"]
                assert row["sources"]
                assert row["measure"]
        assert set(covered) == set(library().entries)
        assert all(found == readers for found in covered.values())
    assert len({row["hash"] for row in rows}) == len({(row["id"], row["text"]) for row in rows})
    html = output(capfdbinary, "--catalogue", "html")
    assert html.count("<tr>") == len(rows) + 1
    assert "<script" not in html


def test_what_falls_due() -> None:
    due = runpy.run_path(str(ROOT / "docs" / "review_due.py"))["due"]
    assert list(due(date(2026, 11, 24), 30)) == []
    sensitive = {entry.id for entry in library().entries.values() if entry.kind == "sensitive"}
    assert {name for _, name in due(date(2027, 4, 1), 60)} == sensitive


def test_the_gallery_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_gallery.py"))["page"]()
    assert made == (ROOT / "docs" / "explanations-gallery.md").read_text("utf-8"), "run python docs/make_gallery.py"
    assert made.count("\n## ") == 10
