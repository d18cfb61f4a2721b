"""The tower's people: found by code, each result explained down to the act, contested, printed; page equals sheet."""

import asyncio
import csv
import html
import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from jinja2 import Environment, FileSystemLoader
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, laid, played, ready, robots_run, words

from assets.texts import Catalogue
from assets.voice import Voice
from desk.card_words import looked_said, mark_said
from desk.match_words import Words
from desk.unsure import why_unsure
from export.packets.body import Agreement, What, Who, make_body
from export.packets.keys import ORGANISATION_FILE
from export.store.beside import home_beside
from export.store.days import DayPlan, note_seat, plan_day, seat_station, turn
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.matching import preselect
from export.store.moments import stamp
from export.store.observing import open_watch
from export.store.people import Margin, Wanted, counted_of, people_count, people_in_turn, people_list
from export.store.readings import note_reading, read_by
from export.store.remarks import visible, write
from export.store.shown import UNSEEN, state_of, with_states
from export.store.store import Store, StoreError
from game.journey.measured import observed, profile_of
from lab.robots import trace_of
from scenarios.reference import habiletes
from scoring.evidence import observe
from scoring.match import Wishes
from scoring.profile import read_out, statement
from scoring.types import CUT, LEVEL_CUTS, SHARES, Observation, share
from tower.call import in_turn
from tower.pages.people import margin_said
from tower.pages.rescoring import drawing
from tower.review import Evidence, _ReviewWords, facts_of, installed, pulled, seen_in, weighed, weight, workshops_for
from tower.settling import settling

ONE = f"{1:032x}"
SCRIPT = "<script>alert(1)</script>"


def sheet(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV as French Excel reads it."""
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one person who really played, and two whose result holds no run."""
    return laid(tmp_path / "m.db", "three people", three_people)


def three_people(db: Path) -> None:
    others = [body(f"{n:032x}", code=f"K4-{name}", sitting_id=f"{n:032x}") for n, name in ((2, "CDF"), (3, "GHJ"))]
    bring(ready(db, "AB", "CD"), played(ONE), *others)


def test_an_empty_base_says_how_somebody_comes(tmp_path: Path) -> None:
    """No table of nothing: one sentence, and the one thing to do."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/people")
        assert "Personne n&#39;a encore partagé" in browser.text
        assert "<table" not in browser.text
        assert browser.see("/people/" + ONE).status_code == 404


def test_people_are_found_by_code_and_nothing_typed_stands_in_an_address(db: Path) -> None:
    """Any case, with or without the dash; a day; all again. The sheet holds what the page shows."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/people")
        assert all(f">{code}<" in browser.text for code in ("K4-MTQ", "K4-CDF", "K4-GHJ"))
        assert len(sheet(browser.see("/people/list.csv"))) == 3
        for typed, found in (("k4cd", ["K4-CDF"]), ("K4-", ["K4-CDF", "K4-GHJ", "K4-MTQ"]), ("%", None), ("ZZ", [])):
            browser.see("/people")
            answer = browser.send("/people/choose", {"code": typed})
            assert str(answer.url).endswith("/people")
            listed = re.findall(r'class="code" href="/people/\w+">([^<]+)<', browser.text)
            assert listed == (found if found is not None else ["K4-CDF", "K4-GHJ", "K4-MTQ"])
            assert [row["Code"] for row in sheet(browser.see("/people/list.csv"))] == listed
        browser.see("/people")
        browser.send("/people/choose", {"code": "K4", "day": "2020-01-01"})
        assert "Personne ne correspond" in browser.text
        browser.send("/people/choose", {"what": "all", "code": "x"})
        assert "3 personnes" in browser.text


