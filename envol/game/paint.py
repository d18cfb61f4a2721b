"""Draws a Screen with pygame. It alone knows pixels; every colour comes from the theme's token table."""

import itertools
import math
from collections import OrderedDict
from functools import cache
from importlib.resources import files
from io import BytesIO

import pygame
import yaml

from envol.game.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from envol.game.scene import Comfort

WIDTH = 1920.0
Colour = tuple[int, int, int]


@cache
def themes() -> dict[str, dict[str, str]]:
    """The token tables, by name."""
    tables: dict[str, dict[str, str]] = yaml.safe_load((files("envol.assets") / "theme.yaml").read_text("utf-8"))
    return tables


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


class Painter:
    """Keeps what is dear to make (drawings, rounded boxes, words, backdrops) and draws screens onto one surface."""

    LIMIT = 900

    def __init__(self, surface: pygame.Surface, comfort: Comfort) -> None:
        self.surface = surface
        self.scale = surface.get_width() / WIDTH
        self.tokens = themes()["contrast" if comfort.contrast else "day"]
        self._kept: OrderedDict[object, pygame.Surface] = OrderedDict()
        self._backdrop: tuple[tuple[Shape, ...], pygame.Surface] | None = None
        self._last: tuple[Screen, str] | None = None

    @property
    def height(self) -> float:
        """Height of the design area for this surface, in design units."""
        return self.surface.get_height() / self.scale

    def draw(self, screen: Screen, focus: str) -> bool:
        """Draw if anything changed since the last call; says whether it did."""
        if self._last == (screen, focus):
            return False
        self._last = (screen, focus)
        if self._backdrop is None or self._backdrop[0] != screen.backdrop:
            layer = pygame.Surface(self.surface.get_size()).convert(self.surface)
            layer.fill(self.colour("ink"))
            for shape in screen.backdrop:
                self._shape(layer, shape)
            self._backdrop = (screen.backdrop, layer)
        self.surface.blit(self._backdrop[1], (0, 0))
        for shape in screen.decor:
            self._shape(self.surface, shape)
        for node in screen.nodes:
            for shape in node.shapes:
                self._shape(self.surface, shape)
        for shape in screen.overlay:
            self._shape(self.surface, shape)
        for node in screen.nodes:
            if node.id == focus and node.actions:
                self._ring(node)
        return True

    def colour(self, token: str) -> Colour:
        text = self.tokens[token]
        return int(text[1:3], 16), int(text[3:5], 16), int(text[5:7], 16)

    def _ring(self, node: Node) -> None:
        """Orange between two lines of ink: visible on any ground."""
        r = node.rect.inset(-7)
        radius = min(26.0, r.h / 2)
        for width, token, grow in ((9.0, "ink", 0.0), (5.0, "signal", 0.0)):
            self._shape(self.surface, Box(r.inset(grow), "", radius, token, width))

    def _shape(self, to: pygame.Surface, shape: Shape) -> None:
        if isinstance(shape, Text):
            self._text(to, shape)
        elif isinstance(shape, Box):
            self._box(to, shape)
        elif isinstance(shape, Picture):
            self._picture(to, shape)
        elif isinstance(shape, Circle):
            d = shape.r * 2 + shape.stroke_width
            rect = Rect(shape.x - d / 2, shape.y - d / 2, d, d)
            inner = rect.inset(shape.stroke_width / 2)
            self._box(to, Box(inner, shape.fill, inner.w / 2, shape.stroke, shape.stroke_width, shape.alpha))
        elif isinstance(shape, Line):
            self._line(to, shape)
        else:
            self._poly(to, shape)

    def _keep(self, key: object, made: pygame.Surface) -> pygame.Surface:
        self._kept[key] = made
        if len(self._kept) > self.LIMIT:
            self._kept.popitem(last=False)
        return made

    def _get(self, key: object) -> pygame.Surface | None:
        found = self._kept.get(key)
        if found is not None:
            self._kept.move_to_end(key)
        return found

    def _text(self, to: pygame.Surface, text: Text) -> None:
        px = max(8, round(text.size * self.scale))
        key = ("t", text.text, px, text.colour, text.bold)
        made = self._get(key)
        if made is None:
            made = self._keep(
                key, font(px, text.bold).render(text.text, True, self.colour(text.colour)).convert_alpha()
            )
        x = text.x * self.scale - {"left": 0, "centre": made.get_width() / 2, "right": made.get_width()}[text.anchor]
        to.blit(made, (round(x), round(text.y * self.scale)))

    def _box(self, to: pygame.Surface, box: Box) -> None:
        s, edge = self.scale, box.stroke_width / 2
        x0, y0 = round((box.rect.x - edge) * s), round((box.rect.y - edge) * s)
        w, h = max(1, round((box.rect.w + 2 * edge) * s)), max(1, round((box.rect.h + 2 * edge) * s))
        if not box.radius and not box.stroke and box.alpha == 255:
            to.fill(self.colour(box.fill), (x0, y0, w, h))
            return
        key = ("b", w, h, box.fill, box.stroke, round(box.radius * s, 1), round(box.stroke_width * s, 1), box.alpha)
        made = self._get(key)
        if made is None:
            made = self._keep(key, self._raster(self._box_svg(box, w, h), w, h))
        to.blit(made, (x0, y0))

    def _box_svg(self, box: Box, w: int, h: int) -> str:
        line = box.stroke_width * self.scale
        bw, bh = w - line, h - line
        r = max(0.0, min(box.radius * self.scale, bw / 2, bh / 2))
        fill = self.tokens[box.fill] if box.fill else "none"
        stroke = f'stroke="{self.tokens[box.stroke]}" stroke-width="{line}"' if box.stroke else ""
        opacity = f'fill-opacity="{box.alpha / 255:.3f}" stroke-opacity="{box.alpha / 255:.3f}"'
        body = f'<rect x="{line / 2}" y="{line / 2}" width="{bw}" height="{bh}" rx="{r}" ry="{r}"'
        return f'{body} fill="{fill}" {stroke} {opacity}/>'

    def _raster(self, body: str, w: int, h: int) -> pygame.Surface:
        svg = f'<svg xmlns="http://www.w3.org/2000/svg" width="{w}" height="{h}" viewBox="0 0 {w} {h}">{body}</svg>'
        return pygame.image.load_sized_svg(BytesIO(svg.encode()), (w, h)).convert_alpha()

    def _picture(self, to: pygame.Surface, picture: Picture) -> None:
        w, h = max(1, round(picture.rect.w * self.scale)), max(1, round(picture.rect.h * self.scale))
        key = ("p", picture.art, w, h, picture.angle % 360, picture.alpha)
        made = self._get(key)
        if made is None:
            source = BytesIO((files("envol.assets") / "art" / f"{picture.art}.svg").read_bytes())
            made = pygame.image.load_sized_svg(source, (w, h)).convert_alpha()
            if picture.angle % 360:
                made = pygame.transform.rotozoom(made, -picture.angle, 1.0)
            if picture.alpha != 255:
                made.set_alpha(picture.alpha)
            made = self._keep(key, made)
        cx, cy = picture.rect.centre
        to.blit(made, made.get_rect(center=(round(cx * self.scale), round(cy * self.scale))))

    def _line(self, to: pygame.Surface, line: Line) -> None:
        s = self.scale
        points = [(x * s, y * s) for x, y in line.points]
        width = max(1, round(line.width * s))
        for (ax, ay), (bx, by) in itertools.pairwise(points):
            if line.dashed:
                length = math.hypot(bx - ax, by - ay)
                for k in range(int(length / (14 * s)) + 1):
                    at = min(1.0, k * 14 * s / max(length, 1))
                    spot = (ax + (bx - ax) * at, ay + (by - ay) * at)
                    pygame.draw.aacircle(to, self.colour(line.colour), spot, max(1.5, width / 1.6))
            else:
                pygame.draw.aaline(to, self.colour(line.colour), (ax, ay), (bx, by), width)
                if width > 4:
                    pygame.draw.aacircle(to, self.colour(line.colour), (bx, by), width / 2)

    def _poly(self, to: pygame.Surface, poly: Poly) -> None:
        s = self.scale
        xs, ys = [p[0] * s for p in poly.points], [p[1] * s for p in poly.points]
        x0, y0 = math.floor(min(xs)), math.floor(min(ys))
        w, h = math.ceil(max(xs)) - x0 + 1, math.ceil(max(ys)) - y0 + 1
        local = tuple((round(x - x0, 1), round(y - y0, 1)) for x, y in zip(xs, ys, strict=True))
        key = ("g", local, poly.fill, poly.alpha)
        made = self._get(key)
        if made is None:
            path = " ".join(f"{x},{y}" for x, y in local)
            body = f'<polygon points="{path}" fill="{self.tokens[poly.fill]}" fill-opacity="{poly.alpha / 255:.3f}"/>'
            made = self._keep(key, self._raster(body, w, h))
        to.blit(made, (x0, y0))
