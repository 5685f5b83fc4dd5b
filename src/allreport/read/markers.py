"""Immunophenotype: every marker with its status, from prose, lists, signs, grids and percent tables; flow and immunohistochemistry."""

from __future__ import annotations

from bisect import bisect_right
from functools import cache
from operator import itemgetter
from typing import Any

from allreport.lexicon import Hit, normal
from allreport.patterns import Pattern, compile, trie  # noqa: A004
from allreport.presence import EARLIER, Status, polarity
from allreport.read import phenotypes
from allreport.read.columns import Cell, Columns
from allreport.read.context import Reading
from allreport.read.course import Stretch, inside, past_stretches
from allreport.read.number import readings
from allreport.scan import Clause
from allreport.vocabulary.cues import CUES
from allreport.vocabulary.markers import MARKERS
from allreport.vocabulary.rows import Marker, expand

Token = tuple[str, int, int]  # what stands behind a marker (the effect of a cue; "percent" or "number"), with its place
Mark = tuple[int, int, Marker]  # a marker in place
Decision = tuple[str, tuple[int, int] | None, float | None]  # the status, the place of the words that decided it, the percentage

INTENSITY = frozenset({"bright", "dim", "partial", "variable", "moderate"})
POLARITY = {"present": "positive", "absent": "negative", "indeterminate": "indeterminate", "not_tested": "not_tested", "pending": "not_tested", "failed": "not_tested"}
NUMBERS = frozenset({"percent", "number"})
NO_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
GENE_METHODS = frozenset({"karyotype", "FISH", "PCR", "NGS", "array", "MLPA"})
GENE_SECTIONS = frozenset({"molecular", "pcr", "fish", "ngs", "array", "mlpa", "cyto"})
ASIDE = frozenset({"family", "donor", "question", "previous"})
CYTOPLASMIC = frozenset({"cCD3", "cCD79a", "cCD22", "cIgM", "TdT", "MPO", "lysozyme"})
UNREPORTED = frozenset({"Ki-67"})  # a proliferation index is no polarity
NOT_DONE = frozenset({"n.d.", "n.d", "nd", "n/d"})  # of a marker: not done
LEAST = 4  # markers of a phenotype
THRESHOLD = 20.0
HIGHEST = 30  # percent; a higher one is no criterion of positivity
BY_NAME = {row.name: row for row in MARKERS}
IN_TWO_PLACES = frozenset(side + name[1:] for name in BY_NAME if name[0] == "s" and "c" + name[1:] in BY_NAME for side in "sc")
BY_NUMBER = {row.name[2:].lower(): row for row in reversed(MARKERS) if row.name.startswith("CD")}  # what may follow 'CD13/'

