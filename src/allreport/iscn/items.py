"""One abnormality.

item        = single { "or" single }
single      = [sign] ["?"] event [ "x" number ] [ "c" | "?c" | origin ] [ "[" cells "]" ]
sign        = "+" | "-"
event       = chromosome | [number [("~" | "-") number]] marker [number] | rearrangement { part } | variant
rearrangement = type [ "?" ] chromosomes [ bands | detailed ]
part        = ["?"] rearrangement | "amp" "(" probes ")"
marker      = "mar" | "r" | "dmin" | "ace"
origin      = "mat" | "pat" | "inh" | "dn" | "dmat" | "dpat"
variant     = chromosome ("p" | "q") ("h" | "s" | "stk") ("+" | "-")
"""

from __future__ import annotations

from functools import lru_cache

from allreport import patterns
from allreport.vocabulary.iscn import MARKERS

from . import breakpoints
from .plain import ONE, SYMBOL, take_plain
from .source import Source
from .tree import Item, Rearrangement

_BODY: dict[str, str] = {wording: kind.symbol for kind in MARKERS for wording in kind.wordings}
_TYPES = "|".join(wording for wording in sorted(SYMBOL, key=len, reverse=True) if wording != "y")
_BODIES = "|".join(sorted(_BODY, key=len, reverse=True))
_AFTER = r"(?=$|[,;.\[\]\/+)\-{]|x\d|\??c(?![a-z])|\?|or[+\-?\d]| |~(?!\d))"

SIGN = patterns.compile(r"(\?{0,2})([+-]?)(\?{0,2})")
WHOLE = patterns.compile(rf"({ONE})['*]?{_AFTER}")
MARKER = patterns.compile(rf"(?:(\d{{1,3}})?(?:[~-](\d{{1,3}}))?)?({_BODIES})(s?)(\d{{0,2}})(?=$|[^a-z(]|x\d|c(?![a-z])|or[+-])")
_Y_AS_T = r"y(?=\((?:2[0-2]|1\d|[1-9]|x);)"  # the key beside `t`; only `t` is one letter and takes two chromosomes
TYPE = patterns.compile(rf"({_TYPES}|{_Y_AS_T})(?=\??\(|\??(?:{ONE}|\?)[;:,)\]pq]|\?)")
BARE_TYPE = patterns.compile(rf"({_TYPES})(?=$|[,/\[])")
VARIANT = patterns.compile(rf"\(?({ONE})\)?([pq])(h|s|stk|ss|cenh|var)([+-]{{0,3}}){_AFTER}")
ARM = patterns.compile(rf"({ONE})([pq]\d{{0,2}}(?:\.\d)?)([+-]){_AFTER}")
AMPLIFIED = patterns.compile(r"\??amp\(([^()\d][^()]{0,30})\)")
PROBES = patterns.compile(r"\((?=[^()]{0,80}[a-z]{3})(?:[a-z][a-z0-9']{1,11}+[+-]{0,3}+[,;]?+){1,12}+\)")  # possessive: the separators are optional, so a name could be cut anywhere
ARMS_ONLY = patterns.compile(r"(del|add|dup|inv)(\([pq?][^();]{1,12}\))")
COPIES = patterns.compile(r"\(?x(\d{1,2})(?:[~-](\d{1,2}))?\)?(?![\d(])")
ORIGIN = patterns.compile(r"(\??c|mat|pat|inh|dn|dmat|dpat|dinh|mos)(?![a-z(])")
CELLS = patterns.compile(r"\[(?:cp)?[~?]?(\d{1,4})\](?=[,\[])")
TEXT = patterns.compile(r"[^,/\[\]{}(); ]{1,24}(?:\([^()\[\]/]{1,60}\)[^,/\[\]{}(); ]{0,24}){0,10}(?=[,/\[]|$)")
SIMPLE = patterns.compile(r"([+-])(2[0-2]|1\d|[1-9]|[xy])(?=[,/]|$|\[\d{1,4}\](?:/|$))")


@lru_cache(maxsize=64)
def whole_chromosome(name: str) -> Rearrangement:
    """A chromosome without a structural change."""
    return Rearrangement("chromosome", (name.upper(),))


@lru_cache(maxsize=16384)
def _well_formed(text: str) -> Item | None:
    """The item that `text` is from end to end without any doubt, None if it is not: then it is read in its place."""
    plain = take_plain(text)
    if plain is not None:
        return plain
    source = Source(text)
    item = _take(source, 0)
    return item if item is not None and item.end == len(text) and not source.issues and not item.alternatives else None


