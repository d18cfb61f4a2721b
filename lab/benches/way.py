"""The whole way in a real window, under a pointer that moves: every frame, and what is kept in memory.

One visit goes from the welcome to the goodbye: agreement, code, warm-up, hangar, briefing, intention, practice, the
whole exercise with its lever, debrief, a moment watched again, wishes, take-off, pass, erasing. A frame is what passes
between two rests of the window: listening, ticks, layout, painting, showing. Its wall time counts what else the machine
does; the processor time of the thread that draws does not.
"""

import json
import math
import os
import sys
import tempfile
import time
from array import array
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from game.journey.journey import Journey
from game.library import MODELS
from game.mechanics.table import MECHANICS
from game.scenes.takeoff import OVER
from game.screen import navigate
from game.screen.steps import Step
from game.station.home import Home
from game.window.hand import PointerHand, node_of
from game.window.window import Window
from game.workshop.scene import Bench
from lab.benches.memory import resident_mb
from lab.pictures import waiting_tools
from lab.robots import act_once
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scoring.rules import EvidenceRule

SIZE = (1920, 1080)
FRAME_MS = 1000 / 60
DWELL = 90
"""Frames spent looking at a quiet screen before its next act: a second and a half, which is short for a reader."""
PRACTICE = 40
"""Presses in practice before it is ended."""
CHAPTER = 6
"""The same in a chapter of it, over the exercise."""
WORST = 5
STAYS = (*navigate.BAR, "end")
"""What somebody who tries everything leaves alone: it would lead elsewhere."""


@dataclass(frozen=True, slots=True)
class TimedFrame:
    """One frame: the screen it began and ended on, milliseconds by the wall and of the thread that draws."""

    before: str
    after: str
    wall_ms: float
    own_ms: float

    @property
    def place(self) -> str:
        """The screen, or the change from one to the next."""
        return self.after if self.before == self.after else f"{self.before} > {self.after}"


class FrameLog:
    """Frames in few bytes each: as objects, those of five visits were 6 MB of the peak that is measured."""

    def __init__(self) -> None:
        self._places: dict[tuple[str, str], int] = {}
        self._at, self._ms = array("H"), array("d")

    def __len__(self) -> int:
        return len(self._at)

    def add(self, frame: TimedFrame) -> None:
        """Keep one more."""
        self._at.append(self._places.setdefault((frame.before, frame.after), len(self._places)))
        self._ms.extend((frame.wall_ms, frame.own_ms))

    def extend(self, frames: Iterable[TimedFrame]) -> None:
        """Keep these too."""
        for frame in frames:
            self.add(frame)

    def __iter__(self) -> Iterator[TimedFrame]:
        places = list(self._places)
        for n, at in enumerate(self._at):
            yield TimedFrame(*places[at], self._ms[2 * n], self._ms[2 * n + 1])


