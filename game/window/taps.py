"""Which presses of the pointer are the same tap of a finger told twice.

SDL tells a tap as a finger and as a mouse event marked `touch`; a driver may add a plain mouse press of its own a
moment later (pygame-ce#1514), and a worn panel may tell one finger twice. Only the first of these is a press.
"""

ECHO_MS, ECHO_PX = 300.0, 20
"""A mouse press so soon after a tap, and so near to it, is its echo."""
BOUNCE_MS = 80.0
"""No finger taps the same place twice so quickly: the panel told one tap two times."""


class Taps:
    """Remembers the last tap."""

    def __init__(self) -> None:
        self._at: tuple[float, float] = (0.0, 0.0)
        self._ms = -1e9

    def again(self, at: tuple[float, float], now_ms: float, *, touch: bool) -> bool:
        """Whether this press is the last tap once more; `at` in pixels of the window."""
        near = max(abs(at[0] - self._at[0]), abs(at[1] - self._at[1])) <= ECHO_PX
        echo = near and now_ms - self._ms < (BOUNCE_MS if touch else ECHO_MS)
        if touch and not echo:
            self._at, self._ms = at, now_ms
        return echo
