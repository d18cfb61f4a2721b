"""What the last screens are given: frozen data made by the composition root, keys and numbers only."""

from dataclasses import dataclass
from typing import Literal

from scenarios.model import AircraftPlace, Title

COLOURS = {"shown": "green", "to_confirm": "sky", "not_yet": "amber", "not_enough": "mist", "not_measured": "mist"}


@dataclass(frozen=True, slots=True)
class Spot:
    """A place of the part: where, in shares of its width and height, and the drawing of what the person left there."""

    x: float
    y: float
    art: str
    mended: str = ""
    """What stands there once the finished part is seen to, "" where it stays as it was left."""


@dataclass(frozen=True, slots=True)
class FinishedPart:
    """The part as the person leaves it: its drawing, what is on it, and the spans of its width that are finished."""

    art: str
    spots: tuple[Spot, ...]
    spans: tuple[tuple[float, float], ...]
    opening: tuple[float, float, float, float] | None = None
    """A window in it: left, top, width and height, in shares."""
    after: str = ""
    """The drawing that takes the place of `art` where it is finished, for a part that no coat of paint covers."""
    done_of: tuple[int, int] = (0, 0)
    """How many of the things to make were made, of how many that could rightly be."""
    complete: int = 0
    """Of those made, how many are as they should be; 0 where a thing that is made can be nothing else."""

    @property
    def whole(self) -> bool:
        """Whether all of it is finished."""
        return sum(b - a for a, b in self.spans) > 0.999


CardState = Literal["open", "done", "lost", "full"]


@dataclass(frozen=True, slots=True)
class PlacedPart:
    """The work of a workshop and where on the aircraft it goes."""

    part: FinishedPart
    place: AircraftPlace
    title: str = ""
    """What the workshop is called, in the person's language."""


@dataclass(frozen=True, slots=True)
class WorkshopCard:
    """A workshop of the hangar: its id, its title, how long it lasts, its small drawing (`signs`)."""

    workshop: str
    title: Title
    minutes: int
    sign: str
    needs: tuple[int, int, int] = (1, 1, 1)
    """How much one sees, aims and reads there: 0, 1 or 2 each."""
    place: AircraftPlace = "rear"
    state: CardState = "open"
    """Whether one may go in; `lost`: done, but its recording is damaged; `full`: the sitting holds no more."""
    part: FinishedPart | None = None
    """The work the person left there."""
    why: str = ""
    """Why it is proposed next, as a sentence."""


@dataclass(frozen=True, slots=True)
class Moment:
    """One fact of the debrief: which rule read it, when (ticks, -1 when it never came), how it stands, and in words."""

    rule: str
    tick: int
    state: str  # "done" | "part" | "open"; of which nothing can be said: "unseen" | "little" | "unlooked"
    sentence: str  # what happened, as a sentence
    following: str = ""  # what to try next time, as a sentence, where something is left to try
    second: str = ""  # how the same fact stands in the second try, "" when there was none
    told_again: str = ""  # what happened then
    watch: bool = True  # whether its tick shows what the state speaks of: work that was left has no such moment
    left: bool = False  # whether all that was met is as expected, and work that was left alone is why it is no more
    over: bool = False  # whether all that was asked is there, and something more alone is why it is no more
    pictured: int = -1  # the tick of its picture where its own shows nothing of it: what was left, or where it was
    shows: str = ""  # what that picture is, the end of a key `debrief.shows.`; "" for the act itself

    @property
    def picture(self) -> int:
        """The tick of its picture, -1 where there is none."""
        return self.tick if self.watched else self.pictured

    @property
    def stands(self) -> str:
        """How it stands, in the words of `state.`: nothing that is all there is called a part."""
        return "left" if self.left else self.state

    @property
    def watched(self) -> bool:
        """Whether it can be watched again."""
        return self.tick >= 0 and self.watch


@dataclass(frozen=True, slots=True)
class Row:
    """One habileté of the boarding pass, words already chosen. `span` is (low, mean, high) on the scale -3..3."""

    habilete: str
    label: str
    statement: str
    words: str
    actions: tuple[str, ...]
    span: tuple[float, float, float]
    settle: str
    level: int = 0
    """The level that is said to be shown, 1 to 3; 0 for none."""
    others: tuple[str, ...] = ()
    """What else was seen of it, for it or against: with `actions`, all that the statement stands on."""
    official: str = ""
    """The official name of the habileté; `label` says it in plain words."""
    short: str = ""
    """Its short name, as in the columns of advisers."""
    less: str = ""
    """What stands beside the first of the actions where it is alone: that others go less far; "" where none does."""

    first: str = ""
    """The first of the actions as it is read before anything is pressed, in a whole sentence; "": as it stands there."""

    states: tuple[str, ...] = ()
    """How each of `actions` and `others` stands: "done", "part" or "open"."""

    @property
    def grouped(self) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """All that was seen, by how it stands: as expected first, then in part, then what is not there yet."""
        whole = tuple(zip(self.states or ("",) * len(self.seen), self.seen, strict=True))
        return tuple(
            (state, tuple(fact for stands, fact in whole if stands == state))
            for state in ("done", "part", "open", "")
            if any(stands == state for stands, _ in whole)
        )

    @property
    def seen(self) -> tuple[str, ...]:
        """Every fact of it, for it and against."""
        return (*self.actions, *self.others)

    @property
    def named(self) -> str:
        """Its name in plain words, and beside it the short one that advisers read, for paper."""
        return f"{self.label} ({self.short})" if self.official != self.label else self.label

    @property
    def front(self) -> str:
        """The fact that is read before anything is pressed, and that it is not all; "" for none."""
        return f"{self.first or self.actions[0]} {self.less}".strip() if self.actions else ""

    @property
    def facts(self) -> tuple[str, ...]:
        """The facts as a voice says them, the first with what stands beside it: no more good than the screen says."""
        return (f"{self.actions[0]} {self.less}".strip(), *self.actions[1:]) if self.actions else ()


@dataclass(frozen=True, slots=True)
class Destination:
    """A trade the result leads to: title, place, why, and whether the offer is an example.

    `short`: why in a few words, "" where `why` is short enough; `outside`: the person said no to its place or hours.
    """

    title: str
    place: str
    why: str
    band: str
    example: bool
    short: str = ""
    outside: bool = False
    terms: str = ""
    """Hours and conditions of the offer, as it says them; "": it says none."""
    asks: tuple[str, ...] = ()
    """What it asks, one sentence a habileté: at which level, and what the rows of the pass say of it."""


@dataclass(frozen=True, slots=True)
class Unsaid:
    """Habiletés of which nothing is said, all for one reason: how many and why, and the same with their names."""

    says: str
    named: str
    names: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Pass:
    """The whole boarding pass."""

    code: str
    region: str
    rows: tuple[Row, ...]
    gates: str
    ease: str
    destinations: tuple[Destination, ...]
    places: str = ""
    """What is to be known of all destinations: that they are examples, and whether any lies where the person wishes."""
    clearer: str = ""
    """What would say more of the rows that are open: workshops installed here, else a try in a real one."""
    unsaid: tuple[Unsaid, ...] = ()
    """Of what nothing is said: seen too little, not met, not looked at by these workshops; the most of them last."""
    onward: tuple[str, str] = ("", "")
    """What to do next, in a sentence, and what of; "" for nothing."""
    answers: str = ""
    """What was answered of where and when, and what it is for."""
