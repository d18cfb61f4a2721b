"""Draws a Screen with pygame. It alone knows pixels; every colour comes from the theme's token table."""

import math
import re
from collections import OrderedDict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from io import BytesIO

import pygame

from assets.theme import themes
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import Comfort

WIDTH = 1920.0
SHADE = 14.0
"""How far a soft shadow may reach beyond its box, in design units."""
HEX = re.compile(r"#[0-9A-Fa-f]{6}")
Colour = tuple[int, int, int]


@cache
def font(px: int, bold: bool) -> pygame.font.Font:
    """Atkinson Hyperlegible at a size in real pixels."""
    if not pygame.font.get_init():
        pygame.font.init()
    name = "AtkinsonHyperlegible-Bold.ttf" if bold else "AtkinsonHyperlegible-Regular.ttf"
    return pygame.font.Font(BytesIO(_font_bytes(name)), px)


@cache
def _font_bytes(name: str) -> bytes:
    folder = files("fontpkg_atkinson_hyperlegible") / "files"
    found = [f for f in folder.iterdir() if f.name == name]
    if not found:
        raise FileNotFoundError(f"{name} is not in the font package: {sorted(f.name for f in folder.iterdir())}")
    return found[0].read_bytes()


class Measure:
    """Widths and lines in design units; implements `scene.Look` together with the catalogue (see window.StaticLook)."""

    REFERENCE = 100

    def __init__(self, text_scale: float) -> None:
        self.text_scale = text_scale
        self._widths: dict[tuple[str, bool], float] = {}

    def px(self, size: float) -> float:
        return size * self.text_scale

    def line_height(self, size: float) -> float:
        return self.px(size) * 1.28

    def width(self, text: str, size: float, bold: bool = False) -> float:
        known = self._widths.get((text, bold))
        if known is None:
            known = font(self.REFERENCE, bold).size(text)[0] / self.REFERENCE
            if len(self._widths) > 4000:
                self._widths.clear()
            self._widths[text, bold] = known
        return known * self.px(size) * 1.01

    def wrap(self, text: str, size: float, width: float, bold: bool = False) -> list[str]:
        lines: list[str] = []
        for part in text.split("\n"):
            line = ""
            for word in part.split(" "):
                longer = f"{line} {word}" if line else word
                if line and self.width(longer, size, bold) > width:
                    lines.append(line)
                    line = word
                else:
                    line = longer
            lines.append(line)
        return lines


@dataclass(frozen=True, slots=True)
class Stamp:
    """What one shape puts on the surface: ready-made pixels, or a plain colour; and where."""

    ink: pygame.Surface | Colour
    at: pygame.Rect


@dataclass(frozen=True, slots=True)
class Layer:
    """The shapes of one node (or of the decor) with their stamps, kept to tell what changed."""

    shapes: tuple[Shape, ...]
    stamps: tuple[Stamp, ...]


