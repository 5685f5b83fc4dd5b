"""Specimens of the report: site, procedure, adequacy."""

from __future__ import annotations

from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading, at, site_of_words

PROCEDURE = compile(r"aspirat(?:e|ion)|core biopsy|trephine|biopsy|clot section|excision|touch prep|lumbar puncture|cytospin|smear|edta|heparin|tru-?cut|thoracentesis")
PART = compile(r"\b(?:bone marrow|peripheral blood|cerebrospinal fluid|csf|lymph node|pleural fluid|pleural effusion)\b")
ADEQUACY_WORDS = ["hemodilute", "hemodiluted", "hemodilution", "haemodilute", "haemodiluted", "haemodilution", "aspicular", "clotted", "dry", "suboptimal", "inadequate", "insufficient", "adequate", "particulate", "aparticulate", "crush", "few"]
ADEQUACY = compile(r"(?:(?:hemo|haemo)dilut(?:e|ed|ion)|aspicular|clotted|dry tap|suboptimal|inadequate|insufficient|adequate|particulate|aparticulate|crush artefact|few (?:spicules|particles|crumbs))\b")
SITES = {"bone_marrow": "bone_marrow", "peripheral_blood": "peripheral_blood", "csf": "csf", "lymph_node": "lymph_node"}


def read(reading: Reading) -> list[dict[str, Any]]:
    """The specimens named in the head of the report, else the sites its sections are about."""
    folded = reading.document.folded
    found: list[dict[str, Any]] = []
    seen: set[str] = set()
    for place, text in reading.specimen_lines:
        parts = list(PART.finditer(text))
        for index, part in enumerate(parts):
            own = text[part.start() : parts[index + 1].start()] if index + 1 < len(parts) else text[part.start() :]
            add(reading, place + part.start(), place + part.end(), own if len(parts) > 1 else text, found, seen)
        if not found:
            site = site_of_words(text)
            if site:
                end = place + len(text.split("  ")[0].rstrip())
                record(reading, site, place, end, text, found, seen)
    if not found:
        for section in reading.document.sections:
            if section.site in SITES and section.role == "result" and section.site not in seen:
                end = folded.find("\n", section.heading_start, section.heading_start + 60)
                end = section.start if section.start > section.heading_start else end
                record(reading, section.site, section.heading_start, end, folded[section.heading_start : end], found, seen)
    adequacy = next(at(ADEQUACY, folded, reading.document.places_of(ADEQUACY_WORDS)), None) if found else None
    if adequacy:
        found[0]["adequacy"] = adequacy.group()
    return found


def add(reading: Reading, start: int, end: int, text: str, found: list[dict[str, Any]], seen: set[str]) -> None:
    site = site_of_words(reading.document.folded[start:end]) or ("pleural_fluid" if "pleural" in reading.document.folded[start:end] else None)
    if site is not None:
        record(reading, site, start, end, text, found, seen)


def record(reading: Reading, site: str, start: int, end: int, text: str, found: list[dict[str, Any]], seen: set[str]) -> None:
    if site in seen or end <= start:
        return
    seen.add(site)
    procedure = PROCEDURE.search(text)
    found.append(reading.sourced(start, end, "specimen.site", number=len(found) + 1, site=site, procedure=procedure.group() if procedure else None))
