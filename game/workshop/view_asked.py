"""A field of the sheet asked by itself: its whole question, what it speaks of drawn beside, its answers, what is noted."""

from game.screen import kit
from game.screen.nodes import Box, Node, Rect, Shape, Text
from game.workshop.view_count import Closing, Entry
from game.workshop.words import WorkshopWords

PICTURE = 208.0
"""How wide what is recalled is drawn."""


def sheet(number: str) -> list[Shape]:
    """The sheet with its number, about (0, 0)."""
    lines = [Box(Rect(-52, -16 + 24 * k, 104 if k else 64, 8), "steel", 4) for k in range(4)]
    head = Text(0, -86, number, 28, "white", True, "centre")
    return [Box(Rect(-72, -92, 144, 184), "paper", 10, "ink", 3), Box(Rect(-72, -92, 144, 52), "ink", 10), head, *lines]


def answer(look: WorkshopWords, field: str, option: str) -> str:
    """An answer of a field in words: its text where there is one, else itself."""
    key = f"answer.{field}.{option}"
    return look.t(key) if look.has(key) else option


def question(
    look: WorkshopWords, now: Closing, asked: Entry, form: Rect, shapes: list[Shape], nodes: list[Node]
) -> None:
    """One question in the room of the form; above it every field with what is noted there, and the way to the next."""
    large = kit.large(look)
    inner = form.inset(16)
    high = 84.0 if large else 56.0
    _noted(look, now, asked, Rect(inner.x, inner.y, inner.w, high), nodes)
    top = inner.y + high + 12
    low = inner.y + inner.h
    side = min(PICTURE, low - top)
    shapes.append(Box(Rect(inner.x, top, side, low - top), "tarmac", 16, "rim", 2))
    k = (side - 12) / PICTURE
    shapes += [kit.scaled(s, k, inner.x + side / 2, (top + low) / 2) for s in asked.recall]
    x, w = inner.x + side + 20, inner.w - side - 20
    room = (low - top) * 0.5
    size = kit.fitted(look, asked.asks, 28, (w, room - 8), True)
    lines = look.line_height(size) * len(look.wrap(asked.asks, size, w, True))
    shapes += kit.paragraph(look, x, top + max(0.0, (room - 8 - lines) / 2), w, asked.asks, size, colour="white", bold=True)[0]
    wide = (w - 12 * (len(asked.options) - 1)) / len(asked.options)
    for n, option in enumerate(asked.options):
        on = option == asked.value
        word = answer(look, asked.id, option)
        rect = Rect(x + n * (wide + 12), top + room, wide, low - top - room)
        style, state = ("secondary", ("checked",)) if on else ("dark", ())
        nodes.append(kit.button(look, f"answer:{asked.id}={option}", word, rect, style=style, size=32, state=state, spoken=f"{asked.asks} {word}"))


def _noted(look: WorkshopWords, now: Closing, asked: Entry, row: Rect, nodes: list[Node]) -> None:
    """A small box a field, with its number and what is noted; at the right, the next one that is empty."""
    further = 268.0
    w = (row.w - further - 12) / len(now.entries)
    for n, entry in enumerate(now.entries):
        noted = answer(look, entry.id, entry.value) if entry.value else "–"
        label = look.t("closing.asked_of", n=n + 1, noted=noted)
        state = ("current",) if entry is asked else ("checked",) if entry.value else ()
        style = "secondary" if entry is asked else "dark"
        rect = Rect(row.x + n * w, row.y, w - 10, row.h)
        nodes.append(kit.button(look, f"entry:{entry.id}", label, rect, style=style, size=22, state=state, spoken=f"{entry.name}. {label}"))
    at = now.entries.index(asked)
    empty = [entry for entry in (*now.entries[at + 1 :], *now.entries[:at]) if not entry.value]
    if empty:
        rect = Rect(row.x + row.w - further, row.y, further, row.h)
        nodes.append(kit.button(look, f"further:{empty[0].id}", look.t("closing.further"), rect, style="primary" if asked.value else "plain", size=24))
