"""The preselection keeps every report of ALL, LBL and MPAL, and lets unrelated documents go."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from allreport import relevance
from allreport.triage import searches
from allreport.vocabulary.relevance import CLUES, Clue
from allreport.vocabulary.rows import expand

FIXTURES = Path(__file__).parent / "fixtures"
WANTED = {"ALL", "LBL", "MPAL"}


def texts() -> Iterator[tuple[str, str, str | None]]:
    """Name, text and disease of every report and case."""
    for path in sorted((FIXTURES / "reports").glob("*.json")):
        yield path.stem, path.with_suffix(".txt").read_text("utf-8"), json.loads(path.read_text("utf-8"))["disease"]
    for line in (FIXTURES / "cases.jsonl").read_text("utf-8").splitlines():
        case = json.loads(line)
        yield case["id"], case["text"], case["disease"]


@pytest.mark.parametrize("text", [pytest.param(text, id=name) for name, text, disease in texts() if disease in WANTED])
def test_keeps(text: str) -> None:
    assert relevance(text).level != "no"


@pytest.mark.parametrize(
    ("level", "word", "text"),
    [
        ("likely", "lymphoblast", "Findings are those of B-lymphoblastic leukemia/lymphoma."),
        ("likely", "B-ALL", "Hx of B-ALL, day 29 marrow."),
        ("likely", "T-ALL", "t-cell disease: T-ALL"),
        ("likely", "lympho-\nblast", "consistent with acute lympho-\nblastic leukaemia"),
        ("likely", "ALL", "Diagnosis : Ph+ ALL (B), since March 2020"),
        ("likely", "ALL", "Known ALL, maintenance week 30"),
        ("likely", "MPAL", "MPAL, T/myeloid"),
        ("likely", "mixed lineage leukaemia", "an acute mixed lineage leukaemia"),
        ("likely", "leucemia linfobl", "leucemia linfoblástica aguda"),
        ("likely", "akute lymphatische Leukämie", "Bekannte akute lymphatische Leukämie."),
        ("possible", "blasts", "WBC 3.2, Hb 9.1, blasts 4 %"),
        ("possible", "MRD", "Flow MRD, day 33: 0.02 %"),
        ("possible", "leukemia", "Clinical question: leukemia?"),
        ("possible", "residual\n  disease", "measurable residual\n  disease was looked for"),
        ("possible", "BCR", "BCR::ABL1 p190 transcripts 0.3 %"),
        ("no", None, "Breast, core biopsy: invasive ductal carcinoma, grade 2. ALL MARGINS are free."),
        ("no", None, "ALL SPECIMENS RECEIVED IN FORMALIN. ALL CASSETTES SUBMITTED."),
        ("no", None, "Small overall finding; all twelve nodes free. Fibroblasts and osteoblasts are normal; neuroblastoma excluded."),
        ("no", None, "WBC 5.4, Hb 13.1, platelets 240: normal blood count."),
        ("no", None, ""),
    ],
)
def test_level(level: str, word: str | None, text: str) -> None:
    found = relevance(text)
    assert found.level == level
    assert (found.words[0].word if found.words else None) == word


def test_words_point_into_the_text() -> None:
    text = "İİ µ× ⁹ : blasts 3 %, MRD 0.1 % and leukaemic cells"
    assert [(word, text[start:end]) for word, start, end in relevance(text).words] == [("blasts", "blasts"), ("MRD", "MRD"), ("leukaemic", "leukaemic")]


@pytest.mark.parametrize("clue", CLUES, ids=lambda clue: f"{clue.level} {clue.anchor}")
def test_every_wording_is_found(clue: Clue) -> None:
    """Also with a line break for each blank, and in capitals."""
    for wording in clue.wordings:
        for spelling in expand(wording):
            for text in (spelling, spelling.upper(), spelling.replace(" ", "\n")):
                assert relevance(text).level in {clue.level, "likely"}, text


def test_rows_hold_their_anchor() -> None:
    for clue in CLUES:
        for wording in clue.wordings:
            for spelling in expand(wording):
                assert clue.anchor in spelling
                assert spelling == spelling.lower()
                assert spelling.isascii()
    assert len(searches()) == len({clue.anchor for clue in CLUES})
