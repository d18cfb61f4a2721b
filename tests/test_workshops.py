"""One checker over every workshop and its mechanic, as Gymnasium checks environments: a new one is taken in."""

import random
from collections import Counter
from collections.abc import Mapping
from functools import cache
from statistics import mean

import pytest

from game.journey.measured import measure
from game.library import MODELS, catalogue_of, known
from game.mechanics import MECHANICS
from game.screen import navigate
from game.screen.nodes import Node, Screen
from game.screen.scene import Comfort
from game.simulation.session import Session, play_again
from game.simulation.task import Task
from game.window.window import StaticLook
from game.workshop.mechanic import WorkshopScene
from game.workshop.params import WorkshopParams
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

LOOKS = (Comfort(), Comfort(language="en", text_scale=1.5), Comfort(easy=True, text_scale=2.0))
LEAVES = ("end", "leave", "sign")
AROUND = (*navigate.BAR, "stay")
STEP_LIMIT = 220
"""Presses in one step before the walker leaves it."""
ON_DEMAND = {"hint", "wait", "look"}
"""Acts that a way in of its own will send: help, the one switch, the spoken twin."""


@cache
def workshops() -> dict[str, Scenario]:
    """Every workshop that comes with the game, by its id. One that is not sound fails here."""
    sound, problems = load_all(workshop_files(), MODELS, EvidenceRule, known())
    assert problems == []
    for scenario in sound:
        catalogue_of(scenario)
    return {scenario.head.id: scenario for scenario in sound}


EVERY = sorted(path.parent.name for path in workshop_files())


def fresh(scenario: Scenario, seed: int = 3, *, clock: bool = False, device: str = "mouse") -> Task[object]:
    return MECHANICS[scenario.head.mechanic].make(scenario.params, seed, clock=clock, device=device)


class Walker:
    """Goes through a workshop by its tree alone, always to what was least often tried, and leaves a step after a while.

    `way` is "keys" (presses alone), "pointer" or "touch" (where a press fell, and drags).
    """

    def __init__(
        self, scenario: Scenario, way: str, seed: int, *, even: bool = True, session: Session | None = None
    ) -> None:
        self.chance = random.Random(seed)
        self.way, self.even = way, even
        self.session = session or Session(fresh(scenario))
        self.scene: WorkshopScene = MECHANICS[scenario.head.mechanic].scene(self.session, scenario, name="exercise")
        self.looks = [StaticLook(comfort) for comfort in LOOKS]
        self.tried: Counter[str] = Counter()
        self.here: tuple[str, int] = ("", 0)

    def walk(self) -> "Walker":
        """To the end of the workshop."""
        self.scene.advance(1)
        for n in range(6000):
            if self.session.task.done:
                return self
            self.step(self.scene.screen(self.looks[n % len(self.looks)]))
            self.scene.advance(self.chance.choice((1, 5, 26)))
        raise AssertionError("the walker found no way out")

    def explore(self, presses: int) -> set[str]:
        """So many presses from here, then the pen where there is one; gives the acts that were possible."""
        before = len(self.session.actions)
        for n in range(presses):
            if not self.session.task.done:
                self.step(self.scene.screen(self.looks[n % len(self.looks)]))
                self.scene.advance(26)
        for wanted in ("sign", "end", "leave"):
            for node in self.live():
                if kind(node) == wanted and not self.session.task.done:
                    self.scene.act(node.id)
                    self.scene.advance(1)
        return done_since(self.session, before)

    def sweep(self) -> set[str]:
        """Each thing of the tray on each place of the piece."""
        before = len(self.session.actions)
        for tool in [node.id for node in self.live() if node.role == "tool"]:
            for place in [node for node in self.live() if "point" in node.actions]:
                held = next((node for node in self.live() if node.id == tool), None)
                if held is not None and "checked" not in held.state:
                    self.press(held, self.scene.screen(self.looks[0]))
                    self.scene.advance(1)
                self.press(place, self.scene.screen(self.looks[0]))
                self.scene.advance(26)
                while any(kind(node) == "release" for node in self.live()):
                    self.scene.act("release")
                    self.scene.advance(26)
        return done_since(self.session, before)

    def live(self) -> list[Node]:
        return [] if self.session.task.done else list(navigate.reachable(self.scene.screen(self.looks[0])))

    def step(self, screen: Screen) -> None:
        check_screen(screen)
        live = navigate.reachable(screen)
        phase = next((e.data["name"] for e in reversed(self.session.events) if e.kind == "phase"), "")
        self.here = (str(phase), self.here[1] + 1 if phase == self.here[0] else 0)
        out = [node for node in live if kind(node) in LEAVES]
        work = [node for node in live if kind(node) not in (*LEAVES, *AROUND)]
        node = self.least(out if out and (self.here[1] > STEP_LIMIT or not work) else work or list(live))
        self.tried[f"{phase}/{kind(node)}"] += 1
        self.tried[f"{phase}/{node.id}"] += 1
        self.press(node, screen)

    def least(self, nodes: list[Node]) -> Node:
        if not self.even:
            return self.chance.choice(nodes)
        phase = self.here[0]
        order = [
            (self.tried[f"{phase}/{kind(n)}"], self.tried[f"{phase}/{n.id}"], self.chance.random(), n.id) for n in nodes
        ]
        return nodes[order.index(min(order))]

    def press(self, node: Node, screen: Screen) -> None:
        x, y = node.rect.centre
        if self.way == "keys":
            if screen.steers and "drag" in node.actions:
                self.scene.key(self.chance.choice(("down", "down", "down", "up")))
            elif "press" in node.actions:
                self.scene.act(node.id, "press")
        elif "drag" in node.actions:
            for stage, dy in (("down", 0), ("move", self.chance.randrange(620)), ("up", 0)):
                self.scene.drag(node.id, x, y + dy, stage)
                self.scene.advance(30)
        else:
            self.scene.act(node.id, f"press@{round(x) + 3},{round(y) - 2}" if "point" in node.actions else "press")


