"""The only module that imports a pattern engine.

`compile` is the standard library's `re`: with one large trie-shaped pattern and with anchored small ones it is
faster than `regex` and gives the same matches (`bench/`). `compile_timed` is `regex`, whose matching can be bounded
in time: it serves wordings that a site supplies.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from re import Match, Pattern
from typing import Any

import regex

__all__ = ["Match", "Pattern", "compile", "compile_timed", "escape", "trie"]

GAP = r"(?:[ \t]{1,2}(?:-[ \t](?![ \t]))?|-[ \t]?|[ \t]{0,3}\n[ \t]{0,24})"  # what a blank or a hyphen of a wording may be in a report


def compile(pattern: str, *, verbose: bool = False, ignore_case: bool = False, multiline: bool = False) -> Pattern[str]:  # noqa: A001
    """A compiled pattern of the default engine. Repeats in `pattern` are bounded or possessive."""
    flags = (re.VERBOSE if verbose else 0) | (re.IGNORECASE if ignore_case else 0) | (re.MULTILINE if multiline else 0)
    return re.compile(pattern, flags)


def compile_timed(pattern: str) -> regex.Pattern[str]:
    """A compiled pattern whose `search` and `match` take `timeout=` seconds."""
    return regex.compile(pattern)


def escape(text: str) -> str:
    """`text` as a pattern that matches it literally."""
    return re.escape(text)


def trie(wordings: Iterable[str], *, gap: str = GAP) -> str:
    """A pattern source that matches the longest of `wordings`; a blank or hyphen in one matches either, or a line break."""
    root: dict[str, Any] = {}
    for wording in wordings:
        node = root
        for character in wording.replace("-", " "):
            node = node.setdefault(character, {})
        node[""] = {}
    return _branch(root, gap)


def _branch(node: dict[str, Any], gap: str) -> str:
    """The pattern of one node: its single characters as a set, its longer branches as alternatives, longest first."""
    ends = "" in node
    singles: list[str] = []
    branches: list[str] = []
    for character in sorted(node):
        if not character:
            continue
        rest = _branch(node[character], gap)
        if not rest and character != " ":
            singles.append(character)
        else:
            branches.append((gap if character == " " else re.escape(character)) + rest)
    if not singles and not branches:
        return ""
    if singles:
        branches.append(re.escape(singles[0]) if len(singles) == 1 else "[" + "".join(map(re.escape, singles)) + "]")
    if len(branches) == 1 and not ends:
        return branches[0]
    return "(?:" + "|".join(branches) + ")" + ("?" if ends else "")
