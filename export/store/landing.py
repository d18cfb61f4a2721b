"""A result lands in a database of the same machine as from another: packet, outbox, import, receipt."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from nacl.public import PrivateKey

from export.files.whole import append_line
from export.packets.keys import Station, station_keys
from export.packets.outbox import Outbox
from export.store.beside import organisation_beside
from export.store.erasing import erase
from export.store.intake import Outcome, add_station, import_files
from export.store.matching import load_examples
from export.store.moments import stamp
from export.store.store import Store, StoreError


@dataclass(frozen=True, slots=True)
class Sender:
    """What one machine keeps beside its database: its keys and its outbox."""

    station: Station
    organisation: PrivateKey
    outbox: Outbox


def home_of(folder: Path) -> Sender:
    """The keys and outbox of a folder, made at first call. Raises KeyFileError or OSError.

    Where the tower was there first, it is the organisation's key beside the folder's base.
    """
    organisation = organisation_beside(folder / "matching.db", made_in=folder)
    return Sender(station_keys(folder), organisation, Outbox(folder / "outbox"))


def land(body: Mapping[str, Any], store: Store, home: Sender, now: datetime, label: str = "local") -> Outcome:
    """Share one result with a database here. Its packet waits in the outbox while it is taken in, and no longer:

    whatever the outcome, and whatever is raised, it goes. Packets of others are left to their own consent.
    The post enrols itself: on one machine whoever may write the database may enrol. Example offers come with a new one.
    """
    add_station(store, home.station.verify_key, label, now)
    load_examples(store, now)
    waiting = home.outbox.put(body, home.station, home.organisation.public_key)
    try:
        (outcome,) = import_files(store, [waiting.path], home.organisation, now)
    finally:
        home.outbox.received(waiting.packet_id)
    return outcome


def withdraw(db: Path, candidate_id: str, now: datetime) -> bool:
    """Take the person of a visit out of a database that may hold them; whether it did.

    What a broken-off write left goes too.

    Raises StoreError when it cannot be told or done now. Then the id is in the list of the erased beside the database,
    so that the next opening takes the person out, whoever opens it.
    """
    if not db.exists():
        return False
    there = True
    try:
        with Store.open(db) as store:
            there = holds(store, candidate_id)
            if there:
                # A visit that goes on from an earlier one is the same person: all of them is erased.
                erase(store, person_of(store, candidate_id), now)
            emptied(store)
    except (StoreError, DatabaseError, OSError) as error:
        if there:
            with suppress(OSError):
                append_line(erased_beside(db), f"{candidate_id} {stamp(now)}")
        if isinstance(error, StoreError):
            raise
        raise StoreError("store.unexpected", path=db, reason=error) from error
    return there


def holds(store: Store, visit_id: str) -> bool:
    """Whether the database has taken a visit in."""
    return store.first_row("select 1 from evidence_archive where visit_id=?", visit_id) is not None


def person_of(store: Store, visit_id: str) -> str:
    """The id of the person of a visit; that of the visit itself where it is not here."""
    row = store.first_row("select candidate_id from evidence_archive where visit_id=?", visit_id)
    return str(row["candidate_id"]) if row else visit_id


def emptied(store: Store) -> None:
    """Empty the write-ahead log, where rows lie that were never taken in. Raises StoreError when a reader holds it."""
    (row,) = store.rows("pragma wal_checkpoint(truncate)")
    if row["busy"]:
        raise StoreError("store.locked", path=store.path)


def erased_beside(db: Path) -> Path:
    """The list of erased ids that a database replays when it opens."""
    return db.with_name(db.name + ".erased")
