"""The tower's afterwards: what became of a pair, links shown or not, a group on one page, a region, the watch."""

import csv
import io
import random
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from nacl.signing import SigningKey
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, ready, words

from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.following import FollowUp, due, follow, months_before, outcomes_of, undo_outcome
from export.store.linking import linked
from export.store.reporting import Figure, bundle, group_report, merge, read_bundle
from export.store.store import Store, StoreError, audit_holds
from export.store.watching import fairness
from scoring.validity import interval, links

OFFER = "ex-cableur-evreux"
ONE = f"{1:032x}"
AB = ("AB", NOW)
PAIR = f"/pairs/{OFFER}/{ONE}"


def sheet(answer: Any) -> list[dict[str, str]]:
    """The rows of a CSV as French Excel reads it."""
    return list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """One person, proposed for one offer."""
    path = ready(tmp_path / "m.db")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE))
    with Store.open(path) as store:
        decide(store, Decision(OFFER, ONE, "propose", "to_meet", "AB"), NOW)
    return path


def noted(browser: Browser, kind: str, day: str, why: str = "") -> None:
    """An outcome typed on the page of the pair."""
    browser.see(PAIR)
    browser.send(f"{PAIR}/after", {"kind": kind, "day": day, "why": why, "body": "Cap emploi 76"})


def test_an_empty_base_asks_for_nothing(tmp_path: Path) -> None:
    """Each page says so in a sentence, and opens all the same."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        for path, said in (("/after", "Aucune nouvelle n'est à prendre aujourd'hui"),
                           ("/after/report", "Moins de dix personnes"),
                           ("/after/links", "Trop peu de suites connues"), ("/after/watch", "Trop peu pour conclure"),
                           ("/after/region", "Aucun fichier n'est réuni")):  # fmt: skip
            assert browser.see(path).status_code == 200
            assert said in words(browser.text), path
        for path in ("report?month=2026-13", "watch.csv", "region.csv", "report.csv?month=x"):
            assert browser.see(f"/after/{path}").status_code == 400, path


def test_what_became_of_a_pair_is_noted_in_words_and_taken_back(db: Path) -> None:
    """Who it did not happen by and why, who sent the person; undone it stays to be read; all in the audit."""
    with browsing(db) as browser:
        browser.enter()
        noted(browser, "not_met", "2026-11-23", "employer:postponed")
        seen = words(browser.text)
        assert "du côté de l'entreprise : l'entretien est reporté" in seen
        assert "orientée par Cap emploi 76" in seen
        noted(browser, "met", "2026-11-24")
        undo = re.findall(r'action="(/outcomes/\w+/undo)"', browser.text)[-1]
        browser.send(undo)
        assert "repris par AB" in words(browser.text)
        assert "l'entretien n'a pas eu lieu" in words(browser.see("/after").text)
    with Store.open(db) as store:
        assert audit_holds(store)
        actions = [row["action"] for row in store.rows("select action from audit where action like 'after.%'")]
        assert actions == ["after.not_met", "after.met", "after.undo"]
        erase(store, ONE, NOW)
        assert store.rows("select 1 from outcomes") == []


@pytest.mark.usefixtures("engine")
def test_a_hiring_is_told_wherever_it_matters_and_what_still_stands_can_be_undone(db: Path) -> None:
    """Posts left, the list, the decision, the person's other proposal: each says it; taken back, none does."""
    other = "ex-monteur-panneaux-havre"
    with Store.open(db) as store:
        decide(store, Decision(other, ONE, "propose", "fits", "AB"), NOW)
        (posts,) = (row["posts"] for row in store.rows("select posts from offers where offer_id=?", OFFER))
        assert posts == 5
    with browsing(db) as browser:
        browser.enter()
        browser.see(f"/offers/{OFFER}")
        browser.send(f"/offers/{OFFER}/list")
        listed = browser.path
        assert "proposée" in words(browser.text)
        noted(browser, "hired", "2026-11-24")
        seen = words(browser.text)
        assert "Embauchée le 24/11/2026" in seen
        assert "il reste 4 postes sur 5" in seen
        assert "en vigueur ; embauchée, 24/11/2026" in seen
        assert "Elle est encore proposée ailleurs" in seen
        assert "5, 4 à pourvoir" in words(browser.see(f"/offers/{OFFER}").text)
        assert "Autant de personnes" not in words(browser.text)
        assert "5, 4 à pourvoir" in words(browser.see("/offers").text)
        with Store.open(db) as store, store.writing() as connection:
            connection.execute("update offers set posts=1 where offer_id=?", (OFFER,))
        assert "Autant de personnes embauchées que de postes" in words(browser.see(f"/offers/{OFFER}").text)
        assert "Tous les postes de cette offre sont pourvus" in words(browser.see(PAIR).text)
        assert "embauchée" in words(browser.see(listed).text)
        assert "embauchée, 24/11/2026" in words(browser.see("/decisions").text)
        browser.see(PAIR)
        undo = re.search(r'action="(/decisions/\w+/undo)"', browser.text[browser.text.index('id="hired"') :])
        assert undo
        browser.send(undo[1], {"reason": "changed"})
        assert "défaite" in words(browser.text)
        assert "Rien d'autre n'est prévu pour elle" in words(browser.text)
        with Store.open(db) as store:
            assert [row["offer_id"] for row in store.rows("select offer_id from standing_decisions")] == [OFFER]
        browser.see(PAIR)
        browser.send(re.findall(r'action="(/outcomes/\w+/undo)"', browser.text)[-1])
        assert 'id="hired"' not in browser.text
        assert "à pourvoir" not in words(browser.see("/offers").text)


