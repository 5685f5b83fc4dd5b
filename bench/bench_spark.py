"""Spark against the plain function on one core: the same rows from Parquet to Parquet, in turns. Needs pyspark, pyarrow and Java 17.

`--rows` are cut into `--rounds`; each round is read by both, so that other load on the machine meets both alike. Spark's start is
measured apart: it is paid once for a job.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from allreport.columnar import ROWS, parse_batches
from allreport.spark import parse_column

HERE = Path(__file__).parent


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--characters", type=int, default=800, help="texts are cut to this length; 0 leaves them whole")
    parser.add_argument("--into", choices=("facts", "report"), default="facts")
    parser.add_argument("--reports", type=Path, default=HERE / "reports.jsonl")
    return parser.parse_args()


def write_rows(path: Path, texts: list[str], count: int) -> None:
    rows = {"id": list(range(count)), "text": [texts[number % len(texts)] for number in range(count)]}
    pq.write_table(pa.table(rows), path, row_group_size=10_000)


def plain(source: Path, target: Path, into: Any) -> float:
    """Seconds of the plain function, Parquet to Parquet."""
    start = time.perf_counter()
    writer = None
    for made in parse_batches(pq.ParquetFile(source).iter_batches(batch_size=ROWS), into=into):
        writer = writer or pq.ParquetWriter(target, made.schema)
        writer.write_batch(made)
    if writer:
        writer.close()
    return time.perf_counter() - start


def by_spark(session: Any, source: Path, target: Path, into: Any) -> float:
    """Seconds of the same by Spark, on one core."""
    start = time.perf_counter()
    parse_column(session.read.parquet(str(source)), into=into).write.parquet(str(target))
    return time.perf_counter() - start


def open_session() -> Any:
    from pyspark.sql import SparkSession

    os.environ["PYSPARK_PYTHON"] = os.environ["PYSPARK_DRIVER_PYTHON"] = sys.executable
    builder = SparkSession.builder.master("local[1]").appName("allreport")
    for key, value in {"spark.ui.enabled": "false", "spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}.items():
        builder = builder.config(key, value)
    session = builder.getOrCreate()
    session.sparkContext.setLogLevel("OFF")
    return session


def main() -> None:
    chosen = arguments()
    texts = [json.loads(line)["text"][: chosen.characters or None] for line in chosen.reports.read_text("utf-8").splitlines()]
    each = chosen.rows // chosen.rounds
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        write_rows(folder / "few.parquet", texts, 200)
        write_rows(folder / "rows.parquet", texts, each)
        start = time.perf_counter()
        session = open_session()
        by_spark(session, folder / "few.parquet", folder / "warm", chosen.into)
        plain(folder / "few.parquet", folder / "warm.parquet", chosen.into)
        started = time.perf_counter() - start
        total = [0.0, 0.0]
        for turn in range(chosen.rounds):
            total[0] += plain(folder / "rows.parquet", folder / f"{turn}.parquet", chosen.into)
            total[1] += by_spark(session, folder / "rows.parquet", folder / f"spark{turn}", chosen.into)
            print(f"{(turn + 1) * each:,} rows: plain {total[0]:.1f} s, Spark {total[1]:.1f} s, overhead {total[1] / total[0] - 1:.1%}", flush=True)
        count = session.read.parquet(*(str(folder / f"spark{turn}") for turn in range(chosen.rounds))).count()
        session.stop()
    rate = each * chosen.rounds / total[0]
    print(f"{count:,} rows out of {each * chosen.rounds:,}; {chosen.into}, mean length {sum(map(len, texts)) // len(texts)} characters")
    print(f"plain {rate:.0f} rows/s; Spark local[1] overhead {total[1] / total[0] - 1:.1%}; start of Spark {started:.0f} s")


if __name__ == "__main__":
    main()
