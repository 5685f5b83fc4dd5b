"""Spellings of units, UCUM codes and factors to the canonical unit of each kind.

`G/L` (giga per litre, counts) and `g/L` (grams per litre) share a folded spelling: the analyte decides.
Factors: units of the blood count by definition; mmol/L of hemoglobin as the iron monomer (16.114 g per mmol).
"""

from __future__ import annotations

from allreport.vocabulary.rows import Unit

_UL = (
    "{/μl|/ul|/mcl|/mm3|/mm³|/cumm|/cu mm|/cu.mm|/cmm|/c.mm|/cu. mm"
    "| per cumm| per mm3| per cu mm| per μl| per ul| per microliter| per microlitre| per cubic mm|/microliter|/microl}"
)
_1E9 = ("{x|x |}10{^|*|**|e|^+|}9 {/l|per l|per litre|per liter|/litre|/liter}", "{x|x |}10{^|*|**|e|e+|^+|}9{/l|/litre|/liter}",
    "{x|x |}10{⁹|(9)|[9]|^(9)|e09}{/l| /l|/litre}", "{x|x }10 9/l", "1e9/l", "10e9/l", "10⁹ per l{itre|}",
        "billion/l", "e9/l", "giga/l", "g/l", "gpt/l", "/nl", "x10^9{ |}l-1", "{x|x |}10{^|}9 l-1", "x10^9")  # fmt: skip
_1E3 = ("{tys|tys.}{/μl|/ul|/mm3|/mm³}", "{mil|miles}{/μl|/ul|/mm3|/mm³}", "{x|x |}10{^|*|**|e|}3 {/μl|/ul|/mm3|/mm³|/cumm|/mcl}", "{x|x |}10{^|*|**|e|e0|e+0|}3" + _UL,
    "{x|x |}10{³|(3)|^(3)}" + _UL, "{x|x |}10{³|(3)|^(3)} {/μl|/ul|/mm3|/mm³|/cumm}", "k" + _UL, "k{ |}/ {μl|ul|mcl}", "k/mm",
    "{thou|thousand|thousands|th|thsd|tsd|tsd.}" + _UL, "thou/mm³", "k cells/ul", "k",
        "x 1000" + _UL, "x1000" + _UL, "{thou|thousand|thousands}{ |}/ {ul|cumm}", "x10^3", "x 10^3", "x10³", "10^3", "000/μl", "000/ul", "{thou|thousand|thousands}{.|}")  # fmt: skip

# What stands behind the stroke of a unit. A word with one of them right behind a number is a unit, known or not: `zorks/l`, `cells/hpf`.
UNIT_DENOMINATORS = ("l", "dl", "ml", "cl", "\u03bcl", "ul", "mcl", "nl", "fl", "pl", "lit{re|er}{|s}", "microlit{re|er}", "mm3", "mm\u00b3", "mm", "mmc", "cumm",
    "cmm", "hpf", "lpf", "field", "kg", "g", "mg", "gm", "h", "hr", "min", "sec", "cell", "cells")  # fmt: skip