class Painter:
    """Keeps what is dear to make (drawings, rounded boxes, words, backdrops) and draws screens onto one surface.

    Only what changed since the last screen is drawn again: the regions of the old and the new shapes, clipped.
    """

    LIMIT = 1500
    OUTLINES = 240
    REGIONS = 8
    GROUNDS = 3

    def __init__(self, surface: pygame.Surface, comfort: Comfort) -> None:
        self.surface = surface
        self.scale = surface.get_width() / WIDTH
        self.tokens = themes()["contrast" if comfort.contrast else "day"]
        # Drawings are written in the colours of the day; another theme puts its own in their place.
        self._swaps = {day: self.tokens[token] for token, day in themes()["day"].items()}
        self._kept: OrderedDict[object, pygame.Surface] = OrderedDict()
        # Outlines that change with every frame must not push out the words and boxes that stay.
        self._outlines: OrderedDict[object, pygame.Surface] = OrderedDict()
        self._backdrops: list[tuple[tuple[Shape, ...], pygame.Surface]] = []
        self._last: tuple[Screen, str] | None = None
        self._layers: dict[str, Layer] = {}
        # Layers of the screens before, by name: what comes back as it was is not made again.
        self._gone: dict[str, Layer] = {}

    @property
    def height(self) -> float:
        """Height of the design area for this surface, in design units."""
        return self.surface.get_height() / self.scale

    def draw(self, screen: Screen, focus: str) -> list[pygame.Rect]:
        """Draw what changed since the last call; gives the regions that did, in real pixels."""
        if self._last is not None and self._last[0] is screen and self._last[1] == focus:
            return []
        self._last = (screen, focus)
        whole = self._settle_backdrop(screen)
        changed: list[pygame.Rect] = []
        layers: dict[str, Layer] = {}
        for key, shapes in self._parts(screen, focus):
            layers[key] = self._came_back(key, shapes, changed) or self._renewed(shapes, self._layers.get(key), changed)
        for key in self._layers.keys() - layers.keys():
            changed += [stamp.at for stamp in self._layers[key].stamps]
            self._gone[key] = self._layers[key]
        if whole or not _same_order(self._layers, layers):
            changed = [self.surface.get_rect()]
        self._layers = layers
        regions = merged(changed, self.surface.get_rect(), self.REGIONS)
        self._repaint(regions)
        return regions

    def _settle_backdrop(self, screen: Screen) -> bool:
        """Bring the layer of what lies below to the front of the few that are kept; says whether it changed."""
        for at, (shapes, _) in enumerate(self._backdrops):
            if shapes is screen.backdrop or shapes == screen.backdrop:
                self._backdrops.insert(0, self._backdrops.pop(at))
                return at != 0
        layer = pygame.Surface(self.surface.get_size()).convert(self.surface)
        layer.fill(self.colour("ink"))
        for shape in screen.backdrop:
            _put(layer, self._stamp(shape))
        self._backdrops.insert(0, (screen.backdrop, layer))
        del self._backdrops[self.GROUNDS :]
        return True

    def _parts(self, screen: Screen, focus: str) -> Iterable[tuple[str, tuple[Shape, ...]]]:
        """The layers of a screen from back to front, each under a name of its own."""
        yield "decor:", screen.decor
        for node in screen.nodes:
            yield node.id, node.shapes
        yield "overlay:", screen.overlay
        yield "ring:", tuple(s for n in screen.nodes if n.id == focus and n.actions for s in ring(n))

    def _came_back(self, key: str, shapes: tuple[Shape, ...], changed: list[pygame.Rect]) -> Layer | None:
        """The layer of an earlier screen, when it is there no more and comes back just as it was."""
        gone = None if key in self._layers else self._gone.pop(key, None)
        if gone is None or not (gone.shapes is shapes or gone.shapes == shapes):
            return None
        changed += [stamp.at for stamp in gone.stamps]
        return gone

    def _renewed(self, shapes: tuple[Shape, ...], old: Layer | None, changed: list[pygame.Rect]) -> Layer:
        """The layer of these shapes; where they differ from the old ones, both places are noted as changed."""
        if old is not None and (old.shapes is shapes or old.shapes == shapes):
            return old
        before: Sequence[Shape] = old.shapes if old else ()
        head = 0
        while head < min(len(before), len(shapes)) and before[head] == shapes[head]:
            head += 1
        tail = 0
        while tail < min(len(before), len(shapes)) - head and before[-1 - tail] == shapes[-1 - tail]:
            tail += 1
        kept = old.stamps if old else ()
        middle = shapes[head : len(shapes) - tail]
        was = before[head : len(before) - tail]
        stamps: list[Stamp] = []
        for n, shape in enumerate(middle):
            same = len(was) == len(middle) and was[n] == shape
            stamps.append(kept[head + n] if same else self._stamp(shape))
            if not same:
                changed.append(stamps[-1].at)
                if len(was) == len(middle):
                    changed.append(kept[head + n].at)
        if len(was) != len(middle):
            changed += [stamp.at for stamp in kept[head : head + len(was)]]
        return Layer(shapes, (*kept[:head], *stamps, *kept[len(kept) - tail :]))

    def _repaint(self, regions: Sequence[pygame.Rect]) -> None:
        """Backdrop, then every stamp that touches a region, clipped to it."""
        ground = self._backdrops[0][1]
        stamps = [stamp for layer in self._layers.values() for stamp in layer.stamps]
        places = [stamp.at for stamp in stamps]
        for region in regions:
            self.surface.set_clip(region)
            self.surface.blit(ground, region, region)
            for n in region.collidelistall(places):
                _put(self.surface, stamps[n])
        self.surface.set_clip(None)

    def colour(self, token: str) -> Colour:
        """Red, green, blue of a token, 0..255."""
        text = self.tokens[token]
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)

    def _stamp(self, shape: Shape) -> Stamp:
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
        return self._poly(shape)

    def _keep(self, key: object, made: pygame.Surface) -> pygame.Surface:
        return _remember(self._kept, key, made, self.LIMIT)

    def _get(self, key: object) -> pygame.Surface | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _text(self, text: Text) -> Stamp:
        px = max(8, round(text.size * self.scale))
        key = ("t", text.text, px, text.colour, text.bold)
        made = self._get(key)
        if made is None:
            made = self._keep(
                key, font(px, text.bold).render(text.text, True, self.colour(text.colour)).convert_alpha()
            )
        x = text.x * self.scale - {"left": 0, "centre": made.get_width() / 2, "right": made.get_width()}[text.anchor]
        return Stamp(made, made.get_rect(topleft=(round(x), round(text.y * self.scale))))

    def _box(self, box: Box) -> Stamp:
        s, edge = self.scale, box.stroke_width / 2 + (SHADE if box.shade else 0)
        x0, y0 = round((box.rect.x - edge) * s), round((box.rect.y - edge) * s)
        w, h = max(1, round((box.rect.w + 2 * edge) * s)), max(1, round((box.rect.h + 2 * edge) * s))
        at = pygame.Rect(x0, y0, w, h)
        if not (box.radius or box.stroke or box.to or box.shade) and box.alpha == 255:
            return Stamp(self.colour(box.fill), at)
        look = (box.fill, box.to, box.stroke, round(box.radius * s, 1), round(box.stroke_width * s, 1))
        key = ("b", w, h, look, box.alpha, box.shade)
        made = self._get(key)
        if made is None:
            made = self._keep(key, self._raster(self._box_svg(box, w, h), w, h))
        return Stamp(made, at)

    def _box_svg(self, box: Box, w: int, h: int) -> str:
        line, pad = box.stroke_width * self.scale, (SHADE if box.shade else 0) * self.scale
        at, bw, bh = pad + line / 2, w - line - 2 * pad, h - line - 2 * pad
        r = max(0.0, min(box.radius * self.scale, bw / 2, bh / 2))
        fill, defs = self.tokens[box.fill] if box.fill else "none", ""
        if box.to:
            defs = (
                f'<defs><linearGradient id="f" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="{h}">'
                f'<stop offset="0%" stop-color="{fill}"/><stop offset="100%" stop-color="{self.tokens[box.to]}"/>'
                "</linearGradient></defs>"
            )
            fill = "url(#f)"
        if box.shade:
            defs += self._shade(at, bw, bh, r)
        stroke = f'stroke="{self.tokens[box.stroke]}" stroke-width="{line}"' if box.stroke else ""
        opacity = f'fill-opacity="{box.alpha / 255:.3f}" stroke-opacity="{box.alpha / 255:.3f}"'
        body = f'<rect x="{at}" y="{at}" width="{bw}" height="{bh}" rx="{r}" ry="{r}"'
        return f'{defs}{body} fill="{fill}" {stroke} {opacity}/>'

    def _shade(self, at: float, w: float, h: float, r: float) -> str:
        """Three widening layers below and to the right: soft without any blur at run time."""
        made = ""
        for d, alpha in ((6, 0.04), (3, 0.055), (0, 0.086)):
            g, x, y = d * self.scale, at + (4 - d) * self.scale, at + (8 - d) * self.scale
            made += (
                f'<rect x="{x:.1f}" y="{y:.1f}" width="{w + 2 * g:.1f}" height="{h + 2 * g:.1f}" rx="{r + g:.1f}" '
                f'fill="{self.tokens["shadow"]}" fill-opacity="{alpha}"/>'
            )
        return made

    def _raster(self, body: str, w: int, h: int) -> pygame.Surface:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{body}</svg>'
        return pygame.image.load_sized_svg(BytesIO(svg.encode()), (w, h)).convert_alpha()

    def _picture(self, picture: Picture) -> Stamp:
        w, h = max(1, round(picture.rect.w * self.scale)), max(1, round(picture.rect.h * self.scale))
        key = ("p", picture.art, w, h, picture.angle % 360, picture.alpha)
        made = self._get(key)
        if made is None:
            text = (files("assets") / "art" / f"{picture.art}.svg").read_text("utf-8")
            source = BytesIO(HEX.sub(lambda m: self._swaps.get(m[0].upper(), m[0]), text).encode())
            made = pygame.image.load_sized_svg(source, (w, h)).convert_alpha()
            if picture.angle % 360:
                made = pygame.transform.rotozoom(made, -picture.angle, 1.0)
            if picture.alpha != 255:
                made.set_alpha(picture.alpha)
            made = self._keep(key, made)
        cx, cy = picture.rect.centre
        return Stamp(made, made.get_rect(center=(round(cx * self.scale), round(cy * self.scale))))

    def _line(self, line: Line) -> Stamp:
        width = max(1.0, line.width * self.scale)
        dash = f' stroke-dasharray="0.1 {max(6.0, width * 2.6):.1f}"' if line.dashed else ""
        look = (
            f'fill="none" stroke="{self.tokens[line.colour]}" stroke-width="{width:.2f}" '
            f'stroke-linecap="round" stroke-linejoin="round"{dash}'
        )
        return self._path(line.points, "polyline", look, width)

    def _poly(self, poly: Poly) -> Stamp:
        alpha = f'fill-opacity="{poly.alpha / 255:.3f}"'
        if not poly.ramp:
            return self._path(poly.points, "polygon", f'fill="{self.tokens[poly.fill]}" {alpha}', 0)
        last = len(poly.ramp) - 1
        stops = "".join(
            f'<stop offset="{100 * n / last:.0f}%" stop-color="{self.tokens[token]}"/>'
            for n, token in enumerate(poly.ramp)
        )
        defs = f'<defs><linearGradient id="r" x1="0%" y1="0%" x2="100%" y2="0%">{stops}</linearGradient></defs>'
        return self._path(poly.points, "polygon", f'fill="url(#r)" {alpha}', 0, defs)

    def _path(
        self, points: Sequence[tuple[float, float]], kind: str, look: str, width: float, defs: str = ""
    ) -> Stamp:
        """A line or a filled outline as an anti-aliased stamp, as large as it needs."""
        xs, ys = [x * self.scale for x, _ in points], [y * self.scale for _, y in points]
        edge = math.ceil(width / 2) + 1
        x0, y0 = math.floor(min(xs)) - edge, math.floor(min(ys)) - edge
        w, h = math.ceil(max(xs)) - x0 + edge, math.ceil(max(ys)) - y0 + edge
        local = " ".join(f"{x - x0:.1f},{y - y0:.1f}" for x, y in zip(xs, ys, strict=True))
        key = (kind, local, look, defs)
        made = self._outlines.get(key)
        if made is None:
            drawn = self._raster(f'{defs}<{kind} points="{local}" {look}/>', w, h)
            made = _remember(self._outlines, key, drawn, self.OUTLINES)
        return Stamp(made, pygame.Rect(x0, y0, w, h))


