"""The tower's fairs: built on screen, planned by the planner, moved by hand, what does not hold in red, printed."""

import csv
import io
import re
from datetime import timedelta
from itertools import pairwise
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, laid, ready, words

from export.fairs.building import FairHead, make_fair, moves_of
from export.fairs.file import as_span
from export.fairs.planning import fair_of, plan_fair
from export.fairs.proposals import firms_not_there, not_met, offers_met
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.following import FollowUp, follow, undo_outcome
from export.store.store import Store, StoreError, audit_holds
from lab.waiting import until

OFFERS = ("ex-monteur-structure-caen", "ex-monteur-panneaux-havre")
CODES = [f"K4-{letter}FH" for letter in "CDFGHJ"]
FORM = {"title": "Emplois en Seine", "place": "Rouen", "day": "2026-12-03", "opens": "09:00", "closes": "11:00",
        "slot": "15", "pause": "10:30-10:45"}  # fmt: skip


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planner's own tests search as long as it does; of these fairs of six people thirty rounds find the best."""
    monkeypatch.setattr("scoring.fair.ROUNDS", 30)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Six people, all proposed for two offers of two firms."""
    return laid(tmp_path / "m.db", "six proposed", six_proposed)


def six_proposed(path: Path) -> None:
    ready(path)
    bring(path, *(body(f"{n:032x}", code=code, sitting_id=f"{n:032x}") for n, code in enumerate(CODES, 1)))
    with Store.open(path) as store:
        for n in range(1, 7):
            for offer in OFFERS:
                decide(store, Decision(offer, f"{n:032x}", "propose", "to_meet", "AB"), NOW)


def built(browser: Browser) -> str:
    """A fair with a stand for each of the two firms; its path."""
    browser.see("/fairs/new")
    browser.send("/fairs/new", FORM)
    path = browser.path
    assert re.fullmatch(r"/fairs/\w{32}", path), words(browser.text)
    with Store.open(browser.house.db) as store:
        firms = [one for offer in OFFERS for one in store.rows("select * from offers where offer_id=?", offer)]
    for firm in firms:
        # The page stays, at the place of the stands.
        answer = browser.send(f"{path}/stands", {"employer": firm["employer_id"]})
        assert answer.history[-1].headers["location"] == f"{path}#stands"
        assert "a son stand, avec" in words(browser.text)
    browser.see(path)
    return path


def meets(browser: Browser) -> list[str]:
    """The addresses of the interviews on the timetable."""
    return re.findall(r'class="meet [^"]*" href="([^"]+)"', browser.text)


def test_a_fair_is_built_from_offers_planned_and_its_worth_is_said_in_plain_words(db: Path) -> None:
    """Four fields, a firm twice chosen, one button: everybody is received, and how good it is is said."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/fairs")
        assert "Aucun salon encore" in browser.text
        path = built(browser)
        assert browser.text.count("ne reçoit pas") == 2
        assert "Sans entretien : K4-CFH" in words(browser.text)
        browser.send(f"{path}/plan", {"how": "all"})
        said = words(browser.text)
        assert "6 personnes ont une heure, sur 6 possibles." in said
        proved = r"par le calcul : (aucun autre planning|les rencontres prévues sont à \d+ % au plus).*vers le matin\."
        assert re.search(proved, said)
        assert len(meets(browser)) >= 6
        assert "Sans entretien" not in browser.text
        browser.see("/fairs")
        assert "Emplois en Seine" in browser.text
    with Store.open(db) as store:
        assert audit_holds(store)
        assert store.rows("select distinct actor from audit where action like 'fair.%'") == [{"actor": "AB"}]


