"""Statements: a sentence cut between its results, and what each piece says."""

from __future__ import annotations

from itertools import pairwise
from typing import NamedTuple

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.read.number import comparator_before, readings
from allreport.read.residual.case import MOLECULAR, OTHER_METHODS, ROLE_OF_LABEL, Case, Limit, Outcome
from allreport.read.residual.levels import BARE, LEVEL, Level, has_level, holds_any, in_percent, percent_of, printed_levels
from allreport.read.residual.times import Time, first_date, month_of, nearest_time, therapy_beside, time_keys
from allreport.read.residual.words import Token, heads
from allreport.scan import Clause
from allreport.vocabulary.residual import (
    ABNORMAL,
    CELLS_COUNTED,
    CORRECT,
    CUT_SIGNS,
    DENIED,
    DENIED_CELLS,
    HAD,
    LOCI,
    NEGATIONS,
    OF_OBJECT,
    OTHER_CELLS,
    RESULT_LABELS,
    RISK_SIGNS,
    UNITS_OF_METHODS,
)

MRD_JUST_BEFORE = compile(r"mrd[ ]?(?:level|result|value)?[ ]?(?:of|:|=|was|is)?[ ]?$")
COUNTED = compile(rf"[ ](?:{'|'.join(CELLS_COUNTED)})\b")  # '(194 events)' in a cell of its own is no level
HAD_BEEN = compile(rf"\bhad (?:{'|'.join(HAD)})\b[^.;,\n]{{0,24}}$")
BOUND = compile(r"[ ](?:of|at|=)[ ]?(?:the assay[ ]?)?(?:of[ ])?")
GAP = compile(r"[ ]{3}|\t|\|")
SCALE = compile(r"(?<![\d.,])1[ ]?(?:(?:cell )?per million|e-\d|x[ ]?10\^?-\d)[ ]?(?:cells )?=")
RESULT_LABEL = compile(rf"[ \t*>|+-]{{0,12}}(?:final |overall )?(?:{'|'.join(RESULT_LABELS)})s?(?:[ \t]*[:=-]|[ \t]{{2,}})|[ \t*>|+-]{{0,12}}(?:no )?residual ")
PROPER_NAME = compile(r"mrd|m\.r\.d|minimal|measurable|molecular|clonal|sequences|emr")  # in the names that no morphologist uses
PHRASE_ENDS = (",", ";", ":", ".", "(", "\t", "   ", "|", " but ", " and ")
OF_DENIED = compile(rf"\b(?:{'|'.join(DENIED_CELLS)})")
PHRASE_STOPS = ",;:.(\t|"
BULLETS = " \t*>|+-"
MORPHOLOGY = frozenset({"aspirate", "core", "microscopic", "pb_smear", "ihc", "gross", "csf", "cbc"})
CUTS = (", ", "; ", ". ", " and ", " but ", "  ", "\t", "\n")  # marks at which a sentence may be cut between two results
WIDE = 110  # how far behind the word MRD its level may stand
EARLIER_ROLES = frozenset({"prior", "history", "presentation"})
UNSAID = frozenset({"skip", "policy", "weak_policy", "plan"})  # words of SAID that state nothing
STATES = frozenset({"said", "not_quantifiable", "not_evaluable"})
OF_OTHERS = frozenset({"marker", "gene", "fusion", "genetic", "analyte"})
NO_RESULT = OF_OTHERS | {"disease", "cell"}

Span = tuple[int, int]


class Statement(NamedTuple):
    """A stretch of text about one result: from `start` to `end`, with the places where residual disease is named in it."""

    start: int
    end: int
    clause: Clause
    mentions: list[Span]
    method: str | None
    words: list[Token]
    leveled: bool  # it may hold a level


def take(case: Case, sentence: Statement, methods: list[Token]) -> None:
    """Reads all results of a sentence that names some methods."""
    if case.folded.startswith("obx|", sentence.start, sentence.end) and hl7(case, sentence):
        return
    if sentence.words or sentence.mentions or methods or may_hold_bare_level(case, sentence.start, sentence.end):
        for statement in statements(case, sentence, methods):
            understand(case, statement)


