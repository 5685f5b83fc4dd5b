"""Measurable residual disease: status, level in percent from any notation, limits apart from the result, method, time, site.

Three shapes hold results: statements (a sentence or a line with its label), tables under a head, and HL7 segments.
Each is read into the same plain findings; `residual.settle` then joins what is one result and deals out the limits.
"""

from __future__ import annotations

from bisect import bisect_right
from typing import Any

from allreport.document import Section
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.residual.case import MOLECULAR, OTHER_METHODS, Case, Outcome, is_mrd_report, site_of
from allreport.read.residual.levels import has_level, holds_any, may_hold_level
from allreport.read.residual.settle import finish
from allreport.read.residual.statements import OF_DENIED, Span, Statement, in_cell, is_status, take, understand
from allreport.read.residual.tables import read_tables
from allreport.read.residual.times import DATE, DAY_NUMBER, TIME, own_times
from allreport.read.residual.words import Token, concerned, first_words, methods, moments_pattern, name_at
from allreport.scan import Clause
from allreport.vocabulary.residual import MAJOR_TRANSCRIPTS, MINOR_TRANSCRIPTS, RATIO_ROWS, RESPONSES, STATE_SIGNS

__all__ = ["DAY_NUMBER", "TIME", "is_mrd_report", "own_times", "read"]

ROLES_OFF = frozenset({"definition", "advice", "family", "gross"})
ROLES_UNSAID = ROLES_OFF | {"method", "prior", "history", "comment"}
NEAR = 260  # how far behind a mention its paragraph is looked at
DIGIT = compile(r"\d")
RECORD = compile(r"[ ]?(?:no\b[ .:#]{1,4}[a-z]{0,4}[-/]?\d|number|#|id\b|[-/]\d|:[ ]?\d{4,})")
RATIO_ROW = compile("|".join(RATIO_ROWS))
DEPTH = compile(r"mr[ ]?(?P<depth>[345](?:\.[05])?)(?![\d.])")
SERIES = compile(r"[ \t]{0,12}(?=\d)" + DATE.pattern + r"(?P<rest>[ \t]{2,}[^\n]{4,80}?)[ \t]{2,}(?P<value>\d{1,7}(?:[.,]\d{1,6})?)[ \t]*\n")


def read(reading: Reading) -> list[dict[str, Any]]:
    """All MRD results of the report, earlier ones marked so by what stands with them."""
    if not concerned(reading.document.folded):
        return []
    case = Case(reading)
    taken = read_tables(case)
    Sentences(case, taken).read()
    if case.transcripts and not any(found.get("temporality") != "previous" for found in case.results):
        add_transcripts(case)
    return finish(case)


