"""`allreport tables`: the reports of many patients as tables for statistics."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from allreport.commands.cases import Cases, add_arguments
from allreport.commands.output import READ_ALL, SOME_FAILED, Commands

if TYPE_CHECKING:
    from allreport.course.tables import Table

FORMATS = ("csv", "parquet")


def add(commands: Commands) -> None:
    about = (
        "Writes patients, mrd, cbc_at_diagnosis, genetics and codebook. Rows of JSON Lines name their patient in the column of --patient; "
        "without it, the folder in which a report lies is the patient."
    )
    tables = commands.add_parser("tables", help="tables for statistics from the reports of many patients", description=about)
    add_arguments(tables)
    tables.add_argument("-o", dest="directory", metavar="DIR", type=Path, required=True, help="write the tables into this directory")
    tables.add_argument("--format", choices=FORMATS, action="append", help="may be given twice; default: csv. Parquet needs the extra allreport[parquet]")
    tables.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.course.tables import tables
    from allreport.errors import MissingExtraError

    cases = Cases(arguments, parser, by_folder=True)
    try:
        arguments.directory.mkdir(parents=True, exist_ok=True)
        for table in tables(cases.courses()):
            for kind in dict.fromkeys(arguments.format or ["csv"]):
                write(table, kind, arguments.directory)
    except MissingExtraError as error:
        parser.error(str(error))
    except OSError as error:
        parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
    print(f"{len(cases.patients):,} patients", file=sys.stderr)
    return SOME_FAILED if cases.failed else READ_ALL


def write(table: Table, kind: str, directory: Path) -> None:
    from allreport.course.files import as_csv, write_parquet

    path = directory / f"{table.name}.{kind}"
    if kind == "csv":
        path.write_bytes(as_csv(table))
    else:
        write_parquet(table, path)
