"""Findings into one report: what is current and what was before, one entry for each thing, doubts as issues."""

from __future__ import annotations

from bisect import bisect_left
from datetime import date
from functools import cache, cached_property
from operator import itemgetter
from typing import Any, NamedTuple

from allreport.model.base import Code
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.course import mark_old
from allreport.read.earlier import Dates
from allreport.read.residual.times import day_of, own_times


def clean(finding: dict[str, Any]) -> dict[str, Any]:
    """The finding without the reader's own notes."""
    made = {key: value for key, value in finding.items() if key[0] != "_"}
    if "codes" in made:
        made["codes"] = tuple([code(entry["system"], entry["code"]) for entry in made["codes"]])
    return made


@cache
def code(system: str, value: str) -> Code:
    """A code of the vocabulary as its model: validated once, not in every report."""
    return Code(system=system, code=value)


def split(findings: list[dict[str, Any]]) -> tuple[tuple[dict[str, Any], ...], tuple[dict[str, Any], ...]]:
    """(current, previous), as the models take them."""
    current = tuple(clean(finding) for finding in findings if finding.get("temporality") != "previous")
    previous = tuple(clean(finding) for finding in findings if finding.get("temporality") == "previous")
    return current, previous


class Timeline:
    """When a sentence speaks of: by its section, its own date against the collection date, and words."""

    def __init__(self, reading: Reading, dates: list[dict[str, Any]]) -> None:
        self.reading = reading
        collected = [found["value"] for found in dates if found["kind"] == "collected" and found["value"]]
        dated = [found["value"] for found in dates if found["kind"] == "dated" and found["value"]][:1]
        self.collected = max(collected) if collected else None
        self.dated = self.collected or (dated[0] if dated else None)
        self.reported = next((found["value"] for found in dates if found["kind"] == "reported" and found["value"]), None)
        self.cache: dict[int, str | None] = {}

    def date_in(self, start: int, end: int) -> str | None:
        """The first sure date of a stretch; the last day of the month where no day is told."""
        index = bisect_left(self.stamps, start, key=itemgetter(0))
        if index < len(self.stamps) and self.stamps[index][0] < end:
            return self.stamps[index][1].isoformat()
        return None

    @cached_property
    def stamps(self) -> list[tuple[int, date]]:
        """Every sure date with its place."""
        whole = [(found.start, date(*found.parts)) for found in self.reading.dates if found.parts and not found.swapped]
        return sorted([*whole, *((found.start, found.last()) for found in self.reading.month_years)])

    @cached_property
    def written(self) -> list[tuple[int, int, str | None]]:
        """Every date with its place, to the month where no day is told; None for one that has two readings."""
        whole = [(found.start, found.end, date(*found.parts).isoformat() if found.parts and not found.swapped else None) for found in self.reading.dates]
        return sorted([*whole, *((found.start, found.end, f"{found.year}-{found.month:02}") for found in self.reading.month_years)], key=itemgetter(0))

    def date_of(self, finding: dict[str, Any], sentence: tuple[int, int]) -> str | None:
        """The date of a finding: the only one of its sentence, before it or right behind it, and none after the sample's."""
        start, end = sentence
        first = bisect_left(self.written, start, key=itemgetter(0))
        found = [told for told in self.written[first : first + 2] if told[0] < end]
        if len(found) != 1 or found[0][2] is None:
            return None
        place, behind, told = found[0]
        folded = self.reading.document.folded
        if place > finding["start"]:
            near = RIGHT_BEHIND.match(folded, finding["end"], place + 1) is not None
        else:
            between = folded[behind : finding["start"]]
            closed = between.rfind(")")  # what the date says in brackets is over behind them: 'diagnosed 11/2021 (CNS2), later'; but not '2021-11-02 (day 29): '
            near = "(" not in between or between.rfind("(") > closed or between[closed + 1 :].lstrip().startswith(":")
        return told if near and (self.dated is None or told <= self.dated) else None

    def before_sample(self, start: int, end: int) -> bool:
        """Whether the first date of a stretch is days before the sample's."""
        own = self.date_in(start, end)
        if own is None:
            return False
        return days_between(own, self.collected) > 3 if self.collected else self.reported is not None and days_between(own, self.reported) > 28

    def earlier(self, finding: dict[str, Any], loose: bool = False) -> bool:
        """Whether a finding's own sentence carries a date before the sample's; `loose` takes the report's date for it."""
        clause = finding.get("_clause")
        limit = self.dated if loose else self.collected
        if clause is None or limit is None:
            return False
        if clause.index not in self.cache:
            self.cache[clause.index] = self.date_in(clause.start, clause.end)
        own = self.cache[clause.index]
        return own is not None and days_between(own, limit) > 3


