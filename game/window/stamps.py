"""Makes of one shape what is put on the surface, and keeps what is dear to make within a bound of bytes."""

import math
from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import pairwise
from typing import TypeGuard

import pygame

from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape, Still, Text
from game.window.fonts import font
from game.window.outline import THIN, Point, Rgb, band, edged, filled, graded, stroked
from game.window.pieces import (
    BAND,
    LARGE,
    OPEN,
    KeptStamps,
    Stamp,
    StampPiece,
    bands,
    cut,
    mirrored,
    plain_from,
    rim,
    stretched,
)  # fmt: skip
from game.window.small import SmallScreens
from game.window.svg import SHADE, box_svg, cut_out, raster, source, swapped

SLOW = 120_000
"""A drawing of more pixels than this is made in a thread while the screen before it stays: 3 ms and more."""
WIDE = 20_000
"""Pixels of the box of an outline or a line from which on it is drawn by the pixel where it can be."""
CORNERS, FINELY, SLENDER = 10, 20, 80
"""Points from which on an outline or a line is drawn by the pixel where its box is a twentieth of one that is wide: the
reader's work grows with them too. The share for a thin line, straight or of so many."""
NUDGE = 8
"""Parts of a pixel to which what is small is drawn: where it moves, it is soon one that was drawn before."""
RING = ((0.0, BAND), (0.15, BAND), (0.4, 3 * BAND))
"""Where the upper half of a ring is cut, as shares of its height, and the lines of a band from there on: of each line
less and less is drawn, and it goes less and less aside."""
LEAST_WORD = 7.0
"""The least pixels of a word of a screen seen small."""


def plain(box: Box) -> bool:
    """Whether a box is one colour and nothing else: no pixels are made for it."""
    return not (box.radius or box.stroke or box.to or box.shade)


def _nudged(points: Sequence[Point]) -> list[Point]:
    """An outline moved by less than a pixel, so that its first point lies at a whole part of one.

    What slides is then the same drawing again each time it stands at the same part of a pixel.
    """
    x, y = points[0]
    dx, dy = round(x * NUDGE) / NUDGE - x, round(y * NUDGE) / NUDGE - y
    return [(px + dx, py + dy) for px, py in points]


