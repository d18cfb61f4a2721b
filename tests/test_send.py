"""Transport over the room's network: cut anywhere, every result arrives once; none is forgotten unreceipted."""

import asyncio
import os
import random
import shutil
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from datetime import timedelta
from http.client import BadStatusLine
from pathlib import Path
from types import SimpleNamespace
from typing import Any, cast

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from store_kit import NOW, body, keys
from tower_kit import Clock, ready

from assets.texts import Catalogue, languages
from assets.voice import Voice
from cli.main import main
from cli.send import round_lines
from export.packets.body import new_id
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.delivery import (
    UNDER_WAY,
    Delivered,
    NoTower,
    Tower,
    TowerAddress,
    deliver,
    find,
    forget_under_way,
    read_under_way,
    trouble_of,
)
from export.packets.keys import Station, organisation_keys, station_id_of, station_keys
from export.packets.knocks import (
    KNOCK_BYTES,
    MAX_REPLY,
    REASONS,
    KnockError,
    make_knock,
    make_reply,
    open_knock,
    read_reply,
)
from export.packets.outbox import Outbox
from export.packets.packet import MAX_SEALED
from export.packets.receipts import Received, make_receipt, sha_of, signing_of
from export.store.beside import organisation_beside
from export.store.erasing import erase
from export.store.filling import fill
from export.store.intake import add_station, revoke_station
from export.store.store import Store, StoreError
from game.station import link as network
from game.station.boot import BootMoment
from game.station.consent import VisitConsent
from game.station.courier import Courier, bring
from game.station.home import Home
from tower import parcels as parcels_module
from tower.app import furnish
from tower.house import House
from tower.logins import Logins
from tower.parcels import BURST, Parcels
from tower.port import StationPort

SOURCE, ELSEWHERE = keys()[0], PrivateKey(bytes(range(2, 34)))
AT: TowerAddress = ("10.0.0.9", 47471)
CUTS = int(os.environ.get("ENVOL_CUTS", "100"))


class Cut(ConnectionResetError):
    """The cable."""


