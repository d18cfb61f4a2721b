"""`envol doctor`: is this seat fit? Screen, hands, sound, voice, disk, clock, folders, keys, content, package."""

import argparse
import json
import os
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

from assets.voice import Say, Voice
from cli.commands import DONE, PROBLEMS, Commands
from game import __version__
from game.station import checkup
from game.station.checkup import SeatFinding, sentence

if TYPE_CHECKING:
    from game.window.plugged import Hands

LEAST = (1024, 600)
GIVES_WAY = 10
"""How much later than the game a check has its turn on the machine."""


def add(commands: Commands) -> None:
    """`doctor`."""
    say = commands.say
    parser = commands.add("doctor", "doctor.about", doctor, "doctor.more")
    parser.add_argument("--json", action="store_true", help=say("doctor.cli.json"))
    parser.add_argument("--seconds", type=float, default=8.0, help=say("doctor.cli.seconds"))
    parser.add_argument("--home", type=Path, help=say("station.cli.home"))
    parser.add_argument("--package", type=Path, help=say("doctor.cli.package"))
    parser.add_argument("--key", type=Path, help=say("doctor.cli.key"))
    parser.add_argument("--inside", action="store_true", help=say("doctor.cli.inside"))


def doctor(options: argparse.Namespace, voice: Voice) -> int:
    """Look at everything, say it line by line, keep it with the station. Status 1 when something must be mended."""
    from game.station.home import default_folder

    home: Path = options.home or default_folder()
    if options.inside:
        if hasattr(os, "nice"):
            os.nice(GIVES_WAY)
        return inside(home, options.package or packaged(), options.key)
    findings = []
    for finding in look(home, options.seconds, options.package or packaged(), options.key):
        findings.append(finding)
        if not options.json:
            print(voice.say(f"doctor.level.{finding.level}", sentence=sentence(finding, voice.say)), flush=True)
    if not kept(home, findings):
        findings.append(SeatFinding("kept", "refused", "note", {"folder": home}))
    wrong = sum(f.level == "wrong" for f in findings)
    if options.json:
        print(json.dumps(as_json(findings, voice.say), ensure_ascii=False, indent=1))
    else:
        print(voice.say("doctor.some_wrong", n=wrong) if wrong else voice.say("doctor.all_fine"))
    return PROBLEMS if wrong else DONE


def inside(home: Path, package: Path | None, key: Path | None) -> int:
    """For the game, which is open meanwhile: a line of JSON for each finding, and nothing kept."""
    wrong = False
    for finding in look(home, None, package, key):
        seen = beside_game(finding)
        if seen is not None:
            wrong |= seen.level == "wrong"
            print(json.dumps(checkup.as_told(seen), ensure_ascii=True), flush=True)
    return PROBLEMS if wrong else DONE


def beside_game(finding: SeatFinding) -> SeatFinding | None:
    """What a finding is worth while the game holds the screen, the sound card and the folder: no false alarm."""
    match finding.check, finding.state:
        case "screen", "none" | "unset":
            # Who reads this sees a screen.
            return None
        case "sound", "none":
            return replace(finding, state="held")
        case "folder", "in_use":
            return replace(finding, level="fine")
    return finding


def packaged() -> Path | None:
    """The folder the program was packaged in, None when it runs from its sources."""
    return Path(sys.executable).parent if getattr(sys, "frozen", False) else None


def look(home: Path, seconds: float | None, package: Path | None, key: Path | None) -> Iterator[SeatFinding]:
    """Every finding, each as soon as it is known. `seconds`: for how long frames are drawn, None for no window."""
    began = time.time() - time.monotonic()
    yield from on_screen(seconds)
    yield checkup.voice()
    yield checkup.reader(os.environ, sys.platform)
    folder = checkup.home_of_seat(home)
    yield folder
    yield checkup.program(package or Path(__file__).parents[1])
    if folder.level != "wrong":
        yield checkup.flush(home)
    yield checkup.space(home)
    yield checkup.clock(time.time(), home, time.time() - time.monotonic() - began)
    yield from checkup.keys(home)
    yield tower(home)
    yield checkup.waiting(home)
    yield content()
    yield checkup.package(package, key)


def on_screen(seconds: float | None) -> Iterator[SeatFinding]:
    """Screen, frames, hands and sound: pygame is loaded here and not before."""
    from game.window import probe
    from game.window.plugged import hands

    seen = probe.desktop()
    yield judged_screen(seen)
    if seen is not None and seconds is not None:
        yield frames(seconds)
    yield from judged_hands(hands(), sys.platform == "win32")
    sounds = probe.sound()
    yield SeatFinding("sound", "fine" if sounds else "none", "fine" if sounds else "note")


