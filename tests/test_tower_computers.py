"""The page of the computers, in the menu: each of its states says what to do next; what IT must allow is one sheet."""

import re
from pathlib import Path

import pytest
from store_kit import NOW, keys
from test_tower_limit import other_post
from tower_kit import browsing, ready, words

from export.packets.keys import ORGANISATION_FILE
from export.store.beside import home_beside
from export.store.days import DayPlan, plan_day
from export.store.intake import add_station, revoke_station
from export.store.store import Store
from tower import STATIONS_PORT
from tower.house import TAKEN

ROOT = Path(__file__).parent.parent


def current(page: str) -> list[str]:
    """What the menu shows as the page one is on."""
    menu = page[page.index("<nav") : page.index("</nav>")]
    return re.findall(r'<a href="([^"]+)" aria-current="page"', menu)


def test_the_computers_are_in_the_menu_and_nowhere_twice(tmp_path: Path) -> None:
    """One press from every page; « La maison » no longer holds them, and is not called the page one is on."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        assert 'href="/house/stations"' in browser.see("/people").text
        assert current(browser.see("/house/stations").text) == ["/house/stations"]
        page = browser.see("/house").text
        assert current(page) == ["/house"]
        assert page.count('<a href="/house/stations"') == 1


def test_each_state_of_the_page_says_what_to_do_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """None, one, many, all revoked, and the organisation's key gone."""
    monkeypatch.setattr("tower.pages.house.player_folder", lambda: tmp_path)
    monkeypatch.setattr("tower.pages.house.plugged_in", list)
    db = ready(tmp_path / "m.db")
    posts = (keys()[0], other_post())
    with browsing(db) as browser:
        browser.enter()
        browser.house.stations_at = STATIONS_PORT

        def page() -> str:
            return words(browser.see("/house/stations").text)

        none = page()
        assert "Aucun ordinateur n'est inscrit" in none
        assert "Ma clé est branchée : regarder" in none
        assert browser.text.count("class=main") == 1, "one press leads on"
        for n, post in enumerate(posts, 1):
            with Store.open(db) as store:
                add_station(store, post.verify_key, f"Poste {n}", NOW)
            some = page()
            assert f"Poste {n}" in some
            assert "Préparer une séance" in some
            assert "Inscrire d'autres ordinateurs" in some
        with Store.open(db) as store:
            plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 2, 2, ("panneau_porte",)), "AB", NOW)
        assert "Aller aux places de « Mardi »" in page()
        browser.house.stations_at, browser.house.unheard = 0, TAKEN
        assert re.search(r'class="told wrong">[^<]*la porte des ordinateurs', browser.see("/house/stations").text)
        browser.house.unheard = ""
        with Store.open(db) as store:
            for post in posts:
                revoke_station(store, post.station_id, NOW, "AB")
        gone = page()
        assert "Tous les ordinateurs sont retirés. Pour en inscrire d'autres" in gone
        assert "Préparer la clé, une fois" in gone
        (home_beside(db) / ORGANISATION_FILE).unlink()
        broken = page()
        assert "La clé de l'organisation manque" in broken
        assert "Aucun ordinateur n'est inscrit" not in broken
        assert "Préparer la clé, une fois" not in broken


def test_what_the_machines_service_must_allow_is_said_at_once_and_on_one_sheet(tmp_path: Path) -> None:
    """Not behind a fold: on the first start, on the page of the computers; the sheet is there before any PIN, names the
    door of the posts and the folders, and holds nothing of anybody."""
    line = "Votre service informatique doit autoriser deux choses"
    with browsing(tmp_path / "none.db") as browser:
        first = browser.see("/").text
        assert browser.path == "/first"
        assert line in words(re.sub(r"<details.*?</details>", "", first, flags=re.DOTALL))
        assert browser.see("/it").status_code == 200
        assert browser.path == "/it"
    with browsing(ready(tmp_path / "m.db")) as browser:
        sheet = words(browser.see("/it").text)
        assert browser.path == "/it"
        for said in (f"TCP {STATIONS_PORT}", "127.0.0.1", "envol-player", "MANIFEST.json"):
            assert said in sheet, said
        assert "AB" not in sheet.split()
        assert str(tmp_path) not in sheet, "an account's folder bears a name"
        browser.enter()
        assert str(tmp_path) in words(browser.see("/it").text)
        page = browser.see("/house/stations").text
        assert line in words(re.sub(r"<details.*?</details>", "", page, flags=re.DOTALL))


def test_no_decision_wears_the_colour_of_what_is_shown() -> None:
    """« Décidé : proposée » stood green beside « à confirmer »: what somebody decided is no result, and has its own."""
    css = (ROOT / "tower/static/tower.css").read_text("utf-8")
    green = [head for head, body in re.findall(r"([^{}]+)\{([^{}]*)\}", css) if "--good" in body and ".tag" in head]
    assert green
    assert not any("stands" in head for head in green)
    pair = (ROOT / "tower/templates/pair.html").read_text("utf-8")
    assert "class=\"told {{ 'wrong' if held else 'even' }}\" id=\"decided\"" in pair
