"""Measurable residual disease: status, level in percent from any notation, limits apart from the result, method, time, site."""

from __future__ import annotations

from bisect import bisect_right
from typing import Any, NamedTuple

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading
from allreport.read.number import comparator_before, readings
from allreport.scan import Clause

SUPERSCRIPT = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207b", "0123456789-")
N = r"\d{1,9}(?:[.,]\d{1,9}){0,3}"
LEVEL = compile(
    rf"(?<![\w.,/-])(?:(?P<mant>{N})[ ]?[x*][ ]?\n?[ ]{{0,12}})?10[ ]?(?:\^|\*\*)?[ ]?(?P<exp>\(?[-\u207b][ ]?[0-9\u00b9\u00b2\u00b3\u2070-\u2079]{{1,2}}\)?)(?![\d.]|[ ]?(?:years|days|/|%))|"
    rf"(?<![\w.,/-])(?P<emant>\d{{1,4}}(?:[.,]\d{{1,4}})?)[ ]?e[ ]?(?P<eexp>-[ ]?0?\d{{1,2}})(?!\w)|"
    rf"(?<![\w.,:/-])1[ ]?(?:in|:|/)[ ]?(?P<onein>10\^[3-6]|10[\u00b3-\u2079]|\d{{1,3}}(?:[ .,]\d{{3}}){{1,2}}|\d{{4,7}})(?![\d])|"
    rf"(?<![\w.,/-])(?P<million>{N})[ ]?(?:\([^()\n]{{0,24}}\)[ ]?)?(?:[a-z-]{{3,12}}[ ]){{0,4}}(?:cells |sequences |copies |clonal cells )?(?:per|/|in)[ ]?(?:1 |one |a )?(?:million|10\^6|10\u2076|1,000,000|1 000 000|mio)(?!\w)|"
    rf"(?:per|/)[ ]?(?:1 )?(?:million|10\^6)(?:[ ](?:nucleated |mononuclear )?cells)?[ \t]*[:=.]{{1,20}}[ \t]*(?P<after>{N})(?![\w%.])|"
    rf"(?<![\w.,/-])(?P<pct>{N})(?:[ ]?-[ ]?(?P<pct2>{N}))?[ \n]?[ ]{{0,12}}%(?!\w)"
)
TIME = compile(
    r"(?<![\w-])(?:tp ?\d[ ,/:(-]{1,3})?(?P<day>(?:(?:day|d)[ ]?\+?[ ]?\d{1,3}(?! ?%)(?![\d.,]\d)|(?:week|wk)s?\.?[ ]?\d{1,3}|months?[ ]?\+?\d{1,2}|day\+\d{1,3}|d\+\d{1,3}|tp[ -]?[1-9](?!\d))(?:[ ]post[- ](?:hsct|hct|transplant|bmt|allo\w*|car-?t\w*|blina\w*))?)(?![\w])"
)
DAY_NUMBER = compile(r"(?P<unit>day|d|week|wk|month)s?\.?[ ]?\+?[ ]?(?P<number>\d{1,3})")
STANDARD = {8: "day 8", 15: "day 15", 29: "end of induction", 33: "end of induction", 78: "end of consolidation"}
POSITIVE = compile(r"(?<![\w-])(?:positive|pos\b\.?|\+ve|detected|detectable|persistent|persisting|persists|present|identified|found)(?![\w-])|residual (?:disease|leuk\w+|sequences|clonal)[^.\n]{0,20} detected|mrd\+(?!\w)|mrd[- ]positiv")
NEGATIVE = compile(
    r"(?<![\w-])(?:negative|neg\b\.?|-ve\b|not detected|undetectable|undetected|not detectable|none detected|non-detectable|no (?:evidence|detectable|measurable|minimal|residual|abnormal|aberrant|mrd(?! (?:sample|result|data|was|test|target|assess|report|value|study|available|marker))|leuk\w+|clonal|immunophenotypic)|not identified|not found|not seen|is absent|absent|without (?:evidence|detectable)|below the (?:limit of )?detection|below (?:the )?lod)(?![\w])|mrd[- ]negativ|mrd-(?=[\s,.;)])|\b0 residual"
)
NOT_NOW = compile(r"\b(?:will be|is planned|to be|should be|next|booked|awaited|pending|scheduled|foreseen|recommend|suggest|advi[sc]e|follow-up by|if (?:he|she|the)|when |plan|for (?:later|future)|monitoring|can be|could be|serves? as|reference for|not (?:been )?(?:performed|done|requested|offered|communicated|available|yet)|is not an mrd|in order to|suitable for|marker for|target for|before (?:decid|alloc))")
PENDING = compile(r"\b(?:pending|awaited|to follow|in progress)\b")
LIMIT_BEFORE = compile(r"(?P<lod>sensitivity|limit of detection|detection limit|\bl?lod\b|detection threshold|level of detection|lower limit of detection|\bsens\.?|detection level|lower detection limit|limit of the assay|assay limit)|(?P<loq>\bl?loq\b|quantitative range|quantifiable range|limit of quantifi?(?:c|t)ation|limit of quantitation|quantification limit|\bqr\b|quantitation range|quantitation|quantification)|(?P<cut>cut-?[ ]?off|threshold|>=|\u2265|at or above|positive if|risk|protocol|criteri|considered|regarded|definition|defined|adverse|target|goal|normal|reference|expected|range|decision)")
TABLE_TALK = compile(r"(?<!residual )(?<!residual b )(?<!residual b lympho)\bblasts?\b|\b(?:viab|hematogone|haematogone|plasma cells|mature b|normal|t cells|nk cells|b cells|donor|chimerism|recipient|blasts by morphology|95 ?% ?ci|confidence|tumou?r|cellularity|lymphocytes|monocytes|granulocytes|mast cells|vaf|nuclei|regenerat\w+ b)")
FLOW = compile(r"\bflow\b|\bfcm\b|\bmfc\b|cytometr|laip|immunophenotyp|events")
PCR = compile(r"\b(?:rq-?|q|rt-?q?|d?d|aso-?(?:rq-?)?)?pcr\b|ig/?tcr?\b|igh/tcr|ig h?/tr|euromrd|transcript|bcr::abl1/abl1|copies|\be1a2\b|p190|p210|%? ?is\b")
NGS = compile(r"\bngs\b|next[- ]generation|clonoseq|sequenc|clonal cells|per million")
METHODS = (("NGS", NGS), ("PCR", PCR), ("flow", FLOW))
ROLES_OFF = frozenset({"method", "definition", "advice", "family", "gross"})


