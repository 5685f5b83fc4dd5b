"""Which disease this patient has, and its lineage: every mention weighed by where and how it is said."""

from __future__ import annotations

from typing import Any, NamedTuple

from allreport.document import Document
from allreport.lexicon import Hit, lexicon, normal
from allreport.patterns import compile  # noqa: A004
from allreport.read.context import Reading, at
from allreport.scan import Clause
from allreport.vocabulary.diseases import FOLLOWED, HEDGES, PROTOCOL_WORDS, PROTOCOLS

WEIGHT = {"diagnosis": 100, "amended": 95, "result": 60, "comment": 55, "addendum": 70, "header": 50, "history": 40, "presentation": 55, "course": 50, "prior": 30, "advice": 20}
OFF = frozenset({"method", "definition", "family", "chimerism"})
AFTER_TALK = compile(
    r"(?:[- ](?:type|like|directed|based|protocol|regimen|therap\w+|chemo\w*|trial|treatment|induction|style|oriented|panel|fish panel|cell line|clinic|ward|ctcs|patients|cases|study|studies|in general|guideline|marker|program|schedule|backbone)(?![a-z]))|[- ](?:trials?|survivors|fish)\b|\?|[ \t]+(?:is|are|was) (?:commoner|more (?:common|frequent)|less (?:common|frequent)|usually|often|typically|commonly|rarely|the most common|characteri|defined|associated|reported|rare|a (?:rare|common|heterogeneous|malignan|neoplas|disease|type|hematolog|haematolog|cancer))|s? (?:may|can|might) (?:present|mimic|show|be|occur|have|also)"
)
BEFORE_TALK = compile(
    r"(?:(?:children|adults?|patients?|cases|survivors|infants?|treatment|therapy|protocol|regimen|drug|approved|indicated|used|risk|incidence|diagnosis and treatment|features|classification|management|series|literature|reports?|cohort|people|individuals|outcome|relapse rate|known|like|as) (?:of|for|in|with)|unlike|such as|e\.g\.?,?|including|for example|similar to|contrast to|compared (?:with|to)|differs? from|that of|those of|resembl\w+|mimic\w*|simulat\w+|imitat\w*|against|more common in|seen in|typical of|subtypes? of|types? of|(?<!in the )form of|a variant of|differential diagnos[ie]s (?:of|with|from)|distinguish\w* (?:it )?from|distinguish|between|misdiagnos\w+ (?:as|with)|mistaken for|confused with|rather than|instead of|the category of|against|exclude[sd]?|excluding|ruled? out|ruling out|screen\w* for|work-?up for|evaluated for|suspicio\w+ (?:of|for)|fear of|question of|possibility of|concern\w* for|worr\w+ about|consider\w*(?: diagnos\w+ of)?|initial\w* (?:diagnos\w+|thought|considered|treated|label\w+) (?:as|of|with|to be|to have)|cd19 in)[ \t\n]+(?:a |an |the |acute |paediatric |pediatric |childhood |adult |possible |de novo |underlying |relapsed |refractory )*$"
)
STRONG = compile(r"(?:diagnos(?:is|ed|tic)|confirmed|established|revealed|showed|consistent with|compatible with|in keeping with|conclu\w+|known (?:case of )?|has|had|with|developed|suffer\w+ from|case of|presented with|relapse[d]? (?:of )?|final diagnosis|revised|we report|impression|represent\w*|features of|transformation to|evolved into|progress\w+ to|met (?:the )?criteria for|favou?r\w*)(?:[ \t\n:]+(?:the|a|an|of|was|is|as|with|to|made|having|to have|be|final|definitive|that|relapsed|high-risk|standard-risk|therapy-related|refractory|acute|recurrent|secondary|de novo|and|established|new|stage|i+v?|[ivx]+|ph-positive|philadelphia|early|newly diagnosed|precursor|pediatric|childhood|adult))*[ \t\n:]*$")
NOT_PATIENT = compile(r"\b(?:mother|father|brother|sister|sibling|cousin|uncle|aunt|grandmother|grandfather|nephew|niece|twin|son|daughter|parent|grandparent|relative|donor|wife|husband|family history|grandson|granddaughter|maternal|paternal)\b(?![^.;]{0,60}\b(?:brought|noticed|noted that|consent|donat)\b)")
RELATIVES = ("mother", "father", "brother", "sister", "sibling", "cousin", "uncle", "aunt", "grandmother", "grandfather", "nephew", "niece", "twin", "son", "daughter", "parent", "grandparent", "relative", "donor", "wife", "husband", "family", "grandson", "granddaughter", "maternal", "paternal")
LINEAGE_WORDS = compile(
    r"(?<![\w-])(?:(?P<b>b[- ](?:lineage|line\b|other\b|precursor|lymphoblasts?\b|lymphoid|lymphoblastic|cell (?:lineage|precursor|phenotype|type|origin|acute)|lymphoid lineage|immunophenotype|progenitor)|precursor[- ]b|pre-?b\b|pro-?b\b|bcp|b-all|common (?:all|b)|\(b\)|b lineage|b-cell all|b-cell phenotype|b cell phenotype|calla-positive|cd19-positive blasts|b-cell type)|"
    r"(?P<t>t[- ](?:lineage|line\b|precursor|lymphoblasts?\b|lymphoid|lymphoblastic|cell (?:lineage|precursor|phenotype|type|origin|acute)|lymphoid lineage|immunophenotype)|precursor[- ]t|pre-?t\b|pro-?t\b|\(t\)|t lineage|t-all|t-cell all|cortical t|thymic phenotype|early t|t-cell phenotype|t cell phenotype|t-cell type))(?![\w])"
)


