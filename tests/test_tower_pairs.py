"""The tower's matching: lists kept as they are opened, pairs with their reasons, decisions that fit, undone."""

import csv
import html
import io
import json
import re
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from threading import Event
from threading import enumerate as enumerate_threads
from typing import Any

import pytest
from store_kit import MEASURED, NOW, body, seen_twice
from tower_kit import KNOWING, Browser, bring, browsing, laid, ready, words

import export.store.matching as matching_store
from assets.texts import Catalogue
from assets.voice import Voice
from cli.main import main
from desk.match_words import Words
from desk.pages import group
from desk.telling import told_words
from export.store.decisions import Decision, decide, decisions_of
from export.store.erasing import erase
from export.store.firms import tie
from export.store.lists import kept_list, lists_of
from export.store.matching import for_candidate, preselect
from export.store.noting import standing_answers
from export.store.people import counted_of
from export.store.remarks import write
from export.store.store import Store, StoreError, audit_holds
from lab.waiting import until
from scenarios.reasons import FITTING
from scoring.match import Pair
from scoring.profile import statement
from tower.pages import matching
from tower.review import workshops_for
from tower.saying import decided_say, offer_say, pair_say

OFFER = "ex-cableur-evreux"
ONE, TWO = f"{1:032x}", f"{2:032x}"
KINDS = {"able": (0.99, 0.95, 0.9), "near": (0.9, 0.3, 0.1), "open": (0.95, 0.65, 0.3)}


def person(n: int, kind: str, **wishes: Any) -> dict[str, Any]:
    """A body whose measured habiletés have the chances of a kind."""
    made = body(f"{n:032x}", code=f"K4-{'CDFGHJ'[n % 6]}{'CDFGHJ'[n // 6]}T", sitting_id=f"{n:032x}")
    for name in MEASURED:
        chances = list(KINDS["able" if kind == "near" and name != "dexterite" else kind])
        said, level = statement(chances, 6, 2)
        made["readout"][name] |= {"p_levels": chances, "statement": said, "level": level}
        made["p_level_given_g"][name] = [chances] * 31
    return {**made, "wishes": {"places": {}, "conditions": {}, "commute": None, **wishes}}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Able, near, open, and one who said no to shifts and yes to a place."""
    return laid(tmp_path / "m.db", "four people", four_people)


def four_people(db: Path) -> None:
    no = person(4, "able", conditions={"shifts_2x8": "no"}, places={"2811": "yes"})
    bring(ready(db, "AB", "CD"), person(1, "able"), seen_twice(person(2, "near")), person(3, "open"), no)


def opened(browser: Browser, offer: str = OFFER) -> str:
    """Open the list of an offer; its path."""
    browser.see(f"/offers/{offer}")
    browser.send(f"/offers/{offer}/list")
    assert browser.path.startswith("/lists/")
    return browser.path


def test_opening_a_list_is_showing_it(engine: str, db: Path) -> None:
    """It is kept with its reasons, by whom, in the audit; reading it again shows nobody once more."""
    with browsing(db) as browser:
        browser.enter()
        path = opened(browser)
        browser.see(path)
        with Store.open(db) as store:
            (kept,) = lists_of(store)
            assert kept["made_by"] == "AB"
            assert kept["listed"] == 4
            assert store.rows("select actor from audit where action='preselect'") == [{"actor": "AB"}]
            assert audit_holds(store)


def test_a_long_list_opens_beside_the_pages(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Of many people: the pages answer, say how far it is, lead to the one list that is kept, and say when it fails."""
    monkeypatch.setattr(matching, "AT_ONCE", 3)
    bring(db, person(5, "able"))
    with Store.open(db) as store, store.writing() as connection:
        # Their time is over, and nobody has purged yet: they are compared with nothing.
        connection.execute("update candidates set expires_at='2020-01-01T00:00:00+00:00' where candidate_id=?",
                           (f"{5:032x}",))  # fmt: skip
    go_on, preselected = Event(), matching.preselect

    def slow(*words: Any, read: Callable[[int], None]) -> Any:
        read(2)
        assert go_on.wait(60)
        return preselected(*words, read=read)

    monkeypatch.setattr(matching, "preselect", slow)
    with browsing(db) as browser:
        browser.enter()
        for _ in range(2):
            browser.see(f"/offers/{OFFER}")
            browser.send(f"/offers/{OFFER}/list")
        assert until(lambda: "2 personnes" in browser.see(f"/offers/{OFFER}/list").text, 60)
        page = browser.see(f"/offers/{OFFER}/list")
        assert "2 personnes comparées sur 4" in page.text
        assert 'max="4" value="2"' in page.text
        assert '<noscript><meta http-equiv="refresh"' in page.text
        part = browser.see(f"/offers/{OFFER}/list/progress")
        assert 'value="2"' in part.text
        assert "HX-Refresh" not in part.headers
        go_on.set()
        for thread in [one for one in enumerate_threads() if one.name.startswith("tower-list")]:
            thread.join()
        assert browser.see(f"/offers/{OFFER}/list/progress").headers["HX-Refresh"] == "true"
        browser.see(f"/offers/{OFFER}/list")
        assert browser.path.startswith("/lists/")
        assert browser.see(f"/offers/{OFFER}/list").url.path == f"/offers/{OFFER}/lists"
        with Store.open(db) as store:
            (kept,) = lists_of(store)
            assert (kept["made_by"], kept["listed"]) == ("AB", 4)

        def fails(*_: Any, **__: Any) -> Any:
            raise StoreError("store.file")

        monkeypatch.setattr(matching, "preselect", fails)
        browser.see(f"/offers/{OFFER}")
        browser.send(f"/offers/{OFFER}/list")
        at_once = browser.text  # where it had failed already, this page said so
        for thread in [one for one in enumerate_threads() if one.name.startswith("tower-list")]:
            thread.join()
        assert "n&#39;a pas pu s&#39;ouvrir" in at_once + browser.see(f"/offers/{OFFER}/list").text


