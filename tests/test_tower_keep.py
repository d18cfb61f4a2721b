"""The tower's own house: purge, erasure with its certificate, copies that remember erasures, an audit that is read."""

import re
import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from store_kit import NOW, body
from tower_kit import bring, browsing, ready, words

from export.store.backup import heads_hold, keep_head, put_back, save, saves
from export.store.beside import NOTHING_BESIDE
from export.store.erasing import erase
from export.store.remarks import write
from export.store.store import Store, StoreError, audit_holds
from scenarios.offers import example_offers
from tower.drafts import typed_form

ONE, TWO = f"{1:032x}", f"{2:032x}"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Two people of one post."""
    path = ready(tmp_path / "m.db")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE), body(TWO, code="K4-GHJ", sitting_id=TWO))
    return path


def test_erasure_by_code_gives_a_certificate_that_names_what_is_left(db: Path) -> None:
    """After the box is ticked; sheets taken since, by whom; shown once; nothing of the person is left anywhere."""
    with Store.open(db) as store:
        save(store, "AB", NOW)
        write(store, ONE, ("comment", "Très précis."), "AB", NOW)
    with browsing(db) as browser:
        browser.enter()
        browser.see("/people/list.csv")
        browser.see(f"/people/{ONE}/card.csv")
        browser.see(f"/people/{TWO}/card.csv")
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "k4-cdf"})
        assert "Cochez d'abord" in words(browser.text)
        assert 'value="k4-cdf"' in browser.text
        browser.send("/house/keep/erase", {"who": "k4-cdf", "sure": "yes"})
        page = words(browser.text)
        assert browser.path == "/house/keep/certificate"
        assert "K4-CDF : effacé le" in page
        assert "Copies de la base faites par la tour : 1." in page
        assert page.count("Un tableau pris") == 2
        assert "la liste des personnes" in page
        assert "Sur un autre poste : son papier" in page
        assert browser.see(f"/people/{ONE}").status_code == 404
        browser.send("/lock") if browser.token("/lock") else None
    left = b"".join(path.read_bytes() for path in db.parent.rglob("*") if path.is_file())
    for gone in (b"K4-CDF", "Très précis".encode()):
        assert gone not in left
    assert b"K4-GHJ" in left
    with browsing(db) as browser:
        browser.enter()
        assert browser.see("/house/keep/certificate").url.path == "/house/keep"


def test_what_lies_beside_a_base_is_erased_first_and_what_stays_is_named(db: Path) -> None:
    """The machine's own files go by the hand the tower was given; one that resists stands on the certificate."""
    asked = []
    with browsing(db) as browser:

        def empty(path: Path, visits: Sequence[str], codes: Collection[str]) -> list[Path]:
            (who,) = visits
            with Store.open(path) as other:
                there = other.first_row("select 1 from candidates where candidate_id=?", who) is not None
            asked.append((who, *codes, there))
            return [path.with_name("resists.pdf")]

        browser.house.beside = replace(NOTHING_BESIDE, person=empty)
        browser.enter()
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": ONE, "sure": "yes"})
        assert asked == [(ONE, "K4-CDF", True)]
        assert "resists.pdf" in browser.text
        assert str(db.parent) not in browser.text


