"""A sitting on one page: useful for twelve, nobody in it, and no number that two looks could tell apart."""

import re
from pathlib import Path

import pytest
from store_kit import NOW, body, seen_twice
from tower_kit import Browser, bring, browsing, played, ready, words

from export.store.days import DayPlan, plan_day, seat_station, turn
from export.store.erasing import erase
from export.store.sittings import TogetherTold, together
from export.store.stations import stations_seen
from export.store.store import Store
from tower.pages.recap import circuit_next, looked_at, next_workshops
from tower.review import installed

CIRCUIT = ("panneau_fuselage", "aubes_soufflante")


def people(first: int, last: int) -> list[dict[str, object]]:
    return [body(f"{n:032x}", code=f"K4-C{chr(65 + n)}F", sitting_id=f"{n + 900:032x}", packet_id=f"{n + 5000:032x}")
            for n in range(first, last + 1)]  # fmt: skip


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Nine people have shared from the one post of a sitting."""
    path = ready(tmp_path / "m.db")
    bring(path, *people(1, 9))
    return path


def sitting(db: Path) -> str:
    with Store.open(db) as store:
        plan = DayPlan("Groupe", "2026-11-24T09:00", 90, 12, 4, CIRCUIT)
        day = plan_day(store, plan, "AB", NOW)
        (post,) = (row["station_id"] for row in stations_seen(store))
        seat_station(store, day, [(1, post)], ("AB", NOW))
        turn(store, day, "open", ("AB", NOW))
    return f"/days/{day}/report"


def told(browser: Browser, path: str) -> str:
    page = words(browser.see(path).text)
    return page[page.index("Le bilan de la séance Mission") : page.index("Comment lire")]


def test_the_page_of_a_sitting_serves_twelve_and_holds_nobody(db: Path) -> None:
    """Under ten no number at all; at ten sums to the nearest ten, that stand through the eleventh, the twelfth and an
    erasure; no code and no order of people, what to prepare all the same."""
    path = sitting(db)
    with browsing(db) as browser:
        browser.enter()
        few = told(browser, path)
        assert "Moins de dix personnes" in few
        assert "Environ" not in few
        bring(db, *people(10, 10), now=NOW)
        ten = told(browser, path)
        assert "Environ 10 personnes ont partagé leur résultat." in ten
        assert "elles ont joué environ 10 ateliers. À la dizaine près" in ten
        assert "À la dizaine près" not in few
        for n in (11, 12):
            bring(db, *people(n, n), now=NOW)
            assert told(browser, path) == ten
        with Store.open(db) as store:
            erase(store, f"{1:032x}", NOW, "AB")
        assert told(browser, path) == ten
        for part in (few, ten):
            assert not re.search(r"[A-Z]\d-[A-Z]{3}", part)
            assert "Par un seul atelier" in part
            assert "À préparer pour la prochaine séance" in part
            assert "Panneau de porte (30 min)" in part
        chosen = re.search(r'href="/days/new\?([^"]*)"', browser.text)
        assert chosen
        form = browser.see(f"/days/new?{chosen[1].replace('&amp;', '&')}").text
        ticked = re.findall(r'name="circuit" value="(\w+)" checked', form)
        assert sorted(ticked) == sorted(re.findall(r"circuit=(\w+)", chosen[1]))
        assert path in browser.see("/after/report").text


def test_a_sum_of_those_whom_erasures_left_is_not_told(db: Path) -> None:
    """Of five people who each played two workshops « environ 10 ateliers » was told, once ten others were erased."""
    path = sitting(db)
    bring(db, *map(seen_twice, people(10, 24)), now=NOW)
    with browsing(db) as browser:
        browser.enter()
        assert "elles ont joué environ 40 ateliers." in told(browser, path)
        with Store.open(db) as store:
            for n in range(1, 20):
                erase(store, f"{n:032x}", NOW, "AB")
        few = told(browser, path)
        assert "Moins de dix personnes" in few
        assert "nviron" not in few


def test_a_sitting_that_was_not_opened_has_no_group(db: Path) -> None:
    """« environ 70 à confirmer du groupe » was said before it took place; two plans of one day, a post apart, told of
    whoever sat there."""
    bring(db, *(played(f"{n:032x}", f"K4-C{chr(65 + n)}F", sitting_id=f"{n + 900:032x}", packet_id=f"{n + 5000:032x}")
                for n in range(10, 22)), now=NOW)  # fmt: skip
    with Store.open(db) as store:
        day = plan_day(store, DayPlan("Groupe", "2026-11-24T09:00", 90, 12, 4, CIRCUIT), "AB", NOW)
        (post,) = (row["station_id"] for row in stations_seen(store))
        seat_station(store, day, [(1, post)], ("AB", NOW))
    with browsing(db) as browser:
        browser.enter()
        assert "nviron" not in told(browser, f"/days/{day}/report")
        with Store.open(db) as store:
            turn(store, day, "open", ("AB", NOW))
        assert "nviron" in told(browser, f"/days/{day}/report")


def test_the_workshops_to_prepare_settle_together_what_one_alone_would_not() -> None:
    """What was on the list counts, whatever fits one person's time, and what ten people played; the first is the one
    that would look at most anew, beside those with which two look at most: one alone is prepared where no two fit."""
    none, every = TogetherTold(None, None, {}, None), [scenario.head.id for scenario in installed()]
    ranked = next_workshops(CIRCUIT, none, "fr")
    assert ranked[0].id not in CIRCUIT
    assert set(ranked[0].again) <= set(looked_at(CIRCUIT).once)
    for had in (CIRCUIT, every, ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40")):
        together = [row.id for row in circuit_next(next_workshops(had, none, "fr"), 100)]
        assert len(together) == 3
        assert {"dexterite", "representation_espace", "adaptation"} <= set(looked_at(together).often)
    assert [row.id for row in circuit_next(ranked, 45)] == [ranked[0].id]
    led = next_workshops(CIRCUIT, TogetherTold(10, 10, {CIRCUIT[1]: 30}, 40), "fr")
    assert (led[0].id, led[0].left, led[0].again) == (CIRCUIT[1], 30, ())
    assert led[0] in circuit_next(led, 100)


def test_what_was_on_the_list_or_played_by_ten_was_there(db: Path) -> None:
    """A list longer than one person's time is said to be that; no workshop of it is said to have been impossible."""
    with Store.open(db) as store:
        plan = DayPlan("Long", "2026-11-24T09:00", 60, 12, 4, ("panneau_porte", "panneau_fuselage"))
        day = plan_day(store, plan, "AB", NOW)
        (post,) = (row["station_id"] for row in stations_seen(store))
        seat_station(store, day, [(1, post)], ("AB", NOW))
        turn(store, day, "open", ("AB", NOW))
    bring(db, *people(10, 21), now=NOW)
    with browsing(db) as browser:
        browser.enter()
        page = told(browser, f"/days/{day}/report")
        assert "Tous à la suite, ils prennent 71 minutes, et la séance en dure 60" in page
        assert "ne tenait pas" not in page
        twice = page[page.index("Par deux ateliers ou plus") : page.index("Par aucun")]
        assert "Dextérité, " in twice.partition("Par un seul atelier")[0]
        assert "Aucun nombre n'est écrit à côté d'un atelier" in page
        assert "Parfois aucun n'y suffit" in page
    with Store.open(db) as store:
        assert together(store, day, {}).did == ("panneau_fuselage",)
