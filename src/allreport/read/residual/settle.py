"""Findings to results: what is one result is joined, single targets give way to a stated result, limits go to their results."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from allreport.patterns import compile  # noqa: A004
from allreport.read.residual.case import Case, Limit
from allreport.read.residual.details import describe
from allreport.read.residual.levels import holds_any
from allreport.read.residual.statements import EARLIER_ROLES
from allreport.read.residual.times import time_keys
from allreport.vocabulary.residual import AMENDED, COURSE, IN_MAINTENANCE, MAINTENANCE, ORIGINAL, THERAPIES

PRIVATE = ("_keys", "_date", "_now", "_had", "_cell", "_summary", "_weak", "_below", "_top", "_therapy")  # what the readers note for each other


def finish(case: Case) -> list[dict[str, Any]]:
    """The results of a report: which are of earlier samples, what is one result, the time of the report's own sample."""
    if not case.results:
        return []
    mark_earlier(case)
    order(case)
    kept = replaced(case, settle(case.results, case.limits))
    for finding in kept:
        if finding.get("temporality") != "previous":
            give_own_time(case, finding)
        describe(case, finding)
        for key in PRIVATE:
            finding.pop(key, None)
    return kept


def mark_earlier(case: Case) -> None:
    """Marks what is dated or stated as earlier than the report's own sample."""
    latest = max((finding["_date"] for finding in case.results if finding["_date"]), default="")
    if latest and case.own_date:
        latest = max(latest, case.own_date)
    undated = any(not finding["_date"] and not finding["_keys"] and finding.get("temporality") != "previous" for finding in case.results)
    if undated and case.titled and not case.own_date:
        latest = max(latest, weeks_before(case.head_date))
    for finding in case.results:
        if finding["_keys"] & case.own_keys:
            continue
        if (finding["_date"] and finding["_date"] < latest) or (
            finding.get("_cell") and (finding["_clause"].section.role in EARLIER_ROLES or stated_apart(case, finding))
        ):
            finding["temporality"] = "previous"
    if any(not finding.get("_had") and finding.get("temporality") != "previous" for finding in case.results):
        for finding in case.results:
            if finding.get("_had") and not finding.get("_now"):
                finding["temporality"] = "previous"  # 'it had been 0.4 %', beside what is
    if any(finding.get("_now") and finding.get("temporality") != "previous" for finding in case.results):
        now = case.own_keys.union(*(finding["_keys"] for finding in case.results if finding.get("_now") and finding.get("temporality") != "previous"))
        for finding in case.results:
            if finding["_keys"] and not finding.get("_now") and not finding.get("_cell") and not finding["_keys"] & now:
                finding["temporality"] = "previous"


def weeks_before(day: tuple[int, ...]) -> str:
    """The day four weeks before the date of the report, as it sorts; a sample of a result that is printed with an older day is not the report's own."""
    return (date(*day) - timedelta(days=OLD)).isoformat() if day else ""


OLD = 28  # days


def order(case: Case) -> None:
    """Where current results carry several days, or several numbered points, and the report names none as its own, the last is its own."""
    if case.own or any(finding.get("_now") for finding in case.results):
        return
    for kind in ("day", "point"):
        placed = [(dict(finding["_keys"]).get(kind), finding) for finding in case.results if finding.get("temporality") != "previous"]
        known = {number + after_transplant(finding) for number, finding in placed if isinstance(number, int)}
        for number, finding in placed:
            if isinstance(number, int) and number + after_transplant(finding) < max(known):
                finding["temporality"] = "previous"
    order_moments(case)


def order_moments(case: Case) -> None:
    """The same for named moments, among each other and beside days: 'EOI MRD 0.2 %, end of consolidation MRD negative'."""
    placed = [(*place_in_course(finding), finding) for finding in case.results if finding.get("temporality") != "previous"]
    latest = max((place for place, _, _ in placed if place is not None), default=0)
    if not case.titled and not case.reading.narrative and latest < COURSE[MAINTENANCE] and in_maintenance(case):
        latest = COURSE[MAINTENANCE]
    sure = any(place == latest and not named for place, named, _ in placed)
    for place, named, finding in placed:
        if place is not None and (named or not sure) and place + (APART if place > EARLY else EARLY_APART) < latest:
            finding["temporality"] = "previous"


