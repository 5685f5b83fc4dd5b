"""`allreport schema`: the JSON Schema of a report, or of a course."""

from __future__ import annotations

import argparse
import json
import sys

from allreport.commands.output import READ_ALL, Commands


def add(commands: Commands) -> None:
    schema = commands.add_parser("schema", help="print the JSON Schema of a report")
    schema.add_argument("--course", action="store_true", help="that of a course instead, as allreport timeline writes it")
    schema.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:  # noqa: ARG001
    from allreport.model.course import Course
    from allreport.model.report import Report

    model = Course if arguments.course else Report
    sys.stdout.buffer.write(json.dumps(model.model_json_schema(), ensure_ascii=False, indent=2).encode() + b"\n")
    sys.stdout.buffer.flush()
    return READ_ALL
