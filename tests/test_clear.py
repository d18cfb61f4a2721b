"""What is clear at the bench without a word of the adviser: how far one is, what is asked now, how a gesture goes."""

from dataclasses import replace

from conftest import panneau, workshop
from test_resuming import LEARNS, practises, taken_up
from test_visit import begun
from way_kit import press

from game.journey.journey import Journey
from game.screen.nodes import Box, Line, Text
from game.screen.steps import Step
from game.station.home import Home
from game.window.window import StaticLook


def bar_of(app: Journey) -> tuple[int, int, int]:
    """What the bar draws of the practice: how many parts it has, how many are green, how many have a dash."""
    screen = app.screen(StaticLook(app.comfort))
    ends = min(s.x for s in screen.decor if isinstance(s, Text) and s.text.startswith("Exercice"))
    parts = [s for s in screen.decor if isinstance(s, Box) and s.rect.y == 30 and s.rect.x + s.rect.w < ends]
    dashes = sum(isinstance(s, Line) and s.colour == "mist" and s.points[0][1] == 38 for s in screen.decor)
    return sum(s.fill == "slate" for s in parts), sum(s.fill == "primer" for s in parts), dashes


def test_what_practice_skipped_is_shown_as_skipped() -> None:
    """In the exercise the bar is green where practice was, and has a dash for the rest: neither done nor to come."""
    app = begun(None, panneau())
    app.go(Step.PRACTICE)
    practises(app, *LEARNS)
    app.answer(Step.PRACTICE, "done")
    press(app, "go")
    lessons = len(workshop().lessons())
    assert bar_of(app) == (lessons, 1, lessons), "the first lesson is begun, and not learnt whole"


def test_a_practice_done_whole_has_no_dash(home: Home) -> None:
    """Every lesson is green; who comes back by the code in the exercise sees the same."""
    app = begun(home, panneau())
    app.go(Step.PRACTICE)
    assert app.person is not None
    whole = replace(app.visit.practised["panneau_fuselage"], learnt=tuple(g.id for g in workshop().practice))
    app.visit.practised["panneau_fuselage"] = whole
    app.answer(Step.PRACTICE, "done")
    press(app, "go")
    app.advance(60)
    app.person.close()
    lessons = len(workshop().lessons())
    for one in (app, taken_up(home, app.person.code, panneau())):
        assert one.step is Step.EXERCISE
        assert bar_of(one) == (lessons, lessons, 0)
