"""What reports say into one entry for each result: the same said twice is one, a better version stands, contradictions stay side by side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any, NamedTuple

from allreport.course.days import WHOLE_DATE
from allreport.course.families import OPEN, Says, agree, fits
from allreport.course.sources import REPLACED, Said
from allreport.model.base import Sourced
from allreport.model.course import Evidence, Superseded

Place = tuple[str, ...]  # a day, else a time point, else a report
Test = tuple[str, tuple[Any, ...], Place]


class Doubt(NamedTuple):
    """What is to be said of the course: code, severity, field, message, reports."""

    code: str
    severity: str
    field: str
    message: str
    reports: tuple[str, ...]


class Group:
    """One result: all that say the same of one test. `said[0]` is the best of them once it is settled."""

    def __init__(self, said: list[Said]) -> None:
        self.said = said
        self.superseded: list[tuple[Said, str]] = []
        self.check = False

    def settle(self) -> None:
        """The best first; of a test that is told more fully by one, that one's attributes hold."""
        self.said.sort(key=lambda said: said.preference)

    @property
    def first(self) -> Said:
        return self.said[0]

    @property
    def moment(self) -> str | None:
        """The time point that any of them tells."""
        return next((said.moment for said in self.said if said.moment), None)

    @property
    def standing(self) -> int:
        """The highest rank of a report that gives the result; below those that give it where it is only recalled."""
        return max(RECALLED if said.recalled and said.source.rank != REPLACED else said.source.rank for said in self.said)

    @property
    def reports(self) -> set[str]:
        return {said.source.id for said in self.said}

    def evidence(self) -> tuple[Evidence, ...]:
        return tuple(Evidence(**place(said)) for said in self.said)

    def losers(self) -> tuple[Superseded, ...]:
        found = sorted(self.superseded, key=lambda pair: (pair[0].preference, pair[1]))
        return tuple(Superseded.model_validate({**place(said), "value": said.says.shown(), "reason": reason}) for said, reason in found)


RECALLED = -1


def place(said: Said) -> dict[str, Any]:
    """Where a result stands."""
    result: Sourced = said.result
    held = {name: getattr(result, name) for name in ("text", "start", "end", "section", "rule")}
    return {**held, "report": said.source.id, "temporality": "previous" if said.recalled else "current"}


class Merger:
    """The results of one course, by day where they have one."""

    def __init__(self) -> None:
        self.groups: list[Group] = []
        self.doubts: list[Doubt] = []

    def merge(self, everything: Iterable[Said]) -> None:
        """Dated results by their day; then recalled ones of a month, of a time point or of neither, each to a dated one where exactly one fits."""
        dated: dict[Test, list[Said]] = defaultdict(list)
        loose: list[Said] = []
        for said in everything:
            if said.date is None or (said.recalled and len(said.date) < WHOLE_DATE):
                loose.append(said)
            else:
                dated[said.family.name, said.exact, ("date", said.date)].append(said)
        for bucket in dated.values():
            self.settle(bucket)
        for bucket in self.attach(loose).values():
            self.settle(bucket)

    def settle(self, bucket: list[Said]) -> None:
        """The results of one day and name: by test, then by what they say, then by standing."""
        for test in by_test(bucket):
            groups = [Group(said) for said in by_word(test)]
            kept = self.stand(groups)
            for group in kept:
                group.settle()
            self.groups += kept

    def stand(self, groups: list[Group]) -> list[Group]:
        """The results of one test that stand; the others are kept with them. Where two stand, both are to be checked."""
        best = max(groups, key=lambda group: (group.first.says.word not in OPEN, group.standing))
        kept: list[Group] = []
        for group in groups:
            reason = why_not(group, best)
            if group is best or reason is None:
                kept.append(group)
                continue
            best.superseded += [(said, reason) for said in group.said]
            if reason == "recalled":
                self.doubt("conflict", best, group, RECALLED_OTHERWISE)
        if len(kept) > 1 and not set.intersection(*(group.reports for group in kept)):
            for group in kept:
                group.check = True
            self.doubt("conflict", best, kept, "reports disagree on one test of one day: both values are kept")
        return kept

    def doubt(self, code: str, best: Group, others: Group | list[Group], message: str) -> None:
        groups = [best, *(others if isinstance(others, list) else [others])]
        reports = tuple(sorted(set().union(*(group.reports for group in groups))))
        self.doubts.append(Doubt(code, "warning", best.first.family.name, message, reports))

    def attach(self, loose: list[Said]) -> dict[Test, list[Said]]:
        """Results without a day go to the only dated one that they can be. The rest: by month, by time point, else by report."""
        by_moment: dict[Test, list[Group]] = defaultdict(list)
        by_value: dict[tuple[Any, ...], list[Group]] = defaultdict(list)
        for group in self.groups:
            said = group.first
            if group.moment:
                by_moment[said.family.name, said.exact, ("timepoint", group.moment)].append(group)
            by_value[said.family.name, said.exact, said.says].append(group)
        apart: dict[Test, list[Said]] = defaultdict(list)
        for said in loose:
            test = said.family.name, said.exact, place_of(said)
            candidates = [group for group in by_moment[test] if fits(group.first.soft, said.soft)] if said.moment and not said.date else []
            if said.recalled and not candidates:
                candidates = [group for group in by_value[said.family.name, said.exact, said.says] if earlier(group, said)]
            if not self.join(candidates, said):
                apart[test].append(said)
        for group in self.groups:
            group.settle()
        return apart

    def join(self, candidates: list[Group], said: Said) -> bool:
        """Whether a result without a day is one of these: the only one that says the same, or the only one that it recalls otherwise."""
        same = [group for group in candidates if agree(group.first.says, said.says)]
        if len(same) == 1:
            same[0].said.append(said)
            return True
        if same or len(candidates) != 1 or not said.recalled or candidates[0].first.recalled or not candidates[0].first.same_test(said):
            return False
        candidates[0].superseded.append((said, "recalled"))
        self.doubt("conflict", candidates[0], Group([said]), RECALLED_OTHERWISE)
        return True


