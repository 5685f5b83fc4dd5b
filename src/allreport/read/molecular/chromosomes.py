"""Copies of whole chromosomes by FISH: 'CEP 4: three signals in 78 %', 'D10Z1x3', '3/3/3', 'three copies of 4, 10 and 17'; RUNX1 signals.

probes = probe { ("," | "/" | "and" …) probe } counts      counts = number { "/" number } | "x3" | "3 signals" | "trisomy"
copies = number ("copies" | "signals") "of" chromosomes | "gains of" chromosomes

iAMP21 is five or more RUNX1 signals in a nucleus, or three or more extra ones on one chromosome 21 (Harrison et al., Leukemia
2014;28:1015); five signals may also be those of a hyperdiploid clone, so that they count only where they stand together.
"""

from __future__ import annotations

from typing import NamedTuple

from allreport.patterns import Match, compile  # noqa: A004
from allreport.presence import Status, polarity
from allreport.read.context import Reading
from allreport.read.molecular.names import Target
from allreport.read.molecular.numbers import covered, limit_in, share_in
from allreport.read.molecular.signals import FOUND
from allreport.scan import Clause

WORDS = frozenset(
    {"cep", "cen", "centromere", "centromeres", "centromeric", "copies", "signals", "gain", "gains", "gained", "z"}
)  # runs of letters: of D4Z1 it is the z
PROBE = compile(r"\b(?:cep|cen|centromeres?(?: probes?)?(?: for)?(?: chromosomes?)?)[ -]?(?P<number>1\d|2[0-2]|[1-9])(?![\d.])(?:[ ]?\(d\d{1,2}z\d\))?|\bchromosomes?[ ](?P<own>1\d|2[0-2]|[1-9])(?=[ ]centromere)|\bd(?P<locus>1\d|2[0-2]|[1-9])z\d\b(?:[ ]?\((?:cep|cen)[ ]?\d{1,2}\))?")
MORE = compile(r"[ \n]?(?:,|/|&|and|,[ ]?and)[ \n]?(?P<number>1\d|2[0-2]|[1-9])(?![\d.%]|[ ]?(?:signal|cop|of|%|nuclei))")
NEXT = compile(r"[ \n]{0,2}(?:,|/|&|and|,[ ]?and)?[ \n]{0,2}$")
BEHIND = compile(r"(?:[ \t:=-]|\.{2,}|,(?=[ ](?:one|two|three|four|\d)\b)|probes?\b|centromeres?\b|signals?(?= pattern)|pattern\b|show(?:s|ed)?\b|were\b|was\b|are\b|is\b|each\b|with\b|gave\b|\n){0,12}")
NUMBERS = {"no": 0, "one": 1, "two": 2, "three": 3, "four": 4, "trisom": 3, "disom": 2, "monosom": 1, "tetrasom": 4, "normal": 2, "gain": 3}
RATIO = compile(r"(?P<list>[1-5](?:/[1-5]){1,4})(?![\d/%])")
COUNT = compile(r"x[ ]?(?P<times>[1-5])(?!\d)|(?P<digit>[1-5])(?:[ -](?:signals?|cop(?:y|ies))\b|(?=[ ]?(?:[,;\t(]|in[ ]\d|$)))|(?P<word>one|two|three|four)[ -](?:signals?|cop(?:y|ies))\b|(?P<name>(?:trisom|disom|monosom)(?!(?:y|ies)[ ](?:\d|of|for))|tetrasom|normal|gain)")
COPIES = compile(
    r"\b(?:(?P<word>three|four|[34])[ \n](?:copies|signals)|(?P<gain>gains?|extra copies|additional copies))[ \n](?:each )?(?:of|for)[ \n](?:the )?(?:centromeres? )?(?:of )?(?:probes? )?(?:for )?(?:chromosomes?[ \n]|cep ?|cen ?)?"
    r"(?P<list>(?:1\d|2[0-2]|[1-9])(?![\d.])(?:[ \n]?(?:,|/|&|and|,[ ]?and)[ \n]?(?:chromosome |cep ?|cen ?)?(?:1\d|2[0-2]|[1-9])(?![\d.%])){1,6})"
)
NUMBER = compile(r"\d{1,2}")


