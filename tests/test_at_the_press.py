"""What fresh players stumbled over in the first workshop, mended for any: a fault that is told has its control, what is
put down is said, the press shows each part of its way."""

import math
from itertools import combinations, product

import pytest
from conftest import panneau, rules, run, workshop
from teaching_kit import riveted
from test_guards import at_work, press, rest, squeeze
from test_practice import opened
from test_practice import press as follow
from test_workshops import workshops

from game.library import catalogue_of
from game.mechanics.assemble import lever, view_lever, view_made, view_rivet, view_settled
from game.mechanics.assemble.params import Params
from game.mechanics.assemble.scene import AssembleScene
from game.mechanics.assemble.seen import RivetSeen
from game.mechanics.assemble.task import AssembleTask
from game.screen import navigate
from game.screen.nodes import Box, Circle, Line, Node, Picture, Poly, Rect, Screen, Text
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop import day, view_bench, view_closing
from game.workshop.words import WorkshopWords
from scenarios.vocabulary import Event
from scoring.evidence import observe


def node(screen: Screen, id: str) -> Node | None:
    """A node of a screen, None where it is not there."""
    return next((n for n in screen.nodes if n.id == id), None)


@pytest.mark.parametrize("name", [n for n, s in workshops().items() if isinstance(s.params, Params)])
def test_a_fault_that_the_gauge_tells_can_be_marked(name: str) -> None:
    """From the first step in which the gauge is at hand, so is the mark of what is to be done again."""
    params = workshops()[name].params
    assert isinstance(params, Params)
    assert params.arrives.get("redo", 1) == 1


def test_after_the_gauge_a_word_says_how_a_head_is_marked() -> None:
    """Whatever it said of the head: nothing is read of a person in it."""
    scene, look = at_work()
    squeeze(scene)
    rest(scene)
    press(scene, "mode:calibre")
    before = node(scene.screen(look), "guide")
    press(scene, "hole:A1")
    after, mark = node(scene.screen(look), "guide"), node(scene.screen(look), "mode:redo")
    assert mark is not None
    assert mark.actions
    assert before is not None
    assert after is not None
    assert mark.name not in before.name
    assert mark.name in after.name


@pytest.mark.parametrize("mode", ["pige", "calibre", "redo", "tag"])
def test_what_is_put_down_is_said_and_seen(mode: str) -> None:
    """The same thing touched once more goes back to its place: a word says so, and the thing gives."""
    scene, look = at_work()
    scene.screen(look)
    press(scene, f"mode:{mode}")
    assert node(scene.screen(look), "echo") is None
    scene.answers()
    press(scene, f"mode:{mode}")
    shown, thing = node(scene.screen(look), "echo"), node(scene.screen(look), f"mode:{mode}")
    assert shown is not None
    assert thing is not None
    assert shown.name == look.t("workshop.echo.put_down", name=thing.name)
    assert [cue.motion.at for cue in scene.answers()] == [f"mode:{mode}"]


def at_press(hole: str, bin: str) -> tuple[AssembleScene, Screen]:
    """A rivet of a bin in a hole, the squeezer on it."""
    scene, look = at_work()
    press(scene, bin)
    scene.advance(20)
    press(scene, hole)
    return scene, scene.screen(look)


def pull(scene: AssembleScene, above_um: int = 0) -> None:
    """The lever is pulled until the head stands this much above the middle of its lines."""
    scene.do("lever", x=700)
    while scene.seen.lever.h_um > scene.seen.lever.target_um + above_um:
        scene.advance(1)


def form(scene: AssembleScene, above_um: int = 0) -> None:
    """A head pulled down to there, and the lever back at rest."""
    pull(scene, above_um)
    scene.do("lever", x=0)
    scene.advance(60)


def leave(scene: AssembleScene) -> None:
    """The rivet under the squeezer is left, by a press that is meant."""
    rest(scene)
    press(scene, "release")


def written(screen: Screen) -> set[str]:
    """What is written beside the nodes of a screen."""
    return {s.text for s in screen.decor if isinstance(s, Text)}


def orange(screen: Screen) -> list[str]:
    """What is orange on a screen, by its words."""
    return [n.name for n in screen.nodes if any(isinstance(s, Box) and s.fill == "signal" for s in n.shapes)]


