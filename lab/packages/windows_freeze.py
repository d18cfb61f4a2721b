"""PyInstaller for Windows, run by the build's own Wine on a copy of the sources."""

import json
import shutil
from dataclasses import dataclass
from pathlib import Path

from lab.packages.debian import wine
from lab.packages.freeze import leaks
from lab.packages.icon import write_icon
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT, Folder, words
from lab.packages.version_resource import ORGANISATION, write_resource
from lab.packages.windows_python import PYTHON, wine_path

SOURCES = "envol/sources"
RUN = "import json, sys; from PyInstaller.__main__ import run; run(json.load(open(sys.argv[1], encoding='utf-8')))"
"""The words come in a file: one for each text and drawing, they nearly fill the 32,767 signs of a Windows command."""


@dataclass(frozen=True, slots=True)
class Windows:
    """Where it is made: the build's Debian, the Python laid into it, its version, and whom the program names."""

    root: Path
    python: str
    organisation: str = ORGANISATION


def copy_sources(root: Path) -> Path:
    """Lay the rooms as they are now into the root, and where they lie: both builds have the same. Raises OSError."""
    place = root / SOURCES
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(parents=True)
    shutil.copyfile(ROOT / "LICENSE", place / "LICENSE")
    for room in (p.parent for p in sorted(ROOT.glob("*/__init__.py")) if p.parent.name != "tests"):
        shutil.copytree(room, place / room.name, ignore=shutil.ignore_patterns("__pycache__"))
    return place


def windows_words(to_build: Folder, sources: Path, work: Path, root: Path) -> list[str]:
    """What PyInstaller is told, with paths as Windows programs there name them; the icon and the version beside.

    A window of text stands behind the game only where the program was started in one.
    """
    options = ["--icon", str(work / "envol.ico"), "--version-file", str(work / "version.txt")]
    options += ["--hide-console", "hide-early", *words(to_build, work, work / "dist", sources)]
    return [word.replace(str(root), "Z:") for word in options]


def freeze(to_build: Folder, windows: Windows, name: str, made_at: int) -> Path:
    """Freeze in a work folder of the root named `name`; the folder.

    Raises PartError, OSError.
    """
    root = windows.root.absolute()
    work, sources = root / "envol" / "work" / name, root / SOURCES
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    write_icon(work / "envol.ico")
    write_resource(work / "version.txt", to_build.kind, windows.organisation)
    (work / "words.json").write_text(json.dumps(windows_words(to_build, sources, work, root)), "utf-8")
    python = wine_path(root / PYTHON / "python.exe", root)
    more = {"SOURCE_DATE_EPOCH": str(made_at), "PYTHONHASHSEED": "0", "PYINSTALLER_CONFIG_DIR": wine_path(work, root)}
    said = wine(root, [python, "-c", RUN, wine_path(work / "words.json", root)], more)
    fresh = work / "dist" / "envol"
    if not (fresh / "envol.exe").is_file():
        raise PartError(f"PyInstaller made no envol.exe:\n{said[-3000:]}")
    leaking = leaks(to_build, (work / "envol" / "warn-envol.txt").read_text("utf-8"))
    if leaking:
        raise PartError("the folder lacks what it loads at once: " + "; ".join(leaking))
    return fresh
