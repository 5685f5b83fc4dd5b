"""How far a run is, so that it can go on after it was killed: which inputs are done, and how long the outputs were then.

The record is written after the outputs. What the outputs hold beyond it is cut off when the run goes on, and done again: no report
is lost, none stands twice, no line is half. It guards against the end of processes, not against the loss of power.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from allreport.documents.inputs import FileTask, Task
from allreport.errors import InputError


class Journal:
    """The record of one run beside its output."""

    def __init__(self, path: Path, run: dict[str, Any]) -> None:
        self.path = path
        self.run = run  # what must be the same for a run to go on
        self.count = 0
        self.digest = hashlib.sha256()
        self.last: dict[str, Any] = {"count": 0, "sizes": [], "digest": self.digest.hexdigest()}
        self.stream: BinaryIO | None = None

    def begin(self, outputs: list[Path]) -> bool:
        """Find out how far the run is, and cut the outputs to that. False where it is finished already."""
        if not self.path.exists():
            there = [path.name for path in outputs if path.exists()]
            if there:
                raise InputError(f"{there[0]} is there without the record of a run; delete it, or write to another place", code="resume")
            self.stream = self.path.open("wb")
            self.write({"run": self.run})
            return True
        head, entries = self.entries()
        if head != self.run:
            changed = ", ".join(sorted(name for name in {*head, *self.run} if head.get(name) != self.run.get(name)))
            raise InputError(f"the run cannot go on: {changed} changed since it began; delete its output and begin anew", code="resume")
        self.last = entries[-1] if entries else self.last
        if self.last.get("finished"):
            return False
        for path, size in zip(outputs, self.last["sizes"] or [0] * len(outputs), strict=True):
            cut(path, size)
        self.stream = self.path.open("ab")
        self.stream.write(b"\n")  # a line that was cut off ends here
        return True

    def entries(self) -> tuple[dict[str, Any], list[dict[str, Any]]]:
        """What the record says; a line that was cut off says nothing."""
        found = []
        for line in self.path.read_bytes().split(b"\n"):
            try:
                value = json.loads(line)
            except ValueError:
                continue
            if isinstance(value, dict):
                found.append(value)
        head = found[0].get("run", {}) if found else self.run
        return head, [entry for entry in found if "count" in entry]

    def rest(self, tasks: Iterator[Task]) -> Iterator[Task]:
        """The tasks that are still to be done; those before must be the same as they were."""
        for _ in range(self.last["count"]):
            task = next(tasks, None)
            if task is None:
                break
            self.step(task)
        if self.digest.hexdigest() != self.last["digest"]:
            raise InputError("the run cannot go on: its inputs are not those it began with; delete its output and begin anew", code="resume")
        return tasks

    def step(self, task: Task) -> None:
        """One more task is done."""
        self.count += 1
        name = task.path if isinstance(task, FileTask) else f"{task.id}"
        self.digest.update(name.encode("utf-8", "surrogatepass") + b"\0")

    def commit(self, outputs: list[BinaryIO], **more: Any) -> None:
        """Everything up to here is written."""
        for output in outputs:
            output.flush()
        self.write({"count": self.count, "sizes": [output.tell() for output in outputs], "digest": self.digest.hexdigest(), **more})

    def write(self, entry: dict[str, Any]) -> None:
        if self.stream:
            self.stream.write(json.dumps(entry).encode() + b"\n")
            self.stream.flush()

    def close(self) -> None:
        if self.stream:
            self.stream.close()
            self.stream = None


def cut(path: Path, size: int) -> None:
    """Make a file as long as it was."""
    if not path.exists():
        path.touch()
    if path.stat().st_size < size:
        raise InputError(f"{path.name} is shorter than the record of its run says; delete it and begin anew", code="resume")
    with path.open("r+b") as stream:
        stream.truncate(size)
