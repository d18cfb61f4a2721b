"""Try packaged folders as people will: copied to a place with accents, not theirs to write, beside another version,
played whole by keys in a real window. Writes a report; status 1 when one of the trials fails.

    python tests/try_package.py out/packages/envol-player-0.2.0 ... --report out/package-report.md
"""

import argparse
import io
import json
import os
import platform
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
import traceback
import urllib.request
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from PIL import Image
from reader_kit import Outside, bus, is_here
from screen_kit import PROGRAM, TO_BENCH, TO_HANGAR, Room, codes, lay_tools, left, screen, until

from export.files.manifest import compare
from export.files.qr import QUIET, qr
from export.packets.codes import codes_of
from export.store.store import Store
from game.kiosk.config import hashed_pin

STARTS = 7
GOAL_MB = {"player": 110.0}
NOBODY = 65534
PLACE = "Postes de l'été – Évreux n° 3"


@dataclass(slots=True)
class Trial:
    """One packaged folder under trial, in a place of its own; `lines` are those of the report."""

    source: Path
    place: Path
    lines: list[tuple[str, str, str]] = field(default_factory=list)

    @property
    def kind(self) -> str:
        return "player" if "player" in self.source.name else "adviser"

    @property
    def folder(self) -> Path:
        """The copy that is tried."""
        return self.place / PLACE / self.source.name

    @property
    def program(self) -> tuple[str, ...]:
        return self.program_in(self.folder)

    def program_in(self, folder: Path) -> tuple[str, ...]:
        """The words that start the program of a folder."""
        return (*as_nobody(), str(folder / "envol"))

    def around(self, home: Path) -> dict[str, str]:
        """What a program is told of its surroundings."""
        return {"ENVOL_HOME": str(home), "HOME": str(home)}

    def home(self, name: str) -> Path:
        """A folder for data, elsewhere, of the account that plays."""
        made = self.place / "données" / name
        made.mkdir(parents=True, exist_ok=True)
        give_away(made.parent)
        give_away(made)
        return made


def as_nobody() -> tuple[str, ...]:
    """Words that run a program without root's rights, for which no folder is read-only."""
    if os.geteuid() != 0:
        return ()
    return ("setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups")


def give_away(path: Path) -> None:
    if os.geteuid() == 0:
        os.chown(path, NOBODY, NOBODY)


def run(trial: Trial, home: Path, *words: str, status: int = 0) -> str:
    """A command of the package; what it said. Any other status than the one expected is a failure."""
    env = {**os.environ, **trial.around(home)}
    env.pop("DISPLAY", None)
    told = [*trial.program, "--lang", "fr", *words]
    done = subprocess.run(told, env=env, cwd=home, capture_output=True, encoding="utf-8", check=False)
    assert done.returncode == status, (words, done.returncode, done.stdout[-2000:], done.stderr[-2000:])
    return done.stdout + done.stderr


def copied(trial: Trial) -> str:
    """Lay a copy under a name with accents and spaces, take the right to write away, and compare it with its list."""
    trial.folder.parent.mkdir(parents=True)
    shutil.copytree(trial.source, trial.folder)
    for path in (trial.folder, *trial.folder.rglob("*")):
        path.chmod(path.stat().st_mode & 0o555)
    found = compare(trial.folder)
    assert found.sound, found
    links = [p for p in trial.folder.rglob("*") if p.is_symlink()]
    assert not links, links
    mb = sum(p.stat().st_size for p in trial.folder.rglob("*") if p.is_file()) / 1e6
    goal = GOAL_MB.get(trial.kind)
    assert goal is None or mb <= goal, mb
    return f"{mb:.1f} MB" + (f" (goal {goal:.0f})" if goal else "") + f", {len(found.manifest.files)} files, no link"


def listed(trial: Trial) -> str:
    """Every part is in the SBOM (CycloneDX) and its licence text in LICENCES, pictures and fonts among them."""
    bom = json.loads((trial.folder / "SBOM.cdx.json").read_text("utf-8"))
    assert bom["bomFormat"] == "CycloneDX"
    names = {one["name"] for one in bom["components"]} | {bom["metadata"]["component"]["name"]}
    texts = [p.name for p in (trial.folder / "LICENCES").iterdir()]
    table = (trial.folder / "LICENCES" / "README.txt").read_text("utf-8")
    missing = [
        n for n in ("envol", "CPython", "pygame-ce", "fontpkg-atkinson-hyperlegible", "PyNaCl") if n not in names
    ]
    assert not missing, missing
    assert all(name in table for name in names), names
    assert not [one for one in bom["components"] if "BomRef" in one["bom-ref"]]
    return f"{len(names)} parts, {len(texts)} texts"


