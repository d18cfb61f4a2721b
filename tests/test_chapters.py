"""Chapters of practice: what a step needs is taught before the day, or just before that step; nothing of it counts."""

from collections.abc import Iterator

import pytest
from conftest import panneau
from test_journey import HeardPost
from test_resuming import taken_up
from test_visit import begun
from test_workshops import EVERY, workshops
from way_kit import press

from game.journey.journey import Journey
from game.journey.practised import Practised
from game.journey.practising import due
from game.mechanics.assemble.params import Params
from game.mechanics.inspect.params import InspectParams
from game.mechanics.plan.params import PlanParams
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.nodes import Screen, Text
from game.screen.steps import Step
from game.simulation.bots import mine
from game.simulation.session import play_again
from game.simulation.task import Run
from game.station.home import Home
from game.window.look import StaticLook
from game.workshop.params import WorkshopParams
from lab.robots import live
from scenarios.model import Scenario

AT_FIRST, BETWEEN = 4, 2
"""Lessons before the exercise, and before any step of it, at the most."""
FREE = (
    "look", "open_doc", "take_tool", "return_tool", "wear", "reply", "end", "lesson", "release", "choose_calibre",
    "wait", "put_back", "unfill", "open_kit",
)  # fmt: skip
"""Acts that are words read, or said where they come: no gesture teaches them."""
TAUGHT_BY = {
    "exchange": "store", "take_fod": "tidy", "turn_part": "pose", "flip_part": "pose", "place_part": "pose",
    "choose_folder": "folder", "count": "close", "field": "close", "sign": "close", "search": "close", "tag": "tag",
    "call": "tag", "gauge": "measure", "pick": "take", "place": "place", "lever": "squeeze", "turn_jaw": "turn",
    "check": "gauge", "redo": "redo", "isolate": "cord", "exchange_bin": "cord", "point": "plan", "lens": "lens",
    "lamp": "light", "lock": "lens", "turn": "mark", "start_mark": "mark", "rule": "measure", "set": "measure",
    "line": "measure",
    "zero": "zero", "decide": "decide", "walk": "walk", "scan": "scan", "take": "count", "fill": "count",
    "depart": "depart", "lay": "plan", "lift": "plan",
}  # fmt: skip
"""Which sort of gesture teaches an act."""
OTHERWISE = {("reject", "plan"): "aside", ("reject", "assemble"): "aside"}
JUDGING = {"assemble": "heads", "inspect": "rack", "plan": "check"}


def rules(name: str) -> WorkshopParams:
    return mine(workshops()[name].params, WorkshopParams)


def taught(params: WorkshopParams, step: str) -> set[str]:
    """Sorts of gesture that were taught when a step begins."""
    return {gesture.does for lesson in params.taught_by(step) for gesture in lesson}


def sort_of(verb: str, mechanic: str) -> str:
    """The sort of gesture that teaches an act, "" for one that needs none."""
    if verb in FREE:
        return ""
    if verb == "head":
        return JUDGING[mechanic]
    return OTHERWISE.get((verb, mechanic)) or TAUGHT_BY[verb]


@pytest.mark.parametrize("name", EVERY)
def test_practice_is_cut_short(name: str) -> None:
    """At most four lessons before the exercise, two before any step of it; each gesture is in just one of them."""
    params = rules(name)
    first, steps = params.chapter(), [step.id for step in params.phases]
    assert 2 <= len(first.lessons()) <= AT_FIRST
    assert first.goes_on
    chapters = {step: params.chapter(step) for step in steps}
    assert all(len(chapter.lessons()) <= BETWEEN for chapter in chapters.values())
    every = [g.id for part in (first, *chapters.values()) for g in part.practice]
    assert sorted(every) == sorted(g.id for g in params.practice)
    assert chapters[steps[0]].practice == ()
    assert first.every == chapters[steps[1]].every == params.practice
    assert params.chapter(*steps).again == params.again


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("robot", ["expert", "first_timer"])
def test_what_is_done_in_a_step_was_taught_by_then(name: str, robot: str) -> None:
    """Each act of a robot, right or in trouble, is of a gesture taught before the day or before its step."""
    scenario, params = workshops()[name], rules(name)
    mechanic = scenario.head.mechanic.partition("@")[0]
    for seed in (5, 6):
        run = live(scenario, robot, seed)
        begins = [(e.tick, str(e.data["name"])) for e in run.events if e.kind == "phase"]
        for action in run.actions:
            step = [name for tick, name in begins if tick <= action.tick][-1]
            sort = sort_of(action.verb, mechanic)
            assert not sort or sort in taught(params, step), (step, action)


