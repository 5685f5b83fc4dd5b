"""From characters with places on a page to lines in reading order: columns one after the other, rows of tables kept in one line.

Rows keep their alignment by blanks, for readers of tables look at what stands below what. A gap from top to bottom of several lines
divides columns of text where both sides are prose, or where the file wrote one side before the other; else it divides a table's cells.
"""

from __future__ import annotations

from itertools import pairwise
from statistics import median
from typing import NamedTuple

from allreport.documents.flow import raised

CELL_GAP = 0.85  # of a character's height: a wider gap on a line begins another cell
WORD_GAP = 0.18  # of a character's height: a wider one is a blank even where none is written
NO_GAP = 0.05  # of a character's height: a blank in the file that takes less room is none
COLUMN_GAP = 0.9  # of a line's height: at least so wide is the gap between columns
COLUMN_LINES = 3  # each column has at least so many lines
PARAGRAPH_GAP = 1.75  # of a line's height between two lines: a blank line
TABLE_GAP = 3.0  # the same between two rows of cells, which have room around them
USUAL_GAP = 1.4  # of the page's usual distance between lines; less is no blank line in a page that is written wide
SMALL = 0.87  # of the height of the text beside: raised or lowered characters
PROSE_WIDTH = 0.6  # of its column: so wide is a line of running text
PROSE_SHARE = 0.5  # of the lines of a column of running text are so wide
PROSE_LENGTH = 24  # characters
VALUE_LENGTH = 16  # characters; columns of shorter entries beside their labels are a table
ALIGNED = 0.8  # of the lines of the shorter side have a partner on the other: rows
UP = 1.5  # heights of a line: so far up the page, and a new stretch begins
DEPTH = 20  # columns within columns, and below one another
MOST_ROWS = 300  # of a page are looked at as columns
STRETCHED_WORDS = 3
EQUAL = 1.25  # times the narrowest gap is the widest of a line that was drawn out
EDGE = 2.0  # points
BLANKS = 60  # at most between two cells


class Glyph(NamedTuple):
    """A character with its box, in points from the lower left corner of the page."""

    text: str
    left: float
    right: float
    bottom: float
    top: float


