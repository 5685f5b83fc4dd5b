"""Signal patterns of FISH: `2F`, `1F1R1G`, `2R2G`, 'one fusion, one red and one green signal', RUNX1 signals in clusters.

pattern = { number colour }: a fused signal (F, or Y for yellow) is two colours side by side. Of a probe for a fusion any
fused signal is the fusion; of a break-apart probe a single colour beside or without fused ones is a rearrangement; of a
locus beside its control a colour with fewer signals than the other, and fewer than two, is a deletion.
"""

from __future__ import annotations

from typing import NamedTuple

from allreport.patterns import compile  # noqa: A004
from allreport.presence import Status
from allreport.read.context import Reading
from allreport.read.molecular.names import Target
from allreport.read.molecular.numbers import covered, limit_in, share_in

LETTERS = compile(r"(?<![\w./-])(?:\d{1,2}[frgoyba]){1,4}(?![\w-])")
COUNTED = compile(r"(?P<number>\d{1,2})(?P<colour>[frgoyba])")
NUMBERS = {"no": 0, "zero": 0, "one": 1, "single": 1, "two": 2, "three": 3, "four": 4}
WORDED = compile(
    r"\b(?P<number>no|zero|one|two|three|four|single|\d)[ \n](?:(?:normal|single|separate|separated|isolated|intact|native|residual|split)[ \n]){0,2}(?P<colour>fusion|fused|yellow|red|green|orange|aqua|blue)\b"
    r"(?:/(?:red|green|orange|yellow|fusion))?(?:[ \n]signals?)?"
)
CELL = compile(r"[ \t|]{2,30}(\d{1,2}(?:[.,]\d{1,2})?|100)(?=[ \t|]{2,}|[ \t]*\n|$)")  # a column of percent
JOINED = compile(r"(?:[ \n]?(?:,|and|\+|/|plus|with|&)[ \n]?){1,2}$")
ATYPICAL = 50  # percent; a normal pattern in fewer nuclei is not the whole answer
FOUND = 5  # percent; what a pattern needs where the report prints no cut-off


class Pattern(NamedTuple):
    """A signal pattern in place: fused signals, single ones by colour, and the percent of nuclei that show it."""

    start: int
    end: int
    fused: int
    single: tuple[int, ...]
    share: float | None

    def abnormal(self, target: Target) -> bool | None:
        """Whether the pattern is that of the finding; None where it is not of its probe."""
        if target.kind == "fusion":
            return self.fused > 0
        if target.name.endswith("rearrangement"):
            return any(self.single) if self.fused or len(self.single) == 1 else None
        if target.name.endswith("deletion") and len(self.single) == 2 and not self.fused:
            return min(self.single) < min(2, max(self.single))
        return None


def by_signals(reading: Reading, target: Target, stop: int) -> Status | None:
    """What the signal patterns behind a target say; a pattern below the report's own cut-off is none."""
    found = patterns_behind(reading, target.end, min(stop, target.end + WINDOW))
    judged = [(pattern, pattern.abnormal(target)) for pattern in found]
    if not any(answer is not None for _, answer in judged):
        return None
    limit = limit_in(reading, target.end, min(stop, target.end + WINDOW))
    seen = [pattern for pattern, answer in judged if answer and (pattern.share is None or pattern.share > (FOUND if limit is None else limit))]
    if seen:
        return Status("present", seen[0].start, seen[0].end)
    normal = [pattern for pattern, answer in judged if answer is False and (pattern.share is None or pattern.share >= ATYPICAL or len(found) > 1)]
    below = [pattern for pattern, answer in judged if answer]
    settled = [*normal, *below]
    return Status("absent", settled[0].start, settled[0].end) if settled else None


WINDOW = 170  # characters behind the name of a probe


def patterns_behind(reading: Reading, start: int, stop: int) -> list[Pattern]:
    """The patterns of a stretch, each with the share of nuclei behind it."""
    folded = reading.document.folded
    places = [(match.start(), match.end(), counted(match.group())) for match in LETTERS.finditer(folded, start, stop)]
    places = [place for place in places if not covered(reading.spans, place[0]) and (len(place[2]) > 1 or place[2][0][1] in "fy")]
    places = places or worded(folded, start, stop)
    made = []
    for index, (first, last, signals) in enumerate(places):
        following = places[index + 1][0] if index + 1 < len(places) else stop
        fused = sum(number for number, colour in signals if colour in "fy")
        single = tuple(number for number, colour in signals if colour not in "fy")
        share = share_in(reading, last, following)
        cell = CELL.match(folded, last, following) if share is None else None
        made.append(Pattern(first, last, fused, single, float(cell[1].replace(",", ".")) if cell else share))
    return made


def counted(written: str) -> list[tuple[int, str]]:
    return [(int(match["number"]), match["colour"]) for match in COUNTED.finditer(written)]


def worded(folded: str, start: int, stop: int) -> list[tuple[int, int, list[tuple[int, str]]]]:
    """Patterns in words: 'one fusion, one red and one green signal'."""
    made: list[tuple[int, int, list[tuple[int, str]]]] = []
    for match in WORDED.finditer(folded, start, stop):
        number = NUMBERS[match["number"]] if match["number"] in NUMBERS else int(match["number"])
        signal = number, match["colour"][0]
        if made and JOINED.match(folded, made[-1][1], match.start()):
            first, _, signals = made[-1]
            made[-1] = (first, match.end(), [*signals, signal])
        else:
            made.append((match.start(), match.end(), [signal]))
    return [piece for piece in made if len(piece[2]) > 1 or piece[2][0][1] in "fy"]
