"""Which presses of the pointer are the same tap of a finger told twice.

SDL tells a tap as a finger and as a mouse event marked `touch`; a driver may add a plain mouse press of its own a
moment later (pygame-ce#1514): as the finger comes down, or only once it is lifted, which a slow hand or one that drags
does late and elsewhere. A worn panel may tell one finger twice. Only the first of these is a press.
"""

ECHO_MS, ECHO_PX = 300.0, 20
"""A mouse press so soon after a finger came down or was lifted, and so near to that place, is its echo."""
BOUNCE_MS = 80.0
"""No finger taps the same place twice so quickly: the panel told one tap two times."""


TapPlace = tuple[float, float]
"""Pixels of the window."""


class Taps:
    """Remembers where and when a finger last came down, and was last lifted."""

    def __init__(self) -> None:
        self._down: tuple[TapPlace, float] = ((0.0, 0.0), -1e9)
        self._up: tuple[TapPlace, float] = self._down

    def again(self, at: TapPlace, now_ms: float, *, touch: bool) -> bool:
        """Whether this press is the last tap once more."""
        if touch:
            again = _just_there(self._down, at, now_ms, BOUNCE_MS)
            self._down = self._down if again else (at, now_ms)
            return again
        return any(_just_there(then, at, now_ms, ECHO_MS) for then in (self._down, self._up))

    def lifted(self, at: TapPlace, now_ms: float, *, touch: bool) -> None:
        """What pressed has gone from here."""
        if touch:
            self._up = (at, now_ms)


def _just_there(then: tuple[TapPlace, float], at: TapPlace, now_ms: float, within_ms: float) -> bool:
    (x, y), ms = then
    return max(abs(at[0] - x), abs(at[1] - y)) <= ECHO_PX and now_ms - ms < within_ms
