"""A result lands in a database of the same machine as from another: packet, outbox, import, receipt."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from nacl.public import PrivateKey

from export.packets.keys import Station, organisation_keys, station_keys
from export.packets.outbox import Outbox
from export.store.intake import Outcome, add_station, import_files
from export.store.matching import load_examples
from export.store.store import Store

FINAL = ("packet.erased", "packet.purged", "packet.robot_among_people")
"""Refusals after which a packet must not wait: of someone who left, or of a robot, whom nobody will miss."""


@dataclass(frozen=True, slots=True)
class Sender:
    """What one machine keeps beside its database: its keys and its outbox."""

    station: Station
    organisation: PrivateKey
    outbox: Outbox


def home_of(folder: Path) -> Sender:
    """The keys and outbox of a folder, made at first call. Raises KeyFileError or OSError."""
    return Sender(station_keys(folder), organisation_keys(folder), Outbox(folder / "outbox"))


def home_beside(db: Path) -> Path:
    """Where a database keeps the keys of its own machine."""
    return db.with_name(db.name + ".home")


def land(body: Mapping[str, Any], store: Store, home: Sender, now: datetime, label: str = "local") -> Outcome:
    """Share one result with a database here. The packet waits in the outbox until it is in; a refusal leaves it there.

    The post enrols itself: on one machine whoever may write the database may enrol. Example offers come with a new one.
    """
    add_station(store, home.station.verify_key, label, now)
    load_examples(store, now)
    home.outbox.put(body, home.station, home.organisation.public_key)
    return deliver(store, home, now)[-1]


def deliver(store: Store, home: Sender, now: datetime) -> list[Outcome]:
    """Import all that waits in the outbox; what is in (or already was, or may never be) leaves it."""
    waiting = home.outbox.waiting()
    found = import_files(store, [w.path for w in waiting], home.organisation, now)
    for packet, outcome in zip(waiting, found, strict=True):
        if outcome.state in ("imported", "already") or outcome.key in FINAL:
            home.outbox.received(packet.packet_id)
    return found
