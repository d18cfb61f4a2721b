"""A page that nobody looks after hides by itself; what was typed on it waits for whoever typed it, for nobody else."""

import json
import re
import time
from pathlib import Path
from typing import Any

import pytest
from browser_kit import Chromium, answering, browser, opened
from tower_kit import (
    BASE,
    COOKIE,
    OURS,
    PIN,
    Browser,
    Clock,
    browsing,
    house_of,
    one_result,  # noqa: F401  # the fixture « db »
)

from export.store.store import Store
from tower.call import Call, enter_for, own_page
from tower.drafts import MOST_PAGES, MOST_SIGNS, Drafts, typed_form
from tower.pages.offers import PLACES

ONE = f"{1:032x}"
PAGE = f"/people/{ONE}"
REMARK = f"{PAGE}/remark"


def say(browser: Browser, forms: list[dict[str, Any]], page: str = PAGE, **more: str) -> str:
    """What the page's own script says of itself, with the page's own token."""
    token = re.search(r'data-token="(\w+)"', browser.text)
    assert token
    asked = {"token": token[1], "page": page, "forms": json.dumps(forms), **more}
    return browser.client.post("/draft", data=asked, headers=OURS).text


def remarks(db: Path) -> int:
    """How many are written."""
    with Store.open(db) as store:
        return len(store.rows("select 1 from remarks"))


def typed(text: str) -> list[dict[str, Any]]:
    """The form of a remark, with some words in it."""
    return [{"to": REMARK, "values": {"kind": ["comment"], "text": [text], "pin": ["274913"], "sure": ["yes"]}}]


def test_after_the_pin_the_page_comes_back_with_what_was_typed_to_the_same_adviser_alone(db: Path) -> None:
    """By the lock of ten minutes and by the button alike; no PIN and no word of assent is kept; given back once."""
    with browsing(db) as browser:
        browser.enter()
        for how in ("idle", "button"):
            browser.see(f"{PAGE}?page=2")
            assert say(browser, typed("Le téléphone sonne"), f"{PAGE}?page=2") == "600"
            if how == "idle":
                browser.clock.s += 601
                browser.see(f"{PAGE}?page=2")
            else:
                browser.send("/lock", {"back": f"{PAGE}?page=2"})
            assert browser.path == "/enter"
            assert "téléphone" not in browser.text
            assert "avec ce que vous y aviez tapé" in browser.text
            answer = browser.send("/enter", {"adviser": "AB", "pin": PIN})
            assert str(answer.url) == f"{BASE}{PAGE}?page=2"
            assert "Le téléphone sonne" in browser.text
            assert "274913" not in browser.text
            assert "sure" not in (re.search(r'data-typed="([^"]*)"', browser.text) or [""])[0]
            assert "Le téléphone sonne" not in browser.see(f"{PAGE}?page=2").text
        say(browser, typed("à moi"), f"{PAGE}?page=2")
        browser.send("/lock", {"back": f"{PAGE}?page=2"})
        browser.send("/enter", {"adviser": "CD", "pin": PIN})
        assert browser.path == "/"
        assert "à moi" not in browser.see(f"{PAGE}?page=2").text


