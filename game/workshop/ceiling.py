"""What is said of a ceiling that a session has set: what is left of a part, and that the team goes on.

The simulation counts its ticks and says nothing of them: all of this is read off what is seen. None of it is scored.
"""

from collections.abc import Sequence

from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Shape, Text
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event

WARNED_S = ((20, "ceiling.soon"), (60, "ceiling.minute"))
"""From how many seconds before the end which word is said, the last one first."""
STAYS_TICKS = 750
"""15 s: how long at the least the word stays that says that the team went on; it goes with the first act after them."""
PASSED = "ceiling.passed"
BAND = Rect(0, 86, 1920, 8)


def left_s(params: WorkshopParams, seen: WorkshopSeen) -> int:
    """Whole seconds that are left of the part in hand, rounded up; -1 where it has no ceiling, and in practice."""
    if seen.pace < 0 or not seen.movement:
        return -1
    most = params.ceiling_s(seen.movement)
    return -(-most * (1000 - seen.pace) // 1000)


def passed(events: Sequence[Event]) -> bool:
    """Whether a part of the exercise was ended by its ceiling just now."""
    return any(e.kind == "movement_end" and e.data["cause"] == "ceiling" and e.data["movement"] for e in events)


def warning(left: int) -> str:
    """The key of what is said with so many seconds left, "" for nothing."""
    return next((key for most, key in WARNED_S if 0 <= left <= most), "")


def with_time(look: WorkshopWords, seen: WorkshopSeen, says: str, key: str) -> str:
    """What the mentor says, with a word of the time before it; after the words of a colleague who speaks on the card.

    It takes the place of what a step is about, which is said again after it, and stands before anything else said now.
    """
    if not key:
        return says
    word = look.t(key)
    if seen.visitor:
        return f"{says} {look.t('ceiling.by', mentor=look.mentor, says=word)}"
    news = seen.message not in ("", seen.phase)
    return f"{word} {says}" if news else word


def words(look: WorkshopWords, left: int) -> str:
    """What is left, in minutes: no seconds run."""
    return look.t("ceiling.under") if left <= 60 else look.t("ceiling.left", n=-(-left // 60))


def band(pace: int) -> tuple[Shape, ...]:
    """The calm band under the bar: how much of the part's time is used."""
    if pace < 0:
        return ()
    return Box(BAND, "slate"), Box(Rect(BAND.x, BAND.y, BAND.w * pace / 1000, BAND.h), "sky")


def named(shapes: tuple[Shape, ...], said: str) -> tuple[Node, ...]:
    """What is left, for a voice that reads the screen, where the bar shows it; () where it has no room for it."""
    line = next((s for s in shapes if isinstance(s, Text) and s.text == said), None)
    if line is None:
        return ()
    rect = Rect(line.x, 11, 12 + line.size * 0.6 * len(said), kit.BAR - 22)
    return (Node("pace", "status", said, rect, state=("calm",), spoken=said),)
