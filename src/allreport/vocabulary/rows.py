"""Row types of the vocabulary. A row is data: what a laboratory may write, and what it means.

Wordings are lower case. `{a|b}` in a wording stands for alternatives (`{a|}` for an optional part); a blank or hyphen
matches a blank, a hyphen or a line break in the report. Wordings under `exact` keep their case and are compared with the
report's own characters (symbols that are also English words).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple


class Analyte(NamedTuple):
    """A quantity measured in blood, serum or fluid. Bounds are in the canonical unit: hard = impossible beyond."""

    id: str
    name: str  # word of the facts; the id where the facts have none
    kind: str  # unit family of units.py
    unit: str  # canonical UCUM unit
    wordings: tuple[str, ...]
    loinc: str | None = None  # only codes whose meaning was verified
    low: float = 0.0
    high: float = 1e9
    bare: str = ""  # unit family understood where none is printed and bounds leave one
    exact: tuple[str, ...] = ()


class Cell(NamedTuple):
    """A cell of the blood differential, printed as percent or as absolute count under one label."""

    id: str
    percent: str  # id of the percent analyte
    absolute: str  # id of the absolute analyte
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()


class Unit(NamedTuple):
    """A spelling family of a unit: `factor` times the written number gives the canonical unit of `kind`."""

    kind: str
    ucum: str
    factor: float
    wordings: tuple[str, ...]


class Marker(NamedTuple):
    """An antigen of the immunophenotype."""

    name: str
    wordings: tuple[str, ...]
    hgnc: str | None = None
    exact: tuple[str, ...] = ()


class Gene(NamedTuple):
    """A gene or locus. `wordings` are older and alias symbols; the approved symbol is always a wording."""

    symbol: str
    hgnc: str | None = None
    wordings: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    band: str | None = None
    plain: bool = True  # False: the symbol itself is an English word and counts only in exact case


class Fusion(NamedTuple):
    """A fusion under the name the literature uses, 5' partner first; `wordings` are names that are not gene pairs."""

    name: str
    wordings: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()


class Genetic(NamedTuple):
    """A genetic finding that is no gene pair: ploidy, signature, numerical change."""

    name: str
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()
    status: str = "present"


class Disease(NamedTuple):
    """A disease name. `value`: ALL, LBL, MPAL, AML, other, none; `weak`: only counts where nothing better is said."""

    id: str
    value: str
    lineage: str | None
    wordings: tuple[str, ...]
    stage: str | None = None
    exact: tuple[str, ...] = ()
    weak: bool = False
    implies: tuple[str, str] | None = None  # genetic finding and status that the name itself states


class Site(NamedTuple):
    """Where a specimen or a count comes from."""

    id: str
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()


class Method(NamedTuple):
    """How a result was obtained."""

    id: str
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()


class Heading(NamedTuple):
    """A section of a report: its name, what its content is (`role`), and the site and method it implies."""

    section: str
    wordings: tuple[str, ...]
    role: str = "result"  # result, diagnosis, history, prior, method, definition, advice, family, presentation, header
    site: str | None = None
    method: str | None = None


class Cue(NamedTuple):
    """A word that decides whether, when, or of whom something is said.

    `effect`: absent, present, possible, probable, question, previous, current, family, donor, not_tested, failed, pending,
    advice, method, definition, terminator, pseudo, dim, bright, partial, variable …  `direction`: forward, backward, both.
    """

    effect: str
    direction: str
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()


class Word(NamedTuple):
    """A wording that stands for itself in a reader: `kind` names the reader's word class, `id` the word."""

    kind: str
    id: str
    wordings: tuple[str, ...]
    exact: tuple[str, ...] = ()


def expand(wording: str) -> Iterator[str]:
    """The spellings of a wording with `{a|b}` alternatives.

    >>> list(expand("{b|t} cell{s|}"))
    ['b cells', 'b cell', 't cells', 't cell']
    >>> list(expand("{syndrome{s|}|neoplasm}"))
    ['syndromes', 'neoplasm', 'syndrome', 'neoplasm']
    """
    end = wording.find("}")
    if end < 0:
        yield wording
        return
    start = wording.rindex("{", 0, end)  # the innermost comes first
    for part in dict.fromkeys(wording[start + 1 : end].split("|")):
        yield from expand(wording[:start] + part + wording[end + 1 :])
