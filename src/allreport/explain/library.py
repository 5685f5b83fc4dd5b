"""The closed library of sentences: read from TOML, with translations from gettext catalogues. Nothing else speaks to a patient."""

from __future__ import annotations

import gettext
import hashlib
import tomllib
from datetime import date, timedelta
from functools import cache
from importlib.resources import files
from pathlib import Path
from string import Formatter
from typing import Any, NamedTuple

from allreport.errors import ExplanationError
from allreport.explain.model import Language, Reader

FILES = ("frame", "state", "disease", "marrow", "markers", "genes", "fluid", "course", "blood", "mrd", "terms")
VARIANTS: dict[Reader, str] = {"adult_self": "you", "teen_self": "you", "parent_of_child": "child", "family_of_adult": "patient", "neutral": "patient"}
LANGUAGES: tuple[Language, ...] = ("en", "es")
GRACE = timedelta(days=90)  # how long a text past its review date is still shown

# What a slot may hold. `number` the report's own characters; `derived` a registered way to write a number anew; `term` a phrase
# of the library; `name` a name of a gene, marker or illness; `quote` the report's own words.
SLOTS = {
    "amount": "derived", "change": "name", "d": "derived", "date": "date", "family": "term", "gene": "name", "high": "number", "limit": "number",
    "limit_amount": "derived", "line": "number", "low": "number", "m": "derived", "method": "term", "n": "derived", "name": "name", "names": "name",
    "program": "name", "scheme": "name", "site": "term", "thing": "term", "tier": "quote", "time": "quote", "value": "number", "version": "name", "word": "quote",
}  # fmt: skip


class Entry(NamedTuple):
    """A statement or phrase of the library in English, with its metadata. `texts`: variant (`text`, or `you`, `child`, `patient`) -> words."""

    id: str
    texts: dict[str, str]
    facts: tuple[str, ...]
    kind: str
    written: date
    review_due: date
    checked_by: str
    more: dict[str, Any]

    def variant(self, reader: Reader) -> str:
        """The key of the text for a reader."""
        return "text" if "text" in self.texts else VARIANTS[reader]


class Fact(NamedTuple):
    """What sentences rest on."""

    id: str
    says: str
    sources: tuple[str, ...]
    confidence: str


class Library(NamedTuple):
    """All entries, facts and sources, and a digest of the files they came from."""

    entries: dict[str, Entry]
    facts: dict[str, Fact]
    sources: dict[str, dict[str, Any]]
    digest: str


def folder() -> Path:
    """Where texts and translations stand."""
    return Path(str(files("allreport.explain")))


@cache
def library() -> Library:
    """The library that comes with the package."""
    root = folder()
    paths = [root / "text" / "en" / f"{name}.toml" for name in FILES]
    paths += [root / "text" / "facts.toml", root / "text" / "sources.toml"]
    digest = hashlib.sha256()
    read: dict[str, dict[str, Any]] = {}
    for path in [*paths, *(catalogue_path(language) for language in LANGUAGES if language != "en")]:
        content = path.read_bytes()
        digest.update(content)
        if path.suffix == ".toml":
            read[path.stem] = tomllib.loads(content.decode("utf-8"))
    facts = {key: Fact(key, row["says"], tuple(row["sources"]), row["confidence"]) for key, row in read["facts"].items()}
    entries = {entry.id: entry for name in FILES for entry in entries_of(read[name])}
    return Library(entries, facts, read["sources"], digest.hexdigest()[:16])


def entries_of(content: dict[str, Any]) -> list[Entry]:
    """The entries of one file: every table that holds words, under its path."""
    defaults = content.pop("file")
    found: list[Entry] = []
    pending: list[tuple[str, dict[str, Any]]] = [("", content)]
    while pending:
        path, table = pending.pop(0)
        texts = {key: table[key] for key in ("text", "you", "child", "patient") if isinstance(table.get(key), str)}
        if texts:
            found.append(entry(path, texts, {**defaults, **table}))
        pending.extend((f"{path}.{key}" if path else key, value) for key, value in table.items() if isinstance(value, dict))
    return found


def entry(path: str, texts: dict[str, str], table: dict[str, Any]) -> Entry:
    """One entry with the defaults of its file."""
    more: dict[str, Any] = {key: table[key] for key in ("of", "words", "name", "say", "note") if key in table}
    return Entry(path, texts, tuple(table["facts"]), table["kind"], table["written"], table["review_due"], table["checked_by"], more)


