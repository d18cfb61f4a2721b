"""Layers: the shapes of one node with what was made of them; and those of earlier screens, within a bound of bytes."""

from collections import OrderedDict
from collections.abc import Set
from dataclasses import dataclass
from itertools import chain
from typing import TypeGuard

import pygame

from game.screen.nodes import Shape
from game.window.pieces import Stamp, bytes_of
from game.window.regions import merged

Pixels = tuple[int, int]
TOGETHER = 3
"""Regions at most of what slides together: a slip above and a drawing below left half of their side between them."""


@dataclass(frozen=True, slots=True)
class Layer:
    """The shapes of one node (or of the decor) with their stamps, kept to tell what changed.

    `shifts`: how far from its place each is put, () for all in their places, which are those of `stamps`; `put` is what
    is put.
    """

    shapes: tuple[Shape, ...]
    stamps: tuple[Stamp, ...]
    shifts: tuple[Pixels, ...] = ()
    put: tuple[Stamp, ...] = ()


def layer_of(shapes: tuple[Shape, ...], stamps: tuple[Stamp, ...], shifts: tuple[Pixels, ...]) -> Layer:
    """The layer of these shapes, so far from their places."""
    if not shifts:
        return Layer(shapes, stamps, (), stamps)
    pairs = zip(stamps, shifts, strict=True)
    return Layer(shapes, stamps, shifts, tuple(Stamp(s.pieces, s.at.move(d)) if any(d) else s for s, d in pairs))


def touched(layer: Layer | None, stay: Set[int]) -> list[pygame.Rect]:
    """Where the stamps lie that do not stay as they are; of what slides together a few wholes that cover it."""
    if layer is None:
        return []
    if not layer.shifts:
        return [part for stamp in layer.put if id(stamp) not in stay for part in stamp.touches]
    rects: list[pygame.Rect] = []
    slide: dict[Pixels, list[pygame.Rect]] = {}
    for stamp, shift in zip(layer.put, layer.shifts, strict=True):
        if id(stamp) not in stay:
            if any(shift):
                slide.setdefault(shift, []).append(stamp.at)
            else:
                rects += stamp.touches
    wholes = (merged(some, some[0].unionall(some[1:]), TOGETHER) for some in slide.values())
    return [*rects, *chain.from_iterable(wholes)]


def shows(layer: Layer | None, shapes: tuple[Shape, ...]) -> TypeGuard[Layer]:
    """Whether a layer is that of these shapes."""
    return layer is not None and (layer.shapes is shapes or layer.shapes == shapes)


class GoneLayers:
    """Layers of the screens before: what comes back as it was is not made again. The first to go is let go first."""

    MOST, BYTES = 400, 2_500_000
    """Nodes that are kept as they were, and the bytes of their drawings."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, tuple[Layer, int]] = OrderedDict()
        self.held = 0

    def get(self, key: str) -> Layer | None:
        """The layer of that name as it went."""
        entry = self._kept.get(key)
        return entry[0] if entry else None

    def keep(self, key: str, layer: Layer) -> None:
        """Keep one more, in the place of what bore its name."""
        self.forget(key)
        size = sum(bytes_of(stamp.pieces) for stamp in layer.stamps)
        self._kept[key] = (layer, size)
        self.held += size
        while len(self._kept) > self.MOST or (self.held > self.BYTES and len(self._kept) > 1):
            self.forget(next(iter(self._kept)))

    def forget(self, key: str) -> None:
        """Let go of one."""
        self.held -= self._kept.pop(key, (None, 0))[1]

    def clear(self) -> None:
        """Let go of all."""
        self._kept.clear()
        self.held = 0
