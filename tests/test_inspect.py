"""`inspect@1`: light tells the kinds apart, points are where the hand sets them, facts are what the events say."""

import itertools
from collections.abc import Sequence
from itertools import pairwise
from typing import Any

import pytest
from conftest import do
from test_workshops import robot_run, workshops

from game.journey.measured import observed
from game.library import catalogue_of
from game.mechanics.inspect import view, view_blade
from game.mechanics.inspect.light import KINDS, LIT, shine
from game.mechanics.inspect.params import (
    ACROSS,
    DOWN,
    HIGH_MM,
    WIDE_MM,
    WORDS,
    InspectParams,
    Mark,
    field_at,
    middle_of,
    part_of,
)
from game.mechanics.inspect.players import SWEEP
from game.mechanics.inspect.scene import TILT_DEG, InspectScene
from game.mechanics.inspect.state import LENS_UM
from game.mechanics.inspect.task import InspectTask
from game.mechanics.inspect.view_sheet import chart
from game.mechanics.inspect.view_tray import zero_ink
from game.screen.navigate import under
from game.screen.nodes import Box, Circle, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.day import enter
from game.workshop.finished import closed_up
from game.workshop.gliding import GOES
from scenarios.vocabulary import Event
from scoring.families import steps
from scoring.profile import gates
from scoring.readers import READERS
from scoring.readers.log import Log

NAME = "aubes_soufflante"


def params() -> InspectParams:
    found = workshops()[NAME].params
    assert isinstance(found, InspectParams)
    return found


def session(phase: str = "exercise", form: str = "first", seed: int = 3) -> Session:
    run = Session(InspectTask(params(), Run(seed, form, phase, clock=False)))
    run.advance(1)
    return run


def at_work(form: str = "first", seed: int = 3) -> Session:
    """Somebody ready, in front of the first blade."""
    run = session(form=form, seed=seed)
    p = params()
    do(run, *(("wear", {"item": t.id}) for t in p.tools if t.kind == "ppe"))
    do(run, *(("take_tool", {"tool": t.id}) for t in p.tools if t.listed), ("end", {}), ("lock", {}))
    return run


def task(run: Session) -> InspectTask:
    assert isinstance(run.task, InspectTask)
    return run.task


def to(run: Session, kind: str) -> Mark:
    """Turn to the first blade that bears such a mark."""
    state = task(run).state
    for _ in state.rotor():
        mark = next((m for m in state.marks() if m.kind == kind), None)
        if mark is not None:
            return mark
        do(run, ("turn", {"way": 1}))
    raise AssertionError(kind)


# Light.


@pytest.mark.parametrize("kind", KINDS)
def test_light_follows_the_angle_without_a_jump(kind: str) -> None:
    """A degree more never changes the light by more than a tenth: nothing appears by a step."""
    for best in (-40, 0, 36):
        light = [shine(kind, best, deg).light for deg in range(-60, 61)]
        assert max(abs(a - b) for a, b in pairwise(light)) <= 11
        assert all(0 <= v <= 100 for v in light)


def test_each_kind_behaves_in_its_own_way() -> None:
    """A crack goes dark, a scratch hardly, a smear never; a reflection slides; the shadow of an impact turns over."""
    span = range(-60, 61)
    dark = {kind: sum(shine(kind, 0, deg).light < LIT for deg in span) for kind in KINDS}
    assert dark["crack"] > 80
    assert dark["scratch"] < 45
    assert dark["smear"] == dark["impact"] == 0
    assert {kind for kind in KINDS if len({shine(kind, 0, deg).slid_um for deg in span}) > 1} == {"reflection"}
    assert shine("impact", 0, -40).side < 0 < shine("impact", 0, 40).side
    assert {shine("smear", 0, deg) for deg in span} == {shine("smear", 0, 0)}


def test_four_stops_of_the_lamp_show_every_crack() -> None:
    """Who goes from one side to the other, with four stops, has seen each crack plainly once."""
    cracks = [m for blade in params().blades().values() for m in blade.marks if m.kind == "crack"]
    assert cracks
    assert all(max(shine("crack", m.angle_deg, deg).light for deg in SWEEP) >= LIT for m in cracks)
    presses = range(-60, 61, TILT_DEG)
    assert all(max(shine("crack", m.angle_deg, deg).light for deg in presses) >= LIT for m in cracks)


def test_every_mark_is_reached_by_keys() -> None:
    """From the middle of its field the lens shows it, whatever the form: no place needs a pointer."""
    for blade in params().blades().values():
        for mark in blade.marks:
            for x in (mark.x_mm, WIDE_MM - mark.x_mm):
                mx, my = middle_of(field_at(x, mark.y_mm))
                assert ((mx - x) ** 2 + (my - mark.y_mm) ** 2) * 1_000_000 <= LENS_UM**2, mark


def test_fields_and_parts_cover_a_blade() -> None:
    """Each field's middle lies in it; the parts are those of the sheet."""
    fields = range(ACROSS * DOWN)
    assert [field_at(*middle_of(n)) for n in fields] == list(fields)
    assert {part_of(n) for n in fields} == {"root", "edge", "face", "tip"}
    assert (field_at(0, HIGH_MM), part_of(field_at(0, HIGH_MM))) == (12, "root")


