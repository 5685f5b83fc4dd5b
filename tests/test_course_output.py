"""What becomes of courses: tables, their codebook, the picture, and the commands that write them."""

from __future__ import annotations

import csv
import io
import json
import sys
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pyarrow.parquet as pq
import pytest

from allreport import AllReportError, cli, parse, timeline
from allreport.course.files import as_csv, cell, write_parquet
from allreport.course.plot import drawn
from allreport.course.tables import Table, bounds, tables
from allreport.errors import MissingExtraError
from allreport.model.base import Quantity
from allreport.model.course import Course
from allreport.model.tables import CountRow, MRDRow, PatientRow
from test_course import CASES, course_of, documents

NAME = "Quillfeather"
PICTURE = Path(__file__).parent.parent / "docs" / "course.svg"
DRAWN = next(path for path in CASES if path.stem == "16-long-course")
SVG = "{http://www.w3.org/2000/svg}"
HEAD = "MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow, day {day}\nCollected: {date}\n"


def cohort() -> list[Course]:
    return [course_of(path).model_copy(update={"patient": path.stem[:2]}) for path in CASES]


def table(name: str, courses: list[Course]) -> list[dict[str, Any]]:
    """The rows of one table by column."""
    found = next(one for one in tables(courses) if one.name == name)
    return [dict(zip(found.columns, row, strict=True)) for row in found.rows]


def mrd(result: str, day: int = 29, date: str = "2025-02-02") -> dict[str, Any]:
    """The only row of residual disease of a report."""
    (row,) = table("mrd", [timeline([parse(HEAD.format(day=day, date=date) + f"MRD day {day}: {result}\n")])])
    return row


# --- tables


def test_patients() -> None:
    rows = {row["patient"]: row for row in table("patients", cohort())}
    assert list(rows) == [path.stem[:2] for path in CASES]
    assert rows["01"] == {
        "patient": "01", "sex": "female", "age_at_diagnosis": 4.0, "diagnosis_date": "2025-01-03", "diagnosis_rule": "diagnosis.blasts",
        "diagnosis_review": "none", "window_days": 7, "disease": "ALL", "lineage": "B",
        "subtype_who": "B-lymphoblastic leukaemia/lymphoma with ETV6::RUNX1 fusion", "subtype_icc": "B-ALL with t(12;21)(p13.2;q22.1)/ETV6::RUNX1",
        "first_date": "2025-01-03", "last_date": "2025-02-02", "reports": 6, "undated_reports": 0, "issues": "",
    }  # fmt: skip
    assert (rows["06"]["sex"], rows["06"]["issues"]) == (None, "two_patients")
    assert (rows["12"]["diagnosis_date"], rows["12"]["disease"], rows["12"]["lineage"]) == (None, "ALL", "B")


@pytest.mark.parametrize(
    ("result", "expected"),
    [
        ("positive, 0.03%. Limit of detection 0.01%.", ("positive", 0.03, "no", 0.03, 0.03, 0.01)),
        ("negative. Limit of detection 0.01%.", ("negative", None, "left", 0.0, 0.01, 0.01)),
        ("negative.", ("negative", None, "left", 0.0, None, None)),
        ("positive, below the limit of quantification (<0.01%).", ("positive", 0.01, "interval", 0.0, 0.01, None)),
        ("pending.", ("pending", None, None, None, None, None)),
    ],
)
def test_censored_residual_disease(result: str, expected: tuple[Any, ...]) -> None:
    row = mrd(result)
    assert tuple(row[name] for name in ("status", "level", "censored", "lower", "upper", "detection_limit")) == expected
    assert (row["date"], row["timepoint_standard"], row["method"], row["site"]) == ("2025-02-02", "day_29", "flow", "bone_marrow")