# A sign that ends its item, and what joins two markers of a list and says nothing of the first.
SIGNED = {"+;": "present", "-;": "absent", "+\n": "present", "-\n": "absent"}
JOINTS = frozenset({"", " ", ",", ", ", ",\n", "\n", " and ", ", and ", "/", " / "})
CONJUNCTIONS = frozenset({"and", "or", "et", "y", "und", "e", "i"})
SKIPPED = frozenset(" \t\n:=(|)/_>*\u2026")
SIGN = compile(r"[ \t|]{0,26}+\(?[ \t]?(?P<sign>\+{1,4}/-(?![a-z])|\+/-|\xb1|-/\+|\+{1,4}|-{1,2}(?=[ \t]*(?:[,;/.)|\]]|$|\n|[ \t]+(?!(?:positive|negative|pos\b|neg\b|bright|dim|weak|strong|partial|no\b|\d)))))[ \t]?\)?")
SHORTHAND = compile(r"[ \t]?/[ \t]?(\d{1,3}[a-c]?)(?![\w%]|\.\d)")
PERCENT = compile(r"(?P<low>\d{1,3}(?:[.,]\d{1,2})?)(?:[ ]?-[ ]?(?P<high>\d{1,3}))?[ \t]*(?P<sign>%)?(?![\d/])")
OF_BLASTS = compile(r"[ \t]*(?:of (?:the )?(?:blasts|cells|events|leuk\w+ cells|gated cells|them))")
DYE = compile(r"(?:fitc|pe(?:-?(?:cy\d(?:\.\d)?|texas red|cf594|dazzle\s?594))?|ecd|apc(?:-?(?:h7|cy7|r700|a\d{3}|fire\s?750))?|percp(?:-?cy5\.?5)?|pc\d(?:\.\d)?|bv\d{3}|bb\d{3}|buv\d{3}|v4[58]0|v500(?:-c)?|pacific (?:blue|orange)|pb|po|kro(?:me orange)?|hv\d{3}|alexa(?: fluor)?\s?\d{3}|af\d{3}|a\d{3})(?=[ \t|,;)\n])")
LINK = compile(r"(?:cyto(?:pl(?:asm)?)?\.?|intracell(?:ular)?|is|are|was|were|shows?|expression|staining|appears?|being|on|in|of|with|the|blasts|result|cells|antigen|which|remains?|very|only|mostly|uniformly|clearly|diffusely|cytoplasmic|nuclear|membranous|surface|also|both|\[|\])(?![a-z])")
HEADING_END = compile(r"(?:[/-][a-z]{3,16})?(?:[ ]?\([^()\n]{0,24}\))?(?:[ ](?:in|on)\b[^:\n;,.()]{0,32})?[ \t]*:[ \t\n]*")  # behind a status: '(~30%):', ' in 40% of blasts:'
LEAD_SIGN = compile(r"[ \t*|\n]{0,12}(?:(?P<sign>\+{1,3}|-|\+/-)[ \t]{2,12}|[(\[](?P<boxed>\+{1,3}|-|\+/-)[)\]][ \t]{0,12})[a-z]")
THRESHOLDS = compile(r"(?:positive|expression|considered positive)[^.\n]{0,40}?(?:>=|\u2265|>|at least|more than)[ ]?(\d{1,2})[ ]?%")
PERCENT_HEAD = compile(r"(?:marker|antigen|antibody|cd|pos|blasts?|result|marcador|cells|expression)[^\n]{0,60}%|%[^\n]{0,40}(?:pos|blast|cells|of|c\u00e9lulas|express)")
SUBSET = compile(r"(?:subset|minority|fraction|proportion|part) of (?:the |these )?(?:abnormal |leuk\w+ )?(?:blasts|cells|lymphoblasts|population)\b[^.;,]{0,24}$")
GOVERNS = compile(r"[ \t\n](?:for|positive for|(?:expression|positivity|staining) (?:of|for))\b")
GENE_TALK = compile(r"[^.;\n]{0,40}(?:mutation|rearrang|deletion|deleted|fusion|variant|amplif|exon|split|break-?apart|gene\b|vaf|c\.\d|p\.\(?[a-z]|probe|transloc|wild)")
GATE = compile(r"(?:[+-]{0,2}[ -]?(?:(?:or|and|/|,) ?[a-z0-9]{2,8} (?:study|studies|staining was not|testing|gating)|gated|gate\b|gating|directed|targeted|targeting|vs\.?\b|versus|/[ ]?ssc|/[ ]?side|and side scatter|by side|side scatter|ssc|based|car-?t?\b|(?:study|studies|testing)\b|loss\b|escape|therapy|antibod|clone\b|exon|antigen (?:density|loss)|ratio|selected|staining was not|studies|cluster|bead|stain shows|is a target|quantitation|study was))|[ \t]?:[ ]?cd\d+ (?:ratio|1\.|2\.|\d)|:cd\d")
# Words without which a marker is said of the blasts: neither a gate nor an antibody nor other cells can be meant.
TALK = frozenset([
    *(kind + cells for kind in ("", "t", "b", "nk", "plasma", "stem", "progenitor") for cells in ("cell", "cells", "lymphocytes")),
    "cellular", "cellularity", "hematogone", "hematogones", "haematogone", "haematogones", "precursors", "progenitors", "counterpart", "counterparts", "granulocytes", "monocytes",
    "megakaryocytes", "thymocytes", "control", "controls", "neutrophils", "stain", "stains", "staining", "highlight", "highlights", "mark", "marks", "normal", "abnormal", "subnormal",
    "anti", "gated", "gate", "gating", "directed", "targeted", "targeting", "target", "targets", "vs", "versus", "ssc", "ssca", "ssch", "side", "based", "car", "cart", "study", "studies",
    "testing", "loss", "escape", "escapes", "escaped", "therapy", "antibody", "antibodies", "clone", "exon", "exons", "antigen", "ratio", "ratios", "selected", "cluster", "clusters",
    "clustered", "bead", "beads", "quantitation",
])  # fmt: skip
NEXT_WORD = compile(r"[ \n](?!(?:and|or|in|on|by|is|are|was|were|only|expression|staining)\b)[a-z\u03bc]")
MU_CHAIN = compile(r"[ -](?:mu|\u03bc)\b")
BEHIND_BOTH = compile(r"[ ]?(?:and|or|/|&|\+)[ ]?(?:(?P<c>cyto?(?:pl)?(?:asm\w*)?|intracellular|c)|(?P<s>surface|membran\w*|sm?))\b\)?")  # 'CD3 (surface and cytoplasmic)'
BEFORE_BOTH = compile(r"\b(?:(?P<s>surface|membran\w*)|(?P<c>cytoplasmic|intracellular))[ ]?(?P<joint>and|or|/|&|\+)[ ]?$")  # 'surface and cytoplasmic CD3'
CYTOPLASM_WORDS = ("intracellular", "cytoplasmic", "intracytoplasmic", "cytoplasm")
CYTOPLASM_HEAD = compile(r"[ \t|*-]*(?:intracellular|(?:intra)?cytoplasmic|cytoplasm)(?:[ ](?:markers?|antigens?|staining|stains?|expression))?(?:[ ]?\([^()\n]{0,30}\))?[ \t|:]*\n?")
MOST_ROWS = 24
ROW_MARKS = " \t|*-\u2022"
INSIDE_CELL = compile(r"[ ]?\((?:in )?(?:the )?(?:cyto?(?:pl)?(?:asm\w*)?|intracellular|ic)\.?\)")
ANTIGEN_LINE = compile(r"[*|\- \t]*(?:cd[ -]?\d|tdt\b|mpo\b|myeloperoxidase|hla-?dr|ki-?67)")
COLON = (":", " :", "\t:")  # 'CD4:CD8'
NORMAL = compile(r"[+]?[ \t]?(?:\+|positive|pos|bright|dim)?[ \t]*(?:mature |normal |background |reactive |residual |small )*(?:t|b|nk|plasma|mature b|stem|progenitor)[- ]?(?:cells?|lymphocytes)\b(?! (?:acute|all|lympho))|(?:[ \t](?:stains?|highlights?|marks?|shows?|identifies|labels?)[ \t](?:only )?(?:few|scattered|rare|occasional|some|residual|the|a few|normal|background|reactive|small|admixed)*[ \t]*(?:background |reactive |residual |normal |mature |small |scattered |admixed )*(?:t|b|nk|plasma)[- ]?(?:cells?|lymphocytes))|[ \t](?:stains?|highlights?|marks?) (?:\d+ ?%|megakaryocytes|vessels|granulocytes|residual)|(?: and \w+)? stains? scattered residual|[+]?(?: positive)? cells (?:are |were )?(?:scattered|rare|few|singly|not increased|normal|isolated)")
OTHERS = compile(
    r"\b(?:residual|background|normal|reactive|mature|remaining|admixed|few|scattered|benign|small|polyclonal|polytypic)?[ ]?(?:t|b|nk|plasma)[- ](?:cells?|lymphocytes|lineage cells)\b(?! (?:acute|all\b|lympho|leuk|precursor|blasts|neoplas|lineage|antigen|marker|phenotype|population))|\bh(?:a)?ematogones?\b|\bnormal [bt]\b(?!-)|\bnormal (?:b[- ]?cell )?(?:precursors|lymphocytes|progenitors|counterparts?|cells)\b|\bgranulocytes\b|\bmonocytes\b|\bmegakaryocytes\b|\bthymocytes\b|\bcontrols?\b|\bplasma cells\b|\blymphocytes are\b|\bneutrophils\b|\bother cells\b"
)
OWN_SUBJECT = compile(r"(?:^|[:.\n]|\bthe|\bthese)[ \n]*(?:plasma cells|lymphocytes|b[ -]cells|lymphoid cells) (?:are|were|show|express)")  # in a report that tells of no others
BLAST_SUBJECT = compile(r"\bblasts?\b|lymphoblast|\bpopulation\b|leuk(?:a)?emic|immature|precursor(?!s\b)|abnormal|neoplastic|atypical|(?<!no )aberrant|tumo(?:u)?r cells|the cells|lymphoma cells|infiltrate|clonal|\bcluster|\bevents\b|\blaip\b|\bclone\b|\bthese\b|\bthey\b|\bit\b")
ABNORMAL = compile(r"(?:restricted|clonal|monotypic|abnormal|neoplastic|aberrant|malignant|leuk\w+|lymphoma|immature|precursor|atypical)[ \w-]{0,14}$")
SIGNED_RUN = r"(?:[a-z]{0,5}\d{0,3}[a-z]?[+-]{1,2}(?: (?:or|and) |[/, ]{0,2})){0,5}$"  # the markers before it in 'CD19+ CD10+ cells'
CELLS = compile(r"(?:\(?[+-]{1,2}\)?|[ -](?:positive|pos\b))(?:(?:, | or | and |[ /])?[a-z]{0,5}\d{0,3}[a-z]?[+-]{1,2}){0,4}[ ](?:(?P<blasts>blasts?|lymphoblasts?|precursors|progenitors|blast cells)|cells?|events|leuk?ocytes|leucocytes|mononuclear cells)\b")
NONE_OF = compile(r"\b(?:no|without|absence of|few|rare|scattered|occasional|isolated|single)(?: (?:increase in|increased|excess|excess of|significant|residual|abnormal|atypical|immature|definite|clusters of|aggregates of))? " + SIGNED_RUN)
OUT_OF = compile(r"(?:(?:%|percent|percentage|fraction|proportion|number|share) of(?: the| all| total)?|\d) " + SIGNED_RUN)
NUMBERED = compile(r"\d{3}[ ]?(?:events |cells )?\($")  # 'Events  1 500 000 (CD45+)'
SHARE_OF_CELLS = compile(r"[ :.\t]{1,8}(?:are |were |comprise |account for |<|~)*(?:(?P<percent>\d{1,3}(?:[.,]\d{1,2})?)[ ]?%|donor\b|recipient\b)")
BEFORE_CELLS = frozenset("+-( :=\n")
FEW = frozenset({"increased", "increase", "occasional", "scattered", "rare", "few", "single", "isolated", "sporadic"})  # without one of them SPARSE cannot match
SPARSE = compile(r"[ \t]*[:=]?[ \t]*(?:(?:is|was|are|shows?|highlights?|stains?|marks?) )?(?:not increased|no increase|(?:occasional|scattered|rare|few|single|isolated|sporadic) (?:positive |reactive |small |interstitial )*(?:cells?|b\b|t\b|lymphocytes|progenitors|precursors|haematogones|hematogones))")
NORMAL_RUN = compile(r"(?<![a-z])(?:normal|mature|reactive|polyclonal|polytypic|background) (?:(?:b|t|b-cell|lymphoid) )?" + SIGNED_RUN)  # 'normal CD19+ CD10+ precursors'
MATURING = compile(r"\b(?:continuous|normal|orderly|complete|full|synchronous|regular|smooth|intact) (?:(?:spectrum|range|continuum|sequence|pattern) of )?(?:b[- ](?:cell|lymphoid) )?maturation|"
    r"\b(?:continuous|normal|usual|physiological|full|complete|smooth) (?:spectrum|range|continuum|sequence|stages|steps),? from\b")
