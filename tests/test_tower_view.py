"""The offers in view of a sitting: chosen on its page, looked at first, said where they closed; on both engines."""

import re
from pathlib import Path

import pytest
from axe_kit import TAGS, axe, found, wrong
from browser_kit import answering, opened
from browser_kit import browser as browser_only
from store_kit import NOW
from test_tower_conductor import circuit
from tower_kit import PIN, Browser, Clock, bring, browsing, house_of, played, ready, words

from export.offers.desk import set_state
from export.store.advisers import declare
from export.store.copying import copy
from export.store.days import DayPlan, drop_day, plan_day, seat_station, turn
from export.store.in_view import MOST, asked_in_view, days_with, in_view, no_longer_open, offers_in_view, put_in_view
from export.store.matching import load_examples
from export.store.stations import stations_seen
from export.store.steps import STEPS, migrations
from export.store.store import Store, StoreError
from scoring.circuit import CanShow, WorkshopAtHand, add_for, expected_se, information
from scoring.conduct import SeatNow, conduct

OFFER, OTHER = "ex-cableur-evreux", "ex-monteur-structure-caen"
ONE = f"{1:032x}"
SAID = ("AB", NOW)
ALL = ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40", "panneau_porte")


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base whose one person came from the first seat of a sitting that is open."""
    path = ready(tmp_path / "m.db")
    bring(path, played(ONE))
    with Store.open(path) as store:
        day = plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 3, 3, ALL[:2]), "AB", NOW)
        (post,) = (str(row["station_id"]) for row in stations_seen(store))
        seat_station(store, day, [(1, post)], SAID)
        turn(store, day, "open", SAID)
    return path


def sitting(store: Store) -> str:
    """The id of its sitting."""
    return str(store.rows("select day_id from days")[0]["day_id"])


def day_in(db: Path) -> str:
    """The same of a base that a tower has open."""
    with Store.open(db) as store:
        return sitting(store)


def view_in(db: Path) -> frozenset[str]:
    """What its sitting has in view."""
    with Store.open(db) as store:
        return in_view(store, sitting(store))


def area_of(db: Path) -> str:
    """Where the second offer is."""
    with Store.open(db) as store:
        return str(store.rows("select area from offers where offer_id=?", OTHER)[0]["area"])


def put(db: Path, *offers: str) -> None:
    """Put offers in view of its sitting."""
    with Store.open(db) as store:
        put_in_view(store, sitting(store), offers, [], SAID)


def thousand(db: Path) -> None:
    """A thousand more open offers."""
    with Store.open(db) as store, store.writing() as connection:
        connection.executemany(
            "insert into offers values(?,'test',?,null,?,?,null,null,1,'open',0,null,?)",
            [(f"o{n}", str(n), f"Zingueur {n:04}", "A", "2026-11-24T08:00:00+00:00") for n in range(1000)],
        )


def choose(browser: Browser, here: str, *offers: str, **more: str) -> None:
    """Tick offers on the page of the choice as it stands, and keep that."""
    shown = re.findall(r'name="shown" value="([^"]+)"', browser.see(here).text)
    browser.send(here.partition("?")[0], {"what": "keep", "shown": shown, "in": list(offers), **more})


def test_what_is_put_in_view_is_kept_and_taken_out_alone(engine: str, db: Path) -> None:
    """Kept with the sitting, each once; a change says only what it names; the log counts; the sitting takes them along;
    a sitting of somebody else has none of it."""
    with Store.open(db) as store:
        day = sitting(store)
        assert in_view(store, day) == frozenset()
        assert put_in_view(store, day, [OFFER, OTHER, OFFER], [], SAID) == 2
        assert put_in_view(store, day, [OFFER], [], SAID) == 2
        assert {row["offer_id"] for row in offers_in_view(store, day)} == {OFFER, OTHER}
        assert [row["day_id"] for row in days_with(store, OFFER)] == [day]
        assert put_in_view(store, day, [], [OTHER, "elsewhere"], SAID) == 1
        assert in_view(store, day) == {OFFER}
        assert [row["detail"] for row in store.rows("select detail from audit where action='day.offers'")] == ["2", "1"]
        other = plan_day(store, DayPlan("Jeudi", "2026-11-26T09:00", 90, 3, 3, ALL[:1]), "AB", NOW)
        assert in_view(store, other) == frozenset()
        put_in_view(store, other, [OTHER], [], SAID)
        drop_day(store, other, SAID)
        assert in_view(store, other) == frozenset()
        assert days_with(store, OTHER) == []


def test_what_cannot_be_in_view_changes_nothing(engine: str, db: Path) -> None:
    """An offer that is not here, one that is closed, too many at once, a sitting that is not here: refused whole."""
    with Store.open(db) as store:
        day = sitting(store)
        set_state(store, OTHER, "closed", SAID)
        for offers, key in (([OFFER, "elsewhere"], "offer.unknown"), ([OFFER, OTHER], "day.offer_not_open")):
            with pytest.raises(StoreError) as told:
                put_in_view(store, day, offers, [], SAID)
            assert told.value.key == key
            assert in_view(store, day) == frozenset()
        with pytest.raises(StoreError):
            put_in_view(store, "0" * 32, [OFFER], [], SAID)
        with store.writing() as connection:
            connection.executemany(
                "insert into offers values(?,'test',?,null,'A','A',null,null,1,'open',0,null,?)",
                [(f"o{n}", str(n), "2026-11-24T08:00:00+00:00") for n in range(MOST + 1)],
            )
        with pytest.raises(StoreError) as told:
            put_in_view(store, day, [f"o{n}" for n in range(MOST + 1)], [], SAID)
        assert told.value.key == "day.offers_most"
        assert put_in_view(store, day, [f"o{n}" for n in range(MOST)], [], SAID) == MOST


def test_one_that_closes_stays_said_and_asks_nothing_more(engine: str, db: Path) -> None:
    """It stays in view by name, is among those that are no longer open, and what it asks is no longer looked at."""
    with Store.open(db) as store:
        day = sitting(store)
        put_in_view(store, day, [OFFER, OTHER], [], SAID)
        asked = {one.habilete: one for one in asked_in_view(store, day)}
        rows = store.rows("select habilete, level from requirements where offer_id=?", OFFER)
        assert all(asked[row["habilete"]].level >= row["level"] for row in rows)
        assert sum(one.offers for one in asked.values()) == len(
            store.rows("select 1 from requirements where offer_id in (?,?)", OFFER, OTHER)
        )
        for state in ("closed", "filled"):
            set_state(store, OFFER, state, SAID)
            assert no_longer_open(store, day) == [OFFER]
            assert offers_in_view(store, day)[0]["state"] == state
            kept = {one.habilete for one in asked_in_view(store, day)}
            assert kept == {row["habilete"] for row in store.rows(
                "select habilete from requirements where offer_id=?", OTHER)}  # fmt: skip
        assert put_in_view(store, day, [], no_longer_open(store, day), SAID) == 1


def test_a_base_from_before_learns_it_and_a_copy_holds_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A base that stopped at the step before is brought up, with its sittings; a copy of a base has what is in view."""
    old, there = tmp_path / "old.db", tmp_path / "copy.db"
    with monkeypatch.context() as before:
        before.setattr(migrations, "_migrations", [m for m in migrations._migrations if m.name < "016"])
        with Store.open(old) as store:
            load_examples(store, NOW)
            declare(store, "AB", NOW)
            # As that version planned a sitting.
            day, row = "d" * 32, ("Mardi", "2026-11-24T09:00", 90, 3, ",".join(ALL[:2]), "planned", "AB", "x")
            with store.writing() as connection:
                connection.execute("insert into days values(?,?,?,?,?,?,?,?,?,null)", (day, *row))
            with pytest.raises(StoreError):
                in_view(store, day)
    with Store.open(old) as store:
        assert [step.name for step in migrations.applied(store.db)] == list(STEPS)
        assert in_view(store, day) == frozenset()
        assert put_in_view(store, day, [OFFER], [], SAID) == 1
    copy(old, there)
    with Store.open(there) as store:
        assert in_view(store, day) == {OFFER}


