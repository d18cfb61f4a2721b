"""The tower's door: first start, PIN and lock, strangers refused, one form one token, nothing that leads outside."""

import json
import os
import re
import signal
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Client
from nacl.pwhash import argon2id
from nacl.signing import SigningKey
from store_kit import NOW, keys
from tower_kit import COOKIE, OURS, PIN, NoTrial, browsing, played, ready, words

from assets.texts import Catalogue
from assets.voice import Voice
from cli.main import main
from cli.ports import listen
from cli.tower import fill
from export.files.check_signs import PAUSE, read_aloud
from export.packets.cards import card_text, make_card, write_card
from export.store.answers import ASKED, answers_of
from export.store.beside import home_beside
from export.store.came import came_of
from export.store.days import days_of, seats_of
from export.store.intake import add_station
from export.store.landing import home_of, land
from export.store.people import people_list
from export.store.pins import EARLIER, MEMORY, OPS, WAITS_S, enter, set_pin
from export.store.store import Store, StoreError, audit_holds
from lab.demo import RobotVisit, land_visits
from lab.trial_visits import trial_visits
from lab.waiting import until
from tower.call import TEMPLATES, PagesVoice, visible
from tower.guard import own_hosts, stranger
from tower.house import TrialState
from tower.pages.days import circuit_first
from tower.review import installed
from tower.ways import WAYS

FIRST = {"organisation": "Mission locale", "region": "normandie", "adviser": "AB", "pin": PIN, "pin_again": PIN}


def test_the_first_start_makes_a_base_and_lets_in(tmp_path: Path) -> None:
    """Four answers: base, key, region and first adviser are there, examples too; a second first start is none."""
    with browsing(tmp_path / "m.db") as browser:
        assert browser.see("/house").url.path == "/first"
        # Nobody passes unknowingly with the region that stands first.
        choices = re.findall(r"<option value=\"(\w*)\"( selected)?>", browser.text)
        assert choices[0] == ("", "")
        assert not any(selected for _, selected in choices)
        browser.send("/first", FIRST)
        assert browser.path == "/"
        assert "Mission locale" in browser.text
        assert browser.see("/first").url.path == "/"
    with Store.open(tmp_path / "m.db") as store:
        actors = {row["actor"] for row in store.rows("select actor from audit where action<>'adviser.declare'")}
        assert actors == {"AB"}
        assert audit_holds(store)


@pytest.mark.parametrize(
    ("wrong", "field"),
    [({"organisation": " "}, "organisation"), ({"region": "x"}, "region"), ({"adviser": "Claire Dubois"}, "adviser"),
     ({"adviser": "Élo"}, "adviser"), ({"pin": "1", "pin_again": "1"}, "pin"), ({"pin_again": "111111"}, "pin_again")],
)  # fmt: skip
def test_the_first_page_says_what_it_is_and_marks_the_field_that_is_wrong(
    tmp_path: Path, wrong: dict[str, str], field: str
) -> None:
    """A game and the adviser's side of it, the trial room before any box; the field is marked with its sentence, in
    words that are no programmer's, and why the PIN has gone is said."""
    with browsing(tmp_path / "m.db") as browser:
        browser.house.trial = NoTrial()
        browser.see("/first")
        said = words(browser.text)
        assert said.index("Envol est un jeu") < said.index("Ouvrir la salle d'essai") < said.index("Vos initiales")
        assert "aria-invalid" not in browser.text
        browser.send("/first", FIRST | wrong)
        assert browser.path == "/first"
        marked = re.findall(r'name="(\w+)"[^>]*aria-invalid="true"', browser.text)
        assert field in marked
        assert set(marked) <= {field, "pin"}
        assert 'class="amiss"' in browser.text
        assert "un PIN n'est jamais gardé" in words(browser.text)
        assert PIN not in browser.text
        assert "identifiant" not in words(browser.text)
        browser.send("/first", FIRST)
        assert browser.path == "/"
        # When it locks is said before it does, and at the door.
        assert "La tour se verrouille après 10 minutes sans geste" in words(browser.text)
        browser.send("/lock")
        assert "après 10 minutes sans geste" in words(browser.text)


