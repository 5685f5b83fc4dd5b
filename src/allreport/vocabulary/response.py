"""Words on the course of the disease, on sites outside the marrow and on donor cells. Rows of `Sign` are parts of patterns; the first that fits wins."""

from __future__ import annotations

from typing import NamedTuple


class Sign(NamedTuple):
    """What is said, and the words that say it; `starts` are the runs of letters that these begin with."""

    id: str
    starts: tuple[str, ...]
    pattern: str


_H = r"h(?:a)?ematologic(?:al)?"
RESPONSES = (
    Sign("CRi", ("complete", "cri"), rf"complete remission,? with (?:incomplete|partial) (?:{_H} |count |blood count |marrow |neutrophil |platelet )*(?:recovery|regeneration)|cri\b"),
    Sign("CRh", ("complete", "crh"), rf"complete remission,? with partial {_H} recovery|crh\b"),
    Sign("molecular_remission", ("molecular", "complete", "mrd"), r"(?:complete )?molecular (?:complete )?(?:remission|response)|complete mrd response|mrd[- ]negative complete remission"),
    Sign("CR", ("complete", "continuous", "first", "second", "third"), rf"(?:continuous |first |second |third )?complete (?:{_H} |clinical |morphologic(?:al)? |cytologic(?:al)? |cytomorphologic(?:al)? |continuous ){{0,2}}remission"),
    Sign("partial_remission", ("partial",), "partial (?:remission|response)"),
    Sign("MLFS", ("morphologic", "morphological", "morphologically", "mlfs"), r"morphologic(?:al)?(?:ly)? leuk(?:a)?emia[- ]free(?: state)?|mlfs\b"),
    Sign("CD19_negative_relapse", ("cd", "antigen"), r"(?:cd19|antigen)[- ](?:negative|neg|loss) (?:b-all |disease |marrow )?relapse"),
    Sign("lineage_switch", ("lineage", "switch", "myeloid"), r"(?:myeloid )?lineage[- ](?:switch|conversion|shift)|switch of (?:the )?lineage|myeloid switch"),
    Sign("molecular_relapse", ("molecular", "mrd"), r"(?:molecular|mrd)[- ]relapse"),
    Sign("relapse", ("relapse", "relapsed", "relapsing", "recurrence", "recurrent"), r"relapsed?\b|relapsing\b|recurrence\b|recurrent (?:disease|(?:[bt][- ]?)?(?:all\b|leuk|lymphoblastic))"),
    Sign("refractory", ("refractory", "induction", "primary"), r"(?:primary |chemo)?refractory (?:disease|to|(?:[bt][- ]?)?(?:all\b|leuk|lymphoblastic))|refractory(?=[ \t]*[.,;)\n])|induction failure|primary refractory"),
    Sign("regeneration", ("regenerating", "regeneration", "regenerative", "recovering", "marrow"), r"regenerating (?:bone )?(?:marrow|h(?:a)?ematopoiesis|precursors|b)|(?:marrow )?regeneration\b|regenerative (?:changes|marrow)|recovering (?:bone )?marrow"),
    Sign("remission", ("remission",), r"remission\b"),
)  # fmt: skip
# In its own case, for 'cr' is many things: 'in CR', 'CR1', 'CRi'.
SHORT_REMISSION = r"(?<![A-Za-z0-9])(?:CR(?P<deep>[ih])|CR ?(?P<number>[1-4])|(?:in|achieved|reached|maintained|maintains|continuous|(?P<first>first|1st)|(?P<second>second|2nd)|(?P<third>third|3rd)) CR)(?![A-Za-z0-9])"
SHORT_STARTS = ("cr", "cri", "crh", "in", "achieved", "reached", "maintained", "maintains", "continuous", "first", "second", "third", "st", "nd", "rd")
DEEP = {"i": "CRi", "h": "CRh"}

# Before a word of relapse or remission, within the same phrase.
NUMBERS = {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4, "4th": 4}
TIMINGS = {"very early": "very_early", "early": "early", "late": "late"}
EXTENTS = {"isolated": "isolated", "combined": "combined"}
BEFORE = r"(?:(?P<number>first|1st|second|2nd|third|3rd|fourth|4th)|(?P<timing>very early|early|late)|(?P<extent>isolated|combined))\b"
# What makes a word of the course no statement: of a risk, a rule, a plan or a name.
NO_STATEMENT_BEFORE = r"(?:recipient [^;\n]{0,40}|(?:transplant(?:ation)?|hsct|sct|bmt|allo\w*) in|linked to|(?:early )?detection of|defines?|counts suggest|population of|risk of|at|before|until|without|prevent|predict\w*|versus|in case of|in the event of|if|should|time to|treatment of|therapy for|prior to|protocol for|signs? of|look(?:ing)? for|monitor(?:ing)? for|induce|remission and|to rule out|rule out|exclude|relapsed or|relapsed/|for) (?:the |a |any |early |late |his |her |overt |m3 marrow / )*$"
QUESTION = r"\?[ ]?(?:[\w-]{1,12}[ ]){0,2}$"
NO_STATEMENT_AFTER = r"[ -](?:risk|rate|free|protocol|induction|therapy|treatment|trial|study|consolidation|samples?|specimens?|dna|material|assessment|evaluation|work-?up|status|would|could|may|might|is defined|means|inhibitor|predict|status:? (?:unknown|not))|\?|/refractory|[ ]*(?:is|are) defined|\)?[ ]?\?"
NO_EVIDENCE = r"(?:no|without(?: any)?|not in|not|never|absence of|negative for|excludes?|excluded|argu(?:es|ing) against|against) (?:(?:evidence|signs?|indication|proof|suspicion|features|longer|yet|a|any|an|the|of|for|morphologic(?:al)?|cytologic(?:al)?|clinical|current|overt|definite|in|achieved|reached|bone marrow|marrow|cns|testicular|systemic|extramedullary|molecular|frank|early|isolated|leuk(?:a)?emi[ac]|disease)[ \n]){0,5}$"
NOT_SO = r"(?:[ \n](?:was|is|has|has been|were|had been))?[ \n](?:not|excluded|ruled out)\b(?! only)(?:[ \n](?:achieved|reached|attained|seen|present|found|confirmed|identified))?"

