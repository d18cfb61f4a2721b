"""Every page's first view and every form, on a file and on a server: the same words, and the same base left behind."""

import itertools
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from html.parser import HTMLParser
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from httpx2 import Response
from lived_kit import PEOPLE, lived, walk
from pg_kit import Engine, cluster
from store_kit import body
from tower_kit import AtOnce, Browser, NoTrial, bring, browsing, laid, played, ready, words

from export.store.filling import digest_of
from export.store.store import Store, audit_holds
from lab.waiting import until
from tower.ways import WAYS

LEFT_OUT = {
    "/first": "makes a base", "/trial": "opens a program", "/close": "ends the tower", "/language": "the door",
    "/enter": "the door", "/lock": "the door", "/draft": "memory alone", "/people/codes/forget": "memory alone",
    "/house/rescore/stop": "ends a process", "/house/stations/key": "a file beside",
    "/people/{who}/pass/{packet}": "another process writes its line", "/days/{day}/seats/{seat}/go": "memory alone",
}  # fmt: skip
"""Forms that write nothing in a base themselves, or that end what is tried, each with why."""
ELSEWHERE = {
    "/days/{day}/drop": "days", "/decisions/{decision}/words": "words", "/fairs/{fair}/told": "fair",
    "/house/keep/purge": "days", "/house/stations/stick": "stick", "/house/stations/stick/enrol": "stick",
    "/people/stick/take": "stick", "/observe/{who}": "observe", "/watches/{watch}": "observe",
    "/watches/{watch}/alone": "observe", "/watches/{watch}/back": "observe", "/watches/{watch}/join": "observe",
    "/offers/import/columns": "columns", "/offers/import/gone": "columns", "/offers/import/mend": "offers",
    "/offers/same": "offers", "/outcomes/{outcome}/undo": "after",
}  # fmt: skip
"""Forms that no page of this story holds: the contract test of which file (`test_tower_...`) sends them on both."""
LAST = ("/house/keep/purge", "/house/keep/erase", "/house/keep/back", "/house/team/close")
"""What takes away from others comes after them."""
TYPED = {
    "day": "2026-12-04", "hour": "09:00", "opens": "09:00", "closes": "11:00", "minutes": "90", "seats": "4",
    "slot": "15", "text": "Le bruit a gêné.", "postcode": "76600", "posts": "2", "date": "2026-11-24",
    "span": "09:00-09:30", "adviser": "EF", "pin": "582914", "pin_again": "582914", "who": PEOPLE[11],
    "title": "Riveteur de voilure",
}  # fmt: skip
"""What a person types in boxes of these names."""


@dataclass
class Form:
    """One form of a page: its address, what a browser would send of it as it stands, and its first button."""

    action: str
    values: dict[str, list[str]] = field(default_factory=dict)
    file: bool = False
    pressed: bool = False


