"""Words that make a document worth reading for ALL, LBL or MPAL. How they are searched is in `triage`.

Every wording of a row holds the row's `anchor`, a rare run of letters that is looked for first. Letters outside ASCII are
written `?` here, as they are when the text is searched. A blank or hyphen matches a blank, a hyphen or a line break.
"""

from __future__ import annotations

from typing import Literal, NamedTuple


class Clue(NamedTuple):
    """Wordings (`{a|b}` gives alternatives) that make a document `likely` or `possible`; `glued`: letters may stand before or behind."""

    level: Literal["likely", "possible"]
    anchor: str
    wordings: tuple[str, ...]
    glued: bool = False


CLUES = (
    Clue("likely", "lymphoblast", ("lymphoblast",), glued=True),
    Clue("likely", "-all", ("{b|c|t|etp|ph|pre-b|pro-b|common|cell|precursor|lineage|bcp|like|infant|positive|negative}-all",)),
    Clue("likely", "lympho-", ("lympho-blast",), glued=True),
    Clue("likely", "foblast", ("{lin|lim|lym}foblast",), glued=True),
    Clue("possible", "blast", ("blast{s|}", "blastes", "blasten", "blastos")),
    Clue("likely", "leuk", ("{acute|acuta|akute|akuten} {lymphatic|lymphoid|lymphocytic|lymphatische|lymphatischen} leuk{ae|e|?}mi{a|as|e}",
                             "phenotype acute leuk{ae|e}mia{s|}",
                             "{biphenotypic|bilineal|bilineage|mixed lineage} {acute |}leuk{ae|e}mia{s|}", "leuk{ae|e}mia of {mixed|ambiguous}")),
    Clue("possible", "leuk", ("leuk{ae|e|?}mi{a|as|e|en|c}",)),
    Clue("likely", "leuc", ("leuc{ae|e|?}mi{a|as|e|es} {linfobl|linfoid|lymphoid|lymphobl}",), glued=True),
    Clue("possible", "leuc", ("leuc{ae|e|?}mi{a|as|e|es|c}",)),
    Clue("likely", "mpal", ("mpal",)),
    Clue("likely", "lbl", ("{b|t}-lbl",)),
    Clue("possible", "residual", ("residual disease",)),
    Clue("possible", "mrd", ("mrd",)),
    Clue("possible", "bcr", ("bcr",)),
)  # fmt: skip

ABBREVIATION = "ALL"  # counts in capitals only, and not among words in capitals
