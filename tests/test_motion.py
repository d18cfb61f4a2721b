"""What moves: key times, less motion, nothing in the way of a press, a bounded memory, and a motion for every event."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import replace
from itertools import pairwise
from pathlib import Path

import pytest
from conftest import panneau, workshop

from assets.drawings import drawings
from game.library import catalogue_of
from game.mechanics.assemble.finished import panel
from game.mechanics.assemble.motions import feel
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.view_panel import RIVET
from game.mechanics.table import MECHANICS
from game.scenes.boarding import Boarding
from game.scenes.hangar import PART, Hangar
from game.scenes.printing import above
from game.scenes.shown import FinishedPart, Pass, PlacedPart, Spot, WorkshopCard
from game.scenes.takeoff import FLIES, LIFT, OVER, ROLL, STANDS, Takeoff, W, painted
from game.screen.change import ScreenChange, on_the_way, plate, veil
from game.screen.motion import HOWS, STILL, TALL, WIDE, Cue, Motion, Play, drawn, edit, flight, swing, tremble
from game.screen.moves import MOST, Moves
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import Comfort
from game.simulation.bots import mine
from game.simulation.task import Run
from game.window.look import StaticLook
from scenarios.model import Title
from scenarios.vocabulary import Event, Value

BIN, HOLE, BOX = Rect(520, 780, 120, 200), Rect(980, 300, 46, 46), Rect(1300, 760, 116, 114)
LYING = Picture("rivet_minus", Rect(560, 820, 30, 30))
SET = Picture("rivet_minus", Rect(988, 308, 30, 30))
FALLEN = Node("fod:drill", "tool", "drill", Rect(700, 500, 56, 52), (Box(Rect(710, 520, 40, 10), "alu_dark"),))
HOLLOW = Picture("hole", Rect(985, 305, 36, 36))


def bench(*, set_: bool = False, more: tuple[Node, ...] = (), id: str = "bench") -> Screen:
    """A bin, a hole and a red box."""
    hole = (SET,) if set_ else (HOLLOW,)
    nodes = (
        Node("bin:2", "tool", "bin", BIN, (Box(BIN, "slate"), LYING), ("press",)),
        Node("hole:A1", "spot", "hole", HOLE, hole, ("press",)),
        Node("reject", "tool", "box", BOX, (Box(BOX, "red"),), ("press",)),
        *more,
    )
    return Screen(id, "bench", nodes)


def play(motion: Motion, was: Screen, now: Screen, feel: str = "", **data: Value) -> Play:
    return Play(Cue(motion, data, feel), was, now)


TRAVEL = MECHANICS["assemble@1"].motions["place"]


def pictures(shapes: tuple[Shape, ...]) -> list[Picture]:
    return [s for s in shapes if isinstance(s, Picture)]


def test_the_rivet_goes_from_its_bin_to_the_pressed_hole() -> None:
    """Taken at 0 where it lies, larger and its shadow further off at 90, seated at 160, squashed twice, at rest 193."""
    it = play(TRAVEL, bench(), bench(set_=True), bin=2, hole="A1")
    assert it.lasts == 193
    taken = pictures(edit(it, 0).over)[0]
    assert taken.rect.centre == LYING.rect.centre
    mid, near = edit(it, 90), edit(it, 150)
    assert pictures(mid.over)[0].rect.w > 1.4 * SET.rect.w
    assert mid.nodes["hole:A1"] == ()
    off = [abs(s.y - pictures(e.over)[0].rect.centre[1]) for e in (mid, near) for s in e.over if isinstance(s, Circle)]
    assert off[0] > off[1]
    assert pictures(edit(it, 165).over)[0].art == f"rivet_minus{WIDE}"
    assert pictures(edit(it, 180).over)[0].art == f"rivet_minus{TALL}"
    assert all(pictures(edit(it, ms).over)[0].rect.centre == SET.rect.centre for ms in (165, 180))
    assert drawn(it.now, (edit(it, 193),)) is it.now


def test_a_rivet_seats_before_the_lever_covers_the_bench() -> None:
    """When the act opens another screen, the movement is seen to its end on the bench first; the lever then grows."""
    moves, was = Moves(), bench()
    lever = Screen("lever", "lever", (Node("handle", "handle", "h", BOX, (), ("drag",)),), steers="handle")
    moves.show(was, (), 0)
    shown = moves.show(lever, (Cue(TRAVEL, {"bin": 2, "hole": "A1"}),), 100)
    assert shown.screen.id == "bench"
    assert pictures(shown.screen.overlay)
    flying = pictures(moves.show(lever, (), 180).screen.overlay)[0]
    assert flying.rect.w > HOLLOW.rect.w
    assert moves.show(lever, (), 280).screen.id == "bench"
    after = moves.show(lever, (), 300)
    assert after.screen.id == "lever"
    assert after.veil == 1
    assert moves.show(lever, (), 470).screen is lever


def test_what_squashes_has_both_drawings() -> None:
    """Every rivet of the game has a wide and a tall drawing beside it."""
    known = {path.stem for path in drawings()}
    assert {art + end for art in RIVET.values() for end in (WIDE, TALL)} <= known


def test_foreign_objects_fall_and_the_shadow_closes() -> None:
    """From above to their place in 180 ms, faster and faster; the shadow below gets narrower and darker."""
    it = play(MECHANICS["assemble@1"].motions["fod_fall"], bench(), bench(more=(FALLEN,)), item="drill")
    seen = [edit(it, ms).nodes["fod:drill"] for ms in (0, 90, 179)]
    tops = [s[1].rect.y for s in seen if isinstance(s[1], Box)]
    assert tops[0] < tops[1] < tops[2] <= 520
    assert tops[1] - tops[0] < tops[2] - tops[1]
    shadows = [s[0] for s in seen if isinstance(s[0], Box)]
    assert shadows[0].rect.w > shadows[2].rect.w
    assert shadows[0].alpha < shadows[2].alpha
    assert edit(it, 180).nodes == {}


def test_what_falls_behind_another_screen_is_seen_to_fall_later() -> None:
    """A thing that falls while the lever covers the bench falls when the bench comes back."""
    moves = Moves()
    lever = Screen("lever", "lever", (), steers="handle")
    moves.show(lever, (), 0)
    moves.show(lever, (Cue(MECHANICS["assemble@1"].motions["fod_fall"], {"item": "drill"}),), 20)
    assert moves.held == 1
    shown = moves.show(bench(more=(FALLEN,)), (), 40).screen
    node = next(n for n in shown.nodes if n.id == "fod:drill")
    assert node.shapes != FALLEN.shapes


def test_a_tag_swings_six_degrees_twice_then_hangs() -> None:
    """It turns about the hole it is tied to."""
    tag = Picture("tag", Rect(1000, 280, 64, 48))
    tagged = replace(bench(), nodes=tuple(
        replace(n, shapes=(*n.shapes, tag)) if n.id == "hole:A1" else n for n in bench().nodes
    ))  # fmt: skip
    it = play(MECHANICS["assemble@1"].motions["tag"], bench(), tagged, object="A1")
    angles = [pictures(edit(it, ms).nodes["hole:A1"])[-1].angle for ms in range(0, 480, 20)]
    assert max(angles) == 6
    assert min(angles) == -6
    assert [swing(ms) for ms in (60, 180, 300, 420)] == [6, -6, 6, -6]
    assert edit(it, 480).nodes == {}


def test_the_red_box_takes_what_is_thrown_in() -> None:
    """What was in the hand flies to the box, which then gives under it."""
    held = Node("hand", "status", "hand", Rect(1540, 608, 346, 236), (Picture("rivet_plus", Rect(1600, 700, 40, 40)),))
    it = play(MECHANICS["assemble@1"].motions["isolate"], bench(more=(held,)), bench(), rivet="r1")
    assert pictures(edit(it, 80).over)[0].art == "rivet_plus"
    given = edit(it, 220).nodes["reject"][0]
    assert isinstance(given, Box)
    assert given.rect.y > BOX.y


HEADS = {"right": (1600, 0), "high": (2400, 0), "low": (700, 0)}


@pytest.mark.parametrize(("said", "numbers"), HEADS.items())
def test_a_head_answers_as_the_metal_is(said: str, numbers: tuple[int, int]) -> None:
    """Right: lines close by 33 and a light crosses; too high: it trembles twice; too low: the sheet bows. No word."""
    params = workshop()
    h, traces = numbers
    data: Mapping[str, Value] = {"h_um": h, "start_um": 4000, "target_um": 1600, "traces": traces, "hole": "A1"}
    event = Event(1, "head", data)
    assert feel(event, params) == said
    lever = Screen("lever", "lever", (), steers="handle")
    cue = MECHANICS["assemble@1"].cue(event, params)
    it = Play(cue, lever, bench())
    assert it.held
    assert it.lasts == 180
    first, later = edit(it, 0).over, edit(it, 100).over
    assert first
    assert first != later
    assert not any(hasattr(s, "text") for s in (*first, *later))
    if said == "right":
        gaps = [max(y for s in edit(it, ms).over[:2] if isinstance(s, Line) for _, y in s.points) for ms in (0, 33)]
        assert gaps[0] > gaps[1]
        streaks = [next(s for s in edit(it, ms).over if isinstance(s, Poly)) for ms in (60, 170)]
        assert streaks[0].points[0][0] < streaks[1].points[0][0]


def test_trembling_is_twice_and_ends() -> None:
    """To both sides, twice, in 120 ms."""
    signs = [tremble(ms) for ms in (15, 45, 75, 105)]
    assert [s > 0 for s in signs] == [True, False, True, False]
    assert tremble(120) == 0


def emitted(mechanic: str) -> Iterator[str]:
    """Every kind of event that the source of any workshop, and of one mechanic, emits."""
    root = Path(__file__).parents[1] / "game"
    for path in (*root.glob("workshop/*.py"), *root.glob(f"mechanics/{mechanic}/*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("emit") and node.args:
                kind = node.args[0]
                if isinstance(kind, ast.Constant):
                    yield str(kind.value)
                elif isinstance(kind, ast.JoinedStr):
                    yield "head" + "".join(str(v.value) for v in kind.values if isinstance(v, ast.Constant))


MOMENTS = {"plan": {"fill": 920, "depart": 1220}}
"""What a workshop is remembered by may last longer (ms): nothing waits for it, and a press ends it as any other."""


def test_every_event_moves_or_is_listed_as_still() -> None:
    """No kind of event is forgotten, and every motion that is declared exists and ends within half a second."""
    for mechanic in MECHANICS.values():
        kinds = set(emitted(mechanic.key.partition("@")[0]))
        assert len(kinds) > 30
        assert kinds - mechanic.motions.keys() == set()
        moments = MOMENTS.get(mechanic.key.partition("@")[0], {})
        for event, motion in mechanic.motions.items():
            assert motion is STILL or motion.how in HOWS or (motion.how == "own" and motion.draws and motion.ms)
            assert play(motion, bench(), bench()).lasts <= moments.get(event, 480)


@pytest.mark.parametrize("how", sorted(HOWS))
def test_a_motion_whose_place_is_not_shown_changes_nothing(how: str) -> None:
    """A screen without the nodes a motion names stays as it is."""
    it = play(Motion(how, at="nowhere:{what}", start="bin:{other}"), bench(), bench(), what="x")
    assert all(drawn(it.now, (edit(it, ms),)) is it.now for ms in (0, 90, it.lasts))


def test_less_motion_is_a_still_picture_and_a_fade_of_80_ms() -> None:
    """No act moves anything; another screen comes in a fade of at most 80 ms, with nothing that slides."""
    moves, other = Moves(), bench(id="other", set_=True)
    moves.show(bench(), (), 0, reduced=True)
    shown = moves.show(bench(set_=True), (Cue(TRAVEL, {"bin": 2, "hole": "A1"}),), 10, reduced=True)
    assert not shown.screen.overlay
    assert shown.veil == 0
    shown = moves.show(other, (), 20, reduced=True)
    assert shown.screen is other
    assert shown.veil == 1
    assert 0 < moves.show(other, (), 60, reduced=True).veil < 1
    assert moves.show(other, (), 100, reduced=True).veil == 0


def test_a_press_jumps_to_the_end() -> None:
    """Whatever moves, what can be pressed is the app's own screen, and a press ends the movement."""
    moves, now = Moves(), bench(set_=True)
    moves.show(bench(), (), 0)
    shown = moves.show(now, (Cue(TRAVEL, {"bin": 2, "hole": "A1"}),), 10)
    assert shown.screen is not now
    moves.skip()
    assert moves.show(now, (), 20).screen is now


