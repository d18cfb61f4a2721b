"""What the tower cannot do itself: pictures of the game, drawn by this program started once more."""

import atexit
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

LONGEST_S = 120.0
"""A run of an hour is played again in some seconds; a process that hangs is ended."""


def program() -> list[str]:
    """How this program is started once more."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cli"]


def draw(trace: bytes, moments: Sequence[tuple[int, str]], language: str) -> list[bytes]:
    """Moments of a trace (a tick and the kind of event, "" for any) as PNG, in their order.

    Raises OSError where they could not be drawn.
    """
    with tempfile.TemporaryDirectory(prefix="envol-tower-") as place:
        folder = Path(place)
        (folder / "run.trace").write_bytes(trace)
        asked = [word for tick, kind in moments for word in ("--at", f"{tick}:{kind}" if kind else str(tick))]
        words = ["--lang", language, "replay", str(folder / "run.trace"), "--pictures", str(folder / "drawn"), *asked]
        status = _waited([*program(), *words])
        if status:
            raise OSError(f"no picture: status {status}")
        return [(folder / "drawn" / f"{n}.png").read_bytes() for n in range(len(moments))]


def _waited(words: Sequence[str]) -> int:
    """The status of a program once it has ended. Raises OSError: it took too long.

    It never outlives this one: what it draws is of a person, in a folder that is emptied when this program ends, and
    a thread that is cut off then runs no `finally`.
    """
    quiet = subprocess.DEVNULL
    process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=quiet)

    def end() -> None:
        process.kill()
        process.wait()

    atexit.register(end)
    try:
        return process.wait(LONGEST_S)
    except subprocess.TimeoutExpired as error:
        raise OSError("the pictures took too long") from error
    finally:
        end()
        atexit.unregister(end)
