"""Long work shows that it goes on: copies, copies put back, erasures, purges, timetables; and says what came of it."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from store_kit import NOW
from tower_kit import Browser, browsing, one_result, words  # noqa: F401  # the fixture « db »

from export.store import backup
from export.store.backup import save, saves
from export.store.erasing import erase
from export.store.store import Store, StoreError
from lab.waiting import until

ONE = f"{1:032x}"
KEEP = "/house/keep"
GOES_ON, RETURNS = "Travail en cours sur la base", "Une copie est remise"


@pytest.fixture(autouse=True)
def many(monkeypatch: pytest.MonkeyPatch) -> None:
    """However few there are, they are taken for many."""
    monkeypatch.setattr("tower.beside.AT_ONCE", 0)


class Held:
    """A function that waits until it may go on."""

    def __init__(self, real: Any) -> None:
        self.real, self.begun, self.go = real, threading.Event(), threading.Event()

    def __call__(self, *given: Any, **named: Any) -> Any:
        self.begun.set()
        assert self.go.wait(60)
        return self.real(*given, **named)


@contextmanager
def held(monkeypatch: pytest.MonkeyPatch, where: str, real: Any) -> Iterator[Held]:
    """The real thing, once it is let go; whatever a test finds, no thread is left behind."""
    waits = Held(real)
    monkeypatch.setattr(where, waits)
    try:
        yield waits
    finally:
        waits.go.set()


def done(browser: Browser, waits: Held) -> None:
    """Let it go on, to its end."""
    waits.go.set()
    house = browser.house
    assert until(lambda: not house.jobs.busy and not house.lent, 60, 0.01) is not None


def seen(browser: Browser, path: str) -> str:
    browser.see(path)
    return words(browser.text)


def test_a_copy_is_made_beside_the_pages(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page says so, any other page is given meanwhile, a second one waits; then its name is told, once."""
    with browsing(db) as browser, held(monkeypatch, "tower.pages.keeping.save", save) as waits:
        browser.enter()
        browser.see(KEEP)
        token = browser.token(f"{KEEP}/save")
        browser.send(f"{KEEP}/save")
        assert GOES_ON in words(browser.text)
        assert browser.path == f"{KEEP}/work"
        assert GOES_ON in seen(browser, KEEP)
        assert "K4-MTQ" in seen(browser, "/people")
        answer = browser.client.post(f"{KEEP}/save", data={"token": token}, headers=browser.headers)
        assert "déjà en cours" in words(answer.text)
        assert "hx-refresh" not in browser.see(f"{KEEP}/work/progress").headers
        done(browser, waits)
        assert browser.see(f"{KEEP}/work/progress").headers["hx-refresh"] == "true"
        with Store.open(db) as store:
            (copy,) = saves(store)
        assert f"La copie est faite : {copy.name}" in seen(browser, f"{KEEP}/work")
        assert browser.path == KEEP
        assert "La copie est faite" not in seen(browser, KEEP)


