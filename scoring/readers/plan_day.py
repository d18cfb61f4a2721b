"""Readers of `plan`, the rest: the hurry, a shortcut that is offered, taking up again, a doubt that is told, a wait."""

from collections.abc import Iterator, Mapping
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
    laid_all_the_same,
    not_offered,
    of_outcomes,
    outcome,
)
from scoring.readers.bench import detected, detection, window_beyond
from scoring.readers.kits import (
    KitPlace,
    OneRound,
    SlotKeys,
    StoreKeys,
    laid_at,
    layers,
    number_in,
    read_before,
    read_for,
    taken_for,
)
from scoring.readers.log import NEVER, Log, LogEntries, PlayedStep, calls_about, first_at, indexes
from scoring.readers.shared import SPARE, hold

# The hurry.


class SlotWindow(OneRound):
    first: Annotated[Count, Field(title="Première place qui compte, dans l'ordre où elles sont remplies")]
    n: Annotated[Count, Field(title="Combien comptent")]


def window_right(log: Log, using: SlotWindow, keys: StoreKeys) -> RawFact:
    """Slots of one window of the hurry that hold what is asked: reference, number, first lot, nothing flawed."""
    slots = keys.slots([using.zone])
    order: list[KitPlace] = []
    for _, e in log.of("fill", zone=using.zone):
        place = str(e.data["kit"]), int(e.data["slot"])
        order += [place] if place in slots and place not in order else []
    window = order[using.first - 1 : using.first - 1 + using.n]
    there = layers(log, [using.zone])
    good = [p for p in window if p in there and _as_asked(log, keys, slots[p], there[p])]
    offered = using.n if log.closed(using.zone) else len(window)
    return counted(float(len(good)), laid_at(there, good), offered, using.n)


def _as_asked(log: Log, keys: StoreKeys, slot: SlotKeys, laid: LogEntries) -> bool:
    return number_in(laid) == slot.n and all(_right_of(log, keys, slot, at, fill) for at, fill in laid)


def _right_of(log: Log, keys: StoreKeys, slot: SlotKeys, at: int, fill: Event) -> bool:
    """Whether what was laid is of the right reference, sound, and of the first lot where there are dates."""
    take = taken_for(log, at, fill)
    right = keys.store[str(fill.data["bin"])].ref == slot.ref and not fill.data["flaw"]
    return right and take is not None and (not keys.dated(slot.ref) or keys.first_lot(log, take))


def window_reach(using: SlotWindow, keys: StoreKeys) -> Reach:
    return 0, using.n


def window_wrong(using: SlotWindow, keys: StoreKeys) -> Iterator[Wrong]:
    yield from window_beyond(using.first, using.n, len(keys.slots([using.zone])))


class Unread(OneRound):
    event: Annotated[ChangeName, Field(title="Demande de passer plus vite")]
    kit: Annotated[Word, Named("kit"), Field(title="Kit dont on parle")]
    slot: Annotated[int, Field(ge=0, le=5, title="Place dont on parle, à partir de 0")]
    firm: Annotated[Word, Named("reply"), Field(title="Réponse qui refuse et dit quand ce sera prêt")]


def label_skipped(log: Log, using: Unread, keys: StoreKeys) -> RawFact:
    """TEN4: 0 left out or laid unread, 1 read afterwards, 2 read first, 3 and refused, 4 and a call once it has left.

    The call is to who asked, or about that kit: about another thing it keeps no promise. Offered while that slot is
    empty when somebody asks for it. Who reads most grey labels of the step too, and does
    not refuse, reads by habit: 1; so has who refuses and leaves the slot empty. A refusal is told whatever came of it.
    """
    bell, stage = log.bell(using.event), log.stage_of(using.zone)
    fills = log.of("fill", kit=using.kit, slot=using.slot)
    if bell == NEVER or stage is None or (fills and fills[0][0] < bell) or not (fills or stage.closed):
        return not_offered()
    last = fills[-1] if fills else None
    replies = [(at, str(e.data["option"])) for at, e in log.of("reply", message=using.event)]
    events = (*indexes(fills), *(at for at, _ in replies))
    firm = bool(replies) and replies[-1][1] == using.firm
    no = "_refused" if firm else ""
    if last is None:
        return outcome(f"left{no}", events)
    laid = layers(log, [using.zone]).get((using.kit, using.slot)) or [last]
    if not all(read_for(log, at, e) for at, e in laid):
        late = any(
            at > last[0] and e.data["bin"] == last[1].data["bin"] for at, e in log.of("scan", zone=using.zone)
        )
        if not (late or stage.closed):
            return not_offered(events)
        return outcome(f"{'later' if late else 'passed'}{no}", events)
    if not replies and not stage.closed:
        return not_offered(events)  # the question stands there: it can still be answered
    if not firm:
        return outcome("habit" if _reads_all(log, using, keys) else "read", events)
    left = log.jobs("depart", kit=using.kit)
    meant = (using.event, using.kit)
    calls = [at for at, e in log.of("call") if left and left[0][0] < at < stage.after and e.data["about"] in meant]
    if calls:
        return outcome("kept", (*events, *calls[:1]))
    return outcome("refused", events) if stage.closed else not_offered(events)