class Level(NamedTuple):
    """A printed level, in percent."""

    start: int
    end: int
    percent: float
    high: float | None
    comparator: str
    role: str  # result, lod, loq, cut, other
    ambiguous: bool


def read(reading: Reading) -> list[dict[str, Any]]:
    """All MRD results of the report, earlier ones marked so by what stands with them."""
    folded = reading.document.folded
    state = State(reading)
    for clause in all_clauses(reading):
        state.take(clause)
    return state.finish(folded)


def all_clauses(reading: Reading) -> list[Clause]:
    """Clauses with known words, and sentences of numbers alone that may belong to a table."""
    return reading.clauses


class State:
    """The course of reading: method and time in force, results so far, limits that wait for one."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        folded = reading.document.folded
        head = folded[: min(len(folded), 1500)]
        self.about = "residual disease" in head or "mrd" in head
        self.transcripts = TRANSCRIPT_TITLE.search(head) is not None
        self.titled = title_is_mrd(folded) or self.transcripts
        self.method = next((name for name, pattern in METHODS if pattern.search(head)), None) if self.titled else None
        self.results: list[dict[str, Any]] = []
        self.limits: list[tuple[int, float, str, str | None]] = []
        self.paragraph: int | None = None
        self.section: Any = None
        self.run_method: str | None = None
        self.heading_time: tuple[str, int, int] | None = None
        self.own_time = next(iter(own_times(reading)), None)
        self.relapsed = RELAPSED.search(folded) is not None

    def take(self, clause: Clause) -> None:
        folded = self.reading.document.folded
        if clause.section is not self.section:
            self.section, self.run_method, self.paragraph = clause.section, None, None
            self.heading_time = heading_time(self.reading, clause)
        mentions = [hit for hit, row in clause.words("mrd")]
        if clause.section.role in ROLES_OFF and not (self.titled and clause.section.role == "method"):
            return
        if self.transcripts and RATIO_ROW.search(folded, clause.start, clause.end):
            mentions = mentions or [Hit(clause.start, clause.start, {})]
        relevant = bool(mentions) or clause.section.name == "mrd" or (self.titled and clause.section.name in {"diagnosis", "findings", "header", "prior", "flow", "comment", "molecular", "ngs", "pcr", "method", "other", "history"}) or (self.paragraph is not None and clause.start - self.paragraph < 300 and folded.find("\n\n", self.paragraph, clause.start) < 0 and (bool(clause.words("limit")) or self.titled))
        if not relevant:
            return
        text = folded[clause.start : clause.end]
        method = self.method_of(clause)
        if text.startswith("obx|"):
            self.hl7(clause, mentions, method)
            return
        if mentions:
            self.paragraph = clause.end
        levels = find_levels(self.reading, clause)
        for level in levels:
            if level.role in {"lod", "loq"}:
                self.limits.append((level.start, level.percent, level.role, method))
        if clause.section.role == "method":
            return
        self.results_of(clause, text, mentions, levels, method)

    def hl7(self, clause: Clause, mentions: list[Hit], method: str | None) -> None:
        """An OBX segment: the value stands in field 5, a percent sign in field 6."""
        folded = self.reading.document.folded
        line_end = folded.find("\n", clause.start)
        fields = folded[clause.start : line_end if line_end >= 0 else len(folded)].split("|")
        if not mentions or len(fields) < 7:
            return
        place = clause.start + sum(len(field) + 1 for field in fields[:5])
        times = time_points(self.reading, clause)
        word = POSITIVE.search(fields[5]) or NEGATIVE.search(fields[5])
        digits = HL7_NUMBER.search(fields[5])
        if digits and fields[6].strip() == "%":
            compare = "<" if "<" in fields[5][: digits.start()] else "="
            level = Level(place + digits.start(), place + digits.end(), float(digits.group()), None, compare, "result", False)
            self.add(clause, level, None, None, None, method, nearest_time(times, place), "level")
        elif word:
            status = "negative" if NEGATIVE.search(fields[5]) else "positive"
            self.add_status(clause, status, place + word.start(), place + word.end(), method, times, None, None)

    def method_of(self, clause: Clause) -> str | None:
        folded = self.reading.document.folded
        text = folded[clause.start : clause.end]
        for name, pattern in METHODS:
            if pattern.search(text):
                if name == "flow" and PCR.search(text) and "pcr" in text:
                    name = "PCR" if text.find("pcr") < text.find("flow") or "flow" not in text else "flow"
                self.run_method = name
                return name
        return self.run_method or {"flow": "flow", "PCR": "PCR", "NGS": "NGS"}.get(clause.section.method or "") or self.method

    def results_of(self, clause: Clause, text: str, mentions: list[Hit], levels: list[Level], method: str | None) -> None:
        folded = self.reading.document.folded
        effects = self.reading.context(clause, mentions[-1].end if mentions else clause.start, clause.end)
        if effects.has("family", "donor"):
            return
        if NOT_NOW.search(text) and not any(level.role == "result" for level in levels):
            return
        results = [level for level in levels if level.role == "result" and self.is_result(clause, level, mentions)]
        negative, positive = NEGATIVE.search(text), POSITIVE.search(text)
        times = time_points(self.reading, clause)
        if RISK.search(text):
            results = [level for level in results if MRD_JUST_BEFORE.search(folded, clause.start, level.start)]
        if len(results) > 1 and len(times) > 1:
            for level in results:
                self.add(clause, level, None, negative, positive, method, nearest_time(times, level.start), "level")
            return
        if results and (mentions or self.in_force(clause)):
            for level in results[:1] if not (len(results) > 1 and positive) else results[:1]:
                self.add(clause, level, None, negative, positive, method, nearest_time(times, level.start), "level")
            return
        if not (mentions or (self.titled and clause.section.name in {"diagnosis", "findings", "mrd"})):
            return
        if not mentions and (not (negative or positive) or "marker" in clause.kinds):
            return
        word = negative or positive
        evaluable = [hit for hit, row in clause.words("not_evaluable")]
        unquantified = [hit for hit, row in clause.words("not_quantifiable")]
        lod = next((level for level in levels if level.role == "lod"), None)
        loq = next((level for level in levels if level.role == "loq"), None)
        place = mentions[0] if mentions else None
        if unquantified:
            self.add_status(clause, "positive", unquantified[0].start, unquantified[0].end, method, times, lod, loq, below=loq.percent if loq else None)
        elif evaluable and mentions:
            self.add_status(clause, "indeterminate", evaluable[0].start, evaluable[0].end, method, times, None, None)
        elif word is not None and (not negative or not positive or negative.start() <= positive.start() or True):
            status = "negative" if negative else "positive"
            if status == "positive" and not strong_positive(text, positive, mentions, clause):
                return
            if HYPOTHETICAL.search(text):
                return
            self.add_status(clause, status, clause.start + word.start(), clause.start + word.end(), method, times, lod, loq)
        del place, folded

    def is_result(self, clause: Clause, level: Level, mentions: list[Hit]) -> bool:
        """Whether a level stands where a result stands: near the word MRD, or with words of a result in an MRD report; never under a head that names a limit."""
        folded = self.reading.document.folded
        head = column_head(self.reading, level)
        if head is not None:
            if head != "other":
                self.limits.append((level.start, level.percent, head, self.run_method or self.method))
            return False
        if mentions and mentions[0].end > mentions[0].start:
            near = any(0 <= level.start - hit.end <= 110 or 0 <= hit.start - level.end <= 60 for hit in mentions)
            return near or self.titled
        return bool(mentions) or EVIDENCE.search(folded, clause.start, clause.end) is not None

    def in_force(self, clause: Clause) -> bool:
        return self.titled or clause.section.name == "mrd" or self.paragraph is not None

    def add(self, clause: Clause, level: Level, status: str | None, negative: Any, positive: Any, method: str | None, time: tuple[str, int, int] | None, rule: str) -> None:
        folded = self.reading.document.folded
        before = folded[max(clause.start, level.start - 60) : level.start]
        status = "positive"
        comparator = level.comparator
        limit = None
        unquantified = NOT_QUANTIFIABLE.search(folded, max(clause.start, level.start - 60), min(clause.end, level.end + 60))
        says_positive = unquantified or (positive is not None and negative is None) or POSITIVE.search(before)
        value: float | None = level.percent
        if comparator in {"<", "<="} and not says_positive:
            status, limit, value = "negative", level.percent, None
        elif level.percent == 0:
            status, value = "negative", None
        elif negative is not None and positive is None and comparator != "=" :
            status, limit, value = "negative", level.percent, None
        elif unquantified and comparator == "=" and folded[max(0, level.start - 3) : level.start].strip().endswith(("<",)):
            comparator = "<"
        data: dict[str, Any] = {"status": status, "method": method}
        if value is not None:
            quantity: dict[str, Any] = {"value": round(value, 10), "comparator": comparator, "written": self.reading.document.raw[level.start : level.end]}
            if level.high is not None:
                quantity = {"low": value, "high": level.high, "written": quantity["written"]}
            data["level"] = quantity
        if limit is not None:
            data["detection_limit"] = limit
        if level.ambiguous:
            self.reading.issue("ambiguous_number", "mrd", "10E-n may mean 10 x 10^-n or 10^-n", level.start, level.end)
            data["review"] = "check"
        self.push(clause, data, level.start, level.end, time, rule)

    def add_status(self, clause: Clause, status: str, start: int, end: int, method: str | None, times: list[tuple[str, int, int]], lod: Level | None, loq: Level | None, below: float | None = None) -> None:
        data: dict[str, Any] = {"status": status, "method": method}
        if lod is not None and status == "negative":
            data["detection_limit"] = lod.percent
        if loq is not None:
            data["quantification_limit"] = loq.percent
        if below is not None:
            data["level"] = {"value": below, "comparator": "<"}
        self.push(clause, data, start, end, nearest_time(times, start), "status")

    def push(self, clause: Clause, data: dict[str, Any], start: int, end: int, time: tuple[str, int, int] | None, rule: str) -> None:
        reading = self.reading
        place = reading.site_at(clause, end)
        site = place.site if place.site in {"bone_marrow", "peripheral_blood", "csf"} else None
        finding = reading.sourced(start, end, f"mrd.{rule}", site=site or reading.specimen_site or "bone_marrow", _clause=clause, **data)
        time = time or self.heading_time
        if time is not None:
            finding["timepoint"] = time[0]
        effects = reading.context(clause, start, end)
        if clause.section.role in {"prior", "history"} or (effects.has("previous") and not effects.has("current")) or (self.relapsed and not self.titled and time is not None and PAST_VERB.search(reading.document.folded, clause.start, clause.end)):
            finding["temporality"] = "previous"
        self.results.append(finding)

    def finish(self, folded: str) -> list[dict[str, Any]]:
        kept = merge(self.reading, self.results, self.limits)
        for finding in kept:
            if finding.get("temporality") != "previous" and finding.get("timepoint") is None and self.own_time is not None:
                finding["timepoint"] = self.own_time
        return kept


RISK = compile(r"\brisk (?:by|group|category|assignment|class)|\bflr\b|\bfmr\b|\[ \]|stratif|low risk|high risk")
MRD_JUST_BEFORE = compile(r"mrd[ ]?(?:level|result|value)?[ ]?(?:of|:|=|was|is)?[ ]?$")
RELAPSED = compile(r"\b(?:first|second|isolated|bone marrow|marrow|early|late|combined) (?:\w+ ){0,2}relapse\b|\bat relapse\b|\brelapsed (?:b|t|all|acute)")
PAST_VERB = compile(r"\b(?:was|were|had)\b")
HL7_NUMBER = compile(r"\d{1,3}(?:\.\d{1,6})?")
TRANSCRIPT_TITLE = compile(r"quantitat\w+ (?:of )?(?:pcr|bcr|rt-?pcr|transcript)|bcr(?:::|-|/)abl1? (?:transcript )?(?:quantif|quantit|monitor|rq-?pcr|level|transcript)")
RATIO_ROW = compile(r"\bratio\b|bcr(?:::|-|/)abl1?[ ]?/[ ]?(?:c-)?abl1?|normali[sz]ed copy|% ?\(?is\b")


def own_times(reading: Reading) -> list[str]:
    """The time point of the report's own sample, from its head, in all the ways it is named there (`TP2`, `day +78`)."""
    folded, raw = reading.document.folded, reading.document.raw
    for clause in reading.clauses:
        if clause.start > 1500:
            break
        if clause.section.role in {"prior", "advice", "definition", "method"}:
            continue
        if OWN_TIME.search(folded, clause.start, clause.end):
            found = [raw[match.start("day") : match.end("day")] for match in TIME.finditer(folded, clause.start, clause.end)]
            if found and (len({same_unit(time) for time in found}) == len(found) or JOINT.search(folded, clause.start, clause.end)):
                return found
            named = next((hit for hit, row in clause.words("timepoint") if row.id not in {"diagnosis", "relapse"}), None)
            if named is not None and not found:
                return [raw[named.start : named.end]]
    return []


