"""The warm-up's picture: a foam tray with the tools' outlines, and the tools waiting on the cloth below."""

from dataclasses import replace

from game.mechanics.layout_tools.task import EaseSeen
from game.scenes.frame import dimmed
from game.screen import kit, marks
from game.screen.motion import tremble
from game.screen.nodes import Box, Node, Rect, Screen, Shape
from game.screen.scene import Look
from game.workshop.view_board import tool_drawing

TRAY = Rect(96, 236, 1728, 452)
SHAKES = 3
"""A place that shakes its head goes so many times as far aside as a thing of the bench."""
CLOTH = Rect(96, 716, 1728, 250)
DOWN = 28.0
"""So far down stands the tray below a sentence in large words."""
CarriedTool = tuple[str, float, float]
"""A tool on its way, and where it is."""


def slot_rect(n: int, down: float = 0.0) -> Rect:
    """Place n of the tray: the first four are wide, the last four narrow; so far `down` where words are large."""
    wide = n < 4
    w = 250 if wide else 140
    x = TRAY.x + 48 + n * 276 if wide else TRAY.x + 1176 + (n - 4) % 2 * 280 + 40
    y = down + TRAY.y + 60 if wide else down + TRAY.y + 26 + (n - 4) // 2 * 212
    return Rect(x, y, w, 330 if wide else 188)


def slot_at(slots: tuple[str, ...], x: float, y: float, *, large: bool) -> str:
    """The place under a point, "" for none; `large`: whether words are."""
    down = DOWN if large else 0.0
    return next((tool for n, tool in enumerate(slots) if slot_rect(n, down).holds(x, y)), "")


def screen(
    look: Look, seen: EaseSeen, wrong: str = "", ms: float = 0.0, *, carried: CarriedTool | None = None
) -> Screen:
    """Outlines above, tools below; what is in the hand is ringed.

    `wrong`: the place where the tool in the hand did not go, `ms` ago: it shakes its head and says whose it is.
    `carried`: the tool that follows the pointer.
    """
    done = (look.t("ease.progress", n=len(seen.laid), all=len(seen.slots)), len(seen.laid) / len(seen.slots))
    bar = kit.top_bar(look, look.t("ease.title"), progress=(done,))
    says = _says(look, seen, wrong)
    large = kit.large(look)
    strip = Rect(96, 92, 1728, 168) if large else Rect(96, 112, 1728, 100)
    down = DOWN if large else 0.0
    cloth = Rect(CLOTH.x, CLOTH.y + 4, CLOTH.w, CLOTH.h) if large else CLOTH
    size = kit.fitted(look, says, 32, (1650, strip.h - (4 if large else 16)), True)
    high = len(look.wrap(says, size, 1650, True)) * look.line_height(size)
    words, _ = kit.paragraph(look, 136, strip.y + (strip.h - high) / 2, 1650, says, size, bold=True)
    decor: list[Shape] = [
        *kit.card(strip),
        *words,
        Box(Rect(TRAY.x, TRAY.y + down, TRAY.w, TRAY.h), "tarmac", 26),
        Box(Rect(TRAY.x, TRAY.y + down, TRAY.w, TRAY.h).inset(12), "slate", 20),
        Box(cloth, "primer_light", 26),
    ]
    still = look.comfort.reduced_motion
    nodes = [
        _slot(look, seen, n, tool, 0 if still or tool != wrong else SHAKES * tremble(ms), wrong=tool == wrong, down=down)
        for n, tool in enumerate(seen.slots)
    ]
    step = cloth.w / len(seen.slots)
    nodes += [
        _waiting(look, seen, tool, Rect(cloth.x + step * n + 10, cloth.y + 18, step - 20, cloth.h - 36))
        for n, tool in enumerate(sorted(seen.slots))
        if tool in seen.waiting
    ]
    at = Rect(1420, 984, 404, 76) if not kit.large(look) else Rect(1090, 980, 734, 84)
    key = look.t("common.shortcut.skip")
    skip = kit.button(look, "skip", look.t("ease.skip"), at, style="dark", size=24, shortcut=key)
    skip = replace(skip, shapes=(*skip.shapes, *kit.key_cap(look, at, key, left=True)))
    if seen.done:
        # What leads on stands where it does over the whole way, and waits.
        go = Rect(1184, 914, 640, 132)
        skip = kit.button(look, "go", look.t("ease.go"), go, style="primary", size=38, hint=look.t("workshop.press_here"), enter=True)
    return Screen(
        "ease", look.t("ease.title"), (*nodes, skip, *bar[1]),
        dimmed(170), (*decor, *bar[0]), overlay=_carried(carried), say=says,
        focus_first="go" if seen.done
        else next((f"slot:{s}" for s in seen.slots if seen.hand == s), f"take:{min(seen.waiting, default='')}"),
    )  # fmt: skip


