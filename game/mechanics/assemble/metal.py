"""Metal seen from the side: a rivet that keeps its volume while it is pressed, the plates it holds, its head below."""

from math import cos, pi, sin

from game.screen.nodes import Box, Line, Poly, Rect, Shape

MetalPoint = tuple[float, float]
RAMPS = {
    "grey": ("alu_dark", "alu_mid", "white", "alu_light", "alu_mid", "alu_dark"),
    "blue": ("blue_dark", "sky", "blue_light", "sky", "sky", "blue_dark"),
    "gold": ("gold_dark", "gold", "gold_light", "gold", "gold", "gold_dark"),
}
EDGE = {"grey": "steel", "blue": "blue_dark", "gold": "gold_dark"}
TONES = {"grey": "grey", "minus": "blue", "plus": "gold"}
SHANK_MM = 1.55
"""Half the width of a shank."""
UNDER = 0.8
"""How far within the middle of its rim, 3 wide, the sides of the metal end."""
STEP_UM = 20
"""The metal is drawn in steps of a pixel and a half, so that a shape once drawn serves again."""
SEEN_UM = 64
"""A head that a line refuses is drawn at least so far past it: about three pixels where it is judged."""
CLEAR_UM = 120
"""One that was let go between the lines is drawn at least so far inside: on a line it would look refused."""
CRACKS_UM = 1000
"""Below this height the rim of a head shows cracks."""
FOOT_MM = 1.1
"""Height of the head the rivet came with."""


def tone(look: str) -> str:
    """Which ramp a rivet's look has: plain ones are grey, those marked minus blue, those marked plus golden."""
    return TONES[look]


def half_widths(h_um: int, start_um: int, mm: float) -> tuple[MetalPoint, ...]:
    """(share of the height, half width in design units) from foot to top, `mm` units a millimetre.

    Constant volume: the mean square of the width grows as the height falls; the middle swells most.
    """
    swell = (max(start_um, h_um) / max(h_um, 1)) ** 0.5 - 1
    rows = []
    for k in range(15):
        t = k / 14
        round_off = 0.06 * max(0.0, (t - 0.86) / 0.14) ** 2
        width = 1 + swell * (0.7 + 1.8 * t * (1 - t)) - round_off * (1 + swell)
        rows.append((t, width * SHANK_MM * mm))
    return tuple(rows)


