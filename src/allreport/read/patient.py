"""The patient's age and sex; from the head of the report, else from its first sentences."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from allreport.document import Document
from allreport.patterns import Match, Pattern, compile  # noqa: A004
from allreport.read.context import Reading, at
from allreport.read.hl7 import in_segment
from allreport.read.printed import OTHER_SCRIPT

HEAD = 2200
HALF = {"\u00bd": 0.5, "\u00bc": 0.25, "\u00be": 0.75}
UNIT = r"(?P<{0}unit>years?|jaar|lat|let|rok|roku|\u00e5r|yrs?\.?|y\.?o\.?|y/o|y|a|ans|jahre|anos|months?|mos?\.?|mths?|m(?![\w\u00b2])|weeks?|wks?|w|days?|d)"
AGE = r"(?P<{0}age>\d{{1,3}}(?:[.,]\d{{1,2}})?)(?P<{0}half>[\u00bd\u00bc\u00be])?"
FIRST = AGE.format("") + r"[ -]{0,2}" + UNIT.format("")
# Months behind years: "2 y 9 m", "4+11/12".
SECOND = r"(?:[ ,/+&]{0,3}(?:and )?(?P<months>\d{1,2})(?:/12(?![\d/])|[ -]?(?:months?|mos?|mths?|m)\b))?"
# Of an infant's age: twelfths of a year are months, fifty-seconds are weeks.
PART = r"[ ]?/[ ]?(?P<part>12|52|365)(?![\d/.-])"
OCCASION = r"(?: (?:at|on) (?:time of |the )?(?:diagnosis|dx|dg\.?|sampl(?:e|ing)|specimen|collection|report|presentation|biopsy|test(?:ing)?|request|receipt|admission|relapse|onset))?"
AGE_WORDS = ("age", "alter", "aged", "edad", "idade", "et\u00e0", "eta", "leeftijd", "wiek", "ya\u015f", "\u00e2ge")
LABELLED = compile(
    r"[a-z\u00e0-\u0180]{3,8}\b" + OCCASION + r"(?:[ ]?/[ ]?(?:sex|gender))?(?:[ ]?\([^)\n]{1,12}\))?[ \t]*[:=.|]{0,8}[ \t\n]{0,8}(?:(?:male|female|m|f|erkek \(male\))[ \t]*[/,-][ \t]*)?(?<!\d)"
    + AGE.format("") + "(?:" + PART + "|[ -]{0,2}" + UNIT.format("") + "?" + SECOND + ")"
)  # fmt: skip
SEX_AGE = compile(r"[a-z]+[ ]?/[ ]?(?:age|ya\u015f)" + OCCASION + r"[ \t]*[:=|]?[ \t]*(?:male|female|m|f|erkek \(male\)|kad\u0131n \(female\))[ \t]*[/,-][ \t]*" + FIRST + "?" + SECOND)
OLD = compile(r"(?<![\w.,])" + FIRST + r"(?:[ -]{1,3}(?:(?P<months>\d{1,2})[ -]?(?:months?|mos?|mo))[ -]?)?[ -]{0,3}old\b")
NUMBERS = {word: number for number, word in enumerate(("one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "thirteen", "fourteen", "fifteen", "sixteen", "seventeen", "eighteen", "nineteen", "twenty"), 1)}
NUMBERS |= {word: 10 * tens for tens, word in enumerate(("twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"), 2)}
IN_WORDS = "|".join(sorted(NUMBERS, key=len, reverse=True))
OLD_IN_WORDS = compile(rf"(?<![a-z-])(?P<age>(?:{IN_WORDS})(?:[ -](?:{IN_WORDS}))?)[ -](?P<unit>year|month|week|day)s?[ -]old\b")
OF_AGE = compile(r"(?:man|woman|boy|girl|child|infant|lady|gentleman|male|female)[ ](?:of|aged)[ ](?P<age>\d{1,3})(?![\d/%]|[.,]\d|[ ]?(?:%|x|kg|cm|cases|patients))(?:[ -](?P<unit>years?|months?|weeks?|days?))?")
NINTHS = compile(r"\b(?P<age>\d{1,2})[ +](?P<months>\d{1,2})/12[ ]?(?:years|yrs|y|a)?")
TWELFTHS = compile(r"(?:\b(?:aged?|boy|girl|baby|infant|child|male|female)[ ,:(]{1,3})(?P<age>\d{1,2})" + PART)
PATIENT = compile(
    r"(?:patient|pt|pat\.?)[ \t]*[:(,=-]?[ \t]*(?:is |was )?(?:an? )?(?P<sex>male|female|woman|man|boy|girl|m|f|w)"
    r"(?:[ \t]*[,/(-]?[ \t]*(?P<age>\d{1,3})(?:" + PART + r"|(?![\d.,%/-]*\d|[ ]?%)[ -]{0,2}" + UNIT.format("") + "?" + SECOND + r"(?!\w))|(?=[ \t]*[,/)|\n]|[ \t]{2,}|[ \t]*$))"
)
DOB_AGE = compile(r"age\b[ \t.]*[:=]?[ \t]*[\d/.-]{6,10}[ ]?/[ ]?(?P<age>\d{1,3})[ ]?(?P<unit>years?|yrs?|y|months?|m)\b")
# The digit comes before its look-behind so that the engine can skip to digits.
SPANS = ("at ", "in ", "after ", "every ", "for ", "within ", "next ", "last ", "past ", "over ", "until ")  # a span of time, no age
LOOSE = compile(r"(?P<age>\d(?<![\w.,/-].)\d{0,2}(?:[.,]\d{1,2})?)(?P<half>[\u00bd\u00bc\u00be])?[ -]?(?P<unit>years?|yrs?\.?|y\.o\.|yo|y/o|y|jaar|\u00e5r|ans|jahre|j\.|a\u00f1os|anos|anni|lat|months?|mths?|mos?\.|a(?=[ \t)]))(?![a-z])" + SECOND)
GLUED_REST = r"[ ]?(?P<unit>y|yrs?|yr|years?)?[ ]?/?[ ]?(?P<sex2>m|f|male|female)(?![\w])"
GLUED = compile(r"(?P<age>\d(?<![\w.,/-].)\d{0,2})" + GLUED_REST)
GLUED_SEX = compile(r"(?P<sex>[mf](?<![\w.,/-].))(?:[ ]?/[ ]?|,[ ]?(?=\d{1,3}[ ]?(?:y|yo|yrs?|years?)\b)|[ ]{1,3}(?=\d{1,3}(?:[ ]{2}|[ ]*(?:$|\n|\|))))(?P<age>\d{1,3})[ ]?(?P<unit>y|yrs?|yr|years?)?(?![\w])")
SEX_LABELS = ("sex", "gender", "sexe", "sexo", "sesso", "geslacht", "cins", "p\u0142e\u0107")
SEXED = compile(rf"[a-z\u00e0-\u0180]{{3,8}}(?:[ \t]*/[ \t]*(?:age|ya\u015f|age at \w+|[{OTHER_SCRIPT}]{{1,12}}))?[ \t]*[:=.|]{{0,8}}[ \t\n]{{0,8}}(?P<sex>erkek|(?:fe)?ma[l1]e|m|f|v|w|masculin[eo]?|f\u00e9minin[eo]?|femenino|weiblich|m\u00e4nnlich|mannlich)\b")
AGE_SEX = compile(r"age[ ]?[/&][ ]?(?:sex|gender)[ \t]*[:=]?[^\n]{1,24}?[/, \t-][ \t]*(?P<sex>male|female|m|f)\b")
MALE = ("male", "m\u00e4nnlich", "mannelijk", "maschio", "masculin", "masculino", "masc", "boy", "man", "dhr", "monsieur", "gentleman", "mr", "master", "hr", "herr")
FEMALE = ("female", "weiblich", "vrouwelijk", "femmina", "f\u00e9minin", "femenino", "feminino", "fem", "girl", "woman", "lady", "mrs", "ms", "miss", "mw", "frau")
HE = ("he", "his", "him")
SHE = ("she", "her", "hers")
HEAD_SEX_BEFORE = compile(r"(?:^|\n|[ \t]{2,}|\t|[,/|(][ \t]*|years?[, ]+|yrs?[, ]+|[ \t]\d{1,3} ?(?:yo?|yr|y)?[ ,/]+)$")
HEAD_SEX_AFTER = compile(r"[mf](?=[ \t]{2,}|\t|\.[ ]|[ ]\(\d|[ \t]*[,/|)\n]|[ \t]+\d{1,3}[ \t]*(?:y|yr|a\b|$|\n)|[ \t]*$)")
BORN = compile(r"[ \t]*[,/][ \t]*(?:geb\b|born\b|dob\b|\*|\d{1,3}[ \t]*(?:y|j\b))")
BORN_DUTCH = compile(r"\)?[ \t]{0,3}[,/*]?[ \t]{0,3}(?:geb\b|geboren|\d{1,2}[-/.]\d{1,2}[-/.](?:19|20)\d\d)")
HL7_SEX = compile(r"^pid(?:\|[^|\n]{0,80}){7}\|(?P<sex>[mf])(?:\||$|\n)", multiline=True)
NOT_PATIENT = compile(
    r"\b(?:mother|father|brother|sister|sibling|uncle|aunt|cousin|grand\w+|son|daughter|donor|twin|parents?|husband|wife|nephew|niece)(?:'s)?"
    r"(?!(?:[\w ,(:*]|\n(?!\n)){0,24}\b(?:patient|pt|brought|noted|noticed|found|of an?|of the|of this)\b)(?:[\w ,(:*-]|\n(?!\n)){0,24}$"
)
OF_ANOTHER = compile(r"[ \t-]*(?:[a-z-]{2,14}[ ])?(?:donors?|siblings?|relatives?|carriers?|controls?|infertility)\b")  # "female donor"
YEARS_BEFORE = compile(r"\d[ ]?(?:y|yrs?|years?)\.?[ ,/+&]{0,3}(?:and )?$")
AGE_BEFORE = compile(r"\bage[ \t]*[:=]?[ \t]*$")


# Words that can end a `LOOSE` or a `GLUED` age: looked up, so that not every number of the report is tried.
UNITS = ("year", "years", "yr", "yrs", "y", "yo", "jaar", "\u00e5r", "ans", "jahre", "j", "a\u00f1os", "anos", "anni", "lat", "month", "months", "mth", "mths", "mo", "mos", "a")
SEXES = ("m", "f", "male", "female")
GLUED_WORDS = (*SEXES, *(unit + sex for unit in ("y", "yr", "yrs", "year", "years") for sex in SEXES))
CLASSES = {
    "age": ("age",), "patient": ("patient", "pt", "pat"), "age label": AGE_WORDS, "sex age": ("sex", "gender", "cins"), "old": ("old",), "unit": UNITS, "glued": GLUED_WORDS, "letter": ("m", "f"), "dutch letter": ("v",),
    "sex label": SEX_LABELS, "person": (*MALE, *FEMALE), "pronoun": (*HE, *SHE),
}  # fmt: skip
CLASSES_OF = {word: tuple(name for name, words in CLASSES.items() if word in words) for words in CLASSES.values() for word in words}
WORDS = frozenset(CLASSES_OF)


class Words:
    """The words of the report that tell of the patient: for each class their places in order."""

    def __init__(self, document: Document) -> None:
        self.places: dict[str, list[int]] = {}
        for word in WORDS.intersection(document.words):
            for name in CLASSES_OF[word]:
                self.places.setdefault(name, []).extend(document.places_of((word,)))
        for places in self.places.values():
            places.sort()

    def of(self, name: str) -> list[int]:
        return self.places.get(name, [])

    def in_head(self, name: str, end: int = HEAD) -> list[int]:
        return [place for place in self.places.get(name, ()) if place < end]


def read(reading: Reading) -> dict[str, Any]:
    """Age and sex of the patient."""
    made: dict[str, Any] = {}
    words = Words(reading.document)
    together = [match for match in glued(reading.document.folded, words) if not of_another(reading, match.start(), match.end())]
    age = read_age(reading, words, together)
    if age:
        made["age"] = age
    sex = read_sex(reading, words, together)
    if sex:
        made["sex"] = sex
    return made


def ages(reading: Reading, words: Words, together: list[Match[str]]) -> Iterator[tuple[str, Match[str]]]:
    """What may be the patient's age, the surest first, with the rule that found it."""
    document = reading.document
    folded = document.folded
    if "/12" in folded:
        yield from (("age.label", match) for pattern in (NINTHS, TWELFTHS) for match in pattern.finditer(folded, 0, HEAD))
    yield from (("age.label", match) for match in at(DOB_AGE, folded, words.in_head("age")))
    labelled = [match for match in at(LABELLED, folded, words.of("age label")) if not folded.endswith("percent ", 0, match.start())]
    aside = [match for match in labelled if folded.endswith(THEN, 0, match.start())]
    yield from (("age.label", match) for match in labelled if match not in aside)
    yield from (("age.label", match) for match in at(SEX_AGE, folded, words.in_head("sex age")))
    for place in words.of("old"):
        found = OLD.search(folded, max(0, place - 40), place + 3) or OLD_IN_WORDS.search(folded, max(0, place - 24), place + 3)
        if found and document.section_at(place).role != "family":
            yield "age.old", found
    yield from (("age.old", match) for match in at(OF_AGE, folded, words.in_head("person")))
    yield from (("age.glued", match) for match in together)
    loose = numbers_before(LOOSE, folded, words.in_head("unit"))
    yield from (("age.head", match) for match in loose if not folded.endswith(SPANS, 0, match.start()))
    yield from (("age.label", match) for match in aside)


