"""The typed content of one report."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Literal

from pydantic import Field

from allreport.model.base import Basis, Issue, Model, Quantity, Sourced, Temporality
from allreport.model.karyotype import Karyotype

SCHEMA_VERSION = "1.1"

DiseaseValue = Literal["ALL", "LBL", "MPAL", "AML", "other", "none"]
LineageValue = Literal["B", "T", "mixed", "unspecified"]
FindingStatus = Literal["present", "absent", "indeterminate", "not_tested", "pending", "failed"]
MarkerStatus = Literal["positive", "negative", "dim", "bright", "partial", "variable", "indeterminate", "not_tested"]
MRDStatus = Literal["positive", "negative", "indeterminate", "not_tested", "pending", "failed"]
MRDScale = Literal["ratio", "IS"]
ResponseKind = Literal[
    "remission",
    "CR",
    "CRi",
    "CRh",
    "MLFS",
    "partial_remission",
    "molecular_remission",
    "relapse",
    "molecular_relapse",
    "refractory",
    "regeneration",
    "lineage_switch",
    "CD19_negative_relapse",
]
BodySite = Literal["testis", "mediastinum", "lymph_nodes", "liver", "spleen", "skin", "kidney", "bone", "eye", "ovary", "breast", "pleura", "soft_tissue"]
SiteValue = Literal["bone_marrow", "peripheral_blood", "csf", "lymph_node", "pleural_fluid", "other"]


class Producer(Model):
    """What made this reading: enough to know whether another run may differ."""

    name: str = "allreport"
    version: str
    vocabulary: str
    options: str
    editions: dict[str, str] = Field(default_factory=dict)


class Disease(Sourced):
    """What this patient has, or had and is followed for. `name` is the entity as the vocabulary calls it."""

    value: DiseaseValue
    name: str | None = None


class Lineage(Sourced):
    """The lineage that the report states; never inferred from markers."""

    value: LineageValue


class Maturation(Sourced):
    """The maturation stage that the report states (EGIL or WHO word)."""

    value: str


class Age(Sourced):
    """Age in years; months and days as fractions."""

    value: float


class Sex(Sourced):
    value: Literal["male", "female"]


class Patient(Model):
    """Age and sex only: never a name, number or birth date."""

    age: Age | None = None
    sex: Sex | None = None

    @property
    def age_years(self) -> float | None:
        """Age in years, or None if the report does not say."""
        return self.age.value if self.age else None


class Specimen(Sourced):
    """A specimen the report is about."""

    number: int
    site: SiteValue
    procedure: str | None = None
    adequacy: str | None = None


class ReportDate(Sourced):
    """A date of the report: `kind` collected, received, reported …; `value` ISO 8601 (`2025-03` without a day), None if day and month cannot be told apart."""

    kind: str
    value: str | None = None
    ambiguous: bool = False


class ReportStatus(Sourced):
    """The newest word on the report's state."""

    value: Literal["final", "preliminary", "amended", "addendum"]


class ReadSection(Model):
    """A section that was read."""

    name: str
    role: str
    start: int
    end: int


class BlastCount(Sourced):
    """Blasts as percent of something (`denominator`) at a site, by a method."""

    percent: Quantity
    site: SiteValue | None = None
    method: str = "unspecified"
    denominator: str | None = None
    count: int | None = None
    total: int | None = None


class Cellularity(Sourced):
    """Marrow cellularity in percent, or the report's own word."""

    percent: Quantity | None = None
    word: str | None = None


class MarrowClass(Sourced):
    """The marrow response class the report prints: M1, M2, M3."""

    value: Literal["M1", "M2", "M3"]


class BloodValue(Sourced):
    """A value of the blood count or chemistry. `value` and the range are in the canonical UCUM `unit`."""

    analyte: str
    value: float | None
    low: float | None = None
    high: float | None = None
    comparator: Literal["=", "<", "<=", ">", ">=", "~"] = "="
    unit: str
    value_as_written: str
    unit_as_written: str | None = None
    unit_basis: Literal["stated", "header", "site", "inferred"] = "stated"
    flag: Literal["H", "L"] | None = None
    reference_low: float | None = None
    reference_high: float | None = None