def may_hold_bare_level(case: Case, start: int, end: int) -> bool:
    """Whether a level that no word explains can be a result or a limit: beside a time or a date, or under a label."""
    return (
        bool(case.times.within(start, end))
        or case.folded.find("quantitative", start, end) >= 0
        or first_date(case.folded, start, end) is not None
        or case.label_above(start) != ""
        or RESULT_LABEL.match(case.folded, start, end) is not None
        or holds_any(case.folded[start:end], CORRECT)
    )


# cutting


def statements(case: Case, sentence: Statement, methods: list[Token]) -> list[Statement]:
    """A sentence cut between results: 'EOI MRD 0.2%, end of consolidation MRD neg'; 'FCM 0.05 %   PCR 7E-4'."""
    mentions = sentence.mentions
    if case.folded.count(":", sentence.start, sentence.end) > 1 and sentence.method in {"PCR", "NGS"}:
        cuts = target_labels(case, sentence)
        if len(cuts) > 1:
            return cut_at(case, sentence, [sentence.start, *cuts] if cuts[0] > sentence.start else cuts)
    if len(mentions) > 1:
        return [part for piece in pieces(case, sentence, mentions) for part in pieces_by_time(case, piece)]
    section = sentence.clause.section
    anchors = timed_results(case, sentence) if sentence.end - sentence.start > 24 and (mentions or case.titled) else []
    if len(anchors) < 2 and "site" in sentence.clause.kinds:
        anchors = site_results(case, sentence)
    if len(anchors) < 2 and len(methods) > 1 and (case.titled or section.role == "prior" or section.name == "mrd"):
        techniques = techniques_of(case, sentence, methods)
        anchors = sorted({*mentions, *techniques}) if len(techniques) > 1 else anchors
    return pieces(case, sentence, anchors) if len(anchors) > 1 else [sentence]


def pieces_by_time(case: Case, piece: Statement) -> list[Statement]:
    """A piece with one name cut again where it goes on to another time: 'MRD day +30 negative, day +100 0.01%'."""
    if len(piece.mentions) > 1 or piece.end - piece.start <= 24:
        return [piece]
    anchors = timed_results(case, piece)
    return pieces(case, piece, anchors) if len(anchors) > 1 else [piece]


def timed_results(case: Case, sentence: Statement) -> list[Span]:
    """The results of a sentence that gives each its time: 'negative at day 29 and positive (0.05%) at week 12'."""
    if len(case.times.points(sentence.clause, sentence.start, sentence.end)) < 2:
        return []
    states = [(word.start, word.end) for word in sentence.words if is_status(word)]
    levels = [match.span() for match in printed_levels(case.folded, sentence.start, sentence.end)]
    return sorted({*states, *levels})


def site_results(case: Case, sentence: Statement) -> list[Span]:
    """The sites of a sentence that gives each its result: 'MRD: BM 0.05 %, PB negative'."""
    sites = {(hit.start, hit.end): row.id for hit, row in sentence.clause.of("site") if sentence.start <= hit.start < sentence.end}
    if len(set(sites.values())) < 2:
        return []
    with_result = [(start, end) for start, end in sites if has_level(case.folded, end, min(sentence.end, end + 14)) or any(is_status(word) for word in case.tokens(end, min(sentence.end, end + 14)))]
    return with_result if len({sites[span] for span in with_result}) > 1 else []


def techniques_of(case: Case, sentence: Statement, methods: list[Token]) -> list[Span]:
    """The techniques among the methods of a sentence; a unit or a target is one where its level follows."""
    folded = case.folded
    return [
        (token.start, token.end)
        for token in methods
        if not folded.startswith(UNITS_OF_METHODS, token.start, token.end) or has_level(folded, token.end, min(sentence.end, token.end + 14))
    ]


def pieces(case: Case, sentence: Statement, anchors: list[Span]) -> list[Statement]:
    """The stretches around the anchors of a sentence."""
    cuts = [sentence.start]
    for one, other in pairwise(anchors):
        cut = cut_between(case, one, other, sentence.clause)
        if cut is not None:
            cuts.append(cut)
    return cut_at(case, sentence, cuts) if len(cuts) > 1 else [sentence]


