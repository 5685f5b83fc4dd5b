"""Time points as standard terms, and the day of treatment by which they are ordered."""

from __future__ import annotations

from allreport.lexicon import normal
from allreport.read.residual.times import DAY_OF, DAYS
from allreport.read.residual.words import moments, moments_pattern
from allreport.vocabulary.residual import COURSE, THERAPIES

UNITS = {1: "day", 7: "week", 30: "month"}
AFTER_TRANSPLANT = "post_transplant"
DIAGNOSIS = "diagnosis"
LONGEST = 80  # characters of a time point


def named(text: str) -> str | None:
    """The moment of treatment that a time point names: `end_of_induction`."""
    match = moments_pattern().search(text)
    return moments().table[normal(match.group())][1] if match else None


def term(written: str | None) -> str | None:
    """A time point as written, as a standard term; None where it is none (a date, a ward)."""
    text = " ".join((written or "").lower().split())[:LONGEST]
    name = named(text) if text else None
    counted = DAY_OF.search(text)
    if counted is None or name == DIAGNOSIS:
        return name
    number = f"{UNITS[DAYS[counted['unit']]]}_{int(counted['number'])}"
    if any(word in text for word in THERAPIES):
        return f"{name if name and name.startswith('post') else AFTER_TRANSPLANT}_{number}"
    return number


def order(standard: str | None) -> int | None:
    """The day of treatment of a standard term, counted on through a transplant; None where its day varies too much to order by."""
    if standard is None:
        return None
    if standard in COURSE:
        return COURSE[standard]
    counted = DAY_OF.search(standard.replace("_", " ").removeprefix(AFTER_TRANSPLANT.replace("_", " ")).strip())
    if counted is None:
        return None
    return int(counted["number"]) * DAYS[counted["unit"]] + (10_000 if standard.startswith("post_") else 0)


def under_treatment(standard: str | None) -> bool:
    """Whether a time point lies after the start of treatment."""
    return standard is not None and standard != DIAGNOSIS
