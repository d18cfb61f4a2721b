"""What the tests of the tower share: a house with a base, and a browser that knows its forms."""

import atexit
import html
import re
import shutil
import tempfile
from collections.abc import Callable, Hashable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from nacl.pwhash import argon2id
from starlette.testclient import TestClient
from store_kit import NOW, keys

from assets.texts import Catalogue
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body
from export.packets.keys import organisation_keys
from export.packets.packet import seal
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.intake import add_station, import_packet
from export.store.matching import load_examples
from export.store.pins import set_pin
from export.store.settings import name_organisation
from export.store.store import Store
from game.journey.measured import observed, profile_of
from game.simulation.session import Session
from game.simulation.trace import Trace
from lab.robots import live, trace_of
from lab.waiting import until
from scenarios.model import Scenario
from scoring.match import Wishes
from tower.app import make_app
from tower.files import bytes_of
from tower.house import House, TrialState
from tower.logins import Logins, cookie_of
from tower.pictures import At, DrawnFact, DrawnMoment, Pictures
from tower.review import installed

PORT = 8123
BASE = f"http://127.0.0.1:{PORT}"
COOKIE = cookie_of(PORT)
PIN = "274913"
OURS = {"sec-fetch-site": "same-origin", "sec-fetch-mode": "navigate"}


KNOWING = {"unasked": "yes", "text": "Vue ce matin"}
"""What the form of a decision holds where somebody is proposed while questions wait: the tick, and why."""


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


@dataclass
class Clock:
    """Moments that move only when a test says so."""

    s: float = 0.0

    def monotonic(self) -> float:
        return self.s

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.s)


class AtOnce(Pictures):
    """Pictures that are there when they are asked for: a walk that comes by once finds their own pages."""

    def __init__(self) -> None:
        super().__init__(lambda trace, moments, language: [DrawnMoment(bytes_of("icon.svg") or b"")] * len(moments))

    def ask(self, fact: str, trace: bytes, moments: Sequence[At], language: str) -> DrawnFact:
        drawn = super().ask(fact, trace, moments, language)
        assert until(lambda: drawn.state != "drawing", 20, 0.005) is not None
        return drawn


@dataclass
class NoTrial:
    """A trial room that is only asked for."""

    opened: list[str] = field(default_factory=list)
    now: TrialState = field(default_factory=TrialState)

    def open(self, language: str) -> None:
        self.opened.append(language)

    def state(self) -> TrialState:
        return self.now


@dataclass
class Browser:
    """Reads pages and sends their own forms, as a person does: with the token that the page holds."""

    client: TestClient
    clock: Clock
    house: House
    text: str = ""
    path: str = "/"
    headers: dict[str, str] = field(default_factory=lambda: dict(OURS))

    def see(self, path: str) -> Response:
        """A page, after its redirections."""
        answer = self.client.get(path, headers={"sec-fetch-site": "none", "sec-fetch-mode": "navigate"})
        return self._seen(answer)

    def send(self, path: str, values: dict[str, Any] | None = None, **more: Any) -> Response:
        """The form to a path that stands on the page now seen."""
        token = self.token(path)
        assert token, f"no form to {path} on {self.path}"
        data = {"token": token, **self.page_field(path), **(values or {})}
        return self._seen(self.client.post(path, data=data, headers=self.headers, **more))

    def page_field(self, path: str) -> dict[str, str]:
        """The page that the form of the door bears, where there is one."""
        found = re.search(r'name="page" value="([^"]*)"', self.text)
        return {"page": html.unescape(found[1])} if found and path == "/enter" else {}

    def token(self, path: str) -> str:
        """The token of a form of the page now seen, "" where it has none to this path."""
        hidden = r'[^>]*>\s*<input type="hidden" name="token" value="(\w+)"'
        found = re.search(f'action="{re.escape(path)}"{hidden}', self.text)
        return found[1] if found else ""

    def enter(self, who: str = "AB", pin: str = PIN) -> Response:
        """Come in by PIN."""
        self.see("/enter")
        return self.send("/enter", {"adviser": who, "pin": pin})

    def _seen(self, answer: Response) -> Response:
        # Spaces that no line breaks at are spaces to whoever reads.
        answer._text = answer.text.replace("\u00a0", " ")
        self.text, self.path = answer.text, answer.url.path
        return answer


