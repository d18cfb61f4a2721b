"""What is installed is what is here: the wheel holds every file of every room."""

import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

from game import __version__

ROOT = Path(__file__).parent.parent
ROOMS = ("assets", "cli", "desk", "export", "game", "lab", "scenarios", "scoring", "tower")


def test_the_wheel_holds_every_file_of_every_room(tmp_path: Path) -> None:
    """Built in a copy, without a network: code, texts, drawings, schemas and tables, and nothing but the rooms."""
    source = tmp_path / "source"
    for room in ROOMS:
        shutil.copytree(ROOT / room, source / room, ignore=shutil.ignore_patterns("__pycache__"))
    for name in ("pyproject.toml", "README.md", "LICENSE"):
        shutil.copy(ROOT / name, source / name)
    build = "import sys; from setuptools import build_meta; print(build_meta.build_wheel(sys.argv[1]))"
    done = subprocess.run(
        [sys.executable, "-c", build, str(tmp_path)], cwd=source, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    (wheel,) = tmp_path.glob("*.whl")
    assert wheel.name.startswith(f"envol-{__version__}-")
    with zipfile.ZipFile(wheel) as packed:
        inside = {name for name in packed.namelist() if ".dist-info/" not in name}
    here = {p.relative_to(source).as_posix() for room in ROOMS for p in (source / room).rglob("*") if p.is_file()}
    assert inside == here
    assert sum(name.endswith((".yaml", ".svg", ".sql", ".csv", ".json")) for name in inside) > 50
