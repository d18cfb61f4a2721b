"""The tower's sittings: planned with seats, placed, opened, noted, printed; what is noted is read with the result."""

import re
import sys
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body
from tower_kit import PIN, Browser, bring, browsing, ready, words

from export.packets.cards import card_text, make_card
from export.store.backup import save
from export.store.days import (
    DayPlan,
    drop_day,
    note_seat,
    notes_about,
    notes_of,
    plan_day,
    seat_station,
    seats_of,
    turn,
)
from export.store.erasing import erase
from export.store.intake import add_station
from export.store.stations import stations_seen
from export.store.store import Store, StoreError
from scoring.conduct import CLOSING, LEAD
from tower.review import installed

ONE = f"{1:032x}"
FORM = {"title": "Groupe du mardi", "day": "2026-11-24", "hour": "09:00", "minutes": "90", "seats": "12", "wide": "4",
        "circuit": ["panneau_fuselage", "panneau_porte"]}  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with two posts, and a result of the day."""
    path = ready(tmp_path / "m.db")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE))
    with Store.open(path) as store:
        add_station(store, bytes(SigningKey(bytes(32)).verify_key), "Poste 2", NOW)
    return path


def planned(browser: Browser) -> str:
    """A day of twelve seats; its path."""
    browser.see("/days/new")
    browser.send("/days/new", FORM)
    assert re.fullmatch(r"/days/\w{32}", browser.path), words(browser.text)
    return browser.path


def test_a_room_of_twelve_is_ready_from_one_form(db: Path) -> None:
    """One form, twelve seats on the plan, both sheets to print; the button that opens it stands beside."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days")
        assert "Aucune séance" in browser.text
        path = planned(browser)
        assert len(re.findall(rf'href="{path}/seats/\d+"', browser.text)) == 12
        assert "wide-4" in browser.text
        for sheet, sign in (("slips", 'class="slip"'), ("attendance", '<th scope="row">')):
            page = browser.see(f"{path}/{sheet}").text
            assert page.count(sign) == 12
        assert "ouvrez Envol" not in browser.see(path).text
        browser.send(f"{path}/turn", {"state": "open"})
        assert "en cours" in browser.text
        # What is next is at the posts: said there and on the radar.
        assert "Sur chaque ordinateur qui manque, ouvrez" in browser.text
        assert "Sur chaque ordinateur qui manque, ouvrez" in browser.see(f"{path}/radar").text
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        assert 'role="alert"' in browser.text
        # Closing asks once more: the button that does it says so.
        closing = re.search(r"<details><summary>Fermer la séance</summary>.*?</details>", browser.text, re.S)
        assert closing
        assert 'value="closed">Oui, fermer la séance' in closing[0]
        assert browser.text.count('value="closed"') == 1
        browser.send(f"{path}/turn", {"state": "closed"})
        assert "terminée" in browser.text


