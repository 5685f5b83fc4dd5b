"""Texts that no laboratory writes and that a reader must still get through: one piece over and over.

`python tests/hostile.py [CHARACTERS]` prints the growth of each when the text is doubled, at any size (1,000,000 measures up to 4,000,000).
"""

from __future__ import annotations

import gc
import math
import sys
import time
from collections.abc import Callable

from allreport import parse

SEEDS = {
    "digit": "1",
    "blank": " ",
    "line break": "\n",
    "bracket": "(",
    "capital": "A",
    "pipe": "|",
    "exponent": "10^",
    "thousands": "1,",
    "count": "WBC 45.2 x10^9/L ",
    "count lines": "WBC 45.2 (4.0-11.0) x10^9/L\n",
    "blasts": "blasts 5-10 % of 200 cells ",
    "open karyotype": "46,XY,t(",
    "clones": "46,XX,t(9;22)(q34;q11.2)[20]/47,idem,+21[3]/",
    "karyotypes": "46,XX,t(9;22)(q34;q11.2)[20]\n",
    "ish": "nuc ish(ABL1,BCR)x2[200] ",
    "array": "arr[GRCh38] 9p21.3(21900000_22000000)x0 ",
    "markers": "CD19+ CD13/33- ",
    "marker table": "CD19\t92 %\tpositive\n",
    "negations": "negative for t(9;22), t(4;11) and ",
    "fusions": "BCR::ABL1 not detected; ",
    "variants": "NOTCH1 c.4799T>C p.(Leu1600Pro) VAF 34% ",
    "residual disease": "MRD 3 x 10^-4 at day 29 ",
    "headings": "FINAL DIAGNOSIS:\n",
    "diagnoses": "Diagnosis: B-ALL, rule out AML.\n",
    "dates": "Collected: 12/03/2024 ",
    "earlier results": "previously, on 12/03/2024, blasts 5% ",
    "broken words": "lympho-\n",
    "prose": "The marrow is cellular with normal maturation. ",
}
ROUNDS = 5


def seconds(text: str, work: Callable[[str], object] = parse) -> float:
    """Processor time of one reading, or of other work. The collector of cycles rests meanwhile: when it runs depends on all that lives, not on the text."""
    gc.collect()
    gc.disable()
    try:
        start = time.process_time()
        work(text)
        return time.process_time() - start
    finally:
        gc.enable()


def growth(seed: str, characters: int, enough: float = 0.0, work: Callable[[str], object] = parse) -> tuple[float, float]:
    """How much longer twice the text takes and the seconds of the longest.

    Measured from one to four times the text, since caches and the clock of the processor change the time of a small text by half; best of
    some rounds each, fewer once the growth is below `enough`.
    """
    once, fourfold = (seed * (size // len(seed) + 1) for size in (characters, 4 * characters))
    short = long = float("inf")
    for _ in range(ROUNDS):
        short = min(short, seconds(once, work))
        long = min(long, seconds(fourfold, work))
        if math.sqrt(long / short) < enough:
            break
    return math.sqrt(long / short), long


def main() -> None:
    characters = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    parse("WBC 5")
    for name, seed in SEEDS.items():
        times, taken = growth(seed, characters, enough=2.1)
        sys.stdout.write(f"{name:20} {times:6.2f} times  {taken:8.2f} s for {4 * characters:,} characters{'   <-- above 2.5' if times > 2.5 else ''}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
