"""The patient's age and sex, and the report's status; from the head of the report, else from its first sentences."""

from __future__ import annotations

from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading

HALF = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75}
UNIT = r"(?P<{0}unit>years?|jaar|lat|let|rok|roku|\u00e5r|yrs?\.?|y\.?o\.?|y/o|y|a|ans|jahre|anos|months?|mos?\.?|mths?|m(?=[ /,)])|weeks?|wks?|w|days?|d)"
AGE = r"(?P<{0}age>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?P<{0}half>[\u00bd\u00bc\u00be])?"
FIRST = AGE.format("") + r"[ -]{0,2}" + UNIT.format("")
SECOND = r"(?:[ ,]{0,3}(?:and )?(?P<months>\d{1,2})[ -]?(?:months?|mos?|mths?|m)\b)?"
LABELLED = compile(r"\b(?:age|alter|aged|edad|idade|et\u00e0|eta|leeftijd|wiek|ya\u015f|\u00e2ge)(?<!percent age)(?: at (?:diagnosis|dx|sampling|collection|report|dg\.?))?(?:[ ]?/[ ]?(?:sex|gender))?(?:[ ]?\([^)\n]{1,12}\))?[ \t]*[:=.|]{0,8}[ \t\n]{0,8}(?:(?:male|female|m|f|erkek \(male\))[ \t]*[/,-][ \t]*)?(?<!\d)" + FIRST + "?" + SECOND)
SEX_AGE = compile(r"\b(?:sex|gender|cins)[ ]?/[ ]?(?:age|ya\u015f)(?: at (?:dx|diagnosis|sampling))?[ \t]*[:=|]?[ \t]*(?:male|female|m|f|erkek \(male\)|kad\u0131n \(female\))[ \t]*[/,-][ \t]*" + FIRST + "?" + SECOND)
OLD = compile(r"(?<![\w.,])" + FIRST + r"(?:[ -]{1,3}(?:(?P<months>\d{1,2})[ -]?(?:months?|mos?|mo))[ -]?)?[ -]{0,3}old\b")
NINTHS = compile(r"\b(?P<age>\d{1,2})[ ](?P<months>\d{1,2})/12[ ]?(?:years|yrs|y|a)?")
DOB_AGE = compile(r"\bage\b[ \t.]*[:=]?[ \t]*[\d/.-]{6,10}[ ]?/[ ]?(?P<age>\d{1,3})[ ]?(?P<unit>years?|yrs?|y|months?|m)\b")
LOOSE = compile(r"(?<![\w.,/-])(?P<age>\d{1,3}(?:[.,]\d{1,2})?)(?P<half>[\u00bd\u00bc\u00be])?[ -]?(?P<unit>years?|yrs?\.?|y\.o\.|yo|y/o|y|months?|mths?|mos?\.|a(?=[ \t)]))(?![a-z])(?:[ ,]{0,3}(?P<months>\d{1,2})[ -]?(?:months?|mths?|mos?|mo|m)\b)?")
GLUED = compile(r"(?<![\w.,/-])(?:(?P<sex>m|f)[ ]?/[ ]?)?(?P<age>\d{1,3})[ ]?(?P<unit>y|yrs?|yr|years?)?[ ]?/?[ ]?(?P<sex2>m|f|male|female)(?![\w])")
SEXED = compile(r"\b(?:sex|gender|sexe|sexo|sesso|geslacht|cins|p\u0142e\u0107)(?:[ \t]*/[ \t]*(?:age|ya\u015f|age at \w+))?[ \t]*[:=.|]{0,8}[ \t\n]{0,8}(?P<sex>erkek|male|female|m|f|v|w|masculin[eo]?|f\u00e9minin[eo]?|femenino|weiblich|m\u00e4nnlich|mannlich)\b")
AGE_SEX = compile(r"\bage[ ]?[/&][ ]?(?:sex|gender)[ \t]*[:=]?[^\n]{1,24}?[/, \t-][ \t]*(?P<sex>male|female|m|f)\b")
SEX_WORD = compile(r"(?<![\w-])(?P<male>male|boy|man|dhr\.?|monsieur|gentleman|mr\.?|master|hr\.|herr)(?![\w-])|(?<![\w-])(?P<female>female|girl|woman|lady|mrs\.?|ms\.?|miss|mw\.|frau|mw)(?![\w-])")
HEAD_SEX = compile(r"(?:^|[ \t]{2,}|[,/|(][ \t]*|years?[, ]+|yrs?[, ]+|[ \t]\d{1,3} ?(?:yo?|yr|y)?[ ,/]+)(?P<sex>m|f)(?=[ \t]{2,}|[ \t]*[,/|)\n]|[ \t]+\d{1,3}[ \t]*(?:y|yr|a\b|$|\n)|[ \t]*$)", multiline=True)
HL7_SEX = compile(r"^pid(?:\|[^|\n]{0,80}){7}\|(?P<sex>[mf])(?:\||$|\n)", multiline=True)
NOT_PATIENT = compile(r"\b(?:mother|father|brother|sister|sibling|uncle|aunt|cousin|grand\w+|son|daughter|donor|twin|parents?|husband|wife|nephew|niece)(?:'s)?[\w ,]{0,24}$")
PRONOUN = compile(r"(?<![\w])(?:(?P<male>he|his|him)|(?P<female>she|her|hers))(?![\w])")


