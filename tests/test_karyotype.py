"""The karyotype engine: every grammar rule, every row of its vocabulary, worked examples, properties, arithmetic by hand."""

from __future__ import annotations

import ast
import csv
import json
import time
from itertools import pairwise
from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allreport import iscn, patterns
from allreport.errors import KaryotypeSyntaxError
from allreport.iscn import bands_of, format_karyotype, parse_karyotype, read, read_ish, rows, svg
from allreport.iscn.chromosomes import CHROMOSOMES, levels, locate
from allreport.iscn.effects import Effect, effect
from allreport.iscn.items import take_item
from allreport.iscn.source import Source
from allreport.model.base import Issue
from allreport.model.karyotype import Abnormality, Clone, Karyotype, MolecularCytogenetics
from allreport.vocabulary import bands as band_table
from allreport.vocabulary.iscn import FUSIONS, KINDS, MARKERS, PLOIDY, SEVERITIES, SYMBOLS

HERE = Path(__file__).parent
ENGINE = Path(str(iscn.__file__)).parent
RULE = patterns.compile(r"^ {0,4}([a-z-]{3,20}) {0,14}= ", multiline=True)


def table() -> list[dict[str, str]]:
    with (HERE / "karyotypes.tsv").open(encoding="utf-8", newline="") as file:
        return [{**row, "karyotype": row["karyotype"].replace("\\n", "\n")} for row in csv.DictReader(file, delimiter="\t")]


def examples(name: str) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = json.loads((HERE / f"test_karyotype_{name}.json").read_text(encoding="utf-8"))
    return found


def names(karyotype: Karyotype) -> str:
    return "; ".join(finding.name + (" ?" if finding.uncertain else "") for finding in karyotype.findings)


def number(value: int | None) -> str:
    return "-" if value is None else str(value)


@pytest.mark.parametrize("row", table(), ids=lambda row: row["karyotype"][:40])
def test_table(row: dict[str, str]) -> None:
    karyotype = parse_karyotype(row["karyotype"])
    assert row["computed"] == " ".join(number(clone.computed_number) for clone in karyotype.clones)
    assert row["cells"] == " ".join(number(clone.cells) for clone in karyotype.clones)
    assert row["kinds"] == " ".join(a.kind.replace(" ", "_") for clone in karyotype.clones for a in clone.abnormalities if not a.inherited)
    assert row["findings"] == names(karyotype)
    assert row["issues"] == " ".join(sorted({issue.code for issue in karyotype.issues}))


