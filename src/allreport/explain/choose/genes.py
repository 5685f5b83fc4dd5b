"""Gene and chromosome findings, variants, karyotypes and other lab codes."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allreport.explain.choose.base import ASK as DOUBT_ASK
from allreport.explain.choose.base import GROWN, YOUNG, Case, Choice, Filling, Said, Word, both, doubtful, names
from allreport.explain.model import Door, State
from allreport.explain.numbers import base_of, plain, share
from allreport.explain.source import cleaned
from allreport.model.report import GeneticFinding, ReportedKaryotype, Variant

# Findings that are told with the karyotype.
OF_KARYOTYPE = ("normal karyotype", "complex karyotype")

# Groups of findings that have a text of their own: names, and genes whose fusions and rearrangements belong to them.
# Of two that fit, the first stands: BCR::ABL1-like before BCR::ABL1.
FAMILIES: tuple[tuple[str, tuple[str, ...], tuple[str, ...]], ...] = (
    ("bcr_abl1_like", ("BCR::ABL1-like",), ()),
    ("etv6_runx1_like", ("ETV6::RUNX1-like",), ()),
    ("bcr_abl1", ("BCR::ABL1",), ()),
    ("etv6_runx1", ("ETV6::RUNX1",), ()),
    ("tcf3_pbx1", ("TCF3::PBX1",), ()),
    ("tcf3_hlf", ("TCF3::HLF",), ()),
    ("igh_il3", ("IGH::IL3",), ()),
    ("iamp21", ("iAMP21",), ()),
    ("hyper", ("high hyperdiploidy",), ()),
    ("hypo", ("low hypodiploidy", "near-haploidy", "high hypodiploidy", "hypodiploidy"), ()),
    ("kmt2a", (), ("KMT2A",)),
    ("crlf2", (), ("CRLF2",)),
    ("abl_class", ("ABL-class fusion",), ("ABL1", "ABL2", "PDGFRA", "PDGFRB", "CSF1R", "LYN", "JAK2", "EPOR")),
    ("named_b", ("IKZF1plus",), ("DUX4", "MEF2D", "ZNF384", "ZNF362", "NUTM1", "UBTF", "CDX2", "CEBPE")),
    ("named_t", (), ("TAL1", "TAL2", "TLX1", "TLX3", "LMO1", "LMO2", "LYL1", "HOXA", "NKX2-1", "NKX2-2", "NKX2-5", "SPI1", "BCL11B", "PICALM", "SET", "NUP214")),
)
# Genes with a text of their own whatever happened to them.
GENES = {"TP53": "tp53", "CDKN2A": "cdkn2a", "CDKN2B": "cdkn2a", "IKZF1": "ikzf1", "PAX5": "pax5", "NOTCH1": "notch1", "FBXW7": "notch1"}
# Changes known from another kind of leukemia, tested for beside.
OTHERS = ("RUNX1::RUNX1T1", "PML::RARA", "CBFB::MYH11", "NPM1 mutation", "CEBPA mutation", "CBFB rearrangement", "DEK::NUP214")
# Findings that may be inherited: a neutral line by default, more behind a door.
INHERITED = ("TP53 mutation", "TP53 deletion", "low hypodiploidy", "near-haploidy", "ETV6 mutation", "PAX5 mutation", "RUNX1 mutation", "IKZF1 mutation")
INHERITED_GENES = ("TP53", "ETV6", "PAX5", "RUNX1", "IKZF1")
METHODS = {"FISH": "gene.fish.more", "NGS": "gene.sequencing.more", "PCR": "gene.pcr.more", "array": "gene.copies.more", "MLPA": "gene.copies.more", "karyotype": "gene.chromosome.more"}
EXTRA = {
    ("bcr_abl1", "child"): "gene.bcr_abl1.child",
    ("bcr_abl1", "teen"): "gene.bcr_abl1.child",
    ("bcr_abl1", "young"): "gene.bcr_abl1.adult",
    ("bcr_abl1", "adult"): "gene.bcr_abl1.adult",
    ("bcr_abl1_like", "child"): "gene.bcr_abl1_like.child",
    ("bcr_abl1_like", "teen"): "gene.bcr_abl1_like.young",
    ("bcr_abl1_like", "young"): "gene.bcr_abl1_like.young",
    ("bcr_abl1_like", "adult"): "gene.bcr_abl1_like.adult",
    ("kmt2a", "infant"): "gene.kmt2a.infant",
    ("etv6_runx1", "child"): "gene.etv6_runx1.child",
    ("etv6_runx1", "teen"): "gene.etv6_runx1.child",
    ("hyper", "child"): "gene.hyper.child",
    ("hyper", "teen"): "gene.hyper.child",
    ("iamp21", "child"): "gene.iamp21.child",
    ("iamp21", "teen"): "gene.iamp21.child",
}
ASK = ("gene.ask.plan", "gene.ask.others", "gene.ask.pending")
CHANGED_ASK = ("karyotype.ask.mean", "karyotype.ask.missed")
NORMAL_ASK = ("gene.ask.plan", "karyotype.ask.missed")  # asks for no changes where none were seen


def family(name: str) -> str | None:
    """The group of findings that a name belongs to: `KMT2A::AFF1` is one of KMT2A."""
    joined = name.split("::") if "::" in name else []
    moved = name.removesuffix(" rearrangement") if name.endswith(" rearrangement") else None
    for group, own, genes in FAMILIES:
        if name in own or moved in genes or (name not in SINGLE and any(gene in genes for gene in joined)):
            return group
    gene = name.split()[0]
    return GENES.get(gene)


# Groups that occur in ALL alone: BCR::ABL1 and KMT2A are known from other leukemias too.
OF_ALL = frozenset({"bcr_abl1_like", "etv6_runx1", "etv6_runx1_like", "tcf3_pbx1", "tcf3_hlf", "igh_il3", "iamp21", "hyper"})
SINGLE = frozenset(name for _, own, _ in FAMILIES for name in own)


def kind(name: str) -> str:
    """What happened to the gene, by the words of the name."""
    if "::" in name:
        return "fusion"
    for word, group in KINDS:
        if word in name:
            return group
    return "other"


KINDS = (("rearrangement", "rearrangement"), ("deletion", "deletion"), ("mutation", "mutation"), ("-ITD", "mutation"), ("-TKD", "mutation"), ("trisomy", "gain"), ("tetrasomy", "gain"), ("gain", "gain"), ("monosomy", "loss"))


WORDED = ("high hyperdiploidy", "low hypodiploidy", "high hypodiploidy", "hypodiploidy", "near-haploidy", "near-triploidy", "near-tetraploidy", "near-diploidy", "ABL-class fusion")


def named(name: str) -> str | Word:
    """The name of a finding in words that a translation may have; a fusion or a code keeps its own."""
    if name in WORDED:
        return Word("finding." + name.removesuffix(" fusion").casefold().replace(" ", "_").replace("-", "_"))
    first, _, last = name.rpartition(" ")
    if first and last in {"rearrangement", "deletion", "mutation"}:
        return Word(f"finding.{last}", {"gene": first})
    if first in {"double trisomy", "trisomy", "tetrasomy", "monosomy"}:
        return Word(f"finding.{first.replace(' ', '_')}", {"n": last})
    return name


def named_all(listed: Sequence[str]) -> tuple[str | Word, ...]:
    """Names of findings, each once."""
    return tuple(named(name) for name in dict.fromkeys(listed))


def what(name: str) -> list[str]:
    """What a finding is: a text of its own, and what happened to the gene."""
    group = family(name)
    happened = f"gene.kind.{kind(name)}"
    if group is None:
        return [happened, "gene.aml.what"] if name in OTHERS else [happened]
    own = f"gene.{group}.what"
    if group in {"named_b", "named_t"}:
        return [happened, own]
    if group in set(GENES.values()) or group in {"crlf2", "abl_class"}:
        return [own, happened]
    return [own]


def genes(case: Case) -> Iterator[Choice]:
    """A message for each change found; those not found, pending and so on are told together by state."""
    findings = [finding for finding in case.report.genetic_findings if finding.name not in OF_KARYOTYPE]
    grouped: dict[str, list[GeneticFinding]] = {"absent": [], "not_tested": [], "pending": [], "failed": []}
    for finding in dict.fromkeys(findings):
        if case.unread(finding):
            yield doubtful("genes", "genetic_finding", "unreadable", Word("thing.gene", {"name": named(finding.name)}), (finding,), finding.name)
        elif case.conflict(finding):
            yield doubtful("genes", "genetic_finding", "conflict", Word("thing.gene", {"name": named(finding.name)}), both(finding), finding.name)
        elif finding.status == "present":
            yield found(case, finding, findings)
        elif finding.status == "indeterminate":
            yield Choice("genes", "genetic_finding", "equivocal", "gene.equivocal.headline", ("gene.equivocal.plain",), tuple(what(finding.name)), DOUBT_ASK["equivocal"], {"name": named(finding.name)}, (finding,), finding.name)
        elif finding.status == "absent" and finding.name == "BCR::ABL1":
            yield absent(case, [finding], findings)
        else:
            grouped[finding.status].append(finding)
    for status, members in grouped.items():
        if members:
            yield absent(case, members, findings) if status == "absent" else silent(status, members)
    tested = {"fish", "pcr", "molecular"}
    if findings and case.read(*tested) and not any(family(finding.name) in {"bcr_abl1", "bcr_abl1_like"} for finding in findings) and lineage(case) != "T":
        yield doubtful("silent", "genetic_finding", "not_mentioned", Word("thing.gene", {"name": "BCR::ABL1"}), name="BCR::ABL1")
    if not findings and case.read("fish"):
        yield doubtful("silent", "genetic_finding", "unreadable", Word("thing.fish"), case.passage("fish"))


def lineage(case: Case) -> str | None:
    """The cell family that the report states."""
    return case.report.lineage.value if case.report.lineage else None


def silent(status: str, members: Sequence[GeneticFinding]) -> Choice:
    """Findings that were not tested, are to come, or failed."""
    own = list(dict.fromkeys(finding.name for finding in members))
    listed = named_all(own)
    thing = Word("thing.gene" if len(listed) == 1 else "thing.genes", {"names": listed, "name": listed})
    return doubtful("genes", "genetic_finding", STATES[status], thing, members, names(own))


def found(case: Case, finding: GeneticFinding, findings: Sequence[GeneticFinding]) -> Choice:
    """A change that was found: what it is, how often, by which test, and what it does not say."""
    group = family(finding.name)
    derived = finding.basis == "derived"
    sure = finding.certainty == "stated"
    said: list[Said] = list(what(finding.name))
    told = "present_possible" if not sure else "derived" if derived else "present"
    headline = f"gene.{told}.headline"
    more: list[Said] = []
    slots: dict[str, Filling] = {"name": named(finding.name)}
    if derived:
        said.append("gene.derived.plain")
    said += [*portion(finding, slots), *of_age(case, group)]
    if group == "bcr_abl1":
        said += ["gene.bcr_abl1.words"] if sure else []
        more.append("gene.bcr_abl1.drugs")
    elif sure and not derived:
        said.append("gene.means_found.plain")
    if group == "bcr_abl1_like":
        said.append("gene.bcr_abl1_like.other")
    if group == "etv6_runx1":
        more.append("gene.etv6_runx1.hidden")
    door = heritable(finding.name)
    said.append("gene.inherited.plain" if door else "gene.where.plain")
    more += [*([METHODS[finding.method]] if finding.method in METHODS else []), "gene.use.more"]
    more += [("subtype.list.more", {"scheme": subtype.scheme}) for subtype in case.report.subtypes if subtype.basis == "derived" and finding.name in subtype.rests_on]
    if any(other.name == finding.name and other.status == "absent" for other in findings):
        more.append("gene.methods.more")
    state: State = "present" if sure else "equivocal"
    asks = ("gene.ask.plan", "gene.ask.again", "gene.ask.others") if group == "bcr_abl1" else ASK
    return Choice("genes", "genetic_finding", state, headline, tuple(said), tuple(dict.fromkeys(hashable(more))), asks, slots, (finding,), finding.name, door)


def hashable(said: Sequence[Said]) -> list[Said]:
    """Statements with slots of their own, so that the same one is said once."""
    return [one if isinstance(one, str) else (one[0], Frozen(one[1])) for one in said]


class Frozen(dict[str, "Filling"]):
    """Slots that can be compared."""

    def __hash__(self) -> int:  # type: ignore[override]
        return hash(tuple(sorted((key, str(value)) for key, value in self.items())))


def portion(finding: GeneticFinding, slots: dict[str, Filling]) -> list[Said]:
    """In how many of the cells a change was seen, as far as the report says."""
    if finding.percent is None:
        return []
    slots["value"] = f"{plain(finding.percent)}%"
    every = base_of(finding.percent)
    if finding.certainty != "stated" or finding.method not in {"FISH", "karyotype"} or every is None or every > 1_000:
        return ["gene.share_bare.plain"]
    number, of = share(finding.percent, every)
    slots["amount"] = Word("number.exact", {"n": number, "d": of})
    return ["gene.share.plain"]


def of_age(case: Case, group: str | None) -> list[str]:
    """How common a change is at this age, where that is known; never an older child's figure for an infant."""
    if group == "bcr_abl1" and case.age is None:
        return ["gene.bcr_abl1.some"]
    extra = EXTRA.get((group or "", case.age or ""))
    return [extra] if extra and (case.age in YOUNG or case.age in GROWN or case.age == "infant") else []


