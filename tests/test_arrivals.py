"""What a station answers of a kit that left: as the events say, place by place, beside the work."""

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pygame
import pytest
from conftest import do
from test_plan import NAME, at_work, params, scene_of, session, task
from test_workshops import robot_run, workshops

from game.journey.journey import Journey
from game.journey.workshop import wound
from game.mechanics.plan import view_foam, view_line, view_moves
from game.mechanics.plan.judged import StationJudge
from game.mechanics.plan.motions import MOTIONS
from game.mechanics.plan.params import PlanParams
from game.mechanics.plan.scene import SENT_TICKS, PlanScene
from game.mechanics.plan.task import PlanTask
from game.mechanics.plan.view_arrivals import COMES, DARK, LAST, RUNS, STARTS, STEP, WAVES, Arrived
from game.screen.motion import Cue, Play, drawn, edit
from game.screen.moves import Moves
from game.screen.nodes import Box, Circle, Node, Picture, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.window.paint import WIDTH
from game.window.window import Window
from game.workshop.day import enter
from game.workshop.flights import FLIES_MS
from game.workshop.scene import GUARD_TICKS
from scenarios.vocabulary import Event
from scoring.readers import plan
from scoring.readers.log import Log


def second_opinion(events: Sequence[Event], kit: str, p: PlanParams) -> Mapping[int, bool]:
    """The same read by other code: what lies in each slot as the kit leaves, piece by piece, against its list."""
    faces = {e.data["bin"]: str(e.data["face"]) for e in events if e.kind == "dealt"}
    lies: dict[int, list[Event]] = {}
    for e in events:
        if e.data.get("kit") == kit and e.kind == "fill":
            n = int(e.data["slot"])
            lies[n] = [*lies.get(n, []), e] if e.data.get("onto") else [e]
        elif e.data.get("kit") == kit and e.kind == "unfill":
            n = int(e.data["slot"])
            lies[n] = lies[n][:-1] if e.data.get("stays") else []
    answers = {}
    for n, slot in enumerate(p.kits[kit].slots):
        there = lies.get(n, [])
        flawed = any(e.data["flaw"] for e in there)
        if slot.ref in p.told_of and not flawed:
            continue
        bins = [str(e.data["bin"]) for e in there]
        dates = [p.store[faces.get(bin, bin)].until for bin in bins]
        right = all(p.store[bin].ref == slot.ref for bin in bins) and all(not d or d >= p.today for d in dates)
        answers[n] = right and not flawed and sum(int(e.data["n"]) for e in there) == slot.n
    return answers


@pytest.mark.parametrize("robot", ["expert", "random", "always_last", "list_ritual", "scan_ritual", "ritual"])
def test_what_a_station_answers_is_what_the_events_say(robot: str) -> None:
    """Computed again by code that knows no reader, for every kit of whole runs; and no kit counts whole that lacks."""
    p = params()
    for seed in (3, 8):
        events = robot_run(NAME, robot, seed).events
        judge, keys = StationJudge(p), p.model_dump()
        for at, e in enumerate(events):
            if e.kind != "depart" or e.data["zone"] not in ("A", "B", "C"):
                continue
            name = str(e.data["kit"])
            answers = judge(events[: at + 1], name)
            assert answers == second_opinion(events[: at + 1], name, p)
            rule = plan.InTime(zones=[str(e.data["zone"])])
            facts = dict(plan.kits_in_time(Log(events[: at + 1], keys), rule, Log((), keys).keys(plan.StoreKeys)).apart)
            ways = ("lacking", "flawed", "number", "other")
            amiss = any(f"kit.{name}" in facts.get(way, ()) for way in ways)
            assert not (amiss and all(answers.values()))


def test_what_is_there_to_be_told_of_is_left_out() -> None:
    """Of the crushed box and of the unsigned paper nothing is answered, whatever was done, but of a torn bag."""
    p = params()
    for robot in ("expert", "always_last", "hurried"):
        events = robot_run(NAME, robot, 3).events
        for at, e in enumerate(events):
            if e.kind == "depart" and e.data["kit"] in ("K40", "K52"):
                slots = p.kits[str(e.data["kit"])].slots
                doubtful = {n for n, slot in enumerate(slots) if slot.ref in p.told_of}
                assert doubtful
                fills = [f.data for f in events[:at] if f.kind == "fill" and f.data["kit"] == e.data["kit"]]
                flawed = {int(f["slot"]) for f in fills if f["flaw"]}
                assert doubtful & set(StationJudge(p)(events[: at + 1], str(e.data["kit"]))) <= flawed