def test_many_people_come_by_pages(db: Path) -> None:
    """Each person stands on one page, once; a page that is none is the last or the first."""
    bring(db, *(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}") for n in range(10, 70)))
    with browsing(db) as browser:
        browser.enter()
        found: list[str] = []
        for page in (1, 2):
            browser.see(f"/people?page={page}")
            found += re.findall(r'class="code" href="/people/(\w{32})"', browser.text)
        assert len(found) == len(set(found)) == 63
        for wrong in ("0", "-1", "x", "99999999999", "²"):
            assert browser.see(f"/people?page={wrong}").status_code == 200


def test_the_card_page_holds_what_the_sheet_holds(db: Path) -> None:
    """Row by row, word by word: one query for both; no figure that sorts people stands on either."""
    with browsing(db) as browser:
        browser.enter()
        for who in (ONE, f"{2:032x}"):
            browser.see(f"/people/{who}/card")
            page = words(browser.text)
            rows = sheet(browser.see(f"/people/{who}/card.csv"))
            assert len(rows) > 17
            for row in rows:
                assert row["Sujet"] in page
                assert list(row.values())[2].lstrip("'").lower() in page.lower()


def test_a_card_says_that_what_was_seen_is_sure_of_what_was_seen_alone(db: Path) -> None:
    """Of somebody who was offered nothing nothing was seen; what is not sure and no workshop here looks at is not."""
    nothing = body(f"{4:032x}", code="K4-PQR", sitting_id=f"{4:032x}")
    made = make_body(profile_of([]), (), Who("", "", "", ""), What((), "", "", ""), Agreement(3, Wishes({}, {})))
    seen = ("readout", "p_general", "p_level_given_g")
    bring(db, {**nothing, **{name: made[name] for name in seen}})
    sure, looks = "Rien n'est à confirmer", "à jouer"
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/people/{4:032x}/card").text)
        assert "Rien n'a été assez vu" in page
        assert sure not in page
        assert "Rien n'a encore été assez regardé pour en dire quelque chose." in page
        assert looks in words(browser.see(f"/people/{ONE}/card").text)


def kitting(as_seen: Callable[[Observation], Observation]) -> dict[str, Any]:
    """The result of somebody who played the kitting alone, each observation as it is said to be."""
    scenario, session = robots_run("kitting_poste_40")
    seen = tuple(as_seen(one) for one in observed(scenario, session, "mouse"))
    who, what = Who("", "", "", ""), What((), "", "", "")
    made = make_body(profile_of([(scenario, session, seen)]), seen, who, what, Agreement(3, Wishes({}, {})))
    told = {name: made[name] for name in ("readout", "p_general", "p_level_given_g")}
    return {**body(f"{4:032x}", code="K4-PQR", sitting_id=f"{4:032x}"), **told}


def test_why_a_habilete_is_unsure_counts_as_the_line_it_stands_in(db: Path) -> None:
    """« Il faudrait voir plus » stood beside nineteen moments: the reason names how many there were, how far they are
    from sure, and which workshop gives how many more; the same behind it."""
    bring(db, kitting(lambda one: one if one.category is None else replace(one, category=0)))
    alone = r"Un seul atelier l'a regardé \(\1 moments"
    straddles = r"Ce qui a été vu ne suffit pas encore à dire « montré », ni "
    kinds = set()
    with browsing(db) as browser:
        browser.enter()
        for who in (ONE, f"{4:032x}"):
            listed = re.search(r'<ul class="reasons habiletes">(.*?)</ul>', browser.see(f"/people/{who}").text, re.S)
            assert listed
            assert "« En partie » va de « un peu » à « presque »" in words(browser.text)
            for row in re.findall(r"<li>(.*?)</li>", listed[1], re.S):
                if "tag to_confirm" not in row:
                    continue
                said = words(row)
                kind = [one for one in (alone, straddles) if re.search(r"(\d+) moments regardés.*" + one, said)]
                assert len(kind) == 1, said
                assert re.search(r"\(jusqu'à \d+ moments? de plus\)|Aucun autre atelier", said)
                kinds.update(kind)
                behind = re.search(r'href="(/people/\w+/why/\w+)"', row)
                assert behind
                assert re.search(f"{kind[0].partition(' ')[0]} .*moments", words(browser.see(behind[1]).text))
    assert kinds == {alone, straddles}


def test_the_workshop_that_would_settle_it_is_one_that_is_left_and_tells_enough() -> None:
    """Far from the cut one does, near it none; nearer never takes less. Where all are played nothing is said."""
    every = [one.head.id for one in installed()]
    cut, order, found = LEVEL_CUTS[0], ["one", "all", "none"], []
    for away in (0.5, 0.35, 0.25, 0.0):
        span = Margin(cut + away - 1.2, cut + away, cut + away + 1.2, (0.5, 0.2, 0.1))
        said, titles = settling("normes_consignes", every[:1], span, "fr")
        assert bool(titles) == (said == "one")
        assert set(titles) <= set(workshops_for("normes_consignes", every[:1], "fr"))
        assert settling("normes_consignes", every, span, "fr") == ("", ())
        found.append(order.index(said))
    assert found == sorted(found)
    assert (found[0], found[-1]) == (0, 2)


def test_what_a_stop_cut_off_is_never_laid_to_its_workshop(db: Path) -> None:
    """Of a workshop that was left before its tension nothing says that it does not look at tension."""
    bring(db, kitting(lambda one: replace(one, category=None, why_missing="cut")
                      if one.habilete == "travail_tension" else one))  # fmt: skip
    tension = "Travailler sous tension"
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/people/{4:032x}").text)
        assert re.search(rf"pas vues, ou trop peu, dans ce qui a été joué.*{tension}", page, re.S)
        card = words(browser.see(f"/people/{4:032x}/card").text)
        assert re.search(rf"Pas vu, ou trop peu, dans ce qui a été joué : [^.]*{tension}", card)
        assert "ne regardent pas" not in page
        assert "ne le regardent pas" not in card


def test_every_statement_leads_to_its_facts_and_each_fact_to_its_acts(db: Path) -> None:
    """Two clicks: from what is said to what it rests on, from a fact to the acts and their minutes; none is orphan."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        assert browser.text.count("<svg") >= 4
        first = set(re.findall(rf'href="(/people/{ONE}/why/\w+)"', browser.text))
        facts: set[str] = set()
        for path in first:
            browser.see(path)
            assert re.search("tire (beaucoup|un peu) vers le (haut|bas)|ne change presque rien", browser.text)
            facts |= set(re.findall(r'href="(/people/\w+/why/\w+/\w+/\w+/\w+)"', browser.text))
        assert len(facts) > 15
        for path in sorted(facts)[:12]:
            browser.see(path)
            assert re.search(r"<td class=\"n\">\d+:\d\d</td><td>\w", browser.text), path
            assert "autre geste" not in browser.text, path


def test_why_it_is_not_sure_is_the_rule_itself() -> None:
    """What is said beside « à confirmer » follows from the very limits that made it so."""
    for levels, offered, tasks, why in (
        ((0.9, 0.5, 0.1), 6, 1, ""), ((0.5, 0.2, 0.1), 6, 1, "straddles"), ((0.1, 0.05, 0.0), 6, 1, "one_task"),
        ((0.1, 0.05, 0.0), 6, 2, "not_yet"), ((0.9, 0.5, 0.1), 3, 1, "few"), ((0.9, 0.5, 0.1), 0, 0, ""),
    ):  # fmt: skip
        assert why_unsure(statement(levels, offered, tasks)[0], levels) == why


def test_a_result_whose_run_cannot_be_read_says_so_and_shows_the_rest(db: Path) -> None:
    """Another version of the workshop, no key: one sentence, and the statements all the same."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{2:032x}")
        assert "a changé depuis" in browser.text
        assert "<svg" in browser.text
    (home_beside(db) / ORGANISATION_FILE).unlink()
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        assert "clé de l&#39;organisation manque" in browser.text
        assert "<svg" in browser.text
        assert browser.see(f"/people/{ONE}/why/dexterite").status_code == 200


