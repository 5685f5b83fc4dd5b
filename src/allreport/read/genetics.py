"""FISH, PCR, NGS, array and MLPA results: fusions, rearrangements, deletions, mutations, ploidy; HGVS variants.

A list of genes tested, a disclaimer, a reference or an advised test is not a finding: a target counts only where a status
word, a number of nuclei, a variant or the diagnosis itself says so.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from operator import itemgetter
from typing import Any, NamedTuple

from allreport.patterns import compile  # noqa: A004
from allreport.presence import NO_CONTEXT, Context, Status, polarity
from allreport.read.context import Reading
from allreport.read.course import inside, mark_old, past_stretches
from allreport.read.disease import AFTER_TALK
from allreport.read.molecular.amended import replaced_stretches, without_replaced
from allreport.read.molecular.chromosomes import WORDS as COPY_WORDS
from allreport.read.molecular.chromosomes import amplified, copies_in, findings_of
from allreport.read.molecular.lists import ADJECTIVES, announced_list, described, gene_panel, general, named_deletion, of_assay, skipped
from allreport.read.molecular.measured import MEASURED_WORDS, dna_indices, duplication, losses_of_heterozygosity
from allreport.read.molecular.methods import able, method_near, named_tests, own_method, report_test, section_test, tested_in
from allreport.read.molecular.names import SECTION_TESTS, TARGETS, Target
from allreport.read.molecular.numbers import cells
from allreport.read.molecular.statements import status_of
from allreport.read.molecular.targets import targets_of
from allreport.read.molecular.variants import HGVS_P, read_variants
from allreport.scan import Clause
from allreport.vocabulary.genes import GENES

NO_ROLES = frozenset({"method", "definition", "advice", "family", "chimerism"})
CONTEXT = frozenset({"family", "donor", "treated", "question", "definition", "advice", "possible", "probable", "previous", "withdrawn"})  # effects that change a finding
OTHERS = frozenset({"other", "others", "remaining", "rest"})  # without one of them OTHERS_ABSENT cannot match
OTHERS_ABSENT = compile(r"\b(?:the )?(?:other|others|remaining|all other|rest(?: of the)?)\b[^.\n]{0,60}?\b(?:not detected|negative|not found|absent|normal|within normal|not present|not identified)")


class Waiting(NamedTuple):
    """A target without a status, with its clause and the test that looked for it."""

    target: Target
    clause: Clause
    method: str | None


@cache
def gene_codes() -> dict[str, str]:
    return {row.symbol: row.hgnc for row in GENES if row.hgnc}


def read(reading: Reading) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Genetic findings and sequence variants."""
    findings: list[dict[str, Any]] = []
    variants: list[dict[str, Any]] = []
    tested = {clause.section for kind in TARGETS for clause in reading.by_kind.get(kind, ()) if clause.section.role not in NO_ROLES}
    counted = read_copies(reading, findings)
    if not tested and not counted and "disease" not in reading.by_kind and reading.document.words.isdisjoint(MEASURED_WORDS):
        return findings, variants
    past = past_stretches(reading)
    title = report_test(reading)
    others = not OTHERS.isdisjoint(reading.document.words)
    method: str | None = None
    section = None
    unresolved: list[Waiting] = []
    waiting: Waiting | None = None
    for clause in reading.clauses:
        kinds = clause.kinds
        if "disease" in kinds:
            implied(reading, clause, findings)
        if clause.section not in tested:
            continue
        if clause.section is not section:
            section, unresolved, waiting = clause.section, [], None
            method = section_test(reading, clause, title)
        if "method" in kinds:
            method = own_method(clause, method) or method
        if "gene" in kinds or "fusion" in kinds or "genetic" in kinds:
            alone = read_clause(reading, clause, method, findings, variants, counted)
            unresolved += alone
            waiting = alone[0] if len(alone) == 1 and sum(len(clause.of(kind)) for kind in TARGETS) <= 2 else None
        elif waiting is not None:
            next_line(reading, clause, waiting, findings)
            waiting = None
        if unresolved and others:
            resolve_others(reading, clause, unresolved, findings)
    read_amplified(reading, findings)
    read_measured(reading, findings)
    findings += double_trisomies(findings)
    findings.sort(key=itemgetter("start"))
    stretches = replaced_stretches(reading)
    if stretches:
        findings = without_replaced(findings, stretches)
    for finding in findings if past else ():
        if inside(past, finding["start"]):
            finding["temporality"] = "previous"
    mark_old(reading, findings)
    return findings, variants


