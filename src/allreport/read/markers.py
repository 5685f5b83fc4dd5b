"""Immunophenotype: every marker with its status, from prose, lists, signs, grids and percent tables; flow and immunohistochemistry."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple

from allreport.lexicon import Hit, normal
from allreport.patterns import Pattern, compile, trie  # noqa: A004
from allreport.presence import Status, polarity
from allreport.read.context import Reading
from allreport.read.number import readings
from allreport.scan import Clause
from allreport.vocabulary.cues import CUES
from allreport.vocabulary.markers import MARKERS
from allreport.vocabulary.rows import expand

INTENSITY = ("bright", "dim", "partial", "variable", "moderate")
POLARITY = {"present": "positive", "absent": "negative", "indeterminate": "indeterminate", "not_tested": "not_tested", "pending": "not_tested", "failed": "not_tested"}
NO_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
BY_NAME = {row.name: row for row in MARKERS}
SIGN = compile(r"[ \t|]{0,26}\(?[ \t]?(?P<sign>\+{1,4}/-(?![a-z])|\+/-|\xb1|-/\+|\+{1,4}|-{1,2}(?=[ \t]*(?:[,;/.)|\]]|$|\n|[ \t]+(?!(?:positive|negative|pos\b|neg\b|bright|dim|weak|strong|partial|\d)))))[ \t]?\)?")
GLUED_MINUS = compile(r"-(?=[a-z])")
SHORTHAND = compile(r"[ \t]?/[ \t]?(\d{1,3}[a-c]?)(?![\w%]|\.\d)")
GATE = compile(r"(?:[+-]{0,2}[ -]?(?:gated|gate\b|gating|directed|targeted|targeting|vs\.?\b|versus|/[ ]?ssc|/[ ]?side|and side scatter|by side|side scatter|ssc|based|car-?t?\b|(?:study|studies|testing)\b|loss\b|escape|therapy|antibod|clone\b|exon|antigen (?:density|loss)|ratio|selected|staining was not|studies|cluster|bead|stain shows|is a target|quantitation|study was))|[ \t]?:[ ]?cd\d+ (?:ratio|1\.|2\.|\d)|:cd\d")
NORMAL = compile(r"[+]?[ \t]?(?:\+|positive|pos|bright|dim)?[ \t]*(?:mature |normal |background |reactive |residual |small )*(?:t|b|nk|plasma|mature b|stem|progenitor)[- ]?(?:cells?|lymphocytes)\b(?! (?:acute|all|lympho))|(?:[ \t](?:stains?|highlights?|marks?|shows?|identifies|labels?)[ \t](?:only )?(?:few|scattered|rare|occasional|some|residual|the|a few|normal|background|reactive|small|admixed)*[ \t]*(?:background |reactive |residual |normal |mature |small |scattered |admixed )*(?:t|b|nk|plasma)[- ]?(?:cells?|lymphocytes))|[ \t](?:stains?|highlights?|marks?) (?:\d+ ?%|megakaryocytes|vessels|granulocytes|residual)|(?: and \w+)? stains? scattered residual|[+]?(?: positive)? cells (?:are |were )?(?:scattered|rare|few|singly|not increased|normal|isolated)")
OTHERS = compile(
    r"\b(?:residual|background|normal|reactive|mature|remaining|admixed|few|scattered|benign|small|polyclonal|polytypic)?[ ]?(?:t|b|nk|plasma)[- ](?:cells?|lymphocytes|lineage cells)\b(?! (?:acute|all\b|lympho|leuk|precursor|blasts|neoplas|lineage|antigen|marker|phenotype|population))|\bh(?:a)?ematogones?\b|\bnormal (?:b[- ]?cell )?(?:precursors|lymphocytes|progenitors|counterparts?|cells)\b|\bgranulocytes\b|\bmonocytes\b|\bmegakaryocytes\b|\bthymocytes\b|\bcontrols?\b|\bplasma cells\b|\blymphocytes are\b|\bneutrophils\b|\bother cells\b"
)
BLAST_SUBJECT = compile(r"\bblasts?\b|lymphoblast|\bpopulation\b|leuk(?:a)?emic|immature|precursor|abnormal|neoplastic|atypical|aberrant|tumo(?:u)?r cells|the cells|lymphoma cells|infiltrate|clonal|\bthese\b|\bthey\b|\bit\b")
CHANGE = compile(r"-?>[ \t]")
LEAD_SIGN = compile(r"[ \t*|]{0,12}(?P<sign>\+{1,3}|-|\+/-)[ \t]{2,12}[a-z]")
PERCENT = compile(r"(?P<low>\d{1,3}(?:[.,]\d{1,2})?)(?:[ ]?-[ ]?(?P<high>\d{1,3}))?[ \t]*(?P<sign>%)?(?![\d/])")
THRESHOLD = 20.0
CYTOPLASMIC = frozenset({"cCD3", "cCD79a", "cCD22", "cIgM", "TdT", "MPO", "lysozyme"})
UNREPORTED = frozenset({"Ki-67"})  # a proliferation index is no polarity


class Token(NamedTuple):
    """A status word right behind a marker."""

    effect: str
    start: int
    end: int


@cache
def status_words() -> tuple[Pattern[str], dict[str, str]]:
    """Status and intensity words that may stand directly behind a marker."""
    table: dict[str, str] = {}
    for cue in CUES:
        if cue.effect in INTENSITY or (cue.effect in POLARITY and cue.direction == "backward"):
            for wording in cue.wordings:
                for spelling in expand(wording):
                    table.setdefault(normal(spelling), cue.effect)
    for word in ("deletion", "loss", "fused", "rearranged", "abnormal", "lost"):
        table.pop(word, None)
    table["decreased"] = table["reduced"] = "dim"
    return compile(trie(sorted(table)) + r"(?![a-z0-9])"), table


def read(reading: Reading) -> list[dict[str, Any]]:
    """All markers of the report with a status."""
    found: list[dict[str, Any]] = []
    limits = thresholds(reading.document.folded)
    carried: Token | None = None
    end = 0
    for clause in reading.clauses:
        if clause.section.role in NO_ROLES:
            carried = None
        elif "marker" in clause.kinds:
            read_clause(reading, clause, limits, carried if clause.start - end < 4 else None, found)
            carried, end = (carried, clause.end) if clause.start - end < 4 else (None, clause.end)
        else:
            carried, end = status_line(reading, clause), clause.end
    return found


def status_line(reading: Reading, clause: Clause) -> Token | None:
    """A status word alone on its line, as the heading of the list below it."""
    pattern, table = status_words()
    text = reading.document.folded[clause.start : clause.end].strip(" \t\n:*-=()+")
    match = pattern.match(text)
    if match and match.end() == len(text):
        return Token(table[normal(text)], clause.start, clause.end)
    return None


THRESHOLDS = compile(r"(?:positive|expression|considered positive)[^.\n]{0,40}?(?:>=|\u2265|>|at least|more than)[ ]?(\d{1,2})[ ]?%")


def thresholds(folded: str) -> tuple[float, float]:
    """The percentages from which the report calls a marker positive: (surface, cytoplasmic)."""
    match = THRESHOLDS.search(folded)
    if match:
        surface = float(match[1])
        return surface, min(surface, 10.0)
    return THRESHOLD, 10.0


def marker_hits(reading: Reading, clause: Clause) -> list[tuple[int, int, Any]]:
    """Markers of the clause: (start, end, row); `CD13/33` gives two."""
    folded = reading.document.folded
    found: list[tuple[int, int, Any]] = []
    inherit: tuple[int, str] | None = None
    for hit in clause.hits:
        row = hit.rows.get("marker")
        if row is None:
            continue
        if "gene" in hit.rows and gene_talk(reading, clause, hit):
            continue
        comma = folded.find(",", hit.start, hit.end)
        if comma > 0 and cut_at_comma(clause, hit):
            plain = BY_NAME.get(row.name[1:])
            if plain is not None:
                found.append((hit.start, comma, plain))
                inherit = (hit.end, row.name[0])
                continue
        if inherit is not None and hit.start - inherit[0] < 3:
            row = BY_NAME.get(inherit[1] + row.name, row)
        inherit = None
        found.append((hit.start, hit.end, row))
        if row.name.lstrip("cs").startswith("CD") or row.name.startswith("cCD"):
            position = hit.end
            while match := SHORTHAND.match(folded, position):
                other = BY_NAME.get("CD" + match[1]) or next((marker for name, marker in BY_NAME.items() if name.lower() == "cd" + match[1]), None)
                if other is None:
                    break
                found.append((match.start(1), match.end(1), other))
                position = match.end()
    return found


def cut_at_comma(clause: Clause, hit: Hit) -> bool:
    """Whether 'CD22, cytoplasmic' goes on with the marker that the word belongs to ('CD22, cytoplasmic CD79a')."""
    return any("marker" in other.rows and 0 < other.start - hit.end <= 2 for other in clause.hits)


GENE_TALK = compile(r"[^.;\n]{0,40}(?:mutation|rearrang|deletion|deleted|fusion|variant|amplif|exon|split|break-?apart|gene\b|vaf|c\.\d|p\.\(?[a-z]|probe|transloc|wild)")
GENE_SECTIONS = frozenset({"karyotype", "FISH", "PCR", "NGS", "array", "MLPA"})


def gene_talk(reading: Reading, clause: Clause, hit: Hit) -> bool:
    """Whether a symbol that is both gene and protein stands as a gene."""
    if clause.section.method in GENE_SECTIONS or clause.section.name in {"molecular", "pcr", "fish", "ngs", "array", "mlpa", "cyto"}:
        return True
    if clause.section.method in {"flow", "ihc"}:
        return False
    folded = reading.document.folded
    if GENE_TALK.match(folded, hit.end, min(len(folded), hit.end + 60)):
        return True
    markers = sum("marker" in other.rows and "gene" not in other.rows for other in clause.hits)
    return markers == 0


def read_clause(reading: Reading, clause: Clause, limits: tuple[float, float], carried: Token | None, found: list[dict[str, Any]]) -> None:
    folded = reading.document.folded
    hits = marker_hits(reading, clause)
    if not hits:
        return
    tokens = [tail(reading, clause, hits, index) for index in range(len(hits))]
    inherit_slash(folded, hits, tokens)
    open_indices = [index for index, token in enumerate(tokens) if not any(one.effect in POLARITY or one.effect in INTENSITY for one in token)]
    open_indices = [index for index in open_indices if adjective_before(reading, clause, hits[index][0]) is None or not tokens_follow(tokens, index)]
    unsigned = [(hits[index][0], hits[index][1]) for index in open_indices]
    statuses = dict(zip(open_indices, polarity(clause, unsigned), strict=True))
    lead = lead_status(reading, clause, hits) or carried
    for index, (start, end, row) in enumerate(hits):
        if row.name in UNREPORTED or not about_blasts(reading, clause, start, end, hits):
            continue
        status, cue, percent = decide(reading, clause, row, tokens[index], statuses.get(index), lead, limits, start)
        if status is None or status in {"not_tested"}:
            continue
        add(reading, clause, row, status, cue, percent, start, end, found)


def tokens_follow(tokens: list[list[Token]], index: int) -> bool:
    """Whether a later marker of the list has a status of its own."""
    return any(any(token.effect in POLARITY for token in following) for following in tokens[index + 1 :])


def tail(reading: Reading, clause: Clause, hits: list[tuple[int, int, Any]], index: int) -> list[Token]:
    """The status tokens directly behind a marker, up to the next marker."""
    folded = reading.document.folded
    position = hits[index][1]
    next_start = hits[index + 1][0] if index + 1 < len(hits) else min(clause.end, position + 60)
    pattern, table = status_words()
    tokens: list[Token] = []
    sign = SIGN.match(folded, position, min(len(folded), next_start + 1))
    if sign and sign.end("sign") <= next_start:
        mark = sign["sign"]
        effect = "partial" if mark in {"+/-", "\xb1", "-/+"} or "/" in mark else ("present" if mark == "+" else "bright") if mark.startswith("+") else "absent"
        if not (effect == "absent" and folded[position : position + 1] == "-" and GLUED_MINUS.match(folded, position)):
            tokens.append(Token(effect, sign.start("sign"), sign.end("sign")))
            position = sign.end()
    after_comma = False
    while position < next_start and len(tokens) < 5:
        character = folded[position]
        if character in " \t:=(|)/_>*\u2026" or (character in ".-" and folded[position : position + 2] in {"..", ". ", "- ", "--", ".\n"} and (character == "-" or not folded[position + 1 : position + 2].isspace() or "...." in folded[max(0, position - 3) : position + 1])):
            position += 1
            continue
        if character == "\n" and not tokens:
            position += 1
            continue
        if character == "+" or (character == "-" and tokens and folded[position + 1 : position + 2].isspace()):
            if not any(token.effect in POLARITY for token in tokens):
                tokens.append(Token("present" if character == "+" else "absent", position, position + 1))
            position += 1
            continue
        if character == "," and not after_comma:
            after_comma = True
            position += 1
            continue
        match = pattern.match(folded, position, min(len(folded), next_start + 40))
        if match:
            effect = table[normal(match.group())]
            ends_at_marker = index + 1 < len(hits) and not folded[match.end() : next_start].strip(" \t")
            if after_comma and "(" not in folded[hits[index][1] : position] and (ends_at_marker or effect not in INTENSITY):
                break
            if ends_at_marker and effect in INTENSITY and not tokens and adjective_style(folded, clause, hits):
                break
            tokens.append(Token(effect, match.start(), match.end()))
            position = match.end()
            after_comma = False
            continue
        number = PERCENT.match(folded, position, min(len(folded), next_start + 1))
        if number and not after_comma:
            tokens.append(Token("percent" if number["sign"] or "\n" not in folded[hits[index][1] : position] else "number", number.start(), number.end()))
            position = number.end()
            rest = OF_BLASTS.match(folded, position)
            if rest:
                position = rest.end()
            continue
        dye = DYE.match(folded, position)
        if dye:
            position = dye.end()
            continue
        link = LINK.match(folded, position)
        if link and not after_comma:
            position = link.end()
            continue
        break
    return tokens


OF_BLASTS = compile(r"[ \t]*(?:of (?:the )?(?:blasts|cells|events|leuk\w+ cells|gated cells|them))")
DYE = compile(r"(?:fitc|pe(?:-?(?:cy\d(?:\.\d)?|texas red|cf594|dazzle\s?594))?|ecd|apc(?:-?(?:h7|cy7|r700|a\d{3}|fire\s?750))?|percp(?:-?cy5\.?5)?|pc\d(?:\.\d)?|bv\d{3}|bb\d{3}|buv\d{3}|v4[58]0|v500(?:-c)?|pacific (?:blue|orange)|pb|po|kro(?:me orange)?|hv\d{3}|alexa(?: fluor)?\s?\d{3}|af\d{3}|a\d{3})(?=[ \t|,;)\n])")
LINK = compile(r"(?:is|are|was|were|shows?|expression|staining|appears?|being|on|in|of|with|the|blasts|result|cells|antigen|which|remains?|very|only|mostly|uniformly|clearly|diffusely|cytoplasmic|nuclear|membranous|surface|also|both|\[|\])(?![a-z])")


def adjective_style(folded: str, clause: Clause, hits: list[tuple[int, int, Any]]) -> bool:
    """Whether intensities stand before their markers in this sentence ('bright CD38, dim CD22')."""
    _pattern, table = status_words()
    before = folded[clause.start : hits[0][0]].rstrip()
    word = before[before.rfind(" ") + 1 :]
    return table.get(word) in INTENSITY


def inherit_slash(folded: str, hits: list[tuple[int, int, Any]], tokens: list[list[Token]]) -> None:
    """`CD13/CD33-`: a marker before a slash has the status of the one behind; `CD4 / CD8 : Negative / Positive` maps in order."""
    for index in range(len(hits) - 2, -1, -1):
        between = folded[hits[index][1] : hits[index + 1][0]].strip()
        shorthand = hits[index + 1][2].name.startswith("CD") and folded[hits[index + 1][0]].isdigit()
        if tokens[index] or not (between == "/" or shorthand):
            continue
        following = tokens[index + 1]
        polarities = [token for token in following if token.effect in POLARITY]
        if len(polarities) == 2 and "/" in folded[polarities[0].end : polarities[1].start]:
            tokens[index], tokens[index + 1] = [polarities[0]], [polarities[1]]
        else:
            tokens[index] = list(following)


def lead_status(reading: Reading, clause: Clause, hits: list[tuple[int, int, Any]]) -> Token | None:
    """A status that stands as a heading before the list: '  +   CD19, CD22', 'weak  CD45', 'Strong: cCD3'."""
    folded = reading.document.folded
    match = LEAD_SIGN.match(folded, clause.start, hits[0][0] + 1)
    if match:
        return Token("present" if match["sign"].startswith("+") else "indeterminate" if "/" in match["sign"] else "absent", match.start("sign"), match.end("sign"))
    pattern, table = status_words()
    text_start = clause.start
    while text_start < hits[0][0] and folded[text_start] in " \t*|\n-\u2022.":
        text_start += 1
    word = pattern.match(folded, text_start, hits[0][0])
    if word:
        rest = folded[word.end() : hits[0][0]]
        if rest.strip(" \t\n.") in {":", "", "-", "for", "(+)", "+"} and (rest.startswith("  ") or ":" in rest or "..." in rest or rest.strip() in {"-", "for"} or "\t" in rest or "\n" in rest):
            return Token(table[normal(word.group())], word.start(), word.end())
    return None


def decide(reading: Reading, clause: Clause, row: Any, tokens: list[Token], status: Status | None, lead: Token | None, limits: tuple[float, float], start: int) -> tuple[str | None, tuple[int, int] | None, float | None]:
    """The status of one marker: its own words first, then the list's."""
    polarity_token = next((token for token in tokens if token.effect in POLARITY), None)
    intensity = next((token for token in tokens if token.effect in INTENSITY), None)
    percent = percent_of(reading, tokens)
    if lead is not None and (polarity_token is None or lead.effect in INTENSITY):
        if lead.effect in INTENSITY and intensity is None and polarity_token is None:
            intensity = lead
        elif lead.effect in POLARITY:
            polarity_token = lead
    if polarity_token is None and intensity is None:
        intensity = governing(reading, clause, start, status)
    if polarity_token is None and intensity is None:
        if status is not None and status.value in POLARITY:
            polarity_token = Token(status.value, status.start, status.end)
            intensity = adjective_before(reading, clause, start)
        else:
            intensity = adjective_before(reading, clause, start)
    elif polarity_token is None and status is not None and status.value == "absent" and intensity is not None and intensity.effect not in {"partial", "variable"} and not tokens:
        polarity_token = Token(status.value, status.start, status.end)
    if polarity_token is not None:
        word = POLARITY[polarity_token.effect]
        cue = (polarity_token.start, polarity_token.end)
        if word == "positive" and intensity is not None and intensity.effect != "moderate":
            return intensity.effect, (intensity.start, intensity.end), percent
        return word, cue, percent
    if intensity is not None:
        return ("positive" if intensity.effect == "moderate" else intensity.effect), (intensity.start, intensity.end), percent
    if percent is not None and table_percent(reading, clause, tokens):
        limit = limits[1] if row.name in CYTOPLASMIC else limits[0]
        return ("positive" if percent >= limit else "negative"), None, percent
    return None, None, None


