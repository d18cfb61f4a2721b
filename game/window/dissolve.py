"""A change of screen without a cut: the picture of the new screen comes in a fade over the one before."""

import ctypes

import pygame

MASKS = (0xFF0000, 0xFF00, 0xFF, 0)
"""Of pixels of four bytes, the last of which says nothing."""

LEAST = 0.02
"""Of a veil, what is as good as none: five of 255 in one frame, for which all of the window was laid over once more."""


class Paper:
    """Pixels as large as the window and like its own, which can be laid over it in part."""

    def __init__(self, window: pygame.Surface) -> None:
        self.pixels = pygame.Surface(window.get_size(), 0, window)
        self._veil: pygame.Surface | None = None
        w, h = window.get_size()
        if self.pixels.get_masks() == MASKS and self.pixels.get_pitch() == 4 * w:
            # The same bytes, the last of each four read as how opaque they are: a blend by the pixel takes half of the
            # time of one by a share, in SDL and in what pygame adds to it.
            held = (ctypes.c_char * (4 * w * h)).from_address(self.pixels._pixels_address)
            self._veil = pygame.image.frombuffer(held, (w, h), "BGRA")

    def lay(self, window: pygame.Surface, where: pygame.Rect, share: int) -> None:
        """Lay so much of it (0..255) over a region of the window."""
        if self._veil is None or share >= 255:
            # Never 255: SDL then takes a way ten times slower than any other share, and slower than no share at all.
            self.pixels.set_alpha(share if share < 255 else None)
            window.blit(self.pixels, where, where)
            self.pixels.set_alpha(None)
            return
        self._veil.fill((0, 0, 0, share), where, pygame.BLEND_RGBA_MAX)
        self._veil.fill((255, 255, 255, share), where, pygame.BLEND_RGBA_MIN)
        window.blit(self._veil, where, where)


def seen(veil: float) -> float:
    """How much of a veil can be seen, 1 to 0."""
    return veil if veil > LEAST else 0.0


class Dissolve:
    """The picture that comes, as large as the window, while it comes; the one that goes is what the window shows.

    While something fades, the painter draws on the picture that comes, and each frame lays so much of it over the
    window as the veil has lost since the frame before: one pass over the pixels that differ a frame.
    """

    def __init__(self, window: pygame.Surface) -> None:
        self.window = window
        # What comes is drawn on. Made anew for each fade, its pages took 6 to 40 ms of a frame.
        self._paper: Paper | None = None
        self.new: pygame.Surface | None = None
        self.fading = False
        self.waiting = False
        self._veil = 1.0
        # All that differs between the window and what comes.
        self._where = pygame.Rect(0, 0, 0, 0)

    def over(self, veil: float) -> None:
        """Before drawing: begin or end a fade as the veil (1 to 0) wants it.

        `waiting` is true from then on until the first frame of the new screen is drawn: its time begins there.
        """
        veil = seen(veil)
        if veil > 0 and not self.fading:
            self.fading = self.waiting = True
            self._veil = 1.0
            self._where = pygame.Rect(0, 0, 0, 0)
        if veil <= 0 and self.fading:
            self._veil = 0.0
            if self.new is not None:
                self.window.blit(self.new, self._where, self._where)
                self.new = None

    def canvas(self, whole: bool = False) -> pygame.Surface:
        """What is drawn on: the window, or, while something fades, the picture that comes.

        `whole`: it will be drawn all over, so it need not show first what the window does.
        """
        if not self.fading or self._veil <= 0:
            return self.window
        if self.new is None:
            self.new = self._next_picture().pixels
            if not whole:
                self.new.blit(self.window, (0, 0))
        return self.new

    def _next_picture(self) -> Paper:
        if self._paper is None:
            self._paper = Paper(self.window)
        return self._paper

    def put(self, veil: float, changed: list[pygame.Rect]) -> list[pygame.Rect]:
        """After drawing: bring what comes to the window; gives the regions that changed there, in real pixels."""
        veil = seen(veil)
        if not self.fading:
            if not changed:
                # A frame in which nothing happens has time for it.
                self._next_picture()
            return changed
        self.waiting = self.waiting and not changed
        if veil <= 0:
            self.fading = self.waiting = False
            return [*changed, self._where] if self._where else changed
        if changed:
            self._where = changed[0].unionall([*changed[1:], self._where or changed[0]])
        if self.waiting:
            return []
        share = round(255 * (1 - veil / self._veil))
        if share <= 0 or self.new is None:
            # Nothing of it is seen yet, or another change began: the window keeps what it shows.
            self._veil = max(self._veil, veil)
            return []
        self._veil = veil
        self._next_picture().lay(self.window, self._where, share)
        return [self._where]