def heritable(name: str) -> Door | None:
    """The door of findings that may be inherited."""
    return "hereditary" if name in INHERITED else None


def absent(case: Case, members: Sequence[GeneticFinding], findings: Sequence[GeneticFinding]) -> Choice:
    """Changes that were looked for and not found, one or several."""
    listed = list(dict.fromkeys(finding.name for finding in members))
    one = len(listed) == 1
    group = family(listed[0]) if one else None
    said: list[Said] = []
    if one:
        said += what(listed[0]) if group in {"bcr_abl1", "bcr_abl1_like", "etv6_runx1", "kmt2a", "iamp21"} else []
        said += of_age(case, group) if group == "bcr_abl1" else []
    said.append("gene.absent_one.plain" if one else "gene.absent_many.plain")
    more: list[Said] = ["gene.bcr_abl1.looked"] if group == "bcr_abl1" else []
    more.append("gene.absent.more")
    methods = dict.fromkeys(finding.method for finding in members)
    more += [METHODS[method] for method in methods if method in METHODS]
    if any(other.name in listed and other.status == "present" for other in findings):
        more.append("gene.methods.more")
    if case.limited:
        more.append("limited.more")
    headline = "gene.absent.headline" if one else "gene.absent_many.headline"
    slots: dict[str, Filling] = {"name": named(listed[0])} if one else {"names": named_all(listed)}
    return Choice("genes", "genetic_finding", "absent", headline, tuple(said), tuple(dict.fromkeys(more)), ASK[1:], slots, tuple(members), names(listed))


