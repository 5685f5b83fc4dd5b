"""What holds for any text: no exception, evidence in place, same in same out, JSON and facts whole, threads.

Texts are made of pieces that readers react to, glued in ways that no laboratory would, with damage between them.
"""

from __future__ import annotations

import json
import math
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pydantic import BaseModel

from allreport import Fact, ParseOptions, Report, facts, parse, parse_karyotype, relevance
from allreport.model.base import Alternative, Issue, Sourced

REPORTS = sorted((Path(__file__).parent / "fixtures" / "reports").glob("*.txt"))
# One piece a line, with \n, \r and \t written so.
WORDS = [line.replace("\\n", "\n").replace("\\r", "\r").replace("\\t", "\t") for line in (Path(__file__).parent / "pieces.txt").read_text("utf-8").splitlines()]
ODD = ["0", "1,20,000", "120.000", "45,2", "0.00", "1e-5", "²", "①", "٣", "9" * 330, "1/0", "0/0", "5 of 0"]
NUMBERS = st.integers(0, 10**9).map(str) | st.floats(0, 1e6, allow_nan=False).map(repr) | st.sampled_from(ODD)
DAMAGE = st.text(st.characters(), max_size=4)
PIECES = st.one_of(st.sampled_from(WORDS), st.sampled_from([word.upper() for word in WORDS]), NUMBERS, DAMAGE)
GLUED = st.lists(st.one_of(PIECES, st.just(" ")), max_size=60).map("".join)
SPACED = st.lists(PIECES, max_size=40).map(" ".join)
TEXTS = GLUED | SPACED | st.text(st.characters(), max_size=200)
MANY = settings(max_examples=150, deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow])


def models(value: Any) -> Iterator[BaseModel]:
    """A model and all models inside it."""
    if isinstance(value, BaseModel):
        yield value
        for name in type(value).model_fields:
            yield from models(getattr(value, name))
    elif isinstance(value, (tuple, list)):
        for item in value:
            yield from models(item)


def check_places(text: str, report: Report) -> None:
    """Evidence is where it says, word for word; doubts point into the text."""
    for model in models(report):
        if isinstance(model, (Sourced, Alternative)):
            assert text[model.start : model.end] == model.text, model.rule
            assert model.start < model.end, model.rule
        if isinstance(model, Sourced) and model.cue_start is not None:
            assert model.cue_end is not None
            assert 0 <= model.cue_start < model.cue_end <= len(text), model.rule
        if isinstance(model, Issue) and model.start is not None:
            assert model.end is not None
            assert 0 <= model.start <= model.end <= len(text), model.code


def check_plain(value: Any) -> None:
    """No number that JSON cannot hold."""
    if isinstance(value, dict):
        for item in value.values():
            check_plain(item)
    elif isinstance(value, list):
        for item in value:
            check_plain(item)
    elif isinstance(value, float):
        assert math.isfinite(value)


def check(text: str, options: ParseOptions | None = None) -> Report:
    report = parse(text, options)
    check_places(text, report)
    assert parse(text, options) == report
    if not any("\ud800" <= character <= "\udfff" for character in text):
        written = report.model_dump_json()
        assert Report.model_validate_json(written) == report
        check_plain(json.loads(written))
    for fact in facts(report, id="1"):
        check_fact(fact)
    return report


def check_fact(fact: Fact) -> None:
    assert fact.id == "1"
    assert fact.field
    assert fact.rule
    assert isinstance(fact.text, str)
    for name, value in fact._asdict().items():
        assert value is None or type(value) in {str, int, float}, name
        assert not isinstance(value, float) or math.isfinite(value), name
    assert fact.review in {"none", "check", "withheld"}
    assert fact.temporality in {"current", "previous"}
    assert fact.certainty in {"stated", "probable", "possible"}


@MANY
@given(TEXTS)
def test_any_text(text: str) -> None:
    check(text)


@settings(MANY, max_examples=40)
@given(st.sampled_from(REPORTS), st.data())
def test_damaged_report(path: Path, data: st.DataObject) -> None:
    """A report with a hole, something put in, or another report's beginning."""
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, min(len(text), start + 200)))
    check(text[:start] + data.draw(PIECES) + text[end:])


@pytest.mark.parametrize("path", REPORTS, ids=lambda path: path.stem)
def test_report_of_the_fixtures(path: Path) -> None:
    with path.open(encoding="utf-8", newline="") as file:
        text = file.read()
    check(text)
    check(text.upper())
    check(text.replace("\n", "\r\n"))


@settings(MANY, max_examples=40)
@given(TEXTS, st.sampled_from(["dmy", "mdy", None]), st.sampled_from(["keep", "drop"]))
def test_options(text: str, date_order: Any, dates: Any) -> None:
    report = check(text, ParseOptions(date_order=date_order, dates=dates))
    assert dates == "keep" or not report.dates


@MANY
@given(TEXTS)
def test_relevance_of_any_text(text: str) -> None:
    found = relevance(text)
    assert found.level in {"likely", "possible", "no"}
    assert (found.level == "no") == (not found.words)
    for word, start, end in found.words:
        assert text[start:end] == word


@settings(MANY, max_examples=60)
@given(st.text(st.sampled_from("46,XY t(;)pq+-/[]cp?~.idemslmar123\n\u0660\u00b2"), max_size=60))
def test_any_karyotype(text: str) -> None:
    karyotype = parse_karyotype(text)
    assert type(karyotype).model_validate_json(karyotype.model_dump_json()) == karyotype
    for clone in karyotype.clones:
        assert text[clone.start : clone.end] == clone.text


def test_threads() -> None:
    """The same from many threads at once as from one, the first reading included."""
    texts = [path.read_text(encoding="utf-8") for path in REPORTS[:12]]
    barrier = threading.Barrier(4)

    def read(_: int) -> list[Report]:
        barrier.wait()
        return [parse(text) for text in texts]

    with ThreadPoolExecutor(4) as pool:
        results = list(pool.map(read, range(4)))
    expected = [parse(text) for text in texts]
    assert all(result == expected for result in results)
