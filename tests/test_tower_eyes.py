"""What a stranger stumbled over on her way to an open room (1 December 2026), each as she met it."""

import re
import shutil
import time
from datetime import datetime
from pathlib import Path

import pytest
from browser_kit import answering, browser, opened
from nacl.signing import SigningKey
from store_kit import NOW
from test_tower_fair import FORM as FAIR
from test_tower_fair import built, db, meets, short_search
from test_tower_radar import hail, known, post, room, spoken
from tower_kit import PIN, Browser, Clock, browsing, house_of, ready, words

from export.packets.cards import card_text, make_card
from export.packets.keys import organisation_keys
from export.store.beside import home_beside
from export.store.days import seats_of, turn
from export.store.intake import add_station
from export.store.store import Store
from lab.packages.recipe import LEAFLETS, folder, lay_leaflets, lay_player
from lab.waiting import until
from tower.pages.carried import lay_game

__all__ = ["db", "short_search"]


@pytest.fixture
def twelve(tmp_path: Path) -> Path:
    """Twelve posts that are enrolled."""
    path = ready(tmp_path / "room.db")
    with Store.open(path) as store:
        for n in range(1, 13):
            add_station(store, bytes(post(n).verify_key), f"POSTE-{n:02d}", NOW)
    return path


def planned(browser: Browser, seats: str, hour: str = "14:00") -> str:
    """A sitting of today; its path."""
    browser.see("/days/new")
    typed = dict(re.findall(r'<input type="\w+" id="(\w+)" name="\w+"[^>]* value="([^"]*)"', browser.text))
    chosen = re.findall(r'name="circuit" value="(\w+)" checked', browser.text)
    browser.send("/days/new", typed | {"day": "2026-11-24", "hour": hour, "seats": seats, "circuit": chosen})
    return browser.path


def test_no_banner_holds_a_count_that_passes(twelve: Path) -> None:
    """« Aucun ordinateur n'est encore entendu, sur 1 » stood above « 1 ordinateur sur 1 s'est annoncé »: a
    sentence that
    stays says what to do, and the count is that of the part that is asked again. One computer for twelve seats is no
    room in its seats."""
    with Store.open(twelve) as store:
        store.connection.execute("delete from stations where label<>'POSTE-01'")
        store.connection.commit()
    with browsing(twelve) as browser:
        browser.enter()
        planned(browser, "12")
        said = words(browser.text)
        assert "La séance est prête. 1 ordinateur est placé, dans l'ordre de leurs noms, pour 12 places." in said
        assert "les ordinateurs sont à leurs places" not in said
        assert "11 places sur 12 sans ordinateur" in said
        browser.see("/house/stations")
        card = make_card("station", "vm", bytes(SigningKey(bytes([99] * 32)).verify_key), [])
        browser.send("/house/stations/enrol", files=[("file", ("poste-vm.card", card_text(card)))])
        banner = re.search(r'class="told" role="status".*?</p>', browser.text, re.DOTALL)
        assert banner is not None
        assert "vm est inscrit" in banner[0]
        assert "sur 2" not in banner[0]
        assert "entendu" not in banner[0]


def test_a_computer_that_comes_later_takes_a_free_seat_and_moves_nobody(twelve: Path) -> None:
    """She tried one computer, printed the slips, then enrolled the room: « vm » went from place 1 to place
    12. Who has a
    seat keeps it; the others get the free ones by themselves, and it is said which."""
    with Store.open(twelve) as store:
        store.connection.execute("delete from stations")
        store.connection.commit()
    with browsing(twelve) as browser:
        browser.enter()
        browser.see("/house/stations")
        cards = [("file", (f"poste-{label}.card", card_text(make_card("station", label, bytes(post(n).verify_key), []))))  # noqa: E501
                 for n, label in enumerate(["vm", *(f"POSTE-{n:02d}" for n in range(2, 13))], 1)]  # fmt: skip
        browser.send("/house/stations/enrol", files=cards[:1])
        browser.see("/days/new")
        assert re.search(r'id="seats"[^>]* value="12"', browser.text), "one computer is a trial, the room is of twelve"
        path = planned(browser, "12")
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files=cards[1:])
        assert "POSTE-02 à la place 2" in words(browser.text)
        with Store.open(twelve) as store:
            seats = [str(row["label"]) for row in seats_of(store, path.removeprefix("/days/"))]
        assert seats == ["vm", *(f"POSTE-{n:02d}" for n in range(2, 13))]
        browser.see(path)
        browser.send(f"{path}/seats", {"in_order": "yes"})
        assert "Chaque ordinateur inscrit a déjà sa place" in words(browser.text)
        with Store.open(twelve) as store:
            assert [str(row["label"]) for row in seats_of(store, path.removeprefix("/days/"))] == seats


