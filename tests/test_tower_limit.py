"""A sitting may limit the time of its exercises: chosen by an adviser, told to its posts, said before, kept with the
result; and the next sitting is made from one that was. On both engines."""

import html
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import partial
from http.client import HTTPConnection
from pathlib import Path
from typing import TypeVar, cast

import pytest
from nacl.public import PrivateKey
from nacl.signing import SigningKey
from store_kit import NOW, keys
from test_send import Room
from test_tower_crowd import answering_at
from test_tower_view import ALL, OFFER, OTHER, SAID
from test_workshops import workshops
from tower_kit import Browser, bring, browsing, played, ready, words

from cli.ports import listen
from export.packets.cards import CARD_FILE, make_card, write_card
from export.packets.keys import Station, organisation_keys, station_id_of, station_keys
from export.packets.knocks import KnockError, make_knock, make_reply, make_sitting, read_sitting
from export.packets.receipts import signing_of
from export.store.beside import home_beside
from export.store.copying import copy
from export.store.days import DayPlan, capped_at, change_day, day_of, days_of, plan_day, seat_station, turn
from export.store.in_view import in_view, put_in_view
from export.store.intake import add_station, revoke_station
from export.store.steps import migrations
from export.store.store import Store
from game.journey.journey import Journey
from game.screen.scene import Comfort
from game.screen.steps import Step
from game.station import hails
from game.station.hails import HailLine, Hails
from game.station.home import Home
from game.window.look import StaticLook
from lab.waiting import until
from scenarios.room import Signals
from tower.pages.limits import longest_minutes
from tower.parcels import MOST_KNOCKS, Parcels
from tower.port import StationPort
from tower.radar import Radar
from tower.review import workshop_titles
from tower.serving import posts_server

T = TypeVar("T")
TODAY = "2026-11-24"
ORGANISATION = keys()[1]
NEW = {"title": "Groupe", "day": TODAY, "hour": "09:00", "minutes": "90", "seats": "2", "wide": "2",
       "circuit": "panneau_porte"}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with two posts."""
    path = ready(tmp_path / "m.db", "AB", "CD")
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        add_station(store, other_post().verify_key, "Poste 2", NOW)
    return path


def other_post() -> Station:
    """A second post."""
    return station_of(SigningKey(bytes(range(3, 35))))


def station_of(signing: SigningKey) -> Station:
    """The post of a key."""
    return Station(station_id_of(bytes(signing.verify_key)), signing)


def sitting(store: Store, *, capped: bool, state: str = "open", day: str = TODAY, post: str = "") -> str:
    """A sitting with a post at its first seat."""
    day_id = plan_day(store, DayPlan("Groupe", f"{day}T09:00", 90, 2, 2, ALL[:2], capped), "AB", NOW)
    seat_station(store, day_id, [(1, post or keys()[0].station_id)], SAID)
    if state != "planned":
        turn(store, day_id, "open", SAID)
    if state == "closed":
        turn(store, day_id, "closed", SAID)
    return day_id


def ticked(page: str, name: str) -> bool:
    """Whether a box of a page is ticked."""
    found = re.search(rf'<input type="checkbox" name="{name}" value="yes"( checked)?>', page)
    assert found, name
    return bool(found[1])


# An adviser chooses it.


def test_an_adviser_limits_the_time_of_a_sitting_and_nobody_does_by_default(engine: str, db: Path) -> None:
    """Off until it is ticked; said on the sitting's page, its sheet and the form that changes it; taken off again."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        assert not ticked(browser.text, "capped")
        assert "47 min" in words(browser.text)
        browser.send("/days/new", NEW)
        assert "durée des exercices limitée" not in words(browser.text)
        browser.see("/days/new")
        browser.send("/days/new", {**NEW, "capped": "yes"})
        day = browser.path
        assert "durée des exercices limitée" in words(browser.text)
        assert "Panneau" in words(browser.text).split("La durée des exercices est limitée")[1][:80]
        assert "durée des exercices limitée" in words(browser.see(f"{day}/run").text)
        assert ticked(browser.see(f"{day}/change").text, "capped")
        browser.send(f"{day}/change", {**NEW, "title": "Autre"})
        assert "durée des exercices limitée" not in words(browser.text)


