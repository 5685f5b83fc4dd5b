"""Values of the blood against the range or mark that the report prints; no range of our own."""

from __future__ import annotations

from collections.abc import Iterator

from allreport.explain.choose.base import Case, Choice, Line, Said, Slots, Word, both, doubtful
from allreport.explain.library import library
from allreport.explain.numbers import plain
from allreport.explain.source import Text, cleaned
from allreport.model.report import BloodValue

CRITICAL = ("critical", "panic", "crit.")
ASK = ("cbc.ask.mean", "cbc.ask.often")
CROWDED = ("HGB", "PLT", "RBC", "HCT", "ANC")  # what blasts crowd out
BLASTS = ("BLAST%", "blast_abs")  # told with the blasts where they are the same number
EXPECTED = ("WBC", "HGB", "PLT")  # what a reader looks for in a blood count


def counts(case: Case) -> Iterator[Choice]:
    """A message for each value."""
    told = {count.start for count in case.report.blasts}
    for value in case.report.cbc:
        if value.analyte in BLASTS and value.start in told:
            continue
        name = name_of(value.analyte)
        if case.unread(value) or value.value is None:
            yield doubtful("blood", "cbc", "unreadable", Word("thing.cbc", {"name": name}), (value,), value.analyte)
        elif case.conflict(value) and value.alternatives:
            yield doubtful("blood", "cbc", "conflict", Word("thing.cbc", {"name": name}), both(value), value.analyte)
        else:
            yield weighed(case, value, name)
    for value in case.report.previous.cbc:
        slots: Slots = {"name": name_of(value.analyte), "value": shown(value)}
        yield Choice("blood", "previous", "present", "cbc.previous.headline", ("cbc.previous.plain",), (), ASK, slots, (value,), value.analyte)
    if len(case.report.cbc) > 1 and case.read("cbc"):
        for analyte in EXPECTED:
            if case.report.cbc.get(analyte) is None:
                yield doubtful("silent", "cbc", "not_mentioned", Word("thing.cbc", {"name": name_of(analyte)}), name=analyte)


def name_of(analyte: str) -> str | Word:
    """The name of an analyte in words; one that the library does not know keeps its own."""
    return Word(f"analyte.{analyte}") if f"analyte.{analyte}" in library().entries else cleaned(analyte)


def group_of(analyte: str) -> str:
    """The group of an analyte, for what it is."""
    entry = library().entries.get(f"analyte.{analyte}")
    return str(entry.more["of"]) if entry else "other"


def shown(value: BloodValue) -> str:
    """The value in the report's own characters, with its unit if one is printed."""
    sign = "" if value.comparator == "=" or value.value_as_written.startswith(("<", ">")) else value.comparator
    return cleaned(f"{sign}{value.value_as_written} {value.unit_as_written or ''}")


def weighed(case: Case, value: BloodValue, name: str | Word) -> Choice:
    """A value beside its printed range or mark."""
    group = group_of(value.analyte)
    place, disagree = place_of(value)
    slots: dict[str, str | Word] = {"name": name, "value": shown(value)}
    printed = range_of(case.text, value)
    said: list[Said] = [f"cbc.what.{group}"]
    more: list[Said] = []
    line = None
    asks = (*ASK, "cbc.ask.signs") if place in {"low", "high"} else (*ASK, "cbc.ask.range")
    if disagree:
        return Choice("blood", "cbc", "conflict", "cbc.conflict.headline", ("cbc.conflict.plain", *said), ("cbc.range.more",), ("state.ask.which_right", "cbc.ask.mean"), slots, (value,), value.analyte)
    if place is None:
        headline = "cbc.no_range.headline"
        said.append("cbc.no_range.plain")
    elif printed is None:
        headline = {"low": "cbc.low_flag.headline", "high": "cbc.high_flag.headline", "inside": "cbc.inside_bare.headline"}[place]
    else:
        headline = f"cbc.{place}.headline"
        slots |= {"low": printed[0], "high": printed[1]}
        if value.value is not None and value.reference_low is not None and value.reference_high is not None:
            line = Line(name if isinstance(name, Word) else Word("number.plain", {"value": name}), value.value, value.reference_low, value.reference_high, (shown(value), *printed))
    if critical(case.text, value):
        said.insert(0, "cbc.critical.plain")
    if case.known:
        if value.analyte == "WBC":
            more.append("cbc.wbc_all.more")
        if place == "low" and value.analyte in CROWDED:
            more.append("cbc.crowd.more")
        more.append("cbc.trend.more")
    more.append("cbc.range.more")
    if value.unit_as_written is None and value.unit_basis != "header":
        more.append("cbc.no_unit.more")
    return Choice("blood", "cbc", "present", headline, tuple(said), tuple(more), asks, slots, (value,), value.analyte, line=line)


def place_of(value: BloodValue) -> tuple[str | None, bool]:
    """Low, inside or high by the report's mark or range (None: it prints neither), and whether the two disagree."""
    low, high, number = value.reference_low, value.reference_high, value.value
    by_range = None
    if number is not None and (low is not None or high is not None):
        if low is not None and (number < low or (number == low and value.comparator == "<")):
            by_range = "low"
        elif high is not None and (number > high or (number == high and value.comparator == ">")):
            by_range = "high"
        elif value.comparator == "=":
            by_range = "inside"
    by_mark = {"H": "high", "L": "low"}.get(value.flag or "")
    return by_mark or by_range, by_mark is not None and by_range is not None and by_mark != by_range


def range_of(text: Text, value: BloodValue) -> tuple[str, str] | None:
    """The range in the report's own characters; None where it is one-sided, or printed in another unit than can be shown."""
    if value.reference_low is None or value.reference_high is None or value.value is None:
        return None
    factor = factor_of(value)
    low, high = (None if factor is None else bound / factor for bound in (value.reference_low, value.reference_high))
    if low is None or high is None:
        return None
    if text.raw:
        start, end = text.bounds(value.start)
        found = [as_printed(text.raw[start:end], bound) for bound in (low, high)]
        if found[0] and found[1]:
            return found[0], found[1]
    return (plain(low), plain(high)) if factor == 1 else None


def factor_of(value: BloodValue) -> float | None:
    """What the printed number was multiplied by to give the canonical value."""
    try:
        number = float(value.value_as_written.replace(",", "") if value.value_as_written.count(",") == 1 and len(value.value_as_written.split(",")[1]) == 3 else value.value_as_written.replace(",", "."))
    except ValueError:
        return None
    if not number or value.value is None:
        return 1.0 if value.value == number else None
    factor = value.value / number
    return 1.0 if abs(factor - 1) < 1e-9 else factor


def as_printed(line: str, number: float) -> str | None:
    """The word of a line that is this number."""
    word = ""
    for letter in [*line, " "]:
        if letter.isdigit() or (letter in ".," and word):
            word += letter
            continue
        stripped = word.rstrip(".,")
        if stripped and near(stripped, number):
            return stripped
        word = ""
    return None


def near(word: str, number: float) -> bool:
    """Whether a printed number is this one, with comma or point."""
    for form in (word.replace(",", ""), word.replace(",", ".")):
        try:
            if abs(float(form) - number) <= 1e-9 * max(1.0, abs(number)):
                return True
        except ValueError:
            continue
    return False


def critical(text: Text, value: BloodValue) -> bool:
    """Whether the report marks the value as critical, on its own line."""
    if not text.raw:
        return False
    start, end = text.bounds(value.start)
    line = text.raw[start:end].casefold()
    return any(word in line for word in CRITICAL) or any(word in {"ll", "hh"} for word in line.split())
