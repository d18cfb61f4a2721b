"""The bench of riveting keeps its work in sight: one place for what is asked, nothing needless over the panel."""

from test_guards import at_work
from test_guards import press as push
from test_practice import opened, press
from test_rivets_clear import closing

from game.mechanics.assemble import view_panel
from game.screen.nodes import Box, Circle, Rect, Screen, Text
from game.screen.scene import Comfort
from game.window.look import StaticLook
from game.workshop import view_closing
from game.workshop.view_bench import TRAY

PANEL = Rect(view_panel.LEFT, view_panel.TOP, view_panel.WIDE, 648)


def trays(screen: Screen) -> list[Rect]:
    """The dark grounds where things lie at hand."""
    return [s.rect for s in screen.decor if isinstance(s, Box) and s.fill == "ink" and s.rect.y == TRAY.y]


def test_practice_shows_no_empty_tray() -> None:
    """The tray is as large as what the gesture takes from it; what is taken from nothing has none."""
    scene, look = opened()
    assert [r.w < TRAY.w / 3 for r in trays(press(scene, look, "try:measure"))] == [True]
    press(scene, look, "mode:pige", "hole:A1")
    scene.advance(30)
    assert len([n for n in scene.screen(look).nodes if n.id.startswith("bin:")]) == 3
    press(scene, look, "bin:1")
    scene.advance(30)
    assert trays(scene.screen(look)) == []


def test_what_practice_holds_lies_off_the_panel() -> None:
    """Where nothing else is at hand the glass stands below the piece."""
    scene, look = opened()
    press(scene, look, "try:measure", "mode:pige")
    hand = next(n.rect for n in scene.screen(look).nodes if n.id == "hand")
    assert not hand.meets(PANEL)


def test_the_strip_of_places_lies_on_nothing() -> None:
    """How far the work is stands between the panel and what is at hand."""
    scene, look = at_work()
    push(scene, "mode:pige")
    places = [s for s in scene.screen(look).decor if isinstance(s, Circle) and s.r == 7]
    assert len(places) == scene.seen.total
    assert all(PANEL.y + PANEL.h < s.y - s.r and s.y + s.r < TRAY.y for s in places)


def test_what_practice_asks_stands_out_from_what_it_told() -> None:
    """After a gesture that goes on by itself: what came of it calm, what to do now in strong letters."""
    scene, look = opened()
    press(scene, look, "try:measure", "mode:pige", "hole:A1")
    scene.advance(30)
    asks = scene.asks(scene.words(look), scene.seen)
    mentor = next(n for n in scene.screen(look).nodes if n.id == "mentor")
    assert mentor.name.endswith(asks)
    assert mentor.name != asks
    here = [s for s in scene.screen(look).decor if isinstance(s, Text) and mentor.rect.holds(s.x + 1, s.y)]
    assert " ".join(s.text for s in here if s.bold) == asks


def test_the_sign_of_a_blow_has_its_word() -> None:
    """In practice the bolt beside the rail says what it means, and so does the tick."""
    look = StaticLook(Comfort())
    for speed, key in ((200, "lever.knocked"), (1, "lever.softly_down")):
        scene, _ = opened()
        press(scene, look, "lesson:squeeze", "try:squeeze")
        for x in range(0, 300, speed):
            scene.do("lever", x=x)
            scene.advance(2)
        assert scene.seen.lever.contact >= 0
        words = {s.text for s in scene.screen(look).decor if isinstance(s, Text)}
        assert scene.words(look).t(key) in words
        assert scene.words(look).t("lever.soft") not in words




def test_what_is_counted_now_stands_in_the_light() -> None:
    """At the end of the job one tray at a time is lit; in strong contrast nothing is veiled."""
    scene, look = closing("panneau_fuselage")

    def shaded(look: StaticLook) -> set[str]:
        nodes = [n for n in scene.screen(look).nodes if n.id.startswith("see:")]
        return {n.id for n in nodes if any(isinstance(s, Box) and s.alpha == view_closing.SHADE for s in n.shapes)}

    trays = {n.id for n in scene.screen(look).nodes if n.id.startswith("see:")}
    lit = trays - shaded(look)
    assert len(lit) == 1
    assert shaded(StaticLook(Comfort(contrast=True))) == set()
    scene.act("number:3")
    scene.act("note:")
    scene.advance(3)
    assert lit != trays - shaded(look)
