"""Each page of the tower in its four states: nothing in the base, one of each thing, many, and something broken."""

import csv
import io
import re
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from httpx2 import Response
from lived_kit import CERTIFICATE, NOT_PAGES, OFFER, PEOPLE, UNDER_WAY, address_of, linked, lived, walk
from store_kit import NOW, body
from tower_kit import AtOnce, Browser, bring, browsing, played, ready, words

from export.packets.keys import ORGANISATION_FILE, organisation_keys
from export.store.beside import home_beside
from export.store.days import DayPlan, plan_day
from export.store.decisions import Decision, decide
from export.store.intake import import_packet
from export.store.matching import preselect
from export.store.observing import GridLine, open_watch, write_grid
from export.store.remarks import write
from export.store.store import Store
from lab.benches.tower import Here, pages
from tower.ways import WAYS

ASKED = {way.path for way in WAYS if way.method == "GET" and "." not in way.path.rsplit("/", 1)[-1]}
PAGES = ASKED - {*NOT_PAGES, "/first", "/enter", "/trial"}
"""Every address that a person reads behind the door."""
ONCE = {CERTIFICATE, "/house/rescore", "/offers/{offer}/list", "/offers/import/columns", "/offers/import/report",
        "/offers/same", "/house/keep/work", "/house/stations/stick/work", "/fairs/{fair}/plan"}  # fmt: skip
