"""What texts of the explainer fall due: `python docs/review_due.py DATE [DAYS]` lists those due within DAYS (60) of DATE, and those past it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import date, timedelta

from allreport.explain.library import library


def due(day: date, days: int = 60) -> Iterator[tuple[date, str]]:
    """Review date and id of what falls due until so many days after a day, the earliest first."""
    last = day + timedelta(days=days)
    yield from sorted((entry.review_due, entry.id) for entry in library().entries.values() if entry.review_due <= last)


if __name__ == "__main__":
    for when, name in due(date.fromisoformat(sys.argv[1]), int(sys.argv[2]) if len(sys.argv) > 2 else 60):
        sys.stdout.write(f"{when} {name}\n")
