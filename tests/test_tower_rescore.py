"""Reading results again under other rules, as a preview: who would be told otherwise, and nothing is applied."""

import csv
import html
import io
import re
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from rescore_kit import GONE, TRUE, Told, run_of
from store_kit import NOW
from tower_kit import Browser, bring, browsing, laid, played, ready, words

from cli.rescoring import Rescoring
from export.store.observing import GridLine, open_watch, write_grid
from export.store.remarks import write
from export.store.store import Store
from lab.waiting import until
from scenarios.load import workshop_files
from tower.preview import Previews, ToReread

HERE = "/house/rescore"
PEOPLE = [f"{n:032x}" for n in range(1, 61)]
WORKSHOP = "panneau_porte"


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base of one person who really played, and two advisers."""
    return laid(tmp_path / "m.db", "first of the people", first_played)


def first_played(db: Path) -> None:
    bring(ready(db, "AB", "CD"), played(PEOPLE[0]))


def begun(browser: Browser, told: Told, **values: Any) -> None:
    """A preview is asked for; `told` answers as soon as it may."""
    browser.house.previews = Previews(lambda asked: told)
    browser.see(HERE)
    browser.send(HERE, {"workshop": WORKSHOP, "what": "own"} | values)


def over(browser: Browser, told: Told) -> str:
    """Let it answer, wait for its end, and see the page; its words."""
    told.go.set()
    assert until(lambda: not browser.house.previews.running, 20) is not None
    browser.see(HERE)
    return words(browser.text)


def sheet(answer: Response) -> list[list[str]]:
    """The rows of a sheet, without its heads."""
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";"))[1:]


def rows(page: str) -> list[list[str]]:
    """The rows of the page's table of changes, cell by cell, without what is drawn."""
    table = page[page.index("<caption>") :]
    found = re.findall(r"<tr>(.*?)</tr>", table[table.index("<tbody>") : table.index("</tbody>")], re.S)
    plain = [re.sub(r"<svg.*?</svg>", "", row, flags=re.S) for row in found]
    cells = [re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S) for row in plain]
    return [[" ".join(html.unescape(re.sub(r"<[^>]+>", " ", cell)).split()) for cell in row] for row in cells]


