"""`allreport.view`: every value is marked at its own words and every mark leads to a value; nothing that a report says acts on a reader's screen."""

from __future__ import annotations

import runpy
import unicodedata
from collections import Counter
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from allreport import InputError, facts, parse
from allreport.view import Site, mask, read_view, to_html, to_text
from allreport.view.layout import lay_out, line_spans
from allreport.view.reading import GROUPS, STATUSES
from allreport.view.terminal import SIGNS, shown_width
from gold import REPORTS
from hostile import SEEDS, growth

FOLDERS = (REPORTS, REPORTS.parent / "laboratories")
FIXTURES = sorted(path for folder in FOLDERS for path in folder.glob("*.txt"))
ROOT = Path(__file__).parent.parent
SAMPLE = ROOT / "src" / "allreport" / "data" / "sample.txt"
HOSTILE = 'Diagnosis: B-ALL <script>alert(1)</script> "><img src=x onerror=alert(2)> \x1b[31m\x07 \u202eLLA\u202c \u200b\x00 &amp;\r\nWBC 45.2 x10^9/L\r\n'


def text_of(path: Path) -> str:
    return path.read_bytes().decode("utf-8")


class Page(HTMLParser):
    """A page taken apart: the text of the report as it stands there, where each id begins in it, and all links."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.source: list[str] = []
        self.at: dict[str, int] = {}
        self.ids: list[str] = []
        self.links: list[str] = []
        self.targets_of: dict[str, str] = {}  # id of a mark -> where it leads
        self.tags: set[str] = set()
        self.addresses: list[str] = []
        self.in_source = 0
        self.aside = 0  # inside what is not of the report: flags, dots, spelled out characters
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = dict(attrs)
        self.tags.add(tag)
        self.addresses += [value or "" for name, value in attrs if name in {"src", "action", "data", "srcset"}]
        if given.get("class") == "source":
            self.in_source = 1
        if (name := given.get("id")) is not None:
            self.ids.append(name)
            self.at[name] = len("".join(self.source))
        if tag == "a":
            link = given.get("href") or ""
            self.links.append(link)
            if name:
                self.targets_of[name] = link
        if self.in_source and given.get("class") in {"flag", "also", "control"}:
            self.aside += 1
            self.source += "\ufffc" if given.get("class") == "control" else ""

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self.in_source = 0
        elif self.aside and tag in {"a", "b"}:
            self.aside -= 1

    def handle_data(self, data: str) -> None:
        if self.in_source and not self.aside:
            self.source.append(data)


@pytest.mark.parametrize("path", FIXTURES, ids=lambda path: path.stem)
def test_every_value_is_marked_at_its_own_words_and_every_mark_leads_to_a_value(path: Path) -> None:
    source = text_of(path)
    report = parse(source)
    view = read_view(report, source)
    page = Page(to_html(report, source))
    told = Counter((fact.field, fact.start, fact.end) for fact in facts(report) if fact.start is not None)
    assert told - Counter((row.field, row.start, row.end) for row in view.rows) == Counter()
    shown = source.replace("\r\n", "\n").replace("\r", "\n")
    assert "".join(page.source).removesuffix("\n") == shown
    if "\r" in source:
        return  # places of the page count without it
    extras = {number for line in lay_out(view).lines for piece in line.pieces for number in piece.extras}
    for row in view.rows:
        mark = f"m{row.number}"
        assert page.targets_of[mark] == f"#r{row.number}"
        assert f"#{mark}" in page.links
        if row.number in extras:
            assert page.at[mark] == row.end
        else:
            assert row.start <= page.at[mark] < row.end
    rows = {f"#r{row.number}" for row in view.rows}
    assert {link for name, link in page.targets_of.items() if name[0] in "mcx"} <= rows


@pytest.mark.parametrize("path", FIXTURES[::7], ids=lambda path: path.stem)
def test_links_land_and_ids_are_single(path: Path) -> None:
    source = text_of(path)
    page = Page(to_html(parse(source), source))
    assert len(page.ids) == len(set(page.ids))
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert page.addresses == []


@pytest.mark.parametrize("path", FIXTURES[::5], ids=lambda path: path.stem)
def test_pieces_cover_the_text_once(path: Path) -> None:
    source = text_of(path)
    layout = lay_out(read_view(parse(source), source))
    for line, (start, end) in zip(layout.lines, line_spans(source), strict=True):
        assert (line.start, line.end) == (start, end)
        assert [piece.start for piece in line.pieces][1:] == [piece.end for piece in line.pieces][:-1]
        assert start == end or (line.pieces[0].start, line.pieces[-1].end) == (start, end)


def test_overlapping_values_keep_their_own_place() -> None:
    """A variant holds its gene's finding; a disease and its lineage stand in the same words."""
    source = "NGS: NRAS c.35G>A p.(Gly12Asp) VAF 34%.\nDiagnosis: B-ALL."
    view = read_view(parse(source), source)
    layout = lay_out(view)
    pieces = [piece for line in layout.lines for piece in line.pieces]
    reached = {piece.target for piece in pieces} | {number for piece in pieces for number in piece.extras}
    assert reached - {None} == {row.number for row in view.rows}
    own = next(piece for piece in pieces if source[piece.start : piece.end] == "B-ALL")
    assert {view.rows[number - 1].field for number in (own.target or 0, *own.extras)} == {"disease", "lineage"}


