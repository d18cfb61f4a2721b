"""What the tests of packets, store and match share: a profile from made-up chances, keys, a packet."""

import hashlib
import json
import zlib
from datetime import UTC, datetime
from functools import cache
from typing import Any

from nacl.public import PrivateKey, SealedBox
from nacl.signing import SigningKey

from export.packets.body import Agreement, What, Who, WorkshopRun, make_body, new_id
from export.packets.keys import Station, station_id_of
from export.packets.packet import CONTEXT, FIRST_MAGIC, MAGIC, seal
from game.simulation.trace import Trace
from scenarios.reference import habiletes
from scoring.match import Wishes
from scoring.profile import statement
from scoring.types import Measured, Profile

NOW = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)
MEASURED = (
    "normes_consignes", "dexterite", "attention_duree", "representation_espace", "adaptation", "initiative_autonomie",
)  # fmt: skip
NODES = 31
HASH = "5e" * 32


def profile(chances: tuple[float, float, float] = (0.95, 0.85, 0.4)) -> Profile:
    """A profile where the measured habiletés have these chances and the others none."""
    rows = []
    for habilete in habiletes():
        known = habilete.id in MEASURED
        rows.append(
            Measured(habilete.id, 0.4, 0.5, -0.6, 1.4, chances if known else (0.8, 0.4, 0.1), 6 * known, 6 * known,
                     *statement(chances, 6 * known, 2 * known), ())
        )  # fmt: skip
    given = tuple((m.habilete, (m.p_levels,) * NODES) for m in rows)
    return Profile("1", "rules-1", tuple(rows), (1 / NODES,) * NODES, given, (("gate", "kept"),), ())


@cache
def keys() -> tuple[Station, PrivateKey]:
    """A post and an organisation, the same in every test."""
    signing = SigningKey(bytes(range(32)))
    return Station(station_id_of(bytes(signing.verify_key)), signing), PrivateKey(bytes(range(1, 33)))


def trace(kind: str = "person") -> bytes:
    """A trace of nobody's run, whole in its form."""
    return Trace({"scenario": "panneau_fuselage", "hash": HASH, "kind": kind}, (), (), ()).to_bytes()


def body(candidate_id: str = "", kind: str = "person", **changes: Any) -> dict[str, Any]:
    """A body that is right, but for the changes."""
    who = Who(candidate_id or new_id(), "a" * 32, "K4-MTQ", kind)
    played = WorkshopRun("panneau_fuselage", HASH, "rules-1", "2026-11-24T08:20:00+00:00", trace(kind))
    what = What((played,), "2026-11-24T08:30:00+00:00", "fr", "easy")
    agreement = Agreement(3, Wishes({"2817": "yes"}, {"day": "yes", "shifts_2x8": "yes", "travel": "no"}))
    return {**make_body(profile(), (), who, what, agreement), "packet_id": new_id(), **changes}


def seen_twice(made: dict[str, Any]) -> dict[str, Any]:
    """The same body of two workshops, each of which looked at all that was measured."""
    (only,) = made["workshops"]
    other = {**only, "scenario": "second_workshop", "trace": ""}
    facts = [
        {"rule": f"r.{name}", "habilete": name, "task": task["scenario"], "category": 1, "top": 2, "weight": 1.0,
         "a": 1.0, "b": [-0.5, 0.5], "why_missing": ""}
        for name in MEASURED for task in (only, other)
    ]  # fmt: skip
    return {**made, "workshops": [only, other], "observations": facts}


def older(form: int, **changes: Any) -> dict[str, Any]:
    """A body as formats 1 and 2 wrote it: one workshop, no visit of its own."""
    made = body(**changes)
    (only,) = made.pop("workshops")
    del made["visit_id"], only["made_at"]
    station, _ = keys()
    return {**made, **only, "format": form, "station_id": station.station_id, "sequence": 1}


def dressed(
    plain: bytes, signing: SigningKey | None = None, named: bytes | None = None, *, packed: bool = True
) -> bytes:
    """Any bytes in a packet's clothes, signed by a post as they are packed: what no honest post would send."""
    station, organisation = keys()
    signer, name = signing or station.signing, named or bytes.fromhex(station.station_id)
    inner = zlib.compress(plain) if packed else plain
    text = CONTEXT + bytes(organisation.public_key) + name + hashlib.sha256(inner).digest()
    return MAGIC + SealedBox(organisation.public_key).encrypt(name + signer.sign(text).signature + inner)


def dressed_first(plain: bytes, *, signed: bool = True) -> bytes:
    """The same in the first form of packets."""
    station, organisation = keys()
    signature = station.signing.sign(hashlib.sha256(plain).digest()).signature if signed else bytes(64)
    return FIRST_MAGIC + SealedBox(organisation.public_key).encrypt(zlib.compress(signature + plain))


def forced(changes: dict[str, Any] | None = None, sequence: int = 1) -> bytes:
    """A packet whose body is changed after all checks of the post, and signed."""
    station, _ = keys()
    whole = {**body(), "station_id": station.station_id, "sequence": sequence, **(changes or {})}
    return dressed(json.dumps(whole, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode())


def sealed(given: dict[str, Any] | None = None, sequence: int = 1) -> bytes:
    """A sealed packet of the known post."""
    station, organisation = keys()
    return seal(given or body(), station.signing, station.station_id, sequence, organisation.public_key)
