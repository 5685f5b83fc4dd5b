"""Which percentage of a clause belongs to a blast word: the words between them decide."""

from __future__ import annotations

from typing import Any

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.scan import Clause
from allreport.vocabulary.analytes import BLAST_LEADS, BLAST_QUALIFIERS

N = r"\d{1,3}(?:[.,]\d{1,3})?"
PERCENT = compile(
    rf"(?P<low>\d(?<![\w.,/].)\d{{0,2}}(?:[.,]\d{{1,3}})?)(?:[ \t]?%?(?:[ \t]?[-\u2013][ \t]?|[ \t\n]{{1,12}}(?:to|"
    rf"and)[ \t\n]{{1,12}})(?P<high>{N}))?(?:[ \t\n]{{0,3}}(?:%|percent\b|per cent\b|pct\b|p\.c\.)|[ \t|]{{1,20}}+(?:(?:hh?|ll?|a|crit|high|low|hi|lo|\*)[ \t|]{{1,20}}+)?%)"
)
COUNTED = compile(r"(?P<count>\d(?<![\w.,/].)\d{0,3})[ \t]*(?:of|out of|/)[ \t]*(?:the )?(?P<total>\d{2,6})[ \t\n]+(?:\w+[ \t\n]+){0,2}(?:cells|"
    r"leu[ck]ocytes|wbcs?|events)\b")
WORD = compile(r"[a-z\u00c0-\u024f]+[0-9]?|[^\s\w]|\d+|\s")
BRACKETS = compile(r"\([^()\n]{0,50}\)")
MARKS = frozenset(" \t\n\r:=|.,\u2026-()~<>\u2264\u2265'\"*_%")
CELL_WORDS = frozenset({"cells", "events", "leucocytes", "leukocytes", "cellularity", "elements", "wbc", "wbcs", "cell", "mnc", "tnc", "nucleated",
    "population"})
VERBS = frozenset({"are", "were", "is", "was", "being", "as", "consist", "consists", "of", "represent", "be"})
OTHER_OWNER = compile(
    r"[^.;\n)]{0,13}(?:of (?:the )?(?:blasts|blast cells|lymphoblasts|them|these|leuk\w+ cells)\b|(?<!of )(?<!the )\bcellular|"
    r"(?<!of )viab|nuclei|donor|recipient|of lymphocytes|vaf|necrosis|\bmitos|cut-?off|threshold)|[^.;,\n)]{0,13}(?:\bpositiv|\bexpress)"
)
OF_POPULATION = compile(r"[ \t\n]*\(?of[ \t\n]+(?:the |all |total |viable |gated |live )*(?:cd\d+\w?[ -]?(?:\+|positive|pos\.?)[ -]?)?(?:gated |"
    r"dim )?(?:leu[ck]ocytes|cells|events|wbcs?|white cells|nucleated cells|mononuclear cells)\b")
# Talk of a limit, not of this patient: 'defined as', 'the assay requires', 'are needed to call', 'would have made it'.
LIMIT_BEFORE = compile(r"\b(?:(?:is|are|as) defined|defined (?:as|by)|require[sd]?|criteri\w+|need[s]?|classified|protocol|threshold|cut-?off|"
    r"remission (?:is|means)|relapse is)\b[^.;%]{0,60}$")
LIMIT_AFTER = compile(r"[^.;%]{0,70}\b(?:(?:is|are) (?:needed|required|defined|called|considered|necessary)|by convention|conventionally|would (?:have|"
    r"be)|the term|is classified|distinguish\w*|separat\w+)\b")
LIMIT_STEMS = ("defin", "requi", "criteri", "need", "classif", "protocol", "threshold", "cut", "remission", "relapse", "call", "consider", "necess",
    "convention", "would", "term", "distinguish", "separat")  # one of them stands in both
OR_MORE = compile(r"[ \t\n]*(?:or|and) (?:more|greater|higher|above|over)\b")
POSITIVE_BLASTS = compile(r"(?:mpo|pas|sbb|sudan|peroxidase|nse|cd\d+\w?|tdt|hla-?dr|positive|positivity|expression|co-?expression)[^.;\n]{0,40}$")


def nearest(reading: Reading, clause: Clause, hit: Hit, numbers: list[Any], used: set[int], previous_end: int, next_start: int) -> Any:
    """The percentage that belongs to a blast word: right after it ('Blasts: 88 %'), else right before it ('88 % blasts')."""
    folded = reading.document.folded
    after = before = None
    for match in numbers:
        start = match.start()
        if start >= hit.end:
            after = match if start < next_start else None
            break
        if match.end() <= hit.start and start >= previous_end - 1 and start not in used and not owned(clause, folded, match):
            before = match
    if after is not None and after.start() not in used and COLON.match(folded, hit.end, after.start()) and not foreign(folded, after):
        return after  # 'E: 01%  Blasts: 75%'
    if before is not None and not of_positive(folded, clause.start, before.start()) and owner_before(folded, before, hit):
        return before
    if after is not None and after.start() not in used and owner_after(folded, hit, after) and not foreign(folded, after):
        return after
    return None