class Walk:
    """Plays visits in one window; `frames` holds every frame of the visit under way."""

    ticks = 1
    """Of one frame at work."""

    def __init__(self, scenarios: Sequence[Scenario], home: Home, size: tuple[int, int] = SIZE) -> None:
        self.scenarios = scenarios
        self.scenario = scenarios[0]  # the one of the next visit
        self.app = Journey(scenarios[0], "fr", 5, home, scenarios[1:])
        self.window = Window(self.app, size)
        self.hand = PointerHand(size[0])
        self.frames = FrameLog()
        self._turn = 0.0

    def frame(self, ticks: int = 1, *, calm: bool = True) -> None:
        """One frame under a moving pointer; a calm one takes as long as on a real screen."""
        self._turn += 0.07
        self.hand.move(960 + 620 * math.cos(self._turn), 560 + 380 * math.sin(1.7 * self._turn))
        before = self.name
        own = time.thread_time()
        wall = self.window.frame(ticks)
        own = time.thread_time() - own
        self.frames.add(TimedFrame(before, self.name, wall * 1000, own * 1000))
        if calm:
            time.sleep(max(0.004, FRAME_MS / 1000 - wall))

    @property
    def name(self) -> str:
        """The id of the screen as last laid out; "" before the first."""
        return self.window.screen.id if self.window.drawn else ""

    def look(self, frames: int = DWELL) -> None:
        """Read the screen, the pointer wandering."""
        for _ in range(frames):
            self.frame()

    def press(self, name: str) -> None:
        """Click what bears that name, after a look; wait for it as a person would."""
        self.look()
        for _ in range(600):
            node = node_of(self.window.screen, name)
            if node is not None:
                while self.window.heed.waits(time.perf_counter() * 1000, node.rect.centre):
                    # A hand that read what just opened comes later.
                    self.frame()
                self.hand.click(node)
                self.frame()
                return
            self.frame()
        raise LookupError(f"{name} never came on {self.name}")

    ends: tuple[str, ...] = ("erase", "yes", "end")
    """What is pressed on the pass."""

    def visit(self) -> None:
        """From the welcome to the welcome, by this visit's end."""
        self.arrive()
        self.try_workshop()
        self.leave()

    def sit(self, workshops: Sequence[Scenario]) -> None:
        """A visit of several workshops, one after the other in the hangar."""
        self.arrive()
        for self.scenario in workshops:
            self.try_workshop()
        self.leave()

    def arrive(self) -> None:
        """From the welcome to the hangar."""
        self.press("enter")
        self.press("agree")
        self.press("go")
        self._lay_tools()

    def try_workshop(self) -> None:
        """From the hangar through a workshop and back."""
        door = f"open:{self.scenario.head.id}" if len(self.scenarios) > 1 else "open"
        self.look()
        while node_of(self.window.screen, door) is None:
            self.press("more")
        for name in (door, "go", "skip"):
            self.press(name)
        self._practise()
        self._leave_practice()
        self.press("go")
        self._work()
        self._watch_again()
        self.press("go")

    def leave(self) -> None:
        """From the hangar over the take-off to the welcome."""
        for name in ("end", "go"):
            self.press(name)
        for _ in range(OVER):
            self.frame(self.ticks)
        self.press("go")
        for name in self.ends:
            self.press(name)
        self.look(30)

    def _practise(self) -> None:
        self._try_everything(PRACTICE)

    def _watch_again(self) -> None:
        """A moment of the debrief, to its end."""
        for name in ("moment:2", "watch"):
            self.press(name)
        self.look(250)
        self.press("back")

    def _lay_tools(self) -> None:
        self.look()
        while self.app.step is Step.EASE:
            if waiting := waiting_tools(self.window.screen):
                for name in (f"take:{waiting[0]}", f"slot:{waiting[0]}"):
                    node = node_of(self.window.screen, name)
                    if node is not None:
                        self.hand.click(node)
                    self.look(20)
            elif (node := node_of(self.window.screen, "go")) is not None:
                self.hand.click(node)
            self.frame()

    def _try_everything(self, presses: int) -> None:
        """Press what is there, one thing after the other, as somebody does who has never seen it."""
        top = self.app.top
        for n in range(presses):
            there = [node for node in navigate.reachable(self.window.screen) if node.id not in STAYS]
            if self.app.top is not top or not there:
                return
            self.hand.click(there[n * 7 % len(there)])
            self.look(6)

    def _work(self) -> None:
        """The expert robot's exercise. It acts between frames: what that costs is not the game's."""
        cast = MECHANICS[self.scenario.head.mechanic].cast
        player = cast.make("expert", self.scenario.params, 5)
        while isinstance(top := self.app.top, Bench):
            if self.app.step is Step.PRACTICE:
                self._try_everything(CHAPTER)
                self._leave_practice()
                continue
            act_once(player, top.session)
            self.frame(self.ticks, calm=False)

    def _leave_practice(self) -> None:
        top = self.app.top
        while self.app.top is top and isinstance(top, Bench) and self.app.step is Step.PRACTICE:
            top.do("end")
            self.look(10)


