"""Memory: what a visit used goes back to the system when it has ended, beside the window."""

import subprocess
import sys
import threading

import pytest
from conftest import panneau
from way_kit import play_on, to_exercise

from game.journey import arrival, workshop
from game.journey.journey import Journey
from game.screen.steps import Step
from game.station.memory import give_back

SPOTTED = """
import sys
from pathlib import Path
from game.station.memory import give_back

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

rows = [bytes(100_000) for _ in range(600)]
del rows[::2]
import gc; gc.collect()
rows = [row[:99_000] if n % 9 else row for n, row in enumerate(rows)]
pins = [bytes(900) for _ in range(400)]
del rows
before = held()
print(give_back(), round(before - held()))
"""


PIXELS = """
from pathlib import Path
from game.station.memory import keep_little

def held():
    return int(Path("/proc/self/statm").read_text().split()[1]) * 4096 / 1e6

asked = keep_little()
large = bytearray(16_000_000)
del large
rows = [(bytearray(2_000_000), bytes(900)) for _ in range(30)]
pins = [small for _, small in rows]
before = held()
del rows
print(asked, round(before - held()))
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks glibc")
def test_pixels_between_small_things_go_back_as_soon_as_they_are_freed() -> None:
    """Sixty megabytes of pixels with what lives on between them, after a picture as large as a window was freed."""
    run = subprocess.run([sys.executable, "-c", PIXELS], capture_output=True, text=True, check=True)
    asked, back = run.stdout.split()
    assert asked in ("True", "False")
    assert asked == "False" or int(back) >= 55


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="asks glibc")
def test_what_was_freed_between_what_lives_on_goes_back() -> None:
    """Sixty megabytes with holes in them: most are the system's again."""
    run = subprocess.run([sys.executable, "-c", SPOTTED], capture_output=True, text=True, check=True)
    asked, back = run.stdout.split()
    assert asked in ("True", "False")
    assert asked == "False" or int(back) >= 5


def test_the_end_of_a_visit_gives_back_and_the_first_welcome_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on the way to the first frame, nor to who only looked for their code, and never in the window's thread."""
    threads: list[threading.Thread] = []
    monkeypatch.setattr(arrival, "give_back", lambda: threads.append(threading.current_thread()))
    app = Journey(panneau(), "fr", 5)
    app.go(Step.ENTRY)
    app.answer(Step.ENTRY, "leave")
    app.soon(lambda: None).get()
    assert threads == []
    app.go(Step.GOODBYE)
    app.answer(Step.GOODBYE, "end")
    app.soon(lambda: None).get()
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_asking_twice_is_harmless() -> None:
    assert give_back() == give_back()


def test_what_practice_and_the_exercise_left_free_is_given_back(monkeypatch: pytest.MonkeyPatch) -> None:
    """On the two calm screens behind them, and never in the window's thread."""
    threads: list[threading.Thread] = []
    monkeypatch.setattr(workshop, "trim", lambda: threads.append(threading.current_thread()))
    app = to_exercise(home=None)
    app.soon(lambda: None).get()
    assert threads == []
    play_on(app)
    app.soon(lambda: None).get()
    assert app.step is Step.DEBRIEF
    assert len(threads) == 1
    app.go(Step.READY)
    app.soon(lambda: None).get()
    assert len(threads) == 2
    assert threading.main_thread() not in threads
