"""Large words that need several pages: what stands on each of them. No sentence is cut that a page can hold."""

import re

from game.screen import kit
from game.screen.nodes import Shape, Text
from game.screen.scene import Look

SENTENCES = re.compile(r"(?<=[.!?»”])\s+(?=[«“(]?\s?[A-ZÀ-ÖØ-Þ0-9])")
CLAUSES = re.compile(r"(?<=[,;:])\s+")
"""Where a text may be cut in two: between its sentences; within one that is too long for a page, after a clause."""


def turned(
    look: Look, text: str, size: float, box: tuple[float, float], page: int, colour: str = "ink"
) -> tuple[tuple[Shape, ...], int]:
    """A text about (0, 0), as many whole sentences as fit in (width, height); and how many pages it takes.

    A sentence that no page holds is cut after a clause. Words that are not large get smaller instead, as anywhere:
    they were meant for their place.
    """
    if not kit.large(look):
        fits = kit.fitted(look, text, size, box)
        return kit.paragraph(look, 0, 0, box[0], text, fits, colour=colour)[0], 1
    pages = _pages(look, text, size, box)
    step = look.line_height(size)
    shown = pages[page % len(pages)]
    return tuple(Text(0, n * step, line, look.px(size), colour) for n, line in enumerate(shown)), len(pages)


def _lines(look: Look, text: str, size: float, box: tuple[float, float]) -> list[str]:
    """The lines of a text that fits in (width, height), [] for one that does not."""
    lines = look.wrap(text, size, box[0])
    return lines if len(lines) <= max(1, int(box[1] / look.line_height(size))) else []


def _pages(look: Look, text: str, size: float, box: tuple[float, float]) -> list[list[str]]:
    """The lines of each page of a text."""
    pages: list[list[str]] = []
    held = ""
    for sentence in SENTENCES.split(text):
        if _lines(look, f"{held} {sentence}".strip(), size, box):
            held = f"{held} {sentence}".strip()
            continue
        pages += [look.wrap(held, size, box[0])] if held else []
        held = sentence
        while not _lines(look, held, size, box):
            page, held = _cut(look, held, size, box)
            pages.append(page)
    return [*pages, look.wrap(held, size, box[0])] if held or not pages else pages


def _cut(look: Look, sentence: str, size: float, box: tuple[float, float]) -> tuple[list[str], str]:
    """The first page of a sentence that takes several, and the rest of it: whole clauses where they fill a page."""
    per = max(1, int(box[1] / look.line_height(size)))
    clauses = CLAUSES.split(sentence)
    for n in range(len(clauses) - 1, 0, -1):
        lines = _lines(look, " ".join(clauses[:n]), size, box)
        if len(lines) == per:
            return lines, " ".join(clauses[n:])
    lines = look.wrap(sentence, size, box[0])
    return lines[:per], " ".join(lines[per:])