def test_a_form_that_comes_after_the_lock_is_shown_again_filled_and_not_done(db: Path) -> None:
    """Nothing is written and nothing lost: by the tab that was idle, and by one left behind while another came back."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(PAGE)
        token = browser.token(REMARK)
        browser.clock.s += 601
        browser.send(REMARK, {"kind": "comment", "text": "dit trop tard"})
        assert browser.path == "/enter"
        assert "pas encore fait" in browser.text
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        assert browser.path == PAGE
        # In its field, by the server: a browser without a script has it too, and was told what it loses.
        assert ">dit trop tard</textarea>" in browser.text
        assert re.search(r"<noscript><p[^>]*>Ce navigateur n&#39;exécute pas de script. Après 10 minutes", browser.text)
        late = {"token": token, "kind": "comment", "text": "d&#39;un autre onglet"}
        browser._seen(browser.client.post(REMARK, data=late, headers=OURS))
        assert browser.path == PAGE
        assert "Rien n&#39;est encore fait" in browser.text
        assert "autre onglet" in browser.text
        assert remarks(db) == 0
        browser.send(REMARK, {"kind": "comment", "text": "dit à temps"})
        assert remarks(db) == 1
        browser.client.cookies.clear()
        browser._seen(browser.client.post(REMARK, data=late, headers=OURS))
        assert browser.path == "/enter"
        assert "fermée ou rouverte" in browser.text


def test_other_tabs_cross_the_lock_without_losing_it(db: Path) -> None:
    """The cookie that was meets the same lock, and opens nothing; what asks by itself never changes the cookie."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(PAGE)
        inside, page = browser.client.cookies[COOKIE], browser.text
        browser.send("/lock", {"back": PAGE})
        locked = browser.client.cookies[COOKIE]
        browser.client.cookies.set(COOKIE, inside, domain="127.0.0.1", path="/")
        browser.text = page
        assert say(browser, typed("encore tapé")) == "0"
        assert browser.client.get("/enter", headers=OURS).text.count("AB")
        browser.client.cookies.clear()
        browser.client.cookies.set(COOKIE, locked)
        browser.see(f"/enter?page={PAGE}")
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        assert "encore tapé" in browser.text
        for cookie in (inside, locked):
            browser.client.cookies.clear()
            browser.client.cookies.set(COOKIE, cookie)
            asked = browser.client.post("/draft", data={"token": "x"}, headers=OURS, follow_redirects=False)
            assert "set-cookie" not in asked.headers
            assert browser.see(PAGE).url.path == "/enter"


