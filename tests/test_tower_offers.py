"""The tower's offers: dropped as they come, mended on the page, asked about, confirmed; nothing typed is lost."""

import csv
import html
import io
import json
import re
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from tower_kit import COOKIE, Browser, browsing, ready, words

from export.offers.lists import OffersWanted, offers_count, offers_list
from export.store.store import Store

HEADS = "Référence;Intitulé;ROME;Lieu;Postes;Employeur;Horaires\r\n"
ROWS = (
    "R1;Monteuse-câbleuse;H2602;27000 Évreux;3;Faisceaux;2x8",
    "R2;Riveteur;H2901;76600 Le Havre;2;Ailes;journée",
    "R3;;H2901;76600 Le Havre;2;Ailes;journée",
    "R4;Peintre;;;1;Teintes;nuit",
)
SCRIPT = "<script>alert(1)</script>"


def table(*rows: str) -> bytes:
    """A list as an employer sends it."""
    return (HEADS + "\r\n".join(rows) + "\r\n").encode("cp1252")


def workbook(*rows: str) -> bytes:
    """The same in a workbook."""
    book = openpyxl.Workbook()
    for line in (HEADS.strip(), *rows):
        book.active.append(line.split(";"))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def api(*offers: dict[str, Any]) -> bytes:
    """What France Travail gives."""
    return json.dumps({"resultats": list(offers)}).encode()


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with the examples alone."""
    return ready(tmp_path / "m.db", "AB", "CD")


def rows_of(db: Path, **wanted: str) -> list[dict[str, Any]]:
    """The offers of the base that are no examples."""
    with Store.open(db) as store:
        return [row for row in offers_list(store, OffersWanted(**wanted)) if not row["example"]]


def drop(browser: Any, *files: tuple[str, bytes]) -> None:
    """Drop files on the page."""
    browser.see("/offers/import")
    browser.send("/offers/import", files=[("file", file) for file in files])


def test_files_of_each_kind_are_read_as_they_come(db: Path) -> None:
    """CSV, workbook and JSON in one drop; what is whole is a draft, what lacks something says what, none is lost."""
    ft = {"id": "900ABC", "intitule": "Drapeuse", "romeCode": "H2802", "nombrePostes": 1,
          "lieuTravail": {"commune": "76540", "libelle": "76 - ROUEN"}}  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(*ROWS[:3])), ("liste.xlsx", workbook(ROWS[3])), ("ft.json", api(ft)))
        assert browser.path == "/offers/import/report"
        assert "liste.csv, liste.xlsx, ft.json" in browser.text
        browser.see("/offers?state=draft")
        assert {row["reference"] for row in rows_of(db)} == {"R1", "R2", "R4", "900ABC"}
        assert "à compléter : code ROME, lieu" in html.unescape(browser.text)
    with Store.open(db) as store:
        assert store.rows("select actor from audit where action='offers.import'") == [{"actor": "AB"}]


@pytest.mark.usefixtures("engine")
def test_a_refused_row_is_mended_on_the_page(db: Path) -> None:
    """Its cells stand in a form; wrong again, it says why and keeps what was typed; right, it comes in and goes."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(*ROWS)))
        assert 'value="76600 Le Havre"' in browser.text
        copy = browser.see("/offers/import/corrected.csv").content.decode("utf-8-sig")
        assert [row["Référence"] for row in csv.DictReader(io.StringIO(copy), delimiter=";")] == ["R3", "R4"]
        browser.see("/offers/import/report")
        form = {"row": "0", "reference": "R3", "rome": "H2901", "lieu": "76600", "postes": "2", "employeur": "Ailes"}
        browser.send("/offers/import/mend", {**form, "intitule": "x" * 201})
        assert "x" * 201 in browser.text
        assert 'role="alert"' in browser.text
        browser.send("/offers/import/mend", {**form, "intitule": "Riveteuse"})
        assert "est entrée" in browser.text
        assert "R3" in {row["reference"] for row in rows_of(db)}
        assert 'name="row"' not in browser.text