def slots_of(words: str) -> tuple[str, ...]:
    """The names of the slots in a text, in order."""
    return tuple(name for _, name, _, _ in Formatter().parse(words) if name)


def catalogue_path(language: Language) -> Path:
    """Where the compiled translations of a language stand."""
    return folder() / "locale" / language / "LC_MESSAGES" / "allreport.mo"


@cache
def catalogue(language: Language) -> gettext.NullTranslations:
    """The translations of a language."""
    with catalogue_path(language).open("rb") as file:
        return gettext.GNUTranslations(file)


def translated(key: str, english: str, language: Language) -> str | None:
    """Words in a language, or None where their translation is missing or stale."""
    if language == "en":
        return english
    found = catalogue(language).pgettext(key, english)
    # gettext gives the English back where it knows nothing; words that are alike in both languages carry a mark in the catalogue.
    return found.removeprefix(SAME) if found != english else None


SAME = "\u2060"  # stands before a translation that is the same as the English


class Book(NamedTuple):
    """The library for one reader in one language: words by id (None: not translated), and the terms that each text uses."""

    words: dict[str, str | None]
    slots: dict[str, tuple[str, ...]]  # of texts that have any
    terms: dict[str, tuple[str, ...]]
    names: dict[str, tuple[str, str]]  # of terms: name, how it is said
    labels: dict[str, str]  # of the page, without slots


@cache
def book(language: Language, reader: Reader) -> Book:
    """The words of all entries for a reader in a language."""
    entries = library().entries
    words = {ref: translated(f"{ref}|{found.variant(reader)}", found.texts[found.variant(reader)], language) for ref, found in entries.items()}
    glossary = [found for found in entries.values() if "words" in found.more]
    known = {found.id: tuple((translated(f"{found.id}|words", ", ".join(found.more["words"]), language) or "").split(", ")) for found in glossary}
    names = {found.id: (translated(f"{found.id}|name", found.more["name"], language) or found.more["name"], found.more["say"] if language == "en" else "") for found in glossary}
    terms = {ref: tuple(term for term, forms in known.items() if any(uses(text or "", form) for form in forms)) for ref, text in words.items()}
    labels = {ref.removeprefix("label."): words[ref] or entries[ref].texts["text"] for ref in words if ref.startswith("label.")}
    slots = {ref: slots_of(text) for ref, text in words.items() if text and "{" in text}
    return Book(words, slots, terms, names, labels)


def uses(text: str, form: str) -> bool:
    """Whether a text uses a word, as a whole word."""
    start = text.find(form) if form else -1
    while start >= 0:
        end = start + len(form)
        if not (start and text[start - 1].isalnum()) and not (end < len(text) and text[end].isalnum()):
            return True
        start = text.find(form, end)
    return False


class Rules(NamedTuple):
    """What of the library may be shown: by date, by a site's signatures, by what a site has taken out."""

    today: date | None = None
    signed: frozenset[str] | None = None  # hashes; None: everything is shown
    withheld: frozenset[str] = frozenset()  # ids

    def shows(self, found: Entry, words: str) -> bool:
        """Whether an entry may be shown in these words."""
        if self is EVERYTHING:
            return True
        if found.id in self.withheld or (self.today is not None and self.today > found.review_due + GRACE):
            return False
        return self.signed is None or fingerprint(found.id, words) in self.signed

    def late(self, found: Entry) -> bool:
        """Whether an entry is past its review date and still shown."""
        return self.today is not None and self.today > found.review_due


EVERYTHING = Rules()


def fingerprint(ref: str, words: str) -> str:
    """The hash by which a site signs a statement: of its id and its words in one language and variant."""
    return hashlib.sha256(f"{ref}\n{words}".encode()).hexdigest()[:16]


def site_file(path: Path, *, signed_only: bool, today: date | None) -> Rules:
    """The rules of a site's file: `signed = ["hash", ...]` and `withhold = ["id", ...]`."""
    try:
        content = tomllib.loads(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ExplanationError(f"{path.name}: cannot be read as a site file") from error
    unknown = set(content) - {"signed", "withhold"}
    if unknown:
        raise ExplanationError(f"{path.name}: unknown keys {', '.join(sorted(unknown))}")
    missing = set(content.get("withhold", ())) - set(library().entries)
    if missing:
        raise ExplanationError(f"{path.name}: no such statement: {', '.join(sorted(missing))}")
    return Rules(today, frozenset(content.get("signed", ())) if signed_only else None, frozenset(content.get("withhold", ())))
