"""What stands beside a result of residual disease: what it is a share of, what was counted, its scale, its time as a standard term, its protocol."""

from __future__ import annotations

from typing import Any

from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.number import comparator_before, readings
from allreport.read.residual.case import Case
from allreport.read.residual.levels import holds_any
from allreport.read.residual.times import DAY_OF, time_keys
from allreport.scan import Clause
from allreport.vocabulary.residual import (
    ANALYSED,
    CELLS_COUNTED,
    CONTROL_COPIES,
    DNA_USED,
    INTERVAL_NAMES,
    MAJOR_TRANSCRIPTS,
    MINOR_TRANSCRIPTS,
    NOT_YET,
    OF_THERAPY,
    SCALE_NAMES,
)

NUMBER = r"\d{1,3}(?:[ ,.]\d{2,3}){1,3}|\d{1,9}"
NO_MORE = r"(?![\w%/]|[.,]\d|[ ]?x[ ]?10)"
SHARE = compile(
    rf"(?<![\w.,])(?P<count>{NUMBER})[ ](?:of|in|out of|among|/)[ ](?P<total>{NUMBER})[ ](?:[a-z0-9+-]{{3,12}}[ ]){{0,2}}(?:{'|'.join(CELLS_COUNTED)})"
)
COUNTED = compile(
    rf"(?<![\w.,])(?P<count>{NUMBER})[ ](?:[a-z-]{{3,12}}[ ]){{0,2}}(?:{'|'.join(CELLS_COUNTED)})[ ]?(?:(?:of|in|out of|among|/)[ ]?(?P<total>{NUMBER})(?![\w%]|[.,]\d))?"
)
TOTAL = compile(
    rf"(?:{'|'.join(ANALYSED)})[^\d\n]{{0,24}}?[:=.\t ]{{1,40}}(?P<after>{NUMBER}){NO_MORE}|"
    rf"(?<![\w.,^-])(?P<before>{NUMBER})[ ](?:[\w+-]{{2,16}}[ ]){{0,3}}?(?:{'|'.join(CELLS_COUNTED)})[ ](?:were |was )?(?:acquired|anal[y]?[sz]ed|evaluated|collected|recorded|examined)"
)
COPIES = compile(
    rf"(?:{'|'.join(CONTROL_COPIES)})[^\d\n]{{0,24}}?[:=.|\t ]{{1,40}}(?P<after>{NUMBER}){NO_MORE}|(?<![\w.,])(?P<before>{NUMBER})[ ](?:{'|'.join(CONTROL_COPIES)})"
)
MASS = r"(?<![\d.,])(?P<{}>\d{{1,5}}(?:[.,]\d{{1,3}})?)[ ]?(?P<{}>ng|\u03bcg|ug|mcg)\b"
DNA = compile(rf"(?:{'|'.join(DNA_USED)})[^\d\n.;]{{0,24}}?{MASS.format('after', 'unit')}|{MASS.format('before', 'unit2')}[ ](?:of )?(?:{'|'.join(DNA_USED)})")
INTERVAL = compile(rf"(?:{'|'.join(INTERVAL_NAMES)})\)?[ \t:,of]{{0,14}}(?P<low>\d[\d.,]*)[ ]?%?[ ]?(?:-|to)[ ]?(?P<high>\d[\d.,]*)")
ON_SCALE = compile(rf"[ %(]{{0,4}}(?:{'|'.join(SCALE_NAMES)})\b")
SCALE_BEFORE = compile(rf"(?:{'|'.join(SCALE_NAMES)})\b[^\w\n]{{1,30}}$")
UNIT_NAMES = {
    "day": "day",
    "d": "day",
    "tag": "day",
    "jour": "day",
    "j": "day",
    "dia": "day",
    "d\u00eda": "day",
    "giorno": "day",
    "week": "week",
    "wk": "week",
    "w": "week",
}
FEWEST = 1000  # cells, events or copies
NEAR = 200  # characters behind a level in which its interval may stand
BEHIND = 44  # characters behind a level in which what it is a share of may stand


