"""Which offer a row is: what rests on a person's work is never inherited unasked, and nothing is doubled in silence."""

import json
import sqlite3
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st
from sqlite_utils import Database
from store_kit import MEASURED, NOW, body, keys, sealed

from cli.main import main
from export.offers import desk
from export.offers.desk import Completion, complete, conditions, set_constraint, set_state, suggestions, to_complete
from export.offers.reading import RowPlace, dated, read_offers
from export.offers.storing import StoredAnswer, TakenIn, answer_question, questions, take_in
from export.store.advisers import declare
from export.store.bridging import offer_facts, set_fact
from export.store.decisions import Decision, decide
from export.store.intake import add_station, import_packet
from export.store.matching import for_candidate, offers_of, require
from export.store.steps import migrations
from export.store.store import APPLICATION_ID, Store, StoreError, audit_holds
from scoring.match import SHIFTS, Requirement
from scoring.profile import statement

CASES = Path(__file__).parent / "cases" / "offers"
WHO = "a" * 32
BY = ("AB", NOW)
HEAD = "reference;intitule;rome;lieu;postes;employeur;contrat\n"


@pytest.fixture
def store(tmp_path: Path) -> Any:
    """A database with one person and no offer."""
    with Store.open(tmp_path / "m.db") as opened:
        add_station(opened, keys()[0].verify_key, "Poste 1", NOW)
        made = body(WHO)
        said, level = statement((0.99, 0.95, 0.9), 6, 2)
        for name in MEASURED:
            made["readout"][name] |= {"p_levels": [0.99, 0.95, 0.9], "statement": said, "level": level}
            made["p_level_given_g"][name] = [[0.99, 0.95, 0.9]] * 31
        made["wishes"] = {**made["wishes"], "places": {}, "conditions": dict.fromkeys(SHIFTS, "no")}
        assert import_packet(opened, sealed(made, 1), keys()[1], NOW).state == "imported"
        declare(opened, "AB", NOW)
        declare(opened, "CD", NOW)
        yield opened


def taken(store: Store, *paths: Path, answer: StoredAnswer = "") -> TakenIn:
    """Read files and take them in; every row is accounted for."""
    read = read_offers(list(paths))
    made = take_in(store, zip(read.offers, read.where, strict=True), NOW, answer=answer)
    assert read.rows == len(read.offers) + read.replaced + sum(bool(one.row) for one in read.refused)
    assert made.new + made.updated + made.same + made.older + made.asked == len(read.offers)
    return made


def listed(store: Store, tmp_path: Path, rows: str, name: str = "l.csv", **how: Any) -> TakenIn:
    """Take in an employer's list."""
    path = tmp_path / name
    path.write_text(HEAD + rows, "utf-8")
    return taken(store, path, **how)


def offer(store: Store, title: str) -> dict[str, Any]:
    """The only offer with a title."""
    (row,) = store.rows("select * from offers where title_fr=?", title)
    return row


def works_on(store: Store, title: str) -> str:
    """Confirm a level of an offer, open it and decide on it; its id."""
    offer_id = str(offer(store, title)["offer_id"])
    require(store, offer_id, Requirement("dexterite", 2, 2.0), "AB", NOW)
    assert offer(store, title)["status"] == "draft"
    set_state(store, offer_id, "open", BY)
    decide(store, Decision(offer_id, WHO, "propose", "fits", "AB"), NOW)
    return offer_id


def told(made: TakenIn) -> dict[str, list[tuple[str, str, str]]]:
    """What an import changed, by title."""
    return {one.title: [(c.of or c.field, c.before, c.after) for c in one.fields] for one in made.changed}


def test_a_row_added_on_top_inherits_nothing(store: Store) -> None:
    """The new offer is new; the one a person worked on waits for an answer; answered yes, it has its three posts."""
    taken(store, CASES / "identity-1.csv")
    riveter = works_on(store, "Riveteur")
    made = taken(store, CASES / "identity-2.csv")
    assert (made.new, made.same, made.asked) == (1, 1, 1)
    new = offer(store, "Comptable")
    assert new["status"] == "draft"
    assert store.rows("select * from requirements where offer_id=?", new["offer_id"]) == []
    assert store.rows("select * from decisions where offer_id=?", new["offer_id"]) == []
    firm = store.first_row("select name from employers where employer_id=?", new["employer_id"])
    assert firm == {"name": "Bureau Deux"}
    assert (offer(store, "Riveteur")["posts"], len(store.rows("select * from offers"))) == (2, 3)
    (asked,) = questions(store)
    assert (asked.offer_id, [(c.field, c.before, c.after) for c in asked.fields]) == (riveter, [("posts", "2", "3")])
    answer_question(store, asked.number, True, BY)
    assert (offer(store, "Riveteur")["posts"], len(store.rows("select * from offers"))) == (3, 3)
    assert [r["offer_id"] for r in store.rows("select * from decisions")] == [riveter]
    assert offers_of(store, riveter)[0].requirements == (Requirement("dexterite", 2, 2.0),)
    assert questions(store) == []
    assert audit_holds(store)


