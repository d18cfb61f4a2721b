"""A post that joined an organisation: a share is sealed to its card, waits to be carried, under the same consent."""

import datetime
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from conftest import panneau
from test_consent import at_the_pass, bytes_of, someone
from way_kit import left, press, says

from cli.main import main
from export.packets.cards import CARD_FILE
from export.packets.keys import ORGANISATION_FILE
from export.packets.outbox import Outbox
from export.packets.stick import packets_on
from game.journey.journey import Journey
from game.journey.settle import clean, database, resolve, settle_sent
from game.journey.share import share
from game.station.home import Home
from scenarios.model import Scenario

Capture = pytest.CaptureFixture[str]


@pytest.fixture(scope="module")
def workshop() -> Scenario:
    return panneau()


@pytest.fixture
def desk(tmp_path: Path) -> Path:
    """The database of an organisation on another machine, with its card beside it."""
    db = tmp_path / "desk" / "agence.db"
    db.parent.mkdir()
    words = ["organisation", "card", "--out", str(db.with_suffix(".card")), "--db", str(db), "--label", "Agence"]
    assert main(words) == 0
    return db


@pytest.fixture
def home(tmp_path: Path, desk: Path) -> Iterator[Home]:
    """A post that has joined it."""
    folder = tmp_path / "home"
    assert main(["station", "join", str(desk.with_suffix(".card")), "--home", str(folder)]) == 0
    opened = Home.open(folder)
    yield opened
    opened.close()


def packets(home: Home) -> list[Path]:
    return sorted((home.folder / "outbox").glob("*.envol"))


def shared(home: Home, workshop: Scenario) -> Journey:
    app = at_the_pass(home, workshop)
    press(app, "share", "months_3")
    return app


def test_a_share_is_sealed_to_the_organisation_of_the_card(
    home: Home, desk: Path, workshop: Scenario, tmp_path: Path, capsys: Capture
) -> None:
    """It waits, is said to wait, outlives a start, and comes into the base of the card's organisation and no other."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    press(app, "share", "months_3")
    assert says(app)[0] == "goodbye.sent"
    assert "attend sur cet ordinateur" in says(app)[1]
    assert not database(home).exists()
    assert not (home.folder / ORGANISATION_FILE).exists()
    assert not list((home.folder / "runs").iterdir())
    clean(home, datetime.date.today())
    resolve(home)
    assert [one.state for one in home.records.all()] == ["sent"]
    (packet,) = packets(home)
    other = shared(home, workshop)
    assert says(other)[0] == "goodbye.sent"
    assert packet in packets(home)
    home.close()
    main(["station", "card", "--out", str(tmp_path / "poste.card"), "--home", str(home.folder)])
    assert main(["station", "enrol", str(tmp_path / "poste.card"), "--db", str(desk)]) == 0
    assert main(["packets", "import", str(home.folder / "outbox"), "--db", str(desk)]) == 0
    capsys.readouterr()
    assert main(["candidate", "list", "--db", str(desk)]) == 0
    assert person.code in capsys.readouterr().out


def test_what_waits_is_erased_with_the_person(home: Home, workshop: Scenario) -> None:
    """`candidate erase` by the code takes the packet that waits; nothing of the person is left, others' stay."""
    app = at_the_pass(home, workshop)
    first = someone(app)
    press(app, "share", "months_3")
    shared(home, workshop)
    home.close()
    main(["regions", "use", "normandie", "--db", str(database(home))])
    assert main(["candidate", "erase", first.code, "--db", str(database(home))]) == 0
    assert len(packets(home)) == 1
    assert bytes_of(home, first.code) == []


def test_a_packet_carried_away_or_too_old_leaves_no_record(home: Home, workshop: Scenario) -> None:
    """Once the packet is gone the record goes; a packet nobody carried in three months goes too."""
    shared(home, workshop)
    shared(home, workshop)
    carried, old = packets(home)
    carried.unlink()
    clean(home, datetime.date.today())
    assert len(home.records.all()) == 1
    (waiting,) = home.records.all()
    long_ago = replace(waiting.seen, wall=int(time.time()) - 100 * 86400)
    home.records.write(replace(waiting, seen=long_ago))
    clean(home, datetime.date.today())
    assert not old.exists()
    assert home.records.all() == ()


