"""The second good one of a gesture is asked without ring or arrow: « À vous ». They come back when they are asked for,
or after a touch that was not it."""

from dataclasses import replace

from game.screen import kit
from game.screen.navigate import BAR
from game.screen.nodes import Rect, Screen
from game.workshop.practice import RIGHT
from game.workshop.seen import WorkshopSeen
from game.workshop.view_tray import key_of
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

SHOW = "show:"
PLACES = (
    Rect(34, 894, 290, 72), Rect(334, 974, 290, 72), Rect(1664, 200, 222, 72), Rect(1540, 754, 346, 60),
    Rect(1664, 482, 222, 72),
)  # fmt: skip
"""Beside the places of the way out (`view_way_out`): the button stands in the first that hides nothing."""
ASIDE = (*BAR, "mentor", "words_more", "page", "line", "doc", "document", "end", "stay", "leave", "reminder", "show")
"""Kinds of nodes that are no try: what is read, turned or asked."""
Led = tuple[str, int]
"""A gesture, and how many good ones of it there were when ring and arrow were called back."""


def alone(seen: WorkshopSeen, gesture: Gesture, led: Led) -> bool:
    """Whether a gesture that was done right once is asked again without being shown; a gesture of one good never is."""
    again = seen.lesson == gesture.id and 0 < seen.goods < gesture.goods
    return again and seen.outcome in ("", RIGHT) and led != (gesture.id, seen.goods)


def misses(node: str, aim: str) -> bool:
    """Whether a press is a touch that was not what is to be pressed next."""
    kind = node.partition(":")[0]
    return bool(aim) and node != aim and kind not in ASIDE and node not in ASIDE and f"{kind}:" not in ASIDE


def offered(look: WorkshopWords, screen: Screen) -> Screen:
    """The bench with « Montrez-moi », small, where it hides nothing."""
    there = [n.rect for n in screen.nodes if n.shapes]
    place = next((place for place in PLACES if not any(place.meets(rect) for rect in there)), PLACES[0])
    key = key_of(look, "show")
    show = kit.button(look, SHOW, look.t("lesson.show"), place, style="plain", size=22, shortcut=key)
    show = replace(show, shapes=(*show.shapes, *kit.key_cap(look, place, key)))
    # What the keys begin at is ringed too: it is the way to be shown, never a thing of the bench.
    return replace(screen, nodes=(*screen.nodes, show), focus_first=SHOW)