"""Pages that stand for a while only, or whose link is there for a while: seen by their own tests too."""
NOUNS = "personne|envoi|offre|résultat|décision|place|ordinateur|séance|salon|liste|réponse|note"
HEX = re.compile(r"\b(?=[0-9a-f]*[0-9])(?=[0-9a-f]*[a-f])[0-9a-f]{8,}\b")
VERSIONS = re.compile(r"règles [0-9a-f]{12}")
"""The one name that is letters and figures on a page: the version of rules, folded at the foot of a result."""
NO_ROWS = re.compile(r"<tbody>\s*</tbody>")


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base after some weeks, made once: copied by whoever changes it."""
    db = ready(tmp_path_factory.mktemp("states") / "m.db", "AB", "CD")
    bring(db, played(PEOPLE[0]), *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[1:]))
    with walking(db) as browser:
        lived(browser, db)
    return db


@contextmanager
def walking(db: Path) -> Iterator[Browser]:
    """A browser on a base, whose moments are drawn at once."""
    with browsing(db) as browser:
        browser.house.end = lambda: None
        browser.house.pictures = AtOnce()
        yield browser


def copied(filled: Path, folder: Path) -> Path:
    """The same base, to be spoilt: also what still waits in its log, where something has not closed it yet."""
    with closing(sqlite3.connect(filled)) as source, closing(sqlite3.connect(folder / "m.db")) as to:
        source.backup(to)
    shutil.copytree(home_beside(filled), home_beside(folder / "m.db"))
    return folder / "m.db"


def sound(browser: Browser, path: str, *, most: int = 200) -> str:
    """A page that answers with a heading and words, and no table of nothing; what it says."""
    return whole(browser.see(path), path, most)


def whole(answer: Response, path: str, most: int) -> str:
    """The same of a page that was seen."""
    assert answer.status_code <= most, (path, answer.status_code)
    main = re.search(r"<main.*</main>", answer.text, re.DOTALL)
    assert main, path
    assert not NO_ROWS.search(main[0]), path
    said = words(main[0])
    assert len(said) > 20, path
    assert "None" not in said, path
    return said


def walked(browser: Browser) -> set[str]:
    """Every page that links lead to, each sound; their addresses."""
    paths = []
    for path, answer in walk(browser):
        paths.append(path)
        said = whole(answer, path, most=404)
        assert not HEX.search(VERSIONS.sub("", said)), (path, HEX.search(VERSIONS.sub("", said)))
        assert not re.search(rf"(?<![\d ,])\b1 ({NOUNS})s\b", said), (path, said)
        assert not re.search(rf"(?<![\d,])\b([2-9]|[1-9]\d+) ({NOUNS})\b", said), (path, said)
    return {address_of(path) for path in paths}


def test_with_nothing_in_the_base_each_page_says_so_and_what_to_do(tmp_path: Path) -> None:
    """No table of nothing and no figure of nobody; a page about something that is not there is one sentence."""
    db = ready(tmp_path / "m.db")
    with Store.open(db) as store, store.writing() as connection:
        connection.execute("delete from offers")
    with walking(db) as browser:
        browser.enter()
        for path in sorted(PAGES):
            asked = re.sub(r"\{\w+\}", "0" * 32, path)
            said = sound(browser, asked, most=200 if "{" not in path else 404)
            if "{" in path and browser.path == asked:
                assert 'href="/"' in browser.text, (path, said)


def test_with_one_of_each_thing_each_page_speaks_of_one(tmp_path: Path) -> None:
    """One person, one offer, one seat, one decision, one grid, one stand: every address, and no « 1 personnes »."""
    db = ready(tmp_path / "m.db", "AB", "CD")
    bring(db, played(PEOPLE[0]))
    with Store.open(db) as store:
        with store.writing() as connection:
            connection.execute("delete from offers where offer_id<>?", (OFFER,))
        write(store, PEOPLE[0], ("comment", "Range ses outils."), "AB", NOW)
        watch = open_watch(store, PEOPLE[0], 1, ("CD", NOW))
        write_grid(store, watch, {"dexterite": GridLine(1, "Casse deux rivets")}, ("CD", NOW), close=True)
        preselect(store, OFFER, "AB", NOW)
        decide(store, Decision(OFFER, PEOPLE[0], "propose", "to_meet", "AB"), NOW)
        plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 1, 1, ("panneau_porte",)), "AB", NOW)
        import_packet(store, b"cut off", organisation_keys(home_beside(db)), NOW)
        employer = str(store.rows("select employer_id from offers")[0]["employer_id"])
    with walking(db) as browser:
        browser.enter()
        browser.see("/fairs/new")
        browser.send("/fairs/new", {"title": "Un", "place": "Rouen", "day": "2026-12-03", "opens": "09:00",
                                    "closes": "10:00", "slot": "15", "pause": ""})  # fmt: skip
        fair = browser.path
        browser.send(f"{fair}/stands", {"employer": employer})
        browser.see(fair)
        browser.send(f"{fair}/plan", {"how": "all"})
        assert PAGES - walked(browser) - ONCE <= {
            "/watches/{watch}", "/lists/{list}/left-out", "/days/{day}/report", "/days/{day}/report/people",
        }  # fmt: skip


def test_after_some_weeks_each_page_stands(filled: Path) -> None:
    """Thirteen people, a room of twelve, a fair, a region: every address, whole, with its numbers agreed."""
    with walking(filled) as browser:
        browser.enter()
        assert PAGES - walked(browser) - ONCE == set()


@pytest.mark.parametrize("what", ["key", "row"])
def test_with_something_broken_each_page_is_still_a_page(what: str, filled: Path, tmp_path: Path) -> None:
    """The organisation's key gone, a row that no longer fits its seal: a sentence, no fault."""
    db = copied(filled, tmp_path)
    if what == "key":
        (home_beside(db) / ORGANISATION_FILE).unlink()
    if what == "row":
        raw = sqlite3.connect(db)
        raw.create_function("envol_seal", -1, lambda *_: 0)
        for (trigger,) in raw.execute("select name from sqlite_schema where type='trigger' and name like 'seal_%'"):
            raw.execute(f'drop trigger "{trigger}"')
        raw.execute("update candidates set code='K4-XXX' where candidate_id=?", (PEOPLE[3],))
        raw.commit()
        raw.close()
    with walking(filled) as browser:
        browser.enter()
        paths = [*linked(browser), CERTIFICATE, UNDER_WAY]
    with walking(db) as browser:
        if what == "row":
            # Once the base was looked through, even the door is the sentence that says what is wrong.
            if (look := browser.house.checking) is not None:
                look.wait()
            for path in ("/enter", *paths):
                assert "est abîmée" in sound(browser, path, most=503), path
        else:
            browser.enter()
            for path in paths:
                sound(browser, path, most=404)


UNMEASURED = {
    "/close", "/house/keep/work", "/house/stations/stick/work", "/fairs/{fair}/plan",
    "/offers/{offer}/list", "/offers/import/columns", "/offers/import/report", "/house/keep/certificate",
    "/watches/{watch}", "/fairs/{fair}/people/{who}", "/fairs/{fair}/people/{who}/{stand}",
    "/people/{who}/why/{habilete}/{run}/{workshop}/{rule}",
    "/people/{who}/why/{habilete}/{run}/{workshop}/{rule}/large/{n}",
}  # fmt: skip
"""Pages of one person's own few rows, or of what is held in memory for a while: they do not grow with the base."""


def test_the_bench_measures_every_page_that_grows_with_the_base() -> None:
    """A page that is new is measured, or named here."""
    here = Here("a", "a", "a", "a", "a", "a", "a", "a")
    measured = {address_of(path.partition("?")[0]) for _, path in pages(here)}
    assert PAGES - measured == UNMEASURED