def test_the_memory_of_movements_is_bounded() -> None:
    """However much happens, few movements are remembered, and all are forgotten once over."""
    moves = Moves()
    moves.show(bench(), (), 0)
    for n in range(200):
        cues = tuple(Cue(TRAVEL, {"bin": 2, "hole": "A1"}) for _ in range(5))
        falls = tuple(Cue(Motion("fall", at="fod:{item}"), {"item": f"x{k}"}) for k in range(5))
        moves.show(bench(set_=n % 2 == 0), (*cues, *falls), float(n))
        assert moves.held <= 2 * MOST
    moves.show(bench(), (), 1000)
    assert moves.held <= MOST


def test_few_pictures_are_made_for_a_flight() -> None:
    """Sizes come in steps, so that a flight at any pace makes at most a dozen pictures of a thing."""
    sizes = {pictures(flight(SET, (0, 0), (500, 300), ms / 160))[0].rect.w for ms in range(161)}
    assert len(sizes) <= 13


def test_a_change_moves_what_two_screens_share() -> None:
    """At 0 the picture before covers all; what is shared goes from its old place; papers and trays slide; 160 ms."""
    paper = Box(Rect(34, 118, 430, 902), "paper")
    old, new = Rect(600, 900, 200, 80), Rect(1200, 500, 200, 80)
    was = bench(id="a", more=(Node("go", "button", "go", old, (Box(old, "signal"),)),))
    now = bench(id="b", more=(Node("go", "button", "go", new, (Box(new, "signal"),)),))
    now = replace(now, decor=(paper,), part=Rect(500, 148, 1014, 569))
    change = ScreenChange(replace(was, part=PART), now)
    assert veil(change, 0) == 1
    assert veil(change, 160) == 0
    begins, ends = on_the_way(change, 0), on_the_way(change, 160)
    assert ends is now
    assert begins.slides is not None
    x, y = begins.slides.nodes["go"]
    assert (new.centre[0] + x, new.centre[1] + y) == (700, 940)
    assert begins.decor == (paper,)
    assert paper.rect.x + paper.rect.w + begins.slides.decor[0][0] <= 0
    part = begins.overlay[0]
    assert isinstance(part, Box)
    assert abs(part.rect.x - PART.x) <= 1
    lifted = on_the_way(change, 55).overlay[0]
    assert isinstance(lifted, Box)
    assert PART.w < lifted.rect.w < 1014
    assert len(plate(PART)) <= 8


