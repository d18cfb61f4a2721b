"""A change of screen without a cut: the picture of the screen before goes in a fade above the new one."""

import pygame

from game.window.paint import Painter


class Dissolve:
    """Two pictures as large as the window, made once: the one that goes, and the one that comes.

    While something fades, the painter draws on the second, so that what it draws again is never mixed with the first.
    """

    def __init__(self, window: pygame.Surface) -> None:
        self.window = window
        self.old: pygame.Surface | None = None
        self.new: pygame.Surface | None = None
        self.fading = False
        self.waiting = False

    def over(self, painter: Painter, veil: float) -> None:
        """Before drawing: begin or end a fade as the veil (1 to 0) wants it.

        `waiting` is true from then on until the first frame of the new screen is drawn: its time begins there.
        """
        if veil > 0 and not self.fading:
            if self.old is None or self.new is None:
                self.old, self.new = (pygame.Surface(self.window.get_size(), 0, self.window) for _ in range(2))
            self.old.blit(self.window, (0, 0))
            self.new.blit(painter.surface, (0, 0))
            self.fading = self.waiting = True
        painter.surface = self.new if veil > 0 and self.new is not None else self.window
        if not veil and self.fading and self.new is not None:
            self.window.blit(self.new, (0, 0))

    def put(self, veil: float, changed: list[pygame.Rect]) -> list[pygame.Rect]:
        """After drawing: bring both pictures to the window; gives the regions that changed there, in real pixels."""
        if not self.fading:
            return changed
        self.waiting = self.waiting and not changed
        if veil <= 0:
            self.fading = self.waiting = False
            return [self.window.get_rect()]
        assert self.old is not None
        assert self.new is not None
        self.window.blit(self.new, (0, 0))
        self.old.set_alpha(round(255 * veil))
        self.window.blit(self.old, (0, 0))
        self.old.set_alpha(None)
        return [self.window.get_rect()]