class Room:
    """A tower and the wire to it: `at` says where the next exchange is cut ("ask", "half", "answer", "" for none)."""

    def __init__(self, db: Path) -> None:
        self.db, self.clock = db, Clock()
        self.at = ""
        self.asked = 0
        self.open()

    def open(self) -> None:
        """Start the tower anew."""
        self.house = House(self.db, "fr", Logins(self.clock.monotonic), Catalogue.load(), now=self.clock.now,
                           monotonic=self.clock.monotonic)  # fmt: skip
        self.house.open()
        furnish(self.house)
        # Posts are asked to come again until the base is known to be sound: that has its own test.
        if (check := self.house.checking) is not None:
            check.wait()
        # What is cut here are wires and programs: the disk may take its time.
        self.house.store.db.conn.execute("pragma synchronous=off")
        self.port = StationPort(self.house.held.radar, self.house.organisation_key, Parcels(self.house))

    @property
    def card(self) -> Any:
        secret = organisation_beside(self.db)
        return make_card("organisation", "Agence", bytes(secret.public_key), ["10.0.0.9:47471"],
                         bytes(signing_of(secret).verify_key))  # fmt: skip

    def __call__(self, address: TowerAddress, path: str, data: bytes) -> bytes:
        """One exchange, cut where it is to be."""
        self.asked += 1
        self.clock.s += 1
        if self.at == "ask":
            raise Cut
        answer = self.sent(path, data[: len(data) // 2] if self.at == "half" else data, hangs_up=self.at == "half")
        if self.at in ("half", "answer"):
            raise Cut
        return answer

    def sent(self, path: str, data: bytes, *, hangs_up: bool = False) -> bytes:
        """What the port answers to some bytes that come in three pieces; b"" for no."""
        cut = [data[:100], data[100:3000], data[3000:]]
        messages: list[dict[str, Any]] = [
            {"type": "http.request", "body": part, "more_body": n < 2 or hangs_up} for n, part in enumerate(cut)
        ]
        messages += [{"type": "http.disconnect"}] if hangs_up else []
        told: list[Any] = []

        async def receive() -> dict[str, Any]:
            return messages.pop(0)

        async def send(message: Any) -> None:
            told.append(message)

        asyncio.run(self.port({"type": "http", "method": "POST", "path": path}, receive, send))
        return bytes(told[1]["body"]) if told[0]["status"] == 200 else b""

    def count(self) -> int:
        """Packets in the base."""
        return int(self.house.store.rows("select count(*) as n from packets")[0]["n"])


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base with an adviser and one post, made once."""
    db = ready(tmp_path_factory.mktemp("base") / "m.db")
    with Store.open(db) as store:
        add_station(store, SOURCE.verify_key, "Poste 1", NOW)
    return db


def copied(base: Path, folder: Path) -> Path:
    """A copy of a base with what lies beside it."""
    folder.mkdir()
    for path in base.parent.glob(base.name + "*"):
        (shutil.copytree if path.is_dir() else shutil.copy)(path, folder / path.name)
    return folder / base.name


@pytest.fixture
def room(base: Path, tmp_path: Path) -> Iterator[Room]:
    made = Room(copied(base, tmp_path / "tower"))
    yield made
    made.house.close()


def filled(folder: Path, room: Room, n: int = 3) -> Outbox:
    outbox = Outbox(folder / "outbox")
    for _ in range(n):
        outbox.put(body(), SOURCE, organisation_beside(room.db).public_key)
    return outbox


def brought(outbox: Outbox, room: Room) -> Delivered | NoTower:
    """One round, as the courier goes it."""
    tower = find([AT], SOURCE, room.card, room)
    return deliver(outbox, SOURCE, room.card, tower, room) if isinstance(tower, Tower) else tower


def test_what_waits_is_brought_once_and_then_forgotten(room: Room, tmp_path: Path) -> None:
    """Three results; nothing waits any more, and another round asks nothing but who is there."""
    outbox = filled(tmp_path, room)
    found = brought(outbox, room)
    assert isinstance(found, Delivered)
    assert (found.taken, found.waiting, found.trouble) == (3, 0, "")
    assert outbox.waiting() == []
    assert brought(outbox, room) == Delivered(address=AT)
    assert room.count() == 3


def test_cut_a_hundred_times_anywhere_every_result_arrives_exactly_once(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before, in the middle, after it was taken in and before the receipt; the tower or the post killed meanwhile.

    Never is a result gone here that is not there.
    """
    monkeypatch.setattr(os, "fsync", lambda file: None)
    chance, outbox = random.Random(14), filled(tmp_path, room, 0)
    secret = organisation_beside(room.db).public_key
    made: set[str] = set()
    cuts = 0
    while cuts < CUTS:
        if len(outbox.waiting()) < 2:
            made.add(outbox.put(body(), SOURCE, secret).packet_id)
        stops_at = room.asked + chance.randrange(1, 8)
        where = chance.choice(("ask", "half", "answer"))

        def wire(address: TowerAddress, path: str, data: bytes, stops_at: int = stops_at, where: str = where) -> bytes:
            room.at = where if room.asked + 1 >= stops_at else ""
            return room(address, path, data)

        tower = find([AT], SOURCE, room.card, wire)
        found = deliver(outbox, SOURCE, room.card, tower, wire) if isinstance(tower, Tower) else tower
        cuts += bool(found.trouble)
        here = {w.packet_id for w in outbox.waiting()}
        there = {row["packet_id"] for row in room.house.store.rows("select packet_id from packets")}
        assert made <= here | there
        if chance.random() < 0.04:
            room.house.close()
            room.open()
        outbox = Outbox(outbox.folder)
    room.at = ""
    brought(outbox, room)
    assert outbox.waiting() == []
    assert {row["packet_id"] for row in room.house.store.rows("select packet_id from packets")} == made
    assert room.count() == len(made)


def test_a_power_cut_at_the_post_between_receipt_and_forgetting_brings_it_again(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Known there, receipted again, in the base once."""
    outbox = filled(tmp_path, room, 1)

    def dies(self: Outbox, packet_id: str) -> bool:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "received", dies)
        with pytest.raises(KeyboardInterrupt):
            brought(outbox, room)
    assert room.count() == 1
    assert len(outbox.waiting()) == 1
    found = brought(outbox, room)
    assert isinstance(found, Delivered)
    assert (found.taken, room.count()) == (1, 1)


def test_two_towers_of_one_organisation_never_both_get_a_result(room: Room, base: Path, tmp_path: Path) -> None:
    """What was brought to one whose receipt was cut off waits for that one, until somebody says that it is no more."""
    outbox = filled(tmp_path, room, 2)
    second = Room(copied(base, tmp_path / "other"))
    # Copies of one base are one base; this one was made by itself.
    second.port.parcels._base = lambda organisation: "b" * 16  # type: ignore[union-attr, method-assign]
    at = iter(["", "", "answer"])

    def wire(address: TowerAddress, path: str, data: bytes) -> bytes:
        room.at = next(at)
        return room(address, path, data)

    tower = find([AT], SOURCE, room.card, wire)
    assert isinstance(tower, Tower)
    assert deliver(outbox, SOURCE, room.card, tower, wire).trouble == "cut"
    assert len(read_under_way(outbox.folder)) == 1
    found = brought(outbox, second)
    assert isinstance(found, Delivered)
    assert (found.taken, found.elsewhere, found.waiting) == (1, 1, 1)
    room.at = ""
    again = brought(outbox, room)
    assert isinstance(again, Delivered)
    assert (again.taken, room.count(), second.count()) == (1, 1, 1)
    (waiting,) = filled(tmp_path, room, 1).waiting()
    (outbox.folder / UNDER_WAY).write_text(f"{waiting.packet_id} {'0' * 16}\nspoilt\n")
    assert forget_under_way(outbox) == 1
    found = brought(outbox, second)
    assert isinstance(found, Delivered)
    assert found.taken == 1
    second.house.close()


def test_old_after_new_and_who_was_erased_there(room: Room, tmp_path: Path) -> None:
    """The later result stays what is known; of an erased person the post is told to let go."""
    who, secret, outbox = new_id(), organisation_beside(room.db).public_key, Outbox(tmp_path / "outbox")
    late = Outbox(tmp_path / "late")
    first = outbox.put(body(who, language="fr"), SOURCE, secret)
    second = outbox.put(body(who, language="en"), SOURCE, secret)
    late.folder.mkdir()
    first.path.rename(late.folder / first.path.name)
    brought(outbox, room)
    brought(late, room)
    row = room.house.store.first_row("select packet_id from readouts where candidate_id=?", who)
    assert row is not None
    assert row["packet_id"] == second.packet_id
    third = outbox.put(body(who), SOURCE, secret)
    erase(room.house.store, who, NOW)
    found = brought(outbox, room)
    assert isinstance(found, Delivered)
    assert (found.taken, found.gone) == (0, 1)
    assert not third.path.exists()


def test_what_is_refused_is_named_and_keeps_nothing_else_back(room: Room, tmp_path: Path) -> None:
    """A robot among people: said as it is; the person's result behind it goes through."""
    outbox = Outbox(tmp_path / "outbox")
    secret = organisation_beside(room.db).public_key
    robot = outbox.put(body(kind="demo"), SOURCE, secret)
    outbox.put(body(), SOURCE, secret)
    found = brought(outbox, room)
    assert isinstance(found, Delivered)
    assert (found.taken, found.refused) == (1, ((robot.path.name, "packet.robot_among_people"),))
    assert [w.packet_id for w in outbox.waiting()] == [robot.packet_id]
    assert robot.packet_id not in read_under_way(outbox.folder)


def test_a_full_or_busy_tower_says_so_and_nothing_is_lost(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each gets its sentence; the next round brings it."""
    outbox, voice = filled(tmp_path, room, 1), Voice(Catalogue.load(), "fr")
    for key, word in (("store.disk_full", "disque est plein"), ("store.locked", "autre programme"), ("x", "sa base")):

        def refuses(*given: Any, key: str = key) -> None:
            raise StoreError(key)

        with monkeypatch.context() as patch:
            patch.setattr(parcels_module, "import_batch", refuses)
            found = brought(outbox, room)
        assert isinstance(found, Delivered)
        assert (found.trouble, found.waiting) == ("later", 1)
        assert found.wait_s >= 5
        lines, fine = round_lines(found, 1, voice)
        assert word in lines[0]
        assert "Rien n'est perdu" in lines[-1]
        assert not fine
        room.clock.s += 60
    found = brought(outbox, room)
    assert isinstance(found, Delivered)
    assert found.taken == 1


# Who is let in.


def test_a_packet_is_let_in_only_by_its_own_post_its_size_and_its_pace(room: Room, tmp_path: Path) -> None:
    """Not signed, of a stranger, longer or shorter than was said, other bytes: not a word. Too fast: later, by key."""
    secret = organisation_beside(room.db).public_key
    outbox = filled(tmp_path, room, 1)
    sealed = outbox.waiting()[0].path.read_bytes()
    knock = make_knock(SOURCE, secret, sealed)
    stranger = SigningKey(bytes(range(9, 41)))
    forged = make_knock(Station(SOURCE.station_id, stranger), secret, sealed)
    # Any one sign is the last of a sealed packet once in 256.
    other = bytes([sealed[-1] ^ 1])
    for data in (b"", knock, knock + sealed[:-1], knock + sealed + b"x", knock + sealed[:-1] + other, sealed,
                 forged + sealed, os.urandom(KNOCK_BYTES) + sealed,
                 make_knock(SOURCE, ELSEWHERE.public_key, sealed) + sealed):  # fmt: skip
        assert room.sent("/packet", data) == b""
        room.clock.s += 10
    assert room.count() == 0
    other = Station(station_id_of(bytes(stranger.verify_key)), stranger)
    unknown = make_knock(other, secret, sealed)
    assert read_reply(room.sent("/knock", unknown), room.card, unknown).key == "packet.unknown_station"
    big = make_knock(SOURCE, secret, bytes(MAX_SEALED + 1))
    assert room.sent("/knock", big) == b""
    room.clock.s += 1000
    answers = []
    for _ in range(int(BURST) + 1):
        one = make_knock(SOURCE, secret, sealed)
        answers.append(room.port.parcels.may_bring(one))  # type: ignore[union-attr]
        room.port.parcels.brought(open_knock(one, organisation_beside(room.db), {}))  # type: ignore[union-attr]
    late = make_knock(SOURCE, secret, sealed)
    assert isinstance(answers[-1], bytes)
    assert read_reply(room.sent("/knock", late), room.card, late).says == "later"
    room.clock.s += 5
    assert read_reply(room.sent("/knock", late), room.card, late).says == "bring"
    revoke_station(room.house.store, SOURCE.station_id, NOW)
    assert find([AT], SOURCE, room.card, room) == NoTower("told", AT, "packet.revoked_station")


def test_no_reply_or_receipt_but_our_own_to_this_very_knock_says_anything(room: Room, tmp_path: Path) -> None:
    """A reply that was copied, of another organisation, cut or altered; and a machine that says yes to everything."""
    outbox = filled(tmp_path, room, 1)
    secret = organisation_beside(room.db)
    knock = make_knock(SOURCE, secret.public_key)
    good = make_reply(secret, knock, "a" * 16, "here")
    assert read_reply(good, room.card, knock).says == "here"
    spoilt = bytearray(good)
    spoilt[-3] ^= 1
    bad = [b"", b"OK", good[:-1], bytes(spoilt), good + b" " * MAX_REPLY]
    bad += [make_reply(ELSEWHERE, knock, "a" * 16, "here")]
    bad += [make_reply(secret, make_knock(SOURCE, secret.public_key), "a" * 16, "here")]
    for one in bad:
        with pytest.raises(KnockError):
            read_reply(one, room.card, knock)
        assert find([AT], SOURCE, room.card, lambda *_, one=one: one) == NoTower("stranger", AT)
    (waiting,) = outbox.waiting()
    said = [Received(packet_id=waiting.packet_id, sealed=sha_of(waiting.path.read_bytes()), state="taken")]
    other = [Received(packet_id=waiting.packet_id, sealed="0" * 64, state="taken")]
    for receipt in (make_receipt(ELSEWHERE, SOURCE.station_id, said), make_receipt(secret, "ab" * 8, said),
                    make_receipt(secret, SOURCE.station_id, other), b""):  # fmt: skip

        def lies(address: TowerAddress, path: str, data: bytes, receipt: bytes = receipt) -> bytes:
            return receipt if path == "/packet" else room(address, path, data)

        tower = find([AT], SOURCE, room.card, lies)
        assert isinstance(tower, Tower)
        assert deliver(outbox, SOURCE, room.card, tower, lies).trouble == "cut"
        assert len(outbox.waiting()) == 1
    assert room.count() == 0


# What a person reads.


@pytest.mark.parametrize(
    ("error", "trouble"),
    [(TimeoutError(), "silent"), (ConnectionRefusedError(), "refused"), (OSError(113, "no route"), "absent"),
     (OSError(101, "no network"), "no_network"), (ConnectionResetError(), "cut"), (BadStatusLine(""), "cut"),
     (socket.gaierror(), "unknown_name")],
)  # fmt: skip
def test_each_failure_of_the_network_has_its_sentence(error: Any, trouble: str) -> None:
    """A firewall is named with its port; each sentence says what to do."""
    assert trouble_of(error) == trouble
    for language in languages():
        voice = Voice(Catalogue.load(), language)
        (line, waits), fine = round_lines(NoTower(trouble, AT), 2, voice)
        assert ("10.0.0.9" in line) == (trouble in ("silent", "refused", "absent", "no_network", "cut", "unknown_name"))
        assert (("pare-feu" in line or "firewall" in line) and "47471" in line) == (trouble == "silent")
        assert "2" in waits
        assert not fine
    assert all(Catalogue.load().t(key, language) for key in REASONS for language in languages())


def test_the_most_telling_of_several_addresses_is_said(room: Room) -> None:
    """A card names every address of a machine: one that is silent tells more than one that nobody has."""
    answers: dict[str, Exception] = {"a": OSError(113, "no"), "b": TimeoutError(), "c": OSError(101, "no")}

    def asks(address: TowerAddress, path: str, data: bytes) -> bytes:
        raise answers[address[0]]

    found = find([("a", 1), ("b", 2), ("c", 3)], SOURCE, room.card, asks)
    assert found == NoTower("silent", ("b", 2))
    assert find([], SOURCE, room.card, asks) == NoTower("no_address")
    old = replace_signing(room.card)
    assert find([AT], SOURCE, old, room) == NoTower("old_card", AT)


def replace_signing(card: Any) -> Any:
    return make_card("organisation", card.label, bytes.fromhex(card.public_key), list(card.addresses))


# The post.


@contextmanager
def post(folder: Path, room: Room) -> Iterator[Home]:
    """A post that joined, with one result that was sent and one whose share failed."""
    home = Home.open(folder)
    write_card(home.folder / CARD_FILE, room.card)
    station = station_keys(home.folder)
    add_station(room.house.store, station.verify_key, "Poste 2", NOW)
    moment = BootMoment("b", 1, 1)
    for state in ("sent", "undecided"):
        made = body()
        home.records.write(VisitConsent(made["visit_id"], "K4-MTQ", state, moment))  # type: ignore[arg-type]
        Outbox(home.folder / "outbox").put(made, station, organisation_beside(room.db).public_key)
    yield home
    home.close()


def test_only_what_was_shared_is_brought_and_its_record_goes(room: Room, tmp_path: Path) -> None:
    """A packet that would not go when its share failed stays."""
    with post(tmp_path / "home", room) as home:
        found = bring(home.folder, room)
        assert isinstance(found, Delivered)
        assert (found.taken, room.count()) == (1, 1)
        assert len(Outbox(home.folder / "outbox").waiting()) == 1
        assert network.remembered(home.folder) == AT
        assert bring(tmp_path / "nowhere", room) == NoTower("no_card")


def test_the_courier_works_beside_the_window_and_stops_at_once(room: Room, tmp_path: Path) -> None:
    """It brings what is there, says what came of it, and a dead network holds up nobody who leaves."""
    calls: list[str] = []

    def wire(address: TowerAddress, path: str, data: bytes) -> bytes:
        # The base belongs to this thread: the courier hears a cut, and the test does the rest.
        calls.append(path)
        raise ConnectionResetError

    settled: list[int] = []
    with post(tmp_path / "home", room) as home:
        courier = Courier(home.folder, lambda: settled.append(1), wire, 0.01)
        courier.soon()
        for _ in range(6000):
            if len(calls) >= 3:
                break
            time.sleep(0.005)
        courier.close()
        assert len(calls) >= 3
        assert isinstance(courier.last, NoTower)
        assert courier.last.trouble == "cut"
        assert settled == []
        assert not courier._thread.is_alive()


def test_a_tower_that_moved_is_found_among_the_neighbours(
    room: Room, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No broadcast: the machines of one's own room are called one by one; a stranger that listens is not ours."""
    new: TowerAddress = ("10.0.0.77", 47471)

    def wire(address: TowerAddress, path: str, data: bytes) -> bytes:
        if address == ("10.0.0.50", 47471):
            return b"hello"
        if address != new:
            raise TimeoutError
        return room(address, path, data)

    monkeypatch.setattr(network, "neighbours", lambda addresses: ["10.0.0.50", "10.0.0.77"])
    monkeypatch.setattr(network, "listening", lambda hosts, ports: [(host, 47471) for host in hosts])
    with post(tmp_path / "home", room) as home:
        found = bring(home.folder, wire)
        assert isinstance(found, Delivered)
        assert found.taken == 1
        known = network.linked(home.folder)
        assert known is not None
        assert known.addresses == (new, AT)
        (home.folder / network.LAST_ADDRESS).unlink()
        filled_again = body()
        home.records.write(VisitConsent(filled_again["visit_id"], "K4-MTQ", "sent", BootMoment("b", 1, 1)))
        Outbox(home.folder / "outbox").put(filled_again, known.station, known.organisation)
        assert bring(home.folder, wire, search=False) == NoTower("silent", AT)
        assert isinstance(bring(home.folder, wire, to=new), Delivered)


def test_neighbours_are_private_and_a_listening_one_is_heard() -> None:
    """Never a machine of the Internet; a real socket of this machine is found, a closed one is not."""
    assert all(network.ipaddress.IPv4Address(one).is_private for one in network.neighbours([("8.8.8.8", 1), AT]))
    assert network.neighbours([("127.0.0.1", 9)]) == network.neighbours([])
    with socket.create_server(("127.0.0.1", 0)) as here, socket.socket() as closed:
        closed.bind(("127.0.0.1", 0))
        ports = {here.getsockname()[1], closed.getsockname()[1]}
        assert network.listening(["127.0.0.1"], ports) == [("127.0.0.1", here.getsockname()[1])]


def test_the_command_says_what_came_of_it(
    room: Room, tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Status 0 where nothing waits; where something does, why, and that nothing is lost."""
    monkeypatch.setattr(network, "ask_patiently", room)
    words = ["--lang", "fr", "send", "--home"]
    assert main([*words, str(tmp_path / "none")]) == 1
    assert "fiche d'aucune organisation" in capsys.readouterr().err
    with post(tmp_path / "home", room) as home:
        where = str(home.folder)
        assert main([*words, where, "--to", "10.0.0.9"]) == 1
        assert "avec son port" in capsys.readouterr().err
        assert main([*words, where, "--to", "10.0.0.9:47471", "--anew"]) == 1
        said = capsys.readouterr()
        assert "Reçus par l'organisation et effacés de cet ordinateur : 1" in said.err
        assert "Rien n'est perdu" in said.err
        for waiting in Outbox(home.folder / "outbox").waiting():
            waiting.path.unlink()
        assert main([*words, where]) == 0


def test_more_hosts_than_calls_at_once_are_all_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    """Several networks, two ports: round after round, never more calls together than any system waits for."""
    asked: list[list[TowerAddress]] = []
    monkeypatch.setattr(network, "_taking", lambda places, seconds: asked.append(list(places)) or places[:1])
    hosts = [f"10.0.{n // 200}.{n % 200}" for n in range(600)]
    found = network.listening(hosts, (1, 2))
    assert max(len(some) for some in asked) == network.MOST_CALLS
    assert sum(len(some) for some in asked) == 1200
    assert found == sorted(some[0] for some in asked)


def test_a_base_that_was_moved_is_the_same_tower(tmp_path: Path) -> None:
    """Its id is asked of what a move copies, not of when the copy was made."""
    secret = organisation_keys(tmp_path / "key")
    names = ("old", "new", "other")
    with ExitStack() as open_:
        old, new, other = (open_.enter_context(Store.open(tmp_path / f"{name}.db")) for name in names)
        new.db.conn.executescript("drop trigger base_no_update; update base set written_at='2020-01-01T00:00:00+00:00'")
        add_station(old, station_keys(tmp_path).verify_key, "Poste 1", NOW)
        add_station(other, station_keys(tmp_path).verify_key, "Poste 1", NOW + timedelta(days=1))
        with old.reading(), new.writing() as connection:
            fill(old, new, connection)
        ids = [Parcels(cast(House, SimpleNamespace(store=one)))._base(secret) for one in (old, new, other)]
    assert ids[0] == ids[1] != ids[2]