def _says(look: Look, seen: EaseSeen, wrong: str) -> str:
    """What is asked now, or whose the place is where the tool in the hand did not go."""
    if wrong and seen.hand:
        named = {"slot": look.t(f"workshop.tool.{wrong}"), "tool": look.t(f"workshop.tool.{seen.hand}")}
        return look.t("ease.wrong", **named)
    return look.t("ease.done" if seen.done else "ease.hand" if seen.hand else "ease.says")


def _carried(carried: CarriedTool | None) -> tuple[Shape, ...]:
    """The tool under the pointer, with its shadow on what it is carried over."""
    if carried is None:
        return ()
    tool, x, y = carried
    shadow = Box(Rect(x - 60, y + 34, 120, 18), "black", 9, alpha=70)
    return (shadow, *(kit.moved(s, x, y) for s in tool_drawing(tool, 0, 0, faded=False)))


def _slot(look: Look, seen: EaseSeen, n: int, tool: str, aside: int, *, wrong: bool, down: float) -> Node:
    """An outline; drawn so far aside while it shakes, in an amber ring where the tool in the hand does not go."""
    rect = slot_rect(n, down)
    laid = tool in seen.laid
    name = look.t("ease.slot", tool=look.t(f"workshop.tool.{tool}"))
    x, y = rect.centre
    edge = "primer" if laid else "amber" if wrong else "rim"
    shapes: list[Shape] = [Box(rect, "ink", 22, edge, 8 if wrong else 4)]
    k = 1.25 if n < 4 else 0.76
    shapes += [kit.scaled(s, k, x, y) for s in tool_drawing(tool, 0, 0, faded=not laid)]
    if laid:
        shapes += kit.check_mark(rect.x + rect.w - 30, rect.y + 30, 20)
    actions = () if laid else ("press",)
    drawn = tuple(kit.moved(s, aside, 0) for s in shapes)
    return Node(
        f"slot:{tool}", "button", name, rect, drawn, actions, state=("checked",) if laid else (), spoken=name
    )


def _waiting(look: Look, seen: EaseSeen, tool: str, rect: Rect) -> Node:
    held = seen.hand == tool
    name = look.t(f"workshop.tool.{tool}")
    shapes: list[Shape] = [Box(rect, "slate", 18, "ink", 3), *(marks.taken(rect, 18) if held else ())]
    # Large words stand on two lines, under a smaller tool.
    large = kit.large(look)
    k, middle = (0.8, 52) if large else (1.0, 84)
    shapes += [kit.scaled(s, k, rect.centre[0], rect.y + middle) for s in tool_drawing(tool, 0, 0, faded=False)]
    size = kit.fitted(look, name, 20, (rect.w - 12, 106 if large else 62), True)
    top = rect.y + rect.h - 14 - len(look.wrap(name, size, rect.w - 12, True)) * look.line_height(size)
    words, _ = kit.paragraph(look, rect.x + 6, top, rect.w - 12, name, size, colour="white", bold=True, anchor="centre")
    shapes += words
    return Node(
        f"take:{tool}", "tool", name, rect, tuple(shapes), ("press", "drag"), state=("checked",) if held else (), spoken=name
    )
