"""Where and how blasts were counted, and the finding that this makes."""

from __future__ import annotations

from bisect import bisect_left
from functools import cached_property
from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import Match, compile  # noqa: A004
from allreport.read.blast_numbers import limit
from allreport.read.blocks import block_site, marrow_count, row_site
from allreport.read.columns import Columns
from allreport.read.context import SPECIMEN_LINE, Place, Reading, site_named, site_of_words
from allreport.read.counts import clause_before, in_blood_count, with_blood
from allreport.read.earlier import HEAD, Dates
from allreport.read.mrd import TIME
from allreport.scan import Clause
from allreport.vocabulary.words import SPECIMEN_LABELS

TIME_WORDS = ("tp", "d", "day", "week", "weeks", "wk", "wks", "month", "months")  # `TIME` begins with one of them
DENOMINATOR = compile(
    r"[ \t\n]*(?:\(?[ \t]*of[ \t\n]+(?:the[ \t\n]+|all[ \t\n]+|total[ \t\n]+|marrow[ \t\n]+)*"
    r"(?P<of>[a-z0-9+/ -]{0,14}(?:events|cells|leu[ck]ocytes|wbcs?|white cells|nucleated cells|mononuclear cells|nucleated elements|cellularity|mnc|"
    r"tnc|anc))|(?:/|per)[ ]?\d{2,4}[ ]cells)"
)


class State:
    """The course of reading: what was found, and what is looked up once where a finding asks for it."""

    def __init__(self, reading: Reading, columns: Columns, dates: Dates) -> None:
        self.reading = reading
        self.found: list[dict[str, Any]] = []
        self.columns = columns
        self.dates = dates

    @cached_property
    def time_words(self) -> list[int]:
        return self.reading.document.places_of(TIME_WORDS)

    def time_in(self, clause: Clause) -> Match[str] | None:
        """The day or week of treatment that a clause names."""
        words = self.time_words
        for place in words[bisect_left(words, clause.start) : bisect_left(words, clause.end)]:
            match = TIME.match(self.reading.document.folded, place, clause.end)
            if match:
                return match
        return None

    @cached_property
    def specimen(self) -> str | None:
        """The site of what was sent; a line on the specimen that names no marrow and no blood may name another fluid or tissue."""
        if self.reading.specimen_site is None:
            for text in [text for _, text in self.reading.specimen_lines] or self.specimen_texts():
                site = next((name for name, pattern in PART_SITES if pattern.search(text)), None) or site_of_words(text)
                if site is not None:
                    return site
        return self.reading.default_site or ("bone_marrow" if "bma" in self.reading.document.words else None)

    def specimen_texts(self) -> list[str]:
        """What stands behind `Specimen` where it is the second word of a label: 'Prélèvement / Specimen : liquide pleural'."""
        document = self.reading.document
        matches = [SPECIMEN_LINE.match(document.folded, place) for place in document.places_of(SPECIMEN_LABELS, HEAD)]
        return [match.group(1) for match in matches if match]

    @cached_property
    def parts(self) -> list[tuple[int, str | None]]:
        return parts_of(self.reading)


def add(state: State, clause: Clause, hit: Hit, quantity: dict[str, Any], start: int, end: int) -> None:
    """One count with its place, method and time."""
    reading = state.reading
    folded, raw = reading.document.folded, reading.document.raw
    if limit(clause, folded, start, end):
        return
    site, method = site_and_method(state, clause, hit, start, end)
    if site is None and clause.section.role in {"header"} and "tumo" in folded[max(0, start - 30) : start]:
        return
    quantity["written"] = raw[start:end]
    time = state.time_in(clause)
    denominator = DENOMINATOR.match(folded, end)
    finding = reading.sourced(start, end, "blasts.percent", percent=quantity, site=site, method=method, cue_start=hit.start, cue_end=hit.end, _clause=clause)
    if time is not None:
        finding["timepoint"] = raw[time.start("day") : time.end("day")]
    if denominator and denominator["of"]:
        finding["denominator"] = denominator["of"].strip()
    state.found.append(finding)