def same_unit(time: str) -> str:
    return time.lower()[:2]


JOINT = compile(r"joint|two samples|both samples|two time ?points")
OWN_TIME = compile(r"time[ -]?point|specimen|sample|material|indication")


def heading_time(reading: Reading, clause: Clause) -> tuple[str, int, int] | None:
    """A time point printed in the heading of a section: 'MRD week 12'."""
    document = reading.document
    section = clause.section
    if section.name != "mrd":
        return None
    line = document.line_at(section.heading_start)
    match = TIME.search(document.folded, section.heading_start, line.end)
    return (document.raw[match.start("day") : match.end("day")], match.start("day"), match.end("day")) if match else None


EVIDENCE = compile(r"positiv|negativ|\bpos\b|\bneg\b|detect|ratio|result|leuk|aberrant|laip|clonal|abnormal|residual|\bday ?\d|\bd\+?\d|week|induction|consolidation|transplant|this report|this sample|\bmrd\b")
HEAD_LIMIT = compile(r"(?P<lod>sens|\bl?lod\b|detect|limit)|(?P<loq>\bl?loq\b|\bqr\b|quant|range)|(?P<other>h(?:a)?ematogone|normal|t cells|cut-?off|threshold|viab|risk|share|slope|correl|\br2\b)|(?P<result>mrd|result|value|level|ratio|ident|residual|reported)")


