"""What the pages say of one person, read beside each other on several robots: each fact is said once, and alike."""

import csv
import html
import io
import itertools
import re
from pathlib import Path
from typing import Any

import pytest
from store_kit import NOW
from tower_kit import Browser, bring, browsing, laid, ready, robots_run, words

from assets.texts import Catalogue, lowered
from assets.voice import Voice
from desk.card_words import told_card
from desk.telling import told_words
from export.packets.body import Agreement, What, Who, WorkshopRun, make_body
from export.store.decisions import Decision, decide
from export.store.following import FollowUp, follow, undo_outcome
from export.store.matching import for_candidate
from export.store.moments import stamp
from export.store.people import Wanted, card, people_list
from export.store.readings import note_reading
from export.store.store import Store
from game.journey.measured import observed, profile_of
from game.simulation.trace import Trace
from lab.robots import trace_of
from scenarios.reference import habiletes
from scoring.match import Wishes

PLAYS = (
    (("panneau_porte", "novice"),),
    (("panneau_porte", "clumsy"), ("kitting_poste_40", "novice")),
    (("panneau_porte", "expert"), ("kitting_poste_40", "expert")),
    (("panneau_porte", "novice"), ("kitting_poste_40", "novice"), ("aubes_soufflante", "novice")),
)
"""What each of the robots plays; the first comes back another time."""
PEOPLE = tuple(f"{n:032x}" for n in range(1, len(PLAYS) + 1))
ALSO, SEE = "puis à voir", "à voir autrement"
LEVELS = ("", "premiers gestes", "à l'aise", "solide")
LABEL = {habilete.id: habilete.label("fr") for habilete in habiletes()}
SHORT = {habilete.id: habilete.short("fr") for habilete in habiletes()}
PLAIN = {habilete.id: lowered(habilete.label("fr", easy=True)) for habilete in habiletes()}


def result(n: int, plays: tuple[tuple[str, str], ...], at: str = "2026-11-24T08:30:00+00:00") -> dict[str, Any]:
    """The body of what somebody played, with the runs; `at`: when."""
    who = Who(PEOPLE[n], f"{n + 50:032x}", f"K4-{'MCGPTV'[n]}{'QDHRXW'[n]}{'TFJSYZ'[n]}", "person")
    runs, read = [], []
    for workshop, robot in plays:
        scenario, session = robots_run(workshop, robot)
        seen = observed(scenario, session, "mouse")
        header = {**trace_of(scenario, session, robot, 3).header, "kind": "person"}
        trace = Trace(header, tuple(session.actions), tuple(session.events), tuple(session.digests)).to_bytes()
        runs.append(WorkshopRun(scenario.head.id, scenario.hash, scenario.hash[:12], at, trace))
        read.append((scenario, session, seen))
    facts = [fact for _, _, seen in read for fact in seen]
    return make_body(profile_of(read), facts, who, What(tuple(runs), at, "fr", "easy"), Agreement(3, Wishes({}, {})))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    return laid(tmp_path / "m.db", "several robots", several)


def several(db: Path) -> None:
    ready(db, "AB")
    bring(db, *({**result(n, plays), "packet_id": f"{n + 90:032x}"} for n, plays in enumerate(PLAYS)))
    again = result(0, PLAYS[0], "2026-11-25T08:30:00+00:00")
    bring(db, {**again, "packet_id": f"{80:032x}", "visit_id": f"{81:032x}", "sitting_id": f"{82:032x}"})


def lines(page: str) -> dict[str, dict[str, list[str]]]:
    """The plan of a page: what is proposed, by its word, each workshop or remark with its habiletés."""
    plan = re.search(r'<dl class="brief next-lines">(.*?)</dl>', page, re.S)
    found: dict[str, dict[str, list[str]]] = {}
    for word, said in re.findall(r"<dt[^>]*>(.*?)</dt><dd>(.*?)</dd>", plan[1] if plan else "", re.S):
        title, _, names = words(re.sub(r"<span.*?</span>", "", said)).rpartition(" : ")
        found.setdefault(words(word), {})[title.strip()] = names.split(", ")
    return found


def say(page: str) -> str:
    """What is to be said aloud."""
    said = re.search(r'<p class="aloud">(.*?)</p>', page, re.S)
    assert said
    return words(said[1])


