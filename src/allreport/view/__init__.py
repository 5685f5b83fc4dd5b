"""A report with its reading made visible: in a terminal, as one HTML page, or many of them as a site.

`import allreport` does not load it. What is shown where is settled once, in `reading` and `layout`; `terminal`, `page` and
`site` only write it down.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from allreport.model.report import Report
from allreport.view.explaining import explained
from allreport.view.masking import mask
from allreport.view.page import Extras, page
from allreport.view.reading import View, read_view
from allreport.view.site import Site
from allreport.view.terminal import to_text as _to_text

if TYPE_CHECKING:  # the words are loaded only when asked for
    from allreport.explain import Reader

__all__ = ["Site", "View", "mask", "read_view", "to_html", "to_text"]


def to_html(report: Report, source: str, *, title: str = "A report and its reading", explain: Reader | None = None, masked: bool = False) -> str:
    """One HTML page that needs nothing else: the report with its words marked, the reading beside it, linked both ways.

    `source` is the text that `report` was read from, else `InputError`. `explain` names a reader (`parent_of_child` …) whose
    explanation stands beside; `masked` says on the page that the source is a masked draft (see `mask`).
    """
    explanation = explained(report, source, explain) if explain else None
    return page(read_view(report, source), Extras(title=title, masked=masked, explanation=explanation))


def to_text(report: Report, source: str, *, columns: int = 120, colour: bool = False) -> str:
    """The same for a terminal of so many columns. Signs carry the meaning; colours only repeat them."""
    return _to_text(read_view(report, source), columns=columns, colour=colour)
