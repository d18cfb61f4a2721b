"""What a screen asks when it is laid out: texts in the person's language, and how wide words are."""

from typing import Any

from assets.texts import Catalogue
from game.screen.scene import Comfort
from game.window.fonts import Measure


class StaticLook(Measure):
    """Measures and texts for one comfort and one height of the design area. Implements `scene.Look`."""

    def __init__(
        self, comfort: Comfort, height: float = 1080.0, workshop: str = "", hand: str = "", *, keys: bool = True
    ) -> None:
        super().__init__(comfort.text_scale)
        self.hand, self.keys = hand, keys
        self.comfort = comfort
        self.height = height
        self.workshop = workshop
        self._catalogue = Catalogue.load()
        self._others: dict[tuple[str, str], StaticLook] = {(workshop, hand): self}

    def t(self, key: str, **values: Any) -> str:
        return self._catalogue.t(key, self.comfort.language, self.comfort.easy, self.workshop, **values)

    def within(self, workshop: str) -> "StaticLook":
        """The same look where a workshop's own texts are said first; the same object for the same workshop."""
        return self._other(workshop, self.hand)

    def handed(self, hand: str) -> "StaticLook":
        """The same look with the person's hand so; the same object each time."""
        return self._other(self.workshop, hand)

    def _other(self, workshop: str, hand: str) -> "StaticLook":
        look = self._others.get((workshop, hand))
        if look is None:
            look = self._others[workshop, hand] = StaticLook(
                self.comfort, self.height, workshop, hand, keys=self.keys
            )
            # All know each other: a look that was made once is found again from any of them.
            look._others = self._others
        return look

    def has(self, key: str) -> bool:
        return self._catalogue.has(key, self.workshop)
