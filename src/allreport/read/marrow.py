"""How rich in cells the marrow is, and its class M1, M2 or M3."""

from __future__ import annotations

from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.blast_numbers import N
from allreport.read.context import Reading
from allreport.read.number import readings

M_CLASS = compile(r"m[123](?<!\w..)(?=[ -]?(?:marrow|bone marrow|status|remission|response|\)|,|\.|;|[ \t]*$|\n))")
SHARE = rf"(?P<low>{N})(?:[ ]?%?[ ]?(?:-|to)[ ]?(?P<high>{N}))?[ ]?%"
CELLULARITY_AFTER = compile(rf"ity[ \t]*(?:\([^()\n]{{0,30}}\))?[ \t:=]*(?:of|is|was|estimated at|approximately|about|~|around|overall|"
    rf"[ \t]){{0,5}}[ \t]*{SHARE}")
CELLULARITY_IN_BRACKETS = compile(rf"(?:\s\w+){{0,2}}\s?\((?:near |nearly |approximately |about |~)?{SHARE}\)")
CELLULARITY_BEFORE = compile(rf"(?<![\d.]){SHARE}[ -]?\Z")
CELLULAR_WORDS = frozenset({"hypercellular", "hypocellular", "normocellular", "acellular"})


def read_cellularity(reading: Reading) -> list[dict[str, Any]]:
    """Cellularity of the marrow, in percent or by word."""
    folded = reading.document.folded
    found = []
    word: tuple[int, int] | None = None
    last, place = 0, folded.find("cellular")
    while place >= 0:
        match, start, end = cellularity_at(folded, place, last)
        low, high = share(match) if match else (101.0, None)
        if match:
            last = end
        if match and low <= 100:
            quantity = {"low": low, "high": high} if high is not None else {"value": low}
            found.append(reading.sourced(start, end, "cellularity.percent", percent=quantity))
        word = word or cellular_word(folded, place)
        place = folded.find("cellular", place + 8)
    if not found and word is not None:
        found.append(reading.sourced(*word, "cellularity.word", word=folded[word[0] : word[1]]))
    return found


def cellularity_at(folded: str, place: int, last: int) -> tuple[Any, int, int]:
    """The percentage that belongs to the word `cellular` at `place`, and its span: '95 % cellular', 'cellularity: 95 %', 'hypercellular (95 %)'."""
    start, end = word_start(folded, place), place + len("cellular")
    match = CELLULARITY_BEFORE.search(folded, max(last, place - 24), place)
    if match:
        return match, match.start(), end + (3 if folded.startswith("ity", end) else 0)
    match = CELLULARITY_AFTER.match(folded, end) or CELLULARITY_IN_BRACKETS.match(folded, end)
    return match, start, match.end() if match else end


def share(match: Any) -> tuple[float, float | None]:
    """Percent, or the two ends of a range."""
    return readings(match["low"], True)[0], readings(match["high"], True)[0] if match["high"] else None


def word_start(folded: str, place: int) -> int:
    """Where the word begins that goes on at `place`."""
    while place and folded[place - 1].isalpha():
        place -= 1
    return place


def cellular_word(folded: str, place: int) -> tuple[int, int] | None:
    """The span of the word that `cellular` at `place` ends, where it says how rich in cells the marrow is."""
    start, end = word_start(folded, place), place + len("cellular")
    return (start, end) if folded[start:end] in CELLULAR_WORDS and not folded[end : end + 1].isalnum() else None


def read_class(reading: Reading) -> dict[str, Any] | None:
    """M1, M2 or M3 as a class of the marrow; the FAB types of AML are not."""
    folded = reading.document.folded
    if not ("m1" in folded or "m2" in folded or "m3" in folded):
        return None
    for match in M_CLASS.finditer(folded):
        window = folded[max(0, match.start() - 40) : match.end() + 14]
        if "aml" in window or "fab" in window or not ("marrow" in window or "remission" in window or "blast" in window or "bm" in window):
            continue
        return reading.sourced(match.start(), match.end(), "marrow.class", value=match.group().upper())
    return None
