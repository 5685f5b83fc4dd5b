"""Words of reports on residual disease beyond its names (`MRD`, limits and time points are in words.py): what is said of it, by which method, and what stands beside it."""

from __future__ import annotations

from allreport.vocabulary.rows import Word

# One of these stands in every text that says anything of residual disease; looked for before any other work.
TRIGGERS = ("mrd", "m.r.d", "residual", "clonal cells", "maladie r", "resterkrankung", "restziekte", "emr", "drm", "malattia")
# Names of residual disease beyond those of words.py; each begins with a word that starts no other name.
NAMES = (
    Word("mrd", "mrd", ("enfermedad {m\u00ednima residual|minima residual|residual m\u00ednima|residual minima|residual medible|residual}", "doen\u00e7a residual{ m\u00ednima| mensur\u00e1vel|}", "drm", "malattia {minima residua|residua minima|residua misurabile|residua}", "umrd")),
)  # fmt: skip
# Transcript follow-up is residual disease where a word of each row stands in the text.
TRANSCRIPT_TRIGGERS = (("abl",), ("ratio", "quantit", "quantif", "copies", "transcript", "log reduction"))
# In the head of a report: it follows a disease that is known, so that a transcript ratio in it is residual disease.
FOLLOW_UP = ("follow-up", "follow up", "followup", "suivi", "remission", " cr1", " cr2", "monitoring", "post-transplant", "post-hsct")

# What is counted, and what says that it is all that was looked at; parts of patterns.
CELLS_COUNTED = ("events?", "cells?", "nucleated cells", "sequences?", "leu[ck]ocytes")
ANALYSED = (r"(?:total |viable |cd45\+? |nucleated |mononuclear |all ){0,3}(?:events|cells|nucleated cells)(?: \w+){0,2}? (?:acquired|analysed|analyzed|evaluated|collected|recorded|examined)", "(?:events|cells) (?:acquired|analysed|analyzed|evaluated|collected)", "total (?:viable |nucleated |cd45\\+? ){0,2}(?:events|cells)", "number of (?:events|cells)(?: acquired| analysed| analyzed)?", "(?:acquired|analysed|analyzed|collected) (?:events|cells)")
CONTROL_COPIES = (r"(?<![\w:/-])(?:c-)?abl1?(?: \(?control(?: gene)?\)?)? copies", r"copies of (?:c-)?abl1?\b", r"\bcopies abl1?\b", "gusb copies", "control gene copies")
DNA_USED = ("dna (?:input|analysed|analyzed|amplified|tested|used)", "amount of dna (?:analysed|analyzed|tested|used)", "input dna")
INTERVAL_NAMES = (r"95[ ]?% ?(?:ci|confidence interval|confidence limits)", r"\bci\b", "confidence interval", r"\brange")
SCALE_NAMES = (r"\bis\b(?! (?:not|below|above|the|a|an|in|less|more))", "international scale(?! conversion)")
MINOR_TRANSCRIPTS = ("p190", "e1a2", "minor")
MAJOR_TRANSCRIPTS = ("p210", "e13a2", "e14a2", "b2a2", "b3a2", "major")
# How deep a molecular response is, as the most that the international scale then reads; the label alone does not say whether anything was found.
RESPONSES = {"3": 0.1, "3.0": 0.1, "4": 0.01, "4.0": 0.01, "4.5": 0.0032, "5": 0.001, "5.0": 0.001}
# Treatment protocols: what their names begin with, and the names as parts of patterns.
PROTOCOL_STARTS = ("aieop", "bfm", "all", "alltogether", "aall", "cog", "ukall", "nopho", "graall", "graaph", "gmall", "interfant", "esphall", "total", "dfci", "jplsg", "ma", "icicle", "cccg", "ccclg", "scmc", "ewall", "pethema", "hovon", "intreall", "copadall", "fralle", "caall", "chip", "elitec", "tpog", "jaccro", "mall")
PROTOCOLS = (r"aieop[- ]bfm(?:[- ]all)?(?:[- ]?20\d\d)?", r"(?:all[- ])?ic[- ]bfm[- ]?20\d\d", r"all[- ]?ic(?:[- ]bfm)?[- ]20\d\d", "alltogether[- ]?1?", r"(?:cog[- ])?aall\d{4}", r"ukall[- ]?(?:20\d\d|14|60\+|r3)", r"nopho(?:[- ]all)?[- ]?20\d\d", r"graall[- ]?20\d\d", r"graaph[- ]?20\d\d", r"gmall[- ]?(?:0\d/20\d\d|evolve|elderly)?", r"interfant[- ]?\d\d", r"esphall(?:[- ]?20\d\d)?", r"total(?:[- ]therapy)?(?:[- ]study)?[- ]x[vi]{1,4}", r"dfci[- ]\d\d[- ]\d{3}", r"jplsg(?:[- ](?:all[- ])?[bt][- ]?\d{2})?", r"ma[- ]spore(?:[- ]all)?(?:[- ]?20\d\d)?", "icicle(?:[- ]all[- ]14)?", r"cccg[- ]all[- ]20\d\d", r"ccclg[- ]all[- ]20\d\d", r"pethema(?:[- ]all)?(?:[- ]?20\d\d)?", r"hovon[- ]?\d{2,3}", r"intreall(?:[- ](?:sr|hr))?(?:[- ]20\d\d)?", r"fralle[- ]?20\d\d|caall[- ]f01", r"ewall[- ]?\w{2,5}")
# What a time point is counted from, as a standard term.
OF_THERAPY = (("post_transplant", ("post-hsct", "post hsct", "post-hct", "post hct", "post-sct", "post-bmt", "post bmt", "post-transplant", "post transplant", "after transplant", "post-allo", "post allo")), ("post_car_t", ("car-t", "cart", "car t", "tisagen")), ("post_blinatumomab", ("blina",)))
NOT_YET = ("before", "prior", "pre-", "pre ")
COUNTED_FROM = (("post_transplant", ("transplant", "hsct", "hct", "sct", "bmt", "allo", "allograft")), ("post_car_t", ("car-t", "cart", "car t", "tisagen", "brexu", "obe-cel")), ("post_blinatumomab", ("blina",)))
# A threshold of the laboratory, and what makes it one of risk groups instead.
CUT_SIGNS = ("cut", "threshold", "positiv", "decision")
RISK_SIGNS = ("risk", "stratif", "group")