def test_every_rule_has_a_row() -> None:
    docstrings = [ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")), clean=False) or "" for path in ENGINE.glob("*.py")]
    rules = {rule for docstring in docstrings for rule in RULE.findall(docstring)}
    shown = {rule for row in table() for rule in row["rules"].split()}
    assert len(rules) > 25
    assert set() == rules - shown
    assert set() == shown - rules


def test_every_kind_has_a_row() -> None:
    shown = {kind.replace("_", " ") for row in table() for kind in row["kinds"].split()}
    inside = {"amp"}  # stands inside a derivative only
    assert set() == {kind.symbol for kind in (*KINDS, *MARKERS)} - shown - inside


def test_every_issue_has_a_row() -> None:
    shown = {code for row in table() for code in row["issues"].split()}
    assert set() == set(SEVERITIES) - shown


@pytest.mark.parametrize("kind", [*KINDS, *MARKERS], ids=lambda kind: kind.symbol)
def test_kind_example(kind: Any) -> None:
    karyotype = parse_karyotype(kind.example)
    assert not [issue for issue in karyotype.issues if issue.code in ("unparsed", "count_mismatch", "unknown_band")]
    found = {a.kind for clone in karyotype.clones for a in clone.abnormalities} | {p.kind for c in karyotype.clones for a in c.abnormalities for p in a.parts}
    assert kind.symbol in found


@pytest.mark.parametrize("row", FUSIONS, ids=lambda row: row.example)
def test_fusion_example(row: Any) -> None:
    found = {finding.name: finding.uncertain for finding in parse_karyotype(row.example).findings}
    assert row.name in found
    assert found[row.name] == row.candidate


@pytest.mark.parametrize(
    ("text", "absent"),
    [
        ("46,XX,t(1;19)(q42;q13.3)[9]", "TCF3::PBX1"),
        ("46,XX,+1,der(1;19)(q10;p10)[9]", "TCF3::PBX1"),
        ("46,XY,t(9;22)(p24;q11.2)[9]", "BCR::ABL1"),
        ("46,XX,t(11;14)(q23;q32)[9]", "KMT2A rearrangement"),
        ("46,XX,del(11)(q23)[9]", "KMT2A rearrangement"),
        ("46,XX,dup(11)(q13q23)[9]", "KMT2A rearrangement"),
        ("46,XX,t(4;11)(q21;q21)[9]", "KMT2A::AFF1"),
        ("46,XX,t(11;19)(q23;p13)[9]", "KMT2A::MLLT1"),  # the band does not decide between MLLT1 and ELL
        ("46,XX,dup(21)(q21q22)[9]", "iAMP21"),
        ("46,XX,t(9;22)(q34;q11.2)c[9]", "BCR::ABL1"),
        ("48,XX,+4,+10c[9]", "double trisomy 4,10"),
        ("46,XX[5]//46,XY,t(9;22)(q34;q11.2)[15]", "BCR::ABL1"),
        ("36,X,-X,-2,-3,-4,-7,-9,-13,-15,-16,-17[8]/72,idemx2[5]", "near-triploidy"),
        ("27,X,+X,+14,+18,+21[12]/54,idemx2[6]", "high hyperdiploidy"),
        ("55,XX,+X,+4,+5,+6,+10,+14,+17,+18,+21[9]", "complex karyotype"),
    ],
)
def test_not_found(text: str, absent: str) -> None:
    assert absent not in {finding.name for finding in parse_karyotype(text).findings}


@pytest.mark.parametrize("row", examples("examples"), ids=lambda row: row["id"])
def test_worked_example(row: dict[str, Any]) -> None:
    karyotype, parsed = parse_karyotype(row["iscn"]), row["parsed"]
    expected = parsed.get("clones") or [*parsed.get("recipient", []), *parsed.get("donor", [])]
    assert len(expected) == len(karyotype.clones)
    for want, clone in zip(expected, karyotype.clones, strict=True):
        assert want.get("cells") == clone.cells
        assert want["modal"] == [clone.modal_number_low, clone.modal_number_high]
        assert want["expected_count_from_terms"] == clone.computed_number
        if "sex" in want:
            assert want["sex"] == clone.sex_chromosomes
        kinds = [a["type"] for a in want.get("abnormalities", want.get("doubled_from", {}).get("abnormalities", [])) if a["type"] not in ("inc", "or")]
        assert kinds == [a.kind.rstrip("0123456789") for a in clone.abnormalities if not a.inherited and not a.alternatives][: len(kinds)]
    found = {finding.name for finding in karyotype.findings}
    derived = row["derived"]
    for key in ("finding", "ploidy"):
        assert key not in derived or derived[key] in found
    implied = derived.get("implied", "")
    if "PAX5alt" not in implied and "HOXA" not in implied:  # a lesion class, and a gene that is one of a cluster: not named by bands
        assert implied.replace(" candidate", "") in {*found, ""}
    assert bool(derived.get("double_trisomy_4_10")) == ("double trisomy 4,10" in found)
    if "clonal" in derived:
        assert derived["clonal"] == karyotype.clones[0].clonal


ISH = {
    "H001": {"BCR::ABL1": "absent"},
    "H002": {"BCR::ABL1": "absent"},
    "H003": {"BCR::ABL1": "absent"},
    "H004": {"BCR::ABL1": "present"},
    "H005": {"BCR::ABL1": "present"},
    "H006": {"BCR::ABL1": "present"},
    "H007": {"ETV6::RUNX1": "present"},
    "H008": {"ETV6::RUNX1": "present", "ETV6 deletion": "present"},
    "H009": {"ETV6::RUNX1": "absent"},
    "H010": {"ETV6::RUNX1": "absent"},
    "H011": {"ETV6::RUNX1": "absent"},
    "H012": {"ETV6::RUNX1": "absent"},
    "H013": {"KMT2A rearrangement": "absent"},
    "H014": {"KMT2A rearrangement": "present"},
    "H015": {"KMT2A rearrangement": "present"},
    "H016": {"KMT2A rearrangement": "absent"},
    "H017": {"CDKN2A deletion": "present"},
    "H018": {"CDKN2A deletion": "present"},
    "H020": {"trisomy 4": "present", "trisomy 10": "present", "double trisomy 4,10": "present"},
    "H021": {"TP53 deletion": "present"},
    "H022": {"TCF3::PBX1": "present"},
    "H023": {"TCF3 rearrangement": "present"},
    "H024": {"IGH rearrangement": "present"},
    "H025": {"CRLF2 rearrangement": "present"},
    "H028": {"iAMP21": "present"},
    "H029": {"MYC rearrangement": "present"},
    "H030": {},
    "H032": {"IKZF1 deletion": "present"},
    "H033": {"CDKN2A deletion": "present", "CDKN2B deletion": "present"},
    "H034": {"normal karyotype": "present"},
    "H036": {},
    "H037": {"BCR::ABL1": "present"},
    "H038": {"trisomy 21": "present"},
}


@pytest.mark.parametrize("row", examples("ish"), ids=lambda row: row["id"])
def test_hybridisation_example(row: dict[str, Any]) -> None:
    if row["kind"] == "plain words":
        assert read_ish(row["text"])["issues"]  # no ISCN: said to be unread
        return
    if row["kind"].startswith("karyotype"):
        assert parse_karyotype(row["text"]).hybridisations
        return
    made = MolecularCytogenetics.model_validate(read_ish(row["text"]))
    assert not made.issues
    if row["id"] in ISH:
        assert ISH[row["id"]] == {finding.name: finding.status for finding in made.findings}
    for want, got in zip(row["expected"].get("hyb", []), made.hybridisations, strict=False):
        assert want["signals"] == {signal.probe: signal.low for signal in got.signals}
        assert want["cells"] == got.cells
        assert want.get("total") == got.total
        assert [(link["probes"], link["n"]) for link in want.get("con", [])] == [(list(link.probes), link.count) for link in got.links]
    region = row["expected"].get("region")
    if region:
        segment = made.segments[0]
        assert (region["build"], region["chrom"], region["cn"]) == (segment.build, segment.chromosomes[0], segment.copies_low)
        assert (region["start"], region["end"]) == (segment.first, segment.last)


# Effects, by hand.


@pytest.mark.parametrize(
    ("text", "lost", "gained", "joined"),
    [
        ("del(9)(p21)", ("9pter->9p21",), (), ()),
        ("del(6)(q13q23)", ("6q13->6q23",), (), ("6q13::6q23",)),
        ("add(19)(p13)", ("19pter->19p13",), (), ()),
        ("der(19)t(1;19)(q23;p13.3)", ("19pter->19p13.3",), ("1q23->1qter",), ("1q23::19p13.3",)),
        ("i(7)(q10)", ("7pter->7q10",), ("7q10->7qter",), ("7q10::7q10",)),
        ("idic(9)(p13)", ("9pter->9p13",), ("9p13->9qter",), ("9p13::9p13",)),
        ("dic(9;20)(p13;q11.2)", ("9pter->9p13", "20q11.2->20qter"), (), ("9p13::20q11.2",)),
        ("der(1;7)(q10;p10)", ("1pter->1q10", "7p10->7qter"), (), ("1q10::7p10",)),
        ("t(9;22)(q34;q11.2)", (), (), ("9q34::22q11.2", "22q11.2::9q34")),
        ("der(22)t(9;22)(q34;q11.2)", ("22q11.2->22qter",), ("9q34->9qter",), ("22q11.2::9q34",)),
        ("+der(22)t(9;22)(q34;q11.2)", (), ("9q34->9qter", "22pter->22q11.2"), ("22q11.2::9q34",)),
        (
            "ider(22)(q10)t(9;22)(q34;q11.2)",
            ("22pter->22cen", "22q11.2->22qter"),
            ("9q34->9qter", "22cen->22q11.2"),
            ("9q34::22q11.2", "22cen::22cen", "22q11.2::9q34"),
        ),
        ("r(7)(p22q36)", ("7pter->7p22", "7q36->7qter"), (), ("7q36::7p22",)),
        ("dup(1)(q21q32)", (), ("1q21->1q32",), ("1q32::1q21",)),
        ("inv(7)(p15q34)", (), (), ("7p15::7q34", "7p15::7q34")),
        ("ins(11;10)(q23;p12p13)", (), (), None),
        ("der(11)ins(11;10)(q23;p12p13)", (), ("10p13->10p12",), None),
        ("+8", (), ("8pter->8qter",), ()),
        ("-7", ("7pter->7qter",), (), ()),
        ("der(9)del(9)(p13)t(9;22)(q34;q11.2)", ("9pter->9p13", "9q34->9qter"), ("22q11.2->22qter",), ("9q34::22q11.2",)),
        ("der(22)(22pter->22q11.2::9q34->9qter)", ("22q11.2->22qter",), ("9q34->9qter",), ("22q11.2::9q34",)),
    ],
)
def test_effect(text: str, lost: tuple[str, ...], gained: tuple[str, ...], joined: tuple[str, ...] | None) -> None:
    one = parse_karyotype(f"46,XX,{text}[9]").clones[0].abnormalities[0]
    assert sorted(lost) == sorted(one.lost)
    assert sorted(gained) == sorted(one.gained)
    assert joined is None or set(joined) == set(one.joined)


def test_effect_of_a_clone_is_net() -> None:
    first, second = parse_karyotype("45,XX,-7[5]/46,idem,+7[4]").clones
    assert first.lost == ("7pter->7qter",)
    assert second.lost == ()
    assert second.gained == ()
    doubled = parse_karyotype("46,XX,-9,+i(9)(q10)[5]").clones[0]
    assert doubled.lost == ("9pter->9q10",)
    assert doubled.gained == ("9q10->9qter",)


def test_minus_takes_back_an_inherited_change() -> None:
    second = parse_karyotype("47,XY,+X,inv(9)(p24p13)[9]/46,idem,-inv(9)[5]").clones[1]
    assert [a.kind for a in second.abnormalities] == ["gain", "inv"]
    assert second.computed_number == 46
    assert second.lost == ("9pter->9qter",)


def test_breakpoints_are_inherited() -> None:
    second = parse_karyotype("46,XX,t(9;22)(q34;q11.2)[4]/47,idem,+der(22)t(9;22)[3]").clones[1]
    assert second.abnormalities[1].parts[0].breakpoints == (("q34",), ("q11.2",))
    assert second.abnormalities[0].inherited


def test_simple_effects_are_the_general_ones(monkeypatch: pytest.MonkeyPatch) -> None:
    texts = ["del(9)(p21)", "del(9)(q21)", "del(6)(q13q23)", "del(6)(p12q23)", "add(19)(p13)", "add(5)(q31)", "t(9;22)(q34;q11.2)", "t(1;2;3)(p32;q21;q29)"]
    items = [item for item in (take_item(Source(text), 0) for text in texts) if item is not None]
    quick = [effect(item) for item in items]
    effects = __import__("sys").modules["allreport.iscn.effects"]
    monkeypatch.setattr(effects, "_SIMPLE", {})
    effects._effect.cache_clear()
    general = [effect(item) for item in items]
    effects._effect.cache_clear()

    def plain(one: Effect) -> tuple[Any, ...]:
        return (one.lost, one.gained, set(one.joined))

    assert [plain(one) for one in general] == [plain(one) for one in quick]


# Bands


def test_bands_of_a_stretch() -> None:
    assert bands_of("9pter->9p21") == ("9p24.3", "9p24.2", "9p24.1", "9p23", "9p22.3", "9p22.2", "9p22.1", "9p21.3", "9p21.2", "9p21.1")


def test_every_coarse_band_is_a_prefix() -> None:
    for table_rows in (band_table.BANDS_400, band_table.BANDS_550):
        for chromosome in CHROMOSOMES:
            assert all(locate(chromosome, band) for band in table_rows[chromosome].split())
    assert levels("9", "q34") == (400, 550, 850)
    assert levels("22", "q11.23")[-1:] == (850,)
    assert levels("22", "q4") == ()


def test_ploidy_classes_do_not_overlap() -> None:
    assert all(one.high < two.low for one, two in pairwise(PLOIDY))


def test_symbols_are_not_renamed_twice() -> None:
    assert not [name for name in SYMBOLS.values() if name.lower() in SYMBOLS and SYMBOLS[name.lower()] != name]


# Strict reading


@pytest.mark.parametrize(
    ("text", "message", "span"),
    [
        ("46,XX,del(9)(q99)[3]", "a band that this chromosome does not have", (6, 17)),
        ("46,XX,t(9;22)(q34;q11.2;p13)[20]", "more bands than chromosomes", (6, 28)),
        ("47,XX,+8,+21[3]", "the listed changes add up to 48", (0, 15)),
        ("48,XX,+21,+8[3]", "wrong order", (10, 12)),
        ("46,XX", "number of cells missing", (4, 5)),
        ("46, XX[20]", "blank", (3, 4)),
        ("46,xx[20]", "capitals", (3, 4)),
        ("46,XY,xyzzy[3]", "not understood", (6, 11)),
        ("45~47,XX,+8,-9[20]", "composite", (0, 18)),
    ],
)
def test_strict(text: str, message: str, span: tuple[int, int]) -> None:
    with pytest.raises(KaryotypeSyntaxError, match=message) as caught:
        parse_karyotype(text, strict=True)
    assert span == caught.value.span
    assert text in str(caught.value)
    assert str(caught.value).endswith("^")


def test_strict_accepts_iscn() -> None:
    assert parse_karyotype("46,XX,t(9;22)(q34;q11.2)[18]/46,XX[2]", strict=True).clones[0].computed_number == 46


# Plain data and offsets


def test_offsets_are_shifted() -> None:
    report = "Karyotype\n46,XX,t(9;22)\n(q34;q11.2)[18]/\n46,XX[2]\nend"
    start, end = report.index("46"), report.index("\nend")
    karyotype = Karyotype.model_validate(read(report[start:end], start))
    parts: list[Clone | Abnormality] = [*karyotype.clones, *karyotype.clones[0].abnormalities]
    for part in parts:
        assert report[part.start : part.end] == part.text
    assert names(karyotype) == "BCR::ABL1"


def test_json_round_trip() -> None:
    karyotype = parse_karyotype("46,XX,t(9;22)(q34;q11.2)[18]/47,idem,+8[2].nuc ish (ABL1,BCR)x3(ABL1 con BCR)x2[180/200]")
    assert karyotype == Karyotype.model_validate_json(karyotype.model_dump_json())


# Properties

ALPHABET = "0123456789()[]{};:,./+-~?<>xyXYpqntdelraicsmohbu' \n–×→/"
TOKENS = st.sampled_from(
    [
        "46,XX",
        "47,XY,",
        "+8",
        "-7",
        ",",
        "/",
        "//",
        "[20]",
        "[cp5]",
        "t(9;22)",
        "(q34;q11.2)",
        "der(22)",
        "del(6)(q13)",
        "idem",
        "sl",
        "sdl1",
        "x2",
        "?",
        " or ",
        "inc",
        "mar",
        "dmin",
        "(",
        ")",
        "[",
        "nonclonal",
        ".ish ",
        ".nuc ish (ABL1,BCR)x2",
        "arr[GRCh38] ",
        "::",
        "->",
        "c",
        "<3n>",
        "~",
        "\n",
        "9pter",
        "hello ",
        "iso(17)",
    ]
)
TEXTS = st.one_of(st.text(max_size=60), st.text(alphabet=ALPHABET, max_size=80), st.lists(TOKENS, max_size=14).map("".join))


@settings(max_examples=400, deadline=None)
@given(TEXTS)
def test_any_string(text: str) -> None:
    karyotype = parse_karyotype(text)
    covered = bytearray(len(text))
    parts: list[Clone | Issue] = [*karyotype.clones, *karyotype.issues]
    for part in parts:
        assert part.start is not None
        assert part.end is not None
        assert 0 <= part.start <= part.end <= len(text)
        covered[part.start : part.end] = b"\x01" * (part.end - part.start)
    assert [letter for letter, seen in zip(text, covered, strict=True) if letter.isalnum() and letter.isascii() and not seen] == []
    for clone in karyotype.clones:
        assert text[clone.start : clone.end] == clone.text
        for one in clone.abnormalities:
            assert text[one.start : one.end] == one.text
    assert karyotype == parse_karyotype(text)
    MolecularCytogenetics.model_validate(read_ish(text))


@settings(max_examples=100, deadline=None)
@given(TEXTS)
def test_strict_raises_its_own_error_only(text: str) -> None:
    try:
        parse_karyotype(text, strict=True)
    except KaryotypeSyntaxError as error:
        assert error.source == text  # noqa: PT017


AUTOSOMES = st.integers(1, 22)
ARM_BANDS = {c: [word.split(":")[0] for word in band_table.BANDS_850[c].split()] for c in CHROMOSOMES}


@st.composite
def structural(draw: st.DrawFn) -> str:
    kind = draw(st.sampled_from(["t", "del", "add", "i", "dic", "der", "inv"]))
    one, two = str(draw(st.integers(1, 11))), str(draw(st.integers(12, 22)))
    first, second = draw(st.sampled_from(ARM_BANDS[one])), draw(st.sampled_from(ARM_BANDS[two]))
    if kind in ("t", "dic"):
        return f"{kind}({one};{two})({first};{second})"
    if kind == "der":
        return f"der({two})t({one};{two})({first};{second})"
    if kind == "i":
        return f"i({one})(q10)"
    if kind == "inv":
        return f"inv({one})(p12q13)" if locate(one, "p12") and locate(one, "q13") else f"add({one})({first})"
    return f"{kind}({one})({first})"


@st.composite
def strict_karyotype(draw: st.DrawFn) -> str:
    clones = []
    for index in range(draw(st.integers(1, 3))):
        head = "46,XX" if index == 0 else draw(st.sampled_from(["46,XX", "47,idem", "46,sl"]))
        items = draw(st.lists(st.one_of(structural(), AUTOSOMES.map("+{}".format), AUTOSOMES.map("-{}".format), st.just("+mar")), min_size=1, max_size=4))
        clones.append(f"{head},{','.join(items)}[{draw(st.integers(1, 30))}]")
    return "/".join(clones)


def content(karyotype: Karyotype) -> list[dict[str, Any]]:
    """Clones without their places."""
    place = {"text": True, "start": True, "end": True}
    return [clone.model_dump(exclude={**place, "abnormalities": {"__all__": place}}) for clone in karyotype.clones]


@settings(max_examples=150, deadline=None)
@given(strict_karyotype())
def test_formatting_and_reading_again_is_the_identity(text: str) -> None:
    karyotype = parse_karyotype(text)
    again = parse_karyotype(format_karyotype(karyotype))
    assert content(karyotype) == content(again)
    assert format_karyotype(karyotype) == format_karyotype(again)


@pytest.mark.parametrize("row", examples("examples"), ids=lambda row: row["id"])
def test_worked_examples_are_written_again(row: dict[str, Any]) -> None:
    karyotype = parse_karyotype(row["iscn"])
    if "doubled_from" not in str(row["parsed"]):
        assert content(karyotype) == content(parse_karyotype(format_karyotype(karyotype)))


SEEDS = [
    "1",
    " ",
    "(",
    "[",
    "/",
    "46,XY,t(",
    "46,XX,+8,",
    "t(9;22)(q34;q11.2)",
    "del(9",
    "-7",
    "idem,",
    "nonclonal ",
    ".ish (",
    "x2",
    "?",
    "q21",
    "::",
    "9pter->",
    "or",
    "[cp",
]


@pytest.mark.parametrize("seed", SEEDS)
def test_linear(seed: str) -> None:
    def seconds(length: int) -> float:
        text = "46,XX," + (seed * (length // len(seed) + 1))[:length]
        best = 9.0
        for _ in range(5):
            start = time.process_time()
            parse_karyotype(text)
            read_ish(text)
            best = min(best, time.process_time() - start)
        return best

    pairs = ((seconds(4000), seconds(16000)) for _ in range(3))  # quadratic would be 16 times
    assert any(long < 0.004 or long / short < 8 for short, long in pairs)


def test_the_docs_page_holds_the_grammar() -> None:
    page = (HERE.parent / "docs" / "karyotype.md").read_text(encoding="utf-8")
    for path in ENGINE.glob("*.py"):
        docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) or ""
        assert [line for line in docstring.splitlines() if RULE.match(line) and line not in page] == []


def test_rows_and_picture() -> None:
    karyotype = parse_karyotype("47,XX,+8,del(9)(p21)[5]/48,idem,+21[3]//46,XY[4]")
    assert [row.kind for row in rows(karyotype)] == ["gain", "del", "gain", "del", "gain"]
    assert next(row for row in rows(karyotype) if row.kind == "del").lost == "9pter->9p21"
    drawing = ElementTree.fromstring(svg(karyotype))  # noqa: S314
    assert [title.text for title in drawing.iter("{http://www.w3.org/2000/svg}title")][1:] == [
        "9pter->9p21",
        "8pter->8qter",
        "9pter->9p21",
        "8pter->8qter",
        "21pter->21qter",
    ]