def done_since(session: Session, before: int) -> set[str]:
    """Acts sent since then that were possible when they were sent."""
    refused = Counter((e.tick, str(e.data["verb"])) for e in session.events if e.kind == "refused")
    sent = Counter((a.tick, a.verb) for a in session.actions[before:])
    return {verb for (_, verb), n in (sent - refused).items() if n > 0}


def kind(node: Node) -> str:
    return node.id.partition(":")[0]


def check_screen(screen: Screen) -> None:
    """Everything has a name and a sentence, none with a {value} left in it; nothing is there twice."""
    assert screen.say
    assert len({n.id for n in screen.nodes}) == len(screen.nodes)
    for node in screen.nodes:
        assert node.name, node.id
        assert "{" not in node.name + node.spoken, node
        assert set(node.actions) <= {"press", "point", "drag"}, node


@cache
def walked(name: str, way: str) -> Walker:
    return Walker(workshops()[name], way, 11).walk()


@pytest.mark.parametrize("name", EVERY)
def test_same_seed_and_acts_give_the_same_run(name: str) -> None:
    """Deterministic; a run plays again bit for bit; another seed is another day."""
    session = walked(name, "pointer").session
    again = play_again(fresh(workshops()[name]), session.actions, session.task.tick)
    assert again.events == session.events
    assert again.digests == session.digests
    other = play_again(fresh(workshops()[name], 4), session.actions, session.task.tick)
    assert other.digests != session.digests


@pytest.mark.parametrize("name", EVERY)
def test_a_refused_act_leaves_no_trace_in_the_state(name: str) -> None:
    """It is written down and changes nothing: the same digest as if nobody had tried."""
    with_it, without = Session(fresh(workshops()[name])), Session(fresh(workshops()[name]))
    for _ in range(60):
        with_it.act("no_such_act", {"x": 1})
        with_it.act("sign")
        with_it.advance()
        without.advance()
    assert {e.kind for e in with_it.events} - {e.kind for e in without.events} == {"refused"}
    assert with_it.digests == without.digests


@cache
def turnings(name: str) -> tuple[tuple[int, int, frozenset[str]], ...]:
    """Moments of the expert's run when its screen first offers some things together: tick, acts done, things."""
    scenario = workshops()[name]
    whole = robot_run(name, "expert")
    session = Session(fresh(scenario, 5, clock=True))
    scene = MECHANICS[scenario.head.mechanic].scene(session, scenario, name="exercise")
    look, met, found, at = StaticLook(Comfort()), set(), [], 0
    while not session.task.done:
        while at < len(whole.actions) and whole.actions[at].tick == session.task.tick:
            session.act(whole.actions[at].verb, whole.actions[at].args)
            at += 1
        scene.advance(1)
        if session.task.tick % 5 == 0:
            live = navigate.reachable(scene.screen(look))
            offered = frozenset(node.id if kind(node) == "doc" else kind(node) for node in live)
            if offered not in met and not session.task.done:
                met.add(offered)
                found.append((session.task.tick, at, offered))
    return tuple(found)


