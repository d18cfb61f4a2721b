"""What one person's visit holds so far; forgotten whole when they leave."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from game.journey.ahead import Soon
from game.journey.person import Earlier, Person
from game.journey.practised import Practised
from game.journey.proposing import NextWorkshop
from game.journey.result import ReadTry, Shown
from game.scenes.shown import Pass
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.station.seat import Seat
from game.workshop.mechanic import WorkshopScene
from scenarios.model import Scenario
from scoring.settling import NextSteps

MOST_WORKSHOPS = 4
"""Workshops of one sitting: more would tire whoever plays, and say little more."""


@dataclass(frozen=True, slots=True)
class Tried:
    """A workshop whose first try is finished: that try counts; a second one is only shown."""

    scenario: Scenario
    first: Session
    header: Mapping[str, Any]
    """What its trace says of it: seed, form, device, clock, ease..., as in `result.ReadTry`."""
    read: Soon[ReadTry]
    second: Session | None = None

    @property
    def workshop(self) -> str:
        """The id of the workshop."""
        return self.scenario.head.id


@dataclass(frozen=True, slots=True)
class CardAhead:
    """A pass that is being worked out: what it shows, for which code, in whose language and words."""

    shown: Shown
    code: str
    comfort: Comfort
    card: Soon[Pass]

    def says(self, shown: Shown, code: str, comfort: Comfort) -> bool:
        """Whether it is the pass of just this."""
        return self.shown is shown and (self.code, self.comfort) == (code, comfort)


@dataclass(frozen=True, slots=True)
class PlanAhead:
    """What to do next, as it is being worked out with the workshops named in one language."""

    language: str
    plan: Soon[NextSteps]


class Visit:
    """From the welcome to the goodbye of one person: one to four workshops."""

    def __init__(self) -> None:
        self.person: Person | None = None
        self.earlier: Earlier | None = None  # what they say they shared another day
        self.devices: Counter[str] = Counter()
        self.device = "mouse"
        self.ease = "unknown"
        self.warm_up: Session | None = None  # how the tools were laid, which says how easy the device is
        self.tried: tuple[Tried, ...] = ()
        self.most = MOST_WORKSHOPS  # fewer where the circuit of the sitting says so
        self.next: Soon[NextWorkshop | None] | None = None  # what is proposed after what was done
        self.lost: tuple[str, ...] = ()  # workshops finished before a crash that cannot be played again: missing
        self.settings: dict[str, Any] = {}  # of the first try under way
        self.read: Soon[Shown] | None = None
        self.plan: PlanAhead | None = None
        self.replays: dict[int, Soon[WorkshopScene]] = {}  # of the workshop in hand, by tick
        self.shown: Shown | None = None
        self.card: CardAhead | None = None
        self.problem_said = ""
        self.voice_said = False  # whether this person knows that there is no voice here
        self.intention = ""
        self.practised: dict[str, Practised] = {}  # by workshop, how far its practice is
        self.passed = False  # whether the pass has been printed out on the screen
        self.hand = False  # « J'ai besoin d'aide »
        self.seat = Seat()

    def of(self, workshop: str) -> Tried | None:
        """The finished first try of a workshop, None while it is not finished."""
        return next((tried for tried in self.tried if tried.workshop == workshop), None)

    @property
    def before(self) -> tuple[str, ...]:
        """Workshops that this person did and shared another day: their first finished try counts."""
        return self.person.consent.before if self.person else ()

    @property
    def closed(self) -> tuple[str, ...]:
        """Workshops of which no first try may begin any more."""
        return (*(tried.workshop for tried in self.tried), *self.lost, *self.before)

    @property
    def room(self) -> int:
        """How many workshops more may be tried in this sitting."""
        return max(0, self.most - len(self.tried) - len(self.lost))

    def leave_workshop(self) -> None:
        """Back to the hangar, whatever was being done: of the workshop in hand nothing goes on into the next one."""
        self.settings, self.seat = {}, Seat()
        self.replays, self.intention = {}, ""

    def finish(self, tried: Tried) -> None:
        """Add a finished first try; one that is there already stays. The seat is timed anew for the next one."""
        if self.of(tried.workshop) is None:
            self.tried = (*self.tried, tried)
        self.settings, self.seat = {}, Seat()

    def again(self, workshop: str, second: Session) -> None:
        """Keep the second try of a workshop, to be shown as progress."""
        self.tried = tuple(
            replace(tried, second=second) if tried.workshop == workshop else tried for tried in self.tried
        )
