"""Plain text in 72 columns, for screens, mail and screen readers: no drawings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from textwrap import fill

from allreport.explain.model import Explanation, Statement
from allreport.explain.render.layout import Message, Part, parts, quoted, quotes
from allreport.explain.source import cleaned, cut

WIDTH = 72


def page(explanation: Explanation, *, ids: bool = False) -> str:
    """The explanation as plain text; with `ids`, each statement's id stands before it."""
    labels = explanation.labels
    lines = [labels["title"].upper(), "", *statements(explanation.frame, ids=ids)]
    for part in parts(explanation):
        lines += section(part, labels, ids=ids)
    if explanation.doors:
        lines += ["", labels["doors"].upper(), "", *statements(explanation.doors, ids=ids)]
    lines += ["", labels["questions"].upper(), "", *(listed(marked(one, ids=ids)) for one in explanation.questions)]
    if explanation.terms:
        lines += ["", labels["terms"].upper(), "", *(wrapped(f"{term.name}{f' ({term.say})' if term.say else ''}: {term.text}") for term in explanation.terms)]
    if explanation.lines:
        lines += ["", labels["lines"].upper(), "", *(wrapped(f"{labels['line'].format(line=line.number)}: {cut(cleaned(line.text))}") for line in explanation.lines)]
    lines += ["", labels["sources"].upper(), "", wrapped(labels["notice"]), *(listed(f"{source.title} ({source.year}). {source.url}".rstrip()) for source in explanation.sources)]
    return "\n".join([*lines, "", wrapped(labels["made"]), ""])


def section(part: Part, labels: dict[str, str], *, ids: bool) -> Iterator[str]:
    """A section with its messages and questions."""
    yield from ("", part.title.upper(), "")
    for message in part.messages:
        yield from told(message, labels, ids=ids)
    if part.questions:
        yield labels["ask"] + ":"
        yield from (listed(marked(one, ids=ids)) for one in part.questions)


def told(message: Message, labels: dict[str, str], *, ids: bool) -> Iterator[str]:
    """One message: headline, quote, what it means, more."""
    block = message.block
    yield from statements(message.headline, ids=ids)
    for evidence in quotes(block):
        place = f" ({labels['line'].format(line=evidence.line)})" if evidence.line else ""
        yield wrapped(f'{labels["report_says"]} "{quoted(evidence)}"{place}', indent="  ")
    yield from paragraph(message.plain, ids=ids)
    if block.scale:
        yield wrapped(f"{block.scale.words} ({block.scale.place_words})")
    if block.note:
        yield wrapped(block.note)
    yield from paragraph(message.more, ids=ids)
    yield ""


def paragraph(said: Sequence[Statement], *, ids: bool) -> Iterator[str]:
    """Statements of one message as one paragraph."""
    if said:
        yield wrapped(" ".join(marked(one, ids=ids) for one in said))


def statements(said: Iterable[Statement], *, ids: bool) -> Iterator[str]:
    """Statements, each wrapped."""
    return (wrapped(marked(one, ids=ids)) for one in said)


def marked(statement: Statement, *, ids: bool) -> str:
    """A statement, with its id before it if asked for."""
    return f"[{statement.id}] {statement.text}" if ids else statement.text


def wrapped(words: str, indent: str = "") -> str:
    """Words in lines of the page's width."""
    return fill(words, WIDTH, initial_indent=indent, subsequent_indent=indent, break_long_words=False, break_on_hyphens=False)


def listed(words: str) -> str:
    """An item of a list."""
    return fill(words, WIDTH, initial_indent="- ", subsequent_indent="  ", break_long_words=False, break_on_hyphens=False)
