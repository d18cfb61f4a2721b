"""`python -m lab.packages.windows FOLDER`: finish a folder that PyInstaller made on Windows: signed, listed, as MSIs.

Freezing itself is done on Windows: docs/packages.md says why not here. Nothing is made unless all of it is.
"""

import argparse
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from nacl.signing import SigningKey

from export.files.manifest import ManifestError, check_of, read_signing, write_manifest
from game import __version__
from lab.packages.freeze import epoch, level
from lab.packages.msi import SCOPES, write_msi
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT
from lab.packages.sign import Certificate, binaries, sign, sign_all

MISSING = "no frozen Windows folder was given. What is missing to make one here: "
WINDOWS = (
    "a Windows, where the locked numpy loads (Wine 10 lacks its function crealf; docs/packages.md). Freeze there, "
    "then: make package-windows FROZEN=FOLDER"
)
TOOLS = ("osslsigncode", "wixl")
WINE = 10
"""The first Wine in which the other parts load: 8.0, Debian 12's, has no bcryptprimitives.dll, which pydantic needs."""


def lacking(wine: str | None, found: Sequence[str]) -> list[str]:
    """What this machine lacks to make a Windows folder: `wine` as it names its version, None without one; `found`: of
    the tools that finish a folder, those that are there."""
    version = re.search(r"(\d+)\.", wine or "")
    lacks = []
    if version is None:
        lacks.append(f"Wine {WINE} or later (none here)")
    elif int(version[1]) < WINE:
        lacks.append(f"Wine {WINE} or later (here: {(wine or '').strip()})")
    lacks += [f"{tool} (Debian: {tool})" for tool in TOOLS if tool not in found]
    return [*lacks, WINDOWS]


def wine_here() -> str | None:
    """The version that this machine's Wine names, None where there is none."""
    program = shutil.which("wine") or shutil.which("wine64")
    if program is None:
        return None
    return subprocess.run([program, "--version"], capture_output=True, text=True, check=False, timeout=60).stdout


def main(words: list[str] | None = None) -> int:
    """Status 0 made, 1 something is missing or wrong (one sentence says what)."""
    asked = argparse.ArgumentParser(
        prog="python -m lab.packages.windows", description="Finish a frozen Windows folder."
    )
    asked.add_argument("folder", nargs="?", type=Path, help="what PyInstaller made on Windows, with envol.exe in it")
    asked.add_argument("--kind", choices=("player", "adviser"), default="player")
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "packages-windows")
    asked.add_argument("--key", type=Path, help="key of the manifest; a throw-away one by default")
    asked.add_argument("--chain", type=Path, help="the organisation's certificates, PEM")
    asked.add_argument("--chain-key", type=Path, help="their secret key, PEM")
    options = asked.parse_args(words)
    try:
        if options.folder is None:
            raise PartError(MISSING + "; ".join(lacking(wine_here(), [t for t in TOOLS if shutil.which(t)])))
        by = Certificate(options.chain, options.chain_key) if options.chain and options.chain_key else None
        finish(options.folder, options.out, options.kind, by, options.key)
    except (PartError, ManifestError, OSError) as error:
        print(f"not made: {error}", file=sys.stderr)
        return 1
    return 0


def finish(frozen: Path, out: Path, kind: str, by: Certificate | None, key: Path | None) -> None:
    """Sign, list and wrap a copy of a frozen folder; `out` gets all of it or nothing. Raises PartError, OSError."""
    if not (frozen / "envol.exe").is_file():
        raise PartError(f"{frozen} holds no envol.exe")
    when, name = epoch(), f"envol-{kind}-{__version__}"
    signing = read_signing(key) if key else SigningKey.generate()
    out.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=out.parent) as place:
        fresh = Path(place) / name
        shutil.copytree(frozen, fresh)
        told = "none signed: no certificate was given" if by is None else "{} signed now, {} by their makers".format(
            *sign(fresh, by, when)
        )  # fmt: skip
        n = len(binaries(fresh))
        level(fresh, when)
        head = {"name": name, "version": __version__, "kind": kind, "platform": "win32-amd64"}
        write_manifest(fresh, head, when, signing)
        made = [write_msi(fresh, Path(place), kind, __version__, scope) for scope in SCOPES]
        if by is not None:
            sign_all(made, by, when)
        out.mkdir(exist_ok=True)
        for path in (fresh, *made):
            shutil.rmtree(out / path.name, ignore_errors=True)
            shutil.move(path, out / path.name)
    print(f"{out / name}: {n} programs and libraries, {told}")
    print(f"manifest signed by the key {check_of(bytes(signing.verify_key))}")
    print("\n".join(str(out / path.name) for path in made))


if __name__ == "__main__":
    sys.exit(main())
