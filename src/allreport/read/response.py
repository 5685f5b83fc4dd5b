"""The course as stated: remission, relapse, regeneration; disease outside the marrow; donor cells. Never computed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

from allreport.lexicon import TOKEN
from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import comparator_before, readings
from allreport.scan import Clause
from allreport.vocabulary import response as words
from allreport.vocabulary.response import Sign

NO_ROLES = frozenset({"method", "definition", "advice", "family", "reference"})
OF_OTHERS = ("family", "donor", "definition", "advice", "question", "withdrawn")
BEFORE = compile(words.BEFORE)
NO_BEFORE = compile(rf"(?:^|[^a-z]){words.NO_STATEMENT_BEFORE}")
NO_AFTER = compile(words.NO_STATEMENT_AFTER)
DENIED = compile(rf"(?:^|[^a-z]){words.NO_EVIDENCE}")
QUESTION = compile(words.QUESTION)
DENIED_AFTER = compile(words.NOT_SO)
ABSENT_AFTER = compile(words.BODY_WORD)
SHORT = compile(words.SHORT_REMISSION)
PAST = compile(rf"(?:^|[^a-z])(?:{'|'.join(words.PAST)}) (?:\w+[ -]){{0,5}}$")
REACH = 70  # characters before a word in which it may be denied or told apart
LIST = 90  # characters by which a denial reaches over a list of organs
COUNTED = frozenset({"relapse", "CR", "remission", "molecular_relapse"})

PERCENT = r"(?<![\d.,])(?P<{}>\d{{1,3}}(?:[.,]\d{{1,3}})?)[ ]?%"
NOT_OF_RECIPIENT = r"(?![ ]?(?:of |xx |xy |male |female )?(?:recipient|host|patient))"
DONOR = compile(
    rf"donor(?:[- ](?:chim(?:a)?erism|derived|cells?|type|dna|origin))?[^\d\n;.,%|]{{0,30}}{PERCENT.format('after')}{NOT_OF_RECIPIENT}|"
    rf"{PERCENT.format('before')}[ ](?:of )?(?:cells of )?(?:full |complete |xx |xy |male |female )?donor|"
    rf"(?<!recipient )chim(?:a)?erism(?:(?!recipient|host|patient)[^\d\n;.%|]){{0,40}}{PERCENT.format('plain')}{NOT_OF_RECIPIENT}"
)
KIND_OF_CHIMERISM = compile(rf"(?:(?P<complete>{'|'.join(words.COMPLETE)})|(?P<mixed>{'|'.join(words.MIXED)}))[ ](?:donor[ ])?chim(?:a)?er")
IN = compile(r"[ \n](?:in|of|among)[ \n](?:the |both )?")
SORTED = compile(rf"\b(?:{'|'.join(words.CELLS_SORTED)})")


@cache
def table(rows: tuple[Sign, ...]) -> tuple[tuple[str, ...], dict[str, list[tuple[str, Pattern[str]]]]]:
    """The first words of some rows, and what may begin with each."""
    starts: dict[str, list[tuple[str, Pattern[str]]]] = {}
    for row in rows:
        pattern = compile(rf"(?:{row.pattern})")
        for word in row.starts:
            starts.setdefault(word, []).append((row.id, pattern))
    return tuple(starts), starts


def signs(reading: Reading, rows: tuple[Sign, ...], *, several: bool = False) -> Iterator[tuple[str, Match[str], Clause]]:
    """The words of some rows in place, in sections that speak of the patient; `several`: one word may say two things."""
    document, folded = reading.document, reading.document.folded
    starts, by_word = table(rows)
    end = 0
    for place in document.places_of(starts):
        if place < end or document.section_at(place).role in NO_ROLES:
            continue
        run = TOKEN.match(folded, place)
        for name, pattern in by_word[run.group()] if run is not None else ():
            match = pattern.match(folded, place)
            if match is not None:
                end = match.end()
                yield name, match, clause_of(reading, place)
                if not several:
                    break


def clause_of(reading: Reading, place: int) -> Clause:
    """The sentence of a place, one without a known word as well."""
    document = reading.document
    index = document.sentence_number(place)
    clause = reading.numbered.get(index)
    return clause if clause is not None else Clause(document, *document.sentences[index], [], document.section_at(place), -1)


def responses(reading: Reading) -> list[dict[str, Any]]:
    """Words on the course, with number, timing and extent where they stand before them."""
    found = []
    for name, match, clause in signs(reading, words.RESPONSES):
        before = reading.document.folded[max(clause.start, match.start() - REACH) : match.start()]
        if (NO_BEFORE.search(before) and not DENIED.search(before)) or asked(reading, match.start()):
            continue
        if NO_AFTER.match(reading.document.folded, match.end()) or spoken_of_others(reading, clause, match):
            continue
        denied = DENIED.search(before) is not None or DENIED_AFTER.match(reading.document.folded, match.end(), clause.end) is not None
        made = sourced(reading, clause, match, f"response.{name}", kind=name, status="absent" if denied else "present")
        if name in COUNTED:
            made |= told_apart(before, match.group())
        if PAST.search(before):
            made["temporality"] = "previous"
        found.append(made)
    found += short_remissions(reading)
    return distinct(sorted(found, key=lambda one: int(one["start"])), "kind", "status", "number")


def asked(reading: Reading, place: int) -> bool:
    """Whether a question mark stands right before a word: '? relapse'."""
    return QUESTION.search(reading.document.folded, max(0, place - 24), place) is not None


def told_apart(before: str, own: str) -> dict[str, Any]:
    """Number, timing and extent of a relapse or a remission, from the words right before it: 'second early isolated marrow relapse'."""
    phrase = before[max(before.rfind(mark) for mark in ".;:,\n") + 1 :][-44:] + own
    told: dict[str, Any] = {}
    for match in BEFORE.finditer(phrase):
        if match["number"]:
            told["number"] = words.NUMBERS[match["number"]]
        elif match["timing"]:
            told["timing"] = words.TIMINGS[match["timing"]]
        else:
            told["extent"] = words.EXTENTS[match["extent"]]
    return told


def short_remissions(reading: Reading) -> Iterator[dict[str, Any]]:
    """Remissions by their short names, in their own case: 'in CR2', 'CRi'."""
    document = reading.document
    if "CR" not in document.raw:
        return
    end = 0
    for place in document.places_of(words.SHORT_STARTS):
        start = place - 1 if place and document.raw[place - 1].isdigit() else place  # '1st'
        match = SHORT.match(document.raw, start) if start >= end else None
        if match is None or document.section_at(place).role in NO_ROLES:
            continue
        end, clause = match.end(), clause_of(reading, place)
        before = document.folded[max(clause.start, start - REACH) : start]
        if NO_AFTER.match(document.folded, end) or NO_BEFORE.search(before) or spoken_of_others(reading, clause, match):
            continue
        number = int(match["number"]) if match["number"] else next((order for order, name in enumerate(("first", "second", "third"), 1) if match[name]), None)
        kind = words.DEEP.get(match["deep"] or "", "CR")
        yield sourced(reading, clause, match, f"response.{kind}", kind=kind, status="absent" if DENIED.search(before) else "present", number=number)


def spoken_of_others(reading: Reading, clause: Clause, match: Match[str]) -> bool:
    return clause.index >= 0 and reading.context(clause, *match.span()).has(*OF_OTHERS) is not None


def sourced(reading: Reading, clause: Clause, match: Match[str], rule: str, **more: Any) -> dict[str, Any]:
    """A finding with how sure the report is of it."""
    made = reading.sourced(*match.span(), rule, _clause=clause, **more)
    effects = reading.context(clause, *match.span()) if clause.index >= 0 else None
    if effects is not None and effects.has("possible", "after:possible"):
        made["certainty"] = "possible"
    elif effects is not None and effects.has("probable"):
        made["certainty"] = "probable"
    return made


def distinct(found: list[dict[str, Any]], *keys: str) -> list[dict[str, Any]]:
    """The findings without those that say the same of the same time again."""
    seen: dict[tuple[Any, ...], dict[str, Any]] = {}
    for one in found:
        seen.setdefault((*(one.get(key) for key in keys), one["_clause"].section.role), one)
    return list(seen.values())


def extramedullary(reading: Reading) -> list[dict[str, Any]]:
    """Masses, enlarged organs and infiltrated sites, as stated to be there or not."""
    found = []
    folded = reading.document.folded
    for name, match, clause in signs(reading, words.MASSES, several=True):
        if spoken_of_others(reading, clause, match):
            continue
        before = folded[max(clause.start, match.start() - LIST) : match.start()]
        denied = DENIED.search(before) is not None or ABSENT_AFTER.match(folded, match.end()) is not None or denied_in_list(reading, clause, match)
        found.append(sourced(reading, clause, match, f"extramedullary.{name}", site=name, status="absent" if denied else "present"))
    for name, match, clause in signs(reading, words.NORMAL_ORGANS, several=True):
        if not spoken_of_others(reading, clause, match):
            found.append(sourced(reading, clause, match, f"extramedullary.{name}", site=name, status="absent"))
    return distinct(sorted(found, key=lambda one: int(one["start"])), "site", "status")


def denied_in_list(reading: Reading, clause: Clause, match: Match[str]) -> bool:
    """Whether a denial before a list reaches a member of it: 'no lymphadenopathy, hepatosplenomegaly or mediastinal mass'."""
    denial = reading.context(clause, *match.span()).has("absent") if clause.index >= 0 else None
    return denial is not None and match.start() - denial.end < LIST and denial.start < match.start()


def chimerism(reading: Reading) -> list[dict[str, Any]]:
    """The share of the donor's cells, or whether chimerism is complete or mixed."""
    document, folded = reading.document, reading.document.folded
    if "chim" not in folded:
        return []
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    end = 0
    for place in document.places_of(words.CHIMERISM_STARTS):
        clause = clause_of(reading, place)
        if place < end or document.section_at(place).role in NO_ROLES or not near_chimerism(folded, place):
            continue
        start = max(clause.start, place - 24)
        match = DONOR.search(folded, start, min(clause.end, place + 90))
        kind = KIND_OF_CHIMERISM.search(folded, start, min(clause.end, place + 30))
        main = match or kind
        if main is None:
            continue
        end = max(one.end() for one in (match, kind) if one is not None)
        made = donor_cells(reading, clause, main, match, kind)
        found.setdefault((made.get("donor", {}).get("value"), made.get("word"), made.get("cells")), made)
    return list(found.values())


