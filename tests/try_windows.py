"""Try Windows folders in a window of Wine, in the Debian where they were made: whole, checked, shown, played by keys.

    python tests/try_windows.py out/packages-windows/envol-player-0.2.0 ... --report out/package-windows-report.md

Writes a report and pictures beside it; status 1 when one of the trials fails.
"""

import argparse
import platform
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageGrab
from screen_kit import Room, screen, until
from try_package import (
    PLACE,
    Trial,
    altered,
    at_the_desk,
    checked,
    copied,
    demonstrated,
    findings,
    listed,
    no_desk,
    on_paper,
    room_of,
    shared,
    try_all,
    whole_way,
)  # fmt: skip

from lab.packages.debian import environment, inside, lacking_here, run
from lab.packages.recipe import ROOT

DEBIAN = ROOT / "build" / "windows" / "root"
SCREENS = Path("/tmp/.X11-unix")
PROFILE = Path("drive_c", "users", "root")
PATIENCE_S = 180.0
"""Until the first screen: Wine starts a Windows first."""
BETWEEN_MS = 120
"""From key to key: of those that come faster Wine loses which one Shift went with, where the machine is busy."""
NO_DIALOG = '\n[Software\\\\Wine\\\\WineDbg]\n"ShowCrashDialog"=dword:00000000\n'
"""In Wine's registry: a program that breaks ends, and says where, in place of a window that waits for a hand."""
PROGRAM = 'echo | wine "$@"; status=$?; wineserver -k; exit $status'
"""A pipe as its input: a Windows Python dies of a file or of nothing."""
DRAWN_S = 2.0
"""From when a screen is told to when Wine shows it."""
COLOURS = 50
"""That a picture of a drawn screen has at least."""


@dataclass(slots=True)
class WineTrial(Trial):
    """A Windows folder under trial; the pictures are laid in `pictures`."""

    pictures: Path = Path()

    def program_in(self, folder: Path) -> tuple[str, ...]:
        words = ["sh", "-c", PROGRAM, "wine", f"Z:{folder / 'envol.exe'}"]
        return tuple(inside(DEBIAN, words, [self.place, *([SCREENS] if SCREENS.is_dir() else [])]))

    def home(self, name: str) -> Path:
        """Below the profile of Wine's account: nowhere else does Windows keep a folder for one account."""
        made = self.place / "prefix" / PROFILE / "données" / name
        made.mkdir(parents=True, exist_ok=True)
        return made

    def around(self, home: Path) -> dict[str, str]:
        profile = self.place / "prefix" / PROFILE
        named = "\\".join(("C:", *PROFILE.parts[1:], *home.relative_to(profile).parts))
        return environment({"ENVOL_HOME": named, "WINEPREFIX": str(self.place / "prefix")})

    def look(self, display: str, name: str) -> None:
        """Keep a picture of the whole screen, which must hold more than one colour."""
        self.pictures.mkdir(parents=True, exist_ok=True)
        time.sleep(DRAWN_S)
        picture: Image.Image = ImageGrab.grab(xdisplay=display)
        picture.save(self.pictures / f"{self.source.name}-{name}.png")
        n = len(picture.getcolors(1 << 24) or [])
        assert n >= COLOURS, f"{name}: a picture of {n} colours"


def examined(trial: WineTrial) -> str:
    """`envol doctor` in a window: the package is whole by its manifest, nothing is to mend but how fast Wine draws."""
    found = findings(trial, trial.home("doctor"), ("frames",))
    told = ", ".join(f"{name} {row['state']}" for name, row in sorted(found.items()))
    return f"frames {found['frames']['values'].get('ms', '-')} ms at the median; {told}"


def described(trial: WineTrial) -> str:
    """`envol.exe` bears its icon and says product, version and organisation."""
    data = (trial.folder / "envol.exe").read_bytes()
    version = trial.source.name.rsplit("-", 1)[-1]
    for word in ("ProductName", f"Envol ({trial.kind})", "ProductVersion", version, "CompanyName"):
        assert word.encode("utf-16-le") in data, word
    n = data.count(b"\x89PNG\r\n\x1a\n")
    assert n >= 2, n
    return f"version {version}, {n} pictures in the icon"


