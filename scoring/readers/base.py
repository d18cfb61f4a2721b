"""What every reader stands on: the events of the exercise, its settings (`using`), the keys of the scenario."""

import itertools
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Annotated, Generic, Protocol, TypeVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Field
from pydantic_core import PydanticCustomError

from scenarios.check import Named
from scenarios.vocabulary import Event
from scoring.types import CUT

IDLE_TICKS = 3000
"""Sixty seconds without any act, while work stands there: one trial offered and left. No slow hand waits so long."""
Found = Sequence[tuple[int, Event]]
Reach = tuple[float, float]
"""The lowest and the highest raw value that anybody can get."""
Wrong = tuple[str, str, Mapping[str, object]]
"""A setting that fits nothing: its name, the code of the sentence, its values."""
Apart = tuple[tuple[str, tuple[str, ...]], ...]
"""What was not as asked: in which way (the end of its sentence's key), and the keys of the texts that name each.

Where no sentence of the way names them, they are only counted.
"""
NEVER = 1 << 60
"""An index past every event."""


@dataclass(frozen=True, slots=True)
class RawFact:
    """What was read, and what of it was offered: shown, and there long enough to be acted on (`missing` is "" or CUT).

    `offered` of `of` trials were offered; `value` can be `reach` at the most with those and `full` with all of them,
    so that cuts made for all are brought to those offered. `value` None: offered, and nothing to measure was done.
    """

    value: float | None
    events: tuple[int, ...] = ()
    offered: int = 1
    of: int = 1
    reach: float = 0
    full: float = 0
    whole: bool = False  # the value counts things: its cuts are whole numbers
    missing: str = ""
    case: str = ""  # which of the reader's outcomes it was: its sentence is that of the case
    n: int = 0  # how many were right, for the sentence
    extra: int = 0  # how many were done that were not asked, for a second sentence
    apart: Apart = ()  # what was not as asked, by its names, for more sentences

    def cuts(self, cuts: Sequence[float]) -> tuple[float, ...]:
        """The cuts for the trials offered: never easier than their share, so that a short run is no gift to chance."""
        if not self.full or self.reach >= self.full:
            return tuple(cuts)
        share = self.reach / self.full
        return tuple(ceil(cut * share - 1e-9) if self.whole else cut * share for cut in cuts)


def counted(
    value: float, events: tuple[int, ...], offered: int, of: int, *, each: int = 1, n: int | None = None, extra: int = 0
) -> RawFact:
    """A number of things right among the trials offered, each worth `each`; `n` where the value is another number."""
    right = max(0, round(value)) if n is None else n
    return RawFact(value, events, offered, of, offered * each, of * each, True, n=right, extra=extra)


def outcome(case: str, value: float, events: tuple[int, ...]) -> RawFact:
    """One of the outcomes of a chain of acts, by its name."""
    return RawFact(value, events, case=case)


def not_offered(events: tuple[int, ...] = ()) -> RawFact:
    """Nothing can be said: it was never there, or not long enough."""
    return RawFact(None, events, 0, missing=CUT)


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """One step of the exercise: the places of its first event and of the event after its last (NEVER: the run stops).

    `closed`: the person said that they had finished, after the game had asked; what stood there was offered.
    """

    name: str
    first: int
    after: int
    closed: bool


class Using(BaseModel):
    """The settings of a reader as an author writes them: every name is known, every type is the right one."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, serialize_by_alias=True)


class Keys(BaseModel):
    """What a reader needs of the scenario's `params`; the rest of them is not its business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class StepKeys(Keys):
    id: str
    kind: str = ""
    zone: str = ""


class ZoneHoles(Keys):
    """The holes of a zone, and the orders in which documents give them."""

    holes: Mapping[str, object]
    order: tuple[str, ...] = ()
    order_b: tuple[str, ...] = ()

    def says(self, order: tuple[str, ...]) -> bool:
        """Whether the document gives these holes in this order, before or after the revision; no document says any."""
        given = [order for order in (self.order, self.order_b) if order]
        return not given or any(tuple(hole for hole in whole if hole in order) == order for whole in given)


