"""A reading as one HTML file that needs nothing else: the report with its words marked, the reading beside it, each linked to the other."""

from __future__ import annotations

import base64
import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import NamedTuple

from allreport.view.characters import marked, safe
from allreport.view.drawings import chromosomes, course, number_line
from allreport.view.layout import Line, Piece, lay_out, quoted, touching
from allreport.view.reading import REVIEWS, STATUSES, Row, View, called, grouped
from allreport.view.values import OBVIOUS, words

SAID = {"possible": "probable or possible", "open": "no result"}  # of a status, where another word says it better
MEANT = {"open": ": pending, not tested, failed, unclear", "withheld": ": read, not given as a value"}
COURSE_KEY = "Hollow with an arrow: below a limit. Even steps: order, not distance."
MASKED = (
    "Masked draft. Words outside the vocabulary are x, digits are 9, every place is kept. What is read below is read from the masked text. "
    "Known words stay, and a name can be a known word: a person must check every line before this is shared."
)


class Extras(NamedTuple):
    """What a page can hold beside the reading."""

    title: str = "A report and its reading"
    masked: bool = False
    explanation: str | None = None  # HTML that is trusted
    back: str | None = None  # address of the index of a site


@cache
def asset(name: str) -> str:
    """A style sheet or a script of this folder."""
    return (Path(__file__).parent / name).read_text("utf-8")


