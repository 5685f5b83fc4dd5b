"""Days between dates as ISO 8601 has them; a month stands for its first day."""

from __future__ import annotations

from datetime import date

WHOLE_DATE = len("2025-01-31")


def day(written: str) -> date:
    """The day of a date; the first one of a month or year."""
    return date.fromisoformat((written + "-01-01")[:WHOLE_DATE])


def days_between(first: str, second: str) -> int:
    """How many days `second` is later."""
    return (day(second) - day(first)).days
