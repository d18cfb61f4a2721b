"""A change of screen without a cut: the picture of the new screen comes in a fade over the one before."""

import pygame


class Dissolve:
    """The picture that comes, as large as the window, while it comes; the one that goes is what the window shows.

    While something fades, the painter draws on the picture that comes, and each frame lays so much of it over the
    window as the veil has lost since the frame before: one pass over the pixels a frame.
    """

    def __init__(self, window: pygame.Surface) -> None:
        self.window = window
        self.new: pygame.Surface | None = None
        self.fading = False
        self.waiting = False
        self._veil = 1.0

    def over(self, veil: float, *, room: bool = True) -> None:
        """Before drawing: begin or end a fade as the veil (1 to 0) wants it.

        `waiting` is true from then on until the first frame of the new screen is drawn: its time begins there. `room`:
        nothing else as large is being made, so what it is drawn on is made meanwhile: that takes some ms of a frame.
        """
        if veil > 0 and not self.fading:
            self.fading = self.waiting = True
            self._veil = 1.0
        elif veil > 0 and self.waiting and room and self.new is None:
            self.new = self.window.copy()
        if veil <= 0 and self.fading:
            self._veil = 0.0
            if self.new is not None:
                self.window.blit(self.new, (0, 0))
                self.new = None

    def canvas(self) -> pygame.Surface:
        """What is drawn on: the window, or, while something fades, the picture that comes."""
        if not self.fading or self._veil <= 0:
            return self.window
        if self.new is None:
            self.new = self.window.copy()
        return self.new

    def put(self, veil: float, changed: list[pygame.Rect]) -> list[pygame.Rect]:
        """After drawing: bring what comes to the window; gives the regions that changed there, in real pixels."""
        if not self.fading:
            return changed
        self.waiting = self.waiting and not changed
        if veil <= 0:
            self.fading = self.waiting = False
            return [self.window.get_rect()]
        share = round(255 * (1 - veil / self._veil))
        if share <= 0 or self.new is None:
            # Nothing of it is seen yet, or another change began: the window keeps what it shows.
            self._veil = max(self._veil, veil)
            return []
        self._veil = veil
        # Never 255: SDL then takes a way ten times slower than any other share, and slower than no share at all.
        self.new.set_alpha(min(share, 254))
        self.window.blit(self.new, (0, 0))
        self.new.set_alpha(None)
        return [self.window.get_rect()]