@pytest.mark.parametrize(
    ("kind", "day", "why", "key"),
    [("x", "2026-11-24", "", "kind"), ("met", "2026-11-25", "", "day"), ("met", "hier", "", "day"),
     ("not_met", "2026-11-24", "", "why"), ("not_met", "2026-11-24", "person:filled", "why"),
     ("there_3", "2026-11-24", "", "not_hired_yet")],
)  # fmt: skip
def test_an_outcome_that_cannot_be_is_refused_and_what_was_typed_stays(
    db: Path, kind: str, day: str, why: str, key: str
) -> None:
    """One sentence; the form stands open with its words."""
    with browsing(db) as browser:
        browser.enter()
        noted(browser, kind, day, why)
        assert browser.house.catalogue.texts["fr"][f"after.{key}"].split("{")[0].rstrip() in words(browser.text)
        assert 'value="Cap emploi 76"' in browser.text
        with Store.open(db) as store:
            assert store.rows("select 1 from outcomes") == []


def test_outcomes_follow_each_other_as_time_does(db: Path) -> None:
    """Hired, then three months, then six; nothing twice, no contrary, nothing early; no outcome without a proposal."""
    with Store.open(db) as store:
        def say(kind: str, day: str, offer: str = OFFER) -> None:
            follow(store, FollowUp(ONE, offer, kind, day), AB)

        say("hired", "2026-05-31")
        refused = (("hired", "06-01", "twice"), ("not_hired", "06-01", "twice"), ("there_3", "08-30", "too_early"),
                   ("left_6", "05-01", "too_early"))  # fmt: skip
        for kind, day, key in refused:
            with pytest.raises(StoreError, match=rf"after\.{key}"):
                say(kind, f"2026-{day}")
        assert [row["asks"] for row in due(store, date(2026, 8, 31))] == ["three"]
        say("there_3", "2026-08-31")
        assert [row["asks"] for row in due(store, date(2026, 12, 1))] == ["six"]
        with pytest.raises(StoreError, match=r"after\.twice"):
            say("left_3", "2026-08-31")
        with pytest.raises(StoreError, match=r"after\.not_proposed"):
            say("met", "2026-08-31", "ex-monteur-panneaux-havre")
        (hired,) = (row for row in outcomes_of(store, ONE, OFFER) if row["kind"] == "hired")
        with pytest.raises(StoreError, match=r"after\.later_first"):
            undo_outcome(store, hired["outcome_id"], AB)
    assert months_before(date(2026, 5, 31), 3) == date(2026, 2, 28)
    assert months_before(date(2026, 2, 28), 6) == date(2025, 8, 28)


@pytest.mark.parametrize(
    ("kinds", "kind", "day", "key"),
    [(["left_3:05-01"], "there_6", "10-01", "twice"), (["left_3:05-01"], "left_6", "09-01", "twice"),
     ([], "left_3", "07-01", "not_then"), ([], "left_3", "03-01", "not_then"), ([], "left_6", "06-01", "too_early"),
     ([], "left_6", "10-15", "not_then"), (["there_6:10-15"], "left_6", "08-01", "twice"),
     (["there_6:10-15"], "left_3", "05-01", "twice")],
)  # fmt: skip
def test_who_left_in_some_months_was_not_there_after_them(
    db: Path, kinds: list[str], kind: str, day: str, key: str
) -> None:
    """Hired on 1 April: a leaving stands in its own three months, and at most one of what contradicts itself."""
    with Store.open(db) as store:
        follow(store, FollowUp(ONE, OFFER, "hired", "2026-04-01"), AB)
        for said in kinds:
            name, when = said.split(":")
            follow(store, FollowUp(ONE, OFFER, name, f"2026-{when}"), AB)
        with pytest.raises(StoreError, match=rf"after\.{key}"):
            follow(store, FollowUp(ONE, OFFER, kind, f"2026-{day}"), AB)


