"""Which finding defines which entity of WHO-HAEM5 (2022) and of the International Consensus Classification (ICC 2022).

A row names the findings themselves, the genes whose fusion or rearrangement defines it (`partners`), or sequence variants.
`before`: of two rows that match, the one with the lower number stands: fusions (BCR::ABL1 among them), then iAMP21 and
hypodiploidy (a near-haploid clone also doubled), then hyperdiploidy, then single mutations, then expression classes. Two rows
of one number contradict. Empty where a scheme has no entity of its own. Codes only where their meaning was verified.

Sources: WHO-HAEM5, Alaggio et al., Leukemia 2022;36:1720; ICC 2022, Arber et al., Blood 2022;140:1200, and Duffield et al.,
Virchows Arch 2023;482:11; mixed and early T lineage, Weinberg et al., Blood 2023;141:2275.
"""

from __future__ import annotations

from typing import NamedTuple


class Entity(NamedTuple):
    """An entity: `lineage` B or T, its name in each scheme, the findings or partner genes that define it, its codes."""

    id: str
    lineage: str
    who: str
    icc: str
    findings: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()  # genes that take part in a fusion or rearrangement
    variants: tuple[str, ...] = ()  # gene and protein change
    before: int = 1
    but: tuple[str, ...] = ()  # partners of another row: PAX5::JAK2 is no PAX5alt
    icdo3: str = ""
    ncit: str = ""
    snomed: str = ""


class Question(NamedTuple):
    """What stands before other subtypes, or before `NOS`: a finding of one of `answers` says whether it is there; `A@FISH` by that test only."""

    name: str
    lineage: str
    answers: tuple[str, ...]
    before: int = 1  # number of the entities that it asks for
    scheme: str = ""  # of one scheme only


_WHO = "B-lymphoblastic leukaemia/lymphoma with "
_OTHER = "B-lymphoblastic leukaemia/lymphoma with other defined genetic alterations: "
_LIKE = _WHO + "BCR::ABL1-like features"
_T = "T-lymphoblastic leukaemia/lymphoma, NOS"