def test_a_disagreement_waits_for_an_answer_and_is_answered_once(db: Path) -> None:
    """It stands on the first page, on the person's and in the list, until somebody answers; both stay to be read."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        remark = f"/people/{ONE}/remark"
        browser.send(remark, {"kind": "disagreement", "text": "Le rivet\nétait déjà tordu."})
        assert "ne part nulle part" in browser.text
        browser.see("/")
        assert "pas d&#39;accord avec son résultat" in browser.text
        browser.see("/people/contested")
        assert re.findall(r'class="code" href="/people/\w+">([^<]+)<', browser.text) == ["K4-MTQ"]
        browser.see(f"/people/{ONE}")
        answers = re.search(r'name="answers" value="(\w+)"', browser.text)
        assert answers
        form = {"kind": "answer", "text": "Vu ensemble.", "answers": answers[1]}
        browser.send(remark, form)
        browser.send(remark, form)
        assert "a déjà une réponse" in browser.text
        assert browser.text.count("Vu ensemble.") == 1 + browser.text.count('">Vu ensemble.</textarea>')
        browser.see("/people/contested")
        assert "Aucun désaccord" in browser.text


@pytest.mark.parametrize(
    ("said", "key"),
    [(("comment", " \n\u200b"), "remark.empty"), (("comment", "a" * 2001), "remark.long"),
     (("verdict", "a"), "remark.empty"), (("answer", "a"), "remark.nothing_to_answer")],
)  # fmt: skip
def test_a_remark_that_does_not_hold_is_refused(db: Path, said: tuple[str, str], key: str) -> None:
    """Nothing, too much, of no kind, or an answer to nothing."""
    with Store.open(db) as store, pytest.raises(StoreError, match=key.replace(".", r"\.")):
        write(store, ONE, said, "AB", NOW)


def test_a_remark_keeps_its_lines_and_no_hidden_sign(db: Path) -> None:
    """What turns the writing round is taken off as it is kept, not only as it is shown."""
    assert visible(" a\r\nb\u202ec\x00\td ") == "a\nbc d"


def test_script_in_any_text_is_text(db: Path) -> None:
    """What was typed of a person is shown as it was typed, and does nothing."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        browser.send(f"/people/{ONE}/remark", {"kind": "reply", "text": SCRIPT})
        browser.send(f"/people/{ONE}/remark", {"kind": "comment", "text": ""})
        browser.see("/people")
        browser.send("/people/choose", {"code": SCRIPT})
        assert "<script>" not in browser.text
        browser.see(f"/people/{ONE}")
        assert "<script>" not in browser.text
        assert html.escape(SCRIPT) in browser.text


def test_erased_nothing_of_them_is_left_to_see(db: Path) -> None:
    """Page, facts, remarks: gone with the person, from the memory of the tower too."""
    with Store.open(db) as store:
        write(store, ONE, ("comment", "À l'aise."), "AB", NOW)
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}/why/dexterite")
        with Store.open(db) as other:
            erase(other, ONE, browser.clock.now())
            assert other.rows("select * from remarks") == []
        for path in (f"/people/{ONE}", f"/people/{ONE}/why/dexterite", f"/people/{ONE}/card.csv"):
            answer = browser.see(path)
            assert answer.status_code == 404
            assert "K4-MTQ" not in answer.text


def test_a_list_and_its_count_are_one(db: Path) -> None:
    """However it is filtered, the number said is the number listed."""
    with Store.open(db) as store:
        for wanted in (Wanted(), Wanted("K4"), Wanted("k4-m"), Wanted(day="2026-11-24"), Wanted(contested=True),
                       Wanted(unread=stamp(NOW)), Wanted(undecided=stamp(NOW), reader="AB")):
            assert people_count(store, wanted) == len(people_list(store, wanted))


def test_the_list_stands_by_what_can_be_done_next_and_says_so(engine: str, db: Path) -> None:
    """Disagreements, then what this adviser has not read, then people without a decision, whom they observe, who is
    decided; another order is asked for and said in words; page and sheet are the same, and nothing measured counts."""
    four, five = f"{4:032x}", f"{5:032x}"
    bring(db, *(body(who, code=f"K4-{name}", sitting_id=who) for who, name in ((four, "PQR"), (five, "TVW"))))
    with Store.open(db) as store:
        write(store, five, ("disagreement", "Non."), "CD", NOW)
        decide(store, Decision("ex-cableur-evreux", f"{2:032x}", "keep", "to_meet", "AB"), NOW)
        note_reading(store, [f"{2:032x}", f"{3:032x}"], ("AB", NOW), opened=True)
        open_watch(store, four, 1, ("AB", NOW))
    by_next = ["K4-TVW", "K4-MTQ", "K4-GHJ", "K4-PQR", "K4-CDF"]
    steps = ["répondre au désaccord", "lire le résultat", "chercher une offre", "fermer votre grille",
             "en vue : y revenir"]  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        browser.see("/people")
        assert re.findall(r'class="code" href="/people/\w+">([^<]+)<', browser.text) == by_next
        page = words(browser.text)
        assert "D'abord les désaccords à répondre" in page
        assert "rien de ce qui a été mesuré ne compte" in page
        rows = sheet(browser.see("/people/list.csv"))
        assert [(row["Code"], row["Ensuite"]) for row in rows] == list(zip(by_next, steps, strict=True))
        assert all(f"{code} " in page and step in page for code, step in zip(by_next, steps, strict=True))
        # The same people are counted on the first page, and its line leads to them alone.
        browser.see("/")
        counted = re.search(r'<a href="(/people/undecided)"><b>1</b>', browser.text)
        assert counted
        assert re.search(r'<a href="/observe"><b>1</b><span>grille d&#39;observation ouverte', browser.text)
        browser.see(counted[1])
        assert re.findall(r'class="code" href="/people/\w+">([^<]+)<', browser.text) == ["K4-GHJ"]
        assert "Résultats que vous avez lus, sans offre retenue encore" in words(browser.text)
        assert [row["Code"] for row in sheet(browser.see("/people/undecided/list.csv"))] == ["K4-GHJ"]
        leads = (f"/people/{five}#remarks", f"/people/{ONE}", f"/people/{3:032x}/offers", "/observe",
                 f"/people/{2:032x}#decisions")  # fmt: skip
        browser.see("/people")
        steps_to = re.findall(r'class="next[^"]*" href="([^"]+)"', browser.text)
        assert tuple(steps_to) == leads, "what can be done next is pressed, and leads there"
        browser.see("/people")
        browser.send("/people/choose", {"code": "", "day": "", "order": "code"})
        assert "Par code, de A à Z" in words(browser.text)
        assert re.findall(r'class="code" href="/people/\w+">([^<]+)<', browser.text) == sorted(by_next)
        browser.send("/people/choose", {"order": "dexterite; drop table candidates"})
        assert "D'abord les désaccords" in words(browser.text)


