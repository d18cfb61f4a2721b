"""The bar that answers an act: where it stands, how long, and that it speaks of nothing that has gone."""

import itertools
from collections.abc import Iterator

import pytest
from test_workshops import workshops

from game.library import catalogue_of
from game.mechanics.inspect import view, view_rule
from game.mechanics.inspect.light import KINDS, SIZED
from game.mechanics.inspect.params import WORDS, Mark, field_at
from game.mechanics.inspect.state import InspectState
from game.mechanics.table import MECHANICS
from game.screen import kit
from game.screen.nodes import Box, Circle, Line, Poly, Rect, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop import day, view_doc
from game.workshop.answering import BOUNCE_TICKS, STAYS_TICKS
from game.workshop.echo import Echo
from game.workshop.scene import MOVED_TICKS, Bench
from game.workshop.state import WorkshopState

NAMES = ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40")
LOOK = StaticLook(Comfort())


def scene_of(name: str, phase: str = "exercise") -> Bench:  # type: ignore[type-arg]
    """A workshop just opened."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    mechanic = MECHANICS[scenario.head.mechanic]
    run = Session(mechanic.make(scenario.params, Run(3, "first", phase, clock=False)))
    scene = mechanic.scene(run, scenario, name=phase)
    assert isinstance(scene, Bench)
    scene.advance(1)
    return scene


def state_of(scene: Bench) -> WorkshopState:  # type: ignore[type-arg]
    """What its task holds."""
    state = scene.session.task.state  # type: ignore[attr-defined]
    assert isinstance(state, WorkshopState)
    return state


def at_work(name: str) -> Bench:  # type: ignore[type-arg]
    """Somebody ready, in the first step of work."""
    scene = scene_of(name)
    for tool in scene.params.tools:
        if tool.kind == "ppe":
            scene.do("wear", item=tool.id)
        elif tool.listed:
            scene.do("take_tool", tool=tool.id)
        scene.advance(1)
    scene.do("end")
    scene.advance(26)
    return scene


def at(scene: Bench, kind: str) -> Bench:  # type: ignore[type-arg]
    """The same workshop in its first step of a kind."""
    state = state_of(scene)
    step = next(p for p in state.params.phases if p.kind == kind)
    day.enter(state, step.id, lambda *a, **k: None)
    scene.advance(1)
    return scene


def press(scene: Bench, *nodes: str) -> None:  # type: ignore[type-arg]
    """One after the other, none of them the second press of a double one."""
    for node in nodes:
        scene.act(node)
        scene.advance(30)


def told(scene: Bench, look: StaticLook = LOOK) -> str:  # type: ignore[type-arg]
    """What the bar says, "" while there is none."""
    return next((n.name for n in scene.screen(look).nodes if n.id == "echo"), "")


def plate(scene: Bench, look: StaticLook) -> Rect:  # type: ignore[type-arg]
    """Where the bar stands."""
    return next(n.rect for n in scene.screen(look).nodes if n.id == "echo")


def over(a: Rect, b: Rect) -> bool:
    """Whether two things lie over each other."""
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


JUDGED = (
    "hole:", "blade:", "field:", "fod:", "loupe", "word:", "head:", "bin:", "slot:", "bar:", "answer:", "see:",
    "number:",
)  # fmt: skip
"""Beginnings of the ids of what is looked at, judged or counted."""


def answers() -> Iterator[tuple[str, str]]:
    """A workshop, and a kind of its screens."""
    for name in NAMES:
        yield from ((name, kind) for kind in ("work", "judge", "close"))


@pytest.mark.parametrize("scale", [1.0, 2.0])
@pytest.mark.parametrize(("name", "kind"), [*answers()])
def test_the_bar_hides_nothing_that_is_judged(name: str, kind: str, scale: float) -> None:
    """Neither a hole, a blade, its number, a head, nor a box of the sheet lies under what was answered."""
    scene, look = at_work(name), StaticLook(Comfort(text_scale=scale))
    if kind != "work":
        at(scene, kind)
    scene.answering.echo = Echo(why="nothing")
    rect = plate(scene, look)
    hidden = [n.id for n in scene.screen(look).nodes if n.id.startswith(JUDGED) and over(rect, n.rect.inset(6))]
    assert hidden == []
    assert min(rect.x, rect.y) >= 0
    assert rect.x + rect.w <= 1920
    assert rect.y + rect.h <= look.height


@pytest.mark.parametrize("hand", ["", "up"])
@pytest.mark.parametrize("scale", [1.5, 2.0])
@pytest.mark.parametrize(("name", "kind"), [*answers()])
def test_in_large_words_the_bar_has_a_place_of_its_own(name: str, kind: str, scale: float, hand: str) -> None:
    """In the top bar, where the title and the steps stand otherwise: over nothing that is pressed, over no word."""
    scene, look = at_work(name), StaticLook(Comfort(text_scale=scale), hand=hand)
    if kind != "work":
        at(scene, kind)
    calm = scene.screen(look)
    scene.answering.echo = Echo(why="nothing")
    screen = scene.screen(look)
    rect = plate(scene, look)
    assert [n.id for n in screen.nodes if n.actions and over(rect, n.rect)] == []
    written = [s for s in screen.decor if isinstance(s, Text) and 0 < s.y < kit.BAR]
    assert [s.text for s in written if over(rect, Rect(s.x, s.y, 1, 1))] == []
    assert any(isinstance(s, Text) and 0 < s.y < kit.BAR for s in calm.decor), "the title is there when nothing is said"
    assert {n.id for n in calm.nodes} <= {n.id for n in screen.nodes}


@pytest.mark.parametrize("name", NAMES)
def test_a_confirmation_goes_a_refusal_waits_for_the_next_act(name: str) -> None:
    """After 8 s who noted a thing sees the bench again; why nothing was done stays, until a press anywhere."""
    scene = scene_of(name)
    tool = next(t.id for t in scene.params.tools if t.kind != "ppe")
    press(scene, f"tool:{tool}")
    assert told(scene)
    scene.advance(STAYS_TICKS)
    assert told(scene) == ""
    for calm in (Comfort(easy=True), Comfort(reduced_motion=True)):
        assert told(scene, StaticLook(calm)), "who reads in their own time keeps it"
    scene.do("exchange", tool="nowhere")
    scene.advance(2 * STAYS_TICKS)
    assert told(scene)
    scene.act("", "press@5,700")
    assert told(scene) == ""


def test_a_double_press_does_not_close_what_it_has_just_said() -> None:
    """The second press of a double one falls where the thing taken away was: it has read nothing."""
    scene = scene_of(NAMES[0])
    tool = next(t.id for t in scene.params.tools if t.kind != "ppe")
    scene.act(f"tool:{tool}")
    scene.advance(BOUNCE_TICKS)
    scene.act("", "press@5,700")
    assert told(scene)
    scene.advance(1)
    scene.act("", "press@5,700")
    assert told(scene) == ""


@pytest.mark.parametrize("pressed", ["on:", "prior:", "more:", "board:"])
def test_what_is_said_of_a_blade_goes_with_it(pressed: str) -> None:
    """Another blade, another lamp, another side of the room: the sentence is over."""
    scene = at_work("aubes_soufflante")
    press(scene, "start:")
    assert told(scene) == "Le repère blanc est sur l'aube 1."
    press(scene, pressed)
    assert told(scene) == ""


def test_a_word_is_not_said_of_the_blade_that_an_event_brings() -> None:
    """The lamp breaks as a blade has its word, and the rotor turns: over the blade that came only the lamp is told."""
    scene = at_work("aubes_soufflante")
    state = state_of(scene)
    swap = state.params.first("swaps")
    assert swap is not None
    state.due = (swap.model_copy(update={"after": 1, "phase": state.phase}),)
    scene.act("word:accept")
    scene.advance(1)
    assert scene.seen.message == swap.message
    assert told(scene) == "", "who brings the lamp says it, and waits"
    assert "la lampe 1 a grillé" in scene.screen(LOOK).say
    scene.advance(MOVED_TICKS)
    press(scene, "lit:")
    assert told(scene) == ""
    press(scene, "word:accept")
    assert told(scene).startswith("Aube 3 : acceptée.")


def test_beside_what_the_mentor_says_of_a_try_nothing_else_is_said() -> None:
    """In practice the card tells how it turned out: a bar would hide the number of the blade."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, "lesson:mark", "try:mark", "start:")
    assert told(scene)
    press(scene, "on:")
    assert scene.seen.outcome == "right"
    assert told(scene) == ""