def test_a_mark_is_seen_only_while_the_lamp_shows_it() -> None:
    """What a person may see holds no crack at another angle; under the lens it comes to light once."""
    run = at_work()
    mark = to(run, "crack")
    away = -60 if mark.angle_deg > 0 else 60
    do(run, ("lamp", {"deg": away}), ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}))
    assert task(run).see().glints == ()
    events = do(run, ("lamp", {"deg": mark.angle_deg}), ("lamp", {"deg": away}), ("lamp", {"deg": mark.angle_deg}))
    assert [e.kind for e in events if e.kind == "lit"] == ["lit"]
    assert [m.kind for m in task(run).see().glints] == ["crack"]


def test_light_alone_or_place_alone_is_not_enough() -> None:
    """The lens elsewhere at the right angle brings nothing to light."""
    run = at_work()
    mark = to(run, "crack")
    far = (0 if mark.x_mm > 24 else WIDE_MM, 0 if mark.y_mm > 60 else HIGH_MM)
    events = do(run, ("lamp", {"deg": mark.angle_deg}), ("lens", {"x_mm": far[0], "y_mm": far[1]}))
    assert not [e for e in events if e.kind == "lit"]


# The rule.


def test_a_reading_is_where_the_hand_set_its_points() -> None:
    """Two points give their distance, less what the zero has slipped; another reading begins anew."""
    run = at_work()
    mark = to(run, "impact")
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    now = task(run).see().rule
    assert now is not None
    assert now.right_um - now.left_um == mark.size_um
    points = [("line", {"x_um": now.left_um}), ("set", {}), ("line", {"x_um": now.right_um}), ("set", {})]
    first = [e for e in do(run, *points) if e.kind == "measure"]
    assert [(e.data["um"], e.data["lit"]) for e in first] == [(mark.size_um, True)]
    task(run).state.slipped_um = 500
    again = [e for e in do(run, *points) if e.kind == "measure"]
    assert [e.data["um"] for e in again] == [mark.size_um - 500]


def test_the_zero_slips_and_comes_back() -> None:
    """A little for each blade decided for the first time, none for a word that is changed."""
    run = at_work()
    accept = ("decide", {"word": "accept"})
    do(run, accept, ("decide", {"word": "reject"}), ("turn", {"way": 1}), accept)
    assert task(run).state.slipped_um == 2 * params().zero_slips_um
    do(run, ("zero", {}))
    assert task(run).state.slipped_um == 0
    assert task(run).see().slip_um == 0


def test_the_zero_calls_when_the_sheet_asks_for_it() -> None:
    """Beside its stop from the first blade on, it is due after the sixth and the twelfth, until it is set."""
    run = at_work()
    due = []
    for n in range(13):
        if n == 9:
            # The second step: the blades of the first all have their word.
            do(run, ("end", {}), ("end", {}), ("lock", {}))
        due.append(task(run).see().zero_due)
        if n == 7:
            do(run, ("zero", {}))
            assert not task(run).see().zero_due
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    assert due == [n in (6, 7, 12) for n in range(13)]


# Gates, forms, words.


def test_the_lens_waits_for_the_rotor_to_be_held() -> None:
    """It is stopped in the picture, once; then held, it goes on."""
    run = at_work()
    task(run).state.locked = False
    lens = ("lens", {"x_mm": 24, "y_mm": 60})
    stopped = do(run, lens)
    gates = {e.data["id"]: e.data["state"] for e in stopped if e.kind == "gate"}
    assert gates == {"ppe_on": "kept", "rotor_locked": "kept_after_reminder"}
    assert not [e for e in stopped if e.kind == "lens"]
    assert [e.kind for e in do(run, ("lock", {}), lens) if e.kind in ("lock", "lens")] == ["lock", "lens"]


def test_a_later_rotor_that_was_not_locked_counts() -> None:
    """Kept at the first rotor, reminded at the second: reminded, not kept. Where no lens came, nothing was due."""
    run = at_work()
    lens = ("lens", {"x_mm": 20, "y_mm": 20})
    do(run, lens)
    assert dict(gates(run.events, {}))["rotor_locked"] == "kept"
    do(run, ("end", {}), ("end", {}), lens, ("lock", {}), lens)
    assert dict(gates(run.events, {}))["rotor_locked"] == "kept_after_reminder"


def test_bare_hands_do_not_light_the_rotor() -> None:
    """Glasses and gloves first: the lamp does not move, and it is said why."""
    run = session()
    do(run, ("end", {}))
    events = do(run, ("lamp", {"deg": 20}))
    assert [e.data["id"] for e in events if e.kind == "gate"] == ["ppe_on"]
    assert task(run).state.lamp_deg == 0


def test_blades_change_places_within_their_sort() -> None:
    """Another seed, other blades; those to measure stay at their places as a sort, the odd and the signed stay."""
    dealt = [task(session(seed=seed)).state.faces for seed in (1, 2, 3)]
    assert len({tuple(sorted(faces.items())) for faces in dealt}) == 3
    for faces in dealt:
        assert sorted(faces) == sorted(faces.values())
        for name, face in faces.items():
            blades = params().blades()
            assert blades[name].sort == blades[face].sort
            assert blades[name].sort != "kept" or name == face


def test_a_second_try_is_a_parallel_form() -> None:
    """Marks on the other side, lit from the other side, as long as before."""
    first, second = (task(at_work(form)).state for form in ("first", "second"))
    name = next(n for n in first.rotor() if first.face(n).marks)
    first.here = second.here = name
    second.faces = first.faces
    for a, b in zip(first.marks(), second.marks(), strict=True):
        assert (a.size_um, a.kind) == (b.size_um, b.kind)
        assert (a.x_mm + b.x_mm, a.angle_deg) == (WIDE_MM, -b.angle_deg)


