"""Karyotypes and other ISCN strings found whole in prose: wrapped, in tables, between words. The reading of one is `iscn`'s."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from allreport.document import Document, Section
from allreport.iscn import read as read_iscn
from allreport.iscn import read_ish
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import at

START = compile(r"(?<![\w/.+~<\[-])(?://)?(?:mos )?(?P<low>\d{2,3})(?:[~-](?P<high>\d{2,3}))?(?:[ ]?<[1-6]?n[+-]?>)?[ ]?,[ ]?\n?[ ]?(?:[xy]{1,4}c?|x,|\?)(?=[,\[/ .;\n)+?]|-[ ]?[xy\d?]|$)")
SEX_COMMA = compile(r",(?<=[\d> ],)(?=[ ]?\n?[ ]?[xy?])")  # a karyotype is looked for around one
OTHER_START = compile(r"(?<![\w])(?:nuc[ ]?ish|ish|arr|ogm|sseq|rsa)[ ]?(?:\[grch\d\d\]|\[hg\d\d\])?[ ]?\n?[ ]{0,12}(?=\(|\d{1,2}[pq]|[xy][pq]|\[grch|der\(|t\(|del\()")
ITEM = compile(
    r"[ \t\n]{0,40}(?:[+-]?[ ]?\??[ ]?(?:\d{1,2}(?![\d.])|[xy]{1,4}c?(?![a-z])|(?:t|der|del|add|inv|ins|i|iso|idic|ider|dic|dup|trp|qdp|r|rob|hsr|fra|tas|psu|trc|upd|rec|amp)[ ]?(?:dic|der)?[ ]?\(|mar|dmin|inc\b|idem|sl\d?\b|sdl\d?\b|cx|r\b|\d{1,2}[pq]h?[+-]|\d{0,2}~?\d{1,2}(?:mar|dmin|r)\b|complex)|c\b|\[|\()"
)
CLONE = compile(r"[ \t]{0,40}(?:\d{2,3}(?:[~-]\d{2,3})?[ ]?(?:<\dn[+-]?>)?[ ]?,|\d{2,3}[ ]?idem|//|non-?clonal)")
# What a karyotype is written with, inside and outside its parentheses; outside, whole parentheses and the commonest items with it.
INSIDE_SET = r"[0-9a-z+~?<>:*'_=;./, \t-]"
INSIDE = compile(INSIDE_SET + "++")
OUTSIDE = compile(rf"(?:[0-9a-z+~?<>:*'_=-]++|\({INSIDE_SET}*+\)|,(?=[+-]?(?:\d{{1,2}}(?![\d.])|[xy](?=[,\[])|(?:t|del|der|add|inv|ins|dic|dup|i)\()))++")
LIMIT = 1500


class Place(NamedTuple):
    """An ISCN string in place, and which technique it is of."""

    start: int
    end: int
    technique: str


def find(document: Document) -> list[Place]:
    """All ISCN strings of a report, in order, not overlapping."""
    folded = document.folded
    others: list[Place] = []
    for match in at(OTHER_START, folded, document.places_of(("nuc", "ish", "arr", "ogm", "sseq", "rsa"))):
        if others and match.start() < others[-1].end:
            continue
        end = other_end(folded, match.end())
        if end - match.start() > 8 and "(" in folded[match.start() : end] and not prose(folded, match.end(), end):
            name = folded[match.start() : match.start() + 4]
            others.append(Place(match.start(), end, "nuc ish" if name.startswith("nuc") else name.split("[")[0].split("(")[0].strip()))
    starts = [place.start for place in others]
    karyotypes: list[Place] = []
    for comma in SEX_COMMA.finditer(folded):
        found = START.search(folded, max(0, comma.start() - 24), min(len(folded), comma.end() + 12))
        if found is None or found.start() > comma.start() or not 20 <= int(found["low"]) <= 200:
            continue
        before = bisect_right(starts, found.start()) - 1
        if (before < 0 or others[before].end <= found.start()) and (not karyotypes or karyotypes[-1].end <= found.start()):
            karyotypes.append(Place(found.start(), karyotype_end(folded, found.end()), "karyotype"))
    return sorted(others + karyotypes)


def prose(folded: str, start: int, end: int) -> bool:
    """Whether a word with a gene in brackets is the name of a test: 'ish(BCR::ABL1): neg'."""
    return "::" in folded[start : start + 24] or (folded[end : end + 2].lstrip().startswith(":") and not any(sign in folded[start:end] for sign in "x+-["))


def karyotype_end(folded: str, position: int) -> int:
    """Where a karyotype that began before `position` ends: at a word, a sentence stop, or a closing count without another clone."""
    depth = 0
    limit = min(len(folded), position + LIMIT)
    last_good = position
    while True:
        run = (INSIDE if depth else OUTSIDE).match(folded, position, limit)
        if run:
            position = run.end()
            if not depth:
                last_good = position
        if position >= limit:
            return limit
        character = folded[position]
        if character in "([{":
            depth += 1
        elif character in ")]}":
            if depth == 0:
                return last_good
            depth -= 1
            last_good = position + 1
            if character != ")" and depth == 0 and not goes_on(folded, last_good):
                return last_good
        elif depth:
            if character != "\n" or not folded[position : position + 60].strip():
                return last_good  # no character of a karyotype, or an empty line
        else:
            following = item_after(folded, position, limit) if character in ",/;" else piece_after(folded, position, limit) if character in BLANKS else None
            if following is None:
                return last_good
            position = following
            continue
        position += 1


def item_after(folded: str, position: int, limit: int) -> int | None:
    """Where the item or clone begins behind a comma or a slash; None where none does."""
    following = after_blanks(folded, position + 1, limit)
    if folded[position] != "/":
        return following if ITEM.match(folded, following, min(limit, following + 40)) else None
    if CLONE.match(folded, following, min(limit, following + 40)) or folded.startswith("/", following):
        return following
    return following if folded.startswith(("idem", "sl"), following) and ITEM.match(folded, following, following + 20) else None


def piece_after(folded: str, position: int, limit: int) -> int | None:
    """Where the karyotype goes on behind blanks or one line break; None where it does not."""
    following = after_blanks(folded, position, limit)
    breaks = folded.count("\n", position, following)
    after = folded[following : following + 1]
    if breaks > 1 or (after not in PIECE and not (after == "-" and breaks == 0)):
        return None
    if after == "/" and not CLONE.match(folded, following + 1, following + 60):
        return None
    if after == "(" and (not ITEM_OPEN.search(folded, max(0, position - 16), position) or PROSE.match(folded, following)):
        return None
    return None if after in "+-" and not ITEM.match(folded, following, following + 40) else following


def after_blanks(folded: str, position: int, limit: int) -> int:
    while position < limit and folded[position] in BLANKS:
        position += 1
    return position


BLANKS = " \t\n"
PIECE = frozenset("[/,(+")
ITEM_OPEN = compile(r"(?:(?<![a-z])(?:t|der|del|add|inv|ins|i|iso|idic|ider|dic|dup|trp|qdp|r|rob|hsr|fra|tas|psu|trc|upd|rec|amp|mar|ish|con|sep|amp)|\?|\))$")
PROSE = compile(r"\((?![pqx\d?;:. \t\n~-]{0,6}[pqx?]?\d|[pq](?:ter|cen)|[pq][;)]|cen|\?)")  # a parenthesis that holds no band


def goes_on(folded: str, position: int) -> bool:
    """Whether another clone follows a count: a slash on this line or the next."""
    following = after_blanks(folded, position, len(folded))
    after = folded[following : following + 1]
    if after not in {"/", "[", ","} or folded.count("\n", position, following) > 1:
        return False
    if after == ",":
        return ITEM.match(folded, following + 1, min(len(folded), following + 60)) is not None
    if after == "[":
        return folded.startswith("[cp", following)
    rest = after_blanks(folded, following + 1, len(folded))
    return CLONE.match(folded, rest, min(len(folded), rest + 40)) is not None or folded.startswith("/", rest)


def other_end(folded: str, position: int) -> int:
    """Where an `ish`, `nuc ish`, `arr` or `ogm` string ends."""
    depth = 0
    limit = min(len(folded), position + LIMIT)
    last_good = position
    while position < limit:
        character = folded[position]
        if character in "([":
            depth += 1
        elif character in ")]":
            if depth == 0:
                break
            depth -= 1
            last_good = position + 1
        elif depth == 0:
            if character in " \t\n":
                following = position
                breaks = 0
                while following < limit and folded[following] in " \t\n":
                    breaks += folded[following] == "\n"
                    following += 1
                after = folded[following : following + 1]
                previous = folded[position - 1]
                if breaks > 1 or not ((after in {"(", "[", "x"} and previous in "),]") or (previous in ",/" and after and (after in "(" or after.isdigit() or after in "xy"))):
                    break
                position = following
                continue
            if character in ",/":
                following = position + 1
                while following < limit and folded[following] in " \t\n":
                    following += 1
                if (folded[following : following + 1] not in {"(", "x", "y"} and not folded[following : following + 1].isdigit()) or folded[following:following+3] == "xyz":
                    break
            elif character == ".":
                if not (folded[position - 1].isdigit() and folded[position + 1 : position + 2].isdigit()):
                    break
                last_good = position + 1
            elif character.isalnum() or character in "~-_<>x'":
                last_good = position + 1
            else:
                break
        position += 1
    return last_good


def joined(raw: str) -> str:
    """The string as written, with line breaks (and a hyphen that only divides) taken out."""
    if "\n" not in raw and "\r" not in raw and "\t" not in raw:
        return raw
    pieces = [piece.strip() for piece in raw.replace("\r", "\n").split("\n")]
    made = pieces[0]
    for piece in pieces[1:]:
        if made.endswith("-") and not made.endswith((",-", "/-")):
            made = made[:-1]
        made += piece
    return made


def data(document: Document, place: Place) -> dict[str, Any]:
    """What the engine reads from one string, with offsets of the report."""
    raw = document.raw[place.start : place.end]
    return read_iscn(raw, place.start) if place.technique == "karyotype" else read_ish(raw, place.start)


NORMAL = compile(r"(?://)?46[ ]?,[ ]?(?:xx|xy)[ ]?(?:\[[^\]]{0,12}\])?$")
DONOR_BEHIND = compile(
    r"[ \t,(:=-]{0,4}(?:(?:all|of|from|in|consistent with|represent(?:s|ing)?|corresponds? to|=|is|are|was|the|a|female|male|cells|origin:?)[ \n]){0,5}"
    r"(?:donor|graft)(?:'s)?\b(?![ ]?(?:chimeris|lymphocyte|search|available|identif|typ))"
)


def of_donor(document: Document, place: Place) -> bool:
    """Whether the words behind a normal karyotype say that it is the donor's."""
    folded = document.folded
    return NORMAL.match(folded, place.start, place.end) is not None and DONOR_BEHIND.match(folded, place.end, place.end + 70) is not None


# What a bare `46,XX` stands behind where it is explained, not found.
EXPLAINED = compile(r"\b(?:written|designated|denoted|notated|described|expressed|symboli[sz]ed|abbreviated)(?: as)?[ ]?$|\ba normal (?:human )?(?:fe)?male (?:human )?karyotype (?:is|=|would be)[ :]*$|\bor[ ]$|\b(?:ploidy|range|normal|reference)[ ]?[:=]?[ ]?$")


def bare_talk(document: Document, place: Place, section: Section) -> bool:
    """A bare `46,XX` in prose ('normal 46,XX cells') is no karyotype result."""
    before = document.folded[max(0, place.start - 50) : place.start]
    written = document.raw[place.start : place.end]
    if EXPLAINED.search(before):
        return True
    if len(written) > 8:
        return False
    before = before[-40:]
    return not (before.rstrip().endswith((":", "=", ")")) or "karyotype" in before or "caryotype" in before or (section.name == "cyto" and before.strip(" \t")[-1:] == "\n"))
