"""FHIR R4 and R5 in JSON: a DiagnosticReport or DocumentReference, alone or in a Bundle, with what it contains and refers to."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Callable, Iterator
from typing import Any

from allreport.documents.coded import result_line
from allreport.documents.html import shown
from allreport.documents.problem import Limits, Unreadable
from allreport.source import Document

Resource = dict[str, Any]
Attached = Callable[[bytes], str]

REPORTS = frozenset({"DiagnosticReport", "DocumentReference"})
WITHDRAWN = frozenset({"entered-in-error", "cancelled"})
STATUS = {"registered": "preliminary", "partial": "preliminary", "preliminary": "preliminary", "final": "final", "amended": "amended",
    "corrected": "corrected", "appended": "addendum"}  # fmt: skip
PREFERRED = ("text/plain", "text/html", "application/xhtml+xml", "application/rtf", "text/rtf")  # then others: the forms of a report say the same
MEMBERS = 6  # panels within panels
MOST = 5000  # observations of one report


def read(value: object, limits: Limits, attached: Attached, *, patient: bool = False) -> list[Document]:
    """The reports of a resource or Bundle. `patient`: whether the reference to the patient goes along as key."""
    if not isinstance(value, dict):
        raise Unreadable("not_a_report", "JSON that is no FHIR resource; name a DiagnosticReport, DocumentReference or Bundle")
    known = resources(value)
    candidates = known.values() if value.get("resourceType") == "Bundle" else (value,)
    found = [document(resource, known, limits, attached, patient=patient) for resource in candidates if resource.get("resourceType") in REPORTS]
    if not found:
        raise Unreadable("not_a_report", "a FHIR resource without a report; name a DiagnosticReport, DocumentReference or Bundle of them")
    return found


def document(resource: Resource, known: dict[str, Resource], limits: Limits, attached: Attached, *, patient: bool) -> Document:
    """One report as a document."""
    if resource.get("status") in WITHDRAWN:
        raise Unreadable("withdrawn", "a report that was withdrawn (entered in error or cancelled); it is not read")
    known = {**known, **{f"#{inner.get('id')}": inner for inner in listed(resource.get("contained"))}}
    text = "\n".join(lines(resource, known, attached)) + "\n"
    key = text_of(resource.get("subject"), "reference") if patient else ""
    return Document(limits.check(text), patient=key or None, metadata={"format": "fhir"})


def resources(value: Resource) -> dict[str, Resource]:
    """The resources of a Bundle by the addresses that others use for them."""
    known: dict[str, Resource] = {}
    for number, entry in enumerate(listed(value.get("entry"))):
        inner = entry.get("resource")
        if isinstance(inner, dict):
            known[text_of(entry, "fullUrl") or f"entry {number}"] = inner
    for inner in list(known.values()):
        known.setdefault(f"{inner.get('resourceType')}/{inner.get('id')}", inner) if inner.get("resourceType") not in REPORTS else None
    return known


def lines(resource: Resource, known: dict[str, Resource], attached: Attached) -> Iterator[str]:
    """A report as it would be printed: head, the form as presented, else its narrative, then conclusion and coded results."""
    subject = known.get(text_of(resource.get("subject"), "reference"), {})
    if subject.get("gender") in {"male", "female"}:
        yield f"Sex: {subject['gender']}"
    if concept(resource.get("code") or resource.get("type")):
        yield concept(resource.get("code") or resource.get("type"))
    for key, words in (("effectiveDateTime", "Collected"), ("issued", "Reported")):
        if text_of(resource, key):
            yield f"{words}: {text_of(resource, key)[:10]}"
    if resource.get("status") in STATUS:
        yield f"Report status: {STATUS[resource['status']]}"
    said = presented(resource, attached)
    if not said:
        said = shown(text_of(resource.get("text"), "div"))
    yield from said.splitlines()
    conclusions = [text_of(resource, "conclusion"), *(concept(code) for code in listed(resource.get("conclusionCode")))]
    notes = [text_of(note, "text") for note in listed(resource.get("note"))]
    for heading, statements in (("Conclusion:", conclusions), ("Note:", notes)):
        new = [statement for statement in statements if statement and squeezed(statement) not in squeezed(said)]
        if new:
            yield heading
            yield from (line for statement in new for line in statement.splitlines())
    yield from results(resource, known)


def presented(resource: Resource, attached: Attached) -> str:
    """The text of the report's own form. Where there are several, they say the same: the first of the plainest kind is taken."""
    forms = [*listed(resource.get("presentedForm")), *(inner for content in listed(resource.get("content")) for inner in listed([content.get("attachment")]))]
    forms = [form for form in forms if isinstance(form.get("data"), str)]
    if not forms:
        return ""
    kinds = [text_of(form, "contentType").partition(";")[0].strip().lower() for form in forms]
    best = min(range(len(forms)), key=lambda index: (PREFERRED.index(kinds[index]) if kinds[index] in PREFERRED else len(PREFERRED), index))
    try:
        data = base64.b64decode("".join(forms[best]["data"].split()), validate=True)
    except (binascii.Error, ValueError):
        raise Unreadable("damaged", "a form (presentedForm) that is not base 64; export it again") from None
    return attached(data)


