"""Fairs from the database: taken in, planned on decisions, changed at the desk, planned again, and their sheets."""

import json
import sqlite3
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body, keys, sealed
from tower_kit import laid

from assets.texts import Catalogue
from cli.main import main
from export.fairs.desk import mark, pin, set_absence, take_in_fair
from export.fairs.file import Hours, read_fair
from export.fairs.instances import FairTrouble
from export.fairs.planning import fixed_of, instance, meetings, plan_fair
from export.fairs.proposals import firms_not_there, hired_to_come, not_met, offers_met, refused_to_come
from export.fairs.sheets import sheet, stands_of
from export.store.advisers import declare
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.exposure import exposure
from export.store.following import FollowUp, follow, posts_taken, undo_outcome
from export.store.intake import add_station, import_packet
from export.store.matching import load_examples
from export.store.stations import numbered
from export.store.store import Store, StoreError, audit_holds
from scenarios.load import ScenarioErrors
from scoring.fair import conflicts

OFFERS = ("ex-monteur-structure-caen", "ex-monteur-panneaux-havre")
PEOPLE = {f"K4-{letter}AA": f"{at:032x}" for at, letter in enumerate("ABCDEFGH", 1)}
FIRST = PEOPLE["K4-AAA"]
FAIR = """
id: seine-2026
title: Emplois en Seine
place: Rouen
day: 2026-12-03
opens: 09:00
closes: 12:00
breaks: [10:30-10:45]
stands:
  - id: cigogne
    label: Cigogne
    employer: Atelier Cigogne
    recruiters: 2
    offers: [ex-monteur-structure-caen]
    closed: [09:00-09:30]
  - {id: ailes, label: Ailes, employer: =Ailes, offers: [ex-monteur-panneaux-havre]}
people:
  - {code: K4-AAA, absent: [09:00-10:00], max_interviews: 2, pause_after: true}
"""


@pytest.fixture(autouse=True)
def short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    """The planner's own tests search as long as it does; of these fairs of eight people thirty rounds find the best."""
    monkeypatch.setattr("scoring.fair.ROUNDS", 30)


@pytest.fixture
def db(tmp_path: Path, engine: str) -> Path:
    """A database with eight people, all proposed for the offers of both stands, and the fair taken in."""
    (tmp_path / "fair.yaml").write_text(FAIR, "utf-8")
    return laid(tmp_path / "m.db", "eight proposed", eight_proposed)


def eight_proposed(path: Path) -> None:
    fair = path.with_name("fair.yaml")
    fair.write_text(FAIR, "utf-8")
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        for number, (code, who) in enumerate(PEOPLE.items(), 1):
            import_packet(store, sealed(body(who, code=code, sitting_id=f"{number:032x}"), number), keys()[1], NOW)
            for offer in OFFERS:
                decide(store, Decision(offer, who, "propose", "to_meet", "AB"), NOW)
        take_in_fair(store, read_fair(fair), NOW)


@pytest.fixture
def store(db: Path) -> Iterator[Store]:
    """The database, open."""
    with Store.open(db) as made:
        yield made


def rows(store: Store) -> list[tuple[str, str, int, str]]:
    """Who meets whom, when, and how it stands."""
    found = store.rows("select * from interviews order by slot, stand_id, place")
    return [(r["candidate_id"], r["stand_id"].split("/")[1], r["slot"], r["status"]) for r in found]


def test_a_plan_keeps_every_rule_and_has_a_decision_behind_each_interview(store: Store) -> None:
    """No rule broken, closed slots and absences kept, each interview on a decision that proposes it, all audited."""
    made = plan_fair(store, "seine-2026", NOW, 3).plan
    fair = instance(store, "seine-2026", meetings(store, "seine-2026", NOW), [])
    assert conflicts(fair, made.interviews) == ()
    assert made.value <= made.bound + 1e-9
    assert made.served == made.servable == 8
    kept = rows(store)
    planned = {(i.candidate, i.stand, i.slot) for i in made.interviews}
    assert {(who, f"seine-2026/{stand}", slot) for who, stand, slot, _ in kept} == planned
    # 10:30 is a break, the first stand opens at 09:30, the first person comes at 10:00.
    assert not [one for one in kept if one[2] == 6 or (one[1] == "cigogne" and one[2] < 2)]
    assert all(slot >= 4 for who, _, slot, _ in kept if who == FIRST)
    undecided = store.rows("select 1 from interviews left join decisions using(decision_id) where verdict<>'propose'")
    assert undecided == []
    assert audit_holds(store)


