"""What Enter presses in each form, and in which colour a page says what did not work."""

import ast
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from lived_kit import PEOPLE, lived, walk
from store_kit import NOW, body, keys
from test_tower_limit import other_post
from tower_kit import AtOnce, bring, browsing, played, ready, words

from assets.texts import Catalogue
from export.store.days import DayPlan, plan_day, seat_station
from export.store.intake import add_station
from export.store.store import Store
from tower.house import OFF, OTHER, TAKEN
from tower.review import installed

TOWER = Path(__file__).parent.parent / "tower"
TYPED = {"text", "number", "date", "time", "search", "password", "email", "tel", "url", ""}
"""Fields in which Enter sends their form."""
TWO = {"/away": ("back", "no"), "/observe/choose": ("", ""), "/people/choose": ("", "")}
"""Forms of several buttons none of which is drawn as the main one: how the address ends, what Enter presses."""
FAILS = re.compile(
    r"n'a pas pu|n'ont pas pu|ne se voit|n'est pas entré|pas réussi|n'est plus branché|plus aucune place"
    r"|aucun .* inscrit|rien à placer|ne répond plus :|a refusé", re.IGNORECASE,
)  # fmt: skip


class Forms(HTMLParser):
    """Of each form of a page: where it leads, whether something is typed in it, its submit buttons in tree order."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.open = ""
        self.to: dict[str, str] = {}
        self.typed: set[str] = set()
        self.buttons: dict[str, list[dict[str, str]]] = {}
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        has = {name: value or "" for name, value in attrs}
        if tag == "form":
            self.open = has.get("id", f"form {len(self.to)}")
            self.to[self.open] = has.get("action", "")
        form = has.get("form", self.open)
        if not form:
            return
        if tag == "input" and has.get("type", "") in TYPED:
            self.typed.add(form)
        if (tag == "button" and has.get("type", "submit") == "submit") or has.get("type") in ("submit", "image"):
            self.buttons.setdefault(form, []).append(has)

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self.open = ""


def wrong_first(page: str) -> list[str]:
    """The forms of a page in which something is typed and Enter presses another button than what they are for."""
    forms, wrong = Forms(page), []
    for form in forms.typed:
        first, *others = forms.buttons.get(form, [{}])
        kind, to = first.get("class", "").split(), forms.to.get(form, "")
        main = "main" in kind or first.get("aria-hidden") == "true"
        said = next((said for end, said in TWO.items() if to.endswith(end)), None)
        listed = said is not None and (first.get("name", ""), first.get("value", "")) == said
        if others and not main and not listed:
            wrong.append(f"{to}: {first}")
    return wrong


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A base after some weeks, that is only read."""
    db = ready(tmp_path_factory.mktemp("enter") / "m.db", "AB", "CD")
    bring(db, played(PEOPLE[0]), *(body(who, code="K4-PQR", sitting_id=who) for who in PEOPLE[1:]))
    with browsing(db) as browser:
        browser.house.end, browser.house.pictures = lambda: None, AtOnce()
        lived(browser, db)
    return db


def test_enter_presses_what_each_form_is_for(weeks: Path) -> None:
    """In every form of every page in which something is typed the first submit button is the form's main one."""
    with browsing(weeks) as browser:
        browser.house.end, browser.house.pictures = lambda: None, AtOnce()
        browser.enter()
        wrong, n = [], 0
        for path, answer in walk(browser):
            n += len(Forms(answer.text).typed)
            wrong += [f"{path} {one}" for one in wrong_first(answer.text)]
    assert n > 20, "forms were looked at"
    assert wrong == []


