"""`envol bench tower`: what every page of the tower costs the server, in processor time, on the base of a large house.

The base is of nobody: results that are drawn, one real run among them, offers made from the examples, proposals.
"""

import asyncio
import itertools
import json
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import numpy as np
from nacl.signing import SigningKey

from assets.texts import Catalogue
from export.fairs.building import FairHead, add_stand, make_fair
from export.packets.body import Agreement, Body, What, Who, WorkshopRun, make_body, new_id
from export.packets.keys import organisation_keys, station_id_of
from export.packets.packet import Packet, seal
from export.store.advisers import declare
from export.store.beside import home_beside
from export.store.bulk import Ready, insert_rows, rows_of
from export.store.days import DayPlan, plan_day, seat_station
from export.store.in_view import put_in_view
from export.store.intake import add_station, import_packet
from export.store.matching import load_examples, preselect
from export.store.pins import set_pin
from export.store.settings import name_organisation
from export.store.store import Store
from game.journey.measured import observed, profile_of
from game.simulation.trace import Trace
from game.station.code import DIGITS, LETTERS, codes_of
from lab.benches.ingest import body_of
from lab.benches.serving import serving
from lab.robots import live, trace_of
from scenarios.bridges import bridges
from scoring.match import Wishes
from tower.app import make_app, warm
from tower.house import House
from tower.logins import Logins, cookie_of
from tower.review import installed

PEOPLE, OFFERS, SEATS, PROPOSALS, STANDS = 10_000, 1_000, 40, 3_000, 10
TIMES = 20
"""Requests of a page after the first one."""
DRAWN = 100
"""Results that are drawn; everybody else has one of these under another id."""
NOW = datetime.now(UTC)
PORT = 8123
WHO, PIN = "AB", "274913"


@dataclass(frozen=True)
class Here:
    """What the pages that are asked for are about."""

    person: str
    played: str
    habilete: str
    offer: str
    day: str
    fair: str
    list: str
    stand: str


def filled(db: Path, people: int = PEOPLE, offers: int = OFFERS) -> Here:
    """A base of so many people and offers, forty seats, proposals, a day and a fair."""
    with Store.open(db) as store:
        load_examples(store, NOW)
        organisation_keys(home_beside(db))
        name_organisation(store, "Mission locale", (WHO, NOW))
        declare(store, WHO, NOW)
        set_pin(store, WHO, PIN, WHO, NOW)
        posts = [SigningKey.generate() for _ in range(SEATS)]
        for n, post in enumerate(posts, 1):
            add_station(store, bytes(post.verify_key), f"Poste {n}", NOW)
        ids = _people(store, people, posts[0])
        played, habilete = _played(store, db, posts[0])
        named = _offers(store, offers)
        _proposals(store, ids, named)
        circuit = tuple(scenario.head.id for scenario in installed()[:3])
        day = plan_day(store, DayPlan("Mardi", f"{NOW:%Y-%m-%d}T09:00", 90, SEATS, 8, circuit), WHO, NOW)
        stations = store.rows("select station_id from stations")
        seat_station(store, day, [(n, row["station_id"]) for n, row in enumerate(stations, 1)], (WHO, NOW))
        put_in_view(store, day, named, [], (WHO, NOW))
        fair = make_fair(store, FairHead("Salon", "Rouen", f"{NOW:%Y}-12-31", "09:00", "17:00", 15), (WHO, NOW))
        stands = [add_stand(store, fair, f"bench-{n}", (WHO, NOW)) for n in range(STANDS)]
        kept, _ = preselect(store, named[0], WHO, NOW)
    return Here(ids[0], played, habilete, named[0], day, fair, kept, stands[0])


