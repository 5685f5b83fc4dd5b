"""Reports a second on one core, by stage, beside baselines in turns in the same run. See README.md of this folder."""

from __future__ import annotations

import argparse
import gc
import importlib.util
import json
import re
import statistics
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

import regex

from allreport import facts, parse, relevance
from allreport import pipeline as flow
from allreport.view import to_html

HERE = Path(__file__).parent
SET = 40  # reports that --collect takes
PAGE = 2500  # characters
STAGES = (
    "Document", "karyotypes.find", "scan", "decimal_comma", "date.read", "assemble.Timeline", "counts.read", "assemble.iscn",
    "genetics.read", "check_language", "patient.read", "patient.read_status", "specimen.read", "blasts.read_cellularity",
    "blasts.read_marrow_class", "csf.read", "disease.read", "blasts.read", "assemble.blast_percent", "mrd.read", "assemble.blasts",
    "assemble.counts", "markers.read", "assemble.markers", "assemble.genetics", "assemble.mrd", "assemble.little_understood",
    "Report.model_validate",
)  # fmt: skip
MEDSPACY = """
import json, sys, time
sys.path.insert(0, sys.argv[1])
sys.stdout, out = sys.stderr, sys.stdout
import importlib.util
texts = [json.loads(line)["text"] for line in open(sys.argv[2], encoding="utf-8")]
source = open(sys.argv[1] + "/medspacy_baseline.py", encoding="utf-8").read().split("def timed(")[0]
scope = {"__name__": "baseline"}
exec(compile(source, "medspacy_baseline.py", "exec"), scope)
try:
    from loguru import logger
    logger.remove()
except ImportError:
    pass
nlp = scope["make"]()
nlp(texts[0])
start = time.perf_counter()
for text in texts:
    nlp(text)
out.write(str(time.perf_counter() - start))
"""

Run = Callable[[], object]


def load_texts(path: Path) -> list[str]:
    return [json.loads(line)["text"] for line in path.read_text("utf-8").splitlines()]