# A named moment stands for a day that varies between protocols: two are told apart where they are this many days apart.
APART, EARLY, EARLY_APART = 30, 22, 8


def place_in_course(finding: dict[str, Any]) -> tuple[int | None, bool]:
    """The day of a result, counted through the transplant, and whether it is that of a named moment; None where it tells no time."""
    keys = dict(finding["_keys"])
    day = keys.get("day")
    if isinstance(day, int):
        return day + after_transplant(finding), False
    return COURSE.get(str(keys.get("name") or f"tp{keys.get('point')}")), True


def in_maintenance(case: Case) -> bool:
    """Whether the patient is said to be in maintenance: all results of the first weeks are earlier ones."""
    return MAINTENANCE in case.document.words and ON_MAINTENANCE.search(case.folded) is not None


ON_MAINTENANCE = compile("|".join(IN_MAINTENANCE))


def after_transplant(finding: dict[str, Any]) -> int:
    """Days counted from a transplant or a cell therapy come after those of the first treatment."""
    if finding.get("_therapy") in {"post_transplant", "post_car_t"}:
        return 10_000
    return 10_000 if holds_any(str(finding.get("timepoint", "")).lower(), THERAPIES) else 0


def stated_apart(case: Case, cell: dict[str, Any]) -> bool:
    """Whether the text states the current result of the same method, another than that of a dated cell."""
    if not (cell["_date"] or cell["_keys"]) or cell["_date"] == case.own_date:
        return False
    for other in case.results:
        if other.get("_cell") or other.get("temporality") == "previous" or other["_keys"] or different(other, cell, "method"):
            continue
        stated = other["status"] == "negative" or (other["status"] == "positive" and "level" in other)
        if stated and (other["status"], amount(other)) != (cell["status"], amount(cell)):
            return True
    return False


def give_own_time(case: Case, finding: dict[str, Any]) -> None:
    """The time of the report's sample in its own words, for a result without a time or with another name of the same one."""
    keys = finding["_keys"]
    same = next((time for time in case.own if time_keys(time) & keys), None) if keys else None
    if same is not None or (not keys and case.own):
        finding["timepoint"] = same or case.own[0]


def settle(results: list[dict[str, Any]], limits: list[Limit]) -> list[dict[str, Any]]:
    """A status word and the level beside it are one result; cells of single targets give way to a stated result; limits go to their results."""
    kept = results if len(results) == 1 else joined(results)
    if limits:
        give_limits(kept, limits)
    return kept