def test_a_page_that_asks_by_itself_keeps_no_door_open(db: Path) -> None:
    """With the script or without: the radar asked for six hundred seconds, and nobody moved."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", {"title": "Mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90",
                                   "seats": "2", "wide": "2", "circuit": "panneau_porte"})  # fmt: skip
        radar = browser.see(f"{browser.path}/radar")
        assert f"5;url={radar.url.path}?again=1" in radar.text
        for _ in range(121):
            browser.clock.s += 5
            browser.see(f"{radar.url.path}?again=1")
        assert browser.path == "/enter"
        assert f'value="{radar.url.path}"' in browser.text


@pytest.mark.parametrize(
    ("text", "page"),
    [("/people/1?page=2", "/people/1?page=2"), ("/", "/"), ("//evil.example", ""), ("/\\evil.example", ""),
     ("https://evil.example", ""), ("/enter", ""), ("/lock", ""), ("/first/robots", ""), ("/a\nb", ""), ("/é", ""),
     ("/" + "a" * 500, "")],
)  # fmt: skip
def test_the_door_leads_back_to_pages_of_ours_alone(text: str, page: str) -> None:
    """A page behind the door, and no other address."""
    assert own_page(text) == page
    assert enter_for(text) == ("/enter" if page in ("", "/") else "/enter?page=%2Fpeople%2F1%3Fpage%3D2")


def test_drafts_are_bounded_and_forgotten_once_seen() -> None:
    """So many pages, so many signs; a page that is left and seen again later begins anew; what was sent is no draft."""
    drafts = Drafts()
    for n in range(MOST_PAGES + 3):
        drafts.keep("AB", f"/{n}", [typed_form("/a", {"x": ["1"]})])
    assert [drafts.waits("AB", f"/{n}") for n in (2, 3)] == [False, True]
    assert drafts.take("AB", "/3") == ""
    drafts.keep("AB", "/4", [typed_form("/a", {"x": ["1" * (MOST_SIGNS + 1)]})])
    assert not drafts.waits("AB", "/4")
    drafts.keep("AB", "/5", [typed_form("/a", {"x": ["1"]}), typed_form("/b", {"y": ["é"]})], due=True)
    drafts.sent("AB", "/a")
    assert drafts.take("AB", "/5") == '[{"to": "/b", "values": {"y": ["é"]}}]'
    assert not drafts.waits("AB", "/6")


def come_in(page: Chromium, address: str, path: str) -> None:
    """From the door to a page."""
    page.go(address + path)
    page.fill("pin", PIN)
    page.key("Enter", 13)
    page.until(f"location.pathname === {path!r} && document.readyState === 'complete'")


def test_no_line_breaks_inside_french_quotation_marks(db: Path) -> None:
    """« Verrouiller » and what stands before a colon hold together on a page; typed words stay as they were typed."""
    with browsing(db) as browser:
        call = Call(browser.house, browser.house.logins.begin("fr"), "/")
        assert "«\u00a0Nouveau PIN\u00a0»" in call.text("tower.enter.lost_says")
        assert "suite\u00a0: La maison" in call.text("tower.enter.lost_says")
        assert "\u00a0" not in call.say("tower.enter.lost_says")
        assert "\u00a0" not in Call(browser.house, browser.house.logins.begin("en"), "/").text("tower.enter.lost_says")


@browser
def test_in_a_browser_the_page_hides_and_comes_back_filled(db: Path, tmp_path: Path) -> None:
    """Nobody moves: it warns, then the door stands there; after the PIN the same page, the same words."""
    house = house_of(db, Clock())
    house.logins.clock, house.logins.idle_s = time.monotonic, 3.0
    with answering(house) as address, opened(tmp_path / "profile", 683) as page:
        come_in(page, address, PAGE)
        page.run("document.querySelector('textarea[name=text]').focus()")
        page.call("Input.insertText", text="Commentaire en cours")
        page.until("!document.getElementById('rest').hidden")
        page.until("location.pathname === '/enter' && document.readyState === 'complete'")
        assert "Commentaire" not in page.run("document.documentElement.innerHTML")
        house.logins.idle_s = 600.0
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until(f"location.pathname === {PAGE!r} && document.querySelector('textarea[name=text]').value !== ''")
        assert page.run("document.querySelector('textarea[name=text]').value") == "Commentaire en cours"
        assert page.run("document.getElementById('typed').hidden") is False
        page.run("[...document.forms].find(f => f.getAttribute('action') === '/lock').requestSubmit()")
        page.until("location.pathname === '/enter' && document.readyState === 'complete'")
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until(f"location.pathname === {PAGE!r} && document.querySelector('textarea[name=text]').value !== ''")


@pytest.mark.parametrize("path", ["/offers/x/list/progress", "/after/watch/progress", "/house/rescore/progress"])
def test_what_asks_how_far_a_work_is_meets_the_lock(db: Path, path: str) -> None:
    """A part of a page says that the tower is locked: it gets no door into its middle, and no way back to itself."""
    with browsing(db) as browser:
        browser.enter()
        browser.clock.s += 601
        answer = browser.client.get(path, headers={"hx-request": "true"})
        assert answer.url.path == path
        assert "verrouillée" in answer.text
        assert "<form" not in answer.text


def test_a_place_that_a_press_comes_back_to_is_on_its_page() -> None:
    """`Call.stay` and `notice` name the same places, and each is an id: else what came of a press is told nowhere."""
    pages = Path(__file__).parents[1] / "tower"
    code = "".join(path.read_text(encoding="utf-8") for path in (pages / "pages").glob("*.py"))
    templates = "".join(path.read_text(encoding="utf-8") for path in (pages / "templates").glob("*.html"))
    told = set(re.findall(r"notice\(told, pressed, '(\w+)'\)", templates))
    named = re.findall(r'(?:to_pair\(.*|stay\(f?"[^"]+"), "(\w+)"', code)
    stays = {*named, *PLACES.values(), "who"}
    assert {"decide", "said", "refused", "asks"} <= stays
    assert told >= stays - {"agreed"}
    assert all(f'id="{one}"' in templates for one in told | stays)