def test_only_a_sitting_to_come_is_told_that_it_has_no_computer(db: Path) -> None:
    """What will stay empty is said before and during it; over, nothing is to come."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(planned(browser))
        path, bare = browser.path, "« Qui a besoin de vous » restera vide"
        browser.send(f"{path}/seats", {f"s-{n}": "" for n in range(1, 13)})
        assert bare in words(browser.see(path).text)
        # It opens for who says so once more, and for nobody else.
        browser.send(f"{path}/turn", {"state": "open"})
        assert "dites que vous ouvrez sans eux" in words(browser.text)
        assert "en cours" not in words(browser.text)
        assert "Oui, ouvrir sans ordinateur" in words(browser.text)
        browser.send(f"{path}/turn", {"state": "open", "bare": "yes"})
        assert bare in words(browser.text)
        browser.send(f"{path}/turn", {"state": "closed"})
        assert bare not in words(browser.text)


FOUR = ["panneau_fuselage", "panneau_porte", "aubes_soufflante", "kitting_poste_40"]


def room_list(text: str) -> list[str]:
    """What a page says that one workshop alone looks at, or none: its sentences, each once."""
    return re.findall(r"Regardé par (?:un seul atelier|aucun des ateliers qui y tiennent) : [^.]*", words(text))


def test_what_the_workshops_come_to_is_counted_once_and_said_the_same_everywhere(db: Path) -> None:
    """Welcome, workshops and sharing in 90 minutes: on the form as boxes are ticked, on the day's page, by the
    conductor and on its sheet the same minutes, the same workshops left out and one list of what few look at."""
    minutes = {one.head.id: one.head.minutes for one in installed()}
    need = LEAD + sum(minutes[name] for name in FOUR) + CLOSING
    assert need > 90
    with browsing(db) as browser:
        browser.enter()
        query = "&".join(f"circuit={name}" for name in FOUR)
        form = browser.see(f"/days/new/looks?{query}&minutes=90").text
        assert f"Il faut {need} minutes, la séance en dure 90. Accueil {LEAD}," in words(form)
        assert "Tout y tient" in words(browser.see(f"/days/new/looks?{query}&minutes={need}").text)
        assert "N'y tient pas" in words(browser.see(f"/days/new/looks?{query}&minutes={need - 1}").text)
        assert "nombres" in words(browser.see(f"/days/new/looks?{query}&minutes=x").text)
        browser.see("/days/new")
        browser.send("/days/new", {**FORM, "circuit": FOUR})
        path, left = browser.path, words(form).split("N'y tient pas : ")[1].split(".")[0]
        assert left
        assert room_list(form) == room_list(browser.text) != []
        for page in (path, f"{path}/conductor", f"{path}/run"):
            text = browser.see(page).text
            assert f"N'y tient pas : {left}" in words(text), page
            assert room_list(text) == room_list(form), page
        browser.see(f"{path}/change")
        browser.send(f"{path}/change", {**FORM, "minutes": "10"})
        assert "Aucun de ces ateliers n'y tient" in words(browser.text)


@pytest.mark.usefixtures("engine")
def test_a_sitting_that_is_ready_is_changed_or_deleted_and_one_opened_too_soon_is_ready_again(db: Path) -> None:
    """All of it is changed on the form it was made by, seats keep their computers; once something is noted, or it has
    begun, nothing of it is."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        browser.see(f"{path}/change")
        assert 'value="Groupe du mardi"' in browser.text
        assert browser.text.count(" checked") == 2
        browser.send(f"{path}/change", {**FORM, "seats": "x"})
        assert 'role="alert"' in browser.text
        browser.send(f"{path}/change", {**FORM, "title": "Jeudi", "seats": "3", "hour": "14:00", "circuit": FOUR[:1]})
        assert browser.path == path
        assert "Jeudi" in browser.text
        assert len(re.findall(rf'href="{path}/seats/\d+"', browser.text)) == 3
        assert "1 Poste 1" in words(browser.text)
        browser.send(f"{path}/turn", {"state": "open"})
        assert "/change" not in browser.text
        assert "n'est plus telle" in words(browser.see(f"{path}/change").text)
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "planned"})
        browser.see(f"{path}/seats/1")
        browser.send(f"{path}/seats/1", {"kind": "late", "code": "", "text": ""})
        assert "/drop" not in browser.text
        other = planned(browser)
        browser.send(f"{other}/drop")
        assert browser.path == "/days"
        assert browser.see(other).status_code == 404
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        assert "remettre" not in browser.text
    with Store.open(db) as store, pytest.raises(StoreError, match=r"day\.begun"):
        drop_day(store, path.split("/")[2], ("AB", NOW))


