"""Readers of `plan`: bars laid, kits sent off, slots filled, labels read; the hurry; a doubt that is told."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.readers.base import (
    NEVER,
    AnyReader,
    Change,
    Count,
    Found,
    Keys,
    Log,
    RawFact,
    Reach,
    Reader,
    Using,
    Word,
    Words,
    Wrong,
    Zone,
    calls_about,
    counted,
    first_at,
    indexes,
    not_offered,
    outcome,
    outcomes,
)
from scoring.readers.bench import (
    Blocks,
    JudgedBlock,
    UsesNothing,
    detected,
    detection,
    heads_judged,
    judged_reach,
    judged_wrong,
    offered_at_the_end,
    window_beyond,
)
from scoring.readers.shared import SPARE, hold

FARTHEST = 99.0
Zones = Annotated[Words, Named("zone"), Field(title="Étapes de kits")]
Place = tuple[str, int]
"""A slot: its kit and its number."""


class RefKeys(Keys):
    shape: str
    yellow: bool = False


class StoredKeys(Keys):
    ref: str
    aisle: str
    until: str = ""
    paper: bool = True
    odd: bool = False


class SlotKeys(Keys):
    ref: str
    n: int


class KitKeys(Keys):
    slots: tuple[SlotKeys, ...]
    due: int


class RoundKeys(Keys):
    kits: dict[str, KitKeys]
    flawed: int = 0


class BarKeys(Keys):
    due: int
    new_due: int = 0


class PlanKeys(Keys):
    bars: dict[str, BarKeys]


class StoreKeys(Keys):
    """The store, the kits and the plans as the author wrote them."""

    refs: dict[str, RefKeys]
    store: dict[str, StoredKeys]
    aisles: tuple[str, ...]
    steps: tuple[tuple[int, ...], ...]
    rounds: dict[str, RoundKeys]
    plans: dict[str, PlanKeys]
    counted: tuple[str, ...]
    today: str

    def kits(self, zones: Sequence[str]) -> dict[str, KitKeys]:
        return {name: kit for zone in zones if zone in self.rounds for name, kit in self.rounds[zone].kits.items()}

    def told_of(self, ref: str) -> bool:
        """Whether a reference is another rule's business: its box is crushed or its paper not signed."""
        return any(bin.ref == ref and (bin.odd or not bin.paper) for bin in self.store.values())

    def dated(self, ref: str) -> bool:
        return any(bin.ref == ref and bin.until for bin in self.store.values())

    def alike(self, ref: str) -> bool:
        """Whether another reference has the same outline."""
        shape = self.refs[ref].shape
        return any(other.shape == shape for name, other in self.refs.items() if name != ref)

    def aisles_of(self, ref: str) -> set[str]:
        return {bin.aisle for bin in self.store.values() if bin.ref == ref}

    def slots(self, zones: Sequence[str]) -> dict[Place, SlotKeys]:
        """Every slot of the kits of some steps, but those that are told of."""
        found: dict[Place, SlotKeys] = {}
        for name, kit in self.kits(zones).items():
            found |= {(name, n): slot for n, slot in enumerate(kit.slots) if not self.told_of(slot.ref)}
        return found

    def right_order(self, plan: str) -> list[str]:
        """Bars of a plan by their last flags, the earliest first."""
        bars = self.plans[plan].bars if plan in self.plans else {}
        return sorted(bars, key=lambda name: bars[name].new_due or bars[name].due)

    def first_lot(self, log: Log, take: Event) -> bool:
        """Whether a piece was taken from the lot that ends first, of those that lay there and are in date."""
        faces = {str(e.data["bin"]): str(e.data["face"]) for _, e in log.of("dealt")}
        taken = str(take.data["bin"])
        there = [taken, *(b for b in str(take.data["beside"]).split(",") if b)]
        until = {bin: self.store[faces.get(bin, bin)].until for bin in there}
        good = [date for date in until.values() if date >= self.today]
        return bool(good) and until[taken] == min(good)


class OneRound(Using):
    zone: Zone


class ManyRounds(Using):
    zones: Zones


