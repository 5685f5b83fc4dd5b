"""Blast percentages: by site, method and denominator; other percentages near them are left alone. Cellularity, M1/M2/M3."""

from __future__ import annotations

from bisect import bisect_left
from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import comparator_before, readings
from allreport.read.mrd import TIME
from allreport.scan import Clause
from allreport.vocabulary.analytes import BLAST_LEADS, BLAST_QUALIFIERS

N = r"\d{1,3}(?:[.,]\d{1,3})?"
PERCENT = compile(
    rf"(?P<low>\d(?<![\w.,/].)\d{{0,2}}(?:[.,]\d{{1,3}})?)(?:[ \t]?%?(?:[ \t]?[-\u2013][ \t]?|[ \t\n]{{1,12}}(?:to|and)[ \t\n]{{1,12}})(?P<high>{N}))?[ \t\n]{{0,3}}(?:%|percent\b|per cent\b|pct\b|p\.c\.)"
)
COUNTED = compile(r"(?P<count>\d(?<![\w.,/].)\d{0,3})[ \t]*(?:of|out of|/)[ \t]*(?:the )?(?P<total>\d{2,4})[ \t\n]+(?:\w+[ \t\n]+){0,2}(?:cells|leu[ck]ocytes|wbcs?|events)\b")
WORD = compile(r"[a-z\u00c0-\u024f]+[0-9]?|[^\s\w]|\d+|\s")
BRACKETS = compile(r"\([^()\n]{0,50}\)")
MARKS = frozenset(" \t\n\r:=|.,\u2026-()~<>\u2264\u2265'\"*_%")
CELL_WORDS = frozenset({"cells", "events", "leucocytes", "leukocytes", "cellularity", "elements", "wbc", "wbcs", "cell", "mnc", "tnc", "nucleated", "population"})
VERBS = frozenset({"are", "were", "is", "was", "being", "as", "consist", "consists", "of", "represent", "be"})
OTHER_OWNER = compile(
    r"[^.;\n)]{0,13}(?:of (?:the )?(?:blasts|blast cells|lymphoblasts|them|these|leuk\w+ cells)\b|\bpositiv|\bexpress|\bcellular|(?<!of )viab|nuclei|donor|recipient|of lymphocytes|vaf|necrosis|\bmitos|cut-?off|threshold)"
)
OF_POPULATION = compile(r"[ \t\n]*\(?of[ \t\n]+(?:the |all |total |viable |gated |live )*(?:cd\d+\w?[ -]?(?:\+|positive|pos\.?)[ -]?)?(?:gated |dim )?(?:leu[ck]ocytes|cells|events|wbcs?|white cells|nucleated cells|mononuclear cells)\b")
DENOMINATOR = compile(
    r"[ \t\n]*(?:\(?[ \t]*of[ \t\n]+(?:the[ \t\n]+|all[ \t\n]+|total[ \t\n]+|marrow[ \t\n]+)*"
    r"(?P<of>[a-z0-9+/ -]{0,14}(?:events|cells|leu[ck]ocytes|wbcs?|white cells|nucleated cells|mononuclear cells|nucleated elements|cellularity|mnc|tnc|anc))|(?:/|per)[ ]?\d{2,4}[ ]cells)"
)
# Talk of a limit, not of this patient: 'defined as', 'the assay requires', 'are needed to call', 'would have made it'.
LIMIT_BEFORE = compile(r"\b(?:(?:is|are|as) defined|defined (?:as|by)|require[sd]?|criteri\w+|need[s]?|classified|protocol|threshold|cut-?off|remission (?:is|means)|relapse is)\b[^.;%]{0,60}$")
LIMIT_AFTER = compile(r"[^.;%]{0,70}\b(?:(?:is|are) (?:needed|required|defined|called|considered|necessary)|by convention|conventionally|would (?:have|be)|the term|is classified|distinguish\w*|separat\w+)\b")
OR_MORE = compile(r"[ \t\n]*(?:or|and) (?:more|greater|higher|above|over)\b")
POSITIVE_BLASTS = compile(r"(?:mpo|pas|sbb|sudan|peroxidase|nse|cd\d+\w?|tdt|hla-?dr|positive|positivity|expression|co-?expression)[^.;\n]{0,40}$")
ABSOLUTE = compile(r"[ \t]*(?:/ ?[u\u03bc]l|/ ?cumm|/ ?mm|x ?10|10\^|\*10|g/l|k/)")
ANC = compile(r"\banc\b")
NO_VALUE_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
M_CLASS = compile(r"m[123](?<!\w..)(?=[ -]?(?:marrow|bone marrow|status|remission|response|\)|,|\.|;|[ \t]*$|\n))")
SHARE = rf"(?P<low>{N})(?:[ ]?%?[ ]?(?:-|to)[ ]?(?P<high>{N}))?[ ]?%"
CELLULARITY_AFTER = compile(rf"ity[ \t]*(?:\([^()\n]{{0,30}}\))?[ \t:=]*(?:of|is|was|estimated at|approximately|about|~|around|overall|[ \t]){{0,5}}[ \t]*{SHARE}")
CELLULARITY_IN_BRACKETS = compile(rf"(?:\s\w+){{0,2}}\s?\((?:near |nearly |approximately |about |~)?{SHARE}\)")
CELLULARITY_BEFORE = compile(rf"(?<![\d.]){SHARE}[ -]?\Z")
CELLULAR_WORDS = frozenset({"hypercellular", "hypocellular", "normocellular", "acellular"})