def clauses_of_copies(reading: Reading) -> Iterator[Clause]:
    """The sentences that tell numbers of signals or copies; a sentence without known words is no clause yet."""
    document = reading.document
    places = {document.sentence_number(place): place for place in document.places_of(COPY_WORDS)}
    for place in places.values():
        clause = clause_at(reading, place)
        if clause.section.role not in NO_ROLES and not of_assay(reading, clause):
            yield clause


def add_counted(reading: Reading, clause: Clause, target: Target, status: Status, findings: list[dict[str, Any]]) -> dict[str, Any] | None:
    """Adds what a number of signals says, unless it is said of others or in general."""
    effects = reading.context(clause, target.start, target.end) if clause.hits else NO_CONTEXT
    if effects.has("family", "donor", "treated", "withdrawn", "question", "definition", "advice"):
        return None
    method = own_method(clause) or SECTION_TESTS.get(clause.section.method or "") or "FISH"
    made = emit(reading, clause, target, status, method, findings, effects)
    if made is not None and method == "FISH":
        made.update(cells(reading, target._replace(end=max(target.end, status.end)), clause.end, status.value))
    return made


def read_copies(reading: Reading, findings: list[dict[str, Any]]) -> list[int]:
    """Adds what counted copies of chromosomes say; where those chromosomes stand."""
    read: list[int] = []
    for clause in clauses_of_copies(reading):
        copies = copies_in(reading, clause)
        read += [found.start for found in copies]
        for target, status in findings_of(copies):
            add_counted(reading, clause, target, status, findings)
    return read


def read_amplified(reading: Reading, findings: list[dict[str, Any]]) -> None:
    """Adds iAMP21 by its signals where the report does not name it; many that are not said to stand together are only possibly it."""
    if any(finding["name"] == "iAMP21" for finding in findings):
        return
    for clause in clauses_of_copies(reading):
        found = amplified(reading, clause) if "gene" in clause.kinds else None
        made = add_counted(reading, clause, found.target, found.status, findings) if found else None
        if made is not None and found is not None and not found.together:
            made["certainty"] = "possible"


def read_measured(reading: Reading, findings: list[dict[str, Any]]) -> None:
    """Adds DNA indices and copy-neutral losses of heterozygosity; a ploidy that only the index hints at is possible."""
    named = {finding["name"] for finding in findings}
    for method, found in (*(("flow", each) for each in dna_indices(reading)), *(("array", each) for each in losses_of_heterozygosity(reading))):
        clause = clause_at(reading, found.target.start)
        if clause.section.role in NO_ROLES or (found.hint and any(name.endswith("ploidy") for name in named)):
            continue
        made = add_counted(reading, clause, found.target, found.status, findings)
        if made is None:
            continue
        made["method"] = method
        if found.ratio is not None:
            made["ratio"] = found.ratio
        if found.hint:
            made.update(certainty="possible", basis="derived", rests_on=("DNA index",))


def clause_at(reading: Reading, place: int) -> Clause:
    """The clause of a place; a sentence without known words has none yet."""
    document = reading.document
    number = document.sentence_number(place)
    clause = reading.numbered.get(number)
    if clause is None:
        start, end = document.sentences[number]
        clause = Clause(document, start, end, [], document.section_at(start), -2)
    return clause


