"""`parse`: the whole flow on one screen."""

from __future__ import annotations

import hashlib
import time
from typing import Any

from allreport import assemble
from allreport.classify import cns_hint, subtypes
from allreport.document import Document
from allreport.errors import InputError, ParseTimeout
from allreport.language import check_language
from allreport.model.report import Report
from allreport.options import ParseOptions
from allreport.producer import producer
from allreport.read import blasts, counts, csf, date, disease, genetics, karyotypes, markers, marrow, mrd, patient, response, specimen, status
from allreport.read.columns import Columns
from allreport.read.context import Reading
from allreport.read.earlier import Dates
from allreport.read.number import decimal_comma
from allreport.scan import scan
from allreport.source import Document as Source


def parse(text: str | Source, options: ParseOptions | None = None) -> Report:
    """The typed content of one report: of a text, or of a `Document` as `read_document` gives it. Content never raises; doubt is in `Report.issues`.

    Raises `InputError` for what is not text or longer than `max_chars`, `ParseTimeout` if the caller's deadline passes.
    """
    if not isinstance(text, Source):
        return Report.model_validate(read(text, options or ParseOptions()))
    data = read(text.text, options or ParseOptions())
    data["issues"] += issues_of(text)
    return Report.model_validate(data)


def issues_of(source: Source) -> list[dict[str, Any]]:
    """What is in doubt about a document before its text is read."""
    doubts = []
    if source.metadata.get("encoding_guessed"):
        message = f"the encoding was not told and was taken for {source.metadata.get('encoding')}; look at signs such as \u00b5 and \u00b0"
        doubts.append({"code": "encoding_guessed", "severity": "warning", "field": None, "message": message})
    if source.metadata.get("pages_without_text"):
        message = f"pages {source.metadata['pages_without_text']} are pictures without text and were not read"
        doubts.append({"code": "page_without_text", "severity": "error", "field": None, "message": message})
    return doubts


class Clock:
    """The caller's deadline, checked between stages."""

    def __init__(self, seconds: float | None) -> None:
        self.end = None if seconds is None else time.monotonic() + seconds

    def check(self) -> None:
        if self.end is not None and time.monotonic() > self.end:
            raise ParseTimeout("the deadline passed before the report was read")


def check_input(text: object, options: ParseOptions) -> str:
    if not isinstance(text, str):
        raise InputError(f"parse() takes text (str), not {type(text).__name__}; decode bytes first or use the command line", code="not_text")
    if len(text) > options.max_chars:
        raise InputError(
            f"the text has {len(text):,} characters, more than max_chars={options.max_chars:,}; split it into reports or raise max_chars", code="too_long"
        )
    return text


def read(text: object, options: ParseOptions) -> dict[str, Any]:
    """The report as plain data, ready for one validation."""
    raw = check_input(text, options)
    clock = Clock(options.deadline)
    document = Document(raw)
    clock.check()
    iscn = karyotypes.find(document)
    spans = [(place.start, place.end) for place in iscn]
    reading = Reading(document, scan(document, spans), decimal_comma(document.folded), spans, options.date_order)
    clock.check()

    dates = date.read(reading)
    timeline = assemble.Timeline(reading, dates)
    columns, past = Columns(reading), Dates(reading)
    blood, fluid = counts.read(reading, columns, past)
    clock.check()
    chromosomes, other_iscn, from_iscn = assemble.iscn(reading, iscn, timeline)
    findings, variants = genetics.read(reading)
    clock.check()

    nerves = csf.read(reading)
    data: dict[str, Any] = {
        "producer": producer(options),
        "source_length": len(raw),
        "source_sha256": hashlib.sha256(raw.encode("utf-8", "surrogatepass")).hexdigest(),
        "language": check_language(reading),
        "patient": patient.read(reading),
        "status": status.read(reading),
        "specimens": specimen.read(reading),
        "cellularity": marrow.read_cellularity(reading),
        "marrow_class": marrow.read_class(reading),
        "cns": nerves["cns"],
        "csf_cells": nerves["cells"],
        "traumatic_tap": nerves["tap"],
        "csf": [assemble.clean(value) for value in fluid],
        "variants": [assemble.clean(variant) for variant in variants],
        "iscn_other": other_iscn,
        "sections": [{"name": section.name, "role": section.role, "start": section.start, "end": section.end} for section in document.sections],
        **disease.read(reading),
    }
    previous: dict[str, Any] = {"cns": nerves["earlier"]}
    percentages = blasts.read(reading, columns, past)
    assemble.blast_percent(blood, percentages, reading)
    residual = mrd.read(reading)
    follow_up = bool(residual) and mrd.is_mrd_report(document)
    families = {
        "blasts": assemble.blasts(reading, timeline, percentages, treated=bool(residual)),
        "cbc": assemble.counts(reading, timeline, blood),
        "markers": assemble.markers(reading, timeline, markers.read(reading, columns), past, treated=bool(residual)),
        "karyotypes": chromosomes,
        "genetic_findings": assemble.genetics(reading, timeline, [*from_iscn, *findings], follow_up, treated=bool(residual)),
        "mrd": assemble.mrd(reading, timeline, residual),
        "responses": assemble.course(reading, timeline, response.responses(reading), "kind"),
        "extramedullary": assemble.course(reading, timeline, response.extramedullary(reading), "site"),
        "chimerism": assemble.course(reading, timeline, response.chimerism(reading), "cells"),
    }
    for name, found in families.items():
        if options.dates == "keep":
            assemble.date_earlier(timeline, found)
        data[name], previous[name] = assemble.split(found)
    data["subtypes"] = subtypes(data)
    clock.check()
    data["cbc"] = {"values": data["cbc"]}
    data["cns_hint"] = cns_hint(data)
    data["markers"] = {"results": data["markers"]}
    data["previous"] = previous
    if options.dates == "keep":
        data["dates"] = [assemble.clean(found) for found in dates]
    assemble.little_understood(reading, data)
    data["issues"] = reading.issues
    return data
