"""MRD: value, limit, method, sample and time, or which of them is missing."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allreport.explain.choose.base import ASK as DOUBT_ASK
from allreport.explain.choose.base import Case, Choice, Said, Word, both, doubtful, names, percent
from allreport.explain.model import State
from allreport.explain.numbers import base_of, plain, share, written
from allreport.explain.source import cleaned
from allreport.model.report import MRDResult

SENSITIVE = 0.01  # percent: a test that sees less deep gives a result in between
MICROSCOPE = 1.0  # percent under which a microscope alone is not enough
STATES: dict[str, State] = {"positive": "present", "negative": "absent", "indeterminate": "equivocal", "not_tested": "not_tested", "pending": "pending", "failed": "failed"}
ASK = ("mrd.ask.next", "mrd.ask.method", "mrd.ask.plan")


def residual(case: Case) -> Iterator[Choice]:
    """One message for each result; a result that an amended report replaces is told as changed."""
    for result in case.report.mrd:
        if case.unread(result):
            yield doubtful("mrd", "mrd", "unreadable", Word("thing.mrd"), (result,))
        elif case.conflict(result) and result.alternatives:
            yield doubtful("mrd", "mrd", "conflict", Word("thing.mrd"), both(result))
        else:
            yield measured(case, result)
    amended = case.report.status is not None and case.report.status.value == "amended"
    for result in case.report.previous.mrd:
        yield before(case, result, amended=amended and replaced(result, case.report.mrd))
    if not case.report.mrd and case.read("mrd"):
        yield doubtful("silent", "mrd", "unreadable", Word("thing.mrd"), case.passage("mrd"))


def replaced(earlier: MRDResult, current: Sequence[MRDResult]) -> bool:
    """Whether an earlier result is the one that an amended report takes back: not of another time or date."""
    return earlier.section != "prior" and not any((earlier.timepoint or earlier.date) and (earlier.timepoint, earlier.date) != (result.timepoint, result.date) for result in current)


def site_of(result: MRDResult) -> Word:
    """Where the sample came from."""
    return Word(f"site.{result.site}" if result.site else "site.unknown")


def measured(case: Case, result: MRDResult) -> Choice:
    """One result with what belongs to it."""
    state = STATES[result.status]
    slots: dict[str, str | Word] = {"site": site_of(result)}
    if state not in {"present", "absent", "equivocal"}:
        return Choice("mrd", "mrd", state, f"mrd.{state}.headline", ("mrd.what.plain", f"state.{state}.plain"), (), DOUBT_ASK[state], slots, (result,))
    level = percent(result.level) if result.level else None
    bounded = result.level is not None and result.level.comparator in {"<", "<="}
    headline, said = answer(result, state, level, bounded=bounded, slots=slots)
    said += limits(result, state, slots)
    if result.cutoff is not None and result.cutoff != result.detection_limit:
        said.append(("mrd.cutoff.plain", {"limit": f"{plain(result.cutoff)}%"}))
    more = background(result, slots)
    if len(result.targets) > 1:
        more.append(("mrd.targets.more", {"names": names([cleaned(target.target) for target in result.targets])}))
    if state == "absent":
        more.append("mrd.absent.more")
        if case.limited:
            more.append("limited.more")
    elif state == "present":
        more.append("mrd.present.more")
    if len({other.method for other in case.report.mrd}) > 1 and len({other.status for other in case.report.mrd}) > 1:
        more.append("mrd.two_methods.more")
    asks = DOUBT_ASK["equivocal"] if state == "equivocal" else ASK if result.detection_limit is not None else (*ASK, "mrd.ask.limit")
    return Choice("mrd", "mrd", state, headline, tuple(said), tuple(more), asks, slots, (result,), result.method)


def answer(result: MRDResult, state: State, level: float | None, *, bounded: bool, slots: dict[str, str | Word]) -> tuple[str, list[Said]]:
    """The headline and what the answer means; level and limit share one denominator."""
    if state == "equivocal":
        return "mrd.equivocal.headline", ["mrd.what.plain", "state.equivocal.plain"]
    if state == "absent":
        bare = result.detection_limit is None
        return f"mrd.absent{'_bare' if bare else ''}.headline", ["mrd.what.plain", "mrd.means_absent.plain"]
    said: list[Said] = ["mrd.what.plain", "mrd.means_found.plain"]
    if bounded:
        return "mrd.present_low.headline", [*said, "mrd.low.plain"]
    if result.level is None or not written(result.level):
        return "mrd.present_bare.headline", said
    slots["value"] = written(result.level)
    every = None if level is None or result.level.comparator != "=" else base_of(*(part for part in (level, result.detection_limit) if part is not None))
    if level is not None and every is not None:
        number, of = share(level, every)
        slots["amount"] = Word("number.exact", {"n": number, "d": of})
        said.append("mrd.amount.plain")
    if level is not None and level < MICROSCOPE:
        said.append("mrd.micro.plain")
    return "mrd.present.headline", said


def limits(result: MRDResult, state: State, slots: dict[str, str | Word]) -> list[Said]:
    """The limit of the test, or that it is not given."""
    limit = result.detection_limit
    if limit is None:
        return ["mrd.no_limit.plain", *(["mrd.below_bare.plain", "mrd.weak.plain"][: 1 if state == "absent" else 0])]
    slots["limit"] = f"{plain(limit)}%"
    level = percent(result.level) if result.level and result.level.comparator == "=" else None
    every = base_of(*(part for part in (level, limit) if part is not None)) or base_of(limit)
    said: list[Said] = ["mrd.limit_bare.plain"]
    if every is not None:
        number, of = share(limit, every)
        slots["limit_amount"] = Word("number.exact", {"n": number, "d": of})
        said = ["mrd.limit.plain"]
    if state == "absent":
        said.append("mrd.below.plain" if every is not None else "mrd.below_bare.plain")
        if limit > SENSITIVE:
            said.append("mrd.weak.plain")
    return said


def background(result: MRDResult, slots: dict[str, str | Word]) -> list[Said]:
    """Method, sample and time, each given or said to be missing."""
    more: list[Said] = []
    if result.method is None:
        more.append("mrd.no_method.more")
    else:
        slots["method"] = Word(f"method.{result.method}")
        more += ["mrd.method.more", *([f"mrd.method_{result.method}.more"] if result.method in {"flow", "PCR", "NGS"} else [])]
    more.append("mrd.site.more" if result.site else "mrd.no_site.more")
    if result.timepoint:
        slots["time"] = cleaned(result.timepoint)
        more.append("mrd.time.more")
    else:
        more.append("mrd.no_time.more")
    return more


def before(case: Case, result: MRDResult, *, amended: bool) -> Choice:
    """An earlier result, or the one that this report takes back."""
    value = written(result.level) if result.level else ""
    slots: dict[str, str | Word] = {"value": value} if value else {}
    if amended and (value or result.status == "negative"):
        headline = "mrd.changed_found.headline" if result.status != "negative" else "mrd.changed_absent.headline"
        return Choice("mrd", "mrd", "changed", headline, ("state.changed.plain",), (), DOUBT_ASK["changed"], slots, (result, *case.report.mrd))
    told = "previous_absent" if result.status == "negative" else "previous" if value else "previous_found"
    headline = f"mrd.{told}.headline"
    state = STATES[result.status]
    if state in {"present", "absent"}:
        return Choice("mrd", "previous", state, headline, ("mrd.previous.plain",), (), ("mrd.ask.fit", "mrd.ask.next"), slots, (result,))
    return doubtful("mrd", "previous", state, Word("thing.mrd"), (result,))
