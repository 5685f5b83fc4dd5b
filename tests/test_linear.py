"""Twice the text takes about twice the time, whatever the text: no loop runs over all of it for each word of it."""

from __future__ import annotations

import pytest

from allreport import parse, relevance
from hostile import SEEDS, growth

LIGHT, DENSE = 60_000, 12_000  # characters: enough for a loop over all words to show, little enough to be quick
LIGHT_SEEDS = {"digit", "blank", "line break", "bracket", "capital", "pipe", "exponent", "thousands", "broken words", "prose", "headings", "open karyotype"}


@pytest.mark.parametrize("name", SEEDS)
def test_growth(name: str) -> None:
    parse("WBC 5")  # tables are built at first use
    times, _ = growth(SEEDS[name], LIGHT if name in LIGHT_SEEDS else DENSE, enough=2.2)
    assert times < 2.5


def test_relevance_is_linear() -> None:
    for piece in ("blast", "leuk", "-all", "ALL ", "bcr", "lympho-\n"):
        assert relevance(piece * 20_000).level in {"likely", "possible", "no"}


ENDED = (  # each of these once took seconds or more
    "blast " + "." * 60 + ",6 22%",
    "relapsed of " + "\n\n\niiv" * 40,
    "WBC 5 (" + "\t" * 42 + " " * 42 + "x",
    "blasts" + " \t" * 45 + "~",
    "IKZF1 " + "\t \t" * 15 + "(1,1y1)\t\tfocal",
    "46,XX,ish(piiiiiiiiiii-piiiiiiiiiii-piiiiiiiiiii-piiiiiiiiiii-pii~",
)


@pytest.mark.parametrize("number", range(len(ENDED)))
def test_ends(number: int) -> None:
    assert parse(ENDED[number]).source_length == len(ENDED[number])