def double_trisomies(findings: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The double trisomy of chromosomes 4 and 10 that one test found or denied of each apart."""
    made = []
    for method, time in dict.fromkeys((finding["method"], finding.get("temporality")) for finding in findings if finding["name"].endswith("somy 10")):
        same = [finding for finding in findings if (finding["method"], finding.get("temporality")) == (method, time)]
        four, ten = (next((finding for finding in same if finding["name"] in {f"trisomy {number}", f"tetrasomy {number}"}), None) for number in ("4", "10"))
        if four is None or ten is None or any(finding["name"] == "double trisomy 4,10" for finding in same) or not {four["status"], ten["status"]} <= {"present", "absent"}:
            continue
        decisive = four if four["status"] == "absent" else ten
        made.append({**decisive, "name": "double trisomy 4,10", "rule": "genetic.double_trisomy", "basis": "derived", "rests_on": (four["name"], ten["name"])})
    return made


def implied(reading: Reading, clause: Clause, findings: list[dict[str, Any]]) -> None:
    """What a disease name itself states: 'Ph+ ALL'."""
    for hit, row in clause.of("disease"):
        if row.implies is None or clause.section.role in NO_ROLES:
            continue
        effects = reading.context(clause, hit.start, hit.end)
        if effects.has("absent", "question", "possible", "family", "donor", "treated", "withdrawn", "definition", "after:possible", "after:absent") or "argues" in reading.document.folded[clause.start : hit.start] or AFTER_TALK.match(reading.document.folded, hit.end, hit.end + 60) or UNSURE.match(reading.document.folded, hit.end, hit.end + 60):
            continue
        name, status = row.implies
        emit(reading, clause, Target(name, hit.start, hit.end, "fusion", None, False), Status(status, hit.start, hit.end), None, findings, effects)


UNSURE = compile(
    r"[ \n](?:(?:is|was|are|be|being|seems?|appears?|therefore|very|more|less|most|rather|quite|un)[ \n]?){0,4}(?:un)?(?:likely|probable|possible|conceivable|expected|suspected|feared|considered)\b|[ \n](?:should|must|needs?|has to|remains to)\b"
)


def next_line(reading: Reading, clause: Clause, waiting: Waiting, findings: list[dict[str, Any]]) -> None:
    """A target alone on its line has its status, or its variant, on the next one."""
    target, where, method = waiting
    folded = reading.document.folded
    if target.kind == "lesion" and clause.start - where.end < 160 and HGVS_P.search(folded, where.end, clause.end):
        name = f"{target.gene} mutation"
        emit(reading, where, target._replace(name=name), Status("present", clause.start, clause.end), method, findings)
        return
    if clause.start - where.end > 4 or folded.find("\n", where.end - 1, clause.start + 1) < 0:
        return
    if not context_free(where, target.end):
        return  # 'FISH for t(9;22) is recommended'
    status = polarity(clause, [(clause.start, clause.start)])[0]
    first = next((hit.start for hit, cue in clause.of("cue") if cue.effect in {"absent", "present"}), None)
    if status is not None and first is not None and first - clause.start < 24:
        emit(reading, where, target, status, method, findings)


def resolve_others(reading: Reading, clause: Clause, unresolved: list[Waiting], findings: list[dict[str, Any]]) -> None:
    """'The other fusions of the panel were not detected' resolves against the list named before."""
    match = OTHERS_ABSENT.search(reading.document.folded, clause.start, clause.end)
    if match is None:
        return
    present = {finding["name"] for finding in findings if finding["status"] == "present"}
    for target, where, method in unresolved:
        if target.name not in present:
            emit(reading, where, target, Status("absent", match.start(), match.end()), method, findings)
    unresolved.clear()


class Decided(NamedTuple):
    """A target with its status, what else governs it, and where the next target begins."""

    target: Target
    status: Status
    effects: Context
    behind: int


def read_clause(reading: Reading, clause: Clause, method: str | None, findings: list[dict[str, Any]], variants: list[dict[str, Any]], counted: list[int]) -> list[Waiting]:
    """Adds the findings of a clause; its targets without a status. `counted`: where copies of chromosomes were read."""
    if gene_panel(clause) or of_assay(reading, clause):
        return []
    targets = targets_of(reading, clause, method)
    if counted:
        targets = [target for target in targets if not any(target.start <= place < target.end for place in counted)]
    tests = named_tests(clause, method) if "method" in clause.kinds else []
    decisions, unresolved = decide(reading, clause, targets, tests, method) if targets else ([], [])
    for target, decided, effects, behind in decisions:
        near = able(reading, target, method_near(tests, target, method), behind)
        made = emit(reading, clause, target, decided, near, findings, effects)
        if made is not None and target.name == "FLT3-ITD" and decided.value == "present":
            made.update(duplication(reading, target, min(behind, clause.end)))
        if made is not None and near == "FISH":
            made.update(cells(reading, target, min(behind, clause.end), decided.value))
    if "gene" in clause.kinds:
        read_variants(reading, clause, variants, {row.target.start: row.status.value for row in decisions if row.target.name.endswith("mutation")})
    return unresolved


def governing(clause: Clause, targets: list[Target]) -> list[Status | None]:
    """The status word that governs each target, where it is said of that target."""
    folded = clause.document.folded
    statuses = polarity(clause, [(target.start, target.end) for target in targets])
    statuses = [None if described(folded, targets, index, status) or named_deletion(folded, targets, index, status) else status for index, status in enumerate(statuses)]
    announced = announced_list(folded, targets)
    statuses[:announced] = [None] * announced
    return statuses


def decide(reading: Reading, clause: Clause, targets: list[Target], tests: list[tuple[int, int, str]], method: str | None) -> tuple[list[Decided], list[Waiting]]:
    """The targets of a clause that have a status, and those that wait for one, in order."""
    folded = reading.document.folded
    statuses = governing(clause, targets)
    named = hand_on(folded, targets, statuses)
    plain = context_free(clause, targets[-1].start)
    fused = {gene for target in targets if target.kind == "fusion" for gene in target.name.split("::")}
    others = {target.name for target in targets if skipped(folded, clause, target)}  # also under their other names: 'unlike TCF3::HLF [t(17;19)]'
    decisions: list[Decided] = []
    unresolved: list[Waiting] = []
    later: Status | None = None
    stop = clause.end
    for target, status in zip(reversed(targets), reversed(statuses), strict=True):
        behind, stop = stop, target.start
        effects = NO_CONTEXT if plain else reading.context(clause, target.start, target.end)
        if effects.effects and effects.has("family", "donor", "treated", "withdrawn"):
            continue
        if effects.effects and effects.has("question"):
            unresolved.append(Waiting(target, clause, method))
            continue
        if target.name in others:
            continue
        decided = status_of(reading, clause, target, targets, status, behind, able(reading, target, tested_in(folded, tests, target, behind) or method, behind))
        if decided is None and later is not None and joined_to(folded, target, behind):
            decided = later
        later = decided
        if target.kind == "lesion" and target.gene in fused and target not in named and (decided is None or decided.value != "absent"):
            continue
        if decided is None:
            unresolved.append(Waiting(target, clause, method))
        elif plain or not general(reading, clause, target, decided, effects, behind):
            decisions.append(Decided(target, decided, effects, behind))
    return decisions[::-1], unresolved[::-1]


def joined_to(folded: str, target: Target, behind: int) -> bool:
    """Whether a target is one of a pair with the next, whose status it has; an adjective is not."""
    return not folded.endswith(ADJECTIVES, target.start, target.end) and (behind <= target.end or folded[target.end : behind].strip() in {"/", "and", ","})


BRACKET = compile(r"[^.;()\n]{0,40}(?:\([ ]?(?:i\.e\.,? )?|, i\.e\.,? )$")


def hand_on(folded: str, targets: list[Target], statuses: list[Status | None]) -> list[Target]:
    """The one fusion in brackets behind a rearranged gene has its status: 'KMT2A rearranged (KMT2A::AFF1)'; those genes."""
    found = []
    for index, target in enumerate(targets[:-1]):
        status, following = statuses[index], targets[index + 1]
        if status is None or status.value != "present" or statuses[index + 1] is not None or target.kind != "lesion" or following.kind != "fusion":
            continue
        named = {other.name for other in targets[index + 1 : index + 3] if other.kind == "fusion"}
        if target.gene in following.name.split("::") and BRACKET.match(folded, target.end, following.start) and len(named) == 1:
            statuses[index + 1] = status
            found.append(target)
    return found


def context_free(clause: Clause, last: int) -> bool:
    """Whether no word of a clause says more of its targets than whether they are there."""
    for _, cue in clause.of("cue"):
        if cue.effect in CONTEXT:
            return False
    return clause.document.folded.find("?", clause.start, last) < 0


def emit(reading: Reading, clause: Clause, target: Target, status: Status, method: str | None, findings: list[dict[str, Any]], effects: Context | None = None) -> dict[str, Any] | None:
    """One finding with its evidence; None where the name is none that is reported."""
    name, value = target.name, status.value
    if value == "not_tested" and reading.document.folded[status.start : status.end] in {"nd", "n/d"} and reading.nd_not_detected:
        value = "absent"
    if name in {"hypodiploidy", "near-diploidy"} or name.endswith(("amplification", "expression")):
        return None
    if name in {"normal karyotype", "complex karyotype"}:
        method = "karyotype"
        if name == "normal karyotype" and value == "absent" and (status.start > target.end + 12 or "," in reading.document.folded[target.end : status.start] or "normal" in reading.document.folded[status.start : status.end]):
            value = "present"
    elif method in {"Sanger", "ogm"}:
        method = None
    if effects is None:
        effects = reading.context(clause, target.start, target.end)
    finding = {
        "text": reading.document.raw[target.start : target.end], "start": target.start, "end": target.end, "section": clause.section.name, "rule": "genetic." + target.kind,
        "name": name, "status": value, "method": method, "cue_start": status.start, "cue_end": status.end, "_clause": clause,
    }  # fmt: skip
    if value == "present" and effects.effects:
        if effects.has("possible", "after:possible"):
            finding["certainty"] = "possible"
        elif effects.has("probable"):
            finding["certainty"] = "probable"
    if clause.section.role == "prior" or "previous" in effects.effects:
        finding["temporality"] = "previous"
    code = gene_codes().get(target.gene) if target.gene else None
    if code:
        finding["codes"] = ({"system": "http://www.genenames.org", "code": code},)
    findings.append(finding)
    return finding
