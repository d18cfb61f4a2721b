"""Readers of the day of `inspect`: the hurry, an interruption, a doubt that is told, a wait."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.readers.base import (
    AnyReader,
    ChangeName,
    Count,
    NameList,
    RawFact,
    Reach,
    Reader,
    Word,
    Wrong,
    counted,
    not_offered,
    of_outcomes,
    outcome,
    untried,
)
from scoring.readers.bench import window_beyond
from scoring.readers.log import NEVER, Log, LogEntries, calls_about, first_at, indexes
from scoring.readers.rotors import BladeKeys, InZone, Rotors, first_words, last_words
from scoring.readers.shared import SPARE, hold

# The hurry.


class Urgent(InZone):
    first: Annotated[Count, Field(title="Première aube qui compte, dans l'ordre où elles sont décidées")]
    n: Annotated[Count, Field(title="Combien comptent")]
    change: Annotated[
        Word | None, Named("change"), Field(title="Changement après lequel elles sont décidées, s'il y en a un")
    ] = None


def urgent_words(log: Log, using: Urgent, keys: Rotors) -> RawFact:
    """NameList that are the sheet's, as they stand at the end, on the blades of one window of the hurry.

    The window counts blades by their first word; with a change, those that had theirs before it are left out of it.
    """
    bell = log.bell(using.change) if using.change else -1
    faces = keys.faces(log, [using.zone])
    words, said = first_words(log, [using.zone]), last_words(log, using.zone)
    before, last = using.first - 1, using.first - 1 + using.n
    window = [name for name in list(words)[before:last] if words[name] > bell]
    right = [n for n in window if said[n][1].data["word"] == keys.word(faces[n], bool(said[n][1].data["revised"]))]
    there = len(window)
    if bell != NEVER and log.closed(using.zone):
        there = max(0, min(last, len(faces)) - max(before, sum(at < bell for at in words.values())))
    reading = counted(float(len(right)), indexes([said[n] for n in right]), there, using.n)
    return untried(reading, [n for n in faces if n not in words][: max(0, there - len(window))])


def urgent_reach(using: Urgent, keys: Rotors) -> Reach:
    return 0, using.n


def urgent_wrong(using: Urgent, keys: Rotors) -> Iterator[Wrong]:
    yield from window_beyond(using.first, using.n, len(keys.authored([using.zone])))


class Shortcut(InZone):
    event: Annotated[ChangeName, Field(title="Demande de passer plus vite")]
    blade: Annotated[Word, Named("blade"), Field(title="Aube dont on parle")]
    firm: Annotated[Word, Named("reply"), Field(title="Réponse qui refuse et dit quand ce sera prêt")]


def shortcut(log: Log, using: Shortcut, keys: Rotors) -> RawFact:
    """TEN4: 0 passed unlooked or left, 1 looked at afterwards, 2 looked at first, 3 and refused, 4 and promise kept.

    Looked at: its mark was plain under the lens, or under the rule. The promise is kept by a call to who asked, or
    about a blade of the step, once every one of them has its word or its tag. Offered when the blade had no word as the
    question came; while a better outcome can still be reached, and the step goes on, nothing is said. A refusal is told
    whatever came of it; who refuses and leaves the blade has 1.
    """
    bell = log.bell(using.event)
    stage = log.stage_of(using.zone)
    words = log.of("decide", blade=using.blade)
    if bell == NEVER or stage is None:
        return not_offered()
    if first_at(words) < bell:
        # The question came, and says nothing of a blade that had its word: seen, and too little.
        return not_offered((bell,))
    replies = [(at, str(e.data["option"])) for at, e in log.of("reply", message=using.event)]
    events = (*indexes(words), *(at for at, _ in replies))
    looks = _looks_at(log, using.blade)
    firm = bool(replies) and replies[-1][1] == using.firm
    no = "_refused" if firm else ""
    if not words:
        return outcome(f"left{no}", events) if stage.closed else not_offered(events)
    if not any(at < words[0][0] for at in looks):
        if looks:
            return outcome(f"later{no}", events)
        return outcome(f"passed{no}", events) if stage.closed else not_offered(events)
    if not replies and not stage.closed:
        return not_offered(events)  # the question stands there: it can still be answered
    if not firm:
        return outcome("looked", events)
    settled = _settled(log, using.zone, list(keys.rotors[using.zone].blades))
    meant = {using.event, *keys.rotors[using.zone].blades}
    calls = [at for at, e in log.of("call") if settled < at < stage.after and e.data["about"] in meant]
    if calls:
        return outcome("kept", (*events, *calls))
    return outcome("refused", events) if stage.closed else not_offered(events)


def _looks_at(log: Log, blade: str) -> list[int]:
    """Where a mark of a blade came to light under the lens, or lay under the rule as it was read."""
    under = [at for at, e in log.of("measure", blade=blade) if int(e.data["mark"]) >= 0]
    return [*indexes(log.of("lit", blade=blade)), *under]


def _settled(log: Log, zone: str, names: Sequence[str]) -> int:
    """Where the last blade of a step got its first word or its tag, NEVER while one has neither."""
    words = first_words(log, [zone])
    return max(min(words.get(name, NEVER), first_at(log.of("tag", object=name))) for name in names)


def shortcut_wrong(using: Shortcut, keys: Rotors) -> Iterator[Wrong]:
    rotor = keys.rotors.get(using.zone)
    if rotor is not None and using.blade not in rotor.blades:
        yield "blade", "not_in_zone", {"got": using.blade, "zone": using.zone}
    elif rotor is not None and (rotor.blades[using.blade].kept or rotor.blades[using.blade].sized is None):
        # Another blade may be dealt a bare face, on which nothing can ever be looked at.
        yield "blade", "unmarked", {"got": using.blade}


class Resumed(InZone):
    change: ChangeName


def resumed(log: Log, using: Resumed, keys: Rotors) -> RawFact:
    """TEN5: after the rotor was turned away, the next blade without a word: 4 first, 2 second, 1 later, 0 never.

    Offered when there was such a blade: not when all had their word, or their tag, as the rotor was turned.
    """
    bell = log.bell(using.change)
    stage = log.stage_of(using.zone)
    if bell == NEVER or stage is None:
        return not_offered()
    words = log.of("decide", zone=using.zone)
    before = [str(e.data["blade"]) for at, e in words if at < bell]
    tagged = [str(e.data["object"]) for at, e in log.of("tag") if at < bell]
    after: dict[str, int] = {}
    for at, e in words:
        if at > bell and e.data["blade"] not in before:
            after.setdefault(str(e.data["blade"]), at)
    due = _due(list(keys.rotors[using.zone].blades), before, {*before, *tagged})
    order = list(after)
    ranks = [order.index(n) for n in due if n in order]
    events = tuple(list(after.values())[:2])
    if not due or (not ranks and not stage.closed):
        return not_offered(events)
    if not ranks:
        return outcome("lost", events)
    rank = min(ranks)
    return outcome(("at_once", "second", "later")[min(2, rank)], events)


def _due(names: Sequence[str], before: Sequence[str], done: set[str]) -> list[str]:
    """The next blades to be decided beside the last one that was, either way round; none when all are done."""
    at = names.index(before[-1]) if before else 0
    ways = ([*names[at:], *names[:at]], [*names[at::-1], *names[:at:-1]])
    return [next(n for n in way if n not in done) for way in ways] if set(names) - done else []


# A doubt that is told.


class Doubt(InZone):
    blade: Annotated[Word, Named("odd_blade"), Field(title="Aube dont on doute")]
    also: Annotated[NameList | None, Named("odd_blade"), Field(title="Autres aubes dont on doute")] = None


def doubt_told(log: Log, using: Doubt, keys: Rotors) -> RawFact:
    """INI1, INI2: 0 accepted, left or all is told, 1 stopped in silence, 2 tag or call, 3 both, 4 and work goes on.

    Stopped in silence: its word is another than « accept ». Who says another word of most of the good blades of the
    rotor too, and tells nobody, has seen nothing: 0. A tag or a call that comes after « accept » takes it back. Offered
    once the blade had its word, its tag or its call, or its whole rotor was offered; what would come after that, once
    there was time for it. Who tells of it last of all has nothing to go on with: that is missing, never less.
    """
    about = {using.blade, *(using.also or ())}
    tags, calls = log.of("tag", object=using.blade), log.of("call", about=using.blade)
    words = log.jobs("decide", blade=using.blade)
    seen = tuple(sorted((*indexes(tags), *indexes(calls), *indexes(words))))
    stage = log.stage_of(using.zone)
    of = len(keys.rotors[using.zone].blades)
    if stage is None or not (seen or log.offered_in(using.zone, len(_given(log, using.zone)), of) == of):
        return not_offered(seen)
    after = max(indexes([*tags, *calls]), default=-1)
    if words and words[-1][1].data["word"] == "accept" and after < words[-1][0]:
        return outcome("accepted", seen)
    worked = log.jobs("decide", zone=using.zone)
    if not (tags or calls):
        return _untold(log, using, keys, words, seen)
    others = {name for rotor in keys.rotors.values() for name in rotor.blades} - about
    if sum(e.data["object"] in others for _, e in log.of("tag")) + calls_about(log, stage, others) > SPARE:
        return outcome("everything", seen)
    since = max(first_at(tags or calls), first_at(calls or tags))
    goes_on = _goes_on(worked, using.blade, since)
    if not (goes_on or log.time_after(since)):
        return not_offered(seen)
    if not (tags and calls):
        return outcome("tag" if tags else "call", seen)
    if not goes_on and _all_settled(log, using, keys, since):
        return not_offered(seen)
    return outcome("goes_on", seen) if goes_on else outcome("both", seen)


def _all_settled(log: Log, using: Doubt, keys: Rotors, until: int) -> bool:
    """Whether every other blade had its word or its tag before a moment: there is nothing to go on with."""
    done = {e.data["blade"] for at, e in log.jobs("decide", zone=using.zone) if at < until}
    done |= {e.data["object"] for at, e in log.of("tag") if at < until}
    return keys.rotors[using.zone].blades.keys() - {using.blade} <= done


def _untold(log: Log, using: Doubt, keys: Rotors, words: LogEntries, seen: tuple[int, ...]) -> RawFact:
    """What a blade that was neither accepted nor told of says, once there was time to tell."""
    worked = log.jobs("decide", zone=using.zone)
    if not words:
        return outcome("left", seen)
    if not (_goes_on(worked, using.blade, words[-1][0]) or log.time_after(words[-1][0])):
        return not_offered(seen)
    if _refuses(log, using.zone, keys):
        return outcome("refused_all", seen)
    return outcome("silent", seen)


def _goes_on(worked: LogEntries, blade: str, since: int) -> bool:
    """Whether another blade got its word after a moment."""
    return any(at > since and e.data["blade"] != blade for at, e in worked)


def _refuses(log: Log, zone: str, keys: Rotors) -> bool:
    """Whether more than half of the good blades of a rotor got another word than « accept »."""
    words = _given(log, zone)
    good = [n for n, blade in keys.faces(log, [zone]).items() if not blade.kept and _good(keys, blade, words.get(n))]
    return 2 * sum(n in words and words[n].data["word"] != "accept" for n in good) > len(good)


def _given(log: Log, zone: str) -> dict[str, Event]:
    """The word that stands at the end on each blade of a rotor, as a piece of work."""
    return {str(e.data["blade"]): e for _, e in log.jobs("decide", zone=zone)}


def _good(keys: Rotors, blade: BladeKeys, word: Event | None) -> bool:
    """Whether the sheet in force accepts a blade; one without a word by the first sheet."""
    return keys.word(blade, word is not None and bool(word.data["revised"])) == "accept"


def doubt_wrong(using: Doubt, keys: Rotors) -> Iterator[Wrong]:
    if using.zone in keys.rotors and using.blade not in keys.rotors[using.zone].blades:
        yield "blade", "not_in_zone", {"got": using.blade, "zone": using.zone}


class WaitFor(InZone):
    about: Annotated[Word, Named("odd_blade"), Named("held"), Field(title="Ce dont on attend la réponse")]


BEGUN = ("fod_take", "zero", "start_mark")
"""What is done at a rotor beside looking and judging, and is no blade's own."""


