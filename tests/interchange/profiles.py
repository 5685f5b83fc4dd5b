"""Checks a resource against the rows of a profile (profiles.json): how often an element stands, its types, its fixed content, its slices."""

from __future__ import annotations

import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any


@cache
def tables() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(Path(__file__).with_name("profiles.json").read_text("utf-8"))
    return loaded


def matches(value: Any, pattern: Any) -> bool:
    """Whether a value holds all that a pattern has, wherever it has more."""
    if isinstance(pattern, dict):
        return isinstance(value, dict) and all(key in value and matches(value[key], part) for key, part in pattern.items())
    if isinstance(pattern, list):
        return isinstance(value, list) and all(any(matches(item, part) for item in value) for part in pattern)
    return bool(value == pattern)


def children(node: Any, name: str, types: list[str]) -> list[Any]:
    """The values of an element; of `value[x]`, those of the allowed types."""
    if name.endswith("[x]"):
        stem = name.removesuffix("[x]")
        keys = [stem + kind[0].upper() + kind[1:] for kind in types]
        return [node[key] for key in keys if key in node]
    found = node.get(name, [])
    return found if isinstance(found, list) else [found]


def strangers(node: dict[str, Any], name: str, types: list[str]) -> list[str]:
    """Values of `value[x]` whose type the profile does not allow."""
    stem = name.removesuffix("[x]")
    allowed = {stem + kind[0].upper() + kind[1:] for kind in types}
    return [key for key in node if key.startswith(stem) and key[len(stem) : len(stem) + 1].isupper() and key not in allowed]


def problems(resource: dict[str, Any], url: str) -> list[str]:
    """What a resource lacks of a profile."""
    rows = tables()["profiles"][url]
    return list(check(resource, rows[0]["id"], rows))


def check(node: dict[str, Any], path: str, rows: list[dict[str, Any]]) -> Iterator[str]:
    """Every element right below a path, then what stands below those."""
    for row in rows:
        head, _, last = row["id"].rpartition(".")
        if head != path:
            continue
        name, _, cut = last.partition(":")
        found = children(node, name, row["types"])
        if cut:
            found = [value for value in found if in_slice(value, row["id"], rows)]
        elif name.endswith("[x]"):
            yield from (f"{row['id']}: {key} is of no allowed type" for key in strangers(node, name, row["types"]))
        if len(found) < row["min"] or (row["max"] != "*" and len(found) > int(row["max"])):
            yield f"{row['id']}: {len(found)}, wanted {row['min']}..{row['max']}"
        for value in found:
            if "pattern" in row and not matches(value, row["pattern"]):
                yield f"{row['id']}: not as the profile fixes it"
            if isinstance(value, dict):
                yield from check(value, row["id"], rows)


def in_slice(value: Any, path: str, rows: list[dict[str, Any]]) -> bool:
    """Whether a value belongs to a slice: what the slice fixes right below it tells."""
    below = {row["id"][len(path) + 1 :]: row["pattern"] for row in rows if row["id"].startswith(path + ".") and "pattern" in row}
    kept = {name: pattern for name, pattern in below.items() if "." not in name}
    return isinstance(value, dict) and bool(kept) and all(matches_any(value.get(name), pattern) for name, pattern in kept.items())


def matches_any(value: Any, pattern: Any) -> bool:
    return any(matches(item, pattern) for item in value) if isinstance(value, list) else matches(value, pattern)
