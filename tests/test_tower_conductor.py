"""The conductor: a sitting planned again as it goes, that ends on time and says what too few workshops look at."""

import re
from datetime import timedelta
from itertools import combinations, pairwise
from pathlib import Path

import pytest
from nacl.public import PrivateKey
from store_kit import NOW, keys
from tower_kit import browsing, ready, words

from export.packets.hails import HailBody, make_hail
from export.store.beside import organisation_beside
from export.store.days import DayPlan, note_seat, plan_day, seat_station, turn
from export.store.intake import add_station
from export.store.store import Store
from scoring.circuit import SETTLED_SE, WorkshopAtHand
from scoring.conduct import CLOSING, LEAD, SeatNow, SeatPlan, conduct, seldom
from scoring.profile import statement
from tower.review import installed

NAMES = ("panneau_fuselage", "aubes_soufflante", "kitting_poste_40")
LENGTH = 90


def circuit(names: tuple[str, ...] = NAMES) -> list[tuple[WorkshopAtHand, int]]:
    """The workshops of a day as they ship."""
    there = {one.head.id: one for one in installed()}
    return [(WorkshopAtHand(n, there[n].evidence, there[n].head.needs.model_dump()), there[n].head.minutes)
            for n in names]  # fmt: skip


@pytest.mark.parametrize("n", range(1, 5))
def test_what_one_workshop_alone_looks_at_is_counted_by_the_rule_of_not_yet(n: int) -> None:
    """Whatever is chosen, with or without the time for it; a workshop that does not look at a habileté never takes it
    out; with each workshop of its own, every name of the list can be « shown », and never « not yet »."""
    every = tuple(one.head.id for one in installed())
    for some in combinations(every, n):
        there = circuit(some)
        found = seldom(there, some)
        looks = {name: {r.habilete for r in one.rules} for name, (one, _) in zip(some, there, strict=True)}
        for name in {h for names in looks.values() for h in names}:
            tasks = sum(name in names for names in looks.values())
            assert (name in found) == (statement((0.01, 0.0, 0.0), 5 * tasks, tasks)[0] != "not_yet")
            assert statement((0.9, 0.0, 0.0), 5 * tasks, tasks)[0] == "shown"
        for more in set(every) - set(some):
            extra = {r.habilete for r in circuit((more,))[0][0].rules}
            assert set(found) - extra <= set(seldom(circuit((*some, more)), (*some, more)))
        (plan,) = conduct([SeatNow(1)], there, 300, 0)
        assert plan.unsettled == found


def whole(plan: SeatPlan) -> list[str]:
    """The workshops of a plan that will be finished."""
    return [one.workshop for one in plan.stages if not one.cut]


def test_twelve_seats_with_three_incidents_all_end_on_time() -> None:
    """Late by half an hour, a machine that stood still three times, a slow player: every minute's plan ends in time,
    what no longer fits is named, what too few workshops will look at is said, and nobody else loses anything."""
    for now in range(0, LENGTH + 1, 5):
        playing, done = (NAMES[0], ()) if LEAD <= now < 26 else ("", NAMES[:1] if now >= 26 else ())
        seats = [SeatNow(n, playing=playing, since=LEAD, done=done) for n in range(1, 10)]
        seats += [
            SeatNow(10, begins=30), SeatNow(11, playing=NAMES[0], since=LEAD, stops=3),
            SeatNow(12, playing=NAMES[0], since=LEAD),
        ]  # fmt: skip
        for plan in conduct(seats, circuit(), LENGTH, now):
            assert plan.ends <= LENGTH
            assert all(one.ends <= LENGTH - CLOSING for one in plan.stages)
            assert all(a.ends <= b.starts for a, b in pairwise(plan.stages))
            assert {*plan.dropped, *(one.workshop for one in plan.stages)} <= set(NAMES)
    plans = {plan.seat: plan for plan in conduct(seats, circuit(), LENGTH, 60)}
    assert plans[10].dropped
    assert plans[12].slow
    assert set(plans[1].unsettled) <= set(plans[12].unsettled)