def percent_of(reading: Reading, tokens: list[Token]) -> float | None:
    for token in tokens:
        if token.effect in {"percent", "number"}:
            match = PERCENT.match(reading.document.folded, token.start, token.end)
            if match:
                number = readings(match["low"], True)[0]
                return number if number <= 100 else None
    return None


def table_percent(reading: Reading, clause: Clause, tokens: list[Token]) -> bool:
    """Whether a number behind a marker is a percentage of positive cells: it says so, or the head of its table does."""
    if clause.section.method not in {"flow", None}:
        return False
    if any(token.effect == "percent" and "%" in reading.document.folded[token.start : token.end] for token in tokens):
        return True
    start = max(clause.section.start, clause.start - 1800)
    return PERCENT_HEAD.search(reading.document.folded, start, clause.start) is not None


PERCENT_HEAD = compile(r"(?:marker|antigen|antibody|cd|pos|blasts?|result|marcador|cells|expression)[^\n]{0,60}%|%[^\n]{0,40}(?:pos|blast|cells|of|c\u00e9lulas|express)")


def adjective_before(reading: Reading, clause: Clause, start: int) -> Token | None:
    """An intensity right before the marker: 'dim CD45', 'aberrant partial CD13'."""
    for hit in clause.hits:
        cue = hit.rows.get("cue")
        if cue is not None and cue.effect in INTENSITY and hit.end <= start and start - hit.end <= 2 and not reading.document.folded[hit.end : start].strip():
            return Token(cue.effect, hit.start, hit.end)
    return None


