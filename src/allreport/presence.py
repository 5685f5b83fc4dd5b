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
NOT_SEEN = compile(  # a denied subject with its verb, and a preposition: what was looked at follows
    r"(?:no|none|neither)\b[a-z \n-]{0,60}?(?:(?:was|were|is|are|has been|have been|could be|can be)[ \n](?:[a-z]{2,12}ly[ \n])?)?(?:seen|detected|found|identified|observed|present|noted|demonstrated|evident)[ \n](?:with|using|by|for|in|on|of|involving|at|affecting|among)\b"
)
SHARE = compile(
    r"\d[ ]?%[ \t]+(?:of[ \t]+)?(?:the[ \t]+)?(?:nuclei|cells|interphase)|\d[ \t]+of[ \t]+\d+[ \t]+(?:nuclei|cells)|\b(?:vaf|allele (?:frequency|fraction|burden))[ \t]?[:=(]?[ \t]*(?:of[ \t]+)?\d|\([ ]?\d{1,2}(?:[.,]\d)?[ ]?%"
    r"|\b[cp]\.[^\s,;]{2,30}[ \t(]{1,3}\d{1,2}(?:[.,]\d{1,2})?[ ]?%"
)


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


AS_ARE = compile(r",?[ \n]as[ \n](?:are|is|was|were|well as)[ \n]")


def leads(clause: Clause, hit: Hit) -> bool:
    """Whether a backward cue stands as a heading before its list: 'Negative: CD3', '  weak  CD45', 'negative for'."""
    folded = clause.document.folded
    if AS_ARE.match(folded, hit.end, clause.end):
        return True  # 'Surface CD3 is absent, as are CD34 and CD117'
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
    denied = 0  # where a denial ends that has its list behind it; the verbs within it say nothing of their own
    index = 0
    for hit, cue in clause.of("cue"):
        passed = index
        while index < len(targets) and targets[index][0] <= hit.start:
            index += 1
        if passed < index:
            dangling = dangling if forward is None else None
            open_targets += under_way(clause, forward, range(passed, index), found)
        if cue.effect not in POLARITY:
            if cue.effect == "terminator" and not (index and hit.start < targets[index - 1][1]):
                forward = None
            continue
        if hit.start < denied:
            continue
        status = Status(cue.effect, hit.start, hit.end)
        if cue.direction == "forward" and not (open_targets and closes(clause, hit, targets[open_targets[-1]][1])):
            following = targets[index][0] if index < len(targets) else -1
            if not idle(clause, hit, cue, following, forward if forward is dangling else None):
                forward = dangling = status
                denied = denied_until(clause, hit, following)
        elif index < len(targets) and not open_targets and (reached := denied_until(clause, hit, targets[index][0])):
            forward = dangling = status
            denied = reached
        elif index < len(targets) and bare(clause, hit, targets[index][0], bool(open_targets)):
            forward = status
            open_targets = []
        elif not open_targets and (leads(clause, hit) or denies(clause, hit, cue)):
            forward = status
        elif open_targets:
            open_targets = said_of(clause, hit, status, targets, open_targets, found)
        elif index and forward is not None and (forward.value, cue.effect) == ("present", "absent") and 0 <= hit.start - targets[index - 1][1] < 2:
            found[index - 1] = status  # 'with BCR::ABL1 positive, KMT2A negative': its own word stands right behind it
    found[index:] = [forward] * (len(targets) - index)
    if dangling is not None and index == len(targets):
        deny_before(clause, dangling, found, open_targets)
    return found


def under_way(clause: Clause, forward: Status | None, passed: range, found: list[Status | None]) -> list[int]:
    """Gives the targets between two cues the status of the one before them; those that stay open for the next."""
    for target in passed:
        found[target] = forward
    open_still = forward is None or NOUN.search(clause.document.folded, forward.start, forward.end)
    return list(passed) if open_still else []


def said_of(clause: Clause, hit: Hit, status: Status, targets: list[tuple[int, int]], waiting: list[int], found: list[Status | None]) -> list[int]:
    """Gives a backward cue's status to the open targets that it reaches; those that stay open."""
    opened = bracket_before(clause, hit)
    taken = governed(clause, hit, targets, waiting, opened)
    for target in taken:
        found[target] = status
    return [target for target in waiting if targets[target][0] < opened and target not in taken] if opened >= 0 else []


def deny_before(clause: Clause, cue: Status, found: list[Status | None], waiting: list[int]) -> None:
    """A denial that has met no target behind it is said of those before it: 'CD19, CD10: no evidence of'."""
    if cue.value == "absent" and clause.document.folded.startswith(("neg", "no evidence"), cue.start):
        for target in waiting:
            found[target] = cue


AT_END = compile(r"[ \t]*(?:[.,;)\]|\n]|(?:in|on|from|at)\b|$)")


def closes(clause: Clause, hit: Hit, last: int) -> bool:
    """Whether a word that may stand before a list stands at the end of one: 'CD13, CD33: absent in both', 'CD19 expressed, CD20 absent'."""
    folded = clause.document.folded
    if folded[hit.start : hit.end] not in {"absent", "lacking", "expressed"} or folded.find(";", last, hit.start) >= 0:
        return False
    return AT_END.match(folded, hit.end, clause.end) is not None


