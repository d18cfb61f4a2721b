"""A base of the tower after some weeks, and the walk along its links to one page of every address."""

import re
from collections.abc import Iterator
from pathlib import Path

from httpx2 import Response
from store_kit import NOW
from tower_kit import Browser

from export.packets.keys import organisation_keys
from export.store.beside import home_beside
from export.store.decisions import Decision, decide
from export.store.following import FollowUp, follow
from export.store.intake import import_batch
from export.store.observing import GridLine, open_watch, write_grid
from export.store.store import Store
from tower.pages.carried import LAYING_AT
from tower.ways import WAYS

PEOPLE = [f"{n:032x}" for n in range(1, 14)]
OFFER, STAND = "ex-cableur-evreux", "ex-monteur-structure-caen"
LIST = "Travail;Endroit précis\nRiveteuse;76600\n"
OFFERS = "intitule;code_postal;nombre_postes;entreprise\n{}\n"
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
