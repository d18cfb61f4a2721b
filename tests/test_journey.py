"""The table of steps is whole: every step is reached, every answer of every screen has what follows it."""

import random
import threading
from collections.abc import Iterator
from dataclasses import replace

import pytest
from conftest import finish, panneau, read_run, run
from way_kit import TowerDoor, settled

from game.journey import leaving
from game.journey.journey import Journey
from game.journey.person import Earlier, Person
from game.journey.result import Shown, boarding_pass, what_was_shown
from game.journey.table import TABLE
from game.journey.way import Go, Move, Over, Then, With
from game.scenes.shown import Pass
from game.screen import navigate
from game.screen.scene import Comfort
from game.screen.steps import Answer, Step
from game.simulation.session import play_again
from game.simulation.task import Run
from game.station.checkup import SeatFinding
from game.station.home import Home
from game.window.look import StaticLook
from scenarios.room import Signals, causes

OPENED_BY_THE_WINDOW = (Step.WELCOME, Step.PAUSE, Step.COMFORT, Step.NOTICE, Step.JOINING)
"""Steps that need no answer before them: the first, the two of the bar, what a facilitator should know or do."""
PLAYED = (Step.PRACTICE, Step.EXERCISE)
REFUSED = {"folder": "/x", "names": "a.journal", "reason": "no room"}
GIVEN = {
    Step.GOODBYE: (With("goodbye.kept"), With("goodbye.discovery")),
    Step.NOTICE: (With("journal.damaged"), With("journal.full", may_stop=True)),
    Step.TROUBLE: (With("home.cannot_write", REFUSED),),
    Step.COMES_BACK: (With(earlier=Earlier("a" * 32, "K4-MTQ", "2026-11-24", ("panneau_fuselage",))),),
    Step.NOT_ERASED: (With("home.cannot_erase", REFUSED),),
    Step.TOWER: (With("tower_door.first"), With("tower_door.open")),
}
"""What the steps that must be told more are shown with."""


class FoundAll:
    """A check of the seat that is over."""

    findings = (
        SeatFinding("folder", "in_use", "fine", {"folder": "/var/lib/envol/un-dossier-au-long-nom"}),
        SeatFinding("flush", "refused", "wrong", {"reason": "no room"}),
        *(SeatFinding("sound", "held", "note"),) * 6,
    )
    over = True

    def frame(self, seconds: float) -> None:
        """Nothing is counted."""

    def stop(self) -> None:
        """Nothing to stop."""


def arrived(step: Step, given: With, home: Home | None) -> Journey:
    """A journey at a step, its exercise finished; with a home, of a person who agreed and left a run open."""
    app = Journey(panneau(), "fr", 5, home, checks=FoundAll, tower=TowerDoor())
    if home:
        app.visit.person = Person.begin(home)
        app.visit.person.record({"scenario": "s"})
        app.visit.person.close()
    app.visit.settings = {"seed": 5, "form": "first", "device": "mouse", "clock": True}
    if step not in PLAYED and (home or step is not Step.HANGAR):
        finish(app, run("expert"))
        app.visit.shown = what_was_shown([read_run(run("expert"))], "easy")
    if step is Step.PAUSE:
        app.go(Step.BRIEFING)  # from where one may go back to the hangar, once another workshop is done
    if step is Step.COMFORT and not home:
        app.visit = app.new_visit()
        app.go(Step.WELCOME)  # where nobody has begun, Comfort leads to the check of the seat
    app.go(step, given)
    return app


def answers(app: Journey) -> Iterator[Answer]:
    """What the scene on the screen answers when each of its nodes is pressed, its step is ended, and time goes by."""
    look = StaticLook(app.comfort)
    nodes = [n.id for n in navigate.reachable(app.screen(look))]
    presses = ["end", "leave:"] * 12 if app.step in PLAYED else nodes
    for node in presses:
        for following in (app.top.act(node), app.top.advance(2)):
            if following.answer:
                yield following.answer
    if (last := app.top.advance(300).answer) is not None:
        yield last


def test_every_step_stands_in_the_table_and_is_reached() -> None:
    """From the welcome and what the window opens, following the table leads to every step there is."""
    assert set(TABLE) == set(Step)
    met: set[Step] = set()
    new = set(OPENED_BY_THE_WINDOW)
    while new:
        met |= new
        following = [follow for step in new for follow in TABLE[step].follows.values()]
        new = {step for f in following for step in (f.to if isinstance(f, Then) else (f,))} - met
    assert met == set(Step)