def test_an_empty_chair_and_a_sitting_that_is_not_open_have_no_cause(twelve: Path) -> None:
    """« aucun geste, depuis 11 min » of a welcome screen, in a sitting one minute old. A wait is never longer than the
    sitting is open."""
    with browsing(twelve) as browser:
        browser.enter()
        path = planned(browser, "12")
        spoken(browser, 1, idle_s=660, step="welcome")
        spoken(browser, 2, idle_s=660, step="hangar")
        assert "aucun geste" not in words(browser.see(f"{path}/radar").text)
        browser.clock.s += 600
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        browser.clock.s += 60
        for n in (1, 2):
            spoken(browser, n, idle_s=1320, step="welcome" if n == 1 else "hangar")
        said = words(browser.see(f"{path}/radar").text)
        assert said.count("aucun geste") == 2, "the seat that plays, and what to do there"
        assert "depuis 1 min" in said
        assert "POSTE-02" in said, "a seat that is lit keeps its computer's name"


def test_what_is_not_online_waits_for_somebody(twelve: Path) -> None:
    """« Rien ne vous attend », « Aucune demande d'aide n'arrive » and « 2 ordinateurs sur 12 se sont
    annoncés » while ten
    were never seen and two games were closed."""
    with browsing(twelve) as browser:
        browser.enter()
        path = planned(browser, "12")
        browser.send(f"{path}/turn", {"state": "open"})
        for n in (1, 2):
            spoken(browser, n, step="closed")
        home = words(browser.see("/").text)
        assert "12 ordinateurs sur 12 ne sont pas en ligne" in home
        assert "Rien ne vous attend" not in home
        assert "Aucun ordinateur n'est en ligne" in words(browser.see(path).text)
        radar = words(browser.see(f"{path}/radar").text)
        assert "Le jeu y est fermé : POSTE-01" in radar


def test_no_hour_that_is_past_is_planned_nor_promised(db: Path) -> None:
    """At 12:35 the planner gave 09:00 of the same day. Hours that are past stay empty, and it is said; where all are
    past no timetable is made, and that is said."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        for at, said in (("09:35", "commencent à 09:45"), ("12:00", "toutes ses heures sont passées")):
            browser.clock.s = (datetime.fromisoformat(f"{FAIR['day']}T{at}").astimezone() - NOW).total_seconds()
            browser.enter()
            browser.see(path)
            browser.send(f"{path}/plan", {"how": "all"})
            assert said in words(browser.text)
            if at == "09:35":
                rows = re.findall(r"<tr>(.*?)</tr>", browser.text, re.DOTALL)
                hours = [re.findall(r"\d\d:\d\d", row)[0] for row in rows if 'class="meet ' in row]
                assert hours
                assert min(hours) == "09:45"
                there = meets(browser)[0]
                browser.see(there)
                assert "Cette heure est déjà passée" in words(browser.text)
                browser.send(f"{there}/move", {"hour": "09:00"})
                assert "09:00 est déjà passé" in words(browser.text)


def test_the_tower_makes_a_stick_ready_by_one_press(
    twelve: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The game and the organisation's card, whole; a second press copies nothing that is there; no command is named."""
    game, stick = tmp_path / "envol-player-9", tmp_path / "cle"
    for place in (game / "_internal", stick):
        place.mkdir(parents=True)
    (game / "envol").write_bytes(b"program")
    (game / "_internal" / "a.so").write_bytes(b"library")
    (game / "LISEZ-MOI.txt").write_text("Double-cliquez")
    for module in ("house", "carried"):
        monkeypatch.setattr(f"tower.pages.{module}.plugged_in", lambda: [stick])
        monkeypatch.setattr(f"tower.pages.{module}.player_folder", lambda: game)
    with browsing(twelve) as browser:
        browser.enter()
        page = words(browser.see("/house/stations").text)
        assert "Préparer la clé" in page
        assert "make " not in page
        browser.send("/house/stations/stick", {"stick": str(stick)})
        # It is told once: a quick copy is over on the page that the press leads to.
        pages = [browser.text]
        assert until(lambda: (stick / "LISEZ-MOI.txt").exists(), 20, 0.01) is not None

        def told() -> bool:
            pages.append(browser.see("/house/stations").text)
            return any("La clé est prête" in words(page) for page in pages)

        assert until(told, 60, 0.05) is not None
    assert (stick / game.name / "_internal" / "a.so").read_bytes() == b"library"
    assert (stick / "organisation.card").is_file()
    kept = (stick / game.name / "envol").stat().st_ino
    lay_game(game, stick, {})
    assert (stick / game.name / "envol").stat().st_ino == kept
    (game / "envol").write_bytes(b"program, the next version")
    lay_game(game, stick, {})
    assert (stick / game.name / "envol").read_bytes() == b"program, the next version"
    assert not list(stick.glob("*.part"))


