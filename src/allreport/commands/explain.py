"""`allreport explain`: a report in plain words for the patient or family; the catalogue of all texts for the safety officer."""

from __future__ import annotations

import argparse
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from allreport.commands.output import READ_ALL, SOME_FAILED, Commands, dumped, indented

if TYPE_CHECKING:
    from allreport.explain.model import Explanation
    from allreport.model.report import Report

FORMATS = ("text", "markdown", "html", "json")
READERS = ("adult_self", "parent_of_child", "teen_self", "family_of_adult", "neutral")
LANGUAGES = ("en", "es")
DOORS = ("hereditary", "report_outlook")


def add(commands: Commands) -> None:
    about = "Explains one report in plain words. The texts are fixed, sourced, and not yet checked by a clinician; the page says so."
    explain = commands.add_parser("explain", help="explain a report in plain words", description=about)
    explain.add_argument("path", metavar="PATH", nargs="?", help="a report as text, or as the JSON of `allreport parse`; - for standard input")
    explain.add_argument("--reader", choices=READERS, default="neutral", help="who reads (default: neutral, which says the patient)")
    explain.add_argument("--language", choices=LANGUAGES, default="en", help="language of the page")
    explain.add_argument("--format", choices=FORMATS, default="text", help="default: text")
    explain.add_argument("--reveal", choices=DOORS, action="append", default=[], help="open what stays closed otherwise; may be given twice")
    explain.add_argument("--patient-has-all", action="store_true", help="it is known that this patient has ALL: explain a report that does not name it")
    explain.add_argument("--today", metavar="DATE", type=day, help="withdraw texts that are long past their review on this day (YYYY-MM-DD)")
    explain.add_argument("--site", metavar="FILE", type=Path, help="a TOML file with the hashes that the site has signed, and the ids it withholds")
    explain.add_argument("--signed-only", action="store_true", help="show only texts that the site file has signed")
    explain.add_argument("--catalogue", choices=("html", "csv"), help="list all texts with sources, dates, grade and hash, instead of explaining a report")
    explain.set_defaults(run=run)


def day(text: str) -> date:
    """A date of the command line."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError("write it as 2026-11-23") from None


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.errors import AllReportError

    if (arguments.path is None) == (arguments.catalogue is None):
        parser.error("give a report, or --catalogue")
    if arguments.signed_only and arguments.site is None:
        parser.error("--signed-only needs --site")
    if arguments.catalogue:
        from allreport.explain.catalogue import catalogue

        return write(catalogue(arguments.catalogue))
    try:
        return write(explained(arguments))
    except AllReportError as error:
        sys.stderr.buffer.write(dumped({"id": arguments.path, "error": error.code, "message": str(error)}) + b"\n")
        return SOME_FAILED


def explained(arguments: argparse.Namespace) -> str:
    """The page for the report that the command line names."""
    from allreport.explain import explain
    from allreport.explain.library import site_file

    report, source = read(arguments.path)
    rules = site_file(arguments.site, signed_only=arguments.signed_only, today=arguments.today) if arguments.site else None
    page = explain(
        report, source=source, reader=arguments.reader, language=arguments.language, reveal=tuple(arguments.reveal),
        today=arguments.today, patient_has_all=arguments.patient_has_all, rules=rules,
    )  # fmt: skip
    return rendered(page, arguments.format)


def rendered(page: Explanation, form: str) -> str:
    """The page in one of the formats."""
    if form == "json":
        return indented(page.model_dump_json().encode()).decode() + "\n"
    return {"text": page.to_text, "markdown": page.to_markdown, "html": page.to_html}[form]()


def read(path: str) -> tuple[Report, str | None]:
    """A report and, where it was given as a document, its text; the JSON of a report is told by its content."""
    from allreport.documents.reading import read_document
    from allreport.errors import InputError
    from allreport.pipeline import parse

    try:
        data = sys.stdin.buffer.read() if path == "-" else Path(path).read_bytes()
    except OSError as error:
        raise InputError(f"cannot be read: {error.strerror}") from error
    if data.lstrip()[:1] == b"{" and b'"resourceType"' not in data:
        return from_json(data), None
    document = read_document(data)
    return parse(document), document.text


def from_json(data: bytes) -> Report:
    """A report from its JSON, alone or beside its id."""
    import json

    from pydantic import ValidationError

    from allreport.errors import InputError
    from allreport.model.report import Report

    try:
        content = json.loads(data)
        return Report.model_validate_json(json.dumps(content.get("report", content)))
    except (ValueError, AttributeError, ValidationError) as error:
        raise InputError("this JSON is not a report of `allreport parse`") from error


def write(words: str) -> int:
    """The page to standard output, as UTF-8."""
    sys.stdout.buffer.write(words.encode())
    sys.stdout.buffer.flush()
    return READ_ALL