class Mention(NamedTuple):
    """One mention of a disease that is said of the patient."""

    row: Any
    weight: float
    clause: Clause
    start: int
    end: int
    certainty: str
    previous: bool
    cue: Hit | None


class Told(NamedTuple):
    """Of whom the words of the report may tell but the patient: what it has no word of is not looked for at each mention."""

    everybody: bool
    relatives: bool

    @classmethod
    def of(cls, document: Document) -> Told:
        words = document.words
        return cls(not words.isdisjoint(GENERAL_WORDS), not words.isdisjoint(RELATIVES))


def read(reading: Reading) -> dict[str, Any]:
    """Disease, lineage and maturation stage of the report: keys of the model, missing where nothing is said."""
    if about_donor(reading.document):
        return {}
    told = Told.of(reading.document)
    mentions = [mention for clause in reading.clauses_with("disease") for mention in mentions_of(reading, clause, told)]
    if reading.narrative:
        mentions = corrected(reading, mentions)
    best, winner = choose(mentions, reading.narrative) if mentions else (None, None)
    if best is None or winner is None or best == "none":
        followed = followed_for(reading, told)
        if followed:
            mentions, best, winner = followed, followed[0].row.value, followed[0]
    if best is None or winner is None:
        return {} if mentions else by_protocol(reading)
    made: dict[str, Any] = {"disease": finding(reading, winner, "disease", {"value": best, "name": winner.row.id})}
    alternatives = [other for other in mentions if other.row.value != best and other.row.value != "none" and not other.previous]
    if alternatives:
        made["disease"]["alternatives"] = tuple(alternative(reading, other) for other in alternatives[:5])
    if best in {"ALL", "LBL", "MPAL"}:
        made["lineage"] = lineage(reading, mentions, best, winner)
        stage = next((mention for mention in sorted(mentions, key=lambda mention: -mention.weight) if mention.row.stage and mention.row.value == best), None)
        if stage is not None:
            made["maturation"] = finding(reading, stage, "maturation", {"value": stage.row.stage})
    return made


def followed_for(reading: Reading, told: Told) -> list[Mention]:
    """The disease whose rest or return is denied: the patient has or had it. 'No evidence of residual T-ALL.'"""
    document, table = reading.document, lexicon().table
    found = []
    for clause in reading.clauses_with("disease", "word"):
        named = [(hit, row, hit.start) for hit, row in clause.of("disease") if row.value != "none" and document.folded.endswith(FOLLOWED_BEFORE, clause.start, hit.start)]
        for hit, row in clause.of("word"):
            rest = document.folded[hit.start : hit.end].removeprefix("residual") if row.kind == "mrd" else ""
            entry = table.get(normal(rest))
            if entry is not None and "disease" in entry.rows:
                named.append((hit, entry.rows["disease"], hit.end - len(rest.lstrip())))
        for hit, row, start in named:
            effects = reading.context(clause, hit.start, hit.end).effects
            if "absent" in effects and clause.section.role not in OFF and not (told.relatives and other_owner(clause, hit, document.folded, effects)):
                found.append(Mention(row, 0.0, clause, start, hit.end, "probable", False, effects["absent"]))
    return found


