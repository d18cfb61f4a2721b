"""A rivet and a gauge are carried to their hole in one gesture of the hand: it leaves the same run as two presses."""

from collections.abc import Sequence

import pygame
import pytest
from conftest import do
from teaching_kit import RIVETED, riveted

from game.journey.journey import Journey
from game.mechanics.assemble import passing, view_lever, view_panel
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.scene import GROWN_TICKS, AssembleScene
from game.mechanics.assemble.standing import LIGHT, Standing
from game.mechanics.assemble.state import State
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.nodes import Node, Picture, Screen
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.window.paint import WIDTH
from game.window.window import Window
from game.workshop.view_bench import END, END_LARGE
from scenarios.vocabulary import Event

NAME = "panneau_fuselage"


def prepared(run: Session, params: Params) -> str:
    """Tools in hand and the part of the first step posed; gives a free hole of it."""
    worn = {t.id: t.kind == "ppe" for t in params.tools}
    do(run, *(("wear", {"item": id}) if wears else ("take_tool", {"tool": id}) for id, wears in worn.items()))
    do(run, ("end", {}))
    state = run.task.state  # type: ignore[attr-defined]
    for part in state.parts.values():
        part.fixed = True
    return next(iter(params.zones[params.progress_zone(state.phase)].order))


def at_work(name: str = NAME) -> tuple[AssembleScene, str]:
    scenario, params = riveted(name)
    session = Session(MECHANICS["assemble@1"].make(params, Run(5, clock=False, device="mouse")))
    scene = AssembleScene(session, params, scenario.head, name="exercise")
    hole = prepared(session, params)
    scene.advance(1)
    scene.screen(StaticLook(Comfort()))
    return scene, hole


def node(screen: Screen, id: str) -> Node:
    return next(n for n in screen.nodes if n.id == id)


def does(scene: AssembleScene, *steps: tuple[str, str]) -> Sequence[Event]:
    """What a hand does, node by node, and what was written of it."""
    before = len(scene.session.events)
    for where, action in steps:
        scene.act(where, action)
        for _ in range(30):
            scene.advance(1)
    return scene.session.events[before:]


@pytest.mark.parametrize("name", RIVETED)
def test_a_rivet_carried_to_its_hole_is_taken_and_set_as_by_two_presses(name: str) -> None:
    """The same events, beside their ticks; where the hand opened is how far from the middle it was set."""
    runs = []
    for last in ("press@{}", "drop@{bin}@{}"):
        scene, hole = at_work(name)
        bin = f"bin:{scene.params.bins[0].number}"
        x, y = node(scene.screen(StaticLook(Comfort())), f"hole:{hole}").rect.centre
        told = does(scene, (bin, "press"), (f"hole:{hole}", last.format(f"{round(x) + 9},{round(y)}", bin=bin)))
        assert scene.seen.lever.hole == hole
        runs.append([(e.kind, e.data) for e in told])
    assert runs[0] == runs[1]
    kinds = [kind for kind, _ in runs[1]]
    assert kinds.index("pick") < kinds.index("place")
    assert next(data for kind, data in runs[1] if kind == "place")["distance_um"] != 0


@pytest.mark.parametrize("name", RIVETED)
@pytest.mark.parametrize("source", ["", "hand"])
def test_a_rivet_is_carried_to_the_red_box_as_well_as_pressed_there(name: str, source: str) -> None:
    """Drawn from its bin or from the glass onto the red box: nothing happened, and nothing was said."""
    scene, _ = at_work(name)
    bin = f"bin:{scene.params.bins[0].number}"
    does(scene, (bin, "press"))
    assert scene.seen.hand is not None
    told = does(scene, ("reject", f"drop@{source or bin}"))
    assert [e.kind for e in told if e.kind == "isolate"] == ["isolate"]
    assert scene.seen.hand is None