def test_a_trades_name_finds_its_code_where_an_offer_is_written(db: Path) -> None:
    """However many trades share it."""
    with browsing(db) as browser:
        browser.enter()
        browser.see("/offers/write")
        codes = re.findall(r'<option value="([A-Z]\d{4})">[^<]+<', browser.text)
        assert "H2901" in codes
        assert len(codes) == len(set(codes)) > 20


def test_an_offer_is_written_on_the_page_as_a_row_comes_in(db: Path) -> None:
    """The same fields as from a file; what cannot be read is said and nothing kept; the same again is no second offer,
    a likeness asks, each on its own; others of the employer are not said to be gone."""
    form = {"intitule": "Riveteur", "employeur": "Ailes", "lieu": "76600 Le Havre", "rome": "H2901", "postes": "2",
            "contrat": "CDD", "duree": "6", "horaires": "journée"}  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        before = len(rows_of(db))
        for wrong, said in (
            ({"rome": "H29"}, "n'est pas un code ROME"), ({"postes": "0"}, "annonce 0 poste"),
            ({"lieu": "Atlantide"}, "n'est pas reconnu"), ({"intitule": " "}, "pas d'intitulé"),
        ):  # fmt: skip
            browser.see("/offers/write")
            browser.send("/offers/write", form | wrong)
            assert browser.path == "/offers/write"
            assert said in words(browser.text)
            assert 'value="journée"' in browser.text, "what was typed stays"
            assert len(rows_of(db)) == before
        browser.send("/offers/write", form)
        assert "« Riveteur » est entrée" in words(browser.text)
        (new,) = [row for row in rows_of(db) if row["title_fr"] == "Riveteur"]
        browser.see(f"/offers/{new['offer_id']}")
        assert all(one in words(browser.text) for one in ("H2901", "CDD 6 mois", "journée", "76600 Le Havre"))
        with Store.open(db) as store:
            mine = dict(
                store.first_row("select rome, posts, status from offers where offer_id=?", new["offer_id"]) or {}
            )
            log = store.rows("select actor from audit where action='offers.import'")
        assert mine == {"rome": "H2901", "posts": 2, "status": "draft"}
        assert log == [{"actor": "AB"}], "what was refused wrote nothing"
        browser.see("/offers/write")
        browser.send("/offers/write", form)
        assert "dit la même chose" in words(browser.text)
        assert len(rows_of(db)) == before + 1
        for contract in ("CDI", "intérim"):
            browser.clock.s += 1
            browser.see("/offers/write")
            browser.send("/offers/write", form | {"contrat": contract, "duree": "", "intitule": "Riveteuse"})
            assert browser.path == "/offers/same"
            assert "ressemble à une offre d'ici" in words(browser.text)
        assert browser.text.count('name="number"') == 2, "the second question leaves the first"
        assert "écrite par AB" in words(browser.text)
        browser.see("/offers/write")
        browser.send("/offers/write", {"intitule": "Peintre"})
        assert "« Peintre » est entrée" in words(browser.text)
        browser.see("/offers?state=draft")
        assert "Peintre" in words(browser.text)
        # What a file of the same employer holds is the same offer by the same rules.
        drop(browser, ("liste.csv", table("R2;Riveteur;H2901;76600 Le Havre;2;Ailes;journée")))
        assert len([row for row in rows_of(db) if row["title_fr"] == "Riveteur"]) == 1


def test_what_is_no_list_is_said_in_a_sentence(db: Path) -> None:
    """A picture, a bomb, a half file, nothing: named by its own name, whatever the name holds; the base stays."""
    files = [
        ("../../etc/passwd", b"\x89PNG\r\n\x1a\n" + bytes(200)), ("a\u202efdp.csv", b"%PDF-1.7"),
        (f"{SCRIPT}.json", b"[" * 100_000), ("vide.csv", b""), ("half.xlsx", workbook(ROWS[0])[:500]),
    ]  # fmt: skip
    with browsing(db) as browser:
        browser.enter()
        for name, data in files:
            drop(browser, (name, data))
            assert browser.path == "/offers/import/report"
            assert 'role="alert"' in browser.text
            assert "<script>" not in browser.text
            assert "\u202e" not in browser.text
            assert "/etc/" not in browser.text
        drop_none = browser.see("/offers/import")
        assert drop_none.status_code == 200
        browser.send("/offers/import")
        assert "Choisissez d&#39;abord" in browser.text
        assert rows_of(db) == []


