"""A scene draws one screen and answers what should happen next, instead of doing it."""

from dataclasses import dataclass
from typing import Any, Protocol

from game.screen.nodes import Screen
from game.screen.steps import Answer

ALOUD = {"slow": 80, "even": 100, "fast": 130}
"""How fast a voice reads, in % of the even speed."""
EVEN = "even"
"""How fast it reads to who has just asked for it."""


@dataclass(frozen=True, slots=True)
class Comfort:
    """Chosen by the person; the way in changes, never the task."""

    language: str = "fr"  # a folder of assets/locales
    easy: bool = False  # easy French
    text_scale: float = 1.0  # 1 | 1.25 | 1.5 | 2
    contrast: bool = False
    reduced_motion: bool = False
    sound: bool = True
    air: bool = False  # with the sound, the quiet air of the workshop too
    voice: bool = False  # the voice's sentences stand at the foot of the screen
    aloud: str = ""  # a key of ALOUD: a voice reads; "no": one reads oneself; "": not asked yet
    loud: int = 70  # of the voice, in % of the loudest
    clock: bool = False  # the session has set the ceilings of the scenario


class Look(Protocol):
    """What a screen may ask while it is being laid out."""

    @property
    def comfort(self) -> Comfort: ...

    @property
    def height(self) -> float:
        """Height of the design area: 1080, or 1200 on a 16:10 screen (width is always 1920)."""
        ...

    @property
    def hand(self) -> str:
        """The person's hand: "" where nobody in the room would see it, else "down" or "up"."""
        ...

    @property
    def keys(self) -> bool:
        """Whether keys are drawn on what they press: once somebody used one. A voice always says them."""
        ...

    def t(self, key: str, **values: Any) -> str:
        """The text of a key in the person's language; {name} is replaced by values."""
        ...

    def has(self, key: str) -> bool:
        """Whether there is a text under a key."""
        ...

    def handed(self, hand: str) -> "Look":
        """The same look with the person's hand so."""
        ...

    def within(self, workshop: str) -> "Look":
        """The same look where a workshop's own texts are said first; the same object for the same workshop."""
        ...

    def width(self, text: str, size: float, bold: bool = False) -> float:
        """Width of one line in design units, text scale already applied."""
        ...

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> list[str]: ...

    def line_height(self, size: float) -> float: ...

    def px(self, size: float) -> float:
        """A text size after the person's text scale, in design units."""
        ...


@dataclass(frozen=True, slots=True)
class Next:
    """What a scene says after a press, a drag, a key or some ticks: nothing yet, or the answer it ended with."""

    answer: Answer | None = None


STAY = Next()


class Scene(Protocol):
    def screen(self, look: Look) -> Screen: ...

    def act(self, node: str, action: str = "press") -> Next:
        """A node was acted on (click, Enter, shortcut, switch)."""
        ...

    def drag(self, node: str, x: float, y: float, stage: str) -> Next:
        """A node with a "drag" action is held: stage is "down" | "move" | "up", in design units."""
        ...

    def key(self, name: str) -> Next:
        """A key the navigator did not use."""
        ...

    def advance(self, ticks: int) -> Next:
        """`ticks` whole ticks of 20 ms went by."""
        ...