def target_labels(case: Case, sentence: Statement) -> list[int]:
    """Where the labels of single targets begin in a sentence: 'IGH: negative, TRG: positive 3 x 10-4'."""
    found = []
    for token in heads().within(case.folded, case.document.tokens, sentence.start, sentence.end):
        before = case.folded[sentence.start : token.start].rstrip(BULLETS)
        labelled = case.folded.find(":", token.end, min(sentence.end, token.end + 40)) >= 0
        if token.id == "target" and labelled and (not before or before[-1] in "\n,;.") and case.folded.startswith(LOCI, token.start):
            found.append(token.start)
    return found


def cut_at(case: Case, sentence: Statement, cuts: list[int]) -> list[Statement]:
    """A sentence in pieces that begin at the cuts."""
    found = []
    for start, end in pairwise([*cuts, sentence.end]):
        inside = [span for span in sentence.mentions if start <= span[0] < end] or ([(start, start)] if sentence.mentions else [])
        found.append(Statement(start, end, sentence.clause, inside, case.method_in(start, end) or sentence.method, case.tokens(start, end), sentence.leveled))
    return found


def cut_between(case: Case, one: Span, other: Span, clause: Clause) -> int | None:
    """Where a result ends and the next one begins: at a mark between two anchors of which the first has its result, and its time if the second has one."""
    start, end = one[1], other[0]
    between = case.folded[start:end]
    places = [between.rfind(mark) + len(mark) for mark in CUTS if mark in between]
    if not places and not is_state(case, one):
        places = [time.start - start for time in case.times.within(start, end)[-1:] if has_level(case.folded, start, time.start)]  # 'TP1 MRD 10^-3 TP2 MRD <10^-4'
    if not places:
        return None
    first_is_state = is_state(case, one)
    if not first_is_state and not has_level(case.folded, start, end) and not any(is_state(case, (word.start, word.end)) for word in case.tokens(start, end)):
        return None
    if first_is_state and is_state(case, other) and not any(start <= time.start < end for time in case.times.points(clause, start, end)):
        return None
    return start + max(places)


def is_state(case: Case, span: Span) -> bool:
    """Whether an anchor is itself a result: a level or a word of state."""
    return any(is_status(word) for word in case.tokens(*span)) or LEVEL.match(case.folded, *span) is not None


def is_status(word: Token) -> bool:
    return word.kind == "said" and word.id in {"positive", "negative"}


# understanding


def understand(case: Case, statement: Statement) -> None:
    """Adds the result of a statement and its limits, if it has any."""
    folded, clause = case.folded, statement.clause
    if folded.find("=", statement.start, statement.end) >= 0 and SCALE.search(folded, statement.start, statement.end):
        return
    words = statement.words
    levels = case.levels(statement.start, statement.end, words) if statement.leveled else []
    if levels:
        add_limits(case, statement, levels)
    if clause.section.role == "method":
        return
    said = governing(case, statement, words)
    if not said and not levels and not folded[statement.start : statement.end].rstrip().endswith(":"):
        return
    wishes = [word.id for word in words if word.kind == "said"]
    if statement.start > clause.start:
        wishes.extend(word.id for word in case.tokens(clause.start, statement.start) if word.kind == "said")
    results = [level for level in levels if level.role == "result" and is_result(case, statement, level, words)]
    results = behind_name(case, statement, results)
    if "policy" in wishes or ("weak_policy" in wishes and any(word.id == "weak_policy" and before_all(word, statement, results) for word in words)):
        results = [level for level in results if level.comparator == "=" and MRD_JUST_BEFORE.search(folded, max(clause.start, level.start - 30), level.start)]
        said = []
        if folded[statement.start : statement.end].rstrip().endswith(":"):
            case.rules_end = next_blank(folded, statement.end)
        if not results:
            return
    if not said and results and results[0].comparator in {"<", "<="}:
        # 'TRG Vg2-Jg1.3: positive, < 10-4': whatever else the line is about, it does not say that nothing was found.
        said = [word for word in words if word.id == "positive" or word.kind == "not_quantifiable"]
    named = bool(statement.mentions) or is_labelled(case, statement)
    found = outcome(case, results, said, levels, named=named) if said or results else None
    if found is not None and not (found.status in {"positive", "negative"} and not results and "plan" in wishes):
        push(case, statement, found)