def standing(log: Log, zones: Sequence[str]) -> dict[Place, tuple[int, Event]]:
    """What stands in each slot at the end: the last fill that was not taken out again."""
    found: dict[Place, tuple[int, Event]] = {}
    for zone in zones:
        for at, e in sorted([*log.of("fill", zone=zone), *log.of("unfill", zone=zone)], key=lambda one: one[0]):
            place = str(e.data["kit"]), int(e.data["slot"])
            found.pop(place, None)
            if e.kind == "fill":
                found[place] = at, e
    return found


def taken_for(log: Log, at: int, fill: Event) -> Event | None:
    """The take with which the pieces of a fill came into the hand."""
    before = [e for n, e in log.of("take", bin=fill.data["bin"]) if n < at]
    return before[-1] if before else None


def _closed(log: Log, keys: StoreKeys, kit: str) -> bool:
    """Whether the step of a kit was finished by the person's own word."""
    return log.closed(next(zone for zone, one in keys.rounds.items() if kit in one.kits))


def slots_right(log: Log, keys: StoreKeys, zones: Sequence[str], slots: Mapping[Place, SlotKeys]) -> tuple[
    dict[Place, tuple[int, Event]], list[Place]
]:  # fmt: skip
    """What stands in some slots, and which of them were offered: filled, or in a step that is finished."""
    there = standing(log, zones)
    offered = [place for place in slots if place in there or _closed(log, keys, place[0])]
    return {place: there[place] for place in offered if place in there}, offered


# Organising.


class Planned(OneRound):
    change: Annotated[Word | None, Named("change"), Field(title="Changement au milieu du planning")] = None


def strip(log: Log, plan: str) -> list[tuple[int, str]]:
    """The bars of a strip as they lie at the end, each with the place of the event that laid it."""
    laid: list[tuple[int, str]] = []
    for at, e in sorted([*log.of("lay", plan=plan), *log.of("lift", plan=plan)], key=lambda one: one[0]):
        laid = [one for one in laid if one[1] != e.data["bar"]]
        laid += [(at, str(e.data["bar"]))] if e.kind == "lay" else []
    return laid


def plan_laid(log: Log, using: Planned, keys: StoreKeys) -> RawFact:
    """Pairs of bars that lie in the order of their flags, as the strip was left.

    Offered once the step is finished or every bar is laid; with a change, once it came.
    """
    right, laid = keys.right_order(using.zone), strip(log, using.zone)
    stage, bell = log.stage_of(using.zone), log.bell(using.change)
    order = [name for _, name in laid]
    events = tuple(sorted(at for at, _ in laid))
    whole = stage is not None and (stage.closed or len(order) == len(right))
    if not whole or (using.change is not None and bell == NEVER):
        return not_offered(events)
    of = len(right) * (len(right) - 1) // 2
    pairs = sum(
        a in order and b in order and order.index(a) < order.index(b) for a, b in itertools.combinations(right, 2)
    )
    return counted(float(pairs), events, of, of)


def plan_reach(using: Planned, keys: StoreKeys) -> Reach:
    n = len(keys.right_order(using.zone))
    return 0, n * (n - 1) // 2


def plan_wrong(using: Planned, keys: StoreKeys) -> Iterator[Wrong]:
    if using.zone not in keys.plans:
        yield "zone", "not_in_zone", {"got": using.zone, "zone": ", ".join(keys.plans)}


def departures(log: Log, zones: Sequence[str]) -> dict[str, tuple[int, Event]]:
    """Kits that left, by name."""
    return {str(e.data["kit"]): (at, e) for zone in zones for at, e in log.of("depart", zone=zone)}


def whole(log: Log, keys: StoreKeys, zones: Sequence[str]) -> dict[str, tuple[int, Event]]:
    """Kits that left with something in every slot; what is only there to be told of may lack."""
    found = departures(log, zones)
    kits = keys.kits(zones)

    def lacks(kit: str, empty: str) -> bool:
        return any(not keys.told_of(kits[kit].slots[int(n)].ref) for n in empty.split(",") if n)

    return {kit: one for kit, one in found.items() if not lacks(kit, str(one[1].data["empty"]))}


