"""The manifest of a packaged folder: the hash of every file, signed. What is altered, lacks or was added is named."""

import hashlib
import json
import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Literal

from nacl.signing import SigningKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from export.files.signed import signed_by
from export.files.whole import read_hex, read_whole

MANIFEST, SIGNATURE, PUBLIC = "MANIFEST.json", "MANIFEST.sig", "MANIFEST.pub"
OWN = (MANIFEST, SIGNATURE, PUBLIC)
MAX_BYTES = 4_000_000
SEED_BYTES = 32
Hash = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]


class Manifest(BaseModel):
    """What a folder is and the SHA-256 of each of its files, but for the three files of the manifest itself."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_manifest: Literal[1] = 1
    name: str
    version: str
    kind: str
    platform: str
    made: int
    """Seconds since 1970 of the sources: not of the building."""
    files: dict[str, Hash]


class ManifestError(ValueError):
    """A manifest that cannot be trusted or read; `key` names the sentence that says why."""

    def __init__(self, key: str, path: Path) -> None:
        super().__init__(f"{key}: {path}")
        self.key = key
        self.path = path


@dataclass(frozen=True, slots=True)
class Compared:
    """A folder against its manifest; paths in order."""

    manifest: Manifest
    check: str
    """Eight signs that follow from the public key: to be compared with those of the person who gave the folder."""
    altered: tuple[str, ...]
    missing: tuple[str, ...]
    added: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether every file is there, unaltered, and no other."""
        return not (self.altered or self.missing or self.added)


def check_of(public: bytes) -> str:
    """Eight signs that follow from a public key; a person is shown them as `check_signs.read_aloud` says."""
    return hashlib.sha256(public).hexdigest()[:8]


def paths_in(folder: Path) -> list[str]:
    """Every file below a folder but the manifest's own, with `/`, in order. A link counts as a file, never followed."""
    names_found = []
    for place, folders, names in os.walk(folder):
        links = [name for name in folders if (Path(place) / name).is_symlink()]
        names_found += [(Path(place) / name).relative_to(folder).as_posix() for name in (*names, *links)]
    return sorted(set(names_found) - {*OWN})


def hash_of(path: Path) -> str:
    """SHA-256 of a file; of a link, that of where it points. Raises OSError."""
    if path.is_symlink():
        return hashlib.sha256(b"link:" + os.readlink(path).encode()).hexdigest()
    with path.open("rb") as source:
        return hashlib.file_digest(source, "sha256").hexdigest()


def hashes(folder: Path, paths: Iterable[str]) -> dict[str, str]:
    """The hash of each path of a folder."""
    return {path: hash_of(folder / path) for path in paths}


def write_manifest(folder: Path, head: Mapping[str, str], made_at: int, signing: SigningKey) -> Manifest:
    """Hash a folder, sign the list, and lay list, signature and public half beside each other. Raises OSError."""
    manifest = Manifest.model_validate({**head, "made": made_at, "files": hashes(folder, paths_in(folder))})
    raw = (json.dumps(manifest.model_dump(), ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
    signed = signing.sign(raw).signature
    for name, data in (
        (MANIFEST, raw),
        (SIGNATURE, signed.hex().encode() + b"\n"),
        (PUBLIC, bytes(signing.verify_key).hex().encode() + b"\n"),
    ):
        (folder / name).write_bytes(data)
    return manifest


def compare(folder: Path, trusted: Path | None = None) -> Compared:
    """A folder against its manifest, signed by the key beside it, or by `trusted` (a file with the public half).

    Raises ManifestError when the manifest cannot be read or was not signed by that key, OSError.
    """
    raw = read_whole(folder / MANIFEST, MAX_BYTES)
    public = _hex(trusted or folder / PUBLIC, 32, "manifest.bad_key")
    if not signed_by(public, raw or b"", _hex(folder / SIGNATURE, 64, "manifest.bad_signature")):
        raise ManifestError("manifest.bad_signature", folder / MANIFEST)
    try:
        manifest = Manifest.model_validate_json(raw or b"")
    except ValidationError as error:
        raise ManifestError("manifest.unreadable", folder / MANIFEST) from error
    here = paths_in(folder)
    both = [path for path in here if path in manifest.files]
    now = hashes(folder, both)
    return Compared(
        manifest,
        check_of(public),
        altered=tuple(path for path in both if now[path] != manifest.files[path]),
        missing=tuple(sorted(manifest.files.keys() - set(here))),
        added=tuple(path for path in here if path not in manifest.files),
    )


def differing(manifest: Manifest, other: Manifest) -> list[str]:
    """Paths of which two manifests name different bytes, or only one holds any."""
    return sorted(p for p in manifest.files.keys() | other.files.keys() if manifest.files.get(p) != other.files.get(p))


def read_signing(path: Path) -> SigningKey:
    """The key of who builds: 64 hexadecimal signs in a file. Raises ManifestError, OSError."""
    return SigningKey(_hex(path, SEED_BYTES, "manifest.bad_key"))


def _hex(path: Path, length: int, key: str) -> bytes:
    try:
        return read_hex(path, length)
    except ValueError as error:
        raise ManifestError(key, path) from error
