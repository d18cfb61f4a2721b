"""Readers of `plan`: bars laid, kits sent off, slots filled, labels read, parts looked at."""

import itertools
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Annotated

from pydantic import Field

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.readers.base import (
    AnyReader,
    Count,
    NameList,
    RawFact,
    Reach,
    Reader,
    Word,
    Wrong,
    counted,
    not_offered,
    untried,
)
from scoring.readers.bench import (
    Blocks,
    JudgedBlock,
    UsesNothing,
    heads_judged,
    judged_reach,
    judged_wrong,
    offered_at_the_end,
)
from scoring.readers.kits import (
    KitKeys,
    KitPlace,
    KitZones,
    ManyRounds,
    OneRound,
    SlotKeys,
    SomeOfRounds,
    StoreKeys,
    amiss_in,
    before_more_urgent,
    departures,
    laid_at,
    layers,
    looked_at,
    number_in,
    order_case,
    read_for,
    slots_right,
    step_closed,
    taken_for,
    unfilled,
    whole,
)
from scoring.readers.log import NEVER, Log, LogEntries, indexes
from scoring.readers.some import OfSome, chosen

FARTHEST = 99.0
ORDERS = ("few", "turned", "so_far", "all")
"""How an order is said."""
UNCHANGED = "unchanged"
"""How a plan is said that a change left as it was, and that nobody laid again."""

# Organising.


class Planned(OneRound):
    change: Annotated[Word | None, Named("change"), Field(title="Changement au milieu du planning")] = None


def strip(log: Log, plan: str) -> list[tuple[int, str]]:
    """The bars of a strip as they lie at the end, each with the place of the event that laid it."""
    laid: list[tuple[int, str]] = []
    for at, e in sorted([*log.of("lay", plan=plan), *log.of("lift", plan=plan)], key=lambda stamped: stamped[0]):
        laid = [bar for bar in laid if bar[1] != e.data["bar"]]
        laid += [(at, str(e.data["bar"]))] if e.kind == "lay" else []
    return laid


