"""Attacks that no other file holds: slow clients, a gigabyte on the form of files, script in whatever can be filled."""

import asyncio
import json
import re
from pathlib import Path

import pytest
from lived_kit import walk
from nacl.signing import SigningKey
from store_kit import NOW, keys
from tower_kit import COOKIE, OURS, PORT, Browser, bring, browsing, played, ready

from export.packets.cards import card_text, make_card
from export.packets.keys import is_public
from export.store.reporting import bundle
from export.store.store import Store
from tower import door, port
from tower.app import make_app
from tower.port import StationPort
from tower.radar import Radar

ONE = f"{1:032x}"
OFFER = "ex-cableur-evreux"
SCRIPT = "<script>alert(1)</script>"
"""Short enough for every field that has room for words."""
FORM = b"application/x-www-form-urlencoded"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one who really played."""
    path = ready(tmp_path / "m.db", "AB", "CD")
    bring(path, played(ONE))
    return path


async def silent() -> dict[str, object]:
    """A client that begins and never goes on."""
    await asyncio.sleep(60)
    raise AssertionError("nobody waited so long")


def test_a_client_that_sends_nothing_is_left(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A form that does not come is refused after its time, as a sentence; other pages answer meanwhile."""
    monkeypatch.setattr(door, "READ_S", 0.1)
    sent: list[dict[str, object]] = []

    async def put(message: dict[str, object]) -> None:
        sent.append(message)

    with browsing(db) as browser:
        browser.enter()
        cookie = browser.client.cookies[COOKIE]
        headers = [(b"host", f"127.0.0.1:{PORT}".encode()), (b"sec-fetch-site", b"same-origin"),
                   (b"cookie", f"{COOKIE}={cookie}".encode()), (b"content-type", FORM),
                   (b"content-length", b"100")]  # fmt: skip
        scope = {"type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST", "path": "/house",
                 "raw_path": b"/house", "query_string": b"", "root_path": "", "scheme": "http", "headers": headers,
                 "client": ("127.0.0.1", 1), "server": ("127.0.0.1", PORT)}  # fmt: skip
        app = make_app(browser.house, PORT)
        browser.client.portal.call(app, scope, silent, put)  # type: ignore[union-attr]
        assert sent[0]["status"] == 408
        assert browser.see("/people").status_code == 200


def test_a_post_that_sends_nothing_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    """The posts' port says its empty no and holds nothing."""
    monkeypatch.setattr(port, "READ_S", 0.1)
    sent: list[dict[str, object]] = []

    async def put(message: dict[str, object]) -> None:
        sent.append(message)

    class Still:
        """A clock that stands."""

        def monotonic(self) -> float:
            return 0.0

    ears = StationPort(Radar(Still().monotonic, lambda: {}), lambda: None)
    asyncio.run(ears({"type": "http", "method": "POST", "path": "/hail"}, silent, put))
    assert sent[0]["status"] == 403


def test_a_gigabyte_is_refused_where_files_are_dropped(db: Path) -> None:
    """On every form that takes files: by the length it claims, before a byte of it is read."""
    kind = {"content-type": "multipart/form-data; boundary=x", "content-length": str(10**9)}
    with browsing(db) as browser:
        browser.enter()
        for path in ("/offers/import", "/people/codes/read", "/house/stations/enrol", "/after/region"):
            answer = browser.client.post(path, content=b"x", headers={**OURS, **kind})
            assert answer.status_code == 413, path
            assert "trop gros" in answer.text


HIDDEN = "Mar\u202edi\u2066\u200b\x07\x1b[2J\u00ad"
"""Turns the writing round, is seen by nobody, rings a bell, empties a terminal."""
SIGNS = [sign for sign in HIDDEN if not (sign.isascii() and sign.isprintable())]