def test_less_motion_has_no_part_that_flies() -> None:
    """The fade alone is left."""
    change = ScreenChange(bench(id="a"), bench(id="b"), still=True)
    assert on_the_way(change, 10) is change.now
    assert veil(change, 80) == 0


WORKSHOP = WorkshopCard("panneau_fuselage", Title(fr="Panneau", en="Panel"), 20, "rivet")


def test_the_lit_card_is_the_door_and_the_beam_falls_on_its_part() -> None:
    """One way in, lit and pressed itself; the beam arrives in 400 ms, at once with less motion."""
    catalogue_of(panneau())
    look, scene = StaticLook(Comfort()), Hangar([WORKSHOP], "K4-MTQ")
    before = scene.screen(look)
    scene.advance(20)
    after = scene.screen(look)
    assert after.part == PART
    assert [n.id for n in after.nodes if n.actions and n.rect.y > 86] == ["open"]
    assert "signal" in [s.fill for s in next(n for n in after.nodes if n.id == "open").shapes if isinstance(s, Box)]
    beams = [next(s for s in screen.decor if isinstance(s, Poly)) for screen in (before, after)]
    assert beams[0].points[2][0] < beams[1].points[2][0] == PART.x + PART.w
    still = Hangar([WORKSHOP]).screen(StaticLook(Comfort(reduced_motion=True)))
    assert beams[1] in still.decor
    answer = scene.act("open").answer
    assert answer is not None
    assert answer.choice == "open"


