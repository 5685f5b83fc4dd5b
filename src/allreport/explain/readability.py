"""How hard a text is to read, from the published formulas, without a dictionary: the same answer on every machine.

English: Flesch-Kincaid grade (Kincaid and others 1975), 0.39 words/sentence + 11.8 syllables/word - 15.59.
Spanish: INFLESZ, the Szigriszt-Pazos perspicuity on the scale of Barrio-Cantalejo (2008), 206.835 - 62.3 syllables/word -
words/sentence. Numbers and names of genes and markers count as one short word: nobody reads them by syllables, and a decimal
point must not end a sentence.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from allreport.explain.model import Language

VOWELS = frozenset("aeiouy")
STOPS = ".!?"
# Where the rule below is wrong, for words of this library.
ENGLISH = {
    "leukemia": 4, "doctor": 2, "area": 3, "being": 2, "idea": 3, "does": 1, "done": 1, "gene": 1, "genes": 1, "chromosome": 3, "chromosomes": 3, "people": 2, "because": 2, "science": 2,
    "someone": 2, "sometimes": 2, "therefore": 2, "platelet": 2, "platelets": 2, "called": 1, "closed": 1, "family": 3, "every": 2, "different": 3, "several": 2, "medicine": 3, "medicines": 3,
    "biopsy": 3, "cytometry": 4, "outside": 2, "oxygen": 3, "microscope": 3, "sample": 2, "samples": 2, "cells": 1, "hidden": 2, "isn't": 2, "urea": 3, "creatinine": 4, "nucleus": 3, "reread": 2,
}  # fmt: skip
STRONG, WEAK = "aeoáéíóú", "iuü"


class Measure(NamedTuple):
    """What a text counts: sentences, words, syllables, and the words of the longest sentence."""

    sentences: int
    words: int
    syllables: int
    longest: int


def grade(text: str) -> float:
    """Flesch-Kincaid grade of an English text."""
    found = measure(text, "en")
    return 0.39 * found.words / found.sentences + 11.8 * found.syllables / found.words - 15.59


def inflesz(text: str) -> float:
    """INFLESZ of a Spanish text: below 40 very hard, 55 to 65 normal, 65 to 80 fairly easy, above 80 very easy."""
    found = measure(text, "es")
    return 206.835 - 62.3 * found.syllables / found.words - found.words / found.sentences


def measure(text: str, language: Language) -> Measure:
    """The counts of a text with at least one word."""
    count = english_syllables if language == "en" else spanish_syllables
    lengths, syllables = [], 0
    for sentence in sentences(text):
        words = list(words_of(sentence))
        if words:
            lengths.append(len(words))
            syllables += sum(1 if is_name(word) else count(word.lower()) for word in words)
    return Measure(max(1, len(lengths)), max(1, sum(lengths)), syllables, max(lengths, default=0))


def sentences(text: str) -> Iterator[str]:
    """The sentences of a text: they end with a stop before a blank, never inside a number."""
    start = 0
    for place, letter in enumerate(text):
        if letter in STOPS and (place + 1 == len(text) or text[place + 1].isspace()):
            yield text[start : place + 1]
            start = place + 1
    yield text[start:]


def words_of(sentence: str) -> Iterator[str]:
    """The words of a sentence; a list of names is one word."""
    before = False
    for word in sentence.split():
        stripped = word.strip(".,;:!?()\"'¿¡«»[]")
        if any(letter.isalnum() for letter in stripped):
            name = is_name(stripped)
            if not (name and before):
                yield stripped
            before = name and word.endswith(",")


def is_name(word: str) -> bool:
    """Whether a word is a number or a name: it holds a digit, or a colon inside."""
    return "::" in word or any(letter.isdigit() for letter in word)


def english_syllables(word: str) -> int:
    """Syllables of an English word: groups of vowels, less a silent e."""
    if word in ENGLISH:
        return ENGLISH[word]
    if "-" in word:
        return sum(english_syllables(part) for part in word.split("-") if part)
    count, before = 0, False
    for letter in word:
        vowel = letter in VOWELS
        count += vowel and not before
        before = vowel
    silent = word.endswith("e") and not word.endswith(("le", "ee", "ie", "ue"))
    silent = silent or (word.endswith("ed") and not word.endswith(("ted", "ded", "eed", "ied"))) or (word.endswith("es") and not word.endswith(("ses", "zes", "ces", "ges", "shes", "ches", "xes", "ies", "les")))
    return max(1, count - silent)


def spanish_syllables(word: str) -> int:
    """Syllables of a Spanish word: vowels, less diphthongs of a weak vowel without accent beside another."""
    word = word.replace("qu", "k").replace("gue", "ge").replace("gui", "gi").replace("güe", "gue").replace("y", "i" if word.endswith("y") else "j")
    count, before = 0, ""
    for letter in word:
        vowel = letter in STRONG or letter in WEAK
        if vowel:
            joined = before and (letter in WEAK or before in WEAK) and letter not in "íú" and before not in "íú"
            count += not joined
        before = letter if vowel else "" if letter != "h" else before
    return max(1, count)
