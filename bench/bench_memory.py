"""Peak memory of the command line on a stream of JSON Lines. `python bench/bench_memory.py --megabytes 100`

The stream is written as it is read; the peak must not grow with its length. Unix only (it asks the system for the peak of a child).
"""

from __future__ import annotations

import argparse
import itertools
import json
import os
import subprocess
import sys
import time
from pathlib import Path

HERE = Path(__file__).parent


def run(texts: list[str], size: int) -> tuple[float, float, int]:
    """Peak of the child in megabytes, its seconds, and how many reports went through."""
    command = [sys.executable, "-m", "allreport", "parse", "-", "-o", os.devnull, "--format", "jsonl"]
    start = time.perf_counter()
    with subprocess.Popen(command, stdin=subprocess.PIPE) as child:
        assert child.stdin is not None  # noqa: S101
        written = count = 0
        for number, text in enumerate(itertools.cycle(texts)):
            row = json.dumps({"id": number, "text": text}, ensure_ascii=False).encode() + b"\n"
            child.stdin.write(row)
            written += len(row)
            count += 1
            if written >= size:
                break
        child.stdin.close()
        _, status, usage = os.wait4(child.pid, 0)
        child.returncode = os.waitstatus_to_exitcode(status)
    if child.returncode:
        sys.exit(f"allreport ended with status {child.returncode}")
    unit = 1 if sys.platform == "darwin" else 1024
    return usage.ru_maxrss * unit / 1e6, time.perf_counter() - start, count


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--megabytes", type=float, default=100)
    parser.add_argument("--reports", type=Path, default=HERE / "reports.jsonl")
    arguments = parser.parse_args()
    texts = [json.loads(line)["text"] for line in arguments.reports.read_text("utf-8").splitlines()]
    for megabytes in (arguments.megabytes / 10, arguments.megabytes):
        peak, seconds, count = run(texts, int(megabytes * 1e6))
        print(f"{megabytes:8.1f} MB in, {count:,} reports: peak {peak:.0f} MB, {seconds:.0f} s, {count / seconds:.0f} reports/s by command line", flush=True)


if __name__ == "__main__":
    main()
