"""What commands on patients share: the reports of each patient, from texts or from reports that were read before."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from allreport.commands.reports import Reports

if TYPE_CHECKING:
    from allreport.documents import Input
    from allreport.model.course import Course
    from allreport.model.report import Report

NO_PATIENT = "the patient is not known; name a column of the rows with --patient, or give each patient a folder of text files"
DIGEST = 8  # characters that tell two reports of one id apart


def add_arguments(command: argparse.ArgumentParser) -> None:
    """The arguments of every command on patients."""
    paths = "report texts, or reports that allreport parse wrote as JSON or JSON Lines; directories; - for standard input"
    command.add_argument("paths", metavar="PATH", nargs="+", help=paths)
    command.add_argument("--patient", metavar="COLUMN", help="rows of JSON Lines: the column with the key of the patient")
    command.add_argument("--window", metavar="DAYS", type=days, default=None, help="days before and after the diagnosis that belong to it (default: 7)")
    command.add_argument("--date-order", choices=("dmy", "mdy"), help="how 03/04/2025 is read where the report does not settle it")
    command.add_argument("--errors", metavar="FILE", type=Path, help="write error records here instead of standard error")
    command.add_argument("--quiet", action="store_true", help="no progress on the terminal")


def days(text: str) -> int:
    """A number of days of the command line."""
    number = int(text)
    if not 0 <= number <= 366:
        raise argparse.ArgumentTypeError("from 0 to 366 days")
    return number


class Cases:
    """The reports of each patient. All are held until the last is read: the reports of one patient may stand anywhere."""

    def __init__(self, arguments: argparse.Namespace, parser: argparse.ArgumentParser, *, by_folder: bool) -> None:
        from allreport.documents import open_inputs
        from allreport.options import ParseOptions

        self.window: int | None = arguments.window
        self.column: str | None = arguments.patient
        self.by_folder = by_folder
        self.patients: dict[str | None, dict[str, Report]] = {}
        options = ParseOptions(date_order=arguments.date_order)
        targets = [path for path in (arguments.errors, getattr(arguments, "out", None), getattr(arguments, "svg", None)) if path]
        if {path.resolve() for path in targets} & {Path(path).resolve() for path in arguments.paths}:
            parser.error("an output is an input too; write to another file")
        _, inputs = open_inputs(arguments.paths, sys.stdin.buffer, options.max_chars, skip=targets, patient=self.column, parsed=True)
        try:
            errors = arguments.errors.open("wb") if arguments.errors else sys.stderr.buffer
        except OSError as error:
            parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
        reports = Reports(options, errors, quiet=arguments.quiet)
        for item, report in reports.read(inputs):
            self.add(item, report, reports)
        if arguments.errors:
            errors.close()
        self.failed = reports.failed

    def add(self, item: Input, report: Report, batch: Reports) -> None:
        """A report to its patient. Two of one id are told apart by their digest; the same twice is one."""
        patient = self.patient_of(item)
        if patient is None and (self.column or self.by_folder):
            batch.fail(item.id, "no_patient", NO_PATIENT)
            return
        reports = self.patients.setdefault(patient, {})
        key = str(item.id)
        known = reports.get(key)
        if known is not None and known.source_sha256 != report.source_sha256:
            key = f"{key}@{report.source_sha256[:DIGEST]}"
        reports.setdefault(key, report)

    def patient_of(self, item: Input) -> str | None:
        """The key of the patient: the column of a row, else, where folders are patients, the folder of a file."""
        if item.patient is not None:
            return str(item.patient)
        folder = str(Path(str(item.id)).parent) if self.by_folder and not self.column else "."
        return None if folder == "." else folder

    def courses(self) -> Iterator[Course]:
        """The course of each patient, by key."""
        from allreport.course.build import timeline

        window: dict[str, Any] = {} if self.window is None else {"window_days": self.window}
        for patient in sorted(self.patients, key=lambda key: key or ""):
            yield timeline(self.patients[patient], patient=patient, **window)