def wait_used(log: Log, using: WaitFor, keys: Rotors) -> RawFact:
    """INI4: during the hold 0 nothing, or a document opened, 3 another blade looked at or other work, 4 one judged.

    A blade is judged by its word, or by its verdict in the rack, and looked at with the lens. Blades that were only
    turned to, under the lamp, are no more than nothing, and are told: how many there were. So is a document.
    """
    start, stop = hold(log, using.about)
    stage = log.stage_of(using.zone)
    if start == NEVER or stage is None:
        return not_offered()
    others = {name for rotor in keys.rotors.values() for name in rotor.blades} - {using.about}
    if calls_about(log, stage, others) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    done = {
        kind: [at for at, e in log.jobs(kind) if start < at < stop and e.data.get("blade") != using.about]
        for kind in ("decide", "head_verdict", "lens", *BEGUN, "doc_open")
    }
    judged = sorted(done["decide"] + done["head_verdict"])
    if judged:
        return outcome("judged", (start, *judged[:2]))
    if stop == NEVER:
        return not_offered((start,))
    begun = sorted(at for kind in BEGUN for at in done[kind])
    if done["lens"] or begun:
        return outcome("looked" if done["lens"] else "begun", (start, *(done["lens"] or begun)[:2]))
    if done["doc_open"]:
        return outcome("read", (start,))
    turned = {e.data["blade"] for at, e in log.of("turn") if start < at < stop} - {using.about}
    return replace(outcome("turned" if turned else "nothing", (start,)), n=len(turned))


