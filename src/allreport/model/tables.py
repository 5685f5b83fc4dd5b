"""The rows of the tables for statistics. The codebook is made from these: a column, its type, its words, what it means."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from allreport.model.base import Model, Review
from allreport.model.course import PlacedBy
from allreport.model.report import MRDStatus, SiteValue

Censored = Literal["no", "left", "right", "interval"]
Presence = Literal["present", "absent", "conflicting", "indeterminate", "failed", "pending", "not_tested", "not_mentioned"]


class PatientRow(Model):
    """One row for each patient."""

    patient: str = Field(description="the caller's key of the patient")
    sex: Literal["male", "female"] | None = Field(description="as the reports say; empty where they disagree or none says")
    age_at_diagnosis: float | None = Field(description="years, of the report nearest to the diagnosis within the window")
    diagnosis_date: str | None = Field(description="date of the diagnosis (ISO 8601); empty where no report tells it")
    diagnosis_rule: Literal["diagnosis.timepoint", "diagnosis.blasts", "diagnosis.first_report"] | None = Field(
        description="what gave the date: a result said to be of diagnosis; the first day with 20 % blasts or more; the first report that names the disease"
    )
    diagnosis_review: Review | None = Field(description="check: the date rests on the first report that names the disease only")
    window_days: int | None = Field(description="days before and after the diagnosis that count as at diagnosis")
    disease: str | None = Field(description="ALL, LBL or MPAL as stated; empty where reports disagree")
    lineage: str | None = Field(description="B, T or mixed as stated; empty where reports disagree")
    subtype_who: str | None = Field(description="genetic subtype by WHO-HAEM5 over the diagnostic episode")
    subtype_icc: str | None = Field(description="genetic subtype by ICC 2022 over the diagnostic episode")
    first_date: str | None = Field(description="first date of any result")
    last_date: str | None = Field(description="last date of any result")
    reports: int = Field(description="reports that were read, without those that others replace")
    undated_reports: int = Field(description="reports without a date that can be read")
    issues: str = Field(description="codes of the issues of the course, each once, with a blank between")


class MRDRow(Model):
    """One row for each patient, date, time point, method and target of residual disease."""

    patient: str = Field(description="the caller's key of the patient")
    date: str | None = Field(description="date of the sample (ISO 8601, partial where partial)")
    date_kind: str | None = Field(description="what the date is: collected, received, dated, reported, stated (beside a recalled result)")
    days_from_diagnosis: int | None = Field(description="days from the diagnosis to a whole date")
    timepoint: str | None = Field(description="the time point as written")
    timepoint_standard: str | None = Field(description="the time point as a standard term: day_29, week_12, end_of_induction, post_transplant_day_100")
    placed_by: PlacedBy | None = Field(description="what the place in the order rests on; empty: kept apart, without any place")
    at_diagnosis: bool = Field(description="of the diagnostic episode: the burden of leukemia, not residual disease")
    method: str | None = Field(description="flow, PCR or NGS as stated")
    site: SiteValue | None = Field(description="where the sample is from")
    target: str | None = Field(description="what was measured: a rearrangement, a transcript, as written; empty: the result as a whole")
    status: MRDStatus = Field(description="negative: not found above the detection limit")
    level: float | None = Field(description="level as stated", json_schema_extra={"unit": "%"})
    approximate: bool = Field(description="the report says about")
    censored: Censored | None = Field(
        description="no: known; left: not found, below `upper`; interval: found, between `lower` and `upper`; right: above `lower`; empty: no result"
    )
    lower: float | None = Field(description="lower bound of the level; 0 where nothing was found", json_schema_extra={"unit": "%"})
    upper: float | None = Field(description="upper bound; of a negative result its detection limit where stated", json_schema_extra={"unit": "%"})
    detection_limit: float | None = Field(description="as stated", json_schema_extra={"unit": "%"})
    quantification_limit: float | None = Field(description="as stated", json_schema_extra={"unit": "%"})
    cutoff: float | None = Field(description="the level from which the laboratory calls it positive", json_schema_extra={"unit": "%"})
    scale: str | None = Field(description="of a transcript: ratio, or IS for the International Scale")
    denominator: str | None = Field(description="percent of what, as stated")
    protocol: str | None = Field(description="the treatment protocol of the time point, as written")
    recalled: bool = Field(description="told by later reports only, not by its own")
    review: Review = Field(description="check: reports disagree, or the reading is in doubt")
    reports: str = Field(description="ids of the reports that say it, with a bar between")


class CountRow(Model):
    """One row for each patient and analyte: the value nearest to the diagnosis within the window; of two equally near the earlier."""

    patient: str = Field(description="the caller's key of the patient")
    analyte: str = Field(description="WBC, HGB, PLT …")
    value: float | None = Field(description="in the canonical unit")
    unit: str = Field(description="UCUM")
    censored: Censored = Field(description="no: as it is; left: below the value; right: above it")
    flag: Literal["H", "L"] | None = Field(description="as printed")
    date: str = Field(description="date of the sample (ISO 8601)")
    days_from_diagnosis: int = Field(description="negative before the diagnosis")
    review: Review = Field(description="check: reports disagree, or the reading is in doubt")
    reports: str = Field(description="ids of the reports that say it, with a bar between")


class GeneticsRow(Model):
    """One row for each patient with a column for each finding, over the diagnostic episode; all empty where no diagnosis is dated."""

    patient: str = Field(description="the caller's key of the patient")


class CodebookRow(Model):
    """One row for each column of each table."""

    table: str = Field(description="the table")
    column: str = Field(description="the column")
    type: str = Field(description="text, number, whole number, yes or no")
    unit: str | None = Field(description="unit of a number")
    words: str | None = Field(description="the words that may stand there, with a bar between")
    empty: bool = Field(description="whether a cell may be empty")
    meaning: str = Field(description="what it holds")
