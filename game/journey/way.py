"""Where a person is on their way, and the words of the table of steps: what a step shows, what follows an answer."""

import secrets
import threading
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from typing import ClassVar, Protocol, TypeVar

from game.journey.ahead import Soon
from game.journey.person import Earlier, Person
from game.journey.visit import Visit
from game.mechanics.table import MECHANICS
from game.scenes.seat import Checking
from game.screen.scene import Comfort, Scene
from game.screen.steps import Answer, Step
from game.simulation.session import Session
from game.station.home import Home, capped
from game.station.joining import FoundCard
from game.workshop.mechanic import Installed, WorkshopScene
from scenarios.circuits import Circuit
from scenarios.model import Scenario
from scenarios.room import Signals

T = TypeVar("T")


class Doing(Protocol):
    """Something that is done beside the window."""

    def over(self) -> bool:
        """Whether it has ended, well or not."""
        ...

    def get(self) -> "Move | Callable[[], Move]":
        """Where the way goes on, or what is to be done on it first."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """A step that is shown, with its scene."""

    step: Step
    scene: Scene


@dataclass(frozen=True, slots=True)
class Chapter:
    """A chapter of practice in hand, over the exercise: its scene, and the steps that it comes before."""

    scene: WorkshopScene
    steps: tuple[str, ...]


class VoicePort(Protocol):
    """The voice of this machine, as far as the way must know: "ready", "none" (nothing can speak), "lost" (it died)."""

    @property
    def state(self) -> str: ...

    def try_again(self) -> None:
        """Somebody new is here: what was lost may be started once more."""
        ...


class PostPort(Protocol):
    """How this post speaks to the room's tower. Nothing here ever waits."""

    @property
    def reached(self) -> bool:
        """Whether the tower has just heard this post."""
        ...

    @property
    def capped(self) -> bool | None:
        """Whether the sitting that is open with this post at a seat limits the time; None where none says so."""
        ...

    def tell(self, code: str, signals: Signals) -> None:
        """What is said from now on: the code of who plays ("" for nobody), and how it is going."""
        ...


class TowerPort(Protocol):
    """The way to the adviser's pages of this machine. All but `installed` may take a while, so never in the window."""

    @property
    def installed(self) -> bool: ...

    def advisers(self) -> tuple[Sequence[str], bool]:
        """Who has a PIN, and whether the base cannot be read."""
        ...

    def start(self) -> bool:
        """Open the tower in another process, and the browser; whether it is there or on its way."""
        ...


