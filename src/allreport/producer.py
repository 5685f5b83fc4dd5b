"""The stamp of what made a reading: version, digest of the vocabulary, options, editions of the terminologies."""

from __future__ import annotations

import hashlib
from functools import cache
from typing import Any

from allreport.options import ParseOptions

VERSION = "0.1.0"
EDITIONS = {"WHO": "HAEM5 (2022)", "ICC": "2022", "ISCN": "2024", "HGNC": "2021 fusion notation", "LOINC": "2.72", "UCUM": "2.1"}


@cache
def vocabulary_digest() -> str:
    """A short digest of all wordings and what they stand for."""
    from allreport.lexicon import KINDS
    from allreport.vocabulary.sections import HEADINGS
    from allreport.vocabulary.units import UNITS

    digest = hashlib.sha256()
    for _, rows in KINDS:
        for row in rows:
            digest.update(repr(row).encode())
    for row in (*HEADINGS, *UNITS):
        digest.update(repr(row).encode())
    return digest.hexdigest()[:16]


def producer(options: ParseOptions) -> dict[str, Any]:
    """What goes into `Report.producer`."""
    said = f"date_order={options.date_order},dates={options.dates},max_chars={options.max_chars}"
    return {"version": VERSION, "vocabulary": vocabulary_digest(), "options": said, "editions": EDITIONS}