def filled(browser: Browser, db: Path, text: str) -> None:
    """A text in every form's words, a post's name and another organisation's; where a form refuses it, another one."""

    def made(path: str, values: dict[str, str], *, field: str) -> str:
        """Send the form of a page; the page it leads to."""
        browser.see(path)
        browser.send(path, {**values, field: text})
        if browser.path == path:
            browser.send(path, {**values, field: "Essai"})
        return browser.path

    browser.enter()
    browser.see("/house/team")
    browser.see("/house")
    browser.send("/house", {"organisation": text, "region": "normandie"})
    day = made("/days/new", {"day": "2026-11-24", "hour": "09:00", "minutes": "90", "seats": "2", "wide": "2",
                             "circuit": "panneau_porte"}, field="title")  # fmt: skip
    browser.see(f"{day}/seats/1")
    browser.send(f"{day}/seats/1", {"kind": "incident", "code": "K4-MTQ", "text": text})
    # What a card of ours never holds is written into one.
    card = card_text(make_card("station", "PLACE", bytes(SigningKey.generate().verify_key), []))
    browser.see("/house/stations")
    card = card.replace(b"PLACE", json.dumps(text)[1:-1].encode())
    browser.send("/house/stations/enrol", files={"file": (f"{text}.card", card)})
    pair = f"/pairs/{OFFER}/{ONE}"
    browser.see(pair)
    browser.send(pair, {"choice": "propose:fits", "seen": "", "text": text})
    browser.send(f"{pair}/after", {"kind": "met", "day": "2026-11-24", "why": "", "body": text})
    browser.see(f"/people/{ONE}")
    browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": text})
    fair = made("/fairs/new", {"title": "Salon", "day": "2026-12-03", "opens": "09:00", "closes": "11:00",
                               "slot": "15", "pause": ""}, field="place")  # fmt: skip
    made("/fairs/new", {"place": "Rouen", "day": "2026-12-03", "opens": "09:00", "closes": "11:00", "slot": "15",
                        "pause": ""}, field="title")  # fmt: skip
    with Store.open(db) as store:
        employer = store.rows("select employer_id from offers where offer_id=?", OFFER)[0]["employer_id"]
    browser.see(fair)
    browser.send(f"{fair}/stands", {"employer": employer})
    stand = re.search(rf'href="({fair}/stands/[\w-]+)"', browser.see(fair).text)
    assert stand
    browser.see(stand[1])
    browser.send(stand[1], {"label": text, "recruiters": "1", "access": "", "offer": OFFER, "what": "keep"})
    other = bundle([], (text, "person", ""), keys()[0].signing, NOW)
    browser.see("/after/region")
    browser.send("/after/region", files=[("file", (f"{text}.envol-region", other))])
    rows = f"intitule;code_postal;nombre_postes;entreprise\n{text};76600;2;{text}\n{text};99;x;\n"
    browser.see("/offers/import")
    browser.send("/offers/import", files=[("file", (f"{text}.csv", rows))])


def test_script_in_whatever_a_person_a_post_or_a_file_can_fill_stays_text(db: Path) -> None:
    """In every form's words, a post's name, another organisation's name: on no page that links lead to is it code."""
    with browsing(db) as browser:
        filled(browser, db, SCRIPT)
        seen = 0
        for path, answer in walk(browser):
            page = answer.text
            assert "<script>alert" not in page, path
            seen += "&lt;script&gt;alert(1)" in page
        assert seen > 12


def test_hidden_signs_in_whatever_can_be_filled_reach_no_page(db: Path) -> None:
    """Signs that turn the writing round, that nobody sees, that speak to a terminal: on no page that links lead to, and
    on none that a refused form comes back to."""
    with browsing(db) as browser:
        filled(browser, db, HIDDEN)
        for path in (*(path for path, _ in walk(browser)), "/days/new", "/fairs/new"):
            page = browser.see(path).text
            assert [sign for sign in SIGNS if sign in page] == [], path


def test_a_secret_half_kept_here_enrols_no_post_on_the_page(db: Path) -> None:
    """A card that bears the secret of a post of this machine, where it could be a public half as well: refused."""
    seed = next(key for key in (bytes([n] * 32) for n in range(64)) if is_public(key))
    db.with_name("station.key").write_text(seed.hex())
    card = card_text(make_card("station", "P", seed, []))
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files={"file": ("x.card", card)})
        assert "clé secrète" in browser.text
        assert seed.hex() not in browser.text
    with Store.open(db) as store:
        assert not store.rows("select 1 from stations where label='P'")
