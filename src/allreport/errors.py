"""Errors: raised for misuse and unreadable input only. What a report says never raises."""

from __future__ import annotations


class AllReportError(Exception):
    """Base of all errors of this package. Messages hold no report text."""

    code = "error"


class InputError(AllReportError, ValueError):
    """The input is not text, cannot be decoded, or is longer than `max_chars`."""

    code = "input"

    def __init__(self, message: str, *, code: str = "input") -> None:
        super().__init__(message)
        self.code = code


class KaryotypeSyntaxError(AllReportError, ValueError):
    """Strict mode only: `source` departs from ISCN at `span`. The message shows the place with a caret."""

    code = "karyotype_syntax"

    def __init__(self, message: str, source: str, span: tuple[int, int]) -> None:
        start, end = span
        marker = " " * start + "~" * max(0, end - start - 1) + "^"
        super().__init__(f"{message}\n    {source}\n    {marker}")
        self.source = source
        self.span = span


class VocabularyError(AllReportError, ValueError):
    """Two rows claim one wording, or a site's wording cannot be used."""

    code = "vocabulary"


class ParseTimeout(AllReportError, TimeoutError):  # noqa: N818 - the public name
    """The caller's `deadline` passed before the report was read."""

    code = "timeout"


class ExplanationError(AllReportError, LookupError):
    """No text for this language or key."""

    code = "explanation"


class MissingExtraError(AllReportError, ImportError):
    """An optional package is needed for what was asked; the message names the extra that brings it."""

    code = "missing_extra"