def days_between(first: str, second: str) -> int:
    """How many days `second` is later; the first of its month where it tells no day, so that nothing is earlier by chance."""
    return (date.fromisoformat(second if len(second) > len("2025-03") else f"{second}-01") - date.fromisoformat(first)).days


RIGHT_BEHIND = compile(r"[ ,]{0,2}(?:\(|on |in |of |dated )[ ]?\d")


def date_earlier(timeline: Timeline, findings: list[dict[str, Any]]) -> None:
    """Give earlier results the date that their own sentence tells; residual disease is not of the day of diagnosis."""
    document = timeline.reading.document
    for finding in findings:
        if finding.get("temporality") == "previous" and not finding.get("date"):
            sentence = document.sentence_at(finding["start"])
            told = timeline.date_of(finding, sentence)
            if told and not (finding["rule"].startswith("mrd") and DIAGNOSED.search(document.folded, *sentence)):
                finding["date"], finding["date_kind"] = told, "stated"


def place_in_time(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]], key: Any) -> None:
    """Mark earlier results: prior sections, words of time, older dates; facts of the request where the report brings its own."""
    own = {key(finding) for finding in findings if role(finding) not in {"history", "presentation", "prior"} and finding.get("temporality") != "previous" and not past_words(reading, finding) and not initial_words(reading, finding) and not timeline.earlier(finding)}
    for finding in findings:
        if finding.get("temporality") == "previous":
            continue
        if role(finding) == "prior" or past_words(reading, finding) or timeline.earlier(finding) or ((role(finding) == "history" or initial_words(reading, finding)) and key(finding) in own) or (role(finding) == "presentation" and own):
            finding["temporality"] = "previous"


def role(finding: dict[str, Any]) -> str:
    clause = finding.get("_clause")
    return clause.section.role if clause is not None else "result"


def past_words(reading: Reading, finding: dict[str, Any]) -> bool:
    """Whether words in its sentence put a result into the past."""
    clause = finding.get("_clause")
    if clause is None or clause.index < 0:
        return False
    effects = reading.context(clause, finding["start"], finding["end"])
    return effects.has("previous") is not None


def initial_words(reading: Reading, finding: dict[str, Any]) -> bool:
    """Whether its sentence speaks of diagnosis or admission: earlier only where the report brings later results."""
    clause = finding.get("_clause")
    if clause is None or clause.index < 0:
        return False
    return reading.context(clause, finding["start"], finding["end"]).has("initial") is not None


def blast_percent(counted: list[dict[str, Any]], read: list[dict[str, Any]], reading: Reading) -> None:
    """Blasts of the blood stand in both places: as `BLAST%` of the count and as a blast percentage."""
    if told_twice(reading, counted):
        own = {finding["_clause"].index for finding in counted if finding.get("temporality") != "previous"}
        past = {finding["_clause"].index for finding in counted if finding.get("temporality") == "previous"} - own - {-1}
        for finding in read:
            in_past = finding.get("site") == "peripheral_blood" and finding["_clause"].index in past
            if finding.get("temporality") != "previous" and (in_past or initial_words(reading, finding)):
                finding["temporality"] = "previous"
    known = {finding["value"] for finding in counted if finding["analyte"] == "BLAST%"}
    for finding in read:
        value = finding["percent"].get("value")
        if finding.get("site") == "peripheral_blood" and value is not None and value not in known and finding.get("method") != "flow" and finding["percent"].get("comparator") in {"=", "~"}:
            row = reading.sourced(finding["start"], finding["end"], "analyte.blast_pct", analyte="BLAST%", value=value, comparator=finding["percent"]["comparator"], unit="%", value_as_written=finding["text"].split("%")[0].strip(), unit_as_written="%", _clause=finding["_clause"])
            if finding.get("temporality"):
                row["temporality"] = finding["temporality"]
            counted.append(row)
            known.add(value)
    seen = {finding["percent"].get("value") for finding in read if finding.get("site") == "peripheral_blood"}
    for finding in [row for row in counted if row["analyte"] == "BLAST%"]:
        if finding["value"] is not None and finding["value"] not in seen:
            row = reading.sourced(finding["start"], finding["end"], "blasts.differential", percent={"value": finding["value"], "comparator": finding["comparator"], "written": finding["text"]}, site="peripheral_blood", method="smear", _clause=finding["_clause"])
            if finding.get("temporality"):
                row["temporality"] = finding["temporality"]
            read.append(row)


