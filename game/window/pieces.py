"""What is put on the surface: pieces of ready-made pixels or of one colour, and those kept for the next time."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass

import pygame

from game.window.outline import Edged, Rgb

TILE = 256
NARROW = 30
"""Pixels of a side below which SDL's own fill is quicker than tiles."""
RUNS = 12
LARGE = 300_000
"""A drawing of more pixels than this below a screen makes a place of it, which is kept packed."""


@dataclass(frozen=True, slots=True)
class StampPiece:
    """Ready-made pixels or one colour, where it stands in its stamp, and how opaque it is there (0..255).

    `within`: of its place, what the colour fills without anything made for it; all of it for None.
    """

    ink: pygame.Surface | Rgb
    at: pygame.Rect
    alpha: int = 255
    within: Edged | None = None


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one shape puts on the surface, and the region it may touch."""

    pieces: tuple[StampPiece, ...]
    at: pygame.Rect

    def put(self, to: pygame.Surface) -> None:
        """Draw it, within the surface's clip."""
        for piece in self.pieces:
            where = piece.at.move(self.at.topleft)
            if piece.within is not None and isinstance(piece.ink, tuple):
                piece.within.put(to, piece.ink, where.topleft)
            elif isinstance(piece.ink, tuple):
                _fill(to, piece.ink, where, piece.alpha)
            elif piece.alpha == 255:
                to.blit(piece.ink, where)
            else:
                piece.ink.set_alpha(piece.alpha)
                to.blit(piece.ink, where)
                piece.ink.set_alpha(255)


_tiles: list[pygame.Surface] = []


def _tile(opaque: bool) -> pygame.Surface:
    """Of the two tiles there are: a colour is laid anew each time, since a tile a colour held 20 MB."""
    if not _tiles:
        # Opaque by the pixel: blended so, a pixel takes a third of the time of one that is opaque by a share.
        _tiles.extend((pygame.Surface((TILE, TILE), pygame.SRCALPHA, 32), pygame.Surface((TILE, TILE), 0, 32)))
    return _tiles[opaque]


def _fill(to: pygame.Surface, colour: Rgb, where: pygame.Rect, alpha: int) -> None:
    """One colour over a region; in tiles where it is tall or translucent: no large surface is made for it.

    SDL's own fill writes past the cache, and stops at each end of a row that does not fill a line of it: a third of a
    microsecond a row. So does a copy whose source begins with such a line: tiles are copied from their second column.
    """
    part = where.clip(to.get_clip())
    if alpha == 255 and (part.w < NARROW or part.h < NARROW):
        to.fill(colour, part)
        return
    tile, step = _tile(alpha == 255), TILE - 1
    tile.fill((*colour, alpha), (0, 0, TILE, part.h))
    for y in range(part.top, part.bottom, TILE):
        for x in range(part.left, part.right, step):
            to.blit(tile, (x, y), (1, 0, min(step, part.right - x), min(TILE, part.bottom - y)))


class KeptStamps:
    """What was made, the longest unused let go first once all of it holds more than `limit` bytes."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._stamps: OrderedDict[object, tuple[tuple[StampPiece, ...], int]] = OrderedDict()

    def get(self, key: object) -> tuple[StampPiece, ...] | None:
        """What was made under this key, when it is still there."""
        kept = self._stamps.get(key)
        if kept is None:
            return None
        self._stamps.move_to_end(key)
        return kept[0]

    def put(self, key: object, pieces: tuple[StampPiece, ...]) -> tuple[StampPiece, ...]:
        """Keep one more; it stays even when it is larger than the limit by itself, until the next comes."""
        size = 200 + _bytes(pieces)
        self._stamps[key] = (pieces, size)
        self.held += size
        while self.held > self.limit and len(self._stamps) > 1:
            _, (_, freed) = self._stamps.popitem(last=False)
            self.held -= freed
        return pieces


def _bytes(pieces: Sequence[StampPiece]) -> int:
    """Bytes of pixels that these pieces hold: parts of one drawing hold it together."""
    drawn: dict[int, int] = {}
    for piece in pieces:
        if isinstance(piece.ink, pygame.Surface):
            whole = piece.ink.get_abs_parent()
            # Each part gives a new handle of the whole: the address of its pixels tells that it is the same.
            drawn[whole._pixels_address] = whole.get_pitch() * whole.get_height()
    return sum(drawn.values())


def stretched(part: pygame.Surface, to: pygame.Rect) -> list[StampPiece]:
    """A part of a box as it is, or drawn out: what is the same all along as plain colours, where these are few."""
    if part.get_size() == to.size:
        return [StampPiece(part, to)]
    if part.get_size() == (1, 1):
        red, green, blue, alpha = part.get_at((0, 0))
        return [StampPiece((red, green, blue), to, alpha)] if alpha else []
    if part.get_width() == 1:
        runs = _runs(part, to)
        if len(runs) <= RUNS or to.w * to.h > LARGE:
            return runs
    return [StampPiece(pygame.transform.scale(part, to.size), to)]


def _runs(column: pygame.Surface, to: pygame.Rect) -> list[StampPiece]:
    """A column drawn out to the side: lines of one colour that follow one another are one piece."""
    pieces: list[StampPiece] = []
    colours = [tuple(column.get_at((0, y))) for y in range(to.h)]
    start = 0
    for y in range(1, to.h + 1):
        if y == to.h or colours[y] != colours[start]:
            red, green, blue, alpha = colours[start]
            if alpha:
                pieces.append(StampPiece((red, green, blue), pygame.Rect(to.x, to.y + start, to.w, y - start), alpha))
            start = y
    return pieces