def column_head(reading: Reading, level: Level) -> str | None:
    """What the head of a table says of the column in which a level stands; None where it is no table, or the column holds results."""
    document = reading.document
    folded = document.folded
    line = document.line_at(level.start)
    if not line.table:
        return None
    index = document.lines.index(line) if len(document.lines) < 400 else bisect_right(document.line_starts, level.start) - 1
    left, right = level.start - line.start, level.end - line.start
    for above in range(index - 1, max(-1, index - 9), -1):
        head = document.lines[above]
        text = folded[head.start : head.end]
        if not text.strip():
            if index - above > 3:
                return None
            continue
        cell = tab_cell(text, folded[line.start : level.start]) if "\t" in text else cell_over(text, left, right)
        if cell and not any(character.isdigit() for character in cell.replace("d33", "").replace("10^", "")):
            match = HEAD_LIMIT.search(cell)
            if match:
                return None if match.lastgroup == "result" else match.lastgroup
    return None


def tab_cell(head: str, before: str) -> str:
    """The cell of a head line with as many tabs before it as the level has."""
    cells = head.split("\t")
    index = before.count("\t")
    return cells[index] if index < len(cells) else ""


def cell_over(text: str, left: int, right: int) -> str:
    """The cell of a head line that stands over the columns `left`..`right`, with a little slack."""
    for match in CELL.finditer(text):
        if match.start() - 3 <= right and match.end() + 3 >= left:
            return match.group()
    return ""