def _people(store: Store, n: int, post: SigningKey) -> list[str]:
    """People whose results are a few drawn ones, each under an id, a code and a packet of its own."""
    chance, station = np.random.default_rng(3), station_id_of(bytes(post.verify_key))
    drawn = [
        Body.model_validate({**body_of(chance), "packet_id": new_id(), "station_id": station, "sequence": at})
        for at in range(1, DRAWN + 1)
    ]
    ids = []
    codes = (code for letter in LETTERS for figure in DIGITS for code in codes_of(letter + figure))
    with store.writing() as connection:
        for at in range(n):
            who = new_id()
            body = drawn[at % DRAWN].model_copy(update={
                "candidate_id": who, "visit_id": who, "sitting_id": who, "packet_id": new_id(), "sequence": at + 1,
                "code": next(codes),
            })  # fmt: skip
            whole = body.model_dump(mode="json", include={"readout", "p_general", "p_level_given_g"})
            ready = Ready(Packet(body, new_id() * 2, b"sealed"), json.dumps(whole))
            for table, rows in rows_of(ready, NOW).items():
                insert_rows(connection, table, rows)
            ids.append(who)
    return ids


def _played(store: Store, db: Path, post: SigningKey) -> tuple[str, str]:
    """Somebody who played, as a robot does, so that why a result says what it says can be looked at."""
    scenario = min(installed(), key=lambda scenario: len(scenario.evidence))
    session = live(scenario, "novice", 3)
    seen = observed(scenario, session, "mouse")
    header = {**trace_of(scenario, session, "novice", 3).header, "kind": "person"}
    trace = Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests)).to_bytes()
    who, at = new_id(), NOW.isoformat(timespec="seconds")
    what = What((WorkshopRun(scenario.head.id, scenario.hash, scenario.hash[:12], at, trace),), at, "fr", "easy")
    profile = profile_of([(scenario, session, seen)])
    body = make_body(profile, seen, Who(who, new_id(), "K4-MTQ", "person"), what, Agreement(3, Wishes({}, {})))
    organisation, station = organisation_keys(home_beside(db)), station_id_of(bytes(post.verify_key))
    packet = seal({**body, "packet_id": new_id()}, post, station, 10**6, organisation.public_key)
    outcome = import_packet(store, packet, organisation, NOW)
    assert outcome.state == "imported", outcome
    return who, seen[0].habilete


def _offers(store: Store, n: int) -> list[str]:
    """Open offers, of ten firms, each asking what an example asks."""
    examples = [str(row["offer_id"]) for row in store.rows("select offer_id from offers where example=1")]
    with store.writing() as connection:
        for at in range(STANDS):
            connection.execute("insert into employers values(?,null,?)", (f"bench-{at}", f"Ateliers {at}"))
        for at in range(n):
            row = store.rows("select * from offers where offer_id=?", examples[at % len(examples)])[0]
            row |= {"offer_id": f"bench-{at:05}", "source": "bench", "source_id": str(at), "example": 0,
                    "employer_id": f"bench-{at % STANDS}", "status": "open"}  # fmt: skip
            marks = ",".join("?" * len(row))
            connection.execute(f"insert into offers({','.join(row)}) values({marks})", tuple(row.values()))
            for table in ("requirements", "offer_conditions"):
                for offer_row in store.rows(f"select * from {table} where offer_id=?", examples[at % len(examples)]):
                    offer_row |= {"offer_id": f"bench-{at:05}"}
                    marks = ",".join("?" * len(offer_row))
                    connection.execute(
                        f"insert into {table}({','.join(offer_row)}) values({marks})", tuple(offer_row.values())
                    )
    return [f"bench-{at:05}" for at in range(n)]


def _proposals(store: Store, people: Sequence[str], offers: Sequence[str]) -> None:
    with store.writing() as connection:
        for at in range(min(PROPOSALS, len(people))):
            connection.execute(
                "insert into decisions(decision_id, offer_id, candidate_id, verdict, reason_code, adviser, decided_at, "
                "rules_version) values(?,?,?,'propose','to_meet',?,?,?)",
                (new_id(), offers[at % len(offers)], people[at], WHO, NOW.isoformat(timespec="seconds"),
                 str(bridges().version)),
            )  # fmt: skip