def test_a_large_fair_is_planned_beside_the_pages(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its page says that it goes on, others are given meanwhile; then the timetable, or what a promise forbids."""
    goes_on = Event()

    def slow(*given: Any, **named: Any) -> object:
        assert goes_on.wait(60)
        return plan_fair(*given, **named)

    monkeypatch.setattr("tower.pages.fairs.AT_ONCE", 0)
    monkeypatch.setattr("tower.pages.fairs.plan_fair", slow)
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        assert browser.path == f"{path}/plan"
        assert "Le planning se fait : Emplois en Seine" in words(browser.text)
        browser.see(path)
        assert not meets(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        assert "déjà en cours" in words(browser.text)
        assert "hx-refresh" not in browser.see(f"{path}/plan/progress").headers
        goes_on.set()
        assert until(lambda: not browser.house.jobs.busy, 60, 0.01) is not None
        assert browser.see(f"{path}/plan/progress").headers["hx-refresh"] == "true"
        browser.see(f"{path}/plan")
        assert "6 personnes ont une heure, sur 6 possibles." in words(browser.text)
        assert len(meets(browser)) >= 6
        assert browser.house.catalogue.t("tower.fair.planned_first", "fr") in words(browser.text)


@pytest.mark.usefixtures("engine")
def test_what_does_not_hold_any_more_is_red_and_who_changes_hour_is_told(db: Path) -> None:
    """An absence after the plan: red with its rule; made again, the person stands among those to be told, once."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        who = meets(browser)[0].split("/")[4]
        assert "meet red" not in browser.text
        browser.send(f"{path}/away", {"who": f"candidate:{who}", "span": "09:00-10:00", "back": "no"})
        assert "meet red" in browser.text
        assert "n'est pas là à 09:" in words(browser.text)
        browser.send(f"{path}/plan", {"how": "keep"})
        assert "meet red" not in browser.text
        assert "Qui a changé d'heure" in words(browser.text)
        found = re.findall(r'name="move" value="(\w+)"', browser.text)
        assert found
        for one in found:
            browser.send(f"{path}/told", {"move": one})
        assert "Qui a changé d'heure" not in words(browser.text)
        browser.send(f"{path}/away", {"who": f"candidate:{who}", "span": "09:00-10:00", "back": "yes"})
        assert "meet red" not in browser.text


def test_an_hour_is_fixed_by_hand_and_what_forbids_it_is_red(db: Path) -> None:
    """A pause of the stand is red; a promise is kept by every plan; who gives way is named before."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        one, other = (where for where in meets(browser)[:2])
        browser.see(one)
        assert re.search(r'choice hour red"><input[^>]*value="10:30"[^>]*disabled', browser.text)
        browser.send(f"{one}/move", {"hour": "10:45"})
        assert "10:45, c'est fixé" in words(browser.text)
        browser.send(f"{path}/plan", {"how": "all"})
        browser.see(one)
        assert "10:45 · fixé" in words(browser.text)
        if one.rsplit("/", 1)[1] == other.rsplit("/", 1)[1]:
            browser.see(other)
            assert "n'a que 1 recruteur à 10:45" in words(browser.text)
            browser.send(f"{other}/move", {"hour": "10:45"})
            assert 'role="alert"' in browser.text
        browser.see(one)
        assert 'value="held"' not in browser.text  # nine days before the fair
        browser.send(f"{one}/mark", {"word": "held"})
        assert "Le salon n'a pas encore eu lieu" in words(browser.text)
        browser.clock.s += 9 * 86400
        browser.enter()
        browser.see(one)
        browser.send(f"{one}/mark", {"word": "held"})
        browser.see(one)
        assert "a eu lieu" in words(browser.text)
        for wrong in ({}, {"hour": "10:47"}, {"hour": "x"}):
            browser.see(other)
            browser.send(f"{other}/move", wrong)
            assert 'role="alert"' in browser.text


def test_another_appointment_of_the_person_that_an_hour_moves_is_told_before(db: Path) -> None:
    """Beside that hour, and nowhere else; once it is fixed, nobody but who was named has another hour."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        fair_id = path.rsplit("/", 1)[1]
        with Store.open(db) as store:
            planned = store.rows("select * from interviews where fair_id=? order by candidate_id, slot", fair_id)
            hours = fair_of(store, fair_id).hours
        first, second = next((a, b) for a, b in pairwise(planned) if a["candidate_id"] == b["candidate_id"])
        at, who = hours.starts(second["slot"]), first["candidate_id"]
        here = f"{path}/people/{who}/{first['stand_id'].split('/', 1)[1]}"
        page = words(browser.see(here).text)
        named = re.search(rf"{at}.*?(?= \d\d:\d\d|$)", page)
        assert named
        assert "un autre entretien de la personne" in named[0]
        told = set(re.findall(r"[A-Z]\d-[A-Z]{3}", named[0]))
        browser.send(f"{here}/move", {"hour": at})
        with Store.open(db) as store:
            moved = {row["candidate_id"]: row["code"] for row in moves_of(store, fair_id)}
        assert who in moved
        assert {code for other, code in moved.items() if other != who} <= told


def test_who_waits_to_be_told_twice_is_told_from_the_hour_they_know(db: Path) -> None:
    """Moved, then moved again before anybody told them: one line, from the first hour; back again: none."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        one = meets(browser)[0]
        fair, who, stand = (one.split("/")[at] for at in (2, 4, 5))
        with Store.open(db) as store:
            found = store.rows("select * from interviews where candidate_id=?", who)
            kept = next(row for row in found if row["stand_id"] == f"{fair}/{stand}")
            was = fair_of(store, fair).hours.starts(kept["slot"])
        for hour in ("10:15", "10:45"):
            browser.see(one)
            browser.send(f"{one}/move", {"hour": hour})
        assert waiting(db, one) == 1
        assert f"10:45 au lieu de {was}" in words(browser.text)
        browser.see(one)
        browser.send(f"{one}/move", {"hour": was})
        assert waiting(db, one) == 0
    with Store.open(db) as store:
        erase(store, who, NOW)
        assert all(m["candidate_id"] != who for m in moves_of(store, fair))


def waiting(db: Path, where: str) -> int:
    """How many changes of the interview at an address nobody was told of."""
    fair, who, stand = (where.split("/")[at] for at in (2, 4, 5))
    with Store.open(db) as store:
        found = moves_of(store, fair)
    return sum(m["candidate_id"] == who and m["stand_id"] == f"{fair}/{stand}" for m in found)


def test_the_sheets_hold_what_the_file_holds(db: Path) -> None:
    """Each row of the file stands on the sheet of its stand and of its person; nothing measured does."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        assert browser.see(f"{path}/sheets/people").status_code == 200
        browser.see(path)
        browser.send(f"{path}/plan", {"how": "all"})
        answer = browser.see(f"{path}/list.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        with Store.open(db) as store:
            assert len(rows) == len(store.rows("select 1 from interviews"))
        stands, people = (browser.see(f"{path}/sheets/{of}").text for of in ("stands", "people"))
        assert stands.count("<h2>") == 2
        assert people.count("<h2>") == 6
        for row in rows:
            # Whose table it is is said where several receive.
            assert row["Place"] == "1"
            assert f"{row['Début']} {row['Fin']} {row['Code']} {row['Offre']}" in words(stands)
            assert f"{row['Début']} {row['Fin']} {row['Stand']}" in words(people)
        assert "%" not in words(stands)
        assert browser.see(f"{path}/sheets/other").status_code == 404


def stand_of(db: Path, offer: str) -> tuple[str, str]:
    """The employer of an offer, and its name."""
    with Store.open(db) as store:
        (row,) = store.rows("select e.* from employers e join offers o using(employer_id) where offer_id=?", offer)
    return row["employer_id"], row["name"]


def test_one_appointment_speaks_of_every_offer_of_the_stand_and_what_is_left_out_says_why(db: Path) -> None:
    """Two offers of one firm: one hour for both, on page and sheet; no stand, no seat, not ticked: each is said."""
    firm, name = stand_of(db, OFFERS[0])
    with Store.open(db) as store:
        with store.writing() as connection:
            connection.execute("update offers set employer_id=? where offer_id='ex-cableur-evreux'", (firm,))
        decide(store, Decision("ex-cableur-evreux", f"{1:032x}", "propose", "fits", "AB"), NOW)
    with browsing(db) as browser:
        browser.enter()
        browser.see("/fairs/new")
        assert (NOW + timedelta(days=1)).date().isoformat() in browser.text, "of today's hours some are always past"
        browser.send("/fairs/new", FORM | {"closes": "09:45", "pause": ""})
        path = browser.path
        assert "aucun stand d'ici n'est celui de leur employeur" in words(browser.text)
        assert "Absences et pauses" not in browser.text
        browser.send(f"{path}/stands", {"employer": firm})
        (stand,) = set(re.findall(rf'href="({path}/stands/\w+)"', browser.text))
        browser.see(path)
        assert "Aussi proposées à un employeur qui n'a pas de stand ici" in words(browser.text)
        assert "Proposées, sans rendez-vous" not in browser.text  # before the first timetable nothing is left out
        with Store.open(db) as store:
            fair = path.rpartition("/")[2]
            before = [row["people"] for row in firms_not_there(store, fair, guests_only=True)]
            hired = follow(store, FollowUp(f"{2:032x}", OFFERS[0], "hired", NOW.date().isoformat()), ("AB", NOW))
            assert sum(row["people"] for row in firms_not_there(store, fair, guests_only=True)) == sum(before) - 1
            undo_outcome(store, hired, ("AB", NOW))
            assert [row["people"] for row in firms_not_there(store, fair, guests_only=True)] == before
        browser.send(f"{path}/plan", {"how": "all"})
        seen = words(browser.text)
        assert "d'abord le plus de personnes qui ont une heure" in seen
        assert seen.count(f"le stand {name} est complet aux heures où elle est là") == 3
        assert "heures libres" not in seen
        with Store.open(db) as store:
            one = fair_of(store, path.split("/")[-1])
            left = [row for row in not_met(store, one.fair_id) if row.candidate_id == f"{1:032x}"]
            both = offers_met(store, one.fair_id)[f"{1:032x}", f"{one.fair_id}/{stand.split('/')[-1]}"]
            assert len(both) == 2
        assert not left
        assert "pour 2 offres" in seen
        assert " ; " in words(browser.see(f"{path}/sheets/people").text)
        assert browser.see(f"{path}/sheets/people").text.count("newpage") == 2
        assert "question pas posée" not in browser.text
        browser.see(stand)
        browser.send(stand, {"label": name, "recruiters": "6", "access": "yes", "offer": [OFFERS[0]], "what": "keep"})
        seen = words(browser.see(path).text)
        assert f"cette offre n'est pas cochée au stand {name}" in seen
        assert f"une heure est libre au stand {name}" in seen
        browser.send(f"{path}/plan", {"how": "all"})
        assert "une heure est libre" not in browser.text
        assert "Accessible" in browser.see(f"{path}/sheets/people").text


def test_who_is_hired_is_planned_no_more_and_the_hour_that_stands_is_said(db: Path) -> None:
    """The fair says it and offers to cancel; a new timetable gives them no hour; taken back, they come again."""
    who = f"{2:032x}"
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        mine = [one for one in meets(browser) if who in one]
        assert mine
        with Store.open(db) as store:
            noted = follow(store, FollowUp(who, OFFERS[0], "hired", NOW.date().isoformat()), ("AB", NOW))
        assert "Embauchées, et leur entretien est encore au planning" in words(browser.see(path).text)
        browser.send(f"{mine[0]}/mark", {"word": "cancelled"})
        assert not [one for one in meets(browser) if one == mine[0]]
        browser.send(f"{path}/plan", {"how": "all"})
        assert not [one for one in meets(browser) if who in one]
        assert "la personne est embauchée depuis" in words(browser.text)
        listed = re.findall(r'<li><a class="code" href="[^"]*/people/(\w+)">(.*?)</li>', browser.text)
        come = {name: words(row) for name, row in listed}
        assert [name for name, said in come.items() if "embauchée : aucun planning" in said] == [who]
        code = re.search(r"K4-\w+", come[who])
        unmet = re.search(r"Sans entretien[^.<]*", browser.text)
        assert code
        assert not unmet or code[0] not in unmet[0]
        assert "embauchée : aucun planning ne lui donne d'heure" in words(browser.see(f"{path}/people/{who}").text)
        browser.see(mine[0])
        browser.send(f"{mine[0]}/move", {"hour": "09:00"})
        assert "aucun entretien ne se fixe plus" in words(browser.text)
        with Store.open(db) as store:
            undo_outcome(store, noted, ("AB", NOW))
        browser.see(path)
        browser.send(f"{path}/plan", {"how": "all"})
        assert len([one for one in meets(browser) if who in one]) == len(mine) - 1  # cancelled stays cancelled
        assert "une nouvelle proposition le remettrait au planning" in words(browser.text)
        with Store.open(db) as store:
            for offer in OFFERS:
                decide(store, Decision(offer, who, "propose", "fits", "AB"), NOW + timedelta(days=1))
        assert "une heure est libre au stand" in words(browser.see(path).text)
        browser.send(f"{path}/plan", {"how": "all"})
        assert len([one for one in meets(browser) if who in one]) == len(mine)


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"title": " "}, "line"), ({"day": "2026-02-30"}, "day"), ({"day": "0001-01-01"}, "day"),
     ({"opens": "25:00"}, "hours_wrong"), ({"slot": "4"}, "slot"),
     ({"closes": "08:00"}, "no_hours"), ({"pause": "midi"}, "pause_wrong"), ({"place": "a\u202eb"}, "line")],
)  # fmt: skip
def test_a_fair_that_does_not_hold_keeps_what_was_typed(db: Path, changes: dict[str, str], key: str) -> None:
    """One sentence says what is wrong; the rest stands there still."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/fairs/new")
        browser.send("/fairs/new", FORM | changes)
        assert browser.path == "/fairs/new"
        assert browser.house.catalogue.texts["fr"][f"fairs.{key}"].split("{")[0] in words(browser.text)
        assert "title" in changes or 'value="Emplois en Seine"' in browser.text


@pytest.mark.parametrize(
    ("days", "hours", "said"),
    [(0, (-3, -1), "sont déjà passées. Vérifiez"), (0, (-1, 2), "ses premières heures sont déjà passées"),
     (-1, (-1, 2), "sont déjà passées. Vérifiez"), (0, (1, 2), ""), (1, (-3, -1), "")],
)  # fmt: skip
def test_a_fair_whose_hours_are_past_says_so(db: Path, days: int, hours: tuple[int, int], said: str) -> None:
    """By the clock of the machine: over, begun or to come; it is made all the same."""
    with browsing(db) as browser:
        browser.enter()
        now = browser.clock.now().astimezone()
        opens, closes = (f"{now + timedelta(hours=one):%H:%M}" for one in hours)
        day = (now + timedelta(days=days)).date().isoformat()
        browser.see("/fairs/new")
        browser.send("/fairs/new", FORM | {"day": day, "opens": opens, "closes": closes, "pause": ""})
        assert re.fullmatch(r"/fairs/\w{32}", browser.path), words(browser.text)
        assert "Le salon est noté" in words(browser.text)
        assert ("Attention" in words(browser.text)) == bool(said)
        assert said in words(browser.text)


def test_a_stand_is_changed_and_goes_only_without_interviews(db: Path) -> None:
    """Its name, its recruiters, its offers; needs of a person; a stand with interviews stays."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        stand = re.findall(rf'href="({path}/stands/\w+)"', browser.text)[0]
        browser.see(stand)
        offers = re.findall(r'name="offer" value="([^"]+)"', browser.text)
        form = {"label": "<b>Stand</b>", "recruiters": "2", "access": "yes", "offer": offers, "what": "keep"}
        for wrong in ({"recruiters": "0"}, {"offer": []}, {"offer": ["ex-cableur-evreux"]}, {"label": ""}):
            browser.send(stand, form | wrong)
            assert 'role="alert"' in browser.text
            browser.see(stand)
        browser.send(stand, form)
        assert "2 recruteurs" in browser.text
        assert "<b>Stand" not in browser.text
        person = re.findall(rf'href="({path}/people/\w{{32}})"', browser.text)[0]
        browser.see(person)
        browser.send(person, {"most": "0"})
        browser.see(path)
        browser.send(f"{path}/plan", {"how": "all"})
        assert not [one for one in meets(browser) if one.startswith(person + "/")]
        browser.see(stand)
        browser.send(stand, form | {"what": "remove"})
        assert "ne peuvent pas quitter le salon" in words(browser.text)
        for nowhere in (f"{path}/stands/x", f"{path}/people/{'f' * 32}", f"/fairs/{'f' * 32}", f"{person}/x"):
            assert browser.see(nowhere).status_code in (400, 404)