@pytest.mark.parametrize(("rotor", "issues"), [("A", [False]), ("B", [False, True]), ("C", [True])])
def test_no_word_is_right_everywhere(rotor: str, issues: list[bool]) -> None:
    """The same word for every blade to measure is right for half of them at the most, and for half of a rotor."""
    p = params()
    blades = list(p.rotors[rotor].blades.values())
    for revised in issues:
        sized = [p.word_for(b, revised) for b in blades if b.sort == "sized"]
        assert max(sized.count(w) for w in WORDS) <= 0.5 * len(sized)
        every = [p.word_for(b, revised) for b in blades]
        assert max(every.count(w) for w in WORDS) <= (len(every) + 1) // 2


def test_a_blade_from_its_tip_down_follows_nothing() -> None:
    """The plain way to look at a blade gets one of its four steps."""
    order = ["root", "edge", "face", "tip"]
    assert steps(order[::-1], order) == 1


# Facts.


def test_every_fact_can_be_read_again_from_the_events() -> None:
    """The expert's facts, counted here by hand from the events alone."""
    run = robot_run(NAME, "expert")
    by_rule = {o.rule: o for o in observed(workshops()[NAME], run, "mouse")}
    lit = {(e.data["blade"], e.data["mark"]) for e in run.events if e.kind == "lit"}
    dealt = {str(e.data["blade"]): str(e.data["face"]) for e in run.events if e.kind == "dealt"}
    blades = params().blades()
    plain = [n for n in dealt if blades[dealt[n]].sort == "other"]
    cracked = [n for n in plain if any(m.kind == "crack" for m in blades[dealt[n]].marks)]
    assert by_rule["ATT5"].n == sum((n, 0) in lit for n in cracked if n[0] in "AB")
    assert by_rule["TEN3"].n == sum((n, 0) in lit for n in cracked if n[0] == "C")
    sized = {n for n in dealt if blades[dealt[n]].sort == "sized" and n[0] in "AB"}
    assert by_rule["REC2"].n == len(sized & {str(e.data["blade"]) for e in run.events if e.kind == "measure"})
    assert {o.category for o in by_rule.values()} == {o.top for o in by_rule.values()} | {3, 2} - {1}


def log(*events: tuple[str, dict[str, Any]]) -> Log:
    """A log of step C with these events, closed at the end."""
    told = [("phase", {"name": "C", "movement": 3}), *events, ("phase", {"name": "close", "movement": 4})]
    return Log([Event(n, kind, data) for n, (kind, data) in enumerate(told)], params().model_dump())


def word(n: int, verdict: str = "accept") -> tuple[str, dict[str, Any]]:
    return "decide", {"blade": f"C{n:02d}", "word": verdict, "zone": "C", "n": n, "revised": True}


BELL = ("bell", {"event": "lampe_2"})
@pytest.mark.parametrize(
    ("events", "case"),
    [
        ((word(1), word(2), BELL, word(3), word(7)), "at_once"),
        ((word(1), word(2), BELL, word(7), word(3)), "second"),
        ((word(1), word(2), BELL, word(7), word(8), word(3)), "later"),
        ((word(1), word(2), BELL, word(7), word(8)), "lost"),
        ((word(4), word(3), BELL, word(2)), "at_once"),
    ],
)
def test_taking_up_again(events: Sequence[Any], case: str) -> None:
    """The next blade without a word beside the last one decided, whichever way round one goes."""
    reader = READERS["resumed"]
    fact = reader.read(log(*events), reader.using(change="lampe_2", zone="C"))  # type: ignore[call-arg]
    assert fact.case == case


def test_a_fan_is_finished_when_each_blade_has_its_word_or_its_tag() -> None:
    """Who did everything left nothing to the team: a tagged blade waits for somebody else's word."""
    played = robot_run(NAME, "expert")
    state = task(played).state
    assert state.tagged - state.decided.keys()
    assert closed_up(params(), task(played).see()).whole
    assert not closed_up(params(), task(at_work()).see()).whole


def test_nothing_is_said_of_what_was_cut_off() -> None:
    """A run that stops in the first step gives no word on later ones, and none on blades that were not reached."""
    run = at_work()
    do(run, ("decide", {"word": "accept"}))
    found = {o.rule: o for o in observed(workshops()[NAME], run, "mouse")}
    for rule in ("ATT1", "ATT2", "REC3", "TEN1", "TEN4", "TEN5", "INI1", "INI2", "NOR4"):
        assert found[rule].category is None, rule


# Screens.