# Parts of patterns: of a title, of a row, of a label, of the words beside a number.
TITLES = (r"mrd(?![ ]?no\b|-\d|/\d)", r"m\.r\.d", "residual (?:disease|leuk)")
FUSION_NAME = "bcr(?:::|-|/)abl1?"
TRANSCRIPT_TITLES = (
    r"quantitat\w+ (?:of )?(?:pcr|bcr|rt-?pcr|transcript|follow)",
    rf"{FUSION_NAME} (?:(?:transcript|fusion|gene|\(?(?:p190|p210|p230|major|minor|m-bcr|[eb]\d{{1,2}}a2)\)?),? ){{1,3}}(?:quantif|quantit|monitor|rq-?pcr)",
    rf"{FUSION_NAME} (?:transcript )?(?:quantif|quantit|monitor|rq-?pcr|level|transcript)",
    rf"{FUSION_NAME}[^\n]{{0,12}}follow",
    "(?:r[tq]-?q|rt-?rq-?|q|q-?rt-?|dd|digital |real[- ]?time )(?:-)?pcr (?:for|of) (?:the )?bcr",
    rf"ratio (?:of |in |\()?(?:% )?{FUSION_NAME}[^\n/]{{0,12}}/[ ]?abl1?\b(?! (?:reference|limit|cut))",
)
RATIO_ROWS = (r"\bratio\b", rf"{FUSION_NAME}[^\n/%]{{0,24}}/[ ]?(?:c-)?abl1?", "normali[sz]ed copy", r"% ?\(?is\b")
RELAPSE_STATED = (r"\b(?:first|second|isolated|bone marrow|marrow|early|late|combined|medullary|extramedullary) (?:\w+ ){0,2}relapse\b", r"\bat relapse\b", r"\brelapsed\b", r"\?[ ]?(?:marrow )?relapse")
RESULT_LABELS = ("result", "conclusion", "interpretation", "verdict", "status", "outcome", "assessment")
HAD = ("been", "shown", "revealed", "fallen", "dropped", "measured", "stood")
IN_MAINTENANCE = (r"(?<!if )\b(?:in|on|during|started|under) (?:his |her |the )?maintenance\b(?! arm| phase of the protocol)", r"\bmaintenance (?:therapy |chemotherapy )?(?:cycle|course|week|month|year)s? \d")
SAMPLING = ("sample", "specimen", "material", "collected", "drawn", "taken", "sampled", "collection date", "date of sample", "sample of this report")
NO_SAMPLING = ("report", "receiv", "print", "issu", "result", "author", "sign", "valid")
JOINT_SAMPLES = ("joint", "(?:two|both) (?:bone |marrow |blood |bm ){0,2}(?:samples|specimens|time[ -]?points|marrows)")
MONTH_NAMES = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
# What stands right behind a number, by what it makes of it.
BEHIND_NUMBER = {
    "cut": ("(?:or|and) (?:more|higher|above|greater|less|lower|below)", "cut-?off", "threshold"),
    "lod": ("sensitivity", "limit of detection", r"lod\b", "detection limit"),
    "loq": ("quantitative", r"loq\b"),
    "other": (
        r"blasts?\b", "lymphoblasts? by morph", "viab(?!le (?:nucl|mono|wbc|cell|event|mnc|leuc|leuk|cd45))", "of (?:t cells|b cells|lymphocytes|cd19|mature)", "hematogone", "haematogone",
        "donor", "cells by morphology", "normal", "of cases", "of patients", "of (?:the )?transcript", "dilution", "dominant sequence", r"\bci\b",
    ),
}  # fmt: skip