def checked(trial: Trial) -> str:
    """`envol check`: every scenario and drawing is in the folder and sound."""
    return run(trial, trial.home("check"), "check").splitlines()[-2]


def demonstrated(trial: Trial) -> str:
    """`envol demo`: robots live the way into a database."""
    home = trial.home("demo")
    run(trial, home, "demo", "--players", "2", "--db", str(home / "demo.db"))
    with Store.open(home / "demo.db") as store:
        n = store.rows("select count(*) as n from results")[0]["n"]
    assert n > 0
    return f"{n} results in the database"


def examined(trial: Trial) -> str:
    """`envol doctor` in a real window: the package is whole, the account cannot alter it."""
    home = trial.home("doctor")
    found = findings(trial, home)
    assert found["program"]["state"] == "fine", found["program"]
    return f"frames {found['frames']['values']['ms']} ms at the median; package whole, program not writable"


def findings(trial: Trial, home: Path, but: Sequence[str] = ()) -> dict[str, Any]:
    """What `envol doctor` found in a real window, by what was looked at: the package is whole, nothing else is to mend
    `but` these."""
    with screen() as display:
        words = [*trial.program, "doctor", "--json", "--seconds", "2"]
        env = {**os.environ, "SDL_AUDIODRIVER": "dummy", **trial.around(home), "DISPLAY": display}
        env.pop("SDL_VIDEODRIVER", None)
        done = subprocess.run(words, env=env, capture_output=True, encoding="utf-8", check=False)
    assert done.stdout.startswith("{"), done.stdout + done.stderr
    found = {row["check"]: row for row in json.loads(done.stdout)["findings"]}
    wrong = {name for name, row in found.items() if row["level"] == "wrong"}
    assert done.returncode == bool(wrong), done
    assert wrong <= {*but}, {name: found[name] for name in wrong}
    assert found["package"]["state"] == "own_key", found["package"]
    return found


def altered(trial: Trial) -> str:
    """One altered byte, one file too many: `envol doctor` names them and the seat is not ready."""
    other = trial.place / "altered"
    shutil.copytree(trial.source, other)
    spoilt = next(iter(sorted((other / "_internal" / "assets" / "art").glob("*.svg"))))
    whole = spoilt.read_bytes()
    spoilt.write_bytes(whole[:-1] + bytes([whole[-1] ^ 1]))
    (other / "_internal" / "more.so").write_bytes(b"")
    said = run(trial, trial.home("doctor"), "doctor", "--package", str(other), status=1)
    shutil.rmtree(other)
    assert spoilt.name in said, said
    assert "more.so" in said, said
    return "both named"


def played(trial: Trial) -> str:
    """`envol play` in a real window, keys alone: agreement, code, warm-up, exercise, paper, sharing, goodbye."""
    with screen() as display, room_of(trial, display, "play") as room:
        code = whole_way(room)
    return shared(room.home, code)


def read_from_outside(trial: Trial) -> str:
    """A screen reader finds the window over AT-SPI, its buttons by name; a press it asks for opens the agreement."""
    home = trial.home("reader")
    with bus() as address, screen() as display:
        # A session's bus speaks with its own account alone: here the game has the rights of who tries it.
        told = {"DBUS_SESSION_BUS_ADDRESS": address, **trial.around(home)}
        with Room(display, home, program=trial.program[-1:], cwd=home, **told) as room, Outside(**told) as eyes:
            eyes.sees("frame", "Envol")
            enter = str(room.node("enter")["name"])
            eyes.sees("push button", enter)
            eyes.press(enter)
            room.becomes("agreement")
    return f"« {enter} » pressed from outside"


