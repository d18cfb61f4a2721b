"""What is in hand bears its name: the step in the top strip, the gesture beside its try, what a small picture shows."""

from collections.abc import Iterator
from itertools import pairwise

import pytest
from teaching_kit import taught_of
from test_workshops import EVERY, fresh, workshops

from game.library import catalogue_of
from game.mechanics.table import MECHANICS
from game.screen.nodes import Box, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop import day, view, view_reminder
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.teaching import at_of, lesson_of
from game.workshop.view_lesson import STAGE
from game.workshop.words import WorkshopWords

LOOK = StaticLook(Comfort())
NEAR = ("lever", "rule", "lesson")
"""Screens of a gesture seen near, and the pages that teach: as the sheet of the end, they have no picture beside."""


def read(screen: Screen) -> list[str]:
    """Every text of a screen."""
    shapes = (*screen.decor, *screen.overlay, *(s for n in screen.nodes for s in n.shapes))
    return [s.text for s in shapes if isinstance(s, Text)]


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_each_try_says_how_far_one_is(name: str, scale: float) -> None:
    """With its picture beside it or with a document there: which gesture of how many, and which part of it."""
    scenario, look = workshops()[name], StaticLook(Comfort(text_scale=scale))
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    catalogue_of(scenario)
    mechanic = MECHANICS[scenario.head.mechanic]
    scene = mechanic.scene(Session(mechanic.make(params, Run(3, phase="practice"))), scenario, name="practice")
    words, counted = WorkshopWords(look, scenario.head), 0
    for gesture in params.practice:
        for press in (f"lesson:{gesture.id}", f"try:{gesture.id}"):
            scene.screen(look)
            scene.act(press)
            scene.advance(26)
        shown = scene.screen(look)
        if scale == 1.0:
            n = lesson_of(params, gesture) + 1
            assert words.t("lesson.at", n=n, all=len(params.lessons())) in read(shown), gesture.id
        if shown.id in NEAR or gesture.does == "close":
            continue
        counted += 1
        told = " ".join(read(shown))
        assert at_of(words, params, gesture) in told, (gesture.id, told)
    assert counted > len(params.practice) // 2


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("language", ["fr", "en"])
def test_the_strip_names_the_step_in_hand(name: str, language: str) -> None:
    """A movement bears the name of its work: what else is done in it is called what it is, and always by some words."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    catalogue_of(scenario)
    look = WorkshopWords(StaticLook(Comfort(language=language)), scenario.head)
    task = fresh(scenario)
    state, seen = task.state, task.see()  # type: ignore[attr-defined]
    assert isinstance(seen, WorkshopSeen)
    works = [look.t(f"movement.{p.movement}") for p in scenario.params.phases if p.kind == "work"]
    for step in scenario.params.phases:
        state.step, state.phase = step, step.id
        seen = task.see()
        assert isinstance(seen, WorkshopSeen)
        shapes, _ = view.bar(look, "exercise", seen, scenario.params.phases)
        here = view.in_hand(look, seen.kind, seen.movement)
        assert [s.text for s in shapes if isinstance(s, Text) and here in s.text], (step.id, here)
        assert (here in works) == (step.kind == "work"), step.id


def small_names(name: str, does: str) -> Iterator[str]:
    """What is written in the small picture of a sort of gesture, beside its try."""
    scenario = workshops()[name]
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    catalogue_of(scenario)
    words, taught = WorkshopWords(LOOK, scenario.head), taught_of(params)
    gesture = next(g for g in params.practice if g.does == does)
    assert lesson_of(params, gesture) >= 0
    seen = MECHANICS[scenario.head.mechanic].make(params, Run(3, phase="practice")).see()
    assert isinstance(seen, WorkshopSeen)
    shapes, _ = view_reminder.reminder(words, seen, params, gesture, taught)
    yield from (s.text for s in shapes if isinstance(s, Text) and s.size <= max(view_reminder.NAMES))


def test_what_a_small_picture_shows_is_named() -> None:
    """Five marks under two lamps each, four rivets, three words: their names are beside the try, short."""
    assert {*small_names("aubes_soufflante", "tell")} >= {"Reflet", "Fissure", "Impact", "Rayure", "Trace"}
    assert {*small_names("panneau_fuselage", "aside")} >= {"Bon", "Tordu", "Marqué", "Autre lot"}
    assert {*small_names("panneau_fuselage", "tag")} >= {"Rond", "Ovale"}


def test_names_of_small_pictures_do_not_touch() -> None:
    """Whatever the workshop and the gesture: no name runs into another, none leaves the picture."""
    left, right = view_reminder.REMINDER.x + 12, view_reminder.REMINDER.x + view_reminder.REMINDER.w - 12
    for name, scenario in workshops().items():
        assert isinstance(scenario.params, WorkshopParams)
        catalogue_of(scenario)
        words, taught = WorkshopWords(LOOK, scenario.head), taught_of(scenario.params)
        for gesture in scenario.params.practice:
            texts = [s for s in taught.stage(words, gesture) if isinstance(s, Text)]
            named = view_reminder._named(words, texts, (view_reminder.SHRUNK, 34.0, 200.0))
            drawn = [s for s in named if isinstance(s, Text)]
            spans = sorted((round(s.y), *span(s)) for s in drawn)
            for (y, _, end), (below, start, _) in pairwise(spans):
                assert y != below or end < start, (name, gesture.id)
            assert all(left <= a and b <= right for _, a, b in spans), (name, gesture.id)


@pytest.mark.parametrize("name", sorted(workshops()))
def test_no_name_of_a_small_picture_is_cut_at_its_foot(name: str) -> None:
    """« Impact », « Rayure » and « Trace » stood half below the dark ground of the picture, white on white."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    catalogue_of(scenario)
    words, taught = WorkshopWords(LOOK, scenario.head), taught_of(scenario.params)
    for gesture in scenario.params.practice:
        shapes, high = view_reminder._pictured(words, taught.stage(words, gesture), 200.0, 400.0)
        names = [s for s in shapes if isinstance(s, Text) and s.size <= max(view_reminder.NAMES)]
        assert all(s.y + 1.25 * s.size <= 200.0 + high for s in names), (name, gesture.id)


