"""`allreport parse`: reports to JSON, CSV or Parquet; a failure is a record, and the rest goes on."""

from __future__ import annotations

import argparse
import os
import sys
from collections import deque
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING, Any, BinaryIO

from allreport.commands.output import INTERRUPTED, READ_ALL, SOME_FAILED, USAGE, Commands, dumped

if TYPE_CHECKING:
    from allreport.batch.journal import Journal
    from allreport.batch.work import Done, Settings
    from allreport.commands.progress import Progress, Tally
    from allreport.commands.sinks import Sink
    from allreport.documents.inputs import Task

KINDS = ("text", "pdf", "docx", "rtf", "html", "hl7", "json", "jsonl", "csv", "parquet")
FORMATS = ("json", "jsonl", "csv", "parquet")
ENDINGS = {".json": "json", ".jsonl": "jsonl", ".csv": "csv", ".parquet": "parquet"}
APPENDED = frozenset({"jsonl", "csv"})  # formats that can go on where they stopped
SECRET = "ALLREPORT_IDS_KEY"  # noqa: S105  the name of a variable of the environment
COMMIT = 50  # tasks between two records of how far the run is


def add(commands: Commands) -> None:
    about = (
        "Reads reports: text, PDF, Word, RTF, HTML, HL7 v2, FHIR, and tables (JSON Lines, CSV, Parquet) with a row for each report. "
        "The kind of a file is known by its content. Exit status: 0 all read, 1 some failed (each has an error record), 2 wrong usage, 130 stopped."
    )
    parse = commands.add_parser("parse", help="read reports", description=about)
    parse.add_argument("paths", metavar="PATH", nargs="+", help="files, directories, patterns such as 'in/*.pdf', or - for standard input")
    parse.add_argument("-o", dest="out", metavar="OUT", type=Path, help="write here instead of standard output; its ending decides the format")
    parse.add_argument("--format", choices=FORMATS, help="default: the ending of OUT, else json (indented) for one input, jsonl for several; csv holds facts")
    parse.add_argument("--errors", metavar="FILE", type=Path, help="write error records here instead of standard error")
    parse.add_argument("--facts", action="store_true", help="flat rows, one for each fact, instead of nested reports")
    parse.add_argument("--no-text", action="store_true", help="leave out the report's own words; values and their places stay")
    parse.add_argument("--only", choices=("ALL",), help="leave out reports that are not about ALL, lymphoblastic lymphoma or mixed phenotype leukemia")
    parse.add_argument("--date-order", choices=("dmy", "mdy"), help="how 03/04/2025 is read where the report does not settle it")
    add_inputs(parse)
    run_ = parse.add_argument_group("long runs")
    run_.add_argument("--jobs", metavar="N", type=positive, default=1, help="worker processes (default: 1, none but this one)")
    run_.add_argument("--time-limit", metavar="SECONDS", type=float, help="time bound of one file or row; what takes longer is an error record")
    run_.add_argument("--resume", action="store_true", help="go on where a killed run of the same command stopped; needs -o and --errors")
    run_.add_argument("--quiet", action="store_true", help="no progress and no summary on the terminal")
    run_.add_argument("--log", choices=("json",), help="progress and summary as JSON on standard error, for schedulers")
    parse.set_defaults(run=run)


def add_inputs(parse: argparse.ArgumentParser) -> None:
    """The arguments that say how inputs are read."""
    inputs = parse.add_argument_group("inputs")
    inputs.add_argument("--input", choices=KINDS, metavar="KIND", help=f"the kind of all inputs, where content is not to decide: {', '.join(KINDS)}")
    inputs.add_argument("--encoding", help="of text that is not UTF-8, such as cp1252; else it is guessed, and said so")
    inputs.add_argument("--id-field", metavar="NAME", default="id", help="column with the id of a row (default: id)")
    inputs.add_argument("--text-field", metavar="NAME", default="text", help="column with the text (default: text)")
    inputs.add_argument("--patient-field", metavar="NAME", default="patient", help="column with the patient's key; PID-3 for HL7, subject for FHIR")
    secret = f"file names and ids may be names of patients: number them, or hash them with the secret in the variable {SECRET}"
    inputs.add_argument("--ids", choices=("as-is", "index", "hmac"), default="as-is", help=secret)


def positive(text: str) -> int:
    """A number of processes of the command line."""
    number = int(text)
    if not 1 <= number <= 1024:
        raise argparse.ArgumentTypeError("from 1 to 1024")
    return number


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.batch.work import Settings
    from allreport.commands.progress import Progress, Tally
    from allreport.commands.sinks import form_of
    from allreport.documents.inputs import Names, tasks
    from allreport.documents.problem import Limits
    from allreport.documents.reading import How
    from allreport.documents.tables import Fields
    from allreport.errors import AllReportError
    from allreport.options import ParseOptions

    check_targets(arguments, parser)
    options = ParseOptions(date_order=arguments.date_order)
    fields = Fields(arguments.id_field, arguments.text_field, arguments.patient_field)
    how = How(Limits(options.max_chars), fields, arguments.encoding, arguments.input)
    names = Names(arguments.ids, secret_of(arguments, parser))
    targets = [path for path in (arguments.out, arguments.errors) if path]
    several, found = tasks(arguments.paths, sys.stdin.buffer, how, names, skip=[*targets, *(journal_path(path) for path in targets)])
    kind = arguments.format or ending(arguments.out) or ("jsonl" if several else "json")
    form = form_of(kind, facts=arguments.facts, several=several)
    settings = Settings(options, how, form, arguments.only is not None, not arguments.no_text)
    total = None if arguments.quiet or not sys.stderr.isatty() else count(arguments.paths)
    progress = Progress(quiet=arguments.quiet, log=arguments.log, total=total)
    try:
        return Run(arguments, settings, kind, progress, Tally()).do(found)
    except OSError as error:
        if isinstance(error, BrokenPipeError):
            raise
        parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
    except AllReportError as error:
        print(f"allreport parse: {error}", file=sys.stderr)
        return USAGE