# Parts of words, one of which stands in every statement of a state; for a quick look.
STATE_SIGNS = ("neg", "nég", "pos", "etect", "détect", "evid", "dentif", "found", "seen", "abs", "resid", "quant", "fail", "pend", "evalu", "interpret", "indeterm", "equivoc", "conclu", "adequate", "suspic", "nachw", "aantoon", "+ve", "-ve", "nq", "risk", "protocol", "if ", "would")

# Parts of words, one of which stands where a technique is named alone on its line.
METHOD_SIGNS = ("pcr", "flow", "ngs")

# A title line with one of these is no title: it tells of an earlier result, a request or a finding.
NO_TITLE = ("clinical", "history", "indication", "request", "diagnosis:", "previous", "note", "pending", "summary", "reason", "negative", "positive", "detected", " was ", " is ", "%", "relapse", "next ")

# Where a sentence tells when the report's own sample was taken.
OWN_TIME = ("time point", "time-point", "timepoint", "specimen", "sample", "material", "indication", "point of", "pull", "bone marrow,", "taken on", "drawn on", "collected on", "follow-up")

# Words of HOW that name a target, a material or a unit rather than a technique.
UNITS_OF_METHODS = ("nucleated", "mononuclear", "events", "per million", "total wbc", "transcript", "p190", "p210", "e1a2", "sequencing", "igh", "igk", "trg", "trb", "trd")

# Of those, what does not speak against the method of the report.
WEAK_UNITS = {
    "flow": (),
    "PCR": ("nucleated", "mononuclear", "events", "total wbc"),
    "NGS": ("nucleated", "mononuclear", "events", "total wbc", "igh", "igk", "trg", "trb", "trd"),
}

# What segments of an HL7 message begin with: their bars part fields, not columns.
SEGMENTS = ("obx|", "nte|", "obr|", "pid|", "msh|", "orc|", "spm|")

# In a time point that is counted from a transplant or a cell therapy.
THERAPIES = ("hsct", "hct", "sct", "transplant", "bmt", "allo", "car-t", "cart", "car t")

# Where named moments stand in the course of the treatment, as days; what has none here may come at any time.
COURSE = {"diagnosis": 0, "end_of_induction": 33, "tp1": 33, "tp2": 84, "tp3": 150, "end_of_consolidation": 84, "post_blinatumomab": 100, "maintenance": 250, "end_of_therapy": 800, "pre_transplant": 9_990, "post_transplant": 10_050}
MAINTENANCE = "maintenance"

# Marks of a column or a row whose numbers are cells per million.
MILLION = ("million", "10^6", "10\u2076", "10e6", "1e6")

# What is counted in '5 leukemic cells in 100,000', as parts of a pattern.
COUNTED_CELLS = ("cells?", "events?", "blasts?", "lymphoblasts?", "sequences?", r"leuk\w{3,7}", "abnormal", "aberrant", "clonal", "residual", "malignant", "mrd", "positive", "tumou?r", "of", "b", "t")