def test_one_outcome_pulls_both_ways_and_the_page_says_why(db: Path) -> None:
    """Weights are against the person's other facts: they say up or down, never for or against, and why they differ."""
    ways = set()
    for robot in ("novice", "expert"):
        scenario, session = robots_run("panneau_porte", robot)
        seen = observe(session.events, scenario.evidence, scenario.params.model_dump(), task=scenario.head.id)
        same = [replace(one, category=2) if one.rule == "DEX5" else one for one in seen]
        read = read_out(same, [], [one.id for one in habiletes()], rules_version="")
        points = next(one.points for one in read.measured if one.habilete == "dexterite")
        ways.add(weight(next(one.points for one in points if one.rule == "DEX5")).rpartition("_")[2])
    assert ways == {"for", "against"}, "the same outcome, beside less and beside more"
    with browsing(db) as browser:
        browser.enter("AB")
        browser.see(f"/people/{ONE}")
        browser.see(re.findall(rf'href="(/people/{ONE}/why/\w+)"', browser.text)[0])
        page = words(browser.text)
        assert "par rapport à l'ensemble de ses faits" in page
        assert re.search(r"habiletés compte ici aussi : environ \d+ parts? sur 10 .*, vers le (haut|bas)\.", page)
        assert "contre" not in page.lower().replace("rencontre", "")


def test_a_fact_weighs_among_the_facts_of_every_workshop_that_counts() -> None:
    """As the read-out of all of them has it: alone, a workshop would say another weight of some."""
    runs = []
    for workshop, robot in (("panneau_porte", "novice"), ("kitting_poste_40", "expert")):
        scenario, session = robots_run(workshop, robot)
        trace = trace_of(scenario, session, robot, 3)
        facts, seen = facts_of(trace, scenario, "easy", "fr"), seen_in(trace, scenario, "easy")
        runs.append(Evidence("", workshop, "", "", "mouse", "", facts, (), seen))
    read = read_out([one for run in runs for one in run.seen], [], [one.id for one in habiletes()], rules_version="")
    told = {(run.scenario, fact.rule, name): said for run in weighed(runs) for fact in run.facts
            for name, said in fact.weighs.items()}  # fmt: skip
    points = [(one, row.habilete) for row in read.measured for one in row.points]
    assert told == {(one.task, one.rule, name): weight(one.points) for one, name in points}
    assert weighed(runs) != runs
    own = [one for one, name in points if name == "organiser"]
    others = [one.points for one in own if one.indirect]
    share = 10 * sum(map(abs, others)) / sum(abs(one.points) for one in own)
    assert pulled(runs, "organiser") == (round(share), 1 if sum(others) > 0 else -1)
    assert pulled([], "organiser") == (0, 0)


def test_a_result_is_read_by_who_opened_it_and_by_no_list_in_which_it_stood(engine: str, db: Path) -> None:
    """A kept list shows two people and reads neither; opening one reads that one; home counts what nobody opened."""
    two = f"{2:032x}"
    with Store.open(db) as store:
        offer = "ex-cableur-evreux"
        kept = preselect(store, offer, "AB", NOW)[0]

    def steps(browser: Browser) -> list[str]:
        return [row["Ensuite"] for row in sorted(sheet(browser.see("/people/list.csv")), key=lambda row: row["Code"])]

    with browsing(db) as browser:
        browser.enter("AB")
        browser.see(f"/lists/{kept}")
        assert browser.text.count('<details class="fold" open>') == 1 < browser.text.count('<details class="fold"')
        assert "3 résultats que personne n'a encore lus" in words(browser.see("/").text)
        assert set(steps(browser)) == {"lire le résultat"}
        with Store.open(db) as store:
            assert read_by(store, "AB", [two]) == {two}, "who stood in a list is not observed blind"
        browser.see(f"/people/{two}")
        assert sorted(steps(browser)) == ["chercher une offre", "lire le résultat", "lire le résultat"]
        browser.see("/people")
        browser.send("/people/choose", {"code": "ZZ"})
        assert "2 résultats que personne n'a encore lus" in words(browser.see("/").text)
        # Whatever was looked for last, what is counted is what is shown.
        to = re.search(r'<a href="([^"]+)"><b>2</b>', browser.text)
        assert to
        browser.see(to[1])
        found = re.findall(r'<a class="code" href="/people/(\w+)"', browser.text)
        assert sorted(found) == [ONE, f"{3:032x}"]
        assert len(sheet(browser.see(f"{to[1]}/list.csv"))) == 2
        browser.see("/")
        browser.send("/lock")
        enter_as(browser, "CD")
        assert set(steps(browser)) == {"lire le résultat"}, "each adviser reads for themselves"


