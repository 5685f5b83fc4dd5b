"""Several reports as one course: invented cases with the course written by hand; and what holds of any reports."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import allreport
from allreport import Course, Report, timeline
from allreport.course.families import FAMILIES, agree, current, recalled, says
from allreport.course.moments import order, term
from allreport.course.rows import course_facts
from allreport.model.base import Quantity
from allreport.model.course import Entry, Evidence, Results
from allreport.model.report import MRDResult

CASES = sorted((Path(__file__).parent / "fixtures" / "courses").glob("*.txt"))
DOCUMENT = re.compile(r"^=== (\S+)\n", re.MULTILINE)
FAMILY = {family.name: family for family in FAMILIES}


def documents(path: Path) -> dict[str, str]:
    """The texts of a case by their ids."""
    parts = DOCUMENT.split(path.read_text("utf-8"))[1:]
    return dict(zip(parts[::2], parts[1::2], strict=True))


@cache
def reports_of(path: Path) -> dict[str, Report]:
    return {key: allreport.parse(text) for key, text in documents(path).items()}


def course_of(path: Path) -> Course:
    return timeline(reports_of(path))


def evidence(entry: Entry[Any]) -> str:
    """The reports that give a result, and in brackets those that recall it."""
    return " ".join(place.report if place.temporality == "current" else f"({place.report})" for place in entry.evidence)


def line(family: str, entry: Entry[Any]) -> str:
    """A result as the gold writes it."""
    told = says(FAMILY[family], entry.result)
    number = f"{told.comparator} {told.number:g}" if told.number is not None else ""
    names = {"mrd": ("method", "site", "target"), "blasts": ("site",), "genetic_findings": ("name", "method"), "cbc": ("analyte",), "cns": ()}[family]
    columns = [getattr(entry.result, name) for name in names] + [f"{told.word} {number}".strip()]
    if family == "mrd":
        columns.insert(0, entry.timepoint_standard)
    checked = ["check"] if entry.review == "check" else []
    return " | ".join([entry.date or "-", *(column or "" for column in columns), evidence(entry), *checked]).replace("  ", " ")


def shown(course: Course) -> dict[str, Any]:
    """A course as the gold writes it."""
    diagnosis = course.diagnosis
    values = [sorted({entry.result.value for entry in (*getattr(course, name), *getattr(course.undated, name))}) for name in ("disease", "lineage")]
    return {
        "order": [report.id for report in course.reports],
        "replaced": [f"{report.id} by {report.replaced_by}" for report in course.reports if report.replaced_by],
        "diagnosis": f"{diagnosis.date} | {diagnosis.rule}" if diagnosis else None,
        "disease": " ".join(value for found in values for value in found),
        "subtypes": [
            f"{subtype.value} | {' '.join(subtype.rests_on)} | {' '.join(place.report for place in subtype.evidence)}"
            for subtype in (diagnosis.subtypes if diagnosis else ())
            if subtype.scheme == "WHO-HAEM5" or len(diagnosis.subtypes if diagnosis else ()) == 1
        ],
        "mrd": [line("mrd", entry) for entry in course.mrd if not entry.at_diagnosis],
        "blasts": [line("blasts", entry) for entry in course.blasts],
        "genetics": sorted(line("genetic_findings", entry) for entry in course.genetic_findings),
        "cns": [line("cns", entry) for entry in course.cns],
        "cbc": [line("cbc", entry) for entry in course.cbc],
        "undated_cbc": [line("cbc", entry) for entry in course.undated.cbc],
        "undated_blasts": [line("blasts", entry) for entry in course.undated.blasts],
        "changes": sorted(
            f"{change.name} | {change.method} | {change.before} > {change.after} | {change.date_before} > {change.date_after}" for change in course.changes
        ),
        "issues": sorted(f"{issue.code} {issue.field} {' '.join(issue.reports)}".strip() for issue in course.issues),
    }


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_course(path: Path) -> None:
    gold = json.loads(path.with_suffix(".json").read_text("utf-8"))
    del gold["notes"]
    gold.update({key: sorted(gold[key]) for key in ("changes", "issues")})
    found = shown(course_of(path))
    assert {key: found[key] for key in gold} == gold


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 12
    assert all(2 <= len(documents(path)) <= 8 for path in CASES)


# --- what holds of any reports


def entries(block: Results) -> Iterator[Entry[Any]]:
    for family in FAMILIES:
        yield from getattr(block, family.name)


def said(course: Course) -> list[Evidence]:
    """Every place that a course names, also where it does not stand."""
    return [place for block in (course, course.undated, course.replaced) for entry in entries(block) for place in (*entry.evidence, *entry.superseded)]


def places(reports: dict[str, Report]) -> list[tuple[str, int, int, str]]:
    """Every result of some reports by its place."""
    return sorted(
        (key, result.start, result.end, result.rule)
        for key, report in reports.items()
        for family in FAMILIES
        for result in (*current(report, family), *recalled(report, family))
    )


def check(reports: dict[str, Report], texts: dict[str, str]) -> Course:
    """What holds of any reports: nothing is lost, nothing counts twice, the order of the input does not matter, evidence is in place."""
    course = timeline(reports)
    assert timeline(dict(reversed(reports.items()))) == course
    assert Course.model_validate_json(course.model_dump_json()) == course
    copies = {report.id for report in course.reports if report.replaced_by and reports[report.replaced_by].source_sha256 == report.source_sha256}
    counted = {key: report for key, report in reports.items() if key not in copies}
    assert sorted((place.report, place.start, place.end, place.rule) for place in said(course)) == places(counted)
    for place in said(course):
        assert texts[place.report][place.start : place.end] == place.text
    for entry in entries(course):
        assert entry.placed_by == ("date" if entry.date else "timepoint")
        assert entry.result.text == entry.evidence[0].text
    for family in FAMILIES:
        dates = [entry.date for entry in getattr(course, family.name) if entry.date]
        assert dates == sorted(dates)
    assert all(entry.placed_by is None and entry.date is None for entry in entries(course.undated))
    subtypes = course.diagnosis.subtypes if course.diagnosis else ()
    assert len(course_facts(course)) == sum(1 for block in (course, course.undated) for _ in entries(block)) + len(subtypes)
    return course


@pytest.mark.parametrize("path", CASES, ids=lambda path: path.stem)
def test_nothing_is_lost(path: Path) -> None:
    check(reports_of(path), documents(path))


@cache
def pool() -> list[tuple[str, str, Report]]:
    """The documents of all cases."""
    return [(f"{path.stem[:2]}-{key}", text, reports_of(path)[key]) for path in CASES for key, text in documents(path).items()]


@settings(max_examples=60, deadline=None)
@given(chosen=st.lists(st.integers(0, 10_000), max_size=12), names=st.randoms(use_true_random=False))
def test_any_mixture_of_documents(chosen: list[int], names: Any) -> None:
    documents = pool()
    picked = {documents[number % len(documents)][0]: documents[number % len(documents)] for number in chosen}
    keys = [str(number) for number in range(len(picked))]
    names.shuffle(keys)
    texts = {key: text for key, (_, text, _) in zip(keys, picked.values(), strict=True)}
    check({key: report for key, (_, _, report) in zip(keys, picked.values(), strict=True)}, texts)


def test_ids_do_not_decide() -> None:
    """The same reports under other names give the same course but for the names."""
    path = CASES[0]
    renamed = {f"{1000 - index}": report for index, report in enumerate(reports_of(path).values())}
    ids = dict(zip(reports_of(path), renamed, strict=True))
    first, second = course_of(path), timeline(renamed)
    assert [ids[report.id] for report in first.reports] == [report.id for report in second.reports]
    assert [entry.result for entry in entries(first)] == [entry.result for entry in entries(second)]


def test_without_ids() -> None:
    """A list of reports: the beginning of the digest is the id."""
    reports = list(reports_of(CASES[0]).values())
    course = timeline(reports)
    assert course == timeline(reversed(reports))
    assert {report.id for report in course.reports} == {report.source_sha256[:12] for report in reports}
    assert timeline([]).reports == ()


def test_another_process_gives_the_same() -> None:
    """No order of a set or hash is in the result."""
    code = f"import sys\nsys.path.insert(0, {str(Path(__file__).parent)!r})\nfrom test_course import *\nprint(course_of(CASES[4]).model_dump_json())"
    first, second = (
        subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, env={**os.environ, "PYTHONHASHSEED": seed}).stdout  # noqa: S603
        for seed in ("1", "2")
    )
    assert first == second
    assert len(first) > 1000


def test_issues_hold_no_report_text() -> None:
    words = {word for path in CASES for text in documents(path).values() for word in re.findall(r"[a-z]+-[a-z0-9]+|\d[\d.-]+", text.lower())}
    messages = {issue.message for path in CASES for issue in course_of(path).issues}
    assert len(messages) > 6
    assert not any(word in message for word in words for message in messages)


def test_time_grows_with_the_number_of_reports() -> None:
    """Four times the reports, at most about four times the time: here less than seven."""
    texts = [
        f"MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow, day {day}\nCollected: {2000 + day // 300}-{1 + day % 12:02}-{1 + day % 28:02}\n"
        f"MRD day {day}: positive, 0.{day + 1:04}%.\nWBC 4.{day} x10^9/L\nPREVIOUS RESULTS\nMRD day {day - 1}: 0.{day:04}%\nMRD: 0.5%\n"
        for day in range(1, 161)
    ]
    reports = [allreport.parse(text) for text in texts]

    def seconds(part: list[Report]) -> float:
        best = 9.0
        for _ in range(3):
            start = time.process_time()
            timeline(part)
            best = min(best, time.process_time() - start)
        return best

    assert seconds(reports) < 7 * seconds(reports[:40])


# --- the parts


@pytest.mark.parametrize(
    ("written", "standard", "day"),
    [
        ("Day 29", "day_29", 29),
        ("D+96", "day_96", 96),
        ("week 12", "week_12", 84),
        ("EOI", "end_of_induction", 33),
        ("end of induction (day 33)", "day_33", 33),
        ("TP2", "tp2", 84),
        ("before transplant", "pre_transplant", 9990),
        ("day +100 post transplant", "post_transplant_day_100", 10100),
        ("at diagnosis", "diagnosis", 0),
        ("day 1", "diagnosis", 0),
        ("at relapse", "relapse", None),
        ("12/03/2024", None, None),
        ("", None, None),
        (None, None, None),
    ],
)
def test_standard_time_points(written: str | None, standard: str | None, day: int | None) -> None:
    assert (term(written), order(standard)) == (standard, day)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        (0.034, 0.03, True),
        (0.35, 0.4, True),
        (45.2, 45, True),
        (0.05, 0.5, False),
        (1, 0.6, False),
        (100, 120, False),
        (0, 0.4, False),
        (0.0012, 0.001, True),
        (88, 88, True),
        (2e-5, 2.4e-5, True),
        (2e-5, 2.6e-5, False),
    ],
)
def test_rounded_numbers_agree(one: float, other: float, same: bool) -> None:
    said = [says(FAMILY["mrd"], residual(level=Quantity(value=value))) for value in (one, other)]
    assert agree(said[0], said[1]) is same
    assert agree(said[1], said[0]) is same


def residual(**more: Any) -> MRDResult:
    place = {"text": "x", "start": 0, "end": 1, "section": "mrd", "rule": "mrd.level"}
    return MRDResult.model_validate({**place, "status": "positive", **more})


def test_sides_and_words_do_not_agree() -> None:
    below = says(FAMILY["mrd"], residual(level=Quantity(value=0.01, comparator="<")))
    at = says(FAMILY["mrd"], residual(level=Quantity(value=0.01)))
    negative = says(FAMILY["mrd"], residual(status="negative"))
    assert not agree(below, at)
    assert not agree(at, negative)
    assert agree(at, says(FAMILY["mrd"], residual()))
    assert below.shown() == "positive <0.01"


def test_what_is_put_aside_says_why() -> None:
    """The amended report, the pending result, and the recall that differs."""
    amended = course_of(next(path for path in CASES if path.stem == "05-amended"))
    finding = next(entry for entry in amended.genetic_findings if entry.result.name == "BCR::ABL1")
    assert [(place.report, place.value, place.reason) for place in finding.superseded] == [("fish-old", "present", "replaced")]
    assert [entry.result.name for entry in amended.replaced.genetic_findings] == ["MYC rearrangement"]
    completed = course_of(next(path for path in CASES if path.stem == "13-pending-completed"))
    assert {place.reason for entry in completed.genetic_findings for place in entry.superseded} == {"completed"}
    head = "MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow, day {}\nCollected: 2025-0{}-02\n"
    own = allreport.parse(head.format(15, 1) + "MRD day 15: positive, 0.4%.\n")
    other = allreport.parse(head.format(29, 2) + "MRD day 29: negative.\nPREVIOUS RESULTS\nMRD day 15: 4%\n")
    course = timeline({"own": own, "other": other})
    assert [(place.report, place.value, place.reason) for place in course.mrd[0].superseded] == [("other", "positive 4", "recalled")]
    assert [issue.reports for issue in course.issues if issue.code == "conflict"] == [("other", "own")]


def test_rounding_is_between_reports() -> None:
    """Two close numbers of one report are two results; between reports one may be the other rounded."""
    head = "MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow\nCollected: 2025-01-02\n"
    two = allreport.parse(head + "MRD tube 1: 0.35%.\nMRD tube 2: 0.4%.\n")
    one = allreport.parse(head + "MRD: 0.35%.\n")
    rounded = allreport.parse(head + "MRD: 0.4%.\n")
    assert len(two.mrd) == len(timeline([two]).mrd) == 2
    assert [entry.result.level.value for entry in timeline([one, rounded]).mrd if entry.result.level] == [0.35]


def test_window() -> None:
    """What counts as at diagnosis is the caller's to say."""
    reports = {
        "marrow": allreport.parse("Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts."),
        "fish": allreport.parse("FISH\nCollected: 2025-01-22\nETV6::RUNX1 fusion detected."),
    }
    narrow, wide = (timeline(reports, window_days=days).diagnosis for days in (7, 14))
    assert narrow is not None
    assert wide is not None
    assert narrow.subtypes == ()
    assert [subtype.rests_on for subtype in wide.subtypes] == [("ETV6::RUNX1",), ("ETV6::RUNX1",)]


