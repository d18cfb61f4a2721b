"""Practice: one gesture at a time, told by looking; no clock, nothing forced, nothing that counts."""

import re
from dataclasses import replace
from importlib.resources import files

import pytest
import yaml
from conftest import panneau, rules, task, workshop
from teaching_kit import RIVETED, riveted, taught_of
from test_workshops import EVERY, workshops

from game.library import catalogue_of
from game.mechanics.assemble import view_lever, view_rivet
from game.mechanics.assemble.lessons import BASE, Matter
from game.mechanics.assemble.lever import SOFT_U_S, TOUCHES_AT
from game.mechanics.assemble.params import FAULTY_HEADS, Params
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.task import AssembleTask
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.kept import Kept
from game.screen.nodes import Box, Circle, Line, Node, Poly, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop import teaching
from game.workshop.drawn import NOTHING
from game.workshop.params import WorkshopParams
from game.workshop.scene import GUARD_TICKS
from game.workshop.seen import WorkshopSeen
from game.workshop.task import PACE_TICKS
from game.workshop.view_lesson import STAGE
from game.workshop.words import WorkshopWords
from scenarios.model import Scenario
from scoring.evidence import observe
from scoring.readers.assemble import SOFT


def opened(**comfort: object) -> tuple[AssembleScene, StaticLook]:
    """Practice at its first page."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task(phase="practice")), workshop(), panneau().head, name="practice")
    scene.advance(1)
    return scene, StaticLook(Comfort(**comfort))  # type: ignore[arg-type]


def press(scene: AssembleScene, look: StaticLook, *nodes: str) -> Screen:
    """Press what can be reached now. Raises AssertionError for what cannot."""
    for node in nodes:
        kind, _, gesture = node.partition(":")
        if kind == "lesson":
            # A gesture joined to another has its page too, though the chain shows the first of them alone.
            node = f"page_of:{gesture}"
        else:
            assert node in {n.id for n in navigate.reachable(scene.screen(look))}, node
        scene.act(node)
        scene.advance(3)
    return scene.screen(look)


def node_of(scene: AssembleScene, look: StaticLook, id: str) -> Node:
    """A node that is shown now."""
    return next(n for n in scene.screen(look).nodes if n.id == id)


def pull(scene: AssembleScene, until_um: int, x: int) -> None:
    """Hold the lever at x until the head stands so far above the middle of the lines, then let go."""
    scene.do("lever", x=x)
    for _ in range(3000):
        scene.advance(1)
        if scene.seen.lever.h_um - scene.seen.lever.target_um <= until_um:
            break
    scene.act("release")
    scene.advance(2)


@pytest.mark.parametrize(("until_um", "x", "told"), [(60, 545, "right"), (-500, 1000, "low"), (900, 545, "high")])
def test_a_head_is_told_as_it_stands(until_um: int, x: int, told: str) -> None:
    """Too high, too low, right: what is said is what is seen, beside its twin; only a right one is a good one."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    pull(scene, until_um, x)
    if told == "high":
        scene.advance(GUARD_TICKS)
        press(scene, look, "release")
    assert scene.seen.outcome == told
    assert scene.seen.goods == (told == "right")
    page = scene.screen(look)
    words = {n.id: n.spoken for n in page.nodes}["mentor"]
    # Two good ones are asked: the first has its own word.
    # The lever was thrown down: a head that is right is told so, and the blow with it.
    assert words == scene.words(look).t(f"lesson.squeeze.told.{'once.hard' if told == 'right' else told}")
    assert scene.words(look).t(f"lesson.head.{told}") in {getattr(s, "text", "") for s in page.decor}


def test_an_untouched_head_is_not_the_gesture() -> None:
    """Letting go before the metal moves is told as a head that is not formed, with « Encore une fois » beside it."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze", "more", "release")
    scene.advance(GUARD_TICKS)
    assert press(scene, look, "release").focus_first == "try:squeeze"
    assert scene.seen.outcome == "untouched"
    assert scene.seen.goods == 0


def test_squeezing_is_learnt_by_two_good_heads_and_a_bad_one_takes_none_away() -> None:
    """Two good heads, not in a row: the second makes it learnt and « Geste suivant » the orange button."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    for until_um, x, goods in ((60, 545, 1), (-500, 1000, 1), (60, 545, 2)):
        pull(scene, until_um, x)
        assert scene.seen.goods == goods
        page = scene.screen(look)
        said = {n.id: n.spoken for n in page.nodes}
        told = "told.low" if until_um < 0 else "told.once.hard" if goods < 2 else "told.whole.hard"
        assert said["mentor"] == scene.words(look).t(f"lesson.squeeze.{told}")
        if goods < 2:
            word = "lesson.again" if until_um < 0 else "lesson.more"
            assert said["try:squeeze"].startswith(scene.words(look).t(word)), "a good head is not answered as a bad one"
            press(scene, look, "try:squeeze")
    assert "squeeze" in scene.seen.learnt
    assert page.focus_first == "next:turn"