PRECURSORS = frozenset({"precursors", "progenitors", "hematogone", "hematogones", "haematogone", "haematogones"})
DISEASED = compile(r"blast|leuk|cluster|separate|laip|\bmrd\b|(?<!no )\b(?:abnormal|aberrant|neoplastic|atypical)|population|distinct|unlike|differ")
GENERAL = frozenset({"usually", "typically", "often", "commonly", "frequently"})  # what follows is said of a disease
OF_PATIENT = compile(r"\b(?:blasts|cells|population|phenotype|they|these|patient)\b")
NOT_FOUND = compile(
    r"[ +-]{0,3}(?:positive|negative|pos|neg|bright|dim)?[ ]?(?:[a-z-]{2,12} ){0,2}(?:cells?|blasts?|lymphoblasts?|population|events|phenotype)[ \n][^.;:\n]{0,30}?(?:\b(?:was|were|is|are|could)[ \n](?:not|no longer)[ \n](?:be[ \n])?(?:identified|detected|seen|found|present|demonstrated|observed)|(?:do|does|did)[ \n]not[ \n]form)"
)
NORMAL_PATTERN = compile(r"(?:normal|usual) (?:pattern|phenotype|maturation|sequence)|no aberran|h(?:a)?ematogones|normal b[- ]cell precursors")
CHANGE = compile(r"[^.;\n]{0,28}?(?:[-=]>|\u2192|>[ \t]?(?=[a-z+-]))")


@cache
def status_words() -> tuple[dict[str, Pattern[str]], dict[str, str]]:
    """Status and intensity words that may stand directly behind a marker: their patterns by first character, and their effects."""
    table: dict[str, str] = {}
    for cue in CUES:
        if cue.effect in INTENSITY or (cue.effect in POLARITY and cue.direction == "backward"):
            for wording in cue.wordings:
                for spelling in expand(wording):
                    table.setdefault(normal(spelling), cue.effect)
    for word in ("deletion", "loss", "fused", "rearranged", "abnormal", "lost"):
        table.pop(word, None)
    table["decreased"] = table["reduced"] = "dim"
    table["restricted"] = table["restriction"] = "present"  # 'kappa restricted'
    table["nil"] = "absent"
    begin: dict[str, list[str]] = {}
    for word in sorted(table):
        begin.setdefault(word[0], []).append(word)
    return {first: compile(trie(words) + r"(?![a-z0-9])") for first, words in begin.items()}, table


def status_word(text: str, start: int, end: int) -> tuple[str, int] | None:
    """The status word at a place: its effect and its end."""
    patterns, table = status_words()
    pattern = patterns.get(text[start])
    match = pattern.match(text, start, end) if pattern else None
    if match is None:
        return None
    word = match.group()
    return table.get(word) or table[normal(word)], match.end()


class Panel:
    """What the marker clauses of one report share."""

    __slots__ = ("_limits", "_named", "arrows", "criterion", "cytoplasm", "folded", "found", "past", "questions", "reading", "rules", "sparse", "talk")

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.folded = reading.document.folded
        self.talk = reading.document.words & TALK
        self.arrows = ">" in self.folded or "\u2192" in self.folded
        self.sparse = not reading.document.words.isdisjoint(FEW)
        self.rules = "least" in reading.document.words
        self.questions = "?" in self.folded
        self.found: list[dict[str, Any]] = []
        self.past = past_stretches(reading)
        self.cytoplasm = cytoplasmic_rows(reading)
        self.criterion = next((match for match in THRESHOLDS.finditer(self.folded) if int(match[1]) <= HIGHEST), None)
        self._limits: tuple[float, float] | None = None
        self._named: int | None = None

    @property
    def named(self) -> int:
        """How many markers the report names."""
        if self._named is None:
            self._named = sum(len(clause.of("marker")) for clause in self.reading.by_kind["marker"])
        return self._named

    @property
    def limits(self) -> tuple[float, float]:
        """The percentages from which the report calls a marker positive: (surface, cytoplasmic)."""
        if self._limits is None:
            match = self.criterion
            surface = float(match[1]) if match else THRESHOLD
            self._limits = surface, min(surface, 10.0) if match else 10.0
        return self._limits


