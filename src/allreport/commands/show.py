"""`allreport show`: a report with its reading made visible, in the terminal or as HTML; many reports as a site."""

from __future__ import annotations

import argparse
import os
import shutil
import sys
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import TYPE_CHECKING

from allreport.commands.output import READ_ALL, SOME_FAILED, Commands, dumped

if TYPE_CHECKING:
    from allreport.documents import Failure, Input
    from allreport.model.report import Report
    from allreport.options import ParseOptions

READERS = ("adult_self", "parent_of_child", "teen_self", "family_of_adult", "neutral")
WIDE = 120  # columns, where the terminal does not say
Shown = Callable[[str, "Report", str], object]


def add(commands: Commands) -> None:
    about = "Shows what was read, from which words, why, and what was not read."
    show = commands.add_parser("show", help="show a report with its reading", description=about)
    show.add_argument("paths", metavar="PATH", nargs="+", help="a text file, a .jsonl file, a directory, or - for standard input")
    show.add_argument("--html", action="store_true", help="one self-contained page; several reports as a site, with -o DIRECTORY")
    show.add_argument("-o", dest="out", metavar="OUT", type=Path, help="write here: a file, or the new directory of a site")
    show.add_argument("--explain", metavar="READER", choices=READERS, help="with --html: the explanation for a reader beside it (" + ", ".join(READERS) + ")")
    show.add_argument("--masked", action="store_true", help="unknown words as x, digits as 9: a draft for a bug report, to be checked by a person")
    show.add_argument("--color", choices=("auto", "always", "never"), default="auto", help="default: on a terminal, unless NO_COLOR is set")
    show.add_argument("--width", type=int, metavar="N", help="columns of the terminal")
    show.add_argument("--date-order", choices=("dmy", "mdy"), help="how 03/04/2025 is read where the report does not settle it")
    show.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.documents import open_inputs
    from allreport.options import ParseOptions

    check(arguments, parser)
    options = ParseOptions(date_order=arguments.date_order)
    several, inputs = open_inputs(arguments.paths, sys.stdin.buffer, options.max_chars)
    reader = Reader(options, masked=arguments.masked)
    if arguments.html and several:
        return site(arguments, parser, reader, inputs)
    made = html(arguments) if arguments.html else terminal(arguments)
    try:
        out = arguments.out.open("wb") if arguments.out else sys.stdout.buffer
    except OSError as error:
        parser.error(f"cannot write {arguments.out}: {error.strerror}; choose another place")
    try:
        reader.read(inputs, lambda key, report, text: out.write(made(key, report, text).encode()))
        out.flush()
    finally:
        if arguments.out:
            out.close()
    return reader.status


def check(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> None:
    """What does not go together, before anything is read."""
    if arguments.explain and not arguments.html:
        parser.error("--explain goes with --html; in the terminal use `allreport explain`")
    if arguments.explain and arguments.masked:
        parser.error("--masked makes a draft for a bug report: leave --explain out")
    if arguments.paths.count("-") > 1:
        parser.error("- (standard input) can be named once")
    if arguments.width is not None and arguments.width < 40:
        parser.error("--width is at least 40")
    if arguments.out and arguments.out.resolve() in {Path(path).resolve() for path in arguments.paths if path != "-"}:
        parser.error(f"{arguments.out} is an input too; write to another place")


class Reader:
    """Reads inputs one by one and hands each report on; a failure is a record on standard error, and the rest goes on."""

    def __init__(self, options: ParseOptions, *, masked: bool) -> None:
        self.options = options
        self.masked = masked
        self.status = READ_ALL
        self.count = 0

    def read(self, inputs: Iterable[Input | Failure], shown: Shown, failed: Callable[[Failure], None] | None = None) -> None:
        """Show every report; `failed` is told of what gave none."""
        from allreport.documents import Failure

        for item in inputs:
            failure = item if isinstance(item, Failure) else self.show(item, shown)
            if failure:
                self.status = SOME_FAILED
                sys.stderr.buffer.write(dumped(failure._asdict()) + b"\n")
                sys.stderr.buffer.flush()
                if failed:
                    failed(Failure("Masked", failure.error, "") if self.masked else failure)

    def show(self, item: Input, shown: Shown) -> Failure | None:
        """Show one report, or say why not."""
        from allreport.batch.work import fault
        from allreport.documents import Failure
        from allreport.errors import AllReportError
        from allreport.pipeline import parse
        from allreport.view import mask

        self.count += 1
        name = "standard input" if item.id == "-" else str(item.id)
        if self.masked:  # a file may be called like a patient
            name = f"Masked report {self.count}"
        try:
            text = mask(item.text) if self.masked else item.text
            shown(name, parse(text, self.options), text)
        except AllReportError as error:
            return Failure(item.id, error.code, str(error))
        except OSError:  # of what is written, not of what is read
            raise
        except Exception as error:  # noqa: BLE001  a fault of ours in one report must not end the rest
            return Failure(item.id, "internal", f"{fault(error)}; the report was not shown: please tell the maintainers, without the report")
        return None


def site(arguments: argparse.Namespace, parser: argparse.ArgumentParser, reader: Reader, inputs: Iterable[Input | Failure]) -> int:
    """A page for each report and an index, written as they come."""
    from allreport.view import Site, read_view
    from allreport.view.explaining import explained

    if arguments.out is None:
        parser.error("several reports make a site: name a new directory with -o")
    if arguments.out.exists() and (not arguments.out.is_dir() or any(arguments.out.iterdir())):
        parser.error(f"{arguments.out} is there already and not an empty directory; name a new one")
    try:
        with Site(arguments.out) as made:

            def shown(key: str, report: Report, text: str) -> None:
                explanation = explained(report, text, arguments.explain) if arguments.explain else None
                made.add(key, read_view(report, text), masked=arguments.masked, explanation=explanation)

            reader.read(inputs, shown, lambda failure: made.fail(str(failure.id), failure.error, failure.message))
    except OSError as error:
        parser.error(f"cannot write {arguments.out}: {error.strerror}; choose another place")
    return reader.status


def html(arguments: argparse.Namespace) -> Callable[[str, Report, str], str]:
    from allreport.view import to_html

    return lambda key, report, text: to_html(report, text, title=key, explain=arguments.explain, masked=arguments.masked)


def terminal(arguments: argparse.Namespace) -> Callable[[str, Report, str], str]:
    from allreport.view import to_text
    from allreport.view.characters import visible
    from allreport.view.page import MASKED

    screen = sys.stdout.isatty() and not arguments.out
    columns = arguments.width or (shutil.get_terminal_size((WIDE, 24)).columns if screen else WIDE)
    plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    colour = arguments.color == "always" or (arguments.color == "auto" and screen and not plain)
    notice = f"{MASKED}\n" if arguments.masked else ""
    return lambda key, report, text: f"{visible(key)}\n{notice}{to_text(report, text, columns=columns, colour=colour)}\n"