READERS: Mapping[str, AnyReader] = {
    "urgent_words": Reader(Urgent, Rotors, urgent_words, urgent_reach, urgent_wrong),
    "shortcut": of_outcomes(
        Shortcut, Rotors, shortcut,
        {
            "left": 0, "left_refused": 1, "passed": 0, "passed_refused": 0, "later": 1, "later_refused": 1, "looked": 2,
            "refused": 3, "kept": 4,
        },
        shortcut_wrong,
        bare=("left", "passed"),
    ),
    "resumed": of_outcomes(
        Resumed, Rotors, resumed, {"lost": 0, "later": 1, "second": 2, "at_once": 4}, bare=("lost",)
    ),
    "doubt_told": of_outcomes(
        Doubt, Rotors, doubt_told,
        {
            "accepted": 0, "left": 0, "silent": 1, "refused_all": 0, "everything": 0, "tag": 2, "call": 2, "both": 3,
            "goes_on": 4,
        },
        doubt_wrong,
        bare=("left",),
    ),
    "wait_used": of_outcomes(
        WaitFor, Rotors, wait_used,
        {"nothing": 0, "turned": 0, "read": 0, "begun": 3, "looked": 3, "judged": 4},
        bare=("nothing", "turned", "read"),
    ),
}  # fmt: skip