def barrel(x: float, base: float, heights: tuple[int, int], mm: float, look: str) -> list[Shape]:
    """What stands above the plates: outline, grain that follows it, the highlight that slides outwards.

    `heights` are the height now and at the start, in µm. `base` is the y of the plates' top.
    """
    h_um, start_um = (n // STEP_UM * STEP_UM for n in heights)
    rows = half_widths(h_um, start_um, mm)
    high = max(6.0, h_um / 1000 * mm)
    colour = tone(look)

    def at(share: float) -> list[MetalPoint]:
        """A line from foot to top, `share` of the half width to the right of the axis."""
        return [(x + share * w, base - high * t) for t, w in rows]

    edge = (*at(1), *reversed(at(-1)))
    # The metal ends under the middle of its rim: no pixel of its own edge stands out beside it.
    within = [(px - UNDER if px > x else px + UNDER, py) for px, py in edge]
    shapes: list[Shape] = [Poly(tuple(within), "alu_mid", ramp=RAMPS[colour])]
    shapes += [Line(tuple(at(share)), EDGE[colour], 1.5) for share in (-0.42, -0.1, 0.24, 0.58)]
    left, right = at(-0.74)[3:-2], at(-0.58)[3:-2]
    shapes.append(Poly((*left, *reversed(right)), "white", 200))
    shapes.append(Line((*edge, edge[0]), EDGE[colour], 3))
    if h_um < CRACKS_UM:
        shapes += _cracks(x, base, high, rows[len(rows) // 2][1])
    return shapes


def outline(x: float, base: float, heights: tuple[int, int], mm: float) -> tuple[MetalPoint, ...]:
    """What stands above the plates, as its outline alone: of the same size as `barrel` of the same heights (um)."""
    h_um, start_um = (n // STEP_UM * STEP_UM for n in heights)
    rows, high = half_widths(h_um, start_um, mm), max(6.0, h_um / 1000 * mm)
    right = [(x + w, base - high * t) for t, w in rows]
    return (*right, *((2 * x - px, y) for px, y in reversed(right)))


def glint(x: float, y: float, r: float) -> list[Shape]:
    """A star of four points, dark about its edge: what takes the light, seen on any metal."""

    def star(far: float, near: float) -> tuple[MetalPoint, ...]:
        turns = ((pi * k / 4, far if k % 2 == 0 else near) for k in range(8))
        return tuple((x + d * cos(a), y + d * sin(a)) for a, d in turns)

    return [Poly(star(r + 4, r * 0.3 + 3), "ink"), Poly(star(r, r * 0.3), "white")]


def middle(x: float, y: float, half: float, size: float) -> list[Shape]:
    """Two arrow heads at a height, `half` to each side of x, that point at each other: the middle of the two lines."""
    far, shapes = size * 1.5, list[Shape]()
    for way in (-1, 1):
        at = x + way * half
        head = ((at, y), (at + way * far, y - size), (at + way * far, y + size))
        shapes += [Line((*head, head[0]), "ink", 3), Poly(head, "amber")]
    return shapes


def _cracks(x: float, base: float, high: float, width: float) -> list[Shape]:
    """The rim of a crushed head splits on both sides."""
    shapes: list[Shape] = []
    for side in (-1, 1):
        rim = x + side * width
        zigzag = ((rim, base - high * 0.8), (rim - side * 16, base - high * 0.55), (rim - side * 6, base - high * 0.2))
        shapes.append(Line(zigzag, "ink", 4))
    return shapes


def standing(h_um: int, target_um: int, tolerance_um: int, *, past_um: int = SEEN_UM, inside_um: int = 0) -> int:
    """The height (um) at which a head is drawn under its two lines: its own, but past a line by what can be seen of it.

    `h_um` is what is measured and judged; only the drawing of a head that is just refused stands a little clear
    (`past_um`), and, once it is let go, that of one which is just good (`inside_um`, 0 under a hand: there each move is
    seen as it is).
    """
    low, high = target_um - tolerance_um, target_um + tolerance_um
    if h_um > high:
        return max(h_um, high + past_um)
    if h_um < low:
        return min(h_um, low - past_um)
    inside = min(inside_um, tolerance_um)
    return min(max(h_um, low + inside), high - inside)


def shank(x: float, top: float, bottom: float, mm: float, look: str) -> list[Shape]:
    """The part inside the plates, in its hole."""
    w = SHANK_MM * mm
    box = ((x - w, top), (x + w, top), (x + w, bottom), (x - w, bottom))
    lines = [Line(((x + side * w, top), (x + side * w, bottom)), "ink", 2) for side in (-1, 1)]
    return [Poly(box, "alu_mid", ramp=RAMPS[tone(look)]), *lines]


def foot(x: float, top: float, mm: float, look: str) -> list[Shape]:
    """The head the rivet came with, below the plates."""
    w, high = SHANK_MM * mm * 1.78, FOOT_MM * mm
    curve = [(x + w * cos(pi * k / 24), top + high * sin(pi * k / 24)) for k in range(13)]
    mirrored = [(2 * x - px, py) for px, py in reversed(curve)]
    outline = (*curve, *mirrored)
    colour = tone(look)
    return [Poly(outline, "alu_mid", ramp=RAMPS[colour]), Line((*outline, outline[0]), EDGE[colour], 2.5)]


def plates(across: tuple[float, float], top: float, thick: tuple[float, ...]) -> list[Shape]:
    """Sheets cut open between two x, from top to bottom: aluminium above, primed skin below, hatched."""
    left, right = across
    shapes: list[Shape] = []
    y = top
    for n, high in enumerate(thick):
        fill, to, hatch = ("alu_light", "alu_dark", "steel") if n == 0 else ("primer_high", "primer_dark", "primer_ink")
        shapes.append(Box(Rect(left, y, right - left, high), fill, to=to))
        shapes.append(Box(Rect(left, y, right - left, 3), "white", alpha=130))
        shapes.append(Box(Rect(left, y + high - 3, right - left, 3), "ink", alpha=150))
        count = int((right - left) // 62)
        shapes += [
            Line(((left + 20 + 62 * k, y + high * 0.78), (left + 50 + 62 * k, y + high * 0.3)), hatch, 2.4)
            for k in range(count)
        ]
        y += high
    return shapes