WORDS = [  # text, field, name, the status of its mark, words that decided
    ("FISH: Negative for BCR::ABL1.", "genetic_finding", "BCR::ABL1", "absent", "Negative for"),
    ("Previous marrow, 12/01/2024: blasts 92%.", "blasts", "blasts, bone marrow", "previous", None),
    ("Diagnosis: favor B-ALL.", "disease", "disease", "possible", None),
    ("FISH for KMT2A rearrangement: pending.", "genetic_finding", "KMT2A rearrangement", "open", "pending"),
    ("Flow: CD19 positive.", "marker", "CD19", "present", "positive"),
    ("Collected: 03/04/2025\nB-ALL", "date", "collected", "withheld", None),
    ("MRD not detected (<0.001%).", "mrd", "MRD", "absent", None),
]


@pytest.mark.parametrize(("source", "field", "name", "status", "cue"), WORDS, ids=[row[3] + " " + row[2] for row in WORDS])
def test_status_of_a_mark(source: str, field: str, name: str, status: str, cue: str | None) -> None:
    (row,) = (row for row in read_view(parse(source), source).rows if (row.field, row.name) == (field, name))
    assert row.status == status
    if cue:
        assert row.cue is not None
        assert source[row.cue.start : row.cue.end] == cue


def test_alternatives_issues_and_unread_parts() -> None:
    source = "CBC\nWBC 45.2 x10^9/L\nPLT 34 x10^9/L\nWBC 12.0 x10^9/L\nHISTORY\nRule out acute leukemia.\n"
    view = read_view(parse(source), source)
    white = next(row for row in view.rows if row.name == "WBC")
    assert [(lost.value, source[lost.start : lost.end]) for lost in white.alternatives] == [("12.0", "12.0 x10^9/L")]
    assert white.review == "check"
    assert [(issue.code, issue.rows) for issue in view.issues] == [("conflict", (white.number,))]
    assert [(source[part.start : part.end], part.why) for part in view.unread] == [("Rule out acute leukemia.", "a section of history")]


def test_every_field_has_a_heading() -> None:
    fields = {field for _, names in GROUPS for field in names}
    seen = {row.field for path in FIXTURES for row in read_view(parse(text_of(path)), text_of(path)).rows}
    assert seen <= fields


def test_every_status_has_its_own_sign() -> None:
    assert set(SIGNS) == set(STATUSES)
    assert len(set(SIGNS.values())) == len(STATUSES)


def test_another_text_is_refused() -> None:
    report = parse("B-ALL")
    for other in ("T-ALL", "B-ALL "):
        with pytest.raises(InputError) as caught:
            read_view(report, other)
        assert "ALL" not in str(caught.value)


# --- the page


def test_a_report_cannot_act_on_the_page() -> None:
    html = to_html(parse(HOSTILE), HOSTILE, title=HOSTILE)
    page = Page(html)
    assert page.tags & {"script", "img"} == {"script"}
    assert html.count("<script") == 1
    assert page.addresses == []
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} and character not in "\n\t" for character in html)
    assert "[U+202E]" in html
    assert "RIGHT-TO-LEFT OVERRIDE" in html
    assert "default-src &#x27;none&#x27;" not in html
    assert "default-src 'none'" in html


def test_a_page_says_what_made_it() -> None:
    report = parse("B-ALL")
    html = to_html(report, "B-ALL")
    for said in (report.producer.version, report.producer.vocabulary, report.producer.options, *report.producer.editions):
        assert said in html


def test_a_page_is_small() -> None:
    longest = max(map(text_of, FIXTURES), key=len)
    source = (longest * 2)[:5_000]
    assert len(to_html(parse(source), source).encode()) < 300_000


def test_drawings() -> None:
    source = text_of(SAMPLE)
    html = to_html(parse(source), source)
    assert "HGB 7.9 on the report&#x27;s range 11.5 to 14.5 g/dL" in html
    assert 'aria-label="Gains and losses along the chromosomes' in html
    course = to_html(parse(TABLE), TABLE)
    assert "Residual disease over time by PCR: 12/01/2023 80 %; 20/03/2023 0.2 %; 25/06/2023 " in course
    assert "over time" not in html


TABLE = text_of(next(path for path in FIXTURES if path.stem.startswith("b26")))


def test_masked_page_says_so() -> None:
    masked = mask(HOSTILE)
    html = to_html(parse(masked), masked, masked=True)
    assert "a person must check every line" in html


def test_an_explanation_stands_beside() -> None:
    source = text_of(SAMPLE)
    page = Page(to_html(parse(source), source, explain="parent_of_child"))
    assert "explanation" in page.ids
    assert {link.removeprefix("#") for link in page.links} <= set(page.ids)
    assert any(link.startswith("#L") for link in page.links)
    assert len(page.ids) == len(set(page.ids))


