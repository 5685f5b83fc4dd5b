"""Long runs of `allreport parse`: speed on two processes, memory, kills, and a folder of good and damaged files.

    python bench/bench_batch.py speed [--files 20000]      files in a folder to JSON Lines, one process and two
    python bench/bench_batch.py memory [--files 20000]     peak of parent and workers, for so many files and for ten times as many
    python bench/bench_batch.py kills [--runs 100]         runs killed at random and resumed: what was lost, what stands twice
    python bench/bench_batch.py mixed                      2,000 good and 200 damaged files of every kind
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

HERE = Path(__file__).parent
SHORT = "B-ALL, 92% blasts.\nWBC 45.2 x10^9/L\n"


def texts() -> list[str]:
    return [json.loads(line)["text"] for line in (HERE / "reports.jsonl").read_text("utf-8").splitlines()]


def folder(place: Path, count: int, contents: list[str]) -> Path:
    """So many text files, a thousand in each directory."""
    for number in range(count):
        path = place / f"{number // 1000:04}" / f"{number:06}.txt"
        if number % 1000 == 0:
            path.parent.mkdir(parents=True)
        path.write_bytes(contents[number % len(contents)].encode())
    return place


def parse(*arguments: object) -> list[str]:
    return [sys.executable, "-m", "allreport", "parse", *map(str, arguments), "--quiet"]


def speed(place: Path, files: int) -> None:
    source = folder(place / "in", files, texts())
    rates, processor = {}, {}
    for jobs in (1, 2):
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        begun = time.perf_counter()
        subprocess.run(parse(source, "-o", place / f"{jobs}.jsonl", "--jobs", jobs), check=True)
        rates[jobs] = files / (time.perf_counter() - begun)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor[jobs] = (after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime) / files
    print(f"{files:,} files: {rates[1]:.0f} and {rates[2]:.0f} reports/s, {rates[2] / rates[1]:.2f} times")
    alone = parse_alone()
    print(f"of a core: {alone / processor[1]:.0%} and {alone / processor[2]:.0%} of parse and JSON alone ({alone * 1000:.2f} ms of processor time)")


def parse_alone() -> float:
    """Processor time of one report, in seconds, without files and processes."""
    import allreport

    reports = texts()
    for text in reports:
        allreport.parse(text)
    begun = time.process_time()
    for _ in range(5):
        for text in reports:
            allreport.parse(text).model_dump_json()
    return (time.process_time() - begun) / 5 / len(reports)


def memory(place: Path, files: int) -> None:
    for count in (files, 10 * files):
        source = folder(place / str(count), count, [SHORT])
        running = subprocess.Popen(parse(source, "-o", place / "out.jsonl", "--jobs", 2))
        peaks: dict[int, int] = {}
        while running.poll() is None:
            for process in [running.pid, *children(running.pid)]:
                peaks[process] = max(peaks.get(process, 0), peak(process))
            time.sleep(0.2)
        parent = peaks.pop(running.pid)
        print(f"{count:,} files: parent {parent / 1024:.1f} MB, workers {', '.join(f'{size / 1024:.1f} MB' for size in peaks.values())}")


def children(process: int) -> list[int]:
    found = []
    for path in Path(f"/proc/{process}/task").glob("*/children"):
        found += [int(number) for number in path.read_text().split()]
    return found


def peak(process: int) -> int:
    """The most memory a process has had, in kilobytes."""
    try:
        status = Path(f"/proc/{process}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in status.splitlines() if line.startswith("VmHWM")), 0)


def kills(place: Path, runs: int) -> None:
    rows = place / "in.jsonl"
    wanted = 600
    rows.write_text("".join(json.dumps({"id": number, "text": SHORT if number % 10 else ""}) + "\n" for number in range(wanted)), "utf-8")
    lost = twice = killed = 0
    for seed in range(runs):
        moments = random.Random(seed)  # noqa: S311  no secret
        out, errors = place / f"{seed}.jsonl", place / f"{seed}.errors"
        for attempt in range(9):
            running = subprocess.Popen(parse(rows, "-o", out, "--errors", errors, "--resume", "--jobs", 1 + seed % 2))
            try:
                running.wait(timeout=moments.uniform(0.2, 2.0) if attempt < 8 else None)
                break
            except subprocess.TimeoutExpired:
                running.kill()
                running.wait()
                killed += 1
        found = [json.loads(line)["id"] for path in (out, errors) for line in path.read_bytes().splitlines()]
        lost += wanted - len(set(found))
        twice += len(found) - len(set(found))
    print(f"{runs} runs, killed {killed} times: {lost} records lost, {twice} twice")


def mixed(place: Path) -> None:
    sys.path.insert(0, str(HERE.parent / "tests"))
    from test_inputs import DAMAGED, MAKERS, TEXT

    source = place / "in"
    source.mkdir()
    good = {("txt" if kind == "text" else kind): make(TEXT) for kind, make in MAKERS.items()}
    bad = [(Path(name).suffix, data) for name, data, _, _ in DAMAGED if Path(name).suffix in {".pdf", ".docx", ".rtf", ".html", ".hl7", ".json", ".txt"}]
    for number in range(2000):
        kind = list(good)[number % len(good)]
        (source / f"good-{number:04}.{kind}").write_bytes(good[kind])
    for number in range(200):
        suffix, data = bad[number % len(bad)]
        (source / f"bad-{number:03}{suffix}").write_bytes(data)
    done = subprocess.run(parse(source, "-o", place / "out.jsonl", "--errors", place / "errors.jsonl", "--jobs", 2), check=False)
    counts = [len((place / name).read_bytes().splitlines()) for name in ("out.jsonl", "errors.jsonl")]
    print(f"2,000 good and 200 damaged files: {counts[0]:,} reports, {counts[1]} error records, exit status {done.returncode}")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("speed", "memory", "kills", "mixed"))
    parser.add_argument("--files", type=int, default=20_000)
    parser.add_argument("--runs", type=int, default=100)
    arguments = parser.parse_args()
    place = Path(tempfile.mkdtemp())
    try:
        if arguments.what in {"speed", "memory"}:
            (speed if arguments.what == "speed" else memory)(place, arguments.files)
        elif arguments.what == "kills":
            kills(place, arguments.runs)
        else:
            mixed(place)
    finally:
        shutil.rmtree(place, ignore_errors=True)


if __name__ == "__main__":
    main()