def near_chimerism(folded: str, place: int) -> bool:
    """Whether chimerism is spoken of around a word for the donor."""
    return folded.find("chim", max(0, place - 300), place + 60) >= 0


def donor_cells(reading: Reading, clause: Clause, main: Match[str], match: Match[str] | None, kind: Match[str] | None) -> dict[str, Any]:
    """One statement of chimerism: percent, word, the cells looked at, and how."""
    folded, raw = reading.document.folded, reading.document.raw
    more: dict[str, Any] = {}
    if match is not None:
        group = next(name for name in ("after", "before", "plain") if match[name])
        value = readings(match[group], reading.comma)[0]
        comparator, _ = comparator_before(folded, clause.start, match.start(group))
        if value <= 100:
            more["donor"] = {"value": value, "comparator": comparator, "written": raw[match.start(group) : match.end()]}
    if kind is not None:
        more["word"] = "complete" if kind["complete"] else "mixed"
    line = reading.document.line_at(main.start())
    stop = min(line.end, clause.end)
    near = list(SORTED.finditer(folded, max(line.start, clause.start, main.start() - REACH), min(stop, main.end() + 24)))
    behind = next((one for one in near if IN.fullmatch(folded, main.end(), max(main.end(), one.start()))), None)
    cells = behind or next((one for one in reversed(near) if one.start() < main.end()), next(iter(near), None))
    if cells is not None:
        more["cells"] = raw[cells.start() : cells.end()]
    around = folded[max(0, main.start() - 200) : line.end]
    more["method"] = next((name for name, spelled in words.CHIMERISM_METHODS if any(word in around for word in spelled)), None)
    return reading.sourced(*main.span(), "chimerism", _clause=clause, **more)
