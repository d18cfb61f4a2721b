"""A run of any workshop, 20 ms at a time: acts in, events out. A mechanic says which acts and what moves."""

import hashlib
from collections.abc import Callable, Mapping, Sequence
from typing import Generic, TypeVar

from game.workshop import day, practice
from game.workshop.acts import Act
from game.workshop.state import DONE, WorkshopState, whole
from game.workshop.written import Gesture
from scenarios.vocabulary import Action, Event, Value

S = TypeVar("S", bound=WorkshopState)
Tells = Callable[[S, Gesture, Event], str]
"""How a try of practice turned out: "right", or a mechanic's own word; "" while it goes on."""
PACED = {"tag", "call", "take_fod", "search", "exchange", "exchange_bin"}
PACE_TICKS = 25
"""500 ms between two acts of the same kind: mashing a key gains nothing."""


class WorkshopTask(Generic[S]):
    """Holds the state; `acts` is the table of what can be done, `paced` the acts that cannot be mashed.

    `tells`: by sort of gesture and kind of event, how a try of practice turned out.
    """

    def __init__(
        self, state: S, acts: Mapping[str, Act[S]], paced: frozenset[str], tells: Mapping[tuple[str, str], Tells[S]]
    ) -> None:
        self.state = state
        self._acts = acts
        self._paced = paced | PACED
        self._tells = tells
        self._events: list[Event] = []
        self._begun = False

    @property
    def tick(self) -> int:
        return self.state.tick

    @property
    def done(self) -> bool:
        return self.state.phase == DONE

    def emit(self, kind: str, **data: Value) -> None:
        """Write down one fact of this tick."""
        self._events.append(Event(self.state.tick, kind, data))

    def move(self) -> None:
        """What moves by itself at each tick: nothing, unless the mechanic says so."""

    def _outcome(self) -> str:
        """How the gesture in hand turned out at this tick, "" when it did not yet."""
        gesture = self.state.params.gesture(self.state.lesson)
        if gesture is None:
            return ""
        for event in self._events:
            tells = self._tells.get((gesture.does, event.kind))
            if tells is not None and (outcome := tells(self.state, gesture, event)):
                return outcome
        return ""

    def step(self, actions: Sequence[Action]) -> list[Event]:
        """Advance one tick. What cannot be done now is refused without a word; it is only written down."""
        self._events = []
        state = self.state
        if state.phase == DONE:
            return []
        if not self._begun:
            self._begun = True
            day.enter(state, state.phase, self.emit)
        for action in actions:
            self._act(action.verb, action.args)
        self.move()
        if state.lesson:
            practice.watch(state, self._outcome(), self.emit)
        if state.phase != DONE:
            if state.due:
                day.watch(state, self.emit)
            day.pass_time(state, self.emit)
        state.tick += 1
        state.movement_tick += 1
        state.phase_tick += 1
        return self._events

    def _act(self, verb: str, args: Mapping[str, Value]) -> None:
        state = self.state
        act = self._acts.get(verb)
        early = verb in self._paced and state.tick - state.last_act.get(verb, -PACE_TICKS) < PACE_TICKS
        if self.done or act is None or early or not act(state, args, self.emit):
            self.emit("refused", verb=verb)
            return
        state.last_act[verb] = state.tick
        day.acted(state, verb)
        asked = next((h for h in state.params.day if h.id == state.asked), None)
        # An answer can be changed until the next act.
        state.changeable = asked.replies if verb == "reply" and asked is not None else ()

    def digested(self) -> object:
        """What the digest is made of; a mechanic may keep the form that its stored runs were made with."""
        return whole(self.state)

    def digest(self) -> str:
        """16 hexadecimal characters of the SHA-256 of the whole state."""
        return hashlib.sha256(repr(self.digested()).encode()).hexdigest()[:16]