def _reads_all(log: Log, using: OneRound, keys: StoreKeys) -> bool:
    """Whether more than half of the grey labels of a step were read before the take."""
    grey = [
        (at, e) for at, e in log.of("take", zone=using.zone)
        if not keys.refs[keys.store[str(e.data["bin"])].ref].yellow
    ]  # fmt: skip
    return 2 * sum(read_before(log, at, e) for at, e in grey) > len(grey)


class LeftKit(OneRound):
    change: ChangeName


def taken_up(log: Log, using: LeftKit, keys: StoreKeys) -> RawFact:
    """TEN5: a kit that was begun is gone on with: 4 first, 2 after one act elsewhere, 1 later, 0 never.

    Who fills two kits side by side has begun both, and either is taken up. Where each kit that is there was begun,
    there is nothing to take up before another.
    """
    bell, stage = log.bell(using.change), log.stage_of(using.zone)
    gone = {e.data["kit"] for at, e in log.jobs("depart", zone=using.zone) if at < bell}
    begun = {kit for kit, _ in _lying(log, using.zone, bell)} - gone
    if bell == NEVER or stage is None or not begun or not keys.kits([using.zone]).keys() - gone - begun:
        return not_offered()
    acts = sorted(
        (at, e) for kind in ("fill", "depart") for at, e in log.jobs(kind, zone=using.zone) if at > bell
    )  # fmt: skip
    rank = next((n for n, (_, e) in enumerate(acts) if e.data["kit"] in begun), -1)
    events = indexes(acts[:2])
    if rank < 0:
        return outcome("lost", events) if stage.closed else not_offered(events)
    return outcome(("at_once", "second", "later")[min(2, rank)], events)


def _lying(log: Log, zone: str, until: int) -> set[tuple[object, object]]:
    """Slots, by kit and number, that held something at an event."""
    lies = set[tuple[object, object]]()
    for at, e in sorted([*log.of("fill", zone=zone), *log.of("unfill", zone=zone)], key=lambda stamped: stamped[0]):
        if at < until:
            place = e.data["kit"], e.data["slot"]
            (lies.add if e.kind == "fill" or e.data.get("stays") else lies.discard)(place)
    return lies


# A doubt that is told.


class BinDoubt(OneRound):
    bin: Annotated[Word, Named("odd_bin"), Field(title="Bac dont on doute")]
    also: Annotated[NameList | None, Named("odd_bin"), Field(title="Autres bacs dont on doute")] = None


