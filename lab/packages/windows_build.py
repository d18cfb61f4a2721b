"""`python -m lab.packages.windows_build player|adviser...`: the folders for Windows, from the sources to signed ones.

Run by `make package-windows` in the environment of the packages. What it takes beside is made once, in `build/windows`.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from export.files.manifest import ManifestError
from lab.packages.debian import lacking_here, prepare
from lab.packages.freeze import epoch, level, trim
from lab.packages.licences import write_licences
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT, Folder, folder, lay_leaflets, lay_player, start_twice
from lab.packages.sbom import write_sbom
from lab.packages.sign import Certificate, lacking_tools
from lab.packages.version_resource import ORGANISATION
from lab.packages.windows import finish, told_apart
from lab.packages.windows_freeze import SOURCES, Windows, copy_sources, freeze
from lab.packages.windows_parts import Origin, parts
from lab.packages.windows_python import PYTHON, lay

KINDS = ("player", "adviser")


def build(to_build: Folder, windows: Windows, name: str, made_at: int) -> Path:
    """A folder frozen in a work folder `name`, trimmed, with its licences and parts. Raises PartError, OSError."""
    fresh = freeze(to_build, windows, name, made_at)
    root = windows.root.absolute()
    trim(fresh)
    start_twice(to_build, fresh)
    lay_leaflets(to_build, fresh)
    packed = parts(fresh.parents[1] / "envol", Origin(root / SOURCES, root / PYTHON, windows.python, root))
    write_licences(fresh, packed)
    write_sbom(fresh, to_build, packed, made_at)
    level(fresh, made_at)
    return fresh


def build_kind(kind: str, windows: Windows, options: argparse.Namespace) -> bool:
    """Make a kind of folder, twice where asked, and finish it; whether both are the same. Raises PartError, OSError."""
    to_build, when, began = folder(kind), epoch(), time.perf_counter()
    fresh = build(to_build, windows, kind, when)
    size = sum(p.stat().st_size for p in fresh.rglob("*") if p.is_file()) / 1e6
    print(f"{to_build.name} for Windows: {size:.1f} MB, {time.perf_counter() - began:.0f} s", flush=True)
    differences: list[str] = []
    if options.twice:
        again = build(to_build, windows, f"{kind} again", when)
        differences = told_apart(fresh, again)
        print(
            f"{to_build.name}, built twice: "
            + ("every byte the same" if not differences else "differs: " + ", ".join(differences))
        )
        shutil.rmtree(again.parents[1])
    player = options.out / folder("player").name
    lay_player(to_build, fresh, player if player.is_dir() else None)
    by = Certificate(options.chain, options.chain_key) if options.chain and options.chain_key else None
    finish(fresh, options.out, kind, by, options.key)
    return not differences


def main(words: list[str] | None = None) -> int:
    """Status 0 made, 1 something is missing, wrong or differs (one sentence says what), 2 wrong use."""
    asked = argparse.ArgumentParser(prog="python -m lab.packages.windows_build", description="Folders for Windows.")
    asked.add_argument("kinds", nargs="*", default=list(KINDS), metavar="|".join(KINDS))
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "packages-windows")
    asked.add_argument("--work", type=Path, default=ROOT / "build" / "windows", help="Debian, Python, the work: 3.5 GB")
    asked.add_argument("--key", type=Path, help="key of the manifest; a throw-away one by default")
    asked.add_argument("--chain", type=Path, help="the organisation's certificates, PEM")
    asked.add_argument("--chain-key", type=Path, help="their secret key, PEM")
    asked.add_argument("--organisation", default=ORGANISATION, help="whom envol.exe names as its maker")
    asked.add_argument("--twice", action="store_true", help="build each folder a second time elsewhere and compare")
    options = asked.parse_args(words)
    if set(options.kinds) - {*KINDS}:
        asked.error(f"expected {' or '.join(KINDS)}, not {' '.join(options.kinds)}")
    root = options.work / "root"
    try:
        lacks = lacking_here(root) + lacking_tools(options.chain is not None)
        if lacks:
            raise PartError("what is missing to make a Windows folder here: " + "; ".join(lacks))
        prepare(root)
        windows = Windows(root, lay(root, options.work / "fetched"), options.organisation)
        copy_sources(root)
        same = [build_kind(kind, windows, options) for kind in options.kinds]
    except (PartError, ManifestError, OSError) as error:
        print(f"not made: {error}", file=sys.stderr)
        return 1
    return 0 if all(same) else 1


if __name__ == "__main__":
    sys.exit(main())
