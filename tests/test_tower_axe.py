"""axe-core finds nothing on any page of the tower: light and dark, on 320 units and at 200 %.

The pages' policy lets no foreign script in: axe comes into each page through the browser's own pipe.
"""

import json
import os
import re
from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path
from threading import Event

import httpx2
import pytest
from browser_kit import Chromium, answering, browser, opened
from httpx2 import Response
from rescore_kit import GONE, TRUE, Told, run_of
from store_kit import NOW, body
from tower_kit import AtOnce, Browser, Clock, NoTrial, bring, house_of, played, ready

from export.packets.keys import organisation_keys
from export.store.beside import home_beside
from export.store.decisions import Decision, decide
from export.store.following import FollowUp, follow
from export.store.intake import import_batch
from export.store.observing import GridLine, open_watch, write_grid
from export.store.store import Store
from lab.waiting import until
from tower.house import TrialState
from tower.logins import cookie_of
from tower.pages.after import WATCH
from tower.pages.carried import LAYING, LAYING_AT
from tower.pages.fairs import plan_work
from tower.pages.keeping import WORK as KEEPING
from tower.preview import Previews
from tower.ways import WAYS

PEOPLE = [f"{n:032x}" for n in range(1, 14)]
OFFER, STAND = "ex-cableur-evreux", "ex-monteur-structure-caen"
LIST = "Travail;Endroit précis\nRiveteuse;76600\n"
OFFERS = "intitule;code_postal;nombre_postes;entreprise\n{}\n"
SIZES = ((320, 1), (683, 2))
"""Units a page is wide, pixels a unit: 1280 at 400 %, 1366 at 200 %."""
THEMES = ("light", "dark")
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22a", "wcag22aa", "best-practice"]
DRAWN = ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"]
"""What hangs on colours and sizes; all the rest of a page is the same page in each."""
EVERY = os.environ.get("ENVOL_AXE", "") == "1"
"""A page in all four looks costs three times as much; the sheet of styles is one, so each rule of it is seen in all."""
RUN = """axe.run(document, {preload: false, resultTypes: ['violations'], runOnly: ONLY}).then(
  r => JSON.stringify(r.violations.flatMap(v => v.nodes.map(n =>
    v.id + ': ' + n.html.slice(0, 200) + ' ' + n.failureSummary))))"""
DOORS = ("/first", "/enter")
CERTIFICATE = "/house/keep/certificate"
FACT = "/people/{who}/why/{habilete}/{run}/{workshop}/{rule}"
RESCORE = "/house/rescore"
WORK = "/house/keep/work"
UNDER_WAY = f"/offers/{OFFER}/list"
NOT_PAGES = ("/house/stations/announced", "/days/{day}/announced", "/days/{day}/radar/seats",
             "/days/{day}/conductor/seats", "/days/new/looks", f"{FACT}/pictures", f"{RESCORE}/progress",
             "/offers/{offer}/list/progress", "/after/watch/progress", "/trial/progress",
             "/people/{who}/pass/progress", "/after/report/progress",
             "/house/keep/work/progress", "/fairs/{fair}/plan/progress", f"{LAYING_AT}/progress")  # fmt: skip
"""Parts of pages that stand in them."""
FIRST = [
    "/", "/offers/same", "/offers/import/report", "/offers/import/columns", "/people/contested", "/people/unread",
    "/people/undecided", "/observe/grid",
    f"/people/{PEOPLE[0]}", f"/people/{PEOPLE[0]}/why/dexterite", f"/offers/{OFFER}/lists",
]  # fmt: skip
"""Where links are followed from: pages whose link is not always there, and people of whom much is known."""


def axe() -> str:
    """The library, as its package holds it (requirements/pages.txt)."""
    return files("axe_playwright_python").joinpath("axe.min.js").read_text(encoding="utf-8")


def found(page: Chromium, library: str, only: dict[str, object]) -> list[str]:
    """What axe finds on the page that is open."""
    if page.run("typeof axe") == "undefined":
        page.run(library + ";0")
    script = RUN.replace("ONLY", json.dumps(only))
    told = page.call("Runtime.evaluate", expression=script, awaitPromise=True, returnByValue=True)
    assert "exceptionDetails" not in told, told
    return list(json.loads(told["result"]["value"]))


