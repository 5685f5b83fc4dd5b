"""The course as a picture for people: residual disease on a logarithmic axis, blasts and counts beneath, one axis of time.

What is found is filled, what is not found is hollow and points down from the detection limit; the method is the shape. Gaps
of many months are cut out and marked with their length.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import pairwise
from math import ceil, floor, log10
from typing import Any, NamedTuple

from allreport.course.days import WHOLE_DATE, day
from allreport.course.svg import BLACK, DARK, GREY, PALE, Canvas
from allreport.course.tables import bounds
from allreport.model.course import Course, Entry
from allreport.model.report import MRDResult

WIDTH, LEFT, RIGHT, TOP = 960.0, 86.0, 30.0, 58.0
MRD_HEIGHT, BLAST_HEIGHT, COUNT_HEIGHT, GAP = 250.0, 100.0, 62.0, 34.0
SHAPE = {"flow": "circle", "PCR": "triangle", "NGS": "square"}
OTHER_SHAPE = "diamond"
DASH = {"circle": "", "triangle": "6 3", "square": "2 3", "diamond": "8 3 2 3"}
COUNTS = (("WBC", "WBC"), ("ANC", "Neutrophils"), ("HGB", "Hemoglobin"), ("PLT", "Platelets"))
THRESHOLD = 0.01  # percent: the level that most protocols decide by
LONG_GAP, SHARE = 150, 0.22  # days, and share of the whole time, of a gap that is cut out
CUT = 70.0  # width of a gap that is cut out
EDGE = 18.0  # between the frame and the first mark


class Mark(NamedTuple):
    """One result in the picture. `censored` as in the table `mrd`; `value` is where it stands, None in the row without a level."""

    date: str
    value: float | None
    censored: str
    shape: str
    label: str
    tip: str
    limit: float | None = None


def drawn(course: Course) -> str:
    """The picture of a course as SVG."""
    residual = [mark for entry in course.mrd if (mark := residual_mark(entry))]
    blasts = {site: [percent_mark(entry, shape) for entry in dated(course.blasts) if entry.result.site == site] for site, shape in SITES}
    counts = {name: [count_mark(entry) for entry in dated(course.cbc) if entry.result.analyte == name and entry.result.value is not None] for name, _ in COUNTS}
    marks = [*residual, *(mark for group in (*blasts.values(), *counts.values()) for mark in group)]
    axis = Axis([mark.date for mark in marks] + ([course.diagnosis.date] if course.diagnosis else []))
    canvas = Canvas()
    title = "Course" + (f" of patient {course.patient}" if course.patient else "")
    canvas.text(LEFT, 24, title, size=16, bold=True)
    top = TOP
    if residual:
        top = residual_panel(canvas, axis, residual, top)
    if any(blasts.values()):
        top = blast_panel(canvas, axis, blasts, top)
    for name, label in COUNTS:
        if counts[name]:
            top = count_panel(canvas, axis, label, counts[name], unit_of(course, name), top)
    if marks:
        top = time_labels(canvas, axis, course, top)
    for note in notes(course):
        canvas.text(LEFT, top, note, color=DARK)
        top += 16
    return canvas.finished(WIDTH, top + 8, title, description(course, marks))


SITES = (("bone_marrow", "circle"), ("peripheral_blood", "diamond"))


def dated(entries: Iterable[Entry[Any]]) -> list[Entry[Any]]:
    return [entry for entry in entries if entry.date]


def residual_mark(entry: Entry[MRDResult]) -> Mark | None:
    """A result of residual disease; none without a date or conclusion, and none of the diagnosis without a level."""
    result = entry.result
    censored, lower, upper = bounds(result.status, result.level, result.detection_limit)
    if entry.date is None or censored is None or (entry.at_diagnosis and result.level is None):
        return None
    value = upper if censored in {"left", "interval"} else lower
    if value is None or value <= 0 or (result.status == "positive" and result.level is None):
        value = None
    label = {"left": "", "interval": f"<{value:g}" if value else "", "right": f">{value:g}" if value else "+", "no": f"{value:g}" if value else "+"}[censored]
    who = " ".join(filter(None, (entry.timepoint_standard, result.method, result.site, result.target)))
    what = f"{result.status}{f' {result.level.comparator} {result.level.value:g} %' if result.level and result.level.value is not None else ''}"
    tip = f"{entry.date} {who}: {what}".replace("_", " ").replace(" = ", " ")
    return Mark(entry.date, value, censored, SHAPE.get(result.method or "", OTHER_SHAPE), label + doubt(entry), tip, result.detection_limit)


def percent_mark(entry: Entry[Any], shape: str) -> Mark:
    percent = entry.result.percent
    value = percent.value if percent.value is not None else percent.high if percent.high is not None else percent.low
    censored, label = sided(percent.comparator, value)
    tip = f"{entry.date} blasts {label} % {entry.result.site}".replace("_", " ")
    return Mark(entry.date or "", value, censored, shape, label + doubt(entry), tip)


def count_mark(entry: Entry[Any]) -> Mark:
    result = entry.result
    censored, label = sided(result.comparator, result.value)
    return Mark(entry.date or "", result.value, censored, "circle", label + doubt(entry), f"{entry.date} {result.analyte} {label} {result.unit}")


def sided(comparator: str, value: float | None) -> tuple[str, str]:
    """How a value is censored, and its label."""
    censored, sign = ("left", "<") if comparator in {"<", "<="} else ("right", ">") if comparator in {">", ">="} else ("no", "")
    return censored, f"{sign}{value:g}" if value is not None else ""


def doubt(entry: Entry[Any]) -> str:
    """The mark of a result to be checked."""
    return "?" if entry.review == "check" else ""


def unit_of(course: Course, analyte: str) -> str:
    return next(entry.result.unit for entry in course.cbc if entry.result.analyte == analyte)


class Axis:
    """The axis of time: even within stretches, long gaps cut out."""

    def __init__(self, dates: list[str]) -> None:
        self.dates = sorted(set(dates))
        days = sorted({day(date).toordinal() for date in self.dates})
        whole = max(days[-1] - days[0], 1) if days else 1
        pairs = list(pairwise(days))
        self.cuts = [(one, two) for one, two in pairs if two - one > LONG_GAP and two - one > SHARE * whole and len(days) > 2]
        shown = max(sum(two - one for one, two in pairs if (one, two) not in self.cuts), 1)
        room = WIDTH - LEFT - RIGHT - 2 * EDGE - CUT * len(self.cuts)
        self.places: dict[int, float] = {}
        x = LEFT + EDGE + (room / 2 if len(days) == 1 else 0)
        for index, ordinal in enumerate(days):
            if index:
                one = days[index - 1]
                x += CUT if (one, ordinal) in self.cuts else (ordinal - one) / shown * room
            self.places[ordinal] = x

    def x(self, date: str) -> float:
        return self.places[day(date).toordinal()]

    def joined(self, places: Iterable[tuple[float, float]]) -> Iterator[list[tuple[float, float]]]:
        """Points from left to right as lines, none of them across a gap that is cut out."""
        starts = [self.places[two] for _, two in self.cuts]
        parts: dict[int, list[tuple[float, float]]] = defaultdict(list)
        for x, y in sorted(places):
            parts[bisect_right(starts, x)].append((x, y))
        return (part for part in parts.values() if len(part) > 1)


def frame(canvas: Canvas, axis: Axis, title: str, top: float, height: float) -> None:
    """The frame of a panel with its title and the gaps that are cut out of it."""
    canvas.text(LEFT, top - 8, title, size=12, bold=True)
    for y in (top, top + height):
        canvas.line(LEFT, y, WIDTH - RIGHT, y, GREY)
    for x in (LEFT, WIDTH - RIGHT):
        canvas.line(x, top, x, top + height, GREY)
    for one, two in axis.cuts:
        middle = (axis.places[one] + axis.places[two]) / 2
        for offset in (-4, 4):
            canvas.line(middle + offset - 4, top + height + 6, middle + offset + 4, top + height - 6, BLACK, 1.4)
            canvas.line(middle + offset, top, middle + offset, top + height, PALE, 1, "3 4")


def residual_panel(canvas: Canvas, axis: Axis, marks: list[Mark], top: float) -> float:
    """Residual disease in percent on a logarithmic axis; results without a level or limit in a row of their own below it."""
    top = legend(canvas, marks, top)
    levels = [value for mark in marks for value in (mark.value, mark.limit) if value]
    high = max(ceil(log10(max([*levels, 1.0]))), 0)
    low = min(floor(log10(min([*levels, THRESHOLD]) * 0.6)), -3)  # room for the arrow below the lowest limit
    unplaced = any(mark.value is None for mark in marks)
    height = MRD_HEIGHT - (30 if unplaced else 0)

    def y(value: float) -> float:
        return top + (high - log10(value)) / (high - low) * height

    frame(canvas, axis, "Residual disease, % (logarithmic)", top, MRD_HEIGHT)
    for exponent in range(low, high + 1):
        level = y(10.0**exponent)
        canvas.line(LEFT - 4, level, WIDTH - RIGHT, level, PALE)
        canvas.text(LEFT - 8, level + 4, f"{10.0**exponent:.{max(-exponent, 0)}f}", anchor="end")
    canvas.line(LEFT, y(THRESHOLD), WIDTH - RIGHT, y(THRESHOLD), DARK, 1, "7 4")
    if unplaced:
        canvas.text(LEFT - 8, top + MRD_HEIGHT - 8, "no level", anchor="end", color=DARK)
        canvas.line(LEFT, top + height, WIDTH - RIGHT, top + height, GREY)
    for shape in sorted({mark.shape for mark in marks}):
        highest: dict[float, float] = {}  # of several results of one day the highest is joined to the next
        for mark in marks:
            if mark.shape == shape and mark.value:
                highest[axis.x(mark.date)] = min(y(mark.value), highest.get(axis.x(mark.date), top + height))
        for line in axis.joined(highest.items()):
            canvas.path(line, color=GREY, dash=DASH[shape])
    for one, two in axis.cuts:
        canvas.text((axis.places[one] + axis.places[two]) / 2, top - 8, length(two - one), anchor="middle", size=10.5, color=DARK)
    labels = Labels(canvas, top, height)
    for mark in marks:
        place = y(mark.value) if mark.value else top + MRD_HEIGHT - 12
        if mark.limit and mark.censored != "left":
            canvas.line(axis.x(mark.date) - 7, y(mark.limit), axis.x(mark.date) + 7, y(mark.limit), BLACK, 2.2)
        draw(canvas, mark, axis.x(mark.date), place, hollow=mark.censored == "left")
        labels.add(mark.label, axis.x(mark.date), place)
    return top + MRD_HEIGHT + GAP


def draw(canvas: Canvas, mark: Mark, x: float, y: float, *, hollow: bool) -> None:
    """A mark with its arrow where the value is not known exactly."""
    if mark.value is not None and mark.censored in {"left", "interval", "right"}:
        canvas.arrow(x, y, up=mark.censored == "right")
    canvas.mark(mark.shape, x, y, filled=not hollow, tip=mark.tip)


def blast_panel(canvas: Canvas, axis: Axis, blasts: dict[str, list[Mark]], top: float) -> float:
    """Blasts in percent: filled circles for marrow, hollow diamonds for blood."""
    sites = " and ".join(name for site, name in (("bone_marrow", "● marrow"), ("peripheral_blood", "◇ blood")) if blasts[site])
    frame(canvas, axis, f"Blasts, %   {sites}", top, BLAST_HEIGHT)
    labels = Labels(canvas, top, BLAST_HEIGHT)
    room = BLAST_HEIGHT - HEAD
    for percent in (0, 50, 100):
        y = top + HEAD + (100 - percent) / 100 * room
        canvas.line(LEFT - 4, y, WIDTH - RIGHT, y, PALE)
        canvas.text(LEFT - 8, y + 4, str(percent), anchor="end")
    for site, marks in blasts.items():
        for mark in marks:
            if mark.value is None:
                continue
            x, y = axis.x(mark.date), top + HEAD + (100 - min(mark.value, 100)) / 100 * room
            canvas.line(x, top + BLAST_HEIGHT, x, y, GREY)
            draw(canvas, mark, x, y, hollow=site != "bone_marrow")
            labels.add(mark.label, x, y)
    return top + BLAST_HEIGHT + GAP


def count_panel(canvas: Canvas, axis: Axis, name: str, marks: list[Mark], unit: str, top: float) -> float:
    """One count of the blood from zero to its greatest value."""
    frame(canvas, axis, f"{name}, {unit.replace('10*9', '10⁹')}", top, COUNT_HEIGHT)
    greatest = nice(max(mark.value or 0 for mark in marks))
    labels = Labels(canvas, top, COUNT_HEIGHT)
    for level in (0.0, greatest):
        y = top + HEAD + (COUNT_HEIGHT - HEAD) * (1 - level / greatest)
        canvas.line(LEFT - 4, y, WIDTH - RIGHT, y, PALE)
        canvas.text(LEFT - 8, y + 4, f"{level:g}", anchor="end")
    places = [(axis.x(mark.date), top + HEAD + (COUNT_HEIGHT - HEAD) * (1 - (mark.value or 0) / greatest)) for mark in marks]
    for line in axis.joined(places):
        canvas.path(line, color=GREY)
    for mark, (x, y) in zip(marks, places, strict=True):
        draw(canvas, mark, x, y, hollow=False)
        labels.add(mark.label, x, y)
    return top + COUNT_HEIGHT + GAP


def nice(value: float) -> float:
    """The end of an axis: 1, 2 or 5 times a power of ten, above a value."""
    if value <= 0:
        return 1.0
    power: float = 10.0 ** floor(log10(value))
    return next(step * power for step in (1, 2, 5, 10, 20) if step * power >= value * 1.05)


class Labels:
    """Labels beside the marks of a panel: on one of four sides; left out where all are taken (the mark keeps its own text)."""

    def __init__(self, canvas: Canvas, top: float, height: float) -> None:
        self.canvas = canvas
        self.top, self.bottom = top, top + height
        self.taken: set[tuple[int, int]] = set()

    def add(self, label: str, x: float, y: float) -> None:
        width = 6.0 * len(label)
        for side, shift in ((1, -6.0), (1, 12.0), (-1, -6.0), (-1, 12.0)):
            left, base = (x + 7 if side > 0 else x - 7 - width), y + shift
            cells = {(int((left + dx) // CELL), int((base - dy) // CELL)) for dx in range(0, int(width) + 1, CELL) for dy in (0, CELL)}
            inside = left > LEFT and left + width < WIDTH - RIGHT and self.top + 8 < base < self.bottom
            if label and inside and not cells & self.taken:
                self.taken |= cells
                self.canvas.text(left, base, label, size=10.5)
                return


CELL = 5  # of the grid in which labels keep apart
HEAD = 14.0  # room above the greatest value of a panel


def legend(canvas: Canvas, marks: list[Mark], top: float) -> float:
    """What the marks of residual disease mean, in one row above the panel."""
    x, y = LEFT, 44.0
    names = {"circle": "flow", "triangle": "PCR", "square": "NGS", "diamond": "method not stated"}
    used = sorted({mark.shape for mark in marks}, key=list(names).index)
    for shape in used:
        canvas.mark(shape, x + 6, y - 4, filled=True)
        canvas.text(x + 16, y, names[shape])
        x += 34 + 6.5 * len(names[shape])
    shape = used[0]
    canvas.mark(shape, x + 6, y - 4, filled=False)
    canvas.arrow(x + 6, y - 5)
    canvas.text(x + 16, y, "not found, below the detection limit")
    x += 222
    canvas.mark(shape, x + 6, y - 4, filled=True)
    canvas.arrow(x + 6, y - 5)
    canvas.text(x + 16, y, "found, not quantifiable")
    x += 152
    canvas.line(x, y - 4, x + 14, y - 4, BLACK, 2.2)
    canvas.text(x + 19, y, "detection limit")
    x += 110
    canvas.line(x, y - 4, x + 24, y - 4, DARK, 1, "7 4")
    canvas.text(x + 29, y, f"{THRESHOLD:g} %")
    return top + 26


def time_labels(canvas: Canvas, axis: Axis, course: Course, top: float) -> float:
    """The dates of the samples below the last panel, with their time points; the diagnosis; the length of each gap that is cut out."""
    base = top - GAP
    moments: dict[str, str] = {}
    for entry in course.mrd:
        if entry.date and entry.timepoint_standard:
            moments.setdefault(entry.date, entry.timepoint_standard.replace("_", " "))
    if course.diagnosis:
        moments[course.diagnosis.date] = "diagnosis"
    last = -100.0
    for date in axis.dates:
        x = axis.x(date)
        canvas.line(x, base, x, base + 5)
        if x - last >= 13:
            label = f"{date}  {moments[date]}" if date in moments else date
            canvas.text(x + 3, base + 16, label, anchor="end", size=10.5, turn=-42)
            last = x
    longest = max(len(f"{date}  {moments.get(date, '')}") for date in axis.dates)
    return base + 26 + longest * 3.7


def length(days: int) -> str:
    return f"{days / 365.25:.1f} years" if days >= 365 else f"{round(days / 30.4)} months"


def notes(course: Course) -> list[str]:
    """What the picture cannot show, and what is to be checked."""
    lines = []
    hidden = [entry for entry in (*course.mrd, *course.undated.mrd) if entry.date is None]
    for entry in hidden[:MOST]:
        level = entry.result.level
        what = f"{level.comparator} {level.value:g} %".removeprefix("= ") if level and level.value is not None else entry.result.status
        when = (entry.timepoint_standard or "no time point").replace("_", " ")
        lines.append(f"Without a date, not drawn: {when}, {entry.result.method or 'method not stated'}: {what}")
    if len(hidden) > MOST:
        lines.append(f"and {len(hidden) - MOST} more without a date")
    if any(len(entry.date or "") not in {0, WHOLE_DATE} for entry in course.mrd):
        lines.append("Dates without a day stand at the first of their month.")
    if any(issue.code == "conflict" for issue in course.issues):
        lines.append("? reports disagree on this result")
    if any(issue.code == "two_patients" for issue in course.issues):
        lines.append("Sex or age differ between the reports: they may be of two patients.")
    return lines


MOST = 8


def description(course: Course, marks: list[Mark]) -> str:
    """The picture in words, for those who cannot see it."""
    head = f"Diagnosis {course.diagnosis.date}. " if course.diagnosis else ""
    told = "; ".join(mark.tip for mark in sorted(marks, key=lambda mark: mark.date))
    return head + told + ("." if told else "No result with a date.") + "".join(f" {note}" for note in notes(course))