def behind_name(case: Case, statement: Statement, results: list[Level]) -> list[Level]:
    """The results without those before the name, where one stands right behind it: 'blasts <5% (2%), FCM-MRD 0.008%'."""
    named = [span for span in statement.mentions if span[1] > span[0]]
    if len(results) < 2 or not named:
        return results
    close = next((level for level in results if MRD_JUST_BEFORE.search(case.folded, max(statement.start, level.start - 30), level.start)), None)
    return [level for level in results if level.start >= close.start] if close is not None else results


def add_limits(case: Case, statement: Statement, levels: list[Level]) -> None:
    """Keeps the limits of a statement for the results of its time and method."""
    for level in levels:
        if level.role in {"lod", "loq"} or (level.role == "cut" and is_cutoff(case, statement)):
            times = case.times.points(statement.clause, statement.start, statement.end)
            time = times[0].written if len(times) == 1 else None
            rank = 1 if statement.clause.section.role == "method" else 0
            case.limits.append(Limit(level.start, level.percent, level.role, statement.method, time, rank))


def is_cutoff(case: Case, statement: Statement) -> bool:
    """Whether a threshold is that from which the laboratory calls a result positive, not one of risk groups."""
    text = case.folded[statement.start : statement.end]
    return holds_any(text, CUT_SIGNS) and not holds_any(text, RISK_SIGNS)


def before_all(word: Token, statement: Statement, results: list[Level]) -> bool:
    """Whether a word stands before every result and every name."""
    places = [level.start for level in results] + [start for start, end in statement.mentions if end > start]
    return word.start < min(places, default=statement.end)


def governing(case: Case, statement: Statement, words: list[Token]) -> list[Token]:
    """The words of state that are said of residual disease: near it, and not of a marker, a gene or a control."""
    states = [word for word in words if word.kind in STATES and word.id not in UNSAID and not of_other_cells(case, statement, word) and not of_other_method(case, statement, word)]
    words = [heard for word in states if (heard := with_denial(case, statement.clause.start, statement.clause.section.name, word)) is not None]
    target = target_of(case, statement)
    if target is not None:
        return said_of_target(case, statement, target[1], words)
    if not words or not (statement.mentions or speaks_of_result(case, statement)) or by_morphology(case, statement):
        return []
    if not statement.mentions:
        label = label_end(case, statement)
        words = words if label is None else [word for word in words if word.start <= label]
    else:
        words = [word for word in words if any(-60 <= word.start - end <= 90 for _, end in statement.mentions)]
    if not words or statement.clause.kinds.keys().isdisjoint(OF_OTHERS):
        return words
    others = [hit for hit in statement.clause.hits if not hit.rows.keys().isdisjoint(OF_OTHERS)]
    return [word for word in words if not any(belongs(case.folded, word, hit, statement.mentions) for hit in others)]


def of_other_method(case: Case, statement: Statement, word: Token) -> bool:
    """Whether a limit that a result lies below is that of another method: 'a level under the detection limit of our FCM'."""
    folded = case.folded
    if word.id != "negative" or statement.method is None or not folded.startswith(("below", "under"), word.start) or not folded.startswith(" of ", word.end):
        return False
    return case.method_in(word.end, min(statement.end, word.end + 20)) not in {None, statement.method}


def with_denial(case: Case, start: int, section: str, word: Token) -> Token | None:
    """A verb of finding as the state it has with the denial before it: 'No blasts identified'; None where what is denied is something else."""
    folded = case.folded
    if word.id != "positive" or word.kind != "said":
        return word
    between = folded[max(start, word.start - 90) : word.start]
    between = between[max(*(between.rfind(mark) for mark in PHRASE_STOPS), between.rfind("  ") + 1) + 1 :].lstrip(BULLETS + "\n")
    if not between.startswith(DENIED):
        return word
    if OF_DENIED.search(between) is None or section in MORPHOLOGY:
        return None
    return word._replace(start=word.start - len(between), id="negative")


