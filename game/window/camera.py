"""A window without a window: the time is given, and what is shown is kept, for strips of frames to look at."""

import math
from collections.abc import Callable, Sequence
from pathlib import Path

import pygame

from game.screen.moves import Moves
from game.screen.nodes import Rect
from game.window.app import WindowApp
from game.window.dissolve import Dissolve
from game.window.look import StaticLook
from game.window.offscreen import offscreen
from game.window.paint import WIDTH, Painter
from scenarios.vocabulary import TICK_MS

SIZE = (1366, 768)
SMALL, ROW = 480, 4
"""Width of one frame of a strip, in pixels, and how many stand in a row."""


class Camera:
    """A window without a window: the time is given, and each picture kept."""

    def __init__(self, app: WindowApp) -> None:
        self.app = app
        self.surface = offscreen(SIZE)
        self.painter = Painter(self.surface, app.comfort)
        self.look = StaticLook(app.comfort, self.painter.height)
        self.moves, self.dissolve = Moves(), Dissolve(self.surface)
        self.now_ms = 0.0

    def shoot(self, now_ms: float) -> pygame.Surface:
        """What the window shows at a time."""
        self.now_ms = now_ms
        screen = self.app.screen(self.look)
        shown = self.moves.show(screen, self.app.cues(), now_ms, reduced=self.app.comfort.reduced_motion)
        self.dissolve.over(shown.veil)
        self.dissolve.put(shown.veil, self.painter.draw(shown.screen, "", onto=self.dissolve.canvas))
        return self.surface

    def strip(self, times: Sequence[int], part: Rect, path: Path, *, tick: Callable[[int], None] | None = None) -> None:
        """Write frames at ms since now, cut to a part of the screen, four a row.

        `tick`, when given, is told how many ticks of 20 ms went by, for scenes with a time of their own.
        """
        scale = SIZE[0] / WIDTH
        cut = pygame.Rect(*(round(v * scale) for v in (part.x, part.y, part.w, part.h))).clip(self.surface.get_rect())
        high = round(SMALL * cut.h / cut.w)
        sheet = pygame.Surface((SMALL * min(ROW, len(times)), (high + 6) * math.ceil(len(times) / ROW)))
        began, gone = self.now_ms, 0
        for n, ms in enumerate(times):
            if tick is not None:
                tick(ms // TICK_MS - gone)
                gone = ms // TICK_MS
            frame = self.shoot(began + ms).subsurface(cut)
            at = (SMALL * (n % ROW), (high + 6) * (n // ROW))
            sheet.blit(pygame.transform.smoothscale(frame, (SMALL - 6, high)), at)
        pygame.image.save(sheet, str(path))
