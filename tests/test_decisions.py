"""Decisions: by someone declared, for a reason that fits, by rules read for that person, undone but never deleted."""

import json
from itertools import product
from pathlib import Path

import pytest
from store_kit import MEASURED, NOW, body, keys, sealed

from cli.main import main
from export.fairs.planning import meetings
from export.store.advisers import adviser_of, close, declare
from export.store.bridging import Asked, offer_facts, set_fact
from export.store.decisions import Decision, decide, decisions_of, find_decision, undo
from export.store.erasing import erase
from export.store.intake import add_station, import_packet
from export.store.matching import for_offer, load_examples, preselect, require
from export.store.store import Store, StoreError, audit_holds
from scenarios.bridges import bridges
from scenarios.reasons import FITTING, REASONS, UNDO_REASONS, VERDICTS
from scoring.match import Requirement

OFFER, OTHER = "ex-cableur-evreux", "ex-monteur-structure-caen"
ONE, TWO = f"{1:032x}", f"{2:032x}"


@pytest.fixture
def db(tmp_path: Path, engine: str) -> Path:
    """Two people in band A for the offer, one adviser."""
    path = tmp_path / "m.db"
    with Store.open(path) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        load_examples(store, NOW)
        declare(store, "AB", NOW)
        for n, who in enumerate((ONE, TWO), 1):
            made = body(who, code=f"K4-{'AB'[n - 1]}AA")
            for name in MEASURED:
                made["readout"][name] |= {"p_levels": [0.99, 0.95, 0.9], "level": 3}
                made["p_level_given_g"][name] = [[0.99, 0.95, 0.9]] * 31
            import_packet(store, sealed({**made, "sitting_id": who, "wishes": {}}, n), keys()[1], NOW)
    return path


def test_a_reason_fits_its_verdict(db: Path) -> None:
    """« Ne pas proposer » because « convient » is refused, and so is every other pair that does not hold together."""
    with Store.open(db) as store:
        for verdict, reason in product(VERDICTS, REASONS):
            made = Decision(OFFER, ONE, verdict, reason, "AB")
            if reason in FITTING[verdict]:
                decide(store, made, NOW)
            else:
                with pytest.raises(StoreError, match="unfit"):
                    decide(store, made, NOW)
        assert audit_holds(store)
    assert "fits" not in FITTING["decline"]
    assert {reason for fits in FITTING.values() for reason in fits} == set(REASONS)