class Forms(HTMLParser):
    """The forms of a page, filled as somebody does who types what is asked and ticks the first of what must be."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = self._area = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        asked = {name: value or "" for name, value in attrs}
        name, kind = asked.get("name", ""), asked.get("type", "text")
        if tag == "form" and asked.get("method") == "post":
            self._form = Form(asked["action"])
            self.forms.append(self._form)
        form = self._form
        if form is None or "disabled" in asked:
            return
        if tag == "button" and not form.pressed and asked.get("type") != "button":
            form.pressed = True
            if name:
                form.values[name] = [asked.get("value", "")]
        elif tag == "input" and kind == "file":
            form.file = True
        elif tag == "input" and kind in ("radio", "checkbox"):
            if "checked" in asked or name not in form.values:
                form.values.setdefault(name, [])
                form.values[name] = [asked.get("value", "on")]
        elif tag == "input" and name:
            form.values.setdefault(name, [asked.get("value", "") or TYPED.get(name, "")])
        elif tag == "textarea" and name:
            form.values[name] = [TYPED["text"]]
        elif tag == "select":
            self._select = name
        elif tag == "option" and self._select:
            chosen = "selected" in asked or (asked.get("value") and self._select not in form.values)
            if chosen:
                form.values[self._select] = [asked.get("value", "")]

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""


def way_of(action: str) -> str:
    """The address of a form as the tower writes it."""
    return next(
        way.path for way in sorted(WAYS, key=lambda way: way.path.count("{"))
        if way.method == "POST" and re.fullmatch(re.sub(r"\{\w+\}", "[^/]+", way.path), action)
    )  # fmt: skip


@dataclass
class Story:
    """What was seen in a tower from its first page on: (what was asked, status, words), and the base it left."""

    told: list[tuple[str, int, str]] = field(default_factory=list)
    ways: set[str] = field(default_factory=set)
    tables: dict[str, str] = field(default_factory=dict)

    def note(self, browser: Browser, asked: str, status: int) -> None:
        # Folders of the machine, and where this tower answers, are its own.
        self.told.append((asked, status, words(browser.text)))


def with_results(db: Path) -> None:
    """A base of thirteen people: packets are sealed by chance, so that both begin with the same ones."""
    came = (body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[1:])
    bring(ready(db, "AB", "CD"), played(PEOPLE[0]), *came)


class Patient(Browser):
    """Reads what a form leads to once the long work that it began is over: how far it is at that moment is chance, and
    so is what it writes among what the next pages write."""

    def send(self, path: str, values: dict[str, Any] | None = None, **more: Any) -> Response:
        answer = super().send(path, values, follow_redirects=False, **more)
        assert until(self._at_rest, 60, 0.01) is not None
        return self.see(answer.headers["location"]) if answer.is_redirect else answer

    def _at_rest(self) -> bool:
        house = self.house
        return not (house.jobs.busy or house.lent or house.previews.running)


def send_all(browser: Browser, story: Story) -> None:
    """Every form that the pages hold now and that was not sent yet, one of each address, as it stands there."""
    forms: dict[str, tuple[str, Form]] = {}
    for path, _ in walk(browser):
        for form in Forms(browser.text).forms:
            forms.setdefault(way_of(form.action), (path, form))
    for way in sorted(forms.keys() - story.ways - LEFT_OUT.keys(), key=lambda way: (way in LAST, way)):
        path, form = forms[way]
        browser.see(path)
        if not browser.token(form.action):
            # Another form changed what its page asks.
            continue
        story.ways.add(way)
        values = {name: some for name, some in form.values.items() if name != "token"}
        files = [("file", ("x.csv", b"intitule\n"))] if form.file else None
        status = browser.send(form.action, values, files=files).status_code
        story.note(browser, way, status)


def live(db: Path, browser: Browser) -> Story:
    """Weeks of work, every page once, then every form of every page once, as it stands there."""
    story = Story()
    browser.house.trial, browser.house.end, browser.house.pictures = NoTrial(), lambda: None, AtOnce()
    browser.house.reprint = lambda who, packet, language, by: (b"%PDF-1", "")
    lived(browser, db)
    for path, answer in walk(browser):
        story.note(browser, path, answer.status_code)
    # What is sent opens further forms: whoever contests was answered.
    for _ in range(2):
        send_all(browser, story)
    with Store.open(db) as store:
        assert audit_holds(store)
        story.tables = {table.name: f"{table.rows} {table.digest}" for table in digest_of(store).tables}
        # Who is erased anew in a copy that is put back is so at the machine's own moment.
        gone = store.rows("select candidate_id, cause from tombstones order by candidate_id")
        story.tables["tombstones"] = str(gone)
    return story


@contextmanager
def same_chances(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Ids that are drawn are the same in both towers, so that what is left in both bases can be held side by side."""
    drawn, spread = itertools.count(1), 0x9E3779B97F4A7C15F39CC0605CEDC835
    with monkeypatch.context() as patch:
        # In the module that makes ids alone: others draw too, not as often on the one as on the other.
        ids = SimpleNamespace(token_hex=lambda n: f"{next(drawn) * spread % 256**n:0{2 * n}x}")
        patch.setattr("export.packets.body.secrets", ids)
        yield


@pytest.mark.postgresql
def test_every_page_and_every_form_is_the_same_on_both(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """First views, answers to forms, and every table to its last value."""
    cluster()
    for name in ("file", "server"):
        (tmp_path / name).mkdir()
        laid(tmp_path / name / "m.db", "both", with_results)
    monkeypatch.setattr("scoring.fair.ROUNDS", 5)
    # From its sources the page of the computers offers the checkout as a stick: no card is laid in it here.
    monkeypatch.setattr("tower.pages.house.from_sources", lambda: False)
    with same_chances(monkeypatch), browsing(tmp_path / "file" / "m.db") as one:
        on_file = live(tmp_path / "file" / "m.db", Patient(one.client, one.clock, one.house))
    with monkeypatch.context() as patch:
        engine, db = Engine("postgresql"), tmp_path / "server" / "m.db"
        patch.setattr(Store, "open", engine.open)
        patch.setattr("tower.house.sound", lambda path: True)
        with Store.open(db):
            pass
        with same_chances(monkeypatch), browsing(db) as one:
            one.house.server = engine._bases[db]
            on_server = live(db, Patient(one.client, one.clock, one.house))
    cluster().give_back()
    assert on_server.told == on_file.told
    assert on_server.tables == on_file.tables
    assert all(status < 500 for _, status, _ in on_file.told)
    assert {way.path for way in WAYS if way.method == "POST"} - on_file.ways == {*LEFT_OUT, *ELSEWHERE}