def test_a_locked_rotor_looks_locked_and_says_what_turning_does() -> None:
    """A second press answers truly; at the next rotor it is free again, and looks so."""
    scene = at_work("aubes_soufflante")

    def label() -> str:
        return next(n.name for n in scene.screen(LOOK).nodes if n.id == "lock:")

    assert label() == "Bloquer"
    press(scene, "field:1")
    press(scene, "field:1")
    assert told(scene) == "Le rotor est libre : bloquez-le avant d'approcher la loupe."
    press(scene, "lock:")
    plate = next(n.rect for n in scene.screen(LOOK).nodes if n.id == "echo")
    pressed = [n.id for n in scene.screen(LOOK).nodes if n.actions and n.id != "rotor" and n.rect.meets(plate)]
    assert pressed == [], "what is answered lies on nothing that is pressed"
    assert (label(), told(scene)) == (
        "Bloqué", "Le rotor est bloqué. Changer d'aube le tourne, et le bloque à nouveau.",
    )  # fmt: skip
    press(scene, "lock:")
    assert told(scene).startswith("Le rotor est déjà bloqué.")
    press(scene, "on:", "field:1")
    assert scene.session.events[-1].data.get("act") == "lens", "turned by a blade it is held again"
    scene.do("end")
    scene.do("end")
    scene.advance(30)
    assert (scene.seen.zone, label()) == ("B", "Bloquer")


