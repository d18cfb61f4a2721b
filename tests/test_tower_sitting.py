"""A sitting as it is pressed and read: what happened and what is next, one orange button, a report that page and sheet
tell alike, nothing that slides under the hand, no blank sheet of paper."""

import csv
import html
import io
import re
from datetime import timedelta
from pathlib import Path

import pytest
from browser_kit import Chromium, answering, browser, opened
from nacl.signing import SigningKey
from store_kit import NOW, body
from test_tower_truth import PEOPLE, PLAYS, result
from tower_kit import PIN, Browser, Clock, bring, browsing, house_of, ready, words

from export.packets.hails import Hail
from export.store.days import DayPlan, plan_day, seat_station, seats_of, turn
from export.store.decisions import Decision, decide
from export.store.intake import add_station
from export.store.matching import for_candidate
from export.store.observing import open_watch
from export.store.remarks import write
from export.store.store import Store
from scenarios.room import Signals
from tower.house import House
from tower.radar import HeardSeat

CIRCUIT = ("panneau_fuselage", "panneau_porte")
SEATS, GONE = 12, "K4-VWX"
"""Seats of the room; who shared from its first computer on the day before."""


@pytest.fixture(name="day")
def one_day(tmp_path: Path) -> str:
    """A room of twelve computers that is ready; four people shared from its first seat, of two something is decided."""
    db = ready(tmp_path / "m.db", "AB", "CD")
    bring(db, body(f"{77:032x}", code=GONE, sitting_id=f"{78:032x}"), now=NOW - timedelta(days=1))
    bring(db, *({**result(n, plays), "packet_id": f"{n + 90:032x}"} for n, plays in enumerate(PLAYS)))
    with Store.open(db) as store:
        (first,) = (str(row["station_id"]) for row in store.rows("select station_id from stations"))
        posts = [first, *(add_station(store, bytes(SigningKey(bytes([n] * 32)).verify_key), f"Poste {n}", NOW)
                          for n in range(2, SEATS + 1))]  # fmt: skip
        day = plan_day(store, DayPlan("Groupe", "2026-11-24T09:00", 90, SEATS, 4, CIRCUIT), "AB", NOW)
        seat_station(store, day, list(enumerate(posts, 1)), ("AB", NOW))
        for who, verdict, reason in ((PEOPLE[0], "propose", "to_meet"), (PEOPLE[1], "keep", "more_evidence")):
            offer = for_candidate(store, who, NOW)[0].offer_id
            decide(store, Decision(offer, who, verdict, reason, "AB"), NOW)
    return day


def mains(browser: Browser) -> list[str]:
    """What the orange buttons of a page say."""
    found = re.findall(r'<(?:button|a)[^>]*class=(?:"button main"|main|"main")[^>]*>(.*?)</(?:button|a)>', browser.text)
    return [words(one) for one in found]


def test_each_turn_of_a_sitting_says_what_happened_and_what_is_next(tmp_path: Path, day: str) -> None:
    """Opened, closed, opened again, made ready again: a sentence where one pressed; each time one orange button."""
    with browsing(tmp_path / "m.db") as browser:
        browser.enter()
        path = f"/days/{day}"
        browser.see(path)
        assert mains(browser) == ["Ouvrir la séance"]
        for state, said, button in (
            ("open", "La séance est ouverte. Sur ceux qui ne s'annoncent pas encore :", "Voir qui a besoin de vous"),
            ("closed", "La séance est fermée. À présent, lisez le bilan, en deux onglets.", "Lire le bilan"),
            ("open", "La séance est de nouveau en cours.", "Voir qui a besoin de vous"),
            ("planned", "La séance est de nouveau prête", "Ouvrir la séance"),
        ):
            browser.send(f"{path}/turn", {"state": state})
            assert browser.path == path
            now = browser.text[browser.text.index('id="now"') :]
            assert re.search(r'<p class="told" role="status">([^<]*)</p>', now)
            assert said in words(now[: now.index("</aside>")])
            assert mains(browser) == [button]
            assert said not in words(browser.see(path).text), "it is said once"
        with Store.open(tmp_path / "m.db") as store:
            for state in ("open", "closed"):
                turn(store, day, state, ("AB", NOW))
        browser.see(f"{path}/radar")
        assert mains(browser) == ["Lire le bilan"]


def cells(text: str) -> list[dict[str, str]]:
    """The rows of the page, by the name of their column."""
    body = text[text.index("<tbody>") : text.index("</tbody>")]
    found = []
    for row in re.findall(r"<tr>(.*?)</tr>", body, re.S):
        tagged = re.findall(r'<td data-of="([^"]*)">(.*?)</td>', row, re.S)
        named = {html.unescape(name): words(cell) for name, cell in tagged}
        head = re.search(r"<th .*?</th>", row, re.S)
        assert head
        found.append({"Code": words(head[0]), **named})
    return found