class Sentences:
    """The course of reading the sentences: the section, the last mention and the method that are in force."""

    def __init__(self, case: Case, taken: list[tuple[int, int]]) -> None:
        self.case = case
        self.folded = case.folded
        self.taken = taken  # tables that are read, in order
        self.section: Section | None = None
        self.carried: str | None = None  # the method named last in the section
        self.section_methods: dict[int, str | None] = {}
        self.near = -1000  # where the last sentence ends that names residual disease
        self.first = 0  # the first result of the list of times that is being read
        self.named = names(case)
        self.series = case.titled and ("per million" in case.folded or "/ million" in case.folded)

    def read(self) -> None:
        case, folded = self.case, self.folded
        sentences = case.document.sentences
        for index in candidates(case, self.named):
            start, end = sentences[index]
            if start < case.rules_end or (self.taken and any(low <= start < high for low, high in self.taken)):
                continue
            if self.series and add_series(case, start, end):
                continue
            clause = case.clauses.get(index)
            section = clause.section if clause is not None else case.document.section_at(start)
            if section is not self.section:
                self.section, self.carried = section, None
            if section.role in ROLES_OFF:
                continue
            text = folded[start:end]
            if clause is None and index not in self.named and not ((case.titled or "%" in text) and DIGIT.search(text)):
                continue  # without a known word it is worth a look where it may hold a level
            leveled = may_hold_level(text)
            mentions = self.mentions(index, start, end) if index in self.named or case.ratios or text[0] in " \t" else []
            if mentions or self.goes_on(start) or (section.method not in OTHER_METHODS and (leveled or ((case.titled or section.name == "mrd") and holds_any(text, STATE_SIGNS)))):
                self.sentence(clause or case.wordless(index, section), mentions, leveled)

    def mentions(self, index: int, start: int, end: int) -> list[Span]:
        """Where residual disease is named in a sentence, or in the label on the line above it (then at its start)."""
        # MRD is also a medical record department: 'MRD No: 4711', 'Lab No MRD/24/0318', 'MRD-19-0442'
        found = [span for span in self.named.get(index, ()) if RECORD.match(self.folded, span[1]) is None]
        if found:
            return found
        if self.case.ratios:
            match = RATIO_ROW.search(self.folded, start, end)
            if match is not None:
                return [match.span()]
        return [(start, start)] if self.case.label_above(start) == "result" else []

    def goes_on(self, start: int) -> bool:
        """Whether a sentence is the next of a list of times: 'MRD: d15 2 %; d33 0.5 %; post HR1 neg'."""
        return 0 <= start - self.near < 3 and self.case.folded[max(0, start - 2) : start].rstrip().endswith(";")

    def make_earlier(self, before: int) -> None:
        """The results of a list of times before its last one are earlier, unless the report is about one of their times."""
        own, results = self.case.own, self.case.results
        behind = any(finding.get("_had") for finding in results[before:])  # '… is negative; it had been 0.4 %' goes back in time
        for finding in results[before:] if behind else results[self.first : before]:
            if finding["_keys"] and not own:
                finding["temporality"] = "previous"
        self.first = before

    def method_of(self, section: Section) -> str | None:
        """The method of a section, looked for once."""
        if id(section) not in self.section_methods:
            self.section_methods[id(section)] = self.case.section_method(section)
        return self.section_methods[id(section)]

    def sentence(self, clause: Clause, mentions: list[Span], leveled: bool) -> None:
        """A sentence that may hold results, with the method in force."""
        case, section = self.case, clause.section
        start, end = clause.start, clause.end
        named = list(methods().within(self.folded, case.document.tokens, start, end))
        method = case.first_method(named)
        self.carried = method or self.carried
        listed = not mentions and self.goes_on(start) and bool(case.times.points(clause, start, end))
        if listed:
            mentions = [(start, start)]
        elif mentions:
            self.first = len(case.results)
        near_by = 0 <= start - self.near < NEAR and "\n\n" not in self.folded[self.near : start]
        if mentions:
            self.near = end
        if case.titled or mentions or near_by or section.name == "mrd" or section.role == "prior":
            words = case.tokens(start, end)
            if words or leveled:
                method = method or self.carried or self.method_of(section) or case.method
                before = len(case.results)
                take(case, Statement(start, end, clause, mentions, method, words, leveled), named)
                if listed and len(case.results) > before:
                    self.make_earlier(before)
        elif (clause.index + 1 in self.named and limits_before(case, clause.index + 1)) or (
            section.role == "method" and clause.words("limit") and "mrd" in self.folded[section.heading_start : section.end]
        ):
            understand(case, Statement(start, end, clause, [], method, case.tokens(start, end), leveled))


def names(case: Case) -> dict[int, list[Span]]:
    """Where each sentence names residual disease."""
    found: dict[int, list[Span]] = {}
    for clause in case.reading.clauses_with("word"):
        for hit, row in clause.kinds["word"]:
            if row.kind == "mrd":
                found.setdefault(clause.index, []).append((hit.start, hit.end))
    for clause in case.reading.clauses_with("word"):
        if clause.index not in found and is_unnamed(case, clause):
            found[clause.index] = [(clause.start, clause.start)]
    document = case.document
    for place in document.places_of(first_words()):
        index = document.sentence_number(place)
        known = found.get(index, [])
        if not any(start <= place < end for start, end in known):
            # 'no residual disease': a word of negation reaches into the name
            match = name_at(case.folded, place, document.sentences[index][1])
            if match is not None and (case.titled or by_technique(case, index, match.group())):
                found[index] = sorted([*known, match.span()])
    return found


def is_unnamed(case: Case, clause: Clause) -> bool:
    """Whether a sentence on flow is about residual disease without naming it: diseased cells, whether they are there, and down to which limit."""
    if clause.section.method != "flow" or not any(row.id == "detection" for _, row in clause.words("limit")) or not OF_DENIED.search(clause.folded):
        return False
    return has_level(case.folded, clause.start, clause.end) and any(is_status(word) for word in case.tokens(clause.start, clause.end))