def test_a_rivet_is_not_called_done_before_it_is_formed() -> None:
    """« J'ai fini ce rivet » is the way on once there is a head; before, it can be pressed and is not the way on."""
    scene, look = at_work()
    press(scene, "bin:1")
    scene.advance(20)
    press(scene, "hole:A1")
    says = look.t("assemble.lever.leave")
    scene.do("lever", x=300)
    scene.advance(20)
    scene.do("lever", x=0)
    scene.advance(60)
    assert says in {n.name for n in scene.screen(look).nodes}
    assert says not in orange(scene.screen(look))
    form(scene, above_um=900)
    assert says in orange(scene.screen(look))


def test_each_part_of_the_way_of_the_lever_shows() -> None:
    """The tool comes down, then the force grows under the die, then the metal moves: no stretch without movement."""
    scene, screen = at_press("hole:A1", "bin:1")
    _, look = at_work()
    h = scene.seen.lever.h_um
    shown = [screen.decor]
    for x in range(60, 540, 60):
        scene.do("lever", x=x)
        scene.advance(60)
        assert scene.seen.lever.h_um == h or x > 500
        tool = scene.screen(look).decor
        assert tool != shown[-1]
        shown.append(tool)
    lines = [[s.rect.w for s in d if isinstance(s, Box) and s.fill == "amber" and s.alpha == 255] for d in shown]
    widths = [max(line, default=0) for line in lines]
    assert widths[3] == 0 < widths[5] < widths[7]


def test_the_approach_stands_where_it_matters_and_says_what_a_press_does() -> None:
    """Beside a hole with no wall nothing is turned; beside walls: from where it comes, and from where after a press."""
    _, plain = at_press("hole:A1", "bin:1")
    assert node(plain, "jaw") is None
    scene, screen = at_press("hole:A2", "bin:2")
    _, look = at_work()
    for side in range(4):
        jaw = node(scene.screen(look), "jaw")
        assert jaw is not None
        now, after = (look.t(f"assemble.from.{n % 4}") for n in (side, side + 1))
        assert look.t("assemble.lever.next", next=after) in jaw.spoken
        assert look.t("assemble.lever.from", side=now) in jaw.spoken
        press(scene, "jaw")
    assert screen.id == "lever"


def test_what_bore_the_mark_before_the_change_is_not_asked_again() -> None:
    """A head marked « à reprendre » before the revision has nothing left to be marked: it is not read as forgotten."""
    events = list(run("expert").events)
    bell = next(n for n, e in enumerate(events) if e.kind == "bell" and e.data["event"] == "revision_b")
    kept = [e for n, e in enumerate(events) if not (e.kind == "redo" and e.data["hole"] == "A5" and n > bell)]
    mark = Event(events[bell].tick, "redo", {"hole": "A5", "on": True})

    def read(told: list[Event]) -> tuple[int, int]:
        found = next(o for o in observe(told, rules(), workshop().model_dump(), task="t") if o.rule == "ADA4")
        return found.n, found.offered

    assert read(events) == (3, 3)
    assert read(kept) == (2, 3)
    assert read([*kept[:bell], mark, *kept[bell:]]) == (2, 2)


def asked() -> tuple[AssembleScene, StaticLook]:
    """Zone B, the seventh rivet under the squeezer, and the colleague who asks for it."""
    scene, look = at_work()
    scene.screen(look)
    task = scene.session.task
    day.enter(task.state, "B", task.emit)  # type: ignore[attr-defined]
    for n in range(1, 8):
        press(scene, "bin:2")
        scene.advance(20)
        press(scene, f"hole:B{n}")
        if scene.seen.replies:
            break
        scene.do("release")
        scene.advance(20)
    rest(scene)
    return scene, look


def test_a_question_at_the_press_covers_nothing_that_the_hand_is_about_to_use() -> None:
    """The rivet stays in sight under the tool, and no answer stands where the lever, its buttons or their way is."""
    scene, look = asked()
    shown = scene.screen(look)
    assert node(shown, "handle") is not None, "the press is there below the question"
    dialog = node(shown, "dialog")
    assert dialog is not None
    assert dialog.rect.x + dialog.rect.w < view_settled.AXIS - 200
    low = [n for n in shown.nodes if n.id in ("handle", "less", "more", "release", "jaw", "undo:")]
    assert all(not clash(dialog.rect, n.rect) for n in low)
    assert not {n.id for n in low} & {n.id for n in navigate.reachable(shown)}
    press(scene, "reply:lend")
    assert scene.screen(look).id == "lever"