@pytest.mark.parametrize("name", sorted(workshops()))
def test_what_is_empty_of_a_picture_is_not_drawn_small(name: str) -> None:
    """Beside a try the pictures were a fifth of their stage, with air around them: what names allow is left off."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    catalogue_of(scenario)
    words, taught, larger = WorkshopWords(LOOK, scenario.head), taught_of(scenario.params), 0
    for gesture in scenario.params.practice:
        stage = taught.stage(words, gesture)
        texts = [s for s in stage if isinstance(s, Text) and not view_reminder._mark(s, view_reminder.SHRUNK)]
        shapes, high = view_reminder._pictured(words, stage, 200.0, 400.0)
        panel = next(s.rect for s in shapes if isinstance(s, Box))
        whole = view_reminder._named(words, texts, (view_reminder.SHRUNK, 46.0 - 478 * view_reminder.SHRUNK, 0.0))
        assert len([s for s in shapes if isinstance(s, Text) and s.size in view_reminder.NAMES]) >= len(whole)
        assert panel.w <= view_reminder.REMINDER.w - 24 + 0.01
        assert panel.h == high
        larger += high / panel.w != STAGE.h / STAGE.w
    assert larger >= 5


def span(text: Text) -> tuple[float, float]:
    """From where to where a line goes."""
    w = LOOK.width(text.text, text.size, text.bold)
    start = text.x - {"left": 0.0, "centre": w / 2, "right": w}[text.anchor]
    return start, start + w


def test_the_first_view_of_a_rotor_shows_what_its_first_movement_needs() -> None:
    """Three words where they stay, no lens: it lies there once the rotor is held."""
    scenario = workshops()["aubes_soufflante"]
    catalogue_of(scenario)
    task = fresh(scenario)
    state = task.state  # type: ignore[attr-defined]
    scene = MECHANICS[scenario.head.mechanic].scene(Session(task), scenario, name="exercise")
    state.taken |= {t.id for t in state.params.tools}
    day.enter(state, next(p.id for p in state.params.phases if p.kind == "work"), task.emit)  # type: ignore[attr-defined]
    scene.advance(2)

    def shown(*presses: str) -> tuple[bool, bool]:
        """Whether the words lie open, and whether the lens is there."""
        for press in presses:
            scene.screen(LOOK)
            scene.act(press)
            scene.advance(2)
        nodes = {n.id: n for n in scene.screen(LOOK).nodes}
        assert nodes["word:accept"].actions
        return nodes["word:accept"].rect.w > 200, "loupe" in nodes

    assert shown() == (True, False)
    assert shown("more:") == (True, False)
    assert shown("lock:") == (True, True)
    assert shown("on:") == (True, True)
