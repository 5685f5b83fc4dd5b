"""The course: words on response as printed, disease outside the marrow, cells of a donor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allreport.explain.choose.base import Case, Choice, Word, both, doubtful, names
from allreport.explain.model import Section
from allreport.explain.numbers import written
from allreport.explain.source import cleaned
from allreport.model.base import Sourced
from allreport.model.report import Response

MEANING: dict[str, tuple[str, ...]] = {
    "remission": ("response.few.plain",),
    "CR": ("response.few.plain",),
    "CRi": ("response.few.plain",),
    "CRh": ("response.few.plain",),
    "MLFS": ("response.few.plain",),
    "molecular_remission": ("response.few.plain", "response.exact.plain"),
    "partial_remission": ("response.still.plain",),
    "refractory": ("response.still.plain",),
    "relapse": ("response.again.plain",),
    "molecular_relapse": ("response.again.plain", "response.exact.plain"),
    "CD19_negative_relapse": ("response.again.plain",),
    "regeneration": ("response.new_cells.plain",),
    "lineage_switch": ("response.switch.plain",),
}
ASK = ("response.ask.mean", "response.ask.based")


def responses(case: Case) -> Iterator[Choice]:
    """The report's own words on the course, never worked out."""
    seen = set()
    for found in case.report.responses:
        word = cleaned(found.text)
        if (found.kind, found.status) in seen:
            continue
        seen.add((found.kind, found.status))
        thing = Word("thing.response", {"word": word})
        if case.unread(found) or case.conflict(found):
            yield doubtful("course", "response", "unreadable" if case.unread(found) else "conflict", thing, both(found), found.kind)
        elif found.status == "indeterminate" or found.certainty != "stated":
            yield doubtful("course", "response", "equivocal", thing, (found,), found.kind)
        else:
            yield told(found, word)
    for found in case.report.previous.responses:
        yield Choice("course", "previous", "present", "response.previous.headline", ("response.previous.plain",), (), ASK, {"word": cleaned(found.text)}, (found,), found.kind)


def told(found: Response, word: str) -> Choice:
    """One word on the course, found or not found."""
    absent = found.status == "absent"
    said = ("response.plain",) if absent else (*MEANING[found.kind], "response.plain")
    return Choice("course", "response", "absent" if absent else "present", f"response.{found.status}.headline", said, (), ASK, {"word": word}, (found,), found.kind)


def before(case: Case) -> Iterator[Choice]:
    """What else the report recalls of an earlier time: illness, markers, karyotypes, spinal fluid; its words, and that it was earlier."""
    earlier = case.report.previous
    markers = tuple(earlier.markers)
    if markers:
        yield recalled("markers", names([result.marker for result in markers]), markers)
    kinds: tuple[tuple[Section, Sequence[Sourced]], ...] = (("disease", earlier.disease), ("genes", earlier.karyotypes), ("fluid", earlier.cns), ("course", earlier.extramedullary))
    for section, results in kinds:
        for found in results:
            yield recalled(section, cleaned(found.text), (found,))


def recalled(section: Section, word: str, evidence: Sequence[Sourced]) -> Choice:
    """The report's words on an earlier time."""
    return Choice(section, "previous", "present", "response.previous.headline", ("response.previous.plain",), (), ASK, {"word": word}, evidence)


def places(case: Case) -> Iterator[Choice]:
    """Disease outside marrow, blood and spinal fluid."""
    seen = set()
    for found in case.report.extramedullary:
        if (found.site, found.status) in seen:
            continue
        seen.add((found.site, found.status))
        site = Word(f"place.{found.site}")
        if case.unread(found) or case.conflict(found):
            yield doubtful("course", "extramedullary", "unreadable" if case.unread(found) else "conflict", Word("thing.place", {"site": site}), both(found), found.site)
        elif found.status == "indeterminate":
            yield doubtful("course", "extramedullary", "equivocal", Word("thing.place", {"site": site}), (found,), found.site)
        else:
            absent = found.status == "absent"
            asks = ("extramedullary.ask.checked", "state.ask.other_test" if absent else "extramedullary.ask.found")
            said = ("extramedullary.plain", "extramedullary.limit.plain") if absent else ("extramedullary.plain",)
            yield Choice("course", "extramedullary", "absent" if absent else "present", f"extramedullary.{found.status}.headline", said, (), asks, {"site": site}, (found,), found.site)


def donor(case: Case) -> Iterator[Choice]:
    """The share of cells that come from a donor."""
    asks = ("chimerism.ask.change", "chimerism.ask.next")
    for field, results in (("chimerism", case.report.chimerism), ("previous", case.report.previous.chimerism)):
        for found in results:
            value = written(found.donor) if found.donor else ""
            said = ("chimerism.plain",) if field == "chimerism" else ("response.previous.plain", "chimerism.plain")
            if case.unread(found) or case.conflict(found) or not (value or found.word):
                yield doubtful("course", field, "conflict" if case.conflict(found) else "unreadable", Word("thing.chimerism"), both(found))
            elif value:
                yield Choice("course", field, "present", "chimerism.number.headline", said, (), asks, {"value": value}, (found,))
            else:
                yield Choice("course", field, "present", "chimerism.word.headline", said, (), asks, {"word": found.word or ""}, (found,))