def test_the_first_page_names_an_open_sitting_where_nobody_is(db: Path) -> None:
    """Opened and no computer heard: it waits for somebody, and leads there; with a result of it, it does not."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        assert "n'est encore entendu" not in words(browser.see("/").text)
        browser.clock.s = 60.0
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        there = words(browser.see("/").text)
        assert "12 places : la séance « Groupe du mardi » est ouverte, et aucun ordinateur n'est encore enten" in there
        assert "pourtant" not in there
        assert f'href="{path}"' in browser.text
    two = f"{2:032x}"
    bring(db, body(two, code="K4-CDH", sitting_id=two, packet_id=f"{9:032x}"), now=NOW + timedelta(minutes=5))
    with browsing(db) as browser:
        browser.enter()
        assert "n'est encore entendu" not in words(browser.see("/").text)


@pytest.mark.parametrize(("minutes", "told"), [(49, True), (15, True), (14, False), (-60, False)])
def test_a_sitting_that_is_opened_early_is_told_so_kindly(db: Path, minutes: int, told: bool) -> None:
    """By how much, what its hours are counted from, and how to take it back; at its hour nothing of it is said."""
    hour = f"{(NOW + timedelta(minutes=minutes)).astimezone():%H:%M}"
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", {**FORM, "hour": hour})
        browser.send(f"{browser.path}/turn", {"state": "open", "bare": "yes"})
        said = words(browser.text)
        assert (f"prévue à {hour}, dans {minutes} minutes" in said) == told
        assert ("la remet « prête »" in said) == told


def test_a_result_is_of_the_group_that_had_been_opened_last_with_its_computer(db: Path) -> None:
    """Two groups on one day at the same computers: what came before the second is the first's alone."""
    with Store.open(db) as store:
        posts = [row["station_id"] for row in stations_seen(store)]
        days = []
        for n, minute in enumerate((-30, 30)):
            plan = DayPlan(f"G{n}", f"2026-11-24T{9 + 4 * n:02d}:00", 90, 2, 2, ("panneau_porte",))
            day, at = plan_day(store, plan, "AB", NOW), NOW + timedelta(minutes=minute)
            seat_station(store, day, list(enumerate(posts, 1)), ("AB", NOW))
            turn(store, day, "open", ("AB", at))
            days.append(day)
        assert [[row["results"] for row in seats_of(store, day)] for day in days] == [[1, 0], [0, 0]]


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"title": "a" * 81}, "title"), ({"title": "a\u202eb"}, "title"), ({"day": "2026-02-30"}, "moment"),
     ({"day": "0001-01-01"}, "moment"), ({"day": "9999-12-31"}, "moment"),
     ({"hour": "25:00"}, "moment"), ({"minutes": "9"}, "minutes"), ({"minutes": "x"}, "numbers"),
     ({"seats": "61"}, "seats"), ({"wide": "9"}, "seats"), ({"circuit": ["none"]}, "circuit"),
     ({"seats": "²"}, "numbers")],
)  # fmt: skip
def test_a_day_that_does_not_hold_keeps_what_was_typed(db: Path, changes: dict[str, object], key: str) -> None:
    """One sentence says what is wrong; the rest stands there still."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        browser.send("/days/new", FORM | changes)
        assert browser.path == "/days/new"
        said = browser.house.catalogue.texts["fr"][f"day.{key}"].split("{")[0]
        assert said in words(browser.text)
        if key != "title":
            assert 'value="Groupe du mardi"' in browser.text


def test_a_post_stands_at_one_seat_and_its_results_are_counted_there(db: Path) -> None:
    """Placed by name; twice is refused; a result of that day is counted at its seat."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        ids = dict(re.findall(r'<option value="(\w{16})">(Poste \d)<', browser.text))
        by_name = {name: key for key, name in ids.items()}
        browser.send(f"{path}/seats", {"s-1": by_name["Poste 1"], "s-2": by_name["Poste 1"]})
        assert "à deux places" in words(browser.text)
        browser.send(f"{path}/seats", {"s-1": by_name["Poste 1"], "s-2": by_name["Poste 2"]})
        assert "1 Poste 1 1 personne, 1 atelier joué" in words(browser.text)
        assert "2 Poste 2 rien de partagé" in words(browser.text)
        assert "En tout : 1 personne a partagé, 1 atelier joué." in words(browser.text)
        assert "a reçu" not in words(browser.text)
        # Who comes back is no second person, and what they play again no second workshop: two packets are explained.
        at = "2026-11-24T08:50:00+00:00"
        ids_of = {"visit_id": "9" * 32, "packet_id": "8" * 32, "sitting_id": "7" * 32, "made_at": at}
        again = body(ONE, code="K4-CDF", **ids_of)
        bring(db, {**again, "workshops": [{**again["workshops"][0], "made_at": at}]})
        assert "1 Poste 1 1 personne, 1 atelier joué" in words(browser.see(path).text)
        assert "1 atelier joué. La tour a reçu 2 envois" in words(browser.text)
        browser.send(f"{path}/seats", {"in_order": "yes"})
        assert "1 Poste 1" in words(browser.text)
        assert "3 aucun ordinateur" in words(browser.text)
        browser.send(f"{path}/seats", {"s-1": "f" * 16})
        assert "n'est pas inscrit" in words(browser.text)