FOLLOWED_BEFORE = tuple(word + blank for word in FOLLOWED for blank in (" ", "\n"))


def about_donor(document: Document) -> bool:
    """Whether the report is about a donor: what it tells of the recipient is another person's."""
    if "donor" not in document.words:
        return False
    top = document.folded[:DONOR_HEAD]
    return DONOR_TITLE.search(top) is not None and not PATIENT_LABEL.search(top)


DONOR_HEAD = 500
DONOR_TITLE = compile(
    r"\bdonor (?:evaluation|clearance|work-?up|assessment|screening|medical|health|suitability|examination|fitness|eligibility)\b|(?<=\n)[ \t]{0,8}donor(?: name| id)?[ \t]{0,4}:"
)
PATIENT_LABEL = compile(r"\b(?:patient|recipient|name)(?: name| id)?[ \t]{0,4}:")


def by_protocol(reading: Reading) -> dict[str, Any]:
    """ALL where the head of the report names a protocol or a test for it and no disease is spoken of elsewhere: `Trial: UKALL 2011`."""
    folded = reading.document.folded
    for match in at(PROTOCOL, folded, reading.document.places_of(PROTOCOL_WORDS, HEAD)):
        line = reading.document.line_at(match.start())
        others = any(not match.start() <= hit.start < match.end() and not english_all(reading.document.raw, hit) for clause in reading.clauses_with("disease") for hit, _ in clause.of("disease"))
        prose = line.text.endswith(".") and not LABELLED.match(line.text)
        if others or line.end - line.start > 170 or prose or NO_PROTOCOL.search(folded, line.start, line.end):
            return {}
        place = match.span()
        disease = reading.sourced(*place, "disease.protocol", certainty="probable", value="ALL", name="all")
        lineage = match["lineage"].upper() if match["lineage"] else "unspecified"
        said = by_lineage_words(reading) if lineage == "unspecified" else None
        return {"disease": disease, "lineage": said or reading.sourced(*place, "lineage.protocol", certainty="probable", value=lineage)}
    return {}


HEAD = 800
LABELLED = compile(r"[a-z][a-z /]{1,20}:")
PROTOCOL = compile(rf"(?:(?P<lineage>[bt])(?:-| |-cell |-lineage )?(?=all[ -]m)|)(?:{'|'.join(PROTOCOLS)})(?![a-z])")
NO_PROTOCOL = compile(r"\?|\bexclu|\bnot (?:on|for|eligible|in)\b|\bno (?:evidence|all)\b|\bif\b|suspect|\bdonor|\bsibling|\bfamily")


def corrected(reading: Reading, mentions: list[Mention]) -> list[Mention]:
    """The mentions of a narrative, with less weight where its title or a later sentence says that they were wrong."""
    folded = reading.document.folded
    title = folded[: reading.title_end]
    doubted = {row.value for clause in reading.clauses_with("disease") if clause.start < len(title) for hit, row in clause.of("disease") if hit.start < len(title) and provisional(reading, clause, hit, folded)}
    if doubted & {"ALL", "LBL"}:
        doubted |= {"ALL", "LBL"}
    revision = next((match for match in at(REVISED, folded, reading.document.places_of(REVISED_WORDS)) if match.start() >= len(title)), None)
    made = []
    for mention in mentions:
        weight = mention.weight
        if mention.row.value in doubted:
            weight -= 35
        if revision is not None and len(title) < mention.start < revision.start():
            weight -= 45
        made.append(mention._replace(weight=weight))
    return made


def finding(reading: Reading, mention: Mention, rule: str, values: dict[str, Any]) -> dict[str, Any]:
    made = reading.sourced(mention.start, mention.end, f"{rule}.{mention.row.id}", certainty=mention.certainty, **values)
    if mention.cue is not None and mention.cue.rows:
        made["cue_start"], made["cue_end"] = mention.cue.start, mention.cue.end
    return made


def alternative(reading: Reading, mention: Mention) -> dict[str, Any]:
    base = reading.sourced(mention.start, mention.end, f"disease.{mention.row.id}")
    return {"value": mention.row.value, **base}


def mentions_of(reading: Reading, clause: Clause, told: Told) -> list[Mention]:
    """The mentions of a clause that are said of the patient."""
    if clause.section.role in OFF:
        return []
    found = []
    for hit, row in clause.of("disease"):
        mention = weigh(reading, clause, hit, row, told)
        if mention is not None:
            found.append(mention)
    return found


