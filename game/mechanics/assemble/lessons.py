"""What practice shows of each gesture of riveting: matter side by side, so that it is seen and not read."""

from game.mechanics.assemble import metal
from game.mechanics.assemble.view_rivet import head, scale
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape, Text
from game.workshop.view_lesson import STAGE
from game.workshop.words import WorkshopWords

MM = 46.0
TARGET_UM = (1800, 1400)


def heads_beside(look: WorkshopWords) -> list[Shape]:
    """Four pieces of metal under the same two lines: the mentor's, too high, right, too low."""
    base, thick = STAGE.y + 296, (46.0, 46.0)
    top, low = (base - um / 1000 * MM for um in TARGET_UM)
    shapes: list[Shape] = []
    light = STAGE.x + STAGE.w * 0.635
    shapes.append(Poly(((light - 60, STAGE.y), (light + 60, STAGE.y), (light + 150, STAGE.y + 470), (light - 150, STAGE.y + 470)), "warm_light", 170))
    columns = ((0.15, 2300, "karim"), (0.40, 2900, "high"), (0.635, 1600, "right"), (0.865, 720, "low"))
    for share, h_um, _ in columns:
        x = STAGE.x + STAGE.w * share
        w = 150.0
        shapes += [*metal.foot(x, base + sum(thick), MM, "grey"), *metal.plates((x - w, x + w), base, thick)]
        shapes += [*metal.shank(x, base - 1, base + sum(thick), MM, "grey"), *metal.barrel(x, base, (h_um, 3600), MM, "grey")]
    shapes.append(Box(Rect(STAGE.x, top, STAGE.w, low - top), "primer", alpha=130))
    shapes += [Line(((STAGE.x + 6, y), (STAGE.x + STAGE.w - 6, y)), "ink", 4) for y in (top, low)]
    shapes += _squeezing(STAGE.x + STAGE.w * 0.15, base - 2300 / 1000 * MM)
    for share, _, name in columns[1:]:
        x = STAGE.x + STAGE.w * share
        shapes += _sign(x, STAGE.y + 62, name)
        shapes += _under(look, x, f"lesson.head.{name}")
    shapes.append(Line(((STAGE.x + STAGE.w * 0.285, STAGE.y + 20), (STAGE.x + STAGE.w * 0.285, STAGE.y + STAGE.h - 20)), "alu_dark", 2, True))
    return [*shapes, *_under(look, STAGE.x + STAGE.w * 0.15, "lesson.head.karim")]


def _squeezing(x: float, top: float) -> list[Shape]:
    """The mentor's hand on the squeezer, coming down."""
    return [
        Poly(((x - 110, top - 44), (x + 110, top - 44), (x + 130, top), (x - 130, top)), "alu_mid", ramp=("alu_dark", "alu_light", "alu_dark")),
        Box(Rect(x - 150, top - 110, 300, 66), "tarmac", 12), Box(Rect(x - 140, top - 104, 280, 6), "mist", 3, alpha=120),
        Box(Rect(x - 196, top - 132, 96, 108), "blue_dark", 18), *(Box(Rect(x - 128, top - 118 + 24 * k, 62, 22), "white", 11, "steel", 2) for k in range(4)),
        Line(((x + 60, top - 96), (x + 60, top - 62)), "white", 6), Line(((x + 46, top - 76), (x + 60, top - 62), (x + 74, top - 76)), "white", 6),
    ]  # fmt: skip


def _sign(x: float, y: float, name: str) -> list[Shape]:
    """Shape and colour together: an arrow up, a tick, an arrow down."""
    if name == "right":
        return [Circle(x, y, 32, "green"), Line(((x - 14, y + 1), (x - 4, y + 12), (x + 15, y - 11)), "white", 7)]
    way = -1 if name == "high" else 1
    return [Circle(x, y, 32, "white", "ink", 4), Line(((x, y - way * 14), (x, y + way * 14)), "ink", 5), Line(((x - 11, y + way * 3), (x, y + way * 14), (x + 11, y + way * 3)), "ink", 5)]


def _under(look: WorkshopWords, x: float, key: str, size: float = 27) -> list[Shape]:
    big = min(look.px(size), 44.0)
    return [Text(x, STAGE.y + STAGE.h - 60, look.t(key), big, "ink", True, "centre")]


def measuring(look: WorkshopWords) -> list[Shape]:
    """The pige hooks under the plates; its slide is read on a ruler."""
    base, x = STAGE.y + 190, STAGE.x + STAGE.w * 0.3
    shapes: list[Shape] = [*metal.plates((STAGE.x + 80, STAGE.x + STAGE.w * 0.55), base, (70.0, 90.0))]
    shapes.append(Box(Rect(x - 44, base - 2, 88, 164), "ink"))
    shapes += [Box(Rect(x - 8, base - 110, 16, 280), "alu_light", 4, "steel", 2), Box(Rect(x - 8, base + 158, 66, 16), "alu_light", 4, "steel", 2)]
    shapes += [Box(Rect(x - 60, base - 40, 120, 40), "alu_mid", 8, "steel", 2), Line(((x + 76, base), (x + 76, base + 160)), "signal", 6)]
    shapes += [kit.scaled(s, 1.25, 0, 0) for s in scale((STAGE.x + STAGE.w * 0.6) / 1.25, (STAGE.y + 210) / 1.25, 380, 3400)]
    return [*shapes, *_under(look, STAGE.x + STAGE.w * 0.5, "lesson.measure.under")]


