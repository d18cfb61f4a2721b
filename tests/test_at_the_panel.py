"""At the panel of riveting: who has let go is told so, limits are drawn, a day is blocks, what is new is seen."""

from dataclasses import replace

import pytest
from conftest import workshop
from teaching_kit import RIVETED, riveted
from test_guards import at_work
from test_practice import opened, press, pull

from game.mechanics.assemble import rows, view, view_lever, view_panel, view_rivet
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import AssembleSeen
from game.mechanics.assemble.state import next_rivet
from game.mechanics.assemble.task import AssembleTask
from game.mechanics.table import MECHANICS
from game.scenes.story import StorySheet
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Rect, Shape, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.audio import STRUCK
from game.window.look import StaticLook
from game.workshop import echo
from game.workshop.drawn import NOTHING
from game.workshop.words import WorkshopWords


def written(shapes: tuple[Shape, ...] | list[Shape]) -> str:
    """All that is written, in one line."""
    return " ".join(s.text for s in shapes if isinstance(s, Text))


def practising(name: str) -> tuple[AssembleScene, WorkshopWords]:
    """Practice of a workshop of riveting."""
    scenario, params = riveted(name)
    session = Session(AssembleTask(params, Run(seed=7, phase="practice")))
    scene = AssembleScene(session, params, scenario.head, name="practice")
    scene.advance(1)
    return scene, WorkshopWords(StaticLook(Comfort()), scenario.head)


def bring(scene: AssembleScene, until_um: int) -> None:
    """Hold the lever low until the head stands so far above the middle of the lines, then let it go up."""
    scene.do("lever", x=700)
    for _ in range(3000):
        scene.advance(1)
        if scene.seen.lever.h_um - scene.seen.lever.target_um <= until_um:
            break
    scene.do("lever", x=0)
    scene.advance(40)


@pytest.mark.parametrize(("until_um", "told"), [(150, "stands.right"), (500, "stands.high"), (-600, "crushed_up")])
def test_who_has_let_go_is_not_told_to_let_go(until_um: int, told: str) -> None:
    """While the lever is down the mentor asks for it; once it is up, practice says what stands there, beside it too."""
    scene, look = opened()
    words = scene.words(look)
    press(scene, look, "lesson:squeeze", "try:squeeze")
    assert scene.screen(look).say == words.t("lesson.squeeze.do")
    bring(scene, until_um)
    assert scene.seen.lever.x == 0
    shown = scene.screen(look)
    assert shown.say == words.t(f"lever.{told}")
    called = {"stands.right": "right", "stands.high": "high", "crushed_up": "low"}[told]
    assert words.t(f"lever.is.{called}") in {s.text for s in shown.decor if isinstance(s, Text)}
    scene.do("lever", x=500)
    scene.advance(1)
    assert scene.screen(look).say == words.t("lever.crushed" if told == "crushed_up" else "lesson.squeeze.at.touched")


def test_a_lever_that_has_moved_no_metal_is_still_asked_for() -> None:
    """Who touched it and let go at once has nothing to look at."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    for x in (100, 0):
        scene.do("lever", x=x)
        scene.advance(20)
    assert scene.seen.lever.moved
    assert scene.screen(look).say == scene.words(look).t("lesson.squeeze.do")


@pytest.mark.parametrize("name", RIVETED)
def test_the_ruler_of_practice_is_cut_where_the_order_cuts_it(name: str) -> None:
    """A limit belongs to the shorter stem and is drawn inside its stretch; the next tenth is the longer one's."""
    scenario, params = riveted(name)
    look = WorkshopWords(StaticLook(Comfort()), scenario.head)
    cut = view_rivet.zones(look, params)
    assert len(cut) == len(params.bins)
    for um in (100, *(limit + d for limit in params.stem_limits_um for d in (-100, 0, 100)), 5900):
        zone = next(one for one in cut if um < one.to_um)
        assert zone.look == params.bin_for(um).look, um
        assert str(params.stem_for(um)) in zone.stem
    for lang in ("fr", "en"):
        said = WorkshopWords(StaticLook(Comfort(language=lang)), scenario.head)
        assert not set("≤≥<>") & set(" ".join(view_rivet.lengths(said, params)))