def test_the_plan_shows_the_readings_of_its_own_rotor() -> None:
    """Measured on rotor 227 alone: nothing is drawn on rotor 226, though the numbers are there too."""
    run = at_work()

    def measure() -> int:
        mark = to(run, "impact")
        do(run, ("lock", {}), ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
        now = task(run).see().rule
        assert now is not None
        do(run, *(("line", {"x_um": x}) if x else ("set", {}) for x in (now.left_um, 0, now.right_um, 0)), ("rule", {}))
        drawn = chart(task(run).see(), params(), 0, 1.0)
        return sum(isinstance(shape, Circle) and shape.fill == "signal" for shape in drawn)

    do(run, *[("end", {})] * 4)
    assert task(run).see().zone == "C"
    assert (measure(), len(task(run).see().readings)) == (0, 1)
    run = at_work()
    assert measure() == 1


def test_a_press_on_the_blade_brings_the_lens_there() -> None:
    """A pointer aims within a field; keys take its middle; a tag in hand goes on the blade."""
    run = at_work()
    scene = InspectScene(run, params(), workshops()[NAME].head, name="exercise")
    screen = scene.screen(StaticLook(Comfort()))
    field = next(n for n in screen.nodes if n.id == "field:7")
    scene.act("field:7", f"press@{round(field.rect.x) + 4},{round(field.rect.y) + 6}")
    run.advance(26)
    aimed = task(run).state.lens
    scene.act("field:7", "press")
    run.advance(26)
    assert task(run).state.lens == middle_of(7) != aimed
    scene.act("mode:tag", "press")
    scene.act("field:3", "press")
    run.advance(26)
    assert task(run).state.here in task(run).state.tagged


@pytest.mark.parametrize("form", ["first", "parallel"])
@pytest.mark.parametrize("wide", [1280, 1366, 1920])
def test_a_press_on_what_gleams_brings_the_lens_there(form: str, wide: int) -> None:
    """Whatever blade, mark, angle and size of the window: what gleams can be touched where it is drawn."""
    run = at_work(form)
    scene = InspectScene(run, params(), workshops()[NAME].head, name="exercise")
    state, bare = task(run).state, scene.screen(StaticLook(Comfort()))
    scale = wide / 1920
    for blade in params().blades():
        state.here = blade
        for mark, deg in itertools.product(state.marks(), range(-60, 61, 10)):
            now = shine(mark.kind, mark.angle_deg, deg)
            if not now.light:
                continue
            x_um, y_um = mark.x_mm * 1000, mark.y_mm * 1000 + now.slid_um
            # A pointer stands on whole pixels of the window.
            x, y = (round(c * scale) / scale for c in view_blade.place(x_um, y_um))
            node = under(bare, x, y)
            assert node is not None, (blade, mark, deg)
            assert node.id.startswith("field:"), (blade, mark, deg, node.id)
            mx, my = view_blade.under(round(x), round(y))
            assert (mx * 1000 - x_um) ** 2 + (my * 1000 - y_um) ** 2 <= (LENS_UM / 4) ** 2, (blade, mark, deg)


def test_nothing_of_the_blade_is_beyond_the_fields() -> None:
    """Each point of the face is in a field, and in one only: no line between two of them is dead."""
    screen = InspectScene(at_work(), params(), workshops()[NAME].head, name="exercise").screen(StaticLook(Comfort()))
    fields = [n for n in screen.nodes if n.id.startswith("field:")]
    for y in range(0, HIGH_MM * 1000 + 1, 500):
        for x in range(0, WIDE_MM * 1000 + 1, 500):
            at = view_blade.place(x, y)
            assert sum(n.rect.holds(*at) for n in fields) == 1, (x, y)


def test_the_rule_comes_with_the_lens() -> None:
    """Before the lens was ever laid there is nothing to measure with; then it stays, on every blade."""
    run = at_work()
    scene, look = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), StaticLook(Comfort())

    def there() -> set[str]:
        return {"rule:", "zero:"} & {n.id for n in scene.screen(look).nodes}

    assert there() == set()
    for node in ("lock:", "field:7", "on:"):
        scene.act(node, "press")
        scene.advance(26)
    assert there() == {"rule:", "zero:"}


def test_the_zero_is_there_when_it_is_due() -> None:
    """Who decides without the lens is asked for the zero too: what is counted as missed can be pressed."""
    run = at_work()
    scene, look = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), StaticLook(Comfort())
    while not scene.seen.zero_due:
        assert "zero:" not in {n.id for n in scene.screen(look).nodes}
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
        scene.advance(26)
    assert "zero:" in {n.id for n in scene.screen(look).nodes}


def test_what_belongs_to_the_bench_is_not_on_the_fan() -> None:
    """Own things stand together on their table; nothing that falls lies among them."""
    own = [(f.x_mm, f.y_mm) for f in params().fod if not f.foreign]
    across, down = ((min(v), max(v)) for v in zip(*own, strict=True))
    for thing in (f for f in params().fod if f.foreign):
        beside = across[0] - 40 <= thing.x_mm <= across[1] + 40
        assert not (beside and down[0] - 30 <= thing.y_mm <= down[1] + 30), thing


def test_the_lamp_follows_the_hand_and_stays_where_it_is_left() -> None:
    """Dragged, it goes from one side to the other; the same angle twice is one act."""
    run = at_work()
    scene = InspectScene(run, params(), workshops()[NAME].head, name="exercise")
    for x in (600, 918, 1240, 1240):
        scene.drag("lamp", x, 300, "move")
        run.advance(2)
    angles = [a.args["deg"] for a in run.actions if a.verb == "lamp"]
    assert angles == sorted(angles)
    assert len(angles) == len(set(angles))
    scene.act("less:", "press")
    scene.advance(1)
    assert task(run).state.lamp_deg == int(angles[-1]) - GOES
    for _ in range(TILT_DEG):
        scene.advance(1)
    assert task(run).state.lamp_deg == int(angles[-1]) - TILT_DEG


def test_a_lamp_that_is_swept_does_what_a_hand_does() -> None:
    """One press sends it from side to side: the events of a drag through the same angles."""
    lit: list[list[tuple[str, dict[str, Any]]]] = []
    for by_hand in (False, True):
        run = at_work()
        scene, look = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), StaticLook(Comfort())
        assert scene.seen.zone == "A", "from the first blade on"
        mark = to(run, "crack")
        do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}))
        scene.advance(1)
        assert "sweep:" in {n.id for n in scene.screen(look).nodes}
        before = len(run.events)
        if by_hand:
            for deg in (*range(0, -61, -1), *range(-59, 61), *range(59, -1, -1)):
                do(run, ("lamp", {"deg": deg}))
        else:
            scene.act("sweep:")
            for _ in range(260):
                scene.advance(1)
            assert scene.seen.lamp_deg == 0
        lit.append([(e.kind, dict(e.data)) for e in run.events[before:] if e.kind == "lit"])
    assert lit[0] == lit[1] != []


