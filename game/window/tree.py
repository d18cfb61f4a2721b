"""The fifth reader of the tree: a window that also writes what it shows as JSON lines, for tests and monkeys."""

import json
import os
import time
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import pygame

from game.screen import navigate
from game.screen.nodes import Rect, Screen, Text
from game.window.aloud import WindowVoice
from game.window.app import WindowApp
from game.window.fonts import font
from game.window.paint import WIDTH
from game.window.reader import ReadableWindow


def screen_tree(screen: Screen, focus: str, size: tuple[int, int]) -> dict[str, Any]:
    """A screen as plain data; rectangles are [x, y, w, h] in real pixels of a window of that size."""
    scale = size[0] / WIDTH
    reached = {n.id for n in navigate.reachable(screen)}
    nodes = [
        {
            "id": n.id, "role": n.role, "name": n.name, "value": n.value, "state": n.state, "actions": n.actions,
            "reached": n.id in reached, "shortcut": n.shortcut, "rect": pixels(n.rect, scale),
        }
        for n in screen.nodes
    ]  # fmt: skip
    loose = [("", shape) for shape in (*screen.backdrop, *screen.decor, *screen.overlay)]
    drawn = [*loose, *((n.id, shape) for n in screen.nodes for shape in n.shapes)]
    texts = [
        {"node": node, "text": shape.text, "rect": place(shape, scale)}
        for node, shape in drawn
        if isinstance(shape, Text) and shape.text
    ]
    return {
        "screen": screen.id, "title": screen.title, "say": screen.say, "focus": focus, "size": size, "nodes": nodes,
        "texts": texts,
    }  # fmt: skip


def pixels(rect: Rect, scale: float) -> list[int]:
    """A rectangle in real pixels."""
    return [round(v * scale) for v in (rect.x, rect.y, rect.w, rect.h)]


def place(text: Text, scale: float) -> list[int]:
    """Where one line of text is drawn, in real pixels, as the painter places it."""
    w, h = font(max(8, round(text.size * scale)), text.bold).size(text.text)
    x = text.x * scale - {"left": 0, "centre": w / 2, "right": w}[text.anchor]
    return [round(x), round(text.y * scale), w, h]


class TellingWindow(ReadableWindow):
    """Adds one line to a file whenever the screen, the focus or the window's size has changed; sends nothing back.

    `keys` and `clicks` of a line: so many keys, and buttons of a pointer, were let go by then. Who presses them knows
    by it that all were answered. `waits`: whether the screen takes no press yet, anywhere or where the last one was.
    `process`: whose window it is, since a kiosk's next visitor writes into the same file.
    """

    def __init__(
        self, app: WindowApp, out: Path, size: tuple[int, int] | None = None, voice: WindowVoice | None = None
    ) -> None:
        super().__init__(app, size, voice)
        # What is on the screen is a person's: their code, and what they showed.
        self._out = os.fdopen(os.open(out, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600), "a", encoding="utf-8")
        self._last_line: tuple[Screen, str, tuple[int, int], int, int, bool] | None = None
        self._keys = self._clicks = 0

    def _hear(self, events: Iterable[pygame.event.Event]) -> None:
        heard = tuple(events)
        super()._hear(heard)
        self._keys += sum(event.type == pygame.KEYUP for event in heard)
        self._clicks += sum(event.type == pygame.MOUSEBUTTONUP for event in heard)

    def _show(self) -> None:
        super()._show()
        if not self.app.running:
            return
        waits = self.heed.waits_here(time.perf_counter() * 1000)
        now = (self.screen, self.focus, self.surface.get_size(), self._keys, self._clicks, waits)
        if now != self._last_line:
            self._last_line = now
            let_go = {"keys": self._keys, "clicks": self._clicks}
            line = {**screen_tree(*now[:3]), **let_go, "waits": waits, "process": os.getpid()}
            self._out.write(json.dumps(line, ensure_ascii=False) + "\n")
            self._out.flush()

    def close(self) -> None:
        """As `Window.close`, and the file."""
        try:
            super().close()
        finally:
            self._out.close()
