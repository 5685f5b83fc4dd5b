"""Blood count, differential, chemistry and spinal fluid. LOINC: codes read in a published mapping of LOINC 2.71/2.72."""

from __future__ import annotations

from allreport.vocabulary.rows import Analyte, Cell

ANALYTES = (
    Analyte("wbc", "WBC", "count", "10*9/L",
            ("wbc", "wbc count", "twbc", "wcc", "tlc", "t.l.c.", "w.b.c.", "w.c.c.", "total wbc{ count|}", "total white{ blood|} cell count", "white{ blood|} cell{s|}{ count|}", "white count", "white cell count",
             "{total |}leu{k|c}ocyte{s|} count", "total leu{k|c}ocytes", "leu{k|c}ocytes", "leukos", "leuk", "gb", "globules blancs", "total count", "white cells", "white blood cells", "total leu{k|c}ocyte count", "leuko", "leuco", "b-leuk", "leucócitos", "leucocitos", "leucociti", "white cells total", "wbc (corrected)", "corrected wbc", "wbc corrected", "wbc count (corrected)", "leukozyten", "total wbc count"),
            "6690-2", 0, 3000),
    Analyte("rbc", "RBC", "count12", "10*12/L",
            ("rbc", "rbc count", "rcc", "red{ blood|} cell count", "red cells", "red blood cells", "erythrocytes", "erythrocyte count", "erys", "hematies", "hématies", "hemácias", "eritrocitos", "hematíes", "eritrociti", "erythrozyten", "b-eryt", "ery", "total rbc count"), "789-8", 0.1, 12),
    Analyte("hgb", "HGB", "hgb", "g/dL",
            ("hgb", "hb", "haemoglobin", "hemoglobin", "hb%", "haemoglobin concentration", "hemoglobin concentration", "{haemoglobin|hemoglobin} ({hb|hgb})", "hgb.", "hb.", "hämoglobin", "hemoglobine", "hemoglobina", "hémoglobine", "b-hb", "emoglobina", "hb (hemoglobin)", "hgb (hemoglobin)"),
            "718-7", 0.5, 30),
    Analyte("hct", "HCT", "frac", "%",
            ("hct", "htc", "haematocrit", "hematocrit", "pcv", "p.c.v.", "hto", "packed cell volume", "hkt", "hte", "ht", "hématocrite", "hematocrito", "hematócrito", "ematocrito", "hämatokrit", "b-hkr", "{haematocrit|hematocrit} (hct)", "{haematocrit|hematocrit} (pcv)"), "4544-3", 2, 85),
    Analyte("mcv", "MCV", "fl", "fL", ("mcv", "m.c.v.", "m.c.v", "mean cell volume", "mean corpuscular volume", "v.g.m.", "vgm", "vcm", "v.c.m.", "c.m.v.", "e-mcv", "vcm (mcv)"), "787-2", 30, 200),
    Analyte("mch", "MCH", "pg", "pg", ("mch", "m.c.h.", "m.c.h", "mean cell {haemoglobin|hemoglobin}", "mean corpuscular {haemoglobin|hemoglobin}", "tcmh", "hcm", "h.c.m.", "hcm (mch)", "hbe"), "785-6", 5, 60),
    Analyte("mchc", "MCHC", "mchc", "g/dL",
            ("mchc", "m.c.h.c.", "m.c.h.c", "ccmh", "chcm", "c.h.c.m.", "chcm (mchc)", "mean cell {haemoglobin|hemoglobin} conc{entration|.}", "mean corpuscular {haemoglobin|hemoglobin} concentration"), "786-4", 15, 50),
    Analyte("rdw", "RDW", "pct", "%", ("rdw", "r.d.w. - cv", "rdw - cv", "r.d.w", "rdw-cv", "red cell distribution width", "red cell distrib{.|} width", "rbc distribution width", "rdw (cv)", "r.d.w.", "ade", "idr"), "788-0", 5, 60),
    Analyte("rdw_sd", "rdw_sd", "fl", "fL", ("rdw-sd",), "21000-5", 15, 150),
    Analyte("plt", "PLT", "count", "10*9/L",
            ("plt", "plts", "plat", "plt count", "platelet{s|}{ count|}", "thrombocytes", "thrombos", "plaquettes", "plq", "total platelet count", "thrombocyte count", "platelet count (plt)", "plaquetas", "piastrine", "thrombo", "thrombozyten", "b-trom", "trombocytes", "trombociti", "platelets count"),
            "777-3", 0, 5000),
    Analyte("mpv", "MPV", "fl", "fL", ("mpv", "m.p.v.", "mean platelet volume", "vpm"), None, 3, 25),
    Analyte("neut_abs", "ANC", "count", "10*9/L",
            ("anc", "absolute neutrophil{s|}{ count|}", "neut{s|}#", "neu#", "ne#", "abs{.|} neut{s|.|rophils|}", "abs{.|} neutrophil count", "neutrophil{s|} abs{olute|.|}", "neutrophil count",
             "neutro{s|} abs{.|}", "neutrophil{s|} (abs{olute|.|})", "neutrophils, abs{olute|.|}", "absolute granulocyte count", "agc", "granulocyte count", "neutrophils #"), "751-8", 0, 500),
    Analyte("neut_pct", "NEUT%", "pct", "%", ("neut%", "neut{rophil|}{s|} %", "neu%", "neutrophils (%)", "neut (%)", "ne%", "gran%", "segs %", "poly %"), "770-8", 0, 100),
    Analyte("band_pct", "BAND%", "pct", "%", ("band%", "bands %"), "26508-2", 0, 100),
    Analyte("lymph_abs", "ALC", "count", "10*9/L",
            ("alc", "absolute lymphocyte{s|}{ count|}", "lymph{s|}#", "lym#", "ly#", "abs{.|} lymph{s|.|ocytes|}", "abs{.|} lymphocyte count", "lymphocyte{s|} abs{olute|.|}", "lymphocyte count", "lymphocytes, abs{olute|.|}", "lymphocytes (abs{olute|.|})", "lymphocytes #"),
            "731-0", 0, 1500),
    Analyte("lymph_pct", "LYMPH%", "pct", "%", ("lymph%", "lymph{ocyte|}{s|} %", "lym%", "lymphocytes (%)", "ly%", "lymph (%)"), "736-9", 0, 100),
    Analyte("mono_abs", "AMC", "count", "10*9/L", ("amc", "mono{s|}#", "mon#", "mo#", "absolute monocyte{s|}{ count|}", "monocyte{s|} abs{olute|.|}", "monocytes, abs{olute|.|}", "abs{.|} mono{s|cytes}", "monocytes #"), "742-7", 0, 500),
    Analyte("mono_pct", "MONO%", "pct", "%", ("mono%", "mono{cyte|}{s|} %", "mon%", "monocytes (%)", "mo%"), "5905-5", 0, 100),
    Analyte("eos_abs", "AEC", "count", "10*9/L", ("aec", "eos#", "eo#", "absolute eosinophil{s|}{ count|}", "eosinophil{s|} abs{olute|.|}", "abs{.|} eos{inophils|}", "eosinophils #"), "711-2", 0, 500),
    Analyte("eos_pct", "EOS%", "pct", "%", ("eos%", "eos{inophil|}{s|} %", "eo%", "eosinophils (%)"), "713-8", 0, 100),
    Analyte("baso_abs", "ABC", "count", "10*9/L", ("baso{s|}#", "bas#", "ba#", "absolute basophil{s|}{ count|}", "basophil{s|} abs{olute|.|}", "abs{.|} baso{phils|}", "basophils #"), "704-7", 0, 200),
    Analyte("baso_pct", "BASO%", "pct", "%", ("baso%", "baso{phil|}{s|} %", "bas%", "basophils (%)", "ba%"), "706-2", 0, 100),
    Analyte("blast_pct", "BLAST%", "pct", "%", ("blast%", "blasts %", "blast cells %", "blasts (%)"), "26446-5", 0, 100),
    Analyte("blast_abs", "blast_abs", "count", "10*9/L", ("blasts abs{olute|.|}", "absolute blasts", "absolute blast count", "blasts #"), None, 0, 3000),
    Analyte("promyelo_pct", "promyelo_pct", "pct", "%", (), "783-1", 0, 100),
    Analyte("myelo_pct", "myelo_pct", "pct", "%", (), "26498-6", 0, 100),
    Analyte("metamyelo_pct", "metamyelo_pct", "pct", "%", (), "28541-1", 0, 100),
    Analyte("promyelo_abs", "promyelo_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("myelo_abs", "myelo_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("metamyelo_abs", "metamyelo_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("band_abs", "band_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("var_lymph_abs", "var_lymph_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("plasma_abs", "plasma_abs", "count", "10*9/L", (), None, 0, 500),
    Analyte("var_lymph_pct", "var_lymph_pct", "pct", "%", (), "13046-8", 0, 100),
    Analyte("plasma_pct", "plasma_pct", "pct", "%", (), "13047-6", 0, 100),
    Analyte("nrbc", "NRBC", "ratio", "/100{WBCs}", ("nrbc{s|}", "nrbc/100 wbc", "nucleated r{ed cells|bc{s|}}", "nucleated red{ blood|} cells", "normoblasts", "nrbc per 100 wbc", "nrbcs/100 wbc"), "58413-6", 0, 2000),
    Analyte("nrbc_abs", "nrbc_abs", "count", "10*9/L", ("nrbc#", "nrbc abs{olute|.|}", "absolute nrbc{s|}"), None, 0, 500),
    Analyte("retic_abs", "retic_abs", "count", "10*9/L", ("absolute retic{s|ulocyte count|ulocytes}", "retic #", "retics abs{olute|.|}", "reticulocytes abs{olute|.|}"), "60474-4", 0, 1000),
    Analyte("retic_pct", "RETIC%", "retic", "%", ("retic%", "retic{s|ulocytes|ulocyte count|ulocyte}{ %|}", "retic", "retic count", "corrected retic{ulocyte|} count"), None, 0, 60),
    Analyte("esr", "esr", "esr", "mm/h", ("esr", "erythrocyte sedimentation rate", "sed rate", "vsg"), "4537-7", 0, 200),
    Analyte("ldh", "LDH", "enzyme", "U/L", ("ldh", "dhl", "ld", "lactate dehydrogenase", "lactic dehydrogenase", "s. ldh", "serum ldh", "lactate dehydrogenase (ldh)"), "2532-0", 10, 100000),
    Analyte("urate", "URIC", "urate", "mg/dL", ("uric acid", "urate", "s. uric acid", "serum uric acid"), "3084-1", 0, 67.24),
    Analyte("potassium", "potassium", "potassium", "mmol/L", ("potassium", "serum potassium", "k+"), "2823-3", 0.5, 20),
    Analyte("phosphate", "phosphate", "phosphate", "mmol/L", ("phosphate", "phosphorus", "po4"), None, 0.05, 20),
    Analyte("calcium", "calcium", "calcium", "mmol/L", ("calcium", "serum calcium", "corrected calcium", "adjusted calcium"), None, 0.3, 6),
    Analyte("creatinine", "creatinine", "creatinine", "umol/L", ("creatinine", "serum creatinine", "creat"), None, 5, 5000),
    Analyte("urea", "urea", "urea", "mmol/L", ("urea", "blood urea"), None, 0.1, 150),
    Analyte("bun", "bun", "bun", "mg/dL", ("bun", "blood urea nitrogen"), None, 0.1, 300),
    Analyte("alt", "alt", "enzyme", "U/L", ("alt", "sgpt", "alat", "alt/sgpt", "alt (sgpt)", "sgpt (alt)"), "1742-6", 0, 30000),
    Analyte("ast", "ast", "enzyme", "U/L", ("ast", "sgot", "asat", "ast (sgot)", "sgot (ast)"), "1920-8", 0, 30000),
    Analyte("bili_total", "bili_total", "bilirubin", "umol/L", ("bilirubin", "total bilirubin", "bilirubin total", "t. bili{rubin|}"), None, 0, 1500),
    Analyte("albumin", "albumin", "albumin", "g/L", ("albumin", "serum albumin"), "1751-7", 3, 80),
    Analyte("crp", "crp", "crp", "mg/L", ("crp", "c-reactive protein"), "1988-5", 0, 1000),
    Analyte("ferritin", "ferritin", "ferritin", "ug/L", ("ferritin", "serum ferritin"), "2276-4", 0, 1000000),
    Analyte("fibrinogen", "fibrinogen", "fibrinogen", "g/L", ("fibrinogen",), "3255-7", 0, 20),
    Analyte("inr", "inr", "inr", "{INR}", ("inr",), "6301-6", 0.4, 30),
)  # fmt: skip

LETTERS = {"n": "neut_pct", "p": "neut_pct", "l": "lymph_pct", "m": "mono_pct", "e": "eos_pct", "b": "baso_pct"}  # N 66, L 26, M 5, E 3

CELLS = (
    Cell("neutrophils", "neut_pct", "neut_abs",
         ("neutrophil{s|}", "neut{s|}", "neutro{s|}", "polys", "pmn{s|}", "segs", "seg", "segmented", "segmented neutrophils", "segmented{ forms|s}", "polymorphonuclear neutrophils", "polymorphs", "granulocytes",
          "segmentkernige", "pnn", "polymorphonuclears", "mature neutrophils", "seg neutrophils", "seg. neutrophils", "segmented granulocytes", "segs/polys", "segmenters", "p. neutrophiles", "neutrophiles", "polynucléaires neutrophiles", "segmentados", "neutrófilos", "neutrofili", "nötrofil", "neutrophile", "granulocytes neutrophils", "mature granulocytes", "segs/bands", "b-neut", "neutro.", "neut.")),
    Cell("bands", "band_pct", "band_abs", ("bands", "bandas", "band", "band forms", "stabs", "stab cells", "stab", "stabkernige", "band neutrophils", "rod neutrophils", "rods")),
    Cell("lymphocytes", "lymph_pct", "lymph_abs", ("lymphocyte{s|}", "lymph{s|}", "lympho{s|}", "lym", "mature lymphocytes", "lymphozyten", "linfócitos", "linfocitos", "linfociti", "lenfosit", "lymphocytes (mature)")),
    Cell("monocytes", "mono_pct", "mono_abs", ("monocyte{s|}", "mono{s|}", "monozyten", "monócitos", "monocitos", "monociti", "monosit")),
    Cell("eosinophils", "eos_pct", "eos_abs", ("eosinophil{s|}", "eos", "eo", "eosino{s|}", "eosinophile", "éosinophiles", "p. éosinophiles", "eosinófilos", "eosinofili", "eosinophiles")),
    Cell("basophils", "baso_pct", "baso_abs", ("basophil{s|}", "baso{s|}", "basophile", "basophiles", "p. basophiles", "basófilos", "basofili")),
    Cell("blasts", "blast_pct", "blast_abs", ()),
    Cell("promyelocytes", "promyelo_pct", "promyelo_abs", ("promyelocytes", "pros")),
    Cell("myelocytes", "myelo_pct", "myelo_abs", ("myelocytes",)),
    Cell("metamyelocytes", "metamyelo_pct", "metamyelo_abs", ("metamyelocytes", "metas")),
    Cell("variant lymphocytes", "var_lymph_pct", "var_lymph_abs", ("atypical lymph{ocyte|}s", "reactive lymph{ocyte|}s", "variant lymph{ocyte|}s")),
    Cell("plasma cells", "plasma_pct", "plasma_abs", ("plasma cells",)),
)  # fmt: skip

# Words that may stand between a blast word and its percentage: 'blasts in the aspirate account for approximately 92 %'.
BLAST_LEADS = frozenset(
    "a about above absolute account accounted accounting accounts adequate again all amount amounted amounting amounts an and approx approximately are around as aspirate aspirates at average be been below biopsy blood bm bone by ca calculated cell cellularity cells "
    "circa clot comprise comprised comprises comprising compose composed constitute constituted constitutes constituting content core corresponding corresponds count counted counts cytology cytospin day defined differential dropped equal equaled equals equalled estimate estimated "
    "exceed exceeded exceeds fell fewer film flow following for form formed forming forms found fraction greater had have hold holds in infiltration is its just largely least less leucocytes leukocytes make makes making manual marrow mean minimum moderately morphology more mostly myelogram "
    "nearly no now number numbered numbering occupied occupies occupy occupying of on only over overall pb per percent percentage peripheral population predominant present proportion reach reached reaches replace replaced replacing represent represented representing represents rise rose roughly "
    "sample section seen share short show showed showing shown shows slides smear smears some specimen still strictly tap than that the these they this to total totaling totalled totalling touch trephine under up usually value was were which with within x imprint imprints preparation prep preps sequenced "
    "anteil von bei markedly increased numerous still reduced decreased again flow cytometric cytometry percentages respectively frequency level levels result results about".split()
)
# Words that may stand between a percentage and the blasts it counts: '88 % small agranular lymphoid blasts'.
BLAST_QUALIFIERS = frozenset(
    "a abnormal agranular and are as atypical b basophilic blast blood bm bone by cd45dim cd45 cell cellular cellularity circulating composed comprising consisting dim early fab form gated gate immature in infiltrated infiltrating infiltration involvement is l l1 l2 l3 large leukaemic leukemic like lymph lymphoid "
    "lymphoblastic made malignant marrow medium monomorphic mononuclear monotonous morphologic morphological morphologically myelo myeloid neoplastic occupied of pathological pb peripheral plus positive precursor primitive pro recognisable recognizable replaced replacement residual sheets sized size small t the "
    "to total true type typical undifferentiated unequivocal viable was were with by nucleated non erythroid all acquired analysed analyzed white total".split()
)
