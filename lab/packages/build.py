"""One folder, from the sources and the locked parts: frozen, trimmed, licensed, listed, hashed and signed."""

import shutil
from pathlib import Path

from nacl.signing import SigningKey

from export.files.manifest import Manifest, write_manifest
from lab.packages.freeze import freeze, here, leaks, level, trim
from lab.packages.licences import write_licences
from lab.packages.parts import PartError, parts
from lab.packages.recipe import ROOT, Folder, lay_leaflets, lay_player, start_twice
from lab.packages.sbom import write_sbom


def build(
    to_build: Folder, out: Path, work: Path, signing: SigningKey, made_at: int, player: Path | None = None
) -> tuple[Path, Manifest]:
    """Build a folder at `out`/its name, and say where it is. What was there is replaced only when all went well.

    `player`: the player's folder, already made, that the adviser's holds for the seats.
    Raises PartError, OSError, subprocess.CalledProcessError.
    """
    shutil.rmtree(work, ignore_errors=True)
    work.mkdir(parents=True)
    freeze(to_build, work, made_at)
    fresh = work / "dist" / "envol"
    leaking = leaks(to_build, (work / "envol" / "warn-envol.txt").read_text("utf-8"))
    if leaking:
        raise PartError("the folder lacks what it loads at once: " + "; ".join(leaking))
    trim(fresh)
    start_twice(to_build, fresh)
    packed = parts(work / "envol")
    write_licences(fresh, packed)
    write_sbom(fresh, to_build, packed, made_at)
    shutil.copyfile(ROOT / "assets" / "art" / "logo.svg", fresh / "envol.svg")
    lay_leaflets(to_build, fresh)
    lay_player(to_build, fresh, player)
    level(fresh, made_at)
    head = {
        "name": to_build.name,
        "version": to_build.name.rsplit("-", 1)[-1],
        "kind": to_build.kind,
        "platform": here(),
    }
    manifest = write_manifest(fresh, head, made_at, signing)
    level(fresh, made_at)
    place = out / to_build.name
    shutil.rmtree(place, ignore_errors=True)
    place.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(fresh, place)
    return place, manifest
