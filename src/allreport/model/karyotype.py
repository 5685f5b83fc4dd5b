"""A karyotype as ISCN describes it: clones, abnormalities, their effects, and what they mean together."""

from __future__ import annotations

from typing import Literal

from .base import Issue, Model

Constitutional = Literal["no", "yes", "possible"]


class Part(Model):
    """One rearrangement inside a derivative chromosome: `t(9;22)(q34;q11.2)` of `der(22)t(9;22)(q34;q11.2)`."""

    kind: str  # the ISCN symbol
    chromosomes: tuple[str, ...] = ()  # "1".."22", "X", "Y", "?"
    breakpoints: tuple[tuple[str, ...], ...] = ()  # bands ("q34", "q11.2", "?") of the chromosome in the same place
    uncertain: bool = False


class Abnormality(Model):
    """One change of a clone. `source[start:end] == text`; an inherited one points into the clone that wrote it."""

    text: str
    start: int
    end: int
    kind: str  # the ISCN symbol (`t`, `der`, `dic` ...); `gain` and `loss` for a whole chromosome
    gain: bool = False  # written with `+`
    loss: bool = False  # written with `-`
    chromosomes: tuple[str, ...] = ()
    breakpoints: tuple[tuple[str, ...], ...] = ()
    parts: tuple[Part, ...] = ()  # what stands behind the first parentheses of a derivative
    copies: int = 1
    copies_high: int | None = None  # of a range: `+1~4mar`; None where the number of copies is one
    cells: int | None = None  # metaphases with this change, printed in composites
    uncertain: bool = False  # a `?`, an `or`, or a range of bands
    constitutional: Constitutional = "no"
    inherited: bool = False  # taken over from the clone that `idem`, `sl` or `sdl` names
    alternatives: tuple[str, ...] = ()  # the other readings that `or` gives, as written
    lost: tuple[str, ...] = ()  # stretches with fewer copies, from pter to qter: `9pter->9p21`
    gained: tuple[str, ...] = ()  # stretches with more copies
    joined: tuple[str, ...] = ()  # bands brought together: `9q34::22q11.2`


class Clone(Model):
    """Cells with the same changes. `computed_number` is what the listed changes add up to, None if that cannot be known."""

    text: str
    start: int
    end: int
    modal_number_low: int | None = None
    modal_number_high: int | None = None
    computed_number: int | None = None
    ploidy_level: int | None = None  # the level that gains and losses count against: 2 of `<2n>`
    sex_chromosomes: str | None = None  # the sex field, of an inherited clone its stemline's
    abnormalities: tuple[Abnormality, ...] = ()
    reference: str | None = None  # `idem`, `sl`, `sdl1` ...
    multiplier: int = 1  # 2 for a doubled clone
    cells: int | None = None
    total: int | None = None  # of a count written as fraction
    composite: bool = False  # `[cp10]`
    incomplete: bool = False  # `inc`
    constitutional: bool = False  # all its changes are constitutional, and there is at least one
    clonal: bool | None = None  # enough cells (two for a gain or structural change, three for a loss); None without a count
    donor: bool = False  # behind `//`
    lost: tuple[str, ...] = ()  # net of all changes, against the ploidy level
    gained: tuple[str, ...] = ()
    joined: tuple[str, ...] = ()


class KaryotypeFinding(Model):
    """What the changes are known for. Banding shows structure only: `t(9;22)` usually means `BCR::ABL1`, and does not prove it."""

    name: str
    status: Literal["present", "absent"] = "present"
    uncertain: bool = False
    clones: tuple[int, ...] = ()  # indices of `Karyotype.clones`
    abnormalities: tuple[str, ...] = ()  # texts of the changes it rests on
    basis: str = "bands"  # `bands`, `ploidy`, `copies`, `count`, `amplification`, `signals`, `region`


class Signal(Model):
    """Copies of one probe in a hybridisation: `RUNX1x3~8`. `low` None is `amp`: too many to count."""

    probe: str
    low: int | None = None
    high: int | None = None
    constitutional: bool = False


class Link(Model):
    """Probes seen connected (`con`) or separated (`sep`), and how often."""

    kind: Literal["con", "sep"]
    probes: tuple[str, ...]
    count: int | None = None


class Hybridisation(Model):
    """One in-situ hybridisation: signals, links, and `[cells/total]` nuclei or metaphases."""

    text: str
    start: int
    end: int
    kind: Literal["ish", "nuc ish"]
    signals: tuple[Signal, ...] = ()
    links: tuple[Link, ...] = ()
    marks: tuple[str, ...] = ()  # `ABL1-`, `BCR+`, `RUNX1amp` on a metaphase chromosome
    chromosome: str | None = None  # the abnormality on which the metaphase signals lie
    cells: int | None = None
    total: int | None = None
    clone: int = 0  # parts between `/`
    donor: bool = False


class Segment(Model):
    """One call of an array, of low-pass sequencing or of an optical map."""

    text: str
    start: int
    end: int
    technique: Literal["arr", "sseq", "ogm", "rsa", "seq"]
    build: str | None = None  # `GRCh38`
    chromosomes: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    first: int | None = None  # base pairs
    last: int | None = None
    copies_low: int | None = None
    copies_high: int | None = None
    homozygous: bool = False  # `hmz`: copy-neutral loss of heterozygosity
    chromothripsis: bool = False  # `cth` or `cx`
    fusion: str | None = None  # of an optical map: `BCR::ABL1`
    fraction: float | None = None


class Karyotype(Model):
    """What one ISCN string says. Every letter and digit of `text` lies in a clone, a hybridisation, a segment or an issue."""

    text: str
    start: int = 0
    end: int = 0
    clones: tuple[Clone, ...] = ()
    findings: tuple[KaryotypeFinding, ...] = ()
    hybridisations: tuple[Hybridisation, ...] = ()
    segments: tuple[Segment, ...] = ()
    mosaic: bool = False  # `mos` or `chi`: every line is constitutional
    chimeric: bool = False  # `//`
    issues: tuple[Issue, ...] = ()


class MolecularCytogenetics(Model):
    """`ish`, `nuc ish`, `arr`, `sseq` or `ogm` standing alone."""

    text: str
    start: int = 0
    end: int = 0
    hybridisations: tuple[Hybridisation, ...] = ()
    segments: tuple[Segment, ...] = ()
    findings: tuple[KaryotypeFinding, ...] = ()
    issues: tuple[Issue, ...] = ()
