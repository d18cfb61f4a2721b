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
STILL = Rect(64, 306, 840, 496)
WATCH = Rect(64, 820, 400, 88)
BESIDE_STILL = Rect(928, 306, 928, 602)
SAYS = Rect(BESIDE_STILL.x + 32, BESIDE_STILL.y + 14, BESIDE_STILL.w - 64, BESIDE_STILL.h - 14 - 112)
"""The title of a moment, and what is said of it; below it stand the folds."""
FOLDS = ("did", "expected", "why", "how", "next")
"""What is said of a moment, one at a time: what happened, what the trade expects, why, how it was done, what next."""
WIDE = 1400.0
"""How much of the screen's width a still shows."""
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
    # The picture has all the frame: its name stands beside the still of the one that is looked at.
    high = min(rect.h - 12, (rect.w - 12) * STILL.h / STILL.w)
    inner = Rect(rect.x + 6, rect.centre[1] - high / 2, rect.w - 12, high)
    shapes += _still(stills.get(moment.picture), inner)
    shapes += [Circle(inner.x + 16, inner.y + 16, 19, "paper"), *mark(inner.x + 16, inner.y + 16, moment.state, 15)]
    small = min(look.px(kit.READ), 24.0)
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
    state, when = look.t(f"state.{moment.stands}"), clock(look, moment.picture if seen is not None else moment.tick)
    shapes: list[Shape] = [Box(Rect(STILL.x - 8, STILL.y - 8, STILL.w + 16, STILL.h + 16), "ink", 12, shade=True), *_still(seen, STILL)]
    if seen is None:
        shapes += mark(STILL.centre[0], STILL.centre[1] - 20, moment.state, 64)
    size = kit.fitted(look, state, 22, (560, 44), True)
    w, y = look.width(state, size, True) + 88, STILL.y + STILL.h - 62
    shapes += [Box(Rect(STILL.x + 12, y, w, 50), "paper", 25, "ink", 2), *mark(STILL.x + 40, y + 25, moment.state, 17)]
    shapes.append(Text(STILL.x + 68, y + 25 - look.px(size) * 0.62, state, look.px(size), "ink", True))
    if moment.tick >= 0 or seen is not None:
        big = min(look.px(24), 30.0)
        w = look.width(when, big / look.px(1), True) + 32
        shapes += [Box(Rect(STILL.x + STILL.w - w - 12, y, w, 50), "ink", 25, "rim", 2), Text(STILL.x + STILL.w - w / 2 - 12, y + 25 - big * 0.62, when, big, "white", True, "centre")]
    said = f"{look.t('debrief.still', time=when)} " if seen is not None else ""
    if seen is not None and moment.shows:
        # No act is seen here, and no ring lies on anything: what the picture is, is said on it.
        what = look.t(f"debrief.shows.{moment.shows}")
        size = kit.fitted(look, what, 22, (STILL.w - 80, 44), True)
        w = look.width(what, size, True) + 48
        shapes += [Box(Rect(STILL.x + 12, STILL.y + 12, w, 48), "paper", 24, "ink", 2), Text(STILL.x + 12 + w / 2, STILL.y + 36 - look.px(size) * 0.62, what, look.px(size), "ink", True, "centre")]
        said = f"{what}. {said}"
    return Node("still", "image", state, STILL, tuple(shapes), spoken=f"{said}{state}.")


def headed(look: Look, title: str) -> tuple[list[Shape], float]:
    """The paper beside the still with the name of the moment, and where it ends."""
    size = kit.fitted(look, title, 34, (SAYS.w, 96), True)
    words, y = kit.paragraph(look, SAYS.x, SAYS.y, SAYS.w, title, size, bold=True)
    return [*kit.card(BESIDE_STILL, fill="paper"), *words], y


def said_of(look: Look, id: str, said: tuple[str, str], rect: Rect) -> Node:
    """One thing that is said of a moment: its name for a voice, its words as large as they find room."""
    label, text = said
    edge = "signal" if id == "side:1" else "steel"
    shapes: list[Shape] = [Box(rect, "white", 16), Box(Rect(rect.x, rect.y + 14, 8, rect.h - 28), edge, 4)]
    size = kit.fitted(look, text, 26, (rect.w - 60, rect.h - 32))
    shapes += kit.paragraph(look, rect.x + 32, rect.y + 18, rect.w - 60, text, size)[0]
    return Node(id, "text", text, rect, tuple(shapes), (), spoken=f"{label} {text}" if id == "why" else f"{label}. {text}")


def folds(look: Look, now: str) -> list[Node]:
    """What else is said of a moment, each behind a press; the one that is read is dark."""
    gap, wide = 10.0, (SAYS.w + 10.0) / len(FOLDS)
    nodes = []
    labels = [look.t(f"debrief.fold.{fold}") for fold in FOLDS]
    size = min(kit.fitted(look, label, 23, (wide - gap - 24, 76), True) for label in labels)
    for n, (fold, label) in enumerate(zip(FOLDS, labels, strict=True)):
        rect, on = Rect(SAYS.x + n * wide, SAYS.y + SAYS.h + 12, wide - gap, 84), fold == now
        high = look.line_height(size) * len(look.wrap(label, size, rect.w - 24, True))
        words = kit.paragraph(look, rect.x + 12, rect.centre[1] - high / 2, rect.w - 24, label, size, colour="white" if on else "ink", bold=True, anchor="centre")[0]
        shapes = (Box(rect, "slate" if on else "cloud", 18, "rim" if on else "edge", 2), *words)
        nodes.append(Node(f"fold:{fold}", "choice", label, rect, shapes, ("press",), state=("current",) if on else (), spoken=label))
    return nodes


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