def test_answered_no_a_row_is_another_offer(store: Store) -> None:
    """It inherits nothing, the first stays as it was, and the same file asks no more."""
    taken(store, CASES / "identity-1.csv")
    riveter = works_on(store, "Riveteur")
    taken(store, CASES / "identity-2.csv")
    answer_question(store, questions(store)[0].number, False, BY)
    rows = store.rows("select * from offers where title_fr='Riveteur' order by posts")
    assert [(r["posts"], r["status"], r["offer_id"] == riveter) for r in rows] == [
        (2, "open", True),
        (3, "draft", False),
    ]
    made = taken(store, CASES / "identity-2.csv")
    assert (made.same, made.new, made.asked) == (3, 0, 0)


def test_a_whole_import_may_be_answered_at_once(store: Store) -> None:
    """`--same oui` updates, and keeps no question; a question needs somebody to answer it, once."""
    taken(store, CASES / "identity-1.csv")
    works_on(store, "Riveteur")
    taken(store, CASES / "identity-2.csv")
    number = questions(store)[0].number
    made = taken(store, CASES / "identity-2.csv", answer="yes")
    assert (told(made), questions(store)) == ({"Riveteur": [("posts", "2", "3")]}, [])
    for wrong, by in ((number, BY), (999, BY), (number, (" ", NOW))):
        with pytest.raises(StoreError):
            answer_question(store, wrong, True, by)


def test_a_question_that_waits_is_asked_once(store: Store, tmp_path: Path) -> None:
    """Read again or renamed, the file adds no question and no offer; corrected, the question is about what it says."""
    taken(store, CASES / "identity-1.csv")
    works_on(store, "Riveteur")
    for name in ("identity-2.csv", "identity-2.csv", "renamed.csv"):
        (tmp_path / name).write_bytes((CASES / "identity-2.csv").read_bytes())
        taken(store, tmp_path / name)
    assert (len(questions(store)), len(store.rows("select * from offers"))) == (1, 3)
    text = (CASES / "identity-2.csv").read_text("utf-8").replace("76;3;", "76;5;")
    (tmp_path / "renamed.csv").write_text(text, "utf-8")
    taken(store, tmp_path / "renamed.csv")
    assert [[c.after for c in one.fields] for one in questions(store)] == [["5"]]


def test_a_correction_without_a_date_is_an_update_and_is_said(store: Store) -> None:
    """Nobody worked on it: the same title, place and trade is the same offer, and what changed is named."""
    taken(store, CASES / "correction-no-date-1.csv")
    made = taken(store, CASES / "correction-no-date-2.csv")
    assert told(made) == {"Cableur": [("posts", "1", "4")]}
    assert offer(store, "Cableur")["posts"] == 4
    assert (made.new, made.same) == (0, 0)


def test_a_renamed_file_doubles_nothing(store: Store, tmp_path: Path) -> None:
    """The same rows under another name, in another order, are the offers already here."""
    taken(store, CASES / "places.csv")
    before = len(store.rows("select * from offers"))
    head, *rows = (CASES / "places.csv").read_text("utf-8-sig").splitlines()
    (tmp_path / "other.csv").write_text("\n".join([head, *reversed(rows)]), "utf-8")
    made = taken(store, tmp_path / "other.csv")
    assert (made.same, made.new, made.asked) == (11, 0, 0)
    assert len(store.rows("select * from offers")) == before == 11


@pytest.mark.parametrize("at_once", [False, True])
def test_an_update_changes_all_fields_once_or_twice_alike(store: Store, at_once: bool) -> None:
    """2x8 is gone whether both files are read in one import or in two; in two it is listed."""
    files = [CASES / "update-1.json", CASES / "update-2.json"]
    if at_once:
        taken(store, *files)
    else:
        taken(store, files[0])
        hours = ("hours", "Travail en 2x8 · Temps plein", "35H/semaine, en journée")
        assert told(taken(store, files[1])) == {"Monteur / Monteuse": [hours, ("shifts_2x8", "yes", "")]}
    row = offer(store, "Monteur / Monteuse")
    assert conditions(store, row["offer_id"]) == {}
    assert desk.details(store, row["offer_id"])["hours"] == "35H/semaine, en journée"
    assert row["source_updated_at"] == "2026-11-20T08:00:00Z"


def test_an_older_file_changes_nothing(store: Store) -> None:
    """The base holds a later date: the row is left aside, and counted as such."""
    taken(store, CASES / "update-2.json")
    made = taken(store, CASES / "update-1.json")
    assert (made.older, made.updated, made.same) == (1, 0, 0)