def test_the_rule_says_what_it_waits_for() -> None:
    """Without the lens on a mark there is nothing to measure."""
    scene = at_work("aubes_soufflante")
    press(scene, "lock:", "rule:")
    assert told(scene) == "Posez d'abord la loupe sur la marque."


@pytest.mark.parametrize("name", NAMES)
def test_a_pen_that_does_not_write_says_why(name: str) -> None:
    """The reason is in the message, with no tick; the card that says it too is not under the fields of the sheet."""
    scene = at(at_work(name), "close")
    press(scene, "form:")
    assert scene.hand.desk.open == "form"
    press(scene, "sign", "leave")
    assert told(scene) == "La fiche n'est pas signée : il manque un outil au tableau."
    assert scene.answering.echo.refuses
    assert scene.hand.desk.open == ""
    assert any(n.id == "mentor" for n in scene.screen(LOOK).nodes)
    plate = next(n for n in scene.screen(LOOK).nodes if n.id == "echo")
    assert not any(isinstance(s, Circle) and s.stroke == "mist" for s in plate.shapes), "the round tick of what is done"
    scene.advance(STAYS_TICKS * 2)
    assert told(scene), "a refusal waits to be read"


def at_mark(scene: Bench) -> Mark:  # type: ignore[type-arg]
    """The rule laid over the first mark that has a size."""
    press(scene, "lock:")
    state = inspected(scene)
    while not any(m.kind in SIZED for m in state.marks()):
        press(scene, "on:")
    (mark,) = state.marks()
    scene.do("lens", x_mm=mark.x_mm, y_mm=mark.y_mm)
    press(scene, "rule:")
    return mark


def inspected(scene: Bench) -> InspectState:  # type: ignore[type-arg]
    state = state_of(scene)
    assert isinstance(state, InspectState)
    return state


def test_measuring_again_begins_with_an_empty_rule() -> None:
    """The place of the line is no first stroke: two more touches are needed, and it is said."""
    scene = at_work("aubes_soufflante")
    at_mark(scene)
    press(scene, "set:", "right:", "set:")
    rule = inspected(scene).rule
    assert rule is not None
    assert rule.second_um >= 0
    press(scene, "set:")
    assert (rule.first_um, rule.second_um) == (-1, -1)
    assert told(scene).startswith("Les traits sont enlevés.")
    before = len(scene.session.events)
    press(scene, "set:")
    assert (rule.first_um >= 0, rule.second_um) == (True, -1)
    press(scene, "right:", "set:")
    assert [e.kind for e in scene.session.events[before:]] == ["measure", "job"]


