"""Measurable residual disease: status, level in percent from any notation, limits apart from the result, method, time, site.

Three shapes hold results: statements (a sentence or a line with its label), tables under a head (`grid`), and HL7 segments.
Each is read into the same plain findings; `settle` then joins what is one result and deals out the limits.
"""

from __future__ import annotations

from functools import cache, cached_property
from itertools import pairwise
from typing import Any, NamedTuple

from allreport.document import Line, Section
from allreport.lexicon import normal
from allreport.patterns import Pattern, compile, trie  # noqa: A004
from allreport.read.context import Place, Reading
from allreport.read.number import comparator_before, readings
from allreport.scan import Clause
from allreport.vocabulary.residual import BESIDE, FOLLOW_UP, HEADS, HOW, SAID, STATE_SIGNS, TRANSCRIPT_TRIGGERS, TRIGGERS
from allreport.vocabulary.rows import Word, expand
from allreport.vocabulary.words import MRD, TIMEPOINTS

SUPERSCRIPT = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
N = r"\d{1,9}(?:[.,]\d{1,9}){0,3}"
EDGE = r"(?<![\w.,/-])"
LEVEL = compile(
    rf"{EDGE}(?:(?P<mant>{N})[ ]?[x*.][ ]?\n?[ ]{{0,12}})?10[ ]?(?:\^|\*\*)?[ ]?(?P<exp>\(?[-\u207b][ ]?[0-9\u00b9\u00b2\u00b3\u2070-\u2079]{{1,2}}\)?)(?![\d.]\d|\d|[ ]?(?:years|days|/|%))|"
    rf"{EDGE}(?P<emant>\d{{1,4}}(?:[.,]\d{{1,4}})?)[ ]?e[ ]?(?P<eexp>-[ ]?0?\d{{1,2}})(?!\w)|"
    rf"(?<![\w.,:/-])1[ ]?(?:in|:|/|per|out of)[ ]?(?P<onein>10\^[3-6]|10[\u00b3-\u2079]|\d{{1,3}}(?:[ .,]\d{{3}}){{1,2}}|\d{{4,7}})(?![\d])|"
    rf"{EDGE}(?P<million>{N})[ ]?(?:\([^()\n]{{0,24}}\)[ ]?)?(?:[a-z-]{{3,12}}[ ]){{0,4}}(?:per|/|in)[ ]?(?:1 |one |a )?(?:million|10\^6|10\u2076|1,000,000|1 000 000|mio)(?!\w)|"
    rf"(?:per|/)[ ]?(?:1 )?(?:million|10\^6)(?:[ ](?:nucleated |mononuclear )?cells)?[ \t]*[:=.]{{1,20}}[ \t]*(?P<after>{N})(?![\w%.])|"
    rf"{EDGE}(?P<pct>{N})(?:[ ]?-[ ]?(?P<pct2>{N}))?[ \n]?[ ]{{0,12}}%(?!\w)"
)
LEVEL_SIGNS = ("%", "10", "e-", "e -", "million", "mio", "1:", "1/", "1 in", "1 per", "1 out")  # one of them stands in every level
LABELLED = compile(r"%[^\d\n;:=]{0,44}[:=][ \t]*[<>~]?[ \t]*(?P<bare>\d{1,3}(?:[.,]\d{1,6})?)(?![\d%]|[ ]?[x*/]|[ ]?%)")
BARE = compile(r"(?<![\w.,/-])(?P<bare>\d{1,3}(?:[., ]\d{3}){1,2}|\d{1,7}(?:[.,]\d{1,6})?)(?![\w%/-]|[.,]\d)")
TIME = compile(
    r"(?<![\w-])(?:tp ?\d[ ,/:(-]{1,3})?(?P<day>(?:(?:day|d)[ ]?\+?[ ]?\d{1,3}(?! ?%)(?![\d.,]\d)|(?:week|wk)s?\.?[ ]?\d{1,3}|months?[ ]?\+?\d{1,2}|day\+\d{1,3}|d\+\d{1,3}|tp[ -]?[1-9](?!\d))(?:[ ]post[- ](?:hsct|hct|transplant|bmt|allo\w*|car-?t\w*|blina\w*))?)(?![\w])"
)
DAY_NUMBER = compile(r"(?P<unit>day|d|week|wk|month)s?\.?[ ]?\+?[ ]?(?P<number>\d{1,3})")
POINT_NUMBER = compile(r"(?:tp|mrd|time ?point)[ -]?(?P<number>[1-9])(?!\d)")
DATE = compile(
    r"(?<![\d./-])(?:(?P<year>(?:19|20)\d\d)[-/.](?P<month>\d{1,2})[-/.](?P<day>\d{1,2})|(?P<d>\d{1,2})[ ]?[-/. ][ ]?(?P<m>\d{1,2}|[a-z]{3})[a-z]{0,6}[ ]?[-/. ][ ]?(?P<y>(?:19|20)?\d\d))(?![\d/])"
)
MONTHS = {name: number for number, name in enumerate(["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"], 1)}
DAYS = {"day": 1, "d": 1, "week": 7, "wk": 7, "month": 30}
CELL = compile(r"[^\s|]+(?: [^\s|]+)*")
SIGNED = compile(r"mrd\(?(?P<sign>[+-])\)?(?=[,.;)]|[ ](?![a-z]{3,12}[ ]?\()|\n|$)(?![ ](?:tracking|report))")
SITES = (("peripheral_blood", compile(r"\b(?:peripheral|blood|pb|s)\b")), ("bone_marrow", compile(r"\b(?:marrow|bm|m)\b")), ("csf", compile(r"\bcsf\b")))
OWN_TIME = ("time point", "time-point", "timepoint", "specimen", "sample", "material", "indication", "point of")
RELAPSED = compile(
    r"\b(?:first|second|isolated|bone marrow|marrow|early|late|combined|medullary|extramedullary) (?:\w+ ){0,2}relapse\b|\bat relapse\b|\brelapsed\b|\?[ ]?(?:marrow )?relapse"
)
JOINT = compile(r"joint|two samples|both samples|two time ?points")
ROLES_OFF = frozenset({"definition", "advice", "family", "gross"})
OTHER_METHODS = frozenset({"FISH", "karyotype", "array", "MLPA", "aspirate", "biopsy", "smear"})
EARLIER_ROLES = frozenset({"prior", "history", "presentation"})
NEAR = 260  # how far behind a mention its paragraph is looked at
WIDE = 110  # how far behind the word MRD its level may stand


class Token(NamedTuple):
    """A word of a statement: `kind` and `id` of its row."""

    start: int
    end: int
    kind: str
    id: str


class Level(NamedTuple):
    """A printed level, in percent; `role` is result, lod, loq, cut or other."""

    start: int
    end: int
    percent: float
    high: float | None
    comparator: str
    role: str
    ambiguous: bool = False


class Limit(NamedTuple):
    """A printed limit of detection or quantification and where it holds. Lower ranks go first."""

    start: int
    percent: float
    role: str
    method: str | None
    time: str | None
    rank: int


class Cell(NamedTuple):
    """A cell of a table line: its place in the text and in the line (`left`, `right`), or its number where cells are counted."""

    start: int
    end: int
    left: int
    right: int


class Statement(NamedTuple):
    """A stretch of text about one result: from `start` to `end`, with the label it stands under."""

    start: int
    end: int
    clause: Clause
    mentions: list[tuple[int, int]]
    strong: bool  # what is said here is said of residual disease, though it is not named
    method: str | None


def word_table(rows: tuple[Word, ...]) -> tuple[Pattern[str], dict[str, Word]]:
    """One pattern of all wordings of some rows, and the row of each wording."""
    table = {normal(spelling): row for row in rows for wording in row.wordings for spelling in expand(wording)}
    return compile(r"(?<![a-z0-9])" + trie(sorted(table)) + r"(?![a-z0-9])"), table


@cache
def speech() -> tuple[Pattern[str], dict[str, Word]]:
    """The words of a statement: limits and states of words.py, and what residual.py adds."""
    return word_table((*(row for row in MRD if row.kind in {"limit", "not_quantifiable", "not_evaluable"}), *SAID, *BESIDE))


@cache
def methods() -> tuple[Pattern[str], dict[str, Word]]:
    return word_table(HOW)


@cache
def heads() -> tuple[Pattern[str], dict[str, Word]]:
    return word_table(HEADS)


