"""What a head answers once the tool has left it, on its section: it takes the light, or stays matt and flat.

It is read from what the section shows and from nothing else: the height against the two lines that are drawn, and the
marks on the sheet. Of the length of the rivet, its lot, its hole and its place in the order it tells nothing.
"""

from game.mechanics.assemble import metal
from game.mechanics.assemble.lever import TOUCHES_AT
from game.mechanics.assemble.seen import LeverSeen
from game.screen.motion import Edit, Motion, Play, eased, tremble
from game.screen.nodes import Box, Line, Poly, Rect, Shape

AXIS, BASE, MM = 740.0, 636.0, 62.0
"""Where the rivet stands, the top of the plates, design units a millimetre."""
ACROSS = (150.0, 1130.0)
"""From where to where the two lines go."""
RIGHT, HIGH, LOW, MARKED = "right", "high", "low", "marked"
SETTLES_MS = 680
"""How long a head is seen to settle: shorter than a hand takes to the way on."""
SPRINGS_UM, DOWN_MS = 150, 110
"""How far a head springs up as the tool leaves it, and in what time it is down again."""
CLOSE_MS, LIGHT_FROM, LIGHT_TO = 150, 130, 560
"""When the two lines have closed on a good head; from when to when light runs over it and along them."""
VEIL = 150
"""How much of its shine a head that takes no light loses, of 255."""


def rests(v: LeverSeen) -> bool:
    """Whether the tool has left metal that it has brought down: the head stands there to be looked at."""
    return bool(v.hole) and not v.x and v.f <= TOUCHES_AT and v.h_um < v.start_um


def answer(v: LeverSeen) -> str:
    """What the matter tells of a head at rest: right, high, low or marked; "" where it has nothing to tell.

    Between the lines but not yet a head (its metal has hardly come down), it tells nothing: that is asked elsewhere.
    """
    if not rests(v):
        return ""
    missed = height(v.h_um - v.target_um, v.tolerance_um)
    return missed or (MARKED if v.traces else RIGHT if v.formed else "")


def height(above_um: int, tolerance_um: int) -> str:
    """Which line a head missed that stands so far above the middle: high or low; "" between the lines."""
    return HIGH if above_um > tolerance_um else LOW if above_um < -tolerance_um else ""


def drawn_um(v: LeverSeen) -> int:
    """The height at which a head at rest is drawn: clear of the line that it is near, on its true side."""
    inside = metal.CLEAR_UM if not v.x and v.f <= TOUCHES_AT else 0
    return metal.standing(v.h_um, v.target_um, v.tolerance_um, inside_um=inside)


def stays(v: LeverSeen) -> tuple[Shape, ...]:
    """What is seen of the answer as long as the head is left so."""
    way, h_um = answer(v), drawn_um(v)
    shapes = _scratches(v) if v.traces and rests(v) else []
    if not way:
        return tuple(shapes)
    top, low, high = (BASE - um / 1000 * MM for um in (h_um, v.target_um - v.tolerance_um, v.target_um + v.tolerance_um))
    if way == RIGHT:
        shapes += [*_lit_lines(low, high, ACROSS), *_shine(h_um, v.start_um)]
        return tuple(shapes)
    shapes = [*_flat(h_um, v.start_um), *shapes]
    if way != MARKED:
        near, far = sorted((top, high if way == HIGH else low))
        shapes += _between(near, far, _half(h_um, v.start_um))
    return tuple(shapes)


def settles(v: LeverSeen, look: str, left: float = ACROSS[0]) -> Motion:
    """How the answer comes, as the tool leaves the metal; `look` is that of the rivet, `left` where lines begin. Nothing moves where it has nothing to tell."""
    way, h_um, start = answer(v), drawn_um(v), v.start_um
    low, high = (BASE - (v.target_um + d * v.tolerance_um) / 1000 * MM for d in (-1, 1))

    def draws(play: Play, ms: float) -> Edit:
        if not play.now.steers:
            return Edit()
        return Edit({}, _right(ms, (h_um, start), (low, high, left), look) if way == RIGHT else _dull(ms, (h_um, start), way))

    return Motion("own", at="handle", ms=SETTLES_MS if way else 0, draws=draws)