@pytest.mark.parametrize("step", Step)
def test_every_answer_of_a_screen_has_what_follows_and_no_other_is_awaited(step: Step, home: Home) -> None:
    """What the nodes of a step can answer, agreed or only looking, is what the table awaits of it, no more, no less."""
    offered: set[str] = set()
    for place in (home, None):
        for given in GIVEN.get(step, (With(),)):
            for answer in answers(arrived(step, given, place)):
                assert answer.step is step
                offered.add(answer.choice)
    assert offered == set(TABLE[step].follows)


def test_an_answer_that_a_step_does_not_offer_is_refused() -> None:
    """Nothing is guessed from a name: what the table does not hold is an error at once."""
    app = Journey(panneau(), "fr", 5)
    with pytest.raises(KeyError):
        app.answer(Step.WELCOME, "share")


class HeardPost:
    """A post that the tower hears, or not; it remembers what was said."""

    def __init__(self) -> None:
        self.reached = True
        self.capped: bool | None = None
        self.said: list[tuple[str, Signals]] = []

    def tell(self, code: str, signals: Signals) -> None:
        self.said.append((code, signals))


@pytest.mark.parametrize("step", Step)
def test_help_is_asked_from_every_screen_where_the_tower_hears_this_post(step: Step, home: Home) -> None:
    """By pointer, by its key, in words and at every size; once more lowers the hand; nowhere else is it seen."""
    for place in (home, None):
        for given in GIVEN.get(step, (With(),))[:1]:
            app, post = arrived(step, given, place), HeardPost()
            app.post = post
            for comfort in (Comfort(), Comfort(easy=True, text_scale=2.0), Comfort(language="en", contrast=True)):
                app.comfort = comfort
                look = StaticLook(comfort)
                screen = app.screen(look)
                node = navigate.shortcut(screen, "f1")
                assert node is not None, step
                assert node.name == look.t("common.help")
                assert navigate.under(screen, *node.rect.centre) is node
                here = node.rect
                assert not [
                    n.id for n in navigate.reachable(screen) if n is not node and n.rect.y < here.y + here.h
                    and n.rect.x < here.x + here.w and here.x < n.rect.x + n.rect.w
                ]  # fmt: skip
                app.act(node.id, "press")
                raised = navigate.shortcut(app.screen(look), "f1")
                assert raised is not None
                assert raised.state == ("checked",)
                app.act(node.id, "press")
            assert [said.hand for _, said in post.said] == [True, False] * 3
            assert {code for code, _ in post.said} == {app.person.code if app.person else ""}
            post.reached = False
            assert navigate.shortcut(app.screen(StaticLook(app.comfort)), "f1") is None
            app.post = None
            assert navigate.shortcut(app.screen(StaticLook(app.comfort)), "f1") is None


def test_how_it_is_going_is_told_once_a_second_and_holds_no_answer() -> None:
    """Step, acts, refusals, documents, idle and still: counts alone; a new visit begins with its hand down."""
    app, post = Journey(panneau(), "fr", 5), HeardPost()
    app.post = post
    for _ in range(11):
        app.advance(50)
    assert [said for _, said in post.said][-1] == Signals("welcome", idle_s=11, still_s=10)
    app.go(Step.EXERCISE)
    app.alive()
    for node in ("doc:plan", "doc:order", "tool:mallet", "tool:mallet", "tool:lamp"):
        app.act(node, "press")
        app.advance(50)
    said = post.said[-1][1]
    assert (said.step, said.acts, said.reads, said.idle_s, said.hand) == ("exercise", 5, 2, 5, False)
    for _ in range(70):
        app.advance(50)
    assert (post.said[-1][1].acts, post.said[-1][1].idle_s) == (0, 75)
    app.act("help", "press")
    assert "help" in causes(post.said[-1][1])
    app.visit = app.new_visit()
    app.advance(50)
    assert not post.said[-1][1].hand


class Watched(Journey):
    """A journey that knows where the table says it may go."""

    may: tuple[Step, ...] = ()
    met: tuple[Step, ...] = ()

    def _follow(self, answer: Answer) -> None:
        following = TABLE[answer.step].follows[answer.choice]
        self.may = following.to if isinstance(following, Then) else (following,)
        super()._follow(answer)
        self.may = ()

    def _move(self, move: Move) -> None:
        if self.may and isinstance(move, Go | Over):
            assert move.step in self.may
        super()._move(move)
        self.met += (self.step,)


MOSTLY = {
    Step.EASE: ["skip"], Step.PAUSE: ["go_on"], Step.COMFORT: ["go_on"], Step.PRACTICE: ["end", "leave:"],
    Step.EXERCISE: ["end", "leave:"], Step.WISHES: ["go"],
}  # fmt: skip
"""Where a random hand would stay too long: what it does there nine times out of ten."""
BAR = ("pause", "comfort", "mute")