def of_other_cells(case: Case, statement: Statement, word: Token) -> bool:
    """Whether a word of state is said of cells that are no residual disease: 'Haematogones were not seen', 'absence of normal B cells'."""
    if not is_status(word):
        return False
    folded, beside = case.folded, [token for token in statement.words if token.kind == "beside"]
    after = next((token for token in beside if token.start >= word.end), None)
    if after is not None and folded.endswith(OF_OBJECT, word.start, word.end) and not folded[word.end : after.start].strip():
        return folded.startswith(OTHER_CELLS, after.start)
    before = next((token for token in reversed(beside) if token.end <= word.start), None)
    if before is None or not folded.startswith(OTHER_CELLS, before.start) or any(before.end <= start <= word.start for start, _ in statement.mentions):
        return False
    between = folded[before.end : word.start]
    subject = folded[max(statement.start, before.start - 24) : before.start].rstrip().split("\n")[-1].rsplit(" ", 1)[-1]
    return len(between) < 24 and not any(mark in between for mark in ":;,.%|\t") and not subject.endswith(ABNORMAL)


def by_morphology(case: Case, statement: Statement) -> bool:
    """Whether residual leukaemia is looked for under the microscope or by cytogenetics: 'no residual leukaemia in the trephine'."""
    clause, named = statement.clause, [span for span in statement.mentions if span[1] > span[0]]
    if case.titled or not named or any(PROPER_NAME.search(case.folded, *span) for span in named):
        return False
    methods = {str(row.id) for hit, row in clause.of("method") if statement.start <= hit.start < statement.end}
    return not methods.isdisjoint(OTHER_METHODS) and methods.isdisjoint(MOLECULAR) if methods else clause.section.method in OTHER_METHODS or clause.section.name in MORPHOLOGY


def belongs(folded: str, word: Token, hit: Hit, mentions: list[Span]) -> bool:
    """Whether a word of state stands right behind the name of something else, with no name of residual disease between."""
    if not -1 <= word.start - hit.end <= 12 or "\n" in folded[hit.end : word.start]:
        return False
    return not any(hit.start < start <= word.start for start, _ in mentions)


def target_of(case: Case, statement: Statement) -> Span | None:
    """The label of one clonal target that a statement begins with: 'IGH VH3-JH4: positive 3 x 10-4'."""
    folded = case.folded
    if statement.method not in {"PCR", "NGS"} or not (case.titled or statement.clause.section.name == "mrd"):
        return None
    colon = folded.find(":", statement.start, min(statement.end, statement.start + 60))
    label = folded[statement.start : max(statement.start, colon)]
    if not label.lstrip(BULLETS).startswith(LOCI) or any(statement.start < end <= colon for _, end in statement.mentions):
        return None
    return statement.start + len(label) - len(label.lstrip(BULLETS)), colon


def said_of_target(case: Case, statement: Statement, colon: int, words: list[Token]) -> list[Token]:
    """The state right behind the label of a target; without a level, 'positive' may only say that the target is there to follow."""
    first = [word for word in words if word.start > colon and not case.folded[colon + 1 : word.start].strip()]
    return [word for word in words if first and word.start >= first[0].start and (word.id != "positive" or statement.leveled)]


def label_end(case: Case, statement: Statement) -> int | None:
    """Where a label ends that is not one of a result ('p210 transcripts: not detected'); None where there is none."""
    colon = case.folded.find(":", statement.start, statement.end)
    if colon < 0 or case.folded.startswith("::", colon) or RESULT_LABEL.match(case.folded, statement.start):
        return None
    return colon


def is_labelled(case: Case, statement: Statement) -> bool:
    """Whether a line of a report on residual disease begins with a label of its result: 'Result: indeterminate'."""
    return (case.titled or statement.clause.section.name == "mrd") and RESULT_LABEL.match(case.folded, statement.start, statement.end) is not None


def speaks_of_result(case: Case, statement: Statement) -> bool:
    """Whether a sentence that does not name residual disease states the result of the report."""
    section = statement.clause.section
    if not case.titled and section.name != "mrd":
        return False
    if is_labelled(case, statement):
        return True
    if not statement.clause.kinds.keys().isdisjoint(NO_RESULT):
        return False
    return section.name in {"diagnosis", "findings", "mrd"} and section.role not in EARLIER_ROLES