def test_in_practice_ones_own_reading_stays_in_sight() -> None:
    """After the second stroke the page shows the strokes of the person, not those of an example."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, "lesson:measure", "try:measure", "rule:", "set:", "right:", "right:", "set:")
    rule = inspected(scene).rule
    assert scene.seen.outcome
    assert rule is not None
    wide = abs(rule.second_um - rule.first_um) / 1000 * view_rule.MM * 0.62
    heads = [s for s in scene.screen(LOOK).decor if isinstance(s, Circle) and s.fill == "white" and s.stroke == "ink"]
    a, b = (s.x for s in heads)
    assert abs(b - a) == pytest.approx(wide, abs=0.5)


@pytest.mark.parametrize("comfort", [{}, {"easy": True}, {"language": "en"}])
def test_the_limits_are_one_page_with_their_words(comfort: dict[str, object]) -> None:
    """In either issue each kind of mark has its word beside its number, and is drawn; nothing is over the page."""
    scene = at_work("aubes_soufflante")
    look = StaticLook(Comfort(**comfort))  # type: ignore[arg-type]
    words = scene.words(look)
    for issue in scene.params.issues:
        state_of(scene).index = issue
        scene.do("open_doc", doc="cut")
        scene.advance(1)
        nodes = {n.id: n for n in scene.screen(look).nodes}
        assert "page:" not in nodes
        sheet = nodes["document"]
        limits = scene.params.limits[scene.params.issues.index(issue)]
        for um in (limits.scratch_um, limits.impact_um):
            assert f"{kit.decimal(look, um / 1000)} mm" in sheet.spoken
        named = {words.t(f"word.{word}").lower() for word in WORDS}
        lines = [line for line in words.t(view_doc.text_of(words, scene.seen)).lower().split("\n")[1:] if line]
        assert len(lines) == len(KINDS)
        assert all(any(word in line for word in named) for line in lines)
        assert sum(isinstance(s, Line) and s.colour == "black" for s in sheet.shapes) == len(KINDS), "each is drawn"


def test_the_sheet_lies_open_where_practice_first_asks_for_a_word_of_it() -> None:
    """Its line of the limits is open beside the blade, the page of limits within reach: no lesson of its own for it."""
    scene = scene_of("aubes_soufflante", "practice")
    assert "read" not in [g.does for g in scene.params.practice]
    press(scene, "lesson:decide", "try:decide")
    first = {n.id: n for n in scene.screen(LOOK).nodes}
    assert "jusqu'à 5,0 mm" in " ".join(n.spoken for n in first.values())
    press(scene, "doc:cut")
    nodes = {n.id: n for n in scene.screen(LOOK).nodes}
    assert nodes["word:rework"].actions
    assert "4. " not in nodes["document"].spoken
    assert scene.topic(scene.seen) == "measure"


def test_the_parts_seen_are_those_that_the_lens_was_held_over() -> None:
    """Four marks below the lens, of the blade in hand and of what the person did there."""
    scene = at_work("aubes_soufflante")
    press(scene, "lock:")

    def parts() -> str:
        return next(n.spoken for n in scene.screen(LOOK).nodes if n.id == "parts")

    assert parts() == "Rien n'est encore vu à la loupe sur cette aube."
    press(scene, f"field:{field_at(24, 118)}", f"field:{field_at(24, 4)}")
    assert parts() == "Vus à la loupe sur cette aube : pied, bout."
    press(scene, "on:")
    assert parts() == "Rien n'est encore vu à la loupe sur cette aube."
    press(scene, "prior:")
    assert parts().endswith("pied, bout.")


def test_under_the_lamp_the_tip_can_be_aimed_at() -> None:
    """A press on the lamp above the blade is the lamp's, from the tip down the lens's, also where the lamp hangs."""
    scene = at_work("aubes_soufflante")

    def uppermost(x: float, y: float) -> str:
        return [n.id for n in scene.screen(LOOK).nodes if n.actions and n.rect.holds(x, y)][-1]

    lamp, tip = (next(n for n in scene.screen(LOOK).nodes if n.id == id) for id in ("lamp", f"field:{field_at(24, 4)}"))
    assert over(lamp.rect, tip.rect)
    edge = lamp.rect.y + lamp.rect.h
    x = tip.rect.centre[0]
    assert [uppermost(x, y) for y in (lamp.rect.y + 40, edge - 6)] == ["lamp", tip.id]
    assert [uppermost(x, y) for y in (edge + 6, tip.rect.y + tip.rect.h - 6)] == [tip.id, tip.id]
    press(scene, "more:", "more:")
    assert uppermost(x, edge - 6) == tip.id


def test_a_blade_set_apart_is_said_beside_the_count() -> None:
    """There are twenty-seven all day long: the one that is tagged is counted with those that need no more word."""
    scene = at_work("aubes_soufflante")
    words = scene.words(LOOK)
    assert scene.progress(words, scene.seen) == ("Aubes décidées", 0, 27)
    press(scene, "mode:tag", f"blade:{scene.seen.here}")
    label, done, of = scene.progress(words, scene.seen)
    assert (label, done, of) == ("Aubes décidées, ou à part (1)", 1, 27)


def test_nothing_is_counted_where_no_blade_is() -> None:
    """A gesture without a rotor shows no black wheel of nought out of nought."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, "lesson:tidy", "try:tidy")
    shown = [s.text for s in scene.screen(LOOK).decor if isinstance(s, Text)]
    assert not any("décidées" in text for text in shown)


