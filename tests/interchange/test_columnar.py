"""Arrow batches: the schema as last agreed, as many rows out as in, codes and never messages.

After a change of the models that is meant, write the schema anew with `python tests/interchange/test_columnar.py`.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest

import allreport
from allreport.columnar import Into, parse_batches, schema
from allreport.options import ParseOptions

PINNED = Path(__file__).with_name("arrow_schema.txt")
TEXT = "Diagnosis: B-ALL.\nWBC 45.2 x10^9/L\nBlasts: 88% of nucleated cells.\nFISH: BCR::ABL1 not detected."


def written() -> str:
    return "".join(f"== {into}\n{schema(into).to_string(truncate_metadata=False)}\n" for into in ("facts", "report"))


def batch(*texts: Any) -> Any:
    return pa.RecordBatch.from_pydict({"id": list(range(len(texts))), "text": pa.array(texts, pa.string())})


def read(batches: list[Any], into: Into = "facts", options: ParseOptions | None = None) -> list[dict[str, Any]]:
    return [row for made in parse_batches(batches, into=into, options=options) for row in made.to_pylist()]


def test_the_schema_is_the_agreed_one() -> None:
    assert written() == PINNED.read_text("utf-8")


def test_facts_are_those_of_the_plain_function() -> None:
    (row,) = read([batch(TEXT)])
    expected = allreport.facts(allreport.parse(TEXT))
    assert [fact["field"] for fact in row["facts"]] == [fact.field for fact in expected]
    for made, fact in zip(row["facts"], expected, strict=True):
        columns = fact._asdict()
        value = columns.pop("value")
        assert made["number"] == (value if isinstance(value, (int, float)) else None)
        assert made["value"] == (None if value is None else str(value).removesuffix(".0"))
        assert {name: made[name] for name in columns if name in made} == {name: item for name, item in columns.items() if name in made}


def test_a_report_comes_through_whole() -> None:
    (row,) = read([batch(TEXT)], "report")
    report = row["report"]
    report["producer"]["editions"] = dict(report["producer"]["editions"])
    assert allreport.Report.model_validate(report) == allreport.parse(TEXT)


@pytest.mark.parametrize("into", ["facts", "report"])
def test_a_bad_row_has_a_code_and_the_others_go_on(into: Into, monkeypatch: pytest.MonkeyPatch) -> None:
    import allreport.pipeline

    whole = allreport.pipeline.parse

    def faulty(text: str, *rest: Any) -> Any:
        if text and "fault" in text:
            raise ValueError(text)
        return whole(text, *rest)

    monkeypatch.setattr(allreport.pipeline, "parse", faulty)
    rows = read([batch(TEXT, None, "x" * 30, "fault: secret", TEXT), batch(), batch("")], into, ParseOptions(max_chars=200))
    assert [row["error"] for row in rows] == [None, "not_text", None, "internal", None, None]
    assert [row["id"] for row in rows] == [0, 1, 2, 3, 4, 0]
    assert [row[into] is None for row in rows] == [False, True, False, True, False, False]
    assert "secret" not in str(rows)
    assert [row["error"] for row in read([batch("x" * 300)], into, ParseOptions(max_chars=200))] == ["too_long"]


def test_large_batches_go_out_in_small_ones_in_order() -> None:
    made = list(parse_batches([batch(*["MRD: negative."] * 1201)]))
    assert [part.num_rows for part in made] == [500, 500, 201]
    assert [key for part in made for key in part.column("id").to_pylist()] == list(range(1201))


def test_nothing_compiled_is_pickled() -> None:
    sent = pickle.dumps(partial(parse_batches, into="facts", options=None))
    assert len(sent) < 300
    assert b"regex" not in sent


def test_importing_it_loads_neither_arrow_nor_spark_nor_the_parser() -> None:
    code = "import sys, allreport.columnar, allreport.spark; print(sorted({'pyarrow', 'pyspark', 'regex', 'pydantic'} & set(sys.modules)))"
    out = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)  # noqa: S603  our own interpreter
    assert out.stdout.strip() == "[]"


if __name__ == "__main__":
    PINNED.write_text(written(), encoding="utf-8", newline="\n")
