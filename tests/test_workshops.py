"""One checker over every workshop and its mechanic, as Gymnasium checks environments: a new one is taken in."""

import random
from collections import Counter
from collections.abc import Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from functools import cache
from statistics import mean

import pytest

from game.journey.measured import measure
from game.library import MODELS, catalogue_of, known
from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.nodes import Node, Screen
from game.screen.scene import Comfort
from game.simulation.session import Session, play_again
from game.simulation.task import Run, Task
from game.window.look import StaticLook
from game.workshop.mechanic import WorkshopScene
from game.workshop.params import WorkshopParams
from game.workshop.scene import Bench
from game.workshop.task import WorkshopTask
from lab.robots import play_out
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scenarios.vocabulary import Action, Value
from scoring.rules import EvidenceRule

LOOKS = (Comfort(), Comfort(language="en", text_scale=1.5), Comfort(easy=True, text_scale=2.0))
LEAVES = ("end", "leave", "sign")
AROUND = (*navigate.BAR, "stay")
STEP_LIMIT = 220
"""Presses in one step before the walker leaves it."""
A_LOOK = 8
"""Steps that are seen in one look, as somebody's are who changes it now and then: pieces are kept from step to step."""
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
    return MECHANICS[scenario.head.mechanic].make(scenario.params, Run(seed, clock=clock, device=device))


@cache
def looks() -> tuple[StaticLook, ...]:
    """They are asked for words and widths, and are themselves never changed: what one has measured serves all."""
    return tuple(StaticLook(comfort) for comfort in LOOKS)


