"""Which test found a thing: the one that its clause names nearest, and only one that can."""

from __future__ import annotations

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.molecular.names import TARGETS, Target
from allreport.scan import Clause

TESTS = frozenset({"karyotype", "FISH", "PCR", "NGS", "array", "MLPA", "flow", "Sanger", "ogm"})
READS = compile(r"\d reads\b|\breads\b|ex(?:on)?[ ]?\d{1,2}[ ]?(?:-|::|/|to)[ ]?ex(?:on)?[ ]?\d")


def tests_in(clause: Clause) -> list[tuple[int, int, str]]:
    """The tests that a clause names: (start, end, test)."""
    return [(hit.start, hit.end, row.id) for hit, row in clause.of("method") if row.id in TESTS]


def own_method(clause: Clause) -> str | None:
    """The test a clause names itself; the last one that stands before its first target, else the first behind."""
    tests = tests_in(clause)
    if not tests:
        return None
    targets = [clause.of(kind)[0][0].start for kind in TARGETS if kind in clause.kinds]
    before = [test for start, _, test in tests if start <= min(targets)] if targets else [tests[-1][2]]
    return before[-1] if before else tests[0][2]


BY_DELETION = frozenset({"P2RY8::CRLF2", "STIL::TAL1", "SET::NUP214", "NUP214::ABL1", "EBF1::PDGFRB"})  # fusions that a count of copies sees


def able(reading: Reading, target: Target, method: str | None, stop: int) -> str | None:
    """The test that can have found a thing: reads are of sequencing, and a count of copies sees no rearrangement."""
    if method in {None, "array", "MLPA"} and target.kind == "fusion" and target.strong and READS.search(reading.document.folded, target.end, min(stop, target.end + 60)):
        return "NGS"
    joined = target.name.endswith("rearrangement") or (target.kind == "fusion" and target.name not in BY_DELETION)
    if joined and method in {"array", "MLPA"} and "fish" in reading.document.words:
        return "FISH"
    return method


def method_near(tests: list[tuple[int, int, str]], target: Target, method: str | None) -> str | None:
    """The test named nearest before a target in its clause, or right behind it ('positive (FISH)')."""
    if not tests:
        return method
    before = [test for _, end, test in tests if end <= target.start]
    if before:
        return before[-1]
    return next((test for start, _, test in tests if start >= target.end), method)


def tested_in(folded: str, tests: list[tuple[int, int, str]], target: Target, stop: int) -> str | None:
    """The test in brackets right behind a target: 'RB1 deletion (array)'."""
    return next((test for start, end, test in tests if target.end < start < min(stop, target.end + 50) and folded[start - 1] == "(" and folded[end : end + 1] == ")"), None)