class Run(NamedTuple):
    """Characters that stand together on a line; `order` is their place in the file."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    order: int

    @property
    def middle(self) -> float:
        return (self.bottom + self.top) / 2


Row = list[Run]


def page_lines(glyphs: list[Glyph]) -> list[str]:
    """The lines of a page in reading order."""
    runs = runs_of(glyphs)
    if not runs:
        return []
    widths = [(run.right - run.left) / len(run.text) for run in runs if len(run.text) > 2]
    rows = rows_of(runs)
    runs = [run for row in rows for run in row]  # what belongs together is one run from here on
    pitches = [above[0].middle - below[0].middle for above, below in pairwise(rows)]
    return lines_of(runs, Scale(max(median(widths) if widths else 5.0, 0.5), USUAL_GAP * median(pitches) if pitches else 0.0))


class Scale(NamedTuple):
    """How wide a character of the page is, and how far apart lines are that have a blank line between them, in points."""

    width: float
    gap: float


def lines_of(runs: list[Run], scale: Scale, depth: int = 0) -> list[str]:
    """The lines of a part of a page. Columns are taken apart, and read by themselves."""
    if not runs:
        return []
    sides = (written_apart(runs) or standing_apart(runs)) if depth < DEPTH else None
    if sides is None:
        return as_lines(rows_of(runs), scale)
    members = {run.order for side in sides for run in side}
    middle = (max(run.top for side in sides for run in side) + min(run.bottom for side in sides for run in side)) / 2
    others = [run for run in runs if run.order not in members]
    above, below = [run for run in others if run.middle > middle], [run for run in others if run.middle <= middle]
    first, last = lines_of(above, scale, depth + 1), lines_of(below, scale, depth + 1)
    second = [line for side in sides for line in lines_of(side, scale, depth + 1)]
    return [*first, *([""] if first else []), *second, *([""] if last else []), *last]


# --- columns


def written_apart(runs: list[Run]) -> tuple[list[Run], list[Run]] | None:
    """Two columns that the file wrote one after the other: it went up the page between, and the second stands beside the first."""
    blocks = descending(runs)
    for first, second in pairwise(blocks):
        top = max(run.top for run in second)
        one = [run for run in first if run.middle < top]
        bottom = min((run.bottom for run in one), default=0.0)
        other = [run for run in second if run.middle > bottom]
        if one and other and (beside(one, other) or beside(other, one)) and not is_table(one, other):
            return one, other
    return None


def descending(runs: list[Run]) -> list[list[Run]]:
    """The runs in the order of the file, cut where it goes up the page."""
    blocks: list[list[Run]] = []
    lowest = 0.0
    for run in sorted(runs, key=lambda run: run.order):
        if not blocks or run.bottom > lowest + UP * (run.top - run.bottom):
            blocks.append([])
            lowest = run.bottom
        blocks[-1].append(run)
        lowest = min(lowest, run.bottom)
    return blocks


def beside(left: list[Run], right: list[Run]) -> bool:
    return max(run.right for run in left) <= min(run.left for run in right)


def is_table(one: list[Run], other: list[Run]) -> bool:
    """Whether two stretches side by side are the labels and the short values of a table, or too short to be columns."""
    left, right = sorted((rows_of(one), rows_of(other)), key=lambda rows: rows[0][0].left)
    if min(len(left), len(right)) < COLUMN_LINES:
        return True
    both = sum(any(same_line(row[0], beside[0]) for beside in right) for row in left[:MOST_ROWS])
    return both >= ALIGNED * min(len(left), len(right)) and median(sum(len(run.text) for run in row) for row in right) < VALUE_LENGTH


def standing_apart(runs: list[Run]) -> tuple[list[Run], list[Run]] | None:
    """Two columns of running text that the file wrote line by line across both."""
    rows = rows_of(runs)
    for start, row in enumerate(rows[:MOST_ROWS]):
        if len(row) > 1 and len(row[0].text) >= PROSE_LENGTH and len(row[-1].text) >= PROSE_LENGTH:
            end, gaps = band(rows, start)
            for _, right in gaps:
                one = [run for row in rows[start:end] for run in row if run.right <= right]
                other = [run for row in rows[start:end] for run in row if run.left >= right]
                if is_prose(one) and is_prose(other):
                    return one, other
    return None


def as_lines(rows: list[Row], scale: Scale) -> list[str]:
    """Rows as they stand, with a blank line where the page leaves one."""
    left, right = min(row[0].left for row in rows), max(row[-1].right for row in rows)
    lines: list[str] = []
    for index, row in enumerate(rows):
        if index and apart(rows[index - 1], row, scale):
            lines.append("")
        stretched = is_stretched(row, left, right)
        lines.append(" ".join(run.text for run in row) if stretched else written(row, left, scale.width))
    return lines


def is_stretched(row: Row, left: float, right: float) -> bool:
    """Whether a row is a line of running text that was drawn out to the width of its column: single words, equally far apart."""
    if len(row) < STRETCHED_WORDS or row[0].left > left + EDGE or row[-1].right < right - EDGE or any(" " in run.text for run in row):
        return False
    gaps = [after.left - before.right for before, after in pairwise(row)]
    words = sum(run.text.strip(".,;:()").isalpha() for run in row)
    return max(gaps) <= EQUAL * min(gaps) and 2 * words >= len(row)


def apart(above: Row, below: Row, scale: Scale) -> bool:
    """Whether the page leaves a blank line between two rows."""
    height = min(run.top - run.bottom for run in (*above, *below))
    least = (TABLE_GAP if len(above) > 1 and len(below) > 1 else PARAGRAPH_GAP) * height
    return min(run.middle for run in above) - max(run.middle for run in below) > max(least, scale.gap)


def written(row: Row, left: float, width: float) -> str:
    """The cells of a row with as many blanks before each as the page has room for."""
    line = ""
    for run in row:
        blanks = round((run.left - left) / width) - len(line)
        line += " " * min(max(2 if line else 0, blanks), BLANKS) + run.text
    return line


# --- characters to runs and rows


def runs_of(glyphs: list[Glyph]) -> list[Run]:
    """Characters that follow each other in the file and on a line, as one run."""
    runs: list[Run] = []
    open_run: list[Glyph] = []
    texts: list[str] = []
    blank = False
    for glyph in glyphs:
        if glyph.text == " ":
            blank = True
            continue
        if glyph.top <= glyph.bottom:
            continue
        if open_run and not follows(open_run, glyph):
            runs.append(closed(open_run, texts, len(runs)))
            open_run, texts = [], []
        if open_run and glyph.left - open_run[-1].right > (NO_GAP if blank else WORD_GAP) * height(open_run[0]):
            texts.append(" ")
        texts.append(small(open_run, glyph))
        open_run.append(glyph)
        blank = False
    if open_run:
        runs.append(closed(open_run, texts, len(runs)))
    return runs


def height(glyph: Glyph) -> float:
    return glyph.top - glyph.bottom


def follows(run: list[Glyph], glyph: Glyph) -> bool:
    """Whether a character continues a run: on its line, near its end."""
    last = run[-1]
    size = max(height(last), height(glyph))
    overlap = min(last.top, glyph.top) - max(last.bottom, glyph.bottom)
    return overlap > 0.5 * min(height(last), height(glyph)) and -0.5 * size < glyph.left - last.right < CELL_GAP * size


def small(run: list[Glyph], glyph: Glyph) -> str:
    """A character; a digit or sign that is smaller and higher than the run before it as a superscript."""
    if not run:
        return glyph.text
    base = max(run[-8:], key=height)
    is_small = height(glyph) < SMALL * height(base)
    is_high = glyph.bottom + glyph.top > base.bottom + base.top
    if not (is_small and is_high):
        return glyph.text
    return raised("1" + glyph.text)[1:] if glyph.text in "+-\u2212" and run[-1].text.isdigit() else raised(glyph.text)


def closed(run: list[Glyph], texts: list[str], order: int) -> Run:
    tallest = max(run, key=height)
    return Run("".join(texts), min(glyph.left for glyph in run), max(glyph.right for glyph in run), tallest.bottom, tallest.top, order)


def rows_of(runs: list[Run]) -> list[Row]:
    """Runs by line from top to bottom, each from left to right. A run belongs to a line whose height holds its middle."""
    rows: list[Row] = []
    for run in sorted(runs, key=lambda run: -run.middle):
        if rows and same_line(rows[-1][0], run):
            rows[-1].append(run)
        else:
            rows.append([run])
    return [merged(sorted(row, key=lambda run: run.left)) for row in rows]


def same_line(first: Run, run: Run) -> bool:
    size = min(first.top - first.bottom, run.top - run.bottom)
    return abs(first.middle - run.middle) < 0.45 * size


def merged(row: Row) -> Row:
    """Runs that the file wrote apart and the page shows together, as one."""
    together = row[:1]
    for run in row[1:]:
        last = together[-1]
        gap = run.left - last.right
        size = max(run.top - run.bottom, last.top - last.bottom)
        if -0.5 * size < gap < 0.6 * size:
            blank = " " if gap > WORD_GAP * size else ""
            together[-1] = last._replace(text=f"{last.text}{blank}{run.text}", right=max(run.right, last.right), order=min(run.order, last.order))
        else:
            together.append(run)
    return together


def band(rows: list[Row], start: int) -> tuple[int, list[tuple[float, float]]]:
    """The rows from `start` that leave gaps from top to bottom free: where they end, and the gaps, the widest first. Else one row."""
    first = rows[start]
    gaps = [(left.right, right.left) for left, right in pairwise(first) if right.left - left.right >= least_gap(first)]
    end = start + 1
    while gaps and end < len(rows):
        left = narrowed(gaps, rows[end])
        if not left:
            break
        gaps = left
        end += 1
    if not gaps or end - start < COLUMN_LINES:
        return end, []
    return end, sorted(gaps, key=lambda gap: gap[0] - gap[1])


def least_gap(row: Row) -> float:
    return COLUMN_GAP * (row[0].top - row[0].bottom)


def narrowed(gaps: list[tuple[float, float]], row: Row) -> list[tuple[float, float]]:
    """What a row leaves of the gaps above it."""
    least = least_gap(row)
    for run in row:
        pieces = []
        for low, high in gaps:
            if run.right <= low or run.left >= high:
                pieces.append((low, high))
            else:
                pieces += [piece for piece in ((low, run.left), (run.right, high)) if piece[1] - piece[0] >= least]
        gaps = pieces
    return gaps


def is_prose(side: list[Run]) -> bool:
    """Whether the lines of a column are running text: one run as wide as the column."""
    rows = rows_of(side)
    if len(rows) < COLUMN_LINES:
        return False
    extent = max(run.right for run in side) - min(run.left for run in side)
    wide = [row for row in rows if len(row) == 1 and len(row[0].text) >= PROSE_LENGTH and row[0].right - row[0].left >= PROSE_WIDTH * extent]
    return len(wide) >= PROSE_SHARE * len(rows)
