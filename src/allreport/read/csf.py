"""Central nervous system: the class as stated, else what the fluid shows; its cells by method, and whether the tap drew blood."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.document import Document
from allreport.patterns import compile  # noqa: A004
from allreport.read.cns_class import NO_CLASS, TALK, any_of, classes, sourced
from allreport.read.context import Reading, at
from allreport.scan import Clause
from allreport.vocabulary import fluid as words

REQUEST = frozenset({"history", "presentation"})

LINK = rf"(?:[ \t:=(,]|-(?!ve)|\n(?=[ \t]*[a-z])|{any_of(words.LINKS)}\b){{0,6}}"
ENDS = r"(?=[ \t]*(?:[.,;)\n|]|$))"
ABSENT, PRESENT = any_of(words.CLEAR), any_of(words.INVOLVED)
DISEASE = rf"[ -](?:{words.LEUKEMIA})?{any_of(words.OF_DISEASE)}"
STATED = compile(
    rf"{any_of(words.SYSTEM)}(?:"
    rf"(?P<no>{LINK}{ABSENT}|{DISEASE}{LINK}(?:{ABSENT}|{any_of(words.DISEASE_ABSENT)}))|"
    rf"(?P<yes>{LINK}{PRESENT}|{DISEASE}{LINK}(?:{PRESENT}|{any_of(words.DISEASE_PRESENT)}))|"
    rf"(?P<noun>{DISEASE}|[ -]relapse))"
)
DENIED = compile(rf"\b{any_of(words.DENIALS)}[ \n](?:{any_of(words.DENIAL_FILLERS)}[ \n]){{0,2}}$")
AFFIRMED = compile(rf"\b{any_of(words.AFFIRMATIONS)}[ \n](?:\w+[ \n])?$")
MENINGITIS = compile(r"leuk\w+[ ]$")
WITH_BLASTS = compile(words.WITH_BLASTS)
TRAUMATIC = compile(rf"(?P<no>\b{any_of(words.NOT_TRAUMATIC)})|(?P<yes>\b{any_of(words.TRAUMATIC)})")
SUPPOSED = compile(rf"\b{any_of(words.SUPPOSED)}\b")
KIND = any_of(words.KINDS_OF_CELLS)
CELLS = rf"(?:(?:{KIND}[ -]|[bt][ -]){{0,3}}{any_of(words.BLASTS)}|(?:{KIND}[ -]){{1,3}}cells?)"
OTHERS = rf"(?:(?:,? (?:or|and|nor) |/|, )(?:{CELLS}|{KIND}\b(?! cells?))){{0,3}}"  # 'no blast or atypical cell seen'
ARE = rf"(?:[ \t:=(,]|{any_of(words.CELL_LINKS)}\b){{0,4}}"
WHOLE = rf"{any_of(words.WHOLE)}{LINK}"
CELLS_SAID = compile(
    rf"(?P<no>\b{any_of(words.NO_CELLS)}[ \n](?:{any_of(words.NO_CELLS_FILLERS)}[ \n]){{0,2}}(?:{KIND} or )?(?:{CELLS}{OTHERS}|{any_of(words.OF_INFILTRATION)})|"
    rf"\b{CELLS}{OTHERS}{ARE}(?:{any_of(words.NOT_FOUND)}|-{ENDS})|\bacellular|\buninvolved|\bnot (?:involved|infiltrated)|"
    rf"\binvolvement{ARE}(?:no{ENDS}|none\b|nil\b|absent|negative))|"
    rf"(?P<unsure>\b{CELLS}{ARE}(?:present|seen|identified|detected|found|noted)?[ ,(-]{{0,3}}{any_of(words.UNSURE_CELLS)}|\b{any_of(words.UNSURE_CELLS)} (?:for |of )?(?:{CELLS}|leuk\w+|malig\w+|infiltrat\w+|involvement))|"
    rf"(?P<yes>\b{CELLS}{ARE}{any_of(words.FOUND)}|\bpositive for (?:malig\w+|leuk\w+|{CELLS})|"
    rf"\b{any_of(words.AMOUNTS)}[ ](?:{any_of(words.AMOUNTS_AGAIN)}[ ])?{CELLS}\b|\b{any_of(words.POPULATIONS)} of [^.;:\n]{{0,40}}?{CELLS}\b|"
    r"\b(?:involvement|infiltration) (?:is )?(?:present|confirmed)|\binfiltrat|\binvolved\b)|"
    rf"\b{WHOLE}(?:(?P<well>{any_of(words.WHOLE_CLEAR)})|(?P<ill>{any_of(words.WHOLE_ILL)}))"
)
OTHER_SITE = compile(rf"\b{any_of(words.OTHER_SITES)}\b")
LOOKED = compile(rf"(?P<flow>{'|'.join(words.BY_FLOW)})|(?P<cytology>{'|'.join(words.BY_CYTOLOGY)})")
GROUPS = ("yes", "no", "ill", "well")  # of several, the first is said of the fluid
OF_NO_SIGN = ("advice", "question", "family", "definition")
OF_NO_RESULT = (*OF_NO_SIGN, "possible", "previous")


class Verdict(NamedTuple):
    """What one place says of the system or its fluid; the request's comes after the report's own."""

    asked: bool
    start: int
    end: int
    rule: str
    value: str
    method: str | None = None


def read(reading: Reading) -> dict[str, Any]:
    """What the report says of the nervous system: `cns`, `earlier` classes, `cells` of the fluid, `tap`."""
    document = reading.document
    if document.words.isdisjoint(words.ABOUT) and not any(word in document.folded for word in (words.SYSTEM_DOTTED, words.FLUID_DOTTED)):
        return {"cns": None, "earlier": (), "cells": (), "tap": None}
    clauses = {clause.start: clause for clause in reading.clauses}
    of_cells = [verdict for verdict in of_fluid(reading) if counts(reading, verdict, clauses)]
    of_cells = [verdict for verdict in of_cells if not of_onset(reading, verdict, clauses)] or of_cells
    verdicts = [verdict for verdict in of_system(reading) if counts(reading, verdict, clauses)]
    verdicts += [verdict for verdict in of_cells if verdict.value != "indeterminate"]
    found = classes(reading)
    best = first_of(verdicts)
    if best is not None and best.method == "flow" and any(verdict.value == "indeterminate" and verdict.method == "cytology" for verdict in of_cells):
        best = None  # what the microscope leaves open, the other method does not settle
    now = found.now
    before = list(found.before)
    if now is not None and (now.old or (now.initial and best is not None and is_own(reading, best, clauses))):
        before.append(now)
        now = None
    if found.conflict and now is not None:
        reading.issue("conflict", "cns", "two classes are stated", now.start, now.end)
    if now is not None:
        cns: dict[str, Any] | None = sourced(reading, now, **({"review": "check"} if found.conflict else {}))
    else:
        cns = best and reading.sourced(best.start, best.end, best.rule, value=best.value)
    return {
        "cns": cns,
        "earlier": tuple(sourced(reading, one, temporality="previous") for one in before),
        "cells": tuple(cells(reading, of_cells)),
        "tap": tap(reading),
    }


def first_of(verdicts: list[Verdict]) -> Verdict | None:
    """The first verdict of the report's own; where another method did find cells in the same fluid, that one."""
    best = min(verdicts, default=None)
    if best is None or best.value == "positive" or best.method is None:
        return best
    return next((other for other in verdicts if other.value == "positive" and other.asked == best.asked and other.method not in {None, best.method}), best)


