"""Hard kills of a kiosk: what is on the machine stays as it was, and the attract loop is back in seconds.

`python -m lab.kills --kills 50` opens `envol kiosk` on the display that is there, and ends by force the visitor's
process, makes it hang, or ends the keeper too (and starts it again as the service does), at a random moment of a visit.
Before and after it looks at the settings of the screen, the keyboard and the pointer, at files of the account and of
the system.
"""

import argparse
import ctypes
import ctypes.util
import json
import os
import random
import shutil
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

import yaml

from game.kiosk.config import hashed_pin
from lab.waiting import until

BACK_S = 5.0
"""What is asked for: of a visitor's process that died or hangs, and of the keeper, which the service starts again."""
SERVICE_S = 0.2
"""What the service waits before it starts a keeper again."""
OPENS_S, GIVES_UP_S, APART_S = 180.0, 90.0, 12.0
KINDS = ("killed", "hangs", "keeper")
ATTRACT = "welcome"
LOOKED_AT = (Path("/etc"),)


@dataclass(frozen=True, slots=True)
class ReturnTime:
    """One kill: what was done, and after how many seconds the attract loop was there again; None for never."""

    kind: str
    seconds: float | None


@dataclass(slots=True)
class KilledKiosk:
    """A kiosk at work, watched by what it tells of its screen."""

    folder: Path
    keeper: "subprocess.Popen[bytes] | None" = None
    env: dict[str, str] = field(default_factory=dict)

    @property
    def tree(self) -> Path:
        return self.folder / "tree"

    def start(self) -> None:
        """As the service starts it."""
        words = [sys.executable, "-m", "cli", "kiosk", "--config", str(self.folder / "kiosk.yaml")]
        quiet = subprocess.DEVNULL
        self.keeper = subprocess.Popen(
            [*words, "--tree", str(self.tree)], env=self.env, stdout=quiet, stderr=quiet
        )  # fmt: skip

    def shown(self, not_of: int = 0) -> str:
        """The id of the screen told last, "" where it is that process's or none was told yet."""
        lines = self.tree.read_text("utf-8").splitlines() if self.tree.exists() else []
        with suppress(ValueError):
            last = json.loads(lines[-1]) if lines else {}
            return str(last.get("screen", "")) if last.get("process") != not_of else ""
        return ""

    def visitor(self) -> int:
        """The process that has the screen: the oldest of the keeper's."""
        assert self.keeper is not None
        return min(children(self.keeper.pid), default=0)

    def press(self, *keys: str) -> None:
        """Somebody at the keys."""
        words = ["xdotool", "key", "--delay", "150", *keys]
        subprocess.run(words, env=self.env, check=False, stderr=subprocess.DEVNULL)

    def warm(self) -> bool:
        """Whether the next visitor's process has loaded all and only waits for its turn (it reads from the keeper)."""
        if self.keeper is None or len(there := sorted(children(self.keeper.pid))) < 2:
            return False
        with suppress(OSError):
            return Path(f"/proc/{there[-1]}/syscall").read_text().split()[:2] == ["0", "0x0"]
        return True


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    pids = []
    for place in Path("/proc").iterdir():
        if place.name.isdigit():
            with suppress(OSError):
                stat = (place / "stat").read_text().rpartition(")")[2].split()
                if int(stat[1]) == pid and stat[0] != "Z":
                    pids.append(int(place.name))
    return pids


def settings(home: Path, display: str) -> dict[str, str]:
    """What a kiosk might change of a machine, in words that can be compared."""
    seen = {"files": "\n".join(_files(home, *LOOKED_AT))}
    env = {**os.environ, "DISPLAY": display}
    for words in (("setxkbmap", "-query"), ("xprop", "-root", "RESOURCE_MANAGER", "_XKB_RULES_NAMES")):
        if shutil.which(words[0]):
            said = subprocess.run(words, capture_output=True, text=True, check=False, env=env)
            seen[words[0]] = said.stdout
    with suppress(OSError):
        seen["sysrq"] = Path("/proc/sys/kernel/sysrq").read_text()
    return seen | _screen(display)


def _files(*folders: Path) -> list[str]:
    """Each file with its size and time."""
    lines = []
    for folder in folders:
        for path in sorted(folder.rglob("*")):
            with suppress(OSError):
                kept = path.lstat()
                lines.append(f"{path} {kept.st_size} {kept.st_mtime_ns} {kept.st_mode}")
    return lines


def _screen(display: str) -> dict[str, str]:
    """The X server's own settings: saver, pointer, keys, size; nothing where no such server is."""
    name = ctypes.util.find_library("X11")
    if name is None:
        return {}
    x = ctypes.CDLL(name)
    x.XOpenDisplay.restype = ctypes.c_void_p
    opened = ctypes.c_void_p(x.XOpenDisplay(display.encode()))
    if not opened:
        return {}
    four, keys = [ctypes.c_int() for _ in range(4)], (ctypes.c_ubyte * 200)()
    x.XGetScreenSaver(opened, *map(ctypes.byref, four))
    saver = str([number.value for number in four])
    x.XGetPointerControl(opened, *map(ctypes.byref, four[:3]))
    pointer = str([number.value for number in four[:3]])
    x.XGetKeyboardControl(opened, ctypes.byref(keys))
    size = f"{x.XDisplayWidth(opened, 0)} x {x.XDisplayHeight(opened, 0)}"
    x.XCloseDisplay(opened)
    return {"saver": saver, "pointer": pointer, "keys": bytes(keys)[:64].hex(), "size": size}


