"""The small parts that resources are made of, as FHIR writes them in JSON."""

from __future__ import annotations

from typing import Any

from allreport.flat import Fact
from allreport.vocabulary.fhir import ABSENT_EXTENSION, NO_VALUE, UCUM, Coded

Resource = dict[str, Any]
COMPARATORS = frozenset({"<", "<=", ">", ">="})  # FHIR R4 has no "about"


def coding(code: Coded) -> Resource:
    return {"system": code.system, "code": code.code, "display": code.display}


def concept(code: Coded | None = None, text: str | None = None) -> Resource:
    """A CodeableConcept: a code, words, or both."""
    made: Resource = {"coding": [coding(code)]} if code else {}
    return {**made, "text": text} if text else made


def number(value: float) -> float | int:
    """92.0 as 92: FHIR reads written decimals as precision."""
    return int(value) if float(value).is_integer() and abs(value) < 1e15 else value


def quantity(value: float, unit: str | None = None, comparator: str | None = None) -> Resource:
    """A Quantity; `unit` in UCUM."""
    made: Resource = {"value": number(value)}
    if comparator in COMPARATORS:
        made["comparator"] = comparator
    return {**made, "unit": unit, "system": UCUM, "code": unit} if unit else made


def span(low: float | None, high: float | None, unit: str | None = None) -> Resource:
    """A Range, or the bounds of a reference range."""
    return {end: quantity(value, unit) for end, value in (("low", low), ("high", high)) if value is not None}


def component(code: Resource, value: Resource) -> Resource:
    return {"code": code, **value}


def named(title: str, value: str | float, unit: str | None = None) -> Resource:
    """A component that no code names: words, a count, or a quantity."""
    code = concept(text=title)
    if isinstance(value, str):
        return component(code, {"valueString": value})
    if isinstance(value, int) and not unit:
        return component(code, {"valueInteger": value})
    return component(code, {"valueQuantity": quantity(value, unit)})


def absent(reason: Coded = NO_VALUE) -> Resource:
    """The extension that stands where a required value is not known."""
    return {"extension": [{"url": ABSENT_EXTENSION, "valueCode": reason.code}]}


def evidence(fact: Fact) -> Resource:
    """Where the fact was read, as a note."""
    where = f"characters {fact.start} to {fact.end}" if fact.start is not None else None
    parts = (where, fact.section and f"section {fact.section}", fact.rule and f"rule {fact.rule}")
    quoted = f'"{fact.text}"; ' if fact.text else ""
    return {"text": quoted + ", ".join(part for part in parts if part)}
