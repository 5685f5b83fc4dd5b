"""Brings the translations of the explainer up to date with its English, and compiles them.

`python docs/make_translations.py` writes each PO anew: new texts are empty, texts whose English has changed are marked as stale
(fuzzy) and are not shown until a translator has looked at them. Then it compiles the MO that the package loads.
"""

from __future__ import annotations

from pathlib import Path

from allreport.explain.library import LANGUAGES, catalogue_path, library
from allreport.explain.model import Language
from allreport.explain.po import compiled, parsed, updated, written


def po_path(language: Language) -> Path:
    """Where translators work."""
    return catalogue_path(language).with_suffix(".po")


def main() -> None:
    """All languages but the master."""
    for language in LANGUAGES:
        if language == "en":
            continue
        path = po_path(language)
        messages = updated(library(), parsed(path.read_text("utf-8")) if path.exists() else [])
        path.write_text(written(messages, language), encoding="utf-8", newline="\n")
        catalogue_path(language).write_bytes(compiled(messages, language))
        done = sum(bool(message.translation) and not message.fuzzy for message in messages)
        print(f"{language}: {done} of {len(messages)} texts translated, {sum(message.fuzzy for message in messages)} stale")


if __name__ == "__main__":
    main()