def test_a_base_without_results_says_when_to_come_back(tmp_path: Path) -> None:
    """No form where there is nothing to read; no sheet before a preview."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        assert "Aucun résultat n'est encore dans la base" in words(browser.see(HERE).text)
        assert not browser.token(HERE)
        assert browser.see(f"{HERE}/list.csv").status_code == 400
        assert "Aucun aperçu" in browser.text


def test_a_preview_shows_its_progress_and_can_be_stopped(db: Path) -> None:
    """The page asks again by itself until it is over; who stops it keeps nothing; one runs at a time."""
    told = Told([run_of(PEOPLE[0], "K4-MTQ", TRUE)])
    with browsing(db) as browser:
        browser.enter()
        begun(browser, told)
        assert until(lambda: "0 résultat relu sur 60" in words(browser.see(HERE).text), 20) is not None
        assert f'hx-get="{HERE}/progress"' in browser.text
        part = browser.see(f"{HERE}/progress")
        assert "hx-refresh" not in part.headers
        assert 'max="60" value="0"' in part.text
        browser.see("/house/team")
        token = browser.see(HERE) and browser.token(f"{HERE}/stop")
        assert token
        browser.send(f"{HERE}/stop")
        assert "a été arrêtée" in words(browser.text)
        assert told.ended
        assert browser.see(f"{HERE}/progress").headers["hx-refresh"] == "true"
        assert browser.see(f"{HERE}/list.csv").status_code == 400


def test_a_second_preview_waits_for_the_first(db: Path) -> None:
    """A form that was open on another screen is refused in words."""
    told = Told([])
    with browsing(db) as browser:
        browser.enter()
        browser.see(HERE)
        token = browser.token(HERE)
        begun(browser, told)
        asked = {"token": token, "workshop": WORKSHOP, "what": "own"}
        answer = browser.client.post(HERE, files=[("file", ("", b""))], data=asked, headers=browser.headers)
        assert "Une relecture est en cours : attendez" in words(answer.text)
        over(browser, told)


def test_nobody_one_and_many_who_would_change(db: Path) -> None:
    """The words for none and for one; many stand a page at a time, and the sheet holds every row of the pages."""
    bring(db, *(played(who, code=f"K4-B{chr(66 + n // 20)}{'CDFGHJKLMNPQRSTVWXYZ'[n % 20]}")
                for n, who in enumerate(PEOPLE[1:3])))  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        none = Told([run_of(PEOPLE[0], "K4-MTQ"), {"end": True}])
        begun(browser, none)
        page = over(browser, none)
        assert "1 résultat relu. Personne ne lirait autre chose." in page
        assert "<caption>" not in browser.text
        one = Told([run_of(PEOPLE[0], "K4-MTQ", TRUE, GONE), {"end": True}])
        begun(browser, one)
        assert "1 personne lirait autre chose." in over(browser, one)
        held = rows(browser.text)
        assert [row[:4] for row in held] == [
            ["K4-MTQ", "Respecter des normes et des consignes", "à confirmer", "montré : à l'aise"],
            ["K4-MTQ", held[1][1], "montré : premiers gestes", "pas vu"],
        ]
        assert "est compté plus haut ; « X9 » n'est plus compté" in held[0][4]
        assert held[1][4] == "ce qui a changé pour d'autres habiletés"
        assert browser.text.count("<svg class=\"margin\"") == 3
        assert sheet(browser.see(f"{HERE}/list.csv")) == held
        many = Told([*(run_of(who, f"K4-{n:03d}", TRUE) for n, who in enumerate(PEOPLE[:3] * 30)), {"end": True}])
        begun(browser, many)
        over(browser, many)
        pages = [row for n in (1, 2) for row in rows(browser.see(f"{HERE}?page={n}").text)]
        assert len(pages) == 90
        assert sheet(browser.see(f"{HERE}/list.csv")) == pages
    with Store.open(db) as store:
        actions = [row["action"] for row in store.rows("select action from audit")]
        assert actions.count("rescore.preview") == 3
        assert actions.count("sheet.take") == 2
        assert {row["candidate_id"] for row in store.rows("select * from readings")} == set(PEOPLE[:3])


def test_who_may_not_be_shown_is_in_no_row(db: Path) -> None:
    """Who contests, who is observed by this adviser, whose time is over: not on the page, not on the sheet."""
    bring(db, *(played(who, code=code) for who, code in zip(PEOPLE[1:3], ("K4-BCD", "K4-BCF"), strict=True)))
    with Store.open(db) as store:
        write(store, PEOPLE[0], ("disagreement", "Le bruit gênait."), "AB", NOW)
        watch = open_watch(store, PEOPLE[1], 1, ("AB", NOW))
        write_grid(store, watch, {"dexterite": GridLine(1, "Casse")}, ("AB", NOW), close=False)
    told = Told([*(run_of(who, code, TRUE) for who, code in zip(PEOPLE[:3], "ABC", strict=True)), {"end": True}])
    with browsing(db) as browser:
        browser.enter()
        begun(browser, told)
        page = over(browser, told)
        assert [row[0] for row in rows(browser.text)] == ["C"]
        assert sheet(browser.see(f"{HERE}/list.csv")) == rows(browser.see(HERE).text)
        assert "1 personne n'est pas d'accord" in page
        assert "1 personne que vous observez" in page
        assert "Parmi les personnes montrées ici, 1 lirait autre chose." in page
        only = Told([run_of(PEOPLE[0], "A", TRUE), {"end": True}])
        begun(browser, only)
        page = over(browser, only)
        assert "Parmi les personnes montrées ici, aucune ne lirait autre chose." in page
        assert "Personne ne lirait" not in page
        browser.house.forget()
        assert "Aujourd'hui" not in words(browser.see(HERE).text)


@pytest.mark.parametrize(
    ("said", "why", "found"),
    [
        ([{"problem": "panneau_porte/x.yaml:2: rien"}], "", "panneau_porte/x.yaml:2: rien"),
        ([run_of(PEOPLE[0], "K4-MTQ", TRUE)], "", "n'a pas pu aller au bout"),
        ([], "La clé de l'organisation manque.", "La clé de l'organisation manque."),
        ([{"id": "K4-MTQ", "who": PEOPLE[0], "why": "rescore.other_version", "values": {"version": "v"}},
          {"end": True}], "", "1 résultat : Cet exercice a été joué avec une autre version de l'atelier"),
    ],
)  # fmt: skip
def test_what_could_not_be_read_is_said(db: Path, said: list[dict[str, Any]], why: str, found: str) -> None:
    """Rules that are broken, a process that died, a key that lacks, a result of another version."""
    told = Told(said, why)
    with browsing(db) as browser:
        browser.enter()
        begun(browser, told)
        assert found in over(browser, told)
        assert "<caption>" not in browser.text


def test_a_file_is_asked_for_and_bounded(db: Path) -> None:
    """Nothing dropped, something too large, an unknown workshop: a sentence, and what was chosen stays."""
    with browsing(db) as browser:
        browser.enter()
        for values, files, found in (
            ({"workshop": WORKSHOP, "what": "file"}, [], "Choisissez d'abord le fichier de règles"),
            ({"workshop": WORKSHOP, "what": "file"}, [("file", ("x.yaml", b"x" * 1_000_001))], "dépasse 1 Mo"),
            ({"workshop": "nothing", "what": "own"}, [], "Choisissez un atelier de la liste"),
        ):
            browser.see(HERE)
            browser.send(HERE, values, files=files)
            assert found in words(browser.text)
            assert not browser.house.previews.running


def kept(db: Path) -> list[dict[str, Any]]:
    """What the base says of people."""
    with Store.open(db) as store:
        return [*store.rows("select * from readouts"), *store.rows("select * from results")]


def test_the_command_reads_again_beside_the_page(db: Path) -> None:
    """Rules that ask less: who changes, why, in words; the base says what it said."""
    rules = next(path for path in workshop_files() if path.parent.name == WORKSHOP).with_name("evidence.yaml")
    easier = re.sub(r"(ATT\d.*cuts: )\[.*\]", r"\1[-4, -3, -2, -1]", rules.read_text("utf-8"))
    before = kept(db)
    with browsing(db) as browser:
        browser.enter()
        browser.house.previews = Previews(partial(Rescoring, db))
        browser.see(HERE)
        browser.send(HERE, {"workshop": WORKSHOP, "what": "file"}, files=[("file", ("new.yaml", easier))])
        assert until(lambda: not browser.house.previews.running, 60) is not None
        page = words(browser.see(HERE).text)
        assert "1 personne lirait autre chose." in page, page
        assert "relu avec new.yaml" in page
        held = rows(browser.text)
        assert [row[2] for row in held if row[1].startswith("Maintenir son attention")] == ["à confirmer"], held
        assert "est compté plus haut" in held[0][4]
        assert sheet(browser.see(f"{HERE}/list.csv")) == held
    assert kept(db) == before


def test_nothing_of_a_preview_outlives_its_process(db: Path) -> None:
    """Stopped or done, the folder of its rules is gone."""
    reading = Rescoring(db, ToReread(WORKSHOP, ("x.yaml", b"evidence: []"), "fr", "AB", NOW))
    place = Path(reading._place.name)
    assert place.is_dir()
    reading.end()
    assert not place.exists()
