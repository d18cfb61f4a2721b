"""What a kit that has left is answered by at its station: place by place, then as a whole. It can change no more.

It adds nothing to the run, no act and no event. Which places serve is asked of `judged.py`, of the events as they stand
when the kit leaves.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.seen import HeldSeen, KitSeen, PlanSeen, SlotSeen
from game.screen.motion import Cue, Motion
from scenarios.vocabulary import Event

STARTS, STEP, LAST = 60, 17, 8
"""Ticks from the departure to the first place (the trolley has gone), from one place to the next, and to the whole."""
WAVES, BEAT = 60, 10
"""For how many ticks somebody waves, and how long an arm stays up or down."""
FADES = 4
"""80 ms: a place comes up so where nothing moves."""
LATE = 100
"""A departure of so many ticks ago was answered before the run was taken up again."""
LADDER = 8
"""How many steps of sound there are (`set_1` to `set_8`)."""
NOBODY = ("", "")
PASSES = Cue(Motion("pop", at="porter"), {})
KNOCK, WHOLE, DAY = "knock", "row", "block"
Judge = Callable[[Sequence[Event], str], Mapping[int, bool]]
"""Of each slot of a kit that left, by its number, whether it serves, from all events so far."""
Landing = Callable[[int, bool], Cue]
"""How the n-th place is seen to be answered, and whether it serves."""


@dataclass(frozen=True, slots=True)
class StationPlace:
    """A place of a kit at its station, with what lay in it as it left; `serves`: whether it finds its place there."""

    slot: SlotSeen
    serves: bool


@dataclass(frozen=True, slots=True)
class Arrived:
    """A kit at its station. `shown`: how many places were answered; `fades`: ticks of the last one's coming up."""

    kit: str
    places: tuple[StationPlace, ...]
    shown: int = 0
    fades: int = 0
    ended: bool = False
    wave: int = 0  # 1 arm up, 2 arm down, 0 nobody waves
    over: bool = False  # all of it was seen

    @property
    def whole(self) -> bool:
        """Whether its station has all that it can use: what is only there to be told of is not asked for here."""
        return all(place.serves for place in self.places)


@dataclass(frozen=True, slots=True)
class LineSeen:
    """The stations of the day: (kit, "" while it is not known yet; how it stands), and what was answered, by kit."""

    stations: tuple[tuple[str, str], ...] = ()
    arrived: tuple[Arrived, ...] = ()
    last: str = ""  # the kit that left last
    porter: tuple[str, str] = ("", "")  # who is taking it to the line: the event in which they will ask, their drawing

    def of(self, kit: str) -> Arrived | None:
        """What its station answered of a kit, None while it has not left."""
        return next((arrived for arrived in self.arrived if arrived.kit == kit), None)

    @property
    def now(self) -> Arrived | None:
        """What was answered last."""
        return self.of(self.last)


WAITS, COMES, RUNS, DARK = "waits", "comes", "runs", "dark"
"""How a station stands: no kit yet; its kit is being unpacked; it has what it needs; it lacks something."""


class LastSaid:
    """Whether a kit has left since the run said something last: that is old then."""

    def __init__(self) -> None:
        self._message, self.old = "", False

    def hears(self, message: str, *, departed: bool) -> None:
        """Take note of what the run says now ("" where nothing is said), and of a kit that has just left."""
        if message and message != self._message:
            self.old = False
        elif departed:
            self.old = True
        self._message = message


