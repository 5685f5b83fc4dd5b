"""Markers on the cells: one message for each state, with all markers of that state."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from allreport.explain.choose.base import Case, Choice, Said, Word, doubtful, names
from allreport.explain.model import State
from allreport.model.report import MarkerResult

KIND: dict[str, str] = {"positive": "present", "bright": "present", "dim": "weak", "partial": "weak", "variable": "weak", "negative": "absent", "indeterminate": "equivocal", "not_tested": "not_tested"}
GROUPS = {
    "b": ("CD19", "CD22", "cCD22", "sCD22", "CD79a", "cCD79a", "CD10", "PAX5"),
    "t": ("CD3", "cCD3", "sCD3", "CD2", "CD7", "CD5"),
    "young": ("CD34", "TdT"),
    "myeloid": ("MPO", "CD13", "CD33", "CD117"),
    "medicine": ("CD19", "CD20", "CD22", "cCD22", "sCD22"),
}
ASK = ("marker.ask.kind", "marker.ask.later")


def markers(case: Case) -> Iterator[Choice]:
    """Markers found, weak, not found, unclear, not done; and those of which the report says two things."""
    groups: dict[str, list[MarkerResult]] = {"present": [], "weak": [], "absent": [], "equivocal": [], "not_tested": [], "conflict": [], "unreadable": []}
    disputed = {issue.start for issue in case.report.issues if issue.code == "conflict" and issue.field == "marker"}
    torn = {result.marker for result in case.report.markers if result.start in disputed or case.conflict(result)}
    for result in case.report.markers:
        kind = "unreadable" if case.unread(result) else "conflict" if result.marker in torn else KIND[result.status]
        groups[kind].append(result)
    for kind, results in groups.items():
        if results:
            yield together(case, kind, results)
    if not case.report.markers and case.read("flow"):
        yield doubtful("silent", "marker", "unreadable", Word("thing.flow"), case.passage("flow"))


def together(case: Case, kind: str, results: list[MarkerResult]) -> Choice:
    """All markers of one state."""
    listed = [result.marker for result in results]
    if kind in {"equivocal", "not_tested", "conflict", "unreadable"}:
        state: State = kind  # type: ignore[assignment]  # the four kinds are states
        return doubtful("markers", "marker", state, Word("thing.markers", {"names": names(listed)}), results)
    one = len(set(listed)) == 1
    head = {"present": "one" if one else "present", "weak": "weak_one" if one else "weak", "absent": "absent_one" if one else "absent"}[kind]
    plain = {"present": ("marker.what.plain", "marker.means_found.plain"), "weak": ("marker.what.plain", "marker.weak.plain"), "absent": ("marker.means_absent.plain",)}[kind]
    more: list[Said] = []
    slots: dict[str, str | Word] = {"names": names(listed)}
    if any(result.method == "flow" for result in results):
        more.append("marker.flow.more")
    if kind != "absent":
        more += groups(listed)
    elif case.limited:
        more.append("limited.more")
    return Choice("markers", "marker", "absent" if kind == "absent" else "present", f"marker.{head}.headline", plain, tuple(more), ASK, slots, results, kind)


def groups(listed: Sequence[str]) -> Iterator[Said]:
    """Which of the markers belong to which kind of cell."""
    for group, members in GROUPS.items():
        own = [marker for marker in listed if marker in members]
        if own:
            yield f"marker.{group}.more", {"names": names(own)}