def needs(params: WorkshopParams, step: str) -> Iterator[str]:
    """What a step asks by how it is written: its kind, its zone, what comes in it."""
    phase = next(phase for phase in params.phases if phase.id == step)
    comes = {happening.does for happening in params.day if happening.phase == step}
    yield from (sort for what, sort in (("falls", "tidy"), ("revises", "folder")) if what in comes)
    yield from (sort for kind, sort in (("prepare", "store"), ("close", "close")) if kind == phase.kind)
    if any(part.zone == phase.zone for part in params.parts):
        yield "pose"
    if isinstance(params, Params):
        yield from _riveted(params, phase.kind, phase.zone, phase.movement)
    elif phase.kind == "judge":
        yield "rack" if isinstance(params, InspectParams) else "check"
    if isinstance(params, PlanParams) and phase.zone in params.plans:
        yield "plan"


def _riveted(params: Params, kind: str, zone: str, movement: int) -> Iterator[str]:
    if kind in ("judge", "points"):
        yield "heads" if kind == "judge" else "plan"
    if kind != "work":
        return
    holes = params.zones[zone].holes.values()
    yield from ("measure", "take", "place", "squeeze", "gauge", "redo", "aside")
    yield from ("plan",) if params.zones[zone].on_plan else ()
    yield from ("turn",) if any(hole.jaw >= 0 for hole in holes) else ()
    yield from ("tag",) if any(hole.oval for hole in holes) else ()
    yield from ("cord",) if params.mixed is not None and params.mixed.movement <= movement else ()


@pytest.mark.parametrize("name", EVERY)
def test_what_a_step_may_need_was_taught_by_then(name: str) -> None:
    """Also what nobody happened to do: what falls, what rings, an oval hole, a mixed bin, a part, a plan, the sheet."""
    params = rules(name)
    for phase in params.phases:
        assert set(needs(params, phase.id)) <= taught(params, phase.id), phase.id


# On the way.


def in_exercise(home: Home | None, scenario: Scenario, *learnt: str) -> Journey:
    """A visit whose exercise has just begun, its practice left at once or with some gestures learnt."""
    app = begun(home, scenario)
    app.go(Step.PRACTICE)
    now = app.visit.practised[scenario.head.id]
    app.visit.practised[scenario.head.id] = Practised(now.workshop, now.version, learnt)
    app.answer(Step.PRACTICE, "done")
    press(app, "go")
    assert app.step is Step.EXERCISE
    app.advance(1)
    return app


def ends(app: Journey) -> None:
    """The step of the exercise that is in hand is ended."""
    assert app.workshop is not None
    app.workshop.session.act("end")
    app.advance(1)


def shown(app: Journey) -> Screen:
    return app.screen(StaticLook(app.comfort))


def met(app: Journey) -> tuple[str, ...]:
    """The steps whose chapters were met."""
    return app.visit.practised[app.scenario.head.id].met


def at(app: Journey) -> Step:
    """The step on the screen now."""
    return app.step


def drawn(app: Journey) -> set[str]:
    """What is written beside what can be pressed."""
    return {shape.text for shape in shown(app).decor if isinstance(shape, Text)}


def words(app: Journey) -> str:
    return " ".join(node.spoken for node in shown(app).nodes)


