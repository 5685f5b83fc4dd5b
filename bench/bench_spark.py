"""Spark against the plain function on one core: the same rows from Parquet to Parquet, in turns. Needs pyspark, pyarrow and Java 17.

`--rows` are cut into `--rounds`; each round is read by both, so that other load on the machine meets both alike. Two clocks: time on the
wall, and processor time of all processes together (Java and Python workers too; Linux only), which other load hardly changes. Spark's
start is measured apart: it is paid once for a job.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, NamedTuple

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


class Clock(NamedTuple):
    """Seconds on the wall, and of the processor in this process and all that it started."""

    wall: float
    cpu: float

    def __sub__(self, other: Clock) -> Clock:
        return Clock(self.wall - other.wall, self.cpu - other.cpu)

    def plus(self, other: Clock) -> Clock:
        return Clock(self.wall + other.wall, self.cpu + other.cpu)

    def over(self, other: Clock) -> str:
        return f"{self.wall / other.wall - 1:.1%} (processor {self.cpu / other.cpu - 1:.1%})"


def now() -> Clock:
    """The clocks. /proc/*/stat: the parent is the 2nd field behind the name; 12 to 15 are ticks, of the process and of its ended children."""
    fields = {}
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            fields[int(stat.parent.name)] = stat.read_text("utf-8", "replace").rpartition(")")[2].split()
    family = {os.getpid()}
    while more := {pid for pid, field in fields.items() if int(field[1]) in family} - family:
        family |= more
    ticks = sum(int(tick) for pid in family for tick in fields[pid][11:15])
    return Clock(time.perf_counter(), ticks / os.sysconf("SC_CLK_TCK"))


def plain(source: Path, target: Path, into: Any) -> Clock:
    """The plain function, Parquet to Parquet."""
    start = now()
    writer = None
    for made in parse_batches(pq.ParquetFile(source).iter_batches(batch_size=ROWS), into=into):
        writer = writer or pq.ParquetWriter(target, made.schema)
        writer.write_batch(made)
    if writer:
        writer.close()
    return now() - start


def by_spark(session: Any, source: Path, target: Path, into: Any) -> Clock:
    """The same by Spark, on one core."""
    start = now()
    parse_column(session.read.parquet(str(source)), into=into).write.parquet(str(target))
    return now() - start


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
        start = now()
        session = open_session()
        by_spark(session, folder / "few.parquet", folder / "warm", chosen.into)
        plain(folder / "few.parquet", folder / "warm.parquet", chosen.into)
        started = now() - start
        alone = spark = Clock(0, 0)
        for turn in range(chosen.rounds):
            alone = alone.plus(plain(folder / "rows.parquet", folder / f"{turn}.parquet", chosen.into))
            spark = spark.plus(by_spark(session, folder / "rows.parquet", folder / f"spark{turn}", chosen.into))
            print(f"{(turn + 1) * each:,} rows: plain {alone.cpu:.0f} s, Spark {spark.cpu:.0f} s of the processor; overhead {spark.over(alone)}", flush=True)
        count = session.read.parquet(*(str(folder / f"spark{turn}") for turn in range(chosen.rounds))).count()
        session.stop()
    print(f"{count:,} rows out of {each * chosen.rounds:,}; {chosen.into}, mean length {sum(map(len, texts)) // len(texts)} characters")
    rate = each * chosen.rounds / alone.cpu
    print(f"plain {rate:.0f} rows a second of the processor; Spark local[1] overhead {spark.over(alone)}; start {started.wall:.0f} s")


if __name__ == "__main__":
    main()
