"""The events of an exercise as readers look at them: by kind, by step, and what of the scenario's keys they need."""

import itertools
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from pydantic import BaseModel, ConfigDict

from scenarios.vocabulary import Event

IDLE_TICKS = 3000
"""Sixty seconds without any act, while work stands there: one trial offered and left. No slow hand waits so long."""
LogEntries = Sequence[tuple[int, Event]]
NEVER = 1 << 60
"""An index past every event."""


@dataclass(frozen=True, slots=True)
class PlayedStep:
    """One step of the exercise: the places of its first event and of the event after its last (NEVER: the run stops).

    `closed`: the person said that they had finished, after the game had asked; what stood there was offered.
    """

    name: str
    first: int
    after: int
    closed: bool


class Keys(BaseModel):
    """What a reader needs of the scenario's `params`; the rest of them is not its business."""

    model_config = ConfigDict(frozen=True, extra="ignore")


class StepKeys(Keys):
    id: str
    kind: str = ""
    zone: str = ""


class NoKeys(Keys):
    """Nothing of the scenario's params is needed."""


class Steps(Keys):
    """The steps of the exercise, with the zone that each works on."""

    phases: tuple[StepKeys, ...]


K = TypeVar("K", bound=Keys)


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
        self._jobs = {event.data["act"] for event in events if event.kind == "job"}
        practice = False
        for at, event in enumerate(events):
            if event.kind == "phase":
                practice = event.data["name"] == "practice"
            if not practice:
                of_kind = self._kinds.setdefault(event.kind, [])
                if event.kind == "regrip":
                    # The head is formed further: what it was before is not how it was left.
                    for heads in (self._kinds.get("head", []), self._kinds.get("trial", [])):
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
            for heads in (self._kinds.get("head", []), self._kinds.get("trial", [])):
                heads[:] = [(at, e) for at, e in heads if e.data["hole"] != hole or e.data["formed"]]
            return
        for kind in ("place", "fit", "made", "head", "trial", "presented", "job"):
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
        """Pieces of work as facts of their own; in runs that did not write this one down, the acts themselves."""
        return self.of("job", act=act, **where) if act in self._jobs else self.of(act, **where)

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

    def keys(self, model: type[K]) -> K:
        """The scenario's params as a reader needs them. Raises ValidationError where they do not hold that."""
        keys = self._seen.get(model)
        if not isinstance(keys, model):
            keys = model.model_validate(self._params)
            self._seen[model] = keys
        return keys


def indexes(events: LogEntries) -> tuple[int, ...]:
    """The places of events in the run's list."""
    return tuple(at for at, _ in events)


def first_at(events: LogEntries) -> int:
    """The place of the first of some events, NEVER when there is none."""
    return events[0][0] if events else NEVER


def calls_about(log: Log, stage: PlayedStep, names: Collection[str]) -> int:
    """Calls of a step about some things."""
    return sum(e.data["about"] in names for at, e in log.of("call") if stage.first < at < stage.after)


def faulty(pick: Event) -> bool:
    """Whether a piece drawn is visibly spoiled: bent, nicked, or of another lot than its bin's."""
    return bool(pick.data["bend_mdeg"]) or bool(pick.data["nick"]) or pick.data["lot"] != pick.data["bin_lot"]


def too_late(done: Sequence[int], due: Sequence[int], spare: Collection[int]) -> tuple[str, ...]:
    """Of counts at which a thing was done that was not due there, those where it was still being waited for.

    `done`: how many were made each time, as it went. Who is late has not done it at another moment: nothing was done
    since it came due.
    """
    late: list[str] = []
    before = 0
    for now in done:
        late += [str(now)] if now in spare and any(before < n <= now for n in due) else []
        before = now
    return tuple(late)