def _remember(
    kept: "OrderedDict[object, pygame.Surface]", key: object, made: pygame.Surface, most: int
) -> pygame.Surface:
    """Keep one more, and let the oldest go."""
    kept[key] = made
    if len(kept) > most:
        kept.popitem(last=False)
    return made


def ring(node: Node) -> tuple[Shape, ...]:
    """The focus: orange between two lines of ink, visible on any ground."""
    r = node.rect.inset(-7)
    radius = min(26.0, r.h / 2)
    return Box(r, "", radius, "ink", 9), Box(r, "", radius, "signal", 5)


def _put(to: pygame.Surface, stamp: Stamp) -> None:
    if isinstance(stamp.ink, pygame.Surface):
        to.blit(stamp.ink, stamp.at)
    else:
        to.fill(stamp.ink, stamp.at)


def _same_order(old: dict[str, Layer], new: dict[str, Layer]) -> bool:
    """Whether layers that stayed still lie above one another as before."""
    return [k for k in old if k in new] == [k for k in new if k in old]


def merged(rects: Iterable[pygame.Rect], whole: pygame.Rect, most: int) -> list[pygame.Rect]:
    """Few regions that cover all the rectangles: those that nearly fill their union become one.

    When there are still more than `most`, those of the left, of the middle and of the right become one each: a screen
    changes its centre far more often than its sides.
    """
    regions: list[pygame.Rect] = []
    for rect in rects:
        found = rect.clip(whole)
        if not found.w or not found.h:
            continue
        at = 0
        while at < len(regions):
            both = found.union(regions[at])
            if both.w * both.h <= 1.1 * (found.w * found.h + regions[at].w * regions[at].h):
                del regions[at]
                found, at = both, 0
            else:
                at += 1
        regions.append(found)
    if len(regions) <= most:
        return regions
    bands: dict[int, list[pygame.Rect]] = {}
    for region in regions:
        across = region.centerx / max(1, whole.w)
        bands.setdefault(0 if across < 0.25 else 1 if across < 0.79 else 2, []).append(region)
    return [band[0].unionall(band[1:]) for band in bands.values()]