def variants(case: Case) -> Iterator[Choice]:
    """Sequence variants."""
    for variant in case.report.variants:
        if case.unread(variant) or case.conflict(variant):
            state = "unreadable" if case.unread(variant) else "conflict"
            yield doubtful("genes", "variant", state, Word("thing.variant", {"name": variant.gene}), both(variant), variant.gene)  # type: ignore[arg-type]
        else:
            yield written_change(variant)


def written_change(variant: Variant) -> Choice:
    """A variant as the report writes it."""
    change = cleaned(" ".join(part for part in (variant.coding, variant.protein) if part) or variant.text)
    slots: dict[str, Filling] = {"gene": variant.gene, "change": change}
    more: list[Said] = []
    if variant.allele_percent is not None:
        slots["value"] = f"{plain(variant.allele_percent)}%"
        more.append("variant.share.more")
    if variant.tier:
        slots["tier"] = cleaned(variant.tier)
        more.append("variant.tier.more")
    door: Door | None = "hereditary" if variant.gene in INHERITED_GENES else None
    said: list[Said] = ["variant.present.plain", "gene.inherited.plain" if door else "variant.where.plain"]
    return Choice("genes", "variant", "present", "variant.present.headline", tuple(said), (*more, "gene.sequencing.more", "gene.use.more"), ASK, slots, (variant,), variant.gene, door)


