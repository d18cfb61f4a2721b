"""What a real tower holds: `envol tower` in a process of its own, asked for every page over its port.

The base was filled by another process: what making it took is nobody's business here. Linux alone says what it holds.
"""

import http.client
import os
import re
import subprocess
import sys
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO
from urllib.parse import urlencode

from lab.waiting import until

OPEN_S, READY_S = 60.0, 120.0
ADDRESS = re.compile(r"http://127\.0\.0\.1:(\d+)/")
TOKEN = re.compile(r'action="/enter".*?name="token" value="([^"]+)"', re.S)
ROUNDS = 2
"""How often all pages are asked for: the second time shows what is kept."""


@dataclass
class Served:
    """A tower that answers at a port."""

    process: "subprocess.Popen[str]"
    port: int
    cookie: str = ""

    def held(self, what: str = "VmRSS") -> float:
        """Megabytes it holds now; "VmHWM": the most it held."""
        for line in Path(f"/proc/{self.process.pid}/status").read_text("ascii").splitlines():
            if line.startswith(what):
                return round(int(line.split()[1]) / 1024, 1)
        raise OSError("this system does not say what a process holds")

    def worked(self) -> float:
        """Seconds of the processor it took since it began, whoever else was at work."""
        spent = Path(f"/proc/{self.process.pid}/stat").read_text("ascii").rpartition(")")[2].split()
        return round(sum(map(int, spent[11:13])) / os.sysconf("SC_CLK_TCK"), 2)

    def forget_most(self) -> None:
        """Count anew from now on the most it holds."""
        Path(f"/proc/{self.process.pid}/clear_refs").write_text("5", "ascii")

    def ask(self, path: str, form: dict[str, str] | None = None) -> tuple[int, str]:
        """The status and the text of a page, or of the answer to a form."""
        there = http.client.HTTPConnection("127.0.0.1", self.port, timeout=READY_S)
        headers = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate", "cookie": self.cookie}
        if form is not None:
            headers["content-type"] = "application/x-www-form-urlencoded"
        try:
            body = None if form is None else urlencode(form)
            there.request("GET" if form is None else "POST", path, body, headers)
            answer = there.getresponse()
            self.cookie = (answer.getheader("set-cookie") or self.cookie).split(";")[0]
            return answer.status, answer.read().decode("utf-8", "replace")
        finally:
            there.close()


def serving(db: Path, who: str, pin: str, paths: Sequence[str]) -> dict[str, float]:
    """The first page, in seconds and in the processor's. Megabytes of a tower: at the door, with everything loaded,
    while a PIN is checked, after every page, while a PIN is checked then (`late_pin_mb`), at most."""
    words = [sys.executable, "-m", "cli", "tower", "--db", str(db), "--no-stations", "--quiet"]
    start = time.monotonic()
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, env=os.environ | {"PYTHONUNBUFFERED": "1"})
    try:
        assert process.stdout is not None
        tower = Served(process, _port(process.stdout))
        _, door = tower.ask("/enter")
        figures = {"door_s": round(time.monotonic() - start, 2), "door_cpu_s": tower.worked(),
                   "door_mb": tower.held()}  # fmt: skip
        # Any page behind the door waits until all are loaded; the templates are made just after.
        tower.ask("/people")
        settled(tower)
        figures["loaded_mb"] = tower.held()
        _enter(tower, door, who, pin)
        figures["pin_mb"] = tower.held("VmHWM")
        for _ in range(ROUNDS):
            wrong = [path for path in paths if tower.ask(path)[0] != 200]
            assert not wrong, wrong
        figures |= {"pages_mb": tower.held(), "most_mb": tower.held("VmHWM")}
        # Somebody comes back at the end of a day.
        tower.forget_most()
        tower.cookie = ""
        _enter(tower, tower.ask("/enter")[1], who, pin)
        late = tower.held("VmHWM")
        return figures | {"late_pin_mb": late, "most_mb": max(late, figures["most_mb"])}
    finally:
        process.terminate()
        process.wait()


def _enter(tower: Served, door: str, who: str, pin: str) -> None:
    """Open the door, whose page is `door`, with a PIN."""
    token = TOKEN.search(door)
    assert token is not None
    status, _ = tower.ask("/enter", {"token": token[1], "adviser": who, "pin": pin})
    assert status == 303, status


def _port(said: "IO[str]") -> int:
    """The port that a tower said, in the line that names its address."""
    for line in said:
        named = ADDRESS.search(line)
        if named:
            return int(named[1])
    raise OSError("the tower did not open")


def settled(tower: Served) -> None:
    """Wait until what a tower holds has stood still for a second."""
    held = [tower.held()]

    def still() -> bool:
        held.append(tower.held())
        return len(held) > 4 and len(set(held[-4:])) == 1

    until(still, OPEN_S, 0.3)