def _right(ms: float, heights: tuple[int, int], lines: tuple[float, float, float], look: str) -> tuple[Shape, ...]:
    """The head comes to rest, the lines close on it, light runs over it and along them to both ends."""
    (h_um, start), (low, high, left) = heights, lines
    half, top = _half(*heights), BASE - h_um / 1000 * MM
    shapes: list[Shape] = []
    if ms < DOWN_MS:
        up = round(SPRINGS_UM * (1 - eased(ms / DOWN_MS)))
        shapes += metal.barrel(AXIS, BASE, (h_um + up, start), MM, look)
    if ms < CLOSE_MS:
        gap = 34 * (1 - eased(ms / CLOSE_MS))
        return (*shapes, *(Line(((left, y), (ACROSS[1], y)), "warm_light", 5) for y in (high - gap, low + gap)))
    share = min(1.0, (ms - LIGHT_FROM) / (LIGHT_TO - LIGHT_FROM))
    for edge, end in ((AXIS - half, left), (AXIS + half, ACROSS[1])):
        reach = edge + (end - edge) * eased(share)
        shapes.append(Box(Rect(min(edge, reach), high, abs(reach - edge), low - high), "white", alpha=round(150 * (1 - share))))
    if share < 1:
        x = AXIS + (half - 44) * (2 * share - 1)
        shapes.append(Poly(((x - 44, BASE - 4), (x - 14, top + 6), (x + 30, top + 6), (x, BASE - 4)), "white", 215))
        near, far = 36 + 30 * share, 72 + 62 * share
        ways = ((-1.5, 0.55), (-0.8, 0.9), (0.0, 1.0), (0.8, 0.9), (1.5, 0.55))
        shapes += [Line(tuple((AXIS + dx * d, top - dy * d) for d in (near, far)), "warm_light", 7 * (1 - share) + 2) for dx, dy in ways]
    return tuple(shapes)


def _dull(ms: float, heights: tuple[int, int], way: str) -> tuple[Shape, ...]:
    """It trembles once under its flat shadow; one that is too low sinks with the sheet."""
    half, top = _half(*heights), BASE - heights[0] / 1000 * MM
    if way == LOW:
        give = 9 * (1 - eased(min(1.0, ms / 300)))
        return tuple(Line(((AXIS + w * half, BASE + 3 + give), (AXIS + w * (half + 80), BASE + 2)), "ink", 6) for w in (-1, 1))
    aside = 2 * tremble(ms)
    if ms > 260:
        return ()
    bend = ((18, 44), (28, 4), (16, -26))
    marks = (Line(tuple((AXIS + w * (half + dx) + aside, top + dy) for dx, dy in bend), "mist", 5) for w in (-1, 1))
    return tuple(marks)


def _half(h_um: int, start_um: int) -> float:
    """Half the width of a head at its top."""
    return metal.half_widths(h_um, start_um, MM)[-1][1]


def _lit_lines(low: float, high: float, across: tuple[float, float]) -> list[Shape]:
    """The two lines hold the head: both are lit, and what lies between them."""
    left, right = across
    band = Box(Rect(left, high, right - left, low - high), "warm_light", alpha=70)
    return [band, *(Line(((left, y), (right, y)), "warm_light", 5) for y in (low, high))]


def _shine(h_um: int, start_um: int) -> list[Shape]:
    """A head that takes the light: its rim is white, and two stars stand on its shoulders."""
    half, top = _half(h_um, start_um), BASE - h_um / 1000 * MM
    rim = Line(((AXIS - half + 8, top + 4), (AXIS + half - 8, top + 4)), "white", 8)
    return [rim, *metal.glint(AXIS - half * 0.7, top + 26, 40), *metal.glint(AXIS + half * 0.78, top + 6, 22)]


def _flat(h_um: int, start_um: int) -> list[Shape]:
    """A head that takes no light: its metal lies under a veil, its shadow flat on the sheet beside it."""
    half = _half(h_um, start_um)
    shadow = Box(Rect(AXIS - half - 70, BASE + 2, 2 * half + 140, 14), "black", 7, alpha=110)
    return [shadow, Poly(metal.outline(AXIS, BASE, (h_um, start_um), MM), "slate", VEIL)]


def _between(near: float, far: float, half: float) -> list[Shape]:
    """What lies between the top of a head and the line that it missed, over or under it: hatched in amber."""
    left, right = AXIS - half - 26, AXIS + half + 26
    bars: list[Shape] = [Line(((left, y), (right, y)), "amber", 3) for y in (near, far)]
    steps = int((right - left) // 26)
    tilt = min(14.0, far - near)
    return [*bars, *(Line(((left + 26 * k + 6, far), (left + 26 * k + 6 + tilt, near)), "amber", 3) for k in range(steps))]


def _scratches(v: LeverSeen) -> list[Shape]:
    """The marks that the tool has left on the sheet catch the light, one pair a mark."""
    half = metal.half_widths(drawn_um(v), v.start_um, MM)[7][1]
    shapes: list[Shape] = []
    for n in range(min(3, v.traces)):
        for way in (-1, 1):
            x = AXIS + way * (half + 22 + 34 * n)
            shapes += [Line(((x, BASE + 20), (x + way * 26, BASE + 8)), colour, wide) for colour, wide in (("ink", 9), ("white", 5))]
    return shapes