@pytest.mark.usefixtures("engine")
def test_the_same_offer_is_asked_about_and_answered_by_a_button(db: Path) -> None:
    """A row that looks like an offer somebody worked on waits; yes updates it, no makes another; each once."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(ROWS[0].replace("R1", ""))))
        (first,) = rows_of(db)
        browser.see(f"/offers/{first['offer_id']}")
        confirm = {"what": "require", "habilete": "dexterite", "level": "2", "weight": "2"}
        browser.send(f"/offers/{first['offer_id']}", confirm)
        drop(browser, ("liste.csv", table(ROWS[0].replace("R1", "").replace(";3;", ";5;"))))
        browser.see("/offers/same")
        number = re.search(r'name="number" value="(\d+)"', browser.text)
        assert number
        browser.send("/offers/same", {"number": number[1], "same": "yes"})
        assert "Aucune question" in browser.text
        assert [row["posts"] for row in rows_of(db)] == [5]


def test_an_offer_is_confirmed_completed_opened_and_closed(db: Path) -> None:
    """What is proposed counts after a person confirms it; conditions in three words; what is wrong says why."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(ROWS[3])))
        (row,) = rows_of(db)
        path = f"/offers/{row['offer_id']}"
        browser.see(path)
        assert "à compléter" in browser.text
        assert "Seule une offre ouverte" in browser.text
        browser.send(path, {"what": "state", "state": "open"})
        assert "à compléter" in browser.text
        browser.send(path, {"what": "complete", "rome": "ZZ", "place": "76600"})
        assert 'value="ZZ"' in browser.text
        browser.send(path, {"what": "complete", "rome": "H3404", "place": "76600"})
        browser.send(path, {"what": "require", "habilete": "dexterite", "level": "9"})
        assert "Le niveau va de 1 à 3" in browser.text
        browser.send(path, {"what": "require", "habilete": "dexterite", "level": "2", "weight": "1,5"})
        assert rows_of(db)[0]["state"] == "draft"
        browser.send(path, {"what": "state:open"})
        assert rows_of(db)[0]["state"] == "open"
        browser.send(path, {"what": "conditions", "c-nights": "yes", "c-heights": "no", "c-travel": "ask"})
        browser.send(path, {"what": "facts", "f-tutor_named": "yes", "f-contract": "permanent", "f-months": "99"})
        assert 'role="alert"' in browser.text
        browser.send(path, {"what": "drop", "habilete": "dexterite"})
        assert rows_of(db)[0]["state"] == "draft"
        for what in ("", "x", "__class__"):
            browser.send(path, {"what": what})
            assert 'role="alert"' in browser.text
    with Store.open(db) as store:
        said = store.rows("select * from offer_conditions where offer_id=?", row["offer_id"])
        # What the file said and the page left as it stood is still the file's word.
        told = {(one["constraint_code"], one["state"], one["said_by"]) for one in said}
        assert told == {("nights", "yes", "file"), ("heights", "no", "AB")}