def of_positive(folded: str, first: int, start: int) -> bool:
    """Whether a stain stands before a number, which counts the cells positive for it: 'MPO positive in 3 % blasts', but not 'TdT (7 % blasts)'."""
    return not folded.endswith("(", first, start) and POSITIVE_BLASTS.search(folded, max(first, start - 50), start) is not None


COLON = compile(r"[ \t]{0,3}[:=][ \t]{0,8}[<>~]?[ \t]{0,2}\Z")
LETTER_BEFORE = compile(r"(?<![a-z])[nplmeb][ ]?[:=-]?[ ]{0,2}$")  # the cells of a differential


def owned(clause: Clause, folded: str, match: Any) -> bool:
    """Whether a number has its own label right before it ('Neutrophils 2 %   BLASTS 8 %'), in a table across a wider gap."""
    start = match.start()
    if LETTER_BEFORE.search(folded, max(clause.start, start - 5), start):
        return True
    reach = CELL_WIDTH if clause.document.line_at(start).table else LABEL_GAP
    for kind in ("cell", "analyte"):
        for hit, _ in clause.of(kind):
            if 0 <= start - hit.end <= reach and not folded[hit.end : start].strip(" \t:=."):
                return True
    return False


LABEL_GAP, CELL_WIDTH = 4, 14  # characters between a label and its number


def words_of(between: str) -> list[str]:
    """The words of a stretch, without what stands in brackets; blanks and plain punctuation are left out."""
    return [word for word in WORD.findall(BRACKETS.sub(" ", between)) if word not in MARKS]


SHORTENED = compile(r"\b(approx|ca|est)\.")  # the stop of an abbreviation ends nothing


def owner_after(folded: str, hit: Hit, match: Any) -> bool:
    """Whether only words that lead to a value stand between the blast word and the number."""
    if not folded[hit.end : match.start()].strip(" \t:=~-"):
        return bool(match.start() - hit.end <= 110)
    between = SHORTENED.sub(r"\1 ", NOT_OVER.sub(" under ", folded[hit.end : match.start()]))
    if len(between) > 110 or STOP.search(between):
        return False
    relative = RELATIVE.match(between)
    words = words_of(EQUALS.sub(" ", between[relative.end() :] if relative else between))
    return len(words) <= 12 and all(word in BLAST_LEADS for word in words)


NOT_OVER = compile(r"(?:do(?:es)? |did )?not exceed(?:ing)?\b|not more than\b")
STOP = compile(r"(?<![. ])\.(?=\s)")
# 'blasts with little cytoplasm, which make up', 'the blasts, CD34+ and TdT+, occupy'
RELATIVE = compile(r"[^.;%]{0,70}[ \n](?:which|that|they|and)[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])|"
    r",[^.;%]{1,50},[ \n](?=(?:make|comprise|constitute|occup|represent|account|form)\w*[ \n])")
EQUALS = compile(r"\d{1,3}[.,]\d{1,2}[ ]?=")


def owner_before(folded: str, match: Any, hit: Hit) -> bool:
    """Whether the number before a blast word counts blasts: '88 % blasts', '94 % of nucleated cells are blasts'."""
    between = folded[match.end() : hit.start]
    if len(between) > 80 or between.lstrip(" \t\n)")[:1] == ",":
        return False
    if not between.strip(" \t\n"):
        return True
    words = words_of(between)
    if len(words) > 9:
        return False
    if words[:2] in OF_WHICH and len(words) == 3 and words[2] in VERBS:
        return True  # '3400 cells, 90 % of which are blasts'
    if words and words[0] == "of":
        if any(word in CELL_WORDS for word in words):
            return all(word in BLAST_QUALIFIERS or word in CELL_WORDS or word in VERBS for word in words)
        return all(word in BLAST_QUALIFIERS or word == "of" for word in words) and INFILTRATION.search(folded, max(0, match.start() - 60),
            match.start()) is not None
    return all(word in BLAST_QUALIFIERS for word in words)


OF_WHICH = (["of", "which"], ["of", "these"], ["of", "them"], ["of", "those"])
INFILTRATION = compile(
    r"(?:infiltrat\w*|replace\w*|involve\w*|occupied|composed|presence|showed|consist\w*|made up)(?:[ \t\n]\w+){0,2}[ \t\n](?:by|of|with)?[ \t\n]*"
    r"(?:approximately |about |some |an estimated |around |nearly |up to )?$|(?:infiltrat\w*|presence|with|showed) $"
)
CELLULAR = compile(r"[ ]?cellular")  # '90% cellular, sheets of blasts'


def foreign(folded: str, match: Any) -> bool:
    """Whether the number is of something else: 'of blasts' (a share of the blasts), nuclei, positivity."""
    if OF_POPULATION.match(folded, match.end(), match.end() + 60):
        return False
    first = OTHER_OWNER.match(folded, match.end(), match.end() + 40)
    return first is not None


def limit(clause: Clause, folded: str, start: int, end: int) -> bool:
    """Whether a definition or a requirement gives the number, not a count."""
    if OR_MORE.match(folded, end, end + 20):
        return True
    text = clause.folded
    for stem in LIMIT_STEMS:
        if stem in text:
            return LIMIT_BEFORE.search(folded, clause.start, start) is not None or LIMIT_AFTER.match(folded, end, clause.end) is not None
    return False
