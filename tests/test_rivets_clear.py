"""What strangers asked about while they riveted: each is said, or drawn, where it is met."""

import re
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import panneau, workshop
from teaching_kit import RIVETED, riveted, taught_of
from test_guards import at_work, press
from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.mechanics.assemble import order_art, view_lever, view_names, view_panel
from game.mechanics.assemble.drawn import MANY
from game.mechanics.assemble.lever import flows_from
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import walls
from game.mechanics.assemble.task import AssembleTask
from game.mechanics.assemble.view_settled import BASE, MM
from game.mechanics.table import MECHANICS
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.mechanic import WorkshopScene
from game.workshop.params import WorkshopParams
from game.workshop.words import WorkshopWords

LANGUAGES = {"fr": ("fr", False), "fr-facile": ("fr", True), "en": ("en", False)}
"""Every way in which a text of an order is written."""


def words_in(language: str, name: str = "panneau_fuselage") -> WorkshopWords:
    """The words of a workshop of riveting in one of `LANGUAGES`."""
    scenario, _ = riveted(name)
    said, easy = LANGUAGES[language]
    return WorkshopWords(StaticLook(Comfort(language=said, easy=easy)), scenario.head)


def practising(gesture: str) -> tuple[AssembleScene, StaticLook]:
    """Practice of the first workshop with a gesture in hand."""
    catalogue_of(panneau())
    session = Session(AssembleTask(workshop(), Run(1, phase="practice")))
    scene, look = AssembleScene(session, workshop(), panneau().head, name="practice"), StaticLook(Comfort())
    scene.screen(look)
    press(scene, f"try:{gesture}")
    scene.advance(60)
    return scene, look


@pytest.mark.parametrize("language", LANGUAGES)
def test_facts_of_heads_say_what_is_judged(language: str) -> None:
    """What one saw at the bench, heads between their two lines, is counted first; then the distance from the middle, by
    which the height is judged, and that it is what counts. Clean heads are those that leave no mark, whatever their
    height: a force that nobody measures is not named."""
    look = StaticLook(Comfort(language=LANGUAGES[language][0], easy=LANGUAGES[language][1]))
    for key in ("told.head_error", "seen.head_error"):
        said = look.t(key, where="", mm="7,5", extra=3, n=4, wanted="") if look.has(key) else "3 7,5 compte"
        assert said.index("3") < said.index("7,5")
        assert {"compte", "counts"} & set(said[said.index("7,5") :].replace(".", "").split())
    for key in ("told.clean_heads", "seen.clean_heads"):
        clean = look.t(key, n=1, of=2)
        assert "tôle" in clean or "sheet" in clean
        assert not {"fort", "appuyer", "hard"} & set(clean.replace(".", "").split())


def test_a_head_marked_in_practice_asks_for_no_other() -> None:
    """The lesson asks for one head: what is in hand names it and says no more."""
    scene, look = practising("redo")
    press(scene, "mode:redo", "hole:A1")
    scene.advance(5)
    shown = {n.name for n in scene.screen(look).nodes if n.id == "hand"}
    assert shown == {scene.words(look).t("use.marked", hole="A1")}


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_holding_does_is_said_at_the_lever(language: str) -> None:
    """Metal goes on coming down under a lever that is only held: the help says so, in practice and in the exercise."""
    scene, _ = practising("squeeze")
    stem = workshop().stem_for(workshop().hole("A1").e_um)
    scene.do("lever", x=flows_from(stem, workshop().squeezers[0].gain_k) + 20)
    heights = []
    for _ in range(4):
        scene.advance(40)
        heights.append(scene.seen.lever.h_um)
    assert heights == sorted(heights, reverse=True)
    assert len(set(heights)) == len(heights)
    holds = "as long as you hold" if language == "en" else "tant que vous tenez"
    words = words_in(language)
    assert all(holds in words.t(key) for key in ("lever.help", "lesson.squeeze.at.touched"))


@pytest.mark.parametrize("scale", [1.0, 1.25])
def test_the_word_of_the_soft_stretch_is_as_large_as_its_neighbours(scale: float) -> None:
    """In practice one is told where to slow down, in letters that can be read, on nothing else, in the window."""
    scene, _ = practising("squeeze")
    look = StaticLook(Comfort(text_scale=scale))
    shown = scene.screen(look)
    drawn = [s for s in (*shown.backdrop, *shown.decor) if isinstance(s, Text) and s.y > 90]
    soft = next(s for s in drawn if s.text == scene.words(look).t("lever.soft"))
    assert soft.size >= 0.9 * view_lever.MARK * scale
    assert soft.x <= 1908
    assert all(soft.y + soft.size * 1.3 <= s.y for s in drawn if s.x > view_lever.SOFTLY.x and s is not soft)


