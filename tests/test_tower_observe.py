"""The tower's observations: blind to the result and to each other, agreement shown, levels said otherwise kept."""

import csv
import io
import random
from pathlib import Path
from typing import Any

import pytest
from store_kit import NOW, body
from tower_kit import Browser, bring, browsing, ready, words

from export.store.backup import save
from export.store.decisions import Decision, decide
from export.store.erasing import erase
from export.store.observing import GridLine, go_alone, join, open_watch, override, overrides_of, write_grid
from export.store.people import card
from export.store.readings import note_reading
from export.store.store import Store, StoreError, audit_holds
from scoring.agreement import agreement, alike

ONE, TWO = f"{1:032x}", f"{2:032x}"
SCRIPT = "<script>alert(1)</script>"
AB, CD, EF = ("AB", NOW), ("CD", NOW), ("EF", NOW)


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """Two people, three advisers."""
    path = ready(tmp_path / "m.db", "AB", "CD", "EF")
    bring(path, body(ONE, code="K4-CDF", sitting_id=ONE), body(TWO, code="K4-GHJ", sitting_id=TWO))
    return path


def begun(browser: Browser, who: str = ONE, observers: str = "2") -> str:
    """An observation that an adviser begins; its path."""
    browser.see("/observe")
    browser.send(f"/observe/{who}", {"observers": observers})
    assert browser.path.startswith("/watches/"), words(browser.text)
    return browser.path


