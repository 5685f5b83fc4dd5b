"""One report on its way through the readers of residual disease: what it is about, where its words stand, what was found so far."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from functools import cache, cached_property
from typing import Any, NamedTuple

from allreport.document import Document, Section
from allreport.patterns import Pattern, compile  # noqa: A004
from allreport.read.context import Place, Reading
from allreport.read.number import readings
from allreport.read.residual.levels import GAPPED, LABELLED, Level, comparator_at, has_level, holds_any, percent_of, printed_levels, role_of
from allreport.read.residual.times import Time, Times, is_sure, iso, own_date, own_times, time_keys
from allreport.read.residual.words import Token, heads, methods, speech
from allreport.scan import Clause
from allreport.vocabulary.fluid import SYSTEM_WORDS
from allreport.vocabulary.residual import (
    FOLLOW_UP,
    NO_TITLE,
    PROTOCOL_STARTS,
    PROTOCOLS,
    RELAPSE_STATED,
    SEGMENTS,
    TITLES,
    TRANSCRIPT_TITLES,
    UNITS_OF_METHODS,
    WEAK_UNITS,
)

SIGNED = compile(r"mrd\(?(?P<sign>[+-])\)?(?=[,.;)]|[ ](?![a-z]{3,12}[ ]?\()|\n|$)(?![ ](?:tracking|report))")
SITES = (("peripheral_blood", compile(r"\b(?:peripheral|blood|pb|s)\b")), ("bone_marrow", compile(r"\b(?:marrow|bm|m)\b")), ("csf", compile(r"\bcsf\b")))
HEAD_SITE = compile(r"(?:type(?<=\btype)|sample(?<=\bsample)|specimen(?<=\bspecimen)|material(?<=\bmaterial))[ \t:]{1,12}(?:(?:peripheral |bone )?(?:blood|marrow)|bm\b|pb\b)")
RELAPSED = compile("|".join(RELAPSE_STATED))
TRANSCRIPT_TITLE = compile("|".join(TRANSCRIPT_TITLES))
TITLE = compile("|".join(TITLES))
TITLE_SIGNS = ("mrd", "residual disease", "residual leuk", "m.r.d")  # one of them stands in every match of TITLE
LABEL_ORDER = ("detection_limit", "quantification_limit", "result", "other", "date", "time", "site", "method", "target", "weak_result")
ROLE_OF_LABEL = {"detection_limit": "lod", "quantification_limit": "loq", "result": "result"}
OTHER_PARTS = frozenset({"cbc", "aspirate", "microscopic", "pb_smear", "cyto", "fish", "flow", "csf"})
MOLECULAR = frozenset({"flow", "PCR", "NGS"})
OTHER_METHODS = frozenset({"FISH", "karyotype", "array", "MLPA", "aspirate", "biopsy", "smear", "touch_prep"})


class Limit(NamedTuple):
    """A printed limit of detection or quantification and where it holds. Lower ranks go first."""

    start: int
    percent: float
    role: str
    method: str | None
    time: str | None
    rank: int


class Outcome(NamedTuple):
    """What a stretch says: a status, a level or limits, and the words of it."""

    status: str
    data: dict[str, Any]
    start: int
    end: int


class Case:
    """The report, where its words stand, and the results and limits found so far."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.folded = folded = reading.document.folded
        self.transcripts = is_transcripts(folded)
        self.ratios = self.transcripts or ("abl" in folded and holds_any(folded[:700], FOLLOW_UP))
        self.titled = self.transcripts or is_mrd_report(reading.document)
        self.times = Times(reading.document)
        self.clauses = {clause.index: clause for clause in reading.clauses}
        self.method: str | None = None
        self.method = self.method_in(0, min(len(folded), 1500)) if self.titled else "flow" if reading.flow_title else None
        self.results: list[dict[str, Any]] = []
        self.limits: list[Limit] = []
        self.told: dict[str, Any] = {}  # what is looked for once in the whole text, by its pattern
        self.rules_end = 0  # how far a list of risk groups or rules goes

    # words

    def tokens(self, start: int, end: int) -> list[Token]:
        """The words of a statement in order, and signs behind the name: 'MRD+'."""
        found = list(speech().within(self.folded, self.document.tokens, start, end))
        if self.folded.find("mrd", start, end) >= 0:
            signs = SIGNED.finditer(self.folded, start, end)
            found.extend(Token(*match.span("sign"), "said", "positive" if match["sign"] == "+" else "negative") for match in signs)
        return found

    def method_in(self, start: int, end: int) -> str | None:
        """The method that is named first, a technique going before a target or a unit."""
        return self.first_method(methods().within(self.folded, self.document.tokens, start, end))

    def first_method(self, named: Iterable[Token]) -> str | None:
        """The first technique of some methods, else the first target or unit."""
        first: str | None = None
        for token in named:
            if not self.folded.startswith(UNITS_OF_METHODS, token.start, token.end):
                return token.id
            if self.method is None or not self.folded.startswith(WEAK_UNITS[self.method], token.start, token.end):
                first = first or token.id
        return first

    def section_method(self, section: Section) -> str | None:
        """The method that a heading names; that its name implies only where the report as a whole has none."""
        named = self.method_in(section.heading_start, section.start)
        return named or (section.method if self.method is None and section.method in MOLECULAR else None)

    def label_id(self, start: int, end: int) -> str:
        """What a label or the head of a column says; limits and other populations go before results."""
        found = {token.id for token in heads().within(self.folded, self.document.tokens, start, end)}
        if found:
            for kind in LABEL_ORDER:
                if kind in found:
                    return kind
        return ""

    def label_above(self, start: int) -> str:
        """What the label says that a value stands under, where it is printed on an indented line of its own; else nothing."""
        folded = self.folded
        if start == 0 or folded[start - 1] != "\n" or folded[start] not in " \t":
            return ""
        position = bisect_right(self.document.line_starts, start) - 1
        line, above = self.document.lines[position], self.document.lines[position - 1]
        text = folded[above.start : above.end]
        label = text.strip()
        if not label or len(label) > 70 or label.endswith(".") or len(text) - len(text.lstrip()) >= indent(folded[line.start : line.end]):
            return ""
        kind = self.label_id(above.start, above.end)
        return ROLE_OF_LABEL[kind] if kind in ROLE_OF_LABEL and not has_level(folded, above.start, above.end) else ""

    # levels

    def levels(self, start: int, end: int, words: list[Token], *, in_cell: bool = False) -> list[Level]:
        """All levels of a stretch with what each one is; a label above a line ('Lower limit of detection   0.01 %   0.01 %') speaks for all of them."""
        folded, comma = self.folded, self.reading.comma
        found: list[Level] = []
        role: str | None = None
        matches = list(printed_levels(folded, start, end))
        if not in_cell and (matches or folded.find("%", start, end) >= 0):
            label = self.label_above(start)
            role = label if label in {"lod", "loq"} else None
        for match in matches:
            percent, high, ambiguous = percent_of(match, comma)
            if percent is None or percent > 100:
                continue
            comparator, begin = comparator_at(folded, start, match.start())
            found.append(Level(begin, match.end(), round(percent, 12), high, comparator, role or role_of(folded, start, begin, match.end(), comparator, words), ambiguous))
        found = self.ranges(found)
        if any(level.ambiguous for level in found):
            sure = {level.percent for level in found if not level.ambiguous}
            found = [level._replace(ambiguous=level.ambiguous and level.percent not in sure) for level in found]
        if not found and role is None:
            bare = LABELLED.search(folded, start, end) or GAPPED.search(folded, start, self.document.line_at(start).end)
            if bare is not None and not any(word.kind == "beside" and word.id == "other" for word in words):
                comparator = "<" if "<" in bare.group() else "="
                found.append(Level(bare.start("bare"), bare.end(), readings(bare["bare"], comma)[0], None, comparator, "result"))
        return found

    def ranges(self, levels: list[Level]) -> list[Level]:
        """The levels with those joined that are the ends of one range: '1e-5 - 1e-4', '0.01% - 0.1%'."""
        joined: list[Level] = []
        for level in levels:
            last = joined[-1] if joined else None
            if (
                last is not None
                and last.comparator == level.comparator == "="
                and last.high is None
                and last.percent < level.percent
                and self.folded[last.end : level.start].strip(" ") == "-"
            ):
                joined[-1] = last._replace(end=level.end, high=level.percent, role=level.role)
            else:
                joined.append(level)
        return joined

    def level_data(self, level: Level | None, comparator: str) -> dict[str, Any]:
        """A level as data of a finding; a bound that is not printed is below something."""
        if level is None:
            return {"_below": True} if comparator == "<" else {}
        written = self.document.raw[level.start : level.end]
        if level.ambiguous:
            self.reading.issue("ambiguous_number", "mrd", "10E-n is read as 10^-n and may mean ten times that", level.start, level.end)
        data: dict[str, Any] = {"level": {"value": round(level.percent, 10), "comparator": comparator, "written": written}}
        if level.high is not None:
            data = {"level": {"low": level.percent, "high": level.high, "written": written}}
        return {**data, "review": "check"} if level.ambiguous else data

    # what the report is about

    @cached_property
    def own(self) -> list[str]:
        """The time point of the report's own sample, in all its names."""
        return own_times(self.reading)

    @cached_property
    def own_keys(self) -> set[tuple[str, object]]:
        return {key for time in self.own for key in time_keys(time)}

    @cached_property
    def own_date(self) -> str | None:
        return own_date(self.folded, self.reading.date_order)

    @cached_property
    def month(self) -> int | None:
        """The month of the report, counted from the year 0: that of the latest date in its head."""
        months = [found.parts[0] * 12 + found.parts[1] for found in self.reading.dates if found.start < 2500 and found.parts]
        return max(months, default=None)

    @cached_property
    def protocol(self) -> str | None:
        """The treatment protocol that the report names, where it names one only; as written."""
        found = {}
        for place in self.document.places_of(PROTOCOL_STARTS):
            match = protocols().match(self.folded, place)
            if match is not None and not (place and self.folded[place - 1].isalnum()):
                found[match.group().replace(" ", "-")] = self.document.raw[match.start() : match.end()]
        return next(iter(found.values())) if len(found) == 1 else None

    @cached_property
    def head_date(self) -> tuple[int, int, int] | tuple[()]:
        """The latest date at the head of the report."""
        return max((found.parts for found in self.reading.dates if found.parts and found.start < 1500), default=())

    @cached_property
    def site(self) -> str | None:
        return self.reading.specimen_site or head_site(self.folded) or (self.title_site if self.titled else None)

    @cached_property
    def title_site(self) -> str | None:
        """The site that the title of a report on residual disease names: 'BCR-ABL1 QUANTIFICATION, PERIPHERAL BLOOD'."""
        for line in self.document.lines[:8]:
            text = self.folded[line.start : line.end]
            if TITLE.search(text) or TRANSCRIPT_TITLE.search(text):
                sites = {site for site, pattern in SITES if pattern.search(text)}
                return sites.pop() if len(sites) == 1 else None
        return None

    @cached_property
    def relapsed(self) -> bool:
        place = self.folded.find("relapse")
        while place >= 0:
            if RELAPSED.search(self.folded, max(0, place - 60), place + 12):
                return True
            place = self.folded.find("relapse", place + 7)
        return False

    def clause_at(self, position: int) -> Clause:
        index = max(0, bisect_right(self.document.sentence_starts, position) - 1)
        return self.clauses.get(index) or self.wordless(index, self.document.section_at(position))

    def wordless(self, index: int, section: Section) -> Clause:
        """A sentence without a word of the lexicon as a clause."""
        return Clause(self.document, *self.document.sentences[index], [], section, index)

    # findings

    def finding(self, clause: Clause, outcome: Outcome, method: str | None, site: str | None) -> dict[str, Any]:
        """A result with its evidence, added to the results."""
        reading = self.reading
        if site is None:
            place = reading.site_at(clause, outcome.end) if clause.index in reading.places else Place(None, "none")
            if place.basis == "paragraph" and self.folded.startswith(SEGMENTS, clause.start):
                place = Place(reading.message_site(clause.start), "segment")  # each segment of a message stands for itself
            if place.site == "csf" and place.basis == "section" and self.folded.startswith(SYSTEM_WORDS, clause.section.heading_start):
                place = Place(None, "none")  # under 'CNS 1' the line goes on to the marrow
            if place.site == "csf" and place.basis == "paragraph" and not self.titled and self.times.within(clause.start, clause.end):
                place = Place(None, "none")  # 'The spinal fluid was clear. Her day 33 MRD was below 0.01%.'
            site = place.site if place.site in {"bone_marrow", "peripheral_blood", "csf"} else None
        rule = "mrd.level" if "level" in outcome.data else "mrd.status"
        found = reading.sourced(
            outcome.start, outcome.end, rule, site=site or self.site or "bone_marrow", _clause=clause, status=outcome.status, method=method, **outcome.data
        )
        self.results.append(found)
        return found

    def iso(self, text: str) -> str | None:
        """The first date of a text as it sorts, in the order of the report's dates."""
        return iso(text, self.reading.date_order) if text else None

    def stamp(self, finding: dict[str, Any], written: str, dated: str) -> None:
        """The time of a result and the date printed with it, and whether that is not the time of the report's own sample."""
        date = self.iso(dated)
        if date is not None and is_sure(dated, self.reading.date_order):
            finding["date"], finding["date_kind"] = date, "collected"
        if written:
            finding["timepoint"] = written
        keys = time_keys(written)
        finding["_keys"], finding["_date"] = keys, date
        if keys and self.own_keys and not keys & self.own_keys and any(kind == own and value != mine for kind, value in keys for own, mine in self.own_keys):
            finding["temporality"] = "previous"

    def is_own(self, time: Time) -> bool:
        return bool(time_keys(time.written) & self.own_keys)


