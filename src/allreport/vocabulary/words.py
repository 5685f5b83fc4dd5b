"""Sites, methods, time points and the remaining word classes that readers ask for."""

from __future__ import annotations

from allreport.vocabulary.rows import Method, Site, Word

SITES = (
    Site("bone_marrow", ("bone marrow", "marrow", "bone-marrow", "medullary", "bm aspirate", "bma", "iliac crest", "marrow aspirate", "posterior iliac crest", "psis", "medulla ossium", "medula ossea", "medula óssea", "midollo osseo", "midollo", "beenmerg", "médula ósea", "moelle", "sternal", "bm smear", "myelogram", "knochenmark"), ("BM",)),
    Site("peripheral_blood", ("peripheral blood", "peripheral smear", "blood film", "blood smear", "peripheral film", "circulating", "in the blood", "in blood", "blood count", "peripheral blasts", "pb smear", "blood sample", "periphery", "from blood", "of blood", "peripheral venous blood", "the blood", "smear of blood", "peripherally"), ("PB", "PBS", "PBF")),
    Site("csf", ("csf", "c.s.f.", "cerebrospinal fluid", "cerebro-spinal fluid", "liquor", "lumbar puncture", "spinal fluid", "lcr", "spinal tap", "intrathecal", "cytospin"), ("LP",)),
    Site("lymph_node", ("lymph node{s|}", "node biopsy", "cervical node", "nodal", "lymphadenectomy")),
    Site("pleural_fluid", ("pleural fluid", "pleural effusion", "pleural liquid", "pleural", "thoracentesis", "pericardial effusion", "pericardial fluid", "effusion")),
    Site("other", ("mediastinal mass", "mediastinal biopsy", "testis", "testicular", "testicle", "skin", "scalp", "tonsil", "thymic", "thymus", "breast mass", "bone lesion", "soft tissue", "orbital mass", "biopsy of the mass", "ascites", "ascitic fluid", "ovary", "kidney", "tru-cut")),
)  # fmt: skip

METHODS = (
    Method("FISH", ("fish", "fluorescence in situ hybridi{z|s}ation", "fluorescent in situ hybridi{z|s}ation", "interphase fish", "in situ hybridi{z|s}ation", "break-apart", "break apart", "dual fusion", "dual colour", "dual-colour", "dual-color", "interphase nuclei", "nuclei", "split signal", "split-signal", "split signals", "d-fish", "dual-fusion", "breakapart", "dual color", "signals", "i-fish", "bap"), ("BA",)),
    Method("PCR", ("rt-pcr", "pcr", "rq-pcr", "qpcr", "rt-qpcr", "q-pcr", "ddpcr", "multiplex rt-pcr", "real-time pcr", "nested pcr", "rqpcr", "quantitative pcr", "transcript{s|}", "aso-pcr", "aso-rq-pcr", "fragment analysis", "reverse transcriptase pcr", "reverse-transcription pcr", "reverse transcription-pcr", "polymerase chain reaction", "real time pcr", "rt pcr", "digital pcr", "ig/tr", "ig/tcr")),
    Method("NGS", ("ngs", "next{-| }generation sequencing", "rna-seq", "rna seq", "rna sequencing", "rnaseq", "whole genome sequencing", "wgs", "wts", "whole transcriptome sequencing", "targeted sequencing", "rna fusion panel", "rna panel", "fusion panel", "archer", "whole exome sequencing", "wes", "exome", "clonoseq", "high-throughput sequencing", "deep sequencing", "rna fusion assay", "anchored multiplex pcr", "vaf", "transcriptome sequencing", "ngs panel", "transcriptome", "rna analysis", "rna-based", "dna panel", "gene panel", "targeted rna", "sequencing panel", "hts")),
    Method("Sanger", ("sanger", "sanger sequencing", "direct sequencing")),
    Method("array", ("snp array", "snp-array", "microarray", "array", "array-cgh", "array cgh", "cma", "chromosomal microarray", "cytoscan", "snp microarray", "acgh", "cgh")),
    Method("MLPA", ("mlpa", "digital mlpa", "p335", "p202", "digitalmlpa", "salsa")),
    Method("karyotype", ("karyotype", "karyotyping", "g-band", "g-banding", "g-banded", "conventional cytogenetics", "chromosome analysis", "chromosomal analysis", "metaphases", "metaphase", "cytogenetic analysis", "banding", "karyotypes", "r-banding", "r bands", "chromosome study", "mitoses", "karyogram", "cytogenetics")),
    Method("flow", ("flow cytometry", "flow cytometric", "by flow", "flow", "fcm", "mfc", "immunophenotyping", "facs", "dna index", "flow-cytometric", "cytometry", "immunophenotype", "multiparameter flow cytometry", "mpfc", "flow mrd", "fcm-mrd", "mfc-mrd", "fc-mrd", "euroflow", "immunophenotypic", "fc")),
    Method("ihc", ("immunohistochemistry", "ihc", "immunostain{s|}", "immunohistochemical{ly|}", "immunoperoxidase", "immunostaining", "immunohistochemical stains")),
    Method("ogm", ("optical genome mapping", "ogm")),
    Method("aspirate", ("aspirate", "aspiration", "aspirate smear{s|}", "cytomorphology", "morphology", "morphologically", "cytologically", "by morphology")),
    Method("biopsy", ("core biopsy", "trephine", "biopsy", "core", "clot section", "trephine biopsy", "histology", "histologically")),
    Method("touch_prep", ("touch prep{s|}", "touch preparation{s|}", "touch imprint{s|}", "imprint{s|}")),
    Method("smear", ("smear", "film", "manual differential", "cytospin", "cytology")),
)  # fmt: skip