def test_what_fits_looks_first_at_what_the_offers_in_view_ask() -> None:
    """Where one workshop alone fits, it is the one that looks at what is asked, though another looks at more; where all
    fit, nothing changes; what nobody asks is planned as before."""
    there = circuit(("panneau_fuselage", "kitting_poste_40"))
    (usual,) = conduct([SeatNow(1)], there, 60, 0)
    assert [leg.workshop for leg in usual.stages] == ["panneau_fuselage"]
    (asked,) = conduct([SeatNow(1)], there, 60, 0, ("organiser",))
    assert [leg.workshop for leg in asked.stages] == ["kitting_poste_40"]
    assert conduct([SeatNow(1)], there, 60, 0, ("exercer_ailleurs",)) == [usual]
    for length in (60, 90, 300):
        for names in ((), ("organiser",), ("dexterite", "organiser")):
            (plan,) = conduct([SeatNow(1)], circuit(ALL), length, 0, names)
            assert plan.ends <= length
    assert conduct([SeatNow(1)], there, 300, 0, ("organiser",)) == conduct([SeatNow(1)], there, 300, 0)


def test_the_workshop_to_add_is_the_one_that_would_settle_most_of_what_is_asked() -> None:
    """By the SE that is expected after the circuit and it; nothing where the circuit settles all, or none looks."""
    at_hand = [WorkshopAtHand(one.workshop, one.rules, one.needs) for one, _ in circuit(ALL)]
    of = {one.workshop: one for one in at_hand}
    # One workshop of its kind tells too little alone: a second one settles what both look at.
    added = add_for({"dexterite": 2, "organiser": 1}, [of["panneau_fuselage"]], at_hand)
    assert added.workshop == "panneau_porte"
    assert added.settles == ("dexterite",)
    assert "organiser" in added.cannot
    cells = [information(of[name], "dexterite", CanShow()) for name in ("panneau_fuselage", "panneau_porte")]
    assert added.expected["dexterite"] == pytest.approx(expected_se(1.0, cells))
    assert add_for({"dexterite": 2}, [of["panneau_fuselage"], of["panneau_porte"]], at_hand).workshop == ""
    assert add_for({"representation_processus": 1}, [of["panneau_porte"]], at_hand).workshop == ""
    assert add_for({}, [], at_hand).workshop == ""


