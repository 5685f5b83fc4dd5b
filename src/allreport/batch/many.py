"""`parse_many`: documents in, outcomes out, in their order."""

from __future__ import annotations

from collections.abc import Generator, Iterable
from typing import TYPE_CHECKING, NamedTuple

from allreport.batch.work import Done, Settings
from allreport.batch.workers import run
from allreport.documents.problem import Limits
from allreport.documents.reading import How
from allreport.options import ParseOptions
from allreport.source import Document, Key

if TYPE_CHECKING:
    from allreport.model.report import Report


class Outcome(NamedTuple):
    """What became of one document: a report, or an error with its code and message (which holds no report text)."""

    id: Key
    part: str | None
    patient: str | None
    report: Report | None
    error: str | None
    message: str


def parse_many(
    documents: Iterable[Document | str], *, jobs: int = 1, options: ParseOptions | None = None, seconds: float | None = None
) -> Generator[Outcome, None, None]:
    """The outcomes of documents (or plain texts, numbered from 0), one by one in their order; the documents are taken as they are needed.

    jobs: worker processes; `seconds`: the time bound of one document, kept by ending the worker that passes it.
    One bad document is one outcome with an error, also where it ends its worker.
    """
    options = options or ParseOptions()
    settings = Settings(options, How(Limits(options.max_chars)), form="report")
    tasks = (Document(document, id=number) if isinstance(document, str) else document for number, document in enumerate(documents))
    for done in run(tasks, settings, jobs, seconds):
        yield from map(outcome_of, done)


def outcome_of(done: Done) -> Outcome:
    from allreport.model.report import Report

    report = None if done.body is None else Report.model_validate_json(done.body)
    return Outcome(done.id, done.part, done.patient, report, done.error, done.message)
