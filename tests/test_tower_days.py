"""The tower's sittings: planned with seats, placed, opened, noted, printed; what is noted is read with the result."""

import html
import re
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, ready

from export.store.days import DayPlan, notes_about, plan_day
from export.store.intake import add_station, erase
from export.store.store import Store, StoreError

ONE = f"{1:032x}"
FORM = {"title": "Groupe du mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90", "seats": "12", "wide": "4",
        "circuit": ["panneau_fuselage", "panneau_porte"]}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with two posts, and a result of the day."""
    path = ready(tmp_path / "m.db")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE))
    with Store.open(path) as store:
        add_station(store, bytes(SigningKey(bytes(32)).verify_key), "Poste 2", NOW)
    return path


def words(page: str) -> str:
    """What a page says, without its tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page)).split())


def planned(browser: Browser) -> str:
    """A day of twelve seats; its path."""
    browser.see("/days/new")
    browser.send("/days/new", FORM)
    assert re.fullmatch(r"/days/\w{32}", browser.path), words(browser.text)
    return browser.path


def test_a_room_of_twelve_is_ready_from_one_form(db: Path) -> None:
    """One form, twelve seats on the plan, both sheets to print; the button that opens it stands beside."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days")
        assert "Aucune séance" in browser.text
        path = planned(browser)
        assert len(re.findall(rf'href="{path}/seats/\d+"', browser.text)) == 12
        assert "wide-4" in browser.text
        for sheet, sign in (("slips", 'class="slip"'), ("attendance", '<th scope="row">')):
            page = browser.see(f"{path}/{sheet}").text
            assert page.count(sign) == 12
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        assert "en cours" in browser.text
        browser.send(f"{path}/turn", {"state": "open"})
        assert 'role="alert"' in browser.text
        browser.send(f"{path}/turn", {"state": "closed"})
        assert "terminée" in browser.text


def test_what_takes_too_long_is_said_before(db: Path) -> None:
    """Workshops longer than the sitting: said on the plan, with what it means for the results."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", {**FORM, "minutes": "10"})
        assert "restera à confirmer" in words(browser.text)


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"title": " "}, "title"), ({"title": "a\u202eb"}, "title"), ({"day": "2026-02-30"}, "moment"),
     ({"hour": "25:00"}, "moment"), ({"minutes": "9"}, "minutes"), ({"minutes": "x"}, "numbers"),
     ({"seats": "61"}, "seats"), ({"wide": "9"}, "seats"), ({"circuit": ["none"]}, "circuit"),
     ({"seats": "²"}, "numbers")],
)  # fmt: skip
def test_a_day_that_does_not_hold_keeps_what_was_typed(db: Path, changes: dict[str, object], key: str) -> None:
    """One sentence says what is wrong; the rest stands there still."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", FORM | changes)
        assert browser.path == "/days/new"
        said = browser.house.catalogue.texts["fr"][f"day.{key}"].split("{")[0]
        assert said in words(browser.text)
        if key != "title":
            assert 'value="Groupe du mardi"' in browser.text


def test_a_post_stands_at_one_seat_and_its_results_are_counted_there(db: Path) -> None:
    """Placed by name; twice is refused; a result of that day is counted at its seat."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        ids = dict(re.findall(r'<option value="(\w{16})">(Poste \d)<', browser.text))
        by_name = {name: key for key, name in ids.items()}
        browser.send(f"{path}/seats", {"s-1": by_name["Poste 1"], "s-2": by_name["Poste 1"]})
        assert "à deux places" in words(browser.text)
        browser.send(f"{path}/seats", {"s-1": by_name["Poste 1"], "s-2": by_name["Poste 2"]})
        assert "1 Poste 1 1 résultat ce jour" in words(browser.text)
        assert "2 Poste 2 0 résultat ce jour" in words(browser.text)
        browser.send(f"{path}/seats", {"in_order": "yes"})
        assert "1 Poste 1" in words(browser.text)
        assert "3 aucun poste" in words(browser.text)
        browser.send(f"{path}/seats", {"s-1": "f" * 16})
        assert "n'est pas inscrit" in words(browser.text)


def test_what_is_noted_at_a_seat_is_read_with_the_result_and_leaves_with_it(db: Path) -> None:
    """By the code of that day; another day's note is another person's; erased with the person."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        browser.see(f"{path}/seats/3")
        browser.send(f"{path}/seats/3", {"kind": "stuck", "code": "k4cdf", "text": "Redémarrée <b>deux</b> fois."})
        assert "K4-CDF" in browser.text
        assert "machine arrêtée" in browser.text
        assert "<b>deux" not in browser.text
        browser.see(f"/people/{ONE}")
        assert "Ce jour-là Place 3 : machine arrêtée" in words(browser.text)
        for wrong in ({"kind": "incident"}, {"kind": "x", "text": "a"}, {"kind": "late", "code": "K4"}):
            browser.see(f"{path}/seats/3")
            browser.send(f"{path}/seats/3", wrong)
            assert 'role="alert"' in browser.text
        for seat in ("13", "0", "-1", "x", "²"):
            assert browser.see(f"{path}/seats/{seat}").status_code == 404
    with Store.open(db) as store:
        other = DayPlan("Autre", "2026-11-25T09:00", 90, 1, 1, ("panneau_porte",))
        day = plan_day(store, other, "AB", NOW)
        with store.writing() as connection:
            connection.execute("insert into seat_notes(day_id, seat, kind, code, text, written_by, written_at) "
                               "values(?,1,'late','K4-CDF','','AB','2026-11-25')", (day,))  # fmt: skip
        assert [note["kind"] for note in notes_about(store, ONE)] == ["stuck"]
        erase(store, ONE, NOW)
        assert store.rows("select 1 from seat_notes") == []


def test_a_day_that_is_not_there_is_a_sentence(db: Path) -> None:
    """No page of code, whatever the address."""
    with browsing(db) as browser:
        browser.enter()
        for path in ("/days/x", f"/days/{'f' * 32}/slips", "/days/x/seats/1", "/days/x/attendance"):
            assert browser.see(path).status_code == 404
    with Store.open(db) as store, pytest.raises(StoreError, match=r"day\.title"):
        plan_day(store, DayPlan("", "2026-11-24T09:00", 90, 1, 1, ("a",)), "AB", NOW)