def test_a_swept_lamp_stops_where_anything_is_pressed() -> None:
    """Its own button, a key of the tray, or a place of the blade: it stands there, and does not go on."""
    for node in ("sweep:", "start:", "less:"):
        run = at_work()
        scene = InspectScene(run, params(), workshops()[NAME].head, name="exercise")
        scene.act("sweep:")
        for _ in range(20):
            scene.advance(1)
        assert scene.gliding.sweeps
        scene.act(node)
        assert not scene.gliding.sweeps
        scene.advance(60)
        there = scene.seen.lamp_deg
        scene.advance(60)
        assert scene.seen.lamp_deg == there
    scene = InspectScene(session("practice"), params(), workshops()[NAME].head, name="practice")
    scene.act("try:light")
    scene.advance(1)
    assert "sweep:" not in {n.id for n in scene.screen(StaticLook(Comfort())).nodes}, "by hand in practice"


@pytest.mark.parametrize("deg", range(-60, 61, 10))
def test_the_lamp_is_taken_by_its_edge_and_the_blade_below_it_by_itself(deg: int) -> None:
    """A press on « bout » took the lamp that hung over it: from its tip down the blade wins, elsewhere the lamp."""
    run = at_work()
    do(run, ("lock", {}), ("lamp", {"deg": deg}))
    screen = InspectScene(run, params(), workshops()[NAME].head, name="exercise").screen(StaticLook(Comfort()))
    x, y = view_blade.lamp_at(deg)
    fields = [n.rect for n in screen.nodes if n.id.startswith("field:")]
    for px, py in view_blade.turned(view.HOUSING, float(deg), 0.94, (x, y)):
        found, blade = under(screen, px, py), any(rect.holds(px, py) for rect in fields)
        if found is not None and py > 90:
            assert found.id.startswith("field:") if blade else found.id == "lamp", (px, py)
    tip = under(screen, view_blade.X, view_blade.TOP + 6)
    assert tip is not None
    assert tip.id == "field:1"


def test_no_press_of_the_rotor_takes_the_place_of_a_shared_one() -> None:
    """What every workshop's nodes do is still done: a tool given back goes on its hook, whatever turns the rotor."""
    scene = InspectScene(session(), params(), workshops()[NAME].head, name="exercise")
    assert not set(scene.handlers()) & set(scene._shared())


# Practice.


def well_done(run: Session, name: str) -> list[tuple[str, dict[str, Any]]]:
    """The acts of somebody who does the gesture as it is shown."""
    state, p = task(run).state, params()
    gesture = p.gesture(name)
    assert gesture is not None
    mark = next(iter(state.marks()), None)
    spot = gesture.spot
    if gesture.does == "measure":
        do(run, ("rule", {}))
        now = task(run).see().rule
        assert now is not None
        once = [("line", {"x_um": now.left_um}), ("set", {}), ("line", {"x_um": now.right_um}), ("set", {})]
        return once * gesture.goods
    if gesture.does == "rack":
        faulty = [n for n, feature in enumerate(state.heads) if feature.startswith("crack") or feature == "impact"]
        return [("head", {"index": n, "verdict": "review"}) for n in faulty]
    place = {"x_mm": mark.x_mm, "y_mm": mark.y_mm} if mark else {}
    return {
        "read": [("open_doc", {"doc": "cut"})],
        "mark": [("start_mark", {}), ("turn", {"way": 1})],
        "tour": [("lens", dict(zip(("x_mm", "y_mm"), middle_of(n), strict=True))) for n in (13, 6, 7, 1)],
        "light": [("lamp", {"deg": mark.angle_deg})] if mark else [],
        "lens": [("lock", {}), ("lens", place)],
        "tell": [("decide", {"word": "accept"})],
        "decide": [("decide", {"word": p.word_for(p.blades()[spot], False)})] if spot else [],
        "zero": [("zero", {})],
        "store": [("exchange", {"tool": gesture.tool})],
        "tidy": [("take_fod", {"item": next(f.id for f in p.fod if f.foreign)})],
        "tag": [("tag", {"object": spot}), ("call", {"who": "line", "about": spot})],
        "folder": [("open_doc", {"doc": "rack"}), ("choose_folder", {"folder": p.folder_right})],
        "close": [("count", {"item": "tags", "n": p.tags - 1}), ("search", {"place": p.places[0]}), ("sign", {})],
    }[gesture.does]


@pytest.mark.parametrize("name", [g.id for g in params().practice])
def test_each_gesture_is_learnt_by_doing_it(name: str) -> None:
    """As the page shows it; and not before it is done."""
    run = session("practice")
    do(run, ("lesson", {"id": name}))
    assert task(run).see().outcome == ""
    do(run, *well_done(run, name))
    assert (task(run).see().outcome, task(run).see().learnt) == ("right", (name,))


def test_nobody_is_told_that_a_reflection_slid_which_they_did_not_see() -> None:
    """« Il glissait avec la lampe » was said of a lamp that never moved; the word was right all the same."""
    for tilts, key in (((), "told.right.unseen"), ((-40, -20, 0), "told.right")):
        run = session("practice")
        scene, look = scene_of(run, "practice")
        for node in ("try:tell", *(f"lamp={deg}" for deg in tilts), "word:accept"):
            if node.startswith("lamp="):
                scene.do("lamp", deg=int(node.partition("=")[2]))
            else:
                scene.act(node)
            scene.advance(26)
        assert scene.seen.outcome == "right"
        assert said_of(scene, look, "mentor") == scene.words(look).t(f"lesson.tell.{key}")


