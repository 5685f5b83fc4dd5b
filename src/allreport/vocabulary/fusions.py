"""Fusions, translocations by name, ploidy and other genetic findings, under the names of the literature.

A gene pair needs no row: the reader joins two symbols (`A::B`, `A-B`, `A/B`). `FUSIONS` fixes the order of the partners,
and what else the fusion is called. Translocation names without bands stand for the fusion that ALL laboratories mean.
"""

from __future__ import annotations

from allreport.vocabulary.rows import Fusion, Genetic

FUSIONS = (
    Fusion("BCR::ABL1", ("t(9;22)", "t(22;9)", "philadelphia chromosome", "philadelphia translocation", "philadelphia", "ph1", "ph chromosome", "ph-{positive|positivity|pos}", "philadelphia-{positive|positivity}", "ph chromosome-positive", "philadelphia chromosome-positive"),
           ("Ph", "Ph+", "Ph1")),
    Fusion("ETV6::RUNX1", ("t(12;21)", "tel-aml", "tel/aml")),
    Fusion("TCF3::PBX1", ("t(1;19)",)),
    Fusion("TCF3::HLF", ("t(17;19)",)),
    Fusion("KMT2A::AFF1", ("t(4;11)",)),
    Fusion("KMT2A::MLLT3", ("t(9;11)",)),
    Fusion("KMT2A::MLLT1", ("t(11;19)(q23;p13.3)", "t(11;19)(q23.3;p13.3)", "t(11;19)")),
    Fusion("KMT2A::ELL", ("t(11;19)(q23;p13.1)", "t(11;19)(q23.3;p13.1)")),
    Fusion("KMT2A::AFDN", ("t(6;11)",)),
    Fusion("KMT2A::MLLT10", ("t(10;11)(p12;q23)", "t(10;11)(p12;q23.3)", "t(10;11)(p12.3;q23.3)")),
    Fusion("KMT2A::EPS15", ("t(1;11)(p32;q23)",)),
    Fusion("KMT2A rearrangement", ("11q23 rearrangement{s|}", "rearrangement{s|} of 11q23", "rearrangement{s|} involving 11q23", "11q23 translocation{s|}", "translocation{s|} involving 11q23")),
    Fusion("KMT2A::USP2"),
    Fusion("PICALM::MLLT10", ("t(10;11)(p12;q14", "t(10;11)(p12;q21", "t(10;11)(p13;q14", "t(10;11)(p13;q21")),
    Fusion("IGH::IL3", ("t(5;14)(q31", "t(5;14)(q31.1")),
    Fusion("TLX3 rearrangement", ("t(5;14)(q35", "t(5;14)", "t(5;14)(q35.1", "t(5;14)(q35;q32)")),
    Fusion("TLX1 rearrangement", ("t(10;14)", "t(7;10)")),
    Fusion("LMO2 rearrangement", ("t(11;14)(p13",)),
    Fusion("LMO1 rearrangement", ("t(11;14)(p15",)),
    Fusion("IGH::CCND1", ("t(11;14)(q13", "t(11;14)")),
    Fusion("IGH::BCL2", ("t(14;18)",)),
    Fusion("MYC rearrangement", ("t(8;14)", "t(2;8)", "t(8;22)", "8q24 rearrangement")),
    Fusion("TAL1 rearrangement", ("t(1;14)",)),
    Fusion("STIL::TAL1", ("del(1)(p32p32)", "sil/tal1 deletion", "1p32 deletion (stil::tal1)")),
    Fusion("IGH::CRLF2", ("t(x;14)", "t(y;14)")),
    Fusion("P2RY8::CRLF2"), Fusion("IGH::DUX4"), Fusion("IGH::MYC"), Fusion("IGH::EPOR"), Fusion("IGH::CEBPE"), Fusion("EP300::ZNF384"), Fusion("TAF15::ZNF384"), Fusion("TCF3::ZNF384"), Fusion("CREBBP::ZNF384"), Fusion("EWSR1::ZNF384"), Fusion("SMARCA2::ZNF384"),
    Fusion("MEF2D::BCL9"), Fusion("MEF2D::HNRNPUL1"), Fusion("MEF2D::DAZAP1"), Fusion("MEF2D::CSF1R"), Fusion("MEF2D::SS18"), Fusion("MEF2D::FOXJ2"), Fusion("PAX5::ETV6"), Fusion("PAX5::AUTS2"), Fusion("PAX5::JAK2"), Fusion("PAX5::NOL4L"), Fusion("PAX5::FOXP1"), Fusion("PAX5::ZCCHC7"),
    Fusion("NUP214::ABL1"), Fusion("ETV6::ABL1"), Fusion("RCSD1::ABL1"), Fusion("RCSD1::ABL2"), Fusion("ZMIZ1::ABL1"), Fusion("ZC3HAV1::ABL2"), Fusion("RANBP2::ABL1"), Fusion("FOXP1::ABL1"), Fusion("SNX2::ABL1"), Fusion("PAG1::ABL2"), Fusion("EBF1::PDGFRB"), Fusion("ETV6::PDGFRB"), Fusion("ATF7IP::PDGFRB"), Fusion("SSBP2::CSF1R"), Fusion("TBL1XR1::CSF1R"), Fusion("BCR::JAK2"), Fusion("ETV6::JAK2"), Fusion("SSBP2::JAK2"), Fusion("ATF7IP::JAK2"), Fusion("ETV6::NTRK3"), Fusion("STRN3::JAK2"),
    Fusion("ACIN1::NUTM1"), Fusion("CUX1::NUTM1"), Fusion("BRD9::NUTM1"), Fusion("ZNF618::NUTM1"), Fusion("SET::NUP214"), Fusion("STMN1::SPI1"), Fusion("TCF7::SPI1"), Fusion("UBTF::ATXN7L3"), Fusion("ZEB2::BCL11B"), Fusion("NUP98::RAP1GDS1"), Fusion("TRA::MYC"), Fusion("TRD::MYC"), Fusion("ETV6::NCOA2"),
    Fusion("PML::RARA", ("t(15;17)",)), Fusion("RUNX1::RUNX1T1", ("t(8;21)",)), Fusion("CBFB::MYH11", ("inv(16)", "t(16;16)", "inv(16)(p13q22)")), Fusion("DEK::NUP214", ("t(6;9)",)), Fusion("FIP1L1::PDGFRA"),
)  # fmt: skip