BLASTS = (
    Word("blasts", "blasts",
         ("blasts", "blast", "blast cells", "lymphoblasts", "lymphoblast", "blast count", "blast percentage", "lymphoid blasts", "b lymphoblasts", "t lymphoblasts", "b-lymphoblasts", "t-lymphoblasts", "leuk{ae|e}mic blasts", "marrow blasts", "bm blasts", "peripheral blasts", "circulating blasts", "pb blasts", "blast fraction", "blastic cells", "blasten", "blastes", "blastos", "abnormal blasts", "atypical blasts", "immature blasts", "bone marrow blasts", "peripheral blood blasts", "t blasts", "b blasts", "l1 blasts", "l2 blasts", "l1-type blasts", "l2-type blasts", "residual blasts", "blast-count", "lymphoblast{s|} count", "b-lineage blasts", "t-lineage blasts", "l1 lymphoblasts", "l2 lymphoblasts", "circulating lymphoblasts", "blast cell count", "blast cell infiltration", "blast infiltration", "blasts/lymphoblasts", "blast equivalents", "blasts (lymphoid)", "blast cells (lymphoblasts)", "myeloblasts", "monoblasts", "blast population", "blasts population", "leuk{ae|e}mic lymphoblasts"), exact=("Bl",)),
    Word("blast_gate", "gate", ("blast gate", "blasts gate", "blast window", "blast region", "abnormal population", "leuk{ae|e}mic cells", "leuk{ae|e}mic population", "abnormal cells", "tumo{u|}r cells", "tumo{u|}r content", "neoplastic cells", "immature population", "immature cells", "abnormal blast population", "abnormal b precursors", "atypical cells", "lymphoma cells", "blast-gate", "malignant cells", "abnormal precursor b population", "hematogones", "haematogones", "abnormal immature population", "abnormal b-lymphoid population", "gated population")),
    Word("not_blasts", "not_blasts", ("erythroblasts", "megakaryoblasts", "blast-like", "blastoid", "blast-free", "blast crisis", "blast phase", "proerythroblasts", "prolymphocytes", "promonocytes", "monoblasts/promonocytes", "ring sideroblasts", "sideroblasts", "normoblasts", "osteoblasts", "neuroblasts", "myeloid blasts", "normal blasts", "no true blasts", "true blasts", "rhabdomyoblasts", "blast transformation", "lymphoblastic", "blastic transformation")),
    Word("cellularity", "cellularity", ("cellularity", "% cellular", "cellular marrow", "cellularity of")),
)  # fmt: skip