def test_nobody_to_observe_is_one_sentence(tmp_path: Path) -> None:
    """An empty base: how people come, and the grid on paper all the same."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/observe")
        assert "Personne n'a encore partagé" in words(browser.text)
        assert browser.see("/observe/grid").text.count('<th scope="row">') == 17
        assert browser.see("/watches/" + ONE).status_code == 404


def test_who_observes_sees_no_result_and_who_saw_it_does_not_observe(db: Path) -> None:
    """Every page and sheet that tells of the person is shut until all grids are closed; a reading is remembered."""
    with browsing(db) as browser:
        browser.enter()
        path = begun(browser)
        for shut in (f"/people/{ONE}", f"/people/{ONE}/card", f"/people/{ONE}/card.csv", f"/people/{ONE}/offers",
                     f"/people/{ONE}/offers.csv", f"/people/{ONE}/why/dexterite", f"/pairs/ex-cableur-evreux/{ONE}",
                     f"{path}/list.csv"):  # fmt: skip
            answer = browser.see(shut)
            assert answer.status_code == 400, shut
            assert "fermez d'abord votre grille" in words(browser.text), shut
        browser.see("/offers/ex-cableur-evreux")
        browser.send("/offers/ex-cableur-evreux/list")
        assert "fermez d'abord votre grille" in words(browser.text)
        assert browser.see(f"/people/{TWO}").status_code == 200
        browser.see("/observe")
        assert not browser.token(f"/observe/{TWO}")
        assert "Ma grille" in browser.text
    with Store.open(db) as store, pytest.raises(StoreError, match=r"observe\.knows"):
        open_watch(store, TWO, 1, AB)


def test_that_a_reader_cannot_observe_blind_is_said_before_anything_is_read(db: Path) -> None:
    """On the list that leads to results, and on the page of observations; not to whom it is too late to say it. There,
    once everybody was read, it says who can."""
    with browsing(db) as browser:
        browser.enter()
        assert "avant de lire son résultat" in words(browser.see("/people").text)
        assert "avant de lire son résultat" in words(browser.see("/people/unread").text)
        assert "Commencez avant de lire" in words(browser.see("/observe").text)
        for who in (ONE, TWO):
            browser.see(f"/people/{who}")
        assert "avant de lire son résultat" not in words(browser.see("/people").text)
        assert "Vous avez lu le résultat de tout le monde ici" in words(browser.see("/observe").text)
        assert words(browser.text).count("vous avez lu son résultat") == 2
        grid = words(browser.see("/observe/grid").text)
        assert "premiers gestes : fait en partie" in grid


def test_lists_leave_out_whom_one_observes_and_stay_open(db: Path) -> None:
    """Decisions and outcomes of the others are read; of the one observed, not a word; a search is taken back."""
    with Store.open(db) as store:
        for who in (ONE, TWO):
            decide(store, Decision("ex-cableur-evreux", who, "propose", "to_meet", "CD"), NOW)
    with browsing(db) as browser:
        browser.enter()
        begun(browser)
        for path in ("/decisions", "/decisions/list.csv", "/after", "/after/list.csv"):
            answer = browser.see(path)
            assert answer.status_code == 200, path
            assert "GHJ" in browser.text, path
            assert "CDF" not in browser.text, path
        browser.see("/observe")
        browser.send("/observe/choose", {"code": "GHJ"})
        row = '<th scope="row"><span class="code">K4-CDF'
        assert row not in browser.text
        browser.send("/observe/choose", {"what": "all", "code": "GHJ"})
        assert row in browser.text


def test_two_observers_are_blind_to_each_other_until_both_have_closed(engine: str, db: Path) -> None:
    """The one who closed first waits; then both stand beside the game, and how they agree is said."""
    with browsing(db) as browser:
        browser.enter("AB")
        path = begun(browser)
        browser.send(path, {"m-dexterite": "2", "f-dexterite": SCRIPT, "m-organiser": "1", "what": "keep"})
        assert 'value="&lt;script&gt;' in browser.text
        # Closing is for good: it asks once more, and for the fact of each line.
        asked = words(browser.text)
        assert asked.index("Fermée, elle ne change plus") < asked.index("Oui, fermer ma grille")
        assert "fait seul ou seule, comme attendu, dans un travail ordinaire" in words(browser.text)
        marked = {"m-dexterite": "2", "f-dexterite": "Pose sans reprendre", "m-organiser": "1", "what": "close"}
        browser.send(path, marked)
        assert "Il manque le fait vu : Organiser." in words(browser.text)
        assert 'value="Pose sans reprendre"' in browser.text
        browser.send(path, {**marked, "f-organiser": "Trie ses pièces"})
        assert "L'autre grille est attendue" in words(browser.text)
        assert browser.see(f"/people/{ONE}").status_code == 400
        browser.see("/")
        browser.send("/lock")
        browser.enter("CD")
        browser.see(path)
        assert "Pose sans reprendre" not in browser.text
        assert not browser.token(path)
        browser.send(f"{path}/join")
        assert "Pose sans reprendre" not in browser.text
        facts = {f"f-{name}": "vu" for name in ("dexterite", "organiser", "adaptation")}
        browser.send(path, {"m-dexterite": "0", "m-organiser": "1", "m-adaptation": "3", **facts, "what": "close"})
        seen = words(browser.text)
        assert "2 lignes vues par les deux : pareil 1 fois, à un niveau près 0 fois, plus loin 1 fois" in seen
        assert "Pose sans reprendre" in seen
        assert "plus loin : parlez-en" in seen
        assert "Ce que dit le jeu" in seen
        assert browser.see(f"/people/{ONE}").status_code == 200
        assert path in browser.text
    with Store.open(db) as store:
        assert audit_holds(store)
        actions = [row["action"] for row in store.rows("select action from audit where action like 'observe.%'")]
        assert actions == ["observe.open", "observe.close", "observe.join", "observe.close"]


def closed(store: Store, lines: dict[str, GridLine], who: str = ONE) -> str:
    """A watch of one observer, closed."""
    watch = open_watch(store, who, 1, AB)
    write_grid(store, watch, lines, AB, close=True)
    return watch


def test_a_level_is_said_otherwise_only_with_a_reason_and_both_stay(db: Path) -> None:
    """On the person's page, the card, its sheet, the pair; undone, the game's word alone stands, the rest is read."""
    with Store.open(db) as store:
        watch = closed(store, {"dexterite": GridLine(1, "Casse deux rivets")})
    with browsing(db) as browser:
        browser.enter()
        path = f"/watches/{watch}"
        browser.see(path)
        form = {"habilete": "dexterite", "mark": "1", "text": SCRIPT}
        for wrong in ({}, {"reason": "x"}, {"reason": "other", "text": " "}, {"reason": "machine", "mark": "7"},
                      {"reason": "machine", "mark": ""}, {"reason": "machine", "habilete": "manager"}):  # fmt: skip
            browser.see(path)
            browser.send(f"{path}/otherwise", form | wrong)
            assert 'role="alert"' in browser.text, wrong
        browser.see(path)
        browser.send(f"{path}/otherwise", {**form, "reason": "not_understood"})
        assert "C'est dit : les deux se lisent" in words(browser.text)
        for page in (path, f"/people/{ONE}", f"/people/{ONE}/card", f"/pairs/ex-cableur-evreux/{ONE}"):
            text = browser.see(page).text
            assert SCRIPT not in text, page
            assert "consigne pas comprise" in words(text), page
        for page in (path, f"/people/{ONE}"):
            assert "à l'aise" in words(browser.see(page).text).lower()
        sheet = browser.see(f"/people/{ONE}/card.csv").content.decode("utf-8-sig")
        assert "Exécuter des gestes avec dextérité, dit autrement;premiers gestes, selon AB" in sheet
        browser.see(path)
        with Store.open(db) as store:
            (kept,) = overrides_of(store, ONE)
        browser.send(f"{path}/back", {"override": kept["override_id"]})
        assert "repris par AB" in words(browser.text)
        assert "dit autrement" not in browser.see(f"/people/{ONE}/card").text
        browser.see(path)
    with Store.open(db) as store:
        assert card(store, ONE, NOW)["overrides"] == []
        assert kept["statement"] == "shown"
        assert [row["action"] for row in store.rows("select action from audit where action like 'observe.%' "
                "order by entry desc limit 2")] == ["observe.undo", "observe.override"]  # fmt: skip


def test_the_page_of_a_watch_holds_what_its_sheet_holds(db: Path) -> None:
    """One query for both, row by row; that it was taken stands in the audit."""
    with Store.open(db) as store:
        watch = open_watch(store, ONE, 2, AB)
        join(store, watch, CD)
        write_grid(store, watch, {"dexterite": GridLine(2, "=1+1"), "negocier": GridLine(0, "")}, AB, close=True)
        write_grid(store, watch, {"dexterite": GridLine(3, "précis")}, CD, close=True)
    with browsing(db) as browser:
        browser.enter()
        page = words(browser.see(f"/watches/{watch}").text)
        answer = browser.see(f"/watches/{watch}/list.csv")
        rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))
        assert len(rows) == 17
        for row in rows:
            told = [row[name] for name in list(row)[1:8]]
            assert " ".join(one.removeprefix("'") for one in told if one) in page
        assert rows[1]["Fait vu par le premier"] == "'=1+1"
    with Store.open(db) as store:
        assert store.rows("select detail from audit where action='sheet.take'") == [{"detail": "observation"}]


@pytest.mark.parametrize(
    ("form", "key"),
    [({"m-dexterite": "4"}, "observe.line"), ({"m-dexterite": "x"}, "observe.no_level"),
     ({"f-dexterite": "seul"}, "observe.fact_alone"), ({"what": "close"}, "observe.empty"),
     ({"m-dexterite": "1", "f-dexterite": "x" * 301}, "observe.line")],
)  # fmt: skip
def test_a_grid_that_does_not_hold_keeps_what_was_typed(db: Path, form: dict[str, str], key: str) -> None:
    """One sentence says what is wrong; the facts stand there still."""
    with browsing(db) as browser:
        browser.enter()
        path = begun(browser, observers="1")
        browser.send(path, {**form, "f-organiser": "", "what": form.get("what", "keep")})
        said = browser.house.catalogue.texts["fr"][key].split("{")[0]
        assert said in words(browser.text)
        if form.get("f-dexterite") == "seul":
            assert 'value="seul"' in browser.text


def test_a_watch_is_refused_to_a_third_and_goes_on_alone(db: Path) -> None:
    """Two at most; who does not come is said; a closed grid does not change; nobody writes another's."""
    with Store.open(db) as store:
        watch = open_watch(store, ONE, 2, AB)
        with pytest.raises(StoreError, match=r"observe\.open_already"):
            open_watch(store, ONE, 1, CD)
        write_grid(store, watch, {"dexterite": GridLine(1, "")}, AB, close=True)
        with pytest.raises(StoreError, match=r"observe\.closed"):
            write_grid(store, watch, {"dexterite": GridLine(2, "")}, AB, close=True)
        with pytest.raises(StoreError, match=r"observe\.not_yours"):
            write_grid(store, watch, {"dexterite": GridLine(2, "")}, CD, close=False)
        with pytest.raises(StoreError, match=r"observe\.not_alone"):
            go_alone(store, watch, CD)
        go_alone(store, watch, AB)
        with pytest.raises(StoreError, match=r"observe\.full"):
            join(store, watch, CD)
        second = open_watch(store, ONE, 2, CD)
        join(store, second, EF)
        with pytest.raises(StoreError, match=r"observe\.full"):
            join(store, second, AB)


