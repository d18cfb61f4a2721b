"""What keeps a hand from doing what it did not mean: questions, answers, the lever, the last head, the window."""

from collections.abc import Iterator
from itertools import product

import pygame
import pytest
from conftest import panneau, task, workshop
from test_workshops import workshops

from game.journey.journey import Journey
from game.journey.way import With
from game.library import catalogue_of
from game.mechanics.assemble.scene import AssembleScene
from game.scenes.debrief import Replay
from game.screen import navigate
from game.screen.heed import OPENS_MS, QUIET_MS, SAME_MS, Heed
from game.screen.nodes import Node, Rect, Screen, Text
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.simulation.session import Session
from game.window.display import canvas
from game.window.look import StaticLook
from game.workshop.acts import reply
from game.workshop.params import WorkshopParams
from game.workshop.scene import BEGUN_TICKS, GUARD_TICKS
from game.workshop.view import HAND, asked, dialog
from game.workshop.view_lever import LINGERS_MS
from game.workshop.words import WorkshopWords
from scenarios.model import Scenario
from scenarios.vocabulary import Event
from scoring.readers.assemble import NewTool, new_tool
from scoring.readers.log import Log, NoKeys


def at_work() -> tuple[AssembleScene, StaticLook]:
    """Zone A, tools and protections taken, the clip in its place."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    for verb, args in (
        ("wear", {"item": "glasses"}), ("wear", {"item": "earplugs"}), ("take_tool", {"tool": "squeezer"}),
        ("take_tool", {"tool": "calibre"}), ("end", {}),
    ):  # fmt: skip
        scene.do(verb, **args)
        scene.advance(1)
    scene.session.task.state.parts["E12"].fixed = True  # type: ignore[attr-defined]
    scene.advance(BEGUN_TICKS)
    return scene, StaticLook(Comfort())


def press(scene: AssembleScene, *nodes: str) -> None:
    for node in nodes:
        scene.act(node)
        scene.advance(2)


def rest(scene: AssembleScene) -> None:
    """As long as a hand that did not mean it is not heard."""
    scene.advance(GUARD_TICKS)


def squeeze(scene: AssembleScene) -> None:
    """A rivet of bin 1 in A1, its head formed a little, and let go below the lines."""
    press(scene, "bin:1")
    scene.advance(30)
    press(scene, "hole:A1")
    scene.do("lever", x=1000)
    scene.advance(60)
    press(scene, "release")


def test_a_question_that_comes_by_itself_waits_for_the_hand() -> None:
    """For 250 ms a press on one of its answers does nothing; then it answers."""
    scene, _ = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.bell = True
    scene.advance(1)
    scene.do("open_doc", doc="rack")
    scene.advance(1)
    scene.act("folder:4A-128-A")
    scene.advance(2)
    assert scene.seen.rack_open
    scene.advance(13)
    press(scene, "folder:4A-128-A")
    assert not scene.seen.rack_open


def test_a_line_of_another_issue_does_not_bear_the_picture_of_the_first() -> None:
    """« Hublot : en croix » stood beside a frame riveted downwards."""
    scene, _ = at_work()
    assert scene.topic_art("work")
    scene.session.task.state.index = workshop().issues[1]  # type: ignore[attr-defined]
    scene.advance(1)
    assert scene.topic_art("work") == []
    assert scene.topic_art("measure")


def test_an_answer_can_be_changed_until_the_next_act() -> None:
    """A reply is offered again; after another act it stands."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.message, state.message_until, state.replies = "jeanne", 1 << 40, ("lend", "after", "refuse")
    scene.advance(1)
    scene.advance(20)
    press(scene, "reply:lend", "change:")
    assert {"reply:lend", "reply:after"} <= {n.id for n in navigate.reachable(scene.screen(look))}
    scene.advance(13)
    press(scene, "reply:after")
    assert [e.data["option"] for e in scene.session.events if e.kind == "reply"] == ["lend", "after"]
    press(scene, "bin:1")
    assert not scene.seen.changeable
    assert not reply(state, {"option": "lend"}, lambda *a, **k: None)


