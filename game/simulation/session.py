"""A session steps one task: acts go in, events come out, a digest of the state each second and at the end."""

from bisect import bisect_left
from collections.abc import Callable, Mapping, Sequence

from game.simulation.task import Task
from scenarios.vocabulary import Action, Event, Value

DIGEST_EVERY = 50
Sink = Callable[[str, Action | Event | tuple[int, str]], None]


class Session:
    """Holds a task and what was done to it. `sink`, when given, is told of each act, event and digest at once.

    `stamped`: whether digests are made; a robot's run that is only read, never played again, has no use for them.
    """

    def __init__(self, task: Task[object], sink: Sink | None = None, *, stamped: bool = True) -> None:
        self.task = task
        self._stamped = stamped
        self.actions: list[Action] = []
        self.events: list[Event] = []
        self.digests: list[tuple[int, str]] = []
        self._waiting: list[Action] = []
        self._sink = sink

    def told_to(self, sink: Sink) -> None:
        """From now on tell this sink, for a run taken up again."""
        self._sink = sink

    @property
    def waits(self) -> bool:
        """Whether an act was taken in that counts at the next tick."""
        return bool(self._waiting)

    def act(self, verb: str, args: Mapping[str, Value] | None = None) -> None:
        """Take an act in; it counts at the next tick."""
        self._waiting.append(Action(self.task.tick, verb, dict(args or {})))

    def act_again(self, action: Action) -> None:
        """Take in an act of another run of the same task, at its own tick: the act itself, which nobody changes.

        Eight replays of a run held 12,000 acts of their own, 5 MB.
        """
        self._waiting.append(action)

    def advance(self, ticks: int = 1) -> list[Event]:
        """Let whole ticks go by; gives what happened. Nothing more happens once the task is done."""
        happened: list[Event] = []
        task, step = self.task, self.task.step
        # A step is exactly one tick: the task is asked for its own count once, not at every tick of a long rest.
        tick, done = task.tick, task.done
        for _ in range(ticks):
            if done:
                break
            acts, self._waiting = self._waiting, []
            events = step(acts)
            tick, done = tick + 1, task.done
            # At most ticks nothing is done and nothing happens.
            if acts or events:
                self._note(acts, events)
                happened += events
            if self._stamped and (tick % DIGEST_EVERY == 0 or done):
                stamp = (tick, task.digest())
                self.digests.append(stamp)
                self._tell("digest", stamp)
        return happened

    def _note(self, acts: list[Action], events: list[Event]) -> None:
        for act in acts:
            self._tell("action", act)
        for event in events:
            self._tell("event", event)
        self.actions += acts
        self.events += events

    def _tell(self, kind: str, what: Action | Event | tuple[int, str]) -> None:
        if self._sink is not None:
            self._sink(kind, what)


def play_again(task: Task[object], actions: list[Action], until: int) -> Session:
    """Give the same acts at the same ticks to a fresh task, up to a tick."""
    session = Session(task)
    play_on(session, actions, until)
    return session


def play_on(session: Session, actions: Sequence[Action], until: int) -> None:
    """Go on giving a session the acts of a run at their ticks, up to a tick; what came before must have been given."""
    at = bisect_left(actions, session.task.tick, key=lambda action: action.tick)
    while session.task.tick < until and not session.task.done:
        while at < len(actions) and actions[at].tick == session.task.tick:
            session.act_again(actions[at])
            at += 1
        session.advance()