@pytest.mark.parametrize("gesture", ["light", "mark", "tag", "zero"])
@pytest.mark.parametrize("right", [True, False])
def test_the_ways_on_stand_over_nothing_of_the_bench(gesture: str, right: bool) -> None:
    """« Geste suivant », « Revoir le geste »: beside each other, and not on the wheel that counts."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, f"lesson:{gesture}", f"try:{gesture}")
    state_of(scene).outcome = "right" if right else "unmarked" if gesture == "mark" else "call_only"
    if not right and gesture in ("light", "zero"):
        return
    scene.advance(1)
    nodes = [n for n in scene.screen(LOOK).nodes if n.id.startswith(("next:", "try:", "page_of:", "learnt:"))]
    assert nodes
    assert not any(over(n.rect, view.COUNT) for n in nodes)
    assert not any(over(a.rect, b.rect) for a, b in itertools.combinations(nodes, 2))


def test_practice_that_is_not_done_is_not_left_by_the_orange_button() -> None:
    """« Passer à l'exercice » is the plain one, also where there is no blade left to decide."""
    scene = scene_of("aubes_soufflante", "practice")
    for gesture in ("rack", "tidy"):
        press(scene, f"lesson:{gesture}", f"try:{gesture}")
        end = next(n for n in scene.screen(LOOK).nodes if n.id == "end")
        assert not any(isinstance(s, Box) and s.fill == "signal" for s in end.shapes), gesture


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_numbers_to_press_stand_apart(scale: float) -> None:
    """Two rows of them, with room between: a finger takes one."""
    scene = at(at_work("aubes_soufflante"), "close")
    look = StaticLook(Comfort(text_scale=scale))
    keys = [n.rect.inset(-2) for n in scene.screen(look).nodes if n.id.startswith("number:")]
    assert len(keys) > 20
    assert not any(over(a, b) for a, b in itertools.combinations(keys, 2))


def test_the_sheet_signed_in_practice_bears_a_name() -> None:
    """The pen has written: it is seen, and the sheet no longer asks to be signed."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, "lesson:close", "try:close", "number:3", "note:", "gap:brush", "search:drawer", "sign")
    assert scene.seen.outcome == "right"
    hand = [s for s in scene.screen(LOOK).decor if isinstance(s, Line) and s.colour == "blue_dark"]
    assert hand


@pytest.mark.parametrize("gesture", ["light", "lens", "mark", "tag", "measure", "zero", "read"])
def test_the_arrow_of_practice_hides_no_other_thing_to_press(gesture: str) -> None:
    """It comes from a free side, and stays on the screen."""
    scene = scene_of("aubes_soufflante", "practice")
    press(scene, f"lesson:{gesture}", f"try:{gesture}")
    screen = scene.screen(LOOK)
    nodes = screen.nodes
    lit = next(n for n in nodes if any(isinstance(s, Box) and s.stroke == "sky" for s in n.shapes))
    arrow = next(s for s in screen.overlay if isinstance(s, Poly) and s.fill == "sky")
    others = [n for n in nodes if n.actions and n.shapes and n.id not in (lit.id, "lamp")]
    assert [n.id for n in others for x, y in arrow.points if n.rect.holds(x, y)] == []
    assert all(0 < x < 1920 and 0 < y < 1080 for x, y in arrow.points)
