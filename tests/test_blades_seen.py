"""What is seen at the rotor: the metal under the lens, one's own readings in figures, lights, a lamp that fails."""

from collections.abc import Sequence
from typing import Any

import pytest
from conftest import do
from test_inspect import NAME, at_work, params, session, task, to
from test_inspect_facts import ready
from test_inspect_facts import to as to_step
from test_workshops import workshops

from assets.theme import ratio, themes
from game.library import catalogue_of
from game.mechanics.inspect import view_blade, view_fan, view_lens, view_rack, view_words
from game.mechanics.inspect.motions import MOTIONS
from game.mechanics.inspect.params import HIGH_MM, WIDE_MM
from game.mechanics.inspect.scene import InspectScene
from game.mechanics.inspect.state import RULE_UM
from game.screen.motion import Cue, Play, edit
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Shape, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.window.look import StaticLook
from game.workshop import view_board
from game.workshop.written import TOOLS_DRAWN


def scene_of(run: Session, name: str = "exercise") -> InspectScene:
    catalogue_of(workshops()[NAME])
    return InspectScene(run, params(), workshops()[NAME].head, name=name)


def shown(scene: InspectScene, **comfort: Any) -> Screen:
    return scene.screen(StaticLook(Comfort(**comfort)).within(NAME))


def node(screen: Screen, id: str) -> Node | None:
    return next((n for n in screen.nodes if n.id == id), None)


def texts(screen: Screen) -> list[str]:
    shapes = (*screen.decor, *screen.overlay, *(s for n in screen.nodes for s in n.shapes))
    return [s.text for s in shapes if isinstance(s, Text)]


def measures(run: Session, kind: str, um: int) -> None:
    """The rule is laid on the next mark of a kind, and so many um are read; then it is put away."""
    mark = to(run, kind)
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    reads(run, um)
    do(run, ("rule", {}))


def reads(run: Session, um: int) -> None:
    do(run, ("line", {"x_um": 2000}), ("set", {}), ("line", {"x_um": 2000 + um}), ("set", {}))


# The metal.


def test_the_grain_goes_with_the_metal_and_ends_with_it() -> None:
    """Two millimetres further, each stroke well inside lies two millimetres nearer; another blade has its own."""

    def strokes(lens: tuple[int, int], blade: int) -> set[tuple[int, int, int]]:
        boxes = [s.rect for s in view_lens.metal(lens, blade) if isinstance(s, Box)]
        inner = [r for r in boxes if max(abs(r.x), abs(r.x + r.w)) < 120 and abs(r.y) < 100]
        return {(round(r.x), round(r.y), round(r.w)) for r in inner}

    here, there = strokes((24, 60), 3), strokes((24, 62), 3)
    step = 2 * view_lens.K
    moved = {(x, round(y - step), w) for x, y, w in here if abs(y - step) < 98}
    near = {(x, y + d, w) for x, y, w in there for d in (-1, 0, 1)}
    assert len(moved) > 3
    assert moved <= near
    assert here != strokes((24, 60), 4)


@pytest.mark.parametrize(
    ("lens", "beyond"), [((0, 60), (-1, 0)), ((WIDE_MM, 60), (1, 0)), ((24, 0), (0, -1))]
)
def test_beyond_the_edge_of_the_blade_there_is_no_metal(lens: tuple[int, int], beyond: tuple[int, int]) -> None:
    """Half of the glass over a side or over the tip shows the dark; the middle of the face fills it."""
    reach = max(
        px * beyond[0] + py * beyond[1]
        for shape in view_lens.metal(lens, 1) if isinstance(shape, Poly) for px, py in shape.points
    )  # fmt: skip
    assert 0 < reach < 4 * view_lens.K
    whole = next(s for s in view_lens.metal((24, 60), 1) if isinstance(s, Poly))
    assert max(px for px, _ in whole.points) > 0.95 * view_blade.LENS_R


def test_each_part_of_the_first_blade_looks_otherwise() -> None:
    """Root, edge, face and tip: who goes round the blade sees where the lens is, also where nothing gleams."""
    places = ((24, HIGH_MM - 8), (2, 60), (24, 60), (24, 4))
    looks = [tuple(s for s in view_lens.metal(at, 1) if isinstance(s, Poly)) for at in places]
    assert len(set(looks)) == len(places)


def test_nothing_of_a_mark_is_drawn_beyond_the_rim() -> None:
    """A long mark at the rim of the glass is cut by it; one in the middle stays as it is."""
    line = Poly(((-60.0, -4.0), (260.0, -4.0), (260.0, 4.0), (-60.0, 4.0)), "amber")
    (cut,) = view_lens.rimmed([line], 0.0, 0.0)
    assert isinstance(cut, Poly)
    assert max(px * px + py * py for px, py in cut.points) <= (view_blade.LENS_R * 1.01) ** 2
    assert min(px for px, _ in cut.points) == -60
    small = Poly(((0.0, 0.0), (9.0, 0.0), (0.0, 9.0)), "amber")
    assert view_lens.rimmed([small], 0.0, 0.0) == [small]