def test_what_lies_on_top_of_a_folder_says_what_to_double_click(tmp_path: Path) -> None:
    """In French and in English, in words of a person's own, with what Windows' reader of texts wants; the adviser's
    folder holds the player's, whole, and the player's holds no other."""
    player = tmp_path / folder("player").name
    player.mkdir()
    (player / "envol").write_bytes(b"program")
    for kind, program in (("player", "envol"), ("adviser", "envol-tour")):
        fresh = tmp_path / f"fresh {kind}"
        fresh.mkdir()
        lay_leaflets(folder(kind), fresh)
        lay_player(folder(kind), fresh, player)
        for name in LEAFLETS.values():
            raw = (fresh / name).read_bytes()
            said = raw.decode("utf-8-sig")
            assert raw.startswith(b"\xef\xbb\xbf")
            assert raw.count(b"\n") == raw.count(b"\r\n")
            assert program in said.splitlines()[3] + said.splitlines()[4]
            assert max(map(len, said.splitlines())) <= 101
            assert "make " not in said
        assert (fresh / player.name / "envol").exists() == (kind == "adviser")
    top = (Path(__file__).parent.parent / "LISEZ-MOI.txt").read_text("utf-8")
    assert "envol-adviser" in top
    shutil.rmtree(player)


@browser
def test_nothing_one_aims_at_moves_while_a_page_is_asked_again(twelve: Path, tmp_path: Path) -> None:
    """She aimed at « J'y vais » of place 3 and opened place 7; « Préparer une séance » went 41 units down by itself. A
    cause that comes moves no seat; in the order of need the list waits while the pointer aims at it."""
    clock = Clock()
    house = house_of(twelve, clock)
    day = room(twelve, 12)
    with Store.open(twelve) as store:
        turn(store, day, "open", ("AB", NOW))
    key, counts = organisation_keys(home_beside(twelve)), dict.fromkeys(range(1, 13), 100)

    def speak(n: int, **said: object) -> None:
        counts[n] += 1
        clock.s += 1
        assert house.held.radar.hear(hail(n, counts[n], key, step="exercise", **said), key)

    where = (
        "JSON.stringify([...document.querySelectorAll('.radar .room > li')]"
        ".map(seat => Math.round(seat.getBoundingClientRect().top)))"
    )
    with answering(house) as address, opened(tmp_path / "profile", 1366) as page:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        house.held.radar.stations = lambda: known(*range(1, 13))
        for n in range(1, 12):
            speak(n, acts=3)
        page.go(f"{address}/days/{day}/radar")
        before = page.run(where)
        speak(3, hand=True)
        page.until("document.getElementById('go-3') !== null")
        assert page.run(where) == before
        speak(12, acts=3)
        speak(7, hand=True)
        page.until("document.getElementById('go-7') !== null")
        assert page.run(where) == before
        page.go(f"{address}/days/{day}/radar?order=need")
        aimed = "document.querySelector('.radar .room > li .go button')"
        x, y = page.run(f"(r => [r.x + 5, r.y + 5])({aimed}.getBoundingClientRect())")
        kept = page.run(f"{aimed}.id")
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=x, y=y)
        page.call("Input.dispatchMouseEvent", type="mousePressed", x=x, y=y, button="left", clickCount=1)
        for n in (1, 2):
            speak(n, hand=True, still_s=900)
        time.sleep(1.2)
        assert page.run(f"{aimed}.id") == kept, "the page asked twice meanwhile"
        page.call("Input.dispatchMouseEvent", type="mouseMoved", x=2, y=2)
        page.call("Input.dispatchMouseEvent", type="mouseReleased", x=2, y=2, button="left", clickCount=1)
        page.until("document.querySelectorAll('.radar .go button').length === 4")