class Arrivals:
    """The kits of the day that have left, and how far each was answered.

    `judge` says which places serve, `landing` how that is seen.
    """

    def __init__(self, params: PlanParams, judge: Judge, landing: Landing) -> None:
        self._params, self._judge, self._landing = params, judge, landing
        worked = [step for step in params.phases if step.zone in params.rounds]
        self._steps = [(step.id, tuple(params.rounds[step.zone].kits)) for step in worked]
        self.stations = tuple(kit for _, of_step in self._steps for kit in of_step)
        self._kits = {kit for _, of_step in self._steps for kit in of_step}
        self._order = [step.id for step in params.phases]
        self._heard = 0
        self._since: dict[str, int] = {}
        self._places: dict[str, tuple[StationPlace, ...]] = {}
        self._rings: list[tuple[int, str]] = []
        self._cues: list[tuple[int, Cue]] = []
        self._tick, self._phase = 0, ""

    def listen(self, events: Sequence[Event], seen: PlanSeen) -> None:
        """What a moment brought: of each kit that left, when and what of it serves."""
        first, self._heard, self._tick = self._heard, len(events), seen.tick
        if seen.phase != self._phase:
            # What was still to come of it belongs to a step that is over.
            self._phase, self._rings, self._cues = seen.phase, [], []
        kits = {kit.id: kit for kit in seen.kits}
        for at in range(first, len(events)):
            event = events[at]
            if event.kind == "depart" and event.data["kit"] in self._kits:
                self._left(events[: at + 1], event, kits.get(str(event.data["kit"])))

    def _left(self, events: Sequence[Event], event: Event, kit: KitSeen | None) -> None:
        name = str(event.data["kit"])
        served = self._judge(events, name)
        slots = kit.slots if kit is not None else self._listed(name, served)
        self._places[name] = places = tuple(StationPlace(slots[n], good) for n, good in served.items())
        self._since[name] = event.tick
        if kit is None:
            # Of a step that is over: all of it was seen.
            self._since[name] = event.tick - _lasts(len(places))
            return
        if event.tick < self._tick - LATE:
            # Taken up again after a stop, or wound on to a moment: it left before, and is not told anew.
            return
        self._cues.append((event.tick + STARTS - 1, PASSES))
        good = 0
        for n, place in enumerate(places):
            tick = event.tick + STARTS + n * STEP
            good += place.serves
            sound = f"set_{max(1, LADDER * good // len(places))}" if place.serves else KNOCK
            self._rings.append((tick, sound))
            self._cues.append((tick, self._landing(n, place.serves)))
        ends = event.tick + STARTS + len(places) * STEP + LAST
        if all(place.serves for place in places):
            self._rings.append((ends, DAY if self._all_run() else WHOLE))

    def _listed(self, name: str, served: Mapping[int, bool]) -> tuple[SlotSeen, ...]:
        """The places of a kit that is not on the screen any more: what serves is what its list asks for."""
        refs = self._params.refs
        slots = []
        for n, slot in enumerate(self._params.kits[name].slots):
            shape, size = refs[slot.ref].shape, refs[slot.ref].size
            held = HeldSeen("", slot.ref, shape, size, slot.n, "", "") if served.get(n) else None
            slots.append(SlotSeen(slot.ref, shape, size, slot.n, held, False))
        return tuple(slots)

    def _all_run(self) -> bool:
        return all(kit in self._places and all(place.serves for place in self._places[kit]) for kit in self._kits)

    def seen(self, phase: str) -> LineSeen:
        """The line now; kits of a later step than `phase` have no name yet."""
        arrived = {kit: self._arrived(kit) for kit in self._places}
        at = self._order.index(phase) if phase in self._order else -1
        stations = [
            (kit if self._order.index(step) <= at else "", _stands(arrived.get(kit)))
            for step, kits in self._steps for kit in kits
        ]  # fmt: skip
        last = max(self._since, key=lambda kit: self._since[kit], default="")
        return LineSeen(tuple(stations), tuple(arrived.values()), last, self._taking(arrived.get(last)))

    def _taking(self, last: Arrived | None) -> tuple[str, str]:
        """Who takes the trolley until it is unpacked: the colleague who will ask for something in a later step.

        So they are no stranger then. Nothing is said or asked, and no act meets them.
        """
        asks = self._params.first("asks")
        if last is None or last.over or asks is None or not asks.who or asks.phase not in self._order:
            return NOBODY
        before = next(step for step, kits in self._steps if last.kit in kits)
        return (asks.id, asks.who) if self._order.index(before) < self._order.index(asks.phase) else NOBODY

    def _arrived(self, kit: str) -> Arrived:
        places, since = self._places[kit], self._tick - self._since[kit]
        shown = 0 if since < STARTS else min(len(places), (since - STARTS) // STEP + 1)
        fresh = since - STARTS - (shown - 1) * STEP
        ends = since - STARTS - len(places) * STEP - LAST
        answered = Arrived(kit, places, shown, fresh // 2 + 1 if shown and fresh < FADES else 0, ends >= 0)
        waves = answered.whole and 0 <= ends < WAVES
        return replace(answered, wave=1 + ends // BEAT % 2 if waves else 0, over=ends >= WAVES)

    def rings(self) -> tuple[str, ...]:
        """What is heard by now, and was not at the last call."""
        due = tuple(name for tick, name in self._rings if tick <= self._tick)
        self._rings = [(tick, name) for tick, name in self._rings if tick > self._tick]
        return due

    def cues(self) -> tuple[Cue, ...]:
        """What moves by now, and did not at the last call."""
        due = tuple(cue for tick, cue in self._cues if tick <= self._tick)
        self._cues = [(tick, cue) for tick, cue in self._cues if tick > self._tick]
        return due


def practised(params: PlanParams, seen: PlanSeen) -> LineSeen:
    """In practice a kit goes to no station of the day: once it has left, who takes it is seen, and nothing else."""
    asks = params.first("asks")
    gone = not seen.kit and any(kit.left >= 0 for kit in seen.kits)
    return LineSeen(porter=(asks.id, asks.who) if gone and asks is not None and asks.who else NOBODY)


def _lasts(places: int) -> int:
    """Ticks until all of a kit was answered."""
    return STARTS + places * STEP + LAST + WAVES


def _stands(arrived: Arrived | None) -> str:
    """How the station of a kit stands."""
    if arrived is None:
        return WAITS
    return COMES if not arrived.ended else RUNS if arrived.whole else DARK
