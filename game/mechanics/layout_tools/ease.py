"""From the warm-up's events to a class of ease with the device: easy, medium, hard. Never a score."""

from collections.abc import Sequence
from statistics import median

from scenarios.vocabulary import TICK_MS, Event

LIMITS = {
    "mouse": ((2600, 1), (5500, 4)),
    "touch": ((2600, 1), (5500, 4)),
    "keyboard": ((3200, 1), (7000, 4)),
    "switch": ((9000, 1), (16000, 4)),
}
"""By device: median milliseconds a tool and misses, for easy, then for medium. First values, not yet measured."""


def placements_ms(events: Sequence[Event]) -> list[int]:
    """Milliseconds from one tool laid to the next, the first counted from its taking."""
    times: list[int] = []
    last: int | None = None
    for event in events:
        if event.kind == "ease_take" and last is None:
            last = event.tick
        elif event.kind == "ease_lay" and event.data["right"]:
            times.append((event.tick - (event.tick if last is None else last)) * TICK_MS)
            last = event.tick
    return times


def ease_of(events: Sequence[Event], device: str) -> str:
    """ "easy" | "medium" | "hard", or "unknown" when fewer than four tools were laid or the device has no limits.

    Who makes no error is at ease, however long it takes: a slow hand may be one that reads. Time counts once errors do.
    """
    times = placements_ms(events)
    if len(times) < 4 or device not in LIMITS:
        return "unknown"
    misses = sum(e.kind == "ease_miss" or (e.kind == "ease_lay" and not e.data["right"]) for e in events)
    if not misses:
        return "easy"
    for name, (ms, most) in zip(("easy", "medium"), LIMITS[device], strict=True):
        if median(times) <= ms and misses <= most:
            return name
    return "hard"