def test_nothing_talks_over_an_open_question() -> None:
    """A hold that ends, or another event of the day that is due, waits until the question has its answer."""
    scene, _ = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    hold = state.params.first("holds")
    asks = state.params.first("asks")
    swap = state.params.first("swaps").model_copy(update={"id": "swap", "after": 0, "within_s": 0})
    assert hold is not None
    state.message, state.message_until, state.replies = asks.message, 0, asks.replies
    state.hold_until, state.due = state.tick + 5, (swap,)
    scene.advance(1)
    scene.advance(30)
    assert (scene.seen.replies, scene.seen.message) == (asks.replies, asks.message)
    press(scene, f"reply:{asks.replies[0]}")
    scene.advance(5)
    kinds = [e.kind for e in scene.session.events]
    assert kinds.index("reply") < kinds.index("hold_end")
    assert kinds.index("reply") < kinds.index("bell")


def test_a_moment_watched_again_shows_all_that_was_seen() -> None:
    """The lens over what was held is there again; nothing of it can be pressed, and Enter goes back."""
    scene, look = at_work()
    press(scene, "bin:1")
    seen = scene.screen(look)
    assert seen.overlay
    replay = Replay(scene, lambda ticks: True).screen(look)
    assert replay.overlay == seen.overlay
    assert [n.id for n in navigate.reachable(replay)] == ["back"]
    scene.advance(30)
    press(scene, "hole:A1")
    lever = Replay(scene, lambda ticks: True).screen(look)
    assert (lever.steers, lever.enters, lever.focus_first) == ("", "", "back")


def test_no_destructive_answer_has_the_focus() -> None:
    """« J'ai fini » over holes left asks, and the focus is on going on."""
    scene, look = at_work()
    press(scene, "end")
    assert navigate.first(scene.screen(look)) == "stay:"


def test_erasing_is_never_where_the_focus_is() -> None:
    """Before all is erased, and before a visit stops, the focus and the orange fill are on what undoes nothing."""
    look = StaticLook(Comfort())
    app = Journey(panneau(), "fr", 5)
    for step, safe in ((Step.ERASE, "back"), (Step.PAUSE, "go_on")):
        app.go(step)
        assert navigate.first(app.screen(look)) == safe
    app.go(Step.NOTICE, With("journal.full", may_stop=True))
    assert navigate.first(app.screen(look)) == "go_on"


def test_enter_lets_go_of_the_lever_and_an_unformed_rivet_asks_first() -> None:
    """Whatever has the focus, Enter is on letting go; a rivet that was not formed is left after a yes only."""
    scene, look = at_work()
    press(scene, "bin:1")
    scene.advance(30)
    press(scene, "hole:A1", "more")
    assert scene.screen(look).enters == "release"
    press(scene, "release")
    rest(scene)
    press(scene, "release")
    assert scene.screen(look).id == "dialog"
    press(scene, "stay:")
    assert scene.seen.lever.hole == "A1"
    press(scene, "release", "leave:")
    assert scene.seen.lever.hole == "A1", "the second press of a double click leaves nothing"
    rest(scene)
    press(scene, "leave:")
    assert not scene.seen.lever.hole
    assert scene.seen.phase == "A"


def test_the_last_head_can_be_taken_again_until_the_next_rivet() -> None:
    """A press on the last rivet takes the squeezer to it again; what is read is the head as it was left at the end."""
    scene, look = at_work()
    squeeze(scene)
    press(scene, "release")
    assert not scene.seen.lever.hole
    press(scene, "hole:A1")
    assert scene.seen.lever.hole == "A1"
    rest(scene)
    press(scene, "release")
    heads = Log(scene.session.events, {}).of("head")
    assert len(heads) == 1
    scene.advance(30)
    press(scene, "bin:1", "reject")
    assert scene.screen(look).focus_first == "hole:A1"