UNITS = (
    Unit("count", "10*9/L", 1, _1E9),
    Unit("count", "10*3/uL", 1, _1E3),
    Unit("count", "/uL", 0.001, ("{cells|cell|c|leukocytes|leucocytes|leuc|leuk|leu|wbc|wbcs|plt|platelets|elements|elem|cel|cels|zellen|}" + _UL, "cells {/ul|/μl|/cumm|/mm3}", "cells per {ul|μl|cumm|mm3|microliter|microlitre}",
    "elements/mm3", "/ {ul|μl|cumm|mm3}", "cumm", "mm3", "cells")),
    Unit("count", "10*6/L", 0.001, ("{x|x |}10{^|*|**|e|e0|}6{ |}{/l|/ l|per l|/litre}", "{x|x |}10{⁶|(6)}{/l| /l}", "e6/l")),
    Unit("count", "10*5/uL", 100, ("{lakh|lakhs|lac|lacs}{|/cumm|/μl|/ul|/cmm|/mm3|/cu mm|/cu.mm| per cumm| /cumm|}",)),
    Unit("count", "10*4/uL", 10, ("{x|x |}10{^|*}4{/μl|/ul|/mm3}", "万/μl", "万/ul")),
    Unit("count", "10*2/uL", 0.1, ("{x|x |}10{^|*}2{/μl|/ul|/mm3}",)),
    Unit("count12", "10*4/uL", 0.01, ("{x|x |}10{^|*}4{/μl|/ul|/mm3}", "万/μl", "万/ul")),
    Unit("count12", "10*12/L", 1, ("{x|x |}10{^|*|**|e|}12{ |}{/l|per l|/litre}", "{x|x |}10{¹²|(12)}{/l| /l}", "t/l", "e12/l", "tera/l", "tpt/l", "/pl",
    "{x|x |}10 12/l", "x10^12")),
    Unit("count12", "10*6/uL", 1,
         ("{x|x |}10{^|*|**|e|e0|}6{ |}{/μl|/ul|/mm3|/mm³|/cumm|/mcl}", "{x|x |}10{⁶|(6)}{/μl|/ul|/mm3|/mm³|/cumm}", "m/ul", "m/μl", "m/mm3", "m/cumm",
         "{mill|mil|milhões|milhoes|million|millions|mio|mill.|mio.}{/|/ | /| per }{μl|ul|mm3|mm³|cumm|cmm|cu mm|mcl|c.mm}",
          "million{s|}", "mill{.|}", "mio{.|}", "x10^6", "x 10^6", "10^6")),
    Unit("count12", "/uL", 0.000001, ("{cells|}{/mm3|/mm³|/μl|/ul|/cumm}",)),
    Unit("hgb", "g/dL", 1, ("g/dl", "gm/dl", "gms/dl", "g/100ml", "g/100 ml", "gm%", "gms%", "g%", "gm %", "g %", "gms %", "g /dl", "gr/dl", "g/ dl",
    "gm/ dl", "g/decil{itre|iter}", "gm", "gms")),
    Unit("hgb", "g/L", 0.1, ("g/l", "g /l", "g/litre", "gm/l")),
    Unit("hgb", "mmol/L", 1.6114, ("mmol/l",)),
    Unit("mchc", "g/dL", 1, ("g/dl", "gm/dl", "%", "g%", "gm%", "gms/dl")),
    Unit("mchc", "g/L", 0.1, ("g/l",)),
    Unit("mchc", "mmol/L", 1.6114, ("mmol/l",)),
    Unit("frac", "%", 1, ("%", "percent", "vol%", "vol %")),
    Unit("frac", "L/L", 100, ("l/l", "ratio", "fraction", "l /l")),
    Unit("pct", "%", 1, ("%", "percent", "per cent")),
    Unit("retic", "%", 1, ("%", "percent")),
    Unit("retic", "/1000", 0.1, ("‰", "per mille", "/1000")),
    Unit("fl", "fL", 1, ("fl", "um3", "μm3", "μm³", "cu micron{s|}", "cu.micron{s|}", "femtoliter{s|}", "cubic microns")),
    Unit("pg", "pg", 1, ("pg", "pgs", "picogram{s|}")),
    Unit("pg", "fmol", 16.114, ("fmol",)),
    Unit("ratio", "/100{WBCs}", 1, ("/100 wbc{s|}", "/100wbc", "per 100 wbc{s|}", "/100 leu{k|c}ocytes", "%", "/100", "/100 white cells",
    "per 100 white cells")),
    Unit("esr", "mm/h", 1, ("mm/h", "mm/hr", "mm/1st hr", "mm in 1st hour", "mm 1st hr", "mm/1 hr", "mm")),
    Unit("enzyme", "U/L", 1, ("u/l", "iu/l", "ui/l", "units/l", "u /l", "iu/ l", "u/litre")),
    Unit("enzyme", "ukat/L", 60, ("μkat/l", "ukat/l")),
    Unit("urate", "mg/dL", 1, ("mg/dl", "mg%", "mg/100ml", "mgs/dl")),
    Unit("urate", "umol/L", 0.016811, ("μmol/l", "umol/l", "micromol/l", "mcmol/l")),
    Unit("urate", "mmol/L", 16.811, ("mmol/l",)),
    Unit("potassium", "mmol/L", 1, ("mmol/l", "meq/l")),
    Unit("phosphate", "mmol/L", 1, ("mmol/l",)),
    Unit("phosphate", "mg/dL", 0.3229, ("mg/dl", "mg%")),
    Unit("calcium", "mmol/L", 1, ("mmol/l",)),
    Unit("calcium", "mg/dL", 0.2495, ("mg/dl", "mg%")),
    Unit("calcium", "meq/L", 0.5, ("meq/l",)),
    Unit("creatinine", "umol/L", 1, ("μmol/l", "umol/l")),
    Unit("creatinine", "mg/dL", 88.40, ("mg/dl", "mg%")),
    Unit("urea", "mmol/L", 1, ("mmol/l",)),
    Unit("urea", "mg/dL", 0.1665, ("mg/dl", "mg%")),
    Unit("bun", "mg/dL", 1, ("mg/dl", "mg%")),
    Unit("bilirubin", "umol/L", 1, ("μmol/l", "umol/l")),
    Unit("bilirubin", "mg/dL", 17.10, ("mg/dl", "mg%")),
    Unit("albumin", "g/L", 1, ("g/l",)),
    Unit("albumin", "g/dL", 10, ("g/dl", "gm/dl", "g%")),
    Unit("crp", "mg/L", 1, ("mg/l",)),
    Unit("crp", "mg/dL", 10, ("mg/dl",)),
    Unit("ferritin", "ug/L", 1, ("μg/l", "ug/l", "ng/ml", "mcg/l")),
    Unit("fibrinogen", "g/L", 1, ("g/l",)),
    Unit("fibrinogen", "mg/dL", 0.01, ("mg/dl", "mg%")),
)  # fmt: skip