def weigh(reading: Reading, clause: Clause, hit: Hit, row: Any, told: Told) -> Mention | None:
    """How much one mention counts; None where it is denied, asked, of another person, provisional, or talk."""
    folded = reading.document.folded
    effects = reading.context(clause, hit.start, hit.end).effects
    if (effects and unsaid(effects, folded, hit.end)) or (told.relatives and other_owner(clause, hit, folded, effects)) or general(clause, hit, folded, told):
        return None
    if undecided(clause, hit, folded) or folded.endswith(("not ", "not\n"), clause.start, hit.start):
        return None
    if "withdrawn" in effects and reading.taken_back(clause, hit.start, hit.end):
        return None
    if row.value == "none" and folded.find("consider", clause.start, hit.start) >= 0:
        return None  # 'consider drug toxicity, parvovirus'
    lead = folded[max(clause.start, hit.start - 130) : hit.start].rstrip()
    in_sentence = lead != "" and not lead.endswith(":")  # behind a label no sentence leads to it
    on_treatment = in_sentence and treated(clause, hit, folded)
    if "treated" in effects and not on_treatment:
        return None
    if in_sentence and not on_treatment and BEFORE_TALK.search(folded, max(clause.start, hit.start - 90), hit.start):
        return None
    if in_sentence and OUTDATED.search(folded, max(clause.start, hit.start - 60), hit.start):
        return None
    if english_all(reading.document.raw, hit) or (reading.narrative and not on_treatment and provisional(reading, clause, hit, folded)):
        return None
    previous = "previous" in effects and "current" not in effects
    certainty = "probable" if "probable" in effects or any(hedge in folded[hit.start : hit.end] for hedge in HEDGES) else "stated"
    weight = weight_of_place(reading, clause, hit, led=lead != "") + weight_of_words(effects, previous, on_treatment, of_patient=ABOUT_PATIENT.search(folded, clause.start, clause.end) is not None if "definition" in effects else False) - (25 if row.weak else 0)
    return Mention(row, weight, clause, hit.start, hit.end, certainty, previous, effects.get("probable") or effects.get("previous"))


def undecided(clause: Clause, hit: Hit, folded: str) -> bool:
    """Whether a disease is one of several to choose from (`T/C ALL`, `ALL vs AML`); leukemia against lymphoma of one kind is no choice."""
    if TO_CONSIDER.search(folded, max(clause.start - 3, hit.start - 24), hit.start):
        return True
    if not any(word in folded[max(0, hit.start - 10) : hit.end + 40] for word in ("vs", "versus")):
        return False
    behind = VERSUS_BEHIND.match(folded, hit.end, hit.end + 60)
    return behind is not None or VERSUS_BEFORE.search(folded, max(clause.start, hit.start - 60), hit.start) is not None


TO_CONSIDER = compile(r"(?<!\w)(?:t/|t/c\.?|to consider|consider|r/o|d/d:?)[ ]{0,2}(?:an? )?$")
OWN_KIND = r"(?:[bt][ -](?:cell )?|precursor )?(?:lymphoblastic|lbl\b|lymphoma|all\b)"
VERSUS_BEHIND = compile(rf"[ ,]{{0,2}}(?:\([^()\n]{{0,24}}\)[ ]?)?(?:vs\.?|versus)[ ](?!{OWN_KIND})")
VERSUS_BEFORE = compile(r"(?<!all )(?<!lbl )(?<!leukemia )(?<!leukaemia )(?:\bvs\.?|\bversus)[ ]$|(?:aml|mpal|itp|myeloid leuka?emia|mononucleosis)[ ](?:vs\.?|versus)[ ]$")


def unsaid(effects: dict[str, Hit], folded: str, end: int) -> bool:
    """Whether words deny the disease or ask for it."""
    denied = effects.get("after:absent")
    if denied is not None and not folded.startswith(("neg", "-ve", "normal", "unremark"), denied.start):
        return True
    asked = effects.get("after:possible")
    if asked is not None and folded.startswith("?", asked.start) and folded.find(". ", end, asked.start) >= 0:
        return not (UNSAID - {"after:possible"}).isdisjoint(effects)  # of the next words: "New B-ALL. t(9;22)?"
    return not UNSAID.isdisjoint(effects)


UNSAID = frozenset({"absent", "question", "after:question", "donor", "possible", "after:possible"})


