"""The words of the trade, a press away from every screen of a workshop: each with its picture, if there is one."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Screen, Shape
from game.workshop.view_tray import ICONS
from game.workshop.words import WorkshopWords

DrawWord = Callable[[float, float], list[Shape]]


@dataclass(frozen=True, slots=True)
class Term:
    """A word: the end of its keys `term.<key>.name` and `.says`, and how small it is drawn, about 64 units wide."""

    key: str
    draw: DrawWord | None = None


SHARED = (
    Term("order"), Term("index"), Term("store", ICONS["store"]), Term("tag", ICONS["tag"]), Term("bell", ICONS["call"]),
    Term("foreign"),
)  # fmt: skip
"""Words of any workshop; a mechanic has its own before them."""
LOT = Term("lot")
PANEL = Rect(150, 106, 1620, 0)
HEAD, FOOT = 92.0, 118.0


def across(look: WorkshopWords) -> tuple[int, int]:
    """How many words stand side by side, and below one another, on a page."""
    scale = look.comfort.text_scale
    return (2, 5) if scale <= 1.25 else (1, 4) if scale <= 1.5 else (1, 3)


def pages(look: WorkshopWords, terms: Sequence[Term]) -> int:
    """How many pages the words take."""
    columns, rows = across(look)
    return -(-len(terms) // (columns * rows))


def shown(look: WorkshopWords, screen: Screen, terms: Sequence[Term], page: int) -> Screen:
    """The screen under a page of words: only the page can be reached until it is closed."""
    high = look.height - PANEL.y - 34
    panel = Rect(PANEL.x, PANEL.y, PANEL.w, high)
    veil = Box(Rect(0, 0, 1920, 1300), "ink", alpha=150)
    title, (columns, rows) = look.t("glossary"), across(look)
    size = kit.fitted(look, title, 34, (panel.w - 80, 60), True)
    head, _ = kit.paragraph(look, panel.x + 40, panel.y + 22, panel.w - 80, title, size, bold=True)
    nodes = [Node("glossary", "dialog", title, panel, (veil, *kit.card(panel), *head), (), spoken=title)]
    count, w = pages(look, terms), (panel.w - 60) / columns
    h = (panel.h - HEAD - FOOT) / rows
    here = terms[page % count * columns * rows : (page % count + 1) * columns * rows]
    for n, term in enumerate(here):
        rect = Rect(panel.x + 30 + n // rows * w, panel.y + HEAD + n % rows * h, w - 12, h - 10)
        nodes.append(_term(look, term, rect))
    foot = Rect(panel.x + 30, panel.y + panel.h - FOOT + 16, 560, 84)
    close = replace(foot, x=panel.x + panel.w - 590)
    modal = ("modal",)
    if count > 1:
        label = look.t("glossary.more", n=page % count + 1, all=count)
        nodes.append(kit.button(look, "words_more:", label, foot, style="secondary", size=26, state=modal))
    nodes.append(kit.button(look, "words:", look.t("glossary.close"), close, style="primary", size=28, state=modal))
    kept = (replace(n, state=tuple(s for s in n.state if s != "modal")) for n in screen.nodes if n.id != "words:")
    return Screen("words", title, (*kept, *nodes), screen.backdrop, screen.decor, say=title, focus_first="words:")


def _term(look: WorkshopWords, term: Term, rect: Rect) -> Node:
    name, says = look.t(f"term.{term.key}.name"), look.t(f"term.{term.key}.says")
    x, y = rect.x + 52, rect.centre[1]
    shapes: list[Shape] = [Box(rect, "paper", 18), Circle(x, y, 42, "slate")]
    shapes += [kit.scaled(s, 0.86, x, y) for s in term.draw(0, 0)] if term.draw else kit.paragraph(
        look, x - 40, y - look.line_height(34) / 2, 80, name[:1].upper(), 34, colour="white", bold=True, anchor="centre"
    )[0]
    left, room = rect.x + 112, rect.w - 128
    large = kit.fitted(look, name, 26, (room, rect.h * 0.4), True)
    size = kit.fitted(look, says, 23, (room, rect.h - 10 - look.line_height(large)))
    lines = len(look.wrap(says, size, room))
    top = y - (look.line_height(large) + look.line_height(size) * lines) / 2
    words, under = kit.paragraph(look, left, top, room, name, large, bold=True)
    body, _ = kit.paragraph(look, left, under, room, says, size)
    return Node(f"term:{term.key}", "text", name, rect, (*shapes, *words, *body), (), spoken=f"{name}. {says}")
