"""PyInstaller run on the sources, and what is done to the folder it makes."""

import os
import platform
import re
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from game import TOWER_PROGRAM
from game.voice.engines import PICO_VOICES
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT, Folder, words

INSIDE = "_internal"
LIBRARY = "base_library.zip"
"""The modules that Python loads before it can read the archive of all others."""
STRIPPED = (
    "libpython*.so*", "python3.*/lib-dynload/*.so", "fontTools/**/*.so", "yaml/*.so", "nacl/*.so", "accesskit/*.so",
)  # fmt: skip
"""Files with tables for debuggers (34 MB) that hold no library of a wheel: those (`*.libs`) may not be touched."""
VOICES = "py_nanotts/lang/*.bin"
"""Two files a voice, named by language and country; 4 MB are of languages nobody asks for."""
EXCLUDED = re.compile(r"excluded module named (\S+) - imported by (.*)")


def epoch() -> int:
    """Seconds since 1970 of the sources: SOURCE_DATE_EPOCH, else the last commit. Raises PartError."""
    given = os.environ.get("SOURCE_DATE_EPOCH")
    if given and given.isdigit():
        return int(given)
    answer = subprocess.run(["git", "log", "-1", "--format=%ct"], cwd=ROOT, capture_output=True, text=True, check=False)
    if not answer.stdout.strip().isdigit():
        raise PartError("neither SOURCE_DATE_EPOCH nor a commit says of when the sources are")
    return int(answer.stdout)


def sources_now() -> dict[Path, tuple[int, int]]:
    """Size and time of each file of the rooms: two builds can only be compared when nobody wrote in between."""
    rooms = [p.parent for p in ROOT.glob("*/__init__.py") if p.parent.name != "tests"]
    paths = [p for room in rooms for p in room.rglob("*") if p.is_file() and p.suffix != ".pyc"]
    return {p: (p.stat().st_size, p.stat().st_mtime_ns) for p in paths if p.parent.name != "packages"}


def here() -> str:
    """The system and machine a folder runs on."""
    return f"{sys.platform}-{platform.machine().lower()}"


def freeze(to_build: Folder, work: Path, made_at: int) -> None:
    """Run PyInstaller in an environment that gives the same bytes each time. Raises PartError with what it said."""
    environment = {
        **os.environ, "SOURCE_DATE_EPOCH": str(made_at), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8",
        "PYINSTALLER_CONFIG_DIR": str(work / "config"), "PYGAME_HIDE_SUPPORT_PROMPT": "1",
    }  # fmt: skip
    said = subprocess.run(
        [sys.executable, "-m", "PyInstaller", *words(to_build, work, work / "dist")],
        cwd=ROOT, env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    if said.returncode:
        raise PartError(f"PyInstaller stopped with {said.returncode}:\n{said.stderr[-3000:]}")


def leaks(to_build: Folder, warnings: str) -> list[str]:
    """Lines of PyInstaller's own list: what was left out and is yet loaded at once by what is in the folder."""
    leaks_seen = []
    for name, users in EXCLUDED.findall(warnings):
        rooms = [user for user in re.split(r",\s+(?![^()]*\))", users) if user.split(".")[0] in _ours()]
        at_once = [user for user in rooms if not re.search(r"\((delayed|optional|conditional)", user)]
        leaks_seen += [f"{user.strip()} loads {name}" for user in at_once]
    return leaks_seen


def _ours() -> set[str]:
    return {p.parent.name for p in ROOT.glob("*/__init__.py")}


def trim(fresh: Path) -> None:
    """Take away tables for debuggers, voices of languages that no text of ours is read in, and the links to libraries
    that are found without them: a stick has no links. What stands in no order is put in one.

    Raises PartError, OSError, zipfile.BadZipFile, subprocess.CalledProcessError.
    """
    inside = fresh / INSIDE
    for link in [p for p in inside.iterdir() if p.is_symlink()]:
        link.unlink()
    spoken = tuple(PICO_VOICES.values())
    for voice in [p for p in inside.glob(VOICES) if not p.name.startswith(spoken)]:
        voice.unlink()
    heavy = sorted({str(p) for pattern in STRIPPED for p in inside.glob(pattern)})
    if heavy and sys.platform.startswith("linux"):
        if not shutil.which("strip"):
            raise PartError("strip is missing (Debian: binutils)")
        subprocess.run(["strip", "--strip-unneeded", *heavy], check=True)
    in_order(inside / LIBRARY)


def in_order(library: Path) -> None:
    """Put the modules of an archive in the order of their names: PyInstaller's hangs on where objects lay in memory.

    Nothing is changed where there is no such archive. Raises OSError, zipfile.BadZipFile.
    """
    if not library.is_file():
        return
    with zipfile.ZipFile(library) as archive:
        held = sorted(((info, archive.read(info)) for info in archive.infolist()), key=lambda each: each[0].filename)
    with zipfile.ZipFile(library, "w") as archive:
        for info, content in held:
            archive.writestr(info, content)


def level(fresh: Path, made_at: int) -> None:
    """The same rights and times everywhere, whatever the builder's own: only the program may be run."""
    for path in sorted(fresh.rglob("*"), reverse=True):
        runs = path.is_dir() or path.name in ("envol", TOWER_PROGRAM)
        path.chmod(0o755 if runs else 0o644)
        os.utime(path, (made_at, made_at))
    os.utime(fresh, (made_at, made_at))
