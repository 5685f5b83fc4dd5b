"""Blast percentages: by site, method and denominator; other percentages near them are left alone. Cellularity, M1/M2/M3."""

from __future__ import annotations

from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import comparator_before, readings
from allreport.read.mrd import TIME
from allreport.scan import Clause

N = r"\d{1,3}(?:[.,]\d{1,3})?"
PERCENT = compile(rf"(?P<low>\d(?<![\w.,/].)\d{{0,2}}(?:[.,]\d{{1,3}})?)(?:[ \t]?%?[ \t]?(?:-|to|and|\u2013)[ \t]?(?P<high>{N}))?[ \t\n]{{0,3}}(?:%|percent\b|per cent\b|pct\b|p\.c\.)")
AFTER = compile(rf"[ \t]*(?:\([^()\n]{{0,40}}\))?[ \t]*(?:\d{{1,3}}[.,]\d{{1,2}}[ ]?=)?[ \t]*(?:[:=|.\u2026-]|\.{{2,}}|[ \t])*(?:(?:count|percentage|fraction|cells?|population|infiltration|strictly defined|of the sequenced sample|in (?:the )?(?:sample|specimen|marrow|aspirate|bone marrow|bm|blood|smear)|of the sample|aspirates?|marrow|bone marrow|peripheral|blood|core biopsy|core|biopsy|trephine|smears?|film|flow|differential|touch prep(?:aration)?|by|morphology|share|occupy|occupying|holds?|make|form|in|on|and|of the (?:bone )?marrow|approximately|approx\.?|about|around|nearly|circa|ca\.?|were|was|are|is|of|at|account(?:ed|s|ing)?(?: for)?|compris(?:e|es|ed|ing)|constitut(?:e|es|ed|ing)|represent(?:s|ed|ing)?|made up|make up|making up|form(?:s|ed|ing)?|amount(?:s|ed|ing)? to|estimated|to be|totall?ing|total|reached|equal(?:s|led)?|still|only|now|the|dropped to|fell to|rose to|up to|less than|fewer than|more than|greater than|over|under|below|at least|just|show(?:s|ed|ing)?|=|:|<=|>=|<|>|\u2264|\u2265|~|,|\()[ \t\n]*){{0,12}}$")
BEFORE = compile(r"[ \t\n]*\)?[ \t\n]*(?:by |with |of )?(?:\([^()\n]{0,24}\)[ \t]*)?(?:of |are |were |is |small |large |medium[- ]sized |medium |immature |lymphoid |leuk(?:a)?emic |abnormal |atypical |circulating |residual |b[- ]|t[- ]|precursor |marrow |bone marrow |peripheral blood |peripheral |pb |monomorphic |neoplastic |l[12](?:[- ]type)? |agranular |morphologic(?:al)? |true |total |early |lymph|the |cd45dim |cd45 dim |positive |undifferentiated |lymphoblastic |recognizable |recognisable |viable |cellular |mononuclear |primitive |myelo(?:id )?|(?:cellularity )?(?:and|with|by|composed of|comprising|consisting of|infiltrat\w+ (?:by|with|of)|replace\w* by|occupied by|made of) |morphologically |unequivocal |blast-like |infiltration (?:of|by|with) |involvement by |replacement by |sheets of |replaced by ){0,5}$")
OTHER_OWNER = compile(r"(?:of (?:the )?(?:blasts|blast cells|lymphoblasts|them|these|leuk\w+ cells)\b|\bpositiv|\bexpress|\bcellular|viab|nuclei|donor|recipient|of lymphocytes|vaf|necrosis|\bmitos|cut-?off|threshold)")
DENOMINATOR = compile(r"[ \t\n]*(?:\(?[ \t]*of[ \t\n]+(?:the[ \t\n]+|all[ \t\n]+|total[ \t\n]+|marrow[ \t\n]+)*(?P<of>[a-z0-9+/ -]{0,14}(?:events|cells|leu[ck]ocytes|wbcs?|white cells|nucleated cells|mononuclear cells|nucleated elements|cellularity|mnc|tnc|anc))|(?:/|per)[ ]?\d{2,4}[ ]cells)")
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


def owner_after(folded: str, hit: Hit, match: Any) -> bool:
    """Whether only words that lead to a value stand between the blast word and the number."""
    between = folded[hit.end : match.start()]
    if len(between) > 90:
        return False
    return AFTER.match(between) is not None


def owner_before(folded: str, match: Any, hit: Hit) -> bool:
    """Whether the number before a blast word counts blasts: '88 % blasts', '94 % of nucleated cells are blasts'."""
    between = folded[match.end() : hit.start]
    if len(between) > 80:
        return False
    if BEFORE.match(between):
        if between.strip().startswith("of"):
            return INFILTRATION.search(folded, max(0, match.start() - 60), match.start()) is not None
        return True
    return OF_CELLS.match(between) is not None


