"""Hails: the few words a post says every second, signed by it and sealed to its organisation.

Whoever listens on the network learns nothing, whoever has no enrolled key is not read: size, seal, post and signature
come before anything is parsed. A hail counts up, so that one that was copied is refused.
"""

import json
from dataclasses import dataclass
from typing import Annotated

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from export.files.signed import signed_by
from export.packets.packet import Stations
from scenarios.room import Signals

MAGIC, CONTEXT = b"ENVOLHL1", b"envol hail 1\0"
MAX_SEALED, MAX_PLAIN = 1024, 890
NAME_BYTES, SIGNATURE_BYTES = 8, 64

Few = Annotated[int, Field(ge=0, le=100_000)]
WorkshopId = Annotated[str, Field(pattern=r"^[a-z0-9_]{1,41}$")]
MOST_DONE = 8


class HailBody(BaseModel):
    """What a hail holds: counts of hands, a code of the room, names of a step and of workshops; no answer, no score."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    n: Annotated[int, Field(ge=1, le=2**53)]
    code: Annotated[str, Field(pattern=r"^([A-Z][0-9]-[A-Z]{3})?$")]
    step: Annotated[str, Field(pattern=r"^[a-z_]{0,30}$")]
    acts: Few = 0
    refused: Few = 0
    reads: Few = 0
    idle_s: Few = 0
    still_s: Few = 0
    hand: bool = False
    workshop: Annotated[str, Field(pattern=r"^[a-z0-9_]{0,41}$")] = ""
    done: Annotated[tuple[WorkshopId, ...], Field(max_length=MOST_DONE)] = ()
    vain: Few = 0
    beside: Few = 0
    jammed: bool = False
    unplugged: bool = False
    words: Few = 0

    def signals(self) -> Signals:
        """What the seat says of itself, without its number and its code."""
        return Signals(
            self.step, self.acts, self.refused, self.reads, self.idle_s, self.still_s, self.hand, self.workshop,
            self.done, self.vain, self.beside, self.jammed, self.unplugged, self.words,
        )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Hail:
    """A hail that was opened: from which post, its number, the code that plays there ("" before one), its signals."""

    station_id: str
    n: int
    code: str
    signals: Signals


class HailError(ValueError):
    """A hail that is not taken; why is told to nobody outside."""


def make_hail(body: HailBody, signing: SigningKey, station_id: str, organisation: PublicKey) -> bytes:
    """Sign and seal one hail."""
    plain = json.dumps(body.model_dump(), separators=(",", ":")).encode()
    name = bytes.fromhex(station_id)
    signature = signing.sign(_signed(bytes(organisation), name, plain)).signature
    return MAGIC + SealedBox(organisation).encrypt(name + signature + plain)


def open_hail(sealed: bytes, organisation: PrivateKey, stations: Stations) -> Hail:
    """The hail in some bytes. Raises HailError: too big, not for us, of no enrolled post, altered, or no hail."""
    if len(sealed) > MAX_SEALED or not sealed.startswith(MAGIC):
        raise HailError("form")
    try:
        inner = SealedBox(organisation).decrypt(sealed[len(MAGIC) :])
    except (CryptoError, ValueError) as error:
        raise HailError("seal") from error
    name, rest = inner[:NAME_BYTES], inner[NAME_BYTES:]
    signature, plain = rest[:SIGNATURE_BYTES], rest[SIGNATURE_BYTES:]
    key = stations.get(name.hex())
    if key is None or len(plain) > MAX_PLAIN:
        raise HailError("station")
    if not signed_by(key, _signed(bytes(organisation.public_key), name, plain), signature):
        raise HailError("signature")
    try:
        body = HailBody.model_validate_json(plain)
    except ValidationError as error:
        raise HailError("body") from error
    return Hail(name.hex(), body.n, body.code, body.signals())


def _signed(organisation: bytes, name: bytes, plain: bytes) -> bytes:
    return CONTEXT + organisation + name + plain
