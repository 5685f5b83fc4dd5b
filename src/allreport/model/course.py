"""The typed course of one patient from several reports: each result once, with every report that says it."""

from __future__ import annotations

from typing import Generic, Literal, TypeVar

from allreport.model.base import Basis, Issue, Model, Review, Sourced, Temporality
from allreport.model.report import (
    BlastCount,
    BloodValue,
    Cellularity,
    Chimerism,
    CNSStatus,
    Disease,
    Extramedullary,
    FluidCells,
    FluidCount,
    GeneticFinding,
    Lineage,
    MarkerResult,
    MarrowClass,
    MRDResult,
    Producer,
    ReportedISCN,
    ReportedKaryotype,
    Response,
    Variant,
)

COURSE_SCHEMA_VERSION = "1.0"

T = TypeVar("T", bound=Sourced)
PlacedBy = Literal["date", "timepoint"]


class Evidence(Model):
    """One place that says a result: the report, the characters in it; `previous` where that report only recalls it."""

    report: str
    text: str
    start: int
    end: int
    section: str
    rule: str
    temporality: Temporality = "current"


class Superseded(Evidence):
    """What a report says of the same test and does not stand.

    `replaced`: by a final or amended report; `completed`: it was pending, not done or failed, and a result has come;
    `recalled`: told of earlier times by one report, and otherwise by the report that gave the result.
    """

    value: str
    reason: Literal["replaced", "completed", "recalled"]


class Entry(Model, Generic[T]):
    """One result of one test. `result` is what the first place of `evidence` says, in the words of that report's model."""

    result: T
    date: str | None = None  # ISO 8601, partial where partial
    date_kind: str | None = None  # what the date is: collected, received, dated, reported; stated for a date beside a recalled result
    timepoint_standard: str | None = None  # a standard term: day_29, week_12, end_of_induction, post_transplant_day_100
    placed_by: PlacedBy | None = None  # what its place in the order rests on; null where it has none
    at_diagnosis: bool = False  # of the diagnostic episode
    review: Review = "none"
    evidence: tuple[Evidence, ...] = ()
    superseded: tuple[Superseded, ...] = ()


class Results(Model):
    """Results of one kind in one list each, in the order of time."""

    disease: tuple[Entry[Disease], ...] = ()
    lineage: tuple[Entry[Lineage], ...] = ()
    blasts: tuple[Entry[BlastCount], ...] = ()
    cellularity: tuple[Entry[Cellularity], ...] = ()
    marrow_class: tuple[Entry[MarrowClass], ...] = ()
    cbc: tuple[Entry[BloodValue], ...] = ()
    markers: tuple[Entry[MarkerResult], ...] = ()
    karyotypes: tuple[Entry[ReportedKaryotype], ...] = ()
    iscn_other: tuple[Entry[ReportedISCN], ...] = ()
    genetic_findings: tuple[Entry[GeneticFinding], ...] = ()
    variants: tuple[Entry[Variant], ...] = ()
    mrd: tuple[Entry[MRDResult], ...] = ()
    cns: tuple[Entry[CNSStatus], ...] = ()
    csf: tuple[Entry[FluidCount], ...] = ()
    csf_cells: tuple[Entry[FluidCells], ...] = ()
    extramedullary: tuple[Entry[Extramedullary], ...] = ()
    responses: tuple[Entry[Response], ...] = ()
    chimerism: tuple[Entry[Chimerism], ...] = ()


class CourseReport(Model):
    """A report of the course. `date` is that of its sample where it says one, else the best it has (`date_kind`)."""

    id: str
    date: str | None = None
    date_kind: str | None = None
    timepoint_standard: str | None = None
    status: Literal["final", "preliminary", "amended", "addendum"] | None = None
    age: float | None = None  # years
    sex: Literal["male", "female"] | None = None
    replaced_by: str | None = None  # a final or amended report of the same tests, or the same document
    source_sha256: str
    producer: Producer


class CourseSubtype(Model):
    """A genetic subtype over the whole diagnostic episode, with the findings it rests on and the places that say them."""

    scheme: Literal["WHO-HAEM5", "ICC-2022"]
    value: str
    basis: Basis = "derived"
    rule: str
    rests_on: tuple[str, ...]
    evidence: tuple[Evidence, ...]


class Diagnosis(Model):
    """The diagnostic episode: its date, the rule that gave it, and what falls within `window_days` of it (`Entry.at_diagnosis`).

    `diagnosis.timepoint`: the first result that a report puts at diagnosis; `diagnosis.blasts`: the first day with at least
    20 % blasts in marrow or blood; `diagnosis.first_report`: the first report that names the disease. None of these, where an
    earlier result already tells of treatment.
    """

    date: str
    rule: Literal["diagnosis.timepoint", "diagnosis.blasts", "diagnosis.first_report"]
    window_days: int
    review: Review = "none"
    reports: tuple[str, ...]
    disease: str | None = None
    lineage: str | None = None
    age: float | None = None  # years
    subtypes: tuple[CourseSubtype, ...] = ()


class Change(Model):
    """A finding that one report denies and a later one states, or the other way round, by the same method."""

    field: Literal["genetic_findings", "markers"]
    name: str
    method: str | None = None
    before: str
    after: str
    date_before: str
    date_after: str


class CourseIssue(Issue):
    """A doubt about the course (docs/issues.md), with the reports that it concerns."""

    reports: tuple[str, ...] = ()


class Course(Results):
    """The reports of one patient as one course in the order of time, each result once.

    `undated` holds what has neither a date nor a time point that places it, `replaced` what only a replaced report says.
    """

    schema_version: str = COURSE_SCHEMA_VERSION
    patient: str | None = None  # the caller's own key, passed through
    sex: Literal["male", "female"] | None = None  # where no report says another
    diagnosis: Diagnosis | None = None
    reports: tuple[CourseReport, ...] = ()
    changes: tuple[Change, ...] = ()
    undated: Results = Results()
    replaced: Results = Results()
    issues: tuple[CourseIssue, ...] = ()