def read(reading: Reading) -> dict[str, Any]:
    """Age and sex of the patient."""
    folded = reading.document.folded
    head = min(len(folded), 2200)
    made: dict[str, Any] = {}
    age = read_age(reading, folded, head)
    if age:
        made["age"] = age
    sex = read_sex(reading, folded, head)
    if sex:
        made["sex"] = sex
    return made


def read_age(reading: Reading, folded: str, head: int) -> dict[str, Any] | None:
    for pattern, rule, limit in ((NINTHS, "age.label", head), (DOB_AGE, "age.label", head), (LABELLED, "age.label", len(folded)), (SEX_AGE, "age.label", head), (OLD, "age.old", len(folded)), (GLUED, "age.glued", head), (LOOSE, "age.head", head)):
        for match in pattern.finditer(folded, 0, limit):
            if rule == "age.old" and reading.document.section_at(match.start()).role == "family":
                continue
            if match.start() > 60 and NOT_PATIENT.search(folded, max(0, match.start() - 40), match.start()):
                continue
            years = years_of(match, reading.comma, rule)
            if years is not None:
                return reading.sourced(match.start("age"), match.end(), rule, value=years)
    return None


def years_of(match: Any, comma: bool, rule: str) -> float | None:
    groups = match.groupdict()
    if groups.get("age") is None:
        return None
    number = float(groups["age"].replace(",", ".")) + HALF.get(groups.get("half") or "", 0)
    unit = (groups.get("unit") or "").rstrip(".")
    if unit.startswith("mo") or unit in {"m", "mth", "mths"}:
        number /= 12
    elif unit.startswith("w"):
        number /= 52.18
    elif unit.startswith("d"):
        number /= 365.25
    elif rule == "age.glued" and not unit and number > 110:
        return None
    if groups.get("months"):
        number += int(groups["months"]) / 12
    return round(number, 3) if 0 <= number <= 120 else None


def read_sex(reading: Reading, folded: str, head: int) -> dict[str, Any] | None:
    for pattern, limit in ((HL7_SEX, head), (SEXED, len(folded)), (AGE_SEX, len(folded))):
        match = pattern.search(folded, 0, limit)
        if match:
            return sex_finding(reading, match.start("sex"), match.end("sex"), match["sex"], "sex.label")
    match = GLUED.search(folded, 0, head)
    if match and (match["sex"] or match["sex2"]):
        group = "sex" if match["sex"] else "sex2"
        return sex_finding(reading, match.start(group), match.end(group), match[group], "sex.glued")
    match = HEAD_SEX.search(folded, 0, 900)
    word = next((found for found in SEX_WORD.finditer(folded) if not (found.start() > 60 and NOT_PATIENT.search(folded, max(0, found.start() - 30), found.start()))), None)
    if match and reading.document.raw[match.start("sex")].isupper() and (word is None or match.start() < word.start() or word.start() > 900):
        return sex_finding(reading, match.start("sex"), match.end("sex"), match["sex"], "sex.head")
    if word:
        return sex_finding(reading, word.start(), word.end(), word.lastgroup or "", "sex.word")
    pronoun = PRONOUN.search(folded)
    if pronoun:
        return sex_finding(reading, pronoun.start(), pronoun.end(), pronoun.lastgroup or "", "sex.pronoun")
    return None