@pytest.mark.parametrize(
    ("heads", "cells", "rome", "place", "posts"),
    [
        ("Code postal;Postes", "99999;0", "", "99999", ""), ("Code postal;Postes", "99999;many", "", "99999", "many"),
        ("Code INSEE;ROME", "99999;ZZ", "ZZ", "99999", ""), ("Lieu;Postes", "Normandie;x", "", "Normandie", "x"),
    ],
)  # fmt: skip
def test_what_a_file_wrote_wrong_stands_in_the_box_it_belongs_to(
    db: Path, heads: str, cells: str, rome: str, place: str, posts: str
) -> None:
    """A postcode is no number of posts; a place that is too wide is still what the file said of the place."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", f"Référence;Intitulé;{heads}\r\nR1;Riveteur;{cells}\r\n".encode()))
        (row,) = rows_of(db)
        browser.see(f"/offers/{row['offer_id']}")
        for name, wrote in (("rome", rome), ("place", place), ("posts", posts)):
            box = re.search(rf'<input[^>]* id="{name}"[^>]* value="([^"]*)"', browser.text)
            assert (box[1] if box else "") == wrote, name


def test_offers_are_found_counted_and_put_on_a_sheet_alike(db: Path) -> None:
    """By words, state, place and trade, signs of SQL among them: the page, its number and the sheet hold the same."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(*ROWS)))
        for query in ("", "words=mont", "words=%25", "words=_", "state=draft", "state=x", "rome=h26", "place=2817",
                      "place=27", "words=R1", "words=' or 1=1 --"):  # fmt: skip
            browser.see(f"/offers?{query}")
            listed = re.findall(r'<th scope="row"><a href="/offers/([\w-]+)">', browser.text)
            copy = browser.see(f"/offers/list.csv?{query}").content.decode("utf-8-sig")
            assert len(list(csv.DictReader(io.StringIO(copy), delimiter=";"))) == len(listed)
            shown = re.search(r"(\d+) offres?</p>", browser.see(f"/offers?{query}").text)
            assert int(shown[1] if shown else 0) == len(listed), query
        assert "Aucune offre ne correspond" in browser.see("/offers?words=zzzz").text
    with Store.open(db) as store:
        assert offers_count(store, OffersWanted()) == len(offers_list(store, OffersWanted()))


def test_offers_are_looked_for_by_day(db: Path) -> None:
    """By the day that the list shows, both days within: the source's own where it says one, else when it came in."""
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(*ROWS[:3])))
        with Store.open(db) as store, store.writing() as connection:
            ids = [row["offer_id"] for row in store.rows("select offer_id from offers where example=0")]
            connection.execute("update offers set imported_at='2026-11-24T09:00:00+00:00', source_updated_at=null")
            connection.execute("update offers set source_updated_at='2026-10-02T23:00:00Z' where offer_id=?", (ids[0],))
        assert {row["offer_id"] for row in rows_of(db, since="2026-11-24")} == set(ids[1:])
        assert {row["offer_id"] for row in rows_of(db, until="2026-11-23")} == {ids[0]}
        assert [row["updated"] for row in rows_of(db, since="2026-10-02", until="2026-10-02")] == ["2026-10-02"]
        assert not rows_of(db, since="2026-11-25")
        page = browser.see("/offers?since=2026-09-30&until=2026-10-31").text
        assert re.findall(r'<th scope="row"><a href="/offers/([\w-]+)">', page) == [ids[0]]
        assert 'name="since" value="2026-09-30"' in page
        assert 'name="until" value="2026-10-31"' in page
        # The sheet and the next page are asked for with the same days; what is no day asks for nothing.
        (sheet,) = re.findall(r'href="(/offers/list.csv[^"]*)"', page)
        copy = browser.see(html.unescape(sheet)).content.decode("utf-8-sig")
        assert len(list(csv.DictReader(io.StringIO(copy), delimiter=";"))) == 1
        assert "since=2026-11-24" in browser.see("/offers?since=2026-11-24").text
        assert 'name="since" value=""' in browser.see("/offers?since=hier").text


def test_script_and_formulas_of_a_file_stay_text(db: Path) -> None:
    """What a list holds is shown as it is and does nothing; in a sheet it is defused."""
    row = f"@SUM(1);{SCRIPT};H2602;27000 Évreux;3;{SCRIPT};=cmd|' /C calc'!A0"
    with browsing(db) as browser:
        browser.enter()
        drop(browser, ("liste.csv", table(row, f"R9;;{SCRIPT};x;y;{SCRIPT};z")))
        pages = ["/offers/import/report", "/offers", "/offers?state=draft", f"/offers/{rows_of(db)[0]['offer_id']}"]
        for path in pages:
            browser.see(path)
            assert "<script>" not in browser.text, path
            assert html.escape(SCRIPT) in browser.text, path
        sheet = browser.see("/offers/list.csv").content.decode("utf-8-sig")
        assert "'@SUM(1)" in sheet


