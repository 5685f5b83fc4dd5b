"""Markdown. What comes from the report stands in code spans, or is escaped; ids stand in comments."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from allreport.explain.model import Explanation, Statement
from allreport.explain.render.layout import Message, Part, parts, quoted, quotes
from allreport.explain.source import cleaned, cut

ESCAPED = str.maketrans({mark: f"\\{mark}" for mark in "\\`*_[]<>#|~&"} | {"{": "\\{", "}": "\\}"})


def page(explanation: Explanation) -> str:
    """The explanation as Markdown."""
    labels = explanation.labels
    lines = [f"# {safe(labels['title'])}", "", *paragraphs(explanation.frame)]
    for part in parts(explanation):
        lines += section(part, labels)
    if explanation.doors:
        lines += [f"## {safe(labels['doors'])}", "", *paragraphs(explanation.doors)]
    lines += [f"## {safe(labels['questions'])}", "", *items(explanation.questions), ""]
    if explanation.terms:
        lines += [f"## {safe(labels['terms'])}", "", *(f"- **{safe(term.name)}**{f' ({safe(term.say)})' if term.say else ''}: {safe(term.text)}" for term in explanation.terms), ""]
    if explanation.lines:
        lines += [f"## {safe(labels['lines'])}", "", *(f"- {safe(labels['line'].format(line=line.number))}: {code(cut(cleaned(line.text)))}" for line in explanation.lines), ""]
    lines += [f"## {safe(labels['sources'])}", "", safe(labels["notice"]), ""]
    lines += [f"- {safe(source.title)} ({safe(source.year)}). {f'<{source.url}>' if source.url else ''}".rstrip() for source in explanation.sources]
    return "\n".join([*lines, "", safe(labels["made"]), ""])


def section(part: Part, labels: dict[str, str]) -> Iterator[str]:
    """A section with its messages and questions."""
    yield from (f"## {safe(part.title)}", "")
    for message in part.messages:
        yield from told(message, labels)
    if part.questions:
        yield from (f"**{safe(labels['ask'])}**", "", *items(part.questions), "")


def told(message: Message, labels: dict[str, str]) -> Iterator[str]:
    """One message."""
    block = message.block
    for statement in message.headline:
        yield from (f"### {safe(statement.text)} {comment(statement)}", "")
    for evidence in quotes(block):
        place = f" ({safe(labels['line'].format(line=evidence.line))})" if evidence.line else ""
        yield from (f"> {code(quoted(evidence))}{place}", "")
    yield from paragraph(message.plain)
    if block.scale:
        yield from (f"{safe(block.scale.words)} ({safe(block.scale.place_words)})", "")
    if block.note:
        yield from (f"*{safe(block.note)}*", "")
    if message.more:
        yield from (f"*{safe(labels['more'])}*", "", *paragraph(message.more))


def paragraph(said: Sequence[Statement]) -> Iterator[str]:
    """Statements of one message as one paragraph."""
    if said:
        yield from (" ".join(f"{safe(statement.text)} {comment(statement)}" for statement in said), "")


def paragraphs(said: Iterable[Statement]) -> Iterator[str]:
    """Statements, each a paragraph."""
    for statement in said:
        yield from (f"{safe(statement.text)} {comment(statement)}", "")


def items(said: Iterable[Statement]) -> Iterator[str]:
    """Statements, each an item of a list."""
    return (f"- {safe(statement.text)} {comment(statement)}" for statement in said)


def comment(statement: Statement) -> str:
    """The id of a statement, which is not shown."""
    return f"<!-- {statement.id} -->"


def safe(words: str) -> str:
    """Words without meaning in Markdown: no emphasis, links, markup or addresses that turn into links."""
    return cleaned(words).translate(ESCAPED).replace("://", "\\://").replace("www.", "www\\.").replace("@", "\\@")


def code(words: str) -> str:
    """The report's own words in a code span, fenced by more backticks than they hold."""
    longest = run = 0
    for letter in words:
        run = run + 1 if letter == "`" else 0
        longest = max(longest, run)
    fence = "`" * (longest + 1)
    return f"{fence} {words} {fence}" if longest else f"{fence}{words}{fence}"
