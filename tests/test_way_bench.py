"""The bench of the whole way reads its frames rightly. It is never timed by a test."""

import pytest
from test_workshops import workshops

from game.station.home import Home
from game.workshop.scene import Bench
from lab.benches.sitting import LIMITS, circuit, workshop
from lab.benches.soak import HastyWalk
from lab.benches.way import FrameLog, TimedFrame, figures
from scenarios.load import workshop_files


def frame(before: str, after: str, wall: float, own: float = 1.0) -> TimedFrame:
    return TimedFrame(before, after, wall, own)


def test_the_first_screen_is_not_counted_and_a_change_is_named() -> None:
    """From the second screen on each frame counts, the change to it included; the longest is named by its place."""
    frames = [
        frame("", "welcome", 150), frame("welcome", "welcome", 90), frame("welcome", "agreement", 17),
        frame("agreement", "agreement", 2), frame("agreement", "agreement", 2), frame("agreement", "code", 40, 18),
    ]  # fmt: skip
    found = figures(frames)
    assert (found["frames"], found["over_16_7_ms"], found["own_over_16_7_ms"]) == (4, 2, 1)
    assert (found["max_ms"], found["own_max_ms"]) == (40, 18)
    assert found["worst"]["1"].startswith("agreement > code: 40.0 ms")


def test_the_longest_by_the_work_of_the_window_are_named_apart() -> None:
    """On a busy machine the longest by the wall are others: three frames over 16.7 ms of own work had no name."""
    frames = [frame("", "welcome", 9), frame("welcome", "bench", 2), frame("bench", "bench", 90, 3)]
    found = figures([*frames, frame("bench", "lever", 19, 17)])
    assert found["worst"]["1"].startswith("bench: 90.0 ms")
    assert found["worst_own"]["1"].startswith("bench > lever: own 17.0 ms")


class SkippingWalk(HastyWalk):
    """Does nothing at the bench but go on."""

    def _work(self) -> None:
        while isinstance(top := self.app.top, Bench):
            top.do("end")
            self.frame(self.ticks)


@pytest.mark.parametrize("n", range(len(workshop_files())))
def test_the_walk_of_the_benches_comes_home_from_every_workshop(n: int, home: Home) -> None:
    """`make bench` and `make soak-visits` go through this way: it holds for each workshop that there is."""
    scenarios = [*workshops().values()]
    walk = SkippingWalk(scenarios, home, (640, 360))
    walk.scenario = scenarios[n]
    walk.visit()
    assert walk.name == "welcome"
    assert home.runs() == ()


def test_a_sitting_of_three_is_clicked_through_and_comes_home(home: Home) -> None:
    """The adviser's circuit in one window: hangar, three workshops, take-off, pass, share; one packet waits to go."""
    walk = SkippingWalk(circuit(), home, (640, 360))
    walk.ends = ("share", "months_3", "end")
    walk.sit(circuit())
    assert len(circuit()) == 3
    assert walk.name == "welcome"
    assert home.runs() == ()


def test_a_trace_of_who_never_played_is_small() -> None:
    """As somebody plays who reads, hesitates and reads again: within the limit, and played again it is the same."""
    for one in circuit():
        found = workshop(one, "first_timer")
        assert found["trace_kb"] <= LIMITS["trace_kb"]
        assert found["same"]


def test_frames_are_held_in_few_bytes_and_come_back_as_they_were() -> None:
    """Those of five visits were 6 MB of the peak that is measured beside them."""
    frames = [frame("a", "a", 1.5), frame("a", "b", 20.25, 7.125), frame("b", "b", 3.0), frame("b", "b", 3.5)]
    log = FrameLog()
    log.extend(frames[:2])
    log.extend(frames[2:])
    assert list(log) == frames
    assert list(log) == frames