def left_so(above: int, bin: int = 1, hole: str = "A1", force: int = 700) -> AssembleScene:
    """A rivet of a bin in a hole, brought so far above the middle of its lines (um) and let go."""
    scene, look = at_work()
    scene.screen(look)
    press(scene, f"bin:{bin}", f"hole:{hole}")
    scene.advance(20)
    v = scene.seen.lever
    while scene.seen.lever.h_um > v.target_um + above:
        scene.do("lever", x=force)
        scene.advance(1)
    scene.rings(), scene.answers()
    scene.do("lever", x=0)
    scene.advance(40)
    return scene


@pytest.mark.parametrize(
    ("above", "force", "way", "heard"),
    [
        (120, 700, "right", "tone_2"), (600, 700, "high", "matt"), (-500, 700, "low", "matt"),
        (150, 950, "marked", "matt"),
    ],
)  # fmt: skip
def test_a_head_answers_as_the_tool_leaves_it(above: int, force: int, way: str, heard: str) -> None:
    """At once, in light and in sound, once; it stays so for as long as the head is left so, and no word is said."""
    scene = left_so(above, force=force)
    words = scene.words(StaticLook(Comfort()))
    assert view_settled.answer(scene.seen.lever) == way
    assert scene.rings() == (heard,)
    assert [cue.motion.ms for cue in scene.answers()] == [view_settled.SETTLES_MS]
    scene.advance(40)
    assert (scene.rings(), scene.answers()) == ((), ())
    there = scene.screen(StaticLook(Comfort()))
    assert set(view_settled.stays(scene.seen.lever)) <= set(there.decor)
    assert there.say == words.t("lever.let_go")
    named = {words.t(f"lever.is.{n}") for n in ("right", "high", "low", "marked")}
    assert not named & {s.text for s in there.decor if isinstance(s, Text)}


def test_the_light_of_a_head_tells_of_no_length() -> None:
    """A stem too long for its hole, formed between the lines, shines as the right one: only the gauge tells it."""
    right, wrong = left_so(100), left_so(100, bin=2)
    assert view_settled.answer(right.seen.lever) == view_settled.answer(wrong.seen.lever) == "right"
    press(wrong, "release")
    wrong.advance(30)
    press(wrong, "mode:calibre", "hole:A1")
    assert wrong.seen.check_reading == "shape"


def test_metal_that_has_not_moved_answers_nothing() -> None:
    """A lever that was touched and let go has nothing to show."""
    scene, look = at_work()
    scene.screen(look)
    press(scene, "bin:1", "hole:A1")
    scene.advance(20)
    scene.rings(), scene.answers()
    scene.do("lever", x=300)
    scene.advance(20)
    scene.rings()
    scene.do("lever", x=0)
    scene.advance(40)
    assert (scene.rings(), scene.answers()) == ((), ())
    assert view_settled.stays(scene.seen.lever) == ()


def clash(a: Rect, b: Rect) -> bool:
    """Whether two rectangles lie over each other."""
    return a.x < b.x + b.w and b.x < a.x + a.w and a.y < b.y + b.h and b.y < a.y + a.h


def after_the_rivet(scene: AssembleScene, look: StaticLook) -> tuple[Node, Node]:
    """The rivet under the tool is left: the mentor's card, and who stands at it."""
    scene.advance(900)
    scene.do("release")
    scene.advance(20)
    shown = scene.screen(look)
    card, who = node(shown, "mentor"), node(shown, "visitor")
    assert card is not None
    assert who is not None
    return card, who


def stays_until_the_next_act(scene: AssembleScene, look: StaticLook) -> None:
    """Jeanne's words stay on the card however long nothing is done; with the next act they and she are gone."""
    scene.advance(450)
    stays = node(scene.screen(look), "mentor")
    assert stays is not None
    assert "Jeanne" in stays.name
    press(scene, "line:3")
    card = node(scene.screen(look), "mentor")
    assert card is not None
    assert "Jeanne" not in card.name
    assert node(scene.screen(look), "visitor") is None


