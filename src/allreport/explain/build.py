"""From a report to its explanation: which messages, in which order, in which words. Pure: no clock, no network."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterator, Sequence
from datetime import date
from functools import cache
from importlib.metadata import version
from typing import Any, NamedTuple, get_args

from allreport.errors import ExplanationError
from allreport.explain.choose import blood, course, disease, fluid, genes, markers, marrow, residual
from allreport.explain.choose.base import Case, Choice, Line, Said, Slots, Word, age_group
from allreport.explain.library import EVERYTHING, LANGUAGES, Book, Library, Rules, book, library
from allreport.explain.model import Caution, Door, Explanation, Language, Layer, Reader, Section, Silence
from allreport.explain.source import Text, cleaned, several_owners, span
from allreport.model.base import Alternative, Sourced
from allreport.model.report import Report

FIELDS: tuple[Callable[[Case], Iterator[Choice]], ...] = (
    disease.status, disease.specimens, disease.disease, marrow.blasts, marrow.cellularity, marrow.marrow_class, markers.markers,
    genes.genes, genes.variants, genes.karyotypes, genes.taken_back, genes.earlier, fluid.fluid, fluid.cells, course.responses, course.places, course.donor, course.before, blood.counts, residual.residual,
)  # fmt: skip
ORDER: tuple[Section, ...] = get_args(Section)
MOST_QUESTIONS = 12
AGES: dict[Reader, tuple[float, float]] = {"adult_self": (18, 200), "family_of_adult": (18, 200), "parent_of_child": (0, 21), "teen_self": (10, 21)}
BLASTS = 20.0  # percent from which a report that names no illness is taken to be about a leukemia
PAGE = ("title", "contents", "notice", "more", "ask", "questions", "terms", "sources", "lines", "line", "report_says", "made", "skip", *ORDER, "doors", "language")


def explain(
    report: Report, *, source: str | None = None, reader: Reader = "neutral", language: Language = "en", reveal: Sequence[Door] = (),
    today: date | None = None, patient_has_all: bool = False, rules: Rules | None = None,
) -> Explanation:  # fmt: skip
    """A report in plain words.

    `source`: the text the report was read from; with it, quotes are whole lines, with their numbers. `reader`: who reads.
    `reveal`: doors to open (`hereditary`, `report_outlook`). `today`: withdraws texts long past their review date.
    `patient_has_all`: the caller knows that this patient has ALL, for a report that does not name it, such as a blood count.
    """
    check(report, source, reader, language, reveal)
    rules = rules or EVERYTHING
    rules = rules if today is None else rules._replace(today=today)
    text = Text.of(source)
    writer = Writer(library(), book(language, reader), book("en", reader), language, rules, text)
    silence = silent(report, source, patient_has_all=patient_has_all)
    if silence is not None:
        return fixed(report, writer, reader, silence)
    about = report.disease is not None and report.disease.value in disease.ABOUT
    case = Case(report, text, age_group(report.patient.age_years), about or patient_has_all, disease.limited(report))
    choices = ordered([choice for field in FIELDS for choice in field(case)], report)
    opened, closed = doors(case, choices, reveal)
    blocks = [writer.block(index, choice) for index, choice in enumerate([*choices, *opened])]
    cautions = cautions_of(case, choices)
    frame = [*("frame.about", "frame.cannot", "frame.unchecked"), *(["frame.feeling"] if "first_diagnosis" in cautions else []), "frame.urgent"]
    return assembled(report, writer, reader, [block for block in blocks if block is not None], frame, [f"door.{door}.closed" for door in closed], cautions)


def check(report: Report, source: str | None, reader: str, language: str, reveal: Sequence[str]) -> None:
    """Refuse what cannot be explained as asked: misuse, never content."""
    if reader not in get_args(Reader):
        raise ExplanationError(f"no such reader; one of {', '.join(get_args(Reader))}")
    if language not in LANGUAGES:
        raise ExplanationError(f"no such language; one of {', '.join(LANGUAGES)}")
    unknown = set(reveal) - set(get_args(Door))
    if unknown:
        raise ExplanationError(f"nothing to reveal by this name; one of {', '.join(get_args(Door))}")
    if source is not None and hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest() != report.source_sha256:
        raise ExplanationError("the source is not the text that this report was read from")
    years = report.patient.age_years
    low, high = AGES.get(reader, (0, 200))  # type: ignore[call-overload]  # checked above
    if years is not None and not low <= years < high:
        raise ExplanationError(f"the reader {reader} does not fit the age in the report")


def silent(report: Report, source: str | None, *, patient_has_all: bool) -> Silence | None:
    """Why the page must not speak, if so."""
    codes = {issue.code for issue in report.issues}
    if "language_unsupported" in codes:
        return "language"
    if "little_understood" in codes:
        return "unread"
    if several_owners(source):
        return "mixed"
    named = report.disease
    if named is None:
        return None if patient_has_all or speaks_of_leukemia(report) else "not_all"
    if named.value in disease.ABOUT:
        return "possible" if named.certainty == "possible" else None
    return None if named.value == "none" and patient_has_all else "not_all"


def speaks_of_leukemia(report: Report) -> bool:
    """Whether a report that names no illness is about a leukemia all the same: residual disease, a CNS class, many blasts, a change known from ALL alone."""
    blasts = any(count.percent.value is not None and count.percent.value >= BLASTS and count.site in {"bone_marrow", "peripheral_blood"} for count in report.blasts)
    changed = any(finding.status == "present" and finding.certainty == "stated" and genes.family(finding.name) in genes.OF_ALL for finding in report.genetic_findings)
    return blasts or changed or bool(report.mrd) or (report.cns is not None and report.cns.value.startswith("CNS"))


def ordered(choices: list[Choice], report: Report) -> list[Choice]:
    """Messages in the order of the page; a report on residual disease begins with it. Earlier results come last in their section."""
    first: Section | None = "mrd" if report.mrd and not report.markers and not report.karyotypes else None
    return sorted(choices, key=lambda choice: (choice.section != "status", choice.section != first, ORDER.index(choice.section), choice.field == "previous"))


def doors(case: Case, choices: Sequence[Choice], reveal: Sequence[Door]) -> tuple[list[Choice], list[Door]]:
    """What stands behind the doors that the caller opens, and the names of those that stay closed."""
    behind: dict[Door, Choice] = {}
    inherited = [choice for choice in choices if choice.door == "hereditary"]
    if inherited:
        evidence = [finding for choice in inherited for finding in choice.evidence]
        behind["hereditary"] = Choice("genes", "hereditary", "present", "gene.inherited.door_headline", ("gene.inherited.door",), (), ("gene.inherited.ask.team", "gene.inherited.ask.who"), {}, evidence, door="hereditary")
    outlook = list(case.text.outlook())
    if outlook:
        behind["report_outlook"] = Choice(
            "disease", "report_outlook", "present", "door.report_outlook.headline", ("door.report_outlook.plain",), (), ("door.report_outlook.ask.mean", "door.report_outlook.ask.more"), {}, outlook, door="report_outlook"
        )
    return [choice for door, choice in behind.items() if door in reveal], [door for door in behind if door not in reveal]


def cautions_of(case: Case, choices: Sequence[Choice]) -> tuple[Caution, ...]:
    """What a portal may want to hold the page for. On the safe side: too often rather than too seldom."""
    report = case.report
    status = report.status.value if report.status else None
    relapse = case.text.mentions("relaps", "recurren", "recidiv") or any("relaps" in (found.timepoint or "").casefold() for found in (*report.mrd, *report.blasts))
    relapse = relapse or any("relapse" in found.kind and found.status != "absent" for found in report.responses)
    treated = report.mrd or any(report.previous.model_dump(exclude_defaults=True).values()) or any(section.name in {"course", "treatment", "prior"} for section in report.sections)
    found: dict[Caution, bool] = {
        "first_diagnosis": report.disease is not None and not treated and not relapse,
        "relapse": relapse,
        "preliminary": status == "preliminary",
        "amended": status == "amended",
        "conflict": any(choice.state == "conflict" for choice in choices),
        "critical_value": any(blood.critical(case.text, value) for value in report.cbc),
    }
    return tuple(caution for caution, holds in found.items() if holds)


Row = dict[str, Any]  # of a model that is validated at the end


class Writer(NamedTuple):
    """Puts choices into words."""

    library: Library
    book: Book
    english: Book
    language: Language
    rules: Rules
    text: Text

    def block(self, index: int, choice: Choice) -> Row | None:
        """A message in words; in English where a part has no translation; the quote alone where its texts may not be shown."""
        layers: tuple[tuple[Layer, Sequence[Said]], ...] = (("headline", (choice.headline,)), ("plain", choice.plain), ("more", choice.more), ("ask", choice.ask))
        used, language, note = self.book, self.language, None
        statements, lost = self.statements(layers, choice, used)
        if statements is None:
            used, language, note = self.english, "en", self.label("frame.other_language")
            statements, lost = self.statements(layers, choice, used)
        if statements is None or lost:
            words = self.allowed("state.withdrawn.plain", used)
            statements = [{"id": "state.withdrawn.plain", "layer": "headline", "text": words}] if words else []
        evidence = self.evidence(choice.evidence)
        if not statements and not evidence:
            return None
        ids = [statement["id"] for statement in statements]
        return {
            "key": f"{choice.section}-{index + 1}", "section": choice.section, "field": choice.field, "name": choice.name, "state": choice.state, "evidence": evidence,
            "statements": statements, "language": language, "note": note, "door": choice.door if choice.field == choice.door else None,
            "terms": list(dict.fromkeys(term for ref in ids for term in used.terms[ref])), "facts": list(dict.fromkeys(fact for ref in ids for fact in self.library.entries[ref].facts)),
            "scale": self.scale(choice.line, used) if choice.line and not lost else None,
        }  # fmt: skip

    def statements(self, layers: Sequence[tuple[Layer, Sequence[Said]]], choice: Choice, used: Book) -> tuple[list[Row] | None, bool]:
        """The statements of a message, None where one is not translated; and whether one that it cannot do without may not be shown."""
        made: list[Row] = []
        lost = False
        for layer, said in layers:
            for one in said:
                ref, slots = (one, choice.slots) if isinstance(one, str) else (one[0], {**choice.slots, **one[1]})
                filled = self.filled(ref, slots, used)
                if filled is None:
                    return None, False
                if self.rules is EVERYTHING or self.rules.shows(self.library.entries[ref], used.words[ref] or ""):
                    made.append({"id": ref, "layer": layer, "text": filled[0], "slots": filled[1]})
                elif layer in {"headline", "plain"}:
                    lost = True
        return made, lost

    def filled(self, ref: str, slots: Slots, used: Book) -> tuple[str, dict[str, str]] | None:
        """A text with its slots, and what they hold; None where it or a phrase is not translated, or a phrase may not be shown."""
        pattern = used.words[ref]
        if pattern is None or ref not in used.slots:
            return None if pattern is None else (pattern, {})
        values: dict[str, str] = {}
        for name in used.slots[ref]:
            value = slots[name]
            listed = [self.worded(one, used) for one in ([value] if isinstance(value, str | Word) else value)]
            known = [words for words in listed if words is not None]
            if len(known) < len(listed):
                return None
            values[name] = ", ".join(known)
        return pattern.format_map(values), values

    def worded(self, value: str | Word, used: Book) -> str | None:
        """What stands in a slot: characters as they are, or a phrase."""
        return cleaned(value) if isinstance(value, str) else self.phrase(value, used)

    def phrase(self, word: Word, used: Book) -> str | None:
        """A phrase of the library with its own slots."""
        pattern = used.words[word.id]
        if pattern is None or not self.rules.shows(self.library.entries[word.id], pattern):
            return None
        filled = self.filled(word.id, word.slots, used)
        return filled[0] if filled else None

    def allowed(self, ref: str, used: Book) -> str | None:
        """The words of one statement without slots, if it may be shown."""
        pattern = used.words[ref] or self.english.words[ref] or ""
        return pattern if self.rules.shows(self.library.entries[ref], pattern) else None

    def label(self, ref: str, slots: Slots | None = None) -> str:
        """Words that stand around the messages; they are always shown."""
        filled = self.filled(ref, slots or {}, self.book) or self.filled(ref, slots or {}, self.english)
        return filled[0] if filled else ""

    def evidence(self, findings: Sequence[Sourced | Alternative]) -> list[Row]:
        """Where the report says it; nothing that names the patient."""
        made: dict[tuple[int, int], Row] = {}
        for finding in findings:
            if any(start <= finding.start and finding.end <= end for start, end in made):
                continue
            start, end = place = span(finding, self.text)
            quote = self.text.raw[start:end] if self.text.raw else finding.text
            if self.text.names_nobody(quote):
                made[place] = {"start": start, "end": end, "line": self.text.line(start), "quote": quote}
        return sorted(made.values(), key=lambda found: int(found["start"]))

    def scale(self, line: Line, used: Book) -> Row | None:
        """A number line and the same in words."""
        name = self.phrase(line.name, used)
        place = "low" if line.value < line.low else "high" if line.value > line.high else "inside"
        value, low, high = line.shown
        if name is None or line.high <= line.low:
            return None
        name = name[0].upper() + name[1:] if line.name.id.startswith("analyte.") else name  # a name that only the report knows keeps its letters
        words = self.label("label.scale", {"name": name, "value": value, "low": low, "high": high})
        return {"words": words, "value": line.value, "low": line.low, "high": line.high, "shown": line.shown, "place": place, "place_words": self.label(f"label.{place}")}


def fixed(report: Report, writer: Writer, reader: Reader, silence: Silence) -> Explanation:
    """The one page for reports that are not explained."""
    frame = [f"silent.{silence}", "silent.turn", "frame.urgent", "frame.unchecked"]
    return assembled(report, writer, reader, [], frame, [], (), silence, ("silent.ask.meaning", "silent.ask.next"))


def assembled(
    report: Report, writer: Writer, reader: Reader, blocks: Sequence[Row], frame: Sequence[str], closed: Sequence[str], cautions: tuple[Caution, ...],
    silence: Silence | None = None, asks: tuple[str, ...] = (),
) -> Explanation:  # fmt: skip
    """The page around the messages: frame, doors, questions, words explained, sources, lines, labels. Validated once."""
    entries = writer.library.entries
    shown = [*frame, *closed, *(statement["id"] for block in blocks for statement in block["statements"])]
    late = [entries[ref].written for ref in shown if writer.rules.late(entries[ref])]
    framed = [said(writer, ref) for ref in frame]
    if late:
        framed.append(said(writer, "frame.last_checked", {"date": min(late).isoformat()}))
    own = [said(writer, ref, layer="ask") for ref in (*asks, *(("state.ask.teen",) if reader == "teen_self" else ()))]
    terms = dict.fromkeys([*(term for ref in frame for term in writer.book.terms[ref]), *(term for block in blocks for term in block["terms"])])
    written = min(entries[ref].written for ref in shown).isoformat()
    program = f"allreport {installed()}"
    given = {"line": {"line": "{line}"}, "made": {"program": program, "version": writer.library.digest}, "notice": {"date": written}}
    return Explanation.model_validate({
        "program": program, "library": writer.library.digest, "report_sha256": report.source_sha256, "reader": reader, "language": writer.language, "report_language": report.language,
        "silence": silence, "cautions": cautions, "frame": framed, "blocks": blocks, "doors": [said(writer, ref) for ref in closed], "questions": questions(blocks, own),
        "terms": [term(writer, ref) for ref in terms], "sources": sources(writer.library, shown), "lines": lines(blocks, writer.text), "written": written,
        "labels": {**{name: writer.book.labels[name] for name in PAGE}, **{name: writer.label(f"label.{name}", slots) for name, slots in given.items()}},
    })  # fmt: skip


@cache
def installed() -> str:
    """The version of the package."""
    return version("allreport")


def said(writer: Writer, ref: str, slots: Slots | None = None, layer: Layer = "plain") -> Row:
    """A statement of the page itself."""
    return {"id": ref, "layer": layer, "text": writer.label(ref, slots)}


def term(writer: Writer, ref: str) -> Row:
    """A word explained."""
    name, say = writer.book.names[ref]
    return {"id": ref, "name": name, "say": say, "text": writer.label(ref)}


def questions(blocks: Sequence[Row], own: Sequence[Row]) -> list[Row]:
    """At most twelve questions, none twice: the first of each message, then the second, and so on."""
    asked = [[statement for statement in block["statements"] if statement["layer"] == "ask"] for block in blocks]
    turns = [row[turn] for turn in range(max((len(row) for row in asked), default=0)) for row in asked if turn < len(row)]
    unique = {statement["text"]: statement for statement in [*own, *turns]}
    return list(unique.values())[:MOST_QUESTIONS]


def sources(known: Library, shown: Sequence[str]) -> list[Row]:
    """The works that the shown statements rest on."""
    facts = dict.fromkeys(fact for ref in dict.fromkeys(shown) for fact in known.entries[ref].facts)
    ids = dict.fromkeys(source for fact in facts for source in known.facts[fact].sources)
    return [{"id": ref, **{key: known.sources[ref][key] for key in ("title", "year", "url")}} for ref in ids]


def lines(blocks: Sequence[Row], text: Text) -> list[Row]:
    """The lines of the report that were used: whole where they name nobody and tell of no outlook, else what was quoted of them."""
    if not text.raw:
        return []
    quoted: dict[int, list[Row]] = {}
    for block in blocks:
        for evidence in block["evidence"]:
            quoted.setdefault(evidence["line"], []).append(evidence)
    made = []
    for number in sorted(quoted):
        start, end = text.bounds(quoted[number][0]["start"])
        parts = dict.fromkeys(found["quote"] for found in sorted(quoted[number], key=lambda found: int(found["start"])))
        made.append({"number": number, "text": text.raw[start:end].strip() if text.shows(start, end) else " … ".join(parts)})
    return made