def test_what_is_noted_at_a_seat_is_read_with_the_result_and_leaves_with_it(db: Path) -> None:
    """By the code of that day; another day's note is another person's; erased with the person."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        browser.see(f"{path}/seats/3")
        browser.send(f"{path}/seats/3", {"kind": "stuck", "code": "k4cdf", "text": "Redémarrée <b>deux</b> fois."})
        assert "K4-CDF" in browser.text
        assert "machine arrêtée" in browser.text
        assert "<b>deux" not in browser.text
        browser.see(f"/people/{ONE}")
        assert "Place 3 : machine arrêtée. Redémarrée" in words(browser.text)
        for wrong in ({"kind": "incident"}, {"kind": "x", "text": "a"}, {"kind": "late", "code": "K4"}):
            browser.see(f"{path}/seats/3")
            browser.send(f"{path}/seats/3", wrong)
            assert 'role="alert"' in browser.text
        for seat in ("13", "0", "-1", "x", "²"):
            assert browser.see(f"{path}/seats/{seat}").status_code == 404
    with Store.open(db) as store:
        other = DayPlan("Autre", "2026-11-25T09:00", 90, 1, 1, ("panneau_porte",))
        day = plan_day(store, other, "AB", NOW)
        with store.writing() as connection:
            connection.execute("insert into seat_notes(day_id, seat, kind, code, text, written_by, written_at) "
                               "values(?,1,'late','K4-CDF','','AB','2026-11-25')", (day,))  # fmt: skip
        assert [note["kind"] for note in notes_about(store, ONE)] == ["stuck"]
        erase(store, ONE, NOW)
        assert [note["kind"] for note in notes_of(store, day)] == ["late"]
        assert len(store.rows("select 1 from seat_notes")) == 1


def seat_day(store: Store, day: str) -> str:
    """A day of one seat."""
    return plan_day(store, DayPlan("Jour", f"{day}T09:00", 90, 1, 1, ("panneau_porte",)), "AB", NOW)


def noted(store: Store) -> list[tuple[str, str]]:
    """Every note: its code and text."""
    return [(row["code"], row["text"]) for row in store.rows("select code, text from seat_notes order by note_id")]


def test_a_person_who_came_twice_has_the_notes_of_both_days(db: Path) -> None:
    """Each under the code of that day, the day played (a packet may come in later); their erasure takes both, and
    leaves what was noted under the same codes on other days; in the copies too."""
    later = NOW + timedelta(days=9)
    again = body(ONE, code="K4-GHJ", sitting_id="5" * 32, visit_id="5" * 32, made_at="2026-12-01T09:00:00+00:00")
    again["workshops"][0]["made_at"] = "2026-12-01T08:50:00+00:00"
    bring(db, again, now=later)
    with Store.open(db) as store:
        first, second = seat_day(store, "2026-11-24"), seat_day(store, "2026-12-01")
        import_day = seat_day(store, "2026-12-03")
        for day, code, text in ((first, "K4-CDF", "1"), (second, "k4ghj", "2"), (first, "K4-GHJ", "another"),
                                (import_day, "K4-GHJ", "another too")):  # fmt: skip
            note_seat(store, day, 1, ("late", code, text), ("AB", NOW))
        assert [one["text"] for one in notes_about(store, ONE)] == ["1", "2"]
        copy = save(store, "AB", later)
        erase(store, ONE, later)
        for base in (store, Store.open(copy)):
            assert [text for _, text in noted(base)] == ["another", "another too"]


def test_where_nobody_played_under_a_code_the_day_it_came_in_says_whose_note_it_is(db: Path) -> None:
    """A post whose clock is wrong: the note is read with the result all the same, and leaves with it."""
    late = body("7" * 32, code="K4-GHJ", sitting_id="7" * 32, visit_id="7" * 32, made_at="2020-01-01T09:00:00+00:00")
    late["workshops"][0]["made_at"] = "2020-01-01T08:50:00+00:00"
    bring(db, late)
    with Store.open(db) as store:
        note_seat(store, seat_day(store, "2026-11-24"), 1, ("late", "K4-GHJ", "a"), ("AB", NOW))
        assert [one["text"] for one in notes_about(store, "7" * 32)] == ["a"]
        erase(store, "7" * 32, NOW)
        assert noted(store) == []


@pytest.mark.usefixtures("engine")
def test_notes_of_nobody_here_go_after_three_months_or_when_they_ask(db: Path) -> None:
    """A person who did not share, or a seat alone: three months; a code asked for at the desk: at once."""
    with Store.open(db) as store:
        day = seat_day(store, "2026-11-24")
        for code, text in (("K4-CDF", "hers"), ("K4-GGG", "never shared"), ("", "the seat"), ("K4-MMM", "asked")):
            note_seat(store, day, 1, ("device", code, text), ("AB", NOW))
        copy = save(store, "AB", NOW)
    with browsing(db) as browser:
        browser.enter()
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "k4-mmm", "sure": "yes"})
        assert "n'est pas dans la base" in words(browser.text)
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        browser.clock.s = timedelta(days=80).total_seconds()
        browser.enter()
        browser.see("/house/keep")
        assert not browser.token("/house/keep/purge")
        browser.clock.s = timedelta(days=95).total_seconds()
        browser.enter()
        assert "2 notes de place" in words(browser.see("/").text)
        browser.see("/house/keep")
        browser.send("/house/keep/purge")
        assert "aucune durée n'est passée" in words(browser.text)
    for path in (db, copy):
        with Store.open(path) as store:
            assert noted(store) == []


@pytest.mark.parametrize("code", ["K4", "K4-MT\u00b2", "\u00b2" * 5, "44-MTQ", "K4-MTQQ", "-"])
def test_what_is_no_code_is_noted_under_none(db: Path, code: str) -> None:
    """One sentence; nothing is kept."""
    with Store.open(db) as store:
        with pytest.raises(StoreError, match=r"day\.code"):
            note_seat(store, seat_day(store, "2026-11-24"), 1, ("late", code, "x"), ("AB", NOW))
        assert noted(store) == []


def test_a_day_that_is_not_there_is_a_sentence(db: Path) -> None:
    """No page of code, whatever the address."""
    with browsing(db) as browser:
        browser.enter()
        for path in ("/days/x", f"/days/{'f' * 32}/slips", "/days/x/seats/1", "/days/x/attendance"):
            assert browser.see(path).status_code == 404
    with Store.open(db) as store, pytest.raises(StoreError, match=r"day\.title"):
        plan_day(store, DayPlan("", "2026-11-24T09:00", 90, 1, 1, ("a",)), "AB", NOW)


def test_what_was_ticked_stays_ticked_and_a_first_choice_is_made(db: Path) -> None:
    """The adviser's session is ticked before anybody chose; a form that comes back has every box as it was."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/days/new")
        assert len(re.findall(r'name="circuit" value="\w+" checked', browser.text)) == 3
        two = ["panneau_porte", "kitting_poste_40"]
        browser.send("/days/new", FORM | {"minutes": "1", "circuit": two})
        assert set(re.findall(r'name="circuit" value="(\w+)" checked', browser.text)) == set(two)


