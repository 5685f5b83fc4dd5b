"""Whether, when and of whom something is said.

Two views of one thing. `polarity` walks a sentence once and gives each target (marker, gene finding) the status word that
governs it: a forward cue governs a list until a contrast, a backward cue takes the targets that stand open before it.
`context` says what else governs a place: time, other people, questions, advice, talk about the test or the literature.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from allreport.lexicon import Hit
from allreport.patterns import compile  # noqa: A004
from allreport.scan import Clause

POLARITY = frozenset({"absent", "present", "indeterminate", "not_tested", "pending", "failed"})
FORWARD_AFTER = compile(r"[ \t]{0,3}(?::(?!:)|for\b|=)|[ \t]{2,12}[a-z]|[ \t]+-[ \t]")
NOUN = compile(r"(?:deletion|loss)\w* (?:of|in|involving)$")  # names the change; a verb behind it may still deny it
EARLIER = compile(r" (?:at|on|in|before) (?:the |first |initial )?(?:diagnos|dx\b|presentation|onset|d(?:ay )?0\b)| initially| previously| before\b")
YEAR = compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,%])")


DENIAL = compile(r"(?:no|none)\b[a-z -]{0,40}\(")
SHARE = compile(r"\d[ ]?%[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?(?:nuclei|cells|interphase)|\d[ \t]+of[ \t]+\d+[ \t]+(?:nuclei|cells)")


class Status(NamedTuple):
    """A status and the words that decided it."""

    value: str
    start: int
    end: int


class Context(NamedTuple):
    """What governs a place besides polarity: effect -> the cue that has it."""

    effects: dict[str, Hit]

    def has(self, *effects: str) -> Hit | None:
        for effect in effects:
            if effect in self.effects:
                return self.effects[effect]
        return None


def leads(clause: Clause, hit: Hit) -> bool:
    """Whether a backward cue stands as a heading before its list: 'Negative: CD3', '  weak  CD45', 'negative for'."""
    folded = clause.document.folded
    if not FORWARD_AFTER.match(folded, hit.end, min(len(folded), hit.end + 16)):
        return False
    if folded.startswith("for", hit.end + 1) or folded[hit.end : hit.end + 2].lstrip().startswith((":", "=")):
        return True
    before = folded[clause.start : hit.start].strip(" \t*-+.\n")
    return not before or before.endswith((":", ";", "|"))


def polarity(clause: Clause, targets: list[tuple[int, int]]) -> list[Status | None]:
    """The status that governs each target of the clause (start, end), in order; None where nothing does."""
    found: list[Status | None] = [None] * len(targets)
    forward: Status | None = None
    dangling: Status | None = None  # a forward cue that has met no target yet
    open_targets: list[int] = []
    index = 0
    for hit, cue in clause.of("cue"):
        while index < len(targets) and targets[index][0] <= hit.start:
            if forward is not None:
                found[index] = forward
                dangling = None
                if NOUN.search(clause.document.folded, forward.start, forward.end):
                    open_targets.append(index)
            else:
                open_targets.append(index)
            index += 1
        if index and hit.start < targets[index - 1][1] and cue.effect not in POLARITY:
            continue
        if cue.effect == "terminator":
            forward = None
            continue
        if cue.effect not in POLARITY:
            continue
        status = Status(cue.effect, hit.start, hit.end)
        if cue.direction == "forward":
            if not (cue.effect == "present" and forward is not None and forward is dangling and forward.value == "absent" and close(clause, forward.end, hit.start)):
                forward = dangling = status
        elif index < len(targets) and bare(clause, hit, targets[index][0], bool(open_targets)):
            forward = status
            open_targets = []
        elif not open_targets and (leads(clause, hit) or denies(clause, hit, cue)):
            forward = status
        elif open_targets:
            opened = bracket_before(clause, hit)
            reached = governed(clause, hit, targets, open_targets, opened)
            for target in reached:
                found[target] = status
            open_targets = [target for target in open_targets if targets[target][0] < opened and target not in reached] if opened >= 0 else []
    if index < len(targets):
        dangling = None
    while index < len(targets):
        found[index] = forward
        index += 1
    if dangling is not None and dangling.value == "absent" and clause.document.folded.startswith(("neg", "no evidence"), dangling.start):
        for target in open_targets:
            found[target] = dangling
    return found


def denies(clause: Clause, hit: Hit, cue: Any) -> bool:
    """Whether a denial has its targets behind it: 'no fusion (A::B, C::D) was detected', 'None of A or B was found'."""
    return cue.effect == "absent" and bool(DENIAL.match(clause.document.folded, hit.start, min(clause.end, hit.end + 12)))


def bare(clause: Clause, hit: Hit, following: int, waiting: bool) -> bool:
    """Whether a status word stands as an adjective before its list: 'positive CD7, CD5 and negative CD1a, CD34'.

    `waiting`: targets before it have no status yet.
    """
    folded = clause.document.folded
    if following - hit.end != 1 or folded[hit.end] not in " \n":
        return False
    before = folded[clause.start : hit.start].rstrip(" \t\n*")
    if waiting:
        return before.endswith((",", ";")) and folded[hit.end] == " "
    return not before or before.endswith(BEFORE_ADJECTIVE) or folded.startswith(("are ", "is ", "were ", "was "), hit.start)


BEFORE_ADJECTIVE = (":", ";", ",", ".", "(", "\u2022", " and", "\nand", " but", " are", " is", " were", " was", " being")


def bracket_before(clause: Clause, hit: Hit) -> int:
    """Where the bracket opens that holds a cue with targets of its own; -1 where there is none."""
    folded = clause.document.folded
    opened = folded.rfind("(", clause.start, hit.start)
    if opened < 0 or folded.find(")", opened, hit.start) >= 0 or opened + 1 == hit.start:
        return -1
    for other in reversed(clause.hits):
        if opened < other.start < hit.start and not NAMED.isdisjoint(other.rows):
            return opened
    return -1


NAMED = frozenset({"marker", "gene", "fusion", "genetic"})


def governed(clause: Clause, hit: Hit, targets: list[tuple[int, int]], waiting: list[int], opened: int) -> list[int]:
    """Which of the open targets a backward cue reaches: those in its bracket; not those before another that have a share of cells of their own."""
    folded = clause.document.folded
    if opened >= 0:
        waiting = [target for target in waiting if targets[target][0] > opened]
        if not waiting:
            return []
    elif EARLIER.match(folded, hit.end, min(clause.end, hit.end + 24)) and "(" in folded[hit.start - 1 : hit.start]:
        return []  # '(positive at diagnosis)'
    cut = folded.rfind(";", clause.start, hit.start)
    if 0 <= cut < targets[waiting[-1]][0]:
        waiting = [target for target in waiting if targets[target][0] > cut]
    if folded[hit.start - 1] == "-" and targets[waiting[-1]][1] == hit.start - 1:
        return waiting[-1:]  # 'BCR::ABL1-negative'
    reached = []
    for target in waiting:
        end = targets[target + 1][0] if target + 1 < len(targets) and targets[target + 1][0] < hit.start else None
        if end is None or not SHARE.search(folded, targets[target][1], end):
            reached.append(target)
    return reached


def close(clause: Clause, start: int, end: int) -> bool:
    """Whether two cues stand so close that the second is part of what the first denies ('without loss of')."""
    between = clause.document.folded[start:end]
    return len(between) < 26 and "," not in between


SCOPED = frozenset({"absent", "possible", "probable", "question", "previous", "family", "donor", "treated", "current"})


def context(clause: Clause, start: int, end: int) -> Context:
    """All effects that reach the place `start`..`end` of the clause."""
    effects: dict[str, Hit] = {}
    folded = clause.document.folded
    closed = False  # nothing behind but a word for the whole sentence counts any more
    for hit, cue in clause.of("cue"):
        effect = cue.effect
        if cue.direction == "sentence" or effect == "initial":
            if closed and folded.find("\n", end, hit.start) >= 0:
                continue  # of another line
            if effect != "initial" or not aside(folded, clause, hit, start):
                effects.setdefault(effect, hit)
        elif hit.start < start:
            if effect == "terminator":
                for name in list(effects):
                    if name not in {"family", "donor", "advice", "definition", "test"}:
                        del effects[name]
            elif cue.direction in {"forward", "both"} and effect in SCOPED and start - hit.end < 140:
                effects[effect] = hit
                if effect == "current":
                    effects.pop("previous", None)
                elif effect == "previous":
                    effects.pop("current", None)
        elif hit.start >= end and not closed:
            if effect == "terminator":
                closed = True
            elif cue.direction == "backward" and effect in {"absent", "possible", "question"} and hit.start - end < 40 and "," not in folded[end : hit.start]:
                effects.setdefault("after:" + effect, hit)
                closed = True
    question = folded.rfind("?", max(clause.start, start - 23), start)
    if question >= 0 and not folded[question + 1 : start].strip(" \t(\"'").count(" ") > 2:
        effects["question"] = Hit(question, question + 1, {})
    return Context(effects) if effects else NO_CONTEXT


def aside(folded: str, clause: Clause, hit: Hit, place: int) -> bool:
    """Whether a cue stands behind other words in a bracket that closes behind a place: 'has lost CD34 (positive at diagnosis)'."""
    opened = folded.rfind("(", clause.start, hit.start)
    return place < opened and folded.find(")", opened, hit.start) < 0 and not folded[opened + 1 : hit.start].isspace() and opened + 1 < hit.start


NO_CONTEXT = Context({})
