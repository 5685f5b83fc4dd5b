"""Every text that can be shown, for whoever answers for it: by reader and language, with trigger, sources, dates, grade and hash."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from html import escape
from io import StringIO
from typing import Literal, NamedTuple, get_args

from allreport.explain.library import LANGUAGES, VARIANTS, Entry, book, fingerprint, library, slots_of
from allreport.explain.model import Language, Reader
from allreport.explain.readability import grade, inflesz
from allreport.explain.render.style import STYLE


class Row(NamedTuple):
    """One text for one reader in one language."""

    id: str
    reader: str
    language: str
    trigger: str
    text: str
    slots: str
    facts: str
    sources: str
    written: str
    review_due: str
    checked_by: str
    measure: str
    hash: str


def catalogue(form: Literal["html", "csv"]) -> str:
    """The catalogue as one HTML file or as CSV."""
    return as_csv() if form == "csv" else as_html()


def rows() -> Iterator[Row]:
    """Every statement for every reader in every language; readers who share their words stand in one row."""
    for entry in library().entries.values():
        for language in LANGUAGES:
            for variant in entry.texts:
                readers = [reader for reader in get_args(Reader) if variant in {"text", VARIANTS[reader]}]
                words = book(language, readers[0]).words[entry.id]
                if words is not None:
                    yield row(entry, language, readers, words)


def row(entry: Entry, language: Language, readers: list[str], words: str) -> Row:
    """One row."""
    known = library()
    sources = dict.fromkeys(source for fact in entry.facts for source in known.facts[fact].sources)
    return Row(
        entry.id, " ".join(readers), language, trigger(entry.id), words, " ".join(slots_of(words)), " ".join(entry.facts), "; ".join(known.sources[source]["title"] for source in sources),
        entry.written.isoformat(), entry.review_due.isoformat(), entry.checked_by, f"{grade(words) if language == 'en' else inflesz(words):.1f}", fingerprint(entry.id, words),
    )  # fmt: skip


def trigger(ref: str) -> str:
    """When a text is shown, from its id: `mrd.absent.headline` -> mrd: absent (headline)."""
    parts = ref.split(".")
    layer = f" ({parts[-1]})" if len(parts) > 1 and parts[-1] in {"headline", "plain", "more"} else ""
    middle = " ".join(part for part in parts[1:] if not layer or part != parts[-1]).replace("_", " ")
    return f"{parts[0]}: {middle}{layer}" if middle else f"{parts[0]}{layer}"


def as_csv() -> str:
    """Comma-separated, with a head."""
    out = StringIO()
    table = csv.writer(out, lineterminator="\n")
    table.writerow(Row._fields)
    table.writerows(rows())
    return out.getvalue()


def as_html() -> str:
    """One table."""
    head = "".join(f'<th scope="col">{name}</th>' for name in Row._fields)
    body = "\n".join("<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in row) + "</tr>" for row in rows())
    style = STYLE + "\nbody{max-width:none}table{border-collapse:collapse;font-size:.8rem}th,td{border:1px solid var(--line);padding:.3rem .4rem;text-align:left;vertical-align:top}"
    return (
        f'<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n<title>Texts for patients</title>\n<style>{style}</style>\n</head>\n<body>\n<h1>Texts for patients</h1>\n'
        f"<p>Library {library().digest}. No clinician has checked these texts unless checked_by says so. measure: Flesch-Kincaid grade (en), INFLESZ (es), of the text alone.</p>\n"
        f"<table>\n<thead><tr>{head}</tr></thead>\n<tbody>\n{body}\n</tbody>\n</table>\n</body>\n</html>\n"
    )