def take_item(source: Source, pos: int) -> Item | None:
    """item, at `pos`. None if no abnormality stands here."""
    s = source.s
    match = TEXT.match(s, pos)
    if match:
        item = _well_formed(match[0])
        if item is not None:
            end = match.end()
            cells = CELLS.match(s, end) if s.startswith("[", end) else None
            if cells:
                return item._replace(start=pos, end=cells.end(), cells=int(cells[1]))
            return Item._make((pos, end, *item[2:]))
    return _take(source, pos)


def _take(source: Source, pos: int) -> Item | None:
    item = _take_single(source, pos)
    if item is None:
        return None
    s = source.s
    alternatives: list[tuple[int, int]] = []
    while s.startswith("or", item.end) and len(alternatives) < 6:
        other = _take_single(source, item.end + 2)
        if other is None:
            break
        alternatives.append((other.start, other.end))
        item = item._replace(end=other.end, cells=other.cells or item.cells)
    if alternatives:
        item = item._replace(alternatives=tuple(alternatives), uncertain=True, known=False)
    return item


def _take_single(source: Source, pos: int) -> Item | None:
    sign = SIGN.match(source.s, pos)
    if sign is None:
        return None
    item = _take_event(source, sign.end())
    if item is None or (item.main.kind == "chromosome" and not sign[2]):
        return None  # a chromosome without a sign is neither gained nor lost
    return _finish(source, item._replace(start=pos, sign=sign[2], uncertain=item.uncertain or "?" in sign[0]))


def _take_event(source: Source, pos: int) -> Item | None:
    s = source.s
    match = MARKER.match(s, pos)
    if match:
        return _marker(pos, match.end(), match.groups())
    match = WHOLE.match(s, pos)
    if match:
        return Item(pos, match.end(), main=whole_chromosome(match[1]))
    match = TYPE.match(s, pos)
    if match:
        return _take_rearrangement(source, pos, match[1], match.end())
    match = VARIANT.match(s, pos)
    if match:
        return Item(pos, match.end(), main=Rearrangement("variant", (match[1].upper(),), ((match[2],),)), constitutional="yes")
    match = ARM.match(s, pos)
    if match:
        source.issue("repaired", "arm with a sign, read as a loss or gain of material of that arm", pos, match.end())
        kind = "del" if match[3] == "-" else "add"
        return Item(pos, match.end(), main=Rearrangement(kind, (match[1].upper(),), ((match[2],),), True), uncertain=True)
    match = BARE_TYPE.match(s, pos)
    if match and match[1] not in ("i", "t"):
        return Item(pos, match.end(), main=Rearrangement(SYMBOL[match[1]], ("?",), (), True), uncertain=True)
    return None


def _marker(pos: int, end: int, groups: tuple[str | None, ...]) -> Item:
    """[number [("~" | "-") number]] marker [number]: `+1~4mar`, `+mar1`, `8~30dmin`. A plural without a number is unknown."""
    low, high, body, plural, number = groups
    first = int(low) if low else 1
    last = int(high) if high else first
    kind = _BODY[body or ""]
    known = first == last and (not plural or low is not None)
    return Item(pos, end, main=Rearrangement(kind + (number or ""), (), ()), copies=first, copies_high=last, known=known or kind == "dmin")


def _take_rearrangement(source: Source, pos: int, wording: str, after: int) -> Item | None:
    """rearrangement { part }."""
    taken = _take_one(source, wording, after)
    if taken is None:
        return None
    main, end = taken
    s = source.s
    parts: list[Rearrangement] = []
    amplified: list[str] = []
    uncertain = main.uncertain
    while end < len(s) and len(parts) < 12:
        amplification = AMPLIFIED.match(s, end)
        if amplification:
            amplified.append(amplification[1])
            end = amplification.end()
            continue
        implied = ARMS_ONLY.match(s, end)
        if implied and len(main.chromosomes) == 1:
            part_end = _implied(source, implied.start(2), Rearrangement(implied[1], main.chromosomes), parts)
            if part_end:
                source.issue("repaired", "chromosome of a part not repeated", end, part_end)
                end = part_end
                continue
        start = end
        while start < len(s) and s[start] in "(?" and start < end + 3:
            start += 1
        match = TYPE.match(s, start) if s[end] in "(?" or s[end].isalpha() else None
        part = _take_one(source, match[1], match.end()) if match else None
        if part is None:
            break
        if "(" in s[end:start]:
            source.issue("repaired", "parenthesis before a part of a derivative", end, start)
        uncertain = uncertain or part[0].uncertain or "?" in s[end:start]
        parts.append(part[0])
        end = part[1]
        if s.startswith(")", end) and not s.startswith("),", end):
            end += 1
    end = _take_rest(source, end)
    return Item(pos, end, main=main, parts=tuple(parts), uncertain=uncertain, amplified=tuple(amplified))