def test_the_glass_carries_its_rivet_and_no_key_stops_at_it() -> None:
    """To a hole and back to its own bin; a press on it alone does nothing, and so does another bin."""
    look = StaticLook(Comfort())
    scene, hole = at_work()
    does(scene, ("bin:1", "press"))
    shown = scene.screen(look)
    assert "carry" in node(shown, "hand").actions
    assert "hand" not in {n.id for n in navigate.reachable(shown)}
    assert navigate.under(shown, *node(shown, "hand").rect.centre) == node(shown, "hand")
    assert not [e for e in does(scene, ("hand", "press"), ("bin:2", "drop@hand")) if e.kind in ("pick", "put_back")]
    does(scene, ("bin:1", "drop@hand"))
    assert scene.seen.hand is None
    does(scene, ("bin:1", "press"), (f"hole:{hole}", "drop@hand@0,0"))
    assert scene.seen.lever.hole == hole


def test_what_a_press_did_not_take_is_not_set() -> None:
    """A bin that is tied off gives nothing; nor is what was in the hand let go instead, nor anything elsewhere."""
    scene, hole = at_work()
    assert not does(scene, (f"hole:{hole}", "drop@bin:1"))
    does(scene, ("bin:1", "press"), ("bin:2", "press"))
    assert scene.seen.hand is not None
    assert scene.seen.hand.bin == 2
    assert not does(scene, (f"hole:{hole}", "drop@bin:1"), ("bin:1", "drop@bin:2"), ("mentor", "drop@bin:2"))
    assert scene.seen.hand is not None


def test_who_has_it_in_the_hand_and_begins_again_at_the_bin_has_put_it_back() -> None:
    """As by any press on its bin: nothing travels, and the next rivet, which is another, is not set in its place."""
    scene, hole = at_work()
    does(scene, ("bin:1", "press"))
    told = [e.kind for e in does(scene, ("bin:1", "press"), (f"hole:{hole}", "drop@bin:1@0,0"))]
    assert told == ["put_back"]
    assert scene.screen(StaticLook(Comfort())).carried == ()


def test_a_hand_quicker_than_a_frame_sets_its_rivet_too() -> None:
    """Pressed and let go before a tick went by: the hole is touched once the rivet has come."""
    scene, hole = at_work()
    scene.act("bin:1")
    scene.act(f"hole:{hole}", "drop@bin:1@0,0")
    for _ in range(3):
        scene.advance(1)
    assert scene.seen.lever.hole == hole


def test_a_gauge_carried_to_a_place_measures_there_each_time() -> None:
    """The pige at a hole, the calibre on a head; a second time too, though one press on its hook puts it down."""
    scene, hole = at_work()
    for _ in range(2):
        told = does(scene, ("mode:pige", "press"), (f"hole:{hole}", "drop@mode:pige@0,0"))
        scene.advance(2)
        assert scene.hand.mode == "pige"
    assert [e.kind for e in scene.session.events].count("pige_read") == 2
    assert not [e for e in told if e.kind == "pick"]
    does(scene, ("bin:1", "press"), (f"hole:{hole}", "press"))
    do(scene.session, ("lever", {"x": 0}), ("release", {}))
    scene.advance(1)
    does(scene, ("mode:calibre", "press"), (f"hole:{hole}", "drop@mode:calibre@0,0"))
    assert scene.seen.check_hole == hole


@pytest.mark.parametrize("name", RIVETED)
def test_a_tag_and_the_mark_to_redo_are_carried_to_their_hole(name: str) -> None:
    """What looks as if a hand could take it is taken: the same events as by two presses, and it is seen on the way."""
    runs = []
    for way in ("press", "drop@mode:{mode}@0,0"):
        scene, hole = at_work(name)
        screen = scene.screen(StaticLook(Comfort()))
        assert all("carry" in node(screen, f"mode:{mode}").actions for mode in ("tag", "redo"))
        does(scene, (f"bin:{scene.params.bins[0].number}", "press"), (f"hole:{hole}", "press"))
        do(scene.session, ("lever", {"x": 0}), ("release", {}))
        scene.advance(1)
        told = [*does(scene, ("mode:redo", "press"), (f"hole:{hole}", way.format(mode="redo")))]
        does(scene, ("mode:redo", "press"), ("mode:tag", "press"))
        assert scene.screen(StaticLook(Comfort())).carried
        told += does(scene, (f"hole:{hole}", way.format(mode="tag")))
        runs.append([(e.kind, e.data) for e in told])
    assert runs[0] == runs[1]
    assert [kind for kind, _ in runs[1]] == ["redo", "tag"]