RECALLED_OTHERWISE = "an earlier result is recalled otherwise than the report that gave it says"


def place_of(said: Said) -> Place:
    """What keeps a result without a day apart from others: its month, its time point, else its report and whether that recalls it."""
    if said.date:
        return ("date", said.date)
    return ("timepoint", said.moment) if said.moment else ("report", said.source.id, str(said.recalled))


def why_not(group: Group, best: Group) -> str | None:
    """Why a result does not stand beside the best one of its test; None where it does."""
    if group.standing == RECALLED and best.standing > RECALLED:
        return "recalled"
    if group.first.says.word in OPEN and best.first.says.word not in OPEN:
        return "completed"
    return "replaced" if group.standing < best.standing else None


def by_test(bucket: list[Said]) -> list[list[Said]]:
    """The results of one day and name by test. One that leaves attributes out belongs to the only fuller one that says the same."""
    full: dict[tuple[Any, ...], list[Said]] = {}
    told: dict[tuple[Any, ...], set[Says]] = {}
    for said in sorted(bucket, key=lambda said: (sum(value is None for value in said.soft), said.preference)):
        test = said.soft
        if test not in full and None in test:
            open_word = said.says.word in OPEN
            same = [soft for soft in full if fits(soft, test) and (open_word or any(agree(other, said.says) for other in told[soft]))]
            test = same[0] if len(same) == 1 else test
        full.setdefault(test, []).append(said)
        told.setdefault(test, set()).add(said.says)
    return list(full.values())


def by_word(test: list[Said]) -> list[list[Said]]:
    """The results of one test by what they say; neighbours in order of number that agree are one, and so is what tells no number."""
    words: dict[str, list[list[Said]]] = defaultdict(list)
    for said in sorted(test, key=lambda said: (said.says.number is None, said.says.comparator, said.says.number or 0.0, said.preference)):
        known = words[said.says.word]
        if known and one_of(known, said):
            known[-1].append(said)
        else:
            known.append([said])
    return [said for word in sorted(words) for said in words[word]]


def one_of(known: list[list[Said]], said: Said) -> bool:
    """Whether a result is that of the last group. Two numbers of one report are rounded from each other by no one."""
    last = known[-1][-1].says
    if said.says.number is None:
        return len(known) == 1 or last.number is None
    return agree(last, said.says) and (last == said.says or said.source.id not in {other.source.id for other in known[-1]})


def earlier(group: Group, said: Said) -> bool:
    """Whether a group may be what a report recalls: of its month, or of a day before the report's own sample; of no other test or time point."""
    date, own = group.first.date, said.source.date
    if date is None or not fits(group.first.soft, said.soft) or not fits((group.moment,), (said.moment,)):
        return False
    return date.startswith(said.date) if said.date else own is None or date < own
