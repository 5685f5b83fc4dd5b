"""Strict reading: the first departure from ISCN is an error with a caret."""

from __future__ import annotations

from typing import Any

from allreport.errors import KaryotypeSyntaxError


def check(text: str, data: dict[str, Any]) -> None:
    """Raise `KaryotypeSyntaxError` at the first place where `text` departs from ISCN."""
    for issue in sorted(data["issues"], key=lambda issue: issue["start"]):
        if issue["code"] != "other_technique":
            raise KaryotypeSyntaxError(str(issue["message"]), text, (issue["start"], issue["end"]))
