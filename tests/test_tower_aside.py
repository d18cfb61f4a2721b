"""What came and is not in: listed with its reason and what to do, until it comes in or somebody is done with it."""

import re
from pathlib import Path

from nacl.signing import SigningKey
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, ready, words

from assets.texts import Catalogue
from export.packets.keys import organisation_keys, station_id_of
from export.packets.packet import seal
from export.store.aside import set_aside
from export.store.beside import home_beside
from export.store.intake import add_station, import_packet, revoke_station
from export.store.store import Store, audit_holds
from export.store.waiting import counts

HERE = "/house/aside"
OTHER = SigningKey(bytes(range(9, 41)))
REASON = re.compile(r'"(packet\.\w+)"')


def of_other(db: Path, sequence: int = 1) -> bytes:
    """A whole packet of a computer that is not enrolled."""
    post, to = station_id_of(bytes(OTHER.verify_key)), organisation_keys(home_beside(db)).public_key
    return seal(body(), OTHER, post, sequence, to)


def lands(db: Path, data: bytes) -> str:
    """Bring a packet; the key of what became of it."""
    with Store.open(db) as store:
        return import_packet(store, data, organisation_keys(home_beside(db)), NOW).key


def seen(browser: Browser) -> str:
    """What the page says now."""
    return words(browser.see(HERE).text)


def test_home_leads_to_what_was_set_aside_with_its_reason_and_what_to_do(tmp_path: Path) -> None:
    """None: said so. One: when, from whom as far as it is known, the reason's own sentence, what to do."""
    db = ready(tmp_path / "m.db")
    with browsing(db) as browser:
        browser.enter()
        assert f'href="{HERE}"' not in re.sub(r"<nav.*?</nav>", "", browser.see("/").text, flags=re.DOTALL)
        assert "Aucun envoi n'est mis de côté." in seen(browser)
    assert lands(db, of_other(db)) == "packet.unknown_station"
    with browsing(db) as browser:
        browser.enter()
        page = browser.see("/").text
        assert re.search(rf'<a href="{HERE}"><b>1</b><span>envoi mis de côté', page)
        page = seen(browser)
    assert "1 envoi" in page
    assert "24/11/2026" in page
    assert "Inconnu" in page
    assert "Vient d'un ordinateur qui n'est pas inscrit" in page
    assert "inscrivez-le : page « Les ordinateurs »" in page


def test_what_comes_in_later_leaves_by_itself(tmp_path: Path) -> None:
    """Enrolled, the same packet lands: nothing waits any more, on the page or at home; another one stays."""
    db = ready(tmp_path / "m.db")
    data, stays = of_other(db), b"no packet"
    assert [lands(db, data), lands(db, stays)] == ["packet.unknown_station", "packet.not_a_packet"]
    with Store.open(db) as store:
        add_station(store, bytes(OTHER.verify_key), "Poste 9", NOW)
        assert counts(store, NOW)["set_aside"] == 2
    with browsing(db) as browser:
        browser.enter()
        page = seen(browser)
    assert "n'est pas inscrit" not in page
    assert "Se dit de Poste 9" in page
    assert "Il est inscrit maintenant : rapportez l'envoi." in page
    assert lands(db, data) == "packet.imported"
    with Store.open(db) as store:
        assert [one.reason for one in set_aside(store)] == ["packet.not_a_packet"]
        assert counts(store, NOW)["set_aside"] == 1


def test_a_signature_that_is_wrong_names_nobody_for_sure(tmp_path: Path) -> None:
    """A revoked computer is named; one whose signature does not fit is only what the file says of itself."""
    db = ready(tmp_path / "m.db")
    with Store.open(db) as store:
        post = add_station(store, bytes(OTHER.verify_key), "Poste 9", NOW)
    forger = SigningKey(bytes(range(11, 43)))
    forged = seal(body(), forger, post, 5, organisation_keys(home_beside(db)).public_key)
    assert lands(db, forged) == "packet.altered"
    with browsing(db) as browser:
        browser.enter()
        assert "Se dit de Poste 9 ; rien ne le confirme" in seen(browser)
    with Store.open(db) as store:
        revoke_station(store, post, NOW)
    assert lands(db, of_other(db, 6)) == "packet.revoked_station"
    with Store.open(db) as store:
        assert [(one.label, one.sure) for one in set_aside(store)] == [("Poste 9", True), ("Poste 9", False)]


def test_whoever_is_done_with_a_line_does_not_see_it_again(tmp_path: Path) -> None:
    """Off the page and off the first page, also when it is sent again; kept in the log; others stay."""
    db = ready(tmp_path / "m.db")
    for data in (b"first", b"second"):
        lands(db, data)
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(HERE).text
        first, second = re.findall(r'name="line" value="(\d+)"', page)
        assert int(first) > int(second)
        browser.send(f"{HERE}/done", {"line": second})
        assert re.findall(r'name="line" value="(\d+)"', browser.text) == [first]
        assert "La ligne est retirée" in words(browser.text)
        browser.send(f"{HERE}/done", {"line": second})
        assert "Cette ligne n'est plus là" in words(browser.text)
        browser.send(f"{HERE}/done", {"line": "x"})
        assert "réglé un envoi mis de côté" in words(browser.see("/house/audit").text)
    lands(db, b"second")
    with Store.open(db) as store:
        assert [one.line for one in set_aside(store)] == [int(first)]
        assert counts(store, NOW)["set_aside"] == 1
        assert audit_holds(store)


def test_many_are_read_a_page_at_a_time(tmp_path: Path) -> None:
    """Sixty lines: fifty, then ten, the last that came first."""
    db = ready(tmp_path / "m.db")
    bring(db, body(f"{1:032x}", code="K4-CDF", sitting_id=f"{1:032x}"))
    for n in range(60):
        lands(db, b"%d" % n)
    with browsing(db) as browser:
        browser.enter()
        assert "60 envois" in seen(browser)
        assert browser.text.count('name="line"') == 50
        assert browser.see(f"{HERE}?page=2").text.count('name="line"') == 10


def test_each_reason_has_its_sentence_and_what_to_do() -> None:
    """Whatever opening or taking in may set aside is said in French and English."""
    source = Path("export/packets/packet.py").read_text("utf-8") + Path("export/store/intake.py").read_text("utf-8")
    reasons = set(REASON.findall(source)) - {
        "packet.imported", "packet.already", "packet.erased", "packet.purged", "packet.robot_among_people",
        "packet.person_among_robots", "packet.unreadable", "packet.import"}  # fmt: skip
    assert {"packet.conflict", "packet.altered", "packet.wrong_clock", "packet.earlier_shut"} <= reasons
    catalogue = Catalogue.load()
    for reason in reasons:
        assert catalogue.has(reason), reason
        assert catalogue.has(f"tower.aside.do.{reason.rpartition('.')[2]}"), reason