class Maker:
    """Stamps at one scale and in one theme.

    HELD bounds, in bytes, what is kept of words, boxes and drawings; outlines and turned drawings, which change with
    every frame, have a small place of their own, so that they never push out what stays.
    """

    HELD = 8_000_000
    MOVING = 3_000_000

    def __init__(self, scale: float, tokens: Mapping[str, str], days: Mapping[str, str]) -> None:
        self.scale = scale
        self.tokens, self._days = tokens, days
        self._ink = {name: swapped(colour) for name, colour in tokens.items()}
        # Drawings are written in the colours of the day; another theme puts its own in their place.
        self._swaps = {day.upper(): tokens[token] for token, day in days.items()}
        self.kept = KeptStamps(self.HELD)
        self.moving = KeptStamps(self.MOVING)
        self.studio = ThreadPoolExecutor(1, "drawings")
        self._under_way: dict[object, Future[pygame.Surface]] = {}
        self.small = SmallScreens(self._seen_small, self.studio)

    def colour(self, token: str) -> Rgb:
        """Red, green, blue of a token, 0..255."""
        text = self.tokens[token]
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)

    def large(self, shape: Shape, than: int = LARGE) -> TypeGuard[Picture]:
        """Whether this is a drawing of more pixels than so many."""
        if not isinstance(shape, Picture):
            return False
        _, w, h = self._drawing(shape)
        return w * h > than

    def begin(self, shape: Shape) -> Stamp | None:
        """As `stamp`; None while a drawing of it that takes long is still being made in the thread."""
        return self.stamp(shape) if self.there(shape) else None

    def there(self, shape: Shape) -> bool:
        """Whether nothing that takes long is to be made for it; else that is under way from here on."""
        if isinstance(shape, Still):
            return self.small.begun(shape, self._place(shape.rect).size)
        return not self.large(shape, SLOW) or self.begun(shape)

    def begun(self, shape: Picture) -> bool:
        """Whether a large drawing is there, of which nothing is kept yet; else it is under way from here on."""
        key, w, h = self._drawing(shape)
        if self.kept.get(key) is not None:
            return True
        if key not in self._under_way:
            self._under_way[key] = self.studio.submit(raster, source(shape.art, self._swaps), (w, h))
            return False
        return self._under_way[key].done()

    def forget(self) -> None:
        """Let go of large drawings that were begun and that nobody came for."""
        for work in self._under_way.values():
            work.cancel()
        self._under_way.clear()

    def empty(self) -> None:
        """Let go of all that is kept."""
        self.kept, self.moving = KeptStamps(self.HELD), KeptStamps(self.MOVING)

    def strips(self, picture: Picture, lines: int) -> Iterator[Stamp]:
        """An upright drawing in strips of so many lines, made one by one and not kept. Safe in any thread."""
        _, w, h = self._drawing(picture)
        svg = source(picture.art, self._swaps)
        at = pygame.Rect(0, 0, w, h)
        at.center = self._middle(picture)
        for top in range(0, h, lines):
            high = min(lines, h - top)
            drawn = raster(cut_out(svg, w, top, high), (w, high))
            piece = StampPiece(drawn, drawn.get_rect(), picture.alpha)
            yield Stamp((piece,), pygame.Rect(at.x, at.y + top, w, high))

    def broad(self, shape: Shape) -> TypeGuard[Poly]:
        """Whether this is an outline, seen through, that takes 1 to 6 ms; nothing is kept of it: safe in any thread."""
        if not isinstance(shape, Poly) or (shape.alpha == 255 and not shape.ramp):
            return False
        _, _, (w, h) = self._around(shape.points, 0)
        return w * h > SLOW

    def stamp(self, shape: Shape) -> Stamp:
        """What this shape puts on the surface; waits for a drawing that is under way."""
        if isinstance(shape, Text):
            return self._text(shape)
        if isinstance(shape, Box):
            return self._box(shape)
        if isinstance(shape, Picture):
            return self._picture(shape)
        if isinstance(shape, Circle):
            rect = Rect(shape.x - shape.r, shape.y - shape.r, shape.r * 2, shape.r * 2)
            return self._box(Box(rect, shape.fill, shape.r, shape.stroke, shape.stroke_width, shape.alpha))
        if isinstance(shape, Line):
            return self._line(shape)
        return self._still(shape) if isinstance(shape, Still) else self._poly(shape)

    def _place(self, rect: Rect) -> pygame.Rect:
        return pygame.Rect(*(round(v * self.scale) for v in (rect.x, rect.y, rect.w, rect.h)))

    def _still(self, still: Still) -> Stamp:
        at = self._place(still.rect)
        drawn = self.small.picture(still, at.size)
        return Stamp((StampPiece(drawn, drawn.get_rect()),), at)

    def _seen_small(self, still: Still, size: tuple[int, int]) -> pygame.Surface:
        """The shapes of a screen as a picture of its part, of that size. For a thread: it shares nothing."""
        part, scale = still.part, size[0] / still.part.w
        maker = Maker(scale, self.tokens, self._days)
        drawn = pygame.Surface(size, 0, 32)
        drawn.fill(self.colour("tarmac"))
        whole, away = drawn.get_rect(), (-round(part.x * scale), -round(part.y * scale))
        for shape in still.shapes:
            if isinstance(shape, Text) and shape.size * scale < LEAST_WORD:
                continue
            stamp = maker.stamp(shape)
            if stamp.at.move(away).colliderect(whole):
                Stamp(stamp.pieces, stamp.at.move(away)).put(drawn)
        # It holds itself, by what draws its own stills, and would wait for the collector with all that it made.
        maker.empty()
        return drawn

    def _text(self, text: Text) -> Stamp:
        px = max(8, round(text.size * self.scale))
        key = ("t", text.text, px, text.colour, text.bold)
        pieces = self.kept.get(key)
        if pieces is None:
            drawn = font(px, text.bold).render(text.text, True, self.colour(text.colour))
            pieces = self.kept.put(key, (StampPiece(drawn, drawn.get_rect()),))
        w, h = pieces[0].at.size
        x = text.x * self.scale - {"left": 0, "centre": w / 2, "right": w}[text.anchor]
        return Stamp(pieces, pygame.Rect(round(x), round(text.y * self.scale), w, h))

    def _box(self, box: Box) -> Stamp:
        s, edge = self.scale, box.stroke_width / 2 + (SHADE if box.shade else 0)
        x0, y0 = round((box.rect.x - edge) * s), round((box.rect.y - edge) * s)
        w, h = max(1, round((box.rect.w + 2 * edge) * s)), max(1, round((box.rect.h + 2 * edge) * s))
        at = pygame.Rect(x0, y0, w, h)
        if plain(box):
            whole = StampPiece(self.colour(box.fill), pygame.Rect(0, 0, w, h), box.alpha)
            return Stamp((whole,), at)
        look = (box.fill, box.to, box.stroke, round(box.radius * s, 1), round(box.stroke_width * s, 1))
        key = ("b", w, h, look, box.alpha, box.shade)
        pieces = self.kept.get(key)
        if pieces is None:
            pieces = self.kept.put(key, self._slices(box, w, h))
        return Stamp(pieces, at)

    def _slices(self, box: Box, w: int, h: int) -> tuple[StampPiece, ...]:
        """A box cut in nine: only its corners and one line of each side are drawn, the rest is the same all along."""
        cap = math.ceil((min(box.radius, min(box.rect.w, box.rect.h) / 2) + box.stroke_width) * self.scale) + 3
        cap += math.ceil((2 * SHADE if box.shade else 0) * self.scale)
        across, down = w > 2 * cap + 1, h > 2 * cap + 1
        if not (across or down or box.fill or box.shade) and w * h > OPEN:
            if w == h and 2 * box.radius >= box.rect.w:
                return self._ring(box, w)
            return rim(self._raster(box_svg(box, (w, h), self.scale, self._ink), (0, 0, w, h)))
        small_w, small_h = 2 * cap + 1 if across else w, 2 * cap + 1 if down and not box.to else h
        drawn = self._corners(box, small_w, small_h)
        columns = (
            ((0, 0, cap, cap), (cap, cap, 1, w - 2 * cap), (cap + 1, w - cap, cap, cap)) if across else ((0, 0, w, w),)
        )
        rows: tuple[tuple[int, int, int, int], ...] = ((0, 0, h, h),)
        if down:
            inner = h - 2 * cap if box.to else 1
            rows = ((0, 0, cap, cap), (cap, cap, inner, h - 2 * cap), (cap + inner, h - cap, cap, cap))
        pieces: list[StampPiece] = []
        for from_y, y, tall, high in rows:
            # Along the middle of a side most is what fills the box: that is no part of the side.
            sides = plain_from(drawn, cap) if across and down and tall == 1 else None
            for from_x, x, thin, wide in columns if sides is None else cut(sides, w, drawn.get_width()):
                part = drawn.subsurface((from_x, from_y, thin, tall))
                pieces += stretched(part, pygame.Rect(x, y, wide, high))
        return tuple(pieces)

    def _ring(self, box: Box, wide: int) -> tuple[StampPiece, ...]:
        """A circle without a filling, so many pixels wide: of a quarter of it what there is, and its mirror pictures.

        One that widens is another in each frame: read whole, it took 1 to 4 ms of it.
        """
        body, half = box_svg(box, (wide, wide), self.scale, self._ink), -(-wide // 2)
        hole = wide / 2 - box.stroke_width * self.scale
        quarter: list[StampPiece] = []
        for (top, high), (low, _) in pairwise((*((round(half * part), high) for part, high in RING), (half, 0))):
            up = wide / 2 - top
            # To the right it goes as far as in the first of these lines.
            right = half if up >= hole else min(half, math.ceil(wide / 2 - math.sqrt(hole * hole - up * up)) + 2)
            quarter += bands(self._raster(body, (0, top, right, low - top)), (0, top), high)
        return mirrored(quarter, wide)

    def _corners(self, box: Box, w: int, h: int) -> pygame.Surface:
        """All that is drawn of a box: the same for each size of one look, so that one that grows is drawn once."""
        line, radius = round(box.stroke_width * self.scale, 2), round(box.radius * self.scale, 2)
        key = ("c", w, h, box.fill, box.to, box.stroke, radius, line, box.alpha, box.shade)
        pieces = self.kept.get(key)
        if pieces is None:
            drawn = self._raster(box_svg(box, (w, h), self.scale, self._ink), (0, 0, w, h))
            pieces = self.kept.put(key, (StampPiece(drawn, drawn.get_rect()),))
        assert isinstance(pieces[0].ink, pygame.Surface)
        return pieces[0].ink

    def _raster(self, body: str, part: tuple[int, int, int, int]) -> pygame.Surface:
        """Left, top, width and height of what is drawn of it, in pixels."""
        x, y, w, h = part
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="{x} {y} {w} {h}">{body}</svg>'
        return raster(svg, (w, h))

    def _drawing(self, picture: Picture) -> tuple[object, int, int]:
        """Key of the upright, opaque drawing of a picture, and its size in real pixels."""
        w, h = max(1, round(picture.rect.w * self.scale)), max(1, round(picture.rect.h * self.scale))
        return ("p", picture.art, w, h), w, h

    def _picture(self, picture: Picture) -> Stamp:
        key, w, h = self._drawing(picture)
        pieces = self.kept.get(key)
        if pieces is None:
            drawn = self._upright(key, picture.art, (w, h))
            pieces = self.kept.put(key, (StampPiece(drawn, drawn.get_rect()),))
        return self._placed(picture, pieces, key)

    def _placed(self, picture: Picture, pieces: tuple[StampPiece, ...], key: object) -> Stamp:
        """An upright drawing as this picture shows it."""
        if picture.angle % 360:
            pieces = self._turned(key, pieces[0].ink, picture.angle)
        if picture.alpha != 255:
            pieces = (StampPiece(pieces[0].ink, pieces[0].at, picture.alpha),)
        at = pieces[0].at.copy()
        at.center = self._middle(picture)
        return Stamp(pieces, at)

    def _middle(self, picture: Picture) -> tuple[int, int]:
        x, y = picture.rect.centre
        return round(x * self.scale), round(y * self.scale)

    def _turned(self, key: object, upright: pygame.Surface | Rgb, angle: int) -> tuple[StampPiece, ...]:
        pieces = self.moving.get((key, angle % 360))
        if pieces is None:
            assert isinstance(upright, pygame.Surface)
            drawn = pygame.transform.rotozoom(upright, -angle, 1.0)
            pieces = self.moving.put((key, angle % 360), (StampPiece(drawn, drawn.get_rect()),))
        return pieces

    def _upright(self, key: object, art: str, size: tuple[int, int]) -> pygame.Surface:
        work = self._under_way.pop(key, None)
        drawn = work.result() if work else raster(source(art, self._swaps), size)
        return drawn

    def _line(self, line: Line) -> Stamp:
        width = max(1.0, line.width * self.scale)
        dash = f' stroke-dasharray="0.1 {max(6.0, width * 2.6):.1f}"' if line.dashed else ""
        look = (
            f'fill="none" stroke="{self._ink[line.colour]}" stroke-width="{width:.2f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dash}'
        )
        # One without a length goes no way.
        solid = len(set(line.points)) >= 2 and not line.dashed
        return self._path(line.points, "polyline", look, width, plain=((line.colour,), 255) if solid else None)

    def _poly(self, poly: Poly) -> Stamp:
        alpha = f'fill-opacity="{poly.alpha / 255:.3f}"'
        if not poly.ramp:
            look = f'fill="{self._ink[poly.fill]}" {alpha}'
            return self._path(poly.points, "polygon", look, 0, plain=((poly.fill,), poly.alpha))
        last = len(poly.ramp) - 1
        stops = "".join(
            f'<stop offset="{100 * n / last:.0f}%" stop-color="{self._ink[token]}"/>'
            for n, token in enumerate(poly.ramp)
        )
        defs = f'<defs><linearGradient id="r" x1="0%" y1="0%" x2="100%" y2="0%">{stops}</linearGradient></defs>'
        return self._path(poly.points, "polygon", f'fill="url(#r)" {alpha}', 0, defs, plain=(poly.ramp, poly.alpha))

    def _path(
        self, points: Sequence[tuple[float, float]], kind: str, look: str, width: float, defs: str = "",
        plain: tuple[tuple[str, ...], int] | None = None,
    ) -> Stamp:  # fmt: skip
        """A line or a filled outline as an anti-aliased stamp, as large as it needs.

        `plain`: the colour, or those from left to right, and the opacity of a line or of any filled outline.
        """
        here, corner, (w, h) = self._around(points, width)
        at = pygame.Rect(corner, (w, h))
        many, thin = len(points) >= CORNERS, 0 < width <= THIN
        wide = WIDE // SLENDER if thin and (many or len(points) == 2) else WIDE // FINELY if many else WIDE
        if plain is not None and w * h > wide and (swift := self._by_pixel(here, width, plain, (w, h))):
            # Not kept: what is so large moves with every frame, and would push out all that comes again.
            return Stamp(swift, at)
        local = " ".join(f"{x:.2f},{y:.2f}" for x, y in _nudged(here))
        key = (kind, local, look, defs)
        pieces = self.moving.get(key)
        if pieces is None:
            drawn = self._raster(f'{defs}<{kind} points="{local}" {look}/>', (0, 0, w, h))
            pieces = self.moving.put(key, (StampPiece(drawn, drawn.get_rect()),))
        return Stamp(pieces, at)

    def _around(
        self, points: Sequence[tuple[float, float]], width: float
    ) -> tuple[list[tuple[float, float]], tuple[int, int], tuple[int, int]]:
        """Pixels from the corner of the box that holds them and a line of that width; the corner, its size."""
        xs, ys = [x * self.scale for x, _ in points], [y * self.scale for _, y in points]
        edge = math.ceil(width / 2) + 1
        x0, y0 = math.floor(min(xs)) - edge, math.floor(min(ys)) - edge
        size = math.ceil(max(xs)) - x0 + edge, math.ceil(max(ys)) - y0 + edge
        return [(x - x0, y - y0) for x, y in zip(xs, ys, strict=True)], (x0, y0), size

    def _by_pixel(
        self, points: Sequence[tuple[float, float]], width: float, plain: tuple[tuple[str, ...], int],
        size: tuple[int, int],
    ) -> tuple[StampPiece, ...]:  # fmt: skip
        """A filled outline, or a line of this width; () where it must be read as SVG."""
        tokens, alpha = plain
        first, *more = colours = tuple(map(self.colour, tokens))
        whole = pygame.Rect(0, 0, *size)
        if more or alpha < 255:
            drawn = graded(points, colours, alpha, size) if more else filled(points, first, alpha, size)
            return (StampPiece(drawn, whole),) if drawn else ()
        if width and (len(points) > 2 or width <= THIN):
            line = stroked(points, width)
            return (StampPiece(first, whole, within=line),) if line else ()
        outline = edged(band(points[0], points[1], width) if width else points)
        if outline is None:
            return ()
        ends = [self._end(at, width, tokens[0]) for at in points] if width else []
        return StampPiece(first, whole, within=outline), *ends

    def _end(self, at: tuple[float, float], width: float, token: str) -> StampPiece:
        """The round end of a line."""
        x0, y0 = (math.floor(v - width / 2) for v in at)
        look = f'cx="{at[0] - x0:.1f}" cy="{at[1] - y0:.1f}" r="{width / 2:.2f}" fill="{self._ink[token]}"'
        side = math.ceil(width) + 2
        pieces = self.moving.get(look)
        if pieces is None:
            drawn = self._raster(f"<circle {look}/>", (0, 0, side, side))
            pieces = self.moving.put(look, (StampPiece(drawn, drawn.get_rect()),))
        return StampPiece(pieces[0].ink, pygame.Rect(x0, y0, side, side))
