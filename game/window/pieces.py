"""What is put on the surface: pieces of ready-made pixels or of one colour, and those kept for the next time."""

from collections import Counter, OrderedDict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from threading import get_ident

import pygame

from game.window.outline import Edged, Rgb, Stroked

TILE = 256
RUNS = 12
BAND, OPEN = 8, 10_000
"""Lines of a band of what is open in its middle, and the pixels from which on it is cut in such bands."""
LINE, ROWS, WHOLE_LINES = 16, 8, 4
"""Pixels of a line of the processor's cache; rows and lines from which on a place is filled by whole lines."""
FRAME = 60_000
"""Pixels about which a frame is drawn anew by its sides, and not all that lies within."""
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
    within: Edged | Stroked | None = None


Blit = tuple[pygame.Surface, tuple[int, int]]
Fill = tuple[Rgb, pygame.Rect]


class Stamp:
    """What one shape puts on the surface, and the region it may touch. It never changes."""

    __slots__ = ("_blits", "_fills", "_rest", "at", "pieces")

    def __init__(self, pieces: tuple[StampPiece, ...], at: pygame.Rect) -> None:
        self.pieces, self.at = pieces, at
        # Once it is put: pixels as they are and colours with their places on the surface, and what is laid otherwise.
        self._blits: list[Blit] | None = None
        self._fills: list[Fill] = []
        self._rest: list[StampPiece] = []

    @property
    def touches(self) -> list[pygame.Rect]:
        """Where there is something of it: of a large frame, with nothing within, its corners and its sides."""
        at = self.at
        if at.w * at.h < FRAME or len(self.pieces) < 4:
            return [at]
        parts = [piece.at.move(at.topleft) for piece in self.pieces]
        return parts if len(parts) <= RUNS and 2 * sum(part.w * part.h for part in parts) < at.w * at.h else [at]

    def put(self, to: pygame.Surface) -> None:
        """Draw it, within the surface's clip."""
        row: list[Blit] = []
        self.put_after(to, row)
        to.fblits(row)

    def put_after(self, to: pygame.Surface, row: list[Blit]) -> None:
        """As `put`, where `row` is still to be laid below it: what is only laid joins it, which saves half the time.

        The pieces of a stamp do not overlap: of those the pixels come first.
        """
        blits = self._blits
        if blits is None:
            blits = self._blits = self._parted()
        row += blits
        if self._fills or self._rest:
            to.fblits(row)
            row.clear()
            for colour, where in self._fills:
                to.fill(colour, where)
            for piece in self._rest:
                _put(to, piece, self.at.topleft)

    def _parted(self) -> list[Blit]:
        x, y = self.at.topleft
        blits: list[Blit] = []
        for piece in self.pieces:
            if isinstance(piece.ink, tuple):
                if piece.within is None and piece.alpha == 255:
                    self._fills += [(piece.ink, part) for part in whole_lines(piece.at.move(x, y))]
                else:
                    self._rest.append(piece)
            elif piece.alpha == 255:
                blits.append((piece.ink, (piece.at.x + x, piece.at.y + y)))
            elif piece.alpha:  # what is not seen at all took SDL five times as long as what is
                self._rest.append(piece)
        return blits