def kits_in_time(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Kits that left whole by their block; one is offered when it left, or its step is finished."""
    kits = keys.kits(using.zones)
    left, gone = whole(log, keys, using.zones), departures(log, using.zones)
    offered = sum(kit in gone or _closed(log, keys, kit) for kit in kits)
    good = [left[kit] for kit in kits if kit in left and int(left[kit][1].data["block"]) <= kits[kit].due]
    return counted(float(len(good)), tuple(sorted(indexes(good))), offered, len(kits))


def kits_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    return 0, len(keys.kits(using.zones))


class Walked(ManyRounds):
    least: Annotated[Count, Field(title="Nombre de kits au moins")]


def blocks_walked(log: Log, using: Walked, keys: StoreKeys) -> RawFact:
    """Blocks walked, for each block that the kits that left whole needed at the least, each by itself.

    Read from `least` kits on; fewer, once the steps are finished, are too few. Of a step that is not finished, what was
    walked since its last kit left is for a kit still to come.
    """
    kits, left = keys.kits(using.zones), whole(log, keys, using.zones)
    walks = [one for zone in using.zones for one in _walked_in(log, zone, left)]
    events = tuple(sorted(indexes(walks)))
    if len(left) < using.least:
        closed = all(log.closed(zone) for zone in using.zones)
        return RawFact(None, events, case="few", n=len(left)) if closed else not_offered(events)
    blocks = sum(int(e.data["blocks"]) for _, e in walks)
    needed = sum(least_walk(keys, kits[kit]) for kit in left)
    return RawFact(blocks / max(1, needed), events, n=blocks, extra=needed)


def _walked_in(log: Log, zone: str, left: Mapping[str, tuple[int, Event]]) -> Found:
    """What was walked in a step: all of it once it is finished, else up to the last kit that left whole."""
    last = max((at for at, e in left.values() if e.data["zone"] == zone), default=-1)
    return [(at, e) for at, e in log.of("walk", zone=zone) if log.closed(zone) or at < last]


def least_walk(keys: StoreKeys, kit: KitKeys) -> int:
    """The fewest blocks between the aisles that a kit asks for, begun in the best of them."""
    aisles = [keys.aisles.index(a) for a in keys.aisles if any(a in keys.aisles_of(s.ref) for s in kit.slots)]
    ways = (itertools.pairwise(order) for order in itertools.permutations(aisles))
    return min(sum(keys.steps[a][b] for a, b in way) for way in ways)


def walked_reach(using: Walked, keys: StoreKeys) -> Reach:
    return 0, FARTHEST


def grouped(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Aisles of which a kit asks for two slots or more that were filled in one pass through it."""
    slots = keys.slots(using.zones)
    there, offered = slots_right(log, keys, using.zones, slots)
    groups = _groups(keys, slots)
    known = [places for places in groups if all(place in offered for place in places)]
    good = [
        places for places in known
        if all(p in there for p in places) and len({there[p][1].data["visit"] for p in places}) == 1
    ]  # fmt: skip
    events = tuple(sorted(there[place][0] for places in good for place in places))
    return counted(float(len(good)), events, len(known), len(groups))


def _groups(keys: StoreKeys, slots: Mapping[Place, SlotKeys]) -> list[list[Place]]:
    """Slots of one kit whose parts stand in one aisle, where there are two or more."""
    by: dict[tuple[str, str], list[Place]] = {}
    for place, slot in slots.items():
        by.setdefault((place[0], min(keys.aisles_of(slot.ref))), []).append(place)
    return [places for places in by.values() if len(places) > 1]


def grouped_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    return 0, len(_groups(keys, keys.slots(using.zones)))


def kits_ordered(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Pairs of kits of one step that left whole, the one due first before the other."""
    left = whole(log, keys, using.zones)
    right = of = offered = 0
    for zone in using.zones:
        kits = keys.rounds[zone].kits
        pairs = list(itertools.combinations(sorted(kits, key=lambda kit: kits[kit].due), 2))
        of += len(pairs)
        offered += len(pairs) if log.closed(zone) else sum(a in left and b in left for a, b in pairs)
        right += sum(a in left and b in left and left[a][0] < left[b][0] for a, b in pairs)
    return counted(float(right), tuple(sorted(at for at, _ in left.values())), offered, of)


def ordered_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    sizes = [len(keys.rounds[zone].kits) for zone in using.zones if zone in keys.rounds]
    return 0, sum(n * (n - 1) // 2 for n in sizes)


# Norms: lots, labels, numbers, counts.


def first_lots(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Slots of a dated reference that hold the lot that ended first, of those that lay there and were in date."""
    slots = _dated(keys, using.zones)
    there, offered = slots_right(log, keys, using.zones, slots)
    good = [place for place, (at, e) in there.items() if (take := taken_for(log, at, e)) and keys.first_lot(log, take)]
    return counted(float(len(good)), tuple(sorted(there[p][0] for p in good)), len(offered), len(slots))


def _dated(keys: StoreKeys, zones: Sequence[str]) -> dict[Place, SlotKeys]:
    return {place: slot for place, slot in keys.slots(zones).items() if keys.dated(slot.ref)}


def lots_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    return 0, len(_dated(keys, using.zones))


class Labels(ManyRounds):
    spare: Annotated[Words | None, Named("ref"), Field(title="Références dont une autre règle parle")] = None


def labels_read(log: Log, using: Labels, keys: StoreKeys) -> RawFact:
    """Slots with a yellow band whose label was read before the take, minus those with a grey one."""
    yellow, grey = _bands(keys, using)
    there, offered = slots_right(log, keys, using.zones, yellow | grey)
    read = [p for p, (at, e) in there.items() if (take := taken_for(log, at, e)) and take.data["scanned"]]
    good, wasted = [p for p in read if p in yellow], [p for p in read if p in grey]
    due = sum(place in yellow for place in offered)
    events = tuple(sorted(there[p][0] for p in good))
    return counted(float(len(good) - len(wasted)), events, due, len(yellow), n=len(good), extra=len(wasted))


def _bands(keys: StoreKeys, using: Labels) -> tuple[dict[Place, SlotKeys], dict[Place, SlotKeys]]:
    slots = {p: s for p, s in keys.slots(using.zones).items() if s.ref not in (using.spare or ())}
    yellow = {place: slot for place, slot in slots.items() if keys.refs[slot.ref].yellow}
    return yellow, {place: slot for place, slot in slots.items() if place not in yellow}


def labels_reach(using: Labels, keys: StoreKeys) -> Reach:
    yellow, grey = _bands(keys, using)
    return -len(grey), len(yellow)


def _alike(keys: StoreKeys, zones: Sequence[str]) -> dict[Place, SlotKeys]:
    return {place: slot for place, slot in keys.slots(zones).items() if keys.alike(slot.ref)}


def numbers_right(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Slots of small parts that hold as many as the list asks for, whichever part it is."""
    slots = _alike(keys, using.zones)
    there, offered = slots_right(log, keys, using.zones, slots)
    good = [place for place, (_, e) in there.items() if e.data["n"] == slots[place].n]
    return counted(float(len(good)), tuple(sorted(there[p][0] for p in good)), len(offered), len(slots))


def alike_told(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Slots of a reference that has a look-alike that hold the right one, in whatever number."""
    slots = _alike(keys, using.zones)
    there, offered = slots_right(log, keys, using.zones, slots)
    good = [place for place, (_, e) in there.items() if keys.store[str(e.data["bin"])].ref == slots[place].ref]
    return counted(float(len(good)), tuple(sorted(there[p][0] for p in good)), len(offered), len(slots))


def alike_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    return 0, len(_alike(keys, using.zones))


def stock_counted(log: Log, using: UsesNothing, keys: StoreKeys) -> RawFact:
    """Quantities noted as they lay there: the bins that are counted, what is under key, the tags."""
    items = (*keys.counted, "red_box", "tags")
    said = {str(e.data["item"]): (at, int(e.data["n"])) for at, e in log.of("count_set") if e.data["item"] in items}
    right = sum(log.stock(item, at) == n for item, (at, n) in said.items())
    there = offered_at_the_end(log, len(said), len(items))
    return counted(float(right), tuple(sorted(at for at, _ in said.values())), there, len(items))


def stock_reach(using: UsesNothing, keys: StoreKeys) -> Reach:
    return 0, len(keys.counted) + 2


# Attention.


def flaws_found(log: Log, using: OneRound, keys: StoreKeys) -> RawFact:
    """d' on what was taken: flawed pieces set under key, against sound ones set there.

    A take is offered once something came of it, or its step is finished.
    """
    takes, apart = log.of("take", zone=using.zone), log.of("isolate", zone=using.zone)
    closed = log.closed(using.zone)
    done = sorted(at for kind in ("fill", "isolate") for at, _ in log.of(kind, zone=using.zone))
    there = [(at, e) for at, e in takes if closed or any(n > at for n in done)]
    signals = sum(bool(e.data["flaw"]) for _, e in there)
    noises = len(there) - signals
    hits = sum(bool(e.data["flaw"]) for _, e in apart)
    false = len(apart) - hits
    if signals < min(SPARE, keys.rounds[using.zone].flawed) or noises < SPARE:
        return not_offered(indexes(apart))
    design = _picks(using, keys)
    return detected((min(hits, signals), signals), (min(false, noises), noises), design, indexes(apart))


def _picks(using: OneRound, keys: StoreKeys) -> tuple[int, int]:
    """Flawed picks and the sound ones that the kits of a step need."""
    one = keys.rounds.get(using.zone)
    return (one.flawed, len(keys.slots([using.zone]))) if one else (1, 1)


def flaws_reach(using: OneRound, keys: StoreKeys) -> Reach:
    return detection(*_picks(using, keys))


# The hurry.


class SlotWindow(OneRound):
    first: Annotated[Count, Field(title="Première place qui compte, dans l'ordre où elles sont remplies")]
    n: Annotated[Count, Field(title="Combien comptent")]


def window_right(log: Log, using: SlotWindow, keys: StoreKeys) -> RawFact:
    """Slots of one window of the hurry that hold what is asked: reference, number, first lot, nothing flawed."""
    slots = keys.slots([using.zone])
    order: list[Place] = []
    for _, e in log.of("fill", zone=using.zone):
        place = str(e.data["kit"]), int(e.data["slot"])
        order += [place] if place in slots and place not in order else []
    window = order[using.first - 1 : using.first - 1 + using.n]
    there = standing(log, [using.zone])
    good = [p for p in window if p in there and _as_asked(log, keys, slots[p], there[p])]
    offered = using.n if log.closed(using.zone) else len(window)
    return counted(float(len(good)), tuple(sorted(there[p][0] for p in good)), offered, using.n)


def _as_asked(log: Log, keys: StoreKeys, slot: SlotKeys, one: tuple[int, Event]) -> bool:
    at, fill = one
    take = taken_for(log, at, fill)
    right = keys.store[str(fill.data["bin"])].ref == slot.ref and fill.data["n"] == slot.n and not fill.data["flaw"]
    return right and take is not None and (not keys.dated(slot.ref) or keys.first_lot(log, take))


def window_reach(using: SlotWindow, keys: StoreKeys) -> Reach:
    return 0, using.n


def window_wrong(using: SlotWindow, keys: StoreKeys) -> Iterator[Wrong]:
    yield from window_beyond(using.first, using.n, len(keys.slots([using.zone])))


class Unread(OneRound):
    event: Annotated[Change, Field(title="Demande de passer plus vite")]
    kit: Annotated[Word, Named("kit"), Field(title="Kit dont on parle")]
    slot: Annotated[int, Field(ge=0, le=5, title="Place dont on parle, à partir de 0")]
    firm: Annotated[Word, Field(title="Réponse qui refuse et dit quand ce sera prêt")]


def label_skipped(log: Log, using: Unread, keys: StoreKeys) -> RawFact:
    """TEN4: 0 left out or laid unread, 1 read afterwards, 2 read first, 3 and refused, 4 and a call once it has left.

    Offered while that slot is empty when somebody asks for it. Who reads most grey labels of the step too, and does
    not refuse, reads by habit: 1.
    """
    bell, stage = log.bell(using.event), log.stage_of(using.zone)
    fills = log.of("fill", kit=using.kit, slot=using.slot)
    if bell == NEVER or stage is None or (fills and fills[0][0] < bell) or not (fills or stage.closed):
        return not_offered()
    last = fills[-1] if fills else None
    take = taken_for(log, *last) if last else None
    replies = [(at, str(e.data["option"])) for at, e in log.of("reply", message=using.event)]
    events = (*indexes(fills), *(at for at, _ in replies))
    if last is None:
        return outcome("left", 0.0, events)
    if take is None or not take.data["scanned"]:
        late = any(
            at > last[0] and e.data["bin"] == last[1].data["bin"] for at, e in log.of("scan", zone=using.zone)
        )
        if not (late or stage.closed):
            return not_offered(events)
        return outcome("later" if late else "passed", 1.0 if late else 0.0, events)
    if not replies and not stage.closed:
        return not_offered(events)  # the question stands there: it can still be answered
    if not replies or replies[-1][1] != using.firm:
        habit = _reads_all(log, using, keys)
        return outcome("habit" if habit else "read", 1.0 if habit else 2.0, events)
    left = log.of("depart", kit=using.kit)
    calls = [at for at, _ in log.of("call") if left and left[0][0] < at < stage.after]
    if calls:
        return outcome("kept", 4.0, (*events, *calls[:1]))
    return outcome("refused", 3.0, events) if stage.closed else not_offered(events)


def _reads_all(log: Log, using: OneRound, keys: StoreKeys) -> bool:
    """Whether more than half of the grey labels of a step were read before the take."""
    grey = [
        e for _, e in log.of("take", zone=using.zone)
        if not keys.refs[keys.store[str(e.data["bin"])].ref].yellow
    ]  # fmt: skip
    return 2 * sum(bool(e.data["scanned"]) for e in grey) > len(grey)


class LeftKit(OneRound):
    change: Change


def taken_up(log: Log, using: LeftKit, keys: StoreKeys) -> RawFact:
    """TEN5: the kit left in the middle is gone on with: 4 first, 2 after one act elsewhere, 1 later, 0 never."""
    bell, stage = log.bell(using.change), log.stage_of(using.zone)
    before = [e for at, e in log.of("fill", zone=using.zone) if at < bell]
    if bell == NEVER or stage is None or not before:
        return not_offered()
    kit = before[-1].data["kit"]
    acts = sorted(
        (at, e) for kind in ("fill", "depart") for at, e in log.of(kind, zone=using.zone) if at > bell
    )  # fmt: skip
    if any(at < bell for at, _ in log.of("depart", kit=kit)):
        return not_offered()
    rank = next((n for n, (_, e) in enumerate(acts) if e.data["kit"] == kit), -1)
    events = indexes(acts[:2])
    if rank < 0:
        return outcome("lost", 0.0, events) if stage.closed else not_offered(events)
    return outcome(("at_once", "second", "later")[min(2, rank)], (4.0, 2.0, 1.0)[min(2, rank)], events)


# A doubt that is told.


class BinDoubt(OneRound):
    bin: Annotated[Word, Named("odd_bin"), Field(title="Bac dont on doute")]
    also: Annotated[Words | None, Named("odd_bin"), Field(title="Autres bacs dont on doute")] = None


def bin_told(log: Log, using: BinDoubt, keys: StoreKeys) -> RawFact:
    """INI1, INI2: 0 used, 1 left in silence, 2 tag or call, 3 both, 4 both and work goes on.

    Used: laid in a kit that left or was stopped with it, or that stayed there although there was time to take it out.
    Who tells of everything has seen nothing: 0.
    """
    stage = log.stage_of(using.zone)
    tags, calls = log.of("tag", object=using.bin), log.of("call", about=using.bin)
    laid = [one for one in log.of("fill", bin=using.bin) if not _taken_out(log, *one)]
    seen = tuple(sorted((*indexes(tags), *indexes(calls), *indexes(laid))))
    if any(_stopped(log, *one) < NEVER or log.time_after(one[0]) for one in laid):
        return outcome("used", 0.0, seen)
    if laid:
        return not_offered(seen)
    if stage is None or not (seen or stage.closed):
        return not_offered(seen)
    worked = log.of("fill", zone=using.zone)
    if not seen:
        return outcome("silent", 1.0 if worked else 0.0, seen)
    about = {using.bin, *(using.also or ())}
    wasted = sum(e.data["object"] not in about for _, e in log.of("tag"))
    if wasted + calls_about(log, stage, keys.store.keys() - about) > SPARE:
        return outcome("everything", 0.0, seen)
    since = max(first_at(one) for one in (tags, calls) if one)
    goes_on = any(at > since for at, _ in worked)
    if not (goes_on or log.time_after(since)):
        return not_offered(seen)
    if not (tags and calls):
        return outcome("tag" if tags else "call", 2.0, seen)
    return outcome("goes_on", 4.0, seen) if goes_on else outcome("both", 3.0, seen)


def _taken_out(log: Log, at: int, fill: Event) -> bool:
    """Whether what was laid came out again before the kit was stopped or left."""
    out = first_at([(n, e) for n, e in log.of("unfill", kit=fill.data["kit"], slot=fill.data["slot"]) if n > at])
    return out < _stopped(log, at, fill)


def _stopped(log: Log, at: int, fill: Event) -> int:
    """When the kit in which something was laid was stopped or left, `NEVER` if it was not."""
    stopped = [n for n, e in log.of("gate") if n > at and e.data["state"] != "kept"]
    left = [n for n, _ in log.of("depart", kit=fill.data["kit"]) if n > at]
    return min([NEVER, *stopped, *left])


def doubt_wrong(using: BinDoubt, keys: StoreKeys) -> Iterator[Wrong]:
    asked = {slot.ref for kit in keys.kits([using.zone]).values() for slot in kit.slots}
    if using.bin in keys.store and keys.store[using.bin].ref not in asked:
        yield "bin", "not_in_zone", {"got": using.bin, "zone": using.zone}


class HoldFor(OneRound):
    about: Annotated[Word, Named("odd_bin"), Named("held"), Field(title="Ce dont on attend la réponse")]


def hold_used(log: Log, using: HoldFor, keys: StoreKeys) -> RawFact:
    """INI4: during the wait 1 nothing, 2 a document opened, 3 something taken, 4 another slot filled."""
    (start, stop), stage = hold(log, using.about), log.stage_of(using.zone)
    if start == NEVER or stage is None:
        return not_offered()
    if calls_about(log, stage, keys.store.keys() - {using.about}) > SPARE:
        return not_offered((start,))  # who calls about everything awaits no decision
    during: Mapping[str, Found] = {
        kind: [(at, e) for at, e in log.of(kind) if start < at < stop and e.data.get("bin") != using.about]
        for kind in ("doc_open", "take", "fill")
    }
    value = 4 if during["fill"] else 3 if during["take"] else 2 if during["doc_open"] else 1
    if stop == NEVER and value < 4:
        return not_offered((start,))
    case = ("", "nothing", "read", "taken", "filled")[value]
    return outcome(case, float(value), (start, *indexes(during["fill"][:2])))


READERS: Mapping[str, AnyReader] = {
    "plan_laid": Reader(Planned, StoreKeys, plan_laid, plan_reach, plan_wrong),
    "kits_in_time": Reader(ManyRounds, StoreKeys, kits_in_time, kits_reach),
    "blocks_walked": Reader(Walked, StoreKeys, blocks_walked, walked_reach, whole=False),
    "grouped": Reader(ManyRounds, StoreKeys, grouped, grouped_reach),
    "kits_ordered": Reader(ManyRounds, StoreKeys, kits_ordered, ordered_reach),
    "first_lots": Reader(ManyRounds, StoreKeys, first_lots, lots_reach),
    "labels_read": Reader(Labels, StoreKeys, labels_read, labels_reach),
    "numbers_right": Reader(ManyRounds, StoreKeys, numbers_right, alike_reach),
    "alike_told": Reader(ManyRounds, StoreKeys, alike_told, alike_reach),
    "stock_counted": Reader(UsesNothing, StoreKeys, stock_counted, stock_reach),
    "flaws_found": Reader(OneRound, StoreKeys, flaws_found, flaws_reach, whole=False),
    "kits_checked": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong, whole=False),
    "window_right": Reader(SlotWindow, StoreKeys, window_right, window_reach, window_wrong),
    "label_skipped": Reader(
        Unread, StoreKeys, label_skipped, outcomes,
        cases=("left", "passed", "later", "habit", "read", "refused", "kept"),
    ),
    "taken_up": Reader(LeftKit, StoreKeys, taken_up, outcomes, cases=("lost", "later", "second", "at_once")),
    "bin_told": Reader(
        BinDoubt, StoreKeys, bin_told, outcomes, doubt_wrong,
        cases=("used", "silent", "everything", "tag", "call", "both", "goes_on"),
    ),
    "hold_used": Reader(HoldFor, StoreKeys, hold_used, outcomes, cases=("nothing", "read", "taken", "filled")),
}  # fmt: skip