def told_twice(reading: Reading, counted: list[dict[str, Any]]) -> bool:
    """Whether the blood count of another day stands in the report beside that of the diagnosis: then it is not the report of the diagnosis."""
    before: set[str] = set()
    now: set[str] = set()
    for finding in counted:
        if finding["analyte"] in COUNTED_TWICE and not other_person(reading, finding):
            old = finding.get("temporality") == "previous" or role(finding) == "prior" or initial_words(reading, finding) or past_words(reading, finding)
            (before if old else now).add(finding["analyte"])
    return not before.isdisjoint(now)


COUNTED_TWICE = frozenset({"WBC", "HGB", "PLT", "ANC"})
TIME_WORDS = ("day", "d", "week", "wk", "month")
HEAD = 800  # characters
TREATED = 7  # days; a sample of a later day is none of the diagnosis


def under_treatment(reading: Reading) -> bool:
    """Whether the head says that the report's own sample was taken during or after treatment."""
    from allreport.read.mrd import TIME, is_mrd_report

    document = reading.document
    times = own_times(reading)
    if is_mrd_report(document):
        matches = [TIME.match(document.folded, place) for place in document.places_of(TIME_WORDS, HEAD)]
        times += [match["day"] for match in matches if match]
    return any((day_of(time) or 0) > TREATED for time in times)


def blasts(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]], treated: bool) -> list[dict[str, Any]]:
    """The counts of the sample's own time, and earlier ones; `treated`: the report brings a result of residual disease."""
    wrong = {(finding.get("site"), finding["percent"].get("value")) for finding in findings if taken_back(reading, finding)}
    findings = [finding for finding in findings if not other_person(reading, finding) and (finding.get("site"), finding["percent"].get("value")) not in wrong]
    place_in_time(reading, timeline, findings, lambda finding: finding.get("site"))
    initial = [finding for finding in findings if finding.get("temporality") != "previous" and initial_words(reading, finding)]
    if initial and (treated or under_treatment(reading)):
        for finding in initial:
            finding["temporality"] = "previous"
    latest_only(findings)
    latest_day(findings)
    return distinct(findings, lambda finding: (finding.get("site"), finding["percent"].get("value"), finding["percent"].get("low"), finding["percent"].get("comparator"), finding.get("temporality"), finding.get("method")))


def latest_only(findings: list[dict[str, Any]]) -> None:
    """Where current results carry several day numbers, only the last day is the report's own."""
    dated = [(day_of(finding.get("timepoint")), finding) for finding in findings if finding.get("temporality") != "previous"]
    days = {day for day, _ in dated if day is not None}
    if len(days) < 2:
        return
    for day, finding in dated:
        if day is not None and day < max(days):
            finding["temporality"] = "previous"


def latest_day(findings: list[dict[str, Any]]) -> None:
    """A count of an earlier day of treatment is no later one: where the last day of a site is past, by its date, the days before it are."""
    latest: dict[Any, int] = {}
    for finding in findings:
        day = day_of(finding.get("timepoint"))
        if day is not None:
            latest[finding.get("site")] = max(day, latest.get(finding.get("site"), day))
    for finding in findings:
        day = day_of(finding.get("timepoint"))
        if day is not None and day < latest[finding.get("site")]:
            finding["temporality"] = "previous"


def other_person(reading: Reading, finding: dict[str, Any]) -> bool:
    clause = finding.get("_clause")
    if clause is None or clause.index < 0:
        return False
    return reading.context(clause, finding["start"], finding["end"]).has("family", "donor") is not None