def test_who_was_not_hired_is_told_beside_the_appointment_that_still_stands(store: Store) -> None:
    """Of that offer alone, and no longer once it is undone."""
    plan_fair(store, "seine-2026", NOW)
    assert refused_to_come(store, NOW) == []
    (about,) = {
        (row["offer_id"], row["stand_id"]) for row in store.rows(
            "select d.offer_id, i.stand_id from interviews i join decisions d using(decision_id) where "
            "i.candidate_id=? order by i.slot limit 1", FIRST)
    }  # fmt: skip
    outcome = follow(store, FollowUp(FIRST, about[0], "not_hired", NOW.date().isoformat()), ("AB", NOW))
    assert [(row["candidate_id"], row["stand_id"]) for row in refused_to_come(store, NOW)] == [(FIRST, about[1])]
    undo_outcome(store, outcome, ("AB", NOW))
    assert refused_to_come(store, NOW) == []


def test_stands_and_posts_stand_in_the_order_people_count(store: Store) -> None:
    """« Stand 2 » before « Stand 10 », on the page and on the whole sheet; posts in the report too."""
    first, second = (str(row["stand_id"]) for row in stands_of(store, "seine-2026"))
    with store.writing() as connection:
        for label, stand in (("Stand 10", first), ("Stand 2", second)):
            connection.execute("update stands set label=? where stand_id=?", (label, stand))
    plan_fair(store, "seine-2026", NOW, 3)
    assert [str(row["stand_id"]) for row in stands_of(store, "seine-2026")] == [second, first]
    printed = [str(row["stand"]) for row in sheet(store, "seine-2026", "fr")]
    assert set(printed) == {"Stand 2", "Stand 10"}
    assert printed == sorted(printed, key=numbered)
    add_station(store, bytes(SigningKey(bytes([9] * 32)).verify_key), "Poste 10", NOW)
    add_station(store, bytes(SigningKey(bytes([8] * 32)).verify_key), "Poste 2", NOW)
    found = exposure(store, NOW)["margin_by_station"]
    assert [row["label"] for row in found] == ["Poste 1", "Poste 2", "Poste 10"]


def test_every_proposal_of_a_stand_is_met_or_named_with_why(store: Store) -> None:
    """Between what is planned and what is named, nothing is lost; a hiring takes a person out, and is named too."""
    plan_fair(store, "seine-2026", NOW)
    met, named = offers_met(store, "seine-2026"), not_met(store, "seine-2026")
    planned = {(who, stand) for who, stand, _, status in rows(store) if status == "planned"}
    assert len(met) == 16
    said = {(one.candidate_id, one.stand.lower()) for one in named}
    assert {(who, stand.split("/")[1]) for who, stand in met} == planned | said
    assert not planned & said
    assert all(one.why in ("most", "never", "full", "rules", "unlisted") for one in named)
    for guests_only in (True, False):
        assert firms_not_there(store, "seine-2026", guests_only=guests_only) == []
    assert hired_to_come(store, NOW) == []
    follow(store, FollowUp(FIRST, OFFERS[0], "hired", NOW.date().isoformat()), ("AB", NOW))
    assert {row["candidate_id"] for row in hired_to_come(store, NOW)} <= {FIRST}
    assert posts_taken(store) == {OFFERS[0]: 1}
    for days, there in ((0, True), (9, True), (10, False)):  # the fair is nine days away
        assert bool(hired_to_come(store, NOW + timedelta(days=days), FIRST)) == there
    plan_fair(store, "seine-2026", NOW)
    assert FIRST not in {who for who, *_ in rows(store)}
    assert {one.why for one in not_met(store, "seine-2026") if one.candidate_id == FIRST} == {"hired"}