def test_the_report_of_a_sitting_tells_page_and_sheet_alike_what_is_decided_and_what_is_next(
    tmp_path: Path, day: str
) -> None:
    """Of each person the decisions that stand, the news that is asked for and the next step, as the pages of people and
    of outcomes have them; of nobody who was not there."""
    with browsing(tmp_path / "m.db") as browser:
        browser.enter()
        browser.see(f"/days/{day}")
        browser.send(f"/days/{day}/turn", {"state": "open"})
        assert "personne par personne" in words(browser.see(f"/days/{day}/report").text)
        browser.clock.s = 20 * 86400.0
        browser.enter()
        browser.see(f"/people/{PEOPLE[0]}")
        path = f"/days/{day}/report/people"
        page = cells(browser.see(path).text)
        text = browser.see(f"{path}.csv").content.decode("utf-8-sig")
        sheet = list(csv.DictReader(io.StringIO(text), delimiter=";"))
        assert [row["Code"] for row in page] == [row["Code"] for row in sheet]
        assert len(page) == len(PLAYS)
        for shown, kept in zip(page, sheet, strict=True):
            for name in ("Séance et place", "Ateliers joués"):
                assert shown[name] == kept[name]
            assert shown["À faire"].startswith(kept["À faire"])
            for name, nothing in (("Décidé, et ce qu'on en sait", "rien de décidé"),
                                  ("Nouvelles à prendre", "aucune à prendre aujourd'hui")):  # fmt: skip
                parts = [part for part in kept[name].split(" | ") if part]
                assert [shown[name]] == ([nothing] if not parts else [" ".join(parts)]), name
        proposed = next(row for row in sheet if "proposée" in row["Décidé, et ce qu'on en sait"])
        assert "à rencontrer" in proposed["Décidé, et ce qu'on en sait"]
        assert "proposée le 24/11/2026, sans nouvelle depuis" in proposed["Nouvelles à prendre"]
        assert "sans nouvelle depuis" in words(browser.see("/after").text)
        people = words(browser.see("/people").text)
        for row in sheet:
            assert f"{row['À faire']} {row['Code']}" in people or row["À faire"] == "rien n'attend"
        assert GONE in people
        assert GONE not in text


def test_what_is_decided_of_whom_one_observes_is_hidden_in_the_report_and_said_to_be(tmp_path: Path, day: str) -> None:
    """« rien de décidé » would be false, even where their disagreement waits first; a decision tells of a result."""
    with Store.open(tmp_path / "m.db") as store:
        turn(store, day, "open", ("AB", NOW))
        open_watch(store, PEOPLE[0], 1, ("CD", NOW))
        write(store, PEOPLE[0], ("disagreement", "Ce n'est pas moi."), "AB", NOW)
    path = f"/days/{day}/report/people"
    for who, hidden in (("CD", True), ("AB", False)):
        with browsing(tmp_path / "m.db") as browser:
            browser.enter(who)
            (row,) = [row for row in cells(browser.see(path).text) if row["Code"].startswith("K4-MQT")]
            assert ("caché" in row["Décidé, et ce qu'on en sait"]) == hidden
            sheet = browser.see(f"{path}.csv").content.decode("utf-8-sig")
            assert ("proposée ·" in sheet) != hidden


def speaks(house: House, posts: list[str], signals: Signals) -> None:
    """Posts are heard, as their hails are once opened."""
    radar = house.held.radar
    for post in posts:
        radar._heard[post] = HeardSeat(Hail(post, 1, "", signals), radar.clock())
        radar._spoke[post] = radar.clock()


STANDS = """JSON.stringify(
  [...document.querySelectorAll('#now h2, #now .main, #now ul a, #now h3, #now summary, #place')]
  .map(e => [e.innerText.slice(0, 20), Math.round(e.getBoundingClientRect().top)]))"""


@browser
@pytest.mark.parametrize("width", [1366, 683, 320])
def test_nothing_slides_on_the_page_of_a_sitting_as_the_room_fills(tmp_path: Path, day: str, width: int) -> None:
    """Nobody there, all there, half of them with a hand up, all with one: what is pressed keeps its place."""
    house = house_of(tmp_path / "m.db", Clock())
    with Store.open(tmp_path / "m.db") as store:
        turn(store, day, "open", ("AB", NOW))
        posts = [str(row["station_id"]) for row in seats_of(store, day)]
    with answering(house) as address, opened(tmp_path / "profile", width) as page:
        entered(page, address)
        page.go(f"{address}/days/{day}")
        first = page.run(STANDS)
        assert "Voir qui" in first
        for some, hand, sign in (
            (posts[:6], False, "6 ordinateurs sur 12"), (posts, False, "Les 12 ordinateurs"),
            (posts[1::2], True, "places 2, 4"), (posts, True, "places 1, 2, 3"),
        ):  # fmt: skip
            speaks(house, some, Signals("exercise", hand=hand))
            page.until(f"document.querySelector('.stack').innerText.includes({sign!r})")
            assert page.run(STANDS) == first, sign
        # Once all are there nothing more is said of how one gets there.
        seen = "checkVisibility({visibilityProperty: true})"
        assert page.run(f"[...document.querySelectorAll('.until-here')].every(e => !e.{seen})")


def entered(page: Chromium, address: str) -> None:
    page.go(address)
    page.fill("pin", PIN)
    page.key("Enter", 13)
    page.until("location.pathname === '/' && document.readyState === 'complete'")


@browser
def test_a_sheet_of_a_trial_room_has_its_band_and_no_blank_page(
    tmp_path: Path, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The card and the reports took a sheet for the band alone; it stands on the same one, the fullest card too."""
    monkeypatch.setattr(House, "kind", property(lambda _: "demo"))
    with Store.open(tmp_path / "m.db") as store:
        turn(store, day, "open", ("AB", NOW))
    with answering(house_of(tmp_path / "m.db", Clock())) as address, opened(tmp_path / "profile", 1366) as page:
        entered(page, address)
        for path in (f"/people/{PEOPLE[-1]}/card", f"/days/{day}/report", f"/days/{day}/report/people",
                     f"/days/{day}/run", f"/days/{day}/slips", f"/days/{day}/attendance", "/after/report"):  # fmt: skip
            page.go(address + path)
            assert page.printed() == 1, path
            page.call("Emulation.setEmulatedMedia", media="print")
            assert page.run("document.querySelector('.robots').getBoundingClientRect().height") > 5, path
            page.call("Emulation.setEmulatedMedia", media="")
