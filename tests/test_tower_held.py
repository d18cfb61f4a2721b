"""What a disagreement holds: every way out, until somebody answers. And what a no stops, and what a decision keeps."""

import csv
import io
import re
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from store_kit import NOW
from test_tower_fair import OFFERS, built, short_search, six_proposed
from test_tower_pairs import OFFER, ONE, TWO, four_people
from tower_kit import KNOWING, browsing, laid, words

from cli.main import main
from export.fairs.planning import meetings
from export.fairs.proposals import firms_not_there, not_met
from export.store.contests import contested
from export.store.decisions import Decision, decide, decisions_of
from export.store.following import FollowUp, due, follow, followed
from export.store.remarks import write
from export.store.store import Store, StoreError

__all__ = ["short_search"]
AGREED = "C'est décidé"
SAID = "n'est pas d'accord"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Four people, as on the pages of pairs."""
    return laid(tmp_path / "m.db", "four people", four_people)


@pytest.fixture
def fair(tmp_path: Path) -> Path:
    """Six people, all proposed for two offers of two firms."""
    return laid(tmp_path / "f.db", "six proposed", six_proposed)


def contest(db: Path, who: str) -> str:
    """Somebody disagrees with their result; the id of it."""
    with Store.open(db) as store:
        return write(store, who, ("disagreement", "Non."), "AB", NOW)


def test_what_was_proposed_before_a_disagreement_is_held_and_said_to_be(db: Path) -> None:
    """« Ce résultat ne part nulle part » stood above « proposée … en vigueur », and the page of the offer still gave
    what to say to the employer. Held on every page; with the answer it stands as it stood."""
    path, code = f"/pairs/{OFFER}/{ONE}", ""
    with Store.open(db) as store:
        decide(store, Decision(OFFER, ONE, "propose", "fits", "AB"), NOW)
        code = store.rows("select code from candidates where candidate_id=?", ONE)[0]["code"]
    with browsing(db) as browser:
        browser.enter()
        assert "À dire à l'employeur" in words(browser.see(path).text)
        remark = contest(db, ONE)
        page = words(browser.see(path).text)
        assert "En attente : proposée, convient, décidé avant le désaccord" in page
        for gone in ("À dire à l'employeur", "Décidé : proposée", "je vous propose", "Pour ce poste, vous avez montré"):
            assert gone not in page, gone
        assert "ce que j'avais décidé pour cette offre attend aussi" in page
        # Nothing but their own no can be decided, and what is held can be undone.
        choices = set(re.findall(r'name="choice" value="(\w+):', browser.text))
        assert choices == {"candidate_declined"}
        assert re.search(r"/decisions/\w+/undo", browser.text)
        for page_of in (f"/people/{ONE}", "/decisions", f"/offers/{OFFER}", f"/people/{ONE}/offers", "/after"):
            seen = words(browser.see(page_of).text)
            assert "son désaccord n'a pas de réponse" in seen, page_of
            assert "en vigueur" not in seen, page_of
        sheet = browser.see("/decisions/list.csv").content.decode("utf-8-sig")
        assert "en attente : son désaccord n'a pas de réponse" in sheet
        answer = browser.see("/people/list.csv").content.decode("utf-8-sig")
        people = list(csv.reader(io.StringIO(answer), delimiter=";"))
        at = people[0].index("Décisions en vigueur")
        assert [row[at] for row in people if code in row] == ["0"]
        with Store.open(db) as store:
            write(store, ONE, ("answer", "Vu."), "AB", NOW, remark)
        page = words(browser.see(path).text)
        assert "Décidé : proposée, convient" in page
        assert "À dire à l'employeur" in page
        with Store.open(db) as store:
            assert [row["state"] for row in decisions_of(store)] == ["stands"]


def test_their_own_no_is_not_held(db: Path) -> None:
    """Who says no to an offer and disagrees with their result has said no all the same."""
    with Store.open(db) as store:
        decide(store, Decision(OFFER, ONE, "candidate_declined", "place", "AB"), NOW)
    contest(db, ONE)
    with Store.open(db) as store:
        assert [row["state"] for row in decisions_of(store)] == ["stands"]


def test_no_page_of_who_contests_is_printed(db: Path) -> None:
    """The result, the sheet, why, the offers, the pair: paper has one sentence before an answer, and no button."""
    pages = [f"/people/{ONE}", f"/people/{ONE}?whole=1", f"/people/{ONE}/card", f"/people/{ONE}/why/dexterite",
             f"/people/{ONE}/offers", f"/people/{ONE}/tries", f"/people/{ONE}/pass",
             f"/pairs/{OFFER}/{ONE}"]  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        for page in pages:
            assert "held-says" not in browser.see(page).text, page
        remark = contest(db, ONE)
        for page in pages:
            seen = browser.see(page).text
            assert '<body class="held"' in seen, page
            assert "Cette page ne s'imprime pas" in words(seen), page
        assert "data-print" not in browser.see(f"/people/{ONE}/card").text
        assert "card.csv" not in browser.text
        # Another person's pages print as before.
        assert "held-says" not in browser.see(f"/people/{TWO}/card").text
        with Store.open(db) as store:
            write(store, ONE, ("answer", "Vu."), "AB", NOW, remark)
        assert "data-print" in browser.see(f"/people/{ONE}/card").text
        css = browser.client.get("/static/tower.css").text
        assert ".held main > :not(.held-says) { display: none !important; }" in css


def test_the_commands_hold_it_too(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """`envol bridges --code` told the ways of a contested result; the list of decisions says that one is held."""
    with Store.open(db) as store:
        decide(store, Decision(OFFER, ONE, "propose", "fits", "AB"), NOW)
        code = store.rows("select code from candidates where candidate_id=?", ONE)[0]["code"]
    contest(db, ONE)
    assert main(["bridges", "--db", str(db), "--code", code]) != 0
    assert SAID in "".join(capsys.readouterr())
    assert main(["decisions", "list", "--db", str(db)]) == 0
    assert "en attente : son désaccord n'a pas de réponse" in capsys.readouterr().out


def test_no_employer_is_asked_for_news_of_who_contests(db: Path) -> None:
    """Two weeks after the proposal, and three months after a hiring: asked again once they were answered."""
    with Store.open(db) as store:
        decide(store, Decision(OFFER, ONE, "propose", "fits", "AB"), NOW)
        later = (NOW + timedelta(days=20)).date()
        assert [row["asks"] for row in due(store, later)] == ["news"]
        remark = write(store, ONE, ("disagreement", "Non."), "AB", NOW)
        assert due(store, later) == []
        assert [row["held"] for row in followed(store)] == [1]
        write(store, ONE, ("answer", "Vu."), "AB", NOW, remark)
        follow(store, FollowUp(ONE, OFFER, "hired", NOW.date().isoformat()), ("AB", NOW))
        later = (NOW + timedelta(days=100)).date()
        assert [row["asks"] for row in due(store, later)] == ["three"]
        write(store, ONE, ("disagreement", "Encore non."), "AB", NOW)
        assert due(store, later) == []


def test_a_fair_says_nothing_outside_of_who_contests(fair: Path) -> None:
    """Their hour is on no sheet and in no file, they are planned no more, and the page says why."""
    who = f"{2:032x}"
    with browsing(fair) as browser:
        browser.enter()
        path = built(browser)
        browser.send(f"{path}/plan", {"how": "all"})
        fair_id = path.rpartition("/")[2]
        with Store.open(fair) as store:
            code = store.rows("select code from candidates where candidate_id=?", who)[0]["code"]
        sheets = [f"{path}/sheets/stands", f"{path}/sheets/people", f"{path}/list.csv"]
        assert all(code in browser.see(sheet).text for sheet in sheets)
        remark = contest(fair, who)
        for sheet in sheets:
            assert code not in browser.see(sheet).text, sheet
        assert "et attend une réponse ; son heure" in words(browser.see(path).text)
        with Store.open(fair) as store:
            assert all(one.key[0] != who for one in meetings(store, fair_id, NOW))
            assert {one.why for one in not_met(store, fair_id) if one.candidate_id == who} == {"held"}
            assert all(row["people"] <= 5 for row in firms_not_there(store, fair_id, guests_only=False))
            write(store, who, ("answer", "Vu."), "AB", NOW, remark)
        for sheet in sheets:
            assert code in browser.see(sheet).text, sheet
    assert len(OFFERS) == 2


def asked_of(text: str) -> list[str]:
    """What the page of a pair asks, as its form names it."""
    return re.findall(r'name="a-([\w:]+)" value="yes"', text)


def test_a_no_asks_before_a_proposal_and_nothing_is_decided(db: Path) -> None:
    """Eight times 2x8 « a dit non » and « Convient » in one press decided, and said that both go together."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        name = asked_of(browser.see(path).text)[-1]
        browser.send(path, {f"a-{name}": "no", "choice": "propose:fits", "text": "Elle rappelle lundi"})
        page = words(browser.text)
        assert AGREED not in page
        assert "Rien n'est décidé : demandez-lui si elle veut quand même être proposée" in page
        assert 'name="despite"' in browser.text
        assert ">Elle rappelle lundi</textarea>" in browser.text
        with Store.open(db) as store:
            assert decisions_of(store) == []
            with pytest.raises(StoreError, match=r"decide\.said_no"):
                decide(store, Decision(OFFER, TWO, "propose", "to_meet", "AB"), NOW)
        unasked = {"unasked": "yes", "text": "Elle rappelle lundi"}
        browser.send(path, {"choice": "propose:fits", "despite": "yes", **unasked})
        page = words(browser.text)
        assert AGREED in page
        assert "vont ensemble" not in page
        assert "vous allez ensemble" not in page
        assert "Pour ce poste, il y a ce à quoi vous avez dit non : " in page
        assert "Vous avez dit non à" not in page
        assert "Elle a dit non à : " in page
        assert "Si cela peut s'arranger avec vous, quand pouvez-vous la rencontrer ?" in page


