"""The fluid around brain and spine: the class as printed, and counts. No class is worked out."""

from __future__ import annotations

from collections.abc import Iterator

from allreport.explain.choose.base import Case, Choice, Said, Slots, Word, both, doubtful
from allreport.explain.numbers import plain
from allreport.model.report import CNSStatus, FluidCount

SITE = Word("site.csf")
ASK = ("cns.ask.use", "cns.ask.blood", "cns.ask.again")


def fluid(case: Case) -> Iterator[Choice]:
    """CNS class and fluid counts."""
    found = case.report.cns
    if found is not None:
        if case.unread(found):
            yield doubtful("fluid", "cns", "unreadable", Word("thing.cns"), (found,))
        elif case.conflict(found):
            yield doubtful("fluid", "cns", "conflict", Word("thing.cns"), both(found))
        else:
            yield classed(case, found)
    for count in case.report.csf:
        slots: Slots = {"site": SITE, "value": value_of(count)}
        key = {"WBC": "wbc", "RBC": "rbc"}.get(count.analyte, "other")
        plain_id = "csf.rbc.plain" if key == "rbc" else "csf.wbc.plain"
        yield Choice("fluid", "csf", "present", f"csf.{key}.headline", ("cns.fluid.plain", plain_id), (), ("csf.ask.count", "cns.ask.again"), slots, (count,), count.analyte)
    if found is None and case.report.csf:
        yield doubtful("silent", "cns", "not_mentioned", Word("thing.cns"))
    elif found is None and not case.report.csf_cells and case.read("csf"):
        yield doubtful("silent", "csf", "unreadable", Word("thing.csf"), case.passage("csf"))


def cells(case: Case) -> Iterator[Choice]:
    """Leukemia cells in the fluid by one method, beside the class."""
    for found in case.report.csf_cells:
        thing = Word("thing.fluid_cells", {"site": SITE})
        if case.unread(found) or case.conflict(found):
            yield doubtful("fluid", "csf_cells", "unreadable" if case.unread(found) else "conflict", thing, both(found), found.method)
        elif found.status == "indeterminate":
            yield doubtful("fluid", "csf_cells", "equivocal", thing, (found,), found.method)
        else:
            how: list[Said] = [{"cytology": "cns.look.more", "flow": "cns.flow.more"}[found.method]] if found.method else []
            how += ["cns.limit.more"] if found.status == "absent" else []
            yield Choice("fluid", "csf_cells", found.status, f"cns.{found.status}_bare.headline", ("cns.fluid.plain",), tuple(how), ASK, {"site": SITE}, (found,), found.method)


def value_of(count: FluidCount) -> str:
    """A count as the report writes it."""
    return " ".join(count.text.split()) or plain(count.value)


def classed(case: Case, found: CNSStatus) -> Choice:
    """The class as printed: which group it is, what the groups are."""
    group = found.value[3:4] if found.value.startswith("CNS") else ""
    slots: dict[str, str | Word] = {"site": SITE, "word": found.value}
    said: list[Said] = ["cns.fluid.plain", "cns.what.plain"]
    state = "absent" if group == "1" or found.value == "negative" else "present"
    if group:
        headline = {"1": "cns.absent.headline", "2": "cns.present.headline"}.get(group, "cns.signs.headline")
        said += ["cns.one.plain", "cns.two.plain", "cns.three.plain"]
    else:
        headline = "cns.absent_bare.headline" if state == "absent" else "cns.present_bare.headline"
        said += ["cns.no_group.plain"]
    more: list[Said] = []
    if len(found.value) > len("CNS1") and group:
        more.append("cns.letter.more")
    red = next((count for count in case.report.csf if count.analyte == "RBC"), None)
    tap = case.report.traumatic_tap
    if red is not None:
        slots["value"] = value_of(red)
    if tap is not None:
        more.append("cns.tap.more" if tap.value else "cns.no_tap.more")
    more += ["cns.red.more"] if red is not None else [] if tap is not None else ["cns.blood.more"]
    more.append("cns.method.more")
    if state == "absent":
        more.append("cns.limit.more")
        if case.limited:
            more.append("limited.more")
    return Choice("fluid", "cns", state, headline, tuple(said), tuple(more), ASK, slots, (found,), found.value)  # type: ignore[arg-type]