MRD = (
    Word("mrd", "mrd",
         ("mrd", "minimal residual disease", "measurable residual disease", "minimal residual disease (mrd)", "measurable residual disease (mrd)", "residual disease", "fcm-mrd", "flow-mrd", "flow mrd", "pcr-mrd", "ngs-mrd", "ngs mrd", "pcr mrd", "mrd-fcm", "mfc-mrd", "mrd level", "mrd result", "mrd value", "residual leuk{ae|e}mia", "residual leuk{ae|e}mic cells", "residual b-all", "residual t-all", "residual b lymphoblasts", "residual lymphoblasts", "residual clonal cells", "residual sequences", "residual blasts by flow", "clonal cells", "mrd status", "emr", "fc-mrd", "mrd by flow", "residual leuk{ae|e}mic blasts", "leuk{ae|e}mia-associated immunophenotype", "mrd burden", "minimal residual leuk{ae|e}mia", "residual t lymphoblasts", "mrd percentage", "mrd percent", "minimal/measurable residual disease", "residual leuk{ae|e}mic population", "molecular mrd", "mrd flow", "mrd pcr", "mrd ngs", "ig/tr mrd", "ig/tr-mrd", "residual b-lymphoblasts", "residual t-lymphoblasts", "residual b-lymphoblastic leukemia", "residual t-lymphoblastic leukemia", "residual b lymphoblastic leukaemia", "residual acute lymphoblastic leukemia", "residual abnormal population", "residual population", "residual cells", "mrdc", "residual clone", "residual disease level", "mrd reported", "mrd estimate", "mrd quantification", "flow cytometric mrd", "residual blast population", "residual {leukemic|leukaemic|malignant|neoplastic|abnormal|aberrant|clonal} {lymphoblasts|blasts|cells|b lymphoblasts|t lymphoblasts|b-cell blasts|population|precursors}", "m.r.d.", "b-all mrd", "t-all mrd", "residual {b|t}-cell {all|lymphoblasts|blasts}", "residual b blasts", "residual t blasts", "maladie résiduelle", "resterkrankung")),
    Word("limit", "detection",
         ("limit of detection", "detection limit", "lod", "llod", "lower limit of detection", "limit of sensitivity", "sensitivity", "assay sensitivity", "sensitivity of the assay", "detection threshold", "level of detection", "assay limit", "limit of the assay", "maximal sensitivity", "maximum sensitivity", "analytical sensitivity", "sensitivity reached", "sensitivity achieved", "achieved sensitivity", "sensitivity in this sample", "lower detection limit", "sensitivity level", "lower limit detection", "detection level", "limit detection", "sample sensitivity", "reached sensitivity", "sensitivity of this sample", "sens.", "sens", "limit of blank", "lod of the assay", "effective sensitivity", "goes down to", "seuil de détection", "limite de détection", "sensibilité", "sensitivität", "nachweisgrenze", "límite de detección", "limite de deteccion", "limite de detecção", "limite di rilevazione", "limite di sensibilità", "sensibilidad", "sensibilidade", "sensibilità", "down to", "can detect", "detects down to")),
    Word("limit", "quantification",
         ("limit of quantification", "limit of quantitation", "quantification limit", "loq", "lloq", "lower limit of quantification", "lower limit of quantitation", "quantitative range", "quantifiable range", "quantitation limit", "qr", "lower limit quantification", "quantitation range", "quantification range", "quantitative range (qr)")),
    Word("limit", "threshold", ("{cut-off|cutoff|cut off|threshold|decision limit|cutpoint|cut point}{s|}", "positivity threshold{s|}", "seuil{s|} de {positivité|décision}", "umbral", "limiar", "schwellenwert{e|}", "normal cut-off", "positive if", "considered positive", "regarded as positive", "is called positive", "negative if", "reporting threshold", "positive is", "lab cut-off", "laboratory cut-off", "low risk", "high risk", "standard risk", "intermediate risk", "risk group{s|}", "risk stratification", "action limit", "protocol threshold", "protocol cut-off", "decision threshold", "negativity defined as")),
    Word("not_quantifiable", "not_quantifiable",
         ("not quantifiable", "non-quantifiable", "non quantifiable", "unquantifiable", "pos nq", "posnq", "pnq", "nq", "below the quantitative range", "below quantitative range", "below loq", "below lloq", "below the loq", "below the limit of quantification", "below the limit of quantitation", "outside the quantitative range", "under the quantitative range", "below the quantifiable range", "not within the quantitative range", "below qr", "outside quantitative range", "positive outside quantitative range", "less than loq", "<loq", "< loq", "non-quantifiable positive", "low positive, not quantifiable", "but not quantifiable", "positive below quantitative range", "below quantification")),
    Word("not_evaluable", "not_evaluable", ("not evaluable", "not interpretable", "uninterpretable", "not assessable", "unevaluable", "non-evaluable", "not valid", "invalid", "no conclusion", "cannot be interpreted", "cannot be evaluated", "could not be evaluated", "inconclusive", "indeterminate", "equivocal", "hemodilute - not evaluable", "not informative", "mrd indeterminate")),
)  # fmt: skip