class Line:
    """A clause with its markers, and what is said of all of them."""

    __slots__ = ("aside", "clause", "folded", "general", "intensities", "marks", "only", "panel", "rule", "spaced_signs", "talk", "tokens")

    def __init__(self, panel: Panel, clause: Clause, marks: list[Mark]) -> None:
        self.panel = panel
        self.clause = clause
        self.folded = panel.folded
        self.marks = marks
        self.intensities: list[Token] = []
        self.aside = panel.questions and panel.folded.find("?", clause.start, marks[-1][0]) >= 0  # the context of its markers matters
        self.general = 0  # where it begins to be said of a disease
        for hit, cue in clause.of("cue"):
            effect = cue.effect
            if effect in INTENSITY:
                self.intensities.append((effect, hit.start, hit.end))
            elif effect in ASIDE:
                self.aside = True
            elif effect == "definition" and not self.general and panel.folded[hit.start : hit.end] in GENERAL and not OF_PATIENT.search(panel.folded, clause.start, hit.start):
                self.general = hit.end
        self.talk = False  # something else than blasts may be meant
        text = panel.folded[clause.start : max(clause.end, marks[-1][1] + 70)]
        for word in panel.talk:
            if word in text:
                self.talk = True
                break
        self.rule = panel.folded.find("at least one of", clause.start, marks[-1][0]) if panel.rules else -1  # a criterion of the classification begins
        self.only = self.talk and len(marks) >= LEAST and len(marks) * 3 >= 2 * panel.named
        self.spaced_signs = " + " in text and spaced_signs(self)
        self.tokens = [tokens_behind(self, index) for index in range(len(marks))]


def read(reading: Reading, columns: Columns) -> list[dict[str, Any]]:
    """All markers of the report with a status."""
    named = reading.by_kind.get("marker")
    if named is None:
        return []
    panel = Panel(reading)
    timed = timed_rows(panel, named, columns)
    clauses, position = reading.clauses, 0
    carried: Token | None = None
    for clause in named:
        if (clause.section.role not in NO_ROLES or tells_phenotype(clause)) and not (timed and reading.document.line_at(clause.of("marker")[0][0].start).start in timed):
            position = clauses.index(clause, position)
            carried = heading_line(clauses[position - 1], clause, carried) if position else None
            read_clause(panel, clause, carried)
    return panel.found


def cytoplasmic_rows(reading: Reading) -> list[Stretch]:
    """The rows of antigens below a line such as 'Intracellular (threshold 10 %)', which were looked for within the cells."""
    document, folded = reading.document, reading.document.folded
    numbers = [bisect_right(document.line_starts, place) - 1 for place in document.places_of(CYTOPLASM_WORDS)]
    heads = [number for number in numbers if CYTOPLASM_HEAD.fullmatch(folded, document.line_starts[number], document.lines[number].end)]
    if not heads:
        return []
    named = {hit.start for clause in reading.by_kind["marker"] for hit, _ in clause.of("marker")}
    found = []
    for head in heads:
        last = head
        for line in document.lines[head + 1 : head + 1 + MOST_ROWS]:
            text = folded[line.start : line.end]
            if line.start + len(text) - len(text.lstrip(ROW_MARKS)) not in named:
                break
            last += 1
        if last > head:
            found.append((document.lines[head].end, document.lines[last].end))
    return found


def tells_phenotype(clause: Clause) -> bool:
    """Whether a sentence among those on the method tells the phenotype of diagnosis: 'Markers used: … LAIP at diagnosis: CD10+'."""
    return clause.section.role == "method" and any(cue.effect == "initial" and hit.start < clause.hits[0].end for hit, cue in clause.of("cue"))


def timed_rows(panel: Panel, named: list[Clause], columns: Columns) -> set[int]:
    """Adds the markers of tables with a column for each time; the starts of their lines, which nothing else reads."""
    document = panel.reading.document
    begun: dict[int, Clause] = {}
    if len(named) < 2 or not columns.tables:
        return set()
    for clause in named:
        first = clause.kinds["marker"][0][0].start
        line = document.line_at(first)
        if line.table and clause.section.role not in NO_ROLES and not document.folded[line.start : first].strip(" \t|*-\u2022"):
            begun[line.start] = clause
    rows = phenotypes.rows(columns, begun.keys())
    signs = any(document.folded.startswith("+", cell.start) for cells in rows.values() for _, cell in cells)
    for start, cells in rows.items():
        clause = begun[start]
        stop = document.line_at(start).end if not cells else cells[0][1].start
        for mark in marks_of(clause):
            if mark[1] <= stop:
                for time, cell in cells:
                    add_cell(panel, clause, mark, time, cell, signs)
    return set(rows)


def add_cell(panel: Panel, clause: Clause, mark: Mark, time: str, cell: Cell, signs: bool) -> None:
    """Adds what a cell says of its row's marker; a hyphen is a sign only where the table has a plus."""
    if not signs and panel.folded[cell.start : cell.end] == "-":
        return
    tokens = tokens_between(panel.folded, cell.start, cell.end)
    line = Line(panel, clause, [mark])
    line.tokens[0] = tokens
    decision = decide(line, 0, None, None)
    if decision is not None and decision[0] != "not_tested":
        add(line, mark, decision, earlier=time == "previous")


def heading_line(before: Clause, clause: Clause, carried: Token | None) -> Token | None:
    """The status that stands alone on the line before a clause, or before the list that the clause goes on with."""
    if clause.start - before.end >= 4 or before.section.role in NO_ROLES:
        return None
    return carried if "marker" in before.kinds else status_line(before)


def status_line(clause: Clause) -> Token | None:
    """A status word alone on its line, as the heading of the list below it."""
    text = clause.folded.strip(" \t\n:*-=()+")
    word = status_word(text, 0, len(text)) if text else None
    return (word[0], clause.start, clause.end) if word and word[1] == len(text) else None