def test_a_fair_needs_an_adviser_who_is_declared(db: Path) -> None:
    """Built in somebody's name, or not at all."""
    with Store.open(db) as store, pytest.raises(StoreError, match=r"adviser"):
        make_fair(store, FairHead("T", "P", "2026-12-03", "09:00", "10:00", 15), ("ZZ", NOW))


def test_hours_in_which_nobody_meets_anybody_are_one_row_and_the_plan_is_made_where_stands_are_added(db: Path) -> None:
    """A day with nobody in it is a few rows; every interview keeps its own; the button stands beside the stands."""
    with browsing(db) as browser:
        browser.enter()
        path = built(browser)
        table = browser.text.partition('class="scroll timetable"')[2].partition("</table>")[0]
        assert table.count("<tr>") <= 4
        assert re.search(r'<th scope="row">\d\d:\d\d à \d\d:\d\d</th>', table)
        stands = browser.text.partition('id="stands"')[2].partition("</section>")[0]
        assert f'action="{path}/plan"' in stands
        browser.send(f"{path}/plan", {"how": "all"})
        table = browser.text.partition('class="scroll timetable"')[2].partition("</table>")[0]
        rows = re.findall(r"<tr>.*?</tr>", table, re.S)[1:]
        assert [row for row in rows if 'class="meet' in row]
        assert all(" à " not in row.partition("</th>")[0] for row in rows if 'class="meet' in row)
        assert f'action="{path}/plan"' not in browser.text.partition('id="stands"')[2].partition("</section>")[0]


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("12h-13h30", "12:00-13:30"), ("12h - 13h30", "12:00-13:30"), ("12 h 00 à 13 h 30", "12:00-13:30"),
        ("9h", "09:00"), ("10:15", "10:15"), ("12:00-13:30", "12:00-13:30"), ("", ""), ("12", "12"), ("12-13", "12-13"),
        ("25h", "25h"), ("midi", "midi"), ("9h-10h-11h", "9h-10h-11h"),
    ],
)  # fmt: skip
def test_hours_are_read_as_they_are_spelled(typed: str, read: str) -> None:
    """What cannot be read comes back as it was typed, to be named with its box."""
    assert as_span(typed) == read


def test_a_wrong_hour_names_its_box(db: Path) -> None:
    """And what was typed stays; spelled hours are taken."""
    with browsing(db) as browser:
        browser.enter()
        form = {**FORM, "closes": "17:00"}
        browser.see("/fairs/new")
        browser.send("/fairs/new", {**form, "pause": "à midi"})
        assert "Pause de tous les stands : « à midi »" in words(browser.text)
        assert 'value="à midi"' in browser.text
        browser.send("/fairs/new", {**form, "pause": "12h - 13h30"})
        assert browser.path != "/fairs/new"