def test_the_same_seed_gives_the_same_plan(store: Store) -> None:
    """Planned twice with one seed: the same interviews."""
    first = plan_fair(store, "seine-2026", NOW, 7)
    kept = rows(store)
    assert plan_fair(store, "seine-2026", NOW, 7) == first
    assert rows(store) == kept


def test_no_interview_without_a_decision(store: Store) -> None:
    """Without a proposal nobody is planned, nobody can be pinned, and the database itself refuses such a row."""
    for who in PEOPLE.values():
        decide(store, Decision(OFFERS[0], who, "keep", "more_evidence", "AB"), NOW)
    assert {m.key[1] for m in meetings(store, "seine-2026", NOW)} == {"seine-2026/ailes"}
    made = plan_fair(store, "seine-2026", NOW).plan
    assert {i.stand for i in made.interviews} == {"seine-2026/ailes"}
    with pytest.raises(StoreError, match="no_decision"):
        pin(store, "seine-2026", (FIRST, "cigogne"), 5, NOW)
    with pytest.raises(sqlite3.IntegrityError):
        store.connection.execute(
            "insert into interviews values('i','seine-2026','seine-2026/cigogne',0,?,0,null,'planned',0)", (FIRST,)
        )


def test_planning_again_keeps_what_was_held_and_pinned(store: Store) -> None:
    """A held interview and a promised one stay where they are, whatever the seed; a promise moves only its own."""
    plan_fair(store, "seine-2026", NOW, 1)
    who, stand, slot, _ = next(one for one in rows(store) if one[0] != FIRST)
    mark(store, "seine-2026", (who, stand), "held", NOW)
    pin(store, "seine-2026", (FIRST, "ailes"), 11, NOW)
    for seed in range(4):
        plan_fair(store, "seine-2026", NOW, seed)
        assert (who, stand, slot, "held") in rows(store)
        assert (FIRST, "ailes", 11, "planned") in rows(store)
        fair = instance(store, "seine-2026", meetings(store, "seine-2026", NOW), [])
        assert conflicts(fair, fixed_of(store, "seine-2026", keep=True)) == ()


def test_a_late_absence_moves_few(store: Store) -> None:
    """After an absence, --keep plans again and leaves the others' interviews where they were."""
    plan_fair(store, "seine-2026", NOW, 1)
    before = set(rows(store))
    gone = PEOPLE["K4-CAA"]
    set_absence(store, "seine-2026", ("candidate", gone), "09:00-12:00", False, NOW)
    made = plan_fair(store, "seine-2026", NOW, 1, keep=True)
    after = set(rows(store))
    assert {one for one in before if one[0] != gone} == after
    assert made.plan.left_out == (gone,)
    assert {(one.candidate_id, one.to, one.why) for one in made.moved} == {(gone, None, "away")}


