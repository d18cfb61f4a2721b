"""What practice shows of each gesture of riveting: matter side by side, so that it is seen and not read."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.mechanics.assemble import metal, view_rivet
from game.mechanics.assemble.lever import CRUSHED_UM
from game.mechanics.assemble.params import FAULTY_HEADS, WIDE_MM, Params, Piece
from game.mechanics.assemble.seen import RivetSeen, walls
from game.mechanics.assemble.state import HARMLESS_HEADS
from game.mechanics.assemble.view_lever import access
from game.mechanics.assemble.view_panel import SOUGHT, rivet
from game.mechanics.assemble.view_rivet import head, scale
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Picture, Poly, Rect, Shape, Text
from game.workshop import view_shared_lessons as shared
from game.workshop.view_lesson import STAGE, folded
from game.workshop.words import WorkshopWords
from game.workshop.written import Gesture

MM = 46.0
"""Design units a millimetre, where a head is seen from the side."""
GAUGE_MM = 44.0
PLAN_K = 0.82
"""Design units a millimetre, where plan and panel stand side by side."""
MENTOR_UM, HIGH_UM = 700, 1300
"""How far above the middle of the lines stand a head that the mentor is still forming, and one left too high."""
BASE = STAGE.y + 296
PLATES = (46.0, 46.0)


@dataclass(frozen=True, slots=True)
class Matter:
    """What a gesture is practised on: the scenario's own rivet, thickness, lines and lots."""

    params: Params
    gesture: Gesture

    @property
    def stack_um(self) -> int:
        """What is clamped at the hole of the gesture; the first hole's, for a gesture that has none."""
        holes = self.params.holes()
        return holes[self.gesture.spot or next(iter(holes))].e_um

    @property
    def kind(self) -> str:
        """The look of the rivet that the order gives there."""
        return self.params.bin_for(self.stack_um).look

    @property
    def start_um(self) -> int:
        """How far that rivet stands out before it is formed."""
        return self.params.stem_for(self.stack_um) * 1000 - self.stack_um

    @property
    def lines(self) -> tuple[float, float]:
        """The y of the upper and of the lower line."""
        middle, around = self.params.target_um, self.params.tolerance_um
        return BASE - (middle + around) / 1000 * MM, BASE - (middle - around) / 1000 * MM

    @property
    def jaw(self) -> int:
        """The side from which the jaw goes on at the place of the gesture; -1 when any will do."""
        return self.params.holes()[self.gesture.spot].jaw

    def twin_um(self, outcome: str) -> int:
        """The height of a head that is an example of how a try turned out."""
        target = self.params.target_um
        return {"high": target + HIGH_UM, "untouched": self.start_um, "right": target, "low": CRUSHED_UM}[outcome]


