"""The diagnostic episode: when the disease was found, by a stated rule, and the genetic subtype by all results of those days."""

from __future__ import annotations

from collections import defaultdict
from typing import Any, NamedTuple

from allreport.classify import subtypes
from allreport.course.days import days_between
from allreport.course.merge import Group, place
from allreport.course.moments import DIAGNOSIS, under_treatment
from allreport.course.sources import Source
from allreport.model.course import CourseSubtype, Evidence

WINDOW = 7  # days before and after
ACTIVE = 20.0  # percent of blasts in marrow or blood
REMISSION = 5.0  # percent of blasts in marrow
WORK_UP = frozenset({"blasts", "markers", "karyotypes", "iscn_other", "genetic_findings", "variants"})
DISEASES = frozenset({"ALL", "LBL", "MPAL"})
RELAPSED = frozenset({"relapse", "refractory", "lineage_switch", "CD19_negative_relapse"})
TREATED = RELAPSED | {"remission", "CR", "CRi", "CRh", "MLFS", "partial_remission", "molecular_remission", "molecular_relapse", "regeneration"}


class Found(NamedTuple):
    """The date of the diagnosis and the rule that gave it."""

    date: str
    rule: str


def find(groups: list[Group]) -> Found | None:
    """The date of the diagnosis; None where no result tells it, or an earlier one already tells of treatment."""
    days: dict[str, list[Group]] = defaultdict(list)
    for group in groups:
        if group.first.date:
            days[group.first.date].append(group)
    first = None
    for date in sorted(days):
        told = days[date]
        if any(group.moment == DIAGNOSIS for group in told):
            return Found(date, "diagnosis.timepoint")
        active, again = any(is_active(group) for group in told), any(is_later_disease(group) for group in told)
        if active and not again:
            return Found(date, "diagnosis.blasts")
        lymphoma = any(names_disease(group) and group.first.result.value == "LBL" for group in told)
        if again or any(is_treated(group) or (has_few_blasts(group) and not lymphoma) for group in told):
            break
        if first is None and any(names_disease(group) for group in told) and any(is_work_up(group) for group in told):
            first = Found(date, "diagnosis.first_report")
    return first


def is_active(group: Group) -> bool:
    """Whether a result counts blasts of active leukemia in marrow or blood."""
    said = group.first
    if said.family.name != "blasts" or said.result.site not in {"bone_marrow", "peripheral_blood"} or under_treatment(group.moment):
        return False
    told = said.says
    return told.number is not None and told.number >= ACTIVE and told.comparator not in {"<", "<="}


def is_treated(group: Group) -> bool:
    """Whether a result tells that treatment has begun: a time point, residual disease that is measured or not found, remission, relapse."""
    said = group.first
    if under_treatment(group.moment):
        return True
    if said.family.name == "mrd":  # a transcript that is only said to be there may be that of the diagnosis
        return said.result.level is not None or said.result.status == "negative"
    return said.family.name == "responses" and said.result.kind in TREATED and said.result.status == "present"


def has_few_blasts(group: Group) -> bool:
    """Whether a marrow is in remission, or not involved."""
    said = group.first
    told = said.says
    return said.family.name == "blasts" and said.result.site == "bone_marrow" and told.number is not None and told.number < REMISSION


def is_later_disease(group: Group) -> bool:
    """Whether a result tells of disease that has been treated before."""
    said = group.first
    return said.family.name == "responses" and said.result.kind in RELAPSED and said.result.status == "present"


def names_disease(group: Group) -> bool:
    said = group.first
    return said.family.name == "disease" and said.result.value in DISEASES and said.result.certainty == "stated"


def is_work_up(group: Group) -> bool:
    """Whether a result is of a test that finds or types the disease: a blood count of maintenance names it too."""
    return group.first.family.name in WORK_UP and not group.first.recalled


def within(group: Group, found: Found, window: int) -> bool:
    """Whether a result belongs to the diagnostic episode: by its time point, else by its date."""
    said = group.first
    if group.moment is not None:
        return group.moment == DIAGNOSIS
    return said.date is not None and abs(days_between(found.date, said.date)) <= window


def one_value(groups: list[Group], family: str, silent: frozenset[str]) -> Group | None:
    """The result of a family on which all agree; None where they disagree."""
    own = [group for group in groups if group.first.family.name == family and group.first.result.certainty == "stated"]
    told = [group for group in own if group.first.result.value not in silent]
    return told[0] if told and len({group.first.result.value for group in told}) == 1 else None


def classify(groups: list[Group], everything: list[Group]) -> tuple[Group | None, Group | None, tuple[CourseSubtype, ...]]:
    """Disease, lineage and genetic subtypes of an episode, by the rules that hold for one report.

    Where the episode names neither, what all reports of the course agree on holds: a report of one test seldom names the disease.
    """
    disease, lineage = (
        one_value(groups, family, silent) or one_value(everything, family, silent)
        for family, silent in (("disease", frozenset({"none"})), ("lineage", frozenset({"unspecified"})))
    )
    findings = [group for group in groups if group.first.family.name == "genetic_findings"]
    variants = [group for group in groups if group.first.family.name == "variants"]
    data: dict[str, Any] = {
        "disease": disease and disease.first.result.model_dump(),
        "lineage": lineage and lineage.first.result.model_dump(),
        "genetic_findings": [group.first.result.model_dump() for group in findings],
        "variants": [group.first.result.model_dump() for group in variants],
    }
    made = []
    for row in subtypes(data):
        bearers = [group for group in [*findings, *variants] if bears(group, row["rests_on"])]
        evidence = tuple(Evidence(**place(said)) for group in bearers for said in group.said)
        made.append(CourseSubtype(scheme=row["scheme"], value=row["value"], rule=row["rule"], rests_on=row["rests_on"], evidence=evidence))
    return disease, lineage, tuple(made)


def bears(group: Group, names: tuple[str, ...]) -> bool:
    """Whether a subtype rests on a finding or on a variant of a gene that is named."""
    result = group.first.result
    if group.first.family.name == "variants":
        return any(name.startswith(f"{result.gene} ") for name in names)
    return result.name in names and result.status == "present"


def age_at(found: Found, sources: list[Source], window: int) -> float | None:
    """The age that the report nearest to the diagnosis states, in years."""
    told = [
        (abs(days_between(found.date, source.date)), source.order, source.report.patient.age.value)
        for source in sources
        if source.date and source.report.patient.age and abs(days_between(found.date, source.date)) <= window
    ]
    return min(told)[-1] if told else None