def denies(clause: Clause, hit: Hit, cue: Any) -> bool:
    """Whether a denial has its targets behind it: 'no fusion (A::B, C::D) was detected', 'None of A or B was found'."""
    return cue.effect == "absent" and bool(DENIAL.match(clause.document.folded, hit.start, min(clause.end, hit.end + 12)))


def idle(clause: Clause, hit: Hit, cue: Any, following: int, dangling: Status | None) -> bool:
    """Whether a forward cue states nothing: it is part of what a denial before it denies, or only names a probe."""
    if cue.effect != "present":
        return False
    if dangling is not None and dangling.value == "absent" and close(clause, dangling.end, hit.start):
        return True
    return following >= 0 and names_probe(clause, hit, following)


PROBE = compile(r"with (?:(?:an?|the) )?(?:(?!using\b|detected|by\b|seen|found|signal|positiv|rearranged|pattern|in \d)[^.;\n]|\n){0,70}?\b(?:probes?|primers?)\b(?:[ \n](?:for|against|to|specific (?:for|to)|directed (?:at|against)|targeting)\b[^.;:]{0,100})?")


RESULT = compile(r"abnormal|split|observed|detected|seen\b|found\b|\d[ ]?%")


def names_probe(clause: Clause, hit: Hit, following: int) -> bool:
    """Whether 'with' only says by what was looked: 'FISH with ETV6/RUNX1 probe - no fusion'."""
    folded = clause.document.folded
    if not folded.startswith("with ", hit.start):
        return False
    if RESULT.search(folded, clause.start, hit.start):
        return False  # 'split signals were seen with the probe'
    match = PROBE.match(folded, hit.start, clause.end)
    return match is not None and following < match.end()


def denied_until(clause: Clause, hit: Hit, following: int) -> int:
    """Where the targets begin that a denial with a verb governs: 'No rearrangement was seen with the probes for ABL1'; 0 where it is none."""
    folded = clause.document.folded
    if not folded.startswith("n", hit.start) or following < hit.end:
        return 0
    match = NOT_SEEN.match(folded, hit.start, following)
    if match is None or following - match.end() > 60 or STOPS.search(folded, match.end(), following):
        return 0
    return following


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


STOPS = compile(r"[.;:,%\d]|\b(?:but|and|while|whereas|with (?:a|an|the) (?!probes?|break))\b")
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
            reach_forward(effects, clause, hit, cue, start)
        elif hit.start >= end and not closed:
            if effect == "terminator":
                closed = True
            elif cue.direction == "backward" and effect in {"absent", "possible", "question"} and hit.start - end < 40 and "," not in folded[end : hit.start]:
                effects.setdefault("after:" + effect, hit)
                closed = True
            elif effect == "probable" and LINKED.fullmatch(folded, end, hit.start) and CLOSES.match(folded, hit.end, clause.end):
                effects.setdefault("probable", hit)
    question = folded.rfind("?", max(clause.start, start - 23), start)
    if question >= 0 and not folded[question + 1 : start].strip(" \t(\"'").count(" ") > 2:
        effects["question"] = Hit(question, question + 1, {})
    return Context(effects) if effects else NO_CONTEXT


def reach_forward(effects: dict[str, Hit], clause: Clause, hit: Hit, cue: Any, start: int) -> None:
    """Adds what a cue before a place says of it, or takes away what it ends."""
    effect = cue.effect
    if effect == "terminator":
        for name in [name for name in effects if name not in LASTING]:
            del effects[name]
    elif cue.direction in {"forward", "both"} and effect in SCOPED and start - hit.end < REACH:
        if effect == "previous" and in_bracket(clause.document.folded, clause.start, hit.start, start):
            return  # 'CD19 is not expressed (previously positive), nor is CD20'
        effects[effect] = hit
        effects.pop(OPPOSITE.get(effect, ""), None)


LASTING = frozenset({"family", "donor", "advice", "definition", "test"})  # no contrast ends them
OPPOSITE = {"current": "previous", "previous": "current"}
REACH = 140  # characters
# "Ph+ ALL likely", "B-ALL is most likely on morphology".
LINKED = compile(r"[ \n](?:(?:is|was|seems|appears|remains)[ \n])?(?:the[ \n])?")
CLOSES = compile(r"[ \t]*(?:[.,;)\]|\n]|(?:in|on|from|at|given|by|because|here|diagnosis|but|though|and)\b|$)")


def in_bracket(folded: str, first: int, place: int, end: int) -> bool:
    """Whether a place stands in a bracket that is closed before `end`."""
    opened = folded.rfind("(", first, place)
    return opened >= 0 and folded.find(")", opened, place) < 0 <= folded.find(")", place, end)


def aside(folded: str, clause: Clause, hit: Hit, place: int) -> bool:
    """Whether a cue stands behind other words in a bracket that closes behind a place: 'has lost CD34 (positive at diagnosis)'."""
    opened = folded.rfind("(", clause.start, hit.start)
    return place < opened and folded.find(")", opened, hit.start) < 0 and not folded[opened + 1 : hit.start].isspace() and opened + 1 < hit.start


NO_CONTEXT = Context({})
