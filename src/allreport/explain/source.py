"""The report's own text: lines, quotes cut to what they show, and a last check that nothing of its head slips in."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from allreport.model.base import Alternative, Sourced

LONGEST = 160  # characters of a quote

# Labels in the head of a report behind which a person, place or number stands.
IDENTIFYING = frozenset({
    "name", "patient", "surname", "mrn", "hospital", "record", "nhs", "chi", "hn", "dob", "born", "birth", "address", "phone", "tel", "fax", "email", "e-mail", "physician", "doctor", "dr", "consultant",
    "clinician", "referring", "referrer", "requested", "requesting", "requester", "ordering", "signed", "signature", "pathologist", "authorised", "authorized", "accession", "reporter", "account",
    "insurance", "passport", "id", "uhid", "ward", "location", "father", "mother", "guardian", "attending", "verified", "cc", "sender", "institution", "registration", "re", "regarding", "client", "subject",
})  # fmt: skip
NUMBERED = ("lab no", "sample no", "specimen no", "case no", "report no", "reg no", "reported by", "sent by", "sent to", "lab number", "case number")
LABEL_WORDS = 4  # at most, of a label in the head
OWNER = ("mrn", "uhid", "patient name", "patient id", "nhs no", "nhs number", "medical record", "hospital no", "hospital number")
OUTLOOK = (
    "prognos", "outlook", "favorable", "favourable", "unfavorable", "unfavourable", "high risk", "high-risk", "low risk", "low-risk", "standard risk", "standard-risk",
    "intermediate risk", "intermediate-risk", "poor risk", "adverse", "survival", "outcome", "risk group", "risk category", "risk stratif",
)  # fmt: skip
MOST_LINES = 6  # of outlook
# Words of advice, and on what may be inherited: a line that holds them is not quoted whole, and never shown as a line.
ADVICE = (
    "germline", "heredit", "inherit", "constitutional", "li-fraumeni", "familial", "predispos",
    "recommend", "suggest", "consider", "respond to", "eligib", "candidate", "therapy", "treatment with", "should be",
)  # fmt: skip
# Titles: a name follows.
TITLES = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof", "professor", "dr.", "mr.", "mrs.", "ms.", "prof."})
EDGES = ".,;:()[]{}<>\"'#*|/\\=-_"


class Text(NamedTuple):
    """The text that a report was read from, or nothing where the caller does not hand it over."""

    raw: str = ""
    starts: tuple[int, ...] = ()
    private: frozenset[str] = frozenset()  # words of the head that must not be shown, folded
    outlooks: frozenset[str] = frozenset()  # words on outlook that stand in it
    advice: frozenset[str] = frozenset()  # words of advice that stand in it
    known: dict[tuple[int, int], bool] = {}  # places that were looked at: whether they may be shown  # noqa: RUF012

    @classmethod
    def of(cls, source: str | None) -> Text:
        """Lines and private words of a source."""
        if source is None:
            return cls()
        starts, place = [0], source.find("\n")
        while place >= 0:
            starts.append(place + 1)
            place = source.find("\n", place + 1)
        folded = source.casefold()
        outlooks, advice = (frozenset(word for word in words if word in folded) for words in (OUTLOOK, ADVICE))
        return cls(source, tuple(starts), private_words(source), outlooks, advice, {})

    def line(self, start: int) -> int | None:
        """The line of a place, from 1; None without a source."""
        return bisect_right(self.starts, start) if self.starts else None

    def bounds(self, start: int) -> tuple[int, int]:
        """Where the line of a place begins and ends."""
        number = bisect_right(self.starts, start)
        first = self.starts[number - 1]
        last = self.starts[number] - 1 if number < len(self.starts) else len(self.raw)
        return first, last

    def shows(self, start: int, end: int) -> bool:
        """Whether a place holds nothing of the head's identifiers and nothing on outlook."""
        found = self.known.get((start, end))
        if found is None:
            words = self.raw[start:end]
            found = self.known[start, end] = not self.foretells(words) and not self.advises(words) and self.names_nobody(words)
        return found

    def foretells(self, words: str) -> bool:
        """Whether words speak of outlook."""
        if not self.outlooks:
            return False
        folded = words.casefold()
        return any(word in folded for word in self.outlooks)

    def advises(self, words: str) -> bool:
        """Whether words give advice on treatment, or speak of what may be inherited."""
        if not self.advice:
            return False
        folded = words.casefold()
        return any(word in folded for word in self.advice)

    def mentions(self, *words: str) -> bool:
        """Whether the source holds one of these parts of words."""
        folded = self.raw.casefold()
        return any(word in folded for word in words)

    def outlook(self) -> Iterator[Alternative]:
        """The lines that speak of outlook, at most six, none that names somebody."""
        found = 0
        if not self.outlooks:
            return
        for number, start in enumerate(self.starts):
            end = self.starts[number + 1] - 1 if number + 1 < len(self.starts) else len(self.raw)
            line = self.raw[start:end]
            if self.foretells(line) and self.names_nobody(line):
                yield Alternative(value="", text=line, start=start, end=end, section="", rule="outlook")
                found += 1
            if found == MOST_LINES:
                return

    def names_nobody(self, words: str) -> bool:
        """Whether words hold none of the head's identifiers."""
        found = frozenset(tokens(words))
        return self.private.isdisjoint(found) and TITLES.isdisjoint(found)


