"""A sentence in a box of the system, for whoever has no terminal and no browser to read it in."""

import textwrap

import pygame

WIDE = 64
"""Signs in a line: the box of X11 breaks none by itself."""


def shown_in_box(title: str, sentence: str) -> bool:
    """Show it until it was read; False where no screen takes it."""
    parts = sentence.split("\n")
    lines = [line for part in parts for line in textwrap.wrap(part, WIDE, break_on_hyphens=False) or [""]]
    try:
        pygame.display.message_box(title, "\n".join(lines), "info")
    except pygame.error:
        return False
    return True
