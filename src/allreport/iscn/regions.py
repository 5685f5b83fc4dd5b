"""Arrays, low-pass sequencing and optical maps as typed segments.

segments = [ "[" build "]" ] segment { "," segment }
segment  = [ [chromosome] bands ] "(" ( base "_" base | chromosomes ) ")" "x" copies [ ("~" | "-") copies ] [ "hmz" ] [ "[" fraction "]" ]
         | rearrangement { "(" bases | fusion ")" } [ "[" fraction "]" ]
"""

from __future__ import annotations

from typing import Any

from allreport import patterns
from allreport.vocabulary.iscn import LOSABLE

from .findings import Findings
from .ploidy import class_of_number
from .source import Source

_BUILD = patterns.compile(r"\s{0,3}[\[(]\s?(grch\d\d|hg\d\d|ncbi\d\d|t2t[^\])]{0,12})\s?[\])]\s{0,3}")
_BUILDS = {"hg18": "NCBI36", "hg19": "GRCh37", "hg38": "GRCh38", "grch37": "GRCh37", "grch38": "GRCh38"}
_COPIES = r"\s{0,3}x\s{0,2}(\d{1,3})(?:\s?[~-]\s?(\d{1,3}))?(?:\s{0,3}(hmz|loh|htz|mos|amp))?(?:\s{0,3}(?:\(mos\)|mos))?(?:\s{0,3}(c?th|cx))?"
_FRACTION = r"(?:\s{0,3}\[\s?(\d?\.?\d{1,4})\s?(%?)\s?\])?"
_SEGMENT = patterns.compile(
    rf"((?:2[0-2]|1?\d|x|y)?)((?:[pq][\d.]{{0,6}}|cen|pter|qter){{0,4}})(?:-?[pq][\d.]{{1,6}})?\s{{0,3}}\(([^()]{{1,200}})\)(?:{_COPIES})?{_FRACTION}(?:\s?(?:dn|mat|pat|inh))?"
)
_MAPPED = patterns.compile(rf"(t|inv|ins|del|dup|der|fus)\(([^()]{{1,30}})\)(?:\(([^()]{{1,40}})\))?((?:\([^()]{{1,90}}\)){{0,3}}){_FRACTION}")
_BASES = patterns.compile(r"\(?\s?([\d,. ]{4,16})\s?[_-]{1,2}\s?([\d,. ]{4,16})\s?$")
_FUSION = patterns.compile(r"\(\s?([a-z0-9-]{2,12})(?:::|/|-)([a-z0-9-]{2,12})\s?\)")
_LETTERS = patterns.compile(r"[a-z]{2,}")
_AUTOSOMES = tuple(str(n) for n in range(1, 23))


def read_segments(source: Source, s: str, pos: int, end: int, technique: str, findings: Findings) -> list[dict[str, Any]]:
    """segments of s[pos:end]."""
    found: list[dict[str, Any]] = []
    build = None
    match = _BUILD.match(s, pos, end)
    if match:
        build, pos = _BUILDS.get(match[1], match[1]), match.end()
    gap = pos
    while pos < end:
        segment = _MAPPED.match(s, pos, end)
        row = _mapped(segment) if segment else None
        if segment is None:
            segment = _SEGMENT.match(s, pos, end)
            row = _segment(segment) if segment else None
        if segment is None or row is None:
            pos += 1
            continue
        _gap(source, s, gap, pos)
        row.update(technique=technique, build=build, text=source.raw[pos : segment.end()], start=pos + source.offset, end=segment.end() + source.offset)
        found.append(row)
        pos = gap = segment.end()
    _gap(source, s, gap, end)
    _find(found, findings)
    return found


def _gap(source: Source, s: str, start: int, end: int) -> None:
    words = s[start:end]
    if any(letter.isalnum() for letter in words):
        code = "remark" if _LETTERS.search(words) else "unparsed"
        source.issue(code, "words beside segments", source.squeezed(start), max(source.squeezed(end), source.squeezed(start) + 1))