CELL = compile(r"\S+(?: \S+){0,6}")
HYPOTHETICAL = compile(r"regarded as|is considered|are considered|is called|counts as|\bif (?:he|she|the patient|mrd)|would (?:be|have)|\bcriteria\b|\bmrd negativity\b|target mrd|negative result would|in case of")
NOT_QUANTIFIABLE = compile(r"not quantifiable|non-?quantifiable|below (?:the )?(?:quantitative|loq|lloq)|\bnq\b|\bpnq\b|outside (?:the )?quant|under the quantitative")


def strong_positive(text: str, positive: Any, mentions: list[Hit], clause: Clause) -> bool:
    """Whether 'positive' or 'detected' is said of MRD itself and not of something beside it."""
    if not mentions or positive is None:
        return positive is not None and "residual" in text
    start = clause.start + positive.start()
    return any(-40 <= start - hit.end <= 60 for hit in mentions)


def title_is_mrd(folded: str) -> bool:
    """Whether the report as a whole is an MRD report: said in a title line near its top."""
    for line in folded[:900].split("\n")[:14]:
        if ("mrd" in line or "residual disease" in line) and len(line.strip()) < 150 and not any(word in line for word in ("clinical", "history", "indication", "request", "diagnosis:", "previous")):
            return True
    return False