def judged_screen(seen: tuple[str, tuple[int, int]] | None) -> SeatFinding:
    """A screen of so many pixels, or none."""
    if seen is None:
        display = os.environ.get("DISPLAY", "")
        return SeatFinding("screen", "none" if display else "unset", "wrong", {"display": display})
    driver, (w, h) = seen
    small = w < LEAST[0] or h < LEAST[1]
    figures = {"w": w, "h": h, "driver": driver}
    if small:
        return SeatFinding("screen", "small", "wrong", figures)
    upright = h > w
    # The screens are made for one that lies: on an upright one they fill the top, and what is pressed is small.
    return SeatFinding("screen", "upright" if upright else "fine", "note" if upright else "fine", figures)


def frames(seconds: float) -> SeatFinding:
    """The time of frames while a robot works at the first workshop, in a real window."""
    from game.journey.journey import Journey
    from game.library import MODELS
    from game.mechanics.table import MECHANICS
    from game.screen.steps import Step
    from game.window import probe
    from lab.robots import act_once
    from scenarios.load import load_all, workshop_files
    from scoring.rules import EvidenceRule

    sound, _ = load_all(workshop_files(), MODELS, EvidenceRule)
    if not sound:
        return SeatFinding("frames", "no_workshop", "wrong")
    cast = MECHANICS[sound[0].head.mechanic].cast
    robot = cast.make(cast.show[0], sound[0].params, 5)

    class Worked(Journey):
        """A way on which a robot works: what moves is drawn."""

        def advance(self, ticks: int) -> None:
            for _ in range(ticks):
                if self.at_work is not None:
                    act_once(robot, self.at_work.session)
                super().advance(1)

    app = Worked(sound[0], "fr", 5)
    app.comfort = replace(app.comfort, sound=False)
    app.go(Step.EXERCISE)
    try:
        seen = probe.frames(app, seconds)
        return checkup.judged_frames(seen.n, seen.p50_ms, seen.late)
    except RuntimeError:
        return SeatFinding("frames", "refused", "wrong")


def judged_hands(seen: "Hands", windows: bool) -> Iterator[SeatFinding]:
    """A pointer, a touch screen, and what the system does of its own with fingers."""
    states = {None: "unknown", True: "fine", False: "none"}
    nothing = seen.pointer is False and seen.touch is False
    yield SeatFinding("pointer", states[seen.pointer], "fine" if seen.pointer else "note")
    if seen.touch:
        yield SeatFinding("touch", "windows" if windows else "fine", "note" if windows else "fine")
    elif not nothing:
        yield SeatFinding("touch", states[seen.touch], "fine")


def tower(home: Path) -> SeatFinding:
    """Whether the tower of this post's organisation answers, and if not, what stands between; then it takes seconds."""
    from export.packets.delivery import NoTower
    from game.station.link import ask_patiently, linked, reach

    known = linked(home)
    reached = reach(home, known, ask_patiently) if known else NoTower("no_card")
    host, port = reached.address or ("", 0)
    figures: dict[str, Any] = {"address": host, "port": port}
    if not isinstance(reached, NoTower):
        return SeatFinding("tower", "fine", "fine", figures)
    return SeatFinding("tower", reached.trouble, "fine" if reached.trouble == "no_card" else "note",
                       figures | {"why": reached.key})  # fmt: skip


def content() -> SeatFinding:
    """Scenarios and drawings, as `envol check` looks at them."""
    from assets.drawings import drawings, faults_of
    from game.library import MODELS, known
    from scenarios.load import load_all, workshop_files
    from scoring.rules import EvidenceRule

    sound, problems = load_all(workshop_files(), MODELS, EvidenceRule, known())
    faults = sum(len(faults_of(path)) for path in drawings())
    broken = len(problems) + faults
    return SeatFinding("content", "broken" if broken else "fine", "wrong" if broken else "fine",
                   {"n": broken or len(sound)})  # fmt: skip


def kept(home: Path, findings: list[SeatFinding]) -> bool:
    """Keep the check in the station's folder; False where it refuses, which a finding has then said already."""
    try:
        checkup.keep(home, findings, __version__, int(time.time()))
    except OSError:
        return False
    return True


def as_json(findings: list[SeatFinding], say: Say) -> dict[str, Any]:
    """All findings for a program to read, with their sentences."""
    rows = [
        {"check": f.check, "state": f.state, "level": f.level, "says": sentence(f, say),
         "values": {name: str(v) for name, v in f.values.items()}}
        for f in findings
    ]  # fmt: skip
    return {"version": __version__, "fine": all(f.level != "wrong" for f in findings), "findings": rows}