def site_and_method(state: State, clause: Clause, hit: Hit, start: int, end: int) -> tuple[str | None, str]:
    """Where the blasts were counted, and how."""
    method = method_of(clause, start)
    site = site_of(state, clause, hit, start, end)
    if site is None:
        site = "bone_marrow" if method in {"aspirate", "biopsy", "touch_prep"} else state.specimen
    if method == "unspecified" and state.reading.flow_title:
        method = "flow"
    if method == "unspecified" and site in {"bone_marrow", "peripheral_blood"} and clause.section.role != "history":
        method = "aspirate" if site == "bone_marrow" else "smear"
    if site == "peripheral_blood" and method in {"aspirate", "biopsy"}:
        method = "smear"
    return site, method


def site_of(state: State, clause: Clause, hit: Hit, start: int, end: int) -> str | None:
    """The site that words name, of the blasts, around the number or earlier in the clause.

    Else that of the numbered specimen, of the count they stand in, of the section.
    """
    reading = state.reading
    folded = reading.document.folded
    block = state.columns.block_site(hit.start)
    if block is not None:
        return block
    named = NAMED_SITE.match(folded, hit.start, hit.end) or WORD_BEHIND.match(folded, hit.end, hit.end + 8) or WORD_BEFORE.search(folded, max(clause.start, hit.start - 16), hit.start)
    if named:
        return "bone_marrow" if named["marrow"] else "peripheral_blood" if named["blood"] else "csf"
    placed = "site" in clause.kinds or "method" in clause.kinds
    if placed:
        for other in clause.hits:
            if hit.end <= other.start < start and (site := site_named(folded, other)):
                return site
    place = reading.site_at(clause, min(hit.start, start)) if placed else reading.places[clause.index]
    part = part_at(state, start)
    if place.basis == "words" and not (place.site == "csf" and part and "cytospin" in folded[clause.start : start]):
        return place.site
    behind = own_block(state, clause, hit, place) or site_behind(clause, folded, max(hit.end, end), end) or part or same_line_site(reading, clause)
    return behind or site_of_place(state, clause, hit, (start, end), place)


def site_behind(clause: Clause, folded: str, last: int, end: int) -> str | None:
    """The site that is named shortly behind a number and its blast word: '88 % blasts in the marrow', '88 % (aspirate)'."""
    for other, row in clause.of("site"):
        if last <= other.start < last + 48 and NEAR.match(folded, last, other.start):
            return str(row.id)
    if BY_ASPIRATE.match(folded, end, end + 24):
        return "bone_marrow"
    return None


def site_of_place(state: State, clause: Clause, hit: Hit, number: tuple[int, int], place: Place) -> str | None:
    """The site in force at the clause; in a blood count, or with what only one site has, that one."""
    reading, (start, end) = state.reading, number
    folded = reading.document.folded
    if place.site == "csf" and place.basis == "specimen" and with_blood(reading, clause):
        return "peripheral_blood"
    if place.site in {None, "bone_marrow"} and in_blood_count(reading, clause, hit) and not with_diagnosis(state, clause, start):
        return "peripheral_blood"
    if place.site == "peripheral_blood" and place.basis == "section" and ERYTHROID.search(folded, clause.start, clause.end):
        return "bone_marrow"
    if place.site == "peripheral_blood" and (reading.specimen_site or reading.default_site) == "bone_marrow" and MARROW_POPULATION.match(folded, end, end + 40):
        return "bone_marrow"
    return place.site


def with_diagnosis(state: State, clause: Clause, start: int) -> bool:
    """Whether a diagnosis stands right before a number on its line, in a report on marrow: 'B-ALL, 85% blasts'."""
    if state.specimen != "bone_marrow" and "bone_marrow" not in {place.site for place in state.reading.places.values()}:
        return False
    folded = state.reading.document.folded
    return any(0 <= start - hit.end < NAME_GAP and folded[hit.end : start].strip() in NAME_MARKS for hit, _ in clause.of("disease"))


NAME_GAP = 8  # characters
NAME_MARKS = frozenset({"", ",", ":", "-", "with", "(", ", with"})


def own_block(state: State, clause: Clause, hit: Hit, place: Place) -> str | None:
    """The site that the row of a table or the paragraph of its own says, below a blood count."""
    reading = state.reading
    site = row_site(reading, hit.start)
    if site is None and place.site == "peripheral_blood" and place.basis == "section":
        site = block_site(reading, clause)
        if site is None and marrow_count(reading, clause):
            site = "bone_marrow"
    return reading.specimen_site or reading.default_site if site == "flow" else site