def test_a_copy_that_could_not_be_made_says_why(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The disk's own words, or those of the base; nothing is said to be done."""
    with browsing(db) as browser:
        browser.enter()
        for error, said in ((OSError(28, "plein", "x.db"), "plein"), (StoreError("store.locked", path=db), "écriture")):

            def refused(*_: Any, error: Exception = error) -> None:
                raise error

            monkeypatch.setattr("tower.pages.keeping.save", refused)
            browser.see(KEEP)
            browser.send(f"{KEEP}/save")
            at_once = words(browser.text)
            assert until(lambda: not browser.house.jobs.busy, 60, 0.01) is not None
            # It may have been over before its page was asked for.
            page = at_once + seen(browser, f"{KEEP}/work")
            assert said in page
            assert "La copie est faite" not in page


def test_an_erasure_goes_on_beside_and_gives_its_certificate(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nothing held of the person outlives it, though nobody comes back; the certificate waits, and is shown once."""
    with browsing(db) as browser, held(monkeypatch, "tower.pages.keeping.erase", erase) as waits:
        browser.enter()
        browser.see(KEEP)
        browser.send(f"{KEEP}/erase", {"who": ONE, "sure": "yes"})
        assert GOES_ON in words(browser.text)
        browser.see(f"/people/{ONE}")
        assert browser.house._once
        done(browser, waits)
        assert browser.see(f"/people/{ONE}").status_code == 404
        assert not any(ONE in name for name in browser.house._once)
        assert "Le certificat de l'effacement est prêt" in seen(browser, KEEP)
        page = seen(browser, f"{KEEP}/work")
        assert browser.path == f"{KEEP}/certificate"
        assert "K4-MTQ : effacé le" in page
        assert "certificat" not in seen(browser, KEEP).lower().replace("faire le certificat", "")


def test_a_purge_goes_on_beside(db: Path) -> None:
    """Everybody whose time is over, and how many they were."""
    with browsing(db) as browser:
        browser.clock.s = timedelta(days=800).total_seconds()
        browser.enter()
        browser.see(KEEP)
        browser.send(f"{KEEP}/purge")
        at_once = words(browser.text)
        assert until(lambda: not browser.house.jobs.busy, 60, 0.01) is not None
        page = at_once + seen(browser, f"{KEEP}/work")
        with Store.open(db) as store:
            assert store.rows("select 1 from candidates") == []
        assert browser.house.catalogue.t("match.purged", "fr", n=1).split(" ")[0] in page


def test_a_copy_is_put_back_while_every_page_says_so(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The file is nobody's meanwhile: no page shows anything of it, parts ask again; then it is that of the copy."""
    with Store.open(db) as store:
        name = save(store, "AB", NOW).name
        with store.writing() as connection:
            connection.execute("update stations set label='Autre nom'")
    with browsing(db) as browser, held(monkeypatch, "export.store.backup.put_back", backup.put_back) as waits:
        browser.enter()
        browser.see(KEEP)
        browser.send(f"{KEEP}/back", {"name": name, "sure": "yes"})
        assert waits.begun.wait(60)
        for path in (KEEP, "/people", f"/people/{ONE}", "/", "/enter"):
            page = seen(browser, path)
            assert RETURNS in page, path
            assert "K4-MTQ" not in page
        part = browser.see("/house/stations/announced")
        assert 'hx-get="/house/stations/announced"' in part.text
        assert browser.house.enrolled() == {}
        done(browser, waits)
        assert "La copie est remise" in seen(browser, KEEP)
        assert "K4-MTQ" in seen(browser, "/people")
    with Store.open(db) as store:
        assert store.rows("select label from stations") == [{"label": "Poste 1"}]
        assert len(saves(store)) == 2


def test_a_copy_that_does_not_go_back_leaves_the_base_and_says_why(db: Path) -> None:
    """A damaged copy takes no place: the pages go on with the base that was."""
    with Store.open(db) as store:
        copy = save(store, "AB", NOW)
    copy.write_bytes(copy.read_bytes()[:-3000] + bytes(3000))
    with browsing(db) as browser:
        browser.enter()
        browser.see(KEEP)
        browser.send(f"{KEEP}/back", {"name": copy.name, "sure": "yes"})
        at_once = browser.text
        assert until(lambda: not browser.house.lent, 60, 0.01) is not None
        page = at_once + browser.see(KEEP).text
        assert "La copie est remise" not in page
        assert 'class="told wide wrong"' in page
        assert "K4-MTQ" in seen(browser, "/people")


def test_a_tower_that_is_closed_waits_for_the_file(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was begun is ended: no base is left half put back."""
    with Store.open(db) as store:
        name = save(store, "AB", NOW).name
    with held(monkeypatch, "export.store.backup.put_back", backup.put_back) as waits:
        with browsing(db) as browser:
            browser.enter()
            browser.see(KEEP)
            browser.send(f"{KEEP}/back", {"name": name, "sure": "yes"})
            assert waits.begun.wait(60)
            threading.Timer(0.2, waits.go.set).start()
        assert not browser.house.lent
    with Store.open(db) as store:
        assert store.rows("select 1 from audit where action='base.put_back'")