# Cells that are not residual disease: what is said of them is not said of it. Behind a word of ABNORMAL they are.
OTHER_CELLS = ("hematogone", "haematogone", "plasma cell", "mature b", "normal", "t cell", "t-cell", "t lymph", "nk cell", "b cell", "b-cell", "lymphocyte", "monocyte", "granulocyte", "neutrophil", "mast cell", "nucleated red", "regenerating b", "erythroid", "cd19+")
ABNORMAL = ("abnormal", "aberrant", "leukemic", "leukaemic", "residual", "malignant", "clonal", "neoplastic", "atypical", "pathological", "positive", "-all")
# What the label of a clonal target begins with.
LOCI = ("igh", "igk", "igl", "trg", "trb", "trd", "tra ", "tcr", "seq ", "sequence ", "clone ", "target ", "marker ", "vh", "vk", "vd", "vg")
# What a negation begins with that reaches over the word of finding behind it.
NEGATIONS = ("no ", "not any", "without", "absence", "lack", "zero ", "0 ")
# What may be denied with a verb behind it, as parts of words: 'No blasts identified' is said of residual disease, 'No clot seen' is not.
DENIED = ("no ", "none ", "neither ", "without ", "nor ", "not a ", "not any ")
DENIED_CELLS = ("blast", "lymphoblast", "abnormal", "aberrant", "leuk", "malignant", "residual", "clonal", "neoplastic", "atypical", "population", "tumo", "laip", "sequence", "transcript", "mrd", "disease", "signal", "target", "immature", "phenotype", "pathologic")
# Between a value that is taken back and the one that stands: 'the correct value is'.
CORRECT = ("correct value", "correct result", "correct level", "correct figure", "correct mrd", "corrected value", "corrected result", "corrected level", "corrected to", "should read", "should be", "should have", "instead", "in fact", "actual")
# On a line above or before a result that replaces another one.
AMENDED = ("amended", "corrected", "correction", "revised", "rectified")
ORIGINAL = ("original", "initial", "previous", "first version", "formerly", "not ")
# Words of a negative state whose object stands behind them.
OF_OBJECT = ("absence of", "lack of", "free of", "negative for", "evidence of", "evidence for", "without", "population of", "cluster of")