def test_relapse_is_no_diagnosis() -> None:
    """Blasts after residual disease was looked for are of a relapse; a first report in remission tells no diagnosis either."""
    mrd = allreport.parse("MRD BY FLOW CYTOMETRY\nCollected: 2024-02-01\nMRD day 29: negative.")
    relapse = allreport.parse("Collected: 2025-01-10\nB-ALL.\nBone marrow aspirate: 90% blasts.")
    remission = allreport.parse("Collected: 2024-03-01\nDiagnosis: B-ALL.\nBone marrow aspirate: 2% blasts.")
    assert timeline([mrd, relapse]).diagnosis is None
    assert timeline([remission]).diagnosis is None
    assert timeline([allreport.parse("Collected: 2025-01-10\nDiagnosis: B-ALL, maintenance.\nWBC 3.1 x10^9/L")]).diagnosis is None
    named = timeline([allreport.parse("Collected: 2025-01-10\nDiagnosis: B-ALL.\nFlow cytometry: CD19 and CD10 positive.")])
    assert named.diagnosis is not None
    assert (named.diagnosis.rule, named.diagnosis.review) == ("diagnosis.first_report", "check")
    assert [issue.code for issue in named.issues] == ["diagnosis_assumed"]


def test_first_day_of_a_lymphoma_and_of_a_transcript() -> None:
    """A marrow without blasts is no remission where the disease is lymphoma; a transcript that is found is no residual disease yet."""
    lymphoma = allreport.parse("Collected: 2025-01-10\nDiagnosis: T-lymphoblastic lymphoma.\nBone marrow aspirate: 2% blasts.")
    transcript = allreport.parse("MOLECULAR GENETICS\nCollected: 2025-01-09\nRT-PCR: BCR::ABL1 transcript (e1a2, p190) detected.")
    marrow = allreport.parse("Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts.")
    found = [timeline(reports).diagnosis for reports in ([lymphoma], [transcript, marrow])]
    assert [(diagnosis.date, diagnosis.rule) for diagnosis in found if diagnosis] == [
        ("2025-01-10", "diagnosis.first_report"),
        ("2025-01-10", "diagnosis.blasts"),
    ]