def general(clause: Clause, hit: Hit, folded: str, told: Told) -> bool:
    """Whether the words around speak of the disease in general, of what was thought of and rejected, or are the keywords of a paper."""
    if AFTER_TALK.match(folded, hit.end, min(len(folded), hit.end + 60)):
        return True
    if told.everybody and (GENERAL.search(folded, clause.start, clause.end) or folded.startswith("keyword", clause.document.line_at(hit.start).start)):
        return True
    if folded.find(" with", clause.start, clause.end) >= 0 and ANYBODY.search(folded, clause.start, clause.end):
        return True
    if folded.find(" n", max(clause.start, hit.start - 50), min(clause.end, hit.end + 30)) >= 0 and (NEVER_AFTER.match(folded, hit.end, clause.end) or NEVER_BEFORE.search(folded, max(clause.start, hit.start - 60), hit.start)):
        return True
    reach = min(clause.end, hit.end + 90)
    if (folded.find("not ", hit.end, reach) >= 0 or folded.find("unlikely", hit.end, reach) >= 0 or folded.find("consider", hit.end, reach) >= 0) and NOT_SUPPORTED.match(folded, hit.end, reach):
        return True
    return (folded.find("was ", hit.end, reach) >= 0 or folded.find("were ", hit.end, reach) >= 0) and LIST_DENIED.match(folded, hit.end, clause.end) is not None


def treated(clause: Clause, hit: Hit, folded: str) -> bool:
    """Whether the patient is treated for it."""
    return ON_TREATMENT.search(folded, max(clause.start, hit.start - 90), hit.start) is not None and PATIENT.search(folded, clause.start, clause.end) is not None


def weight_of_place(reading: Reading, clause: Clause, hit: Hit, *, led: bool) -> float:
    """How much the section and the words that lead to a mention (if any do) give it."""
    folded, section = reading.document.folded, clause.section
    narrative = section.role in {"header", "history", "result", "comment"} and section.name in {"header", "history", "other", "comment", "findings"}
    weight = 32.0 if reading.narrative and narrative else float(WEIGHT.get(section.role, 50))
    close = min(clause.end, hit.end + 60)
    if (led and STRONG.search(folded, max(clause.start, hit.start - 70), hit.start)) or STRONG_AFTER.match(folded, hit.end, close):
        weight += 30 if reading.narrative else 15
    if (led and FINAL.search(folded, max(clause.start, hit.start - 130), hit.start)) or FINAL_AFTER.match(folded, hit.end, close):
        weight += 25
    if reading.narrative and hit.start < reading.title_end:
        weight += 14
    return weight


def weight_of_words(effects: dict[str, Hit], previous: bool, on_treatment: bool, *, of_patient: bool) -> int:
    """What doubt, time and talk in the sentence add or take; words of a protocol are no talk where the patient is treated."""
    weight = 0
    if effects:
        weight -= 3 * ("probable" in effects) + 35 * ("definition" in effects and not of_patient) + 15 * ("advice" in effects) + 30 * previous
    if on_treatment:
        weight += 28 if previous else 18
    return weight