def test_the_exercise_stands_still_while_a_chapter_is_taught(home: Home) -> None:
    """Its ticks, events, digests and journal do not move; then one is on the step's bench, and none comes twice."""
    app, post = in_exercise(home, panneau()), HeardPost()
    app.post = post
    assert app.workshop is not None
    run = app.workshop.session
    assert "prepare" in [cue.data.get("name") for cue in app.cues()]
    app.sounds()
    ends(app)
    assert (app.step, len(app.places)) == (Step.PRACTICE, 2)
    assert "Avant la suite : Cadre 32" in words(app)
    before = run.task.tick, len(run.events), len(run.actions), list(run.digests), run.task.digest()
    app.sounds()
    app.cues()
    press(app, "next:turn")
    app.advance(200)
    assert "Geste 1 sur 2 · partie 1 sur 2" in drawn(app)
    every = len(panneau().params.every_lesson())  # type: ignore[attr-defined]
    assert f"Gestes appris : 0 sur {every}" in drawn(app), "those of the whole practice are counted"
    assert (run.task.tick, len(run.events), len(run.actions), list(run.digests), run.task.digest()) == before
    assert (post.said[-1][1].step, post.said[-1][1].workshop) == ("practice", "panneau_fuselage")
    press(app, "end")
    app.advance(2)
    assert "Revenir à l'exercice quand même ?" in words(app)
    press(app, "leave:")
    app.advance(2)
    assert (app.step, len(app.places), app.at_work) == (Step.EXERCISE, 1, app.workshop)
    assert run.task.tick <= before[0] + 2
    assert app.sounds() == ()
    assert "prepare" not in [cue.data.get("name") for cue in app.cues()], "what was seen is not seen again"
    app.advance(100)
    assert post.said[-1][1].step == "exercise"
    assert post.said[-1][1].acts == 0, "what was done before the chapter is not done again"
    assert met(app) == ("A",)
    for step in ("heads1", "B"):
        ends(app)
        assert app.step is Step.PRACTICE, step
        app.answer(Step.PRACTICE, "done")
        app.advance(1)
    for _ in ("D", "heads2", "points"):
        ends(app)
        assert app.step is Step.EXERCISE
    ends(app)
    assert app.step is Step.PRACTICE
    assert met(app) == ("A", "heads1", "B")


def test_a_run_with_chapters_is_the_run_without_them() -> None:
    """The same acts give the same digests: nothing of a chapter is in the run."""
    app = in_exercise(None, panneau())
    assert app.workshop is not None
    run = app.workshop.session
    while not run.task.done:
        if app.step is Step.PRACTICE:
            app.advance(70)
            app.answer(Step.PRACTICE, "done")
        ends(app)
    fresh = MECHANICS["assemble@1"].make(panneau().params, Run(5, clock=False))
    assert play_again(fresh, run.actions, run.task.tick).digests == run.digests


def learns(app: Journey) -> None:
    """« Tourner la pince » and « Poser une pièce », the first lesson before the frame."""
    press(app, "next:turn", "try:turn")
    app.advance(60)
    assert app.at_work is not None
    for verb, args in (("turn_jaw", {}), ("lever", {"x": 400}), ("lever", {"x": 0})):
        app.at_work.session.act(verb, args)
        app.advance(60)


@pytest.mark.parametrize("over", [False, True])
def test_a_crash_in_a_chapter_goes_on_there_and_after_it_at_the_step(home: Home, over: bool) -> None:
    """By the code: what was learnt in it is kept, the exercise stands where it stood."""
    app = in_exercise(home, panneau())
    ends(app)
    learns(app)
    assert "turn" in app.visit.practised["panneau_fuselage"].learnt
    if over:
        app.answer(Step.PRACTICE, "done")
        app.advance(1)
    assert app.person is not None
    assert app.workshop is not None
    app.person.close()
    back = taken_up(home, app.person.code, panneau())
    back.advance(1)
    assert back.step is (Step.EXERCISE if over else Step.PRACTICE)
    assert back.workshop is not None
    assert back.workshop.session.task.tick >= app.workshop.session.task.tick - 60
    assert "turn" in back.visit.practised["panneau_fuselage"].learnt
    if not over:
        assert any(text.startswith("Geste 1 sur 2") for text in drawn(back))
        back.answer(Step.PRACTICE, "done")
        assert back.step is Step.EXERCISE