FEMALE = ("f", "v", "w")


def sex_finding(reading: Reading, start: int, end: int, word: str, rule: str) -> dict[str, Any]:
    return reading.sourced(start, end, rule, value="female" if word.startswith(FEMALE) else "male")


STATUS = compile(
    r"(?P<amended>\b(?:amended|corrected|revised)\b(?: report| copy| version)?|\bcorrection\b(?! for)|\bamendment\b|replaces (?:that|the report|version)|supersedes the (?:report|version))|"
    r"(?P<addendum>\baddend(?:um|a)\b|\bsupplement(?:ary|al)\b(?: report| comment)?)|(?P<preliminary>\b(?:preliminary|interim|provisional|prelim\.?) ?(?:report|result)?s?\b)|(?P<final>\bfinal(?:i[sz]ed)?\b(?: report)?)"
)
LABELLED_STATUS = compile(r"\b(?:report )?(?:status|type|report type|report)[ \t]*[:=][ \t]*\**[ \t]*(?P<word>[a-z]+)")
ORDER = {"preliminary": 1, "final": 2, "addendum": 3, "amended": 4}


def read_status(reading: Reading) -> dict[str, Any] | None:
    """The newest word on the report's state: amended over addendum over final over preliminary."""
    folded, raw = reading.document.folded, reading.document.raw
    best: tuple[int, int, int, str] | None = None
    for match in STATUS.finditer(folded):
        word = match.lastgroup or ""
        rank = status_rank(folded, raw, match.start(), match.end(), word)
        if rank and (best is None or rank > best[0]):
            best = (rank, match.start(), match.end(), word)
    if best is None:
        return None
    return reading.sourced(best[1], best[2], f"status.{best[3]}", value=best[3])


LEADING = compile(r"(?:^|\n|[ \t]{2,}|\t|\||\*{2,} ?|[-\u2013:(] ?|\. )[ \t]*$")
FOLLOWS = compile(r"[ \t]*(?:$|\n|[:)*(.,|-]|[ \t]{2,}|report\b|\d|on\b|copy\b|version\b|signed|issued)")
NOT_STATUS = compile(r"\b(?:will|to follow|a|an|further|upon|after|until|awaiting|no|original|the|issue|await)\s+$")
NOT_AFTER = compile(r"[ \t]*(?:diagnos|interpretation|impression|opinion|conclusion|will|to follow|dilution|volume|result will|is to|concentration|count|clinical|pathologic|assessment|common|stage|follow|report will)|(?: report)? (?:will|to) ")


def status_rank(folded: str, raw: str, start: int, end: int, word: str) -> int:
    """How far a status word stands as the report's own status; 0 where it does not."""
    before, after = folded[max(0, start - 24) : start], folded[end : end + 24]
    if NOT_AFTER.match(after):
        if word == "preliminary" and after.strip().startswith("diagnos") and LEADING.search(before):
            return 0
        return 0
    if NOT_STATUS.search(before) and not (word == "amended" and raw[start:end].isupper()):
        return 0
    labelled = before.rstrip().endswith((":", "="))
    head = start < 1400 and (bool(LEADING.search(before)) or raw[start:end].isupper() or "report" in before or "report" in folded[start:end])
    line_lead = bool(LEADING.search(before)) and bool(FOLLOWS.match(after))
    if not (labelled or head or line_lead):
        return 0
    return ORDER[word]