def whole_way(room: Room, seen: Callable[[], None] = lambda: None) -> str:
    """From the welcome to the goodbye by keys; the person's code. `seen` is called where a screen of note stands."""
    seen()
    to_the_bench(room)
    seen()
    room.finish(room.press, "leave:")
    room.becomes("ready")
    room.press("go")
    room.becomes("prepare")
    for tool in ("glasses", "earplugs", "squeezer", "pige", "calibre"):
        room.press(f"tool:{tool}")
    seen()
    room.finish(room.press, "leave:")
    room.becomes("debrief")
    way = (("go", "hangar"), ("end", "wishes"), ("skip", "takeoff"), ("go", "boarding"), ("print", "boarding"))
    for node, then in way:
        room.press(node)
        room.becomes(then)
    assert until(lambda: "carte-d-envol" in room.now["say"] or "imprimante" in room.now["say"], 90), room.now["say"]
    for node, then in (("share", "share"), ("months_3", "goodbye.shared"), ("end", "welcome")):
        seen()
        room.press(node)
        room.becomes(then)
    return codes(room.home)[0]


def shared(home: Path, code: str) -> str:
    """What the visit of a code left: one paper without the code, and its results in the database."""
    papers = [name for name in left(home) if name.endswith(".pdf")]
    assert len(papers) == 1, papers
    assert code not in papers[0], papers
    with Store.open(home / "matching.db") as store:
        n = store.rows("select count(*) as n from results")[0]["n"]
        assert [r["code"] for r in store.rows("select code from candidates")] == [code]
    assert n > 0
    return f"goodbye reached, {n} results shared, paper written"


def to_the_bench(room: Room) -> None:
    for node, then in TO_HANGAR:
        room.press(node)
        room.becomes(then)
    lay_tools(room)
    room.becomes("hangar")
    for node, then in TO_BENCH:
        room.press(node)
        room.becomes(then)


@contextmanager
def room_of(trial: Trial, display: str, home: str, folder: Path | None = None) -> Iterator[Room]:
    place = trial.home(home)
    program = trial.program_in(folder or trial.folder)
    with Room(display, place, program=program, cwd=place, **trial.around(place)) as room:
        yield room


def side_by_side(trial: Trial) -> str:
    """A second folder under another version's name: both play at once, each with its data; on the same data the
    second one says so, in its window and in the terminal; after the first has closed, the other takes the data over."""
    older = trial.folder.with_name(f"{trial.folder.name}-older")
    shutil.copytree(trial.folder, older)
    with screen() as display:
        with room_of(trial, display, "one", older) as one, room_of(trial, display, "two") as two:
            for room in (one, two):
                assert room.name == "welcome", room.name
            with room_of(trial, display, "one") as third:
                third.becomes("refused")
                assert "déjà ouvert" in third.now["say"], third.now["say"]
                third.click("close")
                said, _ = third.game.communicate(timeout=60)
                assert third.game.returncode == 1, (third.game.returncode, said)
                assert "déjà ouvert" in said, said
        given = json.dumps({"station": "K4"})
        (trial.home("one") / "settings.json").write_text(given)
        give_away(trial.home("one") / "settings.json")
        with room_of(trial, display, "one") as after:
            after.press("enter")
            after.becomes("agreement")
            after.press("agree")
            after.becomes("code")
        assert codes(after.home)[0].startswith("K4-"), codes(after.home)
    for path in (older, *older.rglob("*")):
        path.chmod(0o755)
    shutil.rmtree(older)
    return "both at once; the data of one opened by the other after it"


def started(trial: Trial) -> str:
    """From the command to the first screen told, packaged against unpackaged, turn by turn in the same minutes."""
    walls: dict[str, list[float]] = {"packaged": [], "sources": []}
    cpus: dict[str, list[float]] = {"packaged": [], "sources": []}
    with screen() as display:
        for turn in range(STARTS + 1):
            for name, program in (("packaged", trial.program), ("sources", (*as_nobody(), *PROGRAM))):
                home = trial.home(f"start-{name}")
                spent = resource.getrusage(resource.RUSAGE_CHILDREN)
                began = time.perf_counter()
                with Room(display, home, program=program, cwd=Path.cwd()):
                    wall = time.perf_counter() - began
                after = resource.getrusage(resource.RUSAGE_CHILDREN)
                if turn:  # the first of each fills the system's memory of files
                    walls[name].append(wall)
                    cpus[name].append(after.ru_utime + after.ru_stime - spent.ru_utime - spent.ru_stime)
    middle = {name: (statistics.median(walls[name]), statistics.median(cpus[name])) for name in walls}
    ratio = middle["packaged"][0] / middle["sources"][0]
    cpu = middle["packaged"][1] / middle["sources"][1]
    told = ", ".join(f"{name} {wall:.2f} s ({c:.2f} s of processor)" for name, (wall, c) in middle.items())
    assert ratio <= 1.0, (ratio, cpu, walls)
    return f"ratio {ratio:.2f} (processor {cpu:.2f}; goal 1.0): {told}; medians of {STARTS}"