def karyotypes(case: Case) -> Iterator[Choice]:
    """Chromosome results: normal, changed, complex by the report's own word, unread."""
    for karyotype in case.report.karyotypes:
        if case.unread(karyotype) or not karyotype.clones:
            yield doubtful("genes", "karyotype", "unreadable", Word("thing.karyotype"), (karyotype,))
        elif case.conflict(karyotype):
            yield doubtful("genes", "karyotype", "conflict", Word("thing.karyotype"), both(karyotype))
        else:
            yield chromosomes(case, karyotype)
    words = [finding for finding in case.report.genetic_findings if finding.name in OF_KARYOTYPE]
    for finding in words:
        if finding.name == "complex karyotype" and finding.basis == "stated":
            yield complex_word(finding)
        elif finding.name == "normal karyotype" and not case.report.karyotypes:
            yield normal_word(finding)
    if not (case.report.karyotypes or case.report.iscn_other or words) and case.read("cyto"):
        yield doubtful("silent", "karyotype", "unreadable", Word("thing.karyotype"), case.passage("cyto"))
    for code in case.report.iscn_other:
        yield Choice("genes", "iscn_other", "present", "code.present.headline", ("code.present.plain",), (), ("state.ask.what_says", "state.ask.matters"), {}, (code,), code.technique)