HELD = {
    "/people/list.csv": "/people", "/people/contested/list.csv": "/people/contested",
    "/people/unread/list.csv": "/people/unread", "/people/undecided/list.csv": "/people/undecided",
    "/people/{who}/card.csv": "/people/{who}/card", "/people/{who}/offers.csv": "/people/{who}/offers",
    "/lists/{list}/list.csv": "/lists/{list}", "/decisions/list.csv": "/decisions",
    "/watches/{watch}/list.csv": "/watches/{watch}", "/offers/list.csv": "/offers",
    "/fairs/{fair}/list.csv": "/fairs/{fair}", "/after/list.csv": "/after", "/after/links.csv": "/after/links",
    "/after/report.csv": "/after/report", "/days/{day}/report/people.csv": "/days/{day}/report/people",
}  # fmt: skip
"""Each export and the page it is the sheet of."""
OWN = {
    "/offers/import/corrected.csv": ("test_tower_offers", "corrected.csv"),
    "/after/region.csv": ("test_tower_after", "/after/region.csv"),
    "/after/watch.csv": ("test_tower_after", "/after/watch.csv"),
    "/house/rescore/list.csv": ("test_tower_rescore", "{HERE}/list.csv"),
}
"""Exports of what is held in memory for a while: the module whose test holds page and sheet against each other."""
OF_A_LIST = {"Offre", "Employeur", "Conditions"}
"""An offer's reference, its firm with « (exemple) », and conditions in one cell: a page heads itself and tags each."""
SHEET_ALONE = {
    "/lists/{list}/list.csv": OF_A_LIST, "/people/{who}/offers.csv": OF_A_LIST,
    # One observer saw everything: the page has no column for what lies between two.
    "/watches/{watch}/list.csv": {"Entre les deux"},
    "/offers/list.csv": {"Référence", "Code ROME"},
    # The timetable is by hour and stand alone.
    "/fairs/{fair}/list.csv": {"Offre", "État"},
    # Where nothing can be told yet, the page says so once for all.
    "/after/links.csv": {"Ce que disait le jeu"},
}
"""Columns that a sheet has and its page says otherwise."""


def test_each_screen_holds_what_its_export_holds(filled: Path) -> None:
    """Every cell of every sheet stands on its page (all of its pages), but for the columns named here."""
    sheets = {way.path for way in WAYS if way.method == "GET" and way.path.endswith(".csv")}
    assert sheets == set(HELD) | set(OWN)
    for module, asked in OWN.values():
        assert asked in Path("tests", f"{module}.py").read_text("utf-8"), module
    with Store.open(filled) as store:
        (kept,) = store.rows("select preselection_id from preselections limit 1")
        (watch,) = store.rows("select watch_id from watches limit 1")
        (fair,) = store.rows("select fair_id from fairs limit 1")
        (day,) = store.rows("select day_id from days where state='open' limit 1")
    of = {"who": PEOPLE[1], "list": kept["preselection_id"], "watch": watch["watch_id"], "fair": fair["fair_id"],
          "day": day["day_id"]}  # fmt: skip
    with walking(filled) as browser:
        browser.enter()
        missing = {}
        for path, page in HELD.items():
            answer = browser.see(path.format(**of))
            assert answer.status_code == 200, path
            rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
            said = every_page(browser, page.format(**of))
            for row in rows:
                for head, cell in row.items():
                    if head not in SHEET_ALONE.get(path, set()) and not on_page(cell, said):
                        missing.setdefault((path, head), cell)
        assert not missing, "\n".join(f"{where}: {cell}" for where, cell in missing.items())


def on_page(cell: str, said: str) -> bool:
    """Whether each part of a cell stands on a page, a day as it is written; a sheet's defusing sign is no word."""
    if re.fullmatch(r"\d{4}-\d\d-\d\d", cell):
        cell = "/".join(reversed(cell.split("-")))
    parts = [" ".join(part.strip().lstrip("'").split()).lower() for part in re.split(r" \| |\n", cell)]
    # How something stands is a tag on a page, before what it is about.
    return all(part in said or part.replace(" : ", " ", 1) in said for part in parts)


def every_page(browser: Browser, path: str) -> str:
    """What a page says, those that follow it, and the groups that it folds; in small letters."""
    said, waiting = "", [path]
    while waiting:
        browser.see(waiting.pop())
        said += words(browser.text).lower() + " "
        waiting += re.findall(r'href="([^"]+)" rel="next"', browser.text.replace("&amp;", "&"))
        waiting += [path + to for to in re.findall(r'href="(\?group=\w+)"', browser.text)]
    return said
