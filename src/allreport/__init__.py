"""Reads free-text reports of acute lymphoblastic leukemia into typed, coded values, each tied to the characters it came from."""

from allreport.errors import AllReportError, ExplanationError, InputError, KaryotypeSyntaxError, ParseTimeout, VocabularyError
from allreport.facts import Fact, facts
from allreport.iscn import parse_karyotype
from allreport.model.report import Report
from allreport.options import ParseOptions
from allreport.parse import parse

__all__ = ["AllReportError", "ExplanationError", "Fact", "InputError", "KaryotypeSyntaxError", "ParseOptions", "ParseTimeout", "Report", "VocabularyError", "facts", "parse", "parse_karyotype"]