@dataclass
class Asker:
    """Asks an application for its pages as a server would, and counts the processor's time of each answer."""

    app: Any
    house: House
    cookie: str = ""
    longest: float = 0.0
    """Of the last answer, the processor's seconds of its longest part: others wait so long for theirs."""

    async def get(self, path: str) -> tuple[float, int, str]:
        """Seconds of the processor, the status and the text of a page."""
        return await self._ask("GET", path, b"", [])

    async def send(self, path: str) -> tuple[float, int, str]:
        """The same of a form that holds nothing but its token."""
        login = self.house.logins.of(self.cookie)
        assert login is not None
        data = f"token={login.token(path)}".encode()
        kind = (b"content-type", b"application/x-www-form-urlencoded")
        return await self._ask("POST", path, data, [kind, (b"content-length", str(len(data)).encode())])

    async def _ask(
        self, method: str, path: str, data: bytes, more: list[tuple[bytes, bytes]]
    ) -> tuple[float, int, str]:
        plain, _, query = path.partition("?")
        headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"sec-fetch-site", b"same-origin"),
                   (b"cookie", f"{cookie_of(PORT)}={self.cookie}".encode()), *more]  # fmt: skip
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "path": plain,
                 "raw_path": plain.encode(), "query_string": query.encode(), "root_path": "", "scheme": "http",
                 "headers": headers, "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT)}  # fmt: skip
        came: list[dict[str, Any]] = []
        parts: list[float] = []

        given = iter([{"type": "http.request", "body": data, "more_body": False}])

        async def receive() -> dict[str, Any]:
            # After its request a browser stays, and says nothing more.
            return next(given, None) or await asyncio.get_running_loop().create_future()

        async def put(message: dict[str, Any]) -> None:
            came.append(message)
            parts.append(time.thread_time())

        # Of the thread that makes the pages: what is worked out beside them holds nobody up.
        start = time.thread_time()
        await self.app(scope, receive, put)
        took = time.thread_time() - start
        self.longest = max(end - begin for begin, end in itertools.pairwise([start, *parts]))
        text = b"".join(row.get("body", b"") for row in came).decode("utf-8", "replace")
        return took, int(came[0]["status"]), text


def pages(here: Here) -> Iterator[tuple[str, str]]:
    """Every page that is measured: its name and its address."""
    who, played, offer, day, fair = here.person, here.played, here.offer, here.day, here.fair
    kept, stand = f"/lists/{here.list}", f"/fairs/{fair}/stands/{here.stand}"
    yield from (
        ("first page", "/"), ("people", "/people"), ("people, last page", "/people?page=9999"),
        ("one result", f"/people/{played}"), ("why", f"/people/{played}/why/{here.habilete}"),
        ("tries", f"/people/{played}/tries"), ("card", f"/people/{played}/card"),
        ("pass again", f"/people/{played}/pass"),
        ("contested", "/people/contested"), ("unread", "/people/unread"), ("codes", "/people/codes"),
        ("undecided", "/people/undecided"), ("an offer to write", "/offers/write"),
        ("stick", "/people/stick"),
        ("people, sheet", "/people/list.csv"),
        ("offers in view", f"/days/{day}/offers"),
        ("a day to plan", "/days/new"), ("a day to change", f"/days/{day}/change"),
        ("a seat", f"/days/{day}/seats/1"), ("slips", f"/days/{day}/slips"),
        ("conduct sheet", f"/days/{day}/run"), ("attendance sheet", f"/days/{day}/attendance"),
        ("radar, its part", f"/days/{day}/radar/seats"), ("grid to print", "/observe/grid"),
        ("lists", f"/offers/{offer}/lists"), ("a list", kept), ("left out", f"{kept}/left-out"),
        ("to import", "/offers/import"), ("a fair to plan", "/fairs/new"), ("a stand", stand),
        ("sheets of a fair", f"/fairs/{fair}/sheets/stands"), ("decisions, sheet", "/decisions/list.csv"),
        ("days", "/days"), ("a day of 40 seats", f"/days/{day}"), ("radar", f"/days/{day}/radar"),
        ("conductor", f"/days/{day}/conductor"), ("a day on one page", f"/days/{day}/report"),
        ("a day, person by person", f"/days/{day}/report/people"),
        ("computers, their part", "/house/stations/announced"), ("the same of a day", f"/days/{day}/announced"),
        ("observations", "/observe"), ("offers", "/offers"), ("an offer", f"/offers/{offer}"),
        ("same offer?", "/offers/same"), ("offers for a person", f"/people/{who}/offers"),
        ("a pair", f"/pairs/{offer}/{who}"), ("decisions", "/decisions"), ("fairs", "/fairs"),
        ("a fair of ten stands", f"/fairs/{fair}"), ("outcomes", "/after"), ("a group", "/after/report"),
        ("links", "/after/links"), ("watch", "/after/watch"), ("region", "/after/region"), ("house", "/house"),
        ("stations", "/house/stations"), ("team", "/house/team"), ("read again", "/house/rescore"),
        ("keep", "/house/keep"), ("log", "/house/audit"), ("set aside", "/house/aside"),
    )  # fmt: skip


