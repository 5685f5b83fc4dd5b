"""Explains a report in plain words: `explain(report, reader=..., language=...)`. Not loaded by `import allreport`.

Sees the model only. The sentences are a closed library of whole statements (`text/`), chosen by pure functions (`choose/`);
nothing is composed freely, no clinician has checked them yet, and the page says so.
"""

from __future__ import annotations

from allreport.explain.build import explain
from allreport.explain.model import Explanation, Reader

__all__ = ["Explanation", "Reader", "explain"]