def no_desk(trial: Trial) -> str:
    """A command of the desk is not in a player's folder, and the answer says where it is."""
    said = run(trial, trial.home("check"), "match", status=2)
    assert "adviser" in said, said
    return said.splitlines()[-1]


def at_the_desk(trial: Trial) -> str:
    """Commands of the desk, among them those that want scipy: offers, who fits, a kept list, trades."""
    home, base = trial.home("desk"), str(trial.home("demo") / "demo.db")
    offers = run(trial, home, "offers", "list", "--db", base).splitlines()
    offer = next(line for line in offers if line.startswith("ex-cableur")).split()[0]
    assert "Évreux" in run(trial, home, "match", "--db", base, "--offer", offer)
    run(trial, home, "advisers", "add", "AB", "--db", base)
    assert "Liste gardée" in run(trial, home, "preselect", "--db", base, "--adviser", "AB", offer)
    run(trial, home, "trades", "list")
    return f"{len(offers)} offers, match, a list for {offer}, trades"


def looked_at(trial: Trial) -> str:
    """The seat's check as the open game begins it (`doctor --inside`): a finding a line, no window, status 0."""
    said = run(trial, trial.home("doctor"), "doctor", "--inside")
    found = {one["check"]: one["state"] for one in map(json.loads, said.splitlines())}
    assert found["package"] == "own_key", found
    assert found["content"] == "fine", found
    return f"{len(found)} findings"


def stands(trial: Trial) -> str:
    """A kiosk's file is checked; keeper and visitor open the attract loop in a real window, then end cleanly."""
    home = trial.home("kiosk")
    config, tree = home / "kiosk.yaml", home / "tree"
    told = f"workshops: [panneau_fuselage]\npin: {hashed_pin('2468')}\nprinter: \"file:{home}\"\n"
    config.write_text(told, "utf-8")
    give_away(config)
    run(trial, home, "kiosk", "--config", str(config), "--check")
    with screen() as display:
        env = {**os.environ, "DISPLAY": display, "ENVOL_HOME": str(home), "HOME": str(home), "SDL_AUDIODRIVER": "dummy"}
        env.pop("SDL_VIDEODRIVER", None)
        words = [*trial.program, "kiosk", "--config", str(config), "--tree", str(tree)]
        began = time.monotonic()
        with subprocess.Popen(words, env=env, cwd=home, stderr=subprocess.PIPE, text=True) as keeper:
            there = until(lambda: tree.exists() and '"screen": "welcome"' in tree.read_text("utf-8"), 90)
            took = time.monotonic() - began
            keeper.terminate()
            _, said = keeper.communicate(timeout=60)
        assert there, said
        assert keeper.returncode == 0, (keeper.returncode, said)
    return f"attract loop after {took:.1f} s"


def on_paper(trial: Trial) -> str:
    """`envol codes print` where nothing waits says so; in the adviser's folder a picture of a code is read."""
    home = trial.home("paper")
    said = run(trial, home, "codes", "print", "--out", str(home / "codes.pdf"))
    assert "rien n'est imprimé" in said, said
    if trial.kind == "player":
        return said.strip()
    page = home / "page.png"
    page.write_bytes(scanned(codes_of(bytes(range(256)) * 4, "packet")[0]))
    give_away(page)
    run(trial, home, "organisation", "card", "--db", str(home / "paper.db"), "--out", str(home / "agence.card"))
    said = run(trial, home, "codes", "read", str(page), "--db", str(home / "paper.db"), status=1)
    assert "page 1, code 2" in said, said
    return "the code of a picture was read, the two that lack were named"


def scanned(text: str) -> bytes:
    """A picture of a code, as a scanner gives it."""
    rows = qr(text)
    side = len(rows) + 2 * QUIET
    page = Image.new("L", (side, side), 255)
    for y, row in enumerate(rows):
        for x, dark in enumerate(row):
            if dark:
                page.putpixel((x + QUIET, y + QUIET), 0)
    out = io.BytesIO()
    page.resize((side * 4, side * 4), Image.Resampling.NEAREST).save(out, "PNG")
    return out.getvalue()


