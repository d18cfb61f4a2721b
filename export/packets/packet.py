"""The packet: canonical JSON, deflated, signed by the station as it is packed, sealed to the organisation.

A sealed box can be made by anyone who has the organisation's public key. So the post is known, and its signature over
the packed bytes is right, before anything is inflated or parsed.
"""

import hashlib
import re
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from nacl.exceptions import CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey
from pydantic import ValidationError
from pydantic_core import from_json

from export.files.canonical import canonical
from export.files.signed import signed_by
from export.packets.body import FORMAT, Body, lifted, new_id
from scenarios.refusal import Refusal

MAGIC, FIRST_MAGIC = b"ENVOLPK2", b"ENVOLPK1"
STATION_BYTES, SIGNATURE_BYTES = 8, 64
MAX_SEALED = 4_000_000
MAX_PLAIN = 8_000_000
MAX_DEPTH = 8
CONTEXT = b"envol packet 2\0"
STRINGS = re.compile(rb'"(?:[^"\\]|\\.)*"')
NOT_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
NOT_MARKS = bytes(set(NOT_BRACKETS) - set(b'"'))
CURLY_AS_SQUARE = bytes.maketrans(b"{}", b"[]")
Stations = Mapping[str, bytes]
"""The enrolled posts: their id, and the public key each signs with."""


class PacketError(Refusal):
    """A packet that is refused; `key` names the sentence. The ids are what it claims, known before it is trusted."""

    def __init__(self, key: str, *, station_id: str = "", packet_id: str = "") -> None:
        super().__init__(key)
        self.station_id = station_id
        self.packet_id = packet_id


@dataclass(frozen=True, slots=True)
class Packet:
    """A packet whose seal, signature and content are right; `sha256` is that of the plaintext."""

    body: Body
    sha256: str
    sealed: bytes


@dataclass(frozen=True, slots=True)
class _Signed:
    """The plaintext of a packet, the post whose signature it bears, and the forms it may be written in."""

    plain: bytes
    station_id: str
    formats: tuple[int, ...]


def seal(
    body: Mapping[str, Any], station: SigningKey, station_id: str, sequence: int, organisation: PublicKey
) -> bytes:
    """Sign and seal a body; gives it its id, station and sequence. Raises PacketError if it would be refused."""
    whole = {"packet_id": new_id(), **body, "station_id": station_id, "sequence": sequence}
    try:
        plain = canonical(whole)
    except (ValueError, TypeError) as error:
        raise PacketError("packet.wrong_body") from error
    if _checked(plain).format != FORMAT:
        raise PacketError("packet.wrong_body")
    packed = zlib.compress(plain, 9)
    named = bytes.fromhex(station_id)
    signature = station.sign(_signed_text(named, packed, organisation)).signature
    sealed = MAGIC + SealedBox(organisation).encrypt(named + signature + packed)
    if len(plain) > MAX_PLAIN or len(sealed) > MAX_SEALED:
        raise PacketError("packet.too_big")
    return sealed


def _signed_text(station: bytes, packed: bytes, organisation: PublicKey) -> bytes:
    # The organisation is in it: one that receives a packet cannot seal it again to another as if it were meant for it.
    return CONTEXT + bytes(organisation) + station + hashlib.sha256(packed).digest()


def open_packet(sealed: bytes, organisation: PrivateKey, stations: Stations) -> Packet:
    """Unseal and check a packet. Raises PacketError for anything that is not whole, ours and signed by a known post.

    Costs what unsealing at most 4 MB costs until the signature is known to be right.
    """
    if len(sealed) > MAX_SEALED:
        raise PacketError("packet.too_big")
    if sealed.startswith(MAGIC):
        signed = _signed(_unsealed(sealed, organisation), organisation.public_key, stations)
    elif sealed.startswith(FIRST_MAGIC):
        signed = _signed_first(_unsealed(sealed, organisation), stations)
    else:
        raise PacketError("packet.not_a_packet")
    return Packet(_read(signed), hashlib.sha256(signed.plain).hexdigest(), sealed)