def filled(nut: str = "C1") -> tuple[Session, PlanScene, StaticLook]:
    """The kit of station 26 full on the table, its nuts out of a bin."""
    run = at_work()
    date = {bin: task(run).state.lot(bin).until for bin in params().store}
    seal = min(params().bins_of("joint_22"), key=lambda bin: date[bin])
    film = min(params().bins_of("film"), key=lambda bin: date[bin])
    do(run, ("take", {"bin": "A2", "n": 5}), ("fill", {"slot": 1}), ("take", {"bin": seal}), ("fill", {"slot": 3}))
    do(run, ("walk", {"aisle": "C"}), ("take", {"bin": film}), ("fill", {"slot": 0}))
    do(run, ("take", {"bin": nut, "n": 3}), ("fill", {"slot": 2}))
    scene, look = scene_of(run)
    scene.advance(1)
    scene.screen(look)
    scene.rings(), scene.answers()
    return run, scene, look


def answer(scene: PlanScene) -> Arrived:
    arrived = scene.shown_for_a_while().now
    assert arrived is not None
    return arrived


def line(scene: PlanScene, look: StaticLook) -> Node:
    return next(n for n in scene.screen(look).nodes if n.id == "line")


def heard(scene: PlanScene, ticks: int) -> list[str]:
    sounds: list[str] = []
    for _ in range(ticks):
        scene.advance(1)
        sounds += scene.rings()
    return sounds


def test_places_find_their_pieces_one_after_the_other_on_a_rising_scale() -> None:
    """Four that serve rise to the top, the machine starts, somebody waves, within four seconds; no event is added."""
    run, scene, _look = filled()
    scene.act("depart:")
    scene.advance(1)
    before = len(run.events)
    assert heard(scene, STARTS - 2) == []
    assert answer(scene).shown == 0
    assert heard(scene, 4 * STEP) == ["set_2", "set_4", "set_6", "set_8"]
    assert heard(scene, LAST + 2) == ["row"]
    assert (answer(scene).whole, answer(scene).wave) == (True, 1)
    assert heard(scene, WAVES) == []
    assert (answer(scene).wave, answer(scene).over) == (0, True)
    assert STARTS + 4 * STEP + LAST + WAVES <= 200
    assert len(run.events) == before
    assert dict(scene.shown_for_a_while().stations)["K26"] == RUNS


def test_a_hollow_is_a_dull_knock_and_the_station_stays_dark() -> None:
    """Another nut in the place of the right one: it does not serve; nothing says why, and nothing is lit."""
    _run, scene, look = filled("C2")
    scene.act("depart:")
    scene.advance(1)
    assert dict(scene.shown_for_a_while().stations)["K26"] == COMES
    assert heard(scene, STARTS + 4 * STEP + LAST + WAVES) == ["set_2", "set_4", "knock", "set_6"]
    assert [place.serves for place in answer(scene).places] == [True, True, False, True]
    assert dict(scene.shown_for_a_while().stations)["K26"] == DARK
    words = scene.words(look)
    said = line(scene, look).spoken
    assert f"{words.t('ref.ecrou_6')} : un creux, dedans 3 × {words.t('ref.ecrou_5')}." in said
    decor = scene.screen(look).decor
    dark = next(i for i, s in enumerate(decor) if isinstance(s, Box) and s.fill == "black" and s.radius == 12)
    lies = [s.art for s in decor[dark + 1 : dark + 4] if isinstance(s, Picture)]
    assert lies == ["part_nut"] * 3, "what came lies in its hollow, as it came"
    assert said.endswith(words.t("line.dark"))


def test_it_goes_on_beside_the_work() -> None:
    """The next kit is laid on the table at once: the dots of the tab that left fill on, and any press is done."""
    _run, scene, look = filled()
    scene.act("depart:")
    scene.advance(3)
    scene.act("job:K40")
    scene.advance(1)
    page = scene.screen(look)
    assert scene.seen.kit == "K40"
    assert not any(n.id == "line" for n in page.nodes)
    before = next(n for n in page.nodes if n.id == "job:K26").shapes
    assert heard(scene, STARTS + 2 * STEP)[:2] == ["set_2", "set_4"]
    tab = next(n for n in scene.screen(look).nodes if n.id == "job:K26")
    assert tab.shapes != before
    assert scene.words(look).t("line.tab", n=3, of=3) in tab.spoken


