"""The debrief shows one thing at a time, each moment in a picture of its own run; the way on keeps its place."""

import pytest
from test_window import walk
from test_workshops import EVERY, robot_run, workshops

from game.journey.result import moments
from game.library import catalogue_of
from game.scenes.debrief import Debrief
from game.scenes.debrief_film import FOLDS
from game.screen.nodes import Box, Node, Screen, Text
from game.screen.scene import Comfort
from game.window.look import StaticLook

LOOK = StaticLook(Comfort())
HERE = (1590.0, 942.0)
"""A point that the way on covers on every screen around the workshop."""
AROUND = (
    "welcome", "agreement", "code", "ease", "briefing", "ready", "debrief", "wishes", "takeoff", "boarding", "goodbye",
)  # fmt: skip


@pytest.mark.parametrize("robot", ["novice", "expert", "idle"])
@pytest.mark.parametrize("name", EVERY)
def test_each_moment_has_a_picture_of_its_own_run(name: str, robot: str) -> None:
    """Heads to review were an empty dark field, and five of eight moments of the kits: what was left, or not met, has
    the step as it was left, the place where it would have been, or the end. What it is stands on it."""
    run = robot_run(name, robot)
    last = max(event.tick for event in run.events)
    catalogue_of(workshops()[name])
    for moment in moments(workshops()[name], run, "mouse", "easy", Comfort()):
        assert 0 <= moment.picture <= last, moment.rule
        assert bool(moment.shows) != moment.watched, moment.rule
        if moment.shows:
            assert LOOK.t(f"debrief.shows.{moment.shows}")
    assert moment.rule


@pytest.mark.parametrize("name", EVERY)
def test_what_happened_is_read_first_and_each_other_thing_is_a_press_away(name: str) -> None:
    """Eight names, three texts, a question and a note stood there at once. What happened is left, and little else."""
    catalogue_of(workshops()[name])
    told = moments(workshops()[name], robot_run(name, "novice"), "mouse", "easy", Comfort())
    scene = Debrief(told, may_retry=True, intention="do", work_said="3 choses sur 5.", elsewhere=("Un fait.",))
    met = {"side:0": "expected", "why": "why", "how:order": "how", "next": "next"}
    for at in range(len(told)):
        scene.act(f"moment:{at}")
        first = scene.screen(LOOK.within(name))
        happened = next(n.name for n in first.nodes if n.id == "side:1")
        assert len(read(first)) - len(happened.split()) <= 40, at
        assert {n.id for n in first.nodes} & {"side:1", *met} == {"side:1"}
        for id, fold in met.items():
            scene.act(f"fold:{fold}")
            assert {n.id for n in scene.screen(LOOK.within(name)).nodes} & {"side:1", *met} == {id}
    assert len(FOLDS) == len(met) + 1


def read(screen: Screen) -> list[str]:
    """The words of a screen below its bar; hours of the film are figures."""
    shapes = (*screen.decor, *(s for n in screen.nodes for s in n.shapes))
    texts = (s.text for s in shapes if isinstance(s, Text) and s.y > 86)
    return [word for text in texts for word in text.split() if any(letter.isalpha() for letter in word)]


def leads_on(screen: Screen) -> list[Node]:
    """What is filled in the colour of the way on."""
    def lit(node: Node) -> bool:
        return any(isinstance(s, Box) and s.fill == "signal" and s.rect == node.rect for s in node.shapes)

    return [node for node in screen.nodes if lit(node)]


@pytest.mark.parametrize("comfort", [{}, {"text_scale": 2.0}])
def test_the_way_on_stands_in_one_place(comfort: dict[str, object]) -> None:
    """In the middle, at the left, at the right: from welcome to pass one point of the screen lies on all of them."""
    found = {}
    for screen in walk(**comfort):
        for node in leads_on(screen) if screen.id in AROUND else ():
            found[screen.id, node.id] = node.rect
    assert len(found) > 5
    assert {key: rect for key, rect in found.items() if not rect.holds(*HERE)} == {}