def tokens(folded: str, start: int, end: int) -> list[Token]:
    """The words of a statement in order; the longest wording wins, so that 'not detected' is never 'detected'."""
    pattern, table = speech()
    found = []
    for match in pattern.finditer(folded, start, end):
        row = table[normal(match.group())]
        found.append(Token(match.start(), match.end(), row.kind, row.id))
    signs = SIGNED.finditer(folded, start, end)
    found.extend(Token(match.start("sign"), match.end("sign"), "said", "positive" if match["sign"] == "+" else "negative") for match in signs)
    return found


def method_in(folded: str, start: int, end: int) -> str | None:
    """The method that is named first, a technique going before a target or a unit."""
    pattern, table = methods()
    first: str | None = None
    for match in pattern.finditer(folded, start, end):
        name = str(table[normal(match.group())].id)
        if not match.group().startswith(UNITS_OF_METHODS):
            return name
        first = first or name
    return first


UNITS_OF_METHODS = (
    "nucleated",
    "mononuclear",
    "events",
    "per million",
    "total wbc",
    "transcript",
    "p190",
    "p210",
    "e1a2",
    "sequencing",
    "igh",
    "igk",
    "trg",
    "trb",
    "trd",
)


def concerned(folded: str) -> bool:
    """Whether a report can say anything of residual disease."""
    return any(word in folded for word in TRIGGERS) or any(all(word in folded for word in words) for words in TRANSCRIPT_TRIGGERS)


def read(reading: Reading) -> list[dict[str, Any]]:
    """All MRD results of the report, earlier ones marked so by what stands with them."""
    if not concerned(reading.document.folded):
        return []
    return Reader(reading).read()


