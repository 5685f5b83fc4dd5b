"""What the choosing functions share: a choice of statements, what is known of the reader's case, the silent states."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, NamedTuple

from allreport.explain.model import Door, Section, State
from allreport.explain.source import LONGEST, Text
from allreport.model.base import Alternative, Issue, Quantity, Sourced
from allreport.model.report import Report

AgeGroup = Literal["infant", "child", "teen", "young", "adult"]


class Word(NamedTuple):
    """A phrase of the library, put into a slot."""

    id: str
    slots: Mapping[str, Filling] = {}


Filling = str | Word | tuple[str | Word, ...]  # a list is written with commas
Slots = Mapping[str, Filling]


Said = str | tuple[str, Slots]  # a statement, with slots of its own where they differ from the message's


class Line(NamedTuple):
    """Value and range for a number line, with the words in which they are printed."""

    name: Word
    value: float
    low: float
    high: float
    shown: tuple[str, str, str]


class Choice(NamedTuple):
    """One message: ids of statements by layer, what fills their slots, and where the report says it."""

    section: Section
    field: str
    state: State
    headline: str
    plain: tuple[Said, ...]
    more: tuple[Said, ...]
    ask: tuple[str, ...]
    slots: Slots
    evidence: Sequence[Sourced | Alternative] = ()
    name: str | None = None
    door: Door | None = None
    line: Line | None = None


class Case(NamedTuple):
    """A report with what the choosing functions ask of it."""

    report: Report
    text: Text
    age: AgeGroup | None
    known: bool  # whether the report, or the caller, says that it is about ALL
    limited: bool  # whether the sample was limited

    def conflict(self, finding: Sourced) -> bool:
        """Whether the report says something else of the same thing."""
        return finding.review != "none" and any(touches(issue, finding) for issue in self.report.issues if issue.code == "conflict")

    def unread(self, finding: Sourced) -> bool:
        """Whether the value is shown as unread."""
        return finding.review == "withheld"

    def passage(self, *names: str) -> tuple[Alternative, ...]:
        """The first line of the sections of these kinds, to be shown as it stands."""
        found = []
        for section in self.report.sections:
            if self.text.raw and section.name in names and section.end > section.start:
                start = self.text.bounds(section.start)[0]
                end = min(self.text.bounds(section.start)[1], start + LONGEST)
                found.append(Alternative(value="", text=self.text.raw[start:end], start=start, end=end, section=section.name, rule="section"))
        return tuple(found)

    def read(self, *names: str) -> bool:
        """Whether a section of one of these kinds was read for results."""
        return any(section.name in names and section.role in {"result", "negatives"} for section in self.report.sections)


def touches(issue: Issue, finding: Sourced) -> bool:
    """Whether an issue is about the place of a finding, or about one of its alternatives."""
    if issue.start is None or issue.end is None:
        return False
    places = [(finding.start, finding.end), *((other.start, other.end) for other in finding.alternatives)]
    return any(issue.start < end and start < issue.end for start, end in places)


ASK: dict[State, tuple[str, ...]] = {
    "not_tested": ("state.ask.why_not", "state.ask.planned"),
    "pending": ("state.ask.when", "state.ask.who"),
    "failed": ("state.ask.again", "state.ask.other_test"),
    "equivocal": ("state.ask.again", "state.ask.other_test"),
    "not_mentioned": ("state.ask.elsewhere", "state.ask.planned"),
    "conflict": ("state.ask.which_right", "state.ask.how_cleared"),
    "changed": ("state.ask.why_changed", "state.ask.plan_changed"),
    "unreadable": ("state.ask.what_says", "state.ask.matters"),
}


def doubtful(section: Section, field: str, state: State, thing: Word, evidence: Sequence[Sourced | Alternative] = (), name: str | None = None, more: tuple[Said, ...] = ()) -> Choice:
    """A silent or doubtful state of a field, in the words that all fields share."""
    return Choice(section, field, state, f"state.{state}.headline", (f"state.{state}.plain",), more, ASK[state], {"thing": thing}, evidence, name)


def both(finding: Sourced) -> tuple[Sourced | Alternative, ...]:
    """A finding and what else the report says of it."""
    return (finding, *finding.alternatives)


def age_group(years: float | None) -> AgeGroup | None:
    """The group of ages that facts are told for; None where the report does not give the age."""
    if years is None:
        return None
    for limit, group in AGES:
        if years < limit:
            return group
    return "adult"


AGES: tuple[tuple[float, AgeGroup], ...] = ((1, "infant"), (10, "child"), (18, "teen"), (40, "young"))
YOUNG = ("child", "teen")  # children's figures; never told of infants
GROWN = ("young", "adult")


def names(words: Sequence[str]) -> str:
    """Names in a list, each once."""
    return ", ".join(dict.fromkeys(words))


def percent(quantity: Quantity) -> float | None:
    """The percent of a quantity, if it is one number."""
    return quantity.value if quantity.unit == "%" else None