class HolesByZone(Keys):
    """The holes of every zone."""

    zones: Mapping[str, ZoneHoles]

    def strangers(self, zone: str, holes: tuple[str, ...]) -> tuple[str, ...]:
        """Holes of another zone than the one named; none for a zone that does not exist (it is told elsewhere)."""
        there = self.zones.get(zone)
        return () if there is None else tuple(hole for hole in holes if hole not in there.holes)

    def number(self) -> int:
        """How many holes there are."""
        return sum(len(zone.holes) for zone in self.zones.values())


class Steps(Keys):
    """The steps of the exercise, with the zone that each works on."""

    phases: tuple[StepKeys, ...]


def _once(words: tuple[str, ...]) -> tuple[str, ...]:
    for word in words:
        if words.count(word) > 1:
            raise PydanticCustomError("twice", "{name} is written twice", {"name": word})
    return words


def _rising(numbers: tuple[int, ...]) -> tuple[int, ...]:
    if any(a >= b for a, b in itertools.pairwise(numbers)):
        raise PydanticCustomError("rising", "numbers rise strictly")
    return numbers


Word = Annotated[str, Field(min_length=1, max_length=60)]
Count = Annotated[int, Field(ge=1, le=1000)]
Counts = Annotated[tuple[Count, ...], Field(strict=False, min_length=1), AfterValidator(_rising)]
Words = Annotated[tuple[Word, ...], Field(strict=False, min_length=1), AfterValidator(_once)]
Zone = Annotated[Word, Named("zone"), Field(title="Zone de la pièce")]
Holes = Annotated[Words, Named("hole"), Field(title="Trous")]
Change = Annotated[Word, Named("change"), Field(title="Changement annoncé par la cloche")]


def _of_setting(event: Event, hole: str, tick: int) -> bool:
    """Whether an event was written because a rivet was set in a hole at a tick, or left there unformed since."""
    if event.tick < tick:
        return False
    if event.kind == "job":
        return event.data.get("hole") == hole or (event.data["act"] == "head" and not event.data["formed"])
    return event.tick == tick if event.kind == "presented" else event.data["hole"] == hole


