"""`allreport evaluate` and `allreport annotate`: a laboratory's own measure."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allreport import cli, parse
from allreport.evaluate.draft import draft
from gold import REPORTS, problems

TEXT = "FINAL DIAGNOSIS:\nB-ALL.\nWBC 45.2 x10^9/L\nBone marrow blasts 92 %.\nCD19 positive, CD3 negative\n"
GOLD = {
    "disease": "ALL",
    "lineage": "T",
    "cbc": [{"analyte": "WBC", "value_canonical": 45.2}, {"analyte": "HGB", "value_canonical": 9}],
    "immunophenotype": [{"marker": "CD19", "status": "positive"}],
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "a.txt").write_text(TEXT, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(GOLD), "utf-8")
    return tmp_path


def test_figures(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", str(folder), "--json"]) == 0
    data = json.loads(capfd.readouterr().out)
    counts = {name: (one["right"], one["wrong"], one["missed"]) for name, one in data["fields"].items()}
    assert counts == {"disease": (1, 0, 0), "lineage": (0, 1, 1), "cbc": (1, 0, 1), "marker": (1, 1, 0)}
    assert data["reviews"] == {"none": {"rows": 3, "precision": 0.6667}}
    assert [(error["report"], error["field"]) for error in data["errors"]] == [("a", "lineage"), ("a", "cbc"), ("a", "marker")]


def test_the_table_and_the_threshold(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert cli.main(["evaluate", str(folder), "--errors", "--fail-under", "0.5"]) == 0
    shown = capfd.readouterr().out
    assert "want T, got B" in shown
    assert "all fields" in shown
    assert cli.main(["evaluate", str(folder), "--fail-under", "0.99"]) == 1


def test_what_cannot_be_scored(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(SystemExit, match="2"):
        cli.main(["evaluate", str(tmp_path / "empty")])
    (folder / "b.json").write_text("{", "utf-8")
    assert cli.main(["evaluate", str(folder)]) == 2
    assert "b.json" in capfd.readouterr().err


@pytest.mark.parametrize("path", sorted(REPORTS.glob("*.txt"))[::9], ids=lambda path: path.stem)
def test_a_draft_is_gold_and_agrees_with_its_parser(path: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    text = path.read_text("utf-8")
    made = draft(parse(text))
    assert problems(made, text) == []
    (tmp_path / "a.txt").write_text(text, "utf-8")
    (tmp_path / "a.json").write_text(json.dumps(made), "utf-8")
    assert cli.main(["evaluate", str(tmp_path), "--errors", "--fail-under", "0.999"]) == 0, capfd.readouterr().out


def test_drafts_are_not_written_over_work(tmp_path: Path) -> None:
    report, out = tmp_path / "report.txt", tmp_path / "gold" / "r.json"
    out.parent.mkdir()
    report.write_text(TEXT, "utf-8")
    assert cli.main(["annotate", str(report), "-o", str(out)]) == 0
    assert out.with_suffix(".txt").read_text("utf-8") == TEXT
    assert json.loads(out.read_text("utf-8"))["lineage"] == "B"
    with pytest.raises(SystemExit, match="2"):
        cli.main(["annotate", str(report), "-o", str(out)])
    assert cli.main(["annotate", str(tmp_path / "none.txt")]) == 1