def is_own(reading: Reading, verdict: Verdict, clauses: dict[int, Clause]) -> bool:
    """Whether a verdict is of this time, so that a class of diagnosis is an earlier one."""
    if verdict.rule != "cns.fluid":
        return False
    clause = clauses.get(reading.document.sentence_at(verdict.start)[0])
    effects = reading.context(clause, verdict.start, verdict.end) if clause is not None else None
    return effects is None or not effects.has("initial", "previous")


def of_onset(reading: Reading, verdict: Verdict, clauses: dict[int, Clause]) -> bool:
    """Whether a word of the onset stands before a verdict in its sentence: 'At diagnosis the CSF was CNS2 with 40 % blasts on cytospin'."""
    clause = clauses.get(reading.document.sentence_at(verdict.start)[0])
    initial = reading.context(clause, verdict.start, verdict.end).has("initial") if clause is not None else None
    return initial is not None and initial.end <= verdict.start


def cells(reading: Reading, verdicts: list[Verdict]) -> Iterator[dict[str, Any]]:
    """The leukaemic cells of the fluid, one entry a method; what was seen goes before what was not."""
    status = {"positive": "present", "negative": "absent", "indeterminate": "indeterminate"}
    best: dict[str | None, Verdict] = {}
    for verdict in verdicts:
        known = best.get(verdict.method)
        if not verdict.asked and (known is None or (known.value != "positive" and verdict.value == "positive")):
            best[verdict.method] = verdict
    for method, verdict in best.items():
        if method is not None or len(best) == 1:
            yield reading.sourced(verdict.start, verdict.end, "csf.cells", status=status[verdict.value], method=method)