LIST_DENIED = compile(r"[^.;:]{0,70}?\b(?:were|was) (?:rejected|excluded|dismissed|ruled out|discarded|put aside|(?:considered|suspected|discussed|mentioned|entertained|debated|thought of)(?=[ ]*(?:[.,;]|but|first|and then|initially|at first)))")
# "ALL / hypoplastic MDS considered and not supported", "ALL is not favoured".
_AGAINST = r"(?:not (?:supported|favou?red|confirmed|likely|substantiated|borne out|felt (?:to be )?likely)|unlikely|less likely|unsupported|rejected|excluded|dismissed|discarded|refuted|ruled out)\b"
NOT_SUPPORTED = compile(rf"(?:[ ]?/[ ]?[\w -]{{1,30}}|[ ](?:or|and)[ ][\w -]{{1,30}})?[ \n](?:(?:considered|thought of|entertained|suspected|discussed)[ ,]{{1,2}}(?:and |but |yet |though )?(?:is |was |were |felt |deemed |judged |thought |found )?{_AGAINST}|(?:is |are |seems |appears |considered |felt |deemed )?(?:to be )?(?:not (?:supported|favou?red)|unlikely|less likely|unsupported)\b)")
# What did not come: "evolution to ALL has not occurred", "never developed ALL".
NEVER_AFTER = compile(r"[ \t\n]{1,3}(?:has|have|had|did|was|could)(?: not| never)(?: been| be)?[ \n](?:occurr\w*|develop\w*|ensue\w*|follow\w*|superven\w*|evolv\w*|emerg\w*|arisen|arise|appear\w*|confirmed|found|proven|substantiated|seen|considered)\b")
NEVER_BEFORE = compile(r"\b(?:not|never|nor)[ ](?:\w+[ ]){0,2}(?:progress\w*|evolv\w*|transform\w*|develop\w*|turn\w*|becom\w*|became)(?: in)?(?: ?to)?[ ](?:an? |overt |frank )?$")
# Said of everybody, not of this patient.
GENERAL = compile(r"\b(?:clinicians?|physicians)\b|\bis well known\b|has been (?:published|described)|take-?home|learning points?|\bkeywords?[ \t]*:|\bshould (?:not|always|never|prompt|raise|alert)\b|\bmust (?:not|always|never) be\b")
GENERAL_WORDS = ("clinician", "clinicians", "physicians", "known", "published", "described", "take", "takehome", "learning", "keyword", "keywords", "should", "must")
ANYBODY = compile(r"\b(?:in|of) (?:a|any|every|all) (?:child|patient|adult|boy|girl|infant)s? with\b")
# The text says that what stood before was wrong.
REVISED = compile(r"final diagnosis (?:was|is)\b|\bre-?classified\b|\bdiagnosis[^.]{0,60}\bwas (?:revised|changed|amended|corrected)\b|\brevised to\b|\bat the second opinion\b|\bon (?:expert |central )?review (?:in|at|by|of)\b")
REVISED_WORDS = ("final", "re", "reclassified", "diagnosis", "revised", "at", "on")
OUTDATED = compile(r"\b(?:first|earlier|original|previous|initial|outside|preliminary) (?:report|diagnosis|impression|reading)\b[^.:\n]{0,30}$")
ON_TREATMENT = compile(r"\b(?:treated|treatment|therapy|protocol|chemotherapy|remission|relapses?|maintenance|induction|consolidation|transplant\w*|week \d+ of treatment|diagnosis)\b(?: \w+){0,4} (?:for|of|from|with)[ \t\n](?:a |an |the |his |her |stage i+v? |first |second |childhood |standard-risk |high-risk |relapsed |philadelphia |[\w:]+-positive |[\w:]+-rearranged |secondary |[ds]+-)*$")
ABOUT_PATIENT = compile(r"\b(?:he|she|the (?:patient|boy|girl|child|man|woman|infant))[ \n](?:was|is|has been|had been|received)[ \n]?(?:treated|started|given|enrolled|put|begun|entered)?\b")
PATIENT = compile(r"\b(?:he|she|his|her|boy|girl|man|woman|patient|child|infant|male|female|year-old|teenager|was begun|was started|toddler|adolescent|lady|gentleman)\b")
KEEP_AFTER = frozenset({"AFTER", "FOLLOWING", "PRESENTING", "DURING", "MIMICKING", "MASQUERADING", "WITH", "IN", "RELAPSE", "RELAPSED", "NOS", "CNS", "AND", "OR", "PRE", "PHENOTYPE", "SEE", "INFANT", "EARLY", "TYPE", "OF"})


def english_all(raw: str, hit: Hit) -> bool:
    """Whether ALL is the English word in capitals: another word in capitals follows ('ALL CLEAR', 'ALL SLIDES')."""
    text = raw[hit.start : hit.end]
    if text[:4] in {"all ", "All ", "ALL "}:  # 'all T markers negative' is no 'ALL T'
        noun = NOUN_AFTER.match(raw, hit.end)
        return noun is not None and noun.group(1).lower() in COUNTED
    if text != "ALL":
        return False
    lower = LOWER_AFTER.match(raw, hit.end)
    if lower is not None:
        return lower.group(1) in COUNTED
    following = WORD_AFTER.match(raw, hit.end)
    return following is not None and following.group(1).isupper() and following.group(1) not in KEEP_AFTER


# Nouns that the English word stands before, in a heading or at the start of a shouted sentence.
COUNTED = frozenset(["the", "of", "other", "others", "markers", "marker", "antibodies", "samples", "results", "values", "tests", "probes", "slides", "agreed", "metaphases", "controls", "lines", "reagents", "counts", "parameters", "genes", "loci", "targets", "three", "four", "five", "two", "six", "normal", "antigens", "sections", "specimens", "lineages", "findings", "numbers"])
NOUN_AFTER = compile(r"(?:[ \t-]{1,2}(?:cell|lineage|lymphoid|associated|specific|line)){0,2}[ \t]{1,3}([A-Za-z]{2,12})\b")
LOWER_AFTER = compile(r"[ \t]{1,3}([a-z]{2,12})\b")
WORD_AFTER = compile(r"[ \t]{1,3}([A-Z]{3,})\b")