# Before a word of the course: it lies behind.
PAST = ("after", "following", "since", "history of", "h/o", "previous", "prior", "status post", "s/p")

# Disease outside the marrow. The first group says disease by its name; organs need a word of disease beside them.
MASSES = (
    Sign("mediastinum", ("mediastinal", "anterior", "thymic"), r"(?:anterior )?mediastinal (?:mass|tumou?r|widening|enlargement|involvement|lymphadenopathy|disease)|thymic (?:mass|enlargement)"),
    Sign("lymph_nodes", ("lymphadenopathy", "lymphadenopathies", "adenopathy", "lymphnodes", "enlarged", "lad"), r"(?:lymph)?adenopath(?:y|ies)|enlarged lymph[ -]?nodes|lad\b"),
    Sign("liver", ("hepatomegaly", "hepatosplenomegaly", "hsm", "enlarged"), "hepatomegaly|hepatosplenomegaly|enlarged liver"),
    Sign("spleen", ("splenomegaly", "hepatosplenomegaly", "enlarged"), "splenomegaly|hepatosplenomegaly|enlarged spleen"),
    Sign("testis", ("testicular", "testis", "testes", "enlarged"), r"testicular (?:relapse|disease|involvement|mass|enlargement|swelling|infiltration|leuk\w+)|(?:enlarged|swollen) test(?:is|es|icle)|test(?:is|es) (?:(?:is|are|was|were|both|bilaterally) ){0,2}(?:enlarged|swollen|involved|infiltrated)"),
    Sign("skin", ("leukemia", "leukaemia", "skin", "cutaneous"), r"leuk(?:a)?emia cutis|(?:skin|cutaneous) (?:infiltrat\w+|lesions? of|involvement|nodules of|relapse)"),
    Sign("kidney", ("renal", "kidney", "kidneys", "nephromegaly"), r"(?:renal|kidney) (?:infiltrat\w+|involvement|enlargement|relapse)|kidneys (?:are |were )?(?:enlarged|infiltrated)|nephromegaly"),
    Sign("eye", ("orbital", "ocular", "optic", "retinal", "eye"), r"(?:orbital|ocular|optic(?: nerve)?|retinal|eye) (?:infiltrat\w+|involvement|mass|relapse|disease)"),
    Sign("ovary", ("ovarian", "ovary"), r"(?:ovarian|ovary) (?:infiltrat\w+|involvement|mass|relapse|disease)"),
    Sign("breast", ("breast",), r"breast (?:infiltrat\w+|involvement|mass|relapse|disease)"),
    Sign("bone", ("bone", "lytic"), r"bone (?:lesions|infiltrat\w+)|lytic (?:bone )?lesions"),
    Sign("pleura", ("pleural",), r"pleural effusions?|pleural (?:infiltrat\w+|involvement)"),
)  # fmt: skip
NORMAL_ORGANS = (
    Sign("testis", ("testes", "testicles", "testis", "testicular"), r"(?:testes|testicles|testis|testicular examination|testicular exam)(?: (?:are|were|both|is|was|:)| :|:){0,2} (?:normal|unremarkable|not enlarged|of normal size|without swelling|nad\b|soft)"),
    Sign("mediastinum", ("mediastinum", "mediastinal"), r"mediastinum(?: (?:is|was)|:)? (?:normal|unremarkable|not widened|not enlarged|free)"),
    Sign("liver", ("liver",), r"liver(?: and spleen)?(?: (?:are|is|were|was))? (?:not palpable|not enlarged|impalpable)"),
    Sign("spleen", ("spleen", "liver"), r"(?:spleen|liver and spleen)(?: (?:are|is|were|was))? (?:not palpable|not enlarged|impalpable)"),
)  # fmt: skip
BODY_WORD = "(?: (?:absent|none|nil|no\\b|not (?:seen|present|found|detected|palpable))|[ \t]*[:=][ \t]*(?:no\\b|none|nil|absent|negative|-(?=[ \t]*$)))"

CHIMERISM_STARTS = ("chimerism", "chimaerism", "chimeric", "donor")
COMPLETE = ("complete", "full", "total")
MIXED = ("mixed", "partial")
CELLS_SORTED = (r"cd\d{1,2}\+?(?:[ -]?(?:positive|cells|fraction|t cells|b cells))?", "whole blood", "t[- ]cells", "b[- ]cells", "nk[- ]cells", "myeloid(?: cells| fraction)?", "unsorted(?: marrow| blood| cells)?", "granulocytes", "lymphocytes", "mononuclear cells", "bone marrow", "marrow", "peripheral blood")
CHIMERISM_METHODS = (("STR", ("str", "short tandem")), ("FISH", ("fish", "xy-fish", "x/y")), ("NGS", ("ngs", "sequencing")), ("PCR", ("pcr", "vntr", "indel")))