def test_a_second_try_repeats_no_chapter() -> None:
    """Nor does one that is begun anew from the hangar; what was left unmet comes then."""
    app = in_exercise(None, panneau())
    ends(app)
    app.answer(Step.PRACTICE, "done")
    app.advance(1)
    app.answer(Step.PAUSE, "hangar")
    app.go(Step.PRACTICE)
    assert len(app.places) == 1
    app.answer(Step.PRACTICE, "done")
    assert at(app) is Step.READY
    press(app, "go")
    app.advance(1)
    ends(app)
    assert at(app) is Step.EXERCISE
    ends(app)
    assert at(app) is Step.PRACTICE


def test_what_is_learnt_is_not_taught_and_a_step_that_was_passed_over_leaves_its_chapter() -> None:
    """A chapter whose gestures are learnt does not come; one whose step a ceiling took away comes before the next."""
    params, now = rules("panneau_fuselage"), Practised("panneau_fuselage", "")
    assert due(params, "prepare", now) == ()
    assert due(params, "A", now) == ("A",)
    assert due(params, "B", Practised("", "", met=("A",))) == ("heads1", "B")
    assert due(params, "B", Practised("", "", met=("A",), learnt=("heads", "folder"))) == ("B",)
    assert due(params, "done", now) == ()
    both = params.chapter("heads1", "B")
    assert ([g.id for g in both.practice], both.leads_to) == (["heads", "cord", "plan", "folder"], "B")


def test_who_was_in_no_practice_is_taught_nothing_in_between() -> None:
    """A demonstration, a picture, a robot begin the exercise by itself."""
    app = Journey(panneau(), "fr", 5)
    app.go(Step.EXERCISE)
    app.advance(1)
    ends(app)
    assert app.step is Step.EXERCISE


def test_pause_comfort_and_the_hand_work_in_a_chapter(home: Home) -> None:
    """What lies over it goes away again; leaving the window opens the pause; the hangar is not the exercise."""
    app, post = in_exercise(home, panneau()), HeardPost()
    app.post = post
    ends(app)
    for over in ("pause", "comfort"):
        press(app, over, "go_on")
        assert (app.step, len(app.places)) == (Step.PRACTICE, 2)
    app.act("help", "press")
    assert post.said[-1][1].hand
    app.quit_asked()
    assert at(app) is Step.PAUSE
    assert "garder dix minutes" in words(app)
    press(app, "stop_keep")
    assert app.step is Step.GOODBYE


@pytest.mark.parametrize("name", EVERY)
def test_each_chapter_opens_ends_and_shows_how_far_the_day_is(name: str) -> None:
    """Its card names its lessons; its last good try leads back to the exercise; the bar shows the day as it stands."""
    scenario = workshops()[name]
    app = in_exercise(None, scenario)
    params, came = rules(name), list[str]()
    while app.step is not Step.DEBRIEF:
        if app.step is not Step.PRACTICE:
            ends(app)
            app.advance(400)
            continue
        assert app.chapter is not None
        (step,) = app.chapter.steps
        came.append(step)
        lessons = params.chapter(step).lessons()
        screen = shown(app)
        ids = [n.id for n in navigate.reachable(screen)]
        assert [i for i in ids if i.startswith("lesson:")] == [f"lesson:{lesson[0].id}" for lesson in lessons]
        assert screen.focus_first == f"next:{lessons[0][0].id}"
        assert next(n.name for n in screen.nodes if n.id == "end") == "Retour à l'exercice"
        app.answer(Step.PRACTICE, "done")
        app.advance(1)
    assert came == list(dict.fromkeys(step.id for step in params.phases if params.chapter(step.id).practice))


@pytest.mark.parametrize("name", ["panneau_fuselage", "panneau_porte"])
def test_the_part_of_practice_comes_another_way_than_at_work(name: str) -> None:
    """The step asked for the very same turns that had been tried a minute before: it read what was remembered."""
    params = workshops()[name].params
    assert isinstance(params, WorkshopParams)
    for part in params.parts:
        angle, face = part.tried_from
        turns, at_work = (part.angle - angle) % 4, (part.angle - part.start_angle) % 4
        assert turns > 0
        assert face != part.face, "both gestures are taught"
        assert (turns, face != part.face) != (at_work, part.start_face != part.face)
