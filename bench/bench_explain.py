"""Reports explained and rendered as HTML, a second, on one core. `python bench/bench_explain.py [seconds]`."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import allreport
from allreport.errors import ExplanationError
from allreport.explain import explain

REPORTS = Path(__file__).parent.parent / "tests" / "fixtures" / "reports"


def main() -> None:
    """Every invented report of the tests is parsed once; explaining and rendering are timed."""
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 5
    texts = [path.read_bytes().decode("utf-8") for path in sorted(REPORTS.glob("*.txt"))]
    parsed = [(allreport.parse(text), text) for text in texts]
    spoken = []
    for report, text in parsed:
        try:
            page = explain(report, source=text)
        except ExplanationError:
            continue
        if page.silence is None:
            spoken.append((report, text))
    done, size = 0, 0
    begun = time.process_time()
    while time.process_time() - begun < seconds:
        for report, text in spoken:
            size += len(explain(report, source=text).to_html())
            done += 1
    spent = time.process_time() - begun
    gauge = time.process_time()
    sum(range(10_000_000))
    gauge = time.process_time() - gauge
    print(f"{len(spoken)} reports, {size // done:,} characters of HTML on average: {done / spent:,.0f} reports a second")
    print(f"gauge: sum(range(10_000_000)) in {gauge:.2f} s")


if __name__ == "__main__":
    main()
