"""Waiting, by the clock, for what another process does."""

import time
from collections.abc import Callable


def until(true: Callable[[], bool], seconds: float, pause_s: float = 0.05) -> float | None:
    """Seconds until something is so, asked every `pause_s` and once more at the end; None where it never was."""
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        if true():
            return time.monotonic() - began
        time.sleep(pause_s)
    return time.monotonic() - began if true() else None
