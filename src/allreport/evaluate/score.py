"""Scores `facts` rows against the gold of a folder: precision, recall and F1 for each field (rules: docs/gold-format.md)."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from allreport.errors import InputError
from allreport.evaluate.answers import Answer, distinct, implied, of_gold, of_row, scored
from allreport.flat import Fact, facts
from allreport.pipeline import parse

WORDS = ("disease", "lineage", "cns", "sex", "report_status")
KEYS = {"blasts": "blasts", "cbc": "cbc", "immunophenotype": "marker", "karyotypes": "karyotype", "genetic_findings": "genetic_finding", "mrd": "mrd"}
NO_ANSWER = frozenset({"pending", "failed", "not_tested"})


def ratio(part: int, whole: int) -> float:
    return part / whole if whole else 1.0


@dataclass
class Tally:
    """Counts of one field."""

    right: int = 0
    wrong: int = 0
    missed: int = 0

    def figures(self) -> tuple[float, float, float]:
        """Precision, recall and F1; 1 where nothing was asked for and nothing given."""
        given, asked = self.right + self.wrong, self.right + self.missed
        return ratio(self.right, given), ratio(self.right, asked), ratio(2 * self.right, given + asked)

    @property
    def f1(self) -> float:
        return self.figures()[2]


@dataclass
class Score:
    """The tally of a folder, field by field; `old` counts earlier results that were told as such."""

    fields: dict[str, Tally] = field(default_factory=dict)
    old: dict[str, Tally] = field(default_factory=dict)
    reviews: dict[str, Tally] = field(default_factory=dict)  # rows of list fields by how far they may be used unseen; nothing is missed here
    errors: list[tuple[str, str, str]] = field(default_factory=list)
    documents: int = 0
    misplaced: int = 0  # rows whose text does not stand at their offsets
    limits_as_results: int = 0

    @property
    def overall(self) -> Tally:
        tallies = self.fields.values()
        return Tally(sum(one.right for one in tallies), sum(one.wrong for one in tallies), sum(one.missed for one in tallies))

    @property
    def mean(self) -> float:
        return sum(tally.f1 for tally in self.fields.values()) / max(1, len(self.fields))


def pairs(folder: Path) -> Iterator[tuple[str, str, dict[str, Any]]]:
    """(name, report, gold) of each pair; line ends are left as they are, so that offsets hold."""
    for path in sorted(folder.glob("*.json")):
        try:
            with path.with_suffix(".txt").open(encoding="utf-8", newline="") as file:
                text = file.read()
            gold = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise InputError(f"{path}: the report or its gold cannot be read ({type(error).__name__}); both must be UTF-8", code="unreadable") from None
        if not isinstance(gold, dict):
            raise InputError(f"{path}: no gold; it must be one JSON object", code="broken_json")
        yield path.stem, text, gold


def score_folder(folder: Path) -> Score:
    score = Score()
    for name, text, gold in pairs(folder):
        score.documents += 1
        rows = facts(parse(text))
        score.misplaced += sum(row.start is not None and text[row.start : row.end] != row.text for row in rows)
        score_document(score, name, gold, rows)
    return score


def score_document(score: Score, name: str, gold: dict[str, Any], rows: list[Fact]) -> None:
    current = [row for row in rows if row.temporality != "previous" and row.certainty != "possible"]
    for key in WORDS:
        if gold.get(key) is not None:
            answers = list(dict.fromkeys(str(row.value) for row in current if row.field == key))
            score_word(score, name, key, str(gold[key]), answers, (gold.get("tolerated") or {}).get(key))
    if gold.get("age_years") is not None:
        ages = [float(row.value) for row in current if row.field == "age" and row.value is not None]
        want = float(gold["age_years"])
        same = [abs(age - want) <= 0.1 or (want >= 2 and int(age) == int(want)) for age in ages]
        judge(score, name, "age", want, ages, bool(same and same[0]))
    for key, kind in KEYS.items():
        if gold.get(key) is not None:
            score_list(score, name, kind, key, gold, rows)


def score_word(score: Score, name: str, key: str, want: str, answers: list[str], tolerated: Any) -> None:
    if key == "disease" and not answers:
        answers = ["none"]
    if want == "not stated":
        if answers:
            score.fields.setdefault(key, Tally()).wrong += 1
            score.errors.append((name, key, f"nothing is stated, got {answers[0]}"))
        return
    allowed = tolerated if isinstance(tolerated, list) else [tolerated]
    right = bool(answers) and (answers[0] == want or (want.startswith("CNS") and answers[0].startswith(want)))
    if right or not answers or answers[0] not in allowed:
        judge(score, name, key, want, answers, right)


def judge(score: Score, name: str, key: str, want: object, answers: Sequence[object], right: bool) -> None:
    """One answer is asked for: the first counts, each further one is wrong."""
    tally = score.fields.setdefault(key, Tally())
    tally.wrong += max(0, len(set(answers)) - 1)
    if right:
        tally.right += 1
        return
    tally.missed += 1
    tally.wrong += bool(answers)
    score.errors.append((name, key, f"want {want}, got {answers[0] if answers else None}"))


def score_list(score: Score, name: str, kind: str, key: str, gold: dict[str, Any], rows: list[Fact]) -> None:
    wanted = distinct(of_gold(kind, item) for item in gold[key])
    allowed = [of_gold(kind, item) for item in (gold.get("tolerated") or {}).get(key) or []]
    before = distinct(of_gold(kind, item) for item in (gold.get("previous") or {}).get(key) or [])
    if kind == "cbc":  # blasts of the blood may stand in both places
        allowed += [Answer("cbc", name="BLAST%", value=item["percent"]) for item in gold.get("blasts") or [] if item["site"] == "peripheral_blood"]
    mine = [row for row in rows if row.field == kind and row.certainty != "possible"]
    got = distinct(of_row(row) for row in mine if row.temporality != "previous")
    levels = {of_row(row): row.review or "none" for row in reversed(mine) if row.temporality != "previous"}
    tally = score.fields.setdefault(kind, Tally())
    for want in wanted:
        match = next((one for one in got if one.agrees(want)), None)
        if match is None:
            tally.missed += 1
            score.errors.append((name, kind, f"missed {want}"))
        else:
            tally.right += 1
            score.reviews.setdefault(levels[match], Tally()).right += 1
            got.remove(match)
    limits = {item.get("lod_percent") for item in gold[key] if kind == "mrd"} - {None}
    for one in got:
        if one.word not in NO_ANSWER and scored(one) and not implied(one, wanted) and not any(one.agrees(other) for other in allowed):
            tally.wrong += 1
            score.reviews.setdefault(levels[one], Tally()).wrong += 1
            score.limits_as_results += one.value is not None and one.value in limits
            score.errors.append((name, kind, f"wrong  {one}"))
    told = [of_row(row) for row in mine if row.temporality == "previous"]
    earlier = score.old.setdefault(kind, Tally())
    found = sum(any(one.agrees(old) for one in told) for old in before)
    earlier.right += found
    earlier.missed += len(before) - found


def table(score: Score) -> Iterator[str]:
    yield f"{'field':24}{'gold':>6}{'precision':>11}{'recall':>9}{'F1':>8}"
    for name, tally in [*sorted(score.fields.items()), ("all fields", score.overall)]:
        yield "{:24}{:6}{:11.3f}{:9.3f}{:8.3f}".format(name, tally.right + tally.missed, *tally.figures())
    yield f"{'mean of fields':24}{len(score.fields):6}{'':20}{score.mean:8.3f}"
    for name, tally in sorted(score.reviews.items()):
        yield f"{'review: ' + name:24}{tally.right + tally.wrong:6}{tally.figures()[0]:11.3f}"
    for name, tally in sorted(score.old.items()):
        yield f"{'earlier: ' + name:24}{tally.right + tally.missed:6}{'':11}{tally.figures()[1]:9.3f}"
    yield f"{score.documents} reports; {score.misplaced} rows off their offsets; {score.limits_as_results} detection limits read as results"


def as_data(score: Score) -> dict[str, Any]:
    """The figures as plain data, for dashboards."""

    def of(tally: Tally) -> dict[str, float]:
        precision, recall, f1 = (round(figure, 4) for figure in tally.figures())
        return {"right": tally.right, "wrong": tally.wrong, "missed": tally.missed, "precision": precision, "recall": recall, "f1": f1}

    return {
        "documents": score.documents,
        "all_fields": of(score.overall),
        "mean_of_fields": round(score.mean, 4),
        "fields": {name: of(tally) for name, tally in sorted(score.fields.items())},
        "reviews": {name: {"rows": one.right + one.wrong, "precision": round(one.figures()[0], 4)} for name, one in sorted(score.reviews.items())},
        "earlier": {name: {"listed": one.right + one.missed, "recall": round(one.figures()[1], 4)} for name, one in sorted(score.old.items())},
        "errors": [{"report": name, "field": kind, "what": what} for name, kind, what in score.errors],
    }