@pytest.mark.parametrize("seed", range(2))
def test_a_hand_that_presses_anything_goes_only_where_the_table_says(seed: int, home: Home) -> None:
    """Hundreds of random presses, from visit to visit: no move that is not declared, and most steps are met."""
    chance = random.Random(seed)
    app = Watched(panneau(), "fr", 5, home)
    look = StaticLook(app.comfort)
    for _ in range(400):
        rare = chance.random() < 0.1
        settled(app)
        ids = [n.id for n in navigate.reachable(app.screen(look)) if rare or n.id not in BAR]
        for node in [chance.choice(ids)] if rare else MOSTLY.get(app.step, [chance.choice(ids)]):
            app.act(node, "press")
        app.advance(chance.choice((1, 60)))
    assert len(set(app.met)) >= 18, sorted(set(Step) - set(app.met))


@pytest.mark.parametrize("over", ["pause", "comfort"])
def test_what_was_heard_is_not_heard_again_after_a_screen_over_it(over: str) -> None:
    """Back from the pause or the comfort menu nothing old sounds; what happens then does; the engines start once."""
    app = Journey(panneau(), "fr", 5)
    app.go(Step.EXERCISE)
    heard: list[str] = []
    for _ in range(3):
        for tool in ("tool:mallet", "tool:lamp", "tool:mirror"):
            app.act(tool, "press")
            app.advance(30)
            heard += app.sounds()
    assert len(heard) > 6
    app.act(over, "press")
    app.advance(1)
    assert app.sounds() == ()
    app.act("go_on", "press")
    app.advance(1)
    assert app.sounds() == ()
    app.act("doc:plan", "press")
    app.advance(2)
    assert app.sounds() == ("page",)
    app.go(Step.TAKEOFF)
    assert app.sounds() == ("takeoff",)
    app.act(over, "press")
    assert app.sounds() == ()
    app.act("go_on", "press")
    assert app.sounds() == ()


def test_the_pass_is_heard_as_it_prints_and_the_air_is_for_who_wishes_it() -> None:
    """Once, when it first comes out; not where nothing moves. Comfort: silent, what happens, the workshop's air too."""
    app = arrived(Step.BOARDING, With(), None)
    assert app.sounds() == ("printing",)
    assert app.sounds() == ()
    app.go(Step.BOARDING)
    assert app.sounds() == ()
    still = arrived(Step.WISHES, With(), None)
    still.comfort = replace(still.comfort, reduced_motion=True)
    still.go(Step.BOARDING)
    assert still.sounds() == ()
    levels, look = [], StaticLook(app.comfort)
    app.act("comfort", "press")
    for _ in range(3):
        shown = next(n for n in app.screen(look).nodes if n.id == "sound").value
        levels.append((shown, app.comfort.sound, app.air()))
        app.act("sound", "press")
        look = StaticLook(app.comfort)
    assert levels == [("oui", True, 0.0), ("oui, avec l'atelier", True, 1.0), ("non", False, 0.0)]
    assert (app.comfort.sound, app.comfort.air) == (True, False)


def test_the_pass_is_worked_out_beside_the_window_while_the_aircraft_takes_off(monkeypatch: pytest.MonkeyPatch) -> None:
    """Once, and by the time it is asked for; anew where the words it is read in have changed since."""
    threads: list[threading.Thread] = []

    def told(shown: Shown, code: str, comfort: Comfort) -> Pass:
        threads.append(threading.current_thread())
        return boarding_pass(shown, code, comfort)

    monkeypatch.setattr(leaving, "boarding_pass", told)
    app = arrived(Step.WISHES, With(), None)
    app.answer(Step.WISHES, "go")
    app.soon(lambda: None).get()
    assert app.step is Step.TAKEOFF
    assert len(threads) == 1
    app.answer(Step.TAKEOFF, "go")
    app.go(Step.BOARDING)
    assert len(threads) == 1
    app.comfort = replace(app.comfort, easy=True)
    app.go(Step.BOARDING)
    assert len(threads) == 2
    assert threading.main_thread() not in threads


def test_a_run_taken_up_again_is_not_heard_from_its_beginning() -> None:
    """What was done before the stop is long past: neither heard nor seen to move."""
    app = Journey(panneau(), "fr", 5)
    session = play_again(app.mechanic.make(app.scenario.params, Run(5, clock=False)), run("expert").actions, 3000)
    app.go(Step.EXERCISE, With(session=session))
    assert len(session.events) > 20
    assert app.sounds() == ()
    assert app.cues() == ()
