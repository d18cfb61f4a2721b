"""What the tower stands on: the base, its keys, its texts and its clock."""

import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from assets.texts import Catalogue
from assets.voice import Voice
from export.packets.keys import kept_organisation
from export.store.archive import stored_run
from export.store.landing import home_beside
from export.store.pins import with_pin
from export.store.settings import organisation_of
from export.store.store import Store, StoreError
from tower.logins import Logins
from tower.reports import Report
from tower.review import Evidence, evidence

WAIT_MS = 1500
"""How long a page waits for another program that writes in the base."""


MOST_EXPLAINED = 12
"""Results whose facts are held in memory."""


def machine_now() -> datetime:
    """The machine's moment."""
    return datetime.now(UTC)


def new_house(db: Path, voice: Voice) -> "House":
    """The house of a base, in the language of the command line."""
    return House(db, voice.language, Logins(time.monotonic), voice.catalogue)


@dataclass(slots=True)
class House:
    """One base and who reads it. The base is opened in the thread of the pages, which is one."""

    db: Path
    language: str
    logins: Logins
    catalogue: Catalogue
    now: Callable[[], datetime] = machine_now
    _store: Store | None = None
    reports: dict[str, Report] = field(default_factory=dict)
    """What became of the last files that each adviser dropped."""
    _explained: dict[tuple[str, str], Evidence] = field(default_factory=dict)

    @property
    def store(self) -> Store:
        """The open base. Raises StoreError before the first start has made one."""
        if self._store is None:
            raise StoreError("store.missing", path=self.db)
        return self._store

    @property
    def opened(self) -> bool:
        """Whether there is a base."""
        return self._store is not None

    @property
    def ready(self) -> bool:
        """Whether somebody can enter: a base, its organisation, and an adviser with a PIN."""
        return self._store is not None and bool(with_pin(self._store))

    @property
    def organisation(self) -> str:
        """The organisation's name, "" before it is given."""
        return organisation_of(self._store) if self._store else ""

    @property
    def kind(self) -> str:
        """Whom the base holds: "person" or "demo"; "" before there is one."""
        return self._store.kind if self._store else ""

    @property
    def home(self) -> Path:
        """Where the base keeps the keys of its machine."""
        return home_beside(self.db)

    def explained(self, packet_id: str, language: str) -> Evidence:
        """Why a result says what it says, worked out once while it is looked at: a packet never changes.

        Raises KeyFileError where the organisation's key is not beside the base.
        """
        key = (packet_id, language)
        if key not in self._explained:
            while len(self._explained) >= MOST_EXPLAINED:
                self._explained.pop(next(iter(self._explained)))
            organisation = kept_organisation(self.home, self.db.parent)
            self._explained[key] = evidence(stored_run(self.store, organisation, packet_id), language)
        return self._explained[key]

    def forget(self) -> None:
        """Keep nothing of anybody in memory: somebody was erased."""
        self._explained.clear()

    def open(self, kind: str | None = None, *, make: bool = False) -> None:
        """Open the base where there is one, or make it. Raises StoreError."""
        if self._store is None and (make or (self.db.exists() and self.db.stat().st_size)):
            self._store = Store.open(self.db, kind=kind)
            # Whoever else writes is waited for, but not so long that every page stands still.
            self._store.rows(f"pragma busy_timeout={WAIT_MS}")

    def close(self) -> None:
        """Close the base."""
        if self._store is not None:
            self._store.close()
            self._store = None