def test_a_date_to_come_holds_back_nothing_that_comes_later(store: Store, tmp_path: Path) -> None:
    """« 2099 » is told and left out; one that an older base kept lets true dates in."""
    (offer,) = read_offers([CASES / "update-1.json"]).offers
    wrong = replace(offer, source_updated_at="2099-01-01T00:00:00Z")
    assert [(n.reason, n.values["got"]) for n in dated(wrong, NOW).notes] == [("future_date", "2099-01-01")]
    assert dated(offer, NOW) == offer
    where = RowPlace("l.json", 1, "offer", {})
    take_in(store, [(wrong, where)], NOW)
    made = taken(store, CASES / "update-2.json")
    assert (made.older, made.updated) == (0, 1)
    listed_ = "intitule;rome;lieu;date\nSoudeur;H2913;76;01/01/2099\n"
    (tmp_path / "l.csv").write_text(listed_, "utf-8")
    read = read_offers([tmp_path / "l.csv"], now=NOW)
    assert [one.reason_key for one in read.notes] == ["offers_in.future_date"]


def test_what_an_adviser_said_outlives_an_update(store: Store, tmp_path: Path) -> None:
    """A condition, a fact, a completion: the file changes its own words only."""
    listed(store, tmp_path, "R1;Monteur;;76;2;Ailes;CDD 6 mois\n")
    offer_id = offer(store, "Monteur")["offer_id"]
    assert offer_facts(store, offer_id) == {"contract": "fixed_term", "months": "6"}
    complete(store, offer_id, Completion(rome="H2901"), BY)
    set_constraint(store, offer_id, "nights", "no", BY)
    set_fact(store, offer_id, ("contract", "permanent"), "AB", NOW)
    listed(store, tmp_path, "R1;Monteur;;76;3;Ailes;CDD 8 mois\n")
    row = offer(store, "Monteur")
    assert (row["rome"], row["posts"]) == ("H2901", 3)
    assert conditions(store, offer_id) == {"nights": ("no", "AB")}
    assert offer_facts(store, offer_id) == {"contract": "permanent", "months": "8"}
    set_constraint(store, offer_id, "nights", "ask", BY)
    assert conditions(store, offer_id) == {}


def test_requirements_confirmed_for_another_text_are_to_confirm_again(store: Store, tmp_path: Path) -> None:
    """Another trade under the same reference: nothing is asked until confirmed; the first text back, all is back."""
    listed(store, tmp_path, "R1;Monteur;H2901;76;2;Ailes;CDI\n")
    offer_id = works_on(store, "Monteur")
    made = listed(store, tmp_path, "R1;Monteur;H3404;76;2;Ailes;CDI\n")
    assert (made.updated, made.again) == (1, (offer_id,))
    assert offer(store, "Monteur")["status"] == "draft"
    assert offers_of(store, offer_id)[0].requirements == ()
    assert [(s.habilete, s.level, s.weight) for s in suggestions(store, offer_id) if s.basis == "again"] == [
        ("dexterite", 2, 2.0)
    ]
    assert offer_id not in {pair.offer_id for pair in for_candidate(store, WHO, NOW)}
    listed(store, tmp_path, "R1;Monteur;H2901;76;2;Ailes;CDI\n")
    assert offers_of(store, offer_id)[0].requirements == (Requirement("dexterite", 2, 2.0),)
    assert offer(store, "Monteur")["status"] == "draft"
    set_state(store, offer_id, "open", BY)
    listed(store, tmp_path, "R1;Monteur;H3404;76;2;Ailes;CDI\n")
    require(store, offer_id, Requirement("dexterite", 1, 1.0), "CD", NOW)
    made = listed(store, tmp_path, "R1;Monteur;H3404;76;4;Ailes;CDI\n")
    assert (made.again, offers_of(store, offer_id)[0].requirements) == ((), (Requirement("dexterite", 1, 1.0),))


def test_a_mere_change_of_posts_or_hours_asks_nothing_again(store: Store, tmp_path: Path) -> None:
    """« Monteur (H/F) » for « monteur » is the same text too."""
    listed(store, tmp_path, "R1;monteur;H2901;76;2;Ailes;CDI\n")
    offer_id = works_on(store, "monteur")
    made = listed(store, tmp_path, "R1;Monteur (H/F);H2901;76;3;Ailes;CDI\n")
    assert (made.updated, made.again) == (1, ())
    assert offers_of(store, offer_id)[0].requirements != ()