def read(reading: Reading) -> list[dict[str, Any]]:
    """All blast percentages of the report."""
    found: list[dict[str, Any]] = []
    for clause in reading.clauses:
        if "word" not in clause.kinds or clause.section.role in NO_VALUE_ROLES:
            continue
        targets = [(hit, hit.rows["word"]) for hit in clause.hits if "word" in hit.rows and hit.rows["word"].kind in {"blasts", "blast_gate"}]
        if targets:
            read_clause(reading, clause, targets, found)
    return found


def read_clause(reading: Reading, clause: Clause, targets: list[tuple[Hit, Any]], found: list[dict[str, Any]]) -> None:
    folded = reading.document.folded
    numbers = [match for match in PERCENT.finditer(folded, clause.start, min(len(folded), clause.end + 1)) if match.start() < clause.end]
    used: set[int] = set()
    for index, (hit, row) in enumerate(targets):
        previous_end = targets[index - 1][0].end if index else clause.start
        next_start = targets[index + 1][0].start if index + 1 < len(targets) else clause.end
        match = nearest(reading, clause, hit, numbers, used, previous_end, next_start)
        if match is None:
            if row.kind == "blasts":
                bare_number(reading, clause, hit, found)
            continue
        used.add(match.start())
        if row.kind != "blasts":
            continue
        emit(reading, clause, hit, match, found)


def nearest(reading: Reading, clause: Clause, hit: Hit, numbers: list[Any], used: set[int], previous_end: int, next_start: int) -> Any:
    """The percentage that belongs to a blast word: right after it ('Blasts: 88 %'), else right before it ('88 % blasts')."""
    folded = reading.document.folded
    after = next((match for match in numbers if match.start() >= hit.end and match.start() < next_start), None)
    before = None
    for match in numbers:
        if match.end() <= hit.start and match.start() >= previous_end - 1 and match.start() not in used and not owned(clause, folded, match):
            before = match
    if before is not None and not POSITIVE_BLASTS.search(folded, max(clause.start, before.start() - 50), before.start()) and owner_before(folded, before, hit):
        return before
    if after is not None and after.start() not in used and owner_after(folded, hit, after) and not foreign(folded, after):
        return after
    return None


