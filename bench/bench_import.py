"""Start-up: what importing costs, against importing the three packages that the library stands on. `python bench/bench_import.py`

Each statement runs in a fresh interpreter, all in turns; medians of processor time (user and system) of the whole process.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys

STATEMENTS = {
    "pass": "pass",
    "packages alone": "from pydantic import BaseModel; import regex; import dateutil.parser",
    "import allreport": "import allreport",
    "from allreport import parse": "from allreport import parse",
    "first report": "import allreport; allreport.parse('WBC 45.2 x10^9/L')",
    "allreport --help": "import sys; sys.argv[1:] = ['--help']; sys.stdout = open(__import__('os').devnull, 'w'); from allreport.cli import main; main()",
}


def milliseconds(statement: str) -> float:
    """Processor time of one interpreter."""
    before = os.times()
    subprocess.run([sys.executable, "-c", statement], check=True)
    after = os.times()
    return 1000 * (after.children_user - before.children_user + after.children_system - before.children_system)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rounds", type=int, default=11)
    rounds = parser.parse_args().rounds
    for statement in STATEMENTS.values():  # compiled files are written now
        milliseconds(statement)
    taken: dict[str, list[float]] = {name: [] for name in STATEMENTS}
    for _ in range(rounds):
        for name, statement in STATEMENTS.items():
            taken[name].append(milliseconds(statement))
    medians = {name: statistics.median(times) for name, times in taken.items()}
    for name, median in medians.items():
        print(f"{name:30} {median:7.0f} ms  {median / medians['packages alone']:5.2f} x packages alone")


if __name__ == "__main__":
    main()