def test_with_less_motion_the_same_is_seen_and_nothing_flies() -> None:
    """Each place comes up in 80 ms; no movement is under way; the words are the same."""
    _run, scene, _look = filled()
    still = StaticLook(Comfort(reduced_motion=True))
    moves = Moves()
    moves.show(scene.screen(still), (), 0.0, reduced=True)
    scene.act("depart:")
    for n in range(STARTS + 2):
        scene.advance(1)
        moves.show(scene.screen(still), scene.answers(), 20.0 * n, reduced=True)
        assert moves.held == 0
    assert answer(scene).shown == 1
    assert answer(scene).fades > 0
    scene.advance(4)
    assert answer(scene).fades == 0
    assert scene.words(still).t("line.serves", ref=scene.words(still).t("ref.film")) in line(scene, still).spoken


def test_a_later_step_gives_its_kits_no_name() -> None:
    """Eight stations from the first kit on; those of an order that nobody has given yet are blank."""
    run = at_work()
    scene, _ = scene_of(run)
    scene.advance(1)
    stations = scene.shown_for_a_while().stations
    assert len(stations) == 8
    assert {name for name, _ in stations if name} == set(params().rounds["A"].kits)


def test_what_is_still_to_come_of_it_ends_with_the_step() -> None:
    """Who goes on at once hears no knock of the kits behind them in the next step."""
    run, scene, _look = filled("C2")
    scene.act("depart:")
    scene.advance(2)
    enter(task(run).state, "check1", task(run).emit)
    assert not {"knock", "set_2"} & set(heard(scene, 200))


def test_a_run_that_is_taken_up_again_is_not_answered_anew() -> None:
    """The lamps stand as they were; nothing is heard of kits that left before."""
    run, _scene, _look = filled()
    do(run, ("depart", {}))
    run.advance(400)
    again, _ = scene_of(run)
    assert heard(again, 100) == []
    assert dict(again.shown_for_a_while().stations)["K26"] == RUNS


def test_the_way_on_stays_where_it_is_and_is_not_pressed_by_the_same_hand() -> None:
    """« J'ai fini » jumped away, « Tableau d'outils » grew under the mouse: each has one place in the whole step."""
    run = at_work()
    scene, look = scene_of(run)
    scene.advance(1)
    ways = {n.id: n.rect for n in scene.screen(look).nodes if n.id in ("end", "board:")}
    for kit in params().rounds["A"].kits:
        do(run, ("open_kit", {"kit": kit}))
        scene.do("depart")
        scene.advance(1)
    page = scene.screen(look)
    assert {n.id: n.rect for n in page.nodes if n.id in ("end", "board:")} == ways
    assert not any(n.id == "depart:" for n in page.nodes)
    scene.act("end")
    scene.advance(1)
    assert scene.seen.phase == "A"
    scene.advance(SENT_TICKS)
    scene.act("end")
    scene.advance(1)
    assert scene.seen.phase != "A"


def test_a_piece_is_carried_from_its_bin_into_the_foam_in_one_gesture() -> None:
    """Pressed on the bin, let go on the slot: the same acts as two presses. Let go elsewhere it stays in the hand."""
    run = at_work()
    scene, _look = scene_of(run)
    scene.advance(1)
    for onto in ("bin:A1", "job:K12", "slot:1"):
        if scene.seen.hand is None:
            scene.act("bin:A2")
        scene.advance(1)
        scene.act(onto, "drop@bin:A2")
        scene.advance(1)
        assert scene.seen.kit == "K26"
    assert [e.kind for e in run.events[-4:]] == ["fill", "passed", "matched", "job"]
    assert [a.verb for a in run.actions[-2:]] == ["take", "fill"]


def test_the_scanner_is_carried_to_a_label() -> None:
    """The scanner pressed, let go on a bin: its label is read; let go on a slot, nothing is done."""
    run = at_work()
    scene, _look = scene_of(run)
    scene.advance(1)
    scene.act("mode:scan")
    scene.act("slot:1", "drop@mode:scan")
    scene.act("bin:A6", "drop@mode:scan")
    scene.advance(1)
    assert [a.verb for a in run.actions[-1:]] == ["scan"]


def test_a_moment_watched_again_shows_the_line_as_it_stood() -> None:
    """The row of stations was dark there where it had been green: it is wound on without the scene's own clock."""
    p, whole = params(), robot_run(NAME, "expert", 3)
    left = [(at, e) for at, e in enumerate(whole.events) if e.kind == "depart" and e.data["zone"] in ("A", "B", "C")]
    judge, known = StationJudge(p), {}
    for at, e in left[:5]:
        known[e.data["kit"]] = RUNS if all(judge(whole.events[: at + 1], str(e.data["kit"])).values()) else DARK
        again = Session(PlanTask(p, Run(3, "first", "exercise", clock=False)))
        scene = wound(workshops()[NAME], again, whole.actions, e.tick + STARTS + 5 * STEP)
        assert isinstance(scene, PlanScene)
        line = scene.shown_for_a_while()
        assert {kit: how for kit, how in line.stations if kit in known} == known
        assert line.last == e.data["kit"]
    assert RUNS in known.values()