# --- the terminal


def without_colours(text: str) -> str:
    plain = text.split("\x1b[")
    return plain[0] + "".join(part.partition("m")[2] for part in plain[1:])


@pytest.mark.parametrize("columns", [60, 100, 140, 220])
def test_the_terminal_keeps_its_width_and_its_signs(columns: int) -> None:
    source = text_of(SAMPLE)
    report = parse(source)
    plain, coloured = (to_text(report, source, columns=columns, colour=colour) for colour in (False, True))
    assert "\x1b" not in plain
    assert without_colours(coloured) == plain
    body = plain.splitlines()[4:]
    assert max(map(shown_width, body)) <= columns
    assert "- marker CD20, sIg," in plain


def test_signs_stand_below_their_words() -> None:
    lines = to_text(parse("FISH: Negative for BCR::ABL1."), "FISH: Negative for BCR::ABL1.", columns=120).splitlines()
    (at,) = (number for number, line in enumerate(lines) if "Negative for BCR" in line)
    words, signs = lines[at], lines[at + 1]
    assert signs[words.index("BCR") : words.index("BCR") + 9] == "---------"
    assert signs[words.index("Neg") : words.index("Neg") + 12] == "~~~~~~~~~~~~"


def test_nothing_steers_the_terminal() -> None:
    text = to_text(parse(HOSTILE), HOSTILE)
    assert not any(unicodedata.category(character) in {"Cc", "Cf"} and character != "\n" for character in text)


@settings(max_examples=150, deadline=None)
@given(st.text(st.sampled_from("aB1 \t\r\n\f%<>&\"'()[]+-;:\x00\x1b\u202e\u200d\u0301\u00ad漢é") | st.sampled_from([*"WBCD"]), max_size=120))
def test_any_text_can_be_shown(text: str) -> None:
    source = f"CD19+ CD10-\t{text} WBC 5 x10^9/L {text} 46,XX[20] {text}"
    report = parse(source)
    page = Page(to_html(report, source))
    assert "".join(page.source).count("\n") == source.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    shown = to_text(report, source)
    assert not any(unicodedata.category(character) == "Cc" and character != "\n" for character in shown)
    assert len(mask(source)) == len(source)


# --- many reports


def test_the_gallery_is_built(tmp_path: Path) -> None:
    script = runpy.run_path(str(ROOT / "docs" / "make_show_gallery.py"))
    script["build"](tmp_path / "gallery")
    assert len(script["listed"]()) == len(list((tmp_path / "gallery" / "reports").iterdir())) == 12
    assert "12 reports" in (tmp_path / "gallery" / "index.html").read_text("utf-8")


def test_a_site_keeps_no_report(tmp_path: Path) -> None:
    """Pages are on disk as soon as a report is added, and what a failed run leaves has no index."""

    def broken() -> None:
        view = read_view(parse("B-ALL"), "B-ALL")
        with Site(tmp_path / "site") as site:
            site.add("a", view)
            assert (tmp_path / "site" / "reports" / "000001.html").is_file()
            assert not any(value is view for value in vars(site).values())
            raise KeyError

    with pytest.raises(KeyError):
        broken()
    assert [path.name for path in (tmp_path / "site").iterdir()] == ["reports"]


@pytest.mark.parametrize("name", ["line break", "count lines", "markers", "karyotypes", "diagnoses", "negations"])
def test_growth(name: str) -> None:
    """Twice the text takes about twice the time, the reading before it included."""
    times, _ = growth(SEEDS[name], 6_000, enough=2.2, work=lambda text: to_html(parse(text), text))
    assert times < 2.5


# --- masking


def test_masking_keeps_words_of_the_field_and_nothing_else() -> None:
    source = "Patient: Zebulon Quillfeather, 12/03/2025, MRN T998877\nFlow: CD19+ CD10 bright. WBC 45.2 x10^9/L\n46,XX,t(9;22)(q34;q11.2)[20]\n"
    masked = mask(source)
    assert len(masked) == len(source)
    assert [index for index, character in enumerate(masked) if character == "\n"] == [index for index, character in enumerate(source) if character == "\n"]
    for word in ("Zebulon", "Quillfeather", "998877", "45.2", "2025"):
        assert word not in masked
    assert masked.startswith("Patient: Xxxxxxx Xxxxxxxxxxxx, 99/99/9999, ")
    assert "Flow: CD19+ CD10 bright. WBC 99.9 x10^9/L" in masked


@pytest.mark.parametrize("path", FIXTURES[::11], ids=lambda path: path.stem)
def test_masked_reports_read_alike(path: Path) -> None:
    """Markers stand at the same places: they need no number."""
    source = text_of(path)
    views = (read_view(parse(text), text) for text in (source, mask(source)))
    plain, masked = ({row.start for row in view.rows if row.field == "marker" and "%" not in row.value} for view in views)
    assert len(plain & masked) >= 0.8 * len(plain)

