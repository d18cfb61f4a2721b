"""The parts of a built folder, from PyInstaller's own tables: the distribution, library or program of each file."""

import ast
import platform
import re
import subprocess
import sys
import sysconfig
from collections.abc import Iterable
from dataclasses import dataclass, field
from importlib.metadata import Distribution, distribution, distributions
from pathlib import Path

import yaml

from game import __version__
from lab.packages.recipe import ROOT

HERE = Path(__file__).parent
TEXTS = ("licen", "copying", "notice")
NAMED = {"pygame-ce": ("LGPL-2.1.txt",), "fontpkg": ("MIT.txt",), "fpdf2": ("GPL-3.txt",)}
"""Texts kept here for distributions whose wheel has none, or one that stands on another (LGPL 3 on GPL 3)."""
SPDX = {
    "Apache Software License": "Apache-2.0", "MIT License": "MIT", "BSD License": "BSD-3-Clause",
    "Python Software Foundation License": "PSF-2.0",
}  # fmt: skip
SILENT = {"py-nanotts": "Apache-2.0", "accesskit": "(MIT OR Apache-2.0) AND BSD-3-Clause"}
"""Distributions whose metadata say no licence, and whose own text (it is packed) is this one."""
WORDED = {"LGPL v2.1": "LGPL-2.1-or-later", "Apache License, Version 2.0": "Apache-2.0", "Apache 2.0": "Apache-2.0"}


class PartError(ValueError):
    """A file whose origin or licence is not known: no folder leaves with one."""


@dataclass(slots=True)
class PackedPart:
    """One thing a folder is made of."""

    name: str
    version: str
    licence: str
    """SPDX where the part says it so, else the part's own word."""
    kind: str
    """`own`, `python`, `pypi`, `system` or `inside` (a library that a wheel brings)."""
    texts: dict[str, Path] = field(default_factory=dict)
    """Licence texts: name in LICENCES/ -> where it is."""
    inside: str = ""
    """For a library inside a wheel: whose."""


def table(path: Path) -> list[tuple[str, str, str]]:
    """(name in the folder, where it came from, kind) of one of PyInstaller's tables. Raises OSError, ValueError.

    Where from is "" for a package that is only a folder: it has no file, which PyInstaller writes None or "-".
    """
    held = ast.literal_eval(path.read_text("utf-8"))
    rows = next(entries for entries in held if isinstance(entries, list))
    return [(str(name), "" if source in (None, "-") else str(source), str(kind)) for name, source, kind in rows]


def parts(work: Path) -> list[PackedPart]:
    """Every part of what was built in a work folder, by kind and name. Raises PartError."""
    rows = table(work / "COLLECT-00.toc") + table(work / "PYZ-00.toc")
    owners = _owners()
    whole = (own(), _python(), started(distribution("pyinstaller")))
    by_name: dict[str, PackedPart] = {f"{p.kind}:{p.name}": p for p in whole}
    for name, source, kind in rows:
        if kind == "SYMLINK" or not source or source.startswith(str(work)):
            continue
        part = _part_of(Path(source), owners)
        by_name.setdefault(f"{part.kind}:{part.name}", part)
        if ".libs/" in name:
            library = inside(Path(name).name, part)
            by_name.setdefault(f"inside:{library.name}", library)
    return sorted(by_name.values(), key=lambda p: (p.kind, p.name.lower()))


def _part_of(source: Path, owners: dict[str, Distribution]) -> PackedPart:
    """Whose file it is: a distribution's, Python's, our own, or the system's."""
    if str(source) in owners:
        return distributed(owners[str(source)])
    if source.is_relative_to(ROOT) and not source.is_relative_to(Path(sys.prefix)):
        return own()
    if source.is_relative_to(Path(sys.base_prefix).resolve()) or source.is_relative_to(sys.base_prefix):
        return _python()
    return _system(source)


def _owners() -> dict[str, Distribution]:
    """Every installed file by its path."""
    return {
        str(distribution.locate_file(path)): distribution
        for distribution in distributions()
        for path in distribution.files or ()
    }


def own() -> PackedPart:
    """Envol itself."""
    return PackedPart("envol", __version__, "MIT", "own", {"envol.txt": ROOT / "LICENSE"})