class Copies(NamedTuple):
    """How many copies of a chromosome a test counted, with the place of its name and of the number."""

    chromosome: str
    start: int
    end: int
    number: int
    status: Status


def copies_in(reading: Reading, clause: Clause) -> list[Copies]:
    """The copies of chromosomes that a clause tells; those below a cut-off are two."""
    if WORDS.isdisjoint(reading.document.words):
        return []
    made = by_probe(reading, clause)
    return made or by_list(reading, clause)


def by_probe(reading: Reading, clause: Clause) -> list[Copies]:
    folded = reading.document.folded
    groups: list[list[tuple[str, int, int]]] = []
    for match in PROBE.finditer(folded, clause.start, clause.end):
        if covered(reading.spans, match.start()):
            continue
        probes = [(match["number"] or match["own"] or match["locus"], match.start(), match.end())]
        while more := MORE.match(folded, probes[-1][2], clause.end):
            probes.append((more["number"], more.start("number"), more.end()))
        if groups and NEXT.match(folded, groups[-1][-1][2], match.start()):
            groups[-1] += probes
        else:
            groups.append(probes)
    made: list[Copies] = []
    for index, group in enumerate(groups):
        stop = groups[index + 1][0][1] if index + 1 < len(groups) else clause.end
        made += counted(reading, group, min(stop, group[-1][2] + 120))
    return made


def counted(reading: Reading, group: list[tuple[str, int, int]], stop: int) -> list[Copies]:
    """The numbers behind a group of probes: one for each, or one for all."""
    folded = reading.document.folded
    last = group[-1][2]
    skipped = BEHIND.match(folded, last, stop)
    place = skipped.end() if skipped else last
    listed = RATIO.match(folded, place, stop)
    if listed:
        numbers = [int(number) for number in listed["list"].split("/")]
        if len(numbers) != len(group):
            return []
        match: Match[str] = listed
    else:
        single = COUNT.match(folded, place, stop)
        if single is None or (single["name"] == "gain" and folded.startswith("gain of", place)):
            return []
        written = single["times"] or single["digit"]
        numbers = [int(written) if written else NUMBERS[single["word"] or single["name"]]] * len(group)
        match = single
    limit = limit_in(reading, match.end(), stop)
    share = share_in(reading, match.end(), stop)
    rare = share is not None and share < (FOUND if limit is None else limit)
    return [Copies(name, start, end, 2 if rare else number, Status("present", match.start(), match.end())) for (name, start, end), number in zip(group, numbers, strict=True)]


def by_list(reading: Reading, clause: Clause) -> list[Copies]:
    """'three copies of 4, 10 and 17', 'gains of chromosomes 4 and 10'."""
    folded = reading.document.folded
    made = []
    for match in COPIES.finditer(folded, clause.start, clause.end):
        if covered(reading.spans, match.start()):
            continue
        status = polarity(clause, [(match.start("list"), match.end("list"))])[0]
        number = 3 if match["gain"] else NUMBERS.get(match["word"]) or int(match["word"])
        if status is not None and status.value != "present":
            number = 2 if status.value == "absent" else 0
        share, limit = share_in(reading, match.end(), clause.end), limit_in(reading, match.end(), clause.end)
        if share is not None and share < (FOUND if limit is None else limit):
            number = 2
        evidence = Status("present", match.start(), match.end("list"))
        made += [Copies(found.group(), found.start(), found.end(), number, evidence) for found in NUMBER.finditer(folded, match.start("list"), match.end("list")) if number]
    return made


