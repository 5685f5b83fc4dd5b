"""`allreport diff`: what differs between two readings, and whether the report or the reader changed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from allreport import cli, parse
from allreport.compare import differences

OLD = "B-ALL.\nWBC 45.2 x10^9/L\nHb 7.9 g/dL\nCD19 positive\n"


def kinds(old: str, new: str) -> list[tuple[str, str, str | None]]:
    return [(difference.kind, difference.field, difference.name) for difference in differences(parse(old), parse(new))]


@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (OLD, []),
        (OLD.replace("45.2", "45.3"), [("changed", "cbc", "WBC")]),
        (OLD.replace("CD19 positive\n", ""), [("lost", "marker", "CD19")]),
        (OLD + "CD10 positive\n", [("gained", "marker", "CD10")]),
        ("  " + OLD, []),  # another text: places are not compared
    ],
)
def test_differences(new: str, expected: list[tuple[str, str, str | None]]) -> None:
    assert kinds(OLD, new) == expected


def test_evidence_that_moved() -> None:
    report = parse(OLD)
    data = report.model_dump()
    data["lineage"]["start"] += 1
    moved = type(report).model_validate(data)
    assert [(difference.kind, difference.field) for difference in differences(report, moved)] == [("moved", "lineage")]


def outputs(tmp_path: Path, suffix: str) -> tuple[Path, Path]:
    texts = {"a": OLD, "b": "T-ALL", "c": OLD}
    rows = tmp_path / "in.jsonl"
    paths = tmp_path / f"old.{suffix}", tmp_path / f"new.{suffix}"
    for path in paths:
        rows.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()), "utf-8")
        assert cli.main(["parse", str(rows), "-o", str(path)]) == 0
        texts = {"a": OLD, "b": "B-ALL", "d": OLD}
    return paths


@pytest.mark.parametrize("suffix", ["jsonl", "parquet"])
def test_the_command(tmp_path: Path, capfd: pytest.CaptureFixture[str], suffix: str) -> None:
    old, new = outputs(tmp_path, suffix)
    assert cli.main(["diff", str(old), str(old)]) == 0
    assert capfd.readouterr().out == "reports: same 3\n"
    assert cli.main(["diff", str(old), str(new), "--json"]) == 1
    one, totals = map(json.loads, capfd.readouterr().out.splitlines())
    assert (one["id"], one["text_changed"]) == ("b", True)
    assert totals["reports"] == {"same": 1, "text changed": 1, "only in new": 1, "only in old": 1}
    assert totals["by_field"] == {}
    assert totals["of_changed_texts"] > 0


def test_a_changed_reader(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    old, _ = outputs(tmp_path, "jsonl")
    new = tmp_path / "other.jsonl"
    new.write_text(old.read_text("utf-8").replace('"status":"positive"', '"status":"negative"'), "utf-8")
    assert cli.main(["diff", str(old), str(new)]) == 1
    shown = capfd.readouterr().out
    assert "read otherwise 2" in shown
    assert "changed by field: marker 2" in shown


@pytest.mark.parametrize("content", ["no json", '{"id": "a"}', '{"report": {"blasts": 1}}'])
def test_what_is_no_output(tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(content, "utf-8")
    assert cli.main(["diff", str(path), str(path)]) == 2
    said = capfd.readouterr().err
    assert ("line 1" in said, said.count("\n")) == (True, 1)
    assert cli.main(["diff", str(tmp_path / "none"), str(path)]) == 2