def test_the_arrow_goes_on_from_the_empty_place_to_where_one_searches() -> None:
    """It stayed on the tool that was pressed, while what comes next stood below."""
    scene, look = scene_of(session("practice"), "practice")
    aims = []
    for node in ("try:close", f"number:{params().tags - 1}", "note:", "gap:brush"):
        scene.act(node)
        scene.advance(26)
        aims.append(scene.screen(look).calls)
    place = f"search:{params().places[0]}"
    assert aims[-2:] == ["gap:brush", place]
    assert said_of(scene, look, "mentor") == scene.words(look).t("lesson.close.at.search")
    scene.act(place)
    scene.advance(26)
    assert scene.screen(look).calls == "sign"


MEASURED = [("rule", {}), ("line", {"x_um": 7000}), ("set", {}), ("line", {"x_um": 10_000}), ("set", {}), ("rule", {})]


@pytest.mark.parametrize(
    ("name", "acts", "told"),
    [
        ("mark", [("turn", {"way": 1})], "unmarked"),
        ("tell", [("decide", {"word": "reject"})], "other"),
        ("decide", [("decide", {"word": "accept"})], "other"),
        ("decide", [*MEASURED, ("decide", {"word": "accept"})], "limit"),
        ("tag", [("call", {"who": "line", "about": "A05"})], "call_only"),
        ("measure", [("rule", {}), ("line", {"x_um": 0}), ("set", {}), ("line", {"x_um": 17_000}), ("set", {})], "far"),
    ],
)
def test_a_gesture_done_otherwise_is_told_and_tried_again(name: str, acts: list[Any], told: str) -> None:
    """It says what happened, and nothing is learnt by it."""
    run = session("practice")
    do(run, ("lesson", {"id": name}), *acts)
    assert (task(run).see().outcome, task(run).see().learnt) == (told, ())


def test_a_part_out_of_turn_takes_no_tick_away() -> None:
    """The edge touched high up is the tip: the root stays ticked, and the try goes on."""
    run = session("practice")
    root, tip, edge = (("lens", {"x_mm": x, "y_mm": y}) for x, y in ((24, 110), (8, 10), (8, 60)))
    do(run, ("lesson", {"id": "tour"}), root, tip)
    assert (task(run).see().toured, task(run).see().outcome) == (("root",), "")
    do(run, edge, ("lens", {"x_mm": 24, "y_mm": 60}), tip)
    assert (task(run).see().toured, task(run).see().outcome) == (("root", "edge", "face", "tip"), "right")


def test_what_belongs_on_the_table_stays_there() -> None:
    """« Je l'ai reposé sur la tablette »: the pencil that was touched lies there again."""
    run = session("practice")
    own = next(f.id for f in params().fod if not f.foreign)
    do(run, ("lesson", {"id": "tidy"}), ("take_fod", {"item": own}))
    assert task(run).see().outcome == "own"
    assert own in task(run).state.fod


def test_every_sort_of_mark_is_met_in_practice() -> None:
    """Nothing is asked in the exercise that practice did not show: each kind, each word, each tool."""
    p = params()
    # The sheet is read where one decides: it lies open there.
    assert {g.does for g in p.practice} | {"read"} == set(p.gestures)
    met = {m.kind for g in p.practice if g.spot for m in p.blades()[g.spot].marks}
    assert met >= {"crack", "reflection", "impact", "scratch"}


def test_a_rotor_turned_away_takes_no_word_that_was_under_way() -> None:
    """The day turns the rotor to let another lamp in: for a second no word falls on the blade that has come instead."""
    run = at_work()
    state = task(run).state
    enter(state, "C", task(run).emit)
    catalogue_of(workshops()[NAME])
    scene, look = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), StaticLook(Comfort())
    state.due = (params().first("swaps").model_copy(update={"after": 0, "when_free": False}),)  # type: ignore[union-attr]
    scene.screen(look)
    before = state.here
    scene.advance(1)
    assert state.here != before
    scene.act(f"word:{WORDS[0]}", "press")
    scene.advance(5)
    assert not state.decided
    scene.advance(60)
    scene.act(f"word:{WORDS[0]}", "press")
    scene.advance(5)
    assert state.decided == {state.here: WORDS[0]}


def in_the_rule(size_um: int) -> dict[str, str]:
    """The ground of each of the two ways on after a reading of so many um."""
    run = at_work()
    mark = to(run, "impact")
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}), ("line", {"x_um": 4000}), ("set", {}))
    do(run, ("line", {"x_um": 4000 + size_um}), ("set", {}))
    screen = InspectScene(run, params(), workshops()[NAME].head, name="exercise").screen(StaticLook(Comfort()))
    nodes = {n.id: n for n in screen.nodes if n.id in ("set:", "away:")}
    return {name: next(s.fill for s in node.shapes if isinstance(s, Box)) for name, node in nodes.items()}


def test_after_a_reading_no_way_on_is_urged() -> None:
    """« Ranger » was orange while the sheet asked for two readings: whether a second one is due is what is read."""
    for size in (3000, 4800, 7000):
        grounds = in_the_rule(size)
        assert grounds["set:"] == grounds["away:"], size