class Way:
    """What the steps share: the workshops, the comfort, the station's folder, the visit under way.

    `more`: the workshops one may choose beside `scenario`. `circuit`: the one this sitting follows, whose workshops
    those are, in its order. `home` None: nothing can be written, all can be looked at. `seed` None: every exercise
    draws its own. `voice` None: nothing here can speak. `post` None: no tower is spoken to.
    `checks`: begins to look at the seat; None where it cannot. `tower`: the way to the adviser's pages, None where the
    first screen leads to none.
    """

    resumes: ClassVar[bool] = True
    """Whether somebody may come back to what they left."""
    after_takeoff: ClassVar[str] = "takeoff.go"
    """The key of what is seen after the take-off."""

    def __init__(
        self, scenario: Scenario, language: str, seed: int | None = None, home: Home | None = None,
        more: Sequence[Scenario] = (), circuit: Circuit | None = None, voice: VoicePort | None = None,
        post: PostPort | None = None, checks: Callable[[], Checking] | None = None, tower: TowerPort | None = None,
    ) -> None:  # fmt: skip
        self.voice, self.tower = voice, tower
        self.post = post
        self.checks = checks
        self.scenarios = (scenario, *more)
        self.circuit = circuit
        self.scenario = scenario
        clock = home is not None and capped(home.settings)
        self.seat_comfort = self._comfort = Comfort(language=language, clock=clock)
        self.seed = seed
        self.home = home
        self.found_card: FoundCard | None = None
        """The card of an organisation that this post may join, while that is asked."""
        self.visit = self.new_visit()
        self.places: list[Place] = []
        # Ticks until what a visit held is given back, 0 for nothing to give.
        self.gives_back_in = 0
        self.workshop: WorkshopScene | None = None
        self.chapter: Chapter | None = None
        self.work: Doing | None = None
        self.resolving: threading.Thread | None = None
        self.unseen_ticks = 0
        self._thread = ThreadPoolExecutor(1, "ahead")

    def new_visit(self) -> Visit:
        """A visit of somebody new; a circuit says how many workshops it may hold."""
        visit = Visit()
        if self.circuit is not None:
            visit.most = self.circuit.most
        return visit

    @property
    def comfort(self) -> Comfort:
        """How the person who is here has it now; `seat_comfort` is how each new one finds it."""
        return self._comfort

    @comfort.setter
    def comfort(self, chosen: Comfort) -> None:
        """What somebody chooses who has a code is written down, whatever they are doing: it survives a crash."""
        self._comfort = chosen
        if self.visit.person is not None:
            self.visit.person.keep_comfort(chosen)

    @property
    def top(self) -> Scene:
        """The scene on the screen."""
        return self.places[-1].scene

    @property
    def step(self) -> Step:
        """The step on the screen."""
        return self.places[-1].step

    def heed_sitting(self) -> None:
        """Whoever comes next begins with the time that their sitting sets, limited or not, else with this seat's own.

        So does who is here, as long as they began no exercise and chose nothing else for themselves.
        """
        by_sitting = self.post.capped if self.post is not None else None
        limited = by_sitting if by_sitting is not None else self.home is not None and capped(self.home.settings)
        was = self.seat_comfort.clock
        if limited == was:
            return
        self.seat_comfort = replace(self.seat_comfort, clock=limited)
        if self.workshop is None and not self.visit.tried and self.comfort.clock == was:
            self.comfort = replace(self.comfort, clock=limited)

    def choose(self, workshop: str) -> None:
        """Take a workshop in hand by its id. Raises StopIteration for one that is not here."""
        self.scenario = next(scenario for scenario in self.scenarios if scenario.head.id == workshop)

    @property
    def resume_within_s(self) -> int:
        """For how long a visit may be taken up again: as long as any workshop here says."""
        return max(scenario.head.resume_within_s for scenario in self.scenarios)

    @property
    def mechanic(self) -> Installed:
        """The mechanic of the scenario in hand."""
        return MECHANICS[self.scenario.head.mechanic]

    @property
    def at_work(self) -> WorkshopScene | None:
        """The workshop, or the chapter of practice over it, while it is what the person sees."""
        chapter = self.chapter.scene if self.chapter is not None else None
        return next((scene for scene in (self.workshop, chapter) if scene is not None and scene is self.top), None)

    @property
    def seen_causes(self) -> tuple[str, ...] | None:
        """What whoever looks after the room sees of how it is going here; None where nobody does."""
        return None

    @property
    def person(self) -> Person | None:
        """Who plays, once they have agreed; None while one only looks."""
        return self.visit.person

    def soon(self, work: Callable[[], T]) -> Soon[T]:
        """Begin to work something out beside the window, after what was begun before."""
        return Soon(self._thread, work)

    def draw_seed(self) -> int:
        """The seed of an exercise."""
        return self.seed if self.seed is not None else secrets.randbelow(1 << 31)


@dataclass(frozen=True, slots=True)
class With:
    """What a step is shown with, when it must be told more than the visit holds."""

    key: str = ""
    """Of the text it says, with `values`."""
    values: Mapping[str, object] = field(default_factory=dict)
    said: str = ""
    """A sentence already in the person's language."""
    tick: int = 0
    session: Session | None = None
    earlier: Earlier | None = None
    """What was found under the code of somebody who comes back."""
    steps: tuple[str, ...] = ()
    """Of the exercise, the steps just before which a practice is taught."""
    may_stop: bool = False
    """Whether one may also stop here."""
    flown: bool = False
    """Whether the aircraft has taken off: the last screen then lies over the sky it left in."""
    same_person: bool = False
    """Whether who comes to the welcome was there just now, and has begun nothing."""


NOTHING_MORE = With()
SAME_PERSON = With(same_person=True)


@dataclass(frozen=True, slots=True)
class Go:
    """On to a step, in place of all that was shown; `notice`: a text that is said once over it, `said` its values."""

    step: Step
    given: With = NOTHING_MORE
    notice: str = ""
    said: Mapping[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Over:
    """A step over what is shown, which stays below it."""

    step: Step
    given: With = NOTHING_MORE


@dataclass(frozen=True, slots=True)
class Back:
    """Back to what is below."""


@dataclass(frozen=True, slots=True)
class Stay:
    """The step stays on the screen."""


Move = Go | Over | Back | Stay
Do = Callable[[Way, Answer], Move]


class Then:
    """What follows an answer: something is done, then the way goes to a step named here, or stays, or goes back."""

    def __init__(self, do: Do, *to: Step) -> None:
        self.do = do
        self.to = to


@dataclass(frozen=True, slots=True)
class TableRow:
    """A step: the scene it shows, and what follows each of its answers; a bare step is gone to at once."""

    show: Callable[[Way, With], Scene]
    follows: Mapping[str, Step | Then]