def test_enter_prepares_a_sitting_that_is_too_short_for_its_workshops(tmp_path: Path) -> None:
    """« Ne garder que » stands before « Préparer » on the page, and Enter presses the second."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        form = {"title": "", "day": "2026-11-24", "hour": "09:00", "minutes": "70", "seats": "x", "wide": "2",
                "circuit": [one.head.id for one in installed()]}  # fmt: skip
        browser.see("/days/new")
        page = browser.send("/days/new", form).text
        assert 'name="shorter"' in page
        assert wrong_first(page) == []
        assert wrong_first(page.replace('aria-hidden="true"', "")) != [], "without it the wrong one is pressed"


def test_a_sitting_without_a_name_is_called_by_the_day_that_is_kept(tmp_path: Path) -> None:
    """The form says nothing of a day in the name; what is kept has the one of the form, also when it is changed."""
    form = {"title": "", "day": "2026-12-08", "hour": "09:00", "minutes": "90", "seats": "2", "wide": "2",
            "circuit": "panneau_porte"}  # fmt: skip
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        assert "Séance du 2" not in words(browser.see("/days/new").text)
        assert 'name="title" maxlength="80" aria-describedby="dh" value=""' in browser.text
        browser.send("/days/new", form)
        path = browser.path
        assert "<h1>Séance du 08/12/2026</h1>" in browser.text
        browser.see(f"{path}/change")
        assert 'aria-describedby="dh" value=""' in browser.text
        browser.send(f"{path}/change", form | {"day": "2026-12-09"})
        assert "<h1>Séance du 09/12/2026</h1>" in browser.text


def test_why_no_seat_was_given_is_the_half_that_is_true(tmp_path: Path) -> None:
    """No computer enrolled, each has its seat, or no seat is free for those that have none."""
    db = ready(tmp_path / "m.db")
    with Store.open(db) as store:
        day = plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 1, 1, ("panneau_porte",)), "AB", NOW)
    with browsing(db) as browser:
        browser.enter()

        def place() -> tuple[str, bool]:
            browser.see(f"/days/{day}")
            browser.send(f"/days/{day}/seats", {"in_order": "yes"})
            return words(browser.text), 'class="told wrong"' in browser.text

        for n, post in enumerate((keys()[0], other_post()), 1):
            with Store.open(db) as store:
                add_station(store, post.verify_key, f"Poste {n}", NOW)
            if n == 1:
                with Store.open(db) as store:
                    seat_station(store, day, [(1, post.station_id)], ("AB", NOW))
                assert "Chaque ordinateur inscrit a déjà sa place" in place()[0]
        said, wrong = place()
        assert "Plus aucune place libre : 1 ordinateur reste sans place" in said
        assert wrong
        assert "Chaque ordinateur" not in said


@pytest.mark.parametrize("player", [True, False])
def test_a_stick_that_is_not_seen_is_no_success_and_names_what_is_there(
    player: bool, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The fold or the button that the sentence names stands on the page in these words; the box is of what failed."""
    folder = tmp_path if player else None
    for page in ("house", "carried"):
        monkeypatch.setattr(f"tower.pages.{page}.player_folder", lambda: folder)
        monkeypatch.setattr(f"tower.pages.{page}.plugged_in", list)
    for language in ("fr", "en"):
        with browsing(ready(tmp_path / f"{language}.db"), language) as browser:
            browser.enter()
            browser.see("/house/stations")
            browser.send("/house/stations/stick/look")
            box = re.search(r'<p class="told wrong" role="alert">(.*?)</p>', browser.text)
            assert box
            named = re.findall("[«“] ?(.*?) ?[»”]", words(box[1]))
            assert named
            rest = words(browser.text.replace(box[0], ""))
            assert all(name in rest for name in named), named
            label = re.search(r'<label for="file">(.*?)</label>', browser.text)
            assert label
            assert ("téléchargements" if language == "fr" else "downloads folder") in label[1]


def test_nothing_that_failed_is_told_as_success() -> None:
    """Each sentence that the code tells as done: in none of them something did not work."""
    say, told = Catalogue.load().texts["fr"], set[str]()
    for path in TOWER.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            wrong = any(one.arg == "wrong" for one in node.keywords)
            if name in ("tell", "stay", "Notice") and not wrong:
                told |= {one.value for arg in node.args for one in ast.walk(arg)
                         if isinstance(one, ast.Constant) and isinstance(one.value, str)}  # fmt: skip
    keys_told = sorted(key for key in told if key in say)
    assert len(keys_told) > 40
    assert [key for key in keys_told if FAILS.search(str(say[key]))] == []


@pytest.mark.parametrize("why", [OTHER, TAKEN, OFF])
def test_a_tower_that_does_not_hear_the_computers_calls_none_offline(why: str, tmp_path: Path) -> None:
    """Another tower has their port: first page, sitting, radar, place and computers say so, and of none that it is off,
    lost, never seen or to be opened."""
    db = ready(tmp_path / "m.db")
    with Store.open(db) as store:
        add_station(store, keys()[0].verify_key, "Poste 1", NOW)
        day = plan_day(store, DayPlan("Mardi", "2026-11-24T09:00", 90, 2, 2, ("panneau_porte",)), "AB", NOW)
    with browsing(db) as browser:
        browser.house.unheard, browser.house.heard_at = why, "http://127.0.0.1:47470/"
        browser.enter()
        browser.see(f"/days/{day}")
        browser.send(f"/days/{day}/seats", {"in_order": "yes"})
        browser.send(f"/days/{day}/turn", {"state": "open"})
        # It was heard by an earlier program: its number is known.
        browser.house.held.radar._last[keys()[0].station_id] = 7
        browser.see(f"/days/{day}")
        assert "ouvrez le dossier Envol" not in words(browser.text)
        for path in ("/", f"/days/{day}", f"/days/{day}/radar", f"/days/{day}/radar/seats", f"/days/{day}/seats/1",
                     f"/days/{day}/announced", "/house/stations", "/house/stations/announced"):  # fmt: skip
            page = browser.see(path)
            assert page.status_code == 200, path
            said = words(page.text)
            assert not re.search('link (lost|never|shut)"', page.text), path
            for false in ("en ligne, dans", "jamais ouvert", "Aucun ordinateur n'est en ligne", "jamais vu",
                          "ouvrez le jeu sur chacun", "s'est annoncé", "ne s'est encore annoncé", "Pas encore :"):
                assert false.lower() not in said.lower(), (path, false)
            if "seats" not in path:
                assert "on ne sait pas lesquels sont en ligne" in said, path
                assert ("47470" in said) == (why == OTHER), path