class BloodCount(Model):
    """The values of the blood, in the order of the text. `cbc.wbc`, `cbc["WBC"]` give the first of a name."""

    values: tuple[BloodValue, ...] = ()

    def __iter__(self) -> Iterator[BloodValue]:  # type: ignore[override]
        return iter(self.values)

    def __len__(self) -> int:
        return len(self.values)

    def __getitem__(self, name: str) -> BloodValue:
        for value in self.values:
            if value.analyte == name:
                return value
        raise KeyError(name)

    def get(self, name: str) -> BloodValue | None:
        return next((value for value in self.values if value.analyte == name), None)

    @property
    def wbc(self) -> BloodValue | None:
        """White cells, 10*9/L."""
        return self.get("WBC")

    @property
    def hgb(self) -> BloodValue | None:
        """Hemoglobin, g/dL."""
        return self.get("HGB")

    @property
    def plt(self) -> BloodValue | None:
        """Platelets, 10*9/L."""
        return self.get("PLT")

    @property
    def anc(self) -> BloodValue | None:
        """Neutrophils, 10*9/L."""
        return self.get("ANC")


class MarkerResult(Sourced):
    """One antigen on one population by one method."""

    marker: str
    status: MarkerStatus
    percent: float | None = None
    method: str = "flow"
    population: str = "blasts"


class Markers(Model):
    """The immunophenotype in the order of the text. `markers["CD19"]` gives the first entry of a marker."""

    results: tuple[MarkerResult, ...] = ()

    def __iter__(self) -> Iterator[MarkerResult]:  # type: ignore[override]
        return iter(self.results)

    def __len__(self) -> int:
        return len(self.results)

    def __contains__(self, marker: object) -> bool:
        return any(result.marker == marker for result in self.results)

    def __getitem__(self, marker: str) -> MarkerResult:
        for result in self.results:
            if result.marker == marker:
                return result
        raise KeyError(marker)

    def get(self, marker: str) -> MarkerResult | None:
        return next((result for result in self.results if result.marker == marker), None)


class ReportedKaryotype(Karyotype, Sourced):
    """A karyotype in place. `iscn` is the string as written, joined over line ends, never repaired."""

    iscn: str


class ReportedISCN(Sourced):
    """Another ISCN string in place: `ish`, `nuc ish`, `arr`, `ogm`, `sseq`."""

    iscn: str
    technique: str


class GeneticFinding(Sourced):
    """A genetic finding by the name of the literature, with its status by one method."""

    name: str
    status: FindingStatus
    method: str | None = None
    percent: float | None = None
    count: int | None = None
    total: int | None = None
    basis: Basis = "stated"
    rests_on: tuple[str, ...] = ()


class Variant(Sourced):
    """A sequence variant in HGVS, tied to its gene."""

    gene: str
    coding: str | None = None
    protein: str | None = None
    transcript: str | None = None
    allele_percent: float | None = None
    tier: str | None = None


class Subtype(Sourced):
    """The genetic subtype by a classification, with the findings it rests on and the rule that gave it."""

    scheme: Literal["WHO-HAEM5", "ICC-2022"]
    value: str
    basis: Basis
    rests_on: tuple[str, ...] = ()


class MRDTarget(Sourced):
    """The result of one target (a clonal rearrangement, a transcript, a sequence) beside the result as a whole. Levels and limits in percent."""

    target: str
    status: MRDStatus
    level: Quantity | None = None
    detection_limit: float | None = None
    quantification_limit: float | None = None


class MRDResult(Sourced):
    """One result of measurable residual disease. Levels and limits in percent; a detection limit is never a result."""

    status: MRDStatus
    level: Quantity | None = None
    interval: Quantity | None = None  # the confidence interval printed with the level, percent
    scale: MRDScale | None = None  # of a transcript: a plain ratio, or the International Scale where the report says so; never IS for p190
    detection_limit: float | None = None
    quantification_limit: float | None = None
    cutoff: float | None = None  # the level from which the laboratory calls this result positive, percent
    method: str | None = None
    site: SiteValue | None = None
    target: str | None = None
    targets: tuple[MRDTarget, ...] = ()  # each target's own result, where the report states one as a whole
    denominator: str | None = None
    count: int | None = None  # cells, events, copies or sequences found
    total: int | None = None  # cells, events or copies analysed
    dna_ng: float | None = None  # DNA analysed, nanograms
    protocol: str | None = None  # the treatment protocol that the time point belongs to, as written
    basis: Basis = "stated"


