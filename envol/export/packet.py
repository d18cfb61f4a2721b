"""The packet: canonical JSON, hashed, signed by the station, sealed to the organisation. Altered, it never opens."""

import hashlib
import json
import zlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from typing import Any

from nacl.exceptions import BadSignatureError, CryptoError
from nacl.public import PrivateKey, PublicKey, SealedBox
from nacl.signing import SigningKey, VerifyKey

from envol.scoring.types import Measured, Points, Profile

FORMAT = 1
MAX_SEALED = 2_000_000
MAX_PLAIN = 8_000_000
MAX_DEPTH = 12
MAGIC = b"ENVOL1"
NEEDED = (
    "format",
    "packet_id",
    "station_id",
    "sequence",
    "candidate_id",
    "code",
    "kind",
    "made_at",
    "months",
    "readout",
)


class PacketError(ValueError):
    """A packet that cannot be taken in; `key` names the sentence that says why."""

    def __init__(self, key: str) -> None:
        super().__init__(key)
        self.key = key


@dataclass(frozen=True, slots=True)
class Packet:
    """An opened packet: its body, the hash of its plaintext, and the station that signed it ("" when unknown)."""

    body: Mapping[str, Any]
    sha256: str
    signed_by: str


def canonical(body: Mapping[str, Any]) -> bytes:
    """The one way a body is written as bytes. Raises ValueError for NaN or infinity."""
    text = json.dumps(body, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False)
    return text.encode()


def seal(body: Mapping[str, Any], station: SigningKey, organisation: PublicKey) -> bytes:
    """Hash, sign, deflate, seal. Only the organisation's private key opens it again."""
    plain = canonical(body)
    signature = station.sign(hashlib.sha256(plain).digest()).signature
    return SealedBox(organisation).encrypt(MAGIC + signature + zlib.compress(plain, 9))


def open_packet(data: bytes, organisation: PrivateKey, key_of: Callable[[str], VerifyKey | None]) -> Packet:
    """Open a sealed packet; `key_of` gives a station's public key, None when it is unknown or revoked.

    Raises PacketError: too big, not for us, altered, not a packet, a newer format. An unknown station is not an error
    here: `signed_by` is "" and the store puts the packet aside.
    """
    if len(data) > MAX_SEALED:
        raise PacketError("packet.too_big")
    try:
        inner = SealedBox(organisation).decrypt(data)
    except (CryptoError, ValueError) as error:
        raise PacketError("packet.not_ours") from error
    if not inner.startswith(MAGIC) or len(inner) < len(MAGIC) + 64:
        raise PacketError("packet.not_a_packet")
    plain = _inflated(inner[len(MAGIC) + 64 :])
    body = _parsed(plain)
    digest = hashlib.sha256(plain)
    key = key_of(str(body["station_id"]))
    if key is None:
        return Packet(body, digest.hexdigest(), "")
    try:
        key.verify(digest.digest(), inner[len(MAGIC) : len(MAGIC) + 64])
    except BadSignatureError as error:
        raise PacketError("packet.altered") from error
    return Packet(body, digest.hexdigest(), str(body["station_id"]))


def _inflated(data: bytes) -> bytes:
    inflate = zlib.decompressobj()
    try:
        plain = inflate.decompress(data, MAX_PLAIN)
    except zlib.error as error:
        raise PacketError("packet.not_a_packet") from error
    if inflate.unconsumed_tail or not inflate.eof:
        raise PacketError("packet.too_big")
    return plain


def _parsed(plain: bytes) -> Mapping[str, Any]:
    try:
        body = json.loads(plain)
    except (ValueError, RecursionError) as error:
        raise PacketError("packet.not_a_packet") from error
    if not isinstance(body, dict) or any(key not in body for key in NEEDED) or depth(body) > MAX_DEPTH:
        raise PacketError("packet.not_a_packet")
    if not isinstance(body["format"], int) or body["format"] > FORMAT:
        raise PacketError("packet.newer")
    if canonical(body) != plain:
        raise PacketError("packet.not_a_packet")
    return body


def depth(value: Any, at: int = 1) -> int:
    """How deep lists and tables are nested, not further than just past the cap."""
    if at > MAX_DEPTH or not isinstance(value, (dict, list)):
        return at
    inside = value.values() if isinstance(value, dict) else value
    return max((depth(v, at + 1) for v in inside), default=at)


def readout_of(profile: Profile) -> dict[str, Any]:
    """A profile as plain data."""
    return asdict(profile)


def profile_of(data: Mapping[str, Any]) -> Profile:
    """A profile from plain data. Raises PacketError when a part is missing or of another kind."""
    try:
        measured = tuple(
            Measured(
                habilete=str(m["habilete"]),
                mean=float(m["mean"]),
                sd=float(m["sd"]),
                low=float(m["low"]),
                high=float(m["high"]),
                p_levels=_three(m["p_levels"]),
                n_observed=int(m["n_observed"]),
                n_offered=int(m["n_offered"]),
                statement=str(m["statement"]),
                level=int(m["level"]),
                points=tuple(Points(str(p["rule"]), float(p["points"]), bool(p["indirect"])) for p in m["points"]),
            )
            for m in data["measured"]
        )
        return Profile(
            scale_version=str(data["scale_version"]),
            rules_version=str(data["rules_version"]),
            measured=measured,
            p_general=tuple(float(p) for p in data["p_general"]),
            p_level_given_g=tuple((str(n), tuple(_three(row) for row in rows)) for n, rows in data["p_level_given_g"]),
            gates=tuple((str(a), str(b)) for a, b in data["gates"]),
            covariance=tuple(tuple(float(v) for v in row) for row in data["covariance"]),
        )
    except (KeyError, TypeError, ValueError) as error:
        raise PacketError("packet.not_a_packet") from error


def _three(values: Any) -> tuple[float, float, float]:
    one, two, three = (float(v) for v in values)
    return one, two, three
