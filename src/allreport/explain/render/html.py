"""One self-contained HTML file: no script, no network, headings in order, folded parts that open in print, number lines with words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from html import escape

from allreport.explain.model import Block, Explanation, Scale, Statement
from allreport.explain.render.layout import Message, Part, parts, quoted, quotes
from allreport.explain.render.style import STYLE
from allreport.explain.source import cleaned, cut

POLICY = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'"


def page(explanation: Explanation) -> str:
    """The explanation as HTML."""
    labels = explanation.labels
    shown = list(parts(explanation))
    title = safe(labels["title"])
    body = [
        f'<a class="skip" href="#main">{safe(labels["skip"])}</a>',
        f"<header><h1>{title}</h1>{''.join(paragraphs(explanation.frame))}</header>",
        contents(explanation, shown),
        '<main id="main" tabindex="-1">',
        *(section(part, explanation) for part in shown),
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


def section(part: Part, explanation: Explanation) -> str:
    """A section with its messages, and its questions at the end."""
    told = "\n".join(message(one, explanation) for one in part.messages)
    asked = f'<div class="asked"><h3>{safe(explanation.labels["ask"])}</h3><ul class="ask">{items(part.questions)}</ul></div>' if part.questions else ""
    return f'<section id="s-{part.id}" aria-labelledby="h-{part.id}"><h2 id="h-{part.id}">{safe(part.title)}</h2>\n{told}\n{asked}</section>'


def message(one: Message, explanation: Explanation) -> str:
    """One message: headline, quote, meaning, number line, folded part."""
    block, labels = one.block, explanation.labels
    tongue = f' lang="{block.language}"' if block.language != explanation.language else ""
    head = "".join(f'<h3 data-id="{said.id}">{safe(said.text)}</h3>' for said in one.headline)
    more = f"<details><summary>{safe(labels['more'])}</summary>{''.join(paragraphs(one.more))}</details>" if one.more else ""
    note = f'<p class="note" lang="{explanation.language}">{safe(block.note)}</p>' if block.note else ""
    inner = (head, *quote(block, explanation), *paragraphs(one.plain), figure(block), note, more, words(block, explanation))
    return f'<article id="{block.key}" class="{block.state}"{tongue}>{"".join(inner)}</article>'


def quote(block: Block, explanation: Explanation) -> Iterator[str]:
    """The report's own words, linked to their line."""
    labels = explanation.labels
    numbers = {line.number for line in explanation.lines}
    for evidence in quotes(block):
        name = safe(labels["line"].format(line=evidence.line)) if evidence.line else ""
        place = f' <cite><a href="#line-{evidence.line}">{name}</a></cite>' if evidence.line in numbers else ""
        yield f'<blockquote><span class="says">{safe(labels["report_says"])}</span> <q lang="{safe(explanation.report_language)}">{safe(quoted(evidence))}</q>{place}</blockquote>'


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


def words(block: Block, explanation: Explanation) -> str:
    """Links to the words that the block uses and the page explains."""
    names = {term.id: term.name for term in explanation.terms}
    links = ", ".join(f'<a href="#{term.replace(".", "-")}">{safe(names[term])}</a>' for term in block.terms if term in names)
    return f'<p class="words">{safe(explanation.labels["terms"])}: {links}</p>' if links else ""


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
    rows = "".join(f"<li>{linked(source.title, source.url)} ({safe(source.year)})</li>" for source in explanation.sources)
    title = safe(explanation.labels["sources"])
    return f'<section id="sources"><h2>{title}</h2><details><summary>{title}</summary><ul>{rows}</ul></details></section>'


def linked(title: str, url: str) -> str:
    """A title, linked if it has an address."""
    return f'<a rel="noreferrer" href="{safe(url)}">{safe(title)}</a>' if url.startswith("https://") or url.startswith("http://") else safe(title)


def paragraphs(said: Iterable[Statement]) -> Iterator[str]:
    """Statements, each a paragraph."""
    return (f'<p data-id="{statement.id}">{safe(statement.text)}</p>' for statement in said)


def items(said: Iterable[Statement]) -> str:
    """Statements, each an item of a list."""
    return "".join(f'<li data-id="{statement.id}">{safe(statement.text)}</li>' for statement in said)


def safe(text: str) -> str:
    """Words without meaning in HTML, and without control and bidirectional characters."""
    return escape(cleaned(text))
