"""What no sentence of the library may hold (the classes of hostile.tsv), by language. Patterns over one sentence at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from allreport.explain.readability import sentences

WHO = r"(?:you|we|they|your child|the patient|patients|people|children)"
TEAM = r"(?:doctors?|care team|the team|lab|hospital|pathologist|clinicians?|they)"
BANS: dict[str, dict[str, tuple[str, ...]]] = {
    "en": {
        "advice": (
            rf"\b{WHO}\b[^.?!]{{0,40}}\b(?:should|must|ought to|needs? to|ha(?:s|ve) to|(?:may|might) need|needs?)\b",
            r"^(?:avoid|eat|drink|stop|take|get|start|begin|wait|keep|stay|wash|rest|do not|don't|never|always|ask for|make sure)\b",
            r"\b(?:recommend|advise|it would be best|best to|do not let|second opinion)",
            rf"\b{WHO}\b[^.?!]{{0,40}}\bcan (?:get|take|have|start)\b", r"\b(?:drugs?|medicines?|treatment)\b[^.?!]{0,20}\b(?:can|may) be (?:taken|given|used)\b",
            r"\b(?:transplant|transfusion|aspirin|diet|school|sports?|crowds|chemotherapy)\b",
        ),
        "prognosis": (r"\b(?:outlook|prognos\w*|chances?|odds|surviv\w*|(?:un)?favou?rable|risk|cured?|cures|live longer|do(?:es)? well|doing well|come back|comes back|likely|treatable|good type)\b", r"\bhard(?:er)? to treat\b", r"\bhigh-risk\b"),
        "tone": (
            r"\b(?:good|bad|great) news\b", r"\b(?:only|just) (?:an?|few|some|tiny|small|\d|\{)", r"\b(?:worry|worried|aggressive|battle|brave|war|fighting|enemy|unfortunately|fortunately|luckily|sadly|dangerous|terrible|scary)\b",
            r"\b(?:reassur\w*|invaded?|attack\w*|kill\w*|fault|blame|mistake|tiny amount|hope(?:fully)?)\b", r"\bbecause you\b",
        ),
        "status": (
            r"\b(?:remission|relaps\w*|refractory|cured|cure|come back|came back|is back|worked)\b", r"\b(?:is|are) (?:gone|clear|over|cancer-free)\b", r"\bfree of (?:leukemia|cancer|disease)\b",
            r"\b(?:is|are) no leukemia\b", r"\bno leukemia cells? (?:left|remain)\b", r"\bdid not respond\b", r"\bclear of\b",
        ),
        "polarity": (r"\b(?:positive|negative)\b(?! means\b)",),
        "mind": (rf"\b{TEAM} (?:thinks?|believes?|will|is going to|are going to|wants?|expects?|suspects?|hopes?|has decided|have decided|are pleased|is pleased|plans to|feels?)\b",),
        "identity": (
            r"\b(?:Dr|Mr|Mrs|Ms|Prof)\b\.?", r"\bMRN\b", r"@", r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", r"\b\d{3}-\d{4}\b", r"\brecord number\b", r"\b(?:about|named|called|signed by) [A-Z][a-z]+ [A-Z][a-z]+", r"\bStreet\b", r"\bWard \d",
        ),
        "checked": (
            r"\b(?:checked|reviewed|approved|confirmed|written|wrote|endorsed|vetted)\b[^.]*\b(?:clinicians?|doctors?|experts?|specialists?|hospital|h(?:a)?ematologists?|nurses?)\b",
            r"\b(?:clinicians?|doctors?|experts?|specialists?|hospital|h(?:a)?ematologists?)\b[^.]*\b(?:checked|reviewed|approved|confirmed|wrote|endorsed|vetted|stands? behind)\b",
            r"\b(?:medically|clinically) (?:reviewed|validated|approved)\b", r"\bcertified\b",
        ),
    },
    "es": {
        "advice": (
            r"\b(?:deber[ií]a|debe|deben|tiene que|tienen que|necesita|hay que|recomend\w+|aconsej\w+|conviene)\b", r"^(?:evite|coma|beba|deje|tome|empiece|espere|no deje|pida|inicie)\b",
            r"\b(?:trasplante|transfusi[oó]n|aspirina|dieta|escuela|deporte|quimioterapia)\b",
        ),
        "prognosis": (r"\b(?:pron[oó]stico|favorable|desfavorable|riesgo|supervivencia|sobreviv\w+|probabilidad\w*|se curan?|curan?|curaci[oó]n|vuelva|esperanza)\b", r"\bes probable\b"),
        "tone": (r"\b(?:buenas|malas) noticias\b", r"\b(?:solo|s[oó]lo|solamente|apenas) (?:se|un|una|unas|unos|hay|\d|\{)", r"\b(?:preocup\w+|agresiv\w+|batalla|lucha\w*|valiente|desgracia|suerte|peligros\w+|terrible|culpa|lamentablemente|afortunadamente|tranquil\w+)\b"),
        "status": (r"\b(?:remisi[oó]n|reca[ií]da|refractari\w+|curad[oa]|desapareci\w+)\b", r"\bya no hay\b", r"\bha vuelto\b", r"\best[aá] limpi[oa]\b", r"\blibre de (?:leucemia|c[aá]ncer)\b"),
        "polarity": (r"\b(?:positiv[oa]s?|negativ[oa]s?)\b(?! (?:quiere decir|significa)\b)",),
        "mind": (r"\b(?:m[eé]dic[oa]s?|doctor(?:a|es)?|equipo(?: m[eé]dico)?|laboratorio) (?:cree|creen|piensa|piensan|va a|van a|quiere|quieren|espera|esperan|decidi\w+|sospecha|har[aá])\b",),
        "identity": (r"\b(?:Dr|Dra|Sr|Sra|Prof)\b\.?", r"\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}", r"\b\d{3}-\d{4}\b", r"\bexpediente\b", r"@"),
        "checked": (
            r"\b(?:revisad[oa]s?|aprobad[oa]s?|validad[oa]s?|certificad[oa]s?|escrit[oa]s?)\b[^.]*\b(?:m[eé]dic[oa]s?|doctor(?:a|es)?|especialistas?|expert[oa]s?|hospital)\b", r"\b(?:hemat[oó]log[oa]|m[eé]dic[oa]|especialista)\b[^.]*\b(?:escribi[oó]|revis[oó]|aprob[oó])\b",
            r"\baprobaci[oó]n\b",
        ),
    },
}  # fmt: skip
NUMBER_WORDS = {
    "en": r"\b(?:half|third|thirds|quarter|quarters|fifth|tenth|twice|double|dozen|ten|eleven|twelve|twenty|thirty|forty|fifty|hundred|thousand|million)\b",
    "es": r"\b(?:mitad|tercio|tercios|tercera parte|cuarta parte|cuarto|doble|docena|diez|veinte|treinta|cincuenta|cien|ciento|mil|mill[oó]n)\b",
}
DIGITS = re.compile(r"(?<![\w:+])\d[\d,.]*(?<![.,])(?![\w:])")
# What is denied may be named: "does not mean that there is no leukemia".
DENIED = {
    "en": re.compile(r"\bdoes not (?:mean|say)(?: (?:good or bad|that[^.]*))?|\bNo clinician has checked\b"),
    "es": re.compile(r"\bno (?:quiere decir|dice|significa)(?: (?:que[^.]*|nada[^.]*))?|\bNing[uú]n profesional de la salud ha revisado\b", re.IGNORECASE),
}


# What happens to genes and chromosomes. Beside a result that is not "found", it may be said of a kind of change, never of these cells.
HAPPENS = {
    "en": re.compile(r"\b(?:joins?|joined|break|breaks|broken|moved?|moves|missing|lacks?|trades?|extra|fewer|more copies|los[et]|gained|holds?|is there|not there)\b", re.IGNORECASE),
    "es": re.compile(r"\b(?:une|unen|unido|roto|rompe|movido|mueve|falta|faltan|cambian de lugar|de más|de menos|más copias|menos copias|menos cromosomas|perdido|no está ahí|está escrita)\b", re.IGNORECASE),
}
DEFINES = {"en": re.compile(r"In (?:this|healthy)\b"), "es": re.compile(r"En (?:este|esta|las células sanas)\b")}
HERE = {"en": re.compile(r"\b(?:here|these cells|(?:has|have) (?:joined|moved|broken|been))\b", re.IGNORECASE), "es": re.compile(r"\b(?:aquí|estas células|se han? \w+[di]do)\b", re.IGNORECASE)}


def asserted(text: str, language: str) -> list[str]:
    """The sentences of a definition that say that a change is there."""
    told = [part.strip() for part in sentences(text)]
    return [part for part in told if HERE[language].search(part) or (HAPPENS[language].search(part) and not DEFINES[language].match(part))]


class Fault(NamedTuple):
    """A sentence that breaks a rule of a class."""

    kind: str
    sentence: str


def faults(text: str, language: str, *, numbers: frozenset[str] = frozenset()) -> Iterator[Fault]:
    """The rules that a text breaks; `numbers`: those that its facts allow."""
    for sentence in (part.strip() for part in sentences(text)):
        kept = DENIED[language].sub(" ", sentence)
        for kind, patterns in BANS[language].items():
            if any(re.search(pattern, kept, 0 if kind == "identity" else re.IGNORECASE) for pattern in patterns):
                yield Fault(kind, sentence)
        if re.search(NUMBER_WORDS[language], kept, re.IGNORECASE) or set(DIGITS.findall(kept)) - numbers:
            yield Fault("number", sentence)


def allowed_numbers(facts: list[str]) -> frozenset[str]:
    """The numbers of facts, and the denominators in which percents are told."""
    found = {number for fact in facts for number in DIGITS.findall(re.sub(r"[-–%/]", " ", fact))}
    return frozenset(found | ({"100"} if any("%" in fact for fact in facts) else set()))