@pytest.mark.parametrize(
    ("status", "level", "limit", "expected"),
    [
        ("positive", Quantity(value=0.01, comparator="<"), 0.001, ("interval", 0.001, 0.01)),
        ("positive", Quantity(value=10, comparator=">"), 0.01, ("right", 10, None)),
        ("positive", Quantity(low=0.01, high=0.05), None, ("interval", 0.01, 0.05)),
        ("positive", None, 0.01, ("right", 0.01, None)),
        ("negative", Quantity(value=0.001, comparator="<"), 0.01, ("left", 0, 0.001)),
        ("indeterminate", None, 0.01, (None, None, None)),
        ("failed", None, None, (None, None, None)),
    ],
)
def test_bounds(status: str, level: Quantity | None, limit: float | None, expected: tuple[Any, ...]) -> None:
    assert bounds(status, level, limit) == expected


def test_counts_at_diagnosis_are_the_nearest() -> None:
    text = "Collected: {}\nWBC {} x10^9/L, platelets 20 x10^9/L.\n"
    marrow = parse("Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts.")
    reports = [parse(text.format(date, wbc)) for date, wbc in (("2025-01-08", 80), ("2025-01-12", 60), ("2025-01-16", 5), ("2025-03-01", 3))]
    rows = table("cbc_at_diagnosis", [timeline([marrow, *reports])])
    assert [(row["analyte"], row["value"], row["unit"], row["date"], row["days_from_diagnosis"]) for row in rows] == [
        ("WBC", 80, "10*9/L", "2025-01-08", -2),
        ("PLT", 20, "10*9/L", "2025-01-08", -2),
    ]
    assert table("cbc_at_diagnosis", [timeline([marrow, *reports], window_days=0)]) == []


def test_genetics() -> None:
    rows = {row["patient"]: row for row in table("genetics", cohort())}
    assert {name: status for name, status in rows["01"].items() if status != "not_mentioned"} == {
        "patient": "01", "BCR::ABL1": "absent", "KMT2A rearrangement": "absent", "ETV6::RUNX1": "present", "normal karyotype": "present",
    }  # fmt: skip
    assert rows["10"]["BCR::ABL1"] == "conflicting"
    assert set(rows["12"].values()) == {"12", None}
    assert list(rows["01"])[:4] == ["patient", "BCR::ABL1", "KMT2A rearrangement", "ETV6::RUNX1"]
    fish = "FISH\nCollected: 2025-01-10\nBCR::ABL1: failed. MYC rearrangement: not tested. ETV6::RUNX1: pending.\n"
    marrow = "Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts."
    (row,) = table("genetics", [timeline([parse(fish), parse(marrow)])])
    assert (row["BCR::ABL1"], row["MYC rearrangement"], row["ETV6::RUNX1"], row["TCF3::PBX1"]) == ("failed", "not_tested", "pending", "not_mentioned")


def test_columns_do_not_depend_on_the_cohort() -> None:
    everything, one = ({made.name: list(made.columns) for made in tables(courses)} for courses in (cohort(), cohort()[:1]))
    assert list(everything) == ["patients", "mrd", "cbc_at_diagnosis", "genetics", "codebook"]
    assert [everything[name] for name in ("patients", "mrd", "cbc_at_diagnosis")] == [list(model.model_fields) for model in (PatientRow, MRDRow, CountRow)]
    assert [name for name in everything["genetics"] if name in one["genetics"]] == one["genetics"]
    assert all(one[name] == everything[name] for name in everything if name != "genetics")


def test_codebook_describes_every_column() -> None:
    made = {one.name: one for one in tables(cohort())}
    described = {(row[0], row[1]): row for row in made["codebook"].rows}
    assert list(described) == [(name, column) for name, one in made.items() if name != "codebook" for column in one.columns]
    assert all(row[-1] for row in described.values())
    assert described["mrd", "level"][2:6] == ("number", "%", None, True)
    assert described["genetics", "BCR::ABL1"][4] == "present|absent|conflicting|indeterminate|failed|pending|not_tested|not_mentioned"
    for name, one in made.items():
        for position, column in enumerate(one.columns):
            words = described[name, column][4] if name != "codebook" else None
            values = {row[position] for row in one.rows}
            assert None not in values or name == "codebook" or described[name, column][5], (name, column)
            assert not words or values <= {*words.split("|"), None}


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        ("=HYPERLINK(1)", "'=HYPERLINK(1)"), ("+1", "'+1"), ("-1", "'-1"), ("@SUM(A1)", "'@SUM(A1)"), ("\t=1", "'\t=1"), ("  =1", "'  =1"), ("＝1", "'＝1"),
        ("a=1", "a=1"), (-1.5, -1.5), (True, "true"), (False, "false"), (None, None), ("", ""),
    ],
)  # fmt: skip
def test_spreadsheets_execute_nothing(value: Any, shown: Any) -> None:
    assert cell(value) == shown


