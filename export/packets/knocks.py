"""What a post and its tower say to one another: a knock, and what is answered to this very knock, before a packet is
brought or of the sitting that is open.

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
SITTING_MAGIC, SITTING_CONTEXT = b"ENVOLST1", b"envol sitting 1\0"
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


class SittingSaid(BaseModel):
    """What a tower says of the sitting that is open there with this post at a seat. `to`: SHA-256 of the knock;
    `capped`: whether it limits the time of an exercise, None where no such sitting is open."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True)

    envol_sitting: Literal[1] = 1
    organisation: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    to: Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
    capped: bool | None


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
    return _answered(organisation, REPLY_MAGIC, REPLY_CONTEXT, body)


def read_reply(data: bytes, card: Card, knock: bytes) -> Reply:
    """The reply in some bytes, from the organisation of the card, to this very knock. Raises KnockError.

    Nothing is parsed before the signature is known to be right.
    """
    try:
        reply = Reply.model_validate_json(_signed_by_card(data, card, REPLY_MAGIC, REPLY_CONTEXT))
    except ValidationError as error:
        raise KnockError("knock.stranger") from error
    _refuse_other(reply, card, knock)
    return reply


def make_sitting(organisation: PrivateKey, knock: bytes, capped: bool | None) -> bytes:
    """Sign what is answered to this knock of a post that asks for its sitting."""
    body = SittingSaid(
        organisation=bytes(organisation.public_key).hex(), to=hashlib.sha256(knock).hexdigest(), capped=capped
    )
    return _answered(organisation, SITTING_MAGIC, SITTING_CONTEXT, body)


def read_sitting(data: bytes, card: Card, knock: bytes) -> bool | None:
    """Whether the sitting of this post limits the time, by the organisation of the card in answer to this very knock;
    None where none is open. Raises KnockError, as `read_reply`."""
    try:
        said = SittingSaid.model_validate_json(_signed_by_card(data, card, SITTING_MAGIC, SITTING_CONTEXT))
    except ValidationError as error:
        raise KnockError("knock.stranger") from error
    _refuse_other(said, card, knock)
    return said.capped


def _answered(organisation: PrivateKey, magic: bytes, context: bytes, body: Reply | SittingSaid) -> bytes:
    raw = json.dumps(body.model_dump(), sort_keys=True, separators=(",", ":")).encode()
    return magic + signing_of(organisation).sign(context + raw).signature + raw


def _signed_by_card(data: bytes, card: Card, magic: bytes, context: bytes) -> bytes:
    """What the organisation of the card signed, not yet parsed. Raises KnockError."""
    if not card.signing_key:
        raise KnockError("receipt.old_card")
    start = len(magic)
    if not data.startswith(magic) or not start + SIGNATURE < len(data) <= MAX_REPLY:
        raise KnockError("knock.stranger")
    signature, raw = data[start : start + SIGNATURE], data[start + SIGNATURE :]
    if not signed_by(bytes.fromhex(card.signing_key), context + raw, signature):
        raise KnockError("knock.stranger")
    return raw


def _refuse_other(said: Reply | SittingSaid, card: Card, knock: bytes) -> None:
    """Raise KnockError for what another organisation says, or was said to another knock."""
    if said.organisation != card.public_key or said.to != hashlib.sha256(knock).hexdigest():
        raise KnockError("knock.stranger")


def _signed(organisation: bytes, name: bytes, size: int, sha: bytes) -> bytes:
    return CONTEXT + organisation + name + size.to_bytes(4, "big") + sha