def test_a_stand_that_closes_is_told_with_whose_hour_changes(
    store: Store, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """--keep over a stand that closed: each of its interviews is named with its hour and where it went; others stay."""
    plan_fair(store, "seine-2026", NOW, 1)
    before = {one[:3] for one in rows(store)}
    set_absence(store, "seine-2026", ("stand", "seine-2026/ailes"), "10:45-12:00", False, NOW)
    hit = {one for one in before if one[1] == "ailes" and one[2] >= 7}
    assert hit
    assert main(["--lang", "fr", "fair", "plan", "--db", str(db), "--event", "seine-2026", "--keep"]) == 0
    said = capsys.readouterr().out
    codes = {who: code for code, who in PEOPLE.items()}
    for who, _, slot in hit:
        (line,) = [one for one in said.splitlines() if one.strip().startswith(codes[who]) and "stand Ailes" in one]
        assert Hours(540, 15, 12).starts(slot) in line
        assert "fermé à cette heure" in line
    after = {one[:3] for one in rows(store)}
    assert {one for one in before if one not in after} == hit


def test_who_gave_way_to_a_promise_is_named(
    store: Store, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A stand with one recruiter: whoever had the hour that is promised to another is told theirs has changed."""
    plan_fair(store, "seine-2026", NOW, 1)
    before = {one[:3] for one in rows(store)}
    who, _, slot = next(one for one in sorted(before) if one[1] == "ailes")
    codes = {one: code for code, one in PEOPLE.items()}
    other = next(one for one in PEOPLE.values() if one not in (who, FIRST) and (one, "cigogne", slot) not in before
                 and (one, "ailes", slot) not in before)  # fmt: skip
    words = ["--code", codes[other], "--stand", "ailes", "--at", Hours(540, 15, 12).starts(slot)]
    assert main(["--lang", "fr", "fair", "move", "--db", str(db), "--event", "seine-2026", *words]) == 0
    said = capsys.readouterr().out
    after = {one[:3] for one in rows(store)}
    assert (other, "ailes", slot) in after
    for one in before - after:
        assert any(codes[one[0]] in line and Hours(540, 15, 12).starts(one[2]) in line for line in said.splitlines())
    assert codes[who] in said


def test_access_is_said_only_when_the_recruiter_said_it(store: Store, tmp_path: Path) -> None:
    """Yes, no, or not asked: silence is not « accessible: oui »; a base from before reads its default as not asked."""
    text = FAIR.replace("label: Cigogne", "label: Cigogne\n    accessible: false")
    text += "  - {code: K4-BAA, max_interviews: 2}\n"
    (tmp_path / "f.yaml").write_text(text, "utf-8")
    take_in_fair(store, read_fair(tmp_path / "f.yaml"), NOW)
    plan_fair(store, "seine-2026", NOW, 1)
    said = {row["stand"]: row["accessible"] for row in sheet(store, "seine-2026", "fr")}
    assert said == {"Cigogne": "no", "Ailes": "not_asked"}
    assert Catalogue.load().t("fair.accessible.not_asked", "fr") == "question pas posée"


def test_what_is_over_is_not_planned_into(store: Store) -> None:
    """With slots that are over, nothing new starts before them, and what was planned there stays."""
    plan_fair(store, "seine-2026", NOW, 1)
    early = {one for one in rows(store) if one[2] < 7}
    decide(store, Decision(OFFERS[1], PEOPLE["K4-DAA"], "candidate_declined", "place", "AB"), NOW)
    plan_fair(store, "seine-2026", NOW, 5, before=7)
    now_early = {one for one in rows(store) if one[2] < 7 and one[3] == "planned"}
    assert now_early == {one for one in early if one[:2] != (PEOPLE["K4-DAA"], "ailes")}


def test_an_absence_told_late_does_not_undo_the_past(store: Store) -> None:
    """Told at ten that a person never came, planning again changes only what is to come, and is not refused."""
    plan_fair(store, "seine-2026", NOW, 1)
    who = next(one[0] for one in rows(store) if one[2] < 4)
    early = {one for one in rows(store) if one[2] < 4}
    set_absence(store, "seine-2026", ("candidate", who), "09:00-12:00", False, NOW)
    plan_fair(store, "seine-2026", NOW, 1, keep=True, before=4)
    assert {one for one in rows(store) if one[2] < 4} == early
    assert not [one for one in rows(store) if one[0] == who and one[2] >= 4]


def test_a_decision_that_no_longer_stands_cancels(store: Store) -> None:
    """The person says no: the interview is cancelled and not planned again until a new decision proposes it."""
    plan_fair(store, "seine-2026", NOW, 1)
    decide(store, Decision(OFFERS[0], FIRST, "candidate_declined", "place", "AB"), NOW)
    assert [one[3] for one in rows(store) if one[:2] == (FIRST, "cigogne")] == ["cancelled"]
    assert all(row["stand"] != "Cigogne" for row in sheet(store, "seine-2026", "fr", person=FIRST))
    plan_fair(store, "seine-2026", NOW, 1)
    assert not [one for one in rows(store) if one[:2] == (FIRST, "cigogne") and one[3] == "planned"]
    decide(store, Decision(OFFERS[0], FIRST, "propose", "person_asked", "AB"), NOW)
    plan_fair(store, "seine-2026", NOW, 1)
    assert [one[3] for one in rows(store) if one[:2] == (FIRST, "cigogne")] == ["planned"]


def both_offered(store: Store) -> None:
    """A fair in which one stand has the offers of both."""
    with store.writing() as connection:
        connection.execute("delete from stand_offers")
        connection.executemany("insert into stand_offers values('seine-2026/cigogne',?)", [(one,) for one in OFFERS])


@pytest.mark.parametrize(("first", "second"), [OFFERS, OFFERS[::-1]])
def test_a_new_proposal_at_a_stand_is_planned_where_another_was_cancelled(
    store: Store, first: str, second: str
) -> None:
    """Whichever fits better: what is proposed after the appointment was cancelled has one of its own."""
    both_offered(store)
    who = PEOPLE["K4-BAA"]
    decide(store, Decision(second, who, "keep", "more_evidence", "AB"), NOW)
    plan_fair(store, "seine-2026", NOW)
    mark(store, "seine-2026", (who, "cigogne"), "cancelled", NOW)
    plan_fair(store, "seine-2026", NOW)
    assert [one[3] for one in rows(store) if one[0] == who] == ["cancelled"]
    decide(store, Decision(second, who, "propose", "person_asked", "AB"), NOW + timedelta(days=1))
    assert {one.offer_id: one.why for one in not_met(store, "seine-2026") if one.candidate_id == who} == {
        first: "cancelled", second: "free",
    }  # fmt: skip
    plan_fair(store, "seine-2026", NOW)
    assert [one[3] for one in rows(store) if one[0] == who] == ["planned"]


@pytest.mark.parametrize(("first", "second"), [OFFERS, OFFERS[::-1]])
def test_a_cancelled_appointment_was_about_every_offer_proposed_until_then(
    store: Store, first: str, second: str
) -> None:
    """Whichever was proposed first, neither is said to fit the timetable, and neither is planned again."""
    both_offered(store)
    who = PEOPLE["K4-BAA"]
    for days, offer in enumerate((first, second), 1):
        decide(store, Decision(offer, who, "propose", "person_asked", "AB"), NOW + timedelta(days=days))
    plan_fair(store, "seine-2026", NOW)
    mark(store, "seine-2026", (who, "cigogne"), "cancelled", NOW + timedelta(days=3))
    for _ in range(2):
        assert [one.why for one in not_met(store, "seine-2026") if one.candidate_id == who] == ["cancelled"] * 2
        plan_fair(store, "seine-2026", NOW)
        assert [one[3] for one in rows(store) if one[0] == who] == ["cancelled"]


@pytest.mark.parametrize("again", [False, True])
def test_what_was_cancelled_by_hand_stays_so_when_a_later_proposal_is_declined(store: Store, *, again: bool) -> None:
    """Both offers stood when the appointment was cancelled, or the second came after and was planned (`again`): once
    the second is declined, the first is not planned in its place."""
    both_offered(store)
    who, (first, second) = PEOPLE["K4-BAA"], OFFERS
    decide(store, Decision(second, who, "keep", "more_evidence", "AB"), NOW)
    decide(store, Decision(first, who, "propose", "person_asked", "AB"), NOW)
    days = {"propose": 2, "cancel": 1} if again else {"propose": 1, "cancel": 2}
    for word in sorted(days, key=days.__getitem__):
        at = NOW + timedelta(days=days[word])
        if word == "propose":
            decide(store, Decision(second, who, "propose", "person_asked", "AB"), at)
        else:
            plan_fair(store, "seine-2026", NOW)
            mark(store, "seine-2026", (who, "cigogne"), "cancelled", at)
    plan_fair(store, "seine-2026", NOW)
    assert [one[3] for one in rows(store) if one[0] == who] == ["planned" if again else "cancelled"]
    decide(store, Decision(second, who, "candidate_declined", "place", "AB"), NOW + timedelta(days=3))
    for _ in range(2):
        assert [one.why for one in not_met(store, "seine-2026") if one.candidate_id == who] == ["cancelled"]
        plan_fair(store, "seine-2026", NOW)
        assert "planned" not in [one[3] for one in rows(store) if one[0] == who]


def test_an_appointment_that_comes_again_after_all_is_planned_like_any(store: Store) -> None:
    """Said to be missed, then planned again by hand: every later plan has it."""
    plan_fair(store, "seine-2026", NOW)
    for word in ("absent", "planned"):
        mark(store, "seine-2026", (FIRST, "cigogne"), word, NOW)
    plan_fair(store, "seine-2026", NOW)
    assert [one[3] for one in rows(store) if one[:2] == (FIRST, "cigogne")] == ["planned"]


def test_who_declines_one_offer_of_a_stand_is_planned_for_the_other(store: Store) -> None:
    """The appointment goes with the offer behind it; that the other is still proposed is said, and planned."""
    both_offered(store)
    who = PEOPLE["K4-BAA"]
    plan_fair(store, "seine-2026", NOW)
    row = store.first_row("select offer_id from interviews join decisions using(decision_id) where "
                    "interviews.candidate_id=?", who)  # fmt: skip
    assert row
    decide(store, Decision(row["offer_id"], who, "candidate_declined", "place", "AB"), NOW + timedelta(days=1))
    assert [one.why for one in not_met(store, "seine-2026") if one.candidate_id == who] == ["free"]
    plan_fair(store, "seine-2026", NOW)
    assert [one[3] for one in rows(store) if one[0] == who] == ["planned"]


def test_a_promise_that_breaks_a_rule_is_refused(store: Store) -> None:
    """A pin in a closed slot or during an absence is refused with names, and changes nothing."""
    plan_fair(store, "seine-2026", NOW, 1)
    before = rows(store)
    for pair, slot, rule in (((FIRST, "ailes"), 1, "absent"), ((PEOPLE["K4-BAA"], "cigogne"), 0, "closed")):
        with pytest.raises(FairTrouble) as caught:
            pin(store, "seine-2026", pair, slot, NOW)
        assert caught.value.troubles[0].key == f"fair.pin.{rule}"
        assert set(caught.value.troubles[0].values.values()) & {"K4-AAA", "Cigogne"}
        assert caught.value.troubles[0].values["slot"] in ("09:15", "09:00")
    assert rows(store) == before


def test_an_erased_person_leaves_the_fair_too(store: Store) -> None:
    """Interviews, needs, absences, decisions: nothing of the person is left in any table of the fair."""
    plan_fair(store, "seine-2026", NOW, 1)
    erase(store, FIRST, NOW)
    for table, column in (
        ("interviews", "candidate_id"), ("fair_people", "candidate_id"), ("absences", "who_id"),
        ("decisions", "candidate_id"),
    ):  # fmt: skip
        assert store.rows(f"select 1 from {table} where {column}=?", FIRST) == [], table


def test_a_file_read_again_replaces_and_never_strands_an_interview(store: Store, tmp_path: Path) -> None:
    """Stands and needs are replaced; hours and stands that have interviews cannot change under them."""
    file = tmp_path / "again.yaml"
    file.write_text(FAIR.replace("recruiters: 2", "recruiters: 1").replace("max_interviews: 2", "max_interviews: 1"))
    take_in_fair(store, read_fair(file), NOW)
    plan_fair(store, "seine-2026", NOW, 1)
    assert len([one for one in rows(store) if one[0] == FIRST]) == 1
    for old, new, key in (("09:00\ncloses", "09:30\ncloses", "hours_busy"), ("id: ailes", "id: other", "stand_busy")):
        file.write_text(FAIR.replace(old, new))
        with pytest.raises(StoreError, match=key):
            take_in_fair(store, read_fair(file), NOW)


def test_a_fairs_file_names_offers_as_advisers_do(store: Store, tmp_path: Path) -> None:
    """An offer by its number at the source; one that is not here, or a person who is not, refuses the whole file."""
    file = tmp_path / "again.yaml"
    with store.writing() as connection:
        connection.execute("update offers set source_id='193ABCD' where offer_id=?", (OFFERS[0],))
    file.write_text(FAIR.replace(OFFERS[0], "193abcd"), "utf-8")
    take_in_fair(store, read_fair(file), NOW)
    assert len(meetings(store, "seine-2026", NOW)) == 16
    before = store.rows("select * from stand_offers order by 1, 2")
    for old, new, key in ((OFFERS[0], "194ABCD", "offer.unknown"), ("K4-AAA", "K4-ZZZ", "candidate.unknown")):
        file.write_text(FAIR.replace(old, new), "utf-8")
        with pytest.raises(StoreError, match=key):
            take_in_fair(store, read_fair(file), NOW)
    assert store.rows("select * from stand_offers order by 1, 2") == before


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("09:00\ncloses", "9 heures\ncloses", "fair_hour"),
        ("[10:30-10:45]", "[10:30-25:00]", "fair_span"),
        ("[10:30-10:45]", "[10:45-10:30]", "fair_backwards"),
        ("2026-12-03", "2026-02-30", "fair_day"),
        ("day: 2026-12-03", "day: '20261203'", "fair_day"),
        ("day: 2026-12-03", "day: 2026-W49-4", "fair_day"),
        ("opens: 09:00", "opens: '09:60'", "fair_hour"),
        ("opens: 09:00", "opens: '٠٩:00'", "fair_hour"),
        ("breaks: [10:30-10:45]", "breaks: ['10:30-10:75']", "fair_span"),
        ("closes: 12:00", "closes: 08:00", "fair_no_hours"),
        ("id: ailes", "id: cigogne", "twice"),
        ("recruiters: 2", "recruiters: 0", "greater_than_equal"),
        ("pause_after: true", "pause_after: true, reason: fatigue", "extra_forbidden"),
        ("people:", "pinned: [{code: K4-AAA, stand: nowhere, at: '10:07'}]\npeople:", "fair_no_stand"),
        ("people:", "pinned: [{code: K4-AAA, stand: ailes, at: '10:07'}]\npeople:", "fair_no_slot"),
        ("place: Rouen", "place: &a Rouen\nother: *a", "alias"),
    ],
)
def test_what_is_wrong_in_a_fairs_file_is_named_with_its_line(old: str, new: str, code: str, tmp_path: Path) -> None:
    """Each problem has its line and a sentence in both languages; no place is left for a reason of an absence."""
    file = tmp_path / "f.yaml"
    assert old in FAIR
    file.write_text(FAIR.replace(old, new), "utf-8")
    with pytest.raises(ScenarioErrors) as caught:
        read_fair(file)
    assert code in {one.code for one in caught.value.problems}
    texts = Catalogue.load().texts
    assert all(f"check.{one.code}" in texts[lang] for one in caught.value.problems for lang in ("fr", "en"))
    assert all(one.line >= 1 for one in caught.value.problems)


def test_spans_touch_every_slot_they_cut() -> None:
    """A span that starts or ends in the middle of a slot takes that slot; a single hour takes one."""
    hours = Hours(540, 15, 8)
    assert list(hours.touched("09:10-09:31")) == [0, 1, 2]
    assert list(hours.touched("09:15-09:30")) == [1]
    assert list(hours.touched("9h20")) == [1]
    assert (hours.slot_at("09:15"), hours.slot_at("09:20"), hours.after("09:16")) == (1, None, 2)


def test_screen_and_file_hold_the_same_rows(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A stand's sheet on screen, in CSV and in JSON: the same interviews; nothing measured is on it; cells are safe."""
    at = ["--db", str(db), "--event", "seine-2026", "--lang", "fr"]
    assert main(["fair", "plan", *at]) == 0
    said = capsys.readouterr().out
    assert "de ce qu'aucun planning ne peut dépasser." in said
    assert "borne" not in said
    out = tmp_path / "sheets"
    for who in (["--stand", "ailes"], ["--code", "K4-BAA"]):
        assert main(["fair", "sheet", *at, *who, "--csv", str(tmp_path / "s.csv")]) == 0
        shown = capsys.readouterr().out.splitlines()
        raw = (tmp_path / "s.csv").read_bytes()
        assert raw.startswith(b"\xef\xbb\xbf")
        lines = raw.decode("utf-8-sig").split("\r\n")[1:-1]
        twin = json.loads((tmp_path / "s.json").read_text("utf-8"))["rows"]
        assert main(["fair", "sheet", *at, *who, "--json"]) == 0
        data = json.loads(capsys.readouterr().out)
        assert len(shown) == len(lines) == len(twin) == len(data) > 0
        for line, row, cells, again in zip(shown, twin, lines, data, strict=True):
            assert row["start"] in line
            assert row["offer"] in line
            assert row["start"] == cells.split(";")[0] == again["start"]
            assert row["offer"] in cells
        assert not {"band", "score", "reasons", "chances"} & set(twin[0])
    assert b"'=Ailes" in raw
    assert main(["fair", "sheet", *at, "--all", str(out)]) == 0
    files = list(out.glob("*.csv"))
    assert len(files) == 2 + 8
    with Store.open(db) as store:
        people = {str(row["candidate_id"]): str(row["code"]) for row in store.rows("select * from candidates")}
    named = {path.stem.removeprefix("person-"): path for path in files if path.stem.startswith("person-")}
    assert len(named) == 8
    assert set(named) <= set(people)
    assert not [path.name for path in files if any(code in path.name for code in people.values())]
    for who, path in named.items():
        assert people[who] in path.read_text("utf-8-sig")


def test_the_desk_has_its_commands(db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Import, list, plan, move, mark, absence: 0 when done, 1 with a sentence, 2 on wrong use."""
    event = ["--db", str(db), "--event", "seine-2026"]
    pair = ["--code", "K4-BAA", "--stand", "ailes"]
    (tmp_path / "bad.yaml").write_text(FAIR.replace("K4-AAA", "K4-ZZZ"), "utf-8")
    steps: list[tuple[list[str], int]] = [
        (["import", str(tmp_path / "fair.yaml"), "--db", str(db)], 0),
        (["import", str(tmp_path / "bad.yaml"), "--db", str(db)], 1),
        (["import", str(db), "--db", str(db)], 1),
        (["import", str(tmp_path / "none.yaml"), "--db", str(db)], 1),
        (["list", "--db", str(db)], 0),
        (["plan", *event, "--seed", "4"], 0),
        (["plan", "--db", str(db), "--event", "none"], 1),
        (["plan", "--db", str(db)], 2),
        (["plan", *event, "--out", "x"], 2),
        (["plan", *event, "--after", "late"], 2),
        (["move", *event, *pair, "--at", "11:00"], 0),
        (["move", *event, *pair, "--at", "11:05"], 1),
        (["move", *event, *pair, "--at", "10:30"], 1),
        (["mark", *event, *pair, "Libérer"], 0),
        (["mark", *event, *pair, "fixer"], 0),
        (["mark", *event, *pair, "a eu lieu"], 0),
        (["mark", *event, *pair, "held"], 0),
        (["mark", *event, *pair, "pin"], 1),
        (["mark", *event, "--code", "K4-BAA", "--stand", "none", "held"], 1),
        (["mark", *event, *pair, "lost"], 2),
        (["absence", *event, "--stand", "cigogne", "11:00-12:00"], 0),
        (["absence", *event, "--stand", "cigogne", "11:00-12:00", "--back"], 0),
        (["absence", *event, "--code", "K4-CAA", "20:00"], 1),
        (["absence", *event, "11:00"], 2),
        (["plan", *event, "--keep", "--after", "10:00"], 0),
        (["sheet", *event, "--code", "K4-BAA"], 0),
    ]
    for words, status in steps:
        assert main(["fair", *words]) == status, words
        captured = capsys.readouterr()
        assert captured.out or captured.err
        assert "Traceback" not in captured.err