THEN = ("(", "at ", "at\n", "the ")  # "(age 4)" behind a diagnosis, "at age 4": the age then


def glued(folded: str, words: Words) -> list[Match[str]]:
    """Age and sex in one: 24M, 24 y/F, M/24, and behind the word itself: Patient (male, 24)."""
    numbered = [match for match in numbers_before(GLUED, folded, words.in_head("glued")) if int(match["age"]) <= 110 and not months(folded, match)]
    found = [*numbered, *at(GLUED_SEX, folded, words.in_head("letter")), *at(PATIENT, folded, words.of("patient"))]
    return sorted(found, key=lambda match: match.start())


def months(folded: str, match: Match[str]) -> bool:
    """Whether the `m` behind a number may be months: of "2 y 9 m", "Age 9m"."""
    if match["sex2"] != "m" or match["unit"]:
        return False
    before = folded[max(0, match.start() - 20) : match.start()]
    return YEARS_BEFORE.search(before) is not None or (int(match["age"]) <= MOST_MONTHS and AGE_BEFORE.search(before) is not None and "/" not in match.group())


MOST_MONTHS = 36  # that an age is told in with a bare `m`


def numbers_before(pattern: Pattern[str], folded: str, places: list[int]) -> Iterator[Match[str]]:
    """The matches of a pattern that begins with a number and goes on with a word that stands at one of the places."""
    last = 0
    for place in places:
        before = folded[max(0, place - 5) : place].rstrip(" -/")[-1:]
        if before.isdigit() or before in BEFORE_UNIT:
            match = pattern.search(folded, max(last, place - 14), min(place + 40, HEAD))
            if match and match.start() < place:
                last = match.end()
                yield match