def wrong(page: Chromium, library: str, address: str, path: str, turn: int) -> list[str]:
    """What axe finds on a page: in the size and theme whose turn it is, with ENVOL_AXE=1 in all four."""
    page.go(address + path)
    assert page.run("location.pathname") == path, path
    looks = [(size, theme) for size in SIZES for theme in THEMES]
    said, only = [], {"type": "tag", "values": TAGS}
    for (width, pixels), theme in looks if EVERY else [looks[turn % 4]]:
        page.call("Emulation.setDeviceMetricsOverride", width=width, height=700, deviceScaleFactor=pixels, mobile=False)
        page.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": theme}])
        said += [f"{path} {width} {theme} {one}" for one in found(page, library, only)]
        only = {"type": "rule", "values": DRAWN}
    return said


def address_of(path: str) -> str:
    """The address of the tower, as `WAYS` writes it, that a path is; "" for a file or none."""
    for way in sorted(WAYS, key=lambda one: one.path.count("{")):
        pattern = re.sub(r"\{\w+\}", "[^/]+", way.path)
        if way.method == "GET" and re.fullmatch(pattern, path) and "." not in path.rsplit("/", 1)[-1]:
            return way.path
    return ""


def walk(browser: Browser) -> Iterator[tuple[str, Response]]:
    """Every page that links lead to, one of each address, as it is seen; not the certificate, which is shown once."""
    waiting, seen = list(FIRST), {address_of(path) for path in FIRST}
    while waiting:
        here = waiting.pop(0)
        answer = browser.see(here)
        for path in re.findall(r'<a [^>]*href="(/[^"#?]*)"', answer.text):
            address = address_of(path)
            if address and address not in (*seen, CERTIFICATE):
                seen.add(address)
                waiting.append(path)
        yield here, answer


def linked(browser: Browser) -> list[str]:
    """The paths of those pages."""
    return [path for path, _ in walk(browser)]


def two_in_view(browser: Browser, here: str) -> None:
    """A sitting that is held for two offers."""
    browser.see(here)
    browser.send(here, {"what": "keep", "shown": [OFFER, STAND], "in": [OFFER, STAND]})


def lived(browser: Browser, db: Path) -> None:
    """A base after some weeks: results, a remark, grids, lists, decisions, outcomes, a day, a fair, a region."""
    with Store.open(db) as store:
        for who in PEOPLE[2:12]:
            decide(store, Decision(STAND, who, "propose", "to_meet", "AB"), NOW)
        for who in PEOPLE[2:6]:
            follow(store, FollowUp(who, STAND, "met", "2026-11-24"), ("AB", NOW))
        decide(store, Decision(OFFER, PEOPLE[0], "propose", "to_meet", "AB"), NOW)
        watch = open_watch(store, PEOPLE[1], 1, ("CD", NOW))
        write_grid(store, watch, {"dexterite": GridLine(1, "Casse deux rivets")}, ("CD", NOW), close=True)
        employer = str(store.rows("select employer_id from offers where offer_id=?", STAND)[0]["employer_id"])
        import_batch(store, [b"cut off", b"of another"], organisation_keys(home_beside(db)), NOW)
    browser.enter()
    browser.see("/house/team")
    browser.send("/house/team/tie", {"adviser": "CD", "employer": employer, "tied": "yes"})
    for path in ("/days/new", "/days/new"):
        browser.see(path)
        browser.send(path, {"title": "Mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90", "seats": "12",
                            "wide": "4", "circuit": "panneau_porte"})  # fmt: skip
    day = browser.path
    browser.send(f"{day}/turn", {"state": "open"})
    two_in_view(browser, f"{day}/offers")
    browser.see(f"{day}/seats/1")
    browser.send(f"{day}/seats/1", {"kind": "late", "code": "", "text": ""})
    browser.see(f"/people/{PEOPLE[0]}")
    for kind in ("comment", "disagreement"):
        browser.send(f"/people/{PEOPLE[0]}/remark", {"kind": kind, "text": "Le bruit gênait."})
    browser.see(f"/offers/{OFFER}")
    browser.send(f"/offers/{OFFER}/list")
    browser.see("/fairs/new")
    browser.send("/fairs/new", {"title": "Emplois en Seine", "place": "Rouen", "day": "2026-12-03", "opens": "09:00",
                                "closes": "11:00", "slot": "15", "pause": "10:30-10:45"})  # fmt: skip
    fair = browser.path
    browser.send(f"{fair}/stands", {"employer": employer})
    browser.see(fair)
    browser.send(f"{fair}/plan", {"how": "all"})
    for row in ("Riveteur;76600;3;Ailes", "Riveteur;76600;5;Ailes"):
        browser.see("/offers/import")
        browser.send("/offers/import", files=[("file", ("offres.csv", OFFERS.format(row)))])
    for name, data in (("x.csv", "intitule;code_postal;nombre_postes;entreprise\n;99;x;\n"), ("liste.csv", LIST)):
        browser.see("/offers/import")
        browser.send("/offers/import", files=[("file", (name, data))])
    own = browser.see("/after/report.bundle").content
    browser.see("/after/region")
    browser.send("/after/region", files=[("file", ("a", own))])
    browser.see("/house/keep")
    browser.send("/house/keep/save")
    browser.see("/house/keep")
    # What this leads to is shown once.
    left(browser, "/house/keep/erase", {"who": PEOPLE[12], "sure": "yes"})