def test_a_lens_that_lies_nowhere_is_dark() -> None:
    """No metal is shown as if something were looked at."""
    run = at_work()
    glass = node(shown(scene_of(run)), "loupe")
    assert glass is not None
    assert not any(isinstance(s, Poly) for s in glass.shapes)
    do(run, ("lens", {"x_mm": 24, "y_mm": 60}))
    glass = node(shown(scene_of(run)), "loupe")
    assert glass is not None
    assert any(isinstance(s, Poly) for s in glass.shapes)


# One's own readings.


def test_own_readings_stand_where_one_decides() -> None:
    """The last two of the blade in hand, in figures; none of another blade, and none before the first."""
    run = at_work()
    scene = scene_of(run)
    assert node(shown(scene), "read") is None
    measures(run, "scratch", 7640)
    assert node(shown(scene), "read").name == "Mesuré : 7,6 mm"  # type: ignore[union-attr]
    measures(run, "scratch", 7480)
    assert node(shown(scene), "read").name == "Mesuré : 7,6 puis 7,5 mm"  # type: ignore[union-attr]
    measures(run, "scratch", 8020)
    assert node(shown(scene), "read").name == "Mesuré : 7,5 puis 8,0 mm"  # type: ignore[union-attr]
    assert node(shown(scene, language="en"), "read").name == "Measured: 7.5 then 8.0 mm"  # type: ignore[union-attr]
    do(run, ("turn", {"way": 1}))
    assert node(shown(scene), "read") is None


@pytest.mark.parametrize("many", [1, 2])
def test_own_readings_are_no_smaller_with_large_words(many: int) -> None:
    """Where words are twice as large the figures keep at least their size, and end before the first decision."""
    run = at_work()
    scene = scene_of(run)
    for _ in range(many):
        measures(run, "scratch", 7640)

    def size(scale: float) -> float:
        screen = shown(scene, text_scale=scale)
        found, accept = node(screen, "read"), node(screen, "word:accept")
        assert found is not None
        assert accept is not None
        text = next(s for s in found.shapes if isinstance(s, Text))
        look = StaticLook(Comfort(text_scale=scale))
        assert look.width(text.text, text.size / scale, True) <= accept.rect.w
        assert text.y + text.size * 1.24 <= accept.rect.y
        return text.size

    assert size(1.0) <= size(1.5) <= size(2.0)


def test_what_the_rule_reads_is_what_is_shown() -> None:
    """A zero that has slipped is in the figure as it is on the scale: nothing is put right for the person."""
    run = at_work()
    to(run, "impact")
    task(run).state.slipped_um = 400
    measures(run, "impact", 5400)
    assert node(shown(scene_of(run)), "read").name == "Mesuré : 5,0 mm"  # type: ignore[union-attr]


def test_the_record_has_each_reading_in_figures() -> None:
    """Blade and last reading, also as one is added while it lies open, with large words too."""
    run = at_work()
    scene = scene_of(run)
    do(run, ("open_doc", {"doc": "plan"}))
    assert not any("mm" in text and "," in text for text in texts(shown(scene)))
    measures(run, "impact", 4700)
    for comfort in ({}, {"text_scale": 1.5}, {"text_scale": 2.0}):
        assert any(text in ("4,7", "4,7 mm") for text in texts(shown(scene, **comfort))), comfort


def test_only_a_reading_that_the_record_has_is_said_to_be_in_it() -> None:
    """The record is of the rotor that the sheet concludes on: of another one no reading stands there."""
    run = at_work()
    scene = scene_of(run)
    zones = params().concluding()
    for n, zone in enumerate(params().rotors, 2):
        while task(run).state.zone != zone:
            do(run, ("end", {}))
        do(run, ("lock", {}))
        mark = next(to(run, kind) for kind in ("scratch", "impact"))
        do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
        reads(run, n * 1000 + 300)
        told = " ".join(texts(shown(scene)))
        assert "noté" in told
        assert ("au relevé" in told) == (zone in zones)
        do(run, ("rule", {}), ("open_doc", {"doc": "plan"}))
        assert (f"{n},3 mm" in texts(shown(scene))) == (zone in zones)
        do(run, ("open_doc", {"doc": "order"}))
    assert set(zones) != set(params().rotors)


def test_the_limits_lie_open_once_something_was_measured() -> None:
    """The line of the sheet that has the limits stays open until the next blade comes."""
    run = at_work()
    scene = scene_of(run)
    measures(run, "scratch", 7600)
    assert (scene.at_work(scene.seen), scene.asked_of(scene.seen)) == ("measure", "measure")
    do(run, ("turn", {"way": 1}))
    assert scene.at_work(scene.seen) == "turn"


