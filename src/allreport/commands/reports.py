"""Reports one by one for commands that put several together: read from their texts, or checked where they were read before."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from allreport.commands.output import dumped

if TYPE_CHECKING:
    from allreport.documents.problem import Failure
    from allreport.model.report import Report
    from allreport.options import ParseOptions
    from allreport.source import Document, Key


class Reports:
    """Documents to reports; what fails is a record, and the rest goes on."""

    def __init__(self, options: ParseOptions, errors: BinaryIO, *, quiet: bool = True) -> None:
        from allreport.commands.progress import Progress, Tally

        self.options = options
        self.errors = errors
        self.tally = Tally()
        self.progress = Progress(quiet=quiet)

    @property
    def failed(self) -> int:
        return self.tally.failed.total()

    def read(self, inputs: Iterable[Document | Failure]) -> Iterator[tuple[Document, Report]]:
        """Documents and their reports, in order."""
        from allreport.batch.work import of_ours
        from allreport.documents.problem import Failure
        from allreport.errors import AllReportError

        for item in inputs:
            if isinstance(item, Failure):
                self.fail(*item)
                continue
            try:
                report = self.report_of(item)
            except AllReportError as error:
                self.fail(item.id, error.code, str(error))
            except Exception as error:  # noqa: BLE001  a fault of ours in one report must not end the rest
                self.fail(item.id, "internal", of_ours(error))
            else:
                self.tally.read += 1
                self.progress.step(self.tally)
                yield item, report
        self.progress.end(self.tally)

    def report_of(self, document: Document) -> Report:
        from pydantic import ValidationError

        from allreport.errors import InputError
        from allreport.model.report import Report
        from allreport.pipeline import parse

        if document.parsed is None:
            return parse(document, self.options)
        try:
            return Report.model_validate(document.parsed)
        except ValidationError as error:
            message = f"{error.error_count()} places are not those of a report of this version; read the text again"
            raise InputError(message, code="not_a_report") from None

    def fail(self, key: Key, code: str, message: str) -> None:
        """Write one error record."""
        self.tally.failed[code] += 1
        self.progress.clear()
        self.errors.write(dumped({"id": key, "error": code, "message": message}) + b"\n")
        self.errors.flush()