def read_clause(panel: Panel, clause: Clause, carried: Token | None) -> None:
    """Adds the markers of a clause; `carried` is a status that a line above it gives to its list."""
    marks = marks_of(clause)
    if not marks:
        return
    if panel.cytoplasm:
        marks = [(start, end, BY_NAME.get("c" + row.name, row) if inside(panel.cytoplasm, start) else row) for start, end, row in marks]
    before = panel.folded[clause.start : marks[0][0]]
    if "gating" in before or "search" in before or TUBE.search(before) or unseen(panel, clause, marks, before):
        return
    line = Line(panel, clause, marks)
    if len(marks) > 1:
        if only_looked_for(line):
            return
        share_by_slash(line)
    lead = (heading_status(line, before) if before and not before.isspace() else None) or carried
    statuses = governing_words(line)
    normal_pattern = line.talk and says_normal(line)
    for index, mark in enumerate(marks):
        if mark[2].name not in UNREPORTED and about_blasts(line, mark, normal_pattern):
            decision = decide(line, index, statuses.get(index), lead)
            if decision is not None and decision[0] != "not_tested":
                add(line, mark, decision)


def only_looked_for(line: Line) -> bool:
    """Whether the markers only tell by what was looked, in a bracket behind the method: 'Flow cytometry (CD19/CD10/CD34): no abnormal cells'."""
    first, last = line.marks[0], line.marks[-1]
    opened = line.folded.rfind("(", line.clause.start, first[0])
    closed = line.folded.find(")", opened, line.clause.end)
    if opened < 0 or line.folded[opened + 1 : first[0]].strip() or any(line.tokens[index] for index, mark in enumerate(line.marks) if mark[1] <= closed):
        return False
    behind_method = any(0 <= opened - hit.end <= 2 for hit, _ in line.clause.of("method"))
    return behind_method and (closed >= last[1] or counted(line, *last[:2]))


TUBE = compile(r"\btubes?[ ]?(?:no\.?[ ]?)?\d")  # the antibodies of a tube


def unseen(panel: Panel, clause: Clause, marks: list[Mark], before: str) -> bool:
    """Whether a list of markers only names cells that were not found: 'CD7 bright, cCD3 positive cells were not identified'."""
    if " not" not in panel.folded[marks[-1][1] : clause.end] or BLAST_SUBJECT.search(before):
        return False
    return NOT_FOUND.match(panel.folded, marks[-1][1], clause.end) is not None


def marks_of(clause: Clause) -> list[Mark]:
    """Markers of the clause; `CD13/33` gives two."""
    folded = clause.document.folded
    found: list[Mark] = []
    inherit: tuple[int, str] | None = None
    for hit, row in clause.of("marker"):
        start, end, rows = hit
        if ("gene" in rows and gene_talk(clause, hit)) or (folded[start].isdigit() and folded[end : end + 2].lstrip().startswith("%")):
            continue  # of the second kind is '7.1 % blasts'
        comma = folded.find(",", start, end)
        if comma > 0 and cut_at_comma(clause, hit):
            plain = BY_NAME.get(row.name[1:])
            if plain is not None:
                found.append((start, comma, plain))
                inherit = (end, row.name[0])
                chain = MU_CHAIN.match(folded, end)
                if chain is not None and row.name[0] == "c":
                    found.append((end - len("cytoplasmic"), chain.end(), BY_NAME["cIgM"]))
                continue
        if inherit is not None:
            if start - inherit[0] < 3:
                row = BY_NAME.get(inherit[1] + row.name, row)
            inherit = None
        other = in_both_places(folded, start, end, row) if row.name in IN_TWO_PLACES else None
        found += [(start, end, row)] if other is None else sorted([(start, end, row), other], key=itemgetter(0))
        if folded.find("/", end, end + 2) >= 0 and row.name.lstrip("cs").startswith("CD"):
            add_shorthand(folded, end, found)
    return found


def in_both_places(folded: str, start: int, end: int, row: Marker) -> Mark | None:
    """The other marker where one is said of the surface and the cytoplasm: 'CD3 (surface and cytoplasmic)', 'surface and cytoplasmic CD3'."""
    other = BY_NAME[("c" if row.name[0] == "s" else "s") + row.name[1:]]
    match = BEHIND_BOTH.match(folded, end) if folded[end - 1] != ")" else None
    if match is None:
        match = BEFORE_BOTH.search(folded, max(0, start - 24), start)
        if match is None or match.lastgroup is None or match[other.name[0]] is None:
            return None
        return match.start(), match.start("joint") - 1, other
    return (match.start(other.name[0]), match.end(), other) if match[other.name[0]] else None


def add_shorthand(folded: str, position: int, found: list[Mark]) -> None:
    """The further markers of `CD13/33`."""
    while match := SHORTHAND.match(folded, position):
        row = BY_NUMBER.get(match[1])
        if row is None:
            return
        position = match.end()
        found.append((match.start(1), position, row))


def cut_at_comma(clause: Clause, hit: Hit) -> bool:
    """Whether 'CD22, cytoplasmic' goes on with what the word belongs to ('CD22, cytoplasmic CD79a', 'CD22, cytoplasmic mu chain')."""
    folded = clause.document.folded
    if any(0 < other.start - hit.end <= 2 for other, _ in clause.of("marker")):
        return True
    return NEXT_WORD.match(folded, hit.end) is not None and status_word(folded, hit.end + 1, clause.end) is None


def gene_talk(clause: Clause, hit: Hit) -> bool:
    """Whether a symbol that is both gene and protein stands as a gene."""
    if clause.section.method in GENE_METHODS or clause.section.name in GENE_SECTIONS:
        return True
    if clause.section.method in {"flow", "ihc"}:
        return False
    if GENE_TALK.match(clause.document.folded, hit.end, hit.end + 60):
        return True
    return all("gene" in other.rows for other, _ in clause.of("marker")) and not among_markers(clause, hit)


def among_markers(clause: Clause, hit: Hit) -> bool:
    """Whether the line before or behind that of a symbol begins with an antigen: a list of stains."""
    document = clause.document
    number = bisect_right(document.line_starts, hit.start) - 1
    lines = document.lines[max(0, number - 1) : number + 2]
    return not document.folded[document.line_starts[number] : hit.start].strip(" \t*|-") and any(ANTIGEN_LINE.match(line.text) for line in lines)


def tokens_behind(line: Line, index: int) -> list[Token]:
    """The status tokens directly behind a marker, up to the next marker."""
    folded, position = line.folded, line.marks[index][1]
    if index + 1 < len(line.marks):
        stop = line.marks[index + 1][0]
        gap = folded[position:stop]
        if gap in JOINTS or (gap == " + " and not line.spaced_signs):
            return []
    else:
        stop = min(line.clause.end, position + 60)
        if stop < line.clause.end:
            row = line.panel.reading.document.line_at(position)
            stop = min(line.clause.end, max(stop, row.end)) if row.table else stop
    return tokens_between(folded, position, stop, line, index)