def _take_rest(source: Source, end: int) -> int:
    """A parenthesis too many; probes in parentheses behind an abnormality: a hybridisation without its name."""
    s = source.s
    if s.startswith(")", end):
        source.issue("repaired", "closing parenthesis too many", end, end + 1)
        end += 1
    probes = PROBES.match(s, end) if s.startswith("(", end) else None
    if probes and not TYPE.match(s, end + 1):
        source.issue("remark", "probes beside an abnormality", end, probes.end())
        end = probes.end()
    return end


def _implied(source: Source, pos: int, plain: Rearrangement, parts: list[Rearrangement]) -> int:
    """A part that leaves out the derivative's own chromosome: `der(21)add(q22)`. Gives its end, 0 if there is none."""
    taken = breakpoints.take_bands(source.s, pos, plain.chromosomes)
    if taken is None:
        return 0
    parts.append(plain._replace(bands=taken.bands[:1], uncertain=taken.uncertain))
    return taken.end


def _take_one(source: Source, wording: str, after: int) -> tuple[Rearrangement, int] | None:
    """type ["?"] chromosomes [bands | detailed], with what is missing there put right."""
    s, kind = source.s, SYMBOL[wording]
    match = breakpoints.CHROMOSOMES.match(s, after)
    repair = ""
    if match:
        end = match.end()
        if match[2] is None:
            if s.startswith("?)", end):
                end += 2
            elif s.startswith("()", end):
                end, repair = end + 2, "parentheses in wrong order"
            elif breakpoints.ARMED.match(s, after) and end == after + 1 + len(match[1]):
                repair = "band inside the first parentheses"
            else:
                repair = "closing parenthesis missing"
    else:
        match = breakpoints.CHROMOSOMES_UNOPENED.match(s, after) or breakpoints.UNPARENTHESISED.match(s, after)
        if match is None:
            return None
        end, repair = match.end(), "opening parenthesis missing"
    twice = breakpoints.CHROMOSOMES_TWICE.match(s, end) if ";" not in match[1] else None
    if twice and not repair:
        match, end, repair = twice, twice.end(), "chromosomes given twice"
    names, uncertain, separator = breakpoints.chromosome_names(match[1])
    uncertain = uncertain or s.startswith("?", after)
    if repair or separator or wording != kind.replace(" ", ""):
        source.issue("repaired", repair or ("separator read as `;`" if separator else f"type read as {kind}"), after - len(wording), end)
    return _with_bands(source, Rearrangement(kind, names, (), uncertain), end)


def _with_bands(source: Source, plain: Rearrangement, end: int) -> tuple[Rearrangement, int]:
    s, names = source.s, plain.chromosomes
    letter = s[end : end + 1]
    taken = None
    if (letter == "(" and not TYPE.match(s, end + 1)) or (
        (letter and letter in "pq?") and breakpoints.BAND.match(s, end) and not s.startswith(("?c", "pat"), end)
    ):
        taken = breakpoints.take_bands(s, end, names)
    if taken is None:
        return plain, end
    bands = taken.bands
    if taken.repairs:
        source.issue("repaired", ", ".join(taken.repairs), end, taken.end)
    if len(bands) == 1 and len(names) > 1 and len(bands[0]) == len(names) and plain.kind != "ins":
        bands = tuple((band,) for band in bands[0])
        source.issue("repaired", "bands without semicolon", end, taken.end)
    elif len(bands) > 1 and len(names) == 1:
        bands = (tuple(band for group in bands for band in group),)
        source.issue("repaired", "semicolon between bands of one chromosome", end, taken.end)
    return Rearrangement(plain.kind, names, bands, plain.uncertain or taken.uncertain, taken.detail), taken.end


def _finish(source: Source, item: Item) -> Item:
    """[ "x" number ] [ "c" | "?c" | origin ] [ "[" cells "]" ], in any order."""
    s, end = source.s, item.end
    if end >= len(s) or s[end] in ",/":
        return item
    for _ in range(4):
        if end >= len(s) or s[end] in ",/":
            break
        if s[end] == "?" and s[end + 1 : end + 2] in ("", ",", "/", "["):
            item, end = item._replace(uncertain=True), end + 1
            continue
        match = COPIES.match(s, end)
        if match:
            low = int(match[1])
            high = int(match[2]) if match[2] else low
            item = item._replace(copies=low, copies_high=high, known=item.known and low == high)
        else:
            match = ORIGIN.match(s, end)
            if match:
                if match[1] in ("c", "?c", "mat", "pat", "inh", "dmat", "dpat", "dinh"):
                    item = item._replace(constitutional="possible" if match[1] == "?c" else "yes")
            else:
                match = CELLS.match(s, end)
                if match is None:
                    break
                item = item._replace(cells=int(match[1]))
        end = match.end()
    return item._replace(end=end)