def test_the_sheet_is_asked_one_question_at_a_time() -> None:
    """Whole sentences with what was noted before; a second press of a quick hand answers no other question."""
    run = at_work()
    while task(run).state.kind != "close":
        do(run, ("end", {}))
    scene, look = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), StaticLook(Comfort())

    def asked() -> set[str]:
        return {n.id.split("=")[0] for n in scene.screen(look).nodes if n.id.startswith("answer:")}

    def press(node: str) -> None:
        scene.act(node, "press")
        scene.advance(26)

    press("form:")
    assert asked() == {"answer:rotor_no"}
    press("answer:rotor_no=206")
    press("answer:rotor_no=226")
    assert asked() == {"answer:rotor_no"}
    assert task(run).state.sheet["rotor_no"] == "226"
    assert next(n for n in scene.screen(look).nodes if n.id == "entry:rotor_no").name.endswith("226")
    press("further:issue")
    assert asked() == {"answer:issue"}
    press("entry:largest")
    assert asked() == {"answer:largest"}


def test_the_thirds_of_a_step_are_said_once() -> None:
    """The middle of nine blades: at each third the mentor says so, while the next blade awaits its word."""
    run = at_work()
    scene, told = InspectScene(run, params(), workshops()[NAME].head, name="exercise"), list[str]()
    for _ in range(8):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
        told.append(scene.asked_of(scene.seen))
    assert [n + 1 for n, asked in enumerate(told) if asked == "third"] == [3]
    assert [n + 1 for n, asked in enumerate(told) if asked == "two_thirds"] == [6]
    while task(run).state.phase != "C":
        do(run, ("end", {}))
    do(run, ("lock", {}), *[act for _ in range(3) for act in (("decide", {"word": "accept"}), ("turn", {"way": 1}))])
    assert scene.left(scene.seen) == 6
    do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    assert scene.asked_of(scene.seen) not in ("third", "two_thirds")


def test_the_next_blade_stands_out_after_a_word_alone() -> None:
    """Where the day has turned the rotor, the way on is not lit: where to take up again is what is looked at."""
    run = at_work()
    scene = InspectScene(run, params(), workshops()[NAME].head, name="exercise")

    def lit() -> bool:
        node = next(n for n in scene.screen(StaticLook(Comfort())).nodes if n.id == "on:")
        return next(s.stroke for s in node.shapes if isinstance(s, Box)) == "warm_light"

    found = [lit()]
    for act in (("decide", {"word": "accept"}), ("turn", {"way": 1}), ("decide", {"word": "accept"})):
        do(run, act)
        found.append(lit())
    assert found == [False, True, False, True]
    task(run).state.swap_tool("lampe_2")
    run.advance(1)
    assert not lit()


def scene_of(run: Session, name: str = "exercise") -> tuple[InspectScene, StaticLook]:
    return InspectScene(run, params(), workshops()[NAME].head, name=name), StaticLook(Comfort())


def said_of(scene: InspectScene, look: StaticLook, node: str) -> str:
    return next((n.spoken for n in scene.screen(look).nodes if n.id == node), "")


def test_the_limits_of_the_sheet_stand_where_one_measures() -> None:
    """They were out of sight at the rule: both, in the issue in force, whatever lies under it."""
    run = at_work()
    scene, look = scene_of(run)
    mark = to(run, "impact")
    do(run, ("lens", {"x_mm": mark.x_mm, "y_mm": mark.y_mm}), ("rule", {}))
    for index, impact in (("A", "5,0"), ("B", "4,0")):
        task(run).state.index = index
        run.advance(1)
        told = said_of(scene, look, "limits")
        assert told.startswith(scene.words(look).t("rule.limits", index=index))
        assert f"{impact} mm" in told
        assert "8,0 mm" in told


def test_the_zero_says_why_it_is_due_and_listens_where_it_is_seen_near() -> None:
    """A « ! » stood there without a reason, and orange without a word; in practice the scale looked at was deaf."""
    run = at_work()
    scene, look = scene_of(run)
    words = scene.words(look)

    def zero_says() -> str:
        do(run, ("lens", {"x_mm": 24, "y_mm": 60}))
        return next(n for n in scene.screen(look).nodes if n.id == "zero:").name

    assert zero_says() == words.t("tray.zero")
    do(run, ("decide", {"word": "accept"}))
    assert zero_says() == words.t("tray.zero")
    assert zero_ink(scene.seen.slip_um, due=scene.seen.zero_due) == "steel", "nothing calls before it is due"
    do(run, ("rule", {}))
    assert words.t("rule.off") in " ".join(s.text for s in scene.screen(look).decor if isinstance(s, Text))
    do(run, ("rule", {}), ("turn", {"way": 1}))
    for _ in range(params().check_every - 1):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    assert zero_says() == words.t("tray.zero_due")
    assert zero_ink(scene.seen.slip_um, due=scene.seen.zero_due) == "signal"
    run = session("practice")
    scene, look = scene_of(run, "practice")
    for node in ("try:zero", "zero:near"):
        scene.act(node)
        scene.advance(26)
        scene.screen(look)
    assert scene.seen.outcome == "right"


def test_a_tag_on_a_decided_blade_is_not_said_to_await_nothing() -> None:
    """« L'aube 17 est à part, elle n'attend pas de décision » stood beside « refusée »."""
    run = at_work()
    scene, look = scene_of(run)
    blade = scene.seen.here
    for decided in (False, True):
        if decided:
            do(run, ("decide", {"word": "reject"}))
        scene.act("mode:tag")
        scene.act("field:7")
        scene.advance(2)
        key = "echo.tag.decided" if decided else "echo.tag"
        no = params().number_of(blade)
        assert said_of(scene, look, "echo") == scene.words(look).t(key, no=no)
        scene.act("on:")
        scene.advance(26)
        blade = scene.seen.here


