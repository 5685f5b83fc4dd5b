"""`allreport annotate`: a first draft of the gold of a report."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from allreport.commands.output import READ_ALL, SOME_FAILED, Commands


def add(commands: Commands) -> None:
    about = (
        "Writes what the parser reads in a report as a first draft of its gold (docs/gold-format.md), to be corrected by hand. With -o the text is "
        "written beside it, as allreport evaluate needs both."
    )
    annotate = commands.add_parser("annotate", help="draft the gold of a report", description=about)
    annotate.add_argument("path", metavar="PATH", type=Path, help="a report of any kind that can be read")
    annotate.add_argument("-o", dest="out", metavar="NAME.json", type=Path, help="write the draft here, and the text to NAME.txt; neither may be there yet")
    annotate.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.documents.reading import read_document
    from allreport.errors import AllReportError
    from allreport.evaluate.draft import draft
    from allreport.pipeline import parse

    try:
        document = read_document(arguments.path)
        made = json.dumps(draft(parse(document)), ensure_ascii=False, indent=2).encode() + b"\n"
    except AllReportError as error:
        print(f"allreport annotate: {error}", file=sys.stderr)
        return SOME_FAILED
    if arguments.out is None:
        sys.stdout.buffer.write(made)
        return READ_ALL
    text = arguments.out.with_suffix(".txt")
    targets = [(arguments.out, made)] if text.resolve() == arguments.path.resolve() else [(arguments.out, made), (text, document.text.encode())]
    if arguments.out.suffix != ".json" or any(path.exists() for path, _ in targets):
        parser.error(f"{arguments.out}: must end in .json, and neither it nor its .txt may be there; work that was corrected is not overwritten")
    try:
        for path, content in targets:
            path.write_bytes(content)
    except OSError as error:
        parser.error(f"cannot write {error.filename}: {error.strerror}; choose another place")
    return READ_ALL
