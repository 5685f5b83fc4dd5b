"""What a caller can settle before reading."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

MAX_CHARS = 5_000_000


@dataclass(frozen=True, slots=True)
class ParseOptions:
    """Options of `parse`. All have defaults; two runs with the same options read the same.

    date_order: how an ambiguous 03/04/2025 is read where the report itself does not settle it; None leaves it ambiguous.
    dates: `keep`, or `drop` to leave all dates of service out of the result.
    max_chars: texts longer than this raise `InputError`.
    deadline: seconds after which `ParseTimeout` is raised; checked between stages.
    """

    date_order: Literal["dmy", "mdy"] | None = None
    dates: Literal["keep", "drop"] = "keep"
    max_chars: int = MAX_CHARS
    deadline: float | None = None
