"""Free words: added to the reason of a decision, kept and erased with it; read for what looks private on every form."""

import csv
import html
import io
import json
import re
from pathlib import Path

import pytest
from store_kit import NOW, body
from tower_kit import KNOWING, PIN, Browser, bring, browsing, played, ready, words

from cli.main import main
from export.store.decisions import MOST_WORDS, Decision, decide, decisions_of, forget_words
from export.store.erasing import erase
from export.store.store import Store, StoreError, audit_holds
from tower.ways import WAYS

OFFER = "ex-cableur-evreux"
ONE, TWO = f"{1:032x}", f"{2:032x}"
PAIR = f"/pairs/{OFFER}/{TWO}"
NAMED = "Mme Durand, 06 12 34 56 78"
SAID = "Visite de l'atelier lundi.\nElle veut voir le câblage d'abord."
NOT_WORDS = {
    "token", "page", "back", "forms", "again", "file", "pin", "pin_again", "organisation", "adviser", "region", "code",
    "who", "rome", "posts", "f-months", "pause", "span", "to_place",
    "words", "{{ name }}",
}  # fmt: skip
"""Fields of text that hold no words about anybody: who signs, codes, figures, an office's own name, what a file of
offers says of an offer."""


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one who really played and one whose packet is made up."""
    path = ready(tmp_path / "m.db", "AB", "CD")
    bring(path, played(ONE), body(TWO, code="K4-PQR", sitting_id=TWO))
    return path


def decided(browser: Browser, text: str, **more: str) -> None:
    """Keep the pair in view, with some words of one's own."""
    browser.see(PAIR)
    browser.send(PAIR, {"choice": "keep:to_meet", "seen": "", "text": text, **more})


def test_a_reason_is_written_beside_the_one_chosen_and_read_wherever_the_decision_is(engine: str, db: Path) -> None:
    """On the pair, among decisions, on the person's page, in the sheet, by the command and its JSON: the same words."""
    with browsing(db) as browser:
        browser.enter()
        decided(browser, SAID + "\u202e")
        assert f'<span class="words">{html.escape(SAID)}</span>'.replace("&#x27;", "&#39;") in browser.text
        for page in ("/decisions", f"/people/{TWO}"):
            assert "Elle veut voir le câblage" in words(browser.see(page).text), page
        copy = browser.see("/decisions/list.csv").content.decode("utf-8-sig")
        (row,) = csv.DictReader(io.StringIO(copy), delimiter=";")
        assert row["Avec ses mots"] == SAID
        with Store.open(db) as store:
            assert [one["words"] for one in decisions_of(store)] == [SAID]
            assert audit_holds(store)
            assert "câblage" not in str(store.rows("select * from audit"))