@pytest.mark.parametrize("what", ["pages", "copy", "both"])
def test_a_disk_that_refuses_after_the_person_left_is_on_the_certificate(
    what: str, db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They have left the base: the certificate says so, and names what is still to be erased; no copy is said gone."""
    with Store.open(db) as store:
        kept = save(store, "AB", NOW)

    def full(self: Store) -> None:
        raise StoreError("store.pages_left", path=self.path)

    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/keep")
        if what != "copy":
            monkeypatch.setattr(Store, "forget_pages", full)
        if what != "pages":
            kept.write_bytes(b"damaged " * 1000)
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        page = words(browser.text)
        assert browser.path == "/house/keep/certificate"
        assert "K4-CDF : effacé le" in page
        assert "Ce qui reste à effacer : le disque l'a refusé" in page
        assert ("récrit sans les places vides" in page) == (what != "copy")
        assert (kept.name in page) == (what != "pages")
        assert ("Copies de la base faites par la tour" in page) == (what == "pages")
        assert str(db.parent) not in page
        assert browser.see(f"/people/{ONE}").status_code == 404


def test_a_base_that_cannot_be_written_gives_no_certificate(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The person is in it still: the sentence says when they leave."""

    def full(*_: object) -> None:
        raise StoreError("store.full", path=db)

    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/keep")
        monkeypatch.setattr("export.store.erasing.remove", full)
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        assert "L'effacement est noté" in words(browser.text)
        assert browser.see("/house/keep/certificate").url.path == "/house/keep"


def test_nothing_typed_of_somebody_erased_stays_with_an_open_page(db: Path) -> None:
    """Their situation, a code looked for, a form to mend, the page to come back to; the certificate is shown once."""
    with browsing(db) as browser:
        browser.enter()
        login = next(iter(browser.house.logins._open.values()))
        offer = example_offers()[0].id
        browser.see(f"/pairs/{offer}/{ONE}")
        browser.send(f"/pairs/{offer}/{ONE}/situation", {"person": "jobseeker"})
        browser.see("/people")
        browser.send("/people/choose", {"code": "k4cdf"})
        login.kept["/offers/import"] = {"words": "vis"}
        drafts = browser.house.logins.drafts
        drafts.keep("AB", f"/people/{ONE}", [typed_form("/x", {"text": ["y"]})])
        drafts.keep("AB", "/days/new", [typed_form("/x", {"text": ["Mardi"]}), typed_form("/y", {"code": ["k4cdf"]})])
        drafts.keep("AB", "/offers", [typed_form("/x", {"text": ["y"]})])
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        assert "K4-CDF" in browser.text
        assert login.kept == {"/offers/import": {"words": "vis"}}
        assert [drafts.waits("AB", page) for page in (f"/people/{ONE}", "/days/new", "/offers")] == [False, False, True]
        assert browser.see("/house/keep/certificate").url.path == "/house/keep"


def test_what_is_over_is_purged_by_a_button(db: Path) -> None:
    """Said on the first page, done on this one, by name of who did it."""
    with browsing(db) as browser:
        browser.clock.s = timedelta(days=100).total_seconds()
        browser.enter()
        browser.see("/")
        assert "durée est passée" in words(browser.text)
        browser.see("/house/keep")
        browser.send("/house/keep/purge")
        assert "aucune durée n'est passée" in words(browser.text)
    with Store.open(db) as store:
        assert store.rows("select code from candidates") == []
        assert store.rows("select actor from audit where action='purge'") == [{"actor": "AB"}]


def test_a_copy_put_back_brings_nobody_back_who_was_erased(db: Path) -> None:
    """What was done since is gone, who was erased since stays so; today's base stays beside."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/keep")
        browser.send("/house/keep/save")
        assert "La copie est faite" in browser.text
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        browser.clock.s += 60
        browser.see("/house/keep")
        name = re.search(r'name="name" value="([^"]+)"', browser.text)
        assert name
        browser.send("/house/keep/back", {"name": name[1]})
        assert "Cochez d'abord" in words(browser.text)
        for wrong in ("", "../m.db", "m.db"):
            browser.send("/house/keep/back", {"name": wrong, "sure": "yes"})
            assert "n'est plus là" in words(browser.text)
        browser.send("/house/keep/back", {"name": name[1], "sure": "yes"})
        assert "La copie est remise" in browser.text
        browser.see("/people")
        assert "K4-GHJ" in browser.text
        assert "K4-CDF" not in browser.text
        browser.see("/house/audit")
        assert "aucune n'a été changée ni enlevée" in words(browser.text)
        assert "a remis une copie" in browser.text


def test_a_damaged_copy_takes_no_place(db: Path) -> None:
    """Looked at before anything moves: the base is as it was."""
    with Store.open(db) as store:
        path = save(store, "AB", NOW)
        assert [one.name for one in saves(store)] == [path.name]
    data = bytearray(path.read_bytes())
    data[4096 * 2 : 4096 * 3] = bytes(4096)
    path.write_bytes(data)
    before = db.read_bytes()
    with pytest.raises(StoreError, match="damaged"):
        put_back(db, path, "AB", NOW + timedelta(minutes=1))
    assert db.read_bytes() == before


def test_a_copy_whose_rows_do_not_fit_their_seals_takes_no_place(db: Path) -> None:
    """Its pages are whole, a row was changed behind the program's back: what opening it would refuse moves nothing."""
    with Store.open(db) as store:
        path = save(store, "AB", NOW)
    raw = sqlite3.connect(path)
    triggers = "select name from sqlite_schema where type='trigger' and tbl_name='candidates'"
    for (name,) in raw.execute(triggers).fetchall():
        raw.execute(f'drop trigger "{name}"')
    raw.execute("update candidates set code='K4-WRG'")
    raw.commit()
    raw.close()
    with browsing(db) as browser:
        browser.enter()
        browser.clock.s += 60
        browser.see("/house/keep")
        browser.send("/house/keep/back", {"name": path.name, "sure": "yes"})
        assert "abîmé" in words(browser.text)
        browser.see("/people")
        assert "K4-GHJ" in browser.text
    with Store.open(db) as store:
        assert store.dumps() == [path]


def test_a_base_is_in_its_place_again_where_its_copy_does_not_open(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever the reason: the base that was comes back, and the copy that failed is where it was."""
    with Store.open(db) as store:
        path = save(store, "AB", NOW)
        write(store, ONE, ("comment", "Depuis."), "AB", NOW)
    monkeypatch.setattr("export.store.backup.refuse_unsound", lambda *_: None)
    path.write_bytes(path.read_bytes()[:4096])
    with pytest.raises(StoreError):
        put_back(db, path, "AB", NOW + timedelta(minutes=1))
    monkeypatch.undo()
    with Store.open(db) as store:
        assert store.rows("select text from remarks") == [{"text": "Depuis."}]
        assert store.dumps() == [path]


def test_copies_of_one_second_do_not_take_each_others_place(db: Path) -> None:
    """Saved twice and put back within the same second: the base of today is kept beside all the same."""
    with Store.open(db) as store:
        first, second = save(store, "AB", NOW), save(store, "AB", NOW)
        assert first != second
        write(store, ONE, ("comment", "Depuis."), "AB", NOW)
    put_back(db, first, "AB", NOW).close()
    with Store.open(db) as store:
        assert store.rows("select 1 from remarks") == []
        (kept,) = {*store.dumps()} - {first, second}
    with Store.open(kept) as old:
        assert old.rows("select text from remarks") == [{"text": "Depuis."}]


def test_after_a_copy_was_put_back_people_are_erased_and_purged_as_before(db: Path) -> None:
    """What stands beside a copy (the head of its log) is no copy: an erasure passes it by and gives its certificate."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/keep")
        browser.send("/house/keep/save")
        name = saves(browser.house.store)[0].name
        browser.clock.s = 60
        browser.see("/house/keep")
        browser.send("/house/keep/back", {"name": name, "sure": "yes"})
        assert len(saves(browser.house.store)) == 2
        assert list(db.parent.glob("*.audit-head"))
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        assert browser.path == "/house/keep/certificate"
        browser.clock.s = timedelta(days=200).total_seconds()
        browser.enter()
        browser.see("/house/keep")
        browser.send("/house/keep/purge")
        assert "audit-head" not in browser.text
    with Store.open(db) as store:
        assert store.rows("select 1 from candidates") == []


def test_what_a_killed_save_left_goes_with_an_erasure(db: Path) -> None:
    """A copy half written, of a save, of a put-back or of an upgrade, is looked for by its name."""
    left = [db.with_name(name) for name in (
        f".{db.name}.part", f".{db.name}.part-wal", f".{db.name}.before-8-20261124T090000.part")]  # fmt: skip
    other = db.with_name(f".{db.name}2.part")
    for path in (*left, other):
        path.write_bytes(b"K4-CDF")
    with Store.open(db) as store:
        erase(store, ONE, NOW)
    assert not [path for path in left if path.exists()]
    assert other.exists()


def test_copies_forget_too(db: Path) -> None:
    """A copy made here is one that every erasure reaches."""
    with Store.open(db) as store:
        path = save(store, "AB", NOW)
        assert b"K4-CDF" in path.read_bytes()
        erase(store, ONE, NOW)
        assert b"K4-CDF" not in path.read_bytes()


def test_an_audit_that_was_cut_or_written_anew_is_noticed(db: Path) -> None:
    """Its head stands outside the base: even a whole new chain does not fit it."""
    with Store.open(db) as store:
        assert keep_head(store, NOW) > 0
        assert heads_hold(store)
        connection = store.db.conn
        connection.execute("drop trigger audit_no_delete")
        connection.execute("delete from audit where entry=(select max(entry) from audit)")
        assert audit_holds(store)
        assert not heads_hold(store)


def test_the_audit_is_read_in_words_and_names_who_did_it(db: Path) -> None:
    """Every kind of line there is has its words; no hash and no id on the page."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/audit")
        page = words(browser.text)
        assert "AB est entré" in page
        assert "Poste 1 a envoyé un résultat" in page
        assert "Autre :" not in page
        assert not re.findall(r"\b[0-9a-f]{16,}\b", page)
        browser.send("/house/audit/head")
        assert "notée hors de la base" in browser.text