def test_nobody_is_told_to_decide_what_is_decided() -> None:
    """Beside « Toutes les lumières sont allumées » stood « Comparez votre mesure à la limite… Puis décidez. »"""
    run = at_work()
    scene, _ = scene_of(run)
    mark = to(run, "impact")
    x = {"x_mm": mark.x_mm, "y_mm": mark.y_mm}
    do(run, ("lens", x), ("rule", {}), ("line", {"x_um": 2000}), ("set", {}), ("line", {"x_um": 6000}), ("set", {}),
       ("rule", {}))  # fmt: skip
    scene.advance(2)
    assert scene.asked_of(scene.seen) == "measure"
    do(run, ("decide", {"word": "rework"}))
    scene.advance(2)
    assert scene.asked_of(scene.seen) != "measure"
    left = [b.id for b in scene.seen.blades if not b.word]
    for _ in range(len(left)):
        do(run, ("turn", {"way": 1}), ("decide", {"word": "accept"}))
    do(run, ("lens", x), ("rule", {}), ("line", {"x_um": 2000}), ("set", {}), ("line", {"x_um": 6000}), ("set", {}),
       ("rule", {}))  # fmt: skip
    scene.advance(2)
    assert scene.asked_of(scene.seen) == "finished"


def test_a_reminder_of_protections_goes_with_them() -> None:
    """« Les lunettes et les gants d'abord » stayed on the card after both were on."""
    run = session()
    scene, look = scene_of(run)
    p = params()
    do(run, *(("take_tool", {"tool": t.id}) for t in p.tools if t.listed), ("end", {}))
    scene.advance(2)
    reminder = scene.words(look).t("message.gate.ppe_on")
    do(run, ("lamp", {"deg": 20}))
    scene.advance(2)
    assert said_of(scene, look, "mentor") == reminder
    do(run, *(("wear", {"item": t.id}) for t in p.tools if t.kind == "ppe"))
    scene.advance(2)
    assert said_of(scene, look, "mentor") != reminder


def test_the_way_on_stays_beside_a_decision_when_a_bell_rings() -> None:
    """The button of the next blade vanished with the bell, and the hand had to look for it."""
    run = at_work()
    scene, look = scene_of(run)
    do(run, ("end", {}), ("end", {}), ("lock", {}))
    for _ in range(3):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    events = do(run, ("decide", {"word": "accept"}), ("choose_folder", {"folder": params().folder_right}))
    assert "bell" in [e.kind for e in events]
    assert "onward:" in {n.id for n in scene.screen(look).nodes}


def test_who_knows_the_gesture_is_told_it_in_few_words_and_never_in_the_hurry() -> None:
    """The same sentence stood there for every blade; in the hurried step nothing is hinted at."""
    run = at_work()
    scene, look = scene_of(run)
    asked = set()
    for _ in range(8):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
        asked.add(scene.asked_of(scene.seen))
    assert len([key for key in asked if key.startswith("go_")]) == 4, "no blade is spoken of as the one before"
    assert all(scene.words(look).has(f"guide.{key}") for key in asked)
    do(run, *(("end", {}) for _ in range(4)), ("lock", {}))
    assert scene.seen.phase == "C"
    for _ in range(3):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
    assert not scene.asked_of(scene.seen).startswith("go_")


def test_the_upright_lamp_leaves_the_tip_free() -> None:
    """Its head hung seventy units over the tip of the blade; most of the tip is seen, and all that may bear a mark."""
    low = max(y for _, y in view.HOUSING) + view_blade.lamp_at(0)[1]
    assert low < view_blade.BLADE.y + 56
    wide = max(x for x, _ in view.HOUSING) - min(x for x, _ in view.HOUSING)
    assert wide < view_blade.BLADE.w / 2


def test_a_decision_is_chalked_beside_the_blade_in_hand_in_no_colour() -> None:
    """What was decided is seen where one works; no green and no red says that it was right."""
    run = at_work()
    scene, look = scene_of(run)
    for word in ("accept", "rework", "reject"):
        do(run, ("decide", {"word": word}))
        plate = next(n for n in scene.screen(look).nodes if n.id == f"blade:{scene.seen.here}")
        there = [s for s in plate.shapes if isinstance(s, Circle) and (s.x, s.y) == view.STAMP]
        assert there
        told = {getattr(s, name, "") for s in plate.shapes for name in ("fill", "colour")}
        assert not told & {"green", "amber", "red"}


def test_the_mentor_says_less_of_a_known_step_and_another_word_once_it_is_whole() -> None:
    """The sentence that began a step stood there to its end, small; what leads to the mirror stays."""
    run = at_work()
    scene, look = scene_of(run)
    words, said = scene.words(look), []
    for _ in range(13):
        do(run, ("decide", {"word": "accept"}), ("turn", {"way": 1}))
        said.append(said_of(scene, look, "mentor"))
    assert (said[0], said[5], said[-1]) == tuple(words.t(f"message.{key}") for key in ("A", "A.short", "A.done"))
    swap = next(h.message for h in params().day if h.does == "swaps")
    do(run, *(("end", {}) for _ in range(4)), ("lock", {}))
    for blade in [b.id for b in scene.seen.blades]:
        while scene.seen.here != blade:
            do(run, ("turn", {"way": 1}))
        do(run, ("decide", {"word": "accept"}), ("reply", {"option": "later"}))
    assert scene.left(scene.seen) == 0
    assert not scene.past(scene.seen, swap)