TIMEPOINTS = (
    Word("timepoint", "end_of_induction", ("end of induction", "end-of-induction", "eoi", "post-induction", "post induction", "after induction", "end of induction i", "end of induction 1", "end of ind", "end induction", "end of remission induction", "after induction (eoi)", "end of induction (eoi)", "end of induction ia", "end of phase i", "end of induction phase")),
    Word("timepoint", "end_of_consolidation", ("end of consolidation", "end-of-consolidation", "eoc", "post-consolidation", "post consolidation", "after consolidation", "end of consolidation (eoc)", "end of ib", "end of protocol ib")),
    Word("timepoint", "diagnosis", ("diagnosis", "at diagnosis", "initial diagnosis", "day 0", "day 1", "presentation", "baseline", "dx", "d0", "d1", "initial")),
    Word("timepoint", "pre_transplant", ("pre-transplant", "pre transplant", "pre-hsct", "pre-hct", "pre-bmt", "before transplant", "pre-allograft", "prior to transplant", "before allogeneic transplant", "pre-allo", "pre-sct", "pre-conditioning")),
    Word("timepoint", "post_transplant", ("post-transplant", "post transplant", "post-hsct", "post-hct", "post-bmt", "after transplant", "post-allograft", "post-allo", "post allo", "after allogeneic transplant", "post-sct", "after hsct", "post allogeneic hsct", "post allogeneic transplant")),
    Word("timepoint", "post_blinatumomab", ("post-blinatumomab", "after blinatumomab", "post blinatumomab", "post-blina", "post-blinatumomab c{1|2|3}", "post blinatumomab cycle {1|2|3}", "after blinatumomab cycle {1|2|3}", "{after|post} {one|two|three|four|1|2|3|4|the first|the second|a} {cycle|course}{s|} of blinatumomab", "post-blina c{1|2|3}", "after {cycle|course} {1|2|3|one|two} of blinatumomab")),
    Word("timepoint", "post_car_t", ("post-car-t", "post car-t", "after car-t", "post-car t", "post-tisagenlecleucel", "post car t", "post-cart")),
    Word("timepoint", "relapse", ("at relapse", "relapse")),
    Word("timepoint", "end_of_therapy", ("end of therapy", "end of treatment", "eot")),
    Word("timepoint", "maintenance", ("maintenance", "during maintenance", "before maintenance", "start of maintenance", "pre-maintenance")),
    Word("timepoint", "delayed_intensification", ("delayed intensification", "reinduction", "re-induction", "end of reinduction", "protocol m", "protocol ii", "high-risk block", "vlr1", "hr1", "hr-1", "block hr1", "before vlr1", "before hr1")),
    Word("timepoint", "tp1", ("tp1", "tp 1", "time point 1", "timepoint 1")),
    Word("timepoint", "tp2", ("tp2", "tp 2", "time point 2", "timepoint 2")),
    Word("timepoint", "tp3", ("tp3", "tp 3", "time point 3", "timepoint 3")),
)  # fmt: skip

LESIONS = (
    Word("lesion", "rearrangement", ("rearrangement{s|}", "rearranged", "break-apart", "break apart", "breakapart", "translocation{s|}", "split signal{s|}", "split", "breakpoint", "gene rearrangement", "separated signals", "ba", "bap", "split-signal", "-r", "rearr.", "rearrangements of", "disruption", "break-apart probe", "separation", "fusion{s|}", "gene fusion")),
    Word("lesion", "deletion", ("deletion{s|}", "deleted", "loss", "biallelic deletion", "homozygous deletion", "heterozygous deletion", "hemizygous deletion", "monoallelic deletion", "focal deletion{s|}", "intragenic deletion{s|}", "losses", "copy loss", "copy number loss", "one-copy loss", "del", "micro-deletion", "bi-allelic deletion", "lost", "exon deletion", "microdeletion", "deletions of")),
    Word("lesion", "mutation", ("mutation{s|}", "mutated", "variant{s|}", "pathogenic variant{s|}", "sequence variant{s|}", "mutational", "hotspot", "p.", "c.", "point mutation{s|}", "mut", "frameshift", "missense", "nonsense", "unmutated", "wild-type", "wild type", "wildtype", "wt", "somatic mutation", "gene mutation", "insertion", "exon 12 insertion", "itd")),
    Word("lesion", "amplification", ("amplification", "amplified", "gain", "amp")),
    Word("lesion", "expression", ("overexpression", "over-expression", "overexpressed", "expression", "high expression")),
)  # fmt: skip