def lever_to(scene: AssembleScene, *, step: int, to: int) -> None:
    """Bring the lever down by so much every 100 ms."""
    for x in range(step, to + 1, step):
        scene.do("lever", x=x)
        scene.advance(5)


@pytest.mark.parametrize(("step", "how", "sound"), [(40, "soft", "tick"), (50, "hard", "knock")])
def test_a_soft_contact_is_taught_as_it_is_counted(step: int, how: str, sound: str) -> None:
    """What the rule of soft contacts counts is told in practice, heard and seen: at its limit and just above it."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    lever_to(scene, step=step, to=TOUCHES_AT)
    assert (scene.seen.touched, scene.rings()) == (how, (sound,))
    zones = [s for s in scene.screen(look).decor if isinstance(s, Box) and s.rect.x == view_lever.SOFTLY.x]
    assert [s.fill for s in zones] == ["green" if how == "soft" else "amber"]
    pull(scene, 60, 545)
    words = {n.id: n.spoken for n in scene.screen(look).nodes}["mentor"]
    assert words == scene.words(look).t(f"lesson.squeeze.told.once.{how}")
    [head] = [e for e in scene.session.events if e.kind == "head"]
    assert (int(head.data["v_contact"]) <= SOFT) == (how == "soft")
    assert SOFT == SOFT_U_S


WAYS = {
    "plan": ("doc:plan", "hole:D5"),
    "store": ("mode:store", "tool:squeezer"),
    "pose": ("turn:E12", "flip:E12", "fit:E12"),
    "tidy": ("fod:copeau",),
    "cord": ("mode:isolate", "bin:2", "mode:store", "bin:2"),
    "measure": ("mode:pige", "hole:A1"),
    "take": ("bin:1",),
    "place": ("hole:A1",),
    "turn": ("jaw", "more", "release"),
    "gauge": ("mode:calibre", "hole:A1"),
    "aside": ("reject", "try:aside", "reject"),
    "tag": ("mode:tag", "hole:A3", "mode:call", "hole:A3"),
    "redo": ("mode:redo", "hole:A1"),
    "folder": ("doc:rack", "folder:4A-128-B"),
    "close": ("number:3", "note:", "gap:brush", "search:drawer", "sign"),
}


@pytest.mark.parametrize("name", RIVETED)
def test_the_jaw_is_taught_by_its_walls(name: str) -> None:
    """Against a wall it is told so, from the open side it goes on; its place has walls in any workshop."""
    scenario, params = riveted(name)
    gesture = next(g for g in params.practice if g.does == "turn")
    session = Session(AssembleTask(params, Run(5, clock=False, phase="practice")))
    scene, look = AssembleScene(session, params, scenario.head, name="practice"), StaticLook(Comfort())
    scene.advance(1)
    press(scene, look, f"lesson:{gesture.id}", f"try:{gesture.id}")
    assert len(scene.seen.lever.walls) == 3
    press(scene, look, "more")
    assert scene.seen.outcome == "wall"
    press(scene, look, f"try:{gesture.id}")
    while scene.seen.lever.jaw in scene.seen.lever.walls:
        press(scene, look, "jaw")
    press(scene, look, "more")
    assert scene.seen.outcome == "right"


def test_every_hole_with_one_way_in_shows_it_where_it_is_judged() -> None:
    """Walls stand on the panel and beside the lever, for the eye and for the voice; the other holes have none."""
    params = workshop()
    scene, look = opened()
    drawn = {n.id: n for n in scene.spots(scene.words(look), scene.seen, all_live=True)}
    for hole, spec in params.holes().items():
        seen = next(h for h in scene.seen.holes if h.id == hole)
        assert set(seen.walls) == ({0, 1, 2, 3} - {spec.jaw} if spec.jaw >= 0 else set())
        assert ("parois" in drawn[f"hole:{hole}"].spoken) == (spec.jaw >= 0)
    press(scene, look, "lesson:turn", "try:turn")
    jaw = next(n for n in scene.screen(look).nodes if n.id == "jaw")
    assert "La pince vient de gauche. Parois : à gauche, au-dessus, en dessous." in jaw.spoken


def test_a_jaw_against_a_wall_is_said_on_the_lever_itself() -> None:
    """The mentor's word stands on the screen where it happened, and the line of the order is back when it has gone."""
    scene, look = opened()
    press(scene, look, "lesson:squeeze", "try:squeeze")
    words = scene.words(look)
    for message, said in (("jaw", words.t("message.jaw")), ("A", f"{words.t('lever.help')} {words.t('lever.keys')}")):
        screen = view_lever.lever(words, replace(scene.seen, message=message), NOTHING, Kept(), "")
        assert screen.say == said
        assert {getattr(s, "text", "") for s in screen.decor} >= {look.wrap(said, 23, 382)[0]} or message == "A"


