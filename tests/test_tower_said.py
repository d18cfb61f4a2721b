"""What is written down of a person: asked about before it is kept, mended, erased with a line; answers by the team."""

from pathlib import Path

import pytest
from store_kit import NOW, body
from tower_kit import bring, browsing, played, ready, words

from export.store.noting import note_answers, noted_of, standing_answers
from export.store.people import card
from export.store.remarks import remarks_of, write
from export.store.store import Store, StoreError
from scenarios.private_words import private_in

ONE, TWO = f"{1:032x}", f"{2:032x}"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one who really played and one whose packet is made up."""
    path = ready(tmp_path / "m.db", "AB", "CD")
    bring(path, played(ONE), body(TWO, code="K4-PQR", sitting_id=TWO))
    return path


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Mme Durand, tel 06 12 34 56 78, dos fragile", ["name", "number", "health"]),
        ("M. Petit range bien", ["name"]), ("Mr Smith was late", ["name"]),
        ("écrire à a.b@exemple.fr", ["mail"]), ("1 85 05 78 006 084 36", ["number"]), ("+33612345678", ["number"]),
        ("RQTH en cours", ["health"]), ("il est DIABÉTIQUE", ["health"]), ("she is pregnant", ["health"]),
        ("Le rivet M3 était tordu, lot 4512, le 24/11/2026 à 10:05.", []), ("Range ses outils, madame.", []),
        ("Il a mis 35 minutes, 12 rivets sur 28.", []), ("le 2026-11-24", []), ("", []),
    ],
)  # fmt: skip
def test_what_looks_private_is_found(text: str, kinds: list[str]) -> None:
    """A name after a title, an address, a long number, a word of health; figures of the work and days are none."""
    assert [kind for kind, _ in private_in(text)] == kinds
    assert all(said in text for _, said in private_in(text))


def test_a_private_note_is_asked_about_and_kept_only_when_meant(db: Path) -> None:
    """Nothing is in the base before; the text stays in its field; it may be corrected there, or meant."""
    text = "Mme Durand, 06 12 34 56 78"
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": text})
        assert browser.text.count(f">{text}</textarea>") == 1
        assert "« Mme Durand », « 06 12 34 56 78 »" in words(browser.text)
        with Store.open(db) as store:
            assert remarks_of(store, ONE) == []
        browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": "Range ses outils."})
        browser.see(f"/people/{ONE}")
        assert "ressemble" not in browser.text
        browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": text, "sure": "yes"})
        with Store.open(db) as store:
            assert [one["text"] for one in remarks_of(store, ONE)] == ["Range ses outils.", text]


def test_a_note_is_mended_and_erased_and_the_log_says_so(db: Path) -> None:
    """The page stays at the note; the old words are nowhere in the base; what waits for an answer stays."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        answer = browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": "Ancien."})
        with Store.open(db) as store:
            note = remarks_of(store, ONE)[0]["remark_id"]
        assert answer.url.fragment == f"note-{note}"
        path = f"/people/{ONE}/remarks/{note}"
        browser.send(path, {"kind": "mend", "note": note, "text": "Tél 06 12 34 56 78"})
        assert "ressemble" in browser.text
        browser.send(path, {"kind": "mend", "note": note, "text": "Nouveau."})
        with Store.open(db) as store:
            assert [one["text"] for one in remarks_of(store, ONE)] == ["Nouveau."]
        browser.send(path, {"kind": "mend", "what": "drop", "text": "Tél 06 12 34 56 78"})
        assert "effacée" in words(browser.text)
        with Store.open(db) as store:
            assert remarks_of(store, ONE) == []
            said = [row["action"] for row in store.rows("select action from audit where actor='AB' order by entry")]
            assert said[-3:] == ["remark.comment", "remark.comment.change", "remark.comment.drop"]
            wait = write(store, ONE, ("disagreement", "Non."), "AB", NOW)
        browser.see(f"/people/{ONE}")
        assert f'action="/people/{ONE}/remarks/{wait}"' in browser.text
        browser.send(f"/people/{ONE}/remarks/{wait}", {"kind": "mend", "what": "drop"})
        with Store.open(db) as store:
            assert len(remarks_of(store, ONE)) == 1
        assert browser.see("/house/keep/audit").status_code in (200, 404)


def test_an_answer_noted_by_the_team_counts_and_says_who(db: Path) -> None:
    """Said yes, said no, not asked: on page, card and sheet, each once, with who noted it and when, once for all of it;
    the log names no answer."""
    signed = "Rouen, trajet accepté, permis B, nuit (AB, 24/11/2026)"
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        form = {"a-licence_b": "yes", "a-nights": "no", "a-day": "not_asked", "a-commute": "near"}
        browser.send(f"/people/{ONE}/answers", {**form, "place": "area:2801", "place_said": "yes"})
        page = words(browser.text)
        assert "4 réponses sont gardées" in page
        for said in ("Oui à Rouen, permis B", "Non à nuit", f"Noté par l'équipe {signed}"):
            assert page.count(said) == 1, said
        assert "Trajet accepté près de chez soi" in page
        browser.see(f"/people/{ONE}")
        browser.send(f"/people/{ONE}/answers", {"place": "area:2806"})
        assert "oui ou non" in browser.text
        for sheet, between in (("card", " "), ("card.csv", ";")):
            told = words(browser.see(f"/people/{ONE}/{sheet}").text)
            for about, said in (("Oui à", "Rouen, permis B"), ("Non à", "nuit"), ("Noté par l'équipe", signed)):
                assert told.count(f"{about}{between}{said}") == 1, (sheet, said)
    with Store.open(db) as store:
        found = card(store, ONE, NOW)
        assert found["conditions"]["licence_b"] == "yes"
        assert found["conditions"]["nights"] == "no"
        assert (found["places"], found["commute"]) == ({"2801": "yes"}, "near")
        told = store.rows("select object, detail from audit where action='answer.note'")
        assert len(told) == 4
        assert not any("yes" in str(row) or "near" in str(row) for row in told)


def test_a_later_visit_has_the_last_word_on_what_it_asks(db: Path) -> None:
    """What it asks again replaces what was noted before; what it does not ask stays; noted since, it stays too."""
    with Store.open(db) as store:
        assert standing_answers(store, TWO)["day"] == "yes"
        note_answers(store, TWO, {"day": "no", "licence_b": "yes"}, ("AB", NOW.replace(year=2020)))
        note_answers(store, TWO, {"travel": "yes"}, ("AB", NOW.replace(year=2027)))
        with pytest.raises(StoreError, match="answers"):
            note_answers(store, TWO, {"area:9999": "yes"}, ("AB", NOW))
        with pytest.raises(StoreError, match="answers"):
            note_answers(store, TWO, {"nights": "maybe"}, ("AB", NOW))
    bring(db, body(TWO, code="K4-PQR", sitting_id="5" * 32, visit_id="4" * 32))
    with Store.open(db) as store:
        stands = standing_answers(store, TWO)
        assert (stands["day"], stands["licence_b"], stands["travel"]) == ("yes", "yes", "yes")
        assert {row["about"] for row in noted_of(store, TWO)} == {"licence_b", "travel"}