def test_only_someone_declared_decides(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown adviser is refused with the sentence that says how to declare one; a closed one decides no more."""
    at = ["--db", str(db), "--lang", "fr"]
    words = ["decide", OFFER, ONE, "--verdict", "proposer", "--reason", "convient", *at]
    assert main([*words, "--adviser", "CD"]) == 1
    assert "envol advisers add CD" in capsys.readouterr().err
    for wrong in ("Camille Dupont", "é", "", "a" * 21):
        assert main(["advisers", "add", wrong, *at]) == 1
    assert main(["advisers", "add", "CD", *at]) == 0
    assert main([*words, "--adviser", "CD"]) == 0
    assert main(["advisers", "close", "CD", *at]) == 0
    assert main([*words, "--adviser", "CD"]) == 1
    assert main(["advisers", "list", *at]) == 0
    assert "CD" in capsys.readouterr().out
    with Store.open(db) as store:
        for work in (
            lambda: decide(store, Decision(OFFER, ONE, "propose", "fits", "ZZ"), NOW),
            lambda: preselect(store, OFFER, "ZZ", NOW),
            lambda: require(store, OFFER, Requirement("organiser", 1, 1.0), "ZZ", NOW),
            lambda: set_fact(store, OFFER, ("tutor_named", "yes"), "ZZ", NOW),
            lambda: close(store, "ZZ", NOW),
        ):
            with pytest.raises(StoreError, match="unknown"):
                work()
        declare(store, "CD", NOW)
        assert adviser_of(store, " CD ") == "CD"
        assert audit_holds(store)


def test_the_rules_kept_are_those_of_that_person(db: Path) -> None:
    """What the rules put first is worked out for the pair; a bridge they leave out needs an explicit word, audited."""
    with Store.open(db) as store:
        decide(store, Decision(OFFER, ONE, "propose", "fits", "AB", "direct_interview"), NOW)
        (kept,) = decisions_of(store)
        assert (kept["proposed_scheme"], kept["rules_version"]) == ("direct_interview", str(bridges().version))
        poei = Decision(OFFER, ONE, "propose", "fits_with_training", "AB", "poei")
        with pytest.raises(StoreError, match="left_out"):
            decide(store, poei, NOW)
        overruled = Decision(OFFER, ONE, "propose", "fits_with_training", "AB", "poei", overrule=True)
        decide(store, overruled, NOW)
        assert any("overruled poei" in row["detail"] for row in store.rows("select detail from audit"))
        asked = Asked(person="jobseeker")
        decide(store, Decision(OFFER, ONE, "keep", "to_meet", "AB", "pmsmp", asked=asked), NOW)
        assert "jobseeker" not in str(store.rows("select * from decisions"))


def test_a_decision_is_read_in_a_list_that_holds_the_person(db: Path) -> None:
    """A list of the offer in which somebody else stands is no ground for a decision on this person."""
    with Store.open(db) as store:
        erased = f"{3:032x}"
        import_packet(store, sealed(body(erased, code="K4-CAA", sitting_id=erased), 3), keys()[1], NOW)
        list_id, pairs = preselect(store, OFFER, "AB", NOW, 2)
        assert {p.candidate_id for p in pairs} <= {ONE, TWO, erased}
        decide(store, Decision(OFFER, ONE, "propose", "fits", "AB", list_id=list_id), NOW)
        import_packet(store, sealed(body("9" * 32, code="K4-JAA", sitting_id="9" * 32), 4), keys()[1], NOW)
        with pytest.raises(StoreError, match="not_in_it"):
            decide(store, Decision(OFFER, "9" * 32, "keep", "to_meet", "AB", list_id=list_id), NOW)
        with pytest.raises(StoreError, match="unknown"):
            decide(store, Decision(OTHER, ONE, "keep", "to_meet", "AB", list_id=list_id), NOW)


def test_what_is_true_of_a_person_is_not_kept_on_an_offer(db: Path) -> None:
    """A prescriber, an agreement, an aim are said for one reading; kept on an offer they would speak of everybody."""
    with Store.open(db) as store:
        for name in ("has_prescriber", "one_aim", "minor_signed_for", "employer_agreement"):
            with pytest.raises(StoreError, match="unknown_fact"):
                set_fact(store, OFFER, (name, "no"), "AB", NOW)
        set_fact(store, OFFER, ("tutor_named", "oui"), "AB", NOW)
        assert offer_facts(store, OFFER) == {"tutor_named": "yes"}


def test_a_decision_is_undone_with_a_reason_and_kept(db: Path) -> None:
    """The one before stands again, what was planned on it is cancelled, both are audited; never twice."""
    with Store.open(db) as store:
        first = decide(store, Decision(OFFER, ONE, "propose", "fits", "AB"), NOW)
        second = decide(store, Decision(OFFER, ONE, "decline", "hours", "AB"), NOW)
        states = {row["decision_id"]: row["state"] for row in decisions_of(store, ONE, OFFER)}
        assert states == {first: "superseded", second: "stands"}
        with pytest.raises(StoreError, match="unknown_reason"):
            undo(store, second, "because", "AB", NOW)
        undo(store, second, "mistake", "AB", NOW)
        states = {row["decision_id"]: row["state"] for row in decisions_of(store, ONE, OFFER)}
        assert states == {first: "stands", second: "undone"}
        with pytest.raises(StoreError, match="undone_already"):
            undo(store, second, "mistake", "AB", NOW)
        third = decide(store, Decision(OFFER, ONE, "keep", "to_meet", "AB"), NOW)
        assert [r["supersedes"] for r in decisions_of(store) if r["decision_id"] == third] == [first]
        actions = [row["action"] for row in store.rows("select action from audit order by entry")]
        assert actions[-2:] == ["decide.undo", "decide.keep"]
        assert audit_holds(store)
        for word, key in (("zz", "unknown"), ("", "unknown")):
            with pytest.raises(StoreError, match=key):
                find_decision(store, word)
        erase(store, ONE, NOW)
        assert store.rows("select 1 from undone_decisions") == []


def test_an_undone_proposal_is_planned_no_more(db: Path) -> None:
    """No meeting of a fair rests on a decision that was taken back."""
    with Store.open(db) as store:
        with store.writing() as connection:
            connection.execute("insert into fairs values('f','F','R','2026-12-03',15)")
            connection.execute("insert into employers values('e',null,'E')")
            connection.execute(
                "insert into stands(stand_id,fair_id,employer_id,label,recruiters) values('f/a','f','e','A',1)"
            )
            connection.execute("insert into stand_offers values('f/a',?)", (OFFER,))
        made = decide(store, Decision(OFFER, ONE, "propose", "fits", "AB"), NOW)
        assert [m.key for m in meetings(store, "f", NOW)] == [(ONE, "f/a")]
        undo(store, made, "wrong_person", "AB", NOW)
        assert meetings(store, "f", NOW) == []


def test_a_person_whose_time_is_over_is_not_called_unknown(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Card, match and decision say that their time is over, not that nobody bears the code."""
    with Store.open(db) as store, store.writing() as connection:
        connection.execute("update candidates set expires_at='2020-01-01T00:00:00+00:00' where code='K4-AAA'")
    decision = ["decide", OFFER, "K4-AAA", "--verdict", "proposer", "--reason", "convient", "--adviser", "AB"]
    for words in (["candidate", "card", "K4-AAA"], ["match", "--code", "K4-AAA"], decision):
        assert main(["--lang", "fr", *words, "--db", str(db)]) == 1
        assert "La durée de K4-AAA est passée" in capsys.readouterr().err


def test_decisions_on_screen_in_file_and_as_data_are_the_same(
    db: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By person, by offer, all: every cell of the file is on the screen, in the words an adviser uses."""
    at = ["--db", str(db), "--lang", "fr"]
    for words in (
        ["decide", OFFER, "K4-AAA", "--verdict", "proposer", "--reason", "convient", "--scheme", "entretien"],
        ["decide", OTHER, "K4-AAA", "--verdict", "Garder", "--reason", "à rencontrer", "--scheme", "PMSMP"],
        ["decide", OFFER, "K4-BAA", "--verdict", "refus", "--reason", "Lieu"],
    ):
        assert main([*words, "--adviser", "AB", *at]) == 0, words
    capsys.readouterr()
    assert main(["decisions", "list", "--offer", OFFER, "--code", "K4-BAA", "--json", *at]) == 0
    (one,) = json.loads(capsys.readouterr().out)
    assert main(["decisions", "undo", one["id"], "--reason", "erreur", "--adviser", "AB", *at]) == 0
    assert main(["decisions", "undo", one["id"], "--reason", "erreur", "--adviser", "AB", *at]) == 1
    for which, n in (([], 3), (["--code", "K4-AAA"], 2), (["--offer", OFFER], 2)):
        capsys.readouterr()
        assert main(["decisions", "list", *which, "--csv", str(tmp_path / "d.csv"), *at]) == 0
        said = capsys.readouterr().out
        rows = json.loads((tmp_path / "d.json").read_text("utf-8"))["rows"]
        assert main(["decisions", "list", *which, "--json", *at]) == 0
        assert json.loads(capsys.readouterr().out) == rows
        assert len(rows) == n
        assert all(str(cell) in said for row in rows for cell in row.values())
    assert {row["verdict"] for row in rows} == {"proposée", "la personne dit non"}
    assert all("par AB : erreur" in row["state"] for row in rows if row["verdict"] != "proposée")


@pytest.mark.parametrize(
    ("words", "status", "says"),
    [
        (["--verdict", "décliner", "--reason", "convient"], 1, "« ne pas proposer » ne va pas avec"),
        (["--verdict", "bof", "--reason", "convient"], 1, "Attendu : proposer, garder en vue"),
        (["--verdict", "proposer", "--reason", "bof"], 1, "Attendu : convient"),
        (["--verdict", "proposer", "--reason", "convient", "--scheme", "AFPR"], 1, "Attendu : entretien"),
        (["--verdict", "proposer", "--reason", "fits", "--scheme", "POEI"], 1, "ajoutez --overrule"),
        (["--verdict", "proposer", "--reason", "fits", "--scheme", "POEI", "--overrule"], 0, "Décision gardée"),
        (["--verdict", "propose", "--reason", "fits", "--contract", "CDI", "--person", "inscrite"], 0, "gardée"),
        (["--verdict", "propose", "--reason", "fits", "--contract", "CDZ"], 2, "attendu : CDI, CDD"),
        (["--verdict", "propose", "--reason", "fits", "--fact", "tuteur nommé=oui"], 0, "gardée"),
    ],
)
def test_an_adviser_is_answered_in_french(
    words: list[str], status: int, says: str, db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """French words in, French words out; English ids are taken too."""
    assert main(["--lang", "fr", "decide", OFFER, "K4-AAA", *words, "--adviser", "AB", "--db", str(db)]) == status
    captured = capsys.readouterr()
    said = captured.out + captured.err
    assert says in said
    assert not {"decline", "candidate_declined", "fits", "direct_interview"} & set(said.replace(",", " ").split())


def test_offers_are_set_in_french_words(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """« pourvue », « CDI », « oui », « nuit »: the same as their English ids."""
    at = ["--adviser", "AB", "--db", str(db), "--lang", "fr"]
    assert main(["offers", "state", OFFER, "pourvue", *at]) == 0
    assert main(["offers", "fact", OTHER, "contrat", "CDI", *at]) == 0
    assert main(["offers", "fact", OTHER, "tuteur nommé", "non", *at]) == 0
    assert main(["offers", "constraint", OTHER, "nuit", "oui", *at]) == 0
    assert main(["offers", "fact", OTHER, "prescripteur", "oui", *at]) == 1
    said = capsys.readouterr()
    assert "contrat = CDI" in said.out
    assert "tuteur nommé" in said.err
    with Store.open(db) as store:
        assert store.rows("select status from offers where offer_id=?", OFFER) == [{"status": "filled"}]
        assert offer_facts(store, OTHER) == {"contract": "permanent", "tutor_named": "no"}
        (pair, *_) = for_offer(store, OTHER, NOW)
        assert "nights" in {c.constraint for c in pair.conditions}
    assert set(UNDO_REASONS) == {"mistake", "changed", "person_asked", "wrong_person"}


def test_an_adviser_is_one_person_whatever_the_capitals(db: Path) -> None:
    """« ab » beside « AB » would be somebody else to the base: it is AB, declared, named, closed and opened again."""
    with Store.open(db) as store:
        assert (declare(store, "ab", NOW), adviser_of(store, " aB ")) == ("AB", "AB")
        decide(store, Decision(OFFER, ONE, "propose", "fits", "ab"), NOW)
        assert [one["adviser"] for one in decisions_of(store)] == ["AB"]
        close(store, "ab", NOW)
        with pytest.raises(StoreError, match=r"adviser\.closed"):
            adviser_of(store, "AB")
        assert declare(store, "Ab", NOW) == "AB"
        with store.writing() as connection:
            connection.execute("insert into advisers values('ab', '2026-01-01T00:00:00+00:00', null)")
        # An older base took both: each is who they always were.
        assert [adviser_of(store, one) for one in ("AB", "ab")] == ["AB", "ab"]


def test_words_of_the_screen_are_understood_where_they_are_typed(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """A habileté by its name, short name or id; « 8 mois »; what is not known is answered with what there is."""
    at = ["--adviser", "AB", "--db", str(db)]
    for name in ("Exécuter des gestes avec dextérité", "DEXTÉRITÉ", "dexterite", "Dexterity"):
        assert main(["--lang", "fr", "offers", "require", OTHER, name, "2", *at]) == 0, name
        assert main(["--lang", "fr", "offers", "drop", OTHER, name, *at]) == 0, name
    assert main(["--lang", "fr", "offers", "fact", OTHER, "durée", "8 mois", *at]) == 0
    assert "mois = 8." in capsys.readouterr().out
    for words, said in (
        (["offers", "require", OTHER, "gestes", "2", *at], "Habileté inconnue : gestes. Il y a : Consignes, Dextérité"),
        (["offers", "fact", OTHER, "durée", "huit", *at], "un nombre de mois de 0 à 60 est attendu, pas « huit »."),
    ):
        assert main(["--lang", "fr", *words]) == 1
        assert said in capsys.readouterr().err
    assert main(["--lang", "fr", "bridges", "--code", "x", "--fact", "tuteur nommé=peut-être", "--db", str(db)]) == 2
    assert "tuteur nommé=oui, ou =non" in capsys.readouterr().err