def test_only_what_is_in_the_hand_travels() -> None:
    """Its head as any bin shows it, never a fault; nothing while the hand is empty."""
    scene, _ = at_work()
    look = StaticLook(Comfort())
    assert scene.screen(look).carried == ()
    does(scene, ("bin:1", "press"))
    travels = scene.screen(look).carried
    assert [type(shape) for shape in travels] == [Picture]
    does(scene, ("mode:calibre", "press"))
    assert scene.screen(look).carried
    assert scene.screen(look).carried != travels


@pytest.mark.parametrize("touch", [False, True])
def test_a_pointer_carries_a_rivet_and_shows_it_under_way(touch: bool) -> None:
    """A mouse and a finger alike; the rivet is drawn where the pointer is, once that has moved."""
    app = Journey(riveted(NAME)[0], "fr", 5, None)
    app.go(Step.EXERCISE)
    scene = app.top
    assert isinstance(scene, AssembleScene)
    hole = prepared(scene.session, scene.params)
    app.advance(1)
    window = Window(app, (1366, 768))
    window._show()
    scale = window.surface.get_width() / WIDTH

    def pointer(kind: int, id: str) -> None:
        x, y = node(window.screen, id).rect.centre
        more = {} if kind == pygame.MOUSEMOTION else {"button": 1, "touch": touch}
        window._pointer(pygame.event.Event(kind, {"pos": (round(x * scale), round(y * scale)), **more}))
        app.advance(1)
        window._show()

    pointer(pygame.MOUSEBUTTONDOWN, "bin:1")
    assert window.carrying.over(window.screen) is window.screen
    pointer(pygame.MOUSEMOTION, f"hole:{hole}")
    shown = window.carrying.over(window.screen)
    assert len(shown.overlay) == len(window.screen.overlay) + 1
    travels = shown.overlay[-1]
    assert isinstance(travels, Picture)
    assert travels.rect.centre == pytest.approx(node(window.screen, f"hole:{hole}").rect.centre, abs=2)
    pointer(pygame.MOUSEBUTTONUP, f"hole:{hole}")
    app.advance(2)
    assert scene.seen.lever.hole == hole
    place = next(e for e in reversed(scene.session.events) if e.kind == "place")
    assert int(place.data["distance_um"]) < 1000
    pygame.display.set_mode((1280, 720))


@pytest.mark.parametrize("name", RIVETED)
def test_the_way_on_is_large_once_every_hole_is_set_and_says_nothing_of_checks(name: str) -> None:
    """Nothing that acts on the panel goes: one can still check. A press in its first second does not answer it."""
    scene, _ = at_work(name)
    look, phase, bin = StaticLook(Comfort()), scene.seen.phase, scene.params.bins[-1].number
    assert node(scene.screen(look), "end").rect == END
    before = {n.id for n in scene.screen(look).nodes if n.actions}
    for hole in [h.id for h in scene.seen.holes if h.open]:
        assert node(scene.screen(look), "end").rect == END
        do(scene.session, ("pick", {"bin": bin}), ("place", {"hole": hole, "dx_um": 0, "dy_um": 0}), ("release", {}))
        scene.advance(1)
    large = scene.screen(look)
    assert node(large, "end").rect == END_LARGE
    assert before <= {n.id for n in large.nodes if n.actions}
    scene.act("end")
    scene.advance(1)
    assert (scene.seen.phase, scene.asking) == (phase, "")
    scene.advance(GROWN_TICKS)
    scene.act("end")
    scene.advance(1)
    assert scene.seen.phase != phase or scene.asking == "end"


