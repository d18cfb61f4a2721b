"""What the second opinion on spoken facts stands on: raw events, and no reader. A run is cut, thinned and put off."""

import itertools
import random
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from typing import Any

from test_workshops import workshops

from game.mechanics.table import MECHANICS
from game.simulation.task import Run
from game.workshop.params import WorkshopParams
from lab.robots import play_out
from scenarios.vocabulary import Event
from scoring.rules import EvidenceRule
from scoring.types import Observation

OF_THE_DAY = {
    "phase", "movement_end", "bell", "dealt", "head_shown", "hold_begin", "hold_end", "fod_fall", "stock",
}  # fmt: skip
"""Events that nobody makes: they are cut with the run, never left out of it."""
MINUTE = 3000
"""Ticks without any act that are one thing offered and left."""
NEVER = 10**9


class Lived(tuple[Event, ...]):
    """The events of a run, with the places of each kind, and the workshop they are of."""

    kinds: dict[str, list[int]]
    params: WorkshopParams

    def __new__(cls, events: Iterable[Event], params: WorkshopParams) -> "Lived":
        """Events are looked up by kind a hundred times a run."""
        run = super().__new__(cls, events)
        run.params, run.kinds = params, {}
        for n, e in enumerate(run):
            if e.kind == "take_out":
                run._taken_out(e.data["hole"])
            run.kinds.setdefault(e.kind, []).append(n)
        return run

    def _taken_out(self, hole: object) -> None:
        """A rivet that came out again was never set: what was written of it since it was put in is left out."""
        put = next((n for n in reversed(self.kinds.get("place", [])) if self[n].data["hole"] == hole), None)
        if put is None:
            return
        for kind in ("place", "fit", "presented", "job", "head"):
            own = [n for n in self.kinds.get(kind, []) if self._of_it(n, put, hole)]
            self.kinds[kind] = [n for n in self.kinds.get(kind, []) if n not in own]

    def _of_it(self, n: int, put: int, hole: object) -> bool:
        """Whether an event was written as a rivet was put into a hole, or as the hand left it there unformed."""
        since, event = self[n].tick >= self[put].tick, self[n]
        if event.kind in ("place", "fit", "head"):
            return since and event.data["hole"] == hole
        if event.kind == "presented" or event.data.get("act") == "place":
            return event.tick == self[put].tick
        return since and event.data.get("act") == "head" and not event.data["formed"]


Check = Callable[[Lived, EvidenceRule, Observation], bool]
"""Whether what a rule says of a run is what happened in it."""


def untried(item: Observation) -> int:
    """How many trials a sentence says hold nothing."""
    return sum(len(keys) for way, keys in item.apart if way == "bare")


@cache
def whole(name: str, robot: str, seed: int) -> tuple[Event, ...]:
    """A robot's whole run."""
    scenario = workshops()[name]
    mechanic = MECHANICS[scenario.head.mechanic]
    task = mechanic.make(scenario.params, Run(seed, clock=False))
    bot = mechanic.cast.make(robot, scenario.params, seed)
    return tuple(play_out(task, bot, bored=robot in mechanic.cast.blind, stamped=False).events)


FEW = 500
"""Fewer runs than that are cut from those of three robots, played once: playing them is what takes its time."""