def find_levels(reading: Reading, clause: Clause) -> list[Level]:
    """All levels of a clause with what each one is."""
    folded = reading.document.folded
    levels = []
    for match in LEVEL.finditer(folded, clause.start, clause.end):
        percent, high, ambiguous = percent_of(match, reading.comma)
        if percent is None or percent > 100:
            continue
        comparator, start = comparator_before(folded, clause.start, match.start())
        role = role_of(folded, clause, start, match.end(), comparator)
        levels.append(Level(start, match.end(), percent, high, comparator, role, ambiguous))
    return levels


def percent_of(match: Any, comma: bool) -> tuple[float | None, float | None, bool]:
    groups = match.groupdict()
    if groups["exp"]:
        exponent = int(groups["exp"].translate(SUPERSCRIPT).strip("()").replace(" ", ""))
        mantissa = readings(groups["mant"], comma)[0] if groups["mant"] else 1.0
        return mantissa * 10.0**exponent * 100, None, False
    if groups["eexp"]:
        mantissa = readings(groups["emant"], comma)[0]
        exponent = int(groups["eexp"].replace(" ", ""))
        if groups["emant"] == "10":
            return 10.0**exponent * 1000, None, True
        return mantissa * 10.0**exponent * 100, None, False
    if groups["onein"]:
        text = groups["onein"]
        number = 10.0 ** int(text[-1].translate(SUPERSCRIPT)) if text.startswith("10") and len(text) <= 4 and not text.isdigit() else float("".join(filter(str.isdigit, text)))
        return (100 / number if number >= 100 else None), None, False
    if groups["after"]:
        return readings(groups["after"], comma)[0] / 10_000, None, False
    if groups["million"]:
        return readings(groups["million"], comma)[0] / 10_000, None, False
    low = readings(groups["pct"], True)[0] if groups["pct"].count(",") + groups["pct"].count(".") == 1 else readings(groups["pct"], comma)[0]
    if "." in groups["pct"] or "," in groups["pct"]:
        low = float(groups["pct"].replace(",", "."))  if groups["pct"].count(",") + groups["pct"].count(".") == 1 else low
    high = float(groups["pct2"].replace(",", ".")) if groups["pct2"] and groups["pct2"].count(".") + groups["pct2"].count(",") <= 1 else None
    return low, high, False


