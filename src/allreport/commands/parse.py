"""`allreport parse`: reports to JSON, one by one; a failure is a record, and the rest goes on."""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from allreport.commands.output import READ_ALL, SOME_FAILED, Commands, dumped, indented

if TYPE_CHECKING:
    from allreport.documents import Failure, Input
    from allreport.model.report import Report
    from allreport.options import ParseOptions

FORMATS = ("json", "jsonl")


def add(commands: Commands) -> None:
    about = "Reads reports: text files, directories, JSON Lines with id and text, or - for standard input."
    parse = commands.add_parser("parse", help="read reports", description=about)
    parse.add_argument("paths", metavar="PATH", nargs="+", help="a text file, a .jsonl file, a directory, or - for standard input")
    parse.add_argument("-o", dest="out", metavar="OUT", type=Path, help="write here instead of standard output; .json or .jsonl decides the format")
    parse.add_argument("--format", choices=FORMATS, help="default: the ending of OUT, else json (indented) for one input, jsonl for several")
    parse.add_argument("--errors", metavar="FILE", type=Path, help="write error records here instead of standard error")
    parse.add_argument("--quiet", action="store_true", help="no progress on the terminal")
    parse.add_argument("--date-order", choices=("dmy", "mdy"), help="how 03/04/2025 is read where the report does not settle it")
    parse.add_argument("--facts", action="store_true", help="flat rows, one for each fact, instead of nested reports")
    parse.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.documents import open_inputs
    from allreport.options import ParseOptions

    check_targets(arguments, parser)
    options = ParseOptions(date_order=arguments.date_order)
    targets = [path for path in (arguments.out, arguments.errors) if path]
    several, inputs = open_inputs(arguments.paths, sys.stdin.buffer, options.max_chars, skip=targets)
    lines = (arguments.format or ending(arguments.out) or ("jsonl" if several else "json")) == "jsonl"
    with ExitStack() as stack:
        try:
            out = stack.enter_context(arguments.out.open("wb")) if arguments.out else sys.stdout.buffer
            errors = stack.enter_context(arguments.errors.open("wb")) if arguments.errors else sys.stderr.buffer
        except OSError as error:
            parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
        batch = Batch(options, errors, Progress(quiet=arguments.quiet))
        write_all(batch.read(inputs), out, lines=lines, facts=arguments.facts, several=several)
        out.flush()
    batch.progress.end(batch.failed)
    return SOME_FAILED if batch.failed else READ_ALL


def check_targets(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """No output may overwrite an input, and its ending must be one that can be written."""
    inputs = {Path(path).resolve() for path in arguments.paths if path != "-"}
    for target in (arguments.out, arguments.errors):
        if target and target.resolve() in inputs:
            parser.error(f"{target} is an input too; write to another file")
    if arguments.out and arguments.errors and arguments.out.resolve() == arguments.errors.resolve():
        parser.error("-o and --errors name the same file")
    if arguments.paths.count("-") > 1:
        parser.error("- (standard input) can be named once")
    suffix = arguments.out.suffix.lower() if arguments.out else ""
    if not arguments.format and suffix in {".csv", ".parquet", ".xml", ".ndjson"}:
        parser.error(f"cannot write {suffix}; name a .json or .jsonl file, or choose with --format")


def ending(out: Path | None) -> str | None:
    """The format that the ending of the output asks for."""
    suffix = out.suffix.lower().removeprefix(".") if out else ""
    return suffix if suffix in FORMATS else None


class Batch:
    """Reads inputs one by one; each gives a report or an error record, and one failure does not end the rest."""

    def __init__(self, options: ParseOptions, errors: BinaryIO, progress: Progress) -> None:
        self.options = options
        self.errors = errors
        self.progress = progress
        self.failed = 0

    def read(self, inputs: Iterable[Input | Failure]) -> Iterator[tuple[str | int, Report]]:
        """Ids and reports, in the order of the inputs."""
        return ((item.id, report) for item, report in self.read_inputs(inputs))

    def read_inputs(self, inputs: Iterable[Input | Failure]) -> Iterator[tuple[Input, Report]]:
        """Inputs and their reports, in the order of the inputs."""
        from allreport.documents import Failure
        from allreport.errors import AllReportError

        for item in inputs:
            self.progress.step()
            if isinstance(item, Failure):
                self.fail(*item)
                continue
            try:
                report = self.report_of(item)
            except AllReportError as error:
                self.fail(item.id, error.code, str(error))
            except Exception as error:  # noqa: BLE001  a fault of ours in one report must not end a night's run
                self.fail(item.id, "internal", f"{fault(error)}; the report was not read: please tell the maintainers, without the report")
            else:
                yield item, report

    def report_of(self, item: Input) -> Report:
        """The report of one input: read from its text, or checked where it was read before."""
        from pydantic import ValidationError

        from allreport.errors import InputError
        from allreport.model.report import Report
        from allreport.pipeline import parse

        if item.parsed is None:
            return parse(item.text, self.options)
        try:
            return Report.model_validate(item.parsed)
        except ValidationError as error:
            message = f"{error.error_count()} places are not those of a report of this version; read the text again"
            raise InputError(message, code="not_a_report") from None

    def fail(self, key: str | int, code: str, message: str) -> None:
        """Write one error record."""
        self.failed += 1
        self.progress.clear()
        self.errors.write(dumped({"id": key, "error": code, "message": message}) + b"\n")
        self.errors.flush()


def fault(error: Exception) -> str:
    """The kind and place of an exception in the code; never its message, which may quote the report."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def write_all(reports: Iterable[tuple[str | int, Report]], out: BinaryIO, *, lines: bool, facts: bool, several: bool) -> None:
    """JSON Lines as they come; or one indented value: a report, or a list where there are several or facts are asked for."""
    records = (record for key, report in reports for record in records_of(key, report, facts=facts, bare=not (lines or several)))
    if lines:
        for record in records:
            out.write(record + b"\n")
    elif facts or several:
        write_list(records, out)
    else:
        for record in records:
            out.write(indented(record) + b"\n")


def write_list(records: Iterable[bytes], out: BinaryIO) -> None:
    separator = b"[\n"
    for record in records:
        out.write(separator + indented(record))
        separator = b",\n"
    out.write(b"\n]\n" if separator != b"[\n" else b"[]\n")


def records_of(key: str | int, report: Report, *, facts: bool, bare: bool) -> Iterator[bytes]:
    """A report as JSON: its facts one by one, itself, or itself beside its id."""
    if facts:
        from allreport.flat import facts as rows

        for fact in rows(report, id=str(key)):
            yield dumped(fact._asdict())
    elif bare:
        yield report.model_dump_json().encode()
    else:
        yield b'{"id":' + dumped(key) + b',"report":' + report.model_dump_json().encode() + b"}"


class Progress:
    """How many inputs were read, on a terminal only."""

    def __init__(self, *, quiet: bool) -> None:
        self.shown = not quiet and sys.stderr.isatty() and not sys.stdout.isatty()
        self.count = 0
        self.next = time.monotonic() + 1

    def step(self) -> None:
        self.count += 1
        if self.shown and time.monotonic() >= self.next:
            self.next = time.monotonic() + 0.5
            print(f"\r{self.count:,} inputs", end="", file=sys.stderr, flush=True)

    def clear(self) -> None:
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def end(self, failed: int) -> None:
        if self.shown:
            self.clear()
            print(f"{self.count - failed:,} read, {failed:,} failed", file=sys.stderr)