def describe(case: Case, finding: dict[str, Any]) -> None:
    """Adds to a result what stands beside it."""
    clause: Clause = finding["_clause"]
    current = finding.get("temporality") != "previous"
    standard = standard_time(case, finding)
    if standard is not None:
        finding["timepoint_standard"] = standard
        if case.protocol is not None:
            finding["protocol"] = case.protocol
    if finding.get("_below") and "level" not in finding:
        finding["level"] = {"comparator": "<"}
    if finding["status"] not in {"positive", "negative", "indeterminate"}:
        return
    add_counts(case, finding, clause, current=current)
    if "level" in finding:
        add_interval(case, finding)
        add_share(case, finding, clause)
    if case.transcripts and finding.get("method") in {"PCR", None}:
        add_scale(case, finding)
    if current and finding.get("method") in {"PCR", "NGS"} and case.titled and "dna" in case.document.words:
        finding["dna_ng"] = one_amount(case)


def standard_time(case: Case, finding: dict[str, Any]) -> str | None:
    """The time point as a standard term: a moment of treatment, a numbered point, else the day, week or month."""
    written = str(finding.get("timepoint") or "").lower()
    names = [written, *(time.lower() for time in case.own if time_keys(time) & finding["_keys"] or time.lower() == written)]
    if finding["_keys"] & case.own_keys or written in {time.lower() for time in case.own}:
        names += [time.lower() for time in case.own]
    therapy = finding.get("_therapy") or next((term for term, signs in OF_THERAPY if any(holds_any(name, signs) and not holds_any(name, NOT_YET) for name in names)), None)
    keys = [key for name in names for key in sorted(time_keys(name), key=str)]
    moment = next((str(value) for kind, value in keys if kind == "name"), None)
    point = next((f"tp{value}" for kind, value in keys if kind == "point"), None)
    day = next((numbered(match) for name in names if (match := DAY_OF.search(name))), None)
    if moment is None or (therapy is not None and not moment.startswith("post_")):
        moment = therapy or moment
    if moment is not None and moment.startswith("post_"):
        return f"{moment}_{day}" if day is not None else moment  # 'day +100 post transplant'
    return moment or point or day


def numbered(match: Match[str]) -> str:
    return f"{UNIT_NAMES.get(match['unit'], 'month')}_{int(match['number'])}"


def only(values: Any) -> Any:
    """The value, where all are one; else None."""
    distinct = set(values)
    return distinct.pop() if len(distinct) == 1 else None


def add_counts(case: Case, finding: dict[str, Any], clause: Clause, *, current: bool) -> None:
    """The cells found and the cells looked at: those of its sentence, else the one total that the report prints."""
    if finding.get("method") == "PCR" and case.transcripts:
        total = one_total(case, COPIES) if current else None
        if total is not None:
            finding["total"], finding["denominator"] = total, "control gene copies"
        return
    match = (
        SHARE.search(case.folded, clause.start, clause.end)
        or COUNTED.search(case.folded, finding["end"], min(clause.end, finding["end"] + NEAR))
        or COUNTED.search(case.folded, clause.start, finding["start"])
    )
    if match is not None and "level" in finding and match["total"] is not None:
        finding["count"], finding["total"] = whole(case, match["count"]), whole(case, match["total"])
        return
    if match is not None and "level" in finding and finding["status"] == "positive" and TOTAL.match(case.folded, match.start()) is None:
        finding["count"] = whole(case, match["count"])
    own = TOTAL.search(case.folded, clause.start, clause.end)
    if own is not None and finding.get("method") in {"flow", "NGS"}:
        total = number_of(case, own)
        if total is not None:
            finding["total"] = total
    elif current and finding.get("method") in {"flow", "NGS"} and (case.titled or case.document.section_at(finding["start"]).name in {"mrd", "flow"}):
        total = one_total(case, TOTAL)
        if total is not None:
            finding["total"] = total