def other_owner(clause: Clause, hit: Hit, folded: str, effects: dict[str, Hit]) -> bool:
    """Whether the disease is a relative's."""
    if NOT_PATIENT.search(folded, clause.start if "family" in effects else max(clause.start, hit.start - 40), hit.start):
        return True
    return NOT_PATIENT.search(folded, hit.end, min(clause.end, hit.end + 26)) is not None and OF_RELATIVE.match(folded, hit.end) is not None


def provisional(reading: Reading, clause: Clause, hit: Hit, folded: str) -> bool:
    """Whether a diagnosis was only a first thought, somebody's word, or one of several weighed."""
    before = folded[max(clause.start, hit.start - 110) : hit.start]
    cue = None
    for match in PROVISIONAL.finditer(before):
        cue = match
    if cue is not None and cue.group() in OF_WHAT_STOOD_BEFORE and before[cue.end() :].startswith(","):
        cue = None  # "ML-DS expected, ALL found"
    if cue is not None and not FINAL.search(before[cue.end() :]) and not TURN.search(before[cue.end() :]):
        return clause.section.role != "diagnosis" or reading.document.section_at(hit.start).name != "diagnosis" or "provisional diagnosis" not in folded[max(0, hit.start - 60) : hit.start]
    if PROVISIONAL_AFTER.match(folded, hit.end, min(clause.end, hit.end + 70)):
        return True
    if reading.narrative and (in_quotes(folded, hit.start) or quoted(folded, hit)):
        return True
    quote = folded.rfind('"', max(clause.start, hit.start - 40), hit.start)
    return quote >= 0 and folded.find('"', hit.end, hit.end + 40) >= 0 and folded[clause.start : quote].count('"') % 2 == 0 and REPORTED.search(folded, clause.start, quote) is not None


def in_quotes(folded: str, place: int) -> bool:
    """Whether a place stands in the quoted words of somebody, in its paragraph."""
    start = folded.rfind("\n\n", 0, place) + 1
    return folded.count('"', start, place) % 2 == 1 and folded.find('"', place, place + 200) >= 0


OF_WHAT_STOOD_BEFORE = frozenset(["expected", "considered", "suspected", "anticipated", "dismissed", "rejected", "excluded", "feared"])


def quoted(folded: str, hit: Hit) -> bool:
    """Whether a mention is part of a phrase in single quotes: sent out as 'ALL, FAB L3'."""
    return QUOTE_BEFORE.search(folded, max(0, hit.start - 32), hit.start) is not None and QUOTE_BEHIND.match(folded, hit.end, hit.end + 40) is not None