def test_a_no_that_stood_already_asks_too_and_what_is_kept_in_view_does_not(db: Path) -> None:
    """Every other verdict is taken at once; what is said of an offer in view names the no once."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        name = asked_of(browser.see(path).text)[-1]
        browser.send(path, {f"a-{name}": "no", "choice": "answers"})
        browser.see(path)
        browser.send(path, {**KNOWING, "choice": "propose:to_meet"})
        assert AGREED not in words(browser.text)
        browser.send(path, {"choice": "keep:to_meet"})
        page = words(browser.text)
        assert AGREED in page
        assert "Je garde cette offre en vue, même si vous avez dit non à : " in page


def test_a_decision_keeps_what_the_screen_showed_when_it_was_pressed(db: Path) -> None:
    """The tower « proposait d'abord » what it showed, not what it made of the answers that the same press saved."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        text = browser.see(path).text
        first = re.search(r'name="first" value="([\w]*)"', text)
        assert first
        assert first[1]
        label = re.search(r'id="ways".*?<summary>(.*?)</summary>', text, re.S)
        assert label
        said = {f"a-{name}": "no" for name in asked_of(text)}
        browser.send(path, {**said, "choice": "keep:to_meet", "first": first[1]})
        assert AGREED in words(browser.text)
        with Store.open(db) as store:
            (made,) = decisions_of(store)
            assert made["proposed_scheme"] == first[1]
            with pytest.raises(StoreError, match=r"decide\.unknown_scheme"):
                decide(store, Decision(OFFER, TWO, "keep", "to_meet", "AB", first="none of ours"), NOW)