INFILTRATION = compile(r"(?:infiltrat\w*|replace\w*|involve\w*|occupied|composed|presence|showed|consist\w*|made up)(?:[ \t\n]\w+){0,2}[ \t\n](?:by|of|with)?[ \t\n]*(?:approximately |about |some |an estimated |around |nearly |up to )?$|(?:infiltrat\w*|presence|with|showed) $")
OF_CELLS = compile(r"[ \t\n]*\)?[ \t\n]*of[ \t\n](?:the |all |total |marrow |nucleated |gated |viable |acquired |analysed |analyzed |cd45[+-]?(?:-gated)? |mononuclear |white |non-erythroid |bone marrow |non erythroid )*(?:cells|events|leu[ck]ocytes|cellularity|elements|nucleated cells)[ \t\n]*(?:\(?[^()\n]{0,20}\)?[ \t\n])?(?:are|were|being|is|was|consist\w* of|as)?[ \t\n]*(?:small |large |immature |abnormal |lymphoid |b[- ]|t[- ]|leuk\w+ )*$")


def foreign(folded: str, match: Any) -> bool:
    """Whether the number is of something else: 'of blasts' (a share of the blasts), nuclei, positivity."""
    after = folded[match.end() : match.end() + 40]
    first = OTHER_OWNER.search(after)
    return first is not None and first.start() < 14


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
    site, method = site_and_method(reading, clause, hit, start)
    if site is None and clause.section.role in {"header"} and "tumo" in folded[max(0, start - 30) : start]:
        return
    quantity["written"] = raw[start:end]
    time = TIME.search(folded, clause.start, clause.end)
    denominator = DENOMINATOR.match(folded, end)
    finding = reading.sourced(start, end, "blasts.percent", percent=quantity, site=site, method=method, cue_start=hit.start, cue_end=hit.end, _clause=clause, _hit=hit)
    if time is not None:
        finding["timepoint"] = raw[time.start("day") : time.end("day")]
    if denominator and denominator["of"]:
        finding["denominator"] = denominator["of"].strip()
    found.append(finding)


def site_and_method(reading: Reading, clause: Clause, hit: Hit, start: int) -> tuple[str | None, str]:
    """Where the blasts were counted, and how."""
    folded = reading.document.folded
    word = folded[hit.start : hit.end]
    place = reading.site_at(clause, min(hit.start, start))
    site = place.site
    named = word.startswith(("circulating", "peripheral", "pb ", "marrow", "bm ", "bone marrow"))
    if named:
        site = "peripheral_blood" if word.startswith(("circulating", "peripheral", "pb ")) else "bone_marrow"
    elif place.basis != "words":
        later = next((other.rows["site"].id for other in clause.hits if "site" in other.rows and other.start >= hit.end and other.start - max(hit.end, start) < 48 and near(folded, max(hit.end, start), other.start)), None)
        site = later or site
    if not named and place.basis == "specimen" and site in {None, "bone_marrow"} and any("analyte" in other.rows and other.end <= hit.start for other in clause.hits):
        site = "peripheral_blood"
    method = method_of(reading, clause, hit, start)
    if site is None:
        site = "bone_marrow" if method in {"aspirate", "biopsy", "touch_prep"} else reading.default_site
    if method == "unspecified" and site in {"bone_marrow", "peripheral_blood"} and clause.section.role != "history":
        method = "aspirate" if site == "bone_marrow" else "smear"
    if site == "peripheral_blood" and method in {"aspirate", "biopsy"}:
        method = "smear"
    return site, method


NEAR = compile(r"[^.;\n,]{0,46}(?:in|on|from|of|by)[ \t\n](?:the |his |her |a |this )?(?:left |right |posterior )?[^.;,]{0,16}$")


def near(folded: str, start: int, end: int) -> bool:
    return NEAR.match(folded, start, end) is not None


def method_of(reading: Reading, clause: Clause, hit: Hit, start: int) -> str:
    names = {"flow", "aspirate", "biopsy", "touch_prep", "smear", "ihc"}
    best: tuple[int, str] | None = None
    for other in clause.hits:
        if "method" in other.rows and other.rows["method"].id in names:
            distance = abs(other.start - start)
            if best is None or distance <= best[0]:
                best = (distance, other.rows["method"].id)
    if best is not None and best[0] < 160:
        return "biopsy" if best[1] == "ihc" else best[1]
    method = clause.section.method
    return {"aspirate": "aspirate", "biopsy": "biopsy", "touch_prep": "touch_prep", "smear": "smear", "flow": "flow", "ihc": "biopsy"}.get(method or "", "unspecified")


BARE = compile(rf"[ \t]*[:=]?[ \t]*(?:\.{{2,60}})?[ \t]*(?:\([^()\n]{{0,12}}\)[ \t]*)?(?P<low>{N})(?![\w/%*]|[.,]\d)(?![ \t]*(?:/|=|x ?10|cells|days?|weeks?|\u00d7|k\b|g/l|%|-))")


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