BEFORE_UNIT = frozenset([*HALF, "y", "r", "s"])  # of "24 yrs/F"


def read_age(reading: Reading, words: Words, together: list[Match[str]]) -> dict[str, Any] | None:
    for rule, match in ages(reading, words, together):
        if of_another(reading, match.start(), match.end()):
            continue
        years = None if months_or_male(reading, words, match) else years_of(match, rule)
        if years is not None:
            return reading.sourced(match.start("age"), match.end(), rule, value=years)
    return None


def of_another(reading: Reading, start: int, end: int) -> bool:
    """Whether the words around speak of a relative or the donor."""
    folded = reading.document.folded
    return NOT_PATIENT.search(folded, max(0, start - 40), start) is not None or OF_ANOTHER.match(folded, end) is not None


def months_or_male(reading: Reading, words: Words, match: Match[str]) -> bool:
    """Whether the M of `Age: 9M` may be months or the sex: nothing else tells the sex."""
    return match.groupdict().get("unit") == "m" and reading.document.raw[match.start("unit")] == "M" and int(float(match["age"])) <= MOST_MONTHS and not words.of("sex label") and not match["months"]


def number_of(age: str) -> float:
    """The number that an age is printed as, in figures or in words."""
    return float(age.replace(",", ".")) if age[0].isdigit() else float(sum(NUMBERS[word] for word in age.replace("-", " ").split()))