class Reader:
    """The course of reading one report: results so far, limits that wait for one, method in force."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document
        self.folded = reading.document.folded
        head = min(len(self.folded), 1500)
        self.transcripts = is_transcripts(self.folded, min(head, 600))
        self.ratios = self.transcripts or ("abl" in self.folded and any(word in self.folded[:700] for word in FOLLOW_UP))
        self.titled = title_is_mrd(self.folded) or self.transcripts
        self.method = method_in(self.folded, 0, head) if self.titled else "flow" if reading.flow_title else None
        self.results: list[dict[str, Any]] = []
        self.limits: list[Limit] = []
        self.clauses = {clause.index: clause for clause in reading.clauses}
        self.named = {clause.index: [(hit.start, hit.end) for hit, _ in clause.words("mrd")] for clause in reading.clauses if "word" in clause.kinds}
        self.policy_end = 0  # how far a list of risk groups or rules goes
        self.per_million = "per million" in self.folded or "/ million" in self.folded

    @cached_property
    def own(self) -> list[str]:
        """The time point of the report's own sample, in all its names."""
        return own_times(self.reading)

    @cached_property
    def own_keys(self) -> set[tuple[str, object]]:
        return {key for time in self.own for key in time_keys(time)}

    @cached_property
    def own_date(self) -> str | None:
        return own_date(self.folded)

    @cached_property
    def site(self) -> str | None:
        return self.reading.specimen_site or head_site(self.folded)

    @cached_property
    def relapsed(self) -> bool:
        place = self.folded.find("relapse")
        while place >= 0:
            if RELAPSED.search(self.folded, max(0, place - 60), place + 12):
                return True
            place = self.folded.find("relapse", place + 7)
        return False

    def read(self) -> list[dict[str, Any]]:
        taken = self.grids()
        last: Section | None = None
        carried: str | None = None
        near = -1000
        for index in self.candidates():
            start, end = self.document.sentences[index]
            if start < self.policy_end or (taken and any(low <= start < high for low, high in taken)):
                continue
            if self.per_million and self.titled and self.series(start, end):
                continue
            clause = self.clauses.get(index)
            section = clause.section if clause is not None else self.document.section_at(start)
            if section is not last:
                last, carried = section, None
            if section.role in ROLES_OFF or (clause is None and not self.worth(start, end)):
                continue
            mentions = self.mentions(clause, start, end)
            if not mentions and (
                section.method in OTHER_METHODS
                or not (self.holds_level(start, end) or ((self.titled or section.name == "mrd") and self.holds_state(start, end)))
            ):
                continue
            method = method_in(self.folded, start, end)
            carried = method or carried
            near_by = 0 <= start - near < NEAR and "\n\n" not in self.folded[near:start]
            strong = self.titled or bool(mentions) or near_by or section.name == "mrd" or section.role == "prior"
            if mentions:
                near = end
            clause = clause or Clause(self.document, start, end, [], section, index)
            if strong:
                self.take(clause, mentions, method or carried or self.section_method(section) or self.method, strong)
            elif section.role == "method" and clause.words("limit") and "mrd" in self.folded[section.heading_start : section.end]:
                self.understand(Statement(start, end, clause, [], False, method))
        return self.finish()

    def holds_level(self, start: int, end: int) -> bool:
        """Whether a stretch may hold a level; a technique that is named alone on its line counts for the lines under it."""
        text = self.folded[start:end]
        return any(sign in text for sign in LEVEL_SIGNS) or "pcr" in text or "flow" in text or "ngs" in text

    def holds_state(self, start: int, end: int) -> bool:
        text = self.folded[start:end]
        return any(sign in text for sign in STATE_SIGNS)

    def candidates(self) -> list[int]:
        """The sentences that may speak of residual disease: all in an MRD report, else those that name it, what follows them, and some sections."""
        sentences = self.document.sentences
        if self.titled:
            return list(range(len(sentences)))
        found = {index for index, spans in self.named.items() if spans}
        for index in tuple(found):
            following = index + 1
            while following < len(sentences) and sentences[following][0] - sentences[index][1] < NEAR:
                found.add(following)
                following += 1
        for section in self.document.sections:
            if section.name == "mrd" or section.role in {"prior", "method"}:
                found.update(
                    range(
                        max(0, bisect(self.document.sentence_starts, section.start)),
                        bisect(self.document.sentence_starts, max(section.start, section.end - 1)) + 1,
                    )
                )
        if self.ratios:
            found.update(
                clause.index
                for clause in self.reading.clauses
                if "abl" in self.folded[clause.start : clause.end] or "ratio" in self.folded[clause.start : clause.end]
            )
        return sorted(found)

    def series(self, start: int, end: int) -> bool:
        """A row of a course in cells per million: date, sample, moment, bare number."""
        match = SERIES.match(self.folded, start, end)
        if match is None:
            return False
        outcome = self.in_cell(match.start("value"), match.end("value"), "million")
        if outcome is not None:
            finding = self.finding(self.clause_at(start), outcome, self.method, site_of(match["rest"]))
            finding["_cell"] = finding["_summary"] = True
            moment = next((found for found in moments()[0].finditer(match["rest"])), None) or TIME.search(match["rest"])
            self.stamp(finding, moment.group() if moment else "", iso(match.group()))
        return True

    def section_method(self, section: Section) -> str | None:
        """The method that a heading names; that its name implies only where the report as a whole has none."""
        named = method_in(self.folded, section.heading_start, section.start)
        return named or (section_method(section) if self.method is None else None)

    def worth(self, start: int, end: int) -> bool:
        """A sentence without a known word is worth a look where it may hold a level."""
        return (self.titled or "%" in self.folded[start:end]) and any(map(str.isdigit, self.folded[start:end]))

    def mentions(self, clause: Clause | None, start: int, end: int) -> list[tuple[int, int]]:
        """Where residual disease is named in a sentence, or in the label on the line above it (then at its start)."""
        found = [span for span in self.named.get(clause.index, ()) if not self.record_number(span[1])] if clause is not None else []
        if not found and self.ratios:
            found = [match.span() for match in RATIO_ROW.finditer(self.folded, start, end)][:1]
        if not found:
            label = self.label_above(start)
            if label is not None and label_kind(self.folded, *label) == "result":
                found = [(start, start)]
        return found

    def record_number(self, end: int) -> bool:
        """MRD is also a medical record department: 'MRD No: 4711', 'Lab No MRD/24/0318', 'MRD-19-0442'."""
        return RECORD.match(self.folded, end) is not None

    def label_above(self, start: int) -> tuple[int, int] | None:
        """The label a value stands under, where it is printed on an indented line of its own."""
        if start == 0 or self.folded[start - 1] != "\n" or self.folded[start] not in " \t":
            return None
        position = bisect(self.document.line_starts, start)
        line = self.document.lines[position]
        above = self.document.lines[position - 1]
        text = self.folded[above.start : above.end].strip()
        if not text or len(text) > 70 or indent(self.folded, above) >= indent(self.folded, line) or text.endswith("."):
            return None
        return (above.start, above.end) if LEVEL.search(self.folded, above.start, above.end) is None else None

    # statements

    def take(self, clause: Clause, mentions: list[tuple[int, int]], method: str | None, strong: bool) -> None:
        text = self.folded[clause.start : clause.end]
        if text.startswith("obx|"):
            self.hl7(clause, mentions, method)
            return
        for statement in self.statements(clause, mentions, method, strong):
            self.understand(statement)

    def statements(self, clause: Clause, mentions: list[tuple[int, int]], method: str | None, strong: bool) -> list[Statement]:
        """A sentence cut between results: 'EOI MRD 0.2%, end of consolidation MRD neg'; 'FCM 0.05 %   PCR 7E-4'."""
        anchors = mentions
        if len(mentions) < 2 and clause.end - clause.start > 24 and (mentions or self.titled):
            anchors = self.timed_results(clause) or mentions
            if len(anchors) > 1:
                return self.pieces(clause, anchors, mentions, method, strong)
        if (self.titled or clause.section.role == "prior" or clause.section.name == "mrd") and len(mentions) < 2:
            pattern, _ = methods()
            techniques = [
                match.span()
                for match in pattern.finditer(self.folded, clause.start, clause.end)
                if not match.group().startswith(UNITS_OF_METHODS) or LEVEL.search(self.folded, match.end(), min(clause.end, match.end() + 14))
            ]
            if len(techniques) > 1:
                anchors = sorted({*mentions, *techniques})
        return self.pieces(clause, anchors, mentions, method, strong)

    def timed_results(self, clause: Clause) -> list[tuple[int, int]]:
        """The results of a sentence that gives each its time: 'negative at day 29 and positive (0.05%) at week 12'."""
        if len(time_points(self.reading, clause, clause.start, clause.end)) < 2:
            return []
        states = [
            (word.start, word.end) for word in tokens(self.folded, clause.start, clause.end) if word.kind == "said" and word.id in {"positive", "negative"}
        ]
        levels = [match.span() for match in LEVEL.finditer(self.folded, clause.start, clause.end)]
        return sorted({*states, *levels})

    def pieces(self, clause: Clause, anchors: list[tuple[int, int]], mentions: list[tuple[int, int]], method: str | None, strong: bool) -> list[Statement]:
        """The stretches around the anchors of a sentence."""
        cuts = [clause.start]
        for one, other in pairwise(anchors):
            cut = self.cut_between(one, other, clause)
            if cut is not None:
                cuts.append(cut)
        cuts.append(clause.end)
        found = []
        for start, end in pairwise(cuts):
            inside = [span for span in mentions if start <= span[0] < end] or ([(start, start)] if len(cuts) > 2 and mentions else [])
            own = method_in(self.folded, start, end) if len(cuts) > 2 else None
            found.append(Statement(start, end, clause, inside, strong, own or method))
        return found

    def cut_between(self, one: tuple[int, int], other: tuple[int, int], clause: Clause) -> int | None:
        """Where a result ends and the next one begins: at a mark between two anchors of which the first has its result, and its time if the second has one."""
        start, end = one[1], other[0]
        if (
            not self.is_state(one)
            and LEVEL.search(self.folded, start, end) is None
            and not any(self.is_state((word.start, word.end)) for word in tokens(self.folded, start, end))
        ):
            return None
        if self.is_state(one) and self.is_state(other) and not (any(start <= time[1] < end for time in time_points(self.reading, clause, start, end))):
            return None
        between = self.folded[start:end]
        places = [between.rfind(mark) + len(mark) for mark in (", ", "; ", ". ", " and ", " but ", "  ", "\t", "\n") if mark in between]
        return start + max(places) if places else None

    def is_state(self, span: tuple[int, int]) -> bool:
        """Whether an anchor is itself a result: a level or a word of state."""
        return (
            any(word.kind == "said" and word.id in {"positive", "negative"} for word in tokens(self.folded, *span))
            or LEVEL.match(self.folded, *span) is not None
        )

    def understand(self, statement: Statement) -> None:
        """The result of a statement, its limits, or nothing."""
        folded, clause = self.folded, statement.clause
        if folded.find("=", statement.start, statement.end) >= 0 and SCALE.search(folded, statement.start, statement.end):
            return
        words = tokens(folded, statement.start, statement.end)
        levels = self.levels(statement.start, statement.end, words, self.line_role(statement))
        for level in levels:
            if level.role in {"lod", "loq"}:
                times = time_points(self.reading, clause, statement.start, statement.end)
                self.limits.append(
                    Limit(
                        level.start,
                        level.percent,
                        level.role,
                        statement.method,
                        times[0][0] if len(times) == 1 else None,
                        1 if clause.section.role == "method" else 0,
                    )
                )
        if clause.section.role == "method":
            return
        said = self.governing(statement, words)
        governed = tokens(folded, clause.start, statement.start) + words if statement.start > clause.start else words
        wishes = {word.id for word in governed if word.kind == "said"}
        results = [level for level in levels if level.role == "result" and self.is_result(statement, level, words)]
        if "policy" in wishes or any(word.id == "weak_policy" and self.before_all(word, statement, results) for word in words):
            results = [
                level for level in results if level.comparator == "=" and MRD_JUST_BEFORE.search(folded, max(clause.start, level.start - 30), level.start)
            ]
            said = []
            if folded[statement.start : statement.end].rstrip().endswith(":"):
                self.policy_end = next_blank(folded, statement.end)
            if not results:
                return
        if not said and results and results[0].comparator in {"<", "<="}:
            # 'TRG Vg2-Jg1.3: positive, < 10-4': whatever else the line is about, it does not say that nothing was found.
            said = [word for word in words if word.id == "positive" or word.kind == "not_quantifiable"]
        outcome = self.outcome(statement, results, said, levels)
        if outcome is None or (outcome[0] in {"positive", "negative"} and not results and "plan" in wishes):
            return
        self.push(statement, *outcome, time_points(self.reading, clause, statement.start, statement.end))

    def before_all(self, word: Token, statement: Statement, results: list[Level]) -> bool:
        first = min([level.start for level in results] + [span[0] for span in statement.mentions if span[1] > span[0]], default=statement.end)
        return word.start < first

    def line_role(self, statement: Statement) -> str | None:
        """The role that a label gives to all values of its line: 'Lower limit of detection   0.01 %   0.01 %'."""
        label = self.label_above(statement.start)
        if label is not None:
            kind = label_kind(self.folded, *label)
            if kind in {"lod", "loq"}:
                return kind
        return None

    def governing(self, statement: Statement, words: list[Token]) -> list[Token]:
        """The words of state that are said of residual disease: near it, and not of a marker, a gene or a control."""
        if not (statement.mentions or (statement.strong and self.speaks_of_result(statement))):
            return []
        others = [hit for hit in statement.clause.hits if hit.rows.keys() & {"marker", "gene", "fusion", "genetic", "analyte"}]
        found = []
        label = None if statement.mentions else self.label_end(statement)
        for word in words:
            if label is not None and word.start > label:
                continue
            if word.kind not in {"said", "not_quantifiable", "not_evaluable"} or word.id in {"skip", "policy", "weak_policy", "plan"}:
                continue
            near = not statement.mentions or any(-60 <= word.start - end <= 90 for _, end in statement.mentions)
            of_other = any(
                -1 <= word.start - hit.end <= 12
                and "\n" not in self.folded[hit.end : word.start]
                and not any(hit.start < start <= word.start for start, _ in statement.mentions)
                for hit in others
            )
            if near and not of_other:
                found.append(word)
        return found

    def label_end(self, statement: Statement) -> int | None:
        """Where a label ends that is not one of a result ('p210 transcripts: not detected'); None where there is none."""
        colon = self.folded.find(":", statement.start, statement.end)
        if colon < 0 or self.folded.startswith("::", colon) or RESULT_LABEL.match(self.folded, statement.start):
            return None
        return colon

    def speaks_of_result(self, statement: Statement) -> bool:
        """Whether a sentence that does not name residual disease states the result of the report."""
        if not self.titled and statement.clause.section.name != "mrd":
            return False
        if RESULT_LABEL.match(self.folded, statement.start):
            return True
        if statement.clause.kinds.keys() & {"marker", "gene", "fusion", "genetic", "analyte", "disease", "cell"}:
            return False
        section = statement.clause.section
        return section.name in {"diagnosis", "findings", "mrd"} and section.role not in EARLIER_ROLES

    def levels(self, start: int, end: int, words: list[Token], role: str | None) -> list[Level]:
        """All levels of a stretch with what each one is."""
        folded = self.folded
        if not self.holds_level(start, end):
            return []
        found: list[Level] = []
        for match in LEVEL.finditer(folded, start, end):
            percent, high, ambiguous = percent_of(match, self.reading.comma)
            if percent is None or percent > 100:
                continue
            comparator, begin = comparator_before(folded, start, match.start())
            found.append(Level(begin, match.end(), percent, high, comparator, role or role_of(folded, start, begin, match.end(), comparator, words), ambiguous))
        if not found and role is None:
            bare = LABELLED.search(folded, start, end)
            if bare is not None and not any(word.kind == "beside" and word.id == "other" for word in words):
                comparator = "<" if "<" in bare.group() else "="
                found.append(Level(bare.start("bare"), bare.end(), readings(bare["bare"], self.reading.comma)[0], None, comparator, "result"))
        return found

    def is_result(self, statement: Statement, level: Level, words: list[Token]) -> bool:
        """Whether a level stands where a result stands: near the name, with its denominator, or with words of a result in an MRD report."""
        named = [span for span in statement.mentions if span[1] > span[0]]
        if level.percent > 0 and statement.clause.section.role == "method":
            return False
        if not statement.mentions and (
            statement.clause.section.name == "cbc" or any(hit.end <= level.start < hit.end + 24 for hit in statement.clause.hits if "analyte" in hit.rows)
        ):
            return False
        of_cells = any(word.id == "denominator" and 0 <= word.start - level.end <= 12 for word in words)
        if named:
            near = any(0 <= level.start - end <= WIDE or (level.start - end < 0 and start - level.end <= 60) for start, end in named)
            return near or of_cells
        if statement.mentions:
            return True
        if not statement.strong:
            return False
        evidence = any((word.kind == "said" and word.id in {"positive", "negative"}) or word.id == "own" for word in words)
        timed = TIME.search(self.folded, statement.start, statement.end) is not None or DATE.search(self.folded, statement.start, level.start) is not None
        own_method = method_in(self.folded, max(statement.start, level.start - 30), level.start) is not None
        if not self.titled and statement.clause.section.name != "mrd":
            if statement.clause.section.role == "prior" and own_method:
                return True
            return any(word.id == "own" and word.start < level.start for word in words)
        return evidence or of_cells or own_method or timed

    def outcome(
        self, statement: Statement, results: list[Level], said: list[Token], levels: list[Level]
    ) -> tuple[str, dict[str, Any], int, int] | None:
        """Status, data and evidence of a statement."""
        unquantified = next((word for word in said if word.kind == "not_quantifiable"), None)
        negative = next((word for word in said if word.id == "negative"), None)
        positive = next((word for word in said if word.id == "positive"), None)
        void = next((word for word in said if word.kind == "not_evaluable"), None)
        if unquantified is not None:
            bound = next((level for level in results if level.comparator in {"<", "<="}), None) or next(
                (level for level in levels if level.role == "loq" and level.start - unquantified.end < 40), None
            )
            printed = next((level for level in results if level.comparator == "="), None)
            if printed is not None and BOUND.fullmatch(self.folded, unquantified.end, max(unquantified.end, printed.start)):
                printed, bound = None, printed  # 'below the LLOQ of 0.005 %'
            place = printed or bound
            return (
                "positive",
                self.level_data(printed, "=") if printed else self.level_data(bound, "<"),
                place.start if place else unquantified.start,
                place.end if place else unquantified.end,
            )
        doubt = void if void is not None else next((word for word in said if word.id == "doubt"), None)
        if doubt is not None and statement.mentions and negative is None and positive is None:
            return "indeterminate", {}, doubt.start, doubt.end
        if results:
            return self.from_level(results[0], negative, positive)
        if void is not None and statement.mentions:
            return "indeterminate", {}, void.start, void.end
        other = next((word for word in said if word.id in {"failed", "pending", "not_tested"}), None)
        if other is not None and statement.mentions and negative is None and positive is None:
            return other.id, {}, other.start, other.end
        word = negative or positive
        if negative is not None and positive is not None and positive.start < negative.start and GAP.search(self.folded, positive.end, negative.start):
            word, negative = positive, None  # the later column is what is normal
        if word is None:
            return None
        data: dict[str, Any] = {}
        for level in levels:
            if level.role == "lod" and negative is not None:
                data.setdefault("detection_limit", level.percent)
            elif level.role == "loq":
                data.setdefault("quantification_limit", level.percent)
        return ("negative" if negative is not None else "positive"), data, word.start, word.end

    def from_level(self, level: Level, negative: Token | None, positive: Token | None) -> tuple[str, dict[str, Any], int, int]:
        """A level and the words beside it: below a limit is a limit unless the words say that something was found."""
        below = level.comparator in {"<", "<="}
        if level.percent == 0:
            return "negative", {}, level.start, level.end
        if below and positive is None:
            return "negative", {"detection_limit": level.percent, "_weak": negative is None}, level.start, level.end
        if negative is not None and positive is None and not below:
            return "negative", {"detection_limit": level.percent}, level.start, level.end
        return "positive", self.level_data(level, level.comparator), level.start, level.end

    def level_data(self, level: Level | None, comparator: str) -> dict[str, Any]:
        if level is None:
            return {"_below": True} if comparator == "<" else {}
        written = self.document.raw[level.start : level.end]
        if level.ambiguous:
            self.reading.issue("ambiguous_number", "mrd", "10E-n may mean 10 x 10^-n or 10^-n", level.start, level.end)
        data: dict[str, Any] = {"level": {"value": round(level.percent, 10), "comparator": comparator, "written": written}}
        if level.high is not None:
            data = {"level": {"low": level.percent, "high": level.high, "written": written}}
        return {**data, "review": "check"} if level.ambiguous else data

    def hl7(self, clause: Clause, mentions: list[tuple[int, int]], method: str | None) -> None:
        """An OBX segment: the value stands in field 5, a percent sign in field 6. Free text in field 5 is read as sentences."""
        stop = self.folded.find("\n", clause.start)
        fields = self.folded[clause.start : stop if stop >= 0 else len(self.folded)].split("|")
        if not mentions or len(fields) < 7:
            return
        start = clause.start + sum(len(field) + 1 for field in fields[:5])
        end = start + len(fields[5])
        if end - start > 120:
            for statement in self.statements(clause, mentions, method, True):
                self.understand(statement)
            return
        statement = Statement(start, end, clause, [(start, start)], True, method)
        outcome = self.in_cell(start, end, "%" if fields[6].strip() == "%" else "")
        if outcome is not None:
            self.push(statement, *outcome, time_points(self.reading, clause, clause.start, clause.end))

    # tables

    def grids(self) -> list[tuple[int, int]]:
        """Reads the tables that have a head; the stretches of text they fill."""
        taken: list[tuple[int, int]] = []
        lines = self.document.lines
        index, stops = 0, self.table_lines()
        while index < len(lines):
            line = lines[index]
            head = self.head(line, index) if line.table and index in stops else None
            if head is None:
                index += 1
                continue
            stop = self.rows(head, index)
            if stop == index + 1:
                index += 1
                continue
            taken.append((line.start, lines[stop - 1].end + 1))
            index = max(stop, index + 1)
        return taken

    def table_lines(self) -> set[int] | range:
        """The numbers of the lines that may be heads: all in an MRD report, else those over or with a cell that names residual disease."""
        lines = self.document.lines
        if self.titled or self.ratios:
            return range(len(lines))
        found: set[int] = set()
        for word in ("mrd", "residual"):
            place = self.folded.find(word)
            while place >= 0:
                number = bisect(self.document.line_starts, place)
                if lines[number].table:
                    found.update(range(max(0, number - 12), number + 1))
                place = self.folded.find(word, lines[number].end)
        return found

    def head(self, line: Line, index: int) -> list[tuple[Cell, str]] | None:
        """The cells of a head line with their kinds; None where the line is no head of a table on residual disease."""
        cells = cells_of(self.folded, line)
        if len(cells) < 2 or self.folded.find(":", cells[0].start, cells[0].end) >= 0 or LEVEL.search(self.folded, line.start, line.end):
            return None
        kinds = [(cell, self.head_kind(cell)) for cell in cells]
        names = [kind for _, kind in kinds if kind]
        inner = [kind for _, kind in kinds[1 if kinds[0][0].left < 2 else 0 :] if kind]
        times = inner.count("moment")
        if kinds[0][1] == "moment" and kinds[0][0].left < (1 if is_counted(self.folded, line) else 8):
            return None  # a row of a course: date, moment, result
        if not (
            "result" in inner
            or times > 1
            or inner.count("site") > 1
            or inner.count("target") > 1
            or ({"detection_limit", "quantification_limit"} & set(inner) and len(inner) > 1)
            or any(kind.startswith("by ") for kind in inner)
            or ("weak_result" in inner and REFERENCE.search(self.folded, line.start, line.end) is not None)
        ):
            return None
        if self.folded[cells[0].end - 1] == "." or len(names) * 3 < len(cells):
            return None
        return kinds if self.body_concerned(index) else None

    def body_concerned(self, index: int) -> bool:
        """Whether the lines under a head, or the head, name residual disease; in an MRD report all tables with times or limits may."""
        lines = self.document.lines
        text = self.folded[lines[index].start : lines[min(len(lines), index + 14) - 1].end]
        return "mrd" in text or "residual" in text or self.titled or (self.ratios and "ratio" in text)

    def head_kind(self, cell: Cell) -> str:
        """What a head says of its column."""
        text = self.folded[cell.start : cell.end]
        kind = label_id(text)
        if kind in {"", "weak_result", "time", "target", "date", "site"} and (TIME.search(text) or DATE.search(text)):
            return "moment"
        if kind in {"", "weak_result", "time"} and named_moment(text):
            return "moment"
        if kind in {"", "target"}:
            method = method_in(text, 0, len(text))
            return f"by {method}" if method is not None else kind
        return kind

    def rows(self, head: list[tuple[Cell, str]], index: int) -> int:
        """Reads the rows under a head; the number of the line after the last."""
        lines = self.document.lines
        counted = is_counted(self.folded, lines[index])
        position, gap = index + 1, 0
        stop = position
        while position < len(lines) and gap < 2 and position - index < 40:
            line = lines[position]
            text = self.folded[line.start : line.end]
            position += 1
            if not any(map(str.isalnum, text)):
                gap += not text.strip()
                continue
            if (
                not line.table
                or (gap and self.head(line, position - 1) is not None)
                or (
                    self.document.section_at(line.start).heading_start == line.start + len(text) - len(text.lstrip())
                    and self.document.section_at(line.start).role in {"comment", "method", "diagnosis"}
                )
            ):
                break
            cells = cells_of(self.folded, line)
            if any(":" in text[:30] for _ in cells[:1]) or (
                label_id(self.folded[cells[0].start : cells[0].end]) == "weak_result" and not any(kind in {"moment", "site"} for _, kind in head[1:])
            ):
                break
            gap = 0
            self.row(head, line, counted)
            stop = position
        return stop

    def row(self, head: list[tuple[Cell, str]], line: Line, counted: bool) -> None:
        """One row: what its label says, then each cell under its head."""
        cells = cells_of(self.folded, line)
        pairs = [(cell, *under(cell, head, counted)) for cell in cells]
        label = cells[0]
        text = self.folded[label.start : label.end]
        of_row = self.head_kind(label)
        if of_row == "other" and not TIME.search(text) and not DATE.search(text):
            return
        moment = self.row_moment(pairs)
        site = next((site_of(self.folded[cell.start : cell.end]) for cell, _, kind in pairs if kind == "site"), None)
        for cell, top, kind in pairs:
            if cell is label and (
                kind in {"", "date", "time", "target", "moment", "site"} or of_row in {"moment", "result", "detection_limit", "quantification_limit", "target"}
            ):
                continue
            self.cell(Row(line, label, of_row, moment, site, cells), cell, top, kind)

    def row_moment(self, pairs: list[Any]) -> tuple[str, str | None]:
        """The time point of a row as written, and its date."""
        raw, folded = self.document.raw, self.folded
        date, written = None, None
        for cell, _, kind in pairs:
            text = folded[cell.start : cell.end]
            if kind not in {"result", "by flow", "by PCR", "by NGS", "target"} or cell is pairs[0][0]:
                date = date or iso(text)
                if kind == "moment" and cell is not pairs[0][0]:
                    continue
                match = TIME.search(text)
                if match is not None or named_moment(text):
                    written = written or raw[cell.start : cell.end]
        return written or "", date

    def cell(self, row: Row, cell: Cell, top: Cell | None, kind: str) -> None:
        """A cell that holds a limit or a result."""
        folded = self.folded
        head = folded[top.start : top.end] if top is not None else ""
        label = folded[row.label.start : row.label.end]
        method = (
            method_in(head, 0, len(head)) or method_in(label, 0, len(label)) or self.section_method(self.document.section_at(row.line.start)) or self.method
        )
        limit = row.kind if row.kind in {"detection_limit", "quantification_limit"} else kind if kind in {"detection_limit", "quantification_limit"} else None
        moment = row.moment if row.moment != ("", None) else (self.document.raw[top.start : top.end] if kind == "moment" and top is not None else "", iso(head))
        if limit is not None:
            bare = BARE.match(folded, cell.start, cell.end) if "%" in head or "%" in label else None
            if bare is not None:
                percent = readings(bare["bare"], self.reading.comma)[0]
                self.limits.append(Limit(cell.start, percent, "lod" if limit == "detection_limit" else "loq", method, None, 0))
            for match in LEVEL.finditer(folded, cell.start, cell.end):
                level = percent_of(match, self.reading.comma)[0]
                if level is not None:
                    self.limits.append(
                        Limit(cell.start, level, "lod" if limit == "detection_limit" else "loq", method, moment[0] if kind == "moment" else None, 0)
                    )
            return
        summary = "target" not in {row.kind, kind} and "result" in {row.kind, kind}
        value = (
            summary
            or kind in {"target", "result"}
            or kind.startswith("by ")
            or (kind in {"weak_result", "moment"} and (row.kind in {"target", "result", "moment"} or row.kind.startswith("by ")))
        )
        timed = row.moment != ("", None) or kind in {"moment", "weak_result", "site"}
        if (
            not value
            or kind in {"other", "date", "time"}
            or row.kind == "other"
            or not (timed or self.titled)
            or (row.kind == "" and not row.moment[0] and not row.moment[1])
        ):
            return
        unit = "million" if any(mark in head or mark in label for mark in MILLION) else "%" if "%" in head or "%" in label or "ratio" in head else ""
        outcome = self.in_cell(cell.start, cell.end, unit)
        if outcome is None:
            return
        place = row.site or site_of(head if kind == "site" else "")
        clause = self.clause_at(cell.start)
        finding = self.finding(clause, outcome, method, place)
        finding["_cell"] = True
        finding["_summary"] = summary
        self.stamp(finding, moment[0] or moment[1] or "", moment[1])

    def in_cell(self, start: int, end: int, unit: str) -> tuple[str, dict[str, Any], int, int] | None:
        """The result in a cell: a level, a word of state, or a bare number in the unit of its head."""
        folded = self.folded
        words = tokens(folded, start, end)
        said = [
            word for word in words if word.kind in {"said", "not_quantifiable", "not_evaluable"} and word.id not in {"skip", "plan", "policy", "weak_policy"}
        ]
        levels = self.levels(start, end, words, None)
        whole = Statement(start, end, self.clause_at(start), [(start, start)], True, None)
        results = [level for level in levels if level.role in {"result", "cut"}]
        if not results and unit and not levels:
            match = BARE.search(folded, start, end)
            if match is not None and (unit == "million" or match.start() - start < 4):
                amount = readings(match["bare"], self.reading.comma)[0] / (10_000 if unit == "million" else 1)
                comparator, begin = comparator_before(folded, start, match.start())
                results = [Level(begin, match.end(), amount, None, comparator, "result")]
        return self.outcome(whole, results, said, levels)

    def clause_at(self, position: int) -> Clause:
        from bisect import bisect_right

        index = max(0, bisect_right(self.document.sentence_starts, position) - 1)
        known = self.clauses.get(index)
        start, end = self.document.sentences[index]
        return known or Clause(self.document, start, end, [], self.document.section_at(position), index)

    # findings

    def push(self, statement: Statement, status: str, data: dict[str, Any], start: int, end: int, times: list[tuple[str, int, int]]) -> None:
        reading, clause = self.reading, statement.clause
        effects = reading.context(clause, start, end)
        if effects.has("family", "donor"):
            return
        finding = self.finding(clause, (status, data, start, end), statement.method, None)
        time = nearest_time(times, start) or self.line_time(clause) or heading_time(reading, clause)
        date = DATE.search(self.folded, clause.start, start)
        if (
            (clause.section.role in {"prior", "history"} and not effects.has("current"))
            or (effects.has("previous") and not effects.has("current"))
            or (self.relapsed and not self.titled and time is not None and not self.is_own(time[0]))
        ):
            finding["temporality"] = "previous"
        finding["_now"] = effects.has("current") is not None
        self.stamp(
            finding, time[0] if time is not None else "", iso(date.group()) if date is not None and (self.titled or clause.section.role == "prior") else None
        )

    def line_time(self, clause: Clause) -> tuple[str, int, int] | None:
        """The time point that starts the line a sentence stands in: 'Day 33 marrow: 1 % blasts; MRD negative'."""
        line = self.document.line_at(clause.start)
        return next(iter(time_points(self.reading, clause, line.start, clause.start)[-1:]), None) if line.start < clause.start else None

    def finding(self, clause: Clause, outcome: tuple[str, dict[str, Any], int, int], method: str | None, site: str | None) -> dict[str, Any]:
        status, data, start, end = outcome
        reading = self.reading
        if site is None:
            place = reading.site_at(clause, end) if clause.index in reading.places else Place(None, "none")
            site = place.site if place.site in {"bone_marrow", "peripheral_blood", "csf"} else None
        rule = "mrd.level" if "level" in data else "mrd.status"
        found = reading.sourced(start, end, rule, site=site or self.site or "bone_marrow", _clause=clause, status=status, method=method, **data)
        self.results.append(found)
        return found

    def stamp(self, finding: dict[str, Any], written: str, date: str | None) -> None:
        """The time of a result, and whether that is not the time of the report's own sample."""
        if written:
            finding["timepoint"] = written
        keys = time_keys(written)
        finding["_keys"], finding["_date"] = keys, date
        if self.own_keys and any(kind == own and value != mine for kind, value in keys for own, mine in self.own_keys) and not keys & self.own_keys:
            finding["temporality"] = "previous"

    def is_own(self, written: str) -> bool:
        return bool(time_keys(written) & self.own_keys)

    def stated_apart(self, cell: dict[str, Any]) -> bool:
        """Whether the text states the current result of the same method, another than that of a dated cell."""
        if not (cell["_date"] or cell["_keys"]) or cell["_date"] == self.own_date:
            return False
        for other in self.results:
            if (
                other.get("_cell")
                or other.get("temporality") == "previous"
                or other["status"] not in {"positive", "negative"}
                or different(other, cell, "method")
            ):
                continue
            if (
                (other["status"], amount(other)) != (cell["status"], amount(cell))
                and ("level" in other or other["status"] == "negative")
                and not other["_keys"]
            ):
                return True
        return False

    def give_own_time(self, finding: dict[str, Any]) -> None:
        """The time of the report's sample in its own words, for a result without a time or with another name of the same one."""
        same = next((time for time in self.own if time_keys(time) & finding["_keys"]), None)
        if same is not None or (not finding["_keys"] and self.own):
            finding["timepoint"] = same or self.own[0]

    def finish(self) -> list[dict[str, Any]]:
        dates = sorted({finding["_date"] for finding in self.results if finding.get("_date")})
        for finding in self.results:
            if (finding.get("_date") and finding["_date"] < max(dates[-1], self.own_date or "") and not finding["_keys"] & self.own_keys) or (
                finding.get("_cell")
                and not finding["_keys"] & self.own_keys
                and (finding["_clause"].section.role in EARLIER_ROLES or self.stated_apart(finding))
            ):
                finding["temporality"] = "previous"
        if any(finding.get("_now") and finding.get("temporality") != "previous" for finding in self.results):
            for finding in self.results:
                if finding["_keys"] and not finding.get("_now") and not finding["_keys"] & self.own_keys and not finding.get("_cell"):
                    finding["temporality"] = "previous"
        kept = settle(self.results, self.limits)
        for finding in kept:
            if finding.get("temporality") != "previous":
                self.give_own_time(finding)
            for key in ("_keys", "_date", "_now", "_cell", "_summary", "_weak", "_below"):
                finding.pop(key, None)
        return kept


