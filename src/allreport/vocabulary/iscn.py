"""The words of ISCN: abnormality types, remarks, probes and their genes, and what pairs of bands are known for.

Rows only. Sources: ISCN 2024 (types, counting of abnormalities); WHO-HAEM5 and ICC 2022 (which pairs of bands define a
subtype); HGNC (approved symbols beside the ones that laboratories still print).
"""

from __future__ import annotations

from typing import NamedTuple


class Kind(NamedTuple):
    """One abnormality type: its symbol, how it is spelled in life, and how it is counted."""

    symbol: str
    wordings: tuple[str, ...]  # lower case, without blanks; the first is ISCN's own
    fused: bool = False  # several chromosomes make one: an unsigned `dic(9;20)` leaves 45
    counted: int = 1  # abnormalities that it counts for (ISCN 2024, counting of abnormalities)
    example: str = ""


KINDS: tuple[Kind, ...] = (
    Kind("t", ("t", "trans", "transl", "y"), example="46,XX,t(9;22)(q34;q11.2)[20]"),
    Kind("del", ("del", "dei", "de1", "dell"), example="46,XX,del(6)(q13q23)[5]"),
    Kind("add", ("add", "ad", "addd"), example="46,XY,add(19)(p13)[4]"),
    Kind("dup", ("dup", "dirdup", "invdup"), example="46,XX,dup(1)(q21q32)[10]"),
    Kind("trp", ("trp", "trip", "invtrp"), counted=2, example="46,XX,trp(1)(q21q32)[10]"),
    Kind("qdp", ("qdp",), counted=2, example="46,XX,qdp(1)(q21q32)[6]"),
    Kind("inv", ("inv", "lnv"), example="46,XY,inv(7)(p15q34)[9]"),
    Kind("ins", ("ins", "dirins", "invins", "im5", "in5", "lns"), example="46,XX,ins(11;10)(q23;p12p13)[6]"),
    Kind("i", ("i", "iso"), example="46,XX,i(7)(q10)[8]"),
    Kind("idic", ("idic", "psuidic", "isodic", "dici"), example="46,XY,idic(9)(p13)[6]"),
    Kind("ider", ("ider", "deri", "isoder"), counted=2, example="46,XX,ider(22)(q10)t(9;22)(q34;q11.2)[8]"),
    Kind("dic", ("dic", "dicr"), fused=True, example="45,XX,dic(9;20)(p13;q11.2)[11]"),
    Kind("psu dic", ("psudic", "pseudic", "pseudodic", "pseudodicentric", "psdic"), fused=True, example="45,XY,psu dic(11;9)(q21;p21)[4]"),
    Kind("tdic", ("tdic",), fused=True, example="45,XY,tdic(5;9)(q35;p24)[4]"),
    Kind("trc", ("trc", "psutrc"), fused=True, example="44,XY,trc(4;12;9)(q31;q22p13;q34)[4]"),
    Kind("rob", ("rob",), fused=True, example="45,XY,rob(15;21)(q10;q10)c[20]"),
    Kind("tas", ("tas",), fused=True, example="45,XX,tas(12;13)(q24.3;q34)[3]"),
    Kind("der", ("der", "dcr", "derv", "deriv"), fused=True, counted=2, example="46,XX,der(19)t(1;19)(q23;p13.3)[20]"),
    Kind("der dic", ("derdic",), fused=True, counted=2, example="45,XX,der dic(6;12)(q13;p11.1)t(1;12)(q21;q24)[5]"),
    Kind("der psu dic", ("derpsudic",), fused=True, counted=2, example="45,XX,der psu dic(9;15)(p11;p11)add(9)(q34)[5]"),
    Kind("rec", ("rec",), counted=2, example="46,XX,rec(6)dup(6p)inv(6)(p22.2q25.2)[4]"),
    Kind("r", ("r", "ring"), example="46,XX,r(7)(p22q36)[5]"),
    Kind("hsr", ("hsr",), example="46,XX,hsr(21)(q22)[5]"),
    Kind("fra", ("fra",), example="46,XX,fra(10)(q25)[5]"),
    Kind("fis", ("fis",), example="47,XX,-10,+fis(10)(p10),+fis(10)(q10)[4]"),
    Kind("neo", ("neo",), example="47,XX,+neo(3)(qter->q26:)[4]"),
    Kind("amp", ("amp",), example="46,XX,der(21)amp(21)(q22)[5]"),
    Kind("upd", ("upd",), counted=0, example="46,XX,upd(15)mat[20]"),
)