def test_a_list_whose_numbers_move_with_its_rows_is_read_by_content(store: Store, tmp_path: Path) -> None:
    """« 1, 2, 3 » as references: the row put on top bears number 1 and inherits nothing; nothing is doubled."""
    listed(store, tmp_path, "1;Riveteur;H2901;76;2;Ailes;\n2;Peintre;H3404;76;1;Ailes;\n")
    riveter = works_on(store, "Riveteur")
    moved = "1;Comptable;M1203;75;1;Ailes;\n2;Riveteur;H2901;76;2;Ailes;\n3;Peintre;H3404;76;1;Ailes;\n"
    made = listed(store, tmp_path, moved)
    assert (made.new, made.same, made.asked) == (1, 2, 0)
    assert offer(store, "Comptable")["status"] == "draft"
    assert offer(store, "Riveteur")["offer_id"] == riveter
    assert listed(store, tmp_path, moved).same == 3


def test_numbers_that_move_among_like_jobs_pass_no_work_on(store: Store, tmp_path: Path) -> None:
    """The same title at two places: the job stands under number 2 now, and number 1 is another place."""
    listed(store, tmp_path, "1;Peintre;H2901;76;1;Ailes;CDI\n")
    painter = works_on(store, "Peintre")
    rows = "1;Peintre;H2901;27;1;Ailes;CDI\n2;Peintre;H2901;76;1;Ailes;CDI\n"
    for new, same in ((1, 1), (0, 2)):
        made = listed(store, tmp_path, rows)
        assert (made.new, made.same, made.asked) == (new, same, 0)
    assert [(r["offer_id"], r["area"]) for r in store.rows("select * from offers where status='open'")] == [
        (painter, "76")
    ]


def test_one_reference_of_two_employers_is_two_offers(store: Store, tmp_path: Path) -> None:
    """Two lists may both begin at R1: the second employer's offer takes nothing from the first."""
    listed(store, tmp_path, "R1;Riveteur;H2901;76;2;Ailes;\n")
    works_on(store, "Riveteur")
    made = listed(store, tmp_path, "R1;Riveteur;H2901;76;5;Bureau Deux;\n", "b.csv")
    assert (made.new, made.asked, made.updated) == (1, 0, 0)
    rows = store.rows("select posts, status from offers order by posts")
    assert rows == [{"posts": 2, "status": "open"}, {"posts": 5, "status": "draft"}]


SHARED = {
    "two jobs": ("R1;Riveteur;H2901;76;3;Ailes;CDI\n", "R1;Comptable;M1203;76;1;Ailes;CDI\n"),
    "a job that says little": ("R1;Riveteur;H2901;76;3;Ailes;CDI\n", "R1;Comptable;;;;;\n"),
    "two employers": ("R1;Riveteur;H2901;76;3;Ailes;CDI\n", "R1;Riveteur;H2901;76;5;Bureau Deux;CDI\n"),
    "two places": ("R1;Riveteur;H2901;Rouen (76);3;Ailes;CDI\n", "R1;Riveteur;H2901;Le Havre (76);5;Ailes;CDI\n"),
    "two towns of a department": ("R1;Riveteur;H2901;Yvetot (76);3;Ailes;CDI\n",
                                  "R1;Riveteur;H2901;Barentin (76);5;Ailes;CDI\n"),
    "two contracts": ("R1;Riveteur;H2901;76;3;Ailes;CDI\n", "R1;Riveteur;H2901;76;5;Ailes;CDD\n"),
}  # fmt: skip


OF_TWO_LISTS = ("two jobs", "a job that says little", "two employers")
"""Of two lists the later place or contract under a reference is the update of an offer, and says so."""


@pytest.mark.parametrize(("which", "files"), [*((one, 1) for one in SHARED), *((one, 2) for one in OF_TWO_LISTS)])
def test_one_reference_of_two_offers_of_one_import_loses_neither(
    which: str, files: int, store: Store, tmp_path: Path
) -> None:
    """Both come in, said; read again, swapped, nothing is doubled, and what somebody worked on stays its own."""
    first, second = SHARED[which]
    lists = [[first + second], [second + first]] if files == 1 else [[first, second], [second, first]]
    made = listed_all(store, tmp_path, lists[0])
    assert (made.new, made.updated, made.asked) == (2, 0, 0)
    rows = "select title_fr, rome, area, posts, employer_id from offers order by posts, title_fr"
    whole = store.rows(rows)
    riveter = store.rows("select offer_id from offers where posts=3")[0]["offer_id"]
    require(store, riveter, Requirement("dexterite", 2, 1.0), "AB", NOW)
    for again in (lists[0], lists[1], lists[0]):
        made = listed_all(store, tmp_path, again)
        assert (made.new, made.updated, made.same, made.asked) == (0, 0, 2, 0)
    assert store.rows(rows) == whole
    assert store.rows("select offer_id from requirements where basis='confirmed'") == [{"offer_id": riveter}]