AFTER_ROLE = compile(r"[ \t]*(?:\([^()\n]{0,24}\)[ \t]*)?(?P<cut>or (?:more|higher|above|greater|less|lower|below))|[ \t]*\)?[ \t]*(?:\([^()\n]{0,16}\)[ \t]*)?(?P<lod>sensitivity|limit of detection|lod\b|detection limit)|[ \t]*(?P<loq>quantitative|loq\b)|[ \t]*(?P<other>blasts?\b|lymphoblasts? by morph|viab|of (?:t cells|b cells|lymphocytes|cd19|mature)|hematogone|haematogone|donor|cells by morphology|normal|of cases|of patients|of (?:the )?transcript|\bci\b)")


def role_of(folded: str, clause: Clause, start: int, end: int, comparator: str) -> str:
    """What a level is, by the words nearest to it: a result, a limit of detection or quantification, a threshold, or something else."""
    after = AFTER_ROLE.match(folded, end, min(len(folded), end + 40))
    if after:
        return after.lastgroup or "result"
    window = folded[max(clause.start, start - 64) : start]
    for mark in (";", "\n\n", "  |"):
        cut = window.rfind(mark)
        if cut >= 0:
            window = window[cut + 1 :]
    last = None
    for match in LIMIT_BEFORE.finditer(window):
        last = match
    talk = None
    for match in TABLE_TALK.finditer(window):
        talk = match
    mrd = max(window.rfind("mrd"), window.rfind("positive"), window.rfind("detected"), window.rfind("residual disease"), window.rfind("negative"), window.rfind("ratio"))
    if talk is not None and talk.start() > mrd:
        return "other"
    if comparator in {">=", ">"} :
        return "cut"
    if last is not None and last.start() > mrd - 4 and not crossed(window, last.end()):
        return last.lastgroup or "result"
    return "result"