def test_the_first_blade_is_read_of_before_the_lens_is_laid() -> None:
    """Its line of the sheet was open only once a first part had been chosen. It opens as the rotor is held."""
    run = session()
    do(run, *(("wear", {"item": t.id}) for t in params().tools if t.kind == "ppe"))
    do(run, *(("take_tool", {"tool": t.id}) for t in params().tools if t.listed), ("end", {}))
    scene = scene_of(run)
    assert scene.at_work(scene.seen) == "turn"
    do(run, ("lock", {}))
    assert (scene.at_work(scene.seen), scene.asked_of(scene.seen)) == ("look", "first")
    do(run, ("turn", {"way": 1}))
    assert scene.at_work(scene.seen) == "turn"


# Practice.


def test_measuring_twice_is_practised_with_the_rule_laid() -> None:
    """One good reading near a limit is not enough: it says so where it was read, and another one is taken there."""
    run = session("practice")
    scene = scene_of(run, "practice")
    scene.act("try:measure", "press")
    scene.advance(26)
    do(run, ("rule", {}))
    now = task(run).see().rule
    assert now is not None
    long = now.right_um - now.left_um
    reads(run, long)
    seen = task(run).see()
    assert (seen.outcome, seen.goods, seen.rule is not None) == ("", 1, True)
    screen = shown(scene)
    assert screen.id == "rule"
    assert node(screen, "read") is not None
    assert any("Mesurer encore" in text for text in texts(screen))
    assert screen.enters == "set:"
    reads(run, long - 300)
    assert (task(run).see().outcome, task(run).see().learnt) == ("right", ("measure",))