class Row(NamedTuple):
    """A row of a table: its label, what the label says, its time point (as written, date) and site."""

    line: Line
    label: Cell
    kind: str
    moment: tuple[str, str | None]
    site: str | None
    cells: list[Cell]


SERIES = compile(r"[ \t]{0,12}(?=\d)" + DATE.pattern + r"(?P<rest>[ \t]{2,}[^\n]{4,80}?)[ \t]{2,}(?P<value>\d{1,7}(?:[.,]\d{1,6})?)[ \t]*\n")
RECORD = compile(r"[ ]?(?:no\b[ .:]|number|#|id\b|[-/]\d|:[ ]?\d{4,})")
RATIO_ROW = compile(r"\bratio\b|bcr(?:::|-|/)abl1?[^\n/%]{0,24}/[ ]?(?:c-)?abl1?|normali[sz]ed copy|% ?\(?is\b")
TRANSCRIPT_TITLE = compile(
    r"quantitat\w+ (?:of )?(?:pcr|bcr|rt-?pcr|transcript|follow)|bcr(?:::|-|/)abl1? (?:transcript )?(?:quantif|quantit|monitor|rq-?pcr|level|transcript)|bcr(?:::|-|/)abl1?[^\n]{0,12}follow"
)
MRD_JUST_BEFORE = compile(r"mrd[ ]?(?:level|result|value)?[ ]?(?:of|:|=|was|is)?[ ]?$")
BOUND = compile(r"[ ](?:of|at|=)[ ]?(?:the assay[ ]?)?(?:of[ ])?")
REFERENCE = compile(r"\bref|\bnormal|\bexpected")
GAP = compile(r"[ ]{3}|\t|\|")
SCALE = compile(r"(?<![\d.,])1[ ]?(?:(?:cell )?per million|e-\d|x[ ]?10\^?-\d)[ ]?(?:cells )?=")
RESULT_LABEL = compile(
    r"[ \t*>|+-]{0,12}(?:final |overall )?(?:result|conclusion|interpretation|verdict|status|outcome|assessment)s?(?:[ \t]*[:=-]|[ \t]{2,})|[ \t*>|+-]{0,12}(?:no )?residual "
)
MILLION = ("million", "10^6", "10\u2076", "10e6", "1e6")