@pytest.mark.parametrize(("step", "kit", "comes"), [("A", "K12", True), ("B", "K52", True), ("C", "K31", False)])
def test_who_will_ask_later_takes_the_trolleys_before(step: str, kit: str, comes: bool) -> None:
    """The first surprise came after a quarter of an hour: Léo is met at the first kit. He asks nothing then."""
    run = at_work()
    enter(task(run).state, step, task(run).emit)
    scene, look = scene_of(run)
    do(run, ("open_kit", {"kit": kit}))
    scene.advance(1)
    before = [n for n in scene.screen(look).nodes if n.id == "porter"]
    scene.answers()
    do(run, ("depart", {}))
    scene.advance(STARTS)
    events = len(run.events)
    node = next((n for n in scene.screen(look).nodes if n.id == "porter"), None)
    assert (before, node is not None) == ([], comes)
    if node is not None:
        assert (node.spoken, node.actions) == ("Léo l'emmène", ())
        assert any(cue.motion.at == "porter" for cue in scene.answers())
    scene.advance(200)
    assert not any(n.id == "porter" for n in scene.screen(look).nodes)
    assert len(run.events) == events


def test_practice_sends_its_kits_to_no_station_of_the_day() -> None:
    """What practice answers is told by its mentor; the table shows a station at work where the try was right."""
    for filled_first in (False, True):
        scene, look = scene_of(session("practice"), "practice")
        scene.advance(1)
        assert scene.shown_for_a_while().stations == ()
        assert not any(n.id == "porter" for n in scene.screen(look).nodes)
        scene._begin("depart")
        scene.advance(3)
        if filled_first:
            n = next(n for n, slot in enumerate(scene.seen.kits[0].slots) if slot.held is None)
            scene.act(f"slot:{n}")
        else:
            scene.act("less:")
            scene.advance(2)
            scene.act("less:")
        scene.advance(2)
        scene.screen(look)
        scene.act("depart:")
        scene.advance(3)
        if not filled_first:
            # Its lid is open: that is asked about in practice too.
            assert scene.screen(look).id == "dialog"
            scene.advance(GUARD_TICKS)
            scene.act("leave:")
            scene.advance(3)
        circles = [s for s in scene.screen(look).decor if isinstance(s, Circle) and view_line.HALL.holds(s.x, s.y)]
        lamps = [s for s in circles if s.fill == "primer" and s.alpha == 60]
        assert (scene.seen.outcome == "right", len(lamps)) == (filled_first, int(filled_first))
        # The first trolley of all is taken along by whoever does it later.
        assert any(n.id == "porter" for n in scene.screen(look).nodes)


def test_a_mouse_carries_what_it_took() -> None:
    """Pressed on a bin, moved, let go on a slot: the piece lies there. A press that does not move takes it only."""
    app = Journey(workshops()[NAME], "fr", 5, None)
    app.go(Step.EXERCISE)
    run = app.top.session  # type: ignore[attr-defined]
    do(run, *(("wear", {"item": t.id}) for t in params().tools if t.kind == "ppe"), ("end", {}), ("end", {}))
    do(run, ("open_kit", {"kit": "K26"}))
    window = Window(app, (1366, 768))
    window._show()
    scale = window.surface.get_width() / WIDTH

    def mouse(kind: int, node: str) -> None:
        x, y = next(n.rect.centre for n in window.screen.nodes if n.id == node)
        at = round(x * scale), round(y * scale)
        window._pointer(pygame.event.Event(kind, {"pos": at, **({} if kind == pygame.MOUSEMOTION else {"button": 1})}))
        app.advance(1)
        window._show()

    mouse(pygame.MOUSEBUTTONDOWN, "bin:A2")
    mouse(pygame.MOUSEBUTTONUP, "bin:A2")
    assert app.top.seen.hand.n == 1  # type: ignore[attr-defined]
    mouse(pygame.MOUSEBUTTONDOWN, "bin:A2")
    mouse(pygame.MOUSEMOTION, "slot:1")
    mouse(pygame.MOUSEBUTTONUP, "slot:1")
    assert app.top.seen.hand is None  # type: ignore[attr-defined]
    held = next(k for k in app.top.seen.kits if k.here).slots[1].held  # type: ignore[attr-defined]
    assert held.n == 2
    pygame.display.set_mode((1280, 720))