def test_csv() -> None:
    made = Table("t", {"patient": str, "=x": str, "n": float}, [("a,b", '=1+"2"', 0.1), ("é", None, None)])
    assert as_csv(made).decode() == "patient,'=x,n\n\"a,b\",\"'=1+\"\"2\"\"\",0.1\né,,\n"


def test_parquet(tmp_path: Path) -> None:
    for made in [*tables(cohort()), *tables([])]:
        write_parquet(made, tmp_path / "t.parquet")
        read = pq.read_table(tmp_path / "t.parquet")
        assert read.column_names == list(made.columns)
        assert [tuple(row.values()) for row in read.to_pylist()] == [tuple(row) for row in made.rows]


def test_parquet_without_pyarrow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(MissingExtraError, match=r"allreport\[parquet\]") as caught:
        write_parquet(tables([])[0], tmp_path / "t.parquet")
    assert isinstance(caught.value, AllReportError)
    write_case(tmp_path / "p1", 0)
    with pytest.raises(SystemExit) as stop:
        cli.main(["tables", str(tmp_path / "p1"), "-o", str(tmp_path / "out"), "--format", "parquet"])
    assert stop.value.code == 2
    assert "allreport[parquet]" in capsys.readouterr().err


def test_tables_load_no_pyarrow() -> None:
    assert "pyarrow" not in (Path(cli.__file__).parent / "course" / "tables.py").read_text("utf-8")


# --- the picture


def texts(root: ElementTree.Element) -> list[str]:
    return [element.text or "" for element in root.iter(f"{SVG}text")]


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_picture(path: Path) -> None:
    course = course_of(path)
    picture = drawn(course)
    assert picture == drawn(Course.model_validate_json(course.model_dump_json()))
    root = ElementTree.fromstring(picture)  # noqa: S314  our own
    assert root.get("role") == "img"
    named = [element.get("id") for element in root if element.tag in {f"{SVG}title", f"{SVG}desc"}]
    assert named == (root.get("aria-labelledby") or "").split()
    width, height = float(root.get("width") or 0), float(root.get("height") or 0)
    for element in root.iter(f"{SVG}text"):
        assert 0 <= float(element.get("x") or -1) <= width
        assert 0 <= float(element.get("y") or -1) <= height
    colors = {element.get(name) for element in root.iter() for name in ("fill", "stroke")} - {None, "none"}
    assert colors <= {"#000", "#444", "#888", "#ccc", "#fff"}
    for entry in course.mrd:
        level = entry.result.level
        if entry.date and level and level.comparator == "=" and level.value:
            assert f"{level.value:g}" in root.findtext(f"{SVG}desc", "")


def test_shapes_tell_methods_and_what_was_found() -> None:
    """Circle, triangle and square; hollow where nothing was found; an arrow where the level is not known."""
    picture = drawn(course_of(next(path for path in CASES if path.stem == "08-three-methods")))
    root = ElementTree.fromstring(picture)  # noqa: S314
    groups = [group for group in root.iter(f"{SVG}g") if group.findtext(f"{SVG}title")]
    marks = {group.findtext(f"{SVG}title", ""): (group.get("fill"), group[1].tag.removeprefix(SVG)) for group in groups}
    assert marks["2023-04-28 day 78 flow bone marrow: negative"] == ("#fff", "circle")
    assert marks["2023-04-28 day 78 PCR bone marrow: positive < 0.01 %"] == ("#000", "polygon")
    assert marks["2023-04-28 day 78 NGS bone marrow: positive 0.0008 %"] == ("#000", "polygon")
    assert "<0.01" in texts(root)