def bin_told(log: Log, using: BinDoubt, keys: StoreKeys) -> RawFact:
    """INI1, INI2: 0 used or left in silence, 2 tag or call, 3 both, 4 both and work goes on.

    Used: laid in a kit that left or was stopped with it, or that stayed there although there was time to take it out.
    Who tells of everything has seen nothing: 0. Silence is said of what was met alone; see `_met`. Who tells of it once
    every kit of the step has left has nothing to go on with: that is missing, never less.
    """
    stage = log.stage_of(using.zone)
    tags, calls = log.of("tag", object=using.bin), log.of("call", about=using.bin)
    laid = [fill for fill in log.of("fill", bin=using.bin) if not _taken_out(log, *fill)]
    seen = tuple(sorted((*indexes(tags), *indexes(calls), *indexes(laid))))
    if any(_stopped(log, *fill) < NEVER or log.time_after(fill[0]) for fill in laid):
        return outcome("used", seen)
    if laid:
        return not_offered(seen)
    if stage is None or not (seen or stage.closed):
        return not_offered(seen)
    if not seen:
        return outcome("silent", seen) if _met(log, using.bin, keys, stage) else not_offered()
    about = {using.bin, *(using.also or ())}
    wasted = sum(e.data["object"] not in about for _, e in log.of("tag"))
    if wasted + calls_about(log, stage, keys.store.keys() - about) > SPARE:
        return outcome("everything", seen)
    since = max(first_at(events) for events in (tags, calls) if events)
    gone = {e.data["kit"]: at for at, e in log.jobs("depart", zone=using.zone)}
    goes_on = any(at > since for at in (*indexes(log.jobs("fill", zone=using.zone)), *gone.values()))
    if not (goes_on or log.time_after(since)):
        return not_offered(seen)
    if not (tags and calls):
        return outcome("tag" if tags else "call", seen)
    if not goes_on and all(gone.get(kit, NEVER) < since for kit in keys.kits([using.zone])):
        return not_offered(seen)
    return outcome("goes_on", seen) if goes_on else outcome("both", seen)


def _met(log: Log, bin: str, keys: StoreKeys, stage: PlayedStep) -> bool:
    """Whether what is to be doubted of a bin was shown before its step was over.

    A crushed box is seen from its own aisle; that a paper bears no signature, on the scanner alone.
    """
    bin_keys = keys.store[bin]
    if not bin_keys.paper and any(at < stage.after for at, _ in log.of("scan", bin=bin)):
        return True
    ways = [(at, str(e.data["aisle"])) for at, e in log.of("walk") if at < stage.after]
    began = next((aisle for at, aisle in reversed(ways) if at < stage.first), keys.aisles[0])
    return bin_keys.odd and bin_keys.aisle in {began, *(aisle for at, aisle in ways if at > stage.first)}


def _taken_out(log: Log, at: int, fill: Event) -> bool:
    """Whether what was laid came out again before the kit was stopped or left: what lies upon it comes out first."""
    below, place = int(fill.data.get("onto", 0)), {"kit": fill.data["kit"], "slot": fill.data["slot"]}
    out = first_at([(n, e) for n, e in log.of("unfill", **place) if n > at and int(e.data.get("stays", 0)) <= below])
    return out < _stopped(log, at, fill)


def _stopped(log: Log, at: int, fill: Event) -> int:
    """When the kit in which something was laid was stopped or left, `NEVER` if it was not."""
    stopped = [n for n, e in log.of("gate") if n > at and e.data["state"] != "kept"]
    left = [n for n, _ in log.jobs("depart", kit=fill.data["kit"]) if n > at]
    return min([NEVER, *stopped, *left])


def doubt_wrong(using: BinDoubt, keys: StoreKeys) -> Iterator[Wrong]:
    asked = {slot.ref for kit in keys.kits([using.zone]).values() for slot in kit.slots}
    if using.bin in keys.store and keys.store[using.bin].ref not in asked:
        yield "bin", "not_in_zone", {"got": using.bin, "zone": using.zone}


class HoldFor(OneRound):
    about: Annotated[Word, Named("odd_bin"), Named("held"), Field(title="Ce dont on attend la réponse")]


def hold_used(log: Log, using: HoldFor, keys: StoreKeys) -> RawFact:
    """INI4: during the wait 0 nothing, or a document opened, 3 something taken, 4 another slot filled.

    What was taken and lies in its bin again as the wait ends is no more than nothing, and is told.
    """
    (start, stop), stage = hold(log, using.about), log.stage_of(using.zone)
    if start == NEVER or stage is None:
        return not_offered()
    if calls_about(log, stage, keys.store.keys() - {using.about}) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    during: Mapping[str, LogEntries] = {
        kind: [(at, e) for at, e in log.jobs(kind) if start < at < stop and e.data.get("bin") != using.about]
        for kind in ("doc_open", "take", "fill")
    }
    if stop == NEVER and not during["fill"]:
        return not_offered((start,))
    emptied = [at for at, _ in log.of("put_back", n=0) if at < stop]
    hands = [*indexes(log.jobs("take")), NEVER]
    # The hand holds one bin's pieces: it was emptied into that bin if it was before the next take.
    kept = any(not any(at < back < hands[hands.index(at) + 1] for back in emptied) for at, _ in during["take"])
    nothing = "returned" if during["take"] else "read" if during["doc_open"] else "nothing"
    case = "filled" if during["fill"] else "taken" if kept else nothing
    return outcome(case, (start, *indexes((during["fill"] or during["take"])[:2])))


