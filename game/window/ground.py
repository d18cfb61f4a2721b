"""What lies below a screen: one picture as large as the surface, drawn in strips. Each place is kept packed.

A drawing as large as the window holds 8 MB of pixels at 1920 x 1080 and takes a tenth of a second to make. Packed it
holds 0.1 to 1 MB and is there again in 5 to 20 ms, in a thread.
"""

import ctypes
import math
import time
import zlib
from collections import OrderedDict
from concurrent.futures import Future
from typing import TypeGuard

import pygame

from game.screen.nodes import Box, Picture, Shape
from game.window.stamps import SLOW, Maker, plain

Shapes = tuple[Shape, ...]
STEP = 1 << 17
"""Bytes that are unpacked at once: the thread of the window never waits for more."""
STRIP = 270
"""Lines of a large drawing that are made at once: all of one as large as the window hold 8 MB more."""


class Ground:
    """Shows the shapes of one backdrop; `picture` is drawn from where nothing lies above.

    The place of a backdrop is its head, up to the last large drawing in it. What follows is drawn anew each time: in a
    thread too, where outlines as large as that are in it.
    """

    PACKED = 2_500_000
    """Bytes of packed places that are kept, the longest unused let go first."""

    def __init__(self, surface: pygame.Surface, maker: Maker) -> None:
        self.picture = pygame.Surface(surface.get_size(), 0, surface)
        self._maker = maker
        # What stands on the picture, None while it is being unpacked; and what the last screen showed of it.
        self._stands: Shapes | None = None
        self._shown: Shapes | None = None
        self._places: OrderedDict[Shapes, bytes] = OrderedDict()
        self._work: Future[None] | None = None
        # The backdrop whose place was asked for last, and that place.
        self._placed: tuple[Shapes, Shapes] = (), ()

    @property
    def held(self) -> int:
        """Bytes of the packed places."""
        return sum(len(packed) for packed in self._places.values())

    @property
    def busy(self) -> bool:
        """Whether something is under way in the thread, or was and has not been looked at."""
        return self._work is not None

    def near(self, shapes: Shapes) -> bool:
        """Whether `settle` would show these shapes within one frame."""
        if self._work is not None:
            return False
        if self._stands == shapes:
            return True
        return self._on_its_place(shapes) and not any(map(self._maker.broad, self._lacks(shapes)))

    def ready(self, shapes: Shapes, until: float) -> bool:
        """One step nearer to showing these shapes, by about that moment; whether they stand.

        What takes long is done in a thread, and what is drawn here goes on in the next call when the time is over.
        """
        if self._work is not None:
            if not self._work.done():
                return False
            self._finish()
        if self._stands == shapes:
            return True
        place = self._place(shapes)
        if self._on_its_place(shapes):
            self._draw(shapes, until)
        elif place in self._places:
            self._stands = None
            self._work = self._maker.studio.submit(self._unpack, place)
        elif all(self._begun(place)) and self._draw(place, until):
            self._work = self._maker.studio.submit(self._pack, place)
        return False

    def settle(self, shapes: Shapes) -> bool:
        """Show these shapes now, at once; whether another backdrop was seen until now."""
        fresh, self._shown = self._shown != shapes, shapes
        if self._work is not None:
            self._finish()
        if self._stands != shapes:
            place = self._place(shapes)
            if not self._on_its_place(shapes) and place in self._places:
                self._unpack(place)
            self._draw(shapes)
        return fresh

    def _begun(self, place: Shapes) -> list[bool]:
        """Which of the drawings that take long and are not laid in strips are there; all the others are under way."""
        return [self._maker.begun(shape) for shape in place if self._maker.large(shape, SLOW) and not self._laid(shape)]

    def _laid(self, shape: Shape) -> TypeGuard[Picture]:
        """Whether this is a large drawing that is made and laid in strips."""
        return self._maker.large(shape) and not shape.angle % 360

    def _dear(self, shape: Shape) -> bool:
        """Whether the thread lays this one."""
        return self._laid(shape) or self._maker.broad(shape)

    def _lacks(self, shapes: Shapes) -> Shapes:
        """What is to be drawn until these stand: all of them where something else stands."""
        return shapes[len(self._stands) :] if self._stands is not None and self._grows(shapes) else shapes

    def _place(self, shapes: Shapes) -> Shapes:
        """The head of a backdrop that is worth keeping, () for one without a large drawing.

        The same one is asked for in each frame in which it is waited for: to look through it took a seventh of these.
        """
        of, place = self._placed
        if of is not shapes:
            place = shapes[: max((n + 1 for n, shape in enumerate(shapes) if self._maker.large(shape)), default=0)]
            self._placed = shapes, place
        return place

    def _grows(self, shapes: Shapes) -> bool:
        """Whether what stands is the head of these shapes: only the rest is to be drawn."""
        return self._stands is not None and shapes[: len(self._stands)] == self._stands

    def _on_its_place(self, shapes: Shapes) -> bool:
        """Whether all that lacks of these shapes is small: their place stands, or they have none."""
        place = self._place(shapes)
        return not place or (self._grows(shapes) and self._stands is not None and len(self._stands) >= len(place))

    def _draw(self, shapes: Shapes, until: float = math.inf) -> bool:
        """Draw what lacks, all of it when something else stands, by about that moment; whether all of it stands.

        Where there is such a moment the thread lays what is large, and packs the place that ends with it.
        """
        place = self._place(shapes)
        if self._stands is None or not self._grows(shapes):
            self.picture.fill(self._maker.colour("ink"))
            self._stands = ()
        while len(self._stands) < len(shapes):
            if time.perf_counter() > until:
                return False
            first = len(self._stands)
            run = self._run(shapes[first:])
            head = shapes[: first + max(1, len(run))]
            if not run:
                self._maker.stamp(shapes[first]).put(self.picture)
            elif until == math.inf:
                self._lay(run)
            else:
                self._work = self._maker.studio.submit(self._grow, run, head, head == place)
                return False
            self._stands = head
        return True

    def _run(self, shapes: Shapes) -> Shapes:
        """What is large at the head of these, with the plain colours between: laid one after the other. () for none."""
        end = 0
        for n, shape in enumerate(shapes):
            if self._dear(shape):
                end = n + 1
            elif not (isinstance(shape, Box) and plain(shape)):
                break
        return shapes[:end]

    def _lay(self, run: Shapes) -> None:
        for shape in run:
            strips = self._maker.strips(shape, STRIP) if isinstance(shape, Picture) else (self._maker.stamp(shape),)
            for stamp in strips:
                stamp.put(self.picture)

    def _grow(self, run: Shapes, head: Shapes, whole: bool) -> None:
        self._lay(run)
        self._stands = head
        if whole:
            self._pack(head)

    def _finish(self) -> None:
        """Wait for what is under way."""
        assert self._work is not None
        work, self._work = self._work, None
        work.result()

    def _pixels(self) -> memoryview:
        """The bytes of the picture, which lock nothing: it is drawn from while a thread reads them."""
        size = self.picture.get_pitch() * self.picture.get_height()
        return memoryview((ctypes.c_char * size).from_address(self.picture._pixels_address)).cast("B")

    def _pack(self, place: Shapes) -> None:
        self._places[place] = zlib.compress(self._pixels(), 1)
        while self.held > self.PACKED and len(self._places) > 1:
            self._places.popitem(last=False)

    def _unpack(self, place: Shapes) -> None:
        pixels, at, reader = self._pixels(), 0, zlib.decompressobj()
        rest = self._places[place]
        self._places.move_to_end(place)
        while at < len(pixels):
            part = reader.decompress(rest, STEP)
            pixels[at : at + len(part)] = part
            at, rest = at + len(part), reader.unconsumed_tail
        self._stands = place
