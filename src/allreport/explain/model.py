"""What an explanation is made of. The one source of truth: the renderers show it and add no words of their own."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from allreport.model.base import Model

SCHEMA_VERSION = "1.0"

Reader = Literal["adult_self", "parent_of_child", "teen_self", "family_of_adult", "neutral"]
Language = Literal["en", "es"]
State = Literal["present", "absent", "equivocal", "not_tested", "pending", "failed", "not_mentioned", "conflict", "changed", "unreadable"]
Layer = Literal["headline", "plain", "more", "ask"]
Door = Literal["hereditary", "report_outlook"]
Caution = Literal["first_diagnosis", "relapse", "preliminary", "amended", "conflict", "critical_value"]
Silence = Literal["not_all", "possible", "mixed", "language", "unread"]
Section = Literal["status", "specimen", "disease", "blasts", "markers", "genes", "fluid", "course", "blood", "mrd", "silent"]


class Evidence(Model):
    """Characters of the report: `source[start:end]`, shown as `quote` (cut and cleaned of control characters); `line` from 1."""

    start: int
    end: int
    line: int | None = None
    quote: str


class Statement(Model):
    """One sentence, or a few, of the library: `id` names it, `slots` are what the report put into it."""

    id: str
    layer: Layer
    text: str
    slots: dict[str, str] = Field(default_factory=dict)


class Scale(Model):
    """A value beside the range that the report prints, for a number line; `words` say the same."""

    words: str
    value: float
    low: float
    high: float
    shown: tuple[str, str, str]  # value, low and high in the report's own characters
    place: Literal["low", "inside", "high"]
    place_words: str


class Block(Model):
    """One message: what the report says of one thing, in one state."""

    key: str
    section: Section
    field: str
    name: str | None = None
    state: State
    evidence: tuple[Evidence, ...] = ()
    statements: tuple[Statement, ...]
    language: Language
    note: str | None = None  # why the block is in another language than the page
    door: Door | None = None  # the door that was opened to show it
    terms: tuple[str, ...] = ()
    facts: tuple[str, ...] = ()
    scale: Scale | None = None

    def texts(self, layer: Layer) -> tuple[Statement, ...]:
        """The statements of one layer."""
        return tuple(statement for statement in self.statements if statement.layer == layer)


class Term(Model):
    """A word explained: how it is said, what it means."""

    id: str
    name: str
    say: str
    text: str


class SourceNote(Model):
    """A work that a fact rests on."""

    id: str
    title: str
    year: str
    url: str


class ReportLine(Model):
    """A line of the report that was used, without names and numbers of the patient."""

    number: int
    text: str


class Explanation(Model):
    """A report in plain words, for one reader, in one language.

    `cautions` let a portal hold the page until a clinician has spoken. `silence` is set where the page does not explain, and why.
    """

    schema_version: str = SCHEMA_VERSION
    program: str
    library: str  # digest of the texts and translations
    report_sha256: str
    reader: Reader
    language: Language
    report_language: str = "en"  # of the quotes
    silence: Silence | None = None
    cautions: tuple[Caution, ...] = ()
    frame: tuple[Statement, ...]
    blocks: tuple[Block, ...] = ()
    doors: tuple[Statement, ...] = ()  # one line for each closed door
    questions: tuple[Statement, ...] = ()
    terms: tuple[Term, ...] = ()
    sources: tuple[SourceNote, ...] = ()
    lines: tuple[ReportLine, ...] = ()
    written: str  # ISO date of the oldest text shown
    labels: dict[str, str] = Field(default_factory=dict)

    def ids(self) -> tuple[str, ...]:
        """The ids of all statements shown, in the order of the page, each once."""
        shown = [*self.frame, *(statement for block in self.blocks for statement in block.statements), *self.doors, *self.questions]
        return tuple(dict.fromkeys(statement.id for statement in shown))

    def to_text(self, *, ids: bool = False) -> str:
        """Plain text in 72 columns; with `ids`, each statement's id stands before it."""
        from allreport.explain.render.text import page

        return page(self, ids=ids)

    def to_markdown(self) -> str:
        """Markdown; ids stand in comments."""
        from allreport.explain.render.markdown import page

        return page(self)

    def to_html(self) -> str:
        """One self-contained HTML file: no script, no network."""
        from allreport.explain.render.html import page

        return page(self)
