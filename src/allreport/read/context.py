"""What a place in a report is about: site, specimen, time. Shared by the readers of numbers."""

from __future__ import annotations

from typing import Any, NamedTuple

from allreport.document import Document
from allreport.patterns import compile  # noqa: A004
from allreport.presence import Context, context
from allreport.scan import Clause

SPECIMEN_LINE = compile(r"(?:^|[ \t]{2,}|\|[ \t]*)(?:type of )?(?:specimen|sample|material|source|spec)s?(?:[ \t]+(?:type|source|site|submitted|received|sent|details|information|of|nature))?(?:\(s\))?[ \t]*[:=][ \t]*([^\n]{3,90})|nature of specimen[ \t]*[:=]?[ \t]*([^\n]{3,90})", multiline=True)
MARROW = compile(r"\bbone[ -]?marrow|\bbm\b|\bmarrow\b|iliac|psis|sternal")
BLOOD = compile(r"peripheral blood|\bpb\b|\bblood\b|\bedta\b")
CSF = compile(r"\bcsf\b|cerebrospinal|spinal fluid|\bliquor\b|\blcr\b")
NODE = compile(r"lymph node|\bnode\b")


class Place(NamedTuple):
    """Site in force at a clause, and where it comes from: words of the clause, the section, or the report's specimen."""

    site: str | None
    basis: str


class Reading:
    """What the readers share: the document, its clauses, and the site in force at each."""

    def __init__(self, document: Document, clauses: list[Clause], comma: bool, spans: list[tuple[int, int]]) -> None:
        self.document = document
        self.clauses = clauses
        self.comma = comma
        self.spans = spans  # ISCN strings
        self.specimen_site = specimen_site(document)
        self.default_site = self.specimen_site or default_site(document)
        self.has_counts = any("analyte" in clause.kinds for clause in clauses)
        self.places = places(document, clauses, self.specimen_site)
        self._contexts: dict[tuple[int, int], Context] = {}
        self.narrative = not any(section.role in {"result", "diagnosis"} and section.name != "other" for section in document.sections)
        self.title_end = title_end(document.folded)
        self.nd_not_detected = "detected" in document.folded
        self.issues: list[dict[str, Any]] = []

    def context(self, clause: Clause, start: int, end: int) -> Context:
        key = (clause.index, start)
        if key not in self._contexts:
            self._contexts[key] = context(clause, start, end)
        return self._contexts[key]

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
    if MARROW.search(document.folded, 0, 700 if counts else len(document.folded)):
        return "bone_marrow"
    return "peripheral_blood" if BLOOD.search(document.folded) else None


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


def specimen_site(document: Document) -> str | None:
    """The site of the report's specimen, from its head."""
    folded = document.folded
    for match in SPECIMEN_LINE.finditer(folded[:6000]):
        text = match.group(1) or match.group(2)
        site = site_of_words(text)
        if site:
            return site
    for line in document.lines[:12]:
        text = folded[line.start : line.end]
        if len(text) < 110 and ("report" in text or "analysis" in text or "examination" in text or "laboratory" in text or "cytometry" in text or document.raw[line.start : line.end].isupper()):
            site = site_of_words(text)
            if site in {"csf", "bone_marrow", "peripheral_blood"} and "transfusion" not in text and "blood bank" not in text:
                return site
    return None


def site_of_words(text: str) -> str | None:
    found = [(match.start(), site) for pattern, site in ((MARROW, "bone_marrow"), (BLOOD, "peripheral_blood"), (CSF, "csf"), (NODE, "lymph_node")) if (match := pattern.search(text))]
    return min(found)[1] if found else None


def places(document: Document, clauses: list[Clause], default: str | None) -> dict[int, Place]:
    """The site in force at each clause: its section's, or the last one named in the same paragraph, or the specimen's."""
    result = {}
    running: str | None = None
    section = None
    last_end = 0
    folded = document.folded
    for clause in clauses:
        if clause.section is not section or folded.find("\n\n", last_end, clause.hits[0].start) >= 0:
            running = None
            section = clause.section
        if clause.section.site and clause.section.site != "bone_marrow":
            place = Place(clause.section.site, "section")
        elif running:
            place = Place(running, "paragraph")
        elif clause.section.site:
            place = Place(clause.section.site, "section")
        else:
            place = Place(default, "specimen")
        result[clause.index] = place
        for hit in clause.hits:
            running = site_named(folded, hit) or running
        last_end = clause.end - 1
    return result
