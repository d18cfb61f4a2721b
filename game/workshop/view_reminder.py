"""Beside a try in practice: how far one is, what the gesture is called, and its picture with what it shows named."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import TypeGuard

from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Shape, Text, reach
from game.workshop.gesture_words import Taught
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.teaching import at_of, lesson_of
from game.workshop.view import Parts
from game.workshop.view_doc import DOC
from game.workshop.view_lesson import STAGE
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

REMINDER = Rect(34.0, 118.0, 420.0, 0.0)
SHRUNK = (REMINDER.w - 24) / STAGE.w
"""How large a stage is drawn beside a try, at the most."""
LARGER, AIR = 1.4, 22.0
"""How much larger than that at the most, where its pictures leave room around them; the air they keep."""
FOOT = 20.0
"""How far from the foot of the screen it ends, at the least."""
MARK_LONG, MARK_HIGH = 2, 12.0
"""A mark on a thing (a lot, an R, a length) has no more characters; smaller than this it is not read."""
NAMES = (17.0, 16.0, 15.0)
"""How large the name of a small picture is written: the first size at which no name of a row runs into the next."""
APART = 8.0
COUNTED = Rect(DOC.x + 14, DOC.y + DOC.h - 40, DOC.w - 28, 34.0)
"""At the foot of a document that lies where the picture of the gesture would: how far one is. Above it there was no room."""


def reminder(
    look: WorkshopWords, seen: WorkshopSeen, params: WorkshopParams, gesture: Gesture, taught: Taught
) -> Parts:
    """Beside a try: how far one is, what the gesture is called, its picture in few words, what the mentor said of it.

    What is written on a thing stays where it can be read: without it things look alike that are not. A press opens its
    page.
    """
    title, says = (taught.says(look, gesture, part) for part in ("title", "says"))
    room = REMINDER.w - 48
    at, count = lesson_of(params, gesture), at_of(look, params, gesture)
    small, top = kit.paragraph(look, REMINDER.x + 24, REMINDER.y + 16, room, count, 21, colour="steel", bold=True)
    pips = _pips(seen, params, at, Rect(REMINDER.x + 24, top + 8, room, 12))
    head, y = kit.paragraph(look, REMINDER.x + 24, top + 34, room, title, 28, bold=True)
    # Long words leave the picture less, or nothing: none of them falls off the foot of the screen.
    words = look.line_height(24) * len(look.wrap(says, 24, room))
    pictured, high = _pictured(look, taught.stage(look, gesture), y + 14, look.height - FOOT - words - 48 - y - 14)
    y += high + 18 if high else 0
    body, foot = kit.paragraph(look, REMINDER.x + 24, y + 10, room, says, 24)
    card = Rect(REMINDER.x, REMINDER.y, REMINDER.w, foot + 20 - REMINDER.y)
    node = Node("reminder:", "text", title, card, (), ("press",), spoken=f"{count}. {title}. {says}")
    return (*kit.card(card), *small, *pips, *head, *pictured, *body), (node,)


def _pictured(look: WorkshopWords, drawn: Sequence[Shape], top: float, most: float) -> tuple[list[Shape], float]:
    """A stage drawn small from `top` down, at the most so high; and how high it is, 0 where it has no room.

    Of what is filled of the stage as much as leaves every name its room: what is empty is not drawn small.
    """
    named: dict[Rect, tuple[list[Shape], float]] = {}
    for part in _parts(drawn):
        k = min((REMINDER.w - 24) / part.w, most / part.h)
        moved = k, REMINDER.x + REMINDER.w / 2 - part.centre[0] * k, top - part.y * k
        named[part] = _named(look, [s for s in drawn if isinstance(s, Text) and not _mark(s, k)], moved), k
    part = max(named, key=lambda part: len(named[part][0]))
    names, k = named[part]
    if k <= SHRUNK / 2:
        return [], 0.0
    dx, dy = REMINDER.x + REMINDER.w / 2 - part.centre[0] * k, top - part.y * k
    # Names are written larger than their pictures: the ground goes down to the foot of the lowest one.
    low = max((s.y + look.line_height(s.size / look.px(1)) + 2 for s in names if isinstance(s, Text)), default=0.0)
    panel = Rect(part.x * k + dx, top, part.w * k, max(part.h * k, low - top))
    shapes: list[Shape] = [Box(panel, "bench_low", 8, to="cloud")]
    shapes += [replace(s, rect=panel, radius=8) for s in drawn if _ground(s)]
    shapes += [kit.scaled(s, k, dx, dy) for s in drawn if not _ground(s) and (not isinstance(s, Text) or _mark(s, k))]
    return [*shapes, *names], panel.h


def _ground(shape: Shape) -> TypeGuard[Box]:
    """Whether a shape is what a stage stands on: as large as the stage, or nearly."""
    return isinstance(shape, Box) and shape.rect.w > STAGE.w - 40 and shape.rect.h > STAGE.h - 40


def _parts(drawn: Sequence[Shape]) -> list[Rect]:
    """What may be shown of a stage, the least first: what is filled of it with some air, half of the rest too, all of it.

    Never so little that it would be drawn `LARGER` than the whole.
    """
    edges = [_edges(s) for s in drawn if not _ground(s)]
    if not edges:
        return [STAGE]
    least = STAGE.w / LARGER
    left, right = min(e[0] for e in edges) - AIR, max(e[2] for e in edges) + AIR
    spare = max(0.0, least - (right - left)) / 2
    far = (left - spare, min(e[1] for e in edges) - AIR, right + spare, max(e[3] for e in edges) + AIR)
    whole = STAGE.x, STAGE.y, STAGE.x + STAGE.w, STAGE.y + STAGE.h
    kept = [max(far[0], whole[0]), max(far[1], whole[1]), min(far[2], whole[2]), min(far[3], whole[3])]
    parts = []
    for share in (0.0, 0.5, 1.0):
        a, b, c, d = (x + share * (y - x) for x, y in zip(kept, whole, strict=True))
        parts.append(Rect(a, b, c - a, d - b))
    return parts


def _edges(shape: Shape) -> tuple[float, float, float, float]:
    """How far a shape reaches: left, top, right, foot. Of a name its middle alone: its words are written anew."""
    return (shape.x, shape.y, shape.x, shape.y + 1.4 * shape.size) if isinstance(shape, Text) else reach(shape)


def counted(look: WorkshopWords, params: WorkshopParams, gesture: Gesture, sheet: Parts) -> Parts:
    """The document of a try, with how far one is in the place of its note: at its foot, with large words below it."""
    words = at_of(look, params, gesture)
    note = next((n for n in sheet[1] if n.id == "invented"), None)
    if note is not None:
        rect, size = note.rect, kit.fitted(look, words, 17, (note.rect.w, note.rect.h), True)
        drawn: tuple[Shape, ...] = (Box(rect.inset(-4), "white", 8), Text(rect.x, rect.y, words, look.px(size), "ink", True))
    else:
        rect, size = COUNTED, kit.fitted(look, words, 22, (COUNTED.w - 20, COUNTED.h), True)
        top = rect.centre[1] - look.line_height(size) / 2
        drawn = (Box(rect, "cloud", 14), Text(rect.centre[0], top, words, look.px(size), "ink", True, "centre"))
    node = Node("counted", "text", words, rect, drawn, spoken=words)
    return sheet[0], (*(n for n in sheet[1] if n.id != "invented"), node)


def _mark(text: Text, k: float) -> bool:
    """Whether a text is written on a thing, in capitals or figures, and is still read when drawn `k` times as large."""
    return len(text.text) <= MARK_LONG and text.text == text.text.upper() and text.size * k >= MARK_HIGH


@dataclass(frozen=True, slots=True)
class _Name:
    """What a stage says of one of its pictures: up to its colon, and where it stands in the small picture."""

    words: str
    x: float
    y: float
    written: Text

    def at(self, look: WorkshopWords, size: float) -> Rect:
        """Where its line lies, of this size."""
        w = look.width(self.words, size, True)
        left = self.x - {"left": 0.0, "centre": w / 2, "right": w}[self.written.anchor]
        return Rect(left, self.y, w, look.line_height(size))


def _named(look: WorkshopWords, texts: Sequence[Text], moved: tuple[float, float, float]) -> list[Shape]:
    """The name of each small picture, row by row, where a row has room for all of its names.

    `moved`: how large the stage is drawn, and by how much it is moved.

    Large words find none there: the page of the gesture, a press away, has them.
    """
    rows: dict[int, list[_Name]] = {}
    for name in () if kit.large(look) else _names(texts, moved):
        rows.setdefault(round(name.y / 12), []).append(name)
    shapes: list[Shape] = []
    for row in rows.values():
        size = next((size for size in NAMES if _fit([name.at(look, size) for name in row])), 0.0)
        if size:
            shapes += [Text(n.x, n.y, n.words, look.px(size), n.written.colour, True, n.written.anchor) for n in row]
    return shapes


def _names(texts: Sequence[Text], moved: tuple[float, float, float]) -> list[_Name]:
    """Lines that stand below one another are one saying; a row is a row though its sayings have other heights."""
    sayings: list[list[Text]] = []
    for text in texts:
        last = sayings[-1][-1] if sayings else None
        goes_on = last is not None and last.x == text.x and 0 < text.y - last.y < 2 * text.size
        if goes_on:
            sayings[-1].append(text)
        else:
            sayings.append([text])
    names, (k, dx, dy) = [], moved
    for lines in sayings:
        words = " ".join(line.text for line in lines).partition(":")[0].strip()
        x, y = lines[0].x * k + dx, lines[0].y * k + dy
        names.append(_Name(words, x, y, lines[0]))
    return names


def _fit(lines: Sequence[Rect]) -> bool:
    """Whether the names of a row stand apart, and within the picture."""
    row = sorted(lines, key=lambda rect: rect.x)
    apart = all(a.x + a.w + APART <= b.x for a, b in pairwise(row))
    return apart and row[0].x >= REMINDER.x + 16 and row[-1].x + row[-1].w <= REMINDER.x + REMINDER.w - 16


def _pips(seen: WorkshopSeen, params: WorkshopParams, at: int, rect: Rect) -> list[Shape]:
    """A short bar for each lesson: learnt, in hand, to come."""
    lessons = params.lessons()
    w = rect.w / len(lessons)
    shapes: list[Shape] = []
    for n, gestures in enumerate(lessons):
        known = all(g.id in seen.learnt for g in gestures)
        bar = Rect(rect.x + n * w, rect.y, w - 6, rect.h)
        shapes.append(Box(bar, "primer_dark" if known else "signal" if n == at else "mist", 6))
    return shapes