def tokens(words: str) -> Iterable[str]:
    """The words of a text, folded, without marks at their edges."""
    for word in words.casefold().split():
        stripped = word.strip(EDGES)
        if stripped:
            yield stripped


def private_words(source: str) -> frozenset[str]:
    """Words and numbers that stand behind identifying labels in the head of a report: `Name: ...`, `MRN: ...`, several on a line."""
    found: set[str] = set()
    for line in source[:4000].splitlines()[:40]:
        if ":" not in line:
            continue
        for piece in line.replace("|", "   ").replace("\t", "   ").split("   "):
            label, colon, value = piece.partition(":")
            words = label.casefold().replace(".", " ").replace("'", " ").split()
            if colon and len(words) <= LABEL_WORDS and (not IDENTIFYING.isdisjoint(words) or " ".join(words).startswith(NUMBERED)):
                found.update(word for word in tokens(value) if len(word) > 2 and word not in COMMON)
    return frozenset(found)


COMMON = frozenset({
    "the", "and", "for", "bone", "marrow", "blood", "female", "male", "child", "hospital", "department", "laboratory", "haematology", "hematology", "oncology", "pathology",
    "aspirate", "biopsy", "peripheral", "years", "old", "adult", "unit", "clinic", "ward", "all", "b-all", "t-all", "leukemia", "leukaemia", "acute", "lymphoblastic", "flow", "cytometry", "fish", "report", "normal", "count",
})  # fmt: skip


def several_owners(source: str | None) -> bool:
    """Whether two different record numbers or names stand behind the same label: the results of two people."""
    if source is None:
        return False
    seen: dict[str, str] = {}
    for line in source.splitlines():
        for piece in line.replace("|", "\t").split("\t"):
            label, colon, value = piece.partition(":")
            key = label.strip().casefold()
            words = " ".join(value.split("   ")[0].split()).casefold()
            if colon and words and key in OWNER and seen.setdefault(key, words) != words:
                return True
    return False


def cleaned(words: str) -> str:
    """Words without control and bidirectional characters, blanks collapsed."""
    kept = words if words.isprintable() else "".join(letter if letter.isprintable() else " " for letter in words)
    return " ".join(kept.split())


def cut(words: str) -> str:
    """Words cut at a word's end to the length of a quote."""
    if len(words) <= LONGEST:
        return words
    return words[: words.rfind(" ", 0, LONGEST - 2)].rstrip() + " ..." if " " in words[: LONGEST - 2] else words[: LONGEST - 4] + " ..."


def span(finding: Sourced | Alternative, text: Text) -> tuple[int, int]:
    """What of the report to quote for a finding: its line where that may be shown, else its sentence, else the finding and the words that decided."""
    if not text.raw or isinstance(finding, Alternative):
        return finding.start, finding.end
    first, last = text.bounds(finding.start)
    if last < finding.end:
        return finding.start, finding.end
    line = text.raw[first:last]
    first, last = last - len(line.lstrip()), first + len(line.rstrip())
    columns = finding.section == "header" and GAP in text.raw[first:last]
    if not columns and last - first <= LONGEST and text.shows(first, last):
        return first, last
    near = finding.cue_start is not None and finding.cue_end is not None and first <= finding.cue_start and finding.cue_end <= last
    inner = (min(finding.start, finding.cue_start or 0), max(finding.end, finding.cue_end or 0)) if near else (finding.start, finding.end)
    for start, end in (clause(text.raw, first, last, *inner), inner):
        if end - start <= LONGEST and text.shows(start, end):
            return start, end
    return finding.start, finding.end


def clause(raw: str, first: int, last: int, start: int, end: int) -> tuple[int, int]:
    """The sentence or part of a sentence around a place on a line."""
    before = [place + len(mark) for mark in BREAKS if (place := raw.rfind(mark, first, start)) >= 0]
    behind = [place for mark in BREAKS if (place := raw.find(mark, end, last)) >= 0]
    return max(before, default=first), min(behind, default=last)


GAP = "   "  # between columns
BREAKS = (". ", "; ", GAP, "\t", "|")