def is_transcripts(folded: str, head: int) -> bool:
    """Whether the report follows a fusion transcript: said in its head."""
    return "abl" in folded[:head] and TRANSCRIPT_TITLE.search(folded, 0, head) is not None


def title_is_mrd(folded: str) -> bool:
    """Whether the report as a whole is an MRD report: said in a title line near its top."""
    if "mrd" not in folded[:900] and "residual disease" not in folded[:900] and "m.r.d" not in folded[:900]:
        return False
    for line in folded[:900].split("\n")[:14]:
        if TITLE.search(line) and len(line.strip()) < 150 and not line.rstrip().endswith((".", ",")) and not any(word in line for word in NO_TITLE):
            return True
    return False


TITLE = compile(r"mrd(?![ ]?no\b|-\d|/\d)|m\.r\.d|residual disease")
NO_TITLE = (
    "clinical",
    "history",
    "indication",
    "request",
    "diagnosis:",
    "previous",
    "note",
    "pending",
    "summary",
    "reason",
    "negative",
    "positive",
    "detected",
    "pending",
    " was ",
    " is ",
    "%",
    "relapse",
    "next ",
)


def bisect(starts: list[int], position: int) -> int:
    from bisect import bisect_right

    return bisect_right(starts, position) - 1


def next_blank(folded: str, position: int) -> int:
    """The end of the paragraph."""
    found = folded.find("\n\n", position)
    return found if found >= 0 else len(folded)