def rivets_beside(look: WorkshopWords) -> list[Shape]:
    """A sound rivet, then a bent one, a nicked one, one of another lot: what is set aside is seen beside what is kept."""
    shapes: list[Shape] = []
    for n, kind in enumerate(("sound", "bent", "nick", "lot")):
        x, y = STAGE.x + STAGE.w * (0.14 + 0.24 * n), STAGE.y + 130
        lean = 46.0 if kind == "bent" else 0.0
        body = ((x - 34, y + 50), (x + 34, y + 50), (x + 34 + lean, y + 250), (x - 34 + lean, y + 250))
        shapes += [Circle(x, y + 130, 166, "white", "mist", 3), Poly(body, "alu_mid", ramp=metal.RAMPS["blue"]), Line((*body, body[0]), "blue_dark", 3)]
        shapes += [Box(Rect(x - 78, y - 8, 156, 60), "sky", 24, "ink", 3), Box(Rect(x - 50, y, 74, 12), "white", 6, alpha=170)]
        if kind == "nick":
            shapes += [Poly(((x + 28, y - 12), (x + 82, y - 12), (x + 82, y + 30), (x + 60, y + 6)), "white"), Line(((x + 28, y - 8), (x + 60, y + 8), (x + 78, y + 30)), "ink", 4)]
        bag = Rect(x + 62, y + 176, 92, 48)
        shapes += [Box(bag, "paper", 8, "steel", 2), Text(bag.centre[0], bag.y + 8, "V9" if kind == "lot" else "M2", 26, "ink", True, "centre")]
        shapes += _under(look, x, f"lesson.rivet.{kind}", 25)
        if kind == "sound":
            shapes += _sign(x, y - 76, "right")
    return shapes


def hole_beside(look: WorkshopWords) -> list[Shape]:
    """A round hole and an oval one; the tag and the bell go with the second."""
    y = STAGE.y + 210
    spots = ((0.22, "hole"), (0.5, "hole_oval"))
    shapes: list[Shape] = []
    for share, art in spots:
        x = STAGE.x + STAGE.w * share
        shapes += [Box(Rect(x - 170, y - 170, 340, 340), "primer_high", 26, "primer_dark", 3), Picture(art, Rect(x - 96, y - 96, 192, 192))]
        shapes += _under(look, x, f"lesson.{art}")
    x = STAGE.x + STAGE.w * 0.8
    shapes += [Picture("tag", Rect(x - 190, y - 90, 170, 130)), *_bell(x + 80, y - 20), Line(((x - 180, y + 110), (x + 150, y + 110)), "steel", 3)]
    return [*shapes, *_under(look, x, "lesson.tag_call")]


def _bell(x: float, y: float) -> list[Shape]:
    dome = tuple((x + 62 * c, y + 30 - 92 * s) for c, s in ((-1, 0), (-0.92, 0.4), (-0.7, 0.72), (-0.38, 0.93), (0, 1), (0.38, 0.93), (0.7, 0.72), (0.92, 0.4), (1, 0)))
    return [Poly(dome, "amber"), Box(Rect(x - 84, y + 26, 168, 24), "amber", 12, "ink", 3), Circle(x, y + 66, 14, "amber", "ink", 3), Box(Rect(x - 9, y - 84, 18, 24), "amber", 6)]


HEADS = ("", "cocked", "gap", "crushed", "mark", "reflection", "drip", "pencil")


def heads_seen(look: WorkshopWords) -> list[Shape]:
    """One good head, each kind to review, and three marks that matter to nobody."""
    shapes: list[Shape] = [Box(Rect(STAGE.x + 16, STAGE.y + 70, STAGE.w - 32, 300), "primer_high", 20, to="primer")]
    for n, feature in enumerate(HEADS):
        x = STAGE.x + STAGE.w * (n + 0.5) / len(HEADS)
        shapes += head(feature, x, STAGE.y + 220)
        name = "right" if feature == "" else ""
        shapes += _sign(x, STAGE.y + 34, name) if name else []
        words = look.t(f"lesson.feature.{feature or 'plain'}")
        size = 22.0
        while size > 12 and any(look.width(w, size, True) > 160 for w in words.split()):
            size -= 1
        lines = look.wrap(words, size, 164, True)
        shapes += [Text(x, STAGE.y + 388 + k * look.line_height(size), line, look.px(size), "ink", True, "centre") for k, line in enumerate(lines[:3])]
    return shapes


def gauged(look: WorkshopWords) -> list[Shape]:
    """The gauge over three heads: it stops, it passes, it rattles."""
    base = STAGE.y + 330
    shapes: list[Shape] = []
    for share, h_um, name in ((0.2, 2300, "high"), (0.5, 1600, "right"), (0.8, 900, "low")):
        x = STAGE.x + STAGE.w * share
        shapes += [*metal.plates((x - 170, x + 170), base, (60.0,)), *metal.barrel(x, base, (h_um, 3600), 60, "grey")]
        foot = base - max(h_um, 1600) / 1000 * 60 + 96 if name == "high" else base
        gauge = ((x - 190, foot - 190), (x + 190, foot - 190), (x + 190, foot), (x + 150, foot), (x + 150, foot - 102), (x - 150, foot - 102), (x - 150, foot), (x - 190, foot))
        shapes += [Poly(gauge, "alu_mid", 235), Line((*gauge, gauge[0]), "ink", 4)]
        shapes += [*_sign(x, foot - 150, name), *_under(look, x, f"lesson.gauge.{name}")]
    return shapes
