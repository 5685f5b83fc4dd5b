"""Which facts have a place in FHIR. What has none is listed with the reason, here and in the bundle's OperationOutcome."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple

from allreport.flat import Fact, facts
from allreport.model.report import Report

UNDATED = "earlier result without a date: an Observation without a date reads as current"


class Unplaced(NamedTuple):
    """A fact that is not in the bundle, and why."""

    field: str
    name: str | None
    start: int | None
    end: int | None
    reason: str


def reason(fact: Fact) -> str | None:
    """Why a fact is not in the bundle; None if it is."""
    return UNDATED if fact.temporality == "previous" and not fact.date else None


def listed(rows: Iterable[Fact]) -> list[Unplaced]:
    return [Unplaced(fact.field, fact.name, fact.start, fact.end, why) for fact in rows if (why := reason(fact))]


def unplaced(report: Report) -> list[Unplaced]:
    """The facts of a report that `to_bundle` leaves out."""
    return listed(facts(report))