@pytest.mark.parametrize("which", SHARED)
def test_an_offer_left_alone_under_a_shared_reference_is_itself(which: str, store: Store, tmp_path: Path) -> None:
    """The list holds one of the two alone, with another number of posts: that one changes, the other is missing."""
    listed_all(store, tmp_path, ["".join(SHARED[which])])
    ids = [row["offer_id"] for row in store.rows("select offer_id from offers order by rowid")]
    rows = "select offer_id, title_fr, area, employer_id, posts from offers order by rowid"
    for n, row in enumerate(SHARED[which]):
        before = store.rows(rows)
        changed = row.replace(";3;", ";7;").replace(";5;", ";8;").replace(";1;", ";9;")
        made = listed(store, tmp_path, changed)
        assert (made.new, made.asked) == (0, 0)
        now = store.rows(rows)
        assert now[1 - n] == before[1 - n]
        assert {**now[n], "posts": 0} == {**before[n], "posts": 0}
        assert [one.offer_id for one in made.changed] == ([ids[n]] if changed != row else [])


def listed_all(store: Store, tmp_path: Path, lists: list[str]) -> TakenIn:
    """Some lists in one import."""
    paths = [tmp_path / f"{n}.csv" for n in range(len(lists))]
    for path, rows in zip(paths, lists, strict=True):
        path.write_text(HEAD + rows, "utf-8")
    read = read_offers(paths)
    assert {one.reason_key for one in read.notes} == {"offers_in.other_title"}
    return take_in(store, zip(read.offers, read.where, strict=True), NOW)


def test_a_reference_with_another_job_is_asked(store: Store, tmp_path: Path) -> None:
    """The same reference and employer, another title and trade: nobody's work passes to it unasked."""
    listed(store, tmp_path, "R1;Riveteur;H2901;76;2;Ailes;\n")
    works_on(store, "Riveteur")
    made = listed(store, tmp_path, "R1;Comptable;M1203;75;1;Ailes;\n")
    assert (made.asked, made.new, made.updated) == (1, 0, 0)


@pytest.mark.parametrize(
    "rows",
    [
        "1;Riveteur aéro;H2901;76;2;Ailes;CDI\n2;Ajusteur monteur;H2901;76;1;Ailes;CDI\n",
        "1;Ajusteur de nuit;H2901;76;2;Ailes;CDI\n2;Riveteur confirmé;H2901;76;1;Ailes;CDI\n",
        "2;Ajusteur monteur;H2901;76;1;Ailes;CDI\n1;Riveteur H/F confirmé;H2901;76;2;Ailes;CDI\n",
    ],
)
def test_rows_that_were_rewritten_as_they_moved_pass_no_work_on(rows: str, store: Store, tmp_path: Path) -> None:
    """Two rows swapped under their numbers, retitled, with other posts: each is the offer of its title, or asked."""
    listed(store, tmp_path, "1;Ajusteur;H2901;76;1;Ailes;CDI\n2;Riveteur;H2901;76;2;Ailes;CDI\n")
    works_on(store, "Ajusteur")
    listed(store, tmp_path, rows)
    for asked in questions(store):
        answer_question(store, asked.number, True, BY)
    (worked,) = store.rows("select title_fr from offers join requirements using(offer_id) where set_by like '%AB'")
    assert worked["title_fr"].startswith("Ajusteur")


def test_another_title_under_a_reference_is_asked_where_somebody_worked(store: Store, tmp_path: Path) -> None:
    """Same reference, employer, trade and place: a new title takes no decision over unasked; where none is, it does."""
    listed(store, tmp_path, "1;Ajusteur;H2901;76;1;Ailes;CDI\n2;Riveteur;H2901;76;2;Ailes;CDI\n")
    works_on(store, "Ajusteur")
    made = listed(
        store, tmp_path, "1;Fraiseur de précision;H2901;76;3;Ailes;CDI\n2;Soudeur;H2901;76;2;Ailes;CDI\n"
    )
    assert (made.asked, made.updated, made.new) == (1, 1, 0)
    assert offer(store, "Ajusteur")["status"] == "open"


@pytest.mark.parametrize(("first", "then"), [("0012", "12"), ("12", "12.0"), ("AJ-1", "aj-1"), ("AJ 1", "AJ1")])
def test_a_reference_that_a_spreadsheet_rewrote_doubles_nothing(
    first: str, then: str, store: Store, tmp_path: Path
) -> None:
    """Zeros at the front, a decimal, capitals: the same offer, asked where somebody worked on it."""
    listed(store, tmp_path, f"{first};Ajusteur;H2901;76;1;Ailes;CDI\n")
    made = listed(store, tmp_path, f"{then};Ajusteur;H2901;76;2;Ailes;CDI\n")
    assert (made.new, made.updated) == (0, 1)
    works_on(store, "Ajusteur")
    made = listed(store, tmp_path, f"{then};Ajusteur;H2901;76;3;Ailes;CDI\n")
    assert (made.new, made.asked) == (0, 1)