def whole_lines(where: pygame.Rect) -> list[pygame.Rect]:
    """A place to be filled, as what fills whole lines of the processor's cache and what is left of it at both sides.

    SDL fills past the cache, and the rest of a row by the pixel: in the line that both write to each row waits for
    memory, a third of a microsecond. A sheet of paper took four times as long as it does in three parts.
    """
    left, right = -(-where.left // LINE) * LINE, where.right // LINE * LINE
    if where.h < ROWS or right - left < WHOLE_LINES * LINE:
        return [where]
    parts = ((left, right), (where.left, left), (right, where.right))
    return [pygame.Rect(start, where.y, end - start, where.h) for start, end in parts if end > start]


def _put(to: pygame.Surface, piece: StampPiece, corner: tuple[int, int]) -> None:
    """One that is a colour, or pixels seen through."""
    where = piece.at.move(corner)
    if isinstance(piece.ink, pygame.Surface):
        piece.ink.set_alpha(piece.alpha)
        to.blit(piece.ink, where)
        piece.ink.set_alpha(255)
    elif piece.within is not None:
        piece.within.put(to, piece.ink, where.topleft)
    else:
        _veil(to, piece.ink, where, piece.alpha)


@lru_cache(maxsize=2)
def _tile(thread: int) -> pygame.Surface:
    """Of all translucent colours that a thread lays, each anew in its turn: a tile a colour held 20 MB.

    Of the window's thread and of the one that draws: each change of comfort begins another of these.
    """
    return pygame.Surface((TILE, TILE), pygame.SRCALPHA, 32)


def _veil(to: pygame.Surface, colour: Rgb, where: pygame.Rect, alpha: int) -> None:
    """One colour seen through over a region, in tiles: no large surface is made for it.

    A copy whose source begins with a line of the cache stops at each row: tiles are copied from their second column.
    """
    part = where.clip(to.get_clip())
    tile, step = _tile(get_ident()), TILE - 1
    tile.fill((*colour, alpha), (0, 0, TILE, part.h))
    for y in range(part.top, part.bottom, TILE):
        for x in range(part.left, part.right, step):
            to.blit(tile, (x, y), (1, 0, min(step, part.right - x), min(TILE, part.bottom - y)))


class KeptStamps:
    """What was made, let go once all of it holds more than `limit` bytes: what was asked for once first.

    A thing that grows or goes is another drawing in each frame, and nobody asks for most of these again: they push out
    one another, and never what came back. Of each of the two the longest unused goes first. What is made again after it
    went has come back too: its name was remembered (the lists of 2Q, Johnson and Shasha 1994).
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.held = 0
        self._once: OrderedDict[object, KeptPieces] = OrderedDict()
        self._again: OrderedDict[object, KeptPieces] = OrderedDict()
        self._gone: OrderedDict[object, None] = OrderedDict()
        # Bytes of what came back, a drawing that several share counted with each.
        self._back = 0
        # Of each drawing, by the address of its pixels, how many pieces of what is kept hold it.
        self._shared: Counter[int] = Counter()

    def get(self, key: object) -> tuple[StampPiece, ...] | None:
        """What was made under this key, when it is still there."""
        entry = self._again.get(key)
        if entry is not None:
            self._again.move_to_end(key)
            return entry[0]
        entry = self._once.pop(key, None)
        if entry is None:
            return None
        self._again[key] = entry
        self._back += sum(entry[1].values())
        return entry[0]

    def put(self, key: object, pieces: tuple[StampPiece, ...]) -> tuple[StampPiece, ...]:
        """Keep one more; it stays even when it is larger than the limit by itself, until the next comes."""
        drawn = _drawn(pieces)
        if key in self._gone:
            del self._gone[key]
            self._again[key] = (pieces, drawn)
            self._back += sum(drawn.values())
        else:
            self._once[key] = (pieces, drawn)
        self.held += ENTRY + sum(size for address, size in drawn.items() if not self._shared[address])
        self._shared.update(drawn.keys())
        while self.held > self.limit and len(self._once) + len(self._again) > 1:
            self._let_go(key)
        return pieces

    def _let_go(self, but: object) -> None:
        """Of what was asked for once, which keeps a share: a new screen's drawings have time to be asked for again."""
        first_once, first_again = next(iter(self._once), but), next(iter(self._again), but)
        if first_again != but and (self._back > CAME_BACK * self.limit or first_once == but):
            _, drawn = self._again.pop(first_again)
            self._back -= sum(drawn.values())
        else:
            _, drawn = self._once.pop(first_once)
            self._gone[first_once] = None
            if len(self._gone) > NAMES:
                self._gone.popitem(last=False)
        self._shared.subtract(drawn.keys())
        self.held -= ENTRY
        for address, size in drawn.items():
            if not self._shared[address]:
                del self._shared[address]
                self.held -= size


KeptPieces = tuple[tuple[StampPiece, ...], Mapping[int, int]]
"""Pieces, and the bytes of each drawing they hold, by the address of its pixels."""
CAME_BACK = 0.75
"""Of the limit, what that may hold which was asked for again while there is something else to let go."""
NAMES = 1000
"""Of what went after it was asked for once, the names that are remembered."""
ENTRY = 200
"""Bytes of an entry without its drawings, about."""


def _drawn(pieces: Sequence[StampPiece]) -> Mapping[int, int]:
    """Bytes of each drawing that these pieces hold: parts of one hold it together."""
    drawn: dict[int, int] = {}
    for piece in pieces:
        if isinstance(piece.ink, pygame.Surface):
            whole = piece.ink.get_abs_parent()
            # Each part gives a new handle of the whole: the address of its pixels tells that it is the same.
            drawn[whole._pixels_address] = whole.get_pitch() * whole.get_height()
    return drawn


def bytes_of(pieces: Sequence[StampPiece]) -> int:
    """Bytes of the drawings that these pieces hold."""
    return sum(_drawn(pieces).values())


def rim(drawn: pygame.Surface) -> tuple[StampPiece, ...]:
    """Of a drawing that is open in its middle what there is of it, in low bands left and right: a tenth of its pixels.

    Whole, four rings as large as a lens held as much as all else that is kept.
    """
    w, h = drawn.get_size()
    halves = ((0, w // 2), (w // 2, w - w // 2))
    return tuple(band for x, wide in halves for band in bands(drawn.subsurface((x, 0, wide, h)), (x, 0), BAND))


def bands(drawn: pygame.Surface, at: tuple[int, int], high: int) -> list[StampPiece]:
    """What there is of a drawing whose corner stands there, in bands of so many lines."""
    w, h = drawn.get_size()
    pieces: list[StampPiece] = []
    for y in range(0, h, high):
        band = drawn.subsurface((0, y, w, min(high, h - y)))
        seen = band.get_bounding_rect()
        if seen:
            pieces.append(StampPiece(band.subsurface(seen).copy(), seen.move(at[0], at[1] + y)))
    return pieces


def mirrored(quarter: Sequence[StampPiece], wide: int) -> tuple[StampPiece, ...]:
    """A whole ring so wide and high, of its upper left quarter; an odd line through its middle is part of that."""
    pieces: list[StampPiece] = []
    half = wide // 2
    for piece in quarter:
        assert isinstance(piece.ink, pygame.Surface)
        for across, down in ((False, False), (True, False), (False, True), (True, True)):
            left, top = max(0, piece.at.right - half) * across, max(0, piece.at.bottom - half) * down
            x = wide - piece.at.right + left if across else piece.at.x
            y = wide - piece.at.bottom + top if down else piece.at.y
            at = pygame.Rect(x, y, piece.at.w - left, piece.at.h - top)
            if at:
                ink = pygame.transform.flip(piece.ink, across, down) if across or down else piece.ink
                pieces.append(StampPiece(ink.subsurface((left, top, *at.size)) if left or top else ink, at))
    return tuple(pieces)


def plain_from(corners: pygame.Surface, cap: int) -> tuple[int, int]:
    """How wide the left and the right side of a box are, up to where the line through its middle is what fills it."""
    filled, last = corners.get_at((cap, cap)), corners.get_width() - 1
    left = right = cap
    while left and corners.get_at((left - 1, cap)) == filled:
        left -= 1
    while right and corners.get_at((last - right + 1, cap)) == filled:
        right -= 1
    return left, right


def cut(sides: tuple[int, int], wide: int, small: int) -> list[tuple[int, int, int, int]]:
    """Columns of a box so wide, whose drawing is so small: each from where, to where, and both widths."""
    left, right = sides
    columns = [(0, 0, left, left), (left, left, 1, wide - left - right), (small - right, wide - right, right, right)]
    return [column for column in columns if column[2]]


def stretched(part: pygame.Surface, to: pygame.Rect) -> list[StampPiece]:
    """A part of a box as it is, or drawn out: what is the same all along as plain colours, where these are few."""
    if part.get_size() == to.size:
        return [StampPiece(part, to)]
    if part.get_size() == (1, 1):
        red, green, blue, alpha = part.get_at((0, 0))
        return [StampPiece((red, green, blue), to, alpha)] if alpha else []
    if part.get_width() == 1 and part.get_height() > 1:
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
