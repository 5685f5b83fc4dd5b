"""What every model shares: frozen, no unknown fields, no input in error messages; evidence, quantities and issues."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict

Severity = Literal["info", "warning", "error"]
Review = Literal["none", "check", "withheld"]
Temporality = Literal["current", "previous"]
Certainty = Literal["stated", "probable", "possible"]
Comparator = Literal["=", "<", "<=", ">", ">=", "~"]
Basis = Literal["stated", "derived"]


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


class Code(Model):
    """A code of a public terminology. Only codes whose meaning was verified are given."""

    system: str
    code: str


class Alternative(Model):
    """What another place of the report says of the same thing; the winner keeps it."""

    value: str
    text: str
    start: int
    end: int
    section: str
    rule: str


class Sourced(Model):
    """A value with the characters it was read from: `source[start:end] == text`, in Unicode code points.

    `cue_start` and `cue_end` point at the words that decided its status or time, where those stand elsewhere.
    """

    text: str
    start: int
    end: int
    section: str
    rule: str
    cue_start: int | None = None
    cue_end: int | None = None
    temporality: Temporality = "current"
    certainty: Certainty = "stated"
    review: Review = "none"
    specimen: int | None = None
    date: str | None = None
    date_kind: str | None = None
    timepoint: str | None = None
    timepoint_standard: str | None = None
    codes: tuple[Code, ...] = ()
    alternatives: tuple[Alternative, ...] = ()


class Quantity(Model):
    """A number as FHIR has it: `value` with `comparator`, or `low` and `high` of a range; `unit` in UCUM."""

    value: float | None = None
    comparator: Comparator = "="
    low: float | None = None
    high: float | None = None
    unit: str = "%"
    written: str | None = None