def taken_back(reading: Reading, finding: dict[str, Any]) -> bool:
    """Whether its sentence says that a result was wrong."""
    clause = finding.get("_clause")
    return clause is not None and clause.index >= 0 and reading.taken_back(clause, finding["start"], finding["end"])


def distinct(findings: list[dict[str, Any]], key: Any) -> list[dict[str, Any]]:
    seen: dict[Any, dict[str, Any]] = {}
    for finding in findings:
        seen.setdefault(key(finding), finding)
    return list(seen.values())


def counts(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Blood values: one current entry for each analyte; disagreeing ones are kept as alternatives with an issue."""
    findings = [finding for finding in findings if not other_person(reading, finding) and not taken_back(reading, finding)]
    place_in_time(reading, timeline, findings, lambda finding: finding["analyte"])
    kept: list[dict[str, Any]] = []
    current: dict[str, dict[str, Any]] = {}
    for finding in findings:
        if finding.get("temporality") == "previous":
            kept.append(finding)
            continue
        name = finding["analyte"]
        winner = current.get(name)
        if winner is None:
            current[name] = finding
            kept.append(finding)
            continue
        if winner["value"] is None and finding["value"] is not None:
            kept[kept.index(winner)] = finding
            current[name] = finding
            continue
        if winner["value"] is not None and finding["value"] is not None and abs(winner["value"] - finding["value"]) > 0.02 * abs(winner["value"]) + 1e-9:
            if supersedes(reading, timeline, finding, winner) and not (in_company(winner, findings) and not in_company(finding, findings)):
                kept[kept.index(winner)] = current[name] = finding
                winner, finding = finding, winner
            reading.issue("conflict", "cbc", f"two values of {name}", finding["start"], finding["end"])
            winner["review"] = "check"
        other = {key: finding[key] for key in ("text", "start", "end", "section", "rule")}
        winner.setdefault("alternatives", []).append({"value": str(finding["value"]), **other})
    return kept


def in_company(finding: dict[str, Any], findings: list[dict[str, Any]]) -> bool:
    """Whether a value stands in a blood count in prose: two values near it are of others; one alone is told of the course."""
    near = [other for other in findings if other["analyte"] != finding["analyte"] and abs(other["start"] - finding["start"]) < COMPANY]
    return not NAMED_COUNT.isdisjoint(other["analyte"] for other in near) and len(near) > 1


NAMED_COUNT = frozenset({"WBC", "HGB", "PLT"})
COMPANY = 240  # characters


def supersedes(reading: Reading, timeline: Timeline, later: dict[str, Any], earlier: dict[str, Any]) -> bool:
    """Whether of two values of one analyte the one further down is the report's own: by date, by table over prose, in prose by order."""
    dates = [timeline.date_in(finding["_clause"].start, finding["_clause"].end) for finding in (later, earlier)]
    if dates[0] and dates[1] and dates[0] != dates[1]:
        return dates[0] > dates[1]
    tables = [reading.document.line_at(finding["start"]).table for finding in (later, earlier)]
    if tables[0] != tables[1]:
        return tables[0]
    return not tables[0] and later["_clause"].section is not earlier["_clause"].section and earlier["_clause"].section.name not in {"cbc", "pb_smear"}


def markers(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]], past: Dates, treated: bool) -> list[dict[str, Any]]:
    """One entry for each marker and method; a stated intensity stands over a bare sign.

    `treated`: the sample was taken after treatment began, so that a phenotype of diagnosis is an earlier one.
    """
    findings = [finding for finding in findings if not taken_back(reading, finding)]
    own = {finding["marker"] for finding in findings if role(finding) not in {"history", "prior"} and finding.get("temporality") != "previous"}
    for finding in findings:
        if (treated and initial_words(reading, finding)) or past.of_earlier_year(finding) or (role(finding) == "history" and finding["marker"] in own) or (finding.get("temporality") != "previous" and timeline.earlier(finding) and role(finding) not in {"result", "diagnosis"}):
            finding["temporality"] = "previous"
    mark_old(reading, [finding for finding in findings if any(word.id == "relapse" for _, word in finding["_clause"].of("word"))])
    rank = {"bright": 0, "dim": 0, "partial": 0, "variable": 0, "positive": 1, "negative": 1, "indeterminate": 2, "not_tested": 3}
    best: dict[Any, dict[str, Any]] = {}
    order: list[Any] = []
    for finding in findings:
        key = (finding["marker"], finding["method"], finding.get("temporality"))
        known = best.get(key)
        if known is None:
            best[key] = finding
            order.append(key)
            continue
        if (known["status"] == "negative") != (finding["status"] == "negative"):
            if known.get("population") != finding.get("population"):
                if known["status"] == "negative":
                    best[key] = finding  # what one of several blast populations has, the blasts have
                continue
            stronger = section_rank(finding) < section_rank(known)
            reading.issue("conflict", "marker", f"{finding['marker']} is said to be both positive and negative", finding["start"], finding["end"])
            if stronger:
                best[key] = finding
        elif rank[finding["status"]] < rank[known["status"]]:
            best[key] = finding
    return [best[key] for key in order]