def same_line_site(reading: Reading, clause: Clause) -> str | None:
    """The site named before a semicolon: 'Biopsy of marrow: cellularity 90 %; the blasts occupy 65 %'."""
    other = clause_before(reading, clause)
    if other is None:
        return None
    return next((site for hit in reversed(other.hits) if (site := site_named(reading.document.folded, hit))), None)


BY_ASPIRATE = compile(r"(?: blasts?| lymphoblasts?)?[ ]?\((?:by |on |from |in )?(?:the )?(?:bm |marrow )?(?:aspirat|asp\b|core|trephine|touch|clot)")
NAMED_SITE = compile(r"(?P<blood>circulating|peripheral|pb )|(?P<marrow>marrow|bm |bone marrow)|(?P<csf>csf )")
WORD_BEFORE = compile(r"(?:(?P<blood>\bblood)|(?P<marrow>\bmarrow|\bbm)|(?P<csf>\bcsf))[ \t]$")
WORD_BEHIND = compile(r"[ ]\(?(?:(?P<blood>ps|p/s|pbs|pbf|pb)|(?P<marrow>bm|bma)|(?P<csf>csf))\b(?![/-])")
MARROW_POPULATION = compile(r"[ \t\n]*\(?of (?:the |all |total )*(?:nucleated|(?:\w+ )?events)")
ERYTHROID = compile(r"erythroblasts[ .:]{1,40}\d")  # counted in a differential of the marrow only
PART_START = (
    r"[ \t]{0,8}\(?(?P<first>[a-h]|\d(?!\d))(?:[ ]?[-,&][ ]?(?P<last>[a-h]|\d(?!\d)))?"
    r"(?:(?<=[a-h])[.):][ \t]+|(?<=\d)[.):]?[ \t]+)(?P<text>[a-z][^\n]{2,90})"
)
PART, FIRST_PART = compile(r"\n" + PART_START), compile(PART_START)
PART_SITES = (
    ("csf", compile(r"\bcsf\b|cerebrospinal|spinal fluid|\bliquor\b")),
    ("pleural_fluid", compile(r"pleura|effusion|\bfluid\b|\bliquid\b")),
    ("bone_marrow", compile(r"\bmarrow|\bbm\b|aspirat|trephin|iliac")),
    ("peripheral_blood", compile(r"\bblood\b|\bpb\b")),
    ("lymph_node", compile(r"lymph node|\bnode\b")),
    ("other", compile(r"testi|\bmass\b|mediastin|\bskin\b|tonsil")),
)


def parts_of(reading: Reading) -> list[tuple[int, str | None]]:
    """Where the text turns to a numbered or lettered specimen, and the site of each: 'A. CSF', '2 Pleural fluid', 'B) see A'."""
    known: dict[str, str] = {}
    found: list[tuple[int, str | None]] = []
    folded = reading.document.folded
    first = FIRST_PART.match(folded)
    for match in (*((first,) if first else ()), *PART.finditer(folded)):
        site = next((name for name, pattern in PART_SITES if pattern.search(match["text"])), None)
        label = match["first"]
        if site is not None:
            known.setdefault(label, site)
        found.append((match.start("first"), site or known.get(label)))
    return found if len(set(known.values())) > 1 else []


def part_at(state: State, position: int) -> str | None:
    """The site of the numbered specimen whose stretch holds a place; a new heading ends it."""
    parts = state.parts
    index = bisect_left(parts, (position, ""), key=lambda part: (part[0], "")) - 1
    if index < 0 or parts[index][0] + 12 < state.reading.document.section_at(position).heading_start:
        return None
    return parts[index][1]


NEAR = compile(r"[^.;\n,]{0,46}(?:in|on|from|of|by)[ \t\n](?:the |his |her |a |this )?(?:left |right |posterior )?[^.;,]{0,16}$")
METHODS = {"aspirate": "aspirate", "biopsy": "biopsy", "touch_prep": "touch_prep", "smear": "smear", "flow": "flow", "ihc": "biopsy"}


def method_of(clause: Clause, start: int) -> str:
    """How the blasts were counted: the nearest method of the clause, else that of the section."""
    best, nearest = 160, None
    for other, row in clause.of("method"):
        distance = abs(other.start - start)
        if row.id in METHODS and (distance < best or (distance == best and nearest is not None)):
            best, nearest = distance, row.id
    if nearest is not None:
        return METHODS[nearest]
    return METHODS.get(clause.section.method or "", "unspecified")
