"""Reads free-text reports of acute lymphoblastic leukemia into typed, coded values, each tied to the characters it came from.

Names are loaded at first use (PEP 562), so that `import allreport` costs next to nothing. No module of the package is
called like a public name: importing a module sets it as an attribute here, and would hide the function of that name.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from allreport.batch.many import Outcome, parse_many
    from allreport.course.build import timeline
    from allreport.course.rows import course_facts
    from allreport.documents.reading import read_document, read_documents
    from allreport.errors import AllReportError, ExplanationError, InputError, KaryotypeSyntaxError, ParseTimeout, VocabularyError
    from allreport.flat import Fact, facts
    from allreport.iscn import parse_karyotype
    from allreport.model.course import Course
    from allreport.model.report import Report
    from allreport.options import ParseOptions
    from allreport.pipeline import parse
    from allreport.source import Document
    from allreport.triage import Relevance, relevance

__all__ = [
    "AllReportError",
    "Course",
    "Document",
    "ExplanationError",
    "Fact",
    "InputError",
    "KaryotypeSyntaxError",
    "Outcome",
    "ParseOptions",
    "ParseTimeout",
    "Relevance",
    "Report",
    "VocabularyError",
    "course_facts",
    "facts",
    "parse",
    "parse_karyotype",
    "parse_many",
    "read_document",
    "read_documents",
    "relevance",
    "timeline",
]

_HOME = {
    "batch.many": ("Outcome", "parse_many"),
    "documents.reading": ("read_document", "read_documents"),
    "course.build": ("timeline",),
    "course.rows": ("course_facts",),
    "errors": ("AllReportError", "ExplanationError", "InputError", "KaryotypeSyntaxError", "ParseTimeout", "VocabularyError"),
    "flat": ("Fact", "facts"),
    "iscn": ("parse_karyotype",),
    "model.course": ("Course",),
    "model.report": ("Report",),
    "options": ("ParseOptions",),
    "pipeline": ("parse",),
    "source": ("Document",),
    "triage": ("Relevance", "relevance"),
}
_MODULE = {name: module for module, names in _HOME.items() for name in names}


def __getattr__(name: str) -> object:
    module = _MODULE.get(name)
    if module is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value: object = getattr(import_module(f"{__name__}.{module}"), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *__all__})
