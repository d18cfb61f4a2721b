"""What practice shows of the gestures that any workshop may teach: store, what lies about, part, folder, sheet."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Shape, Text
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.view_bench import thrown_away
from game.workshop.view_board import tool_drawing
from game.workshop.view_count import DRAWN, DrawCounted
from game.workshop.view_lesson import STAGE
from game.workshop.view_parts import FALLEN, outline, seat
from game.workshop.view_pegs import silhouette
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

P = TypeVar("P", bound=WorkshopParams)
OfGesture = Callable[[WorkshopWords, Gesture], list[Shape]]
UNDER = STAGE.y + STAGE.h - 116


def sign(x: float, y: float, name: str) -> list[Shape]:
    """Shape and colour together: a tick, or a cross."""
    if name == "right":
        return [Circle(x, y, 32, "green"), Line(((x - 14, y + 1), (x - 4, y + 12), (x + 15, y - 11)), "white", 7)]
    crossed = (Line(((x - 12, y - way * 12), (x + 12, y + way * 12)), "ink", 6) for way in (1, -1))
    return [Circle(x, y, 32, "white", "ink", 4), *crossed]


def under(look: WorkshopWords, x: float, words: str, room: float) -> list[Shape]:
    """A few words below a picture, never smaller than asked for."""
    return [*kit.paragraph(look, x - room / 2, UNDER, room, words, 25, bold=True, anchor="centre")[0]]


def arrow(x: float, y: float, long: float) -> list[Shape]:
    """From left to right."""
    tip = x + long
    return [Line(((x, y), (tip, y)), "ink", 6), Line(((tip - 24, y - 20), (tip, y), (tip - 24, y + 20)), "ink", 6)]


def storing(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> list[Shape]:
    """A label still good, one that is past, and the store that gives another tool."""
    shapes: list[Shape] = []
    tool = next(t for t in params.tools if t.id == gesture.tool)
    good = next((t for t in params.tools if t.label and t.id not in (tool.id, params.expired_tool)), tool)
    y = STAGE.y + 190
    for share, dated_tool, date, name in ((0.2, good, good.label, "right"), (0.5, tool, gesture.label, "wall")):
        x = STAGE.x + STAGE.w * share
        shapes += [Box(Rect(x - 150, y - 112, 300, 270), "slate", 22)]
        shapes += [kit.scaled(s, 1.3, x, y - 16) for s in tool_drawing(dated_tool.draw, 0, 0, faded=False)]
        shapes += [Box(Rect(x - 92, y + 76, 184, 52), "white", 8, "steel", 3), Text(x, y + 82, date, 33, "ink", True, "centre")]
        shapes += [*sign(x + 128, y - 112, name), *under(look, x, look.t(f"lesson.store.{name}"), 380)]
    x = STAGE.x + STAGE.w * 0.83
    shapes += arrow(STAGE.x + STAGE.w * 0.635, y, 100)
    shapes += [kit.scaled(s, 2.6, x, y) for s in ICONS["store"](0, 0)]
    return [*shapes, *under(look, x, look.t("lesson.store.there"), 380)]


def tidying(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> list[Shape]:
    """What belongs to the bench stays; what is foreign goes into its box."""
    own = next((f for f in params.fod if not f.foreign), None)
    foreign = next((f for f in params.fod if f.foreign), None)
    y = STAGE.y + 190
    shapes: list[Shape] = []
    for share, thing, name in ((0.22, own, "own"), (0.54, foreign, "foreign")):
        x = STAGE.x + STAGE.w * share
        shapes += [Box(Rect(x - 150, y - 120, 300, 250), "primer_high", 26, "primer_dark", 3)]
        shapes += [kit.scaled(s, 2.8, x, y) for s in FALLEN[thing.draw]] if thing else []
        shapes += under(look, x, look.t(f"lesson.tidy.{name}"), 400)
    x = STAGE.x + STAGE.w * 0.84
    shapes += arrow(STAGE.x + STAGE.w * 0.67, y, 100)
    shapes += [Box(Rect(x - 125, y - 84, 250, 200), "amber", 22, "ink", 3), Box(Rect(x - 86, y - 104, 172, 44), "ink", 20)]
    shapes += [Box(Rect(x - 106, y - 38, 212, 132), "paper", 14), *thrown_away(x, y + 28, 1.15)]
    return [*shapes, *under(look, x, look.t("fod_box"), 320)]


def posing(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> list[Shape]:
    """The part as it comes, turned, flipped; then on its line."""
    part = params.parts[0]
    y = STAGE.y + 190
    shapes: list[Shape] = []
    angle, face = part.tried_from
    turned = (angle + 1) % 4
    for n, (name, at) in enumerate((("comes", (angle, face)), ("turned", (turned, face)), ("flipped", (turned, 1 - face)))):
        x = STAGE.x + STAGE.w * (0.13 + 0.235 * n)
        shapes += [*outline((x, y), *at), *under(look, x, look.t(f"lesson.pose.{name}"), 310)]
        shapes += arrow(x + 112, y, 90)
    x = STAGE.x + STAGE.w * 0.86
    right = part.angle, part.face
    shapes += [Box(Rect(x - 140, y - 140, 280, 280), "primer_high", 22), *seat((x, y), right), *outline((x, y), *right)]
    return [*shapes, *sign(x + 120, y - 140, "right"), *under(look, x, look.t("lesson.pose.fits"), 330)]


def foldering(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> list[Shape]:
    """The bell, then three folders: an old one, one that nobody signed, the new one that is signed."""
    y = STAGE.y + 190
    x = STAGE.x + STAGE.w * 0.12
    shapes = [*(kit.scaled(s, 2.8, x, y) for s in ICONS["call"](0, 0)), *under(look, x, look.t("lesson.folder.bell"), 250)]
    shapes += arrow(STAGE.x + STAGE.w * 0.2, y, 90)
    old, new = params.issues
    for share, issue, name in ((0.37, old, "old"), (0.61, new, "draft"), (0.86, new, "right")):
        x = STAGE.x + STAGE.w * share
        shapes += [Box(Rect(x - 112, y - 132, 120, 40), "amber", 12), Box(Rect(x - 120, y - 110, 240, 250), "amber", 16)]
        shapes += [Box(Rect(x - 92, y - 84, 184, 190), "paper", 8), Text(x, y - 74, issue, 76, "ink", True, "centre")]
        if name != "draft":
            shapes.append(Line(tuple((x - 60 + 20 * k, y + 74 - 22 * (k % 2)) for k in range(7)), "blue_dark", 5))
        shapes += [*sign(x + 112, y - 128, "right" if name == "right" else "wall")]
        shapes += under(look, x, look.t(f"lesson.folder.{name}"), 300)
    return shapes


def closed(look: WorkshopWords, params: WorkshopParams, gesture: Gesture) -> list[Shape]:
    """What hangs there is counted, the number is noted, an empty place of the board is touched, the pen signs."""
    tool = next((t for t in params.tools if t.id == gesture.tool), None)
    steps = [_counted(params), _noted(params), *([_empty(tool.draw)] if tool else []), _signed()]
    words = ("count", "note", *(("search",) if tool else ()), "sign")
    wide, y = STAGE.w / len(steps), STAGE.y + 190
    k = min(1.0, wide / 440)
    shapes: list[Shape] = []
    for n, (drawn, word) in enumerate(zip(steps, words, strict=True)):
        x = STAGE.x + wide * (n + 0.5)
        shapes += [kit.scaled(s, k, x, y) for s in drawn]
        shapes += under(look, x, look.t(f"lesson.close.{word}"), wide - 60)
        shapes += arrow(x + wide / 2 - 34, y, 68) if n < len(steps) - 1 else []
    return shapes


def _counted(params: WorkshopParams) -> list[Shape]:
    """Tags on their hooks about (0, 0), one of which is gone."""
    shapes: list[Shape] = [Box(Rect(-180, -100, 360, 20), "alu_mid", 9, "steel", 2)]
    for n in range(params.tags):
        at = (n - (params.tags - 1) / 2) * 330 / params.tags
        shapes.append(Line(((at, -80), (at, -52)), "steel", 4))
        shapes += [kit.scaled(s, 1.3, at, 14) for s in DRAWN["tags"](0, 0)] if n < params.tags - 1 else []
    return shapes


def _noted(params: WorkshopParams) -> list[Shape]:
    return [Box(Rect(-80, -80, 160, 160), "white", 18, "signal", 6), Text(0, -62, str(params.tags - 1), 96, "ink", True, "centre")]


def _empty(draw: str) -> list[Shape]:
    """The place of a tool that is not there, with the sign that it can be touched."""
    tool = [kit.scaled(silhouette(s), 1.2, 0, 4) for s in tool_drawing(draw, 0, 0, faded=True)]
    mark: list[Shape] = [Circle(88, -86, 32, "amber", "ink", 3), Text(88, -118, "?", 50, "ink", True, "centre")]
    return [Box(Rect(-130, -124, 260, 250), "slate", 20, "rim", 3), Circle(0, -96, 10, "alu_mid", "ink", 2), *tool, *mark]


def _signed() -> list[Shape]:
    return [Box(Rect(-150, -130, 300, 270), "paper", 14, "steel", 2), Line(((-110, 92), (110, 92)), "steel", 3), *pen(-50, 82)]


def pen(x: float, y: float) -> list[Shape]:
    """A pen whose tip stands at a point."""
    body = ((x + 26, y - 36), (x + 146, y - 136), (x + 164, y - 112), (x + 44, y - 12))
    return [Poly(body, "blue_dark"), Poly(((x + 26, y - 36), (x + 44, y - 12), (x, y)), "alu_mid"), Line(((x + 36, y - 36), (x + 146, y - 128)), "sky", 5)]


DrawStage = Callable[[WorkshopWords, WorkshopParams, Gesture], list[Shape]]


def stages(own: Mapping[str, Callable[[WorkshopWords, P], list[Shape]]], params: P) -> OfGesture:
    """What the page of each gesture shows: that of any workshop, else the mechanic's own, by the sort of gesture."""

    def stage(look: WorkshopWords, gesture: Gesture) -> list[Shape]:
        shared = STAGES.get(gesture.does)
        return own[gesture.does](look, params) if shared is None else shared(look, params, gesture)

    return stage