def house_of(db: Path, clock: Clock, language: str = "fr") -> House:
    """The house of a base, with the clock of the test."""
    return House(db, language, Logins(clock.monotonic), Catalogue.load(), clock.now, monotonic=clock.monotonic)


@contextmanager
def browsing(db: Path, language: str = "fr") -> Iterator[Browser]:
    """A browser on the tower of a base."""
    clock = Clock()
    house = house_of(db, clock, language)
    with TestClient(make_app(house, PORT), base_url=BASE) as client:
        yield Browser(client, clock, house)


@cache
def robots_run(workshop: str = "panneau_porte", robot: str = "novice") -> tuple[Scenario, Session]:
    """One robot's exercise, played once."""
    scenario = next(one for one in installed() if one.head.id == workshop)
    return scenario, live(scenario, robot, 3)


def played(candidate_id: str, code: str = "K4-MTQ", **changes: Any) -> dict[str, Any]:
    """The body of a real run, with its trace: what a review is made of. A person's in name: the base holds people."""
    scenario, session = robots_run()
    seen = observed(scenario, session, "mouse")
    header = {**trace_of(scenario, session, "novice", 3).header, "kind": "person"}
    trace = Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests)).to_bytes()
    who = Who(candidate_id, candidate_id[::-1], code, "person")
    at = "2026-11-24T08:30:00+00:00"
    what = What((WorkshopRun(scenario.head.id, scenario.hash, scenario.hash[:12], at, trace),), at, "fr", "easy")
    made = make_body(profile_of([(scenario, session, seen)]), seen, who, what, Agreement(3, Wishes({}, {})))
    return {**made, "packet_id": f"{int(candidate_id, 16) + 7:032x}", **changes}


def bring(db: Path, *bodies: dict[str, Any], now: datetime = NOW) -> None:
    """Packets sealed to the base's own organisation come in, from one enrolled post."""
    organisation = organisation_keys(home_beside(db))
    station = keys()[0]
    with Store.open(db) as store:
        add_station(store, station.verify_key, "Poste 1", NOW)
        first = len(store.rows("select 1 from packets")) + 1
        for at, one in enumerate(bodies, first):
            packet = seal(one, station.signing, station.station_id, at, organisation.public_key)
            outcome = import_packet(store, packet, organisation, now)
            assert outcome.state == "imported", outcome


def ready(db: Path, *advisers: str) -> Path:
    """A base that somebody can enter: examples, an organisation, advisers with the PIN of the tests."""
    who = advisers or ("AB",)
    return laid(db, who, lambda made: _begin(made, who))


@pytest.fixture(name="db")
def one_result(tmp_path: Path) -> Path:
    """A base of one person who really played, and of two advisers."""
    return laid(tmp_path / "m.db", "one result", _one_result)


def _one_result(db: Path) -> None:
    bring(ready(db, "AB", "CD"), played(f"{1:032x}"))


_LAID: dict[Hashable, Path] = {}


def laid(db: Path, name: Hashable, make: Callable[[Path], None]) -> Path:
    """A base that many tests begin with: made once in a worker, under a name of its own, and copied with its keys."""
    made = _LAID.get(name)
    if made is None:
        folder = tempfile.mkdtemp(prefix="envol-tower-tests-")
        atexit.register(shutil.rmtree, folder, ignore_errors=True)
        make(Path(folder) / "made.db")
        made = _LAID[name] = Path(folder) / "made.db"
    shutil.copy(made, db)
    if home_beside(made).exists():
        shutil.copytree(home_beside(made), home_beside(db))
    return db


QUICK = argon2id.str(PIN.encode(), opslimit=argon2id.OPSLIMIT_MIN, memlimit=argon2id.MEMLIMIT_MIN).decode("ascii")
"""The PIN of the tests with the least work that Argon2id knows: each PIN of a base says itself how it was hashed. What
an adviser sets, or types for a name that is not there, stays as slow as it must be."""


def _begin(db: Path, advisers: tuple[str, ...]) -> None:
    with Store.open(db) as store:
        load_examples(store, NOW)
        organisation_keys(home_beside(db))
        name_organisation(store, "Mission locale", ("AB", NOW))
        for who in advisers:
            declare(store, who, NOW)
            set_pin(store, who, PIN, who, NOW)
        with store.writing() as connection:
            connection.execute("update adviser_pins set pin=?", (QUICK,))