def one_total(case: Case, pattern: Pattern[str]) -> int | None:
    """The total that the report prints, where all it prints are one; looked for once."""
    if pattern.pattern not in case.told:
        case.told[pattern.pattern] = only(number_of(case, match) for match in pattern.finditer(case.folded))
    return case.told[pattern.pattern]  # type: ignore[no-any-return]


def one_amount(case: Case) -> float | None:
    """The amount of DNA that the report prints, where it prints one; looked for once."""
    if DNA.pattern not in case.told:
        case.told[DNA.pattern] = only(dna_of(match) for match in DNA.finditer(case.folded))
    return case.told[DNA.pattern]  # type: ignore[no-any-return]


def number_of(case: Case, match: Match[str]) -> int | None:
    """The total that is printed; None where it is only a bound, or too small to be one."""
    group = "after" if match["after"] else "before"
    value = whole(case, match[group])
    bound = comparator_before(case.folded, max(0, match.start(group) - 24), match.start(group))[0]
    return value if value is not None and value >= FEWEST and bound in {"=", "~"} else None


def whole(case: Case, text: str) -> int | None:
    """A printed count; groups of lakhs as of thousands."""
    digits = "".join(filter(str.isdigit, text))
    value = int(digits) if len(text) > len(digits) else int(readings(text, case.reading.comma)[0])
    return value if value < 10**9 else None


def dna_of(match: Match[str]) -> float:
    """Nanograms."""
    amount = float((match["after"] or match["before"]).replace(",", "."))
    return amount if (match["unit"] or match["unit2"]) == "ng" else amount * 1000


def add_interval(case: Case, finding: dict[str, Any]) -> None:
    """The interval of confidence printed behind a level, in the level's own unit; one that does not hold the level is none."""
    value = finding["level"].get("value")
    match = INTERVAL.search(case.folded, finding["end"], min(len(case.folded), finding["end"] + NEAR))
    if match is None or value is None or "\n\n" in case.folded[finding["end"] : match.start()]:
        return
    factor = 1e-4 if finding.get("method") == "NGS" and "%" not in match.group().removesuffix("%").partition("%")[2] else 1.0
    low, high = (readings(match[end].rstrip(".,"), case.reading.comma)[0] * factor for end in ("low", "high"))
    if low <= value <= high:
        finding["interval"] = {"low": round(low, 10), "high": round(high, 10), "written": case.document.raw[match.start("low") : match.end("high")]}


def add_share(case: Case, finding: dict[str, Any], clause: Clause) -> None:
    """What a level is a share of, in the report's own words: `nucleated cells`."""
    end = finding["end"]
    said = next((word for word in case.tokens(end, min(len(case.folded), end + BEHIND, max(clause.end, end))) if word.id == "denominator"), None)
    if said is not None:
        words = case.folded[said.start : said.end].split()
        finding["denominator"] = " ".join(word for word in words if word not in {"of", "all", "total", "the"})
    elif finding.get("method") == "NGS" and "nucleated" in case.folded[finding["start"] : min(clause.end, end + BEHIND)]:
        finding["denominator"] = "nucleated cells"


def add_scale(case: Case, finding: dict[str, Any]) -> None:
    """The scale of a transcript: international where the report says so of this level, never for the minor transcript."""
    minor = holds_any(case.folded, MINOR_TRANSCRIPTS) and not holds_any(case.folded, MAJOR_TRANSCRIPTS)
    start, end = finding["start"], finding["end"]
    said = ON_SCALE.match(case.folded, end) or SCALE_BEFORE.search(case.folded, max(0, start - 40), start)
    if said and not minor:
        finding["scale"] = "IS"
    elif "level" in finding:
        finding.setdefault("scale", "ratio")
