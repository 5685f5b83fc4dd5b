"""Blasts by site, cellularity, marrow class."""

from __future__ import annotations

from collections.abc import Iterator

from allreport.explain.choose.base import GROWN, Case, Choice, Slots, Word, both, doubtful, percent
from allreport.explain.numbers import COMPARED, base_of, share, written
from allreport.explain.source import cleaned
from allreport.model.report import BlastCount, Cellularity

MICROSCOPE = 5.0  # percent of blasts under which a healthy marrow lies, by microscope
FULL = 50.0  # percent of blasts above which most of the cells counted are blasts
ASK = ("blasts.ask.kind", "blasts.ask.method", "blasts.ask.next")
AFTER = ("mrd", "course", "treatment")  # sections of a report on a time under treatment
CHILD = ("infant", "child", "teen")


def blasts(case: Case) -> Iterator[Choice]:
    """One message for each count; several counts of one site are shown each."""
    for count in case.report.blasts:
        thing = Word("thing.blasts", {"site": site_of(count)})
        if case.unread(count) or not written(count.percent):
            yield doubtful("blasts", "blasts", "unreadable", thing, (count,), count.site)
        elif case.conflict(count):
            yield doubtful("blasts", "blasts", "conflict", thing, both(count), count.site)
        else:
            yield counted(case, count)
    for count in case.report.previous.blasts:
        if written(count.percent):
            slots: Slots = {"site": site_of(count), "value": written(count.percent)}
            yield Choice("blasts", "previous", "present", "blasts.previous.headline", ("blasts.previous.plain", "blasts.what.plain"), (), ASK[1:], slots, (count,), count.site)
    if not case.report.blasts and case.read("aspirate") and case.report.cellularity:
        yield doubtful("silent", "blasts", "not_mentioned", Word("thing.blasts", {"site": Word("site.bone_marrow")}))


def site_of(count: BlastCount) -> Word:
    """Where blasts were counted, in words."""
    return Word(f"site.{count.site}" if count.site else "site.unknown")


def counted(case: Case, count: BlastCount) -> Choice:
    """A count of blasts: the number, whose share it is, and what it does not tell."""
    value = percent(count.percent)
    none = value == 0 and count.percent.comparator == "="
    slots: dict[str, str | Word] = {"site": site_of(count), "value": written(count.percent)}
    amount = amount_of(count)
    if none:
        headline = "blasts.absent.headline"
    elif amount is None:
        headline = "blasts.plain_number.headline"
    else:
        headline = "blasts.present.headline"
        slots["amount"] = amount
    plain = ["blasts.what.plain", *plain_of(count, value, none=none)]
    more = ["blasts.one_sample.more"]
    if count.site == "bone_marrow":
        more.insert(0, "blasts.not_blood.more")
        if value is not None and value < MICROSCOPE:
            more.append("blasts.deeper.more")
            if not any(section.name in AFTER for section in case.report.sections) and not case.report.mrd and not case.known:
                more.append("blasts.first.more")
    if count.method == "flow":
        more.append("blasts.flow.more")
    if none and case.limited:
        more.append("limited.more")
    return Choice("blasts", "blasts", "absent" if none else "present", headline, tuple(plain), tuple(more), ASK[1:] if none else ASK, slots, (count,), count.site)


def plain_of(count: BlastCount, value: float | None, *, none: bool) -> list[str]:
    """What the number means where it was counted."""
    if count.site == "bone_marrow":
        return ["blasts.marrow.plain", *marrow_of(count, value, none=none)]
    if count.site == "peripheral_blood":
        return ["blasts.blood_absent.plain" if none else "blasts.blood.plain"]
    return ["blasts.fluid.plain" if count.site == "csf" else "blasts.other.plain"]


def marrow_of(count: BlastCount, value: float | None, *, none: bool) -> list[str]:
    """What a count of the marrow means: none, under the line of the microscope, most of the space, or in between."""
    if none:
        return ["blasts.marrow_absent.plain"]
    if value is None or count.percent.comparator not in {"=", "~", "<", "<="}:
        return []
    if value < MICROSCOPE or (value == MICROSCOPE and count.percent.comparator == "<"):
        return ["blasts.low.plain"]
    if count.percent.comparator in {"<", "<="}:
        return []
    return ["blasts.full.plain"] if value > FULL else ["blasts.mid.plain"]


def amount_of(count: BlastCount) -> Word | None:
    """A percent as so many of every hundred (or thousand); None where that cannot be said in whole numbers."""
    quantity = count.percent
    if quantity.low is not None and quantity.high is not None:
        every = base_of(quantity.low, quantity.high)
        if every is None:
            return None
        low, of = share(quantity.low, every)
        return Word("number.range", {"n": low, "m": share(quantity.high, every)[0], "d": of})
    value = percent(quantity)
    every = None if value is None or quantity.comparator in {"<=", ">="} else base_of(value)
    if value is None or every is None or every > 10_000:
        return None
    number, of = share(value, every)
    return Word(f"number.{COMPARED[quantity.comparator]}", {"n": number, "d": of})


def cellularity(case: Case) -> Iterator[Choice]:
    """How full the marrow is, by the report's number or word."""
    seen = set()
    for found in case.report.cellularity:
        if case.unread(found):
            yield doubtful("blasts", "cellularity", "unreadable", Word("thing.cellularity"), (found,))
        elif case.conflict(found):
            yield doubtful("blasts", "cellularity", "conflict", Word("thing.cellularity"), both(found))
        elif (key := (found.word, written(found.percent) if found.percent else None)) not in seen:
            seen.add(key)
            yield filled(case, found)
    if not case.report.cellularity and case.read("core") and case.report.blasts:
        yield doubtful("silent", "cellularity", "not_mentioned", Word("thing.cellularity"))


def filled(case: Case, found: Cellularity) -> Choice:
    """A number of percent, or a word such as hypercellular."""
    slots: Slots
    if found.percent is not None:
        headline, slots, plain = "cellularity.number.headline", {"value": written(found.percent)}, ["cellularity.what.plain"]
    else:
        word = cleaned(found.word or found.text)
        headline, slots = "cellularity.word.headline", {"word": word}
        plain = [f"cellularity.{kind}.plain" for kind in WORDS.get(word.casefold()[:4], ())] + ["cellularity.what.plain"]
    more = ["cellularity.age.more"]
    if case.age in CHILD:
        more.append("cellularity.child.more")
    elif case.age in GROWN:
        more.append("cellularity.adult.more")
    return Choice("blasts", "cellularity", "present", headline, tuple(plain), tuple(more), ("cellularity.ask.usual", "cellularity.ask.fill"), slots, (found,))


WORDS = {"hype": ("hyper",), "norm": ("normo",), "hypo": ("hypo",), "acel": ("hypo",)}


def marrow_class(case: Case) -> Iterator[Choice]:
    """The marrow class that the report prints."""
    found = case.report.marrow_class
    if found is not None:
        if case.conflict(found):
            yield doubtful("blasts", "marrow_class", "conflict", Word("thing.marrow_class"), both(found))
        else:
            yield Choice("blasts", "marrow_class", "present", "marrow_class.present.headline", ("marrow_class.plain",), (), ("marrow_class.ask.use", "blasts.ask.next"), {"word": found.value}, (found,), found.value)
