"""A proof: what a result showed, small enough for a QR code, signed by the station, checked with no network.

Text of capital letters and figures (base 32), so that a hand-held reader types it right on any keyboard and the code is
small. It names no person: the 128-bit id is on the paper it stands on.
"""

import base64
import binascii
import struct
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, get_args

from export.files.signed import signed_by
from export.packets.keys import Station
from scenarios.reference import habiletes
from scenarios.refusal import Refusal

PREFIX = "ENVOL1-"
MOST = 300
"""Signs of a proof at most."""
SIGNATURE = 64
DAY_ZERO = date(2020, 1, 1)
HEAD = struct.Struct(">B8s16sHH5sB")
ROW = struct.Struct(">BBbb")
CONTEXT = b"envol proof 1\0"
ROWS = 12
Statement = Literal["shown", "to_confirm", "not_yet", "not_enough"]
STATEMENTS: tuple[Statement, ...] = get_args(Statement)
ProofKind = Literal["person", "demo"]
KINDS: tuple[ProofKind, ...] = ("person", "demo")


class ProofError(Refusal):
    """A proof that says nothing; `key` names the sentence, `values` what it names."""


@dataclass(frozen=True, slots=True)
class Proven:
    """One habileté: what was said of it, the level (1 to 3), and its margin on the scale -3..3, in tenths."""

    habilete: str
    statement: Statement
    level: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Proof:
    """What a proof says. `rome`: code of the trade that was tried; `scenario`: the workshop's id."""

    station_id: str
    candidate_id: str
    kind: ProofKind
    made: date
    until: date
    rome: str
    scenario: str
    rows: tuple[Proven, ...]


def make_proof(proof: Proof, station: Station) -> str:
    """The signed text. Rows past ROWS are left out, what is shown first. Raises ProofError."""
    names = [habilete.id for habilete in habiletes()]
    rows = sorted(proof.rows, key=lambda r: (STATEMENTS.index(r.statement), names.index(r.habilete)))[:ROWS]
    name = proof.scenario.encode("ascii")[:40]
    head = HEAD.pack(
        KINDS.index(proof.kind), bytes.fromhex(station.station_id), bytes.fromhex(proof.candidate_id),
        (proof.made - DAY_ZERO).days, (proof.until - DAY_ZERO).days, proof.rome.encode("ascii"), len(rows),
    )  # fmt: skip
    packed = b"".join(
        ROW.pack(names.index(r.habilete), STATEMENTS.index(r.statement) * 4 + r.level, _near(r.low), _near(r.high))
        for r in rows
    )
    body = head + packed + name
    signature = station.signing.sign(CONTEXT + body).signature
    text = PREFIX + base64.b32encode(body + signature).decode("ascii").rstrip("=")
    if len(text) > MOST:
        raise ProofError("proof.too_long")
    return text


def _near(tenths: int) -> int:
    return max(-127, min(127, tenths))


def read_proof(text: str) -> tuple[Proof, bytes, bytes]:
    """What a text claims, with the bytes that were signed and the signature: nothing is trusted yet.

    Raises ProofError for what is no proof. Spaces and small letters, as readers and people give them, are forgiven.
    """
    if len(text) > 4 * MOST:
        raise ProofError("proof.not_one")
    plain = "".join(text.split()).upper()
    if not plain.startswith(PREFIX) or len(plain) > MOST:
        raise ProofError("proof.newer" if plain[:5] == "ENVOL" and plain[6:7] == "-" else "proof.not_one")
    coded = plain[len(PREFIX) :]
    try:
        raw = base64.b32decode(coded + "=" * (-len(coded) % 8))
    except (binascii.Error, ValueError) as error:
        raise ProofError("proof.altered") from error
    if base64.b32encode(raw).decode("ascii").rstrip("=") != coded or len(raw) <= HEAD.size + SIGNATURE:
        raise ProofError("proof.altered")
    return _proof(raw[:-SIGNATURE]), raw[:-SIGNATURE], raw[-SIGNATURE:]


def _proof(body: bytes) -> Proof:
    kind, station, candidate, days, until, rome, count = HEAD.unpack_from(body)
    names = [habilete.id for habilete in habiletes()]
    rows_end = HEAD.size + count * ROW.size
    try:
        rows = tuple(_row(body[at : at + ROW.size], names) for at in range(HEAD.size, rows_end, ROW.size))
        return Proof(
            station.hex(), candidate.hex(), KINDS[kind], DAY_ZERO + timedelta(days=days),
            DAY_ZERO + timedelta(days=until), rome.decode("ascii"), body[rows_end:].decode("ascii"), rows,
        )  # fmt: skip
    except (struct.error, IndexError, UnicodeDecodeError) as error:
        raise ProofError("proof.altered") from error


def _row(raw: bytes, names: Sequence[str]) -> Proven:
    name, said, low, high = ROW.unpack(raw)
    return Proven(names[name], STATEMENTS[said // 4], said % 4, low, high)


def verify(text: str, trusted: Mapping[str, bytes], today: date, revoked: Collection[str] = ()) -> Proof:
    """The proof of a text, if a station that is trusted signed exactly this and its time is not over.

    `trusted`: public keys by station; `revoked`: stations whose word is worth nothing any more, whatever day their
    proof says: who holds a lost key writes any day with it. Raises ProofError with what is wrong.
    """
    proof, signed, signature = read_proof(text)
    if proof.station_id in revoked:
        raise ProofError("proof.revoked_station", station=proof.station_id)
    if proof.station_id not in trusted:
        raise ProofError("proof.unknown_station", station=proof.station_id)
    if not signed_by(trusted[proof.station_id], CONTEXT + signed, signature):
        raise ProofError("proof.altered")
    if today > proof.until:
        raise ProofError("proof.over", until=proof.until.isoformat())
    return proof


def rows_of(measured: Iterable[tuple[str, str, int, float, float]]) -> tuple[Proven, ...]:
    """Rows from (habileté, statement, level, low, high) of a read-out; what was not measured has none."""
    return tuple(
        Proven(name, known, level, round(low * 10), round(high * 10))
        for name, statement, level, low, high in measured
        for known in STATEMENTS
        if known == statement
    )