ENTITIES = (
    Entity("bcr_abl1", "B", _WHO + "BCR::ABL1 fusion", "B-ALL with t(9;22)(q34.1;q11.2)/BCR::ABL1", ("BCR::ABL1",), icdo3="9812/3", ncit="C80331", snomed="450950002"),
    Entity("kmt2a", "B", _WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged", ("KMT2A rearrangement",), ("KMT2A",), icdo3="9813/3", ncit="C80332"),
    Entity("etv6_runx1", "B", _WHO + "ETV6::RUNX1 fusion", "B-ALL with t(12;21)(p13.2;q22.1)/ETV6::RUNX1", ("ETV6::RUNX1",), icdo3="9814/3", ncit="C80334"),
    Entity("tcf3_pbx1", "B", _WHO + "TCF3::PBX1 fusion", "B-ALL with t(1;19)(q23.3;p13.3)/TCF3::PBX1", ("TCF3::PBX1",), icdo3="9818/3", ncit="C80341"),
    Entity("tcf3_hlf", "B", _WHO + "TCF3::HLF fusion", "B-ALL with HLF rearrangement", ("TCF3::HLF", "HLF rearrangement"), ("HLF",), ncit="C200587"),
    Entity("igh_il3", "B", _WHO + "IGH::IL3 fusion", "B-ALL with t(5;14)(q31.1;q32.3)/IL3::IGH", ("IGH::IL3",), icdo3="9817/3", ncit="C80346"),
    Entity("dux4", "B", _OTHER + "DUX4 rearrangement", "B-ALL with DUX4 rearrangement", ("DUX4 rearrangement",), ("DUX4",), icdo3="9811/3", ncit="C199232"),
    Entity("mef2d", "B", _OTHER + "MEF2D rearrangement", "B-ALL with MEF2D rearrangement", ("MEF2D rearrangement",), ("MEF2D",), icdo3="9811/3", ncit="C199233"),
    Entity("znf384", "B", _OTHER + "ZNF384 rearrangement", "B-ALL with ZNF384(ZNF362) rearrangement", ("ZNF384 rearrangement", "ZNF362 rearrangement"), ("ZNF384", "ZNF362"), icdo3="9811/3", ncit="C199234"),
    Entity("nutm1", "B", _OTHER + "NUTM1 rearrangement", "B-ALL with NUTM1 rearrangement", ("NUTM1 rearrangement",), ("NUTM1",), icdo3="9811/3", ncit="C199239"),
    Entity("ig_myc", "B", _OTHER + "IG::MYC fusion", "B-ALL with MYC rearrangement", ("IGH::MYC", "IGK::MYC", "IGL::MYC"), icdo3="9811/3", ncit="C199230"),
    Entity("myc", "B", "", "B-ALL with MYC rearrangement", ("MYC rearrangement",), before=2),
    Entity("ubtf", "B", "", "B-ALL with UBTF::ATXN7L3/PAN3,CDX2", ("UBTF::ATXN7L3",)),
    Entity("cebpe", "B", "", "B-ALL with mutated ZEB2 (p.H1038R)/IGH::CEBPE", ("IGH::CEBPE",), variants=("ZEB2 H1038R",)),
    Entity("near_haploid", "B", _WHO + "hypodiploidy", "B-ALL, near haploid", ("near-haploidy",), before=2, icdo3="9816/3", ncit="C80338", snomed="838344002"),
    Entity("low_hypodiploid", "B", _WHO + "hypodiploidy", "B-ALL, low hypodiploid", ("low hypodiploidy",), before=2, icdo3="9816/3", ncit="C80338", snomed="838344002"),
    Entity("iamp21", "B", _WHO + "iAMP21", "B-ALL with iAMP21", ("iAMP21",), before=2, ncit="C130039"),
    Entity("hyperdiploid", "B", _WHO + "high hyperdiploidy", "B-ALL, hyperdiploid", ("high hyperdiploidy",), before=3, icdo3="9815/3", ncit="C80335", snomed="838346000"),
    Entity("pax5_p80r", "B", _OTHER + "PAX5 p.P80R", "B-ALL with mutated PAX5 P80R", variants=("PAX5 P80R",), before=4, icdo3="9811/3", ncit="C199260"),
    Entity("ikzf1_n159y", "B", "", "B-ALL with mutated IKZF1 N159Y", variants=("IKZF1 N159Y",), before=4),
    Entity("abl_class", "B", _LIKE, "B-ALL, BCR::ABL1-like: ABL-1 class rearranged",
           ("ABL-class fusion", "ABL1 rearrangement", "ABL2 rearrangement", "PDGFRB rearrangement", "CSF1R rearrangement"), ("ABL1", "ABL2", "PDGFRB", "PDGFRA", "CSF1R", "LYN"), before=5, but=("BCR",), icdo3="9819/3", ncit="C129787"),
    Entity("jak_stat", "B", _LIKE, "B-ALL, BCR::ABL1-like: JAK-STAT activated",
           ("CRLF2 rearrangement", "JAK2 rearrangement", "EPOR rearrangement"), ("CRLF2", "JAK2", "EPOR", "TYK2"), before=5, icdo3="9819/3", ncit="C129787"),
    Entity("pax5alt", "B", _OTHER + "PAX5alt", "B-ALL with PAX5 alteration", ("PAX5alt", "PAX5 rearrangement"), ("PAX5",), before=6, but=("JAK2",), icdo3="9811/3", ncit="C199264"),
    Entity("bcr_abl1_like", "B", _LIKE, "B-ALL, BCR::ABL1-like", ("BCR::ABL1-like",), before=7, icdo3="9819/3", ncit="C129787"),
    Entity("etv6_runx1_like", "B", _WHO + "ETV6::RUNX1-like features", "B-ALL, ETV6::RUNX1-like", ("ETV6::RUNX1-like",), before=7),
    Entity("tal1", "T", "", "T-ALL with TAL1-2 rearrangement", ("TAL1 rearrangement", "TAL2 rearrangement", "STIL::TAL1"), ("TAL1", "TAL2")),
    Entity("tlx1", "T", "", "T-ALL with TLX1 rearrangement", ("TLX1 rearrangement",), ("TLX1",)),
    Entity("tlx3", "T", "", "T-ALL with TLX3 rearrangement", ("TLX3 rearrangement",), ("TLX3",)),
    Entity("lmo", "T", "", "T-ALL with LMO1-2 rearrangement", ("LMO1 rearrangement", "LMO2 rearrangement"), ("LMO1", "LMO2")),
    Entity("nkx2", "T", "", "T-ALL with NKX2 rearrangement", ("NKX2-1 rearrangement", "NKX2-2 rearrangement", "NKX2-5 rearrangement"), ("NKX2-1", "NKX2-2", "NKX2-5")),
    Entity("spi1", "T", "", "T-ALL with SPI1 rearrangement", ("SPI1 rearrangement",), ("SPI1",)),
    Entity("hoxa", "T", "", "T-ALL with HOXA dysregulation",
           ("HOXA rearrangement", "HOXA9 rearrangement", "HOXA10 rearrangement", "PICALM::MLLT10", "SET::NUP214", "KMT2A rearrangement"), ("HOXA", "HOXA9", "HOXA10", "HOXA11", "HOXA13", "KMT2A")),
)  # fmt: skip

# What the immunophenotype or the diagnosis itself says of the T lineage.
ETP = Entity("etp", "T", "Early T-precursor lymphoblastic leukaemia/lymphoma", "Early T-cell precursor ALL, NOS", icdo3="9837/3", ncit="C130043")
ETP_BCL11B = Entity("etp_bcl11b", "T", ETP.who, "Early T-cell precursor ALL with BCL11B rearrangement", ("BCL11B rearrangement",), ("BCL11B",), icdo3="9837/3", ncit="C130043")
B_NOS = Entity("b_nos", "B", "B-lymphoblastic leukaemia/lymphoma, NOS", "B-ALL, NOS", icdo3="9811/3", ncit="C80326")
T_NOS = Entity("t_nos", "T", _T, "T-ALL, NOS", icdo3="9837/3", ncit="C8694")

# Of two rows of one number the first stands: the lower ploidy, of which the other may be a subclone; the partner that is switched on.
FIRST = (("near_haploid", "low_hypodiploid"), ("tlx3", "nkx2"))

# The subtype of the whole immunophenotype (Coustan-Smith et al., Lancet Oncol 2009;10:147; WHO 2017): T lineage without CD1a and
# CD8, CD5 absent or weaker than in most blasts, and a marker of stem or myeloid cells. MPO would make it a mixed phenotype.
ETP_ABSENT = ("CD1a", "CD8")
ETP_WEAK = "CD5"
ETP_LINEAGE = ("cCD3", "CD3", "sCD3", "CD7")
ETP_STEM = ("CD34", "CD117", "HLA-DR", "CD13", "CD33", "CD11b", "CD65")
ETP_NOT = "MPO"

PLOIDY = "ploidy"  # answered by a karyotype, an array or a DNA index that is read

QUESTIONS = (
    Question("BCR::ABL1", "B", ("BCR::ABL1",)),
    Question("KMT2A rearrangement", "B", ("KMT2A rearrangement",)),
    Question("ETV6::RUNX1", "B", ("ETV6::RUNX1",)),
    Question("TCF3::PBX1", "B", ("TCF3::PBX1", "TCF3 rearrangement")),
    Question("TCF3::HLF", "B", ("TCF3::HLF", "TCF3 rearrangement", "HLF rearrangement")),
    Question("IGH::IL3", "B", ("IGH::IL3", "IGH rearrangement")),
    Question("iAMP21", "B", ("iAMP21", "ETV6::RUNX1@FISH"), 2),
    Question(PLOIDY, "B", (PLOIDY,), 2),
    Question("BCR::ABL1-like", "B", ("BCR::ABL1-like",), 7),
    Question("DUX4 rearrangement", "B", ("DUX4 rearrangement", "IGH::DUX4")),
    Question("MEF2D rearrangement", "B", ("MEF2D rearrangement",)),
    Question("ZNF384 rearrangement", "B", ("ZNF384 rearrangement",)),
    Question("NUTM1 rearrangement", "B", ("NUTM1 rearrangement",)),
    Question("MYC rearrangement", "B", ("MYC rearrangement", "IGH::MYC")),
    Question("PAX5 alteration", "B", ("PAX5 rearrangement", "PAX5alt", "PAX5 mutation"), 4),
    Question("UBTF::ATXN7L3", "B", ("UBTF::ATXN7L3",), 1, "ICC-2022"),
    Question("IKZF1 mutation", "B", ("IKZF1 mutation",), 4, "ICC-2022"),
    Question("TAL1 rearrangement", "T", ("STIL::TAL1", "TAL1 rearrangement"), 1, "ICC-2022"),
    Question("TLX1 rearrangement", "T", ("TLX1 rearrangement",), 1, "ICC-2022"),
    Question("TLX3 rearrangement", "T", ("TLX3 rearrangement",), 1, "ICC-2022"),
    Question("LMO2 rearrangement", "T", ("LMO2 rearrangement", "LMO1 rearrangement"), 1, "ICC-2022"),
    Question("NKX2 rearrangement", "T", ("NKX2-1 rearrangement",), 1, "ICC-2022"),
    Question("SPI1 rearrangement", "T", ("SPI1 rearrangement",), 1, "ICC-2022"),
    Question("HOXA dysregulation", "T", ("HOXA rearrangement", "PICALM::MLLT10", "KMT2A rearrangement", "SET::NUP214"), 1, "ICC-2022"),
)  # fmt: skip
