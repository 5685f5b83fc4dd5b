"""Many reports as a site: a page each and an index, written as they come. Memory holds sums, never a report."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import TracebackType

from allreport.view.characters import safe
from allreport.view.page import Extras, counted_in, document, page
from allreport.view.reading import FIELDS, View
from allreport.view.values import words

PAGES, INDEX, PART = "reports", "index.html", "rows.part"


class Site:
    """Writes a site into a new or empty directory. Use it as a context manager: its end writes the index."""

    def __init__(self, directory: Path) -> None:
        self.directory = directory
        self.reports = self.failed = 0
        self.made = "allreport"
        self.values: Counter[str] = Counter()  # values of each field
        self.having: Counter[str] = Counter()  # reports with a value of the field
        self.checks: Counter[str] = Counter()  # values to check
        self.issues: Counter[str] = Counter()  # reports with an issue of the code
        self.unread = 0  # reports with known words that were not read

    def __enter__(self) -> Site:
        (self.directory / PAGES).mkdir(parents=True, exist_ok=True)
        self.rows = (self.directory / PART).open("w", encoding="utf-8", newline="\n")
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None) -> None:
        self.rows.close()
        if kind is None:
            with (self.directory / INDEX).open("w", encoding="utf-8", newline="\n") as index:
                index.writelines(document("Reports and their reading", self.head(), self.made, fixed=False, script="site.js"))
        (self.directory / PART).unlink()

    def add(self, key: str, view: View, *, masked: bool = False, explanation: str | None = None) -> None:
        """One report: its page, and its row of the index."""
        self.reports += 1
        self.made = f"{view.made_by}; {view.made_with}"
        name = f"{PAGES}/{self.reports:06}.html"
        extras = Extras(title=key, masked=masked, explanation=explanation, back=f"../{INDEX}")
        with (self.directory / name).open("w", encoding="utf-8", newline="\n") as out:
            out.write(page(view, extras))
        fields = Counter(row.field for row in view.rows)
        codes = Counter(issue.code for issue in view.issues)
        checks = Counter(row.field for row in view.rows if row.review == "check")
        self.values += fields
        self.checks += checks
        self.having.update(fields.keys())
        self.issues.update(codes.keys())
        self.unread += bool(view.unread)
        state = f"{' data-check' if checks else ''}{' data-unread' if view.unread else ''}"
        said = ", ".join(row.value for row in view.rows if row.field in {"disease", "lineage"} and row.temporality == "current")
        self.rows.write(
            f'<tr data-fields="{" ".join(fields)}" data-issues="{" ".join(codes)}"{state}><td><a href="{name}">{safe(key)}</a></td><td>{safe(said)}</td>'
            f'<td class="n">{len(view.rows)}</td><td class="n">{sum(checks.values())}</td><td>{words(", ".join(codes))}</td><td class="n">{len(view.unread)}</td></tr>\n'
        )

    def fail(self, key: str, code: str, message: str) -> None:
        """One input that gave no report."""
        self.failed += 1
        self.rows.write(f'<tr data-failed><td>{safe(key)}</td><td colspan="5">not read: {safe(code)}. {safe(message)}</td></tr>\n')

    def head(self) -> Iterator[str]:
        """The body of the index: sums first, then the rows that were set aside."""
        yield '<header><h1>Reports and their reading</h1>\n'
        yield f"<p>{counted_in(self.reports, 'report')} · {counted_in(sum(self.values.values()), 'value')} · {self.unread:,} with known words not read"
        yield f" · {self.failed:,} not read at all <span class=\"soft\">· not a medical device</span></p></header>\n<main class=\"index\">\n"
        yield '<div class="sums">\n'
        yield from self.yield_by_field()
        yield from self.issue_codes()
        yield "</div>\n"
        yield from self.filters()
        yield '<div class="wide" tabindex="0" role="region" aria-label="Reports"><table id="reports"><caption>Reports</caption>\n<thead><tr>'
        yield '<th scope="col">report</th><th scope="col">disease, lineage</th><th scope="col" class="n">values</th><th scope="col" class="n">to check</th>'
        yield '<th scope="col">issues</th><th scope="col" class="n">sentences not read</th></tr></thead>\n<tbody>\n'
        with (self.directory / PART).open(encoding="utf-8", newline="") as rows:
            yield from rows
        yield "</tbody></table></div>\n</main>\n"

    def yield_by_field(self) -> Iterator[str]:
        """In how many reports each field was read."""
        heads = ("reports with a value", "share", "values", "to check")
        yield '<div class="wide" tabindex="0" role="region" aria-label="Yield by field"><table><caption>Yield by field</caption><thead><tr><th scope="col">field</th>'
        yield "".join(f'<th scope="col" class="n">{head}</th>' for head in heads) + "</tr></thead>\n<tbody>\n"
        for field in ordered(self.having):
            share = 100 * self.having[field] / self.reports
            yield f'<tr><th scope="row">{words(field)}</th><td class="n">{self.having[field]:,}</td><td class="n"><meter min="0" max="100" value="{share:.0f}" aria-hidden="true"></meter>{share:.0f} %</td>'
            yield f'<td class="n">{self.values[field]:,}</td><td class="n">{self.checks[field]:,}</td></tr>\n'
        yield "</tbody></table></div>\n"

    def issue_codes(self) -> Iterator[str]:
        """In how many reports each code stands."""
        if self.issues:
            yield '<div class="wide" tabindex="0" role="region" aria-label="Issues"><table><caption>Issues</caption><thead><tr><th scope="col">code</th>'
            yield '<th scope="col" class="n">reports</th></tr></thead>\n<tbody>\n'
            for code, number in self.issues.most_common():
                yield f'<tr><th scope="row">{words(code)}</th><td class="n">{number:,}</td></tr>\n'
            yield "</tbody></table></div>\n"

    def filters(self) -> Iterator[str]:
        yield '<form hidden aria-label="Filter">'
        yield '<label>Name holds <input name="text" type="search" autocomplete="off"></label>'
        fields = ordered(self.having)
        for name, label, values in (("has", "Has", fields), ("lacks", "Lacks", fields), ("issue", "Issue", sorted(self.issues))):
            yield choice(name, label, ((value, words(value)) for value in values))
        yield choice("state", "State", (("check", "has values to check"), ("unread", "has words not read"), ("failed", "not read at all")))
        yield '<button type="reset">Show all</button><output class="soft"></output></form>\n'


def choice(name: str, label: str, values: Iterable[tuple[str, str]]) -> str:
    options = "".join(f'<option value="{safe(value)}">{safe(shown)}</option>' for value, shown in values)
    return f'<label>{label} <select name="{name}"><option value="">any</option>{options}</select></label>'


def ordered(fields: Iterable[str]) -> list[str]:
    """Field names in the order of the reading."""
    return sorted(fields, key=lambda field: FIELDS.get(field, len(FIELDS)))