def heads_beside(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """Four pieces of metal under the same two lines: the mentor's, too high, right, too low."""
    base, thick, kind = BASE, PLATES, matter.kind
    top, low = matter.lines
    held = matter.params.target_um + MENTOR_UM
    shapes: list[Shape] = []
    light = STAGE.x + STAGE.w * 0.635
    shapes.append(Poly(((light - 60, STAGE.y), (light + 60, STAGE.y), (light + 150, STAGE.y + 470), (light - 150, STAGE.y + 470)), "warm_light", 170))
    columns = ((0.15, held, "mentor"), *((share, matter.twin_um(name), name) for share, name in ((0.40, "high"), (0.635, "right"), (0.865, "low"))))
    for share, h_um, _ in columns:
        x = STAGE.x + STAGE.w * share
        w = 150.0
        shapes += [*metal.foot(x, base + sum(thick), MM, kind), *metal.plates((x - w, x + w), base, thick)]
        shapes += [*metal.shank(x, base - 1, base + sum(thick), MM, kind), *metal.barrel(x, base, (h_um, matter.start_um), MM, kind)]
    shapes.append(Box(Rect(STAGE.x, top, STAGE.w, low - top), "primer", alpha=130))
    shapes += [Line(((STAGE.x + 6, y), (STAGE.x + STAGE.w - 6, y)), "ink", 4) for y in (top, low)]
    # Which of the two makes a head good, and where it is precise: the same two marks as at the lever.
    shapes += [s for share, *_ in columns[1:] for s in metal.middle(STAGE.x + STAGE.w * share, (top + low) / 2, 140, 8)]
    shapes += _squeezing(STAGE.x + STAGE.w * 0.15, base - held / 1000 * MM)
    for share, _, name in columns[1:]:
        x = STAGE.x + STAGE.w * share
        shapes += sign(x, STAGE.y + 62, name)
        shapes += under(look, x, f"lesson.head.{name}")
    shapes.append(Line(((STAGE.x + STAGE.w * 0.285, STAGE.y + 20), (STAGE.x + STAGE.w * 0.285, STAGE.y + STAGE.h - 20)), "alu_dark", 2, True))
    return [*shapes, *under(look, STAGE.x + STAGE.w * 0.15, "lesson.head.mentor", mentor=look.mentor)]


def _squeezing(x: float, top: float) -> list[Shape]:
    """The mentor's hand on the squeezer, coming down."""
    return [
        Poly(((x - 110, top - 44), (x + 110, top - 44), (x + 130, top), (x - 130, top)), "alu_mid", ramp=("alu_dark", "alu_light", "alu_dark")),
        Box(Rect(x - 150, top - 110, 300, 66), "tarmac", 12), Box(Rect(x - 140, top - 104, 280, 6), "mist", 3, alpha=120),
        Box(Rect(x - 196, top - 132, 96, 108), "blue_dark", 18), *(Box(Rect(x - 128, top - 118 + 24 * k, 62, 22), "white", 11, "steel", 2) for k in range(4)),
        Line(((x + 60, top - 96), (x + 60, top - 62)), "white", 6), Line(((x + 46, top - 76), (x + 60, top - 62), (x + 74, top - 76)), "white", 6),
    ]  # fmt: skip


def sign(x: float, y: float, name: str) -> list[Shape]:
    """Shape and colour together: an arrow up, a tick, an arrow down, a cross."""
    if name == "wall":
        return [Circle(x, y, 32, "white", "ink", 4), *(Line(((x - 12, y - way * 12), (x + 12, y + way * 12)), "ink", 6) for way in (1, -1))]
    if name == "right":
        return [Circle(x, y, 32, "green"), Line(((x - 14, y + 1), (x - 4, y + 12), (x + 15, y - 11)), "white", 7)]
    way = -1 if name == "high" else 1
    return [Circle(x, y, 32, "white", "ink", 4), Line(((x, y - way * 14), (x, y + way * 14)), "ink", 5), Line(((x - 11, y + way * 3), (x, y + way * 14), (x + 11, y + way * 3)), "ink", 5)]


def under(
    look: WorkshopWords, x: float, key: str, size: float = 27, most: float = 44.0, **values: object
) -> list[Shape]:
    """The words at the foot of the stage, in the middle of `x`; never larger than `most`."""
    big = min(look.px(size), most)
    return [Text(x, STAGE.y + STAGE.h - 60, look.t(key, **values), big, "ink", True, "centre")]


def measuring(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """The pige hooks under the plates; its slide is read on a ruler."""
    base, x = STAGE.y + 190, STAGE.x + STAGE.w * 0.3
    shapes: list[Shape] = [*metal.plates((STAGE.x + 80, STAGE.x + STAGE.w * 0.55), base, (70.0, 90.0))]
    shapes.append(Box(Rect(x - 44, base - 2, 88, 164), "ink"))
    shapes += [Box(Rect(x - 8, base - 110, 16, 280), "alu_light", 4, "steel", 2), Box(Rect(x - 8, base + 158, 66, 16), "alu_light", 4, "steel", 2)]
    shapes += [Box(Rect(x - 60, base - 40, 120, 40), "alu_mid", 8, "steel", 2), Line(((x + 76, base), (x + 76, base + 160)), "signal", 6)]
    shapes += [kit.scaled(s, 1.25, 0, 0) for s in scale((STAGE.x + STAGE.w * 0.6) / 1.25, (STAGE.y + 210) / 1.25, 380, matter.stack_um, look.px(24))]
    return [*shapes, *under(look, STAGE.x + STAGE.w * 0.5, "lesson.measure.under", most=60.0)]


def rivets_beside(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """A sound rivet, then a bent one, a nicked one, one of another lot: what is set aside is seen beside what is kept."""
    shapes: list[Shape] = []
    tone, known, other = metal.tone(matter.kind), matter.params.bin_for(matter.stack_um).lot, matter.params.other_lots[0]
    for n, kind in enumerate(("sound", "bent", "nick", "lot")):
        x, y = STAGE.x + STAGE.w * (0.14 + 0.24 * n), STAGE.y + 130
        lean = 46.0 if kind == "bent" else 0.0
        body = ((x - 34, y + 50), (x + 34, y + 50), (x + 34 + lean, y + 250), (x - 34 + lean, y + 250))
        shapes += [Circle(x, y + 130, 166, "white", "mist", 3), Poly(body, "alu_mid", ramp=metal.RAMPS[tone]), Line((*body, body[0]), metal.EDGE[tone], 3)]
        shapes += [Box(Rect(x - 78, y - 8, 156, 60), view_rivet.FILL[matter.kind], 24, "ink", 3), Box(Rect(x - 50, y, 74, 12), "white", 6, alpha=170)]
        if kind == "nick":
            shapes += [Poly(((x + 28, y - 12), (x + 82, y - 12), (x + 82, y + 30), (x + 60, y + 6)), "white"), Line(((x + 28, y - 8), (x + 60, y + 8), (x + 78, y + 30)), "ink", 4)]
        bag, strange = Rect(x + 30, y + 200, 124, 64), kind == "lot"
        shapes += [Box(bag, "amber" if strange else "paper", 10, "ink" if strange else "steel", 4 if strange else 2)]
        shapes.append(Text(bag.centre[0], bag.y + 3, other if strange else known, 46, "ink", True, "centre"))
        shapes += under(look, x, f"lesson.rivet.{kind}", 25)
        shapes += sign(x, y - 76, "right" if kind == "sound" else "wall")
        if kind != "sound":
            # Where it goes: the bin itself, which the words speak of, stands on this page too.
            shapes += [*shared.arrow(x + 50, y - 76, 42), *view_rivet.icon("reject", "")(x + 140, y - 76)]
    return shapes


def hole_beside(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """A round hole and an oval one; the tag and the bell go with the second."""
    y = STAGE.y + 210
    spots = ((0.22, "hole"), (0.5, "hole_oval"))
    shapes: list[Shape] = []
    for share, art in spots:
        x = STAGE.x + STAGE.w * share
        shapes += [*_around_hole(x, y), Picture(art, Rect(x - 96, y - 96, 192, 192))]
        shapes += under(look, x, f"lesson.{art}")
    x = STAGE.x + STAGE.w * 0.8
    shapes += [Picture("tag", Rect(x - 190, y - 90, 170, 130)), *(kit.scaled(s, 2.3, x + 80, y) for s in view_rivet.icon("call", "")(0, 0)), Line(((x - 180, y + 110), (x + 150, y + 110)), "steel", 3)]
    return [*shapes, *under(look, x, "lesson.tag_call")]


HEADS = ("", *FAULTY_HEADS, *HARMLESS_HEADS)


def heads_seen(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """One good head, each kind to review, and three marks that matter to nobody."""
    shapes: list[Shape] = [Box(Rect(STAGE.x + 16, STAGE.y + 70, STAGE.w - 32, 300), "primer_high", 20, to="primer")]
    for n, feature in enumerate(HEADS):
        x = STAGE.x + STAGE.w * (n + 0.5) / len(HEADS)
        shapes += head(feature, x, STAGE.y + 220)
        name = "right" if feature == "" else ""
        shapes += sign(x, STAGE.y + 34, name) if name else []
        words = look.t(f"lesson.feature.{feature or 'plain'}")
        size = 22.0
        while size > 12 and any(look.width(w, size, True) > 160 for w in words.split()):
            size -= 1
        lines = look.wrap(words, size, 164, True)
        shapes += [Text(x, STAGE.y + 388 + k * look.line_height(size), line, look.px(size), "ink", True, "centre") for k, line in enumerate(lines[:3])]
    return shapes


def gauged(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """The gauge over three heads: it stops, it passes, it rattles."""
    target = matter.params.target_um
    shapes: list[Shape] = []
    for share, h_um, name in ((0.2, target + MENTOR_UM, "high"), (0.5, target, "right"), (0.8, CRUSHED_UM, "low")):
        shapes += _gauge(look, matter, STAGE.x + STAGE.w * share, h_um, name)
    return shapes


def _gauge(look: WorkshopWords, matter: Matter, x: float, h_um: int, name: str) -> list[Shape]:
    """The gauge on a head: it stands on the plates, or on a head that is too high for it."""
    base, target = STAGE.y + 330, matter.params.target_um
    shapes: list[Shape] = [*metal.plates((x - 170, x + 170), base, (60.0,)), *metal.barrel(x, base, (h_um, matter.start_um), GAUGE_MM, matter.kind)]
    inside = target / 1000 * GAUGE_MM + 6
    foot = base - (h_um - target) / 1000 * GAUGE_MM + 6 if name == "high" else base
    top = foot - inside - 88
    gauge = ((x - 190, top), (x + 190, top), (x + 190, foot), (x + 150, foot), (x + 150, foot - inside), (x - 150, foot - inside), (x - 150, foot), (x - 190, foot))
    shapes += [Poly(gauge, "alu_mid", 235), Line((*gauge, gauge[0]), "ink", 4)]
    return [*shapes, *sign(x, top + 42, name), *under(look, x, f"lesson.gauge.{name}")]


def reading(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """The order folded in lines, one of them open: two lines of words."""
    return folded(look, 1, lambda rect: [Box(Rect(rect.x + 80, rect.y + 64 + 30 * k, rect.w * (0.74 - 0.2 * k), 12), "mist", 6) for k in range(2)])


def bins_beside(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """The three lengths beside one another: the thicker the plates, the longer the stem."""
    shapes: list[Shape] = []
    sizes = (((40.0, 40.0), "short"), ((40.0, 40.0, 40.0), "middle"), ((40.0, 40.0, 40.0, 50.0), "long"))
    for n, (bin, (thick, stem)) in enumerate(zip(matter.params.bins, sizes, strict=False)):
        kind = bin.look
        x, base = STAGE.x + STAGE.w * (0.2 + 0.3 * n), STAGE.y + 190
        shapes += [*metal.foot(x, base + sum(thick), 40, kind), *metal.plates((x - 150, x + 150), base, thick)]
        shapes += [*metal.shank(x, base - 110, base + sum(thick), 40, kind)]
        shapes += under(look, x, f"lesson.stem.{stem}", 25, 36)
        words = view_rivet.lengths(look, matter.params)[n]
        big = kit.fitted(look, words, 25, (STAGE.w * 0.29, look.line_height(25)), True)
        shapes.append(Text(x, STAGE.y + 14, words, look.px(big), "ink", True, "centre"))
    return shapes


def placing(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """From above: the rivet comes from its bin to the middle of the hole."""
    y = STAGE.y + 220
    left, right = STAGE.x + STAGE.w * 0.25, STAGE.x + STAGE.w * 0.7
    shapes: list[Shape] = [Box(Rect(left - 130, y - 110, 260, 220), "slate", 24), Box(Rect(left - 110, y - 90, 220, 180), "tarmac", 16)]
    shapes += [s for k in range(5) for s in rivet(left - 60 + k % 3 * 60, y - 36 + k // 3 * 70, 26, matter.kind)]
    shapes += [*_around_hole(right, y), Picture("hole", Rect(right - 70, y - 70, 140, 140))]
    shapes += [Line(((left + 150, y), (right - 110, y)), "ink", 6, True), Line(((right - 134, y - 20), (right - 110, y), (right - 134, y + 20)), "ink", 6)]
    return shapes


def turning(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """From above: the jaw against a wall, and the jaw that comes from the open side."""
    shut = walls(matter.jaw)
    y, shapes = STAGE.y + 236, []
    for share, jaw, name in ((0.28, shut[0] if shut else -1, "wall"), (0.72, matter.jaw, "right")):
        x = STAGE.x + STAGE.w * share
        shapes += [*from_above(x, y, shut, jaw), *sign(x, STAGE.y + 44, name), *under(look, x, f"lesson.jaw.{name}")]
    return shapes


def from_above(x: float, y: float, shut: tuple[int, ...], jaw: int) -> list[Shape]:
    """A hole between its walls, large, with the jaw on one side."""
    return [*_around_hole(x, y), *(kit.scaled(s, 2.2, x, y) for s in access(0, 0, shut, jaw))]


def _around_hole(x: float, y: float) -> list[Shape]:
    """The skin from above, about a place."""
    return [Box(Rect(x - 170, y - 170, 340, 340), "primer_high", 26, "primer_dark", 3)]


def redoing(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """A head that stands too high is not hidden: it is marked with the R."""
    y = STAGE.y + 220
    shapes: list[Shape] = []
    for share, marked in ((0.3, False), (0.7, True)):
        x = STAGE.x + STAGE.w * share
        shapes += [*_around_hole(x, y), *head("", x, y)]
        if marked:
            shapes += [Circle(x, y, 96, "", "ink", 14), Circle(x, y, 96, "", "amber", 8), Circle(x + 84, y + 64, 34, "amber", "ink", 3), Text(x + 84, y + 38, "R", 44, "ink", True, "centre")]
    x = STAGE.x + STAGE.w * 0.5
    return [*shapes, Line(((x - 90, y), (x + 80, y)), "ink", 6), Line(((x + 56, y - 20), (x + 80, y), (x + 56, y + 20)), "ink", 6)]


def mirrored(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """The plan from inside the aircraft, the panel from outside: the same point, left and right swapped."""
    hole = matter.params.hole(matter.gesture.spot)
    shapes: list[Shape] = []
    middle = STAGE.centre[0]
    for share, inside in ((0.26, True), (0.74, False)):
        x = STAGE.x + STAGE.w * share
        shapes += _sheet(matter.params.piece, x, inside=inside)
        at = x + (hole.x_mm - WIDE_MM / 2) * PLAN_K * (-1 if inside else 1)
        y = STAGE.y + 40 + hole.y_mm * PLAN_K
        shapes += [Circle(at, y, 22, "amber", "ink", 3), Text(at, y - 21, SOUGHT, 34, "ink", True, "centre")]
        shapes += under(look, x, "lesson.plan.inside" if inside else "lesson.plan.outside")
    shapes.append(Line(((middle, STAGE.y + 20), (middle, STAGE.y + 390)), "steel", 3, True))
    turns = ((middle - 58, STAGE.y + 130), (middle - 30, STAGE.y + 88), (middle + 30, STAGE.y + 88), (middle + 58, STAGE.y + 130))
    return [*shapes, Line(turns, "ink", 6), Line(((middle + 34, STAGE.y + 122), turns[3], (middle + 66, STAGE.y + 98)), "ink", 6)]


def _sheet(piece: Piece, x: float, *, inside: bool) -> list[Shape]:
    """The lines of the piece about x: a white sheet from inside, green metal from outside."""
    k, top, way = PLAN_K, STAGE.y + 40, -1 if inside else 1
    box = Rect(x - WIDE_MM / 2 * k, top, WIDE_MM * k, 400 * k)
    shapes: list[Shape] = [Box(box, "white" if inside else "primer_high", 14, "steel", 3)]
    shapes += [Box(Rect(box.x + 6, top + y * k - 9, box.w - 12, 18), "cloud" if inside else "primer_dark", 3) for y in piece.stringers_mm]
    frames = (x + way * (f.x_mm - WIDE_MM / 2) * k for f in piece.frames)
    shapes += [Box(Rect(at - 11, top + 6, 22, box.h - 12), "mist" if inside else "alu_mid", 3) for at in frames]
    if (w := piece.window) is not None:
        left = x + way * (w.x_mm + w.w_mm / 2 - WIDE_MM / 2) * k - w.w_mm * k / 2
        shapes.append(Box(Rect(left, top + w.y_mm * k, w.w_mm * k, w.h_mm * k), "white" if inside else "sky", 30, "mist", 3))
    return shapes


def mixed(look: WorkshopWords, matter: Matter) -> list[Shape]:
    """Two lengths out of one bin: the cord goes across it, and the store gives another."""
    bin = matter.params.bin_for(matter.stack_um)
    y, x = STAGE.y + 196, STAGE.x + STAGE.w * 0.17
    shapes: list[Shape] = []
    for n, length in enumerate((bin.stem_mm, bin.stem_mm + 2)):
        at = x + (-70, 70)[n]
        example = RivetSeen(bin.number, bin.look, length, bin.lot, 0, False)
        shapes += [kit.scaled(s, 1.5, at, y - 60) for s in view_rivet.stood(example, 0, -40)]
        shapes += [Text(at, y + 100, f"{length}", 44, "ink", True, "centre")]
    shapes += _beneath(look, x, "lesson.cord.two")
    for share, shut, key in ((0.5, True, "lesson.cord.tied"), (0.83, False, "lesson.cord.other")):
        at = STAGE.x + STAGE.w * share
        shapes += [Box(Rect(at - 130, y - 110, 260, 230), "slate", 22), Box(Rect(at - 112, y - 92, 224, 160), "tarmac", 14)]
        shapes += [s for k in range(6) for s in rivet(at - 66 + k % 3 * 66, y - 48 + k // 3 * 68, 24, bin.look)]
        if shut:
            cord = ((at - 138, y + 92), (at + 138, y - 100))
            shapes += [Line(cord, "white", 18), Line(cord, "red", 12)]
        else:
            shapes += [kit.scaled(s, 1.3, at + 110, y + 100) for s in view_rivet.icon("store", "")(0, 0)]
        shapes += _beneath(look, at, key)
    return [*shapes, *shared.arrow(STAGE.x + STAGE.w * 0.3, y, 100), *shared.arrow(STAGE.x + STAGE.w * 0.63, y, 100)]


def _beneath(look: WorkshopWords, x: float, key: str) -> list[Shape]:
    return shared.under(look, x, look.t(key), 400)


def _shared(does: str) -> Callable[[WorkshopWords, Matter], list[Shape]]:
    return lambda look, matter: shared.STAGES[does](look, matter.params, matter.gesture)


STAGES: Mapping[str, Callable[[WorkshopWords, Matter], list[Shape]]] = {
    **{does: _shared(does) for does in shared.STAGES}, "plan": mirrored, "cord": mixed,
    "read": reading, "measure": measuring, "take": bins_beside, "place": placing, "turn": turning, "squeeze": heads_beside,
    "gauge": gauged, "aside": rivets_beside, "tag": hole_beside, "redo": redoing, "heads": heads_seen,
}  # fmt: skip
