"""One visit of the soak: a robot goes the whole way of the kiosk by finger, in a process of its own.

The keeper is the kiosk's own (`cli.keeper`): it warms the next process, gives it its turn, and ends it where it hangs.
"""

import json
import os
import time
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import asdict, dataclass
from pathlib import Path
from threading import Thread

from game.journey.ahead import load
from game.kiosk.config import KioskConfig, hashed_pin
from game.kiosk.keeping import end_with_keeper, hear_keeper, tell_keeper
from game.kiosk.kiosk import KioskJourney
from game.library import MODELS
from game.screen.steps import Step
from game.station.home import Home
from game.window.kiosk import KioskWindow
from game.window.window import TICK_S
from lab.finger import FingerError
from lab.fingers import FingerWorker
from scenarios.load import load_all, workshop_files
from scenarios.model import Scenario
from scenarios.short_forms import short_forms, shortened
from scenarios.trades import trades
from scoring.rules import EvidenceRule

LATE_MS = 50.0
"""A frame whose work takes longer misses its deadline. Work is the thread's own time: other programs of the machine,
which may hold it up, are told apart."""
BEATS_S = 0.5
"""By the wall, how often the keeper is told that all is well. In a kiosk's own window ticks follow the wall; here
one is a frame, and on a busy machine fifty of them last longer than a process may be silent."""
OPENS = 30
"""Frames in which a window opens: they are told apart, as nobody is there yet."""
NEXT, ENOUGH = 10, 20
"""What the keeper hears: another visit follows, or the soak is over."""
VISITS = "visits.jsonl"
LOOKS = 50
"""Frames that a visitor looks at a screen before they press: a second."""
TRIES = 14
"""Presses on what a page of practice points at, after which one leaves it for the exercise."""
LEAVES = ("leave:", "end", "away:", "close:", "back", "release")
"""What leaves practice, and what lies over it."""
PATIENCE = 3000
"""Frames that something may be waited for before the robot goes away, as people do."""
MOST_FRAMES = 60_000
GOES, SOON = 7, 250
"""Each seventh visitor goes away in the middle of the exercise, after five seconds of it and more."""
KNOWN = ("kiosk-counts.json", "settings.json", "station.key", "in-use")
"""Files that a kiosk keeps: figures, and no word of anybody."""
LEADS = {
    Step.WELCOME: ("begin",), Step.CODE: ("go",), Step.TROUBLE: ("go_on",), Step.DEBRIEF: ("go",),
    Step.REPLAY: ("back",), Step.TAKEOFF: ("go",), Step.BOARDING: ("print", "end"), Step.GOODBYE: ("end",),
}  # fmt: skip
"""What is pressed at each step, the first that is there."""


@dataclass(frozen=True, slots=True)
class SoakVisit:
    """One visit: seconds since the start, memory at most in MB, open handles, frames, those too late, files left.

    `workshop`: which one was played; `held_up`: frames that took too long by the clock on the wall alone; `longest`:
    the frame with the most work, in ms; `opening`: the same while the window opened; `taps`: fingers put down;
    `went`: whether they left without a word; `wiped_ms`: what the reset before it took, -1 for none; `keeper_mb`,
    `keeper_handles`: of the kiosk's keeper, 0 where there is none; `trouble`: what broke it off.
    """

    at_s: float
    mb: float
    handles: int
    frames: int
    late: int
    left: int
    ended: bool
    workshop: str = ""
    held_up: int = 0
    longest: float = 0.0
    opening: float = 0.0
    taps: int = 0
    went: bool = False
    wiped_ms: int = -1
    keeper_mb: float = 0.0
    keeper_handles: int = 0
    trouble: str = ""


