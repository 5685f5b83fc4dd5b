"""What a place in a report is about: site, specimen, time. Shared by the readers of numbers."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from functools import cached_property
from typing import Any, NamedTuple

from allreport.document import Document
from allreport.lexicon import Hit
from allreport.patterns import Match, Pattern, compile, trie  # noqa: A004
from allreport.presence import Context, context
from allreport.read.date import MonthYear, dates_of, month_years
from allreport.scan import Clause
from allreport.vocabulary.rows import expand
from allreport.vocabulary.words import BLOOD_WORDS, MARROW_WORDS, SPECIMEN_LABELS, SPECIMENS, TUBES

SPECIMEN_LINE = compile(r"[a-z]+(?:[ \t]+(?:type|source|site|submitted|received|sent|details|information|of|nature))?(?:\(s\))?[ \t]*[:=][ \t]*([^\n]{3,90})")
SPECIMEN_BEFORE = compile(r"(?:^|\n|[ \t]{2,}|\|[ \t]*)(?:type of )?$")
NATURE = compile(r"nature of specimen[ \t]*[:=]?[ \t]*([^\n]{3,90})")
SITE_WORDS = compile(
    "|".join(rf"(?P<{site.id}>\b{trie(sorted({spelling for wording in site.wordings for spelling in expand(wording)}))}(?![a-z]))" for site in SPECIMENS)
    + rf"|(?P<tube>\b{trie(TUBES)}(?![a-z]))"
)
COLUMN = compile(r"[ \t]{3,}")  # divides what stands on one line of a head
FLOW_TITLE = compile(r"flow[ -]cytomet|immunophenotyping (?:report|laboratory)")
TITLE_WORDS = ("report", "analysis", "examination", "laboratory", "cytometry")


RIGHTED = frozenset({"current", "corrected"})  # effects of what leads to the right thing
TITLE_LENGTH = 130
PIECES = 4  # of a sentence, between semicolons


class Place(NamedTuple):
    """Site in force at a clause, and where it comes from: words of the clause, the section, or the report's specimen."""

    site: str | None
    basis: str