READ = ("page:", "doc:", "line:")
"""What was read can be read again."""
FLOWING = {"measure": "take", "take": "place", "place": "squeeze", "gauge": "redo"}
"""What goes on by itself, from the gesture just learnt."""


@pytest.mark.parametrize("gesture", WAYS)
def test_each_gesture_can_be_learnt_by_what_is_lit(gesture: str) -> None:
    """The next thing lies there; pressed one after the other, it is learnt; what came of it stays until one goes on."""
    scene, look = opened()
    press(scene, look, f"lesson:{gesture}", f"try:{gesture}")
    for node in WAYS[gesture]:
        scene.advance(GUARD_TICKS)
        press(scene, look, node)
    assert gesture in scene.seen.learnt
    if gesture in FLOWING:
        scene.advance(1)
        assert scene.seen.lesson == FLOWING[gesture], "the next one follows without a press"
        return
    scene.advance(3000)
    screen = scene.screen(look)
    words = {n.id: n.spoken for n in screen.nodes}["mentor"]
    whole = next(g for g in workshop().practice if g.id == gesture).goods > 1
    assert words == scene.words(look).t(f"lesson.{gesture}.told.{'whole' if whole else 'right'}")
    on = [n.id for n in navigate.reachable(screen) if n.id not in navigate.BAR and not n.id.startswith(READ)]
    if screen.id != "lesson":
        assert on == [screen.focus_first], "nothing but the way on can be pressed"
    kind, _, after = screen.focus_first.partition(":")
    press(scene, look, screen.focus_first)
    assert kind == "next"
    assert scene.hand.study.gesture == after
    assert scene.hand.study.trying == (after != "heads"), "it is tried at once, but where one has to look first"


def test_heads_are_learnt_when_just_the_faulty_ones_are_marked() -> None:
    """All eight kinds lie there; with one too many marked it is not told yet, and it can be taken back."""
    scene, look = opened()
    press(scene, look, "lesson:heads", "try:heads")
    faulty = [f"head:{h.index}" for h in scene.seen.heads if h.feature in ("cocked", "gap", "crushed", "mark")]
    good = next(f"head:{h.index}" for h in scene.seen.heads if not h.feature)
    press(scene, look, good, *faulty)
    assert not scene.seen.outcome
    press(scene, look, good)
    assert scene.seen.learnt == ("heads",)


def test_a_sound_hole_is_told_apart_and_its_tag_is_taken_off() -> None:
    """A tag on a round hole, or a call about one, is answered as it is; the tag is off again, and one tries anew."""
    scene, look = opened()
    words = scene.words(look)
    press(scene, look, "lesson:tag", "try:tag", "mode:tag", "hole:A6")
    assert (scene.seen.outcome, scene.seen.tags_left) == ("round", workshop().tags)
    assert not any(h.tagged for h in scene.seen.holes)
    assert node_of(scene, look, "mentor").spoken == words.t("lesson.tag.told.round", hole="A3")
    scene.advance(PACE_TICKS)
    press(scene, look, "mode:tag", "hole:A3", "mode:call", "hole:A6")
    assert scene.seen.outcome == "call_round"
    scene.advance(PACE_TICKS)
    press(scene, look, "mode:tag", "hole:A3", "mode:call", "hole:A3")
    assert scene.seen.outcome == "right"