def tokens_between(folded: str, position: int, stop: int, line: Line | None = None, index: int = 0) -> list[Token]:
    """The status tokens of a stretch of text: behind the marker `index` of a line, or in a cell of its own."""
    signed = SIGNED.get(folded[position : position + 2])
    if signed is not None and position < stop:
        return [(signed, position, position + 1)]
    tokens: list[Token] = []
    reach = stop if line is None else stop + 40  # a word may go on behind the stretch
    rest = folded[position:stop].lstrip(" \t|")
    position = stop - len(rest) if rest[:1].isalnum() else take_sign(folded, position, stop, tokens)
    comma = False
    while position < stop and len(tokens) < 5:
        character = folded[position]
        if character == ";" or (character == "\n" and tokens):
            break
        if character == "%" and folded[position + 1 : position + 2].isdecimal():
            position += 1  # '%38'
        elif character in SKIPPED or (character in ".-" and leads_on(folded, position)):
            position += 1
        elif character == "+" or (character == "-" and sign_alone(folded, position, tokens)):
            if not any(token[0] in POLARITY for token in tokens):
                tokens.append(("present" if character == "+" else "absent", position, position + 1))
            position += 1
        elif character == "," and not comma:
            comma = True
            position += 1
        elif word := status_word(folded, position, reach):
            token = word[0], position, word[1]
            if folded[position - 1] == "(" and EARLIER.match(folded, word[1], word[1] + 24):
                break  # '(positive at diagnosis)'
            if line is not None and of_next(line, index, token, comma, not tokens):
                break
            tokens.append(token)
            position = word[1]
            comma = False
        else:
            position = pass_over(folded, position, stop, comma, tokens)
    return tokens


def sign_alone(folded: str, position: int, tokens: list[Token]) -> bool:
    """Whether a minus is a status and no hyphen: behind another status, or behind the cells it is said of ('blasts -;')."""
    following = folded[position + 1 : position + 2]
    if tokens:
        return following.isspace()
    return following in {";", ",", ".", "\n", ""} and folded.endswith("blasts ", 0, position)


def spaced_signs(line: Line) -> bool:
    """Whether ' + ' is a sign in this sentence ('CD19 + CD10 + CD20 -'), and not an 'and' ('CD45 + CD73')."""
    folded = line.folded
    for (_, end, _), following in zip(line.marks, [*line.marks[1:], None], strict=True):
        gap = folded[end : following[0] if following else end + 3]
        if gap != " + " and gap.startswith((" +", " -")):
            return True
    return False


def take_sign(folded: str, position: int, stop: int, tokens: list[Token]) -> int:
    """Adds the sign behind a marker, if there is one; where to read on."""
    match = SIGN.match(folded, position, stop + 1)
    if match is None:
        return position
    mark = match["sign"]
    start, end = match.span("sign")
    if end > stop:
        return position
    effect = "partial" if "/" in mark or mark == "\xb1" else "present" if mark == "+" else "bright" if mark[0] == "+" else "absent"
    tokens.append((effect, start, end))
    return match.end()


def leads_on(folded: str, position: int) -> bool:
    """Whether a dot or a hyphen is part of a leader ('....', '--') and no mark of its own."""
    pair = folded[position : position + 2]
    if pair[0] == "-":
        return pair in {"- ", "--"}
    return pair == ".." or (pair in {". ", ".\n"} and folded[max(0, position - 3) : position + 1].replace(" ", "").endswith("..")) or folded.startswith(". .", position)


def of_next(line: Line, index: int, token: Token, comma: bool, first: bool) -> bool:
    """Whether a status word belongs to what follows it: behind a comma, or as the adjective of the next marker."""
    last = index + 1 == len(line.marks)
    if last and not comma:
        return False
    effect, start, end = token
    ahead = not last and not line.folded[end : line.marks[index + 1][0]].strip(" \t")
    if comma and (ahead or effect not in INTENSITY) and "(" not in line.folded[line.marks[index][1] : start]:
        return True
    return ahead and first and effect in INTENSITY and adjective_style(line)


def adjective_style(line: Line) -> bool:
    """Whether intensities stand before their markers in this sentence ('bright CD38, dim CD22')."""
    before = line.folded[line.clause.start : line.marks[0][0]].rstrip()
    return status_words()[1].get(before[before.rfind(" ") + 1 :]) in INTENSITY


def pass_over(folded: str, position: int, stop: int, comma: bool, tokens: list[Token]) -> int:
    """Where to read on behind a percentage (which is added), a dye or a word that only links; `stop` where nothing of them stands."""
    character = folded[position]
    if character.isdecimal():
        number = None if comma else PERCENT.match(folded, position, stop + 1)
        if number is None:
            return stop
        signed = number["sign"] or folded[position - 1] == "%"
        tokens.append(("percent" if signed else "number", position, number.end("low")))
        position = number.end()
        rest = OF_BLASTS.match(folded, position) if folded[position : position + 1] in " \to" else None
        return rest.end() if rest else position
    if character.isalpha() or character in "[]":
        step = DYE.match(folded, position) or (None if comma else LINK.match(folded, position))
        if step:
            return step.end()
    return stop


def share_by_slash(line: Line) -> None:
    """`CD13/CD33-`: a marker before a slash has the status of the one behind; `CD4 / CD8 : Negative / Positive` maps in order."""
    folded, marks, tokens = line.folded, line.marks, line.tokens
    for index in range(len(marks) - 2, -1, -1):
        if tokens[index]:
            continue
        following = marks[index + 1]
        if following[2].name[1:] == marks[index][2].name[1:] and following[2].name[0] != marks[index][2].name[0] and not has_digit(folded, marks[index], following):
            tokens[index] = list(tokens[index + 1])  # the surface and the cytoplasm have one status
            continue
        shorthand = following[2].name.startswith("CD") and folded[following[0]].isdigit()
        if not shorthand and folded[marks[index][1] : following[0]].strip() != "/":
            continue
        polarities = [token for token in tokens[index + 1] if token[0] in POLARITY]
        if len(polarities) == 2 and "/" in folded[polarities[0][2] : polarities[1][1]]:
            tokens[index], tokens[index + 1] = [polarities[0]], [polarities[1]]
        else:
            tokens[index] = list(tokens[index + 1])


