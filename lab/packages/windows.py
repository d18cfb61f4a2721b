"""`python -m lab.packages.windows FOLDER`: finish a folder that PyInstaller made for Windows: signed, listed, as MSIs.

`make package-windows` freezes one itself (lab/packages/windows_build.py); this is also for one that a Windows made.
Nothing is made unless all of it is.
"""

import argparse
import shutil
import sys
import tempfile
from pathlib import Path

from nacl.signing import SigningKey

from export.files.check_signs import read_aloud
from export.files.manifest import ManifestError, check_of, hashes, paths_in, read_signing, write_manifest
from game import __version__
from lab.packages.freeze import epoch, level
from lab.packages.msi import SCOPES, write_msi
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT
from lab.packages.sign import Certificate, binaries, sign, sign_all


def main(words: list[str] | None = None) -> int:
    """Status 0 made, 1 something is missing or wrong (one sentence says what)."""
    asked = argparse.ArgumentParser(
        prog="python -m lab.packages.windows", description="Finish a frozen Windows folder."
    )
    asked.add_argument("folder", type=Path, help="what PyInstaller made on Windows, with envol.exe in it")
    asked.add_argument("--kind", choices=("player", "adviser"), default="player")
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "packages-windows")
    asked.add_argument("--key", type=Path, help="key of the manifest; a throw-away one by default")
    asked.add_argument("--chain", type=Path, help="the organisation's certificates, PEM")
    asked.add_argument("--chain-key", type=Path, help="their secret key, PEM")
    options = asked.parse_args(words)
    try:
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
        signers = "none signed: no certificate was given" if by is None else "{} signed now, {} by their makers".format(
            *sign(fresh, by, when)
        )  # fmt: skip
        n = len(binaries(fresh))
        level(fresh, when)
        head = {"name": name, "version": __version__, "kind": kind, "platform": "win32-amd64"}
        write_manifest(fresh, head, when, signing)
        installers = [write_msi(fresh, Path(place), kind, __version__, scope) for scope in SCOPES]
        if by is not None:
            sign_all(installers, by, when)
        out.mkdir(exist_ok=True)
        for path in (fresh, *installers):
            shutil.rmtree(out / path.name, ignore_errors=True)
            shutil.move(path, out / path.name)
    print(f"{out / name}: {n} programs and libraries, {signers}")
    print(f"manifest signed by the key {read_aloud(check_of(bytes(signing.verify_key)))}")
    print("\n".join(str(out / path.name) for path in installers))


def told_apart(path: Path, other: Path) -> list[str]:
    """The files in which two folders differ, or that only one holds, in order. Raises OSError."""
    first, second = (hashes(place, paths_in(place)) for place in (path, other))
    return sorted(name for name in first.keys() | second.keys() if first.get(name) != second.get(name))


if __name__ == "__main__":
    sys.exit(main())