def tap(reading: Reading) -> dict[str, Any] | None:
    """Whether the puncture is said to have been traumatic; the first word of it that is not only supposed."""
    document = reading.document
    for place in document.places_of(words.TAP_WORDS):
        start, end = document.sentence_at(place)
        if document.section_at(place).role in NO_CLASS or SUPPOSED.search(document.folded, start, end):
            continue
        match = TRAUMATIC.search(document.folded, max(start, place - 32), end)
        if match is not None:
            return reading.sourced(match.start(), match.end(), "csf.tap", value=match["yes"] is not None)
    return None


def places(document: Document, wanted: tuple[str, ...], dotted: str) -> list[int]:
    """Where a word stands, or its letters with stops between them."""
    found = document.places_of(wanted)
    start = document.folded.find(dotted)
    while start >= 0:
        found.append(start)
        start = document.folded.find(dotted, start + 1)
    return found


def of_system(reading: Reading) -> Iterator[Verdict]:
    """What is said of the system itself: `CNS disease absent`, `no CNS involvement`."""
    document, folded = reading.document, reading.document.folded
    for place in places(document, words.SYSTEM_WORDS, words.SYSTEM_DOTTED):
        match = STATED.match(folded, place)
        if match is None:
            continue
        denied = DENIED.search(folded, max(0, place - 60), place)
        positive = match["yes"] is not None
        if match["noun"]:
            positive = AFFIRMED.search(folded, max(0, place - 60), place) is not None or folded.startswith(("mening", "leptomening"), place)
            if not positive and not denied:
                continue
        yield verdict(reading, denied.start() if denied else match.start(), match.end(), "cns.words", positive=positive and not denied)
    for match in at(WITH_BLASTS, folded, document.places_of(words.TAP_WORDS)):
        yield verdict(reading, match.start(), match.end(), "cns.words", positive=match["yes"] is not None)
    for place in document.places_of(("meningitis",)):
        found = MENINGITIS.search(folded, max(0, place - 20), place)
        if found:
            yield verdict(
                reading,
                found.start(),
                place + len("meningitis"),
                "cns.words",
                positive=DENIED.search(folded[max(0, found.start() - 60) : found.start()]) is None,
            )


def of_fluid(reading: Reading) -> Iterator[Verdict]:
    """What the sentences about the fluid say of its cells, with the method of each."""
    document, folded = reading.document, reading.document.folded
    named: dict[tuple[int, int], int] = {}  # sentence -> the word for the fluid
    for place in places(document, words.FLUID_WORDS, words.FLUID_DOTTED):
        named.setdefault(document.sentence_at(place), place)
    for clause in reading.clauses:
        if clause.section.name == "csf" or reading.places[clause.index].site == "csf":
            named.setdefault((clause.start, clause.end), clause.start)
    for (start, end), place in named.items():
        others = [match.span() for match in OTHER_SITE.finditer(folded, start, end)]
        first = max((stop for _, stop in others if stop <= place), default=start)
        last = min((begin for begin, _ in others if begin > place), default=end)
        yield from of_sentence(reading, first, last)


def of_sentence(reading: Reading, start: int, end: int) -> Iterator[Verdict]:
    """What a stretch about the fluid says: one verdict for each method it names; of several, that of cells seen goes first."""
    folded = reading.document.folded
    methods = [(match.start(), match.lastgroup) for match in LOOKED.finditer(folded, start, end)]
    by_method: dict[str | None, dict[str | None, Any]] = {}
    for match in CELLS_SAID.finditer(folded, start, end):
        method = next((name for place, name in reversed(methods) if place < match.end()), None) or next((name for _, name in methods), None)
        by_method.setdefault(method, {}).setdefault(match.lastgroup, match)
    for method, found in by_method.items():
        group = next((group for group in (*GROUPS, "unsure") if group in found), None)
        if group is not None:
            value = "indeterminate" if group == "unsure" else "positive" if group in {"yes", "ill"} else "negative"
            asked = reading.document.section_at(found[group].start()).role in REQUEST
            yield Verdict(asked, found[group].start(), found[group].end(), "cns.fluid", value, method)


def verdict(reading: Reading, start: int, end: int, rule: str, *, positive: bool) -> Verdict:
    return Verdict(reading.document.section_at(start).role in REQUEST, start, end, rule, "positive" if positive else "negative")


def counts(reading: Reading, verdict: Verdict, clauses: dict[int, Clause]) -> bool:
    """Whether a verdict is of this patient and time: not asked for, advised, or another's."""
    role = reading.document.section_at(verdict.start).role
    if role in NO_CLASS or role == "prior" or TALK.search(reading.document.folded, max(0, verdict.start - 60), verdict.end):
        return False
    clause = clauses.get(reading.document.sentence_at(verdict.start)[0])
    return clause is None or not reading.context(clause, verdict.start, verdict.end).has(*(OF_NO_SIGN if verdict.value == "negative" else OF_NO_RESULT))