def _number(digits: str) -> int | None:
    plain = "".join(letter for letter in digits if letter.isdigit())
    return int(plain) if plain else None


def _chromosomes(content: str) -> tuple[str, ...]:
    """`1-22,X` as names."""
    names: list[str] = []
    for word in content.replace(";", ",").replace(" ", "").split(","):
        first, _, last = word.replace("~", "-").partition("-")
        if first.isdigit() and last.isdigit() and int(first) < int(last) <= 22:
            names += [str(n) for n in range(int(first), int(last) + 1)]
        elif word.upper() in (*_AUTOSOMES, "X", "Y"):
            names.append(word.upper())
        else:
            return ()
    return tuple(names)


def _segment(match: Any) -> dict[str, Any] | None:
    chromosome, bands, content, low, high, loh, shattered, fraction, percent = match.groups()
    bases = _BASES.match(content)
    row: dict[str, Any] = {"homozygous": loh in ("hmz", "loh"), "chromothripsis": shattered is not None}
    if bases and chromosome:
        row |= {"chromosomes": (chromosome.upper(),), "bands": _bands(bands), "first": _number(bases[1]), "last": _number(bases[2])}
    elif not chromosome and not bands:
        names = _chromosomes(content)
        if not names:
            return None
        row["chromosomes"] = names
    else:
        return None
    if low:
        row |= {"copies_low": int(low), "copies_high": int(high) if high else int(low)}
    if fraction:
        row["fraction"] = float(fraction) / (100 if percent else 1)
    return row


def _bands(written: str) -> tuple[str, ...]:
    marked = written.replace("p", " p").replace("q", " q").replace(" pter", "pter").replace(" qter", "qter")
    return tuple(marked.split())


def _mapped(match: Any) -> dict[str, Any]:
    chromosomes, bands, rest, fraction, percent = match.groups()[1:]
    fusion = _FUSION.search(rest or "")
    row: dict[str, Any] = {
        "chromosomes": tuple(name.upper() for name in chromosomes.replace(",", ";").split(";")),
        "bands": tuple((bands or "").split(";")) if bands else (),
        "fusion": f"{fusion[1]}::{fusion[2]}".upper() if fusion else None,
    }
    if fraction:
        row["fraction"] = float(fraction) / (100 if percent else 1)
    return row


def _find(rows: list[dict[str, Any]], findings: Findings) -> None:
    """Fusions, deleted genes, and the number of chromosomes where whole chromosomes are listed."""
    copies: dict[str, int] = {}
    for row in rows:
        if row.get("fusion"):
            findings.add(row["fusion"], "region", text=row["text"])
        low = row.get("copies_low")
        if low is None:
            continue
        if row.get("first") is None:
            for name in row["chromosomes"]:
                copies[name] = low
        elif low < 2:
            _deleted(row, findings)
    if copies and not any(row.get("homozygous") for row in rows):
        _ploidy(copies, rows, findings)


def _deleted(row: dict[str, Any], findings: Findings) -> None:
    for gene in LOSABLE:
        last = row["last"] or row["first"]
        if row["chromosomes"] == (gene.chromosome,) and row["first"] <= gene.last + gene.slack and last >= gene.first - gene.slack:
            findings.add(f"{gene.symbol} deletion", "region", text=row["text"])


def _ploidy(copies: dict[str, int], rows: list[dict[str, Any]], findings: Findings) -> None:
    autosomes = [copies.get(name, 2) for name in _AUTOSOMES]
    sex = copies.get("X", 0) + copies.get("Y", 0) or 2
    for name in _AUTOSOMES:
        if copies.get(name) == 3:
            findings.add(f"trisomy {name}", "copies")
    found = class_of_number(sum(autosomes) + sex)
    if found:
        findings.add(found, "ploidy")
    if copies.get("4", 2) >= 3 and copies.get("10", 2) >= 3:
        findings.add("double trisomy 4,10", "copies")
    if all(count == 2 for count in autosomes) and all(row.get("first") is None for row in rows) and len(copies) >= 22:
        findings.add("normal karyotype", "copies")