def is_result(case: Case, statement: Statement, level: Level, words: list[Token]) -> bool:
    """Whether a level stands where a result stands: near the name, with its denominator, or with words of a result in an MRD report."""
    clause, section = statement.clause, statement.clause.section
    if level.percent > 0 and section.role == "method":
        return False
    if not statement.mentions and (section.name == "cbc" or any(hit.end <= level.start < hit.end + 24 for hit, _ in clause.of("analyte"))):
        return False
    of_cells = any(word.id == "denominator" and 0 <= word.start - level.end <= 12 for word in words)
    named = [span for span in statement.mentions if span[1] > span[0]]
    if named:
        return of_cells or any(0 <= level.start - end <= WIDE or (level.start - end < 0 and start - level.end <= 60) for start, end in named)
    if statement.mentions:
        return True
    if not case.titled and section.name != "mrd":
        if section.role == "prior" and names_method(case, statement, level):
            return True
        return any(word.id == "own" and word.start < level.start for word in words) or holds_any(case.folded[max(statement.start, level.start - 40) : level.start], CORRECT)
    return (
        of_cells
        or any(is_status(word) or word.id == "own" for word in words)
        or names_method(case, statement, level)
        or is_labelled(case, statement)
        or bool(case.times.within(statement.start, statement.end))
        or first_date(case.folded, statement.start, level.start) is not None
    )


def names_method(case: Case, statement: Statement, level: Level) -> bool:
    """Whether a method stands right before a level."""
    return case.method_in(max(statement.start, level.start - 30), level.start) is not None


def outcome(case: Case, results: list[Level], said: list[Token], levels: list[Level], *, named: bool) -> Outcome | None:
    """Status, data and evidence of a statement from its first word of each meaning and its levels; `named`: it names residual disease."""
    first: dict[str, Token] = {}
    for token in said:
        first.setdefault(token.id, token)
    if "not_quantifiable" in first:
        return unquantified(case, first["not_quantifiable"], results, levels)
    negative, positive, void = first.get("negative"), first.get("positive"), first.get("not_evaluable")
    if negative is not None and positive is not None and one_phrase(case.folded, negative, positive):
        positive = None
    unfit = first.get("unfit")
    if unfit is not None and named and positive is None and (negative is None or negative.start < unfit.start):
        return Outcome("indeterminate", {}, unfit.start, unfit.end)  # nothing was seen, but the sample could not show it
    alone = named and negative is None and positive is None
    doubt = void or first.get("doubt")
    if doubt is not None and alone:
        measured = results[0] if len(results) == 1 and results[0].comparator == "=" else None
        return Outcome("indeterminate", case.level_data(measured, "="), *((measured or doubt)[:2]))
    if results:
        return from_level(case, results[0], negative, positive)
    if void is not None and named:
        return Outcome("indeterminate", {}, void.start, void.end)
    other = next((word for word in said if word.id in {"failed", "pending", "not_tested"}), None)
    if other is not None and alone:
        return Outcome(other.id, {}, other.start, other.end)
    if negative is not None and positive is not None and positive.start < negative.start and GAP.search(case.folded, positive.end, negative.start):
        negative = None  # the later column is what is normal
    word = negative or positive
    if word is None:
        return None
    return Outcome("negative" if negative is not None else "positive", limits_beside(levels, negative is not None), word.start, word.end)


def one_phrase(folded: str, negative: Token, positive: Token) -> bool:
    """Whether a word of finding belongs to the negation before it: 'no residual disease detected', 'no abnormal cells were identified'."""
    between = folded[negative.end : positive.start]
    return negative.start < positive.start and folded.startswith(NEGATIONS, negative.start) and len(between) < 60 and not any(mark in between for mark in PHRASE_ENDS)


def limits_beside(levels: list[Level], negative: bool) -> dict[str, float]:
    """The limits that a statement gives with its status."""
    data: dict[str, float] = {}
    for level in levels:
        if level.role == "lod" and negative:
            data.setdefault("detection_limit", level.percent)
        elif level.role == "loq":
            data.setdefault("quantification_limit", level.percent)
    return data