def test_a_base_has_one_key_of_its_organisation_whoever_was_there_first(tmp_path: Path) -> None:
    """The game, then the tower; the tower, then the game: what was played before and after is explained by one key."""
    for first in ("game", "tower"):
        db = tmp_path / first / "matching.db"
        runs = [played(f"{n:032x}", code=code) for n, code in ((1, "K4-MTQ"), (2, "K4-CDF"))]
        db.parent.mkdir()
        if first == "game":
            with Store.open(db) as store:
                assert land(runs[0], store, home_of(db.parent), NOW).state == "imported"
        with browsing(db) as browser:
            browser.see("/first")
            browser.send("/first", FIRST)
            assert browser.path == "/"
        with Store.open(db) as store:
            assert land(runs[1], store, home_of(db.parent), NOW).state == "imported"
        with browsing(db) as browser:
            browser.enter()
            for n in (1, 2) if first == "game" else (2,):
                browser.see(f"/people/{n:032x}")
                assert f"/people/{n:032x}/why/" in browser.text
                assert "role=\"alert\"" not in browser.text
        assert len(list(db.parent.rglob("organisation.key"))) == 1


@pytest.mark.parametrize(
    ("changes", "key"),
    [
        ({"organisation": " "}, "organisation.bad_name"),
        ({"organisation": "a\u202eb"}, "organisation.bad_name"),
        ({"region": "atlantide"}, "regions.unknown"),
        ({"region": ""}, "regions.choose"),
        ({"adviser": "Marie Dupont"}, "adviser.wrong_id"),
        ({"pin": "123456", "pin_again": "123456"}, "pin.plain"),
        ({"pin": "12ab56", "pin_again": "12ab56"}, "pin.form"),
        ({"pin_again": "274914"}, "pin.differs"),
    ],
)
def test_a_first_start_that_does_not_hold_keeps_what_was_typed(
    tmp_path: Path, changes: dict[str, str], key: str
) -> None:
    """One sentence says what is wrong; what was typed stands there still, but the PIN; nobody is in."""
    with browsing(tmp_path / "m.db") as browser:
        browser.see("/first")
        browser.send("/first", FIRST | changes)
        assert browser.path == "/first"
        sentence = Catalogue.load().texts["fr"][key].split("{")[0]
        assert sentence[:30].replace("'", "&#39;") in browser.text
        assert ('value="AB"' in browser.text) == ("adviser" not in changes)
        assert PIN not in browser.text
        assert browser.see("/house").url.path == "/first"
        assert not (tmp_path / "m.db").exists()


def test_nothing_opens_before_the_pin(tmp_path: Path) -> None:
    """Every page but the door and the first start asks who is there, and leads back to where one was going."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        for way in WAYS:
            answer = browser.see(re.sub(r"\{\w+\}", "x", way.path)) if way.method == "GET" else None
            if answer is not None and way.part and not way.open_to_all:
                assert "verrouillée" in answer.text
            elif answer is not None and not way.open_to_all:
                assert answer.url.path == "/enter", way.path
        browser.see("/house/team")
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        assert browser.path == "/house/team"


def test_the_cookie_from_before_the_pin_and_after_the_lock_is_worth_nothing(tmp_path: Path) -> None:
    """A new cookie at each door: one that was known, or copied, opens nothing; script cannot read it."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        answer = browser.see("/enter")
        assert {"httponly", "samesite=strict"} <= {w.strip().lower() for w in answer.headers["set-cookie"].split(";")}
        before = browser.client.cookies[COOKIE]
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        inside = browser.client.cookies[COOKIE]
        browser.send("/lock")
        for copied in (before, inside, "x"):
            browser.client.cookies.clear()
            browser.client.cookies.set(COOKIE, copied)
            assert browser.see("/house/team").url.path == "/enter"


def test_an_idle_page_locks_and_waits_for_the_same_adviser(tmp_path: Path) -> None:
    """Ten minutes without a page: PIN again, then the same page; another adviser finds nothing of it."""
    with browsing(ready(tmp_path / "m.db", "AB", "CD")) as browser:
        browser.enter()
        browser.see("/house/team")
        browser.send("/house/team/pin", {"what": "new", "adviser": "EF", "pin": "1", "pin_again": "1"})
        assert 'value="EF"' in browser.text
        for who, there in (("AB", True), ("CD", False)):
            browser.clock.s += 601
            assert browser.see("/house/team").url.path == "/enter"
            assert "Dix minutes" in browser.text
            browser.send("/enter", {"adviser": who, "pin": PIN})
            assert browser.path == ("/house/team" if there else "/")


