"""Values that come coded (HL7, FHIR) as lines that a reader of the report would see: `WBC: 45.2 10*9/L (4.0-11.0) H`."""

from __future__ import annotations


def result_line(name: str, value: str, unit: str = "", reference: str = "", flag: str = "") -> str:
    """One result with its unit, reference range and flag."""
    printed = f"{name}: {value}" if name else value
    if unit and not value.endswith(unit):
        printed += f" {unit}"
    if reference:
        printed += f" ({reference.strip('()[]')})"
    return f"{printed} {flag}" if flag and flag.upper() not in {"N", "NORMAL"} else printed


def iso(stamp: str) -> str:
    """A time stamp of digits (20250312143000+0100) as a date, with its time where it has one."""
    digits = stamp[: len(stamp) - len(stamp.lstrip("0123456789"))]
    if len(digits) < 8:
        return "-".join(filter(None, (digits[:4], digits[4:6]))) if len(digits) in {4, 6} else ""
    day = f"{digits[:4]}-{digits[4:6]}-{digits[6:8]}"
    return f"{day} {digits[8:10]}:{digits[10:12]}" if len(digits) >= 12 else day
