"""One clone.

clone     = number ( "," | "(" clone ")" "x" digit ) [ sex-field | reference ] { "," item } [ cells ]
number    = digits [ ("~" | "-") digits ] [ "<" [digit] "n" ["+" | "-"] ">" ]
sex-field = { "X" | "Y" } | "U" , [ "c" | "?c" ]
reference = ( "idem" | "sl" | "sdl" ) [ digit ] [ "x" digit ]
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from allreport import patterns

from .cells import Count, take_cells
from .items import SIMPLE, TYPE, take_item, whole_chromosome
from .source import Source
from .tree import CloneNode, Item

_LEVEL = r"(?:[<(]\??(\d?)n[+-]?[>)])"
NUMBER = patterns.compile(rf"\??(\d{{1,3}})(?:(?:[~-]{{1,2}}|to)\??(\d{{1,3}}))?(?!\d)(?!n)[~?]?(?:,?{_LEVEL})?")
_STARTS = r"(?:[xyu]{1,4}\??c?(?![a-z(])|[xyu]{2,4}|\(\d|idem|ldem|sl|sdl|,)"
CLONE_START = patterns.compile(rf"\d{{2,3}}(?:[~-]\d{{2,3}})?(?:,?{_LEVEL})?,?{_STARTS}")
_FIELD = r"(?=$|[,;:\[\]/+\-.({\d?)} ]|or[+-])"
SEX = patterns.compile(rf"([xy]{{1,6}}|u{{1,2}})\??(\??c)?{_FIELD}")
SEX_LOOSE = patterns.compile(r"([xy]{1,4})(\??c)?(?=[a-z])")
REFERENCE = patterns.compile(rf"(idem|ldem|1dem|sdl|sd1|sl|s1(?=,))(\d)?(?:[(,]?x(\d)\)?)?(?:{_FIELD}|(?=[a-z]))")
TECHNIQUE = patterns.compile(r"[.;,: ]{0,2}(?:nuc ?ish|(?:rev)?ish|arr|sseq|ogm|rsa|nuc)(?=$|[^a-z]|d|t\(|a|i|p|w|s|nucish|cgh)")
INCOMPLETE = patterns.compile(r"\(?,?inc(?:omplete)?\)?(?=$|[,\[/.])")
LAST_COUNT = patterns.compile(r"\[(cp)?(\d{1,4})\](?=/|$)")  # as most clones end
BARE_COUNT = patterns.compile(r"[ ]?(\d{1,3})(?=$|/)")
SPLIT_COUNT = patterns.compile(r"([+-])(\d{2,4}|[xy]\d{1,2})(?=$|/)")
WORDS = patterns.compile(r"[a-z]{3}")
LOOKS_ISCN = patterns.compile(rf"[+-](?:\d|[xy][,\[])|{TYPE.pattern}")


@dataclass(slots=True)
class KaryotypeNode:
    """All clones as written, and where the other techniques stand."""

    clones: list[CloneNode] = field(default_factory=list)
    techniques: list[tuple[int, int, bool]] = field(default_factory=list)
    mosaic: bool = False
    chimeric: bool = False


def _parts(chromosome: str, cells: str) -> bool:
    """Whether digits that ran together can be this chromosome and this number of cells."""
    return cells != "" and chromosome[0] != "0" and int(chromosome) <= 22 and cells[0] != "0" and int(cells) <= 60


class CloneGrammar:
    """Reads one string from left to right; every step moves on, so that it is linear in the length of the string."""

    __slots__ = ("donor", "length", "node", "pos", "s", "source")

    def __init__(self, source: Source) -> None:
        self.source, self.s, self.length = source, source.s, len(source.s)
        self.pos, self.donor, self.node = 0, False, KaryotypeNode()

    def take_clone(self, closing: Literal["", ")"]) -> CloneNode:
        """clone. `closing` is `)` for the clone inside `52(26,X,+14)x2`."""
        clone = CloneNode(self.pos, donor=self.donor)
        match = NUMBER.match(self.s, self.pos)
        if match and match[0]:
            self._set_number(clone, match[1], match[2], match[3])
            self.pos = match.end()
        else:
            self.source.issue("repaired", "number of chromosomes missing", self.pos, self.pos + 1)
        self._take_inner(clone)
        self._take_head(clone)
        self._take_items(clone, closing)
        clone.end = self.pos
        return clone

    def _set_number(self, clone: CloneNode, low: str, high: str | None, level: str | None) -> None:
        clone.low = clone.high = int(low)
        if high:
            clone.low, clone.high = sorted((int(low), int(high)))
            if int(high) < int(low):
                self.source.issue("repaired", "range written backward", self.pos, self.pos + len(low) + 1 + len(high))
        if level is not None:
            clone.level = int(level or 1)

    def _take_inner(self, clone: CloneNode) -> None:
        """ "(" clone ")" "x" digit."""
        start = self.pos + (self.s.startswith(",", self.pos))
        if not (self.s.startswith("(", start) and NUMBER.match(self.s, start + 1) and self.s[start + 1 : start + 2].isdigit()):
            return
        self.pos = start + 1
        clone.inner = self.take_clone(")")
        if self.s.startswith(")", self.pos):
            self.pos += 1
        if self.s.startswith("x", self.pos) and self.s[self.pos + 1 : self.pos + 2].isdigit():
            clone.multiplier = int(self.s[self.pos + 1])
            self.pos += 2

    def _take_head(self, clone: CloneNode) -> None:
        """[ sex-field ] [ reference ], with or without the comma."""
        for _ in range(3):
            start = self.pos
            while start < self.length and self.s[start] in ",;:. ":
                start += 1
            if start < self.length and self.s[start] == "-" and SEX.match(self.s, start + 1) and start == self.pos:
                start += 1
            taken = (clone.sex is None and self._take_sex(clone, start)) or (clone.reference is None and self._take_reference(clone, start))
            if not taken:
                return
            if start == self.pos:
                return

    def _take_sex(self, clone: CloneNode, start: int) -> bool:
        match = SEX.match(self.s, start) or (SEX_LOOSE.match(self.s, start) if clone.low is not None else None)
        if match is None or (match.re is SEX_LOOSE and not any(pattern.match(self.s, match.end()) for pattern in (TYPE, REFERENCE, TECHNIQUE))):
            return False
        if start == self.pos and clone.low is not None and clone.inner is None and self.s[start - 1] != ",":
            self.source.issue("repaired", "comma missing before the sex chromosomes", start, match.end())
        clone.sex = match[1].upper()
        clone.sex_constitutional = match[2] is not None
        self.pos = match.end()
        return True

    def _take_reference(self, clone: CloneNode, start: int) -> bool:
        match = REFERENCE.match(self.s, start)
        if match is None:
            return False
        clone.reference = {"ldem": "idem", "1dem": "idem", "sd1": "sdl", "s1": "sl"}.get(match[1], match[1])
        clone.reference_number = int(match[2]) if match[2] and clone.reference != "idem" else None
        clone.reference_span = match.span()
        clone.multiplier = int(match[3]) if match[3] and match[3] != "0" else clone.multiplier
        self.pos = match.end()
        return True

    def _take_items(self, clone: CloneNode, closing: str) -> None:
        """{ "," item } [ cells ]."""
        s = self.s
        commas = 0
        while self.pos < self.length:
            letter = s[self.pos]
            if letter == "/" or (closing and letter == ")"):
                return
            if letter in ",;":
                simple = SIMPLE.match(s, self.pos + 1)
                if simple:
                    clone.items.append(Item(self.pos + 1, simple.end(), simple[1], whole_chromosome(simple[2])))
                    commas, self.pos = 0, simple.end()
                else:
                    commas, self.pos = commas + 1, self.pos + 1
                continue
            if letter == "[" and (last := LAST_COUNT.match(s, self.pos)):
                clone.cells, clone.total, clone.composite, clone.has_count = int(last[2]), None, last[1] is not None, True
                self.pos = last.end()
                return
            if letter in "[{":
                if self._take_count(clone):
                    return
                commas = 0
                continue
            if not self._take_next(clone, commas):
                return
            commas = 0

    def _take_next(self, clone: CloneNode, commas: int) -> bool:
        """One item, `inc`, the sex field in a wrong place, or what is none of them. False: the clone ends here."""
        s, pos = self.s, self.pos
        if s[pos] in ".: ":
            return self._take_dot(clone)
        if s[pos] in "incnra(" and (incomplete := INCOMPLETE.match(s, pos)):
            clone.incomplete, self.pos = True, incomplete.end()
            return True
        item = take_item(self.source, pos)
        if item is not None:
            if not commas:
                self._missing_comma(clone, item.start)
            clone.items.append(item)
            self.pos = item.end
            return True
        if TECHNIQUE.match(s, pos) and not s[pos - 1].isalpha():
            return False
        return self._take_odd(clone, commas)

    def _missing_comma(self, clone: CloneNode, start: int) -> None:
        if clone.items or clone.sex or clone.reference:
            self.source.issue("repaired", "comma missing", start, start + 1)

    def _take_dot(self, clone: CloneNode) -> bool:
        s, pos = self.s, self.pos
        if TECHNIQUE.match(s, pos):
            return False
        after = s[pos + 1 : pos + 2]
        if not after or after in ",/[":
            self.pos += 1
            return True
        if s[pos] != ":" and WORDS.match(s, pos + 1) and not LOOKS_ISCN.match(s, pos + 1):
            return False
        if s[pos] == " " and CLONE_START.match(s, pos + 1):
            return False
        if clone.has_count or BARE_COUNT.match(s, pos):
            return self._take_odd(clone, 0)
        self.source.issue("repaired", "comma expected", pos, pos + 1)
        self.pos += 1
        return True

    def _take_odd(self, clone: CloneNode, commas: int) -> bool:
        """Repairs with one reading only; else the run up to the next comma is unparsed."""
        s, pos = self.s, self.pos
        if ((clone.sex is None and clone.reference is None) or not clone.items) and commas and (self._take_sex(clone, pos) or self._take_reference(clone, pos)):
            return True
        if (s[pos] == "(" and (TYPE.match(s, pos + 1) or s[pos + 1 : pos + 2] in ("", "[", "/", ",", "("))) or s[pos] in ")}*":
            self.source.issue("repaired", "parenthesis out of place", pos, pos + 1)
            self.pos += 1
            return True
        bare = BARE_COUNT.match(s, pos) if not commas else None
        if bare and int(bare[1]) <= 200:
            self.source.issue("repaired", "cells without brackets", pos, bare.end())
            clone.cells, clone.has_count, self.pos = int(bare[1]), True, bare.end()
            return False
        if self._take_split(clone):
            return False
        if s[pos] == "]":
            return self._take_stray_bracket(clone)
        if CLONE_START.match(s, pos):
            self.source.issue("repaired", "slash missing between clones", pos, pos + 1)
            return False
        self._skip_unparsed()
        clone.unread = True
        return True

    def _take_stray_bracket(self, clone: CloneNode) -> bool:
        s, pos = self.s, self.pos
        end = pos + 1
        while end < self.length and s[end].isdigit() and end < pos + 4:
            end += 1
        if end > pos + 1 and s.startswith("]", end):
            clone.cells, clone.has_count, end = int(s[pos + 1 : end]), True, end + 1
        self.source.issue("repaired", "bracket out of place", pos, end)
        self.pos = end
        return not clone.has_count

    def _take_split(self, clone: CloneNode) -> bool:
        """`-72` before a slash: chromosome and cells that lost their brackets, if there is only one way to part them."""
        match = SPLIT_COUNT.match(self.s, self.pos)
        if match is None:
            return False
        digits = match[2]
        ways = [1] if digits[0] in "xy" else [n for n in (1, 2) if _parts(digits[:n], digits[n:])]
        if len(ways) != 1:
            return False
        split = match.start(2) + ways[0]
        self.source.issue("repaired", "cells without brackets", split, match.end())
        self.pos = match.end()
        rest = Source(self.s[match.start() : split])
        item = take_item(rest, 0)
        if item is not None:
            clone.items.append(item._replace(start=match.start(), end=split))
        clone.cells, clone.has_count = int(digits[ways[0] :]), True
        return True

    def _skip_unparsed(self) -> None:
        s, start, depth = self.s, self.pos, 0
        if s.startswith(("…", "..."), start):
            self.source.issue("truncated", "the string is cut off here", start, min(start + 3, self.length))
            self.pos = min(start + (1 if s[start] == "…" else 3), self.length)
            return
        self.pos += 1
        while self.pos < self.length:
            letter = s[self.pos]
            if letter == "(":
                depth += 1
            elif letter == ")" and depth:
                depth -= 1
            elif letter in "/[" or (letter == "," and not depth) or (letter in ".:" and TECHNIQUE.match(s, self.pos)):
                break
            self.pos += 1
        self.source.issue("unparsed", "not understood as ISCN", start, self.pos)

    def _take_count(self, clone: CloneNode) -> bool:
        """cells. True if the clone ends here, False if they are the cells of one abnormality."""
        count = take_cells(self.source, self.pos)
        self.pos = count.end
        if self._goes_on(count) and clone.items:
            clone.items[-1] = clone.items[-1]._replace(cells=count.cells)
            return False
        clone.cells, clone.total, clone.composite, clone.has_count = count.cells, count.total, count.composite, True
        return bool(clone.items) or not self._goes_on(count)

    def _goes_on(self, count: Count) -> bool:
        s, pos = self.s, self.pos
        if pos >= self.length or s[pos] == "/":
            return False
        if s[pos] in "[{":
            return True
        if not s.startswith((",", ";"), pos) and not (s.startswith(("+", "-"), pos) and not WORDS.match(s, pos + 1)) and not TYPE.match(s, pos):
            return False
        while pos < self.length and s[pos] in ",;":
            pos += 1
        if TECHNIQUE.match(s, pos) or CLONE_START.match(s, pos) or (count.composite and not count.cells):
            return False
        probe = len(self.source.issues)
        item = take_item(self.source, pos) if pos < self.length else None
        del self.source.issues[probe:]
        return item is not None or INCOMPLETE.match(s, pos) is not None