@cache
def protocols() -> Pattern[str]:
    return compile(rf"(?:{'|'.join(PROTOCOLS)})(?![a-z0-9])")


def is_transcripts(folded: str) -> bool:
    """Whether the report follows a fusion transcript: said in its head."""
    top = folded[:600]
    return "abl" in top and ("bcr" in top or "quantitat" in top) and TRANSCRIPT_TITLE.search(folded, 0, 600) is not None


def is_one_part(document: Document) -> bool:
    """Whether residual disease is one part of a report among others: a heading near its top, not its title."""
    sections, folded = document.sections, document.folded
    if OTHER_PARTS.isdisjoint(section.name for section in sections if section.role == "result"):
        return False
    for section in sections:
        if section.name == "mrd":
            if not folded[: section.heading_start].strip():
                return False  # the first line is a title
            rest = folded[section.start : document.line_at(section.start).end].strip()
            named_before = folded.find("mrd", 0, section.heading_start) >= 0 or folded.find("residual disease", 0, section.heading_start) >= 0
            return not named_before and (not rest or ":" in rest)
    return False


def is_mrd_report(document: Document) -> bool:
    """Whether the report as a whole is about residual disease."""
    return title_is_mrd(document.folded) and not is_one_part(document)


def title_is_mrd(folded: str) -> bool:
    """Whether the report as a whole is an MRD report: said in a title line near its top."""
    top = folded[:900]
    if not holds_any(top, TITLE_SIGNS):
        return False
    lines = [line for line in top.split("\n", 14)[:14] if holds_any(line, TITLE_SIGNS)]
    return any(TITLE.search(line) and may_be_title(line) for line in lines)


def may_be_title(line: str) -> bool:
    return len(line.strip()) < 150 and not line.rstrip().endswith((".", ",")) and not holds_any(line, NO_TITLE)


def head_site(folded: str) -> str | None:
    """The site in the head of a report whose columns part the label from its words."""
    match = HEAD_SITE.search(folded, 0, 1500)
    return site_of(match.group()) if match else None


def site_of(text: str) -> str | None:
    return next((site for site, pattern in SITES if pattern.search(text)), None) if text else None


def indent(text: str) -> int:
    return len(text) - len(text.lstrip())
