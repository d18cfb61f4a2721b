"""What an observation says happened, in words: numbers with their meaning, never a mark."""

import math
import re
from collections.abc import Sequence
from typing import Protocol

from assets.texts import lowered
from scenarios.vocabulary import Event
from scoring.rules import EvidenceRule
from scoring.types import Observation

NEAR = 1e-9
NAMED = 4
"""How many of what the first sentence counts are named after it."""
TO_TENTH = ("counted", "slipped")
"""Cases of a distance within which things were counted to the next tenth of a millimetre."""


class SayKey(Protocol):
    """Texts by key in the person's language."""

    def __call__(self, key: str, **values: object) -> str: ...


class Has(Protocol):
    """Whether there is a text of a key."""

    def __call__(self, key: str) -> bool: ...


def fact_sentence(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """The sentence of what was read: `told.<reader>`, or that of its outcome or category, with its own numbers.

    What was never offered, or was cut off, is said to have not been seen today; what was done too few times to be
    read, to have been seen too little, with what of it was used all the same; a device without its cuts, to have
    not been looked at. What was done beside what was asked has a second sentence; so has work that was left, where the
    fact counts less for it.
    """
    return _sentence(item, rule, say, has, whole=False, named=True)


def whole_sentence(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """The same fact for who has not pressed anything yet: in whole sentences to the person, `seen.<reader>`.

    With what was too much and what was left, but no name: those are behind the press, and the numbers say how many.
    """
    return _sentence(item, rule, say, has, whole=True, named=False)


def debrief_sentence(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """The same fact as it is spoken of with the person: `seen.<reader>`, with the names of what was not as asked."""
    return _sentence(item, rule, say, has, whole=True, named=True)


def _sentence(item: Observation, rule: EvidenceRule, say: SayKey, has: Has, *, whole: bool, named: bool) -> str:
    some = say("told.part") if rule.part else ""
    where = some or (say(f"told.where.{rule.id}") if has(f"told.where.{rule.id}") else "")
    if item.category is None:
        # What was done may leave no event here: « not seen » would be false, and such a reader has its own word.
        none = f"told.cut.{rule.reads}" if has(f"told.cut.{rule.reads}") else "told.cut"
        little = ("told.little_of" if item.offered else "told.little") if item.events else none
        key = "told.missing" if item.why_missing == "device" else little
        few = say(key, where=where, n=item.offered, least=rule.fewest(item.of))
        return _capital(few) + _laid(item, rule, say, has)

    def key_of(end: str) -> str:
        seen = f"seen.{rule.reads}{end}"
        return seen if whole and has(seen) else f"told.{rule.reads}{end}"

    # Nothing was given at all: « 0 right of 5 » would speak of answers that nobody gave.
    none = "none" if not (item.events or item.n or item.extra) else ""
    # Of trials that hold nothing « 1 right of 5 » would speak as of four wrong ones: it is said of those met.
    met = item.offered - item.extra
    some_met = ("met" if met > 0 else "unmet") if item.extra else ""
    parts = (f".{part}" for part in (item.case, none, some_met, str(item.category)) if part)
    outcome = next((end for end in parts if has(f"told.{rule.reads}{end}")), "")
    of = {"of": round(item.reach), "of_n": item.offered, "met": met}
    values = {**of, "n": item.n, "extra": item.extra, "where": where, **_distances(item, rule, say, has)}
    over = f"told.{rule.reads}.over" if only_over(item, rule, has) else ""
    # Where all was done, what was too much is why it is not whole: that is said, where there is a sentence for it.
    beside = ".extra.all" if item.n == item.offered and has(f"told.{rule.reads}.extra.all") else ".extra"
    aside = item.extra and not over and has(f"told.{rule.reads}{beside}")
    more = f" {say(key_of(beside), **values)}" if aside else ""
    first = _with(_placed(say(over or key_of(outcome), **values)), item, rule, say, has, front=not named)
    gone = _left(item, rule, say, has)
    only = f" ({some})" if some not in first else ""
    apart = _apart(item, rule, say, has) if named else ""
    return _capital(first) + more + apart + only + gone


def _laid(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """What was too little to be read and was used all the same, `told.laid.<reader>`: true of one as of several."""
    laid, key = sum(len(names) for way, names in item.apart if way == "laid"), f"told.laid.{rule.reads}"
    return f" {say(key, n=laid)}" if laid and has(key) and item.why_missing != "device" else ""


def _left(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """Work that was left, where the fact counts less for it: how much of how much, and of which steps that counts."""
    things, left, work = item.left
    if not left:
        return ""
    steps = [say("told.left.step", step=say(f"step.{zone}")) for zone in rule.lasts if has(f"step.{zone}")]
    way = ".one" if len(steps) == 1 else ".of" if steps else ""
    return f" {say(f'told.left.{things}{way}', left=left, work=work, steps=', '.join(steps))}"


def _placed(sentence: str) -> str:
    """Where a scenario gives no place, nothing stands before the full stop, nor before the colon."""
    return re.sub(r", +( ?:|\.)", r"\1", sentence)


def _with(first: str, item: Observation, rule: EvidenceRule, say: SayKey, has: Has, *, front: bool) -> str:
    """The first sentence with what may not be left out of it, `told.within.<reader>.<way>`, and of how many it is true.

    Where that has a sentence of its own behind it, it is said there; in front, where none follows, always here.
    """
    ways = [(way, len(keys)) for way, keys in item.apart if front or not has(f"told.{rule.reads}.{way}")]
    keys = [(f"told.within.{rule.reads}.{way}", n) for way, n in ways]
    more = "".join(say(key, n=n) for key, n in keys if has(key))
    return f"{first.rstrip('.')}{more}." if more else first


def _apart(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """What was not as asked, by its names: `told.<reader>.<way>`, one short sentence a way.

    Of many that have such a sentence only how many: `told.<reader>.<way>.many`. A thing that is called by its number
    is named in figures.
    """
    said = []
    for way, keys in item.apart:
        key = f"told.{rule.reads}.{way}"
        if has(key) and len(keys) > NAMED and has(f"{key}.many"):
            said.append(say(f"{key}.many", n=len(keys)))
        elif has(key):
            said.append(say(key, n=len(keys), names=", ".join(_named(name, say) for name in keys)))
    return "".join(f" {sentence}" for sentence in said)


def _named(key: str, say: SayKey) -> str:
    return key if key.isdecimal() else lowered(say(key))


def amiss(item: Observation, rule: EvidenceRule, has: Has) -> list[str]:
    """What is told beside a fact that is to be done otherwise next time: the ways that have such a sentence."""
    return [way for way, _ in item.apart if has(f"told.next.{rule.reads}.{way}")]


def when(item: Observation, events: Sequence[Event], *, amiss: bool) -> tuple[int, bool]:
    """The tick of a fact, and whether it shows what is said of it: where it went otherwise, the first such event.

    Work that was left, or a fact whose events are those that went well alone, has no such moment.
    """
    if amiss and item.faults:
        return events[min(item.faults)].tick, not item.left[1]
    tick = max((events[at].tick for at in item.events), default=-1)
    return tick, not item.left[1] and not (amiss and item.faults == ())


def only_left(item: Observation) -> bool:
    """Whether all that was met is as expected, so that work which was left alone brought a fact down."""
    return bool(item.left[1]) and item.n == item.offered and not item.extra and not item.apart


def only_over(item: Observation, rule: EvidenceRule, has: Has) -> bool:
    """Whether all that was asked is there, and what was done beside it alone keeps a fact from being as expected.

    Only of readers that count such things, `told.<reader>.over`: then that is what is said first.
    """
    whole = item.category is not None and item.n == item.offered and item.extra > 0
    return whole and not item.apart and not item.left[1] and has(f"told.{rule.reads}.over")


def following(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> str:
    """What to try next time after what was done: `told.next.<reader>.<outcome>`, else the workshop's of the rule.

    Nobody is told to do what they have just done. Where all was right and work was left, it is to end that; where
    all was found and more was marked, that is what is spoken of.
    "" where the workshop has no such sentence: a short form tells facts that its debrief does not choose.
    """
    if item.left[1] and item.n == item.offered:
        return say("told.next.left")
    more = "extra" if item.extra and item.n == item.offered else ""
    # Where all that was done was right, what was not done at all is what lacked.
    bare = "bare" if item.n + sum(len(keys) for way, keys in item.apart if way == "bare") == item.offered else ""
    ways = (way for way in amiss(item, rule, has) if way != "bare" or bare)
    case = item.case or next(ways, "") or more
    keys = (f"told.next.{rule.reads}.{case}" if case else "", f"debrief.next.{rule.id}")
    return next((say(key) for key in keys if key and has(key)), "")


def _distances(item: Observation, rule: EvidenceRule, say: SayKey, has: Has) -> dict[str, str]:
    """A distance in millimetres, and `wanted`: what `told.wanted.<reader>` says is as expected, by the rule's own cut.

    Rounded up to the next hundredth, as the tower says them: « within » must hold. Where what is within was counted
    too, to the next tenth, by which it was counted. Nothing is said to be wanted where that is not known, nor of a
    tenth that is as expected: rounded up it may look farther.
    """
    step = 100 if item.case in TO_TENTH else 10
    um = step * max(1, math.ceil((item.raw or 0) / step - NEAR))
    key, want = f"told.wanted.{rule.reads}", item.cuts[-1] if item.cuts else None
    speaks = has(key) and (item.case not in TO_TENTH or item.category != item.top)
    wanted = say(key, want=_mm(want, say)) if want is not None and speaks else ""
    return {"mm": _mm(um, say), "wanted": wanted}


def _mm(um: float, say: SayKey) -> str:
    """Millimetres, with no more figures than the number has."""
    return f"{um / 1000:.3f}".rstrip("0").rstrip(".").replace(".", say("common.decimal"))


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