@pytest.mark.parametrize("learns", [True, False])
@pytest.mark.parametrize("name", RIVETED)
def test_the_card_of_the_pige_hides_no_hole_that_can_be_worked_on(name: str, learns: bool) -> None:
    """In practice those that a gesture is tried at, at work those of the zone in hand."""
    scene, look = practising(name)
    zones = [""] if learns else list(scene.params.zones)
    for zone in zones:
        holes = tuple(replace(h, open=learns or h.zone == zone) for h in scene.seen.holes)
        seen: AssembleSeen = replace(scene.seen, holes=holes, gauge_hole=holes[0].id, gauge_um=2400)
        cut = view_rivet.zones(look, scene.params) if learns else ()
        _, nodes = view_rivet.in_hand(look, seen, "pige", view_panel.beside(seen), "", (), cut)
        card = next(n.rect for n in nodes if n.id == "gauge")
        tried = {g.spot for g in scene.params.practice} if learns else {h.id for h in holes if h.open}
        spots = {h.id: Rect(*view_panel.at(h.x_mm, h.y_mm), 0, 0).inset(-18) for h in holes if h.id in tried}
        hidden = [name for name, spot in spots.items() if card.meets(spot)]
        assert hidden == [], zone


def test_what_practice_looks_for_on_the_plan_bears_no_number() -> None:
    """A number gives the order of a zone: in practice none is read, and the page shows the same mark."""
    scene, look = opened()
    press(scene, look, "lesson:plan", "try:plan")
    sheet = scene.plan(scene.seen, 0.0, 1.0)
    assert written(sheet) == view_panel.SOUGHT
    assert view_panel.SOUGHT in scene.words(look).t("lesson.plan.do")
    work, _ = at_work()
    numbers = {s.text for s in work.plan(work.seen, 0.0, 1.0) if isinstance(s, Text)}
    assert numbers == {str(n) for n in range(1, 7)}


def test_the_gesture_that_begins_at_the_lever_has_its_page_first() -> None:
    """Its bench is the lever alone: no picture of the gesture stands beside it."""
    scene, look = opened()
    scene.session.task.state.learnt |= {"measure", "take", "place"}  # type: ignore[attr-defined]
    press(scene, look, "lesson:squeeze", "try:squeeze")
    for _ in range(2):
        pull(scene, 60, 545)
        shown = scene.screen(look)
        if shown.focus_first.startswith("try:"):
            press(scene, look, shown.focus_first)
    shown = press(scene, look, "next:turn")
    assert (shown.id, shown.focus_first) == ("lesson", "try:turn")


def test_two_ways_on_of_one_screen_have_two_names() -> None:
    """The next page of a document and the next part of a gesture stand side by side."""
    scenario, params = riveted("panneau_porte")
    session = Session(AssembleTask(params, Run(5, clock=False, phase="practice")))
    scene, look = AssembleScene(session, params, scenario.head, name="practice"), StaticLook(Comfort(text_scale=2.0))
    scene.advance(1)
    press(scene, look, "lesson:read", "try:read")
    shown = press(scene, look, "doc:cut")
    first = {n.id: n.name.split()[0] for n in shown.nodes if n.id in ("page:", "next:aside")}
    assert len(first) == len(set(first.values())) == 2


def test_a_block_is_counted_by_itself_and_has_its_name_and_its_lamp() -> None:
    """Six holes are left, not seventeen; each block to come has its places, all holes of one the same light."""
    scene, look = at_work()
    words, params = scene.words(look), scene.params
    assert scene.tally(words, scene.seen) == words.t("tally", block=1, blocks=3, here=0, there=6)
    assert str(scene.seen.total) not in scene.tally(words, scene.seen)
    strip, _ = view._progress(words, scene.seen)
    assert written(strip) == words.t("movement.1")
    pills = [s for s in strip if isinstance(s, Box)]
    assert [s.fill for s in pills] == ["paper", "primer_high", "primer_high"]
    lit = view_panel.lamp(words, [view_panel.at(h.x_mm, h.y_mm) for h in params.zones["A"].holes.values()])
    rect = lit[0].rect  # type: ignore[union-attr]
    for zone, its in params.zones.items():
        for h in its.holes.values():
            x, y = view_panel.at(h.x_mm, h.y_mm)
            inside = rect.x <= x <= rect.x + rect.w and rect.y <= y <= rect.y + rect.h
            assert inside == (zone == "A")
    assert view_panel.lamp(WorkshopWords(StaticLook(Comfort(contrast=True)), scene.head), [(600, 300)]) == ()


