"""Which test found a thing: the one that its clause names nearest, and only one that can."""

from __future__ import annotations

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.molecular.names import SECTION_TESTS, TARGETS, Target
from allreport.scan import Clause

TESTS = frozenset({"karyotype", "FISH", "PCR", "NGS", "array", "MLPA", "flow", "Sanger", "ogm"})
READS = compile(r"\d reads\b|\breads\b|ex(?:on)?[ ]?\d{1,2}[ ]?(?:-|::|/|to)[ ]?ex(?:on)?[ ]?\d")


WEAK = {"NGS": "transcript", "FISH": "metaphase"}  # a word of another test that the results of this one hold too
TARGETS_SET = frozenset(TARGETS)
TALK = frozenset({"advice", "definition", "question"})


def named_tests(clause: Clause, current: str | None = None) -> list[tuple[int, int, str]]:
    """The tests that a clause names: (start, end, test); under a `current` one not the words that its own results may hold."""
    tests = [(hit.start, hit.end, row.id) for hit, row in clause.of("method") if row.id in TESTS]
    weak = WEAK.get(current or "")
    return [test for test in tests if not clause.document.folded.startswith(weak, test[0])] if weak else tests


def own_method(clause: Clause, current: str | None = None) -> str | None:
    """The test a clause names itself; the last one that stands before its first target, else the first behind."""
    tests = named_tests(clause, current)
    if not tests:
        return None
    if TARGETS_SET.isdisjoint(clause.kinds) and any(cue.effect in TALK for _, cue in clause.of("cue")):
        return None  # 'it can be followed by RT-PCR'
    targets = [clause.of(kind)[0][0].start for kind in TARGETS if kind in clause.kinds]
    before = [test for start, _, test in tests if start <= min(targets)] if targets else [tests[-1][2]]
    return before[-1] if before else tests[0][2]


HEAD = 400  # characters of a report that may be its title
TITLE_LINES = 4
LABEL = compile(r"(?:test|investigation|method|assay|technique|analysis|panel|examination|report|study)(?: name| requested| performed| type)?[ \t]*:")
OF_TITLE = frozenset({"FISH", "PCR", "NGS", "array", "MLPA"})
NAMED_TEST = ("fish", "pcr", "array", "cgh", "mlpa", "ngs", "sequenc", "karyotyp", "cytogen", "rna", "flow", "hybridi", "dna index", "ploidy")


def report_test(reading: Reading) -> str | None:
    """The one test that a report is about, by its title; a labelled line is none."""
    document = reading.document
    lines = [line for line in document.lines[:12] if not line.empty][:TITLE_LINES]
    last = min(HEAD, lines[-1].end) if lines else 0
    tests = set()
    for clause in reading.clauses_with("method"):
        if clause.start >= last:
            break
        if not TARGETS_SET.isdisjoint(clause.kinds):
            continue  # a result that the request tells
        for start, end, test in named_tests(clause):
            line = document.line_at(start)
            before = document.folded[line.start : end]
            if test in OF_TITLE and start < last and (":" not in before or LABEL.match(before.lstrip())) and not line.text.rstrip().endswith("."):
                tests.add(test)
    return tests.pop() if len(tests) == 1 else None


def section_test(reading: Reading, clause: Clause, title: str | None) -> str | None:
    """The test that a section is of: that of its heading where this names one, else that of the report."""
    section = clause.section
    own = SECTION_TESTS.get(section.method or "")
    if own is not None and title is not None and section.role not in {"negatives", "uncertain"}:
        heading = reading.document.folded[section.heading_start : section.start]
        return own if any(name in heading for name in NAMED_TEST) else title
    return own or title


MRNA = compile(r"[ \t]*(?:\([^()\n]{0,24}\)[ \t]*)?(?:p190|p210|p230|e\d{1,2}a\d|minor|major)?[ \t]*(?:mrna|(?:fusion )?transcripts?|copies|\(is\))")
RATIO_TO = compile(r"[ ]?/[ ]?abl1?\b")


BY_DELETION = frozenset({"P2RY8::CRLF2", "STIL::TAL1", "SET::NUP214", "NUP214::ABL1", "EBF1::PDGFRB"})  # fusions that a count of copies sees


def able(reading: Reading, target: Target, method: str | None, stop: int) -> str | None:
    """The test that can have found a thing: reads are of sequencing, messenger RNA of PCR, and a count of copies sees no rearrangement."""
    if target.kind == "fusion" and method in {None, "karyotype", "FISH"}:
        folded = reading.document.folded
        if MRNA.match(folded, target.end, target.end + 60) or RATIO_TO.match(folded, target.end, target.end + 8):
            return "PCR"
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
