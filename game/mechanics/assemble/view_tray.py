"""The tray at the bottom: materials, tools, tag, red box, cord, store, call, always in the same order."""

from game.mechanics.assemble.seen import AssembleSeen, BinSeen
from game.mechanics.assemble.view_panel import rivet
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Shape, Text
from game.screen.scene import Look

TRAY = Rect(500, 742, 1000, 278)
MODES = ("pige", "calibre", "tag", "reject", "isolate", "store", "call", "redo")
KEYS = {
    "pige": "g", "calibre": "c", "tag": "t", "reject": "x", "isolate": "i", "store": "w", "call": "k", "redo": "d",
}  # fmt: skip


def tray(look: Look, seen: AssembleSeen, mode: str) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """Three bins, then eight things that act on what is touched next; the red box takes the rivet in hand."""
    nodes = [_bin(look, bin, Rect(TRAY.x + 20 + n * 150, TRAY.y + 20, 138, TRAY.h - 40)) for n, bin in enumerate(seen.bins)]
    for n, name in enumerate(MODES):
        rect = Rect(TRAY.x + 474 + n % 4 * 128, TRAY.y + 20 + n // 4 * 124, 116, 114)
        nodes.append(_tool(look, name, rect, seen, mode))
    return (Box(Rect(TRAY.x + 5, TRAY.y + 9, TRAY.w, TRAY.h), "shadow", 28, alpha=50), Box(TRAY, "ink", 26)), tuple(nodes)


def _cap(rect: Rect, key: str) -> list[Shape]:
    """The key that does the same, in its corner."""
    return [Box(Rect(rect.x + 7, rect.y + 7, 28, 28), "ink", 8), Text(rect.x + 21, rect.y + 9, key.upper(), 19, "white", True, "centre")]


def _label(look: Look, text: str, rect: Rect, room: float) -> list[Shape]:
    """Up to two lines at the foot of a slot, as large as they can be."""
    size = 20.0
    while size * look.comfort.text_scale > 15 and (
        len(look.wrap(text, size, rect.w - 8, True)) * look.line_height(size) > room
        or any(look.width(word, size, True) > rect.w - 8 for word in text.split())
    ):
        size -= 0.5
    lines = look.wrap(text, size, rect.w - 8, True)
    step = look.line_height(size)
    y = rect.y + rect.h - 8 - step * len(lines)
    return [Text(rect.centre[0], y + k * step, line, look.px(size), "white", True, "centre") for k, line in enumerate(lines)]


def _bin(look: Look, bin: BinSeen, rect: Rect) -> Node:
    cx, y = rect.centre[0], rect.y + 58
    shapes: list[Shape] = [Box(rect, "slate", 16), Box(Rect(rect.x + 10, rect.y + 38, rect.w - 20, 96), "tarmac", 12)]
    for k in range(6):
        shapes += rivet(cx - 36 + 36 * (k % 3), y + 8 + 38 * (k // 3), 15, bin.look)
    if bin.isolated:
        shapes += [Line(((rect.x + 6, rect.y + 128), (rect.x + rect.w - 6, rect.y + 46)), "white", 12)]
        shapes += [Line(((rect.x + 6, rect.y + 128), (rect.x + rect.w - 6, rect.y + 46)), "red", 8)]
    label = look.t("assemble.bin", stem=bin.stem_mm, lot=bin.lot)
    shapes += [*_cap(rect, str(bin.number)), *_label(look, label.replace(" · ", "\n"), rect, 92)]
    said = f"{label}. {look.t('assemble.isolated')}" if bin.isolated else label
    return Node(f"bin:{bin.number}", "tool", label, rect, tuple(shapes), ("press",), spoken=said, shortcut=str(bin.number))


def _tool(look: Look, name: str, rect: Rect, seen: AssembleSeen, mode: str) -> Node:
    on = mode == name
    off = name == "reject" and seen.hand is None
    label = look.t(f"assemble.mode.{name}")
    shapes: list[Shape] = [Box(rect, "slate", 14, "signal" if on else "", 5 if on else 0, alpha=120 if off else 255)]
    large = look.comfort.text_scale > 1.25
    if not large:
        shapes += icon(name, rect.centre[0] + 8, rect.y + 46, seen)
    shapes += [*_cap(rect, KEYS[name]), *_label(look, label, rect, 72 if large else 28)]
    id = name if name == "reject" else f"mode:{name}"
    state = ("checked",) if on else ("disabled",) if off else ()
    return Node(id, "tool", label, rect, tuple(shapes), ("press",), state=state, spoken=label, shortcut=KEYS[name])


def icon(name: str, x: float, y: float, seen: AssembleSeen) -> list[Shape]:
    """Tools and marks of the tray, drawn as what they are."""
    drawings: dict[str, list[Shape]] = {
        "pige": [Box(Rect(x - 32, y - 7, 68, 14), "alu_light", 4), Box(Rect(x - 32, y - 7, 13, 36), "alu_mid", 3), Box(Rect(x - 4, y - 14, 16, 28), "alu_mid", 3), *[Line(((x - 15 + 8 * k, y - 5), (x - 15 + 8 * k, y + 1)), "ink", 2) for k in range(6)]],
        "calibre": [Poly(((x - 30, y - 26), (x + 30, y - 26), (x + 30, y + 26), (x + 12, y + 26), (x + 12, y - 4), (x - 12, y - 4), (x - 12, y + 26), (x - 30, y + 26)), "alu_light"), Text(x, y - 25, seen.calibre, 19, "ink", True, "centre")],
        "tag": [Picture("tag", Rect(x - 40, y - 30, 80, 60))],
        "reject": [Poly(((x - 32, y - 14), (x + 32, y - 14), (x + 24, y + 28), (x - 24, y + 28)), "red"), Box(Rect(x - 36, y - 20, 72, 10), "red", 5), Line(((x - 10, y - 2), (x + 10, y + 18)), "white", 5), Line(((x + 10, y - 2), (x - 10, y + 18)), "white", 5)],
        "isolate": [Box(Rect(x - 30, y - 22, 8, 48), "alu_mid", 3), Box(Rect(x + 22, y - 22, 8, 48), "alu_mid", 3), Line(((x - 26, y - 10), (x, y + 2), (x + 26, y - 10)), "red", 7)],
        "store": [Box(Rect(x - 34, y - 22, 68, 48), "tarmac", 6, "alu_light", 4), Box(Rect(x - 40, y - 28, 80, 12), "signal", 5), Box(Rect(x - 12, y + 2, 24, 14), "amber", 4)],
        "call": [Circle(x, y - 2, 22, "amber"), Box(Rect(x - 28, y + 12, 56, 10), "amber", 5), Circle(x, y + 26, 5, "amber"), Box(Rect(x - 4, y - 30, 8, 10), "amber", 4)],
        "redo": [Circle(x, y, 23, "", "amber", 6), Text(x, y - 14, "R", 26, "amber", True, "centre")],
    }  # fmt: skip
    return drawings[name]