def section_rank(finding: dict[str, Any]) -> int:
    return {"flow": 0, "ihc": 0}.get(finding["section"], 1)


STATUS_RANK = {"present": 0, "absent": 1, "indeterminate": 2, "failed": 3, "pending": 4, "not_tested": 5}


def genetics(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]], follow_up: bool, treated: bool) -> list[dict[str, Any]]:
    """One entry for each finding and method; present stands over absent where parts of one gene are listed.

    `follow_up`: the report is one on residual disease; `treated`: it brings a result of residual disease among others.
    """
    own = {finding["name"] for finding in findings if role(finding) not in {"history", "prior"} and finding.get("temporality") != "previous"}
    for finding in findings:
        if finding.get("temporality") == "previous":
            continue
        if (role(finding) == "history" and finding["name"] in own) or role(finding) == "prior" or (treated and initial_words(reading, finding)) or (follow_up and (initial_words(reading, finding) or finding["start"] < 1100 or timeline.earlier(finding)) and finding["basis" if "basis" in finding else "rule"] != "derived"):
            finding["temporality"] = "previous"
    best: dict[Any, dict[str, Any]] = {}
    order = []
    for finding in findings:
        key = (finding["name"], finding["method"], finding.get("temporality"))
        known = best.get(key)
        if known is None:
            best[key] = finding
            order.append(key)
        elif (finding["status"] == "indeterminate" and known["status"] == "present" and finding["name"].endswith("mutation")) or (STATUS_RANK[finding["status"]] < STATUS_RANK[known["status"]] and not (known["status"] == "indeterminate" and known["name"].endswith("mutation"))):
            best[key] = finding
    kept = [best[key] for key in order]
    return [finding for finding in kept if not redundant(finding, kept)]


def redundant(finding: dict[str, Any], kept: list[dict[str, Any]]) -> bool:
    """A finding without a method that another entry says with one."""
    if finding["method"] is not None:
        return False
    return any(other is not finding and other["name"] == finding["name"] and other["method"] is not None and other["status"] == finding["status"] and other.get("temporality") == finding.get("temporality") for other in kept)


