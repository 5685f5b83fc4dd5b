"""Words about the central nervous system and its fluid. Most rows are parts of patterns: `\\w` and `(?:…)` mean what they mean there."""

from __future__ import annotations

SYSTEM_WORDS = ("cns", "central", "meningeal", "leptomeningeal")
FLUID_WORDS = ("csf", "cerebrospinal", "spinal", "liquor", "lcr", "lp", "lumbar", "cytospin")
SYSTEM_DOTTED, FLUID_DOTTED = "c.n.s", "c.s.f"
TAP_WORDS = ("tlp", "traumatic", "atraumatic", "nontraumatic", "bloody")
ABOUT = frozenset((*SYSTEM_WORDS, *FLUID_WORDS, "meningitis", *TAP_WORDS))

ROMAN = {"i": "1", "ii": "2", "iii": "3"}
# Between 'CNS' and its class: 'CNS leukemia status: stage 2'.
CLASS_LABELS = ("status", "stage", "staging", "class", "grade", "involvement", "disease", "classification")
CLASS_LABELS_AGAIN = ("status", "stage", "grade", "class")
LEUKEMIA = r"leuk\w+ "
# What stands behind a number that is no class: 'CNS 3 cells', 'CNS 1/3'.
NO_CLASS_AFTER = ("\u03bcl", r"/[ ]?(?:\d|u|\u03bc|m|l\b|cns|cumm|cmm)", "x ", "cells", "days", "weeks")
# Talk about the classes, before a class or right behind it.
CLASS_TALK = ("criteria (?:are|for)", "defined as", "definition", r"\bvs\b", "or cns", "status:? not", "if cns", "cns ?1 ?/", "/ ?cns")
CLASS_TALK_AFTER = (r"=[ \t]*[a-z<>\d]", "(?:is|are) defined", "/[ ]?cns", r"[^.\n]{0,16}prophyla", "-directed", r"[^.\n]{0,12}\bvs\b")
# What is only supposed: 'a tap with blasts would be CNS2b'.
SUPPOSED = ("would", "might", "could be", "if", "in case of", "unless", "whether")
SUPPOSED_AFTER = ("would", "might", "could", "needs?", "requires?", "means?")
# Of the time of diagnosis, before a class or right behind it; and what says that a class is of now.
INITIAL = (r"at (?:the )?(?:time of )?(?:initial |first |original )?(?:diagnosis|presentation|dx|onset|relapse)", r"initial(?:ly)?", r"(?:dx|dg)\b", r"previous(?:ly)?", "formerly", "in the past")
A_YEAR = r"(?:19|20)\d\d"
NOW = ("now", "currently", "current", "today", "remains?", "still", "therefore", "this (?:sample|specimen|puncture|lp|tap)", "repeat")
# A class that is taken back, by the words before it or behind it; and a class that replaces one.
TAKEN_BACK = ("not", "instead of", "rather than", "replac(?:es|ing)", "(?:changed|revised|amended|corrected|upgraded|downgraded|altered) from", "(?:previously|initially|originally|first|formerly) (?:reported|stated|issued|given|printed|called)(?: as)?", "supersed(?:es|ing)")
TAKEN_BACK_AFTER = (r"(?:was |were )?(?:reported |stated |printed |entered |given )?in error", "(?:is|was) (?:withdrawn|retracted|revoked|wrong|incorrect)")
CORRECTED = ("corrected", "correction", "amended", "amendment", "revised", "revision", "now classified", "reclassified", "therefore", "hence", "should read")

# A subject, what links it to a verdict, and the verdict.
LINKS = ("is", "was", "remains?", "has been", "currently", "status", "assessment", "evaluation", "staging", "today", "again", r"at (?:diagnosis|dx|presentation|relapse)")
SYSTEM = (r"c\.?n\.?s\b\.?", "central nervous system", "(?:lepto)?meningeal")
OF_DISEASE = ("disease", "involvement", r"leuk\w+", "infiltration", "lymphoma", "manifestation")
CLEAR = ("negative", r"neg\b", r"-ve\b", r"clear\b", "uninvolved", "not involved", r"free\b", "not (?:infiltrated|affected)", "unaffected", r"no (?:evidence of )?(?:disease|involvement|leuk\w+|infiltrat\w+|blasts)")
INVOLVED = ("positive", r"pos\b", r"\+ve", "involved", "infiltrated")
DISEASE_ABSENT = ("absent", r"none\b", r"nil\b", r"no(?=[ \t]*(?:[.,;)\n|]|$))", "excluded", "ruled out", "(?:could|can) be (?:excluded|ruled out)", "not (?:found|seen|present|detected|evident|identified)")
DISEASE_PRESENT = ("present", r"yes\b", "confirmed", "detected", "documented", "found")
DENIALS = ("no", "without", "absence of", "free of", "negative for", "excludes?", "excluded", "no evidence of", "no signs? of")
DENIAL_FILLERS = ("any", "evidence of", "signs? of", "overt", "clinical", "definite", "concurrent")
AFFIRMATIONS = ("with", "isolated", "overt", "combined", "documented", "proven")

