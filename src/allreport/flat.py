"""`facts`: a report as flat rows of plain values, one row a fact, the same columns for all."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

from allreport.model.base import Quantity, Sourced
from allreport.model.report import Report


class Fact(NamedTuple):
    """One fact. Columns are described in docs/fields.md; null where they say nothing."""

    id: str | None = None
    part: str | None = None
    patient: str | None = None
    field: str = ""
    name: str | None = None
    status: str | None = None
    value: str | float | int | None = None
    low: float | None = None
    high: float | None = None
    comparator: str | None = None
    unit: str | None = None
    hgvs: str | None = None
    transcript: str | None = None
    allele_percent: float | None = None
    tier: str | None = None
    value_as_written: str | None = None
    unit_as_written: str | None = None
    flag: str | None = None
    reference_low: float | None = None
    reference_high: float | None = None
    site: str | None = None
    method: str | None = None
    timepoint: str | None = None
    specimen: int | None = None
    date: str | None = None
    date_kind: str | None = None
    timepoint_standard: str | None = None
    denominator: str | None = None
    count: int | None = None  # type: ignore[assignment]
    total: int | None = None
    target: str | None = None
    detection_limit: float | None = None
    quantification_limit: float | None = None
    basis: str | None = None
    review: str | None = None
    temporality: str | None = None
    certainty: str | None = None
    code_system: str | None = None
    code: str | None = None
    rule: str | None = None
    start: int | None = None
    end: int | None = None
    text: str | None = None
    section: str | None = None
    cutoff: float | None = None
    scale: str | None = None
    protocol: str | None = None


COLUMNS = Fact._fields


def facts(report: Report, id: str | None = None, part: str | None = None, patient: str | None = None) -> list[Fact]:  # noqa: A002
    """The content of a report as rows; `id`, `part` and `patient` are the caller's own keys and only passed through."""
    keys = {"id": id, "part": part, "patient": patient}
    return [Fact(**{**keys, **row}) for row in rows(report)]


def base(entry: Sourced, field: str, **more: Any) -> dict[str, Any]:
    """The columns that every row has."""
    row: dict[str, Any] = {
        "field": field,
        "review": entry.review,
        "temporality": entry.temporality,
        "certainty": entry.certainty,
        "rule": entry.rule,
        "start": entry.start,
        "end": entry.end,
        "text": entry.text,
        "section": entry.section,
        "timepoint": entry.timepoint,
        "timepoint_standard": entry.timepoint_standard,
        "specimen": entry.specimen,
        "date": entry.date,
        "date_kind": entry.date_kind,
        "basis": "stated",
    }
    if entry.codes:
        row["code_system"], row["code"] = entry.codes[0].system, entry.codes[0].code
    row.update(more)
    return row


def quantity(value: Quantity | None) -> dict[str, Any]:
    if value is None:
        return {}
    return {
        "value": value.value,
        "low": value.low,
        "high": value.high,
        "comparator": value.comparator if value.value is not None or value.comparator == "<" else None,
        "unit": value.unit,
        "value_as_written": value.written,
    }


def rows(report: Report) -> Iterator[dict[str, Any]]:
    for field, single in (
        ("disease", report.disease),
        ("lineage", report.lineage),
        ("maturation", report.maturation),
        ("cns", report.cns),
        ("report_status", report.status),
        ("age", report.patient.age),
        ("sex", report.patient.sex),
        ("marrow_class", report.marrow_class),
    ):
        if single is not None:
            yield base(single, field, value=single.value, **({"name": single.name} if field == "disease" else {}))  # type: ignore[union-attr]
    for date in report.dates:
        yield base(date, "date", name=date.kind, value=date.value, date=date.value, date_kind=date.kind)
    for specimen in report.specimens:
        yield base(specimen, "specimen", name=str(specimen.number), value=specimen.procedure, site=specimen.site, specimen=specimen.number)
    for cellularity in report.cellularity:
        yield base(cellularity, "cellularity", **(quantity(cellularity.percent) or {"value": cellularity.word}))
    yield from fluid(report)
    for variant in report.variants:
        yield base(
            variant,
            "variant",
            name=variant.gene,
            status="present",
            hgvs=" ".join(filter(None, (variant.coding, variant.protein))),
            transcript=variant.transcript,
            allele_percent=variant.allele_percent,
            tier=variant.tier,
        )
    for other in report.iscn_other:
        yield base(other, "iscn_other", name=other.technique, value=other.iscn)
    for subtype in report.subtypes:
        yield base(subtype, "subtype", name=subtype.scheme, value=subtype.value, basis=subtype.basis)
    yield from repeated(report)
    yield from repeated(report.previous)


def fluid(report: Report) -> Iterator[dict[str, Any]]:
    """The rows of the spinal fluid, and the class it had before."""
    for earlier in report.previous.cns:
        yield base(earlier, "cns", value=earlier.value)
    for count in report.csf:
        yield base(count, "csf", name=count.analyte, value=count.value, comparator=count.comparator, unit=count.unit, site="csf")
    for cells in report.csf_cells:
        yield base(cells, "csf_cells", status=cells.status, method=cells.method, site="csf")
    if report.traumatic_tap is not None:
        yield base(report.traumatic_tap, "traumatic_tap", value="yes" if report.traumatic_tap.value else "no", site="csf")
    if report.cns_hint is not None:
        yield base(report.cns_hint, "cns_hint", value=report.cns_hint.value, basis=report.cns_hint.basis, site="csf")


def repeated(block: Any) -> Iterator[dict[str, Any]]:
    """The rows of what may be current or earlier."""
    for blast in block.blasts:
        yield base(
            blast,
            "blasts",
            site=blast.site,
            method=blast.method,
            denominator=blast.denominator,
            count=blast.count,
            total=blast.total,
            **quantity(blast.percent),
        )
    for value in block.cbc:
        yield base(
            value,
            "cbc",
            name=value.analyte,
            value=value.value,
            low=value.low,
            high=value.high,
            comparator=value.comparator,
            unit=value.unit,
            value_as_written=value.value_as_written,
            unit_as_written=value.unit_as_written,
            flag=value.flag,
            reference_low=value.reference_low,
            reference_high=value.reference_high,
            site="peripheral_blood",
        )
    for marker in block.markers:
        yield base(marker, "marker", name=marker.marker, status=marker.status, value=marker.percent, method=marker.method)
    for karyotype in block.karyotypes:
        yield base(karyotype, "karyotype", value=karyotype.iscn, method="karyotype")
    for finding in block.genetic_findings:
        yield base(
            finding,
            "genetic_finding",
            name=finding.name,
            status=finding.status,
            method=finding.method,
            value=finding.percent,
            count=finding.count,
            total=finding.total,
            basis=finding.basis,
        )
    for place in block.extramedullary:
        yield base(place, "extramedullary", name=place.site, status=place.status)
    for response in block.responses:
        yield base(response, "response", name=response.kind, status=response.status, value=response.number)
    for chimerism in block.chimerism:
        yield base(chimerism, "chimerism", name=chimerism.cells, status=chimerism.word, method=chimerism.method, **quantity(chimerism.donor))
    for result in block.mrd:
        yield base(
            result,
            "mrd",
            status=result.status,
            site=result.site,
            method=result.method,
            target=result.target,
            denominator=result.denominator,
            count=result.count,
            total=result.total,
            detection_limit=result.detection_limit,
            quantification_limit=result.quantification_limit,
            cutoff=result.cutoff,
            scale=result.scale,
            protocol=result.protocol,
            **quantity(result.level),
        )