def test_a_head_says_how_it_is_marked() -> None:
    """Who hears the screen comes back to a head and knows what the one who sees it reads there."""
    scene, look = opened()
    press(scene, look, "lesson:heads", "try:heads")
    plain = node_of(scene, look, "head:0").spoken
    for verdict in ("review", "ok"):
        press(scene, look, "head:0")
        word = scene.words(look).t(f"verdict.{verdict}")
        assert node_of(scene, look, "head:0").spoken == f"{plain}. {word}."


def test_a_mark_on_a_head_gets_its_reason_and_no_tick() -> None:
    """In practice each mark is answered by what is to be seen; nothing that is wrong reads as confirmed."""
    scene, look = opened()
    press(scene, look, "lesson:heads", "try:heads")
    for head in scene.seen.heads:
        press(scene, look, f"head:{head.index}")
        said = node_of(scene, look, "echo") if scene.seen.outcome == "" else None
        if said is not None:
            key = f"echo.head_verdict.review.{head.feature or 'plain'}"
            assert said.spoken == scene.words(look).t(key)
            assert not any(isinstance(s, Circle) for s in said.shapes)
        if head.feature not in FAULTY_HEADS and scene.seen.outcome == "":
            press(scene, look, f"head:{head.index}")
            assert node_of(scene, look, "echo").spoken == scene.words(look).t("echo.head_verdict.ok")
    assert scene.seen.outcome == "right"


def test_a_bent_rivet_that_is_set_and_a_call_without_a_tag_are_told() -> None:
    """What went wrong is said for what it is, and can be tried again."""
    scene, look = opened()
    press(scene, look, "lesson:aside", "try:aside", "hole:A1")
    assert scene.seen.outcome == "bent"
    press(scene, look, "try:aside", "reject", "try:aside")
    scene.advance(GUARD_TICKS)
    press(scene, look, "hole:A1")
    assert scene.seen.outcome == "strange"
    assert node_of(scene, look, "mentor").spoken == scene.words(look).t("lesson.aside.told.strange")
    press(scene, look, "lesson:tag", "try:tag", "mode:call", "hole:A3")
    assert scene.seen.outcome == "call_only"
    assert scene.seen.learnt == ()


def test_practice_ends_only_when_the_person_says_so() -> None:
    """With the clock on, ten minutes change nothing; leaving asks while gestures are left, and is never refused."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task(phase="practice", clock=True)), workshop(), panneau().head, name="practice")
    scene.advance(30_000)
    look = StaticLook(Comfort())
    assert not scene.session.task.done
    assert press(scene, look, "end").id == "dialog"
    press(scene, look, "stay:", "end", "leave:")
    assert scene.session.task.done


def test_practice_never_counts() -> None:
    """A whole practice gives no observation with a value."""
    scene, look = opened()
    press(scene, look, "lesson:aside", "try:aside", *WAYS["aside"], "lesson:tag", "try:tag", *WAYS["tag"])
    found = observe(scene.session.events, rules(), workshop().model_dump(), task="panneau_fuselage")
    assert all(o.category is None for o in found)


@pytest.mark.parametrize("comfort", [{}, {"language": "en"}, {"easy": True}, {"text_scale": 2.0}])
def test_every_page_can_be_said(comfort: dict[str, object]) -> None:
    """Each page and each bench of practice has its words in every language; the next thing has the focus."""
    scene, look = opened(**comfort)
    for gesture in workshop().practice:
        page = press(scene, look, f"lesson:{gesture.id}")
        assert page.focus_first == f"try:{gesture.id}"
        bench = press(scene, look, page.focus_first)
        assert bench.focus_first in {n.id for n in navigate.reachable(bench)}
        if bench.id == "lever":
            scene.do("release")
            scene.advance(3)
        scene.hand = type(scene.hand)()


def told_pages(scenario: Scenario, until_um: int, x: int) -> tuple[AssembleScene, Screen]:
    """Practice of a workshop's squeezing, just told."""
    catalogue_of(scenario)
    params = scenario.params
    assert isinstance(params, Params)
    made = AssembleTask(params, Run(5, clock=False, phase="practice"))
    scene = AssembleScene(Session(made), params, scenario.head, name="practice")
    scene.advance(1)
    look = StaticLook(Comfort())
    press(scene, look, "lesson:squeeze", "try:squeeze")
    pull(scene, until_um, x)
    return scene, scene.screen(look)


