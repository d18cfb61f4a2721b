"""The debrief as a film: the moments as its frames, the one chosen as a large still with what is said of it beside."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from game.scenes.shown import Moment
from game.screen import kit
from game.screen.acted import THICK
from game.screen.nodes import Box, Circle, Node, Rect, Screen, Shape, Still, Text
from game.screen.scene import Look

MomentScreens = Callable[[Look, int], Screen | None]
"""The screen of a moment by its tick, None while there is none."""
FILM = Rect(40, 98, 1840, 192)
STILL = Rect(64, 306, 840, 440)
WATCH, WORK, ELSE = Rect(64, 760, 400, 76), Rect(480, 760, 424, 76), Rect(64, 846, 840, 62)
BESIDE_STILL = Rect(928, 306, 928, 602)
WIDE = 1400.0
"""How much of the screen's width a still shows."""
SHARES, LEAST = ((0.42, 0.31, 0.27), (0.54, 0.25, 0.21), (0.64, 0.19, 0.17)), 22.0
"""How the height beside the still is shared, and the words of what happened below which it gets more of it."""
HOLE = 44.0
"""From one hole of the film to the next."""


@dataclass(frozen=True, slots=True)
class FilmFrame:
    """What a still shows of a moment: the shapes of its screen, and the part of it that is looked at."""

    shapes: tuple[Shape, ...]
    part: Rect


def seen_of(screen: Screen) -> FilmFrame:
    """A screen as a still: below its bar, about the ring that says where the act was done."""
    shapes = (*screen.backdrop, *screen.decor, *(s for n in screen.nodes for s in n.shapes), *screen.overlay)
    high = WIDE * STILL.h / STILL.w
    rings = [s.rect for s in screen.overlay if isinstance(s, Box) and not s.fill and s.stroke_width == THICK]
    x, y = rings[-1].centre if rings else (960.0, 583.0)
    left, top = min(max(0.0, x - WIDE / 2), 1920 - WIDE), min(max(kit.BAR, y - high / 2), 1080 - high)
    return FilmFrame(shapes, Rect(left, top, WIDE, high))


def strip(look: Look, moments: Sequence[Moment], at: int, stills: Mapping[int, FilmFrame]) -> tuple[list[Shape], list[Node]]:
    """The moments as frames of a film, in their order, with their names; the one that is looked at is lit."""
    decor: list[Shape] = [Box(FILM, "ink", 14, shade=True)]
    for n in range(int((FILM.w - 30) / HOLE)):
        decor += [Box(Rect(FILM.x + 18 + n * HOLE, y, 22, 10), "steel", 4) for y in (FILM.y + 6, FILM.y + FILM.h - 16)]
    wide = min(226.0, (FILM.w - 32) / len(moments))
    left = FILM.centre[0] - wide * len(moments) / 2
    nodes = [_frame(look, moments, n, at, stills, Rect(left + n * wide + 4, FILM.y + 20, wide - 8, FILM.h - 40)) for n in range(len(moments))]
    return decor, nodes


def _frame(
    look: Look, moments: Sequence[Moment], n: int, at: int, stills: Mapping[int, FilmFrame], rect: Rect
) -> Node:
    moment = moments[n]
    name, state, when = look.t(f"fact.{moment.rule}"), look.t(f"state.{moment.stands}"), clock(look, moment.tick)
    chosen = n == at
    shapes: list[Shape] = [Box(rect, "signal_soft" if chosen else "slate", 10, "signal" if chosen else "rim", 4 if chosen else 2)]
    inner = Rect(rect.x + 6, rect.y + 6, rect.w - 12, (rect.w - 12) * STILL.h / STILL.w)
    inner = Rect(inner.x, inner.y, inner.w, min(inner.h, rect.h - 60))
    shapes += _still(stills.get(moment.tick) if moment.watched else None, inner)
    size = kit.fitted(look, name, 18, (rect.w - 14, rect.y + rect.h - inner.y - inner.h - 4), True)
    high = look.line_height(size) * len(look.wrap(name, size, rect.w - 14, True))
    low = (inner.y + inner.h + rect.y + rect.h) / 2
    shapes += kit.paragraph(look, rect.x + 7, low - high / 2, rect.w - 14, name, size, colour="ink" if chosen else "white", bold=True, anchor="centre")[0]
    shapes += [Circle(inner.x + 16, inner.y + 16, 19, "paper"), *mark(inner.x + 16, inner.y + 16, moment.state, 15)]
    small = min(look.px(18), 22.0)
    w = look.width(when, small / look.px(1)) + 16
    shapes += [Box(Rect(inner.x + inner.w - w - 2, inner.y + 2, w, small * 1.3), "ink", 8), Text(inner.x + inner.w - w / 2 - 2, inner.y + 2, when, small, "white", False, "centre")]
    return Node(
        f"moment:{n}", "choice", name, rect, tuple(shapes), ("press",), state=("current",) if chosen else (),
        spoken=f"{name}. {state}. {when}",
    )  # fmt: skip