def test_the_log_keeps_a_head_as_it_was_left() -> None:
    """A head formed further replaces what it was; another hole's stays."""

    def event(kind: str, hole: str, h: int = 0) -> Event:
        return Event(1, kind, {"hole": hole, "h_um": h})

    log = Log([event("head", "A1", 9), event("head", "A2", 8), event("regrip", "A1"), event("head", "A1", 7)], {})
    assert [e.data["h_um"] for _, e in log.of("head")] == [8, 7]


def test_the_gauge_passed_is_the_one_taken() -> None:
    """After the revision the old gauge still passes when it is the one taken: nobody chooses for the person."""
    scene, _ = at_work()
    squeeze(scene)
    press(scene, "release")
    scene.session.task.state.bell = True  # type: ignore[attr-defined]
    press(scene, "mode:calibre", "hole:A1", "mode:calibre_new", "hole:A1")
    assert [e.data["calibre"] for e in scene.session.events if e.kind == "check"] == ["A", "B"]


def test_a_tool_is_exchanged_by_choosing_it() -> None:
    """Several tools bear a date: the store exchanges the one touched."""
    catalogue_of(panneau())
    scene = AssembleScene(Session(task()), workshop(), panneau().head, name="exercise")
    scene.advance(1)
    assert [t.label for t in scene.seen.tools if t.label] == ["30.06.27", "15.03.27", "31.10.26"]
    press(scene, "mode:store", "tool:calibre")
    assert [e.data["object"] for e in scene.session.events if e.kind == "exchange"] == ["calibre"]


@pytest.mark.parametrize(
    ("size", "part"), [((1366, 700), (1244, 700)), ((1366, 768), (1366, 768)), ((1024, 600), (1024, 600))]
)
def test_a_flat_window_shows_the_whole_height(size: tuple[int, int], part: tuple[int, int]) -> None:
    """A window cut low by the desktop's bars has the game in its middle, whole."""
    drawn, left = canvas(pygame.Surface(size))
    assert drawn.get_size() == part
    assert left == (size[0] - part[0]) // 2


def test_waiting_lays_nothing_out_again() -> None:
    """While a hold goes on and nothing else happens, the screen stays the very same, and a tick looks once."""
    scene, look = at_work()
    state = scene.session.task.state  # type: ignore[attr-defined]
    state.message, state.hold_until = "", state.tick + 500
    scene.advance(1)
    before = scene.screen(look)
    assert scene.seen.waiting
    scene.advance(40)
    assert scene.screen(look) is before
    looks = 0
    see = scene.session.task.see

    def counted() -> object:
        nonlocal looks
        looks += 1
        return see()

    scene.session.task.see = counted  # type: ignore[method-assign]
    scene.advance(1)
    assert looks == 1


def questions(scenario: Scenario, comfort: Comfort) -> Iterator[tuple[str, Screen]]:
    """Each question of a workshop's day, as it stands over an empty bench: its message, its screen."""
    catalogue_of(scenario)
    look = WorkshopWords(StaticLook(comfort), scenario.head)
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    for happening in params.day:
        if happening.replies:
            replies = tuple((f"reply:{r}", look.t(f"reply.{r}")) for r in happening.replies)
            bench, title = Screen("bench", "", ()), look.t(f"message.{happening.message}")
            yield happening.message, asked(look, bench, title, replies)


@pytest.mark.parametrize("scale", [1.0, 1.25, 2.0])
def test_no_answer_of_a_question_is_written_smaller_than_another(scale: float) -> None:
    """The right answer is often the longest: one size for all, each inside its own button, the last on the screen."""
    for scenario, (lang, easy) in product(workshops().values(), (("fr", False), ("fr", True), ("en", False))):
        for message, screen in questions(scenario, Comfort(language=lang, easy=easy, text_scale=scale)):
            buttons = [n for n in screen.nodes if n.actions]
            sizes = {s.size for n in buttons for s in n.shapes if isinstance(s, Text)}
            assert len(sizes) == 1, (scenario.head.id, lang, easy, message, sizes)
            assert min(sizes) >= 16 * scale, (scenario.head.id, lang, easy, message, sizes)
            for node in buttons:
                for text in (s for s in node.shapes if isinstance(s, Text)):
                    assert node.rect.y <= text.y, (message, text.text)
                    assert text.y + text.size <= node.rect.y + node.rect.h, (message, text.text)
            assert max(n.rect.y + n.rect.h for n in buttons) < 1060