class CNSStatus(Sourced):
    """CNS class as stated; `negative` or `positive` where the fluid is described and no class is stated."""

    value: str


class CNSHint(Sourced):
    """The class that the stated counts and cells give by the rule named, where the report states none; the evidence is that of the cells."""

    value: str
    rests_on: tuple[str, ...]
    basis: Basis = "derived"


class FluidCount(Sourced):
    """A count of the spinal fluid, per microlitre."""

    analyte: str
    value: float
    comparator: Literal["=", "<", "<=", ">", ">=", "~"] = "="
    unit: str = "/uL"


class FluidCells(Sourced):
    """Leukaemic cells in the spinal fluid by one method: `cytology`, `flow`, or None where it is not said."""

    status: Literal["present", "absent", "indeterminate"]
    method: Literal["cytology", "flow"] | None = None


class TraumaticTap(Sourced):
    """Whether the puncture is said to have been traumatic."""

    value: bool


class Extramedullary(Sourced):
    """Disease outside marrow, blood and spinal fluid, as stated: a mass, an enlarged organ, an infiltrated site."""

    site: BodySite
    status: Literal["present", "absent", "indeterminate"]


class Response(Sourced):
    """A word on the course, as stated and never computed: `remission` without more, CR, relapse, refractory, regeneration …"""

    kind: ResponseKind
    status: Literal["present", "absent", "indeterminate"] = "present"
    number: int | None = None  # CR2: 2; first relapse: 1
    timing: Literal["very_early", "early", "late"] | None = None
    extent: Literal["isolated", "combined"] | None = None


class Chimerism(Sourced):
    """Cells of the donor after transplantation, in percent, or the report's word. They are never blasts."""

    donor: Quantity | None = None
    word: Literal["complete", "mixed"] | None = None
    cells: str | None = None  # the cells looked at, as written: `CD3`, `whole blood`
    method: str | None = None


class Previous(Model):
    """Earlier results that the report recalls: the same types, each with its date or time point where given."""

    blasts: tuple[BlastCount, ...] = ()
    cbc: tuple[BloodValue, ...] = ()
    markers: tuple[MarkerResult, ...] = ()
    karyotypes: tuple[ReportedKaryotype, ...] = ()
    genetic_findings: tuple[GeneticFinding, ...] = ()
    mrd: tuple[MRDResult, ...] = ()
    cns: tuple[CNSStatus, ...] = ()
    responses: tuple[Response, ...] = ()
    chimerism: tuple[Chimerism, ...] = ()
    extramedullary: tuple[Extramedullary, ...] = ()
    disease: tuple[Disease, ...] = ()


class Report(Model):
    """What a report says of this patient, now; every value with the characters it came from."""

    schema_version: str = SCHEMA_VERSION
    producer: Producer
    source_length: int
    source_sha256: str
    language: str = "en"
    disease: Disease | None = None
    lineage: Lineage | None = None
    maturation: Maturation | None = None
    patient: Patient = Patient()
    status: ReportStatus | None = None
    dates: tuple[ReportDate, ...] = ()
    specimens: tuple[Specimen, ...] = ()
    blasts: tuple[BlastCount, ...] = ()
    cellularity: tuple[Cellularity, ...] = ()
    marrow_class: MarrowClass | None = None
    cbc: BloodCount = BloodCount()
    markers: Markers = Markers()
    karyotypes: tuple[ReportedKaryotype, ...] = ()
    iscn_other: tuple[ReportedISCN, ...] = ()
    genetic_findings: tuple[GeneticFinding, ...] = ()
    variants: tuple[Variant, ...] = ()
    subtypes: tuple[Subtype, ...] = ()
    mrd: tuple[MRDResult, ...] = ()
    cns: CNSStatus | None = None
    cns_hint: CNSHint | None = None
    csf: tuple[FluidCount, ...] = ()
    csf_cells: tuple[FluidCells, ...] = ()
    traumatic_tap: TraumaticTap | None = None
    extramedullary: tuple[Extramedullary, ...] = ()
    responses: tuple[Response, ...] = ()
    chimerism: tuple[Chimerism, ...] = ()
    previous: Previous = Previous()
    sections: tuple[ReadSection, ...] = ()
    issues: tuple[Issue, ...] = ()


__all__ = ["Report", "Temporality"]