def test_a_room_of_twelve_is_enrolled_at_once_and_placed_as_people_count(tmp_path: Path) -> None:
    """Twelve cards dropped together, of machines that bear one name: each has its own, and 2 stands before 10."""
    path = ready(tmp_path / "m.db")
    cards = []
    for n in range(12):
        card = make_card("station", "PC", bytes(SigningKey(bytes([n + 1] * 32)).verify_key), [])
        cards.append(("file", (f"poste-PC-{n}.card", card_text(card))))
    with browsing(path) as browser:
        browser.enter()
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files=cards)
        assert "PC 11, PC 12 sont inscrits" in words(browser.text)
        day = planned(browser)
        browser.send(f"{day}/seats", {"in_order": "yes"})
        seats = re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", browser.text)
        assert seats == [(str(n), "PC" if n == 1 else f"PC {n}") for n in range(1, 13)]
        # A post that is here already keeps its name, dropped once more among others.
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files=cards[:3])
        with Store.open(path) as store:
            kept = {row["label"] for row in stations_seen(store)}
        assert kept == {"PC", *(f"PC {n}" for n in range(2, 13))}
        browser.see("/house/stations")
        browser.send("/house/stations/enrol", files=[cards[0], ("file", ("x.card", b"{}"))])
        assert 'role="alert"' in browser.text


def test_the_whole_stick_is_dropped_and_the_good_cards_enter(tmp_path: Path) -> None:
    """The organisation's card lies beside them and is passed over; a damaged one is named; alone, either is refused."""
    path = ready(tmp_path / "m.db")
    good = card_text(make_card("station", "PC", bytes(SigningKey(bytes([7] * 32)).verify_key), []))
    with browsing(path) as browser:
        browser.enter()
        browser.see("/house/stations")
        organisation = ("file", ("organisation.card", browser.client.get("/house/stations/organisation.card").content))
        browser.send("/house/stations/enrol", files=[organisation])
        assert "est la fiche d'une organisation" in words(browser.text)
        every = [organisation, ("file", ("poste-PC.card", good)), ("file", ("x.card", b"{}"))]
        browser.send("/house/stations/enrol", files=every)
        page = words(browser.text)
        assert "PC est inscrit" in page
        assert "organisation.card est la fiche de l'organisation : elle n'est pas à inscrire" in page
        assert "x.card n'est pas une fiche d'ordinateur" in page
        with Store.open(path) as store:
            assert [row["label"] for row in stations_seen(store)] == ["PC"]