# Unidentified chromosomes and bodies; `dmin` is not counted in the number of chromosomes.
MARKERS: tuple[Kind, ...] = (
    Kind("mar", ("mar", "marker", "mark"), example="47,XX,+mar[5]"),
    Kind("r", ("r", "ring"), example="47,XY,+r[4]"),
    Kind("dmin", ("dmin", "dm", "min"), example="46,XX,8~30dmin[9]"),
    Kind("ace", ("ace",), example="47,XX,+ace[3]"),
)

# Words in front of a karyotype that say only that one follows.
LABELS: tuple[str, ...] = ("karyotype", "iscn", "iscn2016", "iscn2020", "iscn2024", "cytogenetics", "result", "gband", "gtg", "incomplete")

# A whole string that is a code or a word for "no karyotype".
NO_KARYOTYPE: tuple[str, ...] = ("nd", "n.d.", "na", "n/a", "-9", "notdone", "unabletouse", "unknown", "notavailable", "failed", "inadequate")


class Fusion(NamedTuple):
    """A pair of bands and what it is known for. Each side is a chromosome and the bands that serve for it."""

    name: str
    one: tuple[str, tuple[str, ...]]
    two: tuple[str, tuple[str, ...]]
    kinds: tuple[str, ...] = ("t", "ins", "inv")  # which rearrangements bring them together
    candidate: bool = False  # the bands fit other genes as well: said as uncertain
    example: str = ""