def test_several_sample_dates_are_said() -> None:
    course = timeline([allreport.parse("Collected: 2025-01-09\nReceived: 2025-01-10\nBone marrow collected: 2025-01-10\nAspirate: 90% blasts.")])
    assert course.reports[0].date == "2025-01-10"
    assert "several_dates" in {issue.code for issue in course.issues}


def test_recalled_diagnosis_finds_its_marrow() -> None:
    """A recall that names the time point and no date goes to the dated result that says the same and names none."""
    marrow = allreport.parse("Collected: 2025-01-10\nDiagnosis: B-ALL.\nBone marrow aspirate: 90% blasts.")
    later = allreport.parse("Collected: 2025-03-10\nBone marrow aspirate: 1% blasts.\nPrevious marrow at diagnosis: 90% blasts.")
    course = timeline({"marrow": marrow, "later": later})
    assert [(entry.date, evidence(entry)) for entry in course.blasts] == [("2025-01-10", "marrow (later)"), ("2025-03-10", "later")]


FLOW = "MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow\nCollected: {}\nStatus: FINAL\n"


def test_a_recall_that_differs_is_put_aside() -> None:
    """Also where a date stands beside it."""
    own = allreport.parse(FLOW.format("2025-01-02") + "MRD: 0.4%.")
    later = allreport.parse(FLOW.format("2025-02-02") + "MRD: negative.\nPREVIOUS RESULTS\nMRD 2025-01-02: 4%\n")
    course = timeline({"own": own, "later": later})
    assert [(place.report, place.value, place.reason) for place in course.mrd[0].superseded] == [("later", "positive 4", "recalled")]


