"""What a run says of itself: how far it is, and at the end what it read. On a terminal, or as JSON for schedulers; never what a report says."""

from __future__ import annotations

import sys
import time
from collections import Counter
from typing import Any

from allreport.batch.work import Done
from allreport.commands.output import dumped

BAR_SECONDS, LOG_SECONDS = 0.5, 30.0
BAR_WIDTH = 24


class Tally:
    """Counts of what became of documents."""

    def __init__(self) -> None:
        self.read = 0
        self.failed: Counter[str] = Counter()
        self.skipped: Counter[str] = Counter()
        self.issues: Counter[str] = Counter()
        self.fields: Counter[str] = Counter()
        self.begun = time.monotonic()

    def add(self, done: Done) -> None:
        if done.error:
            self.failed[done.error] += 1
        elif done.skipped:
            self.skipped[done.skipped] += 1
        else:
            self.read += 1
            self.issues.update(done.issues)
            self.fields.update(done.fields)

    @property
    def documents(self) -> int:
        return self.read + self.failed.total() + self.skipped.total()

    def rate(self) -> float:
        """Documents a second."""
        return self.documents / max(time.monotonic() - self.begun, 1e-6)

    def summary(self) -> dict[str, Any]:
        """The counts as plain data, the commonest first."""
        counts = {name: dict(getattr(self, name).most_common()) for name in ("failed", "skipped", "issues", "fields")}
        seconds = time.monotonic() - self.begun
        return {"read": self.read, **counts, "seconds": round(seconds, 1), "documents_per_second": round(self.rate(), 1)}


class Progress:
    """Says how far a run is."""

    def __init__(self, *, quiet: bool = False, log: str | None = None, total: int | None = None) -> None:
        self.log = log == "json"
        self.shown = not self.log and not quiet and sys.stderr.isatty() and not sys.stdout.isatty()
        self.total = total
        self.tasks = 0
        self.next = time.monotonic() + (LOG_SECONDS if self.log else 2 * BAR_SECONDS)

    def step(self, tally: Tally) -> None:
        """One more task is done."""
        self.tasks += 1
        if (self.shown or self.log) and time.monotonic() >= self.next:
            self.next = time.monotonic() + (LOG_SECONDS if self.log else BAR_SECONDS)
            if self.log:
                event = {"event": "progress", "documents": tally.documents, "failed": tally.failed.total(), "documents_per_second": round(tally.rate(), 1)}
                self.say(dumped(event).decode())
            else:
                print(f"\r\033[K{self.bar(tally)}", end="", file=sys.stderr, flush=True)

    def bar(self, tally: Tally) -> str:
        """How many, how fast, and how long it will take, where the number of files is known."""
        said = f"{tally.documents:,} documents, {tally.rate():,.0f}/s"
        if not self.total or self.tasks > self.total:
            return said
        filled = BAR_WIDTH * self.tasks // self.total
        left = (self.total - self.tasks) * (time.monotonic() - tally.begun) / self.tasks
        return f"[{'#' * filled}{'.' * (BAR_WIDTH - filled)}] {said}, {clock(left)} left"

    def clear(self) -> None:
        if self.shown:
            print("\r\033[K", end="", file=sys.stderr, flush=True)

    def end(self, tally: Tally, note: str = "") -> None:
        """The summary."""
        if self.log:
            self.say(dumped({"event": "stopped" if note else "summary", **tally.summary()}).decode())
        elif self.shown:
            self.clear()
            print("\n".join(lines_of(tally)), file=sys.stderr)
        if note and not self.log:
            self.say(note)

    def say(self, line: str) -> None:
        print(line, file=sys.stderr, flush=True)


def lines_of(tally: Tally) -> list[str]:
    """The summary for a reader."""
    lines = [f"{tally.read:,} read, {tally.failed.total():,} failed, {tally.rate():,.0f} documents/s"]
    for words, counts in (("failed", tally.failed), ("passed over by", tally.skipped), ("issues", tally.issues), ("read of", tally.fields)):
        if counts:
            lines.append(f"{words}: " + ", ".join(f"{name} {count:,}" for name, count in counts.most_common()))
    return lines


def clock(seconds: float) -> str:
    """`1:02:03`."""
    whole = int(seconds)
    return f"{whole // 3600}:{whole // 60 % 60:02}:{whole % 60:02}" if whole >= 3600 else f"{whole // 60}:{whole % 60:02}"