def results(resource: Resource, known: dict[str, Resource]) -> Iterator[str]:
    """The observations that a report refers to, with the members of panels, each once."""
    seen: set[int] = set()
    pending = [(reference, 0) for reference in reversed(listed(resource.get("result")))]
    while pending and len(seen) < MOST:
        reference, depth = pending.pop()
        inner = known.get(text_of(reference, "reference"))
        if inner is None or id(inner) in seen or inner.get("status") in WITHDRAWN:
            continue
        seen.add(id(inner))
        yield from observation(inner)
        if depth < MEMBERS:
            pending += [(member, depth + 1) for member in reversed(listed(inner.get("hasMember")))]


def observation(resource: Resource) -> Iterator[str]:
    """An observation and its components as lines."""
    name = concept(resource.get("code"))
    value = value_of(resource)
    if value:
        yield result_line(name, value, "", reference(resource), interpretation(resource))
    for part in listed(resource.get("component")):
        if value_of(part):
            yield result_line(concept(part.get("code")), value_of(part), "", reference(part), interpretation(part))
    yield from (text_of(note, "text") for note in listed(resource.get("note")))


def value_of(resource: Resource) -> str:
    """The value of an observation with its unit."""
    measured = resource.get("valueQuantity")
    if isinstance(measured, dict) and measured.get("value") is not None:
        return quantity(measured)
    limits = resource.get("valueRange")
    if isinstance(limits, dict):
        return " - ".join(quantity(limits[side]) for side in ("low", "high") if isinstance(limits.get(side), dict))
    for key in ("valueString", "valueInteger", "valueDateTime"):
        if resource.get(key) is not None:
            return str(resource[key])
    return concept(resource.get("valueCodeableConcept"))


def quantity(value: Resource) -> str:
    """`<0.01 %`. The unit as printed, else its code."""
    unit = text_of(value, "unit") or text_of(value, "code")
    return f"{text_of(value, 'comparator')}{value.get('value', '')} {unit}".strip()


def reference(resource: Resource) -> str:
    """The reference range as printed."""
    for limits in listed(resource.get("referenceRange"))[:1]:
        if text_of(limits, "text"):
            return text_of(limits, "text")
        low, high = (limits.get(side) if isinstance(limits.get(side), dict) else None for side in ("low", "high"))
        if low and high:
            return f"{low.get('value')}-{high.get('value')}"
        if low or high:
            return f"{'>=' if low else '<='}{(low or high or {}).get('value')}"
    return ""


def interpretation(resource: Resource) -> str:
    """The flag: `H`, `L`."""
    for meaning in listed(resource.get("interpretation"))[:1]:
        for code in listed(meaning.get("coding")):
            if text_of(code, "code") in {"H", "L", "HH", "LL"}:
                return text_of(code, "code")
    return ""


def concept(value: object) -> str:
    """The words of a coded concept (of R5's reference to one as well)."""
    if isinstance(value, dict) and isinstance(value.get("concept"), dict):
        value = value["concept"]
    if not isinstance(value, dict):
        return ""
    return text_of(value, "text") or next((text_of(code, "display") for code in listed(value.get("coding")) if text_of(code, "display")), "")


def listed(value: object) -> list[Resource]:
    """The objects of a list; what is no list of objects is empty."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text_of(value: object, key: str) -> str:
    """A string of an object, or an empty one."""
    found = value.get(key) if isinstance(value, dict) else None
    return found if isinstance(found, str) else ""


def squeezed(text: str) -> str:
    return " ".join(text.split()).casefold()