def plan_laid(log: Log, using: Planned, keys: StoreKeys) -> RawFact:
    """Pairs of bars that lie in the order of their flags, as the strip was left.

    `extra`: bars that lie before a more urgent one. With a change, a plan of which no bar was laid or lifted after it
    was not made again, whatever lies there: 0, and said so, unless all of it is right as it lies.

    Offered once the step is finished or every bar is laid; with a change, once it came. Bars not laid by name.
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
    turned, left = before_more_urgent(order, right), tuple(f"kit.{name}" for name in right if name not in order)
    reading = counted(float(pairs), events, of, of, n=pairs, extra=turned)
    reading = replace(reading, apart=(("unlaid", left),) if left else ())
    again = [at for kind in ("lay", "lift") for at, _ in log.of(kind, plan=using.zone) if at > bell]
    if using.change is not None and not again and pairs < of:
        return replace(reading, value=0.0, case=UNCHANGED)
    return replace(reading, case=order_case(reading, turned, len(order) > 1))


def plan_reach(using: Planned, keys: StoreKeys) -> Reach:
    n = len(keys.right_order(using.zone))
    return 0, n * (n - 1) // 2


def plan_wrong(using: Planned, keys: StoreKeys) -> Iterator[Wrong]:
    if using.zone not in keys.plans:
        yield "zone", "not_in_zone", {"got": using.zone, "zone": ", ".join(keys.plans)}


class InTime(OfSome):
    zones: KitZones
    only: Annotated[NameList | None, Named("kit"), Field(title="Kits regardés seuls")] = None


def kits_in_time(log: Log, using: InTime, keys: StoreKeys) -> RawFact:
    """Kits that left whole by their block; one is offered when it left, or its step is finished. The others by name.

    So are those that left with a flawed part in them, with another number or another part than the list asks for: that
    counts elsewhere, and is told where kits are.
    """
    kits = {name: kit for name, kit in keys.kits(using.zones).items() if chosen(using.only, name)}
    left, gone = whole(log, keys, using.zones), departures(log, using.zones)
    amiss = _amiss(log, keys, using.zones)
    offered = sum(kit in gone or step_closed(log, keys, kit) for kit in kits)
    good = [kit for kit in kits if kit in left and int(left[kit][1].data["block"]) <= kits[kit].due]
    ways = {
        "late": [kit for kit in kits if kit in left and kit not in good],
        "waiting": [kit for kit in kits if kit in left and left[kit][1].data["empty"]],
        "lacking": [kit for kit in kits if kit in gone and kit not in left],
        "stayed": [kit for kit in kits if kit not in gone and step_closed(log, keys, kit)],
    } | {way: [kit for kit in kits if kit in gone and kit in there] for way, there in amiss.items()}
    apart = tuple((way, tuple(f"kit.{kit}" for kit in names)) for way, names in ways.items() if names)
    events = tuple(sorted(left[kit][0] for kit in good))
    faults = {gone[kit][0] for way in ("late", "lacking", "flawed") for kit in ways[way]}
    # That a part was flawed is the moment of another fact: of this one it is how the kit left.
    faults |= {amiss[way][kit] for way in ("number", "other") for kit in ways[way]}
    reading = counted(float(len(good)), events, offered, len(kits))
    return replace(reading, apart=apart, faults=tuple(sorted(faults)))


def _amiss(log: Log, keys: StoreKeys, zones: Sequence[str]) -> dict[str, dict[str, int]]:
    """Kits in which something torn, bent or rusty lies, another number or another part, and where it was laid.

    Of a kit that left nothing is taken out any more. What is only there to be told of is another rule's business.
    """
    slots = keys.slots(zones)
    ways: dict[str, dict[str, int]] = {"flawed": {}, "number": {}, "other": {}}
    for place, laid in sorted(layers(log, zones).items(), key=lambda stood: stood[1][-1][0]):
        for way, at in amiss_in(keys, slots.get(place), laid).items():
            ways[way].setdefault(place[0], at)
    return ways


def kits_reach(using: InTime, keys: StoreKeys) -> Reach:
    return 0, sum(chosen(using.only, name) for name in keys.kits(using.zones))


class Walked(ManyRounds):
    least: Annotated[Count, Field(title="Nombre de kits au moins")]


def blocks_walked(log: Log, using: Walked, keys: StoreKeys) -> RawFact:
    """Blocks walked, for each block that the kits that left whole needed at the least, each by itself.

    Read from `least` kits on; fewer, once the steps are finished, are too few. Of a step that is not finished, what was
    walked since its last kit left is for a kit still to come.
    """
    kits, left = keys.kits(using.zones), whole(log, keys, using.zones)
    walks = [walk for zone in using.zones for walk in _walked_in(log, zone, left)]
    events = tuple(sorted(indexes(walks)))
    if len(left) < using.least:
        closed = all(log.closed(zone) for zone in using.zones)
        return RawFact(None, events, case="few", n=len(left)) if closed else not_offered(events)
    blocks = sum(int(e.data["blocks"]) for _, e in walks)
    needed = sum(least_walk(keys, kits[kit]) for kit in left)
    case = "more" if blocks > needed else "least"
    return RawFact(blocks / max(1, needed), events, case=case, n=blocks, extra=needed)


def _walked_in(log: Log, zone: str, left: Mapping[str, tuple[int, Event]]) -> LogEntries:
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


def grouped(log: Log, using: SomeOfRounds, keys: StoreKeys) -> RawFact:
    """Aisles of which a kit asks for two slots or more that were filled in one pass through it."""
    slots = looked_at(keys, using)
    there, offered = slots_right(log, keys, using.zones, slots, "passed")
    groups = _groups(keys, slots)
    known = [places for places in groups if all(place in offered for place in places)]
    good = [
        places for places in known
        if all(p in there for p in places) and len({e.data["visit"] for p in places for _, e in there[p]}) == 1
    ]  # fmt: skip
    events = laid_at(there, [place for places in good for place in places])
    return counted(float(len(good)), events, len(known), len(groups))


def _groups(keys: StoreKeys, slots: Mapping[KitPlace, SlotKeys]) -> list[list[KitPlace]]:
    """Slots of one kit whose parts stand in one aisle, where there are two or more."""
    by: dict[tuple[str, str], list[KitPlace]] = {}
    for place, slot in slots.items():
        by.setdefault((place[0], min(keys.aisles_of(slot.ref))), []).append(place)
    return [places for places in by.values() if len(places) > 1]


def grouped_reach(using: SomeOfRounds, keys: StoreKeys) -> Reach:
    return 0, len(_groups(keys, looked_at(keys, using)))


def kits_ordered(log: Log, using: ManyRounds, keys: StoreKeys) -> RawFact:
    """Pairs of kits of one step that left whole, the one due first before the other.

    `extra`: those that left before a more urgent one. Kits of finished steps that stayed or lacked something by name.
    """
    left, lacking = whole(log, keys, using.zones), list[str]()
    right = of = offered = turned = compared = 0
    for zone in using.zones:
        kits = keys.rounds[zone].kits
        pairs = list(itertools.combinations(sorted(kits, key=lambda kit: kits[kit].due), 2))
        of += len(pairs)
        offered += len(pairs) if log.closed(zone) else sum(a in left and b in left for a, b in pairs)
        right += sum(a in left and b in left and left[a][0] < left[b][0] for a, b in pairs)
        went = sorted((kit for kit in kits if kit in left), key=lambda kit: left[kit][0])
        turned += before_more_urgent(went, sorted(kits, key=lambda kit: kits[kit].due))
        compared += len(went) > 1
        lacking += [f"kit.{kit}" for kit in kits if kit not in left and log.closed(zone)]
    events = tuple(sorted(at for at, _ in left.values()))
    reading = counted(float(right), events, offered, of, n=right, extra=turned)
    apart = (("lacking", tuple(lacking)),) if lacking else ()
    return replace(reading, case=order_case(reading, turned, compared > 0), apart=apart)


def ordered_reach(using: ManyRounds, keys: StoreKeys) -> Reach:
    sizes = [len(keys.rounds[zone].kits) for zone in using.zones if zone in keys.rounds]
    return 0, sum(n * (n - 1) // 2 for n in sizes)


# Norms: lots, labels, numbers, counts.


def first_lots(log: Log, using: SomeOfRounds, keys: StoreKeys) -> RawFact:
    """Slots of a dated reference that hold the lot that ended first, of those that lay there and were in date.

    A place that was completed from a second bin is right where each take was: the rest of the first lot, then the next.
    """
    slots = _dated(keys, using)
    there, offered = slots_right(log, keys, using.zones, slots)

    def first(at: int, fill: Event) -> bool:
        take = taken_for(log, at, fill)
        return take is not None and keys.first_lot(log, take)

    good = [place for place, laid in there.items() if all(first(at, fill) for at, fill in laid)]
    reading = counted(float(len(good)), laid_at(there, good), len(offered), len(slots))
    reading = untried(reading, unfilled(offered, there))
    faults = (at for place, laid in there.items() if place not in good for at, e in laid if not first(at, e))
    return replace(reading, faults=tuple(sorted(faults)))


def _dated(keys: StoreKeys, using: SomeOfRounds) -> dict[KitPlace, SlotKeys]:
    return {place: slot for place, slot in looked_at(keys, using).items() if keys.dated(slot.ref)}


def lots_reach(using: SomeOfRounds, keys: StoreKeys) -> Reach:
    return 0, len(_dated(keys, using))


class Labels(SomeOfRounds):
    spare: Annotated[NameList | None, Named("ref"), Field(title="Références dont une autre règle parle")] = None


def labels_read(log: Log, using: Labels, keys: StoreKeys) -> RawFact:
    """Slots with a yellow band whose label was read before the take, minus those with a grey one; see `read_before`."""
    yellow, grey = _bands(keys, using)
    there, offered = slots_right(log, keys, using.zones, yellow | grey)
    every = [p for p, laid in there.items() if all(read_for(log, at, e) for at, e in laid)]
    some = [p for p, laid in there.items() if any(read_for(log, at, e) for at, e in laid)]
    good, wasted = [p for p in every if p in yellow], [p for p in some if p in grey]
    due = sum(place in yellow for place in offered)
    events = laid_at(there, good)
    reading = counted(float(len(good) - len(wasted)), events, due, len(yellow), n=len(good), extra=len(wasted))
    return untried(reading, unfilled([place for place in offered if place in yellow], there))


def _bands(keys: StoreKeys, using: Labels) -> tuple[dict[KitPlace, SlotKeys], dict[KitPlace, SlotKeys]]:
    slots = {p: s for p, s in looked_at(keys, using).items() if s.ref not in (using.spare or ())}
    yellow = {place: slot for place, slot in slots.items() if keys.refs[slot.ref].yellow}
    return yellow, {place: slot for place, slot in slots.items() if place not in yellow}


def labels_reach(using: Labels, keys: StoreKeys) -> Reach:
    yellow, grey = _bands(keys, using)
    return -len(grey), len(yellow)


def _alike(keys: StoreKeys, using: SomeOfRounds) -> dict[KitPlace, SlotKeys]:
    return {place: slot for place, slot in looked_at(keys, using).items() if keys.alike(slot.ref)}


def numbers_right(log: Log, using: SomeOfRounds, keys: StoreKeys) -> RawFact:
    """Slots of small parts that hold as many as the list asks for, whichever part it is."""
    slots = _alike(keys, using)
    there, offered = slots_right(log, keys, using.zones, slots)
    good = [place for place, laid in there.items() if number_in(laid) == slots[place].n]
    reading = counted(float(len(good)), laid_at(there, good), len(offered), len(slots))
    return untried(reading, unfilled(offered, there))


def alike_told(log: Log, using: SomeOfRounds, keys: StoreKeys) -> RawFact:
    """Slots of a reference that has a look-alike that hold the right one, in whatever number."""
    slots = _alike(keys, using)
    there, offered = slots_right(log, keys, using.zones, slots, "matched")
    good = [
        place for place, laid in there.items()
        if all(keys.store[str(e.data["bin"])].ref == slots[place].ref for _, e in laid)
    ]  # fmt: skip
    reading = counted(float(len(good)), laid_at(there, good), len(offered), len(slots))
    return untried(reading, unfilled(offered, there))


def alike_reach(using: SomeOfRounds, keys: StoreKeys) -> Reach:
    return 0, len(_alike(keys, using))


def stock_counted(log: Log, using: UsesNothing, keys: StoreKeys) -> RawFact:
    """Quantities noted as they lay there: the bins that are counted, what is under key, the tags."""
    items = (*keys.counted, "red_box", "tags")
    said = {str(e.data["item"]): (at, int(e.data["n"])) for at, e in log.of("count_set") if e.data["item"] in items}
    right = sum(log.stock(item, at) == n for item, (at, n) in said.items())
    there = offered_at_the_end(log, len(said), len(items))
    return counted(float(right), tuple(sorted(at for at, _ in said.values())), there, len(items))


def stock_reach(using: UsesNothing, keys: StoreKeys) -> Reach:
    return 0, len(keys.counted) + 2


READERS: Mapping[str, AnyReader] = {
    "plan_laid": Reader(Planned, StoreKeys, plan_laid, plan_reach, plan_wrong, cases=(*ORDERS, UNCHANGED)),
    "kits_in_time": Reader(InTime, StoreKeys, kits_in_time, kits_reach),
    "blocks_walked": Reader(
        Walked, StoreKeys, blocks_walked, walked_reach, whole=False, less=True, cases=("few", "more", "least")
    ),
    "grouped": Reader(SomeOfRounds, StoreKeys, grouped, grouped_reach),
    "kits_ordered": Reader(ManyRounds, StoreKeys, kits_ordered, ordered_reach, cases=ORDERS),
    "first_lots": Reader(SomeOfRounds, StoreKeys, first_lots, lots_reach),
    "labels_read": Reader(Labels, StoreKeys, labels_read, labels_reach),
    "numbers_right": Reader(SomeOfRounds, StoreKeys, numbers_right, alike_reach),
    "alike_told": Reader(SomeOfRounds, StoreKeys, alike_told, alike_reach),
    "stock_counted": Reader(UsesNothing, StoreKeys, stock_counted, stock_reach),
    "kits_checked": Reader(JudgedBlock, Blocks, heads_judged, judged_reach, judged_wrong, whole=False),
}  # fmt: skip
