"""What a mechanic declares of itself, whole: nobody else needs to know more of it (as a plugin's `info` in jsPsych)."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from pydantic import BaseModel

from game.scenes.shown import FinishedPart
from game.screen.motion import STILL, Cue, Motion
from game.screen.scene import Scene
from game.simulation.bots import Cast, Robots, mine
from game.simulation.session import Session
from game.simulation.task import Run, Task
from scenarios.model import Head, Scenario
from scenarios.vocabulary import Event

OwnParams = TypeVar("OwnParams", bound=BaseModel)
OwnSight = TypeVar("OwnSight")
P = TypeVar("P", bound=BaseModel, contravariant=True)
S = TypeVar("S", covariant=True)


class WorkshopScene(Scene, Protocol):
    """The scene of a workshop under way: `name` is "practice" or "exercise"."""

    @property
    def session(self) -> Session: ...
    @property
    def name(self) -> str: ...
    @property
    def force(self) -> float:
        """How hard a hand presses now, 0..1; 0 where no gesture is under way."""
        ...

    @property
    def begun(self) -> str:
        """The step that has begun and is on the screen; "" while something is seen between two steps."""
        ...

    def resume(self, gesture: str) -> None:
        """Open practice where it was left: at the gesture in hand last, at the next one where that was learnt."""
        ...

    def overhears(self) -> None:
        """Keep what was said last, where acts come from elsewhere than this scene."""
        ...

    def knows(self, learnt: Sequence[str]) -> None:
        """Tell the exercise which gestures its practice has taught."""
        ...

    def answers(self) -> tuple[Cue, ...]:
        """What moves since the last call though nothing happened: it answers a press that could do nothing."""
        ...

    def rings(self) -> tuple[str, ...]:
        """What is heard since the last call though no event came: names of sounds."""
        ...


class TaskMaker(Protocol[P, S]):
    """A fresh task: the same run of the same params gives the same task."""

    def __call__(self, params: P, run: Run) -> Task[S]: ...


class SceneMaker(Protocol[P]):
    """The scene that plays a session of the task."""

    def __call__(self, session: Session, params: P, head: Head, *, name: str) -> WorkshopScene: ...


class Installed(Protocol):
    """A mechanic as those know it who do not know which one it is."""

    @property
    def key(self) -> str: ...
    @property
    def params(self) -> type[BaseModel]: ...
    @property
    def cast(self) -> Robots: ...
    @property
    def readers(self) -> tuple[str, ...]: ...
    @property
    def texts(self) -> tuple[str, ...]: ...
    @property
    def gestures(self) -> tuple[str, ...]: ...
    @property
    def motions(self) -> Mapping[str, Motion]: ...
    @property
    def sign(self) -> str: ...
    @property
    def day(self) -> tuple[str, str, str]: ...

    def art(self, params: object) -> str:
        """The drawing of the piece that is worked on. Raises TypeError for params of another mechanic."""
        ...

    def cue(self, event: Event, params: object) -> Cue:
        """How an event is to be seen. Raises TypeError for params of another mechanic."""
        ...

    def part(self, params: object, task: Task[object]) -> FinishedPart:
        """The part as the person leaves it. Raises TypeError for another mechanic's params or task."""
        ...

    def make(self, params: object, run: Run) -> Task[object]:
        """A fresh task. Raises TypeError for params of another mechanic."""
        ...

    def scene(self, session: Session, scenario: Scenario, *, name: str) -> WorkshopScene:
        """The scene that plays a session. Raises TypeError for a scenario of another mechanic."""
        ...

    def sound(self, event: Event, params: object) -> str:
        """The sound that goes with an event, "" for none. Raises TypeError for params of another mechanic."""
        ...


def no_feel(event: Event, params: object) -> str:
    """Matter that answers every event alike."""
    return ""


@dataclass(frozen=True)
class Mechanic(Generic[OwnParams, OwnSight]):
    """Everything the house asks of a mechanic. Implements `Installed`."""

    name: str
    version: int
    params: type[OwnParams]  # the model that a scenario's `params:` must follow
    sight: type[OwnSight]  # what its task lets be seen
    task: TaskMaker[OwnParams, OwnSight]
    stage: SceneMaker[OwnParams]
    cast: Cast[OwnParams, OwnSight]
    heard: Callable[[Event, OwnParams], str]  # the sound that goes with an event, "" for none
    readers: tuple[str, ...]  # readers of evidence that its events feed
    texts: tuple[str, ...]  # first words of the keys of texts that its code asks for
    gestures: tuple[str, ...]  # what its nodes ask of a pointer: "press", "point", "drag"...
    sign: str  # its small drawing, a name of `game.scenes.signs`
    day: tuple[str, str, str]  # how one prepares, works and ends there, each a name of `game.scenes.signs`
    piece: Callable[[OwnParams], str]  # the drawing of the piece that is worked on, a name of `assets/art`
    finished: Callable[[OwnParams, OwnSight], FinishedPart]  # the part as the person leaves it, for the end of the way
    motions: Mapping[str, Motion]  # kind of event -> how it is seen; every kind it emits, STILL among them
    feel: Callable[[Event, OwnParams], str] = no_feel  # what matter says of an event, in a word its motions know

    @property
    def key(self) -> str:
        """As a scenario names it: assemble@1."""
        return f"{self.name}@{self.version}"

    def art(self, params: object) -> str:
        """The drawing of the piece that is worked on. Raises TypeError for params of another mechanic."""
        return self.piece(mine(params, self.params))

    def part(self, params: object, task: Task[object]) -> FinishedPart:
        """The part as the person leaves it. Raises TypeError for another mechanic's params or task."""
        return self.finished(mine(params, self.params), mine(task.see(), self.sight))

    def cue(self, event: Event, params: object) -> Cue:
        """How an event is to be seen. Raises TypeError for params of another mechanic."""
        feel = self.feel(event, mine(params, self.params))
        return Cue(self.motions.get(event.kind, STILL), event.data, feel)

    def make(self, params: object, run: Run) -> Task[OwnSight]:
        """A fresh task. Raises TypeError for params of another mechanic."""
        return self.task(mine(params, self.params), run)

    def scene(self, session: Session, scenario: Scenario, *, name: str) -> WorkshopScene:
        """The scene that plays a session. Raises TypeError for a scenario of another mechanic."""
        return self.stage(session, mine(scenario.params, self.params), scenario.head, name=name)

    def sound(self, event: Event, params: object) -> str:
        """The sound that goes with an event, "" for none. Raises TypeError for params of another mechanic."""
        return self.heard(event, mine(params, self.params))


def table(*mechanics: Installed) -> Mapping[str, Installed]:
    """Mechanics by their key."""
    by_key: dict[str, Installed] = {mechanic.key: mechanic for mechanic in mechanics}
    return by_key
