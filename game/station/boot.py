"""Moments that no clock can move: which boot of the machine, and how long it has been running since."""

import os
import secrets
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

BOOT_ID = Path("/proc/sys/kernel/random/boot_id")


@dataclass(frozen=True, slots=True)
class BootMoment:
    """`boot`: an id of this start of the machine; `ms` since then, sleep included; `wall`: the calendar's seconds."""

    boot: str
    ms: int
    wall: int

    def text(self) -> str:
        return f"{self.boot} {self.ms} {self.wall}"

    @staticmethod
    def read(text: str) -> "BootMoment":
        """The moment that `text` gave. Raises ValueError for anything else."""
        boot, ms, wall = text.split(" ")
        return BootMoment(boot, int(ms), int(wall))


BootClock = Callable[[], BootMoment]
"""What says which moment it is."""


def age_s(then: BootMoment, now: BootMoment) -> float | None:
    """Seconds between two moments, None when it cannot be told.

    Within one boot the calendar plays no part. Across a restart the time the machine was off is known from the
    calendar alone: it is believed only if it agrees with the time since the start, and never runs backwards.
    """
    if then.boot == now.boot:
        return (now.ms - then.ms) / 1000 if now.ms >= then.ms else None
    gone = now.wall - then.wall
    return float(gone) if gone >= now.ms // 1000 else None


if sys.platform == "win32":
    import ctypes
    import winreg

    def _boot() -> str:
        """Windows counts its starts."""
        place = r"SYSTEM\CurrentControlSet\Control\Session Manager\Memory Management\PrefetchParameters"
        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, place) as key:
                return f"windows-{int(winreg.QueryValueEx(key, 'BootId')[0])}"
        except (OSError, ValueError):
            return _UNKNOWN

    def _since_ms() -> int:
        ctypes.windll.kernel32.GetTickCount64.restype = ctypes.c_uint64
        return int(ctypes.windll.kernel32.GetTickCount64())

else:

    def _boot() -> str:
        """The id that Linux draws at each start."""
        try:
            return BOOT_ID.read_text("ascii").strip()
        except (OSError, ValueError):
            return _UNKNOWN

    def _since_ms() -> int:
        """Sleep counts: a lid closed over the night is a night."""
        clock = time.CLOCK_BOOTTIME if sys.platform == "linux" else time.CLOCK_MONOTONIC
        return time.clock_gettime_ns(clock) // 1_000_000


_UNKNOWN = f"program-{os.getpid()}-{secrets.token_hex(8)}"
"""Where the system gives no id, each start of the program counts as one of the machine: never fresher than it is."""


def now() -> BootMoment:
    """This moment."""
    return BootMoment(_boot(), _since_ms(), int(time.time()))