def left(browser: Browser, path: str, values: dict[str, str]) -> None:
    """Send a form of the page now seen; the page it leads to is left for the real browser."""
    asked = {"token": browser.token(path), **values}
    assert browser.client.post(path, data=asked, headers=browser.headers, follow_redirects=False).status_code == 303


@browser
def test_axe_finds_nothing_on_any_page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every address of the tower, with what weeks of work leave in it, and the doors before the PIN."""
    monkeypatch.setattr("scoring.fair.ROUNDS", 5)
    db, library = ready(tmp_path / "m.db", "AB", "CD"), axe()
    bring(db, played(PEOPLE[0]), *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[1:]))
    house, nobody = house_of(db, Clock()), house_of(tmp_path / "none.db", Clock())
    house.trial, house.end = NoTrial(now=TrialState(running=True, played=3, of=24)), lambda: None
    house.pictures = AtOnce()
    with opened(tmp_path / "profile", 320, 900.0) as page:
        with answering(nobody) as address:
            said = wrong(page, library, address, "/first", 0)
        with answering(house) as address, httpx2.Client(base_url=address, follow_redirects=True, timeout=30) as client:
            said += wrong(page, library, address, "/enter", 1)
            reader = Browser(client, Clock(), house)  # type: ignore[arg-type]
            lived(reader, db)
            reading = Told([run_of(PEOPLE[2], "K4-PQR", TRUE, GONE), {"end": True}])
            house.previews = Previews(lambda asked: reading)
            reader.see(RESCORE)
            reader.send(RESCORE, {"workshop": "panneau_porte", "what": "own"})
            paths = [*linked(reader), CERTIFICATE, UNDER_WAY, WORK, LAYING_AT]
            paths.append(next(path for path in paths if address_of(path) == "/fairs/{fair}") + "/plan")
            there = {way.path for way in WAYS if way.method == "GET" and "." not in way.path}
            assert there - {address_of(path) for path in paths} == {*NOT_PAGES, *DOORS}
            cookie = cookie_of(int(address.rpartition(":")[2]))
            page.call("Network.setCookie", name=cookie, value=client.cookies[cookie], url=address)
            said += wrong(page, library, address, RESCORE, 2)
            reading.go.set()
            assert until(lambda: not house.previews.running, 20) is not None
            reader.see("/house/team")
            left(reader, "/house/team/pin", {"adviser": "X", "pin": "1", "pin_again": "2"})
            opened_list = Event()

            def goes_on(name: str) -> None:
                house.jobs.start(name, lambda _, read: {"list": str(read(2) or opened_list.wait(300))})

            for name in (f"list {OFFER} AB", WATCH, plan_work(paths[-1].split("/")[2])):
                goes_on(name)
            for turn, path in enumerate(["/house/team", *(path for path in paths if path not in (WORK, LAYING_AT))]):
                said += wrong(page, library, address, path, turn)
            # While it goes on it stands in the place of the page that leads to it.
            for name, path in ((KEEPING, WORK), (LAYING, LAYING_AT)):
                goes_on(name)
                said += wrong(page, library, address, path, 3)
            opened_list.set()
    assert said == []