def whites(shapes: tuple[Shape, ...]) -> list[Rect]:
    return [s.rect for s in shapes if isinstance(s, Box) and s.fill == "white" and s.alpha < 255]


def test_the_paint_follows_the_light_and_stops_at_the_last_finished_zone() -> None:
    """Half of it at 300 ms, all at 600; what the person set stays above it; an unfinished zone stays in primer."""
    spots = (Spot(0.5, 0.5, "rivet_plus"), Spot(0.9, 0.5, "hole"))
    whole = FinishedPart("panel", spots, ((0.0, 0.6), (0.6, 1.0)))
    half = FinishedPart("panel", spots, ((0.0, 0.6),))
    assert whole.whole
    assert not half.whole
    widths = [sum(r.w for r in whites(painted(whole, ms))) for ms in (0, 300, 600, 900)]
    assert widths[0] == 0
    assert abs(widths[1] / widths[2] - 0.5) < 0.01
    assert widths[3] == widths[2]
    assert abs(sum(r.w for r in whites(painted(half, 900))) / widths[2] - 0.6) < 0.01
    for ms in (0, 300, 900):
        assert [p.art for p in pictures(painted(half, ms))][-2:] == ["rivet_plus", "hole"]
    assert whites(painted(FinishedPart("panel", spots, ()), 900)) == []