def _python() -> PackedPart:
    text = Path(sysconfig.get_path("stdlib")) / "LICENSE.txt"
    if not text.exists():
        raise PartError(f"Python's licence is not where it is looked for: {text}")
    return PackedPart("CPython", platform.python_version(), "PSF-2.0", "python", {"cpython.txt": text})


def started(pyinstaller: Distribution) -> PackedPart:
    """PyInstaller's own start program, which is in every folder."""
    part = distributed(pyinstaller)
    part.licence = "GPL-2.0-or-later WITH Bootloader-exception"
    return part


def distributed(package: Distribution) -> PackedPart:
    """An installed distribution as a part. Raises PartError where there is no licence, or no text of it."""
    name, version = package.metadata["Name"], package.version
    texts = {
        f"{name}-{'-'.join(path.parts[1:])}".replace("licenses-", ""): Path(str(package.locate_file(path)))
        for path in package.files or ()
        if path.parts[0].endswith(".dist-info") and any(word in path.name.lower() for word in TEXTS)
    }
    texts |= {f"{name}-{text}": HERE / "licences" / text for text in NAMED.get(name, ())}
    if not texts:
        raise PartError(f"{name} {version} brings no licence text and none is kept here for it")
    return PackedPart(name, version, licence_of(package), "pypi", texts)


def licence_of(package: Distribution) -> str:
    """The licence of a distribution as its metadata says it. Raises PartError when they say nothing."""
    said = package.metadata.get_all("License-Expression")
    if said:
        return str(said[0])
    classed = [
        str(c).rsplit(" :: ", 1)[-1] for c in package.metadata.get_all("Classifier") or () if "License ::" in str(c)
    ]
    worded = str((package.metadata.get_all("License") or [""])[0]).strip().splitlines()
    short = worded[0] if len(worded) == 1 else ""
    known = SILENT.get(package.metadata["Name"]) or WORDED.get(short)
    known = known or next((SPDX[c] for c in classed if c in SPDX), "") or short or ", ".join(classed)
    if not known:
        raise PartError(f"{package.metadata['Name']} does not say its licence")
    return known


def _system(source: Path) -> PackedPart:
    """A library of the machine that built: its Debian package, with the copyright file Debian keeps."""
    try:
        name = _first_package(_spellings(source))
        version = subprocess.run(
            ["dpkg-query", "-W", "-f", "${Version}", name], capture_output=True, text=True, check=True
        ).stdout
    except (OSError, subprocess.CalledProcessError, StopIteration) as error:
        raise PartError(f"no package is known to own {source}") from error
    plain = name.split(":")[0]
    text = Path("/usr/share/doc") / plain / "copyright"
    if not text.exists():
        raise PartError(f"{plain} has no copyright file at {text}")
    return PackedPart(plain, version, "see its copyright file", "system", {f"{plain}.txt": text})


def _spellings(source: Path) -> list[Path]:
    """A path as the package may have it: /lib is a link to /usr/lib on Debian, and names point to versions."""
    whole = [source, source.resolve()]
    return [
        *whole,
        *(Path("/usr") / str(p).lstrip("/") for p in whole),
        *(Path(str(p).removeprefix("/usr")) for p in whole),
    ]


def _first_package(paths: Iterable[Path]) -> str:
    owners = (subprocess.run(["dpkg-query", "-S", str(p)], capture_output=True, text=True).stdout for p in paths)
    return next(line.rsplit(": ", 1)[0] for line in owners if line)


def inside(name: str, whole: PackedPart) -> PackedPart:
    """A library of a wheel, `libogg-15db22d2.so.0.8.6`, `libogg-0.dll`: its licence stands in `bundled.yaml`."""
    known: dict[str, str] = yaml.safe_load((HERE / "bundled.yaml").read_text("utf-8"))
    by_length = sorted(known, key=len, reverse=True)
    licence = next((known[k] for k in by_length if name.lower().startswith(k.lower())), None)
    if licence is None:
        raise PartError(f"{name}, inside {whole.name}: its licence is not named in lab/packages/bundled.yaml")
    version = re.search(r"\.so\.([\d.]+)$", name)
    plain = re.sub(r"(_?-([0-9a-f]{32}|[0-9a-f]{8}))+|\.so.*|\.dll$", "", name)
    return PackedPart(plain, version[1] if version else whole.version, licence, "inside", {}, inside=whole.name)
