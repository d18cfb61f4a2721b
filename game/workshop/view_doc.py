"""The sheet at the left: order, plan, cut or changes, as the person opened it, page after page when the text is large."""

import re
from collections.abc import Callable

from game.screen import kit
from game.screen.nodes import Box, Circle, Node, Rect, Shape, Text
from game.workshop.seen import WorkshopSeen
from game.workshop.words import WorkshopWords

DOC = Rect(34, 118, 420, 902)
KEYS_CARD = Rect(34, 952, 420, 68)
PLAN_HIGH = 234
STEP = re.compile(r"^(\d)\. (.*)$")
Plan = Callable[[float], list[Shape]]
"""The drawing of the plan, its top at a height; 222 high, as wide as the sheet."""


def document(
    look: WorkshopWords, seen: WorkshopSeen, number: str, plan: Plan, page: int, *, keys: bool
) -> tuple[tuple[Shape, ...], tuple[Node, ...]]:
    """A sheet of paper with its tabs. What does not fit stands on the next page."""
    keys = keys and look.comfort.text_scale <= 1
    sheet = Rect(DOC.x, DOC.y, DOC.w, KEYS_CARD.y - 18 - DOC.y if keys else DOC.h)
    title = look.t("order.title", number=number, index=seen.index)
    shapes: list[Shape] = list(kit.document(sheet, look, title))
    tabs, y = _tabs(look, seen)
    if seen.doc == "plan":
        shapes += plan(y)
        y += PLAN_HIGH
    text = look.t(text_of(seen))
    pages = _pages(look, text, y, sheet.y + sheet.h - 14)
    at = page % len(pages)
    shapes += pages[at]
    nodes = [Node("document", "text", title, sheet, (), spoken=text.replace("\n", " ")), *tabs]
    if len(pages) > 1:
        label = look.t("page", n=at + 1, all=len(pages))
        rect = Rect(sheet.x + 24, sheet.y + sheet.h - 78, sheet.w - 48, 64)
        nodes.append(kit.button(look, "page:", label, rect, style="dark", size=20))
    if keys:
        shapes += _keys(look)
    return tuple(shapes), tuple(nodes)


def text_of(seen: WorkshopSeen) -> str:
    """The key of the text of the open document, in the issue in force."""
    if seen.doc == "changes":
        return "changes" if seen.revised else "changes_none"
    return "plan" if seen.doc == "plan" else f"{seen.doc}.{'revised' if seen.revised else 'first'}"


def _tabs(look: WorkshopWords, seen: WorkshopSeen) -> tuple[list[Node], float]:
    """One tab a document; two rows when the words are large."""
    names = ["order", "plan", "cut"] + (["changes"] if seen.revised else []) + (["rack"] if seen.folders else [])
    across = len(names) if look.comfort.text_scale <= 1 else 2
    w = (DOC.w - 32 - 8 * (across - 1)) / across
    nodes = []
    for n, name in enumerate(names):
        rect = Rect(DOC.x + 16 + n % across * (w + 8), DOC.y + 82 + n // across * 72, w, 64)
        style = "dark" if seen.doc == name else "plain"
        state = ("checked",) if seen.doc == name else ()
        nodes.append(kit.button(look, f"doc:{name}", look.t(f"tab.{name}"), rect, style=style, size=20, state=state))
    rows = (len(names) + across - 1) // across
    return nodes, DOC.y + 92 + rows * 72


def _pages(look: WorkshopWords, text: str, top: float, bottom: float) -> list[list[Shape]]:
    """The paragraphs, in as many pages as they need; the foot is kept free as soon as there are two."""
    whole = _fill(look, text.split("\n"), top, bottom)
    return whole if len(whole) == 1 else _fill(look, text.split("\n"), top, bottom - 72)


def _fill(look: WorkshopWords, paragraphs: list[str], top: float, bottom: float) -> list[list[Shape]]:
    """Line after line: a paragraph may go on over the page, so that no page is left half empty."""
    pages: list[list[Shape]] = [[]]
    y = top
    for n, paragraph in enumerate(paragraphs):
        lines = _lines(look, paragraph, first=n == 0)
        for shapes, high in lines:
            if y + high > bottom and pages[-1]:
                pages.append([])
                y = top
            pages[-1] += [kit.moved(s, 0, y) for s in shapes]
            y += high
        y += 9
    return pages


def _lines(look: WorkshopWords, paragraph: str, *, first: bool) -> list[tuple[list[Shape], float]]:
    """A paragraph as lines around y = 0 with their heights: the first one is a heading, a step has its number in a disc."""
    step = STEP.match(paragraph)
    left = DOC.x + 26
    disc: list[Shape] = []
    if step is not None:
        r = min(26.0, 17 * look.comfort.text_scale)
        disc = [Circle(left + r - 2, r - 2, r, "slate"), Text(left + r - 2, r - 2 - r * 0.78, step[1], r * 1.24, "white", True, "centre")]
        left += 2 * r + 12
    size = 21.0
    high = look.line_height(size)
    colour = "steel" if first else "ink"
    found: list[tuple[list[Shape], float]] = []
    for text in look.wrap(step[2] if step else paragraph, size, DOC.x + DOC.w - 24 - left, first):
        found.append(([*disc, Text(left, 2, text, look.px(size), colour, first)], high))
        disc = []
    if step is not None and len(found) == 1:
        found[0] = (found[0][0], max(high, 2 * r))
    return found


def _keys(look: WorkshopWords) -> list[Shape]:
    """What the arrows and Enter do, as caps and words; the tray shows the other keys."""
    shapes: list[Shape] = [*kit.card(KEYS_CARD, radius=18)]
    x, y = KEYS_CARD.x + 22, KEYS_CARD.y + 18
    for pair in look.t("keys").split(";"):
        key, _, word = pair.partition("|")
        cap = look.width(key, 18, True) + 22
        shapes += [Box(Rect(x, y, cap, 32), "slate", 9), Text(x + cap / 2, y + 4, key, look.px(18), "white", True, "centre")]
        shapes.append(Text(x + cap + 10, y + 4, word, look.px(19), "ink"))
        x += cap + 10 + look.width(word, 19) + 26
    return shapes
