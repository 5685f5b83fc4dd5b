"""Which finding defines which entity of WHO-HAEM5 (2022) and of the International Consensus Classification (ICC 2022).

A row names the finding itself, or a gene that takes part in a fusion or rearrangement. `before`: of two rows that match, the
one with the lower number stands (a fusion before a ploidy class). Empty where a scheme has no entity of its own.
"""

from __future__ import annotations

from typing import NamedTuple


class Entity(NamedTuple):
    """An entity: `lineage` B or T, its name in each scheme, the findings or partner genes that define it."""

    id: str
    lineage: str
    who: str
    icc: str
    findings: tuple[str, ...] = ()
    partners: tuple[str, ...] = ()
    variants: tuple[str, ...] = ()  # gene and protein change
    before: int = 1


_WHO = "B-lymphoblastic leukaemia/lymphoma with "

ENTITIES = (
    Entity("bcr_abl1", "B", _WHO + "BCR::ABL1 fusion", "B-ALL with t(9;22)(q34.1;q11.2)/BCR::ABL1", ("BCR::ABL1",)),
    Entity("kmt2a", "B", _WHO + "KMT2A rearrangement", "B-ALL with t(v;11q23.3)/KMT2A rearranged", ("KMT2A rearrangement",), ("KMT2A",)),
    Entity("etv6_runx1", "B", _WHO + "ETV6::RUNX1 fusion", "B-ALL with t(12;21)(p13.2;q22.1)/ETV6::RUNX1", ("ETV6::RUNX1",)),
    Entity("tcf3_pbx1", "B", _WHO + "TCF3::PBX1 fusion", "B-ALL with t(1;19)(q23.3;p13.3)/TCF3::PBX1", ("TCF3::PBX1",)),
    Entity("tcf3_hlf", "B", _WHO + "TCF3::HLF fusion", "B-ALL with HLF rearrangement", ("TCF3::HLF",)),
    Entity("igh_il3", "B", _WHO + "IGH::IL3 fusion", "B-ALL with t(5;14)(q31.1;q32.3)/IL3::IGH", ("IGH::IL3",)),
    Entity("iamp21", "B", _WHO + "iAMP21", "B-ALL with iAMP21", ("iAMP21",)),
    Entity("bcr_abl1_like", "B", _WHO + "BCR::ABL1-like features", "B-ALL, BCR::ABL1-like", ("BCR::ABL1-like",)),
    Entity("etv6_runx1_like", "B", _WHO + "ETV6::RUNX1-like features", "B-ALL, ETV6::RUNX1-like", ("ETV6::RUNX1-like",)),
    Entity("dux4", "B", "", "B-ALL with DUX4 rearrangement", ("DUX4 rearrangement",), ("DUX4",)),
    Entity("mef2d", "B", "", "B-ALL with MEF2D rearrangement", ("MEF2D rearrangement",), ("MEF2D",)),
    Entity("znf384", "B", "", "B-ALL with ZNF384(ZNF362) rearrangement", ("ZNF384 rearrangement", "ZNF362 rearrangement"), ("ZNF384", "ZNF362")),
    Entity("nutm1", "B", "", "B-ALL with NUTM1 rearrangement", ("NUTM1 rearrangement",), ("NUTM1",)),
    Entity("ubtf", "B", "", "B-ALL with UBTF::ATXN7L3/PAN3,CDX2", ("UBTF::ATXN7L3",)),
    Entity("pax5_p80r", "B", "", "B-ALL with mutated PAX5 P80R", variants=("PAX5 P80R",)),
    Entity("ikzf1_n159y", "B", "", "B-ALL with mutated IKZF1 N159Y", variants=("IKZF1 N159Y",)),
    Entity("hyperdiploid", "B", _WHO + "high hyperdiploidy", "B-ALL, hyperdiploid", ("high hyperdiploidy",), before=2),
    Entity("low_hypodiploid", "B", _WHO + "hypodiploidy", "B-ALL, low hypodiploid", ("low hypodiploidy",), before=2),
    Entity("near_haploid", "B", _WHO + "hypodiploidy", "B-ALL, near haploid", ("near-haploidy",), before=2),
    Entity("tal1", "T", "", "T-ALL with TAL1-2 rearrangement", ("TAL1 rearrangement", "TAL2 rearrangement", "STIL::TAL1"), ("TAL1", "TAL2")),
    Entity("tlx1", "T", "", "T-ALL with TLX1 rearrangement", ("TLX1 rearrangement",), ("TLX1",)),
    Entity("tlx3", "T", "", "T-ALL with TLX3 rearrangement", ("TLX3 rearrangement",), ("TLX3",)),
    Entity("lmo", "T", "", "T-ALL with LMO1-2 rearrangement", ("LMO1 rearrangement", "LMO2 rearrangement"), ("LMO1", "LMO2")),
    Entity("nkx2", "T", "", "T-ALL with NKX2 rearrangement", ("NKX2-1 rearrangement", "NKX2-5 rearrangement"), ("NKX2-1", "NKX2-5")),
    Entity("spi1", "T", "", "T-ALL with SPI1 rearrangement", ("SPI1 rearrangement",), ("SPI1",)),
)  # fmt: skip