class Log:
    """The events of the exercise, by kind, with their place in the run's list; practice is left out."""

    def __init__(self, events: Sequence[Event], keys: Mapping[str, object]) -> None:
        self._params = keys
        self._seen: dict[type[Keys], Keys] = {}
        self._kinds: dict[str, list[tuple[int, Event]]] = {}
        self._stages: tuple[PlayedStep, ...] | None = None
        self._events = events
        practice = False
        for at, event in enumerate(events):
            if event.kind == "phase":
                practice = event.data["name"] == "practice"
            if not practice:
                of_kind = self._kinds.setdefault(event.kind, [])
                if event.kind == "regrip":
                    # The head is formed further: what it was before is not how it was left.
                    heads = self._kinds.get("head", [])
                    heads[:] = [h for h in heads if h[1].data["hole"] != event.data["hole"]]
                if event.kind == "take_out":
                    self._undo(event)
                of_kind.append((at, event))

    def _undo(self, event: Event) -> None:
        """A rivet is taken out before it was formed: what was written of its setting is not how it ended."""
        hole = event.data["hole"]
        mine = [e.tick for _, e in self._kinds.get("place", []) if e.data["hole"] == hole]
        if not mine:
            # Of its setting nothing but the head was written: what was taken out was never formed.
            heads = self._kinds.get("head", [])
            heads[:] = [(at, e) for at, e in heads if e.data["hole"] != hole or e.data["formed"]]
            return
        for kind in ("place", "fit", "head", "presented", "job"):
            events = self._kinds.get(kind, [])
            events[:] = [(at, e) for at, e in events if not _of_setting(e, str(hole), mine[-1])]

    def of(self, kind: str, **where: object) -> list[tuple[int, Event]]:
        """Events of a kind whose data hold these values."""
        events = [*self._kinds.get(kind, ())]
        for name, value in where.items():
            events = [event for event in events if event[1].data.get(name) == value]
        return events

    def stages(self) -> tuple[PlayedStep, ...]:
        """The steps that were entered, in their order."""
        if self._stages is None:
            self._stages = self._found_stages()
        return self._stages

    def _found_stages(self) -> tuple[PlayedStep, ...]:
        entered = [(at, str(e.data["name"])) for at, e in self.of("phase")]
        ceilings = [at for at, _ in self.of("movement_end", cause="ceiling")]
        stages = []
        for (at, name), (after, _) in itertools.zip_longest(entered, entered[1:], fillvalue=(NEVER, "")):
            closed = after != NEVER and not any(at < ceiling < after for ceiling in ceilings)
            stages.append(PlayedStep(name, at, after, closed))
        return tuple(stages)

    def stage_at(self, at: int) -> PlayedStep | None:
        """The step in which an event stands, None before the first and for NEVER."""
        return next((stage for stage in self.stages() if stage.first < at < stage.after), None)

    def stage(self, name: str) -> PlayedStep | None:
        """A step by its name, None when it was never entered."""
        return next((stage for stage in self.stages() if stage.name == name), None)

    def stage_of(self, zone: str) -> PlayedStep | None:
        """The step in which the work on a zone is done, None when it was never entered."""
        return next((self.stage(step.id) for step in self.keys(Steps).phases if step.zone == zone), None)

    def steps_of(self, kind: str) -> tuple[PlayedStep, ...]:
        """The steps of a kind that were entered."""
        names = {step.id for step in self.keys(Steps).phases if step.kind == kind}
        return tuple(stage for stage in self.stages() if stage.name in names)

    def closed(self, zone: str) -> bool:
        """Whether the work on a zone was begun and then finished by the person's own word."""
        stage = self.stage_of(zone)
        return stage is not None and stage.closed

    def idle(self, stage: PlayedStep, since: int = -1) -> int:
        """How many trials stood in a step while nothing at all was done: from an event on, where only that counts."""
        first, last = max(stage.first, since), min(stage.after, len(self._events) - 1)
        ticks = [event.tick for event in self._events[first : last + 1]]
        return sum((b - a) // IDLE_TICKS for a, b in itertools.pairwise(ticks))

    def time_after(self, at: int) -> bool:
        """Whether time was left to act on what an event brought: its step was finished, or stood idle since."""
        stage = self.stage_at(at)
        return stage is not None and (stage.closed or self.idle(stage, at) > 0)

    def offered_in(self, zone: str, done: int, of: int, since: int = -1) -> int:
        """How many trials that stand in a zone were offered: all once it is closed, else those done or left idle.

        `since`: the event that brought them; nobody left them idle before.
        """
        stage = self.stage_of(zone)
        if stage is None:
            return 0
        return of if stage.closed else min(of, done + self.idle(stage, since))

    def left_in(self, zone: str, of: int) -> int:
        """How many of the trials left in a zone are told: all once it is closed, none where it was cut off."""
        return max(0, of) if self.closed(zone) else 0

    def jobs(self, act: str, **where: object) -> list[tuple[int, Event]]:
        """Pieces of work as facts of their own; in runs that did not write them down, the acts themselves."""
        return self.of("job", act=act, **where) if "job" in self._kinds else self.of(act, **where)

    def facet(self, name: str, act: str, **where: object) -> list[tuple[int, Event]]:
        """One facet of an act; in runs that did not write it apart, the act itself."""
        return self.of(name, **where) if name in self._kinds else self.of(act, **where)

    def stock(self, item: str, before: int = NEVER) -> int | None:
        """What lay there, and could be counted, at a place of the run; None in runs that did not write it down."""
        seen = [(at, e) for at, e in self.of("stock", item=item) if at < before]
        return int(seen[-1][1].data["n"]) if seen else None

    def bell(self, change: str | None) -> int:
        """Index of the event that announced a change; NEVER when it was not announced, or for None."""
        bells = self.of("bell", event=change) if change else []
        return bells[0][0] if bells else NEVER

    def keys(self, model: "type[K]") -> "K":
        """The scenario's params as a reader needs them. Raises ValidationError where they do not hold that."""
        keys = self._seen.get(model)
        if not isinstance(keys, model):
            keys = model.model_validate(self._params)
            self._seen[model] = keys
        return keys


U = TypeVar("U", bound=Using)
K = TypeVar("K", bound=Keys)


class AnyReader(Protocol):
    """A reader as the table of readers holds it, whatever its settings and keys are."""

    @property
    def using(self) -> type[Using]:
        """The model of its settings."""
        ...

    @property
    def whole(self) -> bool:
        """Whether its raw value is a whole number: things counted, or one of the outcomes of a chain of acts."""
        ...

    @property
    def less(self) -> bool:
        """Whether less of its raw value is better, as of a distance: then cuts fall."""
        ...

    @property
    def cases(self) -> tuple[str, ...]:
        """The outcomes it names, () for a reader that only counts or measures; each has its sentence."""
        ...

    @property
    def best(self) -> str:
        """Of a reader that names the outcome of a chain of acts, one that is as expected; "" for any other."""
        ...

    def read(self, log: Log, using: Using) -> RawFact:
        """What was read in an exercise. Raises TypeError for the settings of another reader."""
        ...

    def reach(self, using: Using, params: Mapping[str, object]) -> Reach:
        """What can be got at the least and at the most. Raises ValidationError for params without its keys."""
        ...

    def wrong(self, using: Using, params: Mapping[str, object]) -> Iterator[Wrong]:
        """Settings that fit nothing in the scenario. Raises as `reach` does."""
        ...


def nothing_wrong(using: Using, keys: Keys) -> Iterator[Wrong]:
    """Settings that fit whatever the scenario is."""
    yield from ()


@dataclass(frozen=True, slots=True)
class Reader(Generic[U, K]):
    """One way to read events: the models of its settings and keys, and functions on them."""

    _using: type[U]
    _keys: type[K]
    _read: Callable[[Log, U, K], RawFact]
    _reach: Callable[[U, K], Reach]
    _wrong: Callable[[U, K], Iterator[Wrong]] = nothing_wrong
    cases: tuple[str, ...] = ()
    whole: bool = True
    less: bool = False
    _best: str = ""

    @property
    def best(self) -> str:
        """Of the outcomes of a chain of acts the last, unless the reader says which."""
        return self._best or (self.cases[-1] if self.cases and self._reach is outcomes else "")

    @property
    def using(self) -> type[Using]:
        return self._using

    def _mine(self, using: Using) -> U:
        if not isinstance(using, self._using):
            raise TypeError(f"{type(using).__name__} is not {self._using.__name__}")
        return using

    def read(self, log: Log, using: Using) -> RawFact:
        return self._read(log, self._mine(using), log.keys(self._keys))

    def reach(self, using: Using, params: Mapping[str, object]) -> Reach:
        return self._reach(self._mine(using), self._keys.model_validate(params))

    def wrong(self, using: Using, params: Mapping[str, object]) -> Iterator[Wrong]:
        yield from self._wrong(self._mine(using), self._keys.model_validate(params))


class NoKeys(Keys):
    """Nothing of the scenario's params is needed."""


def indexes(events: Found) -> tuple[int, ...]:
    """The places of events in the run's list."""
    return tuple(at for at, _ in events)


def outcomes(using: Using, keys: Keys) -> Reach:
    """The reach of a reader whose raw value is one of the five outcomes of a chain of acts."""
    return 0, 4


def first_at(events: Found) -> int:
    """The place of the first of some events, NEVER when there is none."""
    return events[0][0] if events else NEVER


def calls_about(log: Log, stage: PlayedStep, names: Collection[str]) -> int:
    """Calls of a step about some things."""
    return sum(e.data["about"] in names for at, e in log.of("call") if stage.first < at < stage.after)


def faulty(pick: Event) -> bool:
    """Whether a piece drawn is visibly spoiled: bent, nicked, or of another lot than its bin's."""
    return bool(pick.data["bend_mdeg"]) or bool(pick.data["nick"]) or pick.data["lot"] != pick.data["bin_lot"]