class Walker:
    """Goes through a workshop by its tree alone, always to what was least often tried, and leaves a step after a while.

    `way` is "keys" (presses alone), "pointer" or "touch" (where a press fell, and drags).
    """

    def __init__(
        self, scenario: Scenario, way: str, seed: int, *, even: bool = True, session: Session | None = None
    ) -> None:
        self.chance = random.Random(seed)
        self.scenario, self.way, self.even = scenario, way, even
        self.session = session or Session(fresh(scenario))
        self.scene: WorkshopScene = MECHANICS[scenario.head.mechanic].scene(self.session, scenario, name="exercise")
        self.looks = looks()
        self.tried: Counter[str] = Counter()
        self.here: tuple[str, int] = ("", 0)

    def walk(self) -> "Walker":
        """To the end of the workshop."""
        self.scene.advance(1)
        for n in range(6000):
            if self.session.task.done:
                return self
            self.step(self.scene.screen(self.looks[n // A_LOOK % len(self.looks)]))
            self.scene.advance(self.chance.choice((1, 5, 26)))
        raise AssertionError("the walker found no way out")

    def did(self, verb: str, node: Node, screen: Screen) -> bool:
        """Whether pressing this does the act."""
        before = len(self.session.actions)
        self.press(node, screen)
        self.scene.advance(1)
        return verb in done_since(self.session, before)

    def does(self, verb: str, node: Node, screen: Screen) -> bool:
        """Whether pressing this would do the act. A press only sends: what does not send it needs no twin to tell."""
        if "drag" not in node.actions:
            heard = Listening(self.session.task)
            listener = self.fork(heard)
            listener.press(node, screen)
            # What glides where it is sent begins with the next tick.
            listener.scene.advance(1)
            if verb not in heard.sent:
                return False
        return self.fork().did(verb, node, screen)

    def fork(self, session: Session | None = None) -> "Walker":
        """Another one that stands where this one does, with the same in hand."""
        session = session or Session(twin(self.session.task, self.scenario))
        other = Walker(self.scenario, self.way, 11, session=session)
        assert isinstance(other.scene, Bench)
        assert isinstance(self.scene, Bench)
        other.scene.hand, other.scene.asking = self.scene.hand, self.scene.asking
        return other

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


class Listening(Session):
    """Keeps the words of what is sent; nothing of it is ever done to its task."""

    def __init__(self, task: Task[object]) -> None:
        super().__init__(task)
        self.sent: list[str] = []

    def act(self, verb: str, args: Mapping[str, Value] | None = None) -> None:
        self.sent.append(verb)


def twin(task: Task[object], scenario: Scenario) -> Task[object]:
    """A task that stands where this one does; what the author wrote and the tables of acts never change: shared."""
    params = scenario.params
    assert isinstance(params, WorkshopParams)
    tables = [value for value in vars(task).values() if isinstance(value, Mapping)]
    return deepcopy(task, {id(fixed): fixed for fixed in (params, *params.phases, *params.day, *tables)})


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
        assert set(node.actions) <= {"press", "point", "drag", "carry", "hold", "again"}, node


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


OPENERS = ("form", "mode", "point", "gap", "number", "see", "board", "bin", "doc", "end", "sign")
"""What may have to be pressed first, so that the next press is the act."""
GUARD = 14
"""Ticks after which a question over the bench takes an answer."""
MOMENTS = 4
"""How many moments of a robot's run are tried for one act."""


@dataclass(frozen=True, slots=True)
class Moment:
    """A robot is about to do an act: the task as it stands then, and what the act and the next ones name."""

    task: Task[object]
    names: frozenset[str]

    def again(self, scenario: Scenario) -> Session:
        """From this moment on, as often as one likes."""
        return Session(twin(self.task, scenario))


@cache
def moments(name: str) -> Mapping[str, tuple[Moment, ...]]:
    """Moments before each act that a robot does and that is possible then, spread over its run: without the clock."""
    scenario, found = workshops()[name], dict[str, tuple[Moment, ...]]()
    for robot in ("expert", "tag_all", "hurried"):
        whole = robot_run(name, robot).actions
        wanted: dict[int, list[str]] = {}
        for verb in {a.verb for a in whole} - found.keys() - ON_DEMAND:
            ats = [n for n, a in enumerate(whole) if a.verb == verb]
            for k in sorted({round(k * (len(ats) - 1) / (MOMENTS - 1)) for k in range(MOMENTS)}):
                wanted.setdefault(ats[k], []).append(verb)
        session, at = Session(fresh(scenario, 5)), 0
        while at <= max(wanted, default=-1) and not session.task.done:
            while at < len(whole) and whole[at].tick == session.task.tick:
                for verb in wanted.get(at, ()):
                    names = frozenset(str(v) for a in whole[at : at + 3] for v in a.args.values())
                    found[verb] = (*found.get(verb, ()), Moment(twin(session.task, scenario), names))
                session.act(whole[at].verb, whole[at].args)
                at += 1
            session.advance()
    return found


def foreign(args: Mapping[str, Value]) -> list[dict[str, Value]]:
    """Arguments that no workshop has: none at all, every one of another world, or one of them among true ones."""
    strange: dict[str, Value] = {key: -7 if isinstance(value, int) else "nowhere" for key, value in args.items()}
    swapped: dict[str, Value] = {key: "nowhere" if isinstance(value, int) else -7 for key, value in args.items()}
    return [{}, strange, swapped, *({**args, key: value} for key, value in strange.items())]


STRANGE_AT = 9
"""At how many moments of robots' runs strange acts are tried."""


def strange_acts(name: str, task: Task[object]) -> list[Action]:
    """Each act that the task knows, robots' or not, with the arguments that no workshop has."""
    known = {a.verb: a.args for robot in ("expert", "tag_all", "hurried") for a in robot_run(name, robot).actions}
    return [Action(0, verb, args) for verb in sorted(vars(task)["_acts"]) for args in foreign(known.get(verb, {}))]


@pytest.mark.parametrize("name", EVERY)
def test_a_strange_act_is_refused_whole_or_done_without_its_strange_word(name: str) -> None:
    """At any time of the day: refused, it leaves the digest as if nobody had tried, but where a gate of safety speaks;
    taken, as a call to somebody is whatever it is about, no strange word comes to stand in the state."""
    every = [moment for verb in sorted(moments(name)) for moment in moments(name)[verb]]
    refused, verbs = set[str](), set[str]()
    for moment in every[:: max(1, len(every) // STRANGE_AT)]:
        quiet = moment.again(workshops()[name])
        quiet.advance()
        for act in strange_acts(name, moment.task):
            session = moment.again(workshops()[name])
            session.act(act.verb, act.args)
            kinds = [e.kind for e in session.advance()]
            verbs.add(act.verb)
            if "refused" not in kinds:
                assert isinstance(session.task, WorkshopTask)
                assert "nowhere" not in repr(session.task.digested()), act
            elif "gate" not in kinds:
                assert session.task.digest() == quiet.task.digest(), act
                refused.add(act.verb)
    # Help and the one look are taken at any time, and « end » wherever a step can be left.
    assert verbs - refused <= {"hint", "look", "end"}


@pytest.mark.parametrize("name", EVERY)
def test_nobody_is_called_who_is_not_there_and_about_nothing_that_is_not(name: str) -> None:
    """The mentor answers, by name or as such, about what lies there; nobody else does, and of nothing else."""
    scenario = workshops()[name]
    assert isinstance(scenario.params, WorkshopParams)
    there, mentor = sorted(scenario.params.spoken_of()), scenario.head.mentor
    answered = [(who, about) for who in (mentor, "mentor") for about in (there[0], there[-1])]
    strange = [("nobody", there[0]), ("", there[0]), (mentor, "nothing"), (mentor, ""), (mentor, mentor)]
    taken = []
    for who, about in (*answered, *strange):
        session = Session(fresh(scenario))
        session.act("call", {"who": who, "about": about})
        events = session.advance()
        taken += [(e.data["who"], e.data["about"]) for e in events if e.kind == "call"]
        assert any(e.kind == "refused" for e in events) == ((who, about) in strange)
    assert taken == answered


def test_params_that_no_head_came_with_know_no_name() -> None:
    """As those of a stored run: whoever was called then was there. A short form knows the mentor of its workshop."""
    whole = workshops()[EVERY[0]].params
    assert isinstance(whole, WorkshopParams)
    bare = type(whole).model_validate(whole.model_dump())
    assert (bare.answers_calls("anybody"), whole.answers_calls("anybody")) == (True, False)
    less = whole.narrowed({})
    assert (less.answers_calls("anybody"), less.answers_calls(workshops()[EVERY[0]].head.mentor)) == (False, True)


def likely(nodes: list[Node], names: frozenset[str]) -> list[Node]:
    """What to press for an act that names these things: they come first, then one of each other kind."""
    named = [n for n in nodes if n.id.partition(":")[2] in names]
    others = {kind(n): n for n in nodes if kind(n) not in AROUND and n not in named}
    return [*named, *others.values()]


def reached(name: str, way: str, verb: str) -> bool:
    """Whether one or two presses on the tree do the act when a robot does it, or else at another time of the day.

    A robot that acts on everything does so before a part is posed, when the bench asks for nothing else.
    """
    named = moments(name).get(verb, ())
    later = [replace(one, names=named[0].names) for ones in moments(name).values() for one in ones] if named else []
    return any(reached_at(name, way, verb, moment) for moment in (*named, *later))


def reached_at(name: str, way: str, verb: str, moment: Moment) -> bool:
    start = Walker(workshops()[name], way, 11, session=moment.again(workshops()[name]))
    screen = start.scene.screen(start.looks[0])
    check_screen(screen)
    here = list(navigate.reachable(screen))
    if any(start.does(verb, node, screen) for node in likely(here, moment.names)):
        return True
    for opener in sorted((n for n in here if kind(n) in OPENERS), key=lambda n: OPENERS.index(kind(n))):
        after = start.fork()
        after.did(verb, opener, screen)
        after.scene.advance(GUARD)
        if not after.session.task.done:
            shown = after.scene.screen(after.looks[0])
            there = likely(list(navigate.reachable(shown)), moment.names)
            if any(after.does(verb, node, shown) for node in there):
                return True
    return False


@cache
def unreached(name: str, way: str) -> frozenset[str]:
    """What robots do in a workshop and nobody can do so from its screens."""
    verbs = {verb for robot in ("expert", "tag_all", "hurried") for verb in robot_verbs(name, robot)}
    return frozenset(verb for verb in verbs - ON_DEMAND if not reached(name, way, verb))


@pytest.mark.parametrize("way", ["keys", "pointer", "touch"])
@pytest.mark.parametrize("name", EVERY)
def test_every_act_is_reached_from_the_tree(name: str, way: str) -> None:
    """By keys, by pointer and by touch: what a robot does in the workshop can be done from its screens."""
    # A scene is told where a press fell, never by what: a pointer's presses are a finger's.
    assert unreached(name, "keys" if way == "keys" else "pointer") == set()


@cache
def robot_run(name: str, robot: str, seed: int = 5) -> Session:
    """A robot's whole exercise."""
    scenario = workshops()[name]
    cast = MECHANICS[scenario.head.mechanic].cast
    bot = cast.make(robot, scenario.params, seed)
    return play_out(fresh(scenario, seed, clock=True, device=cast.device(robot)), bot)


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
    task = MECHANICS[scenario.head.mechanic].make(with_other_answers(scenario.params), Run(5))
    assert play_again(task, session.actions, session.task.tick).events == session.events


def means(name: str, session: Session) -> Mapping[str, float]:
    return {m.habilete: m.mean for m in measure(workshops()[name], session, "mouse").measured if m.n_observed}


@pytest.mark.parametrize(("seed", "way"), [(21, "pointer"), (22, "keys"), (23, "touch")])
@pytest.mark.parametrize("name", EVERY)
def test_a_monkey_on_the_tree_breaks_nothing_and_shows_nothing(name: str, seed: int, way: str) -> None:
    """Whatever is pressed, in any order, the workshop ends; and no habileté looks present."""
    monkey = Walker(workshops()[name], way, seed, even=False)
    # One of them changes its look as it goes; the others are spared the laying out.
    monkey.looks = monkey.looks if way == "pointer" else monkey.looks[:1]
    monkey.walk()
    # What a screen offers to tell of is there to be told of.
    params = workshops()[name].params
    assert isinstance(params, WorkshopParams)
    calls = [action.args for action in monkey.session.actions if action.verb == "call"]
    assert {str(args["about"]) for args in calls} <= params.spoken_of()
    assert all(params.answers_calls(str(args["who"])) for args in calls)
    profile = measure(workshops()[name], monkey.session, "mouse")
    assert {
        m.habilete: m.level for m in profile.measured if m.n_observed and m.statement == "shown" and m.level > 1
    } == {}
    assert mean(means(name, monkey.session).values()) < -1


@pytest.mark.parametrize("name", EVERY)
def test_robots_stand_in_order(name: str) -> None:
    """On each habileté that its rules look at, the expert is above the beginner, who is above one that only leaves."""
    expert, novice, never = (means(name, robot_run(name, robot)) for robot in ("expert", "novice", "never"))
    assert expert.keys() == {rule.habilete for rule in workshops()[name].evidence}
    assert expert.keys() <= set(MECHANICS[workshops()[name].head.mechanic].cast.habiletes)
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
        session = Session(MECHANICS[scenario.head.mechanic].make(given, Run(1, clock=False)))
        for _ in params.phases:
            session.advance(150)
            session.act("end")
            session.advance()
        bells = {str(e.data["event"]) for e in session.events if e.kind == "bell"}
        assert bells == ({h.id for h in params.day if h.does in ("swaps", "asks", "revises")} if comes else set())
