"""Sharing: packet, outbox, matching database; a robot's result goes through the same three."""

from datetime import UTC, datetime
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from assets.texts import Catalogue
from export.packets.body import Agreement, What, Who, make_body
from export.packets.keys import KeyFileError
from export.packets.packet import PacketError
from export.store.intake import Outcome
from export.store.landing import home_of, land
from export.store.store import Store, StoreError
from game.journey.destinations import wished
from game.journey.measured import score
from game.journey.person import Person
from game.journey.result import Shown
from game.screen.scene import Comfort
from game.station.home import Home, station_of

FINE = ("imported", "already")


class ShareError(RuntimeError):
    """Nothing has been taken in; `key` and `values` name the sentence that says why."""

    def __init__(self, key: str, **values: Any) -> None:
        super().__init__(key)
        self.key = key
        self.values = values

    def sentence(self, comfort: Comfort) -> str:
        """What the person reads."""
        t = Catalogue.load().t
        reason = t(self.key, comfort.language, comfort.easy, **self.values)
        return t("share.failed", comfort.language, comfort.easy, reason=reason[:1].upper() + reason[1:])


def database(home: Home) -> Path:
    """The room's matching database."""
    return home.folder / "matching.db"




def send(person: Person, shown: Shown, months: int, language: str, where: tuple[Store, Path]) -> Outcome:
    """Seal the result, keep it in the outbox until the database has it. `where`: the open store, the home's folder."""
    store, folder = where
    now = datetime.now(UTC)
    trace = person.trace(shown.session, score(shown.profile), shown.seat).to_bytes()
    body = make_body(
        shown.profile,
        shown.observations,
        Who(person.candidate, person.sitting, person.code, person.kind),
        What(shown.scenario.head.id, shown.scenario.hash, now.isoformat(), language, shown.ease, trace),
        Agreement(months, wished(shown.wishes)),
    )
    return land(body, store, home_of(folder), now, label=station_of(person.home.settings))


def share(person: Person, shown: Shown, *, months: int, language: str) -> None:
    """Share with the room's database. Raises ShareError; then the outbox is emptied and nothing has been shared."""
    folder = person.home.folder
    try:
        with Store.open(database(person.home)) as store:
            outcome = send(person, shown, months, language, (store, folder))
    except StoreError as error:
        raise ShareError(error.key, **error.values) from error
    except (KeyFileError, PacketError) as error:
        raise ShareError(error.key, path=getattr(error, "path", folder)) from error
    except OSError as error:
        raise ShareError("store.file", path=error.filename or folder, reason=error) from error
    except DatabaseError as error:
        raise ShareError("store.damaged", path=database(person.home)) from error
    if outcome.state not in FINE:
        home_of(folder).outbox.erase(person.candidate)
        raise ShareError(outcome.key)