def chromosomes(case: Case, karyotype: ReportedKaryotype) -> Choice:
    """One karyotype."""
    own = [clone for clone in karyotype.clones if not clone.donor]
    changed = any(clone.abnormalities for clone in own)
    constitutional = karyotype.mosaic or any(clone.constitutional or any(change.constitutional != "no" for change in clone.abnormalities) for clone in own)
    door: Door | None = "hereditary" if constitutional else None
    more: list[Said] = ["karyotype.cells.more"] if "[" in karyotype.iscn else []
    if not changed:
        more = ["karyotype.normal.more", *more, *(["limited.more"] if case.limited else [])]
        return Choice("genes", "karyotype", "absent", "karyotype.normal.headline", ("karyotype.normal.plain",), tuple(more), NORMAL_ASK, {}, (karyotype,), None, door)
    said: list[Said] = ["karyotype.changed.plain"]
    if len(own) > 1 and any(not clone.abnormalities for clone in own):
        said.append("karyotype.mixed.plain")
    read = any(finding.name not in OF_KARYOTYPE for finding in karyotype.findings)
    said.append("karyotype.read.plain" if read else "karyotype.unread.plain")
    if door:
        said.append("gene.inherited.plain")
    return Choice("genes", "karyotype", "present", "karyotype.changed.headline", tuple(said), (*more, "gene.chromosome.more"), CHANGED_ASK, {}, (karyotype,), None, door)


def complex_word(finding: GeneticFinding) -> Choice:
    """The report's own word complex."""
    if finding.status == "present":
        return Choice("genes", "karyotype", "present", "karyotype.complex.headline", ("karyotype.complex.plain",), (), CHANGED_ASK, {}, (finding,), finding.name)
    if finding.status == "absent":
        return Choice("genes", "karyotype", "absent", "karyotype.not_complex.headline", ("karyotype.complex.plain",), (), NORMAL_ASK, {}, (finding,), finding.name)
    return doubtful("genes", "karyotype", STATES[finding.status], Word("thing.karyotype"), (finding,), finding.name)


def normal_word(finding: GeneticFinding) -> Choice:
    """A karyotype that the report calls normal, or not, without its code."""
    if finding.status == "present":
        return Choice("genes", "karyotype", "absent", "karyotype.normal.headline", ("karyotype.normal.plain",), ("karyotype.normal.more",), NORMAL_ASK, {}, (finding,), finding.name)
    if finding.status == "absent":
        return Choice("genes", "karyotype", "present", "karyotype.changed.headline", ("karyotype.changed.plain", "karyotype.unread.plain"), (), CHANGED_ASK, {}, (finding,), finding.name)
    return doubtful("genes", "karyotype", STATES[finding.status], Word("thing.karyotype"), (finding,), finding.name)


STATES: dict[str, State] = {"present": "present", "absent": "absent", "indeterminate": "equivocal", "not_tested": "not_tested", "pending": "pending", "failed": "failed"}


def taken_back(case: Case) -> Iterator[Choice]:
    """Gene results that an amended report has changed."""
    if case.report.status is None or case.report.status.value != "amended":
        return
    for old in case.report.previous.genetic_findings:
        new = [finding for finding in case.report.genetic_findings if finding.name == old.name and finding.method in {old.method, None} and finding.status != old.status]
        if new and old.section != "prior" and old.date is None and old.timepoint is None:
            yield doubtful("genes", "genetic_finding", "changed", Word("thing.gene", {"name": named(old.name)}), (old, *new), old.name)


def earlier(case: Case) -> Iterator[Choice]:
    """Earlier gene results that the report recalls, found and not found."""
    for status, headline in (("present", "gene.previous_found.headline"), ("absent", "gene.previous_absent.headline")):
        members = [finding for finding in case.report.previous.genetic_findings if finding.status == status and finding.name not in OF_KARYOTYPE]
        if members:
            listed = [finding.name for finding in members]
            yield Choice("genes", "previous", "present" if status == "present" else "absent", headline, ("gene.previous.plain",), (), ASK[:2], {"name": named_all(listed)}, members, names(listed))