def owned(clause: Clause, folded: str, match: Any) -> bool:
    """Whether a number has its own label right before it ('Neutrophils 2 %   BLASTS 8 %')."""
    for hit in clause.hits:
        if hit.end > match.start():
            return False
        if match.start() - hit.end <= 4 and hit.rows.keys() & {"cell", "analyte"} and not folded[hit.end : match.start()].strip(" \t:=."):
            return True
    return False


def words_of(between: str) -> list[str]:
    """The words of a stretch, without what stands in brackets; blanks and plain punctuation are left out."""
    return [word for word in WORD.findall(BRACKETS.sub(" ", between)) if word not in MARKS]


def owner_after(folded: str, hit: Hit, match: Any) -> bool:
    """Whether only words that lead to a value stand between the blast word and the number."""
    between = folded[hit.end : match.start()]
    if len(between) > 110 or STOP.search(between):
        return False
    relative = RELATIVE.match(between)
    words = words_of(EQUALS.sub(" ", between[relative.end() :] if relative else between))
    return len(words) <= 12 and all(word in BLAST_LEADS for word in words)


STOP = compile(r"(?<![. ])\.(?=\s)")
# 'blasts with little cytoplasm, which make up', 'the blasts, CD34+ and TdT+, occupy'
RELATIVE = compile(r"[^.;%]{0,70}[ \n](?:which|that|they|and)[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])|,[^.;%]{1,50},[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])")
EQUALS = compile(r"\d{1,3}[.,]\d{1,2}[ ]?=")


def owner_before(folded: str, match: Any, hit: Hit) -> bool:
    """Whether the number before a blast word counts blasts: '88 % blasts', '94 % of nucleated cells are blasts'."""
    between = folded[match.end() : hit.start]
    if len(between) > 80 or between.lstrip(" \t\n)")[:1] == ",":
        return False
    words = words_of(between)
    if len(words) > 9:
        return False
    if words and words[0] == "of":
        if any(word in CELL_WORDS for word in words):
            return all(word in BLAST_QUALIFIERS or word in CELL_WORDS or word in VERBS for word in words)
        return all(word in BLAST_QUALIFIERS or word == "of" for word in words) and INFILTRATION.search(folded, max(0, match.start() - 60), match.start()) is not None
    return all(word in BLAST_QUALIFIERS for word in words)


INFILTRATION = compile(
    r"(?:infiltrat\w*|replace\w*|involve\w*|occupied|composed|presence|showed|consist\w*|made up)(?:[ \t\n]\w+){0,2}[ \t\n](?:by|of|with)?[ \t\n]*"
    r"(?:approximately |about |some |an estimated |around |nearly |up to )?$|(?:infiltrat\w*|presence|with|showed) $"
)


def foreign(folded: str, match: Any) -> bool:
    """Whether the number is of something else: 'of blasts' (a share of the blasts), nuclei, positivity."""
    if OF_POPULATION.match(folded, match.end(), match.end() + 60):
        return False
    first = OTHER_OWNER.match(folded, match.end(), match.end() + 40)
    return first is not None


def limit(clause: Clause, folded: str, start: int, end: int) -> bool:
    """Whether a definition or a requirement gives the number, not a count."""
    return OR_MORE.match(folded, end, end + 20) is not None or LIMIT_BEFORE.search(folded, clause.start, start) is not None or LIMIT_AFTER.match(folded, end, clause.end) is not None


def emit(reading: Reading, clause: Clause, hit: Hit, match: Any, found: list[dict[str, Any]]) -> None:
    low = readings(match["low"], True)[0]
    high = readings(match["high"], True)[0] if match["high"] else None
    if low > 100 or (high is not None and (high > 100 or high < low)):
        return
    compare, start = comparator_before(reading.document.folded, clause.start, match.start("low"))
    end = match.end()
    quantity: dict[str, Any] = {"low": low, "high": high} if high is not None else {"value": low, "comparator": compare}
    add(reading, clause, hit, quantity, min(start, match.start()), end, found)


