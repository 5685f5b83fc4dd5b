"""The only module that imports a pattern engine.

`compile` is the standard library's `re`: with one large trie-shaped pattern and with anchored small ones it is
faster than `regex` and gives the same matches (`bench/`). `compile_timed` is `regex`, whose matching can be bounded
in time: it serves wordings that a site supplies.
"""

from __future__ import annotations

import re
from re import Pattern

import regex

__all__ = ["Pattern", "compile", "compile_timed", "escape"]


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