def joined(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results with those joined that are one, and without single targets that another result outdoes."""
    kept: list[dict[str, Any]] = []
    for finding in without_conclusion(found_below(results)):
        same = next((other for other in kept if mergeable(other, finding)), None)
        if same is None:
            kept.append(finding)
        else:
            join(same, finding)
    stated = []
    for finding in kept:
        whole = outdoes(finding, kept)
        if whole is None:
            stated.append(finding)
        elif finding.get("target"):
            give_target(whole, finding)
    return stated


def give_target(whole: dict[str, Any], finding: dict[str, Any]) -> None:
    """Keeps the result of one target with the result as a whole."""
    whole.setdefault("targets", []).append({key: finding[key] for key in OF_TARGET if finding.get(key) is not None})


OF_TARGET = ("text", "start", "end", "section", "rule", "target", "status", "level", "detection_limit", "quantification_limit", "review")


def found_below(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results, each bare '<0.01 %' joined with the words near it that say that something was found."""
    gone = []
    for weak in results:
        if not weak.get("_weak"):
            continue
        near = [
            other
            for other in results
            if other["status"] == "positive" and "level" not in other and abs(other["start"] - weak["start"]) < 400 and mergeable(other, weak)
        ]
        if near:
            join(min(near, key=lambda other: abs(other["start"] - weak["start"])), weak)
            gone.append(id(weak))
    return [finding for finding in results if id(finding) not in gone]


def without_conclusion(results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results without a negative one of a sample of which no conclusion is drawn: nothing was seen, but it could not be shown."""
    void = [finding for finding in results if finding["status"] == "indeterminate" and finding.get("temporality") != "previous"]
    if not void:
        return results
    return [finding for finding in results if finding["status"] != "negative" or not any(one_sample(finding, other) for other in void)]


def one_sample(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two results are of one method, place and time, as far as they tell."""
    if one.get("temporality") != other.get("temporality") or any(different(one, other, key) for key in ("method", "site", "_date", "target")):
        return False
    return not one["_keys"] or not other["_keys"] or bool(one["_keys"] & other["_keys"])


def replaced(case: Case, results: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The results without those that a corrected one replaces, which keeps them; two that disagree with nothing to decide between them are an issue."""
    gone: list[int] = []
    for index, one in enumerate(results[:MOST]):
        for other in results[index + 1 : MOST]:
            if id(one) in gone or id(other) in gone or not disagree(one, other):
                continue
            first, second = (is_amended(case, finding) for finding in (one, other))
            if first == second:
                case.reading.issue("conflict", "mrd", "two results of one method, sample and time", other["start"], other["end"])
                one["review"] = other["review"] = "check"
                continue
            winner, loser = (one, other) if first else (other, one)
            gone.append(id(loser))
            said = str(loser["level"].get("value")) if "level" in loser else loser["status"]
            place = {key: loser[key] for key in ("text", "start", "end", "section", "rule")}
            winner["alternatives"] = [*winner.get("alternatives", ()), {"value": said, **place}]
    return [finding for finding in results if id(finding) not in gone]


def disagree(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two current results of one method, place and time cannot both be."""
    for finding in (one, other):
        if finding.get("temporality") == "previous" or finding["status"] not in {"positive", "negative"} or finding.get("target") or finding.get("method") is None:
            return False
    same = all(one.get(key) == other.get(key) for key in ("method", "site", "_date")) and one["_keys"] == other["_keys"]
    if not same or one["status"] != other["status"]:
        return same
    sure = all(finding.get("level", {}).get("comparator") == "=" for finding in (one, other))
    return sure and not same_level(one["level"], other["level"])


def is_amended(case: Case, finding: dict[str, Any]) -> bool:
    """Whether words of correction stand before a result in its paragraph, with none for the first version behind them."""
    before = case.folded[max(0, finding["start"] - PARAGRAPH) : finding["start"]].rpartition("\n\n")[2]
    places = [before.rfind(word) for word in AMENDED]
    return max(places) >= 0 and not holds_any(before[max(places) :], ORIGINAL)


PARAGRAPH = 160  # characters
MOST = 40  # results of one report that are compared with each other


def single_target(finding: dict[str, Any]) -> bool:
    return bool(finding.get("_cell")) and not finding.get("_summary") and finding.get("temporality") != "previous"


def outdoes(finding: dict[str, Any], others: list[dict[str, Any]]) -> dict[str, Any] | None:
    """The stated result of the same method, or of a higher target, that stands beside the result of one target; None for what is none."""
    if not single_target(finding):
        return None
    for other in others:
        if other is finding or other.get("temporality") == "previous" or different(other, finding, "method") or different(other, finding, "site"):
            continue
        if (finding["_keys"] and other["_keys"] and not finding["_keys"] & other["_keys"]) or different(other, finding, "_date"):
            continue  # of another time
        if single_target(other) and different(other, finding, "target"):
            continue  # each target has its own result
        if not single_target(other) or (other["status"] == "positive" and finding["status"] != "positive") or amount(other) > amount(finding):
            return other
    return None


def amount(finding: dict[str, Any]) -> float:
    return float((finding.get("level") or {}).get("value") or 0.0)


def different(one: dict[str, Any], other: dict[str, Any], key: str) -> bool:
    return one.get(key) is not None and other.get(key) is not None and str(one[key]).lower() != str(other[key]).lower()


def mergeable(one: dict[str, Any], other: dict[str, Any]) -> bool:
    """Whether two findings can be one result. A bare '<0.01 %' is the level of a stated positive as well as of a negative."""
    if one.get("temporality") != other.get("temporality") or different(one, other, "method") or different(one, other, "site"):
        return False
    if different(one, other, "timepoint") and not (one["_keys"] & other["_keys"]):
        return False
    if one.get("_date") and other.get("_date") and one["_date"] != other["_date"]:
        return False
    if one["status"] != other["status"]:
        weak, strong = (one, other) if one.get("_weak") else (other, one)
        return bool(weak.get("_weak")) and strong["status"] == "positive" and "level" not in strong and not strong.get("_cell")
    return "level" not in one or "level" not in other or same_level(one["level"], other["level"])


def same_level(left: dict[str, Any], right: dict[str, Any]) -> bool:
    """Whether two levels are one, up to rounding between notations."""
    value = float(left.get("value") or 0)
    return left == right or (left.get("comparator") == right.get("comparator") and abs(value - float(right.get("value") or 0)) <= 0.03 * value)


def join(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Puts what `other` knows into `one`; the evidence of the level wins over that of the word."""
    if one["status"] != other["status"]:
        weak, strong = (one, other) if one.get("_weak") else (other, one)
        level = {"value": weak["detection_limit"], "comparator": "<", "written": weak["text"]}
        evidence = {key: weak[key] for key in ("text", "start", "end", "section")}
        merged = {**weak, **{key: value for key, value in strong.items() if value is not None}, **evidence, "level": level, "rule": "mrd.level", "_weak": False}
        merged.pop("detection_limit", None)
        one.clear()
        one.update(merged)
        return
    keep_targets(one, other)
    if "level" in other and "level" not in one:
        for key in ("text", "start", "end", "section", "rule", "level", "_clause"):
            one[key] = other[key]
    for key in ("timepoint", "method", "detection_limit", "quantification_limit", "review", "_date"):
        if one.get(key) is None and other.get(key) is not None:
            one[key] = other[key]
    if one.get("target") != other.get("target"):
        one.pop("target", None)
    one["_keys"] = one["_keys"] | other["_keys"]
    one["_weak"] = bool(one.get("_weak")) and bool(other.get("_weak"))
    one["_summary"] = bool(one.get("_summary") or other.get("_summary") or not (one.get("_cell") and other.get("_cell")))


def keep_targets(one: dict[str, Any], other: dict[str, Any]) -> None:
    """Where one of two findings that are joined is of a target, its result stays as that of the target."""
    if one.get("target") == other.get("target"):
        return
    for finding in (one, other):
        if finding.get("target") and finding.get("_cell") and not finding.get("_summary"):
            give_target(one, finding)
    if other.get("targets"):
        one.setdefault("targets", []).extend(other["targets"])


def give_limits(results: list[dict[str, Any]], limits: list[Limit]) -> None:
    """Limits of detection and quantification to the results of their method and time; of several targets the most sensitive counts."""
    for finding in results:
        if finding.get("temporality") == "previous" or finding["status"] not in {"positive", "negative"}:
            continue
        cuts = {limit.percent for limit in limits if limit.role == "cut" and fits(limit, finding)}
        if len(cuts) == 1:
            finding["cutoff"] = round(cuts.pop(), 10)
        for key, role in (("detection_limit", "lod"), ("quantification_limit", "loq")):
            fitting = [limit for limit in limits if limit.role == role and fits(limit, finding)]
            if finding.get(key) is not None and not (finding.get("_weak") and fitting):
                continue
            if fitting:
                best = min(fitting, key=lambda limit: (limit.rank, limit.method is None, limit.percent))
                finding[key] = round(best.percent, 10)


def fits(limit: Limit, finding: dict[str, Any]) -> bool:
    if limit.method is not None and finding.get("method") is not None and limit.method != finding["method"]:
        return False
    return not limit.time or not finding.get("_keys") or bool(time_keys(limit.time) & finding["_keys"]) or not time_keys(limit.time)