SAID = (
    Word("said", "negative", (
        "negative", "negativ", "negativo", "negativa", "neg", "neg.", "-ve", "mrdneg", "not detected", "not detectable", "undetectable", "undetected", "none detected", "non-detectable", "nondetectable", "non-detected", "not identified", "not found", "not seen", "not present", "not demonstrated", "not evident", "not observed",
        "{was|were|is|are|has been|have been} not {detected|identified|found|seen|observed|present|demonstrated|detectable|evident}", "no longer {detectable|detected|present|seen|identified|found}", "could not be {detected|demonstrated|found|shown}", "cannot be {detected|demonstrated|found|shown}", "absent", "none seen", "nil", "free of", "absence of", "lack of", "n e g a t i v e", "mrd-ve", "umrd", "undetectable-mrd", "unmeasurable",
        "no {definite |clear |immunophenotypic |flow cytometric |molecular |convincing |}evidence {of|for}", "no {detectable|measurable|minimal|residual|abnormal|aberrant|leukemic|leukaemic|leukemia|leukaemia|clonal|mrd|demonstrable|identifiable|significant}", "without {any |}{evidence|detectable|measurable|residual}", "not any", "not detect", "did not {detect|show|reveal|identify}", "does not {show|reveal}", "failed to {detect|reveal|show}", "negative for",
        "below {the |}{limit of |level of |lower limit of |}detection{ limit|}", "below {the |}{lod|llod}", "below {the |}detection {limit|level|threshold}", "under {the |}{detection limit|limit of detection}", "<lod", "< lod", "nicht nachweisbar", "kein nachweis", "négatif", "négative", "indétectable", "indetectable", "no detectado", "no detectada", "niet aantoonbaar", "mrd(-)", "0 residual", "zero residual", "0 clonal", "zero clonal", "0 cells", "no cells", "0 sequences", "0 events", "not been {detected|identified|found|seen}", "no {population|cluster|events} {of|with}")),
    Word("said", "positive", (
        "positive", "positiv", "positivo", "positiva", "positif", "pos", "pos.", "+ve", "mrdpos", "mrd+ve", "detected", "detectable", "persistent", "persisting", "persists", "persistence", "identified", "found", "seen", "demonstrated", "is present", "are present", "was present", "were present", "present", "p o s i t i v e", "still detectable", "low-level positive", "weakly positive", "low positive", "evidence of", "nachweisbar", "aantoonbaar", "detectado", "mrd(+)", "remains", "observed", "evident")),
    Word("said", "doubt", ("suspicious", "suspicious for", "suspected", "cannot be excluded", "can not be excluded", "equivocal", "borderline", "indeterminate", "not conclusive", "inconclusive", "uncertain significance")),
    Word("said", "skip", (
        "no {definite |clear |}{morphologic|morphological|microscopic|cytologic|cytological|cytomorphologic|cytomorphological|histologic|histological|histopathologic|histopathological|radiologic|radiological|clinical|immunohistochemical|karyotypic|cytogenetic} {evidence of|evidence for|evidence|sign of|signs of}", "no {morphologic|morphological|morphologically|microscopic|histologic|histological|histologically} {detectable|residual|identifiable}",
        "mrd {studies|study|trial}", "{flow|flow cytometry|flow cytometric|immunophenotypic|molecular|pcr|ngs|additional|ancillary|current|these} studies",
        "positivity", "negativity", "replicates positive", "positive replicates", "presented", "present report", "present sample", "present test", "present specimen", "present qualitative", "at present", "as positive", "as negative", "ph positive", "ph negative", "ph-pos", "ph-neg", "rh positive", "donor positive", "positive result{s|}", "negative result{s|}", "positive and negative", "positive or negative", "positivity or negativity", "false positive", "false negative", "marker{s|} found", "positive event{s|}", "positive cells",
        "usually found", "to be detected", "can be detected", "be detected", "seen at", "found at diagnosis", "identified at diagnosis", "detected at diagnosis", "present at diagnosis", "positive at diagnosis", "negative at diagnosis", "absent at diagnosis", "not detected at diagnosis", "not found at diagnosis", "detectable at diagnosis", "seen by", "seen in clinic")),
    Word("said", "failed", ("failed", "failure", "could not be {analysed|analyzed|processed|performed|done|carried out|determined}", "no result", "inhibition", "insufficient material", "insufficient dna", "insufficient sample", "quantity not sufficient", "qns", "unsuccessful", "clotted")),
    Word("said", "unfit", ("{not|is not|was not} {adequate|sufficient|suitable|suited} for", "inadequate for", "insufficient for", "unsuitable for", "precludes", "suboptimal for", "do not allow", "does not allow", "did not allow")),
    Word("said", "pending", ("pending", "to follow", "awaited", "in progress", "outstanding", "not yet {received|available|reported|ready}", "still {outstanding|awaited|pending}", "not ready", "will follow", "under way", "no result yet", "is awaited", "ongoing", "in process", "to be reported separately")),
    Word("said", "not_tested", ("not tested", "not done", "not performed", "not requested", "not assessed", "not sent", "not measured", "not evaluated", "not analysed", "not analyzed", "not determined", "not carried out", "not available", "not offered", "n/d", "not communicated", "was not run", "{was|has} not been {tested|done|performed|sent}", "not repeated", "not undertaken", "n/a", "not ordered", "not included")),
    Word("said", "policy", (
        "would", "if", "defined", "defines", "define", "definition", "identifies", "identify", "assigns", "assign", "assigned", "is regarded", "regarded", "is considered", "printed as", "printed in error", "in error", "erroneously", "replaces", "are considered", "considered", "counts as", "is called", "called", "criteria", "criterion", "objective", "aim", "goal", "foreseen", "in most trials", "trials", "trial", "in case of", "used in", "is used", "are used", "requires", "qualifies", "qualify", "predicts", "predict", "prognostic", "associated with", "an adverse", "unfavourable", "unfavorable", "studies", "should be", "patients with", "patients who", "when", "who have", "those with", "{is|are} expected", "expected in", "expected", "of {patients|children|adults|cases}", "target mrd", "allocation", "allocated", "literature", "published", "means", "desired", "wanted", "in general", "does not replace", "cannot replace", "guideline", "guidelines", "recommended")),
    Word("said", "weak_policy", ("risk group", "risk groups", "risk by", "low risk", "high risk", "standard risk", "intermediate risk", "risk category", "risk stratification", "stratification", "flr", "fmr", "fhr", "protocol", "protocols", "{threshold|cut-off|cutoff|cut off}{s|}", "decision level", "decision limit", "reporting limit")),
    Word("said", "plan", (
        "will be", "is planned", "planned", "to be {done|performed|sent|assessed|repeated|measured}", "should be", "next", "booked", "scheduled", "foreseen", "recommend", "recommended", "suggest", "suggested", "advised", "advise", "when", "for later", "for future", "monitoring", "can be", "could be", "can serve", "serves as", "serve as", "suitable for", "marker for", "target for", "follow-up by", "in order to", "no statement", "is not an mrd", "reference for", "to rule out", "rule out", "question", "request for", "requested", "expected", "for mrd", "before deciding", "sent to", "sent for", "has been sent", "set up", "due")),
)  # fmt: skip

