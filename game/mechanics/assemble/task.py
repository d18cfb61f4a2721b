"""`assemble@1`: fastening a structure. A pure simulation: acts in, events out, twenty milliseconds at a time."""

import hashlib
from collections.abc import Mapping, Sequence

from game.mechanics.assemble import day, lever
from game.mechanics.assemble.acts import ACTS
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.state import State, fresh
from game.mechanics.assemble.watchful import see
from scenarios.vocabulary import Action, Event, Value

PACED = {"pick", "place", "tag", "call", "take_fod", "search", "exchange", "exchange_bin"}
PACE_TICKS = 25
"""500 ms between two acts of the same kind: mashing a key gains nothing."""


class AssembleTask:
    """One run of the workshop. Implements `game.task.Task`."""

    def __init__(
        self,
        params: Params,
        seed: int,
        form: str = "first",
        *,
        phase: str = "exercise",
        clock: bool = True,
        device: str = "mouse",
    ) -> None:
        self.state: State = fresh(params, seed, form, phase=phase, clock=clock, device=device)
        self._events: list[Event] = []
        self._begun = False

    @property
    def tick(self) -> int:
        return self.state.tick

    @property
    def done(self) -> bool:
        return self.state.phase == "done"

    def emit(self, kind: str, **data: Value) -> None:
        """Write down one fact of this tick."""
        self._events.append(Event(self.state.tick, kind, data))

    def step(self, actions: Sequence[Action]) -> list[Event]:
        """Advance one tick. What cannot be done now is refused without a word; it is only written down."""
        self._events = []
        if self.done:
            return []
        if not self._begun:
            self._begun = True
            day.enter(self.state, self.state.phase, self.emit)
        for action in actions:
            self._act(action.verb, action.args)
        lever.advance(self.state)
        if not self.done:
            day.watch(self.state, self.emit)
            day.pass_time(self.state, self.emit)
        self.state.tick += 1
        self.state.movement_tick += 1
        return self._events

    def _act(self, verb: str, args: Mapping[str, Value]) -> None:
        state = self.state
        act = ACTS.get(verb)
        early = verb in PACED and state.tick - state.last_act.get(verb, -PACE_TICKS) < PACE_TICKS
        if self.done or act is None or early or not act(state, args, self.emit):
            self.emit("refused", verb=verb)
            return
        state.last_act[verb] = state.tick

    def see(self) -> AssembleSeen:
        """What a person may see now."""
        return see(self.state)

    def digest(self) -> str:
        """16 hexadecimal characters of the SHA-256 of the whole state."""
        s = self.state
        parts = [
            getattr(s, name) if not isinstance(getattr(s, name), set) else sorted(getattr(s, name), key=str)
            for name in State.__slots__
            if name != "params"
        ]
        return hashlib.sha256(repr(parts).encode()).hexdigest()[:16]
