"""What the tower keeps of people beside the game and after it: the same on a file and on a server."""

from datetime import date
from pathlib import Path

import pytest
from store_kit import NOW, body, keys, sealed

from export.fairs.building import (
    FairHead,
    StandForm,
    add_stand,
    away,
    change_stand,
    guests,
    make_fair,
    mark_move_told,
    moves_of,
)
from export.fairs.desk import set_absence
from export.fairs.planning import plan_fair
from export.store.advisers import declare
from export.store.days import DayPlan, last_day, plan_day, progress_of, set_progress, turn
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.following import FollowUp, due, follow, follow_count, followed, outcomes_of, undo_outcome
from export.store.intake import add_station, import_packet
from export.store.linking import linked
from export.store.matching import load_examples
from export.store.observing import (
    GridLine,
    join,
    lines_of,
    marked_by_two,
    open_watch,
    override,
    overrides_of,
    undo_override,
    watches,
    write_grid,
)
from export.store.people import card, people_list
from export.store.readings import note_reading, read_by
from export.store.reporting import group_report
from export.store.store import Store, StoreError, audit_holds
from export.store.watching import fairness

OFFER = "ex-cableur-evreux"
WHO = [f"{n:032x}" for n in range(1, 5)]
AB, CD = ("AB", NOW), ("CD", NOW)


@pytest.fixture
def db(tmp_path: Path, engine: str) -> Path:
    """Four people, two advisers."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        for adviser in ("AB", "CD"):
            declare(store, adviser, NOW)
        for n, who in enumerate(WHO, 1):
            import_packet(store, sealed(body(who, code=f"K4-{'CDFG'[n - 1]}HJ", sitting_id=who), n), keys()[1], NOW)
    return path


def test_an_observation_is_the_same_on_any_base(db: Path) -> None:
    """Read, shut out, joined, closed, revealed, said otherwise, undone; gone with the person."""
    with Store.open(db) as store:
        note_reading(store, WHO[1:], AB)
        note_reading(store, WHO[1:], AB)
        assert read_by(store, "AB", WHO) == set(WHO[1:])
        watch = open_watch(store, WHO[0], 2, AB)
        with pytest.raises(StoreError, match=r"observe\.blind"):
            note_reading(store, WHO, AB)
        join(store, watch, CD)
        write_grid(store, watch, {"dexterite": GridLine(2, "a")}, AB, close=True)
        assert lines_of(store, watch, "CD") == {"CD": {}}
        write_grid(store, watch, {"dexterite": GridLine(1, "b"), "organiser": GridLine(0, "")}, CD, close=True)
        assert list(lines_of(store, watch, "EF")) == ["AB", "CD"]
        assert sorted(marked_by_two(store)[0][0]) == [1, 2]
        assert [(one["revealed"], sorted(one["who"])) for one in watches(store)] == [(True, ["AB", "CD"])]
        made = override(store, WHO[0], ("dexterite", 1), ("machine", ""), AB)
        assert [one["mark"] for one in card(store, WHO[0], NOW)["overrides"]] == [1]
        assert undo_override(store, made, CD) == WHO[0]
        assert [(one["stands"], one["undone_by"]) for one in overrides_of(store, WHO[0])] == [(False, "CD")]
        erase(store, WHO[0], NOW)
        assert watches(store) == []
        assert audit_holds(store)


def test_what_comes_after_is_the_same_on_any_base(db: Path) -> None:
    """Noted, asked for, listed, counted; taken back, and gone with the person."""
    with Store.open(db) as store:
        for who in WHO:
            decide(store, Decision(OFFER, who, "propose", "to_meet", "AB"), NOW)
        assert [row["asks"] for row in due(store, date(2026, 12, 9))] == ["news"] * 4
        follow(store, FollowUp(WHO[0], OFFER, "hired", "2026-06-01", body="Cap emploi"), AB)
        follow(store, FollowUp(WHO[1], OFFER, "not_met", "2026-11-20", "employer", "filled"), AB)
        assert follow_count(store) == 4
        assert {row["code"]: row["last"] for row in followed(store, 3)}.keys() == {"K4-CHJ", "K4-DHJ", "K4-FHJ"}
        assert sorted(row["asks"] for row in due(store, date(2026, 12, 9))) == ["news", "news", "six", "three"]
        assert linked(store, NOW)[0].happened == 0  # few people are not told
        assert {one.n for one in group_report(store, "2026-11")} == {None}
        assert {one.verdict for one in fairness(store, NOW)} == {"too_few"}
        (kept,) = outcomes_of(store, WHO[0], OFFER)
        assert undo_outcome(store, kept["outcome_id"], CD)["kind"] == "hired"
        assert len(people_list(store, most=2, after=1)) == 2
        erase(store, WHO[1], NOW)
        assert outcomes_of(store, WHO[1], OFFER) == []


def test_a_fair_and_a_day_are_the_same_on_any_base(db: Path) -> None:
    """Built, planned, an absence, who is to be told; a day that is opened, what a seat has finished."""
    with Store.open(db) as store:
        for who in WHO:
            decide(store, Decision(OFFER, who, "propose", "to_meet", "AB"), NOW)
        fair = make_fair(store, FairHead("Salon", "Rouen", "2026-12-03", "09:00", "11:00", 15, "10:00"), AB)
        employer = store.rows("select employer_id from offers where offer_id=?", OFFER)[0]["employer_id"]
        short = add_stand(store, fair, employer, AB)
        change_stand(store, f"{fair}/{short}", StandForm("Stand", 1, "no", (OFFER,)), AB)
        assert [row["interviews"] for row in guests(store, fair)] == [0] * 4
        assert plan_fair(store, fair, NOW, by="AB").plan.served == 4
        first = store.rows("select * from interviews order by slot")[0]
        set_absence(store, fair, ("candidate", first["candidate_id"]), "09:00-09:15", False, NOW, "AB")
        assert {row["who"] for row in away(store, fair)} == {"candidate", "stand"}
        assert plan_fair(store, fair, NOW, keep=True, by="AB").moved
        for move in moves_of(store, fair):
            assert mark_move_told(store, move["move_id"], AB) == fair
        assert moves_of(store, fair) == []
        day = plan_day(store, DayPlan("Jour", "2026-11-24T09:00", 90, 3, 3, ("a", "b")), "AB", NOW)
        turn(store, day, "open", AB)
        set_progress(store, day, 2, ["a", "b"], AB)
        set_progress(store, day, 2, ["b"], AB)
        assert progress_of(store, day) == {2: ["b"]}
        opened = last_day(store, "open")
        assert opened is not None
        assert opened["opened_at"].startswith("2026-11-24")
        assert audit_holds(store)