def test_a_usual_seat_does_the_whole_circuit_and_a_late_one_what_looks_at_most() -> None:
    """Three workshops fit in ninety-five minutes; forty minutes late one fits, and more stays open."""
    usual, late = conduct([SeatNow(1), SeatNow(2, begins=40)], circuit(), LENGTH, 0)
    assert whole(usual) == list(NAMES)
    assert usual.dropped == ()
    assert len(whole(late)) == 1
    assert len(late.dropped) == 2
    assert set(usual.unsettled) < set(late.unsettled)
    assert late.stages[0].starts == 40 + LEAD
    assert SETTLED_SE < 1


def test_what_cannot_be_finished_is_said_and_counts_for_nothing() -> None:
    """Begun ten minutes before the end: cut at the end, its habiletés stay open as though it had not been begun."""
    (cut,) = conduct([SeatNow(1, done=NAMES[:2], playing=NAMES[2], since=73)], circuit(), LENGTH, 75)
    (not_begun,) = conduct([SeatNow(1, done=NAMES[:2])], circuit(), LENGTH, 75)
    assert cut.stages[0].cut
    assert cut.stages[0].ends == LENGTH - CLOSING
    assert cut.unsettled == not_begun.unsettled
    (gone,) = conduct([SeatNow(1, done=NAMES[:1], gone=True)], circuit(), LENGTH, 30)
    assert gone.stages == ()
    assert conduct([SeatNow(1)], [], LENGTH, 0)[0].stages == ()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A day of three seats; the first has the post that speaks."""
    path = ready(tmp_path / "m.db")
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        day = plan_day(store, DayPlan("Mardi", "2026-11-24T10:00", LENGTH, 3, 3, NAMES), "AB", NOW)
        seat_station(store, day, [(1, keys()[0].station_id), (2, ""), (3, "")], ("AB", NOW))
        turn(store, day, "open", ("AB", NOW))
    return path


def day_of(db: Path) -> str:
    """The path of its day."""
    with Store.open(db) as store:
        return f"/days/{store.rows('select day_id from days')[0]['day_id']}"


def test_the_page_follows_what_posts_say_what_is_noted_and_what_is_ticked(db: Path) -> None:
    """A post says what it plays and has done; a late seat and a ticked one are planned again; the sheet prints."""
    path = day_of(db)
    with browsing(db) as browser:
        browser.enter()
        secret: PrivateKey = organisation_beside(db)
        said = HailBody(n=1, code="K4-MTQ", step="exercise", workshop=NAMES[1], done=(NAMES[0],))
        sealed = make_hail(said, keys()[0].signing, keys()[0].station_id, secret.public_key)
        assert browser.client.portal is not None
        assert browser.client.portal.call(lambda: browser.house.held.radar.hear(sealed, secret))
        browser.clock.s = timedelta(minutes=50).total_seconds()
        browser.enter()
        with Store.open(db) as store:
            note_seat(store, path.split("/")[2], 2, ("late", "", ""), ("AB", browser.clock.now()))
        browser.see(f"{path}/seats/3")
        browser.send(f"{path}/seats/3/done", {"done": [NAMES[0], NAMES[1], "x"]})
        seen = words(browser.text)
        assert "50 minutes passées, 40 restent" in seen
        assert "K4-MTQ" in seen
        assert "(1 atelier fini)" in seen
        assert "(2 ateliers finis)" in seen
        assert "N'y tient pas" in seen
        assert "Regardé par un seul atelier, ou aucun" in seen
        assert browser.see(f"{path}/conductor/seats").status_code == 200
        assert words(browser.see(f"{path}/run").text).count("Poste 1") == 1
        browser.see(f"{path}/seats/3")
        assert browser.text.count('name="done" value="panneau_fuselage" checked') == 1
        assert browser.see("/days/x/conductor").status_code == 404


def test_the_sheet_says_when_it_was_made_and_what_was_left_out_and_why(db: Path) -> None:
    """What every seat lacks is said once, what one seat alone does beside it with its cause; the hour is on the paper,
    so that a sheet of before is known as one."""
    path = day_of(db)
    with browsing(db) as browser:
        browser.enter()
        first = words(browser.see(f"{path}/run").text)
        assert f"Fait à {NOW.astimezone():%H:%M}." in first
        assert "N'y tient pas" not in first
        browser.clock.s = timedelta(minutes=16).total_seconds()
        browser.enter()
        with Store.open(db) as store:
            note_seat(store, path.split("/")[2], 2, ("late", "", ""), ("AB", browser.clock.now()))
        later = words(browser.see(f"{path}/run").text)
        made = (NOW + timedelta(minutes=16)).astimezone().strftime("%H:%M")
        assert f"Fait à {made}." in later
        assert "(arrivée en retard)" in later
        assert later.count("N'y tient pas") == 3
        assert "(le temps a passé)" in later
        # Each seat lacks the same, and a list of what few look at stands once.
        assert later.count("Regardé par un seul atelier") == 1
    with Store.open(db) as store:
        for seat in (1, 3):
            note_seat(store, path.split("/")[2], seat, ("late", "", ""), ("AB", NOW + timedelta(minutes=16)))
    with browsing(db) as browser:
        browser.enter()
        browser.clock.s = timedelta(minutes=16).total_seconds()
        browser.enter()
        assert words(browser.see(f"{path}/run").text).count("N'y tient pas") == 1


def test_a_hail_holds_names_of_workshops_and_no_more(db: Path) -> None:
    """Long names, too many, other signs: refused by its form; the biggest that is allowed still fits."""
    secret = organisation_beside(db)
    big = HailBody(n=2**53, code="K4-MTQ", step="x" * 30, acts=99_999, refused=99_999, reads=99_999, idle_s=99_999,
                   still_s=99_999, hand=True, workshop="a" * 41, done=tuple("b" * 41 for _ in range(8)))  # fmt: skip
    assert len(make_hail(big, keys()[0].signing, keys()[0].station_id, secret.public_key)) <= 1024
    for wrong in ({"workshop": "A"}, {"done": ("b" * 42,)}, {"done": ("b",) * 9}, {"workshop": "<b>"}):
        with pytest.raises(ValueError, match="validation error"):
            HailBody(**{"n": 1, "code": "", "step": "", **wrong})


def test_a_sitting_that_is_closed_keeps_the_plan_it_had(db: Path) -> None:
    """The hours that were said while it was open, and no others; no code is held. A tower that was opened again holds
    no plan, and says that this is what was planned."""
    path = day_of(db)
    stages = re.compile(r"\d\d:\d\d-\d\d:\d\d [^<]*")
    with browsing(db) as browser:
        browser.enter()
        secret: PrivateKey = organisation_beside(db)
        said = HailBody(n=1, code="K4-MTQ", step="exercise", workshop=NAMES[0], done=())
        sealed = make_hail(said, keys()[0].signing, keys()[0].station_id, secret.public_key)
        assert browser.client.portal is not None
        assert browser.client.portal.call(lambda: browser.house.held.radar.hear(sealed, secret))
        planned = stages.findall(browser.see(f"{path}/conductor").text)
        browser.see(path)
        browser.send(f"{path}/turn", {"state": "closed"})
        browser.clock.s += 300
        after = browser.see(f"{path}/conductor").text
        assert stages.findall(after) == planned
        assert "tel qu'il était à la fermeture" in words(after)
        assert "K4-MTQ" not in after
        assert "tel qu'il était à la fermeture" in words(browser.see(f"{path}/run").text)
        browser.house.held.plans.clear()
        assert stages.findall(browser.see(f"{path}/conductor").text) != planned
        assert "voici ce qui était prévu à l'ouverture" in words(browser.text)