def test_another_adviser_keeps_no_filter_of_the_one_before(db: Path) -> None:
    """A code that one looked for is not shown to the next."""
    with browsing(db) as browser:
        browser.enter("AB")
        browser.see("/people")
        browser.send("/people/choose", {"code": "K4-MTQ"})
        browser.send("/lock")
        enter_as(browser, "CD")
        browser.see("/people")
        assert "3 personnes" in browser.text


def enter_as(browser: Browser, who: str) -> None:
    """The next adviser at the same browser."""
    browser.enter(who)
    assert browser.path == "/"


def test_the_sheet_of_who_contests_is_their_page(db: Path) -> None:
    """Whatever was looked for among all people before: the page, its count and its sheet hold the same."""
    with Store.open(db) as store:
        write(store, ONE, ("disagreement", "Non."), "AB", NOW)
        code = store.rows("select code from candidates where candidate_id=?", ONE)[0]["code"]
    with browsing(db) as browser:
        browser.enter()
        browser.see("/people")
        browser.send("/people/choose", {"code": "Z9"})
        browser.see("/people/contested")
        page = set(re.findall(r"[A-Z]\d-[A-Z]{3}", browser.text))
        link = re.search(r'href="([^"]*csv)"', browser.text)
        assert link
        assert page == set(re.findall(r"[A-Z]\d-[A-Z]{3}", browser.see(link[1]).text)) == {code}


def test_the_sheet_of_everybody_comes_in_parts_that_are_the_list(tmp_path: Path) -> None:
    """Some people at a time, in the order of the page, each once; who leaves between two parts is in no later one."""
    db = ready(tmp_path / "m.db")
    bring(db, *(body(f"{n:032x}") for n in range(1, 8)))
    with Store.open(db) as store:
        for order in ("next", "day", "code"):
            asked = Wanted(order=order, reader="AB")
            parts = list(people_in_turn(store, asked, 3))
            assert [len(part) for part in parts] == [3, 3, 1]
            listed = people_list(store, asked)
            assert all(row.pop("results") for row in listed)
            assert [row for part in parts for row in part] == listed
        parts_left = people_in_turn(store, Wanted(order="code"), 4)
        gone = people_list(store, Wanted(order="code"))[5]["candidate_id"]
        assert len(next(parts_left)) == 4
        erase(store, gone, NOW)
        assert gone not in {row["candidate_id"] for row in next(parts_left)}