def asking(say: str = "Sure?") -> Screen:
    """A question over a bench."""
    return Screen("dialog", "", (), say=say)


def opened(at: tuple[float, float] | None = None) -> Heed:
    """A bench, a press on it where one was made, then a question at 1000 ms."""
    heed = Heed()
    heed.sees(Screen("store", "", ()), 0)
    assert heed.hears(10, at), "a bench never waits"
    heed.sees(asking(), 1000)
    return heed


def test_a_question_hears_no_press_that_was_under_way() -> None:
    """Not before a hand can have seen it and stopped; then it hears."""
    opens = 1000 + OPENS_MS["dialog"]
    assert not opened().hears(opens - 1)
    assert opened().hears(opens)
    assert opened((0, 0)).hears(opens, (500, 500))


def test_a_question_that_is_drawn_late_begins_to_wait_then() -> None:
    """On a slow machine the screen before stands longer: the wait went by before anybody saw the question."""
    heed = opened()
    heed.started(1700)
    assert not heed.hears(1000 + OPENS_MS["dialog"])
    assert heed.hears(1700 + OPENS_MS["dialog"] + QUIET_MS)
    first = Heed()
    first.sees(asking(), 0)
    first.started(500)
    assert first.hears(501), "the first screen of all never waits"


def test_who_works_in_a_rhythm_answers_nothing() -> None:
    """Each press that is not heard begins the wait anew: only a hand that stopped gives an answer."""
    heed = opened()
    for now in range(1100, 4000, QUIET_MS - 1):
        assert not heed.hears(now)
    assert heed.hears(now + QUIET_MS)


@pytest.mark.parametrize("every_ms", [250, 300, 380, 450, 500])
@pytest.mark.parametrize("device", ["pointer", "key"])
def test_a_series_of_presses_never_answers_a_question_that_opened_meanwhile(every_ms: int, device: str) -> None:
    """Blade after blade, four presses a second or two: the answers stay deaf, and pale, as long as it goes on."""
    look = WorkshopWords(StaticLook(Comfort()), panneau().head)
    screen = asked(look, Screen("store", "", ()), "Sure?", (("stay:", "No"), ("leave:", "Yes")))
    for late in range(0, every_ms, 50):
        heed = Heed()
        heed.sees(Screen("store", "", ()), 0)
        heed.sees(screen, 1000)
        for n in range(12):
            now = 1000 + late + n * every_ms
            at = (100.0 * n, 700.0) if device == "pointer" else None
            assert not heed.hears(now, at), (every_ms, late, n)
            assert heed.shown(screen, now + 1) is not screen
        assert heed.hears(now + QUIET_MS, (500, 500)), "a hand that stopped answers"


def test_a_question_does_not_come_up_under_the_hand() -> None:
    """Where the last press was, no answer opens if the question can stand elsewhere; else its place is the usual."""
    look = WorkshopWords(StaticLook(Comfort()), panneau().head)
    options = (("stay:", "No"), ("leave:", "Yes"))
    for who in ("", "colleague_tarek"):
        usual = next(n.rect for n in dialog(look, "Sure?", options, who) if n.role == "dialog")
        for at in ((1514, 194, 354, 70), (1514, 350, 354, 70), (760, 500, 120, 90), (40, 300, 200, 60)):
            hand = Rect(*at)
            box = next(n.rect for n in dialog(look, "Sure?", options, who, hand=hand) if n.role == "dialog")
            assert not box.meets(hand)
            assert box == usual or usual.meets(hand.inset(-HAND))
            assert 0 <= box.x <= 1920 - box.w