def test_picture_of_the_docs_is_current() -> None:
    """After a change that is meant: `python tests/test_course_output.py`, and look at it."""
    assert PICTURE.read_text("utf-8") == drawn(course_of(DRAWN))


def test_picture_of_nothing() -> None:
    root = ElementTree.fromstring(drawn(timeline([])))  # noqa: S314
    assert texts(root) == ["Course"]
    assert "No result with a date" in root.findtext(f"{SVG}desc", "")


def test_picture_is_escaped() -> None:
    report = parse(HEAD.format(day=29, date="2025-02-02") + "MRD day 29\nIGH <script>&\"x\": positive, 2 x 10-4\n")
    picture = drawn(timeline([report], patient="</title><script>\x00alert('&')</script>"))
    assert "<script" not in picture
    assert "\x00" not in picture
    assert "</title><script>alert('&')</script>" in ElementTree.fromstring(picture).findtext(f"{SVG}title", "")  # noqa: S314


def test_what_is_not_drawn_is_said() -> None:
    assert "Without a date, not drawn: day 33, flow: 0.6 %" in drawn(course_of(next(path for path in CASES if path.stem == "07-undated")))
    assert "reports disagree" in drawn(course_of(next(path for path in CASES if path.stem == "10-contradictions")))
    assert "two patients" in drawn(course_of(next(path for path in CASES if path.stem == "06-two-patients")))


# --- the commands


def write_case(folder: Path, number: int) -> dict[str, str]:
    """The documents of a case as files of a folder."""
    folder.mkdir(parents=True)
    found = documents(CASES[number])
    for key, text in found.items():
        (folder / f"{key}.txt").write_text(text, encoding="utf-8")
    return found


def run(capfd: pytest.CaptureFixture[str], *arguments: object) -> tuple[int, str, str]:
    status = cli.main([str(argument) for argument in arguments])
    out, err = capfd.readouterr()
    return status, out, err