def test_the_end_of_a_block_is_told_as_what_is_seen() -> None:
    """Each hole has its rivet or its tag: nothing is said of how good it is, and no act comes of it."""
    scene, look = at_work()
    words, state = scene.words(look), scene.session.task.state  # type: ignore[attr-defined]
    while scene.seen.message:
        scene.advance(25)
    state.tagged |= {f"A{n}" for n in range(1, 6)}
    scene.advance(600)
    before = len(scene.session.events)
    state.tagged |= {"A6"}
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("far.block", block=1, blocks=3)
    assert len(scene.session.events) == before
    strip, _ = view._progress(words, scene.seen)
    assert sum(isinstance(s, Line) for s in strip) == 1
    assert "green" not in {s.fill for s in strip if isinstance(s, Circle)}


def test_the_squeezer_bears_its_name_and_one_given_in_the_day_stands_out() -> None:
    """Who missed the word of the storekeeper sees it on the tool; the sheet asks for its number."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    words = scene.words(look)

    def plate(seen: AssembleSeen) -> list[Shape]:
        shapes = view_lever.lever(words, seen, NOTHING, Kept(), "").decor
        return [s for s in shapes if isinstance(s, Box) and s.rect == view_lever.PLATE]

    first, second = (s.id for s in scene.params.squeezers)
    given = replace(scene.seen, lever=replace(scene.seen.lever, tool=second, given=True))
    assert words.t(f"tool.{first}") in written(view_lever.lever(words, scene.seen, NOTHING, Kept(), "").decor)
    assert words.t(f"tool.{second}") in written(view_lever.lever(words, given, NOTHING, Kept(), "").decor)
    assert [s.fill for s in (*plate(scene.seen), *plate(given))] == ["paper", "amber"]  # type: ignore[union-attr]


@pytest.mark.parametrize("name", RIVETED)
def test_the_parts_of_the_day_are_named_before_it_as_they_are(name: str) -> None:
    """Each block by the name that the bar gives it, with as many holes as it has; large words leave them out."""
    scenario, params = riveted(name)
    mechanic = MECHANICS[scenario.head.mechanic]
    sheet = StorySheet(Step.READY, scenario.head.mentor, mechanic.art(scenario.params), mechanic.day)
    for lang in ("fr", "en"):
        look = StaticLook(Comfort(language=lang)).within(name)
        words = WorkshopWords(look, scenario.head)
        parts = next(n for n in sheet.screen(look).nodes if n.id == "parts").name.split("|")
        work = [p for p in params.phases if p.kind == "work"]
        assert len(parts) == len(work) + 1
        for part, phase in zip(parts, work, strict=False):
            assert words.t(f"movement.{phase.movement}") in part
            assert str(params.size_of(phase.zone)) in part.split(":")[1]
    large = StaticLook(Comfort(text_scale=2.0)).within(name)
    assert not any(n.id == "parts" for n in sheet.screen(large).nodes)


def test_what_the_mentor_said_goes_once_it_is_so_no_more() -> None:
    """The jaw that met a wall is over with its rivet, a tool left behind once it is taken; until then they stay."""
    scene, look = at_work()
    words, state = scene.words(look), scene.session.task.state  # type: ignore[attr-defined]
    state.message = "jaw"
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("message.A.posed")
    state.lever_hole = "A2"
    state.holes["A2"].rivet = next_rivet(state, 2)
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("message.jaw")
    state.lever_hole, state.message = "", "no_pige"
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("message.no_pige")
    scene.do("take_tool", tool="pige")
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("message.A.posed")


def test_no_next_rivet_is_spoken_of_where_no_hole_is_left() -> None:
    """After the last head of a block: nothing is left to fill here; before, the next one comes when one wishes."""
    scene, look = at_work()
    words, state = scene.words(look), scene.session.task.state  # type: ignore[attr-defined]
    state.holes["A1"].rivet, state.holes["A1"].formed, state.holes["A1"].placed = next_rivet(state, 1), True, 1
    state.placed = 1
    said = echo.Echo("head", (("hole", "A1"), ("formed", True)))
    scene.advance(1)
    assert echo.text(words, said, scene.params, scene.spoken(said)) == words.t("echo.head.true", hole="A1")
    state.tagged |= {f"A{n}" for n in range(2, 9)}
    scene.advance(1)
    assert echo.text(words, said, scene.params, scene.spoken(said)) == words.t("echo.head.last", hole="A1")


def test_a_block_that_fills_answers_hole_by_hole_row_by_row_then_whole() -> None:
    """A light and a step of sound for each hole; the row's own, then the block's; a word that stays till it is read.

    None of it is an act or an event, and none says how good a head is: a tag answers like a rivet.
    """
    scene, look = at_work()
    words, state = scene.words(look), scene.session.task.state  # type: ignore[attr-defined]
    scene.screen(look)
    while scene.seen.message:
        scene.advance(25)
    assert scene.answers() is not None
    assert scene.rings() is not None
    before = len(scene.session.events), len(scene.session.actions)
    heard, moved = [], []
    for names in (("A2",), ("A4",), ("A6",), ("A1", "A3", "A5")):
        for name in names:
            state.tagged |= {name}
            scene.advance(1)
            moved.append(sum(cue.motion.how == "own" for cue in scene.answers()))
            if name == "A6":
                assert scene.says(words, scene.seen) == words.t("far.row.1", holes="A2, A4, A6")
            if name == "A1":
                assert words.t("far.row.1", holes="A2, A4, A6") == scene.says(words, scene.seen), "as it was said"
            scene.advance(20)
            heard.append(scene.rings())
    assert moved == [1, 1, 2, 1, 1, 2]
    assert heard[2] == ("set_4", "latch", "row")
    assert heard[-1] == ("set_8", "block")
    assert {name for rings in heard for name in rings} <= STRUCK.keys()
    assert (len(scene.session.events), len(scene.session.actions)) == before


def test_each_row_of_the_day_rings_a_step_higher_and_the_rails_close_on_a_line_alone() -> None:
    """Six rows climb, then they begin anew; beside holes that stand in no line there is nothing to close."""
    scene, _ = at_work()
    rhythm = scene._rhythm
    heard = []
    for full in range(1, 8):
        rhythm.full = full
        heard.append(rhythm._row_sound())
    assert heard == ["row", "row_2", "row_3", "row_4", "row_5", "row_6", "row"]
    assert set(heard) <= STRUCK.keys()
    line, bent = [(100.0, 50.0), (100.0, 90.0), (100.0, 200.0)], [(100.0, 50.0), (140.0, 90.0)]
    boxes = [s for s in rows.rails(line, rows.HOME_MS, 1000) if isinstance(s, Box) and s.fill == "alu_light"]
    assert len(boxes) == 2
    assert all(box.rect.h > box.rect.w for box in boxes)
    assert rows.rails(bent, rows.HOME_MS, 1000) == []


def test_rows_are_read_from_where_the_holes_are() -> None:
    """Side by side; else on a stringer, and what is left; a hole alone in its row is in none."""
    params = workshop()
    found = {name: rows.rows(zone.holes, params.piece) for name, zone in params.zones.items()}
    assert found["A"] == (("A2", "A4", "A6"), ("A1", "A3", "A5"))
    assert found["B"] == (("B1", "B2", "B3"), ("B4", "B5", "B6"))
    assert found["D"] == (("D5", "D2"), ("D4", "D3"))