def test_a_form_that_is_refused_keeps_the_box_as_it_was(db: Path) -> None:
    """Ticked it stays ticked, and taken off it stays off, whatever else was wrong."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", {**NEW, "minutes": "9", "capped": "yes"})
        assert ticked(browser.text, "capped")
        browser.send("/days/new", {**NEW, "capped": "yes"})
        day = browser.path
        browser.see(f"{day}/change")
        browser.send(f"{day}/change", {**NEW, "minutes": "9"})
        assert not ticked(browser.text, "capped")


def test_the_form_says_what_the_limit_comes_to_and_offers_what_fits(db: Path) -> None:
    """Three ceilings of a sitting of ninety minutes came to 177, and nothing said so: the sum stands against its length
    wherever workshops or minutes change, and one press keeps those that fit. Nothing is made by it, nor forbidden."""
    many = {**NEW, "circuit": list(ALL), "capped": "yes"}
    titles = workshop_titles("fr")
    most = longest_minutes()
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        part = words(browser.see("/days/new/looks?minutes=90&" + "&".join(f"circuit={name}" for name in ALL)).text)
        total = f"ces exercices font {sum(most[name] for name in ALL)} minutes"
        assert total in part
        assert "la séance en dure 90" in part
        short = words(browser.see("/days/new/looks?minutes=20&circuit=panneau_porte").text)
        assert "Aucun de ces ateliers n'y tient" in short
        assert "tout y tient" in words(browser.see("/days/new/looks?minutes=300&circuit=panneau_porte").text)
        browser.see("/days/new")
        browser.send("/days/new", {**many, "title": "Matin", "shorter": "yes"})
        assert browser.path == "/days/new"
        page = words(browser.text)
        kept = [name for name in ALL if re.search(rf'name="circuit" value="{name}" checked', browser.text)]
        assert kept
        assert len(kept) < len(ALL)
        assert sum(most[name] for name in kept) < 90
        assert f"Seuls restent cochés : {', '.join(titles[name] for name in kept)}" in page
        assert ticked(browser.text, "capped")
        assert 'value="Matin"' in browser.text
        with Store.open(db) as store:
            assert days_of(store, 10, 0) == []
        browser.send("/days/new", {**many, "title": "Matin"})
        assert total in words(browser.text), "whoever keeps them all the same reads it on the sitting's page too"


def test_a_base_from_before_learns_it_and_a_copy_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No sitting of a base from before was limited; one that is stays so in a copy."""
    old, there = tmp_path / "old.db", tmp_path / "copy.db"
    with monkeypatch.context() as before:
        before.setattr(migrations, "_migrations", [m for m in migrations._migrations if m.name < "017"])
        with Store.open(old) as store, store.writing() as connection:
            row = ("d", "Mardi", "2026-11-24T09:00", 90, 3, "a", "planned", "AB", "x")
            connection.execute("insert into days values(?,?,?,?,?,?,?,?,?,null)", row)
    with Store.open(old) as store:
        assert day_of(store, "d")["capped"] == 0
    with Store.open(ready(tmp_path / "new.db")) as store:
        day = plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 1, 1, ALL[:1], capped=True), "AB", NOW)
    copy(tmp_path / "new.db", there)
    with Store.open(there) as store:
        assert day_of(store, day)["capped"] == 1


# The tower tells its posts.


def test_the_sitting_that_is_open_today_says_it_to_the_posts_of_its_seats(engine: str, db: Path) -> None:
    """Not one that is ready, closed, of another day, or has the post at no seat; of two, the one opened last."""
    post, other = keys()[0].station_id, other_post().station_id
    with Store.open(db) as store:
        for state, day in (("planned", TODAY), ("closed", TODAY), ("open", "2026-11-23")):
            sitting(store, capped=True, state=state, day=day)
            assert capped_at(store, post, TODAY) is None
        first = sitting(store, capped=True)
        assert capped_at(store, post, TODAY) is True
        assert capped_at(store, other, TODAY) is None
        turn(store, first, "closed", SAID)
        second = sitting(store, capped=False)
        assert capped_at(store, post, TODAY) is False
        turn(store, second, "planned", SAID)
        change_day(store, second, DayPlan("G", f"{TODAY}T09:00", 90, 2, 2, ALL[:2], capped=True), SAID)
        turn(store, second, "open", SAID)
        assert capped_at(store, post, TODAY) is True


