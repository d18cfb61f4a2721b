"""Memory: what a visit used goes back to the system when it has ended, beside the window."""

import gc
import subprocess
import sys
import threading
import weakref

import pytest
from conftest import panneau

from game.journey import arrival, journey
from game.journey.ahead import load
from game.journey.journey import Journey
from game.screen.steps import Step
from game.station.memory import collect_old_seldom, collect_while_calm, give_back
from scenarios.departments import departments

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
    """Not on the way to the first frame, nor to who only looked for their code, and never in the window's thread.

    Nor while one screen goes over into the next: the collector holds up the window too.
    """
    threads: list[threading.Thread] = []
    monkeypatch.setattr(journey, "give_back", lambda: threads.append(threading.current_thread()))
    app = Journey(panneau(), "fr", 5)
    app.go(Step.ENTRY)
    app.answer(Step.ENTRY, "leave")
    app.advance(arrival.CALM_TICKS)
    app.soon(lambda: None).get()
    assert threads == []
    app.go(Step.GOODBYE)
    app.answer(Step.GOODBYE, "end")
    app.advance(arrival.CALM_TICKS - 1)
    app.soon(lambda: None).get()
    assert threads == []
    for _ in range(3):
        app.advance(arrival.CALM_TICKS)
    app.soon(lambda: None).get()
    assert len(threads) == 1
    assert threading.main_thread() not in threads


def test_asking_twice_is_harmless() -> None:
    assert give_back() == give_back()


def test_what_a_step_left_free_is_given_back_as_the_next_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """Not on the way to the first frame, nor under what lies over a step, and never in the window's thread."""
    threads: list[threading.Thread] = []
    monkeypatch.setattr(journey, "trim", lambda: threads.append(threading.current_thread()))
    app = Journey(panneau(), "fr", 5)
    app.soon(lambda: None).get()
    assert threads == []
    for n, step in enumerate((Step.READY, Step.TAKEOFF, Step.WISHES), 1):
        app.go(step)
        app.soon(lambda: None).get()
        assert len(threads) == n
    app.act("pause", "press")
    app.soon(lambda: None).get()
    assert app.step is Step.PAUSE
    assert len(threads) == 3
    app.answer(Step.PAUSE, "go_on")
    app.soon(lambda: None).get()
    assert app.step is Step.WISHES
    assert len(threads) == 4
    assert threading.main_thread() not in threads


class Knot:
    """Holds itself: only the collector lets it go."""

    def __init__(self) -> None:
        self.held = self


def test_what_died_old_waits_for_the_end_of_the_visit() -> None:
    """No frame looks through all there is; the young are collected as ever, and what is given back is all of it."""
    usual = gc.get_threshold()
    try:
        collect_old_seldom()
        assert gc.get_threshold()[:2] == usual[:2]
        assert gc.get_threshold()[2] >= 1_000_000
        knot = Knot()
        old = weakref.ref(knot)
        gc.collect(1)
        del knot
        young = weakref.ref(Knot())
        looked = gc.get_stats()[2]["collections"]
        kept = [[n] for n in range(40 * usual[0] * usual[1])]
        assert young() is None
        assert gc.get_stats()[2]["collections"] == looked
        del kept
        assert old() is not None
        give_back()
        assert old() is None
    finally:
        gc.set_threshold(*usual)


def test_the_young_are_looked_through_while_nothing_is_drawn(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half way to where it would come by itself, in the middle of a frame that has the most to do; not sooner."""
    looked: list[int] = []
    monkeypatch.setattr(gc, "collect", looked.append)
    middle = gc.get_threshold()[1]
    for count, wanted in ((0, []), (middle // 2 - 1, []), (middle // 2, [1])):
        monkeypatch.setattr(gc, "get_count", lambda count=count: (0, count, 0))
        collect_while_calm()
        assert looked == wanted


def test_what_a_calm_screen_loads_is_all_that_a_later_one_asks() -> None:
    """The departments were read, and looked through for names written twice, in the frame that showed the wishes."""
    departments.cache_clear()
    load()
    assert departments.cache_info().currsize == 1
    gc.unfreeze()