# Cells of the fluid.
KINDS_OF_CELLS = ("malignant", r"leuk\w+", "atypical", "immature", "abnormal", "neoplastic", "blast", r"tumou?r", "circulating", "pathological")
BLASTS = ("blasts?", "blasten", "lymphoblasts?")
CELL_LINKS = ("are", "is", "was", "were", "count", r"cells?\b")
NO_CELLS = ("no", "nil", "zero", r"0[ ]?%?", "without(?: any)?", "absence of", "negative for", "free (?:of|from)", "clear (?:of|from)", "devoid of", "keine", "neither")
NO_CELLS_FILLERS = ("definite", "unequivocal", "evidence of", "signs? of", "evident", "obvious", "clear", "identifiable", r"morphological(?:ly)?", "any")
NOT_FOUND = ("not (?:seen|identified|detected|found|present|noted|observed)", "absent", r"none\b", r"nil\b", "negative", r"neg\b", r"no\b", r"0\b")
FOUND = ("present", "seen", "identified", "detected", "found", "noted", "positive", r"pos\b", r"yes\b", r"\+", "[1-9]")
OF_INFILTRATION = (r"(?:leuk\w+|malig\w+)(?:[ ](?:infiltrat\w+|involvement|cells?\b|disease))?", r"infiltrat\w+", "involvement", r"disease\b", r"cells\b", r"cns\b", "central nervous")
AMOUNTS = ("few", "occasional", "many", "numerous", "scattered", "rare", "single", "frequent", "full of", "contain(?:s|ed|ing)?", "show(?:s|ed|ing)?", "with", "revealed", r"\d+[ ]?%?")
AMOUNTS_AGAIN = (r"\d+[ ]?%", "few", "occasional", "many", "numerous", "scattered", "some")
POPULATIONS = ("populations?", "clusters?")
UNSURE_CELLS = ("suspicious", "suspected", "equivocal", "indeterminate", "inconclusive", "cannot be excluded", "possibl[ey]", "undetermined")
# The fluid as a whole, where no cells are spoken of.
WHOLE = ("csf", r"c\.s\.f\.?", "fluid", r"cytolog\w+", r"cytospins?", "cytometry", "flow", "lp", "puncture", "examination", "analysis", "liquor", "lcr")
WHOLE_CLEAR = ("negative", r"neg\b", r"-ve\b", r"clear\b(?!,? (?:and )?colou?rless)", "normal", "unremarkable", "unauff\u00e4llig", r"no(?=[ \t]*(?:[.,;)\n|]|$))")
WHOLE_ILL = ("positive", r"pos\b", r"\+ve")
OTHER_SITES = ("marrow", "bm", r"blood(?!y|[ -]?(?:stain|contam))", "pb", "film", r"testi\w+", "nodes?", "aspirate")

# How the cells of the fluid were looked at.
BY_FLOW = ("flow", "immunophenotyp", "cytometr", "facs", "fcm")
BY_CYTOLOGY = ("cytospin", "cytolog", "cytocentrif", "morpholog", "microscop", "smear", "slide", "differential")

# A puncture that drew blood. TLP+ and TLP- both are traumatic, with and without blasts.
PUNCTURES = ("tap", "lp", "lumbar puncture", "puncture", "csf", "sample", "specimen")
NOT_TRAUMATIC = ("non[- ]?traumatic", "atraumatic", "not traumatic", r"traumatic(?: (?:tap|lp|lumbar puncture|puncture))?[ \t]*[:?=]?[ \t]*(?:no\b|absent|none\b)", r"no(?:t a| evidence of a?| signs? of a?)? traumatic (?:tap|lp|lumbar puncture|puncture)")
TRAUMATIC = (r"tlp[ ]?(?:\+|-(?!\d)|positive|negative|yes)", r"traumatic (?:tap|lp|lumbar puncture|puncture)(?![ \t]*[:?])", r"(?:tap|lp|lumbar puncture|puncture)[ \t]*(?:was|is|:|=|,)?[ \t]*(?:very |slightly |mildly )?traumatic", r"traumatic[ \t]*[:?=]+[ \t]*(?:yes|present)", r"bloody (?:tap|lp|puncture|csf)", r"traumatic\b(?=[ \t]*(?:[.,;)\n]|:[ \t]*cns|$))")
WITH_BLASTS = r"(?:tlp|traumatic (?:tap|lp|lumbar puncture))[ ,:(]{0,3}(?:(?P<yes>\+|positive|with blasts|blasts (?:are |were )?(?:present|seen))|(?P<no>-|negative|without blasts|no blasts))"
