"""The documentation is true: its code runs, its output is what the code gives, its tables are complete, its links lead somewhere."""

from __future__ import annotations

import contextlib
import io
import json
import re
import runpy
from pathlib import Path
from typing import Any

import pytest

import allreport
from gold import REPORTS

ROOT = Path(__file__).parent.parent
PAGES = sorted([*(ROOT / "docs").glob("*.md"), ROOT / "README.md", ROOT / "CHANGELOG.md"])
SAMPLE = ROOT / "src" / "allreport" / "data" / "sample.txt"
BLOCK = re.compile(r"^```(\w*)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
OUT = re.compile(r"^# Out: (.*)$", re.MULTILINE)
LINK = re.compile(r"\[[^\]]+\]\(([^)\s]+)\)")
RAISED = re.compile(r"(?:issue|Fault|[Dd]oubt)\(\s*\"([a-z_]+)\"|\"code\": \"([a-z_]+)\"")


def blocks(page: Path, language: str) -> list[str]:
    return [body for kind, body in BLOCK.findall(page.read_text("utf-8")) if kind == language]


@pytest.mark.parametrize("page", [page for page in PAGES if blocks(page, "python")], ids=lambda page: page.name)
def test_python_blocks_run_and_print_what_they_say(page: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(ROOT)
    names: dict[str, Any] = {"__name__": "page"}
    for body in blocks(page, "python"):
        printed = io.StringIO()
        with contextlib.redirect_stdout(printed):
            exec(compile(body, page.name, "exec"), names)  # noqa: S102  our own pages
        assert OUT.findall(body) == printed.getvalue().splitlines()


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_links_lead_somewhere(page: Path) -> None:
    for target in LINK.findall(page.read_text("utf-8")):
        path, _, anchor = target.partition("#")
        if "://" in path:
            continue
        place = page.parent / path if path else page
        assert place.exists(), target
        assert not anchor or anchor in anchors(place), target


def anchors(page: Path) -> set[str]:
    """The headings of a page as links name them."""
    headings = [line.lstrip("# ").lower() for line in page.read_text("utf-8").splitlines() if line.startswith("#")]
    return {re.sub(r"[^\w\- ]", "", heading).replace(" ", "-") for heading in headings}


def test_every_page_is_in_the_index() -> None:
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    assert [page.name for page in (ROOT / "docs").glob("*.md") if page.name != "index.md" and f"({page.name})" not in index] == []


def test_fields_page_is_current() -> None:
    made = runpy.run_path(str(ROOT / "docs" / "make_fields.py"))["page"]()
    assert made == (ROOT / "docs" / "fields.md").read_text("utf-8"), "run python docs/make_fields.py"


def test_every_column_is_described() -> None:
    described = set(re.findall(r"`(\w+)`", (ROOT / "docs" / "json.md").read_text("utf-8")))
    assert set(allreport.Fact._fields) <= described


def test_every_field_of_the_facts_is_described() -> None:
    table = (ROOT / "docs" / "json.md").read_text("utf-8").partition("## Fields")[2].partition("## Columns")[0]
    named = set(re.findall(r'"(\w+)"', (ROOT / "src" / "allreport" / "flat.py").read_text("utf-8")))
    seen = {row.field for path in REPORTS.glob("*.txt") for row in allreport.facts(allreport.parse(path.read_text("utf-8")))}
    assert seen <= named
    assert seen <= set(re.findall(r"`(\w+)`", table))


def test_every_issue_code_is_described() -> None:
    """Codes that stand in the source, and codes that the fixtures give."""
    written = {first or second for path in (ROOT / "src").rglob("*.py") for first, second in RAISED.findall(path.read_text("utf-8"))}
    given = {issue.code for path in REPORTS.glob("*.txt") for issue in allreport.parse(path.read_text("utf-8")).issues}
    described = set(re.findall(r"`([a-z_]+)`", (ROOT / "docs" / "issues.md").read_text("utf-8")))
    assert len(written) > 10
    assert (written | given) - described == set()


def test_readme_json_is_part_of_the_real_output() -> None:
    real = json.loads(allreport.parse(SAMPLE.read_text("utf-8")).model_dump_json())
    (shown,) = blocks(ROOT / "README.md", "json")
    assert missing(json.loads(shown), real, "report") == []


def missing(shown: Any, real: Any, place: str) -> list[str]:
    """What is shown and not real. An object may show fewer keys, a list fewer entries, in order."""
    if isinstance(shown, dict) and isinstance(real, dict):
        return [problem for key, value in shown.items() for problem in missing(value, real.get(key, "not there"), f"{place}.{key}")]
    if isinstance(shown, list) and isinstance(real, list):
        rest = iter(real)
        return [f"{place}: no entry {entry}" for entry in shown if not any(missing(entry, candidate, place) == [] for candidate in rest)]
    return [] if shown == real else [f"{place}: shown {shown!r}, real {real!r}"]


def test_readme_quotes_the_sample() -> None:
    quoted = next(body for body in blocks(ROOT / "README.md", "") if "WBC" in body)
    sample = SAMPLE.read_text("utf-8").splitlines()
    assert [line for line in quoted.splitlines() if line not in sample] == []


def test_the_sample_is_read_right() -> None:
    """The first report that a newcomer sees: every value of it, by hand."""
    rows = allreport.facts(allreport.parse(SAMPLE.read_text("utf-8")))
    assert all(row.temporality == "current" and row.certainty == "stated" for row in rows)
    singles = {"disease": "ALL", "lineage": "B", "maturation": "common", "cns": "CNS1", "age": 6, "sex": "female", "report_status": "final", "cellularity": 95}
    assert {row.field: row.value for row in rows if row.field in singles} == singles
    assert {row.name: row.value for row in rows if row.field == "date"} == {"collected": "2025-03-12", "received": "2025-03-12", "reported": "2025-03-19"}
    assert {(row.site, row.value) for row in rows if row.field == "blasts"} == {("bone_marrow", 88), ("peripheral_blood", 54)}
    counts = {row.name: (row.value, row.flag) for row in rows if row.field == "cbc"}
    assert counts == {
        "WBC": (18.4, "H"), "HGB": (7.9, "L"), "HCT": (23.6, "L"), "PLT": (34, "L"), "LDH": (612, "H"),
        "NEUT%": (6, None), "LYMPH%": (38, None), "MONO%": (2, None), "BLAST%": (54, None),
    }  # fmt: skip
    assert {row.name: row.status for row in rows if row.field == "marker"} == {
        "CD19": "positive", "CD10": "bright", "CD22": "positive", "cCD79a": "positive", "TdT": "positive", "CD34": "partial",
        "HLA-DR": "positive", "CD45": "dim",
        "CD20": "negative", "sIg": "negative", "cCD3": "negative", "CD7": "negative", "CD117": "negative", "MPO": "negative",
    }  # fmt: skip
    assert [row.value for row in rows if row.field == "karyotype"] == ["54,XX,+X,+4,+6,+10,+14,+17,+18,+21[15]/46,XX[5]"]
    findings = {(row.name, row.status, row.method) for row in rows if row.field == "genetic_finding"}
    absent = {(name, "absent", "FISH") for name in ("BCR::ABL1", "ETV6::RUNX1", "KMT2A rearrangement")}
    hyperdiploid = {("high hyperdiploidy", "present", "karyotype"), ("double trisomy 4,10", "present", "karyotype"), ("double trisomy 4,10", "present", "FISH")}
    assert findings == absent | hyperdiploid | {("BCR::ABL1-like", "pending", "NGS")}