def changed(before: dict[str, str], after: dict[str, str]) -> list[str]:
    """What is not as it was, each with a word of how."""
    changes = []
    for name in sorted(before.keys() | after.keys()):
        was, now = before.get(name, "").splitlines(), after.get(name, "").splitlines()
        changes += [f"{name}: {line}" for line in sorted({*was} ^ {*now})]
    return changes


def kill(kiosk: KilledKiosk, kind: str, chance: random.Random) -> ReturnTime:
    """Go some way into a visit, end it by force, and wait for the attract loop."""
    kiosk.press(*["Return"] * chance.randrange(3))
    time.sleep(chance.uniform(0.2, 1.5))
    visitor = kiosk.visitor()
    if not visitor or kiosk.keeper is None:
        return ReturnTime(kind, None)
    began = time.monotonic()
    if kind == "keeper":
        kiosk.keeper.kill()
        kiosk.keeper.wait()
        time.sleep(SERVICE_S)
        kiosk.start()
    else:
        os.kill(visitor, signal.SIGKILL if kind == "killed" else signal.SIGSTOP)
    # The next one's window may stand before the process of the last is wholly gone: it is known by whose line it is.
    took = until(lambda: kiosk.shown(not_of=visitor) == ATTRACT, GIVES_UP_S)
    return ReturnTime(kind, None if took is None else time.monotonic() - began)


def kills(folder: Path, times: int, seed: int) -> tuple[list[ReturnTime], list[str]]:
    """So many kills; each, and what was changed of the machine."""
    display, chance = os.environ.get("DISPLAY", ""), random.Random(seed)
    account = folder / "account"
    (account / ".config").mkdir(parents=True)
    config = {"workshops": ["panneau_fuselage"], "pin": hashed_pin("2468"), "printer": f"file:{folder}"}
    (folder / "kiosk.yaml").write_text(yaml.safe_dump(config))
    env = {**os.environ, "ENVOL_HOME": str(folder / "station"), "HOME": str(account), "SDL_AUDIODRIVER": "dummy",
           "XDG_CONFIG_HOME": str(account / ".config")}  # fmt: skip
    env.pop("SDL_VIDEODRIVER", None)
    before = settings(account, display)
    kiosk = KilledKiosk(folder, env=env)
    done, last = list[ReturnTime](), 0.0
    try:
        kiosk.start()
        if until(lambda: kiosk.shown() == ATTRACT, OPENS_S) is None:
            raise RuntimeError("the kiosk did not open")
        for n in range(times):
            until(kiosk.warm, GIVES_UP_S)
            # No more crashes in a minute than the keeper takes.
            time.sleep(max(0.0, APART_S - (time.monotonic() - last)))
            last = time.monotonic()
            done.append(kill(kiosk, KINDS[n % len(KINDS)], chance))
            took = "not back" if done[-1].seconds is None else f"{done[-1].seconds:.1f} s"
            print(f"{n + 1}/{times} {done[-1].kind}: {took}, load {os.getloadavg()[0]:.1f}", flush=True)
    finally:
        if kiosk.keeper is not None:
            left = children(kiosk.keeper.pid)
            kiosk.keeper.kill()
            kiosk.keeper.wait()
            for pid in left:
                with suppress(OSError):
                    os.kill(pid, signal.SIGKILL)
    time.sleep(1)
    return done, changed(before, settings(account, display))


def kill_lines(done: Sequence[ReturnTime], touched: Sequence[str]) -> tuple[list[str], bool]:
    """What came of it in words, and whether all was kept."""
    lines, kept = [], not touched
    for kind in KINDS:
        took = [kill.seconds for kill in done if kill.kind == kind]
        back = [seconds for seconds in took if seconds is not None]
        if took:
            middle = f"{statistics.median(back):.1f} s at the median, {max(back):.1f} s at most" if back else "-"
            lines.append(f"{kind}: {len(back)} of {len(took)} back at the attract loop, {middle}")
            late = len(took) - sum(seconds <= BACK_S for seconds in back)
            lines[-1] += f", {late} later than {BACK_S:.0f} s" if late else ""
            kept &= not late
    lines.append(f"{len(done)} kills, {len(touched)} settings of the machine changed")
    return [*lines, *touched[:20]], kept


def main() -> int:
    """Status 0 when all was kept, 1 when not, 2 without a screen."""
    parser = argparse.ArgumentParser(prog="lab.kills")
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--seed", type=int, default=14)
    options = parser.parse_args()
    if not os.environ.get("DISPLAY") or shutil.which("xdotool") is None:
        print("Nothing to kill here: it needs an X display (xvfb-run makes one) and xdotool.", file=sys.stderr)
        return 2
    with tempfile.TemporaryDirectory(prefix="envol-kills-") as place:
        lines, kept = kill_lines(*kills(Path(place), options.kills, options.seed))
    print("\n".join(lines))
    return 0 if kept else 1


if __name__ == "__main__":
    raise SystemExit(main())