def indent(folded: str, line: Line) -> int:
    text = folded[line.start : line.end]
    return len(text) - len(text.lstrip())


def section_method(section: Section) -> str | None:
    return section.method if section.method in {"flow", "PCR", "NGS"} else None


def label_id(text: str) -> str:
    """What a label or the head of a column says; limits and other populations go before results."""
    pattern, table = heads()
    found = {table[normal(match.group())].id for match in pattern.finditer(text)}
    return next((kind for kind in HEAD_ORDER if kind in found), "")


HEAD_ORDER = ("detection_limit", "quantification_limit", "result", "other", "date", "time", "site", "target", "weak_result")


def label_kind(folded: str, start: int, end: int) -> str:
    """The same in the words of levels: lod, loq, result, other."""
    return {"detection_limit": "lod", "quantification_limit": "loq", "result": "result"}.get(label_id(folded[start:end]), "other")


def named_moment(text: str) -> bool:
    """Whether a cell names a moment of treatment: 'End of induction', 'Diagnosis'."""
    pattern, _ = moments()
    match = pattern.search(text)
    return match is not None and match.start() < 12


@cache
def moments() -> tuple[Pattern[str], dict[str, Word]]:
    return word_table(TIMEPOINTS)


def time_keys(written: str) -> set[tuple[str, object]]:
    """Keys of a time point as written: its day, its number, the name of the moment."""
    text = written.lower()
    if not text:
        return set()
    keys: set[tuple[str, object]] = set()
    match = DAY_NUMBER.search(text)
    if match:
        keys.add(("day", int(match["number"]) * DAYS[match["unit"]]))
    match = POINT_NUMBER.search(text)
    if match:
        keys.add(("point", match["number"]))
    pattern, table = moments()
    match = pattern.search(text)
    if match and not table[normal(match.group())].id.startswith("tp"):
        keys.add(("name", table[normal(match.group())].id))
    return keys


