"""What a mechanic says of its gestures, and which of it the mentor says now."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from game.screen.nodes import Shape
from game.workshop.practice import RIGHT
from game.workshop.seen import WorkshopSeen
from game.workshop.view_count import DrawCounted
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture
from scenarios.short_forms import IN_FEW_WORDS

JUDGED = ("rack", "heads", "check")
"""Sorts of gesture in which things are marked to review, in a block."""


@dataclass(frozen=True, slots=True)
class Taught:
    """What a mechanic says of its gestures, by the sort of gesture.

    `offers`: beginnings of the ids that can be pressed in a try. `signs`: its small picture. `stage`: what its page
    shows. `good`: a piece well made, small. `values`: the author's names and numbers that its sentences speak of.
    `again`: the gestures whose sort was practised before them: something else is shown then, and said. `manner`: how
    the hand did it, beside what came of it: the end of the keys that say so, "" where nothing is to be said.
    """

    offers: Mapping[str, tuple[str, ...]]
    signs: Mapping[str, DrawCounted]
    stage: Callable[[WorkshopWords, Gesture], list[Shape]]
    good: DrawCounted = field(default=lambda x, y: [])
    values: Callable[[WorkshopWords, Gesture], Mapping[str, object]] = field(default=lambda look, gesture: {})
    again: frozenset[str] = frozenset()
    manner: str = ""

    def says(self, look: WorkshopWords, gesture: Gesture, part: str) -> str:
        """A sentence of a gesture: the scenario's own under the gesture's name, else what is said of its sort.

        One that is taught in few words has no line below its title.
        """
        if part == "sub" and gesture.id.endswith(IN_FEW_WORDS):
            return ""
        key = next((key for key in self._keys(gesture, part) if look.has(key)), f"lesson.{gesture.does}.{part}")
        return look.t(key, **self.values(look, gesture))

    def has(self, look: WorkshopWords, gesture: Gesture, part: str) -> bool:
        """Whether the scenario, or the sort of the gesture, has such a sentence."""
        return any(look.has(key) for key in self._keys(gesture, part))

    def _keys(self, gesture: Gesture, part: str) -> tuple[str, ...]:
        """Where a sentence of a gesture may stand, nearest first: no author's name is a key of the house's."""
        sort = f"lesson.{gesture.does}"
        short = (f"{sort}.short.{part}",) if gesture.id.endswith(IN_FEW_WORDS) else ()
        again = (f"{sort}.again.{part}",) if gesture.id in self.again else ()
        return (f"lesson.{gesture.id}.{part}", *short, *again, f"{sort}.{part}")


def asks(look: WorkshopWords, taught: Taught, gesture: Gesture, aim: str, mode: str) -> str:
    """What the mentor asks for now: a sentence for what is to be pressed next, where there is one.

    Where one has to look for it oneself, what is in hand says how far one is.
    """
    kind, _, name = aim.partition(":")
    stage = f"{kind}_{name}" if kind == "mode" else kind or (f"with_{mode}" if mode else "")
    part = f"at.{stage}"
    return taught.says(look, gesture, part if stage and taught.has(look, gesture, part) else "do")


def marked(look: WorkshopWords, taught: Taught, seen: WorkshopSeen, gesture: Gesture, due: int) -> str:
    """What the mentor says once as many are marked as there are to review (`due`), or more, and not just those."""
    n = sum(head.verdict == "review" for head in seen.heads)
    if n < due or gesture.does not in JUDGED:
        return ""
    return taught.says(look, gesture, "at.more" if n > due else "at.others")


def outcome_said(look: WorkshopWords, taught: Taught, seen: WorkshopSeen, gesture: Gesture, outcome: str) -> str:
    """What the mentor says of a try. Of several good pieces asked, the first and the last have their own word."""
    if outcome == RIGHT and gesture.goods > 1:
        part = "told.whole" if seen.goods >= gesture.goods else "told.once"
        outcome = part.removeprefix("told.") if taught.has(look, gesture, part) else outcome
    own = f"told.{outcome}.{taught.manner}"
    return taught.says(look, gesture, own if taught.manner and taught.has(look, gesture, own) else f"told.{outcome}")
