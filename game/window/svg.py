"""Drawings as the text that SDL's SVG reader draws, and the reader itself.

Everything curved is drawn by it. It gives red, green, blue, alpha where the window wants blue, green, red, alpha:
colours are written the other way round in the text, and the very same bytes are then read as what the window wants.
Nothing is converted, and a drawing made in a thread costs the thread of the window nothing.
"""

import re
from collections.abc import Mapping
from importlib.resources import files
from io import BytesIO

import pygame

from game.screen.nodes import Box

SHADE = 14.0
"""How far a soft shadow may reach beyond its box, in design units."""
HEAD, BOX = re.compile(r"<svg\b[^>]*>"), re.compile(r'viewBox="([^"]*)"')
HEX = re.compile(r"#[0-9A-Fa-f]{6}")


def swapped(colour: str) -> str:
    """#rrggbb as #bbggrr."""
    return f"#{colour[5:7]}{colour[3:5]}{colour[1:3]}"


def raster(svg: str, size: tuple[int, int]) -> pygame.Surface:
    """A drawing whose colours are written #bbggrr as pixels the window blends as they are. Safe in any thread."""
    drawn = pygame.image.load_sized_svg(BytesIO(svg.encode()), size)
    # A BufferProxy is a buffer, which the stubs do not say.
    return pygame.image.frombuffer(drawn.get_buffer(), drawn.get_size(), "BGRA")  # type: ignore[arg-type]


def source(art: str, swaps: Mapping[str, str]) -> str:
    """The text of a drawing of `assets/art`, in the colours of a theme, written #bbggrr."""
    text = (files("assets") / "art" / f"{art}.svg").read_text("utf-8")
    return HEX.sub(lambda m: swapped(swaps.get(m[0].upper(), m[0])), text)


def cut_out(svg: str, wide: int, top: int, high: int) -> str:
    """Of a drawing that is made so many pixels wide, the strip of so many lines from a line on."""
    head = HEAD.search(svg)
    box = BOX.search(head[0]) if head else None
    if head is None or box is None:
        raise ValueError("a drawing without a view box")
    x, y, w, _ = (float(number) for number in box[1].split())
    # Its lines are as high as its pixels are wide: a strip of another shape would be made narrower.
    strip = f'viewBox="{x} {y + w * top / wide} {w} {w * high / wide}"'
    return f'{svg[: head.start()]}<svg xmlns="http://www.w3.org/2000/svg" {strip}>{svg[head.end() :]}'


def box_svg(box: Box, size: tuple[int, int], scale: float, ink: Mapping[str, str]) -> str:
    """What is written of a box so many pixels wide and high with its edge and its shade; `ink`: tokens as #bbggrr."""
    w, h = size
    line, pad = box.stroke_width * scale, (SHADE if box.shade else 0) * scale
    at, bw, bh = pad + line / 2, w - line - 2 * pad, h - line - 2 * pad
    r = max(0.0, min(box.radius * scale, bw / 2, bh / 2))
    fill, defs = ink[box.fill] if box.fill else "none", ""
    if box.to:
        defs = (
            f'<defs><linearGradient id="f" gradientUnits="userSpaceOnUse" x1="0" y1="0" x2="0" y2="{h}">'
            f'<stop offset="0%" stop-color="{fill}"/><stop offset="100%" stop-color="{ink[box.to]}"/>'
            "</linearGradient></defs>"
        )
        fill = "url(#f)"
    if box.shade:
        defs += _shade((at, bw, bh, r), scale, ink["shadow"])
    stroke = f'stroke="{ink[box.stroke]}" stroke-width="{line}"' if box.stroke else ""
    opacity = f'fill-opacity="{box.alpha / 255:.3f}" stroke-opacity="{box.alpha / 255:.3f}"'
    body = f'<rect x="{at}" y="{at}" width="{bw}" height="{bh}" rx="{r}" ry="{r}"'
    return f'{defs}{body} fill="{fill}" {stroke} {opacity}/>'


def _shade(box: tuple[float, float, float, float], scale: float, ink: str) -> str:
    """Three widening layers below and to the right: soft without any blur at run time. `box`: corner, size, radius."""
    at, w, h, r = box
    shape = ""
    for d, alpha in ((6, 0.04), (3, 0.055), (0, 0.086)):
        g, x, y = d * scale, at + (4 - d) * scale, at + (8 - d) * scale
        shape += (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{w + 2 * g:.1f}" height="{h + 2 * g:.1f}" rx="{r + g:.1f}" '
            f'fill="{ink}" fill-opacity="{alpha}"/>'
        )
    return shape