def test_a_room_of_twelve_opens_in_six_presses_from_an_empty_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First start, computers, card, cards, sitting, open: as many seats as computers, each at its own, and the count of
    those that are there; what a press did is said where it stands."""
    monkeypatch.setattr("tower.pages.house.player_folder", lambda: None)
    cards = []
    for n in range(12):
        card = make_card("station", "PC", bytes(SigningKey(bytes([n + 1] * 32)).verify_key), [])
        cards.append(("file", (f"poste-PC-{n}.card", card_text(card))))
    with browsing(tmp_path / "m.db") as browser:
        browser.see("/")
        browser.send("/first", {"organisation": "Mission locale", "region": "normandie", "adviser": "AB",
                                "pin": PIN, "pin_again": PIN})  # fmt: skip
        assert 'class="button main" href="/house/stations"' in browser.text
        browser.see("/days/new")
        assert 'name="at_once"' not in browser.text
        browser.see("/house/stations")
        assert 'class="button main" href="/house/stations/organisation.card"' in browser.text
        answer = browser.send("/house/stations/enrol", files=cards)
        assert answer.history[-1].headers["location"] == "/house/stations#computers"
        assert 'class="button main" href="/days/new"' in browser.text
        browser.see("/days/new")
        typed = dict(re.findall(r'<input type="\w+" id="(\w+)" name="\w+"[^>]* value="([^"]*)"', browser.text))
        assert (typed["seats"], typed["minutes"]) == ("12", "90")
        chosen = re.findall(r'name="circuit" value="(\w+)" checked', browser.text)
        browser.send("/days/new", typed | {"day": "2026-12-01", "circuit": chosen, "at_once": "yes"})
        said = words(browser.text)
        assert "en cours mardi 24/11/2026" in said
        assert "0 ordinateur sur 12 s'est annoncé" in said
        seats = re.findall(r"<b>(\d+)</b><span>([^<]+)</span>", browser.text)
        assert seats == [(str(n), "PC" if n == 1 else f"PC {n}") for n in range(1, 13)]


def test_the_page_of_computers_says_what_to_copy_and_what_to_start(
    db: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A person with the copied folder alone reads, in French, which folder to copy, how, and what to double-click: this
    tower's own folder by its path where it is one to copy; nothing sends them to a guide they have not got."""
    with browsing(db) as browser:
        browser.enter()
        # Where the folders are being built beside the tests, as in `.ci/run`, one would be found.
        with monkeypatch.context() as nothing_built:
            nothing_built.setattr("tower.pages.house.player_folder", lambda: None)
            from_sources = words(browser.see("/house/stations").text)
        assert "le dossier dont le nom commence par « envol-player »" in from_sources
        assert "Si vous n'avez que « envol-adviser »" in from_sources
        # What lacks is said before the steps.
        missing = "Le dossier du jeu n'est pas encore ici"
        assert from_sources.index(missing) < from_sources.index("Le jeu sur chaque ordinateur")
        assert "environ 108 Mo. Par calcul, à 30 Mo par seconde (clé USB 2) : 5 secondes" in from_sources
        assert "5 secondes par ordinateur, 1 minute pour 12" in from_sources
        assert "107.5 MB" in (Path(__file__).parent.parent / "docs" / "packages.md").read_text()
        monkeypatch.setattr(sys, "frozen", True, raising=False)
        own = tmp_path / "envol-adviser-9"
        own.mkdir()
        monkeypatch.setattr(sys, "executable", str(own / "envol-tour"))
        copied = words(browser.see("/house/stations").text)
        (tmp_path / "envol-player-9").mkdir()
        (tmp_path / "envol-player-9" / "envol").write_bytes(b"x" * 1_000_001)
        beside = words(browser.see("/house/stations").text)
        assert f"{tmp_path / 'envol-player-9'} " in beside
        assert "environ 2 Mo" in beside
        monkeypatch.undo()
        for said in (from_sources, copied, beside):
            assert "SmartScreen" in said
            assert "Un casque par place" in said
            assert "clic droit sur le Bureau, « Coller »" in said
            assert "double-clique sur « envol »" in said
            assert ("cochez l'exécution comme programme" in said) == (sys.platform == "linux")
            assert "guide" not in said
        assert f"{own} " in copied


def test_every_sheet_of_a_sitting_has_a_button_to_print(db: Path) -> None:
    """Slips, attendance and the conductor's sheet alike; the first page leads to where the sitting is opened."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        for sheet in ("slips", "attendance", "run", "report"):
            assert "data-print" in browser.see(f"{path}/{sheet}").text, sheet
        assert '<p class="small noprint">Pour vous, ceci ne s' in browser.see(f"{path}/attendance").text
        assert f'href="{path}#now"' in browser.see("/").text


def test_the_first_page_says_that_no_folder_is_there_to_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Before the room is made alone: who has computers has the game, and a folder beside is one to copy."""
    there = [False]
    monkeypatch.setattr("tower.pages.house.player_folder", lambda: tmp_path if there[0] else None)
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        missing = "à copier sur les ordinateurs, n'est pas encore ici"
        assert missing in words(browser.see("/").text)
        there[0] = True
        assert missing not in words(browser.see("/").text)
        missing = "Le dossier du jeu n'est pas encore ici"
        assert missing not in words(browser.see("/house/stations").text)