SUBSET = compile(r"(?:subset|minority|fraction|proportion|part) of (?:the |these )?(?:abnormal |leuk\w+ )?(?:blasts|cells|lymphoblasts|population)\b[^.;,]{0,24}$")
GOVERNS = compile(r"[ \t\n](?:for|positive for|(?:expression|positivity|staining) (?:of|for))\b")


def governing(reading: Reading, clause: Clause, start: int, status: Status | None) -> Token | None:
    """An intensity that governs the list: 'weakly positive for CD22', 'partial expression of', 'a subset of the blasts expresses'."""
    folded = reading.document.folded
    found = None
    for hit in clause.hits:
        cue = hit.rows.get("cue")
        if hit.end > start:
            break
        if cue is None:
            continue
        of_it = folded.startswith(" of ", hit.end) and folded.endswith(("expression", "positivity", "staining"), hit.start, hit.end)
        if cue.effect in INTENSITY and (of_it or GOVERNS.match(folded, hit.end, start + 1)):
            found = Token(cue.effect, hit.start, hit.end)
        elif cue.effect in {"absent", "terminator"}:
            found = None
        elif found is None and status is not None and status.value == "present" and cue.effect == "present" and SUBSET.search(folded, clause.start, hit.start):
            found = Token("partial", hit.start, hit.end)
    return found


