"""What lies at hand: a thing keeps its place, what is put down is said, a mark touches its head, labels have dates."""

from itertools import pairwise

import pytest
from conftest import panneau, task, workshop
from test_clarity import said
from test_guards import at_work, press
from test_workshops import EVERY, fresh, workshops

from game.library import catalogue_of
from game.mechanics.assemble import view_rivet
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.table import MECHANICS
from game.screen.nodes import Circle, Line, Poly, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook
from game.workshop import day, view_board
from game.workshop.params import WorkshopParams
from game.workshop.seen import WorkshopSeen
from game.workshop.sense import day_of

HEAD_R = 50.0
"""As far from its middle as the rim of a good head is drawn, and two units more."""


def places(screen: Screen) -> dict[str, object]:
    """Where each bin and each thing of the tray stands."""
    return {n.id: n.rect for n in screen.nodes if n.id.startswith(("bin:", "mode:"))}


def test_what_comes_later_moves_nothing_of_the_tray() -> None:
    """Through every step a tool that was met once is found where it was; in practice it stays where it is shown."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    found = [places(scene.screen(look))]
    for step in [p for p in state.params.phases if p.kind == "work"][1:]:
        day.enter(state, step.id, scene.session.task.emit)  # type: ignore[attr-defined]
        for part in state.parts.values():
            part.fixed = True
        state.bell = state.bell or step.movement > 2
        scene.advance(2)
        found.append(places(scene.screen(look)))
    assert [len(one) for one in found] == [8, 10, 11]
    for before, after in pairwise(found):
        assert before == {id: after[id] for id in before}
    practice = AssembleScene(Session(task(phase="practice")), workshop(), panneau().head, name="practice")
    for gesture in ("measure", "gauge", "cord", "redo"):
        press(practice, f"lesson:{gesture}", f"try:{gesture}")
        practice.advance(20)
        shown = places(practice.screen(look))
        # Practice shows the part of the tray that its gesture uses: fewer things than there are at work.
        assert shown
        assert shown.keys() < found[-1].keys()
        practice.advance(20)
        assert places(practice.screen(look)) == shown


def test_what_is_put_down_is_said() -> None:
    """A rivet given back or for another, a tool left for another or for a bin: no hand is emptied without a word."""
    scene, look = at_work()
    t = scene.words(look).t

    def then(*nodes: str) -> str:
        for node in nodes:
            scene.screen(look)
            scene.act(node)
            scene.advance(30)
        return said(scene, look)

    assert then("bin:1") == t("echo.pick", stem=6)
    assert then("bin:2") == t("echo.pick.instead", back=6, stem=8)
    assert then("bin:2") == t("echo.put_back")
    assert scene.seen.hand is None
    assert then("mode:pige", "mode:redo") == t("echo.put_down", name=t("mode.pige"))
    assert then("bin:3") == f"{t('echo.put_down', name=t('mode.redo'))} {t('echo.pick.plus', stem=10)}"
    scene.session.task.state.isolated.add(1)  # type: ignore[attr-defined]
    scene.advance(1)
    # A bin that gives nothing empties no hand.
    assert then("bin:1") == t("echo.why.bin_apart")
    assert scene.seen.hand is not None


@pytest.mark.parametrize("feature", ["mark", "drip", "pencil", "reflection"])
def test_what_is_beside_a_head_touches_it(feature: str) -> None:
    """A mark of the metal, a drop, a pencil line: it lies at the rim of one head, not half way to the next."""
    near = []
    for shape in view_rivet.head(feature, 0, 0)[1:]:
        if isinstance(shape, Circle):
            near.append((shape.x**2 + shape.y**2) ** 0.5 - shape.r)
            continue
        assert isinstance(shape, Line | Poly)
        (*points, last) = shape.points
        steps = zip(points, (*points[1:], last), strict=True)
        along = [(x + (u - x) * k / 9, y + (v - y) * k / 9) for (x, y), (u, v) in steps for k in range(10)]
        near.append(min((x * x + y * y) ** 0.5 for x, y in along))
    assert min(near) < HEAD_R


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_tool_of_the_store_bears_its_new_date(name: str, scale: float) -> None:
    """What was exchanged for its label bears another one, later than any: it is read, and spoken."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    catalogue_of(scenario)
    scene = MECHANICS[scenario.head.mechanic].scene(Session(fresh(scenario, 3)), scenario, name="exercise")
    tool = next(t for t in scenario.params.tools if t.id == scenario.params.expired_tool)
    scene.session.act("exchange", {"tool": tool.id})
    scene.advance(2)
    seen = scene.session.task.see()
    assert isinstance(seen, WorkshopSeen)
    new = view_board.dated(next(t for t in seen.tools if t.id == tool.id))
    days = [day_of(t.label) for t in scenario.params.tools if t.label]
    assert (day_of(new) or (0, 0, 0)) > max(day or (0, 0, 0) for day in days)
    node = next(n for n in scene.screen(StaticLook(Comfort(text_scale=scale))).nodes if n.id == f"tool:{tool.id}")
    assert new in node.spoken
    assert new in [s.text for s in node.shapes if isinstance(s, Text)]


def test_with_large_words_no_answer_lies_on_what_is_read_at_the_lever() -> None:
    """A rivet just set between walls: what the approach says stays in sight under the answer."""
    scene, _ = at_work()
    look = StaticLook(Comfort(text_scale=2.0))
    press(scene, "bin:2")
    scene.advance(30)
    press(scene, "hole:A2")
    shown = scene.screen(look)
    plate = next(n.rect for n in shown.nodes if n.id == "echo")
    written = [s for s in (*shown.backdrop, *shown.decor) if isinstance(s, Text) and s.y > 90]
    assert len(written) > 8
    assert [s.text for s in written if s.y < plate.y + plate.h and s.y + s.size > plate.y] == []
