"""The words of a workshop: a scenario's own texts first, then its mechanic's, then those of any workshop."""

from game.screen.scene import Comfort, Look
from scenarios.model import Head

IN_SHORT = ".in_short"
IN_CHAPTER, AT_FIRST = ".chapter", ".first"


class WorkshopWords:
    """A `Look` that finds a key in the rooms of one workshop. Implements `game.screen.scene.Look`.

    `t("message.A")` is the text of `message.A` among the scenario's own, else of `<mechanic>.message.A`, else of
    `workshop.message.A`; `common.pause` and the like are the house's. In a `short` form what the
    scenario says under `<key>.in_short` goes before: it speaks of no step that is not there. So does `<key>.chapter` in
    a chapter of practice, `<key>.first` in a practice that has chapters still to come (`part`).
    """

    def __init__(self, look: Look, head: Head, *, short: bool = False, part: str = "") -> None:
        self.base = look
        self.look = look.within(head.id)
        self.head = head
        self._ends = (*((IN_SHORT,) if short else ()), *((part,) if part else ()), "")
        self._rooms = ("", f"{head.mechanic.partition('@')[0]}.", "workshop.")
        self._full_keys: dict[str, str] = {}

    @property
    def comfort(self) -> Comfort:
        return self.look.comfort

    @property
    def height(self) -> float:
        return self.look.height

    @property
    def hand(self) -> str:
        return self.look.hand

    @property
    def keys(self) -> bool:
        return self.look.keys

    def t(self, key: str, **values: object) -> str:
        """The text of a key in the person's language. Raises KeyError for one that no room has."""
        return self.look.t(self.key(key), **values)

    def key(self, key: str) -> str:
        """The whole key of a text, as the catalogue has it."""
        key_found = self._full_keys.get(key)
        if key_found is None:
            whole = (f"{room}{key}{end}" for end in self._ends for room in self._rooms)
            key_found = self._full_keys[key] = next((k for k in whole if self.look.has(k)), key)
        return key_found

    def has(self, key: str) -> bool:
        """Whether a room of this workshop, or the catalogue, has a key."""
        return self.look.has(self.key(key))

    def named(self, sort: str, name: str, drawn: str) -> str:
        """What the scenario calls one of its things, else the plain name of what is drawn: a tool, a thing."""
        own = f"{sort}.{name}"
        return self.look.t(own if self.look.has(own) else f"workshop.{sort}.{drawn}")

    @property
    def title(self) -> str:
        """The scenario's title in the person's language."""
        return self.head.title.of(self.comfort.language)

    @property
    def mentor(self) -> str:
        """What the mentor is called."""
        return self.look.t(f"workshop.mentor_name.{self.head.mentor}")

    def handed(self, hand: str) -> Look:
        return self.look.handed(hand)

    def within(self, workshop: str) -> Look:
        return self.look.within(workshop)

    def width(self, text: str, size: float, bold: bool = False) -> float:
        return self.look.width(text, size, bold)

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        return self.look.wrap(text, size, width, bold)

    def line_height(self, size: float) -> float:
        return self.look.line_height(size)

    def px(self, size: float) -> float:
        return self.look.px(size)
