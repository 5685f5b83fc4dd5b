"""How each kind of value is called and written: name, canonical value, and what else it says, in words."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from functools import cache
from typing import Any

from allreport.model.base import Quantity, Sourced
from allreport.model.report import BlastCount, Extramedullary, ReportDate, Specimen

NO_VALUE = "no value"
OBVIOUS = frozenset({"method", "basis", "certainty"})  # labels of details that their values do without


def plain(number: float) -> str:
    """A number as it is written by hand: `0.00001`, `88`, never `1e-05`."""
    if number == int(number) and abs(number) < 10**15:
        return str(int(number))
    return format(Decimal(repr(number)), "f")


def amount(value: Any, unit: str | None) -> str:
    """`< 0.01 %`, `2 to 5 %`, `18.4 10*9/L` of a quantity or of an entry with the same attributes."""
    if value.low is not None and value.high is not None and value.value is None:
        number = f"{plain(value.low)} to {plain(value.high)}"
    elif value.value is None:
        return NO_VALUE
    else:
        sign = "" if value.comparator == "=" else f"{value.comparator} "
        number = sign + plain(value.value)
    return f"{number} {unit}" if unit else number


def percent(quantity: Quantity | None) -> str:
    return amount(quantity, quantity.unit) if quantity is not None else ""


def words(code: str | None) -> str:
    """A code of the model as words: `bone marrow` of `bone_marrow`."""
    return (code or "").replace("_", " ")


def joined(*parts: str) -> str:
    return ", ".join(filter(None, parts))


def single(name: str) -> Any:
    """Names a value that is alone in its field."""
    return lambda entry: (name, words(str(getattr(entry, "value", entry.text))))


def residual(entry: Any) -> tuple[str, str]:
    level = percent(entry.level)
    return joined("MRD", entry.target or ""), joined(words(entry.status), "" if level == NO_VALUE else level)


def share(entry: Any) -> str:
    return f"{plain(entry.percent)} %" if entry.percent is not None else ""


def fluid(entry: Any) -> tuple[str, str]:
    return f"CSF {entry.analyte}", f"{'' if entry.comparator == '=' else entry.comparator + ' '}{plain(entry.value)} {entry.unit}"


def response(entry: Any) -> tuple[str, str]:
    number = f" {entry.number}" if entry.number is not None else ""
    return joined(words(entry.kind) + number, words(entry.timing), words(entry.extent)), words(entry.status)


def age(entry: Any) -> tuple[str, str]:
    return "age", f"{plain(round(entry.value, 2))} years"


# For each field: name and canonical value of an entry.
NAMED: dict[str, Any] = {
    "disease": single("disease"),
    "lineage": single("lineage"),
    "maturation": single("maturation"),
    "subtype": lambda entry: (entry.scheme, entry.value),
    "blasts": lambda entry: (joined("blasts", words(entry.site)), percent(entry.percent)),
    "cellularity": lambda entry: ("cellularity", percent(entry.percent) or entry.word or NO_VALUE),
    "marrow_class": single("marrow class"),
    "cbc": lambda entry: (entry.analyte, amount(entry, entry.unit)),
    "marker": lambda entry: (entry.marker, joined(words(entry.status), share(entry))),
    "karyotype": lambda entry: ("karyotype", entry.iscn),
    "iscn_other": lambda entry: (entry.technique, entry.iscn),
    "genetic_finding": lambda entry: (entry.name, joined(words(entry.status), share(entry))),
    "variant": lambda entry: (entry.gene, joined(entry.coding or "", entry.protein or "") or "present"),
    "mrd": residual,
    "cns": single("CNS"),
    "cns_hint": single("CNS, by counts and cells"),
    "csf": fluid,
    "csf_cells": lambda entry: ("leukemic cells in CSF", words(entry.status)),
    "traumatic_tap": lambda entry: ("traumatic tap", "yes" if entry.value else "no"),
    "response": response,
    "extramedullary": lambda entry: (words(entry.site), words(entry.status)),
    "chimerism": lambda entry: (joined("donor chimerism", entry.cells or ""), percent(entry.donor) or entry.word or NO_VALUE),
    "age": age,
    "sex": single("sex"),
    "specimen": lambda entry: (f"specimen {entry.number}", joined(words(entry.site), words(entry.procedure))),
    "date": lambda entry: (words(entry.kind), entry.value or NO_VALUE),
    "report_status": single("report status"),
}

# Attributes that are shown in small print where they say something: name, words.
SHOWN: tuple[tuple[str, str], ...] = (
    ("method", "method"),
    ("site", "site"),
    ("population", "population"),
    ("denominator", "of"),
    ("timepoint", "time point"),
    ("date", "date"),
    ("flag", "flag"),
    ("unit_basis", "unit"),
    ("detection_limit", "detection limit"),
    ("quantification_limit", "quantification limit"),
    ("cutoff", "cut-off"),
    ("scale", "scale"),
    ("protocol", "protocol"),
    ("transcript", "transcript"),
    ("allele_percent", "allele fraction"),
    ("tier", "tier"),
    ("adequacy", "adequacy"),
    ("basis", "basis"),
)
USUAL = frozenset({None, "unspecified", "blasts", "stated"})  # what goes without saying
IN_PERCENT = frozenset({"detection_limit", "quantification_limit", "cutoff", "allele_percent"})
AS_WRITTEN = frozenset({"date", "denominator", "protocol", "tier", "timepoint", "transcript"})  # the report's own characters, no codes
IN_NAME = frozenset({(BlastCount, "site"), (Specimen, "site"), (ReportDate, "date"), (Extramedullary, "site")})


@cache
def shown_of(kind: type[Sourced]) -> tuple[tuple[str, str], ...]:
    """The rows of `SHOWN` that a kind of value has."""
    return tuple((attribute, label) for attribute, label in SHOWN if attribute in kind.model_fields and (kind, attribute) not in IN_NAME)


def details(entry: Any) -> Iterator[tuple[str, str]]:
    """What else the value says, as pairs of words."""
    for attribute, label in shown_of(entry.__class__):
        value = getattr(entry, attribute)
        if value not in USUAL:
            yield label, detail(attribute, value)
    fields = type(entry).model_fields
    if "total" in fields and entry.total is not None and entry.count is not None:
        yield "count", f"{entry.count} of {entry.total}"
    if "reference_low" in fields and (entry.reference_low, entry.reference_high) != (None, None):
        yield "range", reference(entry)
    if "rests_on" in fields and entry.rests_on:
        yield "rests on", " ".join(entry.rests_on)
    if entry.certainty != "stated":
        yield "certainty", entry.certainty


def detail(attribute: str, value: Any) -> str:
    """One attribute in words."""
    if attribute in IN_PERCENT:
        return f"{plain(value)} %"
    if value == "inferred":
        return "inferred from the value's size"
    return str(value) if attribute in AS_WRITTEN else words(str(value))


def reference(entry: Any) -> str:
    """The report's own range in the canonical unit."""
    if entry.reference_low is None:
        return f"up to {plain(entry.reference_high)}"
    if entry.reference_high is None:
        return f"from {plain(entry.reference_low)}"
    return f"{plain(entry.reference_low)} to {plain(entry.reference_high)}"


def named(field: str, entry: Sourced) -> tuple[str, str]:
    """Name and canonical value of an entry; a field that is not in the table is called like itself."""
    found: tuple[str, str] = NAMED.get(field, single(words(field)))(entry)
    return found