def test_what_one_adviser_dropped_is_not_shown_to_the_next(db: Path) -> None:
    """A report is for who brought the files."""
    with browsing(db) as browser:
        browser.enter("AB")
        drop(browser, ("liste.csv", table(*ROWS)))
        browser.send("/lock")
        browser.enter("CD")
        assert browser.see("/offers/import/report").url.path == "/offers/import"


def test_a_figure_that_is_no_number_and_a_name_too_long_are_sentences(tmp_path: Path) -> None:
    """« ² » is a figure to Python; four bytes a sign make a name that no disk holds."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        browser.see("/offers/import")
        browser.send("/offers/import", {}, files={"file": ("\U0001f600" * 76 + ".csv", b"a;b\n1;2\n")})
        assert browser.path == "/offers/import/report"
        browser.see("/offers/same")
        token = browser.house.logins.of(browser.client.cookies[COOKIE]).token("/offers/same")  # type: ignore[union-attr]
        for number in ("\u00b2", "9" * 30, "-1", ""):
            values = {"token": token, "number": number, "same": "yes"}
            answer = browser.client.post("/offers/same", data=values, headers=browser.headers)
            assert answer.status_code == 200
            assert 'role="alert"' in answer.text
        answer = browser.client.post("/offers/same", headers={**browser.headers, "content-length": b"\xb2"})
        assert answer.status_code in (400, 403, 413)


LISTED = "reference;intitule;rome;lieu;nombre_postes;employeur\n"


def bring_list(browser: Browser, *rows: str) -> None:
    """A list of offers comes in by the page."""
    browser.see("/offers/import")
    browser.send("/offers/import", files=[("file", ("liste.csv", (LISTED + "\n".join(rows) + "\n").encode()))])


def test_a_town_that_bears_the_name_of_a_basin_is_in_it(tmp_path: Path) -> None:
    """Rouen and Le Havre are read as their basins; of a town that bears no basin's name somebody says which it is."""
    with browsing(ready(tmp_path / "m.db")) as browser, Store.open(tmp_path / "m.db") as store:
        browser.enter()
        bring_list(
            browser, "A1;Monteur;H2909;Rouen;2;Ailes", "A2;Riveteur;H2909;Le Havre (76);1;Ailes",
            "A3;Chef;H2909;Sotteville-lès-Rouen;1;Ailes",
        )  # fmt: skip
        rows = {r["source_id"]: r for r in store.rows("select * from offers where source_id in ('A1','A2','A3')")}
        assert [rows[name]["area"] for name in ("A1", "A2", "A3")] == ["2801", "2806", "76"]
        page = browser.see("/offers?place=76").text
        assert all(title in page for title in ("Monteur", "Riveteur", "Chef"))
        here = f"/offers/{rows['A3']['offer_id']}"
        assert "« Sotteville-lès-Rouen »" in words(browser.see(here).text)
        browser.send(here, {"what": "complete", "basin": "2801"})
        assert store.rows("select area from offers where source_id='A3'") == [{"area": "2801"}]
        bring_list(browser, "A3;Chef;H2909;Sotteville-lès-Rouen;2;Ailes")
        assert store.rows("select area, posts from offers where source_id='A3'") == [{"area": "2801", "posts": 2}]


