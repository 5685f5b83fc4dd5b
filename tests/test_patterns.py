"""No pattern of the package backtracks without end: near-matches of each are tried, and each must be done at once.

`python tests/test_patterns.py [SECONDS]` tries for longer and prints the slowest.
"""

from __future__ import annotations

import importlib
import pkgutil
import random
import re
import signal
import sys
import time
from collections.abc import Iterator
from typing import Any

import pytest

import allreport
import allreport.iscn.items
import allreport.read.molecular.lesions
import allreport.read.printed

syntax: Any = importlib.import_module("re._constants")
parser: Any = importlib.import_module("re._parser")

LIMIT = 0.5  # seconds; a sound pattern takes microseconds
ATTEMPTS = 120
LONGEST = 300
CATEGORIES = {
    syntax.CATEGORY_DIGIT: "7",
    syntax.CATEGORY_SPACE: " \t",
    syntax.CATEGORY_WORD: "w",
    syntax.CATEGORY_NOT_SPACE: "n",
    syntax.CATEGORY_NOT_WORD: " ",
    syntax.CATEGORY_NOT_DIGIT: "d",
}


class EndlessError(Exception):
    """The limit passed while a pattern was being matched."""


def patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled pattern that is a name of a module; the tries of all wordings are left to the linear-time test."""
    seen = set()
    for package in (allreport, allreport.read, allreport.iscn):
        for module in pkgutil.iter_modules(package.__path__, f"{package.__name__}."):
            if not module.name.endswith("__main__"):
                for name, value in vars(importlib.import_module(module.name)).items():
                    if isinstance(value, re.Pattern) and value.pattern not in seen and len(value.pattern) < 20_000:
                        seen.add(value.pattern)
                        yield f"{module.name}.{name}", value


def one_of(choices: Any, chance: random.Random) -> str:
    """A character of a set."""
    found = ""
    for kind, value in choices:
        if kind is syntax.NEGATE:
            return chance.choice("xy 1.,")
        if kind is syntax.LITERAL:
            found += chr(value)
        elif kind is syntax.RANGE:
            found += chr(chance.randint(*value))
        elif kind is syntax.CATEGORY:
            found += CATEGORIES[value]
    return chance.choice(found)


def repeated(low: int, high: int, item: Any, chance: random.Random) -> str:
    """A repeat: few or many, all alike or not."""
    count = min(high, chance.choice([low, low + 1, low + 2, 5, 20, 40]))
    if chance.random() < 0.5:
        return matching(item, chance) * count
    return "".join(matching(item, chance) for _ in range(count))


def matching(tree: Any, chance: random.Random) -> str:
    """A text that a pattern matches, look-around aside."""
    text = ""
    for kind, value in tree:
        if kind is syntax.LITERAL:
            text += chr(value)
        elif kind is syntax.IN:
            text += one_of(value, chance)
        elif kind in {syntax.MAX_REPEAT, syntax.MIN_REPEAT, syntax.POSSESSIVE_REPEAT}:
            low, high, item = value
            text += repeated(low, high, item, chance)
        elif kind is syntax.SUBPATTERN:
            text += matching(value[3], chance)
        elif kind is syntax.BRANCH:
            text += matching(chance.choice(value[1]), chance)
        elif kind is syntax.ATOMIC_GROUP:
            text += matching(value, chance)
        elif kind in {syntax.ANY, syntax.NOT_LITERAL}:
            text += "x"
        if len(text) > LONGEST:
            break
    return text[:LONGEST]


def near_match(tree: Any, chance: random.Random) -> str:
    """The beginning of a match, and something that does not belong there."""
    text = matching(tree, chance)
    return text[: chance.randint(0, len(text))] + chance.choice(["", "~", "\0", ". ", "\n", "~~"])


def stop(*_: object) -> None:
    raise EndlessError


def seconds(pattern: re.Pattern[str], text: str) -> float:
    """How long a pattern takes on a text, up to twice the limit."""
    signal.signal(signal.SIGALRM, stop)
    signal.setitimer(signal.ITIMER_REAL, 2 * LIMIT)
    start = time.perf_counter()
    try:
        pattern.match(text)
        pattern.search(text)
    except EndlessError:
        pass
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
    return time.perf_counter() - start


ONCE_ENDLESS = [
    (allreport.iscn.items.PROBES, "(" + "piiiiiiiiiii-" * 6 + "pii~"),
    (allreport.read.molecular.lesions.LESION_AFTER, "( " + "\t " * 60 + "~"),
    (allreport.read.printed.RANGE, "( " + "\t " * 60 + "~"),
]


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer that can interrupt matching")
@pytest.mark.parametrize(("pattern", "text"), ONCE_ENDLESS)
def test_what_was_endless_once(pattern: re.Pattern[str], text: str) -> None:
    assert seconds(pattern, text) < LIMIT


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a timer that can interrupt matching")
@pytest.mark.parametrize(("name", "pattern"), [pytest.param(name, pattern, id=name) for name, pattern in patterns()])
def test_no_endless_backtracking(name: str, pattern: re.Pattern[str]) -> None:
    chance = random.Random(name)  # noqa: S311
    tree = parser.parse(pattern.pattern, pattern.flags)
    for _ in range(ATTEMPTS):
        text = near_match(tree, chance)
        assert min(seconds(pattern, text) for _ in range(2)) < LIMIT, repr(text)


def main() -> None:
    end = time.monotonic() + (float(sys.argv[1]) if len(sys.argv) > 1 else 60)
    table = [(name, pattern, parser.parse(pattern.pattern, pattern.flags)) for name, pattern in patterns()]
    chance = random.Random()  # noqa: S311
    worst: dict[str, tuple[float, str]] = {}
    while time.monotonic() < end:
        for name, pattern, tree in table:
            if worst.get(name, (0, ""))[0] < LIMIT:
                text = near_match(tree, chance)
                worst[name] = max(worst.get(name, (0, "")), (seconds(pattern, text), text))
    for name, (taken, text) in sorted(worst.items(), key=lambda item: -item[1][0])[:20]:
        sys.stdout.write(f"{taken:8.4f} s  {name}  {text[:120]!r}\n")


if __name__ == "__main__":
    main()
