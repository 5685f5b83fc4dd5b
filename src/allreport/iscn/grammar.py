"""The whole karyotype.

karyotype = [ label ] [ "mos" | "chi" ] side [ "//" side ] [ { "." technique } ]
label     = "karyotype" | "ISCN" | ... , ":"
side      = [ clone { "/" clone } ]
remark    = words between clones, after a clone, or beside the number in a count bracket
"""

from __future__ import annotations

from typing import Any

from allreport import patterns
from allreport.vocabulary.iscn import LABELS, NO_KARYOTYPE

from .cells import take_cells
from .clone import CLONE_START, LOOKS_ISCN, NUMBER, REFERENCE, SEX, TECHNIQUE, WORDS, CloneGrammar, KaryotypeNode
from .items import TYPE
from .tree import CloneNode

PLAIN = patterns.compile(r"(\d\d),([xy]{1,4})(?:(?:\[(\d{1,3})\])?(?P<ends>(?=/|$))|(?=,[+\-?adhmprtv]))")
LABEL = patterns.compile(rf"(?:{'|'.join(LABELS)})(?:is|was|:|=|-)*\s?(?=\d|mos|chi|/)")
PROSE = patterns.compile(r"[a-z]{5}")


class Grammar(CloneGrammar):
    """Clones, other techniques and words, in the order in which they stand."""

    __slots__ = ()

    def take_karyotype(self) -> KaryotypeNode:
        """karyotype."""
        if self.s.strip(" .,-") in NO_KARYOTYPE or self.s in NO_KARYOTYPE:
            self.source.issue("no_karyotype", "a code or word for a karyotype that is not there", 0, self.length)
            return self.node
        start = self._take_label() if self.s else None
        while self.pos < self.length:
            self._take_slot(start)
            start = None
        return self.node

    def _take_label(self) -> int | None:
        """[ label ] [ "mos" | "chi" ]. Gives where the first clone's span begins, if before its number."""
        if self.s[0].isdigit():
            return None
        match = LABEL.match(self.s)
        if match:
            self.source.issue("remark", "words before the karyotype", 0, match.end())
            self.pos = match.end()
        if self.s.startswith(("mos", "chi"), self.pos):
            self.node.mosaic = True
            self.pos += 3
            while self.pos < self.length and self.s[self.pos] in " :,":
                self.pos += 1
            return self.pos
        return None

    def _take_slot(self, start: int | None) -> None:
        """What stands between two `/`: a clone, a technique, or words."""
        letter = self.s[self.pos]
        plain = PLAIN.match(self.s, self.pos) if letter.isdigit() else None
        if plain:
            self._add_plain(plain, start, ends=plain["ends"] is not None)
        elif letter == "/":
            if self.s.startswith("//", self.pos):
                self.donor = self.node.chimeric = True
                self.pos += 1
            self.pos += 1
        elif TECHNIQUE.match(self.s, self.pos):
            self._take_technique()
        elif letter in ",.;: -" and not self._starts_clone(self.pos):
            self.pos += 1
        elif self._starts_clone(self.pos):
            first = self.pos
            clone = self.take_clone("")
            clone.start = start if start is not None else first
            if self.node.mosaic:
                clone.start = min(clone.start, 0) if not self.node.clones else clone.start
            self.node.clones.append(clone)
            self._take_trailing(clone)
        else:
            self._take_words(remark=bool(self.node.clones))

    def _add_plain(self, match: Any, start: int | None, *, ends: bool) -> None:
        """A clone with number and sex chromosomes as most have them: a line without changes, or what begins one with changes."""
        low = int(match[1])
        clone = CloneNode(match.start() if start is None else 0, match.end(), low, low, sex=match[2].upper(), donor=self.donor)
        if match[3]:
            clone.cells, clone.has_count = int(match[3]), True
        self.node.clones.append(clone)
        self.pos = match.end()
        if not ends:
            self._take_items(clone, "")
            clone.end = self.pos
            self._take_trailing(clone)

    def _starts_clone(self, pos: int) -> bool:
        match = NUMBER.match(self.s, pos)
        if match:
            after = self.s[match.end() : match.end() + 1]
            return (
                after in ("", ",", "[", "(", "/", "x", "y", "i", "s", "u", "<", ".", ";", ":", "+", "-", " ", "?")
                or TYPE.match(self.s, match.end()) is not None
            )
        if not self.node.clones:
            return TYPE.match(self.s, pos) is not None or (SEX.match(self.s, pos) is not None and self.length > 1)
        return (REFERENCE.match(self.s, pos) or SEX.match(self.s, pos) or TYPE.match(self.s, pos)) is not None

    def _take_trailing(self, clone: CloneNode) -> None:
        """Words after a clone are a remark."""
        s = self.s
        if self.pos >= self.length or s[self.pos] == "/":
            return
        while self.pos < self.length and s[self.pos] in " ,;.)]}:*" and not TECHNIQUE.match(s, self.pos):
            self.pos += 1
        if self.pos >= self.length or s[self.pos] == "/" or TECHNIQUE.match(s, self.pos):
            return
        if CLONE_START.match(s, self.pos):
            self.source.issue("repaired", "slash missing between clones", self.pos, self.pos + 1)
            return
        self._take_words(remark=True, after=clone)

    def _take_words(self, *, remark: bool, after: CloneNode | None = None) -> None:
        """remark, up to the next clone: `w/` is a word, a bracket closes."""
        s, start = self.s, self.pos
        self.pos += 1
        while self.pos < self.length:
            letter = s[self.pos]
            if letter == "/" and not (s[self.pos - 1] == "w" and not CLONE_START.match(s, self.pos + 1)):
                break
            if letter in "[{":
                count = take_cells(self.source, self.pos)
                self.pos = count.end
                break
            if letter in ".,:;" and TECHNIQUE.match(s, self.pos):
                break
            self.pos += 1
        words = s[start : self.pos]
        fine = remark and (PROSE.match(words) is not None or not LOOKS_ISCN.search(words)) and (WORDS.search(words) is not None or after is None)
        self.source.issue("remark" if fine else "unparsed", "words that are no ISCN" if fine else "not understood as ISCN", start, self.pos)

    def _take_technique(self) -> None:
        """technique, up to the next clone."""
        s, start, depth = self.s, self.pos, 0
        self.pos += 1
        while self.pos < self.length:
            letter = s[self.pos]
            depth += (letter in "([") - (letter in ")]" and depth > 0)
            if letter == "/" and not depth and (CLONE_START.match(s, self.pos + 1) or WORDS.match(s, self.pos + 1) or s.startswith("//", self.pos)):
                break
            self.pos += 1
        self.node.techniques.append((start, self.pos, self.donor))
        clone = self.node.clones[-1] if self.node.clones else None
        if clone is not None and not clone.has_count and s.startswith("]", self.pos - 1) and s.find("nuc", start, self.pos) < 0:
            count = take_cells(self.source, s.rfind("[", start, self.pos))
            clone.cells, clone.total, clone.composite, clone.has_count = count.cells, count.total, count.composite, True
