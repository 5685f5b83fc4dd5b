"""A worker process: takes lists of tasks from standard input, gives the outcomes of each to standard output, ends with its input.

It ends by itself when its parent is gone, so that nothing has to be killed; an interrupt from the keyboard is the parent's to handle.
"""

from __future__ import annotations

import gc
import os
import pickle
import signal
import sys

READY = "ready"


def main() -> None:
    """Serve until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    source = sys.stdin.buffer
    target = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())  # what a library prints must not get among the outcomes
    try:
        serve(source, target)
    except (EOFError, BrokenPipeError):
        os._exit(0)  # the parent is gone; there is nobody to say so to


def serve(source: object, target: object) -> None:
    from allreport.batch.work import outcomes

    settings = pickle.load(source)  # type: ignore[arg-type]  # noqa: S301  from our own parent
    from allreport import flat, pipeline

    flat.facts(pipeline.parse("WBC 5 x10^9/L"))  # what is made at first use is made now, so that no report's time bound pays for it
    gc.freeze()
    pickle.dump(READY, target)  # type: ignore[arg-type]
    while True:
        target.flush()  # type: ignore[attr-defined]
        for task in pickle.load(source):  # type: ignore[arg-type]  # noqa: S301
            pickle.dump(list(outcomes(task, settings)), target, protocol=5)  # type: ignore[arg-type]
            target.flush()  # type: ignore[attr-defined]