def test_a_press_where_the_work_was_waits_longer() -> None:
    """Presses on one place, one a piece: there the question stands a second and a half before it hears."""
    opens = 1000 + OPENS_MS["dialog"]
    assert not opened((400, 400)).hears(opens + 100, (430, 410))
    assert opened((400, 400)).hears(opens + 100, (400, 500))
    assert opened((400, 400)).hears(1000 + SAME_MS, (430, 410))


def test_another_question_waits_anew_and_the_same_one_does_not() -> None:
    """What a screen says is what it asks; one that is only drawn again is the same."""
    heed, opens = opened(), 1000 + OPENS_MS["dialog"]
    heed.sees(asking(), opens)
    assert heed.hears(opens)
    heed.sees(asking("And now?"), opens + 10)
    assert not heed.hears(opens + 20)


def test_answers_that_do_not_hear_yet_are_pale() -> None:
    """Nothing is drawn as if it could be pressed before it can; all else stays as it is."""
    look = WorkshopWords(StaticLook(Comfort()), panneau().head)
    screen = asked(look, Screen("store", "", ()), "Sure?", (("stay:", "No"), ("leave:", "Yes")))
    heed = Heed()
    heed.sees(Screen("store", "", ()), 0)
    heed.sees(screen, 1000)
    early, now = heed.shown(screen, 1010), heed.shown(screen, 1000 + OPENS_MS["dialog"])
    assert now is screen
    assert early.nodes[0] == screen.nodes[0]
    assert [n.id for n in early.nodes if n not in screen.nodes] == ["stay:", "leave:"]


def test_no_enter_under_way_is_an_answer() -> None:
    """A question has no focus of its own: the first arrow or Tab goes to its first answer."""
    look = WorkshopWords(StaticLook(Comfort()), panneau().head)
    screen = asked(look, Screen("store", "", ()), "Sure?", (("stay:", "No"), ("leave:", "Yes")))
    assert navigate.goes_on(screen, "slot:1", fresh=True) == ""
    assert navigate.goes_on(screen, "", fresh=False) == ""
    assert navigate.follow(screen, "", 1) == "stay:"
    assert navigate.towards(screen, "", "down") == "stay:"
    assert navigate.goes_on(screen, "leave:", fresh=False) == "leave:"


def test_a_hand_that_presses_twice_decides_nothing_on_the_pass() -> None:
    """A press within 600 ms of the pass coming up was meant for the take-off; a later one is for the pass."""
    heed = Heed()
    heed.sees(Screen("takeoff", "", ()), 0)
    heed.sees(Screen("boarding", "", ()), 1000)
    assert not heed.hears(1599)
    assert heed.hears(1600)


def test_taps_on_the_round_button_of_a_lever_press_nothing_that_comes_up_there() -> None:
    """What comes after the lever hears no press on the place of the last one for 800 ms; elsewhere it does, at once."""
    heed = Heed()
    heed.sees(Screen("lever", "", (), lingers_ms=LINGERS_MS), 0)
    assert heed.hears(900, (1830, 802))
    heed.sees(Screen("bench", "", ()), 1000)
    assert not heed.hears(1000 + LINGERS_MS - 1, (1820, 790))
    assert heed.hears(1100, (400, 400))
    heed.sees(Screen("store", "", ()), 1200)
    assert heed.hears(1201, (400, 400)), "from a bench nothing waits"