_ANY = ("t", "ins", "inv", "dic")
FUSIONS: tuple[Fusion, ...] = (
    Fusion("BCR::ABL1", ("9", ("q34",)), ("22", ("q11.2",)), example="46,XX,t(9;22)(q34;q11.2)[20]"),
    Fusion("ETV6::RUNX1", ("12", ("p13",)), ("21", ("q22",)), example="46,XY,t(12;21)(p13;q22)[5]"),
    Fusion("TCF3::PBX1", ("1", ("q23",)), ("19", ("p13.3",)), example="46,XX,der(19)t(1;19)(q23;p13.3)[20]"),
    Fusion("TCF3::PBX1", ("1", ("q21",)), ("19", ("p13.3",)), candidate=True, example="46,XX,t(1;19)(q21;p13.3)[11]"),
    Fusion("TCF3::HLF", ("17", ("q21", "q22")), ("19", ("p13",)), example="46,XY,t(17;19)(q22;p13.3)[15]"),
    Fusion("KMT2A::AFF1", ("4", ("q21",)), ("11", ("q23",)), example="46,XX,t(4;11)(q21;q23)[20]"),
    Fusion("KMT2A::MLLT3", ("9", ("p21", "p22")), ("11", ("q23",)), example="46,XY,t(9;11)(p22;q23)[20]"),
    Fusion("KMT2A::MLLT1", ("11", ("q23",)), ("19", ("p13.3",)), example="46,XY,t(11;19)(q23;p13.3)[12]"),
    Fusion("KMT2A::ELL", ("11", ("q23",)), ("19", ("p13.1",)), example="46,XY,t(11;19)(q23;p13.1)[20]"),
    Fusion("KMT2A::MLLT10", ("10", ("p12", "p13")), ("11", ("q23",)), example="46,XY,t(10;11)(p12;q23)[8]"),
    Fusion("KMT2A::AFDN", ("6", ("q27",)), ("11", ("q23",)), example="46,XY,t(6;11)(q27;q23)[8]"),
    Fusion("KMT2A::EPS15", ("1", ("p32",)), ("11", ("q23",)), example="46,XY,t(1;11)(p32;q23)[8]"),
    Fusion("PICALM::MLLT10", ("10", ("p12", "p13")), ("11", ("q14", "q21")), example="46,XY,t(10;11)(p12;q14)[10]"),
    Fusion("IGH::IL3", ("5", ("q31",)), ("14", ("q32",)), example="46,XY,t(5;14)(q31;q32)[6]"),
    Fusion("IGH::MYC", ("8", ("q24",)), ("14", ("q32",)), example="46,XY,t(8;14)(q24;q32)[20]"),
    Fusion("MYC rearrangement", ("8", ("q24",)), ("14", ("q32", "q11")), example="46,XY,t(8;14)(q24;q11.2)[20]"),
    Fusion("MYC rearrangement", ("2", ("p11", "p12")), ("8", ("q24",)), example="46,XY,t(2;8)(p11.2;q24)[20]"),
    Fusion("MYC rearrangement", ("8", ("q24",)), ("22", ("q11",)), example="46,XY,t(8;22)(q24;q11.2)[20]"),
    Fusion("MEF2D::DAZAP1", ("1", ("q22",)), ("19", ("p13.3",)), example="46,XY,t(1;19)(q22;p13.3)[9]"),
    Fusion("MEF2D::HNRNPUL1", ("1", ("q22",)), ("19", ("q13.2",)), example="46,XY,t(1;19)(q22;q13.2)[9]"),
    Fusion("EP300::ZNF384", ("12", ("p13",)), ("22", ("q13",)), candidate=True, example="46,XY,t(12;22)(p13.3;q13)[9]"),
    Fusion("TAF15::ZNF384", ("12", ("p13",)), ("17", ("q12",)), candidate=True, example="46,XY,t(12;17)(p13;q12)[9]"),
    Fusion("ETV6::ABL1", ("9", ("q34",)), ("12", ("p13",)), example="46,XY,t(9;12)(q34;p13)[9]"),
    Fusion("ETV6::PDGFRB", ("5", ("q32", "q33")), ("12", ("p13",)), example="46,XY,t(5;12)(q33;p13)[9]"),
    Fusion("RCSD1::ABL1", ("1", ("q24",)), ("9", ("q34",)), example="46,XY,t(1;9)(q24;q34)[9]"),
    Fusion("PAX5::JAK2", ("9", ("p24",)), ("9", ("p13",)), ("inv",), example="46,XY,inv(9)(p24p13)[9]"),
    Fusion("PAX5::ETV6", ("9", ("p13",)), ("12", ("p13",)), _ANY, candidate=True, example="45,XY,dic(9;12)(p13;p13)[12]"),
    Fusion("PAX5::ELN", ("7", ("q11",)), ("9", ("p13",)), candidate=True, example="46,XY,t(7;9)(q11.2;p13)[12]"),
    Fusion("IGH::CRLF2", ("14", ("q32",)), ("X", ("p22",)), candidate=True, example="46,Y,t(X;14)(p22.3;q32)[4]"),
    Fusion("IGH::CRLF2", ("14", ("q32",)), ("Y", ("p11",)), candidate=True, example="46,X,t(Y;14)(p11;q32)[4]"),
    Fusion("IGH::CEBPE", ("14", ("q11",)), ("14", ("q32",)), candidate=True, example="46,XX,inv(14)(q11q32)[4]"),
    Fusion("ZEB2::BCL11B", ("2", ("q22",)), ("14", ("q32",)), candidate=True, example="46,XX,t(2;14)(q22;q32)[4]"),
    Fusion("TAL1 rearrangement", ("1", ("p32", "p33")), ("14", ("q11",)), example="46,XX,t(1;14)(p32;q11.2)[4]"),
    Fusion("TAL1 rearrangement", ("1", ("p32", "p33")), ("7", ("q34", "q35")), example="46,XX,t(1;7)(p32;q34)[4]"),
    Fusion("TAL2 rearrangement", ("7", ("q34", "q35")), ("9", ("q32",)), example="46,XX,t(7;9)(q34;q32)[4]"),
    Fusion("NOTCH1 rearrangement", ("7", ("q34", "q35")), ("9", ("q34",)), example="46,XX,t(7;9)(q34;q34.3)[4]"),
    Fusion("LMO2 rearrangement", ("11", ("p13",)), ("14", ("q11",)), example="46,XY,t(11;14)(p13;q11.2)[9]"),
    Fusion("LMO2 rearrangement", ("7", ("q34", "q35")), ("11", ("p13",)), example="46,XY,t(7;11)(q34;p13)[9]"),
    Fusion("LMO1 rearrangement", ("11", ("p15",)), ("14", ("q11",)), example="46,XY,t(11;14)(p15;q11.2)[9]"),
    Fusion("LMO1 rearrangement", ("7", ("q34", "q35")), ("11", ("p15",)), example="46,XY,t(7;11)(q34;p15)[9]"),
    Fusion("LYL1 rearrangement", ("7", ("q34", "q35")), ("19", ("p13",)), example="46,XY,t(7;19)(q34;p13)[9]"),
    Fusion("TLX1 rearrangement", ("10", ("q24",)), ("14", ("q11",)), example="46,XY,t(10;14)(q24;q11.2)[13]"),
    Fusion("TLX1 rearrangement", ("7", ("q34", "q35")), ("10", ("q24",)), example="46,XY,t(7;10)(q34;q24)[13]"),
    Fusion("TLX3 rearrangement", ("5", ("q35",)), ("14", ("q32",)), example="46,XY,t(5;14)(q35;q32)[6]"),
    Fusion("HOXA rearrangement", ("7", ("p15",)), ("7", ("q34", "q35")), example="46,XY,inv(7)(p15q34)[9]"),
    Fusion("NKX2-1 rearrangement", ("14", ("q11",)), ("14", ("q13",)), example="46,XY,inv(14)(q11.2q13)[9]"),
    Fusion("NKX2-1 rearrangement", ("7", ("q34", "q35")), ("14", ("q13",)), example="46,XY,t(7;14)(q34;q13)[9]"),
    Fusion("PML::RARA", ("15", ("q22", "q24")), ("17", ("q12", "q21")), example="46,XX,t(15;17)(q24;q21)[18]"),
    Fusion("RUNX1::RUNX1T1", ("8", ("q21.3", "q22")), ("21", ("q22",)), example="46,XX,t(8;21)(q22;q22)[12]"),
    Fusion("CBFB::MYH11", ("16", ("p13",)), ("16", ("q22",)), example="46,XX,inv(16)(p13.1q22)[16]"),
    Fusion("DEK::NUP214", ("6", ("p22", "p23")), ("9", ("q34",)), example="46,XX,t(6;9)(p23;q34)[16]"),
    Fusion("MECOM rearrangement", ("3", ("q21",)), ("3", ("q26",)), example="46,XX,inv(3)(q21q26.2)[16]"),
    Fusion("IGH::CCND1", ("11", ("q13",)), ("14", ("q32",)), example="45,XY,t(11;14)(q13;q32)[8]"),
    Fusion("IGH::BCL2", ("14", ("q32",)), ("18", ("q21",)), example="46,XY,t(14;18)(q32;q21)[8]"),
)