def test_a_code_leads_back_to_its_seat_and_the_pages_say_how_it_becomes_a_person_again(db: Path) -> None:
    """Session and seat stand beside a code, on the page and on its sheet, the code at its seat; what the team copies
    where before the slips are destroyed is on the paper, at the closing and on the people's page, and no page promises
    that no name can be typed."""
    with browsing(db) as browser:
        browser.enter()
        assert "hors séance" in words(browser.see("/people").text)
        path = planned(browser)
        listed = browser.see("/people")
        assert f'href="{path}/seats/1"' in browser.text
        assert "Groupe du mardi, place 1" in words(listed.text)
        assert "Groupe du mardi, place 1" in browser.see("/people/list.csv").text
        browser.see("/people")
        said = words(browser.text)
        for part in ("logiciel de votre service", "la carte qu'elle a emportée", "feuille d'émargement"):
            assert part in said
        assert f'href="/people/{ONE}">K4-CDF' in browser.see(f"{path}/seats/1").text
        assert "K4-CDF" not in browser.see(f"{path}/seats/2").text
        sheet = words(browser.see(f"{path}/run").text)
        assert sheet.index("recopiez le code et le jour") < sheet.index("Détruisez les billets")
        paper = words(browser.see(f"{path}/attendance").text)
        assert "votre service la garde" in paper
        assert "aucun nom n'entre" not in paper
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        assert "le code et le jour qui sont sur son billet" in words(browser.text)


def test_a_sitting_of_another_day_is_opened_by_who_says_so_and_becomes_today_s(db: Path) -> None:
    """The day it is dated and today are said before; nothing opens meanwhile. Opened, it takes today's results; one
    that is over takes none of another day. The first page leads to the sitting that comes next, not to the furthest."""
    with browsing(db) as browser:
        browser.enter()
        today = planned(browser)
        browser.see("/days/new")
        browser.send("/days/new", FORM | {"title": "Dans huit jours", "day": "2026-12-02"})
        path = browser.path
        assert f'href="{today}"' in browser.see("/").text
        page = browser.see(path).text
        assert "datée du mercredi 02/12/2026, et nous sommes mardi 24/11/2026" in words(page)
        assert re.search(r"<details open><summary>Ouvrir la séance</summary>.*?other_day.*?</details>", page, re.S)
        browser.send(f"{path}/turn", {"state": "open"})
        assert "rien n'est ouvert" in words(browser.text)
        assert "en cours" not in words(browser.text)
        browser.send(f"{path}/seats", {"in_order": "yes"})
        browser.send(f"{path}/turn", {"state": "open", "other_day": "yes"})
        assert "en cours mardi 24/11/2026, 09:00" in words(browser.text)
        browser.send(f"{path}/turn", {"state": "closed"})
        browser.clock.s += 86400
        browser.enter()
        page = words(browser.see(path).text)
        assert "ne se rangeront pas à ses places" in page
        browser.send(f"{path}/turn", {"state": "open"})
        assert "terminée" in words(browser.text)


def test_a_sitting_that_was_opened_to_rehearse_has_its_own_day_again(db: Path) -> None:
    """Opened today, it is of today; ready again, of the day for which it was planned, and the page says which. A name
    that nobody gave it goes with the day, one that somebody gave it stays."""
    with browsing(db) as browser:
        browser.enter()
        for title, today, then in (
            ("Séance du 24/11/2026", "Séance du 24/11/2026", "Séance du 02/12/2026"), ("À nous", "À nous", "À nous"),
        ):  # fmt: skip
            browser.see("/days/new")
            browser.send("/days/new", FORM | {"title": title, "day": "2026-12-02"})
            path = browser.path
            assert f"<h1>{then}</h1>" in browser.text
            browser.send(f"{path}/seats", {"in_order": "yes"})
            browser.send(f"{path}/turn", {"state": "open", "other_day": "yes"})
            assert f"<h1>{today}</h1>" in browser.text
            assert "mardi 24/11/2026, 09:00" in words(browser.text)
            browser.send(f"{path}/turn", {"state": "planned"})
            assert f"<h1>{then}</h1>" in browser.text
            assert "mercredi 02/12/2026, 09:00" in words(browser.text)
            assert "La séance est prête, pour le mercredi 02/12/2026" in words(browser.text)
            browser.see(f"{path}/change")
            browser.send(f"{path}/change", FORM | {"title": then, "day": "2026-12-03"})
            assert f"<h1>{then.replace('02/12', '03/12')}</h1>" in browser.text
            browser.see(path)
            browser.send(f"{path}/drop")


