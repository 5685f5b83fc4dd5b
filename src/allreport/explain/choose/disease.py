"""The name of the illness, its cell family and type; the state of the report; the sample."""

from __future__ import annotations

from collections.abc import Iterator

from allreport.explain.choose.base import Case, Choice, Word, both, doubtful
from allreport.explain.source import cleaned
from allreport.model.report import Disease, Report, Specimen

ABOUT = ("ALL", "LBL", "MPAL")
LINEAGE = {"B": "disease.b.plain", "T": "disease.t.plain", "mixed": "disease.mpal.plain", "unspecified": "disease.any.plain"}
FAMILY = {"B": "lineage.b", "T": "lineage.t", "mixed": "lineage.mixed"}
MATURATION = {"ETP": "maturation.etp.more", "near-ETP": "maturation.near_etp.more"}
STATUS_ASK = {
    "final": ("status.ask.all_results", "status.ask.other_reports"),
    "preliminary": ("status.ask.final", "status.ask.now"),
    "amended": ("status.ask.what_changed", "state.ask.plan_changed", "status.ask.other_reports"),
    "addendum": ("status.ask.what_changed", "status.ask.all_results"),
}
SITE_PLAIN = {"bone_marrow": "specimen.marrow.plain", "csf": "specimen.fluid.plain"}
SOUND = ("adequate", "particulate", "good", "satisfactory", "sufficient")  # words for a sample that was good enough


def status(case: Case) -> Iterator[Choice]:
    """Whether the report is final, early, added to or changed."""
    found = case.report.status
    if found is not None:
        key = f"status.{found.value}"
        yield Choice("status", "report_status", "changed" if found.value == "amended" else "present", f"{key}.headline", (f"{key}.plain",), (), STATUS_ASK[found.value], {}, (found,), found.value)


def disease(case: Case) -> Iterator[Choice]:
    """The illness as the report names it; its cell family; a type that the report itself prints."""
    found = case.report.disease
    if found is None:
        if case.read("diagnosis") or any(section.role == "diagnosis" for section in case.report.sections):
            yield doubtful("silent", "disease", "not_mentioned", Word("thing.disease"))
        return
    if case.unread(found):
        yield doubtful("disease", "disease", "unreadable", Word("thing.disease"), (found,))
    elif case.conflict(found):
        yield doubtful("disease", "disease", "conflict", Word("thing.disease"), both(found))
    else:
        yield named(case, found)
    lineage = case.report.lineage
    if lineage is not None and lineage.value in FAMILY and (lineage.start, lineage.end) != (found.start, found.end):
        if case.conflict(lineage):
            yield doubtful("disease", "lineage", "conflict", Word("thing.lineage"), both(lineage))
        else:
            yield Choice("disease", "lineage", "present", "lineage.present.headline", (LINEAGE[lineage.value],), (), ("disease.ask.type", "disease.ask.tests"), {"family": Word(FAMILY[lineage.value])}, (lineage,), lineage.value)
    for subtype in case.report.subtypes:
        if subtype.basis == "stated":
            plain = ("subtype.nos.plain",) if "NOS" in subtype.value.split() else ("subtype.present.plain",)
            yield Choice("disease", "subtype", "present", "subtype.present.headline", plain, (), ("disease.ask.final", "disease.ask.type"), {"name": cleaned(subtype.value)}, (subtype,), subtype.scheme)


def named(case: Case, found: Disease) -> Choice:
    """The illness by its printed name, what it is, and what is known of it at large."""
    sure = found.certainty == "stated"
    lineage = case.report.lineage.value if case.report.lineage else "unspecified"
    more: list[str] = []
    if found.value == "LBL":
        plain = ["disease.lbl.plain", LINEAGE[lineage]]
        more.append("disease.lbl.more")
    elif found.value == "MPAL":
        plain = ["disease.mpal.plain"]
    else:
        plain = ["disease.all.plain", LINEAGE[lineage]]
        more += {"B": ["disease.b_who.more"], "T": ["disease.t_who.more"]}.get(lineage, [])
        more += ["disease.cause.more", "disease.stage.more"]
    if not sure:
        plain.insert(0, "disease.probable.plain")
    slots: dict[str, str | Word] = {"name": cleaned(found.text)}
    stage = case.report.maturation
    evidence = [found]
    if stage is not None:
        more.append(MATURATION.get(stage.value, "maturation.other.more"))
    headline = "disease.present.headline" if sure else "disease.probable.headline"
    asks = ("disease.ask.final", "disease.ask.where" if found.value == "LBL" else "disease.ask.type", "disease.ask.tests")
    choice = Choice("disease", "disease", "present", headline, tuple(plain), tuple(more), asks, slots, tuple(evidence), found.value)
    return choice if stage is None or stage.value in MATURATION else choice._replace(slots={**slots, "word": cleaned(stage.value)})


def limited(report: Report) -> bool:
    """Whether the report says that a sample was limited: dry tap, diluted, too little."""
    return any(specimen.adequacy and not good(specimen) for specimen in report.specimens)


def good(specimen: Specimen) -> bool:
    """Whether the word for a sample's adequacy is a good one."""
    word = (specimen.adequacy or "").casefold()
    return word.startswith(SOUND)


def specimens(case: Case) -> Iterator[Choice]:
    """What the samples were, and whether one was limited."""
    seen = set()
    for specimen in case.report.specimens:
        poor = bool(specimen.adequacy) and not good(specimen)
        if (specimen.site, poor) in seen:
            continue
        seen.add((specimen.site, poor))
        slots = {"site": Word(f"site.{specimen.site}")}
        plain = (SITE_PLAIN[specimen.site], "specimen.plain") if specimen.site in SITE_PLAIN else ("specimen.plain",)
        if poor:
            yield Choice("specimen", "specimen", "failed", "specimen.limited.headline", ("specimen.limited.plain",), plain, ("specimen.ask.enough", "specimen.ask.again"), slots, (specimen,), specimen.site)
        else:
            yield Choice("specimen", "specimen", "present", "specimen.present.headline", plain, (), ("specimen.ask.enough", "specimen.ask.before"), slots, (specimen,), specimen.site)
