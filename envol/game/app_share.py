"""Sharing: packet, outbox, matching database; and the way robots go through the same three."""

import base64
import datetime
import secrets
from collections.abc import Mapping
from pathlib import Path
from sqlite3 import DatabaseError
from typing import Any

from envol.assets.texts import Catalogue
from envol.export import keys, outbox
from envol.export.packet import FORMAT, open_packet, readout_of, seal
from envol.export.store import Store, StoreError
from envol.game.app_person import Person
from envol.game.app_result import Shown
from envol.game.app_robots import score
from envol.game.ports.home import Home, station_of
from envol.game.scene import Comfort
from envol.game.trace import Trace


class ShareError(RuntimeError):
    """Nothing has left; `sentence` says why."""

    def __init__(self, reason: str, values: Mapping[str, str] | None = None) -> None:
        super().__init__(reason)
        self.reason = reason
        self.values = values

    def sentence(self, comfort: Comfort) -> str:
        """What the person reads."""
        t = Catalogue.load().t
        reason = self.reason if self.values is None else t(self.reason, comfort.language, False, **self.values)
        return t("share.failed", comfort.language, comfort.easy, reason=reason)


def database(home: Home) -> Path:
    """The room's matching database."""
    return home.folder / "matching.db"


def body_of(shown: Shown, who: Mapping[str, Any], trace: Trace) -> dict[str, Any]:
    """What the packet says. `who`: candidate_id, code, kind, station_id, sequence, months."""
    return {
        "format": FORMAT,
        "packet_id": secrets.token_hex(16),
        "made_at": datetime.datetime.now(datetime.UTC).isoformat(),
        "scenario": shown.scenario.head.id,
        "scenario_hash": shown.scenario.hash,
        "device_ease": shown.ease,
        "wishes": {k: list(v) for k, v in shown.wishes.items()},
        "readout": readout_of(shown.profile),
        "trace": base64.b64encode(trace.to_bytes()).decode(),
        **who,
    }


def share(person: Person, shown: Shown, *, months: int) -> None:
    """Seal, put in the outbox, import into the room's database. Raises ShareError; then nothing has been shared."""
    try:
        who = {
            "candidate_id": person.candidate, "code": person.code, "kind": "person", "months": months,
            "station_id": station_of(person.home.settings), "sequence": next_sequence(person.home),
        }  # fmt: skip
        body = body_of(shown, who, person.trace(shown.session, score(shown.profile)))
        store = Store.open(database(person.home))
        try:
            store.load_examples()
            land(person.home.folder, store, body)
        finally:
            store.close()
    except StoreError as error:
        raise ShareError(error.key, error.values) from error
    except (OSError, DatabaseError) as error:
        raise ShareError(str(error)) from error


def next_sequence(home: Home) -> int:
    """The station's next packet number, on disk before it is used. Raises HomeError."""
    number = int(home.settings.get("sequence", 0)) + 1
    home.save(sequence=number)
    return number


def land(folder: Path, store: Store, body: Mapping[str, Any]) -> str:
    """One packet from the station to the database; the outbox keeps it until it has landed. Gives the verdict."""
    signing, organisation = keys.station_key(folder / "keys"), keys.organisation_key(folder / "keys")
    sealed = seal(body, signing, organisation.public_key)
    path = outbox.put(folder / "outbox", str(body["packet_id"]), sealed)
    store.enrol(str(body["station_id"]), signing.verify_key)
    verdict = store.take_in(open_packet(path.read_bytes(), organisation, store.key_of))
    if verdict not in ("new", "already"):
        path.unlink()
        raise StoreError(f"store.{verdict}")
    path.unlink()
    return verdict