@pytest.mark.parametrize(
    ("row", "outcome"),
    [
        (";Riveteur;H2901;76;2;Ailes;CDI", "same"),
        (";RIVETEUR (H/F);h2901;76;2;Ailes;CDI", "updated"),
        (";Riveteur;H2901;76;9;Ailes;CDI", "updated"),
        (";Riveteur aéronautique;H2901;76;2;Ailes;CDI", "asked"),
        (";Rivteur;H2901;76;2;Ailes;CDI", "asked"),
        (";Riveteur;H2901;27;2;Ailes;CDI", "asked"),
        (";Riveteur;H2906;76;2;Ailes;CDI", "asked"),
        (";Riveteur;H2901;76;2;;CDI", "asked"),
        (";Riveteur;H2901;76;2;Ailes SAS;CDD", "asked"),
        (";Riveteur;H2901;76;2;Bureau;CDI", "new"),
        (";Comptable;M1203;76;2;Ailes;CDI", "new"),
        (";Riveteur;H2906;27;2;Ailes;CDI", "new"),
    ],
)
def test_how_like_a_row_must_be(row: str, outcome: str, store: Store, tmp_path: Path) -> None:
    """Exact content is the same offer, one part that differs is asked, more or another employer is another offer."""
    listed(store, tmp_path, ";Riveteur;H2901;76;2;Ailes;CDI\n")
    assert getattr(listed(store, tmp_path, f"{row}\n", "b.csv"), outcome) == 1


def test_two_rows_alike_are_two_offers_and_told(store: Store, tmp_path: Path) -> None:
    """Within one file nothing is merged in silence, and reading it again changes nothing."""
    rows = ";Riveteur;H2901;76;2;Ailes;\n" * 2
    assert listed(store, tmp_path, rows).new == 2
    assert [one.reason_key for one in read_offers([tmp_path / "l.csv"]).notes] == ["offers_in.twin"]
    assert listed(store, tmp_path, rows).same == 2


def test_a_label_that_covers_several_schedules_excludes_nobody(store: Store) -> None:
    """CAS001: four proposals to confirm; a person of the day is asked, and apart only once the adviser ticked one."""
    taken(store, CASES / "api-incomplete.json")
    row = store.first_row("select offer_id from offers where source_id='CAS001'")
    assert row
    offer_id = row["offer_id"]
    states = {code: state for code, (state, _) in conditions(store, offer_id).items()}
    assert states == dict.fromkeys(("shifts_2x8", "shifts_3x8", "nights", "weekends"), "proposed")
    require(store, offer_id, Requirement("dexterite", 1, 1.0), "AB", NOW)
    set_state(store, offer_id, "open", BY)
    (pair,) = (one for one in for_candidate(store, WHO, NOW) if one.offer_id == offer_id)
    assert not pair.outside_wishes
    assert {c.state for c in pair.conditions if c.constraint != "area"} == {"not_asked"}
    set_constraint(store, offer_id, "nights", "yes", BY)
    (pair,) = (one for one in for_candidate(store, WHO, NOW) if one.offer_id == offer_id)
    assert pair.outside_wishes
    with pytest.raises(StoreError):
        set_constraint(store, offer_id, "rain", "yes", BY)


def test_what_is_to_complete_is_kept_listed_and_not_matched(store: Store) -> None:
    """CAS002 to CAS005 are here, each with what it lacks; confirmed levels alone do not open them."""
    taken(store, CASES / "api-incomplete.json")
    ids = {r["source_id"]: r["offer_id"] for r in store.rows("select source_id, offer_id from offers")}
    lacks = {name: to_complete(store).get(ids[name]) for name in ids}
    assert lacks == {
        "CAS001": None, "CAS002": ("rome",), "CAS003": ("place",), "CAS004": ("place",), "CAS005": ("posts",),
        "CAS006": None,
    }  # fmt: skip
    given = {"CAS002": Completion(rome="h2909"), "CAS003": Completion(place="Cergy"), "CAS005": Completion(posts="2")}
    for name, completion in given.items():
        require(store, ids[name], Requirement("dexterite", 1, 1.0), "AB", NOW)
        assert ids[name] not in {pair.offer_id for pair in for_candidate(store, WHO, NOW)}
        with pytest.raises(StoreError, match="incomplete"):
            set_state(store, ids[name], "open", BY)
        complete(store, ids[name], completion, BY)
        assert ids[name] not in {pair.offer_id for pair in for_candidate(store, WHO, NOW)}
        set_state(store, ids[name], "open", BY)
        assert ids[name] in {pair.offer_id for pair in for_candidate(store, WHO, NOW)}
    wrong = (Completion(), Completion(rome="Z9999"), Completion(place="Normandie"), Completion(posts="0"))
    for completion in wrong:
        with pytest.raises(StoreError):
            complete(store, ids["CAS004"], completion, BY)
    made = taken(store, CASES / "api-incomplete.json")
    assert (made.same, len(to_complete(store))) == (6, 1)


