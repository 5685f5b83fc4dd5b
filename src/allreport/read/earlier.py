"""Which counts are of an earlier day: the date in a value's own sentence or line, against its rivals and the head of the report."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter
from functools import cached_property
from typing import Any, NamedTuple

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.scan import Clause

Date = tuple[int, ...]  # (year, month, day), (year, month), (year,) or nothing
NO_YEAR = r"(?![\d/]|[.,]\d|-\d(?!\d(?![\d-]))|[ ]?(?:[/x%]|cells|events|nuclei)|[ ]?-[ ]?(?!(?:19|20)\d\d(?!\d))\d{3})"
# One for each century: a pattern that begins with two known digits is found many times faster.
YEARS = (compile(r"19(?<!\d..)[5-9]\d" + NO_YEAR), compile(r"20(?<!\d..)\d\d" + NO_YEAR))
MARKS = frozenset("./-")
DAY_MONTH = compile(r"\((?:on )?(?P<first>\d{1,2})[./](?P<second>\d{1,2})\.?\)")  # (14/2), of the year of the report
# A line that begins with a time governs its paragraph: 'On admission (14/2): … / PBF: …', 'AT DISCHARGE (25/09/2022)'.
LABEL_WORDS = ("admission", "presentation", "diagnosis", "onset", "referral", "relapse", "initial", "initially", "baseline", "discharge", "today", "now",
    "current", "currently", "latest", "present", "day", "d", "week", "wk", "month", "eoi", "end")
LABEL = compile(r"[ \t*#>|-]{0,8}(?:(?P<past>(?:(?:studies|investigations|findings|results|work-?up|tests|examinations|data|marrow)[ ])?(?:at|on)(?: the)?(?: time of| initial| first| original)? (?:admission|presentation|diagnosis|onset|referral|"
    r"relapse)|initial(?:ly)?(?: (?:cbc|fbc|labs?|(?:blood )?counts?|work-?up|investigations|results?|data|findings|examination|evaluation))?|(?:first |1st |second |2nd )?relapse|baseline)|"
    r"(?P<now>(?:at|on) discharge|today|now|current(?:ly)?(?: (?:cbc|fbc|labs?|(?:blood )?counts?|results?|evaluation|status))?|latest(?: \w+)?|present (?:examination|evaluation|data|findings|results|status)|"
    r"(?:day|d|week|wk|month)[ +-]?\d{1,3}|end of \w+|eoi))(?=[ \t]{0,4}(?:on |of )?(?:\([^()\n]{1,40}\)|[\w./ -]{0,24})[ \t]{0,4}(?:[:\n]|-[ ]))")
DATE_ENDS = compile(r"[\w./-]{3,10}+(?:[ ]\w{3,9}[ ]\d{2,4}|[ ]\d{4})?[ ]?[):]")
NOW_WORDS = ("today", "now", "current", "currently", "discharge", "latest", "present")
PAST_STARTS = ("at", "on", "initial", "initially")
PAST_WORDS = compile(r"(?:at|on)(?: the)?(?: time of| his| her| initial| first| original)? (?:admission|presentation|diagnosis|onset|referral)\b|"
    r"initial(?:ly)?\b")
IN_YEAR = compile(r"[ \t\n]{0,4}(?:back )?in (?P<year>(?:19|20)\d\d)[ ,][^.;]{1,60}\b(?:was|were|had|showed|expressed)\b")
PAST_COURSE = compile(r"oncolog|past|course|treatment|disease history")
HEAD = 1500
SAME_SAMPLE = 2  # days
REQUEST = 28  # days by which a result that the request tells may be older than the head of the report
BEHIND = 40  # characters
REACH = 160  # characters of a line of prose by which a date reaches into later sentences
YEAR = 370  # days
NEAREST = 8  # words before a value that are looked at
LABEL_DATE = 16  # characters between a label and its date


def lone_year(folded: str, start: int, end: int) -> bool:
    """Whether four digits are a year, not part of another number."""
    return folded[start - 1 : start] not in MARKS and not (folded[end : end + 1] == "-" and folded[end + 1 : end + 2].isdigit())


class Label(NamedTuple):
    """A time at the beginning of a line, and how far it governs."""

    start: int
    end: int
    past: int  # 2 the onset, 1 a relapse, 0 the present
    date: Date
    discharge: bool


ONSET = 2


def age_of(words: str | None) -> int:
    """How far back the words of a label reach."""
    return 0 if words is None else 1 if "relapse" in words else ONSET


class Dates:
    """The dates of one report, looked up where a value asks for them."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.document = reading.document

    @cached_property
    def stamps(self) -> list[tuple[int, Date]]:
        """Every date with its place; the month and year, or the year alone, where no day is printed."""
        folded = self.document.folded
        found: list[tuple[int, Date]] = [(entry.start, entry.parts[:1] if entry.swapped else entry.parts) for entry in self.reading.dates if entry.parts]
        found += [(entry.start, (entry.year, entry.month)) for entry in self.reading.month_years]
        taken = [(entry.start, entry.end) for entry in self.reading.dates]
        taken = sorted([*taken, *((entry.start, entry.end) for entry in self.reading.month_years)])
        for match in (*YEARS[0].finditer(folded), *YEARS[1].finditer(folded)):
            start = match.start()
            place = bisect_right(taken, (start, len(folded))) - 1
            if place >= 0 and start < taken[place][1]:
                continue
            if lone_year(folded, start, match.end()):
                found.append((start, (int(match.group()),)))
        found += self.without_year()
        return sorted(found)

    def without_year(self) -> list[tuple[int, Date]]:
        """Days and months in brackets, where the full dates of the report leave one year for them."""
        folded = self.document.folded
        full = sorted(entry.parts for entry in self.reading.dates if entry.parts)
        if not full or full[-1] == full[0] or days(full[0], full[-1]) > YEAR:
            return []
        found: list[tuple[int, Date]] = []
        place = folded.find("(")
        while place >= 0:
            match = DAY_MONTH.match(folded, place)
            if match:
                pair = (int(match["first"]), int(match["second"]))
                day, month = reversed(pair) if self.reading.date_order == "mdy" else pair
                for year in sorted({full[0][0], full[-1][0]}):
                    date = (year, month, day)
                    if 0 < month < 13 and 0 < day < 32 and days(full[0], date) >= -SAME_SAMPLE and days(date, full[-1]) >= -SAME_SAMPLE:
                        found.append((place + 1, date))
            place = folded.find("(", place + 1)
        return found

    @cached_property
    def labels(self) -> list[Label]:
        """The lines that begin with a time, each with its own date and the end of its paragraph."""
        document = self.document
        found = []
        for start in sorted({document.line_at(place).start for place in document.places_of(LABEL_WORDS)}):
            match = LABEL.match(document.folded, start)
            if match:
                index = bisect_left(self.stamps, (match.end(),))
                own = index < len(self.stamps) and self.stamps[index][0] <= match.end() + LABEL_DATE
                if own and not DATE_ENDS.match(document.folded, self.stamps[index][0]):
                    continue  # 'Relapse: 03/2021' among the lines of a head
                last = document.line_at(start).end
                alone = not document.folded[match.end() : last].partition(":")[2].strip()  # a blank line may follow a heading
                end = document.folded.find("\n\n", last + 2 if alone else last - 1)
                found.append(Label(start, end if end >= 0 else len(document.folded), age_of(match["past"]), self.stamps[index][1] if own else (), match.group().endswith("discharge")))
        return found

    def label_of(self, finding: dict[str, Any]) -> Label | None:
        """The label that governs a value: the last one above it in its paragraph, with no other date between."""
        place = finding["start"]
        index = bisect_left(self.labels, (place,)) - 1
        if finding.get("timepoint"):
            return None  # the sentence names a time of its own
        if index < 0 or place >= self.labels[index].end:
            return None
        label = self.labels[index]
        dates_between = bisect_left(self.stamps, (place,)) - bisect_left(self.stamps, (label.start,))
        return label if dates_between <= bool(label.date) else None

    @cached_property
    def head(self) -> Date:
        """The latest date at the head of the report."""
        return max((entry.parts for entry in self.reading.dates if entry.parts and entry.start < HEAD), default=())

    def of(self, finding: dict[str, Any]) -> Date:
        """The date that stands with a value: before it in its sentence or line, or right behind it."""
        if finding.get("_date"):
            return finding["_date"]  # type: ignore[no-any-return]
        stamps = self.stamps
        clause, place = finding["_clause"], finding["start"]
        index = bisect_left(stamps, (place,))
        if index:
            before, date = stamps[index - 1]
            if self.now_between(before, place):
                return ()
            on_line = place - before < REACH and self.document.folded.find("\n", before, place) < 0
            if before >= clause.start or on_line or (self.document.line_at(place).table and before >= self.document.line_at(place).start):
                return date
        if index < len(stamps) and stamps[index][0] < min(clause.end, finding["end"] + BEHIND):
            return stamps[index][1]
        label = self.label_of(finding)
        return label.date if label else ()

    @cached_property
    def now_words(self) -> list[int]:
        return self.document.places_of(NOW_WORDS)

    def now_between(self, start: int, end: int) -> bool:
        """Whether a word of the present stands between a date and a value."""
        index = bisect_left(self.now_words, start)
        return index < len(self.now_words) and self.now_words[index] < end

    def mark(self, findings: list[dict[str, Any]], key: str) -> None:
        """Mark values of an older date than a rival's (same `key`), or than the head of the report, as previous."""
        dated = [(self.of(finding), finding) for finding in findings if finding.get("temporality") != "previous"]
        newest: dict[Any, Date] = {}
        undated: dict[Any, dict[int, bool]] = {}  # the clauses of values without a date, and whether they tell a day of treatment
        for date, finding in dated:
            if len(date) == 3:  # nothing less compares
                newest[finding[key]] = max(date, newest.get(finding[key], date))
            elif not date:
                clauses = undated.setdefault(finding[key], {})
                clauses[finding["_clause"].start] = clauses.get(finding["_clause"].start, True) and bool(finding.get("timepoint"))
        for date, finding in dated:
            timed = bool(finding.get("timepoint"))  # days of treatment are compared among each other
            rivals = undated.get(finding[key], {})
            own = bool(date) and any(clause != finding["_clause"].start and not (timed and rivals[clause]) for clause in rivals)
            if date and self.older(date, finding, newest.get(finding[key]), own):
                finding["temporality"] = "previous"
        self.mark_labelled([finding for _, finding in dated if finding.get("temporality") != "previous"], key)

    def mark_labelled(self, findings: list[dict[str, Any]], key: str) -> None:
        """Mark values below 'At diagnosis:' as previous where the report brings others that are not, or goes on to the discharge."""
        if any(label.discharge for label in self.labels):
            for finding in findings:
                label = self.label_of(finding)
                if label is not None and label.past:
                    finding["temporality"] = "previous"
        told = Counter(finding[key] for finding in findings)
        rivals = [finding for finding in findings if told[finding[key]] > 1]
        past = [self.told_of_past(finding) for finding in rivals]
        latest: dict[Any, int] = {}
        for age, finding in zip(past, rivals, strict=True):
            latest[finding[key]] = min(age, latest.get(finding[key], age))
        for age, finding in zip(past, rivals, strict=True):
            if age > latest[finding[key]]:
                finding["temporality"] = "previous"

    def told_of_past(self, finding: dict[str, Any]) -> int:
        """Whether the label above a value or the words before it in its sentence are of the onset (2) or of a relapse (1): 'initial WBC'."""
        label = self.label_of(finding)
        if label is not None and label.past:
            return label.past
        if not self.past_words:
            return 0
        start, place = finding["_clause"].start, finding["end"]
        last = bisect_left(self.past_words, place)
        words = self.past_words[max(bisect_left(self.past_words, start), last - NEAREST) : last]
        told = any(PAST_WORDS.match(self.document.folded, word) for word in words) and not self.now_between(start, place)
        return ONSET if told else 0

    def of_earlier_year(self, finding: dict[str, Any]) -> bool:
        """Whether the sentence of a finding begins with an earlier year: 'In 2019 the leukaemia was CD1a+'."""
        match = IN_YEAR.match(self.document.folded, finding["_clause"].start)
        return match is not None and bool(self.head) and int(match["year"]) < self.head[0]

    @cached_property
    def past_words(self) -> list[int]:
        return self.document.places_of(PAST_STARTS)

    def past_course(self, clause: Clause) -> bool:
        """Whether a clause belongs to the story of the disease, under whichever of its sub-headings."""
        document = self.document
        index = bisect_right(document.section_starts, clause.start) - 1
        while index >= 0 and document.sections[index].role == "history":
            section = document.sections[index]
            if PAST_COURSE.search(document.folded, section.heading_start, section.start):
                return True
            index -= 1
        return False

    def older(self, date: Date, finding: dict[str, Any], newest: Date | None, own: bool) -> bool:
        """Whether a value of this date is an earlier one: `newest` is the latest date of such values, `own` whether one has none."""
        if newest is not None and days(date, newest) > SAME_SAMPLE:
            return True
        if finding.get("_date"):
            return False  # the last column of a table is the newest it has
        if not self.head or self.head < date:  # a date of birth is no head
            return own and len(date) < 3  # a month or a year is told of what is past
        age = days(date, self.head)
        loose = finding["_clause"].section.role == "history" or finding.get("timepoint")
        return age > (SAME_SAMPLE if own else 3 * REQUEST if loose else REQUEST)


def days(first: Date, second: Date) -> int:
    """About how many days `second` is later than `first`; what is missing of a date is taken as close as can be."""
    low = (*first, *(12, 31)[len(first) - 1 :])[:3]
    high = (*second, *(1, 1)[len(second) - 1 :])[:3]
    return (high[0] - low[0]) * 365 + (high[1] - low[1]) * 30 + high[2] - low[2]