@cache
def head(script: str) -> str:
    """What the head of every page holds; a policy that forbids every address and every other script."""
    digest = base64.b64encode(hashlib.sha256(asset(script).encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'unsafe-inline'; script-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        '<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}"><meta name="referrer" content="no-referrer"><style>{asset("page.css")}</style>'
    )


def document(title: str, body: Iterable[str], made: str, *, fixed: bool, script: str = "page.js") -> Iterator[str]:
    """A whole page around its body; `made` says what made it."""
    yield f'<!DOCTYPE html>\n<html lang="en"><head>{head(script)}<meta name="generator" content="{safe(made)}"><title>{safe(title)}</title></head>\n<body{" class=fixed" if fixed else ""}>\n'
    yield from body
    yield f"<script>{asset(script)}</script></body></html>\n"


def page(view: View, extras: Extras) -> str:
    """The page of one report."""
    return "".join(document(extras.title, Page(view, extras).body(), f"{view.made_by}; {view.made_with}", fixed=True))


class Page:
    """Writes the body of one page."""

    def __init__(self, view: View, extras: Extras) -> None:
        self.view = view
        self.extras = extras
        self.layout = lay_out(view)
        self.row = {row.number: row for row in view.rows}
        self.cue = {cue.span: cue.number for cue in self.layout.cues}
        self.first = {cue.number: cue.rows[0] for cue in self.layout.cues}
        self.issues = touching(view.issues)

    def body(self) -> Iterator[str]:
        yield '<a class="skip" href="#reading">Skip to the reading</a>\n'
        yield from self.header()
        yield f'<main class="panes{" three" if self.extras.explanation else ""}">\n'
        yield '<section class="pane" id="report" aria-label="Report" tabindex="0"><h2>Report</h2>\n<pre class="source" dir="ltr">'
        for line in self.layout.lines:
            yield from self.line(line)
        yield '</pre></section>\n<section class="pane reading" id="reading" aria-label="Reading" tabindex="0"><h2>Reading</h2>\n'
        yield from self.reading()
        yield "</section>\n"
        if self.extras.explanation:
            yield f'<section class="pane" id="explanation" aria-label="Explanation" tabindex="0"><h2>Explanation</h2>\n{self.extras.explanation}</section>\n'
        yield "</main>\n"

    def header(self) -> Iterator[str]:
        """Title, sums, legend and filters."""
        view = self.view
        back = f'<a href="{safe(self.extras.back)}">All reports</a> · ' if self.extras.back else ""
        sums = Counter(row.status for row in view.rows)
        counted = ", ".join(f"{sums[status]} {said(status)}" for status in STATUSES if sums[status])
        checks = sum(row.review == "check" for row in view.rows)
        yield f"<header><h1>{safe(self.extras.title)}</h1>\n<p>{back}{counted_in(len(view.rows), 'value')}{f' ({counted})' if counted else ''} · {checks} to check · "
        yield f'<a href="#issues">{counted_in(len(view.issues), "issue")}</a> · <a href="#unread">{counted_in(len(view.unread), "sentence")} with known words not read</a>'
        yield f' <span class="soft">· {safe(view.made_by)} · not a medical device</span></p>\n'
        if self.extras.masked:
            yield f'<p class="notice" role="note">{MASKED}</p>\n'
        yield '<ul class="legend" aria-label="Signs">'
        yield from (f'<li><span class="key {status}"></span>{said(status)}{MEANT.get(status, "")}</li>' for status in STATUSES)
        yield '<li><span class="cue">words that decided</span></li><li><span class="lost">lost against another value</span></li>'
        yield '<li><span class="issue">issue</span></li><li><span class="un">known words, not read</span></li></ul>\n'
        yield from self.filters()
        yield "</header>\n"

    def filters(self) -> Iterator[str]:
        """Hidden until the script shows them: without it they would do nothing."""
        fields = list(dict.fromkeys(row.field for row in self.view.rows))
        yield '<form hidden aria-label="Filter">'
        for name, values in (("field", fields), ("status", STATUSES), ("review", REVIEWS)):
            options = "".join(f'<option value="{value}">{words(said(value))}</option>' for value in values)
            yield f'<label>{name.capitalize()} <select name="{name}"><option value="">all</option>{options}</select></label>'
        yield '<button type="reset">Show all</button><output class="soft"></output></form>'

    # --- the report

    def line(self, line: Line) -> Iterator[str]:
        yield f'<span class="l" id="L{line.number}">'
        for piece in line.pieces:
            yield self.piece(piece)
        for number in line.issues:
            issue = self.view.issues[number - 1]
            yield f'<a class="flag" id="n{number}" href="#i{number}" title="{safe(issue.message)}">! {words(issue.code)}</a>'
        yield "\n</span>"

    def piece(self, piece: Piece) -> str:
        """One stretch with its link, the marks that begin in it, and the links of values with the very same words."""
        text = marked(self.view.source[piece.start : piece.end])
        issue = " issue" if piece.issues else ""
        own, *more = piece.ids or ("",)
        name = f' id="{own}"' if own else ""
        inner = "".join(f'<i id="{other}"></i>' for other in more) + text
        if piece.target is not None:
            row = self.row[piece.target]
            made = f'<a{name} class="v {row.status}{issue}" href="#r{row.number}" title="{safe(brief(row))}">{inner}</a>'
        elif piece.lost:
            made = f'<a{name} class="lost{issue}" href="#r{piece.lost[0]}" title="lost against {safe(brief(self.row[piece.lost[0]]))}">{inner}</a>'
        elif piece.cues:
            made = f'<a{name} class="cue{issue}" href="#r{self.first[piece.cues[0]]}">{inner}</a>'
        elif piece.issues:
            made = f'<a{name} class="issue" href="#i{piece.issues[0]}">{inner}</a>'
        elif piece.unread:
            made = f'<span{name} class="un">{inner}</span>'
        else:
            made = inner
        for number in piece.extras:
            made += f'<a class="also" id="m{number}" href="#r{number}" title="{safe(brief(self.row[number]))}" aria-label="also {safe(brief(self.row[number]))}">•</a>'
        return made

    # --- the reading

    def reading(self) -> Iterator[str]:
        for heading, rows in grouped(self.view.rows):
            yield f'<div class="group"><h3>{heading}</h3><ul class="rows">\n'
            for row in rows:
                yield from self.entry(row)
            yield "</ul>"
            yield from self.over_time(rows)
            yield "</div>\n"
        yield from self.doubts()
        yield from self.not_read()

    def entry(self, row: Row) -> Iterator[str]:
        """One value with its evidence."""
        check = ' <span class="check">to check</span>' if row.review == "check" else ""
        yield f'<li class="row" id="r{row.number}" data-field="{row.field}" data-status="{row.status}" data-review="{row.review}">'
        yield f'<span class="key {row.status}" role="img" aria-label="{said(row.status)}"></span><a class="name" href="#m{row.number}">{safe(row.name)}</a>'
        notes = " · ".join(self.notes(row))
        more = f' <span class="more">{notes}</span>' if notes else ""
        scale = f'<span class="scale">{number_line(row.scale)}</span>' if row.scale else ""
        yield f'<span class="what">{scale}<span class="value">{safe(row.value)}{check}</span>{more}</span>'
        yield f'<span class="at" title="rule {safe(row.rule)}, section {safe(row.section)}">line {self.layout.line_at(row.start)}</span>'
        if row.karyotype:
            yield from clones(row)
        yield "</li>\n"

    def notes(self, row: Row) -> Iterator[str]:
        """The small print of a value."""
        if row.temporality == "previous":
            yield "previous"
        left_out = "range" if row.scale else ""  # it is in the drawing
        yield from (safe(value if label in OBVIOUS else f"{label} {value}") for label, value in row.details if label != left_out)
        if row.cue:
            yield f'by <a href="#c{self.cue[row.cue]}">“{safe(quoted(self.view.source, *row.cue))}”</a>'
        for number, lost in enumerate(row.alternatives, 1):
            yield f'not <a href="#x{row.number}-{number}">{safe(lost.value)}</a> in line {self.layout.line_at(lost.start)}'
        for issue in self.issues.get(row.number, ()):
            yield f'<a href="#i{issue.number}">{words(issue.code)}</a>'

    def over_time(self, rows: Sequence[Row]) -> Iterator[str]:
        """The courses of the fields of these rows."""
        fields = {row.field for row in rows}
        for told in self.view.courses:
            if told.field in fields:
                yield f"<figure>{course(told)}<figcaption>{safe(told.title)}, as this report tells it. {COURSE_KEY}</figcaption></figure>"

    def doubts(self) -> Iterator[str]:
        yield '<div id="issues"><h3>Issues</h3>'
        yield '<ul class="rows">\n' if self.view.issues else "<p>None.</p>"
        for issue in self.view.issues:
            place = f'<a class="name" href="#n{issue.number}">{words(issue.code)}</a>' if issue.start is not None else f'<span class="name">{words(issue.code)}</span>'
            line = f"line {self.layout.line_at(issue.start)}" if issue.start is not None else ""
            touched = ", ".join(f'<a href="#r{number}">{safe(self.row[number].name)}</a>' for number in issue.rows[:8])
            yield f'<li class="row" id="i{issue.number}"><span aria-hidden="true">!</span>{place}<span class="what">{safe(issue.message)} '
            yield f'<span class="more">{issue.severity}{f" · touches {touched}" if touched else ""}</span></span><span class="at">{line}</span></li>\n'
        yield "</ul></div>\n" if self.view.issues else "</div>\n"

    def not_read(self) -> Iterator[str]:
        yield '<div id="unread"><h3>Known words, not read</h3>'
        yield '<ul class="rows">\n' if self.view.unread else "<p>None.</p>"
        for number, part in enumerate(self.view.unread, 1):
            text = quoted(self.view.source, part.start, part.end)
            yield f'<li class="row"><span aria-hidden="true">.</span><span class="name">{safe(part.why)}</span><a href="#u{number}">{safe(text)}</a>'
            yield f'<span class="at">line {self.layout.line_at(part.start)}</span></li>\n'
        yield "</ul></div>\n" if self.view.unread else "</div>\n"


def said(status: str) -> str:
    """A status in words."""
    return SAID.get(status, status)


def counted_in(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def brief(row: Row) -> str:
    """A value in one line."""
    value = row.value if len(row.value) < 80 else row.value[:79] + "…"
    return f"{called(row.field, row.name)}: {value}" + (f" ({said(row.status)})" if row.status not in row.value else "")


def clones(row: Row) -> Iterator[str]:
    """The clones in words, and gains and losses as a drawing where there are any."""
    yield f'<figure><ul class="clones">{"".join(f"<li>{safe(clone)}</li>" for clone in row.clones)}</ul>'
    drawing = chromosomes(row.karyotype) if row.karyotype else None
    if drawing:
        yield f"{drawing}<figcaption>Gained: blue, right of a chromosome. Lost: red, left of it. One lane a clone.</figcaption>"
    yield "</figure>"