def test_news_is_asked_for_two_weeks_after_a_proposal(db: Path) -> None:
    """It stands on the first page and on that of outcomes, until something is noted."""
    with browsing(db) as browser:
        browser.enter()
        assert "attendue" not in words(browser.see("/").text)
        browser.clock.s = timedelta(days=15).total_seconds()
        browser.enter()
        assert "suite attendue" in words(browser.see("/").text)
        assert "sans nouvelle depuis" in words(browser.see("/after").text)
        rows = sheet(browser.see("/after/list.csv"))
        browser.see("/after")
        for row in rows:
            assert all(value in words(browser.text) for value in row.values())
        noted(browser, "met", "2026-12-01")
        assert "attendue" not in words(browser.see("/").text)


def test_chance_alone_is_no_link_and_a_link_is_found() -> None:
    """Of 200 worlds without a link, one is told among 18 things in about 5 %; a link that is there is found."""
    chance = random.Random(1)

    def world(n: int, shift: float) -> dict[str, tuple[list[float], list[float]]]:
        names = ["fit", *(f"h{k}" for k in range(17))]
        return {name: ([chance.gauss(shift if name == "fit" else 0, 1) for _ in range(n)],
                       [chance.gauss(0, 1) for _ in range(n)]) for name in names}  # fmt: skip

    wrong = sum(any(one.verdict in ("link", "reverse") for one in links(world(12, 0.0))) for _ in range(200))
    assert wrong <= 16  # 5 % of 200 is 10; 16 is three of its deviations above
    assert {one.verdict for one in links(world(9, 3.0))} == {"too_few"}
    found = {one.name: one for one in links(world(40, 1.5))}
    assert found["fit"].verdict == "link"
    # Newcombe's method 5 at a value of .5 is Mann and Whitney's own variance: (m + n + 1) / (12 m n).
    low, high = interval(0.5, 10, 10, 0.05)
    assert (low + high) / 2 == pytest.approx(0.5)
    assert interval(1.0, 10, 10, 0.05)[1] == 1.0


