"""What is done with one task, in whichever process: read its file, parse, render. Nothing raises; what fails is an outcome, too."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from allreport.documents.inputs import FileTask, Task, read_task
from allreport.documents.problem import Failure
from allreport.documents.reading import How
from allreport.errors import AllReportError
from allreport.options import ParseOptions
from allreport.source import Document, Key

if TYPE_CHECKING:
    from allreport.model.report import Report

Form = Literal["report", "record", "facts", "rows"]
WANTED = frozenset({"ALL", "LBL", "MPAL"})
YIELDS = ("disease", "lineage", "subtypes", "blasts", "cbc", "markers", "karyotypes", "iscn_other", "genetic_findings", "variants", "mrd", "cns",
    "csf", "responses", "chimerism", "patient", "dates")  # fmt: skip
QUOTES = frozenset({"text", "written", "value_as_written", "unit_as_written"})


class Settings(NamedTuple):
    """How tasks are done. `form`: what a report is given as, see `render`; `only`: leave out what is not about ALL, LBL or MPAL."""

    options: ParseOptions = ParseOptions()
    how: How = How()
    form: Form = "report"
    only: bool = False
    quotes: bool = True


class Done(NamedTuple):
    """What became of one document: its body as it is to be written, or an error, or why it was passed over."""

    id: Key
    part: str | None = None
    patient: str | None = None
    body: Any = None
    error: str | None = None
    message: str = ""
    skipped: str | None = None
    issues: tuple[str, ...] = ()
    fields: tuple[str, ...] = ()


def outcomes(task: Task, settings: Settings) -> Iterator[Done]:
    """What becomes of the documents of a task."""
    try:
        for item in read_task(task, settings.how):
            yield Done(item.id, error=item.error, message=item.message) if isinstance(item, Failure) else outcome(item, settings)
    except Exception as error:  # noqa: BLE001  a fault of ours, or of a library, in one file must not end a night's run
        yield Done(key_of(task), error="internal", message=f"{key_of(task)}: {of_ours(error)}")


def key_of(task: Task) -> Key:
    return task.name if isinstance(task, FileTask) else task.id


def outcome(document: Document, settings: Settings) -> Done:
    """What becomes of one document."""
    done = Done(document.id, document.part, document.patient)
    try:
        if settings.only and is_other(document.text):
            return done._replace(skipped="relevance")
        from allreport import pipeline

        report = pipeline.parse(document, settings.options)
        if settings.only and (report.disease is None or report.disease.value not in WANTED):
            return done._replace(skipped="disease")
        issues = tuple(issue.code for issue in report.issues)
        return done._replace(body=render(report, document, settings), issues=issues, fields=yields(report))
    except AllReportError as error:
        return done._replace(error=error.code, message=str(error))
    except Exception as error:  # noqa: BLE001  the same
        return done._replace(error="internal", message=of_ours(error))


def is_other(text: str) -> bool:
    from allreport.triage import relevance

    return relevance(text).level == "no"


def of_ours(error: Exception) -> str:
    return f"{fault(error)}; the report was not read: please tell the maintainers, without the report"


def fault(error: Exception) -> str:
    """The kind and place of an exception in the code; never its message, which may quote the report."""
    trace = error.__traceback__
    while trace and trace.tb_next:
        trace = trace.tb_next
    place = f" at {Path(trace.tb_frame.f_code.co_filename).name}:{trace.tb_lineno}" if trace else ""
    return f"{type(error).__name__}{place}"


def yields(report: Report) -> tuple[str, ...]:
    """The families of which something was read."""
    found = []
    for name in YIELDS:
        value = getattr(report, name)
        if name == "patient":
            value = value.age or value.sex
        elif name in {"cbc", "markers"}:
            value = value.values if name == "cbc" else value.results
        if value:
            found.append(name)
    return tuple(found)


# --- what a report is given as


def render(report: Report, document: Document, settings: Settings) -> Any:
    """`report`: its JSON; `record`: a line with its id; `facts`: a line for each fact; `rows`: the facts as tuples."""
    if settings.form in {"facts", "rows"}:
        from allreport.flat import facts

        found = facts(report, id=str(document.id), part=document.part, patient=document.patient)
        if not settings.quotes:
            found = [fact._replace(text=None, value_as_written=None, unit_as_written=None) for fact in found]
        return [tuple(fact) for fact in found] if settings.form == "rows" else b"".join(dumped(fact._asdict()) + b"\n" for fact in found)
    body = report.model_dump_json().encode() if settings.quotes else dumped(without_quotes(report.model_dump(mode="json")))
    return body if settings.form == "report" else record(document, body)


def record(document: Document, body: bytes) -> bytes:
    """One line: the keys of a document, the places of its pages, and its report."""
    keys: dict[str, Any] = {"id": document.id, "part": document.part, "patient": document.patient}
    if document.metadata.get("format") == "pdf":
        keys["pages"] = document.pages
    known = {name: value for name, value in keys.items() if value is not None}
    return dumped(known)[:-1] + b',"report":' + body + b"}\n"


def without_quotes(value: Any) -> Any:
    """Plain data with the report's own words left empty: values, codes and places stay."""
    if isinstance(value, dict):
        return {name: blank(inner) if name in QUOTES else without_quotes(inner) for name, inner in value.items()}
    return [without_quotes(inner) for inner in value] if isinstance(value, list) else value


def blank(value: Any) -> Any:
    return "" if isinstance(value, str) else value


def dumped(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode()
