"""What the tower cannot do itself: pictures and papers of the game, made by this program started once more."""

import atexit
import os
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

from tower.pictures import DrawnMoment

if TYPE_CHECKING:
    from export.store.server import Base

LONGEST_S = 120.0
"""A run of an hour is played again in some seconds; a process that hangs is ended."""


def program() -> list[str]:
    """How this program is started once more."""
    return [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "cli"]


def draw(trace: bytes, moments: Sequence[tuple[int, str]], language: str) -> list[DrawnMoment]:
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
        drawn = folder / "drawn"
        return [
            DrawnMoment((drawn / f"{n}.png").read_bytes(), (drawn / f"{n}.ringed").exists())
            for n in range(len(moments))
        ]


MOST_SAID = 500
"""Signs of a refusal that are shown."""


def print_again(base: "Base", who: str, packet_id: str, language: str, by: str) -> tuple[bytes, str]:
    """The pass of a person's visit as a PDF, made again, and b"" with the sentence that says why where it cannot be.

    `by`: the adviser who takes it, as the log keeps it. Raises OSError where no sentence says why.
    """
    with tempfile.TemporaryDirectory(prefix="envol-tower-") as place:
        folder = Path(place)
        named = str(base.absolute()) if isinstance(base, Path) else base.named
        words = ["--lang", language, "candidate", "pass", who, "--db", named, "--packet", packet_id,
                 "--adviser", by, "--out", str(folder / "pass.pdf")]  # fmt: skip
        with (folder / "said").open("w+b") as said:
            status = _waited([*program(), *words], said)
            if not status:
                return (folder / "pass.pdf").read_bytes(), ""
            said.seek(0)
            text = said.read().decode("utf-8", "replace").strip()
    if status != 1 or not text or "Traceback" in text:
        raise OSError(f"no pass: status {status}")
    return b"", text[:MOST_SAID]


def _waited(words: Sequence[str], said: "IO[bytes] | None" = None) -> int:
    """The status of a program once it has ended; `said` takes what it complains of. Raises OSError: it took too long.

    It never outlives this one: what it draws is of a person, in a folder that is emptied when this program ends, and
    a thread that is cut off then runs no `finally`.
    """
    quiet = subprocess.DEVNULL
    # What is read of it here is UTF-8, whatever code page the machine has.
    env = {**os.environ, "PYTHONUTF8": "1"}
    process = subprocess.Popen(words, stdin=quiet, stdout=quiet, stderr=said or quiet, env=env)

    def end() -> None:
        process.kill()
        process.wait()

    atexit.register(end)
    try:
        return process.wait(LONGEST_S)
    except subprocess.TimeoutExpired as error:
        raise OSError("it took too long") from error
    finally:
        end()
        atexit.unregister(end)
