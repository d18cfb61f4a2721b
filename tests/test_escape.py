"""Escape shuts what lies open before it pauses: a row, an offer, a fold, the words of the trade, a question."""

import pytest
from test_by_keys import Hands
from test_guards import at_work, press
from test_large import card

from game.scenes.boarding import Boarding
from game.scenes.debrief import Replay
from game.scenes.wishes import WishesScene
from game.screen import navigate
from game.screen.nodes import Screen
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.window.look import StaticLook


def by_escape(screen: Screen) -> str:
    """What Escape presses."""
    node = navigate.shortcut(screen, "escape")
    return node.id if node is not None else ""


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_is_opened_of_the_pass_is_shut_by_escape(scale: float) -> None:
    """A row, the rest, an offer and the code: Escape goes back to the rows, then pauses; a voice says which it is."""
    look, scene = StaticLook(Comfort(text_scale=scale)), Boarding(card(), may_share=True)
    opens = {n.id for n in scene.screen(look).nodes if n.actions and n.id.startswith(("row:", "to:", "others", "code"))}
    assert opens
    for node in sorted(opens):
        assert by_escape(scene.screen(look)) == "pause"
        scene.act(node)
        shown = scene.screen(look)
        assert by_escape(shown) == "rows", node
        said = {n.id: n.spoken for n in shown.nodes}
        cap = look.t("common.key.escape")
        assert cap in said["rows"]
        assert cap not in said["pause"]
        scene.act("rows")


def test_in_the_window_escape_shuts_a_row_then_pauses() -> None:
    """The key itself, with the focus where it was: on the row that was opened."""
    hands = Hands(Step.EXERCISE)
    hands.app.act("words:", "press")
    hands.rest()
    assert hands.window.screen.id == "words"
    hands.press("escape")
    assert hands.window.screen.id == "prepare"
    assert hands.press("escape") == "go_on"


def test_what_is_opened_at_a_workshop_is_shut_by_escape() -> None:
    """The words, a question of one's own, the tool board; with none of them Escape pauses."""
    scene, look = at_work()
    assert by_escape(scene.screen(look)) == "pause"
    press(scene, "words:")
    assert by_escape(scene.screen(look)) == "words:"
    press(scene, "words:", "end")
    assert by_escape(scene.screen(look)) == "stay:"
    press(scene, "stay:", "board:")
    assert by_escape(scene.screen(look)) == "board:"
    press(scene, "board:")
    assert by_escape(scene.screen(look)) == "pause"


def test_a_moment_watched_again_and_the_places_of_a_department_are_shut_by_escape() -> None:
    """The way back is the same key everywhere."""
    scene, look = at_work()
    assert by_escape(Replay(scene, lambda ticks: True).screen(look)) == "back"
    wishes = WishesScene()
    first = next(n.id for n in wishes.screen(look).nodes if n.id.startswith("open:"))
    assert by_escape(wishes.screen(look)) == "pause"
    wishes.act(first)
    assert by_escape(wishes.screen(look)) == "fold"
