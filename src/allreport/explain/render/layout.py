"""What the three renderers share: sections of messages, what is said once in a section, the questions of a section."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import NamedTuple

from allreport.explain.model import Block, Evidence, Explanation, Statement
from allreport.explain.source import cleaned, cut


class Message(NamedTuple):
    """A block as it is shown: what its section has said already in `more` is not said again."""

    block: Block
    headline: tuple[Statement, ...]
    plain: tuple[Statement, ...]
    more: tuple[Statement, ...]
    ask: tuple[Statement, ...]


class Part(NamedTuple):
    """A section of the page."""

    id: str
    title: str
    messages: tuple[Message, ...]
    questions: tuple[Statement, ...]


def parts(explanation: Explanation) -> Iterator[Part]:
    """The sections in the order of the page."""
    for section, members in groupby(explanation.blocks, key=lambda block: block.section):
        seen: set[str] = set()
        messages = tuple(message(block, seen) for block in members)
        yield Part(section, explanation.labels[section], messages, once(messages))


def message(block: Block, seen: set[str]) -> Message:
    """A block without what stands in `seen`, which grows."""
    layers: dict[str, list[Statement]] = {"headline": [], "plain": [], "more": [], "ask": []}
    for statement in block.statements:
        if statement.layer != "more" or statement.text not in seen:
            layers[statement.layer].append(statement)
    seen.update(statement.text for statement in layers["more"])
    return Message(block, *(tuple(layers[layer]) for layer in ("headline", "plain", "more", "ask")))


def once(messages: Sequence[Message]) -> tuple[Statement, ...]:
    """The questions of a section, none twice."""
    return tuple({statement.text: statement for message in messages for statement in message.ask}.values())


def quoted(evidence: Evidence) -> str:
    """A quote as it may be shown: one line, no control characters, not too long."""
    return cut(cleaned(evidence.quote))


def quotes(block: Block) -> tuple[Evidence, ...]:
    """The evidence of a block, no quote twice."""
    return tuple({(found.line, quoted(found)): found for found in block.evidence}.values())