def test_one_plan_stands_on_page_sheet_and_pairs_and_what_each_row_says_is_that_plan(db: Path) -> None:
    """A workshop that would settle it alone, one that would not, none: page, sheet, pair and rows say the same."""
    kinds = set()
    with browsing(db) as browser, Store.open(db) as store:
        browser.enter()
        for who in PEOPLE:
            page = browser.see(f"/people/{who}").text
            plan = lines(page)
            kinds.update(plan)
            assert plan == lines(browser.see(f"/people/{who}/card").text)
            also, see = ([*itertools.chain(*plan.get(word, {}).values())] for word in (ALSO, SEE))
            for habilete, row in rows_of(page).items():
                name = SHORT[habilete]
                proposed = {title for title, names in plan.get("à jouer", {}).items() if name in names}
                assert (name in also) == ("cela ne suffirait sans doute pas" in row), row
                assert (name in see) == ("Aucun autre atelier d'ici" in row), row
                alone = re.search("« ([^»]+) » suffirait sans doute", row)
                assert not alone or proposed == {alone[1]}, row
                assert bool(proposed) == ("Pour le savoir mieux" in row), row
            for pair in for_candidate(store, who, NOW)[:4]:
                here = lines(browser.see(f"/pairs/{pair.offer_id}/{who}").text)
                asked = {SHORT[reason.habilete] for reason in pair.reasons if reason.state != "met"}
                for title, names in here.get("à jouer", {}).items():
                    there = {name for names_of in plan.get("à jouer", {}).values() for name in names_of}
                    assert set(names) <= asked
                    assert set(names) & there <= set(plan.get("à jouer", {}).get(title, ()))
    assert kinds == {"à jouer", ALSO, SEE}


def rows_of(page: str) -> dict[str, str]:
    """What stands in the row of each habileté that was measured."""
    listed = re.search(r'<ul class="reasons habiletes">(.*?)</ul>', page, re.S)
    assert listed
    rows = re.findall(r'<li>.*?/why/(\w+)">(.*?)</li>', listed[1], re.S)
    return {habilete: words(row) for habilete, row in rows}


def test_no_line_of_an_offer_promises_a_workshop_and_why_no_chance_is_told_is_true(db: Path) -> None:
    """What keeps the chances from being told is what was not seen, or is under even; never how many looked."""
    with browsing(db) as browser, Store.open(db) as store:
        browser.enter()
        for who in PEOPLE:
            page = words(browser.see(f"/people/{who}/offers").text)
            assert "qui la regarde" not in page
            for pair in for_candidate(store, who, NOW):
                told = re.search(rf'/pairs/{pair.offer_id}/{who}">.*?</section>', browser.text, re.S)
                if not told:
                    continue
                under = re.search("moins d'une chance sur deux, et donc à confirmer : ([^;)]+)", words(told[0]))
                unlikely = [SHORT[reason.habilete] for reason in pair.unlikely]
                assert (under[1].split(", ") if under else []) == unlikely
                assert ("un seul atelier" in words(told[0]).partition("(")[2]) is False


def test_what_is_said_aloud_is_what_is_shown_and_hurts_nobody(db: Path) -> None:
    """Of each robot: just what is shown stands as shown, at its level; no failure, no rank; page, sheet and file."""
    with browsing(db) as browser, Store.open(db) as store:
        browser.enter()
        for who in PEOPLE:
            said = say(browser.see(f"/people/{who}").text)
            assert said == say(browser.see(f"/people/{who}/card").text)
            text = browser.see(f"/people/{who}/card.csv").content.decode("utf-8-sig")
            told = {row["Sujet"]: row["Constat ou réponse"] for row in csv.DictReader(io.StringIO(text), delimiter=";")}
            assert said in told.values()
            for row in told_card(card(store, who, NOW), told_words(store, Voice(Catalogue.load(), "fr")), who)["rows"]:
                at = LEVELS[row["level"]]
                own = [part for part in said.split(". ") if PLAIN[row["habilete"]] in re.split(r" : | ; ", part)]
                # A level that its own moments, alone, would not show is to confirm: nobody says that it was shown.
                above = [f"À confirmer, au niveau « {LEVELS[row['above']]} »"] if "above" in row else []
                start = {"shown": f"Vous avez montré, au niveau « {at} »",
                         "not_yet": "Pas encore montré, il faudrait en voir plus",
                         "to_confirm": "" if above else "À confirmer : ",
                         }.get(row["statement"])  # fmt: skip
                starts = [*([start] if start else []), *above]
                assert len(own) == len(starts), (row, said)
                assert all(map(str.startswith, own, starts)), (row, said)
            assert not re.search(r"échec|échou|rat[ée]|faible|mauvais|classement|rang|groupe|chances? sur", said)