def test_seats_without_a_computer_are_counted_where_one_looks_first(db: Path) -> None:
    """Two posts of twelve seats: the first page and the day's say that ten have none, and lead to where it is mended;
    the page of the computers leads to the sitting that waits. With a post at each seat nothing is said."""
    with browsing(db) as browser:
        browser.enter()
        path = planned(browser)
        browser.send(f"{path}/seats", {"in_order": "yes"})
        assert "10 places sur 12 sans ordinateur" in words(browser.text)
        home = browser.see("/").text
        assert "10 places sans ordinateur, séance « Groupe du mardi »" in words(home)
        assert f'href="{path}#place"' in home
        computers = browser.see("/house/stations").text
        assert re.search(rf'class="button main" href="{path}#place">Aller aux places de', computers)
        browser.see(f"{path}/change")
        browser.send(f"{path}/change", FORM | {"seats": "2"})
        assert "sans ordinateur" not in words(browser.see(path).text)
        assert "sans ordinateur" not in words(browser.see("/").text)
        assert f'href="{path}">Aller à la séance' in browser.see("/house/stations").text


def test_opening_without_computers_promises_no_place(db: Path) -> None:
    """A sitting of another day at whose seats nobody stands: what becomes of today's results is said once, and true."""
    with browsing(db) as browser:
        browser.enter()
        with Store.open(db) as store, store.writing() as connection:
            connection.execute("update stations set revoked_at='2026-11-01T00:00:00+00:00'")
        browser.see("/days/new")
        browser.send("/days/new", FORM | {"day": "2026-12-02"})
        page = words(browser.text)
        assert "les résultats ne se rangeront à aucune place" in page
        assert "se rangent alors à ses places" not in page


def test_the_network_is_one_sentence_and_who_has_not_announced_themselves_is_named(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """On the page of the computers, then on that of the day: how many of how many, live and by reading again, and what
    to do for the others; where this machine has no address at all that is said."""
    with browsing(db) as browser:
        browser.enter()
        for path in ("/house/stations", planned(browser)):
            page = browser.see(path)
            # Where nobody has, nobody is named.
            assert "0 ordinateur sur 2 s'est annoncé." in words(page.text)
            assert "Pas encore" not in words(page.text)
            assert 'hx-trigger="every 3s"' in page.text
            assert "la même box, le même Wi-Fi" in words(page.text)
            part = browser.see(f"{path}/announced").text
            assert words(part).startswith("0 ordinateur sur 2")
        page = words(browser.see("/house/stations").text)
        assert "reliés à la même box, par câble ou par Wi-Fi ; sans réseau on joue quand même" in page
        monkeypatch.setattr("tower.pages.house.own_addresses", lambda: ["vm"])
        assert "ne semble relié à aucun réseau" in words(browser.see("/house/stations").text)
        monkeypatch.setattr("tower.pages.house.own_addresses", lambda: ["vm", "10.0.0.3"])
        assert "ne semble relié à aucun réseau" not in words(browser.see("/house/stations").text)


def test_the_first_page_leads_to_an_open_room(db: Path) -> None:
    """What is to be done next is the one main button; posts stand at their seats once the sitting is prepared."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/")
        assert 'class="button main" href="/days/new"' in browser.text
        path = planned(browser)
        assert "1 Poste 1" in words(browser.text)
        assert "2 Poste 2" in words(browser.text)
        assert f'href="{path}"' in browser.see("/").text
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "open"})
        assert f'class="button main" href="{path}"' in browser.see("/").text


def test_what_the_workshops_leave_open_is_said_as_they_are_ticked_and_the_day_has_its_name(tmp_path: Path) -> None:
    """Before the sitting is prepared, and on its page until it is open; then the hour at which it was, and the radar's
    promise only where a computer has a seat."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/days/new")
        assert "Regardé par un seul atelier" in words(browser.text)
        one, all_of_them = (words(browser.see(f"/days/new/looks?{query}").text) for query in (
            "circuit=panneau_porte", "circuit=panneau_porte&circuit=panneau_fuselage&circuit=aubes_soufflante"))
        assert "<html" not in browser.text
        assert words(browser.see("/days/new/looks").text) == "Choisissez au moins un atelier."
        assert "Dextérité" in one
        assert one != all_of_them
        day = planned(browser)
        named = r"(lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche) \d\d/\d\d/\d{4}"
        assert re.search(named, words(browser.see(day).text))
        assert "deux au moins le regardent" in words(browser.text)
        browser.clock.s += 5 * 3600
        browser.enter()
        browser.see(day)
        browser.send(f"{day}/turn", {"state": "open", "bare": "yes"})
        assert "les heures se comptent de là" in words(browser.text)
        assert "s'allume dans" not in words(browser.text)