def test_a_sheet_of_many_says_what_a_sheet_of_few_says(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where many are in it their seats and workshops are asked of all at once; nothing else of it changes."""
    db = ready(tmp_path / "m.db")
    bring(db, *(body(f"{n:032x}") for n in range(1, 8)))
    with browsing(db) as browser:
        browser.enter()
        few = browser.see("/people/list.csv").content
        monkeypatch.setattr("tower.pages.people.AT_ONCE", 3)
        assert browser.see("/people/list.csv").content == few
    assert few.count(b"\r\n") == 8


def test_pages_are_given_between_two_parts_of_a_sheet() -> None:
    """A sheet of everybody holds the tower for one part at a time: whoever waits is answered after it."""
    heard: list[str] = []

    def parts() -> Iterator[bytes]:
        for n in range(3):
            heard.append(f"part {n}")
            yield b"x"

    async def live() -> None:
        async def page() -> None:
            heard.append("page")

        waiting = None
        async for _ in in_turn(parts()):
            waiting = waiting or asyncio.create_task(page())

    asyncio.run(live())
    assert heard == ["part 0", "page", "part 1", "part 2"]


def rows_of(page: str) -> list[str]:
    """What is said of each habileté on the page of a result."""
    return sorted(words(row) for row in re.findall(r'<tr><th scope="row"><a href.*?</tr>', page, re.S))


@pytest.mark.parametrize(
    ("made_at", "said"),
    [
        ("", ""), ("2026-11-24T17:50:00+00:00", "le même jour ("),
        ("2026-11-27T09:00:00+00:00", "Le premier essai fini, le "),
    ],
)  # fmt: skip
def test_another_try_is_said_of_its_workshop_with_its_day(db: Path, made_at: str, said: str) -> None:
    """A visit that went on is told again by its next packet: that is no second try. Of one, why a result says what it
    says names the workshop and the day."""
    again = played(ONE, visit_id="9" * 32, packet_id="8" * 32, sitting_id="7" * 32)
    first = again["workshops"][0]
    assert first["made_at"] < "2026-11-24T17:50"
    again["workshops"] = [{**first, "made_at": made_at or first["made_at"]}]
    bring(db, again, now=NOW + timedelta(days=3))
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(f"/people/{ONE}/why/dexterite").text
        title = next(s.head.title.of("fr") for s in installed() if s.head.id == first["scenario"])
        assert [words(one) for one in re.findall("<h2>(.*?)</h2>", page)] == [title] * (2 if said else 1)
        assert words(page).count("Un autre essai de cet atelier") == bool(said)
        assert said in words(page)
        assert "un autre jour" not in page
        assert words(browser.see(f"/people/{ONE}").text).count(f"{title}, joué") <= 1


@pytest.mark.parametrize("clock", ["2098-05-03T10:00:00+00:00", "1970-01-01T00:00:12+00:00"])
def test_a_day_that_cannot_be_is_no_day_of_a_try(db: Path, clock: str) -> None:
    """A post whose clock is wrong loses nobody's result: the day it came in is shown, and that the other is unknown."""
    who, right = f"{8:032x}", "2026-11-24T08:50:00+00:00"
    first = played(who, "K8-BTC", made_at=clock)
    first["workshops"] = [{**first["workshops"][0], "made_at": clock}]
    again = played(who, "K8-BTC", visit_id="9" * 32, packet_id="8" * 32, sitting_id="7" * 32, made_at=right)
    bring(db, first, {**again, "workshops": [{**again["workshops"][0], "made_at": right}]})
    with browsing(db) as browser:
        browser.enter()
        seen = []
        for path in ("", "/why/dexterite", "/tries", "/card"):
            seen.append(browser.see(f"/people/{who}{path}").text)
            moments = re.findall(rf'href="(/people/{who}/why/\w+/\w+/\w+/\w+)"', browser.text)
            if moments:
                seen.append(browser.see(moments[0]).text)
    assert len(seen) == 5
    # Of the words alone: a key in a link may hold any four figures.
    assert not [page for page in seen if clock[:4] in words(page)]
    clocks = [len(re.findall("orloge du poste", words(page))) for page in seen]
    assert clocks[:4] == [1, 2, 1, 1]
    assert "(l'horloge du poste n'était pas à l'heure" in words(seen[0])
    assert re.findall(r">(Essai [^<]*)<br>", html.unescape(seen[3])) == [
        "Essai 1, arrivé ici le 24/11/2026 (horloge du poste fausse, jour de l'essai pas connu)", "Essai 2, 24/11/2026",
    ]  # fmt: skip


def test_tries_stand_side_by_side_and_the_first_counts(db: Path) -> None:
    """Fact by fact, a column a try; one, none and one that cannot be read are said; a later try changes no result."""
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/people/{ONE}")
        before = rows_of(browser.text)
        assert f'href="/people/{ONE}/tries"' in browser.text
        assert "Un seul essai" in words(browser.see(f"/people/{ONE}/tries").text)
        facts = browser.text.count('<th scope="row">')
        assert facts > 5
    again = played(ONE, visit_id="9" * 32, packet_id="8" * 32, sitting_id="7" * 32, made_at="2026-11-24T08:50:00+00:00")
    again["workshops"] = [{**again["workshops"][0], "made_at": "2026-11-24T08:50:00+00:00"}]
    bring(db, again)
    with browsing(db) as browser:
        browser.enter()
        page = browser.see(f"/people/{ONE}/tries").text
        assert page.count('<th scope="row">') == facts
        assert page.count("<td data-of=") == 2 * facts
        assert re.findall(r'<span class="tag[^"]*">(\w[^<]*)</span></th>', page) == ["compte", "à côté"]
        measured = words(browser.see(f"/people/{ONE}").text)
        assert rows_of(browser.text) == before
        assert "ne peut pas être montré" not in measured
        assert "Cet atelier a changé depuis" in words(browser.see(f"/people/{2:032x}/tries").text)
        assert browser.see(f"/people/{9:032x}/tries").status_code == 404
        (home_beside(db) / ORGANISATION_FILE).unlink()
        browser.house.forget()
        assert "clé de l'organisation" in words(browser.see(f"/people/{ONE}/tries").text)


def test_two_tries_are_not_counted_by_two_rulers() -> None:
    """« 5 aubes sur 10 » within 0,5 mm and « 7 sur 10 » within 0,6 mm: beside each other the median of each is said."""
    scenario = next(one for one in installed() if one.head.id == "aubes_soufflante")
    for um, mm in ((470.0, "0,47"), (551.0, "0,56")):
        read = Observation("REC1", "recueil_analyse", scenario.head.id, 2, 4, um, 1, 1, (), (), case="counted", n=10)
        fact = _ReviewWords(scenario, "fr").fact(read, {}, (), scenario.params.model_dump(), "mouse")
        assert f"la moitié au moins des dernières mesures sont à {mm} mm" in fact.alike
        assert "sur 10" not in fact.alike
        assert "sur 10" in fact.said


def test_a_result_counts_as_many_moments_as_its_page_lists(tmp_path: Path) -> None:
    """« 5 moments regardés, 1 pas vu ou trop peu » where six facts stand: one that was cut off is said on both."""
    scenario, session = robots_run()
    keys = scenario.params.model_dump()
    seen = observe(session.events, scenario.evidence, keys, task=scenario.head.id, device="mouse", ease="unknown")
    cut = next(o for o in seen if o.category is not None and o.habilete == "adaptation")
    own = [o for o in seen if o.habilete == "adaptation"]
    rows = [{"habilete": "adaptation", "observed": sum(o.category is not None for o in own) - 1, "offered": 5}]
    states: dict[str, Counter[str]] = {"adaptation": Counter()}
    for one in own:
        fact = replace(one, category=None, why_missing=CUT) if one is cut else one
        states["adaptation"][state_of(fact) or UNSEEN] += 1
    (row,) = with_states({"rows": rows}, states)["rows"]
    with Store.open(ready(tmp_path / "m.db")) as store:
        said = looked_said(row, Words(store, Voice(Catalogue.load(), "fr")))
    numbers = [int(n) for n in re.findall(r"\d+", said)]
    assert numbers[0] + numbers[1] == len(own)
    assert sum(numbers[2:]) == numbers[0]
    assert "pas vu" in said


def test_another_try_of_what_counts_is_proposed_to_nobody(db: Path) -> None:
    """Of two workshops that look at a habileté the one that counts is left out, on the result, behind it and on the
    card; where none is left, that is said."""
    with Store.open(db) as store:
        (counted,) = counted_of(store, ONE)
    title = next(s.head.title.of("fr") for s in installed() if s.head.id == counted)
    for habilete in (h.id for h in habiletes()):
        assert title not in workshops_for(habilete, [counted], "fr")
    with browsing(db) as browser:
        browser.enter()
        for path in ("", "/card", "/why/dexterite"):
            said = words(browser.see(f"/people/{ONE}{path}").text)
            assert not re.search(rf"Pour le savoir mieux : [^.]*{title}", said)
        with Store.open(db) as store, store.writing() as connection:
            for one in installed():
                connection.execute(
                    "insert or ignore into workshops select candidate_id, ?, packet_id, rules_version, made_at "
                    "from workshops where candidate_id=?", (one.head.id, ONE),
                )  # fmt: skip
        browser.house.forget()
        for path, none in (("", "Aucun autre atelier d'ici ne la"), ("/card", "aucun autre atelier d'ici")):
            said = words(browser.see(f"/people/{ONE}{path}").text)
            assert none in said
            assert "Pour le savoir mieux" not in said


def test_moments_looked_at_are_told_with_what_they_showed(db: Path) -> None:
    """On the result, behind it, on the card and its sheet: one count, and never how many without what they were."""
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/people/{ONE}").text)
        rows = [row for row in sheet(browser.see(f"/people/{ONE}/card.csv")) if row["Moments regardés"]]
        assert rows
        for row in rows:
            done, part, not_yet = (int(row[name]) for name in ("Comme attendu", "En partie", "Pas encore"))
            assert done + part + not_yet == int(row["Moments regardés"])
            assert f": {done} comme attendu, {part} en partie, {not_yet} pas encore" in page, row
        assert page.count("« En partie » compte : ") == 1
        behind = words(browser.see(f"/people/{ONE}/why/initiative_autonomie").text)
        assert behind.count(" pas encore ") - behind.count("ou pas encore") >= 1
        (home_beside(db) / ORGANISATION_FILE).unlink()
        browser.house.forget()
        assert "comme attendu" not in words(browser.see(f"/people/{ONE}").text)


def first_on(page: str) -> dict[str, str]:
    """The plain lines at the top of a page: what stands in each, by its word."""
    top = re.search(r'<dl class="brief first">(.*?)</dl>', page, re.S)
    assert top
    return {words(a): words(b) for a, b in re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", top[1], re.S)}


def test_the_plain_lines_on_top_say_what_the_sheet_says(db: Path) -> None:
    """Shown with its level, to confirm, not yet shown, not seen: each habileté stands in one line, that of its row."""
    name = {h.label("fr"): h.short("fr") for h in habiletes()}
    with browsing(db) as browser:
        browser.enter()
        for who in (ONE, f"{2:032x}"):
            unseen = first_on(browser.see(f"/people/{who}").text)
            lines = first_on(browser.see(f"/people/{who}/card").text)
            assert unseen == {word: said for word, said in lines.items() if word in ("pas assez vu", "pas vu")}
            assert list(lines)[:2] == ["montré", "à confirmer"]
            levels = "premiers gestes : |à l'aise : |solide : "
            named = [one for said in lines.values() for one in re.split(rf", | ; |{levels}", said)]
            # A level above the one that is shown is to confirm: named with its level, beside the line of its row.
            once = [one for one in named if one and one != "rien" and " (« " not in one]
            assert sorted(once) == sorted(name.values())
            for row in sheet(browser.see(f"/people/{who}/card.csv")):
                if row["Sujet"] not in name:
                    continue
                stated, _, _ = row["Constat ou réponse"].partition(" ; ")
                said, _, level = stated.partition(" : ")
                line = lines[said.lower()]
                assert name[row["Sujet"]] in line
                if level:
                    (of,) = [one for one in line.split(" ; ") if name[row["Sujet"]] in one]
                    assert of.startswith(level)


def test_the_words_of_a_result_are_one_scale_said_once(db: Path) -> None:
    """Seven words, those of the pass, each with its sentence, on result and card; band, grid and lists use no other."""
    with browsing(db) as browser:
        browser.enter()
        for path in (f"/people/{ONE}", f"/people/{ONE}/card"):
            page = browser.see(path).text
            legend = re.search(r'<details class="scale-words"[^>]*>(.*?)</details>', page, re.S)
            assert legend
            told = [words(one) for one in re.findall(r"<dt[^>]*>(.*?)</dt>", legend[1])]
            scale = ["solide", "à l'aise", "premiers gestes", "à confirmer", "pas encore montré", "pas assez vu",
                     "pas vu"]  # fmt: skip
            # A sheet, which is printed, explains the words that stand on it alone.
            assert told == ([one for one in scale if one in told] if path.endswith("card") else scale)
            assert told
            assert "avant les premiers gestes" not in words(page)
    with Store.open(db) as store:
        say = Words(store, Voice(Catalogue.load(), "fr"))
        ends = margin_said(say, (-2.0, 2.0)), margin_said(say, (-2.0, -1.5), "to_confirm"), mark_said(0, say)
        shown = [
            margin_said(say, (low, 2.0), said, level)
            for low, said, level in ((-2.0, "shown", 1), (-2.0, "shown", 3), (0.1, "shown", 1), (-2.0, "to_confirm", 1))
        ]
    assert ends[0] == "La bande va de « pas encore montré » à « solide »."
    assert "un seul atelier : à confirmer" in ends[1]
    assert shown == [
        "Au moins « premiers gestes » : c'est presque sûr. Plus haut, jusqu'à « solide » : à confirmer.",
        "Au moins « solide » : c'est presque sûr.",
        "Au moins « premiers gestes » : c'est presque sûr. Plus haut, jusqu'à « solide » : à confirmer.", ends[0],
    ]  # fmt: skip
    assert ends[2] == "pas encore montré"
    texts = Catalogue.load().texts["fr"]
    spoken = [key for key, text in texts.items() if re.match("tower|card|match|statement|destination|boarding", key)
              and re.search("non mesuré|pas assez observé|moins fort que ses propres", text, re.I)]  # fmt: skip
    assert spoken == []


@pytest.mark.parametrize("low", [-1.6, 1.2])
@pytest.mark.parametrize(
    ("label", "begins"), [("shown 1", 60), ("shown 3", 180), ("to_confirm 1", 0), ("not_yet 1", 0)]
)  # fmt: skip
def test_the_band_is_that_of_the_pass(db: Path, low: float, label: str, begins: float) -> None:
    """The same four places and the same band: full at the level that is shown, pale below, empty above."""
    statement, _, level = label.partition(" ")
    with Store.open(db) as store:
        row = drawing(Words(store, Voice(Catalogue.load(), "fr")), (low, 1.5, 2.0), label)
    pages = FileSystemLoader(Path(__file__).parent.parent / "tower/templates")
    parts = Environment(loader=pages, autoescape=True).get_template("parts.html")
    drawn = str(parts.module.margin({**row, "statement": statement}, ""))  # type: ignore[attr-defined]
    bar = re.search(rf'class="fill {statement}" x="([\d.]+)" y="2" width="([\d.]+)"', drawn)
    assert bar
    top = 240 * (*SHARES, 1.0)[int(level)] if statement == "shown" else 240.0
    first = min(max(240 * share(low), begins), top - 12)
    assert float(bar[1]) == pytest.approx(first, abs=0.1)
    assert float(bar[1]) + float(bar[2]) == pytest.approx(min(top, 240 * share(2.0)), abs=0.1)
    assert ('class="pale' in drawn) == (first - 240 * share(low) > 2)
    empty = re.search(r'class="fill beyond" x="([\d.]+)" y="2" width="([\d.]+)"', drawn)
    assert bool(empty) == (240 * share(2.0) > top)
    if empty:
        assert float(empty[1]) + float(empty[2]) == pytest.approx(240 * share(2.0), abs=0.1)
    assert drawn.count('class="track"') == 4
    assert 'class="fill' not in str(parts.module.margin({**row, "statement": "not_enough"}, ""))  # type: ignore[attr-defined]


def test_partly_and_not_yet_differ_in_colour_and_shape() -> None:
    """Also for who sees no colour: half a disc and a square, beside the full disc of what went as expected."""
    css = (Path(__file__).parent.parent / "tower/static/tower.css").read_text("utf-8")

    def of(part: str) -> list[str]:
        rules = re.findall(r"([^{}]+)\{([^{}]*)\}", css)
        return [body.strip() for head, body in rules if re.search(rf"\.{part}(?![\w-])", head) and "tag" in head]

    part, not_yet, done = of("fact-part"), of("fact-open"), of("fact-done")
    assert not set(part[:1] + part[-1:]) & set(not_yet[:1] + not_yet[-1:])
    assert part[-1] != done[-1] != not_yet[-1]


def seated(db: Path) -> str:
    """A session of the day the results came, with the post at seat 4 and a note of one person; its id."""
    with Store.open(db) as store:
        day = plan_day(store, DayPlan("Mardi matin", "2026-11-24T09:00", 90, 6, 3, ("panneau_porte",)), "AB", NOW)
        (post,) = store.rows("select station_id from stations")
        seat_station(store, day, [(4, post["station_id"])], ("AB", NOW))
        turn(store, day, "open", ("AB", NOW))
        note_seat(store, day, 4, ("late", "K4-MTQ", "bus en panne"), ("AB", NOW))
    return day


def test_a_code_is_found_again_by_its_session_its_seat_and_its_workshops(engine: str, db: Path) -> None:
    """List, sheet and result: title and seat of the session; the workshops that count, by their names."""
    title = next(s.head.title.of("fr") for s in installed() if s.head.id == "panneau_porte")
    with browsing(db) as browser:
        browser.enter()
        seated(db)
        page = words(browser.see("/people").text)
        assert page.count("Mardi matin, place 4") == 3
        assert title in page
        (row,) = [one for one in sheet(browser.see("/people/list.csv")) if one["Code"] == "K4-MTQ"]
        assert (row["Séance et place"], row["Ateliers"]) == ("Mardi matin, place 4", title)
        assert "Mardi matin, place 4" in words(browser.see(f"/people/{ONE}").text)


def test_what_the_room_noted_is_apart_from_what_the_person_said_and_once(db: Path) -> None:
    """« Arrivé en retard » is the adviser's: not among the answers, on the result and on the card, and once."""
    seated(db)
    with browsing(db) as browser:
        browser.enter()
        for path in ("", "/card"):
            page = browser.see(f"/people/{ONE}{path}").text
            assert words(page).count("bus en panne") == 1
            head = "2. Les questions à lui poser" if not path else "Ce qui a été dit"
            answers = page.partition(f"<h2>{head}</h2>")[2].partition("</dl>")[0]
            assert "Question pas posée" in answers
            assert "bus en panne" not in answers
            assert "Gardé jusqu" not in answers
        notes = [row for row in sheet(browser.see(f"/people/{ONE}/card.csv")) if "bus en panne" in str(row)]
        assert len(notes) == 1


def test_moments_in_all_are_those_looked_at_and_those_not_seen(db: Path) -> None:
    """The sheet counts as the page: « 4 regardés, 1 pas vu » are five in all."""
    bring(db, kitting(lambda one: replace(one, category=None, why_missing="cut")
                      if one.rule.endswith("1") else one))  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        found = [row for who in (ONE, f"{4:032x}") for row in sheet(browser.see(f"/people/{who}/card.csv"))]
        counted = [row for row in found if row["Comme attendu"]]
        assert counted
        for row in counted:
            assert int(row["Moments en tout"]) == int(row["Moments regardés"]) + int(row["Pas vus ou trop peu"])


def test_who_looks_at_a_habilete_is_said_as_it_is(db: Path) -> None:
    """« Aucun autre atelier » of what one has looked at; « aucun atelier » of what none here looks at."""
    unseen = next(h for h in habiletes() if not workshops_for(h.id, (), "fr"))
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/people/{ONE}").text)
        (never,) = re.findall(r"Aucun atelier d'ici ne l(?:a|es) regarde : ([^.]*)\.", page)
        assert unseen.label("fr") in never, "said once for all of them"
        assert f"{unseen.label('fr')} · Aucun atelier" not in page
        assert f"{unseen.label('fr')} · Aucun autre" not in page
