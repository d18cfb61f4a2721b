"""What a frame lays out and works out once: the screen after a press, what does not move, what is read ahead."""

from collections.abc import Callable

import pygame
import pytest
from conftest import finish, panneau, run
from test_guards import at_work, press

from game.journey import journey as journeys
from game.journey import leaving
from game.journey.ahead import Soon
from game.journey.journey import TRIM_TICKS, Journey
from game.mechanics.assemble import view, view_lever, view_names
from game.screen.nodes import Rect
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import play_on
from game.window.hand import PointerHand, nothing_waits
from game.window.look import StaticLook
from game.window.window import Window


@pytest.fixture
def window(monkeypatch: pytest.MonkeyPatch) -> Window:
    monkeypatch.setenv("SDL_VIDEODRIVER", "dummy")
    opened = Window(Journey(panneau(), "fr", 5), (960, 540))
    nothing_waits()
    opened.frame(1)
    opened.frame(1)
    return opened


def laid(app: Journey, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The ids of all screens that an app lays out from here on."""
    seen: list[str] = []
    screen = app.screen
    monkeypatch.setattr(app, "screen", lambda look: (found := screen(look), seen.append(found.id))[0])
    return seen


def test_the_frame_of_a_press_lays_the_screen_out_once(window: Window, monkeypatch: pytest.MonkeyPatch) -> None:
    """It was laid out as the press was answered, and again to be shown: two to four milliseconds of a page."""
    app = window.app
    assert isinstance(app, Journey)
    seen = laid(app, monkeypatch)
    PointerHand(960).click(next(n for n in window.screen.nodes if n.id == "enter"))
    window.frame(1)
    assert seen == ["ease"]


def test_a_key_after_a_press_in_the_same_frame_is_for_what_the_press_brought(
    window: Window, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A burst is answered one by one: the second key falls on the new screen, not on the one before."""
    app = window.app
    assert isinstance(app, Journey)
    seen, acts = laid(app, monkeypatch), list[tuple[str, str]]()
    act: Callable[[str, str], None] = app.act
    monkeypatch.setattr(app, "act", lambda node, action: (acts.append((app.step.value, node)), act(node, action)))
    PointerHand(960).click(next(n for n in window.screen.nodes if n.id == "enter"))
    tab = pygame.event.Event(pygame.KEYDOWN, key=pygame.K_TAB, unicode="", mod=0)
    pygame.event.post(tab)
    window.frame(1)
    assert acts[0] == ("welcome", "enter")
    assert seen == ["ease", "ease"]
    assert window.focus in {n.id for n in window.screen.nodes}


def test_what_lies_about_the_metal_is_made_once_a_rivet(monkeypatch: pytest.MonkeyPatch) -> None:
    """Plates, foot and lines stand still while the head is formed; only the metal is made with each move."""
    made: list[str] = []
    below, limits = view_lever._below, view_lever._limits
    monkeypatch.setattr(view_lever, "_below", lambda *a: made.append("below") or below(*a))
    monkeypatch.setattr(view_lever, "_limits", lambda *a: made.append("limits") or limits(*a))
    scene, look = at_work()
    scene.advance(30)
    press(scene, "bin:1")
    press(scene, "hole:A2")
    for x in range(0, 600, 50):
        scene.do("lever", x=x)
        scene.advance(1)
        assert scene.screen(look).id == "lever"
    assert made == ["below", "limits"]


def test_the_strip_of_holes_is_laid_out_again_only_where_one_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the places of a row stand was reckoned at each tick, for a light that runs along it now and then."""
    made: list[int] = []
    places = view.places
    monkeypatch.setattr(view, "places", lambda *a: made.append(1) or places(*a))
    scene, look = at_work()
    scene.screen(look)
    scene.advance(1)
    made.clear()
    for _ in range(20):
        scene.advance(1)
        scene.screen(look)
    assert made == []


def test_names_that_stand_well_are_not_placed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    """A round in which no name moved is the last."""
    best, placed = view_names._best, list[int]()
    monkeypatch.setattr(view_names, "_best", lambda *a: placed.append(1) or best(*a))
    spots = tuple((f"A{n}", 200.0 * n, 100.0, False) for n in range(9))
    view_names.beside.__wrapped__(spots, (40.0,) * 9, 30.0, (Rect(0, 0, 5, 5),))
    assert len(placed) == 2 * len(spots)


def test_the_plan_is_worked_out_while_the_wishes_are_answered(monkeypatch: pytest.MonkeyPatch) -> None:
    """It took most of the frame that left them; anew only where the language was changed meanwhile."""
    asked: list[str] = []
    steps = leaving.next_steps
    monkeypatch.setattr(leaving, "next_steps", lambda *a: asked.append(str(a[4])) or steps(*a))
    app = Journey(panneau(), "fr", 5)
    finish(app, run("expert"))
    app.go(Step.WISHES)
    app.soon(lambda: None).get()
    assert asked == ["fr"]
    begun: list[object] = []
    monkeypatch.setattr(Soon, "__init__", lambda self, thread, work: begun.append(work), raising=True)
    assert leaving._plan_ahead(app) is app.visit.plan
    assert begun == []
    app.comfort = Comfort(language="en")
    assert leaving._plan_ahead(app).language == "en"
    assert len(begun) == 1


def test_a_run_played_again_holds_the_acts_of_the_first() -> None:
    """Eight replays of a debrief held 12,000 acts of their own."""
    scene, _ = at_work()
    for x in (10, 20):
        scene.session.act("lever", {"x": x})
        scene.session.advance(3)
    acts = [act for act in scene.session.actions if act.verb == "lever"]
    fresh, _ = at_work()
    play_on(fresh.session, acts, scene.session.task.tick)
    again = [act for act in fresh.session.actions if act.verb == "lever"]
    assert [id(act) for act in again] == [id(act) for act in acts]


def test_a_long_exercise_gives_back_what_is_free_where_its_picture_changes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Never at rest on one picture, nor at each change, nor in the thread of the window."""
    given: list[object] = []
    monkeypatch.setattr(journeys, "trim", lambda: given.append(1))
    app = Journey(panneau(), "fr", 5)
    app.go(Step.EXERCISE)
    app.soon(lambda: None).get()
    given.clear()
    look = StaticLook(app.comfort)
    app.screen(look)
    app.advance(1)
    for ticks in (TRIM_TICKS, 1):
        app.advance(ticks)
        app.soon(lambda: None).get()
    assert given == []
    app._trimmed_on = "lever"
    for _ in range(2):
        app.advance(1)
        app.soon(lambda: None).get()
    assert given == [1]