def test_a_proposal_asks_first_about_what_nobody_asked(db: Path) -> None:
    """« Convient » in one press, three questions unasked, was a decision. They are named where it was pressed and what
    was typed stays; asked, it goes; unasked, it goes by a tick and a why, which the history keeps; both are undone."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        questions = asked_of(browser.see(path).text)
        assert 'name="unasked"' not in browser.text
        answer = browser.send(path, {"choice": "propose:fits", "text": "Vue ce matin"})
        assert answer.url.fragment == "decide"
        page = words(browser.text)
        assert f"Rien n'est décidé : {len(questions)} question" in page
        assert 'name="unasked"' in browser.text
        assert ">Vue ce matin</textarea>" in browser.text
        for given in ({"unasked": "yes", "text": " "}, {"text": "Elle part demain"}):
            browser.send(path, {"choice": "propose:fits", **given})
        with Store.open(db) as store:
            assert decisions_of(store) == []
        browser.send(path, {"choice": "propose:fits", "unasked": "yes", "text": "Elle part demain"})
        with Store.open(db) as store:
            (proposed,) = (row for row in decisions_of(store) if row["verdict"] == "propose")
        assert proposed["words"].startswith("Proposée sans avoir demandé : ")
        assert proposed["words"].endswith(". Elle part demain")
        browser.send(f"/decisions/{proposed['decision_id']}/undo", {"reason": "mistake"})
        browser.see(path)
        browser.send(path, {f"a-{name}": "yes" for name in questions} | {"choice": "propose:fits"})
        with Store.open(db) as store:
            assert [row["words"] for row in decisions_of(store) if row["state"] == "stands"] == [""]
        # What is not proposed asks nothing first.
        browser.see(f"/pairs/{OFFER}/{ONE}")
        browser.send(f"/pairs/{OFFER}/{ONE}", {"choice": "keep:more_evidence"})
        assert AGREED in words(browser.text)


def test_a_page_of_somebody_asks_once_whether_a_disagreement_waits(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The page and what is printed of it are one answer."""
    asked: list[str] = []

    def contested_once(store: Store, who: str) -> list[dict[str, Any]]:
        asked.append(who)
        return contested(store, who)

    monkeypatch.setattr("tower.call.contested", contested_once)
    with browsing(db) as browser:
        browser.enter()
        for path in (f"/people/{TWO}", f"/people/{TWO}/offers", f"/pairs/{OFFER}/{TWO}", f"/people/{TWO}/pass"):
            asked.clear()
            assert browser.see(path).status_code == 200
            assert asked == [TWO], path
        contest(db, TWO)
        asked.clear()
        assert 'class="held"' in browser.see(f"/people/{TWO}").text
        assert asked == [TWO]