def add(reading: Reading, clause: Clause, hit: Hit, quantity: dict[str, Any], start: int, end: int, found: list[dict[str, Any]]) -> None:
    folded, raw = reading.document.folded, reading.document.raw
    if limit(clause, folded, start, end):
        return
    site, method = site_and_method(reading, clause, hit, start, end)
    if site is None and clause.section.role in {"header"} and "tumo" in folded[max(0, start - 30) : start]:
        return
    quantity["written"] = raw[start:end]
    time = TIME.search(folded, clause.start, clause.end)
    denominator = DENOMINATOR.match(folded, end)
    finding = reading.sourced(start, end, "blasts.percent", percent=quantity, site=site, method=method, cue_start=hit.start, cue_end=hit.end, _clause=clause)
    if time is not None:
        finding["timepoint"] = raw[time.start("day") : time.end("day")]
    if denominator and denominator["of"]:
        finding["denominator"] = denominator["of"].strip()
    found.append(finding)


def site_and_method(reading: Reading, clause: Clause, hit: Hit, start: int, end: int) -> tuple[str | None, str]:
    """Where the blasts were counted, and how."""
    method = method_of(clause, start)
    site = site_of(reading, clause, hit, start, end)
    if site is None:
        site = "bone_marrow" if method in {"aspirate", "biopsy", "touch_prep"} else reading.default_site
    if method == "unspecified" and site in {"bone_marrow", "peripheral_blood"} and clause.section.role != "history":
        method = "aspirate" if site == "bone_marrow" else "smear"
    if site == "peripheral_blood" and method in {"aspirate", "biopsy"}:
        method = "smear"
    return site, method


def site_of(reading: Reading, clause: Clause, hit: Hit, start: int, end: int) -> str | None:
    """The site that words name (of the blasts, around the number, earlier in the clause), else that of the numbered specimen, of the count they stand in, of the section."""
    folded = reading.document.folded
    named = NAMED_SITE.match(folded, hit.start, hit.end) or WORD_BEFORE.search(folded, max(clause.start, hit.start - 16), hit.start)
    if named:
        return "bone_marrow" if named["marrow"] else "peripheral_blood" if named["blood"] else "csf"
    place = reading.site_at(clause, min(hit.start, start))
    between = [other.rows["site"].id for other in clause.hits if "site" in other.rows and hit.end <= other.start < start]
    if between:
        return str(between[0])
    if place.basis == "words":
        return place.site
    last = max(hit.end, end)
    later = next((other.rows["site"].id for other in clause.hits if "site" in other.rows and last <= other.start < last + 48 and NEAR.match(folded, last, other.start)), None)
    if later:
        return str(later)
    part = part_at(reading, start)
    if part:
        return part
    if place.site in {None, "bone_marrow"} and in_blood_count(reading, clause, hit):
        return "peripheral_blood"
    if place.site == "peripheral_blood" and reading.specimen_site == "bone_marrow" and MARROW_POPULATION.match(folded, end, end + 40):
        return "bone_marrow"
    return place.site


NAMED_SITE = compile(r"(?P<blood>circulating|peripheral|pb )|(?P<marrow>marrow|bm |bone marrow)|(?P<csf>csf )")
WORD_BEFORE = compile(r"(?:(?P<blood>\bblood)|(?P<marrow>\bmarrow|\bbm)|(?P<csf>\bcsf))[ \t]$")
MARROW_POPULATION = compile(r"[ \t\n]*\(?of (?:the |all |total )*(?:nucleated|(?:\w+ )?events)")
CBC_IDS = frozenset({"wbc", "hgb", "plt", "rbc", "hct"})