def crossed(window: str, start: int) -> bool:
    """Whether another value or a closed bracket stands between the limit word and the level."""
    between = window[start:]
    return ")" in between and "(" not in between or "%" in between


def time_points(reading: Reading, clause: Clause) -> list[tuple[str, int, int]]:
    """Time points of a clause as written: days and weeks, else named ones."""
    folded, raw = reading.document.folded, reading.document.raw
    found = [(raw[match.start("day") : match.end("day")], match.start("day"), match.end("day")) for match in TIME.finditer(folded, clause.start, clause.end)]
    if not found:
        found = [(raw[hit.start : hit.end], hit.start, hit.end) for hit, row in clause.words("timepoint") if row.id not in {"relapse", "maintenance"} or True]
    return found


def nearest_time(times: list[tuple[str, int, int]], position: int) -> tuple[str, int, int] | None:
    before = [time for time in times if time[1] < position]
    return before[-1] if before else (times[0] if times else None)


def merge(reading: Reading, results: list[dict[str, Any]], limits: list[tuple[int, float, str, str | None]]) -> list[dict[str, Any]]:
    """A status word and the level beside it are one result; limits go to the result of their method."""
    kept: list[dict[str, Any]] = []
    for finding in results:
        same = next((other for other in kept if mergeable(other, finding)), None)
        if same is None:
            kept.append(finding)
            continue
        if "level" in finding and "level" not in same and same["status"] == finding["status"]:
            keep = {key: same[key] for key in ("timepoint", "_time", "method", "detection_limit") if same.get(key) is not None and finding.get(key) is None}
            kept[kept.index(same)] = {**finding, **keep}
        else:
            for key in ("timepoint", "_time", "method", "detection_limit", "quantification_limit", "level"):
                if same.get(key) is None and finding.get(key) is not None:
                    same[key] = finding[key]
    attach_limits(kept, limits)
    return kept


def mergeable(one: dict[str, Any], other: dict[str, Any]) -> bool:
    if one["status"] != other["status"] or one.get("temporality") != other.get("temporality"):
        return False
    for key in ("timepoint", "method", "site"):
        if one.get(key) is not None and other.get(key) is not None and str(one[key]).lower() != str(other[key]).lower():
            return False
    left, right = one.get("level"), other.get("level")
    return left is None or right is None or (left.get("value"), left.get("comparator")) == (right.get("value"), right.get("comparator"))


def attach_limits(results: list[dict[str, Any]], limits: list[tuple[int, float, str, str | None]]) -> None:
    for position, percent, role, method in limits:
        key = "detection_limit" if role == "lod" else "quantification_limit"
        fitting = [finding for finding in results if finding.get(key) is None and finding.get("temporality") != "previous" and (method is None or finding.get("method") in {None, method})]
        if fitting:
            nearest = min(fitting, key=lambda finding: abs(finding["start"] - position))
            nearest[key] = percent
