"""A hand on a lever: where it stands, how the tool follows, how fast it comes down. Whole numbers only."""

TICK_MS = 20
STOP = 1000
"""A lever goes from 0 to this."""


def in_reach(x: int) -> bool:
    """Whether a position is one that the lever can take."""
    return 0 <= x <= STOP


def follow(x: int, f: int, lag_ms: int) -> int:
    """The force one tick later: it goes after the lever with a lag, by one unit at least, and never past it."""
    if x == f:
        return f
    step = (x - f) * TICK_MS // lag_ms
    return f + (step or (1 if x > f else -1))


def speed(now: int, before: int) -> int:
    """Units a second of a lever that moved so far in five ticks."""
    return abs(now - before) * 10
