"""Builds the gallery: the reports that docs/gallery.md lists, as a site. `python docs/make_show_gallery.py [DIRECTORY]`; default docs/_build/gallery."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

from allreport import parse
from allreport.view import Site, read_view

DOCS = Path(__file__).parent
ROW = re.compile(r"^\| \[([^\]]+)\]\(([^)]+\.txt)\)", re.MULTILINE)


def listed() -> list[tuple[str, Path]]:
    """Titles and files of the reports on the page."""
    return [(title, DOCS / path) for title, path in ROW.findall((DOCS / "gallery.md").read_text("utf-8"))]


def build(directory: Path) -> None:
    """Write the site anew."""
    shutil.rmtree(directory, ignore_errors=True)
    with Site(directory) as site:
        for title, path in listed():
            text = path.read_bytes().decode("utf-8")
            site.add(f"{title} (invented)", read_view(parse(text), text))


if __name__ == "__main__":
    build(Path(sys.argv[1]) if len(sys.argv) > 1 else DOCS / "_build" / "gallery")