def has_digit(folded: str, *marks: Mark) -> bool:
    """Whether each of the markers is written with its number."""
    return all(any(character.isdigit() for character in folded[start:end]) for start, end, _ in marks)


def heading_status(line: Line, before: str) -> Token | None:
    """A status that stands as a heading before the list: '  +   CD19, CD22', 'weak  CD45', 'Strong: cCD3'."""
    folded, start, first = line.folded, line.clause.start, line.marks[0][0]
    words = before.lstrip(" \t*|\n-\u2022.")
    if "+" in before or "-" in before:
        match = LEAD_SIGN.match(folded, start, first + 1)
        if match:
            sign = match["sign"] or match["boxed"]
            return "partial" if "/" in sign else "present" if sign[0] == "+" else "absent", *match.span("sign" if match["sign"] else "boxed")
    word = status_word(folded, first - len(words), first) if words else None
    if word is None:
        return None
    rest = folded[word[1] : first]
    if rest.strip(" \t\n.") in {":", "", "-", "for", "(+)", "+"} and (rest.startswith("  ") or ":" in rest or "..." in rest or rest.strip() in {"-", "for"} or "\t" in rest or "\n" in rest):
        return word[0], first - len(words), word[1]
    if ":" not in rest:
        return None
    more = status_word(folded, word[1] + 1, first) if rest[0] in " /" else None
    if HEADING_END.fullmatch(folded, more[1] if more else word[1], first):
        return more[0] if more and word[0] == "present" else word[0], first - len(words), first
    return None


def governing_words(line: Line) -> dict[int, Status | None]:
    """What the sentence says of its markers that have no status behind them, by their number."""
    unsigned = [index for index, tokens in enumerate(line.tokens) if not tokens or (tokens[0][0] in NUMBERS and only_numbers(tokens))]
    if unsigned and line.intensities:
        unsigned = [index for index in unsigned if adjective_before(line, line.marks[index][0]) is None or not tokens_follow(line.tokens, index)]
    if len(line.marks) > 1:
        unsigned = [index for index in unsigned if not own_cell(line, index)]
    if not unsigned:
        return {}
    return dict(zip(unsigned, polarity(line.clause, [line.marks[index][:2] for index in unsigned]), strict=True))


def own_cell(line: Line, index: int) -> bool:
    """Whether a marker in a row of a table has words of its own behind it, though unknown ones, so that the next cell's are not its."""
    if index + 1 == len(line.marks):
        return False
    end, following = line.marks[index][1], line.marks[index + 1][0]
    gap = line.folded[end:following]
    if "\n" in gap or not (gap.endswith(("  ", "\t", "|")) or "  " in gap) or not line.panel.reading.document.line_at(end).table:
        return False
    return any(word.isalpha() and word not in CONJUNCTIONS for word in gap.replace("|", " ").split())


def only_numbers(tokens: list[Token]) -> bool:
    """Whether no status stands among the tokens."""
    return all(token[0] in NUMBERS for token in tokens)


def tokens_follow(tokens: list[list[Token]], index: int) -> bool:
    """Whether a later marker of the list has a status of its own."""
    return any(any(token[0] in POLARITY for token in following) for following in tokens[index + 1 :])


def decide(line: Line, index: int, status: Status | None, lead: Token | None) -> Decision | None:
    """The status of one marker: its own words first, then the list's."""
    start, _, row = line.marks[index]
    tokens = line.tokens[index]
    if len(tokens) == 1 and lead is None and tokens[0][0] in POLARITY:
        return POLARITY[tokens[0][0]], tokens[0][1:], None
    said, intensity, percent = parts(line.folded, tokens)
    if lead is not None and said is None:
        if lead[0] in POLARITY:
            said = lead
        elif intensity is None:
            intensity = lead
    if said is None and intensity is None:
        intensity = governing(line, start, status)
        if intensity is None:
            said = status and (status.value, status.start, status.end)
            intensity = adjective_before(line, start)
    if said is None and intensity is not None and status is not None and status.value == "absent" and intensity[0] not in {"partial", "variable"} and not tokens:
        said = (status.value, status.start, status.end)
    if said is None and percent is not None and line.panel.criterion and percent < line.panel.limits[row.name in CYTOPLASMIC] and table_percent(line, tokens):
        return "negative", None, percent  # 'CD5   12   Dim' where the report calls a marker positive from 20 % on
    if said is not None:
        word = POLARITY[said[0]]
        if word == "positive" and intensity is not None and intensity[0] != "moderate":
            return intensity[0], intensity[1:], percent
        return word, said[1:], percent
    if intensity is not None:
        return ("positive" if intensity[0] == "moderate" else intensity[0]), intensity[1:], percent
    if percent is not None and table_percent(line, tokens):
        limit = line.panel.limits[row.name in CYTOPLASMIC]
        return ("positive" if percent >= limit else "negative"), None, percent
    return None


def parts(folded: str, tokens: list[Token]) -> tuple[Token | None, Token | None, float | None]:
    """The first polarity, the first intensity and the first number among the tokens."""
    said = intensity = number = None
    for token in tokens:
        effect = token[0]
        if effect in POLARITY:
            said = said or token
        elif effect in INTENSITY:
            intensity = intensity or token
        else:
            number = number or token
    if number is None:
        return said, intensity, None
    percent = readings(folded[number[1] : number[2]], True)[0]
    return said, intensity, percent if percent <= 100 else None


def table_percent(line: Line, tokens: list[Token]) -> bool:
    """Whether a number behind a marker is a percentage of positive cells: it says so, or the head of its table does."""
    section = line.clause.section
    if section.method not in {"flow", None}:
        return False
    if any(token[0] == "percent" for token in tokens):
        return True
    return PERCENT_HEAD.search(line.folded, max(section.start, line.clause.start - 1800), line.clause.start) is not None


def adjective_before(line: Line, start: int) -> Token | None:
    """An intensity right before the marker: 'dim CD45', 'aberrant partial CD13'."""
    for token in line.intensities:
        if start - 2 <= token[2] <= start and not line.folded[token[2] : start].strip():
            return token
    return None


def governing(line: Line, start: int, status: Status | None) -> Token | None:
    """An intensity that governs the list: 'weakly positive for CD22', 'partial expression of', 'a subset of the blasts expresses'."""
    folded, first = line.folded, line.clause.start
    subset = status is not None and status.value == "present" and folded.find(" of ", first, start) >= 0
    if not line.intensities and not subset:
        return None
    found: Token | None = None
    for hit, cue in line.clause.of("cue"):
        if hit.end > start:
            break
        if cue.effect in INTENSITY and governs(folded, hit, start):
            found = (cue.effect, hit.start, hit.end)
        elif cue.effect in {"absent", "terminator"}:
            found = None
        elif found is None and subset and cue.effect == "present" and SUBSET.search(folded, first, hit.start):
            found = ("partial", hit.start, hit.end)
    return found


