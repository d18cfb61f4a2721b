"""`python -m lab.packages player|adviser...`: build folders, each twice where asked, and say what was made.

Run by `make package` in an environment of its own (requirements/package.txt).
"""

import argparse
import sys
import time
from pathlib import Path

from nacl.signing import SigningKey

from export.files.check_signs import read_aloud
from export.files.manifest import ManifestError, check_of, differing, read_signing
from lab.packages.build import build
from lab.packages.freeze import epoch, sources_now
from lab.packages.parts import PartError
from lab.packages.recipe import ROOT, folder

KINDS = ("player", "adviser")
"""In this order: the adviser's folder holds the player's."""


def main() -> int:
    """Status 0 all made, 1 something is wrong (one sentence says what), 2 wrong use."""
    asked = argparse.ArgumentParser(prog="python -m lab.packages", description="Build Envol's folders.")
    asked.add_argument(
        "kinds", nargs="*", default=list(KINDS), metavar="|".join(KINDS), help="which folders; both by default"
    )
    asked.add_argument("--out", type=Path, default=ROOT / "out" / "packages", help="where the folders are laid")
    asked.add_argument("--work", type=Path, default=ROOT / "build" / "package", help="where they are made")
    asked.add_argument("--key", type=Path, help="signing key, 64 hexadecimal signs; a throw-away one by default")
    asked.add_argument("--twice", action="store_true", help="build each folder a second time elsewhere and compare")
    options = asked.parse_args()
    if set(options.kinds) - {*KINDS}:
        asked.error(f"expected {' or '.join(KINDS)}, not {' '.join(options.kinds)}")
    try:
        signing = read_signing(options.key) if options.key else SigningKey.generate()
        wanted = KINDS if "adviser" in options.kinds else ("player",)
        sound = [_package(kind, options, signing) for kind in wanted]
    except (PartError, ManifestError, OSError) as error:
        print(f"not made: {error}", file=sys.stderr)
        return 1
    check = read_aloud(check_of(bytes(signing.verify_key)))
    print(f"signed by the key {check}" + ("" if options.key else ", a throw-away one: its secret half is not kept"))
    return 0 if all(sound) else 1


def _package(kind: str, options: argparse.Namespace, signing: SigningKey) -> bool:
    to_build, when, before = folder(kind), epoch(), sources_now()
    began = time.perf_counter()
    player = folder("player").name
    place, manifest = build(to_build, options.out, options.work / kind, signing, when, options.out / player)
    size = sum(p.stat().st_size for p in place.rglob("*") if p.is_file()) / 1e6
    print(f"{place}: {len(manifest.files)} files, {size:.1f} MB, {time.perf_counter() - began:.0f} s", flush=True)
    if not options.twice:
        return True
    second = options.work / "second"
    _, again = build(to_build, second, options.work / f"{kind} again", signing, when, second / player)
    if sources_now() != before:
        raise PartError("the sources changed while the folder was made: do it again")
    differences = differing(manifest, again)
    print(
        f"{to_build.name}, built twice: "
        + ("every byte the same" if not differences else "differs: " + ", ".join(differences))
    )
    return not differences


if __name__ == "__main__":
    sys.exit(main())