def test_a_tool_promised_for_after_the_rivet_is_seen_to_go_over() -> None:
    """On the press nothing says that the answer can be changed; after the rivet the colleague has the tool in hand,
    then the card is the mentor's again."""
    scene, look = asked()
    asks = scene.seen.visitor
    assert scene.screen(look).id == "dialog"
    press(scene, "reply:after")
    told = node(scene.screen(look), "echo")
    assert told is not None
    assert told.name == look.t("workshop.echo.said")
    card, who = after_the_rivet(scene, look)
    assert "visitor" in {cue.motion.at for cue in scene.answers()}
    assert card.name == look.within("panneau_fuselage").t("message.jeanne_after.then")
    assert any(isinstance(s, Picture) and s.art == asks for s in who.shapes)
    assert len(who.shapes) > 4
    stays_until_the_next_act(scene, look)


@pytest.mark.parametrize("answer", ["lend", "refuse"])
def test_what_a_colleague_said_goes_with_them(answer: str) -> None:
    """Read on the bench until the next act, however long the gesture hid it; portrait and words go together."""
    scene, look = asked()
    press(scene, f"reply:{answer}")
    card, _ = after_the_rivet(scene, look)
    assert "Jeanne" in card.name
    stays_until_the_next_act(scene, look)


def test_what_is_in_hand_hides_no_hole_that_is_asked() -> None:
    """The card of what is held stands where it hides the fewest holes: in the first zone none of all."""
    scene, look = at_work()
    press(scene, "bin:3")
    shown = scene.screen(look)
    card = [n.rect for n in shown.nodes if n.id in ("hand", "undo:")]
    assert len(card) == 2
    spots = [n.rect.centre for n in shown.nodes if n.id.startswith("hole:")]
    assert [at for at in spots if any(rect.holds(*at) for rect in card)] == []


@pytest.mark.parametrize("length", [6, 8, 10, 12])
def test_a_rivet_in_hand_is_seen_whole(length: int) -> None:
    """However long, and bent or not, no corner of it leaves the glass."""
    for bent in (0, 6000):
        hand = RivetSeen(1, "plus", length, "P4", bent, True)
        _, look = at_work()
        drawn, _ = view_rivet._rivet(WorkshopWords(look, panneau().head), hand, (), (0.0, 0.0))
        poly = next(s for s in drawn if isinstance(s, Poly))
        assert all(math.hypot(*point) <= view_bench.LENS_R for point in poly.points)


def test_what_was_thrown_away_can_be_counted() -> None:
    """In the red box no thing lies over another, however many there are."""
    for n in (2, 5, 9, 13, 20):
        places = view_closing.scattered(Rect(0, 0, 400, 200), n, view_closing.THROWN)
        w, h = view_closing.THROWN
        lying = [Rect(x - w * k / 2, y - h * k / 2, w * k, h * k).inset(5) for x, y, k in places]
        assert not any(a.meets(b) for a, b in combinations(lying, 2)), n


def test_the_tick_of_a_good_try_is_seen_whole() -> None:
    """No way on stands over it."""
    scene, look = opened()
    shown = follow(scene, look, "lesson:cord", "try:cord", "mode:isolate", "bin:2", "mode:store", "bin:2")
    mark = node(shown, "told")
    assert mark is not None
    assert not any(n.rect.meets(mark.rect) for n in shown.nodes if n.id.startswith(("next:", "end", "page_of:")))


def test_points_are_looked_for_on_the_plan() -> None:
    """Whatever was read before, the plan lies open; another document is a press away; the way on comes last."""
    scene, look = at_work()
    task = scene.session.task
    day.enter(task.state, "points", task.emit)  # type: ignore[attr-defined]
    task.state.doc = "cut"  # type: ignore[attr-defined]
    scene.advance(2)
    shown = scene.screen(look)
    assert [n.id for n in shown.nodes if n.id.startswith("doc:") and "checked" in n.state] == ["doc:plan"]
    assert look.t("workshop.end") not in orange(shown)
    press(scene, "doc:cut")
    shown = scene.screen(look)
    assert [n.id for n in shown.nodes if n.id.startswith("doc:") and "checked" in n.state] == ["doc:cut"]
    for n, hole in enumerate(("B3", "A5", "B4"), 1):
        press(scene, f"point:P{n}", f"hole:{hole}")
    assert look.t("workshop.end") in orange(scene.screen(look))


def test_with_large_words_the_counter_stays() -> None:
    """How far the step is stands on the piece where the way on has no room for it."""
    scene, _ = at_work()
    scene.advance(1)
    look = StaticLook(Comfort(text_scale=2.0))
    assert look.t("assemble.tally_short", here=0, there=6) in written(scene.screen(look))
    squeeze(scene)
    assert look.t("assemble.tally_short", here=1, there=6) in written(scene.screen(look))


