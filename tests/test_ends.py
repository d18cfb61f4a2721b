"""The last third of the game: the sheet stamped, the moments as pictures, the pass with few rows."""

from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest
from conftest import panneau, run, task
from test_answered import closing
from test_guards import at_work, press
from test_large import moments

from game.journey.ahead import Soon
from game.journey.stills import AFTER_TICKS, Stills
from game.journey.workshop import wound, wound_on
from game.mechanics.table import MECHANICS
from game.scenes.debrief import Debrief
from game.scenes.debrief_film import STILL
from game.screen import kit
from game.screen.motion import Cue, Play
from game.screen.nodes import Box, Circle, Rect, Screen, Still, Text
from game.screen.scene import Comfort, Look
from game.simulation.session import Session, play_on
from game.window.look import StaticLook
from game.window.offscreen import offscreen
from game.window.paint import Painter
from game.window.small import SmallScreens
from game.workshop.mechanic import WorkshopScene
from game.workshop.motions import SEEN
from game.workshop.view_clipboard import LIFTS, STAMP_MS, TOUCHES

LOOK = StaticLook(Comfort()).within("panneau_fuselage")


def a_screen(look: Look, tick: int) -> Screen:
    return Screen("bench", "x", (), (), (Box(Rect(0, 0, 1920, 1080), "primer"), Circle(960, 540, 300, "red")))


def test_the_pictures_of_the_moments_come_one_a_step_the_chosen_one_first() -> None:
    """No frame waits for eight pictures; a frame whose moment shows nothing of what is said stays without."""
    scene = Debrief(moments(), may_retry=True, pictures=a_screen)

    def stills() -> list[Still]:
        return [s for n in scene.screen(LOOK).nodes for s in n.shapes if isinstance(s, Still)]

    assert stills() == []
    scene.advance(1)
    first = stills()
    assert any(s.rect == STILL for s in first)
    assert {id(s.shapes) for s in stills()} == {id(s.shapes) for s in first}, "nothing more comes without a step"


def test_a_still_is_cut_at_the_edges_of_its_place() -> None:
    """What lies beyond the part of the screen that is shown is nowhere on this one."""
    surface = offscreen((960, 540))
    far = (Box(Rect(0, 0, 1920, 1080), "red"),)
    painter = Painter(surface, Comfort())
    still = Still(Rect(400, 400, 400, 200), far, Rect(600, 300, 400, 200))
    painter.draw(Screen("one", "x", (), (Box(Rect(0, 0, 1920, 1080), "white"),), (still,)), "")
    red = [(x, y) for x in range(0, 960, 10) for y in range(0, 540, 10) if surface.get_at((x, y))[1] < 100]
    assert red
    assert all(200 <= x <= 400 and 200 <= y <= 300 for x, y in red)
    assert kit.moved(still, 10, 0) == Still(Rect(410, 400, 400, 200), far, still.part)


def test_a_still_is_made_beside_the_window_and_what_shows_stays_until_it_is_there() -> None:
    """In a window a frame never waits for one; without a budget the drawing is whole at once."""
    surface = offscreen((960, 540))
    painter, back = Painter(surface, Comfort()), (Box(Rect(0, 0, 1920, 1080), "white"),)
    gate = Event()
    painter.maker.studio.submit(gate.wait)
    still = Still(Rect(400, 400, 400, 200), (Box(Rect(0, 0, 1920, 1080), "red"),), Rect(0, 0, 1920, 960))
    assert painter.draw(Screen("one", "x", (), back, ()), "")
    wants = Screen("one", "x", (), back, (still,))
    assert painter.draw(wants, "", 0.006) == []
    gate.set()
    painter.maker.studio.submit(lambda: None).result()
    assert painter.draw(wants, "", 0.006)
    assert surface.get_at((300, 250))[1] < 100


def test_pictures_of_other_screens_are_kept_within_few_bytes() -> None:
    """Twenty large ones leave no more than the bound; the last is there at once."""
    made = Painter(offscreen((1920, 1080)), Comfort()).maker
    place, part = Rect(0, 0, 840, 470), Rect(0, 0, 1920, 1080)
    stills = [Still(place, (Box(Rect(0, 0, 9, n + 1), "red"),), part) for n in range(20)]
    for still in stills:
        made.stamp(still)
    assert made.small.held <= SmallScreens.BYTES
    assert made.there(stills[-1])


def test_a_picture_is_the_screen_of_the_act_with_a_ring_about_it() -> None:
    """The run is played again to the tick: the picture is of that very screen, never of another run."""
    whole, cast = run("expert"), MECHANICS["assemble@1"].cast
    tick = next(e.tick for e in whole.events if e.kind == "place")
    again = Session(task(5, device=cast.device("expert")))
    scenes: list[WorkshopScene] = []

    def wind(until: int, scene: WorkshopScene | None) -> WorkshopScene:
        if scene is None:
            scenes.append(wound(panneau(), again, whole.actions, until))
            return scenes[0]
        return wound_on(scene, whole.actions, until)

    with ThreadPoolExecutor(1) as thread:
        motions = MECHANICS["assemble@1"].motions
        ticks = (tick, tick + 400, tick + 900)
        stills = Stills(ticks, wind, whole.actions, whole.events, motions, lambda work: Soon(thread, work))
        assert [stills(LOOK, at) for at in ticks] == [None] * 3, "they are laid out beside the window"
        thread.submit(lambda: None).result()
        seen = stills(LOOK, tick)
        assert seen is not None
        assert [e for e in again.events if e.tick <= tick] == [e for e in whole.events if e.tick <= tick]
        assert any(isinstance(s, Box) and s.stroke == "signal" and not s.fill for s in seen.overlay)
        assert stills(LOOK, tick) is seen
        assert len(scenes) == 1, "eight tasks held megabytes: one goes from picture to picture"
        fresh = wound(panneau(), Session(task(5, device=cast.device("expert"))), whole.actions, ticks[2])
        play_on(fresh.session, whole.actions, ticks[2] + AFTER_TICKS)
        last = stills(LOOK, ticks[2])
        assert last is not None
        assert last.nodes == fresh.screen(LOOK).nodes
        assert stills(LOOK, tick + 1) is None


def test_the_stamp_falls_when_the_sheet_is_signed() -> None:
    """It comes from above, leaves its print where it touched, and goes; nothing says right or wrong."""
    scene, look = closing()
    screen = scene.screen(look)
    play = Play(Cue(SEEN["sign"], {}), screen, screen)
    assert play.lasts == STAMP_MS
    draws = SEEN["sign"].draws
    assert draws is not None
    before, after, end = (draws(play, ms).over for ms in (TOUCHES - 60, TOUCHES + 10, STAMP_MS))
    rings = [[s for s in over if isinstance(s, Circle) and s.stroke == "blue_dark"] for over in (before, after, end)]
    assert [len(found) for found in rings] == [0, 2, 2]
    assert len(end) < len(after)
    assert not any(isinstance(s, Circle | Box) and s.fill in ("green", "red") for s in after)
    assert TOUCHES < LIFTS < STAMP_MS


@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_what_an_act_answers_leaves_in_sight_how_far_the_work_is(scale: float) -> None:
    """On the bench the plate stands beside the row of holes at the foot of the panel, not over it."""
    scene, _ = at_work()
    press(scene, "bin:1")
    shown = scene.screen(StaticLook(Comfort(text_scale=scale)).within("panneau_fuselage"))
    plate = next(n.rect for n in shown.nodes if n.id == "echo")
    assert plate.x + plate.w <= 1105
    assert all(not plate.holds(s.x, s.y) for s in shown.decor if isinstance(s, Text))