def findings_of(copies: list[Copies]) -> list[tuple[Target, Status]]:
    """The findings that numbers of copies are: three a trisomy, four a tetrasomy, two no trisomy."""
    made = []
    for found in copies:
        if found.chromosome in {"X", "Y"} or not 2 <= found.number <= 4:
            continue
        name = f"{'tetrasomy' if found.number == 4 else 'trisomy'} {found.chromosome}"
        status = found.status._replace(value="absent" if found.number == 2 else "present")
        made.append((Target(name, found.start, found.end, "genetic", None, False), status))
    return made


AMPLIFIED = compile(
    r"(?:[ ]?\((?:aml1|21q22[\d.]*)\))?(?:[ \n:,-]|signals?\b|probe\b|shows?\b|showed\b|with\b|had\b|is\b|was\b|x){0,8}(?P<low>\d{1,2}|three|four|five|six|seven|eight|multiple|numerous|many)(?:[ ]?(?:-|~|to|\u2013)[ ]?(?:\d{1,2}|[a-z]{3,5}))?(?P<more>[ ]?(?:or more|\+))?[ \n](?:[a-z]+[ \n]){0,3}(?:signals?|copies)\b"
)
BEFORE = compile(r"(?P<low>\d{1,2}|three|four|five|six|seven|eight|multiple|numerous|many)(?:[ ]?(?:-|~|to|\u2013)[ ]?(?:\d{1,2}|[a-z]{3,5}))?(?:[ ]or more|\+)?[ \n](?:clustered[ \n]|extra[ \n])?$")
TOGETHER = compile(r"\bcluster|\b(?:on|along|within) (?:one|a single|an abnormal|a|one abnormal|a single abnormal|a derivative) (?:chromosome|homolog|derivative|marker)|\bintrachromosomal|\btandem")
EXTRA_ON_ONE = compile(r"\b(?P<low>\d{1,2}|three|four|five|six)(?:[ ]or more)?[ ](?:extra|additional)[ ](?:runx1 |aml1 )?(?:signals?|copies)[ ](?:[a-z]+[ ]){0,3}(?:on|along|within)[ ](?:one|a single|an abnormal|one abnormal|a single abnormal|a)[ ]")
WORDED = {"three": 3, "four": 4, "five": 5, "six": 6, "seven": 7, "eight": 8, "multiple": 5, "numerous": 5, "many": 5}
CLUSTER = 5  # signals in a nucleus
NEXT_SENTENCE = 120  # characters; metaphases are told of behind the nuclei
EXTRA = 3  # extra signals on one chromosome


def number_of(written: str) -> int:
    return WORDED[written] if written in WORDED else int(written)


class Amplified(NamedTuple):
    """RUNX1 signals that may be iAMP21: sure to be where they are said to stand together."""

    target: Target
    status: Status
    together: bool


def amplified(reading: Reading, clause: Clause) -> Amplified | None:
    """RUNX1 signals as many as iAMP21 has."""
    folded = reading.document.folded
    for hit, row in clause.of("gene"):
        if row.symbol != "RUNX1":
            continue
        match = AMPLIFIED.match(folded, hit.end, clause.end) or BEFORE.search(folded, max(clause.start, hit.start - 40), hit.start)
        if match is None:
            continue
        share, limit = share_in(reading, max(match.end(), hit.end), clause.end), limit_in(reading, hit.end, clause.end)
        if share is not None and share < (FOUND if limit is None else limit):
            continue
        extra = EXTRA_ON_ONE.search(folded, clause.start, clause.end + NEXT_SENTENCE)
        together = TOGETHER.search(folded, clause.start, clause.end)
        target = Target("iAMP21", hit.start, hit.end, "genetic", None, False)
        if extra is not None and number_of(extra["low"]) >= EXTRA:
            return Amplified(target, Status("present", *extra.span()), together=True)
        if number_of(match["low"]) >= CLUSTER:
            return Amplified(target, Status("present", *match.span()), together is not None)
    return None
