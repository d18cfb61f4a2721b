"""Who plays at the seats, and what goes wrong there: people as generators, each yield the ticks until they go on.

Everything goes through the window: pointer and keys as SDL tells of them. At the bench a robot of the mechanic acts,
at the pace of a person, and its hand moves the pointer.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from game.mechanics.table import MECHANICS
from game.screen.steps import Step
from game.workshop.scene import Bench
from lab.incidents.seat import TICKS_S, PersonActs, PlayedSeat
from lab.pictures import waiting_tools
from lab.robots import act_once
from scenarios.room import DEVICE, HARD, HELP, IDLE, INSTRUCTION, STUCK

READS_S = {"expert": 0.25, "novice": 0.3, "first_timer": 0.4, "slow_right": 0.67, "clumsy": 0.4, "keyboard": 0.3}
"""Seconds for a word: 240 to 90 words a minute."""
MOST_READ_S = 150.0
LEADS: Mapping[Step, tuple[str, ...]] = {
    Step.WELCOME: ("enter",), Step.AGREEMENT: ("more", "agree"), Step.CODE: ("go",), Step.BRIEFING: ("go",),
    Step.INTENTION: ("look", "skip"), Step.READY: ("go",), Step.DEBRIEF: ("go",), Step.NOTICE: ("go_on",),
}  # fmt: skip
"""What is pressed at each step, the first that is there."""
TRIES_S = 4
MOST_WORKSHOPS = 4
GIVES_UP = 8
"""Presses in practice without a try that is told, after which one leaves it for the exercise."""


def plays(seat: PlayedSeat, robot: str, workshop: str) -> PersonActs:
    """Somebody goes the whole way, reading each page at their pace, and plays one workshop after the other."""
    seat.app.choose(workshop)
    read = 0
    while True:
        step, lead = seat.app.step, None
        if step is Step.EXERCISE and seat.app.at_work is not None:
            yield from _works(seat, robot)
            continue
        if step is Step.PRACTICE:
            yield from _practises(seat)
            continue
        if step is Step.EASE:
            yield from _lays_tools(seat)
            continue
        if step is not Step.HANGAR and step not in LEADS:
            return
        yield from _reads(seat, robot)
        if step is Step.HANGAR:
            seat.app.visit.most = MOST_WORKSHOPS
            lead = seat.node("open", f"open:{workshop}", "open:") or seat.node("more")
            workshop = ""
        else:
            read = read + 1 if step is Step.AGREEMENT else 0
            lead = seat.node(*(LEADS[step] if read < 2 else reversed(LEADS[step])))
        if lead is not None:
            seat.press(lead)
        yield TRIES_S * TICKS_S


def _works(seat: PlayedSeat, robot: str) -> PersonActs:
    """A robot of the mechanic does the exercise; its hand moves with each act."""
    bench, head = seat.app.at_work, seat.app.scenario
    player, acts = MECHANICS[head.head.mechanic].cast.make(robot, head.params, seat.chance.below(1000)), 0
    while bench is not None and (seat.app.at_work is bench or seat.app.step is Step.PRACTICE):
        if seat.app.step is Step.PRACTICE:
            # A chapter, over the exercise: the same robot goes on after it.
            yield from _practises(seat)
            continue
        rest = act_once(player, bench.session)
        if len(bench.session.actions) != acts:
            acts = len(bench.session.actions)
            seat.moves()
        yield rest


def _practises(seat: PlayedSeat) -> PersonActs:
    """What practice points at is pressed; who gets no further leaves it for the exercise."""
    tries, tried = 0, 0
    while seat.app.step is Step.PRACTICE and seat.app.at_work is not None:
        now = sum(event.kind == "lesson_told" for event in seat.app.at_work.session.events)
        tries, tried = (tries + 1 if now == tried else 0), now
        lead = seat.node(seat.window.screen.calls, seat.window.screen.focus_first)
        if tries > GIVES_UP:
            seat.app.answer(Step.PRACTICE, "done")
        elif lead is not None:
            seat.press(lead)
        else:
            seat.moves()
        yield TRIES_S * TICKS_S


def _lays_tools(seat: PlayedSeat) -> PersonActs:
    """The warm-up: each tool is taken and laid, a press at a time."""
    tools = waiting_tools(seat.window.screen)
    for name in (f"take:{tools[0]}", f"slot:{tools[0]}") if tools else ("go",):
        lead = seat.node(name)
        if lead is not None:
            seat.press(lead)
        yield 2 * TICKS_S


def _reads(seat: PlayedSeat, robot: str) -> PersonActs:
    """Nobody moves while they read the page."""
    yield 1
    yield round(min(MOST_READ_S, max(3.0, seat.words() * READS_S[robot])) * TICKS_S)


# What goes wrong: what the person does from then on.


def raises_hand(seat: PlayedSeat) -> PersonActs:
    """« J'ai besoin d'aide » by its key; then they wait, and move the mouse now and then."""
    seat.key("f1")
    while True:
        yield 20 * TICKS_S
        seat.moves()


def asks_by_pointer(seat: PlayedSeat) -> PersonActs:
    """The same by its button in the bar."""
    node = seat.node("help")
    if node is not None:
        seat.press(node)
    while True:
        yield 20 * TICKS_S
        seat.moves()


def key_stays_down(seat: PlayedSeat) -> PersonActs:
    """A key is stuck, and says so to SDL again and again; the person tries others, and the mouse."""
    seat.key("right", up=False)
    while True:
        for _ in range(10):
            seat.key("right", up=False)
            yield TICKS_S
        seat.moves()


def mouse_goes(seat: PlayedSeat) -> PersonActs:
    """The cable of the mouse comes out: whatever the person does with it, nothing arrives."""
    seat.mouse_there = False
    while True:
        yield 10 * TICKS_S


def touch_is_off(seat: PlayedSeat) -> PersonActs:
    """The finger is on what leads on, again and again, and the screen takes it beside."""
    while True:
        node = seat.node("enter", "agree", "go", "open:", "open", "try:", "end")
        if node is not None:
            seat.press_beside(node)
        yield 5 * TICKS_S


def presses_in_vain(seat: PlayedSeat) -> PersonActs:
    """A first-timer who does not know what can be pressed: pictures and empty places, all over the screen."""
    while True:
        seat.press_at(120 + seat.chance.below(1680), 130 + seat.chance.below(900))
        yield 4 * TICKS_S


def rereads(seat: PlayedSeat) -> PersonActs:
    """The order again and again, and nothing of what it says is begun; a gesture under way is ended first."""
    head = seat.app.scenario
    player = MECHANICS[head.head.mechanic].cast.make("expert", head.params, seat.chance.below(1000))
    while seat.app.at_work is not None and seat.node("doc:order", "doc:plan", "doc:") is None:
        yield act_once(player, seat.app.at_work.session)
    while True:
        node = seat.node("doc:order", "doc:plan", "doc:")
        if node is not None:
            seat.press(node)
        else:
            seat.key("escape")
        yield 12 * TICKS_S
        seat.moves()


def fails_a_gesture(seat: PlayedSeat) -> PersonActs:
    """In practice: the same gesture tried again and again, never right: a tool that is in date is exchanged."""
    while True:
        bench = seat.app.at_work
        if isinstance(bench, Bench) and bench.hand.mode:
            past = {g.tool for g in bench.params.practice}
            node = seat.node(*(f"tool:{tool.id}" for tool in bench.params.tools if tool.id not in past))
        else:
            node = seat.node("more", "mode:store", "try:store", "lesson:store", "reminder:")
        if node is not None:
            seat.press(node)
        else:
            seat.moves()
        yield 3 * TICKS_S


def dithers(seat: PlayedSeat) -> PersonActs:
    """At the exercise: takes a tool, hangs it back, takes another, for minutes; no step is done."""
    taken = ""
    while True:
        bench = seat.app.at_work
        if bench is not None and taken:
            bench.session.act("return_tool", {"tool": taken})
            taken = ""
        elif bench is not None:
            taken = ("lamp", "mirror", "mallet")[seat.chance.below(3)]
            bench.session.act("take_tool", {"tool": taken})
        seat.moves()
        yield 6 * TICKS_S


def goes_away(seat: PlayedSeat) -> PersonActs:
    """Nobody is there any more."""
    while True:
        yield 60 * TICKS_S


@dataclass(frozen=True, slots=True)
class Incident:
    """What happens at a seat. `cause`: what the radar must say; `at`: the step at which it happens; `does`: what the
    person does from then on, None for what befalls the machine (`kill`, `freeze`, `cut`, `hang`)."""

    name: str
    cause: str
    at: Step
    does: Callable[[PlayedSeat], PersonActs] | None = None


INCIDENTS = (
    Incident("hand raised by its key", HELP, Step.EXERCISE, raises_hand),
    Incident("key stays down", DEVICE, Step.EXERCISE, key_stays_down),
    Incident("mouse unplugged", DEVICE, Step.EXERCISE, mouse_goes),
    Incident("touch falls beside", DEVICE, Step.HANGAR, touch_is_off),
    Incident("presses in vain", INSTRUCTION, Step.EXERCISE, presses_in_vain),
    Incident("order read again and again", INSTRUCTION, Step.EXERCISE, rereads),
    Incident("gesture of practice fails", HARD, Step.PRACTICE, fails_a_gesture),
    Incident("gone away", IDLE, Step.EXERCISE, goes_away),
    Incident("killed", STUCK, Step.EXERCISE),
    Incident("frozen", STUCK, Step.PRACTICE),
    Incident("hand raised by its button", HELP, Step.AGREEMENT, asks_by_pointer),
    Incident("presses in vain, before the workshop", INSTRUCTION, Step.BRIEFING, presses_in_vain),
    Incident("tools taken and hung back", HARD, Step.EXERCISE, dithers),
    Incident("network cut", STUCK, Step.EXERCISE),
    Incident("window stands still", STUCK, Step.EXERCISE),
)
