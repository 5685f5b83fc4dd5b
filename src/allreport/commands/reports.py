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

    def __init__(self, options: ParseOptions, errors: BinaryIO) -> None:
        self.options = options
        self.errors = errors
        self.failed = 0

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
                yield item, report

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
        self.failed += 1
        self.errors.write(dumped({"id": key, "error": code, "message": message}) + b"\n")
        self.errors.flush()