@pytest.mark.parametrize("name", [n for n, s in workshops().items() if isinstance(s.params, Params)])
def test_the_mark_of_the_metal_is_that_of_the_rivet_under_the_tool(name: str) -> None:
    """At the mark of each stem, under each squeezer, metal comes down; one step higher none does."""
    params = workshops()[name].params
    assert isinstance(params, Params)
    for squeezer, bin in product(params.squeezers, params.bins):
        mark = lever.flows_from(bin.stem_mm, squeezer.gain_k)
        over = [x - lever.yield_u(bin.stem_mm) for x in (mark - 1, mark)]
        assert [n * squeezer.gain_k // 1000 for n in over] == [0, 1]


@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_the_words_beside_the_rail_are_as_large_as_asked(scale: float) -> None:
    """Both marks, also with large words, and neither runs into the other."""
    scene, _ = at_work()
    look = StaticLook(Comfort(text_scale=scale))
    press(scene, "bin:3")
    scene.advance(20)
    press(scene, "hole:A5")
    words = [s for s in scene.screen(look).backdrop if isinstance(s, Text)]
    ends = []
    for key in ("lever.touches", "lever.flows"):
        parts = scene.words(look).t(key).split()
        own = [s for s in words if s.colour == "mist" and s.text and set(s.text.split()) <= set(parts)]
        assert {s.size for s in own} == {view_lever.MARK * scale}, key
        ends.append((min(s.y for s in own), max(s.y + s.size for s in own)))
    assert ends[0][1] < ends[1][0]


@pytest.mark.parametrize(("bin", "hole"), [("bin:1", "hole:A1"), ("bin:2", "hole:A1"), ("bin:3", "hole:A5")])
def test_a_lever_at_rest_above_its_mark_says_that_nothing_moves(bin: str, hole: str) -> None:
    """Above the mark a word says to go lower, the metal stays; from the mark on it comes down and the word is gone."""
    scene, screen = at_press(hole, bin)
    _, look = at_work()
    presses, start, mark = look.t("assemble.lever.presses"), scene.seen.lever.h_um, scene.seen.lever.flows
    assert presses not in screen.say
    for x, still in ((mark - 1, True), (mark, False)):
        scene.do("lever", x=x)
        scene.advance(120)
        assert (presses in scene.screen(look).say) == still
        assert (scene.seen.lever.h_um == start) == still


def test_a_head_left_is_told_as_a_fact_and_can_be_squeezed_again() -> None:
    """No tick beside it; after the gauge, until the next rivet, a word says how it is squeezed more, and it can."""
    scene, _ = at_press("hole:A1", "bin:1")
    _, look = at_work()
    form(scene, above_um=900)
    leave(scene)
    told = node(scene.screen(look), "echo")
    assert told is not None
    assert told.name == look.t("assemble.echo.head.true", hole="A1")
    assert not any(isinstance(s, Line | Circle) for s in told.shapes)
    assert scene.seen.again == "A1"
    press(scene, "mode:calibre", "hole:A1")
    assert scene.seen.check_reading == "high"
    more = look.t("assemble.guide.checked_last")
    guide = node(scene.screen(look), "guide")
    assert guide is not None
    assert more in guide.name
    press(scene, "mode:calibre", "hole:A1")
    assert scene.seen.lever.hole == "A1"


def test_a_lever_that_is_eased_off_a_head_is_told_to_go_nowhere() -> None:
    """Once metal has come down, a lever at rest above its mark did not stop too soon: the head may be good."""
    scene, _ = at_press("hole:A3", "bin:1")
    _, look = at_work()
    pull(scene)
    scene.do("lever", x=450)
    scene.advance(120)
    lever_ = scene.seen.lever
    assert lever_.x == lever_.f == 450 < lever_.flows
    assert look.t("assemble.lever.presses") not in scene.screen(look).say


def test_a_head_formed_after_a_later_rivet_is_not_told_to_be_touched_again() -> None:
    """A1 was left without its head, A3 set and formed; A1 gets its head then: the squeezer comes to it no more."""
    scene, look = at_press("hole:A1", "bin:1")[0], at_work()[1]
    press(scene, "release")
    rest(scene)
    press(scene, "bin:1")
    scene.advance(20)
    press(scene, "hole:A3")
    for hole in ("A3", "A1"):
        if scene.seen.lever is None or scene.seen.lever.hole != hole:
            press(scene, f"hole:{hole}")
        form(scene)
        leave(scene)
    told = node(scene.screen(look), "echo")
    assert told is not None
    assert told.name == look.t("assemble.echo.head.past", hole="A1")
    press(scene, "hole:A1")
    assert scene.screen(look).id != "lever"


def test_a_head_set_before_another_is_only_marked() -> None:
    """Once a rivet was set after it the R is the one way: it is said, and who does the head again."""
    scene, look = at_work()
    squeeze(scene)
    rest(scene)
    press(scene, "bin:1")
    scene.advance(20)
    press(scene, "hole:A3", "release")
    scene.do("release")
    scene.advance(20)
    press(scene, "mode:calibre", "hole:A1")
    guide = node(scene.screen(look), "guide")
    assert scene.seen.again != "A1"
    assert guide is not None
    assert look.t("assemble.guide.checked") in guide.name
    press(scene, "mode:redo", "hole:A1")
    told = node(scene.screen(look), "echo")
    assert told is not None
    assert told.name == look.t("assemble.echo.redo.true", hole="A1")


@pytest.mark.parametrize("name", [n for n, s in workshops().items() if isinstance(s.params, Params)])
@pytest.mark.parametrize("language", ["fr", "en"])
def test_what_is_counted_of_heads_bears_one_name(name: str, language: str) -> None:
    """The button that opens the boxes, the box and the mentor's words of the end call judged heads the same."""
    scenario = workshops()[name]
    catalogue_of(scenario)
    look = StaticLook(Comfort(language=language)).within(name)
    last = scenario.params.phases[-1].id
    box = look.t("sheet.refused_heads").lower()
    assert box in look.t("closing.form").lower()
    assert box in look.t(f"message.{last}.form").lower()


@pytest.mark.parametrize("name", [n for n, s in workshops().items() if isinstance(s.params, Params)])
def test_a_strange_lot_is_practised(name: str) -> None:
    """After the bent one a straight rivet whose lot is not its bin's: set it is told, thrown away it is learnt."""
    scenario, params = riveted(name)
    session = Session(AssembleTask(params, Run(5, clock=False, phase="practice")))
    scene, look = AssembleScene(session, params, scenario.head, name="practice"), StaticLook(Comfort())
    scene.advance(1)
    twice = "aside_lot" in {g.id for g in params.practice}
    follow(scene, look, "lesson:aside", "try:aside", "reject", "next:aside_lot" if twice else "try:aside")
    hand = scene.seen.hand
    assert hand is not None
    assert (hand.bend_mdeg, hand.nick) == (0, False)
    assert hand.lot not in {b.lot for b in scene.seen.bins}
    follow(scene, look, "reject")
    assert scene.seen.learnt == (("aside", "aside_lot") if twice else ("aside",))


WRITTEN = [("aside", ["K7", "K7", "K7", "C3"]), ("redo", ["R"]), ("cord", ["8", "10"])]


@pytest.mark.parametrize(("gesture", "marks"), WRITTEN)
def test_what_is_written_on_a_thing_is_read_beside_a_try(gesture: str, marks: list[str]) -> None:
    """In the small picture things that differ by what is written on them alone still differ."""
    scene, look = opened()
    screen = follow(scene, look, f"lesson:{gesture}", f"try:{gesture}")
    card = node(screen, "reminder:")
    assert card is not None
    small = [s for s in screen.decor if isinstance(s, Text) and card.rect.holds(s.x, s.y) and len(s.text) <= 2]
    assert [s.text for s in small] == marks
    assert all(s.size >= 12 for s in small)


@pytest.mark.parametrize("case", ["silent", "said", "goes_on"])
def test_a_foreign_rivet_laid_back_is_not_told_as_set_aside(case: str) -> None:
    """Who put it back into its bin and who threw it out come to the same case: the sentence is true of both."""
    _, look = at_work()
    told = look.t(f"told.mixed_bin.{case}")
    assert "aucun rivet étranger posé" in told
    assert "écart" not in told


def test_a_crushed_head_is_not_asked_to_the_middle_any_more() -> None:
    """In practice, below both lines, what is asked is to let go; the mixed bin is named by its stem."""
    scene, look = opened()
    follow(scene, look, "lesson:squeeze", "try:squeeze")
    crushed = look.t("assemble.lever.crushed")
    assert crushed not in scene.screen(look).say
    scene.do("lever", x=1000)
    scene.advance(200)
    assert crushed in scene.screen(look).say
    scene, look = opened()
    screen = follow(scene, look, "lesson:cord", "try:cord")
    card = node(screen, "mentor")
    assert card is not None
    assert card.name == look.t("assemble.lesson.cord.do", stem=8)


@pytest.mark.parametrize(("language", "easy"), [("fr", False), ("fr", True), ("en", False)])
def test_no_word_after_a_head_tells_to_press_on(language: str, easy: bool) -> None:
    """A head may be above its lines or under them: what is said of any names both, and asks for no more pressure."""
    words = WorkshopWords(StaticLook(Comfort(language, easy=easy)), panneau().head)
    let_go = words.t("lever.let_go")
    assert {"fr": "ne remonte pas", "en": "does not come up"}[language] in let_go
    for way in ("true", "last"):
        said = words.t(f"echo.head.{way}", hole="A1").lower()
        assert not any(word in said for word in ("serre", "squeeze", "haute", "high"))


def test_what_is_posed_marked_or_checked_before_is_asked_for_no_more() -> None:
    """The clip once posed; the head once marked, until another is touched; the gauge's word once the step is over."""
    scene, look = at_work()
    words = WorkshopWords(look, panneau().head)
    scene.advance(1)
    assert scene.says(words, scene.seen) == words.t("message.A.posed")
    squeeze(scene)
    rest(scene)
    press(scene, "mode:redo")
    hand = node(scene.screen(look), "hand")
    assert hand is not None
    assert hand.name == words.t("use.redo")
    press(scene, "hole:A1")
    hand = node(scene.screen(look), "hand")
    assert hand is not None
    assert hand.name == words.t("use.redone", hole="A1")
    press(scene, "mode:redo", "mode:calibre", "hole:A1")
    assert node(scene.screen(look), "check") is not None
    while scene.seen.phase != "B":
        scene.do("end")
        scene.advance(2)
    assert node(scene.screen(look), "check") is None


def test_the_tab_with_the_longest_word_leaves_it_air() -> None:
    """Five documents side by side: each word has at least eight units on either side, and the row stays in the card."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.bell, state.index = True, state.params.issues[1]
    scene.advance(1)
    tabs = [n for n in scene.screen(look).nodes if n.id.startswith("doc:")]
    assert len(tabs) == 5
    for tab in tabs:
        text = next(s for s in tab.shapes if isinstance(s, Text))
        assert tab.rect.w - look.width(text.text, text.size, True) >= 16
    assert tabs[-1].rect.x + tabs[-1].rect.w <= 34 + 420 - 15


@pytest.mark.parametrize("um", [40, -700])
def test_the_head_just_made_is_seen_for_a_moment_as_it_is(um: int) -> None:
    """Under its two lines, at its own height; it goes by itself, and at once when something else is taken in hand."""
    scene, look = at_work()
    plain = scene.screen(look).overlay
    press(scene, "bin:1")
    scene.advance(30)
    press(scene, "hole:A1")
    scene.do("lever", x=545 if um > 0 else 1000)
    while scene.seen.lever.h_um - scene.seen.lever.target_um > um:
        scene.advance(1)
    press(scene, "release")
    scene.advance(3)
    [head] = [e for e in scene.session.events if e.kind == "head"]
    assert scene.shown_for_a_while() == head
    shown = scene.screen(look).overlay
    assert len(shown) > len(plain)
    lines = sorted({s.points[0][1] for s in shown if isinstance(s, Line) and s.colour == "ink" and s.width == 2.5})
    body = next(s for s in shown if isinstance(s, Poly) and s.ramp)
    top = min(y for _, y in body.points)
    assert (lines[0] <= top <= lines[1]) == (um > 0)
    scene.advance(view_made.STAYS_TICKS)
    assert scene.screen(look).overlay == plain


def test_a_head_is_seen_no_more_once_a_rivet_is_in_hand() -> None:
    """The round gives way to what is taken."""
    scene, _ = at_work()
    squeeze(scene)
    scene.advance(3)
    assert scene.shown_for_a_while() is not None
    press(scene, "bin:1")
    scene.advance(3)
    assert scene.shown_for_a_while() is None
