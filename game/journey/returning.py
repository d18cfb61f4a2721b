"""Coming back another day with the code of one's paper: asked of the base, then confirmed by the person."""

from datetime import UTC, datetime
from sqlite3 import DatabaseError

from export.packets.keys import KeyFileError, station_keys
from export.store.returning import kept_under
from export.store.store import Store, StoreError
from game.journey.person import Earlier
from game.journey.settle import database
from game.station.home import Home


def earlier_of(home: Home, code: str) -> Earlier | None:
    """What a person shared on this station under a code, None when nothing says whose it is; may wait for the base."""
    try:
        with Store.open(database(home)) as store:
            person = kept_under(store, code, station_keys(home.folder).station_id, datetime.now(UTC))
    except (StoreError, KeyFileError, DatabaseError, OSError):
        # A base that cannot be asked knows nobody: the person begins as anybody does, and nothing is put together.
        return None
    return Earlier(person.candidate_id, code, person.day, person.workshops) if person else None