@pytest.fixture
def room(db: Path) -> Iterator[Room]:
    """A tower and the wire to it."""
    made = Room(db)
    yield made
    made.house.close()


def test_only_an_enrolled_post_is_told_and_only_its_own_tower_is_believed(room: Room) -> None:
    """Signed, in answer to this very knock: nobody else's word, no other message, no older one, none altered."""
    post, organisation = keys()[0], organisation_keys(home_beside(room.db))
    knock = make_knock(post, organisation.public_key)
    day = sitting(room.house.store, capped=True)
    answer = room.sent("/sitting", knock)
    assert read_sitting(answer, room.card, knock) is True
    assert room.house.held.limits == {post.station_id: True}
    again = make_knock(post, organisation.public_key)
    lies = [
        answer, b"", answer[:-1], answer + b" ", answer.replace(b"true", b"null"),
        make_reply(organisation, again, "a" * 16, "here"), make_sitting(PrivateKey.generate(), again, True),
    ]  # fmt: skip
    for lie in lies:
        with pytest.raises(KnockError):
            read_sitting(lie, room.card, again)
    turn(room.house.store, day, "closed", SAID)
    assert read_sitting(room.sent("/sitting", again), room.card, again) is None
    stranger = station_of(SigningKey.generate())
    elsewhere = make_knock(post, ORGANISATION.public_key)
    for refused in (make_knock(stranger, organisation.public_key), elsewhere, b"x", b""):
        assert room.sent("/sitting", refused) == b""
    revoke_station(room.house.store, post.station_id, NOW)
    assert room.sent("/sitting", make_knock(post, organisation.public_key)) == b""


class ByPages:
    """What a served port is given of a house whose base is open in the thread of its pages."""

    def __init__(self, browser: Browser) -> None:
        self.browser = browser
        self.asked = 0

    def hear_of(self, sealed: bytes, organisation: PrivateKey) -> str:
        return self._in_pages(partial(self.browser.house.held.radar.hear_of, sealed, organisation))

    def line(self, station_id: str, how: str) -> None:
        """Nobody looks at it here."""

    def sitting(self, data: bytes) -> bytes:
        self.asked += 1
        return self._in_pages(partial(Parcels(self.browser.house).sitting, data))

    def _in_pages(self, work: Callable[[], T]) -> T:
        assert self.browser.client.portal is not None
        return self.browser.client.portal.call(work)


def test_a_post_that_knocks_without_end_is_answered_no_more_and_the_others_are(room: Room) -> None:
    """Of each key alone, whatever it asks; those that nobody knows share one measure; after a while it is heard."""
    organisation, others = organisation_keys(home_beside(room.db)).public_key, other_post()
    for post, path in ((keys()[0], "/sitting"), (station_of(SigningKey.generate()), "/knock")):
        answers = [room.sent(path, make_knock(post, organisation)) for _ in range(int(MOST_KNOCKS) + 5)]
        assert all(answers[: int(MOST_KNOCKS)])
        assert answers[-5:] == [b""] * 5
    assert room.sent("/knock", make_knock(station_of(SigningKey.generate()), organisation)) == b""
    assert room.sent("/knock", make_knock(others, organisation))
    room.clock.s += 1
    assert room.sent("/knock", make_knock(keys()[0], organisation))