def test_skills_stand_in_one_order_and_nothing_seen_in_part_is_called_unseen(db: Path) -> None:
    """The order of the referential within each word, for everybody; « cela ne s'est pas vu » is said of nothing."""
    order = list(SHORT.values())
    with browsing(db) as browser:
        browser.enter()
        for who in PEOPLE:
            for path in ("", "/card"):
                page = browser.see(f"/people/{who}{path}").text
                assert "ne s'est pas vu" not in words(page)
                top = re.search(r'<dl class="brief first">(.*?)</dl>', page, re.S)
                assert top
                for said in re.findall(r"<dd>(.*?)</dd>", top[1]):
                    for named in re.split(" ; ", html.unescape(said)):
                        places = [order.index(name) for name in named.rpartition(" : ")[2].split(", ") if name in order]
                        assert places == sorted(places), named


def test_a_second_try_is_told_with_why_the_first_counts(db: Path) -> None:
    """On the page, behind it, beside the other, on the sheet and in the file; of who came once nothing is."""
    with browsing(db) as browser:
        browser.enter()
        for path in ("", "/card", "/why/dexterite", "/tries"):
            page = words(browser.see(f"/people/{PEOPLE[0]}{path}").text)
            assert "on connaît déjà l'atelier" in page, path
        for path in ("", "/card"):
            assert "« Panneau de porte », refait le 25/11/2026" in words(browser.see(f"/people/{PEOPLE[0]}{path}").text)
            assert "refait le" not in words(browser.see(f"/people/{PEOPLE[1]}{path}").text)
        assert "refait le 25/11/2026" in browser.see(f"/people/{PEOPLE[0]}/card.csv").content.decode("utf-8-sig")


def test_who_is_kept_to_see_more_waits_for_it_in_the_list(engine: str, db: Path) -> None:
    """« rien n'attend » stood beside a pair that was kept to see more of."""
    with Store.open(db) as store:
        offer = for_candidate(store, PEOPLE[1], NOW)[0].offer_id
        decide(store, Decision(offer, PEOPLE[1], "keep", "more_evidence", "AB"), NOW)
        decide(store, Decision(offer, PEOPLE[2], "keep", "place", "AB"), NOW)
    with browsing(db) as browser:
        browser.enter()
        for who in PEOPLE[1:3]:
            browser.see(f"/people/{who}")
        assert steps(browser) == {PEOPLE[1]: "en voir plus : c'est décidé", PEOPLE[2]: "en vue : y revenir"}


def test_a_no_or_a_proposal_leaves_something_to_do(engine: str, db: Path) -> None:
    """« rien n'attend » stood beside a no for one offer, and beside somebody just proposed; who is hired has news to
    give; who has another project waits for nothing here."""
    steps_of: dict[str, str] = {}
    with Store.open(db) as store:
        offer = for_candidate(store, PEOPLE[1], NOW)[0].offer_id
        note_reading(store, PEOPLE[1:2], ("AB", NOW), opened=True)
        for verdict, reason in (("decline", "hours"), ("propose", "to_meet"), ("candidate_declined", "other_project")):
            decide(store, Decision(offer, PEOPLE[1], verdict, reason, "AB"), NOW)
            steps_of[verdict] = people_step(store)
        decide(store, Decision(offer, PEOPLE[1], "propose", "to_meet", "AB"), NOW)
        for kind in ("not_hired", "hired"):
            outcome = follow(store, FollowUp(PEOPLE[1], offer, kind, NOW.date().isoformat()), ("AB", NOW))
            steps_of[kind] = people_step(store)
            undo_outcome(store, outcome, ("AB", NOW))
    assert steps_of == {
        "decline": "other", "propose": "follow", "candidate_declined": "none", "not_hired": "other", "hired": "hired",
    }  # fmt: skip


def people_step(store: Store) -> str:
    """What comes next of the second of them, for AB; those to look for an offer for are counted alike."""
    (row,) = [row for row in people_list(store, Wanted(reader="AB")) if row["candidate_id"] == PEOPLE[1]]
    searched = {row["candidate_id"] for row in people_list(store, Wanted(reader="AB", undecided=stamp(NOW)))}
    assert (PEOPLE[1] in searched) == (row["step"] in ("decide", "other"))
    return str(row["step"])


def steps(browser: Browser) -> dict[str, str]:
    """What comes next of those who are kept."""
    rows = re.findall(r"<tr>.*?</tr>", browser.see("/people").text, re.S)
    said = {who: words(row) for row in rows for who in PEOPLE[1:3] if who in row}
    return {who: next(step for step in ("en voir plus : c'est décidé", "en vue : y revenir", "?") if step in f"{row}?")
            for who, row in said.items()}  # fmt: skip