@pytest.mark.parametrize("kind", ["card", "outbox", "record"])
def test_a_share_that_cannot_be_sealed_leaves_nothing(
    kind: str, home: Home, workshop: Scenario, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A damaged card, a full disk, a record that cannot be written: said, and no packet waits."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    real = home.records.write

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        if kind == "card":
            path = home.folder / CARD_FILE
            path.write_text(path.read_text().replace("Agence", "Agance"))
        elif kind == "outbox":
            patch.setattr(Outbox, "put", full)
        else:
            patch.setattr(type(home.records), "write", lambda self, one: full() if one.state == "sent" else real(one))
        press(app, "share", "months_3")
    assert says(app)[0] == "boarding"
    assert "Rien n'est parti" in says(app)[1]
    assert packets(home) == []
    press(app, "erase", "yes")
    assert bytes_of(home, person.code, person.candidate) == []


def test_the_organisations_own_machine_takes_its_shares_in(tmp_path: Path, workshop: Scenario) -> None:
    """Where the card is that of the base beside the game, a share lands there as before."""
    home = Home.open(tmp_path / "alone")
    db = database(home)
    card = tmp_path / "own.card"
    home.close()
    assert main(["organisation", "card", "--out", str(card), "--db", str(db)]) == 0
    assert main(["station", "join", str(card), "--home", str(home.folder)]) == 0
    home = Home.open(home.folder)
    app = shared(home, workshop)
    assert says(app)[0] == "goodbye.shared"
    assert packets(home) == []
    home.close()




# A cut, or a disk that refuses, in the middle.


def test_a_kill_before_the_visit_ends_leaves_no_journal_of_what_was_sent(home: Home, workshop: Scenario) -> None:
    """The packet is laid and the process dies before the goodbye: the next start empties what « sent » does not let
    stay, and the packet goes on waiting."""
    app = at_the_pass(home, workshop)
    person = someone(app)
    assert app.visit.shown is not None
    share(person, app.visit.shown, months=3, language="fr")
    assert home.runs()
    clean(home, datetime.date.today())
    assert not list((home.folder / "runs").iterdir())
    assert [one.state for one in home.records.all()] == ["sent"]
    assert len(packets(home)) == 1


def test_a_receipt_that_comes_before_the_journal_went_lets_no_record_go(home: Home, workshop: Scenario) -> None:
    """The record is what says that the journal must go: it goes last."""
    app = at_the_pass(home, workshop)
    assert app.visit.shown is not None
    share(someone(app), app.visit.shown, months=3, language="fr")
    for packet in packets(home):
        packet.unlink()
    settle_sent(home.folder)
    assert [one.state for one in home.records.all()] == ["sent"]
    clean(home, datetime.date.today())
    assert home.records.all() == ()
    assert left(home) == sorted(n for n in left(home) if n in (CARD_FILE, "sequence"))


def test_a_packet_that_would_not_go_is_not_carried_away(
    home: Home, workshop: Scenario, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: Capture
) -> None:
    """The disk refuses after the packet is written, and the packet will not go: the pass says that it goes with nobody,
    and no stick takes it; the next start erases it."""
    app = at_the_pass(home, workshop)
    put = Outbox.put

    def full(self: Outbox, *given: Any) -> None:
        put(self, *given)
        raise OSError(28, "No space left on device")

    def stays(self: Outbox, candidate: str) -> int:
        raise PermissionError(13, "Permission denied", str(self.folder))

    with monkeypatch.context() as patch:
        patch.setattr(Outbox, "put", full)
        patch.setattr(Outbox, "erase", stays)
        press(app, "share", "months_3")
    assert "ne partira avec aucun autre partage" in says(app)[1]
    assert len(packets(home)) == 1
    stick = tmp_path / "stick"
    stick.mkdir()
    assert main(["carry", str(stick), "--home", str(home.folder)]) == 0
    capsys.readouterr()
    assert packets_on(stick) == []
    clean(home, datetime.date.today())
    resolve(home)
    assert packets(home) == []
    assert [one.state for one in home.records.all()] == ["undecided"]
    assert home.runs()
