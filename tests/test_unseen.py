"""Nothing goes by unseen: a hand that clicks fast at one place, or presses Enter on, ends no step and closes no card,
question or page that came up under it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from test_workshops import EVERY, fresh, workshops

from game.mechanics.table import MECHANICS
from game.screen import navigate
from game.screen.heed import QUIET_MS, SERIES_MS, Heed
from game.screen.nodes import Screen
from game.screen.scene import Comfort
from game.simulation.session import Session
from game.simulation.task import Run
from game.window.look import StaticLook
from game.workshop.mechanic import WorkshopScene
from game.workshop.scene import Bench
from scenarios.vocabulary import TICK_MS

BURST_MS, EVERY_MS, REST_TICKS = 960, (120, 200, 320, 480), 75
"""How long a hand clicks on where it pressed once, how fast, and how long it looks afterwards."""
BURSTS = 40
AHEAD = (
    "end", "leave", "sign", "reply", "folder", "answer", "form", "note", "next", "learnt", "try", "goes", "passed",
    "release", "words",
)  # fmt: skip
"""What leads on, by the word before the colon: half of the presses go there, so that they come through the day."""
Shown = tuple[object, ...]


@dataclass
class Hand:
    """A scene under a hand, as the window hears it: each press through `Heed`, to the node below or in focus."""

    scene: WorkshopScene
    keys: bool
    look: StaticLook = field(default_factory=lambda: StaticLook(Comfort()))
    heed: Heed = field(default_factory=Heed)
    now_ms: int = 0
    focus: str = ""
    at: str = ""
    over: bool = False

    def sees(self) -> Screen:
        screen = self.scene.screen(self.look)
        self.focus = navigate.goes_on(screen, self.focus, fresh=screen.id != self.at)
        self.at = screen.id
        self.heed.sees(screen, self.now_ms)
        return screen

    def presses(self, x: float, y: float) -> str:
        """A press at a place, or Enter; the node that heard it."""
        screen = self.sees()
        if not self.heed.hears(self.now_ms, None if self.keys else (x, y)):
            return ""
        if self.keys:
            node = next((n for n in navigate.reachable(screen) if n.id == (screen.enters or self.focus)), None)
        else:
            node = navigate.under(screen, x, y)
        if node is None or node.id in navigate.BAR:
            return ""
        if "press" in node.actions:
            self.focus = node.id
            falls = "point" in node.actions and not self.keys
            self.scene.act(node.id, f"press@{round(x)},{round(y)}" if falls else "press")
        elif not self.keys:
            for stage in ("down", "up"):
                self.scene.drag(node.id, x, y, stage)
        return node.id

    def passes(self, ticks: int) -> None:
        """Time goes by, as a window lets it: never more than a few ticks a frame."""
        while ticks > 0 and not self.over:
            step = min(10, ticks)
            self.over = self.scene.advance(step).answer is not None
            self.now_ms += step * TICK_MS
            ticks -= step
            if not self.over:
                self.sees()

    def shown(self) -> Shown:
        """What is to be seen: the screen, the step, what is asked over it, practice's page, a picture that passes."""
        assert isinstance(self.scene, Bench)
        screen, seen, hand = self.scene.screen(self.look), self.scene.seen, self.scene.hand
        asked = screen.say if screen.id == "dialog" else ""
        desk = hand.desk.open, hand.desk.asked if hand.desk.open else ""
        page = (hand.study, seen.outcome) if self.scene.name == "practice" else ""
        return screen.id, seen.phase, asked, seen.index, desk, page, screen.quiet_ms > 0, hand.glossary


def hurried(hand: Hand, seed: int) -> Iterator[tuple[Shown, Shown, str, int]]:
    """What came under a hand that presses on and went by its next presses: what, then what, by what, after how long."""
    rng = random.Random(seed)
    for _ in range(BURSTS):
        nodes = [n for n in navigate.touchable(hand.sees()) if n.id not in navigate.BAR]
        nodes = [n for n in nodes if not hand.keys or "press" in n.actions]
        if hand.scene.name == "practice" and rng.random() < 0.9:
            # Practice is left in its first minute else.
            nodes = [n for n in nodes if n.id not in ("end", "leave:")]
        ahead = [n for n in nodes if n.id.partition(":")[0] in AHEAD]
        if not nodes:
            hand.passes(REST_TICKS)
            continue
        chosen = rng.choice(ahead if ahead and rng.random() < 0.5 else nodes)
        hand.focus, every = chosen.id, rng.choice(EVERY_MS)
        (x, y), before, came = chosen.rect.centre, hand.shown(), -1
        for n in range(BURST_MS // every):
            pressed = hand.presses(x, y)
            hand.passes(every // TICK_MS)
            if hand.over:
                return
            now = hand.shown()
            if now != before:
                # The first press was meant; what came by it, or by itself meanwhile, nobody has looked at yet.
                if n and pressed and came >= 0:
                    yield before, now, pressed, hand.now_ms - came
                before, came = now, hand.now_ms
        hand.passes(REST_TICKS)


def made(name: str, part: str, seed: int) -> WorkshopScene:
    scenario = workshops()[name]
    task = fresh(scenario, seed)
    if part == "practice":
        task = MECHANICS[scenario.head.mechanic].make(scenario.params, Run(seed, phase="practice"))
    return MECHANICS[scenario.head.mechanic].scene(Session(task), scenario, name=part)


@pytest.mark.parametrize("keys", [False, True], ids=["clicks", "enter"])
@pytest.mark.parametrize("part", ["practice", "exercise"])
@pytest.mark.parametrize("name", EVERY)
def test_presses_under_way_close_nothing_that_came_under_them(name: str, part: str, keys: bool) -> None:
    """Whatever comes up under a hand that presses on is closed by no press of the same series."""
    hand = Hand(made(name, part, 1), keys)
    assert list(hurried(hand, 1)) == [], (name, part)


def test_a_picture_is_there_for_a_second_and_waits_for_a_hand_that_presses_on() -> None:
    """Between two steps of the blades both pictures went by under a hand that clicked on at the way out."""
    heed = Heed()
    heed.sees(Screen("bench", "", (), shows="a"), 0)
    assert heed.hears(4000, (1700, 900))
    heed.sees(Screen("round", "", (), lingers_ms=800, quiet_ms=700), 4020)
    for now in (4200, 4600, 5000, 5400):
        assert not heed.hears(now, (1700, 900)), now
    assert heed.hears(5400 + QUIET_MS, (1700, 900))


def test_a_series_of_presses_reads_no_page_and_shuts_no_fold() -> None:
    """What came up within half a second of the last press, at its place or by Enter, hears none of the same series;
    elsewhere, and for a hand that has stopped, it hears at once. Keys that only move or type go on."""
    here, aside = (400, 400), (900, 400)
    heed = Heed()
    heed.sees(Screen("close", "", (), shows="folded"), 0)
    assert heed.hears(1000, here)
    heed.sees(Screen("close", "", (), shows="open"), 1020)
    assert not heed.hears(1200, here)
    assert not heed.hears(1600, here), "each press begins the wait anew"
    assert heed.hears(1700, aside)
    heed.sees(Screen("close", "", (), shows="folded"), 1720)
    assert heed.hears(1800, presses=False)
    assert not heed.hears(1900), "nor Enter"
    assert heed.hears(1900 + SERIES_MS)
    heed.sees(Screen("lever", "", (), shows="told", steers="handle"), 2450)
    assert heed.hears(2500), "taps at a lever go on"
