"""A big base opens at once: its rows are held against their seals beside the first page, before anything is shown."""

import sqlite3
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from store_kit import NOW, body, keys
from tower_kit import PIN, bring, browsing, ready, words

from export.packets.cards import make_card
from export.packets.keys import organisation_keys
from export.packets.knocks import make_knock, read_reply
from export.packets.receipts import signing_of
from export.store.beside import home_beside
from export.store.erasing import erase
from export.store.seals import know
from export.store.store import Store, StoreError, sound
from tower.parcels import Parcels

ONE, TWO = f"{1:032x}", f"{2:032x}"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one person."""
    path = ready(tmp_path / "m.db")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE))
    return path


def spoil(db: Path, statement: str) -> None:
    """Change the base as a bad disk does: no seal follows, and the schema stays as it is."""
    connection = sqlite3.connect(db, isolation_level=None)
    know(connection)
    triggers = connection.execute("select name, sql from sqlite_schema where type='trigger'").fetchall()
    for name, _ in triggers:
        connection.execute(f'drop trigger "{name}"')
    connection.execute(statement)
    for _, told in triggers:
        connection.execute(told)
    connection.close()


SPOILT = [
    "update candidates set code='K4-CDG'", "delete from readouts where rowid in (select min(rowid) from readouts)",
    "insert into settings values('x','y')", "delete from seals where of='candidates'",
    "update candidates set code=cast(x'ff4b' as text)", "insert into seals values('nowhere','',1)",
]  # fmt: skip


@pytest.mark.parametrize("statement", SPOILT)
def test_what_is_not_as_it_was_written_is_never_shown_and_nothing_is_written(db: Path, statement: str) -> None:
    """A letter, a row, a seal, one too many, no more UTF-8: the door opens, then one sentence, whatever is asked."""
    assert sound(db)
    spoil(db, statement)
    assert not sound(db)
    with pytest.raises(StoreError, match=r"store\.damaged"):
        Store.open(db)
    with Store.open(db, checked=False) as store:
        before = store.rows("select count(*) as n from audit")
    with browsing(db) as browser:
        browser.see("/enter")
        if (check := browser.house.checking) is not None:
            check.wait()
        for path in ("/", "/people", f"/people/{ONE}", "/enter", "/first"):
            assert browser.see(path).status_code == 400
            assert "abîmée" in words(browser.text), path
        browser.client.post("/enter", data={"adviser": "AB", "pin": PIN}, headers=browser.headers)
        assert browser.see("/people").status_code == 400
    connection = sqlite3.connect(db)
    assert connection.execute("select count(*) from audit").fetchone()[0] == before[0]["n"]
    connection.close()


def test_nobody_is_erased_in_a_base_that_is_not_sound(db: Path) -> None:
    """An older file put back, with somebody in it who was erased since, and a damaged row: it is refused as it is."""
    bring(db, body(TWO, code="K4-GHJ", sitting_id=TWO))
    with Store.open(db) as store:
        older = store.path.read_bytes()
        erase(store, TWO, NOW)
    db.write_bytes(older)
    with Store.open(db, checked=False) as store:
        assert store.rows("select 1 from candidates where candidate_id=?", TWO) == []
    db.write_bytes(older)
    spoil(db, "update candidates set code='K4-CDG' where code='K4-CDF'")
    with pytest.raises(StoreError, match=r"store\.damaged"):
        Store.open(db, checked=False)
    connection = sqlite3.connect(db)
    assert connection.execute("select count(*) from candidates").fetchone() == (2,)
    connection.close()


def test_the_door_is_there_before_the_base_is_looked_through(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The PIN can be typed meanwhile; what shows or writes waits; a post is asked to come again."""
    go, secret = threading.Event(), organisation_keys(home_beside(db))
    knock = make_knock(keys()[0], secret.public_key, b"x" * 100)
    card = make_card("organisation", "M", bytes(secret.public_key), [], bytes(signing_of(secret).verify_key))
    monkeypatch.setattr("tower.house.sound", lambda path: go.wait(20))
    with browsing(db) as browser, ThreadPoolExecutor(1) as beside:
        # The browser is opened at the first address, and is led to the door.
        for asked in ("/", "/people", "/enter"):
            assert browser.see(asked).status_code == 200
            assert browser.path == "/enter"
        assert browser.house.checking is not None
        assert browser.client.portal is not None
        reply = browser.client.portal.call(Parcels(browser.house).knock, knock)
        assert read_reply(reply, card, knock).says == "later"
        entering = beside.submit(browser.enter)
        with pytest.raises(TimeoutError):
            entering.result(0.3)
        assert browser.house.checking is not None
        go.set()
        entering.result(20)
        assert browser.path == "/"
        assert browser.house.checking is None