GENETICS = (
    Genetic("BCR::ABL1-like", ("ph-like", "bcr{::|-|/| }abl{1|}-like", "philadelphia-like", "philadelphia chromosome-like", "ph-like signature", "bcr::abl1 like", "ph like")),
    Genetic("ETV6::RUNX1-like", ("etv6{::|-|/}runx1-like", "tel-aml1-like")),
    Genetic("ZNF384-like", ("znf384-like",)), Genetic("KMT2A-like", ("kmt2a-like",)),
    Genetic("high hyperdiploidy", ("high hyperdiploid{y|}", "hyperdiploid{y|}", "high-hyperdiploid{y|}", "hyperdiploidy (51", "hyperdiploidy >50", "hyperdiploid clone", "high hyperdiploid karyotype", "hyperdiploid karyotype", "hhd", "heh")),
    Genetic("low hypodiploidy", ("low hypodiploid{y|}", "low-hypodiploid{y|}", "hotr")),
    Genetic("near-haploidy", ("near haploid{y|}", "near-haploid karyotype", "near-haploid{y|}")),
    Genetic("high hypodiploidy", ("high hypodiploid{y|}",)),
    Genetic("hypodiploidy", ("hypodiploid{y|}",)),
    Genetic("near-triploidy", ("near triploid{y|}", "near-triploid{y|}")),
    Genetic("near-tetraploidy", ("near tetraploid{y|}", "near-tetraploid{y|}")),
    Genetic("near-diploidy", ("near diploid{y|}",)),
    Genetic("iAMP21", ("iamp21", "iamp(21)", "intrachromosomal amplification of chromosome 21", "runx1 amplification", "intrachromosomal amplification of (chromosome )21", "amplification of runx1", "aml1 amplification", "iamp 21", "iamp-21")),
    Genetic("double trisomy 4,10", ("cep{|s} {4|04}, 10", "cep4, 10", "cep4,10", "cep 4,10", "cep {4 and|4 &|4 +|4, cep} 10", "cep 4 and cep 10", "cep 4/cep 10", "cen 4/10", "cen4/cen10", "centromeres 4 and 10", "centromere{|s} 4/10", "d4z1/d10z1", "cep4/cep10", "cep4/cep10/cep17", "cep4, cep10", "cep4, cep10, cep17", "cep4, cep10 and cep17", "cep 4/10/17", "cep4 / cep10 / cep17", "cep4 / cep10", "cep4/10/17", "cep 4/10", "cep 4, 10, 17", "cep4 and cep10", "centromeres 4, 10 and 17", "centromere 4/10/17", "chromosomes 4/10/17", "d4z1/d10z1/d17z1", "4/10/17 centromere{s|}", "trisomy 4, 10, 17", "trisomies 4, 10, 17", "cep 4, cep 10 and cep 17", "cep 4, cep 10, cep 17", "double trisomy", "double trisomies", "trisomies 4 and 10", "trisomy {of |}{chromosomes |}4 and 10", "trisomy {of |}{chromosomes |}4 or 10", "trisomies of chromosomes 4 and 10", "trisomy 4 and trisomy 10", "trisomy 4 and/or 10", "trisomies 4, 10 and 17", "trisomy 4, 10 and 17", "triple trisomy", "trisomies of 4 and 10", "trisomy 4/10", "trisomies 4, 10", "trisomies of chromosomes 4, 10", "trisomy 4, 10 or 17", "trisomies of chromosomes 4, 10 and 17", "trisomy of chromosomes 4, 10 or 17", "+4,+10", "trisomy 4, 10", "trisomy 4 or trisomy 10", "trisomy 4 nor trisomy 10", "trisomy 4/10/17", "trisomies 4/10/17", "trisomy of 4, 10", "trisomies 4,10", "trisomy 4,10,17", "trisomies 4,10,17", "gain of chromosomes 4 and 10", "gains of chromosomes 4 and 10")),
    Genetic("complex karyotype", ("complex karyotype", "complex abnormal karyotype", "karyotype is complex", "complex cytogenetics", "complex aberrant karyotype", "complex clone", "complex female karyotype", "complex male karyotype")),
    Genetic("normal karyotype", ("normal karyotype", "karyotype is normal", "normal {male|female|diploid|human} {karyotype|chromosome complement|chromosome analysis|complement}", "normal {male |female |}chromosome{s| study| analysis| pattern}", "apparently normal karyotype", "cytogenetically normal", "karyotype normal", "karyotype: normal", "normal {male|female}", "karyotype was normal", "normal diploid {male|female} karyotype", "normal diploid karyotype", "normal cytogenetics", "apparently normal {male|female} karyotype", "normal g-banded karyotype", "normal constitutional karyotype")),
    Genetic("FLT3-ITD", ("flt3{-| |/}itd", "flt3 internal tandem duplication{s|}", "flt3-itd mutation{s|}", "flt3 (itd)", "flt3 (itd{/| / |, | and | & | + }tkd)", "flt3{-| }itd{/| / |, | and | & | + }tkd", "internal tandem duplication of flt3", "flt3-internal tandem duplication")),
    Genetic("FLT3-TKD", ("flt3-tkd", "flt3 tkd", "flt3 d835")),
    Genetic("IKZF1plus", ("ikzf1plus", "ikzf1-plus", "ikzf1 plus", "ikzf1^plus", "ikzf1plus profile")),
    Genetic("PAX5alt", ("pax5alt", "pax5-altered", "pax5 altered")),
    Genetic("CDKN2A deletion", ("9p21 deletion", "deletion of 9p21", "deletion 9p21", "9p21 loss", "loss of 9p21", "loss of both 9p21 signals", "loss of one 9p21 signal", "9p21 (cdkn2a) deletion", "deletion of 9p21 (cdkn2a)")),
    Genetic("PAR1 deletion", ("par1 deletion", "par1 region deletion")),
    Genetic("trisomy 4", ("trisomy 4",)), Genetic("trisomy 10", ("trisomy 10",)), Genetic("trisomy 17", ("trisomy 17",)),
    Genetic("trisomy 8", ("trisomy 8",)), Genetic("trisomy 12", ("trisomy 12",)), Genetic("trisomy 21", ("trisomy 21", "gain of chromosome 21", "extra copy of chromosome 21", "tetrasomy 21")), Genetic("monosomy 7", ("monosomy 7",)), Genetic("ABL-class fusion", ("abl-class fusion{s|}", "abl class fusion{s|}", "abl-class rearrangement{s|}", "abl-class gene fusion{s|}", "abl-class")),
    Genetic("del(5q)", ("del(5q)",)), Genetic("del(13q)", ("13q14 deletion", "13q deletion", "del(13q)")),
)  # fmt: skip