def in_blood_count(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether the nearest known thing before a differential is a blood count, not a word of the marrow."""
    if clause.section.site == "bone_marrow" or not ("cell" in clause.kinds or "analyte" in clause.kinds):
        return False
    at = bisect_left(reading.clauses, clause.index, key=lambda other: other.index)
    for other in reversed(reading.clauses[max(0, at - 9) : at + 1]):
        if hit.start - other.end > 600:
            return False
        for known in reversed(other.hits):
            if known.start >= hit.start:
                continue
            if "analyte" in known.rows and known.rows["analyte"].id in CBC_IDS:
                return True
            if "site" in known.rows or ("method" in known.rows and known.rows["method"].id in {"aspirate", "biopsy", "touch_prep"}):
                return False
    return False


PART = compile(r"\n[ \t]{0,8}(?P<first>[a-h]|\d(?!\d))(?:[ ]?[-,&][ ]?(?P<last>[a-h]|\d(?!\d)))?(?:(?<=[a-h])[.):][ \t]+|(?<=\d)[.):]?[ \t]+)(?P<text>[a-z][^\n]{2,90})")
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
    for match in PART.finditer(reading.document.folded):
        site = next((name for name, pattern in PART_SITES if pattern.search(match["text"])), None)
        label = match["first"]
        if site is not None:
            known.setdefault(label, site)
        found.append((match.start() + 1, site or known.get(label)))
    return found if len(set(known.values())) > 1 else []


def part_at(reading: Reading, position: int) -> str | None:
    """The site of the numbered specimen whose stretch holds a place; a new heading ends it."""
    parts = parts_of(reading)
    index = bisect_left(parts, (position, ""), key=lambda part: (part[0], "")) - 1
    if index < 0 or parts[index][0] + 12 < reading.document.section_at(position).heading_start:
        return None
    return parts[index][1]


NEAR = compile(r"[^.;\n,]{0,46}(?:in|on|from|of|by)[ \t\n](?:the |his |her |a |this )?(?:left |right |posterior )?[^.;,]{0,16}$")


METHODS = {"aspirate": "aspirate", "biopsy": "biopsy", "touch_prep": "touch_prep", "smear": "smear", "flow": "flow", "ihc": "biopsy"}


def method_of(clause: Clause, start: int) -> str:
    """How the blasts were counted: the nearest method of the clause, else that of the section."""
    best = min(((abs(other.start - start), -other.start, other.rows["method"].id) for other in clause.hits if "method" in other.rows and other.rows["method"].id in METHODS), default=None)
    if best is not None and best[0] < 160:
        return METHODS[best[2]]
    return METHODS.get(clause.section.method or "", "unspecified")


BARE = compile(rf"[ \t]*(?:\(?%\)?)?[ \t]*[:=]?[ \t]*(?:\.{{2,60}})?[ \t]*(?:\([^()\n]{{0,12}}\)[ \t]*)?(?P<low>{N})(?![\w/%*]|[.,]\d)(?![ \t]*(?:/|=|x ?10|cells|days?|weeks?|\u00d7|k\b|g/l|%|-))")


def bare_number(reading: Reading, clause: Clause, hit: Hit, found: list[dict[str, Any]]) -> None:
    """'Blasts 34' in a differential printed without percent signs."""
    folded = reading.document.folded
    match = BARE.match(folded, hit.end, min(len(folded), clause.end))
    if match is None:
        return
    above = folded[max(clause.section.heading_start, clause.start - 420) : clause.end]
    if not ("%" in above or "differential" in above or "500 cells" in above or sum("cell" in other.rows for other in clause.hits) >= 2):
        return
    if not ("cell" in clause.kinds or clause.section.name in {"aspirate", "differential", "pb_smear"}):
        return
    low = readings(match["low"], reading.comma)[0]
    if low > 100 or ABSOLUTE.match(folded, match.end()):
        return
    add(reading, clause, hit, {"value": low, "comparator": "="}, match.start("low"), match.end("low"), found)


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


def read_marrow_class(reading: Reading) -> dict[str, Any] | None:
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
