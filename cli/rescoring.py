"""`envol rescore` beside the tower: this program started once more, followed line by line, ended with the tower."""

import atexit
import os
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from cli.drawing import program

if TYPE_CHECKING:
    from export.store.server import Base
    from tower.preview import ToReread

MOST_SAID = 2000
"""Signs of a complaint that are shown."""


class Rescoring:
    """One run of `envol rescore --lines`; its rules and its complaints lie in a folder that goes with it."""

    def __init__(self, base: "Base", asked: "ToReread") -> None:
        """Raises OSError where it cannot be started."""
        self._place = tempfile.TemporaryDirectory(prefix="envol-tower-")
        folder = Path(self._place.name)
        self._said = folder / "said"
        named = str(base.absolute()) if isinstance(base, Path) else base.named
        words = ["--lang", asked.language, "rescore", named, "--lines", "--scenario", asked.workshop]
        if asked.rules is None:
            words.append("--own-rules")
        else:
            # A file of rules is told by its folder and its name: the workshop's, as an author knows it.
            path = folder / asked.workshop / asked.rules[0]
            path.parent.mkdir()
            path.write_bytes(asked.rules[1])
            words += ["--rules", str(path)]
        try:
            with self._said.open("wb") as said:
                # What is read of it here is UTF-8, whatever code page the machine has.
                self._process = subprocess.Popen(
                    [*program(), *words], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=said,
                    env={**os.environ, "PYTHONUTF8": "1"},
                )  # fmt: skip
        except OSError:
            self._place.cleanup()
            raise
        # It never outlives the tower: a thread that is cut off runs no `finally`.
        atexit.register(self.end)

    def lines(self) -> Iterator[str]:
        """Each line, until the process has ended."""
        assert self._process.stdout is not None
        for line in self._process.stdout:
            yield line.decode("utf-8")

    def complaint(self) -> str:
        """What it was refused, in its own sentence; "" for what is no sentence of ours: a crash, or its end by us."""
        if self._process.wait() != 1 or not self._said.exists():
            return ""
        text = self._said.read_text("utf-8", "replace").strip()
        return "" if "Traceback" in text else text[:MOST_SAID]

    def end(self) -> None:
        """End it, and empty its folder."""
        atexit.unregister(self.end)
        self._process.kill()
        self._process.wait()
        if self._process.stdout is not None:
            self._process.stdout.close()
        self._place.cleanup()