@pytest.mark.parametrize("name", RIVETED)
@pytest.mark.parametrize(("until_um", "told"), [(60, "right"), (-500, "low")])
def test_a_head_is_drawn_where_it_is_said_to_stand(name: str, until_um: int, told: str) -> None:
    """The page's two lines are the scenario's: a head told « right » is drawn between them, in any workshop."""
    scenario = workshops()[name]
    scene, page = told_pages(scenario, until_um, 545 if told == "right" else 1000)
    if told == "right" and not scene.seen.outcome:
        scene.act("release")
        scene.advance(2)
        page = scene.screen(StaticLook(Comfort()))
    assert scene.seen.outcome == told
    wide = [s for s in page.decor if isinstance(s, Line) and s.points[1][0] - s.points[0][0] > STAGE.w - 20]
    upper, lower = sorted({s.points[0][1] for s in wide})
    standing = [s for s in page.decor if isinstance(s, Poly) and round(max(y for _, y in s.points)) == round(BASE)]
    mine = min(standing, key=lambda s: s.points[0][0])
    assert (upper <= min(y for _, y in mine.points) <= lower) == (told == "right")


@pytest.mark.parametrize("name", RIVETED)
def test_the_ruler_shows_the_thickness_of_the_hole(name: str) -> None:
    """The page of measuring reads what the pige will read at that hole, not a figure of its own."""
    scenario = workshops()[name]
    params = scenario.params
    assert isinstance(params, Params)
    gesture = next(g for g in params.practice if g.does == "measure")
    assert Matter(params, gesture).stack_um == params.holes()[gesture.spot].e_um


@pytest.mark.parametrize("language", ["fr", "en", "fr-facile"])
def test_no_text_of_a_mechanic_names_a_mentor(language: str) -> None:
    """A mentor is the scenario's to choose: only the keys of mentors hold a name."""
    names = ("Karim", "Nadia", "Étienne")
    for room in ("assemble", "workshop"):
        texts = yaml.safe_load((files("assets") / "locales" / language / f"{room}.yaml").read_text("utf-8"))
        named = {key for key, text in texts.items() if any(n in text for n in names)}
        assert {key for key in named if ".mentor" not in key} == set()


def test_a_gauge_says_what_it_reads_while_it_is_in_hand_and_no_longer_than_its_place() -> None:
    """The reading stands where the tool is, head after head; who goes on elsewhere is not followed by it."""
    scene, look = opened()
    params = workshop()
    words = scene.words(look)
    seen = replace(scene.seen, check_hole="A1", check_reading="go", calibre=params.calibres[0])
    here = view_rivet.in_hand(words, seen, "calibre", (600.0, 300.0), "hole:A1")
    assert words.t("check.go", hole="A1", calibre=params.calibres[0]) in here[1][0].spoken
    assert view_rivet.in_hand(words, seen, "", (600.0, 300.0), "hole:A2") == ((), ())
    measured = replace(scene.seen, gauge_hole="A1", gauge_um=3400)
    ruler = view_rivet.in_hand(words, measured, "pige", (600.0, 300.0), "hole:A1")
    assert "3,4" in ruler[1][0].spoken


@pytest.mark.parametrize(("hole", "told"), [("D5", "right"), ("A3", "mirror"), ("D4", "other")])
def test_the_mirrored_plan_is_taught_by_its_two_sides(hole: str, told: str) -> None:
    """One disc on the plan: touched on the same side of the sheet, it is told that the plan is turned."""
    scene, look = opened()
    press(scene, look, "lesson:plan", "try:plan", "doc:plan", f"hole:{hole}")
    assert scene.seen.outcome == told
    assert scene.seen.doc == "plan"


@pytest.mark.parametrize("name", RIVETED)
def test_one_date_alone_is_past_when_the_store_is_taught(name: str) -> None:
    """The tool of the lesson bears the past date; that of the day's own old tool is not given away."""
    _, params = riveted(name)
    gesture = next(g for g in params.practice if g.does == "store")
    assert gesture.tool != params.expired_tool
    session = Session(AssembleTask(params, Run(5, clock=False, phase="practice")))
    session.act("lesson", {"id": gesture.id})
    session.advance(1)
    labels = {t.id: t.label for t in session.task.see().tools if t.label}
    assert labels[gesture.tool] == gesture.label
    assert params.expired_tool not in labels
    session.act("exchange", {"tool": next(t for t in labels if t != gesture.tool)})
    session.advance(1)
    assert session.task.see().outcome == "other"


