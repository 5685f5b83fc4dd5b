"""Scores the fixtures: `python tests/score.py [FOLDER] [--errors]`, as `allreport evaluate` does; the folder of reports is the default."""

from __future__ import annotations

import sys

from allreport import cli
from allreport.evaluate.score import Score, pairs, score_folder
from gold import REPORTS

__all__ = ["Score", "pairs", "score_folder"]

if __name__ == "__main__":
    given = sys.argv[1:]
    folder = [] if any(not argument.startswith("-") for argument in given) else [str(REPORTS)]
    sys.exit(cli.main(["evaluate", *folder, *given]))
