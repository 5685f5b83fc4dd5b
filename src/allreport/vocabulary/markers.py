"""Antigens of flow cytometry and immunohistochemistry. Names are those of the facts; HGNC ids of the encoding gene."""

from __future__ import annotations

from allreport.vocabulary.rows import Marker

_C = "{c|cy|cyt|ic|i|cyto|cytoplasmic |cytoplasmatic |intracytoplasmic |intracellular |cyt. |cyt |cy |cy-|c-|cyto |cyto. |cytopl. }"
_IN = "{c|cy|cyt|cyt.|cyto|cyto.|cytopl|cytopl.|cytoplasmic|cytoplasm|cytoplasmatic|intracellular|intracytoplasmic|ic|cit|citoplasm{á|a}tico|zytopl.|zytoplasmatisch}"  # where an antigen is, behind its name
_ON = "{surface|membrane|membranous|surf.|surf|sm|s|mem|sup|superficie|superf{í|i}cie|oberfl.}"
_S = "{s|sm|m|surface |membrane |surf |surf. |s-|sm-|surface membrane |mem|membranous |surface/membrane }"

MARKERS = (
    Marker("CD1a", ("cd1a", "cd 1a"), "HGNC:1634"),
    Marker("CD2", ("cd2", "cd 2"), "HGNC:1639"),
    Marker("CD3", ("cd3", "cd 3", "cd3e", "cd3 epsilon"), "HGNC:1674"),
    Marker("cCD3", (_C + "cd3", _C + "cd3e", "cd3{ | (|, }" + _IN + "{)|}", "cd3{c|cy|cyt|cit|ic}", "cd3 (cytoplasmic{ pattern|})"), "HGNC:1674"),
    Marker("sCD3", (_S + "cd3", "cd3{ | (|, }" + _ON + "{)|}", "cd3{s|sm|sup|m}"), "HGNC:1674"),
    Marker("CD4", ("cd4", "cd 4"), "HGNC:1678"),
    Marker("CD5", ("cd5", "cd 5"), "HGNC:1685"),
    Marker("CD7", ("cd7", "cd 7"), "HGNC:1695"),
    Marker("CD8", ("cd8", "cd8a", "cd 8"), "HGNC:1706"),
    Marker("CD9", ("cd9",), "HGNC:1709"),
    Marker("CD10", ("cd10", "cd 10", "calla", "cd10 (calla)"), "HGNC:7154"),
    Marker("CD11a", ("cd11a",)), Marker("CD11b", ("cd11b",)), Marker("CD11c", ("cd11c",)),
    Marker("CD13", ("cd13", "cd 13"), "HGNC:500"),
    Marker("CD14", ("cd14", "cd 14")), Marker("CD15", ("cd15", "cd 15")), Marker("CD16", ("cd16",)),
    Marker("CD19", ("cd19", "cd 19"), "HGNC:1633"),
    Marker("CD20", ("cd20", "cd 20"), "HGNC:7315"),
    Marker("CD21", ("cd21",)),
    Marker("CD22", ("cd22", "cd 22"), "HGNC:1643"),
    Marker("cCD22", (_C + "cd22", "cd22{ | (|, }" + _IN + "{)|}", "cd22{c|cy|cyt|cit|ic}"), "HGNC:1643"),
    Marker("sCD22", (_S + "cd22", "cd22{ | (|, }" + _ON + "{)|}", "cd22{s|sm|sup|m}"), "HGNC:1643"),
    Marker("CD23", ("cd23",)), Marker("CD24", ("cd24", "cd 24"), "HGNC:1645"), Marker("CD25", ("cd25",)), Marker("CD26", ("cd26",)), Marker("CD27", ("cd27",)),
    Marker("CD28", ("cd28",)), Marker("CD30", ("cd30",)), Marker("CD33", ("cd33", "cd 33"), "HGNC:1659"), Marker("CD34", ("cd34", "cd 34"), "HGNC:1662"), Marker("CD35", ("cd35",)),
    Marker("CD36", ("cd36",)), Marker("CD38", ("cd38", "cd 38"), "HGNC:1667"), Marker("CD40", ("cd40",)), Marker("CD41", ("cd41", "cd41a")), Marker("CD42b", ("cd42b",)), Marker("CD43", ("cd43",)),
    Marker("CD44", ("cd44",), "HGNC:1681"), Marker("CD45", ("cd45", "cd 45", "lca", "cd45/lca", "cd45 (lca)")), Marker("CD45RA", ("cd45ra",)), Marker("CD45RO", ("cd45ro",)), Marker("CD48", ("cd48",)),
    Marker("CD49f", ("cd49f",)), Marker("CD52", ("cd52",)), Marker("CD56", ("cd56",)), Marker("CD57", ("cd57",)), Marker("CD58", ("cd58",), "HGNC:1688"), Marker("CD61", ("cd61",)),
    Marker("CD62L", ("cd62l",)), Marker("CD64", ("cd64",)), Marker("CD65", ("cd65", "cd65s")), Marker("CD66c", ("cd66c", "cd66", "cd66abce")), Marker("CD68", ("cd68", "cd68 (kp1)")), Marker("CD71", ("cd71",)), Marker("CD73", ("cd73",)),
    Marker("CD79a", ("cd79a", "cd 79a", "cd79alpha", "cd79"), "HGNC:1698"),
    Marker("cCD79a", (_C + "cd79a", _C + "cd79", "cd79a{ | (|, }" + _IN + "{)|}", "cd79a{cy|cyt|cit|ic}"), "HGNC:1698"),
    Marker("CD79b", ("cd79b",)), Marker("CD81", ("cd81",)), Marker("CD86", ("cd86",)), Marker("CD94", ("cd94",)), Marker("CD97", ("cd97",)), Marker("CD99", ("cd99", "mic2", "mic-2"), "HGNC:7082"), Marker("CD103", ("cd103",)),
    Marker("CD110", ("cd110",)), Marker("CD115", ("cd115",)), Marker("CD116", ("cd116",)), Marker("CD117", ("cd117", "c-kit", "cd117 (c-kit)", "cd 117"), "HGNC:6342"), Marker("CD123", ("cd123",), "HGNC:6012"), Marker("CD127", ("cd127",)),
    Marker("CD133", ("cd133",)), Marker("CD135", ("cd135",)), Marker("CD138", ("cd138",)), Marker("CD141", ("cd141",)), Marker("CD163", ("cd163",)), Marker("CD200", ("cd200",)), Marker("CD203c", ("cd203c",)),
    Marker("CD235a", ("cd235a", "glycophorin a", "glycophorin", "cd235", "gpa", "glyco a", "glyco{-|}a", "gly{-| |}a", "glycoforin a", "glycophorine a", "glicoforina a", "cd235a (glycophorin a)")), Marker("CD244", ("cd244",)), Marker("CD303", ("cd303",)), Marker("CD304", ("cd304",)), Marker("CD305", ("cd305",)), Marker("CD319", ("cd319",)), Marker("CD371", ("cd371",)),
    Marker("CRLF2", ("crlf2 protein", "tslpr", "crlf2 (tslpr)", "crlf2/tslpr", "tslpr (crlf2)", "tslpr/crlf2", "crlf2 surface expression", "crlf2 expression")),
    Marker("TdT", ("tdt", "ntdt", "c-tdt", "ctdt", "cytdt", "nuclear tdt", "terminal deoxynucleotidyl transferase", "tdt (nuclear)", "tdt, nuclear", "tdt nuclear", "itdt", "ictdt"), "HGNC:2983"),
    Marker("HLA-DR", ("hla-dr", "hladr", "hla dr", "hla- dr", "hla_dr")),
    Marker("MPO", ("mpo", "cmpo", "cympo", "cytmpo", "icmpo", "impo", "myeloperoxidase", "cytoplasmic mpo", "intracellular mpo", "cy-mpo", "cy mpo", "mpo (cytoplasmic)", "mpo, cytoplasmic", "cytoplasmic myeloperoxidase", "anti-mpo", "mpo cytochemistry", "mpo stain", "mpo (cytochemistry)", "cyt mpo", "mpo cytoplasmic", "c-mpo", "a-mpo"), "HGNC:7218"),
    Marker("sIg", ("sig", "smig", "sm-ig", "s-ig", "slg", "smlg", "surface ig", "surface immunoglobulin{s|}", "surface light chain{s|}", "surface immunoglobulin light chains", "light chain{s|}", "surface ig light chains", "immunoglobulin light chains", "sig light chains")),
    Marker("cIgM", ("{c|cy}lgm", "{c|cy|cyt|ic|cytoplasmic |cyt. |cy |cy-|intracytoplasmic |c-|intracellular |cyto }igm", "{c|cy|cyt|cytoplasmic |cy |cyt. |c-|cyto |cyt }{mu|μ}{ heavy chain|{ chain|}|}", "cig{ |}mu", "cigμ", "cyto-μ", "cytoplasmic igm heavy chain", "cytoplasmic mu", "igm{ | (|, }" + _IN + "{)|}", "cytoplasmic immunoglobulin m", "cμ", "c-μ", "cytoplasmic ig mu", "cig μ", "intracytoplasmic mu{ chain|}", "igm heavy chain")),
    Marker("sIgM", ("sigm", "smigm", "surface igm")), Marker("IgM", ("igm",)), Marker("IgD", ("igd", "sigd")),
    Marker("kappa", ("kappa", "sig kappa", "sigkappa", "skappa", "κ", "surface light chain kappa", "kappa light chain", "kappa light chains", "surface kappa", "sig-kappa", "surface kappa light chain", "sm kappa", "smkappa")),
    Marker("lambda", ("lambda", "sig lambda", "siglambda", "slambda", "λ", "surface light chain lambda", "lambda light chain", "lambda light chains", "surface lambda", "sig-lambda", "surface lambda light chain", "sm lambda", "smlambda")),
    Marker("NG2", ("ng2", "7.1", "ng2 (7.1)", "ng-2")), Marker("FMC7", ("fmc7", "fmc-7")), Marker("cyclin D1", ("cyclin d1", "cyclin-d1", "cyclind1", "bcl1", "bcl-1")), Marker("lysozyme", ("lysozyme", "muramidase")),
    Marker("LMO2", ("lmo2", "lmo-2")), Marker("SOX11", ("sox11", "sox-11")), Marker("LEF1", ("lef1",)), Marker("PAX5", ("pax-5", "pax5")), Marker("BCL2", ("bcl2", "bcl-2"), "HGNC:990"), Marker("BCL6", ("bcl6", "bcl-6"), "HGNC:1001"), Marker("MUM1", ("mum1", "mum-1")),
    Marker("ALK", ("alk", "alk1", "alk-1")), Marker("Ki-67", ("ki-67", "ki67", "ki 67", "mib-1", "mib1", "ki-67 index", "ki-67 (mib-1)")), Marker("p53", ("p53", "p 53")), Marker("MYC", ("c-myc",)), Marker("EBER", ("eber", "eber-ish")),
    Marker("TCRab", ("tcr{ |-|}{ab|a/b|αβ|alpha/beta|alpha-beta|alpha beta|alphabeta|α/β}", "tcrαβ", "tcr alpha/beta", "tcr a/b")), Marker("TCRgd", ("tcr{ |-|}{gd|g/d|γδ|gamma/delta|gamma-delta|gamma delta|gammadelta|γ/δ}",)), Marker("TRBC1", ("trbc1",)),
    Marker("BDCA2", ("bdca-2", "bdca2")), Marker("TCL1", ("tcl1", "tcl-1")), Marker("TCF4", ("tcf4",)), Marker("BF1", ("bf1", "βf1", "beta f1")), Marker("PD-1", ("pd-1", "pd1")), Marker("granzyme B", ("granzyme b",)), Marker("TIA1", ("tia1", "tia-1")), Marker("perforin", ("perforin",)),
    Marker("cytokeratin", ("cytokeratin", "pan-cytokeratin", "pancytokeratin", "cytokeratin ae1/ae3", "ck", "panck")), Marker("AE1/AE3", ("ae1/ae3", "ae1-ae3", "ae1/3")), Marker("S100", ("s100", "s-100")), Marker("synaptophysin", ("synaptophysin",)), Marker("chromogranin", ("chromogranin",)), Marker("CK20", ("ck20",)),
    Marker("desmin", ("desmin",)), Marker("myogenin", ("myogenin",)), Marker("NKX2.2", ("nkx2.2",)), Marker("FLI1", ("fli1", "fli-1")), Marker("HHV8", ("hhv8", "hhv-8")), Marker("EMA", ("ema",)), Marker("WT1", ()),
    Marker("NSE", ("nse",)), Marker("CD1c", ("cd1c",)), Marker("CD11", ("cd11",)), Marker("CD229", ("cd229",)), Marker("CD269", ("cd269", "bcma")), Marker("CD300e", ("cd300e",)), Marker("CD45RB", ("cd45rb",)), Marker("CD50", ("cd50",)), Marker("CD59", ("cd59",)), Marker("CD54", ("cd54",)), Marker("CD69", ("cd69",)), Marker("CD90", ("cd90",)), Marker("CD95", ("cd95",)), Marker("CD105", ("cd105",)), Marker("CD177", ("cd177",)),
)  # fmt: skip