def test_a_basin_that_was_set_is_corrected_and_the_log_keeps_both(engine: str, tmp_path: Path) -> None:
    """Another basin, the department alone, a place typed; what is the same, none or unknown changes nothing."""
    with browsing(ready(tmp_path / "m.db")) as browser, Store.open(tmp_path / "m.db") as store:
        browser.enter()
        bring_list(browser, "A1;Monteur;H2909;Rouen;2;Ailes")
        (row,) = store.rows("select offer_id from offers where source_id='A1'")
        here = f"/offers/{row['offer_id']}"
        assert "Lieu : Rouen. Le corriger ?" in words(browser.see(here).text)
        steps = (({"to_basin": "2806"}, "2806"), ({"to_basin": "76"}, "76"), ({"to_place": "Le Havre (76)"}, "2806"),
                 ({"to_place": "Evreux (27)", "to_basin": "2801"}, "2811"))  # fmt: skip
        for given, area in steps:
            browser.send(here, {"what": "place", **given})
            assert store.rows("select area from offers where source_id='A1'") == [{"area": area}], given
        for wrong in ({"to_basin": "2811"}, {}, {"to_basin": "9999"}, {"to_place": "Oz"}, {"to_place": "<b>"}):
            browser.send(here, {"what": "place", "to_basin": "", **wrong})
            assert 'role="alert"' in browser.text, wrong
        lines = [line["detail"] for line in store.rows("select detail from audit where action='offer.place'")]
        assert lines == ["2801>2806", "2806>76", "76>2806", "2806>2811"]
        log = words(browser.see("/house/audit").text)
        assert "a corrigé le lieu d'une offre : Rouen, et maintenant Le Havre" in log


def test_an_offer_with_several_faults_is_one_offer(tmp_path: Path) -> None:
    """Offers to complete are counted, not what each lacks; every fault is named below."""
    with browsing(ready(tmp_path / "m.db")) as browser:
        browser.enter()
        bring_list(browser, "B1;Monteur;HX909;Oz;beaucoup;Ailes", "B2;Monteur;HX909;Rouen;2;Ailes")
        seen = words(browser.text)
        assert "2 offres à compléter" in seen
        assert all(one in seen for one in ("« HX909 »", "« Oz »", "« beaucoup »"))


def test_what_is_ticked_elsewhere_is_kept_by_any_button(tmp_path: Path) -> None:
    """Conditions, facts and a level are one form; what the file wrote wrong stands where it is to be mended."""
    with browsing(ready(tmp_path / "m.db")) as browser, Store.open(tmp_path / "m.db") as store:
        browser.enter()
        bring_list(browser, "B1;Monteur;HX909;Rouen;2;Ailes")
        assert "1 offre à compléter" in words(browser.text)
        assert "« HX909 »" in words(browser.text)
        offer = store.rows("select offer_id from offers where source_id='B1'")[0]["offer_id"]
        here = f"/offers/{offer}"
        page = browser.see(here).text
        assert page.count(f'action="{here}"') == 1
        assert 'value="HX909"' in page
        browser.send(here, {"what": "facts", "rome": "HX909", "was-rome": "HX909", "f-months": "3"})
        assert 'maxlength="2" value="3"' in browser.text
        assert "C'est gardé" in words(browser.text)
        assert "maintenant ouverte" not in words(browser.text)
        ticked = {"c-shifts_2x8": "yes", "c-nights": "no", "f-tutor_named": "yes", "f-months": "6", "rome": "H2909"}
        browser.send(here, {"what": "require", "habilete": "dexterite", "level": "2", **ticked})
        page = browser.text
        for name in ('name="c-shifts_2x8" value="yes" checked', 'name="c-nights" value="no" checked',
                     'name="f-tutor_named" value="yes" checked', 'maxlength="2" value="6"'):  # fmt: skip
            assert name in page
        # It is said where it was pressed, and nothing opens by itself.
        assert 'id="asks">Ce qu&#39;elle demande</h2>\n<p class="told"' in page
        assert "maintenant ouverte" not in words(page)
        assert str(browser.send(here, {"what": "state:open"}).url).endswith("#who")
        assert "L'offre est maintenant ouverte" in words(browser.text)
        assert store.rows("select rome from offers where offer_id=?", offer) == [{"rome": "H2909"}]
        browser.send(here, {"what": "drop:dexterite", "c-nights": "yes", "f-months": "x"})
        assert 'name="c-nights" value="yes" checked' in browser.text
        assert 'maxlength="2" value="x"' in browser.text