def test_the_command_line_says_the_same_words_and_asks_about_private_ones(
    db: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """Kept as they are only with --sure; read again as lines and as JSON."""
    asked = ["decide", OFFER, "K4-PQR", "--verdict", "keep", "--reason", "to_meet", "--adviser", "AB", "--db", str(db)]
    assert main([*asked, "--words", NAMED]) == 1
    assert "« Mme Durand »" in capsys.readouterr().err
    assert main([*asked, "--words", NAMED, "--sure"]) == 0
    assert main([*asked, "--words", SAID]) == 0
    capsys.readouterr()
    assert main(["decisions", "list", "--db", str(db)]) == 0
    assert "Elle veut voir le câblage" in capsys.readouterr().out
    assert main(["decisions", "list", "--json", "--db", str(db)]) == 0
    assert [one["text"] for one in json.loads(capsys.readouterr().out)] == [SAID, NAMED]


def test_the_words_of_a_decision_are_erased_alone_or_with_the_person(engine: str, db: Path) -> None:
    """Alone the decision stays and the log says who did it; with the person nothing of them is in the base's file."""
    with browsing(db) as browser:
        browser.enter()
        decided(browser, "quintessence")
        made = re.search(r'action="(/decisions/\w+/words)"', browser.text)
        assert made
        browser.send(made[1])
        assert "La décision reste" in words(browser.text)
        assert "quintessence" not in browser.text
    with Store.open(db) as store:
        (one,) = decisions_of(store)
        assert (one["state"], one["words"]) == ("stands", "")
        with pytest.raises(StoreError, match="remark"):
            forget_words(store, one["decision_id"], "AB", NOW)
        told = store.rows("select actor, detail from audit where action='decide.forget_words'")
        assert told == [{"actor": "AB", "detail": ""}]
        decide(store, Decision(OFFER, TWO, "keep", "to_meet", "AB", text="quintessence"), NOW)
        erase(store, TWO, NOW)
        assert decisions_of(store) == []
    if "://" not in str(db):
        assert b"quintessence" not in db.read_bytes()


def test_words_that_are_too_long_are_refused_and_stay_typed(db: Path) -> None:
    """Nothing is decided; the sentence says how many signs there may be."""
    long = "a" * (MOST_WORDS + 1)
    with browsing(db) as browser:
        browser.enter()
        decided(browser, long)
        assert f"{MOST_WORDS} au plus" in browser.text
        assert long in browser.text
    with Store.open(db) as store:
        assert decisions_of(store) == []


def test_a_decision_whose_words_look_private_is_asked_about(db: Path) -> None:
    """Nothing is written before; the words stay in their field with a box to mean them, which comes unticked."""
    with browsing(db) as browser:
        browser.enter()
        decided(browser, NAMED)
        assert "« Mme Durand », « 06 12 34 56 78 »" in words(browser.text)
        assert f">{NAMED}</textarea>" in browser.text
        assert browser.text.count('name="sure"') == 1
        # The group that was pressed stays open, and says that nothing came of it yet.
        assert "Rien n'est encore décidé. Corrigez vos mots" in words(browser.text)
        assert re.search(r'<details class="keep verdict" name="verdict" open><summary>Garder en vue', browser.text)
        with Store.open(db) as store:
            assert decisions_of(store) == []
        browser.send(PAIR, {"choice": "keep:to_meet", "seen": "", "text": NAMED, "sure": "yes"})
        with Store.open(db) as store:
            assert [one["words"] for one in decisions_of(store)] == [NAMED]
        assert 'name="sure"' not in browser.text
        assert "Rien n'est encore" not in words(browser.text)


def test_every_form_asks_before_it_keeps_a_name(db: Path) -> None:
    """A sitting's title, what happens at a seat, an observer's fact, a level said otherwise, a fair, a stand, who sent
    somebody, a computer's name: sent back with the box, kept only when it is meant."""
    with browsing(db) as browser:
        browser.enter()
        day = {"title": NAMED, "day": "2026-11-24", "hour": "09:00", "minutes": "90", "seats": "2", "wide": "2",
               "circuit": "panneau_porte"}  # fmt: skip
        fair = {"title": NAMED, "place": "Rouen", "day": "2026-12-03", "opens": "09:00", "closes": "11:00",
                "slot": "15", "pause": ""}  # fmt: skip
        at_day = asked_once(browser, "/days/new", "/days/new", day)
        asked_once(browser, f"{at_day}/seats/1", f"{at_day}/seats/1", {"kind": "incident", "code": "", "text": NAMED})
        at_fair = asked_once(browser, "/fairs/new", "/fairs/new", fair)
        with Store.open(db) as store:
            employer = store.rows("select employer_id from offers where offer_id=?", OFFER)[0]["employer_id"]
        browser.see(at_fair)
        browser.send(f"{at_fair}/stands", {"employer": employer})
        stand = re.search(rf'href="({at_fair}/stands/[\w-]+)"', browser.see(at_fair).text)
        assert stand
        asked_once(browser, stand[1], stand[1], {"label": NAMED, "recruiters": "1", "access": "", "offer": OFFER,
                                                 "what": "keep"})  # fmt: skip
        browser.see(PAIR)
        browser.send(PAIR, {**KNOWING, "choice": "propose:fits", "seen": ""})
        met = {"kind": "met", "day": "2026-11-24", "why": "", "body": NAMED}
        asked_once(browser, PAIR, f"{PAIR}/after", met)
        with Store.open(db) as store:
            station = store.rows("select station_id from stations")[0]["station_id"]
        rename = {"station": station, "label": NAMED}
        asked_once(browser, "/house/stations", "/house/stations/rename", rename)
        browser.send("/lock", {"back": "/"})
        browser.send("/enter", {"adviser": "CD", "pin": PIN})
        browser.see("/observe")
        browser.send(f"/observe/{ONE}", {"observers": "1"})
        watch = browser.path
        asked_once(browser, watch, watch, {"m-dexterite": "1", "f-dexterite": NAMED, "what": "close"})
        other = {"habilete": "dexterite", "mark": "2", "reason": "seen_longer", "text": NAMED}
        asked_once(browser, watch, f"{watch}/otherwise", other)


def asked_once(browser: Browser, page: str, path: str, form: dict[str, str]) -> str:
    """Send a form whose words look private: it is asked about, and done when it is meant; where that leads."""
    browser.see(page)
    browser.send(path, form)
    assert "ressemble à un nom" in browser.text, path
    assert browser.text.count('name="sure"') == 1, path
    assert NAMED in browser.text, path
    browser.send(path, {**form, "sure": "yes"})
    assert "ressemble à un nom" not in browser.text, path
    return browser.path


def test_no_field_of_free_words_is_forgotten() -> None:
    """Every box of text on a page belongs to a form that is read, or holds no words about anybody."""
    free = {name.rstrip("*") for way in WAYS for name in way.free}
    found = {}
    for page in Path("tower/templates").glob("*.html"):
        for box in re.findall(r"<textarea[^>]*>|<input type=\"(?:text|search)\"[^>]*>", page.read_text("utf-8")):
            name = re.search(r'name="([\w-]+|\{\{ name \}\})', box)
            assert name, (page, box)
            found[name[1]] = page.name
    assert {name for name in found if name not in free | NOT_WORDS and name[:2] not in free} == set(), found


def test_no_group_has_a_letter_for_a_name() -> None:
    """« groupe A » was said where nothing told what A is; a head of the terminal alone has the letter, to be typed."""
    for language in ("fr", "en"):
        for path in Path(f"assets/locales/{language}").glob("*.yaml"):
            for line in path.read_text("utf-8").splitlines():
                assert not re.search(r"\bgroupe? [ABCD]\b", line), (path.name, line)