QUOTE_BEFORE = compile(r"(?<![\w.])'[^'\n.]{0,30}$")
QUOTE_BEHIND = compile(r"[^'\n.]{0,30}'(?!\w)")
PROVISIONAL = compile(r"\b(?:(?:was|were|is|had been) (?:sent|signed|called|read|reported|labelled|given)(?: out)?(?: \w+){0,3} as|announced|initial(?:ly)?|provisional|preliminary|first(?: report| impression| diagnosis| reading|ly)?|presum\w+|working|suspect\w*|was thought|were thought|thought of|first thought|impression of|outside|elsewhere|referring|sending institution|request form|note reads?|signed out|label\w*|misdiagnos\w+|mistaken|erroneous\w*|wrong\w*|told|feared|anticipated|in mind|consider\w*|did not fit|does not fit|not fit|imitat\w+|mimic\w*|discard\w*|licen[sc]ed|in use|milder than|typical of|co-?occurrence|associated with|resembl\w+|spoke of|had favou?red|expected|pending|versus|vs\b|distinction|distinguish\w*|exclu\w+|dismissed|rejected|against|unlikely|if |whether|could|might|may|would|should|possibility|differential|hospitalist|resident|intern|transferred (?:as|with)|admitted as|sent (?:to us )?as|came with (?:the|a) diagnosis)\b")
PROVISIONAL_AFTER = compile(r"[ \t\n,]*(?:\([^()]{0,24}\)[ ,]*)?(?:with (?:[\w-]+ ){1,3})?(?:was|were|is|are|had been|has been)?[ \t\n]*(?:the (?:first|initial|preliminary|working|leading|provisional)|first (?:thought|suspected|considered)|initially|untenable|also untenable|refuted|consider|suspect|presum|anticipat|discard|dismiss|reject|exclu|ruled out|thought|feared|foremost|entertained|until proven|or something else|in the differential|expected|was revised|had been based|, since revised|withdrawn|unlikely|were not|was not (?:found|confirmed))")
REPORTED = compile(r"report|note|label|form|read|wrote|said|called|diagnosis|conclu|summary|letter|stated|words")
FINAL = compile(r"\bdiagnosis:|\b(?:final(?:ly)?|definitive|revised(?: to| diagnosis)?|ultimately|confirm\w+|established|turned out|proved|proven|rendered|the diagnosis (?:of|was|is)|diagnosed (?:with|as|to have)|was diagnosed|had been diagnosed|diagnosis of|amended to|changed to|corrected to|reclassified|actual|true diagnosis|retained diagnosis|diagnostic of)\b")
FINAL_AFTER = compile(r"[ \t\n]*(?:\([^()]{0,30}\)[ ]*|,[^,.;\n]{1,30},[ ]|,[ ])?(?:was|were|is|had been)[ \t\n](?:then |thus |therefore |finally |subsequently |later )?(?:diagnosed|confirmed|established|made|rendered|proven)")
TURN = compile(r"\b(?:but|however|yet|turned out|instead)\b")
STRONG_AFTER = compile(r"[ \t\n]*(?:\([^()]{0,30}\)[ ]*)?(?:was|were) (?:diagnosed|confirmed|found|established|treated|made)|[ \t\n]+(?:in|on) (?:maintenance|remission|relapse|therapy|treatment)|[ \t\n]+(?:relaps|diagnosed)")
OF_RELATIVE = compile(r"[ \t\n]*(?:in|of) (?:his|her|the|a|an) (?:\w+ )?(?:mother|father|brother|sister|sibling|cousin|uncle|aunt|grand\w+|nephew|niece|twin|son|daughter|donor)")


def choose(mentions: list[Mention], narrative: bool) -> tuple[str | None, Mention | None]:
    """The disease with the best mention; many mentions lift it a little."""
    scores: dict[str, float] = {}
    best: dict[str, Mention] = {}
    for mention in mentions:
        value = mention.row.value
        if value not in best or mention.weight > best[value].weight:
            best[value] = mention
    for value, top in best.items():
        count = sum(mention.row.value == value and mention.weight > 20 for mention in mentions)
        scores[value] = top.weight + min(12, 2 * count)
        if value == "none":
            scores[value] -= 20
    winner = max(scores, key=lambda value: scores[value])
    if winner == "LBL" and "ALL" in scores and scores["ALL"] >= scores["LBL"] - 25:
        winner = "ALL"
    if scores[winner] < (30 if narrative else 12):
        return None, None
    return winner, best[winner]


def lineage(reading: Reading, mentions: list[Mention], value: str, winner: Mention) -> dict[str, Any]:
    """The lineage as stated by the disease's own names, else by lineage words of the report; `unspecified` if none."""
    if value == "MPAL":
        return finding(reading, winner, "lineage", {"value": "mixed"})
    named = [mention for mention in mentions if mention.row.lineage in {"B", "T"} and mention.row.value in {"ALL", "LBL"} and mention.clause.section.role != "advice"]
    if named:
        top = max(named, key=lambda mention: mention.weight)
        return finding(reading, top, "lineage", {"value": top.row.lineage})
    return by_lineage_words(reading) or finding(reading, winner, "lineage", {"value": "unspecified"})


def by_lineage_words(reading: Reading) -> dict[str, Any] | None:
    """The lineage by the first words for one that are said of this patient."""
    for match in LINEAGE_WORDS.finditer(reading.document.folded):
        section = reading.document.section_at(match.start())
        if section.role in OFF or section.role == "advice" or UNSURE.search(reading.document.folded, max(0, match.start() - 60), match.end() + 40):
            continue
        return reading.sourced(match.start(), match.end(), "lineage.words", value="B" if match["b"] else "T")
    return None


UNSURE = compile(r"\b(?:whether|cannot|could not|b or t|t or b|b/t|b and t|borne in mind|exclude|to (?:determine|establish|assign|separate)|pending|await\w*|lineage (?:not|un))\b")
