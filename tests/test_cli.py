"""The command line: what goes in and out, error records, exit statuses. Run in-process but for pipes and start-up."""

from __future__ import annotations

import io
import json
import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any, NamedTuple

import pytest

import allreport.pipeline
from allreport import Document, Report, cli, facts, parse

TEXT = "FINAL DIAGNOSIS:\r\nB-ALL.\r\nWBC 45.2 x10⁹/L\r\n"
NAME = "Zebulon Quillfeather"
SAMPLE = Path(__file__).parent / "fixtures" / "reports" / "us-01-synoptic-adult-ph.txt"


class Result(NamedTuple):
    status: int
    out: str
    errors: list[dict[str, Any]]

    @property
    def lines(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.out.splitlines()]


Run = Callable[..., Result]


class Stdin(io.StringIO):
    def __init__(self, data: bytes) -> None:
        super().__init__()
        self.binary = io.BytesIO(data)

    @property
    def buffer(self) -> io.BytesIO:
        return self.binary


@pytest.fixture
def run(capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Run:
    monkeypatch.chdir(tmp_path)

    def call(*arguments: object, stdin: bytes = b"") -> Result:
        monkeypatch.setattr(sys, "stdin", Stdin(stdin))
        try:
            status = cli.main([str(argument) for argument in arguments])
        except SystemExit as stop:
            status = int(stop.code or 0)
        out, err = capfdbinary.readouterr()
        assert b"\r\n" not in out
        records = [json.loads(line) for line in err.decode("utf-8").splitlines() if line.startswith("{")]
        return Result(status, out.decode("utf-8"), records)

    return call


def write(path: Path, content: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


def rows(*items: object) -> bytes:
    return b"".join(json.dumps(item, ensure_ascii=False).encode() + b"\n" for item in items)


# --- what comes out


def test_one_file_gives_an_indented_report(run: Run, tmp_path: Path) -> None:
    result = run("parse", write(tmp_path / "a.txt", TEXT))
    assert result.status == 0
    assert result.out.startswith("{\n  ")
    assert Report.model_validate_json(result.out) == parse(TEXT)  # line ends are kept, so offsets are those of the file
    assert "⁹" in result.out


def test_a_byte_order_mark_is_no_text(run: Run, tmp_path: Path) -> None:
    assert Report.model_validate_json(run("parse", write(tmp_path / "a.txt", b"\xef\xbb\xbf" + TEXT.encode())).out) == parse(TEXT)


def test_several_files_give_lines(run: Run, tmp_path: Path) -> None:
    result = run("parse", write(tmp_path / "b.txt", TEXT), write(tmp_path / "a.txt", "T-ALL"))
    assert [line["id"] for line in result.lines] == [str(tmp_path / "b.txt"), str(tmp_path / "a.txt")]
    assert [set(line) for line in result.lines] == [{"id", "report"}] * 2
    assert Report.model_validate(result.lines[0]["report"]) == parse(TEXT)


def test_a_directory_is_read_in_order_with_what_is_below(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "b.txt", "B-ALL")
    write(tmp_path / "in" / "a" / "z.TXT", "T-ALL")
    write(tmp_path / "in" / "c.jsonl", rows({"id": "x", "text": "B-ALL"}, {"text": "T-ALL"}))
    write(tmp_path / "in" / "notes.md", "no report")
    result = run("parse", tmp_path / "in")
    names = [str(tmp_path / "in" / "a" / "z.TXT"), str(tmp_path / "in" / "b.txt"), "x", f"{tmp_path / 'in' / 'c.jsonl'}:2"]
    assert [line["id"] for line in result.lines] == names


def test_the_output_is_not_read_again(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "a.txt", "B-ALL")
    for _ in range(2):
        assert run("parse", tmp_path, "-o", tmp_path / "out.jsonl", "--errors", tmp_path / "errors.jsonl").status == 0
    assert len((tmp_path / "out.jsonl").read_text("utf-8").splitlines()) == 1


@pytest.mark.parametrize(("name", "indented"), [("out.json", True), ("out.jsonl", False), ("out", True), ("out.JSONL", False)])
def test_the_ending_of_the_output_decides(run: Run, tmp_path: Path, name: str, indented: bool) -> None:
    result = run("parse", write(tmp_path / "a.txt", TEXT), "-o", tmp_path / name)
    assert result.out == ""
    written = (tmp_path / name).read_bytes()
    assert written.startswith(b"{\n" if indented else b'{"id":')
    assert b"\r" not in written
    assert written.endswith(b"}\n")


def test_format_overrules_the_ending(run: Run, tmp_path: Path) -> None:
    write(tmp_path / "in" / "a.txt", "B-ALL")
    write(tmp_path / "in" / "b.txt", "T-ALL")
    run("parse", tmp_path / "in", "-o", tmp_path / "out.jsonl", "--format", "json")
    assert [item["id"][-5:] for item in json.loads((tmp_path / "out.jsonl").read_text("utf-8"))] == ["a.txt", "b.txt"]


def test_facts_one_line_each(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", TEXT)
    expected = [json.loads(json.dumps(fact._asdict())) for fact in facts(parse(TEXT), id=str(path))]
    assert expected
    assert run("parse", path, "--facts", "--format", "jsonl").lines == expected
    assert json.loads(run("parse", path, "--facts").out) == expected


def test_date_order(run: Run, tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt", "Collected: 03/04/2025\nB-ALL")
    values = [json.loads(run("parse", path, "--date-order", order).out)["dates"][0]["value"] for order in ("dmy", "mdy")]
    assert values == ["2025-04-03", "2025-03-04"]


# --- standard input


def test_text_on_standard_input(run: Run) -> None:
    assert Report.model_validate_json(run("parse", "-", stdin=TEXT.encode()).out) == parse(TEXT)
    assert Report.model_validate_json(run("parse", "-", stdin=b"\n\n" + TEXT.encode()).out) == parse("\n\n" + TEXT)


@pytest.mark.parametrize("before", [b"", b"\n \n", b"\xef\xbb\xbf"])
def test_rows_on_standard_input(run: Run, before: bytes) -> None:
    result = run("parse", "-", stdin=before + rows({"id": "1", "text": "B-ALL"}, {"id": 7, "text": "T-ALL"}))
    assert result.status == 0
    assert [line["id"] for line in result.lines] == ["1", 7]
    assert [line["report"]["lineage"]["value"] for line in result.lines] == ["B", "T"]


def test_a_brace_does_not_make_rows(run: Run) -> None:
    assert json.loads(run("parse", "-", stdin=b"{scanned} B-ALL").out)["disease"]["value"] == "ALL"


def test_a_broken_first_row_is_no_report(run: Run) -> None:
    result = run("parse", "-", stdin=b'{"id": 1, "text": "B-ALL\n' + rows({"id": 2, "text": "T-ALL"}))
    assert result.status == 1
    assert [line["id"] for line in result.lines] == [2]
    assert [record["error"] for record in result.errors] == ["broken_json"]


# --- what cannot be read

BAD_FILES: list[tuple[str, str, bytes, str]] = [
    ("a.txt", "undecodable", "Hämoglobin\n\n".encode() + b"\xe4 9", "line 3"),
    ("a.txt", "undecodable", b"\xed\xa0\x80", "UTF-8"),
    ("a.txt", "empty", b"", "empty"),
    ("a.txt", "empty", b" \r\n\t", "empty"),
    ("a.txt", "empty", b"\xef\xbb\xbf", "empty"),
    ("a.txt", "damaged", b"%PDF-1.7\n", "PDF"),
    ("a.txt", "damaged", b"PK\x03\x04abc", "Word"),
    ("a.txt", "damaged", b"{\\rtf1 B-ALL", "RTF"),
    ("a.txt", "undecodable", "B-ALL".encode("utf-16")[:-1], "utf-16"),
    ("a.txt", "not_text", "B-ALL".encode("utf-16-le"), "NUL"),
    ("a.txt", "too_long", b"a" * 5_000_001, "5,000,000"),
    ("a.txt", "too_long", b"a" * 20_000_010, "5,000,000"),
    ("a.jsonl", "empty", b"\n\n", "empty"),
    ("a.jsonl", "broken_json", b'\n{"id": 1,}\n', "line 2, column"),
    ("a.jsonl", "broken_json", b"[1]", "line 1"),
    ("a.jsonl", "broken_json", b"[" * 100_000, "line 1"),
    ("a.jsonl", "broken_json", b'{"id": ' + b"9" * 5000 + b"}", "line 1"),
    ("a.jsonl", "undecodable", b'{"text": "\xe4"}', "line 1"),
    ("a.jsonl", "undecodable", b'{"text": "B-ALL \\ud800"}', "surrogate"),
    ("a.jsonl", "not_text", b'{"id": "7"}', "missing"),
    ("a.jsonl", "not_text", b'{"id": "7", "text": null}', "NoneType"),
    ("a.jsonl", "not_text", b'{"id": "7", "text": ["B-ALL"]}', "list"),
    ("a.jsonl", "empty", b'{"id": "7", "text": " "}', "line 1"),
    ("a.jsonl", "too_long", b'{"text": "' + b"a" * 5_000_001 + b'"}', "line 1"),
    ("a.jsonl", "too_long", b'{"text": "' + b"a" * 31_000_000 + b'"}', "line 1"),
]


@pytest.mark.parametrize(("name", "code", "content", "place"), BAD_FILES, ids=[f"{name}-{code}-{number}" for number, (name, code, *_) in enumerate(BAD_FILES)])
def test_bad_input_is_one_record_and_the_rest_goes_on(run: Run, tmp_path: Path, name: str, code: str, content: bytes, place: str) -> None:
    bad = write(tmp_path / name, content)
    good = write(tmp_path / "good.txt", "B-ALL")
    result = run("parse", bad, good)
    assert result.status == 1
    assert [line["id"] for line in result.lines] == [str(good)]
    (record,) = result.errors
    assert set(record) == {"id", "error", "message"}
    assert record["error"] == code
    assert str(bad) in record["message"]
    assert place in record["message"]
    assert "\n" not in record["message"]
    assert "B-ALL" not in record["message"]


def test_after_a_bad_row_the_next_ones_are_read(run: Run, tmp_path: Path) -> None:
    long = b'{"text": "' + b"a" * 31_000_000 + b'"}\n'
    path = write(tmp_path / "a.jsonl", rows({"id": 1, "text": "B-ALL"}) + b"{\n" + long + b"\xff\n" + rows({"id": 5, "text": "T-ALL"}))
    result = run("parse", path)
    assert [line["id"] for line in result.lines] == [1, 5]
    expected = [(f"{path}:2", "broken_json"), (f"{path}:3", "too_long"), (f"{path}:4", "undecodable")]
    assert [(record["id"], record["error"]) for record in result.errors] == expected


def test_missing_file_and_empty_directory(run: Run, tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    result = run("parse", tmp_path / "absent.txt", tmp_path / "empty", write(tmp_path / "a.txt", "B-ALL"))
    assert result.status == 1
    assert [record["error"] for record in result.errors] == ["not_found", "no_reports"]
    assert len(result.lines) == 1


def test_errors_go_to_a_file(run: Run, tmp_path: Path) -> None:
    result = run("parse", tmp_path / "absent.txt", "--errors", tmp_path / "errors.jsonl")
    assert (result.status, result.out, result.errors) == (1, "", [])
    assert json.loads((tmp_path / "errors.jsonl").read_text("utf-8"))["error"] == "not_found"


def test_a_fault_of_ours_does_not_end_the_batch(run: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(text: Document, options: object = None) -> Report:  # noqa: ARG001
        if NAME in text.text:
            raise KeyError(text.text)
        return parse("B-ALL")

    monkeypatch.setattr(allreport.pipeline, "parse", broken)
    result = run("parse", write(tmp_path / "a.txt", NAME), write(tmp_path / "b.txt", "B-ALL"))
    assert result.status == 1
    assert len(result.lines) == 1
    (record,) = result.errors
    assert record["error"] == "internal"
    assert "KeyError" in record["message"]
    assert NAME not in json.dumps(record)


# --- wrong usage


WRONG = (
    "",
    "parse",
    "unknown",
    "parse a.txt --format xml",
    "parse a.txt -o a.txt",
    "parse a.txt --errors a.txt",
    "parse a.txt -o b.xml",
    "parse a.txt -o b.jsonl --resume",
    "parse a.txt -o b.parquet --errors e --resume",
    "parse a.txt --ids hmac",
    "parse a.txt --jobs 0",
    "parse - -",
    "parse a.txt -o no/such/place.json",
    "parse a.txt -o x --errors x",
    "parse a.txt --date-order ymd",
)


@pytest.mark.parametrize("arguments", WRONG)
def test_wrong_usage(run: Run, tmp_path: Path, arguments: str) -> None:
    write(tmp_path / "a.txt", "B-ALL")
    assert run(*arguments.split()).status == 2
    assert (tmp_path / "a.txt").read_text("utf-8") == "B-ALL"


# --- the other commands


def test_karyotype(run: Run) -> None:
    single = run("karyotype", "47,XX,+21[20]")
    assert single.status == 0
    assert single.out.startswith("{\n")
    assert json.loads(single.out)["clones"][0]["computed_number"] == 47
    several = run("karyotype", "-", "46,XY[20]", stdin=b"46,XX[20]\n\n45,X[3]\n")
    assert [line["text"] for line in several.lines] == ["46,XX[20]", "45,X[3]", "46,XY[20]"]


def test_strict_karyotype(run: Run) -> None:
    assert run("karyotype", "--strict", "46,XX,t(9;22)(q34;q11.2)[20]").status == 0
    assert run("karyotype", "--strict", "46,XX,t(9;22").status == 1


def test_schema(run: Run) -> None:
    result = run("schema")
    assert result.status == 0
    assert json.loads(result.out) == Report.model_json_schema()


# --- as a process


def process(*arguments: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    return subprocess.run([sys.executable, "-m", "allreport", *arguments], input=stdin, capture_output=True, check=False)  # noqa: S603


def test_help_and_version_load_no_parser() -> None:
    for argument in ("--help", "--version"):
        call = f"import sys, allreport.cli\ntry: allreport.cli.main(['{argument}'])\nexcept SystemExit: pass\n"
        code = call + "assert not {'pydantic', 'regex', 'dateutil'} & set(sys.modules)"
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True)  # noqa: S603
    assert process("--version").stdout.startswith(b"allreport ")


def test_output_is_utf8_whatever_the_console() -> None:
    command = [sys.executable, "-X", "utf8=0", "-m", "allreport", "parse", "-"]
    environment = {**os.environ, "PYTHONIOENCODING": "ascii", "LC_ALL": "C"}
    done = subprocess.run(command, input=TEXT.encode(), capture_output=True, check=True, env=environment)  # noqa: S603
    assert "⁹" in done.stdout.decode("utf-8")


def test_nothing_on_standard_error_when_all_is_read() -> None:
    done = process("parse", str(SAMPLE))
    assert (done.returncode, done.stderr) == (0, b"")


def test_broken_pipe_is_quiet() -> None:
    command = [sys.executable, "-m", "allreport", "parse", "-"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:  # noqa: S603
        assert running.stdin
        assert running.stdout
        assert running.stderr
        running.stdin.write(rows(*({"id": number, "text": "B-ALL"} for number in range(400))))
        running.stdin.close()
        running.stdout.readline()
        running.stdout.close()
        assert running.stderr.read() == b""
        assert running.wait() == 0