def test_the_lid_comes_down_once_the_last_piece_lies_and_not_before() -> None:
    """It lay shut while the piece was still on its way; then it comes, latch after latch, and a light goes over it."""
    _run, scene, look = filled()
    scene.act("slot:2")
    scene.advance(2)
    was = scene.screen(look)
    assert was.overlay == ()
    scene.act("slot:2")
    scene.advance(2)
    now = scene.screen(look)
    play = Play(Cue(MOTIONS["fill"], {"slot": 2, "whole": True}), was, now)

    def lies(ms: float) -> list[bool]:
        shown = drawn(now, (edit(play, ms),)).overlay
        return [shape in shown for shape in view_foam.shut()]

    assert not any(lies(80))
    assert not any(lies(FLIES_MS + 10))
    left, right = (FLIES_MS + at + 60 for at in view_moves.SNAPS_MS)
    assert lies(left)[-2:] == [True, False]
    assert all(lies(right))
    assert drawn(now, (edit(play, play.lasts),)) is now
    # One that leaves a place of the kit empty brings no lid.
    other = Play(Cue(MOTIONS["fill"], {"slot": 2, "whole": False}), was, was)
    assert all(edit(other, ms).hides == () for ms in (80, 300))


def test_who_takes_the_trolley_leans_on_it_before_it_gives() -> None:
    """Heavy: it gives back first, then goes faster and faster; Léo stands behind it, and nobody in practice."""
    run, scene, look = filled()
    was = scene.screen(look)
    scene.act("depart:")
    scene.advance(1)
    play = Play(Cue(MOTIONS["depart"], run.events[-1].data), was, scene.screen(look))

    def left(ms: float) -> float:
        return min(s.rect.x for s in edit(play, ms).over if isinstance(s, Box) and s.fill == "tarmac" and s.to == "ink")

    rest, leans, half, late = (left(ms) for ms in (0, 310, 800, 1150))
    assert leans < rest < half < late
    assert late - half > 2 * (half - rest)
    arts = [s.art for s in edit(play, 600).over if isinstance(s, Picture)]
    assert arts[:2] == ["colleague_leo_waves", "colleague_leo_pushes"]
    assert edit(play, 600).nodes == {"porter": ()}, "nobody is in two places"
    alone = Play(play.cue, was, replace(play.now, nodes=tuple(n for n in play.now.nodes if n.id != "porter")))
    assert "colleague_leo_pushes" not in [s.art for s in edit(alone, 600).over if isinstance(s, Picture)]
    assert STARTS * 20 >= view_moves.LEAVES_MS - 20, "its station answers once it has gone"


@pytest.mark.parametrize(("nut", "thanks"), [("C1", True), ("C2", False)])
def test_a_station_that_has_what_it_needs_says_a_word(nut: str, thanks: bool) -> None:
    """Its words come with its machine, in the picture and for the voice; one that lacks something says nothing."""
    _run, scene, look = filled(nut)
    words = scene.words(look).t("thanks.K26")
    scene.act("depart:")
    scene.advance(STARTS + 4 * STEP)
    assert words not in line(scene, look).spoken
    scene.advance(LAST + 2)
    assert (words in line(scene, look).spoken) is thanks
    drawn_there = [s.text for s in scene.screen(look).decor if isinstance(s, Text)]
    assert (words in drawn_there) is thanks
    assert (scene.words(look).t("kit.K26") in drawn_there) is not thanks


def test_no_two_neighbours_of_the_line_are_the_same_station() -> None:
    """One machine and one person stood at all eight: each kit went to the same place."""
    stations = [view_line.bay(0, 0, runs=True, n=n) for n in range(8)]
    assert all(a != b for a, b in itertools.pairwise(stations))
    assert len({str(station) for station in stations}) == 8


def test_a_foam_comes_place_by_place() -> None:
    """A kit that is laid on the table jumped there whole: its places come from left to right; all lie at the end."""
    _run, scene, look = filled()
    was = scene.screen(look)
    scene.act("job:K40")
    scene.advance(1)
    now = scene.screen(look)
    play = Play(Cue(MOTIONS["open_kit"], {"kit": "K40"}), was, now)
    begun = [sum(shapes != () for shapes in edit(play, ms).nodes.values()) for ms in (10, 150, 250, 460)]
    assert begun == [1, 2, 3, 4]
    assert drawn(now, (edit(play, play.lasts),)) is now
