"""A gesture on a lever, seen near: what it works on, a handle that follows the hand, and buttons that do the same."""

from collections.abc import Sequence
from dataclasses import replace

from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Screen, Shape, Text
from game.workshop.view import MIDDLE, Parts
from game.workshop.words import WorkshopWords

CARD = Rect(MIDDLE.x, 98, MIDDLE.w + 16, MIDDLE.y + MIDDLE.h - 98)
TRACK = Rect(1290, 262, 150, 620)
SIGHT = Rect(540, 262, 690, 620)
"""Where the mechanic draws what the lever works on."""
BUTTONS = (("less", 0, 250), ("more", 262, 250), ("", 524, 206), ("release", 756, 204))
"""Id, left and width; the nameless one turns the tool, in the mechanic's own words."""
LIVE = ("modal",)


def lever(
    look: WorkshopWords, around: tuple[Parts, Parts, Parts], says: tuple[str, str], x: int, sight: Sequence[Shape], *, turn: str,
    moving: bool, ground: tuple[Shape, ...],
) -> Screen:  # fmt: skip
    """The bench is still there behind; only the lever, its buttons and the top bar can be reached.

    `says`: the title, and for a voice how far the work is. `x` is where the lever stands, 0 to 1000. `turn` is the id
    of what turns the tool.
    """
    bar, doc, side = around
    title, state = says
    help_text = look.t("lever.help")
    size = kit.fitted(look, help_text, 22, (870, 62))
    words, _ = kit.paragraph(look, MIDDLE.x + 40, MIDDLE.y + 70, 900, help_text, size, colour="steel")
    decor: list[Shape] = [*doc[0], *side[0], *kit.card(CARD)]
    decor.append(Text(MIDDLE.x + 40, MIDDLE.y + 22, title, min(48.0, look.px(32)), "ink", True))
    decor += [*words, *sight, *_track()]
    nodes = [*(replace(n, state=LIVE) for n in bar[1]), *doc[1]]
    handle = look.t("lever.handle")
    y = TRACK.y + 50 + x * (TRACK.h - 100) / 1000
    grip = Rect(TRACK.x - 8, y - 46, 166, 92)
    said = f"{handle} {state}"
    nodes.append(Node("handle", "handle", handle, grip, _grip(grip), ("drag",), state=LIVE, value=str(x), spoken=said))
    for word, dx, w in BUTTONS:
        id = word or turn
        style = "primary" if id == "release" else "plain"
        rect = Rect(MIDDLE.x + 20 + dx, MIDDLE.y + MIDDLE.h - 108, w, 88)
        key = "" if word else "r"
        # At rest a release leaves the work as it stands; in the middle of a pull it lets the tool go up.
        told = "leave" if id == "release" and not moving else id
        nodes.append(kit.button(look, id, look.t(f"lever.{told}"), rect, style=style, size=22, state=LIVE, shortcut=key))
    nodes += [n for n in side[1] if n.id not in ("end", "board:")]
    return Screen(
        "lever", look.t("title"), tuple(nodes), ground, (*decor, *bar[0]), say=help_text, focus_first="release",
        steers="handle",
    )  # fmt: skip


def position(y: float) -> int:
    """Where a hand at a height (design units) brings the lever."""
    return max(0, min(1000, round((y - TRACK.y - 50) * 1000 / (TRACK.h - 100))))


def _track() -> list[Shape]:
    """A slot with marks: further down is harder."""
    x = TRACK.centre[0]
    shapes: list[Shape] = [Box(TRACK, "slate", 44), Box(Rect(x - 9, TRACK.y + 36, 18, TRACK.h - 72), "ink", 9)]
    for k in range(9):
        y = TRACK.y + 50 + k * (TRACK.h - 100) / 8
        shapes += [Box(Rect(TRACK.x + 18, y - 2, 22, 4), "alu_dark", 2), Box(Rect(TRACK.x + TRACK.w - 40, y - 2, 22, 4), "alu_dark", 2)]
    return shapes


def _grip(rect: Rect) -> tuple[Shape, ...]:
    lines = tuple(Box(Rect(rect.x + 34, rect.y + 24 + 18 * k, rect.w - 68, 7), "ink", 3) for k in range(3))
    top = Box(Rect(rect.x + 8, rect.y + 6, rect.w - 16, 12), "white", 6, alpha=110)
    return (Box(Rect(rect.x + 4, rect.y + 9, rect.w, rect.h), "shadow", 26, alpha=70), Box(rect, "amber", 26, "ink", 4), top, *lines)
