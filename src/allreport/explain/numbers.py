"""Numbers as they may be shown: the report's own characters, or one of the ways registered here to write them anew."""

from __future__ import annotations

from decimal import Decimal

from allreport.model.base import Quantity

EVERY = (100, 1_000, 10_000, 100_000, 1_000_000, 10_000_000)
COMPARED = {">": "more", ">=": "exact", "<": "less", "<=": "exact", "~": "about", "=": "exact"}


def plain(value: float) -> str:
    """A number without exponent and without trailing zeros: 1e-05 -> 0.00001, 5.0 -> 5."""
    text = format(Decimal(repr(value)), "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def base_of(*percents: float) -> int | None:
    """The smallest of the registered denominators on which all percents are whole numbers; None if there is none."""
    for every in EVERY:
        if all((Decimal(repr(percent)) * every / 100) % 1 == 0 for percent in percents):
            return every
    return None


def share(percent: float, every: int) -> tuple[str, str]:
    """A percent as a count of every so many: 0.15 of 10,000 -> ("15", "10,000")."""
    return f"{int(Decimal(repr(percent)) * every / 100):,}", f"{every:,}"


def is_number(words: str, value: float | None) -> bool:
    """Whether words are this number and nothing more: the unit of a percent stood elsewhere, such as in the head of a column."""
    try:
        return value is not None and float(words.replace(",", ".")) == value
    except ValueError:
        return False


def written(quantity: Quantity) -> str:
    """A percent in the report's own characters where they are known."""
    if quantity.written:
        words = " ".join(quantity.written.split())
        return f"{words}%" if quantity.unit == "%" and is_number(words, quantity.value) else words
    unit = "%" if quantity.unit == "%" else f" {quantity.unit}"
    if quantity.low is not None and quantity.high is not None:
        return f"{plain(quantity.low)}-{plain(quantity.high)}{unit}"
    if quantity.value is None:
        return ""
    sign = "" if quantity.comparator == "=" else quantity.comparator
    return f"{sign}{plain(quantity.value)}{unit}"