def test_an_adviser_chooses_them_and_every_page_of_the_sitting_says_them(engine: str, db: Path) -> None:
    """None, one, several, all of a basin, taken out again; the day, its sheet, its plan and its report name them."""
    with browsing(db) as browser:
        browser.enter()
        here = f"/days/{day_in(db)}"
        assert "Aucune offre n'est en vue" in words(browser.see(here).text)
        assert "offre en vue" not in words(browser.see(f"{here}/run").text)
        choose(browser, f"{here}/offers", OFFER)
        assert "C'est gardé : 1 offre en vue." in words(browser.text)
        for page in ("", "/run", "/report"):
            said = words(browser.see(here + page).text)
            assert "1 offre en vue." in said, page
            assert "Elles demandent" in said, page
            assert "monteur-câbleur" in said, page
        assert "garde d'abord ce que demandent les offres en vue" in words(browser.see(f"{here}/conductor").text)
        assert "En vue de : Mardi" in words(browser.see(f"/offers/{OFFER}").text)
        # All of a basin at once: those of the search and no other.
        area = area_of(db)
        browser.see(f"{here}/offers?place={area}")
        browser.send(f"{here}/offers", {"what": "all", "place": area})
        there = view_in(db)
        assert {OFFER, OTHER} <= there
        assert f"{len(there)} offres en vue" in words(browser.text)
        assert f'<option value="{area}" selected>' in browser.text
        # Only those in view, unticked one by one; those that do not stand on the page stay.
        choose(browser, f"{here}/offers?only=yes", OFFER)
        assert view_in(db) == {OFFER}
        browser.see(f"{here}/offers")
        browser.send(f"{here}/offers", {"what": "none"})
        assert "aucune offre n'est en vue" in words(browser.text)


def test_a_closed_one_is_said_on_every_page_and_taken_out_by_a_press(engine: str, db: Path) -> None:
    """The page of the sitting, its sheet, its report, the choice and the person's offers say that it is not open."""
    with browsing(db) as browser:
        browser.enter()
        put(db, OFFER, OTHER)
        day = day_in(db)
        with Store.open(db) as store:
            set_state(store, OFFER, "closed", SAID)
        for page in (f"/days/{day}", f"/days/{day}/run", f"/days/{day}/report", f"/days/{day}/offers",
                     f"/people/{ONE}/offers"):  # fmt: skip
            assert "1 offre en vue n'est plus ouverte" in words(browser.see(page).text), page
        assert "1 autre n'est plus ouverte" in words(browser.see(f"/people/{ONE}").text)
        # Of none that is still open, no plan is said to be made otherwise.
        with Store.open(db) as store:
            set_state(store, OTHER, "filled", SAID)
        for page in ("run", "conductor"):
            assert "Le plan garde d'abord ce que" not in words(browser.see(f"/days/{day}/{page}").text), page
        assert "aucune n'est encore ouverte" in words(browser.see(f"/people/{ONE}").text)
        assert "Aucune des offres en vue dans sa séance" in words(browser.see(f"/people/{ONE}/offers?view=1").text)
        with Store.open(db) as store:
            set_state(store, OTHER, "open", SAID)
        # What is refused changes nothing, and what was ticked stands.
        browser.see(f"/days/{day}/offers")
        browser.send(f"/days/{day}/offers", {"what": "keep", "shown": OTHER, "in": ["elsewhere", OTHER]})
        assert 'role="alert"' in browser.text
        assert view_in(db) == {OFFER, OTHER}
        browser.send(f"/days/{day}/offers", {"what": "closed"})
        assert view_in(db) == {OTHER}