def test_the_part_at_the_end_is_the_one_the_person_left() -> None:
    """Each rivet where it was set; zones without an empty hole are finished, and nothing else is."""
    params = workshop()
    mechanic = MECHANICS["assemble@1"]
    seen = mine(mechanic.make(params, Run(5)).see(), AssembleSeen)
    assert panel(params, seen).spans == ()
    set_ = {h.id for h in seen.holes if h.zone == "A" and not h.oval}
    done = replace(seen, holes=tuple(
        replace(h, state="formed", rivet="minus") if h.id in set_ else replace(h, tagged=h.oval) for h in seen.holes
    ))  # fmt: skip
    left = panel(params, done)
    assert len(left.spans) == 1
    assert not left.whole
    assert sum(s.art == "rivet_minus" for s in left.spots) == len(set_)
    assert mechanic.part(params, mechanic.make(params, Run(5))).spans == ()


def test_the_aircraft_rolls_along_its_runway_then_lifts() -> None:
    """Its wheels stay on the line until it lifts, faster and faster; then only upwards, and it stays in sight."""
    look, scene = StaticLook(Comfort()), Takeoff()
    places: dict[int, Rect] = {}
    for tick in range(OVER):
        scene.tick = tick
        places[tick] = [s.rect for s in scene.screen(look).decor if isinstance(s, Picture) and s.rect.w == W][-1]
    assert {places[t].y for t in range(LIFT)} == {STANDS}
    steps = [places[t + 1].x - places[t].x for t in range(ROLL, OVER - 1)]
    assert min(steps) >= 0
    assert steps[LIFT - ROLL - 2] > steps[1]
    rises = [places[t].y for t in range(LIFT, OVER)]
    assert rises == sorted(rises, reverse=True)
    stays = [s.rect for s in gone(scene, look) if isinstance(s, Picture) and s.rect.w == W]
    assert stays == [FLIES]
    assert abs(places[OVER - 1].x - FLIES.x) + abs(places[OVER - 1].y - FLIES.y) < 9
    assert FLIES.x + W < 1920
    assert scene.act("go").answer is not None