def own_times(reading: Reading) -> list[str]:
    """The time point of the report's own sample, from its head, in all the ways it is named there (`TP2`, `day +78`)."""
    folded, raw = reading.document.folded, reading.document.raw
    if not concerned(folded):
        return []
    for clause in reading.clauses:
        if clause.start > 1500:
            break
        text = folded[clause.start : clause.end]
        if clause.section.role in {"prior", "advice", "definition", "method"} or not any(word in text for word in OWN_TIME):
            continue
        found = [raw[match.start("day") : match.end("day")] for match in TIME.finditer(folded, clause.start, clause.end)]
        point = POINT_NUMBER.search(folded, clause.start, clause.end) if found else None
        if point is not None and raw[point.start() : point.end()] not in found:
            found.append(raw[point.start() : point.end()])
        if found and (len({time.lower()[:2] for time in found}) == len(found) or JOINT.search(folded, clause.start, clause.end)):
            return found
        named = next((hit for hit, row in clause.words("timepoint") if row.id not in {"diagnosis", "relapse"}), None)
        if named is not None and not found:
            return [raw[named.start : named.end]]
    return []


def head_site(folded: str) -> str | None:
    """The site in the head of a report whose columns part the label from its words."""
    match = HEAD_SITE.search(folded, 0, min(len(folded), 1500))
    return site_of(match.group()) if match else None


def own_date(folded: str) -> str | None:
    """The date of the report's own sample, where its head prints one beside words of sampling."""
    match = OWN_DATE.search(folded, 0, min(len(folded), 2500))
    return iso(match.group()) if match else None


HEAD_SITE = compile(r"\btype[ \t:]{1,12}(?:peripheral |bone )?(?:blood|marrow)")
OWN_DATE = compile(
    r"(?:sample|specimen|material|collected|drawn|taken|sampled|collection date|date of sample|sample of this report)[^\n]{0,60}?\d{2}[-/. ]\w{2,9}[-/. ]\d{2,4}"
)


def iso(text: str) -> str | None:
    """The first date of a text, day before month unless that cannot be, as it sorts."""
    match = DATE.search(text)
    if match is None:
        return None
    if match["year"]:
        return f"{match['year']}-{int(match['month']):02}-{int(match['day']):02}"
    day, month, year = int(match["d"]), match["m"], match["y"]
    number = int(month) if month.isdigit() else MONTHS.get(month, 0)
    if number > 12:
        day, number = number, day
    return f"{year if len(year) == 4 else '20' + year}-{number:02}-{day:02}" if 0 < number <= 12 and day <= 31 else None


def heading_time(reading: Reading, clause: Clause) -> tuple[str, int, int] | None:
    """A time point printed in the heading of a section: 'MRD week 12'."""
    document = reading.document
    if clause.section.name != "mrd":
        return None
    line = document.line_at(clause.section.heading_start)
    match = TIME.search(document.folded, clause.section.heading_start, line.end)
    return (document.raw[match.start("day") : match.end("day")], match.start("day"), match.end("day")) if match else None


def cells_of(folded: str, line: Line) -> list[Cell]:
    """The cells of a line: between tabs or bars where it has them, else between wide gaps."""
    text = folded[line.start : line.end]
    mark = "|" if "|" in text else "\t" if "\t" in text else ""
    if not mark:
        return [Cell(line.start + match.start(), line.start + match.end(), match.start(), match.end()) for match in CELL.finditer(text)]
    cells = []
    place = 0
    for number, part in enumerate(text.strip(mark if mark == "|" else "\r\n").split(mark)):
        begin = text.find(part, place)
        place = begin + len(part)
        body = part.strip()
        if body:
            start = line.start + begin + part.find(body)
            cells.append(Cell(start, start + len(body), number, number + 1))
    return cells


def is_counted(folded: str, line: Line) -> bool:
    """Whether the cells of a line are told apart by tabs or bars, and so have numbers."""
    return folded.find("\t", line.start, line.end) >= 0 or folded.find("|", line.start, line.end) >= 0


def under(cell: Cell, head: list[tuple[Cell, str]], counted: bool) -> tuple[Cell | None, str]:
    """The head over a cell: of the same number, or the one that overlaps it most, else the nearest."""
    best: tuple[float, Cell | None, str] = (-4.0, None, "")
    for top, kind in head:
        overlap = min(cell.right, top.right) - max(cell.left, top.left)
        if overlap > best[0]:
            best = (overlap, top, kind)
    if counted:
        return (best[1], best[2]) if best[0] > 0 else (None, "")
    return best[1], best[2]


def site_of(text: str) -> str | None:
    return next((site for site, pattern in SITES if pattern.search(text)), None) if text else None


def percent_of(match: Any, comma: bool) -> tuple[float | None, float | None, bool]:
    """A match of `LEVEL` in percent: value, high end of a range, and whether the notation has two meanings."""
    groups = match.groupdict()
    if groups["exp"]:
        exponent = int(groups["exp"].translate(SUPERSCRIPT).strip("()").replace(" ", ""))
        mantissa = readings(groups["mant"], comma)[0] if groups["mant"] else 1.0
        return mantissa * 10.0**exponent * 100, None, False
    if groups["eexp"]:
        exponent = int(groups["eexp"].replace(" ", ""))
        if groups["emant"] == "10":
            return 10.0**exponent * 1000, None, True
        return readings(groups["emant"], comma)[0] * 10.0**exponent * 100, None, False
    if groups["onein"]:
        text = groups["onein"]
        power = text.removeprefix("10").removeprefix("^").translate(SUPERSCRIPT)
        number = (
            10.0 ** int(power)
            if text.startswith("10") and len(power) == 1 and power in "3456789" and len(text) <= 4
            else float("".join(filter(str.isdigit, text)))
        )
        return (100 / number if number >= 100 else None), None, False
    count = groups["after"] or groups["million"]
    if count:
        return readings(count, comma)[0] / 10_000, None, False
    return plain(groups["pct"], comma), plain(groups["pct2"], comma) if groups["pct2"] else None, False


def plain(text: str, comma: bool) -> float:
    """A percentage: one mark in it is a decimal mark."""
    return float(text.replace(",", ".")) if text.count(",") + text.count(".") == 1 else readings(text, comma)[0]


