"""Keys made at first start, outside the disk image: the station's own, and an organisation's for a single machine."""

import contextlib
import hashlib
from dataclasses import dataclass
from pathlib import Path

from nacl.bindings import crypto_core_ed25519_is_valid_point
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
    signing = SigningKey(_seed(folder / STATION_FILE, bytes(_new_signing())))
    return Station(station_id_of(bytes(signing.verify_key)), signing)


def organisation_keys(folder: Path) -> PrivateKey:
    """The organisation's key pair, for a machine that plays and matches by itself. Raises KeyFileError or OSError."""
    return PrivateKey(_seed(folder / ORGANISATION_FILE, bytes(_new_organisation())))


def is_public(key: bytes) -> bool:
    """Whether bytes can be a post's public key: a point of its curve. Of other bytes, one in sixteen is one too."""
    return len(key) == SEED_BYTES and bool(crypto_core_ed25519_is_valid_point(key))


def _new_signing() -> SigningKey:
    """A post's key whose secret half is no point: a card that shows it in the place of the public one is told."""
    return next(key for key in iter(SigningKey.generate, None) if not is_public(bytes(key)))


def _new_organisation() -> PrivateKey:
    """An organisation's key of which neither half is a point of the curve of receipts.

    A card whose halves stand the one for the other, or that shows the secret one, is then refused every time; what a
    card says, and how it is read, stays as it was.
    """
    keys_made = iter(PrivateKey.generate, None)
    return next(key for key in keys_made if not is_public(bytes(key)) and not is_public(bytes(key.public_key)))


def kept_organisation(*folders: Path) -> PrivateKey:
    """The organisation's key from the first of some folders that holds it; none is ever made here.

    Raises KeyFileError naming the file that is missing, or OSError.
    """
    own_folder = next((folder for folder in folders if (folder / ORGANISATION_FILE).exists()), None)
    if own_folder is None:
        raise KeyFileError(KEY_MISSING, folders[0] / ORGANISATION_FILE)
    return organisation_keys(own_folder)


def secrets_in(*folders: Path) -> set[bytes]:
    """The secret halves kept in some folders, to tell one that is shown in the place of a public half."""
    secrets_kept = set()
    for path in (folder / name for folder in folders for name in (STATION_FILE, ORGANISATION_FILE)):
        with contextlib.suppress(OSError, ValueError):
            secrets_kept.add(read_hex(path, SEED_BYTES))
    return secrets_kept


def _seed(path: Path, fresh: bytes) -> bytes:
    # A damaged key is never replaced by a new one: what was sealed to the old one would be lost in silence.
    if not path.exists():
        write_whole(path, fresh.hex().encode() + b"\n")
    try:
        return read_hex(path, SEED_BYTES)
    except ValueError as error:
        raise KeyFileError("packet.key_damaged", path) from error
