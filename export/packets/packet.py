"""The packet: canonical JSON, hashed, signed by the station, deflated, sealed to the organisation."""

import hashlib
import json
import re
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey
from pydantic import ValidationError
from pydantic_core import from_json

from export.packets.body import FORMATS, Body, new_id

MAGIC = b"ENVOLPK1"
SIGNATURE_BYTES = 64
MAX_SEALED = 4_000_000
MAX_PLAIN = 8_000_000
MAX_DEPTH = 8
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
NOT_MARKS = bytes(set(NOT_BRACKETS) - set(b'"'))
CURLY_AS_SQUARE = bytes.maketrans(b"{}", b"[]")


class PacketError(ValueError):
    """A packet that is refused; `key` names the sentence. The ids are what it claims, known before it is trusted."""

    def __init__(self, key: str, *, station_id: str = "", packet_id: str = "") -> None:
        super().__init__(key)
        self.key = key
        self.station_id = station_id
        self.packet_id = packet_id


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet whose seal, signature and content are right; `sha256` is that of the plaintext."""

    body: Body
    sha256: str
    sealed: bytes


FindKey = Callable[[str], bytes | None]


def canonical(body: Mapping[str, Any]) -> bytes:
    """One text for one content: sorted names, no spaces, UTF-8, no infinities."""
    return json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False).encode()


def seal(
    body: Mapping[str, Any], station: SigningKey, station_id: str, sequence: int, organisation: PublicKey
) -> bytes:
    """Sign and seal a body; gives it its id, station and sequence. Raises PacketError if it would be refused."""
    whole = {"packet_id": new_id(), **body, "station_id": station_id, "sequence": sequence}
    _checked(whole)
    plain = canonical(whole)
    inner = zlib.compress(station.sign(hashlib.sha256(plain).digest()).signature + plain, 9)
    sealed = MAGIC + SealedBox(organisation).encrypt(inner)
    if len(plain) > MAX_PLAIN or len(sealed) > MAX_SEALED:
        raise PacketError("packet.too_big")
    return sealed


def open_packet(sealed: bytes, organisation: PrivateKey, find_verify_key: FindKey) -> Packet:
    """Unseal and check a packet. Raises PacketError for anything that is not whole, ours and signed by a known post."""
    inner = _inflate(_unseal(sealed, organisation))
    signature, plain = inner[:SIGNATURE_BYTES], inner[SIGNATURE_BYTES:]
    raw = _parse(plain)
    claimed = {name: str(raw.get(name, ""))[:64] for name in ("station_id", "packet_id")}
    verify_key = find_verify_key(claimed["station_id"])
    if verify_key is None:
        raise PacketError("packet.unknown_station", **claimed)
    digest = hashlib.sha256(plain).digest()
    try:
        VerifyKey(verify_key).verify(digest, signature)
    except (BadSignatureError, ValueError) as error:
        raise PacketError("packet.altered", **claimed) from error
    if raw.get("format") not in FORMATS:
        raise PacketError("packet.newer", **claimed)
    if not _is_canonical(raw, plain):
        raise PacketError("packet.wrong_body", **claimed)
    return Packet(_checked(raw), digest.hex(), sealed)


def _unseal(sealed: bytes, organisation: PrivateKey) -> bytes:
    if len(sealed) > MAX_SEALED:
        raise PacketError("packet.too_big")
    if not sealed.startswith(MAGIC):
        raise PacketError("packet.not_a_packet")
    try:
        return SealedBox(organisation).decrypt(sealed[len(MAGIC) :])
    except (CryptoError, ValueError, TypeError) as error:
        raise PacketError("packet.not_for_us") from error


def _inflate(packed: bytes) -> bytes:
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(packed, MAX_PLAIN + SIGNATURE_BYTES)
    except zlib.error as error:
        raise PacketError("packet.not_a_packet") from error
    if inflate.unconsumed_tail:
        raise PacketError("packet.too_big")
    if not inflate.eof or inflate.unused_data or len(plain) <= SIGNATURE_BYTES:
        raise PacketError("packet.not_a_packet")
    return plain


def _parse(plain: bytes) -> dict[str, Any]:
    if _too_deep(plain):
        raise PacketError("packet.too_deep")
    try:
        raw = from_json(plain, allow_inf_nan=False)
    except (ValueError, RecursionError) as error:
        raise PacketError("packet.not_a_packet") from error
    if not isinstance(raw, dict):
        raise PacketError("packet.not_a_packet")
    return raw


def _too_deep(plain: bytes) -> bool:
    """Whether brackets stand more than MAX_DEPTH in one another; told before parsing, whatever the parser does."""
    if b"\\" not in plain:
        # Without escapes, all but brackets and quotes may go before strings are looked for.
        plain = plain.translate(None, NOT_MARKS)
    marks = STRINGS.sub(b"", plain).translate(CURLY_AS_SQUARE, NOT_BRACKETS)
    left = marks
    for _ in range(MAX_DEPTH):
        # Each pass takes the innermost pairs away, and so one level.
        left = left.replace(b"[]", b"")
    depth = deepest = 0
    for mark in marks if left else b"":
        depth += 1 if mark == ord("[") else -1
        deepest = max(deepest, depth)
    return deepest > MAX_DEPTH


def _is_canonical(raw: Mapping[str, Any], plain: bytes) -> bool:
    try:
        return canonical(raw) == plain
    except ValueError:
        return False


def _checked(raw: Mapping[str, Any]) -> Body:
    try:
        return Body.model_validate(raw)
    except ValidationError as error:
        raise PacketError("packet.wrong_body", packet_id=str(raw.get("packet_id", ""))[:64]) from error