def test_an_erased_person_leaves_no_grid_here_or_in_copies(db: Path) -> None:
    """Readings, watches, grids, lines, levels said otherwise: all go with the person."""
    with Store.open(db) as store:
        note_reading(store, [TWO], AB)
        closed(store, {"dexterite": GridLine(1, "fait")})
        override(store, ONE, ("dexterite", 2), ("machine", ""), AB)
        note_reading(store, [ONE], AB)
        copy = save(store, "AB", NOW)
        erase(store, ONE, NOW)
        for base in (store, Store.open(copy)):
            for table, left in (("readings", 1), ("watches", 0), ("grids", 0), ("grid_lines", 0), ("overrides", 0)):
                assert len(base.rows(f"select 1 from {table}")) == left, table


def test_agreement_tells_nothing_of_few_and_finds_what_is_there() -> None:
    """Cohen's worked sense: 1 for the same, about 0 for chance, an interval that holds the truth; few say nothing."""
    same: list[Any] = [[(k % 4, k % 4) for k in range(at, at + 6)] for at in range(12)]
    assert agreement(same[:9]).value is None
    assert agreement([one[:4] for one in same]).value is None
    assert agreement([[(2, 2)] * 6] * 12).value is None
    whole = agreement(same)
    assert (whole.value, whole.low, whole.high) == (1.0, 1.0, 1.0)
    chance = random.Random(4)
    drawn = agreement([[(chance.randrange(4), chance.randrange(4)) for _ in range(8)] for _ in range(60)])
    assert drawn.low is not None
    assert drawn.high is not None
    assert drawn.low < 0 < drawn.high
    # Two steps apart weighs four times one: observed 1/3 * 4 over expected 2/3 * 4 (counts 0,2 | 0,2 each half).
    assert agreement([[(0, 0), (2, 2), (0, 2), (2, 0), (0, 0), (2, 2)]] * 10).value == pytest.approx(1 - (2 / 6) / 0.5)
    assert alike([(0, 0), (1, 2), (3, 0)]) == alike([(3, 3), (2, 1), (0, 2)])


def test_a_grid_that_waits_to_be_mended_is_forgotten_with_anybody_who_leaves(db: Path) -> None:
    """What was typed names nobody: it may be of whoever was erased, so it goes."""
    with browsing(db) as browser:
        browser.enter()
        path = begun(browser, observers="1")
        browser.send(path, {"f-dexterite": "Seul un fait", "what": "keep"})
        assert "Seul un fait" in browser.text
        browser.see("/house/keep")
        browser.send("/house/keep/erase", {"who": "K4-CDF", "sure": "yes"})
        assert not [key for login in browser.house.logins._open.values() for key in login.kept if "/watches/" in key]