def mrd(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Results in order of time: the specimen's own is current, the others are earlier."""
    from allreport.read.mrd import own_times

    if not findings:
        return findings
    own = {same_time(time) for time in own_times(reading)}
    current = [finding for finding in findings if finding.get("temporality") != "previous"]
    for finding in current:
        if timeline.earlier(finding, loose=True):
            finding["temporality"] = "previous"
    current = [finding for finding in current if finding.get("temporality") != "previous"]
    times = {same_time(finding.get("timepoint")) for finding in current} - {None}
    if own & times:
        for finding in current:
            if finding.get("timepoint") is not None and same_time(finding["timepoint"]) not in own:
                finding["temporality"] = "previous"
    elif len(times) > 1:
        latest_only(current)
    for finding in findings:
        limit = finding.get("detection_limit")
        if finding["status"] == "negative" and finding.get("temporality") != "previous" and (limit is None or limit > SENSITIVE):
            reading.issue("low_sensitivity", "mrd", "a negative result without a detection limit of 0.01 % or better", finding["start"], finding["end"], "info")
    return findings


def course(reading: Reading, timeline: Timeline, findings: list[dict[str, Any]], key: str) -> list[dict[str, Any]]:
    """Statements on the course in time: what the request or an earlier report says of the same thing is earlier."""
    if findings:
        place_in_time(reading, timeline, findings, lambda finding: finding.get(key))
    return findings


SENSITIVE = 0.01  # percent; the limit that a negative result needs to be compared with others


def same_time(timepoint: str | None) -> object:
    """A key of a time point as written: its day number, else its words."""
    day = day_of(timepoint)
    return day if day is not None else " ".join((timepoint or "").lower().split()) or None


KARYOTYPE_TALK = ("family", "donor", "definition")
NOT_THIS_SAMPLE = frozenset({"method", "definition", "family", "advice"})
ASKED = frozenset({"history", "presentation"})
REPORTED_WITHIN = 60  # days from the sample to the latest date at the head of a report that does not tell its day


class Strand(NamedTuple):
    """An ISCN string that is said of the patient, with what its sentence says of its time."""

    place: Any
    written: str
    section: Any
    clause: Any
    past: bool  # by its section or words
    initial: bool  # of the diagnosis
    when: tuple[int, ...]

    @property
    def full(self) -> bool:
        """Whether it is a karyotype with its cells."""
        return self.place.technique == "karyotype" and "[" in self.written


def iscn(reading: Reading, places: list[Any], timeline: Timeline) -> tuple[list[dict[str, Any]], list[dict[str, Any]], list[dict[str, Any]]]:
    """Karyotypes, other ISCN strings, and the findings that stand in them."""
    from allreport.read import karyotypes

    chromosomes: list[dict[str, Any]] = []
    others: list[dict[str, Any]] = []
    findings: list[dict[str, Any]] = []
    if not places:
        return chromosomes, others, findings
    seen: set[tuple[str, bool]] = set()
    found = strands(reading, places)
    known = Known.of(reading, found, timeline)
    for strand in found:
        place = strand.place
        previous = strand.past or timeline.before_sample(reading.document.line_at(place.start).start, place.start) or superseded(strand, known)
        key = ("".join(strand.written.split()), previous)
        if key in seen:
            continue
        seen.add(key)
        made = karyotypes.data(reading.document, place)
        time = {"temporality": "previous"} if previous else {}
        base = reading.sourced(place.start, place.end, f"iscn.{place.technique}", iscn=strand.written, **time)
        if place.technique == "karyotype":
            chromosomes.append({**made, **base})
            reading.issues.extend({**issue, "field": issue.get("field") or "karyotype"} for issue in made.get("issues", ()) if issue["code"] != "other_technique")
        else:
            others.append({**base, "technique": place.technique})
        findings.extend(derived(reading, strand, finding, time) for finding in made.get("findings", ()))
    return chromosomes, others, findings


def strands(reading: Reading, places: list[Any]) -> list[Strand]:
    """The ISCN strings that are said of the patient: not the donor's, nor those that explain."""
    from allreport.read import karyotypes
    from allreport.read.earlier import Dates
    from allreport.scan import Clause

    if not places:
        return []
    document = reading.document
    stamps = sorted([*Dates(reading).stamps, *((found.start, (found.year, found.month)) for found in reading.month_years)])
    by_sentence = {clause.start: clause for clause in reading.clauses}
    found = []
    for place in places:
        start, end = document.sentence_at(place.start)
        section = document.section_at(place.start)
        clause = by_sentence.get(start) or Clause(document, start, end, [], section, -2)
        effects = reading.context(clause, place.start, place.end) if clause.hits else None
        written = karyotypes.joined(document.raw[place.start : place.end])
        if section.role in NOT_THIS_SAMPLE or (effects is not None and effects.has(*KARYOTYPE_TALK)) or karyotypes.of_donor(document, place):
            continue
        if place.technique == "karyotype" and "[" not in written and karyotypes.bare_talk(document, place, section):
            continue
        past = section.role == "prior" or (effects is not None and effects.has("previous") is not None)
        when = date_before(reading, stamps, clause, place.start)
        initial = (effects is not None and effects.has("initial") is not None) or (when != () and DIAGNOSED.search(document.folded, clause.start, place.start) is not None)
        found.append(Strand(place, written, section, clause, past, initial, when))
    return found


def date_before(reading: Reading, stamps: list[tuple[int, tuple[int, ...]]], clause: Any, start: int) -> tuple[int, ...]:
    """The last date before an ISCN string in its sentence or shortly before it on its line; the year of a nomenclature is none."""
    folded = reading.document.folded
    first = min(clause.start, max(reading.document.line_at(start).start, start - NEAR))
    for index in range(bisect_left(stamps, (start,)) - 1, -1, -1):
        place, when = stamps[index]
        if place < first:
            break
        if len(when) > 1 or not NOMENCLATURE.search(folded, max(0, place - 14), place):
            return when
    return ()


NEAR = 60  # characters
DIAGNOSED = compile(r"\b(?:diagnosed|diagnosis|dx|dg|onset)\b(?=[^\n]{0,12}\d)")
NOMENCLATURE = compile(r"(?:iscn|who|icc|hg|grch)[ ,:(-]{0,3}(?:version |v\.? ?)?$")


class Known(NamedTuple):
    """What the report brings beside one ISCN string: by this an earlier one is told."""

    own: bool  # a karyotype outside the request
    later: frozenset[int]  # sentences with a karyotype that is not said to be of diagnosis
    latest: tuple[int, ...]  # the latest date of a karyotype
    head: tuple[int, ...]  # the latest date at the head of a report that tells no collection date
    residual: bool  # the report is about residual disease

    @classmethod
    def of(cls, reading: Reading, found: list[Strand], timeline: Timeline) -> Known:
        from allreport.read.earlier import Dates

        full = [strand for strand in found if strand.full and not strand.past]
        own = any(strand.section.role not in ASKED for strand in full)
        later = frozenset(strand.clause.start for strand in full if not strand.initial)
        latest = max((strand.when for strand in full), key=lambda when: (*when, 1, 1)[:3], default=())
        residual = any(strand.initial for strand in found) and about_residual_disease(reading.document)
        return cls(own, later, latest, () if timeline.collected or not found else Dates(reading).head, residual)


def superseded(strand: Strand, known: Known) -> bool:
    """Whether a later karyotype, the head of the report or its kind says that a string is of an earlier sample."""
    from allreport.read.earlier import days

    if strand.section.role in ASKED and known.own:
        return True
    if strand.initial and (known.residual or strand.section.name == "mrd" or len(known.later) > (strand.clause.start in known.later)):
        return True
    return bool(strand.when) and any(when and days(strand.when, when) > REPORTED_WITHIN for when in (known.latest, known.head))


def about_residual_disease(document: Any) -> bool:
    """Whether the head of the report says that it is of a time under treatment."""
    from allreport.read.residual.case import title_is_mrd

    titles = [line.text for line in document.lines[:6] if ":" not in line.text and line.end - line.start < 100]
    return title_is_mrd(document.folded) or any("mrd" in text or "residual disease" in text for text in titles)


def derived(reading: Reading, strand: Strand, finding: dict[str, Any], time: dict[str, str]) -> dict[str, Any]:
    """The row of a finding that stands in an ISCN string."""
    place = strand.place
    method = "karyotype" if place.technique == "karyotype" else "FISH" if "ish" in place.technique else "array" if place.technique == "arr" else None
    row = reading.sourced(place.start, place.end, f"iscn.{finding['name']}", name=finding["name"], status=finding["status"], method=method, basis="derived", rests_on=tuple(finding.get("abnormalities", ())), **time)
    if finding.get("uncertain"):
        row["certainty"] = "possible"
    row["_clause"] = strand.clause
    return row


CLINICAL = {"diagnosis", "cbc", "pb_smear", "aspirate", "core", "flow", "cyto", "fish", "molecular", "mrd", "csf", "ihc"}


def little_understood(reading: Reading, data: dict[str, Any]) -> None:
    """Say so where clinical headings were found and hardly any value was read."""
    headings = sum(section.name in CLINICAL for section in reading.document.sections)
    values = len(data["blasts"]) + len(data["cbc"]["values"]) + len(data["markers"]["results"]) + len(data["genetic_findings"]) + len(data["mrd"]) + len(data["karyotypes"])
    if headings >= 3 and values < 2 and data.get("disease") is None:
        reading.issue("little_understood", "report", f"{headings} clinical headings were found, but hardly any value was read")
