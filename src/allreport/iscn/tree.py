"""What the grammar builds: items and clones with spans in the folded string, before anything is expanded or counted."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from .meaning import Meaning

Bands = tuple[tuple[str, ...], ...]


class Rearrangement(NamedTuple):
    """`t(9;22)(q34;q11.2)`: a type, chromosomes, and the bands of each; `detail` holds segments of the detailed form."""

    kind: str
    chromosomes: tuple[str, ...] = ()
    bands: Bands = ()
    uncertain: bool = False
    detail: tuple[tuple[tuple[str, str], tuple[str, str]], ...] = ()


class Item(NamedTuple):
    """One abnormality as written in one clone."""

    start: int
    end: int
    sign: str = ""  # "+", "-" or nothing
    main: Rearrangement = Rearrangement("")
    parts: tuple[Rearrangement, ...] = ()
    copies: int = 1
    copies_high: int = 1
    cells: int | None = None
    uncertain: bool = False
    constitutional: str = "no"
    amplified: tuple[str, ...] = ()  # probes of `amp(...)`
    alternatives: tuple[tuple[int, int], ...] = ()
    known: bool = True  # False where the number of copies cannot be known
    removes: str | None = None  # of a minus on an inherited change: the sign that change had
    inherited: bool = False  # the last field: it is no part of the meaning


@dataclass(slots=True)
class CloneNode:
    """One clone as written; `inner` is the clone in the parentheses of `52(26,X,+14,+18,+21)x2`."""

    start: int
    end: int = 0
    low: int | None = None
    high: int | None = None
    level: int | None = None
    sex: str | None = None
    sex_constitutional: bool = False
    reference: str | None = None  # idem, sl, sdl
    reference_number: int | None = None
    reference_span: tuple[int, int] = (0, 0)
    multiplier: int = 1
    items: list[Item] = field(default_factory=list)
    cells: int | None = None
    total: int | None = None
    has_count: bool = False
    composite: bool = False
    incomplete: bool = False
    donor: bool = False
    inner: CloneNode | None = None
    unread: bool = False  # holds something that was not understood
    # Filled by expansion and arithmetic.
    expanded: list[Item] = field(default_factory=list)
    computed: int | None = None
    resolved_level: int = 2
    letters: str | None = None
    resolved: bool = True  # False where the clone that it refers to is not there
    base: CloneNode | None = None
    meanings: list[Meaning] = field(default_factory=list)  # of `expanded`, in its order
    acquired: bool = False  # whether one of its changes is not constitutional
    whole: dict[str, int] | None = None  # whole chromosomes gained or lost, once counted