def collect(folder: Path) -> None:
    """Write the invented reports of a folder of fixtures as reports.jsonl: every so many of them, by name."""
    paths = sorted(folder.glob("*.txt"))
    with (HERE / "reports.jsonl").open("w", encoding="utf-8", newline="") as out:
        for path in paths[:: max(1, len(paths) // SET)][:SET]:
            with path.open(encoding="utf-8", newline="") as file:
                out.write(json.dumps({"id": path.stem, "text": file.read()}, ensure_ascii=False) + "\n")


def load(path: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location(path.stem, path)
    if spec is None or spec.loader is None:
        sys.exit(f"{path} cannot be loaded")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def plain(patterns: ModuleType, engine: Any, texts: list[str]) -> Run:
    """The plain script: separate patterns, each over the whole report, no negation, no models."""
    once = [engine.compile(pattern, engine.IGNORECASE).search for pattern in patterns.SEARCH.values()]
    every = [engine.compile(pattern, engine.IGNORECASE).findall for pattern in patterns.FINDALL.values()]

    def run() -> None:
        for text in texts:
            for search in once:
                search(text)
            for findall in every:
                findall(text)

    return run


def each(function: Callable[[Any], object], items: list[Any]) -> Run:
    def run() -> None:
        for item in items:
            function(item)

    return run


def in_turns(runs: dict[str, Run], rounds: int, between: Callable[[], float] | None) -> dict[str, float]:
    """Median seconds of each over the rounds; `between` gives the seconds of what runs in another process."""
    taken: dict[str, list[float]] = defaultdict(list)
    for run in runs.values():
        run()
    for number in range(rounds):
        for name, run in runs.items():
            start = time.perf_counter()
            run()
            taken[name].append(time.perf_counter() - start)
        if between is not None and number == rounds // 2:
            taken["medSpaCy"].append(between())
    return {name: statistics.median(times) for name, times in taken.items()}


def medspacy(python: Path, folder: Path, reports: Path) -> float:
    done = subprocess.run([str(python), "-c", MEDSPACY, str(folder), str(reports)], check=True, capture_output=True, text=True)
    return float(done.stdout)


@contextmanager
def timed_stages(spent: dict[str, float]) -> Iterator[None]:
    """Each stage of the flow with a clock around it; what a stage no longer has is passed over."""
    kept = []
    for stage in STAGES:
        owner: Any = flow
        *path, name = stage.split(".")
        for step in path:
            owner = getattr(owner, step, None)
        function = getattr(owner, name, None)
        if function is not None:
            kept.append((owner, name, vars(owner).get(name)))
            setattr(owner, name, timed(function, stage, spent))
    try:
        yield
    finally:
        for owner, name, function in kept:
            if function is None:  # inherited
                delattr(owner, name)
            else:
                setattr(owner, name, function)


def timed(function: Callable[..., Any], stage: str, spent: dict[str, float]) -> Callable[..., Any]:
    def run(*arguments: Any, **named: Any) -> Any:
        start = time.perf_counter()
        try:
            return function(*arguments, **named)
        finally:
            spent[stage] += time.perf_counter() - start

    return run


def show_stages(texts: list[str]) -> None:
    spent: dict[str, float] = defaultdict(float)
    start = time.perf_counter()
    with timed_stages(spent):
        for text in texts:
            parse(text)
    total = time.perf_counter() - start
    print(f"\nstages of parse, microseconds a report ({total / len(texts) * 1e6:.0f} in all with the clocks)")
    for stage, seconds in sorted(spent.items(), key=lambda item: -item[1]):
        print(f"  {stage:28} {seconds / len(texts) * 1e6:8.1f}  {100 * seconds / total:5.1f} %")


def show(medians: dict[str, float], texts: list[str]) -> None:
    characters = sum(map(len, texts))
    print(f"{len(texts)} reports, {characters:,} characters, {characters / len(texts):.0f} each; medians of rounds in turns\n")
    print(f"{'':18} {'reports/s':>10} {'of 2.5 KB/s':>12} {'us/report':>10}   speed of parse against it")
    for name, seconds in medians.items():
        each_one = seconds / len(texts) * 1e6
        print(f"{name:18} {len(texts) / seconds:10.0f} {characters / PAGE / seconds:12.0f} {each_one:10.1f}   {seconds / medians['parse']:.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--reports", type=Path, default=HERE / "reports.jsonl", help="JSON Lines with text")
    parser.add_argument("--baselines", type=Path, help="folder with patterns.py and medspacy_baseline.py")
    parser.add_argument("--medspacy", type=Path, help="interpreter of an environment with medSpaCy")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--collect", type=Path, metavar="FOLDER", help="write reports.jsonl from a folder of reports, and stop")
    arguments = parser.parse_args()
    if arguments.collect:
        collect(arguments.collect)
        return
    texts = load_texts(arguments.reports)
    reports = [parse(text) for text in texts]
    gc.freeze()  # what is kept for the other rows must not slow down parse
    runs: dict[str, Run] = {"parse": each(parse, texts)}
    between = None
    if arguments.baselines:
        patterns = load(arguments.baselines / "patterns.py")
        runs |= {"plain regex": plain(patterns, regex, texts), "plain re": plain(patterns, re, texts)}
        if arguments.medspacy:
            between = lambda: medspacy(arguments.medspacy, arguments.baselines.resolve(), arguments.reports.resolve())  # noqa: E731
    runs |= {"facts": each(facts, reports), "model_dump_json": each(lambda report: report.model_dump_json(), reports), "relevance": each(relevance, texts)}
    runs["view.to_html"] = lambda: [to_html(report, text) for report, text in zip(reports, texts, strict=True)]
    show(in_turns(runs, arguments.rounds, between), texts)
    show_stages(texts)


if __name__ == "__main__":
    main()
