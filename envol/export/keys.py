"""Keys: the station's own, made at its first start, and the organisation's pair for a room of one machine."""

import os
from pathlib import Path

from nacl.public import PrivateKey
from nacl.signing import SigningKey


def station_key(folder: Path) -> SigningKey:
    """The station's signing key, made at the first call. Raises OSError when the folder cannot be written or read."""
    return SigningKey(_seed(folder / "station.key"))


def organisation_key(folder: Path) -> PrivateKey:
    """The organisation's private key, made at the first call; a fair's station would hold its public half only."""
    return PrivateKey(_seed(folder / "organisation.key"))


def _seed(path: Path) -> bytes:
    """32 random bytes, readable by the owner only, written whole or not at all."""
    try:
        data = path.read_bytes()
        if len(data) == 32:
            return data
        raise OSError(f"{path.name} is damaged: it holds {len(data)} bytes, 32 are expected")
    except FileNotFoundError:
        pass
    path.parent.mkdir(parents=True, exist_ok=True)
    seed = os.urandom(32)
    beside = path.with_name(path.name + ".new")
    with open(os.open(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(seed)
        file.flush()
        os.fsync(file.fileno())
    os.replace(beside, path)
    return seed