@pytest.mark.parametrize("way", ["keys", "pointer", "touch"])
@pytest.mark.parametrize("name", EVERY)
def test_every_act_is_reached_from_the_tree(name: str, way: str) -> None:
    """By keys, by pointer and by touch: what can be done in the workshop can be done from its screens."""
    scenario, whole = workshops()[name], robot_run(name, "expert")
    done: set[str] = set()
    swept = [at for at, (_, _, offered) in enumerate(turnings(name)) if "mode" in offered][-3:]
    for at, (tick, acts, _) in enumerate(turnings(name)):
        # Without the clock: no ceiling ends a step under the walker.
        session = play_again(fresh(scenario, 5), whole.actions[:acts], tick)
        walker = Walker(scenario, way, 11, session=session)
        done |= walker.sweep() if at in swept else walker.explore(50)
    robots = {verb for robot in ("expert", "tag_all", "hurried") for verb in robot_verbs(name, robot)}
    assert robots - done - ON_DEMAND == set()


@cache
def robot_run(name: str, robot: str, seed: int = 5) -> Session:
    """A robot's whole exercise."""
    scenario = workshops()[name]
    cast = MECHANICS[scenario.head.mechanic].cast
    bot = cast.make(robot, scenario.params, seed)
    session = Session(fresh(scenario, seed, clock=True, device=cast.device(robot)))
    while not session.task.done:
        seen = session.task.see()
        for verb, args in bot.act(seen):
            session.act(verb, args)
        session.advance(bot.rest(seen))
    return session


def robot_verbs(name: str, robot: str) -> set[str]:
    return {action.verb for action in robot_run(name, robot).actions}


def with_other_answers(params: WorkshopParams) -> WorkshopParams:
    """The same workshop where other answers are right: sheet, points, what is to be done again."""
    sheet = tuple(c.model_copy(update={"answer": c.options[-1]}) if c.answer else c for c in params.sheet)
    spots = list(params.points.values())
    points = dict(zip(params.points, [*spots[1:], *spots[:1]], strict=True))
    day = tuple(h.model_copy(update={"redo": h.redo[:1]}) for h in params.day)
    return params.model_copy(update={"sheet": sheet, "points": points, "day": day})


@pytest.mark.parametrize("name", EVERY)
def test_no_event_holds_what_was_right(name: str) -> None:
    """The same acts give the same events whatever the right answers are: only the scenario knows them."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    session = robot_run(name, "expert")
    task = MECHANICS[scenario.head.mechanic].make(with_other_answers(scenario.params), 5)
    assert play_again(task, session.actions, session.task.tick).events == session.events


def means(name: str, session: Session) -> Mapping[str, float]:
    return {m.habilete: m.mean for m in measure(workshops()[name], session, "mouse").measured if m.n_observed}


@pytest.mark.parametrize("seed", [21, 22])
@pytest.mark.parametrize("name", EVERY)
def test_a_monkey_on_the_tree_breaks_nothing_and_shows_nothing(name: str, seed: int) -> None:
    """Whatever is pressed, in any order, the workshop ends; and no habileté looks present."""
    monkey = Walker(workshops()[name], "pointer", seed, even=False).walk()
    profile = measure(workshops()[name], monkey.session, "mouse")
    assert {
        m.habilete: m.level for m in profile.measured if m.n_observed and m.statement == "shown" and m.level > 1
    } == {}
    assert mean(means(name, monkey.session).values()) < -1


@pytest.mark.parametrize("name", EVERY)
def test_robots_stand_in_order(name: str) -> None:
    """On each habileté the expert is above the beginner, who is above one that only leaves."""
    expert, novice, never = (means(name, robot_run(name, robot)) for robot in ("expert", "novice", "never"))
    assert expert.keys() == set(MECHANICS[workshops()[name].head.mechanic].cast.habiletes)
    for habilete, value in expert.items():
        assert value > novice[habilete], habilete
    assert mean(novice.values()) > mean(never.values())


@pytest.mark.parametrize("name", EVERY)
def test_the_day_comes_by_progress_or_at_its_latest_moment(name: str) -> None:
    """With a latest moment, what is due comes to somebody who does nothing; without one, only progress brings it."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    params = scenario.params
    late = params.model_copy(update={"day": tuple(h.model_copy(update={"within_s": 2}) for h in params.day)})
    for given, comes in ((params, False), (late, True)):
        session = Session(MECHANICS[scenario.head.mechanic].make(given, 1, clock=False))
        for _ in params.phases:
            session.advance(150)
            session.act("end")
            session.advance()
        bells = {str(e.data["event"]) for e in session.events if e.kind == "bell"}
        assert bells == ({h.id for h in params.day if h.does in ("swaps", "asks", "revises")} if comes else set())