def _unsealed(sealed: bytes, organisation: PrivateKey) -> bytes:
    try:
        return SealedBox(organisation).decrypt(sealed[len(MAGIC) :])
    except (CryptoError, ValueError, TypeError) as error:
        raise PacketError("packet.not_for_us") from error


def _signed(inner: bytes, organisation: PublicKey, stations: Stations) -> _Signed:
    """The post's id, its signature, then what it packed: verified, then inflated."""
    named, rest = inner[:STATION_BYTES], inner[STATION_BYTES:]
    signature, packed = rest[:SIGNATURE_BYTES], rest[SIGNATURE_BYTES:]
    if not packed:
        raise PacketError("packet.not_a_packet")
    station_id = named.hex()
    if station_id not in stations:
        raise PacketError("packet.unknown_station", station_id=station_id)
    if not signed_by(stations[station_id], _signed_text(named, packed, organisation), signature):
        raise PacketError("packet.altered", station_id=station_id)
    return _Signed(_inflate(packed, MAX_PLAIN), station_id, (2, FORMAT))


def _signed_first(inner: bytes, stations: Stations) -> _Signed:
    """The first form, that archives hold and old posts send: deflated over its signature, which names no post.

    Inflated (8 MB at most) and tried with each known key; nothing is parsed before one fits.
    """
    whole = _inflate(inner, MAX_PLAIN + SIGNATURE_BYTES)
    signature, plain = whole[:SIGNATURE_BYTES], whole[SIGNATURE_BYTES:]
    digest = hashlib.sha256(plain).digest()
    for station_id, key in stations.items():
        if signed_by(key, digest, signature):
            return _Signed(plain, station_id, (1,))
    raise PacketError("packet.unknown_station")


def _inflate(packed: bytes, limit: int) -> bytes:
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(packed, limit)
    except zlib.error as error:
        raise PacketError("packet.not_a_packet") from error
    if inflate.unconsumed_tail:
        raise PacketError("packet.too_big")
    if not inflate.eof or inflate.unused_data:
        raise PacketError("packet.not_a_packet")
    return plain


def _read(signed: _Signed) -> Body:
    """The body of a packet whose signature is right."""
    raw = _parse(signed.plain)
    claimed = {"station_id": signed.station_id, "packet_id": str(raw.get("packet_id", ""))[:64]}
    version = raw.get("format")
    if version not in signed.formats:
        newer = isinstance(version, int) and version > FORMAT
        raise PacketError("packet.newer" if newer else "packet.wrong_body", **claimed)
    if raw.get("station_id") != signed.station_id or not _is_canonical(raw, signed.plain):
        raise PacketError("packet.wrong_body", **claimed)
    try:
        return _checked(signed.plain if version == FORMAT else canonical(lifted(raw)))
    except PacketError as error:
        raise PacketError(error.key, **claimed) from error
    except ValueError as error:
        raise PacketError("packet.wrong_body", **claimed) from error


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
    """Whether brackets stand more than MAX_DEPTH in one another, or do not close; told before parsing."""
    if b"\\" not in plain:
        # Without escapes, all but brackets and quotes may go before strings are looked for.
        plain = plain.translate(None, NOT_MARKS)
    marks = STRINGS.sub(b"", plain).translate(CURLY_AS_SQUARE, NOT_BRACKETS)
    for _ in range(MAX_DEPTH):
        # Each pass takes the innermost pairs away, and so one level.
        marks = marks.replace(b"[]", b"")
    return bool(marks)


def _is_canonical(raw: Mapping[str, Any], plain: bytes) -> bool:
    try:
        return canonical(raw) == plain
    except ValueError:
        return False


def _checked(plain: bytes) -> Body:
    try:
        return Body.model_validate_json(plain, strict=True)
    except ValidationError as error:
        clock = any(error["loc"][-1:] == ("made_at",) for error in error.errors())
        raise PacketError("packet.wrong_clock" if clock else "packet.wrong_body") from error
