"""`allreport karyotype`: ISCN strings to JSON."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator, Sequence

from allreport.commands.output import READ_ALL, SOME_FAILED, Commands, indented


def add(commands: Commands) -> None:
    karyotype = commands.add_parser("karyotype", help="read karyotypes (ISCN)", description="Reads karyotypes: one as indented JSON, several as JSON Lines.")
    karyotype.add_argument("strings", metavar="STRING", nargs="+", help="an ISCN string, or - for one on each line of standard input")
    karyotype.add_argument("--strict", action="store_true", help="fail at the first departure from ISCN, and show the place")
    karyotype.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:  # noqa: ARG001
    from allreport.documents import clean
    from allreport.errors import KaryotypeSyntaxError
    from allreport.iscn import parse_karyotype

    single = len(arguments.strings) == 1 and arguments.strings != ["-"]
    status = READ_ALL
    for string in karyotype_strings(arguments.strings):
        try:
            record = parse_karyotype(clean(string), strict=arguments.strict).model_dump_json().encode()
        except KaryotypeSyntaxError as error:
            sys.stderr.buffer.write(f"{error}\n".encode())
            status = SOME_FAILED
        else:
            sys.stdout.buffer.write((indented(record) if single else record) + b"\n")
    sys.stdout.buffer.flush()
    return status


def karyotype_strings(strings: Sequence[str]) -> Iterator[str]:
    """The strings of the command line, and those of standard input where `-` stands."""
    for string in strings:
        if string == "-":
            for line in sys.stdin.buffer:
                text = line.decode("utf-8", "replace").strip()
                if text:
                    yield text
        else:
            yield string
