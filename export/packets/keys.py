"""Keys made at first start, outside the disk image: the station's own, and an organisation's for a single machine."""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from nacl.public import PrivateKey
from nacl.signing import SigningKey

from export.files.whole import read_hex, write_whole
from scenarios.refusal import Refusal

STATION_FILE, ORGANISATION_FILE = "station.key", "organisation.key"
KEY_MISSING = "packet.key_missing"
"""The sentence of a key that is not there; one that is damaged has another."""
SEED_BYTES = 32


class KeyFileError(Refusal):
    """A key file that cannot be used."""

    def __init__(self, key: str, path: Path) -> None:
        super().__init__(key, path=path)
        self.path = path


@dataclass(frozen=True, slots=True)
class Station:
    """One post: what it signs with, and the id that follows from its public half."""

    station_id: str
    signing: SigningKey

    @property
    def verify_key(self) -> bytes:
        """The public half, to be enrolled in the matching database."""
        return bytes(self.signing.verify_key)


def station_id_of(verify_key: bytes) -> str:
    """The id of a station, from its public key, so that no two posts bear the same one."""
    return hashlib.sha256(verify_key).hexdigest()[:16]


def station_keys(folder: Path) -> Station:
    """The station's signing key, made and kept (0600) at the first call. Raises KeyFileError or OSError."""
    signing = SigningKey(_seed(folder / STATION_FILE, bytes(SigningKey.generate())))
    return Station(station_id_of(bytes(signing.verify_key)), signing)


def organisation_keys(folder: Path) -> PrivateKey:
    """The organisation's key pair, for a machine that plays and matches by itself. Raises KeyFileError or OSError."""
    return PrivateKey(_seed(folder / ORGANISATION_FILE, bytes(PrivateKey.generate())))


def kept_organisation(*folders: Path) -> PrivateKey:
    """The organisation's key from the first of some folders that holds it; none is ever made here.

    Raises KeyFileError naming the file that is missing, or OSError.
    """
    found = next((one for one in folders if (one / ORGANISATION_FILE).exists()), None)
    if found is None:
        raise KeyFileError(KEY_MISSING, folders[0] / ORGANISATION_FILE)
    return organisation_keys(found)


def secrets_in(*folders: Path) -> set[bytes]:
    """The secret halves kept in some folders, to tell one that is shown in the place of a public half."""
    found = set()
    for path in (folder / name for folder in folders for name in (STATION_FILE, ORGANISATION_FILE)):
        with contextlib.suppress(OSError, ValueError):
            found.add(read_hex(path, SEED_BYTES))
    return found


def _seed(path: Path, fresh: bytes) -> bytes:
    # A damaged key is never replaced by a new one: what was sealed to the old one would be lost in silence.
    if not path.exists():
        write_whole(path, fresh.hex().encode() + b"\n")
    try:
        return read_hex(path, SEED_BYTES)
    except ValueError as error:
        raise KeyFileError("packet.key_damaged", path) from error