class Reading:
    """What the readers share: the document, its clauses, and the site in force at each."""

    def __init__(self, document: Document, clauses: list[Clause], comma: bool, spans: list[tuple[int, int]], order: str | None = None) -> None:
        self.document = document
        self.dates, self.date_order = dates_of(document.folded, order)
        self.specimen_lines = specimen_lines(document)
        self.clauses = clauses
        self.numbered = {clause.index: clause for clause in clauses}
        self.by_kind: dict[str, list[Clause]] = {}  # the clauses that hold a word of the kind
        for clause in clauses:
            for kind in clause.kinds:
                self.by_kind.setdefault(kind, []).append(clause)
        self.comma = comma
        self.spans = spans  # ISCN strings
        self.specimen_site = specimen_site(document, self.specimen_lines)
        self.default_site = self.specimen_site or default_site(document)
        self.has_counts = "analyte" in self.by_kind
        self.places = places(document, clauses, self.specimen_site)
        self._contexts: dict[tuple[int, int], Context] = {}
        self.narrative = not any(section.role in {"result", "diagnosis"} and section.name != "other" for section in document.sections)
        self.title_end = title_end(document.folded)
        self.flow_title = FLOW_TITLE.search(document.folded, 0, 200) is not None
        self.nd_not_detected = not document.words.isdisjoint(("detected", "undetected"))
        self.issues: list[dict[str, Any]] = []

    @cached_property
    def month_years(self) -> list[MonthYear]:
        """The months that the report tells without a day."""
        return month_years(self.document.folded, self.dates)

    @cached_property
    def message_groups(self) -> list[tuple[int, int, str | None]]:
        """Where each request of an HL7 message begins, and the first site that its segments name, with its place."""
        folded = self.document.folded
        starts = [place for place in self.document.places_of(("obr",)) if place == 0 or folded[place - 1] in "\r\n"]
        groups = []
        for start, end in zip(starts, [*starts[1:], len(folded)], strict=True):
            hits = [hit for clause in self.clauses_with("site") if start <= clause.start < end for hit in clause.hits if site_named(folded, hit)]
            groups.append((start, hits[0].start, site_named(folded, hits[0])) if hits else (start, end, None))
        return groups

    def message_site(self, position: int) -> str | None:
        """The site that the request of an HL7 message names above a place."""
        index = bisect_right(self.message_groups, (position, position)) - 1
        return self.message_groups[index][2] if index >= 0 and self.message_groups[index][1] < position else None

    def clauses_with(self, *kinds: str) -> list[Clause]:
        """The clauses that hold a word of one of the kinds, in order."""
        if len(kinds) == 1:
            return self.by_kind.get(kinds[0], [])
        return [clause for clause in self.clauses if not clause.kinds.keys().isdisjoint(kinds)]

    def context(self, clause: Clause, start: int, end: int) -> Context:
        """What reaches a place."""
        key = (clause.index, start)
        if key not in self._contexts:
            found = context(clause, start, end)
            if self.document.folded[clause.start - 1] == ";" and not found.has("initial", "current"):
                initial = self.carried(clause)
                found = Context({**found.effects, "initial": initial}) if initial else found
            self._contexts[key] = found
        return self._contexts[key]

    def taken_back(self, clause: Clause, start: int, end: int) -> bool:
        """Whether a sentence says that what it tells was wrong, and does not bring the right thing: 'WBC 3.2 was reported in error'."""
        if self.context(clause, start, end).has("withdrawn") is None:
            return False
        return not any(row.effect in RIGHTED and hit.end <= start for hit, row in clause.of("cue"))

    def carried(self, clause: Clause) -> Hit | None:
        """The word for the time of diagnosis that stands before a semicolon: it holds behind it too, until another time is named."""
        for _ in range(PIECES):
            before = self.numbered.get(clause.index - 1)
            if before is None or self.document.folded[clause.start - 1] != ";":
                return None
            clause = before
            for hit, cue in reversed(clause.of("cue")):
                if cue.effect in {"initial", "current"}:
                    return hit if cue.effect == "initial" else None
        return None

    def site_at(self, clause: Clause, position: int) -> Place:
        """The site in force at a place: the last site word before it in its clause, else that of the clause."""
        for hit in reversed(clause.hits):
            if hit.start < position:
                site = site_named(self.document.folded, hit)
                if site is not None:
                    return Place(site, "words")
        return self.places[clause.index]

    def sourced(self, start: int, end: int, rule: str, **more: Any) -> dict[str, Any]:
        """Evidence of a finding, ready for the models."""
        document = self.document
        return {"text": document.raw[start:end], "start": start, "end": end, "section": document.section_at(start).name, "rule": rule, **more}

    def issue(self, code: str, field: str, message: str, start: int | None = None, end: int | None = None, severity: str = "warning") -> None:
        self.issues.append({"code": code, "severity": severity, "field": field, "message": message, "start": start, "end": end})


def title_end(folded: str) -> int:
    """Where the title of a narrative ends: its first short line or sentence."""
    break_at = folded.find("\n\n", 0, 260)
    if break_at > 0:
        return break_at
    line = folded.find("\n", 0, 200)
    return max(line, 0)


def default_site(document: Document) -> str | None:
    """The site that the report's sections are about where no specimen is named."""
    sites = [section.site for section in document.sections if section.site in {"bone_marrow", "peripheral_blood"} and section.name not in {"cbc", "pb_smear"}]
    if sites:
        return sites[0]
    counts = any(section.name in {"cbc", "pb_smear"} for section in document.sections)
    if document.places_of(MARROW_WORDS, 700 if counts else None):
        return "bone_marrow"
    return "peripheral_blood" if document.places_of(BLOOD_WORDS) else None