def own_ending() -> None:
    """A signal to stop ends the measure: SDL would make the window's cross of it, which opens the pause.

    For before the first window. A walk that somebody stopped said « keep never came on pause ».
    """
    os.environ.setdefault("SDL_NO_SIGNAL_HANDLERS", "1")


def figures(frames: list[TimedFrame]) -> dict[str, Any]:
    """What the frames of one or several visits were, from the second screen on."""
    start = next(n for n, f in enumerate(frames) if f.before != f.after and f.before)
    counted = frames[start:]
    wall, own = sorted(f.wall_ms for f in counted), sorted(f.own_ms for f in counted)
    return {
        "frames": len(counted),
        "p50_ms": wall[len(wall) // 2],
        "p99_ms": wall[int(len(wall) * 0.99)],
        "max_ms": wall[-1],
        "over_16_7_ms": sum(ms > FRAME_MS for ms in wall),
        "own_p99_ms": own[int(len(own) * 0.99)],
        "own_max_ms": own[-1],
        "own_over_16_7_ms": sum(ms > FRAME_MS for ms in own),
        "worst": {
            f"{n}": f"{f.place}: {f.wall_ms:.1f} ms, own {f.own_ms:.1f}" for n, f in enumerate(worst(counted), 1)
        },
        "worst_own": {
            f"{n}": f"{f.place}: own {f.own_ms:.1f} ms, {f.wall_ms:.1f} by the wall"
            for n, f in enumerate(worst_own(counted), 1)
        },
    }


def worst(frames: list[TimedFrame]) -> list[TimedFrame]:
    """The longest, by the wall."""
    return sorted(frames, key=lambda f: -f.wall_ms)[:WORST]


def worst_own(frames: list[TimedFrame]) -> list[TimedFrame]:
    """Those that the thread which draws worked longest on: on a busy machine others than the longest by the wall."""
    return sorted(frames, key=lambda f: -f.own_ms)[:WORST]


def played(scenarios: Sequence[Scenario], workshop: str = "") -> list[Scenario]:
    """Whose way is measured, in turn: of that workshop alone, else of all. Raises KeyError for one that is not here."""
    if not workshop:
        return [*scenarios]
    return [{scenario.head.id: scenario for scenario in scenarios}[workshop]]


def walks(visits: int, workshop: str = "") -> Iterator[tuple[str, FrameLog, float]]:
    """So many visits in one process and one window, each workshop in turn or one alone.

    Gives the workshop, the frames, and what is held (MB) after each.
    """
    scenarios, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    turns = played(scenarios, workshop)
    with tempfile.TemporaryDirectory() as place:
        home = Home.open(Path(place))
        try:
            walk = Walk(scenarios, home)
            for n in range(visits):
                walk.frames, walk.scenario = FrameLog(), turns[n % len(turns)]
                walk.visit()
                yield walk.scenario.head.id, walk.frames, resident_mb()
        finally:
            home.close()


def here(visits: int, workshop: str = "") -> dict[str, Any]:
    """The figures of so many visits, in this process and on its display: of each workshop's whole way, and of all."""
    import resource

    own_ending()
    ways: dict[str, FrameLog] = {}
    every = FrameLog()
    held: list[float] = []
    for name, frames, mb in walks(visits, workshop):
        ways.setdefault(name, FrameLog()).extend(frames)
        every.extend(frames)
        held.append(round(mb, 1))
    report: dict[str, Any] = {name: figures(list(frames)) for name, frames in ways.items()}
    report["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    report["held_mb"] = held
    report["all_visits"] = figures(list(every))
    return report


if __name__ == "__main__":
    print(json.dumps(here(int(sys.argv[1]), *sys.argv[2:])))
