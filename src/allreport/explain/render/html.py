"""One self-contained HTML file: no script, no network, headings in order, folded parts that open in print, number lines with words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from html import escape
from typing import NamedTuple

from allreport.explain.model import Block, Explanation, Scale, Statement
from allreport.explain.render.layout import Message, Part, parts, quoted, quotes
from allreport.explain.render.style import STYLE
from allreport.explain.source import cleaned, cut

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(explanation: Explanation) -> str:
    """The explanation as HTML."""
    labels = explanation.labels
    shown = list(parts(explanation))
    frame = Frame.of(explanation)
    title = safe(labels["title"])
    body = [
        f'<a class="skip" href="#main">{safe(labels["skip"])}</a>',
        f"<header><h1>{title}</h1>{''.join(paragraphs(explanation.frame))}</header>",
        contents(explanation, shown),
        '<main id="main" tabindex="-1">',
        *(section(part, frame) for part in shown),
        *doors(explanation),
        f'<section id="questions"><h2>{safe(labels["questions"])}</h2><ul class="ask">{items(explanation.questions)}</ul></section>',
        *terms(explanation),
        *lines(explanation),
        sources(explanation),
        "</main>",
        f"<footer><p>{safe(labels['notice'])} {safe(labels['made'])}</p></footer>",
    ]
    return (
        f'<!DOCTYPE html>\n<html lang="{explanation.language}">\n<head>\n<meta charset="utf-8">\n<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{POLICY}">\n<meta name="robots" content="noindex">\n<meta name="referrer" content="no-referrer">\n'
        f"<title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n" + "\n".join(body) + "\n</body>\n</html>\n"
    )


def contents(explanation: Explanation, shown: list[Part]) -> str:
    """Links to the sections."""
    labels = explanation.labels
    places = [(f"s-{part.id}", part.title) for part in shown]
    places += [("doors", labels["doors"])] if explanation.doors else []
    places += [("questions", labels["questions"])]
    places += [("terms", labels["terms"])] if explanation.terms else []
    links = "".join(f'<li><a href="#{place}">{safe(name)}</a></li>' for place, name in places)
    return f'<nav aria-labelledby="contents"><h2 id="contents">{safe(labels["contents"])}</h2><ul>{links}</ul></nav>'


class Frame(NamedTuple):
    """What every message needs of the page, made once."""

    language: str
    tongue: str  # of the report
    lines: dict[int, str]  # line -> link to it
    terms: dict[str, str]  # term -> link to it
    more: str
    ask: str
    says: str
    words: str

    @classmethod
    def of(cls, explanation: Explanation) -> Frame:
        """The frame of a page."""
        labels = explanation.labels
        lines = {line.number: f' <cite><a href="#line-{line.number}">{safe(labels["line"].format(line=line.number))}</a></cite>' for line in explanation.lines}
        terms = {term.id: f'<a href="#{term.id.replace(".", "-")}">{safe(term.name)}</a>' for term in explanation.terms}
        return cls(explanation.language, safe(explanation.report_language), lines, terms, *(safe(labels[name]) for name in ("more", "ask", "report_says", "terms")))


def section(part: Part, frame: Frame) -> str:
    """A section with its messages, and its questions at the end."""
    told = "\n".join(message(one, frame) for one in part.messages)
    asked = f'<div class="asked"><h3>{frame.ask}</h3><ul class="ask">{items(part.questions)}</ul></div>' if part.questions else ""
    return f'<section id="s-{part.id}" aria-labelledby="h-{part.id}"><h2 id="h-{part.id}">{safe(part.title)}</h2>\n{told}\n{asked}</section>'


def message(one: Message, frame: Frame) -> str:
    """One message: headline, quote, meaning, number line, folded part."""
    block = one.block
    tongue = f' lang="{block.language}"' if block.language != frame.language else ""
    head = "".join(f'<h3 data-id="{said.id}">{escape(said.text)}</h3>' for said in one.headline)
    more = f"<details><summary>{frame.more}</summary>{paragraph(one.more)}</details>" if one.more else ""
    note = f'<p class="note" lang="{frame.language}">{safe(block.note)}</p>' if block.note else ""
    links = ", ".join(frame.terms[term] for term in block.terms if term in frame.terms)
    words = f'<p class="words">{frame.words}: {links}</p>' if links else ""
    inner = (head, *quote(block, frame), paragraph(one.plain), figure(block), note, more, words)
    return f'<article id="{block.key}" class="{block.state}"{tongue}>{"".join(inner)}</article>'


def quote(block: Block, frame: Frame) -> Iterator[str]:
    """The report's own words, linked to their line."""
    for evidence in quotes(block):
        yield f'<blockquote><span class="says">{frame.says}</span> <q lang="{frame.tongue}">{escape(quoted(evidence))}</q>{frame.lines.get(evidence.line or 0, "")}</blockquote>'