BESIDE = (
    Word("beside", "other", (
        "positive control{s|}", "negative control{s|}", "control{s|} positive", "control{s|} negative", "controls", "ntc", "viability", "viable", "h{ae|e}matogone{s|}", "plasma cells", "mature b{ cells|-cells|}", "normal b{ cells|-cells|}", "normal", "t cells", "t-cells", "t lymphocytes", "nk cells", "b cells", "b-cells", "b cell precursors", "donor", "recipient", "chimerism", "chimaerism", "95% ci", "95 % ci", "confidence interval", "ci", "cellularity", "tumour", "tumor", "lymphocytes", "monocytes", "granulocytes", "neutrophils", "mast cells", "vaf", "nuclei", "nucleated red", "regenerating b", "erythroid", "blasts", "blast", "lymphoblasts", "lymphoblasts by morphology", "morphology", "cytomorphology", "karyotype", "metaphases", "cells acquired", "events acquired", "dx freq.", "frequency at diagnosis", "h{ae|e}modilution", "cd19+", "of cd19", "of b cells", "of cd19+ b cells", "of lymphocytes", "purity", "recovery")),
    Word("beside", "own", (
        "residual blasts", "residual b lymphoblasts", "residual lymphoblasts", "residual leuk{ae|e}mic blasts", "residual leuk{ae|e}mic cells", "leuk{ae|e}mic cells", "leuk{ae|e}mic blasts", "leuk{ae|e}mic phenotype", "aberrant cells", "abnormal cells", "aberrant blasts", "abnormal blasts", "aberrant population", "abnormal population", "abnormal b lymphoblasts", "laip cells", "residual clonal", "residual disease", "mrd", "clonal cells", "ratio", "level of {residual |minimal residual |}disease", "{disease|leuk{ae|e}mia|leuk{ae|e}mic|residual|tumo{u|}r} {level|load|burden}", "level of {residual |}leuk{ae|e}mia", "amount of residual {disease|leuk{ae|e}mia}", "residual t lymphoblasts", "residual leuk{ae|e}mic b lymphoblasts", "residual leuk{ae|e}mic t lymphoblasts", "as % of viable nucleated cells", "residual", "malignant cells")),
    Word("beside", "denominator", (
        "of {all |total |viable |the |}{nucleated|mononuclear|white|leukemic|leukaemic|marrow|bone marrow|bm|nucl.} {cells|events}", "of {total |}{mnc|mncs|tnc|wbc|leukocytes|leucocytes}", "of all {cells|events|leucocytes|leukocytes}", "of {viable|total|cd45+|cd45 positive|nucleated|acquired|analysed|analyzed} {events|cells}", "of events", "of cells", "of total nucleated cells", "of viable nucleated cells", "of nucleated events", "of mononuclear events", "of leucocytes", "of total wbc", "of white blood cells", "of total viable cells", "of viable mononuclear cells")),
)  # fmt: skip