def test_who_is_erased_while_a_list_is_read_is_in_none(engine: str, db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Everybody was read; then somebody was erased, and somebody contested: the list that is kept knows it."""
    with Store.open(db) as store:
        ids = [row["candidate_id"] for row in store.rows("select candidate_id from candidates order by 1")]
        gone, contests = ids[0], ids[1]
        matched = matching_store.for_offer

        def meanwhile(*words: Any, **named: Any) -> Any:
            pairs = matched(*words, **named)
            erase(store, gone, NOW, "AB")
            write(store, contests, ("disagreement", "Non."), "AB", NOW)
            return pairs

        monkeypatch.setattr(matching_store, "for_offer", meanwhile)
        list_id, listed = preselect(store, OFFER, "AB", NOW)
        kept = kept_list(store, list_id)
        assert {pair.candidate_id for pair in listed} == {*ids} - {gone, contests}
        assert kept.left_out == ((contests, "contested"),)


def test_a_list_reads_in_four_words_and_three_and_ranks_nobody(db: Path) -> None:
    """Met, to confirm, still to show, not measured; said yes, said no, not asked; no number beside a person."""
    with browsing(db) as browser:
        browser.enter()
        opened(browser)
        page = words(browser.text)
        for said in ("montré", "à confirmer", "à montrer encore", "a dit non équipes en 2x8", "question pas posée"):
            assert said in page, said
        assert "pas un classement" in page
        # Each line says which level is asked and which the person's page says is shown.
        said = r"dextérité : l'offre demande « [^»]+ » ; dans le jeu, (montré : [^;.]+?)(?: ;|\.| [A-ZÀ-Ý])"
        lines = re.findall(said, page)
        assert set(lines) >= {"montré : solide", "montré : premiers gestes"}, lines
        assert "plutôt oui" in page
        assert "Les chances se disent quand" in page
        assert not re.search(r"\b(rang|score|n° ?1|premier de|0[,.]\d)", page)


def test_the_group_that_is_sure_enough_and_the_one_that_is_not_say_so_first(db: Path) -> None:
    """Somebody with points that are met or « plutôt oui » may stand in either: its first words tell which."""
    with Store.open(db) as store:
        names = [Voice(Catalogue.load(), "fr").say(f"tower.group.{name}") for name in ("A", "B")]
        words_of = Words(store, Voice(Catalogue.load(), "fr"))
        bring(db, person(20, "open"))
        pair = next(pair for pair in for_candidate(store, f"{20:032x}", NOW) if pair.band == "B" and not pair.unlikely)
    assert any(reason.leans for reason in pair.reasons)
    assert [name.split(" :")[0] for name in names] == [
        "Va avec ce que l'offre demande, d'après le jeu", "À confirmer d'abord"]  # fmt: skip
    assert words_of.say("tower.group.within.A") != words_of.say("tower.group.within.B")


def test_a_no_is_not_undone_by_what_is_shown(db: Path) -> None:
    """Of who said no to something of the job nothing tells which habileté would bring them to another group: none."""
    asked = {"shifts_2x8": "no", "shifts_3x8": "no", "standing": "no"}
    bring(db, person(21, "near", conditions=asked))
    with Store.open(db) as store:
        words_of = Words(store, Voice(Catalogue.load(), "fr"))
        pairs = [pair for pair in for_candidate(store, f"{21:032x}", NOW) if pair.changes]
        assert {pair.outside_wishes for pair in pairs} == {True, False}
        assert all(bool(words_of.change_line(pair)) != pair.outside_wishes for pair in pairs)


def test_a_list_that_is_read_again_says_of_what_hour_it_is(db: Path) -> None:
    """It stands as it was opened, beside decisions of now: which is which is said, and what is up to date."""
    with browsing(db) as browser:
        browser.enter()
        opened(browser)
        page = words(browser.text)
        assert re.search(r"Ouverte par AB le 24/11/2026, \d\d:\d\d", page)
        assert "telle qu'à cette heure" in page
        assert "La page d'une personne avec l'offre, elle, est à jour" in page


def test_the_page_of_a_pair_says_what_to_say_and_begins_with_what_stands(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """To the person: what the offer asks by how it stands, and what they were not asked. Once they are proposed: that
    too, and what to say to the employer; declined, nothing of what they show."""
    monkeypatch.setattr("desk.telling.said_by", lambda own, whole: "own")
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(path).text)
        assert "Pour ce poste, vous avez montré ce que l'offre demande : " in page
        assert "Dites-moi, oui ou non, pour : " in page
        assert "À dire à l'employeur" not in page
        browser.send(path, {**KNOWING, "choice": "propose:to_meet"})
        page = words(browser.text)
        assert page.index("Décidé : proposée, à rencontrer") < page.index("Exécuter des gestes avec dextérité")
        assert "Si vous en êtes d'accord, je vous propose à " in page
        assert ", pour une rencontre d'abord. " in page
        assert "À dire à l'employeur, une fois la personne d'accord" in page
        assert "Quand pouvez-vous la rencontrer ?" in page
        (seen,) = re.findall(r'name="seen" value="(\w+)"', browser.text)
        browser.clock.s += 60
        browser.send(path, {"choice": "decline:hours", "seen": seen})
        page = words(browser.text)
        assert "Je ne vous propose pas pour cette offre, à cause des horaires. Cela ne vaut que pour elle." in page
        assert "vous avez montré ce que l'offre demande" not in page
        assert "À dire à l'employeur" not in page


def test_the_employer_hears_how_much_was_played_and_no_chance(
    db: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One workshop is said to be one, on what is shown too; of two the number stands, and no « seul » is said."""
    monkeypatch.setattr("desk.telling.said_by", lambda own, whole: "own")
    for who, played, by in ((ONE, "un seul atelier tiré", "d'après ce seul atelier"),
                            (TWO, "2 ateliers tirés", "d'après ce qui a été joué")):
        with browsing(db) as browser:
            browser.enter()
            browser.see(f"/pairs/{OFFER}/{who}")
            browser.send(f"/pairs/{OFFER}/{who}", {**KNOWING, "choice": "propose:to_meet"})
            page = words(browser.text)
            assert f"Elle a joué {played} de métiers de l'aéronautique ; cela ne remplace pas un entretien." in page
            assert f"Montré au niveau que vous demandez, {by} : " in page
            assert "chance" not in page.partition("À dire à l'employeur")[2].partition("Quand pouvez-vous")[0]


def test_nobody_is_told_shown_what_its_own_moments_would_not_show(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """To the person and to the employer such a point is to confirm, with its reason, on the line as in what is said."""
    monkeypatch.setattr("desk.telling.said_by", lambda own, whole: "others")
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        browser.send(path, {**KNOWING, "choice": "propose:to_meet"})
        page = words(browser.text)
    assert "À confirmer à ce niveau : " in page
    assert "À confirmer, au niveau que ce poste demande : " in page
    reason = "tout ce qui a été fait, mis ensemble, le rend probable ; ses propres moments n'y suffisent pas encore"
    assert f"Pour chacune, {reason} : Respecter des normes et des consignes, Maintenir son attention" in page
    assert "tag shown" not in browser.text.partition("scale-words")[0]
    assert "même si la ligne le dit « à confirmer »" in page
    assert "vous avez montré ce que l'offre demande" not in page
    assert "Montré au niveau que vous demandez" not in page


def test_a_person_whose_moments_carry_nothing_is_told_shown_nowhere(db: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Page, card, why and offers: no green word, no « presque sûr » of it, and it stands among what is to confirm."""
    monkeypatch.setattr("desk.telling.said_by", lambda own, whole: "others")
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(f"/people/{TWO}").text
        reason = "le rend probable ; ses propres moments n'y suffisent pas encore"
        assert words(page).count(f"Tout ce qui a été fait, mis ensemble, {reason}") == len(MEASURED)
        assert "Rien n'est à confirmer" not in page
        own = page.partition("scale-words")[0]
        assert 'class="tag shown"' not in own
        assert "c'est presque sûr" not in own
        card = browser.see(f"/people/{TWO}/card").text
        assert re.search(r'<dt class="tag shown">montré</dt><dd>rien</dd>', card)
        offers = browser.see(f"/people/{TWO}/offers").text
        assert 'class="tag shown">montré</span>' not in offers
        assert "Les groupes et les chances vont par l'ensemble" in words(offers)
        for row in csv.DictReader(io.StringIO(browser.see(f"/people/{TWO}/card.csv").text), delimiter=";"):
            assert not row["Constat ou réponse"].startswith("montré")


def test_what_to_say_of_a_pair_is_one_text_on_the_list_and_on_its_page(db: Path) -> None:
    """« À dire plutôt » on the list of offers named other habiletés than the page of the same offer."""
    with Store.open(db) as store:
        voice = Voice(Catalogue.load(), "fr")
        words_of = told_words(store, voice)
        for pair in for_candidate(store, TWO, NOW):
            said = pair_say(voice, words_of, replace(pair, tenths=0))
            assert offer_say(voice, words_of, pair) in said
            assert not pair_say(voice, words_of, replace(pair, tenths=3))


def test_each_decision_has_words_to_say_aloud(db: Path) -> None:
    """Every verdict with every reason that fits it is a sentence in each language of the pages."""
    for language in ("fr", "en"):
        voice = Voice(Catalogue.load(), language)
        said = [decided_say(voice, verdict, reason, "") for verdict, reasons in FITTING.items() for reason in reasons]
        assert len(set(said)) == len(said)
        assert all(text.endswith(".") and "{" not in text for text in said)


def test_what_was_not_asked_is_asked_where_one_decides(db: Path) -> None:
    """The questions of this offer alone; the answers are noted as on the person's page, and the way back is none."""
    path = f"/pairs/{OFFER}/{TWO}?list=x"
    with browsing(db) as browser:
        browser.enter()
        names = re.findall(r'name="a-([\w:]+)" value="yes"', browser.see(path).text)
        assert names
        with Store.open(db) as store:
            pair = next(pair for pair in for_candidate(store, TWO, NOW) if pair.offer_id == OFFER)
            asked = [c.constraint for c in pair.conditions if c.state == "not_asked"]
        assert [name.partition(":")[0] for name in names] == asked
        held = {"text": "Elle rappelle lundi", "choice": "answers"}
        answer = browser.send(f"/pairs/{OFFER}/{TWO}", {f"a-{name}": "yes" for name in names} | held)
        assert (answer.url.path, answer.url.fragment) == (f"/pairs/{OFFER}/{TWO}", "decide")
        assert "Questions à poser à la personne" not in words(browser.text)
        assert ">Elle rappelle lundi</textarea>" in browser.text
        assert "Décidé :" not in words(browser.text)
        with Store.open(db) as store:
            assert {name: standing_answers(store, TWO)[name] for name in names} == dict.fromkeys(names, "yes")


def test_what_is_ticked_goes_with_the_reason_that_is_pressed(db: Path) -> None:
    """Answers and reason are one form: what is ticked is noted with the decision, and the employer hears it."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        names = re.findall(r'name="a-([\w:]+)" value="yes"', browser.see(path).text)
        browser.send(path, {f"a-{name}": "yes" for name in names} | {"choice": "propose:to_meet"})
        page = words(browser.text)
        assert "Décidé : proposée, à rencontrer" in page
        assert "Elle est d'accord pour : " in page
        assert "pas encore posé" not in page
        assert "question pas posée" not in page
        with Store.open(db) as store:
            assert {name: standing_answers(store, TWO)[name] for name in names} == dict.fromkeys(names, "yes")


def test_what_the_base_refuses_to_decide_leaves_the_answers_noted(db: Path) -> None:
    """A decision that may not be taken takes nothing of what the person said with it."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        (name, *_) = re.findall(r'name="a-([\w:]+)" value="yes"', browser.see(path).text)
        browser.send(path, {f"a-{name}": "no", "choice": "propose:place"})
        assert "Décidé :" not in words(browser.text)
        with Store.open(db) as store:
            assert standing_answers(store, TWO)[name] == "no"


def test_after_a_no_what_was_not_asked_is_folded_away(db: Path) -> None:
    """Of an offer that was refused nothing is to be asked, unless one comes back on it."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        assert "Si vous revenez sur ce non" not in browser.text
        browser.send(path, {"choice": "decline:hours"})
        fold = browser.text.index("<summary>Si vous revenez sur ce non")
        assert fold < browser.text.index("Questions à poser à la personne")


def low(n: int) -> dict[str, Any]:
    """Somebody who showed very little of one habileté."""
    chances, made = [0.1, 0.05, 0.01], person(n, "able")
    made["readout"]["dexterite"] |= {"p_levels": chances, "statement": statement(chances, 6, 1)[0], "level": 1}
    made["p_level_given_g"]["dexterite"] = [chances] * 31
    return made


def test_what_one_workshop_saw_is_to_confirm_in_a_list_as_on_the_page_and_no_chance_is_told(db: Path) -> None:
    """Person's page, list, sheet, offers of a person: « à confirmer », in B, why no chance is said; never D."""
    bring(db, low(5))
    five = f"{5:032x}"
    with browsing(db) as browser:
        browser.enter()
        path = opened(browser)
        sheet = browser.see(path + "/list.csv").content.decode("utf-8-sig")
        (row,) = [one for one in csv.DictReader(io.StringIO(sheet), delimiter=";") if one["Code"] == "K4-JCT"]
        assert row["Groupe"].startswith("À confirmer d'abord")
        under = "moins d'une chance sur deux, et donc à confirmer : Dextérité"
        assert row["Chances"] == f"les chances ne sont pas dites ({under})"
        assert "à confirmer : Exécuter des gestes avec dextérité" in row["Raisons"]
        assert "un seul atelier l'a regardé" in row["Raisons"]
        assert "à montrer encore" not in row["Raisons"]
        for page in (words(browser.see(path).text), words(browser.see(f"/people/{five}/offers").text)):
            assert row["Chances"][1:] in page
            assert "un seul atelier l'a regardé" in page
        assert "moins d'une chance sur 10" not in words(browser.text)
        # The pair names which workshops would tell, of what; none that counts already.
        pair = words(browser.see(f"/pairs/{OFFER}/{five}").text)
        with Store.open(db) as store:
            looks = workshops_for("dexterite", counted_of(store, five), "fr")
        assert any(re.search(rf"à jouer {title} : [^.]*Dextérité", pair) for title in looks), pair
        browser.see(f"/people/{five}/offers")
        able = words(browser.see(f"/people/{ONE}/offers").text)
        assert "d'avoir tous les niveaux que l'offre demande, d'après ce seul atelier" in able
    with Store.open(db) as store:
        say = Words(store, Voice(Catalogue.load(), "fr"))
        for who, alone in ((TWO, False), (five, True)):
            pairs = for_candidate(store, who, NOW)
            measured = [r for pair in pairs for r in pair.reasons if r.state != "not_measured"]
            assert {r.looked for r in measured} == {1 if alone else 2}
            assert any(r.state == "short" for pair in pairs for r in pair.reasons) is not alone
            told = "".join(say.reason(r, "adviser", pair) for pair in pairs for r in pair.reasons)
            assert ("un seul atelier l'a regardé" in told) is alone


def test_a_list_kept_under_earlier_rules_is_read_as_it_was_shown(db: Path) -> None:
    """Of match-2, who was low in one workshop stands in D with « moins d'une chance sur 10 »; the page says why."""
    bring(db, low(5))
    with browsing(db) as browser:
        browser.enter()
        list_id = opened(browser).rpartition("/")[2]
        assert "règles" not in words(browser.text).partition("Qui n'y est pas")[0]
        with Store.open(db) as store, store.writing() as connection:
            connection.execute("update preselections set engine_version='match-2'")
            (explain,) = connection.execute(
                "select explain from preselection_items where candidate_id=?", (f"{5:032x}",)
            ).fetchone()
            kept = json.loads(explain) | {"band": "D", "tenths": 0}
            for one in kept["reasons"]:
                del one["looked"]
                one |= {"state": "short"} if one["chance"] < 0.5 else {}
            shown = "update preselection_items set band='D', explain=? where candidate_id=?"
            connection.execute(shown, (json.dumps(kept), f"{5:032x}"))
        page = words(browser.see(f"/lists/{list_id}").text)
        for said in ("Moins d'une chance sur 10", "à montrer encore Exécuter des gestes avec dextérité",
                     "un seul atelier l'a regardé", "Cette liste a été ouverte avec les règles d'avant"):  # fmt: skip
            assert said in page, said


def test_a_list_and_its_sheet_are_those_of_the_command(db: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Page, sheet and `envol lists show` say the same of each person."""
    say = Voice(Catalogue.load(), "fr").say
    phrases = {by: (say(f"tower.told_by.{by}"), say(f"tower.told_by.{by}_of")) for by in ("own", "others", "expected")}
    alone = {by: (one, *(said[0].upper() + said[1:] for said in (one, of))) for by, (one, of) in phrases.items()}
    beside: set[str] = set()
    with browsing(db) as browser:
        browser.enter()
        path = opened(browser)
        page = words(browser.text)
        copy = browser.see(path + "/list.csv").content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(copy), delimiter=";"))
        assert len(rows) == 4
        for row in rows:
            assert row["Code"] in page
            for reason in row["Raisons"].split(" | "):
                # On the page the word stands as a tag before what is asked, and what its own moments say behind a
                # fold, once for all the points of which it is said.
                by = next((by for by, phrase in alone.items() if f" ; {phrase[0]}." in reason), "")
                said = f" ; {alone[by][0]}." if by else "."
                assert reason.replace(said, ".").replace(" : ", " ", 1) in page
                assert not by or any(phrase in page for phrase in alone[by][1:]), reason
                beside.add(by)
        assert beside >= {"", "own", "expected"}
        assert main(["--lang", "fr", "lists", "show", path.split("/")[2], "--db", str(db)]) == 0
        told = capsys.readouterr().out
        reasons = [reason for row in rows for reason in row["Raisons"].split(" | ")]
        assert all(reason in told for reason in reasons)


def test_nobody_is_lost_from_a_list(db: Path) -> None:
    """Past the end, or with a contested result: each left out by a rule in words, and one click away."""
    bring(db, *(person(n, "able") for n in range(5, 30)))
    with Store.open(db) as store:
        write(store, ONE, ("disagreement", "Ce n'est pas moi."), "AB", NOW)
    with browsing(db) as browser:
        browser.enter()
        path = opened(browser)
        assert "attend une réponse : 1" in words(browser.text)
        browser.see(path + "/left-out")
        gone = set(re.findall(r'href="/pairs/[\w-]+/(\w{32})\?', browser.text))
        with Store.open(db) as store:
            kept = kept_list(store, path.split("/")[2])
        shown = {pair.candidate_id for pair in kept.pairs}
        assert gone | shown == {f"{n:032x}" for n in range(1, 30)}
        assert ONE in gone
        assert not gone & shown
        browser.see(f"/pairs/{OFFER}/{ONE}")
        assert browser.path == f"/pairs/{OFFER}/{ONE}"


def test_what_was_not_asked_is_said_where_one_proposes_and_a_rule_of_ours_has_no_reading_day(db: Path) -> None:
    """Place and hours that nobody asked stand above the buttons; the work itself is a reason not to propose."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/pairs/{OFFER}/{ONE}")
        buttons = browser.text[browser.text.index('id="decide"') :]
        with Store.open(db) as store:
            unasked = [c for c in match_of(store).conditions if c.state == "not_asked"]
        assert ("Questions à poser à la personne" in words(buttons)) == bool(unasked)
        for choice in ("decline:work", "candidate_declined:work"):
            assert f'value="{choice}"' in buttons
        assert 'value="propose:work"' not in buttons
        for part in browser.text.split("<dl>")[1:]:
            said = words(part.split("</dl>")[0])
            own = "Une règle d'Envol" in said
            assert ("D'où vient cette règle" if own else "Sources, lues le") in said
            assert not (own and "lues le" in said)
        browser.send(f"/pairs/{OFFER}/{ONE}", {"choice": "decline:work"})
        assert "C'est décidé : pas proposée, le travail lui-même." in words(browser.text)


def match_of(store: Store) -> Pair:
    """The pair of the tests, as a person's list has it."""
    return next(pair for pair in for_candidate(store, ONE, NOW) if pair.offer_id == OFFER)


def test_a_full_list_says_its_rule_and_is_made_longer_by_a_button(engine: str, db: Path) -> None:
    """Where it ended and what decides there, in words to defend; a longer one is kept beside, nobody is past it."""
    bring(db, *(person(n, "able") for n in range(5, 30)))
    with browsing(db) as browser:
        browser.enter()
        opened(browser)
        page = words(browser.text)
        assert "La liste s'arrête à 20 personnes." in page
        assert "un tirage au sort décide" in page
        assert re.findall(r'name="most" value="(\w+)"', browser.text) == ["all"]
        browser.send(f"/offers/{OFFER}/list", {"most": "all"})
        assert "Montrer tout le monde" not in browser.text
        with Store.open(db) as store:
            first, longer = sorted(lists_of(store), key=lambda one: int(one["listed"]))
            assert (longer["listed"], first["listed"]) == (29, 20)
            assert kept_list(store, longer["preselection_id"]).left_out == ()
        browser.see(f"/offers/{OFFER}")
        browser.send(f"/offers/{OFFER}/list", {"most": "9999"})
        with Store.open(db) as store:
            assert sorted(one["listed"] for one in lists_of(store)) == [20, 20, 29]
            with store.writing() as connection:
                connection.execute("update offers set status='filled' where offer_id=?", (OFFER,))
        assert 'name="most"' not in browser.see(browser.path).text


def test_a_persons_offers_are_all_there_by_group(db: Path) -> None:
    """Every open offer once, over the groups and the pages; the sheet holds them all."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{TWO}/offers")
        with Store.open(db) as store:
            pairs = for_candidate(store, TWO, browser.clock.now())
        linked = rf'href="/pairs/([\w-]+)/{TWO}"'
        first, page = set(re.findall(linked, browser.text)), words(browser.text)
        counts = Counter(group(pair) for pair in pairs)
        near = {"A": "Va avec ce que", "B": "À confirmer d", "C": "Possible", "to_complete": "À", "D": "Un chemin",
                "outside": "La"}  # fmt: skip
        heads = re.findall(r"<summary><h2>([^<]+)", browser.text)
        assert all(map(str.startswith, heads, [head for name, head in near.items() if counts[name]]))
        assert not re.search(r"\bgroupes? [A-D]\b|[A-D] ·", page), "a letter would be read as a rank"
        assert browser.text.count("<details class=\"fold\" open>") == 1
        assert all(f"{n} offre" in page for n in counts.values())
        found = []
        for name in counts:
            browser.see(f"/people/{TWO}/offers?group={name}")
            found += re.findall(linked, browser.text)
        assert first <= set(found)
        assert sorted(found) == sorted(pair.offer_id for pair in pairs)
        copy = browser.see(f"/people/{TWO}/offers.csv").content.decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(copy), delimiter=";"))) == len(pairs)


def test_what_is_decided_stands_beside_the_offer_and_on_its_page(db: Path) -> None:
    """« Les offres pour elle » marks it, the page of the offer names whom, and the person's page leads to the pair."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        assert "Ce qui est décidé" not in browser.see(f"/offers/{OFFER}").text
        browser.see(path)
        browser.send(path, {**KNOWING, "choice": "propose:to_meet"})
        offers = browser.see(f"/people/{TWO}/offers").text
        assert offers.count('<span class="tag stands">') == 1
        assert re.search(rf'href="{path}">[^<]*</a> <span class="tag stands">proposée</span>', offers)
        offer = browser.see(f"/offers/{OFFER}").text
        assert re.search(rf'href="{path}">[^<]+</a> · <b>proposée</b>, à rencontrer', offer)
        person = browser.see(f"/people/{TWO}").text
        assert person.index('href="#decisions"') < person.index('id="said"') < person.index('id="decisions"')
        assert f'href="{path}"' in person


def test_a_decision_is_a_button_with_a_reason_that_fits(db: Path) -> None:
    """Every button says a verdict and one of its own reasons; what no button says is refused; it is signed and kept."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        buttons = set(re.findall(r'name="choice" value="([\w:]+)"', browser.text))
        buttons.discard("answers")
        assert buttons == {f"{verdict}:{reason}" for verdict, fitting in FITTING.items() for reason in fitting}
        for wrong in ("decline:fits", "propose:place", "hire:fits", "", "propose", ":"):
            browser.send(path, {"choice": wrong})
            assert 'role="alert"' in browser.text
        browser.send(path, {"choice": "keep:fits_with_training", "scheme": "poei"})
        assert "C&#39;est décidé" in browser.text
        assert "en vigueur" in browser.text
        browser.see("/decisions")
        assert "convient avec une formation" in browser.text
    with Store.open(db) as store:
        (made,) = decisions_of(store)
        assert (made["adviser"], made["verdict"], made["scheme"]) == ("AB", "keep", "poei")


@pytest.mark.parametrize(
    ("choice", "person", "employer"),
    [("propose:to_meet", True, True), ("keep:more_evidence", True, False), ("decline:place", False, False)],
)
def test_the_way_that_was_chosen_is_in_what_is_said(db: Path, choice: str, person: bool, employer: bool) -> None:
    """« PMSMP » stood beside the decision and in neither text; its conditions are still to be checked, and that is
    said; of an offer that is off no way is told."""
    path = f"/pairs/{OFFER}/{TWO}"
    with browsing(db) as browser:
        browser.enter()
        assert "La voie prévue" not in words(browser.see(path).text)
        browser.send(path, {**KNOWING, "choice": choice, "scheme": "pmsmp"})
        said = [words(text) for text in re.findall(r'<p class="aloud">(.*?)</p>', browser.text)]
        way = "La voie prévue est « Immersion professionnelle, PMSMP » ; ses conditions restent à vérifier"
        assert [way in text for text in said] == [person, *([True] if employer else [])]


def test_two_advisers_who_decide_at_once_do_not_overwrite_each_other(db: Path) -> None:
    """The second reads what the first decided meanwhile, and nothing of theirs is written before they decide again."""
    path = f"/pairs/{OFFER}/{ONE}"
    with browsing(db) as first:
        first.enter("AB")
        first.see(path)
        with Store.open(db) as store:
            decide(store, Decision(OFFER, ONE, "decline", "place", "CD"), first.clock.now())
        # The form still holds what stood when the page was read: nothing.
        first.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
        assert "pendant que cette page était ouverte" in html.unescape(first.text)
        with Store.open(db) as store:
            assert [one["adviser"] for one in decisions_of(store)] == ["CD"]
        seen = re.search(r'name="seen" value="(\w+)"', first.text)
        assert seen
        first.send(path, {**KNOWING, "choice": "propose:fits", "seen": seen[1]})
        with Store.open(db) as store:
            made = [(one["adviser"], one["state"]) for one in decisions_of(store)]
            assert made == [("AB", "stands"), ("CD", "superseded")]


def test_a_decision_is_undone_with_a_reason_and_stays(db: Path) -> None:
    """Once; the one before stands again; a reason that is none is refused."""
    path = f"/pairs/{OFFER}/{ONE}"
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        browser.send(path, {"choice": "keep:to_meet", "seen": ""})
        made = re.search(r"/decisions/(\w+)/undo", browser.text)
        assert made
        undo = f"/decisions/{made[1]}/undo"
        browser.send(undo, {"reason": "because"})
        assert browser.path == "/decisions"
        browser.see(path)
        browser.send(undo, {"reason": "mistake"})
        assert "défaite" in browser.text
        browser.see(path)
        assert undo not in browser.text


def test_what_was_just_decided_is_undone_beside_it_and_the_list_stays_in_reach(db: Path) -> None:
    """« C'est décidé » holds « Défaire » with its reasons, once; whatever is sent, the way back to the list stays."""
    with Store.open(db) as store:
        kept = preselect(store, OFFER, "AB", NOW)[0]
    path, back = f"/pairs/{OFFER}/{ONE}", f'href="/lists/{kept}"'

    def beside(browser: Browser) -> str:
        return browser.text.partition('id="decide"')[2].partition('<div class="field">')[0]

    with browsing(db) as browser:
        browser.enter()
        browser.see(f"{path}?list={kept}")
        browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": "wrong", "list": kept})
        assert 'role="alert"' in browser.text
        assert back in browser.text, "also where it was refused"
        answer = browser.send(path, {"choice": "keep:to_meet", "seen": "", "list": kept})
        assert str(answer.url).endswith("#decide")
        (undo,) = re.findall(r'action="(/decisions/\w+/undo)"', beside(browser))
        assert "C'est décidé" in words(beside(browser))
        assert {"mistake", "changed"} <= set(re.findall(r'name="reason" value="(\w+)"', beside(browser)))
        assert back in browser.text
        again = browser.text
        browser.see(f"{path}?list={kept}")
        assert "/undo" not in beside(browser), "only beside what is new"
        browser.text = again
        assert f'name="list" value="{kept}"' in beside(browser)
        browser.send(undo, {"reason": "mistake", "list": kept})
        assert "défaite" in words(browser.text)
        assert back in browser.text
        assert "/undo" not in beside(browser)
        browser.send(f"{path}/situation", {"person": "", "contract": "", "list": kept})
        assert back in browser.text


def test_who_is_tied_to_the_firm_does_not_decide_and_it_is_logged(db: Path) -> None:
    """Said on the page, refused by the base itself whichever way it is asked, and kept in the audit."""
    path = f"/pairs/{OFFER}/{ONE}"
    with Store.open(db) as store:
        employer = store.rows("select employer_id from offers where offer_id=?", OFFER)[0]["employer_id"]
        tie(store, "AB", employer, True, ("CD", NOW))
        with pytest.raises(StoreError, match=r"decide\.tied"):
            decide(store, Decision(OFFER, ONE, "keep", "to_meet", "AB"), NOW)
    with browsing(db) as browser:
        browser.enter("AB")
        browser.see(path)
        assert "un lien avec cette entreprise" in browser.text
        browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
        assert "Le refus est noté" in browser.text
        browser.send("/lock")
        browser.enter("CD")
        browser.see(path)
        browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
        assert "C&#39;est décidé" in browser.text
    with Store.open(db) as store:
        refused = store.rows("select actor, object from audit where action='decide.refused_tied'")
        assert refused == [{"actor": "AB", "object": OFFER}] * 2
        assert [one["adviser"] for one in decisions_of(store)] == ["CD"]


def test_a_contested_result_is_proposed_to_nobody_before_an_answer(db: Path) -> None:
    """The refusal says what to do; once answered it goes."""
    path = f"/pairs/{OFFER}/{ONE}"
    with Store.open(db) as store:
        remark = write(store, ONE, ("disagreement", "Non."), "AB", NOW)
    with browsing(db) as browser:
        browser.enter()
        browser.see(path)
        browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
        assert "Répondez-lui d&#39;abord" in browser.text
        with Store.open(db) as store:
            write(store, ONE, ("answer", "Vu."), "AB", NOW, remark)
        browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
        assert "C&#39;est décidé" in browser.text


def test_the_situation_is_asked_once_and_written_nowhere(db: Path) -> None:
    """It changes what the rules propose, for every offer of the person, and no table holds it."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/pairs/{OFFER}/{TWO}")
        assert 'value="poei"' in browser.text
        browser.send(f"/pairs/{OFFER}/{TWO}/situation", {"person": "employee", "has_prescriber": "yes"})
        assert 'value="poei"' not in browser.text
        other = re.search(r'href="/pairs/(ex-[\w-]+)/', browser.see(f"/people/{TWO}/offers").text)
        assert other
        browser.see(f"/pairs/{other[1]}/{TWO}")
        assert '<option value="employee" selected>' in browser.text
        browser.send("/lock")
        browser.enter("CD")
        browser.see(f"/pairs/{OFFER}/{TWO}")
        assert 'value="poei"' in browser.text
    with Store.open(db) as store:
        tables = store.rows("select name from sqlite_schema where type='table'")
        assert "employee" not in "".join(str(store.rows(f"select * from {row['name']}")) for row in tables)


def test_what_is_not_there_is_a_sentence(db: Path) -> None:
    """An unknown person, offer, list or decision; a closed offer has no list."""
    with browsing(db) as browser:
        browser.enter()
        for path in (f"/pairs/{OFFER}/{'f' * 32}", f"/pairs/none/{ONE}", "/lists/ffff", "/lists/x/left-out",
                     "/offers/none", "/offers/none/lists", f"/people/{'f' * 32}/offers"):  # fmt: skip
            answer = browser.see(path)
            assert answer.status_code == 404, path
            assert "n&#39;a pas été fait" in answer.text
        browser.see(f"/offers/{OFFER}")
        token = browser.token(f"/offers/{OFFER}/list")
        browser.send(f"/offers/{OFFER}", {"what": "state", "state": "closed"})
        browser.client.post(f"/offers/{OFFER}/list", data={"token": token}, headers=browser.headers)
    with Store.open(db) as store:
        assert lists_of(store) == []


def test_a_contested_result_goes_out_on_no_sheet_and_no_verdict_before_an_answer(db: Path) -> None:
    """Kept lists, card and offers as sheets; no decision upon them, but their own no is noted. Then all comes back."""
    with Store.open(db) as store:
        code = store.rows("select code from candidates where candidate_id=?", ONE)[0]["code"]
        list_id, _ = preselect(store, OFFER, "AB", NOW)
        remark = write(store, ONE, ("disagreement", "Non."), "AB", NOW)
    sheets = (f"/lists/{list_id}/list.csv", f"/people/{ONE}/offers.csv", f"/people/{ONE}/card.csv")
    path = f"/pairs/{OFFER}/{ONE}"
    with browsing(db) as browser:
        browser.enter()
        for sheet in sheets:
            assert code not in browser.see(sheet).text, sheet
        assert code not in browser.see(f"/lists/{list_id}").text
        assert code in browser.see(f"/lists/{list_id}/left-out").text
        browser.see(path)
        for choice in ("propose:fits", "keep:fits", "decline:level", "keep:later"):
            browser.send(path, {"choice": choice, "seen": ""})
            assert "C&#39;est décidé" not in browser.text, choice
        with Store.open(db) as store:
            assert store.rows("select 1 from decisions") == []
        browser.send(path, {"choice": f"candidate_declined:{FITTING['candidate_declined'][0]}", "seen": ""})
        assert "C&#39;est décidé" in browser.text
        with Store.open(db) as store:
            write(store, ONE, ("answer", "Vu."), "AB", NOW, remark)
        for sheet in sheets[:1]:
            assert code in browser.see(sheet).text
        assert browser.see(sheets[2]).status_code == 200


def test_nobody_is_proposed_for_an_offer_that_is_not_open(db: Path) -> None:
    """Filled or closed since the page was opened; a no is still noted."""
    path = f"/pairs/{OFFER}/{ONE}"
    with browsing(db) as browser:
        browser.enter()
        for state in ("filled", "closed"):
            browser.see(path)
            with Store.open(db) as store, store.writing() as connection:
                connection.execute("update offers set status=? where offer_id=?", (state, OFFER))
            browser.send(path, {**KNOWING, "choice": "propose:fits", "seen": ""})
            assert "pas ouverte" in browser.text
        browser.send(path, {"choice": f"decline:{FITTING['decline'][0]}", "seen": ""})
        assert "C&#39;est décidé" in browser.text