def test_what_belongs_to_the_bench_is_not_taken_away() -> None:
    """The one thing that fell is what is meant; another one is told for what it is."""
    scene, look = opened()
    own = next(f.id for f in workshop().fod if not f.foreign)
    press(scene, look, "lesson:tidy", "try:tidy", f"fod:{own}")
    assert scene.seen.outcome == "own"


@pytest.mark.parametrize("name", RIVETED)
def test_all_that_the_day_asks_was_practised(name: str) -> None:
    """Plan, store, cord, a part to pose, what lies about: what a workshop asks has its gesture."""
    params = workshops()[name].params
    assert isinstance(params, Params)
    does = {g.does for g in params.practice}
    asked = {
        "plan": any(zone.on_plan for zone in params.zones.values()), "store": bool(params.expired_tool),
        "cord": params.mixed is not None, "pose": bool(params.parts), "tidy": any(f.foreign for f in params.fod),
        "turn": any(h.jaw >= 0 for h in params.holes().values()), "tag": any(h.oval for h in params.holes().values()),
    }  # fmt: skip
    assert {gesture for gesture, there in asked.items() if there} <= does


LANGUAGES = ({}, {"easy": True}, {"language": "en"})


@pytest.mark.parametrize("name", EVERY)
def test_practice_is_short(name: str) -> None:
    """Ten lessons at the most in any workshop, cut in chapters, and what the mentor says or asks: 25 words at most."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    assert 1 < len(params.lessons()) <= 10
    assert [g for lesson in params.lessons() for g in lesson] == list(params.practice)
    for comfort in LANGUAGES:
        words = WorkshopWords(StaticLook(Comfort(**comfort)), scenario.head)  # type: ignore[arg-type]
        for gesture in params.practice:
            for end in ("sub", "says", "do", "told.right"):
                said = taught_of(params).says(words, gesture, end)
                assert len(said.replace("«", "").split()) <= 25, (gesture.id, end)


@pytest.mark.parametrize("name", EVERY)
def test_the_bell_and_the_sheet_are_taught(name: str) -> None:
    """A day with a revision has the new folder in its practice, one that ends with a sheet the counting and the pen."""
    params = workshops()[name].params
    assert isinstance(params, WorkshopParams)
    does = {g.does for g in params.practice}
    assert ("folder" in does) == (params.first("revises") is not None)
    assert ("close" in does) == any(p.kind == "close" for p in params.phases)


def test_the_new_order_is_not_read_before_its_day() -> None:
    """Practice opens the folder, and shows nothing of what stands in it."""
    scene, look = opened()
    press(scene, look, "lesson:folder", "try:folder", "doc:rack")
    scene.advance(GUARD_TICKS)
    screen = press(scene, look, "folder:4A-218-B")
    assert scene.seen.outcome == "other"
    press(scene, look, "try:folder", "doc:rack")
    scene.advance(GUARD_TICKS)
    screen = press(scene, look, "folder:4A-128-B")
    assert scene.seen.outcome == "right"
    assert "document" not in {n.id for n in screen.nodes}
    press(scene, look, "next:close")
    assert not scene.seen.revised


def test_counting_is_taught_by_what_hangs_there() -> None:
    """A wrong number is counted again; a pen before any number signs nothing that counts."""
    scene, look = opened()
    press(scene, look, "lesson:close", "try:close", "number:4", "note:")
    assert scene.seen.outcome == "other"
    press(scene, look, "try:close", "sign")
    assert scene.seen.outcome == "blank"
    assert scene.seen.learnt == ()


@pytest.mark.parametrize("name", EVERY)
def test_an_empty_place_of_the_board_is_touched_before_it_is_asked(name: str) -> None:
    """Where a tool will be missing, practice has an empty place: lit, touched, searched; the pen waits for it.

    It is another tool than the day's, and lies wherever one looks: nothing of the day is told before it.
    """
    params = workshops()[name].params
    assert isinstance(params, WorkshopParams)
    (gesture,) = [g for g in params.practice if g.does == "close"]
    assert gesture.tool not in ("", params.missing_tool)


def test_the_pen_of_practice_waits_for_the_empty_place() -> None:
    scene, look = opened()
    screen = press(scene, look, "lesson:close", "try:close", "number:3", "note:", "sign")
    assert (scene.seen.outcome, screen.calls) == ("", "gap:brush")
    screen = press(scene, look, "gap:brush")
    assert {n.id for n in screen.nodes} >= {f"search:{place}" for place in workshop().places}
    screen = press(scene, look, f"search:{workshop().places[0]}")
    assert screen.calls == "sign"
    assert not any(tool.gone for tool in scene.seen.tools)


def test_practice_ends_by_saying_what_was_learnt() -> None:
    """With all learnt, the last word leads to a page with each lesson's name; before, to the next one not learnt."""
    scene, look = opened()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.learnt = {g.id for g in workshop().practice} - {"close", "tag"}
    press(scene, look, "lesson:close", "try:close", *WAYS["close"])
    assert scene.screen(look).focus_first == "next:tag"
    press(scene, look, "next:tag", *WAYS["tag"])
    assert scene.screen(look).focus_first == "learnt:"
    page = press(scene, look, "learnt:")
    assert page.focus_first == "end"
    words = scene.words(look)
    names = {n.name for n in page.nodes if n.id.startswith("lesson:")}
    assert words.t("lesson.measure.whole") in names
    assert len(names) == len(workshop().lessons())
    # It stands where « Ce que j'ai appris » stood: the second press of a double one is no answer.
    press(scene, look, "end")
    assert not scene.session.task.done
    scene.advance(GUARD_TICKS)
    press(scene, look, "end")
    assert scene.session.task.done