def years_of(match: Match[str], rule: str) -> float | None:
    groups = match.groupdict()
    if groups.get("age") is None:
        return None
    number = number_of(groups["age"]) + HALF.get(groups.get("half") or "", 0)
    unit = (groups.get("unit") or "").rstrip(".")
    if groups.get("part"):
        number /= int(groups["part"])
    elif unit == "m" and number > MOST_MONTHS:
        pass  # "Age 45M": years and the sex
    elif unit.startswith("mo") or unit in {"m", "mth", "mths"}:
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


def read_sex(reading: Reading, words: Words, together: list[Match[str]]) -> dict[str, Any] | None:
    document = reading.document
    folded = document.folded
    labelled = HL7_SEX.search(folded, 0, HEAD) if "pid|" in folded else None
    labelled = labelled or next(at(SEXED, folded, words.of("sex label")), None) or next(at(AGE_SEX, folded, words.of("age")), None)
    if labelled:
        return sex_finding(reading, labelled.start("sex"), labelled.end("sex"), "sex.label")
    if together:
        group = "sex2" if together[0].re is GLUED else "sex"
        return sex_finding(reading, together[0].start(group), together[0].end(group), "sex.glued")
    letter = head_letter(document, words)
    persons = (place for place in words.of("person") if stands_alone(folded, place))
    word = next((place for place in persons if not of_another(reading, place, word_end(folded, place))), None)
    if letter is not None and (word is None or letter < word or word > 900):
        return sex_finding(reading, letter, letter + 1, "sex.head")
    if word is not None:
        return sex_finding(reading, word, word_end(folded, word), "sex.word")
    pronoun = next((place for place in words.of("pronoun") if stands_alone(folded, place)), None)  # HER2 is none
    return None if pronoun is None else sex_finding(reading, pronoun, word_end(folded, pronoun), "sex.pronoun")