AFTER_ROLE = compile(
    r"[ \t]{0,2}(?:\([^()\n]{0,24}\)[ \t]*)?(?P<cut>(?:or|and) (?:more|higher|above|greater|less|lower|below)|cut-?off|threshold)|[ \t]{0,2}\)?[ \t]{0,2}(?:\([^()\n]{0,16}\)[ \t]{0,2})?(?P<lod>sensitivity|limit of detection|lod\b|detection limit)|[ \t]{0,2}(?P<loq>quantitative|loq\b)|[ \t]{0,2}(?P<other>blasts?\b|lymphoblasts? by morph|viab|of (?:t cells|b cells|lymphocytes|cd19|mature)|hematogone|haematogone|donor|cells by morphology|normal|of cases|of patients|of (?:the )?transcript|\bci\b)"
)
OF_MRD = compile(r"[ ](?:of|for|in|to detect)[ ](?:the |this |our |flow |pcr |ngs |b-all |t-all )*")
ROLE_OF_LIMIT = {"detection": "lod", "quantification": "loq", "threshold": "cut"}


def role_of(folded: str, low: int, start: int, end: int, comparator: str, words: list[Token]) -> str:
    """What a level is, by the words nearest to it: a result, a limit of detection or quantification, a threshold, or something else."""
    after = AFTER_ROLE.match(folded, end, min(len(folded), end + 40))
    if after:
        return after.lastgroup or "result"
    role, place = "", -1
    for word in words:
        if word.start >= start:
            break
        if start - word.end > 80 or ";" in folded[word.end : start]:
            continue
        if word.kind == "limit":
            role, place = ROLE_OF_LIMIT[word.id], word.end
        elif role in {"lod", "loq"} and word.id == "own" and OF_MRD.match(folded, place, word.start):
            place = word.end
        elif word.kind == "beside" and word.id != "denominator":
            role, place = ("other" if word.id == "other" else ""), word.end
        elif word.kind == "said" and word.id in {"positive", "negative"}:
            role, place = "", word.end
        elif word.kind == "said" and word.id in {"policy", "weak_policy"} and not role:
            role, place = "cut", word.end
    if "  |" in folded[max(place, low) : start]:
        role = ""
    if role == "cut" and comparator == "=" and "mrd" in folded[place:start]:
        role = ""
    if comparator in {">=", ">"}:
        return "cut"
    return role if role and not crossed(folded[place:start], role) else "result"


def crossed(between: str, role: str) -> bool:
    """Whether another value or a closed bracket stands between the limit word and the level."""
    if role in {"lod", "loq"} and "=" in between and "%" not in between:
        return False
    return (")" in between and "(" not in between) or ("%" in between and "/" not in between)


def time_points(reading: Reading, clause: Clause, start: int, end: int) -> list[tuple[str, int, int]]:
    """Time points of a stretch as written: days and weeks, else named ones; else those of the whole sentence before it."""
    folded, raw = reading.document.folded, reading.document.raw
    found = [(raw[match.start("day") : match.end("day")], match.start("day"), match.end("day")) for match in TIME.finditer(folded, start, end)]
    if not found:
        found = [
            (raw[hit.start : hit.end], hit.start, hit.end)
            for hit, row in clause.words("timepoint")
            if start <= hit.start < end and (row.id != "relapse" or folded.startswith("at ", hit.start))
        ]
    if not found and start > clause.start:
        found = time_points(reading, clause, clause.start, start)[-1:]
    return found


def nearest_time(times: list[tuple[str, int, int]], position: int) -> tuple[str, int, int] | None:
    before = [time for time in times if time[1] < position]
    return before[-1] if before else (times[0] if times else None)


def settle(results: list[dict[str, Any]], limits: list[Limit]) -> list[dict[str, Any]]:
    """A status word and the level beside it are one result; cells of single targets give way to a stated result; limits go to their results."""
    kept: list[dict[str, Any]] = []
    for finding in found_below(results):
        same = next((other for other in kept if mergeable(other, finding)), None)
        if same is None:
            kept.append(finding)
        else:
            join(same, finding)
    kept = [finding for finding in kept if not (single_target(finding) and outdone(finding, kept))]
    give_limits(kept, limits)
    return kept


def found_below(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results, each bare '<0.01 %' joined with the words near it that say that something was found."""
    gone = []
    for weak in results:
        if not weak.get("_weak"):
            continue
        near = [
            other
            for other in results
            if other["status"] == "positive" and "level" not in other and abs(other["start"] - weak["start"]) < 400 and mergeable(other, weak)
        ]
        if near:
            join(min(near, key=lambda other: abs(other["start"] - weak["start"])), weak)
            gone.append(id(weak))
    return [finding for finding in results if id(finding) not in gone]


def single_target(finding: dict[str, Any]) -> bool:
    return bool(finding.get("_cell")) and not finding.get("_summary") and finding.get("temporality") != "previous"


def outdone(finding: dict[str, Any], others: list[dict[str, Any]]) -> bool:
    """Whether a stated result of the same method, or a higher target, stands beside the result of one target."""
    for other in others:
        if other is finding or other.get("temporality") == "previous" or different(other, finding, "method") or different(other, finding, "site"):
            continue
        if (finding["_keys"] and other["_keys"] and not finding["_keys"] & other["_keys"]) or different(other, finding, "_date"):
            continue  # of another time
        if not single_target(other) or (other["status"] == "positive" and finding["status"] != "positive") or amount(other) > amount(finding):
            return True
    return False


def amount(finding: dict[str, Any]) -> float:
    return float((finding.get("level") or {}).get("value") or 0.0)


def different(one: dict[str, Any], other: dict[str, Any], key: str) -> bool:
    return one.get(key) is not None and other.get(key) is not None and str(one[key]).lower() != str(other[key]).lower()


def mergeable(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two findings can be one result. A bare '<0.01 %' is the level of a stated positive as well as of a negative."""
    if one.get("temporality") != other.get("temporality") or different(one, other, "method") or different(one, other, "site"):
        return False
    if different(one, other, "timepoint") and not (one["_keys"] & other["_keys"]):
        return False
    if one.get("_date") and other.get("_date") and one["_date"] != other["_date"]:
        return False
    if one["status"] != other["status"]:
        weak, strong = (one, other) if one.get("_weak") else (other, one)
        return bool(weak.get("_weak")) and strong["status"] == "positive" and "level" not in strong and not strong.get("_cell")
    return "level" not in one or "level" not in other or same_level(one["level"], other["level"])


def same_level(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether two levels are one, up to rounding between notations."""
    value = float(left.get("value") or 0)
    return left == right or (left.get("comparator") == right.get("comparator") and abs(value - float(right.get("value") or 0)) <= 0.03 * value)


def join(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Puts what `other` knows into `one`; the evidence of the level wins over that of the word."""
    if one["status"] != other["status"]:
        weak, strong = (one, other) if one.get("_weak") else (other, one)
        level = {"value": weak["detection_limit"], "comparator": "<", "written": weak["text"]}
        evidence = {key: weak[key] for key in ("text", "start", "end", "section")}
        merged = {**weak, **{key: value for key, value in strong.items() if value is not None}, **evidence, "level": level, "rule": "mrd.level", "_weak": False}
        merged.pop("detection_limit", None)
        one.clear()
        one.update(merged)
        return
    if "level" in other and "level" not in one:
        for key in ("text", "start", "end", "section", "rule", "level", "_clause"):
            one[key] = other[key]
    for key in ("timepoint", "method", "detection_limit", "quantification_limit", "review", "_date"):
        if one.get(key) is None and other.get(key) is not None:
            one[key] = other[key]
    one["_keys"] = one["_keys"] | other["_keys"]
    one["_weak"] = bool(one.get("_weak")) and bool(other.get("_weak"))
    one["_summary"] = bool(one.get("_summary") or other.get("_summary") or not (one.get("_cell") and other.get("_cell")))


def give_limits(results: list[dict[str, Any]], limits: list[Limit]) -> None:
    """Limits of detection and quantification to the results of their method and time; of several targets the most sensitive counts."""
    for finding in results:
        if finding.get("temporality") == "previous" or finding["status"] not in {"positive", "negative"}:
            continue
        for key, role in (("detection_limit", "lod"), ("quantification_limit", "loq")):
            fitting = [limit for limit in limits if limit.role == role and fits(limit, finding)]
            if finding.get(key) is not None and not (finding.get("_weak") and fitting):
                continue
            if fitting:
                best = min(fitting, key=lambda limit: (limit.rank, limit.method is None, limit.percent))
                finding[key] = best.percent


def fits(limit: Limit, finding: dict[str, Any]) -> bool:
    if limit.method is not None and finding.get("method") is not None and limit.method != finding["method"]:
        return False
    return not limit.time or not finding.get("_keys") or bool(time_keys(limit.time) & finding["_keys"]) or not time_keys(limit.time)
