"""A receipt: the organisation signs that it has a packet, byte for byte. Only then may its post forget it."""

import hashlib
import json
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Literal

from nacl.public import PrivateKey
from nacl.signing import SigningKey
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from export.files.signed import signed_by
from export.files.whole import read_whole, write_whole
from scenarios.refusal import Refusal

MAGIC = b"ENVOLRC1"
CONTEXT = b"envol receipt 1\0"
SIGNATURE = 64
MAX_BYTES = 400_000
MOST = 1000
NAME = re.compile(r"^[0-9a-f]{16}-[0-9a-f]{16}\.receipt$")
ReceiptState = Literal["taken", "gone"]
"""taken: it is in the database; gone: the person was erased there, or their time was over, and may not be kept here."""


class ReceiptError(Refusal):
    """A receipt that says nothing; `key` names the sentence."""


class Received(BaseModel):
    """One packet of a receipt: its id and the SHA-256 of its sealed file."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    packet_id: Annotated[str, Field(pattern=r"^[0-9a-f]{32}$")]
    sealed: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    state: ReceiptState


class Receipt(BaseModel):
    """For one post, of one organisation."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_receipt: Literal[1] = 1
    organisation: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    station_id: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    packets: Annotated[tuple[Received, ...], Field(min_length=1, max_length=MOST)]


def signing_of(organisation: PrivateKey) -> SigningKey:
    """What an organisation signs with: made from its one secret, so that there is no second file to lose."""
    return SigningKey(hashlib.blake2b(bytes(organisation), digest_size=32, person=b"envol receipts 1").digest())


def make_receipt(organisation: PrivateKey, station_id: str, packets: Iterable[Received]) -> bytes:
    """Sign that some packets of a post are here. The same packets give the same bytes."""
    body = Receipt(
        organisation=bytes(organisation.public_key).hex(), station_id=station_id,
        packets=tuple(sorted(packets, key=lambda p: p.packet_id)),
    )  # fmt: skip
    raw = json.dumps(body.model_dump(), sort_keys=True, separators=(",", ":")).encode()
    return MAGIC + signing_of(organisation).sign(CONTEXT + raw).signature + raw


def write_receipt(folder: Path, organisation: PrivateKey, station_id: str, packets: Iterable[Received]) -> Path:
    """Sign and lay down one receipt; its name says for whom. The same packets give the same file. Raises OSError."""
    receipt = make_receipt(organisation, station_id, packets)
    path = folder / f"{station_id}-{hashlib.sha256(receipt[len(MAGIC) + SIGNATURE :]).hexdigest()[:16]}.receipt"
    write_whole(path, receipt)
    return path


def read_receipt(path: Path, organisation: bytes, signing: bytes, station_id: str) -> Receipt:
    """A receipt for this post, from its own organisation: public key and signing key of its card.

    Raises ReceiptError for anything else, OSError.
    """
    return opened(read_whole(path, MAX_BYTES) or b"", organisation, signing, station_id)


def opened(data: bytes, organisation: bytes, signing: bytes, station_id: str) -> Receipt:
    """The receipt of some bytes. Nothing is parsed before the signature is known to be right. Raises ReceiptError."""
    if not data.startswith(MAGIC) or len(data) <= len(MAGIC) + SIGNATURE:
        raise ReceiptError("receipt.not_one")
    signed, raw = data[len(MAGIC) :][:SIGNATURE], data[len(MAGIC) + SIGNATURE :]
    if not signed_by(signing, CONTEXT + raw, signed):
        raise ReceiptError("receipt.altered")
    try:
        receipt = Receipt.model_validate_json(raw)
    except ValidationError as error:
        raise ReceiptError("receipt.not_one") from error
    if receipt.organisation != organisation.hex():
        raise ReceiptError("receipt.other_organisation")
    if receipt.station_id != station_id:
        raise ReceiptError("receipt.other_station")
    return receipt


def sha_of(sealed: bytes) -> str:
    """What a receipt calls a sealed file."""
    return hashlib.sha256(sealed).hexdigest()
