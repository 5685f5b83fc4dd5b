"""Long runs: workers, order, kills, time bounds, formats, ids; nothing lost, nothing twice."""

from __future__ import annotations

import csv
import io
import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pyarrow.parquet
import pytest

import allreport
from allreport import Document, Fact, Report, cli, facts, parse, parse_many
from allreport.rows_out import cell, fact_columns

KILLER = """
import os, time
class PdfiumError(Exception): pass
class PdfDocument:
    def __init__(self, data):
        if b"dies" in data: os._exit(3)
        time.sleep(60)
"""
TEXT = "B-ALL.\nWBC 45.2 x10^9/L\nCD19 positive\n"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Twelve reports, two of which are bad."""
    place = tmp_path / "in"
    place.mkdir()
    for number in range(12):
        (place / f"{number:02}.txt").write_text(f"B-ALL.\nWBC {number + 1}.5 x10^9/L\n", "utf-8")
    (place / "03.txt").write_bytes(b"")
    (place / "07.pdf").write_bytes(b"%PDF-1.4 cut off")
    return place


def command(*arguments: object, **more: Any) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-m", "allreport", *map(str, arguments)], stdout=subprocess.PIPE, stderr=subprocess.PIPE, **more)  # noqa: S603


def lines(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def started(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    try:
        status = cli.main([str(argument) for argument in arguments])
    except SystemExit as stop:
        status = int(stop.code or 0)
    return status, *capfd.readouterr()


# --- workers


def test_workers_give_what_one_process_gives(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    outputs = []
    for jobs in (1, 3):
        out, errors = tmp_path / f"{jobs}.jsonl", tmp_path / f"{jobs}.errors"
        assert started(capfd, "parse", folder, "-o", out, "--errors", errors, "--jobs", jobs)[0] == 1
        outputs.append((out.read_bytes(), errors.read_bytes()))
    assert outputs[0] == outputs[1]
    assert [Path(line["id"]).name for line in lines(tmp_path / "3.jsonl")] == [f"{number:02}.txt" for number in range(12) if number != 3]
    assert [line["error"] for line in lines(tmp_path / "3.errors")] == ["empty", "damaged"]


def test_a_dead_worker_and_a_late_one_cost_one_record_each(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "pypdfium2.py").write_text(KILLER, "utf-8")
    (folder / "05.pdf").write_bytes(b"%PDF-1.4 dies")
    out, errors = tmp_path / "out.jsonl", tmp_path / "errors.jsonl"
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join([str(tmp_path), *sys.path])}
    done = command("parse", folder, "-o", out, "--errors", errors, "--jobs", 2, "--time-limit", 8, env=environment)
    done.communicate(timeout=120)
    assert done.returncode == 1
    assert [Path(line["id"]).name for line in lines(out)] == [f"{number:02}.txt" for number in range(12) if number != 3]
    assert [(Path(line["id"]).name, line["error"]) for line in lines(errors)] == [("03.txt", "empty"), ("05.pdf", "worker_died"), ("07.pdf", "timeout")]


def test_parse_many() -> None:
    documents: list[Document | str] = [TEXT, Document("", id="blank"), Document(TEXT, id="x", part="2", patient="p"), Document("x" * 6_000_000, id="long")]
    for jobs in (1, 2):
        first, blank, third, long = parse_many(iter(documents), jobs=jobs)
        assert (first.id, first.error, first.report) == (0, None, parse(TEXT))
        assert blank.report is not None
        assert (third.id, third.part, third.patient, third.report) == ("x", "2", "p", parse(TEXT))
        assert (long.id, long.error, long.report) == ("long", "too_long", None)


def test_parse_many_takes_documents_as_it_needs_them() -> None:
    taken = 0

    def endless() -> Any:
        nonlocal taken
        while True:
            taken += 1
            yield "B-ALL"

    found = parse_many(endless(), jobs=2)
    assert next(found).report is not None
    assert taken < 200
    found.close()


def test_workers_need_no_main_guard(tmp_path: Path) -> None:
    """In a script without `if __name__`, and in one that comes over standard input, as from a notebook."""
    code = "import allreport\nprint([outcome.report.lineage.value for outcome in allreport.parse_many(['B-ALL', 'T-ALL'], jobs=2)])\n"
    script = tmp_path / "script.py"
    script.write_text(code, "utf-8")
    for arguments, given in (([str(script)], b""), (["-"], code.encode())):
        done = subprocess.run([sys.executable, *arguments], input=given, capture_output=True, check=True)  # noqa: S603
        assert done.stdout.split() == [b"['B',", b"'T']"]


# --- kills


@pytest.mark.parametrize("seed", range(10))
def test_a_killed_run_goes_on(tmp_path: Path, seed: int) -> None:
    """Killed at random moments, workers with it (they end with their parent), until a run comes through."""
    rows = tmp_path / "in.jsonl"
    content = [{"id": number, "text": TEXT if number % 7 else ""} for number in range(300)]
    rows.write_text("".join(json.dumps(row) + "\n" for row in content), "utf-8")
    out, errors = tmp_path / "out.jsonl", tmp_path / "errors.jsonl"
    moments = random.Random(seed)  # noqa: S311  no secret
    jobs = 1 + seed % 2
    for attempt in range(20):
        running = command("parse", rows, "-o", out, "--errors", errors, "--resume", "--jobs", jobs)
        try:
            running.communicate(timeout=moments.uniform(0.3, 1.5) if attempt < 4 else 120)
        except subprocess.TimeoutExpired:
            running.kill()
            running.communicate()
        else:
            break
    assert running.returncode == 1
    assert [line["id"] for line in lines(out)] == [number for number in range(300) if number % 7]
    assert [line["id"] for line in lines(errors)] == [f"{number}" if isinstance(number, str) else number for number in range(0, 300, 7)]


def test_a_cut_output_is_mended(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """What was written beyond the last record of the run is cut off, half lines included."""
    monkeypatch.setattr("allreport.commands.parse.COMMIT", 2)
    out, errors = tmp_path / "out.csv", tmp_path / "errors.jsonl"
    arguments = ("parse", folder, "-o", out, "--errors", errors, "--resume")
    assert started(capfd, *arguments)[0] == 1
    whole = out.read_bytes(), errors.read_bytes()
    journal = out.with_name("out.csv.run")
    entries = journal.read_bytes().splitlines(keepends=True)
    for kept in range(1, len(entries)):
        journal.write_bytes(b"".join(entries[:kept]) + entries[kept][:9])
        out.write_bytes(whole[0] + b'half a li"ne')
        errors.write_bytes(whole[1] + b'{"id"')
        assert started(capfd, *arguments)[0] == 1
        assert (out.read_bytes(), errors.read_bytes()) == whole


def test_a_run_goes_on_only_as_it_began(folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    out, errors = tmp_path / "out.jsonl", tmp_path / "errors.jsonl"
    arguments = ("parse", folder, "-o", out, "--errors", errors, "--resume")
    started(capfd, *arguments)
    status, _, said = started(capfd, *arguments)
    assert (status, "nothing to do" in said) == (1, True)
    journal = out.with_name("out.jsonl.run")
    unfinished = b"".join(line + b"\n" for line in journal.read_bytes().splitlines() if b"finished" not in line)
    last = json.loads(journal.read_bytes().splitlines()[-1])
    journal.write_bytes(unfinished + json.dumps({name: value for name, value in last.items() if name != "finished"}).encode() + b"\n")
    (folder / "00a.txt").write_text("B-ALL", "utf-8")
    status, _, said = started(capfd, *arguments)
    assert (status, "inputs" in said) == (2, True)
    (folder / "00a.txt").unlink()
    status, _, said = started(capfd, *arguments, "--date-order", "mdy")
    assert (status, "options changed" in said) == (2, True)
    monkeypatch.setattr("allreport.producer.VERSION", "9.9")
    status, _, said = started(capfd, *arguments)
    assert (status, "version changed" in said) == (2, True)
    journal.unlink()
    assert started(capfd, *arguments)[0] == 2
    assert len(lines(out)) == 11


@pytest.mark.skipif(os.name == "nt", reason="sends a signal")
@pytest.mark.parametrize("jobs", [1, 2])
def test_an_interrupt_keeps_what_is_done(tmp_path: Path, jobs: int) -> None:
    rows, out, errors = tmp_path / "in.jsonl", tmp_path / "out.jsonl", tmp_path / "errors.jsonl"
    rows.write_text("".join(json.dumps({"id": number, "text": TEXT}) + "\n" for number in range(20_000)), "utf-8")
    arguments = ("parse", rows, "-o", out, "--errors", errors, "--jobs", jobs)
    running = command(*arguments, "--log", "json")
    while not out.exists() or not out.stat().st_size:
        time.sleep(0.05)
    running.send_signal(signal.SIGINT)
    _, said = running.communicate(timeout=60)
    assert running.returncode == 130
    assert json.loads(said.splitlines()[-1])["event"] == "stopped"
    kept = [line["id"] for line in lines(out)]
    assert kept == list(range(len(kept)))
    assert 0 < len(kept) < 20_000


# --- formats


def test_csv_holds_the_facts(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out.csv"
    source.write_text(TEXT, "utf-8")
    assert started(capfd, "parse", source, "-o", out)[0] == 0
    rows = list(csv.DictReader(io.StringIO(out.read_text("utf-8"))))
    assert tuple(rows[0]) == Fact._fields
    assert [(row["field"], row["name"], row["value"]) for row in rows] == [
        (fact.field, fact.name or "", "" if fact.value is None else str(fact.value)) for fact in facts(parse(TEXT))
    ]


@pytest.mark.parametrize("value", ["=1+1", "+cmd", "-2+3", "@SUM(A1)", " =1+1", "\t=1", "\uff1d1"])
def test_cells_are_not_run_by_a_spreadsheet(value: str) -> None:
    assert cell(value) == f"'{value}"


@pytest.mark.parametrize("value", ["=", "-", "+", "B-ALL", "46,XX", "", None, 1.5, -1])
def test_other_cells_stay(value: Any) -> None:
    assert cell(value) == value


def test_parquet_of_facts_and_of_reports(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source, out = tmp_path / "a.txt", tmp_path / "out.parquet"
    source.write_text(TEXT, "utf-8")
    assert started(capfd, "parse", source, "-o", out, "--facts")[0] == 0
    table = pyarrow.parquet.read_table(out)
    assert table.column_names == [*Fact._fields, "value_number"] == list(fact_columns())
    assert all(field.nullable for field in table.schema)
    (count,) = [row for row in table.to_pylist() if row["name"] == "WBC"]
    assert (count["value"], count["value_number"], count["unit"], count["start"]) == ("45.2", 45.2, "10*9/L", parse(TEXT).cbc["WBC"].start)
    assert started(capfd, "parse", source, "-o", out)[0] == 0
    (row,) = pyarrow.parquet.read_table(out).to_pylist()
    assert Report.model_validate_json(row["report"]) == parse(TEXT)
    assert row["source_sha256"] == parse(TEXT).source_sha256


def test_parquet_without_its_library_is_wrong_usage(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    source = tmp_path / "a.txt"
    source.write_text(TEXT, "utf-8")
    status, _, said = started(capfd, "parse", source, "-o", tmp_path / "out.parquet")
    assert (status, "allreport[parquet]" in said) == (2, True)


# --- what is said and shown


def test_words_of_the_report_can_be_left_out(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "a.txt"
    source.write_text("FINAL DIAGNOSIS:\nB-ALL, philadelphia positive.\nWBC forty 45.2 thou/uL\n", "utf-8")
    status, shown, _ = started(capfd, "parse", source, "--no-text")
    assert status == 0
    report = Report.model_validate_json(shown)
    assert (report.disease and report.disease.value, report.disease and report.disease.text) == ("ALL", "")
    assert "hiladelphia" not in shown
    assert "thou" not in shown
    assert "thou" not in started(capfd, "parse", source, "--no-text", "--facts")[1]


def test_only_what_is_about_all(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = tmp_path / "in.jsonl"
    texts = {"a": "B-ALL, 92% blasts.", "b": "Right knee: no fracture.", "c": "Acute myeloid leukemia with 60% blasts."}
    rows.write_text("".join(json.dumps({"id": key, "text": text}) + "\n" for key, text in texts.items()), "utf-8")
    status, shown, said = started(capfd, "parse", rows, "--only", "ALL", "--log", "json")
    assert status == 0
    assert [json.loads(line)["id"] for line in shown.splitlines()] == ["a"]
    assert json.loads(said)["skipped"] == {"relevance": 1, "disease": 1}


def test_ids_that_show_no_names(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    place = tmp_path / "Quillfeather"
    place.mkdir()
    (place / "Quillfeather.txt").write_text(TEXT, "utf-8")
    (place / "Quillfeather2.txt").write_bytes(b"")
    (place / "rows.jsonl").write_text(json.dumps({"id": "Quillfeather", "patient": "Quillfeather", "text": TEXT}) + "\n", "utf-8")
    status, shown, said = started(capfd, "parse", place, "--ids", "index")
    assert status == 1
    assert [json.loads(line)["id"] for line in shown.splitlines()] == ["1", "3:1"]
    assert (json.loads(said)["id"], "Quillfeather" in shown + said) == ("2", False)
    monkeypatch.setenv("ALLREPORT_IDS_KEY", "an invented secret")
    _, shown, said = started(capfd, "parse", place, "--ids", "hmac")
    assert "Quillfeather" not in shown + said
    again = started(capfd, "parse", place, "--ids", "hmac")[1]
    assert again == shown
    assert json.loads(shown.splitlines()[1])["patient"] == json.loads(shown.splitlines()[1])["id"]


def test_the_summary_for_schedulers(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    _, _, said = started(capfd, "parse", folder, "--log", "json", "--facts")
    summary = json.loads(said.splitlines()[-1])
    assert (summary["event"], summary["read"], summary["failed"]) == ("summary", 11, {"empty": 1, "damaged": 1})
    assert summary["fields"]["cbc"] == 11


def test_a_pattern_names_files(folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    status, shown, _ = started(capfd, "parse", f"{folder}/0[12].txt")
    assert (status, [Path(json.loads(line)["id"]).name for line in shown.splitlines()]) == (0, ["01.txt", "02.txt"])
    assert started(capfd, "parse", f"{folder}/*.none")[0] == 1


def test_large_directories_are_gone_through_in_order(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from allreport.documents import inputs

    monkeypatch.setattr(inputs, "NAMES_AT_ONCE", 3)
    names = [f"{number:02}.txt" for number in range(20)]
    for name in names:
        (tmp_path / name).write_bytes(b"x")
    (tmp_path / ".hidden.txt").write_bytes(b"x")
    (tmp_path / "05").mkdir()
    (tmp_path / "05" / "z.txt").write_bytes(b"x")
    assert [Path(path).name for path in inputs.below(str(tmp_path))] == [*names[:5], "z.txt", *names[5:]]


def test_a_mixed_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Good and damaged files of every kind: each gives a report or one record."""
    from test_inputs import DAMAGED, MAKERS

    good = bad = 0
    for kind, make in MAKERS.items():
        (tmp_path / f"good.{'txt' if kind == 'text' else kind}").write_bytes(make(TEXT))
        good += 1
    for number, (name, data, _, _) in enumerate(DAMAGED):
        if Path(name).suffix in {".pdf", ".docx", ".rtf", ".html", ".hl7", ".json", ".csv", ".parquet", ".txt"}:
            (tmp_path / f"{number}{Path(name).suffix}").write_bytes(data)
            bad += 1
    status, shown, said = started(capfd, "parse", tmp_path)
    assert status == 1
    assert len(shown.splitlines()) == good
    records = [json.loads(line) for line in said.splitlines()]
    assert len(records) == bad
    assert all(set(record) == {"id", "error", "message"} for record in records)


