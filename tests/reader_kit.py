"""A session with a bus of its own on which a screen reader is on, and what one sees of the game from there."""

import json
import os
import select
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from screen_kit import until

PYTHON = Path("/usr/bin/python3")
"""Debian's own: AT-SPI's library is installed for it."""
LIBRARY = "import gi; gi.require_version('Atspi', '2.0'); from gi.repository import Atspi"
NEEDS = "needs at-spi2-core, dbus-daemon, python3-gi and gir1.2-atspi-2.0"
WAIT_S = 40
Row = dict[str, Any]


def is_here() -> bool:
    """Whether this machine has what a screen reader works with."""
    service = Path("/usr/share/dbus-1/services/org.a11y.Bus.service")
    if not (shutil.which("dbus-daemon") and service.exists() and PYTHON.exists()):
        return False
    return subprocess.run([PYTHON, "-c", LIBRARY], capture_output=True, check=False).returncode == 0


@contextmanager
def bus() -> Iterator[str]:
    """The address of a session's bus. Whatever it starts ends with it."""
    # Sockets have a path of a hundred signs at most: a test's own folder may lie deeper.
    with TemporaryDirectory(ignore_cleanup_errors=True) as folder, _daemon(folder) as address:
        yield address


@contextmanager
def _daemon(folder: str) -> Iterator[str]:
    home = {"HOME": folder, "XDG_CONFIG_HOME": folder, "XDG_RUNTIME_DIR": folder}
    words = ["dbus-daemon", "--session", "--nofork", "--nopidfile", "--print-address=1"]
    daemon = subprocess.Popen(
        words, env={**os.environ, **home}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )
    assert daemon.stdout is not None
    with daemon, daemon.stdout:
        try:
            yield daemon.stdout.readline().strip()
        finally:
            daemon.terminate()


class Outside:
    """A reader's eyes, on the session of this process's environment, or of what is given beside it."""

    def __init__(self, **env: str) -> None:
        words = [str(PYTHON), "-W", "ignore", str(Path(__file__).with_name("atspi_outside.py"))]
        pipe = subprocess.PIPE
        self.eyes = subprocess.Popen(
            words, env={**os.environ, **env}, stdin=pipe, stdout=pipe, stderr=subprocess.DEVNULL, text=True
        )
        assert self._line() == "ready"

    def __enter__(self) -> "Outside":
        return self

    def __exit__(self, *_: object) -> None:
        self.eyes.kill()
        self.eyes.communicate()

    def _line(self) -> Any:
        assert self.eyes.stdout is not None
        assert select.select([self.eyes.stdout], [], [], WAIT_S)[0], "AT-SPI does not answer"
        return json.loads(self.eyes.stdout.readline())

    def ask(self, word: str, about: str = "") -> Any:
        """One word to the eyes, and their answer."""
        assert self.eyes.stdin is not None
        print(word, about, file=self.eyes.stdin, flush=True)
        return self._line()

    def tree(self) -> list[Row]:
        """Everything below every program, in reading order; nothing while it changes under the eyes."""
        seen = self.ask("tree")
        return [] if isinstance(seen, dict) else [row for program in seen for row in program]

    def sees(self, role: str, name: str, *states: str, seconds: float = WAIT_S) -> Row:
        """Wait for a thing of this role whose name begins so and that is in these states."""
        rows: list[Row] = []

        def there() -> bool:
            rows[:] = [
                r for r in self.tree()
                if r["role"] == role and r["name"].startswith(name) and set(states) <= set(r["states"])
            ]  # fmt: skip
            return bool(rows)

        assert until(there, seconds), (role, name, states, [(r["role"], r["name"], r["states"]) for r in self.tree()])
        return rows[0]

    def press(self, name: str) -> None:
        """Ask for the first action of what is called so."""
        assert self.ask("press", name) is True, (name, self.tree())