def governs(folded: str, hit: Hit, start: int) -> bool:
    """Whether an intensity is said of a list: 'weak expression of', 'dim for'."""
    if folded.startswith(" of ", hit.end) and folded.endswith(("expression", "positivity", "staining"), hit.start, hit.end):
        return True
    return GOVERNS.match(folded, hit.end, start + 1) is not None


# 'P1 (59 %):', 'Population 2:', 'Second blast population (27 % of cells):' at the beginning of a line or sentence.
POPULATION = compile(r"[ \t*|-]{0,12}((?:blast |abnormal )?(?:population|pop\.?|p|clone|subset)[ ]?(?:no\.?[ ]?|#)?[1-4]|(?:first|second|third|major|minor)(?: blast| abnormal)? population)[ ]?(?:\([^()\n]{1,40}\)[ ]?)?:")


def about_blasts(line: Line, mark: Mark, normal_pattern: bool) -> bool:
    """Whether the marker is said of the abnormal cells: no gate, no antibody, no normal population, no target talk."""
    folded, (start, end, _) = line.folded, mark
    if line.panel.arrows and changed(line, end):
        return False
    if 0 < line.general <= start:
        return False
    if 0 <= line.rule < start or counted(line, start, end):
        return False
    if not line.talk:
        return not folded.startswith(COLON, end) or not GATE.match(folded, end, end + 40)
    if GATE.match(folded, end, end + 40) or NORMAL.match(folded, end, end + 70):
        return False
    if start > 4 and folded.endswith(("anti-", "anti "), start - 5, start):
        return False
    if NORMAL_RUN.search(folded, max(line.clause.start, start - 60), start):
        return False
    others = None if line.only and OWN_SUBJECT.search(folded, line.clause.start, line.marks[0][0]) else last_others(folded, line.clause.start, start)
    if others is not None:
        return BLAST_SUBJECT.search(folded, others, start) is not None
    return not normal_pattern


def counted(line: Line, start: int, end: int) -> bool:
    """Whether a marker only names cells that are counted or looked for: 'no CD34+ blasts', '58 % of CD45+ events', 'CD34+ cells 0.2 %'."""
    folded, first = line.folded, line.clause.start
    following = folded[end : end + 1]
    if following not in BEFORE_CELLS:
        return False
    if line.panel.sparse and SPARSE.match(folded, end):
        return True
    if following in " :=\n" and not folded.startswith(" pos", end):
        return False
    cells = CELLS.match(folded, end)
    if cells is None:
        return folded.startswith("+)", end) and NUMBERED.search(folded, max(first, start - 16), start) is not None
    before = max(first, start - 60)
    if NONE_OF.search(folded, before, start) or (not cells["blasts"] and OUT_OF.search(folded, before, start)):
        return True
    share = SHARE_OF_CELLS.match(folded, cells.end())
    return share is not None and (share["percent"] is None or float(share["percent"].replace(",", ".")) < THRESHOLD)


def changed(line: Line, end: int) -> bool:
    """Whether an arrow behind a marker, before the next one, tells of two times: 'CD20 neg -> pos'."""
    stop = min([end + 30, *(mark[0] for mark in line.marks if mark[0] >= end)])
    return CHANGE.match(line.folded, end, stop) is not None


def last_others(folded: str, first: int, start: int) -> int | None:
    """The end of the last word before a marker that names other cells than the blasts."""
    end = None
    for match in OTHERS.finditer(folded, first, start):
        place = match.start()
        if not ABNORMAL.search(folded, max(first, place - 30), place) and not bracketed(folded, first, place, start):
            end = match.end()
    return end


def says_normal(line: Line) -> bool:
    """Whether the sentence ends in saying that its pattern is that of normal cells."""
    folded, clause = line.folded, line.clause
    if not line.panel.talk.isdisjoint(PRECURSORS) and MATURING.search(folded, clause.start, clause.end) and not DISEASED.search(folded, clause.start, clause.end):
        return True
    return NORMAL_PATTERN.search(folded, line.marks[-1][1], clause.end) is not None and not BLAST_SUBJECT.search(folded, clause.start, line.marks[0][0])


def bracketed(folded: str, start: int, position: int, end: int) -> bool:
    """Whether a place stands in a bracket that is closed before `end`."""
    opened = folded.rfind("(", start, position)
    return opened >= 0 and ")" not in folded[opened:position] and ")" in folded[position:end]


def add(line: Line, mark: Mark, decision: Decision, earlier: bool = False) -> None:
    """The finding of one marker with its evidence."""
    start, end, row = mark
    status, cue, percent = decision
    if status == "negative" and cue is not None and line.folded[cue[0] : cue[1]] in NOT_DONE:
        return
    if row.name == "NSE" and line.clause.section.method != "ihc":
        return  # the esterase of cytochemistry
    clause, reading = line.clause, line.panel.reading
    previous = earlier or clause.section.role == "prior" or inside(line.panel.past, start)
    if cue is not None and line.folded.startswith((" (", "("), cue[1]) and INSIDE_CELL.match(line.folded, cue[1]):
        row = BY_NAME.get("c" + row.name, row)
    stained = clause.section.method == "ihc" or ("method" in clause.kinds and any(row.id == "ihc" for _, row in clause.of("method")))
    if line.aside:
        effects = reading.context(clause, start, end)
        if effects.has("family", "donor", "question"):
            return
        previous = previous or effects.has("previous") is not None
    finding = {
        "text": reading.document.raw[start:end], "start": start, "end": end, "section": clause.section.name, "rule": "marker." + row.name,
        "marker": row.name, "status": status, "method": "ihc" if stained else "flow", "_clause": clause,
    }  # fmt: skip
    if percent is not None:
        finding["percent"] = percent
    population = POPULATION.match(line.folded, clause.start)
    if population is not None:
        finding["population"] = reading.document.raw[population.start(1) : population.end(1)]
    if cue is not None and cue[0] >= 0:
        finding["cue_start"], finding["cue_end"] = cue
    if previous:
        finding["temporality"] = "previous"
    if row.hgnc:
        finding["codes"] = ({"system": "http://www.genenames.org", "code": row.hgnc},)
    line.panel.found.append(finding)