def test_the_page_of_links_says_that_none_is_shown(tmp_path: Path) -> None:
    """Twelve hired and twelve not, alike in the game: no link shown, on the page as in its sheet."""
    path = ready(tmp_path / "m.db")
    bring(path, *(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}") for n in range(1, 25)))
    with Store.open(path) as store:
        for n in range(1, 25):
            decide(store, Decision(OFFER, f"{n:032x}", "propose", "to_meet", "AB"), NOW)
            follow(store, FollowUp(f"{n:032x}", OFFER, "hired" if n % 2 else "not_hired", "2026-11-24"), AB)
        # Twenty of the twenty-four count: people enter reports in whole tens.
        assert [(one.happened, one.other) for one in linked(store, NOW)] == [(10, 10), (0, 0), (0, 0)]
    with browsing(path) as browser:
        browser.enter()
        browser.see("/after/links")
        page = words(browser.text)
        assert "Aucun lien montré. Environ 10 et 10 personnes." in page
        for row in sheet(browser.see("/after/links.csv")):
            _, about, said = row.values()
            assert "Trop peu" in said or f"{about} {said}" in page


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Forty people, one workshop, thirty of them proposed."""
    path = ready(tmp_path_factory.mktemp("many") / "m.db")
    bring(path, *(body(f"{n:032x}", code="K4-PQR", sitting_id=f"{n:032x}", device_ease="hard" if n <= 5 else "easy",
                       language="en" if n > 25 else "fr") for n in range(1, 41)))  # fmt: skip
    with Store.open(path) as store:
        for n in range(1, 26):
            decide(store, Decision(OFFER, f"{n:032x}", "propose", "to_meet", "AB"), NOW)
        for n in range(1, 13):
            follow(store, FollowUp(f"{n:032x}", OFFER, "met", "2026-11-24"), AB)
    return path


def test_a_group_on_one_page_hides_what_is_small_or_whose_rest_is(many: Path) -> None:
    """Tens alone; a part under ten, or what is left of any whole under ten, is hidden, on the page as in the file."""
    with Store.open(many) as store:
        found = {one.name: one.n for one in group_report(store, None)}
    assert found["people"] == 40
    assert found["proposed"] == 30
    assert found["met"] == 10
    assert found["ease:hard"] is None  # five people
    assert found["tried:panneau_fuselage"] is None  # all of them: who did not is nobody
    assert all(n is None or n % 10 == 0 for n in found.values())
    with browsing(many) as browser:
        browser.enter()
        raw = browser.see("/after/report").text
        page = words(raw)
        for row in sheet(browser.see("/after/report.csv")):
            if not row["Sujet"].endswith(("assez observée pour en parler", "montrée")):
                hidden = "caché" in row["Personnes"]
                told = row["Sujet"] if hidden else f"{row['Sujet']} {row['Personnes']}"
                assert told in (page[page.index("nombres sont cachés") :] if hidden else page)
        # What is known stands before what is hidden, which is counted in one line and folded.
        quiet = re.search(r"\d+ nombres sont cachés.*?</details>", raw, re.S)[0]  # type: ignore[index]
        n = int(re.search(r"(\d+) nombres sont cachés", quiet)[1])  # type: ignore[index]
        assert n == quiet.count("<li>") > 3
        assert page.index("ont eu un entretien") < page.index("nombres sont cachés")
        assert page.index("Il faut donc au moins vingt personnes") < page.index("Qui est venu")
        # On paper nothing that is folded stands there with its mark; how to read it does.
        assert 'class="noprint"><summary>Voir lesquels' in raw
        paper = re.search(r'<div class="paper">(.*?)</div>', raw, re.S)
        assert paper
        assert "Les nombres sont arrondis" in words(paper[1])
        assert "Ctrl+P" in page
        browser.see("/after/report?month=2026-10")
        assert "Moins de dix personnes" in words(browser.text)
        assert "à partir de dix personnes" in words(browser.text)


def test_a_region_is_put_together_from_files_without_people(many: Path, tmp_path: Path) -> None:
    """Sums of tens; « at least » where one hides; the last of one organisation; a changed file is refused."""
    with browsing(many) as browser:
        browser.enter()
        own = browser.see("/after/report.bundle").content
        assert ONE.encode() not in own
        assert b"K4-" not in own
        figures = [Figure("people", 20), Figure("met", None), Figure("of", 20)]
        others = [bundle(figures, (name, "person", None), SigningKey(bytes([k] * 32)), NOW)
                  for k, name in ((1, "Nord <b>"), (2, "Sud"))]  # fmt: skip
        browser.see("/after/region")
        browser.send("/after/region", files=[("file", (f"{k}.envol-region", one)) for k, one in
                                             enumerate((own, *others))])  # fmt: skip
        page = words(browser.text)
        assert "3 organisations : Mission locale, Nord <b>, Sud." in page
        assert "<b>," not in browser.text
        assert "Personnes qui ont partagé leur résultat environ 80" in page
        assert "ont eu un entretien au moins 10 (2 organisations ne le montrent pas)" in page
        # A figure that only another version knows is named as that version names it.
        assert re.search(r" of (environ|au moins) [0-9]0", page), page
        for row in sheet(browser.see("/after/region.csv")):
            assert f"{row['Sujet']} {row['Personnes']}" in page
        browser.see("/after/region")
        browser.send("/after/region", files=[("file", ("x", own.replace(b'"n":40', b'"n":50')))])
        assert "a été changé" in words(browser.text)
        browser.send("/after/region", files=[("file", ("x", b"{}"))])
        assert "n'est pas celui" in words(browser.text)


def test_bundles_that_do_not_go_together_are_refused() -> None:
    """Other months, robots beside people, none; of one organisation the last counts."""
    key = SigningKey(bytes(32))

    def made(n: int, month: str | None = None, kind: str = "person", at: int = 0) -> Any:
        return read_bundle(bundle([Figure("people", n)], ("A", kind, month), key, NOW + timedelta(hours=at)))

    assert [row.n for row in merge([made(20, at=1), made(10)]).rows] == [20]
    for bad in ([], [made(10), made(10, "2026-11")], [made(10), made(10, kind="demo")]):
        with pytest.raises(StoreError, match=r"region\."):
            merge(bad)
    with pytest.raises(StoreError, match=r"region\.not_a_bundle"):
        read_bundle(b"x" * 100_001)
    with pytest.raises(StoreError, match=r"region\.not_a_bundle"):
        made(7)


def test_the_watch_finds_a_gap_and_refuses_to_conclude_on_few(many: Path) -> None:
    """Twenty-five of French all proposed, fifteen of English none: a gap; five with a hard device: too few."""
    with Store.open(many) as store:
        said = {(one.grouping, one.group): one.verdict for one in fairness(store, NOW)}
    assert said[("language", "en")] == "gap"
    assert said[("device_ease", "hard")] == "too_few"
    with browsing(many) as browser:
        browser.enter()
        browser.see("/after/watch")
        assert "Moins souvent proposé que « français »" in words(browser.text)
        browser.send("/after/watch")
        thread = browser.house.jobs.of("exposure").thread
        assert thread is not None
        thread.join(30)
        page = words(browser.see("/after/watch").text)
        rows = sheet(browser.see("/after/watch.csv"))
        assert len(rows) > 8
        for row in rows:
            line = row["Qui est peu proposé ?"].lstrip("'")
            assert line in page or line.split(" : ")[-1] in page
