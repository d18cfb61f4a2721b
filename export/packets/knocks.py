"""What a post and its tower say to one another before a packet is brought: a knock, and a reply to this very knock.

A knock is signed by the post and sealed to the organisation, all of it fixed bytes: who knocks is known before anything
is parsed, and before a packet of megabytes is let in. A reply is signed by the organisation and names the knock by its
hash, so that none that was copied says anything; on its word alone nothing is forgotten (that is a receipt's).
"""

import hashlib
import json
import secrets
import struct
from dataclasses import dataclass
from typing import Annotated, Literal

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from pydantic import BaseModel, ConfigDict, Field, ValidationError

from export.files.signed import signed_by
from export.packets.cards import Card
from export.packets.keys import Station
from export.packets.packet import MAX_SEALED, Stations
from export.packets.receipts import sha_of, signing_of
from scenarios.refusal import Refusal

MAGIC, CONTEXT = b"ENVOLKN1", b"envol knock 1\0"
REPLY_MAGIC, REPLY_CONTEXT = b"ENVOLRP1", b"envol reply 1\0"
BODY = struct.Struct(">8s64sI32s")
"""Post, signature, size and SHA-256 of the sealed packet; size 0 and chance for a knock that only asks who is there."""
SEAL = 48
KNOCK_BYTES = len(MAGIC) + SEAL + BODY.size
SIGNATURE = 64
MAX_REPLY = 1000

Says = Literal["here", "bring", "later", "refused"]
"""here: this is your tower; bring: the packet may come; later: not now; refused: `key` says why."""

REASONS = (
    *(f"packet.{name}" for name in (
        "earlier_shut", "other_station", "wrong_clock", "conflict", "unknown_station", "revoked_station",
        "robot_among_people", "person_among_robots", "too_big", "too_deep", "not_a_packet", "not_for_us", "altered",
        "wrong_body", "newer",
    )), "send.tower_full", "send.tower_busy", "send.tower_trouble", "send.too_fast",
)  # fmt: skip
"""Sentences a tower may name."""
OTHER_REASON = "send.other"


class KnockError(Refusal):
    """A knock or a reply that is not taken; `key` names the sentence."""


@dataclass(frozen=True, slots=True)
class Knock:
    """A knock that was opened. `known`: whether its post is enrolled and the signature is that post's."""

    station_id: str
    size: int
    sha256: str
    known: bool


class Reply(BaseModel):
    """What a tower answers. `to`: SHA-256 of the knock; `tower`: an id of its base, the same wherever it stands."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_reply: Literal[1] = 1
    organisation: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    to: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    tower: Annotated[str, Field(pattern=r"^[0-9a-f]{16}$")]
    says: Says
    key: Annotated[str, Field(pattern=r"^[a-z_.]{0,60}$")] = ""
    wait_s: Annotated[int, Field(ge=0, le=3600)] = 0


def make_knock(station: Station, organisation: PublicKey, sealed: bytes = b"") -> bytes:
    """Knock for a packet, or with none to ask who is there. Always KNOCK_BYTES, never twice the same."""
    sha = bytes.fromhex(sha_of(sealed)) if sealed else secrets.token_bytes(32)
    name = bytes.fromhex(station.station_id)
    signature = station.signing.sign(_signed(bytes(organisation), name, len(sealed), sha)).signature
    return MAGIC + SealedBox(organisation).encrypt(BODY.pack(name, signature, len(sealed), sha))


def open_knock(data: bytes, organisation: PrivateKey, stations: Stations) -> Knock:
    """Who knocks and for what. Raises KnockError for what is not sealed to this organisation, or is signed by another.

    A post that is not enrolled is told so (`known` False): only who holds the organisation's card gets that far.
    """
    if len(data) != KNOCK_BYTES or not data.startswith(MAGIC):
        raise KnockError("knock.form")
    try:
        inner = SealedBox(organisation).decrypt(data[len(MAGIC) :])
    except (CryptoError, ValueError) as error:
        raise KnockError("knock.seal") from error
    name, signature, size, sha = BODY.unpack(inner)
    key = stations.get(name.hex())
    if key is not None and not signed_by(key, _signed(bytes(organisation.public_key), name, size, sha), signature):
        raise KnockError("knock.signature")
    if size > MAX_SEALED:
        raise KnockError("packet.too_big")
    return Knock(name.hex(), size, sha.hex(), key is not None)


def make_reply(organisation: PrivateKey, knock: bytes, tower: str, says: Says, key: str = "", wait_s: int = 0) -> bytes:
    """Sign what is answered to this knock."""
    body = Reply(
        organisation=bytes(organisation.public_key).hex(), to=hashlib.sha256(knock).hexdigest(), tower=tower,
        says=says, key=key, wait_s=wait_s,
    )  # fmt: skip
    raw = json.dumps(body.model_dump(), sort_keys=True, separators=(",", ":")).encode()
    return REPLY_MAGIC + signing_of(organisation).sign(REPLY_CONTEXT + raw).signature + raw


def read_reply(data: bytes, card: Card, knock: bytes) -> Reply:
    """The reply in some bytes, from the organisation of the card, to this very knock. Raises KnockError.

    Nothing is parsed before the signature is known to be right.
    """
    if not card.signing_key:
        raise KnockError("receipt.old_card")
    start = len(REPLY_MAGIC)
    if not data.startswith(REPLY_MAGIC) or not start + SIGNATURE < len(data) <= MAX_REPLY:
        raise KnockError("knock.stranger")
    signature, raw = data[start : start + SIGNATURE], data[start + SIGNATURE :]
    if not signed_by(bytes.fromhex(card.signing_key), REPLY_CONTEXT + raw, signature):
        raise KnockError("knock.stranger")
    try:
        reply = Reply.model_validate_json(raw)
    except ValidationError as error:
        raise KnockError("knock.stranger") from error
    if reply.organisation != card.public_key or reply.to != hashlib.sha256(knock).hexdigest():
        raise KnockError("knock.stranger")
    return reply


def _signed(organisation: bytes, name: bytes, size: int, sha: bytes) -> bytes:
    return CONTEXT + organisation + name + size.to_bytes(4, "big") + sha