def test_contract_hours_and_the_rest_are_kept_and_not_asked_again(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """What the file says is shown, and bridges take the contract, its months and the lodging from it."""
    (tmp_path / "o.json").write_text(
        json.dumps(
            {
                "id": "A1", "intitule": "Monteur", "romeCode": "H2909", "lieuTravail": {"libelle": "76 - ROUEN"},
                "typeContratLibelle": "CDD - 18 Mois", "dureeTravailLibelle": "35H", "experienceLibelle": "2 ans",
                "permis": [{"libelle": "B - Véhicule léger", "exigence": "E"}],
                "salaire": {"libelle": "Mensuel de 2000 Euros"},
                "origineOffre": {"origine": "1", "urlOrigine": "https://exemple.fr/A1"},
            }
        ),
        "utf-8",
    )  # fmt: skip
    taken(store, tmp_path / "o.json")
    offer_id = offer(store, "Monteur")["offer_id"]
    assert offer_facts(store, offer_id) == {"contract": "fixed_term", "months": "18", "offer_lodged": "yes"}
    store.close()
    assert main(["--lang", "fr", "offers", "show", "A1", "--db", str(store.path)]) == 0
    said = capsys.readouterr().out
    for word in ("CDD - 18 Mois", "35H", "2 ans", "B - Véhicule léger (exigé)", "2000 Euros", "https://exemple.fr/A1"):
        assert word in said
    assert "dit oui : permis B" in said


def test_a_base_of_before_keeps_its_offers_and_no_fact_nobody_said(tmp_path: Path) -> None:
    """Upgraded: constraints a file suggested are to confirm, those an adviser said stay, file:line names nothing."""
    path = tmp_path / "m.db"
    old = sqlite3.connect(path)
    migrations.apply(Database(old), stop_before="005_offers")
    old.executescript(
        f"pragma application_id={APPLICATION_ID}; pragma user_version=2;"
        "insert into offers values('o1','employer','l.csv:2',null,'Riveteur','Riveteur','H2901','76',2,'open',0,"
        "'','x');"
        "insert into requirements values('o1','dexterite',2,1.0,'AB','confirmed');"
        "insert into offer_constraints values('o1','nights'),('o1','heights');"
        "insert into audit(at, actor, action, object, detail, previous, hash) "
        "values('x','AB','offer.constraint','o1','heights=1','','h');"
    )
    old.close()
    (tmp_path / "l.csv").write_text("intitule;rome;lieu;postes\nComptable;M1203;75;1\nRiveteur;H2901;76;3\n", "utf-8")
    with Store.open(path) as store:
        declare(store, "AB", NOW)
        assert conditions(store, "o1") == {"nights": ("proposed", "file"), "heights": ("yes", "AB")}
        assert offers_of(store, "o1")[0].constraints == ("heights",)
        made = taken(store, tmp_path / "l.csv")
        assert (made.new, made.asked) == (1, 1)
        answer_question(store, questions(store)[0].number, True, BY)
        assert offer(store, "Riveteur")["posts"] == 3
        assert offers_of(store, "o1")[0].requirements != ()


def test_questions_are_answered_at_the_desk(store: Store, capsys: pytest.CaptureFixture[str]) -> None:
    """What waits is told at import and by `offers pending`; an answer needs a number that waits and an adviser."""
    taken(store, CASES / "identity-1.csv")
    works_on(store, "Riveteur")
    store.close()
    second, db = str(CASES / "identity-2.csv"), ["--db", str(store.path), "--lang", "fr"]
    for words, status, says in (
        (["import", second, "--same", "oui"], 1, "--adviser"),
        (["import", second], 0, "Même offre ? À confirmer (1)"),
        (["pending"], 0, "postes : 2 → 3"),
        (["same", "9", "oui", "--adviser", "AB"], 1, "Aucune question 9"),
        (["same", "1", "oui", "--adviser", "AB"], 0, "Mise à jour : Riveteur"),
        (["pending"], 0, "Aucune question n'attend."),
        (["list"], 0, "Comptable, Bureau Deux, département 75 (brouillon"),
        (["import", second, "--same", "non", "--adviser", "AB"], 0, "inchangées : 3"),
    ):
        assert main(["offers", *words, *db]) == status, words
        said = capsys.readouterr()
        assert says in said.out + said.err


def test_an_update_says_what_differs_and_never_the_same_twice(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A weight, a commune under the same words, posts that were to complete; the card says the state it was given."""
    store.close()
    head, db = "reference;intitule;rome;lieu;postes;habilete 1;niveau 1;poids 1;insee\n", ["--db", str(store.path)]
    path = tmp_path / "l.csv"
    path.write_text(head + "A;Ajusteur;H2901;Rouen;0;dexterite;2;2,0;\n", "utf-8")
    assert main(["--lang", "fr", "offers", "import", str(path), *db]) == 0
    capsys.readouterr()
    assert main(["--lang", "fr", "offers", "show", "A", *db]) == 0
    assert "code ROME : H2901 ; postes : rien ; brouillon" in capsys.readouterr().out
    path.write_text(head + "A;Ajusteur;H2901;Rouen;2;dexterite;2;2,5;76540\n", "utf-8")
    assert main(["--lang", "fr", "offers", "import", str(path), *db]) == 0
    said = capsys.readouterr().out
    for line in ("lieu : Rouen (76) → Rouen (76540)", "postes : rien → 2", "à l'aise, poids 2 → à l'aise, poids 2,5"):
        assert line in said
    for words in (["require", "A", "dexterite", "2"], ["state", "A", "pourvue"]):
        assert main(["--lang", "fr", "offers", *words, "--adviser", "AB", *db]) == 0
    assert "postes : 2 ; pourvue" in capsys.readouterr().out


def test_open_offers_that_left_a_list_are_named(
    store: Store, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The command says them too: still open, with what to type; none where the list holds all."""
    listed(store, tmp_path, "A;Ajusteur;H2901;76;1;Ailes;\nB;Riveteur;H2901;76;1;Ailes;\nC;Peintre;H3404;76;1;Ailes;\n")
    works_on(store, "Ajusteur")
    path = tmp_path / "l.csv"
    db = ["--db", str(store.path)]
    store.close()
    assert main(["--lang", "fr", "offers", "import", str(path), *db]) == 0
    assert "plus dans ces fichiers" not in capsys.readouterr().out
    path.write_text("\n".join(one for one in path.read_text("utf-8").splitlines() if "Ajusteur" not in one), "utf-8")
    assert main(["--lang", "fr", "offers", "import", str(path), *db]) == 0
    said = capsys.readouterr().out
    assert "Offre ouverte ici qui n'est plus dans ces fichiers : 1. Si elle est fermée ou pourvue" in said
    assert "Ajusteur, Ailes, département 76 (A)" in said


TITLES = st.sampled_from(["Riveteur", "Peintre", "Câbleur", "Ajusteur monteur", "Comptable"])
ROWS = st.lists(
    st.tuples(
        st.sampled_from(["", "", "1", "2", "R3"]), TITLES, st.sampled_from(["H2901", "H3404", ""]),
        st.sampled_from(["76", "27", "Normandie"]), st.integers(0, 3), st.sampled_from(["Ailes", "Bureau Deux", ""]),
        st.sampled_from(["CDI", ""]),
    ),
    max_size=6,
)  # fmt: skip


@given(first=ROWS, second=ROWS, worked=st.integers(0, 5))
@example(
    first=[("1", "Riveteur", "H2901", "76", 2, "Bureau Deux", "")],
    second=[("1", "Câbleur", "H2901", "76", 0, "", ""), ("2", "Câbleur", "H2901", "76", 2, "Ailes", ""),
            ("2", "Peintre", "", "27", 0, "Ailes", "CDI")], worked=1,
)  # fmt: skip
@example(
    first=[("1", "Peintre", "H2901", "76", 1, "", "CDI")],
    second=[("R3", "Riveteur", "H3404", "27", 1, "Ailes", "CDI"), ("1", "Câbleur", "H3404", "Normandie", 2, "", "CDI"),
            ("1", "Riveteur", "H3404", "27", 0, "Ailes", "CDI")], worked=4,
)  # fmt: skip
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_no_list_passes_work_on_or_loses_a_row(
    first: list[Any], second: list[Any], worked: int, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Whatever two lists say: every row is counted, work stays on its offer, and reading twice changes nothing more."""
    folder = tmp_path_factory.mktemp("l")
    with Store.open(folder / "m.db") as store:
        declare(store, "AB", NOW)
        listed(store, folder, "".join(f"{';'.join(map(str, row))}\n" for row in first))
        ids = [row["offer_id"] for row in store.rows("select offer_id from offers order by offer_id")]
        if ids:
            require(store, ids[worked % len(ids)], Requirement("dexterite", 2, 1.0), "AB", NOW)
        text = "".join(f"{';'.join(map(str, row))}\n" for row in second)
        made = listed(store, folder, text, "second.csv")
        confirmed = store.rows("select distinct offer_id from requirements where set_by like '%AB'")
        assert [row["offer_id"] for row in confirmed] == ids[worked % len(ids) : worked % len(ids) + 1] if ids else True
        assert len(store.rows("select * from offers")) == len(ids) + made.new
        before = store.rows("select * from offers order by offer_id")
        again = listed(store, folder, text, "second.csv")
        assert (again.new, again.asked) == (0, made.asked)
        assert store.rows("select * from offers order by offer_id") == before