def opened(trial: Trial) -> str:
    """`envol tower`: its first page and what the page needs are answered by the packaged program, and it ends."""
    home = trial.home("tower")
    env = {**os.environ, "ENVOL_HOME": str(home), "HOME": str(home)}
    words = [*trial.program, "--lang", "fr", "tower", "--quiet", "--no-stations", "--db", str(home / "m.db")]
    pipe = subprocess.PIPE
    with subprocess.Popen(words, env=env, cwd=home, stdout=pipe, stderr=subprocess.STDOUT, text=True) as tower:
        assert tower.stdout is not None
        line = next(one for one in tower.stdout if "http://" in one)
        address = line[line.index("http://") :].split()[0].rstrip("/.,")
        pages = {}
        for path in ("/", "/static/tower.css", "/static/regular.ttf", "/static/htmx.min.js"):
            with urllib.request.urlopen(address + path, timeout=60) as answer:
                pages[path] = answer.read()
        tower.terminate()
        tower.wait(60)
    assert "Tour de contrôle" in pages["/"].decode(), pages["/"][:500]
    assert all(len(data) > 1000 for data in pages.values())
    return "first page, sheet, font and script answered"


EVERY: tuple[Callable[[Trial], str], ...] = (
    copied, listed, checked, demonstrated, examined, looked_at, altered, on_paper, stands, played, side_by_side,
)  # fmt: skip
ONLY: dict[str, tuple[Callable[[Trial], str], ...]] = {"player": (no_desk, started), "adviser": (at_the_desk, opened)}
BRIEF = (copied, listed, checked, looked_at, stands, played)
"""What is tried beside the tests, where minutes count: nothing of it is judged by a clock."""


def tried(source: Path, place: Path, *, brief: bool = False) -> Trial:
    """All trials of one folder, or the `brief` ones."""
    trial = Trial(source.resolve(), place)
    by_reader = (read_from_outside,) if is_here() else ()
    try_all(trial, (*(BRIEF if brief else (*EVERY, *ONLY[trial.kind])), *by_reader))
    return trial


def try_all(trial: Trial, ones: Sequence[Callable[[Any], str]]) -> None:
    """Each trial in turn; one that fails does not keep the others from being made."""
    for one in ones:
        what = " ".join((one.__doc__ or "").split())
        try:
            trial.lines.append((what, "yes", one(trial)))
        except (AssertionError, OSError, subprocess.SubprocessError, KeyError, IndexError) as error:
            traceback.print_exc()
            trial.lines.append((what, "NO", " ".join(str(error).split())[:400]))
        print(*trial.lines[-1], sep=" | ", flush=True)
        if one is copied and trial.lines[-1][1] == "NO":
            break


def report(trials: list[Trial]) -> str:
    """What was tried, whether it went well, and with which figures."""
    out = ["# The packaged folders, tried", "", f"On {platform.platform()}, {os.cpu_count()} cores, as an account "
           f"without root's rights, from a folder named « {PLACE} » that it may not write."]  # fmt: skip
    for trial in trials:
        out += ["", f"## {trial.source.name}", "", "| tried | went well | |", "| --- | --- | --- |"]
        out += [f"| {what} | {fine} | {told.replace('|', '/')} |" for what, fine, told in trial.lines]
    reader = "" if is_here() else "a screen reader, "
    out += ["", f"Not tried here: another distribution or an older glibc, a sound card, a touch screen, {reader}"
                "a stick that is pulled out."]  # fmt: skip
    return "\n".join(out) + "\n"


def main() -> int:
    asked = argparse.ArgumentParser(description="Try packaged folders.")
    asked.add_argument("folders", nargs="+", type=Path)
    asked.add_argument("--report", type=Path, required=True)
    asked.add_argument("--brief", action="store_true", help="whole, listed, sound, a kiosk, played by keys: no more")
    options = asked.parse_args()
    os.umask(0)
    trials = []
    for source in options.folders:
        with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
            os.chmod(place, 0o755)
            trials.append(tried(source, Path(place), brief=options.brief))
    options.report.parent.mkdir(parents=True, exist_ok=True)
    options.report.write_text(report(trials), "utf-8")
    print(options.report)
    return 0 if all(line[1] == "yes" for trial in trials for line in trial.lines) else 1


if __name__ == "__main__":
    sys.exit(main())
