"""What goes into each folder, and the words PyInstaller is told."""

import shutil
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from game import TOWER_PROGRAM, __version__

ROOT = Path(__file__).parents[2]
CODE = (".py", ".pyc", ".typed")
NEVER_DATA = ("__pycache__", "packages", "studies", "benches")
FONTS = "fontpkg_atkinson_hyperlegible"
VOICE = "py_nanotts"

NEVER = (
    "tkinter", "pip", "setuptools", "_distutils_hack", "pkg_resources", "lib2to3", "pydoc_data", "test", "IPython",
    "pygame.tests", "pygame.examples", "pygame.docs", "pygame._camera_opencv", "pygame._camera_vidcapture", "cv2",
    "numpy.f2py", "numpy.distutils", "numpy.tests", "numpy.testing", "numpy.ctypeslib.tests",
    "lab.packages", "lab.studies", "lab.benches", "cli.bench", "matplotlib", "hypothesis", "pytest", "mypy",
    "readline", "pydantic.mypy", "pydantic.v1", "uharfbuzz", "fontTools.misc.plistlib.PIL",
)  # fmt: skip
"""Never in any folder: tools of the build, and what starts Python a second time (a package has no `python -c`)."""
NEVER_PLAYED = (
    "scipy", "desk", "tower", "cli.tower", "cli.ports", "cli.by_hand", "export.offers", "export.fairs", "scoring.fair",
    "scoring.fair_search", "scoring.fairness", "scoring.calibrate", "scoring.tree_calibrate", "scoring.tree_sums",
    "scoring.toplist", "lab.trials", "lab.stored", "lab.charts", "PIL", "zxingcpp", "export.files.pictures",
)  # fmt: skip
"""What a player's folder does without; no command of it may load one of these (`leaks` reads the build's own list)."""
PLAYER_ROOMS = ("play", "demo", "check", "replay", "stations", "doctor", "voice", "proof", "kiosk", "carry", "send",
                "codes")  # fmt: skip
"""Rooms of commands of a player's folder."""


@dataclass(frozen=True, slots=True)
class Folder:
    """One folder to build."""

    kind: str
    """`player` or `adviser`."""
    rooms: tuple[str, ...]
    """Modules of `cli` with commands."""
    never: tuple[str, ...]
    """Modules that stay out, with all below them."""

    @property
    def name(self) -> str:
        """The folder's name: two versions stand side by side."""
        return f"envol-{self.kind}-{__version__}"


def command_rooms(root: Path = ROOT) -> tuple[str, ...]:
    """Every module of `cli` that adds commands."""
    paths = sorted((root / "cli").glob("*.py"))
    return tuple(p.stem for p in paths if "\ndef add(commands: Commands)" in p.read_text("utf-8"))


def folder(kind: str) -> Folder:
    """The folder of a kind. Raises KeyError for one that is not known."""
    every = tuple(room for room in command_rooms() if f"cli.{room}" not in NEVER)
    kinds = {
        "player": Folder("player", tuple(r for r in PLAYER_ROOMS if r in every), NEVER + NEVER_PLAYED + tuple(
            f"cli.{room}" for room in every if room not in PLAYER_ROOMS
        )),
        "adviser": Folder("adviser", every, NEVER),
    }  # fmt: skip
    return kinds[kind]


def start_twice(to_build: Folder, fresh: Path) -> None:
    """In the adviser's folder the program stands under a second name, by which a double click opens the tower: who has
    the folder alone types nothing. Raises OSError."""
    if "tower" not in to_build.rooms:
        return
    for program in (fresh / "envol", fresh / "envol.exe"):
        if program.is_file():
            shutil.copy2(program, fresh / f"{TOWER_PROGRAM}{program.suffix}")


LEAFLETS = {"fr": "LISEZ-MOI.txt", "en": "READ-ME.txt"}
"""What stands on top of a folder for whoever opens it, by language."""


def lay_leaflets(to_build: Folder, fresh: Path) -> None:
    """Lay on top of a folder what it is and what to double-click, in plain words. Raises OSError.

    With the signs that Windows' own reader of texts wants: a mark at its beginning, and lines that end in two.
    """
    for language, name in LEAFLETS.items():
        text = (Path(__file__).parent / "leaflets" / f"{to_build.kind}.{language}.txt").read_text("utf-8")
        (fresh / name).write_bytes(text.replace("\n", "\r\n").encode("utf-8-sig"))


def lay_player(to_build: Folder, fresh: Path, player: Path | None) -> None:
    """Lay the player's folder, whole, into the adviser's: what is copied to the seats is there. Raises OSError."""
    if to_build.kind == "adviser" and player is not None:
        shutil.copytree(player, fresh / player.name)


def data_files(never: Iterable[str], root: Path = ROOT) -> list[Path]:
    """Everything but code of the rooms that may be in a folder: texts, drawings, workshops, tables, schemas."""
    out = {word.split(".", 1)[0] for word in never if "." not in word}
    rooms = [p.parent for p in sorted(root.glob("*/__init__.py")) if p.parent.name not in {*out, "tests"}]
    shut = {Path(*word.split(".")) for word in never if "." in word}
    paths = (p for room in rooms for p in sorted(room.rglob("*")) if p.is_file() and p.suffix not in CODE)
    return [
        p for p in paths
        if not set(p.relative_to(root).parts[:-1]) & set(NEVER_DATA)
        and not shut & set(p.relative_to(root).parents)
    ]  # fmt: skip


def words(to_build: Folder, work: Path, dist: Path, root: Path = ROOT) -> list[str]:
    """What PyInstaller is told: a folder and never one file that unpacks itself: virus guards refuse those."""
    options = [
        "--noconfirm", "--onedir", "--clean", "--log-level", "WARN", "--name", "envol", "--paths", str(root),
        "--workpath", str(work), "--distpath", str(dist), "--specpath", str(work),
        "--python-option", "X utf8",
        "--hidden-import", "_cffi_backend", "--hidden-import", FONTS, "--collect-data", FONTS,
        "--hidden-import", VOICE, "--collect-data", VOICE,
    ]  # fmt: skip
    for room in to_build.rooms:
        options += ["--hidden-import", f"cli.{room}"]
    # Their table finds them by their files.
    for path in sorted((root / "scoring" / "readers").glob("[a-z]*.py")):
        options += ["--hidden-import", f"scoring.readers.{path.stem}"]
    for module in to_build.never:
        options += ["--exclude-module", module]
    for path in data_files(to_build.never, root):
        place = path.relative_to(root)
        options += ["--add-data", f"{path}:{place.parent}"]
    return [*options, str(root / "cli" / "__main__.py")]