def test_how_far_one_is_stands_beside_every_try() -> None:
    """« Geste 5 sur 10 » on the page and beside the try, and which part of it; the reminder opens the page."""
    scene, look = opened()
    told = {getattr(s, "text", "") for s in press(scene, look, "lesson:aside").decor}
    assert any(re.fullmatch(r"Geste 5 sur 10 · partie 1 sur 2", words) for words in told)
    tried = press(scene, look, "try:aside")
    assert next(n.spoken for n in tried.nodes if n.id == "reminder:").startswith("Geste 5 sur 10 · partie")
    assert press(scene, look, "reminder:").id == "lesson"


def test_a_retry_says_nothing_of_the_gesture_before() -> None:
    """The ruler was read, the wrong bin pressed: the bench is laid out anew, and what was said of measuring is over."""
    scene, look = opened()
    press(scene, look, "try:measure", "mode:pige", "hole:A1", "bin:2", "bin:3")
    before = look.within(panneau().head.id).t("assemble.lesson.measure.told.right")
    assert before not in scene.says(scene.words(look), scene.seen)


@pytest.mark.parametrize("name", EVERY)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_page_that_ends_practice_shows_each_gesture_once(name: str, scale: float) -> None:
    """The same pictures stood there twice: each is one, with its name, and opens its page."""
    scenario = workshops()[name]
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    catalogue_of(scenario)
    mechanic = MECHANICS[scenario.head.mechanic]
    run = Session(mechanic.make(params, Run(3, phase="practice")))
    seen = run.task.see()
    assert isinstance(seen, WorkshopSeen)
    seen = replace(seen, learnt=tuple(g.id for g in params.practice))
    words = WorkshopWords(StaticLook(Comfort(text_scale=scale)), scenario.head)
    shapes, nodes = teaching.ending(words, seen, params, taught_of(params))
    gestures = [n for n in nodes if n.id.startswith("lesson:")]
    assert [n.id for n in gestures] == [f"lesson:{lesson[0].id}" for lesson in params.lessons()]
    assert not any(a.rect.meets(b.rect) for a in gestures for b in nodes if a is not b and b.id != "stage")
    for node in gestures:
        written = [s for s in node.shapes if isinstance(s, Text) and s.text != "0"]
        assert " ".join(s.text for s in written).endswith(node.name), node.id
        assert all(node.rect.y <= s.y and s.y + s.size <= node.rect.y + node.rect.h + 4 for s in written), node.id
    assert not any(isinstance(s, Text) and s.text == node.name for s in shapes for node in gestures)
