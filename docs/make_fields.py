"""Writes docs/fields.md from the models: `python docs/make_fields.py`. A test fails where the page is not current."""

from __future__ import annotations

import inspect
import re
import types
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal, TypeVar, Union, get_args, get_origin

from pydantic import BaseModel

from allreport.model.base import Sourced
from allreport.model.course import Course
from allreport.model.report import Report

PAGE = Path(__file__).parent / "fields.md"
COMMENT = re.compile(r"^    (\w+): .*?  # (.+)$", re.MULTILINE)
HEAD = """# Fields

Every model of a report and of a [course](course.md), as the code has it. This page is written by `docs/make_fields.py`; edit the models instead.
Each model marked *with evidence* has the attributes of [Sourced](#sourced) as well. Lists keep the order of the text.
`allreport schema` prints the same as JSON Schema; [json.md](json.md) explains the flat rows.
"""


def models() -> list[type[BaseModel]]:
    """The models of a report and of a course in the order in which they use them."""
    found: list[type[BaseModel]] = [Report, Course]
    for model in found:
        for field in model.model_fields.values():
            found += [part for part in parts(field.annotation) if part not in found]
    return found


def generic(annotation: Any) -> tuple[Any, tuple[Any, ...]]:
    """A generic model and what it holds: `Entry[MRDResult]` is an `Entry` of an `MRDResult`."""
    made = getattr(annotation, "__pydantic_generic_metadata__", None) or {}
    return made.get("origin"), made.get("args", ())


def parts(annotation: Any) -> Iterator[type[BaseModel]]:
    origin, held = generic(annotation)
    if origin:
        yield origin
        for model in held:
            yield from parts(model)
    elif isinstance(annotation, type) and issubclass(annotation, BaseModel):
        yield annotation
    for argument in get_args(annotation):
        yield from parts(argument)


def shown(annotation: Any) -> str:
    """A type in words."""
    model, held = generic(annotation)
    if model:
        return f"[{model.__name__}](#{model.__name__.lower()}) of {shown(held[0])}"
    origin, arguments = get_origin(annotation), get_args(annotation)
    if origin is Literal:
        return ", ".join(f"`{word}`" for word in arguments)
    if origin in (Union, types.UnionType):
        return " or ".join(shown(argument) for argument in arguments)
    if origin is tuple and len(arguments) == 2 and arguments[1] is Ellipsis:
        return f"list of {shown(arguments[0])}"
    if origin is dict:
        return "object"
    if isinstance(annotation, TypeVar):
        return "the result as its report has it"
    if annotation is type(None):
        return "null"
    if isinstance(annotation, type) and issubclass(annotation, BaseModel):
        return f"[{annotation.__name__}](#{annotation.__name__.lower()})"
    return {str: "text", int: "whole number", float: "number", bool: "true or false"}.get(annotation, str(annotation))


def section(model: type[BaseModel]) -> Iterator[str]:
    own = Sourced.model_fields.keys() if issubclass(model, Sourced) and model is not Sourced else ()
    comments = dict(pair for base in reversed(model.__mro__) if base.__module__.startswith("allreport") for pair in COMMENT.findall(inspect.getsource(base)))
    yield f"\n## {model.__name__}\n"
    about = inspect.cleandoc(model.__doc__ or "") if "__doc__" in vars(model) else ""
    if about:
        yield about
    if own:
        yield "\n*With evidence.*" if about else "*With evidence.*"
    yield "\n| attribute | type | |\n| --- | --- | --- |"
    for name, field in model.model_fields.items():
        if name not in own:
            yield f"| `{name}` | {shown(field.annotation)} | {comments.get(name, '')} |"


def page() -> str:
    everything: list[type[BaseModel]] = [*models(), Sourced]
    return HEAD + "\n".join(line for model in everything for line in section(model)) + "\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