def test_public_names() -> None:
    assert allreport.parse_many is parse_many


@pytest.mark.parametrize("name", ["a.hl7", "a.json"])
def test_files_that_may_hold_several_give_lines(tmp_path: Path, capfd: pytest.CaptureFixture[str], name: str) -> None:
    from test_inputs import FHIR, HL7

    content = HL7 + HL7 if name == "a.hl7" else json.dumps({"resourceType": "Bundle", "entry": [{"resource": FHIR}, {"resource": FHIR}]}, indent=1)
    (tmp_path / name).write_text(content, "utf-8")
    status, shown, _ = started(capfd, "parse", tmp_path / name)
    assert (status, [json.loads(line)["part"] for line in shown.splitlines()]) == (0, ["1", "2"])


def test_a_console_of_windows() -> None:
    """Simulated here: bytes with CRLF and a mark on standard input, and a console that is Windows-1252."""
    text = "B-ALL.\r\nWBC 45.2 x10⁹/L ≥ 5\r\n"
    environment = {**os.environ, "PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}
    done = subprocess.run(
        [sys.executable, "-m", "allreport", "parse", "-"], input=b"\xef\xbb\xbf" + text.encode(), capture_output=True, check=True, env=environment
    )
    report = Report.model_validate_json(done.stdout.decode("utf-8"))
    assert report == parse(text)
    value = report.cbc["WBC"]
    assert text[value.start : value.end] == value.text
    assert b"\r" not in done.stdout


def test_patients_of_messages_go_along_where_asked(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    from test_inputs import FHIR, HL7

    for name, content, column, patient in (("a.hl7", HL7, "PID-3", "T100200"), ("a.json", json.dumps(FHIR, indent=1), "subject", "Patient/7")):
        (tmp_path / name).write_text(content, "utf-8")
        assert json.loads(started(capfd, "parse", tmp_path / name, "--patient-field", column)[1])["patient"] == patient
        assert "patient" not in {name for name in json.loads(started(capfd, "parse", tmp_path / name)[1]) if name != "report"}