STAGES: Mapping[str, DrawStage] = {
    "store": storing, "tidy": tidying, "pose": posing, "folder": foldering, "close": closed,
}  # fmt: skip
"""Sort of gesture -> what its page shows."""
SIGNS: Mapping[str, DrawCounted] = {
    "store": lambda x, y: ICONS["store"](x, y),
    "tidy": lambda x, y: [Box(Rect(x - 24, y - 14, 48, 38), "amber", 6), Box(Rect(x - 18, y - 24, 36, 14), "white", 7)],
    "pose": lambda x, y: [kit.scaled(s, 0.3, x, y) for s in outline((0, 0), 0, 0)],
    "folder": lambda x, y: [Box(Rect(x - 30, y - 24, 30, 14), "amber", 5), Box(Rect(x - 32, y - 16, 64, 42), "amber", 7), Box(Rect(x - 22, y - 8, 44, 24), "paper", 3)],
    "close": lambda x, y: [Box(Rect(x - 26, y - 28, 44, 56), "paper", 6), *(kit.scaled(s, 0.34, x - 6, y + 18) for s in pen(0, 0))],
}
"""Sort of gesture -> its small picture."""


def aim(seen: WorkshopSeen, gesture: Gesture, mode: str) -> str:
    """The next thing to press in a try; nothing is lit where one has to look."""
    if gesture.does == "store" and mode != "store":
        return "mode:store"
    if gesture.does == "close":
        empty = next((f"gap:{tool.id}" for tool in seen.tools if tool.gone), "")
        return (empty or "sign") if any(line.value for line in seen.counts) else ""
    return "doc:rack" if gesture.does == "folder" else ""
