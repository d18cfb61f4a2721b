"""Large words that need several pages: what stands on each of them. No sentence is cut that a page can hold."""

import re

from game.screen import kit
from game.screen.nodes import Shape, Text
from game.screen.scene import Look

SENTENCES = re.compile(r"(?<=[.!?»”])\s+(?=[«“(]?\s?[A-ZÀ-ÖØ-Þ0-9])")
CLAUSES = re.compile(r"(?<=[,;:])\s+")
"""Where a text may be cut in two: between its sentences; within one that is too long for a page, after a clause."""


LEAST = 0.65
"""How much smaller a sentence may get to stand on a page of its own; what needs less is cut after a clause."""
WordsOnPage = tuple[float, list[str]]
"""The size of its words, and its lines."""


def turned(
    look: Look, text: str, size: float, box: tuple[float, float], page: int, colour: str = "ink"
) -> tuple[tuple[Shape, ...], int]:
    """A text about (0, 0), as many whole sentences as fit in (width, height); and how many pages it takes.

    A sentence that no page holds gets smaller on a page of its own; one that would be too small is cut after a clause,
    never inside one. Words that are not large get smaller instead, as anywhere: they were meant for their place.
    """
    if not kit.large(look):
        fits = kit.fitted(look, text, size, box)
        return kit.paragraph(look, 0, 0, box[0], text, fits, colour=colour)[0], 1
    pages = _pages(look, text, size, box)
    fits, lines = pages[page % len(pages)]
    step = look.line_height(fits)
    return tuple(Text(0, n * step, line, look.px(fits), colour) for n, line in enumerate(lines)), len(pages)


def _pages(look: Look, text: str, size: float, box: tuple[float, float]) -> list[WordsOnPage]:
    """Whole sentences, as many as a page holds; of one that is too long for any, whole clauses."""
    pages: list[WordsOnPage] = []
    held = ""
    for sentence in SENTENCES.split(text):
        whole = _fits(look, sentence, size, box, size * LEAST)
        for n, part in enumerate([sentence] if whole else CLAUSES.split(sentence)):
            more = f"{held} {part}".strip()
            # Clauses of one sentence share a page that holds them smaller: none stands alone on it for that.
            if not held or _fits(look, more, size, box, size * LEAST if n else size):
                held = more
                continue
            pages.append(_page(look, held, size, box))
            held = part
    return [*pages, _page(look, held, size, box)]


def _page(look: Look, held: str, size: float, box: tuple[float, float]) -> WordsOnPage:
    fits = _fits(look, held, size, box, 8.0) or 8.0
    return fits, look.wrap(held, fits, box[0])


def _fits(look: Look, part: str, size: float, box: tuple[float, float], least: float) -> float:
    """The largest size, `least` or more, at which a part fits in (width, height); 0 where none does."""
    while size >= least:
        if len(look.wrap(part, size, box[0])) <= max(1, int(box[1] / look.line_height(size))):
            return size
        size -= 0.5
    return 0.0
