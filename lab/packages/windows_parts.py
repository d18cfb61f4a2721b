"""Parts of a folder frozen for Windows, by PyInstaller's tables: paths there are Windows', files lie in the root."""

from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import Distribution, distributions
from pathlib import Path, PureWindowsPath

from lab.packages.parts import PackedPart, PartError, distributed, inside, own, started, table
from lab.packages.windows_python import LIBRARIES

ENDING = ".dll"
PYTHON_ITSELF = ("python3.dll", "python313.dll")


@dataclass(frozen=True, slots=True)
class Origin:
    """Where what was frozen came from."""

    sources: Path
    python: Path
    version: str
    """Of Python, as it names itself."""
    root: Path
    """What Wine calls Z:."""

    def path(self, wine_path: str) -> Path:
        """Where a file lies that a Windows program there named. Raises PartError for one of Wine's own drive."""
        named = PureWindowsPath(wine_path)
        if named.drive.upper() != "Z:":
            raise PartError(f"{wine_path} is Wine's own, which is no part of a folder")
        return self.root.joinpath(*named.parts[1:])


def parts(work: Path, origin: Origin) -> list[PackedPart]:
    """Every part of what was built in a work folder, by kind and name. Raises PartError, OSError."""
    brought = list(distributions(path=[str(origin.python / LIBRARIES)]))
    owners = {
        str(distribution.locate_file(path)): distribution
        for distribution in brought
        for path in distribution.files or ()
    }
    whole = [
        own(),
        _python(origin),
        started(next(distribution for distribution in brought if distribution.metadata["Name"] == "pyinstaller")),
    ]
    by_name = {f"{part.kind}:{part.name}": part for part in whole}
    for name, wine_path, kind in table(work / "COLLECT-00.toc") + table(work / "PYZ-00.toc"):
        if kind == "SYMLINK" or not wine_path:
            continue
        source = origin.path(wine_path)
        if source.is_relative_to(work):
            continue
        part = _part_of(source, origin, owners)
        by_name.setdefault(f"{part.kind}:{part.name}", part)
        if source.suffix.lower() == ENDING and source.name.lower() not in PYTHON_ITSELF:
            held = inside(PureWindowsPath(name).name, part)
            by_name.setdefault(f"{held.kind}:{held.name}", held)
    return sorted(by_name.values(), key=lambda p: (p.kind, p.name.lower()))


def _part_of(source: Path, origin: Origin, owners: Mapping[str, Distribution]) -> PackedPart:
    """Whose file it is: a distribution's, our own, or Python's, which lies around them."""
    if str(source) in owners:
        return distributed(owners[str(source)])
    if source.is_relative_to(origin.sources):
        return own()
    if source.is_relative_to(origin.python) and not source.is_relative_to(origin.python / LIBRARIES):
        return _python(origin)
    raise PartError(f"nobody is known to own {source}")


def _python(origin: Origin) -> PackedPart:
    text = origin.python / "LICENSE.txt"
    if not text.is_file():
        raise PartError(f"Python's licence is not where it is looked for: {text}")
    return PackedPart("CPython", origin.version, "PSF-2.0", "python", {"cpython.txt": text})