def unquantified(case: Case, word: Token, results: list[Level], levels: list[Level]) -> Outcome:
    """What is found but not quantifiable: positive, with the level or the bound that is printed."""
    bound = next((level for level in results if level.comparator in {"<", "<="}), None) or next(
        (level for level in levels if level.role == "loq" and level.start - word.end < 40), None
    )
    printed = next((level for level in results if level.comparator == "="), None)
    if printed is not None and BOUND.fullmatch(case.folded, word.end, max(word.end, printed.start)):
        printed, bound = None, printed  # 'below the LLOQ of 0.005 %'
    place = printed or bound or word
    return Outcome("positive", case.level_data(printed, "=") if printed else case.level_data(bound, "<"), place.start, place.end)


def from_level(case: Case, level: Level, negative: Token | None, positive: Token | None) -> Outcome:
    """A level and the words beside it: below a limit is a limit unless the words say that something was found."""
    below = level.comparator in {"<", "<="}
    if level.percent == 0:
        return Outcome("negative", {}, level.start, level.end)
    if below and positive is None:
        return Outcome("negative", {"detection_limit": level.percent, "_weak": negative is None}, level.start, level.end)
    if negative is not None and positive is None and not below:
        return Outcome("negative", {"detection_limit": level.percent}, level.start, level.end)
    return Outcome("positive", case.level_data(level, level.comparator), level.start, level.end)


# adding


def push(case: Case, statement: Statement, found: Outcome) -> None:
    """Adds the result of a statement with its time."""
    clause = statement.clause
    effects = case.reading.context(clause, found.start, found.end)
    if effects.has("family", "donor") or (effects.has("withdrawn") and not stands_corrected(case, clause, found)):
        return
    times = case.times.points(clause, statement.start, statement.end)
    if not statement.mentions and case.site != "csf" and clause.index in case.reading.places and case.reading.site_at(clause, found.end).site == "csf":
        return  # what is said of the cells of the fluid is residual disease only where it is called so
    finding = case.finding(clause, found, statement.method, None)
    now = effects.has("current") is not None
    if now and not any(statement.start <= time.start < statement.end for time in times):
        times = []  # what is said of today takes no time from the results before it
    time = nearest_time(times, found.start) or (None if now else line_time(case, clause)) or heading_time(case, clause)
    if (
        (told_before(case, clause) and not now)
        or (effects.has("previous") and not now)
        or (time is not None and not case.titled and case.relapsed and not case.is_own(time) and ("name", "relapse") not in time_keys(time.written))
        or (not now and months_ago(case, statement, found))
    ):
        finding["temporality"] = "previous"
    if time is not None:
        finding["_therapy"] = therapy_beside(case.folded, clause.start, time.start, time.end)
    finding["_now"] = now
    finding["_had"] = HAD_BEEN.search(case.folded, max(clause.start, found.start - 40), found.start) is not None
    target = target_of(case, statement)
    if target is not None:
        finding["target"], finding["_cell"] = case.document.raw[slice(*target)].split("  ")[0].strip(), True
    date = first_date(case.folded, clause.start, found.start) if case.titled or clause.section.role == "prior" else None
    case.stamp(finding, time.written if time is not None else "", date.group() if date is not None else "")


def told_before(case: Case, clause: Clause) -> bool:
    """Whether a sentence stands among what the request or an earlier report says; a label with its text on one line does not reach over a blank one."""
    section, folded = clause.section, case.folded
    if section.role != "history":
        return section.role == "prior"
    labelled = bool(folded[section.start : case.document.line_at(section.heading_start).end].strip(" \t:"))
    return not (case.titled and labelled and folded.find("\n\n", section.start, clause.start) >= 0)


def stands_corrected(case: Case, clause: Clause, found: Outcome) -> bool:
    """Whether a result in a sentence that takes something back is the one that stands: 'printed in error, the correct value is 0.02 %'."""
    before = [match.end() for match in printed_levels(case.folded, clause.start, found.start)]
    return holds_any(case.folded[max(before, default=clause.start) : found.start], CORRECT)