def test_under_the_hand_that_passes_all_stays_what_it_is() -> None:
    """Its first frame draws nothing of the bench anew: each thing keeps name and shapes, and none can be pressed."""
    scene, hole = at_work()
    look = StaticLook(Comfort())
    bench = scene.screen(look)
    hand = passing.Passing((Standing(hole, LIGHT),), whole=False)
    under = passing.screen(scene.words(look), bench, hand)
    assert under.decor is bench.decor
    stays = [n for n in bench.nodes if n.id not in passing.HIDDEN]
    drawn = {n.id: n for n in under.nodes}
    assert all(drawn[n.id].shapes is n.shapes for n in stays)
    assert {n.id for n in navigate.reachable(under)} <= {*navigate.BAR, passing.TURNS, passing.GONE}


@pytest.mark.parametrize("name", RIVETED)
@pytest.mark.parametrize("comfort", [Comfort(), Comfort(easy=True), Comfort(language="en")])
def test_practice_says_where_a_bin_is_taught_that_one_may_drag(name: str, comfort: Comfort) -> None:
    """In a word, and one who drags there has learnt to take and to place."""
    scenario, params = riveted(name)
    look = StaticLook(comfort)
    session = Session(MECHANICS["assemble@1"].make(params, Run(5, phase="practice", clock=False)))
    scene = AssembleScene(session, params, scenario.head, name="practice")
    scene.screen(look)
    scene._begin("take")
    scene.advance(2)
    asked = scene.taught(scene.words(look), scene.seen).says(scene.words(look), params.practice[1], "do")
    assert ("drag" if comfort.language == "en" else "glissez") in asked
    gesture = next(g for g in params.practice if g.id == "take")
    bin = params.bin_for(task_of(scene).stack_um(gesture.spot)).number
    does(scene, (f"bin:{bin}", "press"))
    assert scene.seen.lesson == "place"
    does(scene, (f"hole:{gesture.spot}", f"drop@bin:{bin}"))
    assert "place" in [e.kind for e in session.events]
    assert scene.seen.lever.hole == gesture.spot


def test_a_press_on_a_side_of_the_drawing_turns_the_jaw_there() -> None:
    """In one press from any side to any other, the same acts as by turns; beside the drawing it is one turn."""
    scene, hole = at_work()
    does(scene, ("bin:1", "press"), (f"hole:{hole}", "press"))
    x, y = view_lever.JAW.x + view_lever.JAW.h / 2, view_lever.JAW.centre[1]
    for side in (2, 0, 3, 1, 0):
        dx, dy = (50 * way for way in view_panel.SIDES[side])
        was, acts = scene.seen.lever.jaw, len(scene.session.actions)
        assert not does(scene, ("jaw", f"press@{round(x + dx)},{round(y + dy)}"))
        assert scene.seen.lever.jaw == side
        assert [a.verb for a in scene.session.actions[acts:]] == ["turn_jaw"] * ((side - was) % 4)
    for beside in ("press", f"press@{round(x)},{round(y)}", f"press@{round(x + 150)},{round(y)}"):
        was = scene.seen.lever.jaw
        does(scene, ("jaw", beside))
        assert scene.seen.lever.jaw == (was + 1) % 4


def test_a_double_press_on_a_side_turns_the_jaw_once() -> None:
    """The second one is none; who touches the arrow later turns it on."""
    scene, hole = at_work()
    does(scene, ("bin:1", "press"), (f"hole:{hole}", "press"))
    above = f"press@{round(view_lever.JAW.x + view_lever.JAW.h / 2)},{round(view_lever.JAW.centre[1] - 50)}"
    scene.act("jaw", above)
    scene.advance(3)
    does(scene, ("jaw", above))
    assert scene.seen.lever.jaw == 2
    does(scene, ("jaw", above))
    assert scene.seen.lever.jaw == 3


def task_of(scene: AssembleScene) -> State:
    return scene.session.task.state  # type: ignore[attr-defined, no-any-return]