# One band broken, whatever the partner: said where no pair above fits.
PROMISCUOUS: tuple[tuple[str, str, str], ...] = (("KMT2A rearrangement", "11", "q23"),)

# Symbols and probe names that laboratories print, lower case -> approved symbol or locus.
SYMBOLS: dict[str, str] = {
    "abl": "ABL1", "abl1": "ABL1", "aml1": "RUNX1", "cbfa2": "RUNX1", "eto": "RUNX1T1", "tel": "ETV6", "mll": "KMT2A", "mll1": "KMT2A",
    "cmyc": "MYC", "c-myc": "MYC", "e2a": "TCF3", "p53": "TP53", "p16": "CDKN2A", "ink4a": "CDKN2A", "cdkn2": "CDKN2A", "p15": "CDKN2B",
    "calm": "PICALM", "af4": "AFF1", "af9": "MLLT3", "af10": "MLLT10", "af6": "AFDN", "mllt4": "AFDN", "enl": "MLLT1", "can": "NUP214",
    "sil": "STIL", "scl": "TAL1", "hox11": "TLX1", "hox11l2": "TLX3", "ikaros": "IKZF1", "evi1": "MECOM", "igh@": "IGH", "ighc": "IGH",
    "ighv": "IGH", "tcrad": "TRA", "tcra": "TRA", "tcrd": "TRD", "tcrb": "TRB", "trad": "TRA", "ccnd": "CCND1", "bcl1": "CCND1", "ass": "ASS1",
    "rb": "RB1", "lamp": "LAMP1", "cbf": "CBFB",
}  # fmt: skip

# Symbols that end in `X` and a digit: there the `x` is no multiplication sign.
X_SYMBOLS: tuple[str, ...] = (
    "runx1",
    "runx2",
    "runx3",
    "pbx1",
    "pbx2",
    "tlx1",
    "tlx2",
    "tlx3",
    "pax3",
    "pax5",
    "pax7",
    "cux1",
    "sox11",
    "sox9",
    "dux4",
    "cdx1",
    "cdx2",
    "mnx1",
    "lhx2",
    "dxz1",
    "dxz4",
    "irx1",
)