def months_ago(case: Case, statement: Statement, found: Outcome) -> bool:
    """Whether the month that is printed right beside a result is before that of the report: 'MRD negative 11/2022'."""
    if case.month is None:
        return False
    begin = min([found.start, *(start for start, end in statement.mentions if end > start)])
    after = month_of(case.folded, found.end, min(statement.end, found.end + 22))
    wrapped = begin == statement.start and case.folded[max(0, begin - 2) : begin].endswith("\n") and case.folded[begin - 2] not in ".;:\n"
    before = month_of(case.folded, max(0 if wrapped else statement.start, begin - 24), begin)
    if after is not None and "," not in case.folded[found.end : after[0].start()]:
        return case.month - after[1] > 1
    if before is not None and before[0].group().startswith("("):
        return False  # 'B-ALL (2019), MRD negative': the year is of what stands before it
    return before is not None and begin - before[0].end() < 8 and case.month - before[1] > 1


def line_time(case: Case, clause: Clause) -> Time | None:
    """The time point that starts the line a sentence stands in: 'Day 33 marrow: 1 % blasts; MRD negative'."""
    line = case.document.line_at(clause.start)
    return next(iter(case.times.points(clause, line.start, clause.start)[-1:]), None) if line.start < clause.start else None


def heading_time(case: Case, clause: Clause) -> Time | None:
    """A time point printed in the heading of a section: 'MRD week 12'."""
    if clause.section.name != "mrd":
        return None
    start = clause.section.heading_start
    return next(iter(case.times.within(start, case.document.line_at(start).end)), None)


def next_blank(folded: str, position: int) -> int:
    """The end of the paragraph."""
    found = folded.find("\n\n", position)
    return found if found >= 0 else len(folded)


# fields and cells


def hl7(case: Case, segment: Statement) -> bool:
    """An OBX segment: the value stands in field 5, a percent sign in field 6. False for free text in field 5, which is read as sentences."""
    stop = case.folded.find("\n", segment.start)
    fields = case.folded[segment.start : stop if stop >= 0 else len(case.folded)].split("|")
    if len(fields) < 7:
        return True
    start = segment.start + sum(len(field) + 1 for field in fields[:5])
    end = start + len(fields[5])
    if not segment.mentions:
        name = segment.start + sum(len(field) + 1 for field in fields[:3])
        role = ROLE_OF_LABEL.get(case.label_id(name, name + len(fields[3])), "")
        if role in {"lod", "loq"}:
            segment_limit(case, segment, start, end, role, "%" if fields[6].strip().startswith("%") else "")
        return True
    if end - start > 120:
        return False
    found = in_cell(case, start, end, "%" if fields[6].strip() == "%" else "")
    if found is not None:
        push(case, segment, found)
    return True


def segment_limit(case: Case, segment: Statement, start: int, end: int, role: str, unit: str) -> None:
    """Keeps the limit in the value of a segment: a level, or a bare number with its unit in the field behind it."""
    level = next((percent_of(match, case.reading.comma)[0] for match in printed_levels(case.folded, start, end)), None)
    bare = BARE.match(case.folded, start, end) if level is None and unit else None
    if bare is not None:
        level = readings(bare["bare"], case.reading.comma)[0]
    if level is not None:
        case.limits.append(Limit(start, level, role, segment.method, None, 0))


def in_cell(case: Case, start: int, end: int, unit: str) -> Outcome | None:
    """The result in a cell: a level, a word of state, or a bare number in the unit of its head."""
    words = case.tokens(start, end)
    states = [word for word in words if word.kind in STATES and word.id not in UNSAID]
    said = [heard for word in states if (heard := with_denial(case, start, case.document.section_at(start).name, word)) is not None]
    levels = case.levels(start, end, words, in_cell=True)
    results = [level for level in levels if level.role in {"result", "cut"}]
    if unit and not levels:
        match = BARE.search(case.folded, start, end)
        if match is not None and (unit == "million" or (match.start() - start < 4 and COUNTED.match(case.folded, match.end(), end) is None)):
            amount = readings(match["bare"], case.reading.comma)[0] * in_percent(unit)
            comparator, begin = comparator_before(case.folded, start, match.start())
            results = [Level(begin, match.end(), amount, None, comparator, "result")]
    if not said and not results:
        return None
    return outcome(case, results, said, levels, named=True)