class Run:
    """One run: outcomes to their places, and how far it is."""

    def __init__(self, arguments: argparse.Namespace, settings: Settings, kind: str, progress: Progress, tally: Tally) -> None:
        self.arguments = arguments
        self.settings = settings
        self.kind = kind
        self.progress = progress
        self.tally = tally
        self.journal: Journal | None = None
        self.outputs: list[BinaryIO] = []

    def do(self, tasks: Iterator[Task]) -> int:
        """Everything; the exit status."""
        stack = ExitStack()
        if self.arguments.resume:
            self.journal = journal_of(self.arguments, self.settings)
            stack.callback(self.journal.close)
        with stack:
            return self.written(tasks, stack)

    def written(self, tasks: Iterator[Task], stack: ExitStack) -> int:
        """Everything, to files that the stack closes."""
        from allreport.commands.sinks import sink_of

        if self.journal:
            if not self.journal.begin([self.arguments.out, self.arguments.errors]):
                print(f"{self.arguments.out.name}: finished before; nothing to do", file=sys.stderr)
                return int(self.journal.last["finished"]["status"])
            tasks = self.journal.rest(tasks)
        mode = "ab" if self.journal else "wb"
        out = stack.enter_context(self.arguments.out.open(mode)) if self.arguments.out else sys.stdout.buffer
        errors = stack.enter_context(self.arguments.errors.open(mode)) if self.arguments.errors else sys.stderr.buffer
        self.outputs = [out, errors]
        sink = sink_of(self.kind, out, self.settings.form, begun=self.journal is not None and out.tell() > 0)
        stopped = self.go(tasks, sink, errors)
        sink.close()
        out.flush()
        status = INTERRUPTED if stopped else SOME_FAILED if self.tally.failed or self.failed_before() else READ_ALL
        if not stopped:  # an interrupt may have come between an outcome and its count
            self.commit(finished={"status": status})
        note = "stopped; what is done is kept" + (", and --resume goes on from here" if self.journal else "")
        self.progress.end(self.tally, note if stopped else "")
        return status

    def go(self, tasks: Iterator[Task], sink: Sink, errors: BinaryIO) -> bool:
        """All tasks; whether it was stopped from the keyboard."""
        from allreport.batch.workers import run as outcomes

        ahead: deque[Task] = deque()

        def noted() -> Iterator[Task]:
            for task in tasks:
                if self.journal:
                    ahead.append(task)
                yield task

        found = outcomes(noted(), self.settings, self.arguments.jobs, self.arguments.time_limit)
        try:
            for done in found:
                for item in done:
                    self.tally.add(item)
                    if item.error:
                        self.progress.clear()
                        errors.write(error_record(item))
                        errors.flush()
                    elif item.body is not None:
                        sink.write(item)
                self.progress.step(self.tally)
                if self.journal:
                    self.journal.step(ahead.popleft())
                    if self.journal.count % COMMIT == 0:
                        self.commit()
        except KeyboardInterrupt:
            return True
        finally:
            found.close()
        return False

    def commit(self, **more: Any) -> None:
        if self.journal:
            self.journal.commit(self.outputs, failed=self.failed_before() + self.tally.failed.total(), **more)

    def failed_before(self) -> int:
        """How many failed before the run went on."""
        return int(self.journal.last.get("failed", 0)) if self.journal else 0


def error_record(item: Done) -> bytes:
    """One line for what gave no report."""
    part = {"part": item.part} if item.part else {}
    return dumped({"id": item.id, **part, "error": item.error, "message": item.message}) + b"\n"


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
    if not arguments.format and suffix in {".xml", ".ndjson", ".xlsx", ".arrow", ".feather"}:
        parser.error(f"cannot write {suffix}; name a .json, .jsonl, .csv or .parquet file, or choose with --format")
    if arguments.resume:
        if not (arguments.out and arguments.errors):
            parser.error("--resume needs -o and --errors, so that both can be continued")
        if (arguments.format or ending(arguments.out) or "jsonl") not in APPENDED:
            parser.error("--resume can go on with .jsonl and .csv only; convert at the end")


def secret_of(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> bytes:
    """The secret that ids are hashed with."""
    secret = os.environ.get(SECRET, "")
    if arguments.ids == "hmac" and len(secret) < 16:
        parser.error(f"--ids hmac needs a secret of 16 characters or more in the variable {SECRET}")
    return secret.encode()


def ending(out: Path | None) -> str | None:
    """The format that the ending of the output asks for."""
    return ENDINGS.get(out.suffix.lower()) if out else None


def journal_path(out: Path) -> Path:
    return out.with_name(f"{out.name}.run")


def journal_of(arguments: argparse.Namespace, settings: Settings) -> Journal:
    """The record of a run: what made it, and what must not change while it goes on."""
    from allreport.batch.journal import Journal
    from allreport.producer import producer

    made: dict[str, Any] = producer(settings.options)
    run_ = {
        "version": made["version"],
        "vocabulary": made["vocabulary"],
        "options": made["options"],
        "inputs": arguments.paths,
        "reading": [arguments.input, arguments.encoding, *settings.how.fields, arguments.ids],
        "output": [settings.form, settings.only, settings.quotes],
    }
    return Journal(journal_path(arguments.out), run_)


def count(paths: list[str]) -> int | None:
    """The number of files that are to be read, where it can be told."""
    from allreport.documents.inputs import below

    if any(path == "-" or not Path(path).is_dir() for path in paths):
        return None
    return sum(1 for path in paths for _ in below(path))