HOW = (
    Word("how", "flow", ("flow", "fcm", "mfc", "fc", "flow cytometry", "flow cytometric", "flowcytometry", "cytometry", "by cytometry", "laip", "immunophenotyping", "multiparameter flow cytometry", "flow-cytometry", "fcm-mrd", "fc-mrd", "mfc-mrd", "flow-mrd", "mrd-fcm", "mrd flow", "mrd-flow", "events", "nucleated cells", "mononuclear cells", "total wbc", "citometria", "cytometrie", "durchflusszytometrie")),
    Word("how", "PCR", ("pcr", "rq-pcr", "rt-qpcr", "rt-pcr", "rqpcr", "qpcr", "ddpcr", "digital pcr", "droplet digital pcr", "aso-pcr", "aso-rq-pcr", "ig/tr", "ig/tcr", "igh/tcr", "ig-tcr", "ig-tr", "igh/tr", "euromrd", "pcr-mrd", "mrd-pcr", "p190", "p210", "e1a2", "transcript", "transcripts", "molecular mrd", "quantitative pcr", "realtime pcr", "real-time pcr", "gene rearrangement{s|}", "quantitative range", "qr", "ig/tr mrd", "ig/tr-mrd", "bcr::abl1/abl1", "bcr-abl1/abl1", "bcr-abl/abl", "clone-specific pcr", "igh", "igk", "trg", "trb", "trd", "igh-{1|2}", "igk-kde", "trg-{1|2}", "trb-{1|2}")),
    Word("how", "NGS", ("ngs", "next-generation sequencing", "next generation sequencing", "high-throughput sequencing", "clonoseq", "sequencing", "residual clonal cells", "residual sequences", "clonal cells", "clonal sequences", "ngs-mrd", "mrd-ngs", "immunosequencing", "per million", "amplicon sequencing")),
)  # fmt: skip

# What the head of a column, or the label of a row, says of the values under it or beside it.
HEADS = (
    Word("head", "detection_limit", ("sensitivity", "sens", "sens.", "lod", "llod", "limit of detection", "detection limit", "lower limit of detection", "detection", "assay sensitivity", "above lod", "sensitivity at set-up", "detection level")),
    Word("head", "quantification_limit", ("loq", "lloq", "qr", "quantitative range", "quant. range", "quantification", "quantitation", "limit of quantification", "limit of quantitation", "quantifiable range", "above loq", "range")),
    Word("head", "other", (
        "hematogones", "haematogones", "normal", "cut-off", "cutoff", "threshold", "viability", "risk", "slope", "correlation", "r2", "blasts", "blast", "lymphoblasts", "blasts %", "blast %", "lymphocytes", "chimerism", "donor", "donor str", "karyotype", "fish", "wbc", "hb", "platelets", "plt", "anc", "copies", "ct", "t cells", "b cells", "morphology", "cd19", "events", "cells acquired", "acquired", "reference", "reference interval", "units", "plasma cells", "flag", "ci", "confidence", "test", "leukocytes", "leuko", "sequences tracked", "freq", "freq.", "frequency", "dx freq.", "phenotype", "antigen", "of cd19+ b cells")),
    Word("head", "result", ("mrd", "mrd result", "mrd level", "mrd %", "mrd value", "mrd reported", "mrd issued", "residual disease", "residual", "ratio", "clonal cells", "verdict", "mrd status", "residual clonal cells", "leukemic cells %", "% residual", "leuk{ae|e}mia %", "p190 ratio", "p210 ratio", "mrd estimate")),
    Word("head", "method", ("method", "technique", "assay", "methodology")),
    Word("head", "weak_result", ("result", "results", "value", "level", "status", "finding", "today", "reported", "interpretation", "conclusion")),
    Word("head", "date", ("date", "collection", "collected", "drawn", "sampling", "sampled", "sample date", "collection date", "date of sample", "datum", "fecha")),
    Word("head", "time", ("time point", "timepoint", "time-point", "point", "tp", "phase", "stage", "time", "remark", "time point (as supplied)", "occasion", "day", "course")),
    Word("head", "site", ("bone marrow", "bm", "marrow", "peripheral blood", "pb", "blood", "sample", "material", "mat.", "type", "specimen", "site", "source")),
    Word("head", "target", ("marker", "marker a", "marker b", "marker 1", "marker 2", "target", "target 1", "target 2", "t1", "t2", "t3", "igh", "igk", "trg", "trb", "trd", "tcrg", "tcrd", "tcrb", "igh marker", "trg marker", "igh-1", "igk-kde", "clone", "sequence", "locus", "rearrangement", "seq")),
)  # fmt: skip
