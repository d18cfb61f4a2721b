"""What of a store, its kits and its plans makes no sense together."""

from collections.abc import Iterator
from itertools import accumulate

from game.mechanics.plan.written import PlannedDay, Round, WrittenStore
from game.workshop.sense import labels_against
from game.workshop.written import Nonsense

LEAST_ASKED = 3
"""Bars with a flag: with fewer there is nothing to plan."""


def store_sense(params: WrittenStore) -> Iterator[Nonsense]:
    """References, bins, ways, kits and plans, in the order of the file."""
    yield from _refs(params)
    yield from _ways(params)
    yield from _bins(params)
    yield from ((("plans", name), "twice", {"name": name}) for name in params.plans if name in params.rounds)
    seen: set[str] = set()
    for name, kitting in params.rounds.items():
        for kit in kitting.kits:
            if kit in seen:
                yield ("rounds", name, "kits", kit), "twice", {"name": kit}
            seen.add(kit)
        yield from _kits(name, kitting)
    yield from _unstocked(params)
    for name, plan in params.plans.items():
        yield from _bars(name, plan, practised=name == params.practice_plan)
    yield from labels_against(params, params.today)


def _refs(params: WrittenStore) -> Iterator[Nonsense]:
    """Two references that are drawn alike cannot be told apart."""
    drawn: dict[object, str] = {}
    for name, ref in params.refs.items():
        other = drawn.setdefault((ref.shape, ref.size, ref.yellow), name)
        if other != name:
            yield ("refs", name), "drawn_alike", {"name": name, "other": other}


def _ways(params: WrittenStore) -> Iterator[Nonsense]:
    """Two aisles without a way between them are one."""
    for a, row in enumerate(params.steps):
        for b, blocks in enumerate(row[:a]):
            if not blocks:
                yield ("steps", a, b), "same_place", {"name": params.aisles[a], "other": params.aisles[b]}


def _bins(params: WrittenStore) -> Iterator[Nonsense]:
    """Lots of one reference have each their name, and there is enough of each for all the kits of the day."""
    lots: set[tuple[str, str]] = set()
    held: dict[str, int] = {}
    for name, bin in params.store.items():
        if (bin.ref, bin.lot) in lots:
            yield ("store", name, "lot"), "twice", {"name": bin.lot}
        lots.add((bin.ref, bin.lot))
        if bin.kept or not bin.until or bin.until >= params.today:
            held[bin.ref] = held.get(bin.ref, 0) + bin.quantity
    asked: dict[str, int] = {}
    for name, kitting in params.rounds.items():
        for slot in (slot for kit in kitting.kits.values() for slot in kit.slots if name != params.practice_round):
            asked[slot.ref] = asked.get(slot.ref, 0) + slot.n
    for name, bin in params.store.items():
        if asked.get(bin.ref, 0) > held.get(bin.ref, 0) > 0:
            got, least = held.pop(bin.ref, 0), asked.pop(bin.ref)
            yield ("store", name, "quantity"), "short_stock", {"ref": bin.ref, "got": got, "least": least}


def _kits(name: str, kitting: Round) -> Iterator[Nonsense]:
    """Hours that differ, and that leave a block for each take and for each kit to go."""
    if kitting.flawed and kitting.flawed * 2 > kitting.picks:
        yield ("rounds", name, "flawed"), "beyond", {"got": kitting.flawed, "most": kitting.picks // 2}
    slots = sum(len(kit.slots) for kit in kitting.kits.values())
    if kitting.flawed and kitting.picks > slots:
        yield ("rounds", name, "picks"), "beyond", {"got": kitting.picks, "most": slots}
    due = sorted(kitting.kits.items(), key=lambda named: named[1].due)
    yield from _hours(("rounds", name, "kits"), [(kit, foam.due, len(foam.slots) + 1) for kit, foam in due])


def _unstocked(params: WrittenStore) -> Iterator[Nonsense]:
    """A slot asks for what a bin holds, still good today and with its paper, unless it is there to be told of."""
    good = {bin.ref for bin in params.store.values() if bin.kept or not bin.until or bin.until >= params.today}
    for name, kitting in params.rounds.items():
        for kit, foam in kitting.kits.items():
            for n, slot in enumerate(foam.slots):
                if slot.ref in params.refs and slot.ref not in good:
                    yield ("rounds", name, "kits", kit, "slots", n), "no_stock", {"kit": kit, "ref": slot.ref}


def _bars(name: str, plan: PlannedDay, *, practised: bool) -> Iterator[Nonsense]:
    """Flags that stand on the strip, differ, and can all be kept, before and after the revision."""
    for revised in (False, True):
        right = plan.right(revised)
        if len(right) < LEAST_ASKED and not (practised and right):
            yield ("plans", name, "bars"), "few_flags", {"got": len(right), "least": LEAST_ASKED}
        hours = [(bar, plan.bars[bar].flag(revised), plan.bars[bar].blocks) for bar in right]
        faults = list(_hours(("plans", name, "bars"), hours))
        for bar, hour, _ in hours:
            if hour > plan.blocks:
                faults.append((("plans", name, "bars", bar), "beyond_strip", {"got": hour, "most": plan.blocks}))
        yield from faults
        if faults:
            return


def _hours(where: tuple[str, ...], hours: list[tuple[str, int, int]]) -> Iterator[Nonsense]:
    """(name, hour, blocks it takes) by hour: two of one hour have no order; what begins too late is never kept."""
    gone = list(accumulate(blocks for _, _, blocks in hours))
    for n, (name, hour, _) in enumerate(hours):
        if n and hour == hours[n - 1][1]:
            yield (*where, name), "same_hour", {"name": name, "other": hours[n - 1][0]}
        elif gone[n] > hour:
            yield (*where, name), "never_kept", {"got": hour, "least": gone[n]}
