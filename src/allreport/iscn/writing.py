"""Writing a karyotype as ISCN, from its fields."""

from __future__ import annotations

from allreport.model.karyotype import Abnormality, Clone, Karyotype


def format_karyotype(karyotype: Karyotype) -> str:
    """The clones as one ISCN string. Reading it again gives the same clones; hybridisations and segments are left out."""
    sides = ["/".join(_clone(clone) for clone in karyotype.clones if clone.donor is donor) for donor in (False, True)]
    return ("mos " if karyotype.mosaic else "") + ("//".join(sides) if karyotype.chimeric else sides[0])


def _clone(clone: Clone) -> str:
    """number "," ( sex-field | reference ) { "," item } cells."""
    low, high = clone.modal_number_low, clone.modal_number_high
    number = "" if low is None else str(low) if low == high else f"{low}~{high}"
    if clone.reference is None and clone.ploidy_level is not None and (clone.ploidy_level != 2 or (low or 0) >= 58):
        number += f"<{clone.ploidy_level}n>"
    fields = [number, _reference(clone) if clone.reference else clone.sex_chromosomes or "U"]
    fields += [_item(item) for item in clone.abnormalities if not item.inherited]
    if clone.incomplete:
        fields.append("inc")
    return ",".join(fields) + _cells(clone)


def _reference(clone: Clone) -> str:
    return f"{clone.reference}x{clone.multiplier}" if clone.multiplier > 1 else str(clone.reference)


def _cells(clone: Clone) -> str:
    if clone.cells is None:
        return "[cp]" if clone.composite else ""
    total = f"/{clone.total}" if clone.total is not None else ""
    return f"[{'cp' if clone.composite else ''}{clone.cells}{total}]"


def _item(item: Abnormality) -> str:
    """[sign] event [ "x" copies ] [ "c" ] [ cells ]; what the fields do not hold apart is written as it was."""
    if item.uncertain or item.alternatives or item.constitutional == "possible" or "->" in item.text or "amp" in item.text or "::" in item.text:
        return item.text
    if item.kind == "variant":
        return item.text
    sign = "+" if item.gain else "-" if item.loss else ""
    event = item.chromosomes[0] if item.kind in ("gain", "loss") else _event(item)
    copies = _copies(item)
    cells = f"[{item.cells}]" if item.cells is not None else ""
    return (
        sign + (copies if not item.chromosomes else "") + event + (copies if item.chromosomes else "") + ("c" if item.constitutional == "yes" else "") + cells
    )


def _copies(item: Abnormality) -> str:
    low, high = item.copies, item.copies_high or item.copies
    if low == high == 1:
        return ""
    number = str(low) if low == high else f"{low}~{high}"
    return number if not item.chromosomes else f"x{number}"


def _event(item: Abnormality) -> str:
    return _rearrangement(item.kind, item.chromosomes, item.breakpoints) + "".join(
        _rearrangement(part.kind, part.chromosomes, part.breakpoints) for part in item.parts
    )


def _rearrangement(kind: str, chromosomes: tuple[str, ...], bands: tuple[tuple[str, ...], ...]) -> str:
    """type "(" chromosomes ")" "(" bands ")"."""
    if not chromosomes:
        return kind
    places = f"({';'.join(''.join(group) for group in bands)})" if bands else ""
    return f"{kind}({';'.join(chromosomes)}){places}"