def test_a_post_asks_on_the_line_of_its_hails_and_the_day_says_who_knows(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A real socket and the post's own thread: it learns the limit soon after the tower hears it, on one connection."""
    monkeypatch.setattr(hails, "ASKS_S", 0.05)
    monkeypatch.setattr(hails, "APART_S", 0.05)
    secret, folder = organisation_keys(home_beside(db)), tmp_path / "post"
    folder.mkdir()
    with Store.open(db) as store:
        add_station(store, station_keys(folder).verify_key, "Poste 3", NOW)
        day = sitting(store, capped=True, post=station_keys(folder).station_id)
    with browsing(db) as browser:
        browser.enter()
        assert "Aucun ordinateur n'a encore pris la limite" in words(browser.see(f"/days/{day}").text)
        pages, here = ByPages(browser), listen(0)
        ears = StationPort(cast(Radar, pages), lambda: secret, cast(Parcels, pages))
        with answering_at(posts_server(ears), here) as number:
            card = make_card("organisation", "M", bytes(secret.public_key), [f"127.0.0.1:{number}"],
                             bytes(signing_of(secret).verify_key))  # fmt: skip
            write_card(folder / CARD_FILE, card)
            line = OneLine()
            post = Hails(folder, line.send, 0.05, ask=line.ask)
            try:
                post.tell("", Signals("welcome"))
                assert until(lambda: post.capped is not None, 20, 0.01) is not None
                assert post.capped is True
                browser.clock.s += 5
                assert until(lambda: pages.asked > 2, 20, 0.01) is not None
                assert line.opened == 1
            finally:
                post.close()
                line.close()
        assert "Chaque ordinateur a pris la limite de durée" in words(browser.see(f"/days/{day}").text)
        assert "Chaque ordinateur" in words(browser.see(f"/days/{day}/announced").text)


class OneLine(HailLine):
    """A line that counts how often it was opened."""

    def __init__(self) -> None:
        super().__init__()
        self.opened, self._was = 0, None

    def _asked(self, line: HTTPConnection, path: str, data: bytes) -> tuple[int, bytes]:
        self.opened += line.sock is None
        return super()._asked(line, path, data)


def test_what_a_tower_said_holds_for_hours_and_not_for_ever(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A tower that is closed, or too old to know the question, leaves what was known; after hours it is forgotten."""
    secret, folder = ORGANISATION, tmp_path
    card = make_card("organisation", "M", bytes(secret.public_key), ["10.0.0.9:47471"],
                     bytes(signing_of(secret).verify_key))  # fmt: skip
    write_card(folder / CARD_FILE, card)
    said: list[bool | None] = [True]

    def ask(address: tuple[str, int], path: str, knock: bytes) -> bytes:
        return make_sitting(secret, knock, said[0]) if said else b""

    monkeypatch.setattr(hails, "ASKS_S", 0.0)
    monkeypatch.setattr(hails, "APART_S", 0.01)
    post = Hails(folder, lambda host, port, sealed: 204, 0.01, ask=ask)
    try:
        assert post.capped is None
        post.tell("", Signals("welcome"))
        assert until(lambda: post.capped, 20, 0.01) is not None
        said.clear()
        time.sleep(0.1)
        assert post.capped is True
        monkeypatch.setattr(hails, "TOLD_S", 0.0)
        assert post.capped is None
        monkeypatch.setattr(hails, "TOLD_S", 60.0)
        said.append(None)
        assert until(lambda: post.capped is None, 20, 0.01) is not None
    finally:
        post.close()


# Who plays there.


@dataclass
class ToldPost:
    """A post that the tower hears and has told something of its sitting."""

    capped: bool | None = None
    reached: bool = True

    def tell(self, code: str, signals: Signals) -> None:
        """Nobody listens."""


def waits(app: Journey, seconds: int = 2) -> None:
    """The window's ticks of some seconds."""
    app.advance(seconds * 50)


def test_who_plays_begins_with_the_time_of_their_sitting_and_may_take_it_off(tmp_path: Path) -> None:
    """The game stood at its welcome as the sitting was opened; the page before the exercise says it; it ends with the
    sitting. Who took it off in « Confort » keeps that, and nothing changes within an exercise."""
    home, post = Home.open(tmp_path), ToldPost()
    try:
        app = Journey(workshops()["panneau_porte"], "fr", 5, home, post=post)
        assert not app.comfort.clock
        post.capped = True
        waits(app)
        assert app.comfort.clock
        app.go(Step.READY)
        waits(app)
        assert "47 minutes" in " ".join(n.spoken for n in app.screen(StaticLook(Comfort())).nodes)
        app.comfort = replace(app.comfort, clock=False)
        waits(app)
        assert not app.comfort.clock
        app.go(Step.WELCOME)
        assert app.comfort.clock
        app.go(Step.EXERCISE)
        waits(app)
        assert app.visit.settings["clock"] is True
        post.capped = None
        waits(app)
        assert app.comfort.clock
        app.go(Step.WELCOME)
        assert not app.comfort.clock
    finally:
        home.close()


@pytest.mark.parametrize(("own", "says", "limited"), [
    (False, None, False), (True, None, True), (True, False, False), (False, True, True), (True, True, True),
])  # fmt: skip
def test_an_open_sitting_decides_and_without_one_the_seat_has_its_own(
    tmp_path: Path, own: bool, says: bool | None, limited: bool
) -> None:
    """In a room all play alike: what a seat was set to counts where no sitting says anything."""
    home = Home.open(tmp_path)
    try:
        home.save(ceiling=own)
        app = Journey(workshops()["panneau_porte"], "fr", 5, home, post=ToldPost(says))
        waits(app)
        assert app.comfort.clock is limited
    finally:
        home.close()


# The next sitting is made from one that was.


def test_the_next_sitting_is_like_the_last_and_takes_its_offers_where_somebody_says_so(engine: str, db: Path) -> None:
    """Same room, length, hour and workshops; of today, without a limit; the offers that are still open, by a tick."""
    with Store.open(db) as store:
        plan = DayPlan("Lundi", "2026-11-23T14:15", 120, 7, 5, ALL[:2], capped=True)
        before = plan_day(store, plan, "AB", NOW)
        put_in_view(store, before, [OFFER, OTHER], [], SAID)
        with store.writing() as connection:
            connection.execute("update offers set status='closed' where offer_id=?", (OTHER,))
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/days/new?like={before}")
        page = words(browser.text)
        assert "Comme « Lundi »" in page
        assert "son offre en vue encore ouverte (1)" in page
        assert not ticked(browser.text, "take")
        assert not ticked(browser.text, "capped")
        for name, value in (("hour", "14:15"), ("minutes", "120"), ("seats", "7"), ("wide", "5"), ("day", TODAY)):
            assert re.search(f'name="{name}"[^>]*value="{value}"', browser.text), name
        assert browser.text.count('name="circuit"') == len(workshops())
        form = {**NEW, "like": before}
        browser.send("/days/new", {**form, "minutes": "9", "take": "yes"})
        assert ticked(browser.text, "take")
        browser.send("/days/new", {**form, "take": "yes"})
        taken = browser.path.removeprefix("/days/")
        browser.see(f"/days/new?like={before}")
        browser.send("/days/new", form)
        left = browser.path.removeprefix("/days/")
        for nowhere in ("nothing", "../x", "a" * 500):
            assert browser.see(f"/days/new?like={nowhere}").status_code == 200
            assert "Comme «" not in words(browser.text)
    with Store.open(db) as store:
        assert in_view(store, taken) == {OFFER}
        assert in_view(store, left) == frozenset()


def test_a_sitting_that_is_over_and_its_report_lead_to_the_next(db: Path) -> None:
    """From its page, and from the report with the workshops that the report proposes."""
    bring(db, played(f"{1:032x}"))
    with Store.open(db) as store:
        day = sitting(store, capped=False, state="closed")
    with browsing(db) as browser:
        browser.enter()
        assert f'href="/days/new?like={day}"' in browser.see(f"/days/{day}").text
        link = re.search(rf'href="(/days/new\?like={day}&[^"]+)"', browser.see(f"/days/{day}/report").text)
        assert link
        browser.see(html.unescape(link[1]))
        assert "Comme « Groupe »" in words(browser.text)
