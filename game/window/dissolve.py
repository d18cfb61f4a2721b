"""A change of screen without a cut: the picture of the new screen comes in a fade over the one before."""

import pygame


class Dissolve:
    """The picture that comes, as large as the window, while it comes; the one that goes is what the window shows.

    While something fades, the painter draws on the picture that comes, and each frame lays so much of it over the
    window as the veil has lost since the frame before: one pass over the pixels a frame.
    """

    def __init__(self, window: pygame.Surface) -> None:
        self.window = window
        # What comes is drawn on. Made anew for each fade, its pages took 6 to 40 ms of a frame.
        self._paper: pygame.Surface | None = None
        self.new: pygame.Surface | None = None
        self.fading = False
        self.waiting = False
        self._veil = 1.0

    def over(self, veil: float) -> None:
        """Before drawing: begin or end a fade as the veil (1 to 0) wants it.

        `waiting` is true from then on until the first frame of the new screen is drawn: its time begins there.
        """
        if veil > 0 and not self.fading:
            self.fading = self.waiting = True
            self._veil = 1.0
        if veil <= 0 and self.fading:
            self._veil = 0.0
            if self.new is not None:
                self.window.blit(self.new, (0, 0))
                self.new = None

    def canvas(self, whole: bool = False) -> pygame.Surface:
        """What is drawn on: the window, or, while something fades, the picture that comes.

        `whole`: it will be drawn all over, so it need not show first what the window does.
        """
        if not self.fading or self._veil <= 0:
            return self.window
        if self.new is None:
            self.new = self._made()
            if not whole:
                self.new.blit(self.window, (0, 0))
        return self.new

    def _made(self) -> pygame.Surface:
        if self._paper is None:
            self._paper = pygame.Surface(self.window.get_size(), 0, self.window)
        return self._paper

    def put(self, veil: float, changed: list[pygame.Rect]) -> list[pygame.Rect]:
        """After drawing: bring what comes to the window; gives the regions that changed there, in real pixels."""
        if not self.fading:
            if not changed:
                # A frame in which nothing happens has time for it.
                self._made()
            return changed
        self.waiting = self.waiting and not changed
        if veil <= 0:
            self.fading = self.waiting = False
            return [self.window.get_rect()]
        if self.waiting:
            return []
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