class Timed(KioskWindow):
    """A window that keeps how long its own thread worked on each frame, in seconds.

    A frame is a tick. `waits`: the rest of it is waited for, so that time passes as in a visitor's window; else the
    next frame follows at once, and the kiosk's own clock, which counts ticks, runs ahead of the one on the wall.
    """

    def __init__(self, app: KioskJourney, *, waits: bool = True) -> None:
        self.beat_at = time.monotonic()
        self.worked: list[float] = []
        self.walled: list[float] = []
        self.waits = waits
        super().__init__(app)

    def frame(self, ticks: int) -> float:
        """Draw one frame, and wait until its tick is over where that is asked for."""
        began = time.thread_time()
        spent = super().frame(ticks)
        self.worked.append(time.thread_time() - began)
        self.walled.append(spent)
        if time.monotonic() - self.beat_at > BEATS_S:
            self.beat_at = time.monotonic()
            tell_keeper(".")
        if self.waits:
            time.sleep(max(0.0, ticks * TICK_S - spent))
        return spent


class SoakVisitor(FingerWorker):
    """Somebody at the kiosk who presses what leads on, tries each gesture, works, takes a ticket. By touch alone."""

    def __init__(self, app: KioskJourney, window: Timed, seed: int) -> None:
        super().__init__(app, window)
        self.kiosk, self.seed, self.went = app, seed, False
        self.chosen = app.scenarios[seed % len(app.scenarios)].head.id
        self.printed = self.watched = False

    def comes(self) -> None:
        """From the attract loop to the end of the process's work. Raises FingerError where no finger leads on."""
        self.still(300)
        while self.app.running and self.time.ticks < MOST_FRAMES:
            if self.app.step is Step.PRACTICE:
                self._practises()
            elif self.app.at_work is not None:
                self._works()
            else:
                self.still(LOOKS)
                self._leads_on()

    def _works(self) -> None:
        """The exercise; each seventh visitor is called away from it, and the kiosk is left to itself."""
        leaves = self.seed % GOES == GOES - 1
        self.work("expert", self.seed, SOON + 10 * self.seed % 500 if leaves else MOST_FRAMES)
        if leaves and self.app.at_work is not None:
            self._goes()

    def _goes(self) -> None:
        self.went = True
        self.hand.up()
        self.still(PATIENCE * 4)

    def _practises(self) -> None:
        """What the page points at is pressed or pulled; who gets no further leaves it for the exercise."""
        self.still(LOOKS)
        for _ in range(TRIES):
            if self.app.step is not Step.PRACTICE:
                return
            screen = self.window.screen
            there = next((n for n in (self.node(screen.calls), self.node(screen.focus_first)) if n is not None), None)
            if there is not None and set(there.actions) & {"drag", "hold"}:
                self._pulls(there.rect.centre)
            elif there is not None:
                self.tap(there.id)
            self.still(LOOKS)
        if self.app.step is Step.PRACTICE:
            self._leaves_practice()

    def _pulls(self, at: tuple[float, float]) -> None:
        """A finger draws what it is on down a little, and lets go."""
        x, y = at
        self.taps += 1
        self.hand.down_at(x, y)
        for n in range(1, 30):
            self.hand.move(x, y + 4 * n)
            self.still()
        self.hand.up()
        self.still(LOOKS)

    def _leaves_practice(self) -> None:
        """What lies over the bench is put away before."""
        for _ in range(len(LEAVES)):
            name = next((name for name in LEAVES if self.node(name) is not None), "")
            if self.app.step is not Step.PRACTICE or not name:
                break
            self.tap(name)
            self.still(LOOKS)
        if self.app.step is Step.PRACTICE:
            there = [n.id for n in self.window.screen.nodes if n.actions]
            raise FingerError(f"nothing leaves practice on {self.window.screen.id}: {there}")

    def _leads_on(self) -> None:
        """One press on what leads on; what is still being made ready is waited for."""
        step = self.app.step
        for _ in range(PATIENCE):
            if not self.app.running or self.app.step is not step:
                return
            name = next((name for name in self._ways(step) if self.node(name) is not None), "")
            if name:
                self.printed = self.printed or name == "print"
                self.watched = self.watched or name == "watch"
                self.tap(name)
                return
            # What is made beside the window takes its own time, not the kiosk's.
            time.sleep(0.01)
            self.still()
        there = [n.id for n in self.window.screen.nodes if n.actions]
        raise FingerError(f"nothing leads on from {step.value}: {there}")

    def _ways(self, step: Step) -> Iterable[str]:
        if step is Step.AGREEMENT:
            return ("agree" if self.seed % 2 else "look",)
        if step is Step.HANGAR:
            return (f"open:{self.chosen}", "more")
        if step is Step.DEBRIEF and self.seed % 3 == 0 and not self.watched:
            return ("watch", "go")
        if step is Step.BOARDING and self.printed:
            return ("end",)
        return LEADS.get(step, ("go", "go_on"))


