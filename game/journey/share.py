"""Sharing: packet, outbox, matching database; a robot's result goes through the same three."""

import errno
import os
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from nacl.public import PublicKey

from assets.texts import Catalogue
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body
from export.packets.cards import CARD_FILE, read_card
from export.packets.keys import ORGANISATION_FILE, KeyFileError, kept_organisation, station_keys
from export.packets.outbox import Outbox
from export.packets.packet import PacketError
from export.store.beside import home_beside
from export.store.intake import Outcome
from export.store.landing import emptied, holds, home_of, land
from export.store.store import Store, StoreError
from game.journey.destinations import wished
from game.journey.measured import rules_of
from game.journey.person import Person
from game.journey.result import ReadTry, Shown
from game.journey.settle import database
from game.screen.scene import Comfort
from game.station.consent import ConsentState
from game.station.home import station_of

FINE = ("imported", "already")


class ShareError(RuntimeError):
    """A share that did not come about; `key` and `values` name the sentence that says why, `after` what is where.

    `after`: "share.failed", nothing is left of it; "share.stuck", a sealed packet would not go; "share.unknown", the
    database does not say whether it took the result in.
    """

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values
        self.after = "share.failed"

    def sentence(self, comfort: Comfort) -> str:
        """What the person reads: why, and what is where now."""
        t = Catalogue.load().t
        reason = t(self.key, comfort.language, comfort.easy, **self.values)
        return t(self.after, comfort.language, comfort.easy, reason=reason[:1].upper() + reason[1:])


def send(person: Person, shown: Shown, months: int, language: str, where: tuple[Store, Path]) -> Outcome:
    """Seal the result and hand it to the database. `where`: the open store, the home's folder."""
    store, folder = where
    now = datetime.now(UTC)
    body = body_of(person, shown, months, language)
    return land(body, store, home_of(folder), now, label=station_of(person.home.settings))


def body_of(person: Person, shown: Shown, months: int, language: str) -> Mapping[str, Any]:
    """What the packet of a result holds."""
    now = datetime.now(UTC)
    return make_body(
        shown.profile,
        [item for read in shown.tries for item in read.observations],
        Who(person.consent.person or person.candidate, person.sitting, person.code, person.kind, person.candidate),
        What(tuple(_played(read) for read in shown.tries), now.isoformat(), language, shown.ease),
        Agreement(months, wished(shown.wishes)),
    )


def _played(tried: ReadTry) -> WorkshopRun:
    """A workshop as a packet holds it, with its own trace."""
    trace = tried.trace().to_bytes()
    return WorkshopRun(tried.scenario.head.id, tried.scenario.hash, rules_of(tried.scenario), tried.made_at, trace)


def share(person: Person, shown: Shown, *, months: int, language: str) -> None:
    """Share with the room's database; may wait for it. Raises ShareError, with nothing left behind but what it says.

    The record says « asked » before anything is written, so that a crash in between is settled at the next start.
    """
    if _elsewhere(person.home.folder):
        _sealed_away(person, shown, months, language)
        return
    try:
        person.decide("asked", base=True)
        trouble = _tried(person, shown, months, language)
    except OSError as error:
        trouble = _refused(error, person)
    except MemoryError:
        trouble = _refused(OSError(errno.ENOMEM, os.strerror(errno.ENOMEM)), person)
    if trouble is None or (trouble.key != "store.locked" and _taken_in(person, trouble)):
        with suppress(OSError):
            # Should the disk refuse, the next start asks the database.
            person.decide("shared", base=True)
        return
    _take_back(person, trouble)
    raise trouble


def _elsewhere(folder: Path) -> bool:
    """Whether the post joined an organisation whose key another machine keeps; its own lands here as ever.

    A card that cannot be read is one of another machine: the share then says what is wrong with it.
    """
    path = folder / CARD_FILE
    if not path.exists():
        return False
    try:
        named = bytes.fromhex(read_card(path, "organisation").public_key)
        beside = [path for path in (home_beside(folder / "matching.db"), folder) if (path / ORGANISATION_FILE).exists()]
        return named not in {kept_organisation(path).public_key.encode() for path in beside}
    except (KeyFileError, OSError):
        return True


def _sealed_away(person: Person, shown: Shown, months: int, language: str) -> None:
    """This post has an organisation elsewhere: seal to it, and keep the packet until its receipt. Raises ShareError.

    The record says « asked » until the packet lies there, whole: none that was cut off, or that would not go when the
    share failed, is ever taken for one that was sent.
    """
    folder = person.home.folder
    try:
        card = read_card(folder / CARD_FILE, "organisation")
        station = station_keys(folder)
        body = body_of(person, shown, months, language)
        person.decide("asked", base=False)
        Outbox(folder / "outbox").put(body, station, PublicKey(bytes.fromhex(card.public_key)))
        person.decide("sent", base=False)
    except (KeyFileError, PacketError, OSError) as error:
        trouble = _refused(error, person) if isinstance(error, OSError) else ShareError(
            error.key, path=error.path if isinstance(error, KeyFileError) else folder
        )
        _take_back(person, trouble)
        raise trouble from error


def way_of(person: Person) -> ConsentState:
    """How a share of this person ended: in the database of this machine, or sealed to be carried away."""
    return "sent" if person.consent.state == "sent" else "shared"


def _tried(person: Person, shown: Shown, months: int, language: str) -> ShareError | None:
    """One try; why it failed, None when the result is in."""
    folder = person.home.folder
    try:
        with Store.open(database(person.home)) as store:
            outcome = send(person, shown, months, language, (store, folder))
    except StoreError as error:
        return ShareError(error.key, **error.values)
    except (KeyFileError, PacketError) as error:
        return ShareError(error.key, path=error.path if isinstance(error, KeyFileError) else folder)
    except DatabaseError:
        return ShareError("store.damaged", path=database(person.home))
    return None if outcome.state in FINE else ShareError(outcome.key)


def _refused(error: OSError, person: Person) -> ShareError:
    if error.errno == errno.ENOSPC:
        return ShareError("store.disk_full", path=database(person.home))
    return ShareError("store.file", path=error.filename or person.home.folder, reason=error)


def _taken_in(person: Person, trouble: ShareError) -> bool:
    """Whether the database has the person all the same: an error may come after the commit. Else its log is emptied."""
    base = database(person.home)
    if not base.is_file():
        return False
    try:
        with Store.open(base) as store:
            if holds(store, person.candidate):
                return True
            emptied(store)
    except (StoreError, DatabaseError, OSError) as error:
        # A database that did not open took nothing in; one that did and is silent now may have.
        if not isinstance(error, StoreError) or error.key != trouble.key:
            trouble.after = "share.unknown"
    return False


def _take_back(person: Person, trouble: ShareError) -> None:
    """No packet waits for somebody else's share, and the record says what may still be where."""
    try:
        Outbox(person.home.folder / "outbox").erase(person.candidate)
    except OSError:
        trouble.after = "share.stuck"
    if trouble.after == "share.failed":
        with suppress(OSError):
            person.decide("undecided", base=False)
