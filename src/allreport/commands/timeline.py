"""`allreport timeline`: the reports of a patient as one course, and its picture."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from allreport.commands.cases import Cases, add_arguments
from allreport.commands.output import READ_ALL, SOME_FAILED, Commands, dumped, indented

if TYPE_CHECKING:
    from allreport.model.course import Course


def add(commands: Commands) -> None:
    about = "Puts the reports of a patient in order: one course as JSON; with --patient, one line of JSON for each patient."
    timeline = commands.add_parser("timeline", help="several reports of one patient as one course", description=about)
    add_arguments(timeline)
    timeline.add_argument("-o", dest="out", metavar="OUT", type=Path, help="write here instead of standard output")
    timeline.add_argument("--facts", action="store_true", help="flat rows, one for each result, as JSON Lines")
    timeline.add_argument("--svg", metavar="FILE", type=Path, help="draw the course of one patient: residual disease, blasts and counts")
    timeline.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    cases = Cases(arguments, parser, by_folder=False)
    courses = list(cases.courses())
    if arguments.svg and len(courses) > 1:
        parser.error("--svg draws one patient; name the reports of one")
    content = b"".join(lines(courses, facts=arguments.facts, several=arguments.patient is not None))
    try:
        if arguments.svg and courses:
            from allreport.course.plot import drawn

            arguments.svg.write_bytes(drawn(courses[0]).encode())
        if arguments.out:
            arguments.out.write_bytes(content)
        elif not arguments.svg:
            sys.stdout.buffer.write(content)
            sys.stdout.buffer.flush()
    except OSError as error:
        parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
    return SOME_FAILED if cases.failed else READ_ALL


def lines(courses: list[Course], *, facts: bool, several: bool) -> Iterator[bytes]:
    """Courses, or their rows, as JSON."""
    from allreport.course.rows import course_facts

    for course in courses:
        if facts:
            for row in course_facts(course):
                yield dumped(row._asdict()) + b"\n"
        else:
            record = course.model_dump_json().encode()
            yield (record if several else indented(record)) + b"\n"
