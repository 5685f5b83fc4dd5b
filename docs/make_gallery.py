"""Writes docs/explanations-gallery.md: ten invented reports with their pages. A test fails where it is not current."""

from __future__ import annotations

import tomllib
from pathlib import Path

import allreport
from allreport.explain import explain

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "explanations-gallery.md"
HEAD = """# Ten reports and their explanations

The reports are invented. The pages are what `allreport explain --format text` gives, without the lists at the end. **No clinician
has checked these texts.** This page is written by `docs/make_gallery.py`; edit the library instead.
"""


def page() -> str:
    """The whole page."""
    cases = tomllib.loads((ROOT / "tests" / "explain" / "cases.toml").read_text("utf-8"))["case"]
    return "\n".join([HEAD, *(shown(case) for case in cases[:10])])


def shown(case: dict[str, str]) -> str:
    """One report and its page."""
    language = case.get("language", "en")
    made = explain(allreport.parse(case["text"]), source=case["text"], reader=case["reader"], language=language)  # type: ignore[arg-type]
    told = made.to_text().partition("\n" + made.labels["questions"].upper())[0].strip()
    title = case["id"].partition(" ")[2]
    head = f"## {title[0].upper()}{title[1:]}\n\nThe report:\n\n```\n{case['text'].strip()}\n```\n"
    return f"{head}\nThe page (`{case['reader']}`, `{language}`):\n\n```\n{told}\n```\n"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8", newline="\n")