def test_the_key_of_the_approach_hides_no_wall() -> None:
    """The letter of the key stands beside the drawing of the walls, not over it."""
    scene, look = at_work()
    press(scene, "bin:2")
    scene.advance(30)
    press(scene, "hole:A2")
    scene.advance(30)
    jaw = next(n for n in scene.screen(look).nodes if n.id == "jaw")
    cap = next(s.rect for s in jaw.shapes if isinstance(s, Box) and s.fill == "ink" and s.rect.w < 60)
    drawing = Rect(jaw.rect.x, jaw.rect.y, jaw.rect.h, jaw.rect.h)
    letters = [s for s in jaw.shapes if isinstance(s, Text) and s.text != "A"]
    assert not cap.meets(drawing)
    assert all(s.y + s.size * 1.3 <= cap.y or s.x + look.width(s.text, s.size) / 2 <= cap.x for s in letters)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RIVETED)
def test_the_order_says_which_head_is_checked(name: str, language: str) -> None:
    """« Every four rivets » left open whether all four are compared: it is the last one set."""
    words = words_in(language, name)
    last = "on the last" if language == "en" else "sur le dernier"
    assert all(last in words.t(key) for key in ("order.first", "order.revised"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_sign_is_said_to_be_on_the_head(language: str) -> None:
    """« Its sign: – » said neither what it is nor where: a bar or a cross on the head of the rivet."""
    words = words_in(language)
    for look, kinds in (("minus", ("bar", "trait")), ("plus", ("cross", "croix"))):
        said = words.t(f"echo.pick.{look}", stem=8)
        assert any(kind in said for kind in kinds)
        assert any(head in said for head in ("head", "tête"))


@pytest.mark.parametrize("name", RIVETED)
def test_a_part_that_is_posed_lies_under_no_wall(name: str) -> None:
    """A clip half hidden by the walls of a hole was no more seen to be there."""
    _, params = riveted(name)
    walled = [hole for hole in params.holes().values() if walls(hole.jaw)]
    assert walled
    for part in params.parts:
        x, y = view_panel.at(part.x_mm, part.y_mm)
        half = part.size_mm * view_panel.SCALE / 2
        lies = Rect(x - half, y - half, 2 * half, 2 * half)
        for hole in walled:
            drawn = view_panel.walls(*view_panel.at(hole.x_mm, hole.y_mm), walls(hole.jaw), 29.0)
            assert not any(lies.meets(s.rect) for s in drawn if isinstance(s, Box)), (part.id, hole)


@pytest.mark.parametrize("name", RIVETED)
def test_the_drawing_of_the_order_goes_the_way_its_words_go(name: str) -> None:
    """Crossings set from the lowest one up were drawn from the top; then three crossings where two ends come first.

    The holes with a number are those that the words name first, each at its height; the others follow downwards.
    """
    _, params = riveted(name)
    zone = next(iter(params.zones.values()))
    drawn = order_art.line_art("work", order_art.set_order(params))
    numbers = sorted((s for s in drawn if isinstance(s, Text)), key=lambda s: int(s.text))
    first, then = zone.order[: len(numbers)], zone.order[len(numbers) :]
    for language in LANGUAGES:
        line = words_in(language, name).t("order.first").splitlines()[1]
        assert re.findall(r"\b[A-Z]\d+\b", line.partition(" | ")[2])[1:] == list(first), "after the part that is fitted"
    assert [s.text for s in numbers] == [str(n + 1) for n in range(len(first))]
    assert list(then) == sorted(then, key=lambda hole: zone.holes[hole].y_mm)
    by_height = sorted(zone.order, key=lambda hole: zone.holes[hole].y_mm)
    rings = sorted((s.y, s.fill == "white") for s in drawn if isinstance(s, Circle) and s.x == -9)
    assert [white for _, white in rings] == [hole in first for hole in by_height]
    ranked = sorted(range(len(first)), key=lambda n: numbers[n].y)
    assert [first[n] for n in ranked] == [hole for hole in by_height if hole in first]


def test_an_order_that_cannot_be_drawn_from_top_to_bottom_is_not_drawn() -> None:
    """Holes in a row, side by side, have no order downwards: no picture says one."""
    params = workshop()
    zone = params.zones["A"]
    flat = {name: hole.model_copy(update={"y_mm": 95}) for name, hole in zone.holes.items()}
    row = params.model_copy(update={"zones": {**params.zones, "A": zone.model_copy(update={"holes": flat})}})
    assert order_art.set_order(row) is None
    assert order_art.line_art("work", order_art.set_order(row)) == []


def states(name: str, scale: float) -> Iterator[tuple[str, bool, Screen]]:
    """Each gesture of a practice before a press, after another try and after a good one: (gesture, tried, screen)."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    mechanic, params = MECHANICS[scenario.head.mechanic], scenario.params
    assert isinstance(params, WorkshopParams)
    look = StaticLook(Comfort(text_scale=scale))
    for gesture in params.practice:
        session = Session(mechanic.make(params, Run(1, phase="practice")))
        scene = mechanic.scene(session, scenario, name="practice")
        scene.screen(look)
        scene.act(f"try:{gesture.id}")
        scene.advance(60)
        yield gesture.id, False, scene.screen(look)
        words = WorkshopWords(look, scenario.head)
        for outcome in ("other", "right"):
            if taught_of(params).has(words, gesture, f"told.{outcome}") or outcome == "right":
                state = session.task.state  # type: ignore[attr-defined]
                state.outcome = outcome
                state.learnt |= {gesture.id} if outcome == "right" else set()
                scene.advance(1)
                yield gesture.id, True, scene.screen(look)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
@pytest.mark.parametrize("name", EVERY)
def test_the_way_out_of_practice_stands_where_no_way_on_does(name: str, scale: float) -> None:
    """A second press where « Geste suivant » or « Encore une fois » stood passed on to the exercise by mistake."""
    ons: list[Rect] = []
    outs: list[Rect] = []
    for gesture, tried, screen in states(name, scale):
        for node in screen.nodes:
            if node.id.startswith(("next:", "try:", "learnt:")) and tried and screen.id != "lesson":
                ons.append(node.rect)
            elif node.id == "end" and screen.id != "lesson":
                outs.append(node.rect)
                others = [n.rect for n in screen.nodes if n.actions and n is not node and n.id != "mentor"]
                assert not any(node.rect.meets(other) for other in others), gesture
    assert outs
    assert ons
    assert [(on, out) for on in ons for out in outs if on.meets(out)] == []


def closing(name: str, language: str = "fr") -> tuple[WorkshopScene, StaticLook]:
    """The end of the job of a workshop, its listed tools taken and the missing one missing."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    mechanic, params = MECHANICS[scenario.head.mechanic], scenario.params
    assert isinstance(params, WorkshopParams)
    session = Session(mechanic.make(params, Run(1)))
    said, easy = LANGUAGES[language]
    scene, look = mechanic.scene(session, scenario, name="exercise"), StaticLook(Comfort(language=said, easy=easy))
    state = session.task.state  # type: ignore[attr-defined]
    state.taken = {tool.id for tool in params.tools if tool.listed}
    state.step = next(p for p in params.phases if p.kind == "close")
    state.phase, state.message, state.message_until, state.missing = state.step.id, state.step.id, 1 << 40, True
    scene.screen(look)
    scene.advance(2)
    return scene, look


def said_by_mentor(screen: Screen) -> str:
    return next(n.name for n in screen.nodes if n.id == "mentor")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", EVERY)
def test_the_marks_of_the_board_are_said_on_it(name: str, language: str) -> None:
    """An arrow over a tool that is out and the sign of an empty place bear a word; the mentor says the first
    where tools are counted."""
    scene, look = closing(name, language)
    words = WorkshopWords(look, workshops()[name].head)
    screen = scene.screen(look)
    marked = {"back": words.t("closing.peg.out"), "gap": words.t("closing.peg.empty")}
    pegs = [n for n in screen.nodes if n.id.partition(":")[0] in marked]
    assert {n.id.partition(":")[0] for n in pegs} == set(marked)
    for peg in pegs:
        texts = [s for s in peg.shapes if isinstance(s, Text)]
        word = next(s for s in texts if s.text == marked[peg.id.partition(":")[0]])
        assert word.size >= 15
        assert all(s is word or s.y + s.size * 0.9 <= word.y or s.text == "?" for s in texts)
    scene.act("count:tools")
    scene.advance(1)
    assert said_by_mentor(scene.screen(look)) == words.t("closing.says.tools")


@pytest.mark.parametrize("name", EVERY)
def test_where_to_look_and_what_is_asked_are_drawn(name: str) -> None:
    """Each place bears its own drawing, and each short question of the sheet what it speaks of."""
    scene, look = closing(name)
    gap = next(n.id for n in scene.screen(look).nodes if n.id.startswith("gap:"))
    scene.act(gap)
    scene.advance(1)
    places = [n for n in scene.screen(look).nodes if n.id.startswith("search:")]
    drawings = [tuple(s for s in n.shapes if not isinstance(s, Text))[1:] for n in places]
    assert all(drawings)
    assert len(set(drawings)) == len(places) == len(workshops()[name].params.places)  # type: ignore[attr-defined]
    for node in places:
        for word in (s for s in node.shapes if isinstance(s, Text)):
            half = look.width(word.text, word.size, True) / 2
            assert node.rect.x + 70 <= word.x - half
            assert word.x + half <= node.rect.x + node.rect.w


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RIVETED)
def test_the_mentor_says_one_thing_at_a_time_at_the_end(name: str, language: str) -> None:
    """What the boxes of the sheet mean is said where they are open, not before."""
    scene, look = closing(name, language)
    words = WorkshopWords(look, workshops()[name].head)
    before = said_by_mentor(scene.screen(look))
    scene.act("form:")
    scene.advance(1)
    phase = next(p.id for p in workshops()[name].params.phases if p.kind == "close")  # type: ignore[attr-defined]
    assert words.t(f"message.{phase}.form") not in before
    assert before == words.t(f"message.{phase}")
    assert len(before.split()) <= 24
    fold = next(n for n in scene.screen(look).nodes if n.id == "form:")
    assert "checked" in fold.state
    assert said_by_mentor(scene.screen(look)) == words.t(f"message.{phase}.form")
    large = StaticLook(replace(look.comfort, text_scale=2.0))
    scene.act("form:")
    scene.advance(1)
    assert words.t(f"message.{phase}.form") in said_by_mentor(scene.screen(large))


@pytest.mark.parametrize("name", RIVETED)
def test_a_mixed_bin_is_seen_in_practice(name: str) -> None:
    """In the hand is a rivet out of the bin, longer than the line of its bin, as the day will show one."""
    scenario, params = riveted(name)
    session = Session(AssembleTask(params, Run(1, phase="practice")))
    scene, look = AssembleScene(session, params, scenario.head, name="practice"), StaticLook(Comfort())
    scene.screen(look)
    press(scene, "try:cord")
    scene.advance(10)
    hand = scene.seen.hand
    assert hand is not None
    assert params.mixed is not None
    bin = params.bin_for(params.hole(params.gesture("cord").spot).e_um)  # type: ignore[union-attr]
    assert (hand.bin, hand.length_mm) == (bin.number, bin.stem_mm + params.mixed.longer_mm)
    lens = next(n for n in scene.screen(look).nodes if n.id == "hand")
    assert str(bin.stem_mm) in lens.spoken
    press(scene, "mode:isolate", f"bin:{bin.number}", "mode:store", f"bin:{bin.number}")
    assert scene.seen.outcome == "right"


def test_who_has_set_ten_rivets_is_told_the_shorter_way() -> None:
    """A hole touched by an empty hand is measured: three presses to a rivet in its hole. It is never said before."""
    scene, look = at_work()
    scene.do("take_tool", tool="pige")
    scene.advance(1)
    words = scene.words(look)
    step = words.t("movement.1")

    def guide() -> str:
        return next(n.name for n in scene.screen(look).nodes if n.id == "guide")

    assert guide() == words.t("guide.work", step=step, line="")
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.tagged |= set(list(workshop().holes())[-MANY:])
    scene.advance(1)
    assert guide() == words.t("guide.work_on", step=step)
    press(scene, "hole:A1")
    assert scene.seen.gauge_hole == "A1"
    press(scene, "bin:1", "hole:A1")
    assert scene.seen.lever.hole == "A1"


@pytest.mark.parametrize("name", RIVETED)
def test_what_is_pressed_at_the_end_is_as_large_as_a_finger(name: str) -> None:
    """Boxes of the sheet under their drawings, places beside theirs: 64 units high at the least."""
    scene, look = closing(name)
    for press_ in ("form:", next(n.id for n in scene.screen(look).nodes if n.id.startswith("gap:"))):
        scene.act(press_)
        scene.advance(1)
        there = [n for n in scene.screen(look).nodes if n.id.startswith(("answer:", "search:", "report:"))]
        assert there
        assert min(n.rect.h for n in there) >= 64


@pytest.mark.parametrize("scale", [1.0, 1.25])
@pytest.mark.parametrize("name", EVERY)
def test_the_folded_boxes_words_run_under_no_chevron(name: str, scale: float) -> None:
    """The names of the empty boxes ended under the sign that opens them: a small letter is drawn in whole pixels, up
    to a twentieth wider than it is measured."""
    scene, look = closing(name)
    fold = next(n for n in scene.screen(StaticLook(replace(look.comfort, text_scale=scale))).nodes if n.id == "form:")
    chevron = min(x for s in fold.shapes if isinstance(s, Line) for x, _ in s.points)
    words = [s for s in fold.shapes if isinstance(s, Text)]
    assert words
    assert all(s.x + 1.06 * look.width(s.text, s.size, s.bold) < chevron - 4 for s in words)


@pytest.mark.parametrize("name", RIVETED)
def test_no_name_of_a_hole_lies_on_a_part_that_is_posed(name: str) -> None:
    """A bracket hides no name: each stands at another side of its hole."""
    _, params = riveted(name)
    words, parts = words_in("fr", name), view_names._parts(params)
    grounds = [s.rect for s in view_names.names(words, params) if isinstance(s, Box)]
    assert parts
    assert [g for g in grounds for part in parts if g.shared(part)] == []


def test_the_drawing_of_a_thing_at_hand_is_in_the_middle_until_a_key_needs_its_corner() -> None:
    """Who only points sees it centred; where a letter is drawn it stands beside it."""
    scene, _ = at_work()
    for keys in (False, True):
        shown = scene.screen(StaticLook(Comfort(), keys=keys))
        redo = next(n for n in shown.nodes if n.id == "mode:redo")
        ring = next(s for s in redo.shapes if isinstance(s, Circle) and not s.fill)
        assert (ring.x > redo.rect.centre[0] + 5) == keys


RULE = {
    "fr": "Entre les deux traits : bonne. Au milieu : précise.",
    "fr-facile": "Entre les deux traits : bonne. Au milieu : précise.",
    "en": "Between the two lines: good. In the middle: precise.",
}
"""What makes a head good, and what makes it precise: the reader measures its distance from the middle."""


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", RIVETED)
def test_one_rule_for_heads_is_said_in_the_same_words(language: str, name: str) -> None:
    """In the order and in practice; the facts and the words of the trade call good and precise what it calls so."""
    words = words_in(language, name)
    assert RULE[language] in words.t("order.first")
    assert RULE[language] in words.t("lesson.squeeze.sub")
    good, precise = ("good", "precis") if language == "en" else ("bonne", "précis")
    look = StaticLook(Comfort(language=LANGUAGES[language][0], easy=LANGUAGES[language][1]))
    facts = [look.t(key, where="", mm="7,5", extra=3, n=4, wanted="") for key in ("told.head_error", "seen.head_error")]
    told = (words.t(key) for key in ("term.lines.says", "lesson.squeeze.told.right", "lever.stands.right"))
    for said in (*facts, *told):
        assert good in said.lower(), said
        assert precise in said.lower(), said


def test_the_middle_of_the_lines_is_marked_by_the_same_two_arrow_heads_everywhere() -> None:
    """At the lever, in the picture of the order and on the page of practice."""
    scene, look = practising("squeeze")
    heads = [s for s in scene.screen(look).decor if isinstance(s, Poly) and s.fill == "amber"]
    marks = {s.points[0][1] for s in heads if len(s.points) == 3}
    v = scene.seen.lever
    assert BASE - v.target_um / 1000 * MM in marks
    assert [s for s in order_art.line_art("form", None) if isinstance(s, Poly) and s.fill == "amber"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_mentor_tells_of_the_trade_under_each_rivet_from_the_third_on(language: str) -> None:
    """Another sentence each time, by the count of rivets alone; the first two have the help, practice always has."""
    _, params = riveted("panneau_fuselage")
    words = words_in(language)
    scene, _ = practising("squeeze")
    assert view_lever.tale(words, scene.seen) == ""
    scene, _ = at_work()
    told = [view_lever.tale(words, replace(scene.seen, placed=n)) for n in range(1, len(params.holes()) + 1)]
    assert told[:2] == ["", ""]
    tales = told[2 : len(params.holes()) - 1]
    assert all(tales)
    assert len(set(tales)) == len(tales)
    assert all(words.mentor in tale for tale in tales)
    hints = {"trait", "milieu", "bac", "tige", "calibre", "line", "middle", "bin", "stem", "gauge"}
    assert not [tale for tale in tales if hints & set(re.findall(r"\w+", tale.lower()))]