def played(trial: WineTrial) -> str:
    """`envol play` in a window of Wine, keys alone: agreement, exercise, paper, sharing, goodbye; with pictures."""
    began = time.monotonic()
    with screen() as display, room_of(trial, display, "play") as room:
        took = time.monotonic() - began

        def seen() -> None:
            trial.look(display, room.name)

        code = whole_way(room, seen)
    return f"{shared(room.home, code)}; first screen after {took:.0f} s, goodbye after {time.monotonic() - began:.0f} s"


def checks_twice(trial: WineTrial) -> str:
    """A folder opened from another one beside it, under another version's name: it opens the same data."""
    older = trial.folder.with_name(f"{trial.folder.name}-older")
    trial.folder.rename(older)
    try:
        with screen() as display, room_of(trial, display, "play", older) as room:
            assert until(lambda: room.name == "welcome", 60), room.name
    finally:
        older.rename(trial.folder)
    return "welcome again"


EVERY: tuple[Callable[[WineTrial], str], ...] = (
    copied, listed, described, checked, demonstrated, examined, altered, on_paper, played, checks_twice,
)  # fmt: skip
ONLY: dict[str, tuple[Callable[[WineTrial], str], ...]] = {"player": (no_desk,), "adviser": (at_the_desk,)}


def report(trials: list[WineTrial], wine: str) -> str:
    """What was tried, whether it went well, with which figures and pictures."""
    out = [
        "# The Windows folders, tried under Wine", "",
        f"{wine}, Debian 13's, on {platform.platform()}, from a folder named « {PLACE} ». What is tried is what is "
        "delivered, byte for byte, with the locked numpy; it is Wine's own `ucrtbase.dll` that was given what it lacks "
        "and a Windows has (lab/packages/wine_lacks.py).",
    ]  # fmt: skip
    for trial in trials:
        out += ["", f"## {trial.source.name}", "", "| tried | went well | |", "| --- | --- | --- |"]
        out += [f"| {what} | {fine} | {told.replace('|', '/')} |" for what, fine, told in trial.lines]
        shown = sorted(trial.pictures.glob(f"{trial.source.name}-*.png"))
        out += ["", *(f"![{one.stem}]({trial.pictures.name}/{one.name})" for one in shown)]
    out += ["", "Not tried: a real Windows, SmartScreen, virus guards, an account without rights (Wine's is root's), a"]
    out += ["sound card, touch, installing and removing the MSIs."]
    return "\n".join(out) + "\n"


def main() -> int:
    asked = argparse.ArgumentParser(description="Try Windows folders under Wine.")
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--report", type=Path, required=True)
    options = asked.parse_args()
    lacks = [] if (DEBIAN / "envol" / "laid").exists() else ["the Debian with Wine: make package-windows"]
    lacks += lacking_here(DEBIAN) + [tool for tool in ("Xvfb", "xdotool") if shutil.which(tool) is None]
    lacks += [f"{folder}: make package-windows" for folder in options.folders if not folder.is_dir()]
    if lacks:
        print("Nothing to try. What is missing: " + "; ".join(lacks))
        return 1
    Room.patience, Room.between_ms, Room.must_live = PATIENCE_S, BETWEEN_MS, True
    pictures = options.report.parent / "package-windows"
    shutil.rmtree(pictures, ignore_errors=True)
    trials = []
    for source in options.folders:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            shutil.copytree(DEBIAN / "envol" / "prefix", Path(place) / "prefix", symlinks=True)
            with (Path(place) / "prefix" / "user.reg").open("a", encoding="ascii") as registry:
                registry.write(NO_DIALOG)
            trials.append(WineTrial(source.resolve(), Path(place), pictures=pictures))
            try_all(trials[-1], (*EVERY, *ONLY[trials[-1].kind]))
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(report(trials, run(DEBIAN, ["wine", "--version"]).strip()), "utf-8")
    print(options.report)
    return 0 if all(line[1] == "yes" for trial in trials for line in trial.lines) else 1


if __name__ == "__main__":
    sys.exit(main())
