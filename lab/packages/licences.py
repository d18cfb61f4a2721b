"""`LICENCES/`: the text of each part's licence, and a table of all parts."""

import shutil
from collections.abc import Sequence
from pathlib import Path

from lab.packages.parts import PackedPart

FOLDER = "LICENCES"
KINDS = {
    "own": "Envol itself, with its drawings and texts",
    "python": "Python",
    "pypi": "Python packages",
    "inside": "Libraries that those packages bring inside",
    "system": "Libraries of the system the folder was built on",
}
"""Headings of the table, in its order."""


def write_licences(folder: Path, parts: Sequence[PackedPart]) -> None:
    """Copy every text and write the table. Raises OSError."""
    place = folder / FOLDER
    place.mkdir()
    for part in parts:
        for name, text in part.texts.items():
            shutil.copyfile(text, place / name)
    (place / "README.txt").write_text("\n".join(lines(parts)) + "\n", "utf-8")


def lines(parts: Sequence[PackedPart]) -> list[str]:
    """The table, by kind: name, version, licence, and the files with its text."""
    out = ["What this folder is made of, and under which licences."]
    for kind, heading in KINDS.items():
        out += ["", heading, "-" * len(heading)]
        for part in (p for p in parts if p.kind == kind):
            where = f" (inside {part.inside})" if part.inside else ""
            texts = f": {', '.join(sorted(part.texts))}" if part.texts else ""
            out.append(f"{part.name} {part.version}{where}, {part.licence}{texts}")
    return out