MARROW_METHOD = compile(r"aspirat|core|trephine|touch|imprint|clot section")


def site_named(folded: str, hit: Any) -> str | None:
    """The site that a word names: a site word, or a procedure that is of the marrow."""
    if "site" in hit.rows:
        return str(hit.rows["site"].id)
    if "method" in hit.rows:
        if hit.rows["method"].id in {"aspirate", "biopsy", "touch_prep"} and MARROW_METHOD.match(folded, hit.start):
            return "bone_marrow"
        if folded.startswith("film", hit.start):
            return "peripheral_blood"
    return None


def specimen_lines(document: Document) -> list[tuple[int, str]]:
    """What stands behind the labels of the specimen in the head of the report, with its place."""
    folded = document.folded
    found = []
    for place in document.places_of(SPECIMEN_LABELS, 6000):
        match = SPECIMEN_LINE.match(folded, place)
        if match and SPECIMEN_BEFORE.search(folded[max(0, place - 24) : place]):
            found.append((match.start(1), match.group(1)))
    for place in document.places_of(("nature",), 6000):
        match = NATURE.match(folded, place)
        if match:
            found.append((match.start(1), match.group(1)))
    return sorted(found)


def specimen_site(document: Document, lines: list[tuple[int, str]]) -> str | None:
    """The site of the report's specimen, from its head."""
    for _, text in lines:
        site = site_of_words(text)
        if site:
            return site
    for line in document.lines[:12]:
        if "transfusion" in line.text or "blood bank" in line.text:
            continue
        for title in titles(document.raw[line.start : line.end]):
            site = site_of_words(title)
            if site in {"csf", "bone_marrow", "peripheral_blood"}:
                return site
    return None


def titles(line: str) -> list[str]:
    """What of a line of the head may be a title, folded: with a word of titles, or in capitals where the line has no columns."""
    if len(line) >= TITLE_LENGTH:
        return []
    written = COLUMN.split(line.strip())
    pieces = [piece.lower() for piece in written]
    if len(pieces) == 1 and line.isupper():
        return pieces
    fluid = [piece for piece, as_written in zip(pieces, written, strict=True) if as_written.isupper() and site_of_words(piece) == "csf"]
    if fluid:
        return fluid[:1]  # 'CEREBROSPINAL FLUID - CELL COUNT      LAB NO. 3': the names of laboratories have blood and marrow, too
    return [piece for piece in pieces if ":" not in piece[:-1] and any(word in piece for word in TITLE_WORDS)]


def site_of_words(text: str) -> str | None:
    """The first site that a label or a title names."""
    tube = False
    for match in SITE_WORDS.finditer(text):
        if match.lastgroup != "tube":
            return match.lastgroup
        tube = True
    return "peripheral_blood" if tube else None  # marrow is sent in such tubes, too


def places(document: Document, clauses: list[Clause], default: str | None) -> dict[int, Place]:
    """The site in force at each clause: its section's, or the last one named in the same paragraph, or the specimen's."""
    result = {}
    running: str | None = None
    section = None
    last_end = 0
    folded = document.folded
    by_specimen = Place(default, "specimen")
    for clause in clauses:
        if clause.section is not section:
            running = None
            section = clause.section
            own = Place(section.site, "section")
        elif running and folded.find("\n\n", last_end, clause.hits[0].start) >= 0:
            running = None
        if own.site and own.site != "bone_marrow":
            result[clause.index] = own
        elif running:
            result[clause.index] = Place(running, "paragraph")
        else:
            result[clause.index] = own if own.site else by_specimen
        if "site" in clause.kinds or "method" in clause.kinds:
            for hit in clause.hits:
                running = site_named(folded, hit) or running
        last_end = clause.end - 1
    return result


def at(pattern: Pattern[str], folded: str, places: list[int]) -> Iterator[Match[str]]:
    """The matches of a pattern that begin at one of the places."""
    for place in places:
        match = pattern.match(folded, place)
        if match:
            yield match