# Attention.


def flaws_found(log: Log, using: OneRound, keys: StoreKeys) -> RawFact:
    """d' on what was taken: flawed pieces set under key, against sound ones set there.

    What came out of a bin that is to be told of is neither: put back, labelled and called about, or under key, it is
    that other rule's business whatever it looks like.

    A take is offered once something came of it, or its step is finished. Where that is too little to speak of seeing,
    how many flawed ones lie in the kits is told all the same, one as well as several.
    """
    takes, apart = (
        [(at, e) for at, e in events if not keys.told_of(keys.store[str(e.data["bin"])].ref)]
        for events in (log.facet("drawn", "take", zone=using.zone), log.of("isolate", zone=using.zone))
    )
    closed = log.closed(using.zone)
    done = sorted(at for kind in ("fill", "isolate") for at, _ in log.of(kind, zone=using.zone))
    there = [(at, e) for at, e in takes if closed or any(n > at for n in done)]
    signals = sum(bool(e.data["flaw"]) for _, e in there)
    noises = len(there) - signals
    hits = sum(bool(e.data["flaw"]) for _, e in apart)
    false = len(apart) - hits
    lying = [(at, e) for there in layers(log, [using.zone]).values() for at, e in there if e.data["flaw"]]
    laid = [at for at, e in lying if not keys.told_of(keys.store[str(e.data["bin"])].ref)]
    if signals < min(SPARE, keys.rounds[using.zone].flawed) or noises < SPARE:
        return laid_all_the_same(not_offered(indexes(apart)), [str(e.data["kit"]) for at, e in lying if at in laid])
    design = _picks(using, keys)
    reading = detected((min(hits, signals), signals), (min(false, noises), noises), design, indexes(apart))
    return replace(reading, faults=tuple(sorted([*laid, *(at for at, e in apart if not e.data["flaw"])])))


def _picks(using: OneRound, keys: StoreKeys) -> tuple[int, int]:
    """Flawed picks and the sound ones that the kits of a step need."""
    round_ = keys.rounds.get(using.zone)
    return (round_.flawed, len(keys.slots([using.zone]))) if round_ else (1, 1)


def flaws_reach(using: OneRound, keys: StoreKeys) -> Reach:
    return detection(*_picks(using, keys))


READERS: Mapping[str, AnyReader] = {
    "window_right": Reader(SlotWindow, StoreKeys, window_right, window_reach, window_wrong),
    "label_skipped": of_outcomes(
        Unread, StoreKeys, label_skipped,
        {
            "left": 0, "left_refused": 1, "passed": 0, "passed_refused": 0, "later": 1, "later_refused": 1, "habit": 1,
            "read": 2, "refused": 3, "kept": 4,
        },
        bare=("left", "passed"),
    ),
    "taken_up": of_outcomes(
        LeftKit, StoreKeys, taken_up, {"lost": 0, "later": 1, "second": 2, "at_once": 4}, bare=("lost",)
    ),
    "bin_told": of_outcomes(
        BinDoubt, StoreKeys, bin_told,
        {"used": 0, "silent": 0, "everything": 0, "tag": 2, "call": 2, "both": 3, "goes_on": 4},
        doubt_wrong,
        bare=("silent",),
    ),
    "flaws_found": Reader(OneRound, StoreKeys, flaws_found, flaws_reach, whole=False),
    "hold_used": of_outcomes(
        HoldFor, StoreKeys, hold_used,
        {"nothing": 0, "returned": 0, "read": 0, "taken": 3, "filled": 4},
        bare=("nothing", "returned", "read"),
    ),
}  # fmt: skip
