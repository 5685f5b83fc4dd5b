"""Several worker processes: outcomes in the order of the tasks, a bounded number of tasks under way, and no task lost to a dead worker.

Workers are plain subprocesses with pipes, one thread of ours to each: the same on every system, in notebooks and in scripts
without a main guard. A worker that dies, or takes too long over one task, is replaced; that task alone becomes an error.
"""

from __future__ import annotations

import pickle
import subprocess
import sys
import threading
import time
from collections import deque
from collections.abc import Generator, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from concurrent.futures import TimeoutError as NotYet
from typing import Any

from allreport.batch.work import Done, Settings, key_of, outcomes
from allreport.batch.worker import READY
from allreport.documents.inputs import Task
from allreport.errors import AllReportError
from allreport.source import Document

BOOT = "import sys, pickle; sys.path[:] = pickle.load(sys.stdin.buffer); from allreport.batch.worker import main; main()"
CHUNK_TASKS = 16
CHUNK_CHARACTERS = 1_000_000
AHEAD = 3  # chunks for each worker that are under way or done and wait for their turn
LOOK = 0.2  # seconds between two looks at the time bound

Chunk = list[Task]


class WorkerError(AllReportError, RuntimeError):
    """Worker processes cannot be started."""

    code = "worker"


def run(tasks: Iterable[Task], settings: Settings, jobs: int = 1, seconds: float | None = None) -> Generator[list[Done], None, None]:
    """The outcomes of each task, in order. `seconds`: the time bound of one task; it needs a worker process, so that one is used even alone."""
    if jobs <= 1 and seconds is None:
        for task in tasks:
            yield list(outcomes(task, settings))
        return
    pool = Pool(settings, max(jobs, 1), seconds)
    try:
        yield from pool.run(tasks)
    finally:
        pool.close()


def chunks(tasks: Iterable[Task]) -> Iterator[Chunk]:
    """Tasks in small lists: few enough to be in memory, enough to keep a worker busy."""
    chunk: Chunk = []
    size = 0
    for task in tasks:
        chunk.append(task)
        size += len(task.text) if isinstance(task, Document) else 0
        if len(chunk) >= CHUNK_TASKS or size >= CHUNK_CHARACTERS:
            yield chunk
            chunk, size = [], 0
    if chunk:
        yield chunk


class Worker:
    """One worker process, from the side of its parent."""

    def __init__(self, settings: Settings) -> None:
        self.process = subprocess.Popen(  # noqa: S603  ourselves
            [sys.executable, "-c", BOOT], stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL
        )
        self.since: float | None = None  # when its present task began
        self.late = False
        try:
            self.send(sys.path)
            self.send(settings)
            ready = self.receive() == READY
        except (EOFError, OSError, pickle.UnpicklingError):
            ready = False
        if not ready:
            self.end()
            raise WorkerError("worker processes cannot be started; run with --jobs 1 and without a time bound")

    def send(self, value: object) -> None:
        assert self.process.stdin is not None  # noqa: S101  a pipe
        pickle.dump(value, self.process.stdin, protocol=5)
        self.process.stdin.flush()

    def receive(self) -> Any:
        assert self.process.stdout is not None  # noqa: S101  a pipe
        return pickle.load(self.process.stdout)  # noqa: S301  from our own child

    def end(self) -> None:
        """Stop the process and close its pipes."""
        self.process.kill()
        self.process.wait()
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe:
                try:
                    pipe.close()
                except OSError:  # what was not yet written has nobody to read it
                    continue


class Pool:
    """Some workers, each served by a thread."""

    def __init__(self, settings: Settings, jobs: int, seconds: float | None) -> None:
        self.settings = settings
        self.jobs = jobs
        self.seconds = seconds
        self.own = threading.local()
        self.workers: list[Worker] = []
        self.threads = ThreadPoolExecutor(jobs, thread_name_prefix="allreport")
        self.closed = False

    def run(self, tasks: Iterable[Task]) -> Iterator[list[Done]]:
        """The outcomes of each task, in order."""
        waiting: deque[Future[list[list[Done]]]] = deque()
        for chunk in chunks(tasks):
            waiting.append(self.threads.submit(self.do, chunk))
            if len(waiting) > AHEAD * self.jobs:
                yield from self.result(waiting.popleft())
        while waiting:
            yield from self.result(waiting.popleft())

    def result(self, future: Future[list[list[Done]]]) -> list[list[Done]]:
        """The outcomes of a chunk; while they are awaited, the time bound is watched."""
        while True:
            try:
                return future.result(timeout=LOOK)
            except NotYet:
                if future.done():
                    raise
                self.stop_late()

    def stop_late(self) -> None:
        """End the workers that have been over one task for too long."""
        for worker in list(self.workers):
            since = worker.since
            if self.seconds is not None and since is not None and time.monotonic() - since > self.seconds:
                worker.late = True
                worker.process.kill()

    def do(self, chunk: Chunk) -> list[list[Done]]:
        """The outcomes of a chunk's tasks. Where the worker ends over one, that one is an error and the rest goes to a new worker."""
        results: list[list[Done]] = []
        while len(results) < len(chunk):
            worker = self.worker()
            try:
                worker.since = time.monotonic()
                worker.send(chunk[len(results) :])
                while len(results) < len(chunk):
                    results.append(worker.receive())
                    worker.since = time.monotonic()
                worker.since = None
            except (EOFError, OSError, pickle.UnpicklingError):
                self.leave(worker)
                if self.closed:
                    return results
                results.append([self.lost(chunk[len(results)], late=worker.late)])
        return results

    def lost(self, task: Task, *, late: bool) -> Done:
        """The record of a task that a worker did not come back from."""
        key = key_of(task)
        if late:
            return Done(key, error="timeout", message=f"{key}: took longer than {self.seconds:g} seconds; read it by itself, or raise the time bound")
        return Done(key, error="worker_died", message=f"{key}: the process that read it ended (out of memory, or a fault of a library); read it by itself")

    def worker(self) -> Worker:
        """The worker of this thread; a new one where there is none."""
        worker: Worker | None = getattr(self.own, "worker", None)
        if worker is None:
            worker = Worker(self.settings)
            self.own.worker = worker
            self.workers.append(worker)
        return worker

    def leave(self, worker: Worker) -> None:
        self.own.worker = None
        if worker in self.workers:
            self.workers.remove(worker)
        worker.end()

    def close(self) -> None:
        """End all workers; what is under way is dropped."""
        self.closed = True
        self.threads.shutdown(wait=False, cancel_futures=True)
        for worker in list(self.workers):
            worker.process.kill()
        self.threads.shutdown(wait=True)
        for worker in list(self.workers):
            worker.end()