def test_what_was_done_flies_with_the_person_s_code() -> None:
    """On the aircraft that stays in sight is each part in its ring; beside it the part near, named."""
    look = StaticLook(Comfort())
    parts = (FinishedPart("panel", (), ((0.0, 1.0),)), FinishedPart("kit_cart", (), (), after="kit_cart_done"))
    scene = Takeoff(PlacedPart(parts[0], "rear", "Panneau"), PlacedPart(parts[1], "platform", "Kitting"), code="K4-MTQ")
    decor = gone(scene, look)
    board = [s for s in decor if isinstance(s, Picture) and s.art in ("panel", "kit_cart")]
    aboard = [s for s in board if s.rect.x > FLIES.x]
    assert {s.art for s in aboard} == {s.art for s in board if s not in aboard} == {"panel", "kit_cart"}
    assert {"K4-MTQ", "Panneau", "Kitting"} <= {s.text for s in decor if isinstance(s, Text)}
    assert scene.screen(StaticLook(Comfort(reduced_motion=True))).decor[0] == decor[0]


def gone(scene: Takeoff, look: StaticLook) -> tuple[Shape, ...]:
    """What is drawn a minute after: it waits for the press, and nothing lies under the hand that was not there."""
    for _ in range(60):
        assert scene.advance(50).answer is None
    screen = scene.screen(look)
    assert screen.focus_first == "go"
    return screen.decor


def test_the_end_of_an_unfinished_panel_is_true() -> None:
    """A panel that is not finished is never said to be painted whole."""
    look = StaticLook(Comfort())
    half = Takeoff(PlacedPart(FinishedPart("panel", (), ((0.0, 0.6),)), "rear"))
    assert half.screen(look).say == look.t("takeoff.says_part") != look.t("takeoff.says")


def test_the_end_of_several_workshops_names_none_of_them() -> None:
    """Whole or not, what is said fits each: a fan is not called a panel, nor what is unfinished finished."""
    look = StaticLook(Comfort())
    whole, half = FinishedPart("panel", (), ((0.0, 1.0),)), FinishedPart("panel", (), ((0.0, 0.6),))
    said = []
    for parts in ((whole, whole), (whole, half)):
        said.append(Takeoff(*(PlacedPart(part, "rear") for part in parts)).screen(look).say)
        assert "panneau" not in said[-1]
        assert "peint" not in said[-1]
    assert "finit le reste" in said[1]
    assert "finit" not in said[0]


CARD = Pass("K4-MTQ", "Normandie", (), "", "", ())


def test_the_pass_comes_out_by_notches_falls_and_settles() -> None:
    """Never back up while it is fed, in notches of 20, falling from 700, still from 860 on; less motion: at once."""
    ups = [above(ms) for ms in range(0, 700, 20)]
    assert all((a - b) % 20 == 0 and a >= b for a, b in pairwise(ups))
    assert ups[0] > 700
    assert 0 < above(700) < 40
    assert above(860) == 0
    scene, look = Boarding(CARD, may_share=True, prints=True), StaticLook(Comfort())
    first = scene.screen(look)
    assert first.overlay
    scene.advance(50)
    settled = scene.screen(look)
    assert [(n.id, n.rect) for n in first.nodes] == [(n.id, n.rect) for n in settled.nodes]
    assert not settled.overlay
    assert settled is Boarding.screen(scene, look)
    assert not Boarding(CARD, may_share=True, prints=True).screen(StaticLook(Comfort(reduced_motion=True))).overlay
    assert not Boarding(CARD, may_share=True).screen(look).overlay


def test_a_press_ends_the_printing() -> None:
    """The buttons of the pass are there from the first notch; any of them shows it settled."""
    scene, look = Boarding(CARD, may_share=True, prints=True), StaticLook(Comfort())
    scene.act("print")
    assert not scene.screen(look).overlay