def runs(name: str, robots: tuple[str, ...], n: int, *, put_off: bool) -> Iterator[Lived]:
    """Runs cut at any moment, of which any part of what the person did is left out; idle minutes, and ceilings.

    `put_off`: some acts come later in their step than they did, so that things are done in other orders too.
    """
    params = workshops()[name].params
    assert isinstance(params, WorkshopParams)
    chance = random.Random(11)
    played, seeds = (robots[:3], 1) if n < FEW else (robots, 3)
    for k in range(n):
        events = whole(name, played[k % len(played)], 5 + k // len(played) % seeds)
        left_out = chance.choice((0.0, 0.0, 0.02, 0.2, 0.6))
        upto = len(events) if chance.random() < 0.3 else chance.randrange(1, len(events))
        # An act is cut, and left out, with all its facets.
        part = [e for e in events if e.tick <= events[upto - 1].tick]
        gone = {e.tick for e in part if chance.random() < left_out}
        part = [e for e in part if e.kind in OF_THE_DAY or e.tick not in gone]
        if put_off and chance.random() < 0.4:
            part = later(part, chance)
        part = could_be(part)
        if chance.random() < 0.25:
            part = by_a_ceiling(part, chance.randrange(len(part)))
        if chance.random() < 0.3:
            since, ticks = part[chance.randrange(len(part))].tick, MINUTE * chance.randrange(1, 12)
            part = [Event(e.tick + ticks * (e.tick >= since), e.kind, e.data) for e in part]
        yield Lived(part, params)


def could_be(events: list[Event]) -> list[Event]:
    """The same run without acts that nobody can do, which the others stand there for where something was left out.

    A rivet that nobody took, or into a hole that has one, one taken out or its head closed over again where there is
    none, and a head that is written down twice without the squeezer having gone back to it.
    """
    filled: set[object] = set()
    written: set[object] = set()
    taken: set[object] = set()
    never: set[int] = set()
    for e in events:
        if e.kind == "pick":
            taken.add(e.data["rivet"])
        if e.kind not in ("place", "take_out", "regrip", "head"):
            continue
        hole, placed = e.data["hole"], e.kind == "place"
        if (hole in filled) == placed or (placed and e.data["rivet"] not in taken) or (
            e.kind == "head" and hole in written
        ):
            never.add(e.tick)
            continue
        (written.add if e.kind == "head" else written.discard)(hole)
        if e.kind in ("place", "take_out"):
            (filled.add if placed else filled.discard)(hole)
    return [e for e in events if e.kind in OF_THE_DAY or e.tick not in never]


def later(events: list[Event], chance: random.Random) -> list[Event]:
    """The same run with one act in six put off, each to a moment that is still in its step.

    Not an act that says of itself how many were done before it: put off, it would say what was not so.
    """
    counting = {e.tick for e in events if "count" in e.data or "placed" in e.data}
    steps = [n for n, e in enumerate(events) if e.kind == "phase"]
    last = {e.tick: n for n, e in enumerate(events)}
    order: list[tuple[float, int, Event]] = []
    moved: dict[int, float] = {}
    for n, e in enumerate(events):
        if e.kind not in OF_THE_DAY and e.tick not in moved:
            # An act is put off with all its facets, which stay side by side, and never between those of another.
            after = min((s for s in steps if s > n), default=len(events))
            off = chance.random() < 1 / 6 and e.tick not in counting
            spots = [m for m in range(last[e.tick] + 1, after) if events[m].tick != events[m - 1].tick] if off else []
            moved[e.tick] = chance.choice(spots) - 0.5 if spots else -1.0
        place = float(n) if e.kind in OF_THE_DAY else max(float(n), moved[e.tick])
        order.append((place, n, e))
    order.sort(key=lambda one: one[:2])
    ticks = [e.tick for e in events]
    return [Event(ticks[n], e.kind, e.data) for n, (_, _, e) in enumerate(order)]


def by_a_ceiling(events: list[Event], at: int) -> list[Event]:
    """The same run, of which the rest of a movement was cut off by the clock; the next one goes on as it did."""
    kept = [e for e in events[:at] if e.tick < events[at].tick] or events[:1]
    end = next((n for n in range(at, len(events)) if events[n].kind == "movement_end"), None)
    if end is None:
        return kept
    ceiling = Event(events[end].tick, "movement_end", {**events[end].data, "cause": "ceiling"})
    return [*kept, ceiling, *events[end + 1 :]]


def of(events: Lived, kind: str, **data: object) -> list[int]:
    """The places of the events of a kind whose data hold these values."""
    return [n for n in events.kinds.get(kind, ()) if all(events[n].data.get(k) == v for k, v in data.items())]


def span(events: Lived, at: int) -> tuple[int, int, bool]:
    """The step around a place: its first event, that after its last, and whether the person ended it."""
    steps = of(events, "phase")
    first = max(n for n in steps if n <= at)
    after = min((n for n in steps if n > at), default=NEVER)
    cut = any(first < n < after for n in of(events, "movement_end", cause="ceiling"))
    return first, after, after < NEVER and not cut


def minutes(events: Lived, first: int, after: int) -> int:
    """Minutes in which nothing was done between two places."""
    ticks = [e.tick for e in events[first : min(after, len(events) - 1) + 1]]
    return sum((b - a) // MINUTE for a, b in itertools.pairwise(ticks))


def there(events: Lived, step: str, done: int, left: int, since: int = -1) -> int:
    """How many of the things left in a step stood there long enough: all once it is ended, else done or left idle."""
    begun = of(events, "phase", name=step)
    if not begun:
        return 0
    first, after, closed = span(events, begun[0])
    return left if closed else min(left, done + minutes(events, max(first, since), after))


def time_left(events: Lived, at: int) -> bool:
    """Whether there was time after an event: its step was ended by the person, or stood idle."""
    _, after, closed = span(events, at)
    return closed or minutes(events, at, after) > 0


def entered(events: Lived, step: str) -> bool:
    return bool(of(events, "phase", name=step))


def step_of(events: Lived, zone: str) -> str:
    """The step in which a zone is worked on."""
    return next(p.id for p in events.params.phases if p.zone == zone)


def closed(events: Lived, zone: str) -> bool:
    """Whether the person ended the work on a zone."""
    begun = of(events, "phase", name=step_of(events, zone))
    return bool(begun) and span(events, begun[0])[2]


def bell(events: Lived, change: str) -> int:
    """The place of a change, or past the end."""
    return (of(events, "bell", event=change) or [len(events)])[0]


def hold(events: Lived, about: object) -> tuple[int, int] | None:
    """The places where the wait for an answer begins and ends, past the last where it does not; None for no wait."""
    begun = of(events, "hold_begin", about=about)
    return (begun[0], next((n for n in of(events, "hold_end") if n > begun[0]), len(events))) if begun else None


def ended(events: Lived) -> bool:
    """Whether the person ended the job."""
    begun = [n for p in events.params.phases if p.kind == "close" for n in of(events, "phase", name=p.id)]
    return bool(begun) and span(events, begun[0])[2]


_PLAIN: dict[int, tuple[WorkshopParams, Mapping[str, Any]]] = {}


def _plain(params: WorkshopParams) -> Mapping[str, Any]:
    """What the author wrote, as plain values: made once of each params, which a hundred runs are held against."""
    if id(params) not in _PLAIN:
        _PLAIN[id(params)] = params, params.model_dump()
    return _PLAIN[id(params)][1]


def left_behind(events: Lived, zones: Iterable[str]) -> tuple[int, int]:
    """Blades without a word, holes without a rivet, slots without a piece, in steps that were ended; of how many.

    What is plainly unfit, or was told of, is not looked at.
    """
    plain, told = _plain(events.params), {events[n].data["object"] for n in of(events, "tag")}
    told |= {events[n].data["about"] for n in of(events, "call")}
    left = there = 0
    for zone in (zone for zone in zones if closed(events, zone)):
        if zone in plain.get("rotors", {}):
            names = [name for name, blade in plain["rotors"][zone]["blades"].items() if not blade["odd"]]
            bare = [name for name in names if name not in told and not of(events, "decide", blade=name)]
        elif zone in plain.get("zones", {}):
            names = [name for name, hole in plain["zones"][zone]["holes"].items() if not hole["oval"]]
            bare = [name for name in names if name not in told and not of(events, "place", hole=name)]
        else:
            unfit = {bin["ref"] for bin in plain["store"].values() if bin["odd"] or not bin["paper"]}
            kits = plain["rounds"][zone]["kits"].items()
            names = [(k, n) for k, kit in kits for n, slot in enumerate(kit["slots"]) if slot["ref"] not in unfit]
            bare = [one for one in names if not _stands(events, *one)]
        left, there = left + len(bare), there + len(names)
    return left, there


def _stands(events: Lived, kit: str, slot: int) -> bool:
    """Whether something stood in a slot at the end."""
    filled = of(events, "fill", kit=kit, slot=slot)
    return bool(filled) and filled[-1] > max(of(events, "unfill", kit=kit, slot=slot), default=-1)