def test_a_recall_is_of_an_earlier_day() -> None:
    """What a report recalls cannot be what a later one gives."""
    first = allreport.parse(FLOW.format("2025-01-02") + "MRD: negative. Previous MRD was 0.5%.\n")
    later = allreport.parse(FLOW.format("2025-03-02") + "MRD: 0.5%.")
    course = timeline({"first": first, "later": later})
    assert [evidence(entry) for entry in course.mrd] == ["first", "later"]
    assert [evidence(entry) for entry in course.undated.mrd] == ["(first)"]


def test_time_points_that_come_again_place_nothing() -> None:
    """After a relapse a day of treatment alone does not say of which treatment it is."""
    days = [("2023-01-15", 15), ("2023-03-20", 78), ("2025-01-15", 15)]
    reports = [allreport.parse(FLOW.format(date) + f"MRD day {day}: negative.") for date, day in days]
    loose = allreport.parse("MRD BY FLOW CYTOMETRY\nSpecimen: bone marrow\nMRD day 33: 0.2%.")
    assert [entry.timepoint_standard for entry in timeline([*reports, loose]).undated.mrd] == ["day_33"]
    assert timeline([*reports[:2], loose]).mrd[1].placed_by == "timepoint"


@pytest.mark.parametrize(
    ("specimen", "issued", "replaced"),
    [("bone marrow", "2025-01-09", True), ("cerebrospinal fluid", "2025-01-09", False), ("bone marrow", "2025-01-03", False)],
)
def test_what_an_amended_report_replaces(specimen: str, issued: str, replaced: bool) -> None:
    """A report of the same specimen and tests that was issued before it."""
    text = "FLOW CYTOMETRY\nSpecimen: {}\nCollected: 2025-01-02   Reported: {}\nStatus: {}\nThe cells are positive for CD19 and CD10."
    first = allreport.parse(text.format("bone marrow", "2025-01-05", "FINAL"))
    second = allreport.parse(text.format(specimen, issued, "AMENDED"))
    course = timeline({"first": first, "second": second})
    assert {report.id: report.replaced_by for report in course.reports} == {"first": "second" if replaced else None, "second": None}


def test_stated_relapse_is_no_diagnosis() -> None:
    report = allreport.parse("Collected: 2025-01-10\nB-ALL.\nBone marrow aspirate: 90% blasts.")
    place = {"text": "x", "start": 0, "end": 1, "section": "diagnosis", "rule": "response.relapse"}
    relapsed = Report.model_validate({**report.model_dump(), "responses": [{**place, "kind": "relapse"}]})
    denied = Report.model_validate({**report.model_dump(), "responses": [{**place, "kind": "relapse", "status": "absent"}]})
    assert timeline([relapsed]).diagnosis is None
    assert timeline([denied]).diagnosis is not None


def test_one_of_two_results_is_no_contradiction() -> None:
    """A report that gives two values of one test, and another that repeats one of them."""
    both = allreport.parse(FLOW.format("2025-01-02") + "MRD tube 1: 0.35%.\nMRD tube 2: 0.02%.\n")
    one = allreport.parse(FLOW.format("2025-01-02") + "MRD: 0.35%.")
    course = timeline({"both": both, "one": one})
    assert [evidence(entry) for entry in course.mrd] == ["both one", "both"]
    assert [issue.code for issue in course.issues if issue.code == "conflict"] == []
