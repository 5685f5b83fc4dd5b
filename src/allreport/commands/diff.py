"""`allreport diff`: two outputs of `allreport parse` against each other."""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allreport.commands.output import READ_ALL, SOME_FAILED, USAGE, Commands, dumped

if TYPE_CHECKING:
    from allreport.model.report import Report

Key = tuple[str, str | None]


def add(commands: Commands) -> None:
    about = (
        "Compares two outputs of allreport parse (JSON Lines, or Parquet of reports) by id and fact: gained, lost, changed, evidence moved. "
        "Reports whose text changed are counted apart. Exit status: 0 no difference, 1 some, 2 wrong usage. The reports of OLD are held in memory."
    )
    diff = commands.add_parser("diff", help="compare two outputs", description=about)
    diff.add_argument("old", metavar="OLD", type=Path)
    diff.add_argument("new", metavar="NEW", type=Path)
    diff.add_argument("--json", action="store_true", help="one line for each report that differs, and one with the totals")
    diff.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:  # noqa: ARG001
    from allreport.compare import Totals
    from allreport.errors import AllReportError

    totals = Totals()
    try:
        old = dict(reports(arguments.old))
        for key, report in reports(arguments.new):
            before = old.pop(key, None)
            if before is None:
                totals.reports["only in new"] += 1
                continue
            found = totals.add(before, report)
            if found and arguments.json:
                apart = before.source_sha256 != report.source_sha256
                line = {"id": key[0], "part": key[1], "text_changed": apart, "differences": [difference._asdict() for difference in found]}
                sys.stdout.buffer.write(dumped(line) + b"\n")
    except AllReportError as error:
        print(f"allreport diff: {error}", file=sys.stderr)
        return USAGE
    totals.reports["only in old"] += len(old)
    summary: dict[str, Any] = {"reports": dict(+totals.reports), "by_field": totals.by(1), "by_rule": totals.by(2), "of_changed_texts": totals.source.total()}
    lines = [dumped(summary)] if arguments.json else [line.encode() for line in text_of(summary)]
    sys.stdout.buffer.write(b"".join(line + b"\n" for line in lines))
    return READ_ALL if set(summary["reports"]) <= {"same"} else SOME_FAILED


def text_of(summary: dict[str, Any]) -> Iterator[str]:
    """The totals for a reader."""
    yield "reports: " + (", ".join(f"{name} {count:,}" for name, count in summary["reports"].items()) or "none")
    for words, name in (("by field", "by_field"), ("by rule", "by_rule")):
        for kind, counts in summary[name].items():
            yield f"{kind} {words}: " + ", ".join(f"{entry} {count:,}" for entry, count in counts.items())
    if summary["of_changed_texts"]:
        yield f"facts that differ where the text changed: {summary['of_changed_texts']:,}"


def reports(path: Path) -> Iterator[tuple[Key, Report]]:
    """The reports of an output with their keys."""
    from pydantic import ValidationError

    from allreport.errors import InputError
    from allreport.model.report import Report

    for number, record in enumerate(records(path), 1):
        try:
            report = Report.model_validate_json(record["report"]) if isinstance(record["report"], str) else Report.model_validate(record["report"])
        except (ValidationError, KeyError, TypeError):
            raise InputError(f"{path}, line {number}: no report of this version; write it anew with allreport parse", code="not_a_report") from None
        yield (str(record.get("id")), record.get("part")), report


def records(path: Path) -> Iterator[dict[str, Any]]:
    """The lines of JSON Lines, or the rows of Parquet."""
    from allreport.documents.problem import library
    from allreport.errors import InputError

    try:
        with path.open("rb") as stream:
            if stream.read(4) == b"PAR1":
                for batch in library("pyarrow.parquet", "a Parquet file", "parquet").ParquetFile(path).iter_batches(batch_size=200):
                    yield from batch.to_pylist()
                return
            stream.seek(0)
            for number, line in enumerate(stream, 1):
                try:
                    value = json.loads(line)
                except ValueError:
                    raise InputError(f"{path}, line {number}: not JSON; name an output of allreport parse", code="broken_json") from None
                yield value if isinstance(value, dict) else {}
    except OSError as error:
        raise InputError(f"{path}: cannot be opened ({error.strerror})", code="unreadable") from None
