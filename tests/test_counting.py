"""The end of a job: what is counted lies there, in three presses at the most, and nothing is said in advance."""

import pytest
from conftest import panneau, task, workshop

from game.library import catalogue_of
from game.mechanics.assemble.scene import AssembleScene
from game.screen.nodes import Rect, Screen
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook
from game.workshop.scene import BEGUN_TICKS
from game.workshop.view import Desk
from game.workshop.view_count import MOST


def at_the_end() -> AssembleScene:
    """The first workshop at its last step: one tool taken, two rivets thrown away, one tag hung."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    for verb, args in (("take_tool", {"tool": "lamp"}), ("end", {}), ("tag", {"object": "A3"})):
        scene.do(verb, **args)
        scene.advance(1)
    scene.session.task.state.parts["E12"].fixed = True  # type: ignore[attr-defined]
    for _ in range(2):
        scene.do("pick", bin=2)
        scene.advance(30)
        scene.do("reject")
        scene.advance(30)
    while scene.seen.phase != "close":
        scene.do("end")
        scene.advance(2)
    scene.advance(BEGUN_TICKS)
    return scene


def screen(scene: AssembleScene, **comfort: object) -> Screen:
    return scene.screen(StaticLook(Comfort(**comfort)))  # type: ignore[arg-type]


def press(scene: AssembleScene, *nodes: str) -> None:
    """Press what can be reached now, one after the other. Raises AssertionError for what cannot."""
    for node in nodes:
        assert node in {n.id for n in screen(scene).nodes if n.actions}, node
        scene.act(node)
        scene.advance(2)


def test_what_can_be_counted_is_written_down_when_the_count_begins() -> None:
    """One `stock` event for each thing, as it lies there; the tools again whenever one is hung back."""
    scene = at_the_end()
    there = {e.data["item"]: e.data["n"] for e in scene.session.events if e.kind == "stock"}
    assert there == {"bin1": 14, "bin2": 18, "bin3": 14, "red_box": 2, "tags": 3, "tools": 5, "refused_heads": 0}
    press(scene, "back:lamp")
    assert scene.session.events[-1].data == {"item": "tools", "n": 6}


def test_the_numbers_have_one_shape_from_the_first_line_to_the_last() -> None:
    """None to the fullest bin's, at the same places on every line: how few there are of a thing is not given away."""
    scene = at_the_end()
    most = max(MOST, workshop().fullest())
    assert most > MOST, "more than one row"
    shown: list[tuple[str, Rect]] = []
    for line in [c.id for c in scene.seen.counts]:
        press(scene, f"count:{line}")
        numbers = [(n.id, n.rect) for n in screen(scene).nodes if n.id.startswith("number:")]
        assert [id for id, _ in numbers] == [f"number:{n}" for n in range(most + 1)], line
        shown = shown or numbers
        assert numbers == shown, line


def test_any_number_is_noted_in_three_presses_and_the_next_line_waits() -> None:
    """The tray, the number, « Noter »; a number already noted can be changed until the sheet is signed."""
    scene = at_the_end()
    press(scene, "see:bin2", "number:18", "note:")
    assert {c.id: c.value for c in scene.seen.counts}["bin2"] == "18"
    assert scene.hand.desk.chosen == "bin3"
    press(scene, "count:bin2", "number:3", "note:")
    assert {c.id: c.value for c in scene.seen.counts}["bin2"] == "3"


def test_a_number_is_written_as_one_moves_on() -> None:
    """No button is needed: another line, a tray, the boxes, an empty place and the pen write the number first."""
    scene = at_the_end()
    for n, (way, line) in enumerate(
        (("count:bin2", "bin1"), ("see:bin3", "bin2"), ("form:", "bin3"), ("gap:mirror", "red_box"), ("sign", "tags"))
    ):
        if scene.hand.desk.open:
            press(scene, f"count:{line}")
        if line == "red_box":
            press(scene, "count:red_box")
        press(scene, f"number:{n}", way)
        noted = [e for e in scene.session.events if e.kind == "count_set"]
        assert [(e.data["item"], e.data["n"]) for e in noted][n:] == [(line, n)], way


def test_one_more_and_one_less_step_from_what_stands_there() -> None:
    """From none, from the number chosen, from the one written; never off the numbers; its own tray changes nothing."""
    scene = at_the_end()
    press(scene, "step:1", "step:1")
    assert scene.hand.desk.pending == "2"
    press(scene, "see:bin1")
    assert scene.hand.desk.pending == "2"
    press(scene, "note:", "count:bin1", "step:-1", "step:-1", "step:-1")
    assert scene.hand.desk.pending == "0"


def test_a_number_typed_is_noted_by_enter_wherever_the_focus_is() -> None:
    """Figures by the keys, backspace, and Enter on any line; a figure too many begins the number anew."""
    scene = at_the_end()
    for key in ("1", "9", "backspace", "8"):
        scene.key(key)
    assert scene.hand.desk.pending == "18"
    scene.key("7")
    assert scene.hand.desk.pending == "7"
    press(scene, "count:tools")
    assert {c.id: c.value for c in scene.seen.counts if c.value} == {"bin1": "7"}


def test_an_empty_place_offers_where_to_look_and_a_call_and_nothing_points_to_it() -> None:
    """Its name is among the others; pressed, it offers the places and a call; once found, the tool hangs there."""
    scene = at_the_end()
    assert "miroir" not in screen(scene).say.lower()
    press(scene, "gap:mirror")
    assert {"search:bench", "search:behind_c31", "report:mirror"} <= {n.id for n in screen(scene).nodes}
    press(scene, "report:mirror", "gap:mirror", "search:behind_c31")
    assert [e.data["about"] for e in scene.session.events if e.kind == "call"] == ["mirror"]
    assert "hung:mirror" in {n.id for n in screen(scene).nodes}


def test_the_pen_writes_when_every_tool_hangs_there_and_leaving_asks_first() -> None:
    """The pen does not write while a tool is missing; « J'ai fini » asks before it ends a sheet that is not signed."""
    scene = at_the_end()
    press(scene, "sign", "leave:")  # blanks are asked about first
    assert "gate" in {e.kind for e in scene.session.events[-2:]}
    press(scene, "end")
    assert screen(scene).id == "dialog"
    press(scene, "stay:", "back:lamp", "gap:mirror", "search:behind_c31", "form:", "answer:lot_6=K7", "sign", "leave:")
    assert scene.session.task.done


@pytest.mark.parametrize("comfort", [{}, {"text_scale": 2.0}, {"contrast": True}])
def test_pieces_are_drawn_one_by_one(comfort: dict[str, object]) -> None:
    """A tray draws as many pieces as lie in it, and says how many."""
    scene = at_the_end()
    said = {n.id: n.spoken for n in screen(scene, **comfort).nodes}
    assert "18" in said["see:bin2"]
    assert "2" in said["see:red_box"]


def test_the_hand_forgets_the_desk_when_the_step_ends() -> None:
    """A line chosen, a number not noted do not outlive the step."""
    scene = at_the_end()
    scene.key("5")
    press(scene, "end", "leave:")
    scene.advance(1)
    assert scene.hand.desk == Desk()


def test_what_was_noted_is_said_beside_what_the_mentor_asks_for() -> None:
    """The plate stands where the number was noted: over no line of the mentor's card, and over no button."""
    scene = at_the_end()
    press(scene, "see:bin2", "number:18", "note:")
    nodes = {n.id: n for n in screen(scene).nodes}
    assert "18" in nodes["echo"].name
    assert not any(nodes["echo"].rect.meets(n.rect) for n in nodes.values() if n.actions or n.id == "mentor")
