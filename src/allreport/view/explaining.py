"""The explanation for a reader beside the report: the statements of `allreport.explain`, linked to the lines they rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING, Any

from allreport.model.report import Report
from allreport.view.characters import safe

if TYPE_CHECKING:  # the words are loaded only when asked for
    from allreport.explain import Reader


def explained(report: Report, source: str, reader: Reader) -> str:
    """The explanation as HTML without a page around it."""
    from allreport.explain import explain
    from allreport.explain.render.layout import parts

    explanation = explain(report, source=source, reader=reader)
    labels = explanation.labels
    made = [*paragraphs(explanation.frame)]
    for part in parts(explanation):
        made.append(f"<h3>{safe(part.title)}</h3>")
        made += [message(one, labels) for one in part.messages]
        made += asked(labels["ask"], part.questions)
    made += [*paragraphs(explanation.doors), *asked(labels["questions"], explanation.questions)]
    made.append(f'<p class="soft">{safe(labels["notice"])}</p>')
    return f'<div lang="{safe(explanation.language)}">' + "\n".join(made) + "</div>"


def message(one: Any, labels: dict[str, str]) -> str:
    """One message with links to the lines that it rests on; its long part folded."""
    head = "".join(f"<h4>{safe(said.text)}</h4>" for said in one.headline)
    numbers = dict.fromkeys(evidence.line for evidence in one.block.evidence if evidence.line)
    lines = ", ".join(f'<a href="#L{number}">{safe(labels["line"].format(line=number))}</a>' for number in numbers)
    told = "".join(paragraphs(one.plain))
    more = f"<details><summary>{safe(labels['more'])}</summary>{''.join(paragraphs(one.more))}</details>" if one.more else ""
    return head + (f'<p class="soft">{lines}</p>' if lines else "") + told + more


def paragraphs(said: Iterable[Any]) -> Iterator[str]:
    return (f"<p>{safe(statement.text)}</p>" for statement in said)


def asked(title: str, questions: Iterable[Any]) -> Iterator[str]:
    """Questions to ask, below their title."""
    items = "".join(f"<li>{safe(statement.text)}</li>" for statement in questions)
    if items:
        yield f"<h4>{safe(title)}</h4><ul>{items}</ul>"