def about_blasts(reading: Reading, clause: Clause, start: int, end: int, hits: list[tuple[int, int, Any]]) -> bool:
    """Whether the marker is said of the abnormal cells: no gate, no antibody, no normal population, no target talk."""
    folded = reading.document.folded
    if GATE.match(folded, end, min(len(folded), end + 40)) or NORMAL.match(folded, end, min(len(folded), end + 70)):
        return False
    if folded[max(0, start - 5) : start].endswith(("anti-", "anti ")):
        return False
    if folded[max(0, clause.start) : hits[0][0]].find("gating") >= 0 or CHANGE.search(folded, end, min(len(folded), end + 30)):
        return False
    others = None
    for match in OTHERS.finditer(folded, clause.start, start):
        if ABNORMAL.search(folded, max(clause.start, match.start() - 30), match.start()) or bracketed(folded, clause.start, match.start(), start):
            continue
        others = match
    if others is not None:
        return BLAST_SUBJECT.search(folded, others.end(), start) is not None
    return not (NORMAL_PATTERN.search(folded, hits[-1][1], clause.end) and not BLAST_SUBJECT.search(folded, clause.start, hits[0][0]))


ABNORMAL = compile(r"(?:restricted|clonal|monotypic|abnormal|neoplastic|aberrant|malignant|leuk\w+|lymphoma|immature|precursor|atypical)[ \w-]{0,14}$")
NORMAL_PATTERN = compile(r"normal (?:pattern|phenotype|maturation)|h(?:a)?ematogones|normal b[- ]cell precursors")


def bracketed(folded: str, start: int, position: int, end: int) -> bool:
    """Whether a place stands in a bracket that is closed before `end`."""
    opened = folded.rfind("(", start, position)
    return opened >= 0 and ")" not in folded[opened:position] and ")" in folded[position:end]


def add(reading: Reading, clause: Clause, row: Any, status: str, cue: tuple[int, int] | None, percent: float | None, start: int, end: int, found: list[dict[str, Any]]) -> None:
    method = "ihc" if clause.section.method == "ihc" or any("method" in hit.rows and hit.rows["method"].id == "ihc" for hit in clause.hits) else "flow"
    effects = reading.context(clause, start, end)
    if effects.has("family", "donor", "question"):
        return
    previous = clause.section.role in {"prior"} or (effects.has("previous") is not None)
    finding = reading.sourced(start, end, f"marker.{row.name}", marker=row.name, status=status, method=method, _clause=clause)
    if percent is not None:
        finding["percent"] = percent
    if cue is not None and cue[0] >= 0:
        finding["cue_start"], finding["cue_end"] = cue
    if previous:
        finding["temporality"] = "previous"
    if row.hgnc:
        finding["codes"] = ({"system": "http://www.genenames.org", "code": row.hgnc},)
    found.append(finding)
