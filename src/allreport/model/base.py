"""What every model shares: frozen, no unknown fields, no input in error messages; evidence and issues."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["info", "warning", "error"]
Review = Literal["none", "check", "withheld"]
Temporality = Literal["current", "previous"]
Certainty = Literal["stated", "probable", "possible"]


class Model(BaseModel):
    """Base of all models. Errors never print the input: it may be a patient's report."""

    model_config = ConfigDict(frozen=True, extra="forbid", hide_input_in_errors=True)


class Issue(Model):
    """A doubt about the reading: a stable code (docs/issues.md), never report text in the message."""

    code: str
    severity: Severity = "warning"
    field: str | None = None
    message: str
    start: int | None = None
    end: int | None = None
