"""When a specimen was collected."""

from __future__ import annotations

from allreport.model.report import Report


def collected(report: Report, specimen: int | None) -> str | None:
    """The date of a specimen's own collection, or the only one that belongs to none (ISO 8601). Another specimen's date is nobody else's."""
    dates = [date for date in report.dates if date.kind == "collected" and date.value]
    numbers = [one.number for one in report.specimens]
    known = numbers[0] if specimen is None and len(numbers) == 1 else specimen
    own = {date.value for date in dates if known is not None and date.specimen == known}
    only = own or {date.value for date in dates if date.specimen is None}
    return only.pop() if len(only) == 1 else None
