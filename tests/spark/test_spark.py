"""`parse_column` on a real local Spark: needs pyspark and Java 17. Part of the heavy tests."""

from __future__ import annotations

import os
import signal
import sys
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pyspark.sql
import pytest

import allreport
import allreport.spark
from allreport.columnar import Into, parse_batches, schema
from allreport.spark import parse_column

pytestmark = pytest.mark.filterwarnings("ignore")  # Spark's and its companions' own

ROWS = 20_000
TEXTS = (
    "Diagnosis: B-ALL.\nFISH: BCR::ABL1 not detected.",
    "WBC 45.2 x10^9/L\nHGB 7.9 g/dL",
    "Bone marrow: 88% lymphoblasts.",
    "MRD by flow cytometry: negative (sensitivity 0.01%).",
    "Karyotype: 46,XX,t(9;22)(q34;q11.2)[12]/46,XX[8]",
    "The weather is fine.",
)
LONG = "secret " * 800_000  # more than `max_chars`


def text_of(number: int) -> str | None:
    """Null at every 100th row, an empty text at every 100th, one that is too long; a report else."""
    if number == 7:
        return LONG
    return {0: None, 50: ""}.get(number % 100, TEXTS[number % len(TEXTS)])


@pytest.fixture(scope="module")
def spark() -> Iterator[Any]:
    source = str(Path(allreport.__file__).parents[1])
    os.environ["PYTHONPATH"] = os.pathsep.join([source, os.environ.get("PYTHONPATH", "")])
    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = pyspark.sql.SparkSession.builder.master("local[2,4]").appName("allreport")
    quiet = {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1", "spark.sql.shuffle.partitions": "2"}
    for key, value in quiet.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    yield session
    session.stop()


@pytest.fixture(scope="module")
def notes(spark: Any, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """The rows as Parquet, as they would come from a lake."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    folder = tmp_path_factory.mktemp("notes")
    numbers = list(range(ROWS))
    table = pa.table({"note_id": pa.array(numbers, pa.int64()), "body": pa.array([text_of(number) for number in numbers], pa.string())})
    pq.write_table(table, folder / "notes.parquet", row_group_size=5000)
    return spark.read.parquet(str(folder)).repartition(8)


@pytest.mark.parametrize("into", ["facts", "report"])
def test_the_content_is_that_of_the_plain_function(spark: Any, into: Into) -> None:
    frame = spark.createDataFrame([(str(number), text) for number, text in enumerate(TEXTS)], "id string, text string")
    made = {row["id"]: row.asDict(recursive=True)[into] for row in parse_column(frame, into=into).collect()}
    for number, text in enumerate(TEXTS):
        report, read = allreport.parse(text), made[str(number)]
        if into == "report":
            assert allreport.Report.model_validate(read) == report
        else:
            assert [(fact["field"], fact["text"], fact["start"]) for fact in read] == [(fact.field, fact.text, fact.start) for fact in allreport.facts(report)]


def test_the_schema_of_the_frame_is_that_of_the_models(spark: Any) -> None:
    from pyspark.sql.pandas.types import to_arrow_schema

    frame = spark.createDataFrame([("a", "b")], "id string, text string")
    made = to_arrow_schema(parse_column(frame).schema)
    assert made.names == schema().names
    assert [field.name for field in made.field("facts").type.value_type] == [field.name for field in schema().field("facts").type.value_type]


def test_bad_rows_and_a_killed_worker_lose_and_double_nothing(notes: Any, tmp_path: Path, spark: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    marker = str(tmp_path / "killed")

    def killing(batches: Any, **how: Any) -> Iterator[Any]:
        """As the real one; the first worker that comes to a second batch dies, as when a machine runs out of memory."""
        for number, made in enumerate(parse_batches(batches, **how)):
            if number == 1:
                try:
                    os.close(os.open(marker, os.O_CREAT | os.O_EXCL))
                except FileExistsError:
                    pass
                else:
                    os.kill(os.getpid(), signal.SIGKILL)
            yield made

    monkeypatch.setattr(allreport.spark, "parse_batches", killing)
    parse_column(notes, text="body", id="note_id").write.parquet(str(tmp_path / "out"))
    assert Path(marker).exists()
    rows = spark.read.parquet(str(tmp_path / "out")).select("id", "error", "schema_version").collect()
    assert Counter(row.id for row in rows) == Counter(range(ROWS))
    assert {row.id for row in rows if row.error == "not_text"} == set(range(0, ROWS, 100))
    assert [row.id for row in rows if row.error == "too_long"] == [7]
    assert Counter(row.error for row in rows) == Counter({None: ROWS - ROWS // 100 - 1, "not_text": ROWS // 100, "too_long": 1})
    assert "secret" not in str(rows)


def test_other_columns_come_back_by_the_id(spark: Any) -> None:
    frame = spark.createDataFrame([(1, "x", TEXTS[2]), (2, "y", None)], "id long, ward string, text string")
    rows = frame.join(parse_column(frame), "id").selectExpr("id", "ward", "error", "size(facts) as facts").orderBy("id").collect()
    assert [(row.ward, row.error) for row in rows] == [("x", None), ("y", "not_text")]
    assert rows[0].facts == len(allreport.facts(allreport.parse(TEXTS[2])))