def test_timeline_of_a_folder(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    found = write_case(tmp_path / "case", 0)
    status, out, _ = run(capfd, "timeline", "case")
    assert status == 0
    course = Course.model_validate_json(out)
    assert course == timeline({str(Path("case") / f"{key}.txt"): parse(text) for key, text in found.items()})


def test_texts_and_reports_that_were_read_give_the_same(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    """JSON Lines, a list, and single reports, told apart by their content."""
    monkeypatch.chdir(tmp_path)
    write_case(tmp_path / "case", 2)
    _, expected, _ = run(capfd, "timeline", "case")
    run(capfd, "parse", "case", "-o", "reports.jsonl")
    run(capfd, "parse", "case", "-o", "reports.json")
    assert run(capfd, "timeline", "reports.jsonl")[:2] == (0, expected)
    assert run(capfd, "timeline", "reports.json")[:2] == (0, expected)
    for path in (tmp_path / "case").glob("*.txt"):
        run(capfd, "parse", path, "-o", path.with_suffix(".json"))
        path.with_suffix(".json").rename(path)
    assert run(capfd, "timeline", "case")[:2] == (0, expected)


def test_patients_by_column(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    rows = [
        {"id": f"{number}-{key}", "person": number, "text": text} for number in (3, 0) for key, text in documents(CASES[number]).items()
    ]
    rows.append({"id": "x", "text": f"WBC 5 x10^9/L {NAME}"})
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    status, out, err = run(capfd, "timeline", path, "--patient", "person")
    courses = [Course.model_validate_json(line) for line in out.splitlines()]
    assert status == 1
    assert [json.loads(line)["error"] for line in err.splitlines()] == ["no_patient"]
    assert NAME not in err
    assert [(course.patient, len(course.reports)) for course in courses] == [("0", 6), ("3", 4)]
    status, out, _ = run(capfd, "timeline", path, "--patient", "person", "--facts", "--errors", tmp_path / "e.jsonl")
    facts = [json.loads(line) for line in out.splitlines()]
    assert {(fact["patient"], fact["id"].split("-")[0]) for fact in facts} == {("0", "0"), ("3", "3")}


def test_picture_of_one_patient(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    write_case(tmp_path / "case", 7)
    status, out, _ = run(capfd, "timeline", tmp_path / "case", "--svg", tmp_path / "c.svg")
    assert (status, out) == (0, "")
    assert (tmp_path / "c.svg").read_bytes().startswith(b"<svg")
    rows = [{"id": str(number), "p": number, "text": "WBC 5 x10^9/L"} for number in (1, 2)]
    (tmp_path / "rows.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    with pytest.raises(SystemExit):
        cli.main(["timeline", str(tmp_path / "rows.jsonl"), "--patient", "p", "--svg", str(tmp_path / "d.svg")])
    assert not (tmp_path / "d.svg").exists()


def test_tables_of_folders(tmp_path: Path, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    for number in (0, 1):
        write_case(tmp_path / "cohort" / f"p{number}", number)
    status, out, err = run(capfd, "tables", "cohort", "-o", "out")
    assert (status, out, err) == (0, "", "2 patients\n")
    written = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert written == ["cbc_at_diagnosis.csv", "codebook.csv", "genetics.csv", "mrd.csv", "patients.csv"]
    rows = list(csv.DictReader(io.StringIO((tmp_path / "out" / "patients.csv").read_text("utf-8"))))
    assert [row["patient"] for row in rows] == [str(Path("cohort") / f"p{number}") for number in (0, 1)]
    run(capfd, "parse", "cohort", "-o", "reports.jsonl")
    run(capfd, "tables", "reports.jsonl", "-o", "again")
    assert {path.name: path.read_bytes() for path in Path("again").iterdir()} == {path.name: path.read_bytes() for path in Path("out").iterdir()}


def test_tables_need_patients(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(json.dumps({"id": "1", "text": "WBC 5 x10^9/L"}) + "\n", encoding="utf-8")
    status, _, err = run(capfd, "tables", path, "-o", tmp_path / "out")
    assert status == 1
    assert json.loads(err.splitlines()[0])["error"] == "no_patient"


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ('{"source_sha256": "x", "disease": "%s"}', "not_a_report"),
        ('{"report": {"disease": "%s"}}', "not_a_report"),
        ('{"disease": "%s"}', "not_text"),
        ('["%s"]', "broken_json"),
        ('{"%s', "broken_json"),
    ],
)
def test_broken_reports_are_records(tmp_path: Path, capfd: pytest.CaptureFixture[str], content: str, code: str) -> None:
    (tmp_path / "a.json").write_text(content % NAME, encoding="utf-8")
    status, _, err = run(capfd, "timeline", tmp_path / "a.json")
    assert status == 1
    assert json.loads(err.splitlines()[0])["error"] == code
    assert NAME not in err


def test_schema_of_a_course(capfd: pytest.CaptureFixture[str]) -> None:
    status, out, _ = run(capfd, "schema", "--course")
    assert status == 0
    assert json.loads(out)["title"] == "Course"


def test_one_id_twice(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Two texts of one id are two reports; the same text twice is one."""
    rows = [{"id": "7", "text": text} for text in ("WBC 5 x10^9/L", "WBC 6 x10^9/L", "WBC 5 x10^9/L")]
    path = tmp_path / "rows.jsonl"
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    _, out, _ = run(capfd, "timeline", path)
    course = Course.model_validate_json(out)
    assert sorted(entry.result.value or 0 for entry in course.undated.cbc) == [5, 6]
    assert len({report.id for report in course.reports}) == 2


def test_no_output_overwrites_an_input(tmp_path: Path) -> None:
    write_case(tmp_path / "case", 0)
    path = tmp_path / "case" / "mike.txt"
    before = path.read_bytes()
    for option in ("--svg", "-o", "--errors"):
        with pytest.raises(SystemExit):
            cli.main(["timeline", str(path), option, str(path)])
    assert path.read_bytes() == before


if __name__ == "__main__":
    PICTURE.write_bytes(drawn(course_of(DRAWN)).encode())
