"""What is shown is seen whole and said well: nothing covers the piece, no sign stands alone, faces stay at 200 %."""

import pytest
from conftest import panneau, workshop
from test_answered import at
from test_guards import at_work, press

from game.library import catalogue_of
from game.scenes.boarding import Boarding
from game.scenes.debrief import Debrief
from game.scenes.shown import Moment, Pass, Row
from game.screen import navigate
from game.screen.nodes import Box, Node
from game.screen.scene import Comfort
from game.window.look import StaticLook


def test_what_is_shown_on_the_piece_is_covered_by_nothing() -> None:
    """Where control points are shown, no card lies over a place of the piece; where a part waits, no lens over it."""
    for comfort in (Comfort(), Comfort(text_scale=2.0)):
        nodes = list(at("points", StaticLook(comfort)))
        places = [n.rect for n in nodes if n.role == "spot"]
        others = [n.rect for n in nodes if n.role != "spot" and n.id not in navigate.BAR]
        over = [(a, b) for a in places for b in others if abs(a.centre[0] - b.centre[0]) * 2 < a.w + b.w
                and abs(a.centre[1] - b.centre[1]) * 2 < a.h + b.h]  # fmt: skip
        assert len(places) == len(workshop().holes()) > 1
        assert over == []
    scene, look = at_work()
    scene.session.task.state.parts["E12"].fixed = False  # type: ignore[attr-defined]
    press(scene, "mode:pige")
    screen = scene.screen(look)
    assert "part" in [n.id for n in screen.nodes]
    assert screen.overlay == ()


@pytest.mark.parametrize("text", [
    "Panneau de fuselage · 25 minutes", "Puis-je emprunter la pince deux minutes ?", "Jeanne : « La pince ? »",
])  # fmt: skip
def test_no_sign_stands_alone_at_the_edge_of_a_line(text: str) -> None:
    """However narrow, a line never begins with a sign that follows a word, nor ends with one that opens."""
    look = StaticLook(Comfort())
    for width in range(40, 700, 10):
        lines = look.wrap(text, 24, width)
        assert " ".join(lines) == text
        assert not any(line[0] in "?!:;»·" or line[-1] == "«" for line in lines), lines


def test_the_pass_is_said_with_one_full_stop_a_sentence() -> None:
    """Facts end with their own full stop: none is added to it."""
    row = Row("x", "Rigueur", "to_confirm", "à confirmer", ("4 sur 6.",), (-1, 0, 1), "Un autre atelier.")
    screen = Boarding(Pass("", "Normandie", (row,), "", "", ()), may_share=False).screen(StaticLook(Comfort()))
    said = next(n.spoken for n in screen.nodes if n.id == "row:x")
    assert said == "Rigueur. à confirmer. 4 sur 6. Un autre atelier."


def test_all_that_stands_on_the_pass_comes_out_with_it() -> None:
    """At 200 % the way to the next rows is on the paper: it is not seen in the air before it."""
    row = Row("x", "Rigueur", "to_confirm", "à confirmer", (), (-1, 0, 1), "")
    scene = Boarding(Pass("", "Normandie", (row,) * 5, "", "", ()), may_share=True, prints=True)
    more = [n for n in scene.screen(StaticLook(Comfort(text_scale=2.0))).nodes if n.id == "more"]
    assert [n.shapes for n in more] == [()]
    assert [n.actions for n in more] == [("press",)]


def next_of(scene: Debrief, look: StaticLook) -> Node:
    """The note of what comes next, which opens by a press."""
    scene.act("fold:next")
    return next(n for n in scene.screen(look).nodes if n.id == "next")


def test_what_to_try_next_stands_on_a_card() -> None:
    """In the debrief no words lie bare on the picture of the hangar."""
    moment = Moment("NOR1", 10, "open", "x.", "La prochaine fois : lire.")
    catalogue_of(panneau())
    look = StaticLook(Comfort()).within(panneau().head.id)
    note = next_of(Debrief((moment,), may_retry=True), look)
    assert isinstance(note.shapes[0], Box)
    assert note.shapes[0].rect == note.rect


def test_ticks_alone_do_not_say_that_all_was_as_expected() -> None:
    """Eight moments as expected, and a measure missed elsewhere: the note says so, and how many more there are."""
    look = StaticLook(Comfort()).within("aubes_soufflante")
    moment = Moment("ATT2", 500, "done", "x")
    other = ("Rayures mesurées : 9 sur 10.", "Étiquettes : 3 sur 4.")
    note = next_of(Debrief((moment,), may_retry=True, elsewhere=other), look)
    assert note.spoken.endswith("Rayures mesurées : 9 sur 10. Et 1 autre fait, sur votre carte.")
    alone = next_of(Debrief((moment,), may_retry=True), look)
    assert alone.spoken == "Ces moments sont comme attendu."


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_what_was_missed_elsewhere_is_told_beside_what_to_try_next(scale: float) -> None:
    """A kit that was missed stood in no moment, and the note spoke of another one: it was told nowhere."""
    look = StaticLook(Comfort(text_scale=scale)).within("kitting_poste_40")
    moment = Moment("ATT1", 500, "open", "x", "La prochaine fois : regarder.")
    scene = Debrief((moment,), may_retry=True, elsewhere=("Kits à revoir marqués : 3 sur 4.",))
    scene.act("fold:next")
    for _ in range(5):
        if scale > 1:
            scene.act("half")
        shown = " ".join(n.spoken for n in scene.screen(look).nodes)
        if "3 sur 4" in shown:
            assert shown.count("3 sur 4") == 1
            return
    raise AssertionError(shown)
