"""Which language a report is in, by its commonest small words. Only English is read; others say so instead of looking empty."""

from __future__ import annotations

from allreport.read.context import Reading

WORDS = {
    "en": ["the", "of", "and", "with", "in", "is", "for", "are", "was", "no", "not", "this", "to", "from", "by", "on", "at"],
    "de": ["der", "die", "das", "und", "mit", "von", "ist", "im", "nicht", "ein", "eine", "keine", "den", "des", "wurde", "zur", "bei", "auf", "sind"],
    "fr": ["le", "la", "les", "des", "et", "avec", "dans", "est", "une", "un", "du", "pas", "pour", "sur", "au", "aux", "sont", "par"],
    "es": ["el", "la", "los", "las", "y", "con", "en", "es", "una", "un", "de", "del", "no", "para", "por", "se", "al", "como"],
    "it": ["il", "lo", "gli", "e", "con", "di", "del", "della", "una", "un", "non", "per", "nel", "sono", "che", "al", "alla"],
    "pt": ["o", "os", "as", "e", "com", "em", "uma", "um", "de", "do", "da", "dos", "das", "não", "para", "por", "na", "no"],
    "nl": ["de", "het", "een", "en", "met", "van", "is", "niet", "voor", "op", "zijn", "werd", "geen", "bij", "uit"],
}


OTHER = {language: frozenset(words) for language, words in WORDS.items() if language != "en"}
FOREIGN = frozenset().union(*OTHER.values())
ENOUGH = 12  # so many small words of a language before it is taken for the report's


def check_language(reading: Reading) -> str:
    """The language code; an issue where it is not one that is read."""
    document = reading.document
    if len(document.places_of(FOREIGN)) < ENOUGH:
        return "en"
    counts = {language: len(document.places_of(words)) for language, words in OTHER.items()}
    best = max(counts, key=lambda language: counts[language])
    english = len(document.places_of(WORDS["en"]))
    if counts[best] < ENOUGH or counts[best] <= 2 * english:
        return "en"
    reading.issue("language_unsupported", "language", f"the report seems to be in {best!r}; only English is read", severity="error")
    return best
