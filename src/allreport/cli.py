"""The command line. Each command is a module of `commands`.

Data goes to standard output or to `-o`, as UTF-8 with `\\n`; everything else to standard error. Nothing that a report says
is in a message. The parser is loaded by the commands that need it, so that `--help` is quick.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence

from allreport.commands import annotate, diff, evaluate, explain, karyotype, parse, schema, show, tables, timeline
from allreport.commands.output import INTERRUPTED, READ_ALL

COMMANDS = (parse, explain, show, timeline, tables, evaluate, annotate, diff, karyotype, schema)
EXAMPLES = """examples:
  allreport parse report.txt                      one report as JSON
  allreport parse reports/ -o out.jsonl           all files below a directory: text, PDF, Word, HL7, FHIR, tables
  allreport diff old.jsonl new.jsonl              what two versions read differently
  cat reports.jsonl | allreport parse - --facts   rows {"id", "text"} in, one line for each fact out
  allreport show report.txt                       a report with its reading made visible
  allreport explain report.txt --reader parent_of_child --format html > page.html
  allreport timeline case/ --svg case.svg         the reports of one patient as one course
  allreport tables cohort/ -o tables/             tables for statistics, a folder for each patient
  allreport karyotype "46,XX,t(9;22)(q34;q11.2)[20]"
"""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; the exit status: 0 all read, 1 some inputs failed, 2 wrong usage."""
    parser = arguments_parser()
    options = parser.parse_args(arguments)
    try:
        status: int = options.run(options, parser)
        sys.stdout.flush()
    except BrokenPipeError:  # the reader of our output has seen enough
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READ_ALL
    except KeyboardInterrupt:
        return INTERRUPTED
    return status


def arguments_parser() -> argparse.ArgumentParser:
    about = "Reads reports of acute lymphoblastic leukemia into typed values."
    parser = argparse.ArgumentParser(prog="allreport", description=about, epilog=EXAMPLES, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--version", action=Version, nargs=0, help="print the version and exit")
    commands = parser.add_subparsers(metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
    return parser


class Version(argparse.Action):
    """Prints the version; it is looked up only then."""

    def __call__(self, parser: argparse.ArgumentParser, *_: object) -> None:
        from allreport.producer import VERSION

        print(f"allreport {VERSION}")
        parser.exit()


if __name__ == "__main__":
    sys.exit(main())
