"""What Windows shows of `envol.exe` under Properties, Details: product, version, organisation (a VERSIONINFO)."""

import re
from pathlib import Path

from game import __version__
from lab.packages.parts import PartError

ORGANISATION = "Envol"
"""Who is named where the organisation that delivers gives no name of its own."""
FRENCH = 0x040C
UTF_16 = 1200
TEXT = """VSVersionInfo(
  ffi=FixedFileInfo(filevers={numbers}, prodvers={numbers}, mask=0x3f, flags=0, OS=0x40004, fileType=1, subtype=0,
                    date=(0, 0)),
  kids=[
    StringFileInfo([StringTable({table!r}, [
{strings}
    ])]),
    VarFileInfo([VarStruct('Translation', [{language}, {codes}])]),
  ],
)
"""
"""As PyInstaller reads it: a Python expression of its own classes."""


def numbers(version: str) -> tuple[int, int, int, int]:
    """The four numbers, 0 to 65,535, that Windows compares: of `0.2.0`, (0, 2, 0, 0). Raises PartError."""
    if not re.fullmatch(r"\d+(\.\d+){0,3}", version):
        raise PartError(f"Windows wants a version of one to four numbers, as 0.2.0, not {version}")
    figures = [int(number) for number in version.split(".")]
    if max(figures) > 0xFFFF:
        raise PartError(f"Windows wants numbers up to 65535 in a version, not {version}")
    first, second, third, fourth = (*figures, 0, 0, 0)[:4]
    return first, second, third, fourth


def resource(kind: str, organisation: str = ORGANISATION, version: str = __version__) -> str:
    """The whole text for a folder of a kind (`player`, `adviser`). Raises PartError for a name or version unfit."""
    if not organisation.strip() or not organisation.isprintable():
        raise PartError("the organisation's name must be words on one line")
    texts = {
        "CompanyName": organisation.strip(), "FileDescription": "Envol", "FileVersion": version,
        "InternalName": "envol", "OriginalFilename": "envol.exe", "ProductName": f"Envol ({kind})",
        "ProductVersion": version, "LegalCopyright": "MIT: LICENCES\\envol.txt",
    }  # fmt: skip
    strings = "\n".join(f"      StringStruct({key!r}, {value!r})," for key, value in texts.items())
    return TEXT.format(
        numbers=numbers(version), table=f"{FRENCH:04X}{UTF_16:04X}", strings=strings, language=FRENCH, codes=UTF_16
    )


def write_resource(path: Path, kind: str, organisation: str = ORGANISATION) -> Path:
    """Write it where PyInstaller is told to read it. Raises PartError, OSError."""
    path.write_text(resource(kind, organisation), "utf-8")
    return path