def test_the_plan_of_a_sitting_that_is_over_stays_what_it_was_whatever_becomes_of_its_offers(db: Path) -> None:
    """What the room had at its closing is said of it, not what an offer that closed later would have made of it."""
    with Store.open(db) as store, store.writing() as connection:
        connection.execute("update days set circuit='panneau_fuselage,kitting_poste_40', minutes=60")
        row = "'kit','test','kit',null,'K','K',null,null,1,'open',0,null,'2026'"
        connection.execute(f"insert into offers values({row})")
        connection.execute("insert into requirements values('kit','organiser',1,1.0,'AB','confirmed')")
    put(db, "kit")
    with browsing(db) as browser:
        browser.enter()
        here = f"/days/{day_in(db)}"
        assert "Kitting du poste 40 ·" in words(browser.see(f"{here}/run").text)
        browser.see(here)
        browser.send(f"{here}/turn", {"state": "closed"})
        with Store.open(db) as store:
            set_state(store, "kit", "closed", SAID)
        said = words(browser.see(f"{here}/run").text)
        assert "tel qu'il était à la fermeture" in said
        assert "Kitting du poste 40 ·" in said
        assert "1 offre en vue n'est plus ouverte" in said


def test_a_person_meets_the_offers_in_view_of_their_sitting_first(engine: str, db: Path) -> None:
    """First in each group and tagged, alone where that is asked; the sheet says the same; a person of no sitting with
    offers in view meets them as before."""
    with browsing(db) as browser:
        browser.enter()
        page = f"/people/{ONE}/offers"
        assert "en vue dans sa séance" not in words(browser.see(page).text)
        heads = re.findall(rf'href="/pairs/([^/]+)/{ONE}"', browser.text)
        last = heads[-1]
        put(db, last, OFFER)
        browser.see(page)
        for group in re.findall(r'<details class="fold".*?</details>', browser.text, re.S):
            there = re.findall(rf'href="/pairs/([^/]+)/{ONE}"', group)
            of_view = [offer in (last, OFFER) for offer in there]
            assert of_view == sorted(of_view, reverse=True)
        assert browser.text.count('<span class="tag">en vue dans sa séance</span>') == 2
        browser.see(f"{page}?view=1")
        assert set(re.findall(rf'href="/pairs/([^/]+)/{ONE}"', browser.text)) == {last, OFFER}
        sheet = browser.see(f"{page}.csv").text.splitlines()
        assert [line.endswith("en vue dans sa séance") for line in sheet[1:4]] == [True, True, False]
        said = words(browser.see(f"/people/{ONE}").text)
        assert "De sa séance, 2 offres ouvertes sont en vue." in said
        assert f"{page}?view=1" in browser.text


def test_a_list_of_a_thousand_stays_a_page_long(db: Path) -> None:
    """Fifty boxes a page whatever the base holds; the page after keeps the search; a keep leaves the others alone."""
    with browsing(db) as browser:
        browser.enter()
        thousand(db)
        here = f"/days/{day_in(db)}/offers"
        browser.see(f"{here}?words=zingueur")
        assert browser.text.count('type="checkbox" name="in"') == 50
        assert f"{here}?words=zingueur&amp;page=2" in browser.text
        browser.send(here, {"what": "all", "words": "zingueur"})
        assert len(view_in(db)) == 1000
        choose(browser, f"{here}?words=zingueur&page=2", words="zingueur", page="2")
        assert len(view_in(db)) == 950
        said = words(browser.see(here.removesuffix("/offers")).text)
        assert "950 offres en vue" in said
        assert "et 944 autres" in said


@browser_only
def test_axe_finds_nothing_in_any_state_of_the_choice(db: Path, tmp_path: Path) -> None:
    """None in view, one that closed among others, those in view alone, nothing that a search finds: in four looks."""
    library, house = axe(), house_of(db, Clock())
    day = day_in(db)
    with opened(tmp_path / "profile", 320, 300.0) as page, answering(house) as address:
        page.go(address)
        page.fill("pin", PIN)
        page.key("Enter", 13)
        page.until("location.pathname === '/' && document.readyState === 'complete'")
        said = []
        for turn, path in enumerate((f"/days/{day}", f"/days/{day}/offers", f"/people/{ONE}/offers")):
            said += wrong(page, library, address, path, turn)
        put(db, OFFER, OTHER)
        with Store.open(db) as store:
            set_state(store, OFFER, "closed", SAID)
        for turn, path in enumerate((f"/days/{day}", f"/days/{day}/offers", f"/people/{ONE}/offers", f"/people/{ONE}",
                                     f"/days/{day}/run", f"/days/{day}/report", f"/offers/{OFFER}")):  # fmt: skip
            said += wrong(page, library, address, path, turn)
        for asked in ("only=yes", "words=zzz", "only=yes&words=zzz"):
            page.go(f"{address}/days/{day}/offers?{asked}")
            said += found(page, library, {"type": "tag", "values": TAGS})
    assert said == []