def test_the_lock_speaks_of_this_tower_and_of_the_trial_room_beside_it(tmp_path: Path) -> None:
    """Somebody at work in the trial room did not « do nothing »: what locked is this tower, which does not see them."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        trial = browser.house.trial = NoTrial()
        for running in (False, True):
            browser.enter()
            trial.now = TrialState(running=running)
            browser.clock.s += 601
            page = words(browser.see("/people").text)
            assert "Dix minutes sans geste dans cette tour-ci" in page
            assert ("salle d'essai ne se voit pas d'ici" in page) == running


def test_wrong_pins_wait_longer_and_longer_then_lock(tmp_path: Path) -> None:
    """Three tries, then waits that grow, then a lock that says what to do; the right PIN does not shorten a wait."""
    with browsing(ready(tmp_path / "m.db", "AB", "CD")) as browser:
        browser.see("/enter")
        for wait in WAITS_S:
            if wait:
                browser.send("/enter", {"adviser": "AB", "pin": PIN})
                assert "Attendez" in browser.text
                browser.clock.s += wait
            browser.send("/enter", {"adviser": "AB", "pin": "999913"})
            assert browser.path == "/enter"
        browser.clock.s += 10**6
        browser.see("/enter")
        browser.send("/enter", {"adviser": "AB", "pin": PIN})
        assert "envol advisers pin AB" in browser.text
        browser.enter("CD")
        browser.see("/house/team")
        browser.send("/house/team/pin", {"what": "pin", "adviser": "AB", "pin": "830264", "pin_again": "830264"})
        browser.send("/lock")
        browser.enter("AB", "830264")
        assert browser.path == "/"


def test_a_try_is_counted_before_it_is_looked_at(tmp_path: Path) -> None:
    """Two windows at once buy no free try, nor does somebody who is not declared tell by the answer."""
    clock = browsing(ready(tmp_path / "m.db"))
    with clock as browser, Store.open(tmp_path / "m.db") as other:
        browser.see("/enter")
        for _ in range(2):
            browser.send("/enter", {"adviser": "AB", "pin": "1"})
        assert other.first_row("select failures from adviser_pins") == {"failures": 2}
        for who in ("AB", "ZZ"):
            with pytest.raises(StoreError, match=r"pin\.wrong"):
                enter(other, who, "999913", browser.clock.now())


@pytest.mark.parametrize(
    ("method", "headers", "strange"),
    [
        ("GET", {"host": "127.0.0.1:8123"}, False),
        ("GET", {"host": "127.0.0.1:8123", "sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate"}, False),
        ("GET", {"host": "127.0.0.1:8123", "sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors"}, True),
        ("GET", {"host": "envol.example:8123"}, True),
        ("GET", {"host": "127.0.0.1"}, True),
        ("GET", {}, True),
        ("POST", {"host": "localhost:8123", "sec-fetch-site": "same-origin"}, False),
        ("POST", {"host": "localhost:8123", "sec-fetch-site": "same-site"}, True),
        ("POST", {"host": "localhost:8123", "sec-fetch-site": "none"}, True),
        ("POST", {"host": "localhost:8123", "origin": "http://localhost:8123"}, False),
        ("POST", {"host": "localhost:8123", "origin": "http://localhost:9999"}, True),
        ("POST", {"host": "localhost:8123", "origin": "null"}, True),
        ("POST", {"host": "localhost:8123", "sec-fetch-site": "same-origin", "origin": "http://a.example"}, True),
        ("POST", {"host": "localhost:8123"}, True),
        ("PUT", {"host": "localhost:8123", "sec-fetch-site": "same-origin"}, True),
    ],
)
def test_who_is_a_stranger(method: str, headers: dict[str, str], strange: bool) -> None:
    """A foreign Host, a foreign Origin, a form that does not say where it comes from: refused."""
    assert stranger(method, headers, own_hosts(8123)) is strange


def test_strangers_meet_no_page(tmp_path: Path) -> None:
    """Refused before anything is read: no page, no cookie, and the same dress as any answer."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/house")
        token = browser.token("/house")
        for headers in ({"host": "evil.example"}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
            answer = browser.client.post("/house", data={"token": token}, headers={**OURS, **headers})
            assert answer.status_code == 403
            assert "set-cookie" not in answer.headers
            assert answer.headers["cache-control"] == "no-store"


def test_a_form_wants_its_own_token(tmp_path: Path) -> None:
    """None, another form's, another browser's, or one from before the lock: nothing is done."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/house/team")
        old, other = browser.token("/house/team/pin"), browser.token("/house/team/tie")
        browser.send("/lock")
        browser.enter()
        new = {"what": "new", "adviser": "EF", "pin": "830264", "pin_again": "830264"}
        for token in ("", "x", "é", old, other, "0" * 64):
            answer = browser.client.post("/house/team/pin", data={**new, "token": token}, headers=OURS)
            # A form from before the lock is shown again, with what was typed but the PIN.
            assert answer.status_code == (200 if token == old else 403)
            assert "830264" not in answer.text
        with Store.open(tmp_path / "m.db") as store:
            assert store.rows("select adviser_id from advisers") == [{"adviser_id": "AB"}]


def test_what_is_too_big_is_refused_unread(tmp_path: Path) -> None:
    """A claimed gigabyte is refused at once; one that comes in parts, with no length, as it passes the bound."""
    read = 0

    def parts() -> Iterator[bytes]:
        nonlocal read
        for _ in range(10):
            read += 100_000
            yield b"x" * 100_000

    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        form = {**OURS, "content-type": "application/x-www-form-urlencoded"}
        claimed = browser.client.post("/house", content=b"x", headers={**form, "content-length": str(10**9)})
        assert claimed.status_code == 413
        streamed = browser.client.post("/house", content=parts(), headers=form)
        assert streamed.status_code == 413
        assert "trop gros" in streamed.text
        for kind, body in (("application/json", b"{}"), ("multipart/form-data", b"x"), ("text/plain", b"token=x")):
            answer = browser.client.post("/house", content=body, headers={**OURS, "content-type": kind})
            assert answer.status_code in (400, 403)


@pytest.mark.parametrize(
    "path",
    ["/static/../app.py", "/static/..%2fapp.py", "/static/%2e%2e/app.py", "/static/tower.py", "/static/",
     "/people/..%2f..", "/%2e%2e/%2e%2e/etc/passwd", "//etc/passwd", "/static/tower.css%00.svg"],
)  # fmt: skip
def test_no_path_leads_out(tmp_path: Path, path: str) -> None:
    """Names of files are a closed list: a path that climbs finds nothing."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        answer = browser.client.get(path, headers={"sec-fetch-site": "same-origin"})
        assert answer.status_code == 404 or answer.url.path == "/enter"
        assert "root:" not in answer.text
        assert "import" not in answer.text


def test_a_language_leads_nowhere_else(tmp_path: Path) -> None:
    """The page one comes back to is one of ours, whatever the form says."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        for back in ("//evil.example", "https://evil.example/", "/\\evil.example", "evil"):
            browser.see("/")
            browser.send("/language", {"language": "en", "back": back})
            assert browser.path == "/"
        assert "Control tower" in browser.text


def test_no_page_leads_outside_or_holds_code() -> None:
    """No foreign address, no inline script or style, in templates and sheet: the policy would refuse them."""
    folder = Path(__file__).parent.parent / "tower"
    for path in [*(folder / "templates").glob("*.html"), folder / "static" / "tower.css"]:
        text = path.read_text("utf-8")
        forbidden = r"https?:|\son\w+=|style=|javascript:|<style|//[a-z]+\.|\|safe|autoescape"
        assert not re.findall(forbidden, text), path.name
        assert not re.findall(r"<script(?! src=\"/static/)", text), path.name
        for form in re.findall(r"<form[^>]*method=\"post\"[^>]*>(.{0,120})", text, re.S):
            assert "token" in form, path.name


def test_every_answer_wears_the_policy(tmp_path: Path) -> None:
    """Page, file, redirection or refusal: one policy, and nothing of a page is kept by the browser."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        for path in ("/", "/enter", "/static/tower.css", "/nothing", "/static/nothing"):
            answer = browser.client.get(path, follow_redirects=False)
            assert "default-src 'none'" in answer.headers["content-security-policy"]
            assert answer.headers["x-content-type-options"] == "nosniff"
            assert answer.headers["cache-control"] == "no-store" or "/static/tower" in path


def test_hidden_signs_never_reach_a_page(tmp_path: Path) -> None:
    """Whoever put them in: what turns the writing round, or is seen by nobody, is taken out of a page."""
    assert visible("a\u202eb\u200bc\x00d\nÉ » ’") == "abcd\nÉ » ’"
    assert TEMPLATES.from_string("{{ x }}").render(x="<script>'\"&") == "&lt;script&gt;&#39;&#34;&amp;"


def test_without_its_key_the_stations_page_says_what_to_do(tmp_path: Path) -> None:
    """No sign to compare and no card to take: the file to put back; a new key only where nothing was ever sealed."""
    station, db = keys()[0], ready(tmp_path / "m.db")
    key = home_beside(db) / "organisation.key"
    kept = key.read_bytes()
    with browsing(db) as browser:
        browser.enter()
        key.write_bytes(b"ab")
        page = words(browser.see("/house/stations").text)
        assert "est abîmée" in page
        assert "chiffres :" not in page
        assert not browser.token("/house/stations/key")
        key.unlink()
        page = words(browser.see("/house/stations").text)
        assert f"manque : {key}" in page
        browser.send("/house/stations/key")
        assert "La clé est faite" in browser.text
        assert "ces chiffres :" in browser.text
        assert "organisation.card" in browser.text
        made = key.read_bytes()
        assert made != kept
        with Store.open(db) as store:
            add_station(store, station.verify_key, "Poste 1", NOW)
        browser.see("/house/stations")
        token = browser.token("/house/stations/rename")
        key.unlink()
        page = words(browser.see("/house/stations").text)
        assert "copie que vous avez gardée" in page
        assert "clé nouvelle" not in page
        assert token
        assert not browser.token("/house/stations/key")


def test_a_seat_is_added_by_the_files_that_are_carried(tmp_path: Path) -> None:
    """The organisation's card goes out, the seat's comes back, enrolled by name: no key on a page, none taken in."""
    station, _ = keys()
    write_card(tmp_path / "poste.card", make_card("station", "Poste 7", station.verify_key, []))
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        card = browser.see("/house/stations/organisation.card")
        assert card.headers["content-disposition"].startswith("attachment")
        assert json.loads(card.text)["kind"] == "organisation"
        check = json.loads(card.text)["check"]
        assert read_aloud(check).replace(PAUSE, " ") in browser.see("/house/stations").text
        for name, content, said in (
            ("poste.card", (tmp_path / "poste.card").read_bytes(), "Poste 7 est inscrit"),
            ("../../m.db", card.content, "fiche d&#39;une organisation"),
            ("station.key", b"ab" * 32, "clé secrète"),
            ("x.card", b"\x00\xff" * 100, "pas une fiche"),
        ):
            browser.see("/house/stations")
            browser.send("/house/stations/enrol", files={"file": (name, content)})
            assert said in browser.text
        assert station.verify_key.hex()[:16] not in browser.text
        assert not re.findall(r">[^<]*[0-9a-f]{16}[^<]*<", browser.text)
        browser.see("/house/stations")
        browser.send("/house/stations/revoke", {"station": station.station_id})
        assert "retiré" in browser.text
    with Store.open(tmp_path / "m.db") as store:
        said = store.rows("select actor from audit where action in ('station.add','station.revoke')")
        assert said == [{"actor": "AB"}] * 2


def test_a_whole_room_is_one_sentence_in_the_order_people_count_and_a_post_is_renamed(tmp_path: Path) -> None:
    """Twelve cards at once: one banner; « vm 2 » before « vm 10 » on every page; a name another bears is refused."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        cards = []
        for n, name in enumerate(["vm"] * 11 + ["Salle"], 1):
            card = make_card("station", name, bytes(SigningKey(bytes([n] * 32)).verify_key), [])
            cards.append(("file", (f"{n}.card", card_text(card))))
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files=cards)
        named = ["Salle", "vm", *(f"vm {n}" for n in range(2, 12))]
        assert browser.text.count('role="status"') == 1
        assert ", ".join(named) + " sont inscrits" in browser.text
        assert re.findall(r'<th scope="row">([^<]*)</th>', browser.text) == named
        browser.see("/days/new")
        browser.send("/days/new", {"title": "Mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90",
                                   "seats": "12", "wide": "4", "circuit": "panneau_porte"})  # fmt: skip
        assert re.findall(r"<option [^>]*>([^<]+)</option>", browser.text)[1:13] == named
        with Store.open(browser.house.db) as store:
            ids = {row["label"]: row["station_id"] for row in store.rows("select * from stations")}
        asked = ((" Fenêtre ", False, "maintenant Fenêtre"), ("VM 3", True, "déjà VM 3"), ("", True, "de 1 à"),
                 ("<b>", False, "&lt;b&gt;"))  # fmt: skip
        for label, wrong, says in asked:
            browser.see("/house/stations")
            browser.send("/house/stations/rename", {"station": ids["vm 2"], "label": label})
            assert ('role="alert"' in browser.text) == wrong, label
            assert says in browser.text, label
        browser.send("/house/stations/rename", {"station": "x", "label": "y"})
        assert 'role="alert"' in browser.text
    with Store.open(tmp_path / "m.db") as store:
        assert [r["actor"] for r in store.rows("select actor from audit where action='station.rename'")] == ["AB"] * 2
        assert audit_holds(store)


COMMAND = re.compile(r"\benvol [a-z]+|(?<![\w-])--[a-z]")
WITHOUT_A_PAGE = re.compile(
    r"^(pin\.locked|server\..*|.*\.cli\..*|tower\.(cli|enter)\..*|"
    r"match\.(also|also_offer|overview\w*|rest_\w+|asks_nothing)|report\.more|ways\.more|(codes|proof|receipt)\..*)$"
)
"""Texts that no page says; and those for who is alone with a lock or a server: there only a command helps."""


def test_pages_name_what_can_be_pressed_never_a_command() -> None:
    """Of every text the tower's rooms can say: where the terminal names a command, pages say something else."""
    asked: set[str] = set()
    for room in ("export", "tower", "desk", "scenarios", "scoring"):
        for path in Path(__file__).parents[1].joinpath(room).rglob("*.*"):
            if path.suffix in (".py", ".html"):
                asked.update(re.findall(r"""["']([a-z_0-9]+(?:\.[a-z_0-9]+)+)["']""", path.read_text(encoding="utf-8")))
    catalogue = Catalogue.load()
    for language in ("fr", "en"):
        pages = PagesVoice(catalogue, language)
        texts = catalogue.texts[language]
        for key in sorted(asked & set(texts)):
            own = texts.get(f"tower.instead.{key}", texts[key])
            assert WITHOUT_A_PAGE.match(key) or not COMMAND.search(own), key
        assert "envol offers" not in pages.say("offer.asks_nothing")
        for key in (one for one in texts if one.startswith("tower.instead.")):
            assert key.removeprefix("tower.instead.") in texts, key
            assert not COMMAND.search(texts[key]), key


def test_an_adviser_who_left_enters_no_more(tmp_path: Path) -> None:
    """Closed, their PIN opens nothing; nobody closes themselves; a page open elsewhere is shut at its next step."""
    with browsing(ready(tmp_path / "m.db", "AB", "CD")) as browser:
        browser.enter("CD")
        kept = browser.client.cookies[COOKIE]
        browser.client.cookies.clear()
        browser.enter("AB")
        browser.see("/house/team")
        browser.send("/house/team/close", {"adviser": "AB"})
        assert "vous-même" in browser.text
        browser.send("/house/team/close", {"adviser": "CD"})
        browser.client.cookies.clear()
        browser.client.cookies.set(COOKIE, kept)
        assert browser.see("/house/team").url.path == "/enter"
        browser.send("/enter", {"adviser": "CD", "pin": PIN})
        assert browser.path == "/enter"


def test_a_pin_is_kept_as_argon2id(tmp_path: Path) -> None:
    """What is kept is slow to guess and not the PIN."""
    with Store.open(ready(tmp_path / "m.db")) as store:
        set_pin(store, "AB", "830264", "AB", NOW)
        kept = store.first_row("select pin from adviser_pins")
        assert kept is not None
        assert kept["pin"].startswith("$argon2id$v=19$m=7168,t=67,p=1$")
    # What OWASP takes at least with this memory; and who guesses pays no less memory for as long than for an earlier
    # version's. More memory would not fit what a serving tower may hold (docs/tower.md, « Figures »).
    assert MEMORY >= 7 * 1024 * 1024
    assert OPS >= 5
    assert all(memory**2 * passes <= MEMORY**2 * OPS for passes, memory in EARLIER)


@pytest.mark.usefixtures("engine")
@pytest.mark.parametrize(("passes", "memory"), EARLIER)
def test_a_pin_of_an_earlier_version_opens_and_is_kept_as_those_of_today(
    tmp_path: Path, passes: int, memory: int
) -> None:
    """Once it opened: a wrong one changes nothing, and any other way of keeping stays as it is."""
    earlier = argon2id.str(PIN.encode(), opslimit=passes, memlimit=memory).decode("ascii")
    with Store.open(ready(tmp_path / "m.db")) as store:

        def kept() -> str:
            return str(store.rows("select pin from adviser_pins")[0]["pin"])

        other = kept()
        enter(store, "AB", PIN, NOW)
        assert kept() == other
        with store.writing() as connection:
            connection.execute("update adviser_pins set pin=?", (earlier,))
        with pytest.raises(StoreError):
            enter(store, "AB", "999123", NOW)
        assert kept() == earlier
        enter(store, "AB", PIN, NOW)
        assert kept().startswith(f"$argon2id$v=19$m={MEMORY // 1024},t={OPS},p=1$")
        anew = kept()
        assert enter(store, "AB", PIN, NOW) == "AB"
        assert kept() == anew


def test_a_broken_base_is_a_sentence(tmp_path: Path) -> None:
    """A base that is held by somebody else answers in one sentence, not with a page of code."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/house")
        with Store.open(tmp_path / "m.db") as other, other.writing():
            browser.send("/house", {"organisation": "Autre", "region": "normandie"})
        assert "en cours d&#39;écriture ailleurs" in browser.text
        assert "Autre" in browser.text
        assert "Traceback" not in browser.text



def test_a_trial_room_is_robots_in_a_base_of_their_own(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Opened by a button before the first start, elsewhere; a base of people is refused, and left as it is."""
    room = NoTrial()
    with browsing(tmp_path / "new.db") as browser:
        browser.house.trial = room
        browser.see("/first")
        browser.send("/trial")
        assert browser.path == "/trial"
        assert room.opened == ["fr"]
        for state, says in ((TrialState(running=True), "se prépare"), (TrialState(True, 3, 24), "3 sur 24"),
                            (TrialState(failed=True), "Essayez encore")):  # fmt: skip
            room.now = state
            assert says in browser.see("/trial").text
        room.now = TrialState(True, 24, 24, "http://127.0.0.1:47480/days/x")
        assert 'href="http://127.0.0.1:47480/days/x"' in browser.see("/trial/progress").text
        assert not (tmp_path / "new.db").exists()
    people = ready(tmp_path / "m.db")
    before = people.read_bytes()
    assert main(["--lang", "fr", "tower", "--robots", "--quiet", "--db", str(people)]) == 1
    assert "est faite pour des personnes" in capsys.readouterr().err
    assert people.read_bytes() == before
    with Store.open(tmp_path / "robots.db", kind="demo"):
        pass
    assert fill(tmp_path / "robots.db", Voice(Catalogue.load(), "fr"))


def test_a_trial_room_ended_while_robots_play_is_filled_at_the_next_start(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Ended after the first visit: the others are played then, the first is not played again, and once only."""
    played: list[RobotVisit] = []

    def lands(visits: list[RobotVisit], *more: Any) -> Iterator[tuple[str, bool]]:
        if len(played) == 1 and not begun.exists():
            raise AssertionError("the room says that it is full")
        played.extend(visits)
        if len(played) == 2:
            raise KeyboardInterrupt
        yield from real(visits, *more)

    real, begun = land_visits, tmp_path / "robots.db.filling"
    monkeypatch.setattr("lab.demo.land_visits", lands)
    monkeypatch.setattr("lab.trial_visits.LENGTHS", (1,))
    base, voice = tmp_path / "robots.db", Voice(Catalogue.load(), "fr")
    with pytest.raises(KeyboardInterrupt):
        fill(base, voice, 2)
    assert begun.exists()
    assert fill(base, voice, 2)
    assert fill(base, voice, 2)
    assert [visit.plays[0].seed for visit in played] == [1, 2, 2]
    assert not begun.exists()


LOOKED = r"\((\d+) moments? regardés?(?:, (\d+) pas vus? ou trop peu)? : (\d+) comme attendu, (\d+) en partie, (\d+) "


def test_robots_of_a_trial_room_differ_as_people_do(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """One to three workshops each, some played all round; what an adviser meets later is there: shown, to confirm, and
    one workshop alone. The card of each can be read and written as a sheet."""
    base, voice = tmp_path / "robots.db", Voice(Catalogue.load(), "fr")
    circuit = circuit_first()
    visits = trial_visits(8, installed(), circuit)
    assert [len(visit.plays) for visit in visits] == [3, 2, 3, 1] * 2
    assert len({play.scenario.head.id for visit in visits[:3] for play in visit.plays}) == len(circuit)
    assert all(len({play.scenario.head.id for play in visit.plays}) == len(visit.plays) for visit in visits)
    assert {play.scenario.head.id for visit in visits[3::4] for play in visit.plays}.isdisjoint(circuit)
    # Some come back and try again what they played first; some say their hours, others are not asked.
    assert [bool(visit.again) for visit in visits] == [False, True, True, False] * 2
    assert all(visit.again[0].scenario is visit.plays[0].scenario for visit in visits if visit.again)
    assert [bool(visit.says) for visit in visits] == [True, True, False, True] * 2
    assert {name for visit in visits for word in ("yes", "no") for name in visit.says.get(word, ())} <= {*ASKED}
    assert fill(base, voice, 3)
    with Store.open(base) as store:
        people = [str(row["candidate_id"]) for row in store.rows("select candidate_id from candidates")]
        # They played in a sitting of their own, which is over: each leads back to a seat of it.
        (day,) = days_of(store)
        assert day["state"] == "closed"
        assert {one["day_id"] for one in came_of(store, people).seats.values()} == {day["day_id"]}
        assert len(came_of(store, people).seats) == 3
        # Of everybody at once the same is said as of each.
        assert came_of(store) == came_of(store, people)
        assert sorted(map(len, came_of(store).played.values())) == [2, 3, 3]
        assert sum(row["results"] for row in seats_of(store, day["day_id"])) == 5
        came = [len(store.rows("select 1 from evidence_archive where candidate_id=?", one)) for one in people]
        assert sorted(came) == [1, 2, 2]
        # A list counts workshops: how often somebody came is another number.
        assert sorted(row["results"] for row in people_list(store)) == [2, 3, 3]
        assert len(answers_of(store)) == 3
        assert sum(bool(said.conditions) for said in answers_of(store).values()) == 2
        codes = [str(row["code"]) for row in store.rows("select code from candidates")]
    said = Counter[str]()
    for code in codes:
        capsys.readouterr()
        card = ["--lang", "fr", "candidate", "card", code, "--db", str(base), "--csv", str(tmp_path / "c.csv")]
        assert main(card) == 0
        page, sheet = capsys.readouterr().out, (tmp_path / "c.csv").read_text("utf-8-sig")
        said.update(re.findall("montré : |à confirmer|pas encore montré", page))
        # What the screen says of the moments, the sheet holds in columns.
        moments = re.findall(LOOKED, page)
        assert moments
        for n, unseen, *shown in moments:
            assert re.search(rf";{n};\d+;{';'.join(shown)};{unseen or 0}\r?\n", sheet)
    assert len(codes) == 3
    assert len(said) > 1


def trial_of(pid: int) -> int:
    """The process of the trial room that a tower has opened, 0 while there is none."""
    for name in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            parent = int((name / "stat").read_text().rpartition(")")[2].split()[1])
            if parent == pid and b"--robots" in (name / "cmdline").read_bytes():
                return int(name.name)
    return 0


def runs(pid: int) -> bool:
    """Whether a process still does something: what nobody has waited for does nothing."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc")
def test_a_trial_room_ends_with_its_tower(tmp_path: Path) -> None:
    """Ctrl+C: no robot plays on, and the room's process is gone."""
    tower = subprocess.Popen(
        [sys.executable, "-m", "cli", "tower", "--quiet", "--no-stations", "--db", str(tmp_path / "m.db")],
        env={**os.environ, "ENVOL_HOME": str(tmp_path), "BROWSER": "true"}, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    try:
        assert tower.stdout is not None
        # Where somebody's tower holds its port already, that is said first.
        address = next(at for line in tower.stdout if (at := re.search(r"http://127\.0\.0\.1:\d+", line)))
        with Client(base_url=address[0], follow_redirects=True, timeout=60) as client:
            token = re.search(r'action="/trial"[^>]*>\s*<input[^>]* value="(\w+)"', client.get("/first").text)
            assert token
            client.post("/trial", data={"token": token[1]}, headers=OURS)
        assert until(lambda: trial_of(tower.pid) > 0, 90) is not None
        room = trial_of(tower.pid)
        tower.send_signal(signal.SIGINT)
        tower.wait(90)
        assert not runs(room)
    finally:
        tower.kill()
        tower.communicate()


@pytest.mark.skipif(not Path("/proc/self/stat").exists(), reason="processes are looked for in /proc")
def test_a_trial_room_ends_where_its_tower_is_killed(tmp_path: Path) -> None:
    """Nobody told it: the pipe that held it is closed."""
    # Started beside a shell, as a script does: Ctrl+C is ignored.
    opens = (
        "import signal; signal.signal(signal.SIGINT, signal.SIG_IGN);"
        "from cli.trial import TrialRoom; room = TrialRoom(); room.open(); input()"
    )
    tower = subprocess.Popen(
        [sys.executable, "-c", opens], env={**os.environ, "ENVOL_HOME": str(tmp_path)}, stdin=subprocess.PIPE
    )
    assert until(lambda: trial_of(tower.pid) > 0, 90) is not None
    room = trial_of(tower.pid)
    tower.kill()
    tower.communicate()
    assert until(lambda: not runs(room), 90) is not None


def test_a_port_that_is_taken_is_a_sentence(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """And so is a base that cannot be opened; neither leaves a server behind."""
    with listen(0) as taken:
        port = str(taken.getsockname()[1])
        assert main(["--lang", "fr", "tower", "--quiet", "--port", port, "--db", str(tmp_path / "m.db")]) == 1
    assert "déjà prise" in capsys.readouterr().err
    (tmp_path / "m.db").write_bytes(b"no base" * 1000)
    assert main(["--lang", "fr", "tower", "--quiet", "--db", str(tmp_path / "m.db")]) == 1
    assert "abîmée" in capsys.readouterr().err