def _still(seen: FilmFrame | None, rect: Rect) -> list[Shape]:
    """The picture of a moment in its frame; an empty frame where there is none."""
    if seen is None:
        return [Box(rect, "tarmac")]
    part = seen.part
    high = part.w * rect.h / rect.w
    return [Still(rect, seen.shapes, part)] if abs(high - part.h) < 2 else [Box(rect, "tarmac"), Still(_within(part, rect), seen.shapes, part)]


def _within(part: Rect, rect: Rect) -> Rect:
    """The largest place of the shape of a part in the middle of a rectangle."""
    k = min(rect.w / part.w, rect.h / part.h)
    return Rect(rect.centre[0] - part.w * k / 2, rect.centre[1] - part.h * k / 2, part.w * k, part.h * k)


def large_still(look: Look, moment: Moment, seen: FilmFrame | None) -> Node:
    """The moment itself, as large as there is room, with how it stands and when it was."""
    state, when = look.t(f"state.{moment.stands}"), clock(look, moment.tick)
    shapes: list[Shape] = [Box(Rect(STILL.x - 8, STILL.y - 8, STILL.w + 16, STILL.h + 16), "ink", 12, shade=True), *_still(seen, STILL)]
    if seen is None:
        shapes += mark(STILL.centre[0], STILL.centre[1] - 20, moment.state, 64)
    size = kit.fitted(look, state, 19, (560, 44), True)
    w, y = look.width(state, size, True) + 88, STILL.y + STILL.h - 62
    shapes += [Box(Rect(STILL.x + 12, y, w, 50), "paper", 25, "ink", 2), *mark(STILL.x + 40, y + 25, moment.state, 17)]
    shapes.append(Text(STILL.x + 68, y + 25 - look.px(size) * 0.62, state, look.px(size), "ink", True))
    if moment.tick >= 0:
        big = min(look.px(24), 30.0)
        w = look.width(when, big / look.px(1), True) + 32
        shapes += [Box(Rect(STILL.x + STILL.w - w - 12, y, w, 50), "ink", 25, "rim", 2), Text(STILL.x + STILL.w - w / 2 - 12, y + 25 - big * 0.62, when, big, "white", True, "centre")]
    said = f"{look.t('debrief.still', time=when)} " if seen is not None else ""
    return Node("still", "image", state, STILL, tuple(shapes), spoken=f"{said}{state}.")


def told_beside(
    look: Look, title: str, sides: tuple[tuple[str, str], tuple[str, str]], why: tuple[str, str], foot: float
) -> tuple[list[Shape], list[Node]]:
    """What happened first and largest, then what the trade expects, then why; down to `foot`."""
    x, w = BESIDE_STILL.x + 32, BESIDE_STILL.w - 64
    shapes: list[Shape] = [*kit.card(BESIDE_STILL, fill="paper")]
    head, y = kit.paragraph(look, x, BESIDE_STILL.y + 14, w, title, kit.fitted(look, title, 31, (w, 84), True), bold=True)
    shapes += head
    nodes: list[Node] = []
    (expected, did), room = sides, foot - y - 3 * 12
    first_of, second, third = _shares(look, did[1], w - 44, room)
    rows = (
        ("side:1", did, 30, first_of, "white", "signal"), ("side:0", expected, 26, second, "cloud", ""),
        ("why", why, 25, third, "", ""),
    )  # fmt: skip
    for id, (label, text), most, share, fill, edge in rows:
        rect = Rect(x, y + 10, w, room * share)
        shapes += [Box(rect, fill, 16)] if fill else []
        shapes += [Box(Rect(x, rect.y + 12, 8, rect.h - 24), edge, 4)] if edge else []
        first, below = kit.paragraph(look, x + 24, rect.y + 8, w - 44, label, 19, colour="steel", bold=True)
        size = kit.fitted(look, text, most, (w - 44, rect.y + rect.h - below - 6))
        shapes += [*first, *kit.paragraph(look, x + 24, below, w - 44, text, size)[0]]
        nodes.append(Node(id, "text", text, rect, (), spoken=f"{label}. {text}" if id != "why" else f"{label} {text}"))
        y = rect.y + rect.h
    # A voice and the keys meet them in the order of the sentence: what is expected, what was done, why.
    return shapes, [nodes[1], nodes[0], nodes[2]]


def _shares(look: Look, did: str, wide: float, room: float) -> tuple[float, float, float]:
    """Of a height, what is for what happened, for what is expected and for why: more for the first where it is long."""
    fits = (s for s in SHARES if kit.fitted(look, did, 30, (wide, room * s[0] - look.line_height(19) - 14)) >= LEAST)
    return next(fits, SHARES[-1])


def clock(look: Look, tick: int) -> str:
    """Minutes and seconds since the exercise began, or the words for « not met »."""
    return look.t("debrief.never") if tick < 0 else f"{tick // 3000}:{tick // 50 % 60:02d}"


def mark(x: float, y: float, state: str, r: float = 20) -> tuple[Shape, ...]:
    """Shape and colour together: a tick, a half disc, a ring; a pale ring where nothing can be said."""
    if state == "done":
        return kit.check_mark(x, y, r)
    if state == "part":
        return Circle(x, y, r, "white", "sky", r / 4), Box(Rect(x - r / 2, y - r / 5, r, r * 0.4), "sky", r / 5)
    return (Circle(x, y, r, "white", "amber" if state == "open" else "mist", r / 4),)