# Genes probed by break-apart: one undivided signal for each copy means "not rearranged".
BREAK_APART: tuple[str, ...] = (
    "KMT2A", "TCF3", "IGH", "CRLF2", "MYC", "TLX1", "TLX3", "ABL1", "ABL2", "PDGFRB", "CSF1R", "JAK2", "EPOR", "ZNF384", "PAX5", "MEF2D", "NUTM1",
    "BCL11B", "TRA", "TRD", "TRB", "TAL1", "NUP98", "NUP214", "HLF", "BCL2", "BCL6", "IGK", "IGL", "ETV6", "RUNX1", "MECOM", "RARA", "CBFB", "LMO2", "P2RY8",
)  # fmt: skip
# Of these, the ones probed alone mostly for a break; the others serve as partner or for counting, and are silent when whole.
SILENT_WHEN_WHOLE: tuple[str, ...] = ("ABL1", "ETV6", "RUNX1", "PAX5", "MYB")


class Gene(NamedTuple):
    """A gene whose loss is a finding: chromosome, and place in base pairs (GRCh38; GRCh37 differs by less than `slack`)."""

    symbol: str
    chromosome: str
    first: int
    last: int
    slack: int = 150_000


# HGNC symbols; coordinates of the NCBI gene records, rounded.
LOSABLE: tuple[Gene, ...] = (
    Gene("IKZF1", "7", 50_303_000, 50_405_000),
    Gene("CDKN2A", "9", 21_967_000, 21_995_000, 5_000),
    Gene("CDKN2B", "9", 22_002_000, 22_009_000, 5_000),
    Gene("PAX5", "9", 36_833_000, 37_034_000),
    Gene("ETV6", "12", 11_649_000, 11_895_000),
    Gene("RB1", "13", 48_303_000, 48_481_000, 600_000),
    Gene("TP53", "17", 7_668_000, 7_687_000),
    Gene("BTG1", "12", 92_140_000, 92_146_000, 400_000),
    Gene("EBF1", "5", 158_695_000, 159_100_000, 600_000),
    Gene("ERG", "21", 38_380_000, 38_661_000),
    Gene("PTEN", "10", 87_862_000, 87_971_000),
    Gene("ATM", "11", 108_222_000, 108_369_000, 300_000),
    Gene("STIL", "1", 47_250_000, 47_314_000, 500_000),
)

# Fusions named in the order that the literature uses, beside those of FUSIONS: for probes seen together.
PROBE_FUSIONS: tuple[str, ...] = (
    "P2RY8::CRLF2",
    "STIL::TAL1",
    "NUP214::ABL1",
    "SET::NUP214",
    "IGK::MYC",
    "IGL::MYC",
    "IGH::DUX4",
    "EBF1::PDGFRB",
    "TRA::MYC",
    "IGH::BCL6",
)


class Ploidy(NamedTuple):
    """A class of chromosome number in acute lymphoblastic leukemia (WHO-HAEM5, ICC 2022; near-triploid from 68)."""

    name: str
    low: int
    high: int


PLOIDY: tuple[Ploidy, ...] = (
    Ploidy("near-haploidy", 23, 31),
    Ploidy("low hypodiploidy", 32, 39),
    Ploidy("high hypodiploidy", 40, 43),
    Ploidy("high hyperdiploidy", 51, 67),
    Ploidy("near-triploidy", 68, 80),
    Ploidy("near-tetraploidy", 81, 103),
)

COMPLEX_THRESHOLD = 5  # five or more: NCCN acute lymphoblastic leukemia; HARMONY/LRCG. Not the three of myeloid neoplasms.

# Issue codes of this engine -> severity.
SEVERITIES: dict[str, str] = {
    "unparsed": "error", "repaired": "info", "remark": "info", "count_mismatch": "warning", "unknown_band": "warning",
    "band_count": "warning",
    "unknown_reference": "warning", "no_karyotype": "warning", "truncated": "warning", "other_technique": "info",
}  # fmt: skip

# Bands that 11q23 joins without breaking KMT2A: t(11;14)(q23;q32) joins DDX6 to IGH.
NOT_PARTNERS: tuple[tuple[str, str], ...] = (("14", "q32"),)
