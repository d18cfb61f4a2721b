"""One seat of the room in a process of its own: a real window that draws, the post that speaks, somebody who plays.

`python -m lab.incidents.game HOME WORKSHOP ROBOT SEED STEP`: until a line comes on its input, which is the name of an
incident. The room that started it kills it.
"""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

from game.library import MODELS
from game.screen.steps import Step
from game.station.hails import Hails
from game.station.home import Home
from game.window.window import Window
from lab.incidents.people import INCIDENTS, plays
from lab.incidents.seat import TICKS_S, PersonActs, PlayedSeat
from scenarios.load import load_all, workshop_files
from scoring.rules import EvidenceRule

FRAMES = 20
PASSES = 3
"""Frames in which a tick passes for sure: the first counts from itself, and one alone is shorter than a tick. With two
the game stood still on a fast machine, and its post told nothing."""
HANGS = "window stands still"


def by_clock(seat: PlayedSeat, person: PersonActs, over: Callable[[], bool]) -> None:
    """Let a person go on in real frames until something is so."""
    for rest in person:
        end = time.monotonic() + rest / TICKS_S
        seat.window.run_on(PASSES)
        while time.monotonic() < end and seat.app.running and not over():
            seat.window.run_on(FRAMES)
        if over() or not seat.app.running:
            return


def main() -> None:
    """Play, and let happen what is said."""
    folder, workshop, robot, seed, step = sys.argv[1:6]
    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    home = Home.open(Path(folder))
    seat = PlayedSeat(list(sound), Hails(home.folder), int(seed), home, Window)
    heard: list[str] = []
    hears = threading.Thread(target=lambda: heard.extend(iter(sys.stdin.readline, "")), daemon=True)
    hears.start()
    seat.app.choose(workshop)
    seat.app.go(Step(step))
    seat.window.run_on(FRAMES)
    by_clock(seat, plays(seat, robot, workshop), lambda: bool(heard))
    happened = heard[0].strip() if heard else ""
    if happened == HANGS:
        while True:
            time.sleep(60)
    incident = next((incident for incident in INCIDENTS if incident.name == happened), None)
    if incident is not None and incident.does is not None:
        if seat.app.step is not incident.at:
            # It is of that step: who has left it meanwhile is there again.
            seat.app.go(incident.at)
            seat.window.run_on(FRAMES)
        by_clock(seat, incident.does(seat), lambda: False)
    # Somebody who has done all they can looks at the last screen.
    while True:
        seat.window.run_on(FRAMES)


if __name__ == "__main__":
    main()