def limits_before(case: Case, index: int) -> bool:
    """Whether the sentence before one that names residual disease, in the same paragraph, gives a limit: 'Sensitivity: 10-5', then 'MRD: negative'."""
    clause = case.clauses.get(index - 1)
    return clause is not None and bool(clause.words("limit")) and "\n\n" not in clause.folded and clause.end - clause.start < 160


def by_technique(case: Case, index: int, name: str) -> bool:
    """Whether a sentence that speaks of leukaemia left is about a technique of residual disease, not about a smear."""
    clause = case.clauses.get(index)
    if not name.startswith("residual"):
        return True  # it names the disease
    if clause is None:
        return False
    named = {str(row.id) for _, row in clause.of("method")} or {str(clause.section.method)}
    return "disease" in name or not named.isdisjoint(MOLECULAR)


def candidates(case: Case, named: dict[int, list[Span]]) -> list[int] | range:
    """The sentences that may speak of residual disease: all in an MRD report, else those that name it, what follows them, and some sections."""
    sentences, starts = case.document.sentences, case.document.sentence_starts
    if case.titled:
        return range(len(sentences))
    found = set(named)
    for index in named:
        if index and limits_before(case, index):
            found.add(index - 1)
        following, reach = index + 1, sentences[index][1] + NEAR
        while following < len(sentences) and sentences[following][0] < reach:
            found.add(following)
            following += 1
    for section in case.document.sections:
        if section.name == "mrd" or section.role in {"prior", "method"}:
            found.update(range(max(0, bisect_right(starts, section.start) - 1), bisect_right(starts, max(section.start, section.end - 1))))
    if case.ratios:
        for clause in case.reading.clauses:
            text = clause.folded
            if "abl" in text or "ratio" in text:
                found.add(clause.index)
    return sorted(found)


def add_transcripts(case: Case) -> None:
    """What a report that follows a fusion transcript says of it, where it gives no ratio: 'BCR::ABL1 p190 transcripts not detected'."""
    said: dict[str, tuple[Clause, Token]] = {}
    for clause in case.reading.clauses_with("fusion", "gene"):
        if clause.section.role not in ROLES_UNSAID and "abl" in clause.folded:
            for word in case.tokens(clause.start, clause.end):
                if is_status(word):
                    said.setdefault(word.id, (clause, word))
    if not said:
        add_response(case)
    if len(said) == 1:  # where one transcript is found and another is not, the ratio has to say which is followed
        state, (clause, word) = said.popitem()
        finding = case.finding(clause, Outcome(state, {}, word.start, word.end), case.method or "PCR", None)
        case.stamp(finding, "", "")


def add_response(case: Case) -> None:
    """The depth of a molecular response where no ratio is printed: at most so much on the international scale, found or not; not of the minor transcript."""
    if holds_any(case.folded, MINOR_TRANSCRIPTS) and not holds_any(case.folded, MAJOR_TRANSCRIPTS):
        return
    for place in case.document.places_of(("mr",)):
        match = DEPTH.match(case.folded, place)
        clause = case.clause_at(place)
        if match is not None and clause.section.role not in ROLES_UNSAID and not any(word.id in {"policy", "weak_policy"} for word in case.tokens(clause.start, clause.end)):
            level = {"value": RESPONSES[match["depth"]], "comparator": "<=", "written": case.document.raw[match.start() : match.end()]}
            case.stamp(case.finding(clause, Outcome("indeterminate", {"level": level, "scale": "IS"}, *match.span()), case.method or "PCR", None), "", "")
            return


def add_series(case: Case, start: int, end: int) -> bool:
    """A row of a course in cells per million: date, sample, moment, bare number."""
    match = SERIES.match(case.folded, start, end)
    if match is None:
        return False
    outcome = in_cell(case, match.start("value"), match.end("value"), "million")
    if outcome is not None:
        finding = case.finding(case.clause_at(start), outcome, case.method, site_of(match["rest"]))
        finding["_cell"] = finding["_summary"] = True
        moment = moments_pattern().search(match["rest"]) or TIME.search(match["rest"])
        case.stamp(finding, moment.group() if moment else "", match.group())
    return True