def figure(block: Block) -> str:
    """The number line with its words."""
    if block.scale is None:
        return ""
    return f"<figure>{number_line(block.scale, block.key)}<figcaption>{safe(block.scale.words)} <strong>{safe(block.scale.place_words)}</strong></figcaption></figure>"


LEFT, RIGHT, BAND = 10.0, 310.0, (110.0, 210.0)  # of the drawing: its ends, and where the range lies


def number_line(scale: Scale, key: str) -> str:
    """The range as a box on a line, the value as a mark above it; beyond the ends the mark stands at the end."""
    width = BAND[1] - BAND[0]
    place = BAND[0] + (scale.value - scale.low) / (scale.high - scale.low) * width
    at = round(min(max(place, LEFT + 6), RIGHT - 6), 1)
    value, low, high = (safe(words) for words in scale.shown)
    anchor = "start" if at < 60 else "end" if at > 260 else "middle"
    return (
        f'<svg viewBox="0 0 320 64" role="img" aria-labelledby="t-{key}"><title id="t-{key}">{safe(scale.words)} {safe(scale.place_words)}</title>'
        f'<line class="axis" x1="{LEFT}" y1="36" x2="{RIGHT}" y2="36"/><rect class="band" x="{BAND[0]}" y="29" width="{width}" height="14" rx="3"/>'
        f'<path class="mark" d="M{at} 34 l-6 -11 h12 z"/><text class="value" x="{at}" y="17" text-anchor="{anchor}">{value}</text>'
        f'<text x="{BAND[0]}" y="58" text-anchor="middle">{low}</text><text x="{BAND[1]}" y="58" text-anchor="middle">{high}</text></svg>'
    )


def doors(explanation: Explanation) -> Iterator[str]:
    """One line for each closed door."""
    if explanation.doors:
        yield f'<section id="doors"><h2>{safe(explanation.labels["doors"])}</h2>{"".join(paragraphs(explanation.doors))}</section>'


def terms(explanation: Explanation) -> Iterator[str]:
    """The words explained."""
    if explanation.terms:
        rows = "".join(f'<dt id="{term.id.replace(".", "-")}">{safe(term.name)}{f" <span>({safe(term.say)})</span>" if term.say else ""}</dt><dd>{safe(term.text)}</dd>' for term in explanation.terms)
        yield f'<section id="terms"><h2>{safe(explanation.labels["terms"])}</h2><dl>{rows}</dl></section>'


def lines(explanation: Explanation) -> Iterator[str]:
    """The lines of the report that were used, as anchors of the quotes."""
    if explanation.lines:
        label = explanation.labels["line"]
        tongue = safe(explanation.report_language)
        rows = "".join(f'<li id="line-{line.number}"><span>{safe(label.format(line=line.number))}</span> <q lang="{tongue}">{safe(cut(cleaned(line.text)))}</q></li>' for line in explanation.lines)
        yield f'<section id="lines"><h2>{safe(explanation.labels["lines"])}</h2><ul class="lines">{rows}</ul></section>'


def sources(explanation: Explanation) -> str:
    """The works that the texts rest on, folded; links are for later, nothing is loaded."""
    rows = "".join(source_row(source.title, source.url, source.year) for source in explanation.sources)
    title = safe(explanation.labels["sources"])
    return f'<section id="sources"><h2>{title}</h2><details><summary>{safe(explanation.labels["more"])}</summary><ul>{rows}</ul></details></section>'


@lru_cache(maxsize=256)
def source_row(title: str, url: str, year: str) -> str:
    """A work of the library, linked if it has an address."""
    name = f'<a rel="noreferrer" href="{safe(url)}">{safe(title)}</a>' if url.startswith(("https://", "http://")) else safe(title)
    return f"<li>{name} ({safe(year)})</li>"


def paragraph(said: Sequence[Statement]) -> str:
    """Statements of one message as one paragraph."""
    spans = (f'<span data-id="{statement.id}">{escape(statement.text)}</span>' for statement in said)
    return f"<p>{' '.join(spans)}</p>" if said else ""


def paragraphs(said: Iterable[Statement]) -> Iterator[str]:
    """Statements, each a paragraph."""
    return (f'<p data-id="{statement.id}">{escape(statement.text)}</p>' for statement in said)


def items(said: Iterable[Statement]) -> str:
    """Statements, each an item of a list."""
    return "".join(f'<li data-id="{statement.id}">{escape(statement.text)}</li>' for statement in said)


def safe(text: str) -> str:
    """Words without meaning in HTML, and without control and bidirectional characters (statements have none: their slots are cleaned)."""
    return escape(cleaned(text))
