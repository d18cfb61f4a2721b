"""Columns of an unknown list named by hand: once, on one page, remembered, and the same for the command."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from store_kit import NOW
from tower_kit import Browser, browsing, ready, words

from cli.main import main
from export.offers.columns import columns_said, say_columns
from export.offers.headings import field_of, said_key
from export.store.store import Store, StoreError, audit_holds

LIST = "Travail;Endroit précis;Combien de;Maison;Remarque\nRiveteuse;76600;2;Ailes;note <b>\nCâbleur;27000;1;Vexin;\n"
PATH = "/offers/import/columns"
SAID = {"c-0": "intitule", "c-1": "code_postal", "c-2": "postes", "c-3": "employeur", "c-4": ""}


@pytest.fixture
def db(tmp_path: Path) -> Path:
    """A base with its examples alone."""
    return ready(tmp_path / "m.db")


def dropped(browser: Browser, name: str = "liste.csv", data: bytes = LIST.encode()) -> None:
    """A file dropped on the page of offers."""
    browser.see("/offers/import")
    browser.send("/offers/import", files=[("file", (name, data))])


def own(db: Path) -> list[str]:
    """The titles of the offers that came from lists."""
    with Store.open(db) as store:
        return [r["title_fr"] for r in store.rows("select title_fr from offers where example=0 order by title_fr")]


@pytest.mark.usefixtures("engine")
def test_columns_are_named_once_and_the_next_list_reads_itself(db: Path, tmp_path: Path) -> None:
    """Refused at first, with the way to mend it; read again without being dropped again; then known everywhere."""
    with browsing(db) as browser:
        browser.enter()
        dropped(browser)
        assert own(db) == []
        assert f'href="{PATH}"' in browser.text
        browser.see(PATH)
        assert all(f">{head}</label>" in browser.text for head in ("Travail", "Endroit précis", "Maison"))
        browser.send(PATH, SAID)
        assert "se lira seule" in words(browser.text)
        assert own(db) == ["Câbleur", "Riveteuse"]
        assert PATH not in browser.text
        assert browser.see(PATH).url.path == "/offers/import"
        book = openpyxl.Workbook()
        assert book.active is not None
        for row in (["TRAVAIL", "Endroit Précis", "maison"], ["Ajusteuse", "76600", "Falaises"]):
            book.active.append(row)
        out = io.BytesIO()
        book.save(out)
        dropped(browser, "autre.xlsx", out.getvalue())
        assert own(db) == ["Ajusteuse", "Câbleur", "Riveteuse"]
    more = tmp_path / "encore.csv"
    more.write_text(LIST.replace("Riveteuse", "Peintre").replace("Câbleur", "Drapeur"), "utf-8")
    assert main(["offers", "import", str(more), "--db", str(db)]) == 0
    assert {"Peintre", "Drapeur"} < set(own(db))
    with Store.open(db) as store:
        assert audit_holds(store)
        assert len(store.rows("select 1 from audit where action='offers.columns'")) == 1


def test_what_was_said_of_other_files_stands_once_one_is_named(db: Path) -> None:
    """Two unknown lists and a refused row dropped at once: the second still waits, the row can still be put right."""
    other = LIST.replace("Travail;", "Métier exercé ici;").replace("Riveteuse", "Soudeuse")
    refused = "Intitulé du poste;Code postal;Nombre de postes\nTourneuse;76600;beaucoup\n"
    with browsing(db) as browser:
        browser.enter()
        browser.see("/offers/import")
        files = {"liste.csv": LIST, "autre.csv": other, "bon.csv": refused}
        browser.send("/offers/import", files=[("file", (name, text.encode())) for name, text in files.items()])
        before = words(browser.text)
        assert "bon.csv" in before
        browser.see(PATH)
        browser.send(PATH, SAID)
        after = words(browser.text)
        assert "Tourneuse" in after or "bon.csv" in after
        assert f'href="{PATH}"' in browser.text
        browser.see(PATH)
        assert "Métier exercé ici" in browser.text


@pytest.mark.parametrize(
    ("changes", "key"),
    [({"c-0": ""}, "no_title"), ({"c-1": "", "c-2": "", "c-3": ""}, "no_title"), ({"c-4": "intitule"}, "twice"),
     ({"c-4": "x"}, "unknown"), ({"c-4": "origine"}, "unknown")],
)  # fmt: skip
def test_what_does_not_hold_keeps_what_was_chosen(db: Path, changes: dict[str, str], key: str) -> None:
    """One sentence; the choices stand; nothing is remembered."""
    with browsing(db) as browser:
        browser.enter()
        dropped(browser)
        browser.see(PATH)
        browser.send(PATH, SAID | changes)
        said = browser.house.catalogue.texts["fr"][f"columns.{key}"]
        assert said in words(browser.text)
        if "c-3" not in changes:
            assert '<option value="employeur" selected>' in browser.text
    with Store.open(db) as store:
        assert columns_said(store) == {}


def test_what_was_said_goes_before_what_is_known(db: Path) -> None:
    """A heading of the list may be said otherwise, or not to be read; capitals and accents do not count."""
    known = field_of("Poste")
    assert known is not None
    assert known[0] == "intitule"
    assert field_of("Poste", {said_key("POSTE"): "postes"}) == ("postes", 0)
    assert field_of("Poste", {said_key("poste"): ""}) is None
    with Store.open(db) as store, pytest.raises(StoreError, match=r"adviser"):
        say_columns(store, {"a": "intitule", "b": "lieu"}, ("ZZ", NOW))


@pytest.mark.usefixtures("engine")
def test_what_left_a_list_is_closed_by_whoever_says_so(db: Path) -> None:
    """Open offers of the same firm that the next list has not are named; those ticked are closed, no other."""
    firms = {"Un": "Ailes", "Deux": "Ailes", "Trois": "Ailes", "Autre": "Vexin"}
    rows = ["intitule;rome;code postal;postes;employeur", *(f"{t};H2901;76600;1;{f}" for t, f in firms.items())]
    with browsing(db) as browser:
        browser.enter()
        dropped(browser, "a.csv", "\n".join(rows).encode())
        with Store.open(db) as store, store.writing() as connection:
            connection.execute("update offers set status='open' where example=0")
        dropped(browser, "b.csv", "\n".join(rows[:3]).encode())
        seen = words(browser.text)
        assert "Plus dans cette liste" in seen
        assert "Trois" in seen
        assert "Autre" not in seen
        gone = re.findall(r'name="gone" value="([^"]+)"', browser.text)
        assert len(gone) == 1
        browser.send("/offers/import/gone", {})
        assert "Cochez d'abord" in words(browser.text)
        browser.send("/offers/import/gone", {"gone": gone})
        assert "1 offre fermée" in words(browser.text)
        assert 'name="gone"' not in browser.text
    with Store.open(db) as store:
        states = {r["title_fr"]: r["status"] for r in store.rows("select title_fr, status from offers where example=0")}
    assert states == {"Un": "open", "Deux": "open", "Trois": "closed", "Autre": "open"}