WORDS = (*BLASTS, *MRD, *TIMEPOINTS, *LESIONS)

# What heads a column of a table: an earlier time, the sample's own, or a time that only its order places.
COLUMN_TIMES = {
    "other": (r"h(?:a)?ematogone", r"\bnormal", "reference", "remark", "comment", "control", "maturation"),
    "earlier": ("diagnos", r"\bdx\b", "initial", "baseline", "presentation", "onset", r"\bd(?:ay)?[ ]?0\b", "previous", "prior", r"\blaip\b"),
    "own": ("today", "current", r"this (?:sample|specimen|report)", r"\bnow\b", "follow-?up"),
    "time": (
        r"\bd(?:ay)?[ +]?\d", r"\bw(?:k|eek)?[ +]?\d", "week", "month", r"\d{1,4}[./-]\d{1,2}[./-]\d{2,4}", r"\d{1,2}[ -][a-z]{3,9}[ -]\d{2,4}", "relapse", "induction",
        "consolidation", r"\btp ?\d", r"\bmrd\b", "residual", "post",
    ),
}  # fmt: skip
# Runs of letters, one of which stands in the head of a table with times or with the blasts beside normal cells.
COLUMN_WORDS = (
    "diagnosis", "diagnostic", "initial", "baseline", "presentation", "onset", "d", "dx", "day", "today", "current", "now", "previous", "prior", "laip", "relapse", "residual",
    "hematogones", "haematogones", "hematogone", "haematogone", "tp", "week", "follow", "normal", "mature", "weeks", "wk", "w", "month", "mrd", "induction", "consolidation", "discharge", "admission",
)  # fmt: skip
# The head of the sample's own values beside that of earlier ones, and the head of those: `Result   Units   Previous`, `Value   11 Feb 24`.
COLUMN_RESULTS = (r"(?:current |patient |observed |your )?(?:results?|values?)",)
RESULT_WORDS = ("result", "results", "value", "values")
COLUMN_PREVIOUS = (r"(?:previous|prior|last|earlier)(?: results?| values?)?",)
# Cells beside the abnormal ones in a table of markers, and these.
OTHER_CELLS = (
    r"h(?:a)?ematogone", r"\b(?:normal|mature|background|reactive|residual|polyclonal)[ ](?:b\b|t\b|cells|lympho|precursor|counterpart|populat)", r"\bt[- ]cells\b", r"\blymphocytes\b",
)  # fmt: skip
OWN_CELLS = ("blast", "leuk", r"\babnormal", r"\bclon", "neoplas", "aberrant", "tumou?r", r"\bmrd\b", r"\blaip\b", "atypical")

# What a label of the specimen or the head of a column names. It stands in the laboratory's own language even where the report is in English.
SPECIMENS = (
    Site("bone_marrow", ("bone{| |-}marrow", "bm", "marrow", "knochenmark", "beenmerg", "moelle", "midollo", "m{e|é}dula", "aspirado medular", "szpik{u|}", "benm{a|ä}rg", "luuydin", "kemik ili{g|ğ}i",
     "kostn{i|í} d{r|ř}e{n|ň}", "csontvel{o|ő}", "iliac", "psis", "sternal")),
    Site("peripheral_blood", ("peripheral blood", "pb", "blood", "blut", "sang", "sangue", "sangre", "bloed", "krew")),
    Site("csf", ("csf", "c.s.f", "cerebrospinal", "spinal fluid", "liquor", "lcr")),
    Site("lymph_node", ("lymph node{s|}", "node{s|}")),
    Site("pleural_fluid", ("pleural", "pleural {fluid|effusion|liquid}")),
)  # fmt: skip
TUBES = ("edta",)  # of blood where no site is named; marrow is sent in them, too
# The runs of letters that tell the site of a report which names no specimen.
MARROW_WORDS = ("marrow", "bonemarrow", "bm", "iliac", "psis", "sternal", "knochenmark", "beenmerg", "benmarg", "szpik")
BLOOD_WORDS = ("blood", "pb", "edta")
SPECIMEN_LABELS = ("specimen", "specimens", "sample", "samples", "material", "materials", "source", "sources", "spec", "specs")