async def measure(asker: Asker, here: Here, times: int = TIMES) -> dict[str, dict[str, float]]:
    """Milliseconds of the processor of each page: its first look, then the median, 95th and largest of the others; and
    how long it holds the tower at a time (`holds_p95_ms`: of a file that is given in parts, its longest part), and what
    was worked out beside it (`beside_ms`)."""
    costs = {}
    for name, path in pages(here):
        first, status, _ = await asker.get(path)
        beside = time.process_time()
        while asker.house.jobs.busy:
            await asyncio.sleep(0.01)
        beside = time.process_time() - beside
        # What was worked out meanwhile is given at the second look.
        first = max(first, (await asker.get(path))[0])
        if status != 200:
            costs[name] = {"status": float(status)}
            continue
        asked = [(await asker.get(path), asker.longest) for _ in range(times)]
        took, held = sorted(answer[0] for answer, _ in asked), sorted(longest for _, longest in asked)
        high = int(0.95 * (len(took) - 1))
        costs[name] = {
            "first_ms": round(1e3 * first, 1), "median_ms": round(1e3 * took[len(took) // 2], 1),
            "p95_ms": round(1e3 * took[high], 1), "most_ms": round(1e3 * took[-1], 1),
            "holds_p95_ms": round(1e3 * held[high], 1), "beside_ms": round(1e3 * beside, 1),
        }  # fmt: skip
    return costs


@contextmanager
def opened(db: Path) -> Iterator[Asker]:
    """The tower of a base, with its adviser inside."""
    house = House(db, "fr", Logins(time.monotonic), Catalogue.load())
    house.open()
    if (check := house.checking) is not None:
        check.wait()
    # As the tower does beside its first page.
    warm()
    login = house.logins.begin("fr")
    house.logins.enter(login, WHO)
    try:
        yield Asker(make_app(house, PORT), house, login.key)
    finally:
        house.close()


def run(people: int = PEOPLE, offers: int = OFFERS, db: Path | None = None) -> dict[str, Any]:
    """The figures. `db`: a base made before, with `here.json` beside it; None: made now, and gone afterwards.

    The base is made by another process, and what a tower holds is asked of a real one: neither holds the making.
    """
    with tempfile.TemporaryDirectory(prefix="envol-bench-") as place:
        path = db or Path(place) / "matching.db"
        if not path.exists():
            words = [sys.executable, "-m", "lab.benches.tower", "--fill", str(path), str(people), str(offers)]
            subprocess.run(words, check=True)
        here = Here(**json.loads(path.with_suffix(".json").read_text("utf-8")))
        memory = serving(path, WHO, PIN, [address for _, address in pages(here)])
        with opened(path) as asker:
            return {"memory": memory, "pages": asyncio.run(measure(asker, here))}


def fill(path: Path, people: int, offers: int) -> None:
    """Make the base, and beside it what its pages are about."""
    path.with_suffix(".json").write_text(json.dumps(filled(path, people, offers).__dict__), "utf-8")


if __name__ == "__main__":
    if sys.argv[1:2] == ["--fill"]:
        fill(Path(sys.argv[2]), int(sys.argv[3]), int(sys.argv[4]))
    else:
        print(json.dumps(run(db=Path(sys.argv[1]) if len(sys.argv) > 1 else None), indent=1))