def test_a_click_under_way_presses_nothing_once_a_picture_has_ended_by_itself() -> None:
    """« Continuer » lay where « Étiquette » is then: the tag was taken. Who ended the picture is heard at once."""
    picture, bench = Screen("opens", "", (), lingers_ms=800, quiet_ms=700), Screen("bench", "", ())
    heed = Heed()
    heed.sees(picture, 0)
    heed.sees(bench, 3000)
    assert heed.deaf
    assert not heed.hears(3100, (1700, 1000))
    assert not heed.hears(3200), "nor a key"
    assert not heed.hears(3699, (600, 400))
    assert heed.hears(3700, (600, 400))
    heed = Heed()
    heed.sees(picture, 0)
    assert heed.hears(2900, (1700, 900))
    heed.sees(bench, 2950)
    assert not heed.deaf
    assert heed.hears(3000, (600, 400)), "the person's own press ended it"
    assert not heed.hears(3050, (1700, 900))
    heed.sees(picture, 9000)
    over = Screen("bench", "", (), lingers_ms=800, quiet_ms=700)
    for name, at in ((over, 20_000), (bench, 23_000)):
        heed.sees(name, at)
    assert not heed.hears(23_500, (600, 400)), "a picture over the bench bears its name"


def test_the_end_of_a_rivet_is_offered_as_soon_as_the_lever_is_up() -> None:
    """While the tool still goes up the button already says so, and pressed after the guard it leaves the rivet."""
    scene, look = at_work()
    press(scene, "bin:1")
    scene.advance(30)
    press(scene, "hole:A1")
    scene.do("lever", x=1000)
    scene.advance(60)
    scene.do("lever", x=0)
    scene.advance(2)
    way = next(n for n in scene.screen(look).nodes if n.id == "release")
    assert scene.seen.lever.f > 0
    assert way.name == WorkshopWords(look, panneau().head).t("lever.leave")
    press(scene, "release")
    assert scene.seen.lever.hole == "A1", "a press under way leaves nothing"
    rest(scene)
    press(scene, "release")
    assert not scene.seen.lever.hole
    assert next(h for h in scene.seen.holes if h.id == "A1").state == "formed"


@pytest.mark.parametrize(("reclosed", "said"), [(False, ("mastered", 2, 0)), (True, ("reclosed", 2, 3))])
def test_a_head_closed_over_again_is_told_with_the_new_tool(reclosed: bool, said: tuple[str, int, int]) -> None:
    """« Il a fallu 2 têtes » to who had closed the first one twice: closings are told, not judged."""

    def head(hole: str, h: int, pulls: int) -> Event:
        return Event(1, "head", {"hole": hole, "zone": "B", "tool": "new", "h_um": h, "target_um": 0, "pulls": pulls})

    again = [head("B1", 900, 1), Event(1, "regrip", {"hole": "B1"}), head("B1", 100, 2)]
    events = again if reclosed else [head("B1", 100, 1)]
    read = new_tool(Log([*events, head("B2", 100, 1)], {}), NewTool(zone="B", tool="new", within_um=350), NoKeys())
    assert (read.case, read.n, read.extra) == said
    assert read.value == 2


def test_the_second_press_of_a_double_one_goes_through_no_step_of_the_way() -> None:
    """« Entrer dans le hangar » pressed twice picked a workshop: the hangar takes no press for a moment; any other step
    takes none where the button that led to it was."""
    go = Node("go", "button", "", Rect(1290, 900, 590, 148), (), ("press",))
    here, aside = (1500, 980), (200, 980)
    for step, opens in (("hangar", 600), ("briefing", 500)):
        heed = Heed()
        heed.sees(Screen("welcome", "", (go,)), 0)
        assert heed.hears(1000, here)
        heed.sees(Screen(step, "", (go,)), 1010)
        assert not heed.hears(1200, here)
        assert heed.waits_here(1200), "who drives a window from outside is told to wait there too"
        assert heed.hears(1200, aside) == (step == "briefing")
        assert not heed.hears(1010 + opens - 1, here) or step == "briefing"
        assert heed.hears(1010 + opens, here)
        assert not heed.waits_here(3000)
    heed = Heed()
    heed.sees(Screen("bench", "", (go,)), 0)
    assert heed.hears(1000, here)
    heed.sees(Screen("lever", "", (go,)), 1010)
    assert heed.hears(1020, here), "at work nothing waits"