def shorts() -> list[Scenario]:
    """The short forms that there are."""
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    forms = short_forms()
    return [shortened(scenario, forms[scenario.head.id]) for scenario in sound if scenario.head.id in forms]


def visit(folder: Path, frames: int, *, waits: bool) -> int:
    """Load, wait for one's turn, go the whole way, write down what was seen; ENOUGH once `frames` were drawn in all.

    Raises RuntimeError without a screen.
    """
    short = shorts()
    load()
    trades()
    tell_keeper("ready")
    turn = hear_keeper().split()
    if not turn:
        return 0
    before = written(folder)
    seen = _goes_through(short, folder, len(before), int(turn[1]), waits=waits)
    with (folder / VISITS).open("a", encoding="utf-8") as out:
        out.write(json.dumps(asdict(seen)) + "\n")
    return ENOUGH if sum(visited.frames for visited in before) + seen.frames >= frames else NEXT


def written(folder: Path) -> list[SoakVisit]:
    """The visits so far."""
    place = folder / VISITS
    lines = place.read_text("utf-8").splitlines() if place.exists() else []
    return [SoakVisit(**json.loads(line)) for line in lines]


def _goes_through(short: list[Scenario], folder: Path, seed: int, wiped_ms: int, *, waits: bool) -> SoakVisit:
    names = tuple(scenario.head.id for scenario in short)
    (folder / "printer").mkdir(exist_ok=True)
    config = KioskConfig(workshops=names, pin=hashed_pin("2468"), printer=f"file:{folder / 'printer'}")
    station = Home.open(folder / "station")
    before = {path for path in folder.rglob("*") if path.is_file()}
    app = KioskJourney(config, short, station, station.folder, beat=tell_keeper)
    Thread(target=end_with_keeper, args=(app,), daemon=True).start()
    window = Timed(app, waits=waits)
    visitor, trouble = SoakVisitor(app, window, seed), ""
    try:
        visitor.comes()
    except FingerError as error:
        trouble = str(error)
    ended = not app.running and not app.stop_asked
    app.finish("next")
    window.close()
    station.close()
    fresh = [path for path in folder.rglob("*") if path.is_file() and path not in before]
    left = [path for path in fresh if path.name not in KNOWN and path.parent.name != "printer"]
    worked, walled = window.worked[OPENS:], window.walled[OPENS:]
    late = sum(seconds * 1000 > LATE_MS for seconds in worked)
    slow = sum(seconds * 1000 > LATE_MS for seconds in walled)
    return SoakVisit(
        time.time(), _megabytes(), _handles(), len(window.worked), late, len(left), ended, visitor.chosen,
        max(0, slow - late), _longest(worked), _longest(window.worked[:OPENS]), visitor.taps, visitor.went, wiped_ms,
        _resident(os.getppid()), _handles(os.getppid()), trouble,
    )  # fmt: skip


def _longest(seconds: Iterable[float]) -> float:
    return round(max(seconds, default=0.0) * 1000, 1)


def _megabytes() -> float:
    """What this process held at most (Linux counts in kB)."""
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000


def _resident(pid: int) -> float:
    """What a process holds now, in MB; 0 where no system tells."""
    with suppress(OSError):
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6
    return 0.0


def _handles(pid: int | None = None) -> int:
    place = f"/proc/{pid or 'self'}/fd"
    return len(os.listdir(place)) if os.path.isdir(place) else 0