def test_a_zero_that_slipped_is_seen_at_the_rule() -> None:
    """The stroke of the 0 stands beside its stop, in another colour; set again, it stands under it."""
    run = at_work()
    mark = to(run, "impact")

    def zero() -> tuple[str, float]:
        do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}), ("line", {"x_um": RULE_UM // 2}))
        screen = shown(scene_of(run))
        stroke = next(s for s in screen.decor if isinstance(s, Line) and s.width == 8 and s.colour != "ink")
        do(run, ("rule", {}))
        return stroke.colour, round(stroke.points[0][0])

    right = zero()
    task(run).state.slipped_um = 240
    wrong = zero()
    assert (right[0], wrong[0]) == ("green", "signal")
    assert wrong[1] - right[1] > 8
    do(run, ("zero", {}))
    assert zero() == right


# The day.


@pytest.mark.parametrize(
    ("done", "says"),
    [
        (None, "L'aube 5 de ce rotor ?"), ("accept", "vous l'avez acceptée"),
        ("rework", "vous l'avez notée à retoucher"), ("reject", "vous l'avez refusée"),
        ("tag", "vous l'avez mise à part"),
    ],
)  # fmt: skip
def test_a_colleague_asks_of_a_blade_as_it_stands(done: str | None, says: str) -> None:
    """What was decided is said as it was; only of one that is open is it asked as of one that is open."""
    run = at_work()
    while task(run).state.phase != "C":
        do(run, ("end", {}))
    asks = params().first("asks")
    assert asks is not None
    state = task(run).state
    if done == "tag":
        state.tagged.add(asks.about)
    elif done:
        state.decided[asks.about] = done
    state.due = (asks.model_copy(update={"after": 0}),)
    scene = scene_of(run)
    scene.advance(1)
    screen = shown(scene)
    assert screen.id == "dialog"
    assert says in screen.say


def test_as_many_lights_burn_as_blades_are_decided_and_no_more_is_told() -> None:
    """From left to right, whichever blades have their word; a blade set apart counts."""
    run = at_work()
    scene = scene_of(run)

    def burning() -> list[int]:
        lights = [s for s in shown(scene).decor if isinstance(s, Circle) and s in LIGHTS]
        return [n for n, light in enumerate(sorted(lights, key=lambda c: c.x)) if light.fill == "warm_light"]

    of = len(task(run).see().blades)
    LIGHTS = {s for done in (0, of) for s in view_fan.lights(done, of) if isinstance(s, Circle)}
    assert burning() == []
    do(run, ("turn", {"way": 1}), ("turn", {"way": 1}), ("decide", {"word": "reject"}))
    assert burning() == [0]
    do(run, ("turn", {"way": 1}))
    do(run, ("tag", {"object": task(run).state.here}))
    assert burning() == [0, 1]


def test_the_light_fails_only_where_the_lamp_is_another_one() -> None:
    """A bell that brings a sheet leaves the blade in the light."""
    run = at_work()
    scene = scene_of(run)
    before = shown(scene)
    same = edit(Play(Cue(MOTIONS["bell"], {}), before, before), 200)
    assert "rotor" not in same.nodes
    task(run).state.swap_tool("lampe_2")
    run.advance(1)
    dark = edit(Play(Cue(MOTIONS["bell"], {}), before, shown(scene)), 200)
    lit = node(shown(scene), "rotor")
    assert lit is not None
    looks = (lit.shapes, dark.nodes["rotor"])
    bright, dim = (sum(s.alpha for s in shapes if isinstance(s, Picture)) for shapes in looks)
    assert dim < bright / 4


def test_a_turn_of_the_rotor_ends_where_it_is_shown() -> None:
    """The blade comes from the side where it was, and rests in the light."""
    run = at_work()
    scene = scene_of(run)
    before = shown(scene)
    do(run, ("turn", {"way": 1}))
    now = shown(scene)
    play = Play(Cue(MOTIONS["turn"], {"way": 1, "blade": task(run).state.here}), before, now)

    def side(ms: float) -> float:
        shapes = edit(play, ms).nodes["rotor"]
        return max(s.rect.centre[0] for s in shapes if isinstance(s, Picture) and s.art == "blade_mid")

    assert side(10) > side(120) > side(240) > side(345) - 2
    assert abs(side(345) - view_blade.BLADE.centre[0]) < 3
    assert edit(play, view_fan.TURN_MS).nodes == {}


def test_what_holds_the_rotor_opens_while_it_turns() -> None:
    """« Bloqué » stood there as the rotor turned: it says that it is open, and closes once the rotor rests."""
    run = at_work()
    do(run, ("lock", {}))
    scene = scene_of(run)
    scene.advance(1)

    def held() -> Node:
        found = node(shown(scene), "lock:")
        assert found is not None
        return found

    words = scene.words(StaticLook(Comfort()))
    for act in (("turn", {"way": 1}), ("turn", {"way": -1})):
        assert (held().name, held().state) == (words.t("tray.locked"), ("checked",))
        do(run, act)
        while scene.seen.tick - run.events[-1].tick < view_fan.FREED_TICKS:
            assert (held().name, held().state) == (words.t("tray.freed"), ())
            assert not any(isinstance(s, Box) and s.fill == "amber" for s in held().shapes)
            scene.advance(5)
    assert view_fan.FREED_TICKS * 20 > view_fan.TURN_MS, "not closed before the rotor rests"


def test_the_call_for_the_zero_comes_once_and_large() -> None:
    """A small « ! » in the corner of a sign was overlooked: it moves as it comes, then stays, as large as a key."""
    run = at_work()
    scene = scene_of(run)
    for _ in range(params().check_every - 1):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    do(run, ("lock", {}), ("lens", {"x_mm": 24, "y_mm": 60}))
    scene.advance(1)
    before = shown(scene)
    do(run, ("decide", {"word": "accept"}))
    scene.advance(1)
    now = shown(scene)
    play = Play(Cue(MOTIONS["decide"], {"word": "accept", "blade": task(run).state.here}), before, now)

    def large(shapes: Sequence[Shape]) -> float:
        return max((s.r for s in shapes if isinstance(s, Circle) and s.fill == "signal"), default=0.0)

    zero = node(now, "zero:")
    assert zero is not None
    assert large(zero.shapes) >= 20
    assert large(edit(play, 40).over) > 1.5 * large(zero.shapes)
    again = Play(play.cue, now, now)
    assert not large(edit(again, 40).over)


def test_a_light_comes_on_for_each_decision_whatever_it_is() -> None:
    """One light glows; with the last of a step all of them do, one after the other. No decision is told by it."""

    def glows(word: str, before: int) -> list[tuple[float, ...]]:
        run = at_work()
        state = task(run).state
        for name in list(state.rotor())[1 : before + 1]:
            state.decided[name] = "accept"
        run.advance(1)
        scene = scene_of(run)
        was = shown(scene)
        do(run, ("decide", {"word": word}))
        play = Play(Cue(MOTIONS["decide"], {"word": word}), was, shown(scene))
        over = edit(play, 200).over
        assert edit(play, view_fan.LIGHT_MS).over == ()
        return [s.rect.centre for s in over if isinstance(s, Picture) and s.art == "glow"]

    of = len(params().rotors["A"].blades)
    for before, many in ((0, 1), (3, 1), (of - 1, 8)):
        found = glows("accept", before)
        assert len(found) >= many
        assert found == glows("rework", before) == glows("reject", before)
    assert len(glows("accept", 3)) == 1


def test_the_next_blade_is_a_press_away_from_the_decision() -> None:
    """Beside the three decisions, once one was given and others are to come; not where the day turned the rotor."""
    run = at_work()
    scene = scene_of(run)
    assert node(shown(scene), "onward:") is None
    scene.act("word:accept", "press")
    scene.advance(4)
    # A hand that does anything else keeps the blade: it goes on by a press then.
    scene.act("less:", "press")
    scene.advance(60)
    here = task(run).state.here
    screen = shown(scene)
    button = node(screen, "onward:")
    assert button is not None
    assert button.name == "Aube 2"
    assert not any(n.rect.meets(button.rect) for n in screen.nodes if n is not button and n.actions)
    scene.act("onward:", "press")
    scene.advance(26)
    assert task(run).state.here != here
    assert node(shown(scene), "onward:") is None
    scene.act("word:accept", "press")
    scene.advance(26)
    task(run).state.swap_tool("lampe_2")
    run.advance(1)
    assert node(shown(scene), "onward:") is None


def test_the_word_just_given_pressed_again_brings_the_next_blade() -> None:
    """Thirty-eight blades asked for as many ways across the screen; nothing is decided that nobody looked at.

    A double press is one decision; the blade that came gets none for half a second; another word changes the first.
    """
    run = at_work()
    scene = scene_of(run)

    def press(word: str, ticks: int) -> tuple[int, dict[str, str]]:
        shown(scene)
        scene.act(f"word:{word}", "press")
        scene.advance(ticks)
        return task(run).see().in_hand().n, dict(task(run).state.decided)  # type: ignore[union-attr]

    assert press("accept", 4) == (1, {"A01": "accept"})
    assert press("accept", 26) == (1, {"A01": "accept"}), "a double press"
    assert press("reject", 26) == (1, {"A01": "reject"}), "another word changes it"
    assert press("reject", 4) == (2, {"A01": "reject"}), "the same one brings the next blade"
    assert press("reject", 26) == (2, {"A01": "reject"}), "nobody has looked at it yet"
    assert press("reject", 26) == (2, {"A01": "reject", "A02": "reject"})
    kinds = [e.kind for e in run.events if e.kind in ("decide", "turn")]
    assert kinds == ["decide", "decide", "turn", "decide"], "the run holds what a hand at the other buttons would leave"


def test_what_a_colleague_asked_can_be_spoken_of_with_the_bell_in_hand() -> None:
    """« J'appelle Line quand tout est décidé »: what to touch then stood nowhere. It is a call like any other."""
    run = at_work()
    scene = scene_of(run)
    to_step(run, "C")
    do(run, ("lock", {}))
    for _ in range(4):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    do(run, ("reply", {"option": "refuse"}))
    scene.advance(20)
    assert node(shown(scene), "tell:tarek") is None, "the bell first"
    scene.act("mode:call", "press")
    for scale in (1.0, 1.5, 2.0):
        button = node(shown(scene, text_scale=scale), "tell:tarek")
        assert button is not None
        assert button.name == "Demande de Tarek"
    scene.act("tell:tarek", "press")
    scene.advance(2)
    assert [e.data["about"] for e in run.events if e.kind == "call"] == ["tarek"]
    assert "Vous avez appelé Line au sujet de Tarek." in " ".join(texts(shown(scene)))
    mentor = node(shown(scene), "mentor")
    assert mentor is not None
    assert mentor.spoken == "Merci de m'appeler. Je le dis à Tarek."
    scene.advance(500)
    scene.act("mode:call", "press")
    scene.act("blade:C05", "press")
    scene.advance(2)
    mentor = node(shown(scene), "mentor")
    assert mentor is not None
    assert mentor.spoken == "Merci, c'est noté pour l'aube 5. Autre chose à me dire ?", "the blade is not the request"
    scene.advance(500)
    do(run, ("turn", {"way": 1}))
    scene.act("mode:call", "press")
    scene.act("blade:C06", "press")
    scene.advance(2)
    mentor = node(shown(scene), "mentor")
    assert mentor is not None
    assert mentor.spoken.startswith("C'est noté, merci."), "of what the author has no word for, the house's own"


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_lamp_of_the_rack_covers_no_word(scale: float) -> None:
    """At either end of its rail, tilted, it lay over « Lampe à gauche »; the clock of the hurry lay over the bar."""
    run = at_work()
    scene = scene_of(run)
    to_step(run, "rack1")
    for deg in (-params().angle_max, params().angle_max):
        do(run, ("lamp", {"deg": deg}))
        screen = shown(scene, text_scale=scale)
        lamp = node(screen, "lamp")
        assert lamp is not None
        drawn = Rect(lamp.rect.x - 12, lamp.rect.y, lamp.rect.w + 24, lamp.rect.h)
        for id in ("less:", "more:"):
            button = node(screen, id)
            assert button is not None
            assert not drawn.meets(button.rect), (deg, id)


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_a_full_record_leaves_its_words_their_room(scale: float) -> None:
    """Every blade of the rotor measured: each stands in figures, none on the words or the button."""
    run = at_work()
    state = task(run).state
    of = [name for zone in params().concluding() for name in params().rotors[zone].blades]
    state.measured = {name: 3000 + 100 * n for n, name in enumerate(of)}
    do(run, ("open_doc", {"doc": "plan"}))
    screen = shown(scene_of(run), text_scale=scale)
    document = node(screen, "document")
    assert document is not None
    figures = [s for s in document.shapes if isinstance(s, Text) and s.anchor == "right"]
    words = [s for s in document.shapes if isinstance(s, Text) and s.text.startswith("Vos")]
    assert len(figures) == len(of)
    assert max(s.y + s.size for s in figures) <= min(s.y for s in words) + 4
    foot = node(screen, "page:")
    low = document.rect.y + document.rect.h if foot is None else foot.rect.y
    assert max(s.y + s.size for s in (*figures, *words)) <= low


# Practice answers.


def learning(gesture: str) -> InspectScene:
    """Practice with a gesture in hand."""
    scene = scene_of(session("practice"), "practice")
    scene.act(f"try:{gesture}", "press")
    scene.advance(2)
    return scene


def pressed(scene: InspectScene, *nodes: str) -> Screen:
    for id in nodes:
        scene.act(id, "press")
        scene.advance(2)
    return shown(scene)


def test_a_part_out_of_turn_is_named_with_the_next_one() -> None:
    """The edge touched high up is the tip: it is said, and the arrow points at an edge that the lens does not hide."""
    screen = pressed(learning("tour"), "field:13", "field:0")
    told = "La loupe montre : bout. Maintenant : bord. Ce qui est coché reste."
    assert getattr(node(screen, "echo"), "spoken", "") == told
    edge = node(screen, screen.calls)
    assert edge is not None
    x, _ = view_blade.LENS
    assert abs(edge.rect.centre[0] - x) > view_lens.LENS_R


def test_a_lens_before_the_rotor_is_held_says_why_nothing_came() -> None:
    """In practice the mentor goes on saying what to do: why nothing happened is said beside, at the first press."""
    screen = pressed(learning("lens"), "field:7")
    assert "bloquez-le" in getattr(node(screen, "echo"), "spoken", "")


def test_more_marked_than_there_are_is_answered() -> None:
    """Five marked where four are wanted, then four that are not the four: neither is met by silence."""
    scene = learning("rack")
    screen = pressed(scene, *(f"head:{n}" for n in range(5)))
    assert "plus" in getattr(node(screen, "mentor"), "spoken", "")
    screen = pressed(scene, "head:4")
    assert "pas encore les quatre" in getattr(node(screen, "mentor"), "spoken", "")


def test_the_hurried_step_alone_has_a_clock_that_goes_with_the_work() -> None:
    """« Avant midi : encore 9 », then 8; no other step has one."""
    run = at_work()
    scene = scene_of(run)
    assert node(shown(scene), "clock") is None
    for _ in range(9):
        if scene.seen.phase != "C":
            do(run, ("end", {}))
    scene.advance(1)
    assert getattr(node(shown(scene), "clock"), "name", "") == "Avant midi : encore 9"
    do(run, ("lock", {}), ("decide", {"word": "accept"}))
    scene.advance(1)
    assert getattr(node(shown(scene), "clock"), "name", "") == "Avant midi : encore 8"


def test_an_empty_place_of_the_board_has_no_colour() -> None:
    """Where a tool hung its shadow is seen, whatever the tool: no orange, no sky, no white is left.

    On the dark of a board and of a place to fill it is three times as light, in every theme: near black is not seen.
    """
    for theme in themes().values():
        for ground in ("ink", "tarmac"):
            assert ratio(theme[view_board.GONE], theme[ground]) >= 3
    for draw in TOOLS_DRAWN:
        shapes = view_board.tool_drawing(draw, 0, 0, faded=True)
        assert {getattr(s, "fill", "") or getattr(s, "colour", "") for s in shapes} == {view_board.GONE}, draw
        assert view_board.tool_drawing(draw, 0, 0, faded=False) != shapes


def test_figures_keep_their_unit() -> None:
    """No line ends with « 5,0 » while « mm » begins the next one."""
    look = StaticLook(Comfort())
    words = "Impact : jusqu'à 5,0 mm retoucher, au-delà refuser. À 0,5 mm, deux mesures."
    for width in range(150, 600, 10):
        assert not any(line.startswith("mm") for line in look.wrap(words, 22, width))
    for width in range(170, 400, 7):
        lines = look.wrap("Têtes : 12 sur 16. Moins réussis : 4 faits sur 6, le reste mieux.", 22, width)
        assert all(any(count in line for line in lines) for count in ("12 sur 16.", "4 faits sur 6,")), lines


def test_what_is_noted_is_said_beside_the_answers() -> None:
    """A question of the sheet is answered: the word about it lies on none of its answers, nor on the way on."""
    run = ready()
    to_step(run, "close")
    scene = scene_of(run)
    screen = pressed(scene, "form:", "answer:rotor_no=226")
    echo = node(screen, "echo")
    assert echo is not None
    assert not any(echo.rect.meets(n.rect) for n in screen.nodes if n.id.startswith(("answer:", "further:", "entry:")))


def the_lamp_fails() -> InspectScene:
    """The step of the hurry up to where its lamp is changed, by presses alone."""
    run = at_work()
    scene = scene_of(run)
    to_step(run, "C")
    do(run, ("lock", {}))
    for _ in range(len(params().rotors["C"].blades)):
        scene.advance(60)
        for press in ("field:7", "word:accept", "reply:refuse", "on:"):
            if scene.asking == "lamp":
                return scene
            shown(scene)
            scene.act(press, "press")
            scene.advance(20)
    raise AssertionError("no lamp failed")


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_a_lamp_that_fails_waits_until_it_is_read(scale: float) -> None:
    """Three small lines were gone with the next gesture; the bench lies dark until the other lamp is lit."""
    scene = the_lamp_fails()

    def light() -> int:
        rotor = node(shown(scene, text_scale=scale), "rotor")
        assert rotor is not None
        return sum(s.alpha for s in rotor.shapes if isinstance(s, Picture))

    scene.advance(600)
    screen = shown(scene, text_scale=scale)
    assert [n.id for n in screen.nodes if "modal" in n.state] == ["lit:"]
    assert "la lampe 1 a grillé" in screen.say
    dark = light()
    scene.act("lit:", "press")
    scene.advance(1)
    assert scene.asking == ""
    assert light() > 4 * dark


def test_a_press_under_way_does_not_light_the_new_lamp() -> None:
    """A finger that came down as the old lamp failed was meant for the bench."""
    scene = the_lamp_fails()
    scene._guard = scene.session.task.tick + 5
    scene.act("lit:", "press")
    assert scene.asking == "lamp"
    scene.advance(6)
    scene.act("lit:", "press")
    assert scene.asking == ""


def test_what_is_decided_under_the_lens_is_decided_by_the_line_of_the_limits() -> None:
    """« Puis décidez : ligne 3 » stood beside line 4, « Mesurer et décider »."""
    run = at_work()
    scene = scene_of(run)
    do(run, ("lock", {}), ("lens", {"x_mm": 20, "y_mm": 60}))
    assert params().lines["measure"] == 4
    for comfort in ({}, {"easy": True}):
        told = " ".join(texts(shown(scene, **comfort)))
        assert "ligne 4." in told
        assert "ligne 3." not in told


def test_a_new_step_lays_the_sheet_open_again() -> None:
    """The changes lay open from the revision to the end; what is opened in a step stays open in it."""
    run = at_work()
    scene = scene_of(run)
    do(run, ("open_doc", {"doc": "cut"}))

    def opened() -> str:
        return next(n.id for n in shown(scene).nodes if n.id.startswith("doc:") and "checked" in n.state)

    assert opened() == "doc:cut"
    to_step(run, "rack1")
    assert opened() == "doc:order"
    do(run, ("open_doc", {"doc": "cut"}))
    assert opened() == "doc:cut"


def test_marks_of_two_racks_lie_at_other_places() -> None:
    """Two racks of the same marks at the same places looked like one rack shown twice."""
    spots = [(float(x), float(y)) for y in (430, 720) for x in (640, 880, 1120, 1360)]
    first, second = ([view_rack.place_of(rack, x, y) for x, y in spots] for rack in ("rack1", "rack2"))
    assert sum(a != b for a, b in zip(first, second, strict=True)) == len(spots)
    assert len(set(first)) > 2


def test_what_was_read_in_practice_stays_beside_the_next_decision() -> None:
    """« Mesuré : 3,1 mm » went away with a wrong decision, and the mentor asked to compare it."""
    run = session("practice")
    scene = scene_of(run, "practice")
    do(run, ("lesson", {"id": "decide"}))
    measures(run, "impact", 3100)
    for _ in range(2):
        do(run, ("decide", {"word": "accept"}))
        do(run, ("lesson", {"id": "decide"}))
        do(run, ("lamp", {"deg": 20}))
        assert view_words.last_read(run.events, scene.seen) == (3100,)
    do(run, ("lesson", {"id": "tell"}))
    assert view_words.last_read(run.events, scene.seen) == ()


# Fewer presses, and no reading lost.


def test_the_three_words_stand_at_the_rule_once_it_was_read() -> None:
    """Not before a reading, nor in practice; one of them puts the rule away and decides, and the reading stays."""
    run = at_work()
    scene = scene_of(run)
    mark = to(run, "impact")
    do(run, ("lamp", {"deg": 20}), ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    scene.advance(1)
    assert node(shown(scene), "word:reject") is None
    reads(run, 5200)
    scene.advance(1)
    screen = shown(scene)
    there = {n.id for n in screen.nodes}
    assert {"word:accept", "word:rework", "word:reject", "set:", "away:"} <= there
    assert screen.enters == "away:"
    scene.act("word:reject")
    scene.advance(1)
    assert (scene.seen.rule, scene.seen.in_hand().word) == (None, "reject")  # type: ignore[union-attr]
    assert [e.kind for e in run.events if e.kind in ("measure", "decide")][-2:] == ["measure", "decide"]
    assert "Mesuré : 5,2 mm" in texts(shown(scene))


def test_a_gleam_holds_for_an_instant_under_a_lamp_that_sweeps() -> None:
    """From side to side in one drag: where the line shone is seen for 0.6 s more, and no longer on another blade."""
    run = at_work()
    scene = scene_of(run)
    mark = to(run, "crack")
    do(run, ("lamp", {"deg": mark.angle_deg}))
    scene.advance(1)
    scene.do("lamp", deg=-60 if mark.angle_deg > 0 else 60)
    scene.advance(1)
    assert not scene.seen.glints
    left = []
    for _ in range(40):
        left.append(scene.shown_for_a_while()[0])
        scene.advance(1)
    assert left[0][0][:2] == (mark.x_mm * 1000, mark.y_mm * 1000)
    fading = [spots[0][2] for spots in left if spots]
    assert fading == sorted(fading, reverse=True)
    assert 0 < len(fading) * 20 <= 640
    do(run, ("lamp", {"deg": mark.angle_deg}))
    scene.advance(1)
    scene.do("lamp", deg=0)
    scene.advance(1)
    scene.do("turn", way=1)
    scene.advance(1)
    assert scene.shown_for_a_while()[0] == ()


def test_the_way_on_keeps_one_place_in_a_step() -> None:
    """It jumped beside the words once nothing was left: it stands where it stood, and is bright; no key leads to it."""
    run = at_work()
    scene = scene_of(run)
    plain = node(shown(scene), "end")
    for _ in range(9):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    scene.advance(1)
    bright = node(shown(scene), "end")
    assert plain is not None
    assert bright is not None
    assert plain.rect == bright.rect
    assert plain.shapes != bright.shapes
    assert shown(scene).leads != "end"


def test_the_zero_is_set_where_it_is_seen_off_its_stop() -> None:
    """At the rule too, and only while nothing is read there: a number that is read stays the number that was shown."""
    run = at_work()
    scene = scene_of(run)
    mark = to(run, "impact")
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    assert node(shown(scene), "zero:") is None, "it is on its stop"
    do(run, ("rule", {}), ("decide", {"word": "accept"}))
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    scene.advance(1)
    assert node(shown(scene), "zero:") is not None
    scene.act("zero:")
    scene.advance(1)
    assert scene.seen.slip_um == 0
    assert node(shown(scene), "zero:") is None
    do(run, ("rule", {}), ("turn", {"way": 1}), ("decide", {"word": "accept"}))
    to(run, "impact")
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    reads(run, 3000)
    assert node(shown(scene), "zero:") is None


def test_a_press_beside_a_question_is_answered() -> None:
    """Tarek's card took every press elsewhere without a word."""
    run = at_work()
    scene = scene_of(run)
    do(run, ("end", {}), ("end", {}), ("end", {}), ("end", {}))
    assert task(run).state.zone == "C"
    for _ in range(2):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    scene.advance(60)
    assert shown(scene).id == "dialog"
    scene.act("", "press@900,500")
    said = scene.words(StaticLook(Comfort())).t("echo.asked_first")
    assert said in " ".join(texts(shown(scene)))


# Three words, at one place.


@pytest.mark.parametrize("scale", [1.0, 1.5, 2.0])
def test_the_three_words_keep_their_place_order_and_size(scale: float) -> None:
    """A good blade was refused from memory of place: a row before the lens, a column after it. Never two places."""

    def places(scene: InspectScene) -> list[tuple[str, Rect]]:
        nodes = shown(scene, text_scale=scale).nodes
        return [(n.id, n.rect) for n in nodes if n.id.startswith("word:")]

    run = at_work()
    scene = scene_of(run)
    first = places(scene)
    assert [id for id, _ in first] == ["word:accept", "word:rework", "word:reject"]
    mark = to(run, "scratch")
    scene.advance(1)
    assert places(scene) == first
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}))
    scene.advance(1)
    assert places(scene) == first
    scene.act("word:accept")
    scene.advance(1)
    assert places(scene) == first


@pytest.mark.parametrize(("word", "said"), [("accept", "acceptée"), ("rework", "à retoucher"), ("reject", "refusée")])
def test_what_was_decided_is_read_as_the_next_blade_comes(word: str, said: str) -> None:
    """« Aube 1 : refusée. » stays while the rotor goes on by itself, two seconds and more; an act closes it."""
    scene = scene_of(at_work())
    blade, n = scene.seen.here, scene.params.number_of(scene.seen.here)
    scene.screen(StaticLook(Comfort()).within(NAME))
    scene.act(f"word:{word}")
    scene.goes_on()
    for _ in range(100):
        scene.advance(1)
    assert scene.seen.here != blade, "the next one has come, and nobody had to wait"
    told = node(shown(scene), "echo")
    assert told is not None
    assert told.spoken.startswith(f"Aube {n} : {said}.")
    sign = node(shown(scene), f"blade:{blade}")
    assert sign is not None
    assert sign.value == word
    assert any(isinstance(s, Circle) and s.r == 26 for s in sign.shapes), "its sign stays beside its number"
    scene.act("lock:")
    scene.advance(1)
    again = node(shown(scene), "echo")
    assert again is None or not again.spoken.startswith(f"Aube {n}")
