"""The bench of the whole way reads its frames rightly. It is never timed by a test."""

from lab.benches.way import TimedFrame, figures


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
