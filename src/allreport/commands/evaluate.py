"""`allreport evaluate`: how right the parser is on a laboratory's own annotated reports."""

from __future__ import annotations

import argparse
import json
import sys
from pathlib import Path

from allreport.commands.output import READ_ALL, SOME_FAILED, USAGE, Commands


def add(commands: Commands) -> None:
    about = (
        "Scores the parser on a folder of pairs NAME.txt and NAME.json (docs/gold-format.md; allreport annotate writes drafts): precision, recall and F1 "
        "by field, precision by review level. Exit status: 0; 1 below --fail-under; 2 wrong usage. Misses quote values of the reports."
    )
    evaluate = commands.add_parser("evaluate", help="score the parser on annotated reports", description=about)
    evaluate.add_argument("folder", metavar="DIR", type=Path)
    evaluate.add_argument("--errors", action="store_true", help="list each miss and each wrong row")
    evaluate.add_argument("--json", action="store_true", help="all figures and misses as JSON")
    evaluate.add_argument("--fail-under", metavar="F1", type=float, help="exit status 1 where the F1 over all fields is below")
    evaluate.set_defaults(run=run)


def run(arguments: argparse.Namespace, parser: argparse.ArgumentParser) -> int:
    from allreport.errors import AllReportError
    from allreport.evaluate.score import as_data, score_folder, table

    try:
        score = score_folder(arguments.folder)
    except AllReportError as error:
        print(f"allreport evaluate: {error}", file=sys.stderr)
        return USAGE
    if not score.documents:
        parser.error(f"{arguments.folder}: no pairs of NAME.txt and NAME.json")
    if arguments.json:
        lines = [json.dumps(as_data(score), ensure_ascii=False, indent=2)]
    else:
        lines = [*(f"{name:40} {kind:16} {what}" for name, kind, what in score.errors if arguments.errors), *table(score)]
    sys.stdout.buffer.write("".join(f"{line}\n" for line in lines).encode())
    below = arguments.fail_under is not None and score.overall.f1 < arguments.fail_under
    return SOME_FAILED if below else READ_ALL
