"""An MSI of a folder for managed Windows PCs, by wixl (msitools): for the machine, or for one account."""

import hashlib
import shutil
import subprocess
import uuid
from collections.abc import Iterator
from pathlib import Path
from xml.sax.saxutils import quoteattr

from lab.packages.parts import PartError

SPACE = uuid.UUID("6a3f2c04-3a0b-5d43-9d0e-3d8f6f1f4c11")
"""All ids follow from it and from names: an upgrade knows what it replaces."""
SCOPES = {"machine": ("perMachine", "ProgramFiles64Folder"), "account": ("perUser", "LocalAppDataFolder")}


def source(folder: Path, kind: str, version: str, scope: str) -> str:
    """The WiX source: one component a file, in a folder named after the kind."""
    install, root = SCOPES[scope]
    product = _id(f"{kind} {version} {scope}")
    whole = _id(f"{kind} {scope}")
    body = list(_directory(folder, folder, scope, 4))
    refs = [f'   <ComponentRef Id="{_name("c", p.relative_to(folder).as_posix())}"/>' for p in _files(folder)]
    return "\n".join([
        '<?xml version="1.0" encoding="utf-8"?>', '<Wix xmlns="http://schemas.microsoft.com/wix/2006/wi">',
        f' <Product Id="{product}" Name="Envol ({kind})" Language="1036" Version="{version}" Manufacturer="Envol" '
        f'UpgradeCode="{whole}">',
        f'  <Package Id="{_id(f"package {kind} {version} {scope}")}" InstallerVersion="500" '
        f'Compressed="yes" InstallScope="{install}"/>',
        '  <MajorUpgrade DowngradeErrorMessage="A newer version is installed."/>',
        '  <Media Id="1" Cabinet="envol.cab" EmbedCab="yes"/>',
        '  <Directory Id="TARGETDIR" Name="SourceDir">', f'   <Directory Id="{root}">',
        f'   <Directory Id="INSTALLDIR" Name="Envol {kind}">', *body,
        "   </Directory>", "   </Directory>", "  </Directory>",
        '  <Feature Id="Envol" Level="1">', *refs, "  </Feature>", " </Product>", "</Wix>", "",
    ])  # fmt: skip


def write_msi(folder: Path, out: Path, kind: str, version: str, scope: str) -> Path:
    """Write the MSI. Raises PartError, OSError."""
    if not shutil.which("wixl"):
        raise PartError("wixl is missing (Debian: wixl)")
    path = out.resolve() / f"envol-{kind}-{version}-{scope}.msi"
    wxs = path.with_suffix(".wxs")
    wxs.write_text(source(folder, kind, version, scope), "utf-8")
    # wixl knows no absolute source: the paths are those below the folder it is started in.
    words = ["wixl", "--arch", "x64", "-o", str(path), str(wxs)]
    done = subprocess.run(words, cwd=folder, capture_output=True, text=True, check=False)
    wxs.unlink()
    if done.returncode:
        path.unlink(missing_ok=True)
        raise PartError(f"wixl stopped: {done.stderr.strip()[-500:]}")
    return path


def _files(folder: Path) -> list[Path]:
    return sorted(p for p in folder.rglob("*") if p.is_file())


def _directory(place: Path, folder: Path, scope: str, depth: int) -> Iterator[str]:
    pad = " " * depth
    for path in sorted(place.iterdir()):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            yield f'{pad}<Directory Id="{_name("d", name)}" Name={quoteattr(path.name)}>'
            yield from _directory(path, folder, scope, depth + 1)
            yield f"{pad}</Directory>"
        else:
            yield f'{pad}<Component Id="{_name("c", name)}" Guid="{_id(f"{scope} {name}")}" Win64="yes">'
            yield f'{pad} <File Id="{_name("f", name)}" Name={quoteattr(path.name)} Source={quoteattr(name)}/>'
            yield f"{pad}</Component>"


def _id(words: str) -> str:
    return str(uuid.uuid5(SPACE, words)).upper()


def _name(kind: str, path: str) -> str:
    """An id of at most 72 signs, letters and figures only, that follows from a path."""
    return f"{kind}{hashlib.sha256(path.encode()).hexdigest()[:32]}"