def head_letter(document: Document, words: Words) -> int | None:
    """The place of a lone M or F in the head of the report."""
    folded = document.folded
    for place in words.in_head("letter", 900):
        if HEAD_SEX_AFTER.match(folded, place) and HEAD_SEX_BEFORE.search(folded[max(0, place - 14) : place]):
            if NOT_PATIENT.search(folded, max(0, place - 40), place) or in_segment(document, place):
                continue
            return place if document.raw[place].isupper() or folded[place - 1 : place + 2 : 2] in {"\t\t", "||"} or BORN.match(folded, place + 1) else None
    # V for 'vrouw' is a roman number and a gene segment too, and counts only before the date of birth
    return next((place for place in words.in_head("dutch letter", 900) if document.raw[place].isupper() and HEAD_SEX_BEFORE.search(folded[max(0, place - 14) : place]) and BORN_DUTCH.match(folded, place + 1)), None)


def word_end(folded: str, place: int) -> int:
    end = place
    while end < len(folded) and folded[end].isalpha():
        end += 1
    return end


def stands_alone(folded: str, place: int) -> bool:
    """Whether a word is no part of a compound."""
    end = word_end(folded, place)
    around = (folded[place - 1 : place], folded[end : end + 1])
    return not any(character in {"-", "_"} or character.isdigit() for character in around) and not folded.endswith("our ", 0, place)  # Our Lady


def sex_finding(reading: Reading, start: int, end: int, rule: str) -> dict[str, Any]:
    word = reading.document.folded[start:end]
    female = word in FEMALE or word in SHE or (word.startswith(("f", "v", "w")) and word not in MALE)
    return reading.sourced(start, end, rule, value="female" if female else "male")
